"""What the JSON of a cohort holds, where that is not just its records; compare `report_shape`."""

from typing import Final, Literal, TypedDict

from readiness.rendering.report_shape import Covered, IsoDay, MadeFrom, ScaleEnds
from readiness.views.cohort import (
    AlphaView,
    BandCountView,
    CountView,
    HeatColumnView,
    HeatMapView,
    HelpView,
    QuartilesView,
    RoundsView,
)

COHORT_VERSION: Final = 1


class HelpByFactShape(TypedDict):
    """Who needs help first, by one question of the profile."""

    id: str
    """The question of the profile; empty if there are no two groups to compare."""
    title: str
    groups: list[HelpView]
    """The largest share first."""


class CohortShape(TypedDict):
    """What a bureau may tell about its firms. Later versions of the program may add fields."""

    schema_version: Literal[1]
    """The version of this format."""
    program_version: str
    built_on: IsoDay
    language: str
    """The language of its texts, such as `en`; ids and keys are the same in every language."""
    questionnaire: MadeFrom
    cover: Covered
    scale: ScaleEnds
    """The scale of the overall."""
    threshold: int
    """The fewest firms that a group must have to be shown."""
    firms: int | None
    """Null if there are fewer than `threshold`; then all lists are empty."""
    summary: list[str]
    """The most important in sentences."""
    bands: list[BandCountView]
    """The lowest first; last those without a verdict."""
    hidden: int | None
    """How many firms the hidden bands have together; null if none is hidden."""
    quartiles: list[QuartilesView]
    """The overall, then every section, its sides after it; all in whole hundredths of the scale."""
    columns: list[HeatColumnView]
    """The columns of `maps`."""
    maps: list[HeatMapView]
    """The medians of the groups, by one question of the profile at a time."""
    gaps: list[CountView]
    """Answers in the lower half of their scale, the commonest first."""
    flags: list[CountView]
    contradictions: list[CountView]
    unknown: list[CountView]
    """What is not known, the commonest first."""
    help: HelpByFactShape
    alphas: list[AlphaView]
    """How far the answers of each section go together."""
    rounds: RoundsView | None
    """What changed since an earlier round; null without one."""
    privacy: list[str]
    """What is hidden, and how."""
    method: list[str]
    """How the numbers are calculated."""
