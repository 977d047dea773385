"""`readiness questionnaire …`: commands for questionnaires."""

from readiness.messages.catalogue import later

HELP = later("List, show, start and fill in questionnaires.")
ORDER = 30
