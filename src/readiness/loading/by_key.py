"""What to say of a wrong value whose key tells what it should be."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, TypeAlias

from readiness.messages.catalogue import _, later
from readiness.questionnaire.fields import Id, QuestionId, pattern_of
from readiness.questionnaire.questions.raw_values import meant_number
from readiness.source.complaints import Fault
from readiness.source.data import DataPath

_Said: TypeAlias = tuple[str, str]
"""A message and its hint."""

_THRESHOLD = (
    later("this must be a number or the id of an option"),
    later("Write a number, as in `{key}: 3`, or the exact id of an option."),
)
OR_NUMBER: dict[str | int, tuple[str, str]] = {
    "at_least": _THRESHOLD,
    "at_most": _THRESHOLD,
    "not_applicable_counts": (
        later("this must be a number or one of three words"),
        later("Write `nowhere`, `worst`, `best` or a score of the question, as in `{key}: 3`."),
    ),
}
"""The keys that take a number or something else, and what to say of a value that is neither."""


def by_key(path: DataPath, kind: str, given: Any) -> Fault | None:
    """The fault of the value `given` at `path`, which pydantic refuses as `kind`.

    None if its key tells nothing of it.
    """
    key = path[-1] if path else ""
    if key in OR_NUMBER and not isinstance(given, int | float):
        message, hint = OR_NUMBER[key]
        return Fault(path, "wrong-value", _(message), _(hint).format(key=key))
    said = _BY_KEY[key](kind, given) if key in _BY_KEY and given is not None else None
    if said is None:
        return None
    if kind == "string_pattern_mismatch":
        return Fault(path, "bad-form", *said)
    return Fault(path, "wrong-value", *said)


def _condition(kind: str, _given: Any) -> _Said | None:
    if not kind.startswith("model"):
        return None
    return _("this must be a condition"), _("Write a condition, as in `{answer: talent.team, at_least: 2}`.")


def _percentage(_kind: str, given: Any) -> _Said | None:
    if not isinstance(given, str) or "%" not in given:
        return None
    hint = _("Write a score without %; on a scale from 0 to 200, 60% of the scale is 120.")
    return _("this must be a number"), hint


def _table(_kind: str, given: Any) -> _Said | None:
    if not isinstance(given, dict):
        return None
    rows = ", ".join(f"[{limit}, {points}]" for limit, points in given.items())
    is_table = all(meant_number(str(cell)) is not None for pair in given.items() for cell in pair)
    hint = _("Write `[{rows}]`: a list of rows, each a limit and its points.")
    return _("this must be a list"), hint.format(rows=rows if is_table else "[7, 3], [14, 1], [more, 0]")


def _reason(kind: str, _given: Any) -> _Said | None:
    if kind != "string_type":
        return None
    hint = _(
        "Write when it does not apply, as in `not_applicable: nobody works indoors`; without this key it"
        " always applies."
    )
    return _("this must be text"), hint


def _subject(kind: str, given: Any) -> _Said | None:
    is_id = isinstance(given, str) and re.fullmatch(pattern_of(QuestionId), given)
    if kind != "string_pattern_mismatch" or not is_id or "." not in given:
        return None
    hint = _("An id with a dot is one of a question: write `answer: {id}` instead.").format(id=given)
    return _("this has the wrong form"), hint


def _one_option(kind: str, given: Any) -> _Said | None:
    if kind != "string_type":
        return None
    hint = _("Write the id of one option, as in `equals: weekly`.")
    if isinstance(given, bool):
        hint = _("Write `equals: {id}`, in quotes.").format(id='"yes"' if given else '"no"')
    elif isinstance(given, int | float):
        hint = _(
            "Write the id of an option; to compare scores, write `at_least: {number}` or `at_most: {number}`."
        )
        hint = hint.format(number=given)
    elif isinstance(given, list) and all(re.fullmatch(pattern_of(Id), str(item)) for item in given):
        hint = _("For one of several options, write `any_of: [{ids}]`.").format(
            ids=", ".join(map(str, given))
        )
    return _("this must be the id of an option"), hint


_BY_KEY: dict[str | int, Callable[[str, Any], _Said | None]] = {
    **dict.fromkeys(("when", "not"), _condition),
    **dict.fromkeys(("cut", "floor"), _percentage),
    **dict.fromkeys(("section", "profile"), _subject),
    "points": _table,
    "not_applicable": _reason,
    "equals": _one_option,
}
