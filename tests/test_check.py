"""`readiness questionnaire check`: all errors and warnings at once, each in its place, and no others."""

from __future__ import annotations

import ast
import copy
import io
import itertools
import json
import re
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

import readiness
from readiness import InvalidInput, Problem, Questionnaire, builtin_questionnaires, load_questionnaire
from readiness.authoring.doubts.doubts import examine_files
from readiness.authoring.doubts.possibilities import Possibilities
from readiness.cli.app import run as run_command_line
from readiness.questionnaire.conditions import Condition
from readiness.scoring.engine import score
from readiness.scoring.scope import determine
from readiness.source.data import plain
from readiness.source.parsing import parse
from readiness.source.source import Source
from small import NOT_APPLICABLE, answers, question, questionnaire, section

bounded = settings(max_examples=150, deadline=None, derandomize=True)
SOURCE = Path(readiness.__file__).parent
INVALID = Path(__file__).parent / "questionnaires" / "invalid"
NAMES = sorted(path.stem for path in INVALID.glob("*.yaml"))


class Finished(NamedTuple):
    """What a command did."""

    code: int
    output: str
    errors: str


def run(*arguments: str, folder: Path) -> Finished:
    """`readiness questionnaire check` with these arguments, in `folder`."""
    output, errors = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8") for _stream in range(2))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "argv", ["readiness", "questionnaire", "check", *arguments])
        patch.setattr(sys, "stdout", output)
        patch.setattr(sys, "stderr", errors)
        patch.chdir(folder)
        code = run_command_line()
    for stream in (output, errors):
        stream.seek(0)
    return Finished(code, output.read(), errors.read())


def codes(text: str) -> list[str]:
    """The codes of listed problems, in their order."""
    return re.findall(r"^\S+:\d+:\d+: (?:warning: )?([a-z-]+): ", text, re.MULTILINE)


# --- one error in each file ---------------------------------------------------------------------


@pytest.mark.parametrize("name", NAMES)
def test_each_invalid_questionnaire_gives_exactly_its_message(name: str) -> None:
    expected = INVALID.joinpath(f"{name}.txt").read_text(encoding="utf-8")
    finished = run(f"{name}.yaml", folder=INVALID)
    assert finished.output == expected
    assert any(name.startswith(code) for code in codes(expected))
    warnings = len(re.findall(r"^\S+:\d+:\d+: warning: ", expected, re.MULTILINE))
    errors = len(codes(expected)) - warnings
    found = [f"{errors} error{'s' if errors > 1 else ''}"] if errors else []
    found += [f"{warnings} warning{'s' if warnings > 1 else ''}"] if warnings else []
    assert finished.errors == f"1 questionnaire checked: {' and '.join(found)}.\n"
    assert finished.code == (2 if errors else 0)
    assert errors + warnings == (2 if name == "unreachable-not-applicable" else 1)


@pytest.mark.parametrize("name", NAMES)
def test_loading_refuses_errors_but_not_warnings(name: str) -> None:
    problems = examine_files(INVALID / f"{name}.yaml")
    errors = tuple(problem for problem in problems if problem.severity == "error")
    if name == "wrong-value-in-one-language":  # the other language loads
        assert load_questionnaire(INVALID / f"{name}.yaml", "en").id == "tiny"
        with pytest.raises(InvalidInput) as caught:
            load_questionnaire(INVALID / f"{name}.yaml", "zh")
        assert caught.value.problems == errors
    elif errors:
        with pytest.raises(InvalidInput) as caught:
            load_questionnaire(INVALID / f"{name}.yaml")
        assert caught.value.problems == errors
    else:
        assert load_questionnaire(INVALID / f"{name}.yaml").id == "tiny"


OF_ANSWERS = ("not-a-level", "not-alone", "out-of-limits")
"""Codes of answers that types of questions report."""
OF_TABLES = (
    "bad-json",
    "cut-off",
    "empty-table",
    "merged-cells",
    "ragged-row",
    "unclear-delimiter",
    "unclear-sheet",
)
"""Codes of tables that hold responses."""
OF_WORKBOOKS = ("damaged", "links", "locked", "macros")


