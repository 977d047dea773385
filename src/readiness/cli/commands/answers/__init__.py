"""`readiness answers …`: commands for answers files."""

from readiness.messages.catalogue import later

HELP = later("Make answers files from a survey, and bring them up to date.")
ORDER = 40
