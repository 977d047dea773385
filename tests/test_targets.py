"""Targets: read, written back, followed through versions, measured, and shown in every report."""

from __future__ import annotations

import csv
import datetime
import io
import json
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from readiness import (
    Answer,
    Answers,
    InvalidInput,
    Output,
    Problem,
    Questionnaire,
    Report,
    Scores,
    State,
    answers_text,
    build_report,
    change_answers,
    load_answers,
    load_questionnaire,
    parse_answers,
    render,
    render_bytes,
    score,
)
from readiness.analysis.targets import Course, measure_targets
from readiness.answers.answers import blank
from readiness.answers.target_reading import scored_subjects, target_ids
from readiness.answers.template import template
from readiness.answers.upgrade import upgrade
from readiness.authoring.answers_schema import answers_schema
from readiness.questionnaire.questions.several import SeveralQuestion
from readiness.rendering.report_schema import report_schema
from readiness.source.source import Source
from readiness.views.build_targets import target_views
from small import control, direct, question, section
from small import questionnaire as small_questionnaire

ROOT = Path(__file__).resolve().parent.parent
AUDIT = load_questionnaire(str(ROOT / "docs" / "examples" / "supplier-audit"))
GOING_GLOBAL = load_questionnaire("going-global")
NINGBO = load_answers(ROOT / "examples" / "ningbo-ev-parts.yaml", GOING_GLOBAL)
TODAY = datetime.date(2026, 9, 1)
YESTERDAY, TOMORROW = "2026-08-31", "2026-09-02"

bounded = settings(max_examples=60, deadline=None, derandomize=True)


def aiming(asked: Questionnaire, targets: dict[str, Any], given: dict[str, Any] | None = None) -> Answers:
    """Answers with these targets, written as in a file."""
    return change_answers(blank(asked), asked, given or {}, targets=targets)


def course(scores: Scores, id: str) -> Course:
    """How far the target of `id` is, today."""
    (found,) = [each for each in measure_targets(scores, TODAY) if each.id == id]
    return found


# --- reading ----------------------------------------------------------------------------------------


def audit_file(targets: str) -> str:
    lines = [f"  {line}" for line in targets.splitlines()]
    return "\n".join(["questionnaire: supplier-audit", "version: 2.0.0", "targets:", *lines, ""])


def problem_of(targets: str) -> Problem:
    with pytest.raises(InvalidInput) as caught:
        parse_answers(audit_file(targets), AUDIT)
    (problem,) = caught.value.problems
    return problem


@pytest.mark.parametrize(
    ("line", "column", "message", "hint", "mended"),
    [
        (
            "dependance: 3",
            3,
            "there is no section or question “dependance”",
            "Did you mean “dependence”?",
            "dependence: 3",
        ),
        (
            "quality.checks: traised",
            19,
            "“traised” is not a level of “quality.checks”",
            "Did you mean “traced”?",
            "quality.checks: traced",
        ),
        (
            "hours.recorded: {value: 7, by: 2027-01-31}",
            27,
            "7 is not a level of “hours.recorded”",
            "Write a whole number from 0 to 5, or unknown.",
            "hours.recorded: {value: 5, by: 2027-01-31}",
        ),
        (
            "dependence: 60",
            15,
            "60 is not a score of “dependence”",
            "Write a number from 1 to 5.",
            "dependence: 5",
        ),
        (
            'dependence: {score: "3.5"}',
            23,
            "“3.5” is not a score of “dependence”",
            "Write 3.5, a plain number without quotes.",
            "dependence: {score: 3.5}",
        ),
        (
            "overall: aproved",
            12,
            "“aproved” is not known",
            "Did you mean “approved”?",
            "overall: approved",
        ),
        (
            "dependence: {score: 3, by: 2027-02-30}",
            30,
            "there is no such day",
            "Write year-month-day, as in 2026-03-31.",
            "dependence: {score: 3, by: 2027-02-28}",
        ),
        (
            "overall: {score: approved}",
            20,
            "“approved” is not a score of “overall”",
            "Write it as `band: approved`.",
            "overall: {band: approved}",
        ),
        (
            "dependence: {score: 3, by: 2027}",
            30,
            "2027 is not a date",
            "Write year-month-day, as in 2026-03-31.",
            "dependence: {score: 3, by: 2027-12-31}",
        ),
        (
            "dependence: {score: 3, from: 3}",
            32,
            "the target of “dependence” is 3, which is no better than 3, where it stood",
            "Write in `from` where it stood when the target was set, or remove `from`.",
            "dependence: {score: 3}",
        ),
        (
            "overall: {band: trial, from: 2.5}",
            32,
            "the target of “overall” is “trial”, which is no better than 2.5, where it stood",
            "Write in `from` where it stood when the target was set, or remove `from`.",
            "overall: {band: trial}",
        ),
        (
            "dependence.share: {value: 30, from: 20}",  # an exposure: less is better
            39,
            "the target of “dependence.share” is 30, which is no better than 20, where it stood",
            "Write in `from` where it stood when the target was set, or remove `from`.",
            "dependence.share: {value: 30, from: 40}",
        ),
        (
            "dependence: {score: 3, untill: 2027-01-31}",
            26,
            "“untill” is not known",
            "Known here: score, band, by, from.",
            "dependence: {score: 3, by: 2027-01-31}",
        ),
        (
            "quality.checks: {score: 2}",
            20,
            "“score” is not known",
            "Known here: value, by, from.",
            "quality.checks: {value: 2}",
        ),
        (
            "quality.checks: {by: 2027-01-31}",
            3,
            "the target of “quality.checks” does not say what to reach",
            "Add the level to reach, as `value`.",
            "quality.checks: {by: 2027-01-31, value: 2}",
        ),
    ],
)
def test_a_mistyped_target_is_refused_in_its_place_with_a_remedy_that_works(
    line: str, column: int, message: str, hint: str, mended: str
) -> None:
    problem = problem_of(line)
    assert (problem.line, problem.column) == (4, column)
    assert (problem.message, problem.hint) == (message, hint)
    assert len(parse_answers(audit_file(mended), AUDIT).targets) == 1


