"""Pages of blocks and their writers: everything is shown in every format, and nothing is left out."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from importlib import import_module
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it.token import Token

from readiness import Report, build_report, load_answers, load_questionnaire, render, score
from readiness.messages.characters import display_width
from readiness.messages.folding import fold_pieces, pieces, width
from readiness.rendering import SUFFIXES, Format, Output, PreviewFormat, markdown, terminal
from readiness.rendering.encodings import Characters
from readiness.rendering.painting import painted
from readiness.views.blocks import (
    BLANK,
    Bar,
    BarRow,
    Bars,
    Block,
    Card,
    Column,
    Facts,
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
    code,
    fact,
    label,
    line,
    paragraph,
    quiet,
    strong,
)
from readiness.views.build_advice import case_view
from readiness.views.build_preview import build_preview
from readiness.views.pages.case_blocks import case_page, cases_page
from readiness.views.pages.form_page import form_page
from readiness.views.pages.preview_page import preview_page
from readiness.views.pages.questionnaires_page import questionnaires_page
from readiness.views.pages.report_page import BRIEF, FULL, report_page
from small import direct, question, questionnaire, risk, scored, section
from test_command_line import HOSTILE, STARTS, parsed, plain_text

FOLDER = Path(__file__).resolve().parent.parent / "examples"
EXAMPLES = sorted(path.stem for path in FOLDER.glob("*.yaml"))


@cache
def report_of(example: str) -> Report:
    asked = load_questionnaire()
    given = load_answers(FOLDER / f"{example}.yaml", asked)
    return build_report(score(asked, given))


@cache
def pages() -> dict[str, Page]:
    """Every kind of page."""
    asked = load_questionnaire()
    library = asked.cases
    found = {"questionnaires": questionnaires_page([asked]), "cases": cases_page(library.cases)}
    case = next(case for case in library.cases if case.figures)
    helps = [(asked.questions[id].label, id) for id in case.questions]
    found["case"] = case_page(case_view(case, library), helps, [("Sector", ("Cars", "Food"))])
    for quick in (False, True):
        preview = build_preview(asked, quick=quick)
        found |= {f"preview {quick}": preview_page(preview), f"form {quick}": form_page(preview)}
    for name in EXAMPLES:
        found |= {f"brief {name}": report_page(report_of(name), BRIEF)}
        found |= {f"full {name}": report_page(report_of(name), FULL)}
    return found


KINDS = list(pages())
every_page = pytest.mark.parametrize("kind", KINDS)


def texts(value: object, *, narrow: bool = False) -> Iterator[str]:
    """Every text in a page or a part of it; with `narrow`, without the titles that narrow lines leave out."""
    if isinstance(value, Run | Heading):
        yield value.text
    elif isinstance(value, str):
        yield value
    elif narrow and isinstance(value, Table | Bars):
        yield from texts(value.columns[1 if isinstance(value, Table) else 2 :])
        yield from texts(value.rows)
    elif isinstance(value, tuple) and not isinstance(value, Bar):
        for part in value:
            yield from texts(part, narrow=narrow)


def closely(shown: str) -> str:
    return "".join(shown.split())


# --- one page, every format -------------------------------------------------------------------------


@every_page
def test_the_terminal_leaves_nothing_out_and_every_line_fits(kind: str) -> None:
    page = pages()[kind]
    for columns in (20, 40, 60, 80, 120):
        shown = terminal.write(page, Output(columns))
        lines = shown.split("\n")
        assert max(map(display_width, lines)) <= columns
        assert [each for each in lines if each != each.rstrip()] == []
        assert "\n\n\n" not in shown
        together = closely(shown)
        for each in texts(page, narrow=columns < 80):  # at 60 columns a wide table becomes lines too
            if columns < terminal.NARROW:
                assert closely(each) in together
            else:  # in a table, a long cell is beside others
                assert all(word in together for word in each.split())


@every_page
def test_markdown_leaves_nothing_out(kind: str) -> None:
    page = pages()[kind]
    seen = "\n".join(plain_text(token) for token in parsed(markdown.write(page, Output())) if token.children)
    seen = seen.replace("\u200b", "")
    for each in texts(page):
        assert " ".join(each.split()) in seen


@every_page
def test_headings_in_markdown_descend_a_level_at_a_time(kind: str) -> None:
    written = markdown.write(pages()[kind], Output())
    levels = [int(token.tag[1]) for token in parsed(written) if token.type == "heading_open"]
    assert all(after <= before + 1 for before, after in pairwise(levels))
    if kind.split()[0] in ("brief", "full", "preview", "form"):
        assert (levels[0], levels.count(1)) == (1, 1)


@every_page
def test_colour_adds_nothing_to_the_words_of_a_page(kind: str) -> None:
    for columns in (40, 80):
        coloured = terminal.write(pages()[kind], Output(columns, colour=True))
        assert "\x1b[" in coloured
        stripped = re.sub(r"\x1b\[[\d;]*m", "", coloured)
        plain = terminal.write(pages()[kind], Output(columns))
        assert [each.rstrip() for each in stripped.split("\n")] == plain.split("\n")


@pytest.mark.parametrize("name", EXAMPLES)
def test_a_brief_page_has_the_sections_of_the_full_one_in_the_same_order(name: str) -> None:
    brief, full = (
        [block.text for block in report_page(report_of(name), extent) if isinstance(block, Heading)]
        for extent in (BRIEF, FULL)
    )
    left_out = {"Further gaps", "All answers", "Profile"}
    assert brief == [title for title in full if title not in left_out]
    assert full[0] == report_of(name).title
    assert "All answers" in full


def test_what_a_brief_page_leaves_out_is_counted() -> None:
    report = report_of("ningbo-ev-parts")
    brief, full = (report_page(report, extent) for extent in (BRIEF, FULL))
    cards = [[block for block in page if isinstance(block, Card) and block.number] for page in (brief, full)]
    assert [len(found) for found in cards] == [5, 10]
    rest = len(report.gaps) - 5
    assert f"{rest} further gaps are in the report that --export writes." in texts(brief)
    table = full[full.index(Heading("Further gaps", 3)) + 1]
    assert isinstance(table, Table)
    assert len(table.rows) == len(report.gaps) - 10


def one_to_five() -> Report:
    """A report on a scale from 1 to 5, as in maturity models."""
    asked = questionnaire(
        section("one", *(direct(f"q1{letter}", 25) for letter in "abcd")),
        risk("two", [question("q2")], [question("q3")]),
        scale={"minimum": 1, "maximum": 5, "decimals": 1},
        aggregation="arithmetic",
        bands=[
            {"id": "low", "title": "Low", "text": "The first."},
            {"id": "high", "title": "High", "text": "The second.", "cut": 4},
        ],
    )
    given = {"q1a": "level-1", "q1b": "level-1", "q1c": "level-1", "q1d": "unknown"}
    given |= {"q2": "level-2", "q3": "level-2"}
    return build_report(scored(asked, given))


@pytest.mark.parametrize("format", [Format.TERMINAL, Format.MARKDOWN])
def test_a_scale_from_1_to_5_is_named_in_every_format(format: Format) -> None:
    written = render(one_to_five(), format)
    shown = written.replace("**", "").replace("`", "")
    assert "Overall: 2.9 on 1–5 ███" in shown
    assert "The overall score is 2.9; High needs 4." in shown
    assert "of 100" not in shown


def test_every_format_of_pages_has_a_writer_and_every_suffix_a_format() -> None:
    for format in {*Format, *PreviewFormat} - {Format.JSON}:
        assert callable(import_module(f"readiness.rendering.{format}").write)
    assert set(SUFFIXES.values()) == set(Format)


def test_writers_contain_no_texts_of_their_own() -> None:
    """All texts go through the catalogue, and no writer uses it; wrong calls are refused earlier."""
    room = Path(terminal.__file__).parent
    for path in room.glob("*.py"):
        if path.name in ("__init__.py", "formats.py"):
            continue
        assert "messages.catalogue" not in path.read_text(encoding="utf-8"), path.name


def test_a_report_is_written_without_loading_rich() -> None:
    """Importing it takes longer than writing the report."""
    asked = ["assess", "--answers", str(FOLDER / f"{EXAMPLES[0]}.yaml")]
    command = [sys.executable, "-X", "importtime", "-m", "readiness", *asked]
    finished = subprocess.run(command, capture_output=True, text=True, check=True)
    loaded = {each.split("|")[-1].strip() for each in finished.stderr.splitlines()}
    assert "readiness.rendering.painting" in loaded  # a module of the writer
    assert not {name for name in loaded if name.split(".")[0] == "rich"}


# --- blocks, one by one -----------------------------------------------------------------------------


def every_block(words: str) -> Page:
    """A page with every kind of block in which every text is `words`."""
    runs = (
        words,
        strong(words),
        label(words),
        quiet(words),
        code("an-id"),
        alert(words),
        BLANK,
        Bar(0.3, 0.6),
    )
    inner = (Item(line(words), (bullets([words, words]), Facts((fact(words, words),)))), Item(line(*runs)))
    columns = (Column(words), Column(words, number=True), Column(words))
    blocks: tuple[Block, ...] = (
        paragraph(*runs),
        *(paragraph(run) for run in runs if isinstance(run, Run) and run != BLANK),
        bullets([words, words]),
        bullets([words], title=line(strong(words))),
        List(inner),
        List((Item(line(words), (paragraph(words), paragraph(words)), "1"), Item(line(words), (), "2"))),
        Facts((fact(words, words), fact(words, *runs))),
        Table(columns, ((line(words), line(words), line(*runs)), (line(words), (), line(words)))),
        Bars(columns, (BarRow(words, Bar(0, 1), words, (words,)),)),
    )
    return (Heading(words, 1), Heading(words), *blocks, Card(line(words, quiet(words)), blocks, number="7"))


def structure(written: str) -> list[Any]:
    """Everything but the text."""
    return [
        (token.type, token.tag, token.level)
        if token.type != "inline"
        else [child.type for child in token.children or () if child.type not in ("text", "text_special")]
        for token in parsed(written)
    ]


@pytest.mark.parametrize("words", [HOSTILE, *STARTS, "1.", "2) ", "-", "=", "# ", "~~~", "***", "{0} %s"])
def test_no_text_changes_the_structure_of_markdown_wherever_it_is(words: str) -> None:
    written = markdown.write(every_block(words), Output())
    assert structure(written) == structure(markdown.write(every_block("plain words"), Output()))
    assert "<" not in written


@pytest.mark.parametrize("columns", [20, 40, 80])
def test_no_text_controls_the_terminal_wherever_it_is(columns: int) -> None:
    shown = terminal.write(every_block(HOSTILE), Output(columns))
    assert all(character == "\n" or character.isprintable() for character in shown)
    assert max(map(display_width, shown.split("\n"))) <= columns


BLOCKS: tuple[Block, ...] = (
    Heading("Title", 1),
    paragraph("18 of 20", Bar(0.25, 0.5), label("Up to:"), "20"),
    Heading("Section"),
    List(
        (
            Item(line("First."), (paragraph(label("Why:"), "because"), bullets(["a", "b"])), "1"),
            Item(line("Second."), (), "2"),
        ),
        title=line(strong("Do:")),
    ),
    bullets(["one", "two"]),
    Facts((fact("Owner:", "Chen Li", quiet("(CEO)")),)),
    Table(
        (Column("Question"), Column("Worth", number=True), Column("State")),
        ((line("First"), line("10.5"), line("not known")), (line(code("a.b")), line("0.2"), ())),
    ),
    Card(line("A gap", quiet("(strategy)")), (paragraph("Text."), bullets(["x"])), number="10"),
    paragraph("Note:", BLANK),
)


def test_blocks_in_markdown() -> None:
    assert markdown.write(BLOCKS, Output()) == (
        """\
