"""Made questionnaires with every way of combining at every level, each with two sets of answers."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from hypothesis import strategies as st

from readiness.questionnaire.questionnaire import Questionnaire
from readiness.scoring.scores import Scores
from small import NOT_APPLICABLE, PROFILE, control, group, question, questionnaire, risk, scored, section

Raw = dict[str, Any]

WAYS_OF_MEANS = ["arithmetic", "geometric", "minimum", "maximum", "staged"]
WEIGHTS = st.sampled_from([0.3, 1, 1, 2.5])
LEVELS = [(0, 1), (0, 1, 3), (1, 2, 3, 4), (0, 1, 2, 3, 4)]
ABROAD = {"profile": "stage", "equals": "abroad"}
BANDS: list[Raw] = [{"id": "low", "title": "Low"}, {"id": "high", "title": "High", "cut": 50}]


class Pair(NamedTuple):
    """A questionnaire, and two sets of answers and profiles."""

    asked: Questionnaire
    old: tuple[Raw, Raw]
    new: tuple[Raw, Raw]

    def scores(self) -> tuple[Scores, Scores]:
        """The scores of both."""
        return scored(self.asked, *self.old), scored(self.asked, *self.new)


@st.composite
def pairs(draw: st.DrawFn) -> Pair:
    """A questionnaire of any shape, and two sets of answers to it that may have little in common."""
    sums = draw(st.booleans())
    ids = (f"q{number}" for number in itertools.count())
    sections = [draw(_sections(ids, sums=sums, depth=2)) for _ in range(draw(st.integers(1, 4)))]
    how = "sum" if sums else draw(st.sampled_from(WAYS_OF_MEANS))
    fields: Raw = {"aggregation": how, "bands": BANDS, "profile": PROFILE}
    fields["unanswered"] = draw(st.sampled_from(["worst", "worst", "exclude"]))
    if sums:
        fields["scale"] = _scale_of(sections)
        fields["bands"] = [BANDS[0], {**BANDS[1], "cut": fields["scale"]["maximum"]}]
        fields["of"] = draw(st.sampled_from(["reachable", "fixed"]))
    elif draw(st.booleans()):
        fields["scale"] = {"rounds": "score", "decimals": draw(st.integers(0, 2))}
    if how == "geometric" and draw(st.booleans()):
        fields["geometric_floor"] = draw(st.sampled_from([0, 10]))
    asked = questionnaire(*sections, **fields)
    every = [dict(each) for each in _questions(sections)]
    old, new = ({item["id"]: draw(_answer(item)) for item in every} for _ in range(2))
    if draw(st.booleans()):  # often only a few answers differ
        kept = draw(st.sets(st.sampled_from([item["id"] for item in every])))
        new |= {id: old[id] for id in kept}
    stages = st.sampled_from([{"stage": "home"}, {"stage": "abroad"}])
    return Pair(asked, (old, draw(stages)), (new, draw(stages)))


@st.composite
def _sections(draw: st.DrawFn, ids: Iterator[str], *, sums: bool, depth: int) -> Raw:
    id, fields = f"s{next(ids)}", {"weight": draw(WEIGHTS), **draw(_when())}
    kinds = [
        "questions",
        "questions",
        *(["sections"] if depth else []),
        *([] if sums else ["risk", "control"]),
    ]
    kind = draw(st.sampled_from(kinds))
    if kind in ("risk", "control"):
        made = risk if kind == "risk" else control
        return made(id, draw(_asked(ids)), draw(_asked(ids)), **fields)
    how = "sum" if sums else draw(st.sampled_from(WAYS_OF_MEANS))
    fields |= {"aggregation": how, "shrinks": not sums and draw(st.booleans())}
    if kind == "sections":
        inner = [draw(_sections(ids, sums=sums, depth=depth - 1)) for _ in range(draw(st.integers(1, 3)))]
        scale = {"scale": _scale_of(inner)} if sums else {}
        return group(id, *inner, **fields, **scale)
    asked = draw(_asked(ids))
    if sums:
        ends = ((item["options"][0]["score"], item["options"][-1]["score"]) for item in asked)
        fields["scale"] = _scale([item["weight"] for item in asked], ends)
    return section(id, *asked, **fields)


@st.composite
def _asked(draw: st.DrawFn, ids: Iterator[str]) -> list[Raw]:
    return [
        question(
            next(ids),
            draw(st.sampled_from(LEVELS)),
            weight=draw(WEIGHTS),
            not_applicable="Where nothing of the kind is done.",
            **draw(_when()),
        )
        for _ in range(draw(st.integers(1, 4)))
    ]


def _when() -> st.SearchStrategy[Raw]:
    return st.sampled_from([{}, {}, {}, {"when": ABROAD}, {"when": {"not": ABROAD}}])


@st.composite
def _answer(draw: st.DrawFn, item: Raw) -> Any:
    return draw(
        st.sampled_from([*(option["id"] for option in item["options"]), "unknown", None, NOT_APPLICABLE])
    )


def _questions(sections: list[Raw]) -> Iterator[Raw]:
    for item in sections:
        for part in ("questions", "exposure", "control"):
            yield from item.get(part, ())
        yield from _questions(item.get("sections", []))


def _scale_of(sections: list[Raw]) -> Raw:
    """The fewest and the most points that `sections` give together."""
    ends = ((item["scale"]["minimum"], item["scale"]["maximum"]) for item in sections)
    return _scale([item["weight"] for item in sections], ends)


def _scale(weights: list[float], ends: Iterable[tuple[float, float]]) -> Raw:
    pairs = list(ends)
    low, high = (math.fsum(w * each[end] for w, each in zip(weights, pairs, strict=True)) for end in (0, 1))
    return {"minimum": low, "maximum": high}
