"""Reads the docstrings of a class and its fields, as descriptions in the language of messages.

Those of fields are read from the source because Python keeps none for a field, and because pydantic's own
way would slow down every start of the program.
"""

from __future__ import annotations

import ast
import inspect
import sys
from collections.abc import Iterable
from functools import cache
from itertools import pairwise

from readiness.messages.catalogue import _


def documented_fields(kind: type) -> dict[str, str]:
    """The description of each field of `kind` and of its base classes in this package, by name."""
    documented: dict[str, str] = {}
    for base in reversed(kind.__mro__):
        if base.__module__.startswith("readiness."):
            documented |= _of_module(base.__module__).get(base.__name__, {})
    return {name: _(text) for name, text in documented.items()}


def described(kind: type) -> str:
    """The description of `kind`."""
    return _(text) if (text := unwrapped(kind.__doc__)) else ""


def unwrapped(text: str | None) -> str:
    """A docstring with each paragraph on one line."""
    return "\n\n".join(" ".join(part.split()) for part in (text or "").strip().split("\n\n"))


@cache
def _of_module(module: str) -> dict[str, dict[str, str]]:
    """The docstrings of the fields of each class of `module`, with those of its bases in the same module.

    A typed dictionary needs these bases here: the class itself does not remember them.
    """
    tree = ast.parse(inspect.getsource(sys.modules[module]))
    found: dict[str, dict[str, str]] = {}
    for node in tree.body:
        if isinstance(node, ast.ClassDef):
            bases = [base.id for base in node.bases if isinstance(base, ast.Name)]
            inherited = {name: text for base in bases for name, text in found.get(base, {}).items()}
            found[node.name] = {**inherited, **dict(_documented(node.body))}
    return found


def _documented(body: list[ast.stmt]) -> Iterable[tuple[str, str]]:
    for field, below in pairwise(body):
        if (
            isinstance(field, ast.AnnAssign)
            and isinstance(field.target, ast.Name)
            and isinstance(below, ast.Expr)
            and isinstance(below.value, ast.Constant)
            and isinstance(below.value.value, str)
        ):
            yield field.target.id, unwrapped(below.value.value)
