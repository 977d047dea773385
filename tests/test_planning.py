"""Plans: the least effort that reaches a band, or the best score within a budget, against all others."""

from __future__ import annotations

import datetime
import io
import json
import math
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from firms import GOING_GLOBAL, plausible_firms
from plan_cases import Case, Tried, cases, every_plan
from programs import expect_pdf
from readiness import load_answers, render, render_bytes, score
from readiness.analysis.planning.action_plan import ActionPlan, plan_actions
from readiness.analysis.planning.ladders import Wishes
from readiness.messages.problems import InvalidWish
from readiness.rendering.report_schema import plan_schema
from readiness.scoring.engine import rescored
from readiness.scoring.scores import Scores
from readiness.views.build_plan import build_plan
from readiness.views.plan_report import PlanReport
from small import control, question, questionnaire, red_flag, scored, section
from test_command_line import call

EXAMPLES = sorted((Path(__file__).parent.parent / "examples").glob("*.yaml"))
DAY = datetime.date(2026, 9, 1)
COUNT = 90
"""How many made-up questionnaires are tried."""


def example(name: str) -> Scores:
    path = next(path for path in EXAMPLES if path.stem == name)
    return score(GOING_GLOBAL, load_answers(path, GOING_GLOBAL))


# --- against every plan -------------------------------------------------------------------------------


def reaches(tried: Tried, band: str) -> bool:
    """Whether all that the band requires holds, and there is a verdict."""
    verdict = tried.scores.verdict
    rung = next(rung for rung in verdict.rungs if rung.band.id == band)
    return verdict.band is not None and not [*verdict.held.misses(rung)]


def cheapest(plans: Iterable[Tried], band: str) -> float | None:
    return min((tried.cost for tried in plans if reaches(tried, band)), default=None)


@pytest.mark.parametrize("number", range(COUNT))
def test_no_plan_takes_less(number: int) -> None:
    case = cases(COUNT)[number]
    scores, plans = case.scores(), list(every_plan(case))
    for way in plan_actions(scores).ladder:
        assert way.cost == pytest.approx(cheapest(plans, way.band.id), abs=1e-9), way.band.id
        assert way.is_proven


@pytest.mark.parametrize("number", range(0, COUNT, 3))
def test_no_plan_within_the_budget_scores_higher(number: int) -> None:
    case = cases(COUNT)[number]
    scores, plans = case.scores(), list(every_plan(case))
    for budget in (0, 5, 40, 200):
        found = plan_actions(scores, budget=budget)
        best = max(tried.scores.overall.low for tried in plans if tried.cost <= budget + 1e-9)
        assert found.end.overall.low == pytest.approx(best, abs=1e-9)
        assert found.cost <= budget + 1e-9
        assert found.is_proven


def fits(case: Case, tried: Tried, keep: str, never: str, fixed: tuple[str, str]) -> bool:
    """Whether a plan respects these wishes."""
    id, level = fixed
    question, _slash, option = never.partition("/")
    before, after = (int(given[question].removeprefix("level-")) for given in (case.given, tried.given))
    named = int(option.removeprefix("level-"))
    passes = min(before, after) <= named < max(before, after) if after >= before else after < named <= before
    return tried.given[keep] == case.given[keep] and tried.given[id] == level and not passes


@pytest.mark.parametrize("number", range(1, COUNT, 3))
def test_no_plan_that_keeps_to_the_wishes_takes_less(number: int) -> None:
    case = cases(COUNT)[number]
    scores, plans = case.scores(), list(every_plan(case))
    asked = [id for id in case.given if id in scores.scope]
    if len(asked) < 3:
        pytest.skip("too few questions are answered")
    keep, never, id = asked[:3]
    last = max((tried.given[id] for tried in plans), key=lambda level: level != case.given[id])
    wishes = Wishes(
        frozenset({keep}),
        frozenset({f"{never}/level-1"}),
        {id: scores.questionnaire.questions[id].parse(last)},
    )
    kept = [tried for tried in plans if fits(case, tried, keep, f"{never}/level-1", (id, last))]
    bundled = any(
        {keep, never} & {*flag["answers"]} for flag in case.raw["red_flags"]
    )  # lifted without these
    for way in plan_actions(scores, wishes=wishes).ladder:
        best = cheapest(kept, way.band.id)
        if not bundled:
            assert way.cost == (None if best is None else pytest.approx(best, abs=1e-9)), way.band.id
        elif best is not None:
            assert way.cost is not None
            assert way.cost <= best + 1e-9


