"""`docs/questionnaire-format.md` and `docs/answers-file.md` say what the program does."""

from __future__ import annotations

import math
import re
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, get_args

import pytest
from pydantic import BaseModel
from pydantic.fields import FieldInfo

from readiness import InvalidInput, build_report, load_answers, load_questionnaire, parse_answers, score
from readiness.answers.answers import blank
from readiness.answers.reading import read_answers
from readiness.answers.upgrade import upgrade
from readiness.answers.writing import as_written
from readiness.authoring.doubts.doubts import examine_files
from readiness.interview.course import Outcome, conduct
from readiness.messages.problems import Problem
from readiness.questionnaire.advice import Opposition, Prerequisite
from readiness.questionnaire.bands import Band, Contradiction, ControlMinimum, RedFlag, StageText
from readiness.questionnaire.case_library import Case, CaseLibrary, Figure
from readiness.questionnaire.conditions import Condition
from readiness.questionnaire.fields import Model
from readiness.questionnaire.history import Change, OldLevel, Renaming
from readiness.questionnaire.pathways import Pathway, Step
from readiness.questionnaire.profile import ProfileOption, ProfileQuestion
from readiness.questionnaire.questionnaire import Acceptance, Questionnaire
from readiness.questionnaire.questions.any_number import AnyNumber
from readiness.questionnaire.questions.base import Question
from readiness.questionnaire.questions.celled import Celled
from readiness.questionnaire.questions.marked import Marked
from readiness.questionnaire.questions.one_of import OneOf
from readiness.questionnaire.questions.ordered import Ordered
from readiness.questionnaire.questions.parts import Action, Option
from readiness.questionnaire.questions.tabled import Tabled
from readiness.questionnaire.questions.types import QUESTION_TYPES
from readiness.questionnaire.questions.yes_no import YesOrNo
from readiness.questionnaire.score_scale import Scale
from readiness.questionnaire.sections import Section
from readiness.scoring.scores import SectionScore
from readiness.source.data import plain
from readiness.source.dumping import dump
from readiness.source.parsing import parse
from readiness.source.source import Source
from small import scored
from test_command_line import run

DOCS = Path(__file__).resolve().parent.parent / "docs"
FORMAT = (DOCS / "questionnaire-format.md").read_text(encoding="utf-8")
ANSWERS = (DOCS / "answers-file.md").read_text(encoding="utf-8")
FOLDER = DOCS / "examples" / "supplier-audit"
AUDIT = load_questionnaire(FOLDER)


def rows(page: str, *headers: str, below: str = "") -> list[list[str]]:
    """The rows of the first table with these first headers below a line of the page."""
    assert not below or f"\n{below}\n" in page, below
    text = page[page.index(f"\n{below}\n") if below else 0 :]
    for block in re.findall(r"(?:^\|.*\n)+", text, flags=re.MULTILINE):
        lines = [[cell.strip() for cell in line.strip("|\n").split("|")] for line in block.splitlines()]
        if tuple(lines[0][: len(headers)]) == headers:
            return lines[2:]
    raise AssertionError((below, headers))


def quoted(page: str, name: str) -> str:
    """The block of the page below the comment with this name."""
    found = re.findall(rf"<!-- {re.escape(name)} -->\n```\w+\n(.*?)```", page, flags=re.DOTALL)
    assert len(found) == 1, name
    return str(found[0])


# --- the example ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("page", "name"),
    [
        (FORMAT, "questionnaire.yaml"),
        (FORMAT, "labour.yaml"),
        (ANSWERS, "answers.yaml"),
        (ANSWERS, "answers-1.0.0.yaml"),
    ],
    ids=lambda item: item if len(item) < 50 else "",
)
def test_a_page_quotes_its_example_word_for_word(page: str, name: str) -> None:
    assert quoted(page, f"examples/supplier-audit/{name}") == (FOLDER / name).read_text(encoding="utf-8")


RECIPES = sorted((DOCS / "examples" / "recipes").glob("*.yaml"))


