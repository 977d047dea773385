"""Prompts for a text and for yes or no, and the keys that mean the same at each of them."""

from __future__ import annotations

from readiness.interview.dialogue import Dialogue, several_refused, typed, typed_line
from readiness.messages.catalogue import _
from readiness.messages.characters import narrow
from readiness.questionnaire.questions.typed_lines import YES_OR_NO

SIGN = ":"
"""What makes a letter a key where the letter itself could be the answer; full-width will do."""


class Quit(Exception):
    """The respondent wants to stop."""


class Back(Exception):
    """The respondent wants to leave a prompt for the one before it."""


def typed_text(
    dialogue: Dialogue, prompt: str, *, several_lines: bool = False, can_go_back: bool = True
) -> str:
    r"""The text typed, without blanks around it; `?`, `:b` and `:q` alone are keys, a lone letter is text.

    With `several_lines` there may be more: those pasted at once, or typed with `\` at the end of each but
    the last. Raises Quit, EOFError and, if `can_go_back`, Back.
    """
    lines: list[str] = []
    while True:
        text = typed(dialogue, prompt)
        match narrow(text).lower():
            case ":q":
                raise Quit
            case ":b" if can_go_back:
                raise Back
            case ":b":
                say_no_way_back(dialogue)
            case "?" | ":?":
                _say_keys(dialogue, several_lines=several_lines, can_go_back=can_go_back)
            case _ if "\n" in text and not several_lines:
                several_refused(dialogue)
            case _ if text.endswith("\\") and several_lines:
                lines.append(text[:-1].rstrip())
                prompt = _("next line: ")
            case _:
                return "\n".join([*lines, text]).strip()


def keys_beside(text: str) -> str:
    """What can be typed instead of a new text; `text` is the one so far, which may be empty."""
    return _("Enter to keep, - to delete") if text else _("Enter to leave it out")


def confirmed(dialogue: Dialogue, prompt: str, *, default: bool | None = None) -> bool:
    """Whether the respondent says yes; Enter alone means `default`. Raises Quit and EOFError."""
    while True:
        line = narrow(typed_line(dialogue, prompt)).lower()
        if line in YES_OR_NO:
            return YES_OR_NO[line] == "yes"
        if not line and default is not None:
            return default
        key = line.removeprefix(SIGN)
        if key == "q":
            raise Quit
        if key == "b":
            say_no_way_back(dialogue)
        dialogue.say(_("Type y or n, or q to quit."))


def say_no_way_back(dialogue: Dialogue) -> None:
    """Say that the key for going back does nothing here."""
    dialogue.say(_("There is nothing to go back to here."))


def _say_keys(dialogue: Dialogue, *, several_lines: bool, can_go_back: bool) -> None:
    keys = _("Type a text, then Enter. A letter alone is text here; :q saves and quits.")
    if can_go_back:
        keys = _("Type a text, then Enter. A letter alone is text here; :b goes back, :q saves and quits.")
    dialogue.say(keys)
    if several_lines:
        dialogue.say(_("After a line that ends with \\ you can type one more line."))
