"""What the checks of all parts of an answers file share: a list of problems and a list of notices."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping
from typing import Any

from readiness.answers.answers import Notice
from readiness.messages.catalogue import _
from readiness.messages.names import suggestion
from readiness.questionnaire.questionnaire import Questionnaire
from readiness.questionnaire.questions.raw_values import day_like, shown
from readiness.source.complaints import Complaints
from readiness.source.data import DataPath, Map
from readiness.source.misread import CutText, ListText


class Checking:
    """The check of one answers file: its questionnaire, and the problems and notices found so far."""

    def __init__(self, raw: Any, questionnaire: Questionnaire, name: str) -> None:
        self.questionnaire = questionnaire
        self.complaints = Complaints(raw, name)
        self.notices: list[Notice] = []
        if isinstance(raw, Map):
            self.complaints.problems += raw.source.found
            self.notices += [Notice("left-out", id) for id in raw.source.left_out]

    def known_keys(self, path: DataPath, mapping: Mapping[str, Any], known: tuple[str, ...]) -> None:
        """Report every key of the `mapping` at `path` that is not `known`."""
        for key in mapping:
            if key not in known and not self.complaints.full:
                self.unknown((*path, key), "unknown-key", key, list(known), key=True)

    def unknown(
        self,
        path: DataPath,
        code: str,
        name: object,
        names: list[str],
        *,
        titles: Mapping[str, str] | None = None,
        key: bool = False,
    ) -> None:
        """Report that `name` is not one of `names`, at the value of `path` or, with `key`, at its key.

        The hint may suggest the one of `names` whose title, in `titles`, is meant.
        """
        text = str(name)[:80]
        hint = suggestion(text, names, _("Known here: {names}.").format(names=_(", ").join(names)), titles)
        message = _("“{name}” is not known").format(name=text)
        self.complaints.add(path, code, message, hint, key=key)

    def text(self, path: DataPath, value: Any) -> str:
        """The text at `path` without blanks around it; empty if there is none or it is not text."""
        self.expect_whole(path, value)
        if value is None:
            return ""
        if isinstance(value, str):
            return value.strip()
        key = next(step for step in reversed(path) if isinstance(step, str))
        message = _("“{key}” must be text").format(key=key)
        written = self.complaints.written(path, value)
        hint = (
            _("Put it in quotes: {text}").format(text=written) if written else _("Write one text, in quotes.")
        )
        self.complaints.add(path, "not-text", message, hint)
        return ""

    def expect_whole(self, path: DataPath, value: Any) -> None:
        """Report a text of a person at `path` that a comment sign cuts off, or that was meant as a list."""
        whole = value.whole if isinstance(value, CutText) else ""
        if value is None:
            whole = self.complaints.lost_text(path)
        if not whole and not isinstance(value, ListText):
            return
        from readiness.source.quoting import complaint, list_complaint  # only for what is refused

        if whole:
            self.complaints.add(path, "cut-text", *complaint(whole))
        elif isinstance(value, ListText):
            self.complaints.add(path, "lost-list", *list_complaint(value))

    def day(self, path: DataPath, value: Any) -> datetime.date | None:
        """The day at `path`; None if there is none or it is not a day."""
        if type(value) is datetime.date:  # from a mapping made in Python
            return value
        text = value.strip() if isinstance(value, str) else value
        if text is None or text == "":
            return None
        try:
            if not isinstance(text, str) or not re.fullmatch(r"\d{4}-\d\d-\d\d", text):
                raise ValueError
            return datetime.date.fromisoformat(text)
        except ValueError:
            message = _("{value} is not a date").format(value=shown(text))
            hint = _("Write year-month-day, as in {example}.").format(example=day_like(text) or "2026-03-31")
            if re.fullmatch(r"\d{4}-\d\d-\d\d", str(text)):
                message = _("there is no such day")
            self.complaints.add(path, "bad-date", message, hint)
            return None
