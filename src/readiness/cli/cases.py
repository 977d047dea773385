"""`readiness cases`: the case library, listed, filtered, or one case whole."""

from __future__ import annotations

from typing import NamedTuple, get_args

import typer

from readiness.cli import screen
from readiness.loading.loader import load_questionnaire
from readiness.messages.catalogue import _
from readiness.messages.names import suggestion
from readiness.questionnaire.case_library import Case
from readiness.questionnaire.questionnaire import Questionnaire
from readiness.views.blocks import Page
from readiness.views.build_report import case_view
from readiness.views.pages.case_blocks import case_page, cases_page


class Filters(NamedTuple):
    """What a case must fit to be listed; None lets all pass."""

    dimension: str | None = None
    sector: str | None = None
    market: str | None = None
    kind: str | None = None


def run(name: str, id: str | None, filters: Filters) -> None:
    """List the cases that pass `filters`, or show the one of this id."""
    questionnaire = load_questionnaire(name)
    if id is not None:
        known = {case.id: case for case in questionnaire.cases.cases}
        _require(id, list(known), "CASE")
        screen.show(_page(known[id], questionnaire))
    else:
        screen.show(cases_page(_filtered(questionnaire, filters)))


def _require(value: str, known: list[str], option: str) -> None:
    if value not in known:
        hint = suggestion(value, known, _("Known here: {names}.").format(names=", ".join(known)))
        message = _("“{name}” is not known").format(name=value)
        raise typer.BadParameter(f"{message}. {hint}", param_hint=option)


def _filtered(questionnaire: Questionnaire, filters: Filters) -> list[Case]:
    cases = list(questionnaire.cases.cases)
    if filters.dimension is not None:
        homes = {id: place.section.id for id, place in questionnaire.locations.items()}
        _require(filters.dimension, list(dict.fromkeys(homes.values())), "--dimension")
        cases = [case for case in cases if filters.dimension in {homes[id] for id in case.questions}]
    for option, asked, wanted in (
        ("--sector", "sector", filters.sector),
        ("--market", "markets", filters.market),
    ):
        if wanted is not None:
            question = questionnaire.profile_question(asked)
            _require(wanted, [o.id for o in question.options] if question else [], option)
            cases = [case for case in cases if wanted in case.applies_to.get(asked, (wanted,))]
    if filters.kind is not None:
        _require(filters.kind, list(get_args(Case.model_fields["kind"].annotation)), "--kind")
        cases = [case for case in cases if case.kind == filters.kind]
    return cases


def _page(case: Case, questionnaire: Questionnaire) -> Page:
    questions = ((questionnaire.questions[id].label, id) for id in case.questions)
    fits = (
        (asked.title, [option.text for option in asked.options if option.id in case.applies_to[asked.id]])
        for asked in questionnaire.profile
        if asked.id in case.applies_to
    )
    return case_page(case_view(case, questionnaire.cases), questions, fits)
