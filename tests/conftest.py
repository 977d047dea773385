"""Settings that all tests share."""

from __future__ import annotations

import gc
import os
import signal
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import thorough
from programs import browser

# The tests start the program hundreds of times: all modules are compiled once, whatever the shell says.
sys.dont_write_bytecode = False
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
# Whoever runs the tests may speak Chinese with their terminal; the tests expect English unless they ask.
for _name in ("LANG", "LC_MESSAGES", "READINESS_LANG", "READINESS_AMBIGUOUS"):
    os.environ.pop(_name, None)
os.environ["LC_ALL"] = "C.UTF-8"

# These tests use pseudo-terminals, process limits and fork, which only POSIX has.
NEED_POSIX = (
    "test_audit.py",
    "test_contributing.py",
    "test_durability.py",
    "test_faults.py",
    "test_hostile_input.py",
    "test_new.py",
    "test_new_question_type.py",
    "test_poor_terminals.py",
    "test_spark.py",
    "test_cohort_terminal.py",
    "test_terminal_session.py",
)
NEED_LINUX = ("test_windows.py",)
collect_ignore = [
    *(NEED_POSIX if sys.platform == "win32" else ()),
    *(NEED_LINUX if sys.platform != "linux" else ()),
]


def pytest_configure(config: pytest.Config) -> None:
    """Restore the default signal handling: a build in the background ignores some signals."""
    if not hasattr(config, "workerinput"):  # the first process, before it starts the others
        sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "docs"))
        from catalogue import compile_changed

        compile_changed()
    signal.signal(signal.SIGINT, signal.default_int_handler)
    for name in ("SIGHUP", "SIGQUIT", "SIGTERM"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), signal.SIG_DFL)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what the everyday suite leaves out, before marks are selected."""
    thorough.mark(items)


def pytest_collection_finish() -> None:
    """Leave the thousands of tests out of garbage collection, which would look at them again and again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    """A headless browser for all tests."""
    from playwright.sync_api import sync_playwright

    program = browser()
    with sync_playwright() as play:
        launched = play.chromium.launch(executable_path=program, args=["--no-sandbox"])
        yield launched
        launched.close()
