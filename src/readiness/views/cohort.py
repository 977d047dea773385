"""The report on a cohort, with final texts and rounded numbers; it holds nothing that may not be told."""

from __future__ import annotations

from typing import NamedTuple

from readiness.views.numbers import Number
from readiness.views.report import CoverView, Provenance


class BandCountView(NamedTuple):
    """How many firms have a verdict."""

    id: str
    """The id of the band; empty for firms without a verdict."""
    title: str
    firms: int | None
    """Null if it is hidden."""
    share: Number | None
    """Of all firms, 0-1; null if it is hidden."""
    nearly_all: bool
    """Whether it is hidden, but has all firms except for fewer than the threshold."""
    text: str
    """The number and the share in words, or what else is told."""


class QuartilesView(NamedTuple):
    """How one measure is spread over the firms."""

    id: str
    """The id of the section, or `overall`."""
    title: str
    kind: str
    """`score`, `exposure`, `control`, `residual`, `use` or `unused`."""
    kind_title: str
    depth: int
    """How many levels the section is below the dimensions."""
    ends: tuple[float, float]
    """The lowest and the highest value of its scale."""
    lower: Number | None
    """A quarter of the firms are below it; null, like the others, if it is not told."""
    median: Number | None
    upper: Number | None
    """A quarter of the firms are above it."""


class HeatColumnView(NamedTuple):
    """A dimension or window of the tables by group."""

    id: str
    title: str
    median: Number | None
    """That of all firms; null if it is not told."""


class HeatCellView(NamedTuple):
    """The median of one dimension in one group."""

    median: Number | None
    """Null if it is not told."""
    against: int
    """1 if it is ten hundredths of the scale or more above the median of all firms, -1 if so far below."""


class HeatRowView(NamedTuple):
    """One group of firms."""

    id: str
    """The id of the option; empty for those without an answer."""
    title: str
    firms: int | None
    """Null if it is hidden."""
    cells: tuple[HeatCellView, ...]
    """In the order of the columns."""


class HeatMapView(NamedTuple):
    """The groups by one question of the profile."""

    id: str
    title: str
    several: bool
    """Whether a firm may be in several groups."""
    rows: tuple[HeatRowView, ...]
    hidden: int | None
    """How many firms the hidden groups have together; null if none is hidden, or firms may be in several."""


class CountView(NamedTuple):
    """How many firms something is true of: a gap, a red flag, a contradiction, or that it is not known."""

    id: str
    title: str
    dimension: str
    """The title of the section of a question; empty for what is no question."""
    dimension_id: str
    firms: int
    """How many it is true of, at least."""
    most: int
    """The same at most: another number where that itself would tell of the few others."""
    of: int
    """Among how many."""
    share: Number
    """`firms` of `of`, 0-1."""
    text: str
    """All of this in words."""


class AlphaView(NamedTuple):
    """How far the answers in one section go together."""

    id: str
    title: str
    questions: int
    firms: int
    """Those who answered all questions; of nearly all the fewest that it may be."""
    alpha: Number
    low: Number
    """The lower end of the 95% interval."""
    high: Number
    hint: str
    """Why it says little, if it does."""


class HelpView(NamedTuple):
    """How many firms of a group need help first."""

    id: str
    """The id of the option; empty for those without an answer."""
    title: str
    firms: int
    fewest: int
    """At least so many of them need help first."""
    most: int
    """At most so many do."""
    text: str
    """All of this in words."""


class RoundMeasureView(NamedTuple):
    """How far the median firm moved since an earlier round."""

    id: str
    title: str
    median: Number


class RoundsView(NamedTuple):
    """What became of the firms since an earlier round; null is what is hidden."""

    up: int | None
    stayed: int | None
    down: int | None
    apart: int | None
    """Those with a verdict now that are new, or had none then."""
    new: int | None
    gone: int | None
    measures: tuple[RoundMeasureView, ...]


class Cohort(NamedTuple):
    """What a bureau may tell about its firms."""

    title: str
    subtitle: str
    language: str
    provenance: Provenance
    cover: CoverView
    scale: str
    """The scale of the overall in words, to follow a score."""
    ends: tuple[float, float]
    """The lowest and the highest score of the scale."""
    threshold: int
    """The fewest firms that a group must have to be shown."""
    firms: int | None
    """Null if there are fewer; then all lists are empty."""
    summary: tuple[str, ...]
    """The most important in sentences."""
    bands: tuple[BandCountView, ...]
    """The lowest first; last those without a verdict."""
    hidden: int | None
    """How many firms the hidden bands have together; null if none is hidden."""
    quartiles: tuple[QuartilesView, ...]
    columns: tuple[HeatColumnView, ...]
    maps: tuple[HeatMapView, ...]
    gaps: tuple[CountView, ...]
    """Answers in the lower half of their scale, the commonest first."""
    flags: tuple[CountView, ...]
    contradictions: tuple[CountView, ...]
    unknown: tuple[CountView, ...]
    """What is not known, the commonest first."""
    help_by: str
    """The title of the question of the profile whose groups `help` compares; empty if there is none."""
    help_by_id: str
    help: tuple[HelpView, ...]
    """The largest share first."""
    alphas: tuple[AlphaView, ...]
    rounds: RoundsView | None
    """Null without an earlier round."""
    privacy: tuple[str, ...]
    """What is hidden, and how, in sentences."""
    method: tuple[str, ...]

    def __repr__(self) -> str:
        return f"<Cohort of {self.firms or 'too few'} firms>"
