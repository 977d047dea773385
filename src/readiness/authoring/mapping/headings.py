"""What the headings of survey tools are about: questions, options, notes, or the survey itself."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple, TypeAlias

from readiness.answers.responses.asked import Answerable, bare_text
from readiness.answers.responses.likeness import likest, ranking
from readiness.questionnaire.profile import ProfileQuestion
from readiness.questionnaire.questionnaire import Questionnaire
from readiness.questionnaire.questions.base import Question

AskedKey: TypeAlias = tuple[str, str]
"""The part of the map, `profile` or `answers`, and the id."""

DAYS = (
    "提交答卷时间",
    "提交时间",
    "结束答题时间",
    "timestamp",
    "时间戳记",
    "date submitted",
    "submitdate",
    "答题日期",
)
ENTERPRISES = (
    "企业名称",
    "公司名称",
    "贵企业名称",
    "您的企业名称",
    "单位名称",
    *("公司", "单位", "企业", "所在公司", "所在单位", "您的公司", "您的单位", "您所在的公司", "您所在的企业"),
    *("您所在的单位", "所属公司", "公司全称", "企业全称", "单位全称"),
    "enterprise",
    "company",
    "company name",
)
RESPONDENTS = (
    *("姓名和职务", "您的姓名和职务", "姓名及职务", "您的姓名及职务", "您的姓名", "姓名"),
    *("name and role", "your name and role", "respondent", "your name", "name", "填写人", "提交人"),
)
"""Headings of what is not asked by the questionnaire, the likeliest first, as `bare_text`."""
ABOUT_SURVEY = frozenset(
    {
        *("提交人", "填写人"),
        *(
            "序号",
            "编号",
            "所用时间",
            "来源",
            "来源详情",
            "来自ip",
            "总分",
            "答题时长",
            "开始答题时间",
            "用户类型",
        ),
        *(
            "用户标识",
            "昵称",
            "自定义字段",
            "地理位置国家和地区",
            "地理位置省",
            "地理位置市",
            "数据版本",
            "ip",
            "ua",
        ),
        *(
            "记录id",
            "提交者",
            "创建时间",
            "更新时间",
            "最后修改时间",
            "扩展属性",
            "清洗数据结果",
            "智能清洗数据无效概率",
        ),
        *("id", "lastpage", "startlanguage", "seed", "startdate", "datestamp", "ipaddr", "refurl", "token"),
        *("response id", "last page", "start language", "date started", "date last action", "ip address"),
        *("referrer url", "email address", "电子邮件地址", "score", "interviewtime"),
    }
)
"""Headings of what the tool itself records."""
DETAIL_WORDS = {
    "note": ("备注", "说明", "补充说明", "note", "notes", "comment", "comments"),
    "evidence": ("佐证", "佐证材料", "证明材料", "evidence"),
    "owner": ("负责人", "责任人", "owner"),
    "reason": ("理由", "不适用的理由", "不适用理由", "reason"),
    "other": ("other", "其他", "其它"),
}
UNKNOWN_WORDS = ("don't know", "i don't know", "unknown", "不清楚", "不知道", "不了解", "说不清")
NOT_APPLICABLE_WORDS = ("not applicable", "n/a", "na", "不适用")
"""What a survey calls what is no option, as `bare_text`."""
NO_REASON = '{not_applicable: ""}'
"""How a map writes that something is not applicable, the reason to be said."""
_STATES = {**dict.fromkeys(UNKNOWN_WORDS, "unknown"), **dict.fromkeys(NOT_APPLICABLE_WORDS, NO_REASON)}
_DETAILS = {word: key for key, words in DETAIL_WORDS.items() for word in words}

# A number before the text: `12、`, `12.`, `Q12.`, `第12题`; behind it may be nothing, or only an option.
_NUMBER = re.compile(
    r"(?:q?\s?(?P<n>\d{1,3})\s?[.,:)]\s*|第\s?(?P<m>\d{1,3})\s?题\s?[.,:]?\s*|q(?P<k>\d{1,3})(?=$|\[))"
)
_KINDS = (
    r"必答题?|必填|选填|选答|单选题?|多选题?|填空题|简答题|下拉题|量表题|打分题|评分题|判断题|数值题|矩阵\w{0,4}题|"
    r"required|optional|single choice|multiple choice|select all that apply|choose one"
)
_TAG = re.compile(rf"\s*[\[(【<]\s*(?:{_KINDS})\s*[\])】>]\s*|^\*\s*|\s*\*$")
_SPLITS = (
    re.compile(r"(?P<left>.*?)\s*\[(?P<right>[^\[\]]*)\]"),
    re.compile(r"(?P<left>.*?)\s*\((?P<right>.*?):?\s*\)"),
)


class SurveyHeading(NamedTuple):
    """A heading without its number and the kind of its question."""

    number: int
    """0 if it has none."""
    text: str
    """As `bare_text`."""


class HeadingMatch(NamedTuple):
    """What a heading is about."""

    key: AskedKey
    like: str = ""
    """Why it is not certain: the text that it is only like, or that it is only a number; empty if it is."""
    option: str = ""
    """The id of the option whose column it is."""
    detail: str = ""
    """What is said of an answer, if it is not an option's column: a key of `DETAIL_WORDS`."""


def read_heading(heading: str) -> SurveyHeading:
    """`heading` without what a survey tool adds."""
    text = _TAG.sub("", bare_text(heading))
    number = 0
    if found := _NUMBER.match(text):
        number = int(found["n"] or found["m"] or found["k"])
        text = _TAG.sub("", text[found.end() :])
    return SurveyHeading(number, text.strip())


def detail_named(text: str) -> str:
    """What `text` says that an answer has beside it, such as `备注` for a note; empty if nothing."""
    return _DETAILS.get(text.rstrip(": "), "")


