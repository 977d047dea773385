"""What a person meant: look-alike characters, comment signs in texts, signs that YAML gives a meaning."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from readiness import InvalidInput, Problem, load_questionnaire, parse_answers
from readiness.answers.access import change_answers
from readiness.answers.answers import Answers
from readiness.answers.saving import answers_text
from readiness.answers.upgrade import upgrade
from readiness.messages.lookalikes import character_name, ordinary, what_to_type
from readiness.messages.names import nearest
from readiness.questionnaire.questionnaire import Questionnaire
from readiness.source.dumping import double_quoted
from readiness.source.parsing import nodes, parse
from readiness.source.source import Source
from small import BANDS, question, section

bounded = settings(max_examples=100, deadline=None, derandomize=True)

ASKED = Questionnaire.model_validate(
    {
        "id": "site",
        "version": "1.1.0",
        "title": "Site",
        "bands": BANDS[:2],
        "history": [
            {
                "version": "1.1.0",
                "retired": ["site.old"],
                "renamed_options": {"site.plan": {"old": "level-1"}},
            }
        ],
        "profile": [
            {
                "id": "markets",
                "title": "Markets",
                "text": "Where?",
                "several": True,
                "options": [{"id": "eu", "text": "EU"}, {"id": "far-east", "text": "Far East"}],
            }
        ],
        "sections": [
            section(
                "site",
                question("site.plan", not_applicable="Where there is no plan."),
                {"id": "site.level", "type": "scale", "text": "How good?", "minimum": 1, "maximum": 5},
                {
                    "id": "site.share",
                    "type": "number",
                    "text": "Share?",
                    "worst": 0,
                    "best": 100,
                    "unit": "%",
                },
                {"id": "site.remark", "type": "text", "text": "What else?"},
            )
        ],
    }
)
HEAD = "questionnaire: site\nversion: 1.1.0\n"


def read(text: str, head: str = HEAD) -> Answers:
    return parse_answers(head + text, ASKED)


def refused(text: str, head: str = HEAD) -> Problem:
    """The only problem of an answers file."""
    with pytest.raises(InvalidInput) as caught:
        read(text, head)
    (problem,) = caught.value.problems
    return problem


def only_problem(text: str) -> Problem:
    """The problem for which `text` is refused."""
    with pytest.raises(InvalidInput) as caught:
        parse(Source("a.yaml", text))
    (problem,) = caught.value.problems
    return problem


def place(problem: Problem) -> tuple[int, int]:
    return problem.line, problem.column


# --- look-alike characters ----------------------------------------------------------------------------------

NINE_FIVE = (
    "Type “95” with ordinary characters instead of the full-width 9 (９, U+FF19), full-width 5 (５, U+FF15)."
)


@pytest.mark.parametrize(
    ("written", "hint"),
    [
        ("９５", f"Write 95, without quotes or a unit. {NINE_FIVE}"),
        (
            "“95”",
            "Write 95, without quotes or a unit. Type “95” with ordinary characters instead of the"
            " curly quotation mark (“, U+201C), curly quotation mark (”, U+201D).",
        ),
        ("'95'", "Write 95, without quotes or a unit."),
        ("95%", "Write 95, without quotes or a unit."),
        ("95 %", "Write 95, without quotes or a unit."),
        ("95％", "Write 95, without quotes or a unit."),
        ("九十五", "Write 95, without quotes or a unit."),
        ("百分之九十五", "Write 95, without quotes or a unit."),
        ("九成五", "Write 95, without quotes or a unit."),
        ("92,5", "Write 92.5, without quotes or a unit."),
        ("９２，５", None),
        ("1,234", "Write 1234 or 1.234, without quotes or a unit."),
        ("1,234,567", "Write 1234567, without quotes or a unit."),
        ("1,234.5", "Write 1234.5, without quotes or a unit."),
        ("−5", "Write -5, without quotes or a unit. Type “-” instead of the minus sign (−, U+2212)."),
        (
            "95\u200b",
            "Write 95, without quotes or a unit. Delete the zero-width space (U+200B).",
        ),
        ("many", "Write a number without quotes, or unknown."),
        ("1,2,3", "Write a number without quotes, or unknown."),
        ("9" * 16 + "%", "Write a number without quotes, or unknown."),
    ],
)
def test_a_number_in_other_characters_is_offered_in_ordinary_ones(written: str, hint: str | None) -> None:
    problem = refused(f"answers:\n  site.share: {written}\n")
    assert (problem.code, place(problem)) == ("not-a-level", (4, 15))
    assert hint is None or problem.hint == hint
    if offered := re.match(r"Write (-?[0-9.]*[0-9])(?: or ([0-9.]*[0-9]))?, without", problem.hint):
        for number in filter(None, offered.groups()):
            assert read(f"answers: {{site.share: {number}}}\n")["site.share"].value == float(number)


@pytest.mark.parametrize("blank", ["\u00a0", "\u202f", "\u3000", "\u2003"])
def test_odd_blanks_around_a_value_mean_nothing(blank: str) -> None:
    numbers = f"  site.share: {blank}95{blank}\n  site.plan: level-1{blank}\n"
    text = f"answers:\n{numbers}  site.remark: {blank}Late.\n"
    found = read(text)
    assert (found["site.share"].value, found["site.remark"].value) == (95.0, "Late.")
    assert found["site.plan"].option is ASKED.questions["site.plan"].choices[1]
    assert read(f"respondent: {blank}\nanswers: {{}}\n").respondent == ""


@pytest.mark.parametrize(
    ("text", "where", "message", "hint"),
    [
        (
            "answers:\n  site.plan: level–1\n",
            (4, 14),
            "“level–1” is not a level of “site.plan”",
            "Did you mean “level-1”? Type “-” instead of the en dash (–, U+2013).",
        ),
        (
            "answers:\n  site.plan: “level-1”\n",
            (4, 14),
            "““level-1”” is not a level of “site.plan”",
            "Did you mean “level-1”? Type “level-1” with ordinary characters instead of the"
            " curly quotation mark (“, U+201C), curly quotation mark (”, U+201D).",
        ),
        (
            "answers:\n  site.level: ４\n",
            (4, 15),
            "“４” is not a level of “site.level”",
            "Did you mean 4, without quotes or decimals? Write a whole number from 1 to 5, or unknown."
            " Type “4” instead of the full-width 4 (４, U+FF14).",
        ),
        (
            "answers:\n  site．plan: 1\n",
            (4, 3),
            "there is no question “site．plan”",
            "Did you mean “site.plan”? Type “.” instead of the full-width full stop (．, U+FF0E).",
        ),
        (
            "answers:\n  site.plan\u00a0: 1\n",
            (4, 3),
            "there is no question “site.plan\u00a0”",
            "Did you mean “site.plan”? Type an ordinary space instead of the no-break space (U+00A0).",
        ),
        (
            "profile:\n  markets: [far－east]\n",
            (4, 13),
            "“far－east” is not known",
            "Did you mean “far-east”? Type “-” instead of the full-width hyphen (－, U+FF0D).",
        ),
        (
            "profile:\n  mаrkets: [eu]\n",
            (4, 3),
            "“mаrkets” is not known",
            "Did you mean “markets”? Type “a” instead of the Cyrillic letter (а, U+0430).",
        ),
        (
            "date: 2026－03－31\n",
            (3, 7),
            "“2026－03－31” is not a date",
            "Write year-month-day, as in 2026-03-31. Type “-” instead of the full-width hyphen (－, U+FF0D).",
        ),
        (
            "answers:\n  site.plan：1\n",
            (4, 3),
            "“answers” must be a mapping",
            "Write one `question: answer` line for each question below it."
            " Type a colon and a space instead of the full-width colon (：, U+FF1A).",
        ),
        (
            "answers:\n  site.plan:\u00a01\n  site.level:\u00a02\n",
            (4, 3),
            "“answers” must be a mapping",
            "Write one `question: answer` line for each question below it."
            " Type an ordinary space instead of the no-break space (U+00A0).",
        ),
    ],
)
def test_a_refused_word_with_look_alikes_names_them(
    text: str, where: tuple[int, int], message: str, hint: str
) -> None:
    problem = refused(text)
    assert (place(problem), problem.message, problem.hint) == (where, message, hint)


@pytest.mark.parametrize(
    ("written", "hint"),
    [
        ("[eu，far-east]", "Write `[eu, far-east]`, with a comma and a blank between two items."),
        ("[eu、far-east]", "Write `[eu, far-east]`, with a comma and a blank between two items."),
        ("eu，far-east", "Write `[eu, far-east]`; the brackets make it a list."),
        ("eu, far-east", "Write `[eu, far-east]`; the brackets make it a list."),
    ],
)
def test_items_with_another_comma_between_them_are_all_offered(written: str, hint: str) -> None:
    assert refused(f"profile:\n  markets: {written}\n").hint.partition(" Type “,”")[0] == hint


def test_a_file_with_only_full_width_colons_is_told_so() -> None:
    problem = refused("questionnaire：site\nversion：1.1.0\nanswers：\n", "")
    assert problem.hint == (
        "Start from the output of `readiness questionnaire template`."
        " Type a colon and a space instead of the full-width colon (：, U+FF1A)."
    )


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            "answers:\n\u00a0\u00a0site.plan: 1\n",
            "a.yaml:2:1: yaml-syntax: an ordinary space is needed before this key,"
            " not the no-break space (U+00A0)\n"
            "    \u00a0\u00a0site.plan: 1\n"
            "    ^\n"
            "    Use ordinary spaces to indent.",
        ),
        (
            "answers:\n  \u3000site.plan: 1\n",
            "a.yaml:2:3: yaml-syntax: an ordinary space is needed before this key,"
            " not the ideographic space (U+3000)\n"
            "      \u3000site.plan: 1\n"
            "      ^\n"
            "    Use ordinary spaces to indent.",
        ),
        (
            "evidence:\n\u202f\u202f- Minutes\n",
            "a.yaml:2:1: yaml-syntax: an ordinary space is needed before this key,"
            " not the narrow no-break space (U+202F)\n"
            "    \u202f\u202f- Minutes\n"
            "    ^\n"
            "    Use ordinary spaces to indent.",
        ),
        (
            "a: 1\nsite.plan：2\nb: 3\n",
            "a.yaml:2:10: yaml-syntax: a key ends with a colon and a space, not with the full-width colon"
            " (：, U+FF1A)\n"
            "    site.plan：2\n"
            "             ^\n"
            "    Type “: ” instead.",
        ),
        (
            "site.plan:\u00a02\nb: 3\n",
            "a.yaml:1:11: yaml-syntax: a key ends with a colon and a space,"
            " not with the no-break space (U+00A0)\n"
            "    site.plan:\u00a02\n"
            "              ^\n"
            "    Type “: ” instead.",
        ),
    ],
)
def test_a_look_alike_in_the_structure_is_named_where_it_is(text: str, message: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        parse(Source("a.yaml", text))
    assert str(caught.value) == message


LOOK_ALIKES = [
    character
    for character in map(chr, [*range(0xA0, 0x3100), *range(0xFE00, 0xFFF0)])
    if ordinary(f"x{character}x") != f"x{character}x"
]


def test_every_look_alike_has_a_name_and_one_ordinary_character_or_none() -> None:
    assert len(LOOK_ALIKES) > 150
    assert set(map(chr, range(0xFF01, 0xFF5F))) < set(LOOK_ALIKES)
    for character in LOOK_ALIKES:
        plain = ordinary(f"x{character}x")[1:-1]
        assert plain.isascii()
        assert len(plain) <= 1
        assert f"U+{ord(character):04X}" in character_name(character)
        assert f"U+{ord(character):04X}" in what_to_type(f"x{character}x")


@bounded
@given(st.text(st.sampled_from("abcdefg-"), min_size=1, max_size=20).filter(lambda name: name.strip("-")))
def test_a_name_in_full_width_letters_is_recognised(name: str) -> None:
    wide = "".join(chr(ord(letter) + 0xFEE0) for letter in name)
    assert nearest(wide, ["something.else", name]) == name


@pytest.mark.parametrize("text", ["战略：好", "It’s late.", "Überall", "plain", "", "a，b 战"])
def test_nothing_is_said_about_the_characters_of_a_text(text: str) -> None:
    assert what_to_type(text) == ""


# --- a comment sign in a text -----------------------------------------------------------------------------

CUT = "this text ends before the “#”, where a comment begins"
CUT_HINT = (
    "If it is a comment, write two blanks before the # and one after it. If not, put the text in quotes: "
)
NOTE = "answers:\n  site.plan:\n    value: 1 # asked\n    note: "


@pytest.mark.parametrize(
    ("text", "where", "whole"),
    [
        (NOTE + "order #12 late\n", (6, 11), "order #12 late"),
        (NOTE + "order # 12 late\n", (6, 11), "order # 12 late"),
        (NOTE + "order  #12 late\n", (6, 11), "order  #12 late"),
        (NOTE + "order\n      of May #3\n", (6, 11), "order of May #3"),
        (NOTE + "订单 #12 晚了\n", (6, 11), "订单 #12 晚了"),
        (NOTE + "#12 late\n", (6, 10), "#12 late"),
        (NOTE.replace("note", "owner") + "Chen #2\n", (6, 12), "Chen #2"),
        (NOTE.replace("note", "evidence") + "minutes #3\n", (6, 15), "minutes #3"),
        (NOTE.replace("note", "evidence") + "\n      - plan\n      - minutes #3\n", (8, 9), "minutes #3"),
        ("answers:\n  site.plan:\n    not_applicable: room #5\n", (5, 21), "room #5"),
        ("answers:\n  site.remark: see #12\n", (4, 16), "see #12"),
        ("answers:\n  site.remark: #12\n", (4, 15), "#12"),
        ("answers:\n  site.remark:\n    value: see #12\n", (5, 12), "see #12"),
        ("answers: {site.plan: {note: order #12, value: 1\n  }}\n", (3, 29), "order #12"),
        ("respondent: Chen #2\n", (3, 13), "Chen #2"),
        ("enterprise: Plant #4 of Ningbo\n", (3, 13), "Plant #4 of Ningbo"),
        ("prepared_by: Wu #1\n", (3, 14), "Wu #1"),
        ("prepared_for: Board #1\n", (3, 15), "Board #1"),
        ("confidentiality: class #1\n", (3, 18), "class #1"),
    ],
)
def test_a_text_that_a_comment_sign_cuts_off_is_refused(
    text: str, where: tuple[int, int], whole: str
) -> None:
    if text.startswith("answers: {"):  # in braces the sign also hides the comma after it
        text = text.replace(", value: 1", "")
    problem = refused(text)
    assert (problem.code, place(problem), problem.message) == ("cut-text", where, CUT)
    assert problem.hint == f"{CUT_HINT}{double_quoted(whole)}"


@pytest.mark.parametrize(
    "text",
    [
        NOTE + "order 12  # late\n",
        NOTE + "order 12\t# late\n",
        NOTE + "order 12   #\n",
        NOTE + "'order 12' # late\n",
        NOTE + '"order 12" #late\n',
        NOTE + "|  # late\n      order 12\n",
        NOTE + ">- # late\n      order 12\n",
    ],
)
def test_a_clear_comment_after_a_text_is_a_comment(text: str) -> None:
    assert read(text)["site.plan"].note == "order 12"


def test_comments_after_values_that_are_not_texts_are_left_alone() -> None:
    text = (
        "questionnaire: site #1\nversion: 1.1.0 #now\ndate: 2026-03-31 #today\nrespondent:  # name\n"
        "profile:\n  markets: [eu, far-east] #both\n"
        "answers:\n  site.plan: level-2 #asked Wang\n  site.level: 3 # asked\n  site.share: 4 #%\n"
        "  site.remark: unknown #ask\n"
    )
    found = read(text, "")
    assert (found["site.plan"].option, found["site.share"].value) == (
        ASKED.questions["site.plan"].choices[2],
        4,
    )
    assert (str(found.date), found.respondent) == ("2026-03-31", "")
    assert read("answers:\n  site.plan: #later\n  site.remark: # later\n").given == {}


@pytest.mark.parametrize(
    ("before", "answer", "after"),
    [
        ("  site.remark: unknown # ask\n", "All is well.", '  site.remark: "All is well." # ask\n'),
        ("  site.remark: unknown  # ask\n", "All is well.", "  site.remark: All is well.  # ask\n"),
        ("  site.remark: # ask\n", "fine", '  site.remark: "fine" # ask\n'),
        ("  site.remark:\n    value: # ask\n", "fine", '  site.remark:\n    value: "fine" # ask\n'),
        ("  site.remark:\n  # ask\n", "fine", "  site.remark: fine\n  # ask\n"),
    ],
)
def test_a_text_is_saved_so_that_the_comment_after_it_stays_one(before: str, answer: str, after: str) -> None:
    text = f"{HEAD}answers:\n{before}"
    answers = change_answers(parse_answers(text, ASKED), ASKED, {"site.remark": answer})
    assert answers_text(answers, ASKED, text) == f"{HEAD}answers:\n{after}"


def test_the_comment_in_the_header_of_a_block_survives_an_upgrade() -> None:
    head = "questionnaire: site\nversion: 1.0.0\nanswers:\n"
    text = (
        head
        + "  site.plan:\n    value: >-  # asked Wang\n      old\n"
        + "    note: |  # why\n      First.\n      Second.\n"
    )
    assert upgrade(Source("f", text), ASKED).text == (
        f"{HEAD}answers:\n"
        "  site.plan:\n    value: level-1  # asked Wang\n    note: |  # why\n      First.\n      Second.\n"
    )
    retired = upgrade(Source("f", head + "  site.old:\n    note: |  # why\n      First.\n"), ASKED).text
    assert retired == (
        f"{HEAD}answers:\n  # Not asked since version 1.1.0:\n"
        "  # site.old:\n  #   note: |  # why\n  #     First.\n"
    )


def test_the_comment_in_the_header_of_a_block_survives_saving() -> None:
    text = f"{HEAD}answers:\n  site.plan:\n    value: level-1\n    note: |  # why\n      First.\n"
    answers = change_answers(
        parse_answers(text, ASKED), ASKED, {"site.plan": {"value": 1, "note": "Second."}}
    )
    assert answers_text(answers, ASKED, text) == (
        f"{HEAD}answers:\n  site.plan:\n    value: level-1\n    # why\n    note: Second.\n"
    )


# --- signs that YAML gives a meaning --------------------------------------------------------------------

SIGNS = (
    "*",
    "&",
    "!",
    "%",
    "@",
    "`",
    "|",
    ">",
    "-",
    "?",
    "[",
    "{",
    "]",
    "}",
    ",",
    '"',
    "'",
    "#",
    ":",
    "a:",
)
WORDS = (
    "see",
    "appendix",
    "12",
    "战略",
    "a",
    "it's",
    "“x”",
    "A:",
    "b: c",
    "#3",
    "#",
    "x #3",
    "[y]",
    '"z"',
    "\\n",
    "*",
)


def with_note(text: str) -> str:
    return f"answers:\n  site.plan:\n    value: 1\n    note: {text}\n    owner: Chen\n"


def remedy(problem: Problem) -> str | None:
    """The text in quotes that a hint ends with."""
    found = re.search(r': ("(?:[^"\\]|\\.)*")$', problem.hint)
    return found[1] if found else None


@pytest.mark.parametrize(
    ("written", "code", "column", "message"),
    [
        ("*see appendix*", "yaml-alias", 11, "an alias (*name) is not allowed here"),
        ("**urgent** order", "yaml-syntax", 11, "a value cannot begin with this character"),
        ("&c as before", "yaml-anchor", 11, "an anchor (&name) is not allowed here"),
        ("& so on", "yaml-syntax", 11, "a value cannot begin with this character"),
        ("!important", "yaml-tag", 11, "a type tag (!name) is not allowed here"),
        ("!! now", "yaml-syntax", 11, "a type tag (!name) is not allowed here"),
        ("% of sales", "yaml-syntax", 11, "a value cannot begin with this character"),
        ("@Chen: call", "yaml-syntax", 11, "a value cannot begin with this character"),
        ("`code` is here", "yaml-syntax", 11, "a value cannot begin with this character"),
        ("| see", "yaml-syntax", 11, "text cannot follow this sign in the same line"),
        ("> 5 days", "yaml-syntax", 11, "text cannot follow this sign in the same line"),
        ("- first", "yaml-syntax", 11, "a list cannot begin on this line"),
        ("? who", "yaml-syntax", 11, "a value cannot begin with a question mark and a blank"),
        (", or so", "yaml-syntax", 11, "a value cannot begin with this character"),
        ("] end", "yaml-syntax", 11, "a value cannot begin with this character"),
        ("[see]", "not-text", 11, "“note” must be text"),
        ("{see}", "not-text", 11, "“note” must be text"),
        ("[see] appendix", "yaml-syntax", 17, "a value ends here, but its line goes on"),
        ("{see} appendix, [2]", "yaml-syntax", 17, "a value ends here, but its line goes on"),
        ('"Go" was said', "yaml-syntax", 16, "a value ends here, but its line goes on"),
        ("Deadline: Friday", "yaml-syntax", 19, "a colon is not allowed after a complete “key: value”"),
        ("2026", "not-text", 11, "“note” must be text"),
        ("true", "not-text", 11, "“note” must be text"),
    ],
)
def test_a_text_with_a_special_sign_is_offered_in_quotes(
    written: str, code: str, column: int, message: str
) -> None:
    problem = refused(with_note(written))
    assert (problem.code, place(problem), problem.message) == (code, (6, column), message)
    assert problem.hint.endswith(f"quotes: {double_quoted(written)}")
    assert read(with_note(double_quoted(written)))["site.plan"].note == written


@pytest.mark.parametrize(
    ("text", "where", "message", "hint"),
    [
        (
            "note: 'tis the season\nowner: Chen\n",
            (1, 7),
            "a quotation mark is opened and never closed",
            "Close it at the end of the text; or, if it is part of the text, put all in quotes:"
            ' "\'tis the season"',
        ),
        (
            'note: "Never closed\nevidence: ["a", "b"]\n',
            (1, 7),
            "this quotation mark is not closed in its line; the next one is on line 2",
            "Close it at the end of the text; or, if it is part of the text, put all in quotes:"
            ' "Never closed"',
        ),
        (
            'note: "出了火情。\nowner: "%"\n',
            (1, 7),
            "this quotation mark is not closed in its line; the next one is on line 2",
            'Close it at the end of the text; or, if it is part of the text, put all in quotes: "出了火情。"',
        ),
        (
            "note: !质量 x\n",
            (1, 7),
            "a type tag (!name) is not allowed here",
            'Remove it; or, if it is part of a text, put the text in quotes: "!质量 x"',
        ),
        (
            "evidence: [plan, minutes\nnote: late\nowner: Chen\n",
            (1, 11),
            "this bracket is not closed, or a comma is missing after one of its items",
            "Close the bracket; put texts that hold brackets, colons or a # in quotes.",
        ),
        (
            "evidence: [minutes #3, plan]\nnote: late\n",
            (1, 11),
            "this bracket is not closed, or a comma is missing after one of its items",
            'Close the bracket; or, if the # is part of a text, put the text in quotes: "minutes #3"',
        ),
        (
            "a: {b: 1, c: {d: 2}\ne: 3\n",
            (1, 4),
            "this bracket is not closed, or a comma is missing after one of its items",
            "Close the bracket; put texts that hold brackets, colons or a # in quotes.",
        ),
        (
            "a: [",
            (1, 4),
            "this bracket is not closed, or a comma is missing after one of its items",
            "Close the bracket; put texts that hold brackets, colons or a # in quotes.",
        ),
    ],
)
def test_what_is_open_is_shown_where_it_opens(
    text: str, where: tuple[int, int], message: str, hint: str
) -> None:
    problem = only_problem(text)
    assert (place(problem), problem.message, problem.hint) == (where, message, hint)


@bounded
@example(["it's 'so'"])
@example(["|"])
@example(['"a" "b"'])
@given(st.lists(st.sampled_from([*SIGNS, *WORDS]), min_size=1, max_size=5))
def test_a_text_is_read_whole_or_refused_and_the_remedy_works(words: list[str]) -> None:
    text = " ".join(words).strip()
    try:
        note = read(with_note(text))["site.plan"].note
    except InvalidInput as error:
        offered = remedy(error.problems[0])
        if offered is not None:
            meant = read(with_note(offered))["site.plan"].note
            assert meant == json.loads(offered).strip()
            if text[0] in "'\"":
                assert meant in (text, text[1:].strip(), text[1:-1].strip())
            elif text[0] not in "[{":  # of a list, one item may be offered
                assert meant == text
        assert read(with_note(double_quoted(text)))["site.plan"].note == text
    else:
        quoted = text[0] in "'\""
        commented = re.match(r"#( |$)", text)
        header = re.fullmatch(r"[|>]( #.*)?", text)
        assert note == text or quoted or commented or header, note


@bounded
@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=30))
def test_quotes_hold_any_text(text: str) -> None:
    quoted = double_quoted(text)
    assert "\n" not in quoted
    assert parse(Source("f", f"note: {quoted}")) == {"note": text}
    assert parse(Source("f", f"[{quoted}, 1]")) == [text, 1]
    assert json.loads(quoted) == text


def test_the_remedy_for_a_line_in_braces_shows_no_other_answer() -> None:
    text = "answers: {site.plan: {note: *secret* one, owner: Secret Chen}, site.remark: secret plan}\n"
    problem = refused(text)
    assert remedy(problem) == '"*secret* one"'
    assert "Chen" not in str(problem)
    assert "plan}" not in str(problem)


# --- commas, brackets, and blanks after a hyphen or a colon -----------------------------------------------

COMMA = "the items in brackets need an ordinary comma between them"
TYPE_COMMA = "Type “,” instead of the full-width comma (，, U+FF0C)."


@pytest.mark.parametrize(
    ("text", "where", "message", "hint"),
    [
        ("scale: {minimum: 1，maximum: 5}\nb: 2\n", (1, 19), COMMA, TYPE_COMMA),
        ('when: {answer: x，equals: "yes"}\n', (1, 17), COMMA, TYPE_COMMA),
        ("overall: {band: a，by: 2026-12-31}\n", (1, 18), COMMA, TYPE_COMMA),
        ('evidence: ["plan"，"minutes"]\n', (1, 18), COMMA, TYPE_COMMA),
        ("bands: [{id: a}，{id: b}]\n", (1, 16), COMMA, TYPE_COMMA),
        ("band: {id: a，\n  title: b}\n", (1, 13), COMMA, TYPE_COMMA),
        (
            "a: {b: 1、c: 2}\n",
            (1, 9),
            COMMA,
            "Type “,” instead of the ideographic comma (、, U+3001).",
        ),
        (
            "when: {any: [{answer: x, at_least: 2}, {section: labour, at_least: 2}}\nb: 1\n",
            (1, 13),
            "the “[” is not closed before the “}” in line 1, column 70",
            "Write “]” where it ends.",
        ),
        (
            "a: [{b: 1, c: 2]\n",
            (1, 5),
            "the “{” is not closed before the “]” in line 1, column 16",
            "Write “}” where it ends.",
        ),
        (
            "a: {b: [1,\n  2,\n  }\n",
            (1, 8),
            "the “[” is not closed before the “}” in line 3, column 3",
            "Write “]” where it ends.",
        ),
        (
            "points: [8, 3], [11, 0]\n",
            (1, 15),
            "a value ends here, but its line goes on",
            "Put brackets around the whole list: [[8, 3], [11, 0]]",
        ),
        (
            "points: [[8, 3], [11, 0]]]\n",
            (1, 26),
            "a value ends here, but its line goes on",
            "Remove this bracket, or add the one that it closes.",
        ),
        (
            "points: {a: 1} b\n",
            (1, 16),
            "a value ends here, but its line goes on",
            "Check commas and brackets.",
        ),
        (
            "points: [[8, 3] [11, 0]]\n",
            (1, 17),
            "a value ends here, but its line goes on",
            "Write a comma before the next item, and close every bracket.",
        ),
        (
            'evidence: ["a" "b"]\n',
            (1, 16),
            "a value ends here, but its line goes on",
            "Write a comma before the next item, and close every bracket.",
        ),
        (
            "answers:\n  hours.recorded:4\n  hours.paid: 2\n",
            (2, 18),
            "a blank is missing after this colon",
            "Write a blank after it: `hours.recorded: 4`.",
        ),
        (
            "answers:\n  a.b:4\n  a.c:5\n  a.d: 2\n",
            (2, 7),
            "a blank is missing after this colon",
            "Write a blank after it: `a.b: 4`.",
        ),
        (
            "answers:\n  hours.paid: 2\n  hours.recorded:4\n",
            (3, 18),
            "a blank is missing after this colon",
            "Write a blank after it: `hours.recorded: 4`.",
        ),
        (
            "sections:\n-labour.yaml\nb: 1\n",
            (2, 2),
            "a blank is missing after this hyphen",
            "Write `- labour.yaml`.",
        ),
        (
            "sections:\n  -labour.yaml\n  - id: b\n",
            (2, 4),
            "a blank is missing after this hyphen",
            "Write `- labour.yaml`.",
        ),
        (
            "bands:\n  - id: a\n  -id: b\n    cut: 1\n",
            (3, 4),
            "a blank is missing after this hyphen",
            "Write `- id: b`.",
        ),
        (
            "evidence:\n  - Photo 12\n  • Photo 13\n",
            (3, 3),
            "an item of a list begins with a hyphen and a blank, not with “•”",
            "Write `- Photo 13`.",
        ),
    ],
)
def test_a_slip_in_the_signs_of_the_structure_is_shown_where_it_is(
    text: str, where: tuple[int, int], message: str, hint: str
) -> None:
    problem = only_problem(text)
    assert (problem.code, place(problem)) == ("yaml-syntax", where)
    assert (problem.message, problem.hint) == (message, hint)


def test_a_full_width_comma_of_a_text_is_not_blamed_for_another_slip() -> None:
    with pytest.raises(InvalidInput) as caught:
        parse(Source("a.yaml", "a: {b: 成本，质量: 好}\n"))
    assert caught.value.problems[0].message != COMMA


@pytest.mark.parametrize(
    ("text", "where", "message", "hint"),
    [
        (
            "answers: {site.plan:1}\n",
            (3, 11),
            "there is no question “site.plan:1”",
            "Write a blank after the colon: `site.plan: 1`.",
        ),
        (
            "answers: {site.plan: {value:1}}\n",
            (3, 23),
            "“value:1” is not known",
            "Write a blank after the colon: `value: 1`.",
        ),
        (
            "answers:\n  site.plan:1\n  site.level:2\n",
            (4, 3),
            "“answers” must be a mapping",
            "Write one `question: answer` line for each question below it."
            " Write a blank after the colon: `site.plan: 1`.",
        ),
    ],
)
def test_a_colon_without_a_blank_in_what_is_read_otherwise_is_named(
    text: str, where: tuple[int, int], message: str, hint: str
) -> None:
    problem = refused(text)
    assert (place(problem), problem.message, problem.hint) == (where, message, hint)


@pytest.mark.parametrize("sign", ["-", "•", "–", "• ", "– ", "—"])
@pytest.mark.parametrize("key", ["evidence", "note", "owner"])
def test_lines_that_look_like_a_list_are_not_joined_to_one_text(sign: str, key: str) -> None:
    lines = f"\n      {sign}Photo 12\n      {sign}Photo 13"
    problem = refused(NOTE.replace("note: ", f"{key}:").replace("value: 1 # asked", "value: 1") + lines)
    assert (problem.code, place(problem)) == ("lost-list", (7, 7))
    assert problem.message == "these lines are read as one text, not as a list"
    assert problem.hint == (
        "If it is a list, write a hyphen and a blank before each item, as in `- Photo 12`."
        " If not, put the text in quotes."
    )


@pytest.mark.parametrize(
    ("written", "note"),
    [
        ("–5 days", "–5 days"),
        ("-Photo 12", "-Photo 12"),
        ("|-\n      –one\n      –two", "–one\n–two"),
        ('"-one\n      -two"', "-one -two"),
        ("first\n      – second", "first – second"),
        ("-5 degrees\n      at night", "-5 degrees at night"),
    ],
)
def test_a_text_that_is_no_list_is_read(written: str, note: str) -> None:
    assert read(NOTE + written + "\n")["site.plan"].note == note


# --- what comes with a pasted text ------------------------------------------------------------------------

NO_YAML = "this line is not part of the YAML"
JSON_MARKS = "JSON needs straight quotation marks, not the curly quotation mark (“, U+201C)"
REPLACE_MARKS = 'Replace every such mark of the file with an ordinary quotation mark (").'
COMMENT_HINT = "Write # instead, or remove the comment."


@pytest.mark.parametrize(
    ("text", "where", "message", "hint"),
    [
        ("```yaml\na: 1\n```\n", (1, 1), NO_YAML, "Remove this line, and the closing ``` after the YAML."),
        ("\n```\na: 1\n```\n", (2, 1), NO_YAML, "Remove this line, and the closing ``` after the YAML."),
        ("~~~yaml\na: 1\n~~~\n", (1, 1), NO_YAML, "Remove this line, and the closing ~~~ after the YAML."),
        ("a: 1\n```\n", (2, 1), NO_YAML, "Remove this line."),
        ("...\na: 1\n", (1, 1), NO_YAML, "Remove this line."),
        ("{“a”: “b”, “c”: {“d”: 3}}\n", (1, 2), JSON_MARKS, REPLACE_MARKS),
        ("{\n  “a”: “b: c, d”\n}\n", (2, 3), JSON_MARKS, REPLACE_MARKS),
        (
            '{\n  "a": 1,\n  // why\n  "b": 2\n}\n',
            (3, 3),
            "a comment begins with “#”, not with “//”",
            COMMENT_HINT,
        ),
        (
            '{\n  "a": 1, // why\n  "b": 2\n}\n',
            (2, 11),
            "a comment begins with “#”, not with “//”",
            COMMENT_HINT,
        ),
        ('{\n  "a": "b" // why\n}\n', (2, 12), "a comment begins with “#”, not with “//”", COMMENT_HINT),
        ('// why\n{\n  "a": 1\n}\n', (1, 1), "a comment begins with “#”, not with “//”", COMMENT_HINT),
        ('{\n  /* why */\n  "a": 1\n}\n', (2, 3), "a comment begins with “#”, not with “/*”", COMMENT_HINT),
    ],
)
def test_what_was_pasted_with_a_text_is_named(
    text: str, where: tuple[int, int], message: str, hint: str
) -> None:
    problem = only_problem(text)
    assert (place(problem), problem.message, problem.hint) == (where, message, hint)


def test_an_address_is_no_comment() -> None:
    with pytest.raises(InvalidInput) as caught:
        parse(Source("a.yaml", 'a: {b: "http://x.org", c: see https://x.org, d: ]}\n'))
    assert "comment" not in caught.value.problems[0].message


# --- characters that JSON writes as two escapes ----------------------------------------------------------

EMOJI = st.characters(min_codepoint=0x10000)
ANY = st.one_of(
    EMOJI, st.sampled_from(["\\", "\\ud83d", "\ue000", "\ue800", "\\u", '"', "a", "\\ude00", "战"])
)


@bounded
@given(st.lists(ANY).map("".join), st.booleans())
def test_json_is_read_as_json_whatever_its_escapes(text: str, escaped: bool) -> None:
    data: dict[str, Any] = {"note": text, text: [text, {"b": 1}]}
    written = json.dumps(data, ensure_ascii=escaped)
    assert parse(Source("f.json", written)) == data == json.loads(written)


def test_a_backslash_outside_double_quotes_is_an_ordinary_character() -> None:
    text = "plain: \\ud83d\\uDE00\nsingle: '\\ud83d\\ude00'\ndouble: \"\\ud83d\\ude00\"\n"
    text += "block: |\n  \\ud83d\\ude00\n"
    assert parse(Source("f", text)) == {
        "plain": "\\ud83d\\uDE00",
        "single": "\\ud83d\\ude00",
        "double": "😀",
        "block": "\\ud83d\\ude00\n",
    }
    root: Any = nodes(Source("f", text))
    assert [value.value for _key, value in root.value][2] == "😀"


def test_places_after_such_a_character_are_right() -> None:
    written = json.dumps({"answers": {"site.remark": "😀😀", "site.plan": 9}})
    problem = refused(written.replace("{", '{"questionnaire": "site", "version": "1.1.0", ', 1), "")
    line = written.replace("{", '{"questionnaire": "site", "version": "1.1.0", ', 1)
    assert problem.column == line.index("9}") + 1


def test_an_answers_file_with_such_characters_is_edited_like_any_other() -> None:
    text = json.dumps(
        {
            "questionnaire": "site",
            "version": "1.1.0",
            "answers": {"site.plan": {"value": 1, "evidence": ["😀", "b"]}, "site.remark": "🚢 ok"},
        }
    )
    answers = change_answers(parse_answers(text, ASKED), ASKED, {"site.share": 5})
    assert json.loads(answers_text(answers, ASKED, text)) == {
        **json.loads(text),
        "answers": {**json.loads(text)["answers"], "site.share": 5},
    }
    assert "\\ud83d\\udea2" in answers_text(answers, ASKED, text)


@pytest.mark.parametrize(
    ("written", "column", "escape"),
    [('"x \\ud83d y"', 9, "\\ud83d"), ('"\\ude00\\ud83d"', 7, "\\ude00"), ('"😀 \\uD83D"', 9, "\\uD83D")],
)
def test_half_a_character_is_refused_by_name(written: str, column: int, escape: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        parse(Source("f", f"note: {written}"))
    (problem,) = caught.value.problems
    assert (problem.code, problem.column) == (
        "yaml-syntax",
        column + 1 if "x" in written or "😀" in written else 8,
    )
    assert problem.message == f"“{escape}” is only half of a character"
    assert problem.hint == r"Write the other half too, as in \ud83d\ude00, or the character itself."


# --- questionnaires ---------------------------------------------------------------------------------------


def test_the_texts_of_a_questionnaire_are_not_cut_off_either(tmp_path: Path) -> None:
    text = (
        "id: tiny #1\nversion: 1.0.0 # first\ntitle: Plant #4\n"
        "bands: [{id: start, title: Start}, {id: ready, title: Ready, cut: 50 #%\n  }]\n"
        "sections:\n  - id: people # all\n    title: People  # a clear comment\n    questions:\n"
        "      - id: people.team\n        type: yes-no #1\n        text: Is there a team # now?\n"
    )
    (tmp_path / "questionnaire.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(InvalidInput) as caught:
        load_questionnaire(tmp_path)
    assert [(problem.line, problem.code, problem.hint) for problem in caught.value.problems] == [
        (3, "cut-text", f'{CUT_HINT}"Plant #4"'),
        (12, "cut-text", f'{CUT_HINT}"Is there a team # now?"'),
    ]
