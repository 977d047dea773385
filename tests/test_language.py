"""The language of a run: who chooses it, and that everything a person sees is in it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from readiness import build_report, render, score
from readiness.cli import commands
from readiness.cli.groups import command_names
from readiness.cli.language import asked_for, of_system
from readiness.messages.catalogue import matching, use
from readiness.messages.characters import blank_between, display_width, draw_ambiguous_wide, run_together
from readiness.messages.folding import fold
from small import answers, questionnaire, section
from test_command_line import call, run

ROOT = Path(__file__).resolve().parent.parent
EXAMPLE = ROOT / "examples" / "ningbo-ev-parts.yaml"
NEVER_FIRST = frozenset("，。、；：！？）》」』】〉〕”’…·%")
NEVER_LAST = frozenset("（《「『【〈〔“‘")
HAN = re.compile(r"[\u4e00-\u9fff]")


@pytest.fixture(autouse=True)
def _english_afterwards() -> Iterator[None]:
    yield
    use(None)
    draw_ambiguous_wide(wanted=False)


# --- who chooses ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "environment", "expected"),
    [
        (["assess", "--lang", "zh"], {"READINESS_LANG": "en"}, "zh"),
        (["--lang=zh-CN", "cases"], {}, "zh-CN"),
        (["cases"], {"READINESS_LANG": "zh"}, "zh"),
        (["cases", "--", "--lang", "zh"], {}, None),
        (["cases"], {"READINESS_LANG": "", "LANG": "zh_CN.UTF-8"}, None),
        (["cases", "--lang"], {}, None),
    ],
)
def test_the_option_is_asked_before_the_variable(
    arguments: list[str], environment: dict[str, str], expected: str | None
) -> None:
    assert asked_for(arguments, environment) == expected


@pytest.mark.parametrize(
    ("environment", "expected"),
    [
        ({"LANG": "zh_CN.UTF-8"}, "zh-CN"),
        ({"LANG": "en_GB.UTF-8", "LC_ALL": "zh_CN.GB18030"}, "zh-CN"),
        ({"LANG": "zh_CN.UTF-8", "LC_MESSAGES": "C"}, None),
        ({"LANG": "de_DE@euro"}, "de-DE"),
        ({"LANG": "POSIX"}, None),
        ({}, None),
    ],
)
def test_the_system_is_asked_as_other_programs_ask_it(
    environment: dict[str, str], expected: str | None
) -> None:
    assert of_system(environment) == expected


def test_a_code_stands_for_the_nearest_language() -> None:
    assert matching("zh_CN.UTF-8".partition(".")[0], ["en", "zh"]) == "zh"
    assert matching("zh", ["en", "zh-Hans"]) == "zh-Hans"
    assert matching("zho", ["en", "zh"]) is None


def test_a_locale_changes_what_people_read_but_not_what_programs_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")
    exports = [f"--export={name}" for name in ("a.json", "a.csv", "a.md")]
    shown = call("assess", "--answers", str(EXAMPLE), *exports, folder=tmp_path)
    assert "结论：打基础（第 1 级，共 5 级）" in shown.stdout
    assert "结论：打基础" in (tmp_path / "a.md").read_text(encoding="utf-8")
    assert not HAN.search((tmp_path / "a.json").read_text(encoding="utf-8"))
    assert not HAN.search((tmp_path / "a.csv").read_text(encoding="utf-8"))
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    english = call("assess", "--answers", str(EXAMPLE), *exports[:2], "--format", "json", folder=tmp_path)
    assert json.loads(english.stdout)["language"] == "en"
    assert (tmp_path / "a.json").read_text(encoding="utf-8") == english.stdout


def test_the_option_changes_the_words_of_json_but_no_id_and_no_number() -> None:
    english, chinese = (
        json.loads(call("assess", "--answers", str(EXAMPLE), "--format", "json", *more).stdout)
        for more in ((), ("--lang", "zh"))
    )
    assert chinese["language"] == "zh"
    assert chinese["dimensions"][0]["title"] == "战略锚定"
    assert list(skeleton(chinese)) == list(skeleton(english))
    assert chinese["questionnaire"]["digest"] == english["questionnaire"]["digest"]
    assert chinese["answers"]["digest"] == english["answers"]["digest"]


def skeleton(part: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Any]]:
    """The keys, ids and numbers of a report, without its words."""
    if isinstance(part, dict):
        for key, value in part.items():
            yield from skeleton(value, (*path, key))
    elif isinstance(part, list):
        for index, value in enumerate(part):
            yield from skeleton(value, (*path, str(index)))
    elif not isinstance(part, str) or path[-1].endswith("id"):
        yield path, part
    else:
        yield path, "text"


def test_a_questionnaire_without_texts_in_the_language_is_shown_in_its_own() -> None:
    audit = str(ROOT / "docs" / "examples" / "supplier-audit")
    shown = call("questionnaire", "show", audit, "--lang", "zh")
    assert "Supplier audit\n13 道题" in shown.stdout
    assert shown.stderr == "没有“zh”语言的文本，以下显示的是第一种语言的文本。\n"
    refused = call("questionnaire", "show", audit, "--lang", "fr")
    assert (refused.returncode, refused.stdout) == (2, "")


def test_yes_and_no_are_in_the_language_in_use_whatever_it_was_when_they_were_loaded() -> None:
    asked = questionnaire(section("one", {"id": "one.yes", "type": "yes-no", "text": "Is it?"}))
    report = build_report(score(asked, answers(asked, {"one.yes": "no"})))
    assert "| No |" in render(report, "markdown")
    use("zh")
    report = build_report(score(asked, answers(asked, {"one.yes": "no"})))
    assert "| 否 |" in render(report, "markdown")
    assert [option.text for option in asked.questions["one.yes"].choices] == ["否", "是"]


@pytest.mark.parametrize("kind", ["questionnaire", "section", "cases", "answers", "report"])
def test_schemas_describe_in_chinese(kind: str) -> None:
    of = ["going-global"] if kind == "answers" else []
    shown = call("questionnaire", "schema", "--for", kind, *of, "--lang", "zh").stdout
    keys = ("description",) if kind == "answers" else ("title", "description")  # titles of options are ids
    described = [text for key in keys for text in texts_of(key, json.loads(shown))]
    assert described
    assert [text for text in described if not re.search("[\u4e00-\u9fff]", text)] == []


@pytest.mark.parametrize("kind", ["questionnaire", "section", "cases", "report"])
def test_schemas_speak_of_null_as_files_do_and_not_of_python(kind: str) -> None:
    shown = call("questionnaire", "schema", "--for", kind, "--lang", "en").stdout
    keys = ("description",) if kind == "answers" else ("title", "description")  # titles of options are ids
    described = [text for key in keys for text in texts_of(key, json.loads(shown))]
    assert described
    assert [text for text in described if re.search(r"\b(None|True|False|class|method)\b", text)] == []


def texts_of(key: str, schema: Any) -> Iterator[str]:
    """Each text that a schema gives for `key`, at any depth."""
    if isinstance(schema, dict):
        if isinstance(schema.get(key), str):
            yield schema[key]
        schema = list(schema.values())
    if isinstance(schema, list):
        for part in schema:
            yield from texts_of(key, part)


# --- every command, in lines that a Chinese reader expects -----------------------------------------------


@pytest.mark.parametrize("columns", [40, 80, 120])
@pytest.mark.parametrize(
    "words", list(command_names(commands)), ids=lambda words: " ".join(words) or "readiness"
)
def test_help_is_chinese_and_folded(words: tuple[str, ...], columns: int) -> None:
    shown = call(*words, "--help", "--lang", "zh", columns=columns).stdout
    assert "用法：" in shown
    assert not re.search(r"OPTIONS|COMMAND|ARGS|\[\[|<(?:str|path|list)", shown)
    for english in ("Usage", "Options:", "Arguments:", "Commands:", "Show this", "The ", " the "):
        assert english not in shown
    expect_good_lines(shown.splitlines(), columns)


@pytest.mark.parametrize("columns", [20, 24, 40, 80, 120])
@pytest.mark.parametrize("more", [(), ("--details",), ("--explain", "overall")], ids=" ".join)
def test_a_report_in_chinese_is_folded_as_a_chinese_reader_expects(
    columns: int, more: tuple[str, ...]
) -> None:
    shown = call("assess", "--answers", str(EXAMPLE), "--lang", "zh", *more, columns=columns).stdout
    expect_good_lines(shown.splitlines(), columns)


def test_dates_labels_and_short_values_stay_whole_in_a_narrow_report_in_chinese() -> None:
    shown = call("assess", "--answers", str(EXAMPLE), "--lang", "zh", "--details", columns=40).stdout
    parted = re.findall(r"\d *\n *(?:人天|[天年月日])|\d[年月]\n *\d", shown)
    assert parted == []
    for whole in (
        "（2025年7月）",
        "作答日期：2026年8月21日",
        "建议：先做准备",
        "已作答：100%",
        "总经理：指定",
    ):
        assert whole in shown


def expect_good_lines(lines: list[str], columns: int) -> None:
    for number, line in enumerate(lines):
        text = line.strip()
        assert display_width(line) <= columns, line
        if text and number and lines[number - 1].strip():
            assert text[0] not in NEVER_FIRST, line
        assert not text or text[-1] not in NEVER_LAST, line


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("assess --nope", "错误：未知的选项：--nope"),
        ("asess", "错误：未知的命令“asess”。"),
        ("assess --format x", "“x”不在 terminal、markdown、html"),
        ("asses", "您是不是想写 assess、cases、answers？"),
        ("cases nobody", "无法识别“nobody”"),
        ("questionnaire check", "错误：缺少参数 PATH。"),
        ("assess --answers nowhere.yaml", "nowhere.yaml:1:1: unreadable: "),
    ],
)
def test_errors_are_chinese(words: str, expected: str) -> None:
    refused = call(*words.split(), "--lang", "zh")
    assert refused.returncode == 2
    assert expected in refused.stderr
    for english in ("Error", "Usage", "Try ", "No such", "Missing", "Invalid", " is not "):
        assert english not in refused.stderr


def test_keys_in_chinese_get_the_key_to_write(tmp_path: Path) -> None:
    file = tmp_path / "a.yaml"
    file.write_text(
        "questionnaire: going-global\nversion: 2.0.0\n答案：\n  strategy.thesis: 2\n", encoding="utf-8"
    )
    assert "键应以半角冒号加空格结尾" in call("assess", "--answers", str(file), "--lang", "zh").stderr
    file.write_text(
        "questionnaire: going-global\nversion: 2.0.0\n"
        "答案:\n  strategy.thesis: 2\nanswers: {strategy.thesis: {value: 2, 备注: 好}}\n",
        encoding="utf-8",
    )
    told = call("assess", "--answers", str(file), "--lang", "zh").stderr
    assert "您是不是想写“answers”？" in told
    assert "您是不是想写“note”？" in told


# --- the parts of a line ----------------------------------------------------------------------------------


def test_nothing_separates_texts_beside_a_full_width_sign() -> None:
    assert blank_between("总分：", "13.4") == ""
    assert blank_between("13.4", "（满分 100）") == ""
    assert blank_between("Overall:", "13.4") == " "
    assert blank_between("总分", "13.4") == " "
    assert run_together(["未知。", "", "请改正。", "x"]) == "未知。请改正。x"


def test_a_number_stays_with_its_sign_and_a_word_stays_whole() -> None:
    folded = fold("合规是底线，一旦越过 ISO9001 的红线，占比 57% 可能停业。", 12)
    assert all(display_width(line) <= 12 for line in folded)
    assert any("ISO9001" in line for line in folded)
    assert any("57%" in line for line in folded)
    assert not any(line[0] in NEVER_FIRST for line in folded)


def test_a_terminal_that_draws_signs_wide_gets_aligned_columns(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("READINESS_AMBIGUOUS", "wide")
    shown = call("assess", "--answers", str(EXAMPLE), "--lang", "zh").stdout
    draw_ambiguous_wide(wanted=True)
    assert not set("─█▒•→·") & set(shown)
    assert all(display_width(line) <= 80 for line in shown.splitlines())
    rows = [
        line for line in shown.splitlines() if re.match(r"(战略锚定|深度本土化|风险防控|价值共创) ", line)
    ]
    assert len({display_width(row) for row in rows}) == 1
    assert len(rows) == 4


# --- what the system says and shows -----------------------------------------------------------------------


def test_reasons_of_the_system_are_chinese(tmp_path: Path) -> None:
    (tmp_path / "lost.md").symlink_to("nowhere/x.md")
    for path, reason in (
        ("lost.md", "没有这个文件或文件夹"),
        ("nowhere/x.md", f"没有文件夹“{tmp_path}/nowhere”，请先新建"),
    ):
        export = str(tmp_path / path)
        refused = call("assess", "--answers", str(EXAMPLE), "--lang", "zh", "--export", export)
        assert refused.stderr == f"{export}：无法写入：{reason}\n"


def test_an_output_that_cannot_show_chinese_is_told_once_with_the_remedy() -> None:
    told = "its encoding is ascii. Set PYTHONUTF8=1 in the environment"
    shown = run("cases", "--lang", "zh", environment={"PYTHONIOENCODING": "ascii"})
    assert shown.stderr.count(told) == 1
    assert shown.stderr.isascii()
    assert told not in run("cases", environment={"PYTHONIOENCODING": "ascii"}).stderr
    assert told not in run("cases", "--lang", "zh").stderr


def test_a_questionnaire_in_chinese_alone_needs_no_declaration(tmp_path: Path) -> None:
    (tmp_path / "questionnaire.yaml").write_text(
        "id: zi-cha\nversion: 1.0.0\ntitle: 供应商自查\nbands: [{id: low, title: 起步}]\n"
        "sections:\n  - id: quality\n    title: 质量\n    questions:\n"
        "      - {id: quality.check, type: yes-no, title: 检验, text: 出货前全检吗？}\n",
        encoding="utf-8",
    )
    shown = call("questionnaire", "show", ".", "--lang", "zh", folder=tmp_path)
    assert shown.stdout.startswith("供应商自查\n1 道题")
    assert shown.stderr == ""
