"""How answers of several people become one, and how far they agree: rules recomputed by other means."""

from __future__ import annotations

import math
import random
import statistics
from typing import Any

import krippendorff
import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from every_type import SAMPLES
from readiness import (
    Answers,
    InvalidInput,
    Merged,
    Questionnaire,
    ReadinessError,
    UnknownName,
    answers_text,
    build_merging,
    merge_answers,
    parse_answers,
    render,
    score,
)
from readiness.analysis.voices.agreement import (
    krippendorff_alpha,
    question_agreement,
    r_wg,
    section_agreements,
)
from readiness.analysis.voices.disputes import find_disputes, find_lone_voices
from readiness.analysis.voices.voice import Voice
from readiness.answers.access import change_answers
from readiness.answers.answers import State
from readiness.answers.reading import read_raw
from small import control, question, questionnaire, red_flag, section, window

LOWEST = "lowest"


def asked_by_type(**more: Any) -> Questionnaire:
    """A question of each type; one more measures exposure, and one takes several options, one alone."""
    types = [
        {"id": f"all.{name}", "type": name, "text": "?", **sample.fields} for name, sample in SAMPLES.items()
    ]
    for each in types:
        each["not_applicable"] = "there is none"
    exposed = [{**each, "id": f"exposed.{each['type']}"} for each in types]
    for each in exposed:
        if each["type"] == "choice":  # an action leads down there
            each["options"] = [{key: v for key, v in o.items() if key != "action"} for o in each["options"]]
    alone = {
        "id": "all.alone",
        "type": "several",
        "text": "?",
        "options": [
            {"id": "good", "score": 2, "text": "Good"},
            {"id": "other", "score": 1, "text": "Other", "own_words": True},
            {"id": "bad", "score": -1, "text": "Bad"},
            {"id": "none", "exclusive": True, "text": "None of these"},
        ],
    }
    return questionnaire(
        section("all", *types, alone), control("exposed", exposed, [question("exposed.care")]), **more
    )


ASKED = asked_by_type()


def answers(asked: Questionnaire, given: dict[str, Any], **more: Any) -> Answers:
    """Checked answers."""
    raw = {"questionnaire": asked.id, "version": asked.version, "answers": given, **more}
    return read_raw(raw, asked)


VALUES: dict[str, st.SearchStrategy[Any]] = {
    "choice": st.sampled_from(["none", "draft", "paper"]),
    "scale": st.integers(1, 5),
    "yes-no": st.sampled_from(["yes", "no"]),
    "number": st.sampled_from([70, 80, 85.5, 90, 100, 120]),
    "several": st.lists(st.sampled_from(["stock", "cash", "plan"]), unique=True),
    "text": st.sampled_from(["Better goods", "Friends", "=1+1", "善意"]),
}
ALONE = st.lists(st.sampled_from(["good", "other", "bad"]), unique=True) | st.just(["none"])
DETAILS = st.fixed_dictionaries(
    {},
    optional={
        "note": st.sampled_from(["It is so.", "Two\nlines", "是这样"]),
        "evidence": st.lists(st.sampled_from(["File A", "File B", "File C"]), max_size=2, unique=True),
        "owner": st.sampled_from(["Ma Jun", "ma jun", "He Yun"]),
    },
)


@st.composite
def drawn(draw: st.DrawFn, *, open_ones: bool = True) -> dict[str, Any]:
    """Answers to some of the questions of `ASKED`."""
    given = {}
    for id in ASKED.questions:
        kind = id.partition(".")[2]
        value = ALONE if kind == "alone" else VALUES.get(kind, st.integers(0, 4))
        if open_ones:
            state = draw(st.sampled_from(["value", "value", "value", "unknown", "open", "aside"]))
            if state == "open":
                continue
            if state == "unknown":
                given[id] = {"value": "unknown", **draw(DETAILS)}
                continue
            if state == "aside" and ASKED.questions[id].not_applicable:
                given[id] = {"not_applicable": draw(st.sampled_from(["None here", "没有"]))}
                continue
        given[id] = {"value": draw(value), **draw(DETAILS)}
    return given


