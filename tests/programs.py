"""The programs that some tests look at a report with, as its readers do: a browser, LibreOffice."""

from __future__ import annotations

import atexit
import os
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
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


@cache
def makes_pdf() -> bool:
    """Whether PDF can be made here, also in Chinese: this needs more than Python. In CI it always can."""
    try:
        import weasyprint  # noqa: F401 (whether it can be imported)
    except OSError:
        fonts = None
    else:
        fonts = shutil.which("fc-list")
    found = fonts and subprocess.run([fonts, ":lang=zh", "family"], check=True, capture_output=True).stdout
    assert found or not os.environ.get("CI"), "CI must install Pango and a Chinese font"
    return bool(found)


def expect_pdf() -> None:
    """Skip the test where no PDF can be made."""
    if not makes_pdf():
        pytest.skip("Pango or a Chinese font is not installed")


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
    (made,) = all_converted([document], suffix, kind)
    return made


def all_converted(documents: Sequence[bytes], suffix: str, kind: str) -> list[bytes]:
    """The same for several `documents` of one suffix, in one run."""
    office = program("soffice", "libreoffice")
    with tempfile.TemporaryDirectory() as folder:
        paths = [Path(folder, f"report{number}{suffix}") for number in range(len(documents))]
        for path, document in zip(paths, documents, strict=True):
            path.write_bytes(document)
        profile = f"-env:UserInstallation={_profile().as_uri()}"
        made = Path(folder, "made")
        command = [office, profile, "--headless", "--convert-to", kind, "--outdir", str(made)]
        command += map(str, paths)
        subprocess.run(command, check=True, capture_output=True, timeout=180)
        found = [sorted(made.glob(f"{path.stem}[.-]*")) for path in paths]
        return [files[0].read_bytes() for files in found]


@cache
def _profile() -> Path:
    """A folder for the settings of LibreOffice, which takes seconds to fill."""
    folder = Path(tempfile.mkdtemp())
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder
