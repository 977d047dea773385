"""Put texts that people wrote into sentences of the program."""

from __future__ import annotations

from collections.abc import Sequence

from readiness.messages.catalogue import _, plural

QUOTED = 120
"""The most characters of a text that is quoted in a sentence or named in a list."""
EXCERPT = 500
"""The most characters of a text that the same report shows in full elsewhere."""
NAMED = 6
"""The most texts that a sentence lists."""


def bare(text: str) -> str:
    """`text` without its full stop, to be used inside a sentence."""
    return text.rstrip(".。")


def ended(title: str) -> str:
    """`title` with a full stop, unless it ends with a mark of its own, as a question does."""
    has_mark = title.endswith(("?", "!", ".", "？", "！", "。", "…"))
    return title if has_mark else _("{title}.").format(title=title)


def shortened(text: str, most: int = QUOTED) -> str:
    """`text`, or its beginning and an ellipsis if it is longer than `most` characters."""
    if len(text) <= most:
        return text
    begin = text[: most - 1]
    words, blank, _rest = begin[most // 2 :].rpartition(" ")
    if blank:  # end with a whole word where there are words
        begin = begin[: most // 2] + words
    return f"{begin.rstrip()}…"


def some(texts: Sequence[str], most: int = NAMED) -> list[str]:
    """The first `most` of `texts`, shortened, and how many more there are, to be joined in a sentence."""
    found = [shortened(text) for text in texts[:most]]
    if more := len(texts) - len(found):
        found.append(plural("and {count} more", "and {count} more", more))
    return found


def with_number(number: str, text: str) -> str:
    """`text` after its number, if it has one."""
    return _("{number}. {text}").format(number=number, text=text) if number else text


def quoted(texts: Sequence[str]) -> str:
    """`texts`, at least one, each in quotation marks: “this”, “that” or “another”; only the first of many."""
    found = [_("“{text}”").format(text=shortened(bare(text))) for text in texts[:NAMED]]
    if more := len(texts) - len(found):
        found.append(plural("{count} other", "{count} others", more))
    return one_of(found)


def day_in_words(day: str) -> str:
    """A `day`, written as year-month-day, as a report in the language of the messages writes it."""
    if not day:
        return ""
    year, month, of_month = map(int, day.split("-"))
    return _("{year}-{month:02}-{day:02}").format(year=year, month=month, day=of_month)


def one_of(texts: Sequence[str]) -> str:
    """`texts`, at least one, as alternatives: this, that or another."""
    *before, last = texts
    if all(text.isascii() for text in texts):  # ids and numbers, which have blanks around them
        return _(", ").join(before) + _(" or ") + last if before else last
    return _("{before} or {last}").format(before=_(", ").join(before), last=last) if before else last
