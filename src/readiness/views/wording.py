"""Puts conditions and sides into words, for people who do not read the file of the questionnaire."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from readiness.answers.answers import Market
from readiness.messages.catalogue import _, plural
from readiness.messages.sentences import bare, shortened
from readiness.questionnaire.case_library import Case
from readiness.questionnaire.conditions import Condition
from readiness.questionnaire.fields import CountedAs
from readiness.questionnaire.questionnaire import Location, Questionnaire
from readiness.questionnaire.questions.base import Question
from readiness.questionnaire.sections import SIDES
from readiness.scoring.ranges import Range
from readiness.scoring.scope import Scope
from readiness.views.figures import Figures


def condition_in_words(
    condition: Condition,
    questionnaire: Questionnaire,
    numbers: Mapping[str, int] | None = None,
    scores: Mapping[str, Range] | None = None,
) -> str:
    """`condition` as the end of a sentence that begins with “if”.

    A question is named by its number in `numbers` and its title, or by its title alone; a level by its
    number in the interview. A tested score is said with what it is now, if it is in `scores`. Of a condition
    with many tests, only the first are told, and how many more there are. `condition` must belong to
    `questionnaire`.
    """
    return _Words(questionnaire, numbers or {}, scores or {}).say(condition)


def place_of_market(market: Market, questionnaire: Questionnaire) -> str:
    """The option of the profile that `market` lies in, in words."""
    assert questionnaire.markets is not None  # otherwise there are no markets
    return next(each.text for each in questionnaire.markets.options if each.id == market.option)


def of_market(kind: str, scope: Scope) -> str:
    """The `kind` of a document, and the market that it is about if it is not the whole enterprise."""
    market = scope.answers.market
    if market is None:
        return kind
    place = place_of_market(market, scope.questionnaire)
    text = _("{assessment}. Market: {title}, {place}")
    if market.title == place:
        text = _("{assessment}. Market: {title}")
    return text.format(assessment=kind, title=shortened(market.title), place=place)


def side_in_words(location: Location) -> str:
    """The side of its section that a question belongs to; empty if the section has none."""
    names = {
        "exposure": _("exposure"),
        "control": _("control"),
        "openness": _("openness"),
        "use": _("use"),
    }
    return names.get(side_id(location), "")


def side_id(location: Location) -> str:
    """The name of the side of its section that a question belongs to; empty if the section has none."""
    side = str(location.path[-2])
    return side if side in SIDES else ""


def aside_in_words(questionnaire: Questionnaire, question: Question) -> str:
    """What `question` counts as where it is not applicable; empty if it counts nowhere or is never scored."""
    counts = questionnaire.aside_as(question)
    if counts == "nowhere" or not question.scored:
        return ""
    return aside_form(counts)


def aside_form(counts: CountedAs) -> str:
    """What a question that is not applicable and counts does count as."""
    if isinstance(counts, float):
        return _("it counts as {score}").format(score=f"{counts:.15g}")
    return _("it counts at its best") if counts == "best" else _("it counts at its worst")


_TESTS = 12
"""The most tests of a condition that are told."""


class _Words:
    def __init__(
        self, questionnaire: Questionnaire, numbers: Mapping[str, int], scores: Mapping[str, Range]
    ) -> None:
        self._questionnaire = questionnaire
        self._numbers = numbers
        self._scores = scores
        self._left = _TESTS

    def say(self, condition: Condition) -> str:
        if condition.all:
            return _(", and ").join(self._parts(condition.all))
        if condition.any:
            return _(", or ").join(self._parts(condition.any))
        if condition.negated is not None and not _denies_a_fact(condition):
            return _("it is not true that {condition}").format(condition=self._part(condition.negated))
        self._left -= 1
        test = condition.negated or condition
        if test.profile is not None:
            asked = self._questionnaire.profile_question(test.profile)
            assert asked is not None  # checked when the questionnaire was loaded
            return asked.test_in_words(test, denied=test is not condition)
        if condition.section is not None:
            return self._score(condition, condition.section)
        assert condition.answer is not None
        question = self._questionnaire.questions[condition.answer]
        return question.test_in_words(condition, self._name(question))

    def _score(self, test: Condition, id: str) -> str:
        """A test of the score of the section with this id."""
        section, at_least = self._questionnaire.all_sections[id], test.at_least is not None
        number, now = f"{test.points:.15g}", ""
        if id in self._scores:
            figures = Figures(self._questionnaire.scale_of(section))
            now = figures.tested(self._scores[id], test.points, at_least=at_least).text
        form = {
            (True, False): _("the score of “{section}” is {number} or more"),
            (False, False): _("the score of “{section}” is {number} or less"),
            (True, True): _("the score of “{section}” is {number} or more (now {now})"),
            (False, True): _("the score of “{section}” is {number} or less (now {now})"),
        }[at_least, bool(now)]
        return form.format(section=section.title, number=number, now=now)

    def _parts(self, conditions: Sequence[Condition]) -> Iterator[str]:
        """Each of `conditions` inside another one while there is room, and how many more there are."""
        for told, condition in enumerate(conditions):
            if self._left <= 0:
                more = len(conditions) - told
                yield plural("{count} more condition", "{count} more conditions", more)
                return
            yield self._part(condition)

    def _part(self, condition: Condition) -> str:
        """A condition inside another, in brackets if it would be ambiguous without them."""
        text = self.say(condition)
        is_denial = condition.negated is not None and not _denies_a_fact(condition)
        several = len(condition.all) > 1 or len(condition.any) > 1 or is_denial
        return _("({condition})").format(condition=text) if several else text

    def _name(self, question: Question) -> str:
        title = shortened(bare(question.label))
        if question.id in self._numbers:
            return _("question {number} (“{title}”)").format(number=self._numbers[question.id], title=title)
        return _("“{title}”").format(title=title)


def _denies_a_fact(condition: Condition) -> bool:
    """Whether it only says what a fact of the profile is not, for which there are plainer words."""
    return condition.negated is not None and condition.negated.profile is not None


def kinds_of_cases() -> dict[str, str]:
    """The kinds of cases in words: to be followed, a warning or background."""
    return {"exemplar": _("exemplar"), "cautionary": _("cautionary tale"), "context": _("context")}


def kind_of_case(case: Case) -> str:
    """The kind of `case` in words."""
    return kinds_of_cases()[case.kind]
