"""The five example enterprises and the case library give the promised results."""

from __future__ import annotations

import itertools
import json
import math
import re
import subprocess
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from readiness import Answers, Report, Scores, build_report, load_answers, load_questionnaire, render, score
from readiness.answers.answers import State
from readiness.answers.reading import read_raw
from readiness.questionnaire.case_library import Case
from test_command_line import call
from test_language import skeleton

FOLDER = Path(__file__).resolve().parent.parent / "examples"
QUESTIONNAIRE = load_questionnaire("going-global")


@dataclass(frozen=True)
class Expected:
    """The expected results of an example."""

    band: str
    dimensions: str
    """The displayed scores of the eight dimensions, computed by hand from the answers."""
    exposures: str
    """The displayed exposures of the four risks, computed by hand from the answers."""
    readings: str
    """What the report says of the three windows."""
    blocked_by: tuple[tuple[str, str], ...]
    flags: tuple[tuple[str, bool], ...] = ()
    """Red flags, and whether each is certain."""
    contradictions: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    not_applicable: tuple[str, ...] = ()
    pathway: tuple[str, ...] = ()
    """The first words of each step of the regional pathway."""


EXPECTED = {
    "ningbo-ev-parts": Expected(
        band="foundation",
        dimensions="10.7 12.5 17.9 17.9 0.0–25.0 8.3 8.3 25.0",
        exposures="25% 17% 58% 42%–75%",
        readings="prepare leave leave",
        blocked_by=(("overall", ""),),
        flags=(("money-before-decision", True), ("nobody-speaks", True)),
        contradictions=("drafts-watched-by-chance",),
        unknown=("geopolitics.screening", "supply-chain.herd-policy"),
        not_applicable=("localization.product", "compliance.privacy"),
        pathway=("Manufacturing together with research", "Move as a chain", "Win-win for three parties"),
    ),
    "hangzhou-e-commerce": Expected(
        band="preparing",
        dimensions="32.1 55.0 25.0 32.1–46.4 37.5 25.0 37.5 25.0",
        exposures="25% 25%–58% 33% 50%",
        readings="secure leave secure",
        blocked_by=(("overall", ""), ("floor", "risk-control"), ("control", "compliance")),
        flags=(("launch-unchecked", False),),
        unknown=("compliance.personal-data", "co-creation.grievance"),
        not_applicable=("compliance.carbon-data",),
        pathway=("Digital marketing together with the supply chain", "Win-win for three parties"),
    ),
    "suzhou-equipment": Expected(
        band="pilot-ready",
        dimensions="78.6 79.2 75.0 57.1 37.5 64.3 75.0 62.5",
        exposures="92% 42% 42% 50%",
        readings="find-out keep use",
        blocked_by=(("control", "geopolitics"),),
        unknown=("integration.tariff-preference",),
        pathway=("Manufacturing together with research", "Move as a chain", "Win-win for three parties"),
    ),
    "chengdu-games": Expected(
        band="expansion-ready",
        dimensions="71.4 75.0 64.3 57.1 66.7 54.2–70.8 62.5 58.3",
        exposures="25%–58% 50% 42% 42%",
        readings="keep act keep",
        blocked_by=(("overall", ""), ("floor", "co-creation"), ("control", "compliance")),
        unknown=("geopolitics.market-dependence", "compliance.tax"),
    ),
    "shenzhen-electronics": Expected(
        band="rule-co-builder",
        dimensions="92.9 91.7 84.4 82.1 81.3 82.1 62.5 81.3",
        exposures="25% 58% 8% 25%–58%",
        readings="keep keep keep",
        blocked_by=(),
        unknown=("supply-chain.herd-policy",),
    ),
}
every_example = pytest.mark.parametrize("name", EXPECTED)


@cache
def answers_of(name: str) -> Answers:
    return load_answers(FOLDER / f"{name}.yaml", QUESTIONNAIRE)


@cache
def scores_of(name: str) -> Scores:
    return score(QUESTIONNAIRE, answers_of(name))


