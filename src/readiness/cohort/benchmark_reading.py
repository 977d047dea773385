"""Reads the file of a benchmark, which may come from anywhere, and refuses what is not one."""

from __future__ import annotations

import datetime
import os
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from readiness.answers.answers import check_questionnaire
from readiness.answers.versions import Renames, renames_since
from readiness.cohort.benchmark import BENCHMARK_FORM, DECILES, TOP, Benchmark, PeerGroup, scales_of_measures
from readiness.messages.catalogue import _
from readiness.messages.problems import InvalidInput, expect
from readiness.questionnaire.fields import MAX_TITLE, Version, pattern_of
from readiness.questionnaire.history import version_key
from readiness.questionnaire.questionnaire import Questionnaire
from readiness.source.complaints import Complaints, Fault, unknown_name
from readiness.source.data import DataPath
from readiness.source.jsondata import has_duplicate_keys, json_data
from readiness.source.parsing import parse
from readiness.source.source import Source, read

_LONGEST_NAME = 200
"""The most characters of an id."""


def load_benchmark(path: str | os.PathLike[str], questionnaire: Questionnaire) -> Benchmark:
    """The benchmark in the file at `path`, for answers to `questionnaire`; raises the errors below."""
    expect(path, str | os.PathLike, _("load_benchmark takes the path of a file, not {found}"))
    return read_benchmark(read(Path(path)), questionnaire)


def read_benchmark(source: Source, questionnaire: Questionnaire) -> Benchmark:
    """The benchmark in `source`, in the ids of `questionnaire` as it is today.

    Groups and scores that another version of the questionnaire had are left out. Raises InvalidInput, with
    every problem, if it is no benchmark, is damaged, or belongs to another questionnaire or major version,
    and WrongType for anything else than a questionnaire.
    """
    check_questionnaire(questionnaire)
    raw = json_data(source)
    if raw is not None and has_duplicate_keys(source):
        parse(source)  # refuses them, each in its place
    reading = _Reading(raw, questionnaire)
    if reading.faults:
        placed = parse(source) if any(fault.path for fault in reading.faults) else None
        complaints = Complaints(placed, source.name)
        for fault in reading.faults:
            complaints.add(*fault)
        raise InvalidInput(complaints.problems)
    return _in_todays_ids(raw, questionnaire)


class _Reading:
    """Checks the data of a file; `faults` has all that is wrong, each with its path."""

    def __init__(self, raw: Any, questionnaire: Questionnaire) -> None:
        self.faults: list[Fault] = []
        self._raw = raw
        self._questionnaire = questionnaire
        if not isinstance(raw, dict) or not {"questionnaire", "groups"} <= raw.keys():
            self._refuse((), "no-benchmark", _("this is not the JSON of a benchmark"))
            return
        self._check()

    def _check(self) -> None:
        if self._raw.get("schema_version") != BENCHMARK_FORM or type(self._raw["schema_version"]) is not int:
            self._refuse_value(("schema_version",), _("“{path}” must be {form}"), form=BENCHMARK_FORM)
        self._expect_line(("title",), optional=True)
        self._expect_form(("built_on",), _is_day, _("“{path}” must be a day, as YYYY-MM-DD"))
        made_for = self._raw["questionnaire"]
        if isinstance(made_for, dict):
            self._check_questionnaire(made_for)
        else:
            self._refuse_value(("questionnaire",), _("“{path}” must be an object"))
        groups = self._raw["groups"]
        if not isinstance(groups, list) or not groups:
            self._refuse_value(("groups",), _("“{path}” must be a list of groups"))
        elif not self.faults:  # names can only be looked up in the right questionnaire
            self._check_groups(groups)

    def _check_questionnaire(self, made_for: dict[str, Any]) -> None:
        self._expect_line(("questionnaire", "title"))
        self._expect_form(("questionnaire", "digest"), _is_digest, _("“{path}” must be a SHA-256 digest"))
        path = ("questionnaire", "id")
        if not self._expect_line(path):
            return
        if made_for["id"] != self._questionnaire.id:
            message = _("this benchmark is for the questionnaire “{id}”, the answers are for “{wanted}”")
            said = message.format(id=made_for["id"][:80], wanted=self._questionnaire.id)
            self._refuse(path, "other-benchmark", said)
            return
        path = ("questionnaire", "version")
        if self._expect_form(path, _is_version, _("“{path}” must be three numbers, such as 2.0.0")):
            version, current = made_for["version"], self._questionnaire.version
            if version_key(version)[0] != version_key(current)[0]:
                message = _("this benchmark is for version {given} of the questionnaire, not for {current}")
                self._refuse(path, "other-benchmark", message.format(given=version, current=current))

    def _check_groups(self, groups: list[Any]) -> None:
        named: set[tuple[str, str]] = set()
        for place, group in enumerate(groups):
            path: DataPath = ("groups", place)
            if not isinstance(group, dict):
                self._refuse_value(path, _("“{path}” must be an object"))
                continue
            name = self._check_name(group, path)
            if name in named:
                self._refuse_value((*path, "option"), _("“{path}” names a group for the second time"))
            elif name is not None:
                named.add(name)
            self._check_deciles(group.get("deciles"), (*path, "deciles"))
        if not self.faults and ("", "") not in named:
            self._refuse_value(("groups",), _("“{path}” lacks the group of all firms"))

    def _check_name(self, group: Mapping[str, Any], path: DataPath) -> tuple[str, str] | None:
        """The fact and the option of a group; None if they are wrong."""
        fact, option = group.get("fact"), group.get("option")
        if fact is None and option is None:
            return "", ""
        for key, value in (("fact", fact), ("option", option)):
            if not _is_name(value):
                message = _("“{path}” must be an id or, for all firms, null like the other one")
                self._refuse_value((*path, key), message)
                return None
        name = (str(fact), str(option))
        if self._is_same:
            self._check_ids(*name, path)
        return name

    def _check_ids(self, fact: str, option: str, path: DataPath) -> None:
        """Refuse a fact or an option that the questionnaire does not have."""
        asked = self._questionnaire.profile_question(fact)
        if asked is None:
            facts = [each.id for each in self._questionnaire.profile]
            self.faults.append(unknown_name((*path, "fact"), "bad-benchmark", fact, facts))
        elif option not in (options := [each.id for each in asked.options]):
            self.faults.append(unknown_name((*path, "option"), "bad-benchmark", option, options))

    def _check_deciles(self, deciles: Any, path: DataPath) -> None:
        if not isinstance(deciles, dict) or not deciles:
            self._refuse_value(path, _("“{path}” must be an object with lists of deciles"))
            return
        measures = scales_of_measures(self._questionnaire)
        for id, points in deciles.items():
            if not _is_name(id) or (self._is_same and id not in measures):
                known = list(measures)
                self.faults.append(unknown_name((*path, id), "bad-benchmark", id, known))
            elif not _is_ascending(points):
                message = _("“{path}” must be nine whole numbers from 0 to 100, none below the one before")
                self._refuse_value((*path, id), message)

    @property
    def _is_same(self) -> bool:
        """Whether the file is made for exactly this questionnaire, so that it can have no other ids."""
        made_for = self._raw["questionnaire"]
        return bool(made_for["digest"] == self._questionnaire.digest)

    # --- values ---

    def _expect_line(self, path: DataPath, *, optional: bool = False) -> bool:
        """Whether there is a line of text at `path`; otherwise it is refused."""
        text = self._at(path)
        if optional and text is None:
            return True
        if isinstance(text, str) and text.isprintable() and (text or optional) and len(text) <= MAX_TITLE:
            return True
        message = _("“{path}” must be a line of text of at most {count} characters")
        self._refuse_value(path, message, count=MAX_TITLE)
        return False

    def _expect_form(self, path: DataPath, fits: Callable[[str], bool], message: str) -> bool:
        """Whether the text at `path` has the form that it must have; otherwise it is refused."""
        text = self._at(path)
        if isinstance(text, str) and fits(text):
            return True
        self._refuse_value(path, message)
        return False

    def _at(self, path: DataPath) -> Any:
        value = self._raw
        for step in path:
            value = value.get(step)
        return value

    def _refuse_value(self, path: DataPath, message: str, **values: object) -> None:
        named = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in path)
        said = message.format(path=named.removeprefix(".")[:_LONGEST_NAME], **values)
        self._refuse(path, "bad-benchmark", said)

    def _refuse(self, path: DataPath, code: str, message: str) -> None:
        hint = _("Give the file that `readiness cohort … --benchmark-out peers.json` writes.")
        self.faults.append(Fault(path, code, message, hint))


