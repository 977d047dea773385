"""Questionnaires from folders: found by name or path, and every error reported with its place."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, get_args, get_origin

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from named_pipes import make_pipe
from readiness import InvalidInput, Problem, Questionnaire, builtin_questionnaires, load_questionnaire, score
from readiness.answers.reading import read_answers
from readiness.answers.template import template
from readiness.authoring.doubts.doubts import examine_files
from readiness.loading.languages import KEYED_BY_IDS
from readiness.questionnaire.fields import Model
from readiness.source.data import plain
from readiness.source.parsing import parse
from readiness.source.source import Source
from test_command_line import call

bounded = settings(max_examples=150, deadline=None, derandomize=True)

MAIN = """\
id: tiny
version: 1.2.0
title: Tiny
description: A small questionnaire.
source: Made up.
date: 2026-01-31
profile:
  - id: size
    title: Size
    text: How large is it?
    options:
      - {id: small, text: Small}
      - {id: large, text: Large}
bands:
  - {id: start, title: Start, text: The start.}
  - {id: ready, title: Ready, text: It is ready., cut: 60, floor: 30}
red_flags:
  - id: nobody-there
    title: Nobody there
    message: There is nobody.
    when: {answer: people.team, at_most: 0}
    caps_at: start
    action: {text: Name somebody., effort: 1, horizon: 30}
sections:
  - people.yaml
cases: cases.yaml
"""
PEOPLE = """\
id: people
title: People
description: Who does it.
questions:
  - id: people.team
    title: Team
    text: Is there a team?
    help: It helps.
    options:
      - {id: nobody, score: 0, text: Nobody.}
      - {id: someone, score: 1, text: Someone.}
      - {id: a-team, score: 2, text: A team.}
  - id: people.lead
    title: Lead
    text: Who leads?
    help: It helps.
    when: {answer: people.team, at_least: 1}
    options:
      - {id: none, score: 0, text: None.}
      - {id: named, score: 1, text: Named.}
"""
CASES = """\
as_of: January 2026
cases:
  - id: one
    who: Somebody
    title: A case
    section: I
    kind: exemplar
    questions: [people.team]
    applies_to: {size: [small]}
    summary: It went well.
    lesson: Do it.
