"""A name or a path into a model, with every problem of its files at once."""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any, get_args

from pydantic import BaseModel, ValidationError
from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails

from readiness import answers as answers_module
from readiness.answers import Answers
from readiness.errors import InvalidInput, Problem, nearest
from readiness.i18n import _, later
from readiness.questionnaire import CHECKS, Fault, Questionnaire, unknown_name
from readiness.source import Complaints, Map, Source, parse, read

DEFAULT_QUESTIONNAIRE = "going-global"
MAIN_FILE = "questionnaire.yaml"


def builtin_questionnaires() -> list[str]:
    """The names of the questionnaires that come with the package, sorted."""
    return sorted(folder.name for folder in _builtin_folder().iterdir() if _holds_questionnaire(folder))


def load_questionnaire(name_or_path: str | Path = DEFAULT_QUESTIONNAIRE) -> Questionnaire:
    """The questionnaire of a built-in name, or of a folder that holds a `questionnaire.yaml`.

    Raises InvalidInput with every problem of its files.
    """
    folder, name = _find(name_or_path)
    root = parse(read(folder.joinpath(MAIN_FILE), f"{name}/{MAIN_FILE}"))
    if isinstance(root, Map):
        _splice(root, folder, name)
    complaints = Complaints(root, f"{name}/{MAIN_FILE}")
    try:
        questionnaire = Questionnaire.model_validate(root)
    except ValidationError as error:
        for fault, at_key in _faults(error):
            complaints.add(*fault, key=at_key)
        raise InvalidInput(complaints.problems) from None
    for check in CHECKS:
        for fault in check(questionnaire):
            complaints.add(*fault)
    complaints.raise_if_any()
    return questionnaire


def load_answers(path: str | Path, questionnaire: Questionnaire) -> Answers:
    """The answers file at `path`, checked against `questionnaire`.

    Raises InvalidInput with every problem of the file.
    """
    return read_answers(read(Path(path)), questionnaire)


def read_answers(source: Source, questionnaire: Questionnaire) -> Answers:
    """The answers in an already read text. Raises InvalidInput with every problem of it."""
    return answers_module.check(parse(source), questionnaire, source.name)


def _builtin_folder() -> Traversable:
    return resources.files("readiness") / "questionnaires"


def _holds_questionnaire(folder: Traversable) -> bool:
    try:
        return folder.joinpath(MAIN_FILE).is_file()
    except OSError:  # a name too long for a file, or a folder that may not be entered
        return False


def _find(name_or_path: str | Path) -> tuple[Traversable, str]:
    """The folder, and the name it goes by in messages."""
    text = str(name_or_path)
    if isinstance(name_or_path, str) and re.fullmatch(r"[a-z0-9-]+", text):
        folder = _builtin_folder().joinpath(text)
        if _holds_questionnaire(folder):
            return folder, text
    path = Path(name_or_path)
    if path.name == MAIN_FILE:
        path = path.parent
    if _holds_questionnaire(path):
        return path, str(path)
    names = builtin_questionnaires()
    message = _("there is no questionnaire of this name, nor a folder with a {file}").format(file=MAIN_FILE)
    close = nearest(text, names)
    hint = (
        _("Did you mean “{name}”?").format(name=close)
        if close
        else _("Built in: {names}.").format(names=", ".join(names))
    )
    raise InvalidInput([Problem(text, 1, 1, "unknown-questionnaire", message, hint)])


# --- a questionnaire in several files -----------------------------------------------------


def _splice(root: Map, folder: Traversable, name: str) -> None:
    """Replace the names of files by what they hold: sections, opportunities, the cases."""
    problems: list[Problem] = []
    for key in ("sections", "opportunities"):
        items = root.get(key)
        if isinstance(items, list):
            for index, item in enumerate(items):
                if isinstance(item, str):
                    items[index] = _included(root, (key, index), item, folder, name, problems)
    if isinstance(root.get("cases"), str):
        root["cases"] = _included(root, ("cases",), root["cases"], folder, name, problems)
    if problems:
        raise InvalidInput(problems)


def _included(
    root: Map,
    path: tuple[str | int, ...],
    file: str,
    folder: Traversable,
    name: str,
    problems: list[Problem],
) -> Any:
    complaints = Complaints(root, name)
    if not re.fullmatch(r"[a-z0-9][a-z0-9_-]*\.yaml", file) or _leaves(folder, file):
        message = _("“{file}” does not name a file of this folder").format(file=file[:80])
        hint = _("Write the plain name of a YAML file beside questionnaire.yaml, as in `strategy.yaml`.")
        complaints.add(path, "bad-file-name", message, hint)
    elif not folder.joinpath(file).is_file():
        message = _("there is no file “{file}” in this folder").format(file=file)
        names = [entry.name for entry in folder.iterdir() if entry.is_file()]
        close = nearest(file, names)
        hint = _("Did you mean “{name}”?").format(name=close) if close else _("Check the name.")
        complaints.add(path, "missing-file", message, hint)
    else:
        try:
            return parse(read(folder.joinpath(file), f"{name}/{file}"))
        except InvalidInput as error:
            problems.extend(error.problems)
    problems.extend(complaints.problems)
    return None


