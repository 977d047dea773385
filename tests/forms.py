"""A questionnaire with all that a form can ask, random answers to it, and forms that somebody filled in."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from random import Random
from typing import Any

import openpyxl
from hypothesis import strategies as st

from intricate import values_of
from readiness.answers.answers import Answers
from readiness.answers.reading import read_raw
from readiness.questionnaire.questionnaire import Questionnaire
from readiness.questionnaire.questions.base import Question
from readiness.rendering.xlsx_form import form_xlsx
from readiness.source.source import decode_any
from readiness.views.build_form import build_form
from small import group, question, questionnaire, section, window
from workbooks import saved

Raw = dict[str, Any]
NEVER = "Nothing of the kind is done."


def _options(*ids: str, **fields: Any) -> list[Raw]:
    return [{"id": id, "score": score, "text": f"The {id} one", **fields} for score, id in enumerate(ids)]


PROFILE: list[Raw] = [
    {"id": "stage", "title": "Stage", "text": "How far?", "options": _profile}
    for _profile in ([{"id": "home", "text": "At home"}, {"id": "abroad", "text": "Abroad"}],)
] + [
    {
        "id": "goods",
        "title": "Goods",
        "text": "Which goods?",
        "several": True,
        "options": [{"id": id, "text": f"{id.title()} goods"} for id in ("small", "large", "new")],
    }
]
WITH_WORDS = [*_options("paper", "draft"), {"id": "else", "score": 2, "text": "Another", "own_words": True}]
WITH_NONE = [*_options("stock", "cash"), {"id": "none", "text": "None of these", "exclusive": True}]

EVERYTHING: Questionnaire = questionnaire(
    section(
        "first",
        question("first.level", not_applicable=NEVER),
        {"id": "first.words", "text": "Which?", "options": WITH_WORDS},
        {"id": "first.yes", "text": "Is it?", "type": "yes-no", "not_applicable": NEVER},
        {
            "id": "first.scale",
            "text": "How much?",
            "type": "scale",
            "minimum": 1,
            "maximum": 5,
            "labels": {"5": "all"},
        },
        {"id": "first.long", "text": "How many?", "type": "scale", "minimum": 0, "maximum": 40},
        question("first.after", when={"answer": "first.level", "at_least": 2}),
    ),
    group(
        "second",
        section(
            "inner",
            {"id": "inner.share", "text": "Which share?", "type": "number", "worst": 0, "best": 100}
            | {"least": 0, "most": 100, "unit": "%", "not_applicable": NEVER},
            {"id": "inner.any", "text": "Any number?", "type": "number", "worst": 80, "best": 100},
            {"id": "inner.text", "text": "In words?", "type": "text"},
        ),
        section(
            "lists",
            {"id": "lists.all", "text": "Which of them?", "type": "several", "options": WITH_WORDS}
            | {"not_applicable": NEVER},
            {"id": "lists.none", "text": "Which of those?", "type": "several", "options": WITH_NONE},
            question("lists.after", when={"not": {"profile": "goods", "any_of": ["new"]}}),
            description="=1+1 is not a formula",
        ),
    ),
    opportunities=[window("wide", [question("wide.open")], [question("wide.use")])],
    profile=PROFILE,
)

WORDS = st.text(
    st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\ufffe\uffff") | st.just("\n"),
    min_size=1,
    max_size=30,
)


@st.composite
def answered(draw: st.DrawFn, asked: Questionnaire) -> Answers:
    """Answers to `asked`, with all that an answers file may say of them."""
    given = {id: _answer(draw, each) for id, each in asked.questions.items() if draw(st.booleans())}
    profile: Raw = {}
    for fact in asked.profile:
        ids = [option.id for option in fact.options]
        if draw(st.booleans()):
            listed = sorted(draw(st.lists(st.sampled_from(ids), min_size=1, unique=True)), key=ids.index)
            profile[fact.id] = listed if fact.several else listed[0]
    raw: Raw = {"questionnaire": asked.id, "version": asked.version, "profile": profile, "answers": given}
    for name in ("enterprise", "respondent", "prepared_by", "confidentiality"):
        raw |= {name: draw(WORDS)} if draw(st.booleans()) else {}
    raw |= {"date": draw(st.dates()).isoformat()} if draw(st.booleans()) else {}
    return read_raw(raw, asked)


def _answer(draw: st.DrawFn, asked: Question) -> Raw:
    kind = draw(st.sampled_from(["value", "value", "unknown", "aside", "open"]))
    answer: Raw = {}
    if kind == "aside" and asked.not_applicable:
        answer["not_applicable"] = draw(WORDS.filter(str.strip))
    elif kind == "unknown":
        answer["value"] = "unknown"
    elif kind != "open":
        value = draw(st.sampled_from(values_of(asked)))
        answer["value"] = asked.written(value)
        if asked.takes_words(value) and draw(st.booleans()):
            answer["other"] = draw(WORDS)
    for name in ("note", "owner"):
        answer |= {name: draw(WORDS)} if draw(st.booleans()) else {}
    if draw(st.booleans()):
        answer["evidence"] = draw(st.lists(WORDS, max_size=3))
    return answer


def random_answers(asked: Questionnaire, number: int) -> Answers:
    """Some answers to all kinds of questions, without details; the same ones on every run."""
    random = Random(number)  # noqa: S311 (made-up answers)
    given: Raw = {}
    for id, each in asked.questions.items():
        kind = random.random()
        if kind < 0.1 and each.not_applicable:
            given[id] = {"not_applicable": NEVER}
        elif kind < 0.2:
            given[id] = "unknown"
        elif kind < 0.75:
            given[id] = each.written(random.choice(values_of(each)))
    profile: Raw = {}
    for fact in asked.profile:
        ids = [option.id for option in fact.options]
        if random.random() < 0.75:
            listed = sorted(random.sample(ids, random.randint(1, len(ids))), key=ids.index)
            profile[fact.id] = listed if fact.several else listed[0]
    raw = {"questionnaire": asked.id, "version": asked.version, "profile": profile, "answers": given}
    return read_raw(raw, asked)


def form_of(asked: Questionnaire, answers: Answers | None = None, **options: Any) -> bytes:
    """The workbook of a form for `asked`, in which `answers` are filled in."""
    return form_xlsx(build_form(asked, answers=answers, **options))


def back(content: bytes, asked: Questionnaire) -> Answers:
    """The answers in a filled form."""
    from readiness.answers.reading import read_answers

    return read_answers(decode_any(content, "filled.xlsx"), asked)


class FilledForm:
    """A form as somebody fills it in: finds cells by their ids and chooses from their lists."""

    def __init__(self, content: bytes) -> None:
        self.book = openpyxl.load_workbook(io.BytesIO(content))
        self._rows = {
            str(cell.value): cell
            for sheet in self.book.worksheets
            if sheet["A1"].value == "readiness-columns"
            for cell in sheet["A"][1:]
        }
        self._lists = {
            (sheet.title, str(area)): rule.formula1.lstrip("=")
            for sheet in self.book.worksheets
            for rule in sheet.data_validations.dataValidation
            if rule.type == "list"
            for area in rule.sqref.ranges
        }

    def cell(self, id: str, column: str = "value") -> Any:
        """The cell in a column of the row with this id."""
        first = self._rows[id]
        names = {cell.value: cell.column for cell in first.parent[1]}
        return first.parent.cell(first.row, names[column])

    def place(self, id: str, column: str = "value") -> str:
        """The same as a formula names it."""
        cell = self.cell(id, column)
        title = cell.parent.title
        return f"{title if title.isalnum() else repr(title)}!{cell.coordinate}"

    def lines(self, id: str) -> list[Any]:
        """The list of the answer cell."""
        cell = self.cell(id)
        name = self._lists.get((cell.parent.title, cell.coordinate))
        if name is None:
            return []
        ((title, area),) = self.book.defined_names[name].destinations
        return [each.value for row in self.book[title][area] for each in row]

    def put(self, id: str, value: Any, column: str = "value") -> FilledForm:
        """Write into a cell; return the form, for the next one."""
        self.cell(id, column).value = value
        return self

    def fill_in(self, raw: Mapping[str, Any], asked: Questionnaire) -> None:
        """Fill in raw answers, choosing from the lists."""
        for fact in asked.profile:
            if chosen := raw.get("profile", {}).get(fact.id):
                ids = [option.id for option in fact.options]
                self._choose(f"profile {fact.id}", ids, chosen, several=fact.several)
        for id, answer in raw.get("answers", {}).items():
            details = answer if isinstance(answer, dict) else {"value": answer}
            self._answer(asked.questions[id], f"answers {id}", details)
        for name in ("enterprise", "respondent", "date"):
            if raw.get(name):
                self.put(f"cover {name}", raw[name])

    def _answer(self, asked: Question, id: str, details: Mapping[str, Any]) -> None:
        value, states = details.get("value"), self.lines(id)
        if "not_applicable" in details:
            self.put(id, "Not applicable").put(id, details["not_applicable"], "not_applicable")
        elif value == "unknown":
            self.put(id, "Don't know")
        elif isinstance(value, list):
            self._choose(id, [option.id for option in asked.choices], value, several=True)
            if not value:
                self._deny(id, asked)
        elif value is not None and states:
            self._choose(id, [asked.written(option) for option in asked.choices], value, several=False)
        elif value is not None:
            self.put(id, value)
        for name in ("note", "owner"):
            if details.get(name):
                self.put(id, details[name], name)
        if evidence := details.get("evidence"):
            self.put(id, "\n".join(evidence if isinstance(evidence, list) else [evidence]), "evidence")

    def _deny(self, id: str, asked: Question) -> None:
        if "none of these" in self.lines(id):
            self.put(id, "none of these")
        else:
            for option in asked.choices:
                self.put(f"{id} {option.id}", "No")

    def _choose(self, id: str, ids: list[Any], chosen: Any, *, several: bool) -> None:
        if several:
            for each in chosen:
                self.put(f"{id} {each}", self.lines(f"{id} {each}")[0])
        else:
            self.put(id, self.lines(id)[ids.index(chosen)])

    def content(self) -> bytes:
        """The workbook."""
        return saved(self.book)


def greyed(content: bytes) -> Iterator[str]:
    """The ids of the rows that are grey, as they were computed when the workbook was saved."""
    for sheet in openpyxl.load_workbook(io.BytesIO(content), data_only=True).worksheets:
        for id, is_grey in sheet.iter_rows(min_row=2, max_col=2, values_only=True):
            if is_grey == 1 and str(id).startswith("answers "):
                yield str(id)


# --- conditions everywhere ------------------------------------------------------------------------------


def conditional(number: int) -> Questionnaire:
    """A questionnaire that asks nearly every question on conditions, the same for the same `number`."""
    random = Random(number)  # noqa: S311 (a made-up questionnaire)
    before: list[Raw] = []
    sections = []
    for place in range(4):
        questions = []
        for _time in range(6):
            asked = _any_question(random, f"s{place}.q{len(before)}")
            if before and random.random() < 0.85:
                asked["when"] = _condition(random, before, 3)
            questions.append(asked)
            before.append(asked)
        when = {"when": _condition(random, before[: 6 * place], 2)} if place and random.random() < 0.4 else {}
        sections.append(section(f"s{place}", *questions, **when))
    return questionnaire(*sections, section("scored", question("last")), profile=PROFILE)


def _any_question(random: Random, id: str) -> Raw:
    asked: Raw = {"id": id, "text": f"What of {id}?", "weight": 0}
    asked |= {"not_applicable": NEVER} if random.random() < 0.4 else {}
    limits = {"least": 0, "most": 20}
    kinds: list[Raw] = [
        {"options": _options("none", "some", "most", "all")},
        {"type": "several", "options": _options("a", "b", "c")},
        {"type": "several", "options": WITH_NONE},
        {"type": "yes-no"},
        {"type": "scale", "minimum": 1, "maximum": 5},
        {"type": "scale", "minimum": 0, "maximum": 20},
        {"type": "number", "worst": 0, "best": 10, **limits},
    ]
    return {**asked, **random.choice(kinds)}


def _condition(random: Random, before: list[Raw], depth: int) -> Raw:
    kind = random.choice(["all", "any", "not", "test", "test"]) if depth else "test"
    if kind == "not":
        return {"not": _condition(random, before, depth - 1)}
    if kind != "test":
        return {kind: [_condition(random, before, depth - 1) for _time in range(random.randint(2, 3))]}
    if random.random() < 0.25:
        fact = random.choice(PROFILE)
        return {"profile": fact["id"], **_named(random, [option["id"] for option in fact["options"]])}
    asked = random.choice(before)
    listed = [option["id"] for option in asked.get("options", ())]
    if asked.get("type") == "yes-no":
        return {"answer": asked["id"], "equals": random.choice(["yes", "no"])}
    if listed and random.random() < 0.6:
        return {"answer": asked["id"], **_named(random, listed)}
    return {"answer": asked["id"], random.choice(["at_least", "at_most"]): random.randint(1, 3)}


def _named(random: Random, ids: list[str]) -> Raw:
    if random.random() < 0.5:
        return {"equals": random.choice(ids)}
    return {"any_of": random.sample(ids, random.randint(1, 2))}
