"""Builds a `Merging` from merged answers."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence

from readiness.analysis.voices.agreement import (
    FEW_PEOPLE,
    FEW_UNITS,
    question_agreement,
    section_agreements,
)
from readiness.analysis.voices.disputes import Dispute, Lone, find_disputes, find_lone_voices
from readiness.analysis.voices.merge_rule import MergeRule
from readiness.analysis.voices.merged import Merged
from readiness.answers.answers import Answer, Answers, State
from readiness.messages.catalogue import _, language_in_use, plural
from readiness.messages.problems import expect
from readiness.messages.sentences import bare, one_of, some
from readiness.questionnaire.bands import Band
from readiness.questionnaire.questions.base import Question
from readiness.questionnaire.rounding import rounded
from readiness.scoring.engine import score
from readiness.scoring.ranges import TOLERANCE
from readiness.scoring.scope import determine
from readiness.scoring.scores import Scores
from readiness.views.build_answers import chosen_ids, ignored_views
from readiness.views.build_change import band_in_words
from readiness.views.build_report import day_of_report, provenance_of
from readiness.views.build_said import (
    column_texts,
    fact_views,
    in_a_cell,
    nobody_answered,
    notes_apart,
    said_in_words,
    said_view,
    said_views,
)
from readiness.views.figures import Figures
from readiness.views.merging import (
    AgreementView,
    LoneView,
    MergedQuestionView,
    Merging,
    PointView,
    SingleView,
    UnknownView,
    VoiceView,
)
from readiness.views.notices import report_notices
from readiness.views.numbers import Number
from readiness.views.report import CoverView


def build_merging(merged: Merged, *, quick: bool = False, built_on: datetime.date | None = None) -> Merging:
    """What the `merged` answers of several people say, where these agree, and what to talk about.

    With `quick`, only the quick set of questions counts. `built_on` is the date of it; None means today.
    Raises WrongType for arguments of other types.
    """
    expect(merged, Merged, _("“merged” must be Merged, as merge_answers returns it, not {found}"))
    scores = score(merged.questionnaire, merged.answers, quick=quick)
    built_on = day_of_report(scores, built_on)
    questionnaire = merged.questionnaire
    asked = [question for id, question in questionnaire.questions.items() if id in scores.scope]
    voices = [_voice(voice.name, score(questionnaire, voice.answers, quick=quick)) for voice in merged.voices]
    if not merged.is_named:
        voices = sorted((each._replace(date="") for each in voices), key=_by_score)
    agreement = tuple(_agreement(merged, scores))
    return Merging(
        title=questionnaire.title,
        subtitle=_("Answers of {count} people, merged").format(count=len(merged.voices)),
        language=language_in_use(),
        provenance=provenance_of(scores, built_on),
        cover=CoverView(*merged.answers.cover),
        scale=Figures(questionnaire.scale).scale_in_words(),
        ends=questionnaire.scale.ends,
        rule=merged.rule.value,
        anonymous=not merged.is_named,
        people=_people(merged),
        warnings=tuple(_warnings(merged, agreement)),
        points=tuple(_point(each, merged, scores) for each in find_disputes(merged, scores)),
        facts=tuple(fact_views(merged)),
        unknown=tuple(_unknown(merged, asked)),
        single=tuple(_single(merged, asked)),
        lone=tuple(_lone(each, merged) for each in find_lone_voices(merged, scores)),
        without_expert=tuple(each.label for each in asked if _lacks_expert(merged, each.id)),
        agreement=agreement,
        merged=_voice("", scores),
        voices=tuple(voices),
        questions=tuple(_question(each, merged) for each in asked),
        ignored=tuple(ignored_views(scores.scope)),
        notices=tuple(_notices(merged)),
        method=tuple(_method(merged)),
    )


def _notices(merged: Merged) -> Iterator[str]:
    """What happened to old answers, and which to look at again; without names each text once."""
    found = [
        (voice.name, text)
        for voice in merged.voices
        for text in report_notices(determine(merged.questionnaire, voice.answers))
    ]
    form = _("{name}: {answer}")
    texts = (form.format(name=name, answer=text) if name else text for name, text in found)
    yield from dict.fromkeys(texts if merged.is_named else sorted(texts))


def _people(merged: Merged) -> tuple[str, ...]:
    if merged.is_named:
        return tuple(voice.name for voice in merged.voices)
    form = _("Answer {number}")
    return tuple(form.format(number=place) for place in range(1, len(merged.voices) + 1))


def _warnings(merged: Merged, agreement: Sequence[AgreementView]) -> Iterator[str]:
    """That there are few people, or few questions, if so."""
    if len(merged.voices) < FEW_PEOPLE:
        yield plural(
            "Only {count} person answered. With fewer than {least}, one answer more can move every measure of"
            " agreement a long way: take them as hints of what to talk about, not as results.",
            "Only {count} people answered. With fewer than {least}, one answer more can move every measure of"
            " agreement a long way: take them as hints of what to talk about, not as results.",
            len(merged.voices),
            least=FEW_PEOPLE,
        )
    elif any(each.few for each in agreement):
        yield _(
            "Where fewer than {count} questions have two answers, alpha says little: one answer more can move"
            " it a long way."
        ).format(count=FEW_UNITS)


# --- what to talk about ---------------------------------------------------------------------------------


def _place(question: Question, merged: Merged) -> tuple[str, str, str, str]:
    section = merged.questionnaire.locations[question.id].section
    return question.id, question.label, section.title, section.id


def _point(dispute: Dispute, merged: Merged, scores: Scores) -> PointView:
    question, figures = dispute.question, Figures(scores.questionnaire.scale)
    id, title, dimension, dimension_id = _place(question, merged)
    return PointView(
        question=id,
        title=title,
        text=question.full_text,
        dimension=dimension,
        dimension_id=dimension_id,
        said=said_views(merged, question, dispute.said),
        notes=notes_apart(merged, dispute.said),
        merged=said_in_words(question, merged.answers[id]),
        apart=_levels(dispute.apart),
        band_ids=tuple(band.id if band else "" for band in dispute.bands) if len(dispute.bands) > 1 else (),
        flag_ids=tuple(flag.id for flag in dispute.flags),
        contradiction_ids=tuple(each.id for each in dispute.contradictions),
        lowest=figures.number(dispute.ends[0]),
        highest=figures.number(dispute.ends[1]),
        depends=tuple(_depends(dispute, figures)),
        evidence=question.evidence,
    )


def _levels(apart: float) -> Number:
    return Number(apart, f"{float(rounded(apart, 1)):g}")


def _depends(dispute: Dispute, figures: Figures) -> Iterator[str]:
    """What hangs on the answer, after these words."""
    if len(dispute.bands) > 1:
        bands = one_of([_band(band) for band in dispute.bands])
        yield _("The verdict: {bands}.").format(bands=bands)
    for flag in dispute.flags:
        yield _("The red flag “{title}”.").format(title=bare(flag.title))
    for each in dispute.contradictions:
        yield _("This contradiction: {message}").format(message=each.message)
    low, high = dispute.ends
    if abs(high - low) > TOLERANCE:
        text = _("The overall: {low} with the least favourable answer, {high} with the most favourable.")
        yield text.format(low=figures.number(low).text, high=figures.number(high).text)


def _band(band: Band | None) -> str:
    return _("“{title}”").format(title=band.title) if band else _("no verdict")


def _unknown(merged: Merged, asked: Sequence[Question]) -> Iterator[UnknownView]:
    for question in asked:
        said = merged.said(question.id)
        if nobody_answered(said):
            unknown = sum(each.answer.state is State.UNKNOWN for each in said)
            yield UnknownView(*_place(question, merged), unknown, len(said) - unknown)


def _single(merged: Merged, asked: Sequence[Question]) -> Iterator[SingleView]:
    for question in asked:
        given = [each for each in merged.said(question.id) if not nobody_answered([each])]
        if len(given) == 1:
            yield SingleView(*_place(question, merged), said_view(question, given[0]))


def _lone(lone: Lone, merged: Merged) -> LoneView:
    texts = (said_in_words(lone.question, Answer(State.ANSWERED, value)) for value in lone.others)
    others = _("; ").join(dict.fromkeys(texts))
    said = said_view(lone.question, lone.said)
    return LoneView(*_place(lone.question, merged), said, others, _levels(lone.apart))


def _lacks_expert(merged: Merged, question: str) -> bool:
    """Whether the expert on `question` gave no answer to it."""
    return question in merged.experts and not any(each.expert for each in merged.said(question))


# --- agreement, verdicts and all questions --------------------------------------------------------------


def _agreement(merged: Merged, scores: Scores) -> Iterator[AgreementView]:
    for each in section_agreements(merged, scores.scope):
        yield AgreementView(
            each.section.id,
            each.section.title,
            each.units,
            alpha=_measure(each.alpha),
            r_wg=_measure(each.r_wg),
            few=len(merged.voices) < FEW_PEOPLE or each.units < FEW_UNITS,
        )


def _measure(value: float | None) -> Number | None:
    return None if value is None else Number(value, rounded(value, 2))


def _voice(name: str, scores: Scores) -> VoiceView:
    figures, verdict, answers = Figures(scores.questionnaire.scale), scores.verdict, scores.answers
    sections = scores.questionnaire.all_sections
    thin = [sections[each.subject].title for each in verdict.blocked_by if each.subject in sections]
    why = ""
    if scores.applies and not verdict.band and thin:
        why = _("too few answers in {dimensions}").format(dimensions=_(", ").join(some(thin, 3)))
    return VoiceView(
        name=name,
        date=answers.date.isoformat() if answers.date else "",
        answered=_answered(answers),
        coverage=figures.percent(scores.coverage) if scores.applies else None,
        overall=figures.span(scores.overall) if scores.applies else None,
        band_id=verdict.band.id if scores.applies and verdict.band else None,
        band=band_in_words(scores),
        why=why,
    )


def _answered(answers: Answers) -> int:
    return sum(each.state in (State.ANSWERED, State.NOT_APPLICABLE) for each in answers.given.values())


def _by_score(voice: VoiceView) -> tuple[object, ...]:
    low, high = (voice.overall.low.value, voice.overall.high.value) if voice.overall else (-1.0, -1.0)
    return low, high, voice.band, voice.answered, voice.why


def _question(question: Question, merged: Merged) -> MergedQuestionView:
    id, title, dimension, dimension_id = _place(question, merged)
    said, answer, found = merged.said(id), merged.answers[id], question_agreement(merged, id)
    low, high = ("" if each is None else question.in_short(each) for each in (found.lowest, found.highest))
    return MergedQuestionView(
        question=id,
        title=title,
        dimension=dimension,
        dimension_id=dimension_id,
        state=answer.state.value,
        answer_id="" if answer.value is None else chosen_ids(question, answer.value),
        answer=in_a_cell(question, answer),
        said=said_views(merged, question, said),
        notes=notes_apart(merged, said),
        columns=column_texts(merged, question, said),
        answered=found.answered,
        unknown=found.unknown,
        unanswered=found.unanswered,
        not_applicable=found.not_applicable,
        lowest=low,
        highest=high,
        apart=_levels(found.apart),
        r_wg=_measure(found.r_wg),
        expert=merged.experts.get(id, ""),
        expert_missing=_lacks_expert(merged, id),
    )


def _method(merged: Merged) -> Iterator[str]:
    """The rules by which the answers were merged and compared."""
    if merged.rule is MergeRule.MEDIAN:
        yield _(
            "Of the answers given to a question, the median stands; of an even number, the less favourable of"
            " the two in the middle. “Not known” and open answers do not count."
        )
    else:
        yield _(
            "Of the answers given to a question, the least favourable stands. “Not known” and open answers do"
            " not count."
        )
    if merged.experts:
        yield _("In the sections of an expert, the answers of the expert stand where there are any.")
    yield _("Facts of the profile stand if more than half of those say so who said anything.")
    yield _(
        "A level is a quarter of the way from the worst answer to the best. First come the questions on which"
        " the verdict depends, then those on which a red flag or a contradiction does, then those that move"
        " the overall most."
    )
    yield _(
        "Alpha is Krippendorff's alpha for ordinal values (Krippendorff 2011): 1 if all agree, 0 if no more"
        " than by chance. r_wg compares the variance of the answers with that of answers at random"
        " (James, Demaree & Wolf 1984): 1 if all agree, 0 if they differ as much as at random."
    )
