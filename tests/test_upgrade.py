"""`readiness answers upgrade`: a file is brought up to date with its questionnaire; nothing is lost."""

from __future__ import annotations

import dataclasses
import itertools
import os
import re
import shlex
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pexpect
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from named_pipes import make_pipe
from pasts import File, answers_files
from readiness import InvalidInput, load_questionnaire
from readiness.answers.answers import Notice, State
from readiness.answers.reading import read_answers, read_raw
from readiness.answers.upgrade import upgrade
from readiness.scoring.scope import determine
from readiness.source.data import plain
from readiness.source.parsing import parse
from readiness.source.source import Source, read
from readiness.views.notices import notice_texts
from test_command_line import call

# The current questionnaire: `ship.men` is now `ship.crew`, and the anchor is no longer asked about.
FOLDER = {
    "questionnaire.yaml": """\
id: harbour
version: 2.0.0
title: Harbour
bands: [{id: start, title: Start}]
profile:
  - id: stage
    title: Stage
    text: How far?
    options: [{id: home, text: Home}, {id: abroad, text: Abroad}]
sections:
  - id: ship
    title: Ship
    questions:
      - id: ship.crew
        text: Who sails?
        options: [{id: hired, score: 0, text: Hired.}, {id: own, score: 1, text: Our own.}]
      - {id: ship.cargo, type: yes-no, text: Any cargo?}
      - id: ship.sails
        type: several
        text: Which sails?
        options: [{id: cloth, score: 1, text: Cloth.}, {id: silk, score: 1, text: Silk.}]
history:
  - version: 1.1.0
    renamed: {ship.men: ship.crew}
    renamed_options: {ship.crew: {navy: own}}
    retired: [ship.anchor]
  - version: 2.0.0
    renamed_options: {ship.sails: {linen: cloth, hemp: cloth}}
    added: [ship.cargo]
    profile: {renamed: {phase: stage}, retired: [size]}
"""
}


def written(folder: Path) -> Path:
    """The folder of that questionnaire."""
    folder.mkdir()
    for name, text in FOLDER.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return written(tmp_path_factory.mktemp("upgrade") / "harbour")


def upgraded(folder: Path, text: str) -> str:
    return upgrade(Source("answers.yaml", text), load_questionnaire(folder)).text


RETIRED = "Not asked since version 2.0.0:"


def gone(id: str) -> str:
    return f"Version 2.0.0 no longer accepts this answer to “{id}”; please answer it again:"


# --- the text -------------------------------------------------------------------------------------------

