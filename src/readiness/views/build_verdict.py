"""Builds the verdict and the overall score of a report."""

from __future__ import annotations

from collections.abc import Sequence

from readiness.analysis.readings import is_ready
from readiness.answers.answers import State
from readiness.messages.catalogue import _
from readiness.questionnaire.bands import Band
from readiness.questionnaire.conditions import Condition, sections_in
from readiness.questionnaire.questionnaire import Questionnaire
from readiness.scoring.plan import RequirementKind
from readiness.scoring.scope import Scope
from readiness.scoring.scores import Scores
from readiness.scoring.verdict import Blocker
from readiness.views.figures import Figures
from readiness.views.report import OverallView, VerdictView
from readiness.views.report_blockers import BlockerView
from readiness.views.wording import condition_in_words


def verdict_view(scores: Scores, figures: Figures) -> VerdictView:
    """The band reached and what blocks the next one, or why there is no band yet."""
    verdict, bands = scores.verdict, scores.questionnaire.bands
    if not scores.applies:
        meaning = _("Every question that is scored is marked not applicable or is not asked.")
        return _withheld(_("Nothing applies, so there is no score"), meaning, "")
    if verdict.band is None:
        meaning = _only_quick_in_words(scores) or _(
            "Scores and ranges are shown below. There will be a verdict once enough of each dimension is"
            " answered."
        )
        missing = tuple(blocker_view(item, scores, "", figures, bands) for item in verdict.blocked_by)
        return _withheld(_("Not enough answers for a verdict"), meaning, _("Still needed:"), missing)
    heading = _("This is the highest level.")
    if verdict.next:
        heading = _("What stands between you and “{band}”:").format(band=verdict.next.title)
    outlook, may_rise = "", verdict.best != verdict.band
    if may_rise:
        outlook = _("With the best open answers it would be “{band}”.").format(band=verdict.best.title)
    return VerdictView(
        band=verdict.band.id,
        title=verdict.band.title,
        meaning=_meaning(verdict.band, scores.scope),
        level=_("level {number} of {count}").format(number=bands.index(verdict.band) + 1, count=len(bands)),
        heading=heading,
        next=verdict.next.title if verdict.next else None,
        next_id=verdict.next.id if verdict.next else None,
        blocked_by=tuple(
            blocker_view(item, scores, verdict.next.title if verdict.next else "", figures, bands)
            for item in verdict.blocked_by
        ),
        ready=is_ready(scores.plan, verdict),
        near=_near_in_words(scores.near),
        near_ids=tuple(band.id for band in scores.near) if len(scores.near) > 1 else (),
        outlook=outlook,
        outlook_id=verdict.best.id if may_rise else None,
    )


def _withheld(title: str, meaning: str, heading: str, missing: tuple[BlockerView, ...] = ()) -> VerdictView:
    """No band, and what is `missing` for one."""
    return VerdictView(
        band=None,
        title=title,
        meaning=meaning,
        level="",
        heading=heading,
        next=None,
        next_id=None,
        blocked_by=missing,
        ready=None,
        near="",
        near_ids=(),
        outlook="",
        outlook_id=None,
    )


def _near_in_words(near: Sequence[Band]) -> str:
    """The bands in which the full verdict may lie; nothing if there is only one."""
    if len(near) < 2:
        return ""
    text = _("Close to a limit: a full assessment may give “{lowest}” to “{highest}”.")
    return text.format(lowest=near[0].title, highest=near[-1].title)


def _only_quick_in_words(scores: Scores) -> str:
    """How to go on if the answers cover the quick set and hardly more; otherwise nothing."""
    questions, scope = scores.questionnaire.questions, scores.scope
    if scope.quick:
        return ""
    is_open = {id: scope.answers[id].state is State.UNANSWERED for id in questions if id in scope}
    quick = [open_ for id, open_ in is_open.items() if questions[id].quick]
    others = [open_ for id, open_ in is_open.items() if not questions[id].quick]
    if not quick or any(quick) or sum(others) * 2 < len(others):
        return ""
    return _(
        "The answers cover the quick set, and a verdict on all questions needs more. Add --quick for a"
        " screening now, or go on with the other questions: `readiness assess --save FILE` keeps the answers"
        " given."
    )


def _meaning(band: Band, scope: Scope) -> str:
    """What `band` means for this enterprise."""
    fitting = (each.text for each in band.texts if scope.holds(each.when))
    return next(fitting, band.text)


