"""Whether a questionnaire can be scored in tables."""

from __future__ import annotations

from readiness.messages.catalogue import _
from readiness.messages.problems import ReadinessError
from readiness.questionnaire.questionnaire import Questionnaire


def expect_column_forms(questionnaire: Questionnaire) -> None:
    """Raise ReadinessError, with the names, if a way of combining or a type has no column form."""
    lacking = [way.name for way in questionnaire.ways if not way.columns]
    lacking += [each.type_name() for each in questionnaire.questions.values() if not each.has_columns]
    if lacking:
        message = _("a table of firms cannot be scored with {names}, which has no form for columns")
        raise ReadinessError(message.format(names=_(", ").join(dict.fromkeys(lacking))))
