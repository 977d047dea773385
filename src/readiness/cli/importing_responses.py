"""The work of `readiness answers import`: suggest a map, or write an answers file for each respondent."""

from __future__ import annotations

import contextlib
import os
import shlex
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import typer

from readiness.cli import screen
from readiness.cli.exits import DONE, REFUSED
from readiness.cli.language import load
from readiness.cli.options import words_for
from readiness.cli.telling import tell_commands, tell_notices, tell_problem
from readiness.messages.catalogue import _, plural
from readiness.messages.characters import printable
from readiness.messages.problems import MAX_PROBLEMS
from readiness.messages.sentences import some

if TYPE_CHECKING:
    from readiness.answers.responses.importing import Response, Responses
    from readiness.answers.responses.response_map import ResponseMap
    from readiness.questionnaire.questionnaire import Questionnaire
    from readiness.source.records import Records

_NAMED = 3
"""The most files that a message names."""
_ROWS = 20
"""The most rows that it names."""


class Import(NamedTuple):
    """What is imported, as the command line says it."""

    responses: Path
    questionnaire: str
    sheet: str
    delimiter: str

    def table(self, mapping: ResponseMap | None = None) -> Records:
        """The table, read as the options say or else as the map does. Raises InvalidInput."""
        from readiness.answers.responses.response_map import TableLayout
        from readiness.source.tables import read_table

        layout = mapping.layout if mapping else TableLayout()
        return read_table(
            self.responses,
            sheet=self.sheet or layout.sheet,
            delimiter=self.delimiter or layout.delimiter,
            header=layout.header,
        )

    def command(self, *words: str) -> str:
        """The command that imports, ready to be typed."""
        named = [str(self.responses), *words, *words_for(self.questionnaire)]
        return f"readiness answers import {printable(shlex.join(named))}"

    def translations(self, questionnaire: Questionnaire) -> list[Questionnaire]:
        """The questionnaire in all its languages: the survey may have been in any of them."""
        from readiness.loading.loader import load_questionnaire

        return [load_questionnaire(self.questionnaire, code) for code in questionnaire.languages]


def suggest_one(wanted: Import, path: Path, *, quick: bool) -> None:
    """Write a map to `path`, which must not exist, and say what is to be checked in it."""
    from readiness.authoring.mapping.suggesting import suggest_map
    from readiness.storage import files

    if os.path.lexists(path):
        message = _("“{path}” exists and was not changed. Name a file that does not exist yet.")
        raise typer.BadParameter(message.format(path=path), param_hint="--map")
    questionnaire = load(wanted.questionnaire)
    made = suggest_map(
        wanted.table(),
        questionnaire,
        translations=wanted.translations(questionnaire),
        quick=quick,
        delimiter=wanted.delimiter,
    )
    files.write_file(path, made.text.encode(), private=True)
    lines = [_("Wrote the map to {path}.").format(path=path)]
    sure = plural("{count} question is matched.", "{count} questions are matched.", made.sure)
    check = plural("{count} more is to be checked.", "{count} more are to be checked.", made.to_check)
    lines += [sure, *([check] if made.to_check else [])]
    if made.unmatched:
        lines.append(
            plural(
                "Of {count} column nothing is known: it is listed at the end of the map.",
                "Of {count} columns nothing is known: they are listed at the end of the map.",
                made.unmatched,
            )
        )
    if made.missing:
        lines.append(
            plural("{count} question has no column.", "{count} questions have no column.", made.missing)
        )
    screen.tell_all(lines)
    tell_commands([(_("Check the map; then import:"), wanted.command("--map", str(path)))])


def import_all(wanted: Import, map: Path, folder: Path, *, leave_open: bool) -> int:
    """Write an answers file into `folder` for each respondent, all or none; return the exit code."""
    from readiness.answers.responses.file_names import file_names
    from readiness.answers.responses.importing import import_responses
    from readiness.answers.responses.map_reading import load_response_map

    questionnaire = load(wanted.questionnaire)
    mapping = load_response_map(map, questionnaire)
    table = wanted.table(mapping)
    found = import_responses(
        table,
        mapping,
        questionnaire,
        translations=wanted.translations(questionnaire),
        leave_open=leave_open,
    )
    _tell_empty(found)
    if not found.given:
        screen.tell(_("No row of {table} holds an answer. Nothing was written.").format(table=table.name))
        return REFUSED
    names = file_names((each.answers.respondent, each.row) for each in found.given)
    paths = [folder / name for name in names]
    _expect_new(paths, folder)
    texts = [_text(each, questionnaire, table.name) for each in found.given]
    _write_all(folder, paths, texts)
    _tell_left(found, questionnaire, paths)
    _tell_twice(found.given)
    _tell_nameless(found.given, paths)
    message = plural(
        "Wrote {count} answers file to {folder}.",
        "Wrote {count} answers files to {folder}.",
        len(paths),
        folder=folder,
    )
    screen.tell(message)
    _tell_next(paths, folder, words_for(wanted.questionnaire))
    return DONE