"""
FILES = {"questionnaire.yaml": MAIN, "people.yaml": PEOPLE, "cases.yaml": CASES}


def written(folder: Path, **changed: str) -> Path:
    """`folder` with the files above; `main`, `people` and `cases` are replaced if given."""
    for name, text in FILES.items():
        part = "main" if name == "questionnaire.yaml" else name.removesuffix(".yaml")
        (folder / name).write_text(changed.get(part, text), encoding="utf-8")
    return folder


def problems(folder: Path) -> list[Problem]:
    """The problems of the questionnaire in `folder`."""
    with pytest.raises(InvalidInput) as caught:
        load_questionnaire(folder)
    return list(caught.value.problems)


def messages(folder: Path) -> str:
    """The problems as a person sees them, with the folder shown as `Q`."""
    return "\n".join(map(str, problems(folder))).replace(str(folder), "Q")


def replaced(text: str, old: str, new: str) -> str:
    assert text.count(old) == 1
    return text.replace(old, new)


# --- names and paths ------------------------------------------------------------------------


def test_the_default_is_the_built_in_questionnaire() -> None:
    assert load_questionnaire().id == "going-global"
    assert load_questionnaire("going-global") == load_questionnaire()


def test_every_built_in_questionnaire_is_listed_and_loads() -> None:
    names = builtin_questionnaires()
    assert "going-global" in names
    assert names == sorted(names)
    assert [load_questionnaire(name).id for name in names] == names


def test_a_folder_can_be_named_by_its_path_or_by_the_file_in_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = written(tmp_path)
    expected = load_questionnaire(folder)
    assert expected.id == "tiny"
    assert list(expected.questions) == ["people.team", "people.lead"]
    assert [case.id for case in expected.cases.cases] == ["one"]
    monkeypatch.chdir(folder)
    for name in (
        str(folder),
        folder / "questionnaire.yaml",
        f"{folder}/questionnaire.yaml",
        ".",
        "questionnaire.yaml",
    ):
        assert load_questionnaire(name) == expected


def test_a_questionnaire_in_one_file_may_have_any_name(tmp_path: Path) -> None:
    for name in ("mine.yaml", "mine.yml"):
        (tmp_path / name).write_text(SOMETHING_OF_EVERYTHING, encoding="utf-8")
        assert load_questionnaire(tmp_path / name).id == "whole"
        (tmp_path / name).write_text("id: 5\n", encoding="utf-8")
        with pytest.raises(InvalidInput) as caught:
            load_questionnaire(tmp_path / name)
        assert {problem.file for problem in caught.value.problems} == {f"{tmp_path}/{name}"}


def test_a_folder_may_be_named_relatively_and_through_a_link(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "mine").mkdir()
    written(tmp_path / "mine")
    (tmp_path / "link").symlink_to("mine")
    monkeypatch.chdir(tmp_path)
    assert load_questionnaire("mine").id == "tiny"
    assert load_questionnaire(Path("link")).id == "tiny"


def test_a_folder_does_not_hide_a_built_in_questionnaire_of_the_same_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "going-global").mkdir()
    written(tmp_path / "going-global")
    monkeypatch.chdir(tmp_path)
    assert load_questionnaire("going-global").id == "going-global"
    assert load_questionnaire("./going-global").id == "tiny"
    assert load_questionnaire(Path("going-global")).id == "tiny"


def test_the_nearest_name_is_suggested() -> None:
    with pytest.raises(InvalidInput) as caught:
        load_questionnaire("going-globl")
    assert str(caught.value) == (
        "going-globl:1:1: unknown-questionnaire: there is no questionnaire of this name,"
        " nor a folder with a questionnaire.yaml\n"
        "    Did you mean “going-global”?"
    )


def test_a_name_without_a_near_one_gets_a_list_of_all() -> None:
    with pytest.raises(InvalidInput) as caught:
        load_questionnaire("xyz")
    assert str(caught.value) == (
        "xyz:1:1: unknown-questionnaire: there is no questionnaire of this name,"
        " nor a folder with a questionnaire.yaml\n"
        f"    Built in: {', '.join(builtin_questionnaires())}."
    )


@pytest.mark.parametrize(
    "name", ["", "x" * 5000, "../", "战略", "a\nb", "\x1b[31m", "..", "people.yaml", "\0"]
)
def test_anything_that_is_not_a_questionnaire_is_refused(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "inner").mkdir()
    monkeypatch.chdir(tmp_path / "inner")
    with pytest.raises(InvalidInput) as caught:
        load_questionnaire(name)
    assert [problem.code for problem in caught.value.problems] == ["unknown-questionnaire"]


def test_a_folder_without_the_main_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "people.yaml").write_text(PEOPLE, encoding="utf-8")
    (problem,) = problems(tmp_path)
    assert problem.code == "unknown-questionnaire"


# --- a file as a whole ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("main", "message"),
    [
        (
            "",
            "Q/questionnaire.yaml:1:1: wrong-value: the file is empty\n"
            "    `readiness questionnaire new FOLDER` starts a questionnaire.",
        ),
        (
            "- id: tiny\n",
            "Q/questionnaire.yaml:1:1: wrong-value: this must be a mapping\n"
            "    - id: tiny\n"
            "    ^\n"
            "    Write `key: value` lines.",
        ),
        (
            "id: tiny\nid: small\n",
            "Q/questionnaire.yaml:2:1: duplicate-key: “id” is given twice\n"
            "    id: small\n"
            "    ^\n"
            "    The first one is on line 1; keep one of the two.",
        ),
    ],
)
def test_a_main_file_that_is_not_a_questionnaire_is_refused(main: str, message: str, tmp_path: Path) -> None:
    assert messages(written(tmp_path, main=main)) == message


def test_an_empty_section_file_is_reported_where_it_is_named(tmp_path: Path) -> None:
    assert messages(written(tmp_path, people="# later\n")) == (
        "Q/questionnaire.yaml:25:5: wrong-value: the file “people.yaml” is empty\n"
        "      - people.yaml\n"
        "        ^\n"
        "    Fill it, or remove its name here."
    )


def test_a_section_file_of_the_wrong_shape_is_reported_in_that_file(tmp_path: Path) -> None:
    assert messages(written(tmp_path, people="- people.team\n")) == (
        "Q/people.yaml:1:1: wrong-value: this must be a mapping\n"
        "    - people.team\n"
        "    ^\n"
        "    Write `key: value` lines."
    )


def test_syntax_errors_of_all_files_are_reported_at_once(tmp_path: Path) -> None:
    folder = written(tmp_path, people="id: people: x\n", cases="cases: [\n")
    assert [(Path(p.file).name, p.line, p.column, p.code) for p in problems(folder)] == [
        ("cases.yaml", 1, 8, "yaml-syntax"),
        ("people.yaml", 1, 11, "yaml-syntax"),
    ]


def test_a_section_can_be_in_the_main_file(tmp_path: Path) -> None:
    inline = "sections:\n  -\n" + "".join(f"    {line}\n" for line in PEOPLE.splitlines())
    split = load_questionnaire(written(tmp_path))
    whole = load_questionnaire(written(tmp_path, main=replaced(MAIN, "sections:\n  - people.yaml\n", inline)))
    assert whole == split
    assert whole.digest == split.digest


# --- names of files -----------------------------------------------------------------------------------

PLAIN_NAME = "Write the name of a YAML file beside questionnaire.yaml, as in `strategy.yaml`."


@pytest.mark.parametrize(
    "name",
    [
        "../people.yaml",
        "/etc/people.yaml",
        "./people.yaml",
        "inner/people.yaml",
        "..",
        "people",
        "People.yaml",
        ".people.yaml",
        "people.yaml.yaml",
        "C:people.yaml",
        "人.yaml",
    ],
)
def test_a_name_that_could_lead_out_of_the_folder_is_refused(name: str, tmp_path: Path) -> None:
    main = replaced(MAIN, "  - people.yaml", f"  - {name}")
    assert messages(written(tmp_path, main=main)) == (
        f"Q/questionnaire.yaml:25:5: bad-file-name: “{name}” is not the name of a file in this folder\n"
        f"      - {name}\n"
        "        ^\n"
        f"    {PLAIN_NAME}"
    )


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("People.yaml", "Rename it to `people.yaml`, and write that here."),
        ("our people.YAML", "Rename it to `our-people.yaml`, and write that here."),
        ("人.yaml", "Rename it with only a-z, 0-9, - and _, and .yaml at the end."),
        ("people.txt", "Rename it with only a-z, 0-9, - and _, and .yaml at the end."),
    ],
)
def test_a_file_whose_name_cannot_be_used_is_not_denied(name: str, hint: str, tmp_path: Path) -> None:
    folder = written(tmp_path, main=replaced(MAIN, "  - people.yaml", f"  - {name}"))
    (folder / "people.yaml").rename(folder / name)
    assert messages(folder) == (
        f"Q/questionnaire.yaml:25:5: bad-file-name: “{name}” is in this folder, but has a name that cannot"
        " be used here\n"
        f"      - {name}\n"
        "        ^\n"
        f"    {hint}"
    )


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (Path.mkdir, "this is a folder, not a file"),
        (make_pipe, "this is a pipe or a device, not a file"),
        (lambda path: path.symlink_to(path.name), "this is a link that leads to no file"),
        (lambda path: path.symlink_to("nowhere"), "this is a link that leads to no file"),
    ],
    ids=["folder", "pipe", "circle", "nowhere"],
)
def test_what_is_not_a_file_is_named(make: Callable[[Path], None], message: str, tmp_path: Path) -> None:
    folder = written(tmp_path)
    (folder / "people.yaml").unlink()
    make(folder / "people.yaml")
    assert messages(folder) == (
        f"Q/questionnaire.yaml:25:5: missing-file: {message}\n"
        "      - people.yaml\n"
        "        ^\n"
        "    Put a YAML file in its place, or name another one."
    )
    (problem,) = problems(folder / "people.yaml")
    assert (problem.code, problem.message) == ("unknown-questionnaire", message)
    assert problem.hint == "Name a YAML file, or a folder with a questionnaire.yaml."


@pytest.mark.parametrize("name", [r'"people.yaml\n"', r'"\npeople.yaml"', r'"people.yaml\0"', "''"])
def test_a_name_with_something_added_is_refused(name: str, tmp_path: Path) -> None:
    (problem,) = problems(written(tmp_path, main=replaced(MAIN, "  - people.yaml", f"  - {name}")))
    assert (problem.code, problem.line, problem.column) == ("bad-file-name", 25, 5)


@pytest.mark.parametrize("suffix", [".yml", ".YAML", ".YML"])
def test_a_file_may_have_any_suffix_of_yaml(suffix: str, tmp_path: Path) -> None:
    folder = written(tmp_path, main=replaced(MAIN, "- people.yaml", f"- people{suffix}"))
    (folder / "people.yaml").rename(folder / f"people{suffix}")
    (folder / "questionnaire.yaml").rename(folder / f"questionnaire{suffix}")
    by_folder = load_questionnaire(folder)
    assert list(by_folder.questions) == ["people.team", "people.lead"]
    assert load_questionnaire(folder / f"questionnaire{suffix}") == by_folder


def test_the_suffix_of_the_file_that_is_there_is_suggested(tmp_path: Path) -> None:
    folder = written(tmp_path)
    (folder / "people.yaml").rename(folder / "people.yml")
    assert [problem.hint for problem in problems(folder)] == ["Did you mean “people.yml”?"]


def test_two_main_files_are_refused(tmp_path: Path) -> None:
    folder = written(tmp_path)
    (folder / "questionnaire.yml").write_text(MAIN, encoding="utf-8")
    assert messages(folder) == (
        "Q:1:1: unknown-questionnaire: this folder has two main files: “questionnaire.yaml” and"
        " “questionnaire.yml”\n"
        "    Keep one of the two, or name the file instead of the folder."
    )
    assert load_questionnaire(folder / "questionnaire.yml").id == "tiny"
    (folder / "questionnaire.yml").unlink()
    (folder / "questionnaire.yml").symlink_to("questionnaire.yaml")
    assert load_questionnaire(folder).id == "tiny"  # two names of one file


@pytest.mark.parametrize("absolute", [True, False])
def test_a_link_that_leads_out_of_the_folder_is_refused(absolute: bool, tmp_path: Path) -> None:
    (tmp_path / "secret.yaml").write_text("password: open sesame\n", encoding="utf-8")
    (tmp_path / "pack").mkdir()
    folder = written(tmp_path / "pack")
    (folder / "people.yaml").unlink()
    (folder / "people.yaml").symlink_to(tmp_path / "secret.yaml" if absolute else "../secret.yaml")
    assert messages(folder) == (
        "Q/questionnaire.yaml:25:5: bad-file-name: “people.yaml” is a link that leads out of this folder\n"
        "      - people.yaml\n"
        "        ^\n"
        "    Put a copy of the file in its place."
    )


@pytest.mark.parametrize("name", ["questionnaire.yaml", "questionnaire.yml"])
@pytest.mark.parametrize("by_folder", [True, False])
def test_a_main_file_that_is_a_link_out_of_its_folder_is_refused(
    by_folder: bool, name: str, tmp_path: Path
) -> None:
    (tmp_path / "secret.yaml").write_text("password: open sesame\n", encoding="utf-8")
    pack = tmp_path / "pack"
    pack.mkdir()
    (pack / name).symlink_to("../secret.yaml")
    (problem,) = problems(pack if by_folder else pack / name)
    assert (problem.code, problem.line, problem.excerpt) == ("bad-file-name", 1, "")
    assert problem.message == f"“{name}” is a link that leads out of this folder"
    assert problem.hint == "Put a copy of the file in its place."


def test_a_file_of_another_name_that_somebody_chose_may_be_a_link(tmp_path: Path) -> None:
    written(tmp_path)
    alone = "- {id: a, title: A, questions: [{id: a.b, type: yes-no, text: T}]}"
    text = replaced(replaced(MAIN, "- people.yaml", alone), "cases: cases.yaml\n", "")
    (tmp_path / "whole.yaml").write_text(text[: text.index("red_flags:")] + text[text.index("sections:") :])
    (tmp_path / "desk").mkdir()
    (tmp_path / "desk" / "mine.yaml").symlink_to("../whole.yaml")
    assert list(load_questionnaire(tmp_path / "desk" / "mine.yaml").questions) == ["a.b"]


def test_a_link_deeper_into_the_folder_is_followed(tmp_path: Path) -> None:
    folder = written(tmp_path)
    (folder / "2026").mkdir()
    for name in ("people.yaml", "questionnaire.yaml"):
        (folder / name).rename(folder / "2026" / name)
        (folder / name).symlink_to(f"2026/{name}")
    assert list(load_questionnaire(folder).questions) == ["people.team", "people.lead"]


def test_a_link_within_the_folder_is_followed(tmp_path: Path) -> None:
    folder = written(tmp_path)
    (folder / "people.yaml").rename(folder / "team.yaml")
    (folder / "people.yaml").symlink_to("team.yaml")
    assert list(load_questionnaire(folder).questions) == ["people.team", "people.lead"]


@pytest.mark.parametrize("target", ["people.yaml", "cases.yaml"])
def test_circular_links_are_refused(target: str, tmp_path: Path) -> None:
    folder = written(tmp_path)
    (folder / "people.yaml").unlink()
    (folder / "people.yaml").symlink_to(target)
    if target == "cases.yaml":
        (folder / "cases.yaml").unlink()
        (folder / "cases.yaml").symlink_to("people.yaml")
    assert {problem.code for problem in problems(folder)} <= {"bad-file-name", "missing-file"}


def test_a_missing_file_is_reported_where_it_is_named(tmp_path: Path) -> None:
    folder = written(tmp_path, main=replaced(MAIN, "  - people.yaml", "  - strategy.yaml\n  - peple.yaml"))
    assert messages(folder) == (
        "Q/questionnaire.yaml:25:5: missing-file: there is no file “strategy.yaml” in this folder\n"
        "      - strategy.yaml\n"
        "        ^\n"
        "    Check the name.\n"
        "Q/questionnaire.yaml:26:5: missing-file: there is no file “peple.yaml” in this folder\n"
        "      - peple.yaml\n"
        "        ^\n"
        "    Did you mean “people.yaml”?"
    )


def test_a_folder_or_a_dead_link_in_place_of_a_file_is_a_missing_file(tmp_path: Path) -> None:
    folder = written(tmp_path)
    (folder / "people.yaml").unlink()
    (folder / "people.yaml").mkdir()
    (folder / "cases.yaml").unlink()
    (folder / "cases.yaml").symlink_to("gone.yaml")
    found = problems(folder)
    assert [(problem.code, problem.line) for problem in found] == [("missing-file", 25), ("missing-file", 26)]
    assert [problem.message for problem in found] == [
        "this is a folder, not a file",
        "this is a link that leads to no file",
    ]


# --- errors in single values --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("old", "new", "place", "code", "message", "hint"),
    [
        (
            "    text: Who leads?\n",
            "",
            (13, 5),
            "missing-key",
            "“text” is missing",
            "Add `text:` here.",
        ),
        (
            "title: People\n",
            "",
            (1, 1),
            "missing-key",
            "“title” is missing",
            "Add `title:` here.",
        ),
        (
            "score: 1, text: Someone.",
            "text: Someone.",
            (11, 9),
            "missing-key",
            "“score” is missing",
            "Add `score:` here.",
        ),
        (
            "    title: Team\n",
            "    title: Team\n    evidnce: [Minutes]\n",
            (7, 5),
            "unknown-key",
            "“evidnce” is not known",
            "Did you mean “evidence”?",
        ),
        (
            "at_least: 1",
            "atleast: 1",
            (17, 33),
            "unknown-key",
            "“atleast” is not known",
            "Did you mean “at_least”?",
        ),
        (
            "text: Nobody.}",
            "text: Nobody., colour: red}",
            (10, 47),
            "unknown-key",
            "“colour” is not known",
            "Known here: action, exclusive, id, own_words, score, text.",
        ),
        (
            "text: Nobody.}",
            "text: Nobody., quick: true}",
            (10, 47),
            "unknown-key",
            "“quick” is not known",  # a key of questions, but not of options
            "Known here: action, exclusive, id, own_words, score, text.",
        ),
        (
            "title: Team",
            "title: 5",
            (6, 12),
            "wrong-value",
            "this must be text",
            "Put it in quotes.",
        ),
        (
            "title: Team",
            "title: [Team]",
            (6, 12),
            "wrong-value",
            "this must be text",
            "Write one text; put it in quotes if it begins with a bracket, a brace or a hyphen.",
        ),
        (
            "title: Team",
            "title: {name: Team}",
            (6, 12),
            "wrong-value",
            "this must be text",
            "Write one text; put it in quotes if it begins with a bracket, a brace or a hyphen.",
        ),
        (
            "text: Is there a team?",
            "text: ' '",
            (7, 11),
            "wrong-value",
            "the text is empty",
            "Write the text.",
        ),
        (
            "score: 1, text: Someone.",
            "score: '1', text: Someone.",
            (11, 30),
            "wrong-value",
            "this must be a number",
            "Write 1, without quotes or a unit.",
        ),
        (
            "score: 1, text: Someone.",
            "score: true, text: Someone.",
            (11, 30),
            "wrong-value",
            "this must be a number",
            "Write a number in digits, as in 12 or 0.5.",
        ),
        (
            "score: 1, text: Someone.",
            "score: .inf, text: Someone.",
            (11, 30),
            "wrong-value",
            "this must be a number",
            "Write a number in digits, as in 12 or 0.5.",
        ),
        (
            "    title: Team\n",
            "    title: Team\n    quick: yes\n",
            (7, 12),
            "wrong-value",
            "this must be true or false",
            "Write `true` or `false`, without quotes.",
        ),
        (
            "    title: Team\n",
            "    title: Team\n    weight: -1\n",
            (7, 13),
            "wrong-value",
            "this number is too small",
            "Write 0 or more.",
        ),
        (
            "    title: Team\n",
            "    title: Team\n    evidence: Minutes\n",
            (7, 15),
            "wrong-value",
            "this must be a list",
            "Write each item on a line of its own, after a hyphen.",
        ),
        (
            "id: people.lead",
            "id: People.Lead",
            (13, 9),
            "bad-form",
            "this has the wrong form",
            "Write lower-case words joined by hyphens, after a dot if they are part of something, as in"
            " `people.lead`; a letter comes first.",
        ),
        (
            "      - {id: none, score: 0, text: None.}\n",
            "",
            (19, 7),
            "wrong-value",
            "this list is too short",
            "Write at least 2 items.",
        ),
        (
            "title: Team",
            "title: Team\n    type: chioce",
            (7, 11),
            "unknown-type",
            "“chioce” is not known",
            "Did you mean “choice”?",
        ),
    ],
)
def test_an_error_in_a_section_is_reported_in_its_place(
    old: str, new: str, place: tuple[int, int], code: str, message: str, hint: str, tmp_path: Path
) -> None:
    (problem,) = problems(written(tmp_path, people=replaced(PEOPLE, old, new)))
    assert problem.file == f"{tmp_path}/people.yaml"
    assert (problem.line, problem.column) == place
    assert (problem.code, problem.message, problem.hint) == (code, message, hint)


@pytest.mark.parametrize(
    ("old", "new", "place", "code", "message", "hint"),
    [
        (
            "version: 1.2.0",
            "version: 1.2",
            (2, 10),
            "wrong-value",
            "this must be text",
            "Write three numbers, as in 1.0.0.",
        ),
        (
            "version: 1.2.0",
            "version: v1",
            (2, 10),
            "bad-form",
            "this has the wrong form",
            "Write three numbers, as in 1.0.0.",
        ),
        (
            "date: 2026-01-31",
            "date: January",
            (6, 7),
            "bad-form",
            "this has the wrong form",
            "Write year-month-day, as in 2026-03-31.",
        ),
        (
            "date: 2026-01-31\n",
            "date: 2026-01-31\ncoverage: 60%\n",
            (7, 11),
            "bad-form",
            "this has the wrong form",
            "Write 0.6: a share from 0 to 1.",
        ),
        (
            "date: 2026-01-31\n",
            f"date: 2026-01-31\ncoverage: {'1' * 5000}/3\n",
            (7, 11),
            "bad-form",
            "this has the wrong form",
            "Write a fraction or a number from 0 to 1, as in 2/3 or 0.7.",
        ),
        (
            "date: 2026-01-31\n",
            "date: 2026-01-31\nunanswered: middle\n",
            (7, 13),
            "not-a-choice",
            "this value is not one of the choices",
            "Write one of worst or exclude.",
        ),
        (
            "effort: 1",
            "effort: 6",
            (23, 44),
            "wrong-value",
            "this number is too large",
            "Write 5 or less.",
        ),
        (
            "effort: 1",
            "effort: 1.5",
            (23, 44),
            "wrong-value",
            "this must be a whole number",
            "Write a whole number in digits, as in 3.",
        ),
        (
            "horizon: 30",
            "horizon: 31",
            (23, 56),
            "not-a-choice",
            "this value is not one of the choices",
            "Write one of 30, 90, 180 or 365.",
        ),
        (
            "  - people.yaml\n",
            "  people.yaml\n",
            (25, 3),
            "wrong-value",
            "this must be a list",
            "Write `[people.yaml]`; the brackets make it a list.",
        ),
        (
            "sections:\n  - people.yaml\n",
            "sections: []\n",
            (24, 11),
            "wrong-value",
            "this list is too short",
            "Write at least 1 item.",
        ),
        (
            "caps_at: start",
            "caps_at: starts",
            (22, 14),
            "unknown-band",
            "“starts” is not known",
            "Did you mean “start”?",
        ),
        (
            "caps_at: start",
            "caps_at: moon",
            (22, 14),
            "unknown-band",
            "“moon” is not known",
            "Known here: start, ready.",
        ),
        (
            "text: The start.",
            "text: The start., cut: 10",
            (15, 54),
            "band-first",
            "the first band must have no requirements",
            "Begin with a band of only `id`, `title` and `text`, for scores below all cuts.",
        ),
        (
            "cut: 60",
            "cut: 101",
            (16, 56),
            "band-off-scale",
            "101 is outside the scale",
            "Write a score from 0 to 100.",
        ),
        (
            "id: ready",
            "id: start",
            (16, 10),
            "duplicate-id",
            "the band id “start” is used twice",
            "Give each one its own id.",
        ),
        (
            "id: large",
            "id: small",
            (13, 14),
            "duplicate-id",
            "the option id “small” is used twice",
            "Give each one its own id.",
        ),
        (
            "at_most: 0",
            "at_most: a-tem",
            (21, 42),
            "unknown-option",
            "“a-tem” is not known",
            "Did you mean “a-team”?",
        ),
    ],
)
def test_an_error_in_the_main_file_is_reported_in_its_place(
    old: str, new: str, place: tuple[int, int], code: str, message: str, hint: str, tmp_path: Path
) -> None:
    (problem,) = problems(written(tmp_path, main=replaced(MAIN, old, new)))
    assert problem.file == f"{tmp_path}/questionnaire.yaml"
    assert (problem.line, problem.column) == place
    assert (problem.code, problem.message, problem.hint) == (code, message, hint)


@pytest.mark.parametrize(
    ("old", "new", "place", "code", "hint"),
    [
        (
            "exemplar",
            "exmplar",
            (7, 11),
            "not-a-choice",
            "Did you mean “exemplar”? It is one of exemplar, cautionary or context.",
        ),
        ("[people.team]", "[people.tem]", (8, 17), "unknown-question", "Did you mean “people.team”?"),
        ("[people.team]", "[]", (8, 16), "wrong-value", "Write at least 1 item."),
        ("size: [small]", "sise: [small]", (9, 24), "unknown-profile", "Did you mean “size”?"),
        ("size: [small]", "size: [smal]", (9, 25), "unknown-option", "Did you mean “small”?"),
        (
            "size: [small]",
            "size: small",
            (9, 24),
            "wrong-value",
            "Write `[small]`; the brackets make it a list.",
        ),
        ("    who: Somebody\n", "", (3, 5), "missing-key", "Add `who:` here."),
    ],
)
def test_an_error_in_the_cases_is_reported_in_its_place(
    old: str, new: str, place: tuple[int, int], code: str, hint: str, tmp_path: Path
) -> None:
    (problem,) = problems(written(tmp_path, cases=replaced(CASES, old, new)))
    assert problem.file == f"{tmp_path}/cases.yaml"
    assert (problem.line, problem.column, problem.code, problem.hint) == (*place, code, hint)


def test_an_error_is_shown_with_its_line_and_a_caret(tmp_path: Path) -> None:
    people = replaced(PEOPLE, "{id: someone, score: 1,", "{id: someone, text: 有人。, score: one,").replace(
        ", text: Someone.}", "}"
    )
    assert messages(written(tmp_path, people=people)) == (
        "Q/people.yaml:11:41: wrong-value: this must be a number\n"
        "          - {id: someone, text: 有人。, score: one}\n"
        "                                               ^\n"
        "    Write a number in digits, as in 12 or 0.5."
    )


def test_all_errors_of_all_files_are_reported_at_once(tmp_path: Path) -> None:
    folder = written(
        tmp_path,
        main=replaced(replaced(MAIN, "title: Tiny", "titel: Tiny"), "effort: 1", "effort: 9"),
        people=replaced(replaced(PEOPLE, "title: Team", "title: 5"), "score: 2", "score: two"),
        cases=replaced(CASES, "kind: exemplar", "kind: story"),
    )
    assert [(Path(p.file).name, p.line, p.code) for p in problems(folder)] == [
        ("cases.yaml", 7, "not-a-choice"),
        ("people.yaml", 6, "wrong-value"),
        ("people.yaml", 12, "wrong-value"),
        ("questionnaire.yaml", 1, "missing-key"),
        ("questionnaire.yaml", 3, "unknown-key"),
        ("questionnaire.yaml", 23, "wrong-value"),
    ]


def test_escapes_in_a_key_do_not_reach_the_terminal(tmp_path: Path) -> None:
    (problem,) = problems(written(tmp_path, people=f'{PEOPLE}"\\e[31m": 1\n'))
    assert "\x1b" not in str(problem)
    assert r"“\x1b[31m” is not known" in str(problem)


# --- rules between values -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        ("id: people.lead", "id: people.team", [(13, 9, "the question id “people.team” is used twice")]),
        ("id: someone", "id: nobody", [(11, 14, "the option id “nobody” is used twice")]),
        ("id: named", "id: none", [(20, 14, "the option id “none” is used twice")]),
    ],
)
def test_an_id_used_twice_is_reported_at_the_second_use(
    old: str, new: str, found: list[tuple[int, int, str]], tmp_path: Path
) -> None:
    told_of = problems(written(tmp_path, people=replaced(PEOPLE, old, new)))
    assert [(p.line, p.column, p.message) for p in told_of if p.code == "duplicate-id"] == found


def test_a_section_named_twice_is_reported_with_all_its_questions(tmp_path: Path) -> None:
    folder = written(tmp_path, main=replaced(MAIN, "  - people.yaml", "  - people.yaml\n  - people.yaml"))
    assert [problem.message for problem in problems(folder)] == [
        "the section id “people” is used twice",
        "the question id “people.team” is used twice",
        "the question id “people.lead” is used twice",
    ]


@pytest.mark.parametrize("id", ["overall", "coverage", "condition", "profile"])
def test_a_section_is_not_called_as_results_call_something_else(id: str, tmp_path: Path) -> None:
    folder = written(tmp_path, people=replaced(PEOPLE, "id: people\n", f"id: {id}\n"))
    assert messages(folder) == (
        f"Q/people.yaml:1:5: reserved-id: a section cannot have the id “{id}”\n"
        f"    id: {id}\n"
        "        ^\n"
        "    Choose another id; this word has another meaning in results."
    )


def test_two_questions_can_have_the_same_option_id(tmp_path: Path) -> None:
    folder = written(tmp_path, people=replaced(PEOPLE, "id: named", "id: someone"))
    assert load_questionnaire(folder).id == "tiny"


def scored_options(*scores: float) -> str:
    """The section whose first question has these scores."""
    people = PEOPLE
    for id, before, after in zip(("nobody", "someone", "a-team"), (0, 1, 2), scores, strict=True):
        people = replaced(people, f"id: {id}, score: {before}", f"id: {id}, score: {after}")
    return people


@pytest.mark.parametrize(
    ("scores", "falls"),
    [
        ((0, 2, 1), ["a-team"]),
        ((1, 0, 2), ["someone"]),
        ((0, 0.5, 0.25), ["a-team"]),
    ],
)
def test_an_option_with_a_falling_score_is_reported_at_its_score(
    scores: tuple[float, ...], falls: list[str], tmp_path: Path
) -> None:
    found = problems(written(tmp_path, people=scored_options(*scores)))
    lines = {"someone": (11, 30), "a-team": (12, 29)}
    assert [(p.line, p.column, p.code) for p in found] == [(*lines[id], "option-order") for id in falls]
    assert found[0].message == f"the score of “{falls[0]}” is lower than the one before it"
    assert (
        found[0].hint == "List options in rising order of score, or write `order: as-listed` in the question."
    )


def test_options_that_all_have_the_same_score_are_refused(tmp_path: Path) -> None:
    (problem,) = problems(written(tmp_path, people=scored_options(1, 1, 1)))
    assert (problem.code, problem.message) == ("options-alike", "all options have the same score")


CONDITION = "{answer: people.team, at_least: 1}"
A_CONDITION = "Write a condition, as in `{answer: talent.team, at_least: 2}`."
ONE_CONDITION = (
    "Write one of `all`, `any`, `not`; or `profile`, `answer` or `section` with exactly one of"
    " `equals`, `any_of`, `at_least`, `at_most`."
)


@pytest.mark.parametrize(
    ("condition", "key"),
    [
        ("{}", "{"),
        ("{answer: people.team}", "answer"),
        ("{at_least: 1}", "at_least"),
        ("{answer: people.team, at_least: 1, at_most: 1}", "at_most"),
        ("{answer: people.team, profile: size, equals: small}", "answer"),
        ("{all: [{profile: size, equals: small}], any: [{profile: size, equals: small}]}", "any"),
        ("{not: {profile: size, equals: small}, equals: small}", "equals: small}"),
        ("{all: []}", "all"),
        ("{any: []}", "any"),
        ("{not: }", "not"),
        ("{profile: size, equals: }", "equals"),
        ("{profile: size, any_of: []}", "any_of"),
        ("{profile: , equals: small}", "profile"),
        ("{answer: people.team, at_least: }", "at_least"),
        ("{answer: people.team, any_of: []}", "any_of"),
    ],
)
def test_a_condition_must_be_exactly_one_test(condition: str, key: str, tmp_path: Path) -> None:
    column = condition.rindex(key)
    assert messages(written(tmp_path, people=replaced(PEOPLE, CONDITION, condition))) == (
        f"Q/people.yaml:17:{11 + column}: condition-shape: this is not a single condition\n"
        f"        when: {condition}\n"
        f"              {' ' * column}^\n"
        f"    {ONE_CONDITION}"
    )


@pytest.mark.parametrize(
    ("condition", "column", "code", "message", "hint"),
    [
        (
            "{answer: people.lead, at_least: 1}",
            20,
            "condition-circle",
            "the condition of “people.lead” depends on its own answer",
            "Use a question that is asked earlier.",
        ),
        (
            "{answer: people.teem, at_least: 1}",
            20,
            "unknown-question",
            "“people.teem” is not known",
            "Did you mean “people.team”?",
        ),
        (
            "{answer: people.team, at_least: somone}",
            43,
            "unknown-option",
            "“somone” is not known",
            "Did you mean “someone”?",
        ),
        (
            "{answer: people.team, any_of: [nobody, them]}",
            50,
            "unknown-option",
            "“them” is not known",
            None,
        ),
        (
            "{profile: sise, equals: small}",
            21,
            "unknown-profile",
            "“sise” is not known",
            "Did you mean “size”?",
        ),
        (
            "{profile: size, equals: smal}",
            35,
            "unknown-option",
            "“smal” is not known",
            "Did you mean “small”?",
        ),
        (
            "{profile: size, at_least: small}",
            27,
            "condition-profile-order",
            "profile answers have no order",
            "Use `equals` or `any_of` with `profile`.",
        ),
        ("[]", 11, "wrong-value", "this must be a condition", A_CONDITION),
        ("often", 11, "wrong-value", "this must be a condition", A_CONDITION),
        (
            "{all: {profile: size, equals: small}}",
            17,
            "wrong-value",
            "this must be a list",
            "Put brackets around it: `[{…}]`.",
        ),
        (
            "{all: [{profile: size, equals: small}, {}]}",
            50,
            "condition-shape",
            "this is not a single condition",
            None,
        ),
        (
            "{not: {answer: people.temm, equals: nobody}}",
            26,
            "unknown-question",
            "“people.temm” is not known",
            None,
        ),
        (
            "{any: [{not: {all: [{answer: people.lead, equals: none}]}}]}",
            40,
            "condition-circle",
            "the condition of “people.lead” depends on its own answer",
            None,
        ),
    ],
)
def test_a_condition_can_only_test_what_exists_and_is_asked_before(
    condition: str, column: int, code: str, message: str, hint: str | None, tmp_path: Path
) -> None:
    (problem,) = problems(written(tmp_path, people=replaced(PEOPLE, CONDITION, condition)))
    assert problem.file == f"{tmp_path}/people.yaml"
    assert (problem.line, problem.column, problem.code, problem.message) == (17, column, code, message)
    assert hint is None or problem.hint == hint


LATER = replaced(
    PEOPLE, "    title: Team\n", "    title: Team\n    when: {answer: people.lead, equals: none}\n"
)


def test_a_condition_on_a_later_question_is_reported_in_its_place(tmp_path: Path) -> None:
    assert messages(written(tmp_path, people=replaced(LATER, f"    when: {CONDITION}\n", ""))) == (
        "Q/people.yaml:7:20: condition-order: “people.lead” is asked only after this\n"
        "        when: {answer: people.lead, equals: none}\n"
        "                       ^\n"
        "    Use a question that is asked earlier."
    )


def test_conditions_that_depend_on_each_other_are_reported_as_a_circle(tmp_path: Path) -> None:
    assert messages(written(tmp_path, people=LATER)) == (
        "Q/people.yaml:7:20: condition-circle: “people.lead” and “people.team” depend on each other\n"
        "        when: {answer: people.lead, equals: none}\n"
        "                       ^\n"
        "    Remove the condition of one of these questions."
    )


@pytest.mark.parametrize("value", ["[1]", "{a: 1}", "true", "Some One"])
def test_a_value_that_is_neither_of_two_possible_kinds_is_reported_once(value: str, tmp_path: Path) -> None:
    (problem,) = problems(written(tmp_path, people=replaced(PEOPLE, "at_least: 1", f"at_least: {value}")))
    assert (problem.line, problem.column, problem.code) == (17, 43, "wrong-value")


ONE_LIST = "a section must hold either `questions` or `sections`"
TWO_LISTS = "a section with `aggregation: {}` must hold both `{}` and `{}`"


@pytest.mark.parametrize(
    ("new", "key", "message"),
    [
        ("sections: []\nexposure:\n", "exposure", ONE_LIST),
        ("use:\n", "use", ONE_LIST),
        (
            "sections: [{id: s, title: t, questions: [{id: s.q, type: text, text: t}]}]\nquestions:\n",
            "sections",
            ONE_LIST,
        ),
        ("aggregation: risk\nquestions:\n", "questions", TWO_LISTS.format("risk", "exposure", "control")),
        ("aggregation: risk\nexposure:\n", "aggregation", TWO_LISTS.format("risk", "exposure", "control")),
        (
            "aggregation: control\ncontrol:\n",
            "aggregation",
            TWO_LISTS.format("control", "exposure", "control"),
        ),
        ("aggregation: window\nopenness:\n", "aggregation", TWO_LISTS.format("window", "openness", "use")),
        (
            "aggregation: window\nexposure: [{id: people.x, type: text, text: t}]\ncontrol:\n",
            "exposure",
            TWO_LISTS.format("window", "openness", "use"),
        ),
    ],
)
def test_a_section_contains_one_kind_of_part(new: str, key: str, message: str, tmp_path: Path) -> None:
    people = replaced(PEOPLE, "questions:\n", new)
    (problem,) = problems(written(tmp_path, people=people))
    line = next(n for n, text in enumerate(people.splitlines(), 1) if text.startswith(f"{key}:"))
    assert (problem.line, problem.column, problem.code, problem.message) == (
        line,
        1,
        "section-shape",
        message,
    )
    hint = "Write these two lists of questions, and neither `questions` nor `sections`."
    if message == ONE_LIST:
        hint = (
            "Only with `aggregation: risk` or `aggregation: control` or `aggregation: window`,"
            " write two other lists, such as `exposure` and `control`."
        )
    assert problem.hint == hint


# --- the other types of questions, scales, history, languages -----------------------------------------

TWO_OPTIONS = "[{id: a, score: 0, text: t}, {id: b, score: 2, text: t}]"


@pytest.mark.parametrize(
    ("question", "column", "code"),
    [
        ("{id: q, text: t, type: scale, minimum: 5, maximum: 5}", 47, "scale-range"),
        ("{id: q, text: t, type: scale, minimum: 0, maximum: 101}", 47, "scale-range"),
        ("{id: q, text: t, type: scale, minimum: 0}", 5, "missing-key"),
        ("{id: q, text: t, type: scale, minimum: 0.5, maximum: 5}", 44, "wrong-value"),
        ("{id: q, text: t, type: number, worst: 5, best: 5}", 46, "number-anchors"),
        ("{id: q, text: t, type: yes-no, better_answer: maybe}", 51, "not-a-choice"),
        ("{id: q, text: t, type: several, options: [{id: a, score: 1, text: t}]}", 46, "wrong-value"),
        ("{id: q, text: t, type: text, options: []}", 34, "unknown-key"),
        (f"{{id: q, text: t, type: choice, minimum: 1, options: {TWO_OPTIONS}}}", 45, "option-range"),
        (f"{{id: q, text: t, type: choice, maximum: 1, options: {TWO_OPTIONS}}}", 45, "option-range"),
        (f"{{id: q, text: t, type: several, cap: 9, options: {TWO_OPTIONS}}}", 42, "several-cap"),
        ("{id: q, text: t, type: [scale]}", 28, "unknown-type"),
    ],
)
def test_each_type_of_question_is_checked_by_its_own_rules(
    question: str, column: int, code: str, tmp_path: Path
) -> None:
    (problem,) = problems(written(tmp_path, people=f"{PEOPLE}  - {question}\n"))
    assert (problem.file, problem.line) == (f"{tmp_path}/people.yaml", 21)
    assert (problem.column, problem.code) == (column, code)


@pytest.mark.parametrize(
    ("lines", "place", "code"),
    [
        ("scale: {minimum: 5, maximum: 5}\n", (7, 21), "scale-range"),
        ("scale: {minimum: 1, maximum: 50}\n", (17, 56), "band-off-scale"),
        ("history: [{version: 1.3.0}]\n", (7, 21), "history-version"),
        ("history: [{version: 1.0.0, retired: [people.team]}]\n", (7, 38), "history-reused"),
        ("history: [{version: 1.0.0, renamed: {people.old: people.tem}}]\n", (7, 50), "unknown-question"),
        ("history: [{version: 1.0.0, renamed: {people.team: people.lead}}]\n", (7, 51), "history-reused"),
        ("languages: [English]\n", (7, 13), "bad-form"),
    ],
)
def test_scale_history_and_languages_are_checked(
    lines: str, place: tuple[int, int], code: str, tmp_path: Path
) -> None:
    main = replaced(MAIN, "date: 2026-01-31\n", f"date: 2026-01-31\n{lines}")
    (problem,) = problems(written(tmp_path, main=main))
    assert (problem.line, problem.column, problem.code) == (*place, code)


@pytest.mark.parametrize(
    ("band", "column", "code"),
    [
        ("{id: top, title: Top, requires: {peple: 50}}", 45, "unknown-section"),
        ("{id: top, title: Top, requires: {people: 500}}", 46, "band-off-scale"),
        ("{id: top, title: Top, coverage: true}", 37, "wrong-value"),
        ("{id: top, title: Top, floor: high}", 34, "wrong-value"),
    ],
)
def test_the_requirements_of_a_band_are_checked(band: str, column: int, code: str, tmp_path: Path) -> None:
    (problem,) = problems(written(tmp_path, main=replaced(MAIN, "red_flags:", f"  - {band}\nred_flags:")))
    assert (problem.line, problem.column, problem.code) == (17, column, code)


RISK = """\
id: people
title: People
aggregation: control
exposure:
  - {id: people.spread, type: yes-no, text: Are they in many places?}
control:
  - {id: people.team, type: yes-no, text: Is there a team?}
  - {id: people.lead, type: yes-no, text: Does somebody lead it?}
"""


def for_risk(required: str) -> str:
    """A questionnaire with the section `RISK`, whose second band requires this."""
    main = replaced(replaced(MAIN, "cut: 60, floor: 30", required), "cases: cases.yaml\n", "")
    return replaced(main, "at_most: 0", "equals: no")


@pytest.mark.parametrize(
    ("control", "key", "message", "hint"),
    [
        ("{base: 101, slope: -1}", "base", "101 is outside the scale", "Write a score from 0 to 100."),
        ("{base: -1, slope: 20}", "base", "-1 is outside the scale", "Write a score from 0 to 100."),
        (
            "{base: 30, slope: 80}",
            "slope",
            "`base` + `slope` = 110 is outside the scale",
            "Change one of them; their sum must be from 0 to 100.",
        ),
        (
            "{base: 30, slope: -40}",
            "slope",
            "`base` + `slope` = -10 is outside the scale",
            "Change one of them; their sum must be from 0 to 100.",
        ),
    ],
)
def test_the_control_that_a_band_requires_is_on_the_scale_at_every_exposure(
    control: str, key: str, message: str, hint: str, tmp_path: Path
) -> None:
    main = for_risk(f"control: {control}")
    (problem,) = problems(written(tmp_path, main=main, people=RISK))
    assert (problem.line, problem.code, problem.message, problem.hint) == (
        16,
        "band-off-scale",
        message,
        hint,
    )
    column = main.splitlines()[15].index(f"{key}: ") + len(f"{key}: ") + 1
    assert problem.column == column


def test_a_band_that_requires_control_is_checked_against_risks_only(tmp_path: Path) -> None:
    other = "{id: base, title: B, scale: {maximum: 5}, questions: [{id: b, type: yes-no, text: t}]}"
    main = for_risk("control: {base: 60, slope: 20}")
    main = replaced(main, "  - people.yaml\n", f"  - people.yaml\n  - {other}\n")
    (band,) = load_questionnaire(written(tmp_path, main=main, people=RISK)).bands[1:]
    assert band.control is not None
    assert (band.control.base, band.control.slope) == (60, 20)


@pytest.mark.parametrize(
    ("where", "way", "expected"),
    [
        ("main", "arithmetic", "takes no floor"),
        ("main", "minimum", "takes no floor"),
        ("main", "geometric", None),
        ("section", "arithmetic", "takes no floor"),
        ("section", "sum", "takes no floor"),
        ("section", "geometric", None),
    ],
)
def test_only_a_geometric_mean_takes_a_floor(
    where: str, way: str, expected: str | None, tmp_path: Path
) -> None:
    lines = f"aggregation: {way}\ngeometric_floor: 5\n"
    main = replaced(MAIN, "bands:\n", f"{lines}bands:\n") if where == "main" else MAIN
    people = replaced(PEOPLE, "questions:\n", f"{lines}questions:\n") if where == "section" else PEOPLE
    folder = written(tmp_path, main=main, people=people)
    if expected is None:
        loaded = load_questionnaire(folder)
        assert (loaded if where == "main" else loaded.sections[0]).geometric_floor == 5
        return
    (problem,) = problems(folder)
    assert (problem.code, problem.column) == ("geometric-floor", 18)
    assert problem.message == f"`aggregation: {way}` takes no floor"
    assert problem.hint == "Remove `geometric_floor`, or write `aggregation: geometric`."


def test_texts_are_read_in_the_requested_language(tmp_path: Path) -> None:
    main = replaced(MAIN, "title: Tiny", "languages: [en, zh]\ntitle: {en: Tiny, zh: 小}")
    folder = written(tmp_path, main=main)
    assert load_questionnaire(folder).title == "Tiny"
    assert load_questionnaire(folder, "zh").title == "小"
    assert load_questionnaire(folder, "zh").sections[0].title == "People"


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ("zh-CN", "zh"),
        ("zh_CN", "zh"),
        ("ZH", "zh"),
        ("zh-Hans-CN", "zh"),
        ("pt", "pt-BR"),
        ("pt-PT", "pt-BR"),
    ],
)
def test_the_nearest_language_is_read(wanted: str, found: str, tmp_path: Path) -> None:
    title = "languages: [en, zh, pt-BR]\ntitle: {en: Tiny, zh: 小, pt-BR: Pequeno}"
    folder = written(tmp_path, main=replaced(MAIN, "title: Tiny", title))
    assert load_questionnaire(folder, wanted) == load_questionnaire(folder, found)
    finished = call("questionnaire", "template", str(folder), "--lang", wanted)
    assert {"zh": "小", "pt-BR": "Pequeno"}[found] in finished.stdout


def test_an_unknown_language_is_refused(tmp_path: Path) -> None:
    folder = written(
        tmp_path, main=replaced(MAIN, "title: Tiny", "languages: [en, zh]\ntitle: {en: Tiny, zh: 小}")
    )
    with pytest.raises(InvalidInput) as caught:
        load_questionnaire(folder, "fr")
    assert str(caught.value).replace(str(folder), "Q") == (
        "Q/questionnaire.yaml:3:12: unknown-language: there are no texts in “fr”\n"
        "    languages: [en, zh]\n"
        "               ^\n"
        "    Choose one of: en, zh."
    )
    with pytest.raises(InvalidInput) as caught:
        load_questionnaire(written(tmp_path), "zh")
    (problem,) = caught.value.problems
    assert problem.message == "there are no texts in “zh”"
    assert problem.hint.startswith("Do not choose a language; the texts are in one language only. To add it,")


# --- the digest ------------------------------------------------------------------------------------------


def test_the_digest_depends_on_content_and_not_on_how_it_is_written(tmp_path: Path) -> None:
    reference = load_questionnaire(written(tmp_path)).digest
    same = {
        "comments": {"people": f"# Draft\n{PEOPLE}"},
        "quotes": {"people": replaced(PEOPLE, "title: Team", "title: 'Team'")},
        "order of keys": {"main": replaced(MAIN, "title: Tiny\n", "") + "title: Tiny\n"},
        "what is the default": {
            "people": replaced(PEOPLE, "    title: Team\n", "    title: Team\n    weight: 1\n")
        },
        "line ends": {"people": PEOPLE.replace("\n", "\r\n")},
    }
    for what, changed in same.items():
        assert load_questionnaire(written(tmp_path, **changed)).digest == reference, what
    other = {
        "a text": {"people": replaced(PEOPLE, "title: Team", "title: Teams")},
        "a weight": {"people": replaced(PEOPLE, "    title: Team\n", "    title: Team\n    weight: 2\n")},
        "a case": {"cases": replaced(CASES, "Do it.", "Do it now.")},
        "the version": {"main": replaced(MAIN, "1.2.0", "1.2.1")},
    }
    for what, changed in other.items():
        assert load_questionnaire(written(tmp_path, **changed)).digest != reference, what


# --- harmful texts ------------------------------------------------------------------------------------


def test_a_text_cannot_break_the_template_or_the_terminal_it_is_shown_on(tmp_path: Path) -> None:
    people = replaced(PEOPLE, "title: People", r'title: "\e[31m\u202e\0People\N\L# x: y"')
    questionnaire = load_questionnaire(written(tmp_path, people=people))
    text = template(questionnaire)
    assert not set(text) & set("\x1b\u202e\0\x85\u2028")
    assert read_answers(Source("t.yaml", text), questionnaire).given == {}


# --- arbitrary mistakes -------------------------------------------------------------------------------

SOMETHING_OF_EVERYTHING = """\
id: whole
version: 1.0.0
title: Whole
description: Something of everything.
source: Made up.
date: 2026-01-31
aggregation: geometric
coverage: 1/2
scale: {minimum: 0, maximum: 100, decimals: 1, rounding: half-even}
profile:
  - id: size
    title: Size
    text: How large?
    several: true
    options: [{id: small, text: Small}, {id: large, text: Large}]
