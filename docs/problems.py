"""The contents of `docs/problems.md`: every code, with its meaning and an example from a real run.

The meanings are written here. Place, message and remedy of each example come from the program. For
questionnaires it reads the invalid ones in the tests; for answers, the example of `docs/answers-file.md`
with small changes.
"""

from __future__ import annotations

import contextlib
import datetime
import io
import os
import zipfile
from collections.abc import Callable, Collection, Iterator
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import openpyxl
import polars as pl

from readiness import (
    InvalidInput,
    Problem,
    Questionnaire,
    load_answers,
    load_questionnaire,
    merge_answers,
    parse_answers,
)
from readiness.analysis.voices.voice import Voice, voice_of
from readiness.answers.plan_file import read_plan
from readiness.answers.responses.importing import import_responses
from readiness.answers.responses.map_reading import read_response_map
from readiness.answers.successive import read_series
from readiness.authoring.doubts.doubts import examine_files
from readiness.cohort.benchmark_reading import read_benchmark
from readiness.cohort.opening import open_sources
from readiness.messages.characters import printable
from readiness.rendering import render_form
from readiness.source.dumping import dump
from readiness.source.source import MAX_BYTES, Source
from readiness.source.tables import read_table
from readiness.views.build_form import build_form

ROOT = Path(__file__).resolve().parent.parent
INVALID = ROOT / "tests" / "questionnaires" / "invalid"
EXAMPLE = ROOT / "docs" / "examples" / "supplier-audit"
RECIPE = ROOT / "docs" / "examples" / "recipes" / "alternatives.yaml"
MARKETS = "questionnaire: supplier-audit\nversion: 2.0.0\nprofile: {{goods: [parts]}}\nmarkets:\n  {}\n"

# --- meanings ---------------------------------------------------------------------------------------------

