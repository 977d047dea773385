"""`docs/scoring.md` says what the library does.

Every number in its tables is read from the page, computed here from the answers in the page alone,
and computed again through the library.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence
from itertools import product
from pathlib import Path
from typing import Any, NamedTuple, TypeAlias

import pytest

from readiness import build_report, load_questionnaire
from readiness.analysis.roadmap import AT_ONCE, LONGEST
from readiness.questionnaire.conditions import Condition
from readiness.questionnaire.questionnaire import Questionnaire
from readiness.questionnaire.rounding import rounded
from readiness.scoring.scores import Scores
from readiness.views.report import DimensionView, Report
from small import (
    NOT_APPLICABLE,
    direct,
    overall_of,
    question,
    questionnaire,
    risk,
    scored,
    section,
)

PAGE = (Path(__file__).parent.parent / "docs" / "scoring.md").read_text(encoding="utf-8")
GOING_GLOBAL = load_questionnaire()
FLAG = "unscreened-sensitive"
SCREENING = "geopolitics.screening"

Row: TypeAlias = dict[str, str]


def table(*headers: str) -> list[Row]:
    """The rows of the only table of the page whose first columns have these headers."""
    found = []
    for block in re.findall(r"(?:^\|.*\n)+", PAGE, flags=re.MULTILINE):
        lines = [[cell.strip() for cell in line.strip("|\n").split("|")] for line in block.splitlines()]
        if tuple(lines[0][: len(headers)]) == headers:
            found.append([dict(zip(lines[0], line, strict=True)) for line in lines[2:]])
    assert len(found) == 1, headers
    return found[0]


def number(cell: str) -> float:
    """A cell of the page as a number; a dash means no requirement."""
    return 0 if cell == "–" else float(cell.strip("*%"))


def control_minimum(cell: str) -> tuple[float, float]:
    """A cell such as `15 + 20 × E` as its two numbers."""
    return (0, 0) if cell == "–" else (float(cell.split()[0]), float(cell.split()[2]))


class Requirements(NamedTuple):
    """One row of the table of bands; a requirement that does not apply is 0."""

    title: str
    cut: float
    floor: float
    base: float
    slope: float


def requirements() -> list[Requirements]:
    return [
        Requirements(
            row["Band"],
            number(row["Overall at least"]),
            number(row["Every capability at least"]),
            *control_minimum(row["Control of every risk at least"]),
        )
        for row in table("Band")
    ]


def band_by_hand(overall: float, capability: float, control: float, exposure: float) -> str:
    """The highest band of the page whose conditions these numbers meet; `exposure` is 0-1."""
    return [
        band.title
        for band in requirements()
        if overall >= band.cut and capability >= band.floor and control >= band.base + band.slope * exposure
    ][-1]


def test_the_page_has_no_table_that_is_not_checked_here() -> None:
    headers = re.findall(r"^\|(.*)\|\n\| -", PAGE, flags=re.MULTILINE)
    assert [line.split("|")[0].strip() for line in headers] == [
        "Answer",
        "Four dimensions",
        "Band",
        "Capabilities",
        "Red flag",
        "Openness",
        "Constant",
        "Question",
        "Number",
        "`geopolitics.screening`",
    ]


# --- the rules -----------------------------------------------------------------------------


def test_the_states_of_an_answer_are_as_the_table_says() -> None:
    assert [tuple(row.values()) for row in table("Answer")] == [
        ("a level", "its share", "its share", "yes"),
        ("unknown, or not answered", "the worst", "the best", "no"),
        ("not applicable", "not in the mean", "not in the mean", "–"),
        ("hidden by a condition", "not in the mean", "not in the mean", "–"),
    ]
    abroad = question("x", not_applicable="None.", when={"profile": "stage", "equals": "abroad"})
    asked = questionnaire(section("a", question("q"), abroad))
    found = []
    for answer, stage in ((1, "abroad"), ("unknown", "abroad"), (NOT_APPLICABLE, "abroad"), (4, "home")):
        item = scored(asked, {"q": 3, "x": answer}, {"stage": stage}).sections[0]
        found.append((item.score.low, item.score.high, item.coverage))
    assert found == [(50, 50, 1), (37.5, 87.5, 0.5), (75, 75, 1), (75, 75, 1)]


def control_risk(exposure: Sequence[dict[str, Any]], control: Sequence[dict[str, Any]]) -> dict[str, Any]:
    return risk("r", exposure, control, aggregation="control")


def test_an_exposure_that_does_not_apply_counts_at_its_lowest_and_no_control_as_none() -> None:
    gone = question("x", not_applicable="None.", when={"profile": "stage", "equals": "abroad"})
    asked = questionnaire(section("a", question("q")), control_risk([question("e"), gone], [question("m")]))
    found = []
    for answer, stage in ((4, "abroad"), (NOT_APPLICABLE, "abroad"), (4, "home")):
        scores = scored(asked, {"q": 2, "e": 2, "x": answer, "m": 1}, {"stage": stage})
        sides = scores.sections[1].sides
        assert sides is not None
        found.append((sides.given.low, sides.given.high))
    assert found == [(0.75, 0.75), (0.25, 0.25), (0.25, 0.25)]

    uncontrolled = questionnaire(
        section("a", question("q")), control_risk([question("e")], [question("x", not_applicable="None.")])
    )
    item = scored(uncontrolled, {"q": 2, "e": 2, "x": NOT_APPLICABLE}).sections[1]
    assert item.sides is not None
    assert (item.score, item.sides.left) == ((0, 0), (0.5, 0.5))


@pytest.mark.parametrize("row", table("Four dimensions"), ids=lambda row: row["Four dimensions"])
def test_the_means_of_four_dimensions_are_as_the_table_says(row: Row) -> None:
    values = [float(value) for value in row["Four dimensions"].split(",")]
    shown = (row["Arithmetic"], row["Geometric"], row["Minimum"])
    assert tuple(f"{value:.1f}" for value in (sum(values) / 4, geometric(values), min(values))) == shown

    asked = questionnaire(
        *(section(f"s{n}", direct(f"q{n}", value)) for n, value in enumerate(values)),
        geometric_floor=GOING_GLOBAL.geometric_floor,
    )
    given = {f"q{n}": f"level-{sorted({0, value, 100}).index(value)}" for n, value in enumerate(values)}
    scores = scored(asked, given)
    found = (scores.arithmetic.low, scores.overall.low, scores.minimum.low)
    assert tuple(map(rounded, found)) == shown


def geometric(values: Sequence[float]) -> float:
    floor = float(table("Constant", "Value")[0]["Value"])
    return float(math.prod(max(value, floor) for value in values) ** (1 / len(values)))


def test_the_bands_are_those_of_going_global() -> None:
    assert requirements() == [
        Requirements(
            band.title,
            band.cut or 0,
            band.floor or 0,
            *((band.control.base, band.control.slope) if band.control else (0, 0)),
        )
        for band in GOING_GLOBAL.bands
    ]
    assert [band.requires for band in GOING_GLOBAL.bands if band.requires] == []
    assert [band.coverage for band in GOING_GLOBAL.bands if band.coverage] == []
    assert [(band.id, said(band.when)) for band in GOING_GLOBAL.bands if band.when] == [
        ("rule-co-builder", "`stage` is one of `own-sales`, `operations`, `multi-region`")
    ]


def test_cuts_and_floors_are_five_points_or_more_from_every_level() -> None:
    limits = [limit for band in requirements() for limit in (band.cut, band.floor) if limit]
    assert len(limits) == 7
    assert min(abs(limit - level) for limit in limits for level in (25, 50, 75, 100)) == 5


@pytest.mark.parametrize("row", table("Capabilities"), ids=lambda row: "-".join([*row.values()][:3]))
def test_enterprises_that_are_alike_throughout_get_the_verdict_of_the_table(row: Row) -> None:
    capability, control = float(row["Capabilities"]), float(row["Control"])
    exposures = [0, 0.25, 0.5, 0.75, 1] if row["Exposure"] == "any" else [float(row["Exposure"])]
    overall = geometric([capability] * 4 + [control] * 4)
    assert one_decimal(overall) == row["Overall"]
    for exposure in exposures:
        assert band_by_hand(overall, capability, control, exposure) == row["Verdict"]
        scores = alike(capability, control, exposure, "own-sales")
        assert (rounded(scores.overall.low), verdict_of(scores)) == (row["Overall"], row["Verdict"])


def test_the_highest_band_needs_own_people_abroad() -> None:
    first = table("Capabilities")[0]
    assert (first["Verdict"], first["Capabilities"], first["Control"]) == ("Rule co-builder", "100", "100")
    assert "Without own people abroad, the first of these is Expansion-ready." in PAGE
    assert [verdict_of(alike(100, 100, 0.5, stage)) for stage in ("domestic", "exporting", None)] == [
        "Expansion-ready"
    ] * 3
    assert [
        verdict_of(alike(100, 100, 0.5, stage)) for stage in ("own-sales", "operations", "multi-region")
    ] == ["Rule co-builder"] * 3


def alike(capability: float, control: float, exposure: float, stage: str | None) -> Scores:
    """The scores of an enterprise with the same level in all questions of a kind; 0-100, but exposure 0-1."""
    levels = {"questions": capability / 25, "control": control / 25, "exposure": exposure * 4}
    given = {
        id: int(levels[str(where.path[-2])])
        for id, where in GOING_GLOBAL.locations.items()
        if where.path[0] == "sections"
    }
    return scored(GOING_GLOBAL, given, {"stage": stage} if stage else {})


def verdict_of(scores: Scores) -> str:
    assert scores.verdict.band is not None
    return scores.verdict.band.title


def test_the_red_flags_are_those_of_going_global() -> None:
    titles = {band.id: band.title for band in GOING_GLOBAL.bands}
    assert [tuple(row.values()) for row in table("Red flag")] == [
        (flag.title, said(flag.when), titles[flag.caps_at]) for flag in GOING_GLOBAL.red_flags
    ]


def said(condition: Condition | None, *, inside: bool = False) -> str:
    """A condition as the page writes it."""
    assert condition is not None
    subject = f"`{condition.answer or condition.profile}`"
    if condition.all or condition.any:
        text = (" and " if condition.all else " or ").join(
            said(part, inside=True) for part in (*condition.all, *condition.any)
        )
        return f"({text})" if inside else text
    if condition.equals is not None:
        return f"{subject} is `{condition.equals}`"
    if condition.any_of:
        options = ", ".join(f"`{option}`" for option in condition.any_of)
        return f"{subject} is {'one of ' if len(condition.any_of) > 1 else ''}{options}"
    if condition.at_least is not None:
        return f"{subject} {'=' if condition.at_least == 4 else '≥'} {condition.at_least:g}"
    assert condition.at_most is not None
    return f"{subject} {'=' if condition.at_most == 0 else '≤'} {condition.at_most:g}"


def test_every_scored_question_has_the_levels_0_to_4() -> None:
    assert [[option.score for option in each.choices] for each in GOING_GLOBAL.questions.values()] == [
        [0, 1, 2, 3, 4]
    ] * len(GOING_GLOBAL.questions)


def test_all_weights_of_going_global_are_1_but_one() -> None:
    sections = GOING_GLOBAL.sections + GOING_GLOBAL.opportunities
    assert {item.weight for item in sections} == {1}
    weights = {id: item.weight for id, item in GOING_GLOBAL.questions.items()}
    assert {id: weight for id, weight in weights.items() if weight != 1} == {"value-chain.pull": 3}
    assert "`value-chain.pull` counts three times in its window" in PAGE
    assert GOING_GLOBAL.aggregation == "geometric"
    assert [section.aggregation for section in sections] == [
        *["arithmetic"] * 4,
        *["control"] * 4,
        *["window"] * 3,
    ]


def test_the_quick_set_is_as_the_page_says() -> None:
    quick = [GOING_GLOBAL.locations[id] for id, each in GOING_GLOBAL.questions.items() if each.quick]
    counted = Counter((where.section.id, str(where.path[-2])) for where in quick)
    expected: dict[tuple[str, str], int] = {}
    for section_ in (*GOING_GLOBAL.sections, *GOING_GLOBAL.opportunities):
        sides = {"control": (1, 2), "window": (1, 1)}.get(section_.aggregation)
        names = section_.way.sides or ("questions",)
        expected |= {(section_.id, name): count for name, count in zip(names, sides or (3,), strict=True)}
    assert counted == expected
    assert counted.total() == 30
    assert "only the 30 quick questions count" in PAGE


# --- opportunity ---------------------------------------------------------------------------


def window(openness: float, use: float | None, readiness: float) -> str:
    """What the library says about a window, of an enterprise with this overall; all 0-100."""
    asked = questionnaire(
        section("a", direct("p", readiness)),
        opportunities=[
            {
                "id": "w",
                "title": "W",
                "aggregation": "window",
                "openness": [direct("o", openness)],
                "use": [direct("u", use or 0)],
            }
        ],
    )
    given: dict[str, Any] = {
        id: f"level-{sorted({0, value, 100}).index(value)}"
        for id, value in (("p", readiness), ("o", openness), ("u", use or 0))
    }
    scores = scored(asked, {**given, "u": "unknown"} if use is None else given)
    (view,) = build_report(scores).opportunities
    return view.reading_id


def holds(cell: str, value: float) -> bool:
    """Whether a cell such as `use < 50%`, or a dash, is true of a percentage."""
    if cell == "–":
        return True
    sign, limit = cell.split()[-2:]
    return value >= number(limit) if sign == "≥" else value < number(limit)


def reading_by_hand(openness: float, use: float, *, ready: bool) -> str:
    fitting = []
    for row in table("Openness"):
        about = openness * (1 - use / 100) if row["Also"].startswith("unused") else use
        if (
            holds(row["Openness"], openness)
            and row["Verdict"] == ("ready" if ready else "not ready")
            and holds(row["Also"], about)
        ):
            fitting.append(row["What to do"])
    (reading,) = fitting
    return reading


READY, NOT_READY = 50, 49
"""An overall of Pilot-ready, and one of the band before, in the small questionnaires."""


def test_the_table_of_opportunity_is_complete_and_right() -> None:
    values = (0, 25, 49, 50, 60, 75, 100)
    seen = set()
    for openness, use, ready in product(values, values, (False, True)):
        expected = reading_by_hand(openness, use, ready=ready)
        assert window(openness, use, READY if ready else NOT_READY) == expected
        seen.add(expected)
    assert seen == {"act", "keep", "prepare", "secure", "use", "leave"}


def test_an_open_answer_that_could_change_the_row_asks_to_find_out_first() -> None:
    assert [window(80, None, READY), window(80, None, NOT_READY), window(20, None, NOT_READY)] == [
        "find-out"
    ] * 3
    assert window(20, None, READY) == "use"
    asked = two_dimensions(opportunities=[{**section("w", question("w.x"))}])
    (view,) = build_report(scored(asked, {"w.x": 4})).opportunities
    assert view.reading_id == "find-out"


# --- the constants -------------------------------------------------------------------------


def test_the_constants_are_those_of_the_questionnaire_and_the_program() -> None:
    constants = {row["Constant"].split()[0]: row for row in table("Constant", "Value")}
    assert [(row["Value"], row["Set in"]) for row in table("Constant", "Value")][:4] == [
        (f"{GOING_GLOBAL.geometric_floor:g}", "the questionnaire"),
        (GOING_GLOBAL.coverage, "the questionnaire"),
        (
            next(band.title for band in GOING_GLOBAL.bands if band.id == GOING_GLOBAL.ready_from),
            "the questionnaire",
        ),
        (", ".join(f"{days:g}" for days in GOING_GLOBAL.effort_days or ()), "the questionnaire"),
    ]
    assert {row["Set in"] for row in table("Constant", "Value")[4:]} == {"the program"}
    assert constants["tolerance"]["Value"] == "0.000000001"
    middle, unused = number(constants["openness"]["Value"]), number(constants["unused"]["Value"])
    assert [window(middle, 0, READY), window(middle - 0.01, 0, READY)] == ["act", "use"]
    assert [window(0, middle, NOT_READY), window(0, middle - 0.01, NOT_READY)] == ["secure", "leave"]
    assert [window(100, 100 - unused, READY), window(100, 100 - unused + 0.01, READY)] == ["act", "keep"]


def test_the_tolerance_is_as_the_table_says() -> None:
    tolerance = float(table("Constant", "Value")[4]["Value"])
    for short, expected in ((0.9 * tolerance, "Pilot-ready"), (1.1 * tolerance, "Preparing")):
        asked = questionnaire(section("a", direct("p", 50 - short)), aggregation="arithmetic")
        assert verdict_of(scored(asked, {"p": 50 - short})) == expected


def test_the_limits_of_a_roadmap_are_as_the_table_says() -> None:
    limits = [int(row["Value"]) for row in table("Constant", "Value")[9:]]
    assert limits == [LONGEST, AT_ONCE]


def test_the_margin_of_a_quick_score_is_as_the_table_says() -> None:
    margin = float(table("Constant", "Value")[8]["Value"])
    for value, expected in (
        (65 - margin, ["pilot-ready", "expansion-ready"]),
        (65 - margin - 0.01, ["pilot-ready"]),
        (50 + margin - 0.01, ["preparing", "pilot-ready"]),
        (50 + margin, ["pilot-ready"]),
    ):
        asked = questionnaire(section("a", direct("p", value, quick=True)))
        scores = scored(asked, {"p": "level-1"}, quick=True)
        assert [band.id for band in scores.near] == expected


def test_the_residual_from_which_a_risk_comes_first_is_as_the_table_says() -> None:
    high = number(table("Constant", "Value")[7]["Value"])
    for residual, first in ((high, "Control it."), (high - 0.01, "Do it.")):
        cheap = direct("p", 50)
        cheap["options"][1]["action"] = {"text": "Do it.", "effort": 1, "horizon": 30}
        dear = direct("m", 50)
        dear["options"][1]["action"] = {"text": "Control it.", "effort": 5, "horizon": 30}
        exposed = control_risk([direct("e", 2 * residual)], [dear])
        scores = scored(questionnaire(section("a", cheap), exposed), dict.fromkeys("pem", "level-1"))
        assert build_report(scores).tasks[0].action.text == first


def test_the_example_of_rounding_is_true() -> None:
    found = re.search(r"overall of ([\d.]+) is displayed as ([\d.]+) and is not (\d+)", flat(PAGE))
    assert found is not None
    actual, shown, cut = found.groups()
    assert rounded(float(actual)) == shown
    assert float(shown) == float(cut) > float(actual)


def flat(text: str) -> str:
    return " ".join(text.split())


# --- the worked example --------------------------------------------------------------------


class Example(NamedTuple):
    """The worked example, computed by the library."""

    scores: Scores
    report: Report

    def dimension(self, id: str) -> DimensionView:
        """How the report shows the dimension `id`."""
        return next(item for item in self.report.dimensions if item.id == id)


def two_dimensions(**changed: Any) -> Questionnaire:
    raw = GOING_GLOBAL.model_dump(by_alias=True, exclude_unset=True)
    for key in (
        "opportunities",
        "pathways",
        "cases",
        "contradictions",
        "prerequisites",
        "opposed",
        "history",
    ):
        raw.pop(key, None)
    raw["sections"] = [item for item in raw["sections"] if item["id"] in ("strategy", "geopolitics")]
    raw["red_flags"] = [item for item in raw["red_flags"] if item["id"] == FLAG]
    return Questionnaire.model_validate({**raw, **changed})


def through_the_library(**changed: str) -> Example:
    asked = two_dimensions()
    given: dict[str, object] = {}
    for id, cell in {**answers_in_the_page(), **changed}.items():
        given[id] = int(cell) if cell.isdigit() else NOT_APPLICABLE if cell == "not applicable" else cell
    scores = scored(asked, given)
    return Example(scores, build_report(scores))


def answers_in_the_page() -> dict[str, str]:
    return {row["Question"].strip("`"): row["Answer"] for row in table("Question")}


class ByHand(NamedTuple):
    """The worked example, computed by hand; pairs are low and high, unrounded."""

    strategy: tuple[float, float]
    exposure: tuple[float, float]
    control: tuple[float, float]
    residual: tuple[float, float]
    geopolitics: tuple[float, float]
    overall: tuple[float, float]
    verdict: str
    flag: str


def by_hand(screening: str = "unknown") -> ByHand:
    parts: dict[str, list[tuple[float, float]]] = {"capability": [], "exposure": [], "control": []}
    level: dict[str, str] = {}
    for row in table("Question"):
        id = row["Question"].strip("`")
        level[id] = screening if id == SCREENING else row["Answer"]
        if level[id] == "unknown":
            parts[row["Part"]].append((0, 1))
        elif level[id] != "not applicable":
            parts[row["Part"]].append((int(level[id]) / 4, int(level[id]) / 4))
    mean = {
        part: (sum(low for low, _ in shares) / len(shares), sum(high for _, high in shares) / len(shares))
        for part, shares in parts.items()
    }
    strategy = (100 * mean["capability"][0], 100 * mean["capability"][1])
    exposure, control = mean["exposure"], mean["control"]
    residual = (exposure[0] * (1 - control[1]), exposure[1] * (1 - control[0]))
    geopolitics = (100 * control[0], 100 * control[1])
    overall = (math.sqrt(strategy[0] * geopolitics[0]), math.sqrt(strategy[1] * geopolitics[1]))
    flag = "–"
    if int(level["geopolitics.sensitive-technology"]) >= 3:
        flag = {"unknown": "not ruled out", "0": "applies"}.get(screening, "–")
    verdict = band_by_hand(overall[0], strategy[0], geopolitics[0], exposure[1])
    if flag != "–" and verdict != "Foundation":
        verdict = "Preparing"
    return ByHand(strategy, exposure, control, residual, geopolitics, overall, verdict, flag)


def one_decimal(value: float) -> str:
    return f"{value:.1f}"


def whole_percent(value: float) -> str:
    return f"{100 * value:.0f}%"


def test_the_answers_cover_the_two_dimensions_and_their_shares_are_right() -> None:
    rows = table("Question")
    asked = two_dimensions()
    assert [row["Question"].strip("`") for row in rows] == list(asked.questions)
    for row in rows:
        id = row["Question"].strip("`")
        where = asked.locations[id]
        part = (
            "exposure" if where.exposure else "control" if where.section.id == "geopolitics" else "capability"
        )
        assert row["Part"] == part
        answer = row["Answer"]
        expected = {"unknown": ("0.00", "1.00"), "not applicable": ("–", "–")}.get(answer)
        share = f"{int(answer) / 4:.2f}" if expected is None else ""
        assert (row["Share, from"], row["to"]) == (expected or (share, share)), id
        if answer.isdigit():
            option = next(option for option in asked.questions[id].choices if option.score == int(answer))
            assert asked.questions[id].share(option) == float(share)


def test_the_numbers_of_the_example_are_right_by_hand() -> None:
    rows = {row["Number"].strip("*"): (row["Low"], row["High"]) for row in table("Number")}
    hand = by_hand()
    assert rows == {
        "Strategy": tuple(map(one_decimal, hand.strategy)),
        "Exposure E": tuple(map(whole_percent, hand.exposure)),
        "Control M": tuple(map(whole_percent, hand.control)),
        "Residual R": tuple(map(whole_percent, hand.residual)),
        "Geopolitics": tuple(map(one_decimal, hand.geopolitics)),
        "Overall": tuple(map(one_decimal, hand.overall)),
        "Arithmetic mean": tuple(
            one_decimal((a + b) / 2) for a, b in zip(hand.strategy, hand.geopolitics, strict=True)
        ),
        "Minimum": tuple(map(one_decimal, map(min, hand.strategy, hand.geopolitics))),
    }


def test_the_numbers_of_the_example_are_those_of_the_library() -> None:
    rows = {row["Number"].strip("*"): (row["Low"], row["High"]) for row in table("Number")}
    example = through_the_library()
    risk = example.dimension("geopolitics")
    assert risk.exposure is not None
    assert risk.control is not None
    assert risk.residual is not None
    spans = {
        "Strategy": example.dimension("strategy").score,
        "Exposure E": risk.exposure,
        "Control M": risk.control,
        "Residual R": risk.residual,
        "Geopolitics": risk.score,
        "Overall": overall_of(example.report),
    }
    found = {name: (span.low.text, span.high.text) for name, span in spans.items()}
    for name, values in (("Arithmetic mean", example.scores.arithmetic), ("Minimum", example.scores.minimum)):
        found[name] = (rounded(values.low), rounded(values.high))
    assert rows == found


def test_the_calculations_in_the_last_column_give_the_numbers_beside_them() -> None:
    checked = []
    for row in table("Number"):
        sums = re.findall(r"(?:(\d+) × )?(\d\.\d\d) / (\d)", row["How"])
        if sums:
            values = [float(factor or 100) * float(above) / float(below) for factor, above, below in sums]
            decimals = 0 if row["Low"].endswith("%") else 1
            ends = (values[0], values[-1])
            assert tuple(f"{value:.{decimals}f}" for value in ends) == (
                row["Low"].strip("%"),
                row["High"].strip("%"),
            )
            checked.append(row["Number"])
    assert checked == ["Strategy", "Exposure E", "Control M"]


def test_the_coverage_of_the_example_is_right() -> None:
    text = "Coverage is 86% and 83%: 6 of 7, and half of 3 of 3 plus half of 2 of 3."
    assert text in flat(PAGE)
    assert (whole_percent(6 / 7), whole_percent((3 / 3 + 2 / 3) / 2)) == ("86%", "83%")
    example = through_the_library()
    assert [item.coverage.text for item in example.report.dimensions] == ["86%", "83%"]


def test_the_control_that_the_example_needs_is_right() -> None:
    text = (
        "the control of 50.0 is past the 26.7 that Pilot-ready needs at this exposure (15 + 20 × 1.75 / 3)."
    )
    assert text in flat(PAGE)
    assert one_decimal(15 + 20 * 1.75 / 3) == "26.7"
    scores = through_the_library().scores
    pilot = next(rung for rung in scores.plan.whole.rungs if rung.band.title == "Pilot-ready")
    (needed,) = [each for each in pilot.requires if each.kind == "control"]
    sides = scores.sections[1].sides
    assert sides is not None
    assert needed.at(sides.given.high) == pytest.approx(15 + 20 * 1.75 / 3)


@pytest.mark.parametrize(
    "row", table("`geopolitics.screening`"), ids=lambda row: row["`geopolitics.screening`"]
)
def test_the_table_of_the_open_answer_is_right(row: Row) -> None:
    answer = row["`geopolitics.screening`"]
    shown = (row["Red flag"], row["Geopolitics"], row["Overall"], row["Verdict"])
    hand = by_hand(answer)
    assert (hand.flag, one_decimal(hand.geopolitics[0]), one_decimal(hand.overall[0]), hand.verdict) == shown

    example = through_the_library(**{SCREENING: answer})
    flags = ["applies" if flag.certain else "not ruled out" for flag in example.report.flags]
    assert (
        flags[0] if flags else "–",
        example.dimension("geopolitics").score.low.text,
        overall_of(example.report).low.text,
        example.report.verdict.title,
    ) == shown


def test_the_sentences_about_the_red_flag_and_the_cut_are_true() -> None:
    text = flat(PAGE)
    flag = next(flag for flag in GOING_GLOBAL.red_flags if flag.id == FLAG)
    assert f"the red flag *{flag.title}*" in text
    assert said(flag.when) == f"`geopolitics.sensitive-technology` ≥ 3 and `{SCREENING}` = 0"
    assert flag.caps_at == "preparing"
    assert f"An overall of {one_decimal(by_hand().overall[0])} is past the cut of Pilot-ready" in text
    blockers = through_the_library().scores.verdict.blocked_by
    assert [(item.kind, item.subject) for item in blockers] == [("red-flag", FLAG)]


def test_every_source_is_cited_and_every_citation_has_its_source() -> None:
    text, sources = PAGE.split("## Sources")
    cited = set(re.findall(r"\[([A-Z][^\]]+)\]", text))
    assert cited == set(re.findall(r"^- \[([^\]]+)\]", sources, flags=re.MULTILINE))
    assert cited == set(re.findall(r"^\[([^\]]+)\]: #sources$", sources, flags=re.MULTILINE))
