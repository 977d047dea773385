"""Find out whether conditions can hold, by trying all profiles and answers that make a difference."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import Literal, NamedTuple, TypeAlias

from readiness.answers.answers import Answer, Answers, State
from readiness.questionnaire.conditions import Condition, answers_in, parts, single_tests
from readiness.questionnaire.questionnaire import Questionnaire
from readiness.scoring.ranges import Range
from readiness.scoring.scope import Scope, Standing
from readiness.source.data import DataPath

# Beyond these limits nothing is tried, and no warning is given.
MAX_TRIALS = 20_000
MAX_TESTS = 150_000
"""The most tests for one questionnaire, about half a second of work."""


class _Subject(NamedTuple):
    """The question, profile question or section that a test looks at."""

    part: Literal["profile", "answer", "score"]
    id: str


_Given: TypeAlias = tuple[str, ...] | Answer | Range


class Possibilities:
    """Tells whether conditions of one questionnaire can hold, once everything they look at is answered."""

    def __init__(self, questionnaire: Questionnaire) -> None:
        self.questionnaire = questionnaire
        self._left = MAX_TESTS
        self._order = {id: place for place, id in enumerate(questionnaire.questions)}

    @cached_property
    def unseen(self) -> frozenset[str]:
        """The ids of the questions that are never asked."""
        conditions = self.questionnaire.asked_if.items()
        return frozenset(id for id, when in conditions if when is not None and self.never(when))

    def never(self, condition: Condition) -> bool:
        """Whether no profile and no answers make `condition` hold."""
        return self._outcomes(condition) == {False}

    def always(self, condition: Condition) -> bool:
        """Whether every profile and all answers make `condition` hold."""
        return self._outcomes(condition) == {True}

    def dead_parts(self, condition: Condition) -> list[DataPath]:
        """The places in `condition` of the smallest parts that never hold; none inside a `not`."""
        below: list[DataPath] = []
        if condition.negated is None:
            for place, part in parts(condition):
                below += [(*place, *path) for path in self.dead_parts(part)]
        return below or ([()] if self.never(condition) else [])

    def _outcomes(self, condition: Condition) -> set[bool | None]:
        """The truth values that `condition` can have; true and false if there is too much to try."""
        if self._left < 0:
            return {True, False}
        single = list(self._tests(condition))
        self._left -= len(single)
        tests: dict[_Subject, list[Condition]] = {}
        for test in single:
            tests.setdefault(_subject(test), []).append(test)
        domains = [self._domain(subject, about) for subject, about in tests.items()]
        if not all(domains) or math.prod(map(len, domains)) > MAX_TRIALS:
            return {True, False}
        found: set[bool | None] = set()
        for values in itertools.product(*domains):
            self._left -= len(single)
            if self._left < 0:
                return {True, False}
            found.add(self._scope(dict(zip(tests, values, strict=True))).holds(condition))
            if len(found) > 1:
                break
        return found

    def _tests(self, condition: Condition) -> Iterator[Condition]:
        """The single tests of `condition`, and of the conditions of the questions that it looks at."""
        yield from single_tests(condition)
        seen = set(answers_in(condition))
        to_visit = sorted(seen)
        while to_visit:
            when = self.questionnaire.asked_if[to_visit.pop()]
            if when is not None:
                yield from single_tests(when)
                new = set(answers_in(when)) - seen
                seen |= new
                to_visit += sorted(new)

    def _domain(self, subject: _Subject, tests: Sequence[Condition]) -> list[_Given]:
        """A value of `subject` for each combination of results of `tests`; none if there are too many."""
        found: dict[tuple[bool | None, ...], _Given] = {}
        for value in self._candidates(subject, tests):
            self._left -= len(tests)
            if self._left < 0:
                return []
            scope = self._scope({subject: value}, show_all=True)
            found.setdefault(tuple(map(scope.holds, tests)), value)
        return list(found.values())

    def _candidates(self, subject: _Subject, tests: Sequence[Condition]) -> Iterator[_Given]:
        if subject.part == "profile":
            asked = self.questionnaire.profile_question(subject.id)
            assert asked is not None
            yield from asked.candidates(tests)
            return
        if subject.part == "score":
            yield from self._scores(subject.id, tests)
            return
        question = self.questionnaire.questions[subject.id]
        for value in question.candidates(tests):
            yield Answer(State.ANSWERED, value)
        if question.not_applicable is not None:
            yield Answer(State.NOT_APPLICABLE)

    def _scores(self, id: str, tests: Sequence[Condition]) -> Iterator[Range]:
        """Scores of a section that cover every outcome of `tests`, without asking how they come about."""
        section = self.questionnaire.all_sections[id]
        if any(question.scored for question in section.all_questions()):
            lowest, highest = self.questionnaire.scale_of(section).ends
            named = sorted({lowest, highest, *(test.points for test in tests)})
            between = ((low + high) / 2 for low, high in itertools.pairwise(named))
            yield from (Range(points, points) for points in (*named, *between) if lowest <= points <= highest)
        else:
            yield Range(math.nan, math.nan)  # it has no score, and passes no test

    def _scope(self, given: Mapping[_Subject, _Given], *, show_all: bool = False) -> Scope:
        """The scope if only these values are given; with `show_all`, no question is hidden."""
        profile = {
            id: value
            for (part, id), value in given.items()
            if part == "profile" and not isinstance(value, Answer | Range)
        }
        scores = {id: value for (_part, id), value in given.items() if isinstance(value, Range)}
        answered = {id: value for (_part, id), value in given.items() if isinstance(value, Answer)}
        answers = Answers(self.questionnaire.id, self.questionnaire.version, profile, answered)
        scope = Scope(self.questionnaire, answers, {}, scores=scores)
        for id in sorted(answered, key=self._order.__getitem__):
            when = self.questionnaire.asked_if[id]
            hidden = not show_all and when is not None and scope.holds(when) is False
            scope.standing[id] = Standing.HIDDEN if hidden else Standing.IN_SCOPE
        return scope


def _subject(test: Condition) -> _Subject:
    if test.profile is not None:
        return _Subject("profile", test.profile)
    if test.section is not None:
        return _Subject("score", test.section)
    assert test.answer is not None
    return _Subject("answer", test.answer)
