"""What a respondent types in the interview to choose among listed lines."""

from __future__ import annotations

from collections.abc import Sequence

from readiness.messages.catalogue import _
from readiness.messages.characters import narrow

YES_OR_NO = {"y": "yes", "yes": "yes", "是": "yes", "n": "no", "no": "no", "否": "no"}
"""What may be typed for yes and for no, in small letters."""

_NAMED = 6
"""The most numbers that are named one by one where they do not run from one to the next."""


def place_of(typed: str, numbers: Sequence[str]) -> int | None:
    """The place in `numbers`, from 0, of the one that was typed, in digits of any width; None if it is none.

    A decimal comma will do, and so will the mark behind the number that lists show: `1.`, `1)` or `1、`.
    """
    typed = narrow(typed)
    for each in (typed, typed.replace(",", "."), typed.rstrip(".,。)")):
        if each in numbers:
            return numbers.index(each)
    return None


def places_of(typed: str, numbers: Sequence[str]) -> list[int] | None:
    """The places of numbers with blanks, commas or semicolons between them; None for anything else."""
    parts = narrow(typed).replace(",", " ").replace(";", " ").split()
    places = [place_of(part, numbers) for part in parts]
    known = [place for place in places if place is not None]
    return list(dict.fromkeys(known)) if known and len(known) == len(places) else None


def range_of(numbers: Sequence[str]) -> str:
    """`numbers` in short, as in `0-4` or `0/1/3/4`."""
    first = int(numbers[0]) if numbers[0].isdecimal() else 0
    if list(numbers) == [str(number) for number in range(first, first + len(numbers))]:
        return f"{numbers[0]}-{numbers[-1]}"
    return "/".join(numbers) if len(numbers) <= _NAMED else _("number")
