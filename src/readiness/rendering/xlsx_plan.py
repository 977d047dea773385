"""The plan as an Excel workbook: what it takes, and its steps as a list to go on with."""

from __future__ import annotations

from readiness.messages.catalogue import _
from readiness.rendering.xlsx_book import Book, CellValue, Field
from readiness.rendering.xlsx_pages import TextSheet
from readiness.rendering.xlsx_status import SPARE, offer_status, statuses
from readiness.views.blocks import Block, Heading, Table
from readiness.views.pages.plan_page import BANDS, RISKS, plan_first_page
from readiness.views.plan_report import PlanReport, PlanStepView


def plan_xlsx(plan: PlanReport) -> bytes:
    """`plan` as the content of an .xlsx file. The same plan gives the same bytes."""
    book = Book(plan)
    summary = TextSheet(book.add_sheet(_("Plan")), (30, 18, 60))
    summary.write(block for block in plan_first_page(plan) if not _has_sheet(block))
    if plan.steps:
        _steps(book, plan)
    if plan.risks:
        _risks(book, plan)
    if plan.bands:
        _bands(book, plan)
    return book.content()


def _has_sheet(block: Block) -> bool:
    """Whether `block` belongs to a table, which has a sheet of its own."""
    return isinstance(block, Table) or (isinstance(block, Heading) and block.id in (BANDS, RISKS))


def _steps(book: Book, plan: PlanReport) -> None:
    by_days = plan.unit == "person-days"
    fields = (
        Field(_("No."), 6, "whole"),
        Field(_("Step"), 24),
        Field(_("Action"), 48),
        Field(_("Role"), 16),
        Field(_("Due"), 12, "date"),
        Field(_("Person-days") if by_days else _("Effort, 1–5"), 9, "whole"),
        Field(_("Status"), 11),
        Field(_("Red flag"), 9),
        Field(_("Proof"), 36),
        Field(_("After"), 8),
        Field(_("Overall then"), 9, "number"),
        Field(_("Answer now"), 36, printed=False),
        Field(_("Next level"), 36, printed=False),
        Field(_("Dimension"), 20, printed=False),
        Field(_("Learn from"), 24, printed=False),
        Field(_("Question: id"), 28, printed=False),
    )
    sheet = book.add_sheet(_("Steps"))
    end = sheet.whole_table(fields, map(_step, plan.steps), fixed=2, spare=SPARE)
    titles = [field.title for field in fields]
    offer_status(sheet, end, titles.index(_("Due")), titles.index(_("Status")), len(fields) - 1)


def _step(step: PlanStepView) -> tuple[CellValue, ...]:
    return (
        step.number,
        step.title,
        step.action.text,
        step.action.who,
        step.due,
        step.cost,
        statuses()[0],
        _("yes") if step.red_flag else "",
        "\n".join(step.evidence),
        _(", ").join(map(str, step.after)),
        step.overall,
        "\n".join(move.from_text for move in step.moves),
        "\n".join(move.to_text for move in step.moves),
        "\n".join(dict.fromkeys(move.dimension for move in step.moves)),
        step.case.case.who if step.case else "",
        "\n".join(move.question for move in step.moves),
    )


def _risks(book: Book, plan: PlanReport) -> None:
    fields = (
        Field(_("Risk"), 34),
        Field(_("Left today"), 14, "percent"),
        Field(_("Left after the plan"), 14, "percent"),
        Field(_("Id"), 24, printed=False),
    )
    rows = ((risk.title, risk.before.high, risk.after.high, risk.id) for risk in plan.risks)
    book.add_sheet(_("Risks")).whole_table(fields, rows, fixed=1)


def _bands(book: Book, plan: PlanReport) -> None:
    by_days = plan.unit == "person-days"
    fields = (
        Field(_("Level"), 24),
        Field(_("Person-days") if by_days else _("Effort"), 12, "whole"),
        Field(_("What it lacks"), 80),
        Field(_("Id"), 24, printed=False),
    )
    rows = (
        (band.title, band.cost, "\n".join(each.text for each in band.missing), band.id) for band in plan.bands
    )
    book.add_sheet(_("Levels")).whole_table(fields, rows, fixed=1)
