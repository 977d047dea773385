"""The JSON Schemas (2020-12) of the JSON of documents.

It is derived from the types that the writer promises and from the records of a report, with their docstrings
as descriptions, so it follows every change. It allows fields that it does not know: a later version of the
program may add some.
"""

from __future__ import annotations

import types
from collections.abc import Iterable
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints, is_typeddict

from readiness.authoring.answers_schema import DIALECT
from readiness.authoring.docstrings import described, documented_fields
from readiness.messages.catalogue import _
from readiness.rendering.benchmark_shape import BENCHMARK_VERSION, BenchmarkShape
from readiness.rendering.cohort_shape import COHORT_VERSION, CohortShape
from readiness.rendering.comparison_shape import COMPARISON_VERSION, ComparisonShape
from readiness.rendering.merging_shape import MERGING_VERSION, MergingShape
from readiness.rendering.plan_shape import PLAN_VERSION, PlanShape
from readiness.rendering.report_shape import REPLACED, SCHEMA_VERSION, Added, ReportShape, Rule

_TYPES: dict[Any, str] = {
    str: "string",
    int: "integer",
    float: "number",
    bool: "boolean",
    types.NoneType: "null",
}


def report_schema() -> dict[str, Any]:
    """The schema of what `--format json` prints."""
    return _schema_of(ReportShape, f"report:{SCHEMA_VERSION}", _("The report of an assessment"))


def plan_schema() -> dict[str, Any]:
    """The schema of what `readiness plan --format json` prints."""
    return _schema_of(PlanShape, f"plan:{PLAN_VERSION}", _("A plan for one enterprise"))


def comparison_schema() -> dict[str, Any]:
    """The schema of what `readiness compare --format json` prints."""
    name = f"comparison:{COMPARISON_VERSION}"
    return _schema_of(ComparisonShape, name, _("The comparison of assessments"))


def merging_schema() -> dict[str, Any]:
    """The schema of what `readiness merge --format json` prints."""
    return _schema_of(MergingShape, f"merging:{MERGING_VERSION}", _("The answers of several people, merged"))


def benchmark_schema() -> dict[str, Any]:
    """The schema of what `readiness cohort --benchmark-out` writes."""
    return _schema_of(BenchmarkShape, f"benchmark:{BENCHMARK_VERSION}", _("The deciles of groups of firms"))


def cohort_schema() -> dict[str, Any]:
    """The schema of what `readiness cohort --format json` prints."""
    return _schema_of(CohortShape, f"cohort:{COHORT_VERSION}", _("The report on a cohort"))


def _schema_of(shape: Any, name: str, title: str) -> dict[str, Any]:
    walk = _Walk()
    content = walk.fields(shape)
    return {
        "$schema": DIALECT,
        "$id": f"urn:readiness:{name}",
        **content,
        "title": title,
        "$defs": dict(sorted(walk.definitions.items())),
    }


class _Walk:
    """Turns types into schemas; those of records and typed dictionaries become `definitions`."""

    def __init__(self) -> None:
        self.definitions: dict[str, Any] = {}

    def schema(self, hint: Any) -> dict[str, Any]:
        """What a value of the type `hint` looks like."""
        hint = REPLACED.get(hint, hint)
        arguments, origin = get_args(hint), get_origin(hint)
        if hint in _TYPES:
            return {"type": _TYPES[hint]}
        if origin is Literal:
            return {"enum": list(arguments)} if len(arguments) > 1 else {"const": arguments[0]}
        if origin is Annotated:
            kind, *rules = arguments
            return self._annotated(kind, rules)
        if origin in (Union, types.UnionType):
            return _any_of([self.schema(each) for each in arguments])
        if origin is list or (origin is tuple and arguments[1:] == (...,)):
            return {"type": "array", "items": self.schema(arguments[0])}
        if origin is dict:
            return {"type": "object", "additionalProperties": self.schema(arguments[1])}
        if origin is tuple:
            parts = [self.schema(each) for each in arguments]
            return {"type": "array", "prefixItems": parts, "minItems": len(parts), "maxItems": len(parts)}
        return self._reference(hint)

    def fields(self, kind: Any) -> dict[str, Any]:
        """The schema of an object with the fields of `kind`, a record or a typed dictionary."""
        documented = documented_fields(kind)
        hints = get_type_hints(kind, include_extras=True)
        required = kind.__required_keys__ if is_typeddict(kind) else hints.keys()
        properties = {name: self.schema(hint) for name, hint in hints.items()}
        return {
            "type": "object",
            "description": described(kind),
            "properties": {
                name: {**value, "description": documented[name]} if name in documented else value
                for name, value in properties.items()
            },
            "required": [name for name in hints if name in required],
        }

    def _annotated(self, kind: Any, rules: Iterable[Rule | Added]) -> dict[str, Any]:
        content = self.schema(kind)
        for rule in rules:
            if isinstance(rule, Rule):
                content[rule.keyword] = rule.value
            else:
                added = self.fields(rule.fields)
                content |= {key: added[key] for key in ("properties", "required")}
        return content

    def _reference(self, kind: type) -> dict[str, Any]:
        name = kind.__name__.removesuffix("View").removesuffix("Shape")
        if name not in self.definitions:
            self.definitions[name] = {}  # a type may hold itself
            self.definitions[name] = self.fields(kind)
        return {"$ref": f"#/$defs/{name}"}


def _any_of(parts: list[dict[str, Any]]) -> dict[str, Any]:
    """One of `parts`; a type that may also be null is written as a list of types."""
    other, *rest = [part for part in parts if part != {"type": "null"}]
    if not rest and isinstance(other.get("type"), str):
        return {**other, "type": [other["type"], "null"]}
    return {"anyOf": parts}
