"""The programs that some tests look at a report with, as its readers do: a browser, LibreOffice."""

from __future__ import annotations

import atexit
import os
import shutil
import subprocess
import tempfile
from functools import cache
from pathlib import Path

import pytest

needs_programs = pytest.mark.programs
"""Marks a test that needs such a program; the tests on other Python versions leave it out."""


def program(*names: str) -> str:
    """The first of these programs that is installed; without any, the test is skipped, but never in CI."""
    found = next(filter(None, map(shutil.which, names)), None)
    if found is None:
        assert not os.environ.get("CI"), f"CI must install one of {names}"
        pytest.skip(f"none of {', '.join(names)} is installed")
    return found


def browser() -> str:
    """A headless browser."""
    return program("chromium", "chromium-browser", "google-chrome")


def as_pdf(document: bytes, suffix: str) -> bytes:
    """`document`, a file of this suffix, as LibreOffice prints it."""
    return converted(document, suffix, "pdf")


def converted(document: bytes, suffix: str, kind: str) -> bytes:
    """`document`, a file of this suffix, as LibreOffice converts it to another `kind`.

    It runs with a profile of this process, so that no other run is in the way.
    """
    office = program("soffice", "libreoffice")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, f"report{suffix}")
        path.write_bytes(document)
        profile = f"-env:UserInstallation={_profile().as_uri()}"
        command = [office, profile, "--headless", "--convert-to", kind, "--outdir", folder, str(path)]
        subprocess.run(command, check=True, capture_output=True, timeout=180)
        (made,) = set(Path(folder).glob("report*")) - {path}
        return made.read_bytes()


@cache
def _profile() -> Path:
    """A folder for the settings of LibreOffice, which takes seconds to fill."""
    folder = Path(tempfile.mkdtemp())
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder
