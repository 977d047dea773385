"""The rules for the code: rooms import only from rooms above them, and more."""

from __future__ import annotations

import ast
import builtins
from collections.abc import Iterator, Set
from functools import cache
from pathlib import Path

import like_windows

SOURCE = Path(__file__).resolve().parent.parent / "src" / "readiness"
COMMANDS = SOURCE / "cli" / "commands"
PRINTS_OR_EXITS = {"print", "exit", "input", "SystemExit", "sys.exit", "os._exit", "sys.stderr"}
OF_ONE_SYSTEM = like_windows.HIDDEN | {"msvcrt", "winreg", "select"}

# A room imports only from itself and from rows above it; rooms of one row do not import each other.
ROWS = (
    ("messages",),
    ("system",),
    ("source",),
    ("storage",),
    ("questionnaire",),
    ("loading",),
    ("answers",),
    ("scoring",),
    ("analysis", "cohort", "interview", "authoring"),
    ("views",),
    ("rendering",),
    ("cli",),
)
RANK = {room: rank for rank, row in enumerate(ROWS) for room in row}
# Names that are the same on purpose, by folder: how a command is found, how the writer of a format is called.
SAME_ON_PURPOSE = {"commands": {"HELP", "ORDER", "command"}, "rendering": {"write"}}
# Python 3.12 runs these as part of the function that they are in.
IN_PLACE = (ast.ListComp, ast.SetComp, ast.DictComp)
# `__init__` loads names from everywhere on first use; `__main__` starts the command line.
DOORS = ("__init__", "__main__")


def _file(module: str) -> Path:
    path = SOURCE / Path(*module.split("."))
    return path / "__init__.py" if path.is_dir() else path.with_suffix(".py")


MODULES = sorted(
    str(path.relative_to(SOURCE).with_suffix("")).replace("/", ".").removesuffix(".__init__")
    for path in SOURCE.rglob("*.py")
)


@cache
def tree(module: str) -> ast.Module:
    """The code of a module."""
    return ast.parse(_file(module).read_text(encoding="utf-8"))


def functions() -> Iterator[tuple[str, ast.FunctionDef]]:
    """Every function and method, with its place."""
    for module in MODULES:
        for node in ast.walk(tree(module)):
            if isinstance(node, ast.FunctionDef):
                yield f"{module}:{node.lineno} {node.name}", node


@cache
def imported(module: str) -> frozenset[str]:
    """The modules of the package that `module` imports, anywhere in it."""
    found = set()
    for node in ast.walk(tree(module)):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.split(".")[0] == "readiness":
            base = node.module.removeprefix("readiness").removeprefix(".")
            for alias in node.names:
                inner = f"{base}.{alias.name}".removeprefix(".")
                found.add(inner if inner in MODULES else base or "__init__")
        assert not (isinstance(node, ast.Import) and any(a.name.startswith("readiness") for a in node.names))
    return frozenset(found)


def test_every_room_is_in_the_table() -> None:
    assert {module.split(".")[0] for module in MODULES} - set(DOORS) == set(RANK)


def test_modules_import_only_from_their_own_room_and_the_rooms_above() -> None:
    for module in MODULES:
        room = module.split(".")[0]
        for other in imported(module) - {"__init__"} if module not in DOORS else ():  # it has the version
            theirs = other.split(".")[0]
            assert theirs == room or RANK[theirs] < RANK[room], f"{module} imports {other}"


def test_there_are_no_circular_imports() -> None:
    below = {module: imported(module) for module in MODULES if module not in DOORS}
    while leaves := [module for module, others in below.items() if not others & below.keys()]:
        for module in leaves:
            del below[module]
    assert not below, f"a circle among {sorted(below)}"


def test_every_function_fits_on_a_screen() -> None:
    for place, node in functions():
        # The options of a command are a list to look things up in and may be long.
        begin = node.body[0].lineno if place.startswith("cli.commands.") else node.lineno
        assert (node.end_lineno or 0) - begin < 50, place


def test_no_comprehension_calls_a_builtin_whose_name_another_takes() -> None:
    """Python 3.12.1 takes the builtin for the variable of the other one, which has no value then."""
    for place, node in functions():
        inner = [each for each in ast.walk(node) if isinstance(each, IN_PLACE)]
        taken = {name.id for each in inner for part in each.generators for name in _names(part.target)}
        called = {
            call.func.id
            for each in inner
            for call in ast.walk(each)
            if isinstance(call, ast.Call) and isinstance(call.func, ast.Name)
        }
        assert not taken & called & set(dir(builtins)), place


