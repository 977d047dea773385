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
from readiness.messages.characters import run_together
from readiness.rendering import SUFFIXES, FileFormat, Format, expect_installed


def named_path(text: str) -> Path:
    """The path that `text` names for an export: of a file, which has a name before the ending."""
    path = Path(text)
    if text.endswith(tuple(filter(None, (os.sep, os.altsep)))):  # which the path does without
        example = path if path.suffix.lower() in SUFFIXES else path / "report.md"
        message = _("“{path}” names a folder. Name a file, for example “{example}”.")
    elif path.name.lower() in SUFFIXES:
        example = path.with_name(f"report{path.name}")
        message = _("“{path}” is only an ending. Write a name before it, for example “{example}”.")
    else:
        return path
    raise typer.BadParameter(message.format(path=text, example=example), param_hint="--export")


def export_format(path: Path, others: Sequence[str] = ()) -> Format | FileFormat:
    """The format that the name of `path` asks for; `others` are endings that the command knows beside.

    Raises MissingExtra.
    """
    from readiness.messages.names import did_you_mean, nearest

    suffix, known = path.suffix.lower(), [*SUFFIXES, *others]
    if suffix in SUFFIXES:
        expect_installed(SUFFIXES[suffix])
        return SUFFIXES[suffix]
    close = nearest(suffix, known)
    message = _("“{path}” does not end in one of {suffixes}.").format(
        path=path, suffixes=_(", ").join(sorted(known))
    )
    hint = did_you_mean(str(path.with_suffix(close))) if close else ""
    raise typer.BadParameter(run_together([message, hint]), param_hint="--export")


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
    if save is not None and save.suffix.lower() == ".xlsx":
        message = _(
            "Answers are saved as text, not as a workbook: name a file such as answers.yaml. `readiness"
            " answers import` makes one of a form that was filled in."
        )
        raise typer.BadParameter(message, param_hint="--save")
    kept = [answers] if answers else []
    kept += [str(save)] if save else []
    others = [(template, _("“{path}” is the template; the export would replace it."))] if template else []
    expect_exports_apart(exports, questionnaire, kept, others)


def expect_exports_apart(
    exports: Sequence[Path],
    questionnaire: str,
    answers: Sequence[str],
    others: Sequence[tuple[Path, str]] = (),
) -> None:
    """Refuse an export that would replace another one, one of the files of `answers`, or what else is read.

    Of `answers`, `-` is standard input; `others` are more files, each with the message about it.
    """
    message = _("“{path}” is the answers file; the export would replace it.")
    sources = [*((Path(name), message) for name in answers if name != "-"), *others]
    first: dict[str, Path] = {}
    for path in exports:
        if "-" in answers and _is_standard_input(path):
            message = _("“{path}” is the answers file on standard input; the export would replace it.")
            raise typer.BadParameter(message.format(path=path), param_hint="--export")
        expect_to_replace_nothing(path, questionnaire, sources)
        other = first.setdefault(os.path.realpath(path), path)
        if other is not path and not _is_stream(path):
            message = _("“{path}” and “{other}” are one file; the second export would replace the first.")
            raise typer.BadParameter(message.format(path=path, other=other), param_hint="--export")


def expect_to_replace_nothing(
    path: Path, questionnaire: str, sources: Sequence[tuple[Path, str]] = ()
) -> None:
    """Refuse to export to `path` if that would replace the questionnaire or a file of another kind.

    `sources` are other files that must stay, each with the message about it.
    """
    target = Path(os.path.realpath(path))
    message = _("“{path}” is the questionnaire; the export would replace it.")
    sources = [*sources, *((Path(questionnaire, file), message) for file in ("", MAIN_FILE))]
    message = next((message for source, message in sources if same_file(path, source)), "")
    if not message and target.suffix.lower() != path.suffix.lower() and not _is_stream(path):
        message = _("“{path}” leads to “{target}”; the export would replace it.")
    if message:
        raise typer.BadParameter(message.format(path=path, target=target.name), param_hint="--export")


def _is_stream(path: Path) -> bool:
    """Whether `path` is a device, a pipe or our own output, where nothing is replaced."""
    from readiness.storage.streams import is_stream

    with contextlib.suppress(OSError):  # it cannot be written, which is reported later
        return is_stream(path)
    return False


def same_file(one: Path, other: Path) -> bool:
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