FACTS = st.fixed_dictionaries({}, optional={"stage": st.sampled_from(["home", "abroad"])})
NAMES = ("Lin Fang, head of finance", "周建平", "He Yun", "ada", "Bo")
QUICKLY = settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))


@st.composite
def people(draw: st.DrawFn, *, least: int = 2, open_ones: bool = True) -> dict[str, Answers]:
    """The answers of a few people; each has answered something."""
    found = {}
    for name in NAMES[: draw(st.integers(least, len(NAMES)))]:
        given = {"exposed.care": 2, **draw(drawn(open_ones=open_ones))}
        found[name] = answers(ASKED, given, respondent=name, profile=draw(FACTS))
    return found


def merged(voices: dict[str, Answers], **more: Any) -> Merged:
    """`voices` as one."""
    return merge_answers(ASKED, voices, **more)


# --- the rules, for all types ---------------------------------------------------------------------------


@QUICKLY
@given(people(least=3), st.randoms(use_true_random=False), st.sampled_from(["median", LOWEST]), st.booleans())
def test_the_order_of_the_files_changes_nothing(
    voices: dict[str, Answers], shuffle: random.Random, rule: str, anonymous: bool
) -> None:
    names = list(voices)
    shuffle.shuffle(names)
    usual = merged(voices, rule=rule, anonymous=anonymous)
    shuffled = merged({name: voices[name] for name in names}, rule=rule, anonymous=anonymous)
    assert shuffled.answers == usual.answers
    assert build_merging(shuffled) == build_merging(usual)


@QUICKLY
@given(people(), st.sampled_from(["median", LOWEST]))
def test_the_merged_answers_can_be_saved_and_read_back(voices: dict[str, Answers], rule: str) -> None:
    found = merged(voices, rule=rule).answers
    again = parse_answers(answers_text(found, ASKED), ASKED)
    assert again == found
    assert score(ASKED, again).overall == score(ASKED, found).overall


@QUICKLY
@given(drawn(), st.integers(2, 5), st.sampled_from(["median", LOWEST]))
def test_the_same_answers_of_all_give_the_same_answers_and_scores(
    given_by_all: dict[str, Any], count: int, rule: str
) -> None:
    one = answers(ASKED, {"exposed.care": 2, **given_by_all}, profile={"stage": "home"}, date="2026-03-31")
    found = merged(dict.fromkeys(NAMES[:count], one), rule=rule).answers
    for id in ASKED.questions:
        assert found[id]._replace(note="") == one[id]._replace(note="")
    assert found.profile == one.profile
    assert found.date == one.date
    assert score(ASKED, found).overall == score(ASKED, one).overall


@QUICKLY
@given(people(open_ones=False))
def test_the_lowest_is_never_better_than_the_median(voices: dict[str, Answers]) -> None:
    """Of no question, of no section and of the overall; of an exposure, it is never less."""
    median, lowest = (score(ASKED, merged(voices, rule=rule).answers) for rule in ("median", LOWEST))
    for id, each in ASKED.questions.items():
        shares = [each.share(scores.answers[id].value) for scores in (lowest, median)]
        assert (shares[0] - shares[1]) * (-1 if ASKED.locations[id].exposure else 1) <= 1e-12, id
    assert lowest.overall.low <= median.overall.low + 1e-9


def expected_by_order(shares: list[float], *, exposure: bool) -> float:
    """The lower median of what the answers are worth; where less is better, the upper one."""
    return statistics.median_high(shares) if exposure else statistics.median_low(shares)


