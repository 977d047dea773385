"""Properties of every questionnaire and all answers, tested on small generated ones.

The exact scores come from `exactly`, which works on the plain data in rational numbers and shares no
code with the library.
"""

from __future__ import annotations

import copy
import itertools
import math
from collections.abc import Iterator
from decimal import Decimal, localcontext
from fractions import Fraction
from random import Random
from typing import Any, NamedTuple, TypeAlias

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from readiness import build_report, render
from readiness.scoring.scores import Scores, SectionScore
from small import (
    BANDS,
    NOT_APPLICABLE,
    control,
    group,
    question,
    questionnaire,
    red_flag,
    risk,
    scored,
    section,
    window,
)

# The same examples on every run; the time for each depends on the machine.
some = settings(max_examples=40, deadline=None, derandomize=True)

Raw: TypeAlias = dict[str, Any]
PARTS = ("questions", "exposure", "control", "openness", "use")


class Drawn(NamedTuple):
    """A questionnaire and answers to it as plain data."""

    sections: list[Raw]
    fields: Raw
    given: dict[str, Any]
    profile: dict[str, str]

    def score(self, *, quick: bool = False) -> Scores:
        """The scores of the answers; with `quick`, of the quick set only."""
        return scored(questionnaire(*self.sections, **self.fields), self.given, self.profile, quick=quick)

    def with_answer(self, id: str, answer: Any) -> Drawn:
        """The same with another answer to one question."""
        return self._replace(given={**self.given, id: answer})


# --- generated data ------------------------------------------------------------------------

WEIGHTS = st.sampled_from([0.1, 0.3, 1, 1, 2.5, 7])
STAGES = st.sampled_from([{}, {"stage": "home"}, {"stage": "abroad"}])
SCALES = st.sampled_from([(0, 1), (0, 1, 3), (1, 2, 3, 4), (-2, 0, 0.5, 4), (0, 1, 2, 3, 4)])
CONTROLLED = [
    {**band, "control": {"base": 15 * place, "slope": 20}} if place > 1 else band
    for place, band in enumerate(BANDS)
]
"""Bands that require control."""
ABROAD = {"profile": "stage", "equals": "abroad"}
TRAITS = st.sampled_from(
    [
        {**quick, **when, **aside}
        for quick in ({"quick": True}, {"quick": False})
        for when in ({}, {}, {"when": ABROAD}, {"when": {"not": ABROAD}})
        for aside in ({}, {"not_applicable": "Where nothing of the kind is done."})
    ]
)


def floors(how: str) -> st.SearchStrategy[Raw]:
    """A floor for this way of combining, if it takes one."""
    some: list[Raw] = [{"geometric_floor": 10}, {"geometric_floor": 0.5}, {"geometric_floor": 0}]
    return st.sampled_from([{}, *(some if how == "geometric" else [])])


@st.composite
def drawn_questions(draw: st.DrawFn, ids: Iterator[str], most: int) -> list[Raw]:
    made = []
    for _ in range(draw(st.integers(1, most))):
        fields: Raw = {"weight": draw(WEIGHTS), **draw(TRAITS)}
        made.append(question(next(ids), draw(SCALES), **fields))
    return made


@st.composite
def drawn_sections(draw: st.DrawFn, ids: Iterator[str], most: int, *, nested: bool = True) -> list[Raw]:
    made = []
    for _ in range(draw(st.integers(1, most))):
        kind = draw(st.sampled_from(["capability", "risk", "control", *(["group"] if nested else [])]))
        id, weight = f"s{next(ids)}", draw(WEIGHTS)
        how = draw(st.sampled_from(["arithmetic", "arithmetic", "geometric", "minimum"]))
        if kind == "group":
            inner = draw(drawn_sections(ids, 2, nested=False))
            made.append(group(id, *inner, weight=weight, aggregation=how, **draw(floors(how))))
        elif kind in ("risk", "control"):
            shape = risk if kind == "risk" else control
            made.append(
                shape(id, draw(drawn_questions(ids, 2)), draw(drawn_questions(ids, 2)), weight=weight)
            )
        else:
            asked = draw(drawn_questions(ids, 3))
            made.append(section(id, *asked, weight=weight, aggregation=how, **draw(floors(how))))
    return made


@st.composite
def lone_sections(draw: st.DrawFn) -> Raw:
    return section("a", *draw(drawn_questions((f"q{number}" for number in itertools.count()), 3)))


