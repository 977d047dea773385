"""Blocks that the preview and the form share: opening, sections, questions, weights, bands, red flags."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from readiness.messages.catalogue import _
from readiness.messages.sentences import day_in_words, ended
from readiness.views.blocks import (
    Block,
    Column,
    Heading,
    Item,
    Line,
    List,
    Paragraph,
    Run,
    Table,
    alert,
    bullets,
    code,
    joined,
    label,
    line,
    nested,
    paragraph,
    quiet,
    strong,
)
from readiness.views.preview import (
    BandView,
    Preview,
    ProfileView,
    QuestionView,
    ScaleOfBands,
    SectionView,
    WeightView,
)

_DEEPEST = 5


def opening(preview: Preview) -> Iterator[Block]:
    """What the questionnaire is and where it comes from."""
    yield Heading(preview.title, 1)
    yield paragraph(preview.subtitle, "·", code(preview.id), preview.version)
    if preview.description:
        yield paragraph(preview.description)
    if preview.source:
        yield paragraph(quiet(_("Source: {source}").format(source=preview.source)))
    if preview.date:
        yield paragraph(quiet(_("Facts as of {date}").format(date=day_in_words(preview.date))))


def profile_heading() -> Iterator[Block]:
    """The heading of the questions about the enterprise, and what they are for."""
    yield Heading(_("About the enterprise"))
    yield paragraph(
        _("These facts are never scored. They decide which questions are asked and which cases are shown.")
    )


def section_heading(section: SectionView) -> Iterator[Block]:
    """The heading and the facts of a section, without its questions."""
    yield Heading(section.title, level(section.depth))
    if section.within:
        yield paragraph(quiet(_("Part of {whole}.").format(whole=section.within)))
    yield Paragraph(listed(code(section.id), quiet(section.weighed), quiet(section.combined)))
    for text in filter(None, (section.condition, section.description)):
        yield paragraph(text)


def level(depth: int) -> int:
    """The level of the heading of a section `depth` levels down."""
    return min(2 + depth, _DEEPEST)


def asked(question: QuestionView) -> Iterator[Block]:
    """When a question is asked, its text and its purpose."""
    for text in filter(None, (question.condition, question.text)):
        yield paragraph(Run(text, "note"))  # its author's line breaks stay
    yield from purpose(question)


def purpose(question: QuestionView | ProfileView) -> Iterator[Block]:
    """Why a question is asked, if the author says so."""
    if question.help:
        yield paragraph(label(_("Why it is asked:")), Run(question.help, "note"))


def proof(question: QuestionView) -> Iterator[Block]:
    """What would prove an answer, if the author says so."""
    if question.evidence:
        yield paragraph(label(_("What would prove it:")), joined(question.evidence))


def listed(*runs: Run) -> Line:
    """Several facts on one line, separated by dots."""
    shown = [run for run in runs if run.text]
    return line(*(part for run in shown for part in (Run("·", "quiet"), run)))[1:]


# --- how the answers are weighed --------------------------------------------------------------------


def weights(title: str, share: str, rows: Sequence[WeightView]) -> Iterator[Block]:
    """A table of weights; the title of its column of shares is `share`."""
    if not rows:
        return
    if title:
        yield Heading(title, 3)
    with_questions = any(row.number for row in rows)
    columns = (
        *((Column(_("Section or question")), Column(_("Id"))) if with_questions else (Column(_("Section")),)),
        Column(_("Weight"), number=True),
        Column(share, number=True),
        Column(_("How it counts")),
    )
    yield Table(columns, tuple(_weight(row, with_id=with_questions) for row in rows))


def _weight(row: WeightView, *, with_id: bool) -> tuple[Line, ...]:
    title = strong(nested(row.title, row.depth))
    if row.number:
        title = Run(nested(_("{number}. {title}").format(number=row.number, title=row.title), row.depth))
    id = (line(code(row.id)),) if with_id else ()
    return line(title), *id, line(row.weight), line(row.share), line(row.worth)


def bands(preview: Preview) -> Iterator[Block]:
    """The bands, and what each requires."""
    yield Heading(_("Bands"))
    for scale in preview.bands:
        if len(preview.bands) > 1:
            yield Heading(scale.title, 3)
        yield _bands(scale)


def _bands(scale: ScaleOfBands) -> List:
    bands = enumerate(scale.bands, start=1)
    return List(tuple(Item(line(strong(band.title)), _band(band), str(number)) for number, band in bands))


def _band(band: BandView) -> tuple[Block, ...]:
    requires = paragraph(label(_("Requires:")), joined(band.asks))
    return (requires, paragraph(band.text)) if band.text else (requires,)


def contradiction_rules(preview: Preview) -> Iterator[Block]:
    """Answers that cannot all be true."""
    if preview.contradictions:
        yield Heading(_("Answers that do not go together"))
        yield bullets(preview.contradictions)


def flag_rules(preview: Preview) -> Iterator[Block]:
    """The red flags, when each applies and what it does."""
    if preview.flags:
        yield Heading(_("Red flags"))
        yield List(
            tuple(
                Item(
                    line(
                        alert(ended(flag.title)),
                        flag.message,
                        quiet(flag.condition),
                        flag.effect,
                    )
                )
                for flag in preview.flags
            )
        )
