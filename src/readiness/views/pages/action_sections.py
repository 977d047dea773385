"""The sections of a report about what to do: gaps, roadmap, pathways, and cases to learn from."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from readiness.messages.catalogue import _
from readiness.messages.sentences import day_in_words, ended, some, with_number
from readiness.views.blocks import (
    Block,
    Column,
    Fact,
    Facts,
    Heading,
    Item,
    Line,
    List,
    Table,
    Timeline,
    Work,
    alert,
    fact,
    in_brackets,
    joined,
    label,
    line,
    link,
    paragraph,
    quiet,
    strong,
)
from readiness.views.pages.case_blocks import case_id, shown_cases
from readiness.views.plan_report import PlanStepView
from readiness.views.report import GapView, Report
from readiness.views.report_advice import ShownCase, StageView, StepView, TaskView

GAPS = 7
"""The gaps in the body; the others are in the appendix."""


def task_link(number: int | None) -> Line:
    """The number of a task, which leads to it; a dash if there is none."""
    return (link(str(number), task_id(number)),) if number else line("–")


def task_id(number: int) -> str:
    """The id of the item of a task."""
    return f"action-{number}"


# --- roadmap ----------------------------------------------------------------------------------------


def roadmap(report: Report) -> Iterator[Block]:
    """What to finish by when, every action in full."""
    if not report.roadmap:
        return
    yield Heading(_("Roadmap"), id="roadmap")
    yield paragraph(
        _(
            "Actions are numbered by importance and listed by the day by which they can be done, counted from"
            " {date}."
        ).format(date=day_in_words(report.provenance.built_on)),
        *_stages(report),
    )
    yield _timeline(report)
    for phase in report.roadmap:
        yield Heading(phase.title, 3)
        yield List(tuple(_task(report.tasks[number - 1]) for number in phase.tasks))


def _stages(report: Report) -> Iterator[str]:
    """What the roadmap and all actions take, and where they lead."""
    roadmap, everything = report.stages.roadmap, report.stages.all
    by_days = roadmap.person_days is not None
    text = _("Done in full, the roadmap leads to an overall of {result}.")
    if by_days:
        text = _("Done in full, the roadmap takes {days} person-days and leads to an overall of {result}.")
    yield _in_words(text, roadmap)
    if everything.tasks > roadmap.tasks:
        text = _("All {count} actions lead to {result}.")
        if by_days:
            text = _("All {count} actions take {days} person-days and lead to {result}.")
        yield _in_words(text, everything)


def _in_words(text: str, stage: StageView) -> str:
    days = "" if stage.person_days is None else f"{stage.person_days:g}"
    return text.format(count=stage.tasks, days=days, result=result_of(stage))


def result_of(stage: StageView) -> str:
    """The overall and the verdict that a stage leads to."""
    overall = stage.overall.text if stage.overall else _("no score")
    if not stage.verdict:
        return overall
    return _("{score} (“{verdict}”)").format(score=overall, verdict=stage.verdict)


def _timeline(report: Report) -> Timeline:
    works = [
        Work(str(task.number), task.title, phase.days, task_id(task.number), task.red_flag)
        for phase in report.roadmap
        for task in (report.tasks[number - 1] for number in phase.tasks)
    ]
    counts = (
        _("{count} by {date}").format(count=len(phase.tasks), date=day_in_words(phase.due))
        for phase in report.roadmap
    )
    caption = _("Actions by deadline")
    if any(work.urgent for work in works):
        caption = _("Actions by deadline; a square is a red flag")
    return Timeline(
        caption=caption,
        works=tuple(works),
        marks=((0, report.provenance.built_on), *((phase.days, phase.due) for phase in report.roadmap)),
        alternative=_("Actions to finish: {counts}.").format(counts=_(", ").join(counts)),
    )


def _task(task: TaskView) -> Item:
    facts = []
    if task.evidence:
        facts.append(fact(_("What counts as proof:"), joined(task.evidence)))
    facts.extend(_after(task))
    if task.owner:
        facts.append(fact(_("Named in the answer:"), task.owner))
    if task.case:
        facts.append(fact(_("Learn from:"), link(task.case.case.who, case_id(task.case.case))))
    text = task_line(task, task.dimension, task.action.cost)
    return Item(text, (Facts(tuple(facts)),) if facts else (), str(task.number), task_id(task.number))


def _after(task: TaskView) -> Iterator[Fact]:
    """The tasks that must come before `task`, if there are any."""
    if task.after:
        yield Fact(_("After:"), tuple(run for number in task.after for run in task_link(number)))


def task_line(task: TaskView | PlanStepView, *remarks: str) -> Line:
    """What to do and who does it, with `remarks` in brackets; those that are empty are left out."""
    return line(
        alert(_("Red flag.")) if task.red_flag else "",
        strong(ended(task.title)),
        label(_("{who}:").format(who=task.action.who) if task.action.who else ""),
        task.action.text,
        quiet(in_brackets(joined(filter(None, remarks)))),
    )


def cost_and_time(task: TaskView) -> str:
    """What a task takes, and by when it is due or, if it is not in the roadmap, how long it takes."""
    if task.due:
        return _("{cost}, by {date}").format(cost=task.action.cost, date=day_in_words(task.due))
    return _("{cost}, {days} days").format(cost=task.action.cost, days=task.days)


def further_tasks(report: Report) -> Iterator[Block]:
    """The actions that are not in the roadmap, in full."""
    if further := [task for task in report.tasks if not task.due]:
        yield Heading(_("Further actions"), id="further-actions")
        yield paragraph(
            _(
                "They follow when those of the roadmap are done. Nobody does everything at once, so the"
                " roadmap keeps to the most important."
            )
        )
        yield List(tuple(_further(task) for task in further))


def _further(task: TaskView) -> Item:
    facts = tuple(_after(task))
    text = task_line(task, task.dimension, cost_and_time(task))
    return Item(text, (Facts(facts),) if facts else (), str(task.number), task_id(task.number))


# --- gaps ---------------------------------------------------------------------------------------


def gaps(report: Report) -> Iterator[Block]:
    """The largest gaps, with the levels now and next."""
    if not report.gaps:
        return
    yield Heading(_("Largest gaps"), id="gaps")
    order = _("Ordered by what the top level would add to the overall score.")
    further = _("The others are under “Further gaps”.") if len(report.gaps) > GAPS else ""
    yield paragraph(order, link(further, "further-gaps"), _without_action(report, report.gaps[:GAPS]))
    columns = (
        Column(_("Question")),
        Column(_("Your answer")),
        Column(_("Next level")),
        Column(_("Adds"), number=True),
        Column(_("Top level adds"), number=True),
        *_action_column(report),
    )
    rows = tuple(
        (
            line(strong(gap.title), quiet(in_brackets(gap.dimension))),
            line(with_number(gap.answer_number, gap.answer)),
            line(with_number(gap.next_number, gap.next)),
            line(gap.lift_next.text),
            line(gap.lift_best.text),
            *_action_cell(report, gap),
        )
        for gap in report.gaps[:GAPS]
    )
    yield Table(columns, rows, _("The largest gaps, and what the next level adds to the overall score"))


def _action_column(report: Report) -> tuple[Column, ...]:
    """The column of the actions; left out of a report that has none."""
    return (Column(_("Action"), number=True),) if report.tasks else ()


def _action_cell(report: Report, gap: GapView) -> tuple[Line, ...]:
    return (task_link(gap.task),) if report.tasks else ()


def _without_action(report: Report, gaps: Sequence[GapView]) -> str:
    """What a dash means, if there is one."""
    if not report.tasks or all(gap.task for gap in gaps):
        return ""
    return _(
        "A dash: there is no action for the next level, another action must come first, or one in the roadmap"
        " speaks against it."
    )


def further_gaps(report: Report) -> Iterator[Block]:
    """The gaps that are not in the body."""
    if len(report.gaps) <= GAPS:
        return
    yield Heading(_("Further gaps"), id="further-gaps")
    if said := _without_action(report, report.gaps[GAPS:]):
        yield paragraph(said)
    columns = (
        Column(_("Question")),
        Column(_("Dimension")),
        Column(_("Next level adds"), number=True),
        Column(_("Top level adds"), number=True),
        *_action_column(report),
    )
    rows = (
        (
            line(gap.title),
            line(gap.dimension),
            line(gap.lift_next.text),
            line(gap.lift_best.text),
            *_action_cell(report, gap),
        )
        for gap in report.gaps[GAPS:]
    )
    yield Table(columns, tuple(rows), _("Further gaps"))


# --- pathways -------------------------------------------------------------------------------------


def pathways(report: Report) -> Iterator[Block]:
    """Advice for enterprises like this one."""
    for pathway in report.pathways:
        yield Heading(_("Pathway: {title}").format(title=pathway.title), id=f"pathway-{pathway.id}")
        yield paragraph(pathway.text)
        yield List(tuple(_step(number, step) for number, step in enumerate(pathway.steps, start=1)))


def _step(number: int, step: StepView) -> Item:
    facts = []
    if step.standing:
        titles = joined(some([title for title, _answer in step.standing]))
        facts.append(Fact(_("Questions about this:"), (link(titles, "answers"),)))
    if step.cases:
        *others, last = step.cases
        links = [link(_("{case};").format(case=each.case.who), case_id(each.case)) for each in others]
        facts.append(fact(_("Learn from:"), *links, link(last.case.who, case_id(last.case))))
    return Item(line(step.text), below=(Facts(tuple(facts)),) if facts else (), number=str(number))


# --- cases ----------------------------------------------------------------------------------------


def cases(report: Report) -> Iterator[Block]:
    """The cases that the first page, the roadmap and pathways refer to."""
    return shown_cases(_cases(report))


def _cases(report: Report) -> Iterator[ShownCase]:
    yield from filter(None, (report.lead, *(task.case for task in report.tasks if task.due)))
    yield from (case for pathway in report.pathways for step in pathway.steps for case in step.cases)
