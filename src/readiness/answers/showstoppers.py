"""What rules a market out, in words; some words only say whether anything does."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from readiness.answers.checking import Checking
from readiness.messages.catalogue import _
from readiness.messages.lookalikes import look
from readiness.messages.sentences import shortened
from readiness.source.data import DataPath
from readiness.source.misread import CutText

_NO = frozenset({"-", "--", "/", "0", "n", "no", "none", "nope", "nothing", "n/a", "na", "nil", "null"})
_NO |= {"false", "not applicable", "无", "無", "没有", "沒有", "没", "暂无", "否", "不", "不会", "不是"}
_NO |= {"不适用"}
_YES = frozenset({"1", "y", "yes", "true", "ok", "是", "是的", "有", "会", "对"})
_OPEN = frozenset({"?", "unknown", "tbd", "don't know", "不知道", "不清楚", "未知", "待定"})
_ENDS = " .!;\"'"


def is_nothing(text: str) -> bool:
    """Whether `text`, typed as what rules a market out, means that nothing does."""
    return _plain(text) in _NO


def is_no_reason(text: str) -> bool:
    """Whether `text` says at most whether something rules a market out, and not what."""
    return _plain(text) in _NO | _YES | _OPEN


def read_showstopper(market: Mapping[str, Any], path: DataPath, checking: Checking) -> str:
    """What rules out the `market` at `path` of a file; empty if nothing does, or with a problem.

    What says no more than “no” is refused: taken for a reason, it would rule the market out.
    """
    if "showstopper" not in market:
        return ""
    path, raw = (*path, "showstopper"), market["showstopper"]
    said = raw if isinstance(raw, str) else "" if raw is None else str(raw).lower()
    if is_no_reason(said) and not isinstance(raw, CutText):
        message = _("“{text}” does not say what rules the market out").format(text=shortened(said))
        hint = _("Write the reason in words, or remove the line if nothing does.")
    elif look(said) or (raw is None and checking.complaints.lost_text(path)):
        return checking.text(path, raw)
    else:
        message = _("“{key}” is empty").format(key="showstopper")
        hint = _("Write the reason, or remove the line.")
    checking.complaints.add(path, "no-showstopper", message, hint)
    return ""


def _plain(text: str) -> str:
    plain = look(text)
    return plain.strip(_ENDS) or plain
