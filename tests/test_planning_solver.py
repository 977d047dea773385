"""Plans for plausible enterprises against an integer program solved by HiGHS, which shares no code with ours.

A step is a binary variable. A section is at exactly one of the scores that its steps can give, so that the
logarithms of the geometric mean become a sum.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator
from fractions import Fraction
from typing import Any

import pytest

from firms import GOING_GLOBAL, plausible_firms
from readiness.analysis.planning.action_plan import plan_actions
from readiness.analysis.planning.ladders import Wishes
from readiness.questionnaire.bands import Band
from readiness.questionnaire.conditions import Condition
from readiness.questionnaire.questions.base import Question
from readiness.questionnaire.sections import Section
from readiness.scoring.scores import Scores

highspy = pytest.importorskip("highspy", reason="HiGHS is not installed")

FLOOR = 10
FIRMS = 24


class Program:
    """The least effort that gives `scores` the band, with exposures as they are."""

    def __init__(self, scores: Scores, band: Band) -> None:
        self.model: Any = highspy.Highs()
        self.model.setOptionValue("output_flag", False)
        self.model.setOptionValue("mip_rel_gap", 0.0)
        self.scores, self.band = scores, band
        self.efforts: list[Any] = []
        self.nothing: Any = self.model.addVariable(0, 0)
        self.steps = {id: list(self._steps(id)) for id in GOING_GLOBAL.questions if self._is_answered(id)}
        self._flag_actions()
        self._prerequisites()
        self._sections()
        self._red_flags()

    def least(self) -> float | None:
        """What HiGHS finds; None if nothing reaches the band."""
        if self.band.when is not None and not self.scores.scope.holds(self.band.when):
            return None
        self.model.minimize(sum(self.efforts))
        if self.model.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            return None
        return float(self.model.getObjectiveValue())

    def _is_answered(self, id: str) -> bool:
        return id in self.scores.scope and self.scores.answers[id].value is not None

    def _cost(self, effort: int) -> float:
        assert GOING_GLOBAL.effort_days is not None
        return GOING_GLOBAL.effort_days[effort - 1]

    def _level(self, id: str) -> int:
        option = self.scores.answers[id].option
        assert option is not None
        return list(GOING_GLOBAL.questions[id].choices).index(option)

    def _steps(self, id: str) -> Iterator[Any]:
        """A variable for each step; a step needs the one before it."""
        if GOING_GLOBAL.locations[id].exposure:
            return
        before = None
        for option in GOING_GLOBAL.questions[id].choices[self._level(id) : -1]:
            if option.action is None:
                return
            step = self.model.addBinary()
            if before is not None:
                self.model.addConstr(step <= before)
            self.efforts.append(self._cost(option.action.effort) * step)
            before = step
            yield step

    def _flag_actions(self) -> None:
        """The action of a flag that applies is taken instead of the first steps of its questions."""
        taken = set()
        for fired in self.scores.flags:
            named = [id for id in fired.flag.answers if self.steps.get(id) and id not in taken]
            if not fired.certain or not named:
                continue
            taken.update(named)
            action = self.model.addBinary()
            self.efforts.append(self._cost(fired.flag.action.effort) * action)
            for id in named:
                first = GOING_GLOBAL.questions[id].choices[self._level(id)].action
                assert first is not None
                self.efforts.append(-self._cost(first.effort) * self.steps[id][0])
                self.model.addConstr(self.steps[id][0] == action)

    def _prerequisites(self) -> None:
        for rule in GOING_GLOBAL.prerequisites:
            (later, at), (first, done) = (name.split("/") for name in (rule.action, rule.first))
            if not self.steps.get(later) or first not in self.steps:
                continue
            place = _place(later, at) - self._level(later)
            needed = _place(first, done) - self._level(first)
            if not 0 <= place < len(self.steps[later]) or needed < 0:
                continue
            if needed < len(self.steps[first]):
                self.model.addConstr(self.steps[later][place] <= self.steps[first][needed])
            else:
                self.model.addConstr(self.steps[later][place] == 0)

    def _sections(self) -> None:
        logs, weights = [], 0.0
        for item in self.scores.sections:
            section = item.section
            asked = [q for q in _counting(section) if q.id in self.scores.basis.shares]
            total = sum((Fraction(str(question.weight)) for question in asked), Fraction(0))
            gains = [self._gains(question, total) for question in asked]
            now = sum(self._share(question) * Fraction(str(question.weight)) / total for question in asked)
            values = {sum(choice) for choice in itertools.product(*map(_reached, gains))} if asked else {0}
            at = {value: self.model.addBinary() for value in values}
            self.model.addConstr(sum(at.values()) == 1)
            gained = sum(
                float(gain) * step
                for question, parts in zip(asked, gains, strict=True)
                for gain, step in zip(parts, self.steps.get(question.id, ()), strict=True)
            )
            self.model.addConstr(sum(float(value) * one for value, one in at.items()) == gained)
            least = self._least(item.sides.given.high if item.sides else None)
            for value, one in at.items():
                if float(100 * (now + value)) < least - 1e-9:
                    self.model.addConstr(one == 0)
            weights += item.weight
            logs += [
                item.weight * math.log(max(float(100 * (now + v)), FLOOR)) * one for v, one in at.items()
            ]
        if self.band.cut is not None:
            self.model.addConstr(sum(logs) >= weights * math.log(self.band.cut) - 1e-9)

    def _share(self, question: Question) -> Fraction:
        value = self.scores.answers[question.id].value
        return Fraction(0) if value is None else Fraction(question.share(value)).limit_denominator(1000)

    def _gains(self, question: Question, total: Fraction) -> list[Fraction]:
        """What each step adds to the score of its section, 0-1."""
        if not self.steps.get(question.id):
            return []
        begin = self._level(question.id)
        options = question.choices[begin : begin + len(self.steps[question.id]) + 1]
        shares = [Fraction(question.share(option)).limit_denominator(1000) for option in options]
        return [(b - a) * Fraction(str(question.weight)) / total for a, b in itertools.pairwise(shares)]

    def _least(self, exposure: float | None) -> float:
        if exposure is not None and self.band.control is not None:
            return self.band.control.base + self.band.control.slope * exposure
        return -math.inf if self.band.floor is None or exposure is not None else self.band.floor

    def _red_flags(self) -> None:
        order = [band.id for band in GOING_GLOBAL.bands]
        for flag in GOING_GLOBAL.red_flags:
            if order.index(flag.caps_at) < order.index(self.band.id):
                for clause in self._ruled_out(flag.when):
                    if any(each is True for each in clause):
                        continue
                    steps = [each for each in clause if each is not False]
                    self.model.addConstr(sum(steps, self.nothing) >= 1)

    def _ruled_out(self, when: Condition) -> list[list[Any]]:
        """Clauses of which each must have a true part, so that `when` is false."""
        if when.any:
            return [clause for part in when.any for clause in self._ruled_out(part)]
        if when.all:
            parts = [self._ruled_out(part) for part in when.all]
            return [list(itertools.chain(*chosen)) for chosen in itertools.product(*parts)]
        if when.answer is None or not self.steps.get(when.answer):
            return [[self.scores.scope.holds(when) is False]]
        choices, begin = GOING_GLOBAL.questions[when.answer].choices, self._level(when.answer)
        steps = self.steps[when.answer]
        meets = [GOING_GLOBAL.questions[when.answer].meets(when, option) for option in choices[begin:]]
        meets = meets[: len(steps) + 1]
        assert meets == sorted(meets, reverse=True) or meets == sorted(meets)
        if not meets[0]:
            return [[1 - steps[meets.index(True) - 1]]] if True in meets else [[True]]
        return [[steps[meets.index(False) - 1]]] if False in meets else [[False]]


def _counting(section: Section) -> tuple[Question, ...]:
    return section.control if section.aggregation == "control" else section.questions


def _place(question: str, option: str) -> int:
    return [each.id for each in GOING_GLOBAL.questions[question].choices].index(option)


def _reached(gains: list[Fraction]) -> list[Fraction]:
    """What a question can add: nothing, or its first steps."""
    return [Fraction(0), *itertools.accumulate(gains)]


@pytest.mark.parametrize("number", range(FIRMS))
def test_an_integer_program_finds_the_same_least_effort(number: int) -> None:
    scores = plausible_firms(FIRMS)[number].score()
    if scores.verdict.band is None:
        pytest.skip("too little is answered for a verdict")
    facts = frozenset(id for id, where in GOING_GLOBAL.locations.items() if where.exposure)
    for way in plan_actions(scores, wishes=Wishes(keep=facts)).ladder:
        found = Program(scores, way.band).least()
        assert way.cost == (None if found is None else pytest.approx(found, abs=1e-6)), way.band.id
        assert way.is_proven
