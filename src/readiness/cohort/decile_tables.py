"""Makes a benchmark from a table of results of as many firms as you like; only counts leave the engine."""

from __future__ import annotations

import datetime
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from functools import partial
from itertools import accumulate
from typing import Any, TypeAlias

import narwhals as nw

from readiness.cohort.benchmark import DECILES, TOP, Benchmark, PeerGroup, scales_of_measures
from readiness.cohort.column_names import col, undotted, without_dots
from readiness.cohort.frames import collected
from readiness.cohort.peer_groups import PRIME, SMALLEST_GROUP, Sum, groups_to_show
from readiness.cohort.peer_places import SCORE_STEPS
from readiness.messages.catalogue import _
from readiness.messages.problems import ReadinessError
from readiness.questionnaire.fields import MAX_TITLE
from readiness.questionnaire.profile import ProfileQuestion
from readiness.questionnaire.questionnaire import WHOLE, Questionnaire
from readiness.questionnaire.score_scale import Scale
from readiness.scoring.ranges import TOLERANCE

_BITS = 62
"""The groups whose numbers go into one whole number of the engine."""
_SMALL = 10_000
"""Firms in groups of fewer are all looked at to see which groups may be shown."""
_MOST_KINDS = 100_000
"""The most kinds of firms that are looked at for it."""
_MOST_GROUPS = 200
"""The most groups that are considered, the largest ones."""


def make_benchmark(
    results: Any, questionnaire: Questionnaire, *, built_on: datetime.date | None = None, title: str = ""
) -> Benchmark:
    """The benchmark of all firms in a table of `results`, such as a lazy frame of Polars.

    The table has a row for each firm: its scores (`overall`, and `ID.score` of each dimension and window, on
    their scales, null where nothing applies) and its profile (`profile.ID`, ids joined by `;`). `built_on`
    is the day, by default today. Raises ReadinessError for fewer than ten firms, or an impossible `title`.
    """
    title = " ".join(title.split())
    if len(title) > MAX_TITLE or not title.isprintable():
        message = _("The title of a benchmark must be one line of at most {count} characters.")
        raise ReadinessError(message.format(count=MAX_TITLE))
    counting = _Counting(results, questionnaire)
    deciles: dict[_Option, dict[str, tuple[int, ...]]] = {}
    for id in counting.measures:
        for option, found in counting.deciles(id).items():
            deciles.setdefault(option, {})[id] = found
    if WHOLE not in deciles.get(_ALL, {}):
        message = _("A benchmark takes the scores of at least {count} firms; here there are fewer.")
        raise ReadinessError(message.format(count=SMALLEST_GROUP))
    ordered = [_ALL, *((fact.id, option.id) for fact in questionnaire.profile for option in fact.options)]
    return Benchmark(
        title,
        (built_on or datetime.date.today()).isoformat(),
        questionnaire.id,
        questionnaire.title,
        questionnaire.version,
        questionnaire.digest,
        tuple(PeerGroup(*option, deciles[option]) for option in ordered if option in deciles),
    )


_Option: TypeAlias = tuple[str, str]
"""The id of a question of the profile and that of an option."""
_ALL: _Option = ("", "")
"""In place of an option: all firms."""


