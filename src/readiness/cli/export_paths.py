"""Where a report is written: in which format, and never over a file that is read."""

from __future__ import annotations

import contextlib
import os
import stat
import sys
from collections.abc import Sequence
from pathlib import Path

import typer

from readiness.loading.finding import MAIN_FILE
from readiness.messages.catalogue import _
from readiness.rendering import SUFFIXES, FileFormat, Format, expect_installed


def export_format(path: Path) -> Format | FileFormat:
    """The format that the name of `path` asks for. Raises MissingExtra."""
    from readiness.messages.names import nearest

    suffix = path.suffix.lower()
    if suffix in SUFFIXES:
        expect_installed(SUFFIXES[suffix])
        return SUFFIXES[suffix]
    close = nearest(suffix, list(SUFFIXES))
    message = _("“{path}” does not end in one of {suffixes}.").format(
        path=path, suffixes=", ".join(sorted(SUFFIXES))
    )
    hint = _("Did you mean “{name}”?").format(name=path.with_suffix(close)) if close else ""
    raise typer.BadParameter(f"{message} {hint}".strip(), param_hint="--export")


def expect_no_contradictions(
    answers: str | None,
    save: Path | None,
    exports: Sequence[Path],
    template: Path | None,
    questionnaire: str,
) -> None:
    """Refuse options that contradict each other, or an export that would replace what is read."""
    if answers is not None and save is not None:
        message = _("It is only for an interview; with --answers nothing is asked and nothing is saved.")
        raise typer.BadParameter(message, param_hint="--save")
    kept = [Path(answers)] if answers not in (None, "", "-") else []
    kept += [save] if save else []
    sources = [(path, _("“{path}” is the answers file; the report would replace it.")) for path in kept]
    sources += [(template, _("“{path}” is the template; the report would replace it."))] if template else []
    message = _("“{path}” is the questionnaire; the report would replace it.")
    sources += [(Path(questionnaire, file), message) for file in ("", MAIN_FILE)]
    for path in exports:
        target = Path(os.path.realpath(path))
        message = next((message for source, message in sources if _same_file(path, source)), "")
        if answers == "-" and _is_standard_input(path):
            message = _("“{path}” is the answers file on standard input; the report would replace it.")
        elif not message and target.suffix.lower() in (".yaml", ".yml"):
            message = _("“{path}” leads to “{target}”; the report would replace it.")
        if message:
            raise typer.BadParameter(message.format(path=path, target=target.name), param_hint="--export")


def _same_file(one: Path, other: Path) -> bool:
    """Whether both paths lead to one file, through links of any kind; a file need not exist yet."""
    if os.path.realpath(one) == os.path.realpath(other):
        return True
    with contextlib.suppress(OSError, ValueError):
        return one.samefile(other)
    return False


def _is_standard_input(path: Path) -> bool:
    """Whether standard input is read from the file at `path`."""
    with contextlib.suppress(OSError, ValueError, AttributeError):  # closed, or replaced by another object
        found = path.stat()
        return stat.S_ISREG(found.st_mode) and os.path.samestat(found, os.fstat(sys.stdin.fileno()))
    return False
