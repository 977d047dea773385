"""Turn the validation errors of models into plain words, with the keys that the author wrote."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from readiness.loading.answer_sets import SETS
from readiness.loading.by_key import OR_NUMBER, by_key
from readiness.loading.keys import is_type, may_be_left_out, pattern_at, unknown_key
from readiness.messages.catalogue import _, later, plural
from readiness.messages.names import did_you_mean, nearest
from readiness.messages.sentences import one_of
from readiness.questionnaire.advice import ActionName
from readiness.questionnaire.fields import (
    Day,
    Fraction,
    Id,
    Language,
    QuestionId,
    Version,
    WrongShape,
    pattern_of,
)
from readiness.questionnaire.questionnaire import Questionnaire
from readiness.questionnaire.questions.raw_values import (
    day_like,
    id_like,
    meant_number,
    missing_brackets,
    question_id_like,
)
from readiness.questionnaire.questions.types import QUESTION_TYPES
from readiness.source.complaints import Fault, unknown_name
from readiness.source.data import DataPath, Map
from readiness.source.misread import begins_like_item
from readiness.source.quoting import first_item


class Found(NamedTuple):
    """A fault, and what it is about if that is not the value at its path."""

    fault: Fault
    at_key: bool = False
    """Whether it is the value's key."""
    missing: str = ""
    """The key that the mapping at the path lacks."""


def faults(error: ValidationError, answer_sets: list[str]) -> Iterator[Found]:
    """The faults in `error` in our own words, at most one for each place.

    `answer_sets` are the names that a question may write in place of its options.
    """
    seen = set()
    errors = sorted(error.errors(include_url=False), key=_depth)
    sets_are_lost = any(_is_mistyped_sets(found) for found in errors)
    for found in errors:
        if _only_lacks_faulty_items(found):
            continue
        location = found["loc"]
        if len(location) > 1 and location[-2] in OR_NUMBER:
            location = location[:-1]  # each type of a union reports once, with a step for the type
        path = _without_types(location)
        if found["type"] == "extra_forbidden":
            yield Found(unknown_key(location, path), at_key=True)
        elif _names_options(path, found):
            if found["input"] not in answer_sets and not sets_are_lost:  # otherwise the fault is in the set
                yield Found(_unknown_set(path, found["input"], answer_sets))
        elif bracketed := _set_in_brackets(path, found, answer_sets):
            yield Found(bracketed)
            seen.add((*path, 0))  # where the name is no option
        elif path not in seen:
            yield _found(path, location, found)
        seen.add(path)


def _depth(found: ErrorDetails) -> int:
    """How deep a fault is; those of outer parts come first, as more may follow from them than can be told."""
    return len(found["loc"])


def _is_mistyped_sets(found: ErrorDetails) -> bool:
    """Whether an unknown key at the top was probably meant to declare the answer sets."""
    if found["type"] != "extra_forbidden" or len(found["loc"]) > 1:
        return False
    return nearest(str(found["loc"][0]), list(Questionnaire.model_fields)) == SETS


def _names_options(path: DataPath, found: ErrorDetails) -> bool:
    """Whether a question still has a name in place of its options."""
    return path[-1:] == ("options",) and path[0] != "profile" and isinstance(found["input"], str)


def _unknown_set(path: DataPath, name: str, answer_sets: list[str]) -> Fault:
    fault = unknown_name(path, "unknown-answer-set", name, answer_sets)
    if answer_sets:
        return fault
    hint = _("There are no `{sets}`: list “{name}” under this key at the top, or list the options here.")
    return fault._replace(hint=hint.format(sets=SETS, name=name[:80]))


def _set_in_brackets(path: DataPath, found: ErrorDetails, answer_sets: list[str]) -> Fault | None:
    """The fault of a list of options that has only the name of an answer set in it; None for any other."""
    if path[-1:] != ("options",) or found["type"] != "too_short":
        return None
    name = next((name for name in answer_sets if found["input"] == [name]), None)
    if name is None:
        return None
    message = _("the name of an answer set is written without brackets")
    return Fault(path, "wrong-value", message, _("Write `options: {name}`.").format(name=name))


def _without_types(location: DataPath) -> DataPath:
    """The path in the data: without the step that pydantic adds for the type of a question."""
    return tuple(step for index, step in enumerate(location) if not is_type(location, index))


def _only_lacks_faulty_items(found: ErrorDetails) -> bool:
    """Whether a list is reported as too short only because its faulty items, also reported, do not count."""
    return found["type"] == "too_short" and len(found["input"]) >= found["ctx"]["min_length"]