bands:
  - {id: start, title: Start, text: The start.}
  - {id: ready, title: Ready, cut: 60, floor: 30, requires: {team: 40}, coverage: 1/2}
red_flags:
  - id: flag
    title: Flag
    message: Grave.
    when:
      all:
        - {answer: team.size, equals: none}
        - {not: {profile: size, any_of: [large]}}
    caps_at: start
    action: {text: Mend it., effort: 1, horizon: 30}
pathways:
  - id: way
    title: Way
    text: Go.
    when: {profile: size, equals: small}
    steps:
      - {text: Step., when: {answer: team.size, at_least: 1}, questions: [team.size], cases: [one]}
sections:
  - id: team
    title: Team
    description: Who.
    questions:
      - id: team.size
        title: Size
        text: How many?
        help: Count.
        quick: true
        weight: 2
        evidence: [List]
        options:
          - {id: none, score: 0, text: None., action: {text: Do., effort: 1, horizon: 30}}
          - {id: some, score: 1.5, text: Some.}
      - {id: team.mood, type: scale, text: How?, minimum: 1, maximum: 5, labels: {'1': low}}
      - {id: team.paid, type: yes-no, text: Paid?, when: {answer: team.mood, at_least: 2}}
      - {id: team.age, type: number, text: How old?, worst: 0, best: 10, unit: years}
      - id: team.tools
        type: several
        text: Which?
        cap: 2
        options: [{id: saw, score: 1, text: Saw.}, {id: axe, score: 2, text: Axe.}]
      - {id: team.name, type: text, text: What name?}
  - id: danger
    title: Danger
    aggregation: risk
    exposure: [{id: danger.near, type: scale, text: How near?, minimum: 0, maximum: 4}]
    control: [{id: danger.watch, type: yes-no, text: Watched?, not_applicable: Never.}]
