"""A questionnaire as data: what is asked, how it is weighed, and which bands follow.

Frozen, strict models of the format in `docs/questionnaire.md`, and the checks that look
across them. Nothing here knows any particular questionnaire.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from functools import cached_property
from typing import Annotated, Literal, NamedTuple, TypeAlias

from pydantic import Field, StringConstraints, model_validator

from readiness.cases import Case, CaseLibrary
from readiness.errors import nearest
from readiness.i18n import _
from readiness.model import Id, Many, Model, Percent, QuestionId, Score, Text, Weight
from readiness.source import DataPath

Aggregation: TypeAlias = Literal["arithmetic", "geometric", "minimum", "risk"]


class Condition(Model):
    """A declarative condition on the profile or on answers: one test, or a combination of some.

    A test names what it looks at (`profile` or `answer`) and one of `equals`, `any_of`,
    `at_least`, `at_most`; the last two compare scores and take a score or an option id.
    """

    all: Many[Condition] = ()
    any: Many[Condition] = ()
    negated: Condition | None = Field(default=None, alias="not")
    profile: Id | None = None
    answer: QuestionId | None = None
    equals: Id | None = None
    any_of: Many[Id] = ()
    at_least: Score | Id | None = None
    at_most: Score | Id | None = None

    @model_validator(mode="after")
    def _says_one_thing(self) -> Condition:
        given = self.model_fields_set
        if any(getattr(self, name) in (None, ()) for name in given):
            raise ValueError("condition-shape")
        subjects = given & {"all", "any", "negated", "profile", "answer"}
        tests = given & {"equals", "any_of", "at_least", "at_most"}
        is_test = subjects in ({"profile"}, {"answer"})
        if len(subjects) != 1 or len(tests) != (1 if is_test else 0):
            raise ValueError("condition-shape")
        if self.profile is not None and tests & {"at_least", "at_most"}:
            raise ValueError("condition-profile-order")
        return self


class Action(Model):
    """What lifts an answer by one level."""

    text: Text
    effort: Annotated[int, Field(ge=1, le=5)]
    """1 (a few days of one manager) to 5 (a programme of over a year with board money)."""
    horizon: Literal[30, 90, 180, 365]
    """Days until it is done."""


class Option(Model):
    """One behaviour a respondent can recognise; `action` leads to the next better one."""

    id: Id
    score: Score
    text: Text
    action: Action | None = None


class Question(Model):
    """A behaviourally anchored rating scale: options in rising order of score."""

    id: QuestionId
    title: Text
    text: Text
    help: Text
    evidence: Many[Text] = ()
    quick: bool = False
    weight: Weight = 1.0
    when: Condition | None = None
    not_applicable: Text | None = None
    """The circumstances in which the question may be marked not applicable."""
    options: Annotated[Many[Option], Field(min_length=2)]

    @cached_property
    def lowest(self) -> float:
        """The lowest score of an option."""
        return min(option.score for option in self.options)

    @cached_property
    def highest(self) -> float:
        """The highest score of an option."""
        return max(option.score for option in self.options)

    def share(self, option: Option) -> float:
        """Where `option` stands between the lowest and the highest score, 0-1."""
        return (option.score - self.lowest) / (self.highest - self.lowest)

    def better(self, option: Option, *, exposure: bool) -> Option | None:
        """The next better option than `option`: the one above, or below where less is better."""
        index = self.options.index(option) + (-1 if exposure else 1)
        return self.options[index] if 0 <= index < len(self.options) else None

    def option(self, id: str) -> Option | None:
        """The option with this id."""
        return next((option for option in self.options if option.id == id), None)


class Section(Model):
    """A node of the tree: questions or further sections, and how they are aggregated.

    A section whose aggregation is `risk` has `exposure` and `control` questions instead.
    """

    id: Id
    kind: Id = "section"
    title: Text
    description: Text
    weight: Weight = 1.0
    aggregation: Aggregation = "arithmetic"
    questions: Many[Question] = ()
    sections: Many[Section] = ()
    exposure: Many[Question] = ()
    control: Many[Question] = ()

    @model_validator(mode="after")
    def _holds_one_kind(self) -> Section:
        filled = {name for name in ("questions", "sections", "exposure", "control") if getattr(self, name)}
        wanted = {"exposure", "control"} if self.aggregation == "risk" else filled - {"exposure", "control"}
        if filled != wanted or len(filled) != (2 if self.aggregation == "risk" else 1):
            raise ValueError("section-shape")
        return self

    def all_questions(self) -> Iterator[Question]:
        """Every question of the section and of the sections below it."""
        yield from (*self.questions, *self.exposure, *self.control)
        for section in self.sections:
            yield from section.all_questions()


class ProfileOption(Model):
    """One answer to a profile question."""

    id: Id
    text: Text


class ProfileQuestion(Model):
    """A fact about the enterprise: never scored, it drives conditions, pathways and cases."""

    id: Id
    title: Text
    text: Text
    help: Text | None = None
    several: bool = False
    """Whether more than one option may be chosen."""
    options: Annotated[Many[ProfileOption], Field(min_length=2)]


class Band(Model):
    """A verdict and what it takes: `cut` for the overall, `floor` for every top section."""

    id: Id
    title: Text
    text: Text
    cut: Percent = 0.0
    floor: Percent = 0.0


class RedFlag(Model):
    """A finding so grave that it caps the verdict, whatever the scores."""

    id: Id
    title: Text
    message: Text
    when: Condition
    caps_at: Id
    action: Action


class Step(Model):
    """One piece of advice of a pathway, with the questions that show how far it has come."""

    text: Text
    when: Condition | None = None
    questions: Many[QuestionId] = ()
    cases: Many[Id] = ()


class Pathway(Model):
    """Advice for enterprises of a certain profile."""

    id: Id
    title: Text
    text: Text
    when: Condition
    steps: Annotated[Many[Step], Field(min_length=1)]


class Location(NamedTuple):
    """Where a question stands: its section, its place in the data, and whether it measures exposure."""

    section: Section
    path: DataPath
    exposure: bool


class Questionnaire(Model):
    """A whole questionnaire. Scores of `sections` make the overall; `opportunities` stay apart."""

    id: Id
    version: Annotated[str, StringConstraints(pattern=r"^\d+\.\d+\.\d+$")]
    title: Text
    description: Text
    source: Text
    """Where the framework comes from."""
    date: Annotated[str, StringConstraints(pattern=r"^\d{4}-\d{2}-\d{2}$")]
    """The day as of which named facts and regimes were checked."""
    profile: Many[ProfileQuestion] = ()
    aggregation: Literal["arithmetic", "geometric", "minimum"] = "arithmetic"
    coverage: Annotated[str, StringConstraints(pattern=r"^[0-9]{1,6}/[1-9][0-9]{0,5}$")] = "2/3"
    """The share of a section's weight that must be answered before a verdict is given."""
    bands: Annotated[Many[Band], Field(min_length=1)]
    red_flags: Many[RedFlag] = ()
    pathways: Many[Pathway] = ()
    sections: Annotated[Many[Section], Field(min_length=1)]
    opportunities: Many[Section] = ()
    cases: CaseLibrary = CaseLibrary()

    @cached_property
    def digest(self) -> str:
        """SHA-256 of the content: the same questionnaire gives the same digest, however written down."""
        return hashlib.sha256(self.model_dump_json(by_alias=True).encode()).hexdigest()

    @cached_property
    def locations(self) -> dict[str, Location]:
        """Where each question stands, in the order in which they are asked."""
        return {question.id: location for location, question in _walk(self)}

    @cached_property
    def questions(self) -> dict[str, Question]:
        """Every question by id, in the order in which they are asked."""
        return {question.id: question for _location, question in _walk(self)}

    @cached_property
    def required_coverage(self) -> float:
        """`coverage` as a number, 0-1."""
        return float(Fraction(self.coverage))

    def profile_question(self, id: str) -> ProfileQuestion | None:
        """The profile question with this id."""
        return next((question for question in self.profile if question.id == id), None)


