"""The system that the program runs on.

`system` is the module `posix` or the module `windows`; both have the same names. Nothing else in the package
imports what only one of the systems has, nor asks which one it is. The room stands before `source`, because
reading needs it for pipes as much as `storage` does for locks.
"""

from __future__ import annotations

import sys

if sys.platform == "win32":
    from readiness.system import windows as system
else:
    from readiness.system import posix as system

__all__ = ["system"]
