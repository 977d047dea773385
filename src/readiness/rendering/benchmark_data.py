"""The file of a benchmark, which `readiness.cohort.benchmark_reading` reads."""

from __future__ import annotations

import re

from readiness.cohort.benchmark import Benchmark
from readiness.rendering import jsontext
from readiness.rendering.benchmark_shape import BENCHMARK_VERSION, BenchmarkShape


def benchmark_json(benchmark: Benchmark, *, encoding: str = "utf-8") -> str:
    """`benchmark` as one JSON object, indented, with the nine deciles of a score in one line."""
    content: BenchmarkShape = {
        "schema_version": BENCHMARK_VERSION,
        "title": benchmark.title,
        "built_on": benchmark.built_on,
        "questionnaire": {
            "id": benchmark.questionnaire,
            "title": benchmark.questionnaire_title,
            "version": benchmark.version,
            "digest": benchmark.digest,
        },
        "groups": [
            {
                "fact": group.fact or None,
                "option": group.option or None,
                "deciles": {id: list(points) for id, points in group.deciles.items()},
            }
            for group in benchmark.groups
        ],
    }
    return _NUMBERS.sub(_in_one_line, jsontext.json_text(content, encoding=encoding))


_NUMBERS = re.compile(r"\[\n[\s\d,]+\]")
"""A list of whole numbers. No text in JSON has line breaks."""


def _in_one_line(found: re.Match[str]) -> str:
    return f"[{', '.join(re.findall('[0-9]+', found[0]))}]"
