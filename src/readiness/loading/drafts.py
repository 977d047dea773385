"""Read the data of a questionnaire, put together from its files but not yet examined."""

from __future__ import annotations

from pathlib import Path
from typing import Any, NamedTuple

from readiness.loading.assembling import named, splice
from readiness.loading.file_kinds import not_a_questionnaire
from readiness.loading.finding import Where, find
from readiness.source.complaints import Complaints
from readiness.source.data import Map
from readiness.source.parsing import parse
from readiness.source.source import read


class UncheckedQuestionnaire(NamedTuple):
    """The data of a questionnaire, put together from its files but not yet examined."""

    root: Any
    name: str
    """What messages call its main file."""
    place: Where
    """Where it was found."""


def read_questionnaire(name_or_path: str | Path) -> UncheckedQuestionnaire:
    """The data of a questionnaire, found as `load_questionnaire` finds it.

    Raises InvalidInput if a file cannot be read or is not YAML.
    """
    return read_draft(find(name_or_path))


def read_draft(place: Where) -> UncheckedQuestionnaire:
    """The same for one that was found. Raises InvalidInput."""
    folder, file, name, _built_in = place
    main = named(name, file)
    root = parse(read(folder.joinpath(file), main))
    if other := not_a_questionnaire(root):
        complaints = Complaints(root, main)
        complaints.add(*other)
        complaints.raise_if_any()
    if isinstance(root, Map):
        splice(root, folder, name)
    return UncheckedQuestionnaire(root, main, place)
