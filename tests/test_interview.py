"""The interview with a respondent who types prepared lines."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from readiness.answers.answers import Answers, CoverTexts, State, blank
from readiness.answers.reading import read_answers, read_raw
from readiness.answers.writing import as_written
from readiness.interview.course import Outcome, conduct
from readiness.loading.loader import load_questionnaire
from readiness.questionnaire.questionnaire import Questionnaire
from readiness.source.dumping import dump
from readiness.source.source import Source

# Asked in this order: stage, markets, thesis, budget, hiring, visas (only abroad).
FILE = """\
id: small
version: 1.0.0
title: A small questionnaire
description: Two facts and four questions.
source: Made up for a test.
date: 2026-01-31
profile:
  - id: stage
    title: Stage
    text: How far abroad?
    options: [{id: home, text: At home}, {id: abroad, text: Abroad}]
  - id: markets
    title: Markets
    text: Which markets?
    help: Those with money assigned.
    several: true
    options: [{id: eu, text: Europe}, {id: asean, text: South-East Asia}, {id: africa, text: Africa}]
bands: [{id: start, title: Start, text: The first band.}]
sections:
  - id: strategy
    title: Strategy
    description: What is decided.
    questions:
      - id: strategy.thesis
        title: Thesis
        text: What is written down?
        help: A thesis can be argued with.
        evidence: [The minutes, The signed paper]
        quick: true
        options:
          - {id: nothing, score: 1, text: Nothing}
          - {id: slides, score: 2, text: Slides}
          - {id: paper, score: 3, text: A signed paper}
      - id: strategy.budget
        title: Budget
        text: For how long is there money?
        help: Money shows what is meant.
        options: [{id: none, score: 1, text: None}, {id: year, score: 2, text: A year}]
  - id: people
    title: People
    description: Who does it.
    questions:
      - id: people.hiring
        title: Hiring
        text: Who is hired?
        help: People decide.
        quick: true
        not_applicable: nobody is employed abroad
        options: [{id: expatriates, score: 1, text: Expatriates}, {id: locals, score: 2, text: Locals}]
      - id: people.visas
        title: Visas
        text: Who sees to visas?
        help: Without them nobody works.
        when: {profile: stage, equals: abroad}
        options: [{id: nobody, score: 1, text: Nobody}, {id: someone, score: 2, text: Someone}]
"""

NOBODY = ("",)
"""Typed at the cover, to leave it out."""
SIGNED = ("Lamps", "Chen Li", "")
"""Typed at the cover: the enterprise, the respondent, and that there is nothing more to say."""
REPORT = ""
"""Typed at the review, to end the interview."""


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory) -> Questionnaire:
    folder = tmp_path_factory.mktemp("small")
    (folder / "questionnaire.yaml").write_text(FILE, encoding="utf-8")
    return load_questionnaire(folder)


@dataclass
class Respondent:
    """A dialogue in which these lines are typed, and then the input ends."""

    lines: list[str]
    shown: list[str] = field(default_factory=list)
    """Paragraphs and prompts, in order."""
    indented: list[str] = field(default_factory=list)
    """The paragraphs after the blanks before them."""

    def say(self, text: str = "", *, indent: int = 0, strong: bool = False) -> None:
        """Remember what was shown."""
        assert indent >= 0
        assert not (strong and not text)
        self.shown.append(text)
        self.indented.append(" " * indent + text)

    def ask(self, prompt: str) -> str:
        """Type the next line."""
        self.shown.append(prompt)
        if not self.lines:
            raise EOFError
        return f"{self.lines.pop(0)}\n"


@dataclass
class Result:
    """The result of an interview."""

    outcome: Outcome
    raw: dict[str, Any]
    saved: list[dict[str, Any]]
    shown: list[str]
    unread: list[str]

    @property
    def asked(self) -> list[str]:
        """The titles of the questions shown, in order."""
        return [text.partition("] ")[2].split(",")[0] for text in self.shown if text.startswith("[")]

    def after(self, text: str) -> list[str]:
        """Everything shown after the last time that `text` was shown."""
        return self.shown[len(self.shown) - self.shown[::-1].index(text) :]


def interview(
    questionnaire: Questionnaire, *lines: str, raw: dict[str, Any] | None = None, quick: bool = False
) -> Result:
    """Run an interview with a respondent who types `lines`."""
    begun = blank(questionnaire) if raw is None else read_raw(raw, questionnaire)
    respondent = Respondent(list(lines))
    saved: list[Answers] = []
    outcome, answers = conduct(questionnaire, begun, respondent, saved.append, quick=quick)
    return Result(
        outcome,
        as_written(answers, questionnaire),
        [as_written(now, questionnaire) for now in saved],
        respondent.shown,
        respondent.lines,
    )


def begun(**answers: Any) -> dict[str, Any]:
    """Raw answers with a name and a complete profile; `_` in a question's name stands for the dot."""
    return {
        "questionnaire": "small",
        "version": "1.0.0",
        "respondent": "Chen Li",
        "date": "",
        "profile": {"stage": "home", "markets": ["eu"]},
        "answers": {name.replace("_", "."): value for name, value in answers.items()},
    }


# --- the course ------------------------------------------------------------------------------


def test_an_interview_from_the_first_question_to_the_last(small: Questionnaire) -> None:
    result = interview(small, *SIGNED, "2", "1 3", "3", "1", "2", "1", REPORT)
    assert result.outcome is Outcome.FINISHED
    assert result.unread == []
    assert result.asked == ["Stage", "Markets", "Thesis", "Budget", "Hiring", "Visas"]
    assert result.raw == {
        "questionnaire": "small",
        "version": "1.0.0",
        "enterprise": "Lamps",
        "prepared_by": "",
        "prepared_for": "",
        "confidentiality": "",
        "respondent": "Chen Li",
        "date": "",
        "profile": {"stage": "abroad", "markets": ["eu", "africa"]},
        "answers": {
            "strategy.thesis": "paper",
            "strategy.budget": "none",
            "people.hiring": "locals",
            "people.visas": "nobody",
        },
        "targets": {},
    }


def test_an_interview_and_a_file_of_the_same_answers_are_the_same(small: Questionnaire) -> None:
    result = interview(small, *SIGNED, "2", "1 3", "3", "d", "n", "no staff", "1", REPORT)
    written = """\
questionnaire: small
version: 1.0.0
enterprise: Lamps
respondent: Chen Li
profile: {markets: [eu, africa], stage: abroad}
answers:
  people.visas: 1
  people.hiring: {not_applicable: no staff}
  strategy.budget: unknown
  strategy.thesis: 3
"""
    assert read_raw(result.raw, small) == read_answers(Source("answers.yaml", written), small)


def test_every_answer_is_saved_at_once(small: Questionnaire) -> None:
    result = interview(small, *SIGNED, "1", "2", "1", "2", "d", REPORT)
    so_far = [
        (
            bool(raw["respondent"]),
            list(raw["profile"].values()),
            list(raw["answers"].values()),
        )
        for raw in result.saved
    ]
    assert so_far == [
        (False, [], []),
        (True, [], []),
        (True, ["home"], []),
        (True, ["home", ["asean"]], []),
        (True, ["home", ["asean"]], ["nothing"]),
        (True, ["home", ["asean"]], ["nothing", "year"]),
        (True, ["home", ["asean"]], ["nothing", "year", "unknown"]),
    ]


def test_nothing_is_saved_if_nothing_was_answered(small: Questionnaire) -> None:
    result = interview(
        small, *NOBODY, "?", "b", "x", "99", "", "s", "s", "s", "n", "s", "n", "", "s", "s", REPORT
    )
    assert result.outcome is Outcome.FINISHED
    assert result.unread == []
    assert result.saved == []
    assert result.raw == as_written(blank(small), small)


