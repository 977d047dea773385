"""Reading YAML: the data, the place of each value, and an error with its place for everything else."""

from __future__ import annotations

import math
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from readiness import InvalidInput, Problem, load_questionnaire
from readiness.answers.template import template
from readiness.source.data import locate, plain
from readiness.source.dumping import dump
from readiness.source.parsing import parse
from readiness.source.source import MAX_BYTES, Source, decode, read

bounded = settings(max_examples=150, deadline=None, derandomize=True)


def data(text: str) -> Any:
    return parse(Source("f.yaml", text))


def problems(text: str) -> tuple[Problem, ...]:
    with pytest.raises(InvalidInput) as caught:
        data(text)
    return caught.value.problems


def shown(text: str) -> str:
    """All problems of `text`, as a person sees them."""
    return "\n".join(map(str, problems(text)))


def undecodable(content: bytes) -> str:
    with pytest.raises(InvalidInput) as caught:
        decode(content, "f.yaml")
    return str(caught.value)


# --- plain scalars: the core schema of YAML 1.2, without surprises ----------------------------------


@pytest.mark.parametrize(
    "text",
    [
        *["yes", "no", "Yes", "NO", "y", "n", "on", "off", "tRUE", "none", "nil"],  # YAML 1.1's truth values
        *["1:30", "190:20:30"],  # its base-60 numbers
        *["010", "00", "007", "0x1f", "0o17", "0b101", "1_000", "+0x1"],  # its octal, hexadecimal, binary
        *["2026-03-31", "2026-03-31 10:00:00", "2026-03-31T10:00:00Z"],  # its dates
        *[".inf", "-.inf", "+.INF", ".nan", ".NaN", "inf", "nan", "1e999", "-1e400"],  # not finite
        *["1.", ".5", "1.2.3", "1,5", "1 000", "5%", "1e", "e5", "--1", "+", "1-2", "1e5a", "0.1.0"],
        *["1234567890123456", "-9999999999999999"],  # more digits than a score has
        *["１", "٣", "3１"],  # digits of other scripts
        *["=", "<<", "-a", "a b", "战略", "🚢", "it's", "a#b", "a:b", "http://example.com/?a=b"],
    ],
)
def test_only_exact_numbers_and_truth_values_are_not_text(text: str) -> None:
    assert data(f"value: {text}") == {"value": text}
    assert data(f"- {text}\n- [{text}]" if "," not in text else f"- {text}")[0] == text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("0", 0),
        ("3", 3),
        ("+3", 3),
        ("-1", -1),
        ("123456789012345", 123456789012345),
        ("3.0", 3.0),
        ("-0.5", -0.5),
        ("0.1", 0.1),
        ("1e3", 1000.0),
        ("1E+3", 1000.0),
        ("-2.5e-3", -0.0025),
        ("true", True),
        ("True", True),
        ("FALSE", False),
        ("false", False),
        ("null", None),
        ("Null", None),
        ("NULL", None),
        ("~", None),
        ("", None),
    ],
)
def test_numbers_truth_values_and_null_are_read_as_such(text: str, expected: Any) -> None:
    value = data(f"value: {text}")["value"]
    assert value == expected
    assert type(value) is type(expected)


@pytest.mark.parametrize("text", ["3", "3.0", "true", "null", "~", "", "1e3"])
def test_anything_in_quotes_is_text(text: str) -> None:
    assert data(f"""- '{text}'\n- "{text}"\n""") == [text, text]


def test_a_block_is_always_text() -> None:
    assert data("a: |\n  3\nb: >-\n  true\n  or\n\n  not\n") == {"a": "3\n", "b": "true or\nnot"}


def test_a_number_of_5000_digits_is_text() -> None:
    digits = "9" * 5000
    assert data(f"a: {digits}\nb: -{digits}\nc: {digits}.5\nd: 1e{digits}") == {
        "a": digits,
        "b": f"-{digits}",
        "c": f"{digits}.5",
        "d": f"1e{digits}",
    }


def test_keys_are_always_text() -> None:
    assert data("1: a\ntrue: b\nnull: c\n1.5: d\n2026-01-31: e\nno: f\n") == {
        "1": "a",
        "true": "b",
        "null": "c",
        "1.5": "d",
        "2026-01-31": "e",
        "no": "f",
    }


