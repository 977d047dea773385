"""What a Chinese keyboard writes where YAML needs other signs is named, with a remedy that works."""

from __future__ import annotations

import pytest

from readiness import InvalidInput
from readiness.answers.reading import read_answers
from readiness.messages.numerals import number_in_digits
from readiness.source.parsing import parse
from readiness.source.source import Source
from small import question, questionnaire, section

ASKED = questionnaire(section("site", question("site.plan"), question("site.crew")))
HEAD = "questionnaire: small\nversion: 1.0.0\n"


def told(lines: str) -> str:
    """What is said of an answers file with these `lines`, from the third on."""
    with pytest.raises(InvalidInput) as caught:
        read_answers(Source("a.yaml", HEAD + lines), ASKED)
    (problem,) = caught.value.problems
    return f"{problem.line}:{problem.column}: {problem.message}. {problem.hint}"


QUOTE = "this text begins with {} and must end with the same mark, not with {}."
COLON = "a key ends with a colon and a space, not with the full-width colon (：, U+FF1A). Type “: ” instead."
OPENING = "a list or mapping does not begin with the full-width {0} ({1}, U+{2:04X})."
BRACES = "Type ordinary brackets around it, “{” and “}”."
BRACKETS = "Type ordinary brackets around it, “[” and “]”."
COMMENT = "a comment begins with “#”, not with “＃”. Write # instead, or remove the comment."


@pytest.mark.parametrize(
    ("wrong", "message", "right"),
    [
        (
            'answers:\n  site.plan: {value: 2, note: "董事会”}\n',
            f'4:35: {QUOTE.format(chr(34), "”")} Write "董事会".',
            'answers:\n  site.plan: {value: 2, note: "董事会"}\n',
        ),
        (
            'answers:\n  site.plan: {value: 2, note: \'董事会’, owner: "张三"}\n',
            f"""4:35: {QUOTE.format("'", "’")} Write "董事会".""",
            'answers:\n  site.plan: {value: 2, note: "董事会", owner: "张三"}\n',
        ),
        (
            'answers:\n  site.plan: {value: 2, note: "董事会”, owner: "张三"}\n',
            f'4:35: {QUOTE.format(chr(34), "”")} Write "董事会".',
            'answers:\n  site.plan: {value: 2, note: "董事会", owner: "张三"}\n',
        ),
        (
            "answers:\n  site.plan: {value: 2, note: 董事会说“先做”: 好, owner: 张三}\n",
            "4:39: a colon is not allowed after a complete “key: value”."
            ' Put the text in quotes: "董事会说“先做”: 好"',
            'answers:\n  site.plan: {value: 2, note: "董事会说“先做”: 好", owner: 张三}\n',
        ),
        (
            "answers:\n  site.plan: {value: 2, note: 好｝\n  site.crew: 1\n",
            "4:32: the “{” is not closed by the full-width } (｝, U+FF5D). Write “}” instead.",
            "answers:\n  site.plan: {value: 2, note: 好}\n  site.crew: 1\n",
        ),
        (
            "answers:\n  site.plan: {value: 2, evidence: [会议纪要】}\n",
            "4:40: the “[” is not closed by the “】”. Write “]” instead.",
            "answers:\n  site.plan: {value: 2, evidence: [会议纪要]}\n",
        ),
        (
            "answers:\n  site.plan: ｛value: 2, note: 好｝\n",
            f"4:14: {OPENING.format('{', '｛', 0xFF5B)} {BRACES}",
            "answers:\n  site.plan: {value: 2, note: 好}\n",
        ),
        (
            "answers:\n  site.plan: {value: 2, evidence: ［纪要, 合同］}\n",
            f"4:40: “合同］” is not known. {BRACKETS}",
            "answers:\n  site.plan: {value: 2, evidence: [纪要, 合同]}\n",
        ),
        (
            "answers:\n  site.plan: {value: 2, owner: [张三、李四]}\n",
            '4:32: “owner” must be text. Put it in quotes: "张三、李四"',
            'answers:\n  site.plan: {value: 2, owner: "张三、李四"}\n',
        ),
        (
            "answers:\n  选址：2\n",
            "4:3: “answers” must be a mapping. Write one `question: answer` line for each question below it."
            " Type a colon and a space instead of the full-width colon (：, U+FF1A).",
            "answers:\n  site.plan: 2\n",
        ),
        ("选址：\n  site.plan: 2\n", f"3:3: {COLON}", ""),
        ("answers:\n  选址： 2\n  site.crew: 1\n", f"4:5: {COLON}", ""),
        ("＃ 备注\nanswers: {site.plan: 2}\n", f"3:1: {COMMENT}", "# 备注\nanswers: {site.plan: 2}\n"),
        ("answers:\n  ＃ 备注\n  site.plan: 2\n", f"4:3: {COMMENT}", "answers:\n  # 备注\n  site.plan: 2\n"),
        (
            "answers:\n  site.plan: level-2 ＃备注\n",
            "4:14: “level-2 ＃备注” is not a level of “site.plan”. Did you mean “level-2”?"
            " A comment begins with an ordinary “#”: `level-2  # 备注`.",
            "answers:\n  site.plan: level-2  # 备注\n",
        ),
    ],
)
def test_a_sign_of_a_chinese_keyboard_is_named_with_a_remedy_that_works(
    wrong: str, message: str, right: str
) -> None:
    assert told(wrong) == message
    read_answers(Source("a.yaml", HEAD + right), ASKED)


def test_a_colon_in_a_text_of_several_lines_is_not_taken_for_that_of_a_key() -> None:
    with pytest.raises(InvalidInput) as caught:
        parse(Source("a.yaml", "note: 会上说\n  张三：先做\n  李四: 好\n"))
    assert caught.value.problems[0].message == "a colon is not allowed after a complete “key: value”"


