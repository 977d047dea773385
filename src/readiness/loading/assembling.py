"""Put together a questionnaire that is in several files."""

from __future__ import annotations

import re
from contextlib import suppress
from functools import cached_property
from importlib.resources.abc import Traversable
from itertools import islice
from pathlib import PurePath
from typing import Any

from readiness.loading.finding import holds, leads_out, no_file
from readiness.messages.catalogue import _
from readiness.messages.names import did_you_mean, nearest
from readiness.messages.problems import MAX_PROBLEMS, InvalidInput, Problem
from readiness.source.complaints import Complaints
from readiness.source.data import DataPath, Map, Seq
from readiness.source.parsing import MAX_VALUES, parse
from readiness.source.source import MAX_BYTES, read

FILE_NAME = re.compile(r"[a-z0-9][a-z0-9_-]*\.(yaml|yml|YAML|YML)")
"""The form of the name of a file beside a questionnaire."""


def named(folder: str, file: str) -> str:
    """What messages call `file` in `folder`."""
    return file if folder == "." else f"{folder}/{file}"


def splice(root: Map, folder: Traversable, name: str) -> None:
    """Replace each file name in `root` by the content of the file: sections, opportunities and cases."""
    files = _Files(root, folder, name)
    for key in ("sections", "opportunities"):
        items = root.get(key)
        if isinstance(items, list):
            for index, item in enumerate(items):
                if isinstance(item, str):
                    items[index] = files.content((key, index), item)
    if isinstance(root.get("cases"), str):
        root["cases"] = files.content(("cases",), root["cases"])
    if files.problems:
        raise InvalidInput(files.problems)


class _Files:
    """The files beside a questionnaire, each read once."""

    def __init__(self, root: Map, folder: Traversable, name: str) -> None:
        self.problems: list[Problem] = []
        self._root = root
        self._folder = folder
        self._name = name
        self._read: dict[str, Any] = {}
        self._refused: set[str] = set()
        """Files whose own problems say why they cannot be read."""
        self._values_left = MAX_VALUES - root.source.values
        self._characters_left = MAX_BYTES - len(root.source.text)

    def content(self, path: DataPath, file: str) -> Any:
        """The content of `file`, which is named at `path`; None if it is unusable or a limit is exceeded."""
        if min(self._values_left, self._characters_left) < 0 or len(self.problems) >= MAX_PROBLEMS:
            return None
        complaint = self._complaint(file)
        content = None
        if complaint is None:
            content = self._content(file)
            complaint = self._complaint_about(content, file)
        if complaint is None:
            return content
        complaints = Complaints(self._root, self._name)
        complaints.add(path, *complaint)
        self.problems += complaints.problems
        return None

    def _complaint_about(self, content: Any, file: str) -> tuple[str, str, str] | None:
        """Why the `content` of `file` cannot be used, if that has not been said; counts it to the limits."""
        if content is None:
            hint = _("Fill it, or remove its name here.")
            said = file in self._refused
            return None if said else ("wrong-value", _("the file “{file}” is empty").format(file=file), hint)
        self._values_left -= content.source.values if isinstance(content, Map | Seq) else 1
        self._characters_left -= len(content.source.text) if isinstance(content, Map | Seq) else 0
        if self._values_left >= 0 and self._characters_left >= 0:
            return None
        hint = _("Check that these are the right files; together they hold at most 50,000 values and 2 MiB.")
        return "too-many-values", _("this file makes the questionnaire too large to read"), hint

    def _complaint(self, file: str) -> tuple[str, str, str] | None:
        """Why `file` cannot be used, as code, message and hint; None if it can."""
        if not FILE_NAME.fullmatch(file):
            if PurePath(file).name == file and holds(self._folder, file):
                return "bad-file-name", *_misnamed(file)
            message = _("“{file}” is not the name of a file in this folder").format(file=file[:80])
            hint = _("Write the name of a YAML file beside questionnaire.yaml, as in `strategy.yaml`.")
            return "bad-file-name", message, hint
        if leads_out(self._folder, file):
            message = _("“{file}” is a link that leads out of this folder").format(file=file[:80])
            return "bad-file-name", message, _("Put a copy of the file in its place.")
        if other := no_file(self._folder.joinpath(file)):
            return "missing-file", other, _("Put a YAML file in its place, or name another one.")
        if not holds(self._folder, file):
            message = _("there is no file “{file}” in this folder").format(file=file[:80])
            names = self._names
            close = nearest(_stem(file), list(names))
            hint = did_you_mean(names[close]) if close else _("Check the name.")
            return "missing-file", message, hint
        return None

    def _content(self, file: str) -> Any:
        if file not in self._read:
            self._read[file] = None
            try:
                self._read[file] = parse(read(self._folder.joinpath(file), named(self._name, file)))
            except InvalidInput as error:
                self.problems += error.problems
                self._refused.add(file)
        return self._read[file]

    @cached_property
    def _names(self) -> dict[str, str]:
        """The YAML files in the folder by their names without the suffix, for suggestions."""
        with suppress(OSError):
            names = [entry.name for entry in islice(self._folder.iterdir(), MAX_VALUES)]
            files = [name for name in names if FILE_NAME.fullmatch(name) and holds(self._folder, name)]
            return {_stem(name): name for name in files}
        return {}


def _misnamed(file: str) -> tuple[str, str]:
    """Why the name of `file`, which is in the folder, cannot be used: message and hint."""
    message = _("“{file}” is in this folder, but has a name that cannot be used here")
    name = re.sub(r"\s+", "-", file.lower())
    hint = _("Rename it with only a-z, 0-9, - and _, and .yaml at the end.")
    if FILE_NAME.fullmatch(name):
        hint = _("Rename it to `{name}`, and write that here.").format(name=name)
    return message.format(file=file[:80]), hint


def _stem(file: str) -> str:
    return re.sub(r"\.ya?ml$", "", file, flags=re.IGNORECASE)
