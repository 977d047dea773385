"""The parser of the YAML library: the C one where there is one."""

from __future__ import annotations

from collections.abc import Iterator

import yaml

try:
    from yaml import CSafeLoader as _Loader
except ImportError:  # PyYAML built without libyaml: slower, otherwise the same
    from yaml import SafeLoader as _Loader  # type: ignore[assignment]


def events(text: str) -> Iterator[yaml.Event]:
    """What the parser says of `text`, piece by piece.

    Raises yaml.MarkedYAMLError, or ValueError out of a tag whose escapes are no text.
    """
    found: Iterator[yaml.Event] = yaml.parse(text, Loader=_Loader)
    return found


def composed(text: str) -> yaml.Node | None:
    """The parts of `text`, each with marks of where it begins and ends."""
    return yaml.compose(text, Loader=_Loader)
