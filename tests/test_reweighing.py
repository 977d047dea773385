"""How far a weight must change before the verdict does, against the engine with changed weights."""

from __future__ import annotations

import math
from typing import Any

import pytest
from hypothesis import given

from firms import plausible_firms
from intricate import intricate_scores
from readiness.analysis.reweighing import weight_flips
from readiness.analysis.variations import Variations
from readiness.scoring.engine import execute
from readiness.scoring.scores import Scores
from small import direct, questionnaire, scored, section
from test_scoring_properties import Drawn, drawn, some


def with_shares(scores: Scores, shares: dict[str, float]) -> int | None:
    """The place of the band if the dimensions had these shares of the weight, by the engine."""
    plan = scores.plan
    children = tuple(
        node._replace(weight=shares[node.id]) if node.id in shares else node for node in plan.whole.children
    )
    again = execute(plan._replace(whole=plan.whole._replace(children=children)), scores.scope)
    return again.questionnaire.bands.index(again.verdict.band) if again.verdict.band else None


def moved(scores: Scores, id: str, to: float) -> dict[str, float]:
    """The shares if that of dimension `id` is `to`, and the others are rescaled."""
    weights = {item.node.id: item.node.weight for item in scores.sections}
    whole = math.fsum(weights.values())
    rest = whole - weights[id]
    return {each: to if each == id else (1 - to) * weight / rest for each, weight in weights.items()}


def check_flips(scores: Scores, *, steps: int = 400) -> int:
    """Compare with a dense scan; return how many weights change the verdict."""
    now = with_shares(scores, {})
    flips = weight_flips(Variations(scores))
    if now is None:
        assert flips == ()
        return 0
    assert {flip.section.id for flip in flips} == {item.node.id for item in scores.sections}
    for flip in flips:
        if len(flips) == 1:
            assert flip.changed is None
            continue
        scan = [place / steps for place in range(1, steps)]
        distance = math.inf if flip.changed is None else abs(flip.changed - flip.share)
        for share in scan:
            if abs(share - flip.share) < distance - 1e-9:
                assert with_shares(scores, moved(scores, flip.section.id, share)) == now
        if flip.changed is not None:
            assert with_shares(scores, moved(scores, flip.section.id, flip.changed)) == flip.place != now
            back = flip.share + (flip.changed - flip.share) * (1 - 1e-9 / distance)
            assert with_shares(scores, moved(scores, flip.section.id, back)) == now
    changes = [abs(flip.relative) for flip in flips if flip.relative is not None]
    assert changes == sorted(changes)
    return len(changes)


@some
@given(drawn(flags=True))
def test_weights_of_small_questionnaires(case: Drawn) -> None:
    check_flips(case.score(), steps=60)


def test_weights_of_intricate_questionnaires() -> None:
    assert sum(check_flips(intricate_scores(number), steps=40) for number in range(40)) > 20


def test_weights_of_the_built_in_questionnaire() -> None:
    assert sum(check_flips(firm.score(), steps=25) for firm in plausible_firms(8)) > 8


# --- by hand ----------------------------------------------------------------------------------------

BANDS: list[dict[str, Any]] = [{"id": "low", "title": "Low"}, {"id": "high", "title": "High", "cut": 50}]


def test_the_smallest_change_of_one_weight_in_a_mean() -> None:
    asked = questionnaire(
        section("strong", direct("q1", 80), weight=2),
        section("weak", direct("q2", 35)),
        section("middle", direct("q3", 50)),
        aggregation="arithmetic",
        bands=BANDS,
    )
    flips = weight_flips(Variations(scored(asked, {"q1": 80, "q2": 35, "q3": 50})))
    # strong: 80 p + 42.5 (1 - p) = 50 at p = 0.2, from 0.5; weak: 35 p + 70 (1 - p) = 50 at p = 4/7, from
    # 0.25; middle: never, because the others alone have a mean of 65, and it has 50
    assert [(flip.section.id, flip.place) for flip in flips] == [("strong", 0), ("weak", 0), ("middle", None)]
    assert [flip.changed for flip in flips[:2]] == pytest.approx([0.2, 4 / 7], abs=1e-8)
    assert [flip.relative for flip in flips[:2]] == pytest.approx([-0.6, 9 / 7], abs=1e-7)


def test_no_change_of_weights_where_a_floor_or_nothing_decides() -> None:
    bands = [BANDS[0], {**BANDS[1], "floor": 40}]
    asked = questionnaire(section("a", direct("q1", 30)), section("b", direct("q2", 90)), bands=bands)
    flips = weight_flips(Variations(scored(asked, {"q1": 30, "q2": 90})))
    assert [(flip.changed, flip.relative, flip.place) for flip in flips] == [(None, None, None)] * 2
    alone = questionnaire(section("a", direct("q1", 30)), bands=BANDS)
    (flip,) = weight_flips(Variations(scored(alone, {"q1": 30})))
    assert (flip.share, flip.changed) == (1.0, None)
    assert weight_flips(Variations(scored(alone, {}))) == ()
