"""The profile of an answers file, checked."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from readiness.answers.checking import Checking
from readiness.answers.following import Following
from readiness.messages.catalogue import _
from readiness.questionnaire.profile import ProfileQuestion
from readiness.questionnaire.questions.raw_values import missing_brackets, missing_commas
from readiness.source.data import DataPath


def read_profile(raw: Any, checking: Checking, since: str) -> dict[str, tuple[str, ...]]:
    """The chosen options by the id of each profile question; `since` is the version whose ids `raw` uses."""
    if raw is None:
        return {}
    if not isinstance(raw, dict):
        message = _("“profile” must be a mapping")
        hint = _("Write `key: value` lines below it.")
        checking.complaints.add(("profile",), "not-mapping", message, hint)
        return {}
    return _ProfileReader(checking, Following(checking, "profile", since)).read(raw)


class _ProfileReader:
    """Reads the facts of the profile one by one."""

    def __init__(self, checking: Checking, following: Following) -> None:
        self._checking = checking
        self._following = following

    def read(self, raw: dict[str, Any]) -> dict[str, tuple[str, ...]]:
        questions = self._checking.questionnaire.profile
        known = [asked.id for asked in questions]
        titles = {asked.id: asked.title for asked in questions}

        def report_unknown(key: str) -> None:
            self._checking.unknown(("profile", key), "unknown-key", key, known, titles=titles, key=True)

        keys = self._following.current_keys(raw, known, report_unknown)
        profile: dict[str, tuple[str, ...]] = {}
        for asked in questions:
            value = raw[keys[asked.id]] if asked.id in keys else None
            if value is not None and (chosen := self._chosen(asked, value, keys[asked.id])):
                profile[asked.id] = chosen
        self._following.note_added(known, keys)
        return profile

    def _chosen(self, asked: ProfileQuestion, raw: Any, key: str) -> tuple[str, ...]:
        items = raw if isinstance(raw, list) and asked.several else [raw]
        if not self._following.is_older and all(type(item) is str and item in asked.texts for item in items):
            return tuple(dict.fromkeys(items))
        names = list(asked.texts)

        def fits(value: Any) -> bool:
            items = value if isinstance(value, list) else [value]
            return set(names).issuperset(items) and (asked.several or not isinstance(value, list))

        value = self._following.value(asked.id, raw, names, fits)
        return () if value is None else self._options(asked, value, ("profile", key))

    def _options(self, asked: ProfileQuestion, value: Any, path: DataPath) -> tuple[str, ...]:
        complaints = self._checking.complaints
        listed = isinstance(value, list)
        if listed and not asked.several:
            message = _("“{key}” takes one value, not a list").format(key=asked.id)
            hint = _("Keep the one that fits best.")
            if len(value) == 1 and value[0] in asked.texts:
                hint = _("Write `{value}`, without brackets.").format(value=value[0])
            complaints.add(path, "not-one", message, hint)
            return ()
        titles = asked.texts
        names = list(titles)
        chosen = []
        for index, item in enumerate(value if listed else [value]):
            place = (*path, index) if listed else path
            if not isinstance(item, str):
                message = _("“{key}” must be text").format(key=asked.id)
                hint = _("Known here: {names}.").format(names=_(", ").join(names))
                complaints.add(place, "not-text", message, hint)
            elif item in titles:
                chosen.append(item)
            elif asked.several and (hint := _as_list(value, index, titles)):
                complaints.add(
                    place, "unknown-option", _("“{name}” is not known").format(name=item[:80]), hint
                )
            elif not complaints.full:
                self._checking.unknown(place, "unknown-option", item, names, titles=titles)
        return tuple(dict.fromkeys(chosen))


def _as_list(value: Any, index: int, titles: Mapping[str, str]) -> str:
    """The hint to write `value`, or its item `index`, as a list of several names; empty if it is none."""
    if isinstance(value, list):
        return missing_commas(value, index, titles)
    return missing_brackets(value, titles) if missing_commas([value], 0, titles) else ""
