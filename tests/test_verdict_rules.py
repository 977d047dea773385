"""What a band requires beside the overall: control for exposure, floors, and conditions."""

from __future__ import annotations

from typing import Any

import pytest

from firms import GOING_GLOBAL, STAGES, at_levels, plausible_firms
from readiness import build_report
from readiness.questionnaire.questionnaire import Questionnaire
from readiness.scoring.ranges import Range
from readiness.scoring.scores import Scores, TwoSides
from small import NOT_APPLICABLE, control, direct, question, questionnaire, risk, scored, section

ABROAD = {"profile": "stage", "equals": "abroad"}
AT_HOME = {"profile": "stage", "equals": "home"}


def banded(*sections: dict[str, Any], **requires: Any) -> Questionnaire:
    """A questionnaire of two bands, of which the upper one has these requirements."""
    bands = [{"id": "low", "title": "Low"}, {"id": "high", "title": "High", **requires}]
    return questionnaire(*sections, bands=bands)


def band(scores: Scores) -> str | None:
    return scores.verdict.band.id if scores.verdict.band else None


def blockers(scores: Scores) -> list[str]:
    return [item.text for item in build_report(scores).verdict.blocked_by]


# --- control that exposure requires --------------------------------------------------------


@pytest.mark.parametrize(("exposure", "needed"), [(0, 30), (1, 35), (2, 40), (3, 45), (4, 50)])
def test_each_risk_must_reach_base_plus_slope_times_exposure(exposure: int, needed: float) -> None:
    def asked(value: float) -> Scores:
        exposed = control("a", [question("e")], [direct("c", value)])
        return scored(banded(exposed, control={"base": 30, "slope": 20}), {"e": exposure, "c": value})

    assert band(asked(needed)) == "high"
    assert band(asked(needed - 0.04)) == "low"
    (blocker,) = asked(needed - 0.04).verdict.blocked_by
    assert (blocker.kind, blocker.subject, blocker.exposure) == ("control", "a", exposure / 4)
    assert (blocker.needed, blocker.actual) == pytest.approx((needed, needed - 0.04))


def test_required_control_is_compared_with_a_tolerance_of_a_billionth() -> None:
    for value, expected in ((39.9999999995, "high"), (39.999999998, "low")):
        exposed = control("a", [question("e")], [direct("c", value)])
        asked = banded(exposed, control={"base": 30, "slope": 20})
        assert band(scored(asked, {"e": 2, "c": value})) == expected


def test_the_report_names_control_exposure_and_what_is_needed() -> None:
    asked = banded(
        control("a", [question("e")], [direct("c", 34)]),
        control("b", [question("f")], [direct("d", 34)]),
        control={"base": 30, "slope": 20},
    )
    assert blockers(scored(asked, {"e": 1, "c": 34, "f": 0, "d": 34})) == [
        "a: control is at 34.0; High needs 35 at an exposure of 25%."
    ]


@pytest.mark.parametrize(
    ("answer", "exposure"),
    [("unknown", 0.75), (None, 0.75), (NOT_APPLICABLE, 0.25), (0, 0.25), (4, 0.75)],
)
def test_an_open_exposure_requires_most_and_one_that_does_not_apply_least(
    answer: Any, exposure: float
) -> None:
    exposures = [question("e"), question("f", not_applicable="Where none is.")]
    asked = banded(control("a", exposures, [direct("c", 20)]), control={"base": 30, "slope": 20})
    verdict = scored(asked, {"e": 2, "f": answer, "c": 20}).verdict
    found = [(item.kind, item.exposure, item.needed) for item in verdict.blocked_by]
    assert found == [("control", exposure, 30 + 20 * exposure)]


def test_the_best_verdict_takes_an_open_exposure_at_its_lowest() -> None:
    exposures = [question("e"), question("f")]
    asked = banded(control("a", exposures, [question("c")]), control={"base": 45, "slope": 20})
    verdict = scored(asked, {"e": "unknown", "f": 0, "c": 2}).verdict
    assert verdict.best.id == "high"
    assert [item.needed for item in verdict.blocked_by] == [55]


def test_a_hidden_exposure_alone_makes_no_section_count_where_open_answers_are_left_out() -> None:
    exposed = control("a", [question("e", when=ABROAD)], [question("c")])
    asked = questionnaire(exposed, section("b", question("q")), unanswered="exclude", coverage="0/1")
    scores = scored(asked, {"q": 2}, {"stage": "home"})
    assert [item.counts for item in scores.sections] == [False, True]
    assert scores.overall == Range(50, 50)


