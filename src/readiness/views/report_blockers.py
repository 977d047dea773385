"""The part of a report on what is missing: the record that verdicts, targets and markets share."""

from typing import NamedTuple

from readiness.scoring.plan import RequirementKind


class BlockerView(NamedTuple):
    """One thing that a band or a verdict requires and that is missing."""

    kind: RequirementKind
    subject: str
    """The id of the section, band or red flag that it is about; empty for the overall."""
    needed: float
    actual: float
    text: str
