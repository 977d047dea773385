"""`readiness merge`: what it says and writes, in every format and language, and what it refuses."""

from __future__ import annotations

import csv
import io
import json
import shlex
import shutil
import subprocess
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from openpyxl import load_workbook
from pypdf import PdfReader

from every_type import SAMPLES, write_answers, write_questionnaire
from programs import makes_pdf
from readiness import load_answers, load_questionnaire, score
from readiness.cli import screen
from readiness.rendering.merging_data import MERGED_COLUMNS
from readiness.rendering.report_schema import merging_schema
from test_command_line import call

ROOT = Path(__file__).resolve().parent.parent
EXAMPLES = {"en": ROOT / "examples" / "several", "zh": ROOT / "examples" / "zh" / "several"}
FILES = ("finance.yaml", "owner.yaml", "personnel.yaml")
WRITTEN = ("md", "txt", "html", "json", "csv", "docx", "xlsx", *(["pdf"] if makes_pdf() else []))
Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """Run `readiness merge` in a folder with the answers of three people of one firm."""
    for name in FILES:
        shutil.copy(EXAMPLES["en"] / name, tmp_path / name)

    def merged(*arguments: str, columns: int = 100) -> subprocess.CompletedProcess[str]:
        return call("merge", *arguments, folder=tmp_path, columns=columns)

    return merged


def data(run: Run, *arguments: str) -> Any:
    """The JSON of merged answers."""
    done = run(*arguments, "--format", "json")
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def changed(folder: Path, file: str, old: str, new: str, name: str = "") -> str:
    """Write `file` with `new` in place of `old` under another `name`, or its own; return the name."""
    text = (folder / file).read_text(encoding="utf-8")
    assert old in text
    (folder / (name or file)).write_text(text.replace(old, new, 1), encoding="utf-8")
    return name or file


def test_the_chinese_examples_answer_as_the_english_ones() -> None:
    questionnaire = load_questionnaire()
    for name in FILES:
        english, chinese = (
            load_answers(EXAMPLES[language] / name, questionnaire) for language in ("en", "zh")
        )
        assert english.profile == chinese.profile
        assert [(id, each.state, each.value) for id, each in english.given.items()] == [
            (id, each.state, each.value) for id, each in chinese.given.items()
        ]
        details = [[bool(each.note), len(each.evidence), bool(each.owner)] for each in english.given.values()]
        assert details == [
            [bool(each.note), len(each.evidence), bool(each.owner)] for each in chinese.given.values()
        ]


# --- what it says -------------------------------------------------------------------------------------


def test_the_first_five_points_say_who_said_what_and_what_hangs_on_it(run: Run) -> None:
    done = run(*FILES)
    assert (done.returncode, done.stderr) == (0, "")
    text = " ".join(done.stdout.split())
    assert "Talk about these five first" in text
    assert "2. Overseas thesis (Strategic anchoring)" in text
    assert (
        "• Lin Fang, head of finance: 0. Nothing on paper: the owner or general manager explains it. Note: I"
        " have seen no comparison, and nobody has asked me for figures on Rayong." in text
    )
    assert "What hangs on it: • The red flag “Money before decision”." in text
    assert "• The overall: 17.7 with the least favourable answer, 18.5 with the most favourable." in text
    assert "What would settle it: • The comparison of going and staying" in text
    assert (
        "Size He Yun, head of personnel: 50 to 299 Zhou Jianping, owner and general manager: 300 to 999"
        in text
    )
    assert "Partner and list screening Over-securitized geopolitics 3 0" in text
    assert "Take care: Only 3 people answered." in text
    assert "All, merged Foundation 17.7–19.8 98%" in text
    assert "All questions" not in text
    assert "All questions" in run(*FILES, "--details").stdout


def test_the_verdicts_of_all_are_those_of_their_own_reports(run: Run, tmp_path: Path) -> None:
    questionnaire = load_questionnaire()
    found = {each["name"]: each for each in data(run, *FILES)["voices"]}
    for name in FILES:
        answers = load_answers(tmp_path / name, questionnaire)
        scores = score(questionnaire, answers)
        voice = found[answers.respondent]
        assert (voice["overall"]["low"], voice["overall"]["high"]) == tuple(scores.overall)
        assert voice["band_id"] == (scores.verdict.band.id if scores.verdict.band else None)
        assert bool(voice["why"]) == (scores.verdict.band is None)


