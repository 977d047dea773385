"""Markets side by side: read, checked, scored like a file of their own, ranked and reported."""

from __future__ import annotations

import copy
import json
import math
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from firms import GOING_GLOBAL, plausible_firms
from pasts import File, answers_files
from programs import expect_pdf
from readiness import (
    Answers,
    InvalidInput,
    Questionnaire,
    Report,
    Scores,
    UnknownName,
    answers_text,
    build_report,
    change_answers,
    in_market,
    load_answers,
    load_questionnaire,
    parse_answers,
    render,
    render_bytes,
    score,
)
from readiness.analysis.market_comparison import MarketResult, compare_markets
from readiness.answers.market_reading import MAX_MARKETS
from readiness.answers.reading import read_raw
from readiness.answers.template import template
from readiness.answers.upgrade import upgrade
from readiness.answers.writing import as_written, digest
from readiness.authoring.answers_schema import answers_schema
from readiness.source.data import plain
from readiness.source.dumping import dump
from readiness.source.parsing import parse
from readiness.source.source import Source
from small import BANDS, control, question, questionnaire, red_flag, section, window
from test_command_line import call

ROOT = Path(__file__).parent.parent
EXAMPLE = ROOT / "examples" / "suzhou-equipment.yaml"
PLACES: list[dict[str, Any]] = [
    {
        "id": "places",
        "title": "Places",
        "text": "Where?",
        "several": True,
        "options": [
            {"id": "north", "text": "The north"},
            {"id": "south", "text": "The south"},
            {"id": "west", "text": "The west"},
        ],
    }
]


def compared(**fields: Any) -> Questionnaire:
    """A questionnaire with a plain section, a risk and a window, in which answers may differ by market."""
    in_south = {"profile": "places", "any_of": ["south"]}
    made: dict[str, Any] = {
        "profile": PLACES,
        "by_market": "places",
        "aggregation": "arithmetic",
        "bands": [*BANDS[:2], {**BANDS[2], "control": {"base": 10, "slope": 40}}, *BANDS[3:]],
        "opportunities": [window("growth", [question("growth.open")], [question("growth.use")])],
        "red_flags": [
            red_flag("south-flag", {"all": [in_south, {"answer": "plan.a", "at_most": 1}]}, "preparing")
        ],
        **fields,
    }
    return questionnaire(
        section("plan", question("plan.a"), question("plan.b")),
        control(
            "trade",
            [question("trade.need"), question("trade.border", when=in_south)],
            [question("trade.care", not_applicable="Where there is none."), question("trade.watch")],
        ),
        **made,
    )


SMALL = compared()
LEVELS = {"plan.a": 2, "plan.b": 2, "trade.need": 2, "trade.border": 2, "trade.care": 2, "trade.watch": 2}


def raw_answers(
    asked: Questionnaire, markets: dict[str, Any], given: dict[str, Any] | None = None, **more: Any
) -> dict[str, Any]:
    """An answers file as data."""
    head = {"questionnaire": asked.id, "version": asked.version, "profile": {"places": ["north", "south"]}}
    return {**head, "answers": LEVELS if given is None else given, **more, "markets": markets}


def merged(raw: dict[str, Any], id: str, asked: Questionnaire) -> dict[str, Any]:
    """The answers file that somebody would write for one market alone."""
    alone = copy.deepcopy(raw)
    market = alone.pop("markets")[id]
    alone["answers"] = {**(alone.get("answers") or {}), **(market.get("answers") or {})}
    alone["profile"] = {**(alone.get("profile") or {}), asked.by_market: [market["market"]]}
    return alone


def results(raw: dict[str, Any], asked: Questionnaire = SMALL) -> tuple[MarketResult, ...]:
    return compare_markets(score(asked, read_raw(raw, asked)))


# --- reading ----------------------------------------------------------------------------------------


FILE = """\
questionnaire: small
version: 1.0.0
profile: {places: [north, south]}
answers:
  trade.need: 1
markets:
"""


def read_back(text: str) -> Answers:
    return parse_answers(FILE + text, SMALL)


def test_a_market_has_a_title_a_place_and_answers_of_its_own() -> None:
    market = read_back(
        "  hanoi:\n    title: 'Near  Hanoi '\n    market: south\n    showstopper: A ban.\n"
        "    answers:\n      trade.need: {value: 3, evidence: [Memo], note: New, owner: Wu}\n"
        "      trade.care: {not_applicable: none there}\n      growth.open: unknown\n      growth.use:\n"
    ).markets["hanoi"]
    assert (market.title, market.option, market.showstopper) == ("Near Hanoi", "south", "A ban.")
    assert list(market.given) == ["trade.need", "trade.care", "growth.open"]
    need = market.given["trade.need"]
    assert (need.option and need.option.id, need.evidence, need.note, need.owner) == (
        "level-3",
        ("Memo",),
        "New",
        "Wu",
    )


@pytest.mark.parametrize("text", ["", "  {}\n", "  hanoi: {title: Hanoi, market: south}\n"])
def test_an_empty_list_of_markets_or_answers_is_fine(text: str) -> None:
    assert all(not market.given for market in read_back(text).markets.values())


