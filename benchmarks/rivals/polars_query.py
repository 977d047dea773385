"""The rival: `going-global` over a Parquet table, for Polars: `polars_query.py TABLE RESULT [checked]`.

It was written by hand and knows nothing of `readiness`. If `checked`, it leaves out rows with a cell that is
no answer and rows whose name another one has; otherwise it takes such a cell for an open answer.

It counts each answer in one whole number that holds, side by side, its level and whether it is answered,
open, or stands at its lowest; the sums of these numbers give all means of a section. That is possible because
all levels of this questionnaire are whole and lie equally far apart.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping, Sequence
from functools import reduce
from operator import and_, or_
from typing import Any, NamedTuple

import polars as pl
from pack import Asked, Pack, Part, Raw, levels, read_pack

FIELD = 256
"""A count has a field of 8 bits: sums stay below 256, as the questions of a list are few."""
ANSWERED, OPEN, LOWEST = FIELD, FIELD**2, FIELD**3
"""What 1 in each field adds; the level itself is in the field below."""
TOP = 4
TOLERANCE = 1e-9


class Score(NamedTuple):
    """The ends of a score, and how much is answered; null where nothing is asked."""

    low: pl.Expr
    high: pl.Expr
    coverage: pl.Expr


class Query:
    """The expressions, in the stages in which they are computed."""

    def __init__(self, pack: Pack, schema: pl.Schema, *, checked: bool = False) -> None:
        self.pack, self.schema, self.checked = pack, schema, checked
        self.asked = {asked.id: asked for asked in pack.questions()}
        self.stages: list[dict[str, pl.Expr]] = []

    def run(self, table: pl.LazyFrame) -> pl.LazyFrame:
        """`table` with a row of results for each firm."""
        pack = self.pack
        flags, contradictions = ([_id(item) for item in items] for items in (pack.flags, pack.contradictions))
        self.stage({f"?{name}": test for name, test in self._profile_tests()})
        self.stage({f"={id}": self._counted(asked) for id, asked in self.asked.items()})
        self.stage(
            {
                **{f"+{id}": self._sum(asked) for id, asked in self._lists()},
                **{f"!{item['id']}": self._holds(item["when"]) for item in pack.flags},
                **{f"~{item['id']}": self._holds(item["when"]) for item in pack.contradictions},
                **{f"when {band['id']}": self._holds(band["when"]) for band in pack.bands if "when" in band},
            }
        )
        self.stage(dict(self._scores()))
        self.stage(self._overall())
        self.stage(self._verdict())
        certain = [pl.col(f"!{id}").fill_null(value=False) for id in flags]
        possible = [pl.col(f"!{id}").is_null() for id in flags]
        told = [pl.col(f"~{id}").fill_null(value=False) for id in contradictions]
        self.stage(
            {
                "band": self._band_at(pl.col("reached")),
                "next_band": self._band_at(pl.col("reached") + 1),
                "best_band": self._band_at(pl.col("best")),
                "blocked_by": self._blockers(),
                "flags": listed(certain, flags),
                "flags_possible": listed(possible, flags),
                "contradictions": listed(told, contradictions),
            }
        )
        whole = table
        for stage in self.stages:
            table = table.with_columns(**stage)
        if self.checked:
            table = table.filter(*self._right(whole))
        return table.select(
            "firm",
            *(pl.col(asked["id"]).cast(pl.String).alias(f"profile.{asked['id']}") for asked in pack.profile),
            *("overall", "overall_high", "band", "next_band", "blocked_by", "best_band", "coverage"),
            *("flags", "flags_possible", "contradictions"),
            *(f"{part.id}.{name}" for part in (*pack.sections, *pack.windows) for name in COLUMNS[part.kind]),
        )

    def stage(self, expressions: dict[str, pl.Expr]) -> None:
        """Compute these from the columns of the table and of the stages before."""
        self.stages.append(expressions)

    # --- rows that are right --------------------------------------------------------------

    def _right(self, table: pl.LazyFrame) -> Iterable[pl.Expr]:
        """What holds in a row without a fault. A cell that is no answer has made the sum of its list null."""
        for id, _asked in self._lists():
            yield pl.col(f"+{id}").is_not_null()
        for asked in self.pack.profile:
            column = pl.col(asked["id"]).cast(pl.String)
            tests = [pl.col(f"?{asked['id']} {option['id']}") for option in asked["options"]]
            written = column.str.count_matches(";", literal=True) + 1 if asked.get("several") else 1
            found = reduce(lambda one, other: one + other, [test.cast(pl.UInt32) for test in tests])
            yield column.is_null() | (column == "") | (found == written)
        names = table.group_by("firm").len().filter(pl.col("len") > 1).collect(engine="streaming")["firm"]
        if len(names):
            yield ~pl.col("firm").is_in(names.implode())

    # --- answers -------------------------------------------------------------------------

    def _profile_tests(self) -> Iterable[tuple[str, pl.Expr]]:
        """Whether the profile names an option, for every option that a condition names."""
        for asked in self.pack.profile:
            column = pl.col(asked["id"]).cast(pl.String)
            ids = [option["id"] for option in asked["options"]]
            for id in ids:
                if not asked.get("several"):
                    yield f"{asked['id']} {id}", column == id
                elif any(id in other for other in ids if other != id):
                    yield f"{asked['id']} {id}", column.str.split(";").list.contains(id)
                else:
                    yield f"{asked['id']} {id}", column.str.contains(id, literal=True)

    def _counted(self, asked: Asked) -> pl.Expr:
        """The answer to one question as a number."""
        unasked = asked.weight * LOWEST if asked.stays else 0
        worth = [asked.weight * (level + ANSWERED) for level in range(TOP + 1)]
        counted = self._decoded(asked, [*worth, asked.weight * OPEN, unasked])
        if asked.when is None:
            return counted
        is_hidden = self._holds(asked.when).eq_missing(other=False)
        if self.checked:
            is_hidden &= counted.is_not_null()
        return pl.when(is_hidden).then(number(unasked)).otherwise(counted)

    def _decoded(self, asked: Asked, worth: Sequence[int]) -> pl.Expr:
        """The number of an answer: one of seven, for the levels, an open answer and “not applicable”."""
        column, kind = pl.col(asked.id), self.schema[asked.id]
        words = [*asked.options, *(["not-applicable"] if asked.may_not_apply else [])]
        numbers = [*worth[: TOP + 1], *worth[TOP + 2 :]]
        if kind.is_numeric():
            level = column.cast(pl.Int32) * asked.weight + asked.weight * ANSWERED
            if self.checked:
                level = pl.when(column.is_between(0, TOP)).then(level)
                return pl.when(column.is_null()).then(number(asked.weight * OPEN)).otherwise(level)
            return level.fill_null(asked.weight * OPEN)
        chain: Any = pl  # what a chain begins with
        for word, each in zip(words, numbers, strict=False):
            chain = chain.when(column == word).then(number(each))
        opened = number(worth[TOP + 1])
        if self.checked:
            is_open = column.is_null() | (column == "unknown") | (column == "")
            return chain.when(is_open).then(opened).otherwise(None)  # type: ignore[no-any-return]
        return chain.otherwise(opened)  # type: ignore[no-any-return]

    def _lists(self) -> Iterable[tuple[str, tuple[Asked, ...]]]:
        for part in (*self.pack.sections, *self.pack.windows):
            for place, asked in enumerate(part.lists):
                yield f"{part.id} {place}", asked

    def _sum(self, asked: Sequence[Asked]) -> pl.Expr:
        return reduce(lambda one, other: one + other, [pl.col(f"={each.id}") for each in asked])

    # --- conditions: true, false, or null while an answer is open -------------------------

    def _holds(self, condition: Raw) -> pl.Expr:
        if "all" in condition:
            return reduce(and_, map(self._holds, condition["all"]))
        if "any" in condition:
            return reduce(or_, map(self._holds, condition["any"]))
        if "not" in condition:
            return ~self._holds(condition["not"])
        if "profile" in condition:
            ids = condition.get("any_of") or [condition["equals"]]
            return reduce(or_, [pl.col(f"?{condition['profile']} {id}") for id in ids])
        asked = self.asked[condition["answer"]]
        fitting, counted = levels(condition, asked), pl.col(f"={asked.id}")
        least, most = (asked.weight * (level + ANSWERED) for level in (fitting[0], fitting[-1]))
        return pl.when(counted != asked.weight * OPEN).then(counted.is_between(least, most))

    # --- scores --------------------------------------------------------------------------

    def _scores(self) -> Iterable[tuple[str, pl.Expr]]:
        for part in (*self.pack.sections, *self.pack.windows):
            sides = [_side(pl.col(f"+{part.id} {place}")) for place in range(len(part.lists))]
            if part.kind == "capability":
                (only,) = sides
                yield f"{part.id}.score", 100 * only.low
                yield f"{part.id}.high", 100 * only.high
                yield f"{part.id}.coverage", only.coverage
                continue
            given, done = sides
            exists = given.coverage.is_not_null() | done.coverage.is_not_null()
            ends = {"given": given.low, "given_high": given.high, "done": done.low, "done_high": done.high}
            shares = {name: pl.when(exists).then(share.fill_null(0.0)) for name, share in ends.items()}
            yield f"{part.id}.coverage", pl.mean_horizontal(given.coverage, done.coverage)
            yield from _sided(part, shares)

    def _overall(self) -> dict[str, pl.Expr]:
        ids = [part.id for part in self.pack.sections]
        return {
            **{name: self._geometric([f"{id}.{end}" for id in ids]) for name, end in ENDS.items()},
            "coverage": pl.mean_horizontal(f"{id}.coverage" for id in ids),
        }

    def _geometric(self, names: Sequence[str]) -> pl.Expr:
        """The root of the product; all sections weigh the same, and in all of them something is asked."""
        floored = [pl.max_horizontal(pl.col(name), self.pack.floor) for name in names]
        product = reduce(lambda one, other: one * other, floored)
        for _halving in range(len(names).bit_length() - 1):
            product = product.sqrt()
        return product

    # --- the verdict ---------------------------------------------------------------------

    def _verdict(self) -> dict[str, pl.Expr]:
        thin = [pl.col(f"{part.id}.coverage") < self.pack.coverage - TOLERANCE for part in self.pack.sections]
        now = best = pl.lit(0, dtype=pl.Int32)
        for place in range(1, len(self.pack.bands)):
            misses = [miss for _name, miss in self._misses(place, at_best=False)]
            now = pl.when(~reduce(or_, misses)).then(place).otherwise(now)
            misses = [miss for _name, miss in self._misses(place, at_best=True)]
            best = pl.when(~reduce(or_, misses)).then(place).otherwise(best)
        return {"reached": pl.when(~reduce(or_, thin)).then(now), "best": best}

    def _misses(self, place: int, *, at_best: bool) -> Iterable[tuple[str, pl.Expr]]:
        """Whether each requirement of a band is not met."""
        band = self.pack.bands[place]
        end, exposed = ("high", "exposure") if at_best else ("score", "exposure_high")
        overall = pl.col("overall_high" if at_best else "overall")
        yield "overall", overall < band["cut"] - TOLERANCE
        for part in self.pack.sections:
            score = pl.col(f"{part.id}.{end}")
            if part.kind == "risk" and "control" in band:
                needed = band["control"]["base"] + band["control"]["slope"] * pl.col(f"{part.id}.{exposed}")
                yield part.id, score < needed - TOLERANCE
            elif "floor" in band:
                yield part.id, score < band["floor"] - TOLERANCE
        if "when" in band:
            yield "condition", ~pl.col(f"when {band['id']}").fill_null(value=at_best)
        for flag in self.pack.capped(place):
            yield f"flag {flag}", pl.col(f"!{flag}").fill_null(value=not at_best)

    def _blockers(self) -> pl.Expr:
        """What the next band needs, or what a verdict needs."""
        sections, flags = [part.id for part in self.pack.sections], [_id(flag) for flag in self.pack.flags]
        names = ["overall", *sections, "condition", *(f"flag {flag}" for flag in flags)]
        mask = pl.lit(0, dtype=pl.UInt32)
        for place in range(1, len(self.pack.bands)):
            missed = dict(self._misses(place, at_best=False))
            own = _mask([missed.get(name) for name in names])
            mask = pl.when(pl.col("reached") == place - 1).then(own).otherwise(mask)
        thin = [pl.col(f"{id}.coverage") < self.pack.coverage - TOLERANCE for id in sections]
        split = len(sections) + 2
        scores = _text(mask % 2**split, names[:split])
        capped = _text(mask // 2**split, names[split:])
        both = (
            pl.when((mask % 2**split > 0) & (mask // 2**split > 0)).then(pl.lit("; ")).otherwise(pl.lit(""))
        )
        withheld = _text(_mask(thin), [f"coverage {id}" for id in sections])
        return pl.when(pl.col("reached").is_null()).then(withheld).otherwise(scores + both + capped)

    def _band_at(self, place: pl.Expr) -> pl.Expr:
        ids = [band["id"] for band in self.pack.bands]
        named = place.cast(pl.UInt8).cat.to(pl.Enum([*ids, ""])).cast(pl.String)
        return pl.when(place < len(ids)).then(named)


def _side(total: pl.Expr) -> Score:
    """The share of one list from its sum, and its coverage."""
    level, answered = total & (FIELD - 1), (total // ANSWERED) & (FIELD - 1)
    opened, lowest = (total // OPEN) & (FIELD - 1), total // LOWEST
    asked, most = answered + opened, TOP * (answered + opened + lowest)
    low = pl.when(most > 0).then(level / most)
    high = pl.when(most > 0).then((level + TOP * opened) / most)
    return Score(low, high, pl.when(asked > 0).then(answered / asked))


def _sided(part: Part, shares: Mapping[str, pl.Expr]) -> Iterable[tuple[str, pl.Expr]]:
    low, high = shares["given"], shares["given_high"]
    done, done_high = shares["done"], shares["done_high"]
    if part.kind == "risk":
        yield f"{part.id}.score", 100 * done
        yield f"{part.id}.high", 100 * done_high
        yield f"{part.id}.exposure", low
        yield f"{part.id}.exposure_high", high
        yield f"{part.id}.control", done
        yield f"{part.id}.control_high", done_high
        yield f"{part.id}.residual", low * (1 - done_high)
        yield f"{part.id}.residual_high", high * (1 - done)
        return
    yield f"{part.id}.score", 100 * low
    yield f"{part.id}.high", 100 * high
    yield f"{part.id}.use", 100 * done
    yield f"{part.id}.use_high", 100 * done_high
    yield f"{part.id}.unused", 100 * low * (1 - done_high)
    yield f"{part.id}.unused_high", 100 * high * (1 - done)


def listed(applies: Sequence[pl.Expr], names: Sequence[str]) -> pl.Expr:
    """Those of `names` that apply, joined: looked up by twelve at a time, among all their combinations."""
    at_once = 12
    texts = [
        _text(_mask(applies[first : first + at_once]), names[first : first + at_once])
        for first in range(0, len(names), at_once)
    ]
    joined = texts[0]
    for text in texts[1:]:
        both = pl.when((joined != "") & (text != "")).then(pl.lit("; ")).otherwise(pl.lit(""))
        joined = joined + both + text
    return joined


def _mask(applies: Sequence[pl.Expr | None]) -> pl.Expr:
    bits = [each.cast(pl.UInt32) * (1 << place) for place, each in enumerate(applies) if each is not None]
    return reduce(lambda one, other: one + other, bits)


def _text(mask: pl.Expr, names: Sequence[str]) -> pl.Expr:
    """The names whose bits are set in `mask`, joined."""
    texts = [""]
    for name in names:
        texts += [f"{text}; {name}" if text else name for text in texts]
    return mask.cast(pl.UInt16).cat.to(pl.Enum(texts)).cast(pl.String)


def number(value: int) -> pl.Expr:
    """A number as the counts are."""
    return pl.lit(value, dtype=pl.Int32)


def _id(item: Raw) -> str:
    return str(item["id"])


ENDS = {"overall": "score", "overall_high": "high"}
_PLAIN = ("score", "high", "coverage")
COLUMNS = {
    "capability": _PLAIN,
    "risk": (
        *_PLAIN,
        *(f"{side}{end}" for side in ("exposure", "control", "residual") for end in ("", "_high")),
    ),
    "opportunity": (*_PLAIN, *(f"{side}{end}" for side in ("use", "unused") for end in ("", "_high"))),
}


def main(table: str, result: str, checked: str = "") -> None:
    """Write the result table."""
    scanned = pl.scan_parquet(table)
    Query(read_pack(), scanned.collect_schema(), checked=bool(checked)).run(scanned).sink_parquet(result)


if __name__ == "__main__":
    main(*sys.argv[1:])