@bounded
@given(st.from_regex(r"[-+]?[.0-9][-+.0-9eE_xob]{0,10}", fullmatch=True))
@example("1e99")
@example("999999999999999e294")
def test_a_number_like_word_is_read_as_text_or_as_its_finite_number(word: str) -> None:
    value = data(f"value: {word}")["value"]
    if value != word:
        assert math.isfinite(value)
        assert value == float(word)
        assert not re.search("[_xob]|^[-+]?0[0-9]", word)


# --- documents ------------------------------------------------------------------------------


@pytest.mark.parametrize("text", ["", "\n\n", "   \n", "# only a comment\n", "---\n", "--- # nothing\n...\n"])
def test_an_empty_file_is_null(text: str) -> None:
    assert data(text) is None


@pytest.mark.parametrize(
    "text", ["---\na: 1\n", "a: 1\n...\n", "%YAML 1.2\n---\na: 1\n", "# comment\n--- {a: 1} # more\n"]
)
def test_the_marks_around_one_document_are_accepted(text: str) -> None:
    assert data(text) == {"a": 1}


def test_a_second_document_is_refused_where_it_begins() -> None:
    assert shown("a: 1\n---\nb: 2\n") == (
        "f.yaml:2:1: yaml-documents: a second document begins here\n"
        "    ---\n"
        "    ^\n"
        "    Keep one document in a file; remove this line and what follows it."
    )
    assert problems("---\n---\n")[0].line == 2


# --- parts of YAML that are not allowed -------------------------------------------------------------


def test_a_duplicate_key_is_refused_and_the_first_one_named() -> None:
    assert shown("first:\n  note: 1\n  other: 2\n  note: 3\n") == (
        "f.yaml:4:3: duplicate-key: “note” is given twice\n"
        "      note: 3\n"
        "      ^\n"
        "    The first one is on line 2; keep one of the two."
    )


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("a: 1\na: 2\na: 3\n", [(2, 1), (3, 1)]),
        ("a: 1\n'a': 2\n\"a\": 3\n", [(2, 1), (3, 1)]),
        ("{a: 1, b: {c: 1, c: 2}, a: 3}", [(1, 18), (1, 25)]),
        ("- {1: a, '1': b}\n- {1: a}\n", [(1, 10)]),
        ("a:\n  b: 1\n  b:\n    c: 1\n    c: 2\n", [(3, 3), (5, 5)]),
        ("? a\n? b\n? a\n", [(3, 3)]),
        ("<<: 1\n<<: 2\n", [(2, 1)]),
        ("战略: 1\n战略: 2\n", [(2, 1)]),
    ],
)
def test_every_duplicate_key_is_found_however_it_is_written(text: str, places: list[tuple[int, int]]) -> None:
    found = problems(text)
    assert {problem.code for problem in found} == {"duplicate-key"}
    assert [(problem.line, problem.column) for problem in found] == places


def test_a_third_duplicate_refers_to_the_first_key() -> None:
    hints = [problem.hint for problem in problems("\na: 1\na: 2\na: 3\n")]
    assert hints == ["The first one is on line 2; keep one of the two."] * 2


def test_at_most_a_hundred_problems_are_reported() -> None:
    assert len(problems("a: 1\n" * 300_000)) == 100


def test_the_same_key_in_different_mappings_is_not_a_duplicate() -> None:
    assert data("a: {k: 1}\nb: {k: 2}\nk: [{k: 3}, {k: 4}]\n") == {
        "a": {"k": 1},
        "b": {"k": 2},
        "k": [{"k": 3}, {"k": 4}],
    }


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            "a: *b\n",
            "f.yaml:1:4: yaml-alias: an alias (*name) is not allowed here\n"
            "    a: *b\n"
            "       ^\n"
            '    Write the value out; or, if it is a text, put it in quotes: "*b"',
        ),
        (
            "a: &b [1]\n",
            "f.yaml:1:4: yaml-anchor: an anchor (&name) is not allowed here\n"
            "    a: &b [1]\n"
            "       ^\n"
            '    Remove it; or, if it is part of a text, put the text in quotes: "&b [1]"',
        ),
        (
            "a:\n  - !!python/object/apply:os.system [ls]\n",
            "f.yaml:2:5: yaml-tag: a type tag (!name) is not allowed here\n"
            "      - !!python/object/apply:os.system [ls]\n"
            "        ^\n"
            "    Remove it; or, if it is part of a text, put the text in quotes:"
            ' "!!python/object/apply:os.system [ls]"',
        ),
        (
            "? [a, b]\n: c\n",
            "f.yaml:1:3: yaml-key: a key must be plain text\n"
            "    ? [a, b]\n"
            "      ^\n"
            "    Write `key: value` with a word as the key.",
        ),
    ],
)
def test_aliases_anchors_tags_and_compound_keys_are_refused_in_place(text: str, message: str) -> None:
    assert shown(text) == message


