"""Bring the catalogues of translations in step with the messages in the code: `make messages`.

What is new has no translation yet; what is gone from the code goes from the catalogue. With `--compile` it
only compiles the catalogues that changed; the package build does so for all.
"""

from __future__ import annotations

import ast
import io
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from readiness.authoring.docstrings import unwrapped
from readiness.authoring.schema import cases_schema, questionnaire_schema, section_schema
from readiness.rendering.report_schema import comparison_schema, plan_schema, report_schema

SOURCE = Path(__file__).resolve().parent.parent / "src" / "readiness"
CATALOGUES = SOURCE / "messages" / "translations"
_KEYWORDS = {"_": None, "later": None, "plural": (1, 2)}
_OF_RUNS = ("POT-Creation-Date", "PO-Revision-Date", "Last-Translator", "Language-Team", "Generated-By")
"""Headers that would change with each run."""


def messages() -> Catalog:
    """Every message in the code, without translations."""
    found = Catalog()
    for _file, _line, message, _comments, _context in extract_from_dir(
        SOURCE, method_map=[("**.py", "python")], keywords=_KEYWORDS
    ):
        found.add(message)
    for description in _described():
        found.add(description)
    return found


def _described() -> set[str]:
    """The docstrings that are descriptions in a schema, and the titles that come from names of classes."""
    documents = (report_schema(), plan_schema(), comparison_schema())
    schemas = (questionnaire_schema(), section_schema(), cases_schema(), *documents)
    titles = {part["title"] for schema in schemas for part in schema["$defs"].values() if "title" in part}
    return titles | {text for schema in schemas for text in _descriptions(schema)} & set(_docstrings())


def _descriptions(schema: Any) -> Iterator[str]:
    if isinstance(schema, dict):
        if isinstance(text := schema.get("description"), str):
            yield from (text, text.partition("\n")[0])
        schema = list(schema.values())
    if isinstance(schema, list):
        for part in schema:
            yield from _descriptions(part)


def _docstrings() -> Iterator[str]:
    for path in SOURCE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
                yield unwrapped(str(node.value.value))


def updated(path: Path) -> str:
    """The catalogue at `path` with exactly the messages of the code."""
    with path.open("rb") as stream:
        old = read_po(stream)
    new = Catalog(locale=old.locale, header_comment=old.header_comment, charset="utf-8", fuzzy=False)
    for message in messages():
        if message.id:
            before = old.get(message.id)
            new.add(message.id, before.string if before else "")
    for message in new:  # the signs in a message are checked by a test, which knows our placeholders
        message.flags.discard("python-format")
        message.flags.discard("python-brace-format")
    written = io.BytesIO()
    write_po(written, new, width=110, sort_output=True)
    lines = written.getvalue().decode().splitlines(keepends=True)
    return "".join(line for line in lines if not line.startswith(tuple(f'"{name}:' for name in _OF_RUNS)))


def compile_changed() -> None:
    """Compile each catalogue that is newer than what was compiled from it."""
    for source in CATALOGUES.glob("*.po"):
        compiled = source.with_suffix(".mo")
        if not compiled.exists() or compiled.stat().st_mtime < source.stat().st_mtime:
            with source.open("rb") as text, compiled.open("wb") as catalogue:
                write_mo(catalogue, read_po(text))


if __name__ == "__main__" and sys.argv[1:] == ["--compile"]:
    compile_changed()
elif __name__ == "__main__":
    for path in sorted(CATALOGUES.glob("*.po")):
        text = updated(path)
        if text != path.read_text(encoding="utf-8"):
            path.write_text(text, encoding="utf-8")
            print(f"wrote {path.name}")
