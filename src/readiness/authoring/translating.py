"""Write the file of translations that belongs to a file of a questionnaire."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator, Set
from itertools import takewhile
from typing import Any

from readiness.loading.translations import (
    STAMP,
    Translatable,
    entries,
    is_entry,
    is_outdated,
    stamp,
    stamp_at,
    texts,
    translation_at,
)
from readiness.messages.catalogue import _
from readiness.messages.characters import run_together
from readiness.source.data import DataPath, Map, plain
from readiness.source.dumping import double_quoted, on_one_line, scalar_text

_WIDTH = 110


def translation_file(part: Map, tree: Any, file: str, language: str, before: str = "") -> str:
    """The texts of `part`, the content of `file`, in `language`, with those that `tree` has already.

    Above each stands the text in the first language. A text without a stamp is taken as made from the text as
    it is now; one that was made from another text keeps its stamp, and a line says so. What is in `tree` but
    is no translation becomes a comment at the top, where the comments of `before`, the file as it is, stay.
    """
    note = _(
        "The texts of {file} in “{language}”. Write them between the quotation marks; change nothing else."
    )
    more = _("A text whose original changed is marked: mend it, and remove its stamp, `{stamp}: …`.")
    head = [note.format(file=file, language=language), more.format(stamp=STAMP)]
    lines = [f"# {line}" for line in head]
    wanted = list(texts(part))
    left_over = [
        f"# {run_together([why, '.'.join(map(str, path))])}: {on_one_line(plain(value))}"
        for why, path, value in _left_over(tree, {item.path for item in wanted}, language)
    ]
    kept = [line for line in _comments_at_top(before) if not _is_of_head(line, file, language)]
    return "\n".join([*lines, *kept, *left_over, "", *_lines(_nested(wanted), tree, language, 0)]) + "\n"


def _left_over(tree: Any, known: Set[DataPath], language: str) -> Iterator[tuple[str, DataPath, Any]]:
    """What `tree` has that is no translation: why, where and what."""
    for path, value in entries(tree, known) if tree else ():
        if not _holds_text(value):
            continue
        if path not in known:
            yield _("Left over, as the questionnaire has no such text:"), path, value
        elif not is_entry(value, language):
            yield _("Left over, as this is not a text:"), path, value


def _holds_text(value: Any) -> bool:
    """Whether there is anything in `value` besides stamps."""
    if isinstance(value, dict):
        return any(_holds_text(each) for key, each in value.items() if key != STAMP)
    return any(map(_holds_text, value)) if isinstance(value, list) else value not in (None, "")


def _comments_at_top(text: str) -> Iterator[str]:
    """The lines of comments that `text` begins with."""
    return takewhile(lambda line: line.startswith("#"), text.removeprefix("\ufeff").splitlines())


def _is_of_head(line: str, file: str, language: str) -> bool:
    """Whether an earlier run wrote `line` to say what is in the file."""
    return f"`{STAMP}: …`" in line or (file in line and f"“{language}”" in line)


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
    numbered = bool(node) and all(isinstance(step, int) for step in node)
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
    # also while there is no text, so that it shows if the original changes before the next run
    made_from = (stamp_at(tree, item.path) if text else "") or stamp(item.text)
    return f'{{{scalar_text(language)}: {double_quoted(text)}, {STAMP}: "{made_from}"}}'
