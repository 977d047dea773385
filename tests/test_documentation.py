"""The documentation says what the program does."""

from __future__ import annotations

import doctest
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import readiness

ROOT = Path(__file__).resolve().parent.parent


EXAMPLES = {"README.md": 8, "docs/forms.md": 4, "docs/library.md": 40}
"""The pages with examples in Python, and the minimum number of statements on each."""


@pytest.mark.parametrize("page", EXAMPLES)
def test_examples_in_python_run(page: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(ROOT / "examples", tmp_path / "examples")
    monkeypatch.chdir(tmp_path)
    result = doctest.testfile(str(ROOT / page), module_relative=False)
    assert result.attempted >= EXAMPLES[page]
    assert result.failed == 0


@pytest.mark.parametrize("page", EXAMPLES)
def test_examples_in_python_are_strictly_typed_as_they_stand(page: str, tmp_path: Path) -> None:
    examples = doctest.DocTestParser().get_examples((ROOT / page).read_text(encoding="utf-8"))
    program = tmp_path / "example.py"
    program.write_text("".join(example.source for example in examples), encoding="utf-8")
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "mypy",
            "--strict",
            "--cache-dir",
            str(ROOT / ".mypy_cache" / "examples"),
            str(program),
        ],
        cwd=tmp_path,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert (done.returncode, done.stdout) == (0, "Success: no issues found in 1 source file\n")


def test_everything_exported_exists_and_is_listed() -> None:
    assert list(readiness.__all__) == sorted(readiness.__all__)
    for name in readiness.__all__:
        assert getattr(readiness, name) is not None
    assert set(dir(readiness)) == set(readiness.__all__)
    with pytest.raises(AttributeError, match="no attribute 'nonsense'"):
        readiness.nonsense  # noqa: B018


@pytest.mark.parametrize(
    "page", sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/*.md")]), ids=lambda path: path.name
)
def test_links_between_pages_lead_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\((?!https?://)([^)#]+)\)", page.read_text(encoding="utf-8")):
        assert (page.parent / target).exists(), f"{page.name} links to {target}"


def test_each_promise_names_tests_that_exist() -> None:
    tests = [path.read_text(encoding="utf-8") for path in ROOT.glob("tests/test_*.py")]
    there = re.findall(r"^def (test_\w+)", "\n".join(tests), re.MULTILINE)
    page = (ROOT / "docs" / "reliability.md").read_text(encoding="utf-8")
    promises = re.split(r"^## (?=\d)", page.partition("## What is not")[0], flags=re.M)[1:]
    assert [promise[:2] for promise in promises] == [f"{number}." for number in range(1, 9)]
    for promise in promises:
        named = re.findall(r"`(test_\w+)`", promise)
        assert named, promise
        assert set(named) <= set(there), set(named) - set(there)
