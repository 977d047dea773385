"""A name or a path into a model, with every problem of its files at once."""

from __future__ import annotations

from pathlib import Path
from typing import Any, NamedTuple

from readiness.loading.assembling import named, splice
from readiness.loading.examination import examine
from readiness.loading.finding import DEFAULT_QUESTIONNAIRE, find
from readiness.loading.languages import choose_language
from readiness.messages.problems import InvalidInput
from readiness.questionnaire.questionnaire import Questionnaire
from readiness.source.data import Map
from readiness.source.parsing import parse
from readiness.source.source import read


def load_questionnaire(
    name_or_path: str | Path = DEFAULT_QUESTIONNAIRE, language: str | None = None
) -> Questionnaire:
    """The questionnaire of a built-in name, of a folder that holds a `questionnaire.yaml`, or of a YAML file.

    Where texts are given in several languages, `language` chooses one; None means the first.
    Raises InvalidInput with every problem of its files.
    """
    root, name = read_questionnaire(name_or_path)
    if isinstance(root, Map):
        choose_language(root, language)
    examined = examine(root, name)
    if examined.questionnaire is None or examined.problems:
        raise InvalidInput(examined.problems)
    return examined.questionnaire


class Draft(NamedTuple):
    """A questionnaire as its files hold it, put together and not yet examined."""

    root: Any
    name: str
    """What messages call its main file."""


def read_questionnaire(name_or_path: str | Path) -> Draft:
    """The data of a questionnaire, found as `load_questionnaire` finds it.

    Raises InvalidInput if a file cannot be read or is no YAML.
    """
    folder, file, name = find(name_or_path)
    main = named(name, file)
    root = parse(read(folder.joinpath(file), main))
    if isinstance(root, Map):
        splice(root, folder, name)
    return Draft(root, main)
