"""Several options in one cell; their texts may hold the signs that join them, so it is never just split."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import islice

from readiness.answers.responses.asked import Answerable
from readiness.answers.responses.response_map import By
from readiness.messages.characters import narrow

BETWEEN = "┋"
"""What 问卷星 puts between the options of one cell; no text of a questionnaire holds it."""
OPTION_MARK = re.compile(r"(?:[a-z]|[0-9]{1,2})(?:\s?[.)]\s*|,(?=\S))")
"""A letter or number before the text of an option, as `bare_text`; a comma and a blank part two options."""
LIST_PARTS = re.compile(r"[\s,;|┋、，；]+")
"""What is between numbers, letters and codes."""
_MOST_STEPS = 10_000
"""The most that are tried in one cell: a few for each option, unless somebody wants to keep us busy."""
_MOST_SIGNS = 50
"""The most signs of one cell behind which words may begin."""
_JOINT = re.compile(r"\s*(?:[,;|/]\s*|\Z)")
"""What is behind an option, as `bare_text`."""


class KnownNames:
    """The texts that may stand in a cell, as `bare_text`, each with what it means."""

    def __init__(self, meanings: Mapping[str, str]) -> None:
        self._meanings = meanings
        self._longest = sorted(meanings, key=len, reverse=True)

    def joined(self, bare: str) -> list[str] | None:
        """What the texts mean that `bare` joins: the longest known one at each place that leaves no rest.

        None if there is always a rest, or if something is listed twice.
        """
        found: list[str] = []
        ways = [self._at(bare, 0)]
        for _step in range(_MOST_STEPS):
            name, end = next(ways[-1], ("", -1))
            meaning = self._meanings.get(name, "")
            if end < 0:  # nothing more at this place
                ways.pop()
                del found[-1:]
                if not ways:
                    return None
            elif meaning not in found:
                found.append(meaning)
                if end == len(bare):
                    return found
                ways.append(self._at(bare, end))
        return None

    def unknown_part(self, bare: str) -> str:
        """The first part of a list that is not known, as far as that can be told; empty if none is."""
        parts = map(str.strip, re.split("[,;|/]", bare))
        return next((part for part in parts if part and part not in self._meanings), "")

    def _at(self, bare: str, place: int) -> Iterator[tuple[str, int]]:
        """Each text that `bare` holds at `place`, perhaps after a mark, and where the next one begins."""
        mark = OPTION_MARK.match(bare, place)
        for begin in (place, *([mark.end()] if mark else ())):
            for name in self._longest:
                if bare.startswith(name, begin) and (joint := _JOINT.match(bare, begin + len(name))):
                    yield name, joint.end()


def with_words(part: str) -> Iterator[tuple[str, str]]:
    """Each way to see `part` as options and, after a sign, words about the last of them."""
    part = part.strip()
    option, sign, words = part.removesuffix("〗").partition("〖")
    if sign and part.endswith("〗"):
        yield option, words.strip()
    for colon in islice(re.finditer("[:：]", part), _MOST_SIGNS):
        yield part[: colon.start()], part[colon.end() :].strip()


def before_commas(part: str) -> list[tuple[str, str]]:
    """Each way to see `part` as a list and, after a comma, something else, the longest list first."""
    commas = islice(re.finditer(r"[,;，；、]\s*", part), _MOST_SIGNS)
    return [(part[: comma.start()], part[comma.end() :].strip()) for comma in commas][::-1]


def placed_option(text: str, by: By, asked: Answerable) -> tuple[bool, str | None]:
    """Whether `text` has the form of a place or score, and the option that it names, if it names one."""
    text = narrow(text).strip().lower()
    if by == "score":
        if not re.fullmatch(r"[-+]?\d{1,9}(\.\d{1,9})?", text):
            return False, None
        return True, asked.scores.get(float(text))
    number = None
    if by == "number" and re.fullmatch(r"\d{1,3}(\.0)?", text):
        number = int(float(text))
    elif by == "letter" and re.fullmatch("[a-z]", text):
        number = ord(text) - ord("a") + 1
    elif by == "code" and (found := re.fullmatch(r"[a-z]{1,3}0*(\d{1,3})", text)):
        number = int(found[1])
    if number is None:
        return False, None
    return True, asked.ids[number - 1] if 1 <= number <= len(asked.ids) else None


def placed_options(cell: str, by: By, asked: Answerable) -> list[str]:
    """The options that the numbers, letters or codes in `cell` name; none if it holds anything else."""
    found = [placed_option(part, by, asked) for part in LIST_PARTS.split(narrow(cell)) if part]
    ids = [id for _looks, id in found if id is not None]
    return ids if len(ids) == len(found) else []


def unmarked(bare: str) -> str:
    """`bare` without a letter or number before it."""
    mark = OPTION_MARK.match(bare)
    return bare[mark.end() :] if mark else bare