ANY_FILE = {
    "control-character": "The file contains a character that is not text.",
    "duplicate-key": "A key is written twice in one mapping.",
    "encoding": "The file is not UTF-8.",
    "too-deep": "The data is nested too deeply.",
    "too-large": "The file is larger than 2 MiB.",
    "too-many-values": "The file, or all files of a questionnaire together, hold more than 50,000 values.",
    "unreadable": "The file does not exist or cannot be opened.",
    "yaml-alias": "YAML aliases are not supported.",
    "yaml-anchor": "YAML anchors are not supported.",
    "yaml-documents": "The file contains more than one YAML document.",
    "yaml-key": "A key is not a single word or text.",
    "yaml-syntax": "The text is not valid YAML.",
    "yaml-tag": "YAML tags are not supported.",
}
ANSWERS = {
    "always-applicable": "The question does not allow “not applicable”.",
    "answers-shape": "The file is empty or is not a mapping.",
    "bad-id": "The id of a market is not written in lower-case letters, digits and hyphens.",
    "bad-version": "The version is not three numbers.",
    "market-not-chosen": "The profile does not name the market that this one lies in.",
    "newer-version": "The answers were given to a later version of the questionnaire.",
    "no-bands": "The section has no bands, so none can be a target.",
    "no-levels": "The question is answered in words, so it cannot have a target.",
    "no-markets": "The questionnaire does not say which question of the profile lists markets.",
    "no-reason": "“Not applicable” is given without a reason.",
    "no-showstopper": "What rules the market out is empty, or says no more than yes or no.",
    "no-target": "The target does not say what to reach.",
    "not-a-level": "The question does not accept this value.",
    "not-alone": "An exclusive option, such as “none of these”, is chosen together with others.",
    "not-by-market": "This is the same in every market.",
    "not-a-score": "The value is not a number on the scale of the section or of the overall.",
    "not-mapping": "A mapping is needed here.",
    "not-one": "Only one value is allowed here, not a list.",
    "not-text": "Text is needed here.",
    "older-version": "The answers were given to a version that is too old; upgrade the file first.",
    "out-of-limits": "The number is below `least` or above `most` of the question.",
    "other-questionnaire": "The answers belong to another questionnaire.",
    "same-title": "Two markets have the same title.",
    "too-many-markets": "There are more than 30 markets.",
    "words-without-option": "There are words of one's own, but no option that takes them is chosen.",
    "target-no-cut": "The band to reach needs no score, so there is no progress from one.",
    "target-not-better": "The target is no better than where it stood when it was set.",
    "two-answers": "A question has two answers, or an answer and a reason why it does not apply.",
    "two-targets": "A target has both a score and a band.",
    "unknown-target": "There is no section or question with this id.",
}
WORKBOOK = {
    "not-a-workbook": "The file is no Excel workbook of today (.xlsx).",
    "workbook-damaged": "The workbook is cut off or broken, or was manipulated.",
    "workbook-links": "The workbook has links to others, whose values cannot be trusted.",
    "workbook-locked": "The workbook needs a password.",
    "workbook-macros": "The workbook holds macros.",
}
FORM = {
    "computed-cell": "A cell to fill in holds a formula or an error instead of a value.",
    "form-changed": "A hidden part of the form was changed or removed.",
    "half-answered": "Of several lines none is chosen, and only some are denied.",
    "not-a-number": "A cell for a number holds a date, a time or a percentage.",
    "outside-form": "Something stands where nothing is filled in.",
    "reason-alone": "There is a reason why a question does not apply, but it is not marked so.",
}
BOTH = {
    "lost-list": "Lines that look like a list are read as one text, as blanks after hyphens are missing.",
    "cut-text": "A text ends where a comment begins, which may be a part of it.",
    "bad-date": "The date does not exist or is not written as year-month-day.",
    "listed-twice": "A list contains the same value twice.",
    "missing-key": "A required key is missing.",
    "other-kind": "The file is of another kind than the one that is needed here.",
    "unknown-band": "There is no band with this id.",
    "unknown-key": "There is no such key.",
    "unknown-option": "The question has no option with this id.",
    "unknown-question": "There is no question with this id.",
}
CHOICE = {
    "unknown-language": "The questionnaire has no texts in the requested language.",
    "unknown-questionnaire": "No questionnaire was found under this name or path.",
}
QUESTIONNAIRE = {
    "accept-unused": "The questionnaire accepts a warning that there is not.",
    "action-unused": "The action of the best option is never shown.",
    "answer-set-unused": "No question uses this answer set.",
    "advice-never-shown": "No profile and no answers lead to this pathway or step.",
    "bad-file-name": "A file of the questionnaire is not in its folder, or is a link that leads out of it.",
    "bad-form": "The value is not written in the required form.",
    "band-control": "A band has a `control` minimum, but no section below it is combined by `control`.",
    "band-falls": "A band requires less than the band before it.",
    "band-first": "The first band must not require anything.",
    "band-floor": "A `floor` is given for a section that has no sections.",
    "band-off-scale": "A band names a score outside the scale.",
    "band-never-reached": "The condition of this band can never be true.",
    "band-shadowed": "A band can never be the verdict, because the next one requires no more.",
    "band-unreachable": "No answers reach this band.",
    "by-market-nothing": "No question differs by market, because no section has two sides.",
    "by-market-one": "The question of the profile that lists the markets takes only one answer.",
    "case-never-shown": "No answer leads to this case.",
    "chinese-blank": "A blank stands between two Chinese characters.",
    "condition-circle": "A condition depends on its own answer, directly or through others.",
    "condition-never": "One alternative of a condition can never be true.",
    "condition-order": "A condition tests a question that is asked later.",
    "condition-profile-order": "Profile answers cannot be compared with `at_least` or `at_most`.",
    "condition-off-scale": "A condition compares the score of a section with a number outside its scale.",
    "condition-early": "A condition looks at the score of a section where there are no scores yet.",
    "condition-score": "A condition compares the score of a section with something other than a number.",
    "condition-shape": "A condition has no test, or more than one.",
    "coverage-range": "The required coverage is above 1.",
    "duplicate-id": "Two things of one kind have the same id.",
    "exclusive-unused": "An option is exclusive where only one can be chosen anyway.",
    "flag-always-fires": "The red flag applies to every enterprise.",
    "flag-caps-nothing": "The red flag caps at the highest band, which has no effect.",
    "flag-never-fires": "The red flag never applies, whatever the answers.",
    "flag-without-answers": "A red flag on a score does not say which answers its action improves.",
    "geometric-floor": "The floor of a geometric mean is negative or above the scale.",
    "geometric-scale": "A geometric mean needs a scale that begins at 0 or above.",
    "history-merged": "Two old ids are renamed to the same new one.",
    "history-order": "Versions in the history are not in rising order.",
    "history-reused": "An id that was retired or renamed is used again.",
    "history-version": "The history is ahead of the questionnaire's version.",
    "label-unused": "A label belongs to no point of the scale.",
    "missing-file": "A section's file does not exist.",
    "missing-language": "A text is missing in one of the declared languages.",
    "translation-missing": "A file of translations lacks texts of the questionnaire.",
    "translation-orphaned": "A file of translations has a text that the questionnaire does not have.",
    "translation-outdated": "The text changed after it was translated.",
    "translation-shape": "What stands in a file of translations is not a text.",
    "not-a-choice": "The value is not one of those allowed.",
    "not-applicable-score": "What a question counts as where it is not applicable is no score of it.",
    "nothing-scored": "No question counts in the score.",
    "none-not-exclusive": "An option like “none of these” can be chosen together with others.",
    "number-limits": "`least` of a number is not below its `most`.",
    "numbers-alike": "The limits and the points of a number leave no room for answers that differ.",
    "own-words-twice": "More than one option of a question takes words of one's own.",
    "number-anchors": "A number's `worst` and `best` are equal.",
    "option-equal": "Two neighbouring options have the same score.",
    "option-order": "Options are not in rising order of score.",
    "option-range": "An option's score is outside the question's `minimum` and `maximum`.",
    "option-without-action": "Other options of this question have an action, but this one does not.",
    "options-fall": "The options are listed from the best to the worst.",
    "options-alike": "All options have the same score.",
    "plain-word": "Other YAML programs read this word as true or false.",
    "question-never-seen": "The condition of this question can never be true.",
    "points-order": "The rows of a table of points do not rise.",
    "points-row": "A row of a table of points is not a number with its points.",
    "two-scorings": "A number has both anchors and a table of points.",
    "prerequisite-circle": "An action must come before itself, directly or through others.",
    "quick-condition": "A question of the quick set depends on one outside it.",
    "reserved-id": "The id means something else in answers or in results.",
    "scale-range": "A scale ends below its beginning, or has too many steps.",
    "section-bands-unused": "No section uses the shared bands: each has bands or a scale of its own.",
    "section-shape": "A section must have questions or sections, or the two lists of its `aggregation`.",
    "several-cap": "The scores of the options cannot add up to the cap.",
    "sum-scaled-up": "Part of a sum may be hidden, and `of` does not say what becomes of its points.",
    "sum-off-scale": "The parts of a sum do not add up to the ends of the scale.",
    "too-many-questions": "There are more questions than the limits allow.",
    "too-many-sections": "There are more than 200 sections.",
    "undeclared-language": "A text uses a language that `languages` does not name.",
    "unknown-answer-set": "There is no answer set of this name.",
    "unknown-case": "There is no case with this id.",
    "unknown-profile": "There is no profile question with this id.",
    "unknown-section": "There is no section with this id.",
    "unknown-type": "There is no such type of question.",
    "unreachable-not-applicable": "The question is never asked, so it can never be “not applicable”.",
    "unstable-id": "The id contains a position, which changes when something is inserted.",
    "untranslated": "Other texts are given in several languages, but this one is not.",
    "weight-unused": "A weight has no effect on free text.",
    "fixed-points": "In a sum with `of: fixed`, a question costs its points where it does not apply.",
    "weight-worthless": "The weight is so small that no answer makes a difference.",
    "wrong-value": "The value has the wrong type or size.",
}
COMPARED = {
    "dates-backwards": "Of several files of answers, one is older than the file named before it.",
    "mixed-questionnaires": "The files of answers that are compared belong to different questionnaires.",
    "no-date": "Three or more files of answers are compared, and this one has no date.",
    "same-answers": "A file of answers says the same of the same day as another one.",
}
MERGED = {
    "mixed-enterprises": "The files of answers that are merged name different enterprises.",
    "mixed-markets": "A market lies elsewhere or has another title in another of the files that are merged.",
    "nothing-answered": "A file of answers that is to be merged has none.",
    "same-respondent": "Two of the files that are merged are of the same person.",
}
PLAN = {
    "bad-json": "The JSON is damaged.",
    "bad-plan": "A part of the JSON of a report or plan is missing, or is nothing that the program writes.",
    "no-plan": "The file is neither the JSON of a report nor that of a plan.",
    "other-plan": "The plan belongs to another questionnaire, or to a version of it that is not comparable.",
}
BENCHMARK = {
    "bad-benchmark": "A part of a benchmark is missing, or is nothing that the program writes.",
    "no-benchmark": "The file is not the JSON of a benchmark.",
    "other-benchmark": "The benchmark belongs to another questionnaire, or to another major version of it.",
}
RESPONSE_MAP = {
    "bad-column": "A column is not named by a heading, by letters or by a number.",
    "column-twice": "One column of the table is used for two things.",
    "map-shape": "The map is empty or is not a mapping.",
    "no-column": "The map does not say in which column or columns the answer stands, or says it twice.",
    "no-such-column": "The table has no such column.",
    "older-map": "The map was written for another version of the questionnaire.",
    "option-twice": "Two cells that look the same, or two columns, are given a meaning.",
    "unclear-column": "Several columns have this heading.",
}
RESPONSES = {
    "empty-table": "There are no headings, or no rows below them.",
    "formula": "A cell holds a formula or an error, not a value.",
    "merged-cells": "Cells are merged, so that it is not clear what belongs to which question.",
    "ragged-row": "A row has more or fewer cells than there are headings, or wrong quotation marks.",
    "unclear-delimiter": "It cannot be told from the headings what parts the cells.",
    "unclear-sheet": "The workbook has several sheets, or none of this name.",
    "unmatched": "What stands in the cell is no answer to the question.",
    "unused-column": "The map says nothing of this column.",
}
FIRMS = {
    "cut-off": "The file ends too early: it was not copied or written completely.",
    "no-answers": "The table has no column of any question.",
    "no-sources": "There is no file of answers in this folder, or none that the pattern matches.",
    "not-parquet": "The file is no Parquet file, or is encrypted.",
    "other-columns": "Of several Parquet files, one has other columns or types than the first.",
    "replaced-source": "The file is a source of the cohort and one of the files to write.",
    "unknown-column": "The column is named after nothing that the questionnaire asks.",
    "wrong-column-type": "The type of the column cannot hold the answers to its question.",
}
PLACES = (
    (FIRMS, "table of firms"),
    (RESPONSE_MAP, "map"),
    (RESPONSES, "responses"),
    (COMPARED, "answers"),
    (MERGED, "answers"),
    (PLAN, "plan"),
    (BENCHMARK, "benchmark"),
    (ANY_FILE, "any file"),
    (ANSWERS, "answers"),
    (WORKBOOK, "workbook"),
    (FORM, "filled form"),
    (BOTH, "questionnaire, answers"),
    (CHOICE, "name or option"),
    (QUESTIONNAIRE, "questionnaire"),
)

