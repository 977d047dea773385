"""The answers of a report as CSV, a row per question, for spreadsheets and programs that analyse data.

`docs/exports.md` describes the columns; their names are the same in every language. Numbers have full
precision. Lines end in CRLF, as RFC 4180 asks.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator

from readiness.messages.characters import printable
from readiness.views.explanation import Explanation
from readiness.views.report import AnswerView, Report, TargetView

COLUMNS = (
    "dimension_id",
    "dimension",
    "side",
    "question",
    "title",
    "text",
    "state",
    "answer_id",
    "answer",
    "score",
    "weight",
    "note",
    "evidence",
    "owner",
    "action",
    "target_id",
    "target",
    "target_by",
    "target_to_go",
    "target_state",
)
"""The columns of the answers of a report."""

EXPLANATION_COLUMNS = (
    "score",
    "part",
    "title",
    "weight",
    "low",
    "high",
    "answer_id",
    "answer",
    "left_out",
)
"""The columns of an explanation."""

CsvCell = str | float | None


def report_csv(report: Report) -> str:
    """The answers of `report`, a row per question."""
    actions = report.task_numbers()
    targets = {target.id: target for target in report.targets if target.kind == "question"}
    rows = (
        (*_answer(item, actions.get(item.question)), *_target(targets.get(item.question)))
        for item in report.answers
    )
    return csv_text(COLUMNS, rows)


def explanation_csv(explanation: Explanation) -> str:
    """How a score and those below it were calculated, a row per part and per question left out."""
    return csv_text(EXPLANATION_COLUMNS, _parts(explanation))


def csv_text(columns: Iterable[str], rows: Iterable[Iterable[CsvCell]]) -> str:
    """A table as CSV; every cell is safe to open in a spreadsheet."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, quoting=csv.QUOTE_NONNUMERIC, lineterminator="\r\n")
    writer.writerow(columns)
    writer.writerows([_cell(value) for value in row] for row in rows)
    return text.getvalue()


# --- escaping: the only place ---------------------------------------------------------------

# What a spreadsheet takes for a formula begins with one of these signs, also with the full-width ones of a
# Chinese or Japanese keyboard. Blanks and quotation marks before it are passed over by some programs.
_FORMULA = re.compile(r"""[\s'"‘’“”＇＂]*[=+\-@＝＋－＠﹢﹣﹦﹫−]""")
_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")


def _cell(value: CsvCell) -> CsvCell:
    """`value` as a cell that no program runs; a text that could be a formula gets an apostrophe in front."""
    if value is None:
        return ""
    if not isinstance(value, str):
        return value
    text = "\n".join(map(printable, re.split(r"\r\n|\r|\n", value)))
    begins = value[:1] in ("\t", "\r") or _FORMULA.match(text)
    return f"'{text}" if begins and not _NUMBER.fullmatch(text) else text


# --- rows -----------------------------------------------------------------------------------------


def _answer(item: AnswerView, action: int | None) -> tuple[CsvCell, ...]:
    return (
        item.dimension_id,
        item.dimension,
        item.side_id,
        item.question,
        item.title,
        item.text,
        item.state,
        item.answer_id,
        item.answer,
        item.score.value if item.score else None,
        item.weight,
        item.note,
        "\n".join(item.evidence),
        item.owner,
        action,
    )


def _target(target: TargetView | None) -> tuple[CsvCell, ...]:
    if target is None:
        return (None,) * 5
    to_go = target.to_go.low.value if target.to_go else None
    return target.aim_id, target.aim, target.by, to_go, target.state_id


def _parts(explanation: Explanation, within: str = "") -> Iterator[tuple[CsvCell, ...]]:
    """The rows of a score; `within` leads to it, since the sides of all risks have the same ids."""
    score = f"{within}{explanation.id}"
    for row in explanation.rows:
        values = (row.weight.value, row.low.value, row.high.value)
        yield score, row.id, row.title, *values, row.answer_id, row.answer, None
    for aside in explanation.aside:
        yield score, aside.question, aside.title, None, None, None, None, None, aside.why
    for below in explanation.below:
        yield from _parts(below, f"{score}/")
