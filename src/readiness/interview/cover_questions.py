"""What the cover of the report says: asked before the first question, and again when it is to be changed."""

from __future__ import annotations

from collections.abc import Callable

from readiness.interview.dialogue import Dialogue
from readiness.interview.prompts import Back, confirmed, keys_beside, typed_text
from readiness.interview.record import Record
from readiness.messages.catalogue import _
from readiness.messages.characters import narrow


def ask_cover(record: Record, dialogue: Dialogue) -> None:
    """Ask for the name of the enterprise and, if it is given, who answers and the rest of the cover.

    Whoever leaves out the enterprise is asked nothing more: the review offers the cover again. An empty text
    does not show that it was not asked for, so nothing is asked once there is an answer. Raises Quit and
    EOFError.
    """
    if record.answers.respondent or record.is_begun():
        return
    cover = record.answers.cover
    if not cover.enterprise:
        enterprise = _named(
            dialogue,
            _(
                "The enterprise’s name, for the cover of the report, which you can also fill in at the end"
                " (Enter to leave it out):"
            ),
        )
        if not enterprise:
            return
        record.put_on_cover(enterprise=enterprise)
    respondent = _named(dialogue, _("Your name and role, for the report (Enter to leave it out):"))
    if respondent:
        record.sign(respondent)
    if not (cover.prepared_by or cover.prepared_for or cover.confidentiality):
        _ask_the_rest(record, dialogue)


def cover_lines(record: Record) -> tuple[tuple[str, str], ...]:
    """Each text of the cover: what it is called, and what it says."""
    return tuple((title, text) for title, text, _put in _cover(record))


def change_cover(record: Record, dialogue: Dialogue) -> None:
    """Ask for each text of the cover again, until the respondent goes back. Raises Quit and EOFError."""
    for title, text, put in _cover(record):
        if text:
            dialogue.say(_("Now: {text}").format(text=text))
        prompt = _("{title} ({keys}): ").format(title=title, keys=keys_beside(text))
        try:
            typed = typed_text(dialogue, prompt)
        except Back:
            return
        if typed:
            put("" if narrow(typed) == "-" else typed)


def _cover(record: Record) -> tuple[tuple[str, str, Callable[[str], None]], ...]:
    """Each text of the cover: what it is called, what it says, and how to change it."""
    cover = record.answers.cover
    return (
        (_("Enterprise"), cover.enterprise, lambda text: record.put_on_cover(enterprise=text)),
        (_("Answers by"), record.answers.respondent, record.sign),
        (_("Prepared by"), cover.prepared_by, lambda text: record.put_on_cover(prepared_by=text)),
        (_("Prepared for"), cover.prepared_for, lambda text: record.put_on_cover(prepared_for=text)),
        (_("Confidentiality"), cover.confidentiality, lambda text: record.put_on_cover(confidentiality=text)),
    )


def _named(dialogue: Dialogue, text: str) -> str:
    dialogue.say()
    dialogue.say(text)
    return _named_after(dialogue, "> ")


def _named_after(dialogue: Dialogue, prompt: str) -> str:
    text = typed_text(dialogue, prompt, can_go_back=False)
    return "" if narrow(text) == "-" else text  # which deletes a text everywhere else


def _ask_the_rest(record: Record, dialogue: Dialogue) -> None:
    """Ask for what most reports do not need, if it is wanted: one key for those in a hurry."""
    dialogue.say()
    question = _("Say on the report who prepared it, for whom, and how confidential it is? (y/N) ")
    if not confirmed(dialogue, question, default=False):
        return
    for name, prompt in (
        ("prepared_by", _("Prepared by (Enter to leave it out): ")),
        ("prepared_for", _("Prepared for (Enter to leave it out): ")),
        ("confidentiality", _("Confidentiality, such as “Board only” (Enter to leave it out): ")),
    ):
        text = _named_after(dialogue, prompt)
        if text:
            record.put_on_cover(**{name: text})
