"""Describes what a newer version of a questionnaire did to answers."""

from __future__ import annotations

from readiness.answers.answers import Notice
from readiness.messages.catalogue import _


def notice_text(notice: Notice) -> str:
    """One sentence that says what happened to an answer to an older version."""
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
