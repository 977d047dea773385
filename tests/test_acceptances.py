"""Warnings that a questionnaire accepts."""

from __future__ import annotations

from pathlib import Path

import pytest

from readiness import InvalidInput, load_questionnaire
from readiness.authoring.doubts.doubts import check_files, examine_files
from test_check import run

DOUBTFUL = """\
id: tiny
version: 1.0.0
title: Tiny
bands: [{id: start, title: Start}, {id: ready, title: Ready, cut: 50}]
sections:
  - id: people
    title: People
    questions:
      - id: people.item-7
        text: Is there a team?
        options:
          - {id: nobody, score: 0, text: Nobody.}
          - {id: option-2, score: 1, text: Someone.}
      - id: people.item-8
        text: Who leads it?
        options:
          - {id: nobody, score: 0, text: Nobody.}
          - {id: someone, score: 1, text: Someone.}
          - {id: no, score: 1, text: A manager.}
"""
CODES = ["unstable-id", "unstable-id", "unstable-id", "plain-word", "option-equal"]
REASON = "reason: The standard calls it so."


def saved(text: str, folder: Path) -> Path:
    file = folder / "tiny.yaml"
    file.write_text(text, encoding="utf-8")
    return file


def left(folder: Path, *accepted: str) -> tuple[list[str], int]:
    """The codes that are still reported if these warnings are accepted, and how many were."""
    listed = "".join(f"  - {{{item}, {REASON}}}\n" for item in accepted)
    found = check_files(saved(f"{DOUBTFUL}accept:\n{listed}" if accepted else DOUBTFUL, folder))
    return [problem.code for problem in found.problems], found.accepted


def test_without_acceptance_every_warning_is_reported(tmp_path: Path) -> None:
    assert left(tmp_path) == (CODES, 0)


@pytest.mark.parametrize(
    ("accepted", "codes", "count"),
    [
        (["doubt: unstable-id"], ["plain-word", "option-equal"], 3),
        (["doubt: unstable-id, of: people.item-7"], ["unstable-id", "plain-word", "option-equal"], 2),
        (
            ["doubt: unstable-id, of: option-2"],
            ["unstable-id", "unstable-id", "plain-word", "option-equal"],
            1,
        ),
        (["doubt: plain-word", "doubt: option-equal, of: people.item-8"], ["unstable-id"] * 3, 2),
        (["doubt: plain-word, of: 'no'"], ["unstable-id"] * 3 + ["option-equal"], 1),
        (["doubt: unstable-id, of: people"], ["plain-word", "option-equal"], 3),
        (["doubt: unstable-id, of: people.item-9"], [*CODES, "accept-unused"], 0),
        (["doubt: unstable-ids"], [*CODES, "accept-unused"], 0),
        (["doubt: unstable-id", "doubt: unstable-id, of: people.item-7"], ["plain-word", "option-equal"], 3),
    ],
)
def test_an_accepted_warning_is_counted_and_not_reported(
    accepted: list[str], codes: list[str], count: int, tmp_path: Path
) -> None:
    assert left(tmp_path, *accepted) == (codes, count)


def test_the_command_says_how_many_were_accepted(tmp_path: Path) -> None:
    names = ("unstable-id", "plain-word", "option-equal")
    saved(f"{DOUBTFUL}accept:\n" + "".join(f"  - {{doubt: {name}, {REASON}}}\n" for name in names), tmp_path)
    finished = run("--strict", "tiny.yaml", folder=tmp_path)
    assert (finished.code, finished.output) == (0, "")
    assert finished.errors == (
        "1 questionnaire checked: no errors and no warnings. 5 more warnings are accepted.\n"
    )


def test_an_acceptance_that_silences_nothing_is_itself_a_warning(tmp_path: Path) -> None:
    text = DOUBTFUL + f"accept:\n  - {{doubt: option-unequal, {REASON}}}\n"
    problem = examine_files(saved(text, tmp_path))[-1]
    assert (
        str(problem)
        .splitlines()[0]
        .endswith("tiny.yaml:21:13: warning: accept-unused: there is no warning “option-unequal” to accept")
    )
    assert problem.hint == "Did you mean “option-equal”?"


def test_an_error_is_never_accepted(tmp_path: Path) -> None:
    wrong = DOUBTFUL.replace("score: 1, text: A manager", "score: -1, text: A manager")
    file = saved(f"{wrong}accept:\n  - {{doubt: option-order, {REASON}}}\n", tmp_path)
    assert ("option-order", "error") in [(problem.code, problem.severity) for problem in examine_files(file)]
    with pytest.raises(InvalidInput):
        load_questionnaire(file)


def test_accepting_changes_nothing_else(tmp_path: Path) -> None:
    plain = load_questionnaire(saved(DOUBTFUL, tmp_path))
    accepting = load_questionnaire(saved(f"{DOUBTFUL}accept: [{{doubt: unstable-id, {REASON}}}]\n", tmp_path))
    assert plain.digest == accepting.digest


def test_an_acceptance_needs_a_reason(tmp_path: Path) -> None:
    file = saved(f"{DOUBTFUL}accept: [{{doubt: unstable-id}}]\n", tmp_path)
    assert [p.message for p in examine_files(file) if p.severity == "error"] == ["“reason” is missing"]


def test_a_mistyped_doubt_is_told_the_warning_that_there_is(tmp_path: Path) -> None:
    file = saved(f"{DOUBTFUL}accept:\n  - {{doubt: unstabel-id, {REASON}}}\n", tmp_path)
    (problem,) = [each for each in examine_files(file) if each.code == "accept-unused"]
    assert problem.hint == "Did you mean “unstable-id”?"
    assert problem.excerpt[problem.column - 1 :].startswith("unstabel-id")
    file = saved(f"{DOUBTFUL}accept:\n  - {{doubt: band-falls, {REASON}}}\n", tmp_path)
    (problem,) = [each for each in examine_files(file) if each.code == "accept-unused"]
    assert problem.hint == "Compare it with the warning itself, or remove it; errors cannot be accepted."
