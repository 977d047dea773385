"""`docs/scoring.md` says what the library does.

Every number in its tables is read from the page, computed here from the answers in the page alone,
and computed again through the library.
"""

from __future__ import annotations

import math
import re
from pathlib import Path
from typing import NamedTuple, TypeAlias

import pytest

from readiness import build_report, load_questionnaire
from readiness.questionnaire.questionnaire import Questionnaire
from readiness.questionnaire.rounding import rounded
from readiness.scoring.scores import Scores
from readiness.views.report import DimensionView, Report
from small import NOT_APPLICABLE, direct, question, questionnaire, scored, section

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


def test_the_page_has_no_table_that_is_not_checked_here() -> None:
    headers = re.findall(r"^\|(.*)\|\n\| -", PAGE, flags=re.MULTILINE)
    assert [line.split("|")[0].strip() for line in headers] == [
        "Answer",
        "Four dimensions",
        "Band",
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


@pytest.mark.parametrize("row", table("Four dimensions"), ids=lambda row: row["Four dimensions"])
def test_the_means_of_four_dimensions_are_as_the_table_says(row: Row) -> None:
    values = [float(value) for value in row["Four dimensions"].split(",")]
    shown = (row["Arithmetic"], row["Geometric"], row["Minimum"])
    by_hand = (sum(values) / 4, math.prod(max(value, 1) for value in values) ** 0.25, min(values))
    assert tuple(f"{value:.1f}" for value in by_hand) == shown

    asked = questionnaire(*(section(f"s{n}", direct(f"q{n}", value)) for n, value in enumerate(values)))
    given = {f"q{n}": f"level-{sorted({0, value, 100}).index(value)}" for n, value in enumerate(values)}
    scores = scored(asked, given)
    found = (scores.arithmetic.low, scores.overall.low, scores.minimum.low)
    assert tuple(map(rounded, found)) == shown


def test_the_bands_are_those_of_going_global() -> None:
    found = [
        (row["Band"], number(row["Overall at least"]), number(row["Every dimension at least"]))
        for row in table("Band")
    ]
    assert found == [(band.title, band.cut or 0, band.floor or 0) for band in GOING_GLOBAL.bands]


def test_all_weights_of_going_global_are_1() -> None:
    sections = GOING_GLOBAL.sections + GOING_GLOBAL.opportunities
    assert {item.weight for item in sections} == {1}
    assert {item.weight for item in GOING_GLOBAL.questions.values()} == {1}
    assert GOING_GLOBAL.aggregation == "geometric"


def test_the_constants_are_those_of_the_program() -> None:
    cells = [row["Value"] for row in table("Constant", "Value")]
    floor, tolerance, middle = float(cells[0]), float(cells[1]), float(cells[3])

    pair = questionnaire(section("a", direct("p")), section("b", direct("q")))
    assert scored(pair, {"p": 0, "q": 100}).overall.low == pytest.approx(math.sqrt(floor * 100))

    for short, expected in ((0.9 * tolerance, "pilot-ready"), (1.1 * tolerance, "preparing")):
        asked = questionnaire(section("a", direct("p", 50 - short)), aggregation="arithmetic")
        band = scored(asked, {"p": 50 - short}).verdict.band
        assert band is not None
        assert band.id == expected

    assert cells[2] == GOING_GLOBAL.coverage

    for value, expected in ((middle, "act"), (middle - 0.01, "wait")):
        asked = questionnaire(
            section("a", direct("p", value)), opportunities=[section("w", direct("x", value))]
        )
        given = {"p": "level-1", "x": "level-1"}
        report = build_report(scored(asked, given))
        assert [item.quadrant for item in report.opportunities] == [expected]


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


def two_dimensions() -> Questionnaire:
    raw = GOING_GLOBAL.model_dump(by_alias=True, exclude_unset=True)
    for key in ("opportunities", "pathways", "cases"):
        raw.pop(key, None)
    raw["sections"] = [item for item in raw["sections"] if item["id"] in ("strategy", "geopolitics")]
    raw["red_flags"] = [item for item in raw["red_flags"] if item["id"] == FLAG]
    return Questionnaire.model_validate(raw)


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
    geopolitics = (100 * (1 - residual[1]), 100 * (1 - residual[0]))
    overall = (math.sqrt(strategy[0] * geopolitics[0]), math.sqrt(strategy[1] * geopolitics[1]))
    flag = "–"
    if int(level["geopolitics.sensitive-technology"]) >= 3:
        flag = {"unknown": "not ruled out", "0": "applies"}.get(screening, "–")
    verdict = ""
    for row in table("Band"):
        high_enough = overall[0] >= number(row["Overall at least"])
        floored = min(strategy[0], geopolitics[0]) >= number(row["Every dimension at least"])
        if high_enough and floored and (flag == "–" or row["Band"] in ("Foundation", "Preparing")):
            verdict = row["Band"]
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
        "Overall": example.report.overall.score,
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
    assert "Coverage is 83% in both: 5 of 6, and half of 3 of 3 plus half of 2 of 3." in flat(PAGE)
    assert (whole_percent(5 / 6), whole_percent((3 / 3 + 2 / 3) / 2)) == ("83%", "83%")
    example = through_the_library()
    assert [item.coverage.text for item in example.report.dimensions] == ["83%", "83%"]


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
        example.report.overall.score.low.text,
        example.report.verdict.title,
    ) == shown


def test_the_sentences_about_the_red_flag_and_the_cut_are_true() -> None:
    text = flat(PAGE)
    flag = next(flag for flag in GOING_GLOBAL.red_flags if flag.id == FLAG)
    assert f"the red flag *{flag.title}*" in text
    first, second = flag.when.all
    assert (first.answer, first.at_least, second.answer, second.at_most) == (
        "geopolitics.sensitive-technology",
        3,
        SCREENING,
        0,
    )
    assert (
        "applies when `geopolitics.sensitive-technology` is at level 3 or more and `geopolitics.screening`"
        " at 0; it caps at Preparing." in text
    )
    assert flag.caps_at == "preparing"
    assert f"An overall of {one_decimal(by_hand().overall[0])} is past the cut of Pilot-ready" in text
    blockers = through_the_library().scores.verdict.blocked_by
    assert [(item.kind, item.subject) for item in blockers] == [("red-flag", FLAG)]


def test_every_source_is_cited_and_every_citation_has_its_source() -> None:
    text, sources = PAGE.split("## Sources")
    cited = set(re.findall(r"\[([A-Z][^\]]+)\]", text))
    assert cited == set(re.findall(r"^- \[([^\]]+)\]", sources, flags=re.MULTILINE))
    assert cited == set(re.findall(r"^\[([^\]]+)\]: #sources$", sources, flags=re.MULTILINE))