@pytest.mark.parametrize("path", RECIPES, ids=lambda path: path.stem)
def test_a_recipe_is_complete_and_scores_as_its_table_says(path: Path) -> None:
    name = f"examples/recipes/{path.name}"
    assert quoted(FORMAT, name) == path.read_text(encoding="utf-8")
    assert examine_files(path) == ()
    lines = FORMAT[FORMAT.index(f"<!-- {name} -->") :].partition("\n| `")[2].partition("\n\n")[0].splitlines()
    header, _rule, *rows = ([cell.strip(" `") for cell in line.strip("|").split("|")] for line in lines)
    assert header[-2:] == ["Overall", "Verdict"]
    assert len(rows) >= 4
    asked = load_questionnaire(path)
    for *given, overall, verdict in rows:
        facts = answered = ""
        for id, value in zip(header, given, strict=False):
            written = f"  {id}: {WRITTEN.get(value, value)}\n" if value != "–" else ""
            facts, answered = (facts, answered + written) if "." in id else (facts + written, answered)
        head = f"questionnaire: {asked.id}\nversion: {asked.version}\n" + (facts and f"profile:\n{facts}")
        text = f"{head}answers:\n{answered}"
        report = build_report(score(asked, parse_answers(text, asked)))
        assert report.overall.score is not None
        assert (report.overall.score.text, report.verdict.title) == (overall, verdict)


WRITTEN = {"not applicable": "{not_applicable: there is none}"}
"""How the answers in the tables of recipes are written in a file, where that differs."""


def test_cuts_alone_let_a_half_met_first_level_pass() -> None:
    """The trap that the recipe of gated levels names."""
    text = (DOCS / "examples" / "recipes" / "gated-levels.yaml").read_text(encoding="utf-8")
    raw = plain(parse(Source("gated", text)))
    raw["bands"] = [{"id": "none", "title": "No level"}, {"id": "basic", "title": "Basic", "cut": 50}]
    answered = {"basics.owner": "yes", "management.measured": "yes", "management.improved": "yes"}
    scores = scored(Questionnaire.model_validate(raw), {**answered, "basics.written": "no"})
    assert scores.verdict.band is not None
    assert scores.verdict.band.id == "basic"


def test_the_example_has_neither_errors_nor_warnings() -> None:
    assert examine_files(FOLDER) == ()


def test_the_example_uses_every_type_of_question() -> None:
    assert {type(question) for question in AUDIT.questions.values()} == set(QUESTION_TYPES.values())


def by_id(items: Iterable[SectionScore]) -> Iterator[tuple[str, SectionScore]]:
    for item in items:
        yield item.section.title, item
        yield from by_id(item.children)


def test_the_example_scores_as_the_page_says() -> None:
    quality = 1 + 4 * (2 / 4 + 15 / 20 + 2 / 3) / 3
    hours, safety = 1 + 4 * (4 / 5 + 1) / 2, 1 + 4 * 1 / 2
    dependence = [1 + 4 * control for control in ((1 / 2 + 0) / 2, (1 / 2 + 1) / 2)]
    computed = {
        "Quality": (quality, quality),
        "Hours and contracts": (hours, hours),
        "Safety": (safety, safety),
        "Labour": (min(hours, safety),) * 2,
        "Dependence": tuple(dependence),
        "**Overall**": tuple(math.prod((quality**2, safety, end)) ** (1 / 4) for end in dependence),
    }
    shown = {row[0]: (row[1], row[2]) for row in rows(FORMAT, "Section", "Low", "High")}
    assert shown == {title: (f"{low:.2f}", f"{high:.2f}") for title, (low, high) in computed.items()}

    given = load_answers(FOLDER / "answers.yaml", AUDIT)
    scores = score(AUDIT, given)
    found = {title: (item.score.low, item.score.high) for title, item in by_id(scores.sections)}
    found["**Overall**"] = (scores.overall.low, scores.overall.high)
    assert found.keys() == computed.keys()
    for title, ends in computed.items():
        assert found[title] == pytest.approx(ends, abs=1e-12)
    report = build_report(scores)
    assert report.verdict.title == "Trial orders"
    assert [item.text for item in report.verdict.blocked_by] == [
        "The overall score is 2.95; Approved needs 3.5.",
        "Dependence: control is at 2.00; Approved needs 2.9 at an exposure of 40%.",
    ]
    assert "in Dependence a control of 2.90: 2.5 + 1 × 20/50" in FORMAT
    assert f"{2.5 + 1 * 20 / 50:.2f}" == "2.90"


class Script:
    """A respondent who types prepared lines, each as the reply to the last question."""

    def __init__(self, replies: dict[str, list[str]]) -> None:
        self.replies = replies
        self.heard = ""

    def say(self, text: str = "", *, indent: int = 0, strong: bool = False) -> None:  # noqa: ARG002
        """Read one paragraph."""
        if text in self.replies:
            self.heard = text

    def ask(self, prompt: str) -> str:  # noqa: ARG002
        """Type the next line."""
        return self.replies[self.heard].pop(0)


