"""A firm beside a group of other firms: its places, in every format, and what the command says."""

from __future__ import annotations

import io
import json
import subprocess
import sys
import zipfile
from collections.abc import Sequence
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from readiness import (
    Answers,
    Output,
    Report,
    build_report,
    in_market,
    load_answers,
    load_questionnaire,
    render,
    render_bytes,
    score,
)
from readiness.cohort.benchmark import Benchmark, PeerGroup
from readiness.cohort.peer_places import PeerPlace, in_points, place_among
from readiness.questionnaire.score_scale import Scale
from readiness.rendering.benchmark_data import benchmark_json
from readiness.rendering.report_schema import report_schema
from readiness.views.report_peers import PeersView
from test_command_line import call, surroundings

ROOT = Path(__file__).resolve().parent.parent
EXAMPLE = ROOT / "examples" / "ningbo-ev-parts.yaml"
ASKED = load_questionnaire("going-global")
NINGBO = load_answers(EXAMPLE, ASKED)
MEASURES = ["overall", *(each.id for each in (*ASKED.sections, *ASKED.opportunities))]
EVEN = (10, 20, 30, 40, 50, 60, 70, 80, 90)

BENCHMARK = Benchmark(
    "Firms of Zhejiang",
    "2026-09-01",
    ASKED.id,
    ASKED.title,
    ASKED.version,
    ASKED.digest,
    (
        PeerGroup("", "", dict.fromkeys(MEASURES, EVEN)),
        PeerGroup("stage", "exporting", dict.fromkeys(MEASURES, (5, 5, 8, 12, 13, 14, 20, 30, 99))),
        PeerGroup("stage", "own-sales", dict.fromkeys(MEASURES, EVEN)),
        PeerGroup("size", "medium", {"overall": EVEN}),
    ),
)


def report_on(
    answers: Answers = NINGBO, name: str = "all", benchmark: Benchmark = BENCHMARK, *, quick: bool = False
) -> Report:
    return build_report(score(ASKED, answers, quick=quick), peers=benchmark.choose(name, ASKED))


def peers_of(report: Report) -> PeersView:
    assert report.peers is not None
    return report.peers


# --- places -----------------------------------------------------------------------------------------


@settings(max_examples=200, deadline=None, derandomize=True)
@given(st.integers(0, 100), st.lists(st.integers(0, 100), min_size=9, max_size=9).map(sorted))
def test_a_place_is_found_as_if_by_hand(points: int, deciles: list[int]) -> None:
    place = place_among(points, deciles)
    padded = [-1, *deciles, 101]
    assert padded[place.above] < points
    if place.equal:
        at = deciles[place.above : place.above + place.equal]
        assert set(at) == {points}
        assert deciles.count(points) == place.equal
    assert padded[place.above + place.equal + 1] > points


@pytest.mark.parametrize(
    ("score", "scale", "points"),
    [
        (50.4, Scale(), 50),
        (50.449, Scale(), 50),
        (50.45, Scale(), 51),  # first 50.5, in steps of a tenth, then upwards, as deciles are rounded
        (50.5, Scale(), 51),
        (62.49999999999999, Scale(), 63),
        (0.0, Scale(), 0),
        (100.0000000001, Scale(), 100),
        (3.0, Scale(minimum=1, maximum=5), 50),
        (2.92, Scale(minimum=1, maximum=5), 48),
    ],
)
def test_a_score_is_rounded_as_deciles_are(score: float, scale: Scale, points: int) -> None:
    assert in_points(score, scale) == points


def overall_place(deciles: Sequence[int]) -> tuple[str, str]:
    """The place of the overall of Ningbo, 13.4 to 15.1, in words and in short."""
    group = PeerGroup("", "", {"overall": tuple(deciles)})
    (found,) = peers_of(report_on(benchmark=BENCHMARK._replace(groups=(group,)))).scores
    return found.place, found.brief