def test_no_module_or_class_is_long_without_saying_why() -> None:
    for module in MODULES:
        lines = _file(module).read_text(encoding="utf-8").splitlines()
        assert len(lines) <= 400, module
        for node in ast.walk(tree(module)):
            if isinstance(node, ast.ClassDef) and (node.end_lineno or 0) - node.lineno >= 150:
                said = lines[node.lineno - 1] + (ast.get_docstring(node) or "")
                assert "long because" in said, f"{module}:{node.lineno} {node.name}"


def test_no_two_public_names_mean_different_things() -> None:
    found: dict[str, list[str]] = {}
    for path in SOURCE.rglob("*.py"):
        if path.parent.name == "system":  # two modules of the same names, as a test below demands
            continue
        folders = path.relative_to(SOURCE).parts[:-1]
        allowed = set().union(*(SAME_ON_PURPOSE.get(folder, set()) for folder in folders))
        for name in set(_defined(ast.parse(path.read_text(encoding="utf-8")))) - allowed:
            found.setdefault(name, []).append(str(path.relative_to(SOURCE)))
    assert {name: paths for name, paths in found.items() if len(paths) > 1} == {}


def test_no_two_modules_have_the_same_name() -> None:
    """Except commands: their files are named after them and are in their own folders."""
    names = [
        path.stem
        for path in SOURCE.rglob("*.py")
        if path.stem != "__init__" and not path.is_relative_to(COMMANDS)
    ]
    assert sorted(names) == sorted(set(names))


def test_only_the_command_line_prints_writes_or_exits() -> None:
    for module in MODULES:
        if module.split(".")[0] in ("cli", "__main__"):
            continue
        for node in ast.walk(tree(module)):
            if isinstance(node, ast.Name | ast.Attribute):
                assert _dotted(node) not in PRINTS_OR_EXITS, f"{module}:{node.lineno}"
            assert not imports(node, {"typer", "click"}), f"{module}:{getattr(node, 'lineno', 0)}"


def test_only_the_room_system_depends_on_the_operating_system() -> None:
    """Other code would have to be written and tested for both systems."""
    for module in MODULES:
        if module.split(".")[0] == "system":
            continue
        for node in ast.walk(tree(module)):
            place = f"{module}:{getattr(node, 'lineno', 0)}"
            assert not imports(node, OF_ONE_SYSTEM), place
            if isinstance(node, ast.Attribute):
                assert _dotted(node) not in {"sys.platform", "os.name"} | {
                    f"{library}.{name}" for library, names in like_windows.LACKING.items() for name in names
                }, place


def test_both_systems_have_the_same_functions_with_the_same_parameters() -> None:
    found = {}
    for name in ("posix", "windows"):
        nodes = ast.parse((SOURCE / "system" / f"{name}.py").read_text(encoding="utf-8")).body
        found[name] = {
            **{node.name: ast.unparse(node.args) for node in nodes if isinstance(node, ast.FunctionDef)},
            **{ast.unparse(node.targets[0]): "" for node in nodes if isinstance(node, ast.Assign)},
        }
    posix, windows = (
        {name: parameters for name, parameters in each.items() if not name.startswith("_")}
        for each in (found["posix"], found["windows"])
    )
    assert posix == windows
    assert {"lock", "held_off", "REQUESTS_TO_END"} <= posix.keys()


def _defined(module: ast.Module) -> Iterator[str]:
    """The public functions, classes and constants of a module."""
    for node in module.body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            names = [node.name]
        elif isinstance(node, ast.Assign):
            names = [target.id for target in node.targets if isinstance(target, ast.Name)]
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            names = [node.target.id]
        else:
            names = []
        yield from (name for name in names if not name.startswith("_"))


def _names(node: ast.AST) -> Iterator[ast.Name]:
    yield from (each for each in ast.walk(node) if isinstance(each, ast.Name))


def _dotted(node: ast.AST) -> str:
    """`a.b` for an attribute of a name, `a` for a name alone."""
    if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
        return f"{node.value.id}.{node.attr}"
    return node.id if isinstance(node, ast.Name) else ""


def imports(node: ast.AST, libraries: Set[str]) -> bool:
    """Whether `node` imports one of `libraries`, or something from it."""
    if isinstance(node, ast.ImportFrom):
        return (node.module or "").split(".")[0] in libraries
    return isinstance(node, ast.Import) and any(each.name.split(".")[0] in libraries for each in node.names)
