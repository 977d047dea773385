"""How like two texts are: to suggest the heading or option that one is meant to be, never to decide it."""

from __future__ import annotations

from collections.abc import Mapping

from readiness.answers.responses.asked import bare_text

ALIKE = 0.8
"""How like the likest must be, 0-1: the ratio of `difflib.SequenceMatcher` of the two as `bare_text`."""
APART = 0.1
"""How much liker it must be than the next one."""
_COMPARED = 400
"""The most characters of a text that are compared."""


def likest(text: str, texts: Mapping[str, str]) -> str:
    """The key of the one of `texts` that is clearly the likest to `text`; empty if there is none."""
    ranked = ranking(text, texts)
    is_clear = ranked and ranked[0][0] >= ALIKE and (len(ranked) == 1 or ranked[0][0] - ranked[1][0] >= APART)
    return ranked[0][1] if is_clear else ""


def ranking(text: str, texts: Mapping[str, str], least: float = ALIKE - APART) -> list[tuple[float, str]]:
    """The keys of `texts` by their likeness to `text`, 0-1, those of at least `least`, the likest first."""
    from difflib import SequenceMatcher  # slow to load, and most runs do not need it

    wanted = bare_text(text)[:_COMPARED]
    matcher = SequenceMatcher(autojunk=False)
    matcher.set_seq2(wanted)
    found = []
    for key, other in texts.items():
        matcher.set_seq1(bare_text(other)[:_COMPARED])
        if matcher.real_quick_ratio() >= least and matcher.quick_ratio() >= least:
            ratio = matcher.ratio()
            if ratio >= least:
                found.append((ratio, key))
    return sorted(found, key=lambda each: -each[0])
