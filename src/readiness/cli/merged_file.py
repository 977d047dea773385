"""The file of merged answers: a later merge replaces it only while nobody has edited it."""

from __future__ import annotations

from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from readiness.cli import screen
from readiness.messages.catalogue import _, in_every_language, later
from readiness.messages.problems import InvalidInput, ReadinessError

if TYPE_CHECKING:
    from readiness.answers.answers import Answers
    from readiness.questionnaire.questionnaire import Questionnaire

MERGED_SUFFIXES = (".yaml", ".yml")
_ABOUT = later("Merged by `readiness merge`, which replaces this file as long as nobody has edited it.")


def expect_own(path: Path) -> None:
    """Refuse a `path` at which there is anything but answers that a merge wrote and nobody edited since."""
    from readiness.storage import files

    content = files.content(path)
    if content is None or _is_own(content):
        return
    message = _(
        "“{path}” exists and was not changed: a merge did not write it, or somebody has edited it since."
        " Name a file that does not exist yet, such as “{other}”."
    )
    raise typer.BadParameter(message.format(path=path, other=_unused(path)), param_hint="--export")


def write_merged(path: Path, answers: Answers, questionnaire: Questionnaire) -> None:
    """Write the merged `answers` to `path`, unless there is what `expect_own` refuses. Raises OSError."""
    from readiness.cli import signals
    from readiness.cli.alone import alone
    from readiness.storage import files
    from readiness.storage.streams import is_stream

    content = _content(answers, questionnaire)
    if is_stream(path):
        files.write_file(path, content)
        return
    with signals.orderly(), alone(path, _("{path} is open in a session (process {owner}). Finish it first.")):
        expect_own(path)  # it may have come since
        files.write_file(path, content, private=True)
    screen.tell(_("Wrote {path}").format(path=path))


def _content(answers: Answers, questionnaire: Questionnaire) -> bytes:
    """The file, with a first line by which it is known again. Raises ReadinessError if it is too large."""
    from readiness.answers.saving import answers_text

    try:
        text = answers_text(answers, questionnaire)
    except InvalidInput as error:
        message = _("The merged answers are too much for one file: {reason}. Leave some files out.")
        raise ReadinessError(message.format(reason=error.problems[0].message)) from None
    return f"{_first_line(_(_ABOUT), text)}\n{text}".encode()


def _is_own(content: bytes) -> bool:
    """Whether a merge wrote `content`, in whatever language, and nobody has edited it since."""
    text = content.decode("utf-8-sig", "replace").replace("\r\n", "\n")  # as other systems may keep it
    first, _break, rest = text.partition("\n")
    return first in [_first_line(about, rest) for about in in_every_language(_ABOUT)]


def _first_line(about: str, text: str) -> str:
    return f"# {about} {_mark(text)}"


def _mark(text: str) -> str:
    import hashlib  # most runs write no such file

    return hashlib.sha256(text.encode()).hexdigest()


def _unused(path: Path) -> Path:
    """A path like `path`, such as `board-2.yaml`, at which there is nothing."""
    numbered = (path.with_name(f"{path.stem}-{number}{path.suffix}") for number in count(2))
    return next(each for each in numbered if not each.exists())
