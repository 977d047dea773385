"""Built-in questionnaires as they were checked when the package was built, so that no run does it again.

A wheel carries the finished model of each built-in questionnaire beside its YAML files, one file for each
language. It is used only while those files are what it was made from, and only from the package's own
folder: it is code in effect, as trusted as the package itself. Without it everything works, only slower.
"""

from __future__ import annotations

import hashlib
import pickle
from collections.abc import Iterator
from importlib.resources.abc import Traversable

from readiness.questionnaire.questionnaire import Questionnaire

_DIGEST = 64


def file_name(language: str | None) -> str:
    """The name of the compiled file; None is the first language."""
    return f"compiled.{language}.pickle" if language else "compiled.pickle"


def compiled(questionnaire: Questionnaire, folder: Traversable) -> bytes:
    """The content of the compiled file of `questionnaire`, which was loaded from `folder`."""
    assert questionnaire.digest  # worked out here and kept, because doing so builds what models dump with
    return _stamp(folder) + pickle.dumps(questionnaire, protocol=pickle.HIGHEST_PROTOCOL)


def read_compiled(folder: Traversable, language: str | None) -> Questionnaire | None:
    """The questionnaire in the built-in `folder`, if it was compiled from the files that are there now."""
    try:
        content = folder.joinpath(file_name(language)).read_bytes()
        if content[:_DIGEST] != _stamp(folder):
            return None
        found = pickle.loads(content[_DIGEST:])  # noqa: S301 (a file of this package, like its code)
    except Exception:
        return None
    return found if isinstance(found, Questionnaire) else None


def _stamp(folder: Traversable) -> bytes:
    """What the YAML files of `folder` hold, in short."""
    digest = hashlib.sha256()
    for file in sorted(_sources(folder), key=lambda file: file.name):
        content = file.read_bytes()
        digest.update(f"{file.name} {len(content)}\n".encode() + content)
    return digest.hexdigest().encode()


def _sources(folder: Traversable) -> Iterator[Traversable]:
    return (file for file in folder.iterdir() if file.name.endswith(".yaml"))
