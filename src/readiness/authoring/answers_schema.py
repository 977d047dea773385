"""The JSON Schema (2020-12) of answers files for one questionnaire, for use in editors."""

from __future__ import annotations

from collections.abc import Iterable

from readiness.answers.answers import UNKNOWN
from readiness.answers.market_reading import MAX_MARKETS
from readiness.answers.target_reading import Scored, scored_subjects
from readiness.messages.catalogue import _
from readiness.messages.sentences import bare
from readiness.questionnaire.fields import Id, pattern_of
from readiness.questionnaire.profile import ProfileQuestion
from readiness.questionnaire.questionnaire import WHOLE, Questionnaire
from readiness.questionnaire.questions.base import Question, Schema

DIALECT = "https://json-schema.org/draft/2020-12/schema"
_NOT_BLANK = r"\S"
_DATE = r"^\s*([0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01]))?\s*$"
_NULL: Schema = {"type": "null"}
_BY: Schema = {"type": ["string", "null"], "pattern": _DATE, "examples": ["2027-06-30"]}


def answers_schema(questionnaire: Questionnaire) -> Schema:
    """The schema of answers files for this version of `questionnaire`."""
    values = {id: _value(question) for id, question in questionnaire.questions.items()}
    text = {"type": ["string", "null"]}
    return {
        "$schema": DIALECT,
        "$id": f"urn:readiness:answers:{questionnaire.id}:{questionnaire.version}",
        "title": _("Answers to “{title}”").format(title=questionnaire.title),
        **_mapping(
            {
                "questionnaire": {"const": questionnaire.id, "description": questionnaire.title},
                "version": {
                    "const": questionnaire.version,
                    "description": _("The version of the questionnaire that is answered."),
                },
                "enterprise": {**text, "description": _("The name of the enterprise.")},
                "prepared_by": {**text, "description": _("Who prepared the report.")},
                "prepared_for": {**text, "description": _("Whom the report is for.")},
                "confidentiality": {
                    **text,
                    "description": _("Who may read the report."),
                    "examples": ["Board only"],
                },
                "respondent": {**text, "description": _("Name and role of the respondent.")},
                "date": {
                    **text,
                    "pattern": _DATE,
                    "description": _("The day of the answers, as year-month-day."),
                    "examples": ["2026-03-31"],
                },
                "profile": _optional({asked.id: _profile(asked) for asked in questionnaire.profile}),
                "answers": _optional(
                    {id: _answer(question, questionnaire) for id, question in questionnaire.questions.items()}
                ),
                "targets": {
                    **_optional(_targets(questionnaire)),
                    "description": _("What to reach: for the overall, sections or questions."),
                },
                **_markets(questionnaire),
            }
        ),
        "required": ["questionnaire", "version"],
        "$defs": {**_details(), **values},
    }


def _markets(questionnaire: Questionnaire) -> dict[str, Schema]:
    """The schema of `markets`, if answers may differ by market."""
    asked = questionnaire.markets
    if asked is None:
        return {}
    title = {"type": "string", "pattern": _NOT_BLANK, "description": _("What you call it.")}
    lies = [{"const": option.id, "description": option.text} for option in asked.options]
    given = {id: _answer(question, questionnaire) for id, question in questionnaire.local_questions.items()}
    market = _mapping(
        {
            "title": title,
            "market": {"anyOf": lies, "description": _("The market of the profile that it lies in.")},
            "showstopper": {
                "type": "string",
                "pattern": _NOT_BLANK,
                "description": _("What rules it out, in words."),
            },
            "answers": {**_optional(given), "description": _("The answers that differ there.")},
        }
    )
    return {
        "markets": {
            "type": ["object", "null"],
            "propertyNames": {"pattern": pattern_of(Id)},
            "additionalProperties": {**market, "required": ["title", "market"]},
            "maxProperties": MAX_MARKETS,
            "description": _("Markets to compare, by an id of your own."),
        }
    }


def _targets(questionnaire: Questionnaire) -> dict[str, Schema]:
    scored = scored_subjects(questionnaire)
    titles = {id: section.title for id, section in questionnaire.all_sections.items()} | {WHOLE: _("Overall")}
    return {
        **{id: _score_target(subject, titles[id]) for id, subject in scored.items()},
        **{
            id: _answer_target(question)
            for id, question in questionnaire.questions.items()
            if id not in scored and question.has_levels
        },
    }


