"""`docs/problems.md` has exactly one row for every code of an error or a warning."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import readiness

SOURCE = Path(readiness.__file__).parent
PAGE = SOURCE.parents[1] / "docs" / "problems.md"
ROOMS = {path.name for path in SOURCE.iterdir()} - {"cli"}
"""All except `cli`, which only shows problems; there, a code is an exit code."""
TREES = {
    path: ast.parse(path.read_text(encoding="utf-8"))
    for path in SOURCE.rglob("*.py")
    if path.relative_to(SOURCE).parts[0] in ROOMS
}


def takers() -> dict[str, int]:
    """The functions and records with a parameter for a code, and its position."""
    found = {}
    for tree in TREES.values():
        for node in ast.walk(tree):
            if isinstance(node, ast.ClassDef):
                fields = [each.target for each in node.body if isinstance(each, ast.AnnAssign)]
                names = [field.id for field in fields if isinstance(field, ast.Name)]
                for method in node.body:
                    if isinstance(method, ast.FunctionDef) and method.name == "__init__":
                        names = _parameters(method)
                name = node.name
            elif isinstance(node, ast.FunctionDef) and node.name != "__init__":
                names, name = _parameters(node), node.name
            else:
                continue
            if "code" in names:
                found[name] = names.index("code")
    return found


def _parameters(function: ast.FunctionDef) -> list[str]:
    return [each.arg for each in function.args.args if each.arg != "self"]


def produced(tree: ast.Module, takes: dict[str, int]) -> Iterator[str]:
    """The codes that a module uses. Fails on a code that is not a literal."""
    for function in ast.walk(tree):
        if not isinstance(function, ast.FunctionDef):
            continue
        for call in ast.walk(function):
            if isinstance(call, ast.Call):
                place = takes.get(ast.unparse(call.func).rpartition(".")[2])
                if place is not None and not _is_of_a_set(call):
                    yield from _codes(call, place, function, tree)


def _is_of_a_set(call: ast.Call) -> bool:
    """Whether `call` adds one thing, or a path and a value, to something other than a list of problems."""
    return (
        ast.unparse(call.func).endswith(".add")
        and len(call.args) < 3
        and not any(isinstance(argument, ast.Starred) for argument in call.args)
    )


def _codes(call: ast.Call, place: int, function: ast.FunctionDef, tree: ast.Module) -> Iterator[str]:
    given = {keyword.arg: keyword.value for keyword in call.keywords}.get("code")
    for index, argument in enumerate(call.args[: place + 1]):
        if isinstance(argument, ast.Starred):  # a record made elsewhere, or a tuple of this module
            yield from _first_words_of_tuples(tree)
            return
        if index == place:
            given = argument
    if isinstance(given, ast.Constant):
        assert isinstance(given.value, str)
        yield given.value
    elif isinstance(given, ast.Name):
        passed_on = given.id in [each.arg for each in function.args.args]
        assigned = list(_assigned(given.id, function))
        assert passed_on or assigned, ast.unparse(call)
        yield from assigned
    else:  # the code of a fault made elsewhere
        assert isinstance(given, ast.Attribute), ast.unparse(call)
        assert given.attr == "code", ast.unparse(call)


def _first_words_of_tuples(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Tuple) and len(node.elts) == 3 and isinstance(node.elts[0], ast.Constant):
            word = node.elts[0].value
            if isinstance(word, str) and re.fullmatch("[a-z]+(-[a-z]+)+", word):
                yield word


def _assigned(name: str, function: ast.FunctionDef) -> Iterator[str]:
    for node in ast.walk(function):
        if isinstance(node, ast.Assign):
            targets, value = node.targets[0], node.value
            pairs = [(targets, value)]
            if isinstance(targets, ast.Tuple) and isinstance(value, ast.Tuple):
                pairs = list(zip(targets.elts, value.elts, strict=True))
            for target, each in pairs:
                if isinstance(target, ast.Name) and target.id == name:
                    assert isinstance(each, ast.Constant), ast.unparse(node)
                    yield str(each.value)


def all_codes() -> set[str]:
    """Every code that the program can report."""
    takes = takers()
    assert {"Fault", "Problem", "WrongShape", "add", "problem"} <= takes.keys()
    return {code for tree in TREES.values() for code in produced(tree, takes)}


def test_every_code_has_a_row_and_every_row_a_code() -> None:
    page = PAGE.read_text(encoding="utf-8")
    rows = re.findall(r"^\| `([a-z-]+)` \| (?:error|warning) \| ", page, re.MULTILINE)
    assert len(rows) == len(set(rows)) >= 90
    assert set(rows) == all_codes()


def test_a_code_that_is_not_a_literal_is_noticed() -> None:
    takes = {"Fault": 1}
    seen = "def f():\n    code, hint = 'a-b', ''\n    return Fault((), code, '', hint)"
    assert list(produced(ast.parse(seen), takes)) == ["a-b"]
    hidden = "def f():\n    code = name()\n    return Fault((), code, '', '')"
    with pytest.raises(AssertionError):
        list(produced(ast.parse(hidden), takes))
