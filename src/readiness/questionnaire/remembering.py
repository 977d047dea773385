"""Remember what follows from a questionnaire, for thousands of files are read with the same one."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache, wraps
from typing import TypeVar, TypeVarTuple

from readiness.questionnaire.questionnaire import Questionnaire

_More = TypeVarTuple("_More")
_Result = TypeVar("_Result")


class _ByIdentity:
    """A questionnaire that is equal only to itself: to compare contents would take longer than to follow."""

    def __init__(self, questionnaire: Questionnaire) -> None:
        self.questionnaire = questionnaire

    def __hash__(self) -> int:
        return id(self.questionnaire)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _ByIdentity) and other.questionnaire is self.questionnaire


def remembered(
    function: Callable[[Questionnaire, *_More], _Result],
) -> Callable[[Questionnaire, *_More], _Result]:
    """`function`, which gives the same object again for the same questionnaire and equal other arguments."""

    @lru_cache(maxsize=16)
    def result(by_identity: _ByIdentity, *more: *_More) -> _Result:
        return function(by_identity.questionnaire, *more)

    @wraps(function)
    def remembering(questionnaire: Questionnaire, *more: *_More) -> _Result:
        return result(_ByIdentity(questionnaire), *more)

    return remembering
