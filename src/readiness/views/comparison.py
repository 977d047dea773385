"""A comparison of assessments, with final texts and rounded numbers; pages and data are made from it."""

from __future__ import annotations

from typing import Literal, NamedTuple, TypeAlias

from readiness.analysis.change import WithoutEffect
from readiness.analysis.follow_up import StepOutcome
from readiness.analysis.readings import Reading
from readiness.views.numbers import Number, Span
from readiness.views.report import CoverView, Provenance
from readiness.views.report_blockers import BlockerView

FlagState: TypeAlias = Literal["absent", "possible", "certain"]
"""Whether a red flag applies: no; it cannot be ruled out while an answer is open; or yes."""


class ScoreView(NamedTuple):
    """The score of one dimension in one assessment."""

    id: str
    title: str
    score: Span | None
    """Null if nothing in it applies."""
    ends: tuple[float, float]
    """The lowest and the highest score of its scale."""


class BandCutView(NamedTuple):
    """The score that a band needs."""

    title: str
    """The title of the band."""
    score: Number
    fill: float
    """The score as a share of the length of a bar, 0-1."""


class AssessmentView(NamedTuple):
    """One of the assessments that are compared."""

    title: str
    """Its day in words or, without one, its place."""
    date: str
    """The day of the answers, as YYYY-MM-DD; empty if it is not stated."""
    enterprise: str
    respondent: str
    digest: str
    """SHA-256 of the answers."""
    coverage: Number | None
    """The share of the weight that is answered; null if nothing applies."""
    overall: Span | None
    """Null if nothing applies."""
    band_id: str | None
    """The id of the band; null if there is no verdict."""
    band: str
    """The title of the band, or a sentence that there is no verdict."""
    proven: Span | None
    """The overall that the answers with evidence give by themselves; null if nothing is answered."""
    dimensions: tuple[ScoreView, ...]
    notices: tuple[str, ...]
    """What happened to answers to an older version of the questionnaire, and which to look at again."""

    def __repr__(self) -> str:
        return f"<AssessmentView {self.title}: overall {self.overall.text if self.overall else 'no score'}>"


class PartChangeView(NamedTuple):
    """A dimension before and after."""

    id: str
    kind: str
    title: str
    before: Span | None
    """Null if nothing in it applied."""
    after: Span | None
    """Null if nothing in it applies."""
    change: Number | None
    points: Number
    """What all that happened in it adds to the overall."""
    asked: Number
    """The part of `points` that no single question has: sections in it came, went or weigh differently."""
    rounding: Number
    """The part of `points` that the rounding of its scores adds."""
    band_before: str
    """The title of the level that it had reached; empty if there was none."""
    band_after: str
    """The title of the level that it has reached; empty if there is none."""


class AnswerThenView(NamedTuple):
    """An answer as it was given then, or as it is now."""

    state: str
    """`answered`, `unknown`, `unanswered`, `not applicable` or `not asked`."""
    answer_id: str
    answer: str


class AnswerChangeView(NamedTuple):
    """A question with another answer than before, or that is asked now or no longer asked."""

    question: str
    title: str
    dimension: str
    dimension_id: str
    before: AnswerThenView
    after: AnswerThenView
    points: Number
    """What it adds to the overall."""
    why_id: WithoutEffect
    """Why it adds nothing; empty if it does."""
    why: str
    """`why_id` in words."""

    def __repr__(self) -> str:
        return f"<AnswerChangeView {self.question}: {self.points.text}>"


class RestView(NamedTuple):
    """Points that no single question has, because of what is asked or of rounding."""

    dimension_id: str
    """The dimension that they are in; empty for the overall itself."""
    dimension: str
    title: str
    """What they come from, in words."""
    points: Number


class FactChangeView(NamedTuple):
    """A fact of the profile that is stated otherwise than before."""

    id: str
    title: str
    before: str
    after: str
    came: tuple[str, ...]
    """The titles of the questions that are asked because of it."""
    went: tuple[str, ...]
    """The titles of the questions that are no longer asked because of it."""


class MarketChangeView(NamedTuple):
    """A market that was added or removed, or of which something changed."""

    id: str
    title: str
    is_new: bool
    """Whether it was not compared before."""
    is_gone: bool
    """Whether it is not compared any more."""
    showstopper_before: str
    """What ruled it out; empty if nothing did."""
    showstopper_after: str
    """What rules it out now; empty if nothing does."""
    rank_before: int | None
    """Its place among the markets, from 1; null without one."""
    rank_after: int | None
    answers: tuple[str, ...]
    """The ids of the questions whose answer of its own changed, or its evidence."""
    remarks: tuple[str, ...]
    """What changed, in sentences."""

    def __repr__(self) -> str:
        return f"<MarketChangeView {self.id}: {len(self.remarks)} changes>"


class ExposureChangeView(NamedTuple):
    """The exposure of a risk that changed; it adds no points, but sets how much control a level requires."""

    id: str
    title: str
    before: Span
    after: Span
    residual_before: Span
    residual_after: Span


