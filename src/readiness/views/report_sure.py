"""The part of a report on how sure the verdict is: the records that its writers show."""

from __future__ import annotations

from typing import NamedTuple

from readiness.analysis.sensitivity import DrawnSource
from readiness.views.numbers import Number, Span


class CutView(NamedTuple):
    """The score that a band needs, and how far the overall is from it."""

    band_id: str
    band: str
    """The title of the band."""
    needed: float
    distance: Number
    """How many points the overall is above or below it, more than 0 or 0."""


class ShiftView(NamedTuple):
    """An answer, and the one that is a level away from it."""

    question: str
    title: str
    dimension: str
    dimension_id: str
    higher: bool
    """Whether the other answer is worth more or, of an exposure, means more exposure."""
    answer_id: str
    answer: str
    shifted_id: str
    """The id of the option, or of the options, a level away; empty for a number."""
    shifted: str
    """The answer a level away, in words."""


class HingeView(NamedTuple):
    """Answers that give another verdict if each of them is one level away."""

    shifts: tuple[ShiftView, ...]
    band_id: str | None
    """The id of the band that they give; null if there would be no verdict."""
    band: str
    """The title of this band, or a sentence that there is no verdict."""


class HingePairsView(NamedTuple):
    """The pairs of answers that give another verdict together, though neither does by itself."""

    total: int
    """How many there are."""
    listed: tuple[HingeView, ...]
    """The first of them, a thousand at most: those that lower the verdict before those that raise it, and
    those within one dimension before the others."""

    def __repr__(self) -> str:
        return f"<HingePairsView of {self.total}>"


class WeightFlipView(NamedTuple):
    """The smallest change of the weight of one dimension, the others rescaled, that changes the verdict."""

    dimension: str
    dimension_id: str
    share: Number
    """Its part of the weight of all dimensions that are asked, 0-1."""
    changed: Number | None
    """The part at which the verdict changes; null if no change of this weight changes it."""
    change: Number | None
    """The change relative to the weight as it is: -1 is to leave the dimension out; null like `changed`."""
    band_id: str | None
    """The id of the band that it gives then; null like `changed`."""
    band: str
    """The title of this band; empty if there is none."""


class DrawnBandView(NamedTuple):
    """In how many draws a band came out."""

    band_id: str | None
    """Null for the draws without a verdict."""
    band: str
    """The title of the band, or a sentence that there is no verdict."""
    share: Number
    """The share of all draws, 0-1."""


class DrawnVerdictsView(NamedTuple):
    """The verdicts of all draws in which the same varied."""

    source_id: DrawnSource
    """What varied."""
    source: str
    """The same in words."""
    same: Number
    """The share of draws with the same verdict, 0-1."""
    lower: Number
    higher: Number
    bands: tuple[DrawnBandView, ...]
    """Every band that came out, the lowest first."""


class DrawsView(NamedTuple):
    """In what share of draws the verdict holds, and what was drawn."""

    draws: int
    """The number of draws."""
    seed: int
    spread: float
    """The standard deviation of an average weight, as a part of it."""
    concentration: float | None
    """The concentration of the Dirichlet distribution of the weights; null if there is only one."""
    moved: float
    """The share of answers that are a level away."""
    ways: tuple[str, ...]
    """The ways of combining dimensions that were drawn, as a questionnaire names them."""
    heading: str
    """The number of draws and the seed, in words."""
    parameters: tuple[str, ...]
    """What was drawn, in words."""
    verdicts: tuple[DrawnVerdictsView, ...]

    def __repr__(self) -> str:
        return f"<DrawsView of {self.draws} draws>"


class SensitivityView(NamedTuple):
    """How sure the verdict is."""

    open: int
    """The number of open answers on which the verdict depends."""
    overall: Span
    """What they leave the overall."""
    lowest_id: str | None
    """The id of the lowest band that they leave possible; null if there is no verdict."""
    lowest: str
    """The title of this band, or a sentence that there is no verdict."""
    highest_id: str
    highest: str
    """The title of the highest band that they leave possible."""
    range: str
    """What they leave the overall, in words."""
    verdicts: str
    """Which verdicts they leave possible, in words; empty if there are no such answers."""
    below: CutView | None
    """The highest score that a band needs and the overall reaches; null if there is none."""
    above: CutView | None
    """The lowest score that a band needs and the overall does not reach; null if there is none."""
    distances: str
    """Both in words; empty if there are none."""
    hinges: tuple[HingeView, ...]
    """The answers that change the verdict alone if they are one level away; those that lower it first."""
    pairs: HingePairsView | None = None
    """Null, like all that follows, unless it was asked for."""
    weights: tuple[WeightFlipView, ...] | None = None
    """Every dimension that is asked, that with the smallest change first; empty without a verdict."""
    draws: DrawsView | None = None
    """Null also without a verdict."""

    def __repr__(self) -> str:
        return f"<SensitivityView: {self.range} {len(self.hinges)} hinges>"