def test_the_example_can_be_answered_in_an_interview() -> None:
    texts = {asked.id: asked.text for asked in AUDIT.profile}
    texts |= {id: question.text for id, question in AUDIT.questions.items()}
    typed = {
        "goods": ["1"],
        "visit": ["2"],
        "quality.checks": ["2"],
        "quality.on-time": ["95"],
        "quality.papers": ["1 4", "ISO 45001"],
        "hours.recorded": ["4"],
        "hours.passports": ["n"],
        "safety.exits": ["e", "The second door sticks.", "-", "Site manager", "1"],
        "safety.remarks": ["A clean canteen."],
        "dependence.share": ["20", "60", ""],  # the answer, then those in the two markets
        "dependence.second-source": ["1", "", ""],
        "dependence.stock": ["d", "", ""],
        "development.engineers": ["s", "s", "s"],
        "development.parts": ["s", "s", "s"],
    }
    replies = {texts[id]: lines for id, lines in typed.items()}
    enterprise = (
        "The enterprise’s name, for the cover of the report, which you can also fill in at the end"
        " (Enter to leave it out):"
    )
    replies[enterprise] = ["Lamp maker, Zhongshan (invented)"]
    replies["Your name and role, for the report (Enter to leave it out):"] = ["Lin Mei, purchasing", ""]
    replies["Your answers"] = ["r", "y", "Lamp housings"]
    ruled_out = "Does anything rule this market out, however well prepared you are? If so, what?"
    replies[ruled_out] = ["", "Our own plant makes them from May."]
    replies["Markets to compare"] = ["n", "Cables", ""]
    outcome, answers = conduct(AUDIT, blank(AUDIT), Script(replies), lambda _answers: None)
    assert outcome is Outcome.FINISHED
    assert [lines for lines in replies.values() if lines] == []

    expected = plain(parse(Source("answers.yaml", (FOLDER / "answers.yaml").read_text(encoding="utf-8"))))
    del expected["answers"]["safety.exits"]["evidence"]
    del expected["targets"]
    heard = read_answers(Source("heard", dump(as_written(answers, AUDIT))), AUDIT)
    written = read_answers(Source("written", dump({**expected, "date": ""})), AUDIT)
    assert heard == written


def test_a_screening_of_the_example_asks_its_quick_questions() -> None:
    scores = score(AUDIT, load_answers(FOLDER / "answers.yaml", AUDIT), quick=True)
    quick = {"quality.checks", "hours.passports", "dependence.share", "dependence.second-source"}
    assert {id for id in AUDIT.questions if id in scores.scope} == quick
    assert {title for title, _item in by_id(scores.sections)} == {
        "Quality",
        "Labour",
        "Hours and contracts",
        "Dependence",
    }


def test_every_other_yaml_block_of_the_page_is_a_valid_questionnaire(tmp_path: Path) -> None:
    blocks = re.findall(r"(?<!-->)\n```yaml\n(.*?)```", FORMAT, flags=re.DOTALL)
    titles = []
    for number, text in enumerate(block for block in blocks if block.startswith("id:")):
        file = tmp_path / f"block-{number}.yaml"
        file.write_text(text, encoding="utf-8")
        assert examine_files(file) == ()
        loaded = load_questionnaire(file)
        titles += [load_questionnaire(file, code).title for code in loaded.languages or (None,)]
    assert titles == ["Workshop", "Early warning", "The door", "门"]


# --- the tables of keys -----------------------------------------------------------------------------------

TABLES: dict[str, type[BaseModel]] = {
    "### The questionnaire": Questionnaire,
    "### A profile question": ProfileQuestion,
    "A profile option:": ProfileOption,
    "### A scale": Scale,
    "### A band": Band,
    "A text of a band:": StageText,
    "A control minimum is `base` + `slope` × exposure, where exposure runs from 0 to 1:": ControlMinimum,
    "### A section": Section,
    "### An option": Option,
    "### An action": Action,
    "### A red flag": RedFlag,
    "### A contradiction": Contradiction,
    "question. A prerequisite:": Prerequisite,
    "An opposition:": Opposition,
    "### A pathway": Pathway,
    "A step:": Step,
    "### Cases": CaseLibrary,
    "A case:": Case,
    "A figure:": Figure,
    "### Accepted warnings": Acceptance,
    "### A condition": Condition,
    "### A change": Change,
    "An old level:": OldLevel,
}


def fields(model: type[BaseModel]) -> dict[str, FieldInfo]:
    """The fields of a model, by their keys in YAML."""
    return {field.alias or name: field for name, field in model.model_fields.items()}


def default(field: FieldInfo) -> str | None:
    """The default as the page writes it; None if it is a model."""
    if field.is_required():
        return "required"
    value: Any = field.get_default(call_default_factory=True)
    if isinstance(value, BaseModel):
        return None
    if value in (None, "", (), {}):
        return "–"
    return (
        f"`{value:g}`" if isinstance(value, float) else f"`{str(value).lower() if value is not None else ''}`"
    )