def test_targets_must_be_a_mapping() -> None:
    with pytest.raises(InvalidInput) as caught:
        parse_answers("questionnaire: supplier-audit\nversion: 2.0.0\ntargets: [overall]\n", AUDIT)
    (problem,) = caught.value.problems
    assert (problem.line, problem.column, problem.code) == (3, 10, "not-mapping")
    assert problem.message == "“targets” must be a mapping"
    assert problem.hint == "Write one `id: target` line for each target below it."


def test_an_old_id_is_named_by_its_new_one() -> None:
    problem = problem_of("quality.inspection: traced")
    assert problem.message == "there is no section or question “quality.inspection”"
    assert problem.hint == "It is called “quality.checks” now."


def test_a_question_of_the_profile_has_no_target() -> None:
    problem = problem_of("goods: metal")
    assert problem.message == "there is no section or question “goods”"
    assert problem.hint == (
        "“goods” is a question of the profile, which has no level to reach; remove this target."
    )


@pytest.mark.parametrize("nothing", ["", "unknown", "null"])
@pytest.mark.parametrize("id", ["overall", "dependence", "quality.checks"])
def test_a_target_that_is_not_known_is_none(id: str, nothing: str) -> None:
    assert parse_answers(audit_file(f"{id}: {nothing}"), AUDIT).targets == {}


def test_a_level_may_be_written_as_every_answer() -> None:
    texts = ["quality.checks: 4", "quality.checks: traced", "quality.checks: {value: 4}"]
    first, *others = (parse_answers(audit_file(text), AUDIT).targets for text in texts)
    assert all(other == first for other in others)


@pytest.mark.parametrize(
    "path",
    [
        *ROOT.glob("questionnaires/*/questionnaire.yaml"),
        *ROOT.glob("tests/questionnaires/published/*/questionnaire.yaml"),
        ROOT / "docs/examples/supplier-audit/questionnaire.yaml",
    ],
    ids=lambda path: path.parent.name,
)
def test_the_example_in_the_template_can_be_used(path: Path) -> None:
    asked = load_questionnaire(str(path))
    text = template(asked)
    begin, end = text.index("#targets:"), text.find("# You may compare markets")
    used = text[:begin] + text[begin:end].replace("#", "")
    targets = parse_answers(used, asked).targets
    assert parse_answers(text, asked).targets == {}
    assert "overall" in targets
    assert len(targets) in (2, 3)


# --- the schema -------------------------------------------------------------------------------------

SCHEMA = Draft202012Validator(answers_schema(AUDIT))


