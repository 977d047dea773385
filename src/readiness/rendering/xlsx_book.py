"""An Excel workbook of sheets with tables: styles, safe cells, widths, filters and the set-up for print."""

from __future__ import annotations

import datetime
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby, pairwise
from typing import Any, Literal, NamedTuple, Protocol

from xlsxwriter import Workbook
from xlsxwriter.chart import Chart
from xlsxwriter.format import Format as CellFormat
from xlsxwriter.worksheet import Worksheet

from readiness.messages.catalogue import _
from readiness.messages.characters import blank_between, display_width, printable, run_together
from readiness.messages.folding import fold_pieces, pieces_of_lines
from readiness.messages.problems import Unprintable
from readiness.messages.sentences import shortened
from readiness.views.numbers import Number
from readiness.views.report import CoverView, Provenance

ACCENT, PALE, ALERT, QUIET, RULE = "#1F4E79", "#BFD0E2", "#B3261E", "#595959", "#D9D9D9"
_LAST_ROW = 2**20 - 2
"""The last row but one: not all programs read an area of whole columns."""
LONGEST, MOST_LINES = 32_767, 253
"""What Excel takes in one cell: so many units of UTF-16, and so many line breaks."""

LINE, TALLEST = 15.0, 400.0
"""The height of a line of text and of the tallest row, in points."""

FieldKind = Literal["text", "line", "number", "percent", "date", "whole"]
"""What a column holds; a `line` is a text that is not wrapped but may reach into the empty cell beside it."""
_BROAD = 80
"""Columns from this width on lose hardly any room to words that go to the next line."""
_WORDS = ("text", "line", "date")
CellValue = str | float | Number | None


class Field(NamedTuple):
    """A column of a table in a sheet."""

    title: str
    width: float
    """In characters."""
    kind: FieldKind = "text"
    printed: bool = True
    """Whether it is on paper; those that are not come last."""


class Titled(Protocol):
    """What a document says about itself, as a report does."""

    @property
    def title(self) -> str:
        """Its title."""

    @property
    def subtitle(self) -> str:
        """What kind of document it is."""

    @property
    def cover(self) -> CoverView:
        """Whose it is, and for whom."""

    @property
    def language(self) -> str:
        """The language of its texts."""

    @property
    def provenance(self) -> Provenance:
        """What it was made from."""


class Book:
    """A workbook in memory; the same document gives the same bytes."""

    def __init__(self, report: Titled) -> None:
        self._bytes = io.BytesIO()
        options = {
            "in_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
        }
        self.workbook = Workbook(self._bytes, options)
        self.report = report
        self.line = _LINES.get(report.language, LINE)
        """The height of a line of text, in points."""
        self._styles: dict[tuple[tuple[str, Any], ...], CellFormat] = {}
        self._names: set[str] = set()
        self.workbook.set_properties(_properties(report))

    def style(self, **properties: Any) -> CellFormat:
        """The style with these properties; text is wrapped and begins at the top."""
        key = tuple(sorted(properties.items()))
        if key not in self._styles:
            usual = {"text_wrap": True, "valign": "top", **_FONTS.get(self.report.language, {})}
            self._styles[key] = self.workbook.add_format({**usual, **properties})
        return self._styles[key]

    def add_chart(self, kind: Literal["bar", "line", "scatter"]) -> Chart:
        """A new chart, not yet on a sheet."""
        chart = self.workbook.add_chart({"type": kind})
        assert chart is not None
        return chart

    def add_sheet(self, title: str) -> Sheet:
        """A new sheet, named `title` as far as Excel allows that."""
        name = _sheet_name(title, self._names)
        self._names.add(name.casefold())
        return Sheet(self, self.workbook.add_worksheet(name))

    def content(self) -> bytes:
        """The finished file."""
        self.workbook.close()
        return self._bytes.getvalue()