def _walk(questionnaire: Questionnaire) -> Iterator[tuple[Location, Question]]:
    for name in ("sections", "opportunities"):
        sections: tuple[Section, ...] = getattr(questionnaire, name)
        for index, section in enumerate(sections):
            yield from _walk_section(section, (name, index))


def _walk_section(section: Section, path: DataPath) -> Iterator[tuple[Location, Question]]:
    for name in ("questions", "exposure", "control"):
        questions: tuple[Question, ...] = getattr(section, name)
        for index, question in enumerate(questions):
            yield Location(section, (*path, name, index), name == "exposure"), question
    for index, child in enumerate(section.sections):
        yield from _walk_section(child, (*path, "sections", index))


# --- checks across the models -----------------------------------------------------------


class Fault(NamedTuple):
    """What is wrong with the value at `path`, before its place in a file is known."""

    path: DataPath
    code: str
    message: str
    hint: str


Check: TypeAlias = Callable[[Questionnaire], Iterator[Fault]]


def unknown_name(path: DataPath, code: str, name: str, names: list[str]) -> Fault:
    """A fault for a name that is not among `names`, with the nearest one."""
    close = nearest(name, names)
    if close:
        hint = _("Did you mean “{name}”?").format(name=close)
    else:
        listed = ", ".join(names[:12]) + (", …" if len(names) > 12 else "")
        hint = _("Known here: {names}.").format(names=listed or _("none"))
    return Fault(path, code, _("“{name}” is not known").format(name=name[:80]), hint)


