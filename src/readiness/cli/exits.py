"""The exit codes, as the README lists them."""

from __future__ import annotations

DONE = 0
FAULT = 1
"""A fault of the program itself."""
REFUSED = 2
"""A wrong option, an invalid file, or one that cannot be written."""
BELOW = 3
"""The score is below --fail-under, or there is no verdict."""
INTERRUPTED = 130
