"""`write_answers` and `answers_text`: what they write is read back unchanged, and files keep comments."""

from __future__ import annotations

import datetime
import difflib
import json
import re
import stat
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pasts import answers_files
from readiness import (
    Answer,
    Answers,
    InvalidInput,
    Questionnaire,
    ReadinessError,
    State,
    answers_text,
    change_answers,
    load_answers,
    load_questionnaire,
    parse_answers,
    write_answers,
)
from readiness.answers.template import template
from readiness.answers.upgrade import upgrade
from readiness.questionnaire.questions.base import Question
from readiness.source.source import Source
from test_upgrade import FOLDER, texts
from test_upgrade import written as folder_of

ROOT = Path(__file__).resolve().parent.parent
AUDIT = load_questionnaire(ROOT / "docs" / "examples" / "supplier-audit")
GLOBAL = load_questionnaire()
HEAD = "questionnaire: supplier-audit\nversion: 2.0.0\n"


def answers_of(changes: Mapping[str, Any], profile: Mapping[str, Any] | None = None, **head: Any) -> Answers:
    """Answers with only these parts."""
    return change_answers(parse_answers(HEAD, AUDIT), AUDIT, changes, profile=profile, **head)


def edited(text: str, changes: Mapping[str, Any], **more: Any) -> str:
    """`text`, an answers file, with `changes` written back."""
    return answers_text(change_answers(parse_answers(text, AUDIT), AUDIT, changes, **more), AUDIT, text)


# --- a new file -----------------------------------------------------------------------------------------


def test_a_new_file_contains_only_what_was_answered() -> None:
    given = answers_of(
        {
            "quality.checks": 2,
            "quality.on-time": 92.5,
            "quality.papers": ["quality-system"],
            "hours.recorded": {"value": 4, "note": "Seen: twice", "evidence": ["a", "b"], "owner": "Wu"},
            "safety.exits": {"not_applicable": "an open yard"},
            "dependence.stock": "unknown",
        },
        profile={"goods": ["parts"]},
        date="2026-03-31",
    )
    assert answers_text(given, AUDIT) == (
        HEAD
        + """\
date: "2026-03-31"
profile:
  goods:
  - parts
answers:
  quality.checks: each-lot
  quality.on-time: 92.5
  quality.papers:
  - quality-system
  hours.recorded:
    value: 4
    note: "Seen: twice"
    evidence:
    - a
    - b
    owner: "Wu"
  safety.exits:
    not_applicable: "an open yard"
  dependence.stock: unknown
"""
    )


def test_a_new_file_can_be_read_back_and_is_private(tmp_path: Path) -> None:
    given = answers_of({"quality.checks": 2}, respondent="Lin Mei")
    write_answers(given, AUDIT, tmp_path / "a.yaml")
    assert load_answers(tmp_path / "a.yaml", AUDIT) == given
    assert stat.S_IMODE((tmp_path / "a.yaml").stat().st_mode) == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["a.yaml"]


@pytest.mark.parametrize("before", ["", "\n", "# ours\n\n  # alone", "# ours\n"])
def test_a_text_of_only_comments_keeps_them_and_gets_the_answers(before: str) -> None:
    text = answers_text(answers_of({"quality.checks": 2}), AUDIT, before)
    assert text.startswith(before.rstrip())
    assert text.endswith(HEAD + "answers:\n  quality.checks: each-lot\n")


# --- an existing file -----------------------------------------------------------------------------------

FILE = """\
# Our second visit
questionnaire: supplier-audit   # the port's
version: 2.0.0
respondent: Lin Mei, purchasing   # and nobody else
date: 2026-03-31

profile:
  goods: [parts]   # for now

answers:
  # --- quality
  quality.checks: 0   # two lots
  quality.on-time: 95

  # the papers, as of March
  quality.papers:
    - quality-system
    # applied for in May
    - laboratory   # on the wall
  safety.exits:
    # as the site manager says
    value: 1
    note: >-
      The second door
      sticks.
    owner: 'Site manager'   # Mr Wu
  safety.remarks: "A clean canteen."
  dependence.share: 20
"""