class Sheet:
    """One sheet; long because every text in it is written here: by `text`, `rich`, `lines` or `exact`."""

    def __init__(self, book: Book, worksheet: Worksheet) -> None:
        self.book = book
        self.worksheet = worksheet
        self.name = str(worksheet.name)
        self.widths: tuple[float, ...] = ()
        self._prepare_for_print()

    def _prepare_for_print(self) -> None:
        sheet, report = self.worksheet, self.book.report
        sheet.set_landscape()
        sheet.set_paper(9)  # A4
        sheet.fit_to_pages(1, 0)
        sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.7)
        whose = " · ".join(
            filter(None, (report.cover.enterprise or report.title, report.cover.confidentiality))
        )
        sheet.set_footer(f"&L&8 {footer_text(whose)}&R&8&P / &N")

    def text(self, row: int, column: int, value: str, **properties: Any) -> None:
        """Write a text."""
        text = cell_text(value)
        if looks_like_formula(text):  # it stays a text when somebody edits the cell
            properties["quote_prefix"] = True
        self.worksheet.write_string(row, column, text, self.book.style(**properties))

    def exact(self, row: int, column: int, value: str, **properties: Any) -> None:
        """Write a text that is read back, so that nothing of it is changed. Raises Unprintable."""
        if len(value.encode("utf-16-le", "surrogatepass")) // 2 > LONGEST:
            message = _("{place}: a cell of Excel holds {count} characters, and “{begin}” is longer")
            raise Unprintable(message.format(place=self.name, count=LONGEST, begin=shortened(value)))
        if re.search("[\ud800-\udfff\ufffe\uffff]", value):
            message = _("{place}: “{begin}” has a sign that no cell can hold")
            raise Unprintable(message.format(place=self.name, begin=printable(shortened(value))))
        if looks_like_formula(value):
            properties["quote_prefix"] = True
        self.worksheet.write_string(row, column, value, self.book.style(**properties))

    def rich(
        self, row: int, column: int, parts: Sequence[tuple[str, dict[str, Any]]], **properties: Any
    ) -> None:
        """Write a text whose parts have properties of their own, such as `bold`, with blanks between them."""
        whole = cell_text(run_together(text for text, _own in parts))
        pieces = [
            (cell_text(run_together(text for text, _own in some)), own)
            for own, some in groupby(parts, key=lambda part: part[1])
        ]
        # All alike, or too long; or XlsxWriter would escape twice what looks like an escape of Excel's own.
        joined = run_together(text for text, _own in pieces)
        if len(pieces) == 1 or joined != whole or re.search("_x[0-9A-Fa-f]{4}_", whole):
            own = pieces[0][1] if len(pieces) == 1 else {}
            self.text(row, column, whole, **{**properties, **own})
            return
        fragments: list[Any] = []
        for (text, own), (after, _own) in pairwise([*pieces, ("", {})]):
            fragments += [self.book.workbook.add_format(own)] if own else []
            fragments.append(text + (blank_between(text, after) if after else ""))
        if looks_like_formula(whole):
            properties["quote_prefix"] = True
        self.worksheet.write_rich_string(row, column, *fragments, self.book.style(**properties))

    def lines(
        self, row: int, column: int, parts: Sequence[tuple[str, dict[str, Any]]], **properties: Any
    ) -> None:
        """Write texts, each in lines of its own and with properties of its own, such as `bold`."""
        whole = cell_text("".join(text for text, _own in parts))
        if len(parts) < 2 or re.search("_x[0-9A-Fa-f]{4}_", whole) or len(whole) > LONGEST // 2:
            own = parts[0][1] if len(parts) == 1 else {}
            self.text(row, column, whole, **{**properties, **own})
            return
        fragments: list[Any] = []
        for text, own in parts:
            fragments += [*([self.book.workbook.add_format(own)] if own else []), cell_text(text)]
        if looks_like_formula(whole):
            properties["quote_prefix"] = True
        self.worksheet.write_rich_string(row, column, *fragments, self.book.style(**properties))

    def cell(self, row: int, column: int, value: CellValue, kind: FieldKind, **properties: Any) -> None:
        """Write a value of this kind; None leaves the cell empty."""
        if value is None or value == "":
            self.worksheet.write_blank(row, column, None, self.book.style(**properties))
        elif kind == "date":
            day = datetime.datetime.fromisoformat(str(value))
            style = self.book.style(num_format="yyyy-mm-dd", **{"align": "left", **properties})
            self.worksheet.write_datetime(row, column, day, style)
        elif isinstance(value, str):
            self.text(row, column, value, **properties)
        else:
            number = value.value if isinstance(value, Number) else value
            style = self.book.style(num_format=_number_format(value, kind), **properties)
            self.worksheet.write_number(row, column, number, style)

    def header(self, row: int, fields: Sequence[Field], *, filtered: bool = False) -> None:
        """Write the titles of a table; if it is `filtered`, buttons hide a few letters."""
        look = {"bold": True, "font_color": "#FFFFFF", "bg_color": ACCENT, "valign": "vcenter"}
        for column, field in enumerate(fields):
            align = "left" if field.kind in _WORDS else "right"
            self.text(row, column, field.title, **{**look, "align": align, **_apart(fields, column)})
        self.fit(row, [field.title for field in fields], spare=4 if filtered else 0)

    def rows(self, row: int, fields: Sequence[Field], rows: Iterable[Sequence[CellValue]]) -> int:
        """Write the rows of a table from `row` on; return the row below the last one."""
        for values in rows:
            for column, (field, value) in enumerate(zip(fields, values, strict=True)):
                look = {"bottom": 1, "bottom_color": RULE, **_apart(fields, column)}
                if field.kind == "line":
                    look["text_wrap"] = False
                self.cell(row, column, value, field.kind, **look)
            self.fit(
                row,
                [value if field.kind == "text" else "" for field, value in zip(fields, values, strict=True)],
            )
            row += 1
        return row

    def fit(self, row: int, values: Sequence[CellValue], spare: float = 1) -> None:
        """Make a row as high as its texts need; not every program does that by itself."""
        lines = [
            line_count(value, self.widths[column] - spare)
            for column, value in enumerate(values)
            if isinstance(value, str)
        ]
        if max(lines, default=1) > 1:
            self.worksheet.set_row(row, min(self.book.line * max(lines), TALLEST))

    def height_of(self, texts: Mapping[str, float]) -> float:
        """The height of a row in which these texts have columns of these widths."""
        lines = max((line_count(text, width - 1) for text, width in texts.items()), default=1)
        return min(self.book.line * max(lines, 1) + 3, TALLEST)

    def whole_table(
        self, fields: Sequence[Field], rows: Iterable[Sequence[CellValue]], *, fixed: int = 1, spare: int = 0
    ) -> int:
        """Fill the sheet with a table that can be filtered; `fixed` columns and the titles stay in sight.

        Another `spare` rows can be filled in by hand. Return the row below the last one.
        """
        self.set_widths([_least_width(field) for field in fields])
        self.header(0, fields, filtered=True)
        end = self.rows(1, fields, rows)
        end += spare
        self.worksheet.autofilter(0, 0, max(end - 1, 0), len(fields) - 1)
        self.worksheet.freeze_panes(1, fixed)
        self.worksheet.repeat_rows(0)
        printed = sum(field.printed for field in fields)
        if spare:  # whole columns have the looks of their cells, and are printed as far as they are filled
            self.worksheet.print_area(0, 0, _LAST_ROW, printed - 1)
            for column, field in enumerate(fields):
                look = {"num_format": "yyyy-mm-dd", "align": "left"} if field.kind == "date" else {}
                self.worksheet.set_column(column, column, self.widths[column], self.book.style(**look))
        else:
            self.worksheet.print_area(0, 0, max(end - 1, 0), printed - 1)
        return end

    def set_widths(self, widths: Sequence[float]) -> None:
        """Give the columns these widths, in characters."""
        self.widths = tuple(widths)
        for column, width in enumerate(widths):
            self.worksheet.set_column(column, column, width)


