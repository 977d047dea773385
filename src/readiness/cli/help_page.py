"""The help of a command or group, folded as everything else and in the language of the run."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from readiness.cli.typer_words import help_in_our_words, names_in_our_words, usage_in_our_words
from readiness.messages.catalogue import _
from readiness.messages.characters import display_width, run_together
from readiness.messages.folding import fold

_WIDEST = 78
_NARROWEST = 20
"""The fewest columns of a text beside something."""
_MOST_NAMES = 30
"""The widest column of names; longer ones have a line of their own."""


def help_page(command: Any, context: Any, columns: int) -> str:
    """The help of `command`, as Typer calls it in `context`, in lines of at most `columns`."""
    width = min(columns, _WIDEST)
    lines = [*usage(command, context, width), ""]
    if command.help:
        lines += [*fold(_as_one(command.help), width, 2), ""]
    arguments, options = _parameters(command, context)
    for title, rows in (
        (_("Arguments:"), arguments),
        (_("Options:"), options),
        (_("Commands:"), _commands(command, context)),
    ):
        if rows:
            lines += [title, *_in_columns(rows, width), ""]
    return "\n".join(lines[:-1])


def usage(command: Any, context: Any, columns: int) -> list[str]:
    """How to call `command`, in lines of at most `columns`."""
    begin = run_together([_("Usage:"), context.command_path]) + " "
    margin = display_width(begin)
    words = " ".join(map(usage_in_our_words, command.collect_usage_pieces(context)))
    if margin > columns - _NARROWEST:  # too little room beside it
        return [begin.rstrip(), *fold(words, columns, 4)]
    first, *rest = fold(words, columns - margin)
    return [begin + first, *(" " * margin + line for line in rest)]


def _as_one(text: str) -> str:
    return " ".join(text.split())


def _parameters(command: Any, context: Any) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """The rows of the arguments that have a help, and of the options."""
    arguments, options = [], []
    for parameter in command.get_params(context):
        record = parameter.get_help_record(context)
        if record is None:
            continue
        names, text = record
        row = (names, help_in_our_words(_as_one(text)))
        if parameter.param_type_name == "argument":
            arguments.append((names_in_our_words(names), row[1]))
        else:
            options.append(row)
    return arguments, options


def _commands(command: Any, context: Any) -> list[tuple[str, str]]:
    """The rows of the commands of a group."""
    if not hasattr(command, "list_commands"):
        return []
    return [(name, _as_one(command.help_of(name))) for name in command.list_commands(context)]


def _alternatives(names: str, columns: int) -> Iterator[str]:
    """`names` in lines that end after a `|` if there are more alternatives than fit."""
    line = ""
    for part in re.split(r"(?<=\|)", names):
        if line and display_width(line + part) > columns:
            yield line
            line = "    "
        line += part
    yield line


def _in_columns(rows: Sequence[tuple[str, str]], columns: int) -> Iterator[str]:
    widest = max(
        (display_width(names) for names, _text in rows if display_width(names) <= _MOST_NAMES), default=0
    )
    margin = 2 + widest + 2
    if margin > columns - _NARROWEST:  # too little room beside them
        widest, margin = 0, 6
    for names, text in rows:
        folded = fold(text, columns - margin) if text else [""]
        if display_width(names) > widest:
            yield from _alternatives(f"  {names}", columns)
        else:
            blanks = " " * (widest - display_width(names))
            yield f"  {names}{blanks}  {folded.pop(0)}".rstrip()
        yield from (" " * margin + line for line in folded)