@pytest.mark.parametrize("number", range(2, COUNT, 3))
def test_flags_are_lifted_for_the_least_effort_if_that_is_asked(number: int) -> None:
    case = cases(COUNT)[number]
    scores, plans = case.scores(), [tried for tried in every_plan(case) if not tried.scores.flags]
    for way in plan_actions(scores, lift_flags=True).ladder:
        assert way.cost == pytest.approx(cheapest(plans, way.band.id), abs=1e-9), way.band.id


# --- what every plan keeps to -------------------------------------------------------------------------


def check(plan: ActionPlan) -> None:
    """Its steps add up, follow each other, and lead where it says."""
    assert plan.cost == pytest.approx(math.fsum(step.cost for step in plan.steps), abs=1e-9)
    answers = plan.start.answers
    for place, step in enumerate(plan.steps):
        assert all(before < place for before in step.first)
        assert step.days == step.action.horizon + max((plan.steps[n].days for n in step.first), default=0)
        for move in step.moves:
            assert answers[move.question.id].value == move.before
            answers = answers.with_answer(
                move.question.id, answers[move.question.id]._replace(value=move.after)
            )
        assert step.scores.overall == rescored(plan.start, answers).overall
    assert [step.days for step in plan.steps] == sorted(step.days for step in plan.steps)
    end = rescored(plan.start, answers)
    assert (end.overall, end.verdict.band) == (plan.end.overall, plan.end.verdict.band)
    if plan.reaches and plan.band:
        order = [rung.band for rung in plan.start.plan.whole.rungs]
        assert end.verdict.band is not None
        assert order.index(end.verdict.band) >= order.index(plan.band.band)


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: str(path.stem))
def test_the_steps_of_an_example_follow_each_other_and_add_up(path: Path) -> None:
    scores = score(GOING_GLOBAL, load_answers(path, GOING_GLOBAL))
    for way in plan_actions(scores).ladder:
        check(plan_actions(scores, to=way.band.id))
    check(plan_actions(scores, budget=60))


@pytest.mark.parametrize("number", range(12))
def test_the_steps_of_a_firm_follow_each_other_and_add_up(number: int) -> None:
    scores = plausible_firms(12)[number].score()
    plan = plan_actions(scores, budget=300)
    check(plan)
    for way in plan.ladder:
        check(plan_actions(scores, to=way.band.id))
    assert all(way.is_proven for way in plan.ladder)
    costs = [way.cost for way in plan.ladder if way.cost is not None]
    assert costs == sorted(costs)


@settings(max_examples=30, deadline=None, derandomize=True)
@given(st.integers(0, 11), st.integers(0, 400), st.integers(0, 200))
def test_more_money_never_lowers_the_score(number: int, budget: int, more: int) -> None:
    scores = plausible_firms(12)[number].score()
    less, much = (plan_actions(scores, budget=spent) for spent in (budget, budget + more))
    assert less.end.overall.low <= much.end.overall.low + 1e-9
    assert less.cost <= budget


def stepped(id: str, *efforts: int, horizon: int = 30, **fields: Any) -> dict[str, Any]:
    """A question with an action of these efforts at each level, from 0."""
    made = question(id, range(len(efforts) + 1), **fields)
    for number, effort in enumerate(efforts):
        action = {"text": f"Raise {id} to {number + 1}.", "effort": effort, "horizon": horizon}
        made["options"][number]["action"] = action
    return made


ONE = {"bands": [{"id": "low", "title": "Low", "text": "."}, {"id": "high", "title": "High", "cut": 50}]}
PLAIN: dict[str, Any] = {"aggregation": "arithmetic", **ONE, "effort_days": [3, 10, 30, 90, 250]}