def words(annotation: Any) -> Iterator[str]:
    """The values that a field is limited to."""
    if str(annotation).startswith("typing.Literal"):
        yield from map(str, get_args(annotation))
    elif isinstance(annotation, type) or str(annotation).startswith("tuple"):
        return  # the contents of lists and mappings have their own tables
    else:
        for argument in get_args(annotation):
            yield from words(argument)


def agree(row: dict[str, str], field: FieldInfo) -> None:
    """Check that a row agrees with the field of the model."""
    expected = default(field)
    assert (row["Default"] == expected) if expected else row["Default"] not in ("", "required"), row
    for word in words(field.annotation):
        assert f"`{word}`" in row["Type"], (row, word)


@pytest.mark.parametrize("heading", TABLES)
def test_a_table_names_every_key_of_its_model_with_its_default(heading: str) -> None:
    model = fields(TABLES[heading])
    found = {row[0].strip("`"): row for row in table(heading)}
    assert found.keys() == model.keys()
    for key, cells in found.items():
        agree(dict(zip(("Key", "Type", "Default", "Meaning"), cells, strict=True)), model[key])


def table(heading: str) -> list[list[str]]:
    """The first table of keys below a line."""
    return rows(FORMAT, "Key", "Type", "Default", "Meaning", below=heading)


def test_the_tables_of_questions_name_every_key_of_every_type() -> None:
    common = {row[0].strip("`"): row for row in table("What all types have in common:")}
    assert common.keys() == {*fields(Question), "type"}
    for key, cells in common.items():
        row = dict(zip(("Key", "Type", "Default", "Meaning"), cells, strict=True))
        if key == "type":
            assert re.findall(r"`([a-z-]+)`", row["Type"]) == list(QUESTION_TYPES)
            assert row["Default"] == "`choice`"
        else:
            agree(row, fields(Question)[key])
    listed = rows(FORMAT, "Type", "Key", "Value", "Default", "Meaning")
    for kind, model in QUESTION_TYPES.items():
        own = {row[1].strip("`"): row for row in listed if row[0] == f"`{kind}`"}
        assert own.keys() == fields(model).keys() - common.keys()
        for key, cells in own.items():
            agree(
                dict(zip(("", "Key", "Type", "Default", "Meaning"), cells, strict=True)), fields(model)[key]
            )


def test_every_model_has_a_table() -> None:
    def below(model: type[Model]) -> Iterator[type[Model]]:
        for child in model.__subclasses__():
            yield child
            yield from below(child)

    written = {*TABLES.values(), Marked, Ordered, Tabled, Celled, Question, OneOf, AnyNumber, Renaming}
    written |= {*QUESTION_TYPES.values(), YesOrNo}
    missing = [model for model in below(Model) if model not in written]
    assert missing == []
    assert fields(Renaming).keys() == fields(Change).keys() - {
        "version",
        "rescaled",
        "split",
        "merged",
        "profile",
    }


@pytest.mark.parametrize("headers", [("Type", "Is answered by"), ("`aggregation`", "Score")])
def test_every_type_and_every_aggregation_is_explained(headers: tuple[str, ...]) -> None:
    known = (
        list(QUESTION_TYPES)
        if headers[0] == "Type"
        else list(words(fields(Section)["aggregation"].annotation))
    )
    assert [row[0].strip("`") for row in rows(FORMAT, *headers)] == known


# --- the answers file -------------------------------------------------------------------------------------


def answers_with(line: str) -> Source:
    """An answers file with this line, at the top if its key belongs there."""
    key = line.partition(":")[0]
    top = {
        "questionnaire": "questionnaire: supplier-audit",
        "version": "version: 2.0.0",
        "profile": "profile: {goods: [parts]}",
    }
    if "." in key:
        return Source("f", "\n".join([*top.values(), "answers:", f"  {line}", ""]))
    return Source("f", "\n".join([*({**top, key: line}).values(), ""]))


def expect_reported(row: list[str]) -> Problem:
    """The problem of what is written in `row`; it has the message and the code beside it."""
    written, message, code = row[0].strip("`"), row[1], row[2].strip("`")
    with pytest.raises(InvalidInput) as caught:
        read_answers(answers_with(written), AUDIT)
    (problem,) = caught.value.problems
    assert (problem.message, problem.code) == (message, code)
    return problem


@pytest.mark.parametrize("row", rows(ANSWERS, "If you write", "Message", "Code"), ids=lambda row: row[0])
def test_an_error_is_reported_as_the_page_says(row: list[str]) -> None:
    assert expect_reported(row).hint


