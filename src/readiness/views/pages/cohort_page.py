"""The page of a cohort: first how firms are spread, what they lack, who needs help and what is not known."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from readiness.messages.catalogue import _, plural
from readiness.messages.sentences import day_in_words, shortened
from readiness.views.blocks import (
    Bar,
    BarRow,
    Bars,
    Block,
    Column,
    Cover,
    Heading,
    Item,
    Line,
    List,
    Page,
    Paragraph,
    Run,
    Table,
    alert,
    bullets,
    fact,
    joined,
    label,
    line,
    nested,
    paragraph,
    quiet,
    strong,
)
from readiness.views.cohort import (
    AlphaView,
    BandCountView,
    Cohort,
    CountView,
    HeatCellView,
    HeatMapView,
    HeatRowView,
    QuartilesView,
    RoundsView,
)
from readiness.views.numbers import Number

FIRST_ROWS = 5
"""The rows of each list on the first page."""
_NOT_TOLD = "–"


def cohort_page(cohort: Cohort) -> Page:
    """`cohort` as blocks."""
    return (*_first_blocks(cohort), *_details(cohort), *_about(cohort))


def cohort_first_page(cohort: Cohort) -> Page:
    """The same without the details."""
    return (*_first_blocks(cohort), *_privacy(cohort))


# --- the first page -------------------------------------------------------------------------------------


def _first_blocks(cohort: Cohort) -> Iterator[Block]:
    yield _cover(cohort)
    if cohort.firms is None:
        return
    for text in cohort.summary:
        yield paragraph(text)
    yield from _bands(cohort)
    if cohort.rounds is not None:
        yield from _rounds(cohort.rounds)
    yield from _counted(
        _("What is lacking most often"), "gaps", cohort.gaps, _("Question"), _("Answered low")
    )
    yield from _help(cohort)
    if cohort.flags:
        yield from _counted(_("The commonest red flags"), "flags", cohort.flags, _("Red flag"), _("Firms"))
    unknown = _("What is most often not known")
    yield from _counted(unknown, "unknown", cohort.unknown, _("Question"), _("Do not know"))


def _cover(cohort: Cohort) -> Cover:
    cover, made = cohort.cover, cohort.provenance
    facts = (
        fact(_("Prepared by:"), cover.prepared_by),
        fact(_("Prepared for:"), cover.prepared_for),
        fact(_("Confidentiality:"), cover.confidentiality),
        fact(_("Date:"), day_in_words(made.built_on)),
    )
    fields = {
        **{name: shortened(text) for name, text in cover._asdict().items()},
        "title": cohort.title,
        "kind": cohort.subtitle,
        "date": made.built_on,
        "day": day_in_words(made.built_on),
        "respondent": "",
        "verdict": "",
        "overall": "",
        "language": cohort.language,
    }
    return Cover(
        cohort.title, cohort.subtitle, tuple(each for each in facts if each.line), tuple(fields.items())
    )


def _bands(cohort: Cohort) -> Iterator[Block]:
    title = _("How the firms are spread")
    yield Heading(title, id="bands")
    yield Bars(
        (Column(_("Verdict")), Column(_("Firms"), number=True)),
        tuple(BarRow(each.title, _filled(each, cohort), each.text) for each in cohort.bands),
        title,
    )
    if cohort.hidden is not None and not any(each.nearly_all for each in cohort.bands):
        yield _together(cohort.hidden)


def _filled(each: BandCountView, cohort: Cohort) -> Bar:
    if each.nearly_all and cohort.firms:
        return Bar(1 - (cohort.threshold - 1) / cohort.firms, 1.0)
    filled = each.share.value if each.share else 0.0
    return Bar(filled, filled)


def _together(firms: int) -> Paragraph:
    text = plural(
        "The hidden ones together have {count} firm.", "The hidden ones together have {count} firms.", firms
    )
    return paragraph(quiet(text))


def _counted(heading: str, id: str, found: Sequence[CountView], title: str, counted: str) -> Iterator[Block]:
    """The first of `found` as bars; a sentence if there is nothing to show."""
    yield Heading(heading, id=id)
    if not found:
        yield _nothing()
        return
    dimensions = (Column(_("Dimension")),) if any(each.dimension for each in found) else ()
    rows = (
        BarRow(
            each.title,
            Bar(each.share.value, each.most / each.of),
            each.text,
            (each.dimension,) if dimensions else (),
        )
        for each in found[:FIRST_ROWS]
    )
    yield Bars((Column(title), Column(counted, number=True), *dimensions), tuple(rows), heading)


def _nothing() -> Paragraph:
    return paragraph(quiet(_("There is nothing that enough firms have in common to be shown.")))


def _help(cohort: Cohort) -> Iterator[Block]:
    yield Heading(_("Who needs help first"), id="help")
    if not cohort.help:
        yield paragraph(quiet(_("There are no two groups with enough firms to be compared.")))
        return
    yield Bars(
        (Column(cohort.help_by), Column(_("Firms that need help"), number=True)),
        tuple(
            BarRow(each.title, Bar(each.fewest / each.firms, each.most / each.firms), each.text)
            for each in cohort.help
        ),
        _("Firms that need help first, by group"),
    )
    yield paragraph(quiet(_("A red flag applies to them, or one of their risks leaves 40% or more.")))


def _rounds(rounds: RoundsView) -> Iterator[Block]:
    yield Heading(_("What changed since the earlier round"), id="rounds")
    if all(number is None for number in rounds[:4]):
        yield paragraph(
            _("How many moved is hidden: so few did that the numbers would tell of single firms.")
        )
    else:
        yield _moves(rounds)
    if rounds.measures:
        moved = (f"{each.title} {each.median.text}" for each in rounds.measures)
        yield paragraph(quiet(_("The median firm moved by:")), _("; ").join(moved))


def moved_firms(rounds: RoundsView) -> Iterator[tuple[str, int | None]]:
    """What became of the firms in words, each with how many; null is what is hidden."""
    yield _("Moved up"), rounds.up
    yield _("Stayed in their band"), rounds.stayed
    yield _("Moved down"), rounds.down
    yield _("New, or without a verdict then"), rounds.apart
    if rounds.new is not None:
        yield _("New in all"), rounds.new
        yield _("Gone"), rounds.gone


def _moves(rounds: RoundsView) -> Table:
    return Table(
        (Column(_("Firms")), Column(_("Number"), number=True)),
        tuple((line(title), _number(firms)) for title, firms in moved_firms(rounds)),
        _("What became of the firms"),
    )


def _number(firms: int | None) -> Line:
    return line(quiet(_("hidden"))) if firms is None else line(str(firms))


# --- details --------------------------------------------------------------------------------------------


def _details(cohort: Cohort) -> Iterator[Block]:
    if cohort.firms is None:
        return
    yield from _scores(cohort.quartiles)
    yield Heading(_("The firms by group"), id="groups")
    yield paragraph(
        _("Each number is the median of a group."),
        quiet(
            _(
                "“+” stands beside what is ten hundredths of the scale or more above the median of all firms,"
                " “−” beside what is so far below."
            )
        ),
    )
    # The titles would make the columns wider than a screen or a sheet of paper.
    titles = enumerate((each.title for each in cohort.columns), start=1)
    yield List(
        tuple(Item(line(title), number=str(place)) for place, title in titles),
        line(strong(_("The columns of the tables:"))),
    )
    for each in cohort.maps:
        yield from _map(each, cohort)
    yield Heading(_("All common gaps"), id="all-gaps")
    yield from _listed(cohort.gaps, _("Question"), _("Answered low"))
    if cohort.flags:
        yield Heading(_("All common red flags"), id="all-flags")
        yield from _listed(cohort.flags, _("Red flag"), _("Firms"))
    if cohort.contradictions:
        yield Heading(_("Answers that cannot all be true"), id="contradictions")
        yield from _listed(cohort.contradictions, _("Contradiction"), _("Firms"))
    if cohort.unknown:
        yield Heading(_("All that is often not known"), id="all-unknown")
        yield from _listed(cohort.unknown, _("Question"), _("Do not know"))
    yield from _alphas(cohort.alphas)


def _scores(found: Sequence[QuartilesView]) -> Iterator[Block]:
    """The quartiles of the overall and of every section, and of the sides of those that have any."""
    yield Heading(_("Scores"), id="scores")
    columns = (_("A quarter below"), _("Half below"), _("A quarter above"))
    numbers = tuple(Column(title, number=True) for title in columns)
    yield Table(
        (Column(_("Dimension")), *numbers),
        tuple(
            (line(nested(each.title, each.depth)), *_three(each)) for each in found if each.kind == "score"
        ),
        _("Scores of the firms"),
    )
    sides = [each for each in found if each.kind != "score"]
    if sides:
        yield Table(
            (Column(_("Dimension")), Column(_("Side")), *numbers),
            tuple((line(each.title), line(each.kind_title), *_three(each)) for each in sides),
            _("Exposure, control and residual risk; use of windows"),
        )


def _three(each: QuartilesView) -> tuple[Line, ...]:
    return (
        line(_or_dash(each.lower)),
        line(strong(_or_dash(each.median))),
        line(_or_dash(each.upper)),
    )


def _or_dash(number: Number | None) -> str:
    return number.text if number else _NOT_TOLD


def _map(each: HeatMapView, cohort: Cohort) -> Iterator[Block]:
    yield Heading(each.title, 3)
    places = range(1, len(cohort.columns) + 1)
    columns = (Column(_("Firms"), number=True), *(Column(str(place), number=True) for place in places))
    everybody = (line(_("All firms")), line(str(cohort.firms)))
    medians = (line(_or_dash(one.median)) for one in cohort.columns)
    yield Table(
        (Column(_("Group")), *columns),
        (*(_row(row) for row in each.rows if row.firms is not None), (*everybody, *medians)),
        _("Medians by “{title}”").format(title=each.title),
    )
    hidden = [row.title for row in each.rows if row.firms is None]
    if hidden:
        yield paragraph(label(_("Hidden:")), joined(hidden))
    if each.hidden is not None:
        yield _together(each.hidden)
    if each.several:
        yield paragraph(quiet(_("A firm may be in several of these groups.")))


def _row(row: HeatRowView) -> tuple[Line, ...]:
    return (line(row.title), line(str(row.firms)), *map(_cell, row.cells))


def _cell(cell: HeatCellView) -> Line:
    """The median with its sign, which also says what the look of it says."""
    text = _or_dash(cell.median)
    if not cell.against:
        return line(text)
    look: Run = strong(f"{text}+") if cell.against > 0 else alert(f"{text}−")
    return line(look)


def _listed(found: Sequence[CountView], title: str, counted: str) -> Iterator[Block]:
    if not found:
        yield _nothing()
        return
    dimensions = any(each.dimension for each in found)
    columns = (Column(_("Dimension")),) if dimensions else ()
    rows = (
        (line(each.title), line(each.text), *((line(each.dimension),) if dimensions else ()))
        for each in found
    )
    yield Table((Column(title), Column(counted, number=True), *columns), tuple(rows), title)


def _alphas(found: Sequence[AlphaView]) -> Iterator[Block]:
    if not found:
        return
    yield Heading(_("How far answers go together"), id="alpha")
    columns = (_("Questions"), _("Firms"), _("Alpha"))
    yield Table(
        (Column(_("Dimension")), *(Column(title, number=True) for title in columns), Column(_("Take care"))),
        tuple(
            (
                line(each.title),
                line(str(each.questions)),
                line(str(each.firms)),
                line(
                    _("{alpha} ({low}–{high})").format(
                        alpha=each.alpha.text, low=each.low.text, high=each.high.text
                    )
                ),
                line(each.hint),
            )
            for each in found
        ),
        _("Cronbach's alpha by section"),
    )


# --- what is hidden, and how it is calculated -----------------------------------------------------------


def _privacy(cohort: Cohort) -> Iterator[Block]:
    yield Heading(_("What is hidden"), id="hidden")
    yield bullets(cohort.privacy)


def _about(cohort: Cohort) -> Iterator[Block]:
    yield from _privacy(cohort)
    if cohort.method:
        yield Heading(_("How this is calculated"), id="method")
        yield bullets(cohort.method)
