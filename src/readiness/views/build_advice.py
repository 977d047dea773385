"""Builds the advice in a report: gaps, cases to learn from, the roadmap and the pathways."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from readiness.analysis.case_choice import ChosenCase
from readiness.analysis.gaps import Gap
from readiness.analysis.roadmap import Phase, Task
from readiness.answers.answers import Answers
from readiness.messages.catalogue import _, plural
from readiness.questionnaire.bands import RedFlag
from readiness.questionnaire.case_library import Case, CaseLibrary
from readiness.questionnaire.pathways import Pathway, Step
from readiness.questionnaire.questionnaire import Questionnaire
from readiness.questionnaire.questions.base import Action
from readiness.scoring.scope import Scope
from readiness.views.build_answers import answer_in_words, chosen_ids
from readiness.views.figures import Figures
from readiness.views.report import (
    ActionView,
    CaseView,
    FigureView,
    GapView,
    PathwayView,
    PhaseView,
    ShownCase,
    StepView,
    TaskView,
)


def action_view(action: Action, effort_days: Sequence[float] | None) -> ActionView:
    """An action, with its first sentence and its cost in words; `effort_days` are those of efforts 1 to 5."""
    if effort_days:
        cost = _("effort {effort} of 5, about {person_days} person-days, within {days} days").format(
            effort=action.effort, person_days=f"{effort_days[action.effort - 1]:g}", days=action.horizon
        )
    else:
        cost = _("effort {effort} of 5, within {days} days").format(effort=action.effort, days=action.horizon)
    brief = re.split(r"(?<=[.!?])\s|(?<=[。！？])", action.text, maxsplit=1)[0]
    return ActionView(action.text, action.who, brief, action.effort, action.horizon, cost)


def gap_view(
    rank: int,
    gap: Gap,
    *,
    answers: Answers,
    chosen: Mapping[str, ChosenCase],
    questionnaire: Questionnaire,
    figures: Figures,
    recommended: bool = True,
) -> GapView:
    """One gap, with its action if it is `recommended`; `chosen` holds the cases by the id of the question."""
    given, question = answers[gap.question.id], gap.question
    lift_next, lift_best = figures.difference(gap.lift_next), figures.difference(gap.lift_best)
    case = chosen.get(question.id)
    return GapView(
        rank=rank,
        question=question.id,
        title=question.label,
        dimension=gap.section.title,
        text=question.text if question.title else "",
        answer_id=chosen_ids(question, gap.answer),
        answer=question.describe(gap.answer),
        next_id=chosen_ids(question, gap.next),
        next=question.describe(gap.next),
        note=given.note,
        owner=given.owner,
        action=action_view(gap.action, questionnaire.effort_days) if gap.action and recommended else None,
        evidence=question.evidence,
        lift_next=lift_next,
        lift_best=lift_best,
        lift=_("one level up adds {next} points, the top level {best}").format(
            next=lift_next.text, best=lift_best.text
        ),
        case=_shown_case(case, gap, answers, questionnaire) if case else None,
    )


def _shown_case(chosen: ChosenCase, gap: Gap, answers: Answers, questionnaire: Questionnaire) -> ShownCase:
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
        reason = _("{reason}; it matches your profile: {matches}").format(
            reason=reason, matches=_(", ").join(matches)
        )
    return ShownCase(case_view(chosen.case, questionnaire.cases), reason)


def case_view(case: Case, library: CaseLibrary) -> CaseView:
    """`case` as shown, with a caveat if it has figures."""
    caveat = _("Figures as stated in {date}, not verified by us.").format(date=library.as_of)
    kinds = {"exemplar": _("exemplar"), "cautionary": _("cautionary tale"), "context": _("context")}
    return CaseView(
        id=case.id,
        who=case.who,
        title=case.title,
        kind=kinds[case.kind],
        section=case.section,
        summary=case.summary,
        lesson=case.lesson,
        figures=tuple(FigureView(f.statement, f.disputed or "") for f in case.figures),
        caveat=caveat if case.figures else "",
        note=case.note or "",
    )


def task_view(task: Task, effort_days: Sequence[float] | None) -> TaskView:
    """One line of the roadmap."""
    action = action_view(task.action, effort_days)
    if isinstance(task.origin, RedFlag):
        return TaskView(task.origin.title, action, red_flag=True)
    title = _("{dimension}: {question}").format(
        dimension=task.origin.section.title, question=task.origin.question.label
    )
    return TaskView(title, action, red_flag=False)


def leading_case(
    tasks: Sequence[Task], gaps: Sequence[GapView], chosen: Mapping[str, ChosenCase]
) -> ShownCase | None:
    """The case to learn from first: of the first tasks with a case, the one that fits the profile best.

    It matches at least as many facts of the profile as it mismatches; None if no case does.
    """
    cases = {gap.question: gap.case for gap in gaps}
    ids = [id for task in tasks for id in _questions_of(task) if id in chosen and id in cases]
    fitting = [id for id in dict.fromkeys(ids) if len(chosen[id].matches) >= len(chosen[id].mismatches)]
    if not fitting:
        return None
    best = min(fitting[:_LEADING], key=lambda id: len(chosen[id].mismatches) - len(chosen[id].matches))
    return cases[best]


_LEADING = 6
"""How many of the first tasks may give the case to learn from."""


def _questions_of(task: Task) -> tuple[str, ...]:
    return (task.origin.question.id,) if isinstance(task.origin, Gap) else task.origin.answers


def phase_view(phase: Phase, effort_days: Sequence[float] | None) -> PhaseView:
    """The tasks to finish within one horizon."""
    more = ""
    if phase.more:
        more = plural(
            "and {count} more action with less effect for its effort; see the list of gaps",
            "and {count} more actions with less effect for their effort; see the list of gaps",
            phase.more,
        )
    title = _("Within {days} days").format(days=phase.days)
    return PhaseView(phase.days, title, tuple(task_view(task, effort_days) for task in phase.tasks), more)


def pathway_views(scope: Scope) -> Iterable[PathwayView]:
    """The pathways whose condition holds."""
    for pathway in scope.questionnaire.pathways:
        if scope.holds(pathway.when):
            yield _pathway(pathway, scope)


def _pathway(pathway: Pathway, scope: Scope) -> PathwayView:
    steps = tuple(_step(step, scope) for step in pathway.steps if step.when is None or scope.holds(step.when))
    return PathwayView(pathway.id, pathway.title, pathway.text, steps)


def _step(step: Step, scope: Scope) -> StepView:
    standing = tuple(
        (scope.questionnaire.questions[id].label, answer_in_words(scope, id))
        for id in step.questions
        if id in scope
    )
    cases = {case.id: case for case in scope.questionnaire.cases.cases}
    titles = tuple(_("{who}: {title}").format(who=cases[id].who, title=cases[id].title) for id in step.cases)
    return StepView(step.text, standing, titles)
