"""Scores a table of firms: the plan that scores one enterprise, executed over columns."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import narwhals as nw

from readiness.cohort.column_forms import expect_column_forms
from readiness.cohort.column_names import col, undotted
from readiness.cohort.column_scope import ColumnScope
from readiness.cohort.column_scores import ColumnScore, ColumnScores, coverage_of, with_subsections
from readiness.cohort.column_verdicts import HeldColumns, Judge, VerdictColumns
from readiness.cohort.firm_layout import FirmLayout, stated_columns
from readiness.cohort.marked_rows import without_marked
from readiness.cohort.measures import with_nodes_below
from readiness.cohort.named_columns import ListedNames, OneName, ResultColumn, select_named
from readiness.cohort.stages import Stages
from readiness.cohort.truths import any_true, both, column_of, negated, where
from readiness.questionnaire.combining.combining import Quantity
from readiness.questionnaire.conditions import Condition
from readiness.questionnaire.questionnaire import WHOLE, Questionnaire
from readiness.scoring.plan import Node, compile_plan
from readiness.scoring.ranges import Range
from readiness.scoring.scope import can_tell
from readiness.scoring.terms import on_scale
from readiness.scoring.verdict import least_for

NO_COLUMNS: Mapping[str, nw.Expr] = {}
_WRONG = "wrong:"


class ScoredTable:  # long because it has every column of the result
    """A table of firms with their scores. Nothing is computed before its frames are collected or written."""

    def __init__(
        self,
        frame: nw.LazyFrame[Any],
        layout: FirmLayout,
        questionnaire: Questionnaire,
        *,
        quick: bool = False,
        wrong: Mapping[str, nw.Expr] = NO_COLUMNS,
    ) -> None:
        """Score the rows of `frame`; with `quick`, by the quick set alone.

        `wrong` tells of more columns whose cells are wrong than those of answers and facts, and those that
        say what a row answers.
        Raises ReadinessError if a part of the questionnaire has no column form.
        """
        expect_column_forms(questionnaire)
        self._questionnaire = questionnaire
        self._stages = Stages(frame)
        self._scope = ColumnScope(questionnaire, layout, self._stages, quick=quick)
        stated = stated_columns(layout, questionnaire)
        others = {name: (col(name) != value).fill_null(False) for name, value, _message in stated}
        others |= wrong
        self._wrong = others | self._scope.faults()
        self._is_wrong = column_of(any_true((*others.values(), self._scope.any_fault())))
        self._answered = self._stages.end()

    # --- scores -----------------------------------------------------------------------------------------

    def scores(self, kept: Mapping[str, nw.Expr] = NO_COLUMNS) -> nw.LazyFrame[Any]:
        """A row of scores for each firm whose row has no fault; the columns `kept` come first.

        `docs/cohort.md` lists the columns.
        """
        columns: dict[str, ResultColumn] = {**kept, **self._facts()}
        for name, value in self._score_columns():
            is_named = isinstance(value, OneName | ListedNames)
            columns[name] = value if is_named else _typed(name, value)
        return self._without_wrong(self._stages.end(), columns)

    def _score_columns(self) -> Iterator[tuple[str, Quantity | OneName | ListedNames]]:
        plan, scope, stages = compile_plan(self._questionnaire), self._scope, self._stages
        engine = ColumnScores(plan, scope, stages)
        scored_nodes = engine.score_nodes((*plan.whole.children, *plan.windows))
        sections = [item for item in scored_nodes if item.score.node in plan.whole.children]
        everything = list(with_subsections(scored_nodes))
        scope.scores = {item.id: (item.score.score, item.exists) for item in everything}
        flags = {flag.id: flag.when for flag in plan.flags if self._can_tell(flag.when)}
        held = HeldColumns(
            self._kept_range(WHOLE, engine.combined_whole(plan.whole, sections)),
            {item.id: item for item in sections},
            stages.keep(f"coverage:{WHOLE}", coverage_of(sections)),
            any_true(item.exists for item in sections),
            self._holding("flag", flags),
            self._conditions(plan.whole),
        )
        contradictions = self._holding("contradiction", {each.id: each.when for each in plan.contradictions})
        stages.end()
        thin = {item.id: _is_thin(item, plan.coverage) for item in sections}
        yield from _verdict_columns(Judge(plan.whole.rungs, held, stages, WHOLE).verdicts(thin), held)
        yield "flags", ListedNames([(id, holds.fill_null(False)) for id, holds in held.flags.items()])
        yield "flags_possible", ListedNames([(id, holds.is_null()) for id, holds in held.flags.items()])
        yield (
            "contradictions",
            ListedNames([(id, holds.fill_null(False)) for id, holds in contradictions.items()]),
        )
        for item in everything:
            yield from self._section_columns(item, plan.coverage)
        scored = {item.id for item in everything}
        for node in with_nodes_below((*plan.whole.children, *plan.windows)):
            if node.id not in scored:
                yield from _absent_columns(node)

    def _kept_range(self, id: str, score: Range) -> Range:
        return Range(
            *(
                self._stages.keep(f"score:{at}:{id}", end)
                for at, end in zip(("low", "high"), score, strict=True)
            )
        )

    def _can_tell(self, condition: Condition) -> bool:
        return can_tell(self._questionnaire, condition, self._scope.is_selected)

    def _holding(self, kind: str, conditions: Mapping[str, Condition]) -> dict[str, nw.Expr]:
        """Whether each of `conditions` holds, by the same names."""
        return {
            id: self._stages.keep(f"{kind}:{id}", self._scope.holds(when)) for id, when in conditions.items()
        }

    def _conditions(self, node: Node) -> dict[str, nw.Expr]:
        """Whether the conditions of its bands hold, by the id of the band."""
        return {rung.band.id: self._scope.holds(rung.band.when) for rung in node.rungs if rung.band.when}

    def _section_columns(self, item: ColumnScore, coverage: float) -> Iterator[tuple[str, Quantity]]:
        id, score = item.id, item.score
        yield from _both_ends(f"{id}.score", f"{id}.high", item.shown(score.score))
        yield f"{id}.coverage", where(item.exists, score.coverage, None)
        if score.sides is not None:
            names = _sides_shown(score.node)
            for name, share in zip(names, score.sides[-len(names) :], strict=True):
                share = on_scale(score.scale, share) if "unused" in names else share
                yield from _both_ends(f"{id}.{name}", f"{id}.{name}_high", item.shown(share))
        if score.node.rungs:
            yield f"{id}.band", self._own_band(item, coverage)

    def _own_band(self, item: ColumnScore, coverage: float) -> Quantity:
        """The band of a section that has bands of its own."""
        score, children = item.score, {child.id: child for child in item.children}
        is_given = item.exists if children else both(item.exists, score.coverage > 0)
        held = HeldColumns(score.score, children, score.coverage, is_given, {}, self._conditions(score.node))
        return (
            Judge(score.node.rungs, held, self._stages, item.id)
            .verdicts({item.id: _is_thin(item, coverage)})
            .band
        )

    # --- answers ----------------------------------------------------------------------------------------

    def answers(self, *, all_right: bool = False) -> nw.LazyFrame[Any]:
        """What each firm whose row has no fault said to every question.

        For each question: whether it is answered (`ID.answered`), whether the firm does not know
        (`ID.unknown`) and, if it is scored, what the answer is worth (`ID.share`, 0-1), null without one.
        Both are false where the question is not asked. With `all_right`, no row is looked at for faults.
        """
        columns: dict[str, nw.Expr] = {}
        for id, scoped in self._scope.questions.items():
            asked = negated(scoped.hidden) if self._scope.is_selected(id) else False
            is_answered = both(asked, scoped.answered)
            columns[f"{id}.answered"] = column_of(is_answered)
            columns[f"{id}.unknown"] = column_of(both(asked, scoped.unknown))
            if scoped.question.scored:
                columns[f"{id}.share"] = _typed(id, where(is_answered, scoped.full_share, None))
        if all_right:
            return self._answered.select(**columns)
        return self._without_wrong(self._answered, columns)

    def _facts(self) -> dict[str, nw.Expr]:
        return {f"profile.{each.id}": self._scope.fact_text(each.id) for each in self._questionnaire.profile}

    def _without_wrong(
        self, table: nw.LazyFrame[Any], columns: Mapping[str, ResultColumn]
    ) -> nw.LazyFrame[Any]:
        """`columns` of the rows without a fault. They are few, so that it is quick to leave rows out last."""
        return without_marked(select_named(table, {**columns, _WRONG: self._is_wrong}), _WRONG)

    def wrong(self) -> nw.LazyFrame[Any]:
        """The table with a column for each column that may be wrong: whether its cell is."""
        tests = zip(self.may_be_wrong.values(), self._wrong.values(), strict=True)
        return self._answered.with_columns(**dict(tests))

    @property
    def may_be_wrong(self) -> dict[str, str]:
        """The columns of `wrong` that say so, by the ids of the questions, or by `profile.ID`."""
        return {id: undotted(f"{_WRONG}{id}") for id in self._wrong}


_TEXTS = ("band", "next_band", "blocked_by", "best_band")


def _typed(name: str, value: Quantity) -> nw.Expr:
    """`value` as a column; where it is null for all firms, of the type that others would have."""
    if value is not None:
        return column_of(value)  # type: ignore[no-any-return]
    is_text = name in _TEXTS or name.endswith(".band")
    return nw.lit(None, dtype=nw.String if is_text else nw.Float64)


def _absent_columns(node: Node) -> Iterator[tuple[str, Quantity]]:
    """The columns of a section of which nothing is asked in the set that is assessed."""
    names = [f"{node.id}.score", f"{node.id}.high", f"{node.id}.coverage"]
    for side in _sides_shown(node):
        names += [f"{node.id}.{side}", f"{node.id}.{side}_high"]
    names += [f"{node.id}.band"] if node.rungs else []
    yield from ((name, None) for name in names)


def _sides_shown(node: Node) -> list[str]:
    """The sides of a section that have columns, and what is left; the openness of a window is its score."""
    if not node.way.sides:
        return []
    given, done = node.way.sides
    return [given, done, "residual"] if given == "exposure" else [done, "unused"]


def _is_thin(item: ColumnScore, required: float) -> Quantity:
    """Whether too little of a section is answered for a verdict."""
    return both(item.exists, item.score.coverage < least_for(required))


def _verdict_columns(verdicts: VerdictColumns, held: HeldColumns) -> Iterator[tuple[str, Quantity]]:
    overall = Range(*(where(held.exists, end, None) for end in held.score))
    yield from _both_ends("overall", "overall_high", overall)
    yield "band", verdicts.band
    yield "next_band", verdicts.next
    yield "blocked_by", verdicts.blocked_by
    yield "best_band", verdicts.best
    yield "coverage", where(held.exists, held.coverage, None)


def _both_ends(low: str, high: str, ends: Range) -> Iterator[tuple[str, Quantity]]:
    yield from zip((low, high), ends, strict=True)
