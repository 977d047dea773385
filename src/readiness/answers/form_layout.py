"""How a form in a workbook says what its cells are: the writer and the reader of forms agree here.

Everything is found by ids, never by position, so that rows can be sorted and sheets moved. A hidden sheet
lists what is asked, a line for each question and below it one for each choice. On the other sheets a hidden
row names the columns, and a hidden column has the id of each row.
"""

from __future__ import annotations

FORM_MARK = "readiness-form"
"""The first cell of the hidden sheet; the cell beside it has the version of the layout."""
FORM_VERSION = 1
COLUMNS_MARK = "readiness-columns"
"""Begins the hidden row that names the columns; below it are the ids of the rows."""
STATIC = "#"
"""The id of a row in which nothing is filled in, such as a heading."""
VALUE = "value"
FILLED_IN = (VALUE, "note", "evidence", "owner", "not_applicable", "other")
"""The columns to fill in, called as in an answers file."""
HELPER = "helper"
"""The column that tells whether a row needs an answer; people do not see it."""
SHOWN = ("number", "asked", "levels")
"""The columns that only say something."""

KIND, ID, NUMBER, TEXT, WRITTEN = range(1, 6)
"""The columns of the hidden sheet: of a choice its number, what the list shows, and its value as JSON."""
ABOUT, WORD, FACT, QUESTION, CHOICE, NONE, STATE, KEPT = (
    "about",
    "word",
    "fact",
    "question",
    "choice",
    "none",
    "state",
    "kept",
)
"""The kinds of its lines: about the form, a word of its lists, what is asked, a choice, that no choice is
true, a state in the list of a question, and what is kept for the way back."""
UNKNOWN_WORD, ASIDE_WORD, YES_WORD, NO_WORD = "unknown", "not_applicable", "yes", "no"

COVER, PROFILE, ANSWERS = "cover", "profile", "answers"
"""The parts of a form, with which the ids of its rows begin."""


def row_id(part: str, id: str, choice: str = "") -> str:
    """The id of the row for what has this `id`, or of one of its choices."""
    return f"{part} {id} {choice}".rstrip()