def _found(path: DataPath, location: DataPath, found: ErrorDetails) -> Found:
    if path[-1:] == ("[key]",):  # of a mapping without a model, such as `requires`
        return Found(_fault(path[:-1], location, found), at_key=True)
    refused = found.get("ctx", {}).get("error")
    if isinstance(refused, WrongShape):
        place = (*path, refused.key) if refused.key else path
        fault = Fault(place, refused.code, refused.message, refused.hint)
        return Found(fault, at_key=bool(refused.key))
    if found["type"] == "missing":
        message = _("“{key}” is missing").format(key=path[-1])
        fault = Fault(path[:-1], "missing-key", message, _("Add `{key}:` here.").format(key=path[-1]))
        return Found(fault, missing=str(path[-1]))
    return Found(_fault(path, location, found))


def _fault(path: DataPath, location: DataPath, found: ErrorDetails) -> Fault:
    kind, given = found["type"], found["input"]
    context: dict[str, Any] = dict(found.get("ctx", {}))
    if kind.startswith("union_tag") and isinstance(given, dict):
        return _unknown_type((*path, "type"), given.get("type"))
    if kind == "string_type" and _is_translation(given):
        message = _("this text is in a language that is not declared")
        hint = _("List {codes} under `languages` at the top of the file, or write only one text.")
        return Fault(path, "undeclared-language", message, hint.format(codes=_(", ").join(given)))
    if told := by_key(path, kind, given):
        return told
    if kind == "string_pattern_mismatch":
        return Fault(path, "bad-form", _("this has the wrong form"), _form(context["pattern"], given))
    if kind == "literal_error":
        return _not_a_choice(path, given, context["expected"])
    if location and (given is None or kind == "string_too_short"):
        return _nothing(path, location, kind)
    if kind == "string_type" and (pattern := pattern_at(location)):
        return Fault(path, "wrong-value", _("this must be text"), _form(pattern, given))
    for start, message, remedy in _TYPES:
        if kind.startswith(start):
            hint = remedy(given, context) if callable(remedy) else _(remedy).format(**context)
            return Fault(path, "wrong-value", _(message), hint)
    return Fault(path, "wrong-value", _("this value cannot be used here"), _(_ANY_FORM))


def _unknown_type(path: DataPath, given: Any) -> Fault:
    if isinstance(given, str):
        fault = unknown_name(path, "unknown-type", given, list(QUESTION_TYPES))
        meant = _TYPES_MEANT.get(re.sub(r"[^a-z]", "", given.lower()))
        return fault._replace(hint=did_you_mean(meant)) if meant else fault
    hint = _("Write one of {expected}.").format(expected=_(", ").join(QUESTION_TYPES))
    return Fault(path, "unknown-type", _("this is not a type of question"), hint)


def _not_a_choice(path: DataPath, given: Any, expected: str) -> Fault:
    """The fault that `given` is not one of the values that pydantic lists in `expected`."""
    words = re.split(", | or ", expected.replace("'", ""))
    choices = one_of(words)
    hint = _("Write one of {expected}.").format(expected=choices)
    if isinstance(given, str) and given not in words and (close := nearest(given.lower(), words)):
        hint = _("Did you mean “{name}”? It is one of {expected}.").format(name=close, expected=choices)
    elif isinstance(given, str) and (number := str(meant_number(given))) in words:
        hint = _("Write {number}, without quotes or a unit.").format(number=number)
    return Fault(path, "not-a-choice", _("this value is not one of the choices"), hint)


