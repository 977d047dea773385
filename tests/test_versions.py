"""Versions: the history of a questionnaire, and how answers to older versions follow it."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings

from pasts import ALWAYS, File, answers_files
from readiness import InvalidInput, Questionnaire, build_report, load_questionnaire, score
from readiness.answers.answers import OPEN, Answer, Answers, Notice, State
from readiness.answers.reading import read_answers, read_raw
from readiness.answers.versions import renames_since
from readiness.answers.writing import as_written
from readiness.loading.meaning import CHECKS
from readiness.questionnaire.questionnaire import Questionnaire as Model
from readiness.source.complaints import Fault
from readiness.source.source import Source
from small import question, questionnaire, section

# The history of `harbour`: men became sailors and then crew; the anchor and the size were retired.
HISTORY: list[dict[str, Any]] = [
    {"version": "2.1.0", "renamed": {"ship.men": "ship.sailors"}, "retired": ["ship.anchor"]},
    {
        "version": "2.3.0",
        "renamed": {"ship.sailors": "ship.crew"},
        "renamed_options": {
            "ship.crew": {"navy": "level-1"},
            "ship.sails": {"linen": "cloth", "hemp": "cloth"},
        },
        "added": ["ship.cargo"],
        "profile": {
            "renamed": {"phase": "stage"},
            "renamed_options": {"stage": {"domestic": "home"}},
            "retired": ["size"],
            "added": ["markets"],
        },
    },
    {"version": "2.3.2", "renamed_options": {"ship.crew": {"level-x": "level-2"}}},
]
SAILS = {
    "id": "ship.sails",
    "type": "several",
    "text": "Which?",
    "options": [{"id": "cloth", "score": 1, "text": "Cloth."}, {"id": "silk", "score": 2, "text": "Silk."}],
}
OTHERS: list[dict[str, Any]] = [
    {"id": "ship.knots", "type": "number", "text": "How fast?", "worst": 0, "best": 20},
    {"id": "ship.flag", "type": "yes-no", "text": "A flag?"},
    {"id": "ship.state", "type": "scale", "text": "How good?", "minimum": 1, "maximum": 5},
]
PROFILE: list[dict[str, Any]] = [
    {
        "id": id,
        "title": id,
        "text": "Which?",
        "several": id == "markets",
        "options": [{"id": "home", "text": "Home"}, {"id": "abroad", "text": "Abroad"}],
    }
    for id in ("stage", "markets")
]


def harbour(history: list[dict[str, Any]], version: str = "2.4.0") -> Questionnaire:
    return questionnaire(
        section("ship", question("ship.crew"), question("ship.cargo"), SAILS, *OTHERS),
        id="harbour",
        version=version,
        profile=PROFILE,
        history=history,
    )


HARBOUR = harbour(HISTORY)


def made_for(
    version: str, given: dict[str, Any], profile: dict[str, Any] | None = None, *, across_major: bool = False
) -> Answers:
    raw = {"questionnaire": "harbour", "version": version, "answers": given, "profile": profile or {}}
    return read_raw(raw, HARBOUR, across_major=across_major)


def refused(text: str, asked: Questionnaire = HARBOUR) -> list[str]:
    """The problems of an answers file that has `text` after the questionnaire's id."""
    with pytest.raises(InvalidInput) as caught:
        read_answers(Source("f", f"questionnaire: harbour\n{text}"), asked)
    return [str(problem) for problem in caught.value.problems]


def reported(found: Answers, *kinds: str) -> list[Notice]:
    return [notice for notice in found.notices if notice.kind in (kinds or ("option-gone",))]


# --- answers follow the history -----------------------------------------------------------------------


@settings(max_examples=150, deadline=None)
@given(answers_files())
def test_every_answer_follows_the_history_and_every_change_is_reported(file: File) -> None:
    asked = file.past.questionnaire
    found = read_raw(file.raw, asked, across_major=True)
    values: dict[str, Any] = {
        id: list(chosen) if asked.profile_question(id) else chosen for id, chosen in found.profile.items()
    }
    for id, answer in found.given.items():
        assert answer.value is not None
        values[id] = asked.questions[id].written(answer.value)
    kept = [item for item in file.answers if item.old.asked.id]
    expected = {str(item.old.asked.id): item.now for item in kept if not item.gone}
    assert {id: sorted(v) if isinstance(v, list) else v for id, v in values.items()} == {
        id: sorted(v) if isinstance(v, list) else v for id, v in expected.items()
    }

    def notices(kind: str) -> list[tuple[str, str]]:
        return sorted((item.question, item.part) for item in found.notices if item.kind == kind)

    def placed(items: list[tuple[str, bool]]) -> list[tuple[str, str]]:
        return sorted((id, "profile" if profile else "answers") for id, profile in items)

    assert notices("renamed") == placed(
        [(i.old.id, i.old.asked.profile) for i in kept if i.old.id != i.old.asked.id]
    )
    assert notices("retired") == placed(
        [(i.old.id, i.old.asked.profile) for i in file.answers if i.old.asked.id is None]
    )
    assert notices("option-gone") == placed(
        [(str(i.old.asked.id), i.old.asked.profile) for i in kept if i.gone]
    )
    changed = [
        (str(item.old.asked.id), item.old.asked.profile)
        for item in kept
        if not item.gone
        for id in (item.raw if isinstance(item.raw, list) else [item.raw])
        if id in item.old.options and item.old.options[id].id != id
    ]
    assert notices("option-renamed") == placed(changed)
    before = {ALWAYS["id"], *(str(old.asked.id) for old in file.past.old)}
    assert notices("added") == placed([(id, False) for id in asked.questions if id not in before])
    assert read_raw(as_written(found, asked), asked) == dataclasses.replace(found, notices=())


