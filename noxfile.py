"""Run the tests on every installed Python and with the oldest libraries; look for known vulnerabilities."""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path

import nox

SHARED = (
    "--numprocesses",
    "auto",
    "--dist",
    "worksteal",
    "-m",
    "not programs and not thorough and not spark",
)
"""What a browser or LibreOffice shows does not depend on the version of Python."""

nox.options.error_on_missing_interpreters = False
nox.options.default_venv_backend = "venv"


@nox.session(python=["3.11", "3.12", "3.13", "3.14"])
def tests(session: nox.Session) -> None:
    """Install the project with its test tools and run the suite."""
    session.install("--constraint", "constraints.txt", "--editable", ".[dev]")
    session.run("pytest", *SHARED, *session.posargs)


@nox.session(python="3.11")
def oldest(session: nox.Session) -> None:
    """Run the suite with the oldest allowed versions of the libraries."""
    project = tomllib.loads(Path("pyproject.toml").read_text(encoding="utf-8"))["project"]
    bounds = [re.match(r"([\w-]+)>=([\d.]+)", each) for each in project["dependencies"]]
    session.install(*(f"{found[1]}=={found[2]}" for found in bounds if found), "--editable", ".[dev]")
    # Old libraries call newer ones in deprecated ways.
    session.run("pytest", *SHARED, "-W", "ignore::DeprecationWarning", *session.posargs)


@nox.session
def audit(session: nox.Session) -> None:
    """Check the pinned versions for known vulnerabilities, if an advisory source can be reached."""
    session.install("pip-audit")
    pinned = ("--requirement", "constraints.txt", "--no-deps", "--disable-pip")
    output = session.run(
        "pip-audit", *pinned, "--format", "json", silent=True, success_codes=[0, 1], stderr=None
    )
    found = json.loads(output)["dependencies"] if isinstance(output, str) and output.startswith("{") else []
    looked_up = [item for item in found if "skip_reason" not in item]
    if not looked_up:
        session.skip("no advisory source can be reached from here")
    faulty = [f"{item['name']} {item['version']}: {item['vulns']}" for item in looked_up if item["vulns"]]
    if faulty:
        session.error("\n".join(faulty))