EDITS: dict[str, tuple[dict[str, Any], dict[str, Any], str]] = {
    "nothing": ({}, {}, ""),
    "the same, written differently": ({"quality.checks": "never", "quality.on-time": 95.0}, {}, ""),
    "a value written as its score stays a score": (
        {"quality.checks": "each-lot"},
        {},
        """\
-  quality.checks: 0   # two lots
+  quality.checks: 2   # two lots
""",
    ),
    "a note is added to a value": (
        {"quality.on-time": {"value": 95, "note": "By our own count, of May."}},
        {},
        """\
-  quality.on-time: 95
+  quality.on-time:
+    value: 95
+    note: By our own count, of May.
""",
    ),
    "a note is added to a value with a comment, which stays": (
        {"quality.checks": {"value": "never", "owner": "Wu: boss", "evidence": ["a, b", "c"]}},
        {},
        """\
-  quality.checks: 0   # two lots
+  quality.checks:   # two lots
+    value: 0
+    evidence: ["a, b", c]
+    owner: "Wu: boss"
""",
    ),
    "details change one by one": (
        {"safety.exits": {"value": 2, "note": "The door was mended.", "owner": "Site manager"}},
        {},
        """\
-    value: 1
-    note: >-
-      The second door
-      sticks.
+    value: 2
+    note: The door was mended.
""",
    ),
    "details are added and removed": (
        {"safety.exits": {"value": 1, "evidence": "Photograph 12", "owner": "Site manager"}},
        {},
        """\
-    note: >-
-      The second door
-      sticks.
+    evidence: Photograph 12
""",
    ),
    "not applicable": (
        {"safety.exits": {"not_applicable": "an open yard", "owner": "Wu"}},
        {},
        """\
-    value: 1
-    note: >-
-      The second door
-      sticks.
-    owner: 'Site manager'   # Mr Wu
+    owner: "Wu"   # Mr Wu
+    not_applicable: an open yard
""",
    ),
    "a text in quotes stays in quotes": (
        {"safety.remarks": "Clean"},
        {},
        """\
-  safety.remarks: "A clean canteen."
+  safety.remarks: "Clean"
""",
    ),
    "a new item is added at the end of a list": (
        {"quality.papers": ["quality-system", "laboratory", "environment-system"]},
        {},
        """\
+    - environment-system
""",
    ),
    "a removed item takes its line with it": (
        {"quality.papers": ["environment-system", "laboratory"]},
        {},
        """\
-    - quality-system
+    - environment-system
""",
    ),
    "the comment of a removed item stays": (
        {"quality.papers": ["quality-system"]},
        {},
        """\
-    - laboratory   # on the wall
+    # on the wall
""",
    ),
    "the comments of a replaced list move above it": (
        {"quality.papers": ["environment-system"]},
        {},
        """\
+  # applied for in May
-    - quality-system
-    # applied for in May
-    - laboratory   # on the wall
+    - environment-system   # on the wall
""",
    ),
    "an empty list": (
        {"quality.papers": []},
        {},
        """\
-  quality.papers:
-    - quality-system
-    # applied for in May
-    - laboratory   # on the wall
+  # applied for in May
+  quality.papers: []
+    # on the wall
""",
    ),
    "a removed answer without a comment takes its line with it": (
        {"dependence.share": None, "safety.remarks": None},
        {},
        """\
-  safety.remarks: "A clean canteen."
-  dependence.share: 20
""",
    ),
    "a removed answer with a comment leaves its key": (
        {"quality.checks": None, "quality.papers": None},
        {},
        """\
-  quality.checks: 0   # two lots
+  quality.checks:   # two lots
+  # applied for in May
-    - quality-system
-    # applied for in May
-    - laboratory   # on the wall
+    # on the wall
""",
    ),
    "new answers are inserted in the order of the questions": (
        {"hours.recorded": 4, "hours.passports": "no", "dependence.stock": "unknown"},
        {},
        """\
+  hours.recorded: 4
+  hours.passports: no
+  dependence.stock: unknown
""",
    ),
    "profile answers": (
        {},
        {
            "profile": {"goods": ["parts", "chemicals"], "visit": "announced"},
            "respondent": "Wu",
            "date": "2026-04-01",
        },
        """\
-respondent: Lin Mei, purchasing   # and nobody else
-date: 2026-03-31
+respondent: Wu   # and nobody else
+date: 2026-04-01
-  goods: [parts]   # for now
+  goods: [parts, chemicals]   # for now
+  visit: announced
""",
    ),
    "the cover": (
        {},
        {"enterprise": "Lamps", "prepared_by": "Wu: buyer", "prepared_for": "Lin", "confidentiality": "yes"},
        """\
+enterprise: Lamps
+prepared_by: "Wu: buyer"
+prepared_for: Lin
+confidentiality: yes
""",
    ),
    "removed profile answers": (
        {},
        {"profile": {"goods": None}, "respondent": "", "date": ""},
        """\
-respondent: Lin Mei, purchasing   # and nobody else
-date: 2026-03-31
+respondent:   # and nobody else
-  goods: [parts]   # for now
+  goods:   # for now
""",
    ),
}


