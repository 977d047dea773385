"""Allow one session at a time for an answers file; a second one ends with a message."""

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
    """Hold `path`; if another process holds it, end the command with `message` about {path} and {owner}."""
    try:
        with exclusive(path):
            yield
    except Busy as busy:
        screen.tell(message.format(path=path, owner=busy.owner))
        raise typer.Exit(REFUSED) from None
