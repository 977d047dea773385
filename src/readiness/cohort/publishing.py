"""Makes what may be shown of a cohort: the one door between the exact counts and every format."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from readiness.cohort.band_table import BandTable, band_table, has_room, shown_flag, shown_moves
from readiness.cohort.cohort_counts import (
    NO_ANSWER,
    CohortCounts,
    FactCounts,
    Measure,
    QuestionCounts,
    RoundCounts,
)
from readiness.cohort.consistency import Alpha, alpha_of
from readiness.cohort.decisive_questions import decisive_questions
from readiness.cohort.group_limits import GroupLimits
from readiness.cohort.measures import all_measures, overall_measure, score_measures, with_nodes_below
from readiness.cohort.published import (
    HelpGroup,
    PublishedAlpha,
    PublishedCohort,
    PublishedFact,
    PublishedGroup,
    PublishedQuestion,
    PublishedRounds,
    Quartiles,
)
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
from readiness.questionnaire.bands import Contradiction, RedFlag
from readiness.questionnaire.combining.sided import HIGH_RESIDUAL
from readiness.questionnaire.conditions import sections_in
from readiness.questionnaire.questionnaire import WHOLE, Questionnaire
from readiness.scoring.plan import Node, Plan, compile_plan


class _Values(NamedTuple):
    """Decides which medians and quartiles may be shown."""

    heads: tuple[Measure, ...]
    """What groups are compared by."""
    needed: frozenset[str]
    """The columns of those measures that bands need."""
    table: BandTable

    def quartiles(self, measure: Measure, spread: Spread, most: float, room: int | None) -> Quartiles:
        """Those of all firms, of which no more than `most` may be told to have the measure.

        No more than `room` can need help, as those do of which a risk leaves much.
        """
        threshold = self.table.threshold
        stands = min(stands_for(spread.firms, self.table.firms, threshold), most)
        found = []
        for share in (0.25, 0.5, 0.75):
            least = threshold if share == 0.5 else FOR_QUARTILES * threshold
            value = self._value(measure.column, spread, self.table.firms, share) if stands >= least else None
            if value is not None and measure.kind == "residual" and value >= 100 * HIGH_RESIDUAL:
                high = spread.firms - int(share * (spread.firms - 1))
                value = value if has_room(high, room, threshold) else None
            found.append(value)
        return Quartiles(*found)

    def medians(self, firms: int | None, spreads: Mapping[str, Spread]) -> dict[str, int | None]:
        """Those of a group of so many firms; None if the group is hidden."""
        return {
            each.column: self._value(each.column, spreads[each.column], firms, 0.5)
            if firms and each.column in spreads
            else None
            for each in self.heads
        }

    def _value(self, column: str, spread: Spread, firms: int, share: float) -> int | None:
        """What this share of a group is below; None for too few, or if it could tell of hidden bands."""
        if spread.firms < self.table.threshold or spread.firms == 0:
            return None
        if column in self.needed and self.table.could_tell(int(share * (firms - 1)) + 1):
            return None
        return hundredths(spread, share)


def publish(
    counts: CohortCounts, questionnaire: Questionnaire, *, threshold: int = THRESHOLD, help_by: str = ""
) -> PublishedCohort:
    """What may be shown of `counts`; `small_groups` has the rule.

    `help_by` is the question of the profile whose groups are compared by who needs help first; by default the
    first with two groups to compare.

    Raises ReadinessError for a threshold of two, which hides nothing: a hidden group would be one firm.
    """
    if threshold in (0, 2) or threshold < 0:
        message = _("the threshold must be 3 or more, or 1 to hide nothing, not {threshold}")
        raise ReadinessError(message.format(threshold=threshold))
    if counts.firms < threshold:
        return PublishedCohort(threshold, None)
    plan, table = compile_plan(questionnaire), band_table(counts, threshold)
    heads = (overall_measure(plan), *score_measures((*plan.whole.children, *plan.windows)))
    values = _Values(heads, frozenset(_needed(plan)), table)
    facts, limits = _facts(counts, questionnaire, values)
    nodes = {node.id: node for node in with_nodes_below((plan.whole, *plan.windows))}
    scored = {each.column: _most_scored(nodes[each.section], limits) for each in all_measures(plan)}
    facts = tuple(_fewer_medians(each, scored, threshold) for each in facts)
    by, help = _help(counts, facts, help_by, threshold)
    room = _room(facts, by, help)
    return PublishedCohort(
        threshold=threshold,
        firms=counts.firms,
        bands=table.shown,
        together=table.together,
        most_in=table.most_in,
        quartiles={
            each.column: values.quartiles(each, counts.spreads[each.column], scored[each.column], room)
            for each in all_measures(plan)
        },
        facts=facts,
        help_by=by,
        help=help,
        flags={each.id: _flag(each, counts.flags[each.id], table, limits, room) for each in plan.flags},
        contradictions={
            each.id: _contradiction(each, counts.contradictions[each.id], table, limits)
            for each in plan.contradictions
        },
        questions=tuple(_questions(counts, plan, values, limits)),
        alphas=tuple(_alphas(counts, threshold, limits)),
        rounds=_rounds(counts.rounds, values) if counts.rounds else None,
    )


# --- values ---------------------------------------------------------------------------------------------


def _needed(plan: Plan) -> Iterator[str]:
    """The columns of those measures that bands need."""
    nodes = {node.id: node for node in with_nodes_below((*plan.whole.children, *plan.windows))}
    for rung in plan.whole.rungs:
        sections = {each.subject for each in rung.requires} & {node.id for node in plan.whole.children}
        if rung.band.when is not None:
            sections |= set(sections_in(rung.band.when))
        if any(each.kind == "overall" for each in rung.requires):
            yield WHOLE
            sections |= set(_alone_in(plan.whole))
        sections |= {other for id in sections for other in _alone_in(nodes[id])}
        yield from (f"{id}.{kind}" for id in sections for kind in ("score", "control"))


def _alone_in(node: Node) -> Iterator[str]:
    """The only section in `node`, which has the same score, the only one in that, and so on."""
    while len(node.children) == 1:
        node = node.children[0]
        yield node.id


def _most_scored(node: Node, limits: GroupLimits) -> float:
    """The most firms that may be told to have a score of `node`; may be infinite."""
    return limits.most_scored([asked.id for asked in node.all_questions()])


def _fewer_medians(fact: PublishedFact, scored: Mapping[str, float], threshold: int) -> PublishedFact:
    """`fact` without the medians of what too few firms may be told to have: each stands for some."""
    shown = Counter(
        column for group in fact.groups for column, value in group.medians.items() if value is not None
    )
    told = {column: threshold * (1 if fact.several else count) for column, count in shown.items()}
    dropped = {column: None for column, count in told.items() if count > scored[column]}
    groups = (group._replace(medians={**group.medians, **dropped}) for group in fact.groups)
    return fact._replace(groups=tuple(groups))


def hundredths(spread: Spread, share: float) -> int:
    """What this share of the firms is below, in whole hundredths; half a hundredth goes away from zero."""
    value = 100 * spread.at(share)
    whole = int(abs(value) + 0.5 + 1e-9)
    return -whole if value < 0 else whole


# --- groups ---------------------------------------------------------------------------------------------


def _fact(each: FactCounts, firms: int, values: _Values) -> PublishedFact:
    sizes = {option: group.firms for option, group in each.groups.items()}
    threshold = values.table.threshold
    if each.several:
        without = sizes.pop(NO_ANSWER)
        shown = shown_options(sizes, without, firms, threshold)
    else:
        shown = shown_parts(sizes, threshold)
    groups = tuple(
        PublishedGroup(option, shown[option], values.medians(shown[option], group.spreads))
        for option, group in each.groups.items()
    )
    hidden = [sizes[option] for option, size in shown.items() if size is None and not each.several]
    return PublishedFact(each.fact, each.several, groups, sum(hidden) if hidden else None)


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
    if fact is None or (fact.together is None and any(group.firms is None for group in fact.groups)):
        return None
    most = {group.option: group.most for group in help}
    return (fact.together or 0) + sum(most.get(group.option, group.firms or 0) for group in fact.groups)


def _help_groups(fact: PublishedFact, exact: FactCounts, threshold: int) -> Iterator[HelpGroup]:
    for group in fact.groups:
        if group.firms:
            found = class_of(exact.groups[group.option].urgent, group.firms, threshold)
            if found is not None:
                yield HelpGroup(group.option, group.firms, *found)


def _facts(
    counts: CohortCounts, questionnaire: Questionnaire, values: _Values
) -> tuple[tuple[PublishedFact, ...], GroupLimits]:
    """The groups by each question of the profile, and what tells nothing of those that are hidden.

    Where the verdicts do tell of some, no group by that question is shown.
    """
    table = values.table
    facts = tuple(_fact(each, counts.firms, values) for each in counts.facts)
    limits = _limits(counts, facts, questionnaire, table.threshold)
    told = set(limits.told_by_bands(table, questionnaire.bands))
    if not told:
        return facts, limits
    facts = tuple(_without_groups(each) if each.fact in told else each for each in facts)
    return facts, _limits(counts, facts, questionnaire, table.threshold)


def _limits(
    counts: CohortCounts, facts: tuple[PublishedFact, ...], questionnaire: Questionnaire, threshold: int
) -> GroupLimits:
    """What tells nothing of the groups that `facts` hide; that one has nearly all firms may be known."""
    sure = counts.firms - threshold + 1
    nearly = {
        each.fact: {id: sure for id, group in each.groups.items() if group.firms >= sure}
        for each in counts.facts
        if counts.firms >= 2 * threshold
    }
    return GroupLimits(questionnaire, facts, nearly, threshold)


def _without_groups(fact: PublishedFact) -> PublishedFact:
    """`fact` with no group shown."""
    groups = (group._replace(firms=None, medians=dict.fromkeys(group.medians)) for group in fact.groups)
    return fact._replace(groups=tuple(groups), together=None)


# --- counts ---------------------------------------------------------------------------------------------


def _within(most: float, found: Portion) -> Portion:
    """`found`, unless it says that there are more than `most` firms."""
    return HIDDEN if (found.firms or 0) > most else found


def _flag(flag: RedFlag, count: int, table: BandTable, limits: GroupLimits, room: int | None) -> Portion:
    """What may be told of the firms that have `flag`."""
    of = int(limits.can_meet(flag.when, count, table.firms))
    return _within(limits.most_that_meet(flag.when), shown_flag(flag, count, of, table, room))


def _contradiction(each: Contradiction, count: int, table: BandTable, limits: GroupLimits) -> Portion:
    """What may be told of the firms that a contradiction is true of."""
    of = int(limits.can_meet(each.when, count, table.firms))
    found = shown_portion(count, of, table.threshold).among(table.firms)
    return _within(limits.most_that_meet(each.when), found)


def _questions(
    counts: CohortCounts, plan: Plan, values: _Values, limits: GroupLimits
) -> Iterator[PublishedQuestion]:
    """What may be told of every question."""
    asked = {id for id, each in counts.questions.items() if each.answered or each.unknown}
    decisive = decisive_questions(plan, values.needed, asked)
    for id, each in counts.questions.items():
        yield decisive.limited(_question(id, each, values.table, limits), values.table)


def _question(id: str, each: QuestionCounts, table: BandTable, limits: GroupLimits) -> PublishedQuestion:
    """What may be told of a question, which perhaps only some groups are asked."""
    most, threshold = limits.most_asked(id), table.threshold
    asked = int(limits.can_answer(id, each.answered + each.unknown, table.firms))
    found = _divided(id, each, asked, threshold)
    answered = fewest_told(each.answered, asked, threshold) if each.answered >= threshold else 0
    unknown = _within(most - answered, found.unknown)
    if answered > most:
        found = found._replace(gap=HIDDEN)
        unknown = _within(most, shown_portion(each.unknown, asked, threshold))
    return found._replace(unknown=unknown.among(table.firms))


def _divided(id: str, each: QuestionCounts, firms: int, threshold: int) -> PublishedQuestion:
    """Who answered and who did not is one division of those who can; what they said divides each part.

    So nothing about one part can be told from the other. If nearly all answered, the rest is not told.
    """
    open = firms - each.answered
    if threshold > 1 and open < threshold:
        unknown = Portion("few", None, threshold - 1, firms) if firms >= 2 * threshold else HIDDEN
        return PublishedQuestion(id, _gap(each, firms, threshold), unknown)
    if threshold > 1 and each.answered < threshold:
        return PublishedQuestion(id, HIDDEN, shown_portion(each.unknown, firms, threshold))
    unknown = shown_portion(each.unknown, open, threshold)
    return PublishedQuestion(id, _gap(each, each.answered, threshold), unknown)


def _gap(each: QuestionCounts, of: int, threshold: int) -> Portion:
    return HIDDEN if each.low is None else shown_portion(each.low, of, threshold)


def _alphas(counts: CohortCounts, threshold: int, limits: GroupLimits) -> Iterator[PublishedAlpha]:
    for each in counts.moments:
        most = limits.most_asked(*each.questions)
        if min(stands_for(each.firms, counts.firms, threshold), most) < FOR_QUARTILES * threshold:
            continue
        told = int(min(fewest_told(each.firms, counts.firms, threshold), most))
        alpha = alpha_of(each, told)
        if alpha is not None:
            shown = Alpha(*(round(value, 2) for value in alpha))
            yield PublishedAlpha(each.section, len(each.questions), told, shown)


def _rounds(rounds: RoundCounts, values: _Values) -> PublishedRounds:
    """What became of the firms.

    How many are new or gone is told if they and those without one of the two verdicts are groups.
    """
    table = values.table
    moves = shown_moves(rounds, table)
    is_told = table.threshold < 2
    if moves["apart"] is not None and table.withheld is not None:
        groups = (rounds.new, rounds.gone, rounds.apart + table.withheld - rounds.new)
        is_told = is_told or min(groups) >= table.threshold
    medians = {
        each.column: hundredths(spread, 0.5)
        for each in values.heads
        if (spread := rounds.spreads.get(each.column)) and spread.firms >= max(table.threshold, 1)
    }
    return PublishedRounds(
        **moves,
        new=rounds.new if is_told else None,
        gone=rounds.gone if is_told else None,
        medians=medians,
    )
