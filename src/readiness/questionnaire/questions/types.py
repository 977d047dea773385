"""All types of questions. A new one is a file in this folder and a line in `TYPES`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated, Any, TypeAlias, Union

from pydantic import Discriminator, Tag

from readiness.questionnaire.questions.base import Question
from readiness.questionnaire.questions.choice import ChoiceQuestion
from readiness.questionnaire.questions.number import NumberQuestion
from readiness.questionnaire.questions.scale import ScaleQuestion
from readiness.questionnaire.questions.several import SeveralQuestion
from readiness.questionnaire.questions.text import TextQuestion
from readiness.questionnaire.questions.yes_no import YesNoQuestion

TYPES: tuple[type[Question], ...] = (
    ChoiceQuestion,
    ScaleQuestion,
    YesNoQuestion,
    NumberQuestion,
    SeveralQuestion,
    TextQuestion,
)

QUESTION_TYPES = {kind.type_name(): kind for kind in TYPES}
"""The types by name."""
DEFAULT_TYPE = next(name for name, kind in QUESTION_TYPES.items() if kind.is_default())
"""The type of a question that names none."""


def _type_of(raw: Any) -> Any:
    """The name of the type in raw data, or of a question."""
    if isinstance(raw, Mapping):
        return raw.get("type", DEFAULT_TYPE)
    return getattr(raw, "type", None)


if TYPE_CHECKING:
    AnyQuestion: TypeAlias = Question
else:
    _ARMS = tuple(Annotated[kind, Tag(name)] for name, kind in QUESTION_TYPES.items())
    AnyQuestion = Annotated[Union[_ARMS], Discriminator(_type_of)]  # noqa: UP007 (made from a tuple)
