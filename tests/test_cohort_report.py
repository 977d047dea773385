"""The report on a cohort: its numbers and texts, in every format."""

from __future__ import annotations

import csv
import datetime
import io
import json
import re
from functools import cache
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from jsonschema import Draft202012Validator

from firms import GOING_GLOBAL
from programs import as_pdf, needs_programs
from readiness.cohort.cohort_counts import CohortCounts, RoundCounts
from readiness.cohort.counting import count_cohort
from readiness.cohort.publishing import publish
from readiness.cohort.spreads import Spread
from readiness.messages.characters import display_width
from readiness.rendering import Output, render, render_bytes
from readiness.rendering.report_schema import cohort_schema
from readiness.views.build_cohort import build_cohort
from readiness.views.cohort import Cohort
from readiness.views.report import CoverView
from result_tables import answers_of, plausible_counts, results_of
from small import control, question, questionnaire, red_flag, section

DAY = datetime.date(2026, 11, 30)
DOCS = Path(__file__).resolve().parent.parent / "docs"
ASKED = questionnaire(
    section("one", question("plan"), question("team")),
    control("two", [question("given")], [question("done"), question("more")]),
    red_flags=[red_flag("trap", {"answer": "plan", "equals": "level-0"}, "foundation")],
    contradictions=[
        {"id": "odd", "message": "Both cannot be.", "when": {"answer": "plan", "equals": "level-4"}}
    ],
)


def row(place: int, band: str | None, score: float, stage: str | None, **more: Any) -> dict[str, Any]:
    usual = {"two.score": 50.0, "two.exposure": 0.5, "two.control": 0.5, "two.residual": 0.25, "flags": ""}
    firm = {"firm": f"firm {place}", "band": band, "overall": score, "one.score": score}
    return {**firm, **usual, "profile.stage": stage, **more}


def answered(*shares: float | None) -> dict[str, Any]:
    """Answers to all questions; None is not known."""
    found: dict[str, Any] = {}
    for id, share in zip(("plan", "team", "given", "done", "more"), shares, strict=True):
        found |= {f"{id}.answered": share is not None, f"{id}.unknown": share is None}
        found[f"{id}.share"] = share
    return found


@cache
def small_counts() -> CohortCounts:
    """Twelve firms in the lowest band, of which six have a red flag, and ten each in two others."""
    rows = [row(n, "foundation", 20.0 + n, "home", flags="trap" if n < 6 else "") for n in range(12)]
    rows += [row(n, "preparing", 40.0 + n - 12, "home") for n in range(12, 22)]
    rows += [row(n, "pilot-ready", 60.0 + n - 22, "abroad", contradictions="odd") for n in range(22, 32)]
    answers = [answered(0.0, 0.25, 0.5, 0.25, 0.25)] * 12 + [answered(0.5, 0.5, 0.5, 0.75, None)] * 10
    answers += [answered(1.0, 0.75, 0.5, 0.5, 0.75)] * 10
    return count_cohort(results_of(ASKED, rows), answers_of(ASKED, answers), ASKED)


def small_cohort(**more: Any) -> Cohort:
    return build_cohort(publish(small_counts()._replace(**more), ASKED), ASKED, built_on=DAY)


@cache
def real_cohort() -> Cohort:
    counts = plausible_counts(60)
    rounds = RoundCounts(12, 30, 7, 6, 6, 8, {"overall": Spread({30: 20, 41: 20})})
    return build_cohort(publish(counts._replace(rounds=rounds), GOING_GLOBAL), GOING_GLOBAL, built_on=DAY)


def test_the_first_page_for_the_terminal() -> None:
    text = render(small_cohort(), "terminal", Output(width=80), details=False)
    assert text == FIRST_PAGE