@QUICKLY
@given(people())
def test_median_and_lowest_by_brute_force(voices: dict[str, Answers]) -> None:
    """For types whose answers are in one order; several options are checked one by one below."""
    median, lowest = (merged(voices, rule=rule).answers for rule in ("median", LOWEST))
    for id, each in ASKED.questions.items():
        said = [voice[id] for voice in voices.values()]
        values = [answer.value for answer in said if answer.state is State.ANSWERED]
        aside = sum(answer.state is State.NOT_APPLICABLE for answer in said)
        if aside > len(values):
            assert median[id].state is lowest[id].state is State.NOT_APPLICABLE
        elif not values:
            is_unknown = any(answer.state is State.UNKNOWN for answer in said)
            assert median[id].state is (State.UNKNOWN if is_unknown else State.UNANSWERED)
        elif "several" not in id and "alone" not in id and not each.in_own_words:
            exposure = ASKED.locations[id].exposure
            shares = [each.share(value) for value in values]
            assert each.share(lowest[id].value) == (max(shares) if exposure else min(shares))
            assert lowest[id].value in values
            assert median[id].value in values
            assert each.share(median[id].value) == expected_by_order(shares, exposure=exposure)


@QUICKLY
@given(st.lists(ALONE, min_size=1, max_size=6))
def test_each_of_several_options_counts_by_itself(said: list[list[str]]) -> None:
    voices = {str(n): answers(ASKED, {"exposed.care": 1, "all.alone": each}) for n, each in enumerate(said)}
    voices["-"] = answers(ASKED, {"exposed.care": 1})
    median, lowest = (
        {option.id for option in merged(voices, rule=rule).answers["all.alone"].value}  # type: ignore[attr-defined]
        for rule in ("median", LOWEST)
    )
    counts = {id: sum(id in each for each in said) for id in ("good", "other", "bad", "none")}
    half = len(said) / 2
    most = {id for id in ("good", "other") if counts[id] > half} | (
        {"bad"} if counts["bad"] >= half else set()
    )
    all_of_them = {id for id in ("good", "other") if counts[id] == len(said)} | (
        {"bad"} if counts["bad"] else set()
    )
    assert median == ({"none"} if counts["none"] >= half else most)
    assert lowest == ({"none"} if counts["none"] else all_of_them)


def test_an_exclusive_option_that_is_worth_more_does_not_win_a_tie() -> None:
    options = [
        {"id": "part", "score": 1, "text": "Part"},
        {"id": "all", "score": 3, "text": "All", "exclusive": True},
    ]
    whole = {"id": "plan.whole", "type": "several", "text": "?", "options": options, "cap": 3}
    asked = questionnaire(section("plan", whole, question("plan.one")))
    part, everything = (answers(asked, {"plan.one": 1, "plan.whole": [id]}) for id in ("part", "all"))
    for rule in ("median", LOWEST):
        found = merge_answers(asked, {"A": part, "B": everything}, rule=rule)
        assert found.answers["plan.whole"].value == ()
    found = merge_answers(asked, {"A": everything, "B": everything, "C": part})
    assert [option.id for option in found.answers["plan.whole"].value] == ["all"]  # type: ignore[attr-defined]


@QUICKLY
@given(people())
def test_nothing_that_people_wrote_is_lost(voices: dict[str, Answers]) -> None:
    found = merged(voices).answers
    for id in ASKED.questions:
        said = {name: voice[id] for name, voice in voices.items()}
        wanted = [text for answer in said.values() for text in answer.evidence]
        assert sorted(found[id].evidence) == sorted(set(wanted))
        for name, answer in said.items():
            lines = [line for line in found[id].note.split("\n") if line.startswith(f"{name}: ")]
            is_said = answer.state is not State.UNANSWERED or bool(answer.note)
            text = "; ".join(line.strip() for line in answer.note.splitlines() if line.strip())
            assert [text in line for line in lines] == [True] * is_said, (name, answer)
            assert answer.owner.casefold() in found[id].owner.casefold()


# --- what is decided where people differ ----------------------------------------------------------------

