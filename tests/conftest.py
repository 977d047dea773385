"""What all tests start from."""

from __future__ import annotations

import signal


def pytest_configure() -> None:
    """Let signals end a program as they do at a terminal: a build in the background ignores some of them."""
    signal.signal(signal.SIGINT, signal.default_int_handler)
    for name in ("SIGHUP", "SIGQUIT", "SIGTERM"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), signal.SIG_DFL)