REFUSED = [
    (
        "  [hanoi]\n",
        "<text>:7:3: not-mapping: “markets” must be a mapping\n"
        "      [hanoi]\n"
        "      ^\n"
        "    Write a line with an id of your own for each market, such as `vietnam:`, and its"
        " keys below.",
    ),
    (
        "  hanoi: Hanoi\n",
        "<text>:7:10: not-mapping: a market must be a mapping\n"
        "      hanoi: Hanoi\n"
        "             ^\n"
        "    Write `title: …` and `market: …` lines below it.",
    ),
    (
        "  Hà Nội: {title: Hanoi, market: south}\n",
        "<text>:7:3: bad-id: “Hà Nội” is not the id of a market\n"
        "      Hà Nội: {title: Hanoi, market: south}\n"
        "      ^\n"
        "    Write lower-case letters and digits with hyphens between words, such as"
        " `south-vietnam`, and any other words as its `title`.",
    ),
    (
        '  hanoi: {title: "", market: south}\n',
        "<text>:7:18: missing-key: “title” is empty\n"
        '      hanoi: {title: ""\n'
        "                     ^\n"
        "    Add what you call it, as in `title: Plant near Hanoi`.",
    ),
    (
        "  hanoi:\n    title: Hanoi\n    market: south\n    showstopper:\n",
        "<text>:10:17: no-showstopper: “showstopper” is empty\n"
        "        showstopper:\n"
        "                    ^\n"
        "    Write the reason, or remove the line.",
    ),
    (
        "  hanoi: {title: Hanoi, market: south, showstopper: no}\n",
        "<text>:7:53: no-showstopper: “no” does not say what rules the market out\n"
        "    showstopper: no}\n"
        "                 ^\n"
        "    Write the reason in words, or remove the line if nothing does.",
    ),
    (
        "  hanoi: {market: south}\n",
        "<text>:7:10: missing-key: “title” is missing\n"
        "      hanoi: {market: south}\n"
        "             ^\n"
        "    Add what you call it, as in `title: Plant near Hanoi`.",
    ),
    (
        "  hanoi: {title: Hanoi}\n",
        "<text>:7:10: missing-key: “market” is missing\n"
        "      hanoi: {title: Hanoi}\n"
        "             ^\n"
        "    Add the one it lies in, one of north, south.",
    ),
    (
        "  hanoi: {title: Hanoi, market: soth}\n",
        "<text>:7:33: unknown-option: “soth” is not known\n"
        "    market: soth}\n"
        "            ^\n"
        "    Did you mean “south”?",
    ),
    (
        "  hanoi: {title: Hanoi, market: west}\n",
        "<text>:7:33: market-not-chosen: “west” is not among the markets of the profile\n"
        "    market: west}\n"
        "            ^\n"
        "    Add it there, as in `places: [north, south, west]`, or name one of those.",
    ),
    (
        "  hanoi: {title: Hanoi, market: [south]}\n",
        "<text>:7:33: not-one: “market” takes one value, not a list\n"
        "    market: [south]}\n"
        "            ^\n"
        "    A market lies in one of the markets of the profile; write one id, without brackets.",
    ),
    (
        "  hanoi: {title: Hanoi, market: south, showstopper: [ban]}\n",
        "<text>:7:53: not-text: “showstopper” must be text\n"
        "    showstopper: [ban]}\n"
        "                 ^\n"
        '    Put it in quotes: "[ban]"',
    ),
    (
        "  a: {title: Hanoi, market: south}\n  b: {title: hanoi, market: north}\n",
        "<text>:8:14: same-title: “b” has the same title as “a”\n"
        "      b: {title: hanoi\n"
        "                 ^\n"
        "    Give each market a title of its own; a report could not tell them apart.",
    ),
    (
        "  hanoi: {titel: Hanoi, title: Hanoi, market: south}\n",
        "<text>:7:11: unknown-key: “titel” is not known\n"
        "      hanoi: {titel: Hanoi\n"
        "              ^\n"
        "    Did you mean “title”?",
    ),
    (
        "  hanoi: {title: Hanoi, market: south, places: [south]}\n",
        "<text>:7:40: unknown-key: “places” does not belong here\n"
        "    places: [south]}\n"
        "    ^\n"
        "    All markets share the `profile` of the file; `market` names the one it lies in.",
    ),
    (
        "  hanoi: {title: Hanoi, market: south, trade.need: 2}\n",
        "<text>:7:40: unknown-key: “trade.need” does not belong here\n"
        "    trade.need: 2}\n"
        "    ^\n"
        "    Write the answer to “trade.need” under the `answers` of this market.",
    ),
    (
        "  trade.need: 2\n",
        "<text>:7:3: unknown-key: “trade.need” does not belong here\n"
        "      trade.need: 2\n"
        "      ^\n"
        "    Write the answer to “trade.need” under the `answers` of a market, or of the whole"
        " file.",
    ),
    (
        "  hanoi: {title: Hanoi, market: south, answers: [2]}\n",
        "<text>:7:49: not-mapping: “answers” must be a mapping\n"
        "    answers: [2]}\n"
        "             ^\n"
        "    Write one `question: answer` line for each question below it.",
    ),
    (
        "  hanoi: {title: Hanoi, market: south, answers: {plan.a: 2}}\n",
        "<text>:7:50: not-by-market: “plan.a” is the same in every market\n"
        "    answers: {plan.a: 2}}\n"
        "              ^\n"
        "    Write it under the `answers` of the whole file. By market differ only questions"
        " about exposure, control, openness and use: those of trade, growth.",
    ),
    (
        "  hanoi: {title: Hanoi, market: south, answers: {places: [west]}}\n",
        "<text>:7:50: not-by-market: “places” is the same in every market\n"
        "    answers: {places: [west]}}\n"
        "              ^\n"
        "    Write it under `profile`; a market says with `market` which one it lies in.",
    ),
    (
        "  hanoi: {title: Hanoi, market: south, answers: {trade.ned: 2}}\n",
        "<text>:7:50: unknown-question: there is no question “trade.ned”\n"
        "    answers: {trade.ned: 2}}\n"
        "              ^\n"
        "    Did you mean “trade.need”?",
    ),
    (
        "  hanoi: {title: Hanoi, market: south, answers: {trade.need: 9}}\n",
        "<text>:7:62: not-a-level: 9 is not a level of “trade.need”\n"
        "    answers: {trade.need: 9}}\n"
        "                          ^\n"
        "    Write one of 0 (level-0), 1 (level-1), 2 (level-2), 3 (level-3), 4 (level-4), or"
        " unknown.",
    ),
    (
        "  hanoi: {title: Hanoi, market: south, answers: {trade.need: {not_applicable: no}}}\n",
        "<text>:7:63: always-applicable: “trade.need” applies to every enterprise\n"
        "    answers: {trade.need: {not_applicable: no}}}\n"
        "                           ^\n"
        "    Choose the level that fits, or write `value: unknown`.",
    ),
]


