"""Several answers files of one enterprise, in the order of time."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from itertools import combinations, pairwise
from typing import Any, NamedTuple

from readiness.answers.answers import Answers
from readiness.answers.reading import answers_data, read_raw
from readiness.answers.writing import digest
from readiness.messages.catalogue import _
from readiness.messages.characters import printable
from readiness.messages.problems import InvalidInput, Problem
from readiness.questionnaire.questionnaire import Questionnaire
from readiness.source.complaints import Complaints
from readiness.source.data import DataPath
from readiness.source.source import Source


class _File(NamedTuple):
    """One file, as it was parsed and as it was understood."""

    name: str
    raw: Any
    answers: Answers

    @property
    def typed(self) -> str:
        """What to type on the command line for it."""
        return "-" if self.name.startswith("<") else printable(shlex.quote(self.name))

    def problem(self, path: DataPath, code: str, message: str, hint: str) -> Problem:
        """A problem of the file at `path`."""
        complaints = Complaints(self.raw, self.name)
        complaints.add(path, code, message, hint)
        return complaints.problems[0]


def read_series(
    sources: Sequence[Source], questionnaire: Questionnaire, options: Sequence[str] = ()
) -> tuple[Answers, ...]:
    """The answers in `sources`, which must be of one questionnaire, different and in the order of time.

    Of two files, the dates may be missing; the order is then the one given. `options` are what else to type
    to compare them, for the remedies. Raises InvalidInput with every problem of every file.
    """
    parsed: list[tuple[Source, Any]] = []
    problems: list[Problem] = []
    for source in sources:
        try:
            parsed.append((source, answers_data(source, questionnaire)))
        except InvalidInput as error:
            problems += error.problems
    if mixed := _mixed(parsed):
        raise InvalidInput([*problems, *mixed])
    files: list[_File] = []
    for source, raw in parsed:
        try:
            files.append(_File(source.name, raw, read_raw(raw, questionnaire, source.name)))
        except InvalidInput as error:
            problems += error.problems
    if not problems:
        problems = [*_repeated(files, questionnaire), *(_undated(files) or _backwards(files, options))]
    if problems:
        raise InvalidInput(problems)
    return tuple(file.answers for file in files)


def _mixed(parsed: Sequence[tuple[Source, Any]]) -> list[Problem]:
    """A problem for each file that names another questionnaire than the first one does."""
    stated = [raw.get("questionnaire") if isinstance(raw, dict) else None for _source, raw in parsed]
    named = [(place, id) for place, id in enumerate(stated) if isinstance(id, str)]
    problems = []
    for place, id in named[1:]:
        first, wanted = named[0]
        if id != wanted:
            message = _("these answers are for the questionnaire “{id}”, those of {other} for “{wanted}”")
            source, raw = parsed[place]
            found = Complaints(raw, source.name)
            found.add(
                ("questionnaire",),
                "mixed-questionnaires",
                message.format(id=id[:80], other=parsed[first][0].name, wanted=wanted[:80]),
                _("Compare only answers to one questionnaire; leave this file out, or the other one."),
            )
            problems += found.problems
    return problems


def _repeated(files: Sequence[_File], questionnaire: Questionnaire) -> list[Problem]:
    """A problem for each file that says the same of the same day as one before it."""
    found: dict[int, Problem] = {}
    for one, other in combinations(files, 2):
        if one.answers.date == other.answers.date and digest(one.answers, questionnaire) == digest(
            other.answers, questionnaire
        ):
            message = _("these are the same answers of the same day as in {other}")
            hint = _(
                "Name each file once. If nothing changed since, write the day of the later answers as `date`."
            )
            problem = other.problem(("date",), "same-answers", message.format(other=one.name), hint)
            found.setdefault(id(other), problem)
    return list(found.values())


def _undated(files: Sequence[_File]) -> list[Problem]:
    """A problem for each of more than two files that has no date."""
    if len(files) < 3:
        return []
    message = _("“date” is missing, so the place of this file among {count} is not known")
    hint = _("Add the day of the answers, as in `date: 2026-03-31`.")
    return [
        file.problem(("date",), "no-date", message.format(count=len(files)), hint)
        for file in files
        if file.answers.date is None
    ]


def _backwards(files: Sequence[_File], options: Sequence[str]) -> list[Problem]:
    """A problem for each file that is older than the one before it."""
    days = [file.answers.date for file in files]
    dated = sorted(files, key=lambda file: str(file.answers.date))
    hint = _("Name the oldest first: `readiness compare {files}`")
    words = [*(file.typed for file in dated), *(printable(shlex.quote(word)) for word in options)]
    hint = hint.format(files=" ".join(words))
    message = _("{day} is before {other}, the day of {file}, which is named earlier")
    return [
        after.problem(
            ("date",), "dates-backwards", message.format(day=new, other=old, file=before.name), hint
        )
        for (before, after), (old, new) in zip(pairwise(files), pairwise(days), strict=True)
        if old is not None and new is not None and new < old
    ]
