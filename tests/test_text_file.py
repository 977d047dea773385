"""The report as a text file: it holds all that Markdown holds, in lines that a search finds."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from pathlib import Path

from readiness import build_report, load_answers, load_questionnaire, score
from readiness.answers.answers import Answer, State
from readiness.cli.screen import file_output
from readiness.rendering import SUFFIXES, Output, markdown, render_bytes, terminal
from readiness.views.blocks import Column, Contents, Run, Table, label, line, note
from readiness.views.pages.report_page import report_page
from small import answers, question, questionnaire, section

EXAMPLES = sorted((Path(__file__).resolve().parent.parent / "examples").glob("*.yaml"))


def letters(text: str) -> str:
    """The letters and digits of `text`, without marks of Markdown and breaks of lines."""
    return "".join(filter(str.isalnum, html.unescape(re.sub(r"<[^>]+>", "", text))))


def test_a_text_file_holds_what_markdown_holds() -> None:
    """Every text of the page is in both, in one piece."""
    asked = load_questionnaire()
    given = load_answers(EXAMPLES[0], asked)
    first, *others = given.given
    answer = given[first]._replace(
        note="First line.\n\nThird line.", evidence=("A minute", "A list"), owner="Us"
    )
    for id in others[:1]:
        given = given.with_answer(id, Answer(State.NOT_APPLICABLE, reason="Not done\nhere."))
    report = build_report(score(asked, given.with_answer(first, answer)))
    files = [
        letters(render_bytes(report, SUFFIXES[suffix], file_output()).decode()) for suffix in (".txt", ".md")
    ]
    page = [block for block in report_page(report) if not isinstance(block, Contents)]
    texts = {letters(run.text) for run in all_runs(page)}
    assert letters("A minute; A list") in texts
    for file in files:
        assert [text for text in texts if text not in file] == []


def all_runs(part: object) -> Iterator[Run]:
    """Every run in `part`, a page or a part of one."""
    if isinstance(part, Run):
        yield part
    elif isinstance(part, tuple | list):
        for each in part:
            yield from all_runs(each)


def test_a_text_file_folds_no_text_of_a_table() -> None:
    """A table whose texts would be folded becomes lines; any other keeps its columns."""
    short = Table((Column("Question"), Column("Note")), ((line("One"), line("Yes.")),))
    cell = (note("seen " * 12), label("Evidence:"), note("Payroll of March"), label("Owner:"), Run("Us"))
    columns = (Column("Question"), Column("Answer"), Column("Note, evidence, owner"))
    long = Table(columns, ((line("Two"), line("No"), cell), (line("Three"), line("No"), cell[1:])))
    assert terminal.write((short,), Output(80, searchable=True)) == terminal.write((short,), Output(80))
    assert terminal.write((long,), Output(80, searchable=True)) == (
        "Two\n"
        "  Answer: No\n"
        "  Note, evidence, owner: seen seen seen seen seen seen seen seen seen seen seen\n"
        "  seen\n"
        "  Evidence: Payroll of March\n"
        "  Owner: Us\n"
        "Three\n"
        "  Answer: No\n"
        "  Evidence: Payroll of March\n"
        "  Owner: Us\n"
    )


def test_a_lone_note_is_labelled_as_one() -> None:
    """Beside evidence and an owner too; a cell without any of them is empty."""
    asked = questionnaire(section("a", *(question(f"a.q{n}") for n in range(3))))
    given = {"a.q0": {"value": 1, "note": "Seen."}, "a.q1": {"value": 1, "note": "Heard.", "owner": "Wu"}}
    page = report_page(build_report(score(asked, answers(asked, given))))
    told = terminal.write(page, Output(40))
    assert "  Note: Seen.\n" in told
    assert "  Note: Heard.\n  Owner: Wu\n" in told
    assert "Note, evidence, owner:" not in told


def test_lines_of_an_answer_stay_lines() -> None:
    """In Markdown and in text, for free text, notes, evidence and reasons."""
    asked = questionnaire(section("a", question("a.q"), {"id": "a.t", "type": "text", "text": "Tell."}))
    words = "First.\n- second\n\nThird."
    given = answers(asked, {"a.q": {"value": 0, "note": words, "evidence": [words]}, "a.t": words})
    page = report_page(build_report(score(asked, given)))
    assert markdown.write(page, Output()).count("First.<br>- second<br><br>Third.") == 3
    shown = terminal.write(page, Output(40))
    assert shown.count("First.\n  - second\n\n  Third.\n") == 3
