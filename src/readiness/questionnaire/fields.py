"""What the models of a questionnaire share: the base class and the types of their fields."""

from __future__ import annotations

from typing import Annotated, TypeAlias, TypeVar

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints

Item = TypeVar("Item")
# YAML lists become tuples; what is inside stays strict.
Many: TypeAlias = Annotated[tuple[Item, ...], Field(strict=False)]

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


def _counts(weight: float) -> float:
    if 0 < weight < SMALLEST:
        raise ValueError("tiny-weight")
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


class Model(BaseModel):
    """Frozen and strict: an unknown key or a value of another type is a problem, not a guess."""

    # Only the outermost model is ever validated, so the others need no validator of their own.
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, defer_build=True)

    def __repr__(self) -> str:
        """What has an id is shown by it, because all that is in it would fill many screens."""
        id = getattr(self, "id", None)
        return super().__repr__() if id is None else f"<{type(self).__name__} {id}>"

    __str__ = __repr__
