"""Builds the part of a report that sets markets beside each other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations

from readiness.analysis.market_comparison import MarketResult, compare_markets
from readiness.analysis.readings import read_window
from readiness.analysis.roadmap import Task
from readiness.messages.catalogue import _
from readiness.messages.sentences import EXCERPT, shortened
from readiness.questionnaire.score_scale import Scale
from readiness.scoring.scores import Scores, with_parts
from readiness.views.build_advice import numbered, task_views
from readiness.views.build_answers import answer_in_words, reason_aside
from readiness.views.build_scores import reading_in_short
from readiness.views.build_verdict import verdict_view
from readiness.views.explanation import AsideView
from readiness.views.figures import Figures
from readiness.views.report_advice import TaskView
from readiness.views.report_markets import (
    MarketAnswerView,
    MarketFlagView,
    MarketRiskView,
    MarketView,
    MarketWindowView,
)
from readiness.views.wording import place_of_market


def market_views(scores: Scores, tasks: Sequence[Task]) -> Iterator[MarketView]:
    """Every market of the answers of `scores`, in the order of `compare_markets`.

    `tasks` are all those of the enterprise, in the order in which they are numbered.
    """
    results = compare_markets(scores)
    figures = _telling_apart(results, scores.questionnaire.scale)
    for result in results:
        market, here = result.market, result.scores
        verdict = verdict_view(here, figures)
        yield MarketView(
            id=result.id,
            title=market.title,
            option=market.option,
            place=place_of_market(market, scores.questionnaire),
            showstopper=market.showstopper,
            rank=result.rank,
            band=verdict.band,
            verdict=verdict.title if verdict.band else _("no verdict"),
            overall=figures.span(here.overall) if here.applies else None,
            next_id=verdict.next_id,
            next=verdict.next,
            heading=verdict.heading,
            blocked_by=verdict.blocked_by,
            risks=tuple(_risks(here)),
            windows=tuple(_windows(here)),
            flags=tuple(MarketFlagView(each.flag.id, each.flag.title, each.certain) for each in result.flags),
            first=_first(result),
            task=_number(result.first, tasks),
            differing=tuple(_differing(result, scores)),
            ignored=tuple(_ignored(result)),
        )


def _telling_apart(results: Sequence[MarketResult], scale: Scale) -> Figures:
    """Figures with enough decimals to show that markets with the same verdict and other ranks differ."""

    def tells_apart(figures: Figures) -> bool:
        return all(
            figures.number(one.scores.overall.low).text != figures.number(other.scores.overall.low).text
            for one, other in combinations(results, 2)
            if one.scores.verdict.band == other.scores.verdict.band
            and None not in (one.rank, other.rank)
            and one.rank != other.rank
        )

    finer = (Figures(scale.model_copy(update={"decimals": n})) for n in range(scale.decimals, 9))
    return next(filter(tells_apart, finer), Figures(scale))


def _risks(scores: Scores) -> Iterator[MarketRiskView]:
    for item in with_parts(scores.sections):
        if item.sides and "exposure" in item.node.way.sides:
            shares = map(Figures(item.scale).percent_span, item.sides)
            yield MarketRiskView(item.section.id, item.section.title, *shares)


def _windows(scores: Scores) -> Iterator[MarketWindowView]:
    for item in scores.opportunities:
        reading = read_window(item, scores.plan, scores.verdict)
        fit = Figures(item.scale).span(item.score)
        yield MarketWindowView(item.section.id, item.section.title, fit, reading, reading_in_short(reading))


def _first(result: MarketResult) -> TaskView | None:
    tasks = [result.first] if result.first else []
    views = task_views(tasks, {}, numbers=numbered(tasks), cases={}, scope=result.scores.scope)
    return next(views, None)


def _number(first: Task | None, tasks: Sequence[Task]) -> int | None:
    """The number of the one of `tasks`, from 1, with the same action for the same reason."""
    numbers = (number for number, task in enumerate(tasks, start=1) if first and task.id == first.id)
    return next((number for number in numbers if first and tasks[number - 1].action == first.action), None)


def _differing(result: MarketResult, shared: Scores) -> Iterator[MarketAnswerView]:
    questionnaire = shared.questionnaire
    for id in result.differing:
        here, elsewhere = (
            shortened(answer_in_words(scores.scope, id), EXCERPT) for scores in (result.scores, shared)
        )
        title, section = questionnaire.questions[id].label, questionnaire.locations[id].section.title
        yield MarketAnswerView(id, title, section, here, elsewhere)


def _ignored(result: MarketResult) -> Iterator[AsideView]:
    scope = result.scores.scope
    for id in result.ignored:
        yield AsideView(id, scope.questionnaire.questions[id].label, reason_aside(scope, id))