FIRST_PAGE = """\
Small
Report on 32 firms · Date: 2026-11-30
Half of the firms score 44 of 100 or more overall.
A quarter of them score 28 or less, and a quarter 61 or more.

How the firms are spread
────────────────────────────────────────────────────────────────────────
Verdict                                   Firms
Foundation       ████████░░░░░░░░░░░░  12 (38%)
Preparing        ██████░░░░░░░░░░░░░░  10 (31%)
Pilot-ready      ██████░░░░░░░░░░░░░░  10 (31%)
Expansion-ready  ░░░░░░░░░░░░░░░░░░░░    0 (0%)
Rule co-builder  ░░░░░░░░░░░░░░░░░░░░    0 (0%)
No verdict yet   ░░░░░░░░░░░░░░░░░░░░    0 (0%)

What is lacking most often
────────────────────────────────────────────────────────────────────────
Question                          Answered low  Dimension
more      ███████████░░░░░░░░░  12 of 22 (55%)  two
plan      ████████░░░░░░░░░░░░  12 of 32 (38%)  one
team      ████████░░░░░░░░░░░░  12 of 32 (38%)  one
done      ████████░░░░░░░░░░░░  12 of 32 (38%)  two

Who needs help first
────────────────────────────────────────────────────────────────────────
Stage                          Firms that need help
At home  █████▒▒▒░░░░░░░░░░░░          5 to 9 of 22
Abroad   ▒▒▒▒▒▒▒▒░░░░░░░░░░░░    fewer than 5 of 10
A red flag applies to them, or one of their risks leaves 40% or more.

The commonest red flags
────────────────────────────────────────────────────────────────────────
Red flag                                Firms
trap      ████░░░░░░░░░░░░░░░░  6 of 32 (19%)

What is most often not known
────────────────────────────────────────────────────────────────────────
Question                          Do not know  Dimension
more      ████▒▒░░░░░░░░░░░░░░  6 to 10 of 32  two

What is hidden
────────────────────────────────────────────────────────────────────────
• Groups of fewer than 5 firms are hidden, and others with them where a sum
  would give them away.
• Where nearly all firms are alike, or nearly all that can be meant, the report
  says “36 to 40 of 40”: the exact number would tell of the few that are not.
• Scores, and what only some groups are asked or meet, are left out where they
  would tell of hidden numbers.
• Two reports on nearly the same firms can be compared, and their difference
  tells of the others. Do not hand out a report with and one without a few
  firms.
"""


def test_the_page_says_who_stands_where_and_what_is_hidden() -> None:
    counts = small_counts()
    cohort = small_cohort(bands={**counts.bands, "pilot-ready": 9, "": 1})
    assert [(each.id, each.firms, each.text) for each in cohort.bands] == [
        ("foundation", 12, "12 (38%)"),
        ("preparing", 10, "10 (31%)"),
        ("pilot-ready", None, "hidden"),
        ("expansion-ready", 0, "0 (0%)"),
        ("rule-co-builder", 0, "0 (0%)"),
        ("", None, "hidden"),
    ]
    assert cohort.hidden == 10
    text = render(cohort, "terminal", details=False)
    assert "The hidden ones together have 10 firms." in text


def test_one_band_with_nearly_all_firms_is_told_as_that() -> None:
    bands = {"foundation": 0, "preparing": 30, "pilot-ready": 2, "expansion-ready": 0, "": 0}
    cohort = small_cohort(bands=bands)
    assert [(each.id, each.firms, each.nearly_all, each.text) for each in cohort.bands] == [
        ("foundation", None, False, "hidden"),
        ("preparing", None, True, "28 to 32"),
        ("pilot-ready", None, False, "hidden"),
        ("expansion-ready", None, False, "hidden"),
        ("", None, False, "hidden"),
    ]
    text = render(cohort, "terminal", details=False)
    assert "Preparing        ██████████████████▒▒  28 to 32" in text
    assert "together" not in text


def test_quartiles_that_could_tell_of_hidden_bands_are_not_told() -> None:
    counts = small_counts()
    cohort = small_cohort(bands={**counts.bands, "pilot-ready": 9, "": 1})
    told = {
        (each.id, each.kind): [number and number.text for number in (each.lower, each.median, each.upper)]
        for each in cohort.quartiles
    }
    assert told["overall", "score"] == ["28", None, None]  # whether 16, or 8, of the firms are in a band
    assert told["two", "exposure"] == ["50%", "50%", "50%"]  # no band needs an exposure
    assert "Half of the firms" not in " ".join(cohort.summary)


def test_gaps_unknown_answers_flags_and_contradictions() -> None:
    cohort = small_cohort()
    assert [(each.id, each.text) for each in cohort.gaps] == [
        ("more", "12 of 22 (55%)"),
        ("plan", "12 of 32 (38%)"),
        ("team", "12 of 32 (38%)"),
        ("done", "12 of 32 (38%)"),
    ]
    assert [(each.id, each.text) for each in cohort.unknown] == [("more", "6 to 10 of 32")]
    assert [(each.id, each.text) for each in cohort.flags] == [("trap", "6 of 32 (19%)")]
    assert [(each.id, each.title, each.text) for each in cohort.contradictions] == [
        ("odd", "Both cannot be.", "10 of 32 (31%)")
    ]


def test_medians_by_group_are_marked_against_all_firms() -> None:
    (stage,) = small_cohort().maps
    rows = {each.id: each for each in stage.rows}
    assert [(each.title, each.firms) for each in stage.rows] == [("At home", 22), ("Abroad", 10)]
    assert [(cell.median and cell.median.text, cell.against) for cell in rows["home"].cells] == [
        ("31", -1),
        ("50", 0),
    ]
    assert [(cell.median and cell.median.text, cell.against) for cell in rows["abroad"].cells] == [
        ("65", 1),
        ("50", 0),
    ]
    text = render(small_cohort(), "markdown")
    assert "**31−**" in text
    assert "**65+**" in text


