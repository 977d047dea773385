"""A name or a path into a model, with every problem of its files at once."""

from __future__ import annotations

import re
from collections.abc import Iterable, Set
from contextlib import suppress
from functools import cached_property
from importlib import resources
from importlib.resources.abc import Traversable
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple

from readiness import answers as answers_module
from readiness.answers import Answers
from readiness.errors import MAX_PROBLEMS, InvalidInput, Problem, nearest, suggestion
from readiness.examination import examine
from readiness.i18n import _
from readiness.questionnaire import MAX_LANGUAGES, Questionnaire
from readiness.source import MAX_BYTES, MAX_VALUES, Complaints, DataPath, Map, Seq, Source, parse, read

DEFAULT_QUESTIONNAIRE = "going-global"
MAIN_FILE = "questionnaire.yaml"


def builtin_questionnaires() -> list[str]:
    """The names of the questionnaires that come with the package, sorted."""
    return sorted(folder.name for folder in _builtin_folder().iterdir() if _holds(folder))


def load_questionnaire(
    name_or_path: str | Path = DEFAULT_QUESTIONNAIRE, language: str | None = None
) -> Questionnaire:
    """The questionnaire of a built-in name, of a folder that holds a `questionnaire.yaml`, or of a YAML file.

    Where texts are given in several languages, `language` chooses one; None means the first.
    Raises InvalidInput with every problem of its files.
    """
    root, name = read_questionnaire(name_or_path)
    if isinstance(root, Map):
        choose_language(root, language)
    examined = examine(root, name)
    if examined.questionnaire is None or examined.problems:
        raise InvalidInput(examined.problems)
    return examined.questionnaire


class Draft(NamedTuple):
    """A questionnaire as its files hold it, put together and not yet examined."""

    root: Any
    name: str
    """What messages call its main file."""


def read_questionnaire(name_or_path: str | Path) -> Draft:
    """The data of a questionnaire, found as `load_questionnaire` finds it.

    Raises InvalidInput if a file cannot be read or is no YAML.
    """
    folder, file, name = _find(name_or_path)
    main = _named(name, file)
    root = parse(read(folder.joinpath(file), main))
    if isinstance(root, Map):
        _splice(root, folder, name)
    return Draft(root, main)


def _named(folder: str, file: str) -> str:
    return file if folder == "." else f"{folder}/{file}"


def load_answers(path: str | Path, questionnaire: Questionnaire) -> Answers:
    """The answers file at `path`, checked against `questionnaire`.

    Raises InvalidInput with every problem of the file.
    """
    return read_answers(read(Path(path)), questionnaire)


def read_answers(source: Source, questionnaire: Questionnaire) -> Answers:
    """The answers in an already read text. Raises InvalidInput with every problem of it."""
    return answers_module.check(parse(source, private=True), questionnaire, source.name)


def _builtin_folder() -> Traversable:
    return resources.files("readiness") / "questionnaires"


def _holds(folder: Traversable, file: str = MAIN_FILE) -> bool:
    try:
        return folder.joinpath(file).is_file()
    except OSError:  # a name too long for a file, or a folder that may not be entered
        return False


def _find(name_or_path: str | Path) -> tuple[Traversable, str, str]:
    """The folder, the main file in it, and the name that the folder goes by in messages."""
    text = str(name_or_path)
    if isinstance(name_or_path, str) and re.fullmatch(r"[a-z0-9-]+", text):
        folder = _builtin_folder().joinpath(text)
        if _holds(folder):
            return folder, MAIN_FILE, text
    path = Path(name_or_path)
    if path.suffix in (".yaml", ".yml") and _holds(path.parent, path.name):
        return path.parent, path.name, str(path.parent)
    if _holds(path):
        return path, MAIN_FILE, str(path)
    raise InvalidInput([_not_found(text, path)])


def _not_found(text: str, path: Path) -> Problem:
    if path.suffix in (".yaml", ".yml"):
        message, hint = _("there is no such file"), _("Check the name and the folder.")
        with suppress(OSError, ValueError):
            beside = [file.stem for file in path.parent.iterdir() if file.suffix == path.suffix]
            if close := nearest(path.stem, beside):
                hint = _("Did you mean “{name}”?").format(name=path.with_stem(close))
        return Problem(text, 1, 1, "unknown-questionnaire", message, hint)
    names = builtin_questionnaires()
    message = _("there is no questionnaire of this name, nor a folder with a {file}").format(file=MAIN_FILE)
    hint = suggestion(text, names, _("Built in: {names}.").format(names=", ".join(names)))
    return Problem(text, 1, 1, "unknown-questionnaire", message, hint)


# --- a questionnaire in several files -----------------------------------------------------


