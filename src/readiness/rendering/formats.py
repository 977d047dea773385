"""The names of the formats, in a module that imports no renderer."""

from __future__ import annotations

from enum import StrEnum
from typing import TypeVar

from readiness.messages.catalogue import _
from readiness.messages.names import nearest
from readiness.messages.problems import UnknownName


class Format(StrEnum):
    """What a report can be rendered as."""

    TERMINAL = "terminal"
    MARKDOWN = "markdown"
    JSON = "json"


class PreviewFormat(StrEnum):
    """What a preview of a questionnaire can be rendered as."""

    TERMINAL = "terminal"
    MARKDOWN = "markdown"


class ProblemFormat(StrEnum):
    """What the problems of a questionnaire can be listed as."""

    TEXT = "text"
    JSON = "json"


SUFFIXES = {".md": Format.MARKDOWN, ".json": Format.JSON, ".txt": Format.TERMINAL}
"""The format of a file by the suffix of its name."""

Kind = TypeVar("Kind", Format, PreviewFormat)


def known(kind: type[Kind], name: str) -> Kind:
    """The format of this `kind` that is called `name`. Raises UnknownName, which lists the formats."""
    names = [str(format) for format in kind]
    if name in names:
        return kind(name)
    message = _("there is no format “{name}”; the formats are {names}")
    close = nearest(name.lower(), names) if isinstance(name, str) else None
    if close:
        message = _("there is no format “{name}”; did you mean “{close}”? The formats are {names}")
    raise UnknownName(message.format(name=name, close=close, names=", ".join(names)))
