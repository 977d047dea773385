"""One session at a time on one answers file: the second to come is told who has it."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path

import typer

from readiness.cli import screen
from readiness.cli.exits import REFUSED
from readiness.storage.lock import Busy, exclusive


@contextlib.contextmanager
def alone(path: Path, message: str) -> Iterator[None]:
    """Hold `path`; where another process has it, the command ends with `message` of {path} and {owner}."""
    try:
        with exclusive(path):
            yield
    except Busy as busy:
        screen.tell(message.format(path=path, owner=busy.owner))
        raise typer.Exit(REFUSED) from None
