"""Texts that a person may write and that must arrive as harmless, visible text in every file format."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import cycle
from pathlib import Path

from readiness import build_report, load_answers, load_questionnaire, score
from readiness.views.report import CoverView, Report

EXAMPLES = sorted((Path(__file__).resolve().parent.parent / "examples").glob("*.yaml"))

FORMULAS = (
    "=1+1",
    '=HYPERLINK("http://x.example","click")',
    "=cmd|' /C calc'!A0",
    "+1+1",
    "-1+1",
    "-2+3+cmd|' /C calc'!A0",
    "@SUM(1,1)",
    "\t=1+1",
    "\r=1+1",
    "\n=1+1",
    "  =1+1",
    "\u00a0=1+1",
    "\u3000=1+1",
    '"=1+1"',
    "'=1+1",
    '" =1+1',
    "＝1+1",
    "＋1+1",
    "－1+1",
    "＠SUM(1)",
    "−1+1",
)
"""What a spreadsheet may take for a formula."""

OTHERS = (
    "<script>alert(1)</script> &amp; ]]> <!-- x -->",
    "javascript:alert(1)",
    "http://x.example/?a=1&b=2",
    "\x00\x01\x08\x0b\x0c\x1b[31mred\x1b[0m\x7f\x85",
    "\u202egnp.exe\u202c \u2066x\u2069 \ufeff\u200b",
    "a lone \ud800 surrogate, and \udfff, and \ufffe and \uffff",
    "_x000D_ _x0041_ _x005F_",
    "one\ntwo\r\nthree\rfour\u2028five",
    "a\tb,c;d|e\"f'g",
    "{=1}",
    "#REF!",
    "TRUE",
    "1e5",
    "007",
    "2026-01-01",
    "",
    " ",
    "董事会已批准三年预算。",
)


def example(number: int = 0, *, quick: bool = False) -> Report:
    """The report of an example."""
    asked = load_questionnaire()
    return build_report(score(asked, load_answers(EXAMPLES[number], asked), quick=quick))


def with_texts(report: Report, texts: Sequence[str]) -> Report:
    """`report` with the `texts` in turn wherever a person writes something."""
    given = cycle(texts)
    answers = tuple(
        answer._replace(note=text, evidence=(text, text), owner=text, answer=text, title=text)
        for answer, text in zip(report.answers, given, strict=False)
    )
    tasks = tuple(
        task._replace(
            title=text, owner=text, evidence=(text, text), action=task.action._replace(text=text, who=text)
        )
        for task, text in zip(report.tasks, given, strict=False)
    )
    return report._replace(
        title=texts[0],
        cover=CoverView(*[texts[0]] * 4),
        provenance=report.provenance._replace(respondent=texts[0]),
        answers=answers,
        tasks=tasks,
        profile=tuple((text, text) for text in texts),
        notices=tuple(texts),
    )


def with_text(report: Report, text: str) -> Report:
    """The same with one text."""
    return with_texts(report, [text])