@pytest.mark.parametrize(
    ("text", "code", "place"),
    [
        ("&a b: c\n", "yaml-anchor", (1, 1)),
        ("&a\nb: c\n", "yaml-anchor", (1, 1)),
        ("- &a {}\n", "yaml-anchor", (1, 3)),
        ("a: &b\n", "yaml-anchor", (1, 4)),
        ("*a : b\n", "yaml-alias", (1, 1)),
        ("[1, *a]\n", "yaml-alias", (1, 5)),
        ("a: ! b\n", "yaml-tag", (1, 4)),
        ("a: !!str 1\n", "yaml-tag", (1, 4)),
        ("!!map\na: 1\n", "yaml-tag", (1, 1)),
        ("a: !<tag:example.com,2026:x> 1\n", "yaml-tag", (1, 4)),
        ("{a: b}: c\n", "yaml-key", (1, 1)),
        ("<<: *base\na: 1\n", "yaml-alias", (1, 5)),
        ("base: &base {a: 1}\nother:\n  <<: *base\n", "yaml-anchor", (1, 7)),
    ],
)
def test_aliases_anchors_tags_and_compound_keys_are_refused_everywhere(
    text: str, code: str, place: tuple[int, int]
) -> None:
    (problem,) = problems(text)
    assert (problem.code, (problem.line, problem.column)) == (code, place)


def test_a_merge_key_merges_nothing() -> None:
    assert data("<<: {a: 1}\nb: 2\n") == {"<<": {"a": 1}, "b": 2}


def test_a_billion_laughs_is_refused_at_the_first_anchor() -> None:
    text = "a0: &a0 [x, x]\n" + "".join(f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}]\n" for n in range(1, 50))
    assert [(problem.code, problem.line) for problem in problems(text)] == [("yaml-anchor", 1)]


@pytest.mark.parametrize("text", ["!%ED%A0%80 a", "!<%ED%A0%80> a", "%TAG ! tag:%ED%A0%80\n--- !a b"])
def test_a_tag_that_is_not_valid_text_is_refused_like_any_tag(text: str) -> None:
    assert [(problem.code, problem.line, problem.column) for problem in problems(text)] == [
        ("yaml-tag", 1, 1)
    ]
    later = problems(f"a: 1\nb: {text}" if text.startswith("!") else text)[0]
    assert later.code == "yaml-tag"


# --- depth and size ---------------------------------------------------------------------------------


def test_50_levels_are_accepted_and_51_are_not() -> None:
    levels, node = 0, [data("[" * 50 + "]" * 50)]
    while node:
        levels, node = levels + 1, node[0]
    assert levels == 50
    assert shown("a: " + "[" * 50 + "]" * 50) == (
        "f.yaml:1:53: too-deep: nested more than 50 levels deep\n"
        f"    a: {'[' * 50}{']' * 50}\n"
        f"    {' ' * 52}^\n"
        "    Use fewer levels; no file needs this many."
    )


def test_depth_counts_mappings_and_lists_in_every_notation() -> None:
    nested = "".join(f"{' ' * n}k:\n" for n in range(60))
    assert [(problem.code, problem.line) for problem in problems(nested)] == [("too-deep", 51)]
    assert problems("{k: [" * 30)[0].code == "too-deep"
    assert problems("- " * 51 + "a")[0].column == 101


@pytest.mark.parametrize("opening", ["[", "{", "- ", "? ", "{a: ", "[a: ", "- - ? ", '"', "&", "!", "a: "])
def test_100_000_opening_brackets_are_refused_without_harm(opening: str) -> None:
    problems(opening * 100_000)


def test_a_text_above_2_mib_is_refused_before_it_is_parsed() -> None:
    expected = (
        "f.yaml:1:1: too-large: the file is larger than 2 MiB\n"
        "    Check that it is the right file; such a file holds a few hundred kilobytes at most."
    )
    assert undecodable(b"[" * (MAX_BYTES + 1)) == expected
    assert undecodable(b"\xff" * (MAX_BYTES + 1)) == expected
    assert MAX_BYTES == 2 * 1024 * 1024