def test_a_prerequisite_comes_first_and_its_days_are_added() -> None:
    asked = questionnaire(
        section("one", stepped("a", 1, 1, 1, 1), stepped("b", 5, 5, 5, 5)),
        **PLAIN,
        prerequisites=[{"action": "a/level-1", "first": "b/level-0"}],
    )
    plan = plan_actions(scored(asked, {"a": 1, "b": 0}), to="high")
    found = [(step.moves[0].question.id, step.days, step.first) for step in plan.steps]
    assert found == [("b", 30, ()), ("a", 60, (0,)), ("a", 90, (1,))]


def test_the_action_of_a_red_flag_takes_the_first_step_of_its_questions() -> None:
    flag = red_flag("grave", {"all": [{"answer": "a", "at_most": 0}, {"answer": "b", "at_most": 0}]}, "low")
    flag |= {"answers": ["a", "b"]}
    flag["action"]["effort"] = 2
    asked = questionnaire(
        section("one", stepped("a", 1, 1), stepped("b", 1, 1)), **{**PLAIN, "red_flags": [flag]}
    )
    plan = plan_actions(scored(asked, {"a": 0, "b": 0}), to="high")
    assert [(step.flag and step.flag.id, step.cost) for step in plan.steps] == [("grave", 10)]
    assert [move.question.id for move in plan.steps[0].moves] == ["a", "b"]


def test_an_exposure_falls_only_where_an_action_lowers_it() -> None:
    bands = [ONE["bands"][0], {"id": "high", "title": "High", "control": {"base": 20, "slope": 60}}]
    asked = questionnaire(
        control("danger", [question("e", (0, 1, 2))], [stepped("m", 2, 2, 2, 2)]), **{**PLAIN, "bands": bands}
    )
    assert [way.cost for way in plan_actions(scored(asked, {"e": 2, "m": 0})).ladder] == [40]
    falling = stepped("e", 5, 5)
    falling["options"] = [
        {**option, "action": {"text": "Less.", "effort": 1, "horizon": 30}} for option in falling["options"]
    ]
    del falling["options"][0]["action"]
    asked = questionnaire(
        control("danger", [falling], [stepped("m", 2, 2, 2, 2)]), **{**PLAIN, "bands": bands}
    )
    plan = plan_actions(scored(asked, {"e": 2, "m": 0}), to="high")
    assert plan.cost == 3 + 3 + 10  # no exposure needs 20, which is one level of control


def test_for_the_same_effort_the_plan_leaves_no_red_flag() -> None:
    flag = red_flag("grave", {"answer": "b", "at_most": 0}, "high")
    asked = questionnaire(
        section("one", stepped("a", 1, 1), stepped("b", 1, 1)), **{**PLAIN, "red_flags": [flag]}
    )
    plan = plan_actions(scored(asked, {"a": 0, "b": 0}), to="high")
    assert (plan.cost, plan.flags_left) == (6, ())


def entangled() -> Scores:
    """A questionnaire in which nine answers decide what is asked."""
    gates = [stepped(f"g{n}", 1, 1) for n in range(9)]
    hidden = [stepped(f"h{n}", 1, 1, when={"answer": f"g{n}", "at_least": 1}, weight=0.5) for n in range(9)]
    asked = questionnaire(section("one", *gates, *hidden), **PLAIN, coverage="1/10")
    return scored(asked, {f"g{n}": 0 for n in range(9)} | {f"h{n}": 2 for n in range(9)})


def test_a_questionnaire_that_is_too_entangled_gets_a_plan_without_a_proof() -> None:
    report = build_plan(entangled(), to="high", built_on=DAY)
    assert report.reached
    assert not report.proven
    assert not any("No plan takes less" in text for text in report.summary)
    assert any("depend on each other too much to prove" in text for text in report.remarks)