class _Counting:
    """Counts the firms in a table of results."""

    def __init__(self, results: Any, questionnaire: Questionnaire) -> None:
        frame = without_dots(nw.from_native(results).lazy())
        known = set(frame.collect_schema().names())
        self._facts = {fact.id: fact for fact in questionnaire.profile if _fact(fact.id) in known}
        scales = scales_of_measures(questionnaire)
        self.measures = {id: number for number, id in enumerate(scales)}
        """The scores, numbered."""
        self._table: nw.LazyFrame[Any] = frame.select(
            *(_named(fact.id).alias(_fact(fact.id)) for fact in self._facts.values()),
            *(_in_steps(id, scale).alias(_step(id)) for id, scale in scales.items()),
        )
        sizes = self._sizes()
        largest = sorted(sizes, key=lambda option: -sizes[option])[:_MOST_GROUPS]
        self._groups = [option for option in largest if sizes[option] >= SMALLEST_GROUP]
        self._kinds, self._is_complete = self._count_kinds(sizes)
        self._shown: dict[frozenset[int], list[int] | None] = {}
        """What may be shown, by the scores that the firms in question have; mostly all have all."""

    def deciles(self, measure: str) -> dict[_Option, tuple[int, ...]]:
        """The deciles of one score in every group that may be shown."""
        shown = self._to_show(measure)
        if shown is None:
            return {}
        counts: dict[_Option, dict[int, int]] = {_ALL: self._steps(measure)}
        for fact in self._facts.values():
            options = [self._groups[number] for number in shown if self._groups[number][0] == fact.id]
            if options:
                counts |= self._steps_by_option(measure, fact, options)
        return {option: deciles_of(found) for option, found in counts.items()}

    # --- which groups ---

    def _sizes(self) -> dict[_Option, int]:
        """The number of firms that name each option."""
        sizes: dict[_Option, int] = {}
        for fact in self._facts.values():
            counted = self._table.group_by(_fact(fact.id)).agg(nw.len().alias("firms"))
            named = {text: count for text, count in _rows(counted, [_fact(fact.id), "firms"]) if text}
            for option in fact.options:
                sizes[fact.id, option.id] = sum(
                    count for text, count in named.items() if option.id in text.strip(";").split(";")
                )
        return sizes

    def _count_kinds(self, sizes: Mapping[_Option, int]) -> tuple[dict[tuple[int, int], int], bool]:
        """The firms by the groups that they are in and the scores that they have, each as bits.

        Also whether these are all: of very many kinds, those in small groups and the commonest are counted.
        """
        members = [self._member(option) for option in self._groups]
        small = [each for each, option in zip(members, self._groups, strict=True) if sizes[option] < _SMALL]
        of_groups = _as_bits(members)
        of_scores = _as_bits([~col(_step(id)).is_null() for id in self.measures])
        named = {f"bits {number}": bits for number, bits in enumerate([*of_groups, *of_scores])}
        counted = (
            self._table.select(is_small=nw.any_horizontal(nw.lit(False), *small, ignore_nulls=True), **named)
            .group_by("is_small", *named)
            .agg(nw.len().alias("firms"))
            # All keys, so that the order in which an engine gives its groups decides nothing.
            .sort("is_small", "firms", *named, descending=True)
            .head(_MOST_KINDS + 1)
        )
        rows = _rows(counted, [*named, "firms"])
        kinds = {
            (_joined(bits[: len(of_groups)]), _joined(bits[len(of_groups) :])): firms
            for *bits, firms in rows[:_MOST_KINDS]
        }
        return kinds, len(rows) <= _MOST_KINDS

    def _to_show(self, measure: str) -> list[int] | None:
        """The numbers of the groups in which one score may be shown; None if not even for all firms."""
        bit = self.measures[measure]
        having = frozenset(scores for _groups, scores in self._kinds if scores >> bit & 1)
        if having not in self._shown:
            firms: dict[int, int] = {}
            for (groups, scores), count in self._kinds.items():
                if scores in having:
                    firms[groups] = firms.get(groups, 0) + count
            holds = None if self._is_complete else partial(self._is_nothing, measure)
            is_enough = sum(firms.values()) >= SMALLEST_GROUP
            groups_found = groups_to_show(firms, range(len(self._groups)), holds) if is_enough else None
            self._shown[having] = groups_found
        return self._shown[having]

    def _is_nothing(self, measure: str, added: Sum) -> bool:
        """Whether a sum of groups is nothing for every firm that has the score; false if that is not sure."""
        total: nw.Expr = nw.lit(0)
        for group, weight in added.items():
            signed = weight if weight <= PRIME // 2 else weight - PRIME
            if abs(signed) > _BITS:  # no sum that is nothing for a reason has such weights
                return False
            total = total + (
                signed if group is None else self._member(self._groups[group]).cast(nw.Int64) * signed
            )
        others = self._table.filter(~col(_step(measure)).is_null()).filter(total != 0)
        return _rows(others.select(nw.len().alias("firms")), ["firms"]) == [(0,)]

    def _member(self, option: _Option) -> nw.Expr:
        return _is_in(self._facts[option[0]], option[1])

    # --- how many have which score ---

    def _steps(self, measure: str) -> dict[int, int]:
        """How many of all firms have which score."""
        counted = self._with(measure).group_by(_step(measure)).agg(nw.len().alias("firms"))
        return dict(sorted(_rows(counted, [_step(measure), "firms"])))

    def _steps_by_option(
        self, measure: str, fact: ProfileQuestion, options: Sequence[_Option]
    ) -> dict[_Option, dict[int, int]]:
        """How many of the firms that name each of `options` have which score."""
        names = [option for _fact_id, option in options]
        members = (_is_in(fact, name).cast(nw.Int64) * col("firms") for name in names)
        counted = (
            self._with(measure)
            .group_by(_fact(fact.id), _step(measure))
            .agg(nw.len().cast(nw.Int64).alias("firms"))
            .group_by(_step(measure))
            .agg(*(member.sum().alias(name) for name, member in zip(names, members, strict=True)))
        )
        rows = sorted(_rows(counted, [_step(measure), *names]))
        return {option: {row[0]: row[place] for row in rows} for place, option in enumerate(options, start=1)}

    def _with(self, measure: str) -> nw.LazyFrame[Any]:
        return self._table.filter(~col(_step(measure)).is_null())