@cache
def report_of(name: str) -> Report:
    return build_report(scores_of(name))


def level(name: str, question: str) -> int | None:
    """The level of an answer, 0-4; None of a question without one: unknown, not applicable, not asked."""
    given = answers_of(name).given.get(question)
    return None if given is None or given.option is None else int(given.option.score)


def highest_exposure(name: str, dimension: str) -> Fraction:
    """The exposure, 0-1, that a band goes by: an unknown answer counts at 4, one that does not apply at 0."""
    (section,) = [item for item in QUESTIONNAIRE.sections if item.id == dimension]
    given = answers_of(name).given
    unknown = [q.id for q in section.exposure if q.id in given and given[q.id].state is State.UNKNOWN]
    levels = [level(name, question.id) or 0 for question in section.exposure]
    return Fraction(sum(levels) + 4 * len(unknown), 4 * len(levels))


def header(name: str, folder: Path = FOLDER) -> list[str]:
    lines = (folder / f"{name}.yaml").read_text(encoding="utf-8").splitlines()
    return [line.removeprefix("# ") for line in itertools.takewhile(lambda line: line.startswith("#"), lines)]


# --- the files ------------------------------------------------------------------------------


def test_the_folder_contains_exactly_these_examples() -> None:
    assert {path.stem for path in FOLDER.glob("*.yaml")} == set(EXPECTED)


def test_the_examples_end_in_the_five_different_bands() -> None:
    assert [expected.band for expected in EXPECTED.values()] == [band.id for band in QUESTIONNAIRE.bands]


@every_example
def test_the_header_says_that_the_firm_is_invented_and_gives_the_verdict(name: str) -> None:
    lines = header(name)
    assert 4 <= len(lines) <= 6
    assert "an invented firm" in lines[0]
    stated = [line for line in lines if line.startswith("Verdict: ")]
    assert len(stated) == 1
    assert stated[0].startswith(f"Verdict: {report_of(name).verdict.title}")


@every_example
def test_the_header_names_every_red_flag_and_contradiction(name: str) -> None:
    counts, text = ["no", "one", "two"], " ".join(header(name)).lower()
    for kind, found in [("red flag", EXPECTED[name].flags), ("contradiction", EXPECTED[name].contradictions)]:
        assert re.findall(rf"\w+ {kind}", text) == [f"{counts[len(found)]} {kind}"] * bool(found)


@every_example
def test_no_firm_is_at_one_level_throughout(name: str) -> None:
    asked = [q.id for item in QUESTIONNAIRE.sections for q in (*item.questions, *item.control)]
    levels = [found for id in asked if (found := level(name, id)) is not None]
    assert len(set(levels)) >= 4
    assert max(levels.count(each) for each in levels) < 0.6 * len(levels)


@every_example
def test_answers_are_written_as_option_ids(name: str) -> None:
    raw = yaml.safe_load((FOLDER / f"{name}.yaml").read_text(encoding="utf-8"))["answers"]
    values = [item["value"] if isinstance(item, dict) and "value" in item else item for item in raw.values()]
    assert all(isinstance(value, str) or "not_applicable" in value for value in values)
    assert list(raw) == [id for id in QUESTIONNAIRE.questions if id in raw]


@every_example
def test_exactly_the_questions_that_are_asked_are_answered(name: str) -> None:
    report = report_of(name)
    assert [item.question for item in report.answers if item.state == State.UNANSWERED.value] == []
    assert report.ignored == ()
    assert len(answers_of(name).given) == len(report.answers)


@every_example
def test_profile_respondent_and_date_are_filled_in(name: str) -> None:
    answers = answers_of(name)
    assert list(answers.profile) == [asked.id for asked in QUESTIONNAIRE.profile]
    assert answers.respondent
    assert answers.cover.enterprise.endswith("(invented)")  # so that it is nobody's name
    assert answers.date is not None
    assert answers.date.isoformat() >= (QUESTIONNAIRE.date or "")