def test_every_code_has_an_invalid_questionnaire() -> None:
    reported = {code for path in INVALID.glob("*.txt") for code in codes(path.read_text(encoding="utf-8"))}
    rooms = ("source", "questionnaire", "questionnaire/questions", "loading", "authoring/doubts")
    modules = [path for room in rooms for path in SOURCE.joinpath(room).glob("*.py")]
    written = {
        node.value
        for module in modules
        for node in ast.walk(ast.parse(module.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
        if re.fullmatch(r"[a-z]+(-[a-z]+)+", node.value)
    }
    too_much = {"too-large", *(f"too-many-{what}" for what in ("values", "questions", "sections"))}
    of_workbooks = {"not-a-workbook", *(f"workbook-{what}" for what in OF_WORKBOOKS)}
    elsewhere = of_workbooks | {
        *OF_TABLES,
        "unknown-language",
        "unknown-questionnaire",
        "not-a-level",
        *OF_ANSWERS,
        *too_much,
    }
    no_codes = {"as-listed", "going-global", "local-team", "not-applicable", "yes-no"}
    no_codes |= {"half-even", "half-away-from-zero"}
    assert written - no_codes - elsewhere <= reported
    assert len(NAMES) >= 60
    assert {path.stem for path in INVALID.glob("*.txt")} == set(NAMES)


# --- the command --------------------------------------------------------------------------------

TINY = """\
id: tiny
version: 1.0.0
title: Tiny
profile:
  - id: stage
    title: Stage
    text: How far abroad?
    options:
      - {id: home, text: At home}
      - {id: abroad, text: Abroad}
bands:
  - {id: start, title: Start}
  - {id: ready, title: Ready, cut: 50}
sections:
  - people.yaml
"""
PEOPLE = """\
id: people
title: People
questions:
  - id: people.team
    text: Is there a team?
    options:
      - {id: nobody, score: 0, text: Nobody.}
      - {id: someone, score: 1, text: Someone.}
  - {id: people.lead, text: Does somebody lead it?, type: yes-no}
"""
DOUBTFUL = PEOPLE.replace("type: yes-no", "type: yes-no, better_answer: no")
WRONG = PEOPLE.replace("score: 1", "score: -1")


def written(folder: Path, people: str = PEOPLE, main: str = TINY) -> Path:
    folder.mkdir(exist_ok=True)
    folder.joinpath("questionnaire.yaml").write_text(main, encoding="utf-8")
    folder.joinpath("people.yaml").write_text(people, encoding="utf-8")
    return folder


@pytest.mark.parametrize("name", builtin_questionnaires())
def test_built_in_questionnaires_pass_strictly(name: str, tmp_path: Path) -> None:
    assert run(name, "--strict", folder=tmp_path) == Finished(
        0, "", "1 questionnaire checked: no errors and no warnings.\n"
    )


def test_a_questionnaire_is_named_by_folder_by_file_or_by_the_name_of_a_built_in_one(tmp_path: Path) -> None:
    written(tmp_path / "mine")
    (tmp_path / "mine" / "questionnaire.yaml").rename(tmp_path / "mine" / "draft.yml")
    written(tmp_path / "yours", DOUBTFUL)
    paths = ["mine/draft.yml", "yours", "yours/questionnaire.yaml", "going-global", str(tmp_path / "yours")]
    finished = run(*paths, folder=tmp_path)
    assert codes(finished.output) == ["plain-word"] * 3
    assert [line.split(":")[0] for line in finished.output.splitlines() if "warning" in line] == [
        "yours/people.yaml",
        "yours/people.yaml",
        f"{tmp_path}/yours/people.yaml",
    ]
    assert finished.errors == "5 questionnaires checked: 3 warnings.\n"
    assert finished.code == 0


def test_in_its_own_folder_a_questionnaire_is_named_without_one(tmp_path: Path) -> None:
    written(tmp_path, WRONG, TINY.replace("cut: 50", "cut: 500"))
    for path in (".", "questionnaire.yaml", "./questionnaire.yaml"):
        places = re.findall(r"^\S+(?=: [a-z-]+: )", run(path, folder=tmp_path).output, re.MULTILINE)
        assert places == ["people.yaml:8:30", "questionnaire.yaml:13:36"]


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ({"a": PEOPLE}, "检查了 1 份问卷，没有错误，也没有警告。\n"),
        ({"a": PEOPLE, "b": "id: ["}, "检查了 2 份问卷：1 个错误。\n"),
        ({"a": "id: [", "b": DOUBTFUL}, "检查了 2 份问卷：1 个错误和 1 条警告。\n"),
    ],
)
def test_the_summary_is_a_sentence_in_chinese_too(
    files: Mapping[str, str], said: str, tmp_path: Path
) -> None:
    for name, text in files.items():
        written(tmp_path / name, text)
    assert run(*files, "--lang", "zh", folder=tmp_path).errors == said


