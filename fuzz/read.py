"""Coverage-guided fuzzing of every reader, seeded with the real files: `python fuzz/read.py [SECONDS]`.

Every input must be read or refused. Anything else ends the run and shows the input.
"""

from __future__ import annotations

import importlib
import io
import re
import sys
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
AUDIT = ROOT / "docs" / "examples" / "supplier-audit"
STARTER = ROOT / "src" / "readiness" / "authoring" / "starter" / "en"
LONGEST = 16_384
"""Bytes of one input; longer inputs would show no other errors."""
MARKS = (
    ": ",
    "? ",
    "- ",
    "&a ",
    "*a",
    "!!str ",
    "|\n",
    "---\n",
    "...\n",
    "%TAG ",
    "<<: ",
    "'",
    '"\\u',
    " #",
    "：",
    "\u00a0",
    "\\ud83d\\ude00",
)


def main() -> int:
    """Fuzz for the number of seconds on the command line, 60 by default; return the exit code."""
    seconds = sys.argv[1] if len(sys.argv) > 1 else "60"
    if not re.fullmatch(r"[1-9][0-9]{0,5}", seconds):
        print(f"“{seconds}” is not a number of seconds.", file=sys.stderr)
        return 2
    try:
        atheris = importlib.import_module("atheris")
    except ImportError:
        print("Fuzzing needs atheris: pip install --editable '.[fuzz]'", file=sys.stderr)
        return 2
    with atheris.instrument_imports(include=["readiness"]):
        target = _target()
    with tempfile.TemporaryDirectory() as folder:
        corpus, words = _prepare(Path(folder))
        limits = ["-timeout=5", "-rss_limit_mb=1024", f"-max_len={LONGEST}", f"-max_total_time={seconds}"]
        atheris.Setup([sys.argv[0], *limits, f"-dict={words}", str(corpus)], target)
        atheris.Fuzz()
    return 0


def _target() -> Callable[[bytes], None]:
    """A function for all readers; the first byte of its input chooses the reader."""
    from readiness import InvalidInput, load_questionnaire
    from readiness.messages.problems import Problem
    from readiness.source.parsing import parse
    from readiness.source.source import Source, decode

    audit = load_questionnaire(AUDIT)
    readers: tuple[Callable[[Source], Any], ...] = (
        parse,
        _reader_of_answers(audit),
        _reader_of_questionnaires(),
        _reader_of_cases(),
        _reader_of_typed_lines(),
        _reader_of_tables(audit),
        _reader_of_maps(audit),
        _reader_of_workbooks(audit),
        _reader_of_benchmarks(audit),
    )

    def read(content: bytes) -> None:
        problems: tuple[Problem, ...] = ()
        try:
            readers[(content[0] if content else 0) % len(readers)](decode(content[1:], "fuzzed.yaml"))
        except InvalidInput as refused:
            problems = refused.problems
            assert problems
        for problem in problems:
            shown = str(problem)
            assert re.match(r"[^\n]+:[1-9]\d*:[1-9]\d*: ", shown) or problem.cell is not None
            assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]", shown)

    return read


def _reader_of_answers(questionnaire: Any) -> Callable[[Any], object]:
    from readiness.answers.reading import read_raw
    from readiness.answers.upgrade import upgrade
    from readiness.rendering import render
    from readiness.scoring.engine import score
    from readiness.source.parsing import parse
    from readiness.views.build_report import build_report

    def read(source: Any) -> object:
        done = upgrade(source, questionnaire)
        answers = read_raw(parse(source), questionnaire, source.name, across_major=True)
        report = build_report(score(questionnaire, answers))
        return done, [render(report, form) for form in ("terminal", "markdown", "json")]

    return read


def _reader_of_questionnaires() -> Callable[[Any], object]:
    from readiness.loading.examination import examine
    from readiness.loading.languages import choose_texts
    from readiness.source.data import Map
    from readiness.source.parsing import parse

    def read(source: Any) -> object:
        root = parse(source)
        if isinstance(root, Map):
            choose_texts(root, None)
        return examine(root, source.name)

    return read


def _reader_of_cases() -> Callable[[Any], object]:
    from readiness.loading.examination import examine
    from readiness.source.data import Map
    from readiness.source.parsing import parse
    from readiness.source.source import Source

    text = STARTER.joinpath("questionnaire.yaml").read_text(encoding="utf-8")
    trial = STARTER.joinpath("trial.yaml").read_text(encoding="utf-8")

    def read(source: Any) -> object:
        cases = parse(source)
        root = parse(Source("questionnaire.yaml", text))
        assert isinstance(root, Map)
        root["cases"] = cases
        root["sections"] = [
            parse(Source("trial.yaml", trial)) if isinstance(item, str) else item for item in root["sections"]
        ]
        return examine(root, source.name)

    return read


def _reader_of_tables(questionnaire: Any) -> Callable[[Any], object]:
    from readiness import import_responses, suggest_map
    from readiness.answers.responses.map_reading import read_response_map
    from readiness.source.delimited import parse_delimited
    from readiness.source.source import Source

    def read(source: Any) -> object:
        table = parse_delimited(source.text.encode("utf-8", "surrogatepass"), source.name)
        made = suggest_map(table, questionnaire)
        mapping = read_response_map(Source("map.yaml", made.text), questionnaire)
        return import_responses(table, mapping, questionnaire, leave_open=True)

    return read