CARE = questionnaire(
    section("plan", question("plan.one"), question("plan.two", not_applicable="no need")),
    control("trade", [question("trade.size")], [question("trade.care")]),
    red_flags=[red_flag("careless", {"answer": "trade.care", "at_most": 0}, "preparing")],
    contradictions=[
        {
            "id": "odd",
            "message": "Both cannot be.",
            "when": {"all": [{"answer": "plan.one", "at_least": 3}, {"answer": "plan.two", "at_most": 0}]},
        }
    ],
)


def of(**given: Any) -> Answers:
    """Answers to `CARE`: `one`, `two`, `size` and `care`."""
    ids = {"one": "plan.one", "two": "plan.two", "size": "trade.size", "care": "trade.care"}
    return answers(CARE, {ids[name]: value for name, value in given.items()})


def levels(found: Merged) -> dict[str, Any]:
    """The level of each merged answer, or its state."""
    return {
        id.partition(".")[2]: answer.option.score if answer.option else answer.state.value
        for id, answer in found.answers.given.items()
    }


def test_of_two_answers_the_less_favourable_stands_and_of_an_exposure_the_higher() -> None:
    voices = {"A": of(one=1, size=1, care="unknown"), "B": of(one=3, size=3)}
    assert levels(merge_answers(CARE, voices)) == {"one": 1, "size": 3, "care": "unknown"}
    assert levels(merge_answers(CARE, voices, rule=LOWEST)) == {"one": 1, "size": 3, "care": "unknown"}
    third = {**voices, "C": of(one=2, size=2, care=4)}
    assert levels(merge_answers(CARE, third)) == {"one": 2, "size": 2, "care": 4}
    assert levels(merge_answers(CARE, third, rule=LOWEST)) == {"one": 1, "size": 3, "care": 4}


def test_not_applicable_needs_more_than_half_of_those_who_answered() -> None:
    aside = {"not_applicable": "We sell services."}
    other = {"not_applicable": "No goods."}
    tie = merge_answers(CARE, {"A": of(two=aside), "B": of(two=2), "C": of(one=1, two="unknown")})
    assert levels(tie)["two"] == 2
    majority = merge_answers(CARE, {"A": of(two=aside), "B": of(two=2), "C": of(two=other)})
    assert majority.answers["plan.two"].reason == "We sell services.; No goods."
    assert majority.answers["plan.two"].note.split("\n") == [
        "A: not applicable: We sell services.",
        "B: level 2",
        "C: not applicable: No goods.",
    ]


def test_the_answer_of_an_expert_stands_where_there_is_one() -> None:
    voices = {
        "Ada": of(one=4, two="unknown", care=0),
        "Bo": of(one=1, two=2, care=1),
        "Cai": of(one=1, two=2),
    }
    found = merge_answers(CARE, voices, experts={"plan": "ada"})
    assert levels(found) == {"one": 4, "two": 2, "care": 0}
    assert found.answers["plan.one"].note == "Ada (expert): level 4\nBo: level 1\nCai: level 1"
    assert [
        (each.question.id, each.said.name) for each in find_lone_voices(found, score(CARE, found.answers))
    ] == [("plan.one", "Ada")]
    shown = build_merging(found)
    assert shown.without_expert == ("plan.two",)
    assert "What the expert did not answer" in render(shown, "markdown")


def test_the_expert_of_an_inner_section_goes_before_that_of_the_outer_one() -> None:
    inner = [section("in", question("in.a")), section("out", question("out.a"))]
    asked = questionnaire({"id": "both", "title": "Both", "sections": inner})
    voices = {
        name: answers(asked, {"in.a": level, "out.a": level})
        for name, level in (("A", 1), ("B", 3), ("C", 4))
    }
    found = merge_answers(asked, voices, experts={"in": "B", "both": "C"})
    assert [found.answers[id].option.score for id in ("in.a", "out.a")] == [3, 4]  # type: ignore[union-attr]


