"""Builds a `Report` from scores."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from functools import partial

from readiness import __version__
from readiness.analysis.case_choice import choose
from readiness.analysis.gaps import find_gaps, opportunity_gaps
from readiness.analysis.roadmap import FIRST, build_roadmap, priorities
from readiness.answers.answers import Answers
from readiness.answers.writing import digest
from readiness.messages.catalogue import _
from readiness.messages.problems import expect
from readiness.questionnaire.questionnaire import Questionnaire
from readiness.scoring.scope import Scope
from readiness.scoring.scores import Scores
from readiness.views.build_advice import gap_view, leading_case, pathway_views, phase_view, task_view
from readiness.views.build_answers import answer_views, ignored_views, not_applicable_views, open_views
from readiness.views.build_method import method_in_words
from readiness.views.build_scores import (
    contradiction_views,
    dimension_view,
    flag_view,
    opportunity_views,
    part_views,
    windows_of,
)
from readiness.views.build_verdict import overall_view, verdict_view
from readiness.views.figures import Figures
from readiness.views.notices import notice_texts
from readiness.views.report import Provenance, Report


def build_report(scores: Scores, *, built_on: datetime.date | None = None) -> Report:
    """The report of `scores`: every text final, every number both unrounded and as shown.

    `built_on` is the date of the report; None means today. Raises WrongType for arguments of other types.
    """
    expect(scores, Scores, _("“scores” must be Scores, as score returns them, not {found}"))
    built_on = built_on or datetime.date.today()
    expect(built_on, datetime.date, _("“built_on” must be a datetime.date, not {found}"))
    questionnaire, answers = scores.scope.questionnaire, scores.scope.answers
    found, outside = find_gaps(scores), opportunity_gaps(scores)
    chosen = choose(questionnaire.cases, [gap.question.id for gap in (*found, *outside)], answers)
    figures = Figures(questionnaire.scale)
    shown = partial(gap_view, answers=answers, chosen=chosen, questionnaire=questionnaire, figures=figures)
    windows = windows_of(questionnaire)
    tasks, first_steps, unadvised = priorities(scores, found, outside)
    steps = {windows[gap.question.id]: shown(1, gap) for gap in reversed(first_steps)}
    gap_views = tuple(
        shown(rank, gap, recommended=gap.question.id not in unadvised)
        for rank, gap in enumerate(found, start=1)
    )
    days = questionnaire.effort_days
    return Report(
        title=questionnaire.title,
        subtitle=_subtitle(answers, scores.scope),
        language="en",
        provenance=_provenance(questionnaire, answers, scores.scope, built_on),
        profile=tuple(_profile(questionnaire, answers)),
        verdict=verdict_view(scores, figures),
        overall=overall_view(scores, figures),
        dimensions=tuple(dimension_view(item, scores) for item in scores.sections),
        parts=tuple(part_views(scores.sections, scores, depth=0)),
        opportunities=tuple(opportunity_views(scores, steps)),
        flags=tuple(flag_view(fired, scores.scope) for fired in scores.flags),
        unchecked=tuple(flag.title for flag in scores.unchecked),
        contradictions=tuple(contradiction_views(scores)),
        gaps=gap_views,
        first=tuple(task_view(task, days) for task in tasks[:FIRST]),
        lead=leading_case(tasks, gap_views, chosen),
        roadmap=tuple(phase_view(phase, days) for phase in build_roadmap(tasks)),
        pathways=tuple(pathway_views(scores.scope)),
        open=tuple(open_views(scores, figures)),
        ignored=tuple(ignored_views(scores.scope)),
        not_applicable=tuple(not_applicable_views(scores.scope)),
        answers=tuple(answer_views(scores.scope)),
        notices=tuple(notice_texts(scores.scope)),
        method=tuple(method_in_words(scores, figures)),
    )


def _subtitle(answers: Answers, scope: Scope) -> str:
    kind = _("Screening: the quick set of questions only") if scope.quick else _("Full assessment")
    if answers.respondent:
        return _("{kind} · {who}").format(kind=kind, who=answers.respondent)
    return kind


def _provenance(
    questionnaire: Questionnaire, answers: Answers, scope: Scope, built_on: datetime.date
) -> Provenance:
    return Provenance(
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
        quick=scope.quick,
    )


def _profile(questionnaire: Questionnaire, answers: Answers) -> Iterable[tuple[str, str]]:
    for asked in questionnaire.profile:
        chosen = answers.profile.get(asked.id, ())
        texts = [option.text for option in asked.options if option.id in chosen]
        yield asked.title, _("; ").join(texts) if texts else _("not stated")
