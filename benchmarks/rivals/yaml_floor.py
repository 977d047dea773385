"""The floor for files: PyYAML's C loader over every file of a folder: `yaml_floor.py FOLDER [PROCESSES]`.

As in the program, no garbage is collected while files are read.
"""

from __future__ import annotations

import gc
import os
import sys
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import yaml


def read(path: Path) -> int:
    """The number of keys at the top of one file."""
    return len(yaml.load(path.read_bytes(), Loader=yaml.CSafeLoader))


def main(folder: str, processes: str = "0") -> None:
    """Print how many keys were read."""
    paths = sorted(Path(folder).rglob("*.yaml"))
    count = int(processes) or os.cpu_count()
    with ProcessPoolExecutor(count, mp_context=get_context("spawn"), initializer=gc.disable) as pool:
        print(sum(pool.map(read, paths, chunksize=64)))


if __name__ == "__main__":
    main(*sys.argv[1:])
