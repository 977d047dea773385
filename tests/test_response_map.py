"""A map is read strictly, and nothing of a table is lost, taken twice or guessed."""

from __future__ import annotations

import re
from collections.abc import Sequence

import pytest

import small
from readiness import InvalidInput
from readiness.answers.answers import State
from readiness.answers.responses.file_names import file_names, safe_name
from readiness.answers.responses.importing import Responses, import_responses
from readiness.answers.responses.likeness import ALIKE, APART, likest
from readiness.answers.responses.map_reading import read_response_map
from readiness.source.delimited import parse_delimited
from readiness.source.source import Source
from survey_tools import as_csv

NOTHING = {"id": "nothing", "score": 0, "text": "None of them", "exclusive": True}
SEVERAL = {
    "id": "one.several",
    "type": "several",
    "text": "Which of them?",
    "options": [
        {"id": "cash", "score": 1, "text": "Cash, at once"},
        {"id": "stock", "score": 1, "text": "Stock"},
        {"id": "else", "score": 1, "text": "Something else", "own_words": True},
        NOTHING,
    ],
}
NUMBER = {"id": "one.number", "type": "number", "text": "How many?", "worst": 0, "best": 10, "unit": "days"}
ASKED = small.questionnaire(
    small.section(
        "one",
        small.question("one.plan", not_applicable="no plan"),
        small.question("one.money"),
        SEVERAL,
        NUMBER,
    )
)
HEAD = "questionnaire: small\nversion: 1.0.0\n"
ROWS = (("Name", "Plan", "Note"), ("Chen Li", "Level 2", "quite, so"))


def imported(text: str, rows: Sequence[Sequence[str]] = ROWS, *, leave_open: bool = False) -> Responses:
    table = parse_delimited(as_csv([list(row) for row in rows]).encode(), "t.csv")
    return import_responses(
        table, read_response_map(Source("map.yaml", text), ASKED), ASKED, leave_open=leave_open
    )


def refused(text: str, rows: Sequence[Sequence[str]] = ROWS) -> str:
    with pytest.raises(InvalidInput) as caught:
        imported(text, rows)
    return str(caught.value)


def test_a_map_says_where_all_stands() -> None:
    rows = [
        ["Who", "Role", "When", "Stage", "Plan", "Why not", "Proof", "Boss", "Cash", "Stock", "Other", "No."],
        [
            "Chen Li",
            "CFO",
            "2026/9/3 9:05",
            "Abroad",
            "Level 2",
            "",
            "a.pdf\nb.pdf",
            "Wu",
            "1",
            "0",
            "gold",
            "7",
        ],
        ["Wang", "", "", "abroad", "n/a", "no plan yet", "", "", "是", "", "", "8"],
    ]
    text = f"""{HEAD}table: {{header: 1}}
enterprise: Ningbo Lamps
prepared_for: {{column: Boss}}
respondent: {{column: [Who, B]}}
date: {{column: When}}
not_applicable: [N/A]
ignore: [No.]
profile:
  stage: Stage
answers:
  one.plan:
    column: 5
    reason: Why not
    evidence: Proof
  one.several:
    columns: {{Cash: cash, Stock: stock}}
    other: Other
"""
    found = imported(text, rows)
    first, second = (each.answers for each in found.given)
    assert (first.cover.enterprise, first.cover.prepared_for) == ("Ningbo Lamps", "Wu")
    assert (first.respondent, str(first.date), first.profile) == (
        "Chen Li CFO",
        "2026-09-03",
        {"stage": ("abroad",)},
    )
    assert first["one.plan"].evidence == ("a.pdf", "b.pdf")
    assert first["one.several"].value is not None
    assert ASKED.questions["one.several"].written(first["one.several"].value) == ["cash", "else"]
    assert first["one.several"].other == "gold"
    assert (second["one.plan"].state, second["one.plan"].reason) == (State.NOT_APPLICABLE, "no plan yet")
    assert ASKED.questions["one.several"].written(second["one.several"].value) == ["cash"]