def difference(before: str, after: str) -> str:
    """The removed and the added lines."""
    lines = difflib.unified_diff(before.splitlines(True), after.splitlines(True), n=0)
    return "".join(line for line in lines if not line.startswith(("---", "+++", "@@")))


@pytest.mark.parametrize("newline", ["\n", "\r\n"], ids=["unix", "windows"])
@pytest.mark.parametrize("case", EDITS)
def test_only_what_changed_is_edited(case: str, newline: str) -> None:
    changes, more, expected = EDITS[case]
    text = FILE.replace("\n", newline)
    after = edited(text, changes, **more)
    assert after.count(newline) == after.count("\n")
    assert difference(FILE, after.replace(newline, "\n")) == expected
    given = change_answers(parse_answers(text, AUDIT), AUDIT, changes, **more)
    assert parse_answers(after, AUDIT) == given


def test_new_answers_are_inserted_in_the_order_of_the_questions() -> None:
    text = edited(FILE, {"hours.recorded": 4, "hours.passports": "no", "safety.spills": "trained"})
    keys = re.findall(r"^  ([a-z-]+\.[a-z-]+):", text, re.MULTILINE)
    assert keys == [id for id in AUDIT.questions if id in keys]


def test_the_first_question_is_inserted_first() -> None:
    text = HEAD + "answers:  # ours\n  # later\n  hours.recorded: 4\n"
    assert edited(text, {"quality.checks": "traced", "quality.on-time": 90}) == (
        HEAD
        + "answers:  # ours\n  quality.checks: traced\n  quality.on-time: 90\n"
        + "  # later\n  hours.recorded: 4\n"
    )


OTHER_LAYOUTS = {
    "no answers yet": (
        HEAD,
        HEAD + "profile:\n  visit: announced\nanswers:\n  quality.checks: traced\n  quality.on-time: 90\n",
    ),
    "no answers yet, but the key `answers`": (
        HEAD + "answers:  # none so far\nprofile: {}\n",
        HEAD + "answers:  # none so far\n  quality.checks: traced\n  quality.on-time: 90\n"
        "profile:\n  visit: announced\n",
    ),
    "on one line, in braces": (
        "{questionnaire: supplier-audit, version: 2.0.0, answers: {quality.checks: 0}}\n",
        "{questionnaire: supplier-audit, version: 2.0.0, profile: {visit: announced}, "
        "answers: {quality.checks: 4, quality.on-time: 90}}\n",
    ),
    "in braces over several lines": (
        HEAD + "answers: {\n  quality.checks: never,  # bad\n  hours.recorded: 4  # good\n}\n",
        HEAD + "profile:\n  visit: announced\nanswers: {\n  quality.checks: traced,  # bad\n"
        "  quality.on-time: 90,\n  hours.recorded: 4  # good\n}\n",
    ),
    "with a question mark before each key": (
        HEAD + "answers:\n  ? quality.checks\n  : never\n  ? hours.recorded\n",
        HEAD + "profile:\n  visit: announced\nanswers:\n  ? quality.checks\n  : traced\n"
        "  quality.on-time: 90\n  ? hours.recorded\n",
    ),
    "without a line break at the end": (
        HEAD + "answers: {}",
        HEAD + "profile:\n  visit: announced\nanswers:\n  quality.checks: traced\n  quality.on-time: 90",
    ),
}