def test_help_is_told_in_classes() -> None:
    (home, abroad) = small_cohort().help
    assert (home.id, home.fewest, home.most, home.text) == ("home", 5, 9, "5 to 9 of 22")
    assert (abroad.id, abroad.fewest, abroad.most, abroad.text) == ("abroad", 0, 4, "fewer than 5 of 10")


def test_rounds_are_told_with_their_medians() -> None:
    moved = {"overall": Spread({50: 30}), "one.score": Spread({-20: 20, -15: 1})}
    cohort = small_cohort(rounds=RoundCounts(9, 11, 6, 6, 5, 7, moved))
    assert cohort.rounds is not None
    assert cohort.rounds[:6] == (9, 11, 6, 6, None, None)
    assert [(each.id, each.median.text) for each in cohort.rounds.measures] == [
        ("overall", "+5"),
        ("one", "-2"),
    ]
    assert "Since the earlier round, 9 moved up and 6 moved down." in cohort.summary


def test_moves_that_are_all_hidden_are_told_in_one_sentence() -> None:
    cohort = small_cohort(rounds=RoundCounts(1, 29, 1, 1, 1, 1, {}))
    assert cohort.rounds is not None
    assert set(cohort.rounds) == {None, ()}
    told = (
        render(cohort, "markdown").partition("What changed since the earlier round\n")[2].partition("##")[0]
    )
    assert told.strip() == (
        "How many moved is hidden: so few did that the numbers would tell of single firms."
    )


def test_too_few_firms_have_no_numbers_in_any_format() -> None:
    counts = count_cohort(results_of(ASKED, [row(0, None, 33.0, "home")]), answers_of(ASKED, []), ASKED)
    cohort = build_cohort(publish(counts, ASKED), ASKED, built_on=DAY)
    assert cohort.subtitle == "Report on fewer than 5 firms"
    assert not [value for value in cohort[9:-2] if value]
    for format in ("terminal", "markdown", "html", "csv"):
        assert "33" not in re.sub(
            "<style>.*</style>|sha256-[^']*", "", render(cohort, format), flags=re.DOTALL
        )
    assert json.loads(render(cohort, "json"))["firms"] is None
    assert render_bytes(cohort, "xlsx")
    none = build_cohort(
        publish(count_cohort(results_of(ASKED, []), answers_of(ASKED, []), ASKED), ASKED), ASKED
    )
    assert none.firms is None


def test_another_scale_has_the_decimals_that_tell_hundredths_apart() -> None:
    asked = questionnaire(
        section("one", question("plan"), question("team")),
        scale={"minimum": 1, "maximum": 5},
        bands=[{"id": "low", "title": "Low"}, {"id": "high", "title": "High", "cut": 3}],
        geometric_floor=1.5,
    )
    rows = [{"firm": str(n), "band": "low", "overall": 2.0 + n / 50, "one.score": 2.0} for n in range(25)]
    none = answers_of(
        asked, [dict.fromkeys(("plan.answered", "plan.unknown", "team.answered", "team.unknown"), False)] * 25
    )
    cohort = build_cohort(publish(count_cohort(results_of(asked, rows), none, asked), asked), asked)
    overall = cohort.quartiles[0]
    assert [each and each.text for each in (overall.lower, overall.median, overall.upper)] == [
        "2.12",
        "2.24",
        "2.36",
    ]
    assert cohort.summary[0] == "Half of the firms score 2.24 on 1–5 or more overall."


# --- formats --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("width", [20, 40, 80, 120])
def test_no_line_is_wider_than_the_terminal(width: int) -> None:
    for details in (False, True):
        text = render(real_cohort(), "terminal", Output(width=width), details=details)
        assert not [line for line in text.splitlines() if display_width(line) > width]


def test_the_json_fits_its_schema_and_has_no_more_digits_than_are_told() -> None:
    schema = cohort_schema()
    Draft202012Validator.check_schema(schema)
    for cohort in (small_cohort(), real_cohort()):
        content = json.loads(render(cohort, "json"))
        assert list(Draft202012Validator(schema).iter_errors(content)) == []
        assert content.keys() == schema["properties"].keys()
        for each in content["quartiles"]:
            width = each["ends"][1] - each["ends"][0]
            for name in ("lower", "median", "upper"):
                hundredths = each[name] / width * 100
                assert hundredths == pytest.approx(round(hundredths), abs=1e-9)
    assert schema["$id"] == "urn:readiness:cohort:1"