@st.composite
def drawn_answer(draw: st.DrawFn, asked: Raw) -> Any:
    """An answer that the question allows; None leaves it unanswered."""
    possible = [option["id"] for option in asked["options"]] + ["unknown", None]
    return draw(st.sampled_from(possible + [NOT_APPLICABLE] * ("not_applicable" in asked)))


@st.composite
def drawn_conditions(draw: st.DrawFn, asked: list[Raw], depth: int = 2) -> Raw:
    shape = draw(st.sampled_from(["test", "test", "profile", "all", "any", "not"] if depth else ["test"]))
    if shape in ("all", "any"):
        return {shape: draw(st.lists(drawn_conditions(asked, depth - 1), min_size=1, max_size=3))}
    if shape == "not":
        return {"not": draw(drawn_conditions(asked, depth - 1))}
    if shape == "profile":
        return ABROAD
    about = draw(st.sampled_from(asked))
    option = draw(st.sampled_from(about["options"]))["id"]
    test = draw(st.sampled_from(["equals", "at_least", "at_most", "any_of"]))
    return {"answer": about["id"], test: [option] if test == "any_of" else option}


@st.composite
def drawn_windows(draw: st.DrawFn, ids: Iterator[str]) -> list[Raw]:
    shape = draw(st.sampled_from(["none", "plain", "sided"]))
    if shape == "none":
        return []
    first = draw(drawn_questions(ids, 2))
    if shape == "plain":
        return [section("window", *first)]
    return [window("window", first, draw(drawn_questions(ids, 2)))]


@st.composite
def drawn(draw: st.DrawFn, *, flags: bool = False) -> Drawn:
    ids = (f"q{number}" for number in itertools.count())
    sections = draw(drawn_sections(ids, 3))
    windows = draw(drawn_windows(ids))
    asked = [item for _path, part in leaves(sections) for item in part]
    how = draw(st.sampled_from(["geometric", "geometric", "arithmetic", "minimum"]))
    fields: Raw = {"aggregation": how, "opportunities": windows, **draw(floors(how))}
    if any(item["aggregation"] == "control" for item in sections):
        fields["bands"] = CONTROLLED
    if flags:
        bands = st.sampled_from(["foundation", "preparing", "expansion-ready"])
        fields["red_flags"] = [
            red_flag(f"flag-{number}", draw(drawn_conditions(asked)), draw(bands)) for number in range(2)
        ]
    given = {
        item["id"]: draw(drawn_answer(item)) for _path, part in leaves(sections + windows) for item in part
    }
    return Drawn(sections, fields, given, dict(draw(STAGES)))


def leaves(sections: list[Raw]) -> Iterator[tuple[str, list[Raw]]]:
    """Every list of questions below `sections`, and the part of the section it belongs to."""
    for item in sections:
        for part in PARTS:
            if part in item:
                yield part, item[part]
        yield from leaves(item.get("sections", []))


def part_of(case: Drawn) -> dict[str, tuple[str, Raw]]:
    """By question id: the part it belongs to, and the question."""
    everywhere = case.sections + case.fields["opportunities"]
    return {item["id"]: (part, item) for part, items in leaves(everywhere) for item in items}


def numbers(scores: Scores) -> dict[str, float]:
    """Every number of `scores`, by name; of exposures and residual risks, which should be low, none."""
    found = {"coverage": scores.coverage}
    for name in ("overall", "arithmetic", "minimum"):
        low, high = getattr(scores, name)
        found |= {f"{name} low": low, f"{name} high": high}

    def below(sections: tuple[SectionScore, ...]) -> None:
        for item in sections:
            found[f"{item.section.id} low"], found[f"{item.section.id} high"] = item.score
            found[f"{item.section.id} coverage"] = item.coverage
            below(item.children)

    below(scores.sections + scores.opportunities)
    return found


def reached(scores: Scores) -> int | None:
    bands = scores.scope.questionnaire.bands
    return bands.index(scores.verdict.band) if scores.verdict.band else None


def best(scores: Scores) -> int:
    return scores.scope.questionnaire.bands.index(scores.verdict.best)


# --- the rules recomputed exactly ----------------------------------------------------------

Bounds: TypeAlias = tuple[Fraction, Fraction]


class Part(NamedTuple):
    """The contribution of one question or section to the section above it."""

    weight: Fraction
    bounds: Bounds
    coverage: Fraction