def _in_todays_ids(raw: Mapping[str, Any], questionnaire: Questionnaire) -> Benchmark:
    """The benchmark in data without faults, in the ids of `questionnaire` as it is today."""
    made_for = raw["questionnaire"]
    return Benchmark(
        title=raw.get("title") or "",
        built_on=raw["built_on"],
        questionnaire=made_for["id"],
        questionnaire_title=made_for["title"],
        version=made_for["version"],
        digest=made_for["digest"],
        groups=tuple(_groups(raw["groups"], questionnaire, made_for["version"])),
    )


def _groups(
    raw: Sequence[Mapping[str, Any]], questionnaire: Questionnaire, version: str
) -> Iterator[PeerGroup]:
    """The groups that there are today, all firms first."""
    renames = renames_since(questionnaire, version, "profile")
    measures = scales_of_measures(questionnaire)
    known = [(fact.id, each.id) for fact in questionnaire.profile for each in fact.options]
    found: dict[tuple[str, str], list[PeerGroup]] = {}
    for group in raw:
        name = _today(group.get("fact"), group.get("option"), renames)
        deciles = {id: tuple(group["deciles"][id]) for id in measures if id in group["deciles"]}
        if deciles:
            found.setdefault(name, []).append(PeerGroup(*name, deciles))
    for name in (("", ""), *known):
        if len(found.get(name, ())) == 1:  # of two options that became one, neither is what it is now
            yield found[name][0]


def _today(fact: str | None, option: str | None, renames: Renames) -> tuple[str, str]:
    """Today's ids of a group; that of an option that is gone is empty."""
    if fact is None or option is None:
        return "", ""
    today = renames.id(fact)
    return today, renames.option(today, option) or "-"


def _is_name(value: Any) -> bool:
    return isinstance(value, str) and 0 < len(value) <= _LONGEST_NAME and value.isprintable()


def _is_ascending(points: Any) -> bool:
    """Whether these are nine whole numbers on the scale, none below the one before."""
    if not isinstance(points, list) or len(points) != DECILES:
        return False
    return all(type(each) is int and 0 <= each <= TOP for each in points) and points == sorted(points)


def _is_day(text: str) -> bool:
    """Whether `text` is a day, as YYYY-MM-DD."""
    try:
        return datetime.date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _is_version(text: str) -> bool:
    return re.fullmatch(pattern_of(Version), text) is not None


def _is_digest(text: str) -> bool:
    return re.fullmatch("[0-9a-f]{64}", text) is not None
