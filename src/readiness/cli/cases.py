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
from readiness.rendering.terminal import Screen, show_case
from readiness.views.build_report import case_view


class Filters(NamedTuple):
    """What a case must fit to be listed; None lets all pass."""

    dimension: str | None = None
    sector: str | None = None
    market: str | None = None
    kind: str | None = None


def run(name: str, id: str | None, filters: Filters) -> None:
    """List the cases that pass `filters`, or show the one of this id."""
    questionnaire = load_questionnaire(name)
    page = screen.page()
    if id is not None:
        known = {case.id: case for case in questionnaire.cases.cases}
        _require(id, list(known), "CASE")
        _show(page, known[id], questionnaire)
    else:
        _list(page, _filtered(questionnaire, filters))
    screen.write(page.text())


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


def _list(page: Screen, cases: list[Case]) -> None:
    if not cases:
        page.line((_("No case passes all the filters; leave one out."), ""))
    for case in cases:
        page.line((case.id, "bold"), (_("({kind})").format(kind=case.kind), "dim"))
        page.line((_("{who}: {title}").format(who=case.who, title=case.title), ""), indent=2)


def _show(page: Screen, case: Case, questionnaire: Questionnaire) -> None:
    show_case(page, case_view(case, questionnaire.cases))
    page.blank()
    page.line((_("Speaks to:"), "bold"))
    for id in case.questions:
        page.item("•", (questionnaire.questions[id].title, ""), (id, "dim"), indent=1)
    for asked, options in case.applies_to.items():
        question = questionnaire.profile_question(asked)
        if question:
            texts = [option.text for option in question.options if option.id in options]
            page.line((_("{title}:").format(title=question.title), "bold"), (_("; ").join(texts), ""))
