"""What a newer version did to answers, in words."""

from __future__ import annotations

from readiness.answers.answers import Notice
from readiness.messages.catalogue import _


def notice_text(notice: Notice) -> str:
    """What became of one answer to an older version, in words."""
    texts = {
        "renamed": _("“{question}” is now called “{detail}”; the answer moved along."),
        "retired": _("“{question}” is no longer asked; its answer is kept and counts nowhere."),
        "option-renamed": _("The answer chosen for “{question}” is now called “{detail}”."),
        "option-gone": _("“{question}” no longer takes the answer {detail}; please answer it again."),
        "added": _("“{question}” is new and open."),
    }
    return texts[notice.kind].format(question=notice.question, detail=notice.detail)
