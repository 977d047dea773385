"""Published maturity models, written only in the format, give their published numbers.

The sources, to the cell, are listed in `tests/questionnaires/published/README.md`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from readiness import Report, Scores, build_report, load_answers, load_questionnaire, score
from readiness.scoring.scores import SectionScore
from small import overall_of

FOLDER = Path(__file__).resolve().parent / "questionnaires" / "published"


class Result(NamedTuple):
    """The results of one set of answers, unrounded and as displayed."""

    scores: Scores
    report: Report

    def raw(self, *ids: str) -> list[float]:
        """The unrounded scores of sections."""
        found = {item.section.id: item.score.low for item in everything(self.scores.sections)}
        return [found[id] for id in ids]

    def shown(self, *ids: str) -> list[str]:
        """The scores of sections as the report displays them."""
        found = {item.id: item.score.text for item in (*self.report.dimensions, *self.report.parts)}
        return [found[id] for id in ids]

    def levels(self, *ids: str) -> list[str]:
        """The names of the levels of sections, as in the report."""
        found = {item.id: item.band for item in (*self.report.dimensions, *self.report.parts)}
        return [found[id] for id in ids]


def everything(items: Sequence[SectionScore]) -> Iterator[SectionScore]:
    for item in items:
        yield item
        yield from everything(item.children)


@cache
def result(model: str, answers: str) -> Result:
    questionnaire = load_questionnaire(FOLDER / model)
    given = load_answers(FOLDER / model / f"{answers}.yaml", questionnaire)
    scores = score(questionnaire, given)
    return Result(scores, build_report(scores))


def published(*figures: float) -> Any:
    return pytest.approx(list(figures), rel=0, abs=1e-9)


# --- OWASP SAMM 1.5: levels on 0-1 add up to practices on 0-3 ----------------------------------

PRACTICES = ("sm", "pc", "eg", "ta", "sr", "sa", "dr", "ir", "st", "im", "eh", "oe")
FUNCTIONS = ("governance", "construction", "verification", "operations")
# Toolbox 1.5, example: sheet Scorecard, D14:F25 and C14:C25.
SAMM_CURRENT = {
    "sm": ((0.4666666666666666, 0.6666666666666666, 0.35), 1.4833333333333334, "1.48"),
    "pc": ((0.35, 0.35, 0.2), 0.8999999999999999, "0.90"),
    "eg": ((0.5, 0.35, 0.2), 1.05, "1.05"),
    "ta": ((0.2, 0.3, 0.6), 1.1, "1.10"),
    "sr": ((1, 0.35, 0.2), 1.55, "1.55"),
    "sa": ((0.35, 0.75, 0.35), 1.4500000000000002, "1.45"),
    "dr": ((0.75, 0.5, 0.6), 1.85, "1.85"),
    "ir": ((0.35, 0.35, 0.35), 1.0499999999999998, "1.05"),
    "st": ((0.5666666666666667, 0.35, 0.2), 1.1166666666666667, "1.12"),
    "im": ((0.8333333333333334, 0.75, 0.35), 1.9333333333333336, "1.93"),
    "eh": ((0.75, 0.35, 0.6), 1.7000000000000002, "1.70"),
    "oe": ((0.5, 0.1, 0.35), 0.95, "0.95"),
}
# The same sheet, D82:F93 and C82:C93.
SAMM_PHASE_4 = {
    "sm": ((1, 0.8333333333333334, 0.5), 2.3333333333333335, "2.33"),
    "pc": ((0.75, 1, 0.75), 2.5, "2.50"),
    "eg": ((1, 0.6, 0.6), 2.2, "2.20"),
    "ta": ((0.75, 0.5666666666666667, 0.6), 1.9166666666666665, "1.92"),
    "sr": ((1, 0.35, 0.6), 1.9500000000000002, "1.95"),
    "sa": ((0.35, 1, 0.35), 1.7000000000000002, "1.70"),
    "dr": ((0.75, 0.5, 0.75), 2, "2.00"),
    "ir": ((0.75, 1, 0.5), 2.25, "2.25"),
    "st": ((0.6666666666666666, 0.35, 0.5), 1.5166666666666666, "1.52"),
    "im": ((0.8333333333333334, 0.75, 0.75), 2.3333333333333335, "2.33"),
    "eh": ((0.75, 0.35, 0.75), 1.85, "1.85"),
    "oe": ((0.5, 0.6, 0.5), 1.6, "1.60"),
}


@pytest.mark.parametrize("practice", PRACTICES)
@pytest.mark.parametrize(("answers", "figures"), [("current", SAMM_CURRENT), ("phase-4", SAMM_PHASE_4)])
def test_samm_1_5_gives_the_levels_and_practices_of_its_example(
    answers: str, figures: dict[str, tuple[Sequence[float], float, str]], practice: str
) -> None:
    """OWASP SAMM 1.5, assessment toolbox, example, sheet Scorecard."""
    levels, points, shown = figures[practice]
    found = result("samm-1-5", answers)
    assert found.raw(*(f"{practice}-{number}" for number in (1, 2, 3))) == published(*levels)
    assert found.raw(practice) == published(points)
    assert found.shown(practice) == [shown]


@pytest.mark.parametrize(
    ("answers", "figures", "shown"),
    [
        (
            "current",
            (1.1444444444444446, 1.366666666666667, 1.3388888888888888, 1.527777777777778),
            ["1.14", "1.37", "1.34", "1.53"],
        ),
        (
            "phase-4",
            (2.3444444444444446, 1.8555555555555554, 1.9222222222222223, 1.9277777777777778),
            ["2.34", "1.86", "1.92", "1.93"],
        ),
    ],
)
def test_samm_1_5_gives_the_functions_of_its_example(
    answers: str, figures: Sequence[float], shown: list[str]
) -> None:
    """OWASP SAMM 1.5, assessment toolbox, example, sheet Scorecard, J14:J17 and J82:J85."""
    found = result("samm-1-5", answers)
    assert found.raw(*FUNCTIONS) == published(*figures)
    assert found.shown(*FUNCTIONS) == shown


# --- OWASP SAMM 2: streams, practices and functions averaged on 0-3 ------------------------------


@pytest.mark.parametrize(
    ("answers", "figures"),
    [
        (
            "validated",
            {
                "sa": 1 / 4, "ta": 0, "eg": 1 / 2, "dm": 1 / 8, "design": 1 / 12, "verification": 0,
                "implementation": 1 / 24, "governance": 1 / 6, "operations": 0,
            },
        ),
        (
            "projected",
            {
                "sa": 1 / 2, "ta": 0, "eg": 1, "dm": 1 / 8, "design": 1 / 6, "verification": 0,
                "implementation": 1 / 24, "governance": 1 / 3, "operations": 0,
            },
        ),
    ],
)  # fmt: skip
def test_samm_2_gives_the_scores_that_its_tool_is_tested_for(answers: str, figures: dict[str, float]) -> None:
    """SAMMY, tests/Service/ScoreServiceTest.php, testCurrentAndProjectedScores."""
    assert result("samm-2", answers).raw(*figures) == published(*figures.values())


def test_samm_2_averages_the_functions_into_the_whole() -> None:
    """SAMMY, tests/Service/ScoreServiceTest.php, testGetStreamScores: `round(1 / 15, 2)`."""
    found = result("samm-2", "two-answers")
    assert found.scores.overall.low == pytest.approx(1 / 15, rel=0, abs=1e-9)
    assert overall_of(found.report).low.text == "0.07"


# --- PKI maturity model: weighted requirements, categories and modules on 1-5 ----------------------

MODULES = ("governance", "management", "operations", "resources")
# Assessment tool v240318, sheet Assessment, N13, N24, … N180: the levels of the categories.
CATEGORY_LEVELS = {
    "1-1": 1, "1-2": 2, "1-3": 2, "1-4": 3,
    "2-1": 3, "2-2": 2, "2-3": 3, "2-4": 2,
    "3-1": 3, "3-2": 3, "3-3": 3, "3-4": 2,
    "4-1": 3, "4-2": 4, "4-3": 3,
}  # fmt: skip
NAMES = ("", "Initial", "Basic", "Advanced", "Managed", "Optimized")


def test_pkimm_gives_the_unrounded_scores_of_its_example() -> None:
    """PKI maturity assessment tool v240318, sheet Assessment, N7, N10, N59, N109 and N158."""
    found = result("pkimm", "cool-pki")
    assert found.scores.overall == published(2.862788375579364, 2.862788375579364)
    assert found.raw(*MODULES) == published(
        2.008403361344538, 2.9057199211045366, 3.1897142857142855, 3.6761904761904765
    )


def test_pkimm_truncates_a_score_to_the_level_of_its_example() -> None:
    """The same sheet, N6 (2, Basic) and N9, N58, N108 and N157 (2, 2, 3 and 3)."""
    found = result("pkimm", "cool-pki")
    assert (overall_of(found.report).low.text, found.report.verdict.title) == ("2", "Basic")
    assert found.shown(*MODULES) == ["2", "2", "3", "3"]
    assert found.levels(*MODULES) == ["Basic", "Basic", "Advanced", "Advanced"]


@pytest.mark.parametrize(("category", "level"), CATEGORY_LEVELS.items())
def test_pkimm_gives_the_level_of_each_category_of_its_example(category: str, level: int) -> None:
    """The same sheet, N13 to N180."""
    found = result("pkimm", "cool-pki")
    assert found.shown(f"category-{category}") == [str(level)]
    assert found.levels(f"category-{category}") == [NAMES[level]]


def test_the_answers_to_pkimm_have_as_many_of_each_level_as_its_example() -> None:
    """The same file, sheet Evaluation, I10:N10: 7, 21, 19, 18 and 7 of 72."""
    given = result("pkimm", "cool-pki").scores.scope.answers.given.values()
    counted = Counter(answer.option.score for answer in given if answer.option)
    assert [counted[level] for level in (1, 2, 3, 4, 5)] == [7, 21, 19, 18, 7]
    assert len(given) == 72


def test_pkimm_excludes_not_applicable_answers_from_every_weight() -> None:
    """PKI maturity self-assessment tool v231220, sheet Report: column G (products) over F (weights)."""
    found = result("pkimm-self-assessment", "cool-pki-2023")
    assert found.raw(*MODULES) == published(
        (12 + 8 + 15) / (4 + 2 + 3),
        (16 + 16 + 2 + 3) / (4 + 4 + 2 + 3),
        (4 + 2 + 2 + 2) / (4 + 2 + 2 + 2),
        (4 + 9 + 3) / (4 + 3 + 3),
    )
    products, weights = 35 + 37 + 10 + 16, 9 + 13 + 10 + 10
    assert found.scores.overall.low == pytest.approx(products / weights, rel=0, abs=1e-9)


def test_pkimm_self_assessment_gives_the_levels_of_its_example() -> None:
    """The same sheet, E8 (the whole), E56, E83, E110 and E137 (modules)."""
    found = result("pkimm-self-assessment", "cool-pki-2023")
    assert found.report.verdict.title == "Basic"
    assert found.levels(*MODULES) == ["Advanced", "Basic", "Initial", "Initial"]


# --- TRACC: a stage counts as far as all before it are reached ---------------------------------------


def test_tracc_rates_the_theme_of_its_example() -> None:
    """TRACC help centre, article 5643512235676, step 2: 2.359375, rounded to 2.36."""
    found = result("tracc-theme", "example")
    assert found.raw("stage-2", "stage-3", "stage-4", "stage-5") == published(0.75, 0.5, 0.5, 0.25)
    assert found.scores.overall.low == pytest.approx(2.359375, rel=0, abs=1e-9)
    assert overall_of(found.report).low.text == "2.36"
