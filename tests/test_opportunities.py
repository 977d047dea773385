"""The reading of each window of opportunity: its openness and use beside the verdict."""

from __future__ import annotations

import itertools
from typing import Any

import pytest

from firms import GOING_GLOBAL, at_levels, plausible_firms
from readiness import build_report
from readiness.scoring.ranges import Range
from readiness.scoring.scores import TwoSides
from readiness.views.report import OpportunityView
from small import (
    NOT_APPLICABLE,
    direct,
    overall_of,
    question,
    questionnaire,
    scored,
    section,
    window,
)

READY = {"ready": 60, "not-ready": 40}
"""The overall score of an enterprise that is ready for an opportunity, and of one that is not."""


def read(openness: float | str, use: float | str, ready: str, **fields: Any) -> OpportunityView:
    """How a window is shown whose two sides have these values, 0-100, to an enterprise that is `ready`."""
    values = {"p": READY[ready], "o": openness, "u": use}
    asked = questionnaire(
        section("a", direct("p", READY[ready])),
        opportunities=[window("w", [direct("o", *_numbers(openness))], [direct("u", *_numbers(use))])],
        **fields,
    )
    (found,) = build_report(scored(asked, values)).opportunities
    return found


def _numbers(value: float | str) -> list[float]:
    return [] if isinstance(value, str) else [value]


READINGS = [
    # open, and ready: what is unused decides
    (100, 0, "ready", "act"),
    (100, 75, "ready", "act"),
    (100, 75.04, "ready", "keep"),
    (100, 100, "ready", "keep"),
    (50, 50, "ready", "act"),
    (50, 50.04, "ready", "keep"),
    (50, 0, "ready", "act"),
    # open, and not ready: use decides
    (100, 0, "not-ready", "prepare"),
    (50, 49.96, "not-ready", "prepare"),
    (50, 50, "not-ready", "secure"),
    (100, 100, "not-ready", "secure"),
    # not open, and ready
    (49.96, 0, "ready", "use"),
    (0, 0, "ready", "use"),
    (0, 100, "ready", "use"),
    # not open, and not ready: use decides
    (49.96, 49.96, "not-ready", "leave"),
    (0, 0, "not-ready", "leave"),
    (49.96, 50, "not-ready", "secure"),
    (0, 100, "not-ready", "secure"),
]
TEXTS = {
    "act": "Open, and you are ready: act on it now.",
    "keep": "Open, and you use most of it: keep what you have.",
    "prepare": "Open, but you are not ready: close the gaps first.",
    "secure": "You use it without being ready: secure what you use before you add to it.",
    "use": "You are ready, but little of it is open: use what is there, and expect no more.",
    "leave": "Hardly open, and you are not ready: leave it for now.",
    "find-out": "Too little is known for advice: answer the open questions first.",
}


@pytest.mark.parametrize(("openness", "use", "ready", "reading"), READINGS)
def test_a_window_is_read_by_openness_use_and_verdict(
    openness: float, use: float, ready: str, reading: str
) -> None:
    found = read(openness, use, ready)
    assert (found.reading_id, found.reading) == (reading, TEXTS[reading])


def test_every_reading_is_tested() -> None:
    assert {reading for *_rest, reading in READINGS} == TEXTS.keys() - {"find-out"}


def test_limits_are_compared_with_a_tolerance_of_a_billionth() -> None:
    assert read(49.9999999999, 0, "ready").reading_id == "act"
    assert read(49.99999, 0, "ready").reading_id == "use"
    assert read(50, 49.9999999999, "not-ready").reading_id == "secure"
    assert read(100, 75.0000000001, "ready").reading_id == "act"


@pytest.mark.parametrize(
    ("openness", "use", "ready", "reading"),
    [
        # openness may be 0 or 1
        ("unknown", 0, "ready", "find-out"),
        ("unknown", 0, "not-ready", "find-out"),
        ("unknown", 50, "not-ready", "secure"),
        ("unknown", 100, "ready", "find-out"),
        # use may be 0 or 1
        (100, "unknown", "ready", "find-out"),
        (100, "unknown", "not-ready", "find-out"),
        (0, "unknown", "ready", "use"),
        (0, "unknown", "not-ready", "find-out"),
        ("unknown", "unknown", "ready", "find-out"),
        ("unknown", "unknown", "not-ready", "find-out"),
    ],
)
def test_open_answers_leave_a_reading_only_if_they_cannot_change_it(
    openness: float | str, use: float | str, ready: str, reading: str
) -> None:
    assert read(openness, use, ready).reading_id == reading


