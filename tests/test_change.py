"""What moved the score: the parts of its change add up, and each is recomputed in another way."""

from __future__ import annotations

from hypothesis import assume, given, settings

from made_pairs import Pair, pairs
from readiness.analysis.decomposition import decompose

some = settings(max_examples=300, deadline=None, derandomize=True)


@given(pairs())
@some
def test_what_moved_the_overall_adds_up_to_its_change(pair: Pair) -> None:
    before, after = pair.scores()
    assume(before.applies and after.applies)
    move = decompose(before, after)
    assert abs(move.old - before.overall.low) <= 1e-9
    assert abs(move.new - after.overall.low) <= 1e-9
    assert abs(sum(move.by.values()) - (after.overall.low - before.overall.low)) <= 1e-9
    back = decompose(after, before)
    for cause in {*move.by, *back.by}:
        assert abs(back.by.get(cause, 0.0) + move.by.get(cause, 0.0)) <= 1e-9, cause
