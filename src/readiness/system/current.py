"""The system that the program runs on.

`system` is the module `posix` or the module `windows`; both have the same names. No other module
imports what only one system has, or asks which system it is. The package comes before `source`, which
needs it to read pipes, and before `storage`, which needs it for locks.
"""

from __future__ import annotations

import sys

if sys.platform == "win32":
    from readiness.system import windows as system
else:
    from readiness.system import posix as system

__all__ = ["system"]