@pytest.mark.parametrize(
    ("known", "given", "reading"),
    [
        # openness from 50 to 75, use from 0 to 100
        ({"o": 4}, {"u": "unknown"}, "find-out"),
        # openness from 50 to 100, use 0: unused is 50 at least
        ({"o": 4}, {"u": 0}, "act"),
        # openness from 50 to 100, use 100
        ({"o": 4}, {"u": 4}, "keep"),
        # openness from 50 to 100, use 75: unused from 12.5 to 25
        ({"o": 4}, {"u": 3}, "find-out"),
        # openness from 0 to 50
        ({"o": 0}, {"u": 0}, "find-out"),
    ],
)
def test_half_of_a_side_can_be_enough(known: dict[str, int], given: dict[str, Any], reading: str) -> None:
    asked = questionnaire(
        section("a", question("p")),
        opportunities=[window("w", [question("o"), question("x")], [question("u")])],
    )
    (found,) = build_report(scored(asked, {"p": 4, "x": "unknown", **known, **given})).opportunities
    assert found.reading_id == reading


def test_without_a_verdict_there_is_no_reading() -> None:
    asked = questionnaire(
        section("a", question("p"), question("q")),
        opportunities=[window("w", [question("o")], [question("u")])],
    )
    for openness, use in itertools.product(range(5), repeat=2):
        (found,) = build_report(scored(asked, {"p": 4, "o": openness, "u": use})).opportunities
        assert (found.reading_id, found.reading) == ("find-out", "Advice follows once there is a verdict.")


def test_it_is_the_verdict_that_counts_and_not_the_score() -> None:
    """A strong overall with one section below the floor is not ready."""
    asked = questionnaire(
        section("a", direct("p", 29)),
        section("b", direct("q", 100)),
        opportunities=[window("w", [question("o")], [question("u")])],
    )
    report = build_report(scored(asked, {"p": 29, "q": 100, "o": 4, "u": 0}))
    assert (report.verdict.band, overall_of(report).low.value > 50) == ("preparing", True)
    assert [found.reading_id for found in report.opportunities] == ["prepare"]


@pytest.mark.parametrize(
    ("ready_from", "reading"),
    [(None, "prepare"), ("preparing", "act"), ("foundation", "act"), ("expansion-ready", "prepare")],
)
def test_the_questionnaire_says_from_which_band_on_an_enterprise_is_ready(
    ready_from: str | None, reading: str
) -> None:
    fields = {} if ready_from is None else {"ready_from": ready_from}
    assert read(100, 0, "not-ready", **fields).reading_id == reading


# --- the numbers of a window -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("given", "fit", "use", "unused"),
    [
        ({"o": 3, "u": 1}, (75, 75), (0.25, 0.25), (0.5625, 0.5625)),
        ({"o": 3}, (75, 75), (0, 1), (0, 0.75)),
        ({"u": 1}, (0, 100), (0.25, 0.25), (0, 0.75)),
        ({}, (0, 100), (0, 1), (0, 1)),
        ({"o": 3, "u": NOT_APPLICABLE}, (75, 75), (0, 0), (0.75, 0.75)),
        ({"o": NOT_APPLICABLE, "u": 4}, (0, 0), (1, 1), (0, 0)),
    ],
)
def test_the_fit_of_a_window_is_its_openness_and_unused_is_openness_without_use(
    given: dict[str, Any], fit: tuple[float, float], use: tuple[float, float], unused: tuple[float, float]
) -> None:
    openness, used = (question(id, not_applicable="Where none is.") for id in "ou")
    asked = questionnaire(section("a", question("p")), opportunities=[window("w", [openness], [used])])
    (found,) = scored(asked, {"p": 4, **given}).opportunities
    assert found.score == Range(*fit)
    openness_range = Range(fit[0] / 100, fit[1] / 100)
    assert found.sides == TwoSides(openness_range, Range(*use), Range(*unused))


def test_a_window_changes_neither_the_overall_nor_the_verdict() -> None:
    asked = questionnaire(
        section("a", question("p")), opportunities=[window("w", [question("o")], [question("u")])]
    )
    found = {scored(asked, {"p": 3, "o": o, "u": u})[3:8] for o, u in itertools.product(range(5), repeat=2)}
    assert len(found) == 1


