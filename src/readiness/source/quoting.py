"""Texts that YAML does not read as a person meant them, and the quotes that make it do so."""

from __future__ import annotations

import re
from typing import Any

from readiness.messages.catalogue import _
from readiness.source.data import Map
from readiness.source.misread import COMMENT, LIST_SIGN, ListText
from readiness.source.scalars import WORD
from readiness.source.source import Mark, Source

_SHOWN = 300
"""A longer text is not repeated in a hint."""
_KEY = r"""\s*(?:[-?][ ]+)*(?:"[^"]*"|'[^']*'|[^\s#"'{\[](?:[^:#]|:(?!\s)|(?<!\s)\#)*):[ ]+"""
"""The beginning of a line of a block, up to a value."""


def first_item(text: str) -> str:
    """The first item of the list that `text` may be meant as, without its sign; at most 80 characters."""
    return re.split(rf"\s(?={LIST_SIGN}|- )", text)[0][1:].strip()[:80]


def list_complaint(text: ListText) -> tuple[str, str]:
    """The message and hint of the problem that `text` may have been meant as a list."""
    hint = _(
        "If it is a list, write a hyphen and a blank before each item, as in `- {item}`."
        " If not, put the text in quotes."
    )
    return _("these lines are read as one text, not as a list"), hint.format(item=first_item(text))


def complaint(whole: str) -> tuple[str, str]:
    """The message and hint of the problem that a text, `whole`, is cut off by a comment sign."""
    message = _("this text ends before the “#”, where a comment begins")
    hint = _(
        "If it is a comment, write two blanks before the # and one after it. If not, put the text in quotes:"
        " {text}"
    )
    return message, hint.format(text=in_quotes(whole))


def comma_hint(mapping: Map, key: str, *, shows_text: bool) -> str:
    """The hint that a comma inside braces made `key` out of the end of a value; empty if it did not.

    `shows_text` tells that the hint may repeat the value.
    """
    begun, rest = _around_commas(mapping, key)
    if not rest:
        return ""
    if isinstance(begun, str) and begun[0] in "［【〔":
        return _("Type ordinary brackets around it, “{opening}” and “{closing}”.").format(
            opening="[", closing="]"
        )
    if shows_text and isinstance(begun, str):
        parts = [begun, *rest]
        text, listed = in_quotes(", ".join(parts)), f"[{', '.join(parts)}]"
        hint = _("A comma ends a value inside braces; put the text in quotes: {text}")
        if all(map(WORD.fullmatch, parts)):
            hint = _("A comma ends a value inside braces; write a text as {text} and a list as {listed}")
        return hint.format(text=text, listed=listed)
    if shows_text and re.fullmatch(r"\d{1,2}|\d{4,9}", rest[0]):  # three digits may be thousands
        return _("A comma ends a value inside braces; write {number}.").format(number=f"{begun}.{rest[0]}")
    return _(
        "Inside braces a comma ends a value: put a text in quotes, a list in brackets, and write a number"
        " with a point."
    )


def _around_commas(mapping: Map, key: str) -> tuple[str | int | None, list[str]]:
    """A value in `mapping` and the keys without a colon after it, if `key` is one of them; else no keys."""
    begun: str | int | None = None
    rest: list[str] = []
    for name, value in mapping.items():
        if _is_bare(mapping, name):
            rest.append(name)
        elif key in rest:
            break
        else:
            is_value = isinstance(value, str | int) and not isinstance(value, bool)
            begun, rest = value if is_value else None, []
    return begun, rest if begun is not None and key in rest else []


def _is_bare(mapping: Map, key: str) -> bool:
    """Whether `key` stands in braces without a colon."""
    mark = mapping.marks[key][0]
    if mark is None or mapping[key] is not None:
        return False
    written = mapping.source.excerpt(mark.line)[mark.column :]
    return written.startswith(key) and not re.match(r"[^,}\s]", written[len(key) :].lstrip())


def in_quotes(text: str) -> str:
    """`text` as it can be written in a file; of a very long one only the beginning."""
    from readiness.source.dumping import double_quoted  # needed only for what is refused

    return double_quoted(text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…")


def text_at(source: Source, mark: Mark, *, listed: bool, beyond: int = 0) -> str:
    """The text that a person may have meant to begin at `mark`: the rest of the line without a comment.

    If it is `listed` in brackets, it ends before the next comma or bracket after the column `beyond`.
    """
    line = source.excerpt(mark.line)
    end = len(line)
    if listed:
        found = re.compile(r"[,\]}]").search(line, max(mark.column + 1, beyond))
        end = found.start() if found else end
    return re.sub(COMMENT, "", line[mark.column : end]).strip()


def value_column(line: str) -> int | None:
    """The column at which the value of a `key: value` line begins; None if it is another kind of line."""
    found = re.match(_KEY, line)
    return found.end() if found else None


def is_value(source: Source, mark: Mark) -> bool:
    """Whether a value seems to begin at `mark`: after a colon, a hyphen, a comma or a bracket."""
    before = source.excerpt(mark.line)[: mark.column]
    return bool(re.search(r"(?::|^\s*-|\s-)\s+$|[,\[{]\s*$", before))


def as_text(source: Source, mark: Mark | None, value: Any) -> str:
    """The text written at `mark` as it can be put in quotes, for a `value` that should have been text.

    Of a list of several texts it is what stands between the brackets. Empty if the value is on several lines.
    """
    from readiness.messages.lookalikes import COMMA_ALIKES

    if mark is None:
        return ""
    line = source.excerpt(mark.line)
    if isinstance(value, dict | list):
        if line[mark.column : mark.column + 1] not in ("[", "{"):
            return ""
        text = _bracketed(line[mark.column :])
        if isinstance(value, list) and re.fullmatch(rf"\[[^\[{{'\"]*[,{COMMA_ALIKES}][^\[{{'\"]*\]", text):
            text = text[1:-1].strip()
        return in_quotes(text) if text else ""
    listed = value_column(line) != mark.column
    return in_quotes(text_at(source, mark, listed=listed))


def _bracketed(text: str) -> str:
    """The beginning of `text` up to the bracket that closes its first one; empty if it is not in `text`."""
    depth = 0
    for place, character in enumerate(text):
        depth += (character in "[{") - (character in "]}")
        if depth == 0:
            return text[: place + 1]
    return ""