# Title

18 of 20 `█████▒▒▒▒▒░░░░░░░░░░` **Up to:** 20

## Section

**Do:**

1. First.

   **Why:** because
   - a
   - b

2. Second.

* one
* two

- **Owner:** Chen Li *(CEO)*

| Question | Worth | State |
| --- | ---: | --- |
| First | 10.5 | not known |
| `a.b` | 0.2 |   |

### 10. A gap *(strategy)*

Text.

- x

Note: ________________________________________________
"""
    )


def test_blocks_in_a_wide_terminal() -> None:
    assert terminal.write(BLOCKS, Output(60)) == (
        """\
Title
18 of 20 █████▒▒▒▒▒░░░░░░░░░░ Up to: 20

Section
────────────────────────────────────────────────────────────

Do:
1. First.
   Why: because
     • a
     • b
2. Second.

• one
• two

Owner: Chen Li (CEO)

Question  Worth  State
First      10.5  not known
a.b         0.2

10. A gap (strategy)
    Text.
      • x

Note: ________________________
"""
    )


def test_blocks_in_a_narrow_ascii_terminal() -> None:
    output = Output(24, characters=Characters(ascii_only=True))
    assert terminal.write(BLOCKS[1:2] + BLOCKS[6:8], output) == (
        """\
18 of 20 ###???...... Up
to: 20