def test_a_hidden_exposure_counts_at_its_lowest() -> None:
    exposures = [question("e"), question("f", when=ABROAD)]
    asked = banded(control("a", exposures, [question("c")]), control={"base": 30, "slope": 20})
    for stage, exposure in (("home", 0.5), ("abroad", 1.0)):
        (item,) = scored(asked, {"e": 4, "f": 4, "c": 0}, {"stage": stage}).sections
        assert item.sides is not None
        assert item.sides.given == (exposure, exposure)
        assert item.score == (0, 0)


def test_a_risk_whose_exposures_are_all_hidden_keeps_its_score() -> None:
    asked = banded(
        control("a", [question("e", when=ABROAD)], [question("c")]), control={"base": 30, "slope": 20}
    )
    scores = scored(asked, {"c": 2}, {"stage": "home"})
    assert scores.overall == Range(50, 50)
    assert scores.sections[0].sides == TwoSides(Range(0, 0), Range(0.5, 0.5), Range(0, 0))
    assert (scores.coverage, band(scores)) == (1, "high")


@pytest.mark.parametrize(
    ("given", "exposure", "done", "residual"),
    [
        ({"e": 4, "c": 1}, (1, 1), (0.25, 0.25), (0.75, 0.75)),
        ({"e": 0, "c": 0}, (0, 0), (0, 0), (0, 0)),
        ({"c": 1}, (0, 1), (0.25, 0.25), (0, 0.75)),
        ({"e": 2}, (0.5, 0.5), (0, 1), (0, 0.5)),
        ({"e": 3, "c": NOT_APPLICABLE}, (0.75, 0.75), (0, 0), (0.75, 0.75)),
    ],
)
def test_a_risk_scores_its_control_and_shows_exposure_and_residual(
    given: dict[str, Any],
    exposure: tuple[float, float],
    done: tuple[float, float],
    residual: tuple[float, float],
) -> None:
    asked = banded(control("a", [question("e")], [question("c", not_applicable="Where none is.")]))
    (item,) = scored(asked, given).sections
    assert item.sides == TwoSides(Range(*exposure), Range(*done), Range(*residual))
    assert item.score == (100 * done[0], 100 * done[1])


# --- floors, and which sections they apply to ------------------------------------------------


def test_a_control_minimum_replaces_the_floor_for_control_sections_only() -> None:
    asked = banded(
        section("capability", direct("p", 59)),
        control("controlled", [question("e")], [direct("c", 30)]),
        risk("residual", [direct("f", 50)], [question("d")]),
        floor=60,
        control={"base": 30, "slope": 20},
    )
    scores = scored(asked, {"p": 59, "e": 0, "c": 30, "f": 50, "d": 0})
    found = [(item.kind, item.subject, item.needed) for item in scores.verdict.blocked_by]
    assert found == [("floor", "capability", 60), ("floor", "residual", 60)]
    assert blockers(scores) == [
        "capability is at 59.0; High needs 60 there.",
        "residual is at 50.0; High needs 60 there.",
    ]


def test_a_band_without_a_control_minimum_holds_control_sections_to_its_floor() -> None:
    asked = banded(control("a", [question("e")], [direct("c", 59)]), floor=60)
    assert blockers(scored(asked, {"e": 0, "c": 59})) == ["a is at 59.0; High needs 60 there."]


@pytest.mark.parametrize(
    ("own", "answer", "blocker"),
    [(80, 2, ("section", 80)), (60, 1, ("control", 60)), (50, 1, ("control", 60)), (80, 4, None)],
)
def test_of_two_minima_of_one_section_the_higher_is_what_it_needs(
    own: float, answer: int, blocker: tuple[str, float] | None
) -> None:
    asked = banded(
        control("a", [question("e")], [question("c")]),
        control={"base": 60, "slope": 0},
        requires={"a": own},
    )
    found = [(item.kind, item.needed) for item in scored(asked, {"e": 0, "c": answer}).verdict.blocked_by]
    assert found == ([blocker] if blocker else [])


# --- conditions ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("profile", "expected", "text"),
    [
        ({"stage": "abroad"}, "high", None),
        ({"stage": "home"}, "low", "High is only given if “Stage” is “Abroad”."),
        ({}, "low", "High is only given if “Stage” is “Abroad”, and that is not answered yet."),
    ],
)
def test_a_condition_must_hold_and_a_blank_profile_does_not_meet_it(
    profile: dict[str, str], expected: str, text: str | None
) -> None:
    scores = scored(banded(section("a", question("q")), when=ABROAD), {"q": 4}, profile)
    assert band(scores) == expected
    assert blockers(scores) == ([text] if text else [])
    best = "low" if profile.get("stage") == "home" else "high"
    assert scores.verdict.best.id == best


