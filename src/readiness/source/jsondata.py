"""Reads JSON as data. Places are not known; the reader of YAML, which reads JSON too, finds them if asked."""

from __future__ import annotations

import json
from typing import Any

from readiness.messages.catalogue import _
from readiness.messages.problems import InvalidInput
from readiness.source.source import Source, end_of


def json_data(source: Source) -> Any:
    """The data in `source`, None if it is not meant to be JSON. Raises InvalidInput for damaged JSON."""
    if not source.text.lstrip().startswith("{"):
        return None
    try:
        return json.loads(source.text)
    except json.JSONDecodeError as error:
        place, hint = end_of(source.text[: error.pos]), _("Export it again; a part of it may be missing.")
        raise InvalidInput([source.problem(place, "bad-json", _("this is not valid JSON"), hint)]) from None
    except (ValueError, RecursionError):  # a number of thousands of digits, or brackets without end
        return None


def has_duplicate_keys(source: Source) -> bool:
    """Whether an object in the JSON of `source`, which is valid, has the same key twice."""
    found = False

    def pairs(items: list[tuple[str, Any]]) -> dict[str, Any]:
        nonlocal found
        result = dict(items)
        found = found or len(result) < len(items)
        return result

    json.loads(source.text, object_pairs_hook=pairs)
    return found