@pytest.mark.parametrize("layout", OTHER_LAYOUTS)
def test_answers_are_inserted_in_the_style_of_the_file(layout: str) -> None:
    text, expected = OTHER_LAYOUTS[layout]
    changes = {"quality.checks": "traced", "quality.on-time": 90}
    assert edited(text, changes, profile={"visit": "announced"}) == expected


def test_a_file_in_json_stays_json() -> None:
    raw = {
        "questionnaire": "supplier-audit",
        "version": "2.0.0",
        "answers": {"quality.checks": 0, "quality.on-time": 95, "safety.exits": {"value": 1, "note": "中文"}},
    }
    text = json.dumps(raw, ensure_ascii=False, indent=2)
    changes = {
        "quality.checks": None,
        "quality.on-time": {"value": 90, "note": 'say\x7f\u2028 "no"', "evidence": ["a", "b"]},
        "safety.exits": {"value": 1, "note": "中文", "owner": "Wu"},
        "safety.remarks": "no",
    }
    after = edited(text, changes, respondent="Wu")
    del raw["answers"]["quality.checks"]  # type: ignore[attr-defined]
    expected = {key: value for key, value in changes.items() if value}
    assert json.loads(after) == {**raw, "respondent": "Wu", "answers": expected}
    assert (
        '\n    "safety.exits": {\n      "value": 1,\n      "note": "中文",\n      "owner": "Wu"\n    },\n'
        in after
    )


# --- any change to any file -----------------------------------------------------------------------------

WORDS = [
    "fine",
    "Lin Mei, purchasing",
    "it's: so #1",
    "# no comment",
    "no",
    "true",
    "7",
    "~",
    "- a",
    "a: b",
    "a, b]",
    "{a}",
    "中文，好",
    "two\nlines",
    'say "no"',
    "C:\\temp",
    "&a",
    "---",
    "%TAG",
    "a\tb",
    "\x7f",
    "...",
]
notes = st.sampled_from(WORDS)


@st.composite
def values(draw: st.DrawFn, questionnaire: Questionnaire, id: str) -> Any:
    """A possible value of one question in an answers file."""
    question = questionnaire.questions[id]
    kind = getattr(question, "type", "choice")
    ids = [option.id for option in question.choices]
    kinds: dict[str, st.SearchStrategy[Any]] = {
        "text": notes,
        "number": st.sampled_from([0, 7, 2.5, 40]),
        "several": st.lists(st.sampled_from(ids or [""]), unique=True).filter(_stand_together(question)),
        "scale": st.sampled_from([int(option.score) for option in question.choices] or [0]),
    }
    value = draw(kinds.get(kind, st.sampled_from(ids or [""])) | st.sampled_from(["unknown", None]))
    if draw(st.booleans()):
        return value
    details = {"value": value, "note": draw(notes), "owner": draw(notes), "evidence": draw(st.lists(notes))}
    if question.not_applicable and draw(st.booleans()):
        details["not_applicable"] = draw(notes)
        del details["value"]
    kept = draw(st.sets(st.sampled_from(sorted(details))))
    details = {key: item for key, item in details.items() if key in kept}
    if question.own_words and question.own_words.id in (details.get("value") or ()):
        details["other"] = draw(notes)
    return details


def _stand_together(question: Question) -> Callable[[list[str]], bool]:
    return lambda ids: len(ids) < 2 or not any(o.exclusive and o.id in ids for o in question.choices)