@every_example
def test_a_few_answers_have_notes_evidence_and_owners(name: str) -> None:
    given = answers_of(name).given.values()
    assert sum(bool(answer.note) for answer in given) >= 8
    assert sum(bool(answer.evidence) for answer in given) >= 3
    assert sum(bool(answer.owner) for answer in given) >= 2


@every_example
def test_no_evidence_is_split_at_a_comma(name: str) -> None:
    pieces = [piece for answer in answers_of(name).given.values() for piece in answer.evidence]
    assert [piece for piece in pieces if not piece[0].isupper()] == []


@every_example
def test_each_unknown_answer_has_a_note_and_an_owner(name: str) -> None:
    given = answers_of(name).given
    unknown = {id: answer for id, answer in given.items() if answer.state is State.UNKNOWN}
    assert set(unknown) == set(EXPECTED[name].unknown)
    assert all(answer.note and answer.owner for answer in unknown.values())


# --- what comes out -------------------------------------------------------------------------


@every_example
def test_the_example_gets_its_band_for_the_stated_reasons(name: str) -> None:
    verdict, expected = report_of(name).verdict, EXPECTED[name]
    assert verdict.band == expected.band
    assert tuple((blocker.kind, blocker.subject) for blocker in verdict.blocked_by) == expected.blocked_by


@every_example
def test_each_reason_agrees_with_the_scores_and_the_next_band(name: str) -> None:
    scores, report = scores_of(name), report_of(name)
    lows = {item.section.id: item.score.low for item in scores.sections} | {"": scores.overall.low}
    bands = list(QUESTIONNAIRE.bands)
    following = bands[[band.id for band in bands].index(EXPECTED[name].band) + 1 :][:1]
    assert (report.verdict.next or "") == "".join(band.title for band in following)
    for blocker in report.verdict.blocked_by:
        band = following[0]
        needed = {"overall": band.cut, "floor": band.floor}.get(blocker.kind)
        if blocker.kind == "control":
            assert band.control is not None
            exposure = highest_exposure(name, blocker.subject)
            needed = band.control.base + band.control.slope * float(exposure)
            assert f"at an exposure of {math.floor(100 * exposure + Fraction(1, 2))}%" in blocker.text
        assert needed is not None
        assert blocker.needed == pytest.approx(needed, abs=1e-9)
        assert blocker.actual == lows[blocker.subject] < needed
        assert f"{band.title} needs " in blocker.text


@every_example
def test_nothing_else_is_below_what_the_next_band_requires(name: str) -> None:
    bands = list(QUESTIONNAIRE.bands)
    for band in bands[[band.id for band in bands].index(EXPECTED[name].band) + 1 :][:1]:
        below = [("overall", "")] if scores_of(name).overall.low < (band.cut or 0) else []
        for item in scores_of(name).sections:
            if item.section.kind == "capability" and item.score.low < (band.floor or 0):
                below.append(("floor", item.section.id))
            elif item.section.kind == "risk" and band.control is not None:
                needed = band.control.base + band.control.slope * highest_exposure(name, item.section.id)
                below += [("control", item.section.id)] if item.score.low < needed else []
        assert tuple(below) == EXPECTED[name].blocked_by


@every_example
def test_the_dimensions_have_the_scores_computed_by_hand(name: str) -> None:
    assert [item.score.text for item in report_of(name).dimensions] == EXPECTED[name].dimensions.split()


@every_example
def test_the_risks_have_the_exposures_computed_by_hand(name: str) -> None:
    spans = [item.exposure.text for item in report_of(name).dimensions if item.exposure is not None]
    assert spans == EXPECTED[name].exposures.split()


@every_example
def test_each_window_has_its_reading(name: str) -> None:
    assert [window.reading_id for window in report_of(name).opportunities] == EXPECTED[name].readings.split()


