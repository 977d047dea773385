"""A benchmark that may be handed on: the deciles of groups of enterprises, and nothing else of them.

It has no numbers of firms, no lowest or highest score and no firm. `readiness.cohort.peer_groups` says which
groups there are.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from readiness.messages.catalogue import _
from readiness.messages.characters import run_together
from readiness.messages.names import did_you_mean, nearest, suggestion
from readiness.messages.problems import UnknownName
from readiness.questionnaire.questionnaire import WHOLE, Questionnaire
from readiness.questionnaire.score_scale import Scale

BENCHMARK_FORM = 1
"""The version of the file, its `schema_version`."""
DECILES = 9
TOP = 100
"""Deciles are whole points on a scale from 0 to this, whatever the scale of the score."""
EVERYBODY = "all"
"""What to type for the group of all firms."""


class PeerGroup(NamedTuple):
    """The deciles of a group of firms: all, or those that named one option of a question of the profile."""

    fact: str
    """The id of the question; empty for all firms."""
    option: str
    """The id of the option; empty for all firms."""
    deciles: Mapping[str, tuple[int, ...]]
    """The first to the ninth decile, by `overall` and the ids of dimensions and windows."""

    @property
    def name(self) -> str:
        """What to type for it, such as `stage=exporting`."""
        return f"{self.fact}={self.option}" if self.fact else EVERYBODY


class Benchmark(NamedTuple):
    """What a benchmark file holds."""

    title: str
    """What its makers call it; may be empty."""
    built_on: str
    """The day on which it was made."""
    questionnaire: str
    """The id of the questionnaire."""
    questionnaire_title: str
    version: str
    digest: str
    """SHA-256 of the questionnaire."""
    groups: tuple[PeerGroup, ...]
    """All firms first."""

    def __repr__(self) -> str:
        return f"<Benchmark of {self.questionnaire} {self.version}: {len(self.groups)} groups>"

    def choose(self, name: str, questionnaire: Questionnaire) -> PeerChoice:
        """The group that is called `name`, such as `stage=exporting`, or `all`, to build a report with.

        Raises UnknownName with the nearest name.
        """
        return PeerChoice(self, self._group(name, questionnaire))

    def _group(self, name: str, questionnaire: Questionnaire) -> PeerGroup:
        """The group that is called `name`. Raises UnknownName."""
        fact, sign, option = (part.strip() for part in name.replace("＝", "=").partition("="))
        if not sign and fact == EVERYBODY:
            return self._in_file("", "", name)
        if not (fact and sign and option):
            raise UnknownName(self._half_named(name, fact or option))
        asked = questionnaire.profile_question(fact)
        if asked is None:
            titles = {each.id: each.title for each in questionnaire.profile}
            raise UnknownName(
                _not_known(_("The profile has no question “{id}”.").format(id=fact), fact, titles)
            )
        if option not in (each.id for each in asked.options):
            texts = {each.id: each.text for each in asked.options}
            said = _("“{id}” is not an option of “{fact}”.").format(id=option, fact=fact)
            raise UnknownName(_not_known(said, option, texts))
        return self._in_file(fact, option, name)

    def _in_file(self, fact: str, option: str, name: str) -> PeerGroup:
        """The group in the file. Raises UnknownName with those that there are, the likeliest first."""
        found = next((each for each in self.groups if (each.fact, each.option) == (fact, option)), None)
        if found is not None:
            return found
        names = [each.name for each in self.groups]
        close = nearest(name, names)
        likely = sorted(self.groups, key=lambda each: (each.name != close, each.fact != fact))
        message = _(
            "The benchmark has no group “{name}”. It leaves out groups of fewer than ten firms, and those by"
            " which such a group could be worked out. It has: {names}."
        )
        listed = [each.name for each in likely][:_LISTED] + ["…"][: len(names) > _LISTED]
        raise UnknownName(message.format(name=name, names=_(", ").join(listed)))

    def _half_named(self, name: str, half: str) -> str:
        """What to say of a `name` that is not a fact and an option, of which `half` is given."""
        message = _("“{text}” is not a fact and an option. Write both, as in {example}.")
        meant = [each.name for each in self.groups if half and each.option == half]
        if len(meant) == 1:
            message = run_together([_("“{text}” is not a fact and an option."), did_you_mean(meant[0])])
        example = next((each.name for each in self.groups if each.fact), EVERYBODY)
        return message.format(text=name, example=example)

    def fitting(self, profile: Mapping[str, tuple[str, ...]]) -> tuple[PeerGroup, ...]:
        """The groups that a firm with this profile belongs to, without that of all firms."""
        return tuple(each for each in self.groups if each.option in profile.get(each.fact, ()))


class PeerChoice(NamedTuple):
    """The group of a benchmark that an enterprise is shown beside."""

    benchmark: Benchmark
    group: PeerGroup


_LISTED = 12
"""The most names that a message lists."""


def _not_known(said: str, name: str, titles: Mapping[str, str]) -> str:
    """`said`, and what was perhaps meant by `name`, or else which of `titles`, by id, there are."""
    listed = _(", ").join([*list(titles)[:_LISTED], *["…"][: len(titles) > _LISTED]])
    known = _("Known here: {names}.").format(names=listed or _("none"))
    return run_together([said, suggestion(name, list(titles), known, titles)])


def scales_of_measures(questionnaire: Questionnaire) -> dict[str, Scale]:
    """The scale of every score that a benchmark has deciles of, by its id, in the order of a report."""
    sections = (*questionnaire.sections, *questionnaire.opportunities)
    return {
        WHOLE: questionnaire.scale,
        **{section.id: questionnaire.scale_of(section) for section in sections},
    }
