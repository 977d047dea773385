"""Turn the validation errors of models into plain words, with the keys that the author wrote."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, NamedTuple, get_args

from pydantic import BaseModel, ValidationError
from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails

from readiness.messages.catalogue import _, later
from readiness.questionnaire.fields import (
    Day,
    Fraction,
    Id,
    Language,
    QuestionId,
    Version,
    WrongShape,
    pattern_of,
)
from readiness.questionnaire.questionnaire import Questionnaire
from readiness.questionnaire.questions.types import QUESTION_TYPES
from readiness.questionnaire.sections import QUESTION_LISTS
from readiness.source.complaints import Fault, unknown_name
from readiness.source.data import DataPath


class Found(NamedTuple):
    """A fault, and what it is about if that is not the value at its path."""

    fault: Fault
    at_key: bool = False
    """Whether it is the value's key."""
    missing: str = ""
    """The key that the mapping at the path lacks."""


def faults(error: ValidationError, answer_sets: list[str]) -> Iterator[Found]:
    """The faults in `error` in our own words, at most one for each place.

    `answer_sets` are the names that a question may write in place of its options.
    """
    seen = set()
    for found in error.errors(include_url=False):
        if _only_lacks_faulty_items(found):
            continue
        location = found["loc"]
        if location[-2:-1] in (("at_least",), ("at_most",)):
            location = location[:-1]  # each type of a union reports once, with a step for the type
        path = _without_types(location)
        if found["type"] == "extra_forbidden":
            fault = unknown_name(path, "unknown-key", str(path[-1]), _keys_at(location[:-1]))
            yield Found(fault, at_key=True)
        elif answer_sets and _names_options(path, found):
            if found["input"] not in answer_sets:  # otherwise the fault is in the set
                yield Found(unknown_name(path, "unknown-answer-set", found["input"], answer_sets))
        elif path not in seen:
            yield Found(_fault(path, found), missing=str(path[-1]) if found["type"] == "missing" else "")
        seen.add(path)


def _names_options(path: DataPath, found: ErrorDetails) -> bool:
    """Whether a question still has a name in place of its options."""
    return path[-1] == "options" and path[0] != "profile" and isinstance(found["input"], str)


def _without_types(location: DataPath) -> DataPath:
    """The path in the data: without the step that pydantic adds for the type of a question."""
    return tuple(step for index, step in enumerate(location) if not _is_type(location, index))


def _is_type(location: DataPath, index: int) -> bool:
    return (
        index >= 2
        and isinstance(location[index - 1], int)
        and location[index - 2] in QUESTION_LISTS
        and location[index] in QUESTION_TYPES
    )


def _only_lacks_faulty_items(found: ErrorDetails) -> bool:
    """Whether a list is reported as too short only because its faulty items, also reported, do not count."""
    return found["type"] == "too_short" and len(found["input"]) >= found["ctx"]["min_length"]


def _keys_at(location: DataPath) -> list[str]:
    """The keys that may stand in the mapping at `location` of a questionnaire."""
    models: set[type[BaseModel]] = {Questionnaire}
    for index, step in enumerate(location):
        if _is_type(location, index):
            models = {QUESTION_TYPES[str(step)]}
            continue
        fields = (field for model in models for name, field in _fields(model) if name == step)
        models = {model for field in fields for model in _models_in(field.annotation)} or models
    return sorted({name for model in models for name, _field in _fields(model)})


def _fields(model: type[BaseModel]) -> Iterator[tuple[str, FieldInfo]]:
    """The fields of `model` by the keys they are written with."""
    return ((field.alias or name, field) for name, field in model.model_fields.items())


