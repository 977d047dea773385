"""A questionnaire to start from: a small valid folder whose texts explain how to edit it."""

from __future__ import annotations

import re
import unicodedata
from importlib import resources

from readiness.loading.finding import MAIN_FILE

FALLBACK = "questionnaire"


def starter_files(id: str) -> dict[str, str]:
    """The files of a starter questionnaire with this `id`: each text by its file name, the main file last.

    If they are written in this order, an incomplete folder has no main file, so it is never taken for a
    questionnaire.
    """
    folder = resources.files("readiness.authoring") / "starter"
    texts = {
        file.name: file.read_text(encoding="utf-8")
        for file in sorted(folder.iterdir(), key=lambda file: (file.name == MAIN_FILE, file.name))
        if file.name.endswith(".yaml")
    }
    texts[MAIN_FILE] = re.sub(r"(?m)^id: .*$", f"id: {id}", texts[MAIN_FILE], count=1)
    return texts


def id_from(name: str) -> str:
    """A valid id that resembles `name`: lower-case words joined by hyphens, beginning with a letter."""
    letters = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    id = re.sub(r"[^a-z0-9]+", "-", letters).strip("-")
    if not id:
        return FALLBACK
    return id if id[0].isalpha() else f"{FALLBACK}-{id}"