def _known(ids: tuple[str, ...], path: DataPath, code: str, known: Sequence[str]) -> Iterator[Fault]:
    for index, id in enumerate(ids):
        if id not in known:
            yield unknown_name((*path, index), code, id, list(known))


def _repeated(named: Iterator[tuple[str, DataPath]], what: str) -> Iterator[Fault]:
    seen: set[str] = set()
    for id, path in named:
        if id in seen:
            message = _("the {what} id “{id}” is used twice").format(what=what, id=id)
            yield Fault((*path, "id"), "duplicate-id", message, _("Give each its own id."))
        seen.add(id)


def _unique_ids(questionnaire: Questionnaire) -> Iterator[Fault]:
    yield from _repeated(((q.id, at.path) for at, q in _walk(questionnaire)), _("question"))
    yield from _repeated(_all_sections(questionnaire), _("section"))
    for name, what in (
        ("profile", _("profile")),
        ("bands", _("band")),
        ("red_flags", _("red flag")),
        ("pathways", _("pathway")),
    ):
        items = getattr(questionnaire, name)
        yield from _repeated(((item.id, (name, n)) for n, item in enumerate(items)), what)
    for index, asked in enumerate(questionnaire.profile):
        chosen = ((o.id, ("profile", index, "options", n)) for n, o in enumerate(asked.options))
        yield from _repeated(chosen, _("option"))
    for at, question in _walk(questionnaire):
        options = ((o.id, (*at.path, "options", n)) for n, o in enumerate(question.options))
        yield from _repeated(options, _("option"))


def _all_sections(questionnaire: Questionnaire) -> Iterator[tuple[str, DataPath]]:
    def below(sections: tuple[Section, ...], path: DataPath) -> Iterator[tuple[str, DataPath]]:
        for index, section in enumerate(sections):
            yield section.id, (*path, index)
            yield from below(section.sections, (*path, index, "sections"))

    yield from below(questionnaire.sections, ("sections",))
    yield from below(questionnaire.opportunities, ("opportunities",))


def _options_rise(questionnaire: Questionnaire) -> Iterator[Fault]:
    for at, question in _walk(questionnaire):
        for index in range(1, len(question.options)):
            before, option = question.options[index - 1], question.options[index]
            if option.score <= before.score:
                yield Fault(
                    (*at.path, "options", index, "score"),
                    "option-order",
                    _("the score of “{id}” is not above the one before it").format(id=option.id),
                    _("List options in rising order, each with a score of its own."),
                )


def _bands_fit(questionnaire: Questionnaire) -> Iterator[Fault]:
    first = questionnaire.bands[0]
    if first.cut or first.floor:
        message = _("the first band must ask for nothing")
        yield Fault(("bands", 0), "band-first", message, _("Remove its cut and its floor."))
    names = [band.id for band in questionnaire.bands]
    for index, flag in enumerate(questionnaire.red_flags):
        if flag.caps_at not in names:
            yield unknown_name(("red_flags", index, "caps_at"), "unknown-band", flag.caps_at, names)


