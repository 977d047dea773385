"""How problems of a form in a workbook are mended, said to somebody who uses Excel and no text editor."""

from __future__ import annotations

from readiness.messages.catalogue import _
from readiness.questionnaire.questionnaire import Questionnaire

KEEP = ""
"""Of a code whose hint is right for any file."""


def remedies_by_code() -> dict[str, str]:
    """The hint for each code of the checks that all answers go through; "" is for all others."""
    anew = _("Make a new form with `readiness form`, and copy the answers into it.")
    return {
        "": _("Change this cell; the first sheet says how to fill in the form."),
        "always-applicable": _("Choose the level that fits, or “don't know”."),
        "bad-date": KEEP,
        "dates-backwards": KEEP,
        "mixed-enterprises": KEEP,
        "mixed-markets": KEEP,
        "mixed-questionnaires": KEEP,
        "newer-version": KEEP,
        "no-date": _("Fill in the date of the answers on the first sheet."),
        "nothing-answered": KEEP,
        "not-alone": _("Choose “yes” only in this line, or “no” in it."),
        "older-version": anew,
        "same-answers": _(
            "Name each file once. If nothing changed since, fill in the date of the later answers."
        ),
        "other-questionnaire": _("Name that questionnaire with --questionnaire."),
        "same-respondent": _(
            "Keep one of the two files, or fill in name and role on the first sheet of each."
        ),
        "same-title": KEEP,
        "too-many-markets": KEEP,
        "unknown-key": anew,
        "unknown-option": anew,
        "unknown-question": anew,
        "words-without-option": _(
            "Choose the line that these words are about; or move them to the note, and clear this cell."
        ),
    }


def how_to_answer(questionnaire: Questionnaire, kind: str, id: str) -> str:
    """The hint for the cell that takes the answer of this `kind` to the question with this `id`."""
    question = questionnaire.questions.get(id)
    if kind == "one":
        return _("Choose a line from the list of this cell.")
    if kind == "several":
        return _("Choose “yes” in each line that is true, from the list of its cell.")
    return question.instruction() if question else ""
