"""Merges the answers of several people about one enterprise into one, and keeps who said what."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from readiness.analysis.voices.facts import (
    FactSaid,
    merged_cover,
    merged_markets,
    merged_profile,
    merged_targets,
)
from readiness.analysis.voices.hidden_names import without_names
from readiness.analysis.voices.merge_rule import MergeRule
from readiness.analysis.voices.one_answer import merged_answer
from readiness.analysis.voices.voice import (
    FEWEST_WITHOUT_NAMES,
    Said,
    Voice,
    expect_mergeable,
    experts_by_question,
    sorted_by_name,
)
from readiness.answers.answers import OPEN, Answer, Answers, State, check_pair
from readiness.messages.catalogue import _, plural
from readiness.messages.problems import ReadinessError, UnknownName, expect
from readiness.questionnaire.questionnaire import Questionnaire


class Merged(NamedTuple):
    """The answers of several people as those of one enterprise, and who said what."""

    questionnaire: Questionnaire
    voices: tuple[Voice, ...]
    """By name; without names, in an order that tells nothing."""
    answers: Answers
    """The merged ones, which can be scored and saved like any others."""
    rule: MergeRule
    experts: Mapping[str, str]
    """By the id of a question, the name of the person whose answer stands before the others'."""
    facts: tuple[FactSaid, ...]
    """Facts of the profile, targets and texts of the cover on which people differ."""

    def __repr__(self) -> str:
        return (
            f"<Merged {self.questionnaire.id}: {len(self.voices)} people, {len(self.answers.given)} answers>"
        )

    @property
    def is_named(self) -> bool:
        """Whether it is told who said what."""
        return any(voice.name for voice in self.voices)

    def said(self, question: str, market: str = "") -> tuple[Said, ...]:
        """What each person said to the question with this id, open answers too.

        In a market it is what those said who compare it: there, or else of the whole enterprise.
        """
        return _said(self.voices, self.experts, question, market)


def merge_answers(
    questionnaire: Questionnaire,
    voices: Mapping[str, Answers] | Sequence[Voice],
    *,
    rule: MergeRule | str = MergeRule.MEDIAN,
    experts: Mapping[str, str] | None = None,
    anonymous: bool = False,
    enterprise: str = "",
) -> Merged:
    """The answers of two or more people to `questionnaire`, given by their names, as the answers of one.

    `rule` is `median` or `lowest`; in each section of `experts`, given by its id, the answers of the person
    named there stand before the others'. If it is `anonymous`, no name appears anywhere. `enterprise` names
    the enterprise, which otherwise all must call the same.

    Raises InvalidInput with every reason why these answers cannot be merged; UnknownName for the names of a
    rule, a section or a person; ReadinessError for too few people, experts who would have no name, or answers
    to another questionnaire; WrongType for arguments of other types.
    """
    found = _checked_voices(questionnaire, voices)
    chosen = _rule(rule)
    expect_mergeable(found, enterprise=enterprise)
    by_question = experts_by_question(experts or {}, found, questionnaire)
    if anonymous:
        _expect_hideable(found, by_question)
    found = without_names(found, questionnaire) if anonymous else sorted_by_name(found)
    return _merged(questionnaire, found, chosen, by_question, enterprise.strip())


def _checked_voices(
    questionnaire: Questionnaire, voices: Mapping[str, Answers] | Sequence[Voice]
) -> tuple[Voice, ...]:
    message = _("“voices” must be a mapping of names to Answers, as load_answers returns them, not {found}")
    expect(voices, Mapping | list | tuple, message)
    found = (
        tuple(Voice(name, answers) for name, answers in voices.items())
        if isinstance(voices, Mapping)
        else tuple(voices)
    )
    for voice in found:
        expect(voice, Voice, message)
        check_pair(questionnaire, voice.answers)
    if len(found) < 2:
        raise ReadinessError(_("there must be answers of at least two people"))
    return found


def _rule(rule: MergeRule | str) -> MergeRule:
    names = [each.value for each in MergeRule]
    if rule not in names:
        message = _("there is no rule “{name}”; the rules are {names}")
        raise UnknownName(message.format(name=rule, names=_(", ").join(names)))
    return MergeRule(rule)


def _expect_hideable(voices: Sequence[Voice], experts: Mapping[str, str]) -> None:
    """Raise ReadinessError if no names can be left out."""
    if experts:
        raise ReadinessError(_("an expert is named, so the answers of experts cannot be anonymous"))
    if len(voices) < FEWEST_WITHOUT_NAMES:
        message = _("with fewer than {count} people, everybody knows who said what")
        raise ReadinessError(message.format(count=FEWEST_WITHOUT_NAMES))


def _merged(
    questionnaire: Questionnaire,
    voices: tuple[Voice, ...],
    rule: MergeRule,
    experts: Mapping[str, str],
    enterprise: str,
) -> Merged:
    def merge(market: str, question: str) -> Answer:
        said = _said(voices, experts, question, market)
        exposure = questionnaire.locations[question].exposure
        return merged_answer(questionnaire.questions[question], said, rule, exposure=exposure)

    markets, about_markets = merged_markets(voices, merge)
    located = [market.option for market in markets.values()]
    profile, about_profile = merged_profile(voices, questionnaire, located)
    cover, about_cover = merged_cover(voices, enterprise)
    targets, about_targets = merged_targets(voices)
    given = {id: answer for id in questionnaire.questions if (answer := merge("", id)) != OPEN}
    answers = Answers(
        questionnaire=questionnaire.id,
        version=questionnaire.version,
        profile=profile,
        given=given,
        respondent=_respondents(voices),
        date=max((each.answers.date for each in voices if each.answers.date), default=None),
        cover=cover,
        targets=targets,
        markets={
            id: each._replace(
                given={one: each.given[one] for one in questionnaire.questions if one in each.given}
            )
            for id, each in markets.items()
        },
    )
    facts = (*about_profile, *about_markets, *about_targets, *about_cover)
    return Merged(questionnaire, voices, answers, rule, experts, facts)


def _respondents(voices: Sequence[Voice]) -> str:
    """The names of all or, without names, how many there are."""
    names = [voice.name for voice in voices if voice.name]
    return _("; ").join(names) or plural("{count} person", "{count} people", len(voices))


def _said(
    voices: Sequence[Voice], experts: Mapping[str, str], question: str, market: str
) -> tuple[Said, ...]:
    found = []
    for voice in voices:
        answer = voice.answers[question]
        if market:
            if market not in voice.answers.markets:
                continue
            answer = voice.answers.markets[market].given.get(question, answer)
        expert = bool(voice.name) and experts.get(question) == voice.name
        found.append(Said(voice.name, answer, expert and _is_given(answer)))
    return tuple(found)


def _is_given(answer: Answer) -> bool:
    return answer.state in (State.ANSWERED, State.NOT_APPLICABLE)