def deciles_of(counts: Mapping[int, int]) -> tuple[int, ...]:
    """The nine deciles, in whole points, of at least ten scores, counted by steps in ascending order.

    The k-th decile is the score that k tenths of the scores do not exceed or, if that holds of every score
    between two, the middle of these; so no decile is the lowest or the highest score alone. (This is the
    second of the nine definitions of R. J. Hyndman and Y. Fan, “Sample quantiles in statistical packages”,
    1996.) A half is rounded up.
    """
    steps, ranks = list(counts), list(accumulate(counts.values()))

    def ranked(rank: int) -> int:
        """The score with this rank, from 1, the lowest first."""
        return steps[bisect_left(ranks, rank)]

    found = []
    for tenth in range(1, DECILES + 1):
        whole, rest = divmod(ranks[-1] * tenth, DECILES + 1)
        both = ranked(whole if rest == 0 else whole + 1) + ranked(whole + 1)
        found.append((both * TOP + SCORE_STEPS) // (2 * SCORE_STEPS))
    return tuple(found)


# --- expressions ------------------------------------------------------------------------------------


def _fact(id: str) -> str:
    return undotted(f"profile.{id}")


def _named(fact: str) -> nw.Expr:
    """The options that a firm names, each between two semicolons; null without any."""
    named = col(_fact(fact)).cast(nw.String).str.replace_all(" ", "", literal=True)
    return nw.concat_str(nw.lit(";"), named, nw.lit(";"))


def _is_in(fact: ProfileQuestion, option: str) -> nw.Expr:
    """Whether a firm names an option, alone or among others."""
    column, name = col(_fact(fact.id)), f";{option};"
    named = column.str.contains(name, literal=True) if fact.several else column == name
    return named.fill_null(False)


def _step(measure: str) -> str:
    return undotted(f"{measure} in steps")


def _in_steps(id: str, scale: Scale) -> nw.Expr:
    """A score in whole steps of its scale; null without a score."""
    score = col(WHOLE if id == WHOLE else f"{id}.score").cast(nw.Float64)
    share = (score - scale.minimum) / (scale.maximum - scale.minimum)
    # Engines differ by a few units in the sixteenth place, which must not decide about a half.
    return (share.clip(0.0, 1.0) * SCORE_STEPS + (0.5 + TOLERANCE * SCORE_STEPS)).floor().cast(nw.Int64)


def _as_bits(flags: Sequence[nw.Expr]) -> list[nw.Expr]:
    """Whole numbers, each of which has some of the `flags` as its bits, the first as the lowest."""
    parts = [flags[begin : begin + _BITS] for begin in range(0, len(flags), _BITS)]
    return [
        nw.sum_horizontal(*(flag.cast(nw.Int64) * (1 << bit) for bit, flag in enumerate(part)))
        for part in parts
    ]


def _joined(bits: Sequence[int]) -> int:
    return sum(part << (_BITS * place) for place, part in enumerate(bits))


def _rows(frame: nw.LazyFrame[Any], names: Sequence[str]) -> list[tuple[Any, ...]]:
    """The rows of a small result, with the columns in the order of `names`."""
    return collected(frame.select(*names)).rows()
