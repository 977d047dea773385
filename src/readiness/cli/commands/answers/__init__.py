"""`readiness answers …`: commands for answers files."""

from readiness.messages.catalogue import _

HELP = _("Bring answers files up to date.")
ORDER = 40
