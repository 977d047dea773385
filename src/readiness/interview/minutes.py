"""How long the questions that are left will take."""

from __future__ import annotations

import math
from collections.abc import Iterable

from readiness.interview.record import Asked
from readiness.messages.catalogue import plural

WORDS_A_MINUTE = 238
"""Silent reading of English prose by adults. Source: M. Brysbaert (2019), “How many words do we read per
minute?”, Journal of Memory and Language 109."""
SECONDS_TO_THINK = 10
"""To choose among the levels, and to type: an assumption."""


def minutes(questions: Iterable[Asked]) -> int:
    """The whole minutes that it takes to read and answer `questions`, rounded up."""
    seconds = 0.0
    for asked in questions:
        words = len(asked.text.split())
        words += sum(len(line.split()) - 1 for line in asked.lines())  # the number is not read
        seconds += 60 * words / WORDS_A_MINUTE + SECONDS_TO_THINK
    return math.ceil(seconds / 60)


def minutes_in_words(questions: Iterable[Asked]) -> str:
    """The same as part of a sentence."""
    return plural("about {count} minute", "about {count} minutes", minutes(questions))
