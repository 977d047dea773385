"""The rules that a preview shows: shares, bands and red flags."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from readiness.messages.catalogue import _, plural
from readiness.messages.sentences import NAMED, shortened
from readiness.questionnaire.bands import Band, RedFlag, as_number
from readiness.questionnaire.conditions import answers_in, sections_in
from readiness.questionnaire.questionnaire import Questionnaire
from readiness.views.figures import Figures
from readiness.views.preview import BandView, FlagRule, ScaleOfBands
from readiness.views.selection import Selection
from readiness.views.wording import condition_in_words


def rules_in_words(questionnaire: Questionnaire) -> Iterator[str]:
    """What the overall score and the shares mean."""
    scale = questionnaire.scale
    yield _("The overall runs from {minimum} to {maximum}; higher is better.").format(
        minimum=f"{scale.minimum:g}", maximum=f"{scale.maximum:g}"
    )
    yield questionnaire.way.of_whole(scale)
    yield _(
        "Shares are nominal: they follow from the weights alone, as if every question were asked. The"
        " sections or questions in one place divide the share above them in proportion to their weights. They"
        " are rounded, so they may add up to a little more or less than 100%."
    )
    yield from dict.fromkeys(note for way in questionnaire.ways if (note := way.share_note()))
    if questionnaire.opportunities:
        yield _("Opportunity is not part of the overall; its shares are shares of each window.")


# --- bands ------------------------------------------------------------------------------------


def band_views(selection: Selection) -> Iterator[ScaleOfBands]:
    """The bands of the overall, then those of every section that has its own."""
    questionnaire = selection.questionnaire
    of_all = _("at least {points} in every section")
    if any(section.way.sets_bar for section in questionnaire.sections):
        of_all = _("at least {points} in every section that has no control minimum")
    yield ScaleOfBands(_("Overall"), _bands(questionnaire, questionnaire.bands, of_all))
    of_all = _("at least {points} in each of its sections")
    if questionnaire.section_bands:
        title = _("Every section that has no bands or scale of its own")
        yield ScaleOfBands(title, _bands(questionnaire, questionnaire.section_bands, of_all))
    for section in selection.sections(tuple(questionnaire.all_sections.values())):
        if section.bands:
            yield ScaleOfBands(section.title, _bands(questionnaire, section.bands, of_all))


def _bands(questionnaire: Questionnaire, bands: tuple[Band, ...], of_all: str) -> tuple[BandView, ...]:
    return tuple(
        BandView(
            band.title,
            band.text,
            tuple(_requirements(questionnaire, band, of_all)) or (_("nothing in particular"),),
        )
        for band in bands
    )


def _requirements(questionnaire: Questionnaire, band: Band, of_all: str) -> Iterator[str]:
    """What `band` requires; `of_all` is how it says so of every section."""
    if band.cut is not None:
        yield _("a score of at least {points}").format(points=f"{band.cut:g}")
    if band.floor is not None:
        yield of_all.format(points=f"{band.floor:g}")
    for id, points in islice(band.requires.items(), NAMED):
        title = shortened(questionnaire.all_sections[id].title)
        yield _("at least {points} in “{section}”").format(section=title, points=f"{points:g}")
    if (more := len(band.requires) - NAMED) > 0:
        yield plural(
            "its own score in {count} more section", "their own scores in {count} more sections", more
        )
    if band.control is not None:
        yield _("in every risk, control of at least {base} + {slope} × exposure (0–1)").format(
            base=f"{band.control.base:g}", slope=f"{band.control.slope:g}"
        )
    if band.when is not None:
        yield _("only if {condition}").format(condition=condition_in_words(band.when, questionnaire))
    if band.coverage is not None:
        share = Figures(questionnaire.scale).percent(as_number(band.coverage))
        yield _("{share} of the weight answered").format(share=share.text)


# --- contradictions and red flags -------------------------------------------------------------


def contradictions_in_words(questionnaire: Questionnaire) -> Iterator[str]:
    """What is said of answers that cannot all be true."""
    yield from (item.message for item in questionnaire.contradictions)


def flag_views(selection: Selection) -> Iterator[FlagRule]:
    """The red flags that depend on selected questions alone; an assessment of them looks at no others."""
    for flag in selection.questionnaire.red_flags:
        sections = [selection.questionnaire.all_sections[id] for id in sections_in(flag.when)]
        is_scored = len([*selection.sections(sections)]) == len(sections)
        if is_scored and selection.numbers.keys() >= set(answers_in(flag.when)):
            yield _flag(selection, flag)


def _flag(selection: Selection, flag: RedFlag) -> FlagRule:
    questionnaire = selection.questionnaire
    condition = condition_in_words(flag.when, questionnaire, selection.numbers)
    cap = next(band.title for band in questionnaire.bands if band.id == flag.caps_at)
    return FlagRule(
        id=flag.id,
        title=flag.title,
        message=flag.message,
        condition=_("Applies if {condition}.").format(condition=condition),
        effect=_("Caps the verdict at “{band}”.").format(band=cap),
    )