def test_the_page_on_json_names_every_field() -> None:
    page = (DOCS / "json.md").read_text(encoding="utf-8")
    part = page[page.index("## The report on a cohort") :].partition("\n## ")[0]
    rows = re.findall(r"^\| (`.*?) \| ", part, flags=re.MULTILINE)
    named = {name for cell in rows for name in re.findall("`([^`]+)`", cell)}
    assert named == json.loads(render(small_cohort(), "json")).keys()


def test_the_csv_has_every_number_of_the_json() -> None:
    cohort = real_cohort()
    rows = list(csv.DictReader(io.StringIO(render(cohort, "csv"))))
    by_table = {name: [each for each in rows if each["table"] == name] for name in {r["table"] for r in rows}}
    assert [(r["id"], r["value"]) for r in by_table["bands"]] == [
        (each.id, "" if each.firms is None else str(each.firms)) for each in cohort.bands
    ]
    assert len(by_table["groups"]) == sum(len(each.rows) * (1 + len(cohort.columns)) for each in cohort.maps)
    assert len(by_table["gaps"]) == 2 * len(cohort.gaps)
    assert len(by_table["scores"]) == 3 * len(cohort.quartiles)
    assert [r["value"] for r in by_table["rounds"]][:4] == ["12", "30", "7", "6"]


def test_the_workbook_has_the_same_numbers_on_its_sheets() -> None:
    cohort = real_cohort()
    book = openpyxl.load_workbook(io.BytesIO(render_bytes(cohort, "xlsx")))
    assert book.sheetnames == [
        *("Summary", "Verdict", "Earlier round", "Scores", "Groups", "Who needs help", "Gaps", "Not known"),
        *("Red flags", "Contradictions", "Alpha", "Method"),
    ]
    rounds = [[cell.value for cell in line] for line in book["Earlier round"].iter_rows(min_row=2)]
    assert [line[1] for line in rounds] == [12, 30, 7, 6, 6, 8, None]
    assert rounds[-1][:3] == ["Overall", None, 4]
    bands = [[cell.value for cell in line] for line in book["Verdict"].iter_rows(min_row=2)]
    assert [(line[0], line[1]) for line in bands] == [(each.title, each.firms) for each in cohort.bands]
    groups = [[cell.value for cell in line] for line in book["Groups"].iter_rows(min_row=2)]
    expected = [
        [row.title, row.firms, *(cell.median.value if cell.median else None for cell in row.cells)]
        for each in cohort.maps
        for row in each.rows
    ]
    assert [[line[1], line[2], *line[4 : 4 + len(cohort.columns)]] for line in groups[:-1]] == expected
    assert book["Groups"].conditional_formatting
    scores = [[cell.value for cell in line] for line in book["Scores"].iter_rows(min_row=2)]
    assert [line[3] for line in scores if line[1] == "Residual risk (%)"] == [
        round(100 * each.median.value) for each in cohort.quartiles if each.kind == "residual" and each.median
    ]
    assert render_bytes(cohort, "xlsx") == render_bytes(cohort, "xlsx")


def test_what_may_not_be_told_is_in_no_format() -> None:
    """Cohorts of which the same is told have the same documents, whatever else is different."""
    counts = small_counts()
    documents = []
    for pilots, none in ((9, 1), (7, 3)):
        other = counts._replace(bands={**counts.bands, "pilot-ready": pilots, "": none}, flags={"trap": none})
        cohort = build_cohort(publish(other, ASKED), ASKED, built_on=DAY)
        texts = [render(cohort, format) for format in ("terminal", "markdown", "html", "json", "csv")]
        documents.append((*texts, render_bytes(cohort, "xlsx")))
    assert documents[0] == documents[1]


def test_the_cover_names_the_bureau_and_html_the_language() -> None:
    cover = CoverView("", "Bureau of trade", "Heads of associations", "For members only")
    cohort = build_cohort(publish(small_counts(), ASKED), ASKED, cover=cover, built_on=DAY)
    text = render(cohort, "html")
    for part in ("Bureau of trade", "Heads of associations", "For members only", 'lang="en"'):
        assert part in text
    assert repr(cohort) == "<Cohort of 32 firms>"


def test_all_tables_of_the_page_have_a_caption_and_groups_a_sign_beside_the_colour() -> None:
    text = render(real_cohort(), "html")
    assert text.count("<table") == text.count("<caption")
    signed = re.findall(r'<(?:strong|span class="alert")>([0-9]+)([+−])?</', text)
    assert [number for number, sign in signed if sign]


@needs_programs
def test_office_programs_open_it() -> None:
    for suffix in ("xlsx", "docx"):
        assert as_pdf(render_bytes(real_cohort(), suffix), f".{suffix}").startswith(b"%PDF")