def exactly(case: Drawn, *, quick: bool) -> dict[str, float]:
    """The numbers of `case` by the rules of docs/scoring.md, in rational arithmetic."""
    found: dict[str, Fraction] = {}
    tops = [part for item in case.sections if (part := of_section(item, case, quick, found))]
    for item in case.fields["opportunities"]:
        of_section(item, case, quick, found)
    ways = {"overall": case.fields["aggregation"], "arithmetic": "arithmetic", "minimum": "minimum"}
    for name, how in ways.items():
        floor = case.fields.get("geometric_floor")
        low, high = combined(how, tops, floor)[0] if tops else (Fraction(0), Fraction(100))
        found |= {f"{name} low": low, f"{name} high": high}
    found["coverage"] = combined("arithmetic", tops)[1] if tops else Fraction(0)
    return {name: float(value) for name, value in found.items()}


def of_section(item: Raw, case: Drawn, quick: bool, found: dict[str, Fraction]) -> Part | None:
    how = item.get("aggregation", "arithmetic")
    floor = item.get("geometric_floor")
    sides = [of_questions(item[part], case, quick) for part in PARTS[1:] if part in item]
    if how == "risk":
        result = of_risk(*sides)
    elif how in ("control", "window"):
        result = of_one_side(sides[how == "control"], sides)
    elif "sections" in item:
        children = [part for child in item["sections"] if (part := of_section(child, case, quick, found))]
        result = combined(how, children, floor) if children else None
    else:
        asked = of_questions(item["questions"], case, quick, scale=100)
        result = combined(how, asked, floor) if asked else None
    if result is None:
        return None
    (low, high), coverage = result
    id = item["id"]
    found |= {f"{id} low": low, f"{id} high": high, f"{id} coverage": coverage}
    return Part(Fraction(item.get("weight", 1)), (low, high), coverage)


def of_risk(exposure: list[Part], control: list[Part]) -> tuple[Bounds, Fraction] | None:
    if not exposure and not control:
        return None
    e_low, e_high = combined("arithmetic", exposure)[0] if exposure else (1, 1)
    m_low, m_high = combined("arithmetic", control)[0] if control else (0, 0)
    halves = [combined("arithmetic", part)[1] for part in (exposure, control) if part]
    bounds = Fraction(100 - 100 * e_high * (1 - m_low)), Fraction(100 - 100 * e_low * (1 - m_high))
    return bounds, sum(halves, Fraction(0)) / len(halves)


def of_one_side(counted: list[Part], sides: list[list[Part]]) -> tuple[Bounds, Fraction] | None:
    """The score is one of the sides, both count in the coverage."""
    halves = [combined("arithmetic", part)[1] for part in sides if part]
    if not halves:
        return None
    low, high = combined("arithmetic", counted)[0] if counted else (Fraction(0), Fraction(0))
    return (100 * low, 100 * high), sum(halves, Fraction(0)) / len(halves)


def of_questions(asked: list[Raw], case: Drawn, quick: bool, scale: int = 1) -> list[Part]:
    return [of_question(item, case.given[item["id"]], scale) for item in asked if counts(item, case, quick)]


def counts(asked: Raw, case: Drawn, quick: bool) -> bool:
    hidden_at = {repr(ABROAD): "home", repr({"not": ABROAD}): "abroad"}.get(
        repr(asked.get("when")), "nowhere"
    )
    hidden = case.profile.get("stage") == hidden_at
    return not hidden and case.given[asked["id"]] != NOT_APPLICABLE and (asked["quick"] or not quick)


def of_question(asked: Raw, answer: Any, scale: int) -> Part:
    levels = {option["id"]: Fraction(option["score"]) for option in asked["options"]}
    weight = Fraction(asked["weight"])
    if answer not in levels:
        return Part(weight, (Fraction(0), Fraction(scale)), Fraction(0))
    lowest, highest = min(levels.values()), max(levels.values())
    share = scale * (levels[answer] - lowest) / (highest - lowest)
    return Part(weight, (share, share), Fraction(1))


def combined(how: str, parts: list[Part], floor: float | None = None) -> tuple[Bounds, Fraction]:
    least = Fraction(1 if floor is None else floor)
    total = sum(weight for weight, _, _ in parts)
    coverage = sum(weight * known for weight, _, known in parts) / total
    ends = []
    for end in (0, 1):
        values = [(weight / total, bounds[end]) for weight, bounds, _ in parts]
        if how == "minimum":
            ends.append(min(value for _, value in values))
        elif how == "geometric":
            ends.append(power_product([(weight, max(value, least)) for weight, value in values]))
        else:
            ends.append(sum((weight * value for weight, value in values), Fraction(0)))
    return (ends[0], ends[1]), Fraction(coverage)


