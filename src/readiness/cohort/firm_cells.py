"""Answers as the cells of a table of firms, in one canonical text form.

A choice is the id of its option, a number is written as Python writes it, several options are joined by
semicolons in the order in which the questionnaire lists them, and none of them is `[]`. `unknown` and
`not-applicable` stand for themselves; an open question is an empty cell.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from readiness.answers.answer_reading import WORDS_FOR_ASIDE
from readiness.answers.answers import Answer, Answers, State
from readiness.messages.catalogue import _
from readiness.messages.names import did_you_mean, nearest
from readiness.questionnaire.profile import ProfileQuestion
from readiness.questionnaire.questionnaire import Questionnaire
from readiness.questionnaire.questions.base import Question
from readiness.questionnaire.questions.parts import NOT_APPLICABLE, UNKNOWN
from readiness.source.scalars import WORDS, parse_number

JOINED_BY = ";"
NONE_OF_THEM = "[]"
_PARTED = re.compile("[;,；，、┋|]")
"""What people write between two options in a cell; no id holds such a sign."""
_MOST_TEXTS = 10_000
"""The most texts of one column whose meaning is remembered: options are few, numbers and words are not."""


class CellMisfit(NamedTuple):
    """Why a cell cannot be used."""

    message: str
    remedy: str


class WrongCell(Exception):
    """A cell cannot be used; `misfits` say why."""

    def __init__(self, misfits: Sequence[CellMisfit]) -> None:
        super().__init__(misfits)
        self.misfits = tuple(misfits)


def columns_of_firms(questionnaire: Questionnaire) -> tuple[str, ...]:
    """The names of all columns that the cells of a firm are in: its profile, then its answers."""
    facts = (f"profile.{asked.id}" for asked in questionnaire.profile)
    return (*facts, *(f"answers.{id}" for id in questionnaire.questions))


def _in_cell(written: Any) -> str:
    """What an answers file holds, as a cell."""
    if isinstance(written, list):
        return JOINED_BY.join(written) or NONE_OF_THEM
    return written if isinstance(written, str) else repr(written)


class CellsOfAnswers:
    """Writes the answers of a firm as cells."""

    def __init__(self, questionnaire: Questionnaire) -> None:
        self._facts = [(asked.id, [option.id for option in asked.options]) for asked in questionnaire.profile]
        self._questions = list(questionnaire.questions.values())
        self._options = {
            id(option): _in_cell(question.written(option))
            for question in questionnaire.questions.values()
            if "list" not in question.column_kinds()
            for option in question.choices
        }
        """The cell of each option, by its identity: they are thousands of times the same few."""

    def cells(self, answers: Answers) -> tuple[str | None, ...]:
        """One cell for each of `columns_of_firms`."""
        given, options = answers.given, self._options
        facts = [self._fact(ids, answers.profile.get(asked, ())) for asked, ids in self._facts]
        found = [(asked, given.get(asked.id)) for asked in self._questions]
        return (
            *facts,
            *[
                answer and (options.get(id(answer.value)) or self._other(asked, answer))
                for asked, answer in found
            ],
        )

    def _fact(self, ids: Sequence[str], chosen: Sequence[str]) -> str | None:
        if len(chosen) < 2:
            return chosen[0] if chosen else None
        return JOINED_BY.join(id for id in ids if id in chosen)

    def _other(self, question: Question, answer: Answer) -> str | None:
        """The cell of an answer that is no single option."""
        if answer.state is State.ANSWERED:
            return _in_cell(question.written(answer.value))
        if answer.state is State.UNANSWERED:  # with a note
            return None
        return UNKNOWN if answer.state is State.UNKNOWN else NOT_APPLICABLE


class TextColumn(dict[str, str | None]):
    """Reads the cells of one column; the canonical cell of each text that was read before.

    A text that is no answer raises WrongCell.
    """

    def __missing__(self, text: str) -> str | None:
        cell = self._read(bare) if (bare := text.strip()) else None
        if len(self) < _MOST_TEXTS:
            self[text] = cell
        return cell

    def _read(self, text: str) -> str:
        raise NotImplementedError


class FactColumn(TextColumn):
    """Reads the cells of a question of the profile."""

    def __init__(self, asked: ProfileQuestion) -> None:
        super().__init__()
        self._asked = asked
        self._titles = asked.texts

    def _read(self, text: str) -> str:
        chosen = [item.strip() for item in _PARTED.split(text) if item.strip()]
        misfits = [self._misfit(item) for item in chosen if item not in self._titles]
        if not self._asked.several and len(chosen) > 1 and not misfits:
            message = _("“{key}” takes one value, not a list").format(key=self._asked.id)
            misfits.append(CellMisfit(message, _("Keep the one that fits best.")))
        if misfits or not chosen:
            raise WrongCell(misfits or [self._misfit(text)])
        return JOINED_BY.join(id for id in self._titles if id in chosen)

    def _misfit(self, item: str) -> CellMisfit:
        names = list(self._titles)
        message = _("“{name}” is not known").format(name=item[:80])
        if close := nearest(item, names, self._titles):
            return CellMisfit(message, did_you_mean(close))
        return CellMisfit(message, _("Known here: {names}.").format(names=_(", ").join(names)))


class AnswerColumn(TextColumn):
    """Reads the cells of a question."""

    def __init__(self, question: Question) -> None:
        super().__init__()
        self._question = question
        self._kinds = question.column_kinds()

    def _read(self, text: str) -> str:
        question = self._question
        if text == UNKNOWN:
            return UNKNOWN
        if text == NOT_APPLICABLE and question.not_applicable is not None:
            return NOT_APPLICABLE
        for raw in self._meant(text):
            if (value := question.parse(raw)) is not None:
                return _in_cell(question.written(value))
        raise WrongCell(list(self._misfits(text)))

    def _meant(self, text: str) -> Iterator[Any]:
        """What an answers file would hold in place of `text`."""
        if "list" in self._kinds:
            items = [item.strip() for item in _PARTED.split(text) if item.strip()]
            yield [] if text == NONE_OF_THEM else items or text
            return
        yield text
        if "number" in self._kinds and (number := parse_number(text)) is not None:
            # Programs write 3.0 where a column of numbers has empty cells.
            yield int(number) if isinstance(number, float) and number.is_integer() else number
        if "boolean" in self._kinds and isinstance(word := WORDS.get(text), bool):
            yield word

    def _misfits(self, text: str) -> Iterator[CellMisfit]:
        question = self._question
        if text.lower() in WORDS_FOR_ASIDE:
            yield self._aside()
            return
        raw = list(self._meant(text))[-1]
        for fault in question.misfits(raw):
            yield CellMisfit(fault.message, self._joined(fault.hint) if "list" in self._kinds else fault.hint)

    def _aside(self) -> CellMisfit:
        if self._question.not_applicable is None:
            message = _("“{id}” applies to every enterprise").format(id=self._question.id)
            return CellMisfit(message, _("Choose the level that fits, or write `unknown`."))
        message = _("this is not how “not applicable” is written")
        return CellMisfit(message, did_you_mean(NOT_APPLICABLE))

    def _joined(self, hint: str) -> str:
        """`hint`, or how to write several options in a cell if it speaks of brackets, which have no place."""
        if "[" not in hint:
            return hint
        ids = [option.id for option in self._question.choices]
        return _("Write some of {ids}, joined by semicolons, or [] for none of them.").format(
            ids=_(", ").join(ids)
        )