# --- examples ---------------------------------------------------------------------------------------------

CHANGED_ANSWERS = {
    "always-applicable": ("hours.recorded: 4 ", "hours.recorded: {not_applicable: no clock} "),
    "bad-id": ("  lamp-housings:", "  Lamp housings:"),
    "bad-version": ("version: 2.0.0", "version: latest"),
    "market-not-chosen": ("market: parts\n    answers", "market: chemicals\n    answers"),
    "newer-version": ("version: 2.0.0", "version: 2.1.0"),
    "no-reason": ("value: 1  ", "not_applicable: true  "),
    "no-showstopper": ("showstopper: Our own plant makes them from May.", "showstopper: no"),
    "not-a-level": ("hours.recorded: 4 ", "hours.recorded: 7 "),
    "not-alone": ("[quality-system, other] ", "[no-paper, other] "),
    "not-mapping": ("profile:\n  goods: [parts]\n  visit: unannounced", "profile: parts"),
    "not-by-market": ("dependence.share: 60 ", "quality.on-time: 60 "),
    "not-one": ("visit: unannounced", "visit: [announced, unannounced]"),
    "not-text": ("version: 2.0.0", "version: 2.0"),
    "older-version": ("version: 2.0.0", "version: 1.0.0"),
    "out-of-limits": ("quality.on-time: 95 ", "quality.on-time: 950 "),
    "same-title": ("title: Cables", "title: Lamp housings"),
    "words-without-option": ("[quality-system, other] ", "[quality-system] "),
    "other-questionnaire": ("questionnaire: supplier-audit", "questionnaire: suppliers"),
    "two-answers": ("value: 1  ", "value: 1\n    not_applicable: a yard  "),
    "no-bands": ("dependence: 3.5 ", "dependence: {band: approved} "),
    "no-levels": ("quality.checks: traced ", "safety.remarks: clean "),
    "no-target": ("dependence: 3.5 ", "dependence: {by: 2026-12-31} "),
    "not-a-score": ("dependence: 3.5 ", "dependence: 60 "),
    "target-no-cut": ("{band: approved,", "{band: blocked,"),
    "target-not-better": ("from: 2.4", "from: 4"),
    "two-targets": ("{band: approved,", "{band: approved, score: 4,"),
    "unknown-target": ("quality.checks: traced ", "quality.check: traced "),
}
"""By code: the text in the example of an answers file, and the change that gives the error."""


