"""Scores a Parquet table by calling the library, without the command line: `scored.py TABLE RESULT`."""

from __future__ import annotations

import sys

import narwhals as nw
import polars as pl
from readiness.cohort.firm_layout import firm_layout, stored_columns
from readiness.cohort.score_table import ScoredTable

from readiness import load_questionnaire


def main(table: str, result: str) -> None:
    """Write the result table."""
    questionnaire = load_questionnaire()
    frame = nw.from_native(pl.scan_parquet(table))
    layout = firm_layout(stored_columns(frame.collect_schema()), questionnaire, table)
    scored = ScoredTable(frame, layout, questionnaire).scores({"firm": nw.col(layout.firm or "firm")})
    scored.to_native().sink_parquet(result)


if __name__ == "__main__":
    main(*sys.argv[1:])