def _splice(root: Map, folder: Traversable, name: str) -> None:
    """Replace the names of files by what they hold: sections, opportunities, the cases."""
    shelf = _Shelf(root, folder, name)
    for key in ("sections", "opportunities"):
        items = root.get(key)
        if isinstance(items, list):
            for index, item in enumerate(items):
                if isinstance(item, str):
                    items[index] = shelf.content((key, index), item)
    if isinstance(root.get("cases"), str):
        root["cases"] = shelf.content(("cases",), root["cases"])
    if shelf.problems:
        raise InvalidInput(shelf.problems)


class _Shelf:
    """The files beside a questionnaire, each read once."""

    def __init__(self, root: Map, folder: Traversable, name: str) -> None:
        self.problems: list[Problem] = []
        self._root = root
        self._folder = folder
        self._name = name
        self._read: dict[str, Any] = {}
        self._left = MAX_VALUES - root.source.values
        self._letters = MAX_BYTES - len(root.source.text)

    def content(self, path: DataPath, file: str) -> Any:
        """What `file`, named at `path`, holds; None once there is nothing but problems to come."""
        if min(self._left, self._letters) < 0 or len(self.problems) >= MAX_PROBLEMS:
            return None
        complaint = self._complaint(file)
        if complaint is None:
            content = self._content(file)
            self._left -= content.source.values if isinstance(content, Map | Seq) else 1
            self._letters -= len(content.source.text) if isinstance(content, Map | Seq) else 0
            if self._left >= 0 and self._letters >= 0:
                return content
            hint = _(
                "All files together hold 50,000 values and 2 MiB at most; check that they are the right ones."
            )
            complaint = ("too-many-values", _("with this file there is too much to read"), hint)
        complaints = Complaints(self._root, self._name)
        complaints.add(path, *complaint)
        self.problems += complaints.problems
        return None

    def _complaint(self, file: str) -> tuple[str, str, str] | None:
        """Why `file` cannot be read."""
        if not re.fullmatch(r"[a-z0-9][a-z0-9_-]*\.yaml", file) or _leaves(self._folder, file):
            message = _("“{file}” does not name a file of this folder").format(file=file[:80])
            hint = _("Write the plain name of a YAML file beside questionnaire.yaml, as in `strategy.yaml`.")
            return "bad-file-name", message, hint
        if not _holds(self._folder, file):
            message = _("there is no file “{file}” in this folder").format(file=file[:80])
            close = nearest(file.removesuffix(".yaml"), self._stems)
            hint = _("Did you mean “{name}”?").format(name=f"{close}.yaml") if close else _("Check the name.")
            return "missing-file", message, hint
        return None

    def _content(self, file: str) -> Any:
        if file not in self._read:
            self._read[file] = None
            try:
                self._read[file] = parse(read(self._folder.joinpath(file), _named(self._name, file)))
            except InvalidInput as error:
                self.problems += error.problems
        return self._read[file]

    @cached_property
    def _stems(self) -> list[str]:
        """The names of the files that there are, to suggest one."""
        with suppress(OSError):
            names = [entry.name for entry in islice(self._folder.iterdir(), MAX_VALUES)]
            files = [name for name in names if name.endswith(".yaml") and _holds(self._folder, name)]
            return [name.removesuffix(".yaml") for name in files]
        return []


def _leaves(folder: Traversable, file: str) -> bool:
    """Whether `file` is a link that leads out of `folder`."""
    try:
        return isinstance(folder, Path) and (folder / file).resolve().parent != folder.resolve()
    except (OSError, RuntimeError):  # links that lead round in a circle
        return True


# --- texts in several languages -----------------------------------------------------------


def is_translated(value: Any, languages: Set[str]) -> bool:
    """Whether `value` is one text, given by language."""
    return isinstance(value, dict) and bool(value) and value.keys() <= languages


def choose_language(root: Map, language: str | None) -> None:
    """Replace every text in several languages by the one in `language`, or in the first.

    Raises InvalidInput if `language` is not among those that the questionnaire declares.
    """
    declared = root.get("languages")
    if declared is not None and not (
        isinstance(declared, list) and all(isinstance(item, str) for item in declared)
    ):
        return  # a problem that validation tells
    languages: list[str] = declared or []
    if len(languages) > MAX_LANGUAGES:
        return  # likewise
    if language is not None and language not in languages:
        _refuse_language(root, language, languages)
    order = [language or "", *languages]
    codes = set(languages)
    stack: list[Any] = [root] if languages else []
    while stack:
        node = stack.pop()
        places: Iterable[Any] = node.keys() if isinstance(node, dict) else range(len(node))
        for place in places:
            value = node[place]
            if is_translated(value, codes):
                node[place] = next(value[code] for code in order if code in value)
            elif isinstance(value, dict | list):
                stack.append(value)


def _refuse_language(root: Map, language: str, languages: list[str]) -> None:
    complaints = Complaints(root, MAIN_FILE)
    message = _("there are no texts in “{language}”").format(language=language[:80])
    hint = _("There are texts in: {languages}.").format(languages=", ".join(languages))
    if not languages:
        hint = _("The texts are in one language; leave the choice out.")
    complaints.add(("languages",), "unknown-language", message, hint)
    complaints.raise_if_any()
