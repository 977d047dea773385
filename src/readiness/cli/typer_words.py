"""The words of Typer, which knows only English, in the language of the run.

Its messages are recognised by their form. One that has another form, in a later version, stays in English.
"""

from __future__ import annotations

import re

from readiness.messages.catalogue import _, later
from readiness.messages.characters import run_together

_NAMED = r"(?P<name>'[^']*'(?: / '[^']*')*|\S+)"
_FORMS: tuple[tuple[str, str], ...] = (
    (
        rf"Invalid value for {_NAMED}: '(?P<value>.*)' is not one of (?P<choices>.*)\.",
        later("Invalid value for {name}: “{value}” is not one of {choices}."),
    ),
    (
        rf"Invalid value for {_NAMED}: Input should be a valid integer.*",
        later("Invalid value for {name}: a whole number is expected."),
    ),
    (
        rf"Invalid value for {_NAMED}: Input should be greater than or equal to (?P<least>.*)",
        later("Invalid value for {name}: it must be {least} or more."),
    ),
    (rf"Invalid value for {_NAMED}: (?P<message>.*)", later("Invalid value for {name}: {message}")),
    (r"Invalid value: (?P<message>.*)", later("Invalid value: {message}")),
    (rf"Missing argument {_NAMED}\.", later("Missing argument {name}.")),
    (rf"Missing option {_NAMED}\.", later("Missing option {name}.")),
    (
        rf"No such option: {_NAMED}\.? Did you mean (?P<others>.*)\?",
        later("No such option: {name}. Did you mean {others}?"),
    ),
    (
        rf"No such option: {_NAMED}\.? \(Possible options: (?P<others>.*)\)",
        later("No such option: {name}. Did you mean {others}?"),
    ),
    (rf"No such option: {_NAMED}", later("No such option: {name}")),
    (
        r"No such command '(?P<typed>.*)'\. Did you mean (?P<others>.*)\?",
        later("No such command “{typed}”. Did you mean {others}?"),
    ),
    (r"No such command '(?P<typed>.*)'\.", later("No such command “{typed}”.")),
    (rf"Option {_NAMED} requires an argument\.", later("Option {name} requires an argument.")),
    (rf"Option {_NAMED} does not take a value\.", later("Option {name} does not take a value.")),
    (
        r"Got unexpected extra arguments?(?:\(s\))? \((?P<words>.*)\)",
        later("There are arguments that it does not take: {words}"),
    ),
    (r"Missing command\.", later("Missing command.")),
)
_OF_HELP = {
    "Show this message and exit.": later("Show this message and exit."),
    "Install completion for the current shell.": later("Install completion for the current shell."),
    "Show completion for the current shell, to copy it or customize the installation.": later(
        "Show completion for the current shell, to copy it or customize the installation."
    ),
}
_OF_USAGE = {"[OPTIONS]": later("[OPTIONS]"), "COMMAND [ARGS]...": later("COMMAND [ARGS]...")}
_TYPES = {"<str>": later("<str>"), "<path>": later("<path>"), "<list[str]>": later("<list[str]>")}


def in_our_words(message: str) -> str:
    """A message of Typer about a wrong option or argument, in the language of the run."""
    for form, ours in _FORMS:
        if found := re.fullmatch(form, message, re.DOTALL):
            return _(ours).format(**{gap: _written(gap, text) for gap, text in found.groupdict().items()})
    return message


def _written(gap: str, text: str) -> str:
    """What fills a `gap` of our message: names without quotes, a list of them with our commas."""
    if gap in ("choices", "others"):
        text = _(", ").join(text.split(", "))
    return text.replace("'", "") if gap in ("name", "choices", "others") else text


def help_in_our_words(text: str) -> str:
    """The help of an option that Typer adds, in the language of the run."""
    found = re.fullmatch(r"(?P<text>.*?) *\[default: (?P<value>[^\]]*)\]", text, re.DOTALL)
    if found:
        text = run_together([found["text"], _("[default: {value}]").format(value=found["value"])])
    if text.endswith("[required]"):
        return run_together([text.removesuffix("[required]").rstrip(), _("[required]")])
    return _(_OF_HELP.get(text, text))


def usage_in_our_words(piece: str) -> str:
    """What the usage says of options and commands, in the language of the run; a metavar stays as it is."""
    return _(_OF_USAGE.get(piece, piece))


def names_in_our_words(names: str) -> str:
    """The name of an argument, with its type in the language of the run."""
    kind = names.rpartition(" ")[2]
    return names.removesuffix(kind) + _(_TYPES.get(kind, kind))
