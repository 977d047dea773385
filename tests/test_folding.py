"""Folding of lines: it counts columns, not characters."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readiness.messages.characters import display_width
from readiness.messages.folding import fold, fold_pieces, labelled_pieces, pieces

TEXTS = st.text(st.sampled_from("ab -\u00a0—中国é1.\u3000"), max_size=60)


@pytest.mark.parametrize(
    ("text", "columns", "indent", "lines"),
    [
        ("", 20, 0, [""]),
        ("one two three", 9, 0, ["one two", "three"]),
        ("one two three", 9, 2, ["  one two", "  three"]),
        ("12. one two three", 11, 0, ["12. one two", "    three"]),
        ("- one two", 7, 2, ["  - one", "    two"]),
        (": one two", 5, 0, [": one", "  two"]),
        ("12.one two", 8, 0, ["12.one", "two"]),
        ("abcdefgh ij", 5, 0, ["abcde", "fgh", "ij"]),
        ("well-known", 5, 0, ["well-", "known"]),
        ("a\u00a0b c", 4, 0, ["a\u00a0b", "c"]),
        ("董事会已批准", 5, 0, ["董事", "会已", "批准"]),
        ("a 董事会 b", 6, 0, ["a 董事", "会 b"]),
        ("one  two", 20, 0, ["one  two"]),
        ("1111  11", 2, 0, ["11", "11", "11"]),
        ("批准于2026年7月31日。", 18, 0, ["批准于", "2026年7月31日。"]),
        ("批准于2026年7月31日。", 10, 0, ["批准于", "2026年7月", "31日。"]),
        ("36氪7月28日刊发", 10, 0, ["36氪", "7月28日刊", "发"]),
        ("路线图共需 50 人天", 13, 0, ["路线图共需", "50 人天"]),
        ("一般答 60～70 题", 13, 0, ["一般答", "60～70 题"]),
        ("格式[默认：html]", 12, 0, ["格式", "[默认：html]"]),
        ("题目 strategy.market-choice 未作答", 23, 0, ["题目", "strategy.market-choice", "未作答"]),
        ("题目 strategy.market-choice 未作答", 21, 0, ["题目 strategy.market-", "choice 未作答"]),
        ("strategy.market-choice", 10, 0, ["strategy.", "market-", "choice"]),
    ],
)
def test_a_line_breaks_at_blanks_at_wide_characters_and_inside_long_words(
    text: str, columns: int, indent: int, lines: list[str]
) -> None:
    assert fold(text, columns, indent) == lines


def test_a_label_is_whole_and_has_the_beginning_of_its_text_beside_it() -> None:
    def lines(text: str, columns: int) -> list[str]:
        line = (
            *pieces("开放程度 62.5", ""),
            *labelled_pieces(
                list(pieces("建议：", "")), [piece._replace(spaced=False) for piece in pieces(text, "")]
            ),
        )
        return ["".join(piece.text for piece in found) for found in fold_pieces(line, columns)]

    assert lines("先做准备", 20) == ["开放程度62.5", "建议：先做准备"]
    assert lines("先补齐差距，再谈别的", 20) == ["开放程度62.5", "建议：先补齐差距，再", "谈别的"]
    assert lines("先补齐差距，再谈别的", 22) == ["开放程度62.5建议：先", "补齐差距，再谈别的"]
    assert lines("先做准备", 4) == ["开放", "程度", "62.5", "建", "议：", "先做", "准备"]


@given(TEXTS, st.integers(2, 30), st.integers(0, 3))
def test_no_line_is_too_wide_and_nothing_is_left_out(text: str, columns: int, indent: int) -> None:
    lines = fold(text, columns, indent)
    number = re.match(r"\s*((?:-?\d+(?:\.\d+)?\.|[-?:]) )?", text)
    narrowest = indent + len((number and number[1]) or "") + 2  # one wide character fits
    assert "".join("".join(lines).split()) == "".join(text.split())
    assert all(display_width(line) <= max(columns, narrowest) for line in lines)
