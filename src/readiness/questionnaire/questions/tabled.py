"""How answers stand in the table of a survey tool, where they are texts."""

from __future__ import annotations

from readiness.questionnaire.questions.marked import Marked
from readiness.questionnaire.questions.parts import Option


class Tabled(Marked):
    """What reading a table asks of a question that has options; others are read as they are typed."""

    def names_in_tables(self, option: Option) -> tuple[str, ...]:
        """The texts that stand for `option` in a table."""
        return option.id, option.text

    def none_in_tables(self) -> tuple[str, ...]:
        """The texts that say that no option applies, where that is an answer."""
        return ()