def test_what_cannot_be_ruled_out_is_not_called_out_of_reach() -> None:
    """A red flag that a better score raises would need a search through everything."""
    flag = red_flag("grave", {"section": "two", "at_least": 1}, "low")
    parts = [stepped(f"q{n}", 1, 1, 1) for n in range(9)]
    asked = questionnaire(
        section("one", *parts), section("two", stepped("z", 1)), **{**PLAIN, "red_flags": [flag]}
    )
    report = build_plan(scored(asked, {**{f"q{n}": 0 for n in range(9)}, "z": 1}), budget=9, built_on=DAY)
    (band,) = report.bands
    assert (band.cost, band.proven, band.cost_in_words) == (None, False, "none found")
    assert report.cost == 9
    report = build_plan(scored(asked, {**{f"q{n}": 0 for n in range(9)}, "z": 1}), built_on=DAY)
    assert report.summary == (
        "No steps to “High” were found, but the questions depend on each other too much to rule them out.",
    )


# --- what is said -------------------------------------------------------------------------------------


def test_the_summary_says_what_it_takes_and_where_it_leads() -> None:
    report = build_plan(example("hangzhou-e-commerce"), built_on=DAY)
    assert report.summary == (
        "“Pilot-ready” takes 130 person-days: 20 steps, done within 300 days at best.",
        "They lead from 32.5 (“Preparing”) to 45.0 (“Pilot-ready”).",
        "No plan takes less.",
        "That is 0.01 points above what “Pilot-ready” needs (45), so every step must succeed.",
    )
    assert report.steps[0].due == "2026-10-01"


def test_a_band_out_of_reach_says_why() -> None:
    report = build_plan(example("ningbo-ev-parts"), to="rule-co-builder", built_on=DAY)
    assert report.summary == ("“Rule co-builder” is out of reach: every action together is not enough.",)
    (aim,) = [band for band in report.bands if band.id == "rule-co-builder"]
    assert [item.kind for item in aim.missing] == ["condition"]
    assert (aim.cost, report.steps) == (None, ())
    assert aim.missing[0].text in " ".join(render(report, "terminal").split())


def test_actions_that_exclude_each_other_are_named_as_the_reason() -> None:
    asked = questionnaire(
        section("one", stepped("a", 1), stepped("b", 1)),
        **{**PLAIN, "bands": [ONE["bands"][0], {"id": "high", "title": "High", "cut": 100}]},
        opposed=[{"actions": ["a", "b"], "reason": "Both cannot be done."}],
    )
    report = build_plan(scored(asked, {"a": 0, "b": 0}), built_on=DAY)
    assert report.summary == ("“High” is out of reach: actions that it needs exclude each other.",)


def test_too_few_answers_are_named_as_the_reason() -> None:
    asked = questionnaire(section("one", stepped("a", 1), stepped("b", 1)), **PLAIN)
    report = build_plan(scored(asked, {"a": 0}), built_on=DAY)
    assert report.summary == ("“High” is out of reach while so few questions are answered.",)


def test_a_budget_that_is_too_small_for_the_band_gets_the_best_for_it() -> None:
    report = build_plan(example("hangzhou-e-commerce"), to="pilot-ready", budget=40, built_on=DAY)
    assert report.summary[0] == "“Pilot-ready” takes 130 person-days, more than the budget."
    assert not report.reached
    assert report.cost <= 40
    assert build_plan(example("hangzhou-e-commerce"), budget=2, built_on=DAY).summary == (
        "No action fits within 2 person-days.",
    )


def test_of_plans_that_take_the_same_the_one_with_low_and_quick_steps_is_chosen() -> None:
    for name, level, most in (("hangzhou-e-commerce", 3.0, 300), ("suzhou-equipment", 2.0, 30)):
        report = build_plan(example(name), built_on=DAY)
        begins = [float(move.from_number) for step in report.steps for move in step.moves]
        assert max(begins) < level + 1
        assert report.days <= most


def high_and_low(**fields: Any) -> Scores:
    """Two questions whose next steps take and add the same; one of them stands high already."""
    asked = questionnaire(
        section("one", stepped("a", 1, 1, 1, 1, **fields), stepped("b", 1, 1, 1, 1), stepped("c", 1, 1)),
        **PLAIN,
    )
    return scored(asked, {"a": 3, "b": 0, "c": 0})


def test_of_two_steps_with_the_same_effect_the_lower_answer_is_raised_first() -> None:
    plan = plan_actions(high_and_low(), to="high")
    assert {step.moves[0].question.id for step in plan.steps} == {"b", "c"}
    plan = plan_actions(high_and_low(), to="high", wishes=Wishes(keep=frozenset({"c"})))
    assert {step.moves[0].question.id for step in plan.steps} == {"b"}