def _reader_of_benchmarks(questionnaire: Any) -> Callable[[Any], object]:
    from readiness.cohort.benchmark_reading import read_benchmark

    def read(source: Any) -> object:
        return read_benchmark(source, questionnaire)

    return read


def _reader_of_maps(questionnaire: Any) -> Callable[[Any], object]:
    from readiness import import_responses
    from readiness.answers.responses.map_reading import read_response_map
    from readiness.source.delimited import parse_delimited

    table = parse_delimited(b"Name,Checks,Papers\nLin Mei,2,quality-system\n", "table.csv")

    def read(source: Any) -> object:
        mapping = read_response_map(source, questionnaire)
        return import_responses(table, mapping, questionnaire, leave_open=True)

    return read


def _reader_of_typed_lines() -> Callable[[Any], object]:
    from readiness import load_questionnaire
    from readiness.answers.answers import blank
    from readiness.interview.course import conduct

    questionnaire = load_questionnaire(STARTER)

    class Typed:
        """A dialogue that types the lines of a text."""

        def __init__(self, text: str) -> None:
            self.lines = iter(text.split("\n"))

        def say(self, text: str = "", *, indent: int = 0, strong: bool = False) -> None:
            """Show nothing."""

        def ask(self, _prompt: str) -> str:
            """Return the next line. Raises EOFError after the last one."""
            for line in self.lines:
                return f"{line}\n"
            raise EOFError

    def read(source: Any) -> object:
        return conduct(
            questionnaire, blank(questionnaire), Typed(source.text), lambda _answers: None, quick=False
        )

    return read


def _reader_of_workbooks(questionnaire: Any) -> Callable[[Any], object]:
    """A reader of a form in which a text takes the place of one of the sheets."""
    from readiness.answers.reading import read_answers
    from readiness.rendering import render_form
    from readiness.source.source import Source
    from readiness.views.build_form import build_form

    with zipfile.ZipFile(io.BytesIO(render_form(build_form(questionnaire), "xlsx"))) as archive:
        parts = {name: archive.read(name) for name in archive.namelist() if not name.startswith("docProps")}

    def read(source: Any) -> object:
        content = io.BytesIO()
        with zipfile.ZipFile(content, "w") as changed:
            for name, part in parts.items():
                changed.writestr(name, source.text if name == "xl/worksheets/sheet3.xml" else part)
        packed = Source("fuzzed.xlsx", "")
        packed.packed = content.getvalue()
        return read_answers(packed, questionnaire)

    return read


_SHEET = (
    '<worksheet><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>readiness-columns</t></is></c>'
    '<c r="B1" t="inlineStr"><is><t>value</t></is></c></row><row r="2"><c r="A2" t="inlineStr"><is>'
    '<t>answers quality.on-time</t></is></c><c r="B2"><v>95</v></c></row></sheetData>'
    '<mergeCells><mergeCell ref="D1:E2"/></mergeCells></worksheet>'
)


def _prepare(folder: Path) -> tuple[Path, Path]:
    """Write the initial corpus and the dictionary to `folder`; return their paths."""
    corpus, words = folder / "corpus", folder / "words"
    corpus.mkdir()
    seeds = list(_seeds())
    for number, seed in enumerate(seeds):
        corpus.joinpath(str(number)).write_bytes(seed[:LONGEST])
    found = {word for seed in seeds for word in re.findall(rb"[a-z][a-z_.-]{2,40}(?=:)", seed)}
    lines = [word.decode() for word in sorted(found)] + list(MARKS)
    escaped = ("".join(f"\\x{byte:02x}" for byte in line.encode()) for line in lines)
    words.write_text("".join(f'"{line}"\n' for line in escaped))
    return corpus, words


def _seeds() -> Iterator[bytes]:
    for path in sorted((*AUDIT.glob("*.yaml"), *STARTER.glob("*.yaml"))):
        for reader in range(4):
            yield bytes([reader]) + path.read_bytes()
    for text in ("1\n2\n?\n", "q\n", "b\n1\nn some note\n", "3\n" * 30):
        yield bytes([4]) + text.encode()
    for reader, name in ((5, "export.csv"), (6, "map.yaml")):
        yield bytes([reader]) + (ROOT / "examples" / "survey" / name).read_bytes()
    yield bytes([7]) + _SHEET.encode()
    yield bytes([8]) + _benchmark().encode()


def _benchmark() -> str:
    """A benchmark of all enterprises, with one score."""
    from readiness import load_questionnaire
    from readiness.cohort.benchmark import Benchmark, PeerGroup
    from readiness.rendering.benchmark_data import benchmark_json

    asked = load_questionnaire(AUDIT)
    everybody = PeerGroup("", "", {"overall": (10, 20, 30, 40, 50, 60, 70, 80, 90)})
    made_for = (asked.id, asked.title, asked.version, asked.digest)
    return benchmark_json(Benchmark("Suppliers", "2026-09-18", *made_for, (everybody,)))


if __name__ == "__main__":
    sys.exit(main())
