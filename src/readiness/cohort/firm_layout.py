"""Which column of a table of firms holds what, and in which form.

A column is named after what it holds: `firm`, `questionnaire`, `version`, the id of a profile question or
that of a question. `profile.ID` and `answers.ID` say the same, and are needed where a bare id may mean two
things. What has no column is not answered.
"""

from __future__ import annotations

import shlex
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from readiness.messages.catalogue import _
from readiness.messages.names import nearest, suggestion
from readiness.messages.problems import MAX_PROBLEMS, InvalidInput, Problem
from readiness.messages.sentences import one_of, shortened
from readiness.questionnaire.questionnaire import Questionnaire
from readiness.questionnaire.questions.tabled import ColumnKind

if TYPE_CHECKING:
    import narwhals as nw

_ABOUT_ROWS = ("firm", "questionnaire", "version")
"""Columns that say of whom a row is, and what it answers."""
_PARTS = ("profile", "answers")
_SHOWN = 60
"""The most characters of a name in a message."""

PlaceOfColumn: TypeAlias = Callable[[int, str, str, str], Problem]
"""The problem of the column with this number, from 0, with a code, a message and a hint."""


class ColumnForm(NamedTuple):
    """One column: its name in the table, and what its cells are."""

    name: str
    kind: ColumnKind


class FirmLayout(NamedTuple):
    """The columns of a table of firms, a row a firm. What has no column is None or missing."""

    firm: str | None
    questionnaire: str | None
    version: str | None
    profile: Mapping[str, ColumnForm]
    """By the id of the profile question, in the order of the questionnaire."""
    answers: Mapping[str, ColumnForm]
    """By the id of the question, in the order of the questionnaire."""


class TableColumn(NamedTuple):
    """A column as a table declares it."""

    name: str
    kind: ColumnKind | None
    """None if its cells can be no answers."""
    type_name: str
    """Its type in the words of the table; empty for text."""
    is_whole: bool = False
    """Whether its numbers are whole ones."""


def columns_of_text(names: Sequence[str]) -> list[TableColumn]:
    """The columns of a table in which everything is text."""
    return [TableColumn(name, "text", "") for name in names]


def stored_columns(schema: nw.Schema) -> list[TableColumn]:
    """The columns of a table that has types."""
    return [
        TableColumn(name, _kind_of(dtype), str(dtype), dtype.is_integer()) for name, dtype in schema.items()
    ]


def _kind_of(dtype: nw.dtypes.DType) -> ColumnKind | None:
    import narwhals as nw  # an extra, which only a cohort needs

    if dtype in (nw.String, nw.Categorical, nw.Enum, nw.Unknown):  # the last one has no values at all
        return "text"
    if dtype.is_numeric():
        return "number"
    if dtype == nw.Boolean:
        return "boolean"
    if isinstance(dtype, nw.List | nw.Array) and _kind_of(_class_or_instance(dtype.inner)) == "text":
        return "list"
    return None


def _class_or_instance(dtype: nw.dtypes.DType | type[nw.dtypes.DType]) -> nw.dtypes.DType:
    return dtype() if isinstance(dtype, type) else dtype


def firm_layout(
    columns: Sequence[TableColumn],
    questionnaire: Questionnaire,
    name: str,
    *,
    ignored: Collection[str] = (),
    column_problem: PlaceOfColumn | None = None,
) -> FirmLayout:
    """What each of `columns` holds, without those whose names are `ignored`; messages call the table `name`.

    `column_problem` makes a problem of a column; by default it is one of the whole file. Raises InvalidInput
    with every problem: a column that is none of these, two for one thing, one of a type that cannot hold the
    answers, and no column of any question.
    """
    finder = _Finder(questionnaire, column_problem or _WholeFile(name).column_problem)
    for number, column in enumerate(columns):
        if column.name not in ignored and len(finder.problems) < MAX_PROBLEMS:
            finder.take(number, column)
    if not finder.found["answers"] and not finder.problems:
        message = _("no column belongs to a question of “{id}”").format(id=questionnaire.id)
        example = next(iter(questionnaire.questions))
        hint = _(
            "A table of firms has a row a firm and a column a question, named by its id, as in “{example}”;"
            " `readiness questionnaire show` lists the ids."
        )
        finder.problems.append(finder.column_problem(0, "no-answers", message, hint.format(example=example)))
    if finder.problems:
        raise InvalidInput(finder.problems)
    return finder.layout()