CASES: dict[str, tuple[str, str]] = {
    "who answered, and the cover, stay as they are": (
        """\
questionnaire: harbour
enterprise: Lamps   # as registered
prepared_by:
version: 1.0.0
prepared_for: >-
  The board, and
  the bank
confidentiality: "Board only"
respondent: Wu
""",
        """\
questionnaire: harbour
enterprise: Lamps   # as registered
prepared_by:
version: 2.0.0
prepared_for: >-
  The board, and
  the bank
confidentiality: "Board only"
respondent: Wu
""",
    ),
    "a renamed question keeps its value, its details and every comment": (
        """\
# Our answers
questionnaire: harbour   # the port
version: 1.0.0   # of spring

answers:
    # who sails
    ship.men: hired   # until May


    ship.cargo: yes
""",
        """\
# Our answers
questionnaire: harbour   # the port
version: 2.0.0   # of spring

answers:
    # who sails
    ship.crew: hired   # until May


    ship.cargo: yes
""",
    ),
    "an answer with details, in a block and in braces": (
        """\
version: "1.0.0"
questionnaire: 'harbour'
answers:
  "ship.men":
    note: >-
      navy, they say: ship.men
    value: 'navy' # the king's
  ship.sails: { value: [ linen, silk ], note: "linen" }
""",
        """\
version: "2.0.0"
questionnaire: 'harbour'
answers:
  "ship.crew":
    note: >-
      navy, they say: ship.men
    value: 'own' # the king's
  ship.sails: { value: [ cloth, silk ], note: "linen" }
""",
    ),
    "a retired answer becomes a comment in its place": (
        """\
questionnaire: harbour
version: 1.0.0
answers:
  # about the anchor
  ship.anchor:
    value: heavy # very
    note: |
      Two lines,

        the second further in.

  # about the crew
  ship.men: 1
profile:
  size: large
""",
        f"""\
questionnaire: harbour
version: 2.0.0
answers:
  # about the anchor
  # {RETIRED}
  # ship.anchor:
  #   value: heavy # very
  #   note: |
  #     Two lines,
  #
  #       the second further in.

  # about the crew
  ship.crew: 1
profile:
  # {RETIRED}
  # size: large
""",
    ),
    "an answer no longer possible moves into a comment above, and the question is left open": (
        """\
questionnaire: harbour
version: 1.0.0
profile: {phase: mars}
answers:
  ship.men: pirates   # the best
  ship.sails:
    owner: Wu
    value:
      - silk
      - tar # sticky
    note: ours
""",
        f"""\
questionnaire: harbour
version: 2.0.0
# {gone("stage")} mars
profile: {{stage: null}}
answers:
  # {gone("ship.crew")} pirates
  ship.crew:   # the best
  ship.sails:
    owner: Wu
    # {gone("ship.sails")}
    #   - silk
    #   - tar
    value:
      # sticky
    note: ours
""",
    ),
    "a value on a line of its own": (
        """\
questionnaire: harbour
version:
  1.0.0
answers:
  ship.men:
    pirates
  ship.sails:
  - tar
""",
        f"""\
questionnaire: harbour
version:
  2.0.0
answers:
  # {gone("ship.crew")} pirates
  ship.crew:
  # {gone("ship.sails")} - tar
  ship.sails:
""",
    ),
    "two options that became one are listed once": (
        """\
questionnaire: harbour
version: 1.0.0
answers:
  ship.sails:
  - linen
  - silk
  - hemp
""",
        """\
questionnaire: harbour
version: 2.0.0
answers:
  # Version 2.0.0 merged options of “ship.sails”; the answer was:
  #   - linen
  #   - silk
  #   - hemp
  ship.sails: [cloth, silk]
""",
    ),
    "all in braces on one line": (
        '{questionnaire: harbour, "version": "1.0.0",'
        " answers: {ship.anchor: 1, ship.men: navy, ship.sails: [tar]}}\n",
        f"""\
# {gone("ship.sails")} [tar]
# {RETIRED} ship.anchor: 1
{{questionnaire: harbour, "version": "2.0.0", answers: {{ship.crew: own, ship.sails: null}}}}
""",
    ),
    "braces over several lines with comments inside": (
        """\
questionnaire: harbour
version: 1.0.0
answers: {
  ship.sails: [hemp,
    linen],  # two
  ship.anchor: {value: 1,
    note: heavy},  # gone
  ship.men: pirates,  # bad
}
""",
        f"""\
questionnaire: harbour
version: 2.0.0
# Version 2.0.0 merged options of “ship.sails”; the answer was:
#   [hemp,
#       linen]
# {gone("ship.crew")} pirates
# {RETIRED}
#   ship.anchor: {{value: 1,
#     note: heavy}}
answers: {{
  ship.sails: [cloth],  # two
  # gone
  ship.crew: null,  # bad
}}
""",
    ),
    "the last of a list in braces goes with the comma before it": (
        """\
questionnaire: harbour
version: 1.0.0
answers: {ship.men: own, # ours
  ship.anchor: 1}
profile: { size: 1 , phase: home }
""",
        f"""\
questionnaire: harbour
version: 2.0.0
# {RETIRED} ship.anchor: 1
answers: {{ship.crew: own # ours
  }}
# {RETIRED} size: 1
profile: {{ stage: home }}
""",
    ),
    "a comment before the comma of a retired answer stays": (
        """\
questionnaire: harbour
version: 1.0.0
answers: {ship.anchor: 1 # heavy
  , ship.men: own}
""",
        f"""\
questionnaire: harbour
version: 2.0.0
# {RETIRED} ship.anchor: 1
answers: {{ # heavy
   ship.crew: own}}
""",
    ),
    "keys without values": (
        """\
questionnaire: harbour
version: 1.0.0
profile: {size: , phase}
answers:
  ship.men:   # later: when?
  ? ship.anchor
  # the crew, too
  ? ship.cargo
""",
        f"""\
questionnaire: harbour
version: 2.0.0
# {RETIRED} size:
profile: {{stage}}
answers:
  ship.crew:   # later: when?
  # {RETIRED}
  # ? ship.anchor
  # the crew, too
  ? ship.cargo
""",
    ),
    "keys with a question mark": (
        """\
? questionnaire
: harbour
? version
: 1.0.0
? answers
: ship.anchor: 1
  ? ship.men
  : navy
""",
        f"""\
? questionnaire
: harbour
? version
: 2.0.0
? answers
# {RETIRED} ship.anchor: 1
:
  ? ship.crew
  : own
""",
    ),
    "scalars over several lines": (
        """\
questionnaire: harbour
version: >-
  1.0.0
answers:
  ship.men: |-
    navy

  ship.cargo: yes
""",
        """\
questionnaire: harbour
version: 2.0.0
answers:
  ship.crew: own

  ship.cargo: yes
""",
    ),
    "a file without a line break at its end": (
        "questionnaire: harbour\nanswers:\n  ship.anchor: 1\nversion: 1.0.0",
        f"questionnaire: harbour\nanswers:\n  # {RETIRED}\n  # ship.anchor: 1\nversion: 2.0.0",
    ),
    "a retired answer that ends the file": (
        "questionnaire: harbour\nversion: 1.0.0\nanswers:\n  ship.anchor: 1 # x",
        f"questionnaire: harbour\nversion: 2.0.0\nanswers:\n  # {RETIRED}\n  # ship.anchor: 1 # x",
    ),
}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case)
@pytest.mark.parametrize("newline", ["\n", "\r\n"], ids=["LF", "CRLF"])
def test_a_file_is_edited_only_where_needed(case: str, newline: str, folder: Path) -> None:
    before, after = (text.replace("\n", newline) for text in CASES[case])
    if newline != "\n" and newline not in before:  # a single line does not show its line breaks
        after = after.replace(newline, "\n")
    assert upgraded(folder, before) == after


