"""What an answers file can contain, and the messages for everything else."""

from __future__ import annotations

import datetime
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from readiness import Answers, InvalidInput, Problem, load_answers, load_questionnaire
from readiness.answers.answers import OPEN, Answer, CoverTexts, Notice, State
from readiness.answers.reading import read_answers, read_raw
from readiness.answers.template import template
from readiness.answers.writing import digest
from readiness.loading.meaning import CHECKS
from readiness.questionnaire.questionnaire import Questionnaire
from readiness.source.dumping import dump
from readiness.source.source import Source

bounded = settings(max_examples=100, deadline=None, derandomize=True)

RAW: dict[str, Any] = {
    "id": "harbour",
    "version": "2.4.0",
    "title": "Harbour",
    "description": "For these tests.",
    "source": "Made up.",
    "date": "2026-01-31",
    "bands": [{"id": "start", "title": "Start", "text": "The start."}],
    "profile": [
        {
            "id": "sector",
            "title": "Sector",
            "text": "What does it sell?",
            "options": [{"id": "digital", "text": "Services"}, {"id": "machinery", "text": "Machines"}],
        },
        {
            "id": "markets",
            "title": "Markets",
            "text": "Where?",
            "several": True,
            "options": [
                {"id": "eu", "text": "EU"},
                {"id": "asean", "text": "ASEAN"},
                {"id": "africa", "text": "Africa"},
            ],
        },
    ],
    "sections": [
        {
            "id": "ship",
            "title": "Ship",
            "description": "About the ship.",
            "questions": [
                {
                    "id": "ship.crew",
                    "title": "Crew",
                    "text": "Who sails?",
                    "help": "Somebody must.",
                    "options": [
                        {"id": "nobody", "score": 0, "text": "Nobody."},
                        {"id": "hired-late", "score": 1, "text": "Hired late."},
                        {"id": "own-crew", "score": 2.5, "text": "Our own."},
                        {"id": "own-school", "score": 4, "text": "Our own school."},
                    ],
                },
                {
                    "id": "ship.cargo",
                    "title": "Cargo",
                    "text": "What is carried?",
                    "help": "Something may be.",
                    "not_applicable": "The ship carries people only.",
                    "options": [
                        {"id": "none", "score": -1, "text": "Nothing."},
                        {"id": "mixed", "score": 0, "text": "This and that."},
                        {"id": "sorted", "score": 1, "text": "Sorted goods."},
                    ],
                },
            ],
        }
    ],
}
QUESTIONNAIRE = Questionnaire.model_validate(RAW)
CREW, CARGO = QUESTIONNAIRE.questions["ship.crew"], QUESTIONNAIRE.questions["ship.cargo"]

# Every other type of question.
OTHERS = Questionnaire.model_validate(
    {
        **RAW,
        "sections": [
            {
                "id": "other",
                "title": "Other types",
                "questions": [
                    {"id": "q.scale", "type": "scale", "text": "How?", "minimum": 1, "maximum": 5},
                    {"id": "q.yes-no", "type": "yes-no", "text": "Is it?"},
                    {"id": "q.number", "type": "number", "text": "How many?", "worst": 0, "best": 9},
                    {
                        "id": "q.several",
                        "type": "several",
                        "text": "Which?",
                        "options": [
                            {"id": "sails", "score": 1, "text": "Sails."},
                            {"id": "oars", "score": 2, "text": "Oars."},
                        ],
                    },
                    {"id": "q.text", "type": "text", "text": "What?"},
                    {
                        "id": "q.twins",
                        "text": "Which?",
                        "options": [
                            {"id": "neither", "score": 0, "text": "Neither."},
                            {"id": "left", "score": 1, "text": "Left."},
                            {"id": "right", "score": 1, "text": "Right."},
                        ],
                    },
                ],
            }
        ],
    }
)

# The same questions after two versions.
GROWN = Questionnaire.model_validate(
    {
        **RAW,
        "history": [
            {"version": "2.1.0", "renamed": {"ship.men": "ship.sailors"}, "retired": ["ship.anchor"]},
            {
                "version": "2.3.0",
                "renamed": {"ship.sailors": "ship.crew"},
                "renamed_options": {"ship.crew": {"navy": "own-crew"}},
                "added": ["ship.cargo"],
            },
        ],
    }
)
HEAD = "questionnaire: harbour\nversion: 2.4.0\n"
CREW_LEVELS = "0 (nobody), 1 (hired-late), 2.5 (own-crew), 4 (own-school)"


@pytest.mark.parametrize("questionnaire", [QUESTIONNAIRE, OTHERS, GROWN])
def test_the_questionnaires_of_these_tests_have_no_faults(questionnaire: Questionnaire) -> None:
    assert [fault for run in CHECKS for fault in run(questionnaire)] == []


def answers(text: str) -> Answers:
    """The answers in a file that has `text` after questionnaire and version."""
    return read_answers(Source("answers.yaml", HEAD + text), QUESTIONNAIRE)


def crew(value: str) -> Answer:
    return answers(f"answers:\n  ship.crew: {value}\n")["ship.crew"]


def cargo(value: str) -> Answer:
    return answers(f"answers:\n  ship.cargo: {value}\n")["ship.cargo"]


def refused(text: str, head: str = HEAD) -> tuple[Problem, ...]:
    with pytest.raises(InvalidInput) as caught:
        read_answers(Source("answers.yaml", head + text), QUESTIONNAIRE)
    return caught.value.problems


def messages(text: str, head: str = HEAD) -> str:
    """All problems of such a file, as a person sees them."""
    return "\n".join(map(str, refused(text, head)))


# --- the three ways to answer ------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "option"),
    [
        ("nobody", "nobody"),
        ("own-crew", "own-crew"),
        ("'own-crew'", "own-crew"),
        ("0", "nobody"),
        ("1", "hired-late"),
        ("+1", "hired-late"),
        ("2.5", "own-crew"),
        ("4", "own-school"),
        ("{value: 4}", "own-school"),
        ("{value: own-school}", "own-school"),
    ],
)
def test_an_answer_is_an_option_or_its_score(written: str, option: str) -> None:
    assert crew(written) == Answer(State.ANSWERED, CREW.option(option))


def test_a_score_below_zero_is_a_score_like_any_other() -> None:
    assert cargo("-1") == Answer(State.ANSWERED, CARGO.option("none"))
    assert cargo("0") == Answer(State.ANSWERED, CARGO.option("mixed"))