def blocker_view(
    blocker: Blocker,
    scores: Scores,
    band: str,
    figures: Figures,
    bands: Sequence[Band],
    *,
    is_over: bool = False,
) -> BlockerView:
    """One unmet requirement of the one of `bands` titled `band`, or of any verdict if `band` is empty.

    With `is_over` it is told as something of the past, which holds no more.
    """
    questionnaire = scores.questionnaire
    section = questionnaire.all_sections.get(blocker.subject)
    is_computed = blocker.kind == "control"
    short_of = figures.short_of if is_computed else figures.short_of_cut
    actual, needed = short_of(blocker.actual, blocker.needed)
    values = {
        "band": band,
        "dimension": section.title if section else _("Overall"),
        "needed": needed,
        "actual": actual,
        "exposure": figures.percent(blocker.exposure).text,
    }
    if blocker.kind == "red-flag":
        flag = next(flag for flag in questionnaire.red_flags if flag.id == blocker.subject)
        values |= {"title": flag.title, "cap": band_title(questionnaire, flag.caps_at)}
        values["condition"] = condition_with_scores(flag.when, scores.scope)
        blocker = _with_score(blocker, flag.when, scores.scope)
    elif blocker.kind == "coverage":
        values["actual"] = figures.percent_short_of(blocker.actual, blocker.needed)
        values["needed"] = figures.percent(blocker.needed).text
    elif blocker.kind == "condition":
        asked = next(each.when for each in bands if each.id == blocker.subject)
        assert asked is not None
        now = None if is_over else scores.scope.scores
        values["condition"] = condition_in_words(asked, questionnaire, scores=now)
        blocker = _with_score(blocker, asked, scores.scope)
    by_score = blocker.kind == "red-flag" and bool(values["condition"])
    text = (
        _past_texts(certain=blocker.certain, of_band=bool(band))
        if is_over
        else _blocker_texts(certain=blocker.certain, by_score=by_score, of_band=bool(band))
    )[blocker.kind]
    return BlockerView(blocker.kind, blocker.subject, blocker.needed, blocker.actual, text.format(**values))


def condition_with_scores(condition: Condition, scope: Scope) -> str:
    """`condition` in words with the scores that it tests; empty if it tests none."""
    if not any(sections_in(condition)):
        return ""
    return condition_in_words(condition, scope.questionnaire, scores=scope.scores)


def _with_score(blocker: Blocker, test: Condition, scope: Scope) -> Blocker:
    """`blocker` with the number that `test` compares and the score, if it is a test of a score."""
    score = scope.scores.get(test.section) if test.section else None
    if score is None:
        return blocker
    is_low = (test.at_least is not None) == (blocker.kind == "condition")  # a red flag must not hold
    return blocker._replace(needed=test.points, actual=score.low if is_low else score.high)


def _blocker_texts(*, certain: bool, by_score: bool, of_band: bool) -> dict[RequirementKind, str]:
    """The text for each kind; `by_score` for a red flag that tests scores, `of_band` if a band needs it."""
    flag = _("The red flag “{title}” cannot be ruled out yet, and caps the verdict at “{cap}”.")
    if certain:
        flag = _("The red flag “{title}” caps the verdict at “{cap}”.")
        if by_score:
            flag = _("The red flag “{title}” caps the verdict at “{cap}”: {condition}.")
    coverage = _("{dimension}: {actual} of its weight is answered; a verdict needs {needed}.")
    if of_band:
        coverage = _("{dimension}: {actual} of its weight is answered; {band} needs {needed}.")
    return {
        "overall": _("The overall score is {actual}; {band} needs {needed}."),
        "floor": _("{dimension} is at {actual}; {band} needs {needed} there."),
        "control": _(
            "{dimension}: control is at {actual}; {band} needs {needed} at an exposure of {exposure}."
        ),
        "section": _("{dimension} is at {actual}; {band} needs {needed} there."),
        "condition": _("{band} is only given if {condition}.")
        if certain
        else _("{band} is only given if {condition}, and that is not answered yet."),
        "coverage": coverage,
        "red-flag": flag,
    }


def _past_texts(*, certain: bool, of_band: bool) -> dict[RequirementKind, str]:
    """The same for what does not stand in the way any more."""
    flag = _("The red flag “{title}” could not be ruled out, and capped the verdict at “{cap}”.")
    if certain:
        flag = _("The red flag “{title}” capped the verdict at “{cap}”.")
    coverage = _("{dimension}: {actual} of its weight was answered; a verdict needs {needed}.")
    if of_band:
        coverage = _("{dimension}: {actual} of its weight was answered; {band} needs {needed}.")
    return {
        "overall": _("The overall score was {actual}; {band} needs {needed}."),
        "floor": _("{dimension} was at {actual}; {band} needs {needed} there."),
        "control": _(
            "{dimension}: control was at {actual}; {band} needed {needed} at an exposure of {exposure}."
        ),
        "section": _("{dimension} was at {actual}; {band} needs {needed} there."),
        "condition": _("{band} is only given if {condition}; that did not hold.")
        if certain
        else _("{band} is only given if {condition}; that was not answered."),
        "coverage": coverage,
        "red-flag": flag,
    }


def band_title(questionnaire: Questionnaire, id: str) -> str:
    """The title of the band with this id."""
    return next(band.title for band in questionnaire.bands if band.id == id)


def overall_view(scores: Scores, figures: Figures) -> OverallView:
    """The overall score, with the arithmetic mean and the minimum for comparison."""
    applies = scores.applies
    compares = applies and scores.plan.whole.way.takes != "points"  # a sum is far from any of its parts
    return OverallView(
        score=figures.span(scores.overall) if applies else None,
        scale=figures.scale_in_words(),
        ends=figures.scale.ends,
        arithmetic=figures.number(scores.arithmetic.low) if compares else None,
        minimum=figures.number(scores.minimum.low) if compares else None,
        coverage=figures.percent(scores.coverage) if applies else None,
        floor=_floor(scores),
        points=figures.points(scores.tally),
    )


def _floor(scores: Scores) -> str:
    whole = scores.plan.whole
    floor = whole.way.floor(whole.scale)
    is_needed = floor is not None and scores.minimum.low < floor
    return f"{floor:g}" if is_needed else ""
