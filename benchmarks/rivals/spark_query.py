"""The rival: `going-global` over a table as one SQL query of Spark: `spark_query.py TABLE RESULT MASTER`.

It knows nothing of `readiness`. The query is that of `duckdb_query`, in the words of Spark; answers are text.
Java has the same settings for it.
"""

from __future__ import annotations

import re
import sys

from duckdb_query import ABSENT, ANSWERED, Query
from pack import Asked, read_pack
from pyspark.sql import SparkSession

_SETTINGS = {
    "spark.executor.extraJavaOptions": "-XX:-DontCompileHugeMethods",
    "spark.sql.files.maxPartitionBytes": "8m",
    "spark.sql.constraintPropagation.enabled": "false",
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
}
_DOT = "\N{ONE DOT LEADER}"
"""In place of dots in the names of columns, which Spark takes for parts of a structure."""


class SparkQuery(Query):
    """The query in the words of Spark."""

    def text(self, table: str) -> str:
        """The whole query, over the view `table`."""
        text = super().text(table).replace(f"read_parquet('{table}')", table)
        text = text.replace(">> 6", f"div {ANSWERED}").replace(">> 10", f"div {ABSENT}")
        return re.sub(r'"([^"]*)"', lambda name: f"`{name[1].replace('.', _DOT)}`", text).replace(
            "AS VARCHAR", "AS STRING"
        )

    def _found(self, asked: Asked) -> str:
        """The number of an answer; 0 while it is open. A search in a list is slower here than cases."""
        cases = [f"WHEN '{id}' THEN {ANSWERED + level}" for level, id in enumerate(asked.options)]
        cases += [f"WHEN 'not-applicable' THEN {ABSENT}"] if asked.may_not_apply else []
        return f'CASE "{asked.id}" {" ".join(cases)} ELSE 0 END'


def main(table: str, result: str, master: str) -> None:
    """Write the result table, as a folder."""
    builder = SparkSession.builder.master(master)
    for name, value in _SETTINGS.items():
        builder = builder.config(name, value)
    session = builder.getOrCreate()
    rows = session.read.parquet(table)
    rows.toDF(*(name.replace(".", _DOT) for name in rows.columns)).createOrReplaceTempView("firms")
    found = session.sql(SparkQuery(read_pack(), dict.fromkeys(rows.columns, "VARCHAR")).text("firms"))
    named = found.toDF(*(name.replace(_DOT, ".") for name in found.columns))
    named.write.mode("overwrite").option("compression", "zstd").parquet(result)
    session.stop()


if __name__ == "__main__":
    main(*sys.argv[1:])