def _leaves(folder: Traversable, file: str) -> bool:
    """Whether `file` is a link that leads out of `folder`."""
    try:
        return isinstance(folder, Path) and (folder / file).resolve().parent != folder.resolve()
    except (OSError, RuntimeError):  # links that lead round in a circle
        return True


# --- what pydantic found, in plain words ----------------------------------------------------


def _faults(error: ValidationError) -> Iterator[tuple[Fault, bool]]:
    """Faults in our words, at most one for a place; True if the fault is the key's."""
    seen = set()
    for found in error.errors(include_url=False):
        if _only_lacks_faulty_items(found):
            continue
        path = tuple(found["loc"])
        # The arms of a union report once each, behind a last step that is not in the data.
        place = path[:-1] if path and str(path[-1]).startswith(("float", "constrained")) else path
        if found["type"] == "extra_forbidden":
            yield unknown_name(path, "unknown-key", str(path[-1]), _keys_at(path[:-1])), True
        elif place not in seen:
            yield _fault(place, found["type"], dict(found.get("ctx", {}))), False
        seen.add(place)


def _only_lacks_faulty_items(found: ErrorDetails) -> bool:
    """Whether a list is called too short only because faulty items, reported each, do not count."""
    return found["type"] == "too_short" and len(found["input"]) >= found["ctx"]["min_length"]


def _keys_at(path: tuple[str | int, ...]) -> list[str]:
    """The keys that may stand in the mapping at `path` of a questionnaire."""
    models: set[type[BaseModel]] = {Questionnaire}
    for step in path:
        fields = (field for model in models for name, field in _fields(model) if name == step)
        models = {model for field in fields for model in _models_in(field.annotation)} or models
    return sorted({name for model in models for name, _field in _fields(model)})


def _fields(model: type[BaseModel]) -> Iterator[tuple[str, FieldInfo]]:
    """The fields of `model` by the keys they are written with."""
    return ((field.alias or name, field) for name, field in model.model_fields.items())


def _models_in(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for argument in get_args(annotation):
        yield from _models_in(argument)


def _fault(path: tuple[str | int, ...], kind: str, context: dict[str, Any]) -> Fault:
    if kind == "missing":
        message = _("“{key}” is missing").format(key=path[-1])
        return Fault(path[:-1], "missing-key", message, _("Add `{key}:` here.").format(key=path[-1]))
    if kind == "value_error":
        code, message, hint = _SHAPES[str(context["error"])]
        return Fault(path, code, _(message), _(hint))
    if kind == "string_pattern_mismatch":
        message = _("this is not written as it must be")
        return Fault(path, "bad-form", message, _(_FORMS.get(str(path[-1]), _ID_FORM)))
    if kind == "literal_error":
        hint = _("Write one of {expected}.").format(expected=str(context["expected"]).replace("'", ""))
        return Fault(path, "not-a-choice", _("this value is not one of the choices"), hint)
    for start, message, hint in _TYPES:
        if kind.startswith(start):
            return Fault(path, "wrong-value", _(message), _(hint).format(**context))
    return Fault(path, "wrong-value", _("this value cannot be used here"), _("Check it against the format."))


_ID_FORM = later("Ids are lower-case words joined by hyphens, as in `local-team`.")
_FORMS = {
    "version": later("Write three numbers, as in 1.0.0."),
    "date": later("Write year-month-day in quotes or plain, as in 2026-03-31."),
    "coverage": later("Write a fraction, as in 2/3."),
}
_SHAPES = {
    "condition-shape": (
        "condition-shape",
        later("this is not one condition"),
        later(
            "Write one of `all`, `any`, `not`; or `profile` or `answer` with exactly one of"
            " `equals`, `any_of`, `at_least`, `at_most`."
        ),
    ),
    "condition-profile-order": (
        "condition-profile-order",
        later("profile answers have no order"),
        later("Use `equals` or `any_of` with `profile`."),
    ),
    "section-shape": (
        "section-shape",
        later("a section holds either `questions` or `sections`"),
        later("Only with `aggregation: risk` it holds `exposure` and `control`, both of them."),
    ),
}
_TYPES = (
    ("string_too_short", later("the text is empty"), later("Write it, or remove the key.")),
    (
        "string",
        later("this must be text"),
        later("Write it as text; put it in quotes if it looks like a number."),
    ),
    ("too_short", later("this list is too short"), later("It wants at least {min_length} of them.")),
    ("tuple", later("this must be a list"), later("Write one item a line, each after a hyphen.")),
    ("model", later("this must be a mapping"), later("Write `key: value` lines.")),
    ("dict", later("this must be a mapping"), later("Write `key: value` lines.")),
    ("int", later("this must be a whole number"), later("Write it without quotes or decimals.")),
    ("float", later("this must be a number"), later("Write it without quotes.")),
    ("bool", later("this must be true or false"), later("Write `true` or `false`, without quotes.")),
    ("greater_than_equal", later("this number is too small"), later("It must be {ge:g} or more.")),
    ("greater_than", later("this number is too small"), later("It must be more than {gt:g}.")),
    ("less_than_equal", later("this number is too large"), later("It must be {le:g} or less.")),
    ("finite_number", later("this must be an ordinary number"), later("Write it in digits.")),
)
