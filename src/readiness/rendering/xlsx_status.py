"""The status of an action in a workbook: a list to choose from, and what it looks like."""

from __future__ import annotations

from readiness.messages.catalogue import _
from readiness.rendering.xlsx_book import ALERT, QUIET, Sheet

SPARE = 200
"""The rows below the actions that are ready for those that the firm adds."""


def statuses() -> tuple[str, str, str, str]:
    """What may be said of an action, the first at the beginning."""
    return _("To do"), _("Started"), _("Done"), _("Dropped")


def offer_status(sheet: Sheet, end: int, due: int, status: int, last: int) -> None:
    """A drop-down list of statuses; what is finished turns grey, and what is late turns red."""
    words = list(statuses())
    sheet.worksheet.data_validation(
        *(1, status, end - 1, status),
        {
            "validate": "list",
            "source": words,
            "error_title": _("Status"),
            "error_message": _("Choose one of the list."),
        },
    )
    grey = sheet.book.workbook.add_format({"font_color": QUIET, "bg_color": "#F2F2F2"})
    late = sheet.book.workbook.add_format({"font_color": ALERT, "bold": True})
    done = ",".join(f'${chr(65 + status)}2="{word}"' for word in words[2:])
    day = f"${chr(65 + due)}2"
    for area, formula, look in (
        ((1, 0, end - 1, last), f"=OR({done})", grey),
        ((1, due, end - 1, due), f'=AND({day}<>"",{day}<TODAY(),NOT(OR({done})))', late),
    ):
        sheet.worksheet.conditional_format(*area, {"type": "formula", "criteria": formula, "format": look})
