"""What may be told of counts without telling of a few firms: the rule for every table of a cohort report.

In few words, with a threshold of five:

1. Fewer than five firms in all: nothing is shown.
2. A table that divides the firms hides every part of one to four firms, and with these the smallest part of
   five or more and all as large, until ten firms are hidden or no part is left; so at least two are hidden,
   of which one is small and one is not, and their sum does not tell which is which. If no part has five
   firms, nothing of it is shown; if all but one part together have fewer than five, only which one that is.
3. A count within a group of firms is shown if it and what it leaves of the group are five or more. Otherwise
   “fewer than five” or “all but fewer than five” is shown, and nothing in a group of fewer than ten.
4. Of a fact of which a firm may have several, an option is shown if it and what it leaves are five or more,
   and so are those without an answer, if the options that are shown have as many firms as there are, or more.
   With fewer, they would tell how many there must be in what is hidden.
5. A median stands for five firms or more and is a whole point of a hundred; quartiles and alpha stand for
   twenty.
6. What other tables imply counts as known; `band_table` says what that is.

Why the attacker who knows all this gets no hidden part out of rule 2: which parts are hidden depends on the
sizes alone, so whatever sizes fit, any order of them fits too; and they are never all alike.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Literal, NamedTuple, TypeAlias

THRESHOLD = 5
"""The fewest firms that a group must have to be shown, unless the bureau says otherwise."""
FOR_QUARTILES = 4
"""How many times the threshold it takes for quartiles: each of the four parts they make is a group too."""

PortionState: TypeAlias = Literal["exact", "few", "most", "hidden"]


class Portion(NamedTuple):
    """How many firms of a group; `few` is fewer than the threshold, `most` is all but fewer than that."""

    state: PortionState
    firms: int | None = None
    """How many; of `most` the fewest that it may be. None if it is not told."""
    most: int | None = None
    """The most that it may be."""
    of: int | None = None
    """The size of the group; None if nothing is told."""

    @property
    def share(self) -> float:
        """The least share that this says, 0-1, to compare portions by."""
        return (self.firms or 0) / self.of if self.of else 0.0

    def among(self, firms: int) -> Portion:
        """The same, told as a part of so many `firms`."""
        return self if self.state == "hidden" else self._replace(of=firms)


HIDDEN = Portion("hidden")


def shown_parts(parts: Mapping[str, int], threshold: int) -> dict[str, int | None]:
    """The `parts` that the firms are divided in; None for those that are hidden. This is rule 2."""
    whole, largest = sum(parts.values()), max(parts.values(), default=0)
    if threshold < 2:
        return dict(parts)
    if largest < threshold or whole - largest < threshold:
        return dict.fromkeys(parts)
    if not any(0 < size < threshold for size in parts.values()):
        return dict(parts)
    hidden = sum(size for size in parts.values() if size < threshold)
    most = 0
    for size, times in sorted(Counter(size for size in parts.values() if size >= threshold).items()):
        most, hidden = size, hidden + size * times
        if hidden >= 2 * threshold:
            break
    return {id: size if size == 0 or size > most else None for id, size in parts.items()}


def nearly_all(parts: Mapping[str, int], threshold: int) -> str | None:
    """The part that has all firms but fewer than the threshold; None if there is none, or too few firms.

    Of such a table it is told which part that is, but of no part how many: any of the others may have any of
    the few firms, or none.
    """
    whole = sum(parts.values())
    if threshold < 2 or whole < 2 * threshold:
        return None
    return next((id for id, size in parts.items() if whole - size < threshold), None)


def shown_options(
    options: Mapping[str, int], without: int, firms: int, threshold: int
) -> dict[str, int | None]:
    """The firms with each of several `options`, which may overlap; last, under the id "", those without any.

    None for those that are hidden. This is rule 4.
    """
    if threshold < 2:
        return {**options, "": without}
    shown = {id: _if_enough(size, firms, threshold) for id, size in options.items()}
    is_covered = sum(size or 0 for size in shown.values()) >= firms
    return {**shown, "": _if_enough(without, firms, threshold) if is_covered else None}


def shown_portion(count: int, of: int, threshold: int) -> Portion:
    """`count` firms among the `of` of a group whose size is known. This is rule 3."""
    if threshold < 2:
        return Portion("exact", count, count, of)
    if of < 2 * threshold:
        return HIDDEN
    if count < threshold:
        return Portion("few", None, threshold - 1, of)
    if of - count < threshold:
        return Portion("most", of - threshold + 1, of, of)
    return Portion("exact", count, count, of)


def class_of(count: int, of: int, threshold: int) -> tuple[int, int] | None:
    """The fewest and the most firms that `count` is told as; None if the group, of this size, is too small.

    Where counts of several tables add up to the same, exact ones would tell each other. So they are told in
    classes as wide as the threshold: 0-4, 5-9 and so on; the last is up to twice as wide, and ends at `of`.
    """
    if threshold < 2:
        return count, count
    last = (of + 1) // threshold - 1
    if last < 1:
        return None
    place = min(count // threshold, last)
    return place * threshold, of if place == last else (place + 1) * threshold - 1


def stands_for(count: int, of: int, threshold: int) -> int:
    """How many firms a figure on `count` of a known number may say that it stands for.

    The number itself, or else, so that it does not tell how few are left, the number of all.
    """
    return of if of - count < threshold else count


def fewest_told(count: int, of: int, threshold: int) -> int:
    """The number to tell for `count` firms of a known number: if it leaves few, the fewest that it may be."""
    return max(of - threshold + 1, 1) if of - count < threshold and threshold > 1 else count


def _if_enough(size: int, of: int, threshold: int) -> int | None:
    """The size of a group, if it and what it leaves are large enough."""
    return size if size >= threshold and of - size >= threshold else None
