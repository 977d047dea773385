"""Report why a command failed, and choose its exit code."""

from __future__ import annotations

import re
import shlex
import sys
from typing import Any

from readiness import __version__
from readiness.cli.exits import DONE, FAULT, REFUSED
from readiness.cli.help_page import usage
from readiness.cli.screen import discard_output, output, tell
from readiness.cli.settings import settings
from readiness.cli.telling import tell_problem, tell_unwritten
from readiness.cli.typer_words import in_our_words
from readiness.messages.catalogue import _, plural
from readiness.messages.characters import printable
from readiness.messages.problems import MAX_PROBLEMS, InvalidInput, InvalidTemplate, ReadinessError


def exit_code(error: Exception | SystemExit) -> int:
    """Report `error` on standard error and return the exit code.

    With --debug, an error that is a fault of the program is raised again.
    """
    if isinstance(error, SystemExit):
        return _exited(error)
    if isinstance(error, InvalidInput):
        return _refused(error)
    if isinstance(error, InvalidTemplate):
        for line in str(error).splitlines():
            tell(line)
        return REFUSED
    if isinstance(error, ReadinessError):
        tell(str(error))
        return REFUSED
    if isinstance(error, OSError):
        return _not_written(error)
    if isinstance(error, MemoryError):
        tell(_("There is not enough free memory to do this."))
        return REFUSED
    if hasattr(error, "format_message"):  # Typer's own errors about usage
        return _misused(error)
    if settings.debug:
        raise error
    return _fault(error)


def _exited(exit: SystemExit) -> int:
    """The exit code of a command that exited by itself: at a signal, or because Typer met a closed pipe."""
    if exit.code != FAULT:
        return exit.code if isinstance(exit.code, int) else DONE
    # Typer exits like this if nobody reads a pipe any more: from its help, which is no error, or an export.
    cause = exit.__context__
    return _not_written(cause) if isinstance(cause, OSError) and cause.filename else DONE


def _refused(error: InvalidInput) -> int:
    """Report files that cannot be used: every problem, and how many there are."""
    for problem in error.problems:
        tell_problem(problem)
    tell()
    if len(error.problems) >= MAX_PROBLEMS:
        message = _("{count} problems, and there may be more. Fix these first. Nothing was written.")
        tell(message.format(count=len(error.problems)))
    else:
        tell(
            plural(
                "{count} problem; nothing was written.",
                "{count} problems; nothing was written.",
                len(error.problems),
            )
        )
    return REFUSED


def _not_written(error: OSError) -> int:
    """Report in one line what could not be written, and why."""
    tell_unwritten(error)
    discard_output(sys.stdout)
    return REFUSED


def _misused(error: Any) -> int:
    """Report a wrong option or argument: the usage and the error, safe to show."""
    context = getattr(error, "ctx", None)
    settings.plain |= "--plain" in sys.argv  # it may come after a word that is wrong
    message = error.format_message().replace("Value error, ", "")  # added by a library
    lines = _without_breaks_in_words(message).splitlines()
    if len(lines) == 1:
        said = _option_for(context, lines[0]) or in_our_words(lines[0])
        lines = [_("Error: {message}").format(message=said)]
        if context is not None:
            hint = _("Try `{command} --help`.").format(command=context.command_path)
            lines = [*usage(context.command, context, output(sys.stderr).width), hint, *lines]
    for line in lines:  # several lines are the help, shown if a command is missing
        tell(line)
    return REFUSED


def _option_for(context: Any, message: str) -> str:
    """The message that a file of answers is named with an option, if that is the only mistake."""
    extra = re.search(
        r"unexpected extra argument(?:\(s\))? \((.*\.(?:ya?ml|json|xlsx))\)\.?$", message, re.IGNORECASE
    )
    if extra is None or extra[1] not in sys.argv:
        return ""
    if not any("--answers" in each.opts for each in context.command.params):
        return ""
    return _("A file of answers is named with an option: write `--answers {file}`.").format(
        file=shlex.quote(extra[1])
    )


def _without_breaks_in_words(message: str) -> str:
    """`message` with the control characters and line breaks in words of the command line made visible."""
    for word in sys.argv[1:]:
        for part in filter(None, (word, word.partition("=")[2])):
            message = message.replace(part, printable(part))
    return message


def _fault(error: Exception) -> int:
    """Report a fault of the program in one line, without anything that the user wrote."""
    tell(
        _(
            "readiness {version} failed ({kind}). This is a fault in the program, not yours. Please run"
            " the same command with --debug, and report what it shows."
        ).format(version=__version__, kind=type(error).__name__)
    )
    return FAULT
