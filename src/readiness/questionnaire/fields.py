"""What the models of a questionnaire share: the base class and the types of their fields."""

from __future__ import annotations

import datetime
from typing import Annotated, Any, Literal, TypeAlias, TypeVar, get_args

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints

from readiness.messages.catalogue import _
from readiness.source.misread import CutText, ListText

_Item = TypeVar("_Item")
# YAML lists become tuples; their items are still validated strictly.
Many: TypeAlias = Annotated[tuple[_Item, ...], Field(strict=False)]


def _whole(text: Any) -> Any:
    if not isinstance(text, CutText | ListText):
        return text
    from readiness.source.quoting import complaint, list_complaint  # only for what is refused

    if isinstance(text, CutText):
        raise WrongShape("cut-text", *complaint(text.whole))
    raise WrongShape("lost-list", *list_complaint(text))


MAX_TITLE = 300
MAX_TEXT = 5000
# More than anyone needs, but short enough for every report, however often it shows a text.
Text: TypeAlias = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=MAX_TEXT), BeforeValidator(_whole)
]
Title: TypeAlias = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=MAX_TITLE), BeforeValidator(_whole)
]
Id: TypeAlias = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$", max_length=200)]
QuestionId: TypeAlias = Annotated[
    str,
    StringConstraints(
        pattern=r"^[a-z][a-z0-9]*(-[a-z0-9]+)*(\.[a-z][a-z0-9]*(-[a-z0-9]+)*)*$", max_length=200
    ),
]


class WrongShape(ValueError):
    """Raised by the validators of models: why a value is refused, with the code and the hint to report.

    `key` is the key of the model that is to blame, if it is not the whole value.
    """

    def __init__(self, code: str, message: str, hint: str, key: str = "") -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.hint = hint
        self.key = key


def _large_enough(weight: float) -> float:
    if 0 < weight < SMALLEST:
        raise WrongShape("wrong-value", _("this weight is too small to count"), _("Write 0.000001 or more."))
    return weight


def _large_enough_or_none(weight: float) -> float:
    if 0 < weight < SMALLEST:
        hint = _("Write 0.000001 or more, or 0 to leave the question out of the score.")
        raise WrongShape("wrong-value", _("this weight is too small to count"), hint)
    return weight


SMALLEST = 1e-6
"""The smallest weight above 0, and the shortest scale: anything less is lost in rounding."""
# Bounds that nobody needs to exceed; they keep every sum, product and quotient finite.
Weight: TypeAlias = Annotated[float, Field(gt=0, le=1e12, allow_inf_nan=False), AfterValidator(_large_enough)]
QuestionWeight: TypeAlias = Annotated[
    float, Field(ge=0, le=1e12, allow_inf_nan=False), AfterValidator(_large_enough_or_none)
]
Score: TypeAlias = Annotated[float, Field(ge=-1e12, le=1e12, allow_inf_nan=False)]
CountedAs: TypeAlias = Literal["nowhere", "worst", "best"] | Score
"""What a question that is not applicable counts as: nothing, its worst or best, or a score of its own."""
Version: TypeAlias = Annotated[str, StringConstraints(pattern=r"^[0-9]{1,9}\.[0-9]{1,9}\.[0-9]{1,9}$")]
Language: TypeAlias = Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$")]


def _in_digits(raw: Any) -> Any:
    """A number as text, as it is written."""
    return f"{raw:.15g}" if isinstance(raw, int | float) and not isinstance(raw, bool) else raw


Fraction: TypeAlias = Annotated[
    str,
    StringConstraints(pattern=r"^([0-9]{1,6}/[1-9][0-9]{0,5}|[0-9]{1,6}(\.[0-9]{1,15})?)$"),
    BeforeValidator(_in_digits),
]
"""A share, 0-1, as text: `2/3` or `0.66`, which may be written as a number too."""


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
