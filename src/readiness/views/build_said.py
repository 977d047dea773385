"""Builds the parts of a merging that show who said what."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from readiness.analysis.voices.facts import FactSaid
from readiness.analysis.voices.merged import Merged
from readiness.analysis.voices.one_answer import all_notes, counted, in_short
from readiness.analysis.voices.voice import Said
from readiness.answers.answers import Answer, Market, State, Target
from readiness.answers.target_reading import scored_subjects
from readiness.messages.catalogue import _
from readiness.messages.sentences import day_in_words
from readiness.questionnaire.questionnaire import WHOLE, Questionnaire
from readiness.questionnaire.questions.base import Question
from readiness.views.build_answers import chosen_ids, stated_in_words
from readiness.views.merging import FactView, SaidView, StatedView


def said_views(merged: Merged, question: Question, said: Sequence[Said]) -> tuple[SaidView, ...]:
    """What each person said, or without names how many said what, the least favourable first."""
    if merged.is_named:
        return tuple(said_view(question, each) for each in said)
    exposure = merged.questionnaire.locations[question.id].exposure
    found = counted(question, said, exposure=exposure)
    return tuple(_said_view(question, answer, people=count) for answer, count in found)


def said_view(question: Question, each: Said) -> SaidView:
    """What one person said; the note only if it is told whose it is."""
    view = _said_view(question, each.answer)._replace(name=each.name, expert=each.expert)
    return view._replace(note=each.answer.note, evidence=each.answer.evidence) if each.name else view


def _said_view(question: Question, answer: Answer, people: int = 1) -> SaidView:
    return SaidView(
        name="",
        people=people,
        state=answer.state.value,
        answer_id="" if answer.value is None else chosen_ids(question, answer.value),
        answer=said_in_words(question, answer),
        note="",
        evidence=(),
        expert=False,
    )


def notes_apart(merged: Merged, said: Sequence[Said]) -> tuple[str, ...]:
    """All notes in alphabetical order, if it is not told whose they are."""
    return () if merged.is_named else tuple(all_notes(said))


def said_in_words(question: Question, answer: Answer) -> str:
    """`answer` in words, with the number of its level, or its state."""
    if answer.value is not None:
        return answer.worded(question.said(answer.value))
    return in_short(question, answer) or _("not answered")


def column_texts(merged: Merged, question: Question, said: Sequence[Said]) -> tuple[str, ...]:
    """The answer of each person in a few words; without names, in an order that does not tell whose it is."""
    if merged.is_named:
        return tuple(in_a_cell(question, each.answer) for each in said)
    exposure = merged.questionnaire.locations[question.id].exposure
    return tuple(
        text
        for answer, count in counted(question, said, exposure=exposure)
        for text in [in_a_cell(question, answer)] * count
    )


def in_a_cell(question: Question, answer: Answer) -> str:
    """`answer` as short as can be: a level by its number."""
    number = "" if answer.value is None or answer.other else question.number_of(answer.value)
    return number or in_short(question, answer)


# --- facts ----------------------------------------------------------------------------------------------


def fact_views(merged: Merged) -> Iterator[FactView]:
    """The facts on which people differ, those first that were left open."""
    for each in sorted(merged.facts, key=lambda fact: fact.taken is not None):
        yield FactView(
            kind=each.kind,
            id=each.id,
            title=_title(each, merged),
            stated=tuple(_stated(each, merged)),
            open=each.taken is None,
            taken="" if each.taken is None else _value(each, each.taken, merged.questionnaire),
        )


def _title(fact: FactSaid, merged: Merged) -> str:
    questionnaire = merged.questionnaire
    if fact.kind == "profile":
        asked = questionnaire.profile_question(fact.id)
        return asked.title if asked else fact.id
    if fact.kind == "target":
        return _("Target: {title}").format(title=_subject(fact.id, questionnaire))
    if fact.kind == "showstopper":
        market: Market = merged.answers.markets[fact.id]
        return _("What rules out the market “{title}”").format(title=market.title)
    return {
        "enterprise": _("Enterprise"),
        "prepared_by": _("Prepared by"),
        "prepared_for": _("Prepared for"),
        "confidentiality": _("Confidentiality"),
    }[fact.id]


def _subject(id: str, questionnaire: Questionnaire) -> str:
    """What has a target."""
    if id in questionnaire.all_sections:
        return questionnaire.all_sections[id].title
    return questionnaire.questions[id].label if id in questionnaire.questions else _("Overall")


def _stated(fact: FactSaid, merged: Merged) -> Iterator[StatedView]:
    said = [(name, _value(fact, value, merged.questionnaire)) for name, value in fact.said]
    if merged.is_named:
        yield from (StatedView(name, 1, text) for name, text in said)
        return
    texts = [text for _name, text in said]
    yield from (StatedView("", texts.count(text), text) for text in sorted(set(texts)))


def _value(fact: FactSaid, value: object, questionnaire: Questionnaire) -> str:
    if fact.kind == "profile" and isinstance(value, tuple):
        asked = questionnaire.profile_question(fact.id)
        assert asked is not None  # the merged facts are those of the questionnaire
        return stated_in_words(asked, value)
    if isinstance(value, Target):
        return _target(fact.id, value, questionnaire)
    return str(value) or _("none")


def _target(id: str, target: Target, questionnaire: Questionnaire) -> str:
    """What a target is, and by when."""
    aim = "" if target.score is None else f"{target.score:.15g}"
    if target.value is not None and id in questionnaire.questions:
        aim = questionnaire.questions[id].in_short(target.value)
    elif target.band:
        aim = scored_subjects(questionnaire)[id if id != WHOLE else WHOLE].band(target.band).title
    if target.by is None:
        return aim
    return _("{aim} by {day}").format(aim=aim, day=day_in_words(target.by.isoformat()))


def nobody_answered(said: Iterable[Said]) -> bool:
    """Whether none of them gave an answer."""
    return all(each.answer.state in (State.UNKNOWN, State.UNANSWERED) for each in said)
