"""The answers that hold in one market, and the questions whose answers may differ there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from readiness.answers.answers import Answer, Answers
from readiness.answers.markets import in_market
from readiness.interview.record import Asked, Record
from readiness.questionnaire.questions.base import Question


class MarketRecord(Record):
    """Shows the shared answers and those that differ in one market; saves only the latter."""

    def __init__(self, whole: Record, id: str) -> None:
        """`whole` is the record of the whole enterprise, and `id` one of its markets."""
        self._whole = whole
        self._id = id
        self._local = whole.questionnaire.local_questions
        here = in_market(whole.answers, whole.questionnaire, id)
        super().__init__(whole.questionnaire, here, self._keep, quick=whole.quick)

    def _numbered(self) -> Iterable[Asked]:
        asked = super()._numbered()
        return (each for each in asked if isinstance(each, Question) and each.id in self._local)

    def _in_scope(self) -> Iterator[Asked]:
        return (question for question in self._questions() if question.id in self._local)

    def is_shared(self, asked: Asked) -> bool:
        """Whether the answer to `asked` is that of the whole enterprise."""
        return isinstance(asked, Question) and self.answers[asked.id] == self._whole.answers[asked.id]

    def last_that_differs(self) -> int:
        """The place in `asked` of the last question whose answer is not the shared one; -1 if none is."""
        return max((place for place, asked in enumerate(self.asked) if not self.is_shared(asked)), default=-1)

    def _keep(self, answers: Answers) -> None:
        """Save those of `answers` that say or note anything but the shared ones."""
        shared = self._whole.answers
        given = {id: answers[id] for id in self._local if answers[id] not in (shared[id], _bare(shared[id]))}
        self._whole.put_market(self._id, shared.markets[self._id]._replace(given=given))
        self.answers = in_market(self._whole.answers, self.questionnaire, self._id)


def _bare(answer: Answer) -> Answer:
    """`answer` without its details."""
    return answer._replace(note="", evidence=(), owner="")
