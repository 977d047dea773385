"""Texts that people wrote, put into sentences of ours."""

from __future__ import annotations

from collections.abc import Sequence

from readiness.messages.catalogue import _


def bare(text: str) -> str:
    """`text` without the full stop that would end the sentence it is put into."""
    return text.rstrip(".。")


def quoted(texts: Sequence[str]) -> str:
    """`texts`, at least one, each in quotation marks: “this”, “that” or “another”."""
    return one_of([_("“{text}”").format(text=bare(text)) for text in texts])


def one_of(texts: Sequence[str]) -> str:
    """`texts`, at least one, as alternatives: this, that or another."""
    *before, last = texts
    return _("{before} or {last}").format(before=_(", ").join(before), last=last) if before else last