def test_exactly_2_mib_are_accepted() -> None:
    assert parse(decode(b"a: 1 #".ljust(MAX_BYTES, b"x"), "f.yaml")) == {"a": 1}


def test_size_is_counted_in_bytes_not_characters() -> None:
    assert "too-large" in undecodable("战".encode() * (MAX_BYTES // 3 + 1))


def test_no_more_than_needed_is_read_of_a_file_that_is_too_large(tmp_path: Path) -> None:
    path = tmp_path / "large.yaml"
    with path.open("wb") as stream:
        # A sparse file: it takes no space on the disk, but would not fit into memory.
        stream.truncate(100 * 1024**3)
    with pytest.raises(InvalidInput) as caught:
        read(path, "large.yaml")
    assert [problem.code for problem in caught.value.problems] == ["too-large"]


# --- encodings ----------------------------------------------------------------------------------------


def test_text_that_is_not_utf_8_is_refused_at_the_first_such_byte() -> None:
    assert undecodable("a: 1\nnote: 中文".encode("gbk")) == (
        "f.yaml:2:7: encoding: the text is not UTF-8; it seems to be GBK\n"
        "    note: 中文\n"
        "          ^\n"
        "    Open it in a text editor and save it as UTF-8; in Notepad: Save as, Encoding, UTF-8."
        " If `>` wrote it, you can also set PYTHONUTF8=1 and run that command again."
    )


@pytest.mark.parametrize("text", ["note: café", "note: Überschrift für São Paulo", "note: naïve"])
def test_western_text_is_not_taken_for_gbk(text: str) -> None:
    assert undecodable(f"a: 1\n{text}".encode("latin-1")).endswith(
        "    Save the file with the encoding UTF-8 (not GBK, UTF-16 or another one)."
    )


@pytest.mark.parametrize("codec", ["gbk", "gb18030"])
def test_gbk_is_recognised_in_a_long_text_with_the_place_of_its_first_character(codec: str) -> None:
    text = "a: 1\nb: 董事会于 2026 年 3 月批准了出海论证——见纪要“第三条”。\nc: 镕、喆\n"
    assert undecodable(text.encode(codec)).startswith(
        "f.yaml:2:4: encoding: the text is not UTF-8; it seems to be GBK\n    b: 董事会于"
    )


@pytest.mark.parametrize(
    ("content", "place"),
    [
        ("a: 1".encode("utf-16"), (1, 1)),
        (b"\xff", (1, 1)),
        ("战略: ".encode() + b"\xe6\x88", (1, 5)),  # cut off inside a character
        (b"a: 1\r\nb: \xff", (2, 4)),
        (b"a: 1\rb: \xff", (2, 4)),
        (b"\xef\xbb\xbfa: 1\nb: \xff", (2, 4)),  # a byte-order mark takes no column
        (b"\xef\xbb\xbf\xff", (1, 1)),
        (b"a: \xc0\x80", (1, 4)),  # an overlong encoding of U+0000
        (b"a: \xed\xa0\x80", (1, 4)),  # half of a surrogate pair of UTF-16
    ],
)
def test_the_place_of_a_wrong_byte_is_counted_in_characters(content: bytes, place: tuple[int, int]) -> None:
    with pytest.raises(InvalidInput) as caught:
        decode(content, "f.yaml")
    (problem,) = caught.value.problems
    assert (problem.code, (problem.line, problem.column)) == ("encoding", place)


@pytest.mark.parametrize("codec", ["utf-16", "utf-16-le", "utf-16-be"])
def test_utf_16_is_named_with_or_without_a_mark(codec: str) -> None:
    assert undecodable("a: 1\nb: 战略\n".encode(codec)) == (
        "f.yaml:1:1: encoding: the text is UTF-16, not UTF-8\n"
        "    Open it in a text editor and save it as UTF-8; in Notepad: Save as, Encoding, UTF-8."
        " If `>` of PowerShell wrote it, you can also run that command again with"
        " `| Out-File -Encoding utf8 FILE` instead."
    )


def test_utf_32_is_refused_too() -> None:
    with pytest.raises(InvalidInput):
        parse(decode("a: 1\nb: 战略\n".encode("utf-32"), "f.yaml"))


@pytest.mark.parametrize(
    ("begin", "message"),
    [
        (b"PK\x03\x04\x14", "this is a Word or Excel file, or a zip archive, not a text file"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "this is an old Word or Excel file, not a text file"),
        (b"%PDF-1.7\n", "this is a PDF file, not a text file"),
        (b"\x89PNG\r\n", "this is a picture, not a text file"),
        (b"\x1f\x8b\x08", "this is a compressed file (gzip), not a text file"),
    ],
)
def test_a_file_that_is_not_text_is_named_whatever_its_size(begin: bytes, message: str) -> None:
    expected = (
        f"f.yaml:1:1: encoding: {message}\n"
        "    Name a YAML file. If its text is in this file, copy it into a text editor and save it as"
        " UTF-8 text."
    )
    assert undecodable(begin) == expected
    assert undecodable(begin + bytes(3 * 1024 * 1024)) == expected


def test_a_byte_order_mark_is_accepted_and_takes_no_column() -> None:
    assert parse(decode(b"\xef\xbb\xbfa: 1\n", "f.yaml")) == {"a": 1}
    with pytest.raises(InvalidInput) as caught:
        parse(decode(b"\xef\xbb\xbf{a: 1, a: 2}", "f.yaml"))
    assert str(caught.value).startswith(
        "f.yaml:1:8: duplicate-key: “a” is given twice\n    {a: 1, a: 2}\n           ^\n"
    )


@pytest.mark.parametrize(
    ("character", "name"),
    [
        ("\x00", "U+0000"),
        ("\x07", "U+0007"),
        ("\x0b", "U+000B"),
        ("\x0c", "U+000C"),
        ("\x1b", "U+001B"),
        ("\x7f", "U+007F"),
        ("\x80", "U+0080"),
        ("\x9b", "U+009B"),
        ("\ufffe", "U+FFFE"),
        ("\uffff", "U+FFFF"),
    ],
)
def test_control_characters_are_refused_by_number(character: str, name: str) -> None:
    visible = ascii(character)[1:-1]
    expected = (
        f"f.yaml:2:6: control-character: the character {name} is not allowed in text\n"
        f"    b: 战x{visible}y\n"
        "          ^\n"
        "    Delete it; such characters often come with text pasted from another program."
    )
    assert shown(f"a: 1\nb: 战x{character}y\n") == expected
    assert name in shown(f"# a comment {character}\n")
    assert name in shown(f"a: 'quoted {character}'\n")


def test_an_escape_in_double_quotes_may_stand_for_any_character() -> None:
    assert data(r'"\x1b\0\t\n\u6218\U0001F6A2\N"') == "\x1b\0\t\n战🚢\x85"


def test_text_of_every_script_is_accepted() -> None:
    text = "a: 战略 ação हिन्दी עברית 🚢 \u200d\u00ad\ufeff\U0010ffff"
    assert data(text) == {"a": text.removeprefix("a: ")}


# --- lines and columns ---------------------------------------------------------------------------


@pytest.mark.parametrize("line_break", ["\n", "\r\n", "\r", "\x85", "\u2028", "\u2029"])
def test_every_kind_of_line_break_counts_as_one(line_break: str) -> None:
    text = line_break.join(["a:", "  b: 1", "", "  b: 2", ""])
    assert shown(text) == (
        "f.yaml:4:3: duplicate-key: “b” is given twice\n"
        "      b: 2\n"
        "      ^\n"
        "    The first one is on line 2; keep one of the two."
    )


def test_lines_can_end_in_carriage_return_and_line_feed() -> None:
    assert data("a: 1\r\nb:\r\n  - x\r\n  - >\r\n    one\r\n    two\r\n") == {"a": 1, "b": ["x", "one two\n"]}


@pytest.mark.parametrize(
    ("text", "excerpt_and_caret"),
    [
        ("{战略: 1, 战略: 2}", ["    {战略: 1, 战略: 2}", "    " + " " * 10 + "^"]),
        ("{a:\t1,\ta: 2}", ["    {a: 1, a: 2}", "    " + " " * 7 + "^"]),
        ("战:\t*a", ["    战: *a", "    " + " " * 4 + "^"]),
        ("备注: 一: 二", ["    备注: 一: 二", "    " + " " * 8 + "^"]),
        ("e\u0301: *a", ["    e\u0301: *a", "    " + " " * 3 + "^"]),
    ],
)
def test_the_caret_is_right_below_tabs_and_wide_characters(text: str, excerpt_and_caret: list[str]) -> None:
    assert shown(text).split("\n")[1:3] == excerpt_and_caret


# --- syntax errors ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            "a: b: c\n",
            "f.yaml:1:5: yaml-syntax: a colon is not allowed after a complete “key: value”\n"
            "    a: b: c\n"
            "        ^\n"
            "    Check the indentation; or, if the colon is part of a text, put the text in quotes:"
            ' "b: c"',
        ),
        (
            "a:\n\tb: c\n",
            "f.yaml:2:1: yaml-syntax: this line is indented with a tab\n"
            "     b: c\n"
            "    ^\n"
            "    Use spaces to indent.",
        ),
        (
            "a: @b\n",
            "f.yaml:1:4: yaml-syntax: a value cannot begin with this character\n"
            "    a: @b\n"
            "       ^\n"
            '    Put the text in quotes: "@b"',
        ),
        (
            'a: 1\nb: "never closed\nc: 2\nd: 3\n',
            "f.yaml:2:4: yaml-syntax: a quotation mark is opened and never closed\n"
            '    b: "never closed\n'
            "       ^\n"
            "    Close it at the end of the text; or, if it is part of the text, put all in quotes:"
            ' "never closed"',
        ),
        (
            "a: 'it's'\n",
            "f.yaml:1:8: yaml-syntax: a value ends here, but its line goes on\n"
            "    a: 'it's'\n"
            "           ^\n"
            '    Put the whole text in quotes: "it\'s"',
        ),
        (
            "a:\n  b: 1\n c: 2\n",
            "f.yaml:3:2: yaml-syntax: the indentation, a bracket or a quotation mark"
            " does not match the lines above\n"
            "     c: 2\n"
            "     ^\n"
            "    Align the key with the keys around it, and close every bracket and quotation mark.",
        ),
        (
            "evidence: [a, b,\n\n",
            "f.yaml:1:11: yaml-syntax: this bracket is not closed, or a comma is missing"
            " after one of its items\n"
            "    evidence: [a, b,\n"
            "              ^\n"
            "    Close the bracket; put texts that hold brackets, colons or a # in quotes.",
        ),
        (
            "- a\nb\n",
            "f.yaml:2:1: yaml-syntax: a colon is missing after the key\n"
            "    b\n"
            "    ^\n"
            "    Write `key: value`; put text that runs over several lines in quotes.",
        ),
        (
            'path: "C:\\Users"\n',
            "f.yaml:1:12: yaml-syntax: in double quotes, a backslash before this character"
            " has no meaning\n"
            '    path: "C:\\Users"\n'
            "               ^\n"
            "    Use single quotes around the text, or write the backslash twice.",
        ),
        (
            "a: -\nb: 1\n",
            "f.yaml:1:4: yaml-syntax: a list cannot begin on this line\n"
            "    a: -\n"
            "       ^\n"
            "    Begin the list on the line below the key; or, if it is a text, put it in quotes:"
            ' "-"',
        ),
        (
            "%YAML 9.9\n---\na: 1\n",
            "f.yaml:1:1: yaml-syntax: the text cannot be read as YAML from here on\n"
            "    %YAML 9.9\n"
            "    ^\n"
            "    Check indentation, quotation marks and brackets on this line and the one above.",
        ),
    ],
)
def test_a_syntax_error_is_explained_in_its_place(text: str, message: str) -> None:
    assert shown(text) == message


