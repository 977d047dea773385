"""The parser of the YAML library: the C version if it is installed."""

from __future__ import annotations

from collections.abc import Iterator

import yaml

try:
    from yaml import CSafeLoader as _Loader
except ImportError:  # PyYAML built without libyaml: slower, otherwise the same
    from yaml import SafeLoader as _Loader  # type: ignore[assignment]


def events(text: str) -> Iterator[yaml.Event]:
    """The parser's events for `text`, one by one.

    Raises yaml.MarkedYAMLError, or ValueError for a tag whose escapes are not text.
    """
    found: Iterator[yaml.Event] = yaml.parse(text, Loader=_Loader)
    return found


def composed(text: str) -> yaml.Node | None:
    """The parts of `text`, each with marks for its beginning and end."""
    return yaml.compose(text, Loader=_Loader)
