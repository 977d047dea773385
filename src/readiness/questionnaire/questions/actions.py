"""Warnings about actions of options that are missing or never shown."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from readiness.messages.catalogue import _
from readiness.questionnaire.questions.parts import Option
from readiness.source.complaints import Fault
from readiness.source.data import DataPath


def doubtful_actions(options: Sequence[Option], improves: Callable[[Option], bool]) -> Iterator[Fault]:
    """A fault for each of `options` that has no action although others do, or whose action is never shown.

    `improves` says whether an action of that option leads to a better answer.
    """
    some = any(option.action for option in options if improves(option))
    for index, option in enumerate(options):
        path: DataPath = ("options", index)
        if some and improves(option) and option.action is None:
            message = _("“{id}” has no action, while others of this question have one")
            hint = _("Add an `action` with `text`, `effort` and `horizon`: what an enterprise does next.")
            yield Fault(path, "option-without-action", message.format(id=option.id), hint)
        elif option.action and not improves(option):
            message = _("no answer is better than “{id}”, so this action is never shown")
            hint = _("Move it to the option that it improves, or remove it.")
            yield Fault((*path, "action"), "action-unused", message.format(id=option.id), hint)
