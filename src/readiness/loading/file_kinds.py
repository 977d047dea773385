"""Tell that a file is of another kind than the one that is needed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from readiness.messages.catalogue import _
from readiness.questionnaire.questionnaire import Questionnaire
from readiness.questionnaire.sections import QUESTION_LISTS
from readiness.source.complaints import Fault

_OF_ANSWERS = ("questionnaire", "version", "profile", "answers", "respondent", "date")
_FileKind = Literal["questionnaire", "answers", "section", "cases", "report", "benchmark", "foreign", ""]


def not_a_questionnaire(root: Any) -> Fault | None:
    """The fault that `root` is the content of another file than a questionnaire; None if it may be one."""
    kind = _kind(root)
    if root is None:
        hint = _("`readiness questionnaire new FOLDER` starts a questionnaire.")
        return Fault((), "wrong-value", _("the file is empty"), hint)
    if kind == "answers":
        message = _("this is an answers file, not a questionnaire")
        hint = _("Use it with `readiness assess --answers FILE`; here, name the questionnaire it answers.")
    elif kind == "section":
        message = _("this is one section of a questionnaire, not a whole one")
        hint = _("Name the folder of the questionnaire, or its main file, which lists this one.")
    elif kind == "cases":
        message = _("this is a case library, not a questionnaire")
        hint = _("Name the folder of the questionnaire, or its main file, which names this one.")
    elif kind == "report":
        message = _("this is a report in JSON, not a questionnaire")
        hint = _("Name the questionnaire that the report was made with.")
    elif kind == "benchmark":
        message = _("this is a benchmark, not a questionnaire")
        hint = _("Name the questionnaire that it was made with.")
    elif kind == "foreign":
        message = _("this does not look like a questionnaire")
        hint = _("Check the name; `readiness questionnaire new FOLDER` starts a questionnaire.")
    else:
        return None
    return Fault((), "other-kind", message, hint)


def not_answers(root: Any) -> Fault | None:
    """The fault that `root` is the content of another file than answers; None if it may be answers."""
    kind = _kind(root)
    if kind == "questionnaire":
        message = _("this is a questionnaire, not an answers file")
        hint = _(
            "Use it with `readiness assess --questionnaire FILE`; `readiness questionnaire template FILE`"
            " prints an answers file."
        )
    elif kind in ("section", "cases"):
        message = _("this is a part of a questionnaire, not an answers file")
        hint = _("`readiness questionnaire template` prints an answers file.")
    elif kind == "report":
        message = _("this is a report in JSON, not an answers file")
        hint = _("Name the answers file that the report was made from.")
    elif kind == "benchmark":
        message = _("this is a benchmark, not an answers file")
        hint = _("Compare a firm with it: `readiness assess --answers FILE --benchmark BENCHMARK`.")
    elif kind == "foreign":
        message = _("this does not look like an answers file")
        hint = _("Check the name; `readiness questionnaire template` prints an answers file.")
    else:
        return None
    return Fault((), "other-kind", message, hint)


def _kind(root: Any) -> _FileKind:
    """The kind of file that `root` comes from; empty if it cannot be told."""
    if not isinstance(root, Mapping) or not root:
        return ""
    keys = root.keys()
    if {"schema_version", "program_version"} <= keys:
        return "report"
    if {"schema_version", "groups"} <= keys:
        return "benchmark"
    if "sections" in keys or {"id", "version", "bands"} <= keys:
        return "questionnaire"
    if {"id", "title"} <= keys and not keys.isdisjoint(QUESTION_LISTS):
        return "section"
    if isinstance(root.get("cases"), list):
        return "cases"
    if isinstance(root.get("answers"), Mapping) or {"questionnaire", "version"} <= keys:
        return "answers"
    known = {*Questionnaire.model_fields, *_OF_ANSWERS}
    return "foreign" if keys.isdisjoint(known) else ""