@pytest.mark.parametrize("written", ["unknown", "'unknown'", "{value: unknown}"])
def test_unknown_is_an_answer(written: str) -> None:
    assert crew(written) == Answer(State.UNKNOWN)


@pytest.mark.parametrize(
    "text", ["", "answers:\n", "answers: {}\n", "answers:\n  ship.crew:\n", "profile:\n"]
)
def test_an_answer_left_empty_is_unanswered(text: str) -> None:
    found = answers(text)
    assert found.given == {}
    assert found["ship.crew"] == OPEN
    assert found["ship.crew"].state is State.UNANSWERED


@pytest.mark.parametrize(
    "written", ["{value: }", "{}", "{note: , owner: , evidence: }", "{evidence: []}", "{note: ' '}"]
)
def test_an_empty_mapping_is_unanswered_too(written: str) -> None:
    assert answers(f"answers:\n  ship.crew: {written}\n").given == {}


def test_an_answer_can_have_a_note_evidence_and_an_owner() -> None:
    written = "{value: 4, note: ' Since 2024. ', evidence: [Minutes of 3 March, null, 'Plan'], owner: 陈丽}"
    assert crew(written) == Answer(
        State.ANSWERED,
        CREW.option("own-school"),
        note="Since 2024.",
        evidence=("Minutes of 3 March", "Plan"),
        owner="陈丽",
    )
    assert crew("{value: 4, evidence: Minutes}").evidence == ("Minutes",)


def test_a_note_is_kept_while_the_answer_is_open() -> None:
    assert crew("{note: Ask the captain}") == Answer(State.UNANSWERED, note="Ask the captain")
    assert crew("{value: unknown, owner: Chen}") == Answer(State.UNKNOWN, owner="Chen")


def test_not_applicable_is_read_with_its_reason() -> None:
    assert cargo("{not_applicable: ' We carry people. ', note: n}") == Answer(
        State.NOT_APPLICABLE, note="n", reason="We carry people."
    )
    assert cargo("{not_applicable: people, value: }").state is State.NOT_APPLICABLE


@pytest.mark.parametrize(
    ("id", "written", "again"),
    [
        ("q.scale", "1", 1),
        ("q.scale", "5", 5),
        ("q.yes-no", "yes", "yes"),
        ("q.yes-no", "no", "no"),
        ("q.yes-no", "true", "yes"),
        ("q.yes-no", "false", "no"),
        ("q.number", "3", 3),
        ("q.number", "3.0", 3),
        ("q.number", "-0.25", -0.25),
        ("q.number", "1e3", 1000),
        ("q.several", "[]", []),
        ("q.several", "[oars]", ["oars"]),
        ("q.several", "[oars, sails]", ["sails", "oars"]),
        ("q.text", "Two masts", "Two masts"),
        ("q.text", "no", "no"),
        ("q.text", "'3'", "3"),
        ("q.twins", "neither", "neither"),
        ("q.twins", "right", "right"),
    ],
)
def test_each_type_of_question_accepts_its_own_kind_of_answer(id: str, written: str, again: Any) -> None:
    for value in (written, f"{{value: {written}}}"):
        answer = read_answers(Source("f", f"{HEAD}answers: {{{id}: {value}}}"), OTHERS)[id]
        assert answer.state is State.ANSWERED
        assert answer.value is not None
        assert OTHERS.questions[id].written(answer.value) == again


@pytest.mark.parametrize("id", ["q.scale", "q.yes-no", "q.number", "q.several", "q.text"])
def test_every_type_of_question_may_be_unknown_or_left_open(id: str) -> None:
    def state(value: str) -> State:
        return read_answers(Source("f", f"{HEAD}answers: {{{id}: {value}}}"), OTHERS)[id].state

    assert state("unknown") is State.UNKNOWN
    assert state("") is State.UNANSWERED
    assert state("{note: Later.}") is State.UNANSWERED


# --- values that are not a level ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "message", "hint"),
    [
        ("yes", "“yes” is not a level of “ship.crew”", f"Write one of {CREW_LEVELS}, or unknown."),
        ("no", "“no” is not a level of “ship.crew”", f"Write one of {CREW_LEVELS}, or unknown."),
        ("true", "true is not a level of “ship.crew”", f"Write one of {CREW_LEVELS}, or unknown."),
        ("false", "false is not a level of “ship.crew”", f"Write one of {CREW_LEVELS}, or unknown."),
        (
            "1.0",
            "1.0 is not a level of “ship.crew”",
            f"Did you mean 1, without quotes or decimals? Write one of {CREW_LEVELS}, or unknown.",
        ),
        (
            "4e0",
            "4.0 is not a level of “ship.crew”",
            f"Did you mean 4, without quotes or decimals? Write one of {CREW_LEVELS}, or unknown.",
        ),
        (
            "'1'",
            "“1” is not a level of “ship.crew”",
            f"Did you mean 1, without quotes or decimals? Write one of {CREW_LEVELS}, or unknown.",
        ),
        (
            "'2.5'",
            "“2.5” is not a level of “ship.crew”",
            f"Did you mean 2.5, without quotes or decimals? Write one of {CREW_LEVELS}, or unknown.",
        ),
        ("5", "5 is not a level of “ship.crew”", f"Write one of {CREW_LEVELS}, or unknown."),
        ("2", "2 is not a level of “ship.crew”", f"Write one of {CREW_LEVELS}, or unknown."),
        ("-1", "-1 is not a level of “ship.crew”", f"Write one of {CREW_LEVELS}, or unknown."),
        ("3.0", "3.0 is not a level of “ship.crew”", f"Write one of {CREW_LEVELS}, or unknown."),
        ("'7'", "“7” is not a level of “ship.crew”", f"Write one of {CREW_LEVELS}, or unknown."),
        (
            "01",
            "“01” is not a level of “ship.crew”",
            f"Did you mean 1, without quotes or decimals? Write one of {CREW_LEVELS}, or unknown.",
        ),
        ("0x1", "“0x1” is not a level of “ship.crew”", f"Write one of {CREW_LEVELS}, or unknown."),
        ("1:30", "“1:30” is not a level of “ship.crew”", f"Write one of {CREW_LEVELS}, or unknown."),
        (".nan", "“.nan” is not a level of “ship.crew”", f"Write one of {CREW_LEVELS}, or unknown."),
        ("''", "“” is not a level of “ship.crew”", f"Write one of {CREW_LEVELS}, or unknown."),
        ("[1]", "a list is not a level of “ship.crew”", "Write `1`, without brackets."),
        ("[1, 1]", "a list is not a level of “ship.crew”", f"Write one of {CREW_LEVELS}, or unknown."),
        ("own-crw", "“own-crw” is not a level of “ship.crew”", "Did you mean “own-crew”?"),
        ("Nobody", "“Nobody” is not a level of “ship.crew”", "Did you mean “nobody”?"),
        ("Unknown", "“Unknown” is not a level of “ship.crew”", "Did you mean “unknown”?"),
    ],
)
def test_a_value_that_is_not_a_level_is_refused_with_a_remedy(written: str, message: str, hint: str) -> None:
    expected = Problem("answers.yaml", 4, 14, "not-a-level", message, hint, f"  ship.crew: {written}")
    assert refused(f"answers:\n  ship.crew: {written}\n") == (expected,)


