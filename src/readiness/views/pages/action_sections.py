"""The sections of a report about what to do: gaps, roadmap, pathways, and cases to learn from."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from readiness.messages.catalogue import _, plural
from readiness.views.blocks import (
    Block,
    Card,
    Column,
    Fact,
    Facts,
    Heading,
    Item,
    Line,
    List,
    Run,
    Table,
    alert,
    fact,
    in_brackets,
    joined,
    label,
    line,
    paragraph,
    quiet,
    strong,
)
from readiness.views.pages.case_blocks import case_body, case_facts, case_title
from readiness.views.report import ActionView, GapView, Report, StepView, TaskView


def cost(action: ActionView) -> Run:
    """The effort and time that an action takes, in brackets."""
    return quiet(in_brackets(action.cost))


def task_line(task: TaskView) -> Line:
    """One task with its action and cost."""
    return line(
        alert(_("Red flag.")) if task.red_flag else "",
        strong(_("{title}.").format(title=task.title)),
        *action_runs(task.action),
    )


def action_runs(action: ActionView) -> tuple[str | Run, ...]:
    """Who does what, and what it takes."""
    who = _("{who}:").format(who=action.who) if action.who else ""
    return label(who), action.text, cost(action)


# --- gaps ---------------------------------------------------------------------------------------


def gaps(report: Report, detailed: Sequence[GapView], *, complete: bool) -> Iterator[Block]:
    """The `detailed` gaps, then the others: a table if the page is `complete`, otherwise their number."""
    if not report.gaps:
        return
    yield Heading(_("Largest gaps"))
    yield paragraph(_("Ordered by how much closing each of them would add to the overall score."))
    yield from map(_gap, detailed)
    further = report.gaps[len(detailed) :]
    if further and complete:
        yield from _further_gaps(further)
    elif further:
        message = plural(
            "{count} further gap is in the report that --export writes.",
            "{count} further gaps are in the report that --export writes.",
            len(further),
        )
        yield paragraph(quiet(message))


def _gap(gap: GapView) -> Card:
    text = (paragraph(gap.text),) if gap.text else ()
    title = line(gap.title, in_brackets(gap.dimension))
    return Card(title, (*text, Facts(tuple(_gap_facts(gap)))), number=str(gap.rank))


def _gap_facts(gap: GapView) -> Iterator[Fact]:
    yield fact(_("Your answer:"), gap.answer)
    if gap.note:
        yield fact(_("Your note:"), gap.note)
    if gap.owner:
        yield fact(_("Owner:"), gap.owner)
    yield fact(_("Next level:"), gap.next)
    if gap.action:
        yield fact(_("To get there:"), *action_runs(gap.action))
    yield fact(_("Worth:"), gap.lift)
    if gap.evidence:
        yield fact(_("Evidence to show:"), joined(gap.evidence))
    if gap.case:
        yield from case_facts(gap.case)


def _further_gaps(further: Sequence[GapView]) -> Iterator[Block]:
    yield Heading(_("Further gaps"), 3)
    columns = (
        Column(_("Question")),
        Column(_("Dimension")),
        Column(_("Next level adds"), number=True),
        Column(_("Top level adds"), number=True),
    )
    rows = ((gap.title, gap.dimension, gap.lift_next.text, gap.lift_best.text) for gap in further)
    yield Table(columns, tuple(tuple(map(line, row)) for row in rows))


# --- roadmap and pathways -------------------------------------------------------------------------


def roadmap(report: Report) -> Iterator[Block]:
    """What to finish by when."""
    if report.roadmap:
        yield Heading(_("Roadmap"))
    for phase in report.roadmap:
        yield Heading(phase.title, 3)
        more = (Item(line(quiet(phase.more))),) if phase.more else ()
        yield List((*(Item(task_line(task)) for task in phase.tasks), *more))


def pathways(report: Report) -> Iterator[Block]:
    """Advice for enterprises like this one."""
    for pathway in report.pathways:
        yield Heading(_("Pathway: {title}").format(title=pathway.title))
        yield paragraph(pathway.text)
        yield List(tuple(_step(number, step) for number, step in enumerate(pathway.steps, start=1)))


def _step(number: int, step: StepView) -> Item:
    facts = [
        Item(line(_("{title}: {answer}").format(title=title, answer=answer)))
        for title, answer in step.standing
    ]
    if step.cases:
        facts.append(Item(line(label(_("Learn from:")), joined(step.cases))))
    return Item(line(step.text), below=(List(tuple(facts)),) if facts else (), number=str(number))


# --- cases ----------------------------------------------------------------------------------------


def cases(gaps: Sequence[GapView]) -> Iterator[Block]:
    """The cases that `gaps` refer to, each in full and only once."""
    shown = {gap.case.case.id: gap.case.case for gap in gaps if gap.case}
    if shown:
        yield Heading(_("Cases to learn from"))
    for case in shown.values():
        yield Card(line(case_title(case)), tuple(case_body(case)))
