"""Pipes in a folder, which Windows does not have."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest


def make_pipe(path: Path) -> None:
    """Make a pipe at `path`; skip the test where there are none."""
    if sys.platform != "win32":
        os.mkfifo(path)
    else:
        pytest.skip("Windows has no pipes in folders")
