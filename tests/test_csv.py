"""The CSV of a report, read back and compared with the report; texts that are formulas run nowhere."""

from __future__ import annotations

import csv
import io
import re
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hostile import EXAMPLES, FORMULAS, OTHERS, example, with_text
from readiness import (
    build_explanation,
    load_answers,
    load_questionnaire,
    render,
    render_bytes,
    score,
)
from readiness.cli import screen
from readiness.messages.characters import printable
from readiness.rendering.csv import COLUMNS, EXPLANATION_COLUMNS
from readiness.views.report import Report

DANGEROUS = "=+-@\t\r＝＋－＠"


def rows(report: Report) -> list[dict[str, str]]:
    """The rows of the CSV of `report`, by column."""
    header, *found = csv.reader(io.StringIO(render(report, "csv"), newline=""), strict=True)
    assert header == list(COLUMNS)
    return [dict(zip(header, row, strict=True)) for row in found]


@pytest.mark.parametrize("quick", [False, True], ids=["full", "quick"])
@pytest.mark.parametrize("number", range(len(EXAMPLES)), ids=[path.stem for path in EXAMPLES])
def test_every_cell_is_that_of_the_report(number: int, quick: bool) -> None:
    report = example(number, quick=quick)
    found = rows(report)
    assert len(found) == len(report.answers) > 20
    targets = {target.id: target for target in report.targets}
    task_of = {id: task for task in report.tasks for id in task.questions}
    for row, item in zip(found, report.answers, strict=True):
        assert row.pop("dimension_id") == item.dimension_id
        assert row.pop("side") == item.side_id
        assert row.pop("score") == ("" if item.score is None else repr(item.score.value))
        assert row.pop("weight") == ("" if item.weight is None else repr(item.weight))
        assert row.pop("evidence") == "\n".join(item.evidence)
        task = task_of.get(item.question)
        assert row.pop("action") == (str(task.number) if task else "")
        target = targets.get(item.question)
        aim = (target.aim_id, target.aim, target.by, target.state_id) if target else ("",) * 4
        assert tuple(row.pop(f"target{name}") for name in ("_id", "", "_by", "_state")) == aim
        to_go = target.to_go if target else None
        assert row.pop("target_to_go") == (repr(to_go.low.value) if to_go else "")
        for column, value in row.items():
            assert value == getattr(item, column), column


def test_actions_and_gaps_agree() -> None:
    report = example()
    found = {row["question"]: row["action"] for row in rows(report)}
    numbers = {gap.question: gap.task for gap in report.gaps if gap.question in found}
    assert any(numbers.values())
    assert {id: found[id] for id in numbers} == {id: str(number or "") for id, number in numbers.items()}


def test_lines_end_in_crlf_and_a_file_begins_with_the_mark_of_utf8() -> None:
    report = with_text(example(), "董事会\nsecond line")
    text = render(report, "csv")
    assert text.count("\r\n") == len(report.answers) + 1
    assert text.endswith("\r\n")
    content = render_bytes(report, "csv")
    assert content.startswith(b"\xef\xbb\xbf")
    assert content.decode("utf-8-sig") == text
    assert not text.startswith("\ufeff")


def test_numbers_have_no_quotes_and_texts_have() -> None:
    _header, first, *_others = render(example(), "csv").split("\r\n")
    assert re.search(r'",(0|0\.25|0\.5|0\.75|1)(\.0)?,1\.0,"', first)
    assert first.startswith('"strategy","Strategic anchoring","","strategy.thesis",')


@pytest.mark.parametrize("text", FORMULAS, ids=ascii)
def test_a_text_that_could_be_a_formula_begins_with_an_apostrophe(text: str) -> None:
    report = with_text(example(), text)
    for row in rows(report):
        for column in ("note", "owner", "answer", "title", "evidence"):
            assert row[column].startswith("'"), column
    found = rows(report)[0]["note"]
    assert found[1:] == "\n".join(map(printable, re.split(r"\r\n|\r|\n", text)))