def test_the_summary_says_that_there_may_be_more_problems_than_are_reported(tmp_path: Path) -> None:
    written(tmp_path, main=TINY + "".join(f"unknown{n}: 1\n" for n in range(150)))
    finished = run(".", folder=tmp_path)
    assert finished.errors == "1 questionnaire checked: 100 errors, and there may be more.\n"


def test_all_of_several_questionnaires_are_checked_whatever_is_wrong_with_one(tmp_path: Path) -> None:
    written(tmp_path / "wrong", WRONG)
    written(tmp_path / "broken", "id: [")
    written(tmp_path / "doubtful", DOUBTFUL)
    finished = run("wrong", "nowhere", "broken", "doubtful", "wrong", folder=tmp_path)
    assert codes(finished.output) == ["option-order", "unknown-questionnaire", "yaml-syntax", "plain-word"]
    assert finished.errors == "4 questionnaires checked: 3 errors and 1 warning.\n"
    assert finished.code == 2


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("mine/draught.yaml", "there is no such file\n    Did you mean “mine/draft.yaml”?\n"),
        (
            "mine/letter.docx",
            "the name of this file does not end in .yaml or .yml\n"
            "    Name a YAML file; if this is one, give it such a name.\n",
        ),
        ("mine/x.yaml", "there is no such file\n    Check the name and the folder.\n"),
        ("nowhere/draft.yaml", "there is no such file\n    Check the name and the folder.\n"),
        (
            "going-globl",
            "there is no questionnaire of this name, nor a folder with a questionnaire.yaml\n"
            "    Did you mean “going-global”?\n",
        ),
    ],
)
def test_a_path_that_does_not_exist_is_reported_with_the_nearest_name(
    path: str, expected: str, tmp_path: Path
) -> None:
    written(tmp_path / "mine").joinpath("questionnaire.yaml").rename(tmp_path / "mine" / "draft.yaml")
    (tmp_path / "mine" / "letter.docx").write_text("")
    assert run(path, folder=tmp_path).output == f"{path}:1:1: unknown-questionnaire: {expected}"


@pytest.mark.parametrize(
    ("people", "arguments", "code"),
    [
        (PEOPLE, [], 0),
        (PEOPLE, ["--strict"], 0),
        (DOUBTFUL, [], 0),
        (DOUBTFUL, ["--strict"], 2),
        (DOUBTFUL, ["--strict", "--format", "json"], 2),
        (WRONG, [], 2),
        (WRONG, ["--strict"], 2),
    ],
)
def test_errors_fail_and_warnings_fail_when_strict(
    people: str, arguments: list[str], code: int, tmp_path: Path
) -> None:
    assert run(".", *arguments, folder=written(tmp_path, people)).code == code