MISTAKES = [
    (
        "- a\n",
        "map.yaml:1:1: map-shape: this is not a mapping of keys to values\n    - a\n    ^\n"
        "    Let `readiness answers import RESPONSES --suggest` write a map to start from.",
    ),
    (
        "questionnaire: smal\nversion: 1.0.0\n",
        "map.yaml:1:16: other-questionnaire: this map is for the questionnaire “smal”\n"
        "    questionnaire: smal\n                   ^\n"
        "    Choose it with --questionnaire, or let --suggest write a map for “small”.",
    ),
    (
        "questionnaire: small\nversion: 0.9.0\n",
        "map.yaml:2:10: older-map: this map is for version 0.9.0; the questionnaire is 1.0.0\n"
        "    version: 0.9.0\n             ^\n"
        "    Check its ids and options with `readiness questionnaire show`; then write"
        " `version: 1.0.0`.",
    ),
    (
        "version: 1.0.0\n",
        "map.yaml:1:1: missing-key: “questionnaire” is missing\n    version: 1.0.0\n    ^\n"
        "    Write `questionnaire: small`.",
    ),
    (
        f"{HEAD}anwers: {{}}\n",
        "map.yaml:3:1: unknown-key: “anwers” is not known\n    anwers: {}\n    ^\n"
        "    Did you mean “answers”?",
    ),
    (
        f"{HEAD}answers:\n  one.plam: Plan\n",
        "map.yaml:4:3: unknown-question: there is no question “one.plam”\n      one.plam: Plan\n      ^\n"
        "    Did you mean “one.plan”?",
    ),
    (
        f"{HEAD}answers:\n  one.plan: {{column: Plan, options: {{Yes: level-9}}}}\n",
        "map.yaml:4:43: unknown-option: “level-9” is not known\n"
        "      one.plan: {column: Plan, options: {Yes: level-9}}\n"
        "                                              ^\n    Did you mean “level-4”?",
    ),
    (
        f"{HEAD}answers:\n  one.plan:\n    column: Plan\n    options: {{Yes: 1, YES: 2}}\n",
        "map.yaml:6:23: option-twice: another cell here looks the same as “YES”\n"
        "        options: {Yes: 1, YES: 2}\n                          ^\n    Keep one of the two.",
    ),
    (
        f"{HEAD}answers:\n  one.several: {{columns: {{Plan: cash, Note: cash}}}}\n",
        "map.yaml:4:45: option-twice: “cash” has two columns\n"
        "      one.several: {columns: {Plan: cash, Note: cash}}\n"
        "                                                ^\n    Keep one of the two.",
    ),
    (
        f"{HEAD}answers:\n  one.plan: {{by: number}}\n",
        "map.yaml:4:3: no-column: “one.plan” needs `column`, or `columns` with a column for each option\n"
        "      one.plan: {by: number}\n      ^\n    Write one of the two.",
    ),
    (
        f"{HEAD}answers:\n  one.plan: {{column: Plan, by: nmber}}\n",
        "map.yaml:4:32: wrong-value: “nmber” is not known\n      one.plan: {column: Plan, by: nmber}\n"
        "                                   ^\n    Did you mean “number”?",
    ),
    (
        f"{HEAD}answers:\n  one.plan: {{column: Plan, other: Note}}\n",
        "map.yaml:4:28: words-without-option: no option of “one.plan” takes words of one's own\n"
        "      one.plan: {column: Plan, other: Note}\n"
        "                               ^\n    Write `note` instead of `other`.",
    ),
    (
        f"{HEAD}answers:\n  one.several: {{column: Plan, rest: cash}}\n",
        "map.yaml:4:37: wrong-value: “cash” is no option that takes words of one's own\n"
        "      one.several: {column: Plan, rest: cash}\n"
        "                                        ^\n    Write `rest: else`.",
    ),
    (
        f"{HEAD}respondent: {{column: 0}}\n",
        "map.yaml:3:22: bad-column: a column is named by its heading, its letters or its number\n"
        "    respondent: {column: 0}\n                         ^\n"
        "    Write the heading in quotation marks, letters such as C, or a number such as 3.",
    ),
    (
        f"{HEAD}table: {{header: 0, delimiter: komma}}\n",
        "map.yaml:3:17: wrong-value: “header” must be a whole number from 1 to 100\n"
        "    table: {header: 0, delimiter: komma}\n                    ^\n"
        "    Write the number of the row that holds the headings, as in `header: 1`.\n"
        "map.yaml:3:31: wrong-value: “komma” is not known\n    table: {header: 0, delimiter: komma}\n"
        "                                  ^\n    Did you mean “comma”?",
    ),
]


@pytest.mark.parametrize(
    ("text", "expected"), MISTAKES, ids=[re.sub(r"\W+", " ", text)[-30:] for text, _ in MISTAKES]
)
def test_a_mistake_in_a_map_is_shown_in_its_place(text: str, expected: str) -> None:
    assert refused(text) == expected


