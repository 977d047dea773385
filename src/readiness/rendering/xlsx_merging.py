"""Merged answers as an Excel workbook: a summary, all questions, how far people agree, and the verdicts."""

from __future__ import annotations

from readiness.messages.catalogue import _
from readiness.rendering.xlsx_book import Book, CellValue, Field, Sheet
from readiness.rendering.xlsx_pages import TextSheet, on_one_sheet
from readiness.rendering.xlsx_scores import both_ends, low_and_high
from readiness.views.merging import AgreementView, MergedQuestionView, Merging, VoiceView
from readiness.views.pages.merging_page import merging_page

_WITH_SHEETS = frozenset(("questions", "agreement", "verdicts"))
"""The ids of the headings of what has a sheet of its own."""


def merging_xlsx(merging: Merging) -> bytes:
    """`merging` as the content of an .xlsx file. The same answers give the same bytes."""
    book = Book(merging)
    summary = book.add_sheet(_("Summary"))
    TextSheet(summary, [110.0]).write(on_one_sheet(merging_page(merging), _WITH_SHEETS))
    summary.worksheet.activate()
    _questions(book.add_sheet(_("All questions")), merging)
    _agreement(book.add_sheet(_("Agreement")), merging)
    _verdicts(book.add_sheet(_("Verdicts")), merging)
    return book.content()


def _questions(sheet: Sheet, merging: Merging) -> None:
    fields = (
        Field(_("Dimension"), 22),
        Field(_("Question"), 28),
        Field(_("Merged answer"), 18),
        *(Field(name, 18) for name in merging.people),
        Field(_("Answered"), 10, "whole"),
        Field(_("Do not know"), 10, "whole"),
        Field(_("Left open"), 10, "whole"),
        Field(_("Not applicable"), 11, "whole"),
        Field(_("Levels apart"), 9, "number"),
        Field("r_wg", 8, "number"),
        Field(_("Notes"), 60),
        Field(_("Question: id"), 28, printed=False),
        Field(_("Answer: id"), 24, printed=False),
    )
    sheet.whole_table(fields, map(_question, merging.questions), fixed=2)


def _question(each: MergedQuestionView) -> tuple[CellValue, ...]:
    form = _("{name}: {answer}")
    notes = [form.format(name=said.name, answer=said.note) for said in each.said if said.note]
    return (
        *(each.dimension, each.title, each.answer, *each.columns),
        *(each.answered, each.unknown, each.unanswered, each.not_applicable),
        *(each.apart if each.answered > 1 else None, each.r_wg, "\n".join((*notes, *each.notes))),
        *(each.question, each.answer_id),
    )


def _agreement(sheet: Sheet, merging: Merging) -> None:
    fields = (
        Field(_("Dimension"), 32),
        Field(_("Questions with two answers"), 14, "whole"),
        Field(_("Alpha"), 10, "number"),
        Field("r_wg", 10, "number"),
        Field(_("Only a hint"), 12),
        Field(_("Id"), 18, printed=False),
    )
    sheet.whole_table(fields, map(_agreed, merging.agreement))


def _agreed(each: AgreementView) -> tuple[CellValue, ...]:
    return (each.title, each.units, each.alpha, each.r_wg, _("yes") if each.few else "", each.id)


def _verdicts(sheet: Sheet, merging: Merging) -> None:
    fields = (
        Field(_("Answers"), 28),
        Field(_("Verdict"), 22),
        Field(_("Why there is none"), 40),
        *both_ends(_("Overall")),
        Field(_("Answered"), 11, "percent"),
        Field(_("Day"), 12, "date"),
    )
    rows = [_verdict(_("All, merged"), merging.merged)]
    rows += [_verdict(each.name or _("One person"), each) for each in merging.voices]
    sheet.whole_table(fields, rows)


def _verdict(title: str, each: VoiceView) -> tuple[CellValue, ...]:
    return (title, each.band, each.why, *low_and_high(each.overall), each.coverage, each.date)