def test_a_question_is_followed_from_every_version_that_named_it_differently() -> None:
    for version, id in (("2.0.0", "ship.men"), ("2.2.9", "ship.sailors"), ("2.3.0", "ship.crew")):
        assert made_for(version, {id: 3})["ship.crew"].value == HARBOUR.questions["ship.crew"].option(
            "level-3"
        )


def test_details_move_with_a_renamed_question() -> None:
    detailed = {"value": "navy", "note": "hired", "evidence": ["the roll"], "owner": "Chen"}
    found = made_for("2.0.0", {"ship.men": detailed, "ship.cargo": 0}, {"markets": []})
    level = HARBOUR.questions["ship.crew"].option("level-1")
    assert found["ship.crew"] == Answer(State.ANSWERED, level, "hired", ("the roll",), "Chen")
    assert found.notices == (
        Notice("renamed", "ship.men", "ship.crew"),
        Notice("option-renamed", "ship.crew", "level-1"),
    )


def test_the_renaming_of_an_option_depends_on_the_version_of_the_answers() -> None:
    assert made_for("2.3.1", {"ship.crew": "level-x"})["ship.crew"].value is not None
    assert reported(made_for("2.3.1", {"ship.crew": "navy"})) == [
        Notice("option-gone", "ship.crew", "“navy”")
    ]


def test_two_options_that_became_one_are_one_answer() -> None:
    found = made_for("2.0.0", {"ship.sails": ["hemp", "silk", "linen"]})
    assert found["ship.sails"].value == tuple(HARBOUR.questions["ship.sails"].choices)
    assert reported(found, "option-renamed") == [Notice("option-renamed", "ship.sails", "cloth")] * 2


@pytest.mark.parametrize(
    ("question", "raw", "detail"),
    [
        ("ship.crew", "pirates", "“pirates”"),
        ("ship.crew", 7, "7"),
        ("ship.crew", 2.5, "2.5"),
        ("ship.crew", True, "true"),
        ("ship.crew", ["level-1"], "“level-1”"),
        ("ship.sails", ["tar", "silk", "oil"], "“tar”, “oil”"),
        ("ship.sails", "silk", "“silk”"),
        ("ship.knots", "fast", "“fast”"),
        ("ship.flag", 1, "1"),
        ("ship.state", 6, "6"),
    ],
)
def test_an_answer_no_longer_accepted_leaves_the_question_open_and_is_reported(
    question: str, raw: Any, detail: str
) -> None:
    found = made_for("2.3.0", {question: {"value": raw, "note": "kept"}})
    assert found[question] == OPEN._replace(note="kept")
    assert reported(found) == [Notice("option-gone", question, detail)]


@pytest.mark.parametrize(("value", "column"), [("{a: 1}", 23), ("[1, 2]", 24), ("[[level-1]]", 24)])
def test_a_value_that_was_never_accepted_is_a_problem_in_answers_to_any_version(
    value: str, column: int
) -> None:
    (problem, *_more) = refused(f"version: 2.0.0\nanswers:\n  ship.sails: {{value: {value}}}\n")
    assert problem.startswith(f"f:4:{column}: not-a-level:")


def test_an_option_listed_twice_is_not_treated_as_two_merged_options() -> None:
    found = made_for("2.0.0", {"ship.sails": ["linen", "linen"]})
    assert reported(found) == [Notice("option-gone", "ship.sails", "“linen”, “linen”")]


def test_a_profile_question_is_followed_too() -> None:
    found = made_for("2.0.0", {"ship.cargo": 1}, {"phase": "domestic", "size": ["large"]})
    assert found.profile == {"stage": ("home",)}
    assert found.notices == (
        Notice("renamed", "phase", "stage", "profile"),
        Notice("retired", "size", "", "profile"),
        Notice("option-renamed", "stage", "home", "profile"),
        Notice("added", "markets", "", "profile"),
    )


