"""Put texts that people wrote into sentences of the program."""

from __future__ import annotations

from collections.abc import Sequence

from readiness.messages.catalogue import _


def bare(text: str) -> str:
    """`text` without its full stop, to be used inside a sentence."""
    return text.rstrip(".。")


def quoted(texts: Sequence[str]) -> str:
    """`texts`, at least one, each in quotation marks: “this”, “that” or “another”."""
    return one_of([_("“{text}”").format(text=bare(text)) for text in texts])


def one_of(texts: Sequence[str]) -> str:
    """`texts`, at least one, as alternatives: this, that or another."""
    *before, last = texts
    return _("{before} or {last}").format(before=_(", ").join(before), last=last) if before else last
