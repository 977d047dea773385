"""Error messages as a person sees them: the place, the line with a caret, and the remedy."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from readiness import InvalidInput, Problem, ReadinessError, load_answers, load_questionnaire
from readiness.messages.characters import display_width, printable
from readiness.messages.names import nearest
from readiness.source.parsing import parse
from readiness.source.source import Source, decode

bounded = settings(max_examples=150, deadline=None, derandomize=True)


# --- one problem ----------------------------------------------------------------------------


def test_a_problem_shows_place_line_caret_and_remedy() -> None:
    problem = Problem(
        file="answers.yaml",
        line=4,
        column=20,
        code="not-a-level",
        message="“yes” is not a level of “strategy.thesis”",
        hint="Write one of 0 (by-word), 1 (written-targets), or unknown.",
        excerpt="  strategy.thesis: yes",
    )
    assert str(problem) == (
        "answers.yaml:4:20: not-a-level: “yes” is not a level of “strategy.thesis”\n"
        "      strategy.thesis: yes\n"
        "                       ^\n"
        "    Write one of 0 (by-word), 1 (written-targets), or unknown."
    )


def test_a_problem_of_the_whole_file_shows_no_line_and_no_caret() -> None:
    problem = Problem("answers.yaml", 1, 1, "unreadable", "there is no such file", "Check the name.")
    assert str(problem) == "answers.yaml:1:1: unreadable: there is no such file\n    Check the name."


def test_a_problem_without_a_remedy_ends_with_the_caret() -> None:
    problem = Problem("f", 2, 3, "code", "what", excerpt="a b c")
    assert str(problem) == "f:2:3: code: what\n    a b c\n      ^"


@pytest.mark.parametrize(
    ("excerpt", "column", "shown", "columns_before_the_caret"),
    [
        ("abc", 1, "abc", 0),
        ("abc", 3, "abc", 2),
        ("abc", 4, "abc", 3),  # just after the end, where something is missing
        ("\tvalue", 2, " value", 1),
        ("a:\t\tb", 5, "a:  b", 4),
        ("战略: yes", 5, "战略: yes", 6),
        ("备注：是", 4, "备注：是", 6),  # a full-width colon is two columns wide
        ("ｶﾅ: x", 5, "ｶﾅ: x", 4),  # half-width letters are one column wide
        ("한국: x", 5, "한국: x", 6),
        ("e\u0301te\u0301: x", 8, "e\u0301te\u0301: x", 5),
        ("🚢: x", 4, "🚢: x", 4),
        ("战\t略: x", 6, "战 略: x", 7),
        ("\x1b[31m: x", 8, r"\x1b[31m: x", 10),
        ("\u202eabc: x", 7, r"\u202eabc: x", 11),
    ],
)
def test_the_caret_is_below_the_place_on_a_terminal(
    excerpt: str, column: int, shown: str, columns_before_the_caret: int
) -> None:
    _head, line, caret = str(Problem("f", 1, column, "code", "what", excerpt=excerpt)).split("\n")
    assert line == f"    {shown}"
    assert caret == f"    {' ' * columns_before_the_caret}^"


def test_a_long_line_is_shown_from_shortly_before_the_place() -> None:
    excerpt = "".join(f"{n:04d} " for n in range(400))
    _head, line, caret = str(Problem("f", 1, 1001, "code", "what", excerpt=excerpt)).split("\n")
    assert line.removeprefix("    ").startswith("0188 ")
    assert line[len(caret) - 1 :].startswith("0200 ")
    assert len(line) <= 124


def test_a_long_line_is_shown_from_its_beginning_if_the_place_is_near() -> None:
    lines = str(Problem("f", 1, 3, "code", "what", excerpt="x" * 5000)).split("\n")
    assert lines[1:] == ["    " + "x" * 120, "      ^"]


@pytest.mark.parametrize("columns", [40, 80, 120])
@pytest.mark.parametrize("column", [1, 10, 25, 40, 100, 398])
def test_a_long_line_of_wide_characters_and_its_caret_fit_the_terminal(column: int, columns: int) -> None:
    excerpt = "".join(chr(ord("一") + number) for number in range(400))
    problem = Problem("f", 1, column, "code", "what", excerpt=excerpt)
    shown = problem.text(shown=str, escaped=str, columns=columns)
    _head, line, caret = shown.split("\n")
    assert display_width(line) <= columns
    before = line[: (len(caret) - 1 - 4) // 2 + 4]
    assert display_width(before) == len(caret) - 1
    assert line[len(before)] == excerpt[column - 1]


def test_on_a_narrow_terminal_the_words_of_a_problem_stay_whole_and_a_command_in_one_line() -> None:
    hint = "Write one of 0 (by-word), 1 (reasons-only) or 2 (signed-comparison)."
    problem = Problem("answers.yaml", 4, 3, "not-a-level", "“strategy.thesis”没有这一级：9", hint)
    assert problem.text(shown=str, escaped=str, columns=40).split("\n") == [
        "answers.yaml:4:3: not-a-level:",
        "“strategy.thesis”没有这一级：9",
        "    Write one of 0 (by-word), 1",
        "    (reasons-only) or 2",
        "    (signed-comparison).",
    ]
    command = "Run `readiness questionnaire check PATH` again."
    for columns, lines in (
        (40, ["    Run", "    `readiness questionnaire check PATH`", "    again."]),
        (30, [f"    {command}"]),  # a terminal parts it, and what is copied from there is one line
    ):
        shown = Problem("f", 1, 1, "code", "what", command).text(shown=str, escaped=str, columns=columns)
        assert shown.split("\n")[1:] == lines


@pytest.mark.parametrize(
    "text",
    [
        "\x1b[2J\x1b[31m",  # clears the screen
        "\x1b]0;title\x07",  # sets the title of the window
        "line\nbreak",
        "carriage\rreturn",
        "\u202egnirts",  # right-to-left override
        "\u2066isolate",
        "\x9b31m",  # the one-character form of ESC [
        "\u2028",
        "\udc80",
        "\ufeff",
    ],
)
def test_no_part_of_a_problem_can_drive_the_terminal(text: str) -> None:
    shown = str(Problem(text, 1, 2, "code", text, text, text + text))
    assert len(shown.split("\n")) == 4
    for character in set(text) & set("\x1b\x07\r\u202e\u2066\x9b\u2028\udc80\ufeff"):
        assert character not in shown


@bounded
@given(st.text(), st.text(), st.text(), st.text(min_size=1), st.integers(1, 300))
@example("f", "m", "h", "战略" * 100, 150)
def test_any_problem_is_shown_in_lines_of_printable_text(
    file: str, message: str, hint: str, excerpt: str, column: int
) -> None:
    shown = str(Problem(file, 3, column, "code", message, hint, excerpt))
    lines = shown.split("\n")
    assert len(lines) == 3 + bool(hint)
    assert lines[2].strip() == "^"
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", shown)


@bounded
@given(st.text(st.characters(exclude_categories=["C", "Z", "M"])))
def test_ordinary_letters_are_shown_as_they_are(text: str) -> None:
    assert printable(text) == text


@pytest.mark.parametrize(
    ("text", "columns"),
    [("", 0), ("abc", 3), ("战略", 4), ("e\u0301", 1), ("Ａ", 2), ("ｶ", 1), ("🚢", 2), ("–", 1)],
)
def test_width_counts_columns_of_a_terminal(text: str, columns: int) -> None:
    assert display_width(text) == columns


# --- several problems -------------------------------------------------------------------------


def test_problems_are_sorted_in_the_order_of_the_file() -> None:
    def at(file: str, line: int, column: int) -> Problem:
        return Problem(file, line, column, "code", "what")

    expected = [at("a", 2, 9), at("a", 10, 1), at("a", 10, 2), at("b", 1, 1)]
    error = InvalidInput([expected[3], expected[2], expected[0], expected[1]])
    assert list(error.problems) == expected
    assert str(error) == "a:2:9: code: what\na:10:1: code: what\na:10:2: code: what\nb:1:1: code: what"


def test_invalid_input_is_a_readiness_error() -> None:
    with pytest.raises(ReadinessError):
        raise InvalidInput([Problem("f", 1, 1, "code", "what")])


# --- nearest names --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("titel", "title"),
        ("optons", "options"),
        ("title", "title"),
        ("Title", "title"),
        ("zzz", None),
        ("", None),
    ],
)
def test_the_nearest_name_is_one_that_a_typing_error_explains(name: str, expected: str | None) -> None:
    assert nearest(name, ["title", "options", "help"]) == expected


# --- no message uses technical terms of the implementation ----------------------------------

_JARGON = re.compile(
    r"(?i:https?:|www\.|pydantic|pyyaml|libyaml|yaml\.|pars(?:er|ing)|scann|token|stream|node\b|block|flow"
    r"|simple key|handle|literal|validat|input should|constrained|traceback|exception|\berror\b|errno|null"
    r"|dict|tuple|codec|byte|surrogate|type=|\b(?:str|int|self|class)\b)|\b(?:None|True|False|NaN)\b|[<>]"
)


def _assert_plain(error: InvalidInput) -> None:
    for problem in error.problems:
        words = re.sub(
            r'“[^”]*”|`[^`]*`|"(?:[^"\\]|\\.)*"', "", f"{problem.message} {problem.hint}"
        )  # quotations
        assert not _JARGON.search(words), words
        assert problem.hint
        assert problem.message[0].islower() or not problem.message[0].isalpha()


def _yaml(text: str, _folder: Path) -> None:
    parse(Source("f.yaml", text))


def _bytes(content: str, _folder: Path) -> None:
    decode(content.encode("latin-1"), "f.yaml")


def _answers(text: str, folder: Path) -> None:
    path = folder / "answers.yaml"
    path.write_text(f"questionnaire: going-global\nversion: 2.0.0\n{text}", encoding="utf-8")
    load_answers(path, load_questionnaire())


def _questionnaire(text: str, folder: Path) -> None:
    (folder / "questionnaire.yaml").write_text(text, encoding="utf-8")
    load_questionnaire(folder)


@pytest.mark.parametrize(
    ("read", "text"),
    [
        (_yaml, "a: b: c"),
        (_yaml, "a: 'b"),
        (_yaml, "a: [b"),
        (_yaml, "[a: b"),
        (_yaml, "a: {b: c]"),
        (_yaml, "a:\n\tb: c"),
        (_yaml, "- a\nb"),
        (_yaml, "a: *b"),
        (_yaml, "a: &b c"),
        (_yaml, "a: !b c"),
        (_yaml, "a: !!python/object:os.system c"),
        (_yaml, "!a!b c"),
        (_yaml, "!%ED%A0%80 c"),
        (_yaml, "!<"),
        (_yaml, "%YAML 9.9\n--- a"),
        (_yaml, "%unheard of\n--- a"),
        (_yaml, "? [a]\n: b"),
        (_yaml, "--- a\n--- b"),
        (_yaml, "a: |99\n  b"),
        (_yaml, 'a: "\\q"'),
        (_yaml, 'a: "\\x4"'),
        (_yaml, 'a: "\\ud800"'),
        (_yaml, "a: @b"),
        (_yaml, "a: - b"),
        (_yaml, "a: 1\na: 2"),
        (_yaml, "a: \x07"),
        (_yaml, "[" * 100),
        (_bytes, "\xff\xfea\x00"),
        (_answers, "answers: 5"),
        (_answers, "answers: {strategy.thesis: true}"),
        (_answers, "answers: {strategy.thesis: [1]}"),
        (_answers, "answers: {strategy.thesis: {value: {a: 1}}}"),
        (_answers, "answers: {strategy.thesis: {note: [1], evidence: {a: 1}}}"),
        (_answers, "profile: {sector: true, markets: [5, {a: 1}, null], stage: {a: 1}}"),
        (_answers, "date: [2026]\nrespondent: 5"),
        (_questionnaire, ""),
        (_questionnaire, "- a"),
        (_questionnaire, "id: 5\ntitle: [a]\nprofile: {a: 1}\nbands: 3\nsections: [5, x.yaml, ../y.yaml]"),
        (
            _questionnaire,
            "id: Not An Id\nversion: 1\naggregation: median\nsections: []\ncoverage: 0.5\nbands: []",
        ),
        (_questionnaire, "bands: [{id: a, cut: 101, floor: -1}, {id: b, cut: 'x'}, 5]"),
        (_questionnaire, "sections: [{weight: 0, questions: [{quick: 'yes', options: [{id: a}]}]}]"),
        (_questionnaire, "red_flags: [{when: {all: {}}, action: {effort: 1.5, horizon: 31}}]"),
        (_questionnaire, "red_flags: [{when: {answer: a, at_least: [1]}, action: 5}, {when: {}}]"),
        (_questionnaire, "cases: {cases: [{kind: story, questions: [], applies_to: {a: 1, B C: [x]}}]}"),
    ],
)
def test_messages_are_plain_words_with_a_remedy(
    read: Callable[[str, Path], None], text: str, tmp_path: Path
) -> None:
    with pytest.raises(InvalidInput) as caught:
        read(text, tmp_path)
    _assert_plain(caught.value)


_PIECES = [*"ab1 \n:-?[]{},\"'|>&*!%@`#\\\t", "- ", ": ", "---", "%TAG ", "!%FF"]


@bounded
@given(st.lists(st.sampled_from(_PIECES), max_size=20))
def test_every_error_of_yaml_is_explained_in_plain_words(pieces: list[str]) -> None:
    try:
        parse(Source("f.yaml", "".join(pieces)))
    except InvalidInput as error:
        _assert_plain(error)


# --- conditions as other programs write them ------------------------------------------------------------


@pytest.mark.parametrize(
    ("condition", "hints"),
    [
        ("{question: p.one, at_least: 2}", ["Use `answer` here."]),
        ("{id: p.one, at_least: 2}", ["Use `answer` here."]),
        ("{answer: p.one, is: some}", ["Use `equals` here."]),
        ("{answer: p.one, in: [some]}", ["Use `any_of` here."]),
        ("{answer: p.one, min: 2}", ["Use `at_least` here."]),
        ("{or: [{answer: p.one, at_least: 2}]}", ["Use `any` here."]),
        ("{answer: p.one, equals: true}", ['Write `equals: "yes"`, in quotes.']),
        ("{answer: p.one, equals: false}", ['Write `equals: "no"`, in quotes.']),
        (
            "{answer: p.one, equals: 3}",
            ["Write the id of an option; to compare scores, write `at_least: 3` or `at_most: 3`."],
        ),
        ("{answer: p.one, equals: [a, b]}", ["For one of several options, write `any_of: [a, b]`."]),
        ("{answer: p.one, equals: {}}", ["Write the id of one option, as in `equals: weekly`."]),
    ],
)
def test_a_condition_in_other_words_is_told_ours(condition: str, hints: list[str], tmp_path: Path) -> None:
    (tmp_path / "questionnaire.yaml").write_text(
        "id: tiny\nversion: 1.0.0\ntitle: Tiny\nbands: [{id: start, title: Start}]\n"
        "sections:\n  - id: p\n    title: P\n    questions:\n"
        '      - {id: p.one, type: yes-no, title: One, text: "One?"}\n'
        f'      - {{id: p.two, type: yes-no, title: Two, text: "Two?", when: {condition}}}\n',
        encoding="utf-8",
    )
    with pytest.raises(InvalidInput) as refused:
        load_questionnaire(tmp_path)
    assert [problem.hint for problem in refused.value.problems] == hints