def test_the_notices_are_those_of_the_check(folder: Path) -> None:
    text = "questionnaire: harbour\nversion: 1.0.0\nanswers: {ship.men: navy, ship.anchor: 1}\n"
    done = upgrade(Source("f", text), load_questionnaire(folder))
    assert (done.since, done.version) == ("1.0.0", "2.0.0")
    assert done.answers.notices == (
        Notice("renamed", "ship.men", "ship.crew"),
        Notice("retired", "ship.anchor"),
        Notice("option-renamed", "ship.crew", "own"),
        Notice("added", "ship.cargo"),
    )


@pytest.mark.parametrize("version", ["2.0.0", "2.0.9"])
def test_a_file_of_this_version_is_left_as_it_is(version: str, folder: Path) -> None:
    text = f"questionnaire: harbour\nversion: {version}\nanswers: {{ship.anchor: 1}}\n"
    done = upgrade(Source("f", text), load_questionnaire(folder))
    assert (done.text, done.answers.notices, done.since, done.version) == (text, (), version, version)


def test_a_file_with_problems_is_refused_with_all_of_them(folder: Path) -> None:
    text = "questionnaire: harbour\nversion: 1.0.0\nanswers:\n  ship.mne: 1\n  ship.men: {vlaue: 1}\n"
    with pytest.raises(InvalidInput) as caught:
        upgraded(folder, text)
    assert [(p.line, p.column, p.code) for p in caught.value.problems] == [
        (4, 3, "unknown-question"),
        (5, 14, "unknown-key"),
    ]


# --- levels that changed, questions split and merged ----------------------------------------------------

FLEET = """\
id: harbour
version: 2.0.0
title: Harbour
bands: [{id: start, title: Start}]
sections:
  - id: ship
    title: Ship
    questions:
      - id: ship.crew
        text: Who sails?
        options:
          - {id: hired, score: 0, text: Hired.}
          - {id: own, score: 1, text: Our own.}
          - {id: inf, score: 2, text: Infantry.}
      - id: ship.sails
        type: several
        text: Which sails?
        options: [{id: cloth, score: 1, text: Cloth.}, {id: kevlar, score: 1, text: Kevlar.}]
      - {id: ship.winch, type: yes-no, text: A winch?}
history:
  - version: 2.0.0
    renamed: {ship.men: ship.crew}
    rescaled:
      ship.crew:
        - {was: navy, score: 0, now: own}
        - {was: pirates, score: 1, now: null}
        - {was: sailors, score: 1.5, now: hired}
        - {was: inf, score: 3, now: inf}
      ship.sails:
        - {was: linen, score: 1, now: cloth}
        - {was: hemp, score: 1, now: cloth}
        - {was: silk, score: 1, now: null}
    split: {ship.anchor: [ship.winch]}
"""

LEVEL_CASES: dict[str, tuple[str, str]] = {
    "an id": ("  ship.men: navy  # ours\n", "  ship.crew: own  # ours\n"),
    "an id in quotes": ("  ship.men: 'navy'\n", "  ship.crew: 'own'\n"),
    "a number": ("  ship.men: 0  # none\n", "  ship.crew: own  # none\n"),
    "a number with decimals": ("  ship.men: 1.5\n", "  ship.crew: hired\n"),
    "a number in details": (
        "  ship.men:\n    value: 0\n    note: '0'\n    evidence: [0 of 7]\n",
        "  ship.crew:\n    value: own\n    note: '0'\n    evidence: [0 of 7]\n",
    ),
    "a number in braces": ("  ship.men: {value: 3, note: x}\n", "  ship.crew: {value: inf, note: x}\n"),
    "an id that other programs read as a number": ("  ship.men: inf\n", "  ship.crew: inf\n"),
    "a number that must be answered again": (
        "  ship.men: 1  # arr\n",
        f"  # {gone('ship.crew')} 1\n  ship.crew:  # arr\n",
    ),
    "a number that no level had": (
        "  ship.men: {value: 2, owner: Wu}\n",
        f"  # {gone('ship.crew')} 2\n  ship.crew: {{value: null, owner: Wu}}\n",
    ),
    "unknown": ("  ship.men: unknown\n", "  ship.crew: unknown\n"),
    "a list": ("  ship.sails: [hemp] # strong\n", "  ship.sails: [cloth] # strong\n"),
    "a list whose items became one": (
        "  ship.sails:\n    - hemp\n    - linen\n",
        "  # Version 2.0.0 merged options of “ship.sails”; the answer was:\n"
        "  #   - hemp\n  #   - linen\n  ship.sails: [cloth]\n",
    ),
    "a list with an item that is gone": (
        "  ship.sails: [hemp, silk]\n",
        f"  # {gone('ship.sails')} [hemp, silk]\n  ship.sails:\n",
    ),
    "not applicable, alone": (
        "  ship.men:\n    not_applicable: no ships  # so\n  ship.winch: yes\n",
        f"  ship.crew:\n    # {gone('ship.crew')}\n    # not_applicable: no ships  # so\n  ship.winch: yes\n",
    ),
    "not applicable, beside a note": (
        "  ship.men:\n    note: ours\n    not_applicable: >-\n      no ships\n      yet\n    value:\n",
        "  ship.crew:\n    note: ours\n"
        f"    # {gone('ship.crew')}\n    # not_applicable: >-\n    #   no ships\n    #   yet\n    value:\n",
    ),
    "not applicable, in braces": (
        "  ship.men: {not_applicable: no ships, note: ours}\n",
        f"  # {gone('ship.crew')} not_applicable: no ships\n  ship.crew: {{note: ours}}\n",
    ),
    "not applicable, alone in braces": (
        "  ship.men: {not_applicable: no ships}\n",
        f"  # {gone('ship.crew')} not_applicable: no ships\n  ship.crew: {{}}\n",
    ),
    "a question that was split": (
        "  ship.anchor: {value: heavy, note: it is}\n",
        f"  # {RETIRED}\n  # ship.anchor: {{value: heavy, note: it is}}\n",
    ),
}