def power_product(values: list[tuple[Fraction, Fraction]]) -> Fraction:
    with localcontext(prec=40):
        product = Decimal(1)
        for weight, value in values:
            base = Decimal(value.numerator) / Decimal(value.denominator)
            product *= base ** (Decimal(weight.numerator) / Decimal(weight.denominator))
    return Fraction(product)


# --- properties ----------------------------------------------------------------------------


@some
@given(drawn(), st.booleans())
def test_every_number_agrees_with_the_rules_recomputed_exactly(case: Drawn, quick: bool) -> None:
    found = numbers(case.score(quick=quick))
    assert found == pytest.approx(exactly(case, quick=quick), abs=1e-9)


@some
@given(drawn(flags=True))
def test_low_and_high_are_the_extremes_over_all_values_of_the_open_answers(case: Drawn) -> None:
    asked = questionnaire(*case.sections, **case.fields)
    now = scored(asked, case.given, case.profile)
    open_ids = [id for id, answer in case.given.items() if answer in ("unknown", None) and id in now.scope]
    options = [[option["id"] for option in part_of(case)[id][1]["options"]] for id in open_ids]
    assume(math.prod(map(len, options)) <= 200)
    outcomes = [
        scored(asked, {**case.given, **dict(zip(open_ids, levels, strict=True))}, case.profile)
        for levels in itertools.product(*options)
    ]
    settled = [numbers(outcome) for outcome in outcomes]
    for name, value in numbers(now).items():
        if name.endswith(" low"):
            assert value == pytest.approx(min(one[name] for one in settled), abs=1e-9)
        elif name.endswith(" high"):
            assert value == pytest.approx(max(one[name] for one in settled), abs=1e-9)
        else:
            assert all(one[name] == pytest.approx(1) for one in settled) or not now.sections
    _check_flags(now, outcomes)


def _check_flags(now: Scores, outcomes: list[Scores]) -> None:
    """Check that no values of open answers, except the profile, change a certain or an absent red flag."""
    before = {fired.flag.id: fired.certain for fired in now.flags}
    for outcome in outcomes:
        after = {fired.flag.id: fired.certain for fired in outcome.flags}
        assert after.keys() <= before.keys()
        assert all(after.get(id) is True for id, certain in before.items() if certain)


@some
@given(drawn(flags=True), st.data())
def test_giving_an_open_answer_stays_inside_the_range_and_between_the_verdicts(
    case: Drawn, data: st.DataObject
) -> None:
    before = case.score()
    open_ids = [id for id, answer in case.given.items() if answer in ("unknown", None) and id in before.scope]
    assume(open_ids)
    id = data.draw(st.sampled_from(open_ids))
    level = data.draw(st.sampled_from(part_of(case)[id][1]["options"]))["id"]
    after = case.with_answer(id, level).score()
    outer, inner = numbers(before), numbers(after)
    assert outer.keys() == inner.keys()
    for name, value in inner.items():
        if name.endswith(" high"):
            assert value <= outer[name] + 1e-9
        else:
            assert value >= outer[name] - 1e-9
    assert best(after) <= best(before)
    was, now = reached(before), reached(after)
    assert was is None or (now is not None and was <= now)
    assert now is None or now <= best(before)


@some
@given(drawn(), st.data())
def test_a_better_answer_never_lowers_a_score_or_the_verdict(case: Drawn, data: st.DataObject) -> None:
    better = []
    for id, (part, asked) in part_of(case).items():
        levels = [option["id"] for option in asked["options"]]
        levels = levels[::-1] if part == "exposure" else levels
        answer = case.given[id]
        if answer in ("unknown", None):
            better += [(id, level) for level in levels]
        elif answer in levels:
            better += [(id, level) for level in levels[levels.index(answer) + 1 :]]
    assume(better)
    before, after = case.score(), case.with_answer(*data.draw(st.sampled_from(better))).score()
    lower, higher = numbers(before), numbers(after)
    assert lower.keys() == higher.keys()
    assert all(higher[name] >= lower[name] - 1e-9 for name in lower if not name.endswith(" high"))
    was, now = reached(before), reached(after)
    assert was is None or (now is not None and now >= was)


