"""Decides for a whole table which questions count, as `scoring.scope` does for one enterprise.

A condition is a column of true, false or null, where null is undecided; the operators of all engines follow
the same three-valued logic.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import reduce
from operator import and_, or_
from typing import NamedTuple

import narwhals as nw

from readiness.cohort.cells import (
    ASIDE_CODE,
    BLANK_CODE,
    UNKNOWN_CODE,
    WRONG_CODE,
    ArrayCells,
    CodedCells,
    JoinedCells,
    Packed,
    TextCells,
    lists_option,
    padded,
    raw_cells,
)
from readiness.cohort.column_names import col
from readiness.cohort.firm_cells import JOINED_BY
from readiness.cohort.firm_layout import ColumnForm, FirmLayout
from readiness.cohort.packing import ANSWERED
from readiness.cohort.stages import Stages
from readiness.cohort.truths import any_true, column_of, either, lowest_of, where
from readiness.questionnaire.combining.combining import Quantity
from readiness.questionnaire.conditions import Condition, answers_in
from readiness.questionnaire.questionnaire import Questionnaire
from readiness.questionnaire.questions.base import Question
from readiness.scoring.ranges import TOLERANCE

UNDECIDED = nw.lit(None, dtype=nw.Boolean)


class ScopedQuestion(NamedTuple):
    """One question of the table."""

    question: Question
    codes: nw.Expr | None = None
    """The code of each cell, as in `cells`; None if the table has no column of it."""
    cells: TextCells | None = None
    share: Quantity = None
    """What each answer is worth, 0-1, without meaning where there is none; None if it is never scored."""
    hidden: Quantity = False
    """Whether a condition hides it: false for all, or a column."""

    @property
    def full_share(self) -> Quantity:
        """`share` as a number."""
        if isinstance(self.share, Packed):
            return self.share.column % ANSWERED * (1 / self.share.parts)
        return self.share

    @property
    def aside(self) -> Quantity:
        """Whether it is marked not applicable: false for all, or a column."""
        return self.codes == ASIDE_CODE if self.codes is not None and self.question.not_applicable else False

    @property
    def answered(self) -> Quantity:
        """Whether there is an answer: false for all, or a column."""
        return False if self.codes is None else self.codes >= 0

    @property
    def unknown(self) -> Quantity:
        """Whether the firm does not know: false for all, or a column."""
        return False if self.codes is None else self.codes == UNKNOWN_CODE


class ScopedFact(NamedTuple):
    """One fact of the profile."""

    cells: TextCells
    given: nw.Expr
    """Whether there is one."""
    wrong: nw.Expr
    """Whether its cell holds something else."""


class ColumnScope:
    """The questions and facts of a table; can evaluate conditions."""

    def __init__(
        self, questionnaire: Questionnaire, layout: FirmLayout, stages: Stages, *, quick: bool
    ) -> None:
        self._questionnaire = questionnaire
        self._quick = quick
        self.scores: Mapping[str, tuple[tuple[Quantity, Quantity], Quantity]] = {}
        """The scores of sections by id, once they are known, and whether there is one."""
        self._layout = layout
        columns = _Columns(questionnaire, layout, stages)
        self.questions = {
            id: columns.coded(question) if id in layout.answers else ScopedQuestion(question)
            for id, question in questionnaire.questions.items()
        }
        self.facts = {id: columns.fact(id) for id in layout.profile}
        stages.end()
        self._find_hidden(stages)

    def _find_hidden(self, stages: Stages) -> None:
        """Find out which questions are hidden, each after those that its condition looks at."""
        depths: dict[str, int] = {}
        for id, when in self._questionnaire.asked_if.items():
            before = () if when is None else answers_in(when)
            depths[id] = 0 if when is None else 1 + max((depths[each] for each in before), default=0)
        for depth in range(max(depths.values(), default=0) + 1):
            for id in (id for id, found in depths.items() if found == depth):
                when = self._questionnaire.asked_if[id]
                if when is not None and self.is_selected(id):
                    hidden = stages.keep(f"hidden:{id}", (~self.holds(when)).fill_null(False))
                    self.questions[id] = self.questions[id]._replace(hidden=hidden)
            stages.end()

    def is_selected(self, id: str) -> bool:
        """Whether the question belongs to the set that is assessed."""
        return not self._quick or self._questionnaire.questions[id].quick

    def faults(self) -> dict[str, nw.Expr]:
        """Whether the cell of a question, or of a fact as `profile.ID`, is wrong, by the id."""
        found = {id: code == WRONG_CODE for id, code in self._codes().items()}
        return found | {f"profile.{id}": fact.wrong for id, fact in self.facts.items()}

    def any_fault(self) -> Quantity:
        """Whether any of `faults` is true: false for all, or a column. The lowest code tells of all codes."""
        codes, facts = list(self._codes().values()), [fact.wrong for fact in self.facts.values()]
        return any_true([*([lowest_of(codes) == WRONG_CODE] if codes else []), *facts])

    def _codes(self) -> dict[str, nw.Expr]:
        return {id: each.codes for id, each in self.questions.items() if each.codes is not None}

    def fact_text(self, id: str) -> nw.Expr:
        """What the profile says, as text; the options of one that allows several are joined."""
        if id not in self.facts:
            return nw.lit(None, dtype=nw.String)
        fact = self.facts[id]
        if isinstance(fact.cells, JoinedCells):
            return fact.cells.column.str.strip_chars(JOINED_BY)
        if not isinstance(fact.cells, ArrayCells):
            return nw.when(fact.given).then(col(self._layout.profile[id].name).cast(nw.String))
        asked = self._questionnaire.profile_question(id)
        assert asked is not None
        ids = [nw.when(fact.cells.holds([option.id])).then(nw.lit(option.id)) for option in asked.options]
        listed = nw.concat_str(ids, separator=JOINED_BY, ignore_nulls=True)
        return nw.when(listed != "").then(listed)

    # --- conditions -------------------------------------------------------------------------------------

    def holds(self, condition: Condition) -> nw.Expr:
        """Whether `condition` holds; null while that depends on an open answer."""
        if condition.all:
            return reduce(and_, map(self.holds, condition.all))
        if condition.any:
            return reduce(or_, map(self.holds, condition.any))
        if condition.negated is not None:
            return ~self.holds(condition.negated)
        if condition.profile is not None:
            return self._profile_holds(condition, condition.profile)
        if condition.section is not None:
            return self._score_holds(condition, condition.section)
        assert condition.answer is not None
        return self._answer_holds(condition, self.questions[condition.answer])

    def _profile_holds(self, condition: Condition, asked: str) -> nw.Expr:
        if (fact := self.facts.get(asked)) is None:
            return UNDECIDED
        if condition.equals is None:
            return nw.when(fact.given).then(fact.cells.holds(condition.any_of))
        return nw.when(fact.given).then(fact.cells.holds_only(condition.equals))

    def _answer_holds(self, condition: Condition, scoped: ScopedQuestion) -> nw.Expr:
        holds = UNDECIDED
        if scoped.cells is not None and self.is_selected(scoped.question.id):
            meets = scoped.question.cells_that_meet(condition, scoped.cells)
            holds = nw.when(scoped.answered).then(column_of(meets))
        is_false = either(scoped.aside, scoped.hidden)
        return where(is_false, False, holds)  # type: ignore[no-any-return]

    def _score_holds(self, condition: Condition, section: str) -> nw.Expr:
        """Whether the score passes, whatever the open answers turn out to be; false if there is no score."""
        if section not in self.scores:
            return nw.lit(False)
        (low, high), exists = self.scores[section]
        points = condition.points
        if condition.at_least is not None:
            worst, best = low >= points - TOLERANCE, high >= points - TOLERANCE
        else:
            worst, best = high <= points + TOLERANCE, low <= points + TOLERANCE
        holds = nw.when(worst == best).then(best).otherwise(UNDECIDED)
        return where(exists, holds, False)  # type: ignore[no-any-return]


class _Columns:
    """Reads the columns of a table, in the stages that it takes."""

    def __init__(self, questionnaire: Questionnaire, layout: FirmLayout, stages: Stages) -> None:
        self._stages = stages
        self._keep = stages.keep
        facts = {asked.id: asked for asked in questionnaire.profile}
        self._options = {f"fact:{id}": [option.id for option in facts[id].options] for id in layout.profile}
        self._options |= {
            id: [each.id for each in questionnaire.questions[id].choices] for id in layout.answers
        }
        self._forms = {f"fact:{id}": form for id, form in layout.profile.items()} | dict(layout.answers)
        lists = [f"fact:{id}" for id in layout.profile if facts[id].several]
        lists += [id for id in layout.answers if "list" in questionnaire.questions[id].column_kinds()]
        for name in lists:
            form = self._forms[name]
            if form.kind != "list":
                stages.keep(f"text:{name}", padded(col(form.name)))
                self._forms[name] = ColumnForm(f"text:{name}", "text")
        stages.end()
        self._chosen = {name: self._flags(name) for name in lists}
        stages.end()

    def _flags(self, name: str) -> dict[str, nw.Expr]:
        """Whether each option is listed, kept for the next stage."""
        form = self._forms[name]
        return {
            id: self._keep(f"lists:{name}:{id}", lists_option(col(form.name), form.kind, id))
            for id in self._options[name]
        }

    def coded(self, question: Question) -> ScopedQuestion:
        """The question with the codes of its column, which are kept for the next stage."""
        id = question.id
        raw = raw_cells(question, self._forms[id], self._chosen.get(id, {}))
        fitting = question.fitting_cells(raw)
        if fitting is None:
            ids = self._options[id]
            code = self._codes(id, raw)
            coded = CodedCells(code, ids)
            return ScopedQuestion(
                question, code, coded, question.shares_of(coded) if question.scored else None
            )
        code = self._keep(f"code:{id}", raw.codes_where(column_of(fitting) & ~raw.blank()))
        share = self._keep(f"share:{id}", question.shares_of(raw)) if question.scored else None
        return ScopedQuestion(question, code, raw, share)

    def _codes(self, name: str, cells: TextCells) -> nw.Expr:
        """The codes of cells whose answer is one of some options, kept for the next stage."""
        column, ids = self._forms[name].name, self._options[name]
        if self._stages.can_code(column):
            return self._stages.keep_codes(f"code:{name}", cells.text_codes(column, ids))
        return self._keep(f"code:{name}", cells.codes(ids))  # type: ignore[no-any-return]

    def fact(self, id: str) -> ScopedFact:
        """The fact of the profile with this id."""
        name = f"fact:{id}"
        form, ids = self._forms[name], self._options[name]
        column = col(form.name)
        if name not in self._chosen:
            code = self._codes(name, TextCells(column, {"": BLANK_CODE}))
            return ScopedFact(CodedCells(code, ids), code >= 0, code == WRONG_CODE)
        kind = ArrayCells if form.kind == "list" else JoinedCells
        cells = kind(column, {}, self._chosen[name])
        given = ~column.is_null() if kind is JoinedCells else (column.list.len() > 0).fill_null(False)
        wrong = given & ~cells.lists(ids, ()).fill_null(False)
        return ScopedFact(cells, given, self._keep(f"wrong:{name}", wrong))
