"""Exports of survey tools, made from answers that are known.

What the tools really write was looked up in public files and programs that read such exports; each function
says what was seen there.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from readiness.answers.answers import Answer, Answers, State
from readiness.questionnaire.profile import ProfileQuestion
from readiness.questionnaire.questionnaire import Questionnaire
from readiness.questionnaire.questions.base import Question

Table = list[list[str]]
"""Rows of cells, the headings first."""
Columns = list[tuple[str, str]]
"""Headings, each with the cell of one respondent."""


class Words(NamedTuple):
    """What the survey calls what is no option."""

    name: str
    unknown: str
    not_applicable: str
    note: str


CHINESE = Words("您的姓名和职务", "不清楚", "不适用", "备注")
ENGLISH = Words("Your name and role", "Don't know", "Not applicable", "Note")


class Asked(NamedTuple):
    """One question of a survey, and what one respondent answered."""

    number: int
    text: str
    options: list[str]
    chosen: list[int]
    """The places of the chosen options, from 0; behind the last is “don't know”."""
    several: bool = False
    free: str = ""
    """An answer that is typed."""
    words: str = ""
    """Words of the respondent's own about the last chosen option."""
    reason: str = ""
    """Why it is not applicable."""
    note: str | None = None
    """None if the survey asks for none."""
    own: int = -1
    """The place of the option that takes words."""


def asked_of(questionnaire: Questionnaire, answers: Answers, words: Words) -> Iterator[Asked]:
    """Each question of a survey with the answer that `answers` give, as the questionnaire words it."""
    yield Asked(1, words.name, [], [], free=answers.respondent)
    for number, asked in enumerate(questionnaire.asked(), 2):
        if isinstance(asked, ProfileQuestion):
            chosen = answers.profile.get(asked.id, ())
            places = [place for place, option in enumerate(asked.options) if option.id in chosen]
            yield Asked(number, asked.text, [option.text for option in asked.options], places, asked.several)
        else:
            yield _question(number, asked, answers[asked.id], words)


def _question(number: int, question: Question, answer: Answer, words: Words) -> Asked:
    several = question.form_field().kind == "several"
    options = [option.text for option in question.choices]
    if not options:
        free = "" if answer.value is None else str(question.written(answer.value))
        if answer.state is State.UNKNOWN:
            free = words.unknown
        return Asked(number, question.text, [], [], free=free, note=answer.note)
    ids = [] if answer.value is None else question.option_ids(answer.value)
    places = [place for place, option in enumerate(question.choices) if option.id in ids]
    offered = [*options, words.unknown, *([words.not_applicable] if question.not_applicable else [])]
    if several:
        offered.append("none of these" if words is ENGLISH else "都不符合")
        if answer.state is State.ANSWERED and not ids:
            places = [len(offered) - 1]
    if answer.state is State.UNKNOWN:
        places = [len(options)]
    if answer.state is State.NOT_APPLICABLE:
        places = [len(options) + 1]
    own = next((n for n, option in enumerate(question.choices) if option.own_words), -1)
    return Asked(
        number, question.text, offered, places, several, "", answer.other, answer.reason, answer.note, own
    )


def export(
    fixed: Callable[[Answers], Columns],
    of_question: Callable[[Asked], Columns],
    questionnaire: Questionnaire,
    respondents: Sequence[Answers],
    words: Words,
) -> Table:
    """A table with a row for each respondent: the `fixed` columns, then those of each question."""
    headings: list[str] = []
    rows = []
    for answers in respondents:
        columns = [*fixed(answers)]
        for asked in asked_of(questionnaire, answers, words):
            columns += of_question(asked)
        headings = [heading for heading, _cell in columns]
        rows.append([cell for _heading, cell in columns])
    return [headings, *rows]


def as_csv(table: Table, delimiter: str = ",") -> str:
    """`table` as spreadsheets write it."""
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter, lineterminator="\r\n").writerows(table)
    return text.getvalue()


# --- 问卷星 ----------------------------------------------------------------------------------------
# Seen in public files: the seven columns before the questions, `1、` before each text, `┋` between options,
# `其他〖…〗` for words of one's own, `(空)` and `(跳过)`, days such as 2026/09/03 12:00:00.
# With numbers: 1…n, -3 for what was skipped, and for several options a column for each, whose heading
# is `第3题(…)`, with 1 and 0.


