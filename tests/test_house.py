"""The order of the house: data flows down the table of rooms and never back."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

SOURCE = Path(__file__).resolve().parent.parent / "src" / "readiness"

# A room imports only from itself and from the rooms above it here; rooms of one row are strangers.
ROWS = (
    ("messages",),
    ("source",),
    ("storage",),
    ("questionnaire",),
    ("loading",),
    ("answers",),
    ("scoring",),
    ("analysis", "interview", "authoring"),
    ("views",),
    ("rendering",),
    ("cli",),
)
RANK = {room: rank for rank, row in enumerate(ROWS) for room in row}
# `__init__` hands on names from everywhere when they are first used; `__main__` starts the command line.
DOORS = ("__init__", "__main__")


def _file(module: str) -> Path:
    path = SOURCE / Path(*module.split("."))
    return path / "__init__.py" if path.is_dir() else path.with_suffix(".py")


MODULES = sorted(
    str(path.relative_to(SOURCE).with_suffix("")).replace("/", ".").removesuffix(".__init__")
    for path in SOURCE.rglob("*.py")
)


def imported(module: str) -> set[str]:
    """The modules of the package that `module` imports, anywhere in it."""
    found = set()
    for node in ast.walk(ast.parse(_file(module).read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.split(".")[0] == "readiness":
            base = node.module.removeprefix("readiness").removeprefix(".")
            for alias in node.names:
                inner = f"{base}.{alias.name}".removeprefix(".")
                found.add(inner if inner in MODULES else base or "__init__")
        assert not (isinstance(node, ast.Import) and any(a.name.startswith("readiness") for a in node.names))
    return found


def test_every_room_has_its_row() -> None:
    assert {module.split(".")[0] for module in MODULES} - set(DOORS) == set(RANK)


@pytest.mark.parametrize("module", [name for name in MODULES if name not in DOORS])
def test_module_imports_only_from_its_own_room_and_the_rooms_above(module: str) -> None:
    room = module.split(".")[0]
    for other in imported(module) - {"__init__"}:  # the version
        theirs = other.split(".")[0]
        assert theirs == room or RANK[theirs] < RANK[room], f"{module} imports {other}"


def test_no_modules_import_each_other_in_a_circle() -> None:
    below = {module: imported(module) for module in MODULES if module not in DOORS}
    while leaves := [module for module, others in below.items() if not others & below.keys()]:
        for module in leaves:
            del below[module]
    assert not below, f"a circle among {sorted(below)}"


@pytest.mark.parametrize("path", sorted(SOURCE.rglob("*.py")), ids=lambda path: str(path.relative_to(SOURCE)))
def test_every_function_fits_on_a_screen(path: Path) -> None:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef) and "app.py" not in path.name:
            assert (node.end_lineno or 0) - node.lineno < 50, f"{path.name}:{node.lineno} {node.name}"


def test_only_the_command_line_prints_writes_or_exits() -> None:
    for module in MODULES:
        if module.split(".")[0] in ("cli", "__main__"):
            continue
        for node in ast.walk(ast.parse(_file(module).read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                assert node.func.id not in ("print", "exit", "input"), f"{module}:{node.lineno}"