@pytest.mark.parametrize("sign", ["－", "●", "・", "■"])
def test_a_sign_of_a_list_is_told_from_a_hyphen(sign: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        parse(Source("a.yaml", f"sections:\n  {sign} id: site\n    title: 选址\n"))
    (problem,) = caught.value.problems
    assert problem.message == f"an item of a list begins with a hyphen and a blank, not with “{sign}”"
    assert problem.hint == "Write `- id: site`."


@pytest.mark.parametrize(
    ("written", "digits"),
    [
        ("三", "3"),
        ("三级", "3级"),
        ("十二", "12"),
        ("一百零五", "105"),
        ("两万三千", "23000"),
        ("二〇二六", "2026"),
        ("三点五", "3.5"),
        ("百分之六十", "60%"),
        ("百分之六十七点五", "67.5%"),
        ("六成", "60%"),
        ("六成半", "65%"),
        ("三分之二", "2/3"),
        ("一般", "一般"),
        ("统一", "统一"),
        ("", ""),
    ],
)
def test_a_number_in_chinese_is_understood(written: str, digits: str) -> None:
    assert number_in_digits(written) == digits


@pytest.mark.parametrize(
    "day", ["2026年7月31日", "2026 年 7 月 31 日", "二〇二六年七月三十一日", "2026年7月31号"]
)
def test_a_day_in_chinese_is_understood(day: str) -> None:
    assert told(f"date: {day}\n").endswith("Write year-month-day, as in 2026-07-31.")


def test_a_level_in_chinese_is_understood() -> None:
    assert "Did you mean 3, without quotes or decimals?" in told("answers: {site.plan: 三}\n")
    assert "Did you mean 3, without quotes or decimals?" in told("answers: {site.plan: 三级}\n")


LEVELS = "Write one of 0 (level-0), 1 (level-1), 2 (level-2), 3 (level-3), 4 (level-4), or unknown."
MEANT_TWO = f"“{{}}” is not a level of “site.plan”. Did you mean 2, without quotes or decimals? {LEVELS}"
SIGNS = "Type ordinary signs, as in `{value: 2, note: …}`."


@pytest.mark.parametrize("typed", ["2，", "2；", "2。", "第2级", "第二级", "两级", "2分"])
def test_a_level_with_a_word_or_a_sign_around_it_is_understood(typed: str) -> None:
    assert told(f"answers: {{site.plan: {typed}}}\n").endswith(MEANT_TWO.format(typed))


@pytest.mark.parametrize(
    ("lines", "end"),
    [
        ("answers: {site.plan: ｛value：2，note：好｝}\n", SIGNS),
        ("answers: {site.plan: {value：2，note：好}}\n", SIGNS),
        ("answers: {site.plan: {value: 2， 备注： 好}}\n", SIGNS),
        (
            "answers:\n  site.plan:\n    答案：2\n    备注：好\n",
            "Type a colon and a space instead of the full-width colon (：, U+FF1A).",
        ),
        (
            "answers: {site.plan: level-2 // 备注}\n",
            "A comment begins with an ordinary “#”: `level-2  # 备注`.",
        ),
        ("answers: {site.plan: 说不清}\n", "Did you mean “unknown”?"),
        (
            "answers: {site.plan: 不适用，因为没有海外业务}\n",
            "Choose the level that fits, or write `unknown`.",
        ),
        ("answers:\n  site.plan——2\n", "Write one `question: answer` line for each question below it."),
        ("profile: {stage: [home、abroad]}\n", "Keep the one that fits best."),
        ("targets: {overall: 八十}\n", "Write 80, a plain number without quotes."),
        (
            "answers: {site.plan: {value: 2 note: 好}}\n",
            "Close the bracket; put texts that hold brackets, colons or a # in quotes.",
        ),
    ],
)
def test_what_to_write_instead_is_said_and_nothing_that_would_not_help(lines: str, end: str) -> None:
    assert told(lines).endswith(end)


@pytest.mark.parametrize("listed", ["· asia\n    · africa", "1、asia\n    2、africa", "1. asia 2. africa"])
def test_a_list_in_other_signs_is_understood(listed: str) -> None:
    options = [{"id": "asia", "text": "Asia"}, {"id": "africa", "text": "Africa"}]
    markets = {"id": "markets", "title": "Markets", "text": "Where?", "several": True, "options": options}
    asked = questionnaire(section("site", question("site.plan")), profile=[markets])
    with pytest.raises(InvalidInput) as caught:
        read_answers(Source("a.yaml", f"{HEAD}profile:\n  markets:\n    {listed}\n"), asked)
    (problem,) = caught.value.problems
    assert problem.hint == "Write `[asia, africa]`; the brackets make it a list."


def test_a_brace_that_is_not_closed_is_named_where_the_next_one_begins() -> None:
    with pytest.raises(InvalidInput) as caught:
        parse(Source("q.yaml", "bands: [{id: low, title: 低｝, {id: high, title: 高}]\n"))
    (problem,) = caught.value.problems
    assert (problem.line, problem.column) == (1, 27)
    assert problem.message == "the “{” is not closed by the full-width } (｝, U+FF5D)"
    assert problem.hint == "Write “}” instead."


def test_a_key_with_a_full_width_colon_in_braces_is_not_offered_as_a_text() -> None:
    end = "Type a colon and a space instead of the full-width colon (：, U+FF1A)."
    assert told("answers: {site.plan: {value: 2, note：好}}\n") == f"3:33: “note：好” is not known. {end}"