# --- escaping: the only place ---------------------------------------------------------------


def cell_text(text: str) -> str:
    """`text` as Excel can hold it: control characters visible, and cut with a mark if it is too long."""
    lines = [printable(line) for line in re.split(r"\r\n|\r|\n", text)]
    shown = "\n".join(lines[:MOST_LINES]) + "".join(f" {line}" for line in lines[MOST_LINES:])
    # XlsxWriter escapes what Excel would decode, but of two that share a `_` only the first.
    shown = re.sub("(?<=_x[0-9A-Fa-f]{4})_(?=x[0-9A-Fa-f]{4}_)", "_\u200b", shown)
    units = len(shown.encode("utf-16-le")) // 2
    if units <= LONGEST:
        return shown
    mark = _("… (cut: a cell holds {count} characters)").format(count=LONGEST)
    room = LONGEST - len(mark.encode("utf-16-le")) // 2
    return shown.encode("utf-16-le")[: 2 * room].decode("utf-16-le", "ignore") + mark


def footer_text(text: str) -> str:
    """`text` for a footer, where `&` begins a code and little fits."""
    shown = printable(" ".join(text.split()))
    # XlsxWriter looks for the codes of pictures without regard to `&&`.
    shown = re.sub(r"&(?=G|\[Picture\])", "＆", shown if len(shown) <= 80 else f"{shown[:79]}…")
    return shown.replace("&", "&&")


