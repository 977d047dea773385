"""Describes what a newer version of a questionnaire did to answers."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from itertools import filterfalse

from readiness.answers.answers import Notice
from readiness.messages.catalogue import _, plural
from readiness.scoring.scope import Scope, Standing


def notice_texts(scope: Scope) -> Iterator[str]:
    """A sentence on each change; new questions that are hidden from this enterprise are left out.

    Of very many changes, the first are told, and how many more there are.
    """
    told = list(filterfalse(partial(_is_hidden, scope), scope.answers.notices))
    yield from map(_notice_text, told[:_TOLD])
    if (more := len(told) - _TOLD) > 0:
        yield plural("There is {count} more change.", "There are {count} more changes.", more)


_TOLD = 500
"""The most changes that are told one by one."""


def _is_hidden(scope: Scope, notice: Notice) -> bool:
    """Whether `notice` is about a new question that this enterprise is not asked."""
    asked = notice.part == "answers" and notice.kind == "added"
    return asked and scope.standing.get(notice.question) is Standing.HIDDEN


def _notice_text(notice: Notice) -> str:
    texts = {
        "renamed": _("“{question}” is now called “{detail}”; its answer is kept."),
        "retired": _("“{question}” is no longer asked; its answer is kept but does not count."),
        "replaced": _(
            "“{question}” is no longer asked; its answer is kept but does not count. Asked instead: {detail}."
        ),
        "option-renamed": _("The answer chosen for “{question}” is now called “{detail}”."),
        "option-gone": _("“{question}” no longer takes the answer {detail}; please answer it again."),
        "added": _("“{question}” is new and not answered yet."),
    }
    return texts[notice.kind].format(question=notice.question, detail=notice.detail)