@pytest.mark.parametrize(
    ("profile", "detail"),
    [
        ({"stage": "mars"}, "“mars”"),
        ({"markets": ["home", "mars"]}, "“mars”"),
        ({"stage": ["home", "abroad"]}, "“home”, “abroad”"),
    ],
)
def test_a_profile_answer_no_longer_accepted_is_open_and_reported(
    profile: dict[str, Any], detail: str
) -> None:
    found = made_for("2.3.0", {}, profile)
    assert found.profile == {}
    (id,) = profile
    assert reported(found) == [Notice("option-gone", id, detail, "profile")]


# --- retired and unknown ids --------------------------------------------------------------------------


@pytest.mark.parametrize("version", ["2.0.0", "2.3.2", "2.4.0", "2.4.7"])
def test_an_answer_to_a_retired_question_is_kept_ignored_and_named_in_every_version(version: str) -> None:
    found = made_for(version, {"ship.anchor": ["anything"], "ship.cargo": 1}, {"size": 3, "markets": "home"})
    assert found.given.keys() == {"ship.cargo"}
    assert reported(found, "retired") == [
        Notice("retired", "size", "", "profile"),
        Notice("retired", "ship.anchor"),
    ]


def test_an_old_id_in_answers_to_the_current_version_is_refused_with_the_new_one() -> None:
    assert refused("version: 2.4.0\nanswers:\n  ship.men: 1\n") == [
        "f:4:3: unknown-question: there is no question “ship.men”\n"
        "      ship.men: 1\n"
        "      ^\n"
        "    It is called “ship.crew” now."
    ]


def test_an_answer_by_the_old_and_the_new_id_is_refused() -> None:
    assert refused("version: 2.0.0\nprofile: {phase: home, stage: home}\n") == [
        "f:3:24: two-answers: “stage” is answered twice, also as “phase”\n"
        "    stage: home}\n"
        "    ^\n"
        "    Keep one of the two."
    ]


# --- major versions -----------------------------------------------------------------------------------

OLDER = "version: 1.9.0\nanswers: {ship.men: navy, ship.anchor: 1, ship.crew-size: 3}\n"
REMEDY = "Run `readiness answers upgrade FILE`; it lists every change and keeps the old file."


def test_answers_to_an_older_major_version_get_the_remedy_and_all_real_problems() -> None:
    older, misspelt = refused(OLDER)
    assert older == (
        "f:2:10: older-version: these answers are for version 1.9.0; the questionnaire is 2.4.0\n"
        "    version: 1.9.0\n"
        "             ^\n"
        f"    {REMEDY}"
    )
    assert misspelt.startswith("f:3:43: unknown-question: there is no question “ship.crew-size”")


def test_answers_can_be_followed_across_a_major_version_on_request() -> None:
    found = made_for("1.9.0", {"ship.men": "navy"}, across_major=True)
    assert found["ship.crew"].value == HARBOUR.questions["ship.crew"].option("level-1")


def test_answers_to_a_newer_version_are_refused() -> None:
    (problem,) = refused("version: 2.5.0\n")
    assert "newer-version: these answers are for version 2.5.0; the questionnaire is 2.4.0" in problem


# --- what is reported ---------------------------------------------------------------------------------


def test_a_report_shows_every_change() -> None:
    found = made_for(
        "2.0.0", {"ship.men": "navy", "ship.anchor": 1, "ship.sails": ["tar"]}, {"markets": ["home"]}
    )
    assert build_report(score(HARBOUR, found)).notices == (
        "“ship.men” is now called “ship.crew”; its answer is kept.",
        "“ship.anchor” is no longer asked; its answer is kept but does not count.",
        "The answer chosen for “ship.crew” is now called “level-1”.",
        "“ship.sails” no longer takes the answer “tar”; please answer it again.",
        "“ship.cargo” is new and not answered yet.",
    )


def test_a_new_question_that_is_already_answered_is_not_reported() -> None:
    assert made_for("2.2.0", {"ship.cargo": 1}, {"markets": "home"}).notices == ()


# --- rules for a history ------------------------------------------------------------------------------


def faults(*changes: dict[str, Any], version: str = "2.4.0") -> list[Fault]:
    raw = HARBOUR.model_dump(by_alias=True, exclude_unset=True, mode="json")
    built = Model.model_validate({**raw, "version": version, "history": list(changes)})
    return [fault for run in CHECKS for fault in run(built)]