@pytest.mark.parametrize(
    ("id", "written", "message", "hint"),
    [
        (
            "q.scale",
            "6",
            "6 is not a level of “q.scale”",
            "Write a whole number from 1 to 5, or unknown.",
        ),
        ("q.scale", "'4'", "“4” is not a level of “q.scale”", None),
        ("q.scale", "4.0", "4.0 is not a level of “q.scale”", None),
        ("q.scale", "true", "true is not a level of “q.scale”", None),
        ("q.yes-no", "1", "1 is not a level of “q.yes-no”", None),
        ("q.yes-no", "Yes", "“Yes” is not a level of “q.yes-no”", "Did you mean “yes”?"),
        ("q.yes-no", "maybe", "“maybe” is not a level of “q.yes-no”", "Write yes, no or unknown."),
        (
            "q.number",
            "many",
            "“many” does not answer “q.number”",
            "Write a number without quotes, or unknown.",
        ),
        ("q.number", "'3'", "“3” does not answer “q.number”", "Write 3, without quotes or a unit."),
        ("q.number", "true", "true does not answer “q.number”", "Write a number without quotes, or unknown."),
        ("q.number", "1_000", "“1_000” does not answer “q.number”", None),
        ("q.number", ".inf", "“.inf” does not answer “q.number”", None),
        (
            "q.several",
            "[oars, wings]",
            "“wings” is not a level of “q.several”",
            "Known here: sails, oars.",
        ),
        (
            "q.several",
            "[oars，sails]",
            "“oars，sails” is not a level of “q.several”",
            "Write `[oars, sails]`, with a comma and a blank between two items."
            " Type “,” instead of the full-width comma (，, U+FF0C).",
        ),
        ("q.text", "true", "true does not answer “q.text”", 'Put it in quotes: "true"'),
        ("q.several", "[oars, oars]", "“oars” is listed twice", "Keep one of the two."),
        ("q.several", "[2]", "2 is not a level of “q.several”", None),
        ("q.text", "3", "3 does not answer “q.text”", 'Put it in quotes: "3"'),
        ("q.text", "[a]", "a list does not answer “q.text”", None),
        ("q.text", "' '", "“ ” does not answer “q.text”", None),
        (
            "q.twins",
            "0",  # here a number would mean a score in one place and a line in another
            "0 is not a level of “q.twins”",
            "Write one of neither, left, right, or unknown.",
        ),
        (
            "q.twins",
            "1.0",
            "1.0 is not a level of “q.twins”",
            "Write one of neither, left, right, or unknown.",
        ),
    ],
)
def test_each_type_refuses_values_of_another_kind(
    id: str, written: str, message: str, hint: str | None
) -> None:
    text = f"{HEAD}answers:\n  {id}: {written}\n"
    with pytest.raises(InvalidInput) as caught:
        read_answers(Source("f", text), OTHERS)
    (problem,) = caught.value.problems
    # In a list of several options the message is about the wrong item, here the last one.
    before = (
        written.rindex(" ") + 1 if ", " in written else 1 if id == "q.several" and written[:1] == "[" else 0
    )
    assert (problem.line, problem.column, problem.message) == (4, len(f"  {id}: ") + 1 + before, message)
    assert hint is None or problem.hint == hint


def test_a_value_within_a_mapping_is_checked_as_strictly() -> None:
    assert messages("answers:\n  ship.crew:\n    note: 备注\n    value: {level: 1}\n") == (
        "answers.yaml:6:12: not-a-level: a mapping is not a level of “ship.crew”\n"
        "        value: {level: 1}\n"
        "               ^\n"
        f"    Write one of {CREW_LEVELS}, or unknown."
    )


def test_a_long_value_is_shortened_in_the_message() -> None:
    (problem,) = refused(f"answers:\n  ship.crew: {'战' * 5000}\n")
    assert problem.message == f"“{'战' * 80}” is not a level of “ship.crew”"


def test_escapes_in_a_value_do_not_reach_the_terminal() -> None:
    assert messages('answers: {ship.crew: "\\e[31m", "\\e[2J": 1}\n') == (
        r"""answers.yaml:3:22: not-a-level: “\x1b[31m” is not a level of “ship.crew”
    answers: {ship.crew: "\e[31m"
                         ^
    Write one of 0 (nobody), 1 (hired-late), 2.5 (own-crew), 4 (own-school), or unknown.
answers.yaml:3:32: unknown-question: there is no question “\x1b[2J”
    "\e[2J": 1}
    ^
    `readiness questionnaire show` lists the questions."""
    )


def test_no_other_answer_in_the_same_line_is_shown() -> None:
    written = json.dumps(
        {
            "questionnaire": "harbour",
            "version": "2.4.0",
            "respondent": "Secret Chen",
            "profile": {"markets": ["secret market"]},
            "answers": {
                "ship.cargo": {"value": "bulk", "note": "a secret plan"},
                "ship.crew": {"value": "nobody at all"},
                "ship.boats": {"note": "a secret count"},
            },
            "date": "a secret date",
        }
    )
    problems = {problem.column: str(problem) for problem in refused(written, "")}
    for shown in problems.values():
        assert shown.casefold().count("secret") <= 2, shown  # the wrong value, and its line
    crew = problems[written.index('"nobody at all"') + 1]
    assert crew.splitlines()[1:3] == [
        '    "ship.crew": {"value": "nobody at all"}',
        "                           ^",
    ]


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ('"ship.crew": 1, "ship.crew": 2', "duplicate-key"),
        ('"ship.crew": *x', "yaml-alias"),
        ('"ship.crew": !x 1', "yaml-tag"),
        ('"ship.crew": "\x07"', "control-character"),
        ('"ship.crew": ]', "yaml-syntax"),
    ],
)
def test_no_other_answer_is_shown_with_an_error_of_yaml(wrong: str, code: str) -> None:
    before = '"ship.cargo": {"value": "bulk", "note": "a secret plan"}'
    after = '"ship.boats": {"note": "a secret count"}'
    (problem,) = refused(f'{{"version": "2.4.0", "answers": {{{before}, {wrong}, {after}}}}}', "")
    assert problem.code == code
    assert "secret" not in str(problem)


