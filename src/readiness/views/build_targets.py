"""Builds the part of a report about targets."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from decimal import Decimal

from readiness.analysis.targets import Course, TargetState, measure_targets
from readiness.answers.target_reading import Scored, scored_subjects
from readiness.messages.catalogue import _, plural
from readiness.questionnaire.questionnaire import WHOLE
from readiness.questionnaire.sections import Section
from readiness.scoring.ranges import Range
from readiness.scoring.scores import Scores
from readiness.views.build_answers import answer_in_words, chosen_ids, reason_aside
from readiness.views.build_verdict import blocker_view
from readiness.views.figures import Figures, between
from readiness.views.numbers import Number, Span
from readiness.views.report import TargetView
from readiness.views.report_blockers import BlockerView


def target_views(scores: Scores, built_on: datetime.date) -> Iterator[TargetView]:
    """Every target, as it stands on the day of the report."""
    subjects = scored_subjects(scores.questionnaire)
    for course in measure_targets(scores, built_on):
        if course.target.value is None:
            yield _of_score(course, subjects[course.id], scores)
        else:
            yield _of_answer(course, scores)


def _of_answer(course: Course, scores: Scores) -> TargetView:
    """The target of a question."""
    question, answer = scores.questionnaire.questions[course.id], scores.answers[course.id]
    location = scores.questionnaire.locations[course.id]
    aim, meaning = question.in_short(course.target.value), question.describe(course.target.value)
    now = to_go = None
    now_in_words = answer_in_words(scores.scope, course.id)
    if course.now and course.to_go:
        share = question.share(answer.value)
        now_in_words = question.in_short(answer.value)
        now = _exactly(course.now.low, now_in_words, (share, share))
        to_go = _exactly(
            course.to_go.low,
            question.distance_in_words(answer.value, course.target.value, exposure=location.exposure),
        )
    is_aside = course.state == "set-aside"
    return TargetView(
        id=course.id,
        kind="question",
        title=question.label,
        aim_id=chosen_ids(question, course.target.value),
        aim=aim,
        goal=course.goal,
        now=now,
        now_in_words="" if is_aside else now_in_words,
        to_go=to_go,
        to_go_in_words=to_go.text if to_go and to_go.high.value else "",
        progress=_progress(course, Figures(scores.questionnaire.scale)),
        by=_day(course),
        state_id=course.state,
        state=_state_in_words(course.state),
        remark=reason_aside(scores.scope, course.id) if is_aside else "" if meaning == aim else meaning,
        blocked_by=(),
    )


def _of_score(course: Course, subject: Scored, scores: Scores) -> TargetView:
    """The target of `subject`, a section or the overall."""
    target = course.target
    section = scores.questionnaire.all_sections.get(course.id) if course.id != WHOLE else None
    figures = Figures(subject.scale)
    goal = "" if course.goal is None else f"{course.goal:.15g}"
    now = _score(course.now, course.goal, figures) if course.now else None
    to_go = _difference(course.to_go, goal, now) if course.to_go and now else None
    aim, now_in_words, to_go_in_words = (
        goal,
        now.text if now else "",
        to_go.text if to_go and to_go.high.value else "",
    )
    blockers: tuple[BlockerView, ...] = ()
    if target.band:
        aim = subject.band(target.band).title
        blockers = tuple(
            blocker_view(each, scores, aim, figures, subject.bands) for each in course.blocked_by
        )
        if now:
            band = course.band.title if course.band else _("no verdict")
            now_in_words = _("{band} ({score})").format(band=band, score=now.text)
            count = len(blockers)
            to_go_in_words = plural("{count} missing", "{count} missing", count) if count else ""
    return TargetView(
        id=course.id,
        kind="section" if section else "overall",
        title=section.title if section else _("Overall"),
        aim_id=target.band,
        aim=aim,
        goal=course.goal,
        now=now,
        now_in_words=now_in_words,
        to_go=to_go,
        to_go_in_words=to_go_in_words,
        progress=_progress(course, figures),
        by=_day(course),
        state_id=course.state,
        state=_state_in_words(course.state),
        remark=_remark(course, section, scores, now_in_words, aim),
        blocked_by=blockers,
    )


def _remark(course: Course, section: Section | None, scores: Scores, now: str, aim: str) -> str:
    """Why the target of a section or the overall is set aside, or what is missing."""
    if course.state == "set-aside":
        return _why_aside(section, scores)
    if course.state == "reached" or course.blocked_by:
        return ""
    return _("It is at {now}; the target is {aim}.").format(now=now, aim=aim)


def _why_aside(section: Section | None, scores: Scores) -> str:
    """Why `section`, or the overall if it is None, has no score."""
    sections = (section,) if section else scores.questionnaire.sections
    is_asked = any(question.id in scores.scope for each in sections for question in each.all_questions())
    return _("nothing in it applies") if is_asked else _("none of its questions is asked")


def _state_in_words(state: TargetState) -> str:
    return {
        "reached": _("reached"),
        "on-the-way": _("on the way"),
        "overdue": _("overdue"),
        "set-aside": _("set aside"),
    }[state]


def _day(course: Course) -> str:
    return course.target.by.isoformat() if course.target.by else ""


# --- numbers ----------------------------------------------------------------------------------------


def _exactly(value: float, text: str, fill: tuple[float, float] = (0.0, 0.0)) -> Span:
    number = Number(value, text)
    return between(number, number, fill)


def _score(values: Range, goal: float | None, figures: Figures) -> Span:
    """A score, and with enough decimals whether it is at its goal."""
    return figures.span(values) if goal is None else figures.tested(values, goal, at_least=True)


def _difference(to_go: Range, goal: str, now: Span) -> Span:
    """What is missing: the difference of the numbers as they are shown, so that a reader gets the same."""
    low, high = (
        Number(missing, str(max(Decimal(goal) - Decimal(end.text), Decimal(0))))
        for missing, end in zip(to_go, (now.high, now.low), strict=True)
    )
    return between(low, high)


def _progress(course: Course, figures: Figures) -> Span | None:
    """How much of the way is behind, as a percentage that is only 100 if all of it is."""
    if course.progress is None:
        return None
    low, high = (
        Number(share, figures.percent_short_of(share, 1.0)) if share < 1 else figures.percent(share)
        for share in course.progress
    )
    return between(low, high, course.progress)
