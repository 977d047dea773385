"""The types of questions that there are."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, TypeAlias

from pydantic import Discriminator, Tag

from readiness.questionnaire.questions.base import Question
from readiness.questionnaire.questions.choice import ChoiceQuestion
from readiness.questionnaire.questions.number import NumberQuestion
from readiness.questionnaire.questions.scale import ScaleQuestion
from readiness.questionnaire.questions.several import SeveralQuestion
from readiness.questionnaire.questions.text import TextQuestion
from readiness.questionnaire.questions.yes_no import YesNoQuestion


def _type_of(raw: Any) -> Any:
    """The type that raw data asks for; a choice unless it says otherwise."""
    if isinstance(raw, Mapping):
        return raw.get("type", "choice")
    return getattr(raw, "type", None)


AnyQuestion: TypeAlias = Annotated[
    Annotated[ChoiceQuestion, Tag("choice")]
    | Annotated[ScaleQuestion, Tag("scale")]
    | Annotated[YesNoQuestion, Tag("yes-no")]
    | Annotated[NumberQuestion, Tag("number")]
    | Annotated[SeveralQuestion, Tag("several")]
    | Annotated[TextQuestion, Tag("text")],
    Discriminator(_type_of),
]
QUESTION_TYPES: dict[str, type[Question]] = {
    "choice": ChoiceQuestion,
    "scale": ScaleQuestion,
    "yes-no": YesNoQuestion,
    "number": NumberQuestion,
    "several": SeveralQuestion,
    "text": TextQuestion,
}