@pytest.mark.parametrize(
    ("answer", "expected", "certain"),
    [(3, "high", None), (2, "low", True), ("unknown", "low", False), (NOT_APPLICABLE, "low", True)],
)
def test_a_condition_can_depend_on_an_answer(answer: Any, expected: str, certain: bool | None) -> None:
    asked = banded(
        section("a", question("q"), question("r"), question("p", not_applicable="Where none is.")),
        when={"answer": "p", "at_least": 3},
    )
    scores = scored(asked, {"q": 4, "r": 4, "p": answer})
    assert band(scores) == expected
    assert [item.certain for item in scores.verdict.blocked_by] == ([] if certain is None else [certain])


def test_the_highest_band_of_going_global_names_the_blank_stage() -> None:
    scores = scored(GOING_GLOBAL, at_levels(4, 0, 4))
    assert band(scores) == "expansion-ready"
    assert blockers(scores) == [
        "Rule co-builder is only given if “Stage” is “Own sales company or own resident staff in at"
        " least one market abroad”, “Own plant, warehouse, laboratory or service operation abroad” or “Own"
        " operations in two or more world regions”, and that is not answered yet."
    ]


# --- the texts of a band ---------------------------------------------------------------------


def test_a_band_says_what_fits_the_stage_and_the_usual_while_the_stage_is_open() -> None:
    low = {
        "id": "low",
        "title": "Low",
        "text": "Sign nothing.",
        "texts": [{"when": AT_HOME, "text": "Stay."}, {"when": {"not": AT_HOME}, "text": "Keep it running."}],
    }
    asked = questionnaire(section("a", question("q")), bands=[low])
    for profile, text in (
        ({"stage": "home"}, "Stay."),
        ({"stage": "abroad"}, "Keep it running."),
        ({}, "Sign nothing."),
    ):
        assert build_report(scored(asked, {"q": 0}, profile)).verdict.meaning == text


@pytest.mark.parametrize("place", range(5))
def test_no_band_of_going_global_tells_a_firm_abroad_what_it_tells_one_at_home(place: int) -> None:
    level = {0: 1, 1: 1, 2: 2, 3: 3, 4: 4}[place]
    given = at_levels(level, 0, 4 if place == 1 else level)
    found = {}
    for stage in STAGES:
        report = build_report(scored(GOING_GLOBAL, given, {"stage": stage}))
        if report.verdict.band == GOING_GLOBAL.bands[place].id:
            found[stage] = report.verdict.meaning
    assert {"own-sales", "operations", "multi-region"} <= found.keys()
    assert found["operations"] == found["multi-region"] != found["own-sales"]
    if place < 4:
        assert found["domestic"] == GOING_GLOBAL.bands[place].text
        assert found["domestic"] not in (found["own-sales"], found["operations"])
        assert found["exporting"] not in (found["own-sales"], found["operations"])
    if place < 3:  # from Expansion-ready on, both are told to open markets abroad
        assert found["exporting"] != found["domestic"]


# --- the floor of the geometric mean ---------------------------------------------------------


@pytest.mark.parametrize(
    ("fields", "expected"),
    [({}, 10), ({"geometric_floor": 10}, 1000**0.5), ({"geometric_floor": 25}, 50)],
)
def test_a_weak_section_counts_as_the_floor_in_the_overall_and_is_shown_unchanged(
    fields: dict[str, float], expected: float
) -> None:
    asked = questionnaire(section("a", question("p")), section("b", question("q")), **fields)
    scores = scored(asked, {"p": 0, "q": 4})
    assert scores.overall.low == pytest.approx(expected)
    assert [item.score.low for item in scores.sections] == [0, 100]
    assert (scores.arithmetic.low, scores.minimum.low) == (50, 0)


def test_a_section_can_have_its_own_floor() -> None:
    low, high = direct("p", 1), direct("q", 100)
    asked = questionnaire(section("a", low, high, aggregation="geometric", geometric_floor=4))
    assert scored(asked, {"p": 1, "q": 100}).overall.low == pytest.approx(20)


# --- the built-in questionnaire --------------------------------------------------------------

