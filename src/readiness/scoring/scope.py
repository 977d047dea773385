"""Decides which questions count, by evaluating conditions against the profile and the answers.

A condition that depends on an open answer is neither true nor false yet: it is `None`, as in Kleene's
strong three-valued logic. A question stays in scope until an answer hides it, so leaving answers open
never makes the questionnaire shorter.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from enum import Enum

from readiness.answers.answers import Answers, State
from readiness.questionnaire.conditions import Condition, answers_in, sections_in
from readiness.questionnaire.questionnaire import Questionnaire
from readiness.scoring.ranges import TOLERANCE, Range


class Standing(Enum):
    """Whether a question counts."""

    IN_SCOPE = "in scope"
    HIDDEN = "hidden"
    OUTSIDE_QUICK = "outside the quick set"


@dataclass(frozen=True, slots=True)
class Scope:
    """The standing of every question; can evaluate further conditions."""

    questionnaire: Questionnaire
    answers: Answers
    standing: dict[str, Standing]
    quick: bool = False
    """Whether only the quick set counts."""
    scores: Mapping[str, Range] = field(default_factory=dict)
    """The scores of sections by id, each on its scale, once they are known."""

    def __repr__(self) -> str:
        counting = sum(standing is Standing.IN_SCOPE for standing in self.standing.values())
        return f"<Scope {self.questionnaire.id}: {counting} of {len(self.standing)} questions>"

    def __contains__(self, question: str) -> bool:
        return self.standing[question] is Standing.IN_SCOPE

    def is_selected(self, question: str) -> bool:
        """Whether `question` belongs to the set that is assessed, even if it is not asked."""
        return self.standing[question] is not Standing.OUTSIDE_QUICK

    def is_open(self, question: str) -> bool:
        """Whether `question` is asked and has no answer yet, or one that is not known."""
        answer = self.answers[question]
        return question in self and answer.value is None and answer.state is not State.NOT_APPLICABLE

    def holds(self, condition: Condition) -> bool | None:
        """Whether `condition` holds; None while that depends on an open answer."""
        if condition.all:
            return _all(map(self.holds, condition.all))
        if condition.any:
            return _not(_all(_not(self.holds(part)) for part in condition.any))
        if condition.negated is not None:
            return _not(self.holds(condition.negated))
        if condition.profile is not None:
            return self._profile_holds(condition, condition.profile)
        if condition.section is not None:
            return self._score_holds(condition, condition.section)
        assert condition.answer is not None
        return self._answer_holds(condition, condition.answer)

    def can_tell(self, condition: Condition) -> bool:
        """Whether `condition` depends only on questions of the set that is assessed."""
        return can_tell(self.questionnaire, condition, self.is_selected)

    def _profile_holds(self, condition: Condition, asked: str) -> bool | None:
        chosen = self.answers.profile.get(asked)
        if chosen is None:
            return None
        if condition.equals is not None:
            return chosen == (condition.equals,)
        return not set(chosen).isdisjoint(condition.any_of)

    def _answer_holds(self, condition: Condition, asked: str) -> bool | None:
        answer = self.answers[asked]
        if self.standing[asked] is Standing.HIDDEN or answer.state is State.NOT_APPLICABLE:
            return False
        if answer.value is None or asked not in self:
            return None
        return self.questionnaire.questions[asked].meets(condition, answer.value)

    def _score_holds(self, condition: Condition, section: str) -> bool | None:
        """Whether the score passes, whatever the open answers turn out to be; false if there is no score."""
        score = self.scores.get(section)
        if score is None:
            return False
        points = condition.points
        if condition.at_least is not None:
            worst, best = score.low >= points - TOLERANCE, score.high >= points - TOLERANCE
        else:
            worst, best = score.high <= points + TOLERANCE, score.low <= points + TOLERANCE
        return best if worst == best else None


def determine(questionnaire: Questionnaire, answers: Answers, *, quick: bool = False) -> Scope:
    """The standing of every question of `questionnaire` under these answers.

    With `quick`, only questions of the quick set count.
    """
    scope = Scope(questionnaire, answers, {}, quick)
    for id, question in questionnaire.questions.items():
        if quick and not question.quick:
            scope.standing[id] = Standing.OUTSIDE_QUICK
        elif (when := questionnaire.asked_if[id]) is not None and scope.holds(when) is False:
            scope.standing[id] = Standing.HIDDEN
        else:
            scope.standing[id] = Standing.IN_SCOPE
    return scope


def can_tell(questionnaire: Questionnaire, condition: Condition, is_selected: Callable[[str], bool]) -> bool:
    """Whether `condition` depends only on questions that are selected, by their ids."""
    sections = (questionnaire.all_sections[id] for id in sections_in(condition))
    asked = ({question.id for question in section.all_questions()} for section in sections)
    return all(map(is_selected, answers_in(condition))) and all(any(map(is_selected, ids)) for ids in asked)


def _all(values: Iterable[bool | None]) -> bool | None:
    result: bool | None = True
    for value in values:
        if value is False:
            return False
        if value is None:
            result = None
    return result


def _not(value: bool | None) -> bool | None:
    return None if value is None else not value
