"""The export of a survey tool becomes the answers that were given, and nothing is guessed on the way."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import small
from every_type import SAMPLES, write_questionnaire
from firms import plausible_firms
from readiness import InvalidInput, WrongType, load_questionnaire
from readiness.answers.answers import Answers
from readiness.answers.reading import read_raw
from readiness.answers.responses.importing import Responses, import_responses
from readiness.answers.responses.map_reading import read_response_map
from readiness.authoring.mapping.suggesting import Suggestion, suggest_map
from readiness.questionnaire.questionnaire import Questionnaire
from readiness.source.data import plain
from readiness.source.delimited import parse_delimited
from readiness.source.dumping import dump
from readiness.source.parsing import parse
from readiness.source.source import Source
from survey_tools import (
    CHINESE,
    ENGLISH,
    TEXT_EXPORTS,
    Table,
    as_csv,
    limesurvey_codes,
    wjx_numbers,
)

GOING_GLOBAL = load_questionnaire()
IN_CHINESE = load_questionnaire("going-global", "zh")
CHINESE_TOOLS = ("wjx", "tencent", "feishu")


@pytest.fixture(scope="module")
def every(tmp_path_factory: pytest.TempPathFactory) -> Questionnaire:
    """A questionnaire of every type of question, with own words and options that hold commas."""
    folder = write_questionnaire(tmp_path_factory.mktemp("every") / "every", SAMPLES)
    raw = plain(parse(Source("", (folder / "questionnaire.yaml").read_text(encoding="utf-8"))))
    own = {"id": "else", "score": 5, "text": "Something else, such as this", "own_words": True}
    for question in raw["sections"][0]["questions"]:
        if question["id"] in ("all.choice", "all.several"):
            question["options"].append(own)
    goods = {"raw": "Parts, raw", "parts": "Parts", "cooked": "raw, cooked"}
    options = [{"id": id, "text": text} for id, text in goods.items()]
    raw["profile"] = [
        {"id": "goods", "title": "Goods", "text": "Which?", "several": True, "options": options}
    ]
    (folder / "questionnaire.yaml").write_text(dump(raw), encoding="utf-8")
    return load_questionnaire(folder)


def answered(questionnaire: Questionnaire, name: str, answers: Any, profile: Any = None) -> Answers:
    raw: dict[str, Any] = {
        "questionnaire": questionnaire.id,
        "version": questionnaire.version,
        "respondent": name,
    }
    raw |= {"date": "2026-09-03", "profile": profile or {}, "answers": answers}
    return in_order(read_raw(raw, questionnaire), questionnaire)


def in_order(answers: Answers, questionnaire: Questionnaire) -> Answers:
    """The same with the facts of the profile in the order of the options, as a table has them."""
    profile = {
        asked.id: tuple(option.id for option in asked.options if option.id in answers.profile[asked.id])
        for asked in questionnaire.profile
        if asked.id in answers.profile
    }
    return replace(answers, profile=profile)


def brought_in(
    table: Table, questionnaire: Questionnaire, *others: Questionnaire, change: Any = None
) -> tuple[Suggestion, Responses]:
    """What is suggested for `table` as CSV, and what is imported with it."""
    read = parse_delimited(as_csv(table).encode("utf-8-sig"), "export.csv")
    made = suggest_map(read, questionnaire, translations=others)
    mapping = read_response_map(Source("map.yaml", change(made.text) if change else made.text), questionnaire)
    return made, import_responses(read, mapping, questionnaire, translations=others)


def three(every: Questionnaire) -> list[Answers]:
    """Respondents who answer all that can be answered."""
    first = {f"all.{name}": sample.written for name, sample in SAMPLES.items()}
    second = {
        "all.choice": {"value": "else", "other": "quite, new"},
        "all.several": {"value": ["stock", "else"], "other": "gold, silver"},
        "all.scale": {"value": 5, "note": "=cmd|' /C calc'!A0"},
        "all.yes-no": "unknown",
        "all.after-choice": "yes",
        "all.number": {"value": 95.5, "note": "first line\nsecond line"},
        "all.text": 'Line 1\nline "2", and 3',
    }
    third = {
        "all.several": [],
        "all.after-choice": {"not_applicable": "we, sell: services"},
        "all.scale": "unknown",
        "all.number": "unknown",
    }
    return [
        answered(every, "Chen Li, director", first, {"goods": ["raw", "parts", "cooked"]}),
        answered(every, "王磊", second, {"goods": ["parts"]}),
        answered(every, "Wang Wu", third),
    ]


# --- by texts --------------------------------------------------------------------------------------


@pytest.mark.parametrize("tool", TEXT_EXPORTS)
def test_every_type_comes_through_as_it_was_answered(tool: str, every: Questionnaire) -> None:
    respondents = three(every)
    made, found = brought_in(TEXT_EXPORTS[tool](every, respondents, ENGLISH), every)
    assert [each.answers for each in found.given] == respondents
    assert ([each.row for each in found.given], found.empty, found.unmatched) == ([2, 3, 4], (), ())
    # Google writes words of one's own without saying that they are: that is to be checked.
    assert made[1:] == ((11, 2, 0, 0) if tool == "google" else (13, 0, 0, 0))


@pytest.mark.parametrize("tool", TEXT_EXPORTS)
def test_the_built_in_questionnaire_comes_through_in_chinese_and_english(tool: str) -> None:
    respondents = [
        answered(GOING_GLOBAL, f"王磊 {number}", firm.given, firm.profile)
        for number, firm in enumerate(plausible_firms(3))
    ]
    is_chinese = tool in CHINESE_TOOLS
    asked, words = (IN_CHINESE, CHINESE) if is_chinese else (GOING_GLOBAL, ENGLISH)
    table = TEXT_EXPORTS[tool](asked, respondents, words)
    made, found = brought_in(table, GOING_GLOBAL, GOING_GLOBAL, IN_CHINESE)
    assert [in_order(each.answers, GOING_GLOBAL) for each in found.given] == respondents
    assert made[1:] == (78, 0, 0, 0)


def test_a_survey_of_the_quick_set_needs_no_other_questions() -> None:
    asked = IN_CHINESE.asked(quick=True)
    table = [["姓名", *(each.text for each in asked)], ["王磊", *("" for _each in asked)]]
    table[1][-1] = IN_CHINESE.questions[asked[-1].id].choices[0].text
    read = parse_delimited(as_csv(table).encode(), "export.csv")
    made = suggest_map(read, GOING_GLOBAL, translations=[IN_CHINESE], quick=True)
    assert made[1:] == (len(asked), 0, 0, 0)
    assert suggest_map(read, GOING_GLOBAL, translations=[IN_CHINESE])[1:] == (
        len(asked),
        0,
        0,
        78 - len(asked),
    )


VALUES: dict[str, st.SearchStrategy[Any]] = {
    "all.choice": st.sampled_from(["none", "draft", "paper"]),
    "all.scale": st.integers(1, 5),
    "all.yes-no": st.sampled_from(["yes", "no"]),
    "all.number": st.integers(-50, 500),
    "all.several": st.lists(st.sampled_from(["stock", "cash", "plan"]), unique=True),
    "all.text": st.text("ab ,;:、，┃\"'=+-@\t", min_size=1).filter(str.strip).map(str.strip),
}
STATES = st.one_of(st.none(), st.just("unknown"))


@settings(max_examples=25, deadline=None)
@given(
    st.sampled_from(sorted(TEXT_EXPORTS)),
    st.lists(
        st.fixed_dictionaries({id: st.one_of(STATES, each) for id, each in VALUES.items()}),
        min_size=1,
        max_size=4,
    ),
)
def test_any_answers_come_through(every: Questionnaire, tool: str, given: list[dict[str, Any]]) -> None:
    respondents = [
        answered(every, f"R{number}", {id: each for id, each in one.items() if each is not None})
        for number, one in enumerate(given)
    ]
    if "unknown" in (one["all.text"] for one in given):  # a text is a text, whatever it says
        respondents = [one.with_answer("all.text", every_text(every)) for one in respondents]
    _made, found = brought_in(TEXT_EXPORTS[tool](every, respondents, ENGLISH), every)
    assert [each.answers for each in found.given] == [one for one in respondents if one.given]


def every_text(every: Questionnaire) -> Any:
    return answered(every, "", {"all.text": "said"})["all.text"]


# --- by numbers, letters and codes -----------------------------------------------------------------


def firms(count: int) -> list[Answers]:
    """Enterprises that know everything and to which everything applies."""
    return [
        answered(
            GOING_GLOBAL,
            f"王磊 {number}",
            {id: each for id, each in firm.given.items() if isinstance(each, str) and each != "unknown"},
            firm.profile,
        )
        for number, firm in enumerate(plausible_firms(count))
    ]


def test_numbers_are_places_in_the_list_and_to_be_checked() -> None:
    respondents = firms(3)
    made, found = brought_in(wjx_numbers(IN_CHINESE, respondents), GOING_GLOBAL, IN_CHINESE)
    assert [in_order(each.answers, GOING_GLOBAL) for each in found.given] == respondents
    assert made[1:] == (0, 78, 0, 0)
    asked = IN_CHINESE.questions["strategy.thesis"].text
    assert (
        f'  # Overseas thesis\n  strategy.thesis:\n    column: "8、{asked}"\n'
        "    by: number  # check: 1 is “Nothing on paper: the owner or general manager explains it.”,"
        " 5 is “Minutes: owners held results against those figures when a…”\n"
    ) in made.text
    assert '      "第5题(以自主品牌销售产品)": own-brand\n' in made.text


def test_codes_are_places_too() -> None:
    respondents = firms(3)
    made, found = brought_in(limesurvey_codes(GOING_GLOBAL, respondents), GOING_GLOBAL)
    assert [in_order(each.answers, GOING_GLOBAL) for each in found.given] == respondents
    assert made[1:] == (0, 78, 0, 0)


TWO = small.questionnaire(
    small.section("one", small.question("one.a"), small.question("one.b", (0, 2, 5))), profile=[]
)


def column(cells: list[str], about: str = "", heading: str = "one.a") -> list[str | None]:
    """The options that `cells` of one question are read as; `about` is the rest of the map."""
    table = parse_delimited(as_csv([["Name", heading], *(["x", cell] for cell in cells)]).encode(), "t.csv")
    text = "questionnaire: small\nversion: 1.0.0\nrespondent: {column: Name}\nanswers:\n"
    text += f'  {heading}:\n    column: "{heading}"\n{about}'
    found = import_responses(table, read_response_map(Source("map.yaml", text), TWO), TWO)
    by_row = {each.row: each.answers[heading].option for each in found.given}
    options = [by_row.get(row) for row in range(2, len(cells) + 2)]
    return [option.id if option else None for option in options]


@pytest.mark.parametrize(
    ("by", "cells"),
    [
        ("number", ["1", "2", "３", "Level 3", "4.0"]),
        ("score", ["0", "1", "2", "3", "3.0"]),
        ("letter", ["A", "b", "Ｃ", "d", "D"]),
        ("code", ["A1", "AO02", "a03", "A4", "B4"]),
        ("text", ["Level 0", "level-1", "C. level  2", "Ｌｅｖｅｌ 3", "4、Level 3"]),
    ],
)
def test_the_map_says_how_cells_name_options(by: str, cells: list[str]) -> None:
    expected = ["level-0", "level-1", "level-2", "level-3", "level-3"]
    assert column(cells, f"    by: {by}\n") == expected


def test_the_map_may_say_what_a_cell_means() -> None:
    about = '    options: {"yes, mostly": level-3, "7": 1, "?": unknown, "-": }\n'
    assert column(["Yes， mostly", "7", "?", "-"], about) == ["level-3", "level-1", None, None]


@pytest.mark.parametrize(
    ("cells", "line"),
    [
        (["1", "5"], "    by: number  # check: 1 is “Level 0”, 5 is “Level 4”"),
        (["0", "4"], "    by: score  # check: 0 is “Level 0”, 4 is “Level 4”"),
        (
            ["1", "4"],
            "    by: number  # check: 1 is “Level 0”, 5 is “Level 4”; or these are scores: `by: score`",
        ),
        (["A", "E"], "    by: letter  # check: A is “Level 0”, E is “Level 4”"),
        (["A1", "A5"], "    by: code  # check: A1 is “Level 0”, A5 is “Level 4”"),
        (["Level 1", "Level1!"], '      "Level1!": level-1  # check: only like “Level 1”'),
        (["Level 1", "Always"], "    # check: “Always” in 1 row fits nothing"),
        (["6", "2"], '      "6": unknown  # check: it is behind the last option'),
    ],
)
def test_what_cells_may_mean_is_suggested_and_to_be_checked(cells: list[str], line: str) -> None:
    table = parse_delimited(as_csv([["姓名", "one.a"], *(["x", cell] for cell in cells)]).encode(), "t.csv")
    made = suggest_map(table, TWO)
    assert line in made.text.splitlines()
    assert (made.sure, made.to_check) == (0, 1)


def test_all_columns_together_tell_scores_from_places() -> None:
    table = parse_delimited(as_csv([["one.a", "one.b"], ["1", "5"], ["2", "2"]]).encode(), "t.csv")
    lines = suggest_map(table, TWO).text.splitlines()
    assert [line.strip() for line in lines if "by:" in line] == [
        "by: score  # check: 0 is “Level 0”, 4 is “Level 4”",
        "by: score  # check: 0 is “Level 0”, 5 is “Level 2”",
    ]


# --- headings --------------------------------------------------------------------------------------

ASKED = small.questionnaire(
    small.section(
        "one",
        small.question("one.plan", title="The plan", text="Which plan is there for going abroad?"),
        small.question("one.money", title="Money", text="Who pays for what is done abroad?"),
    ),
    profile=[],
)


@pytest.mark.parametrize(
    ("heading", "why"),
    [
        ("Which plan is there for going abroad?", ""),
        ("which plan is there， for going abroad", ""),
        ("12、Which plan is there for going abroad?", ""),
        ("Q12. [Required] Which plan is there for going abroad? *", ""),
        ("1.（单选题）The plan [必答]", ""),
        ("one.plan", ""),
        ("oneplan", ""),
        ("The plan: Which plan is there for going abroad?", ""),
        ("Please rate [The plan]", ""),
        (
            "Which plan is there for going overseas?",
            "the heading is only like “Which plan is there for going abroad?”",
        ),
        ("Q1", "found only by its number"),
    ],
)
def test_a_heading_names_a_question(heading: str, why: str) -> None:
    table = parse_delimited(as_csv([["姓名", heading], ["x", "Level 1"]]).encode(), "t.csv")
    made = suggest_map(table, ASKED)
    written = [line for line in made.text.splitlines() if line.startswith("  one.plan:")]
    assert len(written) == 1
    assert written[0].partition("  # check: ")[2] == why
    assert (made.sure, made.to_check, made.unmatched, made.missing) == (not why, bool(why), 0, 1)


def test_what_is_not_known_is_listed_with_what_it_may_be() -> None:
    headings = ["姓名", "Which plans are there to go?", "备注", "备注", "Zebra", ""]
    table = parse_delimited(as_csv([headings, [*"abcde", ""]]).encode(), "t.csv")
    made = suggest_map(table, ASKED)
    assert made.text.splitlines()[-12:] == [
        'respondent: {column: "姓名"}',
        "#",
        "# Columns of which nothing is known. Name each above, or list it under `ignore`:",
        '#   "Which plans are there to go?"  (B)',
        "#     one.plan: The plan",
        "#   C  (C)",
        "#   D  (D)",
        '#   "Zebra"  (E)',
        "#",
        "# Questions without a column, which stay open:",
        "#   one.plan: The plan",
        "#   one.money: Money",
    ]


def test_a_suggestion_is_a_map_whatever_the_headings_hold() -> None:
    nasty = [
        "a: b # c",
        '"quoted"',
        "line\nbreak",
        "{[&*!|>'%@`",
        "one.plan # x: y",
        "- one.money",
        "\u2028",
        "=1+1",
    ]
    table = parse_delimited(as_csv([nasty, ["x\n# y: z"] * len(nasty)]).encode(), "t.csv")
    made = suggest_map(table, ASKED)
    found = read_response_map(Source("map.yaml", made.text), ASKED)
    assert set(found.answers) <= {"one.plan", "one.money"}
    assert all(line.startswith(("#", " ", *"qvra")) for line in made.text.splitlines())


@pytest.mark.parametrize(
    ("cells", "line"),
    [
        (["2026/9/3 12:00", "2026年9月4日"], 'date: {column: "提交时间"}'),
        (["9/13/2026 12:00", "1/2/2026"], 'date: {column: "提交时间", order: month-first}'),
        (["13/9/2026", "1/2/2026"], 'date: {column: "提交时间", order: day-first}'),
        (["3/9/2026"], 'date: {column: "提交时间", order: month-first}  # check: month or day first?'),
        (["soon"], 'date: {column: "提交时间"}  # check: some of its cells are not days'),
    ],
)
def test_the_order_of_a_day_is_seen_in_all_cells(cells: list[str], line: str) -> None:
    table = parse_delimited(
        as_csv([["提交时间", "one.plan"], *([cell, ""] for cell in cells)]).encode(), "t.csv"
    )
    assert line in suggest_map(table, ASKED).text.splitlines()


def test_words_that_are_the_same_everywhere_are_found() -> None:
    rows = [["(跳过)", "不清楚"], ["Level 1", "2"], ["-3", "2"]]
    table = parse_delimited(as_csv([["one.plan", "one.money"], *rows]).encode(), "t.csv")
    text = suggest_map(table, ASKED).text
    assert 'unknown: ["不清楚"]\nskipped: ["(跳过)", "-3"]\n' in text


def test_a_number_that_a_question_takes_is_not_skipped() -> None:
    margin = {"id": "one.margin", "type": "number", "text": "Margin?", "worst": -10, "best": 10}
    asked = small.questionnaire(small.section("one", margin), profile=[])
    table = parse_delimited(as_csv([["姓名", "one.margin"], ["a", "-3"], ["b", "4"]]).encode(), "t.csv")
    made = suggest_map(table, asked)
    found = import_responses(table, read_response_map(Source("map.yaml", made.text), asked), asked)
    assert [each.answers["one.margin"].value for each in found.given] == [-3, 4]


LISTED = small.questionnaire(
    small.section(
        "one",
        {
            **small.question("one.several", (0, 1, 2), type="several"),
            "options": [
                {"id": "nobody", "score": 0, "text": "None of these", "exclusive": True},
                {"id": "law", "score": 1, "text": "Law"},
                {"id": "finance", "score": 2, "text": "Finance"},
            ],
        },
    ),
    profile=[],
)


def listed(cell: str) -> list[str]:
    """The options that one cell is read as."""
    table = parse_delimited(as_csv([["Name", "one.several"], ["x", cell]]).encode(), "t.csv")
    text = "questionnaire: small\nversion: 1.0.0\nrespondent: {column: Name}\n"
    text += "answers: {one.several: {column: one.several}}\n"
    found = import_responses(table, read_response_map(Source("map.yaml", text), LISTED), LISTED)
    return [option.id for option in found.given[0].answers["one.several"].value]  # type: ignore[attr-defined]


@pytest.mark.parametrize("cell", ["IT, Finance", "HR, Law, Finance", "10, law", "x, Law"])
def test_what_is_no_option_is_not_taken_for_a_mark_before_one(cell: str) -> None:
    with pytest.raises(InvalidInput, match="unmatched"):
        listed(cell)


def test_marks_before_options_are_left_out() -> None:
    assert listed("A. Law┋C. Finance") == ["law", "finance"]
    assert listed("2、Law, 3、Finance") == ["law", "finance"]


def test_the_text_of_an_option_is_that_option_even_if_it_says_none() -> None:
    assert listed("None of these") == ["nobody"]


def test_errors_of_type() -> None:
    table: Any = "t.csv"
    with pytest.raises(WrongType, match="“table” must be Records, as read_table returns them, not str"):
        suggest_map(table, ASKED)
    with pytest.raises(InvalidInput, match="map-shape"):
        read_response_map(Source("map.yaml", "- a\n"), ASKED)