def test_problems_before_a_syntax_error_are_reported_with_it() -> None:
    found = problems("a: 1\na: 2\nb: 'x\n")
    assert [(problem.code, problem.line) for problem in found] == [("duplicate-key", 2), ("yaml-syntax", 3)]


# --- InvalidInput is the only exception -------------------------------------------------------------


def refusals(content: bytes) -> tuple[Problem, ...]:
    """The problems for which `content` is refused; empty if it is read."""
    try:
        parse(decode(content, "f.yaml"))
    except InvalidInput as error:
        return error.problems
    return ()


def assert_reads_or_refuses(content: bytes) -> None:
    lines = re.split("\r\n|[\n\r\x85\u2028\u2029]", content.decode("utf-8-sig", "replace"))
    for problem in refusals(content):
        assert problem.file == "f.yaml"
        assert problem.message
        assert problem.hint
        assert 1 <= problem.line <= len(lines)
        assert 1 <= problem.column <= len(lines[problem.line - 1]) + 1
        assert problem.code == "encoding" or problem.excerpt == lines[problem.line - 1]


@bounded
@given(st.binary(max_size=200))
@example(b"\xff\xfe\x00")
@example(b"\xef\xbb\xbf")
def test_arbitrary_bytes_are_read_or_refused(content: bytes) -> None:
    assert_reads_or_refuses(content)


