"""The parts of a question: the options to choose from, what to do next, and what is shown to choose from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Annotated, Any, Literal, NamedTuple, TypeAlias

from pydantic import Field, model_validator

from readiness.messages.catalogue import _
from readiness.questionnaire.fields import Id, Many, Model, Score, Text, Title
from readiness.source.complaints import Fault

MAX_OPTIONS = 300
"""The most options of a question: enough for a list of all countries."""

UNKNOWN = "unknown"
"""What an answers file holds in place of a value that is not known."""
NOT_APPLICABLE = "not-applicable"
"""What a table of firms holds in place of a value where the question is not applicable."""
NEVER_IDS = (UNKNOWN, "true", "false", "null")
"""Words that cannot have been ids of options, because they have another meaning in an answers file."""
RESERVED = (*NEVER_IDS, NOT_APPLICABLE)
"""Words that cannot be ids of options; an older version may have had some of them."""


class Action(Model):
    """What to do to raise an answer by one level."""

    text: Text
    who: Title = ""
    """The role that does it, such as “Finance director”."""
    effort: Annotated[int, Field(ge=1, le=5)]
    """1 (a few days of one manager) to 5 (a programme of over a year with board money)."""
    horizon: Literal[30, 90, 180, 365]
    """Days until it is done."""


class Option(Model):
    """One behaviour a respondent can recognise; `action` leads to the next better one."""

    id: Id
    score: Score = 0.0
    """Required where the question is scored."""
    text: Text
    action: Action | None = None
    exclusive: bool = False
    """Whether it cannot be chosen together with others, as “none of these”; its score may be left out."""
    own_words: bool = False
    """Whether a respondent who chooses it may say what it is, such as “other”."""

    @property
    def has_score(self) -> bool:
        """Whether the author gave it a score."""
        return "score" in self.model_fields_set

    @model_validator(mode="before")
    @classmethod
    def _exclusive_scores_nothing(cls, raw: Any) -> Any:
        if isinstance(raw, Mapping) and raw.get("exclusive") is True and "score" not in raw:
            return {**raw, "score": 0.0}
        return raw


Options: TypeAlias = Annotated[Many[Option], Field(min_length=2, max_length=MAX_OPTIONS)]
"""The options that the author of a questionnaire lists."""


def missing_scores(options: Sequence[Option]) -> Iterator[Fault]:
    """A fault for each of `options` without a score."""
    for index, option in enumerate(options):
        if not option.has_score:
            message = _("“{key}” is missing").format(key="score")
            hint = _("Add `{key}:` here.").format(key="score")
            yield Fault(("options", index), "missing-key", message, hint)


class Level(NamedTuple):
    """One value to choose from, as an answers file holds it."""

    written: str
    """The ways to write it, as in `2 signed-paper`."""
    text: str = ""
    """What it means; empty if the way to write it says enough."""


class Box(NamedTuple):
    """One box to tick on a printed form."""

    number: str
    """What is typed for it in the interview; empty where its text says so."""
    text: str
    id: str = ""
    score: str = ""
    """Its score, unless the numbers are the scores."""
