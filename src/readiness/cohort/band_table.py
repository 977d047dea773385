"""The table of bands as it is shown, and what other tables of the report could tell of its hidden parts.

A firm with a red flag is in a band up to its cap, one with a verdict has the scores that its band needs, one
that moved up is not in the lowest. So other numbers are limits to hidden ones; where they could be limits
that the table itself does not give, they are not shown. Whether they could is read from what is shown alone,
so that a gap tells nothing either.

What is left: medians of several groups together can be limits too. In all cohorts that were tried they left
no hidden number certain.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import NamedTuple

from readiness.cohort.cohort_counts import WITHHELD, CohortCounts, RoundCounts
from readiness.cohort.small_groups import HIDDEN, Portion, nearly_all, shown_parts, shown_portion
from readiness.questionnaire.bands import RedFlag


class BandTable(NamedTuple):
    """How many firms each band has, the lowest first; last those without a verdict."""

    firms: int
    threshold: int
    shown: Mapping[str, int | None]
    """None for those that are hidden."""
    together: int | None
    """How many firms the hidden bands have together; None if none is hidden."""
    most_in: str | None
    """The band that has all firms but fewer than the threshold, if there is one; all are hidden then."""

    @property
    def order(self) -> list[str]:
        """The bands, the lowest first."""
        return [id for id in self.shown if id != WITHHELD]

    @property
    def withheld(self) -> int | None:
        """The firms without a verdict; None if that is hidden."""
        return self.shown[WITHHELD]

    def seen(self, some: Collection[str]) -> int:
        """The firms that are in `some` bands for sure."""
        sure = self.firms - self.threshold + 1 if self.most_in in some else 0
        return sure + sum(self.shown[id] or 0 for id in some)

    def straddles(self, some: Collection[str], among: Iterable[str] | None = None) -> bool:
        """Whether some of the hidden bands, by default of all, are among `some`, and some are not."""
        hidden = {id for id in (self.shown if among is None else among) if self.shown[id] is None}
        return not hidden.isdisjoint(some) and not hidden <= set(some)

    def could_tell(self, below: int) -> bool:
        """Whether it would be news that so many firms, or more, are below the score that some band needs."""
        if self.together is None:
            return False
        left = self.together if self.most_in is None else self.threshold - 1
        for place in range(1, len(self.order)):
            above = self.order[place:]
            if self.straddles(above) and 0 <= self.firms - below - self.seen(above) <= left:
                return True
        return False


def band_table(counts: CohortCounts, threshold: int) -> BandTable:
    """The bands of a cohort as they may be shown."""
    shown = shown_parts(counts.bands, threshold)
    hidden = [counts.bands[id] for id, size in shown.items() if size is None]
    most_in = nearly_all(counts.bands, threshold)
    return BandTable(counts.firms, threshold, shown, sum(hidden) if hidden else None, most_in)


def has_room(count: int, room: int | None, threshold: int) -> bool:
    """Whether it tells nothing that so many firms need help, where no more than `room` can; None for any."""
    return threshold < 2 or room is None or count <= room - threshold


def shown_flag(flag: RedFlag, count: int, of: int, table: BandTable, room: int | None) -> Portion:
    """How many firms have `flag`: a part of so many that can, and that `table` does not show above its cap.

    All of them need help, so nothing is told if that leaves the groups that do too little `room`. If bands
    on both sides of the cap are hidden, it is told only if it says nothing about these.
    """
    threshold = table.threshold
    above = set(table.order[table.order.index(flag.caps_at) + 1 :])
    if count >= threshold and not has_room(count, room, threshold):
        return HIDDEN
    if table.straddles(above):
        found = shown_portion(count, of, threshold)
        is_told = found.state == "exact" and count <= table.seen(table.shown.keys() - above)
        return found.among(table.firms) if is_told else HIDDEN
    return shown_portion(count, min(of, table.firms - table.seen(above)), threshold).among(table.firms)


def shown_moves(rounds: RoundCounts, table: BandTable) -> dict[str, int | None]:
    """How the firms with a verdict divide by what became of them since an earlier round.

    Nothing is told without the number of those that have no verdict, if more firms moved than those bands
    hold that are shown, or if more are new than have no verdict but those that are new are hidden: the report
    of the earlier round says how many firms there were.
    """
    parts = {"up": rounds.up, "stayed": rounds.stayed, "down": rounds.down, "apart": rounds.apart}
    shown = shown_parts(parts, table.threshold)
    if table.threshold < 2:
        return shown
    is_grown = table.withheld is None or rounds.new - rounds.gone > table.withheld
    if table.withheld is None or (shown["apart"] is None and is_grown) or _tells_of_ends(rounds, table):
        return dict.fromkeys(parts)
    return shown


def _tells_of_ends(rounds: RoundCounts, table: BandTable) -> bool:
    """Whether more firms moved than those bands hold that they could have moved to."""
    for moved, end in ((rounds.up, table.order[0]), (rounds.down, table.order[-1])):
        others = [id for id in table.order if id != end]
        if table.straddles(others, table.order) and moved > table.seen(others):
            return True
    return False