def test_efforts_with_many_decimals_are_planned_too() -> None:
    days = [0.1234567, 10, 30, 90, 250]
    asked = questionnaire(section("one", stepped("a", 1, 1, 1, 1)), **{**PLAIN, "effort_days": days})
    assert plan_actions(scored(asked, {"a": 0}), to="high").cost == pytest.approx(2 * 0.1234567)


def test_a_plan_within_a_budget_says_what_one_without_red_flags_reaches() -> None:
    flag = red_flag("grave", {"answer": "c", "at_most": 0}, "low")
    asked = questionnaire(
        section("one", stepped("a", 1, 1)),
        section("two", stepped("c", 2, 2)),
        **{**PLAIN, "red_flags": [flag]},
    )
    report = build_plan(scored(asked, {"a": 0, "c": 0}), budget=12, built_on=DAY)
    assert (report.end.overall.text if report.end.overall else "", report.cost) == ("50.0", 6)
    assert report.flags_in_words == (
        "1 red flag stays in force: “grave”.",
        "A plan that leaves none reaches 25.0 for 10 person-days.",
    )
    lifted = build_plan(scored(asked, {"a": 0, "c": 0}), budget=12, lift_flags=True, built_on=DAY)
    assert (lifted.cost, lifted.flags_left) == (10, ())
    small = build_plan(scored(asked, {"a": 0, "c": 0}), budget=6, lift_flags=True, built_on=DAY)
    assert small.summary[0] == (
        "To lift every red flag takes 10 person-days, more than the budget; without that:"
    )
    assert small.cost == 6


def test_what_was_decided_beforehand_is_said_with_what_it_costs() -> None:
    scores = example("hangzhou-e-commerce")
    report = build_plan(
        scores,
        keep=["talent", "strategy.review"],
        never=["compliance.tax/signed-price-rule", "co-creation.stakeholder-map"],
        fixed={"digital.content-platforms": 4, "size": "small"},
        built_on=DAY,
    )
    kept = [id for id in scores.questionnaire.questions if id.startswith("talent.")]
    assert not {move.question for step in report.steps for move in step.moves} & {*kept, "strategy.review"}
    assert report.conditions[0].startswith("These answers stay as they are: “Review of results”, ")
    assert "“Size” is taken to be “50 to 299”." in report.conditions
    assert "No plan that keeps to these conditions takes less." in report.summary
    assert any(text.startswith("Without these conditions it takes 1") for text in report.summary)
    assert json.loads(render(report, "json"))["conditions"] == list(report.conditions)


def test_a_high_risk_for_which_the_plan_does_nothing_is_named() -> None:
    asked = questionnaire(
        control("danger", [question("e")], [stepped("m", 2, 2, 2, 2)]),
        section("one", stepped("a", 1, 1, 1, 1)),
        **PLAIN,
    )
    report = build_plan(scored(asked, {"e": 4, "m": 0, "a": 2}), built_on=DAY)
    assert [step.moves[0].question for step in report.steps] == ["a", "a"]
    assert report.remarks[:2] == (
        "Nothing in it lowers the risk “danger”, of which 100% is left.",
        "The best next step against it: m (10 person-days).",
    )
    assert [(risk.before.text, risk.after.text) for risk in report.risks] == [("100%", "100%")]


def test_an_answer_to_which_no_action_leads_is_taken_as_given() -> None:
    report = build_plan(
        example("hangzhou-e-commerce"),
        fixed={"compliance.regimes": "partner-alone", "talent.visas": 4},
        built_on=DAY,
    )
    assert [move.question for move in report.assumed] == ["compliance.regimes"]
    assert report.start.overall == build_plan(example("hangzhou-e-commerce"), built_on=DAY).start.overall
    visas = [
        move.to_number for step in report.steps for move in step.moves if move.question == "talent.visas"
    ]
    assert visas[-1] == "4"