def test_json_has_the_same_problems_for_editors_and_ci(tmp_path: Path) -> None:
    written(tmp_path, DOUBTFUL.replace("score: 1", "score: -1"))
    finished = run(".", "nowhere", "--format", "json", folder=tmp_path)
    assert finished.code == 2
    assert finished.errors == "2 questionnaires checked: 2 errors and 1 warning.\n"
    content = json.loads(finished.output)
    assert content.keys() == {"schema_version", "problems"}
    assert content["schema_version"] == 1
    assert content["problems"][:2] == [
        {
            "file": "people.yaml",
            "line": 8,
            "column": 30,
            "severity": "error",
            "code": "option-order",
            "message": "the score of “someone” is lower than the one before it",
            "hint": "List options in rising order of score, or write `order: as-listed` in the question.",
            "excerpt": "      - {id: someone, score: -1, text: Someone.}",
        },
        {
            "file": "people.yaml",
            "line": 9,
            "column": 82,
            "severity": "warning",
            "code": "plain-word",
            "message": "“no” without quotes is text here, but true or false to other YAML tools",
            "hint": 'Put it in quotes: "no".',
            "excerpt": "  - {id: people.lead, text: Does somebody lead it?, type: yes-no, better_answer: no}",
        },
    ]
    listed = "".join(f"{Problem(**problem)}\n" for problem in content["problems"])
    assert listed == run(".", "nowhere", folder=tmp_path).output


def test_json_without_problems_is_an_empty_list(tmp_path: Path) -> None:
    finished = run(".", "--format", "json", folder=written(tmp_path))
    assert json.loads(finished.output) == {"schema_version": 1, "problems": []}
    assert finished.code == 0


def test_a_file_that_is_too_large_or_cannot_be_read_is_reported_like_any_other_problem(
    tmp_path: Path,
) -> None:
    written(tmp_path, "# " + "x" * 2**21)
    tmp_path.joinpath("folder.yaml").mkdir()
    finished = run(".", "folder.yaml", folder=tmp_path)
    assert codes(finished.output) == ["too-large", "unknown-questionnaire"]
    assert finished.code == 2


@pytest.mark.parametrize("arguments", [[], ["--format", "xml", "."], ["--stict", "."]])
def test_wrong_usage_is_refused_on_standard_error(arguments: list[str], tmp_path: Path) -> None:
    finished = run(*arguments, folder=written(tmp_path))
    assert (finished.code, finished.output) == (2, "")
    assert "readiness questionnaire check" in finished.errors


# --- everything at once --------------------------------------------------------------------------

FAULTY = """\
id: faulty
version: 1.0
title: Faulty
colour: blue
profile:
  - id: stage
    title: Stage
    text: How far abroad?
    options: [{id: home, text: At home}, {id: abroad, text: Abroad}]
bands:
  - {id: start, title: Start}
  - {id: ready, title: Ready, cut: high}
  - {id: best, title: Best, cut: 180}
red_flags:
  - id: nobody-there
    title: Nobody there
    message: There is nobody.
    when: {all: [{answer: people.team, equals: nobody}, {answer: people.team, equals: someone}]}
    caps_at: strat
    action: {text: Name somebody., horizon: 30}
sections:
  - id: people
    title: People
    questions:
      - id: people.team
        quick: yes
        options:
          - {id: nobody, score: 0, text: Nobody.}
          - {id: someone, score: 2, text: Someone.}
          - {id: a-team, score: 1, text: A team.}
      - id: people.lead
        text: Does somebody lead it?
        type: yes-no
        weight: heavy
        when: {answer: people.taem, at_least: 1}
      - {id: people.lead, text: And who follows?, type: yes-no}
      - {id: people.pay, text: Are they paid?, type: yes-no, when: {profile: stage, equals: nowhere}}
      - id: people.trust
        text: How far are they trusted?
        when: {all: [{profile: stage, equals: home}, {profile: stage, equals: abroad}]}
        type: scale
        minimum: 1
        maximum: 5
cases:
  cases:
    - id: one
      who: W
      title: T
      section: S
      kind: context
      questions: [people.team, people.heir]
      summary: S
      lesson: L
"""