# --- not applicable -----------------------------------------------------------------------------


@pytest.mark.parametrize("reason", ["", "''", "'  '", "true", "5", "[people]", "{a: b}", "null"])
def test_not_applicable_without_a_reason_is_refused(reason: str) -> None:
    written = f"  ship.cargo: {{not_applicable: {reason}}}"
    expected = Problem(
        "answers.yaml",
        4,
        16,
        "no-reason",
        "“not_applicable” needs a reason",
        "Write it as text: `not_applicable: we sell services only`.",
        written,
    )
    assert refused(f"answers:\n{written}\n") == (expected,)


@pytest.mark.parametrize("reason", ["people only", "", "true"])
def test_not_applicable_is_refused_where_the_question_does_not_allow_it(reason: str) -> None:
    written = f"  ship.crew: {{not_applicable: {reason}}}"
    assert messages(f"answers:\n{written}\n") == (
        "answers.yaml:4:15: always-applicable: “ship.crew” applies to every enterprise\n"
        f"    {written}\n"
        "                  ^\n"
        "    Choose the level that fits, or write `value: unknown`."
    )


@pytest.mark.parametrize("value", ["0", "mixed", "unknown", "nonsense"])
def test_not_applicable_beside_a_value_is_refused(value: str) -> None:
    written = f"  ship.cargo: {{value: {value}, not_applicable: people only}}"
    (problem,) = refused(f"answers:\n{written}\n")
    assert problem.code == "two-answers"
    assert problem.message == "“ship.cargo” has a value and is marked not applicable"
    assert problem.hint == "Keep one of the two."
    assert problem.column == written.index("not_applicable") + 1


@pytest.mark.parametrize("word", ["not_applicable", "n/a", "N/A", "not applicable", "不适用"])
@pytest.mark.parametrize(
    ("question", "code", "message", "alone", "beside_others"),
    [
        (
            "ship.cargo",
            "no-reason",
            "“not_applicable” needs a reason",
            "Write the reason: `{not_applicable: we sell services only}`.",
            "Write the reason instead of a value: `not_applicable: we sell services only`.",
        ),
        (
            "ship.crew",
            "always-applicable",
            "“ship.crew” applies to every enterprise",
            "Choose the level that fits, or write `unknown`.",
            "Choose the level that fits, or write `unknown`.",
        ),
    ],
)
def test_the_word_not_applicable_is_not_a_level(
    word: str, question: str, code: str, message: str, alone: str, beside_others: str
) -> None:
    for written, hint in ((word, alone), (f"{{note: Later, value: {word}}}", beside_others)):
        (problem,) = refused(f"answers:\n  {question}: {written}\n")
        assert (problem.code, problem.message, problem.hint) == (code, message, hint)


# --- unknown names -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "place", "code", "message", "hint"),
    [
        (
            "answers:\n  ship.crwe: 1\n",
            (4, 3),
            "unknown-question",
            "there is no question “ship.crwe”",
            "Did you mean “ship.crew”?",
        ),
        (
            "answers:\n  战略: 1\n",
            (4, 3),
            "unknown-question",
            "there is no question “战略”",
            "`readiness questionnaire show` lists the questions.",
        ),
        (
            "answers:\n  sector: digital\n",
            (4, 3),
            "unknown-question",
            "there is no question “sector”",
            "“sector” is a question of the profile; write it under `profile`.",
        ),
        (
            "answers:\n  ship: 1\n",
            (4, 3),
            "unknown-question",
            "there is no question “ship”",
            "“ship” is a section; answer the questions in it.",
        ),
        (
            "answers:\n  ship.crew: {value: 1, note: Own crew, two ships}\n",
            (4, 41),
            "unknown-key",
            "“two ships” is not known",
            'A comma ends a value inside braces; put the text in quotes: "Own crew, two ships"',
        ),
        (
            "profile: {markets: eu, asean}\n",
            (3, 24),
            "unknown-key",
            "“asean” is not known",
            "Inside braces a comma ends a value: put a text in quotes, a list in brackets, and write a number"
            " with a point.",
        ),
        (
            "answers:\n  ship.crew: {value: 1, notes: x}\n",
            (4, 25),
            "unknown-key",
            "“notes” is not known",
            "Did you mean “note”?",
        ),
        (
            "answers:\n  ship.crew:\n    score: 1\n",
            (5, 5),
            "unknown-key",
            "“score” is not known",
            "Known here: value, other, note, evidence, owner, not_applicable.",
        ),
        ("answer: {}\n", (3, 1), "unknown-key", "“answer” is not known", "Did you mean “answers”?"),
        (
            "x: 1\n",
            (3, 1),
            "unknown-key",
            "“x” is not known",
            "Known here: questionnaire, version, enterprise, prepared_by, prepared_for, confidentiality,"
            " respondent, date, profile, answers, targets.",
        ),
        ("<<: {answers: 1}\n", (3, 1), "unknown-key", "“<<” is not known", None),
        (
            "profile: {sectr: digital}\n",
            (3, 11),
            "unknown-key",
            "“sectr” is not known",
            "Did you mean “sector”?",
        ),
        (
            "profile: {colour: red}\n",
            (3, 11),
            "unknown-key",
            "“colour” is not known",
            "Known here: sector, markets.",
        ),
        (
            "profile: {sector: digitl}\n",
            (3, 19),
            "unknown-option",
            "“digitl” is not known",
            "Did you mean “digital”?",
        ),
        (
            "profile:\n  sector: yes\n",
            (4, 11),
            "unknown-option",
            "“yes” is not known",
            "Known here: digital, machinery.",
        ),
        (
            "profile: {markets: [eu, moon]}\n",
            (3, 25),
            "unknown-option",
            "“moon” is not known",
            "Known here: eu, asean, africa.",
        ),
    ],
)
def test_an_unknown_name_is_refused_and_the_nearest_one_suggested(
    text: str, place: tuple[int, int], code: str, message: str, hint: str | None
) -> None:
    (problem,) = refused(text)
    assert (problem.line, problem.column) == place
    assert (problem.code, problem.message) == (code, message)
    assert hint is None or problem.hint == hint