@pytest.mark.parametrize(
    ("id", "target", "fits"),
    [
        ("overall", "trial", True),
        ("overall", 3.5, True),
        ("overall", {"band": "trial", "by": "2027-01-31", "from": 2}, True),
        ("overall", {"score": 4, "band": None}, True),
        ("overall", None, True),
        ("overall", "unknown", True),
        ("overall", 6, False),
        ("overall", "trail", False),
        ("overall", {"by": "2027-01-31"}, False),
        ("overall", {"score": 4, "by": "31 January"}, False),
        ("overall", {"score": "4"}, False),
        ("overall", [4], False),
        ("dependence", 4, True),
        ("dependence", "trial", False),
        ("dependence", {"value": 4}, False),
        ("quality.checks", "traced", True),
        ("quality.checks", 4, True),
        ("quality.checks", {"value": "traced", "from": 0}, True),
        ("quality.checks", {"value": "traced", "note": "x"}, False),
        ("quality.checks", {"from": 0}, False),
        ("quality.checks", "trace", False),
        ("quality.papers", ["laboratory"], True),
        ("quality.papers", "laboratory", False),
        ("safety.remarks", "clean", False),
        ("nonsense", 4, False),
    ],
)
def test_the_schema_and_the_reader_agree(id: str, target: Any, fits: bool) -> None:
    raw = {"questionnaire": AUDIT.id, "version": AUDIT.version, "targets": {id: target}}
    assert SCHEMA.is_valid(raw) == fits
    try:
        load_answers(raw, AUDIT)
    except InvalidInput:
        assert not fits
    else:
        assert fits


# --- writing ----------------------------------------------------------------------------------------


def any_targets(asked: Questionnaire) -> st.SearchStrategy[dict[str, Any]]:
    """Valid targets as in a file, of every kind and form."""
    days = st.dates(datetime.date(2000, 1, 1), datetime.date(2100, 1, 1)).map(str)
    subjects = scored_subjects(asked)

    def of_score(id: str) -> st.SearchStrategy[Any]:
        low, high = subjects[id].scale.ends
        numbers = st.floats(low, high, allow_subnormal=False).map(lambda number: round(number, 3))
        scores = numbers.flatmap(
            lambda goal: st.fixed_dictionaries(
                {"score": st.just(goal)},
                optional={
                    "by": days,
                    **({"from": numbers.filter(lambda start: start < goal)} if goal > low else {}),
                },
            )
        )
        bands = [band.id for band in subjects[id].bands]
        named = (
            st.fixed_dictionaries({"band": st.sampled_from(bands)}, optional={"by": days})
            if bands
            else scores
        )
        return st.one_of(numbers, scores, named)

    def of_question(id: str) -> st.SearchStrategy[Any]:
        values = [asked.questions[id].written(value) for value in sample_values(asked, id)]
        return st.sampled_from(values) | st.fixed_dictionaries(
            {"value": st.sampled_from(values)}, optional={"by": days}
        )

    leveled = [id for id, question in asked.questions.items() if question.has_levels]
    each = {**{id: of_score(id) for id in subjects}, **{id: of_question(id) for id in leveled}}
    return st.fixed_dictionaries({}, optional=each)


def sample_values(asked: Questionnaire, id: str) -> list[Any]:
    """Some answers to a question, as values."""
    question = asked.questions[id]
    if isinstance(question, SeveralQuestion):
        return [(), tuple(o for o in question.options if not o.exclusive), question.options[:1]]
    return list(question.choices) or [question.parse(number) for number in (0, 2.5, 95)]


@settings(bounded, max_examples=25)
@given(any_targets(AUDIT))
def test_written_targets_are_read_back(targets: dict[str, Any]) -> None:
    answers = aiming(AUDIT, targets)
    text = answers_text(answers, AUDIT)
    assert parse_answers(text, AUDIT) == answers
    assert list(answers.targets) == [id for id in target_ids(AUDIT) if id in answers.targets]
    before = (ROOT / "docs/examples/supplier-audit/answers.yaml").read_text(encoding="utf-8")
    assert parse_answers(answers_text(answers, AUDIT, before), AUDIT) == answers


FILE = """\
questionnaire: supplier-audit
version: 2.0.0
targets:  # agreed in May
  # the board wants it
  overall: {band: approved, by: 2026-12-31, from: 2.4}
  quality.checks: 4  # the top
answers:
  hours.recorded: 3
"""


def test_an_edited_file_keeps_its_targets_and_their_comments() -> None:
    answers = parse_answers(FILE, AUDIT)
    other = answers.with_answer("hours.recorded", Answer(State.UNKNOWN))
    assert answers_text(other, AUDIT, FILE) == FILE.replace("recorded: 3", "recorded: unknown")