def _wjx_columns(answers: Answers) -> Columns:
    day = answers.date.strftime("%Y/%m/%d 12:00:00") if answers.date else ""
    return [
        ("序号", "1"),
        ("提交答卷时间", day),
        ("所用时间", "312秒"),
        ("来源", "微信"),
        ("来源详情", "N/A"),
        ("来自IP", "115.205.1.1(浙江-宁波)"),
        ("总分", "0"),
    ]


def wjx_texts(questionnaire: Questionnaire, respondents: Sequence[Answers], words: Words = CHINESE) -> Table:
    """问卷星, exported by the texts of options."""

    def of_question(asked: Asked) -> Columns:
        cells = [asked.options[place] for place in asked.chosen]
        if asked.words:
            cells[asked.chosen.index(asked.own)] += f"〖{asked.words}〗"
        if asked.reason:
            cells = [f"{cells[0]}〖{asked.reason}〗"]
        cell = asked.free or "┋".join(cells) or "(空)"
        note = [] if asked.note is None else [(f"{asked.number}、{words.note}", asked.note or "(空)")]
        return [(f"{asked.number}、{asked.text}", cell), *note]

    return export(_wjx_columns, of_question, questionnaire, respondents, words)


def wjx_numbers(
    questionnaire: Questionnaire, respondents: Sequence[Answers], words: Words = CHINESE
) -> Table:
    """问卷星, exported by the numbers of options."""

    def of_question(asked: Asked) -> Columns:
        if asked.several:
            named = enumerate(asked.options)
            picked = {place: "1" if place in asked.chosen else "0" for place, _text in named}
            return [
                (f"第{asked.number}题({text})", picked[place] if asked.chosen else "-3")
                for place, text in enumerate(asked.options)
            ]
        cell = "┋".join(str(place + 1) for place in asked.chosen)
        return [(f"{asked.number}、{asked.text}", asked.free or cell or "-3")]

    return export(_wjx_columns, of_question, questionnaire, respondents, words)


# --- 腾讯问卷 ---------------------------------------------------------------------------------------
# Seen in public programs: 编号, 开始答题时间, 结束答题时间, 答题时长 and more before the questions, `1.`
# before each text, and for several options a column for each with `题目:选项` as its heading, which holds the
# text of the option or nothing.


def tencent(questionnaire: Questionnaire, respondents: Sequence[Answers], words: Words = CHINESE) -> Table:
    """腾讯问卷."""

    def fixed(answers: Answers) -> Columns:
        day = str(answers.date or "")
        return [
            ("编号", "1"),
            ("开始答题时间", f"{day} 11:50:00"),
            ("结束答题时间", f"{day} 12:00:00" if day else ""),
            ("答题时长", "10分钟"),
            ("用户类型", "匿名用户"),
        ]

    def of_question(asked: Asked) -> Columns:
        heading = f"{asked.number}.{asked.text}"
        own = {asked.own: f":{asked.words}"} if asked.words else {}
        texts = [f"{text}{own.get(place, '')}" for place, text in enumerate(asked.options)]
        note = [] if asked.note is None else [(f"{asked.number}.{words.note}", asked.note)]
        if asked.several:
            each = [
                (f"{heading}:{text}", texts[place] if place in asked.chosen else "")
                for place, text in enumerate(asked.options)
            ]
            return [*each, *note]
        cell = asked.free or "".join(texts[place] for place in asked.chosen)
        reason = f":{asked.reason}" if asked.reason else ""
        return [(heading, f"{cell}{reason}"), *note]

    return export(fixed, of_question, questionnaire, respondents, words)


# --- 飞书 ------------------------------------------------------------------------------------------
# From knowledge only: 提交时间 and 提交人, the texts as headings, several options with commas between them.


def feishu(questionnaire: Questionnaire, respondents: Sequence[Answers], words: Words = CHINESE) -> Table:
    """飞书."""

    def fixed(answers: Answers) -> Columns:
        day = answers.date.strftime("%Y/%m/%d 12:00") if answers.date else ""
        return [("提交时间", day), ("提交人", "王磊")]

    def of_question(asked: Asked) -> Columns:
        cells = [asked.options[place] for place in asked.chosen]
        if asked.words:
            cells[asked.chosen.index(asked.own)] += f"：{asked.words}"
        reason = f"：{asked.reason}" if asked.reason else ""
        note = [] if asked.note is None else [(words.note, asked.note)]
        return [(asked.text, asked.free or f"{','.join(cells)}{reason}"), *note]

    return export(fixed, of_question, questionnaire, respondents, words)


