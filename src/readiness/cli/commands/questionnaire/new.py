"""`readiness questionnaire new`: a small valid questionnaire to edit."""

from __future__ import annotations

import contextlib
import os
import shlex
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

import typer

from readiness.cli import screen
from readiness.cli.exits import DONE
from readiness.loading.finding import MAIN_FILE, builtin_questionnaires
from readiness.messages.catalogue import _, later
from readiness.messages.characters import run_together

HELP = later("Start a questionnaire: a small valid folder to edit.")
ORDER = 20


def command(
    folder: Annotated[str, typer.Argument(metavar="PATH", help=later("The folder to create."))],
) -> int:
    """Create the folder and say what to do with it."""
    from readiness.authoring.scaffold import id_from, starter_files
    from readiness.cli import signals

    path = _named(folder)
    with signals.orderly():
        id = id_from(Path(os.path.realpath(path)).name)
        texts = starter_files(id)
        _require_free(path, texts)
        _require_own_id(id)
        _write_all(path, texts)
        _tell_what_next(id, path)
    return DONE


def _named(folder: str) -> Path:
    """The path of a `folder` that has a name, or is the current one."""
    if not folder.strip(" .") and folder not in (".", ".."):
        message = _("“{name}” is no name for a folder. Name the folder to create.").format(name=folder)
        raise typer.BadParameter(message, param_hint="PATH")
    return Path(folder)


def _require_own_id(id: str) -> None:
    if id in builtin_questionnaires():
        message = _(
            "“{id}” is the id of a built-in questionnaire; answers to it and to yours would look the same."
        )
        hint = _("Give the folder another name.")
        raise typer.BadParameter(run_together([message.format(id=id), hint]), param_hint="PATH")


def _tell_what_next(id: str, path: Path) -> None:
    from readiness.authoring.scaffold import is_makeshift

    where = shlex.quote(str(path))
    screen.tell(_("Started the questionnaire “{id}” in {path}.").format(id=id, path=path))
    if is_makeshift(id, path):
        message = _(
            "The name of the folder has no letters for an id. Write another one than “{id}” into {file}: "
            "answers to two questionnaires with the same id look the same."
        )
        screen.tell(message.format(id=id, file=path / MAIN_FILE))
    screen.tell()
    screen.tell(_("Next: edit {file}; then").format(file=path / MAIN_FILE))
    for command, purpose in (
        ("readiness questionnaire check", _("see every error and warning with its line")),
        ("readiness questionnaire show", _("see all of it, or get a form to print with --format markdown")),
        ("readiness questionnaire template", _("get an answers file to fill in")),
        ("readiness assess --questionnaire", _("answer it here and read the report")),
    ):
        screen.tell(f"  {command} {where}")
        screen.tell(f"      {purpose}")


def _require_free(path: Path, texts: Mapping[str, str]) -> None:
    message = ""
    if path.is_dir():
        if any(path.iterdir()) and not _is_begun(path, texts):
            message = _("the folder “{path}” is not empty; nothing in it was changed.")
    elif path.exists():
        message = _("“{path}” is a file and was not changed.")
    if message:
        hint = _("Name a folder that does not exist yet, or an empty one.")
        raise typer.BadParameter(run_together([message.format(path=path), hint]), param_hint="PATH")


def _is_begun(folder: Path, texts: Mapping[str, str]) -> bool:
    """Whether `folder` holds only what is left of a start that was killed before it wrote the main file."""
    if (folder / MAIN_FILE).exists():
        return False
    from readiness.storage import files

    parts = tuple(f".{name}." for name in texts)
    return all(
        item.name.startswith(parts)
        or (item.name in texts and files.content(item) == texts[item.name].encode())
        for item in folder.iterdir()
    )


def _write_all(folder: Path, texts: Mapping[str, str]) -> None:
    """Write all files or, if one cannot be written, leave none."""
    from readiness.storage import files

    folder.mkdir(parents=True, exist_ok=True)
    try:
        for name, text in texts.items():
            files.write_file(folder / name, text.encode())
    except BaseException:  # even a request to end
        for name in texts:
            (folder / name).unlink(missing_ok=True)
        with contextlib.suppress(OSError):  # another program put something there
            folder.rmdir()
        raise