def test_changed_targets_are_edited_in_their_place() -> None:
    changes = {"overall": "trial", "quality.checks": None, "dependence": {"score": 4, "by": "2027-01-31"}}
    changed = change_answers(parse_answers(FILE, AUDIT), AUDIT, {}, targets=changes)
    assert (
        answers_text(changed, AUDIT, FILE)
        == """\
questionnaire: supplier-audit
version: 2.0.0
targets:  # agreed in May
  # the board wants it
  overall: trial
  dependence:
    score: 4
    by: 2027-01-31
  quality.checks:  # the top
answers:
  hours.recorded: 3
"""
    )


# --- older versions ---------------------------------------------------------------------------------

OLD = """\
questionnaire: supplier-audit
version: 1.0.0
targets:
  overall: approved
  quality.inspection: {value: sampled, by: 2027-01-31}  # each lot
  quality.price: 4
  safety.exits: free
  hours.breaks: 3
"""
NEW = """\
questionnaire: supplier-audit
version: 2.0.0
targets:
  overall: approved
  quality.checks: {value: each-lot, by: 2027-01-31}  # each lot
  # Not possible since version 2.0.0; please set this target again:
  # quality.price: 4
  # Not possible since version 2.0.0; please set this target again:
  # safety.exits: free
  # Not possible since version 2.0.0; please set this target again:
  # hours.breaks: 3
"""


def test_an_upgrade_follows_targets() -> None:
    done = upgrade(Source("answers.yaml", OLD), AUDIT)
    assert done.text == NEW
    assert list(done.answers.targets) == ["overall", "quality.checks"]
    assert done.answers.targets == parse_answers(NEW, AUDIT).targets
    report = build_report(score(AUDIT, done.answers), built_on=TODAY)
    assert [text for text in report.notices if "target" in text or "level" in text] == [
        "“quality.inspection” is now called “quality.checks”; its target is kept.",
        "“quality.price” is no longer asked; its target is kept but does not count.",
        "“hours.breaks” is no longer asked; its target is kept but does not count."
        " Asked instead: hours.recorded.",
        "In the target of “quality.checks”, a level is now called “each-lot”.",
        "“safety.exits” no longer has the level “free”; please set its target again.",
    ]


# --- how far a target is ----------------------------------------------------------------------------


@bounded
@given(st.data())
def test_distances_and_progress_are_as_the_rules_say(data: st.DataObject) -> None:
    """Recomputed from the scores and the levels alone."""
    asked = GOING_GLOBAL
    ids = st.sampled_from([section.id for section in asked.sections])
    id, goal = data.draw(ids), data.draw(st.integers(1, 100))
    start = data.draw(st.integers(0, goal - 1))
    by = data.draw(st.sampled_from([YESTERDAY, str(TODAY), TOMORROW]))
    scores = score(
        asked, change_answers(NINGBO, asked, {}, targets={id: {"score": goal, "from": start, "by": by}})
    )
    (low, high) = next(item.score for item in scores.sections if item.section.id == id)
    found = course(scores, id)
    assert found.to_go == pytest.approx((max(0, goal - high), max(0, goal - low)))
    within = [min(1, max(0, (now - start) / (goal - start))) for now in (low, high)]
    assert found.progress == pytest.approx(within)
    is_late = by == YESTERDAY
    assert found.state == ("reached" if low >= goal else "overdue" if is_late else "on-the-way")


LEVELS = st.integers(0, 4)


@given(LEVELS, LEVELS, LEVELS, st.booleans())
@bounded
def test_a_level_is_reached_in_its_direction(now: int, goal: int, start: int, exposure: bool) -> None:
    asked = small_questionnaire(control("risk", [question("risk.given")], [question("risk.done")]))
    id = "risk.given" if exposure else "risk.done"
    ahead = goal < start if exposure else goal > start
    target = {"value": goal, **({"from": start} if ahead else {})}
    found = course(score(asked, aiming(asked, {id: target}, {id: now})), id)
    missing = max(0, now - goal if exposure else goal - now)
    assert (found.now, found.goal, found.to_go) == ((now, now), goal, (missing, missing))
    assert found.state == ("on-the-way" if missing else "reached")
    progress = min(1, max(0, (now - start) / (goal - start))) if ahead else None
    assert found.progress == (None if progress is None else pytest.approx((progress, progress)))