ENTERPRISE = (
    "The enterprise’s name, for the cover of the report, which you can also fill in at the end"
    " (Enter to leave it out):"
)
RESPONDENT = "Your name and role, for the report (Enter to leave it out):"
REST = "Say on the report who prepared it, for whom, and how confidential it is? (y/N) "
PREPARED_BY = "Prepared by (Enter to leave it out): "
PREPARED_FOR = "Prepared for (Enter to leave it out): "
CONFIDENTIALITY = "Confidentiality, such as “Board only” (Enter to leave it out): "
COVER = (ENTERPRISE, RESPONDENT, REST, PREPARED_BY, PREPARED_FOR, CONFIDENTIALITY)


def on_cover(result: Result) -> tuple[list[str], list[str]]:
    """What was asked about the cover, in order, and what it says at the end."""
    names = ("enterprise", "respondent", "prepared_by", "prepared_for", "confidentiality")
    return [text for text in result.shown if text in COVER], [result.raw[name] for name in names]


def test_the_cover_is_asked_for_before_the_first_question_and_saved_at_once(small: Questionnaire) -> None:
    result = interview(small, "Lamps", "Chen Li", "y", "Wu", "The board", "Board only", "q")
    texts = ["Lamps", "Chen Li", "Wu", "The board", "Board only"]
    assert on_cover(result) == (list(COVER), texts)
    assert result.shown.index(CONFIDENTIALITY) < result.shown.index("== About the enterprise ==")
    assert len(result.saved) == len(texts)
    assert result.saved[0] == {**as_written(blank(small), small), "enterprise": "Lamps"}
    assert result.saved[-1] == result.raw


@pytest.mark.parametrize("no", ["", "n", "N", "no", "ｎ", "No", "否"])
def test_one_key_leaves_out_who_prepared_the_report(small: Questionnaire, no: str) -> None:
    result = interview(small, "Lamps", "Chen Li", no, "q")
    assert on_cover(result) == ([ENTERPRISE, RESPONDENT, REST], ["Lamps", "Chen Li", "", "", ""])


@pytest.mark.parametrize("yes", ["y", "Y", "yes", "ｙ", "是"])
def test_each_text_after_the_enterprise_may_be_left_out(small: Questionnaire, yes: str) -> None:
    result = interview(small, "Lamps", "", yes, "", "The board", "", "q")
    assert on_cover(result) == (list(COVER), ["Lamps", "", "", "The board", ""])


def test_enter_at_the_enterprise_leaves_out_the_whole_cover(small: Questionnaire) -> None:
    result = interview(small, "", "q")
    assert on_cover(result) == ([ENTERPRISE], [""] * 5)
    assert result.asked == ["Stage"]


def test_a_hyphen_leaves_out_a_text_of_the_cover_as_it_deletes_one_later(small: Questionnaire) -> None:
    result = interview(small, "Lamps", "－", "y", "-", "The board", "-", "q")
    assert on_cover(result) == (list(COVER), ["Lamps", "", "", "The board", ""])
    assert on_cover(interview(small, "-", "q")) == ([ENTERPRISE], [""] * 5)


def test_a_line_that_is_neither_yes_nor_no_is_asked_for_again(small: Questionnaire) -> None:
    result = interview(small, "Lamps", "", "Board only", "y", "", "", "Board only", "q")
    assert result.after("Type y or n, or q to quit.")[0] == REST
    assert on_cover(result)[1] == ["Lamps", "", "", "", "Board only"]


@pytest.mark.parametrize("typed", [(), ("A",), ("A", "B"), ("A", "B", "y"), ("A", "B", "y", "C", "D")])
@pytest.mark.parametrize("end", [(":q",), ("：Ｑ",), ()])
def test_q_or_the_end_of_the_input_stops_anywhere_on_the_cover(
    small: Questionnaire, typed: tuple[str, ...], end: tuple[str, ...]
) -> None:
    result = interview(small, *typed, *end)
    assert (result.outcome, result.asked) == (Outcome.QUIT, [])
    kept = [text for text in typed if text != "y"]
    assert on_cover(result)[1] == [*kept, *[""] * (5 - len(kept))]
    assert len(result.saved) == len(kept)


@pytest.mark.parametrize(
    "typed",
    [
        ("Lamps", "Chen Li", "n", "q"),
        ("Lamps", "Chen Li", "y", "", "", "", "q"),
        (*NOBODY, "1", "q"),
        ("Lamps", "", "", "1", "q"),
        (*NOBODY, "s", "s", "s", "d", "q"),
    ],
)
def test_a_cover_that_was_asked_for_is_not_asked_for_again(
    small: Questionnaire, typed: tuple[str, ...]
) -> None:
    first = interview(small, *typed)
    again = interview(small, "q", raw=first.raw)
    assert on_cover(again) == ([], on_cover(first)[1])
    assert len(again.asked) == 1


@pytest.mark.parametrize(
    ("written", "asked"),
    [
        ({"enterprise": "Lamps"}, [RESPONDENT, REST]),
        ({"prepared_for": "The board"}, [ENTERPRISE]),
        ({"enterprise": "Lamps", "confidentiality": "Board only"}, [RESPONDENT]),
    ],
)
def test_what_a_file_prepared_for_an_interview_already_says_is_not_asked_for(
    small: Questionnaire, written: dict[str, str], asked: list[str]
) -> None:
    raw = {"questionnaire": "small", "version": "1.0.0", **written}
    result = interview(small, *("",) * len(asked), "q", raw=raw)
    assert on_cover(result)[0] == asked
    assert result.asked == ["Stage"]
    assert {name: result.raw[name] for name in written} == written


def test_the_cover_is_kept_when_answers_are_added(small: Questionnaire) -> None:
    cover = {"enterprise": "Lamps", "prepared_by": "Wu", "prepared_for": "Lin", "confidentiality": "Secret"}
    result = interview(small, "1", "q", raw={**begun(), **cover})
    assert [{name: raw[name] for name in cover} for raw in result.saved] == [cover]


def test_progress_and_remaining_time_are_shown(small: Questionnaire) -> None:
    result = interview(small, *NOBODY, "1", "1", "1", "1", "q")
    progress = [text for text in result.shown if text.startswith("[")]
    # 42 words at 238 a minute, and 10 seconds for each of 6 questions, are 71 seconds; without the first, 48.
    assert progress == [
        "[1/6] Stage, about 2 minutes left",
        "[2/6] Markets, about 1 minute left",
        "[3/6] Thesis, about 1 minute left",
        "[4/6] Budget, about 1 minute left",
        "[5/6] Hiring, about 1 minute left",
    ]


def test_the_quick_set_says_that_it_is_not_all(small: Questionnaire) -> None:
    said = "Asked now is the quick set, for a first look. Without --quick, all questions are asked."
    assert said in interview(small, *NOBODY, "q", quick=True).shown
    assert said not in interview(small, *NOBODY, "q").shown


def test_the_time_left_counts_only_open_questions_wherever_one_resumes(small: Questionnaire) -> None:
    shown = interview(small, *NOBODY, "q").shown
    assert "6 questions to answer, those about the enterprise included: about 2 minutes." in shown
    begun_file = begun(strategy_thesis="paper", people_hiring="locals")
    resumed = interview(small, "q", raw=begun_file).shown
    # Only the budget is open: 10 words and 1 question are 13 seconds.
    assert "1 question to answer, those about the enterprise included: about 1 minute." in resumed
    assert "[4/6] Budget, about 1 minute left" in resumed


def test_a_heading_is_shown_once_above_its_questions(small: Questionnaire) -> None:
    result = interview(small, *NOBODY, "1", "1", "1", "1", "1", REPORT)
    headings = [text for text in result.shown if text.startswith("== ")]
    assert headings == ["== About the enterprise ==", "== Strategy ==", "== People =="]
    assert result.after("== Strategy ==")[0] == "What is decided."


def test_levels_are_numbered_and_the_keys_are_listed(small: Questionnaire) -> None:
    result = interview(small, "s", "q", raw=begun(strategy_thesis="paper", strategy_budget="none"))
    start = result.shown.index("Who is hired?")
    assert result.shown[start + 1 : start + 4] == [
        "1. Expatriates",
        "2. Locals",
        "Your answer (1-2 ? b d n e s q): ",
    ]
    # `n` is offered only if a question can be not applicable; a profile question has no details.
    thesis = interview(small, "q", raw=begun())
    assert thesis.shown[-1] == "Your answer (1-3 ? b d e s q): "
    stage = interview(small, *NOBODY, "q")
    assert stage.shown[-1] == "Your answer (1-2 ? b s q): "