def test_the_json_fits_its_schema_and_the_csv_has_a_column_for_each_person(run: Run) -> None:
    schema = Draft202012Validator(merging_schema())
    for more in ((), ("--anonymous",), ("--quick",), ("--expert", "talent=personnel")):
        found = data(run, *FILES, *more)
        assert [error.message for error in schema.iter_errors(found)] == []
        rows = list(csv.DictReader(io.StringIO(run(*FILES, *more, "--format", "csv").stdout)))
        assert list(rows[0]) == [*MERGED_COLUMNS, *(f"said: {name}" for name in found["people"])]
        assert [row["question"] for row in rows] == [each["question"] for each in found["questions"]]
        assert [row["apart"] for row in rows] == [str(each["apart"]) for each in found["questions"]]


def test_an_expert_is_named_by_the_person_or_the_file(run: Run) -> None:
    by_file, by_name = (
        data(run, *FILES, "--expert", f"talent={person}")
        for person in ("personnel", "He Yun, head of personnel")
    )
    assert by_file == by_name
    merged = {each["question"]: each for each in by_file["questions"]}
    assert merged["talent.expatriate-dependence"]["answer_id"] == "function-stops"
    assert merged["talent.expatriate-dependence"]["expert"] == "He Yun, head of personnel"
    shown = run(*FILES, "--expert", "talent=personnel").stdout
    assert "Where the expert sees it otherwise" in shown
    assert "• Dependence on home staff: He Yun, head of personnel: 3. A daily task" in " ".join(shown.split())


# --- what it writes -----------------------------------------------------------------------------------


def test_the_merged_file_is_an_answers_file_with_the_same_scores(run: Run, tmp_path: Path) -> None:
    done = run(*FILES, "--export", "board.yaml", "--format", "json")
    assert done.stderr == "Wrote board.yaml\n"
    merged = json.loads(done.stdout)
    report = json.loads(call("assess", "--answers", "board.yaml", "--format", "json", folder=tmp_path).stdout)
    assert report["answers"]["digest"] == merged["digest"]
    for key in ("low", "high"):
        assert report["overall"][key] == merged["merged"]["overall"][key]
    answers = load_answers(tmp_path / "board.yaml", load_questionnaire())
    assert answers["strategy.thesis"].note.split("\n") == [
        "He Yun, head of personnel: level 0. The owner tells us the reasons. I know of no paper.",
        "Lin Fang, head of finance: level 0. I have seen no comparison, and nobody has asked me for figures"
        " on Rayong.",
        "Zhou Jianping, owner and general manager: level 2. The board agreed at the spring dinner. The"
        " comparison is in my notebook.",
    ]
    assert answers["talent.visas"].evidence == ("E-mail to the owner, 2026-03-09",)
    assert answers["talent.visas"].owner == "Chen Li; He Yun"