@some
@given(lone_sections(), st.data())
def test_the_best_answer_to_a_question_raises_its_section(item: Raw, data: st.DataObject) -> None:
    """Otherwise the property above could be true because scores never change."""
    case = Drawn([item], {"aggregation": "geometric", "opportunities": []}, {}, {})
    worst = {asked["id"]: asked["options"][0]["id"] for asked in item["questions"]}
    id = data.draw(st.sampled_from(sorted(worst)))
    top = part_of(case)[id][1]["options"][-1]["id"]
    low, high = case._replace(given=worst).score(), case._replace(given={**worst, id: top}).score()
    assert high.sections[0].score.low > low.sections[0].score.low
    assert high.overall.low > low.overall.low


@some
@given(drawn(), st.sampled_from([1 / 3, 0.1, 2, 7, 1e6]))
def test_scaling_all_weights_changes_nothing(case: Drawn, factor: float) -> None:
    scaled = copy.deepcopy(case)

    def scale(sections: list[Raw]) -> None:
        for item in sections:
            item["weight"] = item.get("weight", 1) * factor
            for part in PARTS:
                for asked in item.get(part, []):
                    asked["weight"] *= factor
            scale(item.get("sections", []))

    scale(scaled.sections)
    scale(scaled.fields["opportunities"])
    before, after = case.score(), scaled.score()
    assert numbers(after) == pytest.approx(numbers(before), abs=1e-9)
    assert reached(after) == reached(before)


@some
@given(drawn(flags=True), st.randoms(use_true_random=False))
def test_the_order_of_questions_and_sections_does_not_change_even_the_last_digit(
    case: Drawn, random: Random
) -> None:
    shuffled = copy.deepcopy(case)

    def shuffle(sections: list[Raw]) -> None:
        random.shuffle(sections)
        for _part, items in leaves(sections):
            random.shuffle(items)
        for item in sections:
            shuffle(item.get("sections", []))

    shuffle(shuffled.sections)
    shuffle(shuffled.fields["opportunities"])
    random.shuffle(shuffled.fields["red_flags"])
    before, after = case.score(), shuffled.score()
    assert numbers(after) == numbers(before)
    assert (reached(after), best(after)) == (reached(before), best(before))


@some
@given(drawn(), st.data())
def test_a_hidden_or_not_applicable_question_counts_as_if_it_did_not_exist(
    case: Drawn, data: st.DataObject
) -> None:
    more = copy.deepcopy(case)
    extra = question("extra", (0, 1, 2), weight=data.draw(st.sampled_from([0.1, 1, 1000])))
    answer: Any = data.draw(st.sampled_from(["level-0", "level-2", "unknown", None]))
    hide: bool = data.draw(st.booleans())
    if hide:
        extra["when"] = {"not": {"profile": "stage", "equals": case.profile.get("stage", "home")}}
        assume(case.profile)
    else:
        extra["not_applicable"] = "Where none is."
        answer = NOT_APPLICABLE
    everywhere = more.sections + more.fields["opportunities"]
    parts = [items for part, items in leaves(everywhere) if part != "exposure"]
    assume(parts)
    data.draw(st.sampled_from(parts)).append(extra)
    before, after = case.score(), more.with_answer("extra", answer).score()
    assert numbers(after) == numbers(before)
    assert after.verdict == before.verdict


def exposures_of(item: SectionScore) -> tuple[float, float, float, float]:
    """Exposure and residual risk of a section with two sides."""
    assert item.sides is not None
    return (*item.sides.given, *item.sides.left)


@some
@given(drawn(), st.data())
def test_a_hidden_or_not_applicable_exposure_of_a_control_section_counts_at_its_lowest(
    case: Drawn, data: st.DataObject
) -> None:
    controlled = [item["id"] for item in case.sections if item["aggregation"] == "control"]
    assume(controlled)
    id = data.draw(st.sampled_from(controlled))
    hidden, lowest = copy.deepcopy(case), copy.deepcopy(case)
    weight = data.draw(WEIGHTS)
    for changed, traits in ((hidden, {"not_applicable": "Where none is."}), (lowest, {})):
        place = next(item for item in changed.sections if item["id"] == id)
        place["exposure"].append(question("extra", (0, 1, 2), weight=weight, **traits))
    scored_hidden = hidden.with_answer("extra", NOT_APPLICABLE).score()
    scored_lowest = lowest.with_answer("extra", "level-0").score()
    one, two = (
        next((item for item in found.sections if item.section.id == id), None)
        for found in (scored_hidden, scored_lowest)
    )
    assume(one is not None)
    assert one is not None
    assert two is not None
    assert exposures_of(one) == pytest.approx(exposures_of(two), abs=1e-12)
    assert one.score == two.score


