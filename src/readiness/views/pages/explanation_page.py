"""The page that explains a score: the formula with its numbers, its parts, and how each came about."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from readiness.messages.catalogue import _
from readiness.messages.sentences import with_number
from readiness.views.blocks import (
    Bar,
    Block,
    Column,
    Facts,
    Heading,
    Line,
    Page,
    Table,
    bullets,
    code,
    fact,
    line,
    paragraph,
    quiet,
    strong,
)
from readiness.views.explanation import Explanation, ExplanationRow

_DEEPEST = 6
"""The deepest level of a heading."""


def explanation_page(explanation: Explanation) -> Page:
    """`explanation` as blocks."""
    title = _("How this score came about: {title}").format(title=explanation.title)
    heading: list[Block] = [Heading(title, 1)]
    if _is_open(explanation):
        rule = _("Open answers count at their worst in the score, and at their best in its upper end.")
        heading.append(paragraph(quiet(rule)))
    return (*heading, *_score(explanation, 1))


def _is_open(explanation: Explanation) -> bool:
    """Whether an open answer can still change the score or anything that it is explained by."""
    return explanation.score.is_open or any(map(_is_open, explanation.below))


def _score(explanation: Explanation, level: int) -> Iterator[Block]:
    score = explanation.score
    yield paragraph(strong(score.text), explanation.scale, Bar(*score.fill))
    formula = [fact(_("Formula:"), explanation.way)]
    if explanation.equation:
        formula.append(fact(_("With its numbers:"), explanation.equation))
    yield Facts(tuple(formula))
    yield from _parts(explanation.rows)
    if explanation.aside:
        asides = (
            _("{question}: {why}").format(question=item.title, why=item.why) for item in explanation.aside
        )
        yield bullets(asides, title=line(strong(_("Questions that do not count:"))))
    for below in explanation.below:
        yield Heading(below.title, min(level + 1, _DEEPEST))
        yield from _score(below, level + 1)


def _parts(rows: Sequence[ExplanationRow]) -> Iterator[Block]:
    if not rows:
        yield paragraph(_("None of its questions counts, so there is nothing to combine."))
        return
    is_open = any(row.low.value != row.high.value for row in rows)
    answered = any(row.answer for row in rows)
    columns = [Column(_("Part")), Column(_("Weight"), number=True), Column(_("Counts as"), number=True)]
    if is_open:
        columns.append(Column(_("At best"), number=True))
    if answered:
        columns.append(Column(_("Answer")))
    yield Table(tuple(columns), tuple(_row(row, is_open, answered) for row in rows))


def _row(row: ExplanationRow, is_open: bool, answered: bool) -> tuple[Line, ...]:
    cells = [line(row.title), line(row.weight.text), line(row.low.text)]
    if is_open:
        cells.append(line(row.high.text if row.low.value != row.high.value else ""))
    if answered:
        cells.append(line(with_number(row.answer_number, row.answer), code(row.answer_id)))
    return tuple(cells)