@bounded
@given(st.text(max_size=200))
def test_arbitrary_text_is_read_or_refused(text: str) -> None:
    assert_reads_or_refuses(text.encode())


# Pieces of YAML syntax, so that random text reaches every part of the parser.
YAML = [
    *"abk10 \n\t\r:-?,[]{}#&*!|>'\"%@`~=<\\.…战🚢\u0301\x85\u2028\ufeff\x00\x1b",
    *[
        "- ",
        "? ",
        ": ",
        "k: ",
        "\n  ",
        "\n- ",
        " #",
        "---",
        "--- ",
        "...",
        "<<: ",
        "&a ",
        "*a",
        "!t ",
        "!!str ",
    ],
    *["%YAML 1.2\n", "%TAG ! x\n", "!%ED%A0%80", "%FF", "\\x4", "\\ud800", "\\U00110000", "|2", ">-\n", "|9"],
    *["null", "true", "1e3", ".inf", "1:30", "0x1f", "2026-01-31", "\r\n", "'", '"', "]", "}"],
]


@bounded
@given(st.lists(st.sampled_from(YAML), max_size=25).map("".join))
@example('"\\ud800"')
@example("!<")
@example("[")
@example("a: [1,\n# comment")
@example("é: =~\r😀a%YAML 1.1:---[@😀|2.inf\\u{")
def test_text_made_of_yaml_syntax_is_read_or_refused(text: str) -> None:
    assert_reads_or_refuses(text.encode())