def test_a_question_of_exposure_says_that_its_levels_run_towards_more_risk(tmp_path: Path) -> None:
    (tmp_path / "questionnaire.yaml").write_text(
        """\
id: risky
version: 1.0.0
title: T
description: D.
source: S.
date: 2026-01-31
bands: [{id: start, title: Start, text: B.}]
sections:
  - id: talent
    title: Talent
    description: D.
    aggregation: risk
    exposure:
      - id: talent.abroad
        title: Abroad
        text: Who works abroad?
        help: H.
        options: [{id: few, score: 0, text: Few}, {id: many, score: 1, text: Many}]
    control:
      - id: talent.local
        title: Local
        text: Who decides there?
        help: H.
        options: [{id: home, score: 0, text: Home}, {id: there, score: 1, text: They}]
""",
        encoding="utf-8",
    )
    result = interview(load_questionnaire(tmp_path), *NOBODY, "1", "1", REPORT)
    assert result.outcome is Outcome.FINISHED
    assert (
        result.shown[result.shown.index("Who works abroad?") + 1] == "(From the least exposed to the most.)"
    )
    assert result.shown[result.shown.index("Who decides there?") + 1] == "0. Home"


# --- going back, skipping, stopping, continuing -------------------------------------------------


def test_b_returns_to_the_previous_question(small: Questionnaire) -> None:
    result = interview(small, "1", "b", "2", "q", raw=begun())
    assert result.asked == ["Thesis", "Budget", "Thesis", "Budget"]
    assert "Your answer so far: 1. Nothing (Enter keeps it)" in result.shown
    assert result.raw["answers"] == {"strategy.thesis": "slides"}


def test_enter_keeps_an_answer_on_the_way_forward(small: Questionnaire) -> None:
    result = interview(small, "1", "2", "b", "b", "", "q", raw=begun())
    assert result.asked == ["Thesis", "Budget", "Hiring", "Budget", "Thesis", "Hiring"]
    assert result.raw["answers"] == {"strategy.thesis": "nothing", "strategy.budget": "year"}


def test_b_at_the_first_question_asks_it_again(small: Questionnaire) -> None:
    result = interview(small, *NOBODY, "b", "b", "1", "q")
    assert result.asked == ["Stage", "Stage", "Stage", "Markets"]


def test_s_leaves_a_question_open_and_goes_on(small: Questionnaire) -> None:
    result = interview(small, "s", "1", "s", REPORT, raw=begun())
    assert result.asked == ["Thesis", "Budget", "Hiring"]
    assert result.outcome is Outcome.FINISHED
    assert result.raw["answers"] == {"strategy.budget": "none"}
    assert result.after("Your answers")[1:4] == ["Still open:", "3. Thesis", "5. Hiring"]


@pytest.mark.parametrize("lines", [("q",), ("1", "q"), ("1", "?", "q"), ("1", "1", "1", "q")])
def test_q_stops_anywhere_and_keeps_the_answers(small: Questionnaire, lines: tuple[str, ...]) -> None:
    result = interview(small, *lines, raw=begun())
    assert result.outcome is Outcome.QUIT
    assert len(result.raw["answers"]) == lines.count("1")


@pytest.mark.parametrize("lines", [(), ("1",), ("1", "e"), ("1", "e", "a note"), ("1", "1", "n"), ("1",) * 3])
def test_the_end_of_the_input_stops_and_keeps_the_answers(
    small: Questionnaire, lines: tuple[str, ...]
) -> None:
    result = interview(small, *lines, raw=begun())
    assert result.outcome is Outcome.QUIT
    assert len(result.raw["answers"]) == lines.count("1") + lines.count("a note")


def test_an_interview_continues_at_the_first_open_question(small: Questionnaire) -> None:
    first = interview(small, *NOBODY, "1", "1", "1", "q")
    assert interview(small, "q", raw=first.raw).asked == ["Budget"]
    scattered = begun(strategy_thesis="paper", people_hiring="locals")
    assert interview(small, "1", REPORT, raw=scattered).asked == ["Budget"]


def test_unknown_and_not_applicable_are_answers_and_not_asked_again(small: Questionnaire) -> None:
    raw = begun(strategy_thesis="unknown", people_hiring={"not_applicable": "no staff"})
    assert interview(small, "1", REPORT, raw=raw).asked == ["Budget"]


def test_a_note_without_a_value_leaves_the_question_open(small: Questionnaire) -> None:
    raw = begun(strategy_thesis={"note": "ask the board"}, strategy_budget="none", people_hiring="locals")
    assert interview(small, "1", REPORT, raw=raw).asked == ["Thesis"]


def test_keys_left_empty_in_a_filled_in_template_are_asked(small: Questionnaire) -> None:
    raw = begun(strategy_thesis=None, strategy_budget="year", people_hiring=None)
    raw["profile"] = {"stage": None, "markets": []}
    result = interview(small, "1", "2", "3", "1", REPORT, raw=raw)
    assert result.asked == ["Stage", "Markets", "Thesis", "Hiring"]
    assert result.raw["profile"] == {"stage": "home", "markets": ["asean"]}
    assert result.raw["answers"] == {
        "strategy.thesis": "paper",
        "strategy.budget": "year",
        "people.hiring": "expatriates",
    }


def test_a_quick_interview_asks_the_quick_set_and_the_full_one_only_the_rest(small: Questionnaire) -> None:
    quick = interview(small, *SIGNED, "2", "1", "2", "2", REPORT, quick=True)
    assert quick.outcome is Outcome.FINISHED
    assert quick.asked == ["Stage", "Markets", "Thesis", "Hiring"]
    full = interview(small, "2", "1", REPORT, raw=quick.raw)
    assert full.asked == ["Budget", "Visas"]
    assert full.raw["answers"] == {
        **quick.raw["answers"],
        "strategy.budget": "year",
        "people.visas": "nobody",
    }


def test_a_hidden_question_is_neither_asked_nor_reviewed(small: Questionnaire) -> None:
    at_home = interview(small, *NOBODY, "1", "1", "1", "1", "1", REPORT)
    assert "Visas" not in at_home.asked
    assert not any("Visas" in text for text in at_home.after("Your answers"))


def test_changing_a_profile_answer_changes_what_is_asked(small: Questionnaire) -> None:
    result = interview(small, *NOBODY, "1", "1", "b", "b", "2", "1", "1", "1", "1", REPORT)
    assert result.asked == [
        "Stage",
        "Markets",
        "Thesis",
        "Markets",
        "Stage",
        "Thesis",
        "Budget",
        "Hiring",
        "Visas",
    ]


# --- keys ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("typed", ["0", "4", "x", "-1", "1.5", "12", "1 2", "99999", "1" * 5000])
def test_a_wrong_key_is_reported_and_the_question_asked_again(small: Questionnaire, typed: str) -> None:
    result = interview(small, typed, "2", "q", raw=begun())
    assert result.shown.count(f"“{typed[:40]}” is not one of the choices; type one of 1-3.") == 1
    assert result.asked == ["Thesis", "Budget"]
    assert result.raw["answers"] == {"strategy.thesis": "slides"}


@pytest.mark.parametrize("typed", ["0", "3", "x", ",", "1" * 5000])
def test_a_profile_question_with_one_answer_accepts_one_number(small: Questionnaire, typed: str) -> None:
    result = interview(small, *NOBODY, typed, "2", "q")
    assert result.shown.count("Type a number from 1 to 2.") == 1
    assert result.raw["profile"] == {"stage": "abroad"}


