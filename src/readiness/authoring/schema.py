"""JSON Schemas (2020-12) of the files of a questionnaire, for use in editors.

They are generated from the models, so they follow every change. The rules that a model checks in code, and
what a file may hold beyond the model, are added here. Only keywords that editors support are used.
Alternatives are written with if/then, so that an editor reports a mistake at its place instead of
“none of six alternatives matches”.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import CoreRef, GenerateJsonSchema
from pydantic_core import core_schema

from readiness.authoring.answers_schema import DIALECT
from readiness.authoring.docstrings import described, documented_fields
from readiness.loading.assembling import FILE_NAME
from readiness.messages.catalogue import _
from readiness.questionnaire.case_library import CaseLibrary
from readiness.questionnaire.combining.ways import SIDED, WAYS
from readiness.questionnaire.conditions import Condition
from readiness.questionnaire.fields import Fraction, Id, Language, QuestionId, Version, pattern_of
from readiness.questionnaire.history import OldLevel, Renaming
from readiness.questionnaire.questionnaire import Questionnaire
from readiness.questionnaire.questions.base import Question, Schema
from readiness.questionnaire.questions.parts import NEVER_IDS, RESERVED, Option
from readiness.questionnaire.questions.types import DEFAULT_TYPE, QUESTION_TYPES
from readiness.questionnaire.sections import NAMES_IN_RESULTS, QUESTION_LISTS, SIDES, Section

_NOT_BLANK = r"\S"
_NULL: Schema = {"type": "null"}


def questionnaire_schema() -> Schema:
    """The schema of a `questionnaire.yaml`."""
    return _file_schema(Questionnaire, "questionnaire", _("A questionnaire"))


def section_schema() -> Schema:
    """The schema of a file that is named in `sections` or `opportunities` of a questionnaire."""
    return _file_schema(Section, "section", _("A section of a questionnaire"))


def cases_schema() -> Schema:
    """The schema of the file that is named in `cases` of a questionnaire."""
    return _file_schema(CaseLibrary, "cases", _("The case library of a questionnaire"))


# --- the files of a questionnaire ---------------------------------------------------------


def _file_schema(model: type[BaseModel], kind: str, title: str) -> Schema:
    content = model.model_json_schema(by_alias=True, schema_generator=_FromModels)
    return {"$schema": DIALECT, "$id": f"urn:readiness:{kind}", **content, "title": title}


class _FromModels(GenerateJsonSchema):
    """Pydantic's generator, adapted to what a file may hold and to what helps in an editor."""

    def field_title_should_be_set(self, schema: Any) -> bool:  # noqa: ARG002 (the signature is pydantic's)
        """Return false: the title would only repeat the key."""
        return False

    def sort(self, value: Schema, parent_key: str | None = None) -> Schema:  # noqa: ARG002 (as above)
        """Keep the order of the model, which is the order to read it in."""
        return value

    def model_schema(self, schema: core_schema.ModelSchema) -> Schema:
        """Add the docstrings of the fields, and the rules that the model's validators check."""
        model: type[Any] = schema["cls"]
        content = super().model_schema(schema)
        content["title"] = _(re.sub("(?<=[a-z])(?=[A-Z])", " ", model.__name__).capitalize())
        content["description"] = described(model)
        documented = documented_fields(model)
        for name, field in model.model_fields.items():
            if name in documented:
                content["properties"][field.alias or name]["description"] = documented[name]
        for base in model.__mro__:
            content = _RULES.get(base, _unchanged)(content)
        return content

    def str_schema(self, schema: core_schema.StringSchema) -> Schema:
        """Allow a text in several languages; describe the form of an id or a version."""
        if schema.get("strip_whitespace"):
            return self._shared("Text", _text())
        content = super().str_schema(schema)
        if content.get("pattern") in _forms():
            content["description"] = _forms()[content["pattern"]]
        if content.get("pattern") == pattern_of(Fraction):
            content |= {"type": ["string", "number"], "minimum": 0, "maximum": 1}
        return content

    def dict_schema(self, schema: core_schema.DictSchema) -> Schema:
        """Refuse a key of another form, instead of ignoring it."""
        keys = self.generate_inner(schema["keys_schema"])
        values = self.generate_inner(schema["values_schema"])
        return {"type": "object", "propertyNames": keys, "additionalProperties": values}

    def default_schema(self, schema: core_schema.WithDefaultSchema) -> Schema:
        """Keep a default only if it is worth writing down, because editors suggest it."""
        content = super().default_schema(schema)
        if not isinstance(content.get("default"), str | int | float) or content["default"] == "":
            content.pop("default", None)
        return content

    def union_schema(self, schema: core_schema.UnionSchema) -> Schema:
        """Write several types as one list of types, if that means the same."""
        return _joined(super().union_schema(schema))

    def nullable_schema(self, schema: core_schema.NullableSchema) -> Schema:
        """Write several types as one list of types, if that means the same."""
        return _joined(super().nullable_schema(schema))

    def tagged_union_schema(self, schema: core_schema.TaggedUnionSchema) -> Schema:
        """Write the types of questions as a rule that depends on `type`."""
        kinds = {str(tag): self.generate_inner(choice) for tag, choice in schema["choices"].items()}
        return self._shared("Question", _question_rule(kinds))

    def _shared(self, name: str, content: Schema) -> Schema:
        reference, schema = self.get_cache_defs_ref_schema(CoreRef(f"readiness.{name}:0"))
        self.definitions[reference] = content
        return schema