@st.composite
def changed(draw: st.DrawFn, answers: Answers, questionnaire: Questionnaire) -> Answers:
    """`answers` after some changes of every kind."""
    ids = draw(st.lists(st.sampled_from(list(questionnaire.questions)), unique=True, max_size=6))
    compared = draw(markets(answers, questionnaire))
    facts = {
        asked.id: draw(
            st.none()
            | st.sampled_from([option.id for option in asked.options])
            | (
                st.lists(st.sampled_from([option.id for option in asked.options]), unique=True)
                if asked.several
                else st.none()
            )
        )
        for asked in questionnaire.profile
        if draw(st.booleans()) and not (asked is questionnaire.markets and (compared or answers.markets))
    }
    return change_answers(
        answers,
        questionnaire,
        {id: draw(values(questionnaire, id)) for id in ids},
        profile=facts,
        markets=compared,
        respondent=draw(st.none() | st.just("") | notes),
        enterprise=draw(st.none() | st.just("") | notes),
        prepared_by=draw(st.none() | st.just("") | notes),
        prepared_for=draw(st.none() | st.just("") | notes),
        confidentiality=draw(st.none() | st.just("") | notes),
        date=draw(st.none() | st.just("") | st.dates(datetime.date(1900, 1, 1))),
    )


@st.composite
def markets(draw: st.DrawFn, answers: Answers, questionnaire: Questionnaire) -> dict[str, Any]:
    """Some markets to put in, and some to take out, among those that the profile names."""
    asked = questionnaire.markets
    chosen = answers.profile.get(asked.id, ()) if asked else ()
    changed: dict[str, Any] = {id: None for id in answers.markets if draw(st.booleans())}
    for number in range(draw(st.integers(0, 3)) if chosen else 0):
        ids = draw(st.lists(st.sampled_from(list(questionnaire.local_questions)), unique=True, max_size=4))
        changed[draw(st.sampled_from([f"new-{number}", *changed]))] = {
            "title": f"New {number} # {number}",
            "market": draw(st.sampled_from(chosen)),
            "showstopper": draw(st.none() | notes.map("Because {}".format)),
            "answers": {id: draw(values(questionnaire, id)) for id in ids},
        }
    return changed


def comments(text: str) -> list[str]:
    """The lines that are comments, without their indentation."""
    return [line.strip() for line in text.splitlines() if line.lstrip().startswith("#")]


def missing(before: list[str], after: list[str]) -> Counter[str]:
    """The lines that are missing from `after`, with their counts."""
    return Counter(before) - Counter(after)


FILES: dict[str, tuple[Questionnaire, str]] = {
    **{
        path.stem: (GLOBAL, path.read_text(encoding="utf-8"))
        for path in sorted((ROOT / "examples").glob("*.yaml"))
    },
    "the template": (GLOBAL, template(GLOBAL, quick=False)),
    "the quick template": (GLOBAL, template(GLOBAL, quick=True)),
    "the template of the audit": (AUDIT, template(AUDIT, quick=False)),
    "the audit": (AUDIT, (ROOT / "docs/examples/supplier-audit/answers.yaml").read_text(encoding="utf-8")),
    "the second visit": (AUDIT, FILE),
    "a file that an interview wrote": (
        GLOBAL,
        answers_text(load_answers(ROOT / "examples" / "ningbo-ev-parts.yaml", GLOBAL), GLOBAL),
    ),
}


@pytest.mark.parametrize("name", FILES)
@settings(max_examples=6, deadline=None)
@given(data=st.data())
def test_any_change_to_a_file_round_trips_and_keeps_every_comment(name: str, data: st.DataObject) -> None:
    questionnaire, before = FILES[name]
    answers = parse_answers(before, questionnaire)
    target = data.draw(changed(answers, questionnaire))
    after = answers_text(target, questionnaire, before)
    assert parse_answers(after, questionnaire) == target
    assert missing(comments(before), comments(after)) == Counter()
    # And back again: the answers are the same as before the changes.
    again = answers_text(answers, questionnaire, after)
    assert parse_answers(again, questionnaire) == answers
    assert missing(comments(before), comments(again)) == Counter()
    assert answers_text(answers, questionnaire, again) == again