@pytest.mark.parametrize("typed", ["1 2", "1,2", "１、２"])
def test_whoever_types_several_numbers_for_one_answer_is_told_so(small: Questionnaire, typed: str) -> None:
    result = interview(small, *NOBODY, typed, "2", "q")
    assert result.shown.count("Only one can be chosen: type a number from 1 to 2.") == 1
    assert result.raw["profile"] == {"stage": "abroad"}


@pytest.mark.parametrize("mark", [".", ")", "．", "、", "。", "）"])
def test_a_number_may_be_typed_with_the_mark_that_lists_show_behind_it(
    small: Questionnaire, mark: str
) -> None:
    result = interview(small, *NOBODY, f"2{mark}", f"1{mark} 3{mark}", f"3{mark}", "q")
    assert result.raw["profile"] == {"stage": "abroad", "markets": ["eu", "africa"]}
    assert result.raw["answers"] == {"strategy.thesis": "paper"}


@pytest.mark.parametrize("typed", ["0", "4", "x", "1 x", "1 4", "1-3", "1.3", ",", "、，"])
def test_a_profile_question_with_several_answers_says_how_to_list_them(
    small: Questionnaire, typed: str
) -> None:
    result = interview(small, *NOBODY, "1", typed, "3", "q")
    assert result.shown.count("Type one or more numbers from 1 to 3, as in: 1 3") == 1
    assert result.raw["profile"]["markets"] == ["africa"]


@pytest.mark.parametrize("typed", ["", "   ", "\u3000"])
def test_enter_alone_does_not_answer_an_open_question(small: Questionnaire, typed: str) -> None:
    result = interview(small, typed, "1", "q", raw=begun())
    assert result.shown.count("Type an answer, s to skip this question, or ? for an explanation.") == 1
    assert result.raw["answers"] == {"strategy.thesis": "nothing"}


@pytest.mark.parametrize(
    ("typed", "chosen"),
    [
        ("1 3", ["eu", "africa"]),
        ("1,3", ["eu", "africa"]),
        ("3, 1", ["africa", "eu"]),
        ("2 2 2", ["asean"]),
        ("１　３", ["eu", "africa"]),
        ("１，３", ["eu", "africa"]),
        ("1、3", ["eu", "africa"]),
        ("1;3", ["eu", "africa"]),
        ("１；３", ["eu", "africa"]),
    ],
)
def test_several_numbers_can_be_typed_in_any_common_way(
    small: Questionnaire, typed: str, chosen: list[str]
) -> None:
    assert interview(small, *NOBODY, "1", typed, "q").raw["profile"]["markets"] == chosen


@pytest.mark.parametrize(
    ("typed", "recorded"),
    [
        ("２", "slides"),
        (" 2 ", "slides"),
        ("2\u3000", "slides"),
        ("ｄ", "unknown"),
    ],
)
def test_what_an_input_method_types_is_understood(small: Questionnaire, typed: str, recorded: str) -> None:
    assert interview(small, typed, "q", raw=begun()).raw["answers"] == {"strategy.thesis": recorded}


@pytest.mark.parametrize(("typed", "moves"), [("ｂ", ["Thesis", "Markets"]), ("ｓ", ["Thesis", "Budget"])])
def test_full_width_keys_work_too(small: Questionnaire, typed: str, moves: list[str]) -> None:
    assert interview(small, typed, "ｑ", raw=begun()).asked == moves


@pytest.mark.parametrize("typed", ["?", "？"])
def test_help_shows_the_reason_the_evidence_and_the_keys(small: Questionnaire, typed: str) -> None:
    result = interview(small, typed, "1", "q", raw=begun())
    start = result.shown.index("A thesis can be argued with.")
    assert result.shown[start + 1 : start + 4] == [
        "What would prove it:",
        "- The minutes",
        "- The signed paper",
    ]
    assert result.shown[start + 5] == "Keys: b back, d don't know, e note, s skip, q save and quit."
    assert (
        result.shown.count("q save and quit; run the same command to continue") == 1
    )  # before all questions
    assert result.raw["answers"] == {"strategy.thesis": "nothing"}


def test_help_says_when_a_question_can_be_not_applicable(small: Questionnaire) -> None:
    result = interview(small, "?", "q", raw=begun(strategy_thesis="paper", strategy_budget="none"))
    assert "Not applicable only if: nobody is employed abroad" in result.after("People decide.")


def test_help_on_a_profile_question_says_that_it_is_not_scored(small: Questionnaire) -> None:
    result = interview(small, *NOBODY, "?", "1", "?", "q")
    assert "This fact is never scored; it decides which questions and cases fit." in result.shown
    assert "Those with money assigned." in result.shown


def test_d_records_an_unknown_answer(small: Questionnaire) -> None:
    result = interview(small, "d", "b", "q", raw=begun())
    assert read_raw(result.raw, small)["strategy.thesis"].state is State.UNKNOWN
    assert "Your answer so far: don't know (Enter keeps it)" in result.shown


def test_n_asks_for_a_reason_and_shows_the_condition(small: Questionnaire) -> None:
    result = interview(
        small, "n", "all work is done by agents", REPORT, raw=begun(strategy_thesis=1, strategy_budget=1)
    )
    assert result.raw["answers"]["people.hiring"] == {"not_applicable": "all work is done by agents"}
    start = result.shown.index("Not applicable only if: nobody is employed abroad")
    assert result.shown[start + 1] == "The reason (Enter to go back): "
    assert "5. Hiring: not applicable: all work is done by agents" in result.shown


def test_n_without_a_reason_returns_to_the_question(small: Questionnaire) -> None:
    result = interview(small, "n", "", "2", REPORT, raw=begun(strategy_thesis=1, strategy_budget=1))
    assert result.raw["answers"]["people.hiring"] == "locals"
    assert result.outcome is Outcome.FINISHED


def test_n_is_refused_where_the_question_always_applies(small: Questionnaire) -> None:
    result = interview(small, "n", "1", "q", raw=begun())
    assert "This question applies to every enterprise; type d if you do not know." in result.shown
    assert result.raw["answers"] == {"strategy.thesis": "nothing"}


def test_a_level_replaces_not_applicable_and_the_other_way_round(small: Questionnaire) -> None:
    raw = begun(strategy_thesis=1, strategy_budget=1, people_hiring={"not_applicable": "no", "note": "n"})
    result = interview(small, "5", "2", REPORT, raw=raw)
    assert result.raw["answers"]["people.hiring"] == {"value": "locals", "note": "n"}
    result = interview(small, "5", "n", "none", REPORT, raw=result.raw)
    assert result.raw["answers"]["people.hiring"] == {"not_applicable": "none", "note": "n"}


# --- note, evidence, owner ------------------------------------------------------------------------


def test_e_adds_a_note_evidence_and_an_owner_to_the_answer(small: Questionnaire) -> None:
    result = interview(small, "e", "signed in May", "minutes of 3 May", "Chen Li", "3", "q", raw=begun())
    assert result.asked == ["Thesis", "Thesis", "Budget"]
    answer = read_raw(result.raw, small)["strategy.thesis"]
    assert answer.option is not None
    assert (answer.option.id, answer.note, answer.evidence, answer.owner) == (
        "paper",
        "signed in May",
        ("minutes of 3 May",),
        "Chen Li",
    )


def test_details_are_shown_with_the_question_once_they_are_typed(small: Questionnaire) -> None:
    shown = interview(small, "e", "a note", "minutes", "Chen Li", "q", raw=begun()).shown
    assert shown.index("Owner (Enter to leave it out): ") < shown.index("Note: a note")
    assert shown[shown.index("Note: a note") :][:3] == ["Note: a note", "Evidence: minutes", "Owner: Chen Li"]


def test_details_stay_when_the_level_changes(small: Questionnaire) -> None:
    result = interview(small, "2", "b", "e", "a note", "", "", "3", "q", raw=begun())
    assert result.raw["answers"] == {"strategy.thesis": {"value": "paper", "note": "a note"}}


