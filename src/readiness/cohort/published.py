"""What a cohort report may show: the one door between the exact counts and every format."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import NamedTuple

from readiness.cohort.cohort_counts import (
    NO_ANSWER,
    WITHHELD,
    CohortCounts,
    FactCounts,
    GroupCounts,
    Measure,
    QuestionCounts,
    RoundCounts,
)
from readiness.cohort.consistency import Alpha, alpha_of
from readiness.cohort.measures import all_measures, overall_measure, score_measures
from readiness.cohort.small_groups import (
    FOR_QUARTILES,
    HIDDEN,
    THRESHOLD,
    Portion,
    class_of,
    fewest_told,
    shown_options,
    shown_parts,
    shown_portion,
    stands_for,
)
from readiness.cohort.spreads import Spread
from readiness.messages.catalogue import _
from readiness.messages.problems import ReadinessError
from readiness.questionnaire.bands import RedFlag
from readiness.questionnaire.questionnaire import Questionnaire
from readiness.scoring.plan import compile_plan


class Quartiles(NamedTuple):
    """In whole hundredths of the scale: what a quarter, half and three quarters of the firms are below."""

    lower: int | None
    """None, like `upper`, for too few firms."""
    median: int | None
    upper: int | None


class PublishedGroup(NamedTuple):
    """The firms that gave one answer to a question of the profile."""

    option: str
    """Empty for those without an answer."""
    firms: int | None
    """None if the group is hidden."""
    medians: Mapping[str, int | None]
    """By the column of the measure, in whole hundredths of the scale."""


class PublishedFact(NamedTuple):
    """The groups by one question of the profile."""

    fact: str
    several: bool
    groups: tuple[PublishedGroup, ...]
    together: int | None
    """How many firms the hidden groups have together; None if none is hidden, or firms may be in several."""


class HelpGroup(NamedTuple):
    """How many firms of a group need help first: from `fewest` to `most` of `firms`."""

    option: str
    firms: int
    fewest: int
    most: int


class PublishedQuestion(NamedTuple):
    """The answers to one question."""

    question: str
    gap: Portion
    """Those in the lower half of the scale; of those who answered, unless these are nearly all firms."""
    unknown: Portion
    """Those who do not know, among all firms."""


class PublishedAlpha(NamedTuple):
    """Cronbach's alpha over one list of questions."""

    section: str
    questions: int
    firms: int
    """Those who answered all of them; of nearly all firms the fewest that it may be."""
    alpha: Alpha
    """In hundredths."""


class PublishedRounds(NamedTuple):
    """What became of the firms since an earlier round; None for what is hidden."""

    up: int | None
    stayed: int | None
    down: int | None
    apart: int | None
    """Those with a verdict now that are new, or had none then."""
    new: int | None
    gone: int | None
    medians: Mapping[str, int | None]
    """By the column of the measure, how far it moved, in whole hundredths of the scale."""


class PublishedCohort(NamedTuple):
    """All that may be known outside the bureau; in any format, a report shows nothing else."""

    threshold: int
    firms: int | None
    """None for fewer than the threshold; then all else is empty."""
    bands: Mapping[str, int | None] = {}
    together: int | None = None
    """How many firms the hidden bands have together; None if none is hidden."""
    quartiles: Mapping[str, Quartiles] = {}
    """By the column of the measure."""
    facts: tuple[PublishedFact, ...] = ()
    help_by: str = ""
    """The question of the profile by which `help` is told; empty if it is not."""
    help: tuple[HelpGroup, ...] = ()
    flags: Mapping[str, Portion] = {}
    contradictions: Mapping[str, Portion] = {}
    questions: tuple[PublishedQuestion, ...] = ()
    alphas: tuple[PublishedAlpha, ...] = ()
    rounds: PublishedRounds | None = None


def publish(
    counts: CohortCounts, questionnaire: Questionnaire, *, threshold: int = THRESHOLD, help_by: str = ""
) -> PublishedCohort:
    """What may be shown of `counts`; `small_groups` has the rule.

    `help_by` is the question of the profile whose groups are compared by who needs help first; by default the
    first with two groups to compare.

    Raises ReadinessError for a threshold of two, which hides nothing: a hidden group would be one firm.
    """
    if threshold in (0, 2) or threshold < 0:
        raise ReadinessError(
            _("the threshold must be 3 or more, or 1 to hide nothing, not {threshold}").format(
                threshold=threshold
            )
        )
    if counts.firms < threshold:
        return PublishedCohort(threshold, None)
    plan = compile_plan(questionnaire)
    heads = (overall_measure(plan), *score_measures((*plan.whole.children, *plan.windows)))
    bands = shown_parts(counts.bands, threshold)
    together = _together(counts.bands, bands)
    telling = _telling(bands, together, counts.firms, threshold)
    facts = tuple(_fact(each, heads, counts.firms, threshold) for each in counts.facts)
    by, help = _help(counts, facts, help_by, threshold)
    room = _room(facts, by, help)
    flags = {flag.id: _flag(flag, counts, bands, room, threshold) for flag in questionnaire.red_flags}
    return PublishedCohort(
        threshold,
        counts.firms,
        bands,
        together,
        {
            each.column: _quartiles(counts.spreads[each.column], counts.firms, telling, threshold)
            for each in all_measures(plan)
        },
        facts,
        by,
        help,
        flags,
        {id: shown_portion(count, counts.firms, threshold) for id, count in counts.contradictions.items()},
        tuple(_question(id, each, counts.firms, threshold) for id, each in counts.questions.items()),
        tuple(_alphas(counts, threshold)),
        _rounds(counts.rounds, bands, heads, threshold) if counts.rounds else None,
    )


