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
        CoverField("enterprise", _("Name of the enterprise")),
        CoverField("respondent", _("Your name and role"), _("They tell your answers from those of others.")),
        CoverField("date", _("Date of the answers"), _("Left empty, it becomes the day on which you save.")),
    )


def how_to_fill_in(form: Form) -> Iterator[str]:
    """What a respondent must know, a sentence or two each, in the page and in the workbook."""
    yield _("Choose what is true today and could be shown to a colleague, not what is planned.")
    yield _("“Don't know” is an honest answer, and better than a guess. Leave open what you answer later.")
    if any(question.not_applicable for question in form.questions):
        yield _("A few questions may be “not applicable”; then write the reason.")


def how_to_fill_in_the_page(form: Form) -> Iterator[str]:
    """The same, and what is so in a page."""
    yield from how_to_fill_in(form)
    if any(question.rule for question in form.questions):
        yield _("Some questions come or go with your answers; what you filled in is never lost by that.")
    yield _("What you fill in is not sent anywhere; it is only in the file that you save.")
    yield _("When you are done, save and send the file back to the person who asked you to fill this in.")


def page_words() -> dict[str, str]:
    """What the page in a browser says, by the names that its template uses."""
    return {
        "about": _("About the enterprise"),
        "about_text": _("Never scored: these facts decide which questions and cases fit."),
        "after": _(
            "When you are done, save and send the file back to the person who asked you to fill this in."
        ),
        "before_saving": _("Before you save"),
        "clear": _("Clear the answer"),
        "close": _("Close"),
        "copy": _("Copy"),
        "dont_know": _("Don't know"),
        "evidence": _("Evidence (one piece a line)"),
        "filled_in": _("(filled in)"),
        "help": _("Why we ask, and what would prove it"),
        "help_only": _("Why we ask"),
        "how": _("How to fill in this form"),
        "keep": _(
            "Keep a copy in this browser, so that I can close the page and go on. Do not tick this on a"
            " shared computer."
        ),
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
        "contradictions": _("These answers do not fit together; please look at them again:"),
        "copied": _("Copied."),
        "done": _("All questions are answered."),
        "go_on": _(
            "This file is not for double-clicking. To go on later, open this form, then the file with “Open a"
            " saved file”. If it is not among your downloads, copy the answers at the end of this page."
        ),
        "holds_more": _("The file also answers questions that this form does not ask; they are saved again."),
        "incomplete": _("Not complete, and not saved until they are:"),
        "kept": _("What you filled in is here again."),
        "made": _("Saved by the form of “{title}”. Read by: readiness assess --answers FILE"),
        "nameless": _("Your name and role are missing."),
        "no_reason": _("Write the reason, or choose another answer."),
        "no_storage": _("This browser keeps no copy. Save into a file instead."),
        "not_open": _("{name} was not opened, and nothing was changed:"),
        "not_saved": _("Not complete, and therefore not in the file:"),
        "numbered": _("{number} {title}"),
        "of": _("{done} of {count}"),
        "open": _("Still open: {count}"),
        "opened": _("{name} is open."),
        "replace": _("Replace what is filled in now with {name}?"),
        "saved": _("Saved as {name}. Send it back to the person who asked you to fill this in."),
        "selected": _("Selected: copy it now."),
        "still_open": _("Still open: {count}. If you are not done, there is no need to send the file yet."),
        "still_untrue": _("Places where answers do not fit together: {count}"),
        "too_large": _(
            "Not saved: the file would be larger than 2 MiB. Shorten long notes, such as this one:"
        ),
        "two_windows": _(
            "This form is open in another window too. Go on in one of the two, and close the other."
        ),
        "wrong_number": _("“{typed}” does not answer this. {instruction}"),
        **_refusals(),
    }


def _refusals() -> dict[str, str]:
    """Why a file that was chosen is not opened."""
    return {
        "bad_answer": _("“{id}”: this form does not know the answer {value}."),
        "bad_shape": _("“{id}”: this is not written as in an answers file."),
        "cut": _("in line {line}, the sign # cuts a text off. Put the text in quotation marks."),
        "encoding": _(
            "its text is not in UTF-8; another program may have changed it. Use the file as it was saved."
        ),
        "large": _("it is larger than 2 MiB, which no answers file is."),
        "more": _("and more like this."),
        "no_answers": _("it is not an answers file. Choose one that this form or `readiness` saved."),
        "no_words": _("“{id}”: no answer that is chosen takes words of one's own."),
        "not_applicable_here": _("“{id}” cannot be marked not applicable, or lacks the reason."),
        "other_questionnaire": _("it answers the questionnaire “{found}”, this form is for “{wanted}”."),
        "other_version": _(
            "it answers version {found}, this form is for {wanted}. Give it to the person who asked you:"
            " `readiness answers upgrade` brings it up to date."
        ),
        "unknown_fact": _("the profile has no question “{id}”."),
        "unknown_key": _("“{id}” is not a part of an answers file."),
        "unknown_question": _("there is no question “{id}”."),
        "workbook": _("it is an Excel workbook, which this page cannot open. Send it back as it is."),
        "unreadable": _("its contents are damaged (line {line}). Use the file as it was saved."),
    }
