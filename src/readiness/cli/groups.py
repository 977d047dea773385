"""Groups that find their commands in a package: each file is a command, each folder a group inside it.

A file is imported when its command is called. To show the help of a group, all its files are imported.
"""

from __future__ import annotations

import importlib
import pkgutil
import sys
from collections.abc import Callable, Iterator
from types import ModuleType
from typing import Any, ClassVar

import typer
import typer.main
from typer.core import TyperCommand, TyperGroup

from readiness.cli import screen
from readiness.cli.options import with_shared_options
from readiness.messages.catalogue import _

_PLAIN: dict[str, Any] = {
    "rich_markup_mode": None,
    "pretty_exceptions_enable": False,
}


def group(package: ModuleType, callback: Callable[..., None], **settings: Any) -> typer.Typer:
    """The commands in `package` as a Typer app, whose `callback` takes the options before a command."""

    class Found(_Found):
        modules = _modules(package)

    callback = with_shared_options(callback)
    return typer.Typer(
        cls=Found, callback=callback, no_args_is_help=True, **_PLAIN, **{"add_completion": False, **settings}
    )


def command_names(package: ModuleType) -> Iterator[tuple[str, ...]]:
    """The words of every group and command in `package`, sorted, a group before its commands."""
    yield ()
    for name, path in sorted(_modules(package).items()):
        module = importlib.import_module(path)
        inside = command_names(module) if _is_group(module) else [()]
        yield from ((name, *words) for words in inside)


class _Found(TyperGroup):
    modules: ClassVar[dict[str, str]]

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)
        names: dict[str, Any] = dict.fromkeys(self.modules)
        self.commands.update(names)  # Typer compares a mistyped name with these

    def list_commands(self, ctx: Any) -> list[str]:  # noqa: ARG002 (the signature is Typer's)
        """The names of the commands, sorted by their `ORDER`."""
        return sorted(self.modules, key=lambda name: importlib.import_module(self.modules[name]).ORDER)

    def help_of(self, name: str) -> str:
        """What the command of this name does, without making it ready to run."""
        return _(importlib.import_module(self.modules[name]).HELP)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:  # noqa: ARG002
        """The command of this name for Typer to run; None if there is none."""
        if cmd_name not in self.modules:
            return None
        module = importlib.import_module(self.modules[cmd_name])
        if _is_group(module):
            app = group(module, _nothing, help=_(module.HELP))
        else:
            app = typer.Typer(add_completion=False, **_PLAIN)
            app.command(cls=_Command, help=_(module.HELP))(with_shared_options(module.command))
        command = typer.main.get_command(app)
        command.name = cmd_name
        return command

    def get_help(self, ctx: Any) -> str:
        """The help in the language of the run."""
        return _help(self, ctx)


def _help(command: Any, context: Any) -> str:
    from readiness.cli.help_page import help_page  # most runs do not need it

    return help_page(command, context, screen.output(sys.stdout).width)


class _Command(TyperCommand):
    """Refuses an option given twice that takes one value: Typer would silently drop the first."""

    def get_help(self, ctx: Any) -> str:
        """The help in the language of the run."""
        return _help(self, ctx)

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Parse the arguments, and look for an option that comes twice."""
        given = list(args)
        rest: list[str] = super().parse_args(ctx, args)
        if not ctx.resilient_parsing:
            _values, _others, order = self.make_parser(ctx).parse_args(given)
            for index, option in enumerate(order):
                takes_one = not (option.multiple or option.nargs != 1 or getattr(option, "is_flag", True))
                if takes_one and option in order[:index]:
                    message = _("It is given twice, but takes one value.")
                    raise typer.BadParameter(message, ctx=ctx, param_hint=option.opts[0])
        return rest


def _modules(package: ModuleType) -> dict[str, str]:
    """The module of each command in `package`, by the name of the command."""
    names = [module.name for module in pkgutil.iter_modules(package.__path__)]
    return {name.replace("_", "-"): f"{package.__name__}.{name}" for name in names}


def _is_group(module: ModuleType) -> bool:
    return hasattr(module, "__path__")


def _nothing() -> None:
    """Do nothing: before a command of a group there can be only the options that all commands share."""
