"""`readiness questionnaire …`: commands for questionnaires."""

from readiness.messages.catalogue import _

HELP = _("List, show, start and fill in questionnaires.")
ORDER = 30