def _together(parts: Mapping[str, int], shown: Mapping[str, int | None]) -> int | None:
    hidden = [parts[id] for id, size in shown.items() if size is None]
    return sum(hidden) if hidden else None


# --- values ---------------------------------------------------------------------------------------------


_SHARES = (0.25, 0.5, 0.75)


def _telling(bands: Mapping[str, int | None], together: int | None, firms: int, threshold: int) -> set[float]:
    """The quartiles that are not to be shown, as shares: those that could tell of hidden bands.

    A band may need a score, of the whole or of a section. So a quartile below that score tells that at most
    so many firms are in that band or higher, which is news if the table of bands leaves it open.
    """
    if together is None or threshold < 2:
        return set()
    order = [id for id in bands if id != WITHHELD]
    found = set()
    for place in range(1, len(order)):
        above = order[place:]
        if _straddles(bands, above):
            seen = _seen(bands, above)
            within = range(seen, seen + together + 1)
            found |= {share for share in _SHARES if firms - 1 - int(share * (firms - 1)) in within}
    return found


def _quartiles(spread: Spread, firms: int, telling: set[float], threshold: int) -> Quartiles:
    if spread.firms < threshold:
        return Quartiles(None, None, None)
    is_large = threshold < 2 or stands_for(spread.firms, firms, threshold) >= FOR_QUARTILES * threshold
    lower, median, upper = (
        _hundredths(spread, share) if (is_large or share == 0.5) and share not in telling else None
        for share in _SHARES
    )
    return Quartiles(lower, median, upper)


def _median(spread: Spread | None, threshold: int) -> int | None:
    """The median; None for too few firms."""
    if spread is None or spread.firms < threshold:
        return None
    return _hundredths(spread, 0.5)


def _hundredths(spread: Spread, share: float) -> int:
    """What this share of the firms is below, in whole hundredths; half a hundredth goes away from zero."""
    value = 100 * spread.at(share)
    whole = int(abs(value) + 0.5 + 1e-9)
    return -whole if value < 0 else whole


# --- groups ---------------------------------------------------------------------------------------------


def _fact(each: FactCounts, heads: Iterable[Measure], firms: int, threshold: int) -> PublishedFact:
    sizes = {option: group.firms for option, group in each.groups.items()}
    if each.several:
        without = sizes.pop(NO_ANSWER)
        shown = shown_options(sizes, without, firms, threshold)
    else:
        shown = shown_parts(sizes, threshold)
    groups = tuple(
        PublishedGroup(option, shown[option], _medians(group, shown[option], heads, threshold))
        for option, group in each.groups.items()
    )
    return PublishedFact(each.fact, each.several, groups, None if each.several else _together(sizes, shown))


def _medians(
    group: GroupCounts, shown: int | None, heads: Iterable[Measure], threshold: int
) -> dict[str, int | None]:
    return {
        each.column: None if shown is None else _median(group.spreads.get(each.column), threshold)
        for each in heads
    }


def _help(
    counts: CohortCounts, facts: tuple[PublishedFact, ...], by: str, threshold: int
) -> tuple[str, tuple[HelpGroup, ...]]:
    """The groups of one question of the profile, those first of which the largest share needs help.

    Of one question only: all questions divide the same firms, so their sums would tell of each other.
    """
    exact = {each.fact: each for each in counts.facts}
    for fact in facts:
        groups = tuple(_help_groups(fact, exact[fact.fact], threshold))
        if (fact.fact == by) if by else (len(groups) > 1):
            return fact.fact, tuple(sorted(groups, key=lambda group: -group.fewest / group.firms))
    return "", ()


def _room(facts: tuple[PublishedFact, ...], by: str, help: tuple[HelpGroup, ...]) -> int | None:
    """The most firms that can need help by what is told of their groups; None if that says nothing."""
    fact = next((each for each in facts if each.fact == by), None)
    if fact is None or any(group.firms is None for group in fact.groups):
        return None
    most = {group.option: group.most for group in help}
    return sum(most.get(group.option, group.firms or 0) for group in fact.groups)


def _help_groups(fact: PublishedFact, exact: FactCounts, threshold: int) -> Iterator[HelpGroup]:
    for group in fact.groups:
        if group.firms:
            found = class_of(exact.groups[group.option].urgent, group.firms, threshold)
            if found is not None:
                yield HelpGroup(group.option, group.firms, *found)


