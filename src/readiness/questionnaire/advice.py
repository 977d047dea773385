"""Rules about actions: which come first, which do not go together, and what an effort costs."""

from __future__ import annotations

from typing import Annotated, TypeAlias

from pydantic import Field, StringConstraints

from readiness.questionnaire.fields import Many, Model, Text

ActionName: TypeAlias = Annotated[
    str, StringConstraints(pattern=r"^[a-z][a-z0-9.-]*(/[a-z][a-z0-9-]*)?$", max_length=400)
]
"""`QUESTION/OPTION` is the action that leads from that option to the next; `QUESTION` any of its actions."""
PersonDays: TypeAlias = Annotated[float, Field(gt=0, le=100_000, allow_inf_nan=False)]


class Prerequisite(Model):
    """`action` only makes sense when `first` has been done."""

    action: ActionName
    first: ActionName


class Opposition(Model):
    """Actions that advise opposite things; the report recommends only the most useful one."""

    actions: Annotated[Many[ActionName], Field(min_length=2, max_length=20)]
    reason: Text


def split_name(name: str) -> tuple[str, str]:
    """The question and the option that an action's name consists of; an empty option for all."""
    question, _slash, option = name.partition("/")
    return question, option