First
  Worth: 10.5
  State: not known
a.b
  Worth: 0.2

10. A gap (strategy)
    Text.
      * x
"""
    )


def test_bars_label_their_values_if_there_are_no_columns() -> None:
    bars = Bars(
        (Column("Dimension"), Column("Score", number=True), Column("Answered", number=True), Column("Level")),
        (
            BarRow("Strategy", Bar(0.5, 1), "2–4", ("80%", "High")),
            BarRow("Talent", Bar(0, 0), "0", ("100%", "")),
        ),
    )
    assert terminal.write((bars, paragraph("Shaded: open.")), Output(40)) == (
        """\
Strategy
  ██████▒▒▒▒▒▒ 2–4 Answered: 80% Level:
  High
Talent
  ░░░░░░░░░░░░ 0 Answered: 100%

Shaded: open.
"""
    )
    assert terminal.write((bars, paragraph("Shaded: open.")), Output(80)) == (
        """\
Dimension                        Score  Answered  Level
Strategy   ██████████▒▒▒▒▒▒▒▒▒▒    2–4       80%  High
Talent     ░░░░░░░░░░░░░░░░░░░░      0      100%
Shaded: open.
"""
    )


LONG = "the quick brown fox jumps over the lazy dog"


def table(*rows: tuple[str, ...], numbers: tuple[bool, ...]) -> Table:
    columns = tuple(Column(f"C{index}", number) for index, number in enumerate(numbers))
    return Table(columns, tuple(tuple(map(line, row)) for row in rows))


def test_the_widest_columns_of_text_shrink_and_numbers_stay_whole() -> None:
    shown = terminal.write(
        (table(("short", LONG, "12–34", LONG), numbers=(False, False, True, False)),), Output(60)
    )
    assert shown == (
        """\