def _models_in(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for argument in get_args(annotation):
        yield from _models_in(argument)


def _fault(path: DataPath, found: ErrorDetails) -> Fault:
    kind: str = found["type"]
    context: dict[str, Any] = dict(found.get("ctx", {}))
    if kind == "missing":
        message = _("“{key}” is missing").format(key=path[-1])
        return Fault(path[:-1], "missing-key", message, _("Add `{key}:` here.").format(key=path[-1]))
    if kind.startswith("union_tag") and isinstance(found["input"], dict):
        return _unknown_type((*path, "type"), found["input"].get("type"))
    if kind == "string_type" and _is_translation(found["input"]):
        message = _("this text is in a language that is not declared")
        hint = _("List {codes} under `languages` at the top of the file, or write only one text.")
        return Fault(path, "undeclared-language", message, hint.format(codes=", ".join(found["input"])))
    if isinstance(refused := context.get("error"), WrongShape):
        return Fault(path, refused.code, refused.message, refused.hint)
    if path[-1:] in (("at_least",), ("at_most",)) and not isinstance(found["input"], int | float):
        message = _("this must be a number or the id of an option")
        hint = _("Write a number, as in `{key}: 3`, or the exact id of an option.").format(key=path[-1])
        return Fault(path, "wrong-value", message, hint)
    if kind == "string_pattern_mismatch":
        message = _("this has the wrong form")
        return Fault(path, "bad-form", message, _(_FORMS.get(context["pattern"], _ANY_FORM)))
    if kind == "literal_error":
        hint = _("Write one of {expected}.").format(expected=str(context["expected"]).replace("'", ""))
        return Fault(path, "not-a-choice", _("this value is not one of the choices"), hint)
    for start, message, hint in _TYPES:
        if kind.startswith(start):
            return Fault(path, "wrong-value", _(message), _(hint).format(**context))
    return Fault(path, "wrong-value", _("this value cannot be used here"), _(_ANY_FORM))


def _unknown_type(path: DataPath, given: Any) -> Fault:
    if isinstance(given, str):
        return unknown_name(path, "unknown-type", given, list(QUESTION_TYPES))
    hint = _("Write one of {expected}.").format(expected=", ".join(QUESTION_TYPES))
    return Fault(path, "unknown-type", _("this is not a type of question"), hint)


def _is_translation(value: Any) -> bool:
    """Whether `value` looks like a text in several languages."""
    return (
        isinstance(value, dict)
        and bool(value)
        and all(re.fullmatch(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*", key) for key in value)
        and all(isinstance(text, str) for text in value.values())
    )


_ID_FORM = later("Write lower-case words joined by hyphens, as in `local-team`.")
_ANY_FORM = later("Compare it with the format in the documentation.")
_FORMS = {
    pattern_of(Id): _ID_FORM,
    pattern_of(QuestionId): _ID_FORM,
    pattern_of(Version): later("Write three numbers, as in 1.0.0."),
    pattern_of(Language): later("Write language codes, as in [en, zh]."),
    pattern_of(Day): later("Write year-month-day, as in 2026-03-31."),
    pattern_of(Fraction): later("Write a fraction, as in 2/3."),
}
_TYPES = (
    ("string_too_short", later("the text is empty"), later("Write the text, or remove the key.")),
    ("string_too_long", later("the text is too long"), later("Write at most {max_length} characters.")),
    (
        "string",
        later("this must be text"),
        later("Write it as text; put it in quotes if it looks like a number."),
    ),
    ("too_short", later("this list is too short"), later("Write at least {min_length} items.")),
    ("too_long", later("this list is too long"), later("Keep at most {max_length} items.")),
    ("tuple", later("this must be a list"), later("Write each item on a line of its own, after a hyphen.")),
    ("model", later("this must be a mapping"), later("Write `key: value` lines.")),
    ("union_tag", later("this must be a mapping"), later("Write `key: value` lines.")),
    ("dict", later("this must be a mapping"), later("Write `key: value` lines.")),
    ("int", later("this must be a whole number"), later("Write it without quotes or decimals.")),
    ("float", later("this must be a number"), later("Write it without quotes.")),
    ("bool", later("this must be true or false"), later("Write `true` or `false`, without quotes.")),
    ("greater_than_equal", later("this number is too small"), later("Write {ge:g} or more.")),
    ("greater_than", later("this number is too small"), later("Write a number greater than {gt:g}.")),
    ("less_than_equal", later("this number is too large"), later("Write {le:g} or less.")),
    ("finite_number", later("this must be an ordinary number"), later("Write it in digits.")),
)