@settings(max_examples=100, deadline=None)
@given(st.data())
def test_any_change_to_any_layout_round_trips_and_keeps_every_comment(data: st.DataObject) -> None:
    file = data.draw(answers_files())
    text, _words = data.draw(texts(file))
    questionnaire = file.past.questionnaire
    before = upgrade(Source("f", text), questionnaire).text
    target = data.draw(changed(parse_answers(before, questionnaire), questionnaire))
    after = answers_text(target, questionnaire, before)
    assert replace(parse_answers(after, questionnaire), notices=()) == replace(target, notices=())
    remark = r"remark \d+, is it: {x\? y}, \[z\]\?"
    assert missing(re.findall(remark, before), re.findall(remark, after)) == Counter()
    breaks = set(re.findall(r"\r\n|\n|\r", before)) or {"\n"}
    assert set(re.findall(r"\r\n|\n|\r", after)) <= breaks
    assert answers_text(target, questionnaire, after) == after


# --- the file on the disk -------------------------------------------------------------------------------


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "a.yaml"
    path.write_text(FILE, encoding="utf-8", newline="")
    return path


def test_a_file_is_edited_and_keeps_its_permissions(file: Path) -> None:
    file.chmod(0o640)
    given = change_answers(load_answers(file, AUDIT), AUDIT, {"quality.on-time": 96})
    write_answers(given, AUDIT, str(file))
    assert file.read_text(encoding="utf-8") == FILE.replace("on-time: 95", "on-time: 96")
    assert stat.S_IMODE(file.stat().st_mode) == 0o640
    assert [path.name for path in file.parent.iterdir()] == ["a.yaml"]


def test_a_file_keeps_its_byte_order_mark_and_its_line_breaks(file: Path) -> None:
    file.write_bytes(b"\xef\xbb\xbf" + FILE.replace("\n", "\r\n").encode())
    given = change_answers(load_answers(file, AUDIT), AUDIT, {"quality.on-time": 96, "hours.recorded": 4})
    write_answers(given, AUDIT, file)
    content = file.read_bytes()
    assert content.startswith(b"\xef\xbb\xbf# Our second visit\r\n")
    assert content.count(b"\n") == content.count(b"\r\n") == FILE.count("\n") + 1
    assert load_answers(file, AUDIT) == given


def test_a_text_keeps_its_byte_order_mark() -> None:
    given = parse_answers("\ufeff" + FILE, AUDIT)
    assert answers_text(given, AUDIT, "\ufeff" + FILE) == "\ufeff" + FILE


def test_a_file_with_the_same_answers_is_not_touched(file: Path) -> None:
    before = file.stat()
    write_answers(load_answers(file, AUDIT), AUDIT, file)
    after = file.stat()
    assert (after.st_mtime_ns, after.st_ino) == (before.st_mtime_ns, before.st_ino)


def test_a_link_is_kept_and_its_target_written(file: Path) -> None:
    link = file.with_name("link.yaml")
    link.symlink_to(file)
    write_answers(answers_of({"quality.on-time": 96}), AUDIT, link)
    assert link.is_symlink()
    assert load_answers(file, AUDIT) == answers_of({"quality.on-time": 96})