def test_a_second_merge_replaces_its_own_file_but_no_edited_one(run: Run, tmp_path: Path) -> None:
    board = tmp_path / "board.yml"
    assert run(*FILES, "--export", "board.yml").returncode == 0
    first = board.read_bytes()
    changed(tmp_path, "owner.yaml", "value: signed-comparison", "value: by-word")
    assert run(*FILES, "--export", "board.yml").returncode == 0
    assert board.read_bytes() != first
    board.write_bytes(board.read_bytes().replace(b"\n", b"\r\n"))  # as Windows may keep it
    assert run(*FILES, "--export", "board.yml", "--lang", "zh").returncode == 0
    edited = board.read_text(encoding="utf-8").replace("by-word", "reasons-only")
    for content in (edited, (EXAMPLES["en"] / "owner.yaml").read_text(encoding="utf-8"), ""):
        board.write_text(content, encoding="utf-8")
        done = run(*FILES, "--export", "board.yml", "--export", "report.md")
        assert done.returncode == 2
        assert done.stderr.splitlines()[-1] == (
            "Error: Invalid value for --export: “board.yml” exists and was not changed: a merge did not write"
            " it, or somebody has edited it since."
            " Name a file that does not exist yet, such as “board-2.yml”."
        )
        assert board.read_text(encoding="utf-8") == content
        assert not (tmp_path / "report.md").exists()
    assert run(*FILES, "--export", "board-2.yml").returncode == 0


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_format_is_written_in_both_languages(tmp_path: Path, language: str) -> None:
    for name in FILES:
        shutil.copy(EXAMPLES[language] / name, tmp_path / name)
    exports = [word for suffix in WRITTEN for word in ("--export", f"r.{suffix}")]
    done = call("merge", *FILES, *exports, "--lang", language, folder=tmp_path)
    assert done.returncode == 0, done.stderr
    person, heading = {
        "en": ("Lin Fang, head of finance", "Talk about these five first"),
        "zh": ("林芳（财务部经理）", "先谈这五题"),
    }[language]
    for suffix in WRITTEN:
        text = text_of(tmp_path / f"r.{suffix}")
        assert "".join(person.split()) in text, suffix
        assert suffix in ("json", "csv") or "".join(heading.split()) in text, suffix
    sheets = load_workbook(tmp_path / "r.xlsx").sheetnames
    assert len(sheets) == 4
    rows = load_workbook(tmp_path / "r.xlsx")[sheets[1]].max_row
    assert rows == 1 + len(json.loads((tmp_path / "r.json").read_text(encoding="utf-8"))["questions"])


def text_of(path: Path) -> str:
    """All text of a file, without blanks."""
    if path.suffix == ".pdf":
        text = "".join(page.extract_text() for page in PdfReader(path).pages)
    elif path.suffix in (".docx", ".xlsx"):
        with zipfile.ZipFile(path) as parts:
            text = "".join(parts.read(name).decode("utf-8", "replace") for name in parts.namelist())
    else:
        text = path.read_text(encoding="utf-8")
    return "".join(text.split())


