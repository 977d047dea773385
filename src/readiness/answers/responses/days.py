"""Days as survey tools write them, often with a time behind."""

from __future__ import annotations

import datetime
import re

from readiness.answers.responses.response_map import DayOrder
from readiness.messages.lookalikes import ordinary
from readiness.messages.numerals import numerals_in_digits

_BEHIND = r"(?![0-9])(?:[\sT日号,].*)?"
_YEAR_FIRST = re.compile(rf"(\d{{4}})\s*[-/.年]\s*(\d{{1,2}})\s*[-/.月]\s*(\d{{1,2}})\s*{_BEHIND}")
_YEAR_LAST = re.compile(rf"(\d{{1,2}})\s*[-/.]\s*(\d{{1,2}})\s*[-/.]\s*(\d{{4}}){_BEHIND}")


def day_in(text: str, order: DayOrder) -> datetime.date | None:
    """The day in `text`, whose year comes first, or else in the `order` of the table; None if it is none."""
    text = numerals_in_digits(ordinary(text))
    if found := _YEAR_FIRST.fullmatch(text):
        return _day(*found.groups())
    found = _YEAR_LAST.fullmatch(text)
    if found is None or order == "year-first":
        return None
    first, second, year = found.groups()
    return _day(year, first, second) if order == "month-first" else _day(year, second, first)


def is_year_last(text: str) -> bool:
    """Whether `text` looks like a day whose year comes last."""
    return _YEAR_LAST.fullmatch(numerals_in_digits(ordinary(text))) is not None


def orders_of(texts: list[str]) -> list[DayOrder]:
    """The orders in which each of `texts` is a day, the plainest first."""
    orders: tuple[DayOrder, ...] = ("year-first", "month-first", "day-first")
    fitting = [order for order in orders if all(day_in(text, order) for text in texts)]
    return fitting[:1] if fitting[:1] == ["year-first"] else fitting


def _day(year: str, month: str, day: str) -> datetime.date | None:
    try:
        return datetime.date(int(year), int(month), int(day))
    except ValueError:
        return None