WRONG: dict[str, tuple[dict[str, Any], str, str]] = {
    "unknown band": ({"to": "pilot"}, "to", "There is no level “pilot”. Did you mean “pilot-ready”?"),
    "reached band": (
        {"to": "preparing"},
        "to",
        "“Preparing” is reached already. The levels above are: pilot-ready (Pilot-ready),"
        " expansion-ready (Expansion-ready), rule-co-builder (Rule co-builder).",
    ),
    "negative budget": (
        {"budget": -1.0},
        "budget",
        "“-1” is no budget. Write the effort to spend, 0 or more, such as 40.",
    ),
    "unknown question": (
        {"keep": ["talent.visa"]},
        "keep",
        "There is no question “talent.visa”. Did you mean “talent.visas”?",
    ),
    "unknown action": (
        {"never": ["talent.visas/case-chek"]},
        "never",
        "“talent.visas” has no answer “case-chek”. Did you mean “case-check”?",
    ),
    "hidden question": (
        {"fixed": {"localization.local-suppliers": 2}},
        "fixed",
        "“localization.local-suppliers” is not asked of this enterprise, so there is nothing to decide.",
    ),
    "unknown answer": (
        {"fixed": {"talent.visas": "case-chek"}},
        "fixed",
        "“talent.visas” has no answer “case-chek”. Did you mean “case-check”?",
    ),
    "no answer": (
        {"fixed": {"talent.visas": 9}},
        "fixed",
        "“talent.visas” has no answer “9”. Its answers are: traveller-arranges, case-check, permit-register,"
        " compared-quarterly, outsider-compared.",
    ),
    "kept and set": (
        {"keep": ["talent.visas"], "fixed": {"talent.visas": 4}},
        "fixed",
        "“talent.visas” cannot both stay as it is and be set; leave one of the two out.",
    ),
    "ruled out and set": (
        {"never": ["talent.visas/permit-register"], "fixed": {"talent.visas": 4}},
        "fixed",
        "The action that leads “talent.visas” to this answer is ruled out; leave one of the two out.",
    ),
}


@pytest.mark.parametrize("case", WRONG)
def test_what_cannot_be_planned_is_refused(case: str) -> None:
    arguments, argument, message = WRONG[case]
    with pytest.raises(InvalidWish) as caught:
        build_plan(example("hangzhou-e-commerce"), **arguments)
    assert (str(caught.value), caught.value.argument) == (message, argument)


def test_an_answer_set_twice_is_refused() -> None:
    done = call("plan", "--answers", hangzhou(), "--set", "talent.visas=2", "--set", "talent.visas=3")
    assert done.returncode == 2
    assert "“talent.visas” is set twice; keep one of the two." in " ".join(done.stderr.split())


def test_an_action_is_ruled_out_by_its_level_or_its_option() -> None:
    plans = [
        build_plan(example("hangzhou-e-commerce"), never=[f"talent.visas/{name}"], built_on=DAY)
        for name in ("permit-register", "2")
    ]
    assert plans[0] == plans[1]
    assert "These actions are ruled out: “Visas and work permits: from “" in plans[0].conditions[0]
    with pytest.raises(InvalidWish, match="has no action at “outsider-compared”"):
        build_plan(example("hangzhou-e-commerce"), never=["talent.visas/outsider-compared"])


def test_a_flag_that_cannot_be_lifted_is_named_as_what_is_missing() -> None:
    report = build_plan(
        example("ningbo-ev-parts"),
        keep=["strategy.thesis", "risk-control.go-no-go"],
        lift_flags=True,
        built_on=DAY,
    )
    assert report.summary == ("“Preparing” is out of reach under these conditions.",)
    (aim,) = [band for band in report.bands if band.id == "preparing"]
    assert [item.text for item in aim.missing] == ["The red flag “Money before decision” stays in force."]


def test_a_questionnaire_without_actions_says_so() -> None:
    asked = questionnaire(section("one", question("a")), **PLAIN)
    report = build_plan(scored(asked, {"a": 0}), built_on=DAY)
    assert report.summary == ("“High” is out of reach: the questionnaire has no action for these answers.",)


