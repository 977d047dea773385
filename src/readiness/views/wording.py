"""Conditions in words, for people who read a questionnaire and not its file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from readiness.messages.catalogue import _
from readiness.questionnaire.conditions import Condition
from readiness.questionnaire.questionnaire import Questionnaire
from readiness.questionnaire.questions.base import Option, Question
from readiness.questionnaire.questions.choice import ChoiceQuestion
from readiness.questionnaire.questions.number import NumberQuestion
from readiness.questionnaire.questions.several import SeveralQuestion

LISTED = 3
"""As many levels as are named one by one before they become “or higher”."""


def condition_in_words(
    condition: Condition, questionnaire: Questionnaire, numbers: Mapping[str, int] | None = None
) -> str:
    """`condition` as the end of a sentence that begins with “if”.

    A question is called by its number in `numbers` and its title, or by its title alone; a level
    by the number it has in the interview. `condition` must be one of `questionnaire`.
    """
    return _Words(questionnaire, numbers or {}).say(condition)


class _Words:
    def __init__(self, questionnaire: Questionnaire, numbers: Mapping[str, int]) -> None:
        self._questionnaire = questionnaire
        self._numbers = numbers

    def say(self, condition: Condition) -> str:
        if condition.all:
            return _(", and ").join(map(self._part, condition.all))
        if condition.any:
            return _(", or ").join(map(self._part, condition.any))
        if condition.negated is not None:
            return _("it is not so that {condition}").format(condition=self._part(condition.negated))
        if condition.profile is not None:
            return self._profile(condition, condition.profile)
        assert condition.answer is not None
        return self._answer(condition, self._questionnaire.questions[condition.answer])

    def _part(self, condition: Condition) -> str:
        """A condition within another: in brackets where it would otherwise run into its neighbours."""
        text = self.say(condition)
        several = len(condition.all) > 1 or len(condition.any) > 1 or condition.negated is not None
        return _("({condition})").format(condition=text) if several else text

    def _profile(self, condition: Condition, id: str) -> str:
        asked = self._questionnaire.profile_question(id)
        assert asked is not None  # what conditions name was checked when the questionnaire was loaded
        wanted = condition.any_of or (condition.equals,)
        texts = _quoted([option.text for option in asked.options if option.id in wanted])
        form = _("“{title}” is {options}")
        if asked.several:
            form = (
                _("“{title}” includes {options}") if condition.any_of else _("“{title}” is {options} alone")
            )
        return form.format(title=_bare(asked.title), options=texts)

    def _answer(self, condition: Condition, question: Question) -> str:
        name = self._name(question)
        if isinstance(question, SeveralQuestion) and (condition.any_of or condition.equals):
            wanted = condition.any_of or (condition.equals,)
            options = _quoted([option.text for option in question.options if option.id in wanted])
            form = (
                _("{question} includes {options}") if condition.any_of else _("{question} is {options} alone")
            )
            return form.format(question=name, options=options)
        fitting = [option for option in question.choices if _fits(option, condition, question)]
        if isinstance(question, ChoiceQuestion) and fitting:
            return _("{question} is answered {levels}").format(
                question=name, levels=_levels(fitting, question.choices)
            )
        if question.option("yes") and fitting:
            options = _quoted([option.text for option in fitting])
            return _("{question} is answered {options}").format(question=name, options=options)
        return self._number(condition, question, name)

    def _number(self, condition: Condition, question: Question, name: str) -> str:
        """A comparison with the number itself, or with the sum of scores."""
        form = (
            _("{question} is {number} or more")
            if condition.at_least is not None
            else _("{question} is {number} or less")
        )
        if isinstance(question, SeveralQuestion):
            form = (
                _("the scores ticked in {question} add up to {number} or more")
                if condition.at_least is not None
                else _("the scores ticked in {question} add up to {number} or less")
            )
        operand = condition.at_most if condition.at_least is None else condition.at_least
        number = f"{_score(operand, question):.15g}"
        if isinstance(question, NumberQuestion) and question.unit:
            number = _("{number} {unit}").format(number=number, unit=question.unit)
        return form.format(question=name, number=number)

    def _name(self, question: Question) -> str:
        title = _bare(question.label)
        if question.id in self._numbers:
            return _("question {number} (“{title}”)").format(number=self._numbers[question.id], title=title)
        return _("“{title}”").format(title=title)


def _fits(option: Option, condition: Condition, question: Question) -> bool:
    """Whether an answer by this option alone meets the test of `condition`."""
    if condition.at_least is not None:
        return option.score >= _score(condition.at_least, question)
    if condition.at_most is not None:
        return option.score <= _score(condition.at_most, question)
    return option.id in (condition.any_of or (condition.equals,))


def _score(operand: float | str | None, question: Question) -> float:
    if isinstance(operand, str):
        return next(option.score for option in question.choices if option.id == operand)
    assert operand is not None
    return operand


def _levels(fitting: Sequence[Option], choices: Sequence[Option]) -> str:
    """The numbers of the levels, as in the interview."""
    numbers = [number for number, option in enumerate(choices, start=1) if option in fitting]
    in_a_row = numbers[-1] - numbers[0] == len(numbers) - 1
    if len(numbers) > LISTED and in_a_row and numbers[-1] == len(choices):
        return _("{number} or higher").format(number=numbers[0])
    if len(numbers) > LISTED and in_a_row and numbers[0] == 1:
        return _("{number} or lower").format(number=numbers[-1])
    return _one_of([str(number) for number in numbers])


def _quoted(texts: Sequence[str]) -> str:
    return _one_of([_("“{text}”").format(text=_bare(text)) for text in texts])


def _one_of(texts: Sequence[str]) -> str:
    *before, last = texts
    return _("{before} or {last}").format(before=_(", ").join(before), last=last) if before else last


def _bare(text: str) -> str:
    """`text` without the full stop that would end the sentence it is put into."""
    return text.rstrip(".。")
