"""A session with Spark: what it needs, its settings, and what can be wrong before anything is computed."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import signal
import socket
import subprocess
import threading
import time
import warnings
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import IO, Any

from py4j.protocol import Py4JError
from pyspark import SparkConf, SparkContext
from pyspark.errors import PySparkException
from pyspark.java_gateway import launch_gateway
from pyspark.sql import SparkSession

from readiness.messages.catalogue import _
from readiness.messages.problems import ReadinessError

LOCAL = "local[*]"
"""The master that is this machine, with all its cores."""
_JIT = "-XX:-DontCompileHugeMethods"
SETTINGS: Mapping[str, str] = {
    # Java compiles no method of more than 8,000 bytes unless it is told to; the expressions give longer ones.
    "spark.executor.extraJavaOptions": _JIT,
    # What follows from a filter is worked out for every pair of columns, which takes minutes with hundreds.
    "spark.sql.constraintPropagation.enabled": "false",
    # For each of the thousands of expressions Spark would look for the line of Python that made it.
    "spark.python.sql.dataFrameDebugging.enabled": "false",
    # A file of a million firms has 30 MB; by default all of it would be one task.
    "spark.sql.files.maxPartitionBytes": "8m",
    "spark.sql.caseSensitive": "true",
    "spark.ui.showConsoleProgress": "false",
    "spark.ui.enabled": "false",
}
"""What is set unless the user has set it. Measured; see `docs/scale.md`."""
_OLDEST_JAVA = 17
_WAIT = 60.0
"""The seconds in which a cluster must have a free worker."""
_PORT_WAIT = 5.0
_STOP_WAIT = 10.0


@contextlib.contextmanager
def spark_session(master: str, log: IO[str]) -> Iterator[SparkSession]:
    """A session with the cluster `master`, or the one that Spark is set up for; it ends with the block.

    Java writes its log to `log`. Raises ReadinessError with the remedy if Java is missing or too old, if
    nobody answers at the master, or if it has no worker free.
    """
    _expect_java()
    _expect_answer(master)
    _start_java(master, log)
    conf = SparkConf()
    for name, value in SETTINGS.items():
        conf.setIfMissing(name, value)
    if master or not conf.contains("spark.master"):
        conf.setMaster(master or LOCAL)
    conf.setIfMissing("spark.app.name", "readiness")
    try:
        with _same_control_c():
            session = SparkSession.builder.config(conf=conf).getOrCreate()
    except Exception as error:
        message = _("Spark could not be started with the master {master}: {error}")
        raise ReadinessError(
            message.format(master=conf.get("spark.master"), error=java_words(error))
        ) from None
    try:
        _expect_workers(session)
        yield session
    except (Py4JError, PySparkException) as error:
        message, hint = _("Spark failed: {error}"), _("Its own messages are shown with --debug.")
        raise ReadinessError(f"{message.format(error=java_words(error))} {hint}") from error
    finally:
        with contextlib.suppress(Exception), warnings.catch_warnings():
            warnings.simplefilter("ignore")  # after Ctrl-C Java may not answer; it ends with this process
            session.stop()


@contextlib.contextmanager
def _same_control_c() -> Iterator[None]:
    """Keep what Ctrl-C does: what Spark sets would ask Java something while Java is being asked already."""
    if threading.current_thread() is not threading.main_thread():
        yield  # Spark sets nothing
        return
    before = signal.getsignal(signal.SIGINT)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def settings_in_force(session: SparkSession) -> dict[str, str]:
    """Those of `SETTINGS` as they are now, with the master."""
    conf = session.sparkContext.getConf()
    return {name: conf.get(name) or "" for name in ("spark.master", *SETTINGS)}


def java_words(error: BaseException) -> str:
    """The first line of what Java or Spark says, without its stack."""
    java = getattr(error, "java_exception", None)
    while java is not None and java.getCause() is not None:
        java = java.getCause()
    text = str(error) if java is None else str(java.toString())
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return re.sub(
        r"^[\w.$]*\.(\w+(?:Exception|Error))\b", r"\1", lines[0] if lines else type(error).__name__
    )[:300]


def _expect_java() -> None:
    """Raise ReadinessError unless there is a Java that is new enough."""
    home = os.environ.get("JAVA_HOME")
    java = str(Path(home, "bin", "java")) if home else shutil.which("java")
    hint = _(
        "Install Java {version} or later, such as the package openjdk-17-jre-headless, or set JAVA_HOME."
    )
    hint = hint.format(version=_OLDEST_JAVA)
    try:
        command = [java or "java", "-version"]
        told = subprocess.run(command, capture_output=True, text=True, check=True).stderr  # noqa: S603 (fixed)
    except (OSError, subprocess.CalledProcessError):
        message = _("Spark needs Java, and there is none.")
        if home:
            message = _("Spark needs Java, and there is none in JAVA_HOME ({path}).").format(path=home)
        raise ReadinessError(f"{message} {hint}") from None
    found = re.search(r'version "(\d+)', told)
    if found and int(found[1]) < _OLDEST_JAVA:
        message = _("Spark needs Java {version}, and this is Java {found}.")
        message = message.format(version=_OLDEST_JAVA, found=found[1])
        raise ReadinessError(f"{message} {hint}")


def _expect_answer(master: str) -> None:
    """Raise ReadinessError if it is certain that `master` is none, or that nobody answers there."""
    form = r"local(\[(\*|\d+)(,\s*\d+)?\])?|spark://[^/\s]+|yarn|k8s://\S+|"
    if not re.fullmatch(form, master):
        message = _(
            "“{master}” is no master of Spark. Write spark://HOST:7077, yarn, k8s://HOST:PORT or local[*]."
        )
        raise ReadinessError(message.format(master=master))
    if not master.startswith("spark://"):
        return
    errors = []
    for place in master.removeprefix("spark://").split(","):
        host, _colon, port = place.rpartition(":")
        try:
            socket.create_connection((host.strip("[]"), int(port)), timeout=_PORT_WAIT).close()
        except (OSError, ValueError, OverflowError) as error:
            errors.append(str(error))
        else:
            return
    message = _("No Spark master answers at {master} ({error}). Start it, or check the host and the port.")
    raise ReadinessError(message.format(master=master, error=errors[0]))


def _start_java(master: str, log: IO[str]) -> None:
    """Start the process of Java that belongs to this one, unless there is one, with its messages in `log`."""
    if SparkContext._gateway is not None:
        return
    early = SparkConf(loadDefaults=False)
    if master.startswith("local") and "PYSPARK_SUBMIT_ARGS" not in os.environ:
        early.set("spark.driver.extraJavaOptions", _JIT)  # here the driver does the work of the executors
    try:
        gateway: Any = launch_gateway(early, popen_kwargs={"stdout": log, "stderr": log})
    except Exception as error:
        message = _("Java could not be started for Spark: {error}")
        raise ReadinessError(message.format(error=java_words(error))) from None
    SparkContext._ensure_initialized(gateway=gateway)


def end_java() -> None:
    """Have Java end at once, and with it what workers do for it.

    In the midst of an answer it would only then hear that its session is to stop.
    """
    java: subprocess.Popen[bytes] = SparkContext._gateway.proc
    java.terminate()
    with contextlib.suppress(subprocess.TimeoutExpired):
        java.wait(_STOP_WAIT)
    java.kill()


def _expect_workers(session: SparkSession) -> None:
    """Wait until the cluster gives an executor. Raises ReadinessError if it gives none in time."""
    context = session.sparkContext
    if context.master.startswith("local"):
        return
    end = time.monotonic() + _WAIT
    while int(context._jsc.sc().getExecutorMemoryStatus().size()) < 2:
        if time.monotonic() > end:
            message = _(
                "The master {master} has given no worker in {seconds} seconds. Start one, or wait until"
                " others have finished; a worker needs the memory that `spark.executor.memory` says."
            )
            raise ReadinessError(message.format(master=context.master, seconds=round(_WAIT)))
        time.sleep(0.2)
