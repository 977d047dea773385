"""The report as an Excel workbook: a summary with charts, and sheets to filter, to print and to work with."""

from __future__ import annotations

from collections.abc import Sequence

from readiness.messages.catalogue import _
from readiness.rendering.xlsx_book import Book, CellValue, Field, Sheet
from readiness.rendering.xlsx_markets import write_markets
from readiness.rendering.xlsx_pages import TextSheet
from readiness.rendering.xlsx_peers import write_peers
from readiness.rendering.xlsx_scores import both_ends, low_and_high, score_charts, write_scores
from readiness.rendering.xlsx_status import SPARE, offer_status, statuses
from readiness.rendering.xlsx_summary import write_summary
from readiness.rendering.xlsx_sure import write_sure
from readiness.views.blocks import Facts, Heading, fact, joined, labelled
from readiness.views.pages.evidence_sections import changes, left_aside, method, profile_facts
from readiness.views.report import AnswerView, GapView, Report, TargetView
from readiness.views.report_advice import ShownCase, TaskView
from readiness.views.report_proof import ClaimView, DocumentView, ProofView


def report_xlsx(report: Report) -> bytes:
    """`report` as the content of an .xlsx file. The same report gives the same bytes."""
    book = Book(report)
    summary, scores = book.add_sheet(_("Summary")), book.add_sheet(_("Dimensions"))
    write_summary(summary, report, score_charts(scores, report))
    write_scores(scores, report)
    _answers(book.add_sheet(_("Answers")), report)
    _actions(book.add_sheet(_("Actions")), report)
    if report.sensitivity and (report.sensitivity.hinges or report.sensitivity.pairs):
        write_sure(book.add_sheet(_("Sensitivity")), report.sensitivity)
    if report.proof and report.proof.documents:
        _documents(book.add_sheet(_("Documents")), report.proof)
    if report.markets:
        write_markets(book.add_sheet(_("Markets")), report)
    if report.peers and report.peers.scores:
        write_peers(book.add_sheet(_("Other firms")), report.peers)
    if report.targets:
        _targets(book.add_sheet(_("Targets")), report)
    _cases(book.add_sheet(_("Cases")), report)
    _method(book.add_sheet(_("Method")), report)
    return book.content()


# --- answers ----------------------------------------------------------------------------------------


def _answers(sheet: Sheet, report: Report) -> None:
    fields = (
        Field(_("Dimension"), 20),
        Field(_("Side"), 11),
        Field(_("Question"), 24),
        Field(_("Asked"), 36),
        Field(_("Answer"), 36),
        Field(_("Score"), 8, "percent"),
        Field(_("Weight"), 9, "whole"),
        Field(_("Note"), 36),
        Field(_("Evidence"), 30),
        Field(_("Owner"), 16),
        Field(_("Action"), 9, "whole"),
        Field(_("State"), 14, printed=False),
        Field(_("Question: id"), 28, printed=False),
        Field(_("Answer: id"), 24, printed=False),
    )
    actions = report.task_numbers()
    sheet.whole_table(fields, (_answer(item, actions.get(item.question)) for item in report.answers), fixed=3)


def _states() -> dict[str, str]:
    """The states of an answer in words."""
    return {
        "answered": _("answered"),
        "unknown": _("unknown"),
        "unanswered": _("unanswered"),
        "not applicable": _("not applicable"),
    }


def _answer(item: AnswerView, action: int | None) -> tuple[CellValue, ...]:
    return (
        item.dimension,
        item.side,
        item.title,
        item.text,
        item.answer,
        item.score,
        item.weight,
        item.note,
        "\n".join(item.evidence),
        item.owner,
        action,
        _states()[item.state],
        item.question,
        item.answer_id,
    )


# --- actions ----------------------------------------------------------------------------------------


def _actions(sheet: Sheet, report: Report) -> None:
    """The actions as a list to go on with: it has a status to choose, and shows what is late."""
    by_days = any(task.action.person_days is not None for task in report.tasks)
    fields = (
        Field(_("No."), 6, "whole"),
        Field(_("For"), 20),
        Field(_("Action"), 48),
        Field(_("Role"), 16),
        Field(_("Owner"), 15),
        Field(_("Due"), 12, "date"),
        Field(_("Person-days") if by_days else _("Effort, 1–5"), 9, "whole"),
        Field(_("Status"), 11),
        Field(_("Red flag"), 9),
        Field(_("Dimension"), 20),
        Field(_("Proof"), 36),
        Field(_("After"), 8),
        Field(_("Learn from"), 24, printed=False),
        Field(_("Answer now"), 36, printed=False),
        Field(_("Next level"), 36, printed=False),
    )
    rows = (
        _action(task, [gap for gap in report.gaps if gap.task == task.number], by_days=by_days)
        for task in report.tasks
    )
    end = sheet.whole_table(fields, rows, fixed=3, spare=SPARE)
    titles = [field.title for field in fields]
    offer_status(sheet, end, titles.index(_("Due")), titles.index(_("Status")), len(fields) - 1)
    sheet.worksheet.ignore_errors({"number_stored_as_text": f"A1:{chr(64 + len(fields))}{end}"})


