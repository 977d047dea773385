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
from readiness.questionnaire.history import Change
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


def test_a_word_of_an_older_version_is_not_accepted_today_for_having_been_read_before() -> None:
    option = made_for("2.2.0", {"ship.sailors": "navy"})["ship.crew"].option
    assert option is not None
    assert option.id == "level-1"
    with pytest.raises(InvalidInput, match="“navy”"):
        made_for("2.4.0", {"ship.crew": "navy"})


def test_an_option_that_was_called_not_applicable_can_be_renamed() -> None:
    """It cannot be called so any more, since tables of firms give the word another meaning."""
    asked = harbour([{"version": "2.1.0", "renamed_options": {"ship.crew": {"not-applicable": "level-0"}}}])
    raw = {"questionnaire": "harbour", "version": "2.0.0", "answers": {"ship.crew": "not-applicable"}}
    option = read_raw(raw, asked)["ship.crew"].option
    assert option is not None
    assert option.id == "level-0"


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
        values[id] = {"not_applicable": answer.reason} if answer.reason else "unknown"
        if answer.value is not None:
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
    gone = [i.old for i in file.answers if i.old.asked.id is None]
    assert notices("retired") == placed([(o.id, o.asked.profile) for o in gone if not o.asked.instead_today])
    assert {n.question: n.detail for n in found.notices if n.kind == "replaced"} == {
        old.id: ", ".join(old.asked.instead_today) for old in gone if old.asked.instead_today
    }
    assert notices("option-gone") == placed(
        [(str(i.old.asked.id), i.old.asked.profile) for i in kept if i.gone]
    )
    changed = [
        (str(i.old.asked.id), i.old.asked.profile) for i in kept if not i.gone for _n in range(i.renamed)
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


# --- levels that changed, questions split and merged --------------------------------------------------

FLEET_HISTORY: list[dict[str, Any]] = [
    {
        "version": "2.1.0",
        "renamed": {"ship.men": "ship.crew"},
        "split": {"ship.anchor": ["ship.chain", "ship.winch"]},
    },
    {
        "version": "2.2.0",
        "rescaled": {
            "ship.crew": [
                {"was": "navy", "score": 0, "now": "hired"},
                {"was": "pirates", "score": 1, "now": None},
                {"was": "sailors", "score": 2, "now": "own"},
                {"was": "captains", "score": 3, "now": "own"},
            ],
            "ship.sails": [
                {"was": "linen", "score": 1, "now": "cloth"},
                {"was": "hemp", "score": 1, "now": "cloth"},
                {"was": "silk", "score": 2, "now": None},
            ],
        },
        "merged": {"ship.pilotage": ["ship.pilot", "ship.charts"]},
    },
    {
        "version": "2.3.0",
        "renamed": {"ship.winch": "ship.hoist"},
        "renamed_options": {"ship.crew": {"own": "ours"}},
        "retired": ["ship.chain"],
        "split": {"ship.hold": ["ship.cargo"]},
    },
    {
        "version": "2.4.0",
        "rescaled": {
            "ship.crew": [
                {"was": "hired", "score": 0, "now": "hired"},
                {"was": "ours", "score": 1, "now": "trained"},
                {"was": "pressed", "score": 5, "now": None},
            ]
        },
        "retired": ["ship.cargo"],
    },
]


def options(*ids: str) -> list[dict[str, Any]]:
    return [{"id": id, "score": score, "text": f"{id}."} for score, id in enumerate(ids)]


FLEET = questionnaire(
    section(
        "ship",
        {"id": "ship.crew", "text": "Who?", "options": options("hired", "trained", "certified")},
        {"id": "ship.sails", "type": "several", "text": "Which?", "options": options("cloth", "kevlar")},
        {"id": "ship.hoist", "type": "yes-no", "text": "A hoist?"},
        {"id": "ship.pilotage", "type": "yes-no", "text": "A pilot?", "not_applicable": "if at anchor"},
    ),
    id="fleet",
    version="2.4.0",
    history=FLEET_HISTORY,
)


def of_fleet(version: str, given: dict[str, Any]) -> Answers:
    return read_raw({"questionnaire": "fleet", "version": version, "answers": given}, FLEET)


@pytest.mark.parametrize(
    ("version", "raw", "now"),
    [
        ("2.0.0", "navy", "hired"),
        ("2.0.0", "sailors", "trained"),
        ("2.0.0", "captains", "trained"),
        ("2.1.0", 0, "hired"),
        ("2.1.0", 2, "trained"),
        ("2.1.0", 3, "trained"),
        ("2.2.0", "own", "trained"),
        ("2.3.0", "ours", "trained"),
        ("2.2.0", 0, "hired"),
        ("2.3.0", 1, "trained"),
    ],
)
def test_a_level_is_followed_by_id_and_by_number_through_every_later_change(
    version: str, raw: Any, now: str
) -> None:
    id = "ship.men" if version == "2.0.0" else "ship.crew"
    found = of_fleet(version, {id: {"value": raw, "note": "kept", "evidence": ["the roll"], "owner": "Chen"}})
    level = FLEET.questions["ship.crew"].option(now)
    assert found["ship.crew"] == Answer(State.ANSWERED, level, "kept", ("the roll",), "Chen")
    assert reported(found, "option-renamed", "option-gone") == [Notice("option-renamed", "ship.crew", now)]


@pytest.mark.parametrize(
    ("version", "raw", "detail"),
    [
        ("2.1.0", "pirates", "“pirates”"),
        ("2.1.0", 1, "1"),
        ("2.1.0", 4, "4"),  # no level had that number
        ("2.1.0", 2.0, "2.0"),
        ("2.1.0", "2", "“2”"),
        ("2.1.0", True, "true"),
        ("2.1.0", ["sailors"], "“sailors”"),
        ("2.1.0", 10**400, "1" + "0" * 79),
        ("2.3.0", 2, "2"),  # a number of an older version, and of today
        ("2.3.0", 5, "5"),
        ("2.3.0", "pressed", "“pressed”"),
    ],
)
def test_a_level_without_a_level_of_today_must_be_answered_again(version: str, raw: Any, detail: str) -> None:
    found = of_fleet(version, {"ship.crew": {"value": raw, "note": "kept"}})
    assert found["ship.crew"] == OPEN._replace(note="kept")
    assert reported(found, "option-renamed", "option-gone") == [Notice("option-gone", "ship.crew", detail)]


def test_a_level_that_stayed_is_not_reported() -> None:
    found = of_fleet("2.3.0", {"ship.crew": "hired"})
    assert found["ship.crew"].value == FLEET.questions["ship.crew"].option("hired")
    assert found.notices == ()


def test_todays_levels_are_not_followed() -> None:
    found = of_fleet("2.4.0", {"ship.crew": 2})
    assert found["ship.crew"].value == FLEET.questions["ship.crew"].option("certified")
    assert found.notices == ()


def test_an_old_number_that_several_levels_shared_is_not_guessed() -> None:
    alike = [
        {"was": "a", "score": 1, "now": "hired"},
        {"was": "b", "score": 1, "now": "hired"},
        {"was": "c", "score": 2, "now": "trained"},
    ]
    change = {"version": "2.4.0", "rescaled": {"ship.crew": alike}}
    fleet = FLEET.model_copy(update={"history": (Change.model_validate(change),)})
    renames = renames_since(fleet, "2.3.0", "answers")
    assert [renames.answer("ship.crew", raw) for raw in (1, 2, "b")] == [None, "trained", "hired"]


@pytest.mark.parametrize(
    ("raw", "now", "notices"),
    [
        ([], (), []),
        (["linen"], ("cloth",), [Notice("option-renamed", "ship.sails", "cloth")]),
        (["hemp", "linen"], ("cloth",), [Notice("option-renamed", "ship.sails", "cloth")] * 2),
        (["linen", "silk"], None, [Notice("option-gone", "ship.sails", "“silk”")]),
        (["linen", "oil"], None, [Notice("option-gone", "ship.sails", "“oil”")]),
        (["linen", "linen"], None, [Notice("option-gone", "ship.sails", "“linen”, “linen”")]),
        (1, None, [Notice("option-gone", "ship.sails", "1")]),
    ],
)
def test_each_item_of_a_list_is_followed(
    raw: Any, now: tuple[str, ...] | None, notices: list[Notice]
) -> None:
    found = of_fleet("2.1.0", {"ship.sails": raw})
    sails = FLEET.questions["ship.sails"]
    chosen = None if now is None else tuple(option for option in sails.choices if option.id in now)
    assert found["ship.sails"].value == chosen
    assert reported(found, "option-renamed", "option-gone") == notices


@pytest.mark.parametrize(
    ("old", "notice"),
    [
        ("ship.anchor", Notice("replaced", "ship.anchor", "ship.hoist")),  # of the two, one was retired
        ("ship.chain", Notice("retired", "ship.chain")),
        ("ship.pilot", Notice("replaced", "ship.pilot", "ship.pilotage")),
        ("ship.charts", Notice("replaced", "ship.charts", "ship.pilotage")),
        ("ship.hold", Notice("retired", "ship.hold")),  # split, and then what it became was retired
        ("ship.cargo", Notice("retired", "ship.cargo")),
    ],
)
@pytest.mark.parametrize("version", ["2.0.0", "2.4.0"])
def test_what_is_asked_instead_of_a_question_is_named_as_it_is_called_today(
    old: str, notice: Notice, version: str
) -> None:
    found = of_fleet(version, {old: {"value": "anything", "note": "kept in the file"}})
    assert found.given == {}
    assert reported(found, "retired", "replaced") == [notice]


def test_an_old_question_that_was_both_split_and_merged_names_all_that_is_asked_instead() -> None:
    change = {
        "version": "2.1.0",
        "split": {"ship.rig": ["ship.crew"]},
        "merged": {"ship.hoist": ["ship.rig", "ship.mast"]},
    }
    fleet = FLEET.model_copy(update={"history": (Change.model_validate(change),)})
    assert renames_since(fleet, "2.0.0", "answers").retired == {
        "ship.rig": ("ship.crew", "ship.hoist"),
        "ship.mast": ("ship.hoist",),
    }


def test_what_a_split_or_a_merger_began_to_ask_is_new() -> None:
    assert reported(of_fleet("2.0.0", {}), "added") == [
        Notice("added", "ship.hoist"),
        Notice("added", "ship.pilotage"),
    ]
    assert reported(of_fleet("2.1.0", {"ship.pilotage": "yes"}), "added") == []


def test_unknown_stays_unknown_and_not_applicable_stays_where_it_still_may_be() -> None:
    found = of_fleet(
        "2.1.0", {"ship.crew": "unknown", "ship.pilotage": {"not_applicable": "at anchor", "owner": "Li"}}
    )
    assert found.given == {
        "ship.crew": Answer(State.UNKNOWN),
        "ship.pilotage": Answer(State.NOT_APPLICABLE, owner="Li", reason="at anchor"),
    }
    assert found.notices == ()


def test_a_question_that_now_applies_to_all_is_open_and_the_old_reason_is_reported() -> None:
    given = {"ship.men": {"not_applicable": "no ships", "note": "kept", "value": None}}
    found = of_fleet("2.0.0", given)
    assert found.given == {"ship.crew": OPEN._replace(note="kept")}
    assert reported(found) == [Notice("option-gone", "ship.crew", "“not_applicable: no ships”")]


def test_an_answer_beside_a_reason_is_not_dropped_for_a_question_that_now_applies_to_all() -> None:
    with pytest.raises(InvalidInput) as caught:
        of_fleet("2.0.0", {"ship.men": {"not_applicable": "no ships", "value": "navy"}})
    (problem,) = caught.value.problems
    assert (problem.code, problem.message) == (
        "always-applicable",
        "answers.ship.men.not_applicable: “ship.crew” applies to every enterprise",
    )


def test_a_report_shows_what_became_of_levels_and_of_split_questions() -> None:
    given = {"ship.men": 2, "ship.anchor": 1, "ship.chain": 1, "ship.sails": ["silk"]}
    assert build_report(score(FLEET, of_fleet("2.0.0", given))).notices == (
        "“ship.men” is now called “ship.crew”; its answer is kept.",
        "“ship.anchor” is no longer asked; its answer is kept but does not count. Asked instead: ship.hoist.",
        "“ship.chain” is no longer asked; its answer is kept but does not count.",
        "The answer chosen for “ship.crew” is now called “trained”.",
        "“ship.sails” no longer takes the answer “silk”; please answer it again.",
        "“ship.hoist” is new and not answered yet.",
        "“ship.pilotage” is new and not answered yet.",
    )


# --- major versions -----------------------------------------------------------------------------------

OLDER = "version: 1.9.0\nanswers: {ship.men: navy, ship.anchor: 1, ship.crew-size: 3}\n"
REMEDY = (
    "Run `readiness answers upgrade f` with the same --questionnaire; it lists every change and keeps the old"
    " file."
)


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


def levels(**now: str | None) -> list[dict[str, Any]]:
    """Old levels that scored 0, 1, …, each with the level of today."""
    return [{"was": was, "score": score, "now": level} for score, (was, level) in enumerate(now.items())]


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
        (
            [{"version": "2.1.0", "split": {"a": ["ship.crew", "ship.crw"]}}],
            ("history", 0, "split", "a", 1),
            "unknown-question",
        ),
        (
            [{"version": "2.1.0", "split": {"ship.crew": ["ship.cargo"]}}],
            ("history", 0, "split", "ship.crew"),
            "history-reused",
        ),
        (
            [{"version": "2.1.0", "merged": {"ship.crw": ["a", "b"]}}],
            ("history", 0, "merged", "ship.crw"),
            "unknown-question",
        ),
        (
            [{"version": "2.1.0", "merged": {"ship.crew": ["a", "ship.crew"]}}],
            ("history", 0, "merged", "ship.crew", 1),
            "history-reused",
        ),
        (
            [{"version": "2.1.0", "retired": ["a"], "split": {"a": ["ship.crew"]}}],
            ("history", 0, "split", "a"),
            "listed-twice",
        ),
        (
            [{"version": "2.1.0", "renamed": {"a": "ship.crew"}, "merged": {"ship.cargo": ["b", "a"]}}],
            ("history", 0, "merged", "ship.cargo", 1),
            "listed-twice",
        ),
        ([{"version": "2.1.0", "retired": ["a", "b", "a"]}], ("history", 0, "retired", 2), "listed-twice"),
        (
            [{"version": "2.1.0", "rescaled": {"ship.crw": levels(a="level-0")}}],
            ("history", 0, "rescaled", "ship.crw"),
            "unknown-question",
        ),
        (
            [{"version": "2.1.0", "rescaled": {"ship.crew": levels(a=None, b="level-9")}}],
            ("history", 0, "rescaled", "ship.crew", 1, "now"),
            "unknown-option",
        ),
        (
            [{"version": "2.1.0", "rescaled": {"ship.knots": levels(a="level-0")}}],  # it takes no levels
            ("history", 0, "rescaled", "ship.knots", 0, "now"),
            "unknown-option",
        ),
        (
            [{"version": "2.1.0", "rescaled": {"ship.crew": [*levels(a=None), *levels(a="level-0")]}}],
            ("history", 0, "rescaled", "ship.crew", 1, "was"),
            "listed-twice",
        ),
        (
            [{"version": "2.1.0", "rescaled": {"ship.crew": levels(a=None, unknown="level-0")}}],
            ("history", 0, "rescaled", "ship.crew", 1, "was"),
            "reserved-id",
        ),
        (
            [{"version": "2.1.0", "renamed_options": {"ship.crew": {"unknown": "level-0"}}}],
            ("history", 0, "renamed_options", "ship.crew", "unknown"),
            "reserved-id",
        ),
        (
            [
                {
                    "version": "2.1.0",
                    "rescaled": {"ship.crew": levels(a="level-0")},
                    "renamed_options": {"ship.crew": {"b": "level-0"}},
                }
            ],
            ("history", 0, "rescaled", "ship.crew"),
            "listed-twice",
        ),
        (
            [
                {"version": "2.1.0", "renamed_options": {"ship.crew": {"a": "b"}}},
                {"version": "2.2.0", "rescaled": {"ship.crew": levels(c="level-0")}},  # leaves out `b`
            ],
            ("history", 0, "renamed_options", "ship.crew", "a"),
            "unknown-option",
        ),
        (
            [
                {"version": "2.1.0", "rescaled": {"ship.crew": levels(a="b")}},
                {"version": "2.2.0", "rescaled": {"ship.crew": levels(c="level-0")}},
            ],
            ("history", 0, "rescaled", "ship.crew", 0, "now"),
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


def test_a_level_may_keep_its_id_and_a_part_of_a_split_question_may_be_merged() -> None:
    assert (
        faults(
            {"version": "1.1.0", "rescaled": {"a": levels(x="u", y="v")}},
            {"version": "1.2.0", "rescaled": {"a": levels(u="x", v=None)}},
            {
                "version": "1.3.0",
                "split": {"a": ["ship.crew"]},
                "merged": {"ship.cargo": ["a", "b"]},
            },
            {"version": "2.0.0", "rescaled": {"ship.crew": levels(**{"level-0": None, "old": "level-1"})}},
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
    renames = renames_since(harbour([]), "0.0.1", "answers")
    assert renames.id("ship.men") == "ship.men"
    assert renames.option("ship.crew", "navy") == "navy"
    assert (renames.retired, renames.added) == ({}, frozenset())


def test_a_question_added_and_retired_since_is_not_new() -> None:
    came = {"version": "2.1.0", "added": ["ship.oars", "ship.wheel"]}
    went = {"version": "2.2.0", "retired": ["ship.oars"], "renamed": {"ship.wheel": "ship.crew"}}
    renames = renames_since(harbour([came, went]), "2.0.0", "answers")
    assert (renames.added, renames.retired) == (frozenset({"ship.crew"}), {"ship.oars": ()})
