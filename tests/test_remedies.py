"""What a hint proposes is accepted when it is written in the place that the problem names.

`remedies.proposals` finds the texts that a hint says to write, `remedies.with_remedy` writes them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeAlias

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from every_key import EVERY_KEY
from readiness import InvalidInput, Problem, Questionnaire
from readiness.answers.reading import read_answers
from readiness.authoring.doubts.doubts import examine_files
from readiness.loading.examination import examine
from readiness.source.events import composed
from readiness.source.parsing import parse
from readiness.source.source import Source
from remedies import helps, nodes, proposals, replacing, with_remedy

Look: TypeAlias = Callable[[str], Sequence[Problem]]

INVALID = Path(__file__).parent / "questionnaires" / "invalid"
READABLE = sorted(INVALID.glob("*.yaml"), key=lambda path: path.stem)
READABLE = [path for path in READABLE if path.stem not in ("encoding", "control-character")]


def unhelpful(text: str, look: Look) -> list[str]:
    """Each proposal for a problem of `text` after which `look` finds the problem again."""
    before = look(text)
    return [
        f"{problem}\n--- with {proposed}:\n{mended}"
        for problem in before
        for proposed in proposals(problem)
        if not helps(problem, before, look(mended := with_remedy(text, problem, proposed)))
    ]


# --- questionnaires -------------------------------------------------------------------------------


@pytest.mark.parametrize("path", READABLE, ids=lambda path: path.stem)
def test_what_is_proposed_for_a_questionnaire_is_accepted(path: Path, tmp_path: Path) -> None:
    def look(text: str) -> Sequence[Problem]:
        copy = tmp_path / path.name
        copy.write_text(text, encoding="utf-8")
        return examine_files(copy)

    assert unhelpful(path.read_text(encoding="utf-8"), look) == []


def test_enough_of_the_invalid_questionnaires_have_something_proposed() -> None:
    with_proposals = {
        path.stem for path in READABLE for problem in examine_files(path) for _text in proposals(problem)
    }
    assert len(with_proposals) >= 50


def problems_of_questionnaire(text: str) -> Sequence[Problem]:
    """The errors of a questionnaire in one file; none if it cannot be parsed."""
    try:
        return examine(parse(Source("q.yaml", text)), "q.yaml").problems
    except InvalidInput:
        return ()


_ROOT = composed(EVERY_KEY)
assert _ROOT is not None
NODES = list(nodes(_ROOT))
WRONG = [
    *("48 h", "3,5", "1/3", "double", "'3'", "", "~", "3.1.1", "Nobody there", "[a]", "{a: b}", "[]", "{}"),
    *("yes", "95%", "-1", "1e30", "团队", "2.50", "0.0000001", "a b", "a, b", "High", "true", '"0.5"'),
    *(
        "60%",
        "{7: 3, 14: 1}",
        "multiple",
        "yes-or-no",
        "{answer: people, at_most: 1}",
        "{section: people.team, at_most: 1}",
    ),
]


@given(st.sampled_from(NODES), st.sampled_from(WRONG))
@settings(max_examples=30, deadline=None, derandomize=True)
def test_what_is_proposed_for_a_wrong_value_anywhere_is_accepted(node: yaml.Node, wrong: str) -> None:
    assert unhelpful(replacing(EVERY_KEY, node, wrong), problems_of_questionnaire) == []


# --- answers ----------------------------------------------------------------------------------------

PROBE = """\
id: probe
version: 1.2.0
title: Probe
profile:
  - {id: size, title: Size, text: How large?, options: [{id: small, text: S}, {id: large, text: L}]}
  - id: markets
    title: Markets
    text: Where?
    several: true
    options: [{id: asia, text: Asia}, {id: africa, text: Africa}]
bands: [{id: low, title: Low}, {id: high, title: High, cut: 50}]
sections:
  - id: people
    title: People
    questions:
      - id: people.choice
        text: Which?
        not_applicable: Where nobody works.
        options:
          - {id: nobody, score: 0, text: Nobody}
          - {id: someone, score: 0.333333333, text: Someone}
          - {id: a-team, score: 1000000, text: A team}
      - {id: people.scale, type: scale, text: How much?, minimum: 1, maximum: 5}
      - {id: people.yes, type: yes-no, text: Is it so?, not_applicable: Where it cannot be.}
      - {id: people.number, type: number, text: How many?, worst: 0, best: 100, unit: "%"}
      - id: people.several
        type: several
        text: Which ones?
        options: [{id: iso9001, score: 1, text: ISO 9001}, {id: iso14001, score: 1, text: ISO 14001}]
      - {id: people.text, type: text, text: What else?}
"""
ANSWERS = """\
questionnaire: probe
version: 1.2.0
enterprise: Yongqiao
date: 2026-03-31
profile: {size: small, markets: [asia]}
answers:
  people.choice: nobody
  people.scale: {value: 3, note: So it is., evidence: [Minutes], owner: Chen Li}
  people.yes: {not_applicable: We sell services only.}
  people.number: 12
  people.several: [iso9001]
  people.text: Nothing.
"""
_ANSWERS = composed(ANSWERS)
assert _ANSWERS is not None
ANSWER_NODES = list(nodes(_ANSWERS))
WRONG_ANSWERS = [
    *(
        "48 h",
        "3,5",
        "95%",
        "'3'",
        "3.0",
        "“4”",
        "４",
        "1/3",
        "1e30",
        "-7",
        "1e-9",
        "true",
        "yes",
        "Yes",
        "No",
    ),
    *(
        "n/a",
        "N/A",
        "not applicable",
        "unknwon",
        "nobdy",
        "A-Team",
        "someone",
        "iso9001",
        "iso9001, iso14001",
    ),
    *(
        "[someone]",
        "[3]",
        "[12]",
        "[iso9001, iso9001]",
        "[iso901]",
        "[iso9001, none]",
        "asia, africa",
        "[small]",
    ),
    *("", "~", "{}", "[]", "{value: 3.0}", "{a: b}", "{value: n/a}", "{not_applicable: }", "2026-13-01"),
    *("31.3.2026", "1.2", "9.0.0", "other", "people.chioce", "0.333333", "1e6"),
]


@pytest.fixture(scope="module")
def probe() -> Questionnaire:
    found = examine(parse(Source("q.yaml", PROBE)), "q.yaml").questionnaire
    assert found is not None
    return found


@given(node=st.sampled_from(ANSWER_NODES), wrong=st.sampled_from(WRONG_ANSWERS))
@settings(max_examples=150, deadline=None, derandomize=True)
def test_what_is_proposed_for_a_wrong_answer_is_accepted(
    probe: Questionnaire, node: yaml.Node, wrong: str
) -> None:
    def look(text: str) -> Sequence[Problem]:
        try:
            read_answers(Source("a.yaml", text), probe)
        except InvalidInput as error:
            return () if any(each.code.startswith("yaml-") for each in error.problems) else error.problems
        return ()

    assert unhelpful(replacing(ANSWERS, node, wrong), look) == []
