"""Rounds scores, differences and shares for display."""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple

from readiness.messages.catalogue import _
from readiness.questionnaire.rounding import rounded
from readiness.questionnaire.score_scale import Scale
from readiness.scoring.ranges import TOLERANCE, Range
from readiness.scoring.scores import Tally
from readiness.views.numbers import Number, PointsView, Span


class Figures(NamedTuple):
    """Shows numbers on one scale."""

    scale: Scale

    def scale_in_words(self) -> str:
        """The scale, to follow a score."""
        low, high = f"{self.scale.minimum:g}", f"{self.scale.maximum:g}"
        if self.scale.minimum == 0:
            return _("of {maximum}").format(maximum=high)
        return _("on {minimum}–{maximum}").format(minimum=low, maximum=high)

    def number(self, points: float) -> Number:
        """A score."""
        return Number(points, rounded(points, self.scale.decimals, self.scale.rounding))

    def gain(self, score: float, points: float) -> Number:
        """The `points` that are added to `score`, as the difference of both scores as they are shown.

        One that is too small for that has as many decimals as it takes to see it.
        """
        after, before = (Decimal(self.number(each).text) for each in (score + points, score))
        if after == before and points > TOLERANCE:
            texts = (rounded(points, places) for places in range(self.scale.decimals + 1, 10))
            return Number(points, next(text for text in texts if Decimal(text)))
        return Number(points, str(after - before))

    def signed(self, points: float) -> Number:
        """A difference with its sign; one that is too small to be seen has as many decimals as it takes."""
        places = range(self.scale.decimals, 10) if abs(points) > TOLERANCE else [self.scale.decimals]
        texts = [rounded(points, each, self.scale.rounding) for each in places]
        text = next((each for each in texts if Decimal(each)), texts[0])
        return Number(points, f"+{text}" if Decimal(text) > 0 else text)

    def step(self, before: float, after: float) -> Number:
        """The change of a score, as the difference of both scores as they are shown, with its sign."""
        shown = Decimal(self.number(after).text) - Decimal(self.number(before).text)
        return Number(after - before, f"{shown:+f}") if shown else self.signed(after - before)

    def span(self, values: Range) -> Span:
        """A range of scores."""
        return between(self.number(values.low), self.number(values.high), self._fill(values))

    def _fill(self, values: Range) -> Range:
        return Range(self.scale.share(values.low), self.scale.share(values.high))

    def tested(self, values: Range, limit: float, *, at_least: bool) -> Span:
        """A range of scores that are compared with `limit`, which is shown as it is.

        Each end has enough decimals to show whether it is at least, or else at most, `limit`.
        """
        low, high = (Number(end, self._tested(end, limit, at_least=at_least)) for end in values)
        return between(low, high, self._fill(values))

    def _tested(self, points: float, limit: float, *, at_least: bool) -> str:
        sign = 1 if at_least else -1
        passes = sign * (points - limit) >= -TOLERANCE
        texts = (rounded(points, places, self.scale.rounding) for places in range(self.scale.decimals, 9))
        shown = (text for text in texts if (sign * (Decimal(text) - Decimal(repr(limit))) >= 0) == passes)
        return next(shown, repr(points))

    def points(self, tally: Tally | None) -> PointsView | None:
        """The points of a sum and what can be reached; None if there is no such sum."""
        if tally is None:
            return None
        scale = self.scale
        least, most = map(self.number, tally.reach)
        aside = self.gain(tally.reach.width, scale.maximum - scale.minimum - tally.reach.width)
        span = self.span(tally.points)
        if tally.reach.low == scale.minimum == 0:
            text = _("{points} of {most} points that apply; {aside} set aside")
        else:
            text = _("{points} points, on {least}–{most} that can be reached; {aside} set aside")
        return PointsView(
            span,
            least,
            most,
            aside,
            text.format(points=span.text, least=least.text, most=most.text, aside=aside.text)
            if aside.value > TOLERANCE
            else "",
        )

    def percent(self, share: float) -> Number:
        """A share, 0-1, as a whole percentage."""
        return Number(share, _("{number}%").format(number=rounded(100 * share, 0)))

    def percent_span(self, shares: Range) -> Span:
        """A range of shares, 0-1, as whole percentages."""
        return between(self.percent(shares.low), self.percent(shares.high), shares)

    def short_of(self, actual: float, needed: float) -> tuple[str, str]:
        """A score and the higher one that is needed, both with enough decimals to show that it is below."""
        for places in range(self.scale.decimals, 9):
            score, wanted = (rounded(each, places, self.scale.rounding) for each in (actual, needed))
            if Decimal(score) < Decimal(wanted):
                return score, f"{float(wanted):.15g}"
        return repr(actual), repr(needed)

    def short_of_cut(self, actual: float, cut: float) -> tuple[str, str]:
        """The same for a number that the author wrote, which is shown as it is."""
        return _below(actual, cut, self.scale.decimals, self.scale.rounding), f"{cut:.15g}"

    def percent_short_of(self, actual: float, needed: float) -> str:
        """A share below `needed`, as a percentage with enough decimals to show that it is below."""
        return _("{number}%").format(number=_below(100 * actual, 100 * needed, 0, "half-away-from-zero"))


def _below(actual: float, needed: float, decimals: int, rounding: str) -> str:
    texts = (rounded(actual, places, rounding) for places in range(decimals, 9))
    return next((text for text in texts if Decimal(text) < Decimal(repr(needed))), repr(actual))


def between(low: Number, high: Number, fill: tuple[float, float] = (0.0, 0.0)) -> Span:
    """A range of numbers, said once if both look the same; `fill` as in a `Span`."""
    text = low.text if low.text == high.text else _("{low}–{high}").format(low=low.text, high=high.text)
    return Span(low, high, text, fill)
