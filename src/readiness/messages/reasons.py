"""Why the system refused to read or write a file, in the language of messages."""

from __future__ import annotations

import os
from pathlib import Path

from readiness.messages.catalogue import _, later

# As the systems word them; a reason that is not here stays in English.
_REASONS = (
    later("Bad file descriptor"),
    later("Disk quota exceeded"),
    later("File exists"),
    later("File name too long"),
    later("File too large"),
    later("Input/output error"),
    later("Is a directory"),
    later("No space left on device"),
    later("No such file or directory"),
    later("Not a directory"),
    later("Operation not permitted"),
    later("Permission denied"),
    later("Read-only file system"),
    later("Too many levels of symbolic links"),
    later("Too many open files"),
)


def reason_of(error: OSError) -> str:
    """The reason that the system gives for `error`, or that there is no folder for what would be written."""
    if isinstance(error, FileNotFoundError) and error.filename:
        folder = Path(os.fsdecode(error.filename)).parent
        if not folder.is_dir():
            return _("there is no folder “{folder}”; create it first").format(folder=folder)
    return _(error.strerror) if error.strerror in _REASONS else error.strerror or str(error)