@some
@given(drawn(), st.data())
def test_understating_an_exposure_of_a_control_section_changes_no_score(
    case: Drawn, data: st.DataObject
) -> None:
    controlled = {
        asked["id"]: [option["id"] for option in asked["options"]]
        for item in below(case.sections)
        if item["aggregation"] == "control"
        for asked in item["exposure"]
    }
    answered = [id for id, levels in controlled.items() if case.given[id] in levels]
    assume(answered)
    id = data.draw(st.sampled_from(answered))
    other = data.draw(st.sampled_from(controlled[id]))
    assert numbers(case.with_answer(id, other).score()) == numbers(case.score())


def below(sections: list[Raw]) -> Iterator[Raw]:
    """`sections` and all sections in them."""
    for item in sections:
        yield item
        yield from below(item.get("sections", []))


@some
@given(drawn(flags=True), st.data())
def test_an_unknown_answer_never_gains(case: Drawn, data: st.DataObject) -> None:
    """Where nothing is withheld, replacing an answer by “don't know” raises no score and no band."""
    given_ids = [id for id, answer in case.given.items() if isinstance(answer, str) and answer != "unknown"]
    assume(given_ids)
    id = data.draw(st.sampled_from(given_ids))
    before, after = case.score(), case.with_answer(id, "unknown").score()
    known, unknown = numbers(before), numbers(after)
    assert all(unknown[name] <= known[name] + 1e-9 for name in known if not name.endswith(" high"))
    was, now = reached(before), reached(after)
    assert now is None or (was is not None and now <= was)


@some
@given(drawn(), st.data())
def test_in_a_quick_assessment_no_answer_outside_the_quick_set_matters(
    case: Drawn, data: st.DataObject
) -> None:
    other = dict(case.given)
    for id, (_part, asked) in part_of(case).items():
        if not asked["quick"]:
            other[id] = data.draw(drawn_answer(asked))
    before, after = case.score(quick=True), case._replace(given=other).score(quick=True)
    assert numbers(after) == numbers(before)
    assert after.verdict == before.verdict


# --- totality ------------------------------------------------------------------------------

# All numbers that a YAML file of this program can contain.
FAR = st.floats(-1e12, 1e12).filter(lambda value: value == 0 or abs(value) > 1e-99)
FAR_WEIGHTS = st.floats(1e-6, 1e12)


@st.composite
def extreme(draw: st.DrawFn) -> Drawn:
    """Valid data with weights and scores that nobody would write, and conditions on earlier answers."""
    ids = (f"q{number}" for number in itertools.count())
    case = Drawn(
        draw(drawn_sections(ids, 3)),
        {"aggregation": draw(st.sampled_from(["geometric", "arithmetic", "minimum"])), "opportunities": []},
        {},
        dict(draw(STAGES)),
    )
    before: list[Raw] = []
    for _part, items in leaves(case.sections):
        for asked in items:
            asked["weight"] = draw(FAR_WEIGHTS)
            count = len(asked["options"])
            scores = draw(st.lists(FAR, min_size=count, max_size=count, unique=True))
            for option, value in zip(asked["options"], sorted(scores), strict=True):
                option["score"] = value
            conditional: bool = draw(st.booleans())
            if conditional and before:
                asked["when"] = draw(drawn_conditions(before))
            case.given[asked["id"]] = draw(drawn_answer(asked))
            before.append(asked)
    flags = [red_flag("flag", draw(drawn_conditions(before)), "preparing")]
    return case._replace(fields={**case.fields, "red_flags": flags})


@some
@given(extreme(), st.booleans())
def test_any_valid_answers_to_any_valid_questionnaire_are_scored_and_reported(
    case: Drawn, quick: bool
) -> None:
    scores = case.score(quick=quick)
    found = numbers(scores)
    for name, value in found.items():
        assert 0 <= value <= (1 if name.endswith("coverage") else 100), name
        if name.endswith(" low"):
            assert value <= found[name[:-3] + "high"]
    for item in scores.sections:
        if item.sides:
            assert all(0 <= low <= high <= 1 for low, high in item.sides)
    assert (scores.verdict.band is None) == (not scores.sections or too_few_answers(scores))
    report = build_report(scores)
    assert render(report, "json")


def too_few_answers(scores: Scores) -> bool:
    return any(item.coverage < 2 / 3 - 1e-9 for item in scores.sections)