def test_facts_need_a_majority_and_are_told_where_people_differ() -> None:
    home, abroad = {"stage": "home"}, {"stage": "abroad"}
    voices = {
        name: answers(CARE, {"plan.one": 1}, profile=profile)
        for name, profile in (("A", home), ("B", abroad), ("C", {}))
    }
    split = merge_answers(CARE, voices)
    assert split.answers.profile == {}
    assert [(each.id, each.taken) for each in split.facts] == [("stage", None)]
    voices["D"] = answers(CARE, {"plan.one": 1}, profile=abroad)
    decided = merge_answers(CARE, voices)
    assert decided.answers.profile == {"stage": ("abroad",)}
    assert [(each.id, each.taken) for each in decided.facts] == [("stage", ("abroad",))]
    alone = merge_answers(CARE, {"A": voices["A"], "C": voices["C"]})
    assert (alone.answers.profile, alone.facts) == ({"stage": ("home",)}, ())


def test_targets_and_cover_texts_that_differ_are_left_out_and_told() -> None:
    one, other = (
        answers(
            CARE,
            {"plan.one": 1},
            targets={"overall": goal, "plan": 50},
            prepared_by=author,
            date=f"2026-03-{day}",
            confidentiality="Board only",
        )
        for goal, author, day in ((60, "Ma Jun", 30), (70, "He Yun", 31))
    )
    found = merge_answers(CARE, {"A": one, "B": other})
    assert list(found.answers.targets) == ["plan"]
    assert found.answers.cover.confidentiality == "Board only"
    assert found.answers.cover.prepared_by == ""
    assert str(found.answers.date) == "2026-03-31"
    text = render(build_merging(found), "markdown")
    assert "Target: Overall" in text
    assert "Ma Jun" in text
    assert "He Yun" in text


# --- markets --------------------------------------------------------------------------------------------

MARKETS: dict[str, Any] = {
    "by_market": "places",
    "profile": [
        {
            "id": "places",
            "title": "Places",
            "text": "Where?",
            "several": True,
            "options": [{"id": each, "text": each} for each in ("asean", "eu", "africa")],
        }
    ],
}
LOCAL = questionnaire(
    section("plan", question("plan.one")),
    control("trade", [question("trade.size")], [question("trade.care")]),
    **MARKETS,
)


def local(shared: int, places: list[str], markets: dict[str, Any]) -> Answers:
    """Answers to `LOCAL` with markets."""
    return answers(LOCAL, {"plan.one": 2, "trade.care": shared}, profile={"places": places}, markets=markets)


def hanoi(**more: Any) -> dict[str, Any]:
    """A market in ASEAN."""
    return {"title": "Hanoi", "market": "asean", **more}


def test_markets_are_united_and_merged_answer_by_answer() -> None:
    voices = {
        "A": local(4, ["asean"], {"hanoi": hanoi(answers={"trade.care": 3}, showstopper="No licence")}),
        "B": local(1, ["asean", "eu"], {"hanoi": hanoi(), "graz": {"title": "Graz", "market": "eu"}}),
        "C": local(0, ["africa"], {}),
    }
    found = merge_answers(LOCAL, voices)
    assert found.answers.profile == {"places": ("asean", "eu")}
    assert list(found.answers.markets) == ["graz", "hanoi"]
    there = found.answers.markets["hanoi"]
    assert there.given["trade.care"].option.score == 1  # type: ignore[union-attr] # B: as everywhere
    assert there.given["trade.care"].note == "A: level 3\nB: level 1"
    assert there.showstopper == "No licence"
    assert [(each.kind, each.id) for each in found.facts] == [("profile", "places"), ("showstopper", "hanoi")]
    assert parse_answers(answers_text(found.answers, LOCAL), LOCAL) == found.answers


@pytest.mark.parametrize(
    ("markets", "message"),
    [
        ({"hanoi": hanoi(market="eu")}, "“hanoi” lies in “eu” here, in A in “asean”"),
        ({"hanoi": hanoi(title="Hue")}, "“hanoi” is called “Hue” here, in A “Hanoi”"),
        ({"north": hanoi()}, "“north” has the same title as “hanoi” in A"),
    ],
)
def test_markets_that_conflict_are_refused(markets: dict[str, Any], message: str) -> None:
    voices = {"A": local(1, ["asean"], {"hanoi": hanoi()}), "B": local(1, ["asean", "eu"], markets)}
    with pytest.raises(InvalidInput) as caught:
        merge_answers(LOCAL, voices)
    assert [problem.message for problem in caught.value.problems] == [message]