C0     C1                         C2  C3
short  the quick brown fox     12–34  the quick brown fox
       jumps over the lazy            jumps over the lazy
       dog                            dog
"""
    )


def test_the_title_of_a_number_column_is_folded_in_a_narrow_table() -> None:
    columns = (Column("Question"), Column("Share of the overall", number=True))
    shown = terminal.write((Table(columns, ((line(f"{LONG} {LONG[:9]}"), line("12.5%")),)),), Output(60))
    assert shown == (
        """\
Question                                               Share
                                                      of the
                                                     overall
the quick brown fox jumps over the lazy dog the        12.5%
quick
"""
    )


def test_wide_characters_keep_the_columns_aligned() -> None:
    shown = terminal.write(
        (table(("战略锚定", "4.2"), ("Talent", "41.7"), numbers=(False, True)),), Output(60)
    )
    assert shown == "C0          C1\n战略锚定   4.2\nTalent    41.7\n"


def test_a_table_without_room_for_its_columns_becomes_lines() -> None:
    eight = table((LONG,) * 8, numbers=(False,) * 8)
    shown = terminal.write((eight,), Output(60))
    assert shown.split("\n")[:3] == [LONG, f"  C1: {LONG}", f"  C2: {LONG}"]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (bullets(["a"]), bullets(["b"])),
        (bullets(["a"]), Facts((fact("B:", "b"),))),
        (List((Item(line("a"), number="1"),)), List((Item(line("b"), number="1"),))),
    ],
)
def test_two_lists_in_a_row_stay_two_lists(first: Block, second: Block) -> None:
    tokens = parsed(markdown.write((first, second, first), Output()))
    opened = [token.type for token in tokens if token.type in ("bullet_list_open", "ordered_list_open")]
    assert len(opened) == 3


def test_blocks_inside_a_list_item_stay_in_it() -> None:
    def depth(tokens: list[Token], words: str) -> int:
        return next(token.level for token in tokens if token.type == "inline" and token.content == words)

    below = (bullets(["nested"]), paragraph("own words"), bullets(["again"]))
    page = (List((Item(line("item"), below, "12"),)), paragraph("outside"))
    tokens = parsed(markdown.write(page, Output()))
    levels = [depth(tokens, words) for words in ("item", "nested", "own words", "again", "outside")]
    assert levels == [3, 5, 3, 5, 1]


def test_only_an_identifier_is_set_as_code() -> None:
    written = markdown.write((paragraph(code("a.b-c_1"), code("a`b | c")),), Output())
    assert written == "`a.b-c_1` a\\`b \\| c\n"


def test_a_number_that_markdown_lists_do_not_support_is_still_shown() -> None:
    numbers = ("-1", "0", "1234567890")
    page = (List(tuple(Item(line("level"), number=number) for number in numbers)),)
    assert markdown.write(page, Output()) == "- **-1** level\n0. level\n- **1234567890** level\n"


def test_a_number_is_escaped_only_where_it_would_begin_a_list() -> None:
    page = (paragraph("18.3 of 100"), paragraph(label("Overall:"), "1. first"), paragraph("1. first"))
    assert markdown.write(page, Output()) == "18.3 of 100\n\n**Overall:** 1. first\n\n&#49;. first\n"


# --- folding ----------------------------------------------------------------------------------------


def folded(words: str, columns: int) -> list[str]:
    return [painted(each) for each in fold_pieces(pieces(words, ""), columns)]


@pytest.mark.parametrize(
    ("words", "columns", "lines"),
    [
        ("the quick fox", 9, ["the quick", "fox"]),
        ("the quick fox", 8, ["the", "quick", "fox"]),
        ("a https://example.com/x b", 8, ["a", "https://", "example.", "com/x b"]),
        ("董事会已批准预算", 6, ["董事会", "已批准", "预算"]),
        ("董事会，已批准。", 6, ["董事", "会，已", "批准。"]),  # no line begins with a comma
        ("他说（预算）好", 6, ["他说", "（预", "算）好"]),  # and no line ends with an opening bracket
        ("预算 budget 已批准", 11, ["预算 budget", "已批准"]),
        ("预算budget已批准", 8, ["预算", "budget已", "批准"]),
        ("", 5, [""]),
    ],
)
def test_lines_are_folded_between_words_and_around_wide_characters(
    words: str, columns: int, lines: list[str]
) -> None:
    assert folded(words, columns) == lines


@settings(max_examples=200, deadline=None)
@given(
    st.text(
        st.sampled_from("ab中文，。（“”é\u0301 ") | st.characters(codec="utf-8", categories=["L", "P", "M"])
    ),
    st.integers(2, 30),
)
def test_folding_loses_nothing_and_fits(words: str, columns: int) -> None:
    words = " ".join(words.split())
    lines = fold_pieces(pieces(words, ""), columns)
    assert all(width(each) == display_width(painted(each)) <= columns for each in lines)
    assert closely("".join(map(painted, lines))) == closely(words)


def test_a_style_covers_only_the_blanks_inside_it() -> None:
    page: tuple[Paragraph, ...] = (paragraph(strong("two words"), "plain", alert("no")),)
    assert (
        terminal.write(page, Output(80, colour=True)) == "\x1b[1mtwo words\x1b[0m plain \x1b[1;31mno\x1b[0m\n"
    )
    assert terminal.write(page, Output(80)) == "two words plain no\n"


def test_a_line_leaves_out_empty_parts() -> None:
    found: Line = line("", strong(""), "a", BLANK, Bar(0, 0))
    assert found == (Run("a"), BLANK, Bar(0, 0))