def _text() -> Schema:
    return {
        "type": ["string", "object"],
        "description": _(
            "Text, not empty; or a mapping of language to text, where the questionnaire declares `languages`."
        ),
        "pattern": _NOT_BLANK,
        "minProperties": 1,
        "propertyNames": {"pattern": pattern_of(Language)},
        "additionalProperties": {"type": "string", "pattern": _NOT_BLANK},
    }


def _forms() -> dict[str, str]:
    """The description of each pattern."""
    return {
        pattern_of(Id): _("Lower-case words joined by hyphens, as in `local-team`."),
        pattern_of(QuestionId): _("The id of a question, as in `talent.local-team`."),
        pattern_of(Version): _("Three numbers, as in 1.0.0."),
        pattern_of(Language): _("The code of a language, as in `en` or `zh`."),
        pattern_of(Fraction): _("A fraction or a number from 0 to 1, as in 2/3 or 0.7."),
    }


def _joined(union: Schema) -> Schema:
    """`union` with one list of types instead of `anyOf`, if each branch is about its own types."""
    arms = union.get("anyOf", [])
    if not arms or any("type" not in arm or arm.keys() & {"const", "enum"} for arm in arms):
        return union
    types = [name for arm in arms for name in _types(arm)]
    keywords = {keyword: value for arm in arms for keyword, value in arm.items() if keyword != "type"}
    if len(arms) > 2 or _NULL not in arms:  # the description of one branch does not fit all
        keywords.pop("description", None)
    return {"type": types, **keywords}


def _types(content: Schema) -> list[str]:
    """The types that `content` allows."""
    types = content["type"]
    return [types] if isinstance(types, str) else types


def _question_rule(kinds: dict[str, Schema]) -> Schema:
    """The schema of a question, whose `type` selects one of `kinds`."""
    branches = []
    for tag, kind in kinds.items():
        asked: Schema = {"properties": {"type": {"const": tag}}}
        if tag != DEFAULT_TYPE:
            asked["required"] = ["type"]
        branches.append({"if": asked, "then": kind})
    return {
        "type": "object",
        "title": _("Question"),
        "description": _("A question. What else it may hold depends on its `type`."),
        "properties": {
            "type": {
                "anyOf": [{"const": tag, "description": _first_line(QUESTION_TYPES[tag])} for tag in kinds],
                "default": DEFAULT_TYPE,
                "description": _("How the question is answered."),
            }
        },
        "allOf": branches,
    }


def _section_rule(content: Schema) -> Schema:
    """A section whose way combines two sides holds these; any other holds either questions or sections.

    Its id must not mean something else in results.
    """
    content["properties"]["id"] |= _none_of(NAMES_IN_RESULTS)
    some, none = {"type": "array", "minItems": 1}, {"type": "array", "maxItems": 0}
    rule: Schema = {
        "properties": dict.fromkeys(SIDES, none),
        "if": {"properties": {"sections": some}, "required": ["sections"]},
        "then": {"properties": {"questions": none}},
        "else": {"properties": {"questions": some}, "required": ["questions"]},
    }
    for sides in dict.fromkeys(WAYS[name].sides for name in SIDED):
        ways = [name for name in SIDED if WAYS[name].sides == sides]
        lists = {name: some if name in sides else none for name in (*QUESTION_LISTS, "sections")}
        rule = {
            "if": {"properties": {"aggregation": {"enum": ways}}, "required": ["aggregation"]},
            "then": {"properties": lists, "required": list(sides)},
            "else": rule,
        }
    return {**content, **rule}