@pytest.mark.parametrize(
    ("changes", "path", "code"),
    [
        ([{"version": "2.5.0"}], ("history", 0, "version"), "history-version"),
        ([{"version": "2.1.0"}, {"version": "2.0.9"}], ("history", 1, "version"), "history-order"),
        ([{"version": "2.1.0"}, {"version": "2.1.0"}], ("history", 1, "version"), "history-order"),
        (
            [{"version": "2.1.0", "renamed": {"a": "ship.crw"}}],
            ("history", 0, "renamed", "a"),
            "unknown-question",
        ),
        (
            [{"version": "2.1.0", "renamed": {"a": "ship.crew", "b": "ship.crew"}}],
            ("history", 0, "renamed", "b"),
            "history-merged",
        ),
        (
            [
                {"version": "2.1.0", "renamed": {"a": "ship.crew"}},
                {"version": "2.2.0", "renamed": {"b": "ship.crew"}},
            ],
            ("history", 0, "renamed", "a"),
            "unknown-question",
        ),
        (
            [{"version": "2.1.0", "retired": ["a", "ship.crew"]}],
            ("history", 0, "retired", 1),
            "history-reused",
        ),
        (
            [{"version": "2.1.0", "retired": ["a"]}, {"version": "2.2.0", "renamed": {"a": "ship.crew"}}],
            ("history", 0, "retired", 0),
            "history-reused",
        ),
        (
            [{"version": "2.1.0", "added": ["ship.anchor"]}],
            ("history", 0, "added", 0),
            "unknown-question",
        ),
        (
            [{"version": "2.1.0", "renamed_options": {"ship.men": {"a": "b"}}}],
            ("history", 0, "renamed_options", "ship.men"),
            "unknown-question",
        ),
        (
            [{"version": "2.1.0", "renamed_options": {"ship.crew": {"a": "level-9"}}}],
            ("history", 0, "renamed_options", "ship.crew", "a"),
            "unknown-option",
        ),
        (
            [{"version": "2.1.0", "renamed_options": {"ship.crew": {"level-0": "level-1"}}}],
            ("history", 0, "renamed_options", "ship.crew", "level-0"),
            "history-reused",
        ),
        (
            [{"version": "2.1.0", "profile": {"renamed": {"a": "stages"}}}],
            ("history", 0, "profile", "renamed", "a"),
            "unknown-question",
        ),
        (
            [{"version": "2.1.0", "profile": {"renamed_options": {"stage": {"a": "hom"}}}}],
            ("history", 0, "profile", "renamed_options", "stage", "a"),
            "unknown-option",
        ),
    ],
)
def test_a_history_that_contradicts_itself_is_an_error(
    changes: list[dict[str, Any]], path: tuple[Any, ...], code: str
) -> None:
    (fault,) = faults(*changes)
    assert (fault.path, fault.code) == (path, code)


def test_old_ids_are_known_in_the_versions_that_used_them() -> None:
    assert (
        faults(
            {"version": "1.1.0", "added": ["b"], "renamed_options": {"b": {"x": "y"}, "a": {"u": "v"}}},
            {"version": "1.2.0", "renamed": {"a": "ship.crew"}, "retired": ["b"]},
            {"version": "2.0.0", "renamed_options": {"ship.crew": {"v": "level-1"}}},
        )
        == []
    )


def test_errors_of_a_history_are_placed_in_its_file(tmp_path: Path) -> None:
    (tmp_path / "questionnaire.yaml").write_text(
        "id: tiny\nversion: 1.1.0\ntitle: Tiny\nbands: [{id: start, title: Start}]\n"
        "sections:\n  - id: s\n    title: S\n    questions: [{id: s.new, type: yes-no, text: Yes?}]\n"
        "history:\n  - version: 1.1.0\n    renamed: {s.old: s.nwe}\n",
        encoding="utf-8",
    )
    with pytest.raises(InvalidInput) as caught:
        load_questionnaire(tmp_path)
    assert str(caught.value) == (
        f"{tmp_path}/questionnaire.yaml:11:22: unknown-question: “s.nwe” is not known\n"
        "        renamed: {s.old: s.nwe}\n"
        "                         ^\n"
        "    Did you mean “s.new”?"
    )


def test_nothing_is_renamed_without_a_history() -> None:
    renames = renames_since(harbour([]), "0.0.1")
    assert renames.id("ship.men") == "ship.men"
    assert renames.option("ship.crew", "navy") == "navy"
    assert (renames.retired, renames.added) == (frozenset(), frozenset())


def test_a_question_added_and_retired_since_is_not_new() -> None:
    came = {"version": "2.1.0", "added": ["ship.oars", "ship.wheel"]}
    went = {"version": "2.2.0", "retired": ["ship.oars"], "renamed": {"ship.wheel": "ship.crew"}}
    renames = renames_since(harbour([came, went]), "2.0.0")
    assert (renames.added, renames.retired) == (frozenset({"ship.crew"}), frozenset({"ship.oars"}))
