"""What the cover of the report says: asked once, before the first question."""

from __future__ import annotations

from readiness.interview.dialogue import Dialogue, typed_line
from readiness.interview.one_question import Quit
from readiness.interview.record import Record
from readiness.messages.catalogue import _
from readiness.messages.characters import narrow


def ask_cover(record: Record, dialogue: Dialogue) -> None:
    """Ask for the name of the enterprise, who answers, and the rest of the cover. Raises Quit and EOFError.

    Each may be left out, so an empty text does not show that it was not asked for. What is asked later
    shows it: the enterprise comes before the respondent, and both before the first question.
    """
    if record.answers.respondent or record.is_begun():
        return
    cover = record.answers.cover
    if not cover.enterprise:
        enterprise = _named(dialogue, _("The enterprise’s name, for the report (Enter to leave it out):"))
        if enterprise:
            record.put_on_cover(enterprise=enterprise)
    respondent = _named(dialogue, _("Your name and role, for the report (Enter to leave it out):"))
    if respondent:
        record.sign(respondent)
    if not (cover.prepared_by or cover.prepared_for or cover.confidentiality):
        _ask_the_rest(record, dialogue)


def _named(dialogue: Dialogue, text: str) -> str:
    dialogue.say()
    dialogue.say(text)
    return _typed(dialogue, "> ")


def _ask_the_rest(record: Record, dialogue: Dialogue) -> None:
    """Ask for what most reports do not need, if it is wanted: one key for those in a hurry."""
    dialogue.say()
    if not _is_wanted(dialogue):
        return
    for name, prompt in (
        ("prepared_by", _("Prepared by (Enter to leave it out): ")),
        ("prepared_for", _("Prepared for (Enter to leave it out): ")),
        ("confidentiality", _("Confidentiality, such as “Board only” (Enter to leave it out): ")),
    ):
        text = _typed(dialogue, prompt)
        if text:
            record.put_on_cover(**{name: text})


def _is_wanted(dialogue: Dialogue) -> bool:
    prompt = _("Say on the report who prepared it, for whom, and how confidential it is? (y/N) ")
    while True:
        typed = narrow(_typed(dialogue, prompt)).lower()
        if typed in ("", "n", "no"):
            return False
        if typed in ("y", "yes"):
            return True
        dialogue.say(_("Type y or n."))


def _typed(dialogue: Dialogue, prompt: str) -> str:
    """The line typed; `q` raises Quit."""
    line = typed_line(dialogue, prompt)
    if narrow(line) == "q":
        raise Quit
    return line
