"""How answers stand in a table: the texts of a survey tool, and the columns of many firms."""

from __future__ import annotations

from typing import Literal, TypeAlias

from readiness.questionnaire.questions.marked import Marked
from readiness.questionnaire.questions.parts import Option

ColumnKind: TypeAlias = Literal["text", "number", "boolean", "list"]
"""What all cells of a column are."""


class Tabled(Marked):
    """What reading a table asks of a question that has options; others are read as they are typed."""

    def names_in_tables(self, option: Option) -> tuple[str, ...]:
        """The texts that stand for `option` in a table."""
        return option.id, option.text

    def none_in_tables(self) -> tuple[str, ...]:
        """The texts that say that no option applies, where that is an answer."""
        return ()

    def column_kinds(self) -> tuple[ColumnKind, ...]:
        """The kinds of columns that can hold the answers of many firms; text always can."""
        return ("text",)
