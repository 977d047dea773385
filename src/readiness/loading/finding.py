"""Find a questionnaire by its name or its path."""

from __future__ import annotations

import re
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from readiness.messages.catalogue import _

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

    from readiness.messages.problems import Problem

DEFAULT_QUESTIONNAIRE = "going-global"
MAIN_FILE = "questionnaire.yaml"


def builtin_questionnaires() -> list[str]:
    """The names of the questionnaires that come with the package, sorted."""
    return sorted(folder.name for folder in _builtin_folder().iterdir() if holds(folder))


def _builtin_folder() -> Traversable:
    from importlib import resources  # slow to load, and the help does not need it

    return resources.files("readiness") / "questionnaires"


def holds(folder: Traversable, file: str = MAIN_FILE) -> bool:
    """Whether there is a `file` in `folder`."""
    try:
        return folder.joinpath(file).is_file()
    except OSError:  # a name too long for a file, or a folder that may not be entered
        return False


class Where(NamedTuple):
    """Where a questionnaire is."""

    folder: Traversable
    file: str
    """The main file in it."""
    name: str
    """What messages call the folder."""
    built_in: bool = False
    """Whether it came with the package."""


def find(name_or_path: str | Path) -> Where:
    """Where the questionnaire of this name or path is. Raises InvalidInput if there is none."""
    text = str(name_or_path)
    if isinstance(name_or_path, str) and re.fullmatch(r"[a-z0-9-]+", text):
        folder = _builtin_folder().joinpath(text)
        if holds(folder):
            return Where(folder, MAIN_FILE, text, built_in=True)
    path = Path(name_or_path)
    if path.suffix in (".yaml", ".yml") and holds(path.parent, path.name):
        return Where(path.parent, path.name, str(path.parent))
    if holds(path):
        return Where(path, MAIN_FILE, str(path))
    from readiness.messages.problems import InvalidInput

    raise InvalidInput([_not_found(text, path)])


def _not_found(text: str, path: Path) -> Problem:
    # Imported here because the help needs only the name of the default from this module.
    from readiness.messages.names import nearest, suggestion
    from readiness.messages.problems import Problem

    if path.suffix in (".yaml", ".yml"):
        message, hint = _("there is no such file"), _("Check the name and the folder.")
        with suppress(OSError, ValueError):
            beside = [file.stem for file in path.parent.iterdir() if file.suffix == path.suffix]
            if close := nearest(path.stem, beside):
                hint = _("Did you mean “{name}”?").format(name=path.with_stem(close))
        return Problem(text, 1, 1, "unknown-questionnaire", message, hint)
    names = builtin_questionnaires()
    message = _("there is no questionnaire of this name, nor a folder with a {file}").format(file=MAIN_FILE)
    hint = suggestion(text, names, _("Built in: {names}.").format(names=", ".join(names)))
    return Problem(text, 1, 1, "unknown-questionnaire", message, hint)
