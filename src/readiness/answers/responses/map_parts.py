"""What the readers of all parts of a map share."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, cast

from readiness.answers.checking import Checking
from readiness.answers.responses.asked import bare_text
from readiness.answers.responses.response_map import ColumnName
from readiness.messages.catalogue import _
from readiness.source.data import DataPath


class MapParts:
    """Reads small parts of a map, and collects what is wrong."""

    def __init__(self, checking: Checking) -> None:
        self.checking = checking
        self.complaints = checking.complaints

    def columns(self, path: DataPath, raw: Any) -> Iterator[ColumnName]:
        """The columns in a list, or the only one."""
        for index, item in enumerate(raw if isinstance(raw, list) else [raw]):
            place = (*path, index) if isinstance(raw, list) and len(raw) > 1 else path
            if (column := self.column(place, item)) is not None:
                yield column

    def column(self, path: DataPath, raw: Any) -> ColumnName | None:
        """The name of a column; None, with a problem, if it is none."""
        if (isinstance(raw, str) and raw.strip()) or (type(raw) is int and raw > 0):
            return raw
        message = _("a column is named by its heading, its letters or its number")
        hint = _("Write the heading in quotation marks, letters such as C, or a number such as 3.")
        self.complaints.add(path, "bad-column", message, hint)
        return None

    def words(self, path: DataPath, raw: Any) -> Iterator[str]:
        """Cells that all mean the same."""
        for index, item in enumerate(raw if isinstance(raw, list) else [] if raw is None else [raw]):
            if isinstance(item, str | int | float) and not isinstance(item, bool):
                yield bare_text(str(item))
            else:
                message = _("“{key}” must be text").format(key=path[-1])
                place = (*path, index) if isinstance(raw, list) else path
                self.complaints.add(
                    place, "not-text", message, _("Write what the cells hold, in quotation marks.")
                )

    def word(self, path: DataPath, raw: Any, known: Sequence[str], otherwise: str) -> str:
        """One of the `known` words; `otherwise` if there is none or it is another one."""
        if raw is None or raw in known:
            return otherwise if raw is None else cast(str, raw)
        self.checking.unknown(path, "wrong-value", raw, list(known))
        return otherwise

    def is_mapping(self, path: DataPath, raw: Any) -> bool:
        """Whether `raw` is a mapping; if not, that is a problem."""
        if isinstance(raw, dict):
            return True
        message = _("“{key}” must be a mapping").format(key=path[-1])
        self.complaints.add(path, "not-mapping", message, _("Write `key: value` lines below it."))
        return False
