"""Builds a `Cohort`, the report on many firms, from what may be told about them."""

from __future__ import annotations

import datetime
import math
from collections.abc import Iterable, Iterator, Mapping

from readiness import __version__
from readiness.cohort.cohort_counts import NO_ANSWER, WITHHELD, Measure
from readiness.cohort.measures import all_measures, overall_measure, score_measures
from readiness.cohort.published import (
    HelpGroup,
    PublishedCohort,
    PublishedFact,
    PublishedGroup,
    Quartiles,
)
from readiness.cohort.small_groups import Portion
from readiness.messages.catalogue import _, language_in_use, plural
from readiness.messages.problems import expect
from readiness.questionnaire.combining.sided import HIGH_RESIDUAL
from readiness.questionnaire.questionnaire import WHOLE, Questionnaire
from readiness.questionnaire.rounding import rounded
from readiness.scoring.plan import Node, compile_plan
from readiness.views.build_cohort_words import cohort_method, cohort_privacy, cohort_summary, few_hint
from readiness.views.cohort import (
    AlphaView,
    BandCountView,
    Cohort,
    CountView,
    HeatCellView,
    HeatColumnView,
    HeatMapView,
    HeatRowView,
    HelpView,
    QuartilesView,
    RoundMeasureView,
    RoundsView,
)
from readiness.views.figures import Figures
from readiness.views.numbers import Number
from readiness.views.report import CoverView, Provenance

CONTRAST = 10
"""How many hundredths of the scale a group is above or below all firms to be marked: a convention."""


def build_cohort(
    published: PublishedCohort,
    questionnaire: Questionnaire,
    *,
    cover: CoverView | None = None,
    built_on: datetime.date | None = None,
    set_aside: int = 0,
) -> Cohort:
    """The report on a cohort that answered `questionnaire`; it tells nothing but what is `published`.

    `set_aside` is how many files and rows could not be used.
    `built_on` is the date of it; None means today. Raises WrongType for arguments of other types.
    """
    expect(published, PublishedCohort, _("“published” must be what publish returns, not {found}"))
    built_on = built_on or datetime.date.today()
    expect(built_on, datetime.date, _("“built_on” must be a datetime.date, not {found}"))
    plan = compile_plan(questionnaire)
    columns = score_measures((*plan.whole.children, *plan.windows))
    cohort = Cohort(
        title=questionnaire.title,
        subtitle=_firms_in_words(published),
        language=language_in_use(),
        provenance=_provenance(questionnaire, built_on),
        cover=cover or CoverView("", "", "", ""),
        scale=Figures(questionnaire.scale).scale_in_words(),
        ends=questionnaire.scale.ends,
        threshold=published.threshold,
        firms=published.firms,
        summary=(),
        bands=tuple(_bands(published, questionnaire)),
        hidden=published.together,
        quartiles=tuple(_quartiles(published, questionnaire)),
        columns=tuple(_columns(published, questionnaire, columns)),
        maps=tuple(_map(each, published, questionnaire, columns) for each in published.facts),
        gaps=_counts({each.question: each.gap for each in published.questions}, questionnaire),
        flags=_counts(published.flags, questionnaire),
        contradictions=_counts(published.contradictions, questionnaire),
        unknown=_counts({each.question: each.unknown for each in published.questions}, questionnaire),
        help_by=_fact_title(published.help_by, questionnaire),
        help_by_id=published.help_by,
        help=tuple(_help(each, published.help_by, questionnaire) for each in published.help),
        alphas=tuple(_alphas(published, questionnaire)),
        rounds=_rounds(published, (overall_measure(plan), *columns), questionnaire),
        privacy=tuple(cohort_privacy(published.threshold, is_empty=published.firms is None)),
        method=tuple(cohort_method(questionnaire, published.threshold, high=HIGH_RESIDUAL))
        if published.firms
        else (),
    )
    return cohort._replace(summary=tuple(cohort_summary(cohort, set_aside)))


def _firms_in_words(published: PublishedCohort) -> str:
    if published.firms is None:
        return _("Report on fewer than {count} firms").format(count=published.threshold)
    return plural("Report on {count} firm", "Report on {count} firms", published.firms)