# --- the head of the file ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("head", "message"),
    [
        (
            "version: 2.4.0\n",
            "answers.yaml:1:1: missing-key: “questionnaire” is missing\n"
            "    version: 2.4.0\n"
            "    ^\n"
            "    Add the line `questionnaire: harbour`.",
        ),
        (
            "questionnaire: harbour\nversion:\n",
            "answers.yaml:2:9: missing-key: “version” is missing\n"
            "    version:\n"
            "            ^\n"
            "    Add the line `version: 2.4.0`.",
        ),
        (
            "questionnaire: going-global\nversion: 2.4.0\n",
            "answers.yaml:1:16: other-questionnaire: these answers are for the questionnaire “going-global”\n"
            "    questionnaire: going-global\n"
            "                   ^\n"
            "    Choose it with --questionnaire, or write `questionnaire: harbour`.",
        ),
        (
            "questionnaire: harbour\nversion: 1.9.0\n",
            "answers.yaml:2:10: older-version: these answers are for version 1.9.0;"
            " the questionnaire is 2.4.0\n"
            "    version: 1.9.0\n"
            "             ^\n"
            "    Run `readiness answers upgrade answers.yaml` with the same --questionnaire; it lists every"
            " change and keeps the old file.",
        ),
        (
            "questionnaire: harbour\nversion: 2.5.0\n",
            "answers.yaml:2:10: newer-version: these answers are for version 2.5.0;"
            " the questionnaire is 2.4.0\n"
            "    version: 2.5.0\n"
            "             ^\n"
            "    Use the questionnaire of that version, or a newer one.",
        ),
        (
            "questionnaire: harbour\nversion: 2.4\n",
            "answers.yaml:2:10: not-text: “version” must be text\n"
            "    version: 2.4\n"
            "             ^\n"
            "    Write `version: 2.4.0`.",
        ),
        (
            "questionnaire: harbour\nversion: latest\n",
            "answers.yaml:2:10: bad-version: “latest” is not a version\n"
            "    version: latest\n"
            "             ^\n"
            "    Write `version: 2.4.0`.",
        ),
        (
            "questionnaire: [harbour]\nversion: 2.4.0\n",
            "answers.yaml:1:16: not-text: “questionnaire” must be text\n"
            "    questionnaire: [harbour]\n"
            "                   ^\n"
            "    Write `questionnaire: harbour`.",
        ),
        (
            "",
            "answers.yaml:1:1: answers-shape: the file is empty\n"
            "    Start from the output of `readiness questionnaire template`.",
        ),
        (
            "- ship.crew\n",
            "answers.yaml:1:1: answers-shape: this is not a mapping of keys to values\n"
            "    - ship.crew\n"
            "    ^\n"
            "    Start from the output of `readiness questionnaire template`.",
        ),
    ],
)
def test_a_wrong_questionnaire_or_version_is_refused(head: str, message: str) -> None:
    assert messages("", head) == message


@pytest.mark.parametrize("version", ["2.0.0", "2.3.99", "2.4.0", "2.4.9"])
def test_answers_to_an_older_version_of_the_same_first_number_are_accepted(version: str) -> None:
    head = f"questionnaire: harbour\nversion: {version}\n"
    found = read_answers(Source("f", f"{head}answers: {{ship.crew: 1}}\n"), QUESTIONNAIRE)
    assert found["ship.crew"].state is State.ANSWERED


@pytest.mark.parametrize("text", ["plain text", "5", "true"])
def test_a_file_of_one_word_is_not_an_answers_file(text: str) -> None:
    (problem,) = refused(text, head="")
    assert problem.code == "answers-shape"


@pytest.mark.parametrize(
    ("text", "message", "hint"),
    [
        ("profile: []", "“profile” must be a mapping", "Write `key: value` lines below it."),
        ("profile: digital", "“profile” must be a mapping", "Write `key: value` lines below it."),
        (
            "answers: 5",
            "“answers” must be a mapping",
            "Write one `question: answer` line for each question below it.",
        ),
        (
            "answers: [ship.crew]",
            "“answers” must be a mapping",
            "Write one `question: answer` line for each question below it.",
        ),
    ],
)
def test_a_part_of_the_wrong_shape_is_refused(text: str, message: str, hint: str) -> None:
    column = text.index(": ") + 3
    assert refused(text) == (Problem("answers.yaml", 3, column, "not-mapping", message, hint, text),)


@pytest.mark.parametrize(
    ("text", "key", "column", "quoted"),
    [
        ("respondent: 5", "respondent", 13, '"5"'),
        ("respondent: [Chen]", "respondent", 13, '"[Chen]"'),
        ("enterprise: 3  # the third", "enterprise", 13, '"3"'),
        ("prepared_by: {name: Chen}", "prepared_by", 14, '"{name: Chen}"'),
        ("prepared_for: [the board]", "prepared_for", 15, '"[the board]"'),
        ("confidentiality: true", "confidentiality", 18, '"true"'),
        ("answers: {ship.crew: {note: 5}}", "note", 29, '"5"'),
        ("answers: {ship.crew: {owner: true}}", "owner", 30, '"true"'),
        ("answers: {ship.crew: {evidence: {a: b}}}", "evidence", 33, '"{a: b}"'),
        ("answers: {ship.crew: {evidence: [a, 5]}}", "evidence", 37, '"5"'),
    ],
)
def test_where_text_is_expected_nothing_else_is_accepted(
    text: str, key: str, column: int, quoted: str
) -> None:
    (problem,) = refused(text)
    assert (problem.code, problem.message) == ("not-text", f"“{key}” must be text")
    assert (problem.line, problem.column) == (3, column)
    assert problem.hint == f"Put it in quotes: {quoted}"


