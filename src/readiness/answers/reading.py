"""Raw answers, from a file or from the interview, checked against a questionnaire.

This module reads what an answers file says about itself: questionnaire, version, cover, respondent and
date. Profile, answers, targets and markets have modules of their own.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Mapping
from typing import Any

from readiness.answers.answer_reading import read_given
from readiness.answers.answers import Answers, CoverTexts, Market
from readiness.answers.checking import Checking
from readiness.answers.profile_reading import read_profile
from readiness.answers.target_reading import read_targets
from readiness.loading.file_kinds import not_answers
from readiness.loading.finding import DEFAULT_QUESTIONNAIRE
from readiness.messages.catalogue import _
from readiness.messages.characters import printable
from readiness.messages.problems import InvalidInput
from readiness.questionnaire.history import version_key
from readiness.questionnaire.questionnaire import Questionnaire
from readiness.source.data import Map
from readiness.source.parsing import parse
from readiness.source.source import Source

_KEYS = (
    "questionnaire",
    "version",
    *CoverTexts._fields,
    "respondent",
    "date",
    "profile",
    "answers",
    "targets",
)


def read_answers(source: Source, questionnaire: Questionnaire) -> Answers:
    """The answers in the text of `source`, or in its workbook. Raises InvalidInput with every problem."""
    return read_raw(answers_data(source, questionnaire), questionnaire, source.name)


def answers_data(source: Source, questionnaire: Questionnaire) -> Any:
    """The data of an answers file, not checked yet; from a workbook those of the form that was filled in.

    Raises InvalidInput if there are no data in `source`.
    """
    if not source.packed:
        return parse(source, private=True)
    from readiness.answers.workbook_reading import workbook_data  # slow to load, and most files are texts

    return workbook_data(source, questionnaire)


def read_raw(
    raw: Any, questionnaire: Questionnaire, name: str = "answers", *, across_major: bool = False
) -> Answers:
    """`raw` as `Answers` to `questionnaire`.

    Messages use `name` if `raw` was not parsed from a file. Answers to an older version are read under
    today's ids, and `notices` lists each change; answers to an older major version are refused unless
    `across_major`. Raises InvalidInput with every problem at once.
    """
    checking = Checking(raw, questionnaire, name)
    if other := not_answers(raw):
        checking.complaints.add(*other)
        checking.complaints.raise_if_any()
    if isinstance(raw, dict):
        answers = _read_mapping(raw, checking, across_major)
        checking.complaints.raise_if_any()
        return answers
    message = _("the file is empty") if raw is None else _("this is not a mapping of keys to values")
    hint = _("Start from the output of `readiness questionnaire template`.")
    checking.complaints.add((), "answers-shape", message, hint)
    raise InvalidInput(checking.complaints.problems)


def _read_mapping(raw: Mapping[str, Any], checking: Checking, across_major: bool) -> Answers:
    compares = checking.questionnaire.markets is not None or "markets" in raw  # which is refused by itself
    checking.known_keys((), raw, (*_KEYS, "markets") if compares else _KEYS)
    _check_questionnaire(raw, checking)
    since = _version(raw, checking, across_major)
    profile = read_profile(raw.get("profile"), checking, since)
    return Answers(
        questionnaire=checking.questionnaire.id,
        version=checking.questionnaire.version,
        profile=profile,
        given=read_given(raw.get("answers"), checking, since),
        respondent=checking.text(("respondent",), raw.get("respondent")),
        date=checking.day(("date",), raw.get("date")),
        targets=read_targets(raw.get("targets"), checking, since),
        markets=_markets(raw, profile, checking, since),
        cover=CoverTexts(*(checking.text((key,), raw.get(key)) for key in CoverTexts._fields)),
        notices=tuple(checking.notices),
    )


def _markets(
    raw: Mapping[str, Any], profile: Mapping[str, tuple[str, ...]], checking: Checking, since: str
) -> dict[str, Market]:
    if "markets" not in raw:
        return {}
    from readiness.answers.market_reading import read_markets  # most files have none

    return read_markets(raw, profile, checking, since)


def _check_questionnaire(raw: Mapping[str, Any], checking: Checking) -> None:
    wanted = checking.questionnaire.id
    given = _required_text("questionnaire", wanted, raw, checking)
    if given is not None and given != wanted:
        message = _("these answers are for the questionnaire “{id}”").format(id=given[:80])
        hint = _("Choose it with --questionnaire, or write `{line}`.").format(line=f"questionnaire: {wanted}")
        checking.complaints.add(("questionnaire",), "other-questionnaire", message, hint)


def _version(raw: Mapping[str, Any], checking: Checking, across_major: bool) -> str:
    """The version whose ids the answers use: the one they state if it is older, otherwise today's."""
    current = checking.questionnaire.version
    given = _required_text("version", current, raw, checking)
    if given is None or given == current:
        return current
    if not re.fullmatch(r"[0-9]{1,9}\.[0-9]{1,9}\.[0-9]{1,9}", given):
        message = _("“{version}” is not a version").format(version=given[:80])
        hint = _("Write `version: {version}`.").format(version=current)
        checking.complaints.add(("version",), "bad-version", message, hint)
        return current
    stated, today = version_key(given), version_key(current)
    message = _("these answers are for version {given}; the questionnaire is {current}").format(
        given=given, current=current
    )
    if stated[:2] > today[:2]:
        hint = _("Use the questionnaire of that version, or a newer one.")
        checking.complaints.add(("version",), "newer-version", message, hint)
    elif stated[0] < today[0] and not across_major:
        checking.complaints.add(("version",), "older-version", message, _how_to_upgrade(raw, checking))
    return given if stated < today else current


def _how_to_upgrade(raw: Mapping[str, Any], checking: Checking) -> str:
    """The hint with the command that upgrades the file of `raw`, ready to be copied if there is one."""
    name = raw.source.name if isinstance(raw, Map) else ""
    file = printable(shlex.quote(name)) if name and not name.startswith("<") else "FILE"
    hint = _("Run `readiness answers upgrade {file}`; it lists every change and keeps the old file.")
    if checking.questionnaire.id != DEFAULT_QUESTIONNAIRE:
        hint = _(
            "Run `readiness answers upgrade {file}` with the same --questionnaire; it lists every change and"
            " keeps the old file."
        )
    return hint.format(file=file)


def _required_text(key: str, wanted: str, raw: Mapping[str, Any], checking: Checking) -> str | None:
    """The text under `key`; None, with a problem, if there is none."""
    given = raw.get(key)
    if isinstance(given, str):
        return given
    line = f"{key}: {wanted}"
    if given is None:
        message = _("“{key}” is missing").format(key=key)
        hint = _("Add the line `{line}`.").format(line=line)
        checking.complaints.add((key,), "missing-key", message, hint)
    else:
        message = _("“{key}” must be text").format(key=key)
        checking.complaints.add((key,), "not-text", message, _("Write `{line}`.").format(line=line))
    return None