@pytest.mark.parametrize(
    ("id", "now", "goal", "missing"),
    [
        ("quality.on-time", 97, 100, 3),
        ("quality.on-time", 40, 40, 0),
        ("dependence.share", 40, 15, 25),  # an exposure
        ("development.parts", 1, 3, 2),
        ("quality.papers", ["laboratory"], ["quality-system", "laboratory"], 1),
        ("quality.papers", ["quality-system"], ["environment-system", "laboratory"], 2),  # as much, not these
        ("quality.papers", ["laboratory"], ["other"], 1),  # scores nothing
        ("quality.papers", [], ["no-paper"], 1),
        ("quality.papers", ["laboratory"], ["no-paper"], 1),
        ("quality.papers", ["no-paper"], ["no-paper"], 0),
        ("quality.papers", ["laboratory", "other"], ["other"], 0),
        ("quality.papers", ["laboratory"], [], 0),
        ("hours.passports", "yes", "no", 1),
        ("hours.passports", "no", "no", 0),
    ],
)
def test_each_type_of_question_has_its_distance(id: str, now: Any, goal: Any, missing: float) -> None:
    found = course(score(AUDIT, aiming(AUDIT, {id: goal}, {id: now})), id)
    assert found.to_go == (missing, missing)
    assert found.state == ("on-the-way" if missing else "reached")


TICKED = st.sets(st.sampled_from(["first", "second", "plain"])).map(sorted) | st.just(["nothing"])


@given(TICKED, TICKED, TICKED, st.booleans())
@bounded
def test_a_choice_of_several_is_reached_if_all_of_it_is_chosen(
    now: list[str], goal: list[str], start: list[str], exposure: bool
) -> None:
    """For an exposure, if no more harm is chosen than that, and everything else of it."""
    options = [
        {"id": id, "text": f"It is {id}.", "score": points, "exclusive": id == "nothing"}
        for id, points in (("first", 2), ("second", 1), ("plain", 0), ("nothing", 0))
    ]
    asked = small_questionnaire(
        control(
            "risk",
            [question("risk.given", type="several", options=options)],
            [question("risk.done", type="several", options=options)],
        )
    )
    id = "risk.given" if exposure else "risk.done"

    def away(held: list[str]) -> int:
        harm = {"first", "second"} if exposure else set()
        return len(set(goal) - set(held) - harm) + len((set(held) - set(goal)) & harm)

    target = {"value": goal, **({"from": start} if away(start) else {})}
    found = course(score(asked, aiming(asked, {id: target}, {id: now})), id)
    assert found.to_go
    assert found.to_go.low == found.to_go.high == away(now)
    if not exposure:
        assert (found.state == "reached") == (set(goal) <= set(now))
    elif found.state == "reached":
        assert set(now) & {"first", "second"} <= set(goal)
    if found.progress:
        assert found.progress.high == pytest.approx(max(0, 1 - away(now) / away(start)))
        assert (found.progress.low == 1) == (found.state == "reached")


def test_what_is_to_go_of_a_choice_of_several_is_a_number_of_options() -> None:
    given = {"quality.papers": ["laboratory"]}
    targets = {"quality.papers": {"value": ["other", "environment-system"], "from": []}}
    (view,) = build_report(score(AUDIT, aiming(AUDIT, targets, given)), built_on=TODAY).targets
    assert (view.to_go_in_words, view.state) == ("2 options to change", "on the way")


def test_a_score_is_only_reached_if_its_low_end_reaches_it() -> None:
    asked = small_questionnaire(section("a", question("a.one"), question("a.two")))
    scores = score(asked, aiming(asked, {"a": {"score": 75, "from": 50}}, {"a.one": 4}))
    found = course(scores, "a")
    assert (found.now, found.to_go, found.progress) == ((50, 100), (0, 25), (0, 1))
    assert found.state == "on-the-way"


def test_an_open_answer_reaches_no_level() -> None:
    asked = small_questionnaire(section("a", question("a.one"), question("a.two")))
    targets = {"a.one": {"value": 1, "by": YESTERDAY, "from": 0}, "a.two": 0}
    answers = aiming(asked, targets, {"a.two": "unknown"})
    first, second = measure_targets(score(asked, answers), TODAY)
    assert (first.state, first.now, first.to_go, first.progress) == ("overdue", None, None, None)
    assert (second.state, second.now) == ("on-the-way", None)
    views = build_report(score(asked, answers), built_on=TODAY).targets
    assert [view.now_in_words for view in views] == ["not answered", "not known"]


