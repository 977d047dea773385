"""Builds the verdict and the overall score of a report."""

from __future__ import annotations

from readiness.messages.catalogue import _
from readiness.questionnaire.questionnaire import Questionnaire
from readiness.scoring.scores import Scores
from readiness.scoring.verdict import Blocker
from readiness.views.figures import Figures
from readiness.views.report import BlockerView, OverallView, VerdictView


def verdict_view(questionnaire: Questionnaire, scores: Scores, figures: Figures) -> VerdictView:
    """The band reached and what blocks the next one, or why there is no band yet."""
    verdict, bands = scores.verdict, questionnaire.bands
    if verdict.band is None:
        return VerdictView(
            band=None,
            title=_("Not enough answers for a verdict"),
            meaning=_(
                "Scores and ranges are shown below. There will be a verdict once enough of each dimension"
                " is answered."
            ),
            level="",
            heading=_("Still needed:"),
            next=None,
            blocked_by=tuple(blocker_view(item, questionnaire, "", figures) for item in verdict.blocked_by),
            outlook="",
        )
    heading = _("This is the highest level.")
    if verdict.next:
        heading = _("What stands between you and “{band}”:").format(band=verdict.next.title)
    outlook = ""
    if verdict.best != verdict.band:
        outlook = _("If every open answer turned out best, the verdict would be “{band}”.").format(
            band=verdict.best.title
        )
    return VerdictView(
        band=verdict.band.id,
        title=verdict.band.title,
        meaning=verdict.band.text,
        level=_("level {number} of {count}").format(number=bands.index(verdict.band) + 1, count=len(bands)),
        heading=heading,
        next=verdict.next.title if verdict.next else None,
        blocked_by=tuple(
            blocker_view(item, questionnaire, verdict.next.title if verdict.next else "", figures)
            for item in verdict.blocked_by
        ),
        outlook=outlook,
    )


def blocker_view(blocker: Blocker, questionnaire: Questionnaire, band: str, figures: Figures) -> BlockerView:
    """One unmet requirement of the band titled `band`, or of any verdict if `band` is empty."""
    section = questionnaire.all_sections.get(blocker.subject)
    values = {
        "band": band,
        "dimension": section.title if section else _("Overall"),
        "needed": f"{blocker.needed:g}",
    }
    if blocker.kind == "red-flag":
        flag = next(flag for flag in questionnaire.red_flags if flag.id == blocker.subject)
        values |= {"title": flag.title, "cap": band_title(questionnaire, flag.caps_at)}
    elif blocker.kind == "coverage":
        values["actual"] = figures.percent_short_of(blocker.actual, blocker.needed)
        values["needed"] = figures.percent(blocker.needed).text
        values["band"] = band or _("a verdict")
    else:
        values["actual"] = figures.short_of(blocker.actual, blocker.needed)
    texts = {
        "overall": _("The overall score is {actual}; {band} needs {needed}."),
        "floor": _("{dimension} is at {actual}; {band} needs {needed} in every dimension."),
        "section": _("{dimension} is at {actual}; {band} needs {needed} there."),
        "coverage": _("{dimension}: {actual} of its weight is answered; {band} needs {needed}."),
        "red-flag": _("The red flag “{title}” caps the verdict at “{cap}”."),
    }
    text = texts[blocker.kind].format(**values)
    return BlockerView(blocker.kind, blocker.subject, blocker.needed, blocker.actual, text)


def band_title(questionnaire: Questionnaire, id: str) -> str:
    """The title of the band with this id."""
    return next(band.title for band in questionnaire.bands if band.id == id)


def overall_view(scores: Scores, figures: Figures) -> OverallView:
    """The overall score, with the arithmetic mean and the minimum for comparison."""
    return OverallView(
        score=figures.span(scores.overall),
        scale=figures.scale_in_words(),
        arithmetic=figures.number(scores.arithmetic.low),
        minimum=figures.number(scores.minimum.low),
        coverage=figures.percent(scores.coverage),
    )