@pytest.mark.parametrize("text", OTHERS, ids=ascii)
def test_any_other_text_arrives_as_it_is_with_what_cannot_be_seen_as_escapes(text: str) -> None:
    lines = re.split(r"\r\n|\r|\n", text)
    for row in rows(with_text(example(), text)):
        assert row["note"] == "\n".join(map(printable, lines))
        assert all(character == "\n" or character.isprintable() for character in row["note"])


@pytest.mark.parametrize("text", ["-5", "-0.5", "-12.75"])
def test_a_negative_number_stays_a_number(text: str) -> None:
    assert rows(with_text(example(), text))[0]["note"] == text


REPORT = example()
QUOTES = re.compile(r"""[\s'"‘’“”＇＂]*""")


@given(st.text(max_size=30), st.sampled_from(["", *DANGEROUS]), st.sampled_from(["", " ", "'", '"', "“"]))
@settings(max_examples=100, deadline=None, derandomize=True)
def test_no_text_begins_like_a_formula_and_each_can_be_told_from_every_other(
    text: str, sign: str, before: str
) -> None:
    text = f"{before}{sign}{text}"
    report = REPORT._replace(answers=(REPORT.answers[0]._replace(note=text),))
    found = rows(report)[0]["note"]
    shown = "\n".join(map(printable, re.split(r"\r\n|\r|\n", text)))
    assert found in (shown, f"'{shown}")
    if not re.fullmatch(r"-[0-9]+(\.[0-9]+)?", found):
        assert found[:1] not in tuple(DANGEROUS)
        begins = QUOTES.sub("", shown, count=1)[:1]
        assert (found != shown) or begins not in tuple("=+-@＝＋－＠")
    # An apostrophe was added exactly if what follows it looks like a formula, so it can be removed again.
    if found == shown and found.startswith("'"):
        assert QUOTES.sub("", found, count=1)[:1] not in tuple("=+-@＝＋－＠")


def test_a_note_of_30000_characters_arrives_whole() -> None:
    text = "董事会, \"x\"; 'y'\n" * 2_000
    assert rows(with_text(example(), text))[-1]["note"] == text


def test_an_explanation_is_a_row_for_each_part() -> None:
    asked = load_questionnaire()
    scores = score(asked, load_answers(EXAMPLES[0], asked))
    explanation = build_explanation(scores, "geopolitics")
    header, *found = csv.reader(io.StringIO(render(explanation, "csv"), newline=""), strict=True)
    assert header == list(EXPLANATION_COLUMNS)
    by_score = [row[0] for row in found]
    assert by_score[:2] == ["geopolitics", "geopolitics"]
    assert {"geopolitics/exposure", "geopolitics/control"} < set(by_score)
    parts = [row for row in found if not row[header.index("left_out")]]
    expected = [*explanation.rows, *(row for below in explanation.below for row in below.rows)]
    assert [(row[1], float(row[4]), float(row[5])) for row in parts] == [
        (row.id, row.low.value, row.high.value) for row in expected
    ]


def test_no_second_carriage_return_where_lines_end_in_two(monkeypatch: pytest.MonkeyPatch) -> None:
    """As on Windows, whose standard output turns every line feed into two characters."""
    output = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(output, encoding="utf-8", newline="\r\n"))
    text = render(example(), "csv")
    screen.print_text(text)
    assert output.getvalue() == text.encode()


def test_the_page_on_exports_names_every_column_in_its_order() -> None:
    page = (Path(__file__).resolve().parent.parent / "docs" / "exports.md").read_text(encoding="utf-8")
    part = page[page.index("## CSV") :].partition("\n## ")[0]
    named = [name for row in re.findall(r"(?m)^\| (`.*?) \|", part) for name in re.findall(r"`(\w+)`", row)]
    assert named == [*COLUMNS]