opportunities:
  - id: open
    title: Open
    questions: [{id: open.door, type: yes-no, text: Open?, better_answer: 'no'}]
cases:
  as_of: today
  cases:
    - id: one
      who: W
      title: T
      section: S
      kind: context
      questions: [team.size]
      applies_to: {size: [small]}
      summary: S.
      lesson: L.
      figures: [{statement: 7%}]
history: [{version: 0.9.0, renamed: {team.old: team.size}, retired: [team.gone]}]
"""
WHOLE: dict[str, Any] = plain(parse(Source("whole.yaml", SOMETHING_OF_EVERYTHING)))


def paths(node: Any, path: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    items = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    return [found for key, value in items for found in [(*path, key), *paths(value, (*path, key))]]


VALUES: list[Any] = [
    *[
        None,
        True,
        0,
        1,
        -1,
        5,
        101,
        0.5,
        1e9,
        -1e300,
        10**14,
        "",
        " ",
        "a",
        "A b",
        "small",
        "start",
        "team.size",
    ],
    *[
        "team",
        "risk",
        "scale",
        "number",
        "several",
        "text",
        "1.0.0",
        "9.9.9",
        "2/3",
        "3/2",
        "x.yaml",
        "\x1b[31m",
    ],
    *["战略", [], {}, [[]], [None], ["a"], {"a": 1}, {"all": []}, {"not": None}, {"en": "x"}, {"team": 1}],
]
KEYS = [
    "id",
    "title",
    "type",
    "when",
    "all",
    "not",
    "equals",
    "weight",
    "bands",
    "sections",
    "lift",
    "zzz",
    "",
]


@st.composite
def faulty(draw: st.DrawFn) -> dict[str, Any]:
    """The questionnaire above with up to three mistakes."""
    raw = copy.deepcopy(WHOLE)
    for _slip in range(draw(st.integers(0, 3))):
        *way, last = draw(st.sampled_from(paths(raw)))
        node: Any = raw
        for step in way:
            node = node[step]
        slip = draw(st.sampled_from(["replace", "replace", "delete", "rename", "repeat"]))
        if slip == "delete":
            del node[last]
        elif slip == "rename" and isinstance(node, dict):
            node[draw(st.sampled_from(KEYS))] = node.pop(last)
        elif slip == "repeat" and isinstance(node, list):
            node.append(copy.deepcopy(node[draw(st.integers(0, len(node) - 1))]))
        else:
            node[last] = copy.deepcopy(draw(st.sampled_from(VALUES)))
        if not raw:
            break
    return raw


def loaded(folder: Path) -> tuple[Questionnaire | None, tuple[Problem, ...]]:
    try:
        return load_questionnaire(folder), ()
    except InvalidInput as error:
        return None, error.problems


def test_the_questionnaire_with_something_of_everything_has_no_errors(tmp_path: Path) -> None:
    (tmp_path / "questionnaire.yaml").write_text(json.dumps(WHOLE), encoding="utf-8")
    assert len(load_questionnaire(tmp_path).questions) == 9


@bounded
@given(raw=faulty())
def test_a_questionnaire_with_mistakes_loads_and_works_or_is_refused_in_place(
    raw: dict[str, Any], tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.getbasetemp()
    text = json.dumps(raw, indent=1, ensure_ascii=False)
    (folder / "questionnaire.yaml").write_text(text, encoding="utf-8")
    questionnaire, found = loaded(folder)
    lines = text.split("\n")
    assert (questionnaire is None) == bool(found)
    for problem in found:
        assert problem.file == f"{folder}/questionnaire.yaml"
        assert problem.message
        assert problem.hint
        assert problem.excerpt == lines[problem.line - 1]
        assert 1 <= problem.column <= len(problem.excerpt)
        assert "\x1b" not in str(problem)
    if questionnaire is not None:
        blank = read_answers(Source("t.yaml", template(questionnaire)), questionnaire)
        assert blank.given == {}
        assert score(questionnaire, blank).overall.low <= score(questionnaire, blank).overall.high


# --- ids that look like languages ---------------------------------------------------------------------

IN_TWO_LANGUAGES = """\
id: two
version: 1.0.0
title: {en: Two, zh: 二}
languages: [en, zh]
profile:
  - id: en
    title: {en: Market, zh: 市场}
    text: {en: Where?, zh: 哪里？}
    options: [{id: zh, text: {en: China, zh: 中国}}, {id: en, text: {en: Britain, zh: 英国}}]
