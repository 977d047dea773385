"""How long the questions that are left will take."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable

from readiness.interview.record import Asked
from readiness.messages.catalogue import plural

WORDS_A_MINUTE = 238
"""Silent reading of English prose by adults. Source: M. Brysbaert (2019), “How many words do we read per
minute?”, Journal of Memory and Language 109."""
HAN_CHARACTERS_A_WORD = 1.7
"""How many say as much as one English word: measured on the questions and levels of going-global. The same
message takes about the same time in every language (the same source)."""
SECONDS_TO_THINK = 10
"""To choose among the levels, and to type: an assumption."""


def minutes(questions: Iterable[Asked]) -> int:
    """The whole minutes that it takes to read and answer `questions`, rounded up."""
    return math.ceil(sum(map(seconds, questions)) / 60)


def seconds(asked: Asked) -> float:
    """The seconds that it takes to read and answer one question."""
    words = _words(asked.text)
    words += sum(_words(line) - 1 for line in asked.lines())  # the number is not read
    return 60 * words / WORDS_A_MINUTE + SECONDS_TO_THINK


def _words(text: str) -> float:
    """How many English words say as much as `text`, which may be in Chinese."""
    han = len(re.findall(r"[\u4e00-\u9fff]", text))
    return han / HAN_CHARACTERS_A_WORD + len(
        re.sub(r"[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]", " ", text).split()
    )


def minutes_in_words(questions: Iterable[Asked]) -> str:
    """The same as part of a sentence."""
    return plural("about {count} minute", "about {count} minutes", minutes(questions))
