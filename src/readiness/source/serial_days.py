"""Days and times in a workbook: numbers that only their format tells from others."""

from __future__ import annotations

import datetime
import re

_BUILT_IN = frozenset((*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)))
"""The numbers of those formats for days and times that every program knows; some are only for Chinese."""
_NOT_SHOWN = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?!h+\]|m+\]|s+\])[^\]]*\]', re.IGNORECASE)
"""Parts of a format that say nothing of the value: texts, blanks, colours and languages."""
_LEAP = 60
"""Excel counts a 29 February 1900, which there was not."""
_OFFSET_1904 = 1462
"""Days between the two ways to count."""


def shows_days(number: int, format: str) -> bool:
    """Whether the format with this `number` shows days or times; `format` is empty if it is built in."""
    if not format:
        return number in _BUILT_IN
    return bool(re.search("[ymdhs]", _NOT_SHOWN.sub("", format), re.IGNORECASE))


def day_of(serial: float, *, since_1904: bool) -> datetime.date | datetime.datetime | datetime.time | None:
    """The day, the time or both that `serial` stands for; None if there is no such day."""
    serial += _OFFSET_1904 if since_1904 else 0
    if not 0 <= serial < 2_958_466 or _LEAP <= serial < _LEAP + 1:  # up to the year 9999
        return None
    base = datetime.datetime(1899, 12, 30 if serial > _LEAP else 31)
    moment = base + datetime.timedelta(seconds=round(serial * 86_400))
    if serial < 1:
        return moment.time()
    return moment if moment.time() != datetime.time() else moment.date()