def test_details_are_shown_kept_by_enter_and_deleted_by_a_hyphen(small: Questionnaire) -> None:
    raw = begun(strategy_thesis={"note": "old", "evidence": ["one", "two"], "owner": "Chen Li"})
    result = interview(small, "e", "new", "", "-", "q", raw=raw)
    assert [text for text in result.shown if text.startswith("Now: ")] == [
        "Now: old",
        "Now: one\ntwo",
        "Now: Chen Li",
    ]
    assert result.raw["answers"]["strategy.thesis"] == {"note": "new", "evidence": ["one", "two"]}


def test_deleting_all_details_of_an_open_question_leaves_nothing(small: Questionnaire) -> None:
    result = interview(
        small, "e", "-", "-", "－", "q", raw=begun(strategy_thesis={"note": "old", "owner": "Chen"})
    )
    assert result.raw["answers"] == {}
    assert result.saved[-1]["answers"] == {}


@pytest.mark.parametrize(
    "text",
    [
        "董事会已批准（2026年3月）：预算、退出条件，均已写明！",
        "全角１２３ＡＢＣ、半角123，①②③",
        "5 m² at 20 ℃, “Ningbo™”",
        "Q",
        "? or :q",
        "yes: no # not a comment",
    ],
)
def test_free_text_is_kept_as_it_was_typed(small: Questionnaire, text: str) -> None:
    details = ("e", text, text, text, "s", "s", "n", text, "s")
    result = interview(small, text, text, "y", text, "", text, "s", "s", *details, "r")
    assert result.outcome is Outcome.FINISHED
    answers = read_answers(Source("saved", dump(result.saved[-1])), small)
    assert answers.cover == CoverTexts(text, text, "", text)
    thesis = answers["strategy.thesis"]
    assert (answers.respondent, thesis.note, thesis.evidence, thesis.owner) == (text, text, (text,), text)
    assert answers["people.hiring"].reason == text


def test_a_name_may_be_any_text_and_a_sign_makes_q_a_key(small: Questionnaire) -> None:
    quit = interview(small, ":q")
    assert (quit.outcome, quit.saved) == (Outcome.QUIT, [])
    named = interview(small, "Q", "q", "", "q")
    assert on_cover(named)[1] == ["Q", "q", "", "", ""]
    assert named.outcome is Outcome.QUIT


TEXT_PROMPTS = [
    ((), "cover"),
    (("Lamps",), "cover"),
    (("Lamps", "Chen Li"), "y or n"),
    (("Lamps", "Chen Li", "y"), "cover"),
    (("Lamps", "Chen Li", "y", "Wu"), "cover"),
    ((*NOBODY, "s", "s", "e"), "lines"),
    ((*NOBODY, "s", "s", "e", "note"), "lines"),
    ((*NOBODY, "s", "s", "e", "note", "proof"), "line"),
    ((*NOBODY, "s", "s", "s", "s", "n"), "lines"),
    ((*NOBODY, *("s",) * 6, "c"), "line"),
]
"""What is typed before a prompt, and what kind of prompt it is."""


@pytest.mark.parametrize(("before", "kind"), TEXT_PROMPTS)
@pytest.mark.parametrize("sign", [":", "："])
def test_q_with_a_sign_quits_at_every_prompt_and_is_never_kept(
    small: Questionnaire, before: tuple[str, ...], kind: str, sign: str
) -> None:
    result = interview(small, *before, f"{sign}q", "x")
    assert (result.outcome, result.unread) == (Outcome.QUIT, ["x"]), kind
    assert not any(f"{sign}q" in dump(saved) for saved in result.saved)


@pytest.mark.parametrize(("before", "kind"), TEXT_PROMPTS)
@pytest.mark.parametrize("typed", ["?", "？", ":?"])
def test_a_question_mark_says_at_every_prompt_what_may_be_typed(
    small: Questionnaire, before: tuple[str, ...], kind: str, typed: str
) -> None:
    result = interview(small, *before, typed)
    prompt, *said, again = result.shown[len(interview(small, *before).shown) - 1 :]
    back = "Type a text, then Enter. A letter alone is text here; :b goes back, :q saves and quits."
    assert (
        said
        == {
            "cover": ["Type a text, then Enter. A letter alone is text here; :q saves and quits."],
            "y or n": ["Type y or n, or q to quit."],
            "line": [back],
            "lines": [back, "After a line that ends with \\ you can type one more line."],
        }[kind]
    )
    assert prompt == again


@pytest.mark.parametrize(("before", "kind"), TEXT_PROMPTS)
@pytest.mark.parametrize("typed", [":b", "：Ｂ"])
def test_b_with_a_sign_goes_back_or_says_that_it_cannot(
    small: Questionnaire, before: tuple[str, ...], kind: str, typed: str
) -> None:
    result = interview(small, *before, typed)
    prompt, *said = result.shown[len(interview(small, *before).shown) - 1 :]
    if kind in ("cover", "y or n"):
        assert said[0] == "There is nothing to go back to here."
        assert said[-1] == prompt
    else:
        assert said[-1].startswith(CHANGE[:27] if "c" in before else "Your answer (")
    assert not any(typed in dump(saved) for saved in result.saved)


def test_b_leaves_the_words_of_ones_own_and_chooses_nothing(tmp_path: Path) -> None:
    own = "{id: slides, score: 2, text: Slides, own_words: true}"
    text = FILE.replace("{id: slides, score: 2, text: Slides}", own)
    (tmp_path / "questionnaire.yaml").write_text(text, "utf-8")
    result = interview(load_questionnaire(tmp_path), "2", ":b", "q", raw=begun())
    assert (result.asked, result.raw["answers"]) == (["Thesis", "Thesis"], {})


def test_keys_that_do_nothing_in_the_review_say_so(small: Questionnaire) -> None:
    result = interview(small, "1", "1", "1", "b", ":b", "?", REPORT, raw=begun())
    back = "There is nothing to go back to here."
    number = "To see a question again and change its answer, type its number."
    assert result.shown[-7:] == [CHANGE, back, CHANGE, back, CHANGE, number, CHANGE]


def test_keys_work_in_capitals_and_with_a_sign(small: Questionnaire) -> None:
    assert interview(small, *NOBODY, "S", "Q").outcome is Outcome.QUIT
    for typed in (":d", ":D", "：ｄ", " :d "):
        assert interview(small, typed, "q", raw=begun()).raw["answers"] == {"strategy.thesis": "unknown"}
    assert interview(small, ":b", ":s", "：q", raw=begun()).asked == ["Thesis", "Markets", "Thesis"]
    helped = interview(small, ":?", "q", raw=begun())
    assert "A thesis can be argued with." in helped.shown


# --- questions of every type ---------------------------------------------------------------------

TYPES = """\
id: types
version: 1.0.0
title: One question of every type
bands: [{id: start, title: Start, text: The first band.}]
sections:
  - id: all
    title: All
    description: All types.
    questions:
      - {id: all.share, type: number, text: Which share?, worst: 0, best: 50, unit: per cent}
      - {id: all.signed, type: yes-no, text: Is it signed?}
      - {id: all.often, type: scale, text: How often?, minimum: 1, maximum: 3, labels: {"3": weekly}}
      - id: all.held
        type: several
        text: What is held?
        options: [{id: stock, score: 1, text: Stock}, {id: cash, score: 2, text: Cash}]
      - {id: all.why, type: text, text: Why?}
"""
ALL = ("12.5", "y", "3", "1 2", "因为质量（第一）、服务")


@pytest.fixture(scope="module")
def types(tmp_path_factory: pytest.TempPathFactory) -> Questionnaire:
    folder = tmp_path_factory.mktemp("types")
    (folder / "questionnaire.yaml").write_text(TYPES, encoding="utf-8")
    return load_questionnaire(folder)


def test_every_type_of_question_can_be_answered(types: Questionnaire) -> None:
    result = interview(types, *NOBODY, *ALL, REPORT)
    assert result.outcome is Outcome.FINISHED
    assert result.raw["answers"] == {
        "all.share": 12.5,
        "all.signed": "yes",
        "all.often": 3,
        "all.held": ["stock", "cash"],
        "all.why": "因为质量（第一）、服务",
    }
    assert result.after("All")[:5] == [
        "1. Which share? 12.5 per cent",
        "2. Is it signed? Yes",
        "3. How often? 3: weekly",
        "4. What is held? Stock; Cash",
        "5. Why? 因为质量（第一）、服务",
    ]
    assert read_answers(Source("saved", dump(result.raw)), types) == read_raw(result.raw, types)