def test_the_examples_show_every_reading_there_is() -> None:
    shown = {reading for expected in EXPECTED.values() for reading in expected.readings.split()}
    assert shown == {"act", "keep", "prepare", "secure", "use", "leave", "find-out"}


@every_example
def test_the_overall_is_the_geometric_mean_of_the_dimensions(name: str) -> None:
    scores = scores_of(name)
    lows = [item.score.low for item in scores.sections]
    assert len(lows) == 8
    counted = [max(low, 10) for low in lows]
    assert scores.overall.low == pytest.approx(math.prod(counted) ** (1 / 8), abs=1e-9)


@every_example
def test_red_flags_are_the_stated_ones(name: str) -> None:
    assert tuple((flag.id, flag.certain) for flag in report_of(name).flags) == EXPECTED[name].flags


@every_example
def test_contradictions_are_the_stated_ones(name: str) -> None:
    assert tuple(item.id for item in report_of(name).contradictions) == EXPECTED[name].contradictions


@every_example
def test_questions_that_are_not_applicable_are_listed_with_the_reason(name: str) -> None:
    report = report_of(name)
    assert {item.question for item in report.not_applicable} == set(EXPECTED[name].not_applicable)
    assert all(len(item.why.split()) >= 5 for item in report.not_applicable)


@every_example
def test_the_regional_pathway_is_shown_only_to_firms_in_the_yangtze_river_delta(name: str) -> None:
    pathways, expected = report_of(name).pathways, EXPECTED[name].pathway
    assert [pathway.id for pathway in pathways] == (["yangtze-river-delta"] if expected else [])
    steps = [step.text for pathway in pathways for step in pathway.steps]
    assert len(steps) == len(expected)
    assert all(step.startswith(start) for step, start in zip(steps, expected, strict=True))


def test_the_pathway_of_the_ningbo_firm_shows_its_own_answers_and_the_case_of_ningbo() -> None:
    (pathway,) = report_of("ningbo-ev-parts").pathways
    chain = pathway.steps[1]
    assert [title for title, _answer in chain.standing] == ["Host country's support", "Map of the chain"]
    assert chain.standing[0][1] == "All parts and materials: even packaging and simple items."
    assert any(shown.case.id == "ningbo-automobile-chain" for shown in chain.cases)
    shown = " ".join(render(report_of("ningbo-ev-parts"), "terminal").split())
    assert "Questions about this: Host country's support; Map of the chain Learn from:" in shown


def test_each_firm_is_asked_what_fits_it() -> None:
    hidden = {
        name: set(QUESTIONNAIRE.questions) - {item.question for item in report_of(name).answers}
        for name in EXPECTED
    }
    abroad = {"localization.local-suppliers", "risk-control.subsidiary-control", "compliance.labour"}
    goods = {"risk-control.product-liability", "geopolitics.tariff-scenarios", "compliance.carbon"}
    assert hidden == {
        "ningbo-ev-parts": abroad
        | {"compliance.anti-bribery", "compliance.tax", "talent.local-senior-share"}
        | {"digital.ai-data"},
        "hangzhou-e-commerce": {"localization.local-suppliers", "digital.ai-data"}
        | {"compliance.anti-bribery"},
        "suzhou-equipment": {"digital.ai-data"},
        "chengdu-games": goods
        | {"compliance.carbon-data", "supply-chain.host-support", "supply-chain.origin"}
        | {"value-chain.corridors", "digital.flexible-supply"},
        "shenzhen-electronics": {"digital.ai-data"},
    }


def test_only_geopolitics_is_too_low_at_the_suzhou_firm() -> None:
    scores = scores_of("suzhou-equipment")
    lows = {item.section.id: item.score.low for item in scores.sections}
    assert scores.overall.low >= 62.5
    assert [id for id, low in lows.items() if low < 55] == ["geopolitics"]


