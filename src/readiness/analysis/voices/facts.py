"""What is merged beside the answers to questions: the profile, targets, markets and the cover.

They are facts and decisions, not opinions: where people differ and no majority decides, nothing is chosen.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import Literal, NamedTuple, TypeAlias

from readiness.analysis.voices.voice import Voice
from readiness.answers.answers import Answer, CoverTexts, Market, Target
from readiness.messages.catalogue import _
from readiness.messages.lookalikes import look
from readiness.questionnaire.profile import ProfileQuestion
from readiness.questionnaire.questionnaire import Questionnaire

FactKind: TypeAlias = Literal["profile", "target", "cover", "showstopper"]


class FactSaid(NamedTuple):
    """A fact on which people differ."""

    kind: FactKind
    id: str
    """The id of a question of the profile, of what has the target or of a market; or the key of the cover."""
    said: tuple[tuple[str, object], ...]
    """What each said who said anything, after the name, which is empty where nobody is named."""
    taken: object = None
    """What stands in the merged answers; None if it was left open."""
    by_majority: bool = False
    """Whether more than half of them said what stands."""


def merged_profile(
    voices: Sequence[Voice], questionnaire: Questionnaire, located: Iterable[str] = ()
) -> tuple[dict[str, tuple[str, ...]], list[FactSaid]]:
    """The profile on which all agree, or more than half, and the facts on which not all agree.

    `located` are the options in which the merged markets lie; they are chosen whatever the majority says.
    """
    profile, differing = {}, []
    for asked in questionnaire.profile:
        said = [
            (each.name, each.answers.profile[asked.id]) for each in voices if asked.id in each.answers.profile
        ]
        wanted = frozenset(located if questionnaire.markets == asked else ())
        chosen = _chosen(asked, [options for _name, options in said], wanted)
        if chosen:
            profile[asked.id] = chosen
        if len({frozenset(options) for _name, options in said}) > 1:
            differing.append(FactSaid("profile", asked.id, tuple(said), chosen or None, bool(chosen)))
    return profile, differing


def _chosen(
    asked: ProfileQuestion, said: Sequence[tuple[str, ...]], wanted: frozenset[str]
) -> tuple[str, ...]:
    """The options that more than half of those chose who said anything, and those that are `wanted`."""
    counts = Counter(id for options in said for id in options)
    ids = (option.id for option in asked.options)
    return tuple(id for id in ids if counts[id] * 2 > len(said) or id in wanted)


def merged_targets(voices: Sequence[Voice]) -> tuple[dict[str, Target], list[FactSaid]]:
    """The targets on which all agree who set one, and those on which they do not, which are left out."""
    targets, differing = {}, []
    for id in dict.fromkeys(id for voice in voices for id in voice.answers.targets):
        said = [(each.name, each.answers.targets[id]) for each in voices if id in each.answers.targets]
        if all(target == said[0][1] for _name, target in said):
            targets[id] = said[0][1]
        else:
            differing.append(FactSaid("target", id, tuple(said)))
    return targets, differing


def merged_cover(voices: Sequence[Voice], enterprise: str) -> tuple[CoverTexts, list[FactSaid]]:
    """The texts of the cover that are the same, or the only ones; those that differ are left out.

    The `enterprise` is called so, if that is not empty.
    """
    texts, differing = {}, []
    for key in CoverTexts._fields:
        said = [(each.name, text) for each in voices if (text := getattr(each.answers.cover, key))]
        if key == "enterprise" and enterprise:
            texts[key] = enterprise
        elif len({look(text) for _name, text in said}) == 1:
            texts[key] = min(text for _name, text in said)
        elif said:
            differing.append(FactSaid("cover", key, tuple(said)))
    return CoverTexts(**texts), differing


def merged_markets(
    voices: Sequence[Voice], merge: Callable[[str, str], Answer]
) -> tuple[dict[str, Market], list[FactSaid]]:
    """Every market that anybody compares, and the showstoppers that not all name who compare the market.

    `merge` gives the answer to a question, given by its id, in the market with the id that comes first.
    """
    markets: dict[str, Market] = {}
    differing = []
    for id in sorted({id for voice in voices for id in voice.answers.markets}):
        here = [(each.name, each.answers.markets[id]) for each in voices if id in each.answers.markets]
        said = [(name, market.showstopper) for name, market in here]
        if len({look(text) for _name, text in said}) > 1:
            differing.append(FactSaid("showstopper", id, tuple(said), _showstopper(said)))
        given = {each for _name, market in here for each in market.given}
        title = min(market.title for _name, market in here)
        markets[id] = Market(
            title, here[0][1].option, _showstopper(said), {each: merge(id, each) for each in given}
        )
    return markets, differing


def _showstopper(said: Sequence[tuple[str, str]]) -> str:
    """All reasons that rule out a market, each with its speaker unless all give the same."""
    stated = [(name, text) for name, text in said if text]
    if len({look(text) for _name, text in stated}) < 2:
        return min((text for _name, text in stated), default="")
    form = _("{name}: {answer}")
    named = [form.format(name=name, answer=text) if name else text for name, text in stated]
    return "\n".join(named if all(name for name, _text in stated) else sorted(set(named)))
