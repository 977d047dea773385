"""`readiness cases`: the case library, listed, filtered, or one case whole."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, get_args

import typer

from readiness.cli import screen
from readiness.cli.exits import DONE
from readiness.cli.options import DEFAULT, QuestionnaireOption
from readiness.messages.catalogue import _

if TYPE_CHECKING:
    from readiness.questionnaire.case_library import Case
    from readiness.questionnaire.questionnaire import Questionnaire
    from readiness.rendering.terminal import Screen

HELP = _("Browse the case library, or show one case.")
ORDER = 20


def command(
    case: Annotated[
        str | None, typer.Argument(metavar="[CASE]", help=_("The id of the case to show."))
    ] = None,
    dimension: Annotated[
        str | None, typer.Option("--dimension", metavar="ID", help=_("Cases that speak to this dimension."))
    ] = None,
    sector: Annotated[
        str | None, typer.Option("--sector", metavar="ID", help=_("Cases that fit this sector."))
    ] = None,
    market: Annotated[
        str | None, typer.Option("--market", metavar="ID", help=_("Cases that fit this market."))
    ] = None,
    kind: Annotated[
        str | None, typer.Option("--kind", metavar="KIND", help=_("exemplar, cautionary or context."))
    ] = None,
    questionnaire: QuestionnaireOption = DEFAULT,
) -> int:
    """List the cases that pass the filters, or show the one of this id."""
    from readiness.loading.loader import load_questionnaire

    loaded = load_questionnaire(questionnaire)
    page = screen.page()
    if case is not None:
        known = {each.id: each for each in loaded.cases.cases}
        _require(case, list(known), "CASE")
        _show(page, known[case], loaded)
    else:
        _list(page, _filtered(loaded, dimension, sector, market, kind))
    screen.write(page.text())
    return DONE


def _require(value: str, known: list[str], option: str) -> None:
    from readiness.messages.names import suggestion

    if value not in known:
        hint = suggestion(value, known, _("Known here: {names}.").format(names=", ".join(known)))
        message = _("“{name}” is not known").format(name=value)
        raise typer.BadParameter(f"{message}. {hint}", param_hint=option)


def _filtered(
    questionnaire: Questionnaire,
    dimension: str | None,
    sector: str | None,
    market: str | None,
    kind: str | None,
) -> list[Case]:
    """The cases that pass all filters; None lets all pass."""
    from readiness.questionnaire.case_library import Case

    cases = list(questionnaire.cases.cases)
    if dimension is not None:
        homes = {id: place.section.id for id, place in questionnaire.locations.items()}
        _require(dimension, list(dict.fromkeys(homes.values())), "--dimension")
        cases = [case for case in cases if dimension in {homes[id] for id in case.questions}]
    for option, asked, wanted in (
        ("--sector", "sector", sector),
        ("--market", "markets", market),
    ):
        if wanted is not None:
            question = questionnaire.profile_question(asked)
            _require(wanted, [o.id for o in question.options] if question else [], option)
            cases = [case for case in cases if wanted in case.applies_to.get(asked, (wanted,))]
    if kind is not None:
        _require(kind, list(get_args(Case.model_fields["kind"].annotation)), "--kind")
        cases = [case for case in cases if case.kind == kind]
    return cases


def _list(page: Screen, cases: list[Case]) -> None:
    if not cases:
        page.line((_("No case passes all the filters; leave one out."), ""))
    for case in cases:
        page.line((case.id, "bold"), (_("({kind})").format(kind=case.kind), "dim"))
        page.line((_("{who}: {title}").format(who=case.who, title=case.title), ""), indent=2)


def _show(page: Screen, case: Case, questionnaire: Questionnaire) -> None:
    from readiness.rendering.terminal import show_case
    from readiness.views.build_report import case_view

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
