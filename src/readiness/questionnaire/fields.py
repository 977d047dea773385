"""What the models of a questionnaire share: the base class and the types of their fields."""

from __future__ import annotations

import datetime
from typing import Annotated, Any, TypeAlias, TypeVar, get_args

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints

from readiness.messages.catalogue import _

_Item = TypeVar("_Item")
# YAML lists become tuples; what is inside stays strict.
Many: TypeAlias = Annotated[tuple[_Item, ...], Field(strict=False)]

# Lengths far beyond use that keep every report short, however often a text stands in it.
Text: TypeAlias = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=5000)]
Title: TypeAlias = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=300)]
Id: TypeAlias = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$", max_length=200)]
QuestionId: TypeAlias = Annotated[
    str,
    StringConstraints(
        pattern=r"^[a-z][a-z0-9]*(-[a-z0-9]+)*(\.[a-z][a-z0-9]*(-[a-z0-9]+)*)*$", max_length=200
    ),
]


class WrongShape(ValueError):
    """What a validator of a model refuses, with all that is told about it."""

    def __init__(self, code: str, message: str, hint: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.hint = hint


def _counts(weight: float) -> float:
    if 0 < weight < SMALLEST:
        message = _("this weight is too small to count")
        hint = _("Write 0.000001 or more, or 0 to leave a question out of the score.")
        raise WrongShape("wrong-value", message, hint)
    return weight


SMALLEST = 1e-6
"""Of weights and of the length of a scale; what is smaller is lost beside what is larger."""
# Bounds far beyond use that keep every sum, product and quotient finite.
Weight: TypeAlias = Annotated[float, Field(gt=0, le=1e12, allow_inf_nan=False), AfterValidator(_counts)]
QuestionWeight: TypeAlias = Annotated[
    float, Field(ge=0, le=1e12, allow_inf_nan=False), AfterValidator(_counts)
]
Score: TypeAlias = Annotated[float, Field(ge=-1e12, le=1e12, allow_inf_nan=False)]
Version: TypeAlias = Annotated[str, StringConstraints(pattern=r"^[0-9]{1,9}\.[0-9]{1,9}\.[0-9]{1,9}$")]
Language: TypeAlias = Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$")]
Fraction: TypeAlias = Annotated[str, StringConstraints(pattern=r"^[0-9]{1,6}/[1-9][0-9]{0,5}$")]


def _is_a_day(text: str) -> str:
    try:
        datetime.date.fromisoformat(text)
    except ValueError:
        hint = _("Write year-month-day, as in 2026-03-31.")
        raise WrongShape("bad-date", _("there is no such day"), hint) from None
    return text


Day: TypeAlias = Annotated[
    str, StringConstraints(pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"), AfterValidator(_is_a_day)
]


def pattern_of(form: Any) -> str:
    """The pattern of one of the types above that have one."""
    pattern = get_args(form)[1].pattern
    assert isinstance(pattern, str)
    return pattern


class Model(BaseModel):
    """Frozen and strict: an unknown key or a value of another type is a problem, not a guess."""

    # Only the outermost model is ever validated, so the others need no validator of their own.
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, defer_build=True)

    def __repr__(self) -> str:
        """What has an id is shown by it, because all that is in it would fill many screens."""
        id = getattr(self, "id", None)
        return super().__repr__() if id is None else f"<{type(self).__name__} {id}>"

    __str__ = __repr__
