"""The problems of what YAML allows but no file of this program needs."""

from __future__ import annotations

from readiness.messages.catalogue import _
from readiness.messages.problems import Problem
from readiness.source.source import Mark, Source


def alias_problem(source: Source, mark: Mark | None, text: str) -> Problem:
    """The problem of an alias at `mark`; `text`, in quotes, may have been meant instead."""
    message = _("an alias (*name) is not allowed here")
    hint = _("Write the value out where it is needed.")
    if text:
        hint = _("Write the value out; or, if it is a text, put it in quotes: {text}").format(text=text)
    return source.problem(mark, "yaml-alias", message, hint)


def anchor_problem(source: Source, mark: Mark | None, text: str) -> Problem:
    """The problem of an anchor at `mark`; `text`, in quotes, may have been meant instead."""
    message = _("an anchor (&name) is not allowed here")
    hint = _("Remove it; write values out instead.")
    if text:
        hint = _("Remove it; or, if it is part of a text, put the text in quotes: {text}").format(text=text)
    return source.problem(mark, "yaml-anchor", message, hint)


def tag_problem(source: Source, mark: Mark | None, text: str = "") -> Problem:
    """The problem of a type tag at `mark`; `text`, in quotes, may have been meant instead."""
    message = _("a type tag (!name) is not allowed here")
    hint = _("Remove it; text and numbers need no tag.")
    if text:
        hint = _("Remove it; or, if it is part of a text, put the text in quotes: {text}").format(text=text)
    return source.problem(mark, "yaml-tag", message, hint)


def key_problem(source: Source, mark: Mark | None) -> Problem:
    """The problem that a list or mapping at `mark` is a key."""
    message = _("a key must be plain text")
    return source.problem(mark, "yaml-key", message, _("Write `key: value` with a word as the key."))


def duplicate_problem(source: Source, mark: Mark | None, key: str, first: Mark | None) -> Problem:
    """The problem that `key` is given again at `mark`; the first one is at `first`."""
    message = _("“{key}” is given twice").format(key=key[:80])
    line = first.line + 1 if first else 1
    hint = _("The first one is on line {line}; keep one of the two.").format(line=line)
    return source.problem(mark, "duplicate-key", message, hint)


def document_problem(source: Source, mark: Mark | None) -> Problem:
    """The problem that a second document begins at `mark`."""
    message = _("a second document begins here")
    hint = _("Keep one document in a file; remove this line and what follows it.")
    return source.problem(mark, "yaml-documents", message, hint)


def depth_problem(source: Source, mark: Mark | None, limit: int) -> Problem:
    """The problem that the data is nested deeper than `limit` at `mark`."""
    message = _("nested more than {limit} levels deep").format(limit=limit)
    return source.problem(mark, "too-deep", message, _("Use fewer levels; no file needs this many."))


def size_problem(source: Source, mark: Mark | None) -> Problem:
    """The problem that there are too many values; `mark` is the first one too many."""
    message = _("the file holds too many values")
    hint = _("Check that it is the right file; such a file holds a few thousand.")
    return source.problem(mark, "too-many-values", message, hint)