# --- windows that do not ask about use -------------------------------------------------------


@pytest.mark.parametrize(
    ("fit", "ready", "reading"),
    [
        (50, "ready", "act"),
        (49.96, "ready", "use"),
        (50, "not-ready", "prepare"),
        (49.96, "not-ready", "leave"),
        ("unknown", "ready", "find-out"),
    ],
)
def test_a_window_without_sides_is_read_as_unused(fit: float | str, ready: str, reading: str) -> None:
    asked = questionnaire(
        section("a", direct("p", READY[ready])), opportunities=[section("w", direct("x", *_numbers(fit)))]
    )
    (found,) = build_report(scored(asked, {"p": READY[ready], "x": fit})).opportunities
    assert (found.reading_id, found.use, found.unused) == (reading, None, None)


def test_a_window_without_sides_is_read_on_its_own_scale() -> None:
    item = section("w", question("x"), scale={"minimum": 1, "maximum": 5})
    asked = questionnaire(section("a", question("p")), opportunities=[item])
    for level, reading in ((1, "use"), (2, "act")):
        (found,) = build_report(scored(asked, {"p": 4, "x": level})).opportunities
        assert (found.fit.low.value, found.reading_id) == (1 + level, reading)


# --- the first step --------------------------------------------------------------------------


def stepping(id: str, **fields: Any) -> dict[str, Any]:
    """A question whose every level but the last has an action."""
    asked = question(id, **fields)
    for option in asked["options"][:-1]:
        action = {"text": f"Do {id}/{option['id']}.", "effort": 1, "horizon": 30}
        option["action"] = action
    return asked


@pytest.mark.parametrize(
    ("openness", "ready", "reading", "step"),
    [
        (4, "ready", "act", "Do u/level-1."),
        (4, "not-ready", "prepare", None),
        (0, "ready", "use", None),
        (0, "not-ready", "leave", None),
    ],
)
def test_a_window_has_a_first_step_if_its_reading_is_to_do_more(
    openness: int, ready: str, reading: str, step: str | None
) -> None:
    asked = questionnaire(
        section("a", direct("p", READY[ready])),
        opportunities=[window("w", [question("o")], [stepping("u")])],
    )
    report = build_report(scored(asked, {"p": READY[ready], "o": openness, "u": 1}))
    (found,) = report.opportunities
    assert found.reading_id == reading
    assert (found.task and report.tasks[found.task - 1].action.text) == step


def test_openness_has_no_step() -> None:
    asked = questionnaire(
        section("a", question("p")), opportunities=[window("w", [stepping("o")], [stepping("u")])]
    )
    (found,) = build_report(scored(asked, {"p": 4, "o": 2, "u": 4})).opportunities
    assert (found.reading_id, found.task) == ("keep", None)


def test_a_step_that_needs_another_action_first_gives_way_to_the_next() -> None:
    asked = questionnaire(
        section("a", stepping("p")),
        ready_from="foundation",
        opportunities=[window("w", [question("o")], [stepping("u", weight=3), stepping("v")])],
        prerequisites=[{"action": "u/level-0", "first": "p/level-2"}],
    )
    for level, step in ((1, "v"), (2, "v"), (3, "u")):
        report = build_report(scored(asked, {"p": level, "o": 4, "u": 0, "v": 0}))
        (found,) = report.opportunities
        assert found.task is not None
        assert report.tasks[found.task - 1].questions == (step,)


# --- the built-in questionnaire --------------------------------------------------------------


def test_plausible_firms_get_every_reading() -> None:
    found = [item for firm in plausible_firms(200) for item in build_report(firm.score()).opportunities]
    assert {item.reading_id for item in found} == TEXTS.keys()
    assert [item for item in found if item.reading_id == "leave" and item.task] == []


@pytest.mark.parametrize(
    ("level", "stage", "reading"),
    [(1, "operations", "leave"), (2, "operations", "act"), (4, "operations", "keep")],
)
def test_all_windows_of_going_global_follow_the_verdict(level: int, stage: str, reading: str) -> None:
    report = build_report(scored(GOING_GLOBAL, at_levels(level, 2, level), {"stage": stage}))
    assert [item.reading_id for item in report.opportunities] == [reading] * 3
