"""The page of a plan: what it takes and where it leads, its steps, and what each band takes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import NamedTuple

from readiness.messages.catalogue import _, plural
from readiness.messages.sentences import bare, day_in_words, ended, with_number
from readiness.views.blocks import (
    Block,
    Break,
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
    bullets,
    fact,
    joined,
    line,
    link,
    paragraph,
    strong,
)
from readiness.views.pages.action_sections import task_line
from readiness.views.pages.case_blocks import case_id, shown_cases
from readiness.views.pages.cover import cover_block
from readiness.views.plan_report import MoveView, PlanReport, PlanStepView

BANDS = "bands"
"""The id of the section on what each band takes."""
RISKS = "risks-left"
"""The id of the section on what is left of each risk."""


def plan_page(plan: PlanReport) -> Iterator[Block]:
    """Everything about a plan."""
    body = (*_steps_in_full(plan), *shown_cases(plan.cases))
    yield from plan_first_page(plan)
    if body:
        yield from (Break(), *body)


def plan_first_page(plan: PlanReport) -> Iterator[Block]:
    """What the plan takes, where it leads, its steps in short, and what each band takes."""
    yield cover_block(
        plan.title,
        plan.subtitle,
        _("Plan of:"),
        plan.cover,
        plan.provenance,
        plan.language,
        verdict=plan.end.verdict,
        overall=plan.end.overall.text if plan.end.overall else "",
    )
    if plan.market and plan.market.showstopper:
        yield paragraph(alert(_("Ruled out:")), plan.market.showstopper)
    yield Heading(plan.heading, id="plan")
    if plan.summary:
        first, *others = plan.summary
        yield paragraph(strong(first), *others)
    if plan.flags_in_words:
        first, *others = plan.flags_in_words
        yield paragraph(alert(first), *others)
    yield from _missing(plan)
    yield from _before_it(plan)
    if plan.steps:
        yield _steps_in_short(plan)
    yield from _risks(plan)
    yield from _bands(plan)
    if plan.remarks:
        yield bullets(plan.remarks, line(strong(_("To bear in mind:"))))


def _missing(plan: PlanReport) -> Iterator[Block]:
    """What the band to reach lacks even after every action."""
    aim = next((band for band in plan.bands if band.id == plan.aim_id), None)
    if aim is not None and aim.missing:
        title = _("What no action of the questionnaire brings about:")
        if plan.conditions:
            title = _("What is still missing under these conditions:")
        yield bullets((blocker.text for blocker in aim.missing), line(strong(title)))


def _before_it(plan: PlanReport) -> Iterator[Block]:
    """What was decided beforehand, what is taken as given, and what stands in the way today."""
    if plan.conditions:
        yield bullets(plan.conditions, line(strong(_("Conditions:"))))
    if plan.assumed:
        title = line(strong(_("Taken as given, without effort:")))
        yield List(tuple(Item(_move(move)) for move in plan.assumed), title)
    if plan.obstacles:
        title = line(strong(_("What stands in the way today:")))
        yield bullets((blocker.text for blocker in plan.obstacles), title)


def _move(move: MoveView) -> Line:
    return line(strong(ended(move.title)), _from_to(move))


def _from_to(move: MoveView) -> str:
    before, after = (
        with_number(number, bare(text))
        for number, text in ((move.from_number, move.from_text), (move.to_number, move.to_text))
    )
    return _("From “{before}” to “{after}”").format(before=before, after=after)


class _Row(NamedTuple):
    """The steps of one question, or the action of a red flag that improves several."""

    steps: tuple[PlanStepView, ...]

    @property
    def moves(self) -> tuple[MoveView, ...]:
        """What its steps improve together: each answer from where it is to where it ends."""
        first = self.steps[0].moves
        return first if len(first) > 1 else (_joined_move(first[0], self.steps[-1].moves[0]),)


def _joined_move(first: MoveView, last: MoveView) -> MoveView:
    return first._replace(to_id=last.to_id, to_number=last.to_number, to_text=last.to_text)


def _rows(plan: PlanReport) -> list[_Row]:
    """The steps by question, by the day by which the last of each can be done."""
    found: dict[str, tuple[PlanStepView, ...]] = {}
    for step in plan.steps:
        key = _id(step) if len(step.moves) > 1 else step.moves[0].question
        found[key] = (*found.get(key, ()), step)
    return sorted(map(_Row, found.values()), key=lambda row: row.steps[-1].days)


def _steps_in_short(plan: PlanReport) -> Table:
    columns = (
        Column(_("What gets better")),
        Column(_("From → to")),
        Column(_("Person-days") if plan.unit == "person-days" else _("Effort"), number=True),
        Column(_("Who")),
        Column(_("By")),
    )
    return Table(columns, tuple(map(_short_row, _rows(plan))), _("The steps by what gets better"))


def _short_row(row: _Row) -> tuple[Line, ...]:
    first, last = row.steps[0], row.steps[-1]
    title = first.title if len(first.moves) > 1 else first.moves[0].title
    roles = dict.fromkeys(step.action.who for step in row.steps if step.action.who)
    return (
        line(alert(_("Red flag.")) if first.red_flag else "", link(title, _id(first))),
        line(_levels(row.moves, exposure=first.exposure)),
        line(f"{sum(step.cost for step in row.steps):.15g}"),
        line(joined(roles)),
        line(day_in_words(last.due)),
    )


def _levels(moves: Iterable[MoveView], *, exposure: bool) -> str:
    """The numbers of the levels before and after, for answers that have such numbers."""
    levels = joined(
        _("{before} → {after}").format(before=move.from_number, after=move.to_number)
        for move in moves
        if move.from_number and move.to_number
    )
    return _("exposure {levels}").format(levels=levels) if exposure and levels else levels


def _risks(plan: PlanReport) -> Iterator[Block]:
    """What is left of each risk."""
    if not plan.risks:
        return
    columns = (
        Column(_("Risk")),
        Column(_("Left today"), number=True),
        Column(_("Left after the plan"), number=True),
    )
    rows = ((line(risk.title), line(risk.before.text), line(risk.after.text)) for risk in plan.risks)
    yield Heading(_("What is left of each risk"), id=RISKS)
    yield Table(columns, tuple(rows), _("What is left of each risk, before and after the plan"))


def _bands(plan: PlanReport) -> Iterator[Block]:
    """What each band above the present one takes."""
    if not plan.bands:
        return
    yield Heading(_("What each level takes"), id=BANDS)
    columns = (Column(_("Level")), Column(_("Least effort"), number=True), Column(_("What it lacks")))
    rows = (
        (
            line(strong(band.title)),
            line(band.cost_in_words),
            line(joined(bare(each.text) for each in band.missing) or "–"),
        )
        for band in plan.bands
    )
    yield Table(columns, tuple(rows), _("What each level above the present one takes"))


# --- the steps in full --------------------------------------------------------------------------------


def _steps_in_full(plan: PlanReport) -> Iterator[Block]:
    """Every step with its action, by the day by which it can be done."""
    if not plan.steps:
        return
    yield Heading(_("The steps in full"), id="steps")
    yield _timeline(plan)
    for days, group in groupby(plan.steps, key=lambda step: step.days):
        steps = list(group)
        title = _("Within {days} days, by {date}").format(days=days, date=day_in_words(steps[0].due))
        yield Heading(title, 3)
        yield List(tuple(_step(plan, step) for step in steps))


def _timeline(plan: PlanReport) -> Timeline:
    works = [Work(str(step.number), step.title, step.days, _id(step), step.red_flag) for step in plan.steps]
    due = {step.days: step.due for step in plan.steps}
    counts = (
        _("{count} by {date}").format(
            count=sum(step.days == days for step in plan.steps), date=day_in_words(day)
        )
        for days, day in due.items()
    )
    caption = _("Steps by the day by which they can be done")
    if any(work.urgent for work in works):
        caption = _("Steps by the day by which they can be done; a square is a red flag")
    return Timeline(
        caption=caption,
        works=tuple(works),
        marks=((0, plan.provenance.built_on), *due.items()),
        alternative=_("Steps to finish: {counts}.").format(counts=_(", ").join(counts)),
    )


def _step(plan: PlanReport, step: PlanStepView) -> Item:
    facts = [*_moves(step)]
    if step.evidence:
        facts.append(fact(_("Proof, as far as the level demands:"), joined(step.evidence)))
    if step.after:
        *others, last = step.after
        links = [link(_("{number},").format(number=each), _id(plan.steps[each - 1])) for each in others]
        facts.append(fact(_("After step:"), *links, link(str(last), _id(plan.steps[last - 1]))))
    if step.lifts:
        facts.append(fact(_("Lifts the red flag:"), joined(step.lifts)))
    if step.case:
        facts.append(fact(_("Learn from:"), link(step.case.case.who, case_id(step.case.case))))
    facts.append(fact(_("Overall then:"), _result(plan, step)))
    said = task_line(step, _dimensions(step), step.action.cost)
    return Item(said, (Facts(tuple(facts)),), str(step.number), _id(step))


def _dimensions(step: PlanStepView) -> str:
    return joined(dict.fromkeys(move.dimension for move in step.moves))


def _moves(step: PlanStepView) -> Iterator[Fact]:
    """From which level to which; with the title of the question if there are several."""
    for move in step.moves:
        title = strong(ended(move.title)) if len(step.moves) > 1 else ""
        yield fact(_("Level:"), title, _from_to(move))


def _result(plan: PlanReport, step: PlanStepView) -> str:
    """The overall after a step, the effort up to it, and the band if the step reaches it."""
    total = plural(
        "{overall}, after {total} person-day",
        "{overall}, after {total} person-days",
        1 if step.total == 1 else 2,
        overall=step.overall.text,
        total=f"{step.total:g}",
    )
    if plan.unit != "person-days":
        total = step.overall.text
    before = plan.start if step.number == 1 else plan.steps[step.number - 2]
    if step.verdict_id == before.verdict_id:
        return total
    return _("{result}: “{band}”").format(result=total, band=step.verdict)


def _id(step: PlanStepView) -> str:
    return f"step-{step.number}"
