"""What is refused before the parser sees it, and what YAML allows but no file of this program needs."""

from __future__ import annotations

import re
from itertools import islice

from readiness.messages.catalogue import _
from readiness.messages.problems import InvalidInput, Problem
from readiness.source.source import Mark, Place, Source, end_of

CONTROL = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


_PLAIN = bytes((*b"\t\n\r", *range(0x20, 0x7F)))


def refuse_control_characters(source: Source) -> None:
    """Raise InvalidInput if the text holds a character that is not allowed."""
    if not source.text.encode(errors="surrogatepass").translate(None, _PLAIN):  # seen in a third of the time
        return
    found = CONTROL.search(source.text)
    if found is None:
        return
    message = _("the character U+{number:04X} is not allowed in text").format(number=ord(found[0]))
    hint = _("Delete it; such characters often come with text pasted from another program.")
    place = end_of(source.text[: found.start()])
    raise InvalidInput([source.problem(place, "control-character", message, hint)])


_DIRECTIVE = re.compile("(?:^|[\n\r\x85\u2028\u2029])%TAG")
_MAX_DIRECTIVES = 100


def refuse_many_directives(source: Source) -> None:
    """Raise InvalidInput for too many `%TAG` lines.

    The parser compares each with all others; for thousands of them this takes minutes.
    """
    if "%TAG" not in source.text:  # as in almost every file, which is seen at once
        return
    found = next(islice(_DIRECTIVE.finditer(source.text), _MAX_DIRECTIVES, None), None)
    if found is not None:
        place = end_of(source.text[: found.end() - len("%TAG")])
        raise InvalidInput([tag_problem(source, place)])


def refuse_curly_json(source: Source) -> None:
    """Raise InvalidInput if the text is JSON with quotation marks that are not straight."""
    if not re.match(r"\s*\{\s*[^\x00-\x7f]", source.text):
        return
    from readiness.messages.lookalikes import QUOTE_ALIKES, character_name  # only a few files get here

    found = re.match(rf"\s*\{{\s*(?=[{QUOTE_ALIKES}])", source.text)
    if found is None:
        return
    name = character_name(source.text[found.end()])
    message = _("JSON needs straight quotation marks, not the {character}").format(character=name)
    hint = _('Replace every such mark of the file with an ordinary quotation mark (").')
    raise InvalidInput([source.problem(end_of(source.text[: found.end()]), "yaml-syntax", message, hint)])


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
    """The problem that a list or mapping at `mark` is a key, perhaps because the one before is not closed."""
    before = source.excerpt(mark.line)[: mark.column] if mark else ""
    if mark and (found := re.search(r"(?P<sign>[｝］】〕）])\s*,\s*$", before)):
        from readiness.source.full_width import closing_problem

        return closing_problem(source, Place(mark.line, found.start("sign")), "{")
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