BAD_PLANS = {
    "bad-json": '{"questionnaire": {',
    "bad-plan": '{"questionnaire": {"id": "supplier-audit"}, "steps": []}',
    "no-plan": '{"title": "Plan"}',
    "other-plan": '{"questionnaire": {"id": "suppliers"}, "steps": []}',
}
"""By code: the text of a file that is given as a plan."""


BAD_BENCHMARKS = {
    "bad-benchmark": '{"questionnaire": {}, "groups": []}',
    "no-benchmark": '{"title": "Firms of Ningbo"}',
    "other-benchmark": '{"questionnaire": {"id": "suppliers"}, "groups": []}',
}
"""By code: the text of a file that is given as a benchmark."""


TABLE = "Name,Goods,Checks\nChen Li,Parts we assemble,Each part can be traced\n"
MAP = """\
questionnaire: supplier-audit
version: 2.0.0
respondent: {column: Name}
profile:
  goods: {column: Goods, options: {Parts we assemble: parts}}
answers:
  quality.checks: {column: Checks, options: {Each part can be traced: traced}}
"""
CHANGED_MAPS = {
    "bad-column": ("{column: Name}", "{column: [1.5]}"),
    "column-twice": ("{column: Name}", "{column: Goods}"),
    "map-shape": (MAP, "no map\n"),
    "no-column": ("{column: Checks, ", "{"),
    "no-such-column": ("{column: Checks, ", "{column: Check, "),
    "older-map": ("version: 2.0.0", "version: 1.9.0"),
    "option-twice": ("traced: traced}", "traced: traced, each part can be traced: traced}"),
}
"""By code: the text in a map, and the change that gives the error."""
CHANGED_TABLES = {
    "empty-table": ("Chen Li,Parts we assemble,Each part can be traced\n", ""),
    "ragged-row": ("Li,Parts", "Li,Parts,"),
    "unclear-column": ("Name,Goods", "Goods,Goods"),
    "unclear-delimiter": ("Name,Goods", "Name;Goods"),
    "unmatched": ("can be traced", "is traced"),
    "unused-column": ("Goods,Checks\nChen Li,", "No.,Goods,Checks\nChen Li,7,"),
}
"""By code: the text in a table, and the change that gives the error."""
WORKBOOKS: dict[str, Callable[[Any], object]] = {
    "formula": lambda book: [book.active.append(row) for row in (["Name", "Checks"], ["Chen Li", "=1+1"])],
    "merged-cells": lambda book: (
        [book.active.append(row) for row in (["Name", "Checks"], ["Chen Li", "4"])],
        book.active.merge_cells("A2:B2"),
    ),
    "unclear-sheet": lambda book: [book.create_sheet(name).append(["Name"]) for name in ("May", "June")],
}
"""By code: what a workbook with responses holds."""


