"""Chooses the cases of the library to learn from, and says why."""

from collections.abc import Iterable
from typing import NamedTuple

from readiness.answers.answers import Answers
from readiness.questionnaire.case_library import Case, CaseLibrary


class ChosenCase(NamedTuple):
    """A case, and the ids of the profile questions in which it matches the enterprise."""

    case: Case
    matches: tuple[str, ...]


def choose(library: CaseLibrary, questions: Iterable[str], answers: Answers) -> dict[str, ChosenCase]:
    """One case for each of `questions` that has any, by the id of the question.

    Of the cases for a question, the one that matches the profile best is chosen. Ties are decided by
    these rules, in order: a case that no earlier question got, the case for the fewest questions (the
    most specific), the first in the library.
    """
    by_question: dict[str, list[Case]] = {}
    for case in library.cases:
        for question in case.questions:
            by_question.setdefault(question, []).append(case)
    chosen: dict[str, ChosenCase] = {}
    used: set[str] = set()
    for question in questions:
        candidates = [ChosenCase(case, _matches(case, answers)) for case in by_question.get(question, ())]
        if candidates:
            best = min(candidates, key=lambda item: _rank(item, answers, used))
            chosen[question] = best
            used.add(best.case.id)
    return chosen


def _rank(candidate: ChosenCase, answers: Answers, used: set[str]) -> tuple[int, bool, int]:
    """A key to sort by; smaller is better."""
    case = candidate.case
    mismatches = sum(1 for asked in case.applies_to if asked in answers.profile) - len(candidate.matches)
    return (mismatches - len(candidate.matches), case.id in used, len(case.questions))


def _matches(case: Case, answers: Answers) -> tuple[str, ...]:
    return tuple(
        asked
        for asked, options in case.applies_to.items()
        if not set(options).isdisjoint(answers.profile.get(asked, ()))
    )
