"""The order of the house: data flows down the table of modules and never back."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

SOURCE = Path(__file__).resolve().parent.parent / "src" / "readiness"

# A module imports only from the rows above its own.
ROWS = (
    ("__init__",),
    ("i18n", "kinds"),
    ("errors",),
    ("source", "model"),
    ("cases", "conditions", "rounding"),
    ("questions",),
    ("questionnaire",),
    ("checks", "versions", "wording"),
    ("validation", "answers"),
    ("examination",),
    ("loading", "upgrade"),
    ("scope",),
    ("scoring", "lint.possibilities"),
    ("lint.text", "lint.questions", "lint.scores"),
    ("lint",),
    ("analysis", "analysis.gaps", "analysis.cases", "analysis.weights"),
    ("analysis.roadmap",),
    ("report",),
    ("figures",),
    ("build", "preview"),
    ("rendering.formats", "rendering.characters"),
    ("rendering.terminal", "rendering.markdown", "rendering.json"),
    ("rendering.terminal_preview", "rendering.markdown_preview"),
    ("rendering",),
    ("template", "schema", "interview", "scaffold"),
    ("cli", "cli.exits", "cli.screen", "cli.streams"),
    ("cli.signals",),
    ("cli.lock",),
    ("cli.files",),
    ("cli.answers", "cli.session"),
    ("cli.assess", "cli.cases", "cli.check", "cli.questionnaire"),
    ("cli.app",),
    ("__main__",),
)
RANK = {name: rank for rank, row in enumerate(ROWS) for name in row}
MODULES = sorted(
    str(path.relative_to(SOURCE).with_suffix("")).replace("/", ".").removesuffix(".__init__")
    for path in SOURCE.rglob("*.py")
)


def imported(module: str) -> set[str]:
    """The modules of the package that `module` imports anywhere but under TYPE_CHECKING in `__init__`."""
    path = SOURCE / Path(*module.split("."))
    file = path / "__init__.py" if path.is_dir() else path.with_suffix(".py")
    found = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.split(".")[0] == "readiness":
            base = node.module.removeprefix("readiness").removeprefix(".")
            for alias in node.names:
                inner = f"{base}.{alias.name}".removeprefix(".")
                found.add(inner if inner in RANK else base or "__init__")
        assert not (isinstance(node, ast.Import) and any(a.name.startswith("readiness") for a in node.names))
    return found


@pytest.mark.parametrize("module", MODULES)
def test_module_imports_only_from_the_rows_above(module: str) -> None:
    if module == "__init__":  # exports lazily from everywhere
        return
    for other in imported(module):
        assert RANK[other] < RANK[module], f"{module} imports {other}"


def test_every_module_has_its_row() -> None:
    assert set(MODULES) == set(RANK)


@pytest.mark.parametrize("path", sorted(SOURCE.rglob("*.py")), ids=lambda path: str(path.relative_to(SOURCE)))
def test_every_function_fits_on_a_screen(path: Path) -> None:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef) and "app.py" not in path.name:
            assert (node.end_lineno or 0) - node.lineno < 50, f"{path.name}:{node.lineno} {node.name}"


def test_only_the_command_line_prints_writes_or_exits() -> None:
    for module in MODULES:
        if module.split(".")[0] in ("cli", "__main__"):
            continue
        path = SOURCE / Path(*module.split("."))
        file = path / "__init__.py" if path.is_dir() else path.with_suffix(".py")
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                assert node.func.id not in ("print", "exit", "input"), f"{module}:{node.lineno}"
