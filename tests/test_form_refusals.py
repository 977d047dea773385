"""What is taken and what is refused of a form that was filled in as a workbook, with its cell and remedy."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable
from typing import Any

import pytest

import workbooks
from firms import GOING_GLOBAL
from forms import EVERYTHING, FilledForm, back, form_of
from readiness.answers.answers import OPEN, Answer, Notice, State
from readiness.answers.reading import read_answers
from readiness.messages.catalogue import use
from readiness.messages.problems import InvalidInput
from readiness.source.source import Source

BLANK = form_of(EVERYTHING)
Change = Callable[[FilledForm], object]
OF_LIST = "    Choose a line from the list of this cell."


def put(id: str, value: Any, column: str = "value", *, part: str = "answers") -> Change:
    return lambda form: form.put(f"{part} {id}", value, column)


def both(*changes: Change) -> Change:
    return lambda form: [change(form) for change in changes]


def refusal(change: Change, asked: Any = EVERYTHING, content: bytes = BLANK) -> str:
    form = FilledForm(content)
    change(form)
    with pytest.raises(InvalidInput) as caught:
        back(form.content(), asked)
    return str(caught.value)


def taken(change: Change) -> Any:
    form = FilledForm(BLANK)
    change(form)
    return back(form.content(), EVERYTHING)


# --- what is taken ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("written", [2, "2", "２", "2.", "level-2", "Level 2", "2. Level 2", " 2.  level 2 "])
def test_a_level_is_taken_in_every_unmistakable_way(written: Any) -> None:
    assert taken(put("first.level", written))["first.level"].option.id == "level-2"


@pytest.mark.parametrize("written", ["Don't know", "don’t know", "unknown", "不清楚"])
def test_not_knowing_is_taken_in_words_of_any_language(written: str) -> None:
    assert taken(put("first.level", written))["first.level"] == Answer(State.UNKNOWN)
    assert taken(put("inner.share", written))["inner.share"] == Answer(State.UNKNOWN)


@pytest.mark.parametrize("written", [True, "yes", "Yes", "y", "是"])
def test_yes_is_taken_in_words_of_any_language(written: Any) -> None:
    assert taken(put("first.yes", written))["first.yes"].option.id == "yes"


@pytest.mark.parametrize("written", ["x", "×"])
def test_a_cross_means_yes_to_some_and_no_to_others_so_it_is_refused(written: str) -> None:
    with pytest.raises(InvalidInput, match="is neither yes nor no"):
        taken(put("lists.none cash", written))


@pytest.mark.parametrize("written", ["Yes", "yes", "✓", True, "是"])
def test_a_line_is_chosen_by_any_usual_sign(written: Any) -> None:
    found = taken(both(put("lists.none cash", written), put("lists.none stock", "No")))
    assert [option.id for option in found["lists.none"].value] == ["cash"]


@pytest.mark.parametrize("written", [12.5, "12.5", "１２.5"])
def test_a_number_that_was_stored_as_text_is_a_number(written: Any) -> None:
    assert taken(put("inner.share", written))["inner.share"].value == 12.5


def test_a_note_without_an_answer_is_kept() -> None:
    assert taken(put("inner.text", "ask Wang", "note"))["inner.text"] == OPEN._replace(note="ask Wang")


def test_evidence_is_a_piece_a_line() -> None:
    change = both(put("first.level", 1), put("first.level", "A paper\n\n  of two lines\nMinutes", "evidence"))
    assert taken(change)["first.level"].evidence == ("A paper\nof two lines", "Minutes")


@pytest.mark.parametrize(
    "day", [datetime.datetime(2026, 3, 31), datetime.datetime(2026, 3, 31, 9), "2026-03-31"]
)
def test_the_date_of_the_answers(day: Any) -> None:
    assert taken(put("date", day, part="cover")).date == datetime.date(2026, 3, 31)


def test_rows_may_be_sorted_and_sheets_moved() -> None:
    def change(form: FilledForm) -> None:
        form.put("answers first.level", 2).put("answers first.scale", "5. all")
        sheet = form.cell("answers first.level").parent
        held = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=5, max_row=10)]
        for number, values in enumerate(reversed(held), 5):
            for column, value in enumerate(values, 1):
                sheet.cell(number, column).value = value
        sheet.auto_filter.ref = "C4:K10"
        sheet.row_dimensions[6].hidden = True
        form.book.move_sheet(sheet, 2)

    found = taken(change)
    assert {id: answer.option.id for id, answer in found.given.items()} == {
        "first.level": "level-2",
        "first.scale": "5",
    }


def test_a_sheet_that_was_deleted_leaves_its_questions_open_and_is_told() -> None:
    found = taken(lambda form: form.book.remove(form.book["wide"]))
    assert found.notices == (Notice("left-out", "wide.open"), Notice("left-out", "wide.use"))


def test_a_form_in_chinese_is_read_in_any_language() -> None:
    use("zh")
    try:
        content = form_of(EVERYTHING)
    finally:
        use(None)
    form = FilledForm(content)
    assert form.lines("answers first.level")[-2:] == ["不清楚", "不适用"]
    form.put("answers first.level", "不适用").put("answers first.level", "没有出海", "not_applicable")
    form.put("answers lists.none stock", form.lines("answers lists.none stock")[0])
    found = back(form.content(), EVERYTHING)
    assert found["first.level"].reason == "没有出海"
    chosen: Any = found["lists.none"].value
    assert [option.id for option in chosen] == ["stock"]


# --- answers ----------------------------------------------------------------------------------------------

GENERAL = "    Set the format of the cell to General, then type the number"
TEXT = (
    "this cell holds a number or a date, not a text\n"
    "    Type it again with an apostrophe (') before it, which makes it a text."
)


def as_percent(form: FilledForm) -> None:
    form.put("answers inner.share", 0.95).cell("answers inner.share").number_format = "0%"


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (
            put("first.level", "2. Levl 2"),
            "first!F5: not-a-level: “2. Levl 2” is not in the list of this cell\n"
            "    Did you mean “2. Level 2”?",
        ),
        (put("first.level", 9), f"first!F5: not-a-level: “9” is not in the list of this cell\n{OF_LIST}"),
        (
            put("first.level", datetime.date(2026, 1, 2)),
            f"first!F5: not-a-level: “2026-01-02” is not in the list of this cell\n{OF_LIST}",
        ),
        (
            put("first.level", '="2. Level 2"'),
            "first!F5: computed-cell: this cell holds a formula, and what it gives is not trusted\n"
            "    Type the value itself.",
        ),
        (
            put("first.level", "#REF!"),
            "first!F5: computed-cell: this cell holds the error #REF!\n    Type the value itself.",
        ),
        (
            put("inner.share", datetime.date(2026, 1, 2)),
            f"second!F7: not-a-number: this cell holds a date or a time, not a number\n{GENERAL}.",
        ),
        (
            as_percent,
            f"second!F7: not-a-number: this cell shows 95%, but holds 0.95\n{GENERAL} that you mean.",
        ),
        (
            put("inner.share", "12 %"),
            "second!F7: not-a-level: “12 %” does not answer “inner.share”\n"
            "    Write a number in % (from 0 to 100).",
        ),
        (
            put("inner.share", 120),
            "second!F7: out-of-limits: 120 is beyond the numbers that “inner.share” accepts\n"
            "    Write a number in % (from 0 to 100).",
        ),
        (
            put("first.long", 2.5),
            "first!F9: not-a-level: 2.5 is not a level of “first.long”\n"
            "    Write a whole number from 0 to 40.",
        ),
        (put("inner.text", 12), f"second!F9: not-text: {TEXT}"),
        (put("inner.text", 12, "note"), f"second!G9: not-text: {TEXT}"),
        (
            put("first.level", "Not applicable"),
            "first!J5: no-reason: “not applicable” needs a reason\n"
            "    Write here why the question does not apply to you.",
        ),
        (
            both(put("first.level", 1), put("first.level", "because", "not_applicable")),
            "first!J5: reason-alone: there is a reason, but the answer is not “not applicable”\n"
            "    Choose “not applicable” in first!F5, or clear this cell.",
        ),
        (
            both(put("first.words", "n/a"), put("first.words", "because", "not_applicable")),
            "first!J6: always-applicable: “first.words” applies to every enterprise\n"
            "    Choose the level that fits, or “don't know”.",
        ),
        (
            both(put("first.words", 1), put("first.words", "mine", "other")),
            "first!K6: words-without-option: these words belong to “else”, which is not chosen\n"
            "    Choose the line that these words are about; or move them to the note, and clear this cell.",
        ),
        (
            both(put("lists.all paper", "Yes"), put("lists.all", "Don't know")),
            "second!F12: two-answers: this cell says “Don't know”, but lines below it are chosen\n"
            "    Clear this cell, or the lines below it.",
        ),
        (
            both(put("lists.none stock", "Yes"), put("lists.none none", "Yes")),
            "second!F19: not-alone: “none” cannot be chosen together with “stock”\n"
            "    Choose “yes” only in this line, or “no” in it.",
        ),
        (
            put("lists.none stock", "No"),
            "second!F16: half-answered: no line of this question is chosen, and only some are denied\n"
            "    Choose “yes” or “no” in each of its lines.",
        ),
        (
            put("lists.none stock", "maybe"),
            "second!F17: not-a-level: “maybe” is neither yes nor no\n"
            "    Choose “yes” if the line is true; otherwise leave this cell empty.",
        ),
        (
            put("lists.all", "what"),
            "second!F12: not-a-level: “what” is not in the list of this cell\n"
            "    Choose “yes” in each line that is true, from the list of its cell.",
        ),
        (
            put("stage", "Abrod", part="profile"),
            "Profile!F5: not-a-level: “Abrod” is not in the list of this cell\n    Did you mean “2. Abroad”?",
        ),
        (
            put("date", "soon", part="cover"),
            "'How to fill in'!C9: bad-date: “soon” is not a date\n"
            "    Write year-month-day, as in 2026-03-31.",
        ),
    ],
)
def test_an_answer_that_cannot_be_read_is_refused_in_its_cell(change: Change, message: str) -> None:
    assert refusal(change) == f"filled.xlsx:{message}"


def test_everything_is_reported_at_once_in_the_order_of_the_sheets() -> None:
    change = both(
        put("inner.share", 120),
        put("first.after", "x"),
        put("first.level", "y"),
        put("stage", "z", part="profile"),
    )
    assert re.findall("^filled.xlsx:(\\S+):", refusal(change), re.MULTILINE) == [
        "Profile!F5",
        "first!F5",
        "first!F10",
        "second!F7",
    ]


# --- the form itself --------------------------------------------------------------------------------------


def sheet_of(form: FilledForm) -> Any:
    return form.cell("answers first.level").parent


def write(cell: str, value: Any, sheet: str = "first") -> Change:
    def change(form: FilledForm) -> None:
        form.book[sheet][cell] = value

    return change


def merge(form: FilledForm) -> None:
    form.put("answers first.level", 2)
    sheet_of(form).merge_cells("F5:F6")


def delete_line(form: FilledForm) -> None:
    sheet = form.cell("answers lists.none cash").parent
    sheet.delete_rows(form.cell("answers lists.none cash").row)


def rename_column(form: FilledForm) -> None:
    cell = next(cell for cell in sheet_of(form)[1] if cell.value == "value")
    cell.value = "valeu"


def break_choice(form: FilledForm) -> None:
    row = next(row for row in form.book["readiness"].iter_rows() if row[0].value == "choice")
    row[4].value = "{"


OUTSIDE = (
    "outside-form: this cell is not one to fill in, but holds something\n"
    "    Move it to a coloured cell, such as the note of a question, and clear this one."
)
CHANGED = (
    "form-changed: this hidden cell belongs to the form and was changed\n"
    "    Undo the change; or make a new form with `readiness form`, and copy the answers into it."
)
MERGED = (
    "merged-cells: these cells are merged: F5:F6\n"
    "    Select them and press Merge & Center (Home) once more, so that each is a cell of its own;"
    " then look at the answers in them."
)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (write("D40", "my own row"), f":first!D40: {OUTSIDE}"),
        (write("P5", "a remark"), f":first!P5: {OUTSIDE}"),
        (write("G17", "no note here", "second"), f":second!G17: {OUTSIDE}"),
        (write("A5", "answers first.lvel"), f":first!A5: {CHANGED}"),
        (write("A5", None), f":first!C5: {OUTSIDE}"),
        (
            write("A6", "answers first.level"),
            ":first!F6: two-answers: this row is in the form twice, also at first!F5\n"
            "    Delete one of the two rows.",
        ),
        (merge, f":first!F5: {MERGED}\nfilled.xlsx:first!F6: {MERGED}"),
        (
            delete_line,
            ":second!F16: form-changed: the line “2. The cash one” of this question is gone\n"
            "    Undo the change; or make a new form with `readiness form`, and copy the answers into it.",
        ),
        (rename_column, f":first!A1: {CHANGED}"),
        (break_choice, f":readiness!E10: {CHANGED}"),
        (
            lambda form: form.book.remove(form.book["readiness"]),
            ": form-changed: the hidden sheet of this form is missing\n"
            "    Send back the whole workbook that you received, not single sheets of it.",
        ),
        (
            lambda form: form.book.create_sheet("My notes").append([None, "Ask Wang"]),
            ":'My notes'!B1: outside-form: this sheet is not part of the form\n"
            "    Move what is needed into the notes of the form, then delete this sheet.",
        ),
        (
            write("D2", "elsewhere", "readiness"),
            ":readiness!D2: other-questionnaire: these answers are for the questionnaire “elsewhere”\n"
            "    Name that questionnaire with --questionnaire.",
        ),
        (
            write("D3", "0.9.0", "readiness"),
            ":readiness!D3: older-version: these answers are for version 0.9.0; the questionnaire is 1.0.0\n"
            "    Make a new form with `readiness form`, and copy the answers into it.",
        ),
        (
            write("B1", 2, "readiness"),
            ":readiness!B1: newer-version: this form was made by a newer version of readiness\n"
            "    Install that version: pip install --upgrade readiness",
        ),
    ],
)
def test_a_form_that_was_changed_is_refused_in_its_cell(change: Change, message: str) -> None:
    assert refusal(change) == f"filled.xlsx{message}"


def test_another_workbook_is_no_form() -> None:
    content = workbooks.made(lambda book: book.active.append(["Question", "Answer"]))
    with pytest.raises(InvalidInput) as caught:
        back(content, EVERYTHING)
    assert str(caught.value) == (
        "filled.xlsx: other-kind: this workbook is not a form of readiness\n"
        "    `readiness form --export form.xlsx` makes a form to fill in; `readiness answers import` reads"
        " the table of a survey."
    )


def test_the_same_holds_for_the_built_in_questionnaire() -> None:
    said = refusal(put("strategy.thesis", "7"), GOING_GLOBAL, form_of(GOING_GLOBAL))
    place = "filled.xlsx:'Strategic anchoring'!F5"
    assert said == f"{place}: not-a-level: “7” is not in the list of this cell\n{OF_LIST}"


def test_a_text_is_still_read_as_text() -> None:
    source = Source("answers.yaml", "questionnaire: small\nversion: 1.0.0\nanswers: {first.level: 9}\n")
    with pytest.raises(InvalidInput, match=r"^answers.yaml:3:24: not-a-level: 9 is not a level"):
        read_answers(source, EVERYTHING)
