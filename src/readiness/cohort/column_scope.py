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
    SEPARATOR,
    WRONG_CODE,
    CodedCells,
    JoinedCells,
    ListCells,
    TextCells,
    raw_cells,
    tidied,
)
from readiness.cohort.firm_layout import ColumnForm, FirmLayout
from readiness.cohort.stages import Stages
from readiness.cohort.truths import column_of, either, where
from readiness.questionnaire.combining.combining import Quantity
from readiness.questionnaire.conditions import Condition, answers_in
from readiness.questionnaire.questionnaire import Questionnaire
from readiness.questionnaire.questions.base import Question
from readiness.scoring.ranges import TOLERANCE

UNDECIDED = nw.lit(None, dtype=nw.Boolean)


class ScopedQuestion(NamedTuple):
    """One question of the table."""

    question: Question
    code: nw.Expr | None = None
    """The code of each cell, as in `cells`; None if the table has no column of it."""
    cells: TextCells | None = None
    share: Quantity = None
    """What each answer is worth, 0-1, without meaning where there is none; None if it is never scored."""
    hidden: Quantity = False
    """Whether a condition hides it: false for all, or a column."""

    @property
    def aside(self) -> Quantity:
        """Whether it is marked not applicable: false for all, or a column."""
        return self.code == ASIDE_CODE if self.code is not None and self.question.not_applicable else False

    @property
    def answered(self) -> Quantity:
        """Whether there is an answer: false for all, or a column."""
        return False if self.code is None else self.code >= 0


class ColumnScope:
    """The questions and facts of a table; can evaluate conditions."""

    def __init__(
        self, questionnaire: Questionnaire, layout: FirmLayout, stages: Stages, *, quick: bool
    ) -> None:
        self._questionnaire = questionnaire
        self._quick = quick
        self.scores: Mapping[str, tuple[tuple[Quantity, Quantity], Quantity]] = {}
        """The scores of sections by id, once they are known, and whether there is one."""
        self.facts = {
            id: _fact_cells(stages.keep(f"fact:{id}", _fact(form)), form)
            for id, form in layout.profile.items()
        }
        forms = {id: _tidy(questionnaire.questions[id], form, stages) for id, form in layout.answers.items()}
        stages.end()
        self.questions = {
            id: _coded(question, forms[id], stages) if id in forms else ScopedQuestion(question)
            for id, question in questionnaire.questions.items()
        }
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
        coded = {id: each.code for id, each in self.questions.items() if each.code is not None}
        found = {id: code == WRONG_CODE for id, code in coded.items()}
        for id, facts in self.facts.items():
            asked = self._questionnaire.profile_question(id)
            assert asked is not None
            ids = [option.id for option in asked.options]
            found[f"profile.{id}"] = (~facts.lists(ids, ())).fill_null(False)
        return found

    def fact_text(self, id: str) -> nw.Expr:
        """What the profile says, as text; the options of one that allows several are joined."""
        facts = self.facts[id]
        if not isinstance(facts, ListCells):
            return facts.column
        asked = self._questionnaire.profile_question(id)
        assert asked is not None
        ids = [nw.when(facts.holds([option.id])).then(nw.lit(option.id)) for option in asked.options]
        joined = nw.concat_str(ids, separator=SEPARATOR, ignore_nulls=True)
        return nw.when(~facts.column.is_null()).then(joined)

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
        facts = self.facts.get(asked)
        if facts is None:
            return UNDECIDED
        return (
            facts.holds(condition.any_of) if condition.equals is None else facts.holds_only(condition.equals)
        )

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


def _fact(form: ColumnForm) -> nw.Expr:
    """A fact of the profile, null where it is blank."""
    column = nw.col(form.name) if form.kind == "list" else tidied(form)
    is_given = column.list.len() > 0 if form.kind == "list" else column != ""
    return nw.when(is_given).then(column)


def _fact_cells(column: nw.Expr, form: ColumnForm) -> TextCells:
    return ListCells(column, {}) if form.kind == "list" else JoinedCells(column, {})


def _coded(question: Question, form: ColumnForm, stages: Stages) -> ScopedQuestion:
    """The question with the codes of its column, which are kept for the next stage."""
    raw = raw_cells(question, form)
    fitting = question.fitting_cells(raw)
    if fitting is None:
        ids = [option.id for option in question.choices]
        code = stages.keep(f"code:{question.id}", raw.codes(ids))
        coded = CodedCells(code, ids)
        return ScopedQuestion(question, code, coded, question.shares_of(coded) if question.scored else None)
    code = stages.keep(f"code:{question.id}", raw.codes_where(column_of(fitting) & ~raw.blank()))
    share = stages.keep(f"share:{question.id}", question.shares_of(raw)) if question.scored else None
    return ScopedQuestion(question, code, raw, share)


def _tidy(question: Question, form: ColumnForm, stages: Stages) -> ColumnForm:
    """The form of the column as it is read: without blanks between options."""
    if form.kind != "text" or "list" not in question.column_kinds():
        return form
    name = f"text:{question.id}"
    stages.keep(name, tidied(form))
    return ColumnForm(name, "text")
