"""Choices among values that are the same for all firms, or a column; those for all cost nothing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import narwhals as nw

from readiness.cohort.packing import unpacked
from readiness.questionnaire.combining.combining import Quantity


def negated(test: Quantity) -> Quantity:
    """Whether `test` is not true."""
    return ~test if isinstance(test, nw.Expr) else not test


def both(one: Quantity, other: Quantity) -> Quantity:
    """Whether both are true."""
    if isinstance(one, nw.Expr) and isinstance(other, nw.Expr):
        return one & other
    plain, rest = (other, one) if isinstance(one, nw.Expr) else (one, other)
    return rest if plain else False


def either(one: Quantity, other: Quantity) -> Quantity:
    """Whether one of them is true."""
    return negated(both(negated(one), negated(other)))


def any_true(tests: Iterable[Quantity]) -> Quantity:
    """Whether one of `tests` is true."""
    columns = []
    for test in tests:
        if isinstance(test, nw.Expr):
            columns.append(test)
        elif test:
            return True
    return nw.any_horizontal(*columns, ignore_nulls=True) if columns else False


def lowest_of(columns: Sequence[nw.Expr]) -> nw.Expr:
    """The lowest of the values that are not null; one column alone is no choice, and Spark refuses it."""
    return nw.min_horizontal(*columns) if len(columns) > 1 else columns[0]


def highest_of(columns: Sequence[nw.Expr]) -> nw.Expr:
    """The highest of the values that are not null."""
    return nw.max_horizontal(*columns) if len(columns) > 1 else columns[0]


def where(test: Quantity, value: Quantity, otherwise: Quantity) -> Quantity:
    """`value` where `test` is true, else `otherwise`; None is null."""
    if not isinstance(test, nw.Expr):
        return value if test else otherwise
    chosen = nw.when(test).then(column_of(value))
    return chosen if otherwise is None else chosen.otherwise(column_of(otherwise))


def column_of(value: Quantity) -> Quantity:
    """`value` as a column."""
    value = unpacked(value)
    return value if isinstance(value, nw.Expr) else nw.lit(value)