def _provenance(questionnaire: Questionnaire, built_on: datetime.date) -> Provenance:
    return Provenance(
        questionnaire=questionnaire.id,
        questionnaire_title=questionnaire.title,
        questionnaire_version=questionnaire.version,
        questionnaire_digest=questionnaire.digest,
        questionnaire_date=questionnaire.date or "",
        source=questionnaire.source,
        answers_digest="",
        answers_date="",
        respondent="",
        built_on=built_on.isoformat(),
        program_version=__version__,
        quick=False,
    )


# --- numbers --------------------------------------------------------------------------------------------


def _percent(share: float) -> Number:
    return Number(share, _("{number}%").format(number=rounded(100 * share, 0)))


def _on_scale(hundredths: int | None, measure: Measure, *, is_change: bool = False) -> Number | None:
    """Hundredths of the scale of `measure` as a number on it, with the decimals that tell them apart."""
    if hundredths is None:
        return None
    width = measure.maximum - measure.minimum
    value = hundredths / 100 * width + (0.0 if is_change else measure.minimum)
    if measure.kind in ("exposure", "control", "residual"):
        return _percent(value)
    decimals = min(max(math.ceil(-math.log10(width / 100)), 0), 9)
    text = rounded(value, decimals)
    return Number(float(text), f"+{text}" if is_change and value > 0 else text)


# --- bands and scores -----------------------------------------------------------------------------------


def _bands(published: PublishedCohort, questionnaire: Questionnaire) -> Iterator[BandCountView]:
    titles = {band.id: band.title for band in questionnaire.bands} | {WITHHELD: _("No verdict yet")}
    for id, firms in published.bands.items():
        assert published.firms
        share = None if firms is None else _percent(firms / published.firms)
        text = _("hidden")
        if share is not None:
            text = _("{count} ({share})").format(count=firms, share=share.text)
        is_most = id == published.most_in
        if is_most:
            fewest = published.firms - published.threshold + 1
            text = _("{fewest} to {most}").format(fewest=fewest, most=published.firms)
        yield BandCountView(id, titles[id], firms, share, is_most, text)


def _nodes(questionnaire: Questionnaire) -> dict[str, tuple[Node, int]]:
    """Every section with a score by id, and how many levels it is below the dimensions."""
    plan = compile_plan(questionnaire)

    def below(nodes: Iterable[Node], depth: int) -> Iterator[tuple[str, tuple[Node, int]]]:
        for node in nodes:
            yield node.id, (node, depth)
            yield from below(node.children, depth + 1)

    return dict(below((*plan.whole.children, *plan.windows), 0))


def _title_of(section: str, questionnaire: Questionnaire) -> str:
    return _("Overall") if section == WHOLE else questionnaire.all_sections[section].title


def _quartiles(published: PublishedCohort, questionnaire: Questionnaire) -> Iterator[QuartilesView]:
    kinds = {
        "score": _("Score"),
        "exposure": _("Exposure"),
        "control": _("Control"),
        "residual": _("Residual risk"),
        "use": _("How much is used"),
        "unused": _("Unused"),
    }
    nodes = _nodes(questionnaire)
    for measure in all_measures(compile_plan(questionnaire)):
        found = published.quartiles.get(measure.column, Quartiles(None, None, None))
        if published.firms is None:
            continue
        yield QuartilesView(
            measure.section,
            _title_of(measure.section, questionnaire),
            measure.kind,
            kinds[measure.kind],
            nodes[measure.section][1] if measure.section in nodes else 0,
            (measure.minimum, measure.maximum),
            *(_on_scale(each, measure) for each in found),
        )


# --- groups ---------------------------------------------------------------------------------------------


def _columns(
    published: PublishedCohort, questionnaire: Questionnaire, columns: Iterable[Measure]
) -> Iterator[HeatColumnView]:
    for measure in columns if published.firms else ():
        median = published.quartiles[measure.column].median
        title = _title_of(measure.section, questionnaire)
        yield HeatColumnView(measure.section, title, _on_scale(median, measure))


def _fact_title(id: str, questionnaire: Questionnaire) -> str:
    asked = questionnaire.profile_question(id)
    return asked.title if asked else ""