def test_on_a_terminal_the_report_says_how_to_go_on(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each command that is offered works when it is typed."""
    monkeypatch.setattr(screen, "is_terminal", lambda *_streams: True)
    monkeypatch.setenv("NO_COLOR", "1")
    more = ("--expert", "talent=personnel", "--rule", "lowest", "--enterprise", "Yongqiao (invented)")
    offered = offers(run(*FILES, *more).stderr)
    assert offered == [
        "readiness merge finance.yaml owner.yaml personnel.yaml --rule lowest --expert talent=personnel"
        " --enterprise 'Yongqiao (invented)' --export board.yaml"
    ]
    done = call(*shlex.split(offered[0])[1:], folder=tmp_path)
    assert done.returncode == 0
    offered = offers(done.stderr)
    assert offered == [
        "readiness assess --answers board.yaml",
        "readiness assess --answers board.yaml --explain overall",
    ]
    for command in offered:
        assert call(*shlex.split(command)[1:], folder=tmp_path).returncode == 0
    nameless = run(*FILES, "--anonymous").stderr
    assert "add:\n  --export board.yaml\n" in nameless
    assert "owner" not in nameless


def offers(shown: str) -> list[str]:
    """The commands that are offered below a report."""
    return [line.strip() for line in shown.splitlines() if line.startswith("  readiness ")]


# --- without names --------------------------------------------------------------------------------------


def test_without_names_none_is_in_any_byte(run: Run, tmp_path: Path) -> None:
    """Not that of a respondent, an owner or a file, nor in what people wrote about each other."""
    files = [
        changed(
            tmp_path,
            "owner.yaml",
            "The board agreed",
            "LIN FANG and He Yun, head of personnel, agreed",
            "f1le-a.yaml",
        ),
        changed(
            tmp_path, "finance.yaml", "evidence: [", "evidence: [Letter of Zhou Jianping, ", "f1le-b.yaml"
        ),
        changed(
            tmp_path,
            "personnel.yaml",
            "  # Strategic",
            "  strategy.technology: {note: Zhou Jianping knows}\n  # ",
            "f1le-c.yaml",
        ),
    ]
    exports = [word for suffix in (*WRITTEN, "yaml") for word in ("--export", f"board.{suffix}")]
    done = run(*files, "--anonymous", *exports, "--details")
    assert done.returncode == 0, done.stderr
    texts = {"shown": "".join((done.stdout + done.stderr).split())}
    texts |= {suffix: text_of(tmp_path / f"board.{suffix}") for suffix in (*WRITTEN, "yaml")}
    for name, text in texts.items():
        for hidden in ("Zhou Jianping", "Lin Fang", "He Yun", "Chen Li", "head of finance", "f1le"):
            assert "".join(hidden.split()).casefold() not in text.casefold(), (name, hidden)
        assert "3people" in text or name in ("csv", "json"), name
    answers = load_answers(tmp_path / "board.yaml", load_questionnaire())
    assert answers.respondent == "3 people"
    assert answers["strategy.thesis"].note.split("\n") == [
        "2 people: level 0",
        "1 person: level 2",
        "I have seen no comparison, and nobody has asked me for figures on Rayong.",
        "The owner tells us the reasons. I know of no paper.",
        "[a respondent] and [a respondent], agreed at the spring dinner. The comparison is in my notebook.",
    ]


def test_without_names_the_order_tells_nothing(run: Run) -> None:
    found = data(run, *FILES, "--anonymous")
    overalls = [each["overall"]["low"] for each in found["voices"]]
    assert overalls == sorted(overalls)
    assert {each["name"] for each in found["voices"]} == {""}
    assert found["people"] == ["Answer 1", "Answer 2", "Answer 3"]
    exposure = next(each for each in found["questions"] if each["question"] == "talent.expatriate-dependence")
    assert exposure["columns"] == ["3", "1", "1"]
    lines = run(*FILES, "--anonymous").stdout
    assert "2 people: 0. Nothing on paper" in " ".join(lines.split())


# --- what is refused ------------------------------------------------------------------------------------

MISUSE = {
    "one file": (
        ("owner.yaml",),
        "FILE: There is nothing to merge with one file. Name the answers files of two people or more.",
    ),
    "twice": (
        ("owner.yaml", "./owner.yaml"),
        "FILE: “owner.yaml” and “./owner.yaml” are one file; name each file once.",
    ),
    "two without names": (
        ("owner.yaml", "finance.yaml", "--anonymous"),
        "--anonymous: With fewer than 3 people, everybody knows who said what. Ask one more person, or leave"
        " --anonymous out.",
    ),
    "an expert without names": (
        (*FILES, "--anonymous", "--expert", "talent=personnel"),
        "--expert: It names a person, which --anonymous does not. Leave one of the two out.",
    ),
    "no such section": (
        (*FILES, "--expert", "tallent=personnel"),
        "--expert: there is no section “tallent”. Did you mean “talent”?",
    ),
    "no such person": (
        (*FILES, "--expert", "talent=He Yung, head of personnel"),
        "--expert: nobody who answered is called “He Yung, head of personnel”. Did you mean “He Yun, head of"
        " personnel”?",
    ),
    "an unknown person": (
        (*FILES, "--expert", "talent=Xu"),
        "--expert: nobody who answered is called “Xu”. Known here: Lin Fang, head of finance; Zhou Jianping,"
        " owner and general manager; He Yun, head of personnel.",
    ),
    "no person": (
        (*FILES, "--expert", "talent"),
        "--expert: “talent” is not a section and a person. Write both, as in strategy='Lin Fang, head of"
        " finance'.",
    ),
    "two experts": (
        (*FILES, "--expert", "talent=owner", "--expert", "talent=personnel"),
        "--expert: “talent” is given twice; its questions have one expert.",
    ),
    "no name": (
        (*FILES, "--enterprise", " "),
        "--enterprise: Write what the enterprise is called, or leave the option out.",
    ),
    "over an input": (
        (*FILES, "--export", "owner.yaml"),
        "--export: “owner.yaml” is the answers file; the export would replace it.",
    ),
    "an unknown ending": (
        (*FILES, "--export", "board.yam"),
        "--export: “board.yam” does not end in one of .csv, .docx, .html, .json, .md, .pdf, .txt, .xlsx,"
        " .yaml, .yml. Did you mean “board.yaml”?",
    ),
}


@pytest.mark.parametrize("case", MISUSE)
def test_a_wrong_use_is_refused(run: Run, case: str) -> None:
    arguments, message = MISUSE[case]
    done = run(*arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.splitlines()[-1] == f"Error: Invalid value for {message}"


def test_all_problems_between_the_files_are_told_at_once(run: Run, tmp_path: Path) -> None:
    changed(tmp_path, "owner.yaml", "date: 2026-08-24\n", "")
    same = changed(
        tmp_path,
        "owner.yaml",
        "Zhou Jianping, owner",
        "ｌｉｎ Fang,  head of finance\ndate: 2026-08-24\n# ",
        "same.yaml",
    )
    other = changed(
        tmp_path,
        "personnel.yaml",
        "enterprise: Yongqiao Thermal Parts",
        "enterprise: Yongqiao Valves",
        "other.yaml",
    )
    empty = tmp_path / "empty.yaml"
    empty.write_text("questionnaire: going-global\nversion: 2.0.0\nanswers: {}\n", encoding="utf-8")
    done = run("finance.yaml", same, other, "empty.yaml", "--export", "board.yaml")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == (
        "empty.yaml:3:10: nothing-answered: no question is answered here\n"
        "    answers: {}\n"
        "             ^\n"
        "    Leave this file out until it has answers.\n"
        "other.yaml:5:13: mixed-enterprises: these answers are of “Yongqiao Valves, Ningbo (invented)”, those"
        " in finance.yaml of “Yongqiao Thermal Parts, Ningbo (invented)”\n"
        "    enterprise: Yongqiao Valves, Ningbo (invented)\n"
        "                ^\n"
        "    Leave out the answers of the other enterprise. If it is the same one, say what it is called:"
        " `--enterprise 'Yongqiao Thermal Parts, Ningbo (invented)'`.\n"
        "same.yaml:7:13: same-respondent: “ｌｉｎ Fang,  head of finance” is also who answered in"
        " finance.yaml\n"
        "    respondent: ｌｉｎ Fang,  head of finance\n"
        "                ^\n"
        "    The later one is finance.yaml. Keep one of the two files, or write in `respondent` of each who"
        " it was.\n"
        "\n"
        "3 problems; nothing was written.\n"
    )
    assert not (tmp_path / "board.yaml").exists()


def test_the_name_of_the_enterprise_settles_that_the_files_name_different_ones(
    run: Run, tmp_path: Path
) -> None:
    other = changed(
        tmp_path,
        "personnel.yaml",
        "enterprise: Yongqiao Thermal Parts",
        "enterprise: Yongqiao Valves",
        "other.yaml",
    )
    found = data(run, "finance.yaml", "owner.yaml", other, "--enterprise", "Yongqiao")
    assert found["cover"]["enterprise"] == "Yongqiao"


def test_files_of_the_same_name_without_a_respondent_are_refused(run: Run, tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    line = "respondent: Lin Fang, head of finance\n"
    changed(tmp_path, "finance.yaml", line, "")
    shutil.copy(tmp_path / "finance.yaml", tmp_path / "b" / "finance.yaml")
    done = run("finance.yaml", "b/finance.yaml")
    assert done.stderr.splitlines()[0].endswith(
        "same-respondent: “finance” is also who answered in finance.yaml"
    )


def test_answers_to_an_older_version_are_merged_and_the_changes_told(tmp_path: Path) -> None:
    write_questionnaire(tmp_path / "every", SAMPLES)
    text = write_answers(tmp_path / "newer.yaml", SAMPLES).read_text(encoding="utf-8")
    first = next(iter(SAMPLES))
    old = text.replace("1.1.0", "1.0.0").replace(f"all.{first}:", "all.formerly:")
    (tmp_path / "older.yaml").write_text(old, encoding="utf-8")
    done = call("merge", "--questionnaire", "every", "older.yaml", "newer.yaml", folder=tmp_path)
    assert done.returncode == 0
    told = f"older: “all.formerly” is now called “all.{first}”; its answer is kept."
    assert told in done.stderr.splitlines()
    assert told in " ".join(done.stdout.split())


def test_one_of_the_files_may_be_standard_input() -> None:
    folder = EXAMPLES["en"]
    piped = (folder / "owner.yaml").read_bytes()
    done = call("merge", "finance.yaml", "-", "--format", "json", folder=folder, typed=piped)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["people"] == [
        "Lin Fang, head of finance",
        "Zhou Jianping, owner and general manager",
    ]