@pytest.mark.parametrize("case", LEVEL_CASES, ids=lambda case: case)
def test_an_answer_to_an_older_level_is_rewritten_or_kept_as_a_comment(case: str, tmp_path: Path) -> None:
    (tmp_path / "harbour.yaml").write_text(FLEET, encoding="utf-8")
    asked = load_questionnaire(tmp_path / "harbour.yaml")
    before, after = LEVEL_CASES[case]
    head = "questionnaire: harbour\nversion: {}\nanswers:\n"
    done = upgrade(Source("f", head.format("1.0.0") + before), asked)
    assert done.text == head.format("2.0.0") + after
    changed = [notice for notice in done.answers.notices if notice.kind != "added"]
    assert bool(changed) == (before != after)
    assert read_answers(Source("f", done.text), asked).notices == ()


# --- going-global 1.0.0 -----------------------------------------------------------------------------------

GOING_GLOBAL = load_questionnaire("going-global")
CHANGE = next(change for change in GOING_GLOBAL.history if change.version == "2.0.0")
BEGUN = {*CHANGE.added, *(id for ids in CHANGE.split.values() for id in ids)}
SAME = sorted(GOING_GLOBAL.questions.keys() - CHANGE.rescaled.keys() - BEGUN)
"""Questions whose levels are those of version 1.0.0."""
OLD_NAMES = {new: old for old, new in CHANGE.renamed.items()}
NOTE = "note: said in May"


def same_level(id: str, level: int) -> str:
    """The id of the level at this place, of a question that did not change."""
    choices = GOING_GLOBAL.questions[id].choices
    return choices[level % len(choices)].id


def of_version_1(level: int, *, as_number: bool) -> str:
    """Answers to going-global 1.0.0: to each question its level at this place, by id or by number."""
    lines = ["questionnaire: going-global", "version: 1.0.0", "respondent: Wu", "answers:"]
    for id, levels in CHANGE.rescaled.items():
        was = levels[level % len(levels)]
        value = f"{was.score:g}" if as_number else was.was
        lines += [f"  {OLD_NAMES.get(id, id)}: {{value: {value}, {NOTE}}}  # {id}"]
    lines += [f"  {id}: {same_level(id, level)}" for id in SAME]
    lines += [f"  {id}: {{value: 1, {NOTE}}}" for id in (*CHANGE.split, *CHANGE.retired)]
    return "\n".join([*lines, ""])


@pytest.mark.parametrize("as_number", [False, True], ids=["by id", "by number"])
@pytest.mark.parametrize("level", range(max(map(len, CHANGE.rescaled.values()))))
def test_every_level_of_version_1_is_carried_or_kept_as_a_comment_and_told(
    level: int, as_number: bool
) -> None:
    text = of_version_1(level, as_number=as_number)
    done = upgrade(Source("f", text), GOING_GLOBAL)
    found = read_answers(Source("f", done.text), GOING_GLOBAL)
    notices = {(item.kind, item.question): item.detail for item in done.answers.notices}
    lines = done.text.splitlines()
    for id, levels in CHANGE.rescaled.items():
        was = levels[level % len(levels)]
        written = f"{was.score:g}" if as_number else was.was
        assert (found[id].note, found[id].evidence) == ("said in May", ())
        place = next(n for n, line in enumerate(lines) if line.endswith(f"  # {id}"))
        if was.now is None:
            assert found[id].state is State.UNANSWERED
            assert notices.pop(("option-gone", id)) == (written if as_number else f"“{was.was}”")
            assert lines[place - 1] == f"  # {gone(id)} {written}"
            assert lines[place] == f"  {id}: {{value: null, {NOTE}}}  # {id}"
        else:
            assert found[id].option == GOING_GLOBAL.questions[id].option(was.now)
            assert lines[place] == f"  {id}: {{value: {was.now}, {NOTE}}}  # {id}"
            if as_number or was.now != was.was:
                assert notices.pop(("option-renamed", id)) == was.now
    assert [found[id].option for id in SAME] == [
        GOING_GLOBAL.questions[id].option(same_level(id, level)) for id in SAME
    ]
    for id in CHANGE.retired:
        assert notices.pop(("retired", id)) == ""
    for id, instead in CHANGE.split.items():
        assert notices.pop(("replaced", id)) == ", ".join(instead)
    for id in (*CHANGE.split, *CHANGE.retired):
        assert f"  # {id}: {{value: 1, {NOTE}}}" in lines
    for old, new in CHANGE.renamed.items():
        assert notices.pop(("renamed", old)) == new
    assert notices == dict.fromkeys((("added", id) for id in BEGUN), "")


