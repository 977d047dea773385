"""Conditions on answers, profile and scores: data in a few fixed forms, without code or templates."""

from __future__ import annotations

from collections.abc import Iterator

from pydantic import Field, model_validator

from readiness.messages.catalogue import _
from readiness.questionnaire.fields import Id, Many, Model, QuestionId, Score, WrongShape
from readiness.source.data import DataPath

_SUBJECTS = ("all", "any", "negated", "profile", "answer", "section")
_TESTS = ("equals", "any_of", "at_least", "at_most")


class Condition(Model):
    """A condition on the profile, on answers or on scores: one test, or a combination of conditions.

    A test names what it looks at (`profile`, `answer` or `section`) and one of `equals`, `any_of`,
    `at_least`, `at_most`; the last two compare scores and take a number or an option id. The score of a
    section is compared on its own scale, with a number.
    """

    all: Many[Condition] = ()
    any: Many[Condition] = ()
    negated: Condition | None = Field(default=None, alias="not")
    profile: Id | None = None
    answer: QuestionId | None = None
    section: Id | None = None
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
        is_test = subjects in (["profile"], ["answer"], ["section"])
        allowed = 1 if is_test else 0
        if empty or len(subjects) != 1 or len(tests) != allowed:
            to_blame = [*empty, *subjects[1:], *tests[allowed:], *subjects, ""][0]
            message = _("this is not a single condition")
            hint = _(
                "Write one of `all`, `any`, `not`; or `profile`, `answer` or `section` with exactly one of"
                " `equals`, `any_of`, `at_least`, `at_most`."
            )
            raise WrongShape("condition-shape", message, hint, "not" if to_blame == "negated" else to_blame)
        if self.profile is not None and tests[0] in ("at_least", "at_most"):
            message = _("profile answers have no order")
            hint = _("Use `equals` or `any_of` with `profile`.")
            raise WrongShape("condition-profile-order", message, hint, tests[0])
        if self.section is not None and not isinstance(self._compared, float):
            message = _("the score of a section is compared with a number")
            raise WrongShape(
                "condition-score", message, _("Use `at_least` or `at_most` with a number."), tests[0]
            )
        return self

    @property
    def _compared(self) -> float | str | None:
        """What `at_least` or `at_most` names."""
        return self.at_most if self.at_least is None else self.at_least

    @property
    def points(self) -> float:
        """The score that a test of a section compares with."""
        assert isinstance(self._compared, float)
        return self._compared


def parts(condition: Condition) -> Iterator[tuple[DataPath, Condition]]:
    """The conditions directly inside `condition`, with their place in it."""
    for index, part in enumerate(condition.all):
        yield ("all", index), part
    for index, part in enumerate(condition.any):
        yield ("any", index), part
    if condition.negated:
        yield ("not",), condition.negated


def single_tests(condition: Condition) -> Iterator[Condition]:
    """The tests in `condition`, at any depth."""
    if not {condition.profile, condition.answer, condition.section} <= {None}:
        yield condition
    for _place, part in parts(condition):
        yield from single_tests(part)


def profile_in(condition: Condition) -> Iterator[str]:
    """The ids of the profile questions that `condition` looks at."""
    return (test.profile for test in single_tests(condition) if test.profile is not None)


def answers_in(condition: Condition) -> Iterator[str]:
    """The ids of the questions whose answers `condition` looks at."""
    return (test.answer for test in single_tests(condition) if test.answer is not None)


def sections_in(condition: Condition) -> Iterator[str]:
    """The ids of the sections whose scores `condition` looks at."""
    return (test.section for test in single_tests(condition) if test.section is not None)


def all_of(*conditions: Condition | None) -> Condition | None:
    """The condition that all of `conditions` hold; None if there are none."""
    found = tuple(condition for condition in conditions if condition is not None)
    return Condition(all=found) if len(found) > 1 else next(iter(found), None)
