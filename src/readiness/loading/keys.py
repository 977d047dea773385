"""The keys that each part of a questionnaire has, and the form of their values."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any, get_args

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from readiness.messages.catalogue import _, later
from readiness.messages.sentences import one_of
from readiness.questionnaire.bands import Band, RedFlag
from readiness.questionnaire.case_library import Case
from readiness.questionnaire.conditions import Condition
from readiness.questionnaire.pathways import Pathway
from readiness.questionnaire.profile import ProfileQuestion
from readiness.questionnaire.questionnaire import Questionnaire
from readiness.questionnaire.questions.parts import Action, Option
from readiness.questionnaire.questions.types import QUESTION_TYPES
from readiness.questionnaire.score_scale import Scale
from readiness.questionnaire.sections import QUESTION_LISTS, Section
from readiness.source.complaints import Fault, unknown_name
from readiness.source.data import DataPath

_PARTS: dict[type[BaseModel], str] = {
    Questionnaire: later("the top of the questionnaire"),
    Section: later("a section"),
    Band: later("a band"),
    RedFlag: later("a red flag"),
    ProfileQuestion: later("a profile question"),
    Option: later("an option"),
    Action: later("an action"),
    Scale: later("a `scale`"),
    Condition: later("a condition"),
    Pathway: later("a pathway"),
    Case: later("a case"),
}
_MOST_PLACES = 3
_MEANT: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(("requires", "depends_on", "condition", "if", "show_if", "visible_if"), ("when",)),
    **dict.fromkeys(("points", "value"), ("score", "equals")),
    "question": ("answer", "text"),
    "id": ("answer",),
    **dict.fromkeys(("is", "equal", "eq"), ("equals",)),
    **dict.fromkeys(("in", "one_of", "is_one_of"), ("any_of",)),
    "and": ("all",),
    "or": ("any",),
    **dict.fromkeys(("from", "threshold"), ("cut",)),
    **dict.fromkeys(("min", "minimum"), ("minimum", "least", "cut", "at_least")),
    **dict.fromkeys(("max", "maximum"), ("maximum", "most", "at_most")),
}
"""What other programs, or other parts, call a key of ours; the first that a part has is meant."""


def unknown_key(location: DataPath, path: DataPath) -> Fault:
    """The fault that the last step of `location`, at `path` in the data, is no key of this part."""
    key, keys = str(path[-1]), _keys(_models_at(location[:-1]))
    fault = unknown_name(path, "unknown-key", key, keys)
    places = [_(words) for model, words in _PARTS.items() if key in _keys({model})]
    types = [name for name, kind in QUESTION_TYPES.items() if key in _keys({kind})]
    if len(types) < len(QUESTION_TYPES):
        places += [_("a question with `type: {type}`").format(type=name) for name in types]
    meant = next((other for other in _MEANT.get(key, ()) if other in keys), None)
    if 1 <= len(places) <= _MOST_PLACES and meant:
        hint = _("`{key}` goes in {places}; use `{other}` here.")
    elif 1 <= len(places) <= _MOST_PLACES:
        hint = _("`{key}` goes in {places}.")
    elif meant:
        hint = _("Use `{other}` here.")
    else:
        return fault
    places_in_words = one_of(places) if places else ""
    return fault._replace(hint=hint.format(key=key, places=places_in_words, other=meant))


def is_type(location: DataPath, index: int) -> bool:
    """Whether a step of `location` is the one that pydantic adds for the type of a question."""
    return (
        index >= 2
        and isinstance(location[index - 1], int)
        and location[index - 2] in QUESTION_LISTS
        and location[index] in QUESTION_TYPES
    )


def may_be_left_out(location: DataPath) -> bool:
    """Whether a questionnaire may do without what is at `location`."""
    if isinstance(location[-1], int):
        return True
    field = _field_at(location)
    return field is not None and not field.is_required()


def pattern_at(location: DataPath) -> str:
    """The pattern of the text at `location`; empty if it may be any text, or is no text."""
    while location and isinstance(location[-1], int):
        location = location[:-1]
    field = _field_at(location)
    return next(_patterns(field.annotation, *field.metadata), "") if field else ""


def _patterns(*parts: Any) -> Iterator[str]:
    """The patterns in parts of a type."""
    for part in parts:
        if isinstance(pattern := getattr(part, "pattern", None), str):
            yield pattern
        yield from _patterns(*get_args(part))


def _field_at(location: DataPath) -> FieldInfo | None:
    """The field whose value is at `location`; None for what is in a list or in a mapping without a model."""
    fields = (_fields(model).get(str(location[-1])) for model in _models_at(location[:-1]))
    return next((field for field in fields if field is not None), None)


def _models_at(location: DataPath) -> set[type[BaseModel]]:
    """The models of the mapping at `location`: several if that depends on what is in it."""
    models: set[type[BaseModel]] = {Questionnaire}
    for index, step in enumerate(location):
        if is_type(location, index):
            models = {QUESTION_TYPES[str(step)]}
            continue
        fields = [_fields(model)[str(step)] for model in models if str(step) in _fields(model)]
        models = {model for field in fields for model in _models_in(field.annotation)} or models
    return models


def _keys(models: set[type[BaseModel]]) -> list[str]:
    return sorted({name for model in models for name in _fields(model)})


@cache
def _fields(model: type[BaseModel]) -> dict[str, FieldInfo]:
    """The fields of `model` by the keys they are written with."""
    return {field.alias or name: field for name, field in model.model_fields.items()}


def _models_in(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for argument in get_args(annotation):
        yield from _models_in(argument)