class WindowChangeView(NamedTuple):
    """A window of opportunity that changed; null where nothing in it applies, or use is not asked."""

    id: str
    title: str
    open_before: Span | None
    open_after: Span | None
    use_before: Span | None
    use_after: Span | None
    reading_before_id: Reading | None
    reading_after_id: Reading | None
    reading_before: str
    reading_after: str


class FlagChangeView(NamedTuple):
    """A red flag that stands otherwise than before."""

    id: str
    title: str
    before: FlagState
    after: FlagState
    text: str
    """What happened, in words."""


class ContradictionChangeView(NamedTuple):
    """Answers that contradict each other now and did not before, or the other way round."""

    id: str
    message: str
    opened: bool


class TargetChangeView(NamedTuple):
    """A target of the later assessment, and where it stood in the earlier one."""

    id: str
    title: str
    aim: str
    by: str
    before: str
    after: str
    to_go: str
    state: str


class FollowUpView(NamedTuple):
    """What became of a planned action."""

    number: int
    """Its number in the plan."""
    question: str
    """The id of the question that it was to improve, or of the red flag that it was to clear."""
    title: str
    dimension: str
    start: str
    """The answer that it starts from, in words."""
    goal: str
    """The answer that it leads to, in words."""
    now: str
    """The answer now, in words."""
    due: str
    """The day by which it was to be done, as YYYY-MM-DD; empty if it is not known."""
    outcome_id: StepOutcome
    outcome: str
    """`outcome_id` in words."""
    late: bool
    """Whether it was to be done by the day of the later answers and is not."""


class ChangeView(NamedTuple):
    """What changed from one assessment to another; all `points` add up to the change of the overall."""

    then: int
    """The place of the earlier assessment in the list, from 0."""
    now: int
    """The place of the later one."""
    summary: tuple[str, ...]
    """All that is most important, in sentences."""
    change: Number | None
    """The change of the overall; null if one of them has no score."""
    change_of_best: Number | None
    """The change of what it could become if all open answers turned out best."""
    asked: Number
    """Points that no dimension has, because nothing counted in one of the assessments."""
    rounding: Number
    """Points that the rounding of the overall adds."""
    remark: str
    """Why the numbers that are shown do not add up; empty if they do."""
    dimensions: tuple[PartChangeView, ...]
    answers: tuple[AnswerChangeView, ...]
    """Those that move the overall most first."""
    rest: tuple[RestView, ...]
    """Points that no single question has; with those of `answers` they add up to `change`."""
    profile: tuple[FactChangeView, ...]
    markets: tuple[MarketChangeView, ...]
    """The markets that were added or removed, or of which something changed."""
    cleared: tuple[BlockerView, ...]
    """What stood between the enterprise and the next level then, and does not any more."""
    blocked_by: tuple[BlockerView, ...]
    """What stands between it and the next level now."""
    next: str
    """The title of the next level now; empty if there is none or no verdict."""
    next_then: str
    """The title of what was the next level then."""
    flags: tuple[FlagChangeView, ...]
    contradictions: tuple[ContradictionChangeView, ...]
    exposures: tuple[ExposureChangeView, ...]
    windows: tuple[WindowChangeView, ...]
    proof: str
    """How what is proven changed, in words; empty if it did not."""
    coverage: str
    """How the part that is answered changed, in words; empty if it did not."""

    @property
    def nothing(self) -> bool:
        """Whether nothing changed that a comparison tells."""
        told = (self.answers, self.profile, self.markets, self.flags, self.contradictions, self.proof)
        return not any(told)

    def __repr__(self) -> str:
        return f"<ChangeView {self.then} to {self.now}: {self.change.text if self.change else 'no score'}>"


class Comparison(NamedTuple):
    """Everything that is shown about two or more assessments of one enterprise."""

    title: str
    subtitle: str
    language: str
    provenance: Provenance
    """That of the last assessment."""
    cover: CoverView
    """That of the last assessment."""
    scale: str
    """The scale of the overall in words, to follow a score."""
    ends: tuple[float, float]
    """The lowest and the highest score of the scale of the overall."""
    cuts: tuple[BandCutView, ...]
    """The scores that the bands need, the lowest first."""
    assessments: tuple[AssessmentView, ...]
    """In the order of time, at least two."""
    warnings: tuple[str, ...]
    """What to know before the numbers are believed, such as that two enterprises are compared."""
    change: ChangeView
    """From the first assessment to the last."""
    steps: tuple[ChangeView, ...]
    """From each assessment to the next, if there are more than two; otherwise empty."""
    plan: tuple[FollowUpView, ...]
    """What became of the planned actions."""
    plan_source: str
    """Which plan that is, in words."""
    targets: tuple[TargetChangeView, ...]
    """The targets of the last assessment."""
    method: tuple[str, ...]
    """How the change is divided."""

    def __repr__(self) -> str:
        return f"<Comparison {self.provenance.questionnaire}: {len(self.assessments)} assessments>"
