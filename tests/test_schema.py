"""The JSON Schemas, compared with the checker through an independent validator."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any, TypeAlias

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError as Refusal
from pydantic import ValidationError

from every_key import EVERY_KEY
from readiness import InvalidInput, load_questionnaire
from readiness.answers.answers import CoverTexts
from readiness.answers.reading import read_raw
from readiness.answers.template import template
from readiness.authoring.answers_schema import answers_schema
from readiness.authoring.schema import cases_schema, questionnaire_schema, section_schema
from readiness.cli.app import run as run_command_line
from readiness.loading.answer_sets import write_out
from readiness.questionnaire.questionnaire import Questionnaire
from readiness.questionnaire.questions.base import Question
from readiness.questionnaire.questions.choice import ChoiceQuestion
from readiness.questionnaire.questions.number import NumberQuestion
from readiness.questionnaire.questions.scale import ScaleQuestion
from readiness.questionnaire.questions.several import SeveralQuestion
from readiness.questionnaire.questions.yes_no import YesNoQuestion
from readiness.questionnaire.sections import Section
from readiness.source.parsing import parse
from readiness.source.source import Source, read

ROOT = Path(__file__).resolve().parent.parent
STARTER = ROOT / "src" / "readiness" / "authoring" / "starter"
FOLDERS = [
    *sorted(path.parent for path in ROOT.glob("questionnaires/*/questionnaire.yaml")),
    *sorted(path.parent for path in ROOT.glob("tests/questionnaires/published/*/questionnaire.yaml")),
    STARTER / "en",
    STARTER / "zh",
]
INVALID = sorted((ROOT / "tests" / "questionnaires" / "invalid").glob("*.yaml"))

Call: TypeAlias = Callable[..., tuple[int, str, str]]
bounded = settings(max_examples=150, deadline=None, derandomize=True)


QUESTIONNAIRES = Draft202012Validator(questionnaire_schema())
SECTIONS = Draft202012Validator(section_schema())
CASES = Draft202012Validator(cases_schema())


@cache
def answers_to(name: str) -> Draft202012Validator:
    """The validator of answers to the questionnaire with this name or in this folder."""
    return Draft202012Validator(answers_schema(load_questionnaire(name)))


GOING_GLOBAL = answers_to("going-global")


def refusals(schema: Draft202012Validator, data: Any) -> list[tuple[tuple[str | int, ...], Any]]:
    """The places at which `data` is refused, each with the keyword."""
    return [(tuple(error.absolute_path), error.validator) for error in schema.iter_errors(data)]


# --- shipped files ---------------------------------------------------------------------------------


def shipped() -> Iterator[tuple[Path, str]]:
    """Every YAML file of every questionnaire, with its kind."""
    for folder in FOLDERS:
        main = parse(read(folder / "questionnaire.yaml"))
        names = [*main["sections"], *main.get("opportunities", [])]
        kinds = {name: "section" for name in names if isinstance(name, str)}
        kinds["questionnaire.yaml"] = "questionnaire"
        if isinstance(main.get("cases"), str):
            kinds[main["cases"]] = "cases"
        for path in sorted(folder.glob("*.yaml")):
            yield path, kinds.get(path.name, "answers")
    for path in sorted((ROOT / "examples").glob("*.yaml")):
        yield path, "answers"


SHIPPED = list(shipped())


@pytest.mark.parametrize(("path", "kind"), SHIPPED, ids=[str(path.relative_to(ROOT)) for path, _ in SHIPPED])
def test_every_shipped_file_is_accepted(path: Path, kind: str) -> None:
    data = parse(read(path))
    if kind == "answers":
        beside = path.with_name("questionnaire.yaml")
        schema = answers_to(str(path.parent) if beside.exists() else data["questionnaire"])
    else:
        schema = {"questionnaire": QUESTIONNAIRES, "section": SECTIONS, "cases": CASES}[kind]
    assert refusals(schema, data) == []


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_sections_and_cases_can_also_be_in_the_questionnaire(folder: Path) -> None:
    whole = parse(read(folder / "questionnaire.yaml"))
    for key in ("sections", "opportunities"):
        if key in whole:
            whole[key] = [
                parse(read(folder / item)) if isinstance(item, str) else item for item in whole[key]
            ]
    if isinstance(whole.get("cases"), str):
        whole["cases"] = parse(read(folder / whole["cases"]))
    assert refusals(QUESTIONNAIRES, whole) == []


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_every_template_is_accepted(folder: Path) -> None:
    text = template(load_questionnaire(folder))
    assert refusals(answers_to(str(folder)), parse(Source("t.yaml", text))) == []


def test_the_template_of_the_quick_set_is_accepted() -> None:
    text = template(load_questionnaire("going-global"), quick=True)
    assert refusals(GOING_GLOBAL, parse(Source("t.yaml", text))) == []


@pytest.mark.parametrize(
    ("kind", "schema"),
    [
        ("questionnaire", QUESTIONNAIRES.schema),
        ("section", SECTIONS.schema),
        ("cases", CASES.schema),
        ("answers:going-global:2.0.0", GOING_GLOBAL.schema),
    ],
)
def test_a_schema_is_valid_itself(kind: str, schema: dict[str, Any]) -> None:
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert schema["$id"] == f"urn:readiness:{kind}"
    Draft202012Validator.check_schema(schema)


@pytest.mark.parametrize(
    "schema", [QUESTIONNAIRES.schema, SECTIONS.schema, CASES.schema, GOING_GLOBAL.schema]
)
def test_a_schema_refers_to_nothing_but_itself(schema: dict[str, Any]) -> None:
    text = json.dumps(schema)
    targets = set(re.findall(r'"\$ref": "([^"]*)"', text))
    assert targets
    assert all(target.removeprefix("#/$defs/") in schema["$defs"] for target in targets)
    assert re.findall(r"https?://[^\"]*", text) == [schema["$schema"]]


# --- the files of a questionnaire: what is refused ------------------------------------------------

TEXT = EVERY_KEY

ONE = ("sections", 0)
CHOICE, SCALE, YES, NUMBER, SEVERAL, FREE = ((*ONE, "questions", index) for index in range(6))
RISK = ("sections", 1, "sections", 0)
CONTROL, WINDOW = ("sections", 2), ("opportunities", 0)
FLAG = ("red_flags", 0)
HALVES = ("answer_sets", "halves")
CASE = ("cases", "cases", 0)


def loaded(text: str, folder: Path) -> Questionnaire:
    """The questionnaire in `text`, loaded from a file. Raises InvalidInput."""
    (folder / "questionnaire.yaml").write_text(text, encoding="utf-8")
    return load_questionnaire(folder)


def changed(old: str, new: str) -> str:
    """`TEXT` with one place changed."""
    assert TEXT.count(old) == 1, old
    return TEXT.replace(old, new)


def test_the_questionnaire_of_these_tests_is_accepted_by_both(tmp_path: Path) -> None:
    assert loaded(TEXT, tmp_path).id == "mine"
    assert refusals(QUESTIONNAIRES, parse(Source("q.yaml", TEXT))) == []


FAULTS: list[tuple[str, str, str, tuple[str | int, ...]]] = [
    # the text in the file, its replacement, the checker's code, the place in the schema's error
    ("id: mine", "id: Mine", "bad-form", ("id",)),
    ("id: mine\n", "", "missing-key", ()),
    ("id: mine", "id:", "wrong-value", ("id",)),
    ("version: 1.2.0\n", "version: 1.2\n", "wrong-value", ("version",)),
    ("version: 1.2.0\n", "version: v1.2.0\n", "bad-form", ("version",)),
    ("version: 1.2.0\n", "version: １.０.０\n", "bad-form", ("version",)),
    ("title: Mine", "title: ''", "wrong-value", ("title",)),
    ("title: Mine", "title: ' '", "wrong-value", ("title",)),
    ("title: Mine", "title: 7", "wrong-value", ("title",)),
    ("title: Mine", "titel: Mine", "unknown-key", ()),
    ("date: 2026-01-31", "date: 31.1.2026", "bad-form", ("date",)),
    ("several: true", "several: yes", "wrong-value", ("profile", 0, "several")),
    (
        "[{id: home, text: At home}, {id: abroad, text: Abroad}]",
        "[]",
        "wrong-value",
        ("profile", 0, "options"),
    ),
    (", {id: abroad, text: Abroad}", "", "wrong-value", ("profile", 0, "options")),
    ("decimals: 2", "decimals: 7", "wrong-value", ("scale", "decimals")),
    ("decimals: 2", "decimals: 1.5", "wrong-value", ("scale", "decimals")),
    ("rounding: half-even", "rounding: up", "not-a-choice", ("scale", "rounding")),
    ("aggregation: geometric", "aggregation: risk", "not-a-choice", ("aggregation",)),
    ("unanswered: exclude", "unanswered: zero", "not-a-choice", ("unanswered",)),
    ("coverage: 2/3", "coverage: true", "wrong-value", ("coverage",)),
    ("coverage: 2/3", "coverage: 66%", "bad-form", ("coverage",)),
    ("cut: 5", "cut: five", "wrong-value", ("bands", 1, "cut")),
    ("floor: 2.5", "floor: [2]", "wrong-value", ("bands", 1, "floor")),
    ("{one: 4}", "{One: 4}", "bad-form", ("bands", 1, "requires")),
    ("{one: 4}", "{one: true}", "wrong-value", ("bands", 1, "requires", "one")),
    ("geometric_floor: 0.5", "geometric_floor: half", "wrong-value", ("geometric_floor",)),
    ("{base: 3, slope: 2.5}", "{base: 3}", "missing-key", ("bands", 2, "control")),
    ("{base: 3, slope: 2.5}", "3", "wrong-value", ("bands", 2, "control")),
    ("any_of: [abroad]", "at_most: 1", "condition-profile-order", ("bands", 2, "when")),
    ("text: Up there.", "texts: Up there.", "missing-key", ("bands", 2, "texts", 0)),
    ("who: The owner", "who: 7", "wrong-value", (*FLAG, "action", "who")),
    ("answers: [one.choice]", "answers: one.choice", "wrong-value", (*FLAG, "answers")),
    (", when: {answer: one.number, at_least: 3}", "", "missing-key", ("contradictions", 0)),
    ("first: one.yes", "first: one.yes/", "bad-form", ("prerequisites", 0, "first")),
    ("action: one.choice/none", "action: One", "bad-form", ("prerequisites", 0, "action")),
    ("[one.choice, one.scale], reason", "[one.choice], reason", "wrong-value", ("opposed", 0, "actions")),
    (", 100, 300]", ", 100]", "wrong-value", ("effort_days",)),
    (", 100, 300]", ", 100, 300, 1000]", "wrong-value", ("effort_days",)),
    ("[1, 2.5, 20", "[0, 2.5, 20", "wrong-value", ("effort_days", 0)),
    ("ready_from: high", "ready_from: 2", "wrong-value", ("ready_from",)),
    ("effort: 3", "effort: 6", "wrong-value", (*FLAG, "action", "effort")),
    ("effort: 3", "effort: '3'", "wrong-value", (*FLAG, "action", "effort")),
    ("horizon: 90", "horizon: 60", "not-a-choice", (*FLAG, "action", "horizon")),
    (
        "      - {text: Go., when: {answer: one.scale, at_least: 2}, questions: [one.scale], cases: [tale]}",
        "      []",
        "wrong-value",
        ("pathways", 0, "steps"),
    ),
    (
        "questions: [one.scale], cases",
        "questions: one.scale, cases",
        "wrong-value",
        ("pathways", 0, "steps", 0, "questions"),
    ),
    # conditions
    ("equals: some", "equals: [some]", "wrong-value", (*FLAG, "when", "all", 0, "equals")),
    ("equals: some", "equals: some, at_least: 1", "condition-shape", (*FLAG, "when", "all", 0)),
    (", equals: some", "", "condition-shape", (*FLAG, "when", "all", 0)),
    ("{answer: one.choice, equals: some}", "{}", "condition-shape", (*FLAG, "when", "all", 0)),
    ("{answer: one.choice, equals: some}", "{equals: some}", "condition-shape", (*FLAG, "when", "all", 0)),
    ("equals: some", "equals: null", "condition-shape", (*FLAG, "when", "all", 0, "equals")),
    ("any_of: [home]", "any_of: []", "condition-shape", (*FLAG, "when", "all", 1, "not", "any_of")),
    ("any_of: [home]", "at_least: 1", "condition-profile-order", (*FLAG, "when", "all", 1, "not")),
    (
        "{profile: stage, equals: home}",
        "{profile: stage, answer: one.yes, equals: home}",
        "condition-shape",
        ("pathways", 0, "when"),
    ),
    ("{profile: stage, equals: home}", "home", "wrong-value", ("pathways", 0, "when")),
    ("at_least: 2", "at_least: true", "wrong-value", ("pathways", 0, "steps", 0, "when")),
    # sections
    ("weight: 2", "weight: 0", "wrong-value", (*ONE, "weight")),
    ("weight: 2", "weight: 1e13", "wrong-value", (*ONE, "weight")),
    ("kind: capability", "kind: A capability", "bad-form", (*ONE, "kind")),
    ("kind: capability", "aggregation: risk", "section-shape", ONE),
    (
        "kind: capability",
        "exposure: [{id: one.e, type: yes-no, text: Is it?}]",
        "section-shape",
        (*ONE, "exposure"),
    ),
    (
        "kind: capability",
        "sections: [{id: s, title: S, questions: [{id: s.s, type: text, text: S}]}]",
        "section-shape",
        (*ONE, "questions"),
    ),
    ("        exposure: [{id: two.exposure, type: yes-no, text: Is it?}]\n", "", "section-shape", RISK),
    ("aggregation: risk", "aggregation: mean", "not-a-choice", (*RISK, "aggregation")),
    ("aggregation: risk", "aggregation: minimum", "section-shape", RISK),
    (
        "exposure: [{id: two.exposure, type: yes-no, text: Is it?}]",
        "exposure: []",
        "section-shape",
        (*RISK, "exposure"),
    ),
    ("aggregation: control", "aggregation: window", "section-shape", CONTROL),
    ("aggregation: control", "aggregation: maximum", "section-shape", CONTROL),
    ("    openness: [{id: four.openness, type: yes-no, text: Is it open?}]\n", "", "section-shape", WINDOW),
    ("    openness: [{id", "    exposure: [{id", "section-shape", (*WINDOW, "exposure")),
    (
        "    use: [{id: four.use",
        "    control: [{id: four.control, type: yes-no, text: Is it?}]\n    use: [{id: four.use",
        "section-shape",
        (*WINDOW, "control"),
    ),
    (
        "    use: [{id: four.use",
        "    questions: [{id: four.more, type: yes-no, text: Is it?}]\n    use: [{id: four.use",
        "section-shape",
        (*WINDOW, "questions"),
    ),
    (
        "  - id: two\n    title: Two\n",
        "  - two.yaml.txt\n  - id: two\n    title: Two\n",
        "bad-file-name",
        ("sections", 1),
    ),
    (
        "  - id: two\n    title: Two\n",
        "  - ../two.yaml\n  - id: two\n    title: Two\n",
        "bad-file-name",
        ("sections", 1),
    ),
    # questions
    ("type: scale", "type: scales", "unknown-type", (*SCALE, "type")),
    ("type: scale", "type: null", "unknown-type", (*SCALE, "type")),
    ("type: scale", "type: number", "unknown-key", SCALE),
    ("minimum: 1, maximum: 5", "minimum: 1", "missing-key", SCALE),
    ("minimum: 1, maximum: 5", "minimum: 1, maximum: 4.5", "wrong-value", (*SCALE, "maximum")),
    ("minimum: 1, maximum: 5", "minimum: 1, maximum: 5, options: []", "unknown-key", SCALE),
    ('labels: {"1": Little}', "labels: [Little]", "wrong-value", (*SCALE, "labels")),
    ("score: 1.5", "score: '1.5'", "wrong-value", (*CHOICE, "options", 1, "score")),
    ("score: 1.5, text", "scores: 1.5, text", "unknown-key", (*CHOICE, "options", 1)),
    ("score: 1.5, text", "text", "missing-key", (*CHOICE, "options", 1)),
    ("evidence: [Minutes]", "evidence: Minutes", "wrong-value", (*CHOICE, "evidence")),
    ("evidence: [Minutes]", "evidence: ['']", "wrong-value", (*CHOICE, "evidence", 0)),
    ("quick: true", "quick: 1", "wrong-value", (*CHOICE, "quick")),
    ("id: one.choice\n", "id: one choice\n", "bad-form", (*CHOICE, "id")),
    ("        text: Which?\n", "", "missing-key", CHOICE),
    ('better_answer: "no"', "better_answer: false", "not-a-choice", (*YES, "better_answer")),
    ("best: 20, unit", "unit", "missing-key", NUMBER),
    ("worst: 0, best: 20", "worst: 0, points: [[8, 3], [more, 1]]", "two-scorings", NUMBER),
    ("worst: 0, best: 20", "points: [[8, 3], more]", "points-row", (*NUMBER, "points", 1)),
    ("worst: 0, best: 20", "points: [[8, 3], [9, 4, 1]]", "points-row", (*NUMBER, "points", 1)),
    ("worst: 0, best: 20", "points: [[8, 3], [most, 4]]", "points-row", (*NUMBER, "points", 1, 0)),
    ("worst: 0, best: 20", "points: [[8, 3], [more, true]]", "points-row", (*NUMBER, "points", 1, 1)),
    ("worst: 0, best: 20", "points: [[8, 3]]", "wrong-value", (*NUMBER, "points")),
    ("best: 20", "best: twenty", "wrong-value", (*NUMBER, "best")),
    ("unit: days", "unit: 7", "wrong-value", (*NUMBER, "unit")),
    ("cap: 2", "cap: 0", "wrong-value", (*SEVERAL, "cap")),
    (
        "options: [{id: a, score: 1, text: A}, {id: b, score: 2, text: B}]",
        "options: {a: 1, b: 2}",
        "wrong-value",
        (*SEVERAL, "options"),
    ),
    (
        "{id: one.text, type: text, text: What?}",
        "{id: one.text, type: text, text: What?, worst: 1}",
        "unknown-key",
        FREE,
    ),
    ("{id: one.text, type: text, text: What?}", "What?", "wrong-value", FREE),
    # answer sets
    ("options: halves", "options: Halves", "unknown-answer-set", (*ONE, "questions", 6, "options")),
    ("score: 2, text: Half", "score: two, text: Half", "wrong-value", (*HALVES, 1, "score")),
    ("halves: [{id: no-part, score: 0, text: No part.}, ", "halves: [", "wrong-value", HALVES),
    ("halves: [{", "Halves: [{", "bad-form", ("answer_sets",)),
    ("of: one.named, reason: So it is called.", "of: one.named", "missing-key", ("accept", 0)),
    ("doubt: plain-word", "doubt: Plain word", "bad-form", ("accept", 1, "doubt")),
    # cases and history
    ("kind: context", "kind: tale", "not-a-choice", (*CASE, "kind")),
    ("      questions: [one.scale]\n", "      questions: []\n", "wrong-value", (*CASE, "questions")),
    ("      lesson: Do so.\n", "", "missing-key", CASE),
    (
        "applies_to: {stage: [home]}",
        "applies_to: {stage: home}",
        "wrong-value",
        (*CASE, "applies_to", "stage"),
    ),
    ("disputed:", "doubted:", "unknown-key", (*CASE, "figures", 0)),
    ("version: 1.1.0", "version: 1.1", "wrong-value", ("history", 0, "version")),
    ("{old.one: one.choice}", "{Old: one.choice}", "bad-form", ("history", 0, "renamed")),
    (
        "{was: none, score: 0, now: none}",
        "{was: none, score: 0}",
        "missing-key",
        ("history", 1, "rescaled", "one.choice", 0),
    ),
    ("{id: no-part, score: 0", "{id: not-applicable, score: 0", "reserved-id", (*HALVES, 0, "id")),
    ("  - id: one\n", "  - id: coverage\n", "reserved-id", (*ONE, "id")),
    ("was: none", "was: unknown", "reserved-id", ("history", 1, "rescaled", "one.choice", 0, "was")),
    ("{any: some}", "{null: some}", "reserved-id", ("history", 0, "renamed_options", "one.choice")),
    (
        "version: 1.1.0,",
        "version: 1.1.0, profile: {renamed_options: {stage: {unknown: home}}},",
        "reserved-id",
        ("history", 0, "profile", "renamed_options", "stage"),
    ),
    ("[one.several, one.number]", "[]", "wrong-value", ("history", 1, "split", "old.two")),
    ("[old.three, old.four]", "[old.three]", "wrong-value", ("history", 1, "merged", "one.yes")),
]


@pytest.mark.parametrize(
    ("old", "new", "code", "path"), FAULTS, ids=[f"{new[:40]!r}" for _o, new, _c, _p in FAULTS]
)
def test_an_error_of_form_is_refused_in_its_place(
    old: str, new: str, code: str, path: tuple[str | int, ...], tmp_path: Path
) -> None:
    text = changed(old, new)
    with pytest.raises(InvalidInput) as refused:
        loaded(text, tmp_path)
    assert code in {problem.code for problem in refused.value.problems}
    assert path in [place for place, _keyword in innermost(text)]


def innermost(text: str) -> list[tuple[tuple[str | int, ...], Any]]:
    """The places at which the questionnaire in `text` is refused, including those inside “or null”."""

    def within(error: Refusal) -> Iterator[Refusal]:
        yield error
        for inner in error.context or ():
            yield from within(inner)

    errors = QUESTIONNAIRES.iter_errors(parse(Source("q.yaml", text)))
    return [(tuple(error.absolute_path), error.validator) for top in errors for error in within(top)]


TYPES = ["choice", "scale", "yes-no", "number", "several", "text"]


@pytest.mark.parametrize("type", TYPES)
def test_a_wrong_key_of_a_question_is_the_only_error_reported(type: str) -> None:
    question = next(
        question
        for question in parse(Source("q.yaml", TEXT))["sections"][0]["questions"]
        if question.get("type", "choice") == type
    )
    section = {"id": "one", "title": "One", "questions": [{**question, "wieght": 2}]}
    assert refusals(SECTIONS, section) == [(("questions", 0), "additionalProperties")]


def test_a_questionnaire_without_sections_is_refused() -> None:
    data = parse(Source("q.yaml", TEXT))
    del data["sections"]
    assert refusals(QUESTIONNAIRES, data) == [((), "required")]
    assert refusals(QUESTIONNAIRES, {**data, "sections": []}) == [(("sections",), "minItems")]


@pytest.mark.parametrize("data", [None, [], "text", 7, True])
@pytest.mark.parametrize("schema", [QUESTIONNAIRES, SECTIONS, CASES, GOING_GLOBAL])
def test_a_file_that_is_not_a_mapping_is_refused(data: Any, schema: Draft202012Validator) -> None:
    assert ((), "type") in refusals(schema, data)


# --- errors that a schema cannot find --------------------------------------------------------------

BEYOND = {
    "cut-text": "a comment is no part of the data",
    "lost-list": "how a text is written is no part of the data",
    "bad-date": "the days of a month are counted",
    "listed-twice": "languages are compared with each other",
    "band-first": "numbers are compared with the scale",
    "by-market-nothing": "whether a section has two sides is decided elsewhere",
    "by-market-one": "a name refers to another place",
    "band-control": "whether there are such sections below is decided elsewhere",
    "band-floor": "whether there are sections below is decided elsewhere",
    "not-applicable-score": "scores are compared with those of the question elsewhere",
    "condition-early": "where a condition may look at scores is decided by its place",
    "condition-off-scale": "scores are compared with the scale of a section elsewhere",
    "band-off-scale": "numbers are compared with the scale",
    "condition-circle": "names refer to other places",
    "condition-order": "a name refers to another place",
    "coverage-range": "a fraction is worked out",
    "number-limits": "numbers are compared with each other",
    "points-order": "rows are compared with each other",
    "numbers-alike": "numbers are compared with each other",
    "own-words-twice": "options are compared with each other",
    "duplicate-id": "ids of several places are compared",
    "geometric-floor": "a number is compared with the scale",
    "geometric-scale": "a section may have its scale from elsewhere",
    "history-merged": "names of several places are compared",
    "history-order": "versions are compared",
    "history-reused": "a name refers to another place",
    "history-version": "versions are compared",
    "missing-file": "it would have to look into the folder",
    "nothing-scored": "whether anything is scored depends on many places, or on other files",
    "number-anchors": "two numbers are compared",
    "option-order": "scores of neighbours are compared",
    "option-range": "two numbers are compared",
    "options-alike": "scores of neighbours are compared",
    "prerequisite-circle": "names refer to other places",
    "scale-range": "two numbers are compared",
    "several-cap": "scores are added up",
    "sum-off-scale": "scores are added up",
    "undeclared-language": "a name refers to another place, or to another file",
    "unknown-answer-set": "a name refers to another place",
    "unknown-band": "a name refers to another place",
    "unknown-case": "a name refers to another place",
    "unknown-option": "a name refers to another place",
    "unknown-profile": "a name refers to another place",
    "unknown-question": "a name refers to another place",
    "unknown-section": "a name refers to another place",
}
"""Codes of errors that JSON Schema cannot express, with the reason."""


def codes_of_errors(path: Path) -> set[str]:
    """The codes of the errors, but not of the warnings, in an invalid file."""
    text = path.with_suffix(".txt").read_text(encoding="utf-8")
    return set(re.findall(r"(?m)^\S+:\d+:\d+: (?!warning)([a-z-]+): ", text))


def readable(path: Path) -> Any:
    """The data of an invalid file; None if it is not valid YAML, which no schema ever sees."""
    try:
        return parse(read(path))
    except InvalidInput:
        return None


@pytest.mark.parametrize(
    "path", [path for path in INVALID if readable(path) is not None], ids=lambda path: path.stem
)
def test_an_invalid_file_is_refused_exactly_if_its_error_is_one_of_form(path: Path) -> None:
    assert (refusals(QUESTIONNAIRES, readable(path)) != []) == bool(codes_of_errors(path) - BEYOND.keys())


def test_every_error_beyond_form_has_an_invalid_file() -> None:
    assert {code for path in INVALID for code in codes_of_errors(path)} >= BEYOND.keys()


# --- schema and models agree on any data -----------------------------------------------------------


def accepted_by_model(section: Mapping[str, Any]) -> bool:
    try:
        Section.model_validate(section)
    except ValidationError:
        return False
    return True


words = st.sampled_from(["a", "a-b", "a.b", "A", "", " ", "yes", "2/3"])
numbers = st.sampled_from([-2, 0, 1, 5, 6, 30, 0.5, 10**13, True, False])
anything: st.SearchStrategy[Any] = st.one_of(
    st.none(), words, numbers, st.lists(words, max_size=2), st.just({})
)


def mappings(**values: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    """Mappings with any of these keys."""
    return st.fixed_dictionaries({}, optional=values)


ids = st.sampled_from(["a", "a-b", "a.b", "A", None, 1])
conditions: st.SearchStrategy[Any] = st.deferred(
    lambda: st.one_of(
        mappings(
            profile=ids,
            answer=ids,
            equals=ids,
            any_of=st.lists(ids, max_size=2),
            at_least=ids,
            at_most=st.one_of(ids, numbers),
        ),
        mappings(all=st.lists(conditions, max_size=2), any=anything, **{"not": conditions}),
        st.fixed_dictionaries({"answer": st.just("a.b")}, optional={"at_least": numbers, "equals": ids}),
        st.fixed_dictionaries({"profile": st.just("a")}, optional={"any_of": anything, "equals": ids}),
    )
)


@bounded
@given(conditions)
def test_a_condition_is_accepted_by_the_schema_exactly_if_by_the_model(condition: Any) -> None:
    question = {"id": "a", "type": "yes-no", "text": "Is it?", "when": condition}
    section = {"id": "a", "title": "A", "questions": [question]}
    assert (refusals(SECTIONS, section) == []) == accepted_by_model(section)


YES_NO = {"id": "a", "type": "yes-no", "text": "Is it?"}
questions = st.sampled_from([[], [YES_NO], None])
sections = mappings(
    aggregation=st.sampled_from(["arithmetic", "minimum", "risk", "control", "window", "mean", None]),
    questions=questions,
    exposure=questions,
    control=questions,
    openness=questions,
    use=questions,
    sections=st.sampled_from([[], [{"id": "b", "title": "B", "questions": [YES_NO]}], "b.yaml", ["b.yaml"]]),
)


@bounded
@given(sections)
def test_a_section_is_accepted_by_the_schema_exactly_if_by_the_model(section: dict[str, Any]) -> None:
    section = {"id": "a", "title": "A", **section}
    assert (refusals(SECTIONS, section) == []) == accepted_by_model(section)


OPTIONS = [{"id": "a", "score": 0, "text": "A"}, {"id": "b", "score": 1, "text": "B"}]
ACTION = {"text": "Do it.", "effort": 1, "horizon": 30}
VALID: dict[str, Any] = {
    "title": "T",
    "help": "H",
    "evidence": ["E"],
    "quick": True,
    "weight": 2,
    "not_applicable": None,
    "options": OPTIONS,
    "minimum": 0,
    "maximum": 3,
    "labels": {"0": "none"},
    "lift": ACTION,
    "better_answer": "no",
    "worst": 0,
    "best": 10.5,
    "unit": "days",
    "cap": 1,
    "when": None,
}


@st.composite
def typed_questions(draw: st.DrawFn) -> dict[str, Any]:
    """Questions with the keys that their type needs, and a few others."""
    type = draw(st.sampled_from([*TYPES, "nothing", None]))
    model_keys = {
        "choice": ["options"],
        "scale": ["minimum", "maximum"],
        "number": ["worst", "best"],
        "several": ["options"],
    }
    keys = {*model_keys.get(str(type), []), *draw(st.lists(st.sampled_from(sorted(VALID)), max_size=2))}
    wrong = draw(st.sampled_from([None, *sorted(keys)]))
    question = {key: draw(anything) if key == wrong else VALID[key] for key in sorted(keys)}
    if type is not None or draw(st.booleans()):
        question["type"] = type
    return {"id": "a", "text": "How?", **question}


def beyond_form(question: Mapping[str, Any]) -> bool:
    """Whether the only error of a question is in how its numbers compare."""
    low, high = question.get("minimum"), question.get("maximum")
    ends = isinstance(low, int) and isinstance(high, int)
    if question.get("type") == "scale" and ends and not low < high <= low + 100:  # type: ignore[operator]
        return True
    return question.get("type") == "number" and question.get("worst") == question.get("best")


@bounded
@given(typed_questions())
def test_a_question_is_accepted_by_the_schema_exactly_if_by_the_model(question: dict[str, Any]) -> None:
    section = {"id": "a", "title": "A", "questions": [question]}
    if not beyond_form(question):
        assert (refusals(SECTIONS, section) == []) == accepted_by_model(section), question


# --- texts in several languages --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("title: Mine", "title: {en: Mine, zh: 我的}\nlanguages: [en, zh]"),
        ("help: Because.", "help: {zh-Hans: 因为。}"),
        ("evidence: [Minutes]", "evidence: [{en: Minutes, zh: 会议记录}]"),
        ('labels: {"1": Little}', 'labels: {"1": {en: Little, zh: 少}}'),
        ("not_applicable: Where there is none.", "not_applicable: {en: Where there is none.}"),
        ("unit: days", "unit: {en: days, zh: 天}"),
        ('disputed: "8"', "disputed: {en: eight, zh: 八}"),
    ],
)
def test_a_text_can_be_given_by_language(old: str, new: str) -> None:
    assert refusals(QUESTIONNAIRES, parse(Source("q.yaml", changed(old, new)))) == []


@pytest.mark.parametrize(
    ("old", "new", "path"),
    [
        ("title: Mine", "title: {}", ("title",)),
        ("title: Mine", "title: {en: ''}", ("title", "en")),
        ("title: Mine", "title: {en: [Mine]}", ("title", "en")),
        ("title: Mine", "title: {English: Mine}", ("title",)),
        ("title: Mine", "title: [Mine]", ("title",)),
        ("id: mine", "id: {en: mine}", ("id",)),
        ("kind: capability", "kind: {en: capability}", (*ONE, "kind")),
        ("source: Made up.", "languages: [english]", ("languages", 0)),
    ],
)
def test_invalid_text_by_language_is_refused(old: str, new: str, path: tuple[str | int, ...]) -> None:
    places = refusals(QUESTIONNAIRES, parse(Source("q.yaml", changed(old, new))))
    assert path in [place for place, _keyword in places]


# --- answers ----------------------------------------------------------------------------------------


def modelled(text: str) -> Questionnaire:
    """The questionnaire in `text`, in one language."""
    data = parse(Source("q.yaml", text))
    write_out(data)
    return Questionnaire.model_validate(data)


MINE = modelled(TEXT)
ANSWERS = Draft202012Validator(answers_schema(MINE))
HEAD = "questionnaire: mine\nversion: 1.2.0\n"


def accepted_by_checker(data: Any, questionnaire: Questionnaire = MINE) -> bool:
    try:
        read_raw(data, questionnaire)
    except InvalidInput:
        return False
    return True


@pytest.mark.parametrize(
    "text",
    [
        HEAD,
        HEAD + "respondent:\ndate:\nprofile:\nanswers:\n",
        HEAD + "respondent: Chen Li\ndate: 2026-03-31\n",
        HEAD + "enterprise: Lamps\nprepared_by: Wu\nprepared_for: The board\nconfidentiality: Board only\n",
        HEAD + "enterprise:\nprepared_by:\nprepared_for:\nconfidentiality: ''\n",
        HEAD + "date: ''\n",
        HEAD + "profile: {stage: home}\n",
        HEAD + "profile: {stage: [home, abroad, home]}\n",
        HEAD + "profile: {stage: []}\n",
        HEAD + "profile: {stage: }\n",
        HEAD + "answers: {}\n",
        *(
            f"{HEAD}answers:\n  {line}\n"
            for line in (
                "one.choice: some",
                "one.choice: 1.5",
                "one.choice: 0",
                "one.choice: unknown",
                "one.choice:",
                "one.choice: {}",
                "one.choice: {value: none}",
                "one.choice: {value: , note: Not yet., owner: Chen Li}",
                "one.choice: {value: unknown, evidence: Minutes}",
                "one.choice: {value: 0, evidence: [Minutes, '']}",
                "one.choice: {not_applicable: Nothing of the kind.}",
                "one.choice: {not_applicable: Nothing of the kind., value: , note: Asked.}",
                "one.scale: 1",
                "one.scale: {value: 5}",
                "one.yes: yes",
                "one.yes: no",
                "one.yes: true",
                "one.yes: {value: false}",
                "one.number: 12.5",
                "one.number: -3",
                "one.number: 999999999999999",
                "one.several: []",
                "one.several: [b, a]",
                "one.several: {value: [a]}",
                "one.several: unknown",
                "one.text: Anything.",
                "one.text: unknown",
                "one.text: {value: '7', note: So they said.}",
            )
        ),
    ],
)
def test_answers_that_the_checker_accepts_are_accepted(text: str) -> None:
    data = parse(Source("a.yaml", text))
    assert accepted_by_checker(data)
    assert refusals(ANSWERS, data) == []


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("version: 1.2.0\n", ()),
        ("questionnaire: mine\n", ()),
        ("questionnaire: yours\nversion: 1.2.0\n", ("questionnaire",)),
        ("questionnaire:\nversion: 1.2.0\n", ("questionnaire",)),
        ("questionnaire: mine\nversion: 1.2\n", ("version",)),
        ("questionnaire: mine\nversion: 2.0.0\n", ("version",)),
        ("questionnaire: mine\nversion: １.２.０\n", ("version",)),
        (HEAD + "respondant: Chen Li\n", ()),
        (HEAD + "respondent: 7\n", ("respondent",)),
        (HEAD + "enterprise: 7\n", ("enterprise",)),
        (HEAD + "prepared_by: [Wu]\n", ("prepared_by",)),
        (HEAD + "prepared_for: {to: Lin}\n", ("prepared_for",)),
        (HEAD + "confidentiality: true\n", ("confidentiality",)),
        (HEAD + "date: 31.3.2026\n", ("date",)),
        (HEAD + "date: 2026-13-31\n", ("date",)),
        (HEAD + "date: 2026-3-31\n", ("date",)),
        (HEAD + "date: 20260331\n", ("date",)),
        (HEAD + "profile: home\n", ("profile",)),
        (HEAD + "profile: {stages: home}\n", ("profile",)),
        (HEAD + "profile: {stage: moon}\n", ("profile", "stage")),
        (HEAD + "profile: {stage: [moon]}\n", ("profile", "stage")),
        (HEAD + "profile: {stage: true}\n", ("profile", "stage")),
        (HEAD + "answers: [some]\n", ("answers",)),
        (HEAD + "answers: {one.choices: some}\n", ("answers",)),
        *(
            (f"{HEAD}answers:\n  {id}: {written}\n", ("answers", id, *below))
            for id, written, below in (
                ("one.choice", "sum", ()),
                ("one.choice", "1", ()),
                ("one.choice", "'0'", ()),
                ("one.choice", "true", ()),
                ("one.choice", "[some]", ()),
                ("one.choice", "Unknown", ()),
                ("one.choice", "{valu: some}", ()),
                ("one.choice", "{value: sum}", ("value",)),
                ("one.choice", "{value: {value: some}}", ("value",)),
                ("one.choice", "{value: some, note: 7}", ("note",)),
                ("one.choice", "{value: some, owner: [me]}", ("owner",)),
                ("one.choice", "{value: some, evidence: 7}", ("evidence",)),
                ("one.choice", "{value: some, evidence: [7]}", ("evidence", 0)),
                ("one.choice", "{value: some, not_applicable: None here.}", ("value",)),
                ("one.choice", "{value: unknown, not_applicable: None here.}", ("value",)),
                ("one.choice", "{not_applicable: ''}", ("not_applicable",)),
                ("one.choice", "{not_applicable: true}", ("not_applicable",)),
                ("one.choice", "{not_applicable: }", ("not_applicable",)),
                ("one.scale", "{not_applicable: None here.}", ()),
                ("one.scale", "0", ()),
                ("one.scale", "6", ()),
                ("one.scale", "2.5", ()),
                ("one.scale", "'2'", ()),
                ("one.yes", "maybe", ()),
                ("one.yes", "1", ()),
                ("one.yes", "Yes", ()),
                ("one.number", "twelve", ()),
                ("one.number", "'12'", ()),
                ("one.number", "true", ()),
                ("one.number", "1e15", ()),
                ("one.number", "{value: [1]}", ("value",)),
                ("one.several", "a", ()),
                ("one.several", "[a, a]", ()),
                ("one.several", "[c]", ()),
                ("one.several", "[a, unknown]", ()),
                ("one.several", "[1]", ()),
                ("one.several", "{value: {a: true}}", ("value",)),
                ("one.text", "''", ()),
                ("one.text", "' '", ()),
                ("one.text", "7", ()),
                ("one.text", "[Anything.]", ()),
            )
        ),
    ],
)
def test_errors_of_form_in_answers_are_refused_in_their_place(text: str, path: tuple[str | int, ...]) -> None:
    data = parse(Source("a.yaml", text))
    assert not accepted_by_checker(data)
    assert path in [place for place, _keyword in refusals(ANSWERS, data)]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (HEAD + "answers: {one.choice: 0.0}\n", "a number is the same with and without decimals"),
        (HEAD + "date: 2026-02-30\n", "the days of a month are not counted"),
    ],
)
def test_other_errors_in_answers_are_left_to_the_checker(text: str, reason: str) -> None:
    data = parse(Source("a.yaml", text))
    assert not accepted_by_checker(data), reason
    assert refusals(ANSWERS, data) == []


def test_answers_to_an_older_version_need_the_schema_of_that_version() -> None:
    data = {"questionnaire": "mine", "version": "1.0.0", "answers": {"old.one": "some"}}
    assert accepted_by_checker(data)
    assert refusals(ANSWERS, data) == [(("version",), "const"), (("answers",), "additionalProperties")]


def valid_values(question: Question) -> st.SearchStrategy[Any]:
    """Every valid answer to `question`, by the documented rules."""
    ids = [option.id for option in question.choices]
    scores = [option.score for option in question.choices]
    known: st.SearchStrategy[Any]
    if isinstance(question, ChoiceQuestion):
        known = st.sampled_from([*ids, *(int(score) if score == int(score) else score for score in scores)])
    elif isinstance(question, ScaleQuestion):
        known = st.integers(question.minimum, question.maximum)
    elif isinstance(question, YesNoQuestion):
        known = st.sampled_from(["yes", "no", True, False])
    elif isinstance(question, SeveralQuestion):
        known = st.lists(st.sampled_from(ids), unique=True)
    elif isinstance(question, NumberQuestion):
        known = st.one_of(st.integers(-(10**14), 10**14), st.floats(-1e14, 1e14))
    else:
        known = st.text(min_size=1).filter(str.strip)
    return st.one_of(st.just("unknown"), st.none(), known)


texts = st.one_of(st.none(), st.text(max_size=9))


@st.composite
def valid_answers(draw: st.DrawFn, questionnaire: Questionnaire) -> dict[str, Any]:
    """Answers files that are valid by construction."""
    details = mappings(note=texts, owner=texts, evidence=st.one_of(texts, st.lists(texts, max_size=2)))
    answers: dict[str, Any] = {}
    for id in draw(st.lists(st.sampled_from(sorted(questionnaire.questions)), unique=True, max_size=8)):
        question = questionnaire.questions[id]
        value, beside, wrapped = draw(valid_values(question)), draw(details), draw(st.booleans())
        if question.not_applicable and draw(st.booleans()):
            answers[id] = {"not_applicable": draw(st.text(min_size=1).filter(str.strip)), **beside}
        else:
            answers[id] = {"value": value, **beside} if beside or wrapped else value
    profile = {}
    for asked in questionnaire.profile:
        options = st.sampled_from([option.id for option in asked.options])
        profile[asked.id] = draw(
            st.one_of(st.none(), options, st.lists(options))
            if asked.several
            else st.one_of(st.none(), options)
        )
    rest = draw(
        mappings(respondent=texts, **dict.fromkeys(CoverTexts._fields, texts), date=st.dates().map(str))
    )
    head = {"questionnaire": questionnaire.id, "version": questionnaire.version}
    return {**head, "profile": profile, "answers": answers, **rest}


@pytest.mark.parametrize(
    ("questionnaire", "schema"), [(MINE, ANSWERS), (load_questionnaire("going-global"), GOING_GLOBAL)]
)
def test_answers_that_are_valid_by_construction_are_accepted(
    questionnaire: Questionnaire, schema: Draft202012Validator
) -> None:
    @settings(bounded, max_examples=30)
    @given(valid_answers(questionnaire))
    def holds(data: dict[str, Any]) -> None:
        assert accepted_by_checker(data, questionnaire)
        assert refusals(schema, data) == []

    holds()


# Whole numbers written with decimals are left out: to JSON they are the same numbers.
scalars = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-2, 7),
    st.sampled_from([0.5, 1.5, 1e15, -1e15, 10**15 - 1]),
    st.sampled_from(["none", "some", "a", "b", "c", "yes", "no", "unknown", "", " ", "1", "home"]),
)
raws = st.one_of(scalars, st.lists(scalars, max_size=3))
answers = st.one_of(
    raws,
    mappings(value=raws, note=scalars, evidence=raws),
    mappings(value=scalars, owner=scalars, not_applicable=scalars),
    mappings(value=raws, valu=raws),
)


@settings(bounded, max_examples=300)
@given(st.sampled_from(sorted(MINE.questions)), answers)
def test_an_answer_is_accepted_by_the_schema_exactly_if_by_the_checker(id: str, answer: Any) -> None:
    data = {"questionnaire": "mine", "version": "1.2.0", "answers": {id: answer}}
    assert (refusals(ANSWERS, data) == []) == accepted_by_checker(data)


@bounded
@given(
    mappings(
        profile=st.one_of(raws, mappings(stage=raws, other=scalars)), respondent=scalars, answers=scalars
    )
)
def test_the_head_is_accepted_by_the_schema_exactly_if_by_the_checker(rest: dict[str, Any]) -> None:
    data = {"questionnaire": "mine", "version": "1.2.0", **rest}
    assert (refusals(ANSWERS, data) == []) == accepted_by_checker(data)


# --- what an editor shows ---------------------------------------------------------------------------


def offered(rule: Any) -> dict[Any, str]:
    """Every value that `rule` names, with its description."""
    if isinstance(rule, list):
        return {value: text for item in rule for value, text in offered(item).items()}
    if not isinstance(rule, dict):
        return {}
    found = {rule["const"]: rule["description"]} if "const" in rule else {}
    return found | {value: text for item in rule.values() for value, text in offered(item).items()}


def test_an_editor_shows_a_question_with_its_text_help_and_levels() -> None:
    schema = answers_schema(MINE)
    shown = schema["properties"]["answers"]["properties"]["one.choice"]
    assert shown["title"] == "Which?"
    assert shown["description"] == "Which?\n\nBecause.\n\n0 none: None.\n1.5 some: Some."
    assert shown["allOf"][0] == {"title": shown["title"], "description": shown["description"]}
    assert offered(schema["$defs"]["one.choice"]) == {
        "none": "None.",
        0: "None.",
        "some": "Some.",
        1.5: "Some.",
        "unknown": "Not known.",
    }


def test_levels_of_exposure_say_that_they_run_towards_more_risk() -> None:
    questions = answers_schema(load_questionnaire("going-global"))["properties"]["answers"]["properties"]
    text = questions["geopolitics.ownership"]["description"]
    assert "\n\nFrom the least exposed to the most:\n0 " in text


def test_no_score_is_offered_where_several_options_share_one() -> None:
    more = "- {id: some, score: 0, text: Some.}\n          - {id: all, score: 2, text: All.}"
    text = changed("- {id: some, score: 1.5, text: Some.}", more)
    asked = modelled(text)
    schema = answers_schema(asked)
    assert list(offered(schema["$defs"]["one.choice"])) == ["none", "some", "all", "unknown"]
    description = schema["properties"]["answers"]["properties"]["one.choice"]["description"]
    assert description.endswith("\n\nnone: None.\nsome: Some.\nall: All.")
    data = {"questionnaire": "mine", "version": "1.2.0", "answers": {"one.choice": 2}}
    assert not accepted_by_checker(data, asked)
    assert refusals(Draft202012Validator(schema), data) == [(("answers", "one.choice"), "anyOf")]


@pytest.mark.parametrize(
    ("id", "description"),
    [
        ("one.scale", "How much?\n\n1: Little\n\nWrite a whole number from 1 to 5, or unknown."),
        ("one.yes", "Is it?\n\nWrite yes, no or unknown."),
        ("one.number", "How many?\n\nWrite a number without quotes, or unknown.\nUnit: days"),
        (
            "one.several",
            "Which ones?\n\na: A\nb: B\n\nWrite a list of some of [a, b], [] for none, or unknown.",
        ),
        ("one.text", "What?\n\nWrite text, in quotes if it looks like a number."),
        ("two.exposure", "Is it?\n\nWrite yes, no or unknown."),
    ],
)
def test_each_type_of_question_says_how_it_is_answered(id: str, description: str) -> None:
    assert answers_schema(MINE)["properties"]["answers"]["properties"][id]["description"] == description


def test_not_applicable_is_offered_with_its_condition_if_allowed() -> None:
    questions = answers_schema(MINE)["properties"]["answers"]["properties"]
    keys = {id: list(shown["then"]["properties"]) for id, shown in questions.items()}
    plain = ["value", "note", "evidence", "owner"]
    assert keys == dict.fromkeys(MINE.questions, plain) | {"one.choice": [*plain, "not_applicable"]}
    text = questions["one.choice"]["then"]["properties"]["not_applicable"]["description"]
    assert text == "May be not applicable: Where there is none.\n\nWrite the reason."


def test_an_editor_shows_the_profile_with_the_texts_of_its_options() -> None:
    stage = answers_schema(MINE)["properties"]["profile"]["properties"]["stage"]
    assert (stage["title"], stage["description"]) == ("Stage", "How far?")
    assert offered(stage) == {"home": "At home", "abroad": "Abroad"}


@pytest.mark.parametrize(
    ("model", "key", "description"),
    [
        ("Action", "horizon", "Days until it is done."),
        ("Band", "cut", "The score to reach."),
        ("Change", "retired", "Questions that are no longer asked."),
        ("Case", "section", "The part of the source that describes the case."),
        ("ScaleQuestion", "title", "A noun phrase for tables, which show the text if it is left out."),
        ("ScaleQuestion", "lift", "What raises the answer by one, whatever it is."),
        ("NumberQuestion", "lift", "What moves the number towards `best`."),
        ("Band", "id", "Lower-case words joined by hyphens, as in `local-team`."),
    ],
)
def test_the_description_of_a_key_in_the_source_is_shown(model: str, key: str, description: str) -> None:
    assert questionnaire_schema()["$defs"][model]["properties"][key]["description"] == description


def test_a_paragraph_of_a_description_is_one_line() -> None:
    shown = section_schema()["$defs"]["Section"]["description"]
    assert shown == (
        "Questions or further sections, and how their scores are combined.\n\n"
        "A section that combines two sides has the lists of these instead, such as `exposure` and `control`."
    )


def test_only_defaults_worth_writing_are_offered() -> None:
    keys = section_schema()["$defs"]["ScaleQuestion"]["properties"]
    assert {key: rule["default"] for key, rule in keys.items() if "default" in rule} == {
        "quick": False,
        "weight": 1,
    }


# --- the command ------------------------------------------------------------------------------------


@pytest.fixture
def call(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Call:
    """Runs `readiness questionnaire` with these arguments in this process."""

    def run(*arguments: str, folder: Path = ROOT) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["readiness", "questionnaire", *arguments])
        monkeypatch.chdir(folder)
        return run_command_line(), *capsys.readouterr()

    return run


@pytest.mark.parametrize(
    ("arguments", "schema"),
    [
        ([], QUESTIONNAIRES.schema),
        (["--for", "questionnaire"], QUESTIONNAIRES.schema),
        (["--for", "section"], SECTIONS.schema),
        (["--for", "cases"], CASES.schema),
        (["--for", "answers"], GOING_GLOBAL.schema),
        (["--for", "answers", "going-global"], GOING_GLOBAL.schema),
        (["--for", "answers", str(STARTER / "en")], answers_to(str(STARTER / "en")).schema),
    ],
)
def test_the_command_prints_the_schema(arguments: list[str], schema: dict[str, Any], call: Call) -> None:
    code, output, errors = call("schema", *arguments)
    assert (code, errors) == (0, "")
    assert json.loads(output) == schema


def test_the_schema_is_valid_json_if_the_output_is_not_utf_8() -> None:
    command = [sys.executable, "-m", "readiness", "questionnaire", "schema", "--for", "answers"]
    environment = {**os.environ, "PYTHONIOENCODING": "gbk"}
    printed = subprocess.run(command, env=environment, capture_output=True, timeout=60, check=True).stdout
    assert printed.isascii()
    assert json.loads(printed) == GOING_GLOBAL.schema


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["going-global"], "Leave this out, or add --for answers"),
        (
            ["--for", "case"],
            "“case” is not one of questionnaire, section, cases, answers, report, plan, comparison, merging,"
            " benchmark, cohort.",
        ),
        (["--for", "answers", "going-globl"], "Did you mean “going-global”?"),
    ],
)
def test_a_wrong_argument_is_refused_with_a_remedy(arguments: list[str], expected: str, call: Call) -> None:
    code, output, errors = call("schema", *arguments)
    assert (code, output) == (2, "")
    assert expected in " ".join(errors.split())


def test_lang_chooses_the_language_of_the_schema_of_answers(tmp_path: Path, call: Call) -> None:
    text = changed("title: Mine", "title: {en: Mine, zh: 我的}\nlanguages: [en, zh]")
    loaded(text, tmp_path)
    _code, output, _errors = call("schema", "--for", "answers", str(tmp_path), "--lang", "zh")
    assert "“我的”" in output
    assert json.loads(output)["title"] == "“我的”的作答"


def test_the_template_names_its_schema_and_how_to_make_it(tmp_path: Path, call: Call) -> None:
    folder = tmp_path / "my questions"
    folder.mkdir()
    loaded(TEXT, folder)
    _code, printed, _errors = call("template", "my questions", folder=tmp_path)
    assert printed.splitlines()[0] == "# yaml-language-server: $schema=mine.answers.schema.json"
    command = re.search(r"(?m)^# +readiness (questionnaire schema .* > .*)$", printed)
    assert command
    assert command[1] == "questionnaire schema --for answers 'my questions' > mine.answers.schema.json"
    subprocess.run(
        ["/bin/sh", "-c", f"{sys.executable} -m readiness {command[1]}"], cwd=tmp_path, check=True, timeout=60
    )
    schema = Draft202012Validator(
        json.loads((tmp_path / "mine.answers.schema.json").read_text(encoding="utf-8"))
    )
    filled = printed.replace("  one.choice:", "  one.choice: some")
    assert refusals(schema, parse(Source("a.yaml", filled))) == []
    wrong = printed.replace("  one.choice:", "  one.choice: sum")
    assert [place for place, _keyword in refusals(schema, parse(Source("a.yaml", wrong)))] == [
        ("answers", "one.choice")
    ]


def test_the_template_names_the_command_that_reads_it(tmp_path: Path, call: Call) -> None:
    loaded(TEXT, tmp_path)
    _code, own, _errors = call("template", ".", folder=tmp_path)
    assert "\n#     readiness assess --questionnaire . --answers THIS-FILE\n" in own
    _code, built_in, _errors = call("template")
    assert "\n#     readiness assess --answers THIS-FILE\n" in built_in
