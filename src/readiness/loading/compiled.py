"""Built-in questionnaires, checked and compiled when the package is built so that each run starts faster.

A wheel holds the finished model of each built-in questionnaire beside its YAML files, one file for each
language. It is used only while those YAML files are unchanged, and only from the package's own folder: a
pickle can run code, so it must be as trusted as the package. Without it everything works, only slower.
"""

from __future__ import annotations

import hashlib
import pickle
import re
from collections.abc import Iterator
from importlib.resources.abc import Traversable

from readiness.questionnaire.questionnaire import Questionnaire

_DIGEST = 64


def file_name(language: str | None) -> str:
    """The name of the compiled file; None stands for the first language."""
    return f"compiled.{language}.pickle" if language else "compiled.pickle"


def compiled_languages(folder: Traversable) -> list[str]:
    """The languages, apart from the first one, in which the questionnaire in `folder` is compiled."""
    found = (re.fullmatch(r"compiled\.(.+)\.pickle", file.name) for file in folder.iterdir())
    return sorted(each[1] for each in found if each)


def compiled(questionnaire: Questionnaire, folder: Traversable, language: str | None = None) -> bytes:
    """The content of the compiled file of `questionnaire`, which was loaded from `folder` in `language`."""
    assert questionnaire.digest  # computed now and stored with the model, because computing it is slow
    return _stamp(folder, language) + pickle.dumps(questionnaire, protocol=pickle.HIGHEST_PROTOCOL)


def read_compiled(folder: Traversable, language: str | None) -> Questionnaire | None:
    """The questionnaire in the built-in `folder`, if it was compiled from the files that are there now."""
    try:
        content = folder.joinpath(file_name(language)).read_bytes()
        if content[:_DIGEST] != _stamp(folder, language):
            return None
        found = pickle.loads(content[_DIGEST:])  # noqa: S301 (a file of this package, like its code)
    except Exception:
        return None
    return found if isinstance(found, Questionnaire) else None


def _stamp(folder: Traversable, language: str | None) -> bytes:
    """A hash of the YAML files in `folder`, and of those with its texts in `language`."""
    digest = hashlib.sha256()
    beside = folder.joinpath(language) if language else None
    for part in (folder, beside) if beside and beside.is_dir() else (folder,):
        for file in sorted(_sources(part), key=lambda file: file.name):
            content = file.read_bytes()
            digest.update(f"{file.name} {len(content)}\n".encode() + content)
    return digest.hexdigest().encode()


def _sources(folder: Traversable) -> Iterator[Traversable]:
    return (file for file in folder.iterdir() if file.name.endswith(".yaml"))
