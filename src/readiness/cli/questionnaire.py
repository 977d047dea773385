"""`readiness questionnaire …`: list, show, start, fill in, schema."""

from __future__ import annotations

import contextlib
import os
import shlex
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple, assert_never

import typer

from readiness.answers.template import template
from readiness.authoring.kinds import FileKind
from readiness.authoring.scaffold import id_from, starter_files
from readiness.cli import screen
from readiness.loading.finding import DEFAULT_QUESTIONNAIRE, MAIN_FILE, builtin_questionnaires
from readiness.loading.loader import load_questionnaire
from readiness.messages.catalogue import _
from readiness.rendering import PreviewFormat, jsontext, render_preview
from readiness.storage import files, signals
from readiness.views.build_preview import build_preview
from readiness.views.pages.questionnaires_page import questionnaires_page


def list_all() -> None:
    """Print every built-in questionnaire."""
    screen.show(questionnaires_page(map(load_questionnaire, builtin_questionnaires())))


class Shown(NamedTuple):
    """What `readiness questionnaire show` was asked to show."""

    name: str
    quick: bool
    format: PreviewFormat
    export: Path | None
    language: str | None


def show(shown: Shown) -> None:
    """Print a questionnaire as it is before anyone answers, and write it as a form to print."""
    export = shown.export
    if export is not None and export.suffix.lower() != ".md":
        message = _("“{path}” does not end in .md. Did you mean “{name}”?")
        name = export.with_suffix(".md")
        raise typer.BadParameter(message.format(path=export, name=name), param_hint="--export")
    preview = build_preview(load_questionnaire(shown.name, shown.language), quick=shown.quick)
    if export is not None:
        files.write(export, render_preview(preview, PreviewFormat.MARKDOWN))
        screen.tell(_("Wrote {path}").format(path=export))
    screen.write(render_preview(preview, shown.format, screen.output(sys.stdout)))


def print_template(name: str, *, quick: bool) -> None:
    """Print an answers file to fill in."""
    text = template(load_questionnaire(name), quick=quick, name=name)
    screen.write(screen.in_lines(text.removesuffix("\n"), screen.characters(sys.stdout)))


class SchemaWanted(NamedTuple):
    """What `readiness questionnaire schema` was asked to print."""

    kind: FileKind
    name: str | None
    language: str | None


def print_schema(wanted: SchemaWanted) -> None:
    """Print the JSON Schema of one kind of file."""
    screen.write(jsontext.write(_schema(wanted), encoding=screen.encoding(sys.stdout)))


def _schema(wanted: SchemaWanted) -> dict[str, Any]:
    from readiness.authoring import answers_schema, schema

    if wanted.kind is FileKind.ANSWERS:
        return answers_schema.answers_schema(
            load_questionnaire(wanted.name or DEFAULT_QUESTIONNAIRE, wanted.language)
        )
    for given, parameter in ((wanted.name, "NAME-OR-PATH"), (wanted.language, "--lang")):
        if given is not None:
            message = _("Files of this kind have the same schema whatever the questionnaire.")
            hint = _("Leave this out, or add --for answers for a schema of answers to it.")
            raise typer.BadParameter(f"{message} {hint}", param_hint=parameter)
    if wanted.kind is FileKind.QUESTIONNAIRE:
        return schema.questionnaire_schema()
    if wanted.kind is FileKind.SECTION:
        return schema.section_schema()
    if wanted.kind is FileKind.CASES:
        return schema.cases_schema()
    assert_never(wanted.kind)


@signals.orderly()
def start(path: Path) -> None:
    """Create a small valid questionnaire in the folder `path` and say what to do with it."""
    id = id_from(Path(os.path.realpath(path)).name)
    texts = starter_files(id)
    _require_free(path, texts)
    if id in builtin_questionnaires():
        message = _(
            "“{id}” is the id of a built-in questionnaire, and answers would be taken for answers to it."
        )
        hint = _("Give the folder another name.")
        raise typer.BadParameter(f"{message.format(id=id)} {hint}", param_hint="PATH")
    _write_all(path, texts)
    where = shlex.quote(str(path))
    screen.tell(_("Started the questionnaire “{id}” in {path}.").format(id=id, path=path))
    screen.tell()
    screen.tell(_("Next: edit {file}; then").format(file=path / MAIN_FILE))
    for command, purpose in (
        ("readiness questionnaire check", _("see every mistake and every doubt with its line")),
        ("readiness questionnaire show", _("see it whole, or as a form to print with --format markdown")),
        ("readiness questionnaire template", _("get an answers file to fill in")),
        ("readiness assess --questionnaire", _("answer it here and read the report")),
    ):
        screen.tell(f"  {command} {where}")
        screen.tell(f"      {purpose}")


def _require_free(path: Path, texts: Mapping[str, str]) -> None:
    message = ""
    if path.is_dir():
        if any(path.iterdir()) and not _is_begun(path, texts):
            message = _("the folder “{path}” is not empty, and nothing in it was touched.")
    elif path.exists():
        message = _("“{path}” is a file, and was not touched.")
    if message:
        hint = _("Name a folder that does not exist yet, or an empty one.")
        raise typer.BadParameter(f"{message.format(path=path)} {hint}", param_hint="PATH")


def _is_begun(folder: Path, texts: Mapping[str, str]) -> bool:
    """Whether all that is in `folder` was left by a start that was killed before the main file, the last."""
    if (folder / MAIN_FILE).exists():
        return False
    parts = tuple(f".{name}." for name in texts)
    return all(
        item.name.startswith(parts) or (item.name in texts and files.content(item) == texts[item.name])
        for item in folder.iterdir()
    )


def _write_all(folder: Path, texts: Mapping[str, str]) -> None:
    """Write all files or, if one cannot be written, leave none."""
    folder.mkdir(parents=True, exist_ok=True)
    try:
        for name, text in texts.items():
            files.write(folder / name, text)
    except BaseException:  # being asked to end is one
        for name in texts:
            (folder / name).unlink(missing_ok=True)
        with contextlib.suppress(OSError):  # somebody else has put something there
            folder.rmdir()
        raise
