"""Settings of the engine under which a table of any size is scored in little memory."""

from __future__ import annotations

import os

import polars as pl

ROWS_AT_ONCE = 10_000
"""The rows that are worked on together."""
_SETTINGS = {
    "POLARS_IDEAL_MORSEL_SIZE": str(ROWS_AT_ONCE),
    "POLARS_ROW_GROUP_PREFETCH_SIZE": "2",
}
"""The second is how many row groups are read ahead. Measured at 10 million firms: 0.8 GiB with these, up to
2 GiB without; see `docs/scale.md`."""


def use_little_memory() -> None:
    """Set what the user has not set already; it holds for this process from now on."""
    for name, value in _SETTINGS.items():
        os.environ.setdefault(name, value)
    pl.Config.reload_env_vars()  # it has read them, if it has computed anything before
