"""A form as one HTML file that works from a disk or a mail: its script sends and loads nothing."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Iterator
from functools import cache
from importlib import resources
from typing import Any

from markupsafe import Markup

from readiness.questionnaire.questions.form_field import FieldChoice, FormField
from readiness.rendering.html import language_tag
from readiness.rendering.templating import environment, source
from readiness.views.form import Form, FormQuestion, FormRule
from readiness.views.form_words import cover_fields, how_to_fill_in_the_page, page_words, script_words


def form_html(form: Form) -> bytes:
    """`form` as one file; the same form gives the same bytes."""
    style, script = source("page.css") + source("form.css"), _script()
    written = (
        environment()
        .get_template("form.html.jinja")
        .render(
            form=form,
            language=language_tag(form.language),
            say=page_words().__getitem__,
            cover=cover_fields(),
            instructions=list(how_to_fill_in_the_page(form)),
            style=Markup(style),  # noqa: S704 (our own file)
            style_digest=_digest(style),
            script=Markup(script),  # noqa: S704 (our own file)
            script_digest=_digest(script),
            data=Markup(_embedded(_data(form))),  # noqa: S704 (no sign in it ends the element)
        )
    )
    return (written.strip() + "\n").encode()


_SCRIPTS = (
    "js-yaml.umd.min.js",
    "page.js",
    "answers.js",
    "rules.js",
    "showing.js",
    "files.js",
    "events.js",
)


@cache
def _script() -> str:
    """The library that reads and writes YAML, and the scripts of the form."""
    folder = resources.files("readiness.rendering").joinpath("browser")
    library, *own = (folder.joinpath(name).read_text(encoding="utf-8") for name in _SCRIPTS)
    return "\n".join([library, '"use strict";', "{", *own, "}"])  # in braces, no name gets out


def _digest(text: str) -> str:
    """The SHA-256 of a style or script, as a content security policy names it."""
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def _embedded(data: Any) -> str:
    """`data` as JSON that may stand in a script element: nothing in it can end that element."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return re.sub("[<>&\u2028\u2029]", lambda found: f"\\u{ord(found[0]):04x}", text)


# --- what the script knows ------------------------------------------------------------------


def _data(form: Form) -> dict[str, Any]:
    """What the script needs of `form`, and what tells it from all other forms."""
    data = _known(form)
    return {**data, "form": hashlib.sha256(_embedded(data).encode()).hexdigest()}


def _known(form: Form) -> dict[str, Any]:
    """What the script needs of `form`; most of its texts are in the page already."""
    return {
        "questionnaire": form.questionnaire,
        "version": form.version,
        "title": form.title,
        "is_part": form.is_part or form.quick,
        "profile": [
            {
                "id": fact.id,
                "number": fact.number,
                "title": fact.title,
                "seconds": fact.seconds,
                "field": _field(fact.field),
            }
            for fact in form.profile
        ],
        "questions": list(_questions(form)),
        "contradictions": [
            {"rule": _rule(each.rule), "message": each.message, "about": each.about}
            for each in form.contradictions
        ],
        "given": form.given,
        "words": script_words(),
    }


def _questions(form: Form) -> Iterator[dict[str, Any]]:
    """Those of the form and those in its background, in the order in which they are asked."""
    shown = [(question, section.id) for section in form.sections for question in section.questions]
    placed = [*shown, *((question, "") for question in form.background)]
    for question, section in sorted(placed, key=lambda pair: int(pair[0].number)):
        yield _question(question, section)


def _question(question: FormQuestion, section: str) -> dict[str, Any]:
    return {
        "id": question.id,
        "number": question.number,
        "title": question.title,
        "section": section,
        "seconds": question.seconds,
        "field": _field(question.field),
        "aside": bool(question.not_applicable),
        "instruction": question.instruction,
        "rule": None if question.rule is None else _rule(question.rule),
    }


def _field(field: FormField) -> dict[str, Any]:
    return {
        "kind": field.kind,
        "choices": list(map(_choice, field.choices)),
        "least": field.least,
        "most": field.most,
        "whole": field.whole,
        "unit": field.unit,
    }


def _choice(choice: FieldChoice) -> dict[str, Any]:
    return {
        "id": choice.id,
        "written": choice.written,
        "score": choice.score,
        "spellings": choice.spellings,
        "alone": choice.alone,
        "words": choice.own_words,
    }


def _rule(rule: FormRule) -> dict[str, Any]:
    parts = {"parts": list(map(_rule, rule.parts))} if rule.parts else {}
    said = {
        name: value
        for name, value in rule._asdict().items()
        if name != "parts" and value not in ("", (), None)
    }
    return {**said, **parts}