@pytest.mark.parametrize(
    ("deciles", "place", "brief"),
    [
        ((20,) * 9, "below the 1st decile", "below the 1st"),
        ((12,) * 9, "above the 9th decile", "above the 9th"),
        ((10, 11, 12, 16, 17, 18, 19, 20, 30), "between the 3rd and the 4th decile", "between 3rd and 4th"),
        (
            (10, 13, 14, 16, 17, 18, 19, 20, 30),
            "at the 2nd decile; if open answers turn out best, between the 3rd and the 4th decile",
            "at the 2nd; at best between 3rd and 4th",
        ),
        (
            (10, 11, 13, 13, 13, 16, 17, 20, 30),
            "at the 3rd to the 5th decile, which are equal; if open answers turn out best, between the 5th"
            " and the 6th decile",
            "at the 3rd to 5th; at best between 5th and 6th",
        ),
        (
            (13,) * 9,
            "at all nine deciles, which are equal; if open answers turn out best, above the 9th decile",
            "at all nine; at best above the 9th",
        ),
        (
            (14, 15, 15, 20, 20, 20, 20, 20, 20),
            "below the 1st decile; if open answers turn out best, at the 2nd to the 3rd decile, which are"
            " equal",
            "below the 1st; at best at the 2nd to 3rd",
        ),
    ],
)
def test_a_place_in_words(deciles: tuple[int, ...], place: str, brief: str) -> None:
    assert overall_place(deciles) == (place, brief)


def test_every_score_is_placed_by_its_low_end_with_the_median_beside_it() -> None:
    report = report_on(name="stage=exporting")
    found = peers_of(report)
    assert [item.id for item in found.scores] == MEASURES
    scores = [report.overall.score, *(each.score for each in report.dimensions)]
    scores += [each.fit for each in report.opportunities]
    assert [item.score for item in found.scores] == scores
    for item in found.scores:
        deciles = [decile.value for decile in item.deciles]
        low, high = in_points(item.score.low.value, Scale()), in_points(item.score.high.value, Scale())
        assert (item.above, item.equal) == (sum(each < low for each in deciles), deciles.count(low))
        assert (item.best_above, item.best_equal) == PeerPlace(
            sum(each < high for each in deciles), deciles.count(high)
        )
        assert item.median.text == "13"
    assert {item.kind for item in found.scores} == {"overall", "dimension", "window"}


def test_what_the_group_has_no_deciles_of_is_named() -> None:
    found = peers_of(report_on(name="size=medium"))
    assert [item.id for item in found.scores] == ["overall"]
    assert found.missing[:2] == ("Strategic anchoring", "In-depth localization")
    assert len(found.missing) == len(MEASURES) - 1
    assert "Without deciles in this group: Strategic anchoring; In-depth" in plain(
        report_on(name="size=medium")
    )


# --- remarks ----------------------------------------------------------------------------------------


def test_a_group_that_fits_needs_no_remark() -> None:
    assert peers_of(report_on(name="stage=exporting")).remarks == ()
    assert peers_of(report_on()).remarks == ()


def test_a_group_that_does_not_fit_is_told_and_shown() -> None:
    found = peers_of(report_on(name="stage=own-sales"))
    assert found.remarks == (
        "Your profile says otherwise under “Stage”, so these firms may be unlike yours: Own sales company or"
        " own resident staff in at least one market abroad.",
    )
    assert len(found.scores) == len(MEASURES)
    blank = NINGBO.with_profile("stage", ())
    assert peers_of(report_on(blank, "stage=own-sales")).remarks == (
        "Your profile does not say “Stage”, so these firms may be unlike yours: Own sales company or own"
        " resident staff in at least one market abroad.",
    )


def test_another_version_or_edition_is_told() -> None:
    other = BENCHMARK._replace(version="2.3.0", digest="0" * 64)
    assert peers_of(report_on(benchmark=other)).remarks == (
        "The benchmark was made with version 2.3.0 of the questionnaire, your scores with 2.0.0, so small"
        " differences may come from the questions.",
    )
    other = BENCHMARK._replace(digest="0" * 64)
    assert peers_of(report_on(benchmark=other)).remarks == (
        "The benchmark was made with another edition of version 2.0.0 of the questionnaire, so small"
        " differences may come from the questions or their texts.",
    )


def test_scores_of_another_kind_are_told() -> None:
    assert peers_of(report_on(quick=True)).remarks == (
        "Your scores are those of the quick set; the firms may have answered all questions.",
    )
    path = ROOT / "examples" / "suzhou-equipment.yaml"
    several = load_answers(path, ASKED)
    one = in_market(several, ASKED, next(iter(several.markets)))
    assert peers_of(report_on(one)).remarks == (
        "Your scores are those of one market; the firms were scored as a whole.",
    )