def is_option_code(text: str) -> bool:
    """Whether `text` is a code that LimeSurvey gives to an option, such as `SQ001` or `A2`."""
    return re.fullmatch(r"(?:sq|ao?)\d{1,3}", bare_text(text)) is not None


def letters_only(text: str) -> str:
    """`text` without blanks and signs, which survey tools drop or change."""
    return re.sub(r"[\W_]+", "", bare_text(text))


class HeadingMatcher:
    """Finds what a heading is about, in all languages of a questionnaire."""

    def __init__(
        self, languages: Sequence[Questionnaire], asked: Mapping[AskedKey, Answerable], *, quick: bool
    ) -> None:
        self._asked = asked
        self._numbered = [_key_of(each) for each in languages[0].asked(quick=quick)]
        known = set(self._numbered)
        found: dict[str, set[AskedKey]] = {}
        self._texts: dict[str, str] = {}
        """Texts to be like, by the key in one word and what kind of text it is."""
        for place, questionnaire in enumerate(languages):
            for each in questionnaire.asked():
                if (key := _key_of(each)) not in known:
                    continue
                for text in _calls(each):
                    found.setdefault(letters_only(text), set()).add(key)
                for kind, text in (("text", each.text), ("label", each.label)):
                    self._texts[f"{key[0]} {key[1]} {kind} {place}"] = text
        self._known = {text: next(iter(keys)) for text, keys in found.items() if len(keys) == 1 and text}

    def match(self, heading: SurveyHeading) -> HeadingMatch | None:
        """What `heading` is about; None if that is neither certain nor likely."""
        return self._exact(heading) or self._part(heading) or self._likely(heading)

    def nearest(self, heading: SurveyHeading, most: int = 3) -> list[AskedKey]:
        """The questions that `heading` may be about, the likeliest first."""
        ranked = [_key_in(name) for _ratio, name in ranking(heading.text, self._texts, 0.4)]
        return list(dict.fromkeys(ranked))[:most]

    def with_options(self, options: Sequence[str]) -> AskedKey | None:
        """The only question of several options that has all these `options`; None if there is none."""
        wanted = [bare for option in options if (bare := bare_text(option)) not in _STATES]
        fitting = [
            key
            for key in self._numbered
            if wanted
            and self._asked[key].several
            and all(option in self._asked[key].names or option in self._asked[key].nones for option in wanted)
        ]
        return fitting[0] if len(fitting) == 1 else None

    def option_of(self, key: AskedKey, text: str) -> str:
        """What it means, as a map writes it, if the column of option `text` is ticked; or empty."""
        asked = self._asked[key]
        bare = bare_text(text)
        if asked.question is not None and bare not in asked.names:
            if bare in asked.nones:
                return "[]"
            if (state := _STATES.get(bare)) and (state != NO_REASON or asked.question.not_applicable):
                return state
        if is_option_code(bare):
            place = int(bare.lstrip("aoqs")) - 1
            return asked.ids[place] if 0 <= place < len(asked.ids) else ""
        return asked.names.get(bare, "") or asked.names.get(
            re.sub(r"^[a-z0-9]{1,2}\s?[.,)]\s*", "", bare), ""
        )

    def _exact(self, heading: SurveyHeading) -> HeadingMatch | None:
        key = self._known.get(letters_only(heading.text))
        return HeadingMatch(key) if key else None

    def _part(self, heading: SurveyHeading) -> HeadingMatch | None:
        """A question, and behind it an option, a word such as `comment`, or the row of a grid."""
        for left, right in _parts(heading.text):
            before, behind = (self._known.get(letters_only(text)) for text in (left, right))
            if before and (option := self.option_of(before, right)):
                doubt = "code" if is_option_code(right) else ""
                return HeadingMatch(before, doubt, option, detail_named(right))
            if before and (detail := detail_named(right)):
                return HeadingMatch(before, detail=detail)
            if behind and not before:  # the row of a grid, or a word such as `comment` before the question
                return HeadingMatch(behind, detail=detail_named(left))
        return None

    def _likely(self, heading: SurveyHeading) -> HeadingMatch | None:
        if not heading.text:
            key = self.by_number(heading.number)
            return HeadingMatch(key, "number") if key else None
        if len(heading.text) < 4:
            return None
        own: dict[AskedKey, tuple[float, str]] = {}
        for ratio, name in ranking(heading.text, self._texts):
            own.setdefault(_key_in(name), (ratio, name))
        texts = {name: self._texts[name] for _ratio, name in own.values()}
        name = likest(heading.text, texts)
        return HeadingMatch(_key_in(name), self._texts[name]) if name else None

    def by_number(self, number: int) -> AskedKey | None:
        """The question that has this number in the interview and on paper; None if there is none."""
        return self._numbered[number - 1] if 0 < number <= len(self._numbered) else None


def _key_of(asked: Question | ProfileQuestion) -> AskedKey:
    return ("profile" if isinstance(asked, ProfileQuestion) else "answers"), asked.id


def _key_in(name: str) -> AskedKey:
    part, id, *_rest = name.split()
    return part, id


def _calls(asked: Question | ProfileQuestion) -> Iterator[str]:
    """What a heading may call a question."""
    yield from (asked.id, asked.label, asked.text, f"{asked.label}{asked.text}", f"{asked.id}{asked.text}")


def _parts(text: str) -> Iterator[tuple[str, str]]:
    """Each way to see `text` as a question and something behind it."""
    for split in _SPLITS:
        if found := split.fullmatch(text):
            yield found["left"].strip(), found["right"].strip()
    for colon in reversed(list(re.finditer(r"\s*[:_]\s*", text))):
        yield text[: colon.start()], text[colon.end() :].strip()
