"""The time to read YAML, as a ratio to PyYAML's C loader: `python benchmarks/reading.py`."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from pathlib import Path

import yaml

from readiness.source.parsing import parse
from readiness.source.source import Source

PACK = Path(__file__).resolve().parent.parent / "questionnaires" / "going-global"


def main(pairs: int = 15) -> None:
    """Print the median ratio over pairs of runs."""
    texts = [path.read_text(encoding="utf-8") for path in sorted(PACK.glob("*.yaml"))]
    ratios = [_seconds(_ours, texts) / _seconds(_theirs, texts) for _pair in range(pairs)]
    size = sum(map(len, texts)) // 1024
    ratio = statistics.median(ratios)
    print(f"reading {size} KB, ratio to yaml.load(…, CSafeLoader)  {ratio:5.2f}  (limit 1.0)")


def _ours(text: str) -> None:
    parse(Source("benchmark", text))


def _theirs(text: str) -> None:
    yaml.load(text, Loader=yaml.CSafeLoader)


def _seconds(read: Callable[[str], None], texts: list[str]) -> float:
    begin = time.perf_counter()
    for text in texts:
        read(text)
    return time.perf_counter() - begin


if __name__ == "__main__":
    main()
