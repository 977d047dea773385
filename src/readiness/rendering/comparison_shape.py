"""What the JSON of a comparison holds, where that is not just its records; compare `report_shape`."""

from typing import Final, Literal, TypedDict

from readiness.rendering.report_shape import Covered, IsoDay, MadeFrom, ScaleEnds
from readiness.views.comparison import AssessmentView, BandCutView, ChangeView, FollowUpView, TargetChangeView

COMPARISON_VERSION: Final = 1


class ComparisonShape(TypedDict):
    """The comparison of two or more assessments. Later versions of the program may add fields."""

    schema_version: Literal[1]
    """The version of this format."""
    program_version: str
    built_on: IsoDay
    """The day of the comparison."""
    language: str
    """The language of its texts, such as `en`; ids and keys are the same in every language."""
    questionnaire: MadeFrom
    quick: bool
    """Whether only the quick set of questions counts."""
    cover: Covered
    """That of the last assessment."""
    scale: ScaleEnds
    """The scale of the overall."""
    cuts: list[BandCutView]
    """The scores that the bands need, the lowest first."""
    warnings: list[str]
    """What to know before the numbers are believed, such as that two enterprises are compared."""
    assessments: list[AssessmentView]
    """In the order of time, at least two."""
    change: ChangeView
    """From the first assessment to the last."""
    steps: list[ChangeView]
    """From each assessment to the next, if there are more than two; otherwise empty."""
    plan: list[FollowUpView]
    """What became of the planned actions."""
    plan_source: str
    """Which plan that is, in words."""
    targets: list[TargetChangeView]
    """The targets of the last assessment, and where they stood in the first."""
    method: list[str]
    """How the change is divided."""