def _option_title(fact: str, option: str, questionnaire: Questionnaire) -> str:
    asked = questionnaire.profile_question(fact)
    if option == NO_ANSWER or asked is None:
        return _("No answer")
    return next(each.text for each in asked.options if each.id == option)


def _map(
    each: PublishedFact,
    published: PublishedCohort,
    questionnaire: Questionnaire,
    columns: tuple[Measure, ...],
) -> HeatMapView:
    """The groups of one fact; those that no firm belongs to are left out."""
    rows = (
        HeatRowView(
            group.option,
            _option_title(each.fact, group.option, questionnaire),
            group.firms,
            tuple(_cell(group, measure, published) for measure in columns),
        )
        for group in each.groups
        if group.firms != 0
    )
    return HeatMapView(
        each.fact, _fact_title(each.fact, questionnaire), each.several, tuple(rows), each.together
    )


def _cell(group: PublishedGroup, measure: Measure, published: PublishedCohort) -> HeatCellView:
    here, everywhere = group.medians[measure.column], published.quartiles[measure.column].median
    against = 0
    if here is not None and everywhere is not None and abs(here - everywhere) >= CONTRAST:
        against = 1 if here > everywhere else -1
    return HeatCellView(_on_scale(here, measure), against)


def _help(each: HelpGroup, fact: str, questionnaire: Questionnaire) -> HelpView:
    if each.fewest == each.most:
        text = _("{count} of {of}").format(count=each.fewest, of=each.firms)
    elif each.fewest == 0:
        text = _("fewer than {count} of {of}").format(count=each.most + 1, of=each.firms)
    elif each.most == each.firms:
        text = _("at least {count} of {of}").format(count=each.fewest, of=each.firms)
    else:
        text = _("{fewest} to {most} of {of}").format(fewest=each.fewest, most=each.most, of=each.firms)
    title = _option_title(fact, each.option, questionnaire)
    return HelpView(each.option, title, each.firms, each.fewest, each.most, text)


# --- counts ---------------------------------------------------------------------------------------------


def _counts(portions: Mapping[str, Portion], questionnaire: Questionnaire) -> tuple[CountView, ...]:
    """Those of `portions` that are told and are no few, the largest share first."""
    told = [(id, each) for id, each in portions.items() if each.firms and each.of]
    return tuple(
        _count(id, each, questionnaire) for id, each in sorted(told, key=lambda pair: -pair[1].share)
    )


def _count(id: str, each: Portion, questionnaire: Questionnaire) -> CountView:
    assert each.firms is not None
    assert each.of is not None
    assert each.most is not None
    share = _percent(each.share)
    text = _("{count} of {of} ({share})").format(count=each.firms, of=each.of, share=share.text)
    if each.state == "most":
        text = _("{fewest} to {most} of {of}").format(fewest=each.firms, most=each.most, of=each.of)
    dimension = dimension_id = ""
    if id in questionnaire.questions:
        title = questionnaire.questions[id].label
        section = questionnaire.locations[id].section
        dimension, dimension_id = section.title, section.id
    else:
        titles = {flag.id: flag.title for flag in questionnaire.red_flags}
        titles |= {each.id: each.message for each in questionnaire.contradictions}
        title = titles[id]
    return CountView(id, title, dimension, dimension_id, each.firms, each.most, each.of, share, text)


def _alphas(published: PublishedCohort, questionnaire: Questionnaire) -> Iterator[AlphaView]:
    for each in published.alphas:
        alpha, low, high = (Number(value, rounded(value, 2)) for value in each.alpha)
        title = _title_of(each.section, questionnaire)
        hint = few_hint(each.firms, each.questions)
        yield AlphaView(each.section, title, each.questions, each.firms, alpha, low, high, hint)


def _rounds(
    published: PublishedCohort, measures: Iterable[Measure], questionnaire: Questionnaire
) -> RoundsView | None:
    rounds = published.rounds
    if rounds is None:
        return None
    moved = (
        (measure, _on_scale(rounds.medians.get(measure.column), measure, is_change=True))
        for measure in measures
    )
    return RoundsView(
        *(rounds.up, rounds.stayed, rounds.down, rounds.apart, rounds.new, rounds.gone),
        tuple(
            RoundMeasureView(measure.section, _title_of(measure.section, questionnaire), median)
            for measure, median in moved
            if median is not None
        ),
    )