@pytest.mark.parametrize(("text", "message"), REFUSED, ids=lambda text: text.strip()[:40])
def test_what_is_wrong_with_a_market_is_said_with_its_place_and_a_remedy(text: str, message: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        read_back(text)
    assert str(caught.value) == message


@pytest.mark.parametrize(
    ("written", "said"),
    [
        *((each, each) for each in ("none", "None.", "n/a", "-", "unknown", "false", "true", "yes", "0")),
        *((each, each) for each in ("无", "没有。", "否", "不", "是", "ｎｏ")),
        ('"False"', "False"),
        ('"无"', "无"),
    ],
)
def test_what_names_no_reason_rules_no_market_out(written: str, said: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        read_back(f"  hanoi: {{title: Hanoi, market: south, showstopper: {written}}}\n")
    (problem,) = caught.value.problems
    assert problem.code == "no-showstopper"
    assert problem.message == f"“{said}” does not say what rules the market out"
    assert problem.hint.startswith("Write the reason in words, or remove the line if nothing does.")


@pytest.mark.parametrize("written", ['""', "'  '", "~", "'\u3000'", '"\\u200b"'])
def test_an_empty_reason_rules_no_market_out(written: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        read_back(f"  hanoi: {{title: Hanoi, market: south, showstopper: {written}}}\n")
    (problem,) = caught.value.problems
    assert (problem.code, problem.message) == ("no-showstopper", "“showstopper” is empty")
    assert problem.hint.startswith("Write the reason, or remove the line.")


def test_a_reason_that_begins_with_no_is_one_and_a_cut_one_is_named() -> None:
    text = "  hanoi:\n    title: Hanoi\n    market: south\n    showstopper: {}\n"
    assert read_back(text.format("No licence.")).markets["hanoi"].showstopper == "No licence."
    assert read_back(text.format("无法取得牌照")).markets["hanoi"].showstopper == "无法取得牌照"
    with pytest.raises(InvalidInput, match="cut-text"):
        read_back(text.format("No #2"))


@pytest.mark.parametrize(
    "other", ["ＨＡＮＯＩ", "hanoi", "Ha\u200bnoi", "Hanoi\u00ad", "\u200eHanoi", "Hаnoi"]
)
def test_titles_that_look_the_same_are_the_same(other: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        read_back(f"  a: {{title: Hanoi, market: south}}\n  b: {{title: {other}, market: north}}\n")
    assert caught.value.problems[0].message == "“b” has the same title as “a”"
    answers = read_back("  a: {title: Hanoi, market: south}\n")
    assert in_market(answers, SMALL, other).market == answers.markets["a"]


def test_a_program_may_say_none_for_what_a_market_does_not_have() -> None:
    market = {"title": "A", "market": "south", "showstopper": None, "answers": None}
    changed = change_answers(read_back(""), SMALL, {}, markets={"a": market})
    assert changed.markets["a"] == ("A", "south", "", {})


def test_all_that_is_wrong_is_said_at_once() -> None:
    with pytest.raises(InvalidInput) as caught:
        read_back(
            "  a: {market: west}\n  b: {title: B, market: south, answers: {plan.a: 2, trade.need: 9}}\n"
        )
    codes = [problem.code for problem in caught.value.problems]
    assert codes == ["missing-key", "market-not-chosen", "not-by-market", "not-a-level"]


def test_as_many_markets_as_can_be_read_are_taken_and_no_more() -> None:
    lines = [f"  m-{n}: {{title: M {n}, market: south}}\n" for n in range(MAX_MARKETS + 1)]
    assert len(read_back("".join(lines[:-1])).markets) == MAX_MARKETS
    with pytest.raises(InvalidInput, match="6:1: too-many-markets: there are more than 30 markets"):
        read_back("".join(lines))


def test_a_questionnaire_that_does_not_compare_markets_refuses_them() -> None:
    asked = compared(by_market=None)
    with pytest.raises(InvalidInput) as caught:
        parse_answers(FILE + "  hanoi: {title: Hanoi, market: south}\n", asked)
    assert str(caught.value) == (
        "<text>:6:1: no-markets: this questionnaire does not compare markets\n    markets:\n    ^\n"
        "    Remove `markets`, or name the question of the profile that lists them as `by_market` there."
    )
    assert "markets" not in as_written(parse_answers("questionnaire: small\nversion: 1.0.0\n", asked), asked)
    assert "markets" not in template(asked)
    assert "markets" not in answers_schema(asked)["properties"]


@pytest.mark.parametrize(
    ("text", "meant"),
    [("各市场: {}\n", "markets"), ("市场:\n  a: {title: A, market: south}\n", "markets")],
)
def test_a_key_in_chinese_is_understood(text: str, meant: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        parse_answers(FILE.removesuffix("markets:\n") + text, SMALL)
    assert caught.value.problems[0].hint == f"Did you mean “{meant}”?"


@pytest.mark.parametrize(
    ("key", "meant"), [("名称", "title"), ("市场", "market"), ("否决理由", "showstopper")]
)
def test_a_key_of_a_market_in_chinese_is_understood(key: str, meant: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        read_back(f"  a: {{title: A, market: south, {key}: x}}\n")
    assert caught.value.problems[0].hint == f"Did you mean “{meant}”?"


# --- writing ----------------------------------------------------------------------------------------


def test_what_is_read_is_written_back_and_comments_stay() -> None:
    text = FILE + (
        "  # two places\n  hanoi:  # the first\n    title: Hanoi\n    market: south\n    answers:\n"
        "      trade.need: 3  # for now\n  harbin: {title: Harbin, market: north}\n"
    )
    answers = parse_answers(text, SMALL)
    assert answers_text(answers, SMALL, text) == text
    assert parse_answers(answers_text(answers, SMALL), SMALL) == answers
    changed = change_answers(
        answers,
        SMALL,
        {},
        markets={
            "hanoi": {
                "title": "Hanoi",
                "market": "south",
                "showstopper": "A ban.",
                "answers": {"trade.care": 1},
            },
            "west-end": {"title": "West end", "market": "south"},
            "harbin": None,
        },
    )
    assert answers_text(changed, SMALL, text) == FILE + (
        "  # two places\n  hanoi:  # the first\n    title: Hanoi\n    market: south\n"
        "    showstopper: A ban.\n    answers:\n      trade.need:  # for now\n      trade.care: level-1\n"
        "  west-end:\n    title: West end\n    market: south\n"
    )


def test_a_market_with_a_comment_leaves_nothing_but_its_comment() -> None:
    text = FILE + "  hanoi:  # the first\n    title: Hanoi\n    market: south\n"
    answers = change_answers(parse_answers(text, SMALL), SMALL, {}, markets={"hanoi": None})
    after = answers_text(answers, SMALL, text)
    assert "hanoi:" not in after
    assert "# the first" in after
    assert parse_answers(after, SMALL).markets == {}


def test_the_digest_counts_markets_and_is_what_it_was_without_any() -> None:
    alone = read_raw(
        {key: raw_answers(SMALL, {})[key] for key in ("questionnaire", "version", "answers")}, SMALL
    )
    content = {"questionnaire": "small", "profile": {}, "answers": digest(alone, SMALL)}
    assert len(content["answers"]) == 64
    markets = [{}, {"a": {"title": "A", "market": "south"}}, {"a": {"title": "A", "market": "north"}}]
    found = {digest(read_raw(raw_answers(SMALL, each), SMALL), SMALL) for each in markets}
    assert len(found) == 3


def test_a_market_of_answers_made_by_a_program_follows_the_rules_too() -> None:
    with pytest.raises(InvalidInput, match="market-not-chosen"):
        change_answers(read_back(""), SMALL, {}, markets={"a": {"title": "A", "market": "west"}})


@pytest.mark.parametrize("asked", [SMALL, GOING_GLOBAL], ids=lambda asked: asked.id)
def test_the_example_in_the_template_can_be_used(asked: Questionnaire) -> None:
    text = template(asked)
    begin = text.index("#markets:")
    used = text[:begin] + text[begin:].replace("#", "")
    assert asked.markets is not None
    first = asked.markets.options[0].id
    used = used.replace(f"  {asked.by_market}:\n", f"  {asked.by_market}: {first}\n", 1)
    (market,) = parse_answers(used, asked).markets.values()
    assert (market.option, len(market.given)) == (first, 1)
    assert parse_answers(text, asked).markets == {}


# --- an older version -------------------------------------------------------------------------------


def newer() -> Questionnaire:
    """The same after changes of every kind."""
    options = [{**option} for option in PLACES[0]["options"]]
    options[0]["id"] = "up-north"
    return compared(
        version="2.0.0",
        profile=[{**PLACES[0], "options": options[:2]}],
        history=[
            {
                "version": "2.0.0",
                "renamed": {"trade.want": "trade.need"},
                "renamed_options": {"trade.need": {"much": "level-3"}},
                "retired": ["trade.gone"],
                "profile": {"renamed_options": {"places": {"north": "up-north"}}},
            }
        ],
    )


OLD = """\
questionnaire: small
version: 1.0.0
profile: {places: [north, south]}
answers: {}
markets:
  harbin:
    title: Harbin
    market: north  # in the cold
    answers:
      trade.want: much  # a lot
      trade.gone: 2
      trade.care: no-such
"""


def test_an_older_file_is_upgraded_in_every_market() -> None:
    asked = newer()
    done = upgrade(Source("a.yaml", OLD), asked)
    assert (
        done.text
        == """\
questionnaire: small
version: 2.0.0
profile: {places: [up-north, south]}
answers: {}
markets:
  harbin:
    title: Harbin
    market: up-north  # in the cold
    answers:
      trade.need: level-3  # a lot
      # Not asked since version 2.0.0:
      # trade.gone: 2
      # Version 2.0.0 no longer accepts this answer to “trade.care”; please answer it again: no-such
      trade.care:
"""
    )
    assert {(each.kind, each.market) for each in done.answers.notices} == {
        ("option-renamed", ""),
        ("option-renamed", "harbin"),
        ("renamed", "harbin"),
        ("retired", "harbin"),
        ("option-gone", "harbin"),
    }
    said = build_report(score(asked, done.answers)).notices
    assert "Market “harbin”: “trade.want” is now called “trade.need”; its answer is kept." in said


def test_a_market_that_is_gone_becomes_a_comment() -> None:
    text = OLD.replace("[north, south]", "[west]").replace("market: north  # in the cold", "market: west")
    done = upgrade(Source("a.yaml", text), newer())
    assert "# Not possible since version 2.0.0; please enter this market again:\n  # harbin:" in done.text
    assert done.answers.markets == {}
    said = build_report(score(newer(), done.answers)).notices
    assert (
        "The market “harbin” is left out, because the profile cannot name “west” any more; please enter it"
        " again." in said
    )


def with_markets(asked: Questionnaire) -> Questionnaire:
    """`asked`, whose profile is one question with several options, with all its questions in a control."""
    raw = asked.model_dump(by_alias=True, exclude_defaults=True)
    (only,) = raw["sections"]
    first, *others = only["questions"]
    sides = {"exposure": [first], "control": [*others, {**first, "id": "s.always-too"}]}
    raw["sections"] = [{"id": "s", "title": "S", "aggregation": "control", **sides}]
    return Questionnaire.model_validate({**raw, "by_market": raw["profile"][0]["id"]})


@settings(max_examples=60, deadline=None)
@given(answers_files(), st.data())
def test_answers_of_a_market_become_what_those_of_the_enterprise_become(
    file: File, data: st.DataObject
) -> None:
    asked = with_markets(file.past.questionnaire)
    assert asked.by_market is not None
    raw = file.raw
    chosen = [item for item in file.answers if item.old.asked.id == asked.by_market]
    assume(chosen)
    place = data.draw(st.sampled_from(chosen[0].raw if isinstance(chosen[0].raw, list) else [chosen[0].raw]))
    raw["markets"] = {"here": {"title": "Here", "market": place, "answers": raw["answers"]}}
    done = upgrade(Source("a.yaml", dump(raw)), asked)
    today = parse_answers(done.text, asked)
    assert today == replace(done.answers, notices=())
    if asked.by_market in today.profile:
        assert today.markets["here"].given == today.given
        assert today.markets["here"].option in today.profile[asked.by_market]
    else:
        assert today.markets == {}
        assert "  # here:" in done.text


# --- the same as a file of its own ------------------------------------------------------------------


LEVEL = st.sampled_from([0, 1, 2, 3, 4, "unknown", {"not_applicable": "None there."}])
LOCAL = ["trade.need", "trade.border", "trade.care", "trade.watch", "growth.open", "growth.use"]


def value(id: str) -> st.SearchStrategy[Any]:
    """An answer to this question."""
    return LEVEL if id == "trade.care" else LEVEL.filter(lambda answer: not isinstance(answer, dict))


@st.composite
def files(draw: st.DrawFn) -> dict[str, Any]:
    """An answers file for `compared`, with up to five markets."""
    ids = list(SMALL.questions)
    chosen = draw(st.lists(st.sampled_from(["north", "south", "west"]), min_size=1, unique=True))
    markets = {}
    for number in range(draw(st.integers(1, 5))):
        own = draw(st.lists(st.sampled_from(LOCAL), unique=True))
        markets[f"m-{number}"] = {
            "title": f"Market {number}",
            "market": draw(st.sampled_from(chosen)),
            "answers": {id: draw(value(id)) for id in own},
        } | ({"showstopper": "A ban."} if draw(st.integers(0, 4)) == 0 else {})
    given = {id: draw(value(id)) for id in ids if draw(st.integers(0, 5))}
    return raw_answers(SMALL, markets, given, profile={"places": chosen})


WAYS: list[dict[str, Any]] = [
    {},
    {"aggregation": "geometric"},
    {"aggregation": "minimum"},
    {"unanswered": "exclude", "coverage": 0},
]


def fingerprint(scores: Scores) -> Any:
    """Everything about `scores` that a reader sees, without who they are of."""
    shown = json.loads(render(build_report(scores), "json"))
    left_out = ("markets", "market", "targets", "notices")
    return {key: part for key, part in shown.items() if key not in left_out}


@pytest.mark.parametrize("fields", WAYS, ids=str)
@settings(max_examples=40, deadline=None)
@given(raw=files())
def test_a_market_is_scored_like_a_file_with_its_answers(fields: dict[str, Any], raw: dict[str, Any]) -> None:
    asked = compared(**fields)
    answers = read_raw(raw, asked)
    found = {result.id: result for result in compare_markets(score(asked, answers))}
    assert found.keys() == raw["markets"].keys()
    for id in raw["markets"]:
        alone = read_raw(merged(raw, id, asked), asked)
        here = in_market(answers, asked, id)
        assert here == alone
        assert digest(here, asked) == digest(alone, asked)
        assert fingerprint(found[id].scores) == fingerprint(score(asked, alone))


@pytest.mark.parametrize("fields", WAYS, ids=str)
@settings(max_examples=40, deadline=None)
@given(raw=files())
def test_ranks_and_order_follow_from_the_verdicts(fields: dict[str, Any], raw: dict[str, Any]) -> None:
    asked = compared(**fields)
    standing: dict[str, tuple[int, float] | None] = {}
    bands = [band.id for band in asked.bands]
    for id, market in raw["markets"].items():
        scores = score(asked, read_raw(merged(raw, id, asked), asked))
        band = scores.verdict.band
        standing[id] = (
            None if band is None or "showstopper" in market else (bands.index(band.id), scores.overall.low)
        )

    def better(one: tuple[int, float], other: tuple[int, float]) -> bool:
        return one[0] > other[0] or (one[0] == other[0] and one[1] > other[1] + 1e-9)

    ranks = {
        id: 1 + sum(1 for other in standing.values() if other and better(other, mine)) if mine else None
        for id, mine in standing.items()
    }
    found = results(raw, asked)
    assert {result.id: result.rank for result in found} == ranks
    order = list(raw["markets"])
    expected = sorted(
        order,
        key=lambda id: (
            "showstopper" in raw["markets"][id],
            ranks[id] is None,
            ranks[id] or math.inf,
            order.index(id),
        ),
    )
    assert [result.id for result in found] == expected


@settings(max_examples=40, deadline=None)
@given(raw=files())
def test_flags_and_answers_that_differ_are_those_of_no_other_file(raw: dict[str, Any]) -> None:
    alone = {key: part for key, part in raw.items() if key != "markets"}
    shared = score(SMALL, read_raw(alone, SMALL))
    everywhere = {(fired.flag.id, fired.certain) for fired in shared.flags}
    for result in results(raw):
        other = score(SMALL, read_raw(merged(raw, result.id, SMALL), SMALL))
        flags = {(fired.flag.id, fired.certain) for fired in other.flags}
        assert {(fired.flag.id, fired.certain) for fired in result.flags} == flags - everywhere
        own = raw["markets"][result.id]["answers"]
        before = raw["answers"]
        asked = {id for id in LOCAL if id in other.scope}
        assert set(result.ignored) == {id for id in own if id not in asked}
        assert set(result.differing) == {id for id in own if id in asked and own[id] != before.get(id)}


def test_plausible_firms_are_compared_as_their_merged_files_are_scored() -> None:
    for number, firm in enumerate(plausible_firms(12)):
        other = plausible_firms(24)[-1 - number]
        places = firm.profile["markets"]
        own = {id: other.given[id] for id in GOING_GLOBAL.local_questions if id in other.given}
        raw = {
            "questionnaire": "going-global",
            "version": GOING_GLOBAL.version,
            "profile": firm.profile,
            "answers": firm.given,
            "markets": {
                f"m-{n}": {"title": f"M {n}", "market": place, "answers": own if n else {}}
                for n, place in enumerate(places)
            },
        }
        for result in results(raw, GOING_GLOBAL):
            alone = score(GOING_GLOBAL, read_raw(merged(raw, result.id, GOING_GLOBAL), GOING_GLOBAL))
            assert (result.scores.overall, result.scores.verdict) == (alone.overall, alone.verdict)
            assert [each.sides for each in result.scores.sections] == [each.sides for each in alone.sections]
            first = build_report(alone).tasks[:1]
            assert [result.first.action.text] * len(first) == [task.action.text for task in first]  # type: ignore[union-attr]


def test_equals_share_a_rank_and_keep_their_order() -> None:
    same = {"market": "north", "answers": {"trade.care": 3}}
    markets = {
        "b": {"title": "B", **same},
        "a": {"title": "A", **same},
        "worse": {"title": "C", "market": "north", "answers": {"trade.care": 0}},
        "stopped": {"title": "D", "market": "north", "answers": {"trade.care": 4}, "showstopper": "A ban."},
        "best": {"title": "E", "market": "north", "answers": {"trade.care": 4}},
    }
    found = [(result.id, result.rank) for result in results(raw_answers(SMALL, markets))]
    assert found == [("best", 1), ("b", 2), ("a", 2), ("worse", 4), ("stopped", None)]
    report = build_report(score(SMALL, read_raw(raw_answers(SMALL, markets), SMALL)))
    assert "Equals share a rank. A market that is ruled out is not ranked." in render(
        report, "text" and "markdown"
    )


def test_ranks_that_rounding_would_hide_are_shown_with_more_decimals() -> None:
    asked = compared(
        sections=[
            control(
                "trade",
                [question("trade.need")],
                [question("trade.care", weight=2000), question("trade.watch")],
            )
        ],
        opportunities=[],
        red_flags=[],
    )
    markets = {
        n: {"title": n, "market": "north", "answers": {"trade.watch": level}}
        for n, level in (("a", 2), ("b", 3))
    }
    raw = raw_answers(asked, markets, {"trade.need": 2, "trade.care": 2, "trade.watch": 2})
    report = build_report(score(asked, read_raw(raw, asked)))
    assert [(item.rank, item.overall and item.overall.text) for item in report.markets] == [
        (1, "50.01"),
        (2, "50.00"),
    ]


def test_a_market_without_a_verdict_is_not_ranked_and_says_what_is_missing() -> None:
    open_ = dict.fromkeys(("trade.need", "trade.border", "trade.care", "trade.watch"), "unknown")
    markets = {
        "a": {"title": "A", "market": "south", "answers": open_},
        "b": {"title": "B", "market": "south"},
    }
    report = build_report(score(SMALL, read_raw(raw_answers(SMALL, markets), SMALL)))
    assert [(item.id, item.rank, item.verdict) for item in report.markets] == [
        ("b", 1, "Pilot-ready"),
        ("a", None, "no verdict"),
    ]
    assert report.markets[1].blocked_by[0].text == "trade: 0% of its weight is answered; a verdict needs 67%."


def test_an_answer_to_what_is_not_asked_in_a_market_is_named() -> None:
    raw = raw_answers(SMALL, {"a": {"title": "A", "market": "north", "answers": {"trade.border": 4}}})
    report = build_report(score(SMALL, read_raw(raw, SMALL)))
    assert [(item.question, item.why) for item in report.markets[0].ignored] == [
        ("trade.border", "the question does not apply, given the profile and the other answers")
    ]
    shown = render(report, "markdown")
    assert "**Answers that do not count here:** trade.border." in shown
    assert "Answers that differ here" not in shown


def test_nothing_is_compared_where_there_are_no_markets() -> None:
    report = build_report(score(SMALL, read_raw(raw_answers(SMALL, {}), SMALL)))
    assert report.markets == ()
    assert "Markets" not in render(report, "markdown")
    assert (json.loads(render(report, "json"))["markets"], report.market) == ([], None)


# --- one market alone -------------------------------------------------------------------------------


def example() -> tuple[Questionnaire, Answers]:
    return GOING_GLOBAL, load_answers(EXAMPLE, GOING_GLOBAL)


@pytest.mark.parametrize("name", ["stuttgart", "Stuttgart, second hall", " stuttgart,  SECOND hall"])
def test_a_market_is_named_by_its_id_or_its_title(name: str) -> None:
    asked, answers = example()
    here = in_market(answers, asked, name)
    assert here.market is answers.markets["stuttgart"]
    assert here.profile["markets"] == ("eu",)
    assert here.markets == {}


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("stutgart", "there is no market “stutgart”. Did you mean “stuttgart”?"),
        ("Michigan", "there is no market “Michigan”. Did you mean “michigan”?"),
        ("mars", "there is no market “mars”. Known here: michigan, stuttgart, penang, vietnam."),
    ],
)
def test_an_unknown_market_is_refused_with_those_there_are(name: str, message: str) -> None:
    asked, answers = example()
    with pytest.raises(UnknownName) as caught:
        in_market(answers, asked, name)
    assert str(caught.value) == message
    refused = call("assess", "--answers", str(EXAMPLE), "--market", name)
    assert refused.returncode == 2
    assert refused.stderr.endswith(f"Invalid value for --market: {message}\n")
    assert refused.stdout == ""


def test_without_markets_or_by_market_the_option_says_so(tmp_path: Path) -> None:
    none = call("assess", "--answers", str(EXAMPLE.with_name("ningbo-ev-parts.yaml")), "--market", "x")
    assert none.stderr.endswith(
        "these answers compare no markets; add `markets` to their file, each with a title\n"
    )
    (tmp_path / "q.yaml").write_text(dump(plain_questionnaire()), encoding="utf-8")
    report = tmp_path / "r.md"
    never = call(
        "assess", "--questionnaire", str(tmp_path / "q.yaml"), "--market", "x", "--export", str(report)
    )
    assert never.stderr.endswith("The questionnaire plain does not compare markets.\n")
    assert (none.returncode, never.returncode, report.exists()) == (2, 2, False)


def plain_questionnaire() -> dict[str, Any]:
    return {
        "id": "plain",
        "version": "1.0.0",
        "title": "Plain",
        "bands": BANDS[:1],
        "sections": [section("plan", question("plan.a"))],
    }


@pytest.mark.parametrize("options", [(), ("--quick",)])
def test_the_report_of_a_market_is_that_of_its_file(options: tuple[str, ...], tmp_path: Path) -> None:
    raw = plain(parse(Source("a", EXAMPLE.read_text(encoding="utf-8"))))
    for id in raw["markets"]:
        alone = tmp_path / f"{id}.yaml"
        alone.write_text(dump(merged(raw, id, GOING_GLOBAL)), encoding="utf-8")
        ours, theirs = (
            json.loads(call("assess", "--answers", str(path), "--format", "json", *options, *more).stdout)
            for path, more in ((EXAMPLE, ("--market", id)), (alone, ()))
        )
        assert ours.pop("market") == {
            "title": raw["markets"][id]["title"],
            "option": raw["markets"][id]["market"],
            "place": next(
                option.text
                for option in GOING_GLOBAL.profile_question("markets").options  # type: ignore[union-attr]
                if option.id == raw["markets"][id]["market"]
            ),
            "showstopper": raw["markets"][id].get("showstopper", ""),
        }
        assert theirs.pop("market") is None
        assert ours == theirs


def test_the_answers_of_a_market_keep_what_rules_it_out() -> None:
    asked, answers = example()
    here = in_market(answers, asked, "vietnam")
    assert here.market == answers.markets["vietnam"]
    market = score(asked, here).answers.market
    assert market is not None
    assert market.showstopper.startswith("Nobody repairs our laser sources")
    assert score(asked, answers).answers.market is None


def test_the_report_of_a_market_says_which_it_is_and_what_rules_it_out() -> None:
    shown = call("assess", "--answers", str(EXAMPLE), "--market", "vietnam", columns=200).stdout
    assert "Full assessment. Market: Vietnam, works near Hai Phong, ASEAN (Southeast Asia) ·" in shown
    assert "Ruled out: Nobody repairs our laser sources in Vietnam before 2028." in shown
    assert "Answers that do not count" not in shown
    assert "the best first" not in shown
    quick = call("assess", "--answers", str(EXAMPLE), "--market", "michigan", "--quick", columns=200).stdout
    assert "Screening: the quick set of questions only. Market: Michigan, second hall, " in quick


def test_a_market_that_is_called_like_its_place_is_named_once() -> None:
    raw = raw_answers(SMALL, {"a": {"title": "The south", "market": "south"}})
    report = build_report(score(SMALL, in_market(read_raw(raw, SMALL), SMALL, "a")))
    assert report.subtitle == "Full assessment. Market: The south"


@pytest.mark.parametrize(
    ("market", "least", "code"), [("stuttgart", 65, 0), ("penang", 65, 3), ("vietnam", 1, 3)]
)
def test_the_gate_looks_at_the_market_and_never_passes_one_that_is_ruled_out(
    market: str, least: int, code: int
) -> None:
    words = ("assess", "--answers", str(EXAMPLE), "--market", market, "--fail-under", str(least))
    finished = call(*words)
    assert finished.returncode == code
    if market == "vietnam":
        assert finished.stderr.startswith(
            "“Vietnam, works near Hai Phong” is ruled out, so --fail-under does not pass: Nobody repairs"
        )


def test_a_score_of_a_market_can_be_explained() -> None:
    words = ("assess", "--answers", str(EXAMPLE), "--market", "stuttgart", "--explain", "geopolitics")
    shown = call(*words, columns=200).stdout
    assert (
        "How this score came about: Over-securitized geopolitics, in the market “Stuttgart, second hall”"
        in shown
    )
    assert "43.8 of 100" in shown


# --- in a report ------------------------------------------------------------------------------------


def report_in(language: str) -> Report:
    asked = load_questionnaire("going-global", language)
    folder = "zh" if language == "zh" else "."
    return build_report(score(asked, load_answers(EXAMPLE.parent / folder / EXAMPLE.name, asked)))


@pytest.mark.parametrize("format", ["markdown", "terminal", "html"])
def test_every_page_shows_every_market_with_what_it_needs(format: str) -> None:
    text = re.sub(r"<[^>]*>|[\\*]", "", render(report_in("en"), format))
    words = " ".join(text.split())
    assert "Markets side by side" in words
    for said in (
        "Stuttgart, second hall",
        "ruled out",
        "Lies in: European Union",
        "What stands between you and “Rule co-builder”:",
        "(shared: Over 60%)",
    ):
        assert said in words, said


@pytest.mark.parametrize("columns", [40, 80, 120])
def test_the_comparison_fits_a_terminal_of_any_width(columns: int) -> None:
    shown = call("assess", "--answers", str(EXAMPLE), "--details", columns=columns).stdout
    part = shown[shown.index("\nMarkets side by side\n") : shown.index("\nAs claimed and as proven\n")]
    assert max(map(len, part.splitlines())) <= columns
    residuals = part[part.index("Residual risk") :] if columns > 40 else part
    for percent in ("33%", "57%", "42%", "47%"):
        assert percent in residuals


def test_the_first_page_stays_on_one_screen_and_names_the_best() -> None:
    shown = call("assess", "--answers", str(EXAMPLE)).stdout
    assert len(shown.splitlines()) <= 60
    brief = " ".join(shown[shown.index("\nMarkets, ") : shown.index("\nCapability")].split())
    assert brief == (
        "Markets, the best first: Stuttgart, second hall (Expansion-ready); Michigan, second hall"
        " (Pilot-ready); and 1 more Markets ruled out: Vietnam, works near Hai Phong"
    )


OPEN = dict.fromkeys(("trade.need", "trade.border", "trade.care", "trade.watch"), "unknown")


@pytest.mark.parametrize(
    ("a", "b", "said"),
    [
        ({}, {}, ["best first: A (Pilot-ready, rank 1); B (Pilot-ready, rank 1)"]),
        ({}, {"showstopper": "A ban."}, ["best first: A (Pilot-ready)", "Markets ruled out: B"]),
        ({"showstopper": "A ban."}, {"showstopper": "A tax."}, ["Markets ruled out: A; B"]),
        ({"answers": OPEN}, {"answers": OPEN}, ["Markets: A (no verdict); B (no verdict)"]),
    ],
    ids=["equals", "one ruled out", "all ruled out", "none with a verdict"],
)
def test_the_first_page_calls_best_only_what_is(
    a: dict[str, Any], b: dict[str, Any], said: list[str]
) -> None:
    markets = {id: {"title": id.upper(), "market": "south", **own} for id, own in (("a", a), ("b", b))}
    shown = render(build_report(score(SMALL, read_raw(raw_answers(SMALL, markets), SMALL))), "terminal")
    lines = [line.removeprefix("Markets, the ") for line in shown.splitlines() if line.startswith("Markets")]
    assert [line for line in lines if line != "Markets side by side"] == said


def test_nothing_is_to_be_done_first_in_a_market_that_is_ruled_out() -> None:
    asked, answers = example()
    report = build_report(score(asked, answers))
    assert [item.id for item in report.markets if item.first is None] == ["vietnam"]
    assert report.markets[-1].task is None
    open_ = replace(answers, markets={"vietnam": answers.markets["vietnam"]._replace(showstopper="")})
    (found,) = compare_markets(score(asked, open_))
    assert found.first is not None
    section = render(report, "markdown").partition("**Ruled out:** ")[2].partition("\n## ")[0]
    assert section.startswith("Nobody repairs our laser sources")
    assert "Do first" not in section


def test_more_markets_than_fit_beside_each_other_have_tables_of_their_own() -> None:
    markets = {f"m-{n}": {"title": f"Market number {n}", "market": "north"} for n in range(6)}
    report = build_report(score(SMALL, read_raw(raw_answers(SMALL, markets), SMALL)))
    shown = render(report, "markdown")
    assert shown.count("| Residual risk | Market number") == 2
    assert shown.count("| Window: how open it is | Market number") == 2
    assert "All answers are the shared ones; only the market differs." in shown


@pytest.mark.parametrize("format", ["docx", "xlsx", "pdf"])
def test_files_can_be_made_of_it(format: str) -> None:
    if format == "pdf":
        expect_pdf()
    assert len(render_bytes(report_in("en"), format)) > 10_000


def test_the_workbook_has_a_row_for_each_market() -> None:
    openpyxl = pytest.importorskip("openpyxl")
    import io

    book = openpyxl.load_workbook(io.BytesIO(render_bytes(report_in("en"), "xlsx")))
    header, *rows = book["Markets"].iter_rows(values_only=True)
    found = [dict(zip(header, row, strict=True)) for row in rows]
    assert [row["Rank"] for row in found] == [1, 2, 3, None]
    assert found[0]["Over-securitized geopolitics: residual risk, low"] == pytest.approx(
        7 / 12 * (1 - 7 / 16)
    )
    assert str(found[-1]["Ruled out by"]).startswith("Nobody repairs")
    assert [row["Id"] for row in found] == ["stuttgart", "michigan", "penang", "vietnam"]


def test_the_json_has_the_same() -> None:
    shown = json.loads(call("assess", "--answers", str(EXAMPLE), "--format", "json").stdout)
    assert shown["market"] is None
    found = [
        (item["id"], item["rank"], item["band"], item["overall"]["displayed"]) for item in shown["markets"]
    ]
    assert found == [
        ("stuttgart", 1, "expansion-ready", "65.8"),
        ("michigan", 2, "pilot-ready", "64.5"),
        ("penang", 3, "pilot-ready", "64.3"),
        ("vietnam", None, "pilot-ready", "64.8"),
    ]
    first = shown["markets"][1]
    assert shown["tasks"][first["task"] - 1]["action"] == first["first"]["action"]


def test_the_comparison_is_chinese_in_chinese() -> None:
    words = ("assess", "--answers", str(EXAMPLE.parent / "zh" / EXAMPLE.name), "--lang", "zh")
    shown = call(*words, "--details").stdout
    part = shown[shown.index("\n各市场并列比较\n") : shown.index("\n自报与佐证\n")]
    for said in ("名次", "斯图加特二期", "一票否决：2028年之前", "所属市场：欧盟", "（共用：超过 60%）"):
        assert said in part
    assert not re.search("[A-Za-z]{4,}", part.replace("ASEAN", ""))
    one = call(*words, "--market", "斯图加特二期").stdout
    assert "（完整版）。市场：斯图加特二期，欧盟" in one


def test_a_plan_can_be_that_of_a_market(tmp_path: Path) -> None:
    raw = plain(parse(Source("a", EXAMPLE.read_text(encoding="utf-8"))))
    alone = tmp_path / "alone.yaml"
    alone.write_text(dump(merged(raw, "penang", GOING_GLOBAL)), encoding="utf-8")
    ours, theirs = (
        call("plan", "--answers", str(path), *more, columns=200).stdout
        for path, more in ((EXAMPLE, ("--market", "penang")), (alone, ()))
    )
    title = "Plan. Market: Penang, from service to whole lines, ASEAN (Southeast Asia)"
    assert title in ours
    assert ours.replace(title, "Plan").split() == theirs.split()
    refused = call("plan", "--answers", str(EXAMPLE), "--market", "mars")
    assert (refused.returncode, refused.stdout) == (2, "")