REFUSED = {
    "not an answers file": ("quality.on-time: 95\n", "other-kind"),
    "not YAML": ("answers: [\n", "yaml-syntax"),
    "a list": ("- 1\n", "answers-shape"),
    "of another questionnaire": ("questionnaire: other\nversion: 2.0.0\n", "other-questionnaire"),
    "of an older major version": ("questionnaire: supplier-audit\nversion: 1.0.0\n", "older-version"),
    "of a newer version": ("questionnaire: supplier-audit\nversion: 2.1.0\n", "newer-version"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_a_file_that_is_not_an_answers_file_is_not_overwritten(case: str, file: Path) -> None:
    text, code = REFUSED[case]
    file.write_text(text, encoding="utf-8")
    with pytest.raises(InvalidInput) as caught:
        write_answers(answers_of({"quality.on-time": 96}), AUDIT, file)
    assert code in [problem.code for problem in caught.value.problems]
    assert {problem.file for problem in caught.value.problems} == {str(file)}
    assert file.read_text(encoding="utf-8") == text


def test_a_missing_folder_is_an_os_error(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError) as caught:
        write_answers(answers_of({}), AUDIT, tmp_path / "no" / "a.yaml")
    assert caught.value.filename == str(tmp_path / "no" / "a.yaml")


def test_answers_too_large_to_be_read_are_not_written(tmp_path: Path) -> None:
    long = answers_of({id: {"note": "x" * 300_000} for id in list(AUDIT.questions)[:8]})
    with pytest.raises(InvalidInput, match="too-large: the file is larger than 2 MiB"):
        write_answers(long, AUDIT, tmp_path / "a.yaml")
    assert list(tmp_path.iterdir()) == []


# --- answers of an older version ------------------------------------------------------------------------


def test_answers_to_an_older_version_are_written_for_this_one(tmp_path: Path) -> None:
    folder = folder_of(tmp_path / "harbour")
    main = folder / "questionnaire.yaml"
    main.write_text(
        FOLDER["questionnaire.yaml"].replace("version: 2.0.0\ntitle", "version: 2.1.0\ntitle"),
        encoding="utf-8",
    )
    harbour = load_questionnaire(folder)
    path = tmp_path / "a.yaml"
    path.write_text(
        "# ours\nquestionnaire: harbour\nversion: 2.0.0\n"
        "answers:\n  # the anchor\n  ship.anchor: 1\n  ship.crew: own  # the king's\n",
        encoding="utf-8",
    )
    given = load_answers(path, harbour)
    assert [notice.question for notice in given.notices] == ["ship.anchor"]
    write_answers(change_answers(given, harbour, {"ship.cargo": "yes"}), harbour, path)
    assert path.read_text(encoding="utf-8") == (
        "# ours\nquestionnaire: harbour\nversion: 2.1.0\nanswers:\n  # the anchor\n"
        "  # Not asked since version 2.1.0:\n  # ship.anchor: 1\n"
        "  ship.crew: own  # the king's\n  ship.cargo: yes\n"
    )
    assert load_answers(path, harbour).notices == ()


# --- answers that a program made ------------------------------------------------------------------------


def test_answers_to_another_questionnaire_are_refused() -> None:
    other = parse_answers("questionnaire: going-global\nversion: 2.0.0\n", GLOBAL)
    with pytest.raises(ReadinessError) as caught:
        answers_text(other, AUDIT)
    assert str(caught.value) == (
        "these answers were read for going-global 2.0.0, not for supplier-audit 2.0.0;"
        " load them with that questionnaire"
    )


@pytest.mark.parametrize(
    ("part", "id"), [("given", "quality.check"), ("profile", "good")], ids=["question", "fact"]
)
def test_an_unknown_id_is_refused(part: str, id: str) -> None:
    content: Any = {id: Answer(State.UNKNOWN)} if part == "given" else {id: ("parts",)}
    with pytest.raises(ReadinessError) as caught:
        answers_text(replace(answers_of({}), **{part: content}), AUDIT)
    assert str(caught.value) == f"there is no “{id}” in the questionnaire supplier-audit"


def test_values_that_a_file_cannot_contain_are_refused() -> None:
    made = replace(answers_of({}), given={"hours.recorded": Answer(State.NOT_APPLICABLE, reason="no clock")})
    with pytest.raises(InvalidInput) as caught:
        answers_text(made, AUDIT)
    assert [problem.code for problem in caught.value.problems] == ["always-applicable"]


def test_blanks_around_a_text_are_not_written() -> None:
    made = replace(answers_of({}), given={"safety.remarks": Answer(State.ANSWERED, " clean ", note=" n ")})
    assert parse_answers(answers_text(made, AUDIT), AUDIT)["safety.remarks"] == Answer(
        State.ANSWERED, "clean", note="n"
    )