def test_a_new_question_that_is_not_asked_of_this_firm_is_not_called_open() -> None:
    head = "questionnaire: going-global\nversion: 1.0.0\nprofile: {{stage: {}}}\nanswers: {{}}\n"

    def told(stage: str) -> str:
        done = upgrade(Source("f", head.format(stage)), GOING_GLOBAL)
        return "\n".join(notice_texts(determine(GOING_GLOBAL, done.answers)))

    assert "“risk-control.credit” is new" in told("domestic")
    assert "“compliance.tax” is new" in told("own-sales")
    assert "compliance.tax" not in told("domestic")


def test_every_question_of_version_1_has_a_future() -> None:
    """Whoever adds a question writes it into the history; the 67 of version 1.0.0 are all there."""
    kept = GOING_GLOBAL.questions.keys() - BEGUN
    assert len(kept) + len(CHANGE.split) + len(CHANGE.retired) == 67
    assert kept >= CHANGE.rescaled.keys()


# --- any file -------------------------------------------------------------------------------------------


class _Writer:
    """Writes data as YAML in any of the ways a person could, with numbered comments between."""

    def __init__(self, draw: st.DrawFn) -> None:
        self.draw = draw
        self.marks = (f"remark {number}, is it: {{x? y}}, [z]?" for number in itertools.count(1))
        self.newline = draw(st.sampled_from(["\n", "\r\n", "\r"]))

    def sometimes(self) -> bool:
        return self.draw(st.integers(0, 3)) == 0

    def text(self, data: dict[str, Any]) -> str:
        braces = self.sometimes()
        lines = self.comments("") + ([self.braces(data)] if braces else list(self.block(data, "")))
        start = ["---"] if self.sometimes() else []
        text = "\n".join([*start, *lines]) + ("" if self.sometimes() else "\n")
        return text.replace("\n", self.newline)

    def comments(self, indent: str) -> list[str]:
        if not self.sometimes():
            return []
        return (
            ["", f"{indent}# {next(self.marks)}"] if self.sometimes() else [f"{indent}# {next(self.marks)}"]
        )

    def trailing(self) -> str:
        return f"  # {next(self.marks)}" if self.sometimes() else ""

    def word(self, value: Any) -> str:
        """A scalar in braces or on a line."""
        if value is None:
            return self.draw(st.sampled_from(["", "~", "null"]))
        if not isinstance(value, str):
            return repr(value)
        plain = re.fullmatch(r"[a-z][a-z0-9_. -]*|\d+\.\d+\.\d+", value) and value != "true"
        ways = [f'"{value}"', f"'{value}'", *([value] * 3 if plain else [])]
        return self.draw(st.sampled_from(ways))

    def braces(self, value: Any) -> str:
        """Anything in braces and brackets, perhaps over several lines."""
        if not isinstance(value, dict | list):
            return self.word(value)
        ends = "{}" if isinstance(value, dict) else "[]"
        items = (
            [f"{self.word(key)}: {self.braces(item)}" for key, item in value.items()]
            if isinstance(value, dict)
            else [self.braces(item) for item in value]
        )
        pieces = [ends[0], self.gap()]
        for number, item in enumerate(items):
            comma = number < len(items) - 1 or self.sometimes()
            pieces += [item, self.gap() if self.sometimes() else "", "," if comma else "", self.gap()]
        return "".join([*pieces, ends[1]])

    def gap(self) -> str:
        """The text between two items in braces."""
        return " " if not self.sometimes() else f"{self.trailing()}\n{' ' * 14}"

    def block(self, data: dict[str, Any], indent: str) -> Iterator[str]:
        """A mapping by lines."""
        for key, value in data.items():
            yield from self.comments(indent)
            asked = self.sometimes()
            head = f"{indent}? {self.word(key)}\n{indent}:" if asked else f"{indent}{self.word(key)}:"
            if isinstance(value, dict) and value and not self.sometimes():
                yield head + self.trailing()
                yield from self.block(value, indent + "   ")
            elif isinstance(value, list) and value and not self.sometimes():
                yield head + self.trailing()
                deeper = indent + self.draw(st.sampled_from(["", "  "])) if not asked else indent + "  "
                for item in value:
                    yield from self.comments(deeper)
                    yield f"{deeper}- {self.word(item)}{self.trailing()}"
            elif isinstance(value, str) and self.sometimes():
                yield f"{head} {self.draw(st.sampled_from(['|-', '>-']))}\n{indent}    {value}"
            elif not isinstance(value, dict | list) and self.sometimes():
                yield f"{head}\n{indent}  {self.word(value)}{self.trailing()}"
            else:
                yield f"{head} {self.braces(value)}{self.trailing()}"


@st.composite
def texts(draw: st.DrawFn, file: File) -> tuple[str, list[str]]:
    """A file with that content, some answers with details, and words that must not get lost."""
    raw = plain(file.raw)
    words = []
    for number, item in enumerate(file.answers):
        part = raw["profile" if item.old.asked.profile else "answers"]
        if draw(st.integers(0, 5)) == 0:
            part[item.old.id] = None
            continue
        if not item.old.asked.profile and draw(st.booleans()):
            raw_answer = item.raw if isinstance(item.raw, dict) else {"value": item.raw}
            part[item.old.id] = {"note": f"note no {number}.", **raw_answer, "owner": "wu"}
            words.append(f"note no {number}.")
        if item.gone or item.old.asked.id is None:
            words += item.words
        if item.old.asked.id is None:
            words.append(item.old.id)
    order = draw(st.permutations(sorted(raw)))
    text = _Writer(draw).text({key: raw[key] for key in order})
    assert plain(parse(Source("f", text))) == raw
    return text, words + re.findall(r"remark \d+, is it: {x\? y}, \[z\]\?", text)


