"""What numbers elsewhere in a report tell of hidden groups of the profile.

A question may be asked of some groups only, and a red flag, a contradiction or a verdict be for some only. So
these groups have that many firms together, or more. This is news if some of them are hidden, and if those
that are shown have fewer. Whether it is follows from what is shown, and that the hidden ones have a firm is
known: so what is left out tells nothing either.
"""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Collection, Iterator, Mapping, Sequence
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


class _Groups(NamedTuple):
    """The groups by one question of the profile, as they are shown."""

    shown: Mapping[str, int]
    """How many firms each has for sure."""
    hidden: frozenset[str]
    several: bool

    def most(self, some: Collection[str]) -> float:
        """The most firms that may be told to be in `some` of them."""
        if self.shown.keys() <= {*some, NO_ANSWER} or self.hidden.isdisjoint(some):
            return math.inf
        if self.hidden.issubset(some) and not self.several:  # how many these have together is told
            return math.inf
        return sum(self.shown[id] for id in some)


def _groups(fact: PublishedFact, sure: Mapping[str, int]) -> _Groups:
    return _Groups(
        {each.option: sure.get(each.option, 0) if each.firms is None else each.firms for each in fact.groups},
        frozenset(each.option for each in fact.groups if each.firms is None),
        fact.several,
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
    ) -> None:
        """`sure` has how many firms a hidden group has at least that has nearly all, by fact and option."""
        self._groups = {each.fact: _groups(each, sure.get(each.fact, {})) for each in facts}
        self._scopes = {
            fact: dict(_scopes(questionnaire, fact)) for fact, groups in self._groups.items() if groups.hidden
        }
        """Only where something is hidden: elsewhere nothing is news."""

    def most_asked(self, *questions: str) -> float:
        """The most firms that may be told to have answered all of `questions`; may be infinite."""
        return min(
            (
                self._groups[fact].most(
                    {
                        NO_ANSWER,
                        *(id for id, scope in scopes.items() if all(each in scope for each in questions)),
                    }
                )
                for fact, scopes in self._scopes.items()
            ),
            default=math.inf,
        )

    def most_that_meet(self, condition: Condition) -> float:
        """The most firms that may be told to meet `condition`; may be infinite."""
        return min(
            (self._most(fact, self._meeting(fact, condition)) for fact in self._scopes), default=math.inf
        )

    def told_by_bands(self, table: BandTable, bands: Sequence[Band]) -> Iterator[str]:
        """The facts of whose groups `table` tells, since some of `bands` are for some groups only."""
        for fact in self._scopes:
            places = {each.id: self._meeting(fact, each.when) for each in bands if each.when is not None}
            for some in places.values():
                within = [id for id, place in places.items() if place <= some]
                if table.seen(within) > self._most(fact, some):
                    yield fact
                    break

    def _meeting(self, fact: str, condition: Condition) -> frozenset[str]:
        """The groups in which a firm can be that meets `condition`; it must be decided."""
        return frozenset(
            id for id, scope in self._scopes[fact].items() if scope.holds(condition) is not False
        )

    def _most(self, fact: str, some: frozenset[str]) -> float:
        """The same for firms in `some` groups, whether or not those without an answer can be among them."""
        return min(self._groups[fact].most(some), self._groups[fact].most(some | {NO_ANSWER}))
