"""How a form on a screen takes the answer to a question: the page in a browser, and the workbook."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Literal, NamedTuple, TypeAlias

from readiness.questionnaire.questions.parts import Box, Option

Scalar: TypeAlias = str | int | float | bool
InputKind: TypeAlias = Literal["one", "several", "number", "text"]


class FieldChoice(NamedTuple):
    """One line to choose."""

    written: Scalar
    """As an answers file holds it: the id of an option, or a number."""
    number: str
    """The number that the interview gives it; empty where its text says so."""
    text: str
    id: str
    """By which conditions name it."""
    score: float
    """What `at_least` and `at_most` compare; of several choices, their sum."""
    spellings: tuple[Scalar, ...] = ()
    """Every way in which an answers file may write it."""
    alone: bool = False
    """Whether it cannot be chosen together with others."""
    own_words: bool = False
    """Whether the respondent may say what it is."""


class FormField(NamedTuple):
    """What is filled in."""

    kind: InputKind
    choices: tuple[FieldChoice, ...] = ()
    none: str = ""
    """With `several`, what choosing none of them is called; empty if an option says so."""
    none_in_a_file: str = ""
    """The same where an option says so, since an answers file can still say that none is chosen."""
    least: float | None = None
    """The smallest number that is accepted; None if there is no limit."""
    most: float | None = None
    whole: bool = False
    """Whether the number must be whole."""
    unit: str = ""


def field_choices(
    options: Sequence[Option], boxes: Sequence[Box], spellings: Callable[[Option], tuple[Scalar, ...]]
) -> tuple[FieldChoice, ...]:
    """`options` as choices, each with its number and text as on paper; one of `boxes` is about each."""
    by_id = {box.id or box.number: box for box in boxes}
    return tuple(
        FieldChoice(
            written=written[0],
            number=by_id[option.id].number,
            text=by_id[option.id].text,
            id=option.id,
            score=option.score,
            spellings=written,
            alone=option.exclusive,
            own_words=option.own_words,
        )
        for option in options
        for written in [spellings(option)]
    )
