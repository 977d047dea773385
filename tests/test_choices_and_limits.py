"""What an answer may hold: limits of numbers, options that stand alone, words of one's own."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from readiness import InvalidInput, Questionnaire, build_report, parse_answers, render, score
from readiness.answers.saving import answers_text
from readiness.answers.template import template
from readiness.answers.upgrade import upgrade
from readiness.authoring.answers_schema import answers_schema
from readiness.questionnaire.questions.number import NumberQuestion
from readiness.questionnaire.questions.several import SeveralQuestion
from readiness.source.data import plain
from readiness.source.parsing import parse
from readiness.source.source import Source
from readiness.views.build_preview import build_preview
from small import answers, questionnaire, scored, section
from test_interview import interview

bounded = settings(max_examples=150, deadline=None, derandomize=True)
LIFT = {"text": "Do it.", "effort": 1, "horizon": 30}


def number(**fields: Any) -> Questionnaire:
    """A questionnaire of one number, from 60 to 98 per cent unless `fields` say otherwise."""
    asked = {
        "id": "q.on-time",
        "type": "number",
        "text": "Share on time?",
        "worst": 60,
        "best": 98,
        "unit": "%",
    }
    asked |= fields
    return questionnaire(section("q", {key: value for key, value in asked.items() if value is not None}))


def papers(*more: dict[str, Any], **whole: Any) -> Questionnaire:
    """A questionnaire of one question that several options answer; `whole` are its other fields."""
    options = [
        {"id": "iso", "score": 2, "text": "ISO 9001"},
        {"id": "other", "score": 1, "text": "Another one", "own_words": True},
        {"id": "safety", "score": 1, "text": "Safety"},
        {"id": "no-paper", "text": "None of these", "exclusive": True},
        *more,
    ]
    asked = {"id": "q.papers", "type": "several", "text": "Which papers?", "options": options, "lift": LIFT}
    return questionnaire(section("q", asked), **whole)


def refusal(asked: Questionnaire, given: Any) -> list[str]:
    """The problems of this answer to the only question, each with its remedy."""
    (id,) = asked.questions
    with pytest.raises(InvalidInput) as caught:
        answers(asked, {id: given})
    problems = [(problem, problem.message.partition(": ")[2]) for problem in caught.value.problems]
    return [f"{problem.code}: {message} | {problem.hint}" for problem, message in problems]


def refused_by_schema(asked: Questionnaire, given: Any) -> bool:
    (id,) = asked.questions
    data = {"questionnaire": asked.id, "version": asked.version, "answers": {id: given}}
    return not Draft202012Validator(answers_schema(asked)).is_valid(data)


# --- limits of numbers ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("limits", "wrong", "words"),
    [
        ({"least": 0, "most": 100}, 9500, "from 0 to 100"),
        ({"least": 0, "most": 100}, -0.5, "from 0 to 100"),
        ({"least": 0}, -1, "0 or more"),
        ({"most": 100}, 100.5, "100 or less"),
    ],
)
def test_a_number_beyond_the_limits_is_refused(limits: dict[str, float], wrong: float, words: str) -> None:
    asked = number(**limits)
    assert refusal(asked, wrong) == [
        f"out-of-limits: {wrong} is beyond the numbers that “q.on-time” accepts"
        f" | Write a number without quotes ({words}), or unknown."
    ]
    assert refused_by_schema(asked, wrong)
    for right in limits.values():
        assert answers(asked, {"q.on-time": right})["q.on-time"].value == right
        assert not refused_by_schema(asked, right)


def test_limits_are_shown_wherever_a_number_is_asked_for() -> None:
    asked = number(least=0, most=100)
    assert "  # Write a number without quotes (from 0 to 100), or unknown.\n" in template(asked)
    (shown,) = build_preview(asked).sections[0].questions
    assert shown.instruction == "Write a number in % (from 0 to 100)."
    result = interview(asked, "", "", "", "1", "9500", "95", "")
    assert "(In %; accepted: from 0 to 100.)" in result.shown
    assert "“9500” is beyond the numbers that are accepted (from 0 to 100)." in result.shown
    assert result.raw["answers"] == {"q.on-time": 95}


def test_limits_without_a_unit() -> None:
    asked = number(least=0, unit=None)
    question = asked.questions["q.on-time"]
    assert question.instruction() == "Write a number (0 or more)."
    assert question.hints() == ("(Accepted: 0 or more.)",)


@bounded
@given(*[st.floats(-1000, 1000).map(lambda x: round(x, 2))] * 5)
def test_a_limit_bounds_what_answers_are_worth(
    worst: float, best: float, a: float, b: float, x: float
) -> None:
    least, most = sorted((a, b))
    raw = {
        "id": "q",
        "type": "number",
        "text": "?",
        "worst": worst,
        "best": best,
        "least": least,
        "most": most,
    }

    def worth(value: float) -> float:
        return min(max((value - worst) / (best - worst), 0), 1)

    inside = [min(max(end, least), most) for end in (worst, best)]
    if worst == best or least == most or inside[0] == inside[1]:
        return
    question = NumberQuestion.model_validate(raw)
    value = question.parse(x)
    assert (value is None) == (not least <= x <= most)
    assert question.reach == (worth(inside[0]), worth(inside[1]))
    if value is not None:
        better = question.better(value, exposure=False)
        assert question.reach[0] <= question.share(value) <= question.reach[1]
        assert better in (None, inside[1])
        assert better is None or question.parse(better) == better


def test_a_band_beyond_a_limit_is_out_of_reach(tmp_path: Path) -> None:
    from readiness.authoring.doubts.doubts import examine_files

    text = """\