def test_every_column_is_used_once_or_ignored() -> None:
    assert refused(
        f"{HEAD}respondent: {{column: Nam}}\nanswers:\n  one.plan: {{column: Plan, note: Plan}}\n"
    ) == (
        "map.yaml:3:22: no-such-column: t.csv has no column “Nam”\n    respondent: {column: Nam}\n"
        "                         ^\n    Did you mean “Name”?\n"
        "map.yaml:5:34: column-twice: this column is used twice\n      one.plan: {column: Plan, note: Plan}\n"
        "                                     ^\n"
        "    `answers.one.plan.column` uses it too; a column holds one thing.\n"
        "t.csv:1:1: unused-column: column A (“Name”) is neither used nor ignored\n    Name\n    ^\n"
        '    Name it in the map where its answers belong, or add it to the list `ignore`: "Name"\n'
        "t.csv:1:11: unused-column: column C (“Note”) is neither used nor ignored\n    Note\n    ^\n"
        '    Name it in the map where its answers belong, or add it to the list `ignore`: "Note"'
    )


def test_a_heading_that_repeats_is_no_name() -> None:
    rows = [["Name", "Note", "Note"], ["Li", "a", "b"]]
    text = f"{HEAD}respondent: {{column: Name}}\nanswers:\n  one.plan: {{column: Note}}\nignore: [B, C]\n"
    assert refused(text, rows) == (
        "map.yaml:5:22: unclear-column: 2 columns have the heading “Note”\n      one.plan: {column: Note}\n"
        "                         ^\n    Name one of them by its letters: B, C."
    )
    by_letters = text.replace("one.plan: {column: Note}", "one.number: {column: B, note: C}").replace(
        "B, C]", "Note]"
    )
    assert refused(by_letters, rows).startswith("t.csv:2:4: unmatched: “a” is not a number in days; type one")
    assert imported(by_letters, [rows[0], ["Li", "5", "b"]]).given[0].answers["one.number"].note == "b"


# --- cells -----------------------------------------------------------------------------------------

PLAN = f"{HEAD}respondent: {{column: Name}}\nanswers:\n  one.plan: {{column: Plan, note: Note}}\n"


def test_a_cell_that_is_no_answer_is_shown_with_what_to_write() -> None:
    rows = [ROWS[0], ["a", "Level2", ""], ["b", "Always", ""], ["c", "Level2", "x"], ["d", "Level 3", ""]]
    expected = (
        "t.csv:2:3: unmatched: “Level2” is no answer to “one.plan”\n    Level2\n    ^\n"
        "    It stands in 2 rows. If it means “Level 2”, add to the `options` of one.plan in the map:"
        ' `"Level2": level-2`\n'
        "t.csv:3:3: unmatched: “Always” is no answer to “one.plan”\n    Always\n    ^\n"
        '    Say what it means in the `options` of one.plan in the map, as in `"Always": unknown`. Known are'
        " level-0, level-1, level-2, level-3, level-4, unknown."
    )
    assert refused(PLAN, rows) == expected
    mended = PLAN.replace("note: Note", 'note: Note, options: {"Level2": level-2, "Always": level-0}')
    chosen = [each.answers["one.plan"].option for each in imported(mended, rows).given]
    assert [option and option.id for option in chosen] == ["level-2", "level-0", "level-2", "level-3"]


def test_such_a_cell_may_become_a_note() -> None:
    rows = [["Name", "Plan", "Note", "When"], ["a", "Level2", "so", "3/9/2026"], ["b", "Level 3", "", ""]]
    text = PLAN.replace("answers:", "date: {column: When}\nanswers:")
    found = imported(text, rows, leave_open=True)
    first, second = found.given
    assert (first.answers["one.plan"].state, first.answers["one.plan"].note) == (
        State.UNANSWERED,
        "Level2\nso",
    )
    assert first.lost == ("When: 3/9/2026",)
    assert second.answers["one.plan"].option is not None
    assert [(each.line, each.column, each.code) for each in found.unmatched] == [
        (2, 3, "unmatched"),
        (2, 13, "bad-date"),
    ]
    assert found.unmatched[1].hint == (
        "If month or day comes first, say so in the map: `order: month-first` or `order: day-first`, below"
        " `column`."
    )


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("不适用", "no-reason: it is not said why “one.plan” is not applicable"),
        ("Level 2┋Level 3", "unmatched: “Level 2┋Level 3” is no answer to “one.plan”"),
        ("2", "unmatched: “2” is no answer to “one.plan”"),
        ("=cmd|' /C calc'!A0", "unmatched: “=cmd|' /C calc'!A0” is no answer to “one.plan”"),
    ],
)
def test_nothing_is_guessed(cell: str, expected: str) -> None:
    text = PLAN.replace("answers:", "not_applicable: [不适用]\nanswers:")
    assert refused(text, [ROWS[0], ["a", cell, ""]]).startswith(f"t.csv:2:3: {expected}\n")


