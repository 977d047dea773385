"""Delivers a document: written to files, and shown on standard output."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from readiness.cli import screen
from readiness.cli.export_paths import export_format
from readiness.cli.language import as_for, load
from readiness.cli.telling import tell_unwritten
from readiness.messages.catalogue import _
from readiness.rendering import FileFormat, Format, render, render_bytes

if TYPE_CHECKING:
    from readiness.answers.answers import Answers
    from readiness.questionnaire.questionnaire import Questionnaire
    from readiness.rendering.documents import Document

Make: TypeAlias = "Callable[..., Document]"
"""Gives a document; with `again=True` in the language of the moment, instead of that of the run."""


class Delivery(NamedTuple):
    """Where a document goes, and as what."""

    exports: tuple[tuple[Path, Format | FileFormat], ...]
    format: Format
    """The format on standard output."""
    details: bool = True
    """Whether all of it is shown in the terminal, or only its first page."""
    template: bytes = b""
    """A Word file for the Word files among `exports`."""
    is_shown: bool = True
    """Whether anything goes to standard output."""


def expect_exports(
    paths: list[Path], others: Sequence[str] = ()
) -> tuple[tuple[Path, Format | FileFormat], ...]:
    """The format of each of `paths`, which can be written as far as can be told now; `others` as for one.

    Raises MissingExtra, and OSError for what cannot be written.
    """
    from readiness.storage import files

    formats = tuple((path, export_format(path, others)) for path in paths)
    for path in paths:
        files.expect_to_write(path)
    return formats


def deliver(make: Make, wanted: Delivery, shown: Make | None = None) -> bool:
    """Write the document that `make` gives to files and show it; return whether all files were written.

    Standard output gets what `shown` gives, if that is not None. An export that fails stops nothing else;
    it is reported below the document, where it is seen. Raises OSError if that cannot be shown.
    """
    from readiness.messages.problems import Unprintable
    from readiness.storage import files

    failures: list[OSError | Unprintable] = []
    for path, format in wanted.exports:
        try:
            with as_for(format) as changes:
                content = render_bytes(
                    make(again=changes), format, screen.file_output(), template=wanted.template
                )
            files.write_file(path, content)
        except (OSError, Unprintable) as error:
            failures.append(error)
        else:
            screen.tell(_("Wrote {path}").format(path=path))
    try:
        if wanted.is_shown:
            _show(shown or make, wanted)
    finally:
        for failure in failures:
            tell_unwritten(failure)
    return not failures


def _show(make: Make, wanted: Delivery) -> None:
    in_terminal = wanted.format is Format.TERMINAL
    with as_for(wanted.format) as changes:
        document, output = make(again=changes), screen.output(sys.stdout)
        text = render(document, wanted.format, output, details=wanted.details or not in_terminal)
    if wanted.details and in_terminal:
        from readiness.cli import pager

        pager.show_paged(text)
    else:
        screen.print_text(text)


def retold(name: str, loaded: Questionnaire, given: Answers) -> tuple[Questionnaire, Answers]:
    """The questionnaire `name` and the answers `given` to it, both in the language of the moment."""
    from readiness.answers.reading import read_raw
    from readiness.answers.writing import as_written

    again = load(name)
    told = read_raw(as_written(given, loaded), again)
    return again, replace(told, notices=given.notices, market=given.market)