def is_form(path: Path) -> bool:
    """Whether the file at `path` is a workbook with a form of this program. Raises InvalidInput."""
    from readiness.answers.workbook_reading import holds_form
    from readiness.source.source import is_packed, read_any

    try:
        with path.open("rb") as stream:
            if not is_packed(stream.read(4)):
                return False
    except (OSError, ValueError):  # reported by whoever reads it next
        return False
    return holds_form(read_any(path))


def import_form(wanted: Import, folder: Path) -> int:
    """Write the answers of a filled form as a file into `folder`; return the exit code."""
    from readiness.answers.saving import answers_text
    from readiness.cli.given import given_answers

    questionnaire = load(wanted.questionnaire)
    answers = given_answers(str(wanted.responses), questionnaire)
    path = folder / f"{wanted.responses.stem}.answers.yaml"
    _expect_new([path], folder)
    origin = _("# From {file}.").format(file=printable(str(wanted.responses)))
    _write_all(folder, [path], [answers_text(answers, questionnaire, f"{origin}\n")])
    screen.tell(_("Wrote {path}").format(path=path))
    _tell_next([path], folder, words_for(wanted.questionnaire))
    return DONE


def _text(response: Response, questionnaire: Questionnaire, table: str) -> str:
    """The text of one answers file, below where it comes from and what has no other place in it."""
    from readiness.answers.saving import answers_text

    origin = _("From {table}, row {row}.").format(table=table, row=response.row)
    lines = [f"# {printable(line)}" for line in (origin, *response.lost)]
    return answers_text(response.answers, questionnaire, "\n".join(lines) + "\n")


def _expect_new(paths: Sequence[Path], folder: Path) -> None:
    """Refuse to replace answers, even those of an earlier import."""
    there = [path for path in paths if os.path.lexists(path)]
    if not there:
        return
    message = plural(
        "{count} file exists and was not changed: {names}. Name another folder than “{folder}”.",
        "{count} files exist and were not changed: {names}. Name another folder than “{folder}”.",
        len(there),
        names=_(", ").join(some(list(map(str, there)), _NAMED)),
        folder=folder,
    )
    raise typer.BadParameter(message, param_hint="--into")


def _write_all(folder: Path, paths: Sequence[Path], texts: Sequence[str]) -> None:
    """Write all files, or none: what was written before one fails is removed. Raises OSError."""
    from readiness.storage import files

    made = [each for each in (folder, *folder.parents) if not each.exists()]
    written: list[Path] = []
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for path, text in zip(paths, texts, strict=True):
            written.append(path)  # before it is there: a signal may come at any moment
            files.write_file(path, text.encode(), private=True)
    except BaseException:
        for path in written:
            with contextlib.suppress(OSError):
                path.unlink()
        for each in made:
            with contextlib.suppress(OSError):  # it may hold something else by now
                each.rmdir()
        raise


def _tell_empty(found: Responses) -> None:
    """Say which rows are left out."""
    if found.empty:
        rows = _(", ").join(some(list(map(str, found.empty)), _ROWS))
        message = plural(
            "{count} row holds no answer and is left out: {rows}.",
            "{count} rows hold no answer and are left out: {rows}.",
            len(found.empty),
            rows=rows,
        )
        screen.tell(message)


def _tell_left(found: Responses, questionnaire: Questionnaire, paths: Sequence[Path]) -> None:
    """Say what was left open, and which numbers look wrong."""
    for problem in found.unmatched[:MAX_PROBLEMS]:
        tell_problem(problem)
    if found.unmatched:
        message = plural(
            "{count} cell is no answer; its question stays open, with the cell as its note.",
            "{count} different cells are no answers; their questions stay open, with the cells as notes.",
            len(found.unmatched),
        )
        screen.tell_all(["", message])
    for response, path in zip(found.given, paths, strict=True):
        tell_notices(str(path), questionnaire, response.answers)


def _tell_twice(given: Sequence[Response]) -> None:
    """Name respondents who answered more than once."""
    rows: dict[str, list[int]] = {}
    for response in given:
        if response.answers.respondent:
            rows.setdefault(response.answers.respondent.casefold(), []).append(response.row)
    names = {response.answers.respondent.casefold(): response.answers.respondent for response in given}
    for key, numbers in rows.items():
        if len(numbers) > 1:
            message = _(
                "“{name}” answered more than once (rows {rows}); all are kept. Decide which one counts."
            )
            screen.tell(
                message.format(name=names[key], rows=_(", ").join(some(list(map(str, numbers)), _ROWS)))
            )


def _tell_nameless(given: Sequence[Response], paths: Sequence[Path]) -> None:
    """Name the files of rows that do not say who answered."""
    for response, path in zip(given, paths, strict=True):
        if not response.answers.respondent:
            message = _("Row {row} does not say who answered; write it in {path} as `respondent`.")
            screen.tell(message.format(row=response.row, path=path))


def _tell_next(paths: Sequence[Path], folder: Path, options: list[str]) -> None:
    """Say what can be done with the files."""
    assess = ["readiness", "assess", *options, "--answers", str(paths[0])]
    lines = [(_("To assess one of them:"), printable(shlex.join(assess)))]
    if len(paths) > 1:
        merge = printable(shlex.join(["readiness", "merge", *options, str(folder)]))
        lines.append((_("To bring together all that is in the folder:"), f"{merge}/*"))
    tell_commands(lines)
