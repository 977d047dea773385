"""Finds the verdict that follows if some answers had other values, exactly as the engine would give it.

Only what depends on these answers is computed again: their sections, the conditions that look at them or at
their sections, and the overall. What each of these allows the verdict to be is a set of rungs; the verdict is
the highest rung that all of them allow.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property, reduce
from itertools import accumulate
from operator import and_, or_
from typing import Literal, NamedTuple, TypeAlias

from readiness.answers.answers import Answers, State
from readiness.questionnaire.conditions import Condition, single_tests
from readiness.questionnaire.questions.base import Value
from readiness.scoring.basis import Basis
from readiness.scoring.engine import combined_whole, exposures_by_id, rescored, score_node, scores_by_id
from readiness.scoring.plan import Requirement, Rung
from readiness.scoring.ranges import ANYTHING, Range
from readiness.scoring.scores import Scores, SectionScore, with_parts
from readiness.scoring.terms import section_parts
from readiness.scoring.verdict import MINIMA, Held, least_for

Changes: TypeAlias = Mapping[str, Value]
"""The values that the questions with these ids have instead of their own."""
JudgedPart: TypeAlias = Literal["overall", "coverage", "section", "red-flag", "condition"]
"""A part of what is held that requirements are about."""


NO_EFFECTS: tuple[()] = ()


class ByNumber(NamedTuple):
    """The rungs that a number allows, by the limits that it reaches."""

    limits: Sequence[float]
    """In rising order."""
    allowed: Sequence[int]
    """The rungs if no limit is reached, if the first is, and so on."""

    def __call__(self, number: float) -> int:
        """The rungs that `number` allows."""
        return self.allowed[bisect_right(self.limits, number)]


class Permits:
    """The rungs that a part of what is held allows the verdict, as the bits of a number, the lowest first."""

    def __init__(self, rungs: Sequence[Rung]) -> None:
        self._rungs = (1 << len(rungs)) - 1
        self._about: dict[tuple[str, str], list[tuple[int, Requirement]]] = {}
        for place, rung in enumerate(rungs):
            for requirement in rung.requires if place else ():  # the lowest requires nothing
                part = ("section" if requirement.kind in MINIMA else requirement.kind, requirement.subject)
                self._about.setdefault(part, []).append((place, requirement))

    def by_number(self, kind: Literal["overall", "coverage"]) -> ByNumber:
        """The same for all requirements of one number."""
        needed = [(least_for(asked.needed), place) for place, asked in self._about.get((kind, ""), ())]
        needed.sort()
        missed = accumulate((1 << place for _limit, place in reversed(needed)), or_, initial=0)
        allowed = [self._rungs & ~rungs for rungs in missed]
        return ByNumber([limit for limit, _place in needed], allowed[::-1])

    def of(self, held: Held, kind: JudgedPart, subject: str = "") -> int:
        """The rungs whose requirements of this kind hold, about this section, red flag or band if any."""
        allowed = self._rungs
        for place, requirement in self._about.get((kind, subject), ()):
            if held.missing(requirement):
                allowed &= ~(1 << place)
        return allowed


class VariedParts(NamedTuple):
    """What follows from other answers, apart from what the weights of the sections have an effect on."""

    sections: tuple[SectionScore, ...]
    """The sections that make the overall; one that scores the same is the same object every time."""
    allowed: int
    """The rungs that the verdict may be if the overall and its coverage allow it, as `Permits` gives them."""
    flags: Mapping[str, bool]
    """The red flags that apply (True) or cannot be ruled out (False), by id."""
    withheld: bool
    """Whether there is no verdict."""


class VariedVerdict(NamedTuple):
    """The verdict that follows from other answers."""

    overall: Range
    place: int | None
    """The place of the band among those of the questionnaire, from 0; None if the verdict is withheld."""
    flags: Mapping[str, bool]
    """The red flags that apply (True) or cannot be ruled out (False), by id."""


class Variations:
    """The verdicts that follow from `scores` if answers change; made once for many changes."""

    def __init__(self, scores: Scores) -> None:
        self.scores = scores
        self.permits = Permits(scores.verdict.rungs)
        self._covered = self.permits.of(scores.verdict.held, "coverage")
        self._worlds: dict[Hashable, Variations] = {}
        self._overalls: dict[tuple[int, ...], tuple[Range, int]] = {}
        looked_at = tuple(_looked_at(scores))
        self.sections = _varied_sections(self, looked_at)
        """Those that make the overall, then the windows whose scores a condition looks at."""
        self.conditions = [VariedCondition(self, each, self.sections) for each in looked_at]
        """Those of red flags and bands."""
        self._section_of = {id: place for place, each in enumerate(self.sections) for id in each.questions}
        self._conditions_of: dict[str, list[int]] = {}
        for place, condition in enumerate(self.conditions):
            for id in condition.questions:
                self._conditions_of.setdefault(id, []).append(place)

    def __repr__(self) -> str:
        return f"<Variations of {self.scores!r}>"

    def score(self, changes: Changes) -> VariedVerdict:
        """The verdict with `changes`, everything else as it is.

        A question that is not asked has no effect, whatever its value.
        """
        world, left = self._world(changes)
        states, parts = world._vary(left)
        overall, allowed = world._overall(states)
        place = None if parts.withheld else highest(allowed & parts.allowed & world._covered)
        return VariedVerdict(overall, place, parts.flags)

    def parts(self, changes: Changes) -> VariedParts:
        """The same without the overall, for those who combine the sections in another way."""
        world, left = self._world(changes)
        return world._vary(left)[1]

    # --- what a question has an effect on ---------------------------------------------------------------

    def depend_on(self, question: str) -> bool:
        """Whether there is anything that decides the verdict and looks at the answer to `question`."""
        where = (self._section_of, self._conditions_of, self.scores.questionnaire.decisive)
        return any(question in each for each in where)

    def meet(self, question: str, other: str) -> bool:
        """Whether a condition looks at the answers to both, or one of them decides what is asked."""
        if not self.scores.questionnaire.decisive.isdisjoint((question, other)):
            return True
        return not set(self._conditions_of.get(question, ())).isdisjoint(self._conditions_of.get(other, ()))

    def effects(self, changes: Changes) -> Hashable:
        """What `changes` do besides changing shares: the conditions that turn out differently."""
        if not self.scores.questionnaire.decisive.isdisjoint(changes):
            return self.key(changes, changes)
        places = {place for id in changes for place in self._conditions_of.get(id, ())}
        truths = ((n, self.truth(n, changes)) for n in sorted(places))
        return tuple((n, truth.holds) for n, truth in truths if truth != self.conditions[n].now) or NO_EFFECTS

    def ceiling(self, section: str) -> int:
        """The place of the highest rung that all but this section and the overall allow."""
        by_sections = (each.now.allowed for each in self.sections if section not in each.now.scores)
        by_conditions = (each.now.allowed for each in self.conditions)
        return highest(reduce(and_, (*by_sections, *by_conditions), self._covered))

    def truth(self, place: int, changes: Changes) -> Truth:
        """Whether the condition in this place holds with `changes`, none of which decides what is asked."""
        condition = self.conditions[place]
        return condition.truth(changes, self._states(changes) if condition.looks_at_sections else ())

    # --- computing --------------------------------------------------------------------------------------

    def _world(self, changes: Changes) -> tuple[Variations, Changes]:
        """Where to look at `changes`, and what is left of them there.

        An answer on which it depends what is asked, and the first answer to an open question, can change
        everything: the engine scores them once, and what is left is looked at from there.
        """
        scope, decisive = self.scores.scope, self.scores.questionnaire.decisive
        apart = {
            id: value
            for id, value in changes.items()
            if id in decisive or (id in scope and scope.answers[id].value is None)
        }
        if not apart:
            return self, {id: value for id, value in changes.items() if id in scope}
        key = self.key(apart, sorted(apart))
        if key not in self._worlds:
            self._worlds[key] = Variations(rescored(self.scores, with_values(scope.answers, apart)))
        return self._worlds[key]._world({id: value for id, value in changes.items() if id not in apart})

    def _vary(self, changes: Changes) -> tuple[list[SectionState], VariedParts]:
        states = self._states(changes)
        truths = [each.now for each in self.conditions]
        for place in {place for id in changes for place in self._conditions_of.get(id, ())}:
            truths[place] = self.conditions[place].truth(changes, states)
        permits = (*(state.allowed for state in states), *(truth.allowed for truth in truths))
        allowed = reduce(and_, permits, -1)
        flags = {
            truth.flag: truth.holds is True for truth in truths if truth.flag and truth.holds is not False
        }
        counting = states[: len(self.scores.sections)]
        sections = tuple(state.item for state in counting)
        return counting, VariedParts(sections, allowed, flags, self.scores.verdict.band is None)

    def _states(self, changes: Changes) -> list[SectionState]:
        states = [each.now for each in self.sections]
        for place in {self._section_of[id] for id in changes if id in self._section_of}:
            states[place] = self.sections[place].state(changes)
        return states

    def _overall(self, states: Iterable[SectionState]) -> tuple[Range, int]:
        """The overall of these sections, and the rungs that it allows."""
        key = tuple(state.number for state in states)
        if key not in self._overalls:
            whole, sections = self.scores.plan.whole, [state.item for state in states]
            overall, _tally = combined_whole(whole, section_parts(whole.way, sections, whole.scale))
            self._overalls[key] = overall, self.permits.of(Held(overall, {}, 0.0), "overall")
        return self._overalls[key]

    def key(self, changes: Changes, questions: Iterable[str]) -> Hashable:
        """What tells those of `changes` apart that are about `questions`."""
        asked = self.scores.questionnaire.questions
        return tuple(
            (id, asked[id].option_ids(value := changes[id]) or value) for id in questions if id in changes
        )


class _LookedAt(NamedTuple):
    """A condition on which the verdict depends: that of a red flag or of a band."""

    when: Condition
    kind: Literal["red-flag", "condition"]
    subject: str
    """The id of the red flag or the band."""
    answers: frozenset[str]
    sections: frozenset[str]


def _looked_at(scores: Scores) -> Iterator[_LookedAt]:
    for flag in scores.plan.flags:
        if flag not in scores.unchecked:
            yield _LookedAt(flag.when, "red-flag", flag.id, *_named(flag.when))
    for rung in scores.verdict.rungs:
        if rung.band.when is not None:
            yield _LookedAt(rung.band.when, "condition", rung.band.id, *_named(rung.band.when))


def _named(condition: Condition) -> tuple[frozenset[str], frozenset[str]]:
    """The ids of the questions and of the sections that `condition` names."""
    tests = tuple(single_tests(condition))
    return (
        frozenset(test.answer for test in tests if test.answer is not None),
        frozenset(test.section for test in tests if test.section is not None),
    )


class SectionState(NamedTuple):
    """A section with some answers."""

    number: int
    """The same for states that look the same from outside the section."""
    item: SectionScore
    scores: Mapping[str, Range]
    """Its score and those of the sections in it, by id."""
    allowed: int


class VariedSection:
    """One outermost section; a window allows everything."""

    def __init__(self, within: Variations, item: SectionScore, *, is_window: bool) -> None:
        self._within = within
        self._node = item.node
        self._is_window = is_window
        self._states: dict[Hashable, SectionState] = {}
        self._distinct: dict[Hashable, SectionState] = {}
        self.questions = tuple(question.id for question in item.node.all_questions())
        self.now = self._as_state(item)

    @cached_property
    def _basis(self) -> Basis:
        return self._within.scores.basis.within(self._node.all_questions())

    def state(self, changes: Changes) -> SectionState:
        """The section with those of `changes` that are about it."""
        key = self._within.key(changes, self.questions)
        if key not in self._states:
            asked = self._within.scores.questionnaire.questions
            shares = {id: asked[id].share(changes[id]) for id in self.questions if id in changes}
            item = score_node(self._node, self._basis.with_shares(shares))
            assert item is not None  # a question in it is asked
            self._states[key] = self._as_state(item)
        return self._states[key]

    def _as_state(self, item: SectionScore) -> SectionState:
        scores = scores_by_id(with_parts((item,)))
        seen = (tuple(scores.values()), item.sides, item.tally)
        if seen not in self._distinct:
            held = Held(item.score, scores_by_id((item,)), 0.0, exposures_by_id((item,)))
            allowed = -1 if self._is_window else self._within.permits.of(held, "section", item.node.id)
            self._distinct[seen] = SectionState(len(self._distinct), item, scores, allowed)
        return self._distinct[seen]


def _varied_sections(within: Variations, looked_at: Iterable[_LookedAt]) -> list[VariedSection]:
    """The sections that make the overall, and then the windows whose scores are `looked_at`."""
    scores = within.scores
    named = {id for each in looked_at for id in each.sections}
    windows = (item for item in scores.opportunities if named & scores_by_id(with_parts((item,))).keys())
    sections = [VariedSection(within, item, is_window=False) for item in scores.sections]
    return sections + [VariedSection(within, item, is_window=True) for item in windows]


class Truth(NamedTuple):
    """Whether a condition holds; None if that is undecided."""

    holds: bool | None
    flag: str
    """The red flag that it is the condition of; empty if it is that of a band."""
    allowed: int


class VariedCondition:
    """One condition on which the verdict depends."""

    def __init__(self, within: Variations, of: _LookedAt, sections: Sequence[VariedSection]) -> None:
        self._within = within
        self._of = of
        self._sections = [n for n, each in enumerate(sections) if of.sections & each.now.scores.keys()]
        below = (id for place in self._sections for id in sections[place].questions)
        self.questions = tuple(dict.fromkeys((*of.answers, *below)))
        self.looks_at_sections = bool(self._sections)
        self._truths: dict[Hashable, Truth] = {}
        self._kept: dict[bool | None, Truth] = {}
        self.now = self._as_truth(_holds_now(of, within.scores.verdict.held))

    def truth(self, changes: Changes, states: Sequence[SectionState]) -> Truth:
        """Whether it holds with those of `changes` that it depends on, which bring sections to `states`."""
        key = self._within.key(changes, self.questions)
        if key not in self._truths:
            scope = self._within.scores.scope
            scores = {**scope.scores}
            for place in self._sections:
                scores |= states[place].scores
            varied = replace(scope, answers=with_values(scope.answers, changes), scores=scores)
            self._truths[key] = self._as_truth(varied.holds(self._of.when))
        return self._truths[key]

    def _as_truth(self, holds: bool | None) -> Truth:
        if holds not in self._kept:
            _when, kind, subject, *_named = self._of
            flags = {subject: holds is True} if kind == "red-flag" and holds is not False else {}
            held = Held(ANYTHING, {}, 0.0, flags=flags, conditions={subject: holds})
            allowed = self._within.permits.of(held, kind, subject)
            self._kept[holds] = Truth(holds, subject if kind == "red-flag" else "", allowed)
        return self._kept[holds]


def _holds_now(of: _LookedAt, held: Held) -> bool | None:
    if of.kind == "condition":
        return held.conditions[of.subject]
    return (held.flags[of.subject] or None) if of.subject in held.flags else False


def highest(allowed: int) -> int:
    """The place of the highest of the `allowed` rungs."""
    return allowed.bit_length() - 1


def with_values(answers: Answers, changes: Changes) -> Answers:
    """`answers` with these values; a note or evidence stays with its question."""
    given = {id: answers[id]._replace(state=State.ANSWERED, value=value) for id, value in changes.items()}
    return replace(answers, given={**answers.given, **given})
