"""Folding of lines: it counts columns, not characters."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readiness.messages.characters import display_width
from readiness.messages.folding import fold

TEXTS = st.text(st.sampled_from("ab -\u00a0—中国é1.\u3000"), max_size=60)


@pytest.mark.parametrize(
    ("text", "columns", "indent", "lines"),
    [
        ("", 20, 0, [""]),
        ("one two three", 9, 0, ["one two", "three"]),
        ("one two three", 9, 2, ["  one two", "  three"]),
        ("12. one two three", 11, 0, ["12. one two", "    three"]),
        ("12.one two", 8, 0, ["12.one", "two"]),
        ("abcdefgh ij", 5, 0, ["abcde", "fgh", "ij"]),
        ("well-known", 5, 0, ["well-", "known"]),
        ("a\u00a0b c", 4, 0, ["a\u00a0b", "c"]),
        ("董事会已批准", 5, 0, ["董事", "会已", "批准"]),
        ("a 董事会 b", 6, 0, ["a 董事", "会 b"]),
        ("one  two", 20, 0, ["one  two"]),
        ("1111  11", 2, 0, ["11", "11", "11"]),
    ],
)
def test_a_line_breaks_at_blanks_at_wide_characters_and_inside_long_words(
    text: str, columns: int, indent: int, lines: list[str]
) -> None:
    assert fold(text, columns, indent) == lines


@given(TEXTS, st.integers(2, 30), st.integers(0, 3))
def test_no_line_is_too_wide_and_nothing_is_left_out(text: str, columns: int, indent: int) -> None:
    lines = fold(text, columns, indent)
    number = re.match(r"\s*(\d+\. )?", text)
    narrowest = indent + len((number and number[1]) or "") + 2  # one wide character fits
    assert "".join("".join(lines).split()) == "".join(text.split())
    assert all(display_width(line) <= max(columns, narrowest) for line in lines)