@pytest.mark.parametrize(
    ("cell", "written", "other"),
    [
        ("Cash, at once", ["cash"], ""),
        ("Stock;Cash, at once", ["cash", "stock"], ""),
        ("Cash, at once, Stock", ["cash", "stock"], ""),
        ("A. Stock┋B. Cash, at once", ["cash", "stock"], ""),
        ("Stock\nCash, at once", ["cash", "stock"], ""),
        ("Stock┋Something else〖gold, silver┃〗", ["stock", "else"], "gold, silver┃"),
        ("Stock, Something else: gold: much", ["stock", "else"], "gold: much"),
        ("Something else", ["else"], ""),
        ("None of them", ["nothing"], ""),
        ("none of these", [], ""),
        ("都不符合", [], ""),
    ],
)
def test_several_options_stand_in_one_cell(cell: str, written: list[str], other: str) -> None:
    text = f"{HEAD}respondent: {{column: Name}}\nanswers:\n  one.several: Which\n"
    answer = imported(text, [["Name", "Which"], ["a", cell]]).given[0].answers["one.several"]
    assert ASKED.questions["one.several"].written(answer.value) == written
    assert answer.other == other


@pytest.mark.parametrize(
    ("cell", "message"),
    [
        ("Stock, gold", "unmatched: “gold” is no answer to “one.several”"),
        ("Cash", "unmatched: “Cash” is no answer to “one.several”"),
        ("Stock, Stock", "unmatched: “Stock, Stock” is no answer to “one.several”"),
        ("Stock;None of them", "not-alone: “nothing” cannot be chosen together with “stock”"),
    ],
)
def test_a_list_is_never_split_blindly(cell: str, message: str) -> None:
    text = f"{HEAD}respondent: {{column: Name}}\nanswers:\n  one.several: Which\n"
    rows = [["Name", "Which"], ["a", cell]]
    if cell == "Cash":  # an id as well as the beginning of a text
        assert ASKED.questions["one.several"].written(
            imported(text, rows).given[0].answers["one.several"].value
        ) == ["cash"]
    else:
        assert refused(text, rows).startswith(f"t.csv:2:3: {message}\n")


@pytest.mark.parametrize(
    "piece", ["stock,cash, at once,", "〖", ":", "Something else:", ",", "else, ", "1.", "┋"]
)
@pytest.mark.parametrize("rest", ["", ", rest: else"])
def test_a_hostile_list_takes_no_time(piece: str, rest: str) -> None:
    text = f"{HEAD}respondent: {{column: Name}}\nanswers:\n  one.several: {{column: Which{rest}}}\n"
    rows = [["Name", "Which"], ["a", piece * (32_000 // len(piece)) + "x"]]
    if rest:
        assert imported(text, rows).given[0].answers["one.several"].other
    elif piece == "Something else:":
        assert imported(text, rows).given[0].answers["one.several"].other.startswith("Something else:Some")
    else:
        assert "is no answer to “one.several”" in refused(text, rows)


# --- names of files ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("王磊，海外事业部", "王磊，海外事业部"),
        ("Chen Li, CFO", "Chen-Li,-CFO"),
        ("../../etc/passwd", "etc-passwd"),
        ("C:\\Windows\\x", "C-Windows-x"),
        ("/", ""),
        (". .", ""),
        ("-rf", "rf"),
        ("con", "_con"),
        ("Com1.txt", "_Com1.txt"),
        ("console", "console"),
        ("a\u202eb\x00c\nd", "abc-d"),
        ("e\u0301", "é"),
        ("长" * 200, "长" * 40),
        ("=cmd|'x'!A0", "=cmd-x-A0"),
    ],
)
def test_a_name_is_safe_in_any_folder(name: str, expected: str) -> None:
    assert safe_name(name) == expected


def test_names_alike_are_numbered() -> None:
    assert file_names([("Li", 2), ("LI", 3), ("", 4), ("Li", 5), ("li-2", 6)]) == [
        "Li.answers.yaml",
        "LI-2.answers.yaml",
        "row-4.answers.yaml",
        "Li-3.answers.yaml",
        "li-2-2.answers.yaml",
    ]


def test_likeness_is_conservative() -> None:
    texts = {"a": "We have a written plan", "b": "We have a written plan and money"}
    assert likest("We have a written plan.", texts) == "a"
    assert likest("We have written plans", {**texts, "c": "We have a written plan!"}) == ""
    assert likest("We", texts) == ""
    assert (ALIKE, APART) == (0.8, 0.1)