def test_a_band_is_blocked_by_what_it_needs() -> None:
    asked = small_questionnaire(
        section("a", direct("a.one", 20, 55)), section("b", direct("b.one", 20, 55, 90))
    )
    targets = {"overall": {"band": "pilot-ready", "from": 20}}
    scores = score(asked, aiming(asked, targets, {"a.one": "level-1", "b.one": "level-3"}))
    assert scores.verdict.band
    assert scores.verdict.band.id == "preparing"
    found = course(scores, "overall")
    assert found.blocked_by == scores.verdict.blocked_by  # it is the next band
    assert [(blocker.kind, blocker.subject) for blocker in found.blocked_by] == [
        ("overall", ""),
        ("floor", "a"),
    ]
    assert found.to_go == pytest.approx((50 - scores.overall.low,) * 2)
    assert found.progress == pytest.approx(((scores.overall.low - 20) / 30,) * 2)
    for band, state in (
        ("foundation", "reached"),
        ("preparing", "reached"),
        ("rule-co-builder", "on-the-way"),
    ):
        again = change_answers(scores.answers, asked, {}, targets={"overall": band})
        assert course(score(asked, again), "overall").state == state


def test_without_a_verdict_no_band_is_reached_and_coverage_blocks_it() -> None:
    asked = small_questionnaire(section("a", question("a.one"), question("a.two")))
    found = course(score(asked, aiming(asked, {"overall": "foundation"}, {"a.one": 4})), "overall")
    assert found.state == "on-the-way"
    assert [blocker.kind for blocker in found.blocked_by] == ["coverage"]


def test_a_section_with_bands_can_aim_at_one() -> None:
    bands = [{"id": "low", "title": "Low"}, {"id": "high", "title": "High", "cut": 50}]
    asked = small_questionnaire(section("a", question("a.one"), bands=bands))
    scores = score(asked, aiming(asked, {"a": {"band": "high", "from": 0}}, {"a.one": 1}))
    found = course(scores, "a")
    assert (found.state, found.to_go, found.progress) == ("on-the-way", (25, 25), (0.5, 0.5))
    (view,) = build_report(scores, built_on=TODAY).targets
    assert (view.aim, view.now_in_words, view.to_go_in_words) == ("High", "Low (25.0)", "1 missing")
    assert [blocker.text for blocker in view.blocked_by] == ["The overall score is 25.0; High needs 50."]


def test_a_target_that_does_not_apply_is_set_aside() -> None:
    hidden: dict[str, Any] = {"when": {"answer": "a.one", "at_least": 1}}
    asked = small_questionnaire(
        section(
            "a", question("a.one"), question("a.two", **hidden), question("a.three", not_applicable="Rare.")
        ),
        section("b", question("b.one", **hidden)),
        section("c", question("c.one", not_applicable="Rare.")),
    )
    targets = {"a.two": 3, "a.three": 3, "b": 50, "c": 40, "a": 90}
    aside = {"not_applicable": "nothing here"}
    answers = aiming(asked, targets, {"a.one": 0, "a.three": aside, "c.one": aside})
    report = build_report(score(asked, answers), built_on=TODAY)
    assert [(view.id, view.state, view.remark) for view in report.targets] == [
        ("a", "on the way", "It is at 0.0; the target is 90."),
        ("b", "set aside", "none of its questions is asked"),
        ("c", "set aside", "nothing in it applies"),
        ("a.two", "set aside", "the question does not apply, given the profile and the other answers"),
        ("a.three", "set aside", "not applicable: nothing here"),
    ]
    assert [(view.aim, view.goal) for view in report.targets] == [
        ("90", 90),
        ("50", 50),
        ("40", 40),
        ("level 3", 3),
        ("level 3", 3),
    ]
    assert "Targets: 0 of 1 reached." in render(report, "terminal", details=False)


@pytest.mark.parametrize(("target", "aim", "goal"), [(50, "50", 50), ("pilot-ready", "Pilot-ready", 50)])
def test_without_a_score_the_target_of_the_overall_is_set_aside(target: Any, aim: str, goal: float) -> None:
    asked = small_questionnaire(section("a", question("a.one", not_applicable="Rare.")))
    given = {"a.one": {"not_applicable": "nothing here"}}
    late = {"score" if target == 50 else "band": target, "by": YESTERDAY}
    report = build_report(score(asked, aiming(asked, {"overall": late}, given)), built_on=TODAY)
    (view,) = json.loads(render(report, "json"))["targets"]
    assert (view["state_id"], view["remark"]) == ("set-aside", "nothing in it applies")
    assert (view["aim"], view["goal"], view["now"], view["to_go"]) == (aim, goal, None, None)
    assert "reached" not in render(report, "terminal", details=False)