def looks_like_formula(text: str) -> bool:
    """Whether Excel would take `text` for a formula if somebody typed it."""
    return text.lstrip()[:1] in tuple("=+-@＝＋－＠")


def _sheet_name(title: str, taken: set[str]) -> str:
    """`title` without what the name of a sheet must not hold, and unlike those that are `taken`."""
    plain = " ".join(re.sub(r"[\[\]:*?/\\]", " ", printable(title)).split()).strip("'") or "–"
    name, number = plain[:31].strip("' "), 1
    while name.casefold() in {*taken, "history"}:
        number += 1
        name = f"{plain[: 31 - len(f' {number}')]} {number}"
    return name


_FONTS = {"zh": {"font_name": "Microsoft YaHei"}}
"""The font of cells where that of Excel has no letters of the language."""
_LINES = {"zh": 17.0}
"""The height of a line in the font of the language, where it is not `LINE`."""
_COUNTED = 34
"""The characters for each unit of width that fill the tallest row."""


def _least_width(field: Field) -> float:
    """The width of a column, in which a title in wide characters stands on one line beside its button."""
    wide = display_width(field.title) > len(field.title)
    return max(field.width, display_width(field.title) + 3) if wide else field.width


def line_count(text: str, width: float) -> int:
    """How many lines `text` takes in a column of this width. Most letters are narrower than a digit.

    Of a text that fills the tallest row anyway, only the beginning is counted.
    """
    most = int(width * _COUNTED)
    text = text[:most]
    if (wide := display_width(text)) > most:  # of wide characters fewer fill the row
        text = text[: len(text) * most // wide]
    wider = 0.95 if display_width(text) > len(text) else 1.1 if width < _BROAD else 1.2
    pieces = list(pieces_of_lines(cell_text(text), ""))
    return len(fold_pieces(pieces, max(int(width * wider), 4)))


def _apart(fields: Sequence[Field], column: int) -> dict[str, Any]:
    """A gap between a column of words and the column before it."""
    return {"indent": 1, "align": "left"} if column and fields[column].kind in _WORDS else {}


def _properties(report: Titled) -> dict[str, Any]:
    """What the file says about itself."""
    cover, made = report.cover, report.provenance
    texts = {
        "title": report.title,
        "subject": report.subtitle,
        "author": cover.prepared_by,
        "company": cover.enterprise,
        "keywords": cover.confidentiality,
        "comments": _("Made by readiness {version}.").format(version=made.program_version),
    }
    shown = {name: printable(" ".join(text.split()))[:255] for name, text in texts.items() if text}
    return {**shown, "created": datetime.datetime.fromisoformat(made.built_on)}


def _number_format(value: Number | float, kind: FieldKind) -> str:
    """How a number is shown: with as many decimals as elsewhere in the report."""
    if kind == "whole" or not isinstance(value, Number):
        return "0%" if kind == "percent" else "General"
    decimals = sum(map(str.isdigit, value.text.partition(".")[2]))
    return f"0{'.' * bool(decimals)}{'0' * decimals}{'%' * (kind == 'percent')}"
