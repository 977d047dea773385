"""Write the file of translations that belongs to a file of a questionnaire."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator
from typing import Any

from readiness.loading.translations import (
    STAMP,
    Translatable,
    entries,
    is_outdated,
    stamp,
    stamp_at,
    texts,
    translation_at,
)
from readiness.messages.catalogue import _
from readiness.source.data import Map, plain
from readiness.source.dumping import double_quoted, scalar_text

_WIDTH = 110


def translation_file(part: Map, tree: Any, file: str, language: str) -> str:
    """The texts of `part`, the content of `file`, in `language`, with those that `tree` has already.

    Above each stands the text in the first language. A text without a stamp is taken as made from the text as
    it is now; one that was made from another text keeps its stamp, and a line says so.
    """
    note = _(
        "The texts of {file} in “{language}”. Write them between the quotation marks; change nothing else."
    )
    more = _("A text whose original changed is marked: mend it, and remove its stamp, `{stamp}: …`.")
    head = [note.format(file=file, language=language), more.format(stamp=STAMP)]
    lines = [f"# {line}" for line in head]
    wanted = list(texts(part))
    known = {item.path for item in wanted}
    note = _("Left over, as the questionnaire has no such text:")
    left_over = [
        f"# {note} {'.'.join(map(str, path))}: {double_quoted(str(plain(value)))}"
        for path, value in (entries(tree, known) if tree else ())
        if path not in known
    ]
    return "\n".join([*lines, *left_over, "", *_lines(_nested(wanted), tree, language, 0)]) + "\n"


def _nested(found: Iterable[Translatable]) -> dict[str | int, Any]:
    """The texts as mappings in mappings, by the steps of their paths."""
    root: dict[str | int, Any] = {}
    for item in found:
        node = root
        for step in item.path[:-1]:
            node = node.setdefault(step, {})
        node[item.path[-1]] = item
    return root


def _lines(node: dict[str | int, Any], tree: Any, language: str, depth: int) -> Iterator[str]:
    """The lines of what is in `node`, indented by `depth` steps."""
    indent = "  " * depth
    numbered = all(isinstance(step, int) for step in node)
    for step in range(max(map(int, node)) + 1) if numbered else node:
        item = node.get(step)
        begin = "- " if numbered else f"{scalar_text(step)}: "
        if isinstance(item, Translatable):
            yield from (f"{indent}# {line}" for line in _original(item, tree, language))
            yield f"{indent}{begin}{_entry(item, tree, language)}"
        elif item is None:
            yield f"{indent}{begin}{{}}"
        elif numbered:
            yield f"{indent}-"
            yield from _lines(item, tree, language, depth + 1)
        else:
            yield f"{indent}{begin.rstrip()}"
            yield from _lines(item, tree, language, depth + 1)


def _original(item: Translatable, tree: Any, language: str) -> Iterator[str]:
    """The text in the first language, folded, and whether the translation was made from another one."""
    yield from textwrap.wrap(" ".join(item.text.split()), _WIDTH, break_long_words=False)
    if is_outdated(tree, item, language):
        yield _("CHANGED since this was translated:")


def _entry(item: Translatable, tree: Any, language: str) -> str:
    text = translation_at(tree, item.path, language)
    if not text:
        return '""'
    made_from = stamp_at(tree, item.path) or stamp(item.text)
    return f'{{{scalar_text(language)}: {double_quoted(text)}, {STAMP}: "{made_from}"}}'
