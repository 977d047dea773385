"""What the models of a questionnaire share: the base class and the types of their fields."""

from __future__ import annotations

import datetime
from typing import Annotated, Any, TypeAlias, TypeVar, get_args

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints

from readiness.messages.catalogue import _
from readiness.source.quoting import CutText, complaint

_Item = TypeVar("_Item")
# YAML lists become tuples; their items are still validated strictly.
Many: TypeAlias = Annotated[tuple[_Item, ...], Field(strict=False)]


def _whole(text: Any) -> Any:
    if isinstance(text, CutText):
        raise WrongShape("cut-text", *complaint(text.whole))
    return text


# More than anyone needs, but short enough for every report, however often it shows a text.
Text: TypeAlias = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=5000), BeforeValidator(_whole)
]
Title: TypeAlias = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=300), BeforeValidator(_whole)
]
Id: TypeAlias = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$", max_length=200)]
QuestionId: TypeAlias = Annotated[
    str,
    StringConstraints(
        pattern=r"^[a-z][a-z0-9]*(-[a-z0-9]+)*(\.[a-z][a-z0-9]*(-[a-z0-9]+)*)*$", max_length=200
    ),
]


class WrongShape(ValueError):
    """Raised by the validators of models: why a value is refused, with the code and the hint to report."""

    def __init__(self, code: str, message: str, hint: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.hint = hint


def _large_enough(weight: float) -> float:
    if 0 < weight < SMALLEST:
        message = _("this weight is too small to count")
        hint = _("Write 0.000001 or more, or 0 to leave a question out of the score.")
        raise WrongShape("wrong-value", message, hint)
    return weight


SMALLEST = 1e-6
"""The smallest weight above 0, and the shortest scale: anything less is lost in rounding."""
# Bounds that nobody needs to exceed; they keep every sum, product and quotient finite.
Weight: TypeAlias = Annotated[float, Field(gt=0, le=1e12, allow_inf_nan=False), AfterValidator(_large_enough)]
QuestionWeight: TypeAlias = Annotated[
    float, Field(ge=0, le=1e12, allow_inf_nan=False), AfterValidator(_large_enough)
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
    """Frozen and strict: an unknown key or a value of the wrong type is an error."""

    # Only the outermost model is ever validated, so the others need no validator of their own.
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, defer_build=True)

    def __repr__(self) -> str:
        """Shows only the id, if there is one, because the whole content would fill many screens."""
        id = getattr(self, "id", None)
        return super().__repr__() if id is None else f"<{type(self).__name__} {id}>"

    __str__ = __repr__