def test_the_groups_that_fit_are_known() -> None:
    found = peers_of(report_on())
    assert [(group.name, group.title[:14]) for group in found.fitting] == [
        ("stage=exporting", "Stage: Exports"),
        ("size=medium", "Size: 300 to 9"),
    ]


# --- formats ----------------------------------------------------------------------------------------


def plain(report: Report, *, details: bool = True) -> str:
    return " ".join(render(report, "terminal", Output(width=400), details=details).split())


def test_without_a_benchmark_nothing_is_said() -> None:
    report = build_report(score(ASKED, NINGBO))
    assert report.peers is None
    assert "Beside other firms" not in plain(report)
    assert json.loads(render(report, "json"))["peers"] is None


def test_the_first_page_has_one_line_and_the_details_a_section() -> None:
    report = report_on(name="stage=exporting")
    brief = plain(report_on(), details=False)
    assert (
        "Beside other firms: overall between the 1st and the 2nd decile; their median is 50. (All firms)"
    ) in brief
    assert "Firms of Zhejiang" not in brief
    whole = plain(report)
    assert (
        "overall at the 5th decile; if open answers turn out best, between the 6th and the 7th decile"
        in whole
    )
    assert "From the benchmark “Firms of Zhejiang” of 2026-09-01." in whole
    assert "The firms: Stage: Exports, directly or through traders" in whole
    assert "Deciles 1 2 3 4 5 6 7 8 9 Overall 5 5 8 12 13 14 20 30 99" in whole


@pytest.mark.parametrize("width", [40, 60, 80, 120])
def test_no_line_is_wider_than_the_terminal(width: int) -> None:
    text = render(report_on(name="stage=own-sales"), "terminal", Output(width=width), details=True)
    assert all(len(line) <= width for line in text.splitlines())


def test_markdown_and_html_have_the_section() -> None:
    markdown = render(report_on(), "markdown")
    assert '## <a id="peers"></a>Beside other firms' in markdown
    assert "| Overall | `███" in markdown
    html = render(report_on(), "html")
    assert 'id="peers"' in html
    assert html.count("Beside other firms") >= 3  # the first page, the contents, the heading


def test_a_hostile_title_stays_text() -> None:
    title = "<script>alert(1)</script> **bold** | =1+1"
    report = report_on(benchmark=BENCHMARK._replace(title=title))
    assert "<script>" not in render(report, "html")
    assert "**bold**" not in render(report, "markdown")


def test_json_has_everything_and_fits_its_schema() -> None:
    report = report_on(name="stage=own-sales")
    content = json.loads(render(report, "json"))
    assert list(Draft202012Validator(report_schema()).iter_errors(content)) == []
    found = content["peers"]
    assert (found["benchmark"], found["group_id"]) == ("Firms of Zhejiang", "stage=own-sales")
    assert found["scores"][0]["deciles"] == list(map(float, EVEN))
    assert found["scores"][0]["median"] == 50
    assert found["scores"][0]["above"] == 1
    assert [each["name"] for each in found["fitting"]] == ["stage=exporting", "size=medium"]
    assert len(found["remarks"]) == 1


def test_the_workbook_has_a_sheet_and_word_the_section() -> None:
    report = report_on(name="stage=own-sales")
    book = openpyxl.load_workbook(io.BytesIO(render_bytes(report, "xlsx")))
    sheet = book["Other firms"]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert rows[0][:5] == ["Your score", "Score, low", "Score, high", "Median", "Place"]
    found = peers_of(report)
    assert len(rows) == len(MEASURES) + 1
    assert rows[1][3:5] == [50, found.scores[0].place]
    assert rows[1][6] == found.remarks[0]
    assert rows[1][7:16] == list(EVEN)
    assert book.sheetnames.index("Other firms") < book.sheetnames.index("Cases")
    with zipfile.ZipFile(io.BytesIO(render_bytes(report, "docx"))) as parcel:
        assert "Firms of Zhejiang" in parcel.read("word/document.xml").decode()


