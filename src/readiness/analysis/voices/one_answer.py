"""Makes one answer of what several people said to one question, by the rules of `docs/merging.md`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from readiness.analysis.voices.merge_rule import MergeRule
from readiness.analysis.voices.voice import Said
from readiness.answers.answers import Answer, State
from readiness.messages.catalogue import _, plural
from readiness.messages.characters import run_together
from readiness.messages.lookalikes import look
from readiness.messages.sentences import ended
from readiness.questionnaire.questions.base import Question, Value


def merged_answer(question: Question, said: Sequence[Said], rule: MergeRule, *, exposure: bool) -> Answer:
    """The one answer to `question` that follows from what was `said`; names are empty where nobody is named.

    `exposure` says whether the question measures exposure, of which less is better.
    """
    state, deciding = _decided(said)
    value, other, reason, is_named = None, "", "", _is_named(said)
    if state is State.ANSWERED:
        value = _value(question, deciding, rule, exposure=exposure)
        if question.takes_words(value):
            other = _("; ").join(kept((each.answer.other for each in deciding), is_named=is_named))
    if state is State.NOT_APPLICABLE:
        reason = _("; ").join(kept((each.answer.reason for each in deciding), is_named=is_named))
    owners = {look(each.answer.owner): each.answer.owner for each in reversed(said) if each.answer.owner}
    return Answer(
        state,
        value,
        note="\n".join(_lines(question, said, exposure=exposure)),
        evidence=tuple(kept((text for each in said for text in each.answer.evidence), is_named=is_named)),
        owner=_("; ").join(owners[each] for each in sorted(owners)),
        reason=reason,
        other=other,
    )


def _is_named(said: Sequence[Said]) -> bool:
    return any(each.name for each in said)


def _decided(said: Sequence[Said]) -> tuple[State, list[Said]]:
    """The state of the answer, and those whose answers decide what it is."""
    by_state = {state: [each for each in said if each.answer.state is state] for state in State}
    answered, aside = by_state[State.ANSWERED], by_state[State.NOT_APPLICABLE]
    experts = [each for each in (*answered, *aside) if each.expert]
    if experts:
        return experts[0].answer.state, experts
    if len(aside) > len(answered):
        return State.NOT_APPLICABLE, aside
    if answered:
        return State.ANSWERED, answered
    return (State.UNKNOWN if by_state[State.UNKNOWN] else State.UNANSWERED), []


def _value(question: Question, deciding: Sequence[Said], rule: MergeRule, *, exposure: bool) -> Value:
    values = values_of(deciding)
    if question.in_own_words:
        return question.parse("\n".join(_texts(deciding)))
    choose = question.middle if rule is MergeRule.MEDIAN else question.least_favourable
    return choose(values, exposure=exposure)


def _texts(deciding: Sequence[Said]) -> list[str]:
    """The texts of all, each with its speaker unless all said the same."""
    texts = kept((str(each.answer.value) for each in deciding), is_named=_is_named(deciding))
    if len(texts) == 1 or not _is_named(deciding):
        return texts
    form = _("{name}: {answer}")
    return [form.format(name=each.name, answer=each.answer.value) for each in deciding]


def values_of(said: Iterable[Said]) -> list[Value]:
    """The values of those of `said` that have one."""
    return [each.answer.value for each in said if each.answer.value is not None]


def kept(texts: Iterable[str], *, is_named: bool) -> list[str]:
    """The `texts` that are not empty, each once; sorted, unless it `is_named` whose they are."""
    found = list(dict.fromkeys(filter(None, texts)))
    return found if is_named else sorted(found)


# --- who said what, in the note -------------------------------------------------------------------------


def _lines(question: Question, said: Sequence[Said], *, exposure: bool) -> Iterator[str]:
    """A line for each person who said anything or, without names, for each answer and each remark."""
    if _is_named(said):
        for each in said:
            if each.answer.state is not State.UNANSWERED or each.answer.note:
                yield _line(question, each)
        return
    for answer, count in counted(question, said, exposure=exposure):
        if answer.state is not State.UNANSWERED:
            text = in_short(question, answer)
            yield plural("{count} person: {answer}", "{count} people: {answer}", count, answer=text)
    yield from all_notes(said)


def _line(question: Question, each: Said) -> str:
    text, note = in_short(question, each.answer), lines_joined(each.answer.note)
    name = _("{name} (expert)").format(name=each.name) if each.expert else each.name
    answer = run_together([ended(text), note]) if text and note else text or note
    return _("{name}: {answer}").format(name=name, answer=answer)


def in_short(question: Question, answer: Answer) -> str:
    """`answer` in a few words; empty if it is open."""
    if answer.value is not None:
        return run_together(answer.worded(question.in_short(answer.value)).split("\n"))
    return {
        State.ANSWERED: "",
        State.UNANSWERED: "",
        State.UNKNOWN: _("not known"),
        State.NOT_APPLICABLE: _("not applicable: {reason}").format(reason=answer.reason),
    }[answer.state]


def all_notes(said: Iterable[Said]) -> list[str]:
    """All notes, each once, in an order that does not tell whose they are."""
    return kept((lines_joined(each.answer.note) for each in said), is_named=False)


def lines_joined(text: str) -> str:
    """A text of several lines as one."""
    return _("; ").join(line.strip() for line in text.split("\n") if line.strip())


def counted(question: Question, said: Sequence[Said], *, exposure: bool) -> list[tuple[Answer, int]]:
    """Each answer without its note, and how many gave it; the least favourable first, open ones last."""
    found = [
        Answer(each.answer.state, each.answer.value, reason=each.answer.reason, other=each.answer.other)
        for each in said
    ]
    different = [answer for place, answer in enumerate(found) if answer not in found[:place]]
    states = (State.ANSWERED, State.NOT_APPLICABLE, State.UNKNOWN, State.UNANSWERED)

    def key(answer: Answer) -> tuple[object, ...]:
        worth = () if answer.value is None else question.rank(answer.value, exposure=exposure)
        text = str(answer.value) if question.in_own_words else ""
        return states.index(answer.state), worth, text, answer.other, answer.reason

    return [(answer, found.count(answer)) for answer in sorted(different, key=key)]