def test_too_many_markets_are_refused() -> None:
    first, second = (
        {f"m-{n}": {"title": f"Market {n}", "market": "eu"} for n in numbers}
        for numbers in (range(20), range(11, 31))
    )
    with pytest.raises(InvalidInput, match="these files compare 31 markets, more than 30"):
        merge_answers(LOCAL, {"A": local(1, ["eu"], first), "B": local(1, ["eu"], second)})


# --- what is refused ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("call", "kind", "message"),
    [
        (
            lambda: merge_answers(CARE, {"A": of(one=1)}),
            ReadinessError,
            "there must be answers of at least two people",
        ),
        (
            lambda: merge_answers(CARE, {"A": of(one=1), "B": of(one=1)}, anonymous=True),
            ReadinessError,
            "with fewer than 3 people, everybody knows who said what",
        ),
        (
            lambda: merge_answers(
                CARE, dict.fromkeys("ABC", of(one=1)), anonymous=True, experts={"plan": "A"}
            ),
            ReadinessError,
            "an expert is named, so the answers of experts cannot be anonymous",
        ),
        (
            lambda: merge_answers(CARE, dict.fromkeys("AB", of(one=1)), rule="mean"),
            UnknownName,
            "there is no rule “mean”; the rules are median, lowest",
        ),
        (
            lambda: merge_answers(CARE, dict.fromkeys("AB", of(one=1)), experts={"plam": "A"}),
            UnknownName,
            "there is no section “plam”. Did you mean “plan”?",
        ),
        (
            lambda: merge_answers(CARE, {"Ada": of(one=1), "Bo": of(one=1)}, experts={"plan": "Cy"}),
            UnknownName,
            "nobody who answered is called “Cy”. Known here: Ada; Bo.",
        ),
        (
            lambda: merge_answers(CARE, {"Ada": of(one=1), "ＡＤＡ ": of(one=1)}),
            InvalidInput,
            "ＡＤＡ :1:1: same-respondent: “ＡＤＡ ” is also who answered in Ada\n"
            "    Keep one of the two files, or write in `respondent` of each who it was.",
        ),
        (
            lambda: merge_answers(CARE, {"A": of(one=1), "B": of()}),
            InvalidInput,
            "B:1:1: nothing-answered: no question is answered here\n"
            "    Leave this file out until it has answers.",
        ),
    ],
)
def test_what_cannot_be_merged_is_refused(call: Any, kind: type[Exception], message: str) -> None:
    with pytest.raises(kind) as caught:
        call()
    assert str(caught.value) == message


# --- agreement ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("seed", range(30))
def test_alpha_is_that_of_the_package_krippendorff(seed: int) -> None:
    """On random tables with missing values."""
    draw = random.Random(seed)  # noqa: S311 (for a test)
    people, units = draw.randint(2, 6), draw.randint(2, 12)
    table = [
        [draw.choice([0, 1, 2, 3, 4]) if draw.random() > 0.3 else math.nan for _unit in range(units)]
        for _person in range(people)
    ]
    columns = [[value for value in column if not math.isnan(value)] for column in zip(*table, strict=True)]
    pairable = {value for column in columns if len(column) > 1 for value in column}
    ours = krippendorff_alpha(columns)
    if len(pairable) < 2:
        assert ours is None
    else:
        theirs = krippendorff.alpha(reliability_data=np.array(table), level_of_measurement="ordinal")
        assert ours == pytest.approx(float(theirs), abs=1e-12)


