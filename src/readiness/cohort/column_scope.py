"""Decides for a whole table which questions count, as `scoring.scope` does for one enterprise.

A condition is a column of true, false or null, where null is undecided; the operators of all engines follow
the same three-valued logic.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial, reduce
from operator import and_, or_
from typing import Any, NamedTuple

import narwhals as nw

from readiness.cohort.cells import (
    ASIDE_CODE,
    BLANK_CODE,
    UNKNOWN_CODE,
    WRONG_CODE,
    ArrayCells,
    CodedCells,
    JoinedCells,
    ListedCells,
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
from readiness.cohort.stages import InStages, Stages
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
    text: nw.Expr
    """What it says; the options of one that allows several are joined."""


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
            id: columns.questions.get(id, ScopedQuestion(question))
            for id, question in questionnaire.questions.items()
        }
        self.facts = columns.facts
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
        """What the profile says; null if the table has no column of it."""
        return self.facts[id].text if id in self.facts else nw.lit(None, dtype=nw.String)

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
        self._forms = {f"fact:{id}": form for id, form in layout.profile.items()} | dict(layout.answers)
        facts = {asked.id: asked for asked in questionnaire.profile if asked.id in layout.profile}
        asked = {id: questionnaire.questions[id] for id in layout.answers}
        self._options = {f"fact:{id}": [option.id for option in fact.options] for id, fact in facts.items()}
        self._options |= {id: [each.id for each in question.choices] for id, question in asked.items()}
        lists: dict[str, Callable[[Stages], InStages[Any]]] = {
            f"fact:{id}": partial(self._listed_fact, id) for id, fact in facts.items() if fact.several
        }
        for id, question in asked.items():
            if "list" in question.column_kinds():
                lists[id] = partial(self._listed_question, question)
        works = {self._forms[name].name: work for name, work in lists.items()}
        listed = dict(zip(lists, stages.run_by_column(works), strict=True))
        self.questions: dict[str, ScopedQuestion] = {
            id: listed[id] if id in listed else self._question(question, self._forms[id], {}, stages)
            for id, question in asked.items()
        }
        self.facts: dict[str, ScopedFact] = {
            id: listed[f"fact:{id}"] if fact.several else self._fact(id, stages) for id, fact in facts.items()
        }

    def _listed_question(self, question: Question, stages: Stages) -> InStages[ScopedQuestion]:
        form, chosen = yield from self._chosen(question.id, stages)
        return self._question(question, form, chosen, stages)

    def _listed_fact(self, id: str, stages: Stages) -> InStages[ScopedFact]:
        name = f"fact:{id}"
        form, chosen = yield from self._chosen(name, stages)
        column, ids = col(form.name), self._options[name]
        cells: ListedCells
        if form.kind == "list":
            cells, given = ArrayCells(column, {}, chosen), (column.list.len() > 0).fill_null(False)
            text = nw.concat_str(
                [nw.when(cells.holds([id])).then(nw.lit(id)) for id in ids],
                separator=JOINED_BY,
                ignore_nulls=True,
            )
            text = nw.when(given).then(text)
        else:
            cells, given = JoinedCells(column, {}, chosen), ~column.is_null()
            text = column.str.strip_chars(JOINED_BY)
        wrong = given & ~cells.lists(ids, ()).fill_null(False)
        return ScopedFact(
            cells,
            stages.keep(f"given:{name}", given),
            stages.keep(f"wrong:{name}", wrong),
            stages.keep(f"said:{name}", text),
        )

    def _chosen(self, name: str, stages: Stages) -> InStages[tuple[ColumnForm, dict[str, nw.Expr]]]:
        """The column as its cells need it, and whether each option is listed."""
        form = self._forms[name]
        if form.kind != "list":
            stages.keep(f"text:{name}", padded(col(form.name)))
            form = ColumnForm(f"text:{name}", "text")
            yield
        column = col(form.name)
        chosen = {
            id: stages.keep(f"lists:{name}:{id}", lists_option(column, form.kind, id))
            for id in self._options[name]
        }
        yield
        return form, chosen

    def _question(
        self, question: Question, form: ColumnForm, chosen: Mapping[str, nw.Expr], stages: Stages
    ) -> ScopedQuestion:
        """The question with the codes of its column, which are kept for the next stage."""
        id = question.id
        raw = raw_cells(question, form, chosen)
        fitting = question.fitting_cells(raw)
        if fitting is None:
            code = self._codes(id, raw, stages)
            coded = CodedCells(code, self._options[id])
            return ScopedQuestion(
                question, code, coded, question.shares_of(coded) if question.scored else None
            )
        code = stages.keep(f"code:{id}", raw.codes_where(column_of(fitting) & ~raw.blank()))
        share = stages.keep(f"share:{id}", question.shares_of(raw)) if question.scored else None
        return ScopedQuestion(question, code, raw, share)

    def _fact(self, id: str, stages: Stages) -> ScopedFact:
        """The fact of the profile with this id, for which one option may be chosen."""
        name = f"fact:{id}"
        column = col(self._forms[name].name)
        code = self._codes(name, TextCells(column, {"": BLANK_CODE}), stages)
        text = nw.when(code >= 0).then(column.cast(nw.String))
        return ScopedFact(CodedCells(code, self._options[name]), code >= 0, code == WRONG_CODE, text)

    def _codes(self, name: str, cells: TextCells, stages: Stages) -> nw.Expr:
        """The codes of cells whose answer is one of some options, kept for the next stage."""
        column, ids = self._forms[name].name, self._options[name]
        if stages.can_code(column):
            return stages.keep_codes(f"code:{name}", cells.text_codes(column, ids))
        return stages.keep(f"code:{name}", cells.codes(ids))  # type: ignore[no-any-return]