def _condition_rule(content: Schema) -> Schema:
    """A condition holds one test of an answer, the profile or a score, or one combination; none is empty."""
    properties = {name: _filled(value) for name, value in content["properties"].items()}

    numbers: Schema = {name: {"type": "number"} for name in ("at_least", "at_most")}

    def only(*names: str, count: int) -> Schema:
        return {"propertyNames": {"enum": list(names)}, "minProperties": count, "maxProperties": count}

    return {
        **content,
        "properties": properties,
        "if": {"required": ["answer"]},
        "then": only("answer", "equals", "any_of", "at_least", "at_most", count=2),
        "else": {
            "if": {"required": ["profile"]},
            "then": only("profile", "equals", "any_of", count=2),
            "else": {
                "if": {"required": ["section"]},
                "then": {**only("section", "at_least", "at_most", count=2), "properties": numbers},
                "else": only("all", "any", "not", count=1),
            },
        },
    }


def _filled(value: Schema) -> Schema:
    """`value` without null and without the empty list."""
    if value.get("type") == "array":
        return {**value, "minItems": 1}
    if "anyOf" in value:
        arms = [arm for arm in value["anyOf"] if arm != _NULL]
        return {**{key: item for key, item in value.items() if key != "anyOf"}, **arms[0]}
    types = [name for name in _types(value) if name != "null"]
    return {**value, "type": types[0] if len(types) == 1 else types}


def _with_files(content: Schema) -> Schema:
    """Sections and the case library may be in files of their own."""
    file = {
        "type": "string",
        "pattern": f"^{FILE_NAME.pattern}$",
        "description": _("The name of a file beside this one, as in `strategy.yaml`."),
    }

    def file_or(inline: Schema) -> Schema:
        return {"if": {"type": "string"}, "then": file, "else": inline}

    properties = content["properties"]
    for name in ("sections", "opportunities"):
        listed = properties[name]
        properties[name] = {**listed, "items": file_or(listed["items"])}
    properties["cases"] = file_or(properties["cases"])
    return content


def _unchanged(content: Schema) -> Schema:
    return content


def _options_rule(content: Schema) -> Schema:
    """A question may name an answer set instead of its options; these need scores only if it is scored."""
    listed = content["properties"].get("options")
    if not listed:
        return content
    name = {"pattern": pattern_of(Id), "description": _("The name of one of the `answer_sets`.")}
    content["properties"]["options"] = {
        **{key: value for key, value in listed.items() if key == "description"},
        "if": {"type": "string"},
        "then": name,
        "else": listed,
    }
    alone = {"properties": {"exclusive": {"const": True}}, "required": ["exclusive"]}
    scored = {"properties": {"options": {"items": {"anyOf": [{"required": ["score"]}, alone]}}}}
    unscored = {"properties": {"weight": {"const": 0}}, "required": ["weight"]}
    return {**content, "if": unscored, "else": scored}


def _none_of(words: Sequence[str]) -> Schema:
    return {"not": {"enum": list(words)}}


def _option_rule(content: Schema) -> Schema:
    """The id of an option must not mean something else in an answers file."""
    content["properties"]["id"] |= _none_of(RESERVED)
    return content


def _old_level_rule(content: Schema) -> Schema:
    """The same for a level of an older version."""
    content["properties"]["was"] |= _none_of(NEVER_IDS)
    return content


def _renaming_rule(content: Schema) -> Schema:
    """The same for the old ids of options."""
    content["properties"]["renamed_options"]["additionalProperties"]["propertyNames"] |= _none_of(NEVER_IDS)
    return content


_RULES: dict[Any, Callable[[Schema], Schema]] = {
    Condition: _condition_rule,
    OldLevel: _old_level_rule,
    Option: _option_rule,
    Question: _options_rule,
    Renaming: _renaming_rule,
    Section: _section_rule,
    Questionnaire: _with_files,
}


def _first_line(model: type[BaseModel]) -> str:
    return described(model).partition("\n")[0]
