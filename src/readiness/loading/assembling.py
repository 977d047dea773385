"""Put together a questionnaire that is in several files."""

from __future__ import annotations

import re
from contextlib import suppress
from functools import cached_property
from importlib.resources.abc import Traversable
from itertools import islice
from pathlib import Path
from typing import Any

from readiness.loading.finding import holds
from readiness.messages.catalogue import _
from readiness.messages.names import nearest
from readiness.messages.problems import MAX_PROBLEMS, InvalidInput, Problem
from readiness.source.complaints import Complaints
from readiness.source.data import DataPath, Map, Seq
from readiness.source.parsing import MAX_VALUES, parse
from readiness.source.source import MAX_BYTES, read


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
        self._values_left = MAX_VALUES - root.source.values
        self._characters_left = MAX_BYTES - len(root.source.text)

    def content(self, path: DataPath, file: str) -> Any:
        """The content of `file`, which is named at `path`; None if it is unusable or a limit is exceeded."""
        if min(self._values_left, self._characters_left) < 0 or len(self.problems) >= MAX_PROBLEMS:
            return None
        complaint = self._complaint(file)
        if complaint is None:
            content = self._content(file)
            self._values_left -= content.source.values if isinstance(content, Map | Seq) else 1
            self._characters_left -= len(content.source.text) if isinstance(content, Map | Seq) else 0
            if self._values_left >= 0 and self._characters_left >= 0:
                return content
            hint = _(
                "Check that these are the right files; together they hold at most 50,000 values and 2 MiB."
            )
            complaint = ("too-many-values", _("this file makes the questionnaire too large to read"), hint)
        complaints = Complaints(self._root, self._name)
        complaints.add(path, *complaint)
        self.problems += complaints.problems
        return None

    def _complaint(self, file: str) -> tuple[str, str, str] | None:
        """Why `file` cannot be used, as code, message and hint; None if it can."""
        if not re.fullmatch(r"[a-z0-9][a-z0-9_-]*\.yaml", file) or _leaves(self._folder, file):
            message = _("“{file}” is not the name of a file in this folder").format(file=file[:80])
            hint = _("Write the name of a YAML file beside questionnaire.yaml, as in `strategy.yaml`.")
            return "bad-file-name", message, hint
        if not holds(self._folder, file):
            message = _("there is no file “{file}” in this folder").format(file=file[:80])
            close = nearest(file.removesuffix(".yaml"), self._stems)
            hint = _("Did you mean “{name}”?").format(name=f"{close}.yaml") if close else _("Check the name.")
            return "missing-file", message, hint
        return None

    def _content(self, file: str) -> Any:
        if file not in self._read:
            self._read[file] = None
            try:
                self._read[file] = parse(read(self._folder.joinpath(file), named(self._name, file)))
            except InvalidInput as error:
                self.problems += error.problems
        return self._read[file]

    @cached_property
    def _stems(self) -> list[str]:
        """The YAML files in the folder, without the suffix, for suggestions."""
        with suppress(OSError):
            names = [entry.name for entry in islice(self._folder.iterdir(), MAX_VALUES)]
            files = [name for name in names if name.endswith(".yaml") and holds(self._folder, name)]
            return [name.removesuffix(".yaml") for name in files]
        return []


def _leaves(folder: Traversable, file: str) -> bool:
    """Whether `file` is a link that leads out of `folder`."""
    try:
        return isinstance(folder, Path) and (folder / file).resolve().parent != folder.resolve()
    except (OSError, RuntimeError):  # links in a circle
        return True