def test_the_action_of_a_flag_is_a_step_where_the_question_has_none() -> None:
    flag = red_flag("grave", {"answer": "a", "at_most": 0}, "low") | {"answers": ["a"]}
    asked = questionnaire(section("one", question("a", (0, 1))), **{**PLAIN, "red_flags": [flag]})
    plan = plan_actions(scored(asked, {"a": 0}), to="high")
    assert [(step.flag and step.flag.id, step.cost) for step in plan.steps] == [("grave", 3)]


def test_an_answer_that_is_set_and_decides_what_is_asked_counts_from_the_beginning() -> None:
    gate = stepped("gate", 1)
    later = stepped("b", 1, when={"answer": "gate", "at_least": 1})
    asked = questionnaire(section("one", gate, later, stepped("c", 5)), **PLAIN, coverage="0")
    scores = scored(asked, {"gate": 0, "b": 1, "c": 0})
    free = plan_actions(scores, to="high")
    fixed = plan_actions(scores, to="high", wishes=Wishes(fixed={"gate": asked.questions["gate"].parse(1)}))
    assert (free.cost, fixed.cost) == (3, 3)


def test_a_section_is_kept_with_its_questions_that_are_asked_later() -> None:
    gate = stepped("gate", 1)
    later = stepped("b", 1, when={"answer": "gate", "at_least": 1})
    asked = questionnaire(section("one", gate), section("two", later, stepped("c", 5)), **PLAIN, coverage="0")
    report = build_plan(scored(asked, {"gate": 0, "b": 0, "c": 0}), keep=["two"], built_on=DAY)
    assert not {move.question for step in report.steps for move in step.moves} & {"b", "c"}


def test_an_option_of_several_is_called_by_the_option_that_is_added() -> None:
    action = {"text": "Do.", "effort": 1, "horizon": 30}
    options = [{"id": id, "text": id, "score": 1, "action": action} for id in "xy"]
    several = {"id": "a", "title": "a", "text": "Which?", "type": "several", "options": options}
    asked = questionnaire(section("one", several), **PLAIN)
    scores = scored(asked, {"a": []})
    assert plan_actions(scores, to="high").cost == 3
    ruled_out = plan_actions(scores, to="high", wishes=Wishes(never=frozenset({"a/x"})))
    assert ruled_out.ladder[0].cost is None


def test_the_highest_band_leaves_nothing_to_reach() -> None:
    with pytest.raises(InvalidWish, match="is the highest level, and it is reached"):
        build_plan(example("shenzhen-electronics"))
    assert build_plan(example("shenzhen-electronics"), budget=60, built_on=DAY).steps


def test_a_question_outside_the_quick_set_is_refused_with_quick() -> None:
    path = next(path for path in EXAMPLES if path.stem == "hangzhou-e-commerce")
    quick = score(GOING_GLOBAL, load_answers(path, GOING_GLOBAL), quick=True)
    others = [question.id for question in GOING_GLOBAL.questions.values() if not question.quick]
    with pytest.raises(InvalidWish, match="is outside the quick set"):
        build_plan(quick, keep=others[:1])


def test_a_plan_for_a_market_that_is_ruled_out_says_so_first() -> None:
    suzhou = str(next(path for path in EXAMPLES if path.stem == "suzhou-equipment"))
    done = call("plan", "--answers", suzhou, "--market", "vietnam")
    text = " ".join(done.stdout.split())
    assert text.index("Ruled out: Nobody repairs our laser sources") < text.index(
        "The way to “Expansion-ready”"
    )
    data = json.loads(call("plan", "--answers", suzhou, "--market", "vietnam", "--format", "json").stdout)
    assert data["market"]["showstopper"].startswith("Nobody repairs our laser sources")
    refused = call("plan", "--answers", suzhou, "--market", "penang", "--set", "markets=africa")
    assert refused.returncode == 2
    assert "so “markets” cannot be set too." in " ".join(refused.stderr.split())


# --- the command line and the formats -------------------------------------------------------------------


def hangzhou() -> str:
    return str(next(path for path in EXAMPLES if path.stem == "hangzhou-e-commerce"))


def test_the_command_prints_the_plan() -> None:
    done = call("plan", "--answers", hangzhou())
    assert done.returncode == 0
    assert "“Pilot-ready” takes 130 person-days: 20 steps" in " ".join(done.stdout.split())
    assert done.stderr == ""


