"""A filled form wherever the command line and the library read answers, and where they do not take one."""

from __future__ import annotations

import io
import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from firms import GOING_GLOBAL
from forms import EVERYTHING, FilledForm, form_of, random_answers
from named_pipes import make_pipe
from readiness import InvalidInput, ReadinessError, load_answers, write_answers
from readiness.answers.answers import Answers
from readiness.answers.writing import as_written
from readiness.source.dumping import dump
from readiness.source.source import MAX_BYTES
from workbooks import by_hand

ANSWERS = random_answers(GOING_GLOBAL, 5)


def run(*arguments: str, folder: Path, typed: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "readiness", *arguments],
        cwd=folder,
        input=typed,
        capture_output=True,
        check=False,
    )


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same answers as a form and as text."""
    folder = tmp_path_factory.mktemp("form")
    (folder / "filled.xlsx").write_bytes(form_of(GOING_GLOBAL, ANSWERS))
    (folder / "answers.yaml").write_text(dump(as_written(ANSWERS, GOING_GLOBAL)), encoding="utf-8")
    return folder


@pytest.mark.parametrize(
    "command", [("assess", "--format", "json"), ("plan", "--format", "json", "--budget", "20")]
)
def test_a_form_is_read_like_a_text(command: tuple[str, ...], folder: Path) -> None:
    form, piped, text = (
        run(*command, "--answers", name, folder=folder, typed=typed)
        for name, typed in (
            ("filled.xlsx", b""),
            ("-", (folder / "filled.xlsx").read_bytes()),
            ("answers.yaml", b""),
        )
    )
    assert (form.returncode, form.stderr) == (0, b"")
    assert form.stdout == piped.stdout == text.stdout


def test_a_form_is_compared_with_a_text(folder: Path) -> None:
    done = run("compare", "answers.yaml", "filled.xlsx", folder=folder)
    assert done.returncode == 2
    assert done.stderr.decode().startswith(
        "filled.xlsx: same-answers: these are the same answers of the same day as in answers.yaml\n"
        "    Name each file once. If nothing changed since, fill in the date of the later answers.\n"
    )
    later = FilledForm(form_of(GOING_GLOBAL, ANSWERS)).put("cover date", "2026-03-31")
    (folder / "later.xlsx").write_bytes(later.put("answers strategy.thesis", 4).content())
    assert run("compare", "answers.yaml", "later.xlsx", folder=folder).returncode == 0


def test_the_library_reads_a_form_from_a_path_and_from_a_stream(folder: Path) -> None:
    path = folder / "filled.xlsx"
    assert load_answers(path, GOING_GLOBAL) == ANSWERS
    assert load_answers(io.BytesIO(path.read_bytes()), GOING_GLOBAL) == ANSWERS


def test_a_form_may_come_through_a_named_pipe(folder: Path) -> None:
    pipe, content = folder / "pipe", form_of(GOING_GLOBAL, ANSWERS)
    make_pipe(pipe)
    writer = threading.Thread(target=pipe.write_bytes, args=(content,))
    writer.start()
    assert load_answers(pipe, GOING_GLOBAL) == ANSWERS
    writer.join()


def test_a_form_may_be_larger_than_a_text(tmp_path: Path) -> None:
    """As it is if somebody puts a picture into it."""
    with_picture = by_hand("", {"xl/media/image1.png": os.urandom(MAX_BYTES)})
    (tmp_path / "large.xlsx").write_bytes(with_picture)
    with pytest.raises(InvalidInput, match=r"large\.xlsx: other-kind: this workbook is not a form"):
        load_answers(tmp_path / "large.xlsx", EVERYTHING)


@pytest.mark.parametrize(
    "command",
    [
        ("answers", "upgrade", "filled.xlsx"),
        ("compare", "answers.yaml", "later.yaml", "--plan", "filled.xlsx"),
    ],
)
def test_a_form_is_refused_where_a_text_is_needed(command: tuple[str, ...], folder: Path) -> None:
    text = (folder / "answers.yaml").read_text(encoding="utf-8")
    (folder / "later.yaml").write_text(f"date: 2026-03-31\n{text.replace('date: ', '# ')}", encoding="utf-8")
    before = (folder / "filled.xlsx").read_bytes()
    done = run(*command, folder=folder)
    assert done.returncode == 2
    assert (
        "filled.xlsx:1:1: encoding: this is an Excel workbook, not a text file\n"
        "    Name a YAML file. `readiness answers import` makes one of a form that was filled in.\n"
    ) in done.stderr.decode()
    assert (folder / "filled.xlsx").read_bytes() == before


@pytest.mark.parametrize("name", ["filled.xlsx", "new.xlsx"])
def test_an_interview_is_not_saved_as_a_workbook(name: str, folder: Path) -> None:
    done = run("assess", "--save", name, folder=folder)
    assert done.returncode == 2
    assert (
        "Error: Invalid value for --save: Answers are saved as text, not as a workbook: name a file such as"
        " answers.yaml. `readiness answers import` makes one of a form that was filled in."
    ) in done.stderr.decode().replace("\n", " ")
    assert not (folder / "new.xlsx").exists()


def test_answers_are_not_written_as_a_workbook(folder: Path) -> None:
    with pytest.raises(ReadinessError, match=r"new.xlsx: answers are written as text, not as a workbook"):
        write_answers(ANSWERS, GOING_GLOBAL, folder / "new.xlsx")
    with pytest.raises(InvalidInput, match="this is an Excel workbook, not a text file"):
        write_answers(ANSWERS, GOING_GLOBAL, folder / "filled.xlsx")
    assert load_answers(folder / "filled.xlsx", GOING_GLOBAL) == ANSWERS


def test_a_text_is_read_without_what_only_workbooks_need(folder: Path) -> None:
    program = (
        "import sys; from readiness.__main__ import main\n"
        "sys.argv[1:] = ['assess', '--answers', 'answers.yaml']\n"
        "try: main()\nexcept SystemExit: pass\n"
        "print(sorted({'xml.parsers.expat', 'openpyxl', 'xlsxwriter'} & set(sys.modules)))\n"
        "ours = ('readiness.source.work', 'readiness.answers.form')\n"
        "print([name for name in sys.modules if name.startswith(ours)])"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=folder, capture_output=True, text=True, check=True
    )
    assert done.stdout.splitlines()[-2:] == ["[]", "[]"]


def test_a_cell_has_a_limit_and_nothing_is_cut(tmp_path: Path) -> None:
    long = {"strategy.thesis": {"value": 1, "evidence": "n" * 40_000}}
    raw = {"questionnaire": "going-global", "version": GOING_GLOBAL.version, "answers": long}
    (tmp_path / "long.yaml").write_text(dump(raw), encoding="utf-8")
    done = run("form", "--export", "form.xlsx", "--answers", "long.yaml", folder=tmp_path)
    assert (done.returncode, (tmp_path / "form.xlsx").exists()) == (2, False)
    said = done.stderr.decode()
    assert said.startswith("Strategic anchoring: a cell of Excel holds 32767 characters, and “nnnn")
    assert said.endswith("…” is longer\n")


def test_a_form_of_some_sections_holds_nothing_else(tmp_path: Path) -> None:
    secret = {
        "strategy.thesis": {"value": 1, "note": "SECRET"},
        "talent.retention-succession": {"value": 1, "note": "SHOWN"},
    }
    raw = {"questionnaire": "going-global", "version": GOING_GLOBAL.version, "answers": secret}
    (tmp_path / "all.yaml").write_text(dump({**raw, "targets": {"overall": 77.5}}), encoding="utf-8")
    answers: Answers = load_answers(tmp_path / "all.yaml", GOING_GLOBAL)
    whole, part = form_of(GOING_GLOBAL, answers), form_of(GOING_GLOBAL, answers, sections=["talent"])

    def texts(content: bytes) -> str:
        book = FilledForm(content).book
        return " ".join(str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row)

    assert all(word in texts(whole) for word in ("SECRET", "SHOWN", "77.5"))
    assert [word in texts(part) for word in ("SECRET", "SHOWN", "77.5")] == [False, True, False]
    (tmp_path / "whole.xlsx").write_bytes(whole)
    assert load_answers(tmp_path / "whole.xlsx", GOING_GLOBAL) == answers


def test_targets_and_markets_come_back_although_they_are_not_shown(tmp_path: Path) -> None:
    showstopper = "😀" * 20_000  # longer than a cell
    markets = {
        "one": {
            "title": "One",
            "market": "asean",
            "showstopper": showstopper,
            "answers": {"talent.languages": 1},
        }
    }
    raw = {
        "questionnaire": "going-global",
        "version": GOING_GLOBAL.version,
        "profile": {"markets": ["asean"]},
        "answers": {"strategy.thesis": 1},
        "targets": {"overall": 77.5},
        "markets": markets,
    }
    (tmp_path / "all.yaml").write_text(dump(raw), encoding="utf-8")
    answers = load_answers(tmp_path / "all.yaml", GOING_GLOBAL)
    (tmp_path / "form.xlsx").write_bytes(form_of(GOING_GLOBAL, answers))
    assert load_answers(tmp_path / "form.xlsx", GOING_GLOBAL) == answers


def test_a_form_becomes_an_answers_file(folder: Path, tmp_path: Path) -> None:
    """As the remedies say, and nothing is replaced by it."""
    (tmp_path / "filled.xlsx").write_bytes((folder / "filled.xlsx").read_bytes())
    done = run("answers", "import", "filled.xlsx", folder=tmp_path)
    assert done.returncode == 0, done.stderr
    assert done.stderr.decode().startswith("Wrote filled.answers.yaml\n")
    made = tmp_path / "filled.answers.yaml"
    assert made.read_text(encoding="utf-8").startswith("# From filled.xlsx.\n")
    assert load_answers(made, GOING_GLOBAL) == ANSWERS
    assert run("answers", "import", "filled.xlsx", folder=tmp_path).returncode == 2
    assert run("answers", "import", "filled.xlsx", "--into", "other", folder=tmp_path).returncode == 0
    assert load_answers(tmp_path / "other" / "filled.answers.yaml", GOING_GLOBAL) == ANSWERS