@every_example
def test_the_quick_set_gives_a_screening_of_the_example(name: str) -> None:
    answers = answers_of(name)
    report = build_report(score(QUESTIONNAIRE, answers, quick=True))
    quick = {id for id, question in QUESTIONNAIRE.questions.items() if question.quick}
    assert {item.question for item in report.answers} <= quick
    assert report.subtitle.startswith("Screening: the quick set of questions only")


@every_example
def test_the_command_line_gives_the_same_verdict(name: str) -> None:
    command = [sys.executable, "-m", "readiness", "assess", "--answers", str(FOLDER / f"{name}.yaml")]
    done = subprocess.run([*command, "--format", "json"], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    overall = json.loads(done.stdout)["overall"]
    assert overall["band"] == EXPECTED[name].band
    assert overall["score"] == scores_of(name).overall.low


# --- answers that must not contradict each other --------------------------------------------

# By their wording, an enterprise at the first level is also at the second. The questionnaire declares others.
IMPLIES = [
    ("geopolitics.tariff-scenarios", "duty-table", "supply-chain.origin", "rule-looked-up"),
    ("talent.local-senior-share", "country-head", "co-creation.local-hiring", "case-by-case"),
    ("risk-control.pre-compliance", "signed-checklist", "compliance.register", "lawyer-memo"),
    ("compliance.privacy", "crossings-cleared", "compliance.register", "lawyer-memo"),
    ("localization.service", "promise-tested", "localization.user-research", "own-visits"),
    ("strategy.technology", "others-need-it", "compliance.export-control", "ask-a-person"),
    ("value-chain.services", "price-list", "localization.service", "home-desk"),
    ("integration.regional-sales", "served-there", "integration.partners", "talks-only"),
]


def reached(name: str, question: str, level: str) -> bool | None:
    """Whether the example answers `question` with `level` or a higher one; None without an answer."""
    given = answers_of(name)[question].option
    options = [option.id for option in QUESTIONNAIRE.questions[question].choices]
    return None if given is None else options.index(given.id) >= options.index(level)


@pytest.mark.parametrize("rule", IMPLIES, ids=lambda rule: f"{rule[0]}-{rule[2]}")
def test_no_example_contradicts_itself(rule: tuple[str, str, str, str]) -> None:
    question, level, other, other_level = rule
    claiming = [name for name in EXPECTED if reached(name, question, level)]
    assert claiming
    assert [name for name in claiming if reached(name, other, other_level) is False] == []


@every_example
def test_firms_with_employees_abroad_answer_about_labour_law_and_personal_data(name: str) -> None:
    abroad = answers_of(name).profile["stage"][0] in ("own-sales", "operations", "multi-region")
    assert reached(name, "compliance.regimes", "our-company") is abroad
    assert reached(name, "compliance.personal-data", "staff-records") in (abroad, None)
    assert ("compliance.labour" in answers_of(name).given) is abroad


@every_example
def test_firms_that_keep_customers_by_brand_sell_under_their_own_brand(name: str) -> None:
    if reached(name, "value-chain.position", "own-brand"):
        assert {"own-brand", "digital-service"} & set(answers_of(name).profile["model"])
    else:
        assert reached(name, "value-chain.position", "asked-by-name") is False


# --- the same in Chinese --------------------------------------------------------------------

CHINESE = FOLDER / "zh"
TYPED = {"enterprise", "prepared_by", "prepared_for", "confidentiality", "respondent"}
TYPED |= {"note", "evidence", "owner", "not_applicable", "title", "showstopper"}
"""The keys under which a person writes what comes to mind; everything else is the same in every language."""
HAN = re.compile(r"[\u4e00-\u9fff]")
NO_WORDS = re.compile(r"<[^>]*>|`[^`\n]*`|\]\([^)]*\)")
"""Anchors, ids and targets of links in a report in Markdown."""


def raw_answers(path: Path) -> dict[str, Any]:
    """What is in a file of answers."""
    content: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return content


def without_typed(part: Any) -> Any:
    """`part` with the number of its texts in place of what a person typed; mappings keep their order."""
    if not isinstance(part, dict):
        return part
    return [
        (key, (len(value) if isinstance(value, list) else 1) if key in TYPED else without_typed(value))
        for key, value in part.items()
    ]


def typed_texts(part: Any) -> Iterator[str]:
    """Every text that a person typed."""
    for key, value in part.items() if isinstance(part, dict) else ():
        if key in TYPED:
            yield from value if isinstance(value, list) else [value]
        else:
            yield from typed_texts(value)


def chinese_report(name: str, *options: str) -> str:
    """The report of a Chinese example in Chinese, as the command line prints it."""
    shown = call("assess", "--answers", str(CHINESE / f"{name}.yaml"), "--lang", "zh", *options)
    assert (shown.returncode, shown.stderr) == (0, "")
    return shown.stdout


def test_each_example_is_there_in_chinese() -> None:
    assert {path.stem for path in CHINESE.glob("*.yaml")} == set(EXPECTED)


@every_example
def test_a_chinese_example_differs_only_in_what_a_person_typed(name: str) -> None:
    english, chinese = (raw_answers(folder / f"{name}.yaml") for folder in (FOLDER, CHINESE))
    assert without_typed(chinese) == without_typed(english)


@every_example
def test_what_a_person_typed_is_chinese_in_a_chinese_example(name: str) -> None:
    texts = list(typed_texts(raw_answers(CHINESE / f"{name}.yaml")))
    assert len(texts) >= 40
    assert [text for text in texts if not HAN.search(text)] == []
    assert raw_answers(CHINESE / f"{name}.yaml")["enterprise"].endswith("（虚构）")


@every_example
def test_a_person_has_one_name_in_chinese(name: str) -> None:
    english, chinese = (raw_answers(folder / f"{name}.yaml")["answers"] for folder in (FOLDER, CHINESE))
    owned = [id for id, answer in english.items() if isinstance(answer, dict) and "owner" in answer]
    owners = {
        (english[id]["owner"].partition(",")[0], chinese[id]["owner"].partition("（")[0]) for id in owned
    }
    assert len(owners) == len(dict(owners)) == len({owner for _english, owner in owners})


@every_example
def test_the_comments_of_a_chinese_example_give_the_verdict_and_the_titles_in_chinese(name: str) -> None:
    lines, expected = header(name, CHINESE), EXPECTED[name]
    chinese = load_questionnaire("going-global", "zh")
    (band,) = [band.title for band in chinese.bands if band.id == expected.band]
    assert 4 <= len(lines) <= 6
    assert "虚构企业" in lines[0]
    assert (
        [line for line in lines if line.startswith("结论：")]
        == [line for line in lines if line.startswith(f"结论：{band}")]
        != []
    )
    counts, text = ["", "一个", "两个"], "".join(lines)
    assert re.findall("(..)警示项", text) == [counts[len(expected.flags)]] * bool(expected.flags)
    assert ("一处矛盾" in text) is bool(expected.contradictions)
    titles = [section.title for section in chinese.all_sections.values()]
    heads = re.findall(r"^  # ([^（\n]+)", (CHINESE / f"{name}.yaml").read_text(encoding="utf-8"), re.M)
    assert [head.removeprefix("机遇窗口：") for head in heads] == titles


@every_example
def test_a_chinese_example_has_the_scores_of_the_english_one(name: str) -> None:
    path = str(FOLDER / f"{name}.yaml")
    english = json.loads(call("assess", "--answers", path, "--format", "json").stdout)
    chinese = json.loads(chinese_report(name, "--format", "json"))
    assert list(skeleton(chinese)) == list(skeleton(english))
    assert chinese["overall"]["band"] == english["overall"]["band"] == EXPECTED[name].band


@every_example
def test_no_english_is_left_in_the_chinese_report_of_a_chinese_example(name: str) -> None:
    report = NO_WORDS.sub("|", chinese_report(name, "--format", "markdown"))
    assert "备注：" in report
    assert re.findall(r"[A-Za-z]+[ ,.;:]+[A-Za-z]+", report) == []


# --- the case library -------------------------------------------------------------------------

SCORED = [question.id for section in QUESTIONNAIRE.sections for question in section.all_questions()]
CASES = {case.id: case for case in QUESTIONNAIRE.cases.cases}


def worst_only_in(questions: Iterable[str], profile: dict[str, str]) -> Answers:
    """Answers that are all at their best except `questions`, which are at their worst."""
    given = {}
    for id, question in QUESTIONNAIRE.questions.items():
        worst, best = question.choices[0].id, question.choices[-1].id
        if QUESTIONNAIRE.locations[id].exposure:
            worst, best = best, worst
        given[id] = worst if id in questions else best
    raw = {"questionnaire": QUESTIONNAIRE.id, "version": QUESTIONNAIRE.version}
    return read_raw({**raw, "profile": profile, "answers": given}, QUESTIONNAIRE)


def fitting_profiles(case: Case) -> Iterator[dict[str, str]]:
    for values in itertools.product(*case.applies_to.values()):
        yield dict(zip(case.applies_to, values, strict=True))


def sets_of_worst(case: Case) -> Iterator[set[str]]:
    """The case's own questions, and these with all other questions of their dimensions.

    The second is for a case that gives way to more specific ones until they are used up.
    """
    own = set(case.questions)
    yield own
    touched = [item for item in QUESTIONNAIRE.sections if own & {q.id for q in item.all_questions()}]
    yield own | {question.id for section in touched for question in section.all_questions()}


def shown_cases(answers: Answers) -> dict[str, str]:
    """The cases in the gaps of a report, each with the first reason given."""
    report = build_report(score(QUESTIONNAIRE, answers))
    shown: dict[str, str] = {}
    for gap in report.gaps:
        if gap.case:
            shown.setdefault(gap.case.case.id, gap.case.reason)
    return shown


def test_an_enterprise_without_gaps_is_shown_no_case() -> None:
    assert shown_cases(worst_only_in([], {"sector": "automotive"})) == {}


@pytest.mark.parametrize("id", [id for id, case in CASES.items() if set(case.questions) & set(SCORED)])
def test_every_case_about_a_dimension_is_shown_to_some_enterprise(id: str) -> None:
    case = CASES[id]
    reason = next(
        shown[id]
        for questions, profile in itertools.product(sets_of_worst(case), fitting_profiles(case))
        if id in (shown := shown_cases(worst_only_in(questions, profile)))
    )
    assert reason.startswith("you answered “")
    assert ("it matches your profile: " in reason) == bool(case.applies_to)


# The facts of the keynote of 25 July 2025 that the library repeats.
FIGURES = {
    "catl-share": ["57% of the global battery market"],
    "china-laos-railway": [
        "Logistics costs reduced by 15% after the opening",
        "Customs clearance efficiency improved by 30% after the opening",
    ],
    "shein-flexible-supply": ["4,000 new products launched every day"],
    "tcl-25-years": ["25 years of overseas expansion"],
}
NUMBERS = {"57", "15", "30", "4,000", "25", "5"}  # “5” is from “5G”
PHRASES = {
    "hard connectivity",
    "soft connectivity",
    "small, fast, and flexible",
    "sky-high fines",
    "from product output to rule output",
    "cultural empathy",
    "grounded",
    "livelihood for locals",
    "manufacturing + r & d",
    "emphasizing production and neglecting technology",
    "digital marketing + supply chain",
}
PART_OF_SOURCE = {
    "I.1": ["rcep-facilitation", "malaysian-durian"],
    "I.2": ["byd-hungary", "geely-volvo", "catl-share", "china-laos-railway", "china-europe-railway"],
    "I.3": ["shein-flexible-supply", "tiktok-algorithm", "tiktok-forced-acquisition"],
    "II.2": ["eu-ets-cbam", "southeast-asia-labour-data"],
    "II.4": ["vietnam-mexico-rush"],
    "III": ["tcl-25-years"],
    "III.1": ["huawei-5g-standards", "catl-specifications"],
    "III.2": ["transsion-africa", "haier-humid-climate"],
    "III.4": ["africa-plant-livelihood", "europe-joint-rnd"],
    "IV": ["ningbo-automobile-chain", "suzhou-intelligent-manufacturing", "hangzhou-digital-model"],
}


def numbers(text: str) -> set[str]:
    return set(re.findall(r"\d+(?:,\d{3})*(?:\.\d+)?", text))


def test_figures_are_exactly_those_of_the_source() -> None:
    assert QUESTIONNAIRE.cases.as_of == "July 2025"
    assert {
        id: [figure.statement for figure in case.figures] for id, case in CASES.items() if case.figures
    } == FIGURES


def test_the_one_figure_known_to_be_disputed_says_so() -> None:
    disputed = {id: f.disputed for id, case in CASES.items() for f in case.figures if f.disputed}
    assert disputed == {"catl-share": "Other published figures are about 40% of electric-vehicle batteries."}


@pytest.mark.parametrize("id", CASES)
def test_a_summary_contains_only_numbers_and_quotations_of_the_source(id: str) -> None:
    summary = CASES[id].summary
    assert numbers(summary) <= NUMBERS
    quoted = {phrase.lower() for phrase in re.findall(r'"([^"]+)"', summary)}
    assert quoted <= PHRASES


def test_every_quoted_phrase_of_the_source_is_still_quoted_somewhere() -> None:
    summaries = " ".join(case.summary.lower() for case in CASES.values())
    assert {phrase for phrase in PHRASES if f'"{phrase}"' not in summaries} == set()


def test_each_case_names_the_part_of_the_source_it_comes_from() -> None:
    part_of = {id: part for part, ids in PART_OF_SOURCE.items() for id in ids}
    assert {id: case.section.split()[0] for id, case in CASES.items()} == part_of


@pytest.mark.parametrize(
    ("id", "facts"),
    [
        ("rcep-facilitation", ["three years", "ASEAN", "Middle East", "Belt and Road"]),
        ("malaysian-durian", ["Malaysia", "Musang King", "Harbin", "inspection"]),
        ("byd-hungary", ["European headquarters", "Hungary"]),
        ("geely-volvo", ["vehicle technology together"]),
        ("catl-share", ["more than half", "global battery market"]),
        ("tiktok-forced-acquisition", ["United States", "forced acquisition"]),
        ("vietnam-mexico-rush", ["Vietnam", "Mexico", "industrial support", "policy"]),
        ("tcl-25-years", ["Center for China and Globalization", "25 years"]),
        ("transsion-africa", ["camera algorithm", "African users", "dark skin"]),
        ("huawei-5g-standards", ["5G standards"]),
        ("catl-specifications", ["battery technology specifications"]),
        ("haier-humid-climate", ["air conditioners", "humid climate", "Southeast Asia"]),
        ("ningbo-automobile-chain", ["automobile chain"]),
        ("suzhou-intelligent-manufacturing", ["Intelligent manufacturing"]),
        ("hangzhou-digital-model", ["e-commerce", "live-streaming", "AI", "augmented reality"]),
    ],
)
def test_a_summary_contains_the_facts_of_the_source(id: str, facts: list[str]) -> None:
    assert [fact for fact in facts if fact not in CASES[id].summary] == []


def test_questions_repeat_numbers_of_the_source_correctly() -> None:
    stated = {
        id: numbers(sentence)
        for id, question in QUESTIONNAIRE.questions.items()
        for sentence in re.findall(r"([^.]*)\(as of July 2025", question.help)
        if numbers(sentence)
    }
    assert stated == {"value-chain.corridors": {"15", "30"}, "digital.flexible-supply": {"4,000"}}
    corridors = QUESTIONNAIRE.questions["value-chain.corridors"].help
    assert "cut logistics costs by 15% and make clearance 30% more efficient" in corridors
