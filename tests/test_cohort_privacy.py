"""An attack on what a cohort report tells: whoever knows it, and the rules, learns no hidden number.

The attacker goes through every cohort that there could be, publishes it by the same rules, and keeps those
that give what was published. A hidden number is safe while these cohorts differ in it.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from itertools import product
from typing import Any, NamedTuple

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from readiness.cohort.cohort_counts import (
    CohortCounts,
    FactCounts,
    GroupCounts,
    Moments,
    QuestionCounts,
    RoundCounts,
)
from readiness.cohort.published import PublishedCohort
from readiness.cohort.publishing import publish
from readiness.cohort.small_groups import (
    Portion,
    class_of,
    shown_options,
    shown_parts,
    shown_portion,
)
from readiness.cohort.spreads import Spread
from readiness.messages.problems import ReadinessError
from readiness.questionnaire.questionnaire import Questionnaire
from small import BANDS, PROFILE, question, questionnaire, red_flag, section

NOBODY = Spread({})
CUTS = (0, 35, 50, 65)


def asked(bands: int) -> Questionnaire:
    """A questionnaire with so many bands, and a red flag that caps the verdict at the lowest."""
    return questionnaire(
        section("one", question("q"), question("r")),
        bands=BANDS[:bands],
        profile=[{**PROFILE[0], "options": [{"id": id, "text": id} for id in ("home", "abroad")]}],
        red_flags=[red_flag("trap", {"answer": "q", "equals": "level-0"}, "foundation")],
    )


ASKED = {count: asked(count) for count in (2, 3, 4)}


class World(NamedTuple):
    """A cohort as it could be: what is counted of it, its numbers by name, and what is known of it anyway."""

    counts: CohortCounts
    numbers: dict[str, int]
    known: Hashable = None


def divided(firms: int, parts: int) -> Iterator[tuple[int, ...]]:
    """Every way to divide so many firms in so many parts."""
    if parts == 1:
        yield (firms,)
        return
    for first in range(firms + 1):
        for rest in divided(firms - first, parts - 1):
            yield (first, *rest)


def frozen(part: object) -> Hashable:
    """`part` as something that can be compared and looked up."""
    if isinstance(part, Mapping):
        return tuple((name, frozen(value)) for name, value in part.items())
    if isinstance(part, tuple):
        return tuple(map(frozen, part))
    assert isinstance(part, Hashable)
    return part


def learned(worlds: Iterable[tuple[Hashable, Mapping[str, int]]]) -> dict[tuple[Hashable, str], int]:
    """Every number that follows from what was published."""
    found: dict[Hashable, dict[str, set[int]]] = defaultdict(lambda: defaultdict(set))
    for published, numbers in worlds:
        for name, value in numbers.items():
            found[published][name].add(value)
    return {
        (published, name): next(iter(values))
        for published, by_name in found.items()
        for name, values in by_name.items()
        if len(values) == 1
    }


def small_ones(worlds: Iterable[World], questionnaire: Questionnaire, threshold: int) -> dict[str, Any]:
    """What an attacker learns about groups that are smaller than the threshold, with an example of each."""
    published = (
        ((frozen(publish(each.counts, questionnaire, threshold=threshold)), each.known), each.numbers)
        for each in worlds
    )
    return {
        name: (value, shown) for (shown, name), value in learned(published).items() if 0 < value < threshold
    }


def cohort(bands: Sequence[int], **more: Any) -> CohortCounts:
    """What is counted of firms with these verdicts, the last number without one."""
    ids = [band["id"] for band in BANDS[: len(bands) - 1]]
    nothing: dict[str, Any] = {
        "firms": sum(bands),
        "bands": dict(zip((*ids, ""), bands, strict=True)),
        "spreads": {"overall": NOBODY, "one.score": NOBODY},
        "facts": (),
        "flags": {"trap": 0},
        "contradictions": {"both": 0},
        "questions": {},
        "moments": (),
    }
    return CohortCounts(**{**nothing, **more})


# --- one table ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("threshold", [3, 4, 5])
@pytest.mark.parametrize("parts", [2, 3, 4])
def test_no_part_follows_from_the_others(threshold: int, parts: int) -> None:
    for firms in range(threshold, 17 if parts < 4 else 15):
        worlds = []
        for sizes in divided(firms, parts):
            numbers = dict(zip("abcd", sizes, strict=False))
            shown = shown_parts(numbers, threshold)
            assert all(size in (None, numbers[id]) for id, size in shown.items())
            assert not any(size and size < threshold for size in shown.values())
            worlds.append((frozen(shown), numbers))
        for (told, name), _value in learned(worlds).items():
            assert isinstance(told, tuple)
            assert dict(told)[name] is not None, (firms, told)


@pytest.mark.parametrize("threshold", [3, 4, 5])
@pytest.mark.parametrize("options", [2, 3])
def test_no_option_follows_from_the_others(threshold: int, options: int) -> None:
    for firms in range(threshold, 15):
        worlds = []
        for without in range(firms + 1):
            for sizes in product(range(firms - without + 1), repeat=options):
                if sum(sizes) >= firms - without:  # each firm that answered has an option
                    numbers = dict(zip("abc", sizes, strict=False))
                    shown = shown_options(numbers, without, firms, threshold)
                    worlds.append((frozen(shown), {**numbers, "": without}))
        for (told, name), _value in learned(worlds).items():
            assert isinstance(told, tuple)
            assert dict(told)[name] is not None, (firms, told)


@pytest.mark.parametrize("threshold", [3, 4, 5])
def test_nothing_of_a_question_follows_from_the_rest(threshold: int) -> None:
    """Low and other answers, not known, and all else: the four divide the firms."""
    for firms in range(threshold, 19):
        worlds = []
        for low, high, unknown, other in divided(firms, 4):
            counts = cohort((firms, 0, 0), questions={"q": QuestionCounts(low + high, low, unknown)})
            (shown,) = publish(counts, ASKED[2], threshold=threshold).questions
            numbers = {"low": low, "high": high, "unknown": unknown, "other": other}
            worlds.append((frozen(shown), {**numbers, "answered": low + high, "open": unknown + other}))
        assert not {found: value for found, value in learned(worlds).items() if value < threshold}


@given(st.integers(0, 60), st.integers(0, 60), st.integers(3, 7))
def test_a_portion_says_nothing_about_a_few(count: int, of: int, threshold: int) -> None:
    assume(count <= of)
    found = shown_portion(count, of, threshold)
    if found.state == "exact":
        assert (found.firms, found.most) == (count, count)
        assert min(count, of - count) >= threshold
    elif found.state == "hidden":
        assert of < 2 * threshold
    else:
        fewest = found.firms or 0
        assert found.most is not None
        assert fewest <= count <= found.most
        assert found.most - fewest + 1 == threshold
    alike = [other for other in range(of + 1) if shown_portion(other, of, threshold) == found]
    assert found.state == "exact" or len(alike) == (of + 1 if found.state == "hidden" else threshold)


@given(st.integers(0, 90), st.integers(0, 90), st.integers(3, 7))
def test_a_class_is_as_wide_as_the_threshold(count: int, of: int, threshold: int) -> None:
    assume(count <= of)
    found = class_of(count, of, threshold)
    if found is None:
        assert of < 2 * threshold - 1
        return
    fewest, most = found
    assert fewest <= count <= most <= of
    assert threshold <= most - fewest + 1 < 2 * threshold
    assert all(class_of(other, of, threshold) == found for other in range(fewest, most + 1))


# --- tables beside each other ---------------------------------------------------------------------------


def with_flags(firms: int, bands: int) -> Iterator[World]:
    """Firms with a red flag are in the lowest band, or have no verdict."""
    for sizes in divided(firms, bands + 1):
        for flagged in range(sizes[0] + sizes[-1] + 1):
            counts = cohort(sizes, flags={"trap": flagged})
            yield World(counts, {**counts.bands, "flagged": flagged})


@pytest.mark.parametrize(("firms", "bands", "threshold"), [(9, 3, 3), (10, 3, 3), (12, 2, 3), (13, 2, 5)])
def test_red_flags_tell_nothing_of_hidden_bands(firms: int, bands: int, threshold: int) -> None:
    assert not small_ones(with_flags(firms, bands), ASKED[bands], threshold)


def with_groups(firms: int) -> Iterator[World]:
    """Firms with a red flag need help; so do others."""
    for groups in divided(firms, 3):
        for urgent in product(*(range(size + 1) for size in groups)):
            parts = zip(("home", "abroad", ""), groups, urgent, strict=True)
            found = {id: GroupCounts(size, some, {}) for id, size, some in parts}
            for flagged in range(sum(urgent) + 1):
                counts = cohort(
                    (firms, 0, 0), facts=(FactCounts("stage", False, found),), flags={"trap": flagged}
                )
                numbers = {f"in {id}": group.firms for id, group in found.items()}
                numbers |= {f"urgent in {id}": group.urgent for id, group in found.items()}
                yield World(counts, {**numbers, "flagged": flagged})


@pytest.mark.parametrize(("firms", "threshold"), [(6, 3), (8, 3), (8, 4)])
def test_groups_and_flags_tell_nothing_of_each_other(firms: int, threshold: int) -> None:
    assert not small_ones(with_groups(firms), ASKED[2], threshold)


STAGES = ("home", "sales", "plants")
ABROAD = {"profile": "stage", "any_of": ["sales", "plants"]}
BY_STAGE = questionnaire(
    section("one", question("q", when=ABROAD), question("r")),
    bands=[BANDS[0], {**BANDS[1], "when": {"profile": "stage", "equals": "plants"}}],
    profile=[{**PROFILE[0], "options": [{"id": id, "text": id} for id in STAGES]}],
    red_flags=[red_flag("trap", {"all": [{"answer": "q", "equals": "level-0"}, ABROAD]}, "foundation")],
    contradictions=[{"id": "both", "message": "No.", "when": {"not": ABROAD}}],
)


def of_stages(groups: Sequence[int]) -> FactCounts:
    """Firms at these stages; the last number did not say."""
    parts = zip((*STAGES, ""), groups, strict=True)
    return FactCounts("stage", False, {id: GroupCounts(size, 0, {}) for id, size in parts})


def numbers_of(fact: FactCounts) -> dict[str, int]:
    return {f"at {id}": group.firms for id, group in fact.groups.items()}


def with_a_question(firms: int) -> Iterator[World]:
    """A question is asked of those abroad, and of those who do not say where they are."""
    for groups in divided(firms, 4):
        fact = of_stages(groups)
        asked_of = firms - groups[0]
        for answered in range(asked_of + 1):
            for unknown in range(asked_of - answered + 1):
                counts = QuestionCounts(answered, answered // 2, unknown)
                yield World(cohort((firms, 0, 0), facts=(fact,), questions={"q": counts}), numbers_of(fact))


def with_conditions(firms: int) -> Iterator[World]:
    """A red flag is for those abroad, a contradiction for those at home, a verdict for those with plants."""
    for home, sales, plants, silent in divided(firms, 4):
        fact = of_stages((home, sales, plants, silent))
        for high, flagged, contradicted in product(range(plants + 1), (0, sales + plants), (0, home)):
            counts = cohort(
                (firms - high, high, 0),
                facts=(fact,),
                flags={"trap": min(flagged, firms - high)},
                contradictions={"both": contradicted},
            )
            yield World(counts, numbers_of(fact))


def with_a_list(firms: int) -> Iterator[World]:
    """Alpha says how many have answered all questions of a list, of which one is for those abroad."""
    for groups in divided(firms, 4):
        fact = of_stages(groups)
        for complete in range(firms - groups[0] + 1):
            moments = Moments("one", ("q", "r"), complete, (1.0, 2.0), (3.0, 4.0), 3.0, 9.0)
            yield World(cohort((firms, 0, 0), facts=(fact,), moments=(moments,)), numbers_of(fact))


def abroad(firms: int) -> Iterator[tuple[dict[str, int], dict[str, int], dict[str, int]]]:
    """The groups, how many in each something is true of that is for those abroad, and all numbers by name."""
    for home, sales, plants in divided(firms, 3):
        sizes = {"home": home, "sales": sales, "plants": plants, "": 0}
        for here, there in product(range(sales + 1), range(plants + 1)):
            numbers = {f"at {id}": size for id, size in sizes.items()}
            numbers |= {
                "sales": here,
                "plants": there,
                "not sales": sales - here,
                "not plants": plants - there,
            }
            yield sizes, {"sales": here, "plants": there}, numbers


def with_flagged(firms: int) -> Iterator[World]:
    """A red flag is for those abroad: the attacker asks in which group how many have it."""
    for sizes, some, numbers in abroad(firms):
        for more in product((0, 2, firms), repeat=2):  # others may need help too
            help = {id: some[id] + each for id, each in zip(some, more, strict=True)}
            groups = {id: GroupCounts(size, min(size, help.get(id, 0)), {}) for id, size in sizes.items()}
            fact = FactCounts("stage", False, groups)
            counts = cohort((firms, 0, 0), facts=(fact,), flags={"trap": sum(some.values())})
            yield World(counts, numbers)


def with_answered(firms: int) -> Iterator[World]:
    """A question is asked of those abroad: the attacker asks in which group how many answered it."""
    for sizes, some, numbers in abroad(firms):
        counts = cohort(
            (firms, 0, 0),
            facts=(of_stages(list(sizes.values())),),
            questions={"q": QuestionCounts(sum(some.values()), 0, 0)},
        )
        yield World(counts, numbers)


@pytest.mark.parametrize(
    "worlds", [with_a_question, with_conditions, with_a_list, with_flagged, with_answered]
)
@pytest.mark.parametrize(("firms", "threshold"), [(7, 3), (9, 3), (12, 3), (13, 4)])
def test_what_is_asked_of_some_groups_tells_nothing_of_hidden_ones(
    worlds: Callable[[int], Iterator[World]], firms: int, threshold: int
) -> None:
    assert not small_ones(worlds(firms), BY_STAGE, threshold)


def with_rounds(firms: int, bands: int, most_gone: int) -> Iterator[World]:
    """The report of the round before tells how many firms there were."""
    for sizes in divided(firms, bands + 1):
        judged = firms - sizes[-1]
        for up, stayed, down, apart in divided(judged, 4):
            if up > judged - sizes[0] or down > judged - sizes[bands - 1]:
                continue  # who moved up is not in the lowest band, who moved down not in the highest
            for new, gone in product(range(apart + sizes[-1] + 1), range(most_gone)):
                rounds = RoundCounts(up, stayed, down, apart, new, gone, {})
                counts = cohort(sizes, rounds=rounds)
                numbers = {"up": up, "stayed": stayed, "down": down, "apart": apart, "new": new}
                yield World(counts, {**counts.bands, **numbers}, known=firms - new + gone)


def test_moves_between_rounds_tell_nothing_of_a_few() -> None:
    assert not small_ones(with_rounds(6, 2, 3), ASKED[2], 3)


@pytest.mark.parametrize("firms", [7, 8, 9])
def test_moves_of_more_firms_tell_nothing_of_a_few(firms: int) -> None:
    assert not small_ones(with_rounds(firms, 2, 7), ASKED[2], 3)


def with_scores(firms: int, bands: int, scores: Sequence[int]) -> Iterator[World]:
    """A band needs a score; a firm that has the score may still be lower."""
    kinds = [(score, band) for score in scores for band in range(bands) if CUTS[band] <= score]
    for times in divided(firms, len(kinds)):
        sizes, spread = [0] * (bands + 1), dict.fromkeys((10 * score for score in scores), 0)
        for (score, band), many in zip(kinds, times, strict=True):
            sizes[band] += many
            spread[10 * score] += many
        there = Spread({step: many for step, many in spread.items() if many})
        counts = cohort(sizes, spreads={"overall": there, "one.score": NOBODY})
        yield World(counts, dict(counts.bands))


@pytest.mark.parametrize(
    ("firms", "bands", "scores"),
    [(9, 3, (20, 40, 60)), (12, 3, (20, 40, 60)), (13, 2, (20, 30, 40)), (12, 2, (20, 40))],
)
def test_quartiles_tell_nothing_of_hidden_bands(firms: int, bands: int, scores: tuple[int, ...]) -> None:
    assert not small_ones(with_scores(firms, bands, scores), ASKED[bands], 3)


def with_medians(firms: int, bands: int, scores: Sequence[int]) -> Iterator[World]:
    """The same with two groups, each with a median."""
    kinds = [
        (score, band, group)
        for score in scores
        for band in range(bands)
        if CUTS[band] <= score
        for group in ("home", "abroad")
    ]
    for times in divided(firms, len(kinds)):
        sizes = [0] * (bands + 1)
        there: dict[str, dict[int, int]] = {"home": {}, "abroad": {}}
        for (score, band, group), many in zip(kinds, times, strict=True):
            sizes[band] += many
            if many:
                there[group][10 * score] = there[group].get(10 * score, 0) + many
        spreads = {id: Spread(steps) for id, steps in there.items()}
        steps = {
            step: sum(each.get(step, 0) for each in there.values())
            for each in there.values()
            for step in each
        }
        groups = {
            id: GroupCounts(each.firms, 0, {"overall": each, "one.score": NOBODY})
            for id, each in spreads.items()
        }
        counts = cohort(
            sizes,
            spreads={"overall": Spread(steps), "one.score": NOBODY},
            facts=(FactCounts("stage", False, {**groups, "": GroupCounts(0, 0, {})}),),
        )
        yield World(counts, {**counts.bands, **{f"in {id}": each.firms for id, each in groups.items()}})


@pytest.mark.parametrize(("firms", "bands", "scores"), [(8, 2, (20, 40)), (10, 2, (20, 40))])
def test_medians_of_groups_tell_nothing_of_hidden_bands(
    firms: int, bands: int, scores: tuple[int, ...]
) -> None:
    assert not small_ones(with_medians(firms, bands, scores), ASKED[bands], 3)


def test_medians_of_groups_tell_nothing_of_hidden_bands_among_three() -> None:
    assert not small_ones(with_medians(9, 3, (20, 40, 60)), ASKED[3], 3)


def test_the_attack_finds_what_a_careless_rule_gives_away(monkeypatch: pytest.MonkeyPatch) -> None:
    def careless(parts: Mapping[str, int], threshold: int) -> dict[str, int | None]:
        return {id: None if 0 < size < threshold else size for id, size in parts.items()}

    monkeypatch.setattr("readiness.cohort.band_table.shown_parts", careless)
    found = small_ones(with_flags(9, 2), ASKED[2], 3)
    assert {"foundation", "preparing", ""} <= found.keys()


@pytest.mark.parametrize(
    ("worlds", "firms"),
    [
        (with_a_question, 9),
        (with_conditions, 9),
        (with_a_list, 12),
        (with_flagged, 9),
        (with_answered, 12),
    ],
)
def test_without_limits_for_groups_the_attack_finds_some(
    worlds: Callable[[int], Iterator[World]], firms: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("most", "size"):
        monkeypatch.setattr(f"readiness.cohort.group_limits._Groups.{name}", lambda _groups, _some: math.inf)
    assert small_ones(worlds(firms), BY_STAGE, 3)


# --- all of it ------------------------------------------------------------------------------------------

sizes = st.integers(0, 12)
steps = st.dictionaries(st.integers(0, 1000), st.integers(1, 6), max_size=8)


@st.composite
def cohorts(draw: st.DrawFn) -> CohortCounts:
    """Numbers that need not fit each other: what is told must be safe for any."""
    bands = [draw(sizes) for _each in range(4)]
    firms = sum(bands)
    groups = {}
    left = firms
    for id in ("home", "abroad"):
        size = draw(st.integers(0, left))
        left -= size
        groups[id] = size
    groups[""] = left
    facts = FactCounts(
        "stage",
        draw(st.booleans()),
        {
            id: GroupCounts(
                size,
                draw(st.integers(0, size)),
                {"overall": Spread({draw(st.integers(0, 1000)): size} if size else {})},
            )
            for id, size in groups.items()
        },
    )
    answered = draw(st.integers(0, firms))
    question_counts = QuestionCounts(
        answered, draw(st.integers(0, answered)), draw(st.integers(0, firms - answered))
    )
    complete = draw(st.integers(0, answered))
    moments = Moments("one", ("q", "r"), complete, (0.1, 0.2), (1.0, 1.5), 0.3, 3.0)
    return cohort(
        bands,
        facts=(facts,),
        flags={"trap": draw(st.integers(0, bands[0] + bands[-1]))},
        questions={"q": question_counts},
        moments=(moments,),
        spreads={"overall": Spread(draw(steps)), "one.score": Spread(draw(steps))},
    )


@settings(deadline=None)
@given(cohorts(), st.sampled_from((3, 5, 8)))
def test_no_small_number_is_told(counts: CohortCounts, threshold: int) -> None:
    told = publish(counts, ASKED[3], threshold=threshold)
    if counts.firms < threshold:
        assert told == PublishedCohort(threshold, None)
        return
    numbers = [told.together, *told.bands.values()]
    for fact in told.facts:
        numbers += [fact.together, *(group.firms for group in fact.groups)]
        for group in fact.groups:
            median = group.medians["overall"]
            assert median is None or (group.firms or 0) >= threshold
    assert not [number for number in numbers if number and number < threshold]
    portions = [*told.flags.values(), *(each.gap for each in told.questions)]
    for portion in [*portions, *(each.unknown for each in told.questions)]:
        assert portion == Portion("hidden") or (portion.of or 0) >= 2 * threshold
        if portion.state == "exact":
            assert portion.firms is not None
            assert portion.firms >= threshold
    for help in told.help:
        assert help.most - help.fewest + 1 >= threshold
    for alpha in told.alphas:
        assert alpha.firms >= 3 * threshold


def test_too_few_firms_are_not_even_counted() -> None:
    assert publish(cohort((4, 0, 0)), ASKED[2]) == PublishedCohort(5, None)
    assert publish(cohort((5, 0, 0)), ASKED[2]).firms == 5


def test_with_a_threshold_of_one_everything_is_told() -> None:
    counts = cohort((1, 2, 3, 0), flags={"trap": 1}, questions={"q": QuestionCounts(6, 1, 0)})
    told = publish(counts, ASKED[3], threshold=1)
    assert list(told.bands.values()) == [1, 2, 3, 0]
    assert told.flags["trap"] == Portion("exact", 1, 1, 6)
    assert told.questions[0].gap == Portion("exact", 1, 1, 6)
    assert told.together is None


@pytest.mark.parametrize("threshold", [2, 0, -1])
def test_a_threshold_that_hides_nothing_is_refused(threshold: int) -> None:
    with pytest.raises(ReadinessError) as refused:
        publish(cohort((9, 0, 0)), ASKED[2], threshold=threshold)
    assert str(refused.value) == f"the threshold must be 3 or more, or 1 to hide nothing, not {threshold}"
