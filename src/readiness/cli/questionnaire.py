"""`readiness questionnaire …`: list, show, fill in."""

from __future__ import annotations

import sys

from readiness.cli import screen
from readiness.i18n import _, plural
from readiness.loading import builtin_questionnaires, load_questionnaire
from readiness.rendering.terminal import Screen
from readiness.template import template


def list_all() -> None:
    """Print every built-in questionnaire."""
    page = _page()
    for name in builtin_questionnaires():
        questionnaire = load_questionnaire(name)
        count = plural("{count} question", "{count} questions", len(questionnaire.questions))
        page.line(
            (name, "bold"), (questionnaire.version, ""), (questionnaire.title, ""), (f"({count})", "dim")
        )
    screen.write(page.text())


def show(name: str, *, quick: bool) -> None:
    """Print the questions of a questionnaire with their levels."""
    questionnaire = load_questionnaire(name)
    page = _page()
    page.line((questionnaire.title, "bold"), (questionnaire.id, ""), (questionnaire.version, ""))
    page.line((questionnaire.description, ""))
    page.line((_("Source: {source}").format(source=questionnaire.source), "dim"))
    section = None
    for id, question in questionnaire.questions.items():
        if quick and not question.quick:
            continue
        location = questionnaire.locations[id]
        if location.section is not section:
            section = location.section
            page.heading(section.title)
            page.line((section.description, ""))
        page.blank()
        marks = [_("quick")] if question.quick else []
        marks += [_("exposure")] if location.exposure else []
        page.line((question.label, "bold"), (id, "dim"), (", ".join(marks), "dim"))
        page.line((question.text, ""))
        for option in question.choices:
            page.item(f"{option.score:g}", (option.text, ""), (option.id, "dim"), indent=2)
    screen.write(page.text())


def print_template(name: str, *, quick: bool) -> None:
    """Print an answers file to fill in."""
    screen.write(template(load_questionnaire(name), quick=quick))


def _page() -> Screen:
    return Screen(
        screen.width(sys.stdout),
        colour=screen.wants_colour(sys.stdout),
        ascii_only=screen.needs_ascii(sys.stdout),
    )