@pytest.mark.parametrize("value", ["20260331", "2026", "[2026]"])
def test_a_date_that_is_not_text_is_refused_as_a_date(value: str) -> None:
    (problem,) = refused(f"date: {value}\n")
    assert problem.message == f"{'a list' if value.startswith('[') else value} is not a date"
    assert (problem.code, problem.hint) == ("bad-date", "Write year-month-day, as in 2026-03-31.")


# --- date and profile --------------------------------------------------------------------------------


def test_respondent_and_date_are_kept() -> None:
    found = answers("respondent: ' Chen Li, export manager '\ndate: 2026-03-31\n")
    assert found.respondent == "Chen Li, export manager"
    assert found.date == datetime.date(2026, 3, 31)
    assert (found.questionnaire, found.version) == ("harbour", "2.4.0")
    assert answers("respondent:\ndate: ''\n").date is None


def test_the_cover_is_kept_and_each_text_may_be_missing() -> None:
    found = answers(
        "enterprise: ' Lamps, Zhongshan '\nprepared_by: Wu\nprepared_for: The board\nconfidentiality: no\n"
    )
    assert found.cover == CoverTexts("Lamps, Zhongshan", "Wu", "The board", "no")
    assert answers("enterprise:\nprepared_for: ''\n").cover == answers("").cover == CoverTexts()


def test_a_text_of_the_cover_of_another_type_is_refused_with_its_place() -> None:
    assert messages("prepared_by: Wu\nconfidentiality: 2\n") == (
        "answers.yaml:4:18: not-text: “confidentiality” must be text\n"
        "    confidentiality: 2\n"
        "                     ^\n"
        '    Put it in quotes: "2"'
    )
    assert messages("prepard_by: Wu\n") == (
        "answers.yaml:3:1: unknown-key: “prepard_by” is not known\n"
        "    prepard_by: Wu\n"
        "    ^\n"
        "    Did you mean “prepared_by”?"
    )


@pytest.mark.parametrize(
    "date",
    ["31.03.2026", "yesterday", "2026-03-31T10:00:00", "2026-W01-1", "2026/13/31"],
)
def test_an_invalid_date_is_refused(date: str) -> None:
    assert messages(f"date: {date}\n") == (
        f"answers.yaml:3:7: bad-date: “{date}” is not a date\n"
        f"    date: {date}\n"
        "          ^\n"
        "    Write year-month-day, as in 2026-03-31."
    )


@pytest.mark.parametrize("date", ["2026-02-30", "2026-13-31", "0000-01-01"])
def test_a_day_that_no_calendar_has_is_refused(date: str) -> None:
    assert messages(f"date: {date}\n") == (
        "answers.yaml:3:7: bad-date: there is no such day\n"
        f"    date: {date}\n"
        "          ^\n"
        "    Write year-month-day, as in 2026-03-31."
    )


@pytest.mark.parametrize("date", ["2026-2-3", "2026/02/03", "2026年2月3日", "2026.2.3", "２０２６年２月３日"])
def test_a_day_written_in_another_manner_is_shown_rewritten(date: str) -> None:
    assert "\n    Write year-month-day, as in 2026-02-03." in messages(f"date: {date}\n")


@pytest.mark.parametrize(
    ("text", "profile"),
    [
        ("profile: {sector: digital}", {"sector": ("digital",)}),
        ("profile: {markets: eu}", {"markets": ("eu",)}),
        ("profile: {markets: [africa, eu]}", {"markets": ("africa", "eu")}),
        ("profile: {markets: [eu, asean, eu]}", {"markets": ("eu", "asean")}),
        ("profile: {markets: [], sector: }", {}),
        ("profile: {}", {}),
    ],
)
def test_the_profile_contains_the_chosen_options(text: str, profile: Mapping[str, Any]) -> None:
    assert answers(text).profile == profile


def test_a_list_is_refused_where_one_value_is_asked_for() -> None:
    assert messages("profile:\n  sector: [digital, machinery]\n") == (
        "answers.yaml:4:11: not-one: “sector” takes one value, not a list\n"
        "      sector: [digital, machinery]\n"
        "              ^\n"
        "    Keep the one that fits best."
    )


@pytest.mark.parametrize(
    ("text", "key", "column", "known"),
    [
        ("profile: {sector: true}", "sector", 19, "digital, machinery"),
        ("profile: {sector: {a: b}}", "sector", 19, "digital, machinery"),
        ("profile: {markets: [eu, 5]}", "markets", 25, "eu, asean, africa"),
        ("profile: {markets: [[eu]]}", "markets", 21, "eu, asean, africa"),
        ("profile: {markets: [eu, null]}", "markets", 25, "eu, asean, africa"),
    ],
)
def test_a_profile_value_that_is_not_a_word_is_refused(text: str, key: str, column: int, known: str) -> None:
    (problem,) = refused(text)
    assert (problem.code, problem.message) == ("not-text", f"“{key}” must be text")
    assert (problem.line, problem.column) == (3, column)
    assert problem.hint == f"Known here: {known}."


# --- answers to an older version ----------------------------------------------------------------------


def of_version(version: str, given: dict[str, Any]) -> Answers:
    return read_raw({"questionnaire": "harbour", "version": version, "answers": given}, GROWN)


def test_an_answer_follows_its_question_through_every_renaming() -> None:
    found = of_version("2.0.0", {"ship.men": "hired-late"})
    assert found["ship.crew"] == Answer(State.ANSWERED, CREW.option("hired-late"))
    assert found.notices == (Notice("renamed", "ship.men", "ship.crew"), Notice("added", "ship.cargo"))
    assert of_version("2.2.0", {"ship.sailors": 4})["ship.crew"].value == CREW.option("own-school")


def test_an_option_follows_its_renaming() -> None:
    found = of_version("2.2.0", {"ship.sailors": "navy", "ship.cargo": 0})
    assert found["ship.crew"].value == CREW.option("own-crew")
    assert Notice("option-renamed", "ship.crew", "own-crew") in found.notices


def test_an_answer_to_a_retired_question_is_reported() -> None:
    found = of_version("2.0.0", {"ship.anchor": "heavy", "ship.cargo": 1})
    assert found.given.keys() == {"ship.cargo"}
    assert found.notices == (Notice("retired", "ship.anchor"),)


def test_an_option_that_was_removed_leaves_the_question_open_and_is_reported() -> None:
    found = of_version("2.0.0", {"ship.men": "pirates", "ship.cargo": 1})
    assert found["ship.crew"] == OPEN
    assert Notice("option-gone", "ship.crew", "“pirates”") in found.notices


