"""Chooses the cases of the library to learn from, and says why."""

from collections.abc import Iterable
from typing import NamedTuple

from readiness.answers.answers import Answers
from readiness.questionnaire.case_library import Case, CaseLibrary


class ChosenCase(NamedTuple):
    """A case, and the ids of the profile questions in which it matches the enterprise, or does not."""

    case: Case
    matches: tuple[str, ...]
    mismatches: tuple[str, ...]


def choose(library: CaseLibrary, questions: Iterable[str], answers: Answers) -> dict[str, ChosenCase]:
    """One case for each of `questions` that has a fitting one, by the id of the question.

    A case that names facts of the profile fits if at least one of them is true of the enterprise. Of the
    cases for a question, the one that matches the profile best is chosen. Ties are decided by
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
        compared = (_compared(case, answers) for case in by_question.get(question, ()))
        candidates = [item for item in compared if item.matches or not item.mismatches]
        if candidates:
            best = min(candidates, key=lambda item: _rank(item, used))
            chosen[question] = best
            used.add(best.case.id)
    return chosen


def _rank(candidate: ChosenCase, used: set[str]) -> tuple[int, bool, int]:
    """A key to sort by; smaller is better."""
    case = candidate.case
    return (len(candidate.mismatches) - len(candidate.matches), case.id in used, len(case.questions))


def _compared(case: Case, answers: Answers) -> ChosenCase:
    """`case` compared with the profile; what is left open there neither matches nor mismatches."""
    stated = [asked for asked in case.applies_to if asked in answers.profile]
    matches = [
        asked for asked in stated if not set(case.applies_to[asked]).isdisjoint(answers.profile[asked])
    ]
    return ChosenCase(case, tuple(matches), tuple(asked for asked in stated if asked not in matches))
