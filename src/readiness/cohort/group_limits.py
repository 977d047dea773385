"""What numbers elsewhere in a report tell of hidden groups of the profile.

A question may be asked of some groups only, and a red flag, a contradiction or a verdict be for some only. So
these groups have that many firms together, or more. This is news if some of them are hidden, and if those
that are shown have fewer. Whether it is follows from what is shown, and that the hidden ones have a firm is
known: so what is left out tells nothing either. Where only hidden ones can be meant, it must stay possible
that a small one of them is not.
"""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from readiness.answers.answers import Answers
from readiness.cohort.band_table import BandTable
from readiness.cohort.cohort_counts import NO_ANSWER
from readiness.cohort.published import PublishedFact
from readiness.questionnaire.bands import Band
from readiness.questionnaire.conditions import Condition
from readiness.questionnaire.questionnaire import Questionnaire
from readiness.scoring.ranges import Range
from readiness.scoring.scope import Scope, determine

_ANY_SCORE = Range(-math.inf, math.inf)
_ALL = math.inf


class _Groups(NamedTuple):
    """The groups by one question of the profile, as they are shown."""

    shown: Mapping[str, int]
    """How many firms each has for sure."""
    hidden: frozenset[str]
    together: int | None
    """How many firms the hidden ones have together; None if none is hidden, or firms may be in several."""
    several: bool
    threshold: int

    def most(self, some: Collection[str]) -> float:
        """The most firms that may be told to be in `some` of them; infinite if that is no news."""
        if self.shown.keys() <= {*some, NO_ANSWER} or self.hidden.isdisjoint(some):
            return math.inf
        if self.hidden.issubset(some) and self.together is not None:
            others = sum(self.shown[id] for id in some if id not in self.hidden)
            return others + self.together - self.threshold + 1
        return sum(self.shown[id] for id in some)

    def size(self, some: Collection[str]) -> float:
        """How many firms `some` of them have, if it and who did not answer are told; otherwise infinite."""
        if self.several or not self.hidden.isdisjoint({*some, NO_ANSWER}):
            return math.inf
        return sum(self.shown[id] for id in some)


def _groups(fact: PublishedFact, sure: Mapping[str, int], threshold: int) -> _Groups:
    return _Groups(
        {each.option: sure.get(each.option, 0) if each.firms is None else each.firms for each in fact.groups},
        frozenset(each.option for each in fact.groups if each.firms is None),
        fact.together,
        fact.several,
        threshold,
    )


def _scopes(questionnaire: Questionnaire, fact: str) -> Iterator[tuple[str, Scope]]:
    """For each option of `fact`, what is asked and can hold if nothing else is known."""
    asked = questionnaire.profile_question(fact)
    assert asked is not None
    scores = dict.fromkeys(questionnaire.all_sections, _ANY_SCORE)
    for option in asked.options:
        answers = Answers(questionnaire.id, questionnaire.version, {fact: (option.id,)}, {})
        yield option.id, dataclasses.replace(determine(questionnaire, answers), scores=scores)


class GroupLimits:
    """Decides how many firms something may be told of without news about hidden groups."""

    def __init__(
        self,
        questionnaire: Questionnaire,
        facts: Sequence[PublishedFact],
        sure: Mapping[str, Mapping[str, int]],
        threshold: int,
    ) -> None:
        """`sure` has how many firms a hidden group has at least that has nearly all, by fact and option."""
        self._groups = {
            each.fact: _groups(each, sure.get(each.fact, {}), threshold) for each in facts if each.groups
        }
        self._scopes = {fact: dict(_scopes(questionnaire, fact)) for fact in self._groups}

    # --- how many may be told ---------------------------------------------------------------------------

    def most_asked(self, *questions: str) -> float:
        """The most firms that may be told to have answered all of `questions`; may be infinite."""
        return self._least(self._asked(questions, all))

    def most_scored(self, questions: Collection[str]) -> float:
        """The most firms that may be told to have a score made of some of `questions`; may be infinite."""
        return self._least(self._asked(questions, any))

    def _least(self, places: Iterable[tuple[str, frozenset[str]]]) -> float:
        return min((self._groups[fact].most(some) for fact, some in places), default=_ALL)

    def most_that_meet(self, condition: Condition) -> float:
        """The most firms that may be told to meet `condition`; may be infinite."""
        limits = [self._most(fact, self._meeting(fact, condition)) for fact in self._scopes]
        limits += [self.most_that_meet(each) for each in condition.all]
        return min([*limits, self._most_that_meet_any(condition.any)], default=_ALL)

    def _most_that_meet_any(self, conditions: Sequence[Condition]) -> float:
        """The same for those that meet any of `conditions`, of which some may be no news."""
        limits = [self.most_that_meet(each) for each in conditions]
        if all(map(math.isinf, limits)):
            return _ALL
        pairs = zip(conditions, limits, strict=True)
        return sum(self.can_meet(each, 0, _ALL) if math.isinf(most) else most for each, most in pairs)

    # --- of how many it is told -------------------------------------------------------------------------

    def can_answer(self, question: str, answered: int, firms: float) -> float:
        """How many of `firms` can be asked, by the groups that are shown; no fewer than `answered`."""
        return self._size(self._asked([question], all), answered, firms)

    def can_meet(self, condition: Condition, met: int, firms: float) -> float:
        """How many of `firms` can meet `condition`, by the groups that are shown; no fewer than `met`."""
        return self._size(((fact, self._meeting(fact, condition)) for fact in self._scopes), met, firms)

    def _size(self, places: Iterable[tuple[str, frozenset[str]]], least: int, firms: float) -> float:
        sizes = [
            self._groups[fact].size(some)
            for fact, without in places
            for some in (without - {NO_ANSWER}, without | {NO_ANSWER})
        ]
        return min((size for size in (*sizes, firms) if size >= least), default=firms)

    # --- verdicts ---------------------------------------------------------------------------------------

    def told_by_bands(self, table: BandTable, bands: Sequence[Band]) -> Iterator[str]:
        """The facts of whose groups `table` tells, since some of `bands` are for some groups only."""
        for fact in self._scopes:
            places = {each.id: self._meeting(fact, each.when) for each in bands if each.when is not None}
            for some in places.values():
                within = [id for id, place in places.items() if place <= some]
                if table.seen(within) > self._most(fact, some):
                    yield fact
                    break

    def _asked(
        self, questions: Collection[str], how: Callable[[Iterable[bool]], bool]
    ) -> Iterator[tuple[str, frozenset[str]]]:
        """By fact, the groups that are asked all or any of `questions`, and those without an answer."""
        for fact, scopes in self._scopes.items():
            asked = (id for id, scope in scopes.items() if how(each in scope for each in questions))
            yield fact, frozenset((NO_ANSWER, *asked))

    def _meeting(self, fact: str, condition: Condition) -> frozenset[str]:
        """The groups in which a firm can be that meets `condition`; it must be decided."""
        return frozenset(
            id for id, scope in self._scopes[fact].items() if scope.holds(condition) is not False
        )

    def _most(self, fact: str, some: frozenset[str]) -> float:
        """The same for firms in `some` groups, whether or not those without an answer can be among them."""
        return min(self._groups[fact].most(some), self._groups[fact].most(some | {NO_ANSWER}))