def test_a_question_answered_by_its_old_and_its_new_id_is_refused() -> None:
    text = "questionnaire: harbour\nversion: 2.0.0\nanswers:\n  ship.crew: 1\n  ship.men: 4\n"
    with pytest.raises(InvalidInput) as caught:
        read_answers(Source("f", text), GROWN)
    (problem,) = caught.value.problems
    assert (problem.line, problem.column, problem.code) == (5, 3, "two-answers")


def test_old_ids_are_unknown_in_answers_to_the_current_version() -> None:
    with pytest.raises(InvalidInput) as caught:
        of_version("2.4.0", {"ship.men": 1})
    assert caught.value.problems[0].code == "unknown-question"


def test_nothing_is_reported_if_nothing_changed() -> None:
    assert of_version("2.4.0", {"ship.crew": 1}).notices == ()
    assert of_version("2.3.0", {"ship.crew": 1}).notices == ()


# --- everything at once ------------------------------------------------------------------------------


def test_all_problems_of_a_file_are_reported_at_once_in_the_order_of_the_file() -> None:
    text = """\
# A file with a mistake in every line.
version: 3.0.0
questionnaire: habour
answers:
  ship.cargo: {value: mixd, notes: x}
  ship.sails: 3
  ship.crew: yes
date: 31 March
profile:
  markets: [asean, mars]
  sector: [digital]
"""
    found = [(problem.line, problem.column, problem.code) for problem in refused(text, head="")]
    assert found == [
        (2, 10, "newer-version"),
        (3, 16, "other-questionnaire"),
        (5, 23, "not-a-level"),
        (5, 29, "unknown-key"),
        (6, 3, "unknown-question"),
        (7, 14, "not-a-level"),
        (8, 7, "bad-date"),
        (10, 20, "unknown-option"),
        (11, 11, "not-one"),
    ]


def test_at_most_a_hundred_problems_are_reported() -> None:
    assert len(refused("answers:\n" + "".join(f"  q{n}: 1\n" for n in range(20_000)))) == 100


# --- answers that are not from a file ----------------------------------------------------------------


def raw(**parts: Any) -> dict[str, Any]:
    return {"questionnaire": "harbour", "version": "2.4.0", **parts}


def test_answers_may_be_given_as_data() -> None:
    found = read_raw(raw(answers={"ship.crew": 2.5}, profile={"markets": ["eu"]}), QUESTIONNAIRE)
    assert found["ship.crew"] == Answer(State.ANSWERED, CREW.option("own-crew"))
    assert found == answers("answers: {ship.crew: own-crew}\nprofile: {markets: eu}\n")


def test_problems_of_data_show_their_path_and_the_given_name() -> None:
    with pytest.raises(InvalidInput) as caught:
        read_raw(raw(answers={"ship.crew": {"value": 9}}), QUESTIONNAIRE, "board.json")
    assert str(caught.value) == (
        "board.json:1:1: not-a-level: answers.ship.crew.value: 9 is not a level of “ship.crew”\n"
        f"    Write one of {CREW_LEVELS}, or unknown."
    )


ODD = [
    *[None, True, False, 0, 1, -1, 10**400, 1.0, 2.5, float("nan"), float("inf")],
    *["", "unknown", "nobody", "mixed", "\x1b[31m", "\ud800", "战略"],
    *[[], [[]], ["eu"], {}, {"value": 1}, {"value": {}}, {"not_applicable": []}, {"evidence": {"a": []}}],
    *[datetime.date(2026, 3, 31), (1, 2), b"x", 1j],
]
odd = st.sampled_from(ODD)
details = st.dictionaries(
    st.sampled_from(["value", "other", "note", "evidence", "owner", "not_applicable", "x"]), odd
)
asked = [*QUESTIONNAIRE.questions, *OTHERS.questions, "ship.sails", 5, None]
odd_answers = st.dictionaries(st.sampled_from(asked), odd | details)
odd_profile = st.dictionaries(st.sampled_from(["sector", "markets", "x"]), odd | st.lists(odd, max_size=3))
odd_files = st.fixed_dictionaries(
    {"questionnaire": st.just("harbour"), "version": st.just("2.4.0")},
    optional={
        "answers": odd_answers | odd,
        "profile": odd_profile | odd,
        "date": odd,
        "respondent": odd,
        "enterprise": odd,
        "confidentiality": odd,
        "": odd,
    },
) | st.fixed_dictionaries({}, optional={"questionnaire": odd, "version": odd, "answers": odd_answers})


def checked(data: Any, questionnaire: Questionnaire) -> tuple[Answers | None, tuple[Problem, ...]]:
    try:
        return read_raw(data, questionnaire), ()
    except InvalidInput as error:
        return None, error.problems


@bounded
@given(odd_files | odd, st.sampled_from([QUESTIONNAIRE, OTHERS]))
@example(raw(answers={"q.number": float("nan")}), OTHERS)
@example(raw(answers={"q.number": 10**400}), OTHERS)
def test_any_data_is_checked_or_refused(data: Any, questionnaire: Questionnaire) -> None:
    found, problems = checked(data, questionnaire)
    assert (found is None) == bool(problems)
    assert all(problem.message and problem.hint and str(problem) for problem in problems)
    if found is not None:
        assert found.questionnaire == "harbour"
        assert found.given.keys() <= questionnaire.questions.keys()
        for answer in found.given.values():
            assert (answer.value is None) == (answer.state is not State.ANSWERED)
            assert bool(answer.reason) == (answer.state is State.NOT_APPLICABLE)


# --- the digest --------------------------------------------------------------------------------------

