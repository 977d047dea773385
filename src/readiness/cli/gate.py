"""The gate of `--fail-under`: a score that must be reached, and a verdict."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from readiness.messages.catalogue import _

if TYPE_CHECKING:
    from readiness.questionnaire.score_scale import Scale
    from readiness.scoring.scores import Scores


def threshold(text: str | None, scale: Scale) -> float | None:
    """The score that --fail-under asks for, on the questionnaire's scale."""
    from readiness.source.scalars import parse_number

    if text is None:
        return None
    number = parse_number(text)
    if number is None or not scale.minimum <= number <= scale.maximum:
        raise typer.BadParameter(
            _("“{text}” is not a score from {minimum} to {maximum}.").format(
                text=text, minimum=f"{scale.minimum:.15g}", maximum=f"{scale.maximum:.15g}"
            ),
            param_hint="--fail-under",
        )
    return number


def why_below(scores: Scores, least: float) -> str:
    """Why --fail-under does not pass; empty if it does."""
    from readiness.scoring.ranges import TOLERANCE
    from readiness.views.figures import Figures

    if not scores.applies:
        return _("Nothing applies, so there is no score, and --fail-under does not pass.")
    if (market := scores.answers.market) and market.showstopper:
        text = _("“{title}” is ruled out, so --fail-under does not pass: {showstopper}")
        return text.format(title=market.title, showstopper=market.showstopper)
    if scores.verdict.band is None:
        return _("There is no verdict yet, so --fail-under does not pass.")
    if scores.overall.low >= least - TOLERANCE:
        return ""
    score, wanted = Figures(scores.questionnaire.scale).short_of_cut(scores.overall.low, least)
    return _("The overall score {score} is below {wanted}.").format(score=score, wanted=wanted)