def test_one_mistake_does_not_hide_another(tmp_path: Path) -> None:
    path = tmp_path / "faulty.yaml"
    path.write_text(FAULTY, encoding="utf-8")
    assert [(problem.line, problem.severity, problem.code) for problem in examine_files(path)] == [
        (2, "error", "wrong-value"),
        (4, "error", "unknown-key"),
        (12, "error", "wrong-value"),
        (13, "error", "band-off-scale"),
        (19, "error", "unknown-band"),
        (20, "error", "missing-key"),
        (25, "error", "missing-key"),
        (26, "error", "wrong-value"),
        (30, "error", "option-order"),
        (34, "error", "wrong-value"),
        (35, "error", "unknown-question"),
        (36, "error", "duplicate-id"),
        (37, "error", "unknown-option"),
        (40, "warning", "question-never-seen"),
        (51, "error", "unknown-question"),
    ]


def only(text: str, tmp_path: Path) -> Problem:
    """The one problem of a questionnaire."""
    path = tmp_path / "only.yaml"
    path.write_text(text, encoding="utf-8")
    (problem,) = examine_files(path)
    return problem


WHOLE = (
    TINY.replace("  - people.yaml\n", "  - " + PEOPLE.replace("\n", "\n    ").rstrip() + "\n")
    + """\
red_flags:
  - id: nobody-there
    title: Nobody there
    message: There is nobody.
    when: {all: [{answer: people.team, equals: nobody}, {profile: stage, equals: abroad}]}
    caps_at: start
    action: {text: Name somebody., effort: 1, horizon: 30}
cases:
  cases:
    - {id: one, who: W, title: T, section: S, kind: context, questions: [people.team], summary: S, lesson: L}
"""
)


@pytest.mark.parametrize(
    ("old", "new", "line", "code"),
    [
        ("id: tiny", "name: tiny", 1, None),
        ("version: 1.0.0", "version: one", 2, "bad-form"),
        ("title: Tiny", "title:", 3, "wrong-value"),
        ("- id: stage", "- id: The stage", 5, "bad-form"),
        ("text: How far abroad?", "text: 5", 7, "wrong-value"),
        ("{id: home, text: At home}", "{id: home}", 9, "missing-key"),
        ("{id: home, text: At home}", "home", 9, "wrong-value"),
        ("{id: start, title: Start}", "{id: start}", 12, "missing-key"),
        ("{id: ready, title: Ready, cut: 50}", "{id: ready, title: Ready, cut: []}", 13, "wrong-value"),
        ("- id: people.team", "- id: People team", 18, "bad-form"),
        ("text: Is there a team?", "text: ''", 19, "wrong-value"),
        (
            "{id: nobody, score: 0, text: Nobody.}",
            "{id: nobody, score: none, text: Nobody.}",
            21,
            "wrong-value",
        ),
        ("{id: nobody, score: 0, text: Nobody.}", "nobody", 21, "wrong-value"),
        ("type: yes-no", "type: yes-or-no", 23, "unknown-type"),
        ("caps_at: start", "caps_at: [start]", 29, "wrong-value"),
        ("effort: 1", "effort: 9", 30, "wrong-value"),
        ("{answer: people.team, equals: nobody}", "{answer: people.team}", 28, "condition-shape"),
        ("kind: context", "kind: tale", 33, "not-a-choice"),
    ],
)
def test_consequences_of_a_mistake_are_not_reported(
    old: str, new: str, line: int, code: str | None, tmp_path: Path
) -> None:
    assert not examine_files(saved(WHOLE, tmp_path))
    assert WHOLE.count(old) == 1
    if code is None:  # an unknown key, and a missing one
        problems = examine_files(saved(WHOLE.replace(old, new), tmp_path))
        assert sorted(problem.code for problem in problems) == ["missing-key", "unknown-key"]
    else:
        problem = only(WHOLE.replace(old, new), tmp_path)
        assert (problem.line, problem.code) == (line, code)


def saved(text: str, folder: Path) -> Path:
    path = folder / "kept.yaml"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize("text", ["", "5", "- a", "id: tiny", "sections: 5\nbands: 7", "sections: [5]"])
def test_data_that_is_hardly_a_questionnaire_is_reported_as_an_error(text: str, tmp_path: Path) -> None:
    problems = examine_files(saved(text, tmp_path))
    assert problems
    assert all(problem.severity == "error" for problem in problems)


