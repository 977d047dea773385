"""Finds the answers that hold the enterprise back, those whose best answer would add most first."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import NamedTuple

from readiness.answers.answers import Answer
from readiness.questionnaire.questions.base import Question, Value
from readiness.questionnaire.questions.parts import Action
from readiness.questionnaire.score_scale import Scale
from readiness.questionnaire.sections import Section
from readiness.scoring.basis import Basis
from readiness.scoring.engine import score_node
from readiness.scoring.plan import Node
from readiness.scoring.ranges import Range
from readiness.scoring.scope import Scope
from readiness.scoring.scores import Scores, SectionScore
from readiness.scoring.terms import Term, combine_terms, on_scale, section_parts


class Gap(NamedTuple):
    """An answer below the best one, and how much better ones would add to the score.

    The score is the overall or, for a question about an opportunity, the use of its window.
    """

    section: Section
    question: Question
    answer: Value
    next: Value
    """The next better answer, to which `action` leads."""
    action: Action | None
    score: float
    """The score with the answer as it is."""
    lift_next: float
    """Points that `next` would add to the score, everything else unchanged."""
    lift_best: float
    """Points that the best answer would add to the score, everything else unchanged."""


class OpenQuestion(NamedTuple):
    """A question in scope whose answer is unknown or missing."""

    section: Section
    question: Question
    answer: Answer
    score: float
    """The overall, or the use of its window, as it is."""
    scale: Scale
    """The scale of this score."""
    worth: float
    """Points that its best answer would add to it."""


def find_gaps(scores: Scores) -> list[Gap]:
    """Every answer that counts in the overall and is not the best one, the largest possible gain first."""
    return _ranked(_overall(scores), scores.scope)


def opportunity_gaps(scores: Scores) -> list[Gap]:
    """The same for questions about opportunities, with gains in the use of their window."""
    return _ranked(_windows(scores), scores.scope)


def exposure_steps(scores: Scores, sections: Iterable[str]) -> list[Gap]:
    """The exposures in `sections`, by id, that an action of the questionnaire lowers; they add no points."""
    found = []
    for id, question in scores.questionnaire.questions.items():
        location, value = scores.questionnaire.locations[id], scores.answers[id].value
        if (
            location.section.id not in sections
            or not location.is_fact
            or value is None
            or id not in scores.scope
        ):
            continue
        better = question.better(value, exposure=location.exposure)
        action = question.action(value, exposure=location.exposure)
        if better is not None and action is not None:
            found.append(Gap(location.section, question, value, better, action, 0.0, 0.0, 0.0))
    return found


def open_questions(scores: Scores) -> list[OpenQuestion]:
    """Every scored question that is unknown or unanswered.

    Those of the overall come before those of opportunities, and among each those with the largest possible
    gain first.
    """
    found: list[OpenQuestion] = []
    for what_ifs in (_overall(scores), _windows(scores)):
        group = [item for what_if in what_ifs for item in _open(scores.scope, what_if)]
        found += sorted(group, key=lambda item: -item.worth)
    return found


def lifts(scores: Scores, shares: Mapping[str, float]) -> dict[str, float]:
    """Points that each of `shares`, 0-1, would add to the overall, by question, everything else unchanged."""
    found: dict[str, float] = {}
    for what_if in _overall(scores):
        wanted = shares.keys() & what_if.basis.asked
        now = what_if.now().low if wanted else 0.0
        found |= {id: what_if.with_share(id, shares[id]).low - now for id in wanted}
    return found


class _WhatIf(NamedTuple):
    """A score as a function of the answers in one section, with the other sections as they are."""

    node: Node
    """The section."""
    basis: Basis
    """What counts in the section."""
    scale: Scale
    """The scale of the score."""
    score: Callable[[SectionScore], Range]
    """The score that follows from the section's."""

    def now(self) -> Range:
        return self.score(self._section(self.basis))

    def with_share(self, question: str, share: float) -> Range:
        """The score if `question` had this share."""
        return self.score(self._section(self.basis.with_shares({question: share})))

    def _section(self, basis: Basis) -> SectionScore:
        section = score_node(self.node, basis)
        assert section is not None  # a question in it is asked
        return section


def _overall(scores: Scores) -> Iterator[_WhatIf]:
    whole = scores.plan.whole

    def parts(sections: Sequence[SectionScore]) -> list[Term]:
        return section_parts(whole.way, sections, whole.scale)

    def overall(before: list[Term], after: list[Term], changed: SectionScore) -> Range:
        return combine_terms(whole.way, [*before, *parts((changed,)), *after], whole.scale)

    for place, item in enumerate(scores.sections):
        before, after = parts(scores.sections[:place]), parts(scores.sections[place + 1 :])
        basis = scores.basis.within(item.node.all_questions())
        yield _WhatIf(item.node, basis, whole.scale, partial(overall, before, after))


def _windows(scores: Scores) -> Iterator[_WhatIf]:
    for item in scores.opportunities:
        basis = scores.basis.within(item.node.all_questions())
        yield _WhatIf(item.node, basis, item.scale, _used)


def _used(window: SectionScore) -> Range:
    """How far a window of opportunity is used, on its scale; its fit if use is not asked separately."""
    return window.score if window.sides is None else on_scale(window.scale, window.sides.done)


def _ranked(what_ifs: Iterator[_WhatIf], scope: Scope) -> list[Gap]:
    found = [gap for what_if in what_ifs for gap in _section_gaps(scope, what_if)]
    return sorted(found, key=lambda gap: (-gap.lift_best, -gap.lift_next))


def _section_gaps(scope: Scope, what_if: _WhatIf) -> Iterator[Gap]:
    now = what_if.now().low
    for question in what_if.basis.counting(what_if.node.improvable()):
        value = scope.answers[question.id].value
        section, _path, exposure = scope.questionnaire.locations[question.id]
        better = None if value is None else question.better(value, exposure=exposure)
        if value is None or better is None:
            continue
        following, goal = question.share(better), 0.0 if exposure else 1.0
        lift = what_if.with_share(question.id, following).low - now
        yield Gap(
            section=section,
            question=question,
            answer=value,
            next=better,
            action=question.action(value, exposure=exposure),
            score=now,
            lift_next=lift,
            lift_best=lift if following == goal else what_if.with_share(question.id, goal).low - now,
        )


def _open(scope: Scope, what_if: _WhatIf) -> Iterator[OpenQuestion]:
    now = what_if.now().low
    for id in scope.questionnaire.questions:
        answer = scope.answers[id]
        if id not in what_if.basis.asked or not scope.is_open(id):
            continue
        section, _path, exposure = scope.questionnaire.locations[id]
        worth = what_if.with_share(id, 0.0 if exposure else 1.0).low - now
        yield OpenQuestion(section, scope.questionnaire.questions[id], answer, now, what_if.scale, worth)