# --- counts ---------------------------------------------------------------------------------------------


def _flag(
    flag: RedFlag, counts: CohortCounts, bands: Mapping[str, int | None], room: int | None, threshold: int
) -> Portion:
    """How many firms have `flag`: a part of those that the table of bands does not show above its cap.

    All of them need help, so nothing is told if that leaves the groups that do too little `room`. If bands
    on both sides of the cap are hidden, it is told only if it says nothing about these.
    """
    order = [id for id in bands if id != WITHHELD]
    above = set(order[order.index(flag.caps_at) + 1 :])
    below = bands.keys() - above
    count = counts.flags[flag.id]
    if threshold > 1 and room is not None and count > room - threshold:
        return HIDDEN
    if _straddles(bands, above):
        found = shown_portion(count, counts.firms, threshold)
        return found if found.state == "exact" and count <= _seen(bands, below) else HIDDEN
    found = shown_portion(count, counts.firms - _seen(bands, above), threshold)
    return found if found.state == "hidden" else found._replace(of=counts.firms)


def _straddles(bands: Mapping[str, int | None], some: Collection[str]) -> bool:
    """Whether some of the hidden bands are among `some`, and some are not."""
    hidden = {id for id, size in bands.items() if size is None}
    return not hidden.isdisjoint(some) and not hidden <= set(some)


def _seen(bands: Mapping[str, int | None], some: Iterable[str]) -> int:
    """The firms in those of `some` bands that are shown."""
    return sum(bands[id] or 0 for id in some)


def _question(id: str, each: QuestionCounts, firms: int, threshold: int) -> PublishedQuestion:
    """Who answered and who did not is one division of the firms; what they said divides each part.

    So nothing about one part can be told from the other. If nearly all answered, the rest is not told.
    """
    open = firms - each.answered
    if threshold > 1 and open < threshold:
        unknown = Portion("few", None, threshold - 1, firms) if firms >= 2 * threshold else HIDDEN
        return PublishedQuestion(id, _gap(each, firms, threshold), unknown)
    if threshold > 1 and each.answered < threshold:
        return PublishedQuestion(id, HIDDEN, shown_portion(each.unknown, firms, threshold))
    unknown = shown_portion(each.unknown, open, threshold)
    if unknown.state != "hidden":
        unknown = unknown._replace(of=firms)
    return PublishedQuestion(id, _gap(each, each.answered, threshold), unknown)


def _gap(each: QuestionCounts, of: int, threshold: int) -> Portion:
    return HIDDEN if each.low is None else shown_portion(each.low, of, threshold)


def _alphas(counts: CohortCounts, threshold: int) -> Iterator[PublishedAlpha]:
    for each in counts.moments:
        if stands_for(each.firms, counts.firms, threshold) < FOR_QUARTILES * threshold:
            continue
        told = fewest_told(each.firms, counts.firms, threshold)
        alpha = alpha_of(each, told)
        if alpha is not None:
            shown = Alpha(*(round(value, 2) for value in alpha))
            yield PublishedAlpha(each.section, len(each.questions), told, shown)


# --- rounds ---------------------------------------------------------------------------------------------


def _rounds(
    rounds: RoundCounts,
    bands: Mapping[str, int | None],
    heads: Iterable[Measure],
    threshold: int,
) -> PublishedRounds:
    """How the firms with a verdict divide by what became of them.

    Without the number of those that have none, and where the moves would tell something about hidden bands,
    nothing is told: who moved up is not in the lowest band. How many firms are new or gone is told if they
    and those without one of the two verdicts are groups; the report of the earlier round says how many firms
    there were.
    """
    parts = {"up": rounds.up, "stayed": rounds.stayed, "down": rounds.down, "apart": rounds.apart}
    shown = shown_parts(parts, threshold)
    withheld = bands[WITHHELD]
    grown = rounds.new - rounds.gone
    if (
        withheld is None
        or _tells_of_bands(rounds, bands)
        or (shown["apart"] is None and grown > withheld)  # so many are new at least
    ):
        shown = dict.fromkeys(parts)
    is_told = threshold < 2
    if shown["apart"] is not None and withheld is not None:
        groups = (rounds.new, rounds.gone, rounds.apart + withheld - rounds.new)
        is_told = is_told or min(groups) >= threshold
    return PublishedRounds(
        **shown,
        new=rounds.new if is_told else None,
        gone=rounds.gone if is_told else None,
        medians={
            each.column: _median(rounds.spreads[each.column], threshold)
            for each in heads
            if each.column in rounds.spreads
        },
    )


def _tells_of_bands(rounds: RoundCounts, bands: Mapping[str, int | None]) -> bool:
    """Whether more firms moved than those bands hold that are shown."""
    order = [id for id in bands if id != WITHHELD]
    for moved, end in ((rounds.up, order[0]), (rounds.down, order[-1])):
        others = [id for id in order if id != end]
        judged = {id: size for id, size in bands.items() if id != WITHHELD}
        if _straddles(judged, others) and moved > _seen(bands, others):
            return True
    return False