def test_every_type_says_what_to_type(types: Questionnaire) -> None:
    result = interview(types, *NOBODY, *ALL, "q")
    assert [text for text in result.shown if text.startswith("Your answer (")] == [
        "Your answer (number ? b d e s q): ",
        "Your answer (y/n ? b d e s q): ",
        "Your answer (1-3 ? b d e s q): ",
        "Your answer (1-2 ? b d e s q): ",
        "Your answer (text ? :b :d :e :s :q): ",
    ]
    assert result.shown[result.shown.index("Which share?") + 1] == "(In per cent.)"
    several = result.shown.index("What is held?")
    assert result.shown[several + 1] == "(Several numbers are possible, as in: 1 3)"
    assert result.shown[several + 2] == "(0 if none applies.)"


@pytest.mark.parametrize(
    ("question", "typed", "recorded"),
    [
        (0, "-3", -3),
        (0, "１２．５", 12.5),
        (0, "0", 0),
        (0, "1,5", 1.5),
        (0, "95 per cent", 95),
        (0, "95PER CENT", 95),
        (0, "９５ per cent", 95),
        (1, " y ", "yes"),
        (1, "Ｙ", "yes"),
        (1, "YES", "yes"),
        (1, "是", "yes"),
        (1, "n", "no"),
        (1, "No", "no"),
        (1, "否\u3000", "no"),
        (1, ":d", "unknown"),
        (3, "0", []),
        (3, "2;1", ["stock", "cash"]),
        (3, "２；１", ["stock", "cash"]),
        (3, "２、１", ["stock", "cash"]),  # in the order of the questionnaire, as after resuming
        (3, "2 2", ["cash"]),
        (4, "d e", "d e"),
        (4, "12", "12"),
        (4, "D", "D"),
        (4, "b", "b"),
        (4, "yes", "yes"),
        (4, "q", "q"),
        (4, ":)", ":)"),
        (4, ":x", ":x"),
        (4, "：ｄ", "unknown"),
        (2, "d", "unknown"),
    ],
)
def test_a_value_is_recorded_as_its_type_requires(
    types: Questionnaire, question: int, typed: str, recorded: object
) -> None:
    result = interview(types, *NOBODY, *("s",) * question, typed, ":q")
    assert list(result.raw["answers"].values()) == [recorded]


@pytest.mark.parametrize(
    ("question", "typed"),
    [
        (0, "many"),
        (0, "1,500"),
        (0, "48 h"),
        (0, "1e9999"),
        (0, "nan"),
        (0, "9" * 5000),
        (1, "maybe"),
        (1, "0"),
        (1, "1"),
        (2, "4"),
        (2, "1.0"),
        (3, "0 1"),
        (3, "3"),
        (3, ","),
        (3, "x"),
        (3, ":x"),
    ],
)
def test_a_value_of_another_type_is_refused(types: Questionnaire, question: int, typed: str) -> None:
    result = interview(types, *NOBODY, *("s",) * question, typed, ":q")
    refusal = (
        "is not a number in per cent; type one such as 12 or 12.5.",
        "is neither yes nor no; type y or n.",
        "is not a whole number from 1 to 3.",
        "is not one of the choices; type one of 1-2.",
    )[question]
    assert f"“{typed[:40]}” {refusal}" in result.shown
    assert result.saved == []


def test_n_means_no_where_that_is_an_answer_and_a_sign_makes_it_not_applicable(tmp_path: Path) -> None:
    (tmp_path / "questionnaire.yaml").write_text(
        TYPES.replace("text: Is it signed?", "text: Is it signed?, not_applicable: there is no paper"),
        encoding="utf-8",
    )
    asked = load_questionnaire(tmp_path)
    no = interview(asked, *NOBODY, "s", "n", "q")
    assert "Your answer (y/n ? b d :n e s q): " in no.shown
    assert no.raw["answers"] == {"all.signed": "no"}
    assert interview(asked, *NOBODY, "s", ":n", "none yet", "q").raw["answers"] == {
        "all.signed": {"not_applicable": "none yet"}
    }


def test_enter_at_a_text_question_says_how_to_skip_it(types: Questionnaire) -> None:
    result = interview(types, *NOBODY, *("s",) * 4, "", ":s", REPORT)
    assert "Type an answer, :s to skip this question, or ? for an explanation." in result.shown
    assert result.outcome is Outcome.FINISHED


# --- the numbers of levels -------------------------------------------------------------------------

LEVELS = """\
id: levels
version: 1.0.0
title: Levels with all kinds of scores
bands: [{id: start, title: Start}]
profile:
  - {id: stage, title: Stage, text: How far?, options: [{id: home, text: Home}, {id: abroad, text: Abroad}]}
sections:
  - id: all
    title: All
    questions:
      - id: all.gap
        text: Which level?
        options:
          - {id: none, score: 0, text: None}
          - {id: some, score: 1, text: Some}
          - {id: most, score: 3, text: Most}
          - {id: full, score: 4, text: Full}
      - id: all.half
        text: How far?
        options:
          - {id: minus, score: -1, text: Backwards}
          - {id: half, score: 2.5, text: Half-way}
          - {id: whole, score: 10, text: All the way}
      - id: all.tie
        text: Which one?
        options:
          - {id: left, score: 0, text: Left}
          - {id: right, score: 0, text: Right}
          - {id: both, score: 1, text: Both}
"""


@pytest.fixture(scope="module")
def levels(tmp_path_factory: pytest.TempPathFactory) -> Questionnaire:
    folder = tmp_path_factory.mktemp("levels")
    (folder / "questionnaire.yaml").write_text(LEVELS, encoding="utf-8")
    return load_questionnaire(folder)


def test_a_level_is_shown_by_its_score_and_by_its_place_where_scores_are_shared(
    levels: Questionnaire,
) -> None:
    shown = interview(levels, *NOBODY, "1", "s", "s", "s", REPORT).shown
    listed = [text for text in shown if text.split(". ")[0].lstrip("-").replace(".", "").isdecimal()]
    assert listed[2:12] == [
        *("0. None", "1. Some", "3. Most", "4. Full"),
        *("-1. Backwards", "2.5. Half-way", "10. All the way"),
        *("1. Left", "2. Right", "3. Both"),
    ]
    assert [text for text in shown if text.startswith("Your answer (")][1:] == [
        "Your answer (0/1/3/4 ? b d e s q): ",
        "Your answer (-1/2.5/10 ? b d e s q): ",
        "Your answer (1-3 ? b d e s q): ",
    ]


@pytest.mark.parametrize(
    ("question", "typed", "id"),
    [
        (0, "0", "none"),
        (0, "3", "most"),
        (0, "2", None),
        (0, "5", None),
        (1, "2.5", "half"),
        (1, "2,5", "half"),
        (1, "２．５", "half"),
        (1, "２，５", "half"),
        (1, "-1", "minus"),
        (1, "2", None),
        (2, "1", "left"),
        (2, "3", "both"),
        (2, "0", None),
    ],
)
def test_the_number_typed_is_the_one_shown(
    levels: Questionnaire, question: int, typed: str, id: str | None
) -> None:
    result = interview(levels, *NOBODY, "1", *("s",) * question, typed, "q")
    assert list(result.raw["answers"].values()) == ([] if id is None else [id])


def test_a_number_means_the_same_level_in_the_interview_and_in_a_file(levels: Questionnaire) -> None:
    """Or, where levels share a score, a file takes no number at all."""
    for question in levels.questions.values():
        for number, option in zip(question.numbers(), question.choices, strict=True):
            in_a_file = question.parse(float(number) if "." in number else int(number))
            assert in_a_file in (option, None)
            assert (in_a_file is None) == (question.id == "all.tie")


