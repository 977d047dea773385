"""`readiness answers …`: commands for answers files."""

from readiness.messages.catalogue import later

HELP = later("Bring answers files up to date.")
ORDER = 40
