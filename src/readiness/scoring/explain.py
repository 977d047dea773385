"""Explains a score: the formula, its parts, and their parts, down to the answers."""

from collections.abc import Iterable
from typing import NamedTuple

from readiness.answers.answers import Answer
from readiness.messages.catalogue import _
from readiness.messages.names import did_you_mean, nearest
from readiness.messages.problems import UnknownName, expect
from readiness.messages.sentences import some
from readiness.questionnaire.combining.combining import Combining, FloatParts
from readiness.questionnaire.combining.ways import WAYS
from readiness.questionnaire.questionnaire import WHOLE, Questionnaire
from readiness.questionnaire.questions.base import Question
from readiness.questionnaire.score_scale import Scale
from readiness.scoring.basis import Basis
from readiness.scoring.plan import Node
from readiness.scoring.ranges import Range
from readiness.scoring.scores import Scores, SectionScore, Tally, with_parts
from readiness.scoring.terms import Term, ends_of, question_parts, section_parts


class AnswerTaken(NamedTuple):
    """One answer, and the part of a formula that it became."""

    question: Question
    answer: Answer
    part: Term
    share: Range
    """The share of the answer, 0-1; the whole range while it is open."""
    applies: bool
    """False for an exposure that does not apply and counts at its lowest."""


class Derivation(NamedTuple):
    """One score or share, and how it was computed."""

    id: str
    """`overall`, the id of a section, or the name of a side of a section, such as `exposure`."""
    node: Node
    """The node that it is the score of, or a side of."""
    way: Combining
    scale: Scale | None
    """The scale that it is on; None if it is a share from 0 to 1."""
    value: Range
    parts: tuple[Term, ...]
    """The inputs of the formula, in order: scores on the scale, shares or points, as `way.takes` says."""
    below: tuple["Derivation", ...] = ()
    """How each part was computed, if the parts are sections or sides."""
    answers: tuple[AnswerTaken, ...] = ()
    """The answers behind the parts, if the parts are questions."""
    tally: Tally | None = None
    """The points, if it is a sum of points that are pooled."""
    aside: tuple[Question, ...] = ()
    """Scored questions that do not count: hidden, not applicable, outside the quick set or left out."""

    def __repr__(self) -> str:
        return f"<Derivation {self.id}: {self.way.name} of {len(self.parts)} parts, {self.score:.6g}>"

    @property
    def exposure(self) -> bool:
        """Whether this is the exposure of a section, where less is better."""
        return self.scale is None and self.id == "exposure"

    def at_worst(self) -> FloatParts:
        """The (weight, value) of each part that gives the score: open answers at their worst."""
        low, high = ends_of(self.way, self.parts)
        return high if self.exposure else low

    @property
    def score(self) -> float:
        """The result of the formula for `at_worst`."""
        return self.value.high if self.exposure else self.value.low


def explain(scores: Scores, id: str = WHOLE) -> Derivation:
    """How the overall score, or the score of the section with this id at any depth, was computed.

    Raises UnknownName if `scores` holds no such score, WrongType for anything but scores and an id.
    """
    expect(scores, Scores, _("“scores” must be Scores, as score returns them, not {found}"))
    expect(id, str, _("“id” must be the id of a section, or “overall”, not {found}"))
    items = {item.node.id: item for item in with_parts((*scores.sections, *scores.opportunities))}
    names = {node.id: node for node in scores.without_score()}
    if id in names or (id == WHOLE and not scores.applies):
        section = names[id].section if id in names else None
        message = _("Nothing applies, so there is no score.")
        if section:
            message = _("Nothing in “{title}” applies, so it has no score.").format(title=section.title)
        raise UnknownName(message)
    expect_score(id, items, scores.questionnaire)
    return _whole(scores) if id == WHOLE else _section(items[id], scores)


def expect_score(id: str, sections: Iterable[str], questionnaire: Questionnaire) -> None:
    """Raise UnknownName unless `id` is `overall` or one of `sections`."""
    names = [WHOLE, *sections]
    if id in names:
        return
    titles = {name: section.title for name, section in questionnaire.all_sections.items() if name in names}
    hint = _("There are scores of: {names}.").format(names=_(", ").join(some(names, 20)))
    questions = {name: question.label for name, question in questionnaire.questions.items()}
    close = None if id in questions else nearest(id, names, titles)
    asked = None if close else nearest(id, list(questions), questions)
    home = questionnaire.locations[asked].section.id if asked else None
    if close:
        hint = did_you_mean(close)
    elif home in names:
        hint = _("“{question}” is a question; its answer is explained with the score of “{section}”.")
        hint = hint.format(question=asked, section=home)
    message = _("There is no score of “{name}”. {hint}")
    raise UnknownName(message.format(name=id[:80], hint=hint))


def _whole(scores: Scores) -> Derivation:
    node = scores.plan.whole
    return Derivation(
        WHOLE,
        node,
        node.way,
        node.scale,
        scores.overall,
        tuple(section_parts(node.way, scores.sections, node.scale)),
        below=tuple(_section(item, scores) for item in scores.sections if item.counts),
        tally=scores.tally,
    )


def _section(item: SectionScore, scores: Scores) -> Derivation:
    node = item.node
    derivation = Derivation(node.id, node, node.way, node.scale, item.score, (), tally=item.tally)
    if item.sides is not None:
        sides = tuple(zip(node.way.sides, item.sides[:2], node.sides, strict=True))
        return derivation._replace(
            parts=tuple(Term(name, 1.0, share) for name, share, _questions in sides),
            below=tuple(_side(name, share, node, questions, scores) for name, share, questions in sides),
        )
    if item.children:
        parts = tuple(section_parts(node.way, item.children, node.scale))
        below = tuple(_section(child, scores) for child in item.children if child.counts)
        return derivation._replace(parts=parts, below=below)
    return _of_questions(derivation, node.questions, scores)


def _side(id: str, value: Range, node: Node, questions: tuple[Question, ...], scores: Scores) -> Derivation:
    """One side: the mean of its shares, or the value that stands in for it if none of them counts."""
    return _of_questions(Derivation(id, node, WAYS["arithmetic"], None, value, ()), questions, scores)


def _of_questions(derivation: Derivation, questions: tuple[Question, ...], scores: Scores) -> Derivation:
    basis = scores.basis
    parts = tuple(_parts(derivation, questions, basis))
    counting = basis.counting(questions)
    answers = tuple(
        AnswerTaken(
            question,
            scores.answers[question.id],
            part,
            basis.shares[question.id],
            applies=question.id in basis.asked,
        )
        for question, part in zip(counting, parts, strict=True)
    )
    aside = tuple(question for question in questions if question.id not in basis.shares)
    return derivation._replace(parts=parts, answers=answers, aside=aside)


def _parts(derivation: Derivation, questions: tuple[Question, ...], basis: Basis) -> list[Term]:
    if derivation.scale is not None:
        return question_parts(derivation.way, questions, derivation.scale, basis)
    return [Term(q.id, q.weight, basis.shares[q.id]) for q in basis.counting(questions)]
