"""The rival: `going-global` over a Parquet table, in SQL: `duckdb_query.py TABLE RESULT [checked]`.

It was written by hand and knows nothing of `readiness`. If `checked`, it leaves out rows with a cell that is
no answer and rows whose name another one has; otherwise it takes such a cell for an open answer.

As in `polars_query`, each answer becomes one whole number that holds, side by side, its level, whether it is
answered and whether it does not apply; what is left of a list is open. The number is the place of the answer
in a padded list: DuckDB looks up such a place once for each entry of the dictionary of a column, and not for
each row.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator

import duckdb
from pack import LEVELS, Asked, Pack, Raw, levels, read_pack

ANSWERED, ABSENT = 64, 1024
"""What an answered question and one that does not apply add; levels add up to less than 64."""
TOP = LEVELS - 1
TOLERANCE = "1e-9"


class Query:
    """The stages of the query; each is computed from the columns of the table and of the stages before."""

    def __init__(self, pack: Pack, kinds: dict[str, str], *, checked: bool = False) -> None:
        self.pack, self.kinds, self.checked = pack, kinds, checked
        self.asked = {asked.id: asked for asked in pack.questions()}

    def text(self, table: str) -> str:
        """The whole query."""
        stages = (
            *(self._facts(), self._counts(), self._sums(), self._lists()),
            *(self._parts(), self._sided(), self._whole(), self._reached()),
        )
        source, text = f"read_parquet('{table}')", ""
        for number, stage in enumerate(stages):
            columns = ", ".join(f'{expression} AS "{name}"' for name, expression in stage)
            text += f"{'WITH' if not text else ','} stage{number} AS (SELECT *, {columns} FROM {source})\n"
            source = f"stage{number}"
        result = ", ".join(f'{expression} AS "{name}"' for name, expression in self._result())
        text += f"SELECT {result} FROM {source}"
        if self.checked:
            text += f" WHERE {' AND '.join(self._right())} AND firm NOT IN ({_names_twice(table)})"
        return text

    def _right(self) -> Iterator[str]:
        """What holds in a row without a cell that is no answer."""
        for asked in self.asked.values():
            if self.kinds[asked.id] != "VARCHAR":
                yield f'coalesce("{asked.id}" BETWEEN 0 AND {TOP}, true)'
                continue
            words = [*asked.options, *(["not-applicable"] if asked.may_not_apply else []), "unknown", ""]
            yield f'coalesce(list_contains({words}, "{asked.id}"), true)'
        for fact in self.pack.profile:
            column, ids = f'CAST("{fact["id"]}" AS VARCHAR)', [option["id"] for option in fact["options"]]
            test = f"list_contains({['', *ids]}, {column})"
            if fact.get("several"):
                found = " + ".join(f'CAST("?{fact["id"]} {id}" AS INTEGER)' for id in ids)
                test = f"({column} = '' OR {found} = len(string_split({column}, ';')))"
            yield f"coalesce({test}, true)"

    # --- answers -------------------------------------------------------------------------

    def _facts(self) -> Iterator[tuple[str, str]]:
        """Whether the profile names an option, for every option."""
        for asked in self.pack.profile:
            column = f'CAST("{asked["id"]}" AS VARCHAR)'
            for option in asked["options"]:
                if asked.get("several"):
                    test = f"instr(';' || {column} || ';', ';{option['id']};') > 0"
                else:
                    test = f"{column} = '{option['id']}'"
                yield f"?{asked['id']} {option['id']}", test

    def _counts(self) -> Iterator[tuple[str, str]]:
        for asked in self.asked.values():
            count = self._found(asked)
            if asked.when is not None:
                count = f"CASE WHEN NOT ({self._holds(asked.when)}) THEN {ABSENT} ELSE {count} END"
            yield f"={asked.id}", count

    def _found(self, asked: Asked) -> str:
        """The number of an answer; 0 while it is open."""
        if self.kinds[asked.id] != "VARCHAR":
            return f'coalesce("{asked.id}" + {ANSWERED}, 0)'
        places = ["''"] * (ANSWERED - 1) + [f"'{id}'" for id in asked.options]
        if asked.may_not_apply:
            places += ["''"] * (ABSENT - 1 - len(places)) + ["'not-applicable'"]
        return f'coalesce(list_position([{", ".join(places)}], "{asked.id}"), 0)'

    def _sums(self) -> Iterator[tuple[str, str]]:
        for part in (*self.pack.sections, *self.pack.windows):
            for place, asked in enumerate(part.lists):
                terms = [
                    f'{each.weight} * "={each.id}"' if each.weight > 1 else f'"={each.id}"' for each in asked
                ]
                yield f"+{part.id} {place}", " + ".join(terms)
        for item in self.pack.flags:
            yield f"!{item['id']}", self._holds(item["when"])
        for item in self.pack.contradictions:
            yield f"~{item['id']}", self._holds(item["when"])

    # --- conditions: true, false, or null while an answer is open --------------------------

    def _holds(self, condition: Raw) -> str:
        for word, joint in (("all", " AND "), ("any", " OR ")):
            if word in condition:
                return f"({joint.join(map(self._holds, condition[word]))})"
        if "not" in condition:
            return f"(NOT {self._holds(condition['not'])})"
        if "profile" in condition:
            ids = condition.get("any_of") or [condition["equals"]]
            return "(" + " OR ".join(f'"?{condition["profile"]} {id}"' for id in ids) + ")"
        fitting, count = levels(condition, self.asked[condition["answer"]]), f'"={condition["answer"]}"'
        return f"(nullif({count}, 0) BETWEEN {fitting[0] + ANSWERED} AND {fitting[-1] + ANSWERED})"

    # --- scores --------------------------------------------------------------------------

    def _lists(self) -> Iterator[tuple[str, str]]:
        """The shares of each list, and how much of it is answered; null where nothing is asked."""
        for part in (*self.pack.sections, *self.pack.windows):
            for place, asked in enumerate(part.lists):
                total, size = f'"+{part.id} {place}"', sum(each.weight for each in asked)
                level, answered = f"({total} & {ANSWERED - 1})", f"(({total} >> 6) & 15)"
                absent = f"({total} >> 10)"
                wanted = f"({size} - {absent})"
                counts = str(size) if asked[0].stays else wanted
                opened = f"({wanted} - {answered})"
                yield f"low {part.id} {place}", f"{level} / nullif({TOP} * {counts}, 0)"
                yield f"high {part.id} {place}", f"({level} + {TOP} * {opened}) / nullif({TOP} * {counts}, 0)"
                yield f"known {part.id} {place}", f"{answered} / nullif({wanted}, 0)"

    def _parts(self) -> Iterator[tuple[str, str]]:
        """The coverage of each section; the scores of those with one list; the sides of the others."""
        for part in (*self.pack.sections, *self.pack.windows):
            if part.kind == "capability":
                yield f"{part.id}.score", f'100 * "low {part.id} 0"'
                yield f"{part.id}.high", f'100 * "high {part.id} 0"'
                yield f"{part.id}.coverage", f'"known {part.id} 0"'
                continue
            first, second = (f'"known {part.id} {place}"' for place in (0, 1))
            either = f"coalesce({first}, {second})"
            yield f"{part.id}.coverage", f"coalesce(({first} + {second}) / 2, {either})"
            for place, name in enumerate(SIDES[part.kind]):
                for end, ending in (("low", ""), ("high", "_high")):
                    share = f'coalesce("{end} {part.id} {place}", 0)'
                    yield f"{part.id}.{name}{ending}", f"CASE WHEN {either} IS NOT NULL THEN {share} END"

    def _sided(self) -> Iterator[tuple[str, str]]:
        """The scores of sections with two sides, and what is left of the first one."""
        for part in (*self.pack.sections, *self.pack.windows):
            if part.kind == "capability":
                continue
            (given, given_high), (done, done_high) = (
                (f'"{part.id}.{name}"', f'"{part.id}.{name}_high"') for name in SIDES[part.kind]
            )
            scored = (done, done_high) if part.kind == "risk" else (given, given_high)
            yield f"{part.id}.score", f"100 * {scored[0]}"
            yield f"{part.id}.high", f"100 * {scored[1]}"
            yield f"{part.id}.{LEFT[part.kind]}", f"{given} * (1 - {done_high})"
            yield f"{part.id}.{LEFT[part.kind]}_high", f"{given_high} * (1 - {done})"

    def _whole(self) -> Iterator[tuple[str, str]]:
        """The root of the product; all sections weigh the same, and in all of them something is asked."""
        ids = [part.id for part in self.pack.sections]
        for name, end in (("overall", "score"), ("overall_high", "high")):
            product = " * ".join(f'greatest("{id}.{end}", {self.pack.floor})' for id in ids)
            yield name, f"pow(CAST({product} AS DOUBLE), 1.0 / {len(ids)})"
        yield "coverage", "(" + " + ".join(f'"{id}.coverage"' for id in ids) + f") / {len(ids)}"

    # --- the verdict ---------------------------------------------------------------------

    def _reached(self) -> Iterator[tuple[str, str]]:
        for name, at_best in (("reached", False), ("best", True)):
            text = "CASE"
            if not at_best:
                text += f" WHEN {' OR '.join(self._thin().values())} THEN NULL"
            for place in reversed(range(1, len(self.pack.bands))):
                misses = " OR ".join(self._misses(place, at_best=at_best).values())
                text += f" WHEN NOT ({misses}) THEN {place}"
            yield name, f"{text} ELSE 0 END"

    def _thin(self) -> dict[str, str]:
        """For each section, whether too little of it is answered for a verdict."""
        least = f"{self.pack.coverage!r} - {TOLERANCE}"
        return {part.id: f'"{part.id}.coverage" < {least}' for part in self.pack.sections}

    def _misses(self, place: int, *, at_best: bool) -> dict[str, str]:
        """Whether each requirement of a band is not met."""
        band, found = self.pack.bands[place], {}
        end, exposed = ("high", "exposure") if at_best else ("score", "exposure_high")
        found["overall"] = f'"{"overall_high" if at_best else "overall"}" < {band["cut"]} - {TOLERANCE}'
        for part in self.pack.sections:
            if part.kind == "risk" and "control" in band:
                control = band["control"]
                needed = f'{control["base"]} + {control["slope"]} * "{part.id}.{exposed}"'
                found[part.id] = f'"{part.id}.{end}" < {needed} - {TOLERANCE}'
            elif "floor" in band:
                found[part.id] = f'"{part.id}.{end}" < {band["floor"]} - {TOLERANCE}'
        if "when" in band:
            found["condition"] = f"NOT coalesce({self._holds(band['when'])}, {at_best})"
        for flag in self.pack.capped(place):
            found[f"flag {flag}"] = f'coalesce("!{flag}", {not at_best})'
        return found

    def _result(self) -> Iterator[tuple[str, str]]:
        yield "firm", "firm"
        for asked in self.pack.profile:
            yield f"profile.{asked['id']}", f'CAST("{asked["id"]}" AS VARCHAR)'
        yield from ((name, name) for name in ("overall", "overall_high"))
        yield "band", self._band("reached")
        yield "next_band", self._band("reached + 1")
        yield "blocked_by", self._blockers()
        yield "best_band", self._band("best")
        yield "coverage", "coverage"
        flags = [flag["id"] for flag in self.pack.flags]
        yield "flags", listed({id: f'"!{id}"' for id in flags})
        yield "flags_possible", listed({id: f'"!{id}" IS NULL' for id in flags})
        yield "contradictions", listed({item["id"]: f'"~{item["id"]}"' for item in self.pack.contradictions})
        for part in (*self.pack.sections, *self.pack.windows):
            for name in COLUMNS[part.kind]:
                scaled = part.kind == "opportunity" and name not in PLAIN
                yield f"{part.id}.{name}", f'{"100 * " if scaled else ""}"{part.id}.{name}"'

    def _band(self, place: str) -> str:
        cases = " ".join(f"WHEN {at} THEN '{band['id']}'" for at, band in enumerate(self.pack.bands))
        return f"CASE {place} {cases} END"

    def _blockers(self) -> str:
        """What the next band needs, or what a verdict needs."""
        withheld = listed({f"coverage {id}": thin for id, thin in self._thin().items()})
        text = f"CASE WHEN reached IS NULL THEN {withheld}"
        for place in range(1, len(self.pack.bands)):
            text += f" WHEN reached = {place - 1} THEN {listed(self._misses(place, at_best=False))}"
        return f"{text} ELSE '' END"


def _names_twice(table: str) -> str:
    return f"SELECT firm FROM read_parquet('{table}') GROUP BY firm HAVING count(*) > 1"


def listed(tests: dict[str, str]) -> str:
    """The names whose tests are true, joined."""
    cases = (f"CASE WHEN {test} THEN '{name}' END" for name, test in tests.items())
    return f"concat_ws('; ', {', '.join(cases)})"


SIDES = {"risk": ("exposure", "control"), "opportunity": ("openness", "use")}
LEFT = {"risk": "residual", "opportunity": "unused"}
PLAIN = ("score", "high", "coverage")
COLUMNS = {
    "capability": PLAIN,
    "risk": (
        *PLAIN,
        *(f"{side}{end}" for side in ("exposure", "control", "residual") for end in ("", "_high")),
    ),
    "opportunity": (*PLAIN, *(f"{side}{end}" for side in ("use", "unused") for end in ("", "_high"))),
}


def main(table: str, result: str, checked: str = "") -> None:
    """Write the result table; the order of its rows is not kept, which is faster."""
    database = duckdb.connect()
    database.execute("SET preserve_insertion_order = false")
    described = database.execute(f"DESCRIBE SELECT * FROM read_parquet('{table}')").fetchall()
    kinds = {row[0]: row[1] for row in described}
    query = Query(read_pack(), kinds, checked=bool(checked)).text(table)
    database.execute(f"COPY ({query}) TO '{result}' (FORMAT parquet, COMPRESSION zstd)")


if __name__ == "__main__":
    main(*sys.argv[1:])
