"""A title where an id is wanted: the id of the one that is meant is suggested, and of no other."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from readiness import InvalidInput, Questionnaire, load_questionnaire
from readiness.answers.reading import read_answers
from readiness.messages import catalogue
from readiness.messages.names import nearest
from readiness.source.source import Source
from small import questionnaire, section
from test_command_line import call

EXAMPLE = str(Path(__file__).parents[1] / "examples" / "ningbo-ev-parts.yaml")


@pytest.fixture(autouse=True)
def _english_afterwards() -> Iterator[None]:
    yield
    catalogue.use(None)


def hint_for(text: str, asked: Questionnaire) -> str:
    """The hint of the only problem of answers with the lines `text`."""
    head = f"questionnaire: {asked.id}\nversion: {asked.version}\n"
    with pytest.raises(InvalidInput) as caught:
        read_answers(Source("a.yaml", head + text), asked)
    (problem,) = caught.value.problems
    return problem.hint


STOP_FIGURES = "我们在比较中设了止损线：到哪个金额、哪一天就暂停或退出。"
TITLES = {"strategy": "战略锚定", "supply": "供应链共链", "asean": "东盟（东南亚）", "south": "南亚"}


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("战略锚定", "strategy"),
        ("“战略 锚定”。", "strategy"),
        ("战略", "strategy"),
        ("战略…", "strategy"),
        ("战略锚顶", "strategy"),
        ("供应链共联", "supply"),
        ("东南亚", "asean"),
        ("南亚", "south"),
        ("战", None),
        ("中东", None),
        ("东北亚", None),
    ],
)
def test_a_title_its_beginning_and_a_slip_in_it_stand_for_the_id(typed: str, meant: str | None) -> None:
    assert nearest(typed, list(TITLES), TITLES) == meant


@pytest.mark.parametrize("titles", [{"a": "内部控制", "b": "内部审计"}, {"a": "控制甲类", "b": "控制乙类"}])
def test_what_may_be_either_of_two_titles_is_neither(titles: Mapping[str, str]) -> None:
    assert nearest("内部", list(titles), titles) is None
    assert nearest("控制丙类", list(titles), titles) is None


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("profile: {sector: 整车及车辆零部件}", "automotive"),
        ("profile: {sector: 整车}", "automotive"),
        ("profile: {行业: automotive}", "sector"),
        ("answers: {strategy.thesis: 我们在比较中设了止损线}", "stop-figures"),
        (
            "answers: {strategy.thesis: 我们在比较中设了止损线：到哪个金额、哪一天就暂停或退出}",
            "stop-figures",
        ),
        ("answers: {strategy.thesis: {value: 我们只有口头说法…}}", "by-word"),
        ("answers: {strategy.thesis: 不知道}", "unknown"),
        ("answers: {strategy.thesis: {答案: 2}}", "value"),
        ("answers: {出海论证: 2}", "strategy.thesis"),
        ("targets: {战略锚定: 80}", "strategy"),
        ("targets: {总分: 80}", "overall"),
        ("targets: {出海论证: 3}", "strategy.thesis"),
        ("targets: {overall: 可拓展}", "expansion-ready"),
        ("targets: {strategy.thesis: 我们在比较中设了止损线}", "stop-figures"),
    ],
)
def test_a_chinese_title_in_an_answers_file_is_understood(text: str, meant: str) -> None:
    asked = load_questionnaire("going-global", "zh")
    assert hint_for(text, asked) == f"Did you mean “{meant}”?"


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("profile: {sector: Vehicles}", "Did you mean “automotive”?"),
        ("answers: {Overseas thesis: 2}", "Did you mean “strategy.thesis”?"),
        ("targets: {Strategic anchoring: 80}", "Did you mean “strategy”?"),
        ("profile: {markets: 'Japan'}", "Did you mean “japan-korea”?"),
    ],
)
def test_so_is_an_english_one(text: str, hint: str) -> None:
    assert hint_for(text, load_questionnaire("going-global")) == hint


SEVERAL = {
    "id": "q.several",
    "type": "several",
    "text": "有哪些认证？",
    "options": [
        {"id": "quality", "score": 1, "text": "质量管理体系"},
        {"id": "green", "score": 1, "text": "环境、能源管理"},
    ],
}
YES = {"id": "q.yes", "type": "yes-no", "text": "有没有？", "not_applicable": "没有业务时。"}


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("q.several: [质量管理体系]", "Did you mean “quality”?"),
        ("q.several: 质量管理体系", "Write `[quality]`; the brackets make it a list."),
        ("q.several: 环境、能源管理", "Write `[green]`; the brackets make it a list."),
        ("q.several: 质量、环境", "Write `[quality, green]`; the brackets make it a list."),
        ("q.yes: 是", "Did you mean “yes”?"),
        ("q.yes: 没有", "Did you mean “no”?"),
        ("q.yes: 不清楚", "Did you mean “unknown”?"),
        ("q.yes: 不适用", "Write the reason: `{not_applicable: we sell services only}`."),
    ],
)
def test_a_text_of_each_kind_of_options_is_understood(text: str, hint: str) -> None:
    assert hint_for(f"answers:\n  {text}", questionnaire(section("s", SEVERAL, YES))) == hint


@pytest.mark.parametrize(
    ("words", "end"),
    [
        (["--explain", "战略锚定"], "您是不是想写“strategy”？"),
        (["--explain", "战略"], "您是不是想写“strategy”？"),
        (["--explain", "总分"], "您是不是想写“overall”？"),
        (
            ["--explain", "出海论证"],
            "“strategy.thesis”是一道题；它的作答在“strategy”得分的说明中。",
        ),
        (
            ["--explain", "strategy.thesis"],
            "“strategy.thesis”是一道题；它的作答在“strategy”得分的说明中。",
        ),
    ],
)
def test_a_title_is_understood_where_a_score_is_to_be_explained(words: list[str], end: str) -> None:
    told = call("assess", "--answers", EXAMPLE, *words, "--lang", "zh").stderr
    assert told.rstrip().endswith(end)


@pytest.mark.parametrize(
    ("words", "end"),
    [
        (["比亚迪"], "您是不是想写“byd-hungary”？"),
        (["把欧洲总部设在匈牙利"], "您是不是想写“byd-hungary”？"),
        (["比亚迪：把欧洲总部设在匈牙利"], "您是不是想写“byd-hungary”？"),
        (["--dimension", "战略"], "您是不是想写“strategy”？"),
        (["--sector", "整车"], "您是不是想写“automotive”？"),
        (["--market", "东南亚"], "您是不是想写“asean”？"),
        (["--kind", "警示"], "您是不是想写“cautionary”？"),
    ],
)
def test_a_title_is_understood_where_cases_are_looked_up(words: list[str], end: str) -> None:
    assert call("cases", *words, "--lang", "zh").stderr.rstrip().endswith(end)


@pytest.mark.parametrize("command", ["show", "template"])
@pytest.mark.parametrize("title", ["企业出海准备度", "Readiness to go overseas"])
def test_the_title_of_a_built_in_questionnaire_is_understood(command: str, title: str) -> None:
    told = call("questionnaire", command, title, "--lang", "zh").stderr
    assert "    您是不是想写“going-global”？\n" in told


@pytest.mark.parametrize(
    ("written", "meant"), [("等级: pilot-ready", "band"), ("band: pilot-ready, 目前: 20", "from")]
)
def test_a_key_of_a_target_may_be_meant_in_chinese(written: str, meant: str) -> None:
    text = f"targets:\n  overall: {{{written}}}\n"
    assert hint_for(text, load_questionnaire()) == f"Did you mean “{meant}”?"