id: late
version: 1.0.0
title: Late
bands: [{id: low, title: Low}, {id: high, title: High, cut: 80}]
sections:
  - id: q
    title: Q
    questions: [{id: q.share, type: number, text: Which?, worst: 0, best: 100, most: 50}]
"""
    file = tmp_path / "late.yaml"
    file.write_text(text, encoding="utf-8")
    assert [problem.code for problem in examine_files(file)] == ["band-unreachable"]


FAR = "“Share on time?”: 9500% is far above 98% and counts as 100%. Is it right?"


@pytest.mark.parametrize(
    ("fields", "given", "text"),
    [
        ({}, 9500, FAR),
        ({}, 136.5, "“Share on time?”: 136.5% is far above 98% and counts as 100%. Is it right?"),
        ({}, 136, ""),
        ({}, 22, ""),
        ({}, 21, "“Share on time?”: 21% is far below 60% and counts as 0%. Is it right?"),
        ({"least": 0}, 21, ""),
        ({"least": 0}, 9500, FAR),
        ({"worst": 98, "best": 60}, 9500, FAR.replace("100%", "0%")),
    ],
)
def test_a_number_far_beyond_the_anchors_is_named(fields: dict[str, Any], given: float, text: str) -> None:
    asked = number(**fields)
    report = build_report(scored(asked, {"q.on-time": given}))
    assert report.notices == ((text,) if text else ())
    assert (text in render(report, "markdown").replace("\\", "")) == bool(text) or not text


def test_a_doubtful_number_is_named_in_the_interview() -> None:
    result = interview(number(), "", "", "", "1", "9500", "")
    assert FAR in result.shown
    assert result.raw["answers"] == {"q.on-time": 9500}


# --- options that stand alone -----------------------------------------------------------------------


def test_an_exclusive_option_cannot_stand_beside_others() -> None:
    asked = papers()
    assert refusal(asked, ["iso", "no-paper"]) == [
        "not-alone: “no-paper” cannot be chosen together with “iso”"
        " | Write `[no-paper]`, or remove it from the list."
    ]
    assert refused_by_schema(asked, ["iso", "no-paper"])
    assert not refused_by_schema(asked, ["no-paper"])
    assert scored(asked, {"q.papers": ["no-paper"]}).overall.low == pytest.approx(1)  # the geometric floor
    result = interview(asked, "", "", "", "1", "1 4", "4", "")
    assert "“None of these” cannot be chosen together with others." in result.shown
    assert result.raw["answers"] == {"q.papers": ["no-paper"]}


def test_an_option_that_says_none_takes_the_place_of_the_box_for_none() -> None:
    question = papers().questions["q.papers"]
    assert [box.number for box in question.boxes()] == ["1", "2", "3", "4"]
    assert question.hints() == ("(Several numbers are possible, as in: 1 3)",)
    (shown,) = build_preview(papers()).sections[0].questions
    assert shown.instruction == (
        "Tick all that apply, but “None of these” only by itself. Beside “Another one”, write what it is."
    )
    assert "[iso, other, safety], or [no-paper] alone, or unknown." in question.expected()
    question = papers({"id": "group", "text": "By the group", "exclusive": True, "score": 4}).questions[
        "q.papers"
    ]
    assert question.expected() == (
        "Write a list of some of [iso, other, safety], or [no-paper] or [group] alone, or unknown."
    )


def test_an_exclusive_option_is_never_the_next_step() -> None:
    group = {"id": "by-group", "text": "The group holds them all", "exclusive": True, "score": 4}
    question = papers(group).questions["q.papers"]
    assert isinstance(question, SeveralQuestion)
    assert question.ends == (0.0, 4.0)

    def steps(*ids: str) -> list[list[str]]:
        path = [list(ids)]
        while (better := question.better(question.parse(path[-1]), exposure=False)) is not None:
            path.append(question.written(better))
        return path[1:]

    assert steps("no-paper") == [["iso"], ["iso", "other"], ["iso", "other", "safety"]]
    assert steps() == steps("no-paper")
    assert steps("by-group") == []
    best = question.parse(["by-group"])
    assert best is not None
    assert question.share(best) == 1


scores = st.lists(st.integers(0, 4), min_size=2, max_size=5)


@bounded
@given(scores, st.lists(st.booleans(), min_size=5, max_size=5), st.booleans())
def test_every_answer_that_may_stand_together_keeps_within_the_ends(
    points: list[int], alone: list[bool], exposure: bool
) -> None:
    options = [
        {"id": f"o{n}x", "score": score, "text": f"O {n}", "exclusive": alone[n]}
        for n, score in enumerate(points)
    ]
    question = SeveralQuestion.model_validate({"id": "q", "type": "several", "text": "?", "options": options})
    if list(question.faults()):
        return
    values = list(question.candidates([]))
    ids = [question.written(value) for value in values]
    assert all(question.parse(written) == value for value, written in zip(values, ids, strict=True))
    assert [len(written) for written in ids if any(alone[int(id[1])] for id in written)] == [1] * sum(
        alone[: len(points)]
    )
    for value in values:
        assert 0 <= question.share(value) <= 1
        better = question.better(value, exposure=exposure)
        if better is not None:
            assert better in values
            assert (question.share(better) < question.share(value)) == exposure
            assert question.share(better) != question.share(value)
    assert max(map(question.share, values)) == 1


@pytest.mark.parametrize(
    ("id", "text", "reads"),
    [
        ("none-of-these", "Nichts davon", True),
        ("none", "No paper", True),
        ("no-paper", "None of the above.", True),
        ("no-paper", "None of these papers", True),
        ("no-paper", "以上都不是", True),
        ("no-paper", "以上皆无。", True),
        ("nonexistent", "None is expired", False),
        ("no-paper", "No paper", False),
        ("none-expired", "All are valid", False),
        ("no-paper", "无锡工厂", False),
    ],
)
def test_an_option_that_reads_like_none_should_be_exclusive(id: str, text: str, reads: bool) -> None:
    listed = [{"id": "iso", "score": 1, "text": "ISO"}, {"id": id, "score": 0, "text": text}]
    raw = {"id": "q", "type": "several", "text": "?", "options": listed}
    question = SeveralQuestion.model_validate(raw)
    assert [doubt.code for doubt in question.doubts(exposure=False)] == ["none-not-exclusive"] * reads
    listed[1]["exclusive"] = True
    assert list(SeveralQuestion.model_validate(raw).doubts(exposure=False)) == []


# --- words of one's own -----------------------------------------------------------------------------

WORDS = {"value": ["iso", "other"], "other": "GB/T 29490"}


def test_words_about_an_option_are_kept_and_shown() -> None:
    asked = papers()
    given = answers(asked, {"q.papers": WORDS})
    assert given["q.papers"].other == "GB/T 29490"
    assert not refused_by_schema(asked, WORDS)
    scores = score(asked, given)
    report = build_report(scores)
    assert [answer.answer for answer in report.answers] == ["ISO 9001; Another one (“GB/T 29490”)"]
    assert [gap.answer for gap in report.gaps] == ["ISO 9001; Another one (“GB/T 29490”)"]
    for format in ("terminal", "markdown", "html", "json", "csv"):
        assert "GB/T 29490" in render(report, format, details=True)
    assert json.loads(render(report, "json"))["responses"][0]["other"] == "GB/T 29490"


def test_the_option_with_words_is_said_last() -> None:
    question = papers().questions["q.papers"]
    value = question.parse(["other", "safety"])
    assert value is not None
    assert question.describe(value) == "Safety; Another one"
    assert question.written(value) == ["other", "safety"]


def test_words_are_saved_and_change_the_digest() -> None:
    from readiness.answers.writing import digest

    asked = papers()
    given = answers(asked, {"q.papers": WORDS})
    text = answers_text(given, asked)
    assert plain(parse(Source("a", text)))["answers"] == {"q.papers": WORDS}
    assert parse_answers(text, asked) == given
    without = answers(asked, {"q.papers": ["iso", "other"]})
    assert digest(given, asked) != digest(without, asked)
    edited = answers_text(without, asked, text)
    assert plain(parse(Source("a", edited)))["answers"] == {"q.papers": {"value": ["iso", "other"]}}
    assert parse_answers(answers_text(given, asked, edited), asked) == given


@pytest.mark.parametrize(
    ("given", "problem"),
    [
        (
            {"value": ["iso"], "other": "GB/T 29490"},
            "words-without-option: these words belong to “other”, which is not chosen"
            " | Choose “other” too, or remove `other`.",
        ),
        (
            {"value": "unknown", "other": "GB/T 29490"},
            "words-without-option: these words belong to “other”, which is not chosen"
            " | Choose “other” too, or remove `other`.",
        ),
        (
            {"value": ["iso", "other"], "other": 5},
            "not-text: “other” must be text | Write one text, in quotes.",
        ),
        (
            {"value": ["others"], "other": "x"},
            "not-a-level: “others” is not a level of “q.papers” | Did you mean “other”?",
        ),
    ],
)
def test_words_without_their_option_are_refused(given: dict[str, Any], problem: str) -> None:
    assert refusal(papers(), given) == [problem]


def test_words_where_no_option_takes_them_are_refused() -> None:
    assert refusal(number(), {"value": 95, "other": "about"}) == [
        "words-without-option: no option of “q.on-time” takes words of one's own"
        " | Write them as `note`, or remove them."
    ]
    assert refused_by_schema(number(), {"value": 95, "other": "about"})


def test_a_choice_takes_words_too() -> None:
    options = [
        {"id": "none-yet", "score": 0, "text": "None"},
        {"id": "other", "score": 1, "text": "Another way.", "own_words": True},
    ]
    asked = questionnaire(section("q", {"id": "q.way", "text": "How?", "options": options}))
    for written in ("other", 1):
        given = answers(asked, {"q.way": {"value": written, "other": "By hand"}})
        (shown,) = build_report(score(asked, given)).answers
        assert (shown.answer_id, shown.answer) == ("other", "Another way. (“By hand”)")
    assert (
        "  # To say what “Another way” is, write a mapping with `value` and `other`, which takes text.\n"
        in template(asked)
    )


def test_the_interview_asks_once_for_the_words() -> None:
    result = interview(papers(), "", "", "", "1", "1 2", "GB/T 29490", "2", "", "2", "1 2", "-", "")
    assert [text for text in result.shown if text.startswith("Another one (")] == [
        "Another one (Enter to leave it out): ",
        "Another one (Enter to keep, - to delete): ",
    ]
    assert result.raw["answers"] == {"q.papers": ["iso", "other"]}


def test_words_go_when_their_option_is_no_longer_chosen() -> None:
    result = interview(papers(), "", "", "", "1", "2", "GB/T 29490", "2", "1", "")
    assert result.raw["answers"] == {"q.papers": ["iso"]}


HISTORY = [{"version": "1.1.0", "renamed_options": {"q.papers": {"others": "other"}}}]


def older(given: str) -> str:
    return f"questionnaire: small\nversion: 1.0.0\nanswers:\n  q.papers: {given}\n"


def test_an_upgrade_keeps_words_under_the_new_id() -> None:
    asked = papers(version="1.1.0", history=HISTORY)
    done = upgrade(Source("a.yaml", older("{value: [iso, others], other: GB/T 29490} # seen")), asked)
    assert done.text.endswith("  q.papers: {value: [iso, other], other: GB/T 29490} # seen\n")
    assert done.answers["q.papers"].other == "GB/T 29490"


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("{value: [iso, gone], other: GB/T 29490}", "{value: null }"),
        ("{value: [iso], other: GB/T 29490}", "{value: [iso] }"),
        ("{other: GB/T 29490, value: [iso], note: Seen}", "{value: [iso], note: Seen}"),
    ],
)
def test_an_upgrade_sets_aside_words_that_lost_their_option(given: str, kept: str) -> None:
    asked = papers(version="1.1.0")
    done = upgrade(Source("a.yaml", older(given)), asked)
    assert f"  q.papers: {kept}\n" in done.text
    assert "  # Words that version 1.1.0 no longer takes: other: GB/T 29490\n" in done.text
    assert "words-gone" in [notice.kind for notice in done.answers.notices]
    assert parse_answers(done.text, asked).notices == ()


def test_an_upgrade_sets_aside_words_on_a_line_of_their_own() -> None:
    asked = papers(version="1.1.0")
    text = older("\n    value: [iso, gone]\n    other: GB/T 29490\n    note: Seen")
    done = upgrade(Source("a.yaml", text), asked)
    assert done.answers["q.papers"].note == "Seen"
    assert "    # other: GB/T 29490\n" in done.text
