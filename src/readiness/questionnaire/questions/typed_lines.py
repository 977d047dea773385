"""The numbers of listed lines that a respondent types in the interview."""

from __future__ import annotations

from readiness.messages.characters import narrow


def line_number(typed: str, count: int) -> int | None:
    """The number from 1 to `count` that was typed, in digits of any width; None for anything else."""
    typed = narrow(typed)
    number = int(typed) if typed.isdecimal() and len(typed) < 4 else 0
    return number if 1 <= number <= count else None


def line_numbers(typed: str, count: int) -> list[int] | None:
    """The numbers that were typed, separated by spaces or commas; None for anything else."""
    numbers = [line_number(part, count) for part in narrow(typed).replace(",", " ").split()]
    known = [number for number in numbers if number is not None]
    return known if known and len(known) == len(numbers) else None
