"""A questionnaire to start from: a small valid folder whose texts explain how to edit it."""

from __future__ import annotations

import re
from importlib import resources
from pathlib import Path

from readiness.loading.finding import MAIN_FILE
from readiness.messages.catalogue import language_in_use
from readiness.questionnaire.questions.raw_values import id_like

FALLBACK = "questionnaire"


def starter_files(id: str) -> dict[str, str]:
    """The files of a starter questionnaire with this `id`: each text by its file name, the main file last.

    They are in the language of the messages. Written in this order, an incomplete folder has no main file,
    so it is never taken for a questionnaire.
    """
    starters = resources.files("readiness.authoring") / "starter"
    folder = starters / language_in_use()
    if not folder.is_dir():
        folder = starters / "en"
    texts = {
        file.name: file.read_text(encoding="utf-8")
        for file in sorted(folder.iterdir(), key=lambda file: (file.name == MAIN_FILE, file.name))
        if file.name.endswith(".yaml")
    }
    texts[MAIN_FILE] = re.sub(r"(?m)^id: .*$", f"id: {id}", texts[MAIN_FILE], count=1)
    return texts


def is_makeshift(id: str, path: Path) -> bool:
    """Whether the `id` was made up for the questionnaire at `path`, whose name has no Latin letters."""
    return id.startswith(FALLBACK) and FALLBACK not in path.resolve().name.lower()


def id_from(name: str) -> str:
    """A valid id that resembles `name`: lower-case words joined by hyphens, beginning with a letter."""
    return id_like(name, FALLBACK) or FALLBACK
