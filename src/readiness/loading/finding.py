"""Find a questionnaire by its name or its path."""

from __future__ import annotations

import os
import re
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from readiness.messages.catalogue import _, language_in_use

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

    from readiness.messages.problems import Problem

DEFAULT_QUESTIONNAIRE = "going-global"
MAIN_FILE = "questionnaire.yaml"
YAML_SUFFIXES = (".yaml", ".yml")


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


def no_file(path: Traversable) -> str:
    """What is at `path` if it is not a file, as a message; empty if there is nothing, or a file."""
    if not isinstance(path, Path) or not os.path.lexists(path) or holds(path.parent, path.name):
        return ""
    with suppress(OSError):  # from a link into a folder that may not be entered
        if path.is_dir():
            return _("this is a folder, not a file")
        if path.exists():
            return _("this is a pipe or a device, not a file")
    return _("this is a link that leads to no file")


def leads_out(folder: Traversable, file: str) -> bool:
    """Whether `file` is a link that leads out of `folder`: what it leads to may be nobody's business."""
    if not isinstance(folder, Path):
        return False
    inside, target = (Path(os.path.realpath(path)) for path in (folder, folder / file))
    return inside not in target.parents


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
    if path.suffix.lower() in YAML_SUFFIXES and holds(path.parent, path.name):
        folder, mains = path.parent, [path.name]
    else:
        folder, mains = path, _main_files(path)
    from readiness.messages.problems import InvalidInput

    if not mains:
        raise InvalidInput([_not_found(text, path)])
    if problem := _ambiguous(text, mains) or _elsewhere(text, folder, mains[0]):
        raise InvalidInput([problem])
    return Where(folder, mains[0], str(folder))


def _main_files(folder: Path) -> list[str]:
    """The names of the main files in `folder`, of which there should be one."""
    stem = MAIN_FILE.removesuffix(YAML_SUFFIXES[0])
    names = [f"{stem}{spelled}" for suffix in YAML_SUFFIXES for spelled in (suffix, suffix.upper())]
    found: list[str] = []
    for name in names:
        with suppress(OSError):
            # Where capitals make no difference, one file has several of the names.
            if holds(folder, name) and not any((folder / name).samefile(folder / n) for n in found):
                found.append(name)
    return found


def _ambiguous(text: str, mains: list[str]) -> Problem | None:
    from readiness.messages.problems import Problem

    if len(mains) == 1:
        return None
    message = _("this folder has two main files: “{first}” and “{second}”")
    message = message.format(first=mains[0], second=mains[1])
    hint = _("Keep one of the two, or name the file instead of the folder.")
    return Problem(text, 1, 1, "unknown-questionnaire", message, hint)


def _elsewhere(text: str, folder: Path, main: str) -> Problem | None:
    """The problem that the main file of a folder leads out of it; a file of another name may."""
    from readiness.messages.problems import Problem

    if main not in _main_files(folder) or not leads_out(folder, main):
        return None
    message = _("“{file}” is a link that leads out of this folder").format(file=main)
    return Problem(text, 1, 1, "bad-file-name", message, _("Put a copy of the file in its place."))


def _title(name: str, language: str | None) -> str:
    """The title of a built-in questionnaire in `language`, or in its first one; empty if there is none."""
    from readiness.messages.problems import InvalidInput
    from readiness.source.parsing import parse
    from readiness.source.source import read

    folder = _builtin_folder().joinpath(name)
    try:
        found = parse(read(folder.joinpath(language, MAIN_FILE) if language else folder.joinpath(MAIN_FILE)))
    except InvalidInput:  # there are no texts in this language
        return ""
    title = found.get("title") if isinstance(found, dict) else None
    title = title.get(language) if isinstance(title, dict) and language else title
    return title if isinstance(title, str) else ""


def _not_found(text: str, path: Path) -> Problem:
    # Imported here because the help needs only the name of the default from this module.
    from readiness.messages.names import did_you_mean, nearest, suggestion
    from readiness.messages.problems import Problem

    is_yaml = path.suffix.lower() in YAML_SUFFIXES
    if (other := no_file(path)) and (is_yaml or not path.is_dir()):
        hint = _("Name a YAML file, or a folder with a {file}.").format(file=MAIN_FILE)
        return Problem(text, 1, 1, "unknown-questionnaire", other, hint)
    if not is_yaml and holds(path.parent, path.name):
        message = _("the name of this file does not end in .yaml or .yml")
        hint = _("Name a YAML file; if this is one, give it such a name.")
        return Problem(text, 1, 1, "unknown-questionnaire", message, hint)
    if is_yaml:
        message, hint = _("there is no such file"), _("Check the name and the folder.")
        with suppress(OSError, ValueError):
            beside = [file.stem for file in path.parent.iterdir() if file.suffix == path.suffix]
            if close := nearest(path.stem, beside):
                hint = did_you_mean(str(path.with_stem(close)))
        return Problem(text, 1, 1, "unknown-questionnaire", message, hint)
    names = builtin_questionnaires()
    message = _("there is no questionnaire of this name, nor a folder with a {file}").format(file=MAIN_FILE)
    hint = _("Built in: {names}.").format(names=_(", ").join(names))
    for language in (language_in_use(), None):
        hint = suggestion(text, names, hint, {name: _title(name, language) for name in names})
    return Problem(text, 1, 1, "unknown-questionnaire", message, hint)