_DATA: dict[str, Any] = plain(parse(Source("whole.yaml", WHOLE)))
_VALUES: list[Any] = [
    *[None, True, 0, -1, 1.5, 200, "", "no", "a", "A b", "home", "start", "people.team", "1.0.0", "3/2"],
    *["risk", "geometric", "staged", "scale", "text", [], {}, [None], ["home"], {"en": "x"}, {"all": []}],
    {"answer": "people.team", "at_least": 1},
    {"all": [{"profile": "stage", "equals": "home"}, {"profile": "stage", "equals": "abroad"}]},
]


def _places(node: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    if isinstance(node, dict | list):
        for key, value in node.items() if isinstance(node, dict) else enumerate(node):
            yield (*path, key)
            yield from _places(value, (*path, key))


@st.composite
def with_mistakes(draw: st.DrawFn) -> Any:
    """The questionnaire above with up to four mistakes."""
    raw = copy.deepcopy(_DATA)
    for _slip in range(draw(st.integers(0, 4))):
        *way, last = draw(st.sampled_from(list(_places(raw))))
        node: Any = raw
        for step in way:
            node = node[step]
        mistake = draw(st.sampled_from(["replace", "delete", "repeat", "rename", "when"]))
        if mistake == "delete" and len(raw) > 1:
            del node[last]
        elif mistake == "repeat" and isinstance(node, list):
            node.append(copy.deepcopy(node[last]))
        elif mistake == "rename" and isinstance(node, dict):
            node[draw(st.sampled_from(["id", "weight", "quick", "maximum", "nonsense"]))] = node.pop(last)
        elif mistake == "when" and isinstance(node, dict):
            node["when"] = copy.deepcopy(draw(st.sampled_from(_VALUES)))
        else:
            node[last] = copy.deepcopy(draw(st.sampled_from(_VALUES)))
    return raw


@bounded
@given(raw=with_mistakes())
@example(raw=_DATA)
def test_any_questionnaire_with_mistakes_is_checked_as_loading_checks_it(
    raw: Any, tmp_path_factory: pytest.TempPathFactory
) -> None:
    text = json.dumps(raw, indent=1)
    path = saved(text, tmp_path_factory.getbasetemp())
    problems = examine_files(path)
    try:
        load_questionnaire(path)
        refused: tuple[Problem, ...] = ()
    except InvalidInput as error:
        refused = error.problems
    assert tuple(problem for problem in problems if problem.severity == "error") == refused
    assert list(problems) == sorted(problems, key=lambda problem: (problem.line, problem.column))
    for problem in problems:
        assert problem.file == str(path)
        assert problem.hint
        assert problem.excerpt == text.split("\n")[problem.line - 1]
        assert 1 <= problem.column <= len(problem.excerpt)


# --- no warnings about sound questionnaires -----------------------------------------------------


@pytest.mark.parametrize(
    "changes",
    [
        [("title: Tiny", "title: 'yes'")],
        [("title: Tiny", "title: |-\n  no")],
        [("title: Tiny", "title: No way")],
        [("title: Tiny", "title: yesterday")],
        [("title: Tiny", "title: Tiny\nlanguages: [en]")],
        [("type: yes-no", "type: yes-no, better_answer: 'no'")],
        [("type: yes-no", "type: yes-no, when: {answer: people.team, any_of: [nobody, someone]}")],
        [("type: yes-no", "type: yes-no, not_applicable: Nobody is employed.")],
        [("type: yes-no", "type: number, worst: 0, best: 9, when: {answer: people.team, at_least: 1}")],
        [("type: yes-no", "type: yes-no, weight: 0")],
        [("people.team", "people.g7")],
        [("someone", "level-2")],
        [("cut: 50}", "cut: 50}\n  - {id: best, title: Best, floor: 60}")],
        [("cut: 50}", "floor: 50}\n  - {id: best, title: Best, requires: {people: 80}}")],
        [
            ("cut: 50}", "cut: 50}\n  - {id: best, title: Best, cut: 50}"),
            ("caps_at: start", "caps_at: ready"),
        ],
    ],
)
def test_sound_questionnaires_get_no_warnings(changes: list[tuple[str, str]], tmp_path: Path) -> None:
    text = WHOLE
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    assert examine_files(saved(text, tmp_path)) == ()


def test_a_value_with_an_error_gets_no_warning_as_well(tmp_path: Path) -> None:
    path = saved(WHOLE.replace("type: yes-no", "type: yes-no, quick: no"), tmp_path)
    assert [(problem.severity, problem.code) for problem in examine_files(path)] == [("error", "wrong-value")]


# --- exactly what is impossible is called impossible --------------------------------------------

TOOLS = [{"id": id, "score": value, "text": id} for id, value in (("saw", 1), ("axe", 2))]
STAGES = [{"id": id, "text": id} for id in ("home", "near", "far")]
MARKETS = [{"id": id, "text": id} for id in ("asia", "africa", "europe")]
ASKED = questionnaire(
    section(
        "s",
        question("s.first", (0, 1, 2), not_applicable="Nothing of the kind."),
        {"id": "s.tools", "type": "several", "text": "Which?", "options": TOOLS},
        {"id": "s.hidden", "type": "yes-no", "text": "Is it?", "when": {"answer": "s.first", "at_least": 1}},
        {"id": "s.count", "type": "number", "text": "How many?", "worst": 0, "best": 10},
    ),
    profile=[
        {"id": "stage", "title": "Stage", "text": "How far?", "options": STAGES},
        {"id": "markets", "title": "Markets", "text": "Where?", "several": True, "options": MARKETS},
    ],
)
TESTS: list[dict[str, Any]] = [
    *({"profile": "stage", "equals": id} for id in ("home", "near", "far")),
    {"profile": "stage", "any_of": ["home", "near"]},
    *({"profile": "markets", "equals": id} for id in ("asia", "africa")),
    {"profile": "markets", "any_of": ["africa", "europe"]},
    *({"answer": "s.first", test: value} for test in ("at_least", "at_most") for value in (-1, 0, 1, 3)),
    {"answer": "s.first", "equals": "level-1"},
    *({"answer": "s.tools", "at_least": value} for value in (2, 3, 4)),
    {"answer": "s.tools", "equals": "saw"},
    {"answer": "s.tools", "any_of": ["axe"]},
    *({"answer": "s.hidden", "equals": id} for id in ("yes", "no")),
    *({"answer": "s.count", test: value} for test in ("at_least", "at_most") for value in (3, 4)),
]
CONDITIONS = st.recursive(
    st.sampled_from(TESTS),
    lambda parts: st.one_of(
        st.fixed_dictionaries({"all": st.lists(parts, min_size=1, max_size=3)}),
        st.fixed_dictionaries({"any": st.lists(parts, min_size=1, max_size=3)}),
        st.fixed_dictionaries({"not": parts}),
    ),
    max_leaves=5,
)


def _subsets(ids: tuple[str, ...]) -> list[list[str]]:
    return [list(chosen) for n in range(len(ids) + 1) for chosen in itertools.combinations(ids, n)]


def _everything() -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    """Every profile with every set of answers that the tests above can tell apart, and more."""
    for stage, markets, first, tools, hidden, count in itertools.product(
        ("home", "near", "far"),
        _subsets(("asia", "africa", "europe"))[1:],
        (0, 1, 2, {"not_applicable": "no"}),
        _subsets(("saw", "axe")),
        ("yes", "no"),
        (2, 3, 3.5, 4, 5),
    ):
        profile = {"stage": stage, "markets": markets}
        yield profile, {"s.first": first, "s.tools": tools, "s.hidden": hidden, "s.count": count}


SCOPES = [determine(ASKED, answers(ASKED, given, profile)) for profile, given in _everything()]


@bounded
@given(raw=CONDITIONS)
@example(raw={"all": [{"answer": "s.hidden", "equals": "no"}, {"answer": "s.first", "at_most": 0}]})
@example(
    raw={"all": [{"profile": "markets", "equals": "asia"}, {"profile": "markets", "any_of": ["africa"]}]}
)
@example(raw={"all": [{"answer": "s.count", "at_least": 3}, {"answer": "s.count", "at_most": 3}]})
def test_a_condition_is_called_never_or_always_true_exactly_if_it_is_for_all_answers(
    raw: dict[str, Any],
) -> None:
    condition = Condition.model_validate(raw)
    outcomes: set[bool | None] = set()
    for scope in SCOPES:
        outcomes.add(scope.holds(condition))
        if outcomes == {True, False}:
            break
    possible = Possibilities(ASKED)
    assert outcomes <= {True, False}
    assert possible.never(condition) == (outcomes == {False})
    assert possible.always(condition) == (outcomes == {True})


def test_nothing_is_claimed_about_conditions_with_too_many_cases() -> None:
    many = questionnaire(section("s", *(question(f"s.n-{letter}") for letter in "abcdefghijklmnop")))
    tests = [{"answer": id, "equals": "level-0"} for id in many.questions]
    contradiction = {"answer": "s.n-a", "equals": "level-1"}
    few = Condition.model_validate({"all": [*tests[:5], contradiction]})
    all_of_them = Condition.model_validate({"all": [*tests, contradiction]})
    assert Possibilities(many).never(few)
    assert not Possibilities(many).never(all_of_them)


PARTS: list[dict[str, Any]] = [
    {},
    {"maximum": 4},
    {"maximum": 3, "not_applicable": "Never."},
    {"weight": 3},
    {"minimum": -1},
]


@st.composite
def banded(draw: st.DrawFn) -> dict[str, Any]:
    """A questionnaire of four questions whose best option does not always have the share 1."""
    names = ("a.one", "a.two", "b.one", "b.two")
    parts = [question(name, (0, 2), **draw(st.sampled_from(PARTS))) for name in names]
    points = st.one_of(st.none(), st.integers(1, 20).map(lambda fifth: fifth * 5))
    bands: list[dict[str, Any]] = [{"id": "start", "title": "Start"}]
    for number in range(draw(st.integers(1, 3))):
        asks = {"cut": draw(points), "floor": draw(points), "requires": {"a": draw(points)}}
        asks = {key: value for key, value in asks.items() if value not in (None, {"a": None})}
        bands.append({"id": f"band-{'xyz'[number]}", "title": "Band", **asks})
    return {
        "id": "small",
        "version": "1.0.0",
        "title": "Small",
        "aggregation": draw(st.sampled_from(["arithmetic", "geometric", "minimum", "maximum", "staged"])),
        "bands": bands,
        "sections": [section("a", *parts[:2]), section("b", *parts[2:], aggregation="minimum")],
    }


def _verdicts(asked: Questionnaire) -> set[str]:
    """The bands that some complete set of answers reaches; all sets are tried."""
    choices = [[0, 2, NOT_APPLICABLE] if each.not_applicable else [0, 2] for each in asked.questions.values()]
    every = (dict(zip(asked.questions, given, strict=True)) for given in itertools.product(*choices))
    verdicts = (score(asked, answers(asked, given)).verdict for given in every)
    return {verdict.band.id for verdict in verdicts if verdict.band}


@settings(bounded, max_examples=80)
@given(raw=banded())
def test_a_band_called_unreachable_is_reached_by_no_answers(
    raw: dict[str, Any], tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = saved(json.dumps(raw, indent=1), tmp_path_factory.getbasetemp())
    ids = [band["id"] for band in raw["bands"]]
    problems = examine_files(path)
    asked = load_questionnaire(path)
    reached = _verdicts(asked)
    assert {problem.code for problem in problems} <= {"band-unreachable", "band-shadowed", "band-falls"}
    lines = path.read_text(encoding="utf-8").split("\n")
    unreachable = set()
    for problem in problems:
        above = [re.search(r'"id": "(start|band-.)"', line) for line in lines[: problem.line + 1]]
        band = [found[1] for found in above if found][-1]
        if problem.code == "band-unreachable":
            unreachable.add(band)
        if problem.code == "band-shadowed":
            assert ids[ids.index(band) - 1] not in reached, problem
    assert not unreachable & reached
    if not any(each.not_applicable for each in asked.questions.values()):
        assert (ids[-1] in reached) == (ids[-1] not in unreachable)
