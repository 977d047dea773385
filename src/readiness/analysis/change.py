"""What changed from one assessment to a later one, and what each change does to the overall score."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Literal, NamedTuple, TypeAlias

from readiness.analysis.decomposition import decompose
from readiness.analysis.moves import Cause, Moved
from readiness.answers.answers import OPEN, Answer
from readiness.messages.catalogue import _
from readiness.messages.problems import ReadinessError, expect
from readiness.questionnaire.profile import ProfileQuestion
from readiness.questionnaire.questionnaire import WHOLE
from readiness.questionnaire.questions.base import Question
from readiness.questionnaire.sections import Section
from readiness.scoring.ranges import TOLERANCE
from readiness.scoring.scope import Scope, Standing, determine
from readiness.scoring.scores import Scores, SectionScore, with_parts

WithoutEffect: TypeAlias = Literal[
    "bar", "window", "unscored", "together", "same", "floor", "outweighed", "no-score", ""
]
"""Why a change adds no points to the overall: it is an exposure, which sets the bar; it is about a window of
opportunity; the question is never scored; the answer is worth the same; its dimension counts at the floor
before and after; the question came or went with its whole section, or stood where the section does; or the
formula lets other parts decide; or there is no score before or after. Empty if it does add points."""


class AnswerChange(NamedTuple):
    """A question with another answer than before, or that is asked now or no longer asked."""

    question: Question
    section: Section
    before: Answer
    after: Answer
    was_asked: bool
    is_asked: bool
    points: float
    """What it adds to the overall."""
    why: WithoutEffect

    def __repr__(self) -> str:
        return f"<AnswerChange {self.question.id}: {self.points:+.6g}>"


class FactChange(NamedTuple):
    """A fact of the profile that is stated otherwise than before."""

    asked: ProfileQuestion
    before: tuple[str, ...]
    """The ids of the options; empty if it was not stated."""
    after: tuple[str, ...]
    came: tuple[Question, ...]
    """The questions that are asked because of it."""
    went: tuple[Question, ...]
    """The questions that are no longer asked because of it."""


class PartChange(NamedTuple):
    """A dimension before and after; None where nothing in it is asked."""

    section: Section
    before: SectionScore | None
    after: SectionScore | None
    points: float
    """What all that happened in it adds to the overall."""
    asked: float
    """The part of `points` that no single question has: sections in it came, went or weigh differently."""
    rounding: float
    """The part of `points` that the rounding of scores in it adds."""


class ScoreChange(NamedTuple):
    """What changed from one assessment to another; `points` add up to the change of the overall."""

    before: Scores
    after: Scores
    move: Moved | None
    """The overall before and after with every cause; None if nothing applies in one of them."""
    parts: tuple[PartChange, ...]
    answers: tuple[AnswerChange, ...]
    """Those that move the overall most first, then those that do not move it, as they are asked."""
    profile: tuple[FactChange, ...]
    asked: float
    """Points that no dimension has, because nothing counted in one of the assessments."""
    rounding: float
    """Points that the rounding of the overall adds."""

    def __repr__(self) -> str:
        points = "no score" if self.move is None else f"{self.move.change:+.6g}"
        return f"<ScoreChange {points}, {len(self.answers)} answers>"


def compare(before: Scores, after: Scores) -> ScoreChange:
    """What changed from `before` to `after`, two assessments by one version of a questionnaire.

    The points of answers, of what is asked and of rounding add up to the change of the overall, which is the
    score with open answers at their worst: `docs/decisions.md` has the formulas.

    Raises WrongType for anything but scores, and ReadinessError if they are not comparable.
    """
    _expect_comparable(before, after)
    move = decompose(before, after) if before.applies and after.applies else None
    by = {} if move is None else dict(move.by)
    changed = _changed_answers(before, after, by)
    return ScoreChange(
        before,
        after,
        move,
        parts=tuple(_parts(before, after, by)),
        answers=tuple(sorted(changed, key=lambda each: -abs(each.points))),
        profile=tuple(_facts(before.scope, after.scope)),
        asked=by.get(Cause("section", WHOLE), 0.0),
        rounding=by.get(Cause("rounding", WHOLE), 0.0),
    )


def _expect_comparable(before: Scores, after: Scores) -> None:
    for each in (before, after):
        expect(each, Scores, _("“before” and “after” must be Scores, as score returns them, not {found}"))
    made, wanted = before.questionnaire, after.questionnaire
    if (made.id, made.version) != (wanted.id, wanted.version):
        message = _("{found} and {wanted} cannot be compared; score both with one questionnaire")
        raise ReadinessError(
            message.format(found=f"{made.id} {made.version}", wanted=f"{wanted.id} {wanted.version}")
        )
    if before.scope.quick != after.scope.quick:
        raise ReadinessError(_("the quick set cannot be compared with all questions; score both alike"))


# --- answers ------------------------------------------------------------------------------------------


def _changed_answers(before: Scores, after: Scores, by: dict[Cause, float]) -> Iterator[AnswerChange]:
    for id, question in after.questionnaire.questions.items():
        was_asked, is_asked = id in before.scope, id in after.scope
        old, new = before.answers[id], after.answers[id]
        if not (was_asked or is_asked) or (was_asked == is_asked and _same(old, new)):
            continue
        if not (was_asked and is_asked) and old == new == OPEN and not question.scored:
            continue  # nothing was said, and nothing is missing
        points = math.fsum(by.get(Cause(kind, id), 0.0) for kind in ("answer", "asked"))
        yield AnswerChange(
            question,
            after.questionnaire.locations[id].section,
            old,
            new,
            was_asked,
            is_asked,
            points,
            "" if abs(points) > TOLERANCE else _why_nothing(before, after, id),
        )


def _same(old: Answer, new: Answer) -> bool:
    """Whether both answers say the same; notes, evidence and owners may differ."""
    return (old.state, old.value, old.other) == (new.state, new.value, new.other)


def _why_nothing(before: Scores, after: Scores, id: str) -> WithoutEffect:
    if not (before.applies and after.applies):
        return "no-score"
    questionnaire = after.questionnaire
    section, path, exposure = questionnaire.locations[id]
    if not questionnaire.questions[id].scored:
        return "unscored"
    if path[0] == "opportunities":
        return "window"
    if exposure and section.way.sets_bar:
        return "bar"
    old, new = before.basis.shares.get(id), after.basis.shares.get(id)
    if old == new or (old and new and old[exposure] == new[exposure]):
        return "same"
    if _at_floor(before, after, path[1]):
        return "floor"
    return "outweighed" if old and new else "together"


def _at_floor(before: Scores, after: Scores, place: object) -> bool:
    """Whether the dimension at this place counts at the floor of the overall before and after."""
    whole = after.plan.whole
    floor, id = whole.way.floor(whole.scale), after.questionnaire.sections[int(str(place))].id
    found = [item for scores in (before, after) for item in scores.sections if item.node.id == id]
    return floor is not None and all(item.score.low <= floor + TOLERANCE for item in found)


# --- the profile --------------------------------------------------------------------------------------


def _facts(before: Scope, after: Scope) -> Iterator[FactChange]:
    questions = after.questionnaire.questions
    for asked in after.questionnaire.profile:
        old, new = (scope.answers.profile.get(asked.id) for scope in (before, after))
        if set(old or ()) == set(new or ()):
            continue
        came, went = _because_of(before, after, asked.id)
        yield FactChange(
            asked,
            old or (),
            new or (),
            tuple(questions[id] for id in came),
            tuple(questions[id] for id in went),
        )


def _because_of(before: Scope, after: Scope, asked: str) -> tuple[list[str], list[str]]:
    """The questions that came and that went, and would have if only this fact had changed."""
    profile = {id: chosen for id, chosen in before.answers.profile.items() if id != asked}
    profile |= {id: chosen for id, chosen in after.answers.profile.items() if id == asked}
    answers = replace(before.answers, profile=profile)
    then = determine(before.questionnaire, answers, quick=before.quick)
    came = [id for id in after.standing if _is_new(id, before, then) and id in after]
    went = [id for id in after.standing if _is_new(id, then, before) and id not in after]
    return came, went


def _is_new(id: str, before: Scope, after: Scope) -> bool:
    return before.standing[id] is Standing.HIDDEN and after.standing[id] is Standing.IN_SCOPE


# --- dimensions ---------------------------------------------------------------------------------------


def _parts(before: Scores, after: Scores, by: dict[Cause, float]) -> Iterator[PartChange]:
    """Every dimension that is asked before or after, in the order of the questionnaire."""
    olds, news = ({item.node.id: item for item in scores.sections} for scores in (before, after))
    for node in after.plan.whole.children:
        old, new = olds.get(node.id), news.get(node.id)
        if old is None and new is None:
            continue
        assert node.section is not None  # it is not the whole
        inside = {question.id for question in node.all_questions()}
        sections = {item.node.id for item in with_parts(filter(None, (old, new)))}
        yield PartChange(
            node.section,
            old,
            new,
            points=_sum(by, ("answer", "asked"), inside) + _sum(by, ("section", "rounding"), sections),
            asked=_sum(by, ("section",), sections),
            rounding=_sum(by, ("rounding",), sections),
        )


def _sum(by: dict[Cause, float], kinds: Iterable[str], ids: set[str]) -> float:
    return math.fsum(amount for cause, amount in by.items() if cause.kind in kinds and cause.id in ids)