def _conditions_refer(questionnaire: Questionnaire) -> Iterator[Fault]:
    order = list(questionnaire.questions)
    cases = [case.id for case in questionnaire.cases.cases]
    for position, (at, question) in enumerate(_walk(questionnaire)):
        if question.when:
            earlier = order[:position]
            yield from _references(questionnaire, question.when, (*at.path, "when"), earlier)
    for index, flag in enumerate(questionnaire.red_flags):
        yield from _references(questionnaire, flag.when, ("red_flags", index, "when"), order)
    for index, pathway in enumerate(questionnaire.pathways):
        path: DataPath = ("pathways", index)
        yield from _references(questionnaire, pathway.when, (*path, "when"), order)
        for number, step in enumerate(pathway.steps):
            if step.when:
                where = (*path, "steps", number, "when")
                yield from _references(questionnaire, step.when, where, order)
            where = (*path, "steps", number)
            yield from _known(step.questions, (*where, "questions"), "unknown-question", order)
            yield from _known(step.cases, (*where, "cases"), "unknown-case", cases)


def _references(
    questionnaire: Questionnaire, condition: Condition, path: DataPath, answers: list[str]
) -> Iterator[Fault]:
    """Faults of one condition; it may look at the questions in `answers`."""
    for name in ("all", "any"):
        for index, part in enumerate(getattr(condition, name)):
            yield from _references(questionnaire, part, (*path, name, index), answers)
    if condition.negated:
        yield from _references(questionnaire, condition.negated, (*path, "not"), answers)
    if condition.profile is not None:
        asked = questionnaire.profile_question(condition.profile)
        if asked is None:
            names = [question.id for question in questionnaire.profile]
            yield unknown_name((*path, "profile"), "unknown-profile", condition.profile, names)
        else:
            yield from _operands(condition, path, [option.id for option in asked.options])
    if condition.answer is not None:
        if condition.answer in answers:
            options = questionnaire.questions[condition.answer].options
            yield from _operands(condition, path, [option.id for option in options])
        elif condition.answer in questionnaire.questions:
            message = _("“{id}” is asked later than this").format(id=condition.answer)
            hint = _("A condition may look only at questions that come before it.")
            yield Fault((*path, "answer"), "condition-order", message, hint)
        else:
            names = list(questionnaire.questions)
            yield unknown_name((*path, "answer"), "unknown-question", condition.answer, names)


def _operands(condition: Condition, path: DataPath, options: list[str]) -> Iterator[Fault]:
    yield from _known(condition.any_of, (*path, "any_of"), "unknown-option", options)
    for name in ("equals", "at_least", "at_most"):
        value = getattr(condition, name)
        if isinstance(value, str) and value not in options:
            yield unknown_name((*path, name), "unknown-option", value, options)


_CASES: DataPath = ("cases", "cases")


def _cases_refer(questionnaire: Questionnaire) -> Iterator[Fault]:
    known = list(questionnaire.questions)
    cases = questionnaire.cases.cases
    yield from _repeated(((case.id, (*_CASES, n)) for n, case in enumerate(cases)), _("case"))
    for index, case in enumerate(cases):
        path = (*_CASES, index, "questions")
        yield from _known(case.questions, path, "unknown-question", known)
        yield from _case_profile(case, index, questionnaire)


def _case_profile(case: Case, index: int, questionnaire: Questionnaire) -> Iterator[Fault]:
    for name, options in case.applies_to.items():
        asked = questionnaire.profile_question(name)
        if asked is None:
            names = [question.id for question in questionnaire.profile]
            yield unknown_name((*_CASES, index, "applies_to", name), "unknown-profile", name, names)
            continue
        path = (*_CASES, index, "applies_to", name)
        yield from _known(options, path, "unknown-option", [option.id for option in asked.options])


CHECKS: tuple[Check, ...] = (_unique_ids, _options_rise, _bands_fit, _conditions_refer, _cases_refer)