@settings(max_examples=120, deadline=None)
@given(st.data())
def test_any_upgraded_file_keeps_its_answers(data: st.DataObject) -> None:
    file = data.draw(answers_files())
    text, words = data.draw(texts(file))
    asked = file.past.questionnaire
    before = read_raw(parse(Source("f", text)), asked, across_major=True)
    done = upgrade(Source("f", text), asked)
    after = read_answers(Source("f", done.text), asked)
    assert after == dataclasses.replace(before, notices=())
    assert done.answers.notices == before.notices
    assert plain(parse(Source("f", done.text)))["version"] == asked.version
    for word in words:
        assert word in done.text
    assert upgrade(Source("f", done.text), asked).text == done.text
    breaks = set(re.findall(r"\r\n|\n|\r", text))
    assert set(re.findall(r"\r\n|\n|\r", done.text)) <= (breaks or {"\n"})


# --- the command ------------------------------------------------------------------------------------------

OLD = """\
# ours
questionnaire: harbour
version: 1.0.0
answers:
  ship.men: navy  # the king's
  ship.anchor: 1
"""
NEW = f"""\
# ours
questionnaire: harbour
version: 2.0.0
answers:
  ship.crew: own  # the king's
  # {RETIRED}
  # ship.anchor: 1
"""


def run(*arguments: str, folder: Path, typed: str = "") -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "readiness", *arguments],
        cwd=folder,
        input=typed,
        capture_output=True,
        encoding="utf-8",
        check=False,
        env={**os.environ, "PYTHONIOENCODING": "utf-8", "COLUMNS": "80"},
    )


def upgrade_file(file: Path, *options: str) -> subprocess.CompletedProcess[str]:
    command = ("answers", "upgrade", file.name, "--questionnaire", "harbour")
    return run(*command, *options, folder=file.parent)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    written(tmp_path / "harbour")
    path = tmp_path / "a.yaml"
    path.write_text(OLD, encoding="utf-8", newline="")
    return path


def test_an_answer_kept_as_a_number_over_a_new_first_number_is_named(tmp_path: Path) -> None:
    """It may stand for something else now; one whose levels the history describes is followed instead."""
    (tmp_path / "q.yaml").write_text(
        """\
id: mig
version: 2.0.0
title: Mig
bands: [{id: low, title: Low}]
sections:
  - id: part
    title: Part
    questions:
      - {id: part.level, type: scale, minimum: 0, maximum: 10, text: How good?}
      - {id: part.share, type: number, worst: 0, best: 1, text: Which share?}
      - {id: part.done, type: yes-no, text: Is it done?}
      - {id: part.who, text: Who?, options: [{id: a, score: 0, text: A.}, {id: b, score: 4, text: B.}]}
history:
  - {version: 2.0.0, rescaled: {part.who: [{was: a, score: 0, now: a}, {was: b, score: 1, now: b}]}}
""",
        encoding="utf-8",
    )
    text = "version: 1.0.0\nanswers: {part.level: 4, part.share: 0.4, part.done: yes, part.who: 1}\n"
    (tmp_path / "a.yaml").write_text(f"questionnaire: mig\n{text}", encoding="utf-8")
    finished = call("answers", "upgrade", "a.yaml", "--questionnaire", "q.yaml", folder=tmp_path)
    assert finished.returncode == 0
    kept = [line for line in finished.stderr.splitlines() if "keeps its answer" in line]
    assert kept == [
        f"a.yaml: “part.{id}” keeps its answer {answer}; check that this number still means the same."
        for id, answer in (("level", 4), ("share", 0.4))
    ]
    again = call("assess", "--answers", "a.yaml", "--questionnaire", "q.yaml", folder=tmp_path)
    assert (again.returncode, again.stderr) == (0, "")


def test_the_command_rewrites_the_file_keeps_the_old_one_and_reports_each_change(file: Path) -> None:
    file.chmod(0o640)
    done = upgrade_file(file)
    assert (done.returncode, done.stdout) == (0, "")
    assert done.stderr == (
        "a.yaml: “ship.men” is now called “ship.crew”; its answer is kept.\n"
        "a.yaml: “ship.anchor” is no longer asked; its answer is kept but does not count.\n"
        "a.yaml: The answer chosen for “ship.crew” is now called “own”.\n"
        "a.yaml: “ship.cargo” is new and not answered yet.\n"
        "a.yaml was for version 1.0.0 and is for 2.0.0 now; the old file is kept as a.yaml.1.0.0.\n"
        "To give the answers that are open now, run"
        " `readiness assess --questionnaire harbour --save a.yaml`.\n"
    )
    assert file.read_text(encoding="utf-8") == NEW
    assert stat.S_IMODE(file.stat().st_mode) == 0o640
    copy = file.with_name("a.yaml.1.0.0")
    assert copy.read_text(encoding="utf-8") == OLD
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    assert sorted(item.name for item in file.parent.iterdir()) == ["a.yaml", "a.yaml.1.0.0", "harbour"]


