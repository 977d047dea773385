"""The answers of several people as those of one enterprise, with final texts and rounded numbers."""

from __future__ import annotations

from typing import Literal, NamedTuple

from readiness.analysis.voices.facts import FactKind
from readiness.views.explanation import AsideView
from readiness.views.numbers import Number, Span
from readiness.views.report import CoverView, Provenance


class SaidView(NamedTuple):
    """What one person said to a question or, without names, what some did."""

    name: str
    """Who said it; empty without names."""
    people: int
    """How many said it; 1 with names."""
    state: str
    """`answered`, `unknown`, `unanswered` or `not applicable`."""
    answer_id: str
    """The ids of the options chosen."""
    answer: str
    note: str
    """What the person wrote about it; empty without names."""
    evidence: tuple[str, ...]
    """What the person names as proof; empty without names."""
    expert: bool
    """Whether this answer stands before the others."""


class PointView(NamedTuple):
    """A question to talk about."""

    question: str
    title: str
    text: str
    """The question in full; empty if that is its title."""
    dimension: str
    dimension_id: str
    said: tuple[SaidView, ...]
    notes: tuple[str, ...]
    """Without names, all that was written about it, in alphabetical order."""
    merged: str
    """The answer that stands in the merged answers."""
    apart: Number
    """How far the lowest and the highest answer are apart, in levels."""
    band_ids: tuple[str, ...]
    """The bands that these answers lead to, if there are several; the id is empty for no verdict."""
    flag_ids: tuple[str, ...]
    """The red flags that apply with some of these answers only."""
    contradiction_ids: tuple[str, ...]
    """The same for contradictions."""
    lowest: Number
    """The overall with the least favourable of these answers."""
    highest: Number
    """The overall with the most favourable of them."""
    depends: tuple[str, ...]
    """What hangs on the answer: the verdict, red flags, contradictions and the overall."""
    evidence: tuple[str, ...]
    """What would settle it."""


class StatedView(NamedTuple):
    """What one person stated or, without names, what some did."""

    name: str
    """Who stated it; empty without names."""
    people: int
    text: str


class FactView(NamedTuple):
    """A fact on which people differ."""

    kind: FactKind
    """`profile`, `target`, `cover` or `showstopper`, which is a reason that rules out a market."""
    id: str
    title: str
    stated: tuple[StatedView, ...]
    open: bool
    """Whether it was left open in the merged answers, and must be settled first."""
    taken: str
    """What stands in the merged answers; empty if it was left open."""


class UnknownView(NamedTuple):
    """A question that nobody answered."""

    question: str
    title: str
    dimension: str
    dimension_id: str
    unknown: int
    """How many do not know."""
    unanswered: int
    """How many left it open."""


class SingleView(NamedTuple):
    """A question that only one person answered."""

    question: str
    title: str
    dimension: str
    dimension_id: str
    said: SaidView


class LoneView(NamedTuple):
    """A question that one person sees otherwise than the others, who agree."""

    question: str
    title: str
    dimension: str
    dimension_id: str
    said: SaidView
    others: str
    """The median of the others, in words."""
    apart: Number
    """How far both are apart, in levels."""


class AgreementView(NamedTuple):
    """How far people agree in one dimension or window."""

    id: str
    title: str
    units: int
    """The questions that at least two people answered."""
    alpha: Number | None
    """Krippendorff's alpha: 1 is full agreement, 0 chance; null if the answers do not vary."""
    r_wg: Number | None
    """The mean of r_wg, 0-1; null where answers are not levels with equal steps."""
    few: bool
    """Whether there are too few people or questions to rely on alpha."""


class VoiceView(NamedTuple):
    """The verdict on one person's own answers, or on the merged ones."""

    name: str
    """Who answered; empty without names, and for the merged answers."""
    date: str
    """The day of the answers, as YYYY-MM-DD; empty if it is not stated, or without names."""
    answered: int
    """How many questions have an answer."""
    coverage: Number | None
    """The share of the weight that is answered; null if nothing applies."""
    overall: Span | None
    """Null if nothing applies."""
    band_id: str | None
    """The id of the band; null if there is no verdict."""
    band: str
    """The title of the band, or that there is no verdict."""
    why: str
    """Why there is no verdict; empty if there is one."""


class MergedQuestionView(NamedTuple):
    """A question with its merged answer, and what was said."""

    question: str
    title: str
    dimension: str
    dimension_id: str
    state: str
    """That of the merged answer: `answered`, `unknown`, `unanswered` or `not applicable`."""
    answer_id: str
    answer: str
    """The merged answer."""
    said: tuple[SaidView, ...]
    notes: tuple[str, ...]
    """Without names, all that was written about it, in alphabetical order."""
    columns: tuple[str, ...]
    """The answer of each person in a few words, as in `people`; without names the least favourable first."""
    answered: int
    unknown: int
    unanswered: int
    not_applicable: int
    lowest: str
    """The least favourable answer given, in a few words; empty if there is none."""
    highest: str
    apart: Number
    """How far these two are apart, in levels."""
    r_wg: Number | None
    expert: str
    """Whose answer stands before the others'; empty if nobody's does."""
    expert_missing: bool
    """Whether that person gave no answer, so that the rule decided."""


class Merging(NamedTuple):
    """The answers of several people, merged: what to talk about, how far they agree, and all answers."""

    title: str
    subtitle: str
    language: str
    provenance: Provenance
    cover: CoverView
    scale: str
    """The scale of the overall in words, to follow a score."""
    ends: tuple[float, float]
    """The lowest and the highest score of the scale."""
    rule: Literal["median", "lowest"]
    anonymous: bool
    people: tuple[str, ...]
    """The names of all, or without names “Answer 1” and so on."""
    warnings: tuple[str, ...]
    """What to know before the measures of agreement are believed."""
    points: tuple[PointView, ...]
    """What to talk about, the most important first."""
    facts: tuple[FactView, ...]
    unknown: tuple[UnknownView, ...]
    single: tuple[SingleView, ...]
    lone: tuple[LoneView, ...]
    without_expert: tuple[str, ...]
    """The titles of the questions whose expert gave no answer."""
    agreement: tuple[AgreementView, ...]
    merged: VoiceView
    """The verdict on the merged answers."""
    voices: tuple[VoiceView, ...]
    """The verdicts on the answers of each; without names by the overall, the lowest first."""
    questions: tuple[MergedQuestionView, ...]
    """Every question that is asked."""
    ignored: tuple[AsideView, ...]
    """Answers that do not count, since the merged answers hide the question."""
    notices: tuple[str, ...]
    """What happened to answers to an older version of the questionnaire, and which to look at again."""
    method: tuple[str, ...]

    def __repr__(self) -> str:
        return f"<Merging of {len(self.people)}: {len(self.points)} points, {self.merged.band}>"
