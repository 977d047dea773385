"""What the file of a benchmark holds; compare `report_shape`."""

from typing import Annotated, Final, Literal, TypedDict

from readiness.rendering.report_shape import IsoDay, MadeFrom, Rule

BENCHMARK_VERSION: Final = 1

Points = Annotated[int, Rule("minimum", 0), Rule("maximum", 100)]
NinePoints = Annotated[list[Points], Rule("minItems", 9), Rule("maxItems", 9)]


class GroupShape(TypedDict):
    """A group of ten firms or more."""

    fact: str | None
    """The id of a question of the profile; null for all firms."""
    option: str | None
    """The id of the option that these firms name; null for all firms."""
    deciles: dict[str, NinePoints]
    """The first to the ninth decile, in whole points from 0 (the lowest score of its scale) to 100 (the
    highest), by `overall` and the ids of dimensions and windows."""


class BenchmarkShape(TypedDict):
    """The deciles of groups of firms, and nothing else of them. Later versions may add fields."""

    schema_version: Literal[1]
    """The version of this format."""
    title: str
    """What its makers call it; may be empty."""
    built_on: IsoDay
    """The day on which it was made."""
    questionnaire: MadeFrom
    groups: list[GroupShape]
    """All firms, and those of one option of the profile."""