bands:
  - {id: low, title: {en: Low, zh: 低}}
  - {id: high, title: {en: High, zh: 高}, requires: {en: 50, zh: 60}}
sections:
  - {id: en, title: {en: English, zh: 英文}, questions: [{id: en, type: yes-no, text: {en: A, zh: 甲}}]}
  - id: zh
    title: {en: Chinese, zh: 中文}
    questions:
      - {id: q, type: scale, minimum: 1, maximum: 2, text: {en: B, zh: 乙}, labels: {"1": {en: No, zh: 无}}}
cases:
  cases:
    - id: case
      who: W
      title: {en: Case, zh: 案例}
      section: S
      kind: context
      questions: [en]
      applies_to: {en: [zh]}
      summary: S
      lesson: L
history:
  - {version: 0.8.0, renamed: {zh: old}, renamed_options: {old: {en: zh}}}
  - {version: 0.9.0, retired: [old]}
"""


@pytest.mark.parametrize(("language", "title"), [("en", "English"), ("zh", "英文")])
def test_a_language_code_may_be_an_id(language: str, title: str, tmp_path: Path) -> None:
    path = tmp_path / "two.yaml"
    path.write_text(IN_TWO_LANGUAGES, encoding="utf-8")
    loaded = load_questionnaire(path, language)
    assert loaded.sections[0].title == title
    assert loaded.bands[1].requires == {"en": 50, "zh": 60}
    assert loaded.cases.cases[0].applies_to == {"en": ("zh",)}
    assert loaded.history[0].renamed == {"zh": "old"}
    assert loaded.history[0].renamed_options == {"old": {"en": "zh"}}
    assert loaded.questions["q"].choices[0].text == {"en": "1: No", "zh": "1: 无"}[language]


def test_every_mapping_that_is_keyed_by_ids_is_known() -> None:
    def depth(annotation: Any) -> int:
        inner = max((depth(part) for part in get_args(annotation)), default=0)
        return inner + (get_origin(annotation) is dict)

    models: list[type[Model]] = [Model]
    for model in models:
        models += model.__subclasses__()
    keyed = {
        name: depth(field.annotation)
        for model in models
        if model.__module__.startswith("readiness.")
        for name, field in model.model_fields.items()
        if depth(field.annotation)
    }
    assert keyed == KEYED_BY_IDS


# --- files of other kinds -----------------------------------------------------------------------------

IN_ITS_FOLDER = "Name the folder of the questionnaire, or its main file, which {} this one."


@pytest.mark.parametrize(
    ("text", "message", "hint"),
    [
        (
            "questionnaire: tiny\nversion: 1.2.0\nanswers: {people.team: nobody}\n",
            "this is an answers file, not a questionnaire",
            "Use it with `readiness assess --answers FILE`; here, name the questionnaire it answers.",
        ),
        (
            PEOPLE,
            "this is one section of a questionnaire, not a whole one",
            IN_ITS_FOLDER.format("lists"),
        ),
        (CASES, "this is a case library, not a questionnaire", IN_ITS_FOLDER.format("names")),
        (
            '{"schema_version": 1, "program_version": "0.1.0", "overall": {}, "questionnaire": {}}',
            "this is a report in JSON, not a questionnaire",
            "Name the questionnaire that the report was made with.",
        ),
        (
            '{"schema_version": 1, "title": "", "questionnaire": {}, "groups": []}',
            "this is a benchmark, not a questionnaire",
            "Name the questionnaire that it was made with.",
        ),
        (
            "services: {web: {image: nginx}}\n",
            "this does not look like a questionnaire",
            "Check the name; `readiness questionnaire new FOLDER` starts a questionnaire.",
        ),
    ],
    ids=["answers", "section", "cases", "report", "benchmark", "foreign"],
)
def test_a_file_of_another_kind_is_recognised(text: str, message: str, hint: str, tmp_path: Path) -> None:
    (tmp_path / "other.yaml").write_text(text, encoding="utf-8")
    (problem,) = problems(tmp_path / "other.yaml")
    assert (problem.line, problem.column, problem.code) == (1, 1, "other-kind")
    assert (problem.message, problem.hint) == (message, hint)


IN_BLOCKS = """\
id: blocks
version: 1.0.0
title: Blocks
bands:
  - id: low
    title: Low
    text: Low.
    cut: 20
  - {id: high, title: High, cut: 50}
