"""One step of the package build: the built-in questionnaires are checked once, for all runs of the wheel.

All else about the build is in `pyproject.toml`.
"""

from __future__ import annotations

import sys
from pathlib import Path

from setuptools import setup
from setuptools.command.build_py import build_py


class BuildPy(build_py):
    """Copies the modules as usual, then puts the compiled questionnaires beside their YAML files."""

    def run(self) -> None:
        """Build; an editable install has nothing to put them into and does without."""
        super().run()
        if not self.editable_mode:
            sys.path.insert(0, str(Path(self.build_lib).resolve()))
            from readiness.loading.compiled import compiled, file_name
            from readiness.loading.finding import builtin_questionnaires, find
            from readiness.loading.loader import load_questionnaire

            for name in builtin_questionnaires():
                folder = find(name).folder
                for language in (None, *load_questionnaire(name).languages):
                    content = compiled(load_questionnaire(name, language), folder)
                    Path(str(folder), file_name(language)).write_bytes(content)


setup(cmdclass={"build_py": BuildPy})