def test_deciles_of_a_scale_of_few_points_have_its_decimals() -> None:
    folder = ROOT / "docs" / "examples" / "supplier-audit"
    audit = load_questionnaire(str(folder))
    scores = score(audit, load_answers(folder / "answers.yaml", audit))
    measures = {"overall": EVEN, audit.sections[0].id: EVEN}
    benchmark = BENCHMARK._replace(
        questionnaire=audit.id,
        version=audit.version,
        digest=audit.digest,
        groups=(PeerGroup("", "", measures),),
    )
    found = peers_of(build_report(scores, peers=benchmark.choose("all", audit)))
    for item in found.scores:
        low, high = item.ends
        assert item.deciles[0].value == pytest.approx(low + 0.1 * (high - low))
    few = [item for item in found.scores if item.ends[1] - item.ends[0] < 100]
    assert few
    assert all("." in item.deciles[0].text for item in few)


# --- the command ------------------------------------------------------------------------------------


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "peers.json").write_text(benchmark_json(BENCHMARK), encoding="utf-8")
    return tmp_path


def assess(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return call("assess", "--answers", str(EXAMPLE), *arguments, folder=folder, columns=200)


def test_the_command_shows_the_place_in_the_group(folder: Path) -> None:
    done = assess(folder, "--benchmark", "peers.json")
    assert (done.returncode, done.stderr) == (0, "")
    assert (
        "Beside other firms: overall between the 1st and the 2nd decile; their median is 50." in done.stdout
    )
    chosen = assess(folder, "--benchmark", "peers.json", "--peers", "stage=exporting", "--format", "json")
    assert json.loads(chosen.stdout)["peers"]["group_id"] == "stage=exporting"


def test_texts_are_in_the_language_of_the_run(folder: Path) -> None:
    done = assess(folder, "--benchmark", "peers.json", "--lang", "zh", "--format", "json")
    assert done.returncode == 0
    assert json.loads(done.stdout)["peers"]["scores"][1]["title"] == "战略锚定"


def test_a_wrong_name_is_refused_with_the_nearest(folder: Path) -> None:
    done = assess(folder, "--benchmark", "peers.json", "--peers", "stage=exprting")
    assert (done.returncode, done.stdout) == (2, "")
    said = "Invalid value for --peers: “exprting” is not an option of “stage”. Did you mean “exporting”?"
    assert said in " ".join(done.stderr.split())


def test_peers_without_a_benchmark_are_refused(folder: Path) -> None:
    done = assess(folder, "--peers", "stage=exporting")
    assert (done.returncode, done.stdout) == (2, "")
    assert "It chooses firms of a benchmark; name its file with --benchmark." in " ".join(done.stderr.split())


def test_a_file_that_is_none_is_refused_before_anything_is_asked(folder: Path) -> None:
    (folder / "peers.json").write_text('{"groups": [], "questionnaire": {}}', encoding="utf-8")
    done = call("assess", "--benchmark", "peers.json", folder=folder, columns=200)
    assert (done.returncode, done.stdout) == (2, "")
    assert "peers.json:1:1: bad-benchmark: “schema_version” must be 1" in done.stderr


def test_the_hint_below_the_page_lists_the_groups_that_fit(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from readiness.cli import screen

    monkeypatch.setattr(screen, "is_terminal", lambda _stream: True)
    done = assess(folder, "--benchmark", "peers.json")
    lines = [line.strip() for line in done.stderr.splitlines()]
    place = lines.index("Beside firms like yours (stage=exporting, size=medium):")
    command = f"readiness assess --answers {EXAMPLE} --benchmark peers.json"
    assert lines[place + 1] == f"{command} --peers stage=exporting"
    assert f"{command} --details" in lines
    assert f"readiness plan --answers {EXAMPLE}" in lines
    again = assess(folder, "--benchmark", "peers.json", "--peers", "size=medium")
    assert "Beside firms like yours" not in again.stderr
    assert f"{command} --peers size=medium --details" in again.stderr


def test_the_engine_of_tables_is_not_loaded(folder: Path) -> None:
    code = (
        "import sys\n"
        "from readiness.cli.app import run\n"
        f"sys.argv = ['readiness', 'assess', '--answers', {str(EXAMPLE)!r}, '--benchmark', 'peers.json']\n"
        "code = run()\n"
        "print(sorted({'polars', 'narwhals'} & set(sys.modules)), file=sys.stderr)\n"
        "sys.exit(code)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=folder,
        capture_output=True,
        text=True,
        env=surroundings(),
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "[]\n")
