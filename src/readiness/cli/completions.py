"""What the shell may complete: ids of questionnaires and of what is in them, by the files as they are.

A questionnaire is read but not checked, so that this is quick and works while its author is still writing.
Whatever goes wrong, nothing is completed and nothing is said.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any, get_args

import typer

Named = tuple[str, str]
"""An id, and its title for shells that show one."""
MOST_FOLDERS = 1000
"""The most entries of a folder that are looked at."""


def questionnaire_names(incomplete: str) -> list[str]:
    """The built-in questionnaires, and the folders beginning with `incomplete` that hold one."""
    from readiness.loading.finding import builtin_questionnaires, holds

    try:
        parent, slash, _begin = incomplete.rpartition("/")
        folders = islice(Path(parent + slash or ".").iterdir(), MOST_FOLDERS)
        found = sorted(f"{parent}{slash}{folder.name}" for folder in folders if holds(folder))
        return [*(name for name in builtin_questionnaires() if name not in found), *found]
    except (OSError, ValueError):  # no such folder
        return builtin_questionnaires()


def score_ids(ctx: typer.Context) -> list[Named]:
    """What `--explain` takes: `overall`, and every section and window at any depth."""
    return [("overall", ""), *section_ids(ctx)]


def section_ids(ctx: typer.Context) -> list[Named]:
    """Every section and window at any depth."""
    return _found(ctx, _sections)


def dimension_ids(ctx: typer.Context) -> list[Named]:
    """The sections that hold questions."""
    return _found(ctx, lambda root: _sections(root, parents=False))


def question_ids(ctx: typer.Context) -> list[Named]:
    """The questions."""
    return _found(ctx, _questions)


def band_ids(ctx: typer.Context) -> list[Named]:
    """The bands of the overall."""
    return _found(ctx, lambda root: _named(root["bands"]))


def case_ids(ctx: typer.Context) -> list[Named]:
    """The cases."""
    return _found(ctx, lambda root: _named(root["cases"]["cases"]))


def case_kinds() -> list[str]:
    """The kinds of cases."""
    from readiness.questionnaire.case_library import Case

    return list(get_args(Case.model_fields["kind"].annotation))


def language_codes(ctx: typer.Context) -> list[str]:
    """The languages of the questionnaire."""
    return [id for id, _title in _found(ctx, lambda root: ((str(code), "") for code in root["languages"]))]


def sector_ids(ctx: typer.Context) -> list[Named]:
    """The options of the profile question `sector`."""
    return _found(ctx, lambda root: _profile(root, "sector"))


def market_ids(ctx: typer.Context) -> list[Named]:
    """The options of the profile question `markets`."""
    return _found(ctx, lambda root: _profile(root, "markets"))


def peer_groups(ctx: typer.Context) -> list[str]:
    """The groups of firms in the benchmark that the command names so far."""
    import json

    from readiness.cohort.benchmark import PeerGroup

    try:
        groups = json.loads(Path(ctx.params["benchmark"]).read_bytes())["groups"]
        return [PeerGroup(group["fact"] or "", group["option"] or "", {}).name for group in groups]
    except Exception:  # no benchmark was named, or its file holds something else
        return []


def _found(ctx: typer.Context, look: Callable[[Any], Iterator[Named]]) -> list[Named]:
    """What `look` finds in the questionnaire that the command names so far."""
    from readiness.loading.drafts import read_questionnaire
    from readiness.loading.finding import DEFAULT_QUESTIONNAIRE

    named = (ctx.params.get(name) for name in ("questionnaire", "name"))
    try:
        return list(look(read_questionnaire(next(filter(None, named), DEFAULT_QUESTIONNAIRE)).root))
    except Exception:  # a file that cannot be read, or that holds something else than expected
        return []


def _sections(part: Any, *, parents: bool = True) -> Iterator[Named]:
    """The sections in `part`, a questionnaire or a section; with `parents` also those that hold sections."""
    for key in ("sections", "opportunities"):
        for section in part.get(key) or ():
            if parents or not section.get("sections"):
                yield from _named([section])
            yield from _sections(section, parents=parents)


def _questions(part: Any) -> Iterator[Named]:
    """The questions in `part`, a questionnaire or a section."""
    from readiness.questionnaire.sections import QUESTION_LISTS

    for key in ("sections", "opportunities"):
        for section in part.get(key) or ():
            for name in QUESTION_LISTS:
                yield from _named(section.get(name) or ())
            yield from _questions(section)


def _profile(root: Any, id: str) -> Iterator[Named]:
    for asked in root["profile"]:
        if asked["id"] == id:
            yield from _named(asked["options"], "text")


def _named(items: Any, title: str = "title") -> Iterator[Named]:
    for item in items:
        shown = item.get(title)
        yield str(item["id"]), shown if isinstance(shown, str) else ""
