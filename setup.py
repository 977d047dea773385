"""Two steps of the package build: what can be read or checked once, for all runs, is.

All else about the build is in `pyproject.toml`.
"""

from __future__ import annotations

import sys
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from setuptools import setup
from setuptools.command.build_py import build_py


def compile_translations(folder: Path) -> None:
    """Make a catalogue `CODE.mo` of every `CODE.po` in `folder`."""
    for source in folder.glob("*.po"):
        with source.open("rb") as text, source.with_suffix(".mo").open("wb") as catalogue:
            write_mo(catalogue, read_po(text))


class BuildPy(build_py):
    """Copies the modules as usual, then puts what is compiled beside what it is compiled from.

    These are the translations of messages and the built-in questionnaires.
    """

    def run(self) -> None:
        """Build; an editable install compiles translations in place and does without questionnaires."""
        super().run()
        modules = Path("src" if self.editable_mode else self.build_lib)
        compile_translations(modules / "readiness" / "messages" / "translations")
        if not self.editable_mode:
            sys.dont_write_bytecode = True  # beside the modules it would be packed with them
            sys.path.insert(0, str(Path(self.build_lib).resolve()))
            from readiness.loading.compiled import compiled, file_name
            from readiness.loading.finding import builtin_questionnaires, find
            from readiness.loading.loader import load_questionnaire

            for name in builtin_questionnaires():
                folder = find(name).folder
                for language in (None, *load_questionnaire(name).languages[1:]):
                    content = compiled(load_questionnaire(name, language), folder, language)
                    Path(str(folder), file_name(language)).write_bytes(content)


setup(cmdclass={"build_py": BuildPy})