# --- lines that come at once ----------------------------------------------------------------------

REFUSED = (
    "Several lines came at once, as from a paste; none was taken. Only a note, evidence and the reason"
    " for “not applicable” can have several lines."
)


def test_a_pasted_block_answers_no_question(types: Questionnaire) -> None:
    result = interview(types, *NOBODY, "1\n2\n3", "1", "y\nn", "s", "s", "s", "one\ntwo", "q\nq", REPORT)
    assert result.shown.count(REFUSED) == 4
    assert result.raw["answers"] == {"all.share": 1}


def test_a_pasted_block_answers_no_prompt_of_one_line(small: Questionnaire) -> None:
    result = interview(small, "Lamps\nChen", "Lamps", "a\nb", "", "y\ny", "", "e\ne", "q\nq", "q")
    assert result.shown.count(REFUSED) == 5
    assert on_cover(result)[1] == ["Lamps", "", "", "", ""]


def test_pasted_lines_stay_in_the_note_and_each_is_one_evidence(small: Questionnaire) -> None:
    note = "第一行：批准。\r\n\n  第二行：预算。\n"
    result = interview(small, "e", note, "minutes\n \nbudget", "Chen\nLi", "Chen Li", "q", raw=begun())
    assert result.raw["answers"]["strategy.thesis"] == {
        "note": "第一行：批准。\n\n  第二行：预算。",
        "evidence": ["minutes", "budget"],
        "owner": "Chen Li",
    }
    assert result.shown.count(REFUSED) == 1
    assert "Note (Enter to leave it out, \\ at the end of a line for one more): " in result.shown


def test_a_note_of_several_lines_can_be_typed(small: Questionnaire) -> None:
    result = interview(small, "e", "one \\", "\\", "three", "", "", "q", raw=begun())
    assert result.raw["answers"]["strategy.thesis"] == {"note": "one\n\nthree"}
    assert result.shown.count("next line: ") == 2


def test_a_note_of_several_lines_is_shown_in_several_lines(small: Questionnaire) -> None:
    raw = begun(strategy_thesis={"value": "paper", "note": "one\ntwo", "evidence": ["a", "b"]})
    result = interview(small, "1", "1", "3", "e", "", "", "", "", REPORT, raw=raw)
    assert "Note: one\ntwo" in result.after("Strategy")
    assert [text for text in result.shown if text.startswith("Now: ")] == ["Now: one\ntwo", "Now: a\nb"]


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("王丽\x1b[D", "王丽"),
        ("\x1b[A\x1b[1;5CChen\x1bOP Li\x1b[3~", "Chen Li"),
        ("\x9b31mChen\x1b[0m", "Chen"),
        ("\x1b]0;owned\aChen", "Chen"),
        ("\x1b]8;;https://example.com\x1b\\Chen", "Chen"),
        ("Ch\x00en\x7f\x08", "Chen"),
        ("Chen\tLi", "Chen Li"),
        ("\x1b\x1bChen", "Chen"),
    ],
)
def test_control_sequences_never_enter_an_answer(small: Questionnaire, typed: str, kept: str) -> None:
    result = interview(small, typed, typed, "", "s", "s", "e", typed, typed, typed, "q")
    assert on_cover(result)[1][:2] == [kept, kept]
    assert result.raw["answers"]["strategy.thesis"] == {"note": kept, "evidence": kept, "owner": kept}


def test_help_on_a_question_without_help_does_not_call_it_a_profile_question(types: Questionnaire) -> None:
    result = interview(types, *NOBODY, "?", "q")
    assert "Keys: b back, d don't know, e note, s skip, q save and quit." in result.shown[-9:]
    assert not any("never scored" in text for text in result.shown)


# --- the review -------------------------------------------------------------------------------------

CHANGE = "Number of an answer to change, c for the cover, Enter for the report, q to save and quit: "
MORE = (
    "Number of an answer to change, c for the cover, Enter for more answers, r for the report,"
    " q to save and quit: "
)


def test_the_review_names_open_answers_first_then_all_by_section_with_their_notes(
    small: Questionnaire,
) -> None:
    details = ("e", "ask again", "", "Wu")
    result = interview(small, *SIGNED, "2", "1 3", "3", "d", *details, "n", "no staff", "s", REPORT)
    assert result.after("Your answers") == [
        *("", "Still open:", "6. Visas"),
        *("", "Cover of the report", "Enterprise: Lamps", "Answers by: Chen Li"),
        *("", "About the enterprise", "1. Stage: Abroad", "2. Markets: Europe; Africa"),
        *("", "Strategy", "3. Thesis: 3. A signed paper", "4. Budget: don't know"),
        *("", "People", "5. Hiring: not applicable: no staff", "Note: ask again", "Owner: Wu"),
        *("6. Visas: open", "", CHANGE),
    ]


def test_contradictions_come_before_the_answers(tmp_path: Path) -> None:
    rule = """\
contradictions:
  - id: no-money
    message: A signed paper names the money.
    when: {all: [{answer: strategy.thesis, equals: paper}, {answer: strategy.budget, equals: none}]}
"""
    (tmp_path / "questionnaire.yaml").write_text(FILE.replace("sections:\n", f"{rule}sections:\n"), "utf-8")
    asked = load_questionnaire(tmp_path)
    result = interview(
        asked, "3", "1", "1", "1", "2", REPORT, raw=begun(strategy_thesis=3, strategy_budget=1)
    )
    told = "A signed paper names the money. (Answers 3, 4)"
    assert result.after("Your answers")[1:3] == ["Answers to check: they do not go together.", told]
    changed = interview(
        asked, "1", "4", "2", "3", "s", REPORT, raw=begun(strategy_thesis=3, strategy_budget=1)
    )
    assert changed.shown.count(told) == 1  # it is not said again once it is settled


def test_a_question_without_a_title_is_shown_once(tmp_path: Path) -> None:
    result = interview(long(tmp_path, 1), *NOBODY, *("y",) * 8, "8", "", REPORT)
    assert [text for text in result.shown if text.startswith("[8/8]")] == [
        "[8/8] about 1 minute left",
        "[8/8]",
    ]
    assert result.shown.count("Question 7?") == 2
    assert "8. Question 7? Yes" in result.after("Your answers")


@pytest.mark.parametrize(("typed", "key"), [("e", "e"), ("D", "d"), (":n", "n"), ("：ｅ", "e")])
def test_a_key_that_a_fact_lacks_is_refused_as_a_key(small: Questionnaire, typed: str, key: str) -> None:
    told = f"“{key}” does nothing at a question about the enterprise; type s to skip it."
    for before in ((), ("1",)):
        result = interview(small, *NOBODY, *before, typed, "q")
        assert result.shown[-2] == told
        assert len(result.raw["profile"]) == len(before)


@pytest.mark.parametrize("number", ["3", "３", " 3 "])
def test_an_answer_can_be_changed_in_the_review(small: Questionnaire, number: str) -> None:
    result = interview(small, "1", "1", "1", number, "3", REPORT, raw=begun())
    assert result.outcome is Outcome.FINISHED
    assert result.asked == ["Thesis", "Budget", "Hiring", "Thesis"]
    assert result.saved[-1]["answers"]["strategy.thesis"] == "paper"
    assert result.shown[-2:] == ["3. Thesis: 3. A signed paper", CHANGE]


def test_a_question_in_the_review_says_no_time_left(small: Questionnaire) -> None:
    result = interview(small, "1", "s", "1", "3", "1", REPORT, raw=begun())
    assert "[3/6] Thesis" in result.after("Your answers")


@pytest.mark.parametrize("typed", ["", "b", "s"])
def test_an_answer_opened_in_the_review_can_be_left_unchanged(small: Questionnaire, typed: str) -> None:
    result = interview(small, "1", "1", "1", "3", typed, REPORT, raw=begun())
    assert result.outcome is Outcome.FINISHED
    assert result.shown.count("Your answers") == 1
    assert result.raw["answers"]["strategy.thesis"] == "nothing"


