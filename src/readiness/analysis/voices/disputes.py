"""What to talk about: the questions on whose answer most depends, and who sees it otherwise alone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from readiness.analysis.voices.agreement import levels_apart, question_agreement
from readiness.analysis.voices.merged import Merged
from readiness.analysis.voices.one_answer import counted, values_of
from readiness.analysis.voices.voice import Said
from readiness.answers.answers import Answer, State
from readiness.questionnaire.bands import Band, Contradiction, RedFlag
from readiness.questionnaire.questions.base import Question, Value
from readiness.scoring.engine import rescored
from readiness.scoring.ranges import TOLERANCE
from readiness.scoring.scores import Scores

FAR_APART = 2.0
"""The levels from which a difference is worth a talk by itself."""
AT_ONE = 1.0
"""The most levels between people who agree."""


class Dispute(NamedTuple):
    """A question on which people differ, and what hangs on it."""

    question: Question
    said: tuple[Said, ...]
    apart: float
    """How far the lowest and the highest answer are apart, in levels."""
    bands: tuple[Band | None, ...]
    """The verdicts with each of the answers given in turn, each once; None for no verdict."""
    ends: tuple[float, float]
    """The overall with the lowest and with the highest of the answers given."""
    flags: tuple[RedFlag, ...]
    """The red flags that apply with some of these answers and not with others."""
    contradictions: tuple[Contradiction, ...]
    """The same for contradictions."""

    @property
    def weight(self) -> tuple[float, ...]:
        """What disputes are sorted by, the one with the most first: verdict, flags, overall, levels."""
        return (
            -float(len(self.bands) > 1),
            -float(bool(self.flags)),
            -float(bool(self.contradictions)),
            -round(abs(self.ends[1] - self.ends[0]), 9),
            -self.apart,
        )


class Lone(NamedTuple):
    """Somebody who alone sees a question otherwise than the others, who agree."""

    question: Question
    said: Said
    others: tuple[Value, ...]
    """The median of the others; of an even number, the two answers in the middle if they differ."""
    apart: float
    """How far both are apart, in levels, by the nearer one."""


def find_disputes(merged: Merged, scores: Scores) -> list[Dispute]:
    """The questions to talk about, the most important first; `scores` are those of the merged answers.

    They are those on which people are two levels apart or more, or on which the verdict, a red flag or a
    contradiction depends. The order: whether the verdict changes; whether a red flag comes or goes; whether a
    contradiction does; the difference of the overall; the difference in levels; the order of the questions.
    """
    asked = (question for id, question in merged.questionnaire.questions.items() if id in scores.scope)
    found = [dispute for question in asked if (dispute := _dispute(merged, scores, question))]
    return sorted(found, key=lambda dispute: dispute.weight)


def _dispute(merged: Merged, scores: Scores, question: Question) -> Dispute | None:
    said, exposure = merged.said(question.id), merged.questionnaire.locations[question.id].exposure
    given = [(answer.state, answer.value) for answer, _count in counted(question, said, exposure=exposure)]
    given = [each for each in given if each[0] in (State.ANSWERED, State.NOT_APPLICABLE)]
    different = [each for place, each in enumerate(given) if each not in given[:place]]
    if len(different) < 2 or question.in_own_words:
        return None
    tried = [_with(scores, question.id, state, value) for state, value in different]
    apart, bands = question_agreement(merged, question.id).apart, [each.verdict.band for each in tried]
    valued = [each for each, (state, _value) in zip(tried, different, strict=True) if state is State.ANSWERED]
    flags = [{fired.flag.id for fired in each.flags if fired.certain} for each in tried]
    against = [{item.id for item in each.contradictions} for each in tried]
    dispute = Dispute(
        question,
        said,
        apart,
        bands=tuple({each.id if each else "": each for each in bands}.values()),
        ends=(valued[0].overall.low, valued[-1].overall.low),
        flags=tuple(each for each in merged.questionnaire.red_flags if _depends(each.id, flags)),
        contradictions=tuple(
            each for each in merged.questionnaire.contradictions if _depends(each.id, against)
        ),
    )
    matters = len(dispute.bands) > 1 or dispute.flags or dispute.contradictions
    return dispute if matters or apart >= FAR_APART - TOLERANCE else None


def _with(scores: Scores, question: str, state: State, value: Value | None) -> Scores:
    """What `scores` would be if this were the answer to `question`."""
    answer = Answer(state, value, reason="-" if state is State.NOT_APPLICABLE else "")
    return rescored(scores, scores.answers.with_answer(question, answer))


def _depends(id: str, found: Sequence[set[str]]) -> bool:
    """Whether `id` is in some of what was `found`, but not in all."""
    return 0 < sum(id in each for each in found) < len(found)


# --- one against the rest -------------------------------------------------------------------------------


def find_lone_voices(merged: Merged, scores: Scores) -> Iterator[Lone]:
    """Those who alone see a question otherwise, in the order of the questions.

    An expert does who is a level or more from the median of the others; anybody else who is two or more from
    it. The others must be two at least, and not more than a level apart.
    """
    for id, question in merged.questionnaire.questions.items():
        if id not in scores.scope or question.in_own_words:
            continue
        said = [each for each in merged.said(id) if each.answer.value is not None]
        for each in said:
            others = values_of(other for other in said if other is not each)
            if lone := _lone(merged, question, each, others, has_expert=id in merged.experts):
                yield lone


def _lone(
    merged: Merged, question: Question, each: Said, others: Sequence[Value], *, has_expert: bool
) -> Lone | None:
    if len(others) < 2 or (has_expert and not each.expert):
        return None
    exposure = merged.questionnaire.locations[question.id].exposure
    ranked = sorted(others, key=lambda value: question.rank(value, exposure=exposure))
    middles = tuple(question.middle(others, exposure=side) for side in (exposure, not exposure))
    apart = min(levels_apart(question, each.answer.value, middle) for middle in middles)
    is_united = levels_apart(question, ranked[0], ranked[-1]) <= AT_ONE + TOLERANCE
    least = AT_ONE if has_expert else FAR_APART
    return Lone(question, each, middles, apart) if is_united and apart >= least - TOLERANCE else None