TEMPLATE = template(load_questionnaire(), quick=True)


@bounded
@given(
    st.integers(0, len(TEMPLATE)),
    st.integers(0, 20),
    st.lists(st.sampled_from(YAML), max_size=3).map("".join),
)
def test_a_good_file_with_one_mistake_is_read_or_refused(start: int, length: int, instead: str) -> None:
    assert_reads_or_refuses((TEMPLATE[:start] + instead + TEMPLATE[start + length :]).encode())


# --- writing ----------------------------------------------------------------------------------------

AWKWARD = [
    *["", " ", "  a  ", "yes", "no", "true", "True", "null", "~", "1", "-1", "1e3", "0x1f", "1:30", "1.0.0"],
    *["2026-03-31", ".inf", "a: b", "a:", ": a", " #", "a #b", "#", "- a", "-", "?", "? a", "[a", "{a", "]"],
    *["&a", "*a", "!a", "|", ">", "'", '"', "%a", "@a", "`a", "<<", "=", "---", "...", "a\nb", "a\n", "\na"],
    *["\r", "\r\n", "\t", "a\tb", "\x00", "\x07", "\x1b[31m", "\x7f", "\x85", "\xa0", "\u2028", "\u2029"],
    *["\ufeff", "\ufffe", "战略：进入市场", "🚢", "e\u0301", "\U0010ffff", "\\", "\\n", "C:\\Users", "a.b-c"],
]
texts = st.text(max_size=30) | st.sampled_from(AWKWARD)
scalars = (
    texts
    | st.none()
    | st.booleans()
    | st.integers(-(10**15) + 1, 10**15 - 1)
    | st.floats(allow_nan=False, allow_infinity=False)
)
plain_data = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(texts, inner, max_size=4),
    max_leaves=15,
)


@pytest.mark.parametrize("text", [*AWKWARD, "x" * 3000, "word " * 500, "战" * 2000])
def test_awkward_text_is_written_so_that_it_is_read_back(text: str) -> None:
    raw = {text: text, "list": [text, [text]], "map": {"note": text}}
    assert data(dump(raw)) == raw


@bounded
@given(plain_data)
def test_written_data_is_read_back_unchanged(raw: Any) -> None:
    back = parse(decode(dump(raw).encode(), "f.yaml"))
    assert back == raw
    assert repr(plain(back)) == repr(raw)  # 1, 1.0 and True are not the same answer


def test_a_list_that_occurs_twice_is_written_twice() -> None:
    shared = ["minutes of 3 March"]
    raw = {"a": {"evidence": shared}, "b": {"evidence": shared}, "c": [shared, shared]}
    assert data(dump(raw)) == raw


