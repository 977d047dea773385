"""What a form says besides the questions: how it is filled in, and what its fields and keys are called."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from readiness.messages.catalogue import _
from readiness.views.form import Form


class CoverField(NamedTuple):
    """A field about the answers as a whole."""

    key: str
    """Its key in an answers file."""
    label: str
    hint: str = ""


def cover_fields() -> tuple[CoverField, ...]:
    """The fields before the first question."""
    return (
        CoverField("enterprise", _("Enterprise")),
        CoverField("respondent", _("Your name and role"), _("They tell your answers from those of others.")),
        CoverField("date", _("Date of the answers"), _("Left empty, it becomes the day on which you save.")),
    )


def how_to_fill_in(form: Form) -> Iterator[str]:
    """What a respondent must know, a sentence or two each, in the page and in the workbook."""
    yield _("Choose what is true today and could be shown to a colleague, not what is planned.")
    yield _("“Don't know” is an honest answer, and better than a guess. Leave open what you answer later.")
    if any(question.not_applicable for question in form.questions):
        yield _("“Not applicable” is offered only where it can be true, and needs a reason.")
    if any(question.rule for question in form.questions):
        yield _("Some questions come or go with your answers; what you filled in is never lost by that.")


def page_words() -> dict[str, str]:
    """What the page in a browser says, by the names that its template uses."""
    return {
        "about": _("About the enterprise"),
        "about_text": _("Never scored: these facts decide which questions and cases fit."),
        "after": _("When you are done, save and send the file back to the person who sent you this form."),
        "before_saving": _("Before you save"),
        "clear": _("Clear"),
        "confidential": _("Nothing you fill in leaves this page until you save it into a file."),
        "copy": _("Copy"),
        "dont_know": _("Don't know"),
        "evidence": _("Evidence, one piece a line"),
        "help": _("Why we ask, and what would prove it"),
        "help_only": _("Why we ask"),
        "how": _("How to fill in this form"),
        "keep": _("Keep a copy in this browser until I save. Do not tick this on a shared computer."),
        "next": _("Next open question"),
        "no_script": _(
            "This form needs JavaScript. Save the file, then open it in Edge, Chrome, Firefox or Safari: a"
            " preview inside a mail or chat program may not run it."
        ),
        "not_applicable": _("Not applicable"),
        "not_applicable_if": _("Not applicable only if:"),
        "note": _("Note"),
        "notes": _("Note, evidence, owner"),
        "open": _("Open a saved file"),
        "owner": _("Owner: who can answer for it"),
        "own_words": _("What is it?"),
        "print": _("Print"),
        "proof": _("What would prove it:"),
        "questions": _("Questions"),
        "reason": _("Reason"),
        "save": _("Save"),
        "sections": _("Parts of this form"),
        "text": _("Your answers as text, where saving a file does not work"),
    }


def script_words() -> dict[str, str]:
    """What the script of the page says, by the names that it uses."""
    return {
        "answered": _("{done} of {count} answered"),
        "answered_and_left": _("{done} of {count} answered, about {minutes} min left"),
        "contradictions": _("These answers cannot all be true:"),
        "copied": _("Copied."),
        "done": _("All questions are answered."),
        "incomplete": _("Not complete, and not saved until they are:"),
        "kept": _("What you filled in is here again."),
        "made": _("Saved by the form of “{title}”. Read by: readiness assess --answers FILE"),
        "nameless": _("Your name and role are missing."),
        "no_reason": _("Write the reason, or choose another answer."),
        "no_storage": _("This browser keeps no copy. Save into a file instead."),
        "not_open": _("{name} was not opened, and nothing was changed:"),
        "of": _("{done} of {count}"),
        "open": _("Still open:"),
        "opened": _("{name} is open."),
        "replace": _("Replace what is filled in now with {name}?"),
        "saved": _(
            "Saved as {name}, where this browser puts downloads. Send it back to the person who sent you this"
            " form."
        ),
        "selected": _("Selected: copy it now."),
        "wrong_number": _("“{typed}” does not answer this. {instruction}"),
        **_refusals(),
    }


def _refusals() -> dict[str, str]:
    """Why a file that was chosen is not opened."""
    return {
        "bad_answer": _("“{id}”: this form does not know the answer {value}."),
        "bad_shape": _("“{id}”: this is not written as in an answers file."),
        "large": _("it is larger than 2 MiB, which no answers file is."),
        "more": _("and more like this."),
        "no_answers": _("it is not an answers file. Choose one that this form or `readiness` saved."),
        "not_applicable_here": _("“{id}” cannot be marked not applicable, or lacks the reason."),
        "other_questionnaire": _("it answers the questionnaire “{found}”, this form is for “{wanted}”."),
        "other_version": _(
            "it answers version {found}, this form is for {wanted}. `readiness answers upgrade` brings a file"
            " up to date."
        ),
        "unknown_key": _("“{id}” is not a part of an answers file."),
        "unknown_fact": _("the profile has no question “{id}”."),
        "unknown_question": _("there is no question “{id}”."),
        "unreadable": _("it cannot be read as YAML or JSON (line {line})."),
    }
