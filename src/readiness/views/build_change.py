"""Builds what changed from one assessment to another: the score, the answers, and what follows from them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import NamedTuple

from readiness.analysis.change import AnswerChange, FactChange, PartChange, ScoreChange, WithoutEffect
from readiness.analysis.proof import Proof
from readiness.analysis.readings import Reading, read_window
from readiness.messages.catalogue import _, plural
from readiness.messages.sentences import EXCERPT, shortened
from readiness.questionnaire.questions.base import Question
from readiness.scoring.ranges import TOLERANCE
from readiness.scoring.scores import Scores, SectionScore
from readiness.scoring.terms import on_scale
from readiness.scoring.verdict import Blocker
from readiness.views.build_answers import answer_in_words, chosen_ids, stated_in_words
from readiness.views.build_market_changes import market_changes
from readiness.views.build_scores import reading_in_short
from readiness.views.build_verdict import blocker_view
from readiness.views.comparison import (
    AnswerChangeView,
    AnswerThenView,
    ChangeView,
    ContradictionChangeView,
    ExposureChangeView,
    FactChangeView,
    FlagChangeView,
    FlagState,
    PartChangeView,
    RestView,
    WindowChangeView,
)
from readiness.views.figures import Figures
from readiness.views.numbers import Span
from readiness.views.report_blockers import BlockerView

_MOST = 3
"""The most answers that the summary names."""


class ChangeEnd(NamedTuple):
    """One of two assessments that are compared."""

    place: int
    """Its place among all of them."""
    day: str
    """Its day in words; empty if it is not stated."""
    proof: Proof | None


def change_view(change: ScoreChange, then: ChangeEnd, now: ChangeEnd) -> ChangeView:
    """What changed from one assessment to another."""
    before, after = change.before, change.after
    figures = Figures(after.questionnaire.scale)
    moved = change.move is not None
    parts = tuple(_part(part, figures) for part in change.parts)
    answers = tuple(_answer(each, change, figures) for each in change.answers)
    cleared, blocked_by = _blockers(before, after, figures)
    following, followed = after.verdict.next, before.verdict.next
    view = ChangeView(
        then=then.place,
        now=now.place,
        summary=(),
        change=figures.step(before.overall.low, after.overall.low) if moved else None,
        change_of_best=figures.step(before.overall.high, after.overall.high) if moved else None,
        asked=figures.signed(change.asked),
        rounding=figures.signed(change.rounding),
        remark="",
        dimensions=parts,
        answers=answers,
        rest=tuple(_rest(change, figures)),
        profile=tuple(_fact(each) for each in change.profile),
        markets=tuple(market_changes(before, after)),
        cleared=cleared,
        blocked_by=blocked_by,
        next=following.title if following else "",
        next_then=followed.title if followed else "",
        flags=tuple(_flags(before, after)),
        contradictions=tuple(_contradictions(before, after)),
        exposures=tuple(_exposures(change.parts)),
        windows=tuple(_windows(before, after)),
        proof=_proof(then.proof, now.proof, figures),
        coverage=_coverage(before, after, figures),
    )
    return view._replace(
        summary=tuple(filter(None, _summary(view, change, (then.day, now.day), figures))),
        remark=_remark(view),
    )


# --- in sentences -------------------------------------------------------------------------------------


def _summary(view: ChangeView, change: ScoreChange, days: tuple[str, str], figures: Figures) -> Iterator[str]:
    before, after = change.before, change.after
    text = _("From {then} to {now}: {before} → {after} {scale} ({change}).")
    if not all(days):
        text = _("From the first to the second: {before} → {after} {scale} ({change}).")
    if view.change is None:
        yield _("How the score moved cannot be told: where nothing applies, there is none.")
    else:
        yield text.format(
            then=days[0],
            now=days[1],
            before=figures.number(before.overall.low).text,
            after=figures.number(after.overall.low).text,
            scale=figures.scale_in_words(),
            change=view.change.text,
        )
    yield _levels(before, after)
    if view.nothing:
        yield _("Nothing changed: answers, profile and evidence are the same.")
        return
    yield from _counts(change.answers)
    if count := len(view.markets):
        yield plural("{count} market changed.", "{count} markets changed.", count)
    named = [each for each in view.answers if not each.why_id][:_MOST]
    if named:
        text = _("{title} ({points})")
        found = (text.format(title=shortened(each.title), points=each.points.text) for each in named)
        yield _("What moved it most: {answers}.").format(answers=_("; ").join(found))
    yield from _flags_in_short(view.flags)


def _flags_in_short(flags: Sequence[FlagChangeView]) -> Iterator[str]:
    cleared = [shortened(flag.title) for flag in flags if flag.before == "certain" and flag.after == "absent"]
    raised = [shortened(flag.title) for flag in flags if flag.after == "certain"]
    if cleared:
        yield _("Red flags cleared: {titles}.").format(titles=_("; ").join(cleared))
    if raised:
        yield _("Red flags raised: {titles}.").format(titles=_("; ").join(raised))


def _levels(before: Scores, after: Scores) -> str:
    then, now = band_in_words(before), band_in_words(after)
    if then == now:
        return _("The level is the same: {band}.").format(band=now)
    return _("Level: {before} → {after}.").format(before=then, after=now)


def band_in_words(scores: Scores) -> str:
    """The title of the band, or that there is none."""
    if not scores.applies:
        return _("no score")
    return scores.verdict.band.title if scores.verdict.band else _("no verdict")


def _counts(answers: Iterable[AnswerChange]) -> Iterator[str]:
    """How many answers changed, and how many questions came and went."""
    found = [(each.was_asked, each.is_asked) for each in answers]
    changed, came, went = (found.count(each) for each in ((True, True), (False, True), (True, False)))
    if changed:
        yield plural("{count} answer changed.", "{count} answers changed.", changed)
    if came:
        yield plural("{count} question is asked now.", "{count} questions are asked now.", came)
    if went:
        yield plural("{count} question is no longer asked.", "{count} questions are no longer asked.", went)


def _remark(view: ChangeView) -> str:
    """That rounded numbers miss their sum, if they do."""
    if view.change is None:
        return ""
    shown = [*(part.points for part in view.dimensions), view.asked, view.rounding]
    if sum(Decimal(number.text) for number in shown) == Decimal(view.change.text):
        return ""
    return _("Each number is rounded by itself, so they may miss their sum in the last digit.")


def _coverage(before: Scores, after: Scores, figures: Figures) -> str:
    then, now = figures.percent(before.coverage).text, figures.percent(after.coverage).text
    if then == now:
        return ""
    return _("{before} of the weight was answered then, {after} is now.").format(before=then, after=now)


def _proof(then: Proof | None, now: Proof | None, figures: Figures) -> str:
    """What the answers with evidence give by themselves, then and now."""
    if then is None or now is None:
        return ""
    spans = [figures.span(each.scores.overall).text for each in (then, now)]
    if (then.proven, then.answered, spans[0]) == (now.proven, now.answered, spans[1]):
        return ""
    text = _(
        "Answers that name evidence: {proven_then} of {answered_then} then, {proven_now} of {answered_now}"
        " now. With these alone the overall was {before} and is {after}."
    )
    return text.format(
        proven_then=then.proven,
        answered_then=then.answered,
        proven_now=now.proven,
        answered_now=now.answered,
        before=spans[0],
        after=spans[1],
    )


# --- scores -------------------------------------------------------------------------------------------


def _part(part: PartChange, overall: Figures) -> PartChangeView:
    item = part.after or part.before
    assert item is not None  # a part is asked before or after
    figures = Figures(item.scale)
    change = None
    if part.before and part.after:
        change = figures.step(part.before.score.low, part.after.score.low)
    return PartChangeView(
        id=part.section.id,
        kind=part.section.kind,
        title=part.section.title,
        before=figures.span(part.before.score) if part.before else None,
        after=figures.span(part.after.score) if part.after else None,
        change=change,
        points=overall.signed(part.points),
        asked=overall.signed(part.asked),
        rounding=overall.signed(part.rounding),
        band_before=_level(part.before),
        band_after=_level(part.after),
    )


def _rest(change: ScoreChange, figures: Figures) -> Iterator[RestView]:
    """What belongs to no single question, by dimension and then of the overall."""
    sources = [(part.section.id, part.section.title, part.asked, part.rounding) for part in change.parts]
    for id, title, asked, rounding in (*sources, ("", "", change.asked, change.rounding)):
        if abs(asked) > TOLERANCE:
            yield RestView(id, title, _("What is asked"), figures.signed(asked))
        if abs(rounding) > TOLERANCE:
            yield RestView(id, title, _("Rounding of scores"), figures.signed(rounding))


def _level(item: SectionScore | None) -> str:
    return item.verdict.band.title if item and item.verdict and item.verdict.band else ""


def _blockers(
    before: Scores, after: Scores, figures: Figures
) -> tuple[tuple[BlockerView, ...], tuple[BlockerView, ...]]:
    """What stood in the way then and does not now, and what does now."""
    bands = after.questionnaire.bands
    then, now = before.verdict, after.verdict
    left: set[tuple[str, str]] = set()
    if then.next and now.band:
        left = {(each.kind, each.subject) for each in now.blockers_of(then.next.id)}
    gone = [each for each in then.blocked_by if (each.kind, each.subject) not in left]

    def shown(blockers: Iterable[Blocker], scores: Scores, *, is_over: bool) -> tuple[BlockerView, ...]:
        following = scores.verdict.next
        title = following.title if following else ""
        return tuple(blocker_view(each, scores, title, figures, bands, is_over=is_over) for each in blockers)

    return shown(gone if now.band else (), before, is_over=True), shown(now.blocked_by, after, is_over=False)


def _exposures(parts: Iterable[PartChange]) -> Iterator[ExposureChangeView]:
    for part in parts:
        before, after = part.before, part.after
        if not (before and after and before.sides and after.sides and after.node.way.sets_bar):
            continue
        if before.sides.given != after.sides.given:
            show = Figures(after.scale).percent_span
            yield ExposureChangeView(
                part.section.id,
                part.section.title,
                before=show(before.sides.given),
                after=show(after.sides.given),
                residual_before=show(before.sides.left),
                residual_after=show(after.sides.left),
            )


def _windows(before: Scores, after: Scores) -> Iterator[WindowChangeView]:
    """The windows that are open, used or read otherwise than before."""
    olds, news = ({item.node.id: item for item in scores.opportunities} for scores in (before, after))
    for section in after.questionnaire.opportunities:
        old, new = _window(before, olds.get(section.id)), _window(after, news.get(section.id))
        if old == new:
            continue
        yield WindowChangeView(
            section.id,
            section.title,
            open_before=old[0],
            open_after=new[0],
            use_before=old[1],
            use_after=new[1],
            reading_before_id=old[2],
            reading_after_id=new[2],
            reading_before=reading_in_short(old[2]) if old[2] else "",
            reading_after=reading_in_short(new[2]) if new[2] else "",
        )


def _window(scores: Scores, item: SectionScore | None) -> tuple[Span | None, Span | None, Reading | None]:
    """How open a window is, how much of it is used, and what to do about it."""
    if item is None:
        return None, None, None
    figures = Figures(item.scale)
    use = figures.span(on_scale(item.scale, item.sides.done)) if item.sides else None
    return figures.span(item.score), use, read_window(item, scores.plan, scores.verdict)


# --- flags and contradictions -------------------------------------------------------------------------


def _flags(before: Scores, after: Scores) -> Iterator[FlagChangeView]:
    olds, news = (
        {fired.flag.id: _state(certain=fired.certain) for fired in scores.flags} for scores in (before, after)
    )
    for flag in after.questionnaire.red_flags:
        old, new = olds.get(flag.id, "absent"), news.get(flag.id, "absent")
        if old != new:
            yield FlagChangeView(flag.id, flag.title, old, new, _flag_in_words(old, new))


def _state(*, certain: bool) -> FlagState:
    return "certain" if certain else "possible"


def _flag_in_words(old: FlagState, new: FlagState) -> str:
    return {
        ("absent", "certain"): _("Raised: it applies now."),
        ("absent", "possible"): _("Cannot be ruled out any more while an answer is open."),
        ("possible", "certain"): _("Confirmed: it applies."),
        ("possible", "absent"): _("Ruled out."),
        ("certain", "absent"): _("Cleared."),
        ("certain", "possible"): _("Not certain any more, but cannot be ruled out while an answer is open."),
    }[old, new]


def _contradictions(before: Scores, after: Scores) -> Iterator[ContradictionChangeView]:
    olds, news = ({item.id for item in scores.contradictions} for scores in (before, after))
    for item in after.questionnaire.contradictions:
        if (item.id in olds) != (item.id in news):
            yield ContradictionChangeView(item.id, item.message, opened=item.id in news)


# --- answers and profile ------------------------------------------------------------------------------


def _answer(each: AnswerChange, change: ScoreChange, figures: Figures) -> AnswerChangeView:
    id = each.question.id
    return AnswerChangeView(
        question=id,
        title=each.question.label,
        dimension=each.section.title,
        dimension_id=each.section.id,
        before=_then(each.question, change.before if each.was_asked else None),
        after=_then(each.question, change.after if each.is_asked else None),
        points=figures.signed(each.points),
        why_id=each.why,
        why=_why_in_words(each.why),
    )


def _then(question: Question, scores: Scores | None) -> AnswerThenView:
    """The answer to `question` in `scores`; without them it is not asked there."""
    if scores is None:
        return AnswerThenView("not asked", "", _("not asked"))
    answer = scores.answers[question.id]
    ids = "" if answer.value is None else chosen_ids(question, answer.value)
    return AnswerThenView(
        answer.state.value, ids, shortened(answer_in_words(scores.scope, question.id), EXCERPT)
    )


def _why_in_words(why: WithoutEffect) -> str:
    return {
        "": "",
        "bar": _("an exposure: it adds no points, but sets how much control is required"),
        "window": _("about a window of opportunity, which is not part of the overall"),
        "unscored": _("this question is never scored"),
        "together": _("it came or went together with others, and moved nothing by itself"),
        "same": _("it counts the same as before"),
        "floor": _("its dimension is so low that it counts at the floor, then and now"),
        "outweighed": _("other parts decide the score"),
        "no-score": _("there is no score to compare with"),
    }[why]


def _fact(each: FactChange) -> FactChangeView:
    return FactChangeView(
        each.asked.id,
        each.asked.title,
        before=stated_in_words(each.asked, each.before),
        after=stated_in_words(each.asked, each.after),
        came=tuple(question.label for question in each.came),
        went=tuple(question.label for question in each.went),
    )
