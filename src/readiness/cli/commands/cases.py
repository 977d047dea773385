"""`readiness cases`: list or filter the case library, or show one case."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Annotated, Any

import typer

from readiness.cli import completions, screen
from readiness.cli.exits import DONE
from readiness.cli.options import DEFAULT, QuestionnaireOption
from readiness.messages.catalogue import _, later

if TYPE_CHECKING:
    from readiness.questionnaire.case_library import Case
    from readiness.questionnaire.questionnaire import Questionnaire
    from readiness.views.blocks import Page

HELP = later("Browse the case library, or show one case.")
ORDER = 20


def _filter(name: str, known: Callable[..., object], help: str, *, metavar: str = "ID") -> Any:
    """The option `name`, which lets pass the cases with one of the values `known`."""
    return typer.Option(name, metavar=metavar, autocompletion=known, help=help)


def command(
    case: Annotated[
        str | None,
        typer.Argument(
            metavar="CASE", autocompletion=completions.case_ids, help=later("The id of the case to show.")
        ),
    ] = None,
    dimension: Annotated[
        str | None,
        _filter("--dimension", completions.dimension_ids, _("Show only cases about this dimension.")),
    ] = None,
    sector: Annotated[
        str | None, _filter("--sector", completions.sector_ids, _("Show only cases that fit this sector."))
    ] = None,
    market: Annotated[
        str | None, _filter("--market", completions.market_ids, _("Show only cases that fit this market."))
    ] = None,
    kind: Annotated[
        str | None,
        _filter("--kind", completions.case_kinds, _("exemplar, cautionary or context."), metavar="KIND"),
    ] = None,
    questionnaire: QuestionnaireOption = DEFAULT,
) -> int:
    """List the cases that pass the filters, or show the one with this id."""
    from readiness.cli.language import load
    from readiness.views.pages.case_blocks import cases_page

    loaded = load(questionnaire)
    if case is not None:
        known = {each.id: each for each in loaded.cases.cases}
        _require(case, _titles(known.values(), case), "CASE")
        screen.show(_page(known[case], loaded))
    else:
        screen.show(cases_page(_filtered(loaded, dimension, sector, market, kind)))
    return DONE


def _titles(cases: Iterable[Case], typed: str) -> dict[str, str]:
    """The titles of `cases` by id, or who they are about, or both: whichever is `typed`."""
    from readiness.messages.names import nearest

    titles: list[dict[str, str]] = [{}, {}, {}]
    for case in cases:
        for each, text in zip(titles, (case.title, case.who, f"{case.who}: {case.title}"), strict=True):
            each[case.id] = text
    return next((each for each in titles if nearest(typed, (), each)), titles[0])


def _require(value: str, titles: Mapping[str, str], option: str) -> None:
    """Refuse a `value` that is none of the ids in `titles`; it may be a title."""
    from readiness.messages.names import suggestion
    from readiness.messages.sentences import shortened, some

    if value not in titles:
        known = list(titles)
        names = _(", ").join(some(known, 20))
        hint = suggestion(value, known, _("Known here: {names}.").format(names=names), titles)
        message = _("“{name}” is not known").format(name=shortened(value))
        raise typer.BadParameter(_("{message}. {hint}").format(message=message, hint=hint), param_hint=option)


def _filtered(
    questionnaire: Questionnaire,
    dimension: str | None,
    sector: str | None,
    market: str | None,
    kind: str | None,
) -> list[Case]:
    """The cases that pass all filters; None lets all pass."""
    from readiness.views.wording import kinds_of_cases

    cases = list(questionnaire.cases.cases)
    if dimension is not None:
        homes = {id: place.section.id for id, place in questionnaire.locations.items()}
        sections = questionnaire.all_sections
        _require(dimension, {id: sections[id].title for id in homes.values()}, "--dimension")
        cases = [case for case in cases if dimension in {homes[id] for id in case.questions}]
    for option, asked, wanted in (
        ("--sector", "sector", sector),
        ("--market", "markets", market),
    ):
        if wanted is not None:
            question = questionnaire.profile_question(asked)
            _require(wanted, {o.id: o.text for o in question.options} if question else {}, option)
            cases = [case for case in cases if wanted in case.applies_to.get(asked, (wanted,))]
    if kind is not None:
        _require(kind, kinds_of_cases(), "--kind")
        cases = [case for case in cases if case.kind == kind]
    return cases


def _page(case: Case, questionnaire: Questionnaire) -> Page:
    from readiness.views.build_advice import case_view
    from readiness.views.pages.case_blocks import case_page

    questions = ((questionnaire.questions[id].label, id) for id in case.questions)
    fits = (
        (asked.title, [option.text for option in asked.options if option.id in case.applies_to[asked.id]])
        for asked in questionnaire.profile
        if asked.id in case.applies_to
    )
    return case_page(case_view(case, questionnaire.cases), questions, fits)