ARCHETYPES = [
    (4, 4, range(5), "rule-co-builder"),
    (3, 3, range(5), "expansion-ready"),
    (2, 2, range(5), "pilot-ready"),
    (1, 1, range(5), "foundation"),
    (3, 0, range(5), "foundation"),
    (4, 0, range(5), "preparing"),
    (4, 1, range(3), "pilot-ready"),
    (4, 1, range(3, 5), "preparing"),
    (1, 4, range(5), "preparing"),
    (0, 4, range(5), "preparing"),
]


@pytest.mark.parametrize("stage", ["own-sales", "operations", "multi-region"])
@pytest.mark.parametrize(
    ("capability", "done", "exposure", "expected"),
    [(c, m, e, expected) for c, m, exposures, expected in ARCHETYPES for e in exposures],
)
def test_archetypes_have_the_band_that_the_design_gives_them(
    capability: int, done: int, exposure: int, expected: str, stage: str
) -> None:
    scores = scored(GOING_GLOBAL, at_levels(capability, exposure, done), {"stage": stage})
    assert band(scores) == expected


@pytest.mark.parametrize("exposure", range(5))
def test_a_firm_with_nobody_abroad_is_expansion_ready_at_most(exposure: int) -> None:
    for stage in ("domestic", "exporting"):
        scores = scored(GOING_GLOBAL, at_levels(4, exposure, 4), {"stage": stage})
        assert (scores.overall, band(scores)) == ((100, 100), "expansion-ready")
        assert [item.kind for item in scores.verdict.blocked_by] == ["condition"]


def test_understating_every_exposure_changes_no_score_and_few_bands() -> None:
    firms = plausible_firms(200)
    changed = 0
    for firm in firms:
        understated = dict(firm.given)
        for id, answer in firm.given.items():
            levels = [option.id for option in GOING_GLOBAL.questions[id].choices]
            if GOING_GLOBAL.locations[id].exposure and answer in levels[1:]:
                understated[id] = levels[levels.index(answer) - 1]
        assert understated != firm.given
        before, after = firm.score(), firm._replace(given=understated).score()
        assert before.overall == after.overall
        assert [item.score for item in before.sections] == [item.score for item in after.sections]
        changed += band(before) != band(after)
    assert changed <= 0.05 * len(firms)  # the share among thousands is in docs/measurement.md


def place(scores: Scores) -> int:
    """The place of the band; -1 without a verdict."""
    reached = scores.verdict.band
    return GOING_GLOBAL.bands.index(reached) if reached else -1


def test_a_better_answer_of_a_firm_lowers_nothing_and_an_unknown_one_raises_nothing() -> None:
    risen = 0
    for number, firm in enumerate(plausible_firms(200)):
        before = firm.score()
        ids = [
            id
            for id, where in GOING_GLOBAL.locations.items()
            if where.section in GOING_GLOBAL.sections and not where.is_fact and id in before.scope
        ]
        id = ids[number % len(ids)]
        levels = [option.id for option in GOING_GLOBAL.questions[id].choices]
        if firm.given[id] not in levels:
            continue
        better = levels[min(levels.index(firm.given[id]) + 1, len(levels) - 1)]
        above = firm._replace(given={**firm.given, id: better}).score()
        below = firm._replace(given={**firm.given, id: "unknown"}).score()
        assert below.overall.low <= before.overall.low + 1e-9
        assert before.overall.low <= above.overall.low + 1e-9
        assert place(below) <= place(before) <= place(above), (number, id)
        risen += place(above) > place(before)
    assert risen >= 5


@pytest.mark.parametrize(
    ("given", "band"), [({"a.q": "level-4"}, "top"), ({"a.q": "level-3"}, "low"), ({}, "low")]
)
def test_a_condition_of_a_band_of_a_section_is_kept(given: dict[str, str], band: str) -> None:
    """Of the bands that all sections share, and of a section's own."""
    bands = [
        {"id": "low", "title": "Low"},
        {"id": "top", "title": "Top", "when": {"answer": "a.q", "equals": "level-4"}},
    ]
    own = section("b", question("b.q"), bands=bands)
    asked = questionnaire(section("a", question("a.q")), own, section_bands=bands)
    scores = scored(asked, {"b.q": "level-0", **given})
    shown = {item.id: item.band_id for item in build_report(scores).dimensions}
    if given:
        assert shown == {"a": band, "b": band}
    else:
        assert shown["b"] == band
        (blocker,) = build_report(scores).dimensions[1].blocked_by
        assert blocker.text == "Top is only given if “a.q” is answered 4, and that is not answered yet."
