"""The columns of a table of firms are found by their names, and all that do not fit are told at once."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

import narwhals as nw
import polars as pl
import pytest

from firm_tables import problems_of
from forms import EVERYTHING
from readiness.cohort.firm_layout import (
    ColumnForm,
    FirmLayout,
    TableColumn,
    columns_of_text,
    firm_layout,
    stored_columns,
)
from small import question, questionnaire, section


def layout(names: Sequence[str], **options: Any) -> FirmLayout:
    return firm_layout(columns_of_text(names), EVERYTHING, "t.csv", **options)


def stored(**types: Any) -> list[TableColumn]:
    return stored_columns(nw.from_native(pl.DataFrame(schema=types)).schema)


def test_names_may_say_what_they_belong_to_or_not() -> None:
    found = layout(["answers.first.yes", "firm", "version", "goods", "first.level", "profile.stage"])
    assert found == FirmLayout(
        "firm",
        None,
        "version",
        {"stage": ColumnForm("profile.stage", "text"), "goods": ColumnForm("goods", "text")},
        {
            "first.level": ColumnForm("first.level", "text"),
            "first.yes": ColumnForm("answers.first.yes", "text"),
        },
    )
    assert list(found.profile) == ["stage", "goods"]
    assert list(found.answers) == ["first.level", "first.yes"]


def test_every_wrong_column_is_told_at_once() -> None:
    names = ["firm", "first.levle", "stages", "Goods", "remark by us", "first.yes", "answers.first.yes", ""]
    assert problems_of(lambda: layout(names)) == [
        "t.csv: unknown-column: column “first.levle” is no question of “small” / Did you mean “first.level”?"
        " If not, leave the column out with `--ignore first.levle`.",
        "t.csv: unknown-column: column “stages” is no question of “small” / Did you mean “stage”?"
        " If not, leave the column out with `--ignore stages`.",
        "t.csv: unknown-column: column “Goods” is no question of “small” / Did you mean “goods”?"
        " If not, leave the column out with `--ignore Goods`.",
        "t.csv: unknown-column: column “remark by us” is no question of “small” / Name it after what it"
        " holds,"
        " or leave it out with `--ignore 'remark by us'`.",
        "t.csv: column-twice: two columns hold “first.yes”: “first.yes” and “answers.first.yes” / Keep one of"
        " the two, or leave one out with `--ignore answers.first.yes`.",
        "t.csv: unknown-column: column 8 has no name / Name it after what it holds, or delete it.",
    ]


def test_where_no_column_has_the_names_of_firms_another_one_may() -> None:
    assert problems_of(lambda: layout(["企业", "first.yes", "first.yes"])) == [
        "t.csv: unknown-column: column “企业” is no question of “small” / If it holds the names of the firms,"
        " call it `firm`. If not, name it after what it holds, or leave it out with `--ignore '企业'`.",
        "t.csv: column-twice: two columns hold “first.yes”: “first.yes” and “first.yes” / Keep one of"
        " the two.",
    ]


def test_what_is_ignored_may_be_anything() -> None:
    assert list(layout(["first.yes", "remark by us", ""], ignored=["remark by us", ""]).answers) == [
        "first.yes"
    ]


def test_a_table_without_questions_is_refused() -> None:
    assert problems_of(lambda: layout(["firm", "stage"])) == [
        "t.csv: no-answers: no column belongs to a question of “small” / A table of firms has a row a firm"
        " and"
        " a column a question, named by its id, as in “first.level”; `readiness questionnaire show` lists the"
        " ids."
    ]


def test_an_id_of_two_things_needs_to_say_which() -> None:
    asked = questionnaire(section("a", question("stage"), question("version")))

    def of(*names: str) -> FirmLayout:
        return firm_layout(columns_of_text(names), asked, "t.csv")

    assert problems_of(lambda: of("stage")) == [
        "t.csv: unclear-column: “stage” is a question of the profile and one of the sections / Call the"
        " column"
        " `profile.stage` or `answers.stage`."
    ]
    found = of("answers.stage", "version", "answers.version", "profile.stage")
    assert (found.version, list(found.answers), list(found.profile)) == (
        "version",
        ["stage", "version"],
        ["stage"],
    )


CATEGORIES = pl.Enum(["a"])


@pytest.mark.parametrize(
    ("id", "fitting"),
    [
        ("first.level", {"text", "number"}),
        ("first.words", {"text", "number"}),
        ("first.scale", {"text", "number"}),
        ("first.yes", {"text", "boolean"}),
        ("inner.share", {"text", "number"}),
        ("inner.text", {"text"}),
        ("lists.all", {"text", "list"}),
        ("stage", {"text"}),
        ("goods", {"text", "list"}),
    ],
)
def test_each_question_has_types_that_fit(id: str, fitting: set[str]) -> None:
    types: dict[str, list[Any]] = {
        "text": [pl.String, pl.Categorical, CATEGORIES, pl.Null],
        "number": [pl.Int8, pl.UInt64, pl.Float32, pl.Decimal(10, 2)],
        "boolean": [pl.Boolean],
        "list": [pl.List(pl.String), pl.List(pl.Categorical), pl.Array(pl.String, 2)],
        "nothing": [pl.Date, pl.Binary, pl.Struct({"a": pl.String}), pl.List(pl.Int8)],
    }
    for kind, dtypes in types.items():
        for dtype in dtypes:
            columns = stored(**{id: dtype, "first.after": pl.String})
            if kind in fitting:
                found = firm_layout(columns, EVERYTHING, "t.parquet")
                assert {**found.answers, **found.profile}[id] == (id, kind)
            else:
                (problem,) = problems_of(partial(firm_layout, columns, EVERYTHING, "t"))
                assert problem.startswith("t: wrong-column-type: ")


def test_types_that_do_not_fit_are_told_with_those_that_do() -> None:
    same = section("a", question("alike", [0, 1, 1]), question("b"))
    asked = questionnaire(same)
    assert problems_of(lambda: firm_layout(stored(alike=pl.Int8, b=pl.Int8), asked, "t")) == [
        "t: wrong-column-type: column “alike” holds scores, but some options have the same score / Store the"
        " ids of the options as text: level-0, level-1, level-2."
    ]
    columns = stored(
        firm=pl.Float64,
        **{"first.yes": pl.Int8, "lists.all": pl.Int8, "inner.share": pl.Date, "stage": pl.Int8},
    )
    assert problems_of(lambda: firm_layout(columns, EVERYTHING, "t")) == [
        "t: wrong-column-type: column “firm” is of the type Float64, which cannot hold “firm” / Store it as"
        " text or whole numbers.",
        "t: wrong-column-type: column “first.yes” holds numbers, but the answer is yes or no / Store the ids"
        " of"
        " the options as text: no, yes.",
        "t: wrong-column-type: column “lists.all” holds numbers, but several options can be chosen / Store"
        " the"
        " ids of the options as text: paper, draft, else.",
        "t: wrong-column-type: column “inner.share” is of the type Date, which cannot hold “inner.share” /"
        " Store it as text or numbers.",
        "t: wrong-column-type: column “stage” is of the type Int8, which cannot hold “stage” / Store it as"
        " text.",
    ]
    assert firm_layout(stored(firm=pl.UInt32, **{"first.yes": pl.String}), EVERYTHING, "t").firm == "firm"