@pytest.mark.parametrize(
    ("scores", "now", "goal", "to_go"),
    [
        ((0, 1, 2, 3), 1, 3, "2 levels"),
        ((0, 1, 2, 3), 2, 3, "1 level"),
        ((0, 2, 4), 2, 4, "2 points"),
        ((0, 1, 4), 0, 1, "1 level"),
        ((0, 0.5, 1), 0, 1, "1 point"),
        ((0, 0.5, 2), 0.5, 2, "1.5 points"),
        ((0, 2, 4), 4, 4, ""),
    ],
)
def test_only_levels_that_rise_one_by_one_are_counted(
    scores: tuple[float, ...], now: float, goal: float, to_go: str
) -> None:
    asked = small_questionnaire(section("a", direct("a.one", *scores[1:])))
    ids = {number: f"level-{place}" for place, number in enumerate(scores)}
    answers = aiming(asked, {"a.one": ids[goal]}, {"a.one": ids[now]})
    (view,) = build_report(score(asked, answers), built_on=TODAY).targets
    assert view.to_go_in_words == to_go


def test_targets_change_no_score_and_no_advice() -> None:
    without = build_report(score(GOING_GLOBAL, NINGBO), built_on=TODAY)
    targets = {"overall": "expansion-ready", "strategy": 80, "strategy.thesis": 4}
    with_targets = change_answers(NINGBO, GOING_GLOBAL, {}, targets=targets)
    report = build_report(score(GOING_GLOBAL, with_targets), built_on=TODAY)
    assert report._replace(targets=()) == without


# --- reports ----------------------------------------------------------------------------------------


@cache
def ningbo_report() -> Report:
    targets = {
        "overall": {"band": "pilot-ready", "by": "2027-12-31", "from": 10},
        "compliance": {"score": 60, "by": YESTERDAY},
        "talent": 5,
        "supply-chain": {"score": 40, "by": TOMORROW, "from": 20},
        "geopolitics": 50,
        "strategy.thesis": {"value": 3, "by": YESTERDAY},
        "strategy.budget": {"value": 1, "from": 0},
        "localization.product": 3,
    }
    answers = change_answers(NINGBO, GOING_GLOBAL, {}, targets=targets)
    return build_report(score(GOING_GLOBAL, answers), built_on=TODAY)


def test_the_first_page_says_how_many_are_reached_and_which_are_overdue() -> None:
    page = render(ningbo_report(), "markdown", details=False)
    assert (
        "**Targets:** 2 of 7 reached. **2 overdue:** Localization gap in compliance (60 by 2026-08-31);"
        " Overseas thesis (level 3 by 2026-08-31)\n"
    ) in page
    without = build_report(score(GOING_GLOBAL, NINGBO), built_on=TODAY)
    assert "Targets" not in render(without, "markdown")


def test_the_section_shows_every_target() -> None:
    text = render(ningbo_report(), "terminal", Output(width=80))
    begin, end = text.index("\nTargets\n"), text.index("\nRoadmap\n")
    assert (
        "\n".join(line.rstrip() for line in text[begin:end].splitlines()[3:40])
        == """\
Progress is the part of the way from where it stood when the target was set;
towards a band, of the way to the score that it needs.

Target             Aim          Now           To go       By          State
Overall            Pilot-ready  Foundation    10 missing  2027-12-31  on the way
                                (13.4–15.1)
Over-securitized   50           0.0–25.0      25.0–50.0               on the way
geopolitics
Localization gap   60           8.3           51.7        2026-08-31  overdue
in compliance
Structural         5            8.3                                   reached
shortage of
talent
Supply-chain       40           25.0          15.0        2026-09-02  on the way
resilience
Overseas thesis    level 3      level 0       3 levels    2026-08-31  overdue
Money for markets  level 1      level 1                               reached
Fit to local life  level 3                                            set aside

Target                                         Progress
Overall                  ██▒░░░░░░░░░░░░░░░░░   10%–15%
Supply-chain resilience  █████░░░░░░░░░░░░░░░       25%
Money for markets        ████████████████████      100%

What is still missing:
• Overall. What stands between you and “Pilot-ready”:
    • The overall score is 13.4; Pilot-ready needs 45.
    • Strategic anchoring is at 10.7; Pilot-ready needs 30 there.
    • In-depth localization is at 12.5; Pilot-ready needs 30 there.
    • Risk prevention and control is at 17.9; Pilot-ready needs 30 there.
    • Value co-creation is at 17.9; Pilot-ready needs 30 there.
    • Over-securitized geopolitics: control is at 0.0; Pilot-ready needs 20 at
      an exposure of 25%.
    • Localization gap in compliance: control is at 8.3; Pilot-ready needs 18.3
      at an exposure of 17%.
    • Structural shortage of talent: control is at 8.3; Pilot-ready needs 26.7
      at an exposure of 58%."""
    )
    assert "quick set" not in text[begin:end]
    assert "• Overseas thesis. To reach: Stop figures in that comparison" in text
    assert "• Over-securitized geopolitics. It is at 0.0–25.0; the target is 50.\n" in text
    assert "• Localization gap in compliance. It is at 8.3; the target is 60.\n" in text
    assert "\nTargets that are set aside:\n• Fit to local life (not applicable: We make valves" in text