def _action(task: TaskView, gaps: Sequence[GapView], *, by_days: bool) -> tuple[CellValue, ...]:
    """The row of a task that closes these gaps by one level."""
    return (
        task.number,
        task.title,
        task.action.text,
        task.action.who,
        task.owner,
        task.due,
        task.action.person_days if by_days else task.action.effort,
        statuses()[0],
        _("yes") if task.red_flag else "",
        task.dimension,
        "\n".join(task.evidence),
        _(", ").join(map(str, task.after)),
        task.case.case.who if task.case else "",
        "\n".join(gap.answer for gap in gaps),
        "\n".join(gap.next for gap in gaps),
    )


# --- targets ----------------------------------------------------------------------------------------


def _targets(sheet: Sheet, report: Report) -> None:
    fields = (
        Field(_("Target"), 30),
        Field(_("Aim"), 20),
        Field(_("Now"), 24),
        Field(_("To go"), 14),
        Field(_("Progress"), 11, "percent"),
        Field(_("By"), 12, "date"),
        Field(_("State"), 12),
        Field(_("What is still missing"), 60),
        Field(_("Aim: number"), 11, "number", printed=False),
        *(field._replace(printed=False) for field in (*both_ends(_("Now")), *both_ends(_("To go")))),
        Field(_("Id"), 24, printed=False),
    )
    sheet.whole_table(fields, map(_target, report.targets), fixed=1)


def _target(item: TargetView) -> tuple[CellValue, ...]:
    missing = [blocker.text for blocker in item.blocked_by] or [item.remark]
    return (
        *(item.title, item.aim, item.now_in_words, item.to_go_in_words),
        item.progress.low if item.progress else None,
        *(item.by, item.state, "\n".join(missing) if item.state_id != "reached" else ""),
        *(item.goal, *low_and_high(item.now), *low_and_high(item.to_go), item.id),
    )


# --- documents to prepare ---------------------------------------------------------------------------


def _documents(sheet: Sheet, proof: ProofView) -> None:
    fields = (
        Field(_("Who has it"), 24),
        Field(_("Document"), 60),
        Field(_("Question"), 24),
        Field(_("Dimension"), 20),
        Field(_("Answer without evidence"), 40),
        Field(_("Proof adds"), 10, "number"),
        Field(_("Action"), 9, "whole"),
        Field(_("Question: id"), 28, printed=False),
    )
    claims = {claim.question: claim for claim in proof.claims}
    rows = (_document(item, claims.get(item.question) if item.claimed else None) for item in proof.documents)
    sheet.whole_table(fields, rows, fixed=2)


def _document(item: DocumentView, claim: ClaimView | None) -> tuple[CellValue, ...]:
    return (
        item.holder,
        item.document,
        item.title,
        item.dimension,
        claim.answer if claim else "",
        claim.gain if claim else None,
        item.task,
        item.question,
    )


# --- cases and method -------------------------------------------------------------------------------


def _cases(sheet: Sheet, report: Report) -> None:
    fields = (
        Field(_("Case"), 22),
        Field(_("Title"), 22),
        Field(_("Kind"), 13),
        Field(_("Summary"), 46),
        Field(_("Lesson"), 46),
        Field(_("Figures and remarks"), 34),
        Field(_("Why it is shown"), 30),
        Field(_("Actions"), 9),
        Field(_("Part of the source"), 26, printed=False),
        Field(_("Id"), 20, printed=False),
    )
    sheet.whole_table(fields, (_case(shown, report) for shown in report.cases))


def _case(shown: ShownCase, report: Report) -> tuple[CellValue, ...]:
    case = shown.case
    figures = (
        joined(
            filter(
                None,
                (
                    figure.statement,
                    _("Disputed: {what}").format(what=figure.disputed) if figure.disputed else "",
                ),
            )
        )
        for figure in case.figures
    )
    numbers = (str(task.number) for task in report.tasks if task.case and task.case.case.id == case.id)
    return (
        case.who,
        case.title,
        case.kind,
        case.summary,
        case.lesson,
        "\n".join(filter(None, (*figures, case.caveat, case.note))),
        shown.reason,
        _(", ").join(numbers),
        case.section,
        case.id,
    )


def _method(sheet: Sheet, report: Report) -> None:
    page = TextSheet(sheet, [110.0])
    page.write((Heading(_("Method"), 1), *list(method(report))[1:]))
    if report.profile:
        page.write((Heading(_("Profile")), profile_facts(report)))
    for heading, items in left_aside(report):
        page.write((heading, Facts(tuple(fact(labelled(item.title), item.why) for item in items))))
    page.write(changes(report))