def test_an_existing_copy_is_not_overwritten(file: Path) -> None:
    first, second = file.with_name("a.yaml.1.0.0"), file.with_name("a.yaml.1.0.0.2")
    first.write_text("mine", encoding="utf-8")
    assert "the old file is kept as a.yaml.1.0.0.2." in upgrade_file(file).stderr
    assert first.read_text(encoding="utf-8") == "mine"
    assert second.read_text(encoding="utf-8") == OLD


def test_a_file_that_is_up_to_date_is_left_alone(file: Path) -> None:
    upgrade_file(file)
    before = file.stat().st_mtime_ns
    again = upgrade_file(file)
    assert (again.returncode, again.stdout) == (0, "")
    assert again.stderr == "a.yaml is for version 2.0.0; there is nothing to do.\n"
    assert file.stat().st_mtime_ns == before
    assert sorted(item.name for item in file.parent.iterdir()) == ["a.yaml", "a.yaml.1.0.0", "harbour"]


def test_a_file_with_problems_is_not_touched(file: Path) -> None:
    text = OLD.replace("ship.men: navy", "ship.mem: navy")
    file.write_text(text, encoding="utf-8")
    done = upgrade_file(file)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == (
        "a.yaml:5:3: unknown-question: there is no question “ship.mem”\n"
        "      ship.mem: navy  # the king's\n"
        "      ^\n"
        "    Did you mean “ship.crew”?\n"
        "\n"
        "1 problem; nothing was written.\n"
    )
    assert file.read_text(encoding="utf-8") == text
    assert sorted(item.name for item in file.parent.iterdir()) == ["a.yaml", "harbour"]


def test_a_missing_file_leaves_nothing_behind(file: Path) -> None:
    done = upgrade_file(file.with_name("b.yaml"))
    assert done.returncode == 2
    assert done.stderr.startswith("b.yaml:1:1: unreadable: there is no such file\n")
    assert sorted(item.name for item in file.parent.iterdir()) == ["a.yaml", "harbour"]


@pytest.mark.parametrize("name", ["-", "pipe"])
def test_what_cannot_be_rewritten_is_refused(name: str, file: Path) -> None:
    make_pipe(file.with_name("pipe"))
    done = call("answers", "upgrade", name, "--questionnaire", "harbour", folder=file.parent)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.endswith(
        "Error: Invalid value for FILE: It rewrites a file, so it needs one."
        f" Name the answers file instead of “{name}”.\n"
    )


def test_the_copy_of_a_file_behind_a_link_is_beside_the_file(file: Path) -> None:
    (file.parent / "desk").mkdir()
    (file.parent / "desk" / "link").symlink_to("../a.yaml")
    done = call("answers", "upgrade", "desk/link", "--questionnaire", "harbour", folder=file.parent)
    kept = file.with_name("a.yaml.1.0.0")
    assert f"the old file is kept as {kept}." in done.stderr
    assert f" --save {file}`." in done.stderr
    assert (file.read_text(encoding="utf-8"), kept.read_text(encoding="utf-8")) == (NEW, OLD)
    assert [item.name for item in (file.parent / "desk").iterdir()] == ["link"]


def test_a_file_made_with_another_editor_keeps_its_mark_and_its_line_breaks(file: Path) -> None:
    file.write_bytes(b"\xef\xbb\xbf" + OLD.replace("\n", "\r\n").encode())
    assert upgrade_file(file).returncode == 0
    assert file.read_bytes() == b"\xef\xbb\xbf" + NEW.replace("\n", "\r\n").encode()
    kept = file.with_name("a.yaml.1.0.0").read_bytes()
    assert kept == b"\xef\xbb\xbf" + OLD.replace("\n", "\r\n").encode()


def test_chinese_comments_and_messages_have_no_blank_beside_full_width_signs(file: Path) -> None:
    file.write_text(OLD.replace("navy", "pirates"), encoding="utf-8")
    done = upgrade_file(file, "--lang", "zh")
    assert "a.yaml: “ship.crew”不再接受这个回答：“pirates”。请重新作答。\n" in done.stderr
    upgraded = file.read_text(encoding="utf-8")
    assert "  # 2.0.0 版不再接受“ship.crew”的这个回答，请重新作答：pirates\n" in upgraded


def test_the_remedy_for_an_older_major_version_works(file: Path) -> None:
    refused = run("assess", "--answers", "a.yaml", "--questionnaire", "harbour", folder=file.parent)
    assert refused.returncode == 2
    assert refused.stderr == (
        "a.yaml:3:10: older-version: these answers are for version 1.0.0; the questionnaire is 2.0.0\n"
        "    version: 1.0.0\n"
        "             ^\n"
        "    Run `readiness answers upgrade a.yaml` with the same --questionnaire; it lists every change and"
        " keeps the old file.\n"
        "\n"
        "1 problem; nothing was written.\n"
    )
    upgrade_file(file)
    accepted = run("assess", "--answers", "a.yaml", "--questionnaire", "harbour", folder=file.parent)
    assert (accepted.returncode, accepted.stderr) == (0, "")


