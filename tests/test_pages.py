"""Pages of blocks and their writers: everything is shown in every format, and nothing is left out."""

from __future__ import annotations

import datetime
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from importlib import import_module
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it.token import Token

from firms import plausible_firms
from readiness import (
    Report,
    build_explanation,
    build_report,
    load_answers,
    load_questionnaire,
    render,
    score,
)
from readiness.messages.characters import display_width
from readiness.messages.folding import fold_pieces, pieces, width
from readiness.rendering import SUFFIXES, FileFormat, Format, Output, PreviewFormat, markdown, terminal
from readiness.rendering.encodings import Characters
from readiness.rendering.painting import painted
from readiness.views.blocks import (
    BLANK,
    Bar,
    BarRow,
    Bars,
    Block,
    Break,
    Card,
    Column,
    Contents,
    Cover,
    Facts,
    Heading,
    Item,
    Line,
    List,
    Page,
    Paragraph,
    Run,
    Scatter,
    Table,
    Timeline,
    alert,
    bullets,
    code,
    fact,
    label,
    line,
    link,
    note,
    paragraph,
    quiet,
    strong,
)
from readiness.views.build_advice import case_view
from readiness.views.build_preview import build_preview
from readiness.views.explanation import AsideView
from readiness.views.pages.case_blocks import case_page, cases_page
from readiness.views.pages.form_page import form_page
from readiness.views.pages.preview_page import preview_page
from readiness.views.pages.questionnaires_page import questionnaires_page
from readiness.views.pages.report_page import report_page
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
        found |= {f"first {name}": report_page(report_of(name), details=False)}
        found |= {f"full {name}": report_page(report_of(name))}
    return found


KINDS = list(pages())
every_page = pytest.mark.parametrize("kind", KINDS)


def texts(value: object, *, narrow: bool = False) -> Iterator[str]:
    """Every text in a page or a part of it; with `narrow`, without the titles that narrow lines leave out."""
    if isinstance(value, Run | Heading):
        yield value.text
    elif isinstance(value, Scatter | Timeline | Contents):
        return  # for formats with pictures and links
    elif isinstance(value, str):
        yield value
    elif isinstance(value, Cover):
        yield from texts((value.title, value.subtitle, value.facts), narrow=narrow)
    elif isinstance(value, Table):
        yield from texts(tuple(each for each in value.columns[narrow:] if not says_itself(value, each)))
        yield from texts(value.rows)
    elif isinstance(value, Bars):
        yield from texts((value.columns[2 * narrow :], value.rows))
    elif isinstance(value, Item | Card):
        yield from texts(
            (value.line if isinstance(value, Item) else value.title, value.number), narrow=narrow
        )
        yield from texts(value.below if isinstance(value, Item) else value.body, narrow=narrow)
    elif isinstance(value, tuple) and not isinstance(value, Bar):
        for part in value:
            yield from texts(part, narrow=narrow)


def says_itself(table: Table, column: Column) -> bool:
    """Whether every cell of `column` begins with a label, so that lines leave out the column's title."""
    cells = [row[table.columns.index(column)] for row in table.rows]
    return all(isinstance(cell[0], Run) and cell[0].role == "label" for cell in cells if cell)


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
        assert all(" ".join(part.split()) in seen for part in each.splitlines())


@every_page
def test_headings_in_markdown_descend_a_level_at_a_time(kind: str) -> None:
    written = markdown.write(pages()[kind], Output())
    levels = [int(token.tag[1]) for token in parsed(written) if token.type == "heading_open"]
    assert all(after <= before + 1 for before, after in pairwise(levels))
    if kind.split()[0] in ("first", "full", "preview", "form"):
        assert (levels[0], levels.count(1)) == (1, 1)


@every_page
def test_colour_adds_nothing_to_the_words_of_a_page(kind: str) -> None:
    for columns in (40, 80):
        coloured = terminal.write(pages()[kind], Output(columns, colour=True))
        assert "\x1b[" in coloured
        stripped = re.sub(r"\x1b\[[\d;]*m", "", coloured)
        plain = terminal.write(pages()[kind], Output(columns))
        assert [each.rstrip() for each in stripped.split("\n")] == plain.split("\n")


# --- the first page, the body, the appendix -------------------------------------------------------


