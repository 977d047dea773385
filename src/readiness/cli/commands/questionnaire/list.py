"""`readiness questionnaire list`: the built-in questionnaires."""

from __future__ import annotations

from readiness.cli import screen
from readiness.cli.exits import DONE
from readiness.messages.catalogue import _, plural

HELP = _("List the built-in questionnaires.")
ORDER = 10


def command() -> int:
    """Print every built-in questionnaire."""
    from readiness.loading.finding import builtin_questionnaires
    from readiness.loading.loader import load_questionnaire

    page = screen.page()
    for name in builtin_questionnaires():
        questionnaire = load_questionnaire(name)
        count = plural("{count} question", "{count} questions", len(questionnaire.questions))
        page.line(
            (name, "bold"), (questionnaire.version, ""), (questionnaire.title, ""), (f"({count})", "dim")
        )
    screen.write(page.text())
    return DONE