def test_the_remedy_for_an_older_version_can_be_copied_whatever_the_name_of_the_file(tmp_path: Path) -> None:
    old = of_version_1(0, as_number=False)
    (tmp_path / "三月 作答.yaml").write_text(old, encoding="utf-8")
    refused = run("assess", "--answers", "三月 作答.yaml", folder=tmp_path)
    (command,) = re.findall(r"`(readiness [^`]+)`", refused.stderr)
    assert command == "readiness answers upgrade '三月 作答.yaml'"
    assert run(*shlex.split(command)[1:], folder=tmp_path).returncode == 0
    assert run("assess", "--answers", "三月 作答.yaml", folder=tmp_path).returncode == 0
    piped = run("assess", "--answers", "-", folder=tmp_path, typed=old)
    assert "`readiness answers upgrade FILE`" in piped.stderr


def test_assess_refuses_answers_to_version_1_with_a_remedy_that_works(tmp_path: Path) -> None:
    file = tmp_path / "answers.yaml"
    old = of_version_1(0, as_number=False)
    file.write_text(old, encoding="utf-8")
    refused = run("assess", "--answers", "answers.yaml", folder=tmp_path)
    assert refused.returncode == 2
    assert refused.stderr == (
        "answers.yaml:2:10: older-version: these answers are for version 1.0.0; the questionnaire is"
        f" {GOING_GLOBAL.version}\n"
        "    version: 1.0.0\n"
        "             ^\n"
        "    Run `readiness answers upgrade answers.yaml`; it lists every change and keeps the old file.\n"
        "\n"
        "1 problem; nothing was written.\n"
    )
    (command,) = re.findall("`readiness (.*)`", refused.stderr)
    done = run(*command.replace("FILE", "answers.yaml").split(), folder=tmp_path)
    assert done.returncode == 0
    assert done.stderr.count("\n") == len(upgrade(Source("f", old), GOING_GLOBAL).answers.notices) + 2
    assert file.with_name("answers.yaml.1.0.0").read_text(encoding="utf-8") == old
    accepted = run("assess", "--answers", "answers.yaml", folder=tmp_path)
    assert (accepted.returncode, accepted.stderr) == (0, "")


@pytest.mark.parametrize(("name", "typed"), [("a.yaml", ""), ("-", OLD.replace("1.0.0", "2.0.0"))])
def test_assess_reports_what_became_of_answers_on_standard_error(name: str, typed: str, file: Path) -> None:
    main = file.parent / "harbour" / "questionnaire.yaml"
    main.write_text(FOLDER["questionnaire.yaml"].replace("2.0.0", "2.1.0"), encoding="utf-8")
    file.write_text(OLD.replace("1.0.0", "2.0.0").replace("ship.men", "ship.crew"), encoding="utf-8")
    typed = typed.replace("ship.men: navy", "ship.crew: own")
    done = run("assess", "--answers", name, "--questionnaire", "harbour", folder=file.parent, typed=typed)
    shown = "<stdin>" if name == "-" else name
    assert (
        f"{shown}: “ship.anchor” is no longer asked; its answer is kept but does not count.\n" in done.stderr
    )
    assert f"{shown}: “ship.cargo” is new and not answered yet.\n" in done.stderr
    assert done.returncode == 0


def test_an_interview_reports_what_became_of_answers_before_it_continues(file: Path) -> None:
    main = file.parent / "harbour" / "questionnaire.yaml"
    main.write_text(
        FOLDER["questionnaire.yaml"].replace("version: 2.0.0\ntitle", "version: 2.1.0\ntitle"), "utf-8"
    )
    old = (
        "# Kept by `readiness assess`, which rewrites this file after each answer.\n"
        "questionnaire: harbour\nversion: 2.0.0\nrespondent: Wu\n"
        "answers: {ship.crew: {value: pirates, note: bold}, ship.anchor: 1, ship.cargo: yes}\n"
    )
    file.write_text(old, encoding="utf-8")
    command = ["-m", "readiness", "assess", "--questionnaire", "harbour", "--save", "a.yaml"]
    session: pexpect.spawn[str] = pexpect.spawn(
        sys.executable,
        command,
        cwd=str(file.parent),
        env={**os.environ, "TERM": "dumb", "PYTHONIOENCODING": "utf-8"},
        encoding="utf-8",
        timeout=20,
        dimensions=(50, 120),
    )
    session.expect_exact("“ship.anchor” is no longer asked; its answer is kept but does not count.")
    session.expect_exact("“ship.crew” no longer takes the answer “pirates”; please answer it again.")
    session.expect("Your answer .*: ")
    session.sendline("2")
    session.expect("Who sails")
    session.expect("Your answer .*: ")
    session.sendline("q")
    session.expect(pexpect.EOF)
    session.close()
    saved = plain(parse(read(file)))
    assert saved["version"] == "2.1.0"
    assert saved["profile"] == {"stage": "abroad"}
    assert saved["answers"] == {"ship.crew": {"note": "bold"}, "ship.cargo": "yes"}
    assert file.with_name("a.yaml.old").read_text(encoding="utf-8") == old


def test_the_file_read_is_the_file_written(file: Path) -> None:
    asked = load_questionnaire(file.parent / "harbour")
    upgrade_file(file)
    assert read_answers(read(file), asked)["ship.crew"].value == asked.questions["ship.crew"].option("own")