def test_a_note_can_be_added_in_the_review(small: Questionnaire) -> None:
    result = interview(small, "1", "1", "1", "3", "e", "a note", "", "", "", REPORT, raw=begun())
    assert result.outcome is Outcome.FINISHED
    assert result.raw["answers"]["strategy.thesis"] == {"value": "nothing", "note": "a note"}


@pytest.mark.parametrize("typed", ["0", "7", "x", "-1", "1 2", "bb", "1" * 5000])
def test_the_review_refuses_what_is_no_number_of_an_answer_without_listing_again(
    small: Questionnaire, typed: str
) -> None:
    result = interview(small, "1", "1", "1", typed, REPORT, raw=begun())
    assert result.outcome is Outcome.FINISHED
    refusal = f"“{typed[:40]}” is not the number of an answer; type one as it is shown before an answer."
    assert result.shown[-3:] == [CHANGE, refusal, CHANGE]


def test_answers_hidden_by_a_change_are_named_and_cannot_be_chosen(small: Questionnaire) -> None:
    raw = begun(strategy_thesis=1, strategy_budget=1, people_hiring=1, people_visas=1)
    raw["profile"]["stage"] = "abroad"
    result = interview(small, "1", "1", "6", "1", "2", "6", "2", REPORT, raw=raw)
    told = "1 answer no longer counts, as its question is not asked now: 6."
    assert result.after(told)[:5] == [
        *("", "1. Stage: At home", CHANGE),
        *("Question 6 is not asked now, because of other answers.", CHANGE),
    ]
    assert result.shown.count(told) == 1
    assert result.raw["answers"]["people.visas"] == "someone"


@pytest.mark.parametrize("lines", [("q",), (":q",), ("3", "q"), ("c", ":q"), ()])
def test_the_review_can_be_left_without_a_report(small: Questionnaire, lines: tuple[str, ...]) -> None:
    result = interview(small, "1", "1", "1", *lines, raw=begun())
    assert result.outcome is Outcome.QUIT
    assert result.unread == []
    assert len(result.raw["answers"]) == 3


def test_changing_a_profile_answer_in_the_review_shows_the_new_questions(small: Questionnaire) -> None:
    result = interview(small, "1", "1", "1", "1", "2", "6", "1", REPORT, raw=begun())
    assert result.after("1. Stage: Abroad")[:4] == ["", "Still open:", "6. Visas", ""]
    assert result.raw["answers"]["people.visas"] == "nobody"


def test_the_cover_can_be_changed_in_the_review(small: Questionnaire) -> None:
    typed = ("c", "Lamps", "", "Wu", "-", "Board only")
    result = interview(small, "1", "1", "1", *typed, REPORT, raw={**begun(), "prepared_for": "Lin"})
    assert on_cover(result)[1] == ["Lamps", "Chen Li", "Wu", "", "Board only"]
    assert result.after("Cover of the report")[:2] == ["Answers by: Chen Li", "Prepared for: Lin"]
    assert "Now: Chen Li" in result.shown
    assert result.shown[-2:] == ["Confidentiality (Enter to leave it out): ", CHANGE]


def long(tmp_path: Path, sections: int) -> Questionnaire:
    """A questionnaire of sections of eight questions each."""
    asked = "".join(
        f"  - id: s{n}\n    title: Section {n}\n    questions:\n"
        + "".join(f"      - {{id: s{n}.q{m}, type: yes-no, text: Question {m}?}}\n" for m in range(8))
        for n in range(sections)
    )
    head = "id: long\nversion: 1.0.0\ntitle: Long\nbands: [{id: a, title: A}]\nsections:\n"
    (tmp_path / "questionnaire.yaml").write_text(head + asked, encoding="utf-8")
    return load_questionnaire(tmp_path)


def test_a_long_review_goes_on_section_by_section(tmp_path: Path) -> None:
    asked = long(tmp_path, 3)
    result = interview(asked, *NOBODY, *("y",) * 24, "", "2", "n", "", REPORT)
    assert result.outcome is Outcome.FINISHED
    review = result.after("Your answers")
    assert [text for text in review if text.startswith("Section ") or text in (MORE, CHANGE)] == [
        *("Section 0", MORE, "Section 1", MORE, MORE, "Section 2", CHANGE)
    ]
    assert interview(asked, *NOBODY, *("y",) * 24, "r").outcome is Outcome.FINISHED


@pytest.mark.parametrize(
    ("typed", "later"),
    [
        (("y", *("y",) * 31, "", "1", "n", "", "", "r"), ["Section 2", "Section 3"]),
        (("n", *("y",) * 23, "", "1", "y", "", "", "r"), ["Section 1", "Section 3"]),
    ],
    ids=["hidden", "shown"],
)
def test_the_review_skips_no_section_when_a_change_hides_or_shows_one(
    tmp_path: Path, typed: tuple[str, ...], later: list[str]
) -> None:
    long(tmp_path, 4)
    file = tmp_path / "questionnaire.yaml"
    condition = "    title: Section 1\n    when: {answer: s0.q0, equals: 'yes'}\n"
    file.write_text(file.read_text("utf-8").replace("    title: Section 1\n", condition), "utf-8")
    result = interview(load_questionnaire(tmp_path), *NOBODY, *typed)
    assert (result.outcome, result.unread) == (Outcome.FINISHED, [])
    changed = [n for n, text in enumerate(result.shown) if text.startswith("[1/32]")][-1]
    assert [text for text in result.shown[changed:] if text.startswith("Section ")] == later


def test_only_some_of_many_open_questions_are_named_first(tmp_path: Path) -> None:
    result = interview(long(tmp_path, 2), *NOBODY, *("s",) * 16, "r")
    first = result.after("Still open:")[:12]
    assert first == [*(f"{n}. Question {(n - 1) % 8}?" for n in range(1, 11)), "and 6 more", ""]


def test_help_shows_the_question_again(small: Questionnaire) -> None:
    result = interview(small, "?", "q", raw=begun())
    assert result.shown[-6:] == [
        *("", "What is written down?", "1. Nothing", "2. Slides", "3. A signed paper"),
        "Your answer (1-3 ? b d e s q): ",
    ]


# --- arbitrary input ----------------------------------------------------------------------------

KEYS = st.sampled_from(["", "1", "2", "3", "1 3", "、", "b", "d", "n", "e", "s", "?", "-", "２", "5", "6"])


@pytest.mark.parametrize("asked", ["small", "types"])
@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(lines=st.lists(KEYS | st.text(max_size=12), max_size=25), quick=st.booleans())
def test_whatever_is_typed_the_saved_answers_can_be_read_again(
    asked: str, request: pytest.FixtureRequest, lines: list[str], quick: bool
) -> None:
    questionnaire: Questionnaire = request.getfixturevalue(asked)
    result = interview(questionnaire, *lines, quick=quick)
    last = result.saved[-1] if result.saved else as_written(blank(questionnaire), questionnaire)
    assert last == result.raw
    assert read_answers(Source("saved", dump(last)), questionnaire) == read_raw(result.raw, questionnaire)


def test_numbers_of_ten_choices_end_below_each_other() -> None:
    questionnaire = load_questionnaire("going-global")
    respondent = Respondent(["", "q"])
    conduct(questionnaire, blank(questionnaire), respondent, lambda _answers: None)
    choices = respondent.indented[respondent.indented.index("What does the enterprise mainly sell?") + 1 :]
    assert [line[:5] for line in choices[:10]] == [*(f"   {n}." for n in range(1, 10)), "  10."]


def test_numbers_in_the_review_end_below_each_other() -> None:
    questionnaire = load_questionnaire("going-global")
    respondent = Respondent(["", *("s" for _question in range(100)), "q"])
    conduct(questionnaire, blank(questionnaire), respondent, lambda _answers: None, quick=True)
    review = respondent.indented[respondent.indented.index("Your answers") :]
    numbers = [line.index(".") for line in review if re.match(r" *\d+\. ", line)]
    assert len(numbers) >= 10
    assert set(numbers) == {3}
    assert any(re.match(r" {5}and \d+ more", line) for line in review)
