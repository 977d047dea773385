"""What cells of a table are compared with: the options of a question or of a fact of the profile."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from readiness.messages.lookalikes import look
from readiness.questionnaire.profile import ProfileQuestion
from readiness.questionnaire.questionnaire import Questionnaire
from readiness.questionnaire.questions.base import Question


@lru_cache(maxsize=20_000)
def bare_text(text: str) -> str:
    """What `text` is compared by: case, width, blanks, look-alikes and invisible characters do not count."""
    return look(text)


class Answerable(NamedTuple):
    """One question or fact of the profile, as the cells about it are read."""

    id: str
    title: str
    several: bool
    texts: Mapping[str, str]
    """The options in the order of showing them: the text by id; none for free input."""
    names: Mapping[str, str]
    """The id of an option by each text that stands for it and for no other, as `bare_text`."""
    nones: frozenset[str]
    """Such texts that say that no option applies."""
    scores: Mapping[float, str]
    """The id of an option by its score, if the scores differ."""
    words: str
    """The id of the option that takes words of one's own; empty if there is none."""
    question: Question | None
    """None for a fact of the profile."""

    @property
    def ids(self) -> list[str]:
        """The options in the order of showing them."""
        return list(self.texts)

    def raw(self, chosen: Sequence[str]) -> Any:
        """What an answers file holds for the `chosen` options; of a question for one there is one."""
        if self.question is None:
            return list(chosen) if self.several else chosen[0]
        options = tuple(option for option in self.question.choices if option.id in chosen)
        return self.question.written(options if self.several else options[0])

    def fits(self, raw: Any) -> bool:
        """Whether `raw` can be a value in an answers file."""
        if self.question is not None:
            return self.question.parse(raw) is not None
        return set(self.texts).issuperset(raw if isinstance(raw, list) else [raw])


def asked_in(questionnaires: Sequence[Questionnaire]) -> dict[str, Answerable]:
    """Every question by id, from the same questionnaire in one or more languages."""
    return {
        id: _of_question([each.questions[id] for each in questionnaires])
        for id in questionnaires[0].questions
    }


def facts_in(questionnaires: Sequence[Questionnaire]) -> dict[str, Answerable]:
    """Every fact of the profile by id, from the same questionnaire in one or more languages."""
    found = {}
    for place, fact in enumerate(questionnaires[0].profile):
        found[fact.id] = _of_fact([each.profile[place] for each in questionnaires])
    return found


def _of_question(languages: Sequence[Question]) -> Answerable:
    first = languages[0]
    names = (
        (name, option.id)
        for question in languages
        for option in question.choices
        for name in question.names_in_tables(option)
    )
    scores = {option.score: option.id for option in first.choices}
    nones = {bare_text(text) for question in languages for text in question.none_in_tables()}
    return Answerable(
        first.id,
        first.label,
        first.form_field().kind == "several",
        {option.id: option.text for option in first.choices},
        _unequivocal(names),
        frozenset(nones),
        scores if len(scores) == len(first.choices) else {},
        first.own_words.id if first.own_words else "",
        first,
    )


def _of_fact(languages: Sequence[ProfileQuestion]) -> Answerable:
    first = languages[0]
    names = (
        (name, option.id)
        for fact in languages
        for option in fact.options
        for name in (option.id, option.text)
    )
    texts = {option.id: option.text for option in first.options}
    return Answerable(
        first.id, first.title, first.several, texts, _unequivocal(names), frozenset(), {}, "", None
    )


def _unequivocal(names: Iterable[tuple[str, str]]) -> dict[str, str]:
    """The id by each name, as `bare_text`, without the names of two ids."""
    found: dict[str, set[str]] = {}
    for name, id in names:
        found.setdefault(bare_text(name), set()).add(id)
    return dict(_single(found))


def _single(found: Mapping[str, set[str]]) -> Iterator[tuple[str, str]]:
    for name, ids in found.items():
        if len(ids) == 1:
            yield name, next(iter(ids))
