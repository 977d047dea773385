"""Save answers as the text of a file: a new one, or an edited one that keeps comments, order and layout."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

from readiness.answers.access import as_source
from readiness.answers.answer_reading import DETAILS
from readiness.answers.answers import OPEN, Answer, Answers, CoverTexts, check_pair
from readiness.answers.market_reading import OF_MARKET
from readiness.answers.reading import read_answers, read_raw
from readiness.answers.revising import revised
from readiness.answers.target_reading import target_ids
from readiness.answers.upgrade import upgrade
from readiness.answers.writing import as_written
from readiness.messages.catalogue import _
from readiness.messages.problems import ReadinessError, expect
from readiness.questionnaire.questionnaire import Questionnaire
from readiness.questionnaire.questions.base import Question
from readiness.source.data import DataPath
from readiness.source.dumping import dump
from readiness.source.parsing import parse
from readiness.source.source import BREAK, Source, read
from readiness.storage.files import write_file


def write_answers(answers: Answers, questionnaire: Questionnaire, path: str | os.PathLike[str]) -> None:
    """Write `answers` to the file at `path`; `load_answers` reads the same answers back.

    An existing file keeps its comments, order and layout: only what differs is edited, as in
    `answers_text`. The file holds the old content or the new, never half. Only its owner can read a new
    file. Raises InvalidInput if the existing file is not an answers file for `questionnaire`, or is for an
    older major version; ReadinessError for a new file that ends in .xlsx; WrongType and ReadinessError as
    `answers_text`; OSError if it cannot be written.
    """
    message = _("write_answers takes the path of a file, not {found}; for a text use answers_text")
    expect(path, str | os.PathLike, message)
    path = Path(path)
    if path.suffix.lower() == ".xlsx" and not path.exists():
        message = _(
            "{path}: answers are written as text, not as a workbook; name a file such as answers.yaml"
        )
        raise ReadinessError(message.format(path=path))
    before = read(path) if path.is_file() else None
    text = _text(answers, questionnaire, before or Source(str(path), ""))
    mark = before.byte_order_mark if before else ""
    if before is None or text != before.text:
        write_file(path, (mark + text).encode(), private=True)


def answers_text(answers: Answers, questionnaire: Questionnaire, before: str = "") -> str:
    """The text of an answers file that holds `answers`.

    If there is a text `before`, it is edited: what is the same stays unchanged, with every comment. A
    removed answer keeps its key if it has a comment. A text for an older version of the questionnaire is
    brought up to date, as `readiness answers upgrade` does.

    Raises InvalidInput if `before` is not an answers file for `questionnaire` or is for an older major
    version, ReadinessError for answers to another questionnaire, WrongType for arguments of other types.
    """
    expect(before, str, _("“before” must be the text of an answers file, not {found}"))
    source = as_source(before, "<before>")
    return source.byte_order_mark + _text(answers, questionnaire, source)


def _text(answers: Answers, questionnaire: Questionnaire, before: Source) -> str:
    """The text that holds `answers`; it is read back to make sure of that."""
    check_pair(questionnaire, answers)
    answers = _checked(answers, questionnaire)
    if all(not line.strip() or line.lstrip().startswith("#") for line in BREAK.split(before.text)):
        text = _after(before.text) + _new(answers, questionnaire)
    else:
        text = _edited(answers, questionnaire, before)
    # This may replace a person's file: write nothing rather than different answers.
    written = read_answers(as_source(text, before.name), questionnaire)
    if replace(written, notices=()) != replace(answers, notices=()):
        message = _("{name} cannot hold these answers: reading it back gives different ones")
        raise ReadinessError(message.format(name=before.name))
    return text


def _checked(answers: Answers, questionnaire: Questionnaire) -> Answers:
    """`answers` as they will be read back; answers made by a program must follow the rules of a file."""
    parts = {
        "given": questionnaire.questions,
        "profile": _facts(questionnaire),
        "targets": target_ids(questionnaire),
    }
    found = [(getattr(answers, part), known) for part, known in parts.items()]
    found += [(market.given, questionnaire.local_questions) for market in answers.markets.values()]
    for given, known in found:
        strange = [id for id in given if id not in known]
        if strange:
            raise ReadinessError(
                _("there is no “{id}” in the questionnaire {name}").format(
                    id=strange[0], name=questionnaire.id
                )
            )
    return read_raw(as_written(answers, questionnaire), questionnaire)


def _facts(questionnaire: Questionnaire) -> list[str]:
    return [asked.id for asked in questionnaire.profile]


def _after(comments: str) -> str:
    """A text of comments alone, with a line break at its end."""
    return f"{comments.rstrip()}\n" if comments.strip() else ""


def _new(answers: Answers, questionnaire: Questionnaire) -> str:
    raw = as_written(answers, questionnaire)
    return dump({key: value for key, value in raw.items() if value or key == "answers"})


def _edited(answers: Answers, questionnaire: Questionnaire, before: Source) -> str:
    read_answers(before, questionnaire)  # one of an older major version is refused, as everywhere
    text = upgrade(before, questionnaire).text
    raw = parse(Source(before.name, text), private=True)
    now = read_raw(raw, questionnaire, before.name)
    written = as_written(answers, questionnaire)
    changes = _Changes(set(), {})
    _compare_head(changes, now, answers)
    for part in ("profile", "targets"):
        _compare_part(changes, part, (now, answers), written[part])
    _compare_given(changes, questionnaire, (now.given, answers.given), written, raw)
    for id in {**now.markets, **answers.markets}:
        _compare_market(changes, questionnaire, id, (now, answers), (written, raw))

    def order(path: DataPath) -> list[str]:
        known: dict[DataPath, list[str]] = {
            (): list(written),
            ("profile",): _facts(questionnaire),
            ("answers",): list(questionnaire.questions),
            ("targets",): target_ids(questionnaire),
            ("markets",): list(answers.markets),
        }
        for id in answers.markets:
            known["markets", id] = list(OF_MARKET)
            known["markets", id, "answers"] = list(questionnaire.local_questions)
        return known.get(path, list(DETAILS))

    return revised(text, changes.removed, changes.put, order)


# --- what changed ---------------------------------------------------------------------------


class _Changes(NamedTuple):
    """The paths to remove from a file, and the values to put at other paths."""

    removed: set[DataPath]
    put: dict[DataPath, Any]

    def add(self, path: DataPath, data: Any) -> None:
        """Note that `path` must hold `data`; None means nothing."""
        if data is None:
            self.removed.add(path)
        else:
            self.put[path] = data


def _compare_head(changes: _Changes, now: Answers, then: Answers) -> None:
    for key, before, after in zip(CoverTexts._fields, now.cover, then.cover, strict=True):
        if before != after:
            changes.add((key,), after or None)
    if now.respondent != then.respondent:
        changes.add(("respondent",), then.respondent or None)
    if now.date != then.date:
        changes.add(("date",), then.date.isoformat() if then.date else None)


def _compare_part(
    changes: _Changes, part: str, pair: tuple[Answers, Answers], written: Mapping[str, Any]
) -> None:
    """Compare the profile or the targets of a `pair` of old and new answers."""
    before, after = (getattr(answers, part) for answers in pair)
    for id in {**before, **after}:
        if before.get(id) != after.get(id):
            changes.add((part, id), written.get(id))


def _compare_market(
    changes: _Changes,
    questionnaire: Questionnaire,
    id: str,
    pair: tuple[Answers, Answers],
    texts: tuple[Mapping[str, Any], Mapping[str, Any]],
) -> None:
    """Compare a market of the `pair` of old and new answers; `texts` are the new raw data and the old."""
    before, after = (answers.markets.get(id) for answers in pair)
    path: DataPath = ("markets", id)
    written, found = ((raw.get("markets") or {}).get(id) for raw in texts)
    if before is None or after is None:
        changes.add(path, written)
        return
    for key, old, new in (
        ("title", before.title, after.title),
        ("market", before.option, after.option),
        ("showstopper", before.showstopper, after.showstopper),
    ):
        if old != new:
            changes.add((*path, key), new or None)
    _compare_given(changes, questionnaire, (before.given, after.given), written, found, path)


def _compare_given(
    changes: _Changes,
    questionnaire: Questionnaire,
    pair: tuple[Mapping[str, Answer], Mapping[str, Answer]],
    written: Any,
    found: Any,
    path: DataPath = (),
) -> None:
    """Compare a `pair` of old and new answers to all questions; their raw data are at `path` of the file."""
    before, after = pair
    for id, question in questionnaire.questions.items():
        two = (before.get(id, OPEN), after.get(id, OPEN))
        if two[0] != two[1]:
            now, then = (raw.get("answers") or {} for raw in (written, found))
            _compare_answer(changes, question, two, now.get(id), then.get(id), (*path, "answers", id))


def _compare_answer(
    changes: _Changes,
    question: Question,
    pair: tuple[Answer, Answer],
    written: Any,
    found: Any,
    path: DataPath,
) -> None:
    """Compare the `pair` of old and new answer; `written` is the new raw value, `found` the old one."""
    before, after = pair
    if after == OPEN:
        changes.add(path, None)
        return
    details = dict(written) if isinstance(written, dict) else {"value": written}
    if "value" in details:
        spelled = found.get("value") if isinstance(found, dict) else found
        details["value"] = _spelled_alike(question, before, after, details["value"], spelled)
    if isinstance(found, dict) and found:
        for key in _changed(before, after):
            changes.add((*path, key), details.get(key))
    else:
        changes.add(path, details["value"] if list(details) == ["value"] else details)


def _changed(before: Answer, after: Answer) -> list[str]:
    """The keys of an answer with details whose content changed."""
    differs = {
        "value": (before.state, before.value) != (after.state, after.value),
        "other": before.other != after.other,
        "note": before.note != after.note,
        "evidence": before.evidence != after.evidence,
        "owner": before.owner != after.owner,
        "not_applicable": (before.state, before.reason) != (after.state, after.reason),
    }
    return [key for key in DETAILS if differs[key]]


def _spelled_alike(question: Question, before: Answer, after: Answer, written: Any, found: Any) -> Any:
    """The value of `after`, written as the file writes `before`: as a score, and lists in the same order."""
    if (before.state, before.value) == (after.state, after.value):
        return found
    if isinstance(found, list) and isinstance(written, list):
        return [*(id for id in found if id in written), *(id for id in written if id not in found)]
    if isinstance(found, int | float) and not isinstance(found, bool) and after.option:
        score = after.option.score
        number = int(score) if score.is_integer() else score
        if question.parse(number) == after.value:
            return number
    return written