REFUSED = {
    ("--to", "pilot"): "Invalid value for --to: There is no level “pilot”. Did you mean “pilot-ready”?",
    ("--budget", "-3"): "Invalid value for --budget: “-3” is no budget.",
    ("--budget", "much"): "Invalid value for --budget: “much” is no budget.",
    ("--set", "talent.visas"): "Invalid value for --set: “talent.visas” is not of the form QUESTION=OPTION",
    ("--set", "talent.visas=9"): "Invalid value for --set: “talent.visas” has no answer “9”.",
    ("--set", "talent.visas=unknown"): "Invalid value for --set: “talent.visas” has no answer “unknown”.",
    ("--keep", "talent.visa"): "Invalid value for --keep: There is no question “talent.visa”.",
    ("--never", "talent.visas/no"): "Invalid value for --never: “talent.visas” has no answer “no”.",
}


@pytest.mark.parametrize("words", REFUSED)
def test_wrong_options_are_refused_and_nothing_is_written(words: tuple[str, str], tmp_path: Path) -> None:
    target = tmp_path / "plan.md"
    done = call("plan", "--answers", hangzhou(), *words, "--export", str(target))
    assert done.returncode == 2
    assert REFUSED[words] in " ".join(done.stderr.split())
    assert not target.exists()


def test_the_answers_file_is_never_replaced(tmp_path: Path) -> None:
    copy = tmp_path / "answers.json"
    copy.write_text(Path(hangzhou()).read_text(encoding="utf-8"), encoding="utf-8")
    done = call("plan", "--answers", str(copy), "--export", str(copy))
    assert done.returncode == 2
    assert "is the answers file; the export would replace it" in " ".join(done.stderr.split())


def report_of(name: str = "ningbo-ev-parts", **asked: Any) -> PlanReport:
    return build_plan(example(name), built_on=DAY, **asked)


@pytest.mark.parametrize("name", [path.stem for path in EXAMPLES])
def test_the_json_is_as_its_schema_says(name: str) -> None:
    for asked in ({"budget": 50}, {} if name != "shenzhen-electronics" else {"budget": 0}):
        found = json.loads(render(report_of(name, **asked), "json"))
        Draft202012Validator(plan_schema()).validate(found)
        assert found["cost"] == pytest.approx(sum(step["cost"] for step in found["steps"]))
        named = {step["case"]["id"] for step in found["steps"] if step["case"]}
        assert named == {case["id"] for case in found["cases"]}


def test_the_workbook_has_a_row_for_each_step_and_level() -> None:
    report = report_of()
    book = openpyxl.load_workbook(io.BytesIO(render_bytes(report, "xlsx")))
    assert book.sheetnames == ["Plan", "Steps", "Risks", "Levels"]
    rows = [row for row in book["Steps"].iter_rows(min_row=2, values_only=True) if row[0]]
    assert [(row[0], row[5]) for row in rows] == [(step.number, step.cost) for step in report.steps]
    levels = [row for row in book["Levels"].iter_rows(min_row=2, values_only=True) if row[0]]
    assert [row[0] for row in levels] == [band.title for band in report.bands]


def test_the_table_for_programs_has_a_row_for_each_answer() -> None:
    report = report_of()
    lines = render(report, "csv").splitlines()
    assert lines[0].startswith('"step","title","red_flag","question"')
    moves = [move for step in report.steps for move in step.moves]
    assert sum(line[0].isdigit() for line in lines[1:]) >= len(moves)


@pytest.mark.parametrize("format", ["markdown", "html", "terminal"])
def test_every_step_is_in_every_page(format: str) -> None:
    report = report_of()
    text = " ".join(render(report, format).replace("\\", "").split())
    for step in report.steps:
        assert step.title.replace("&", "&amp;") in text
    short = render(report, format, details=False)
    assert len(short) < len(render(report, format))


@pytest.mark.parametrize("format", ["docx", "pdf"])
def test_a_plan_is_written_as_a_file(format: str) -> None:
    if format == "pdf":
        expect_pdf()
    assert len(render_bytes(report_of(), format)) > 10_000