def test_plain_words_and_chinese_are_written_as_a_person_would() -> None:
    raw = {"version": "1.0.0", "answers": {"strategy.thesis": "board-approved", "a": {"note": "董事会"}}}
    assert dump(raw) == (
        'version: 1.0.0\nanswers:\n  strategy.thesis: board-approved\n  a:\n    note: "董事会"\n'
    )


def test_keys_keep_their_order_when_written() -> None:
    assert list(data(dump({"b": 1, "a": 2, "c": 3}))) == ["b", "a", "c"]


# --- places of values -------------------------------------------------------------------------------


def place(root: Any, *path: str | int, key: bool = False) -> tuple[int, int] | None:
    found = locate(root, path, key=key)
    if found is None or found[1] is None:
        return None
    return found[1].line + 1, found[1].column + 1


def test_each_value_and_each_key_has_its_place() -> None:
    root = data("a: 1\nb:\n  - x\n  - {c: 战, d: [y, z]}\n")
    assert place(root) == (1, 1)
    assert place(root, "a") == (1, 4)
    assert place(root, "a", key=True) == (1, 1)
    assert place(root, "b") == (3, 3)
    assert place(root, "b", key=True) == (2, 1)
    assert place(root, "b", 0) == (3, 5)
    assert place(root, "b", 1) == (4, 5)
    assert place(root, "b", 1, "d", key=True) == (4, 12)
    assert place(root, "b", 1, "d", 1) == (4, 19)


def test_the_place_of_a_missing_value_is_where_it_is_missed() -> None:
    root = data("a: 1\nb:\n  - {c: 1}\n")
    assert place(root, "b", 0, "d") == (3, 5)
    assert place(root, "b", 7) == (3, 3)
    assert place(root, "b", 7, key=True) == (3, 3)
    assert place(root, "a", "deeper") == (1, 4)
    assert place(root, "z") == (1, 1)


def test_data_not_read_from_text_has_no_place() -> None:
    assert locate({"a": [1]}, ("a", 0)) is None


@bounded
@given(plain_data)
def test_the_place_of_every_text_is_where_it_is_written(raw: Any) -> None:
    text = dump(raw)
    lines = text.split("\n")

    def walk(node: Any, path: tuple[str | int, ...]) -> None:
        if isinstance(node, dict):
            for key in node:
                walk(node[key], (*path, key))
        elif isinstance(node, list):
            for index, item in enumerate(node):
                walk(item, (*path, index))
        elif isinstance(node, str) and path:
            at = place(root, *path)
            assert at is not None
            written = lines[at[0] - 1][at[1] - 1 :]
            assert written.startswith((node, "'", '"'))

    root = data(text)
    walk(root, ())


def test_a_plain_copy_is_ordinary_data_to_be_changed() -> None:
    root = data("a: [1, {b: 2}]\n")
    copy = plain(root)
    assert copy == root
    assert (type(copy), type(copy["a"]), type(copy["a"][1])) == (dict, list, dict)
    copy["a"][1]["b"] = 3
    assert root["a"][1]["b"] == 2


# --- files ------------------------------------------------------------------------------------------


def test_a_file_is_read_under_its_path_or_another_name(tmp_path: Path) -> None:
    path = tmp_path / "f.yaml"
    path.write_bytes(b"\xef\xbb\xbfa: 1\r\n")
    assert read(path).name == str(path)
    assert read(path, "named").name == "named"
    assert parse(read(path)) == {"a": 1}


def test_a_missing_file_and_a_folder_are_told_apart(tmp_path: Path) -> None:
    with pytest.raises(InvalidInput) as caught:
        read(tmp_path / "none.yaml", "none.yaml")
    assert str(caught.value) == (
        "none.yaml:1:1: unreadable: there is no such file\n    Check the name and the folder."
    )
    with pytest.raises(InvalidInput) as caught:
        read(tmp_path, "folder")
    assert str(caught.value) == (
        "folder:1:1: unreadable: this is a folder, not a file\n    Name a file inside it."
    )


def test_a_file_that_cannot_be_read_gives_the_reason(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_arguments: object, **_options: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(InvalidInput) as caught:
        read(tmp_path / "f.yaml", "f.yaml")
    assert str(caught.value) == (
        "f.yaml:1:1: unreadable: the file cannot be read: Permission denied\n"
        "    Check its permissions, or copy it to a folder that you can read."
    )
