"""Conditions on answers and on the profile: data in a few fixed forms, without code or templates."""

from __future__ import annotations

from collections.abc import Iterator

from pydantic import Field, model_validator

from readiness.messages.catalogue import _
from readiness.questionnaire.fields import Id, Many, Model, QuestionId, Score, WrongShape
from readiness.source.data import DataPath

_SUBJECTS = ("all", "any", "negated", "profile", "answer")
_TESTS = ("equals", "any_of", "at_least", "at_most")


class Condition(Model):
    """A condition on the profile or on answers: one test, or a combination of conditions.

    A test names what it looks at (`profile` or `answer`) and one of `equals`, `any_of`,
    `at_least`, `at_most`; the last two compare scores and take a number or an option id.
    """

    all: Many[Condition] = ()
    any: Many[Condition] = ()
    negated: Condition | None = Field(default=None, alias="not")
    profile: Id | None = None
    answer: QuestionId | None = None
    equals: Id | None = None
    any_of: Many[Id] = ()
    at_least: Score | Id | None = None
    at_most: Score | Id | None = None

    @model_validator(mode="after")
    def _is_one_condition(self) -> Condition:
        given = self.model_fields_set
        empty = [name for name in given if getattr(self, name) in (None, ())]
        subjects = [name for name in _SUBJECTS if name in given]
        tests = [name for name in _TESTS if name in given]
        is_test = subjects in (["profile"], ["answer"])
        allowed = 1 if is_test else 0
        if empty or len(subjects) != 1 or len(tests) != allowed:
            to_blame = [*empty, *subjects[1:], *tests[allowed:], *subjects, ""][0]
            message = _("this is not a single condition")
            hint = _(
                "Write one of `all`, `any`, `not`; or `profile` or `answer` with exactly one of"
                " `equals`, `any_of`, `at_least`, `at_most`."
            )
            raise WrongShape("condition-shape", message, hint, "not" if to_blame == "negated" else to_blame)
        if self.profile is not None and tests[0] in ("at_least", "at_most"):
            message = _("profile answers have no order")
            hint = _("Use `equals` or `any_of` with `profile`.")
            raise WrongShape("condition-profile-order", message, hint, tests[0])
        return self


def parts(condition: Condition) -> Iterator[tuple[DataPath, Condition]]:
    """The conditions directly inside `condition`, with their place in it."""
    for index, part in enumerate(condition.all):
        yield ("all", index), part
    for index, part in enumerate(condition.any):
        yield ("any", index), part
    if condition.negated:
        yield ("not",), condition.negated


def _tests(condition: Condition) -> Iterator[Condition]:
    """The tests in `condition`, at any depth."""
    if condition.profile is not None or condition.answer is not None:
        yield condition
    for _place, part in parts(condition):
        yield from _tests(part)


def profile_in(condition: Condition) -> Iterator[str]:
    """The ids of the profile questions that `condition` looks at."""
    return (test.profile for test in _tests(condition) if test.profile is not None)


def answers_in(condition: Condition) -> Iterator[str]:
    """The ids of the questions whose answers `condition` looks at."""
    return (test.answer for test in _tests(condition) if test.answer is not None)