@pytest.mark.parametrize("name", EXAMPLES)
def test_a_report_begins_with_its_first_page(name: str) -> None:
    first, full = (report_page(report_of(name), details=details) for details in (False, True))
    assert full[: len(first)] == first
    assert isinstance(full[len(first)], Break)
    contents = full[len(first) + 1]
    assert isinstance(contents, Contents)
    titles = [block.text for block in full[len(first) :] if isinstance(block, Heading) and block.level == 2]
    assert [entry.text for entry in contents.entries] == titles


def lines_of(report: Report) -> int:
    return terminal.write(report_page(report, details=False), Output(80)).count("\n")


@pytest.mark.parametrize("name", EXAMPLES)
def test_the_first_page_of_an_example_fits_sixty_lines(name: str) -> None:
    assert lines_of(report_of(name)) <= 60


def test_the_first_page_of_nearly_every_firm_fits_sixty_lines() -> None:
    """Those that need more have contradictions and long conditions together, and need at most four more."""
    firms = [firm.score() for firm in plausible_firms(40)]
    firms += [score(each.questionnaire, each.answers, quick=True) for each in firms]
    lines = sorted(lines_of(build_report(each)) for each in firms)
    assert lines[-1] <= 64
    assert lines[len(lines) * 9 // 10] <= 60


def blocks_in(value: object) -> Iterator[object]:
    yield value
    if isinstance(value, tuple):
        for part in value:
            yield from blocks_in(part)


@every_page
def test_every_link_leads_somewhere_and_every_id_is_unique(kind: str) -> None:
    parts = list(blocks_in(pages()[kind]))
    ids = [part.id for part in parts if isinstance(part, Heading | Item | Card) and part.id]
    assert len(ids) == len(set(ids))
    if not kind.startswith("first"):  # its links lead into the body
        check_links(pages()[kind])


def check_links(page: Page) -> None:
    parts = list(blocks_in(page))
    targets = {part.target for part in parts if isinstance(part, Run) and part.target}
    assert targets <= {part.id for part in parts if isinstance(part, Heading | Item | Card)}


@pytest.mark.parametrize("name", EXAMPLES)
def test_every_action_is_in_the_report_once_and_in_full(name: str) -> None:
    report = report_of(name)
    first, full = (report_page(report, details=details) for details in (False, True))
    body = markdown.write(full[len(first) :], Output())
    for task in report.tasks:
        assert body.count(markdown.text(task.action.text)) == 1, task.title
        assert body.count(f'<a id="action-{task.number}"></a>') == 1
    shown = markdown.write(first, Output())
    assert all(markdown.text(task.action.text) in shown for task in report.tasks[:3])


@pytest.mark.parametrize("name", EXAMPLES)
def test_every_gap_names_its_action(name: str) -> None:
    report = report_of(name)
    rules = load_questionnaire().prerequisites
    for gap in report.gaps:
        if gap.task is None:  # something else must come first
            assert f"{gap.question}/{gap.answer_id}" in {rule.action for rule in rules}
        else:
            assert gap.question in report.tasks[gap.task - 1].questions


def test_a_report_without_actions_has_no_column_for_them_and_a_dash_is_explained() -> None:
    action = {"text": "Improve it.", "effort": 1, "horizon": 30}

    def table_of(*first: dict[str, Any]) -> tuple[list[str], str]:
        others = [question(f"a.n{number}") for number in range(9)]
        asked = questionnaire(section("a", *first, *others))
        gaps = {each.id: 0 for each in asked.questions.values()}
        text = render(build_report(scored(asked, gaps)), "markdown")
        return re.findall(r"^\| .*adds.* \|$", text, re.MULTILINE | re.IGNORECASE), text

    said = (
        "A dash: there is no action for the next level, another action must come first, or one in the roadmap"
        " speaks against it."
    )
    headers, text = table_of()
    assert len(headers) == 2
    assert not any("Action" in header for header in headers)
    assert "A dash" not in text
    with_one = question("a.first", (0, 1))
    with_one["options"][0]["action"] = action
    headers, text = table_of(with_one)
    assert all("Action" in header for header in headers)
    assert text.count(said) == 2  # of both tables


def test_the_gaps_of_the_body_and_of_the_appendix_are_all_gaps() -> None:
    report = report_of("ningbo-ev-parts")
    page = report_page(report)
    tables = [
        next(block for block in page[place:] if isinstance(block, Table))
        for place, heading in enumerate(page)
        if isinstance(heading, Heading) and heading.id in ("gaps", "further-gaps")
    ]
    assert [len(found.rows) for found in tables] == [7, len(report.gaps) - 7]


def test_of_blockers_flags_and_contradictions_three_are_on_the_first_page() -> None:
    report = report_of("ningbo-ev-parts")
    blocker = report.verdict.blocked_by[0]
    many = report._replace(
        verdict=report.verdict._replace(
            blocked_by=tuple(blocker._replace(text=f"Blocker {number}.") for number in range(5))
        ),
        flags=tuple(report.flags[0]._replace(title=f"Flag {number}") for number in range(4)),
        contradictions=report.contradictions * 5,
    )
    shown = terminal.write(report_page(many, details=False), Output(80))
    assert [number for number in range(5) if f"Blocker {number}." in shown] == [0, 1, 2]
    assert [number for number in range(4) if f"Flag {number} " in shown] == [0, 1, 2]
    assert [each for each in shown.splitlines() if each.startswith("• and")] == [
        "• and 2 more",
        "• and 1 more",
    ]
    pair = "Part in rule-making / Early warning"
    assert f"• Answers to check: {pair}; {pair}; and 3 more" in " ".join(shown.split())
    assert "• and 1 more" not in terminal.write(report_page(report, details=False), Output(80))
    body = markdown.write(report_page(many)[len(report_page(many, details=False)) :], Output())
    assert "[and 2 more](#blockers)" in markdown.write(report_page(many), Output())
    assert '<a id="blockers"></a>' in body
    assert all(f"- Blocker {number}." in body for number in range(5))


@pytest.mark.parametrize(
    ("title", "shown"),
    [("A rule", "A rule."), ("What now?", "What now?"), ("那边有几环？", "那边有几环？"), ("Inc.", "Inc.")],
)
def test_a_title_with_a_mark_of_its_own_gets_no_full_stop(title: str, shown: str) -> None:
    report = report_of("ningbo-ev-parts")
    assert report.lead is not None
    lead = report.lead._replace(case=report.lead.case._replace(who="N", title=title, lesson="Do it."))
    written = terminal.write(report_page(report._replace(lead=lead), details=False), Output(80))
    assert f"Learn from: N: {shown} Do it.".replace("？ ", "？") in written


def test_answers_that_do_not_count_are_on_the_first_page_unless_a_quick_set_leaves_them_out() -> None:
    report = report_of("ningbo-ev-parts")
    ignored = tuple(AsideView(f"p.{name}", name, "hidden") for name in ("One", "Two", "Three"))
    told = "• Answers that do not count: One; Two; and 1 more"
    shown = terminal.write(report_page(report._replace(ignored=ignored), details=False), Output(80))
    assert told in shown.splitlines()
    assert "do not count" not in terminal.write(report_page(report, details=False), Output(80))
    quick = report._replace(ignored=ignored, provenance=report.provenance._replace(quick=True))
    assert "do not count" not in terminal.write(report_page(quick, details=False), Output(80))


@pytest.mark.parametrize("given", [4, 3])
def test_the_body_lists_what_a_verdict_still_needs_only_where_the_first_page_does_not(given: int) -> None:
    report = report_of("ningbo-ev-parts")
    blocker = report.verdict.blocked_by[0]
    verdict = report.verdict._replace(next=None, blocked_by=(blocker,) * given)
    shown = markdown.write(report_page(report._replace(verdict=verdict)), Output())
    assert ("What a verdict still needs" in shown) is (given > 3)


def test_every_link_of_a_whole_report_leads_somewhere() -> None:
    firms = [firm.score() for firm in plausible_firms(20)]
    quick = [score(each.questionnaire, each.answers, quick=True) for each in firms]
    nothing = [score(each.questionnaire, replace(each.answers, given={})) for each in firms[:1]]
    for scores in (*firms, *quick, *nothing):
        check_links(report_page(build_report(scores)))


def test_a_quick_report_says_what_it_could_not_check_and_how_to_go_on() -> None:
    asked = load_questionnaire()
    given = load_answers(FOLDER / "hangzhou-e-commerce.yaml", asked)
    shown = terminal.write(
        report_page(build_report(score(asked, given, quick=True)), details=False), Output()
    )
    assert "Not checked by the quick set:" in " ".join(shown.split())
    assert "Go on without --quick: the answers are kept." in " ".join(shown.split())


YES_NO = {"id": "a.yes", "title": "a.yes", "text": "Is it so?", "help": "Why.", "type": "yes-no"}
SCALE = {**YES_NO, "id": "a.scale", "title": "a.scale", "type": "scale", "minimum": 1, "maximum": 5}


@pytest.mark.parametrize("form", ["terminal", "markdown", "html"])
def test_a_level_has_its_number_before_its_text(form: Format) -> None:
    """The number that the interview shows; a text that says all by itself has none."""
    asked = questionnaire(section("a", question("a.level", (0, 2, 4)), YES_NO, SCALE))
    scores = scored(asked, {"a.level": 2, "a.yes": True, "a.scale": 3})
    report = build_report(scores)
    shown = render(report, form).replace("\\.", ".")
    body, appendix = shown[: shown.rindex("All answers")], shown[shown.rindex("All answers") :]
    assert "2. Level 1" in body  # the answer,
    assert "4. Level 2" in body  # and the next level
    assert "2. Level 1" in appendix
    assert "2. Level 1" in render(build_explanation(scores, "a"), form).replace("\\.", ".")
    for said in ("Yes", "3"):
        assert not re.search(rf"[0-9]\. {said}\b", shown)
    by_id = {item.question: item for item in report.answers}
    assert {id: (item.answer_number, item.answer) for id, item in by_id.items()} == {
        "a.level": ("2", "Level 1"),
        "a.yes": ("", "Yes"),
        "a.scale": ("", "3"),
    }


@pytest.mark.parametrize(("id", "title"), [("a.one", " (shaded):"), ("r.given", ":")])
def test_open_answers_are_only_called_shaded_where_a_bar_is(id: str, title: str) -> None:
    asked = questionnaire(
        section("a", question("a.one"), question("a.two")),
        risk("r", [question("r.given")], [question("r.done")], aggregation="control"),
    )
    given = {"a.one": 3, "a.two": 3, "r.given": 3, "r.done": 3, id: "unknown"}
    page = render(build_report(scored(asked, given)), "markdown", details=False)
    assert f"**Open or not known{title}** {id}\n" in page


def test_the_lines_of_a_note_stay_lines() -> None:
    page = (paragraph(label("Note:"), note("First line.\n\nThird  line.\u2028Fourth.")),)
    assert terminal.write(page, Output(80)) == "Note: First line.\n\nThird line.\nFourth.\n"
    assert markdown.write(page, Output()) == "**Note:** First line.<br><br>Third line.<br>Fourth.\n"
    cells = table(("a", "b"), numbers=(False, False))
    cells = cells._replace(rows=((line("a"), line(note("one\ntwo"))),))
    assert terminal.write((cells,), Output(80)) == "C0  C1\na   one\n    two\n"


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
    for format in {*Format, *PreviewFormat} - {Format.JSON, Format.CSV}:
        assert callable(import_module(f"readiness.rendering.{format}").write)
    assert set(SUFFIXES.values()) == {*Format, *FileFormat}


def test_writers_contain_no_texts_of_their_own() -> None:
    """All texts go through the catalogue, and no writer uses it; wrong calls are refused earlier."""
    room = Path(terminal.__file__).parent
    for path in room.glob("*.py"):
        other = ("__init__.py", "formats.py", "pdf.py", "report_schema.py")
        if path.name in other or path.name.startswith("xlsx"):  # they write no pages, or have errors
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
        note(words),
        link(words, "a-place"),
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
    cover = Cover(words, words, (fact(words, words),))
    contents = Contents(words, (link(words, "a-place"),))
    return (
        cover,
        Heading(words, id="a-place"),
        Break(),
        contents,
        *blocks,
        Card(line(words, quiet(words)), blocks, number="7"),
    )


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
    plain = markdown.write(every_block("plain words"), Output())
    assert structure(written.replace("<br>", " ")) == structure(plain)
    assert set(re.findall("<[^>]*>?", written)) <= {"<br>", '<a id="a-place">', "</a>"}


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
18 of 20 ###???......
Up to: 20

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
Dimension
Strategy
  ██████▒▒▒▒▒▒ 2–4 Answered: 80%
  Level: High
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
    assert markdown.write(page, Output()) == "- **-1** level\n- **0.** level\n- **1234567890.** level\n"


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


@pytest.mark.parametrize("name", EXAMPLES)
def test_a_report_without_details_has_the_same_first_page(name: str) -> None:
    asked = load_questionnaire()
    scores = score(asked, load_answers(FOLDER / f"{name}.yaml", asked))
    day = datetime.date(2026, 9, 1)
    brief, whole = (build_report(scores, built_on=day, details=details) for details in (False, True))
    assert render(brief, "terminal", details=False) == render(whole, "terminal", details=False)
