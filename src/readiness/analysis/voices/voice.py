"""The people whose answers are merged, and why some answers cannot be."""

from __future__ import annotations

import shlex
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations
from pathlib import PurePath
from typing import NamedTuple

from readiness.answers.answers import Answer, Answers
from readiness.answers.market_reading import MAX_MARKETS
from readiness.messages.catalogue import _
from readiness.messages.lookalikes import look
from readiness.messages.names import suggestion
from readiness.messages.problems import InvalidInput, Problem, UnknownName
from readiness.messages.sentences import shortened, some
from readiness.questionnaire.named_sections import section_named
from readiness.questionnaire.questionnaire import Questionnaire
from readiness.source.complaints import Fault

FEWEST_WITHOUT_NAMES = 3
"""Of two answers, each person knows the other one's."""


class Voice(NamedTuple):
    """One person's answers."""

    name: str
    """Who it is; empty if that is not to be told."""
    answers: Answers
    file: str = ""
    """The file that holds the answers; empty if there is none, or if it is not to be told."""

    def __repr__(self) -> str:
        return f"<Voice {self.name}: {len(self.answers.given)} answers>"

    @property
    def place(self) -> str:
        """What a problem of these answers is a problem of."""
        return self.file or self.name


class Said(NamedTuple):
    """What one person said to one question."""

    name: str
    answer: Answer
    expert: bool = False
    """Whether this person's answer stands before all others."""


def voice_of(answers: Answers, file: str) -> Voice:
    """The voice whose `answers` are in `file`: called after the respondent or else the file."""
    return Voice(answers.respondent or name_of_file(file), answers, file)


def name_of_file(file: str) -> str:
    """The name of a file without its endings, as in `chen-li.answers.yaml`."""
    return PurePath(file).stem.removesuffix(".answers")


def sorted_by_name(voices: Sequence[Voice]) -> tuple[Voice, ...]:
    """`voices` by name, so that nothing depends on the order in which they were given."""
    return tuple(sorted(voices, key=lambda voice: (look(voice.name), voice.name)))


# --- what cannot be merged ------------------------------------------------------------------------------


def voice_faults(voices: Sequence[Voice], *, enterprise: str = "") -> Iterator[tuple[Voice, Fault]]:
    """Why `voices` cannot be merged: each fault with the voice whose answers have it.

    If `enterprise` says whose answers they are, they may state different enterprises.
    """
    for voice in voices:
        if not voice.answers.given and not any(market.given for market in voice.answers.markets.values()):
            message = _("no question is answered here")
            hint = _("Leave this file out until it has answers.")
            yield voice, Fault(("answers",), "nothing-answered", message, hint)
    yield from _same_people(voices)
    if not enterprise:
        yield from _other_enterprises(voices)
    yield from _other_markets(voices)


def _same_people(voices: Sequence[Voice]) -> Iterator[tuple[Voice, Fault]]:
    """A fault for each voice that has the name of one before it."""
    first: dict[str, Voice] = {}
    for voice in voices:
        other = first.setdefault(look(voice.name), voice)
        if other is not voice:
            message = _("“{name}” is also who answered in {other}")
            hint = _("Keep one of the two files, or write in `respondent` of each who it was.")
            days = [each.answers.date for each in (voice, other) if each.answers.date]
            if len(set(days)) == 2:
                later = max((voice, other), key=lambda each: str(each.answers.date))
                hint = _("The later one is {file}. {hint}").format(file=later.place, hint=hint)
            message = message.format(name=shortened(voice.name), other=other.place)
            yield voice, Fault(("respondent",), "same-respondent", message, hint)


def _other_enterprises(voices: Sequence[Voice]) -> Iterator[tuple[Voice, Fault]]:
    """A fault for each voice that speaks of another enterprise than most of those that name any."""
    stated = [voice for voice in voices if voice.answers.cover.enterprise]
    counts = Counter(look(voice.answers.cover.enterprise) for voice in stated)
    most = max(stated, key=lambda voice: counts[look(voice.answers.cover.enterprise)], default=None)
    for voice in stated:
        assert most is not None  # it is one of them
        ours, theirs = (each.answers.cover.enterprise for each in (most, voice))
        if look(ours) != look(theirs):
            message = _("these answers are of “{enterprise}”, those in {other} of “{wanted}”")
            message = message.format(enterprise=shortened(theirs), wanted=shortened(ours), other=most.place)
            hint = _(
                "Leave out the answers of the other enterprise. If it is the same one, say what it is called:"
                " `--enterprise {name}`."
            )
            name = shlex.quote(ours)
            yield voice, Fault(("enterprise",), "mixed-enterprises", message, hint.format(name=name))


