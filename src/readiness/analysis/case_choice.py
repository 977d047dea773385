"""Which case of the library to learn from, and why that one."""

from collections.abc import Iterable
from typing import NamedTuple

from readiness.answers.answers import Answers
from readiness.questionnaire.case_library import Case, CaseLibrary


class ChosenCase(NamedTuple):
    """A case, and the profile questions in which it is like the enterprise."""

    case: Case
    matches: tuple[str, ...]


def choose(library: CaseLibrary, questions: Iterable[str], answers: Answers) -> dict[str, ChosenCase]:
    """One case for each of `questions` that some case speaks to, by question id.

    Among the cases of a question the one wins that shares most with the profile; among equals
    one that no earlier question got, then the one that speaks to fewest questions (the most
    specific), then the first in the library.
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
    """Smaller is better."""
    case = candidate.case
    foreign = sum(1 for asked in case.applies_to if asked in answers.profile) - len(candidate.matches)
    return (foreign - len(candidate.matches), case.id in used, len(case.questions))


def _matches(case: Case, answers: Answers) -> tuple[str, ...]:
    return tuple(
        asked
        for asked, options in case.applies_to.items()
        if not set(options).isdisjoint(answers.profile.get(asked, ()))
    )