@bounded
@given(st.floats(0.001, 100), st.sampled_from([section.id for section in GOING_GLOBAL.sections]))
def test_what_is_to_go_is_the_difference_of_the_numbers_that_are_shown(goal: float, id: str) -> None:
    answers = change_answers(NINGBO, GOING_GLOBAL, {}, targets={id: round(goal, 3)})
    (view,) = target_views(score(GOING_GLOBAL, answers), TODAY)
    assert view.now
    assert view.to_go
    for now, to_go in ((view.now.low, view.to_go.high), (view.now.high, view.to_go.low)):
        assert Decimal(to_go.text) == max(Decimal(view.aim) - Decimal(now.text), Decimal(0))
        assert (Decimal(to_go.text) > 0) == (to_go.value > 1e-9)


def test_progress_is_only_whole_if_all_of_the_way_is_behind() -> None:
    asked = small_questionnaire(section("a", direct("a.one", 59.9)))
    scores = score(asked, aiming(asked, {"a": {"score": 60, "from": 20}}, {"a.one": "level-1"}))
    (view,) = build_report(scores, built_on=TODAY).targets
    assert view.progress
    assert view.progress.text == "99.8%"


def test_a_quick_screening_says_what_its_targets_are_compared_with() -> None:
    answers = change_answers(NINGBO, GOING_GLOBAL, {}, targets={"compliance": 60})
    page = render(build_report(score(GOING_GLOBAL, answers, quick=True), built_on=TODAY), "markdown")
    warning = (
        "They are compared with the scores of the quick set, which may differ from those of all questions."
    )
    assert warning in page[page.index("Targets\n\n") :]


def test_json_holds_every_target_and_fits_its_schema() -> None:
    written = json.loads(render(ningbo_report(), "json"))
    Draft202012Validator(report_schema()).validate(written)
    by_id = {target["id"]: target for target in written["targets"]}
    assert list(by_id) == [view.id for view in ningbo_report().targets]
    assert by_id["overall"]["aim_id"] == "pilot-ready"
    assert by_id["overall"]["goal"] == 45
    assert len(by_id["overall"]["blocked_by"]) == 10
    assert by_id["supply-chain"]["progress"] == {"low": 0.25, "high": 0.25, "displayed": "25%"}
    assert by_id["strategy.thesis"]["to_go"] == {"low": 3, "high": 3, "displayed": "3 levels"}
    assert by_id["localization.product"]["now"] is None
    states = {"reached", "on-the-way", "overdue", "set-aside"}
    assert {target["state_id"] for target in written["targets"]} == states


def test_csv_holds_the_targets_of_questions() -> None:
    table = csv.DictReader(io.StringIO(render(ningbo_report(), "csv"), newline=""))
    found = {row["question"]: [row[name] for name in row if name.startswith("target")] for row in table}
    thesis = ["stop-figures", "level 3", YESTERDAY, "3.0", "overdue"]
    assert found["strategy.thesis"] == thesis
    assert found["strategy.budget"] == ["annual-line", "level 1", "", "0.0", "reached"]
    assert found["localization.product"][-1] == "set-aside"
    assert found["strategy.review"] == [""] * 5


def test_excel_has_a_sheet_of_targets_only_if_there_are_any() -> None:
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.load_workbook(io.BytesIO(render_bytes(ningbo_report(), "xlsx")))
    header, *rows = ([cell.value for cell in row] for row in book["Targets"].iter_rows())
    assert [row[header.index("Target")] for row in rows] == [view.title for view in ningbo_report().targets]
    compliance = dict(zip(header, rows[2], strict=True))
    assert compliance["By"] == datetime.datetime(2026, 8, 31)
    assert (compliance["Aim: number"], compliance["State"]) == (60, "overdue")
    assert compliance["To go, high"] == pytest.approx(60 - compliance["Now, low"])
    without = build_report(score(GOING_GLOBAL, NINGBO), built_on=TODAY)
    assert "Targets" not in openpyxl.load_workbook(io.BytesIO(render_bytes(without, "xlsx"))).sheetnames