def _other_markets(voices: Sequence[Voice]) -> Iterator[tuple[Voice, Fault]]:
    """A fault for each market that is another one than the voices before say, or one too many."""
    first: dict[str, Voice] = {}
    for voice in voices:
        for id, market in voice.answers.markets.items():
            other = first.setdefault(id, voice)
            there = other.answers.markets[id]
            if market.option != there.option:
                message = _("“{id}” lies in “{market}” here, in {other} in “{theirs}”").format(
                    id=id, market=market.option, other=other.place, theirs=there.option
                )
                hint = _("Write the same `market` in both files, or give one of the two another id.")
                yield voice, Fault(("markets", id, "market"), "mixed-markets", message, hint)
            if look(market.title) != look(there.title):
                message = _("“{id}” is called “{title}” here, in {other} “{theirs}”").format(
                    id=id, title=market.title, other=other.place, theirs=there.title
                )
                hint = _("Write the same `title` in both files, or give one of the two another id.")
                yield voice, Fault(("markets", id, "title"), "mixed-markets", message, hint)
    yield from _same_titles(first)
    if len(first) > MAX_MARKETS:
        message = _("these files compare {count} markets, more than {most}")
        message = message.format(count=len(first), most=MAX_MARKETS)
        hint = _("Keep those between which you want to choose, in all files.")
        yield list(first.values())[-1], Fault(("markets",), "too-many-markets", message, hint)


def _same_titles(first: Mapping[str, Voice]) -> Iterator[tuple[Voice, Fault]]:
    """A fault for each two markets, by id with the voice that names it first, that cannot be told apart."""
    for (id, voice), (later_id, later_voice) in combinations(first.items(), 2):
        titles = (each.answers.markets[name].title for each, name in ((voice, id), (later_voice, later_id)))
        if len(set(map(look, titles))) == 1:
            message = _("“{id}” has the same title as “{other}” in {file}")
            message = message.format(id=later_id, other=id, file=voice.place)
            hint = _("If it is the same market, give it the same id in both files; otherwise another title.")
            yield later_voice, Fault(("markets", later_id, "title"), "same-title", message, hint)


def expect_mergeable(voices: Sequence[Voice], *, enterprise: str = "") -> None:
    """Raise InvalidInput, with every problem, if `voices` cannot be merged; arguments: see `voice_faults`."""
    problems = [
        Problem(voice.place, 1, 1, fault.code, fault.message, fault.hint)
        for voice, fault in voice_faults(voices, enterprise=enterprise)
    ]
    if problems:
        raise InvalidInput(problems)


# --- experts --------------------------------------------------------------------------------------------


def experts_by_question(
    experts: Mapping[str, str], voices: Sequence[Voice], questionnaire: Questionnaire
) -> dict[str, str]:
    """Whose answer stands, by the id of each question in the sections of `experts`, with a name for each id.

    The expert of a section inside another one goes before that of the outer one. Raises UnknownName.
    """
    named = {
        section_named(section, questionnaire).id: expert_name(person, voices)
        for section, person in experts.items()
    }
    return {
        question.id: named[section.id]
        for section in questionnaire.all_sections.values()  # outer ones first
        if section.id in named
        for question in section.all_questions()
    }


def expert_name(person: str, voices: Sequence[Voice]) -> str:
    """The name of the voice that `person` means: its name, or the name of its file without the ending.

    Raises UnknownName.
    """
    by_name = {look(voice.name): voice.name for voice in voices}
    found = by_name.get(look(person))
    by_file = [voice for voice in voices if voice.file and look(name_of_file(voice.file)) == look(person)]
    if found or len(by_file) == 1:
        return found or by_file[0].name
    if by_file:
        message = _("several files are called “{name}”; write the name of the person")
        raise UnknownName(message.format(name=shortened(person)))
    names = [voice.name for voice in voices]
    known = _("Known here: {names}.").format(names=_("; ").join(some(names, 20)))
    hint = suggestion(person, names, known, {name: name for name in names})
    message = _("nobody who answered is called “{name}”").format(name=shortened(person))
    raise UnknownName(_("{message}. {hint}").format(message=message, hint=hint))