REFERENCE = """\
profile: {sector: digital, markets: [eu, asean]}
answers:
  ship.crew: 4
  ship.cargo: {value: unknown, note: Ask., evidence: [Plan], owner: Chen}
"""
SAME = {
    "options instead of scores": REFERENCE.replace("ship.crew: 4", "ship.crew: own-school"),
    "a mapping around the value": REFERENCE.replace("ship.crew: 4", "ship.crew: {value: 4}"),
    "comments": "# Draft.\n" + REFERENCE.replace("digital,", "digital,  # mostly\n "),
    "quotes and white space": REFERENCE.replace("Ask.", "'  Ask.  '").replace("[Plan]", "Plan"),
    "parts in another order": """\
answers:
  ship.cargo:
    owner: Chen
    evidence:
      - Plan
    note: Ask.
    value: unknown
  ship.crew: own-school
profile:
  markets:
    - asean
    - eu
  sector: digital
""",
    "who answered, and the cover": "respondent: Wu\nenterprise: Lamps\nprepared_by: Lin\n" + REFERENCE,
    "empty parts": REFERENCE.replace("ship.crew: 4", "ship.crew: {value: 4, note: , evidence: []}"),
}
OTHER = {
    "another level": REFERENCE.replace("ship.crew: 4", "ship.crew: 1"),
    "no answer": REFERENCE.replace("ship.crew: 4", "ship.crew:"),
    "unknown": REFERENCE.replace("ship.crew: 4", "ship.crew: unknown"),
    "another note": REFERENCE.replace("Ask.", "Asked."),
    "more evidence": REFERENCE.replace("[Plan]", "[Plan, Log]"),
    "another owner": REFERENCE.replace("Chen", "Li"),
    "another sector": REFERENCE.replace("digital", "machinery"),
    "one market less": REFERENCE.replace("[eu, asean]", "eu"),
    "the value of the other question": REFERENCE.replace("ship.crew: 4", "").replace("unknown", "1"),
    "not applicable": REFERENCE.replace("value: unknown", "not_applicable: people"),
}


@pytest.mark.parametrize("text", SAME.values(), ids=SAME.keys())
def test_the_same_answers_have_the_same_digest_however_written(text: str) -> None:
    assert text != REFERENCE
    assert digest(answers(text), QUESTIONNAIRE) == digest(answers(REFERENCE), QUESTIONNAIRE)


@pytest.mark.parametrize("text", OTHER.values(), ids=OTHER.keys())
def test_different_answers_have_different_digests(text: str) -> None:
    assert digest(answers(text), QUESTIONNAIRE) != digest(answers(REFERENCE), QUESTIONNAIRE)


def test_the_digest_is_a_sha_256_in_hexadecimal() -> None:
    assert len(bytes.fromhex(digest(answers(REFERENCE), QUESTIONNAIRE))) == 32


@bounded
@given(
    st.dictionaries(st.sampled_from(["ship.crew", "ship.cargo"]), st.integers(0, 2), min_size=1),
    st.lists(st.sampled_from(["eu", "asean", "africa"]), unique=True),
    st.data(),
)
@example({"ship.crew": 0}, [], None)
def test_digest_and_answers_depend_on_content_alone(
    chosen: dict[str, int], markets: list[str], data: st.DataObject | None
) -> None:
    def spelled(id: str, index: int, by_score: bool) -> Any:
        option = QUESTIONNAIRE.questions[id].choices[index]
        score = int(option.score) if option.score.is_integer() else option.score
        return score if by_score else option.id

    first = {id: spelled(id, index, True) for id, index in chosen.items()}
    ids = list(chosen)
    if data is not None:
        ids = data.draw(st.permutations(ids))
        markets_again = data.draw(st.permutations(markets))
    else:
        markets_again = markets
    second = {id: spelled(id, chosen[id], False) for id in ids}
    one = answers(dump({"answers": first, "profile": {"markets": markets}}))
    other = answers(dump({"profile": {"markets": markets_again}, "answers": second}))
    assert one.given == other.given
    assert digest(one, QUESTIONNAIRE) == digest(other, QUESTIONNAIRE)


# --- files -----------------------------------------------------------------------------------------------


def test_an_answers_file_is_read_from_its_path(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_bytes(b"\xef\xbb\xbf" + (HEAD + "answers:\r\n  ship.crew: 1\r\n").encode())
    assert load_answers(path, QUESTIONNAIRE)["ship.crew"].value == CREW.option("hired-late")
    assert load_answers(str(path), QUESTIONNAIRE) == load_answers(path, QUESTIONNAIRE)


def test_problems_of_a_file_name_its_path(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_text(HEAD + "answers:\n  ship.crew: yes\n", encoding="utf-8")
    with pytest.raises(InvalidInput) as caught:
        load_answers(path, QUESTIONNAIRE)
    assert str(caught.value).startswith(f"{path}:4:14: not-a-level: “yes” is not a level of “ship.crew”\n")


def test_json_is_read_too() -> None:
    text = json.dumps(raw(answers={"ship.crew": 4}, profile={"markets": ["eu"]}), indent=2)
    found = read_answers(Source("a.json", text), QUESTIONNAIRE)
    assert found["ship.crew"].value == CREW.option("own-school")


@pytest.mark.parametrize("quick", [False, True])
def test_the_template_of_every_question_is_an_answers_file_with_nothing_answered(quick: bool) -> None:
    for questionnaire in (QUESTIONNAIRE, load_questionnaire()):
        found = read_answers(Source("t.yaml", template(questionnaire, quick=quick)), questionnaire)
        assert found.given == {}
        assert found.profile == {}


@pytest.mark.parametrize(
    ("text", "message", "hint"),
    [
        (
            "id: harbour\nversion: 2.4.0\ntitle: Harbour\nbands: []\nsections: []\n",
            "this is a questionnaire, not an answers file",
            "Use it with `readiness assess --questionnaire FILE`; `readiness questionnaire template FILE`"
            " prints an answers file.",
        ),
        (
            "id: ship\ntitle: Ship\nquestions: []\n",
            "this is a part of a questionnaire, not an answers file",
            "`readiness questionnaire template` prints an answers file.",
        ),
        (
            '{"schema_version": 1, "program_version": "0.1.0", "overall": {}, "questionnaire": {}}',
            "this is a report in JSON, not an answers file",
            "Name the answers file that the report was made from.",
        ),
        (
            '{"schema_version": 1, "title": "", "questionnaire": {}, "groups": []}',
            "this is a benchmark, not an answers file",
            "Compare a firm with it: `readiness assess --answers FILE --benchmark BENCHMARK`.",
        ),
        (
            "name: harbour\non: push\n",
            "this does not look like an answers file",
            "Check the name; `readiness questionnaire template` prints an answers file.",
        ),
    ],
    ids=["questionnaire", "section", "report", "benchmark", "foreign"],
)
def test_a_file_of_another_kind_is_recognised(text: str, message: str, hint: str) -> None:
    (problem,) = refused(text, "")
    assert (problem.line, problem.column, problem.code) == (1, 1, "other-kind")
    assert (problem.message, problem.hint) == (message, hint)
