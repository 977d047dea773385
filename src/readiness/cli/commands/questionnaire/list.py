"""`readiness questionnaire list`: the built-in questionnaires."""

from __future__ import annotations

from readiness.cli import screen
from readiness.cli.exits import DONE
from readiness.messages.catalogue import later

HELP = later("List the built-in questionnaires.")
ORDER = 10


def command() -> int:
    """Print every built-in questionnaire."""
    from readiness.cli.language import load
    from readiness.loading.finding import builtin_questionnaires
    from readiness.views.pages.questionnaires_page import questionnaires_page

    screen.show(questionnaires_page(map(load, builtin_questionnaires())))
    return DONE
