"""The parser of the YAML library, the C version if it is installed, and how far it got."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import yaml

from readiness.source.pairs import Pairs
from readiness.source.source import Mark

try:
    from yaml import CSafeLoader as _Loader
except ImportError:  # PyYAML built without libyaml: slower, otherwise the same
    from yaml import SafeLoader as _Loader  # type: ignore[assignment]


class Reached(NamedTuple):
    """How far the parser got before an error."""

    begin: Mark | None
    """The beginning of the last complete value."""
    end: Mark | None
    """The end of the last thing that was read."""
    bracket: Mark | None
    """The last bracket that is still open."""
    cut: str
    """The text that a comment sign cut off last inside brackets, with what follows the sign."""


def events(text: str) -> Iterator[yaml.Event]:
    """The parser's events for `text`, one by one.

    Raises yaml.MarkedYAMLError, or ValueError for a tag whose escapes are not text.
    """
    pairs = Pairs.of(text)
    # The same as `yaml.parse`, which asks for each event twice.
    found = iter(_Loader(pairs.hidden(text) if pairs else text).get_event, None)
    return map(pairs.shown, found) if pairs else found


def composed(text: str) -> yaml.Node | None:
    """The parts of `text`, each with marks for its beginning and end."""
    pairs = Pairs.of(text)
    if not pairs:
        return yaml.compose(text, Loader=_Loader)
    root = yaml.compose(pairs.hidden(text), Loader=_Loader)
    waiting = [root]
    while waiting:
        node = waiting.pop()
        if isinstance(node, yaml.ScalarNode):
            pairs.shown(node)
        elif isinstance(node, yaml.SequenceNode):
            waiting += node.value
        elif isinstance(node, yaml.MappingNode):
            waiting += [part for pair in node.value for part in pair]
    return root