@pytest.mark.parametrize("row", rows(ANSWERS, "Type", "Value", "Example"), ids=lambda row: row[2])
def test_every_form_of_an_answer_is_read(row: list[str]) -> None:
    for line in re.findall(r"`([^`]+)`", row[2]):
        id = line.partition(":")[0]
        given = read_answers(answers_with(line), AUDIT).given
        assert (id in given) == (not line.endswith(":"))
        if row[0] != "each":
            assert isinstance(AUDIT.questions[id], QUESTION_TYPES[row[0].strip("`")])


def test_the_page_lists_exactly_the_keys_that_are_read() -> None:
    top = [row[0].strip("`") for row in rows(ANSWERS, "Key", "Value", "")]
    details = [
        row[0].strip("`")
        for row in rows(ANSWERS, "Key", "Value", below="An answer is a value, or a mapping with more detail:")
    ]
    for line, known in (("nonsense: 1", top), ("safety.exits: {nonsense: 1}", details)):
        with pytest.raises(InvalidInput) as caught:
            read_answers(answers_with(line), AUDIT)
        hint = caught.value.problems[0].hint.removeprefix("Known here: ").removesuffix(".")
        assert sorted(hint.split(", ")) == sorted(known)


def test_an_upgrade_works_as_the_page_shows(tmp_path: Path) -> None:
    shutil.copytree(FOLDER, tmp_path / "supplier-audit")
    file = tmp_path / "answers.yaml"
    shutil.copy(FOLDER / "answers-1.0.0.yaml", file)
    (command,) = re.findall(r"^readiness (answers upgrade .*)$", ANSWERS, flags=re.MULTILINE)
    done = subprocess.run(
        [sys.executable, "-m", "readiness", *command.split()],
        cwd=tmp_path,
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    assert done.stderr == quoted(ANSWERS, "messages")
    assert file.read_text(encoding="utf-8") == quoted(ANSWERS, "upgraded")
    assert load_answers(file, AUDIT).notices == ()


def test_an_upgrade_works_as_the_chinese_page_shows(tmp_path: Path) -> None:
    page = (DOCS / "zh" / "answers-file.md").read_text(encoding="utf-8")
    shutil.copytree(FOLDER, tmp_path / "supplier-audit")
    file = tmp_path / "answers.yaml"
    file.write_text(quoted(page, "examples/supplier-audit/answers-1.0.0.yaml"), encoding="utf-8")
    (command,) = re.findall(r"^readiness (answers upgrade .*)$", page, flags=re.MULTILINE)
    done = run(*command.split(), "--lang", "zh", folder=tmp_path)
    assert done.stderr.endswith(quoted(page, "messages"))
    assert file.read_text(encoding="utf-8") == quoted(page, "upgraded")


BEFORE = "questionnaire: supplier-audit\nversion: 1.0.0\nanswers:\n  "
ASIDE = "# Not asked since version 2.0.0:\n  # "
AGAIN = "# Version 2.0.0 no longer accepts this answer to “safety.exits”; please answer it again: free\n  "


@pytest.mark.parametrize(
    ("row", "before", "after"),
    [
        ("has a new id", "quality.inspection: never", "quality.checks: never"),
        ("has new levels (*rescaled*)", "safety.exits: blocked", "safety.exits: goods"),
        ("has new levels (*rescaled*)", "safety.exits: free", f"{AGAIN}safety.exits:"),
        ("became several questions (*split*)", "quality.service: good", f"{ASIDE}quality.service: good"),
        ("became one question with others (*merged*)", "hours.overtime: 2", f"{ASIDE}hours.overtime: 2"),
        ("is no longer asked (*retired*)", "quality.price: 2", f"{ASIDE}quality.price: 2"),
    ],
)
def test_an_answer_to_a_changed_question_becomes_what_the_page_says(
    row: str, before: str, after: str
) -> None:
    outcome = dict(rows(ANSWERS, "The question", "Its answer"))[row]
    assert outcome.startswith("moves" if not after.startswith(ASIDE) else "becomes a comment")
    upgraded = upgrade(Source("answers.yaml", f"{BEFORE}{before}\n"), AUDIT)
    assert upgraded.text == BEFORE.replace("1.0.0", "2.0.0") + after + "\n"


def test_the_page_names_every_way_a_question_can_change() -> None:
    listed = [row[0] for row in rows(ANSWERS, "The question", "Its answer")]
    assert [re.findall(r"\*(\w+)\*", cell) for cell in listed] == [
        [],
        ["rescaled"],
        ["split"],
        ["merged"],
        ["retired"],
    ]
