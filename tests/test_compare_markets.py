"""`readiness compare` of answers files with markets: what changed about each."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

from test_command_line import call
from test_compare import ROOT

TEXT = (ROOT / "examples" / "suzhou-equipment.yaml").read_text(encoding="utf-8")
SHARED = TEXT.partition("\nmarkets:")[0] + "\n"
THEN = """markets:
  hanoi: {title: Hanoi, market: asean, answers: {talent.expansion-speed: led-before}}
  porto: {title: Porto, market: eu}
  miami: {title: Miami, market: north-america, showstopper: No payment channel.}
"""
NOW = """markets:
  hanoi: {title: Hanoi, market: asean, showstopper: The partner left.}
  miami: {title: Miami port, market: north-america}
  turin: {title: Turin, market: eu}
"""


def compared(folder: Path, then: str, now: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    """The comparison of the same shared answers with the markets `then` and `now`."""
    later = SHARED.replace("date: 2026-", "date: 2027-", 1)
    (folder / "old.yaml").write_text(SHARED + then, encoding="utf-8")
    (folder / "new.yaml").write_text(later + now, encoding="utf-8")
    return call("compare", "old.yaml", "new.yaml", *arguments, folder=folder, columns=200)


def remarks(folder: Path, then: str, now: str) -> dict[str, list[str]]:
    done = compared(folder, then, now, "--format", "json")
    assert done.returncode == 0, done.stderr
    found: Any = json.loads(done.stdout)["change"]["markets"]
    return {each["id"]: each["remarks"] for each in found}


def test_what_changed_about_markets_is_listed(tmp_path: Path) -> None:
    assert remarks(tmp_path, THEN, NOW) == {
        "miami": ["It was called “Miami”.", "It is no longer ruled out.", "It is number 1 now."],
        "turin": ["It is compared for the first time.", "It is number 1 now."],
        "hanoi": [
            "It is ruled out now: The partner left.",
            "1 answer of its own changed.",
            "It was number 1.",
        ],
        "porto": ["It is not compared any more.", "It was number 2."],
    }
    text = " ".join(compared(tmp_path, THEN, NOW).stdout.split())
    assert "Nothing changed" not in text
    assert "4 markets changed." in text
    assert "Markets that changed" in text


def test_the_same_markets_are_no_change(tmp_path: Path) -> None:
    assert remarks(tmp_path, THEN, THEN) == {}
    text = " ".join(compared(tmp_path, THEN, THEN).stdout.split())
    assert "Nothing changed: answers, profile and evidence are the same." in text


def test_a_note_about_an_answer_of_a_market_is_no_change(tmp_path: Path) -> None:
    noted = THEN.replace("led-before}", "{value: led-before, note: Asked again.}}")
    assert remarks(tmp_path, THEN, noted) == {}
    proven = THEN.replace("led-before}", "{value: led-before, evidence: [Contract]}}")
    assert remarks(tmp_path, THEN, proven) == {"hanoi": ["1 answer of its own changed."]}
