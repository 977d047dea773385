"""Load answers from a path, a stream, a mapping or a text."""

from __future__ import annotations

import datetime
import os
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, Protocol, runtime_checkable

from readiness.answers.answers import Answers, check_pair, check_questionnaire
from readiness.answers.reading import read_answers, read_raw
from readiness.answers.writing import as_written
from readiness.messages.catalogue import _
from readiness.messages.problems import InvalidInput, Problem, expect
from readiness.questionnaire.questionnaire import Questionnaire
from readiness.source.source import Source, decode, decode_any, read_any, read_whole, unreadable


@runtime_checkable
class Readable(Protocol):
    """An open file, or anything that is read like one."""

    def read(self, size: int = -1, /) -> str | bytes:
        """At most `size` characters or bytes."""


def load_answers(
    source: str | os.PathLike[str] | Readable | Mapping[str, Any], questionnaire: Questionnaire
) -> Answers:
    """The answers in `source`, checked against `questionnaire`.

    `source` is the path of an answers file, or of a form that was filled in as a workbook; a stream that such
    a file is read from (text or bytes); or a mapping with the content of an answers file. Answers to an older
    version of the questionnaire are read under today's ids, and `notices` lists the changes. Raises
    InvalidInput with every problem at once, WrongType for arguments of other types.
    """
    check_questionnaire(questionnaire)
    if isinstance(source, Mapping):
        return read_raw(_as_parsed(source), questionnaire, "<mapping>")
    if isinstance(source, str | os.PathLike):
        return read_answers(_file(source), questionnaire)
    message = _("load_answers takes a path, a stream or a mapping, not {found}; for a text use parse_answers")
    expect(source, Readable, message)
    return read_answers(_stream(source), questionnaire)


def parse_answers(text: str, questionnaire: Questionnaire) -> Answers:
    """The answers in `text`, which is written like an answers file, checked against `questionnaire`.

    Raises InvalidInput with every problem at once, WrongType for arguments of other types.
    """
    check_questionnaire(questionnaire)
    message = _("parse_answers takes a text, not {found}; for anything else use load_answers")
    expect(text, str, message)
    return read_answers(as_source(text, "<text>"), questionnaire)


def change_answers(
    answers: Answers,
    questionnaire: Questionnaire,
    changes: Mapping[str, Any],
    *,
    profile: Mapping[str, Any] | None = None,
    targets: Mapping[str, Any] | None = None,
    markets: Mapping[str, Any] | None = None,
    respondent: str | None = None,
    date: datetime.date | str | None = None,
    enterprise: str | None = None,
    prepared_by: str | None = None,
    prepared_for: str | None = None,
    confidentiality: str | None = None,
) -> Answers:
    """`answers` with `changes`: for each question id, the value as in an answers file.

    A change replaces the whole answer, with its note and evidence; None removes it. `profile`, `targets`
    and `markets` change those in the same way. Each of the other arguments replaces that of `answers`,
    unless None. Raises InvalidInput with every problem of the changes, WrongType for arguments
    of other types, ReadinessError for answers to another questionnaire.
    """
    check_pair(questionnaire, answers)
    raw = as_written(answers, questionnaire)
    message = _(
        "changes to answers, profile, targets and markets must be mappings of ids to values as in an answers"
        " file, not {found}"
    )
    parts = {"answers": changes, "profile": profile, "targets": targets, "markets": markets}
    for part, changed in parts.items():
        expect(changed or {}, Mapping, message)
        if changed:
            changed = raw.get(part, {}) | _as_parsed(changed)
            raw[part] = _stated(changed)
    if markets:  # what a program leaves out of a market may be None too
        raw["markets"] = {
            id: _stated(each) if isinstance(each, dict) else each for id, each in raw["markets"].items()
        }
    stated = {
        "respondent": respondent,
        "date": date,
        "enterprise": enterprise,
        "prepared_by": prepared_by,
        "prepared_for": prepared_for,
        "confidentiality": confidentiality,
    }
    raw |= _stated(stated)
    return replace(read_raw(raw, questionnaire, "<changes>"), notices=answers.notices)


def _stated(mapping: Mapping[str, Any]) -> dict[str, Any]:
    """`mapping` without what is None."""
    return {key: value for key, value in mapping.items() if value is not None}


def as_source(text: str, name: str) -> Source:
    """`text` as if it had been read from a file. Raises InvalidInput if no file could hold it."""
    return decode(text.encode("utf-8", "surrogatepass"), name)


def _file(path: str | os.PathLike[str]) -> Source:
    """The file at `path`; line breaks show that a text was passed by mistake."""
    if isinstance(path, str) and "\n" in path:
        message = _("this is a text, not the path of a file")
        hint = _("Call parse_answers(text, questionnaire).")
        raise InvalidInput([Problem("<text>", 1, 1, "unreadable", message, hint)])
    return read_any(Path(path))


def _stream(stream: Readable) -> Source:
    """The rest of `stream`; if it is too large, only enough of it to see that."""
    named = getattr(stream, "name", None)
    name = named if isinstance(named, str) else "<stream>"
    try:
        content = read_whole(stream.read)
    except (OSError, ValueError) as error:  # closed, open only for writing, or text in another encoding
        raise InvalidInput([unreadable(name, OSError(str(error)))]) from error
    expect(content, str | bytes, _("a stream of answers must give text or bytes, not {found}"))
    return as_source(content, name) if isinstance(content, str) else decode_any(content, name)


def _as_parsed(data: Any) -> Any:
    """`data` as a parsed file would hold it: plain dicts and lists."""
    if isinstance(data, Mapping):
        return {key: _as_parsed(value) for key, value in data.items()}
    if isinstance(data, list | tuple):
        return [_as_parsed(item) for item in data]
    return data