@given(st.lists(st.integers(1, 7), min_size=2, max_size=9))
def test_r_wg_is_that_of_its_definition(said: list[int]) -> None:
    at_random = statistics.pvariance(range(1, 8))  # that of seven answers of which each is equally likely
    assert r_wg(said, 7) == pytest.approx(max(0.0, 1 - statistics.variance(said) / at_random))


def test_measures_of_known_cases() -> None:
    assert krippendorff_alpha([[1, 1], [2, 2], [3, 3]]) == pytest.approx(1)
    assert krippendorff_alpha([[1, 1], [1, 1]]) is None
    assert krippendorff_alpha([[1], [2]]) is None
    assert r_wg([2, 2, 2], 5) == 1
    assert r_wg([1, 5], 5) == 0


def test_only_levels_with_equal_steps_have_an_r_wg() -> None:
    uneven = questionnaire(section("plan", question("plan.even"), question("plan.uneven", scores=(0, 1, 4))))
    one, other = (answers(uneven, {"plan.even": even, "plan.uneven": 4}) for even in (1, 2))
    found = merge_answers(uneven, {"A": one, "B": other})
    assert question_agreement(found, "plan.uneven").r_wg is None
    assert question_agreement(found, "plan.even").r_wg == pytest.approx(1 - 0.5 / 2)
    (dimension,) = section_agreements(found, score(uneven, found.answers).scope)
    assert dimension.units == 2
    assert dimension.r_wg == pytest.approx(0.75)
    assert dimension.alpha == pytest.approx(krippendorff_alpha([[0.25, 0.5], [1, 1]]))


def test_every_type_says_whether_its_levels_are_even() -> None:
    kinds = {name: ASKED.questions[f"all.{name}"].even_levels for name in SAMPLES}
    expected = dict.fromkeys(SAMPLES) | {"scale": 5, "yes-no": 2}
    assert kinds == expected


# --- what to talk about ---------------------------------------------------------------------------------


def test_what_hangs_on_an_answer_is_found_by_scoring_each_answer_given() -> None:
    voices = {
        "A": of(one=3, two=0, size=2, care=0),
        "B": of(one=3, two=1, size=2, care=1),
        "C": of(one=0, two=1, care=1),
    }
    found = merge_answers(CARE, voices)
    scores = score(CARE, found.answers)
    disputes = find_disputes(found, scores)
    by_id = {each.question.id: each for each in disputes}
    assert [flag.id for flag in by_id["trade.care"].flags] == ["careless"]
    assert [each.id for each in by_id["plan.two"].contradictions] == ["odd"]
    assert by_id["plan.one"].apart == 3
    assert "trade.size" not in by_id
    assert [each.weight for each in disputes] == sorted(each.weight for each in disputes)
    for each in disputes:
        id = each.question.id
        given_values = {voice[id].option.score for voice in voices.values() if voice[id].option}  # type: ignore[union-attr]
        tried = {
            level: score(CARE, found.answers.with_answer(id, of_level(id, level))) for level in given_values
        }
        bands = {scores.verdict.band.id if scores.verdict.band else "" for scores in tried.values()}
        assert {band.id if band else "" for band in each.bands} == bands
        assert each.ends == (tried[min(tried)].overall.low, tried[max(tried)].overall.low)


def of_level(id: str, level: float) -> Any:
    """The answer of this level to a question of `CARE`."""
    return answers(CARE, {id: int(level)})[id]


def test_one_who_differs_from_others_who_agree_is_found() -> None:
    voices = {"A": of(one=4, two=0), "B": of(one=1, two=2), "C": of(one=2, two=4)}
    found = merge_answers(CARE, voices)
    lone = list(find_lone_voices(found, score(CARE, found.answers)))
    assert [(each.question.id, each.said.name, each.apart) for each in lone] == [("plan.one", "A", 2)]
    two = merge_answers(CARE, {name: voices[name] for name in "AB"})
    assert list(find_lone_voices(two, score(CARE, two.answers))) == []


def test_nothing_to_talk_about_is_said() -> None:
    found = build_merging(merge_answers(CARE, dict.fromkeys("AB", of(one=2, two=2, size=1, care=2))))
    assert found.points == ()
    assert "Nothing needs a talk" in render(found, "markdown")


