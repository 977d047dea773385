"""Scores a Parquet table by calling the library, without the command line: `scored.py TABLE RESULT`."""

from __future__ import annotations

import sys

import narwhals as nw
import polars as pl

from readiness import load_questionnaire
from readiness.cohort.firm_layout import firm_layout, stored
from readiness.cohort.score_table import ScoredTable


def main(table: str, result: str) -> None:
    """Write the result table."""
    questionnaire = load_questionnaire()
    frame = nw.from_native(pl.scan_parquet(table))
    layout = firm_layout(stored(frame.collect_schema()), questionnaire, table)
    scored = ScoredTable(frame, layout, questionnaire).scores([layout.firm] if layout.firm else [])
    scored.to_native().sink_parquet(result)


if __name__ == "__main__":
    main(*sys.argv[1:])