def _is_translation(value: Any) -> bool:
    """Whether `value` looks like a text in several languages."""
    return (
        isinstance(value, dict)
        and bool(value)
        and all(re.fullmatch(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*", key) for key in value)
        and all(isinstance(text, str) for text in value.values())
    )


def _nothing(path: DataPath, location: DataPath, kind: str) -> Fault:
    """The fault that there is no value, or an empty text."""
    optional = may_be_left_out(location)
    if pattern := pattern_at(location):
        return Fault(path, "wrong-value", _("there is no value here"), _form(pattern, None))
    if kind.startswith("string"):
        hint = _("Write the text, or remove the key.") if optional else _("Write the text.")
        return Fault(path, "wrong-value", _("the text is empty"), hint)
    hint = _("Write it, or remove the key.") if optional else _("Write it.")
    return Fault(path, "wrong-value", _("there is no value here"), hint)


def _no_text(given: Any, _context: object) -> str:
    if isinstance(given, dict | list):
        return _("Write one text; put it in quotes if it begins with a bracket, a brace or a hyphen.")
    return _("Put it in quotes.")


def _no_list(given: Any, _context: object) -> str:
    if isinstance(given, str) and begins_like_item(given):
        hint = _("Write a hyphen and a blank before each item, as in `- {item}`.")
        return hint.format(item=first_item(given))
    if isinstance(given, Map) and given.in_braces:
        return _("Put brackets around it: `[{…}]`.")
    return missing_brackets(given) or _("Write each item on a line of its own, after a hyphen.")


def _too_short(_given: object, context: dict[str, Any]) -> str:
    return plural("Write at least {count} item.", "Write at least {count} items.", context["min_length"])


def _no_number(given: Any, _context: object) -> str:
    number = meant_number(given)
    if number is None:
        return _("Write a number in digits, as in 12 or 0.5.")
    return _("Write {number}, without quotes or a unit.").format(number=number)


def _no_whole_number(given: Any, _context: object) -> str:
    number = meant_number(given)
    if not isinstance(number, int):
        return _("Write a whole number in digits, as in 3.")
    return _("Write {number}, without quotes, decimals or a unit.").format(number=number)


def _form(pattern: str, given: Any) -> str:
    """The hint for a text of the wrong form."""
    if pattern == pattern_of(Id):
        hint = _("Write lower-case words joined by hyphens, as in `{example}`.")
        return hint.format(example=id_like(str(given or ""), "id") or "local-team")
    if pattern == pattern_of(QuestionId):
        hint = _(
            "Write lower-case words joined by hyphens, after a dot if they are part of something, as in"
            " `{example}`; a letter comes first."
        )
        return hint.format(example=question_id_like(str(given or ""), "id") or "talent.local-team")
    if pattern == pattern_of(Fraction) and isinstance(given, str) and (share := _share(given)):
        return _("Write {share}: a share from 0 to 1.").format(share=share)
    if pattern == pattern_of(Day):
        return _("Write year-month-day, as in {example}.").format(example=day_like(given) or "2026-03-31")
    return _(_FORMS.get(pattern, _ANY_FORM))


def _share(given: str) -> str:
    """The share, 0-1, that a text such as `70%` was meant to be; empty if it was none."""
    from readiness.messages.lookalikes import bare_word
    from readiness.messages.numerals import number_in_digits

    text = number_in_digits(bare_word(given))
    number = meant_number(text)
    if number is None:
        return ""
    share = number / 100 if "%" in text else number
    if not 0 <= share <= 1:
        return ""
    return text if re.fullmatch(pattern_of(Fraction), text) else f"{round(share, 6):.15g}"


_TYPES_MEANT = {
    **dict.fromkeys(
        ("multiple", "multiplechoice", "multi", "multiselect", "checkbox", "checkboxes"), "several"
    ),
    **dict.fromkeys(("single", "singlechoice", "select", "radio", "dropdown"), "choice"),
    **dict.fromkeys(("boolean", "bool"), "yes-no"),
    **dict.fromkeys(("integer", "int", "float", "decimal", "numeric", "percentage"), "number"),
    **dict.fromkeys(("likert", "rating", "slider"), "scale"),
    **dict.fromkeys(("string", "comment", "open", "freetext"), "text"),
}
"""What other programs call our types of questions, in letters only."""
_ANY_FORM = later("Compare it with the format in the documentation.")
_FORMS = {
    pattern_of(ActionName): later(
        "Write the id of a question, or QUESTION/OPTION, as in `talent.team/none`."
    ),
    pattern_of(Version): later("Write three numbers, as in 1.0.0."),
    pattern_of(Language): later("Write the code of a language, as in en or zh-CN."),
    pattern_of(Fraction): later("Write a fraction or a number from 0 to 1, as in 2/3 or 0.7."),
}
_TYPES: tuple[tuple[str, str, str | Callable[[Any, dict[str, Any]], str]], ...] = (
    ("string_too_long", later("the text is too long"), later("Write at most {max_length} characters.")),
    ("string", later("this must be text"), _no_text),
    ("too_short", later("this list is too short"), _too_short),
    ("too_long", later("this list is too long"), later("Keep at most {max_length} items.")),
    ("tuple", later("this must be a list"), _no_list),
    ("model", later("this must be a mapping"), later("Write `key: value` lines.")),
    ("union_tag", later("this must be a mapping"), later("Write `key: value` lines.")),
    ("dict", later("this must be a mapping"), later("Write `key: value` lines.")),
    ("int", later("this must be a whole number"), _no_whole_number),
    ("float", later("this must be a number"), _no_number),
    ("bool", later("this must be true or false"), later("Write `true` or `false`, without quotes.")),
    ("greater_than_equal", later("this number is too small"), later("Write {ge:g} or more.")),
    ("greater_than", later("this number is too small"), later("Write a number greater than {gt:g}.")),
    ("less_than_equal", later("this number is too large"), later("Write {le:g} or less.")),
    ("finite_number", later("this must be an ordinary number"), later("Write it in digits.")),
)