def _answer_target(question: Question) -> Schema:
    value = {"$ref": f"#/$defs/{question.id}"}
    content = {**_mapping({"value": value, "by": _BY, "from": value}), "required": ["value"]}
    return _target(question.label, value, content)


def _score_target(subject: Scored, title: str) -> Schema:
    score = {"type": ["number", "null"], "minimum": subject.scale.minimum, "maximum": subject.scale.maximum}
    band = {"enum": [*(band.id for band in subject.bands), None]}
    content = _mapping({"score": score, "band": band, "by": _BY, "from": score})
    content["anyOf"] = [{"required": ["score"]}, {"required": ["band"]}]
    return _target(title, {"anyOf": [score, band, {"const": UNKNOWN}]}, content)


def _target(title: str, plain: Schema, content: Schema) -> Schema:
    """A target that is only what to reach, or a mapping with more."""
    return {
        **_explained({"title": title}, {"anyOf": [plain, {"type": "object"}]}),
        "if": {"type": "object"},
        "then": content,
    }


def _mapping(properties: Schema) -> Schema:
    return {"type": "object", "properties": properties, "additionalProperties": False}


def _optional(properties: Schema) -> Schema:
    return {**_mapping(properties), "type": ["object", "null"]}


def _profile(asked: ProfileQuestion) -> Schema:
    chosen = [{"const": option.id, "description": option.text} for option in asked.options]
    several = [{"type": "array", "items": {"anyOf": chosen}}] if asked.several else []
    about = {"title": asked.title, "description": _paragraphs([asked.text, asked.help])}
    return _explained(about, {"anyOf": [*chosen, *several, _NULL]})


def _explained(about: Schema, rule: Schema) -> Schema:
    """`rule` with its title and description, each in two places.

    Editors show the outer ones for a key that is not written yet. For a key that is, they show the first
    ones they find; without the inner ones that would be those of the value.
    """
    return {**about, "allOf": [about, rule]}


def _answer(question: Question, questionnaire: Questionnaire) -> Schema:
    about = {
        "title": question.label,
        "description": _described(question, exposure=questionnaire.locations[question.id].exposure),
    }
    value = {"$ref": f"#/$defs/{question.id}"}
    return {
        **_explained(about, {"anyOf": [value, {"type": "object"}]}),
        "if": {"type": "object"},
        "then": _detailed(question, value),
    }


def _detailed(question: Question, value: Schema) -> Schema:
    """The schema of an answer written as a mapping, with details beside its value."""
    content = _mapping({"value": value, **{name: {"$ref": f"#/$defs/{name.title()}"} for name in _DETAILS}})
    if option := question.own_words:
        words = _("What “{option}” is, if it is chosen.").format(option=bare(option.text))
        content["properties"]["other"] = {"type": ["string", "null"], "description": words}
    if question.not_applicable is not None:
        when = _("May be not applicable: {when}").format(when=question.not_applicable)
        content["properties"]["not_applicable"] = {
            "type": "string",
            "pattern": _NOT_BLANK,
            "description": _paragraphs([when, _("Write the reason.")]),
        }
        content["if"] = {"required": ["not_applicable"]}
        content["then"] = {"properties": {"value": _NULL}}
    return content


_DETAILS = ("note", "evidence", "owner")


def _details() -> Schema:
    """The schemas of the details. Their names are capitalised, so none is the id of a question."""
    text = {"type": ["string", "null"]}
    return {
        "Note": {**text, "description": _("The reason for this answer.")},
        "Evidence": {
            "type": ["string", "array", "null"],
            "items": text,
            "description": _("What proves it: one text, or a list of texts."),
        },
        "Owner": {**text, "description": _("Who is responsible for it.")},
    }


def _described(question: Question, *, exposure: bool) -> str:
    """What a respondent needs to know: the question, its help, and its levels, one per line."""
    levels = [f"{level.written}: {level.text}" for level in question.levels_to_write() if level.text]
    if exposure and levels and question.rises:
        levels.insert(0, _("From the least exposed to the most:"))
    return _paragraphs(
        [question.text, question.help, "\n".join(levels), "\n".join(question.notes_on_writing())]
    )


def _paragraphs(texts: Iterable[str]) -> str:
    return "\n\n".join(text for text in texts if text)


def _value(question: Question) -> Schema:
    """The schema of the value of an answer to `question`, in every way it may be written."""
    unknown = {"const": UNKNOWN, "description": _("Not known.")}
    return {"anyOf": [*question.value_schemas(), unknown, _NULL]}
