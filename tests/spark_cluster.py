"""A cluster of Spark on this machine, with one master and two workers, for tests."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest

from programs import program

WORKERS = 2


def expect_spark() -> None:
    """Skip the test without PySpark or Java, but never in CI."""
    program("java")
    if find_spec("pyspark") is None:
        assert not os.environ.get("CI"), "CI must install the extra `spark`"
        pytest.skip("PySpark is not installed")


class Cluster:
    """Processes of Java, each with a log in `folder`."""

    def __init__(self, folder: Path) -> None:
        import pyspark

        self._folder = folder
        self._program = Path(pyspark.__file__).parent / "bin" / "spark-class"
        self._processes: list[subprocess.Popen[bytes]] = []
        port = free_port()
        self.master = f"spark://127.0.0.1:{port}"
        self._start("master.Master", "--host", "127.0.0.1", "--port", str(port), "--webui-port", "0")
        _wait_for_port(port)
        self.workers = [self.start_worker() for _number in range(WORKERS)]

    def start_worker(self) -> subprocess.Popen[bytes]:
        """One more worker, with one core."""
        work = str(self._folder / f"work-{len(self._processes)}")
        options = ["--cores", "1", "--memory", "1g", "--webui-port", "0", "--work-dir", work]
        return self._start("worker.Worker", *options, self.master)

    def _start(self, name: str, *arguments: str) -> subprocess.Popen[bytes]:
        log = self._folder / f"{len(self._processes)}-{name}.log"
        with log.open("wb") as stream:
            process = subprocess.Popen(
                [str(self._program), f"org.apache.spark.deploy.{name}", *arguments],
                stdout=stream,
                stderr=stream,
                env={**os.environ, "SPARK_LOCAL_IP": "127.0.0.1"},
                start_new_session=True,
            )
        self._processes.append(process)
        return process

    def stop(self) -> None:
        """End all processes."""
        for process in self._processes:
            kill(process)


def kill(process: subprocess.Popen[bytes]) -> None:
    """End a process at once, and those that it started."""
    if sys.platform != "win32":  # where conftest leaves the tests out
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
    process.wait()


@contextlib.contextmanager
def started(folder: Path) -> Iterator[Cluster]:
    """A cluster that ends with the block."""
    expect_spark()
    cluster = Cluster(folder)
    try:
        yield cluster
    finally:
        cluster.stop()


def free_port() -> int:
    """A port at which nobody listens."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def _wait_for_port(port: int) -> None:
    end = time.monotonic() + 60
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            assert time.monotonic() < end, "the master of Spark does not answer"
            time.sleep(0.1)
        else:
            return
