"""What the JSON of merged answers holds, where that is not just its records; compare `report_shape`."""

from typing import Final, Literal, TypedDict

from readiness.rendering.report_shape import Covered, Digest, IsoDay, MadeFrom, ScaleEnds
from readiness.views.explanation import AsideView
from readiness.views.merging import (
    AgreementView,
    FactView,
    LoneView,
    MergedQuestionView,
    PointView,
    SingleView,
    UnknownView,
    VoiceView,
)

MERGING_VERSION: Final = 1


class MergingShape(TypedDict):
    """The answers of several people, merged. Later versions of the program may add fields."""

    schema_version: Literal[1]
    """The version of this format."""
    program_version: str
    built_on: IsoDay
    """The day on which they were merged."""
    language: str
    """The language of its texts, such as `en`; ids and keys are the same in every language."""
    questionnaire: MadeFrom
    quick: bool
    """Whether only the quick set of questions counts."""
    digest: Digest
    """SHA-256 of the merged answers, as in the report on them."""
    cover: Covered
    """That of the merged answers."""
    scale: ScaleEnds
    """The scale of the overall."""
    rule: Literal["median", "lowest"]
    """Which of the answers given stands."""
    anonymous: bool
    """Whether the names are left out."""
    people: list[str]
    """Who answered, by name; without names `Answer 1` and so on, in the language of the texts."""
    warnings: list[str]
    """What to know before the measures of agreement are believed."""
    points: list[PointView]
    """What to talk about, the most important first."""
    facts: list[FactView]
    """Facts on which people differ, those first that were left open."""
    unknown: list[UnknownView]
    """Questions that nobody answered."""
    single: list[SingleView]
    """Questions that only one person answered."""
    lone: list[LoneView]
    """Questions that one person sees otherwise than the others, who agree."""
    without_expert: list[str]
    """The titles of the questions whose expert gave no answer."""
    agreement: list[AgreementView]
    """How far people agree, by dimension and window."""
    merged: VoiceView
    """The verdict on the merged answers."""
    voices: list[VoiceView]
    """The verdicts on the answers of each; without names by the overall, the lowest first."""
    questions: list[MergedQuestionView]
    """Every question that is asked."""
    ignored: list[AsideView]
    """Answers that do not count, since the merged answers hide the question."""
    notices: list[str]
    """What happened to answers to an older version of the questionnaire, and which to look at again."""
    method: list[str]
    """How the answers were merged and compared."""
