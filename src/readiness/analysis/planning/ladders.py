"""The steps that actions offer, question by question, and what the user wants to leave or to fix."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import accumulate
from typing import NamedTuple, TypeAlias

from readiness.analysis.effort import effort_of
from readiness.answers.answers import Answers
from readiness.questionnaire.advice import split_name
from readiness.questionnaire.bands import RedFlag
from readiness.questionnaire.questions.base import Question, Value
from readiness.questionnaire.questions.parts import Action
from readiness.questionnaire.sections import Section
from readiness.scoring.scope import Standing
from readiness.scoring.scores import Scores

LONGEST = 50
"""The most steps of one question that a plan looks at."""

Places: TypeAlias = Mapping[str, int]
"""How many steps of each question are taken, by its id; none of a question that is left out."""
Allowed: TypeAlias = Mapping[str, frozenset[int]]
"""For each question with steps, how many of them may be taken."""


class Ladder(NamedTuple):
    """The answers to one question that its actions lead to, one after another."""

    section: Section
    question: Question
    exposure: bool
    values: tuple[Value, ...]
    """The answer as it is, then what each step leads to."""
    actions: tuple[Action, ...]
    """The action of each step."""
    costs: tuple[float, ...]
    """The effort of all steps up to each of `values`; 0 for the first."""

    def __repr__(self) -> str:
        return f"<Ladder {self.question.id}: {len(self.actions)} steps>"

    def names(self, step: int) -> frozenset[str]:
        """The names by which a rule may call the action of this step, from 0."""
        ids = self.question.acted_on(self.values[step], exposure=self.exposure)
        return frozenset({self.question.id, *(f"{self.question.id}/{id}" for id in ids)})


class Wishes(NamedTuple):
    """What the user has decided already."""

    keep: frozenset[str] = frozenset()
    """The questions whose answers stay as they are."""
    never: frozenset[str] = frozenset()
    """The actions that are out of the question, by their names: `QUESTION/OPTION`, or `QUESTION` for all of
    it."""
    fixed: Mapping[str, Value] = {}
    """The answers that the plan must end with. Where no steps lead to one, it is taken as given."""
    profile: Mapping[str, tuple[str, ...]] = {}
    """Facts of the profile that are taken as given instead of those stated."""


NO_WISHES = Wishes()


class Bundle(NamedTuple):
    """A red flag that applies, whose action takes the next step of several questions at once."""

    flag: RedFlag
    cost: float
    questions: tuple[str, ...]


def ladders_of(scores: Scores) -> dict[str, Ladder]:
    """The steps of every question that is answered and belongs to the set that is assessed."""
    flags = {id: fired.flag.action for fired in scores.flags if fired.certain for id in fired.flag.answers}
    found = {}
    for id, question in scores.questionnaire.questions.items():
        value = scores.answers[id].value
        if scores.scope.standing[id] is Standing.OUTSIDE_QUICK or value is None:
            continue
        location = scores.questionnaire.locations[id]
        values, actions = _climb(question, value, flags.get(id), exposure=location.exposure)
        efforts = (effort_of(action, scores.questionnaire) for action in actions)
        costs = tuple(accumulate(efforts, initial=0.0))
        found[id] = Ladder(location.section, question, location.exposure, values, actions, costs)
    return found


def _climb(
    question: Question, value: Value, of_flag: Action | None, *, exposure: bool
) -> tuple[tuple[Value, ...], tuple[Action, ...]]:
    """The answers that actions lead to; the action of a red flag may be the first where there is no other."""
    values, actions = [value], list[Action]()
    while len(actions) < LONGEST:
        better = question.better(values[-1], exposure=exposure)
        action = question.action(values[-1], exposure=exposure) or (None if actions else of_flag)
        if better is None or action is None:
            break
        values.append(better)
        actions.append(action)
    return tuple(values), tuple(actions)


def allowed_by(wishes: Wishes, ladders: Mapping[str, Ladder]) -> dict[str, frozenset[int]]:
    """How many steps of each question `wishes` leave open."""
    allowed = {}
    for id, ladder in ladders.items():
        most = len(ladder.actions)
        for step in reversed(range(most)):
            if ladder.names(step) & wishes.never:
                most = step
        if id in wishes.keep:
            most = 0
        places = frozenset(range(most + 1))
        if id in wishes.fixed:
            places &= {ladder.values.index(wishes.fixed[id])}
        allowed[id] = places
    return allowed


def answers_after(answers: Answers, ladders: Mapping[str, Ladder], places: Places) -> Answers:
    """`answers` after these steps."""
    for id, place in places.items():
        answers = answers.with_answer(id, answers[id]._replace(value=ladders[id].values[place]))
    return answers


def named_actions(ladders: Mapping[str, Ladder], name: str) -> Iterator[tuple[str, int]]:
    """Each step, as a question and its place from 0, that a rule calls `name`."""
    question, _option = split_name(name)
    if question in ladders:
        for step in range(len(ladders[question].actions)):
            if name in ladders[question].names(step):
                yield question, step


def bundles(scores: Scores, allowed: Allowed) -> list[Bundle]:
    """The red flags that apply and whose action stands for the next step of questions.

    A question that several of them name belongs to the first; one that stays as it is belongs to none.
    """
    found, taken = [], set[str]()
    for fired in scores.flags:
        named = [id for id in fired.flag.answers if max(allowed.get(id, {0})) > 0 and id not in taken]
        if fired.certain and named:
            taken.update(named)
            found.append(Bundle(fired.flag, effort_of(fired.flag.action, scores.questionnaire), tuple(named)))
    return found