def test_a_hidden_answer_stays_and_is_reported() -> None:
    asked = questionnaire(
        section(
            "plan", question("plan.one"), question("plan.next", when={"answer": "plan.one", "at_least": 2})
        )
    )
    voices = {
        name: answers(asked, {"plan.one": one, "plan.next": 3})
        for name, one in (("A", 0), ("B", 3), ("C", 1))
    }
    found = merge_answers(asked, voices)
    assert found.answers["plan.next"].option.score == 3  # type: ignore[union-attr]
    assert [each.question for each in build_merging(found).ignored] == ["plan.next"]


def test_windows_are_compared_too() -> None:
    asked = questionnaire(
        section("plan", question("plan.one")),
        opportunities=[window("sea", [question("sea.open")], [question("sea.use")])],
    )
    one, other = (answers(asked, {"plan.one": 1, "sea.open": level, "sea.use": level}) for level in (0, 4))
    shown = build_merging(merge_answers(asked, {"A": one, "B": other}))
    assert [each.id for each in shown.agreement] == ["plan", "sea"]
    assert {each.question for each in shown.points} == {"sea.open", "sea.use"}


def test_every_sample_has_values_here() -> None:
    assert set(VALUES) == set(SAMPLES)


def test_an_exclusive_option_that_all_chose_stands_under_either_rule() -> None:
    options = [
        {"id": "part", "score": 1, "text": "Part"},
        {"id": "all", "score": 3, "text": "All", "exclusive": True},
    ]
    asked = questionnaire(
        section("plan", {"id": "plan.whole", "type": "several", "text": "?", "options": options, "cap": 3})
    )
    everything = answers(asked, {"plan.whole": ["all"]})
    for rule in ("median", LOWEST):
        found = merge_answers(asked, {"A": everything, "B": everything, "C": everything}, rule=rule)
        assert [option.id for option in found.answers["plan.whole"].value] == ["all"]  # type: ignore[attr-defined]


def test_files_of_the_same_name_are_no_name_for_an_expert() -> None:
    voices = [Voice(name, of(one=1), f"{name}/filled.yaml") for name in ("Li", "Wu")]
    with pytest.raises(UnknownName, match="several files are called “filled”; write the name of the person"):
        merge_answers(CARE, voices, experts={"plan": "filled"})


@pytest.mark.parametrize(
    ("respondent", "note", "hidden"),
    [
        ("Li  Si (CFO)", "Li Si saw it.", "[a respondent] saw it."),
        ("张三 总经理", "张三看过。", "[a respondent]看过。"),
        ("财务总监：钱七", "钱七看过。", "[a respondent]看过。"),
        ("赵六／财务总监", "赵六看过。", "[a respondent]看过。"),
    ],
)
def test_a_name_is_hidden_however_it_is_written(respondent: str, note: str, hidden: str) -> None:
    said = change_answers(of(one=1), CARE, {"plan.one": {"value": 1, "note": note}})
    voices = {"A": said, "B": of(one=1), "C": of(one=1)}
    named = {
        name: change_answers(each, CARE, {}, respondent=respondent if name == "B" else name, prepared_by=name)
        for name, each in voices.items()
    }
    found = merge_answers(CARE, named, anonymous=True)
    assert hidden in found.answers["plan.one"].note
    assert found.answers.cover.prepared_by == ""
    assert found.facts == ()


def test_ordinary_words_that_files_are_called_are_not_hidden() -> None:
    said = change_answers(of(one=1), CARE, {"plan.one": {"value": 1, "note": "Our finance has 12 people."}})
    voices = [
        Voice(name, each, f"{name}.yaml")
        for name, each in (("finance", said), ("12", of(one=1)), ("c", of(one=2)))
    ]
    found = merge_answers(CARE, voices, anonymous=True)
    assert "Our finance has 12 people." in found.answers["plan.one"].note