ASKED = {
    "mixed-enterprises": "enterprise: Cable maker, Zhongshan",
    "mixed-markets": "title: Lamp covers",
    "nothing-answered": "answers: {}",
    "same-respondent": "respondent: Lin Mei, purchasing",
    "too-large": "",
    "too-many-questions": "",
    "too-many-sections": "",
    "too-many-values": "",
    "unknown-language": "--lang zh",
    "unknown-questionnaire": "--questionnaire going-globl",
    "unreadable": "--answers nowhere.yaml",
}
"""The example to show if the error is not in a line of a file."""

INTRODUCTION = """\
# Errors and warnings

Generated by `make docs` from runs of the program. The meanings are in [problems.py](problems.py).

Every message names file, line and column, shows the line, and says what to write instead; of a workbook
it names the cell. After an error the program ends with exit code 2 and writes nothing. Only
`readiness questionnaire check` reports warnings.

| Code | Severity | In | Meaning | Example | Message | Remedy |
| --- | --- | --- | --- | --- | --- | --- |
"""
LONGEST = 72


def problems_page() -> str:
    """The page as Markdown."""
    rows = [_row(name, place, meaning) for meanings, place in PLACES for name, meaning in meanings.items()]
    return INTRODUCTION + "".join(sorted(rows))


def _row(name: str, place: str, meaning: str) -> str:
    found = _example(name)
    shown = ASKED.get(name, found.cell or printable(found.excerpt).partition("  #")[0].strip())
    if len(shown) > LONGEST:
        begin = max(0, min(found.column - 1 - found.skipped - LONGEST // 2, len(found.excerpt) - LONGEST))
        shown = f"… {found.excerpt[begin : begin + LONGEST].strip()} …"
    example = f"`{shown}`" if shown else ""
    hint = found.hint.replace(f"{INVALID}{os.sep}", "").replace(f"{EXAMPLE}{os.sep}", "")  # of this machine
    cells = (f"`{name}`", found.severity, place, meaning, example, found.message, hint)
    return f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |\n"


def _example(name: str) -> Problem:
    """A problem with this code, as the program reports it. Raises LookupError if there is none."""
    for problem in _tried(name):
        if problem.code == name:
            return problem
    raise LookupError(f"no example of {name}")


def _tried(name: str) -> Iterator[Problem]:
    for path in sorted(INVALID.glob(f"{name}*.yaml"), key=lambda path: len(path.name)):
        yield from examine_files(path)
    questionnaire = load_questionnaire(EXAMPLE)
    if name in CHANGED_ANSWERS:
        text = (EXAMPLE / "answers.yaml").read_text(encoding="utf-8")
        old, new = CHANGED_ANSWERS[name]
        assert text.count(old) == 1, old
        yield from _refused(lambda: parse_answers(text.replace(old, new), questionnaire))
    with TemporaryDirectory() as folder:
        large, many = Path(folder, "large.yaml"), Path(folder, "many.yaml")
        large.write_bytes(b" " * (MAX_BYTES + 1))
        many.write_text(f"[{'1,' * 50_001}]", encoding="utf-8")
        runs: dict[str, Callable[[], object]] = {
            "answers-shape": lambda: parse_answers("", questionnaire),
            "no-markets": lambda: parse_answers(MARKETS.format("housings: {}"), load_questionnaire(RECIPE)),
            "too-many-markets": lambda: parse_answers(MARKETS.format(_many()), questionnaire),
            "too-large": lambda: load_answers(large, questionnaire),
            "too-many-questions": lambda: load_questionnaire(_crowded(Path(folder), 151, 1)),
            "too-many-sections": lambda: load_questionnaire(_crowded(Path(folder), 1, 201)),
            "too-many-values": lambda: load_answers(many, questionnaire),
            "unknown-language": lambda: load_questionnaire(EXAMPLE, "zh"),
            "unknown-questionnaire": lambda: load_questionnaire("going-globl"),
            "unreadable": lambda: load_answers("nowhere.yaml", questionnaire),
        }
        if name in runs:
            yield from _refused(runs[name])
    yield from _tried_elsewhere(name, questionnaire)


def _tried_elsewhere(name: str, questionnaire: Questionnaire) -> Iterator[Problem]:
    """The problem with this code, if it is about anything but a questionnaire and plain answers."""
    runs: list[tuple[Collection[str], Callable[[], object]]] = [
        (WORKBOOK, lambda: load_answers(_workbook(name, questionnaire), questionnaire)),
        (FORM, lambda: load_answers(_workbook(name, questionnaire), questionnaire)),
        (COMPARED, lambda: read_series(_compared(name), questionnaire)),
        (MERGED, lambda: merge_answers(questionnaire, _merged(name, questionnaire))),
        (RESPONSE_MAP, lambda: _imported(name)),
        (RESPONSES, lambda: _imported(name)),
        (FIRMS, lambda: _opened(name, questionnaire)),
        (BAD_PLANS, lambda: read_plan(Source("plan.json", BAD_PLANS[name]), questionnaire)),
        (BAD_BENCHMARKS, lambda: read_benchmark(Source("peers.json", BAD_BENCHMARKS[name]), questionnaire)),
    ]
    for names, run in runs:
        if name in names:
            yield from _refused(run)


TABLES_OF_FIRMS = {
    "cut-off": "firm,hours.recorded\nHai An,4\nJin",
    "no-answers": "firm,goods\nHai An,parts\n",
    "replaced-source": "firm,hours.recorded\nHai An,4\n",
    "unknown-column": "firm,hours.record\nHai An,4\n",
}
"""By code: a table that is refused as a whole."""


def _opened(name: str, questionnaire: Questionnaire) -> None:
    """Open the source of a cohort that is refused."""
    with TemporaryDirectory() as folder:
        sources = ["firms.csv"]
        text = TABLES_OF_FIRMS.get(name, "")
        if name == "no-sources":
            sources = ["*.answers"]
        elif not text:
            sources = ["one.parquet", "two.parquet"]
            types = {"hours.recorded": pl.Date if name == "wrong-column-type" else pl.Int8}
            pl.DataFrame(schema=types).write_parquet(Path(folder, "one.parquet"))
            types |= {"hours.paid": pl.Int8} if name == "other-columns" else {}
            pl.DataFrame(schema=types).write_parquet(Path(folder, "two.parquet"))
            if name == "not-parquet":
                Path(folder, "one.parquet").write_text("firm", encoding="utf-8")
        with contextlib.chdir(folder):
            Path("firms.csv").write_text(text, encoding="utf-8")
            outputs = [Path("firms.csv")] if name == "replaced-source" else []
            open_sources(sources, questionnaire, Path("work"), outputs=outputs)


BROKEN_WORKBOOKS = {
    "not-a-workbook": {"word/document.xml": ""},
    "workbook-damaged": {"[Content_Types].xml": "", "xl/workbook.xml": "<"},
    "workbook-links": {"[Content_Types].xml": "<Types/>", "xl/externalLinks/externalLink1.xml": ""},
    "workbook-macros": {"[Content_Types].xml": "<Types/>", "xl/vbaProject.bin": ""},
}
"""By code: the parts of a workbook that is refused."""
CELLS = {
    "computed-cell": ("answers hours.recorded", "value", "=2+2"),
    "form-changed": ("answers hours.recorded", "readiness-columns", "answers hours"),
    "half-answered": ("answers quality.papers other", "value", "No"),
    "not-a-number": ("answers quality.on-time", "value", datetime.date(2026, 3, 31)),
    "outside-form": ("answers quality.papers other", "note", "Ask Wang."),
    "reason-alone": ("answers safety.exits", "not_applicable", "a yard"),
}
"""By code: the row and column of a form, and what is filled in there."""


def _workbook(name: str, questionnaire: Questionnaire) -> io.BytesIO:
    """A workbook with this problem."""
    content = io.BytesIO()
    if name == "workbook-locked":
        content.write(b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"))
    elif name in BROKEN_WORKBOOKS:
        with zipfile.ZipFile(content, "w") as archive:
            for part, text in BROKEN_WORKBOOKS[name].items():
                archive.writestr(part, text)
    else:
        book = openpyxl.load_workbook(io.BytesIO(render_form(build_form(questionnaire), "xlsx")))
        _fill_in(book, name)
        book.save(content)
    content.seek(0)
    return content


def _fill_in(book: Any, name: str) -> None:
    """Fill in what gives the problem."""
    id, column, value = CELLS[name]
    for sheet in book.worksheets:
        columns = {cell.value: cell.column for cell in sheet[1]}
        for cell in sheet["A"]:
            if cell.value == id and "readiness-columns" in columns:
                place = sheet.cell(cell.row, columns[column])
                place.value = value
                return


def _imported(name: str) -> None:
    """Import responses with this problem."""
    questionnaire = load_questionnaire(EXAMPLE)
    table = TABLE.replace(*CHANGED_TABLES.get(name, ("", "")))
    with TemporaryDirectory() as folder:
        path = Path(folder, "responses.csv")
        path.write_text(table, encoding="utf-8")
        if name in WORKBOOKS:
            path = path.with_suffix(".xlsx")
            book = openpyxl.Workbook()
            WORKBOOKS[name](book)
            book.save(path)
        mapping = read_response_map(
            Source("map.yaml", MAP.replace(*CHANGED_MAPS.get(name, ("", "")))), questionnaire
        )
        try:
            import_responses(read_table(path), mapping, questionnaire)
        except InvalidInput as error:
            raise InvalidInput(_without_folder(each, path) for each in error.problems) from None


def _without_folder(found: Problem, path: Path) -> Problem:
    message = found.message.replace(str(path), path.name)
    return replace(found, file=found.file.replace(str(path), path.name), message=message)


def _compared(name: str) -> list[Source]:
    """Files of answers with this problem among them."""
    text = (EXAMPLE / "answers.yaml").read_text(encoding="utf-8")
    day = next(line for line in text.splitlines() if line.startswith("date:"))
    later, older = text.replace(day, "date: 2099-12-31"), text.replace(day, "date: 2001-12-31")
    seconds = {
        "dates-backwards": [older],
        "mixed-questionnaires": [later.replace("supplier-audit", "suppliers", 1)],
        "no-date": [text.replace(f"{day}\n", ""), later],
        "same-answers": [text],
    }
    names = ("old.yaml", "new.yaml", "newest.yaml")
    return [Source(*pair) for pair in zip(names, [text, *seconds[name]], strict=False)]


def _merged(name: str, questionnaire: Questionnaire) -> list[Voice]:
    """Answers of two people with this problem between them."""
    text = (EXAMPLE / "answers.yaml").read_text(encoding="utf-8")
    other = text.replace("Lin Mei", "Ma Jun")
    changed = {
        "mixed-enterprises": other.replace("Lamp maker", "Cable maker"),
        "mixed-markets": other.replace("title: Lamp housings", "title: Lamp covers"),
        "nothing-answered": "questionnaire: supplier-audit\nversion: 2.0.0\n",
        "same-respondent": text,
    }
    texts = {"purchasing.yaml": text, "quality.yaml": changed[name]}
    return [voice_of(parse_answers(each, questionnaire), file) for file, each in texts.items()]


def _refused(run: Callable[[], object]) -> tuple[Problem, ...]:
    try:
        run()
    except InvalidInput as error:
        return error.problems
    return ()


def _many() -> str:
    """More markets than there may be."""
    return "\n  ".join(f"market-{n}: {{title: Market {n}, market: parts}}" for n in range(1, 32))


def _crowded(folder: Path, questions: int, sections: int) -> Path:
    """Write a questionnaire with that many sections and questions in each; return its folder."""
    asked = [{"id": f"a.b-{n}", "type": "yes-no", "text": "?"} for n in range(questions)]
    raw: dict[str, Any] = {"id": "crowded", "version": "1.0.0", "title": "Crowded"}
    raw["bands"] = [{"id": "start", "title": "Start"}]
    raw["sections"] = [{"id": f"s-{n}", "title": "S", "questions": asked} for n in range(sections)]
    path = folder / "questionnaire.yaml"
    path.write_text(dump(raw), encoding="utf-8")
    return folder
