"""Which groups of firms a benchmark may show, so that nothing follows about fewer than ten firms.

A group of ten or more is not enough. Who has the deciles of all thirteen firms and those of the ten exporters
among them has nearly the scores of the other three; of two facts of which a firm may have several, the
difference may even be a single firm. So, of every score by itself:

1. A group is shown only if ten of its firms or more have that score.
2. The groups are taken by size, the largest first and that of all firms before them, each as long as this
   holds: ten sets of firms, of which no two share a firm, can each tell the groups apart. (As rows of a table
   that says for each firm in which groups it is, each set has the rank of the whole table.) A group that is
   fully described by those taken before, such as all firms but one of them, is shown as well.

It follows that however groups are added and subtracted, what remains is nobody or at least ten firms: a sum
that is not nothing for everybody is not nothing for somebody in each of the ten sets. Also, a file never has
as many numbers of a score as there are firms: nine for each independent group, which takes ten firms.

The rule looks at which firms are in which groups, and at who has a score, never at the scores themselves: so
nothing follows from the absence of a group either, beyond how firms are spread. It does not hide what a
group says of all its members: if all deciles of a group are 40, most firms in it have 40.

It is a greedy search for disjoint bases of a matroid (J. Edmonds, “Minimum partition of a matroid into
independent subsets”, 1965, says when there are any), which finds fewer groups than there might be, never
too many.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from typing import TypeAlias

SMALLEST_GROUP = 10
"""The fewest firms of a group, and of any sum or difference of groups."""
_SEARCHED = 400
"""Of very many kinds of firms, so many of each group are looked at for the ten sets, the commonest first."""
PRIME = 2**61 - 1
"""Ranks are computed modulo this prime; they are never higher than the true ones, so the rule still holds."""


Sum: TypeAlias = Mapping[int | None, int]
"""Groups that are added up, each with its weight modulo `PRIME`; None is that of all firms."""


def groups_to_show(
    firms: Mapping[int, int], candidates: Sequence[int], holds: Callable[[Sum], bool] | None = None
) -> list[int]:
    """Those of the `candidates`, numbers of groups, that may be shown, the largest first.

    `firms` counts those that have the score by the groups that they are in: bit n of a key stands for group
    n. The group of all firms is no candidate; it may be shown if there are ten firms. If some kinds of firms
    are left out of `firms`, fewer groups may be found, and `holds` says whether a sum is nothing for every
    firm of any kind.
    """
    if sum(firms.values()) < SMALLEST_GROUP:
        return []
    sizes = dict.fromkeys(candidates, 0)
    for kind, count in firms.items():
        for group in groups_in(kind):
            if group in sizes:
                sizes[group] += count
    shared = _Shared(firms, sizes)
    by_size = sorted(candidates, key=lambda group: -sizes[group])
    return [group for group in by_size if sizes[group] >= SMALLEST_GROUP and shared.take(group, holds)]


def groups_in(kind: int) -> Iterator[int]:
    """The numbers of the groups that a kind of firm is in."""
    while kind:
        lowest = kind & -kind
        yield lowest.bit_length() - 1
        kind ^= lowest


class _Shared:
    """Ten sets of firms that share none, each as large as there are independent groups."""

    def __init__(self, firms: Mapping[int, int], sizes: Mapping[int, int]) -> None:
        # Firms that are only in large groups go first, since small groups need all that they have.
        def scarcity(kind: int) -> tuple[int, int, int]:
            smallest = min((sizes[group] for group in groups_in(kind) if group in sizes), default=0)
            return -smallest, -firms[kind], kind

        self._all = firms.keys()
        self._kinds = sorted(_commonest(firms, sizes), key=scarcity)
        self._free = [min(firms[kind], SMALLEST_GROUP) for kind in self._kinds]
        self._taken: list[int] = []
        """The numbers of the independent groups, without that of all firms."""
        self._bases = [_Base() for _number in range(SMALLEST_GROUP)]
        assert self._take(None)  # there are ten firms

    def take(self, group: int, holds: Callable[[Sum], bool] | None) -> bool:
        """Whether `group` may be shown beside those taken so far; then it is taken too."""
        if self._take(group):
            return True
        base = self._bases[0]
        if any(map(self._rests(base, group), self._all)):
            return False
        weights = zip([None, *self._taken], base.weights(group), strict=True)
        return holds is None or holds(
            {group: PRIME - 1, **{each: weight for each, weight in weights if weight}}
        )

    def _take(self, group: int | None) -> bool:
        """Give every set one more firm that tells `group`, or that of all, from the others, if possible."""
        found: list[tuple[int, int]] = []
        for base in self._bases:
            rest_of = self._rests(base, group)
            free = (place for place, count in enumerate(self._free) if count)
            place = next((place for place in free if rest_of(self._kinds[place])), None)
            if place is None:
                for taken, _rest in found:
                    self._free[taken] += 1
                return False
            self._free[place] -= 1
            found.append((place, rest_of(self._kinds[place])))
        for base, (place, rest) in zip(self._bases, found, strict=True):
            base.extend(self._kinds[place], self._taken, group, rest)
        if group is not None:
            self._taken.append(group)
        return True

    def _rests(self, base: _Base, group: int | None) -> Callable[[int], int]:
        """A function that says what the groups taken, if they add up to `group` in `base`, lack in a kind.

        They do so with certain weights; what they lack depends only on the groups that have any.
        """
        of_all, *others = base.weights(group) or [0]
        weights = {number: weight for number, weight in zip(self._taken, others, strict=True) if weight}
        involved = sum(1 << number for number in {*weights, *([] if group is None else [group])})
        known: dict[int, int] = {}

        def rest_of(kind: int) -> int:
            part = kind & involved
            if part not in known:
                total = of_all + sum(weight for number, weight in weights.items() if part >> number & 1)
                known[part] = (_is_in(kind, group) - total) % PRIME
            return known[part]

        return rest_of


def _commonest(firms: Mapping[int, int], groups: Collection[int]) -> Iterator[int]:
    """Enough kinds of firms in each group, and in none."""
    wanted: dict[int | None, int] = dict.fromkeys([None, *groups], _SEARCHED)
    for kind in sorted(firms, key=lambda kind: (-firms[kind], kind)):
        named: list[int | None] = [group for group in groups_in(kind) if group in groups] or [None]
        if any(wanted[group] > 0 for group in named):
            yield kind
            for group in named:
                wanted[group] -= 1


def _is_in(kind: int, group: int | None) -> int:
    """1 if a kind of firm is in `group`, or if this stands for all firms, otherwise 0."""
    return 1 if group is None else kind >> group & 1


class _Base:
    """A set of firms that tells all groups taken apart: a table of who is in which group has an inverse."""

    def __init__(self) -> None:
        self._kinds: list[int] = []
        """The kind of each firm."""
        self._inverse: list[list[int]] = []

    def weights(self, group: int | None) -> list[int]:
        """The weights with which the groups taken add up to `group` at the firms of this set."""
        there = [number for number, kind in enumerate(self._kinds) if _is_in(kind, group)]
        return [sum(row[number] for number in there) % PRIME for row in self._inverse]

    def extend(self, kind: int, taken: Sequence[int], group: int | None, rest: int) -> None:
        """Add a firm of this `kind`, and `group` to those `taken`.

        The inverse grows by one row and one column; `rest` is the Schur complement.
        """
        weights, by = self.weights(group), pow(rest, -1, PRIME)
        rows = [row for row, each in zip(self._inverse, [None, *taken], strict=False) if _is_in(kind, each)]
        of_firm = [sum(column) % PRIME for column in zip(*rows, strict=True)]
        for weight, row in zip(weights, self._inverse, strict=True):
            scaled = weight * by % PRIME
            row[:] = [(value + scaled * each) % PRIME for value, each in zip(row, of_firm, strict=True)]
            row.append(-scaled % PRIME)
        self._inverse.append([*(-each * by % PRIME for each in of_firm), by])
        self._kinds.append(kind)