sections:
  - id: firm
    title: Firm
    questions:
      - {id: firm.plan, type: yes-no, text: Is there a plan?}
      - id: firm.seven
        type: number
        text: How many?
        when:
          all:
            - answer: firm.plan
              equals: "yes"
            - answer: firm.plan
              equals: maybe
        worst: 0
        best: 7
"""


@pytest.mark.parametrize(
    ("old", "new", "code", "line"),
    [
        ("", "", "unknown-option", "              equals: maybe"),
        ("", "", "band-first", "    cut: 20"),
        ("equals: maybe", "equals: yes\n              any_of: [yes]", "condition-shape", " any_of: [yes]"),
        (
            "            - answer: firm.plan\n              equals: maybe",
            "            - x",
            "wrong-value",
            "- x",
        ),
        ("equals: maybe", "equal: yes", "unknown-key", "              equal: yes"),
        ("best: 7", "best: 0", "number-anchors", "        best: 0"),
        ("best: 7", "best: 7\n        requires: firm.plan", "unknown-key", "        requires: firm.plan"),
    ],
)
def test_a_problem_is_on_the_line_to_change(old: str, new: str, code: str, line: str, tmp_path: Path) -> None:
    text = IN_BLOCKS.replace(old, new)
    (tmp_path / "blocks.yaml").write_text(text, encoding="utf-8")
    found = {problem.code: problem for problem in problems(tmp_path / "blocks.yaml")}
    assert text.splitlines()[found[code].line - 1].endswith(line)


def test_a_condition_that_is_asked_of_a_question_elsewhere_is_suggested(tmp_path: Path) -> None:
    text = IN_BLOCKS.replace("best: 7", "best: 7\n        requires: firm.plan").replace("    cut: 20\n", "")
    (tmp_path / "blocks.yaml").write_text(text.replace("maybe", '"no"'), encoding="utf-8")
    (problem,) = problems(tmp_path / "blocks.yaml")
    assert problem.message == "“requires” is not known"
    assert problem.hint == "`requires` goes in a band; use `when` here."


@pytest.mark.parametrize(
    ("key", "hint"),
    [
        ("depends_on: x", "Use `when` here."),
        ("cut: 5", "`cut` goes in a band."),
        ("labels: {}", "`labels` goes in a question with `type: scale`."),
        ("caps_at: low", "`caps_at` goes in a red flag."),
        ("untit: days", "Did you mean “unit”?"),
        ("min: 5", "Use `least` here."),
        ("max: 5", "Use `most` here."),
    ],
)
def test_a_key_of_another_part_is_told_its_place(key: str, hint: str, tmp_path: Path) -> None:
    text = IN_BLOCKS.replace("best: 7", f"best: 7\n        {key}")
    (tmp_path / "blocks.yaml").write_text(text, encoding="utf-8")
    assert [each.hint for each in problems(tmp_path / "blocks.yaml") if each.code == "unknown-key"] == [hint]


@pytest.mark.parametrize(
    ("test", "hint", "mended"),
    [
        (
            "answer: people, at_most: 50",
            "“people” is a section: write `section: people` instead.",
            "section: people, at_most: 50",
        ),
        (
            "answer: size, equals: small",
            "“size” is a profile question: write `profile: size` instead.",
            "profile: size, equals: small",
        ),
        (
            "profile: people, equals: small",
            "“people” is a section: write `section: people` instead.",
            None,  # a score is compared with a number
        ),
        (
            "section: size, at_most: 50",
            "“size” is a profile question: write `profile: size` instead.",
            None,  # a profile question has no order
        ),
        (
            "section: people.team, at_most: 0",
            "An id with a dot is one of a question: write `answer: people.team` instead.",
            "answer: people.team, at_most: 0",
        ),
        (
            "profile: people.team, equals: nobody",
            "An id with a dot is one of a question: write `answer: people.team` instead.",
            "answer: people.team, equals: nobody",
        ),
        ("section: peple, at_most: 50", "Did you mean “people”?", "section: people, at_most: 50"),
        (
            "section: People, at_most: 50",
            "Write lower-case words joined by hyphens, as in `people`.",
            "section: people, at_most: 50",
        ),
    ],
)
def test_a_condition_that_names_another_kind_of_thing_is_told_its_key(
    test: str, hint: str, mended: str | None, tmp_path: Path
) -> None:
    def main(when: str) -> str:
        return replaced(MAIN, "answer: people.team, at_most: 0", when)

    (problem,) = problems(written(tmp_path, main=main(test)))
    assert problem.hint == hint
    if mended:
        load_questionnaire(written(tmp_path, main=main(mended)))


@pytest.mark.parametrize(
    ("test", "hint"),
    [
        (
            "answer: people, at_least: 1",
            "“people” is a section, and a condition cannot look at its score here; name a question in it.",
        ),
        (
            "section: size, at_least: 1",
            "“size” is a profile question: write `profile: size` instead.",
        ),
        (
            "section: people, at_least: 1",
            "Only the `when` of a red flag or a band can; here, use `answer` or `profile`.",
        ),
    ],
)
def test_the_condition_of_a_question_is_not_told_to_look_at_a_score(
    test: str, hint: str, tmp_path: Path
) -> None:
    people = replaced(PEOPLE, "answer: people.team, at_least: 1", test)
    (problem,) = problems(written(tmp_path, people=people))
    assert problem.hint == hint


@pytest.mark.parametrize(
    ("option", "key", "hint"),
    [
        (
            "score: 1, text: Major, with plan",
            "with plan",
            'A comma ends a value inside braces; put the text in quotes: "Major, with plan"',
        ),
        (
            "text: Major, with plan , score: 1",
            "with plan",
            'A comma ends a value inside braces; put the text in quotes: "Major, with plan"',
        ),
        (
            "score: 1, text: some,few",
            "few",
            'A comma ends a value inside braces; write a text as "some, few" and a list as [some, few]',
        ),
        ("score: 1,5, text: Half", "5", "A comma ends a value inside braces; write 1.5."),
        (
            "score: 1,500, text: Half",
            "500",
            "Inside braces a comma ends a value: put a text in quotes, a list in brackets, and write a number"
            " with a point.",
        ),
        (
            "score: 1, text: Half, other: x",
            "other",
            "Known here: action, exclusive, id, own_words, score, text.",
        ),
    ],
)
def test_a_comma_that_ends_a_value_in_braces_is_named(
    option: str, key: str, hint: str, tmp_path: Path
) -> None:
    people = replaced(PEOPLE, "{id: a-team, score: 2, text: A team.}", f"{{id: a, {option}}}")
    found = [each for each in problems(written(tmp_path, people=people)) if each.code == "unknown-key"]
    assert [(each.message, each.hint) for each in found] == [(f"“{key}” is not known", hint)]
    assert found[0].excerpt[found[0].column - 1 :].startswith(key)


@pytest.mark.parametrize("value", ["true", "false", "1", "[indoors]"])
def test_not_applicable_asks_for_the_circumstances(value: str, tmp_path: Path) -> None:
    def people(value: str) -> str:
        return replaced(PEOPLE, "    title: Team\n", f"    title: Team\n    not_applicable: {value}\n")

    (problem,) = problems(written(tmp_path, people=people(value)))
    assert (problem.code, problem.message) == ("wrong-value", "this must be text")
    assert problem.hint == (
        "Write when it does not apply, as in `not_applicable: nobody works indoors`; without this key it"
        " always applies."
    )
    load_questionnaire(written(tmp_path, people=people("nobody works indoors")))


@pytest.mark.parametrize(
    ("part", "wrong", "message", "hint"),
    [
        (
            "score: 2, text: A",
            "points: 2, text: A",
            None,
            "`points` goes in a question with `type: number`; use `score` here.",
        ),
        ("score: 2, text: A", "value: 2, text: A", None, "Use `score` here."),
        ("cut: 60", "min: 60", None, "Use `cut` here."),
        ("cut: 60", "from: 60", None, "Use `cut` here."),
        (
            "cut: 60",
            "minimum: 60",
            None,
            "`minimum` goes in a `scale`, a question with `type: choice` or a question with `type: scale`;"
            " use `cut` here.",
        ),
        (
            "cut: 60",
            "cut: 60%",
            "this must be a number",
            "Write a score without %; on a scale from 0 to 200, 60% of the scale is 120.",
        ),
    ],
)
def test_the_key_or_form_of_other_programs_is_told_ours(
    part: str, wrong: str, message: str | None, hint: str, tmp_path: Path
) -> None:
    changed = {name: text.replace(part, wrong) for name, text in (("main", MAIN), ("people", PEOPLE))}
    found = problems(written(tmp_path, **changed))
    assert (message or f"“{wrong.partition(':')[0]}” is not known", hint) in [
        (each.message, each.hint) for each in found
    ]


@pytest.mark.parametrize(
    ("points", "hint"),
    [
        ("{7: 3, 14: 2.5}", "Write `[[7, 3], [14, 2.5]]`: a list of rows, each a limit and its points."),
        (
            "{7: 3, more: 0}",
            "Write `[[7, 3], [14, 1], [more, 0]]`: a list of rows, each a limit and its points.",
        ),
    ],
)
def test_a_mapping_of_points_is_shown_as_a_table(points: str, hint: str, tmp_path: Path) -> None:
    asked = "  - {{id: people.days, type: number, text: How long?, points: {points}}}\n"
    (problem,) = problems(written(tmp_path, people=PEOPLE + asked.format(points=points)))
    assert (problem.message, problem.hint) == ("this must be a list", hint)
    shown = hint.split("`")[1]
    load_questionnaire(written(tmp_path, people=PEOPLE + asked.format(points=shown)))


@pytest.mark.parametrize(
    ("type", "meant"),
    [
        ("multiple", "several"),
        ("Multiple choice", "several"),
        ("checkbox", "several"),
        ("radio", "choice"),
        ("boolean", "yes-no"),
        ("integer", "number"),
        ("likert", "scale"),
        ("free-text", "text"),
    ],
)
def test_a_type_of_other_programs_is_told_ours_and_nothing_follows(
    type: str, meant: str, tmp_path: Path
) -> None:
    people = PEOPLE + (
        f"  - id: people.rating\n    type: {type}\n    text: Which?\n"
        "    options: [{id: b, score: 2, text: B}, {id: a, score: 1, text: A}, {id: c, score: 1, text: C}]\n"
    )
    (problem,) = examine_files(written(tmp_path, people=people))
    assert (problem.message, problem.hint) == (f"“{type}” is not known", f"Did you mean “{meant}”?")


@pytest.mark.parametrize("text", ["# To do\n", "\n\n", "~\n"])
def test_an_empty_questionnaire_is_said_to_be_empty(text: str, tmp_path: Path) -> None:
    (problem,) = problems(written(tmp_path, main=text))
    assert (problem.code, problem.message) == ("wrong-value", "the file is empty")
    assert problem.hint == "`readiness questionnaire new FOLDER` starts a questionnaire."


@pytest.mark.parametrize(
    ("score", "hint"),
    [
        ("48 h", "Write 48, without quotes or a unit."),
        ("3,5", "Write 3.5, without quotes or a unit."),
        ("95%", "Write 95, without quotes or a unit."),
        ("1/3", "Write 0.333333, without quotes or a unit."),
        ("1,200,000", "Write 1200000, without quotes or a unit."),
        ("'2.5'", "Write 2.5, without quotes or a unit."),
        ("1,200", "Write a number in digits, as in 12 or 0.5."),  # it may be either of two
        ("3 to 5", "Write a number in digits, as in 12 or 0.5."),
        ("double", "Write a number in digits, as in 12 or 0.5."),
    ],
)
def test_the_number_that_was_meant_is_offered(score: str, hint: str, tmp_path: Path) -> None:
    people = PEOPLE.replace("    title: Team\n", f"    title: Team\n    weight: {score}\n")
    (problem,) = problems(written(tmp_path, people=people))
    assert (problem.message, problem.hint) == ("this must be a number", hint)


@pytest.mark.parametrize(
    ("id", "proposed"),
    [
        ("3.1.1", "id-3-1-1"),
        ("'3'", "id-3"),
        ("People.Lead", "people.lead"),
        ("people.3", "people-3"),
        ("people..lead", "people.lead"),
        ("People lead?", "people-lead"),
        ("谁", "talent.local-team"),
        ("'true'", None),
    ],
)
def test_a_valid_id_is_proposed_for_a_question(id: str, proposed: str | None, tmp_path: Path) -> None:
    folder = written(tmp_path, people=replaced(PEOPLE, "id: people.lead", f"id: {id}"))
    if proposed is None:
        assert "true" in load_questionnaire(folder).questions
        return
    (problem,) = problems(folder)
    assert problem.hint == (
        "Write lower-case words joined by hyphens, after a dot if they are part of something, as in"
        f" `{proposed}`; a letter comes first."
    )
    text = replaced(PEOPLE, "id: people.lead", f"id: {proposed}")
    assert proposed in load_questionnaire(written(tmp_path, people=text)).questions


@pytest.mark.parametrize(
    ("coverage", "share"), [("0.66", 0.66), ("2/3", 2 / 3), ("1", 1), ("0", 0), ("'0.5'", 0.5), ("1.0", 1)]
)
def test_the_coverage_may_be_a_fraction_or_a_number(coverage: str, share: float, tmp_path: Path) -> None:
    main = replaced(MAIN, "date: 2026-01-31\n", f"date: 2026-01-31\ncoverage: {coverage}\n")
    assert load_questionnaire(written(tmp_path, main=main)).required_coverage == share


def test_the_sum_that_a_scale_must_have_is_shown_to_the_last_digit_that_counts(tmp_path: Path) -> None:
    alone = (
        "- {id: a, title: A, aggregation: sum, scale: {maximum: 1}, questions:"
        " [{id: a.b, type: yes-no, text: T, weight: 0.9999999}]}"
    )
    main = replaced(MAIN, ", floor: 30", "")
    text = f"{main[: main.index('red_flags:')]}sections:\n  {alone}\n"
    (tmp_path / "whole.yaml").write_text(text, encoding="utf-8")
    (problem,) = problems(tmp_path / "whole.yaml")
    assert problem.message == "the parts add up to 0 to 0.9999999, but the scale runs from 0 to 1"
    assert problem.hint.startswith("Write `scale: {minimum: 0, maximum: 0.9999999}`")
    mended = text.replace("maximum: 1", "maximum: 0.9999999")
    (tmp_path / "whole.yaml").write_text(mended, encoding="utf-8")
    assert load_questionnaire(tmp_path / "whole.yaml").id == "tiny"


UNSCORED = """  - id: people.kind
    text: What kind?
    weight: 0
    options: [{id: old, text: Old}, {id: new, text: New}]
