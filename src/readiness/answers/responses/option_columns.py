"""Read an answer that stands in several columns, one for each option."""

from __future__ import annotations

from collections.abc import Mapping

from readiness.answers.responses.asked import bare_text
from readiness.answers.responses.cell_reading import (
    OPEN_READING,
    CellReader,
    CellReading,
    Misfit,
)
from readiness.answers.responses.joined_options import with_words
from readiness.answers.responses.response_map import Meaning
from readiness.messages.catalogue import _

TICKED = frozenset({"1", "y", "yes", "true", "x", "是", "选中", "已选", "已选中", "√", "✓", "✔", "☑", "●"})
NOT_TICKED = frozenset({"0", "n", "no", "false", "否", "未选", "未选中", "not selected", "-"})
"""What stands in the column of one option, as `bare_text`."""


class ColumnsReader(CellReader):
    """Reads the cells about one question where each option has a column."""

    def cells(self, cells: Mapping[int, str], each: Mapping[int, Meaning]) -> CellReading:
        """What the cells of several columns say; `each` is what it means if one is ticked. Raises Misfit."""
        ticked: list[int] = []
        other = ""
        left_out = False
        for column, cell in cells.items():
            bare = bare_text(cell)
            meaning = self.meanings.get(bare)
            if not bare or (meaning and meaning.kind == "open"):
                continue
            if bare in NOT_TICKED:
                left_out = True
            elif (
                meaning
                and meaning.kind in ("unknown", "not-applicable")
                and meaning.kind != each[column].kind
            ):
                return self.reading_of(meaning)
            else:
                words = self._ticked(cell, each[column])
                if words is None:
                    raise Misfit("unmatched", cell, column=column)
                ticked.append(column)
                other = words or other
        if not ticked:
            return CellReading(Meaning("none")) if left_out else OPEN_READING
        return self._together({column: each[column] for column in ticked}, cells)._replace(other=other)

    def _ticked(self, cell: str, meaning: Meaning) -> str | None:
        """The respondent's own words in a cell that is ticked, mostly none; None if it is not ticked."""
        bare = bare_text(cell)
        if bare in TICKED or meaning.kind != "value":
            return ""
        id = meaning.raw
        if self.option_of(cell) == id or self.meanings.get(bare) == meaning:
            return ""
        if id != self.asked.words:
            return None
        said = (words for option, words in with_words(cell) if self.option_of(option) == id)
        return next(said, cell.strip())

    def _together(self, ticked: Mapping[int, Meaning], cells: Mapping[int, str]) -> CellReading:
        """What columns say that are ticked together. Raises Misfit."""
        states = [column for column, meaning in ticked.items() if meaning.kind != "value"]
        is_one = len(ticked) == 1 or (self.asked.several and not states)
        if not is_one:
            column = states[0] if states else list(ticked)[1]
            message = _("this is ticked together with another answer to “{id}”").format(id=self.asked.id)
            raise Misfit("unmatched", cells[column], message, column=column)
        if states:
            return self.reading_of(ticked[states[0]])
        return CellReading(Meaning("value", self.asked.raw([meaning.raw for meaning in ticked.values()])))
