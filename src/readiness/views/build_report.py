"""Scores into a `Report`: the one place where numbers are rounded and sentences are made."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Mapping, Sequence
from functools import partial

from readiness import __version__
from readiness.analysis.case_choice import ChosenCase, choose
from readiness.analysis.gaps import Gap, gaps, open_questions, opportunity_gaps
from readiness.analysis.roadmap import Phase, Task, priorities, roadmap
from readiness.answers.answers import Answers, State
from readiness.answers.writing import digest
from readiness.messages.catalogue import _, plural
from readiness.messages.problems import expect
from readiness.questionnaire.bands import RedFlag
from readiness.questionnaire.case_library import Case, CaseLibrary
from readiness.questionnaire.combining.combining import Combining
from readiness.questionnaire.combining.ways import WAYS
from readiness.questionnaire.pathways import Pathway, Step
from readiness.questionnaire.questionnaire import Questionnaire
from readiness.questionnaire.questions.base import Action, Question, Value
from readiness.questionnaire.score_scale import Scale
from readiness.scoring.scope import Scope, Standing
from readiness.scoring.scores import FiredFlag, Scores, SectionScore
from readiness.scoring.verdict import TOLERANCE, Blocker
from readiness.views import report
from readiness.views.explanation import AsideView
from readiness.views.figures import Figures
from readiness.views.notices import notice_text

FIRST = 3
# Where on the scale a window counts as open and an enterprise as ready: a convention of the report.
MIDDLE = 0.5


def build_report(scores: Scores, *, built_on: datetime.date | None = None) -> report.Report:
    """The report of `scores`: every text final, every number both unrounded and as it is shown.

    `built_on` is the date the report bears; None means today. Raises WrongType for
    arguments of other types.
    """
    expect(scores, Scores, _("“scores” must be Scores, as score returns them, not {found}"))
    built_on = built_on or datetime.date.today()
    expect(built_on, datetime.date, _("“built_on” must be a datetime.date, not {found}"))
    questionnaire, answers = scores.scope.questionnaire, scores.scope.answers
    found, outside = gaps(scores), opportunity_gaps(scores)
    chosen = choose(questionnaire.cases, [gap.question.id for gap in (*found, *outside)], answers)
    figures = Figures(questionnaire.scale)
    gap_view = partial(_gap, answers=answers, chosen=chosen, questionnaire=questionnaire, figures=figures)
    windows = _windows(questionnaire)
    first = {windows[gap.question.id]: gap for gap in reversed(outside)}
    steps = {window: gap_view(1, gap) for window, gap in first.items()}
    gap_views = tuple(gap_view(rank, gap) for rank, gap in enumerate(found, start=1))
    tasks = priorities(scores, found)
    return report.Report(
        title=questionnaire.title,
        subtitle=_subtitle(answers, scores.scope),
        language="en",
        provenance=_provenance(questionnaire, answers, scores.scope, built_on),
        profile=tuple(_profile(questionnaire, answers)),
        verdict=_verdict(questionnaire, scores, figures),
        overall=_overall(scores, figures),
        dimensions=tuple(_dimension(item, questionnaire) for item in scores.sections),
        parts=tuple(_parts(scores.sections, questionnaire, depth=0)),
        opportunities=tuple(_opportunities(scores, steps)),
        flags=tuple(_flag(fired, questionnaire) for fired in scores.flags),
        gaps=gap_views,
        first=tuple(_task(task) for task in tasks[:FIRST]),
        lead=_lead(tasks, gap_views, chosen),
        roadmap=tuple(_phase(phase) for phase in roadmap(tasks)),
        pathways=tuple(_pathways(scores.scope)),
        open=tuple(_open(scores, figures)),
        ignored=tuple(_ignored(scores.scope)),
        not_applicable=tuple(_set_aside(scores.scope)),
        answers=tuple(_answers(scores.scope)),
        notices=tuple(notice_text(notice) for notice in answers.notices),
        method=tuple(_method(questionnaire, scores.scope, figures)),
    )


# --- who and what ---------------------------------------------------------------------------


def _subtitle(answers: Answers, scope: Scope) -> str:
    quick = Standing.OUTSIDE_QUICK in scope.standing.values()
    kind = _("Screening: the quick set of questions only") if quick else _("Full assessment")
    if answers.respondent:
        return _("{kind} · {who}").format(kind=kind, who=answers.respondent)
    return kind


def _provenance(
    questionnaire: Questionnaire, answers: Answers, scope: Scope, built_on: datetime.date
) -> report.Provenance:
    return report.Provenance(
        questionnaire=questionnaire.id,
        questionnaire_title=questionnaire.title,
        questionnaire_version=questionnaire.version,
        questionnaire_digest=questionnaire.digest,
        questionnaire_date=questionnaire.date or "",
        source=questionnaire.source,
        answers_digest=digest(answers, questionnaire),
        answers_date=answers.date.isoformat() if answers.date else "",
        respondent=answers.respondent,
        built_on=built_on.isoformat(),
        program_version=__version__,
        quick=Standing.OUTSIDE_QUICK in scope.standing.values(),
    )


def _profile(questionnaire: Questionnaire, answers: Answers) -> Iterable[tuple[str, str]]:
    for asked in questionnaire.profile:
        chosen = answers.profile.get(asked.id, ())
        texts = [option.text for option in asked.options if option.id in chosen]
        yield asked.title, _("; ").join(texts) if texts else _("not stated")


# --- verdict ----------------------------------------------------------------------------------


def _verdict(questionnaire: Questionnaire, scores: Scores, figures: Figures) -> report.Verdict:
    verdict, bands = scores.verdict, questionnaire.bands
    if verdict.band is None:
        return report.Verdict(
            band=None,
            title=_("Not enough answers for a verdict"),
            meaning=_(
                "Scores and ranges are shown below; a verdict follows once each dimension is"
                " answered far enough."
            ),
            level="",
            heading=_("Still needed:"),
            next=None,
            blocked_by=tuple(_blocker(item, questionnaire, "", figures) for item in verdict.blocked_by),
            outlook="",
        )
    heading = _("This is the highest level.")
    if verdict.next:
        heading = _("What stands between you and “{band}”:").format(band=verdict.next.title)
    outlook = ""
    if verdict.best != verdict.band:
        outlook = _("If every open answer turned out best, the verdict would be “{band}”.").format(
            band=verdict.best.title
        )
    return report.Verdict(
        band=verdict.band.id,
        title=verdict.band.title,
        meaning=verdict.band.text,
        level=_("level {number} of {count}").format(number=bands.index(verdict.band) + 1, count=len(bands)),
        heading=heading,
        next=verdict.next.title if verdict.next else None,
        blocked_by=tuple(
            _blocker(item, questionnaire, verdict.next.title if verdict.next else "", figures)
            for item in verdict.blocked_by
        ),
        outlook=outlook,
    )


def _blocker(blocker: Blocker, questionnaire: Questionnaire, band: str, figures: Figures) -> report.Blocker:
    section = questionnaire.all_sections.get(blocker.subject)
    values = {
        "band": band,
        "dimension": section.title if section else _("The whole"),
        "needed": f"{blocker.needed:g}",
    }
    if blocker.kind == "red-flag":
        flag = next(flag for flag in questionnaire.red_flags if flag.id == blocker.subject)
        values |= {"title": flag.title, "cap": _band_title(questionnaire, flag.caps_at)}
    elif blocker.kind == "coverage":
        values["actual"] = figures.percent_short_of(blocker.actual, blocker.needed)
        values["needed"] = figures.percent(blocker.needed).text
    else:
        values["actual"] = figures.short_of(blocker.actual, blocker.needed)
    texts = {
        "overall": _("The overall score is {actual}; {band} needs {needed}."),
        "floor": _("{dimension} is at {actual}; {band} needs {needed} in every dimension."),
        "section": _("{dimension} is at {actual}; {band} needs {needed} there."),
        "coverage": _("{dimension}: {actual} of its weight is answered; a verdict needs {needed}."),
        "red-flag": _("Red flag “{title}” holds the verdict at “{cap}”."),
    }
    text = texts[blocker.kind].format(**values)
    return report.Blocker(blocker.kind, blocker.subject, blocker.needed, blocker.actual, text)


def _band_title(questionnaire: Questionnaire, id: str) -> str:
    return next(band.title for band in questionnaire.bands if band.id == id)


# --- scores -----------------------------------------------------------------------------------


def _overall(scores: Scores, figures: Figures) -> report.Overall:
    return report.Overall(
        score=figures.span(scores.overall),
        scale=figures.scale_in_words(),
        arithmetic=figures.number(scores.arithmetic.low),
        minimum=figures.number(scores.minimum.low),
        coverage=figures.percent(scores.coverage),
    )


def _dimension(item: SectionScore, questionnaire: Questionnaire, depth: int = 0) -> report.Dimension:
    risk, verdict, figures = item.risk, item.verdict, Figures(item.scale)
    following = verdict.next.title if verdict and verdict.next else ""
    return report.Dimension(
        id=item.section.id,
        kind=item.section.kind,
        title=item.section.title,
        score=figures.span(item.score),
        coverage=figures.percent(item.coverage),
        depth=depth,
        band=verdict.band.title if verdict and verdict.band else "",
        blocked_by=tuple(
            _blocker(blocker, questionnaire, following, figures)
            for blocker in (verdict.blocked_by if verdict else ())
        ),
        exposure=figures.percent_span(risk.exposure) if risk else None,
        control=figures.percent_span(risk.control) if risk else None,
        residual=figures.percent_span(risk.residual) if risk else None,
    )


def _parts(
    sections: Sequence[SectionScore], questionnaire: Questionnaire, depth: int
) -> Iterable[report.Dimension]:
    for item in sections:
        if depth:
            yield _dimension(item, questionnaire, depth)
        yield from _parts(item.children, questionnaire, depth + 1)


def _windows(questionnaire: Questionnaire) -> dict[str, str]:
    """The id of the opportunity that each of their questions belongs to."""
    return {
        question.id: window.id
        for window in questionnaire.opportunities
        for question in window.all_questions()
    }


def _is_high(score: float, scale: Scale) -> bool:
    return score >= scale.points(MIDDLE) - TOLERANCE


def _opportunities(scores: Scores, steps: Mapping[str, report.GapView]) -> Iterable[report.Opportunity]:
    ready = _is_high(scores.overall.low, scores.scope.questionnaire.scale)
    for item in scores.opportunities:
        yield _opportunity(item, ready=ready, step=steps.get(item.section.id))


def _opportunity(item: SectionScore, *, ready: bool, step: report.GapView | None) -> report.Opportunity:
    figures = Figures(item.scale)
    quadrant, reading = {
        (True, True): ("act", _("Open to you, and you are ready: act on it now.")),
        (True, False): (
            "prepare",
            _("Open to you, but you are not ready: close the gaps first, in small steps."),
        ),
        (False, True): (
            "selective",
            _("You are ready, but it is hardly open to you yet: choose one way in and test it."),
        ),
        (False, False): ("wait", _("Neither open nor ready: leave it for now.")),
    }[_is_high(item.score.low, item.scale), ready]
    return report.Opportunity(
        id=item.section.id,
        title=item.section.title,
        fit=figures.span(item.score),
        coverage=figures.percent(item.coverage),
        quadrant=quadrant,
        reading=reading,
        step=step,
    )


def _flag(fired: FiredFlag, questionnaire: Questionnaire) -> report.Flag:
    flag = fired.flag
    band = _band_title(questionnaire, flag.caps_at)
    if fired.certain:
        status = _("Holds the verdict at “{band}” or below.").format(band=band)
    else:
        status = _(
            "Not ruled out while an answer is open; until then it holds the verdict at “{band}”."
        ).format(band=band)
    return report.Flag(flag.id, flag.title, flag.message, fired.certain, status, _action(flag.action))


# --- gaps, cases, roadmap -----------------------------------------------------------------------


def _action(action: Action) -> report.ActionView:
    cost = _("effort {effort} of 5, within {days} days").format(effort=action.effort, days=action.horizon)
    brief = re.split(r"(?<=[.!?])\s|(?<=[。！？])", action.text, maxsplit=1)[0]
    return report.ActionView(action.text, brief, action.effort, action.horizon, cost)


def _gap(
    rank: int,
    gap: Gap,
    *,
    answers: Answers,
    chosen: Mapping[str, ChosenCase],
    questionnaire: Questionnaire,
    figures: Figures,
) -> report.GapView:
    given, question = answers[gap.question.id], gap.question
    lift_next, lift_best = figures.difference(gap.lift_next), figures.difference(gap.lift_best)
    case = chosen.get(question.id)
    return report.GapView(
        rank=rank,
        question=question.id,
        title=question.label,
        dimension=gap.section.title,
        text=question.text if question.title else "",
        answer_id=_ids(question, gap.answer),
        answer=question.describe(gap.answer),
        next_id=_ids(question, gap.next),
        next=question.describe(gap.next),
        note=given.note,
        owner=given.owner,
        action=_action(gap.action) if gap.action else None,
        evidence=question.evidence,
        lift_next=lift_next,
        lift_best=lift_best,
        lift=_("one level up adds {next} points, the top level {best}").format(
            next=lift_next.text, best=lift_best.text
        ),
        case=_shown(case, gap, answers, questionnaire) if case else None,
    )


def _ids(question: Question, value: Value) -> str:
    return ", ".join(question.option_ids(value))


def _shown(chosen: ChosenCase, gap: Gap, answers: Answers, questionnaire: Questionnaire) -> report.ShownCase:
    reason = _("you answered “{answer}” to “{question}”").format(
        answer=gap.question.describe(gap.answer).rstrip(".。"), question=gap.question.label
    )
    matches = []
    for id in chosen.matches:
        asked = questionnaire.profile_question(id)
        shared = set(chosen.case.applies_to[id]) & set(answers.profile[id])
        texts = [option.text for option in asked.options if option.id in shared] if asked else []
        matches.append(
            _("{what} ({which})").format(what=asked.title if asked else id, which=_(", ").join(texts))
        )
    if matches:
        reason = _("{reason}; the case is like you in: {matches}").format(
            reason=reason, matches=_(", ").join(matches)
        )
    return report.ShownCase(case_view(chosen.case, questionnaire.cases), reason)


def case_view(case: Case, library: CaseLibrary) -> report.CaseView:
    """`case` as it is shown, with the caveat that its figures carry."""
    caveat = _("Figures as stated in {date}, not verified by us.").format(date=library.as_of)
    kinds = {"exemplar": _("exemplar"), "cautionary": _("cautionary tale"), "context": _("context")}
    return report.CaseView(
        id=case.id,
        who=case.who,
        title=case.title,
        kind=kinds[case.kind],
        section=case.section,
        summary=case.summary,
        lesson=case.lesson,
        figures=tuple(report.Figure(f.statement, f.disputed or "") for f in case.figures),
        caveat=caveat if case.figures else "",
        note=case.note or "",
    )


def _task(task: Task) -> report.TaskView:
    if isinstance(task.origin, RedFlag):
        return report.TaskView(task.origin.title, _action(task.action), red_flag=True)
    title = _("{dimension}: {question}").format(
        dimension=task.origin.section.title, question=task.origin.question.label
    )
    return report.TaskView(title, _action(task.action), red_flag=False)


def _lead(
    tasks: Sequence[Task], gaps: Sequence[report.GapView], chosen: Mapping[str, ChosenCase]
) -> report.ShownCase | None:
    """The case of the first thing to do whose case is like the enterprise, or of the first with any."""
    cases = {gap.question: gap.case for gap in gaps}
    origins = [task.origin.question.id for task in tasks if isinstance(task.origin, Gap)]
    ids = [id for id in origins if id in chosen]
    alike = [id for id in ids if chosen[id].matches]
    return cases[(alike or ids)[0]] if ids else None


def _phase(phase: Phase) -> report.PhaseView:
    more = ""
    if phase.more:
        more = plural(
            "and {count} action of less effect for its effort; the list of gaps has it",
            "and {count} actions of less effect for their effort; the list of gaps has them",
            phase.more,
        )
    title = _("Within {days} days").format(days=phase.days)
    return report.PhaseView(phase.days, title, tuple(_task(task) for task in phase.tasks), more)


# --- pathway ------------------------------------------------------------------------------------


def _pathways(scope: Scope) -> Iterable[report.PathwayView]:
    for pathway in scope.questionnaire.pathways:
        if scope.holds(pathway.when):
            yield _pathway(pathway, scope)


def _pathway(pathway: Pathway, scope: Scope) -> report.PathwayView:
    steps = tuple(_step(step, scope) for step in pathway.steps if step.when is None or scope.holds(step.when))
    return report.PathwayView(pathway.id, pathway.title, pathway.text, steps)


def _step(step: Step, scope: Scope) -> report.StepView:
    standing = tuple(
        (scope.questionnaire.questions[id].label, _said(scope, id)) for id in step.questions if id in scope
    )
    cases = {case.id: case for case in scope.questionnaire.cases.cases}
    titles = tuple(_("{who}: {title}").format(who=cases[id].who, title=cases[id].title) for id in step.cases)
    return report.StepView(step.text, standing, titles)


# --- answers ------------------------------------------------------------------------------------


def _said(scope: Scope, question: str) -> str:
    answer = scope.answers[question]
    if answer.value is not None:
        return scope.questionnaire.questions[question].describe(answer.value)
    return {
        State.ANSWERED: "",
        State.UNKNOWN: _("not known"),
        State.UNANSWERED: _("not answered"),
        State.NOT_APPLICABLE: _("not applicable: {reason}").format(reason=answer.reason),
    }[answer.state]


def _open(scores: Scores, figures: Figures) -> Iterable[report.OpenView]:
    for item in open_questions(scores):
        yield report.OpenView(
            item.question.id,
            item.question.label,
            item.section.title,
            _said(scores.scope, item.question.id),
            figures.difference(item.worth),
        )


def _ignored(scope: Scope) -> Iterable[AsideView]:
    why = {
        Standing.HIDDEN: _("the question does not arise for this profile"),
        Standing.OUTSIDE_QUICK: _("the question is not in the quick set"),
    }
    for id in scope.answers.given:
        if id not in scope:
            title = scope.questionnaire.questions[id].label
            yield AsideView(id, title, why[scope.standing[id]])


def _set_aside(scope: Scope) -> Iterable[AsideView]:
    for id, answer in scope.answers.given.items():
        if id in scope and answer.state is State.NOT_APPLICABLE:
            yield AsideView(id, scope.questionnaire.questions[id].label, answer.reason)


def _answers(scope: Scope) -> Iterable[report.AnswerView]:
    for id, question in scope.questionnaire.questions.items():
        if id in scope:
            answer = scope.answers[id]
            yield report.AnswerView(
                question=id,
                title=question.label,
                dimension=scope.questionnaire.locations[id].section.title,
                state=answer.state.value,
                answer_id="" if answer.value is None else _ids(question, answer.value),
                answer=_said(scope, id),
                note=answer.note,
                evidence=answer.evidence,
                owner=answer.owner,
            )


# --- method -------------------------------------------------------------------------------------


def _method(questionnaire: Questionnaire, scope: Scope, figures: Figures) -> Iterable[str]:
    if questionnaire.unanswered == "worst":
        yield _(
            "Each answer is a share from 0 to 1 between the lowest and the highest level. An answer"
            " that is unknown or missing counts at its worst in the score and at its best in the"
            " upper end of the range; an answer that is not applicable, or a question that does not"
            " arise, counts nowhere."
        )
    else:
        yield _(
            "Each answer is a share from 0 to 1 between the lowest and the highest level. An answer"
            " that is unknown, missing or not applicable, or a question that does not arise, counts"
            " nowhere; the share answered says how much stands behind a score."
        )
    for way in _ways(questionnaire):
        if text := way.method(figures.scale):
            yield text
    yield questionnaire.way.of_whole(questionnaire.scale)
    yield _("The arithmetic mean and the minimum are shown beside it.")
    if questionnaire.scale.rounds == "score":
        yield _("Scores are rounded before they go on, and bands are decided on rounded scores.")
    else:
        yield _("Bands are decided on unrounded numbers.")
    yield _(
        "Bands are conventions. A band wants the overall at its cut, every dimension at its floor, and no"
        " red flag that holds the verdict lower. Below {coverage} of a dimension's weight answered no"
        " verdict is given."
    ).format(coverage=figures.percent(questionnaire.required_coverage).text)
    if questionnaire.opportunities:
        yield _(
            "Opportunity is an axis of its own: it is set against readiness (both with the middle"
            " at {middle}) and never averaged with it."
        ).format(middle=f"{figures.scale.points(MIDDLE):g}")
    if Standing.OUTSIDE_QUICK in scope.standing.values():
        yield _(
            "This is a screening: only the quick set of questions counts, and red flags that hang"
            " on other questions are not looked for. Going on to the full set keeps the answers"
            " given."
        )
    yield _(
        "A self-assessment is as good as its answers: ask for the evidence named with each gap. It"
        " is not legal advice."
    )


def _ways(questionnaire: Questionnaire) -> list[Combining]:
    """The ways of combining that sections use, each once."""
    used = {section.aggregation for section in questionnaire.all_sections.values()}
    return [way for name, way in WAYS.items() if name in used]
