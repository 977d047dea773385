"""Builds the advice in a report: gaps, cases to learn from, the roadmap and the pathways."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Mapping, Sequence

from readiness.analysis.case_choice import ChosenCase
from readiness.analysis.gaps import Gap
from readiness.analysis.roadmap import FIRST, Phase, Task, after
from readiness.messages.catalogue import _
from readiness.messages.sentences import EXCERPT, bare, day_in_words, shortened, some
from readiness.questionnaire.case_library import Case, CaseLibrary
from readiness.questionnaire.pathways import Pathway, Step
from readiness.questionnaire.questions.base import Question
from readiness.questionnaire.questions.parts import Action
from readiness.scoring.scope import Scope
from readiness.scoring.scores import Scores
from readiness.views.build_answers import answer_in_words, chosen_ids
from readiness.views.figures import Figures
from readiness.views.report import GapView
from readiness.views.report_advice import (
    ActionView,
    CaseView,
    FigureView,
    PathwayView,
    PhaseView,
    ShownCase,
    StagesView,
    StageView,
    StepView,
    TaskView,
)
from readiness.views.wording import kind_of_case


def action_view(action: Action, effort_days: Sequence[float] | None) -> ActionView:
    """An action with its cost in words; `effort_days` are those of efforts 1 to 5."""
    days = effort_days[action.effort - 1] if effort_days else None
    cost = _("effort {effort} of 5").format(effort=action.effort)
    if days is not None:
        cost = _("{person_days} person-days").format(person_days=f"{days:g}")
    return ActionView(action.text, action.who, action.effort, days, action.horizon, cost)


def gap_view(
    rank: int,
    gap: Gap,
    *,
    scope: Scope,
    cases: Mapping[str, ShownCase],
    figures: Figures,
    numbers: Mapping[str, int],
) -> GapView:
    """One gap; `cases` are those to show, and `numbers` those of the tasks, by the id of the question.

    Its texts are shortened; the list of all answers has them in full.
    """
    given, question = scope.answers[gap.question.id], gap.question
    lift_next, lift_best = (figures.gain(gap.score, lift) for lift in (gap.lift_next, gap.lift_best))
    return GapView(
        rank=rank,
        question=question.id,
        title=question.label,
        dimension=gap.section.title,
        dimension_id=gap.section.id,
        text=shortened(question.full_text, EXCERPT),
        answer_id=chosen_ids(question, gap.answer),
        answer_number=question.number_of(gap.answer),
        answer=shortened(answer_in_words(scope, question.id), EXCERPT),
        next_id=chosen_ids(question, gap.next),
        next_number=question.number_of(gap.next),
        next=shortened(question.describe(gap.next), EXCERPT),
        note=shortened(given.note, EXCERPT),
        owner=shortened(given.owner),
        task=numbers.get(question.id),
        lift_next=lift_next,
        lift_best=lift_best,
        lift=_("one level up adds {next} points, the top level {best}").format(
            next=lift_next.text, best=lift_best.text
        ),
        case=cases.get(question.id),
    )


def shown_case(chosen: ChosenCase, question: str, scope: Scope) -> ShownCase:
    """A case with the reason: the answer to `question`, and what it shares with the profile."""
    title = shortened(scope.questionnaire.questions[question].label)
    answer = shortened(bare(answer_in_words(scope, question)))
    reason = _("you answered “{answer}” to “{question}”").format(answer=answer, question=title)
    shared = dict(_shared(chosen, scope))
    if shared:
        matches = [_("{what} ({which})").format(what=what, which=which) for what, which in shared.items()]
        reason = _("{reason}; it matches your profile: {matches}").format(
            reason=reason, matches=_(", ").join(some(matches))
        )
    return ShownCase(case_view(chosen.case, scope.questionnaire.cases), reason)


def _shared(chosen: ChosenCase, scope: Scope) -> Iterator[tuple[str, str]]:
    """What the case has in common with the profile: the title of each fact, and the texts of its values."""
    for id in chosen.matches:
        asked = scope.questionnaire.profile_question(id)
        same = set(chosen.case.applies_to[id]) & set(scope.answers.profile[id])
        texts = [option.text for option in asked.options if option.id in same] if asked else []
        yield (asked.title if asked else id), _(", ").join(some(texts))


def case_view(case: Case, library: CaseLibrary) -> CaseView:
    """`case` as shown, with a caveat if it has figures."""
    caveat = _("Figures as stated in {date}, not verified by us.").format(date=library.as_of)
    return CaseView(
        id=case.id,
        who=case.who,
        title=case.title,
        kind=kind_of_case(case),
        kind_id=case.kind,
        section=case.section,
        summary=case.summary,
        lesson=case.lesson,
        figures=tuple(FigureView(f.statement, f.disputed or "") for f in case.figures),
        caveat=caveat if case.figures else "",
        note=case.note or "",
    )


def numbered(tasks: Iterable[Task]) -> dict[str, int]:
    """The number of each task, from 1, by the id of its red flag and of each question that it improves."""
    found: dict[str, int] = {}
    for number, task in enumerate(tasks, start=1):
        found.update(dict.fromkeys((task.id, *task.questions), number))
    return found


def task_views(
    tasks: Iterable[Task],
    due: Mapping[str, str],
    *,
    numbers: Mapping[str, int],
    cases: Mapping[str, ShownCase],
    scope: Scope,
) -> Iterator[TaskView]:
    """Actions with what they are for; `due` has the day of each that is in the roadmap, by its id.

    `numbers` are those of all tasks, `cases` those to show by question.
    """
    for task in tasks:
        if isinstance(task.origin, Gap):
            title, section = task.origin.question.label, task.origin.section
            dimension, dimension_id = section.title, section.id
        else:
            title, dimension, dimension_id = task.origin.title, "", ""
        questions = [scope.questionnaire.questions[id] for id in task.questions]
        owners = dict.fromkeys(filter(None, (scope.answers[id].owner for id in task.questions)))
        yield TaskView(
            number=numbers[task.id],
            title=title,
            dimension=dimension,
            dimension_id=dimension_id,
            action=action_view(task.action, scope.questionnaire.effort_days),
            days=task.horizon,
            due=due.get(task.id, ""),
            evidence=_proof(questions),
            owner=_owners(list(owners)),
            questions=task.questions,
            red_flag=not dimension,
            after=tuple(sorted({numbers[id] for id in task.first})),
            case=next((cases[id] for id in task.questions if id in cases), None),
        )


def _owners(names: Sequence[str]) -> str:
    """Who owns the answers: in full if it is one, in short if they are several."""
    return shortened(names[0], EXCERPT) if len(names) == 1 else _(", ").join(some(names))


def _proof(questions: Sequence[Question]) -> tuple[str, ...]:
    """What counts as proof for `questions`: all of it for one, in short the first of each for several."""
    if len(questions) == 1:
        return questions[0].evidence
    return tuple(some([question.evidence[0] for question in questions if question.evidence]))


def leading_case(
    tasks: Sequence[Task], gaps: Sequence[GapView], chosen: Mapping[str, ChosenCase]
) -> ShownCase | None:
    """The case to learn from first: of the first tasks with a case, the one that fits the profile best.

    It matches at least as many facts of the profile as it mismatches; None if no case does.
    """
    cases = {gap.question: gap.case for gap in gaps}
    ids = [id for task in tasks for id in task.questions if id in chosen and id in cases]
    fitting = [id for id in dict.fromkeys(ids) if len(chosen[id].matches) >= len(chosen[id].mismatches)]
    if not fitting:
        return None
    best = min(fitting[:_LEADING], key=lambda id: len(chosen[id].mismatches) - len(chosen[id].matches))
    return cases[best]


_LEADING = 6
"""How many of the first tasks may give the case to learn from."""


def days_due(roadmap: Iterable[Phase], built_on: datetime.date) -> dict[str, str]:
    """The day by which each task of the roadmap is due, by its id, counted from the day `built_on`."""
    return {task.id: _day(built_on, phase.days) for phase in roadmap for task in phase.tasks}


def phase_view(phase: Phase, numbers: Mapping[str, int], built_on: datetime.date) -> PhaseView:
    """The tasks to finish within one horizon, counted from the day `built_on`."""
    due = _day(built_on, phase.days)
    title = _("Within {days} days, by {date}").format(days=phase.days, date=day_in_words(due))
    return PhaseView(phase.days, due, title, tuple(numbers[task.id] for task in phase.tasks))


def stages_view(
    scores: Scores, tasks: Sequence[Task], roadmap: int, *, gaps: Sequence[Gap], figures: Figures
) -> StagesView:
    """What the first of `tasks`, the first `roadmap` and all take and bring; `gaps` are all there are."""

    def stage(tasks: Sequence[Task]) -> StageView:
        questions = {id for task in tasks for id in task.questions}
        better = after(scores, [gap for gap in gaps if gap.question.id in questions])
        days, band = scores.questionnaire.effort_days, better.verdict.band
        return StageView(
            tasks=len(tasks),
            person_days=sum(days[task.action.effort - 1] for task in tasks) if days else None,
            overall=figures.number(better.overall.low) if better.applies else None,
            verdict=band.title if band else "",
            verdict_id=band.id if band else None,
        )

    return StagesView(stage(tasks[:FIRST]), stage(tasks[:roadmap]), stage(tasks))


def _day(built_on: datetime.date, days: int) -> str:
    """The day that is `days` after `built_on`."""
    return (built_on + datetime.timedelta(days=days)).isoformat()


def pathway_views(scope: Scope) -> Iterable[PathwayView]:
    """The pathways whose condition holds."""
    for pathway in scope.questionnaire.pathways:
        if scope.holds(pathway.when):
            yield _pathway(pathway, scope)


def _pathway(pathway: Pathway, scope: Scope) -> PathwayView:
    steps = tuple(
        _step(step, pathway, scope) for step in pathway.steps if step.when is None or scope.holds(step.when)
    )
    return PathwayView(pathway.id, pathway.title, pathway.text, steps)


_STANDING = 80
"""The most characters of a question and of an answer in a step; there may be hundreds of steps."""


def _step(step: Step, pathway: Pathway, scope: Scope) -> StepView:
    questions = scope.questionnaire.questions
    standing = tuple(
        (shortened(questions[id].label, _STANDING), shortened(answer_in_words(scope, id), _STANDING))
        for id in step.questions
        if id in scope
    )
    library = scope.questionnaire.cases
    cases = {case.id: case for case in library.cases}
    reason = _("the pathway “{title}” refers to it").format(title=shortened(pathway.title))
    shown = (ShownCase(case_view(cases[id], library), reason) for id in step.cases)
    return StepView(step.text, standing, tuple(shown))