# --- Google Forms ----------------------------------------------------------------------------------
# Seen in public files: Timestamp, the texts as headings, `, ` between several options, which may hold commas
# themselves; what is typed for “Other” stands alone, without that word.


def google(questionnaire: Questionnaire, respondents: Sequence[Answers], words: Words = ENGLISH) -> Table:
    """Google Forms; a question that is not applicable is left out, because no reason could be said."""

    def fixed(answers: Answers) -> Columns:
        day = answers.date.strftime("%Y/%m/%d 2:05:13 PM GMT+8") if answers.date else ""
        return [("Timestamp", day)]

    def of_question(asked: Asked) -> Columns:
        cells = [asked.options[place] for place in asked.chosen]
        if asked.words:
            cells = [*(asked.options[n] for n in asked.chosen if n != asked.own), asked.words]
        if asked.reason:
            cells = [f"{cells[0]}: {asked.reason}"]
        note = [] if asked.note is None else [(f"{words.note} ({asked.text})", asked.note)]
        return [(asked.text, asked.free or ", ".join(cells)), *note]

    return export(fixed, of_question, questionnaire, respondents, words)


# --- LimeSurvey ------------------------------------------------------------------------------------
# From knowledge only: with full texts the headings `Response ID`, `Date submitted`, …, for several options
# `Question [Subquestion]` with Yes or nothing, `[Other]` and `[Comment]`; with codes `id`, `submitdate`, …,
# `Q1`, `Q1[SQ001]` with Y or nothing, `Q1[other]`, answers A1….


def limesurvey_texts(
    questionnaire: Questionnaire, respondents: Sequence[Answers], words: Words = ENGLISH
) -> Table:
    """LimeSurvey with full texts."""

    def fixed(answers: Answers) -> Columns:
        day = f"{answers.date} 12:00:00" if answers.date else ""
        return [("Response ID", "7"), ("Date submitted", day), ("Last page", "3"), ("Start language", "en")]

    def of_question(asked: Asked) -> Columns:
        note = [] if asked.note is None else [(f"{asked.text} [Comment]", asked.note)]
        cells = {place: asked.options[place] for place in asked.chosen}
        other = [(f"{asked.text} [Other]", asked.words)] if asked.own >= 0 else []
        if asked.several:
            columns = [
                (f"{asked.text} [{text}]", "Yes" if place in cells else "")
                for place, text in enumerate(asked.options)
            ]
            return [*columns, *other, *note]
        reason = f": {asked.reason}" if asked.reason else ""
        return [(asked.text, asked.free or f"{''.join(cells.values())}{reason}"), *other, *note]

    return export(fixed, of_question, questionnaire, respondents, words)


def limesurvey_codes(
    questionnaire: Questionnaire, respondents: Sequence[Answers], words: Words = ENGLISH
) -> Table:
    """LimeSurvey with codes; the survey asks only what the questionnaire does, in its order."""

    def fixed(answers: Answers) -> Columns:
        day = f"{answers.date} 12:00:00" if answers.date else ""
        return [("id", "7"), ("submitdate", day), ("lastpage", "3"), ("startlanguage", "en"), ("seed", "1")]

    def of_question(asked: Asked) -> Columns:
        if asked.number == 1:
            return [("Respondent", asked.free)]
        code = f"Q{asked.number - 1}"
        if asked.several:
            count = len(asked.options) - (2 if asked.note is not None else 0)
            return [
                *(
                    (f"{code}[SQ{place + 1:03}]", "Y" if place in asked.chosen else "")
                    for place in range(count)
                ),
                *([(f"{code}[other]", asked.words)] if asked.own >= 0 else []),
            ]
        return [(code, asked.free or "".join(f"A{place + 1}" for place in asked.chosen))]

    return export(fixed, of_question, questionnaire, respondents, words)


TEXT_EXPORTS = {
    "wjx": wjx_texts,
    "tencent": tencent,
    "feishu": feishu,
    "google": google,
    "limesurvey": limesurvey_texts,
}