"""


@pytest.mark.parametrize("type", ["choice", "several"])
def test_the_options_of_a_question_that_is_not_scored_need_no_score(type: str, tmp_path: Path) -> None:
    people = PEOPLE + UNSCORED.replace("    weight", f"    type: {type}\n    weight")
    loaded = load_questionnaire(written(tmp_path, people=people))
    given = {"people.kind": "new" if type == "choice" else ["new"], "people.team": "a-team"}
    raw = {"questionnaire": "tiny", "version": "1.2.0", "answers": given}
    scores = score(loaded, read_answers(Source("a.json", json.dumps(raw)), loaded))
    without = {**raw, "answers": {"people.team": "a-team"}}
    assert (
        scores.overall == score(loaded, read_answers(Source("a.json", json.dumps(without)), loaded)).overall
    )
    assert (
        loaded.questions["people.kind"].share(loaded.questions["people.kind"].parse(given["people.kind"]))
        == 0
    )


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        (UNSCORED.replace("    weight: 0\n", ""), ["missing-key", "missing-key"]),
        (UNSCORED.replace("id: new,", "id: new, score: 1,"), ["missing-key"]),
        (UNSCORED.replace("id: old,", "id: old, score: 1,").replace("id: new,", "id: new, score: 1,"), []),
    ],
)
def test_options_have_all_scores_or_none(text: str, codes: list[str], tmp_path: Path) -> None:
    folder = written(tmp_path, people=PEOPLE + text)
    if not codes:
        assert load_questionnaire(folder).id == "tiny"
        return
    assert [(problem.code, problem.message) for problem in problems(folder)] == [
        (code, "“score” is missing") for code in codes
    ]