def unknown_columns(ignored: Collection[str], names: Collection[str]) -> list[Problem]:
    """The problems of columns that are to be ignored and that are not among `names`."""
    problems = []
    for name in ignored:
        if name not in names:
            message = _("there is no column “{name}” to leave out").format(name=name)
            hint = suggestion(name, sorted(names), _("Leave the option --ignore out."))
            problems.append(Problem("--ignore", 1, 1, "unknown-column", message, hint, cell=""))
    return problems


class _WholeFile(NamedTuple):
    """Places problems of columns where nothing but the file is known."""

    name: str

    def column_problem(self, _column: int, code: str, message: str, hint: str) -> Problem:
        return Problem(self.name, 1, 1, code, message, hint, cell="")


class _Finder:
    """Finds what columns hold, and collects problems."""

    def __init__(self, questionnaire: Questionnaire, column_problem: PlaceOfColumn) -> None:
        self.problems: list[Problem] = []
        self.column_problem = column_problem
        self.found: dict[str, dict[str, ColumnForm]] = {"": {}, "profile": {}, "answers": {}}
        """By part, and in it by id; those about the rows are in the part ""."""
        self._questionnaire = questionnaire
        self._facts = {asked.id: asked for asked in questionnaire.profile}
        self._ids: dict[str, Collection[str]] = {
            "": _ABOUT_ROWS,
            "profile": self._facts,
            "answers": questionnaire.questions,
        }

    def take(self, number: int, column: TableColumn) -> None:
        """Find what a column holds."""
        heading = column.name.strip()
        meanings = self._meanings(heading)
        if not meanings:
            self._report_unknown(number, heading)
        elif len(meanings) > 1:
            message = _("“{name}” is a question of the profile and one of the sections").format(name=heading)
            hint = _("Call the column {names}.").format(
                names=one_of([f"`{part}.{id}`" for part, id in meanings])
            )
            self.problems.append(self.column_problem(number, "unclear-column", message, hint))
        else:
            self._keep(number, column, *meanings[0])

    def _meanings(self, heading: str) -> list[tuple[str, str]]:
        """What may be meant by `heading`, each as its part and its id."""
        part, _dot, id = heading.partition(".")
        if part in _PARTS and id in self._ids[part]:
            return [(part, id)]
        if heading in _ABOUT_ROWS:
            return [("", heading)]
        return [(part, heading) for part in _PARTS if heading in self._ids[part]]

    def _keep(self, number: int, column: TableColumn, part: str, id: str) -> None:
        if (first := self.found[part].get(id)) is not None:
            message = _("two columns hold “{id}”: “{first}” and “{second}”")
            hint = _("Keep one of the two.")
            if first.name != column.name:
                hint = _("Keep one of the two, or leave one out with `--ignore {column}`.")
            self.problems.append(
                self.column_problem(
                    number,
                    "column-twice",
                    message.format(id=id, first=first.name, second=column.name),
                    hint.format(column=shlex.quote(column.name)),
                )
            )
        elif column.kind is None or not self._fits(column, part, id):
            self.problems.append(
                self.column_problem(number, "wrong-column-type", *self._misfit(column, part, id))
            )
        else:
            self.found[part][id] = ColumnForm(column.name, column.kind)

    def _kinds(self, part: str, id: str) -> tuple[ColumnKind, ...]:
        """The kinds of columns that can hold something."""
        if part == "answers":
            return self._questionnaire.questions[id].column_kinds()
        if part == "profile":
            return ("text", "list") if self._facts[id].several else ("text",)
        return ("text", "number") if id == "firm" else ("text",)

    def _fits(self, column: TableColumn, part: str, id: str) -> bool:
        if column.kind == "number" and id == "firm" and not part:
            return column.is_whole
        return column.kind in self._kinds(part, id)

    def _misfit(self, column: TableColumn, part: str, id: str) -> tuple[str, str]:
        """The message and the hint that a column is of a type that cannot hold what it is named after."""
        name, kinds = shortened(column.name, _SHOWN), self._kinds(part, id)
        if part == "answers" and column.kind == "number" and self._questionnaire.questions[id].choices:
            options = [option.id for option in self._questionnaire.questions[id].choices]
            if "boolean" in kinds:
                message = _("column “{name}” holds numbers, but the answer is yes or no").format(name=name)
            elif "list" in kinds:
                message = _("column “{name}” holds numbers, but several options can be chosen")
                message = message.format(name=name)
            else:
                message = _("column “{name}” holds scores, but some options have the same score")
                message = message.format(name=name)
            hint = _("Store the ids of the options as text: {ids}.").format(ids=_(", ").join(options))
            return message, hint
        message = _("column “{name}” is of the type {type}, which cannot hold “{id}”").format(
            name=name, type=column.type_name, id=id
        )
        words = {
            "text": _("text"),
            "number": _("whole numbers") if part == "" else _("numbers"),
            "boolean": _("true and false"),
            "list": _("lists of texts"),
        }
        hint = _("Store it as {kinds}.").format(kinds=one_of([words[kind] for kind in kinds]))
        return message, hint

    def _report_unknown(self, number: int, heading: str) -> None:
        message = _("column “{name}” is no question of “{id}”").format(
            name=shortened(heading, _SHOWN), id=self._questionnaire.id
        )
        if not heading:
            message = _("column {number} has no name").format(number=number + 1)
            hint = _("Name it after what it holds, or delete it.")
            self.problems.append(self.column_problem(number, "unknown-column", message, hint))
            return
        ignore = shlex.quote(heading)
        hint = _("Name it after what it holds, or leave it out with `--ignore {column}`.").format(
            column=ignore
        )
        if "firm" not in self.found[""]:
            hint = _(
                "If it holds the names of the firms, call it `firm`. If not, name it after what it holds, or"
                " leave it out with `--ignore {column}`."
            ).format(column=ignore)
        if close := self._nearest(heading):
            hint = _("Did you mean “{name}”? If not, leave the column out with `--ignore {column}`.").format(
                name=close, column=ignore
            )
        self.problems.append(self.column_problem(number, "unknown-column", message, hint))

    def _nearest(self, heading: str) -> str | None:
        """The name that was probably meant."""
        part, _dot, id = heading.partition(".")
        if part in _PARTS and (close := nearest(id, list(self._ids[part]))):
            return f"{part}.{close}"
        titles = {asked.id: asked.title for asked in self._facts.values()}
        titles |= {id: question.label for id, question in self._questionnaire.questions.items()}
        return nearest(heading, [*_ABOUT_ROWS, *titles], titles)

    def layout(self) -> FirmLayout:
        """All that was found."""
        about = {id: form.name for id, form in self.found[""].items()}
        facts, answers = self.found["profile"], self.found["answers"]
        return FirmLayout(
            about.get("firm"),
            about.get("questionnaire"),
            about.get("version"),
            {id: facts[id] for id in self._facts if id in facts},
            {id: answers[id] for id in self._questionnaire.questions if id in answers},
        )


def stated_columns(layout: FirmLayout, questionnaire: Questionnaire) -> Iterator[tuple[str, str, str]]:
    """The columns that say what a row answers: the name, what it must hold, the message if it does not."""
    for name, stated, message in (
        (layout.questionnaire, questionnaire.id, _("this row answers the questionnaire “{found}”")),
        (layout.version, questionnaire.version, _("this row answers version {found}")),
    ):
        if name is not None:
            yield name, stated, message
