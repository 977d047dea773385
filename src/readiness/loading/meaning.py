"""Checks of a questionnaire as a whole, beyond the shape of each of its parts.

Each check is a small function that yields faults; `CHECKS` lists them all.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple, TypeAlias

from readiness.loading.advice_rules import advice_refers, prerequisites_end
from readiness.loading.pasts import history_fits
from readiness.loading.references import cases_refer, conditions_refer, repeated
from readiness.loading.sum_scales import sums_fit
from readiness.messages.catalogue import _
from readiness.questionnaire.bands import Band, as_number
from readiness.questionnaire.questionnaire import Questionnaire, placed_sections, walk
from readiness.questionnaire.questions.parts import RESERVED
from readiness.questionnaire.rounding import all_digits
from readiness.questionnaire.score_scale import Scale
from readiness.questionnaire.sections import NAMES_IN_RESULTS, Section
from readiness.source.complaints import Fault, unknown_name
from readiness.source.data import DataPath

Check: TypeAlias = Callable[[Questionnaire], Iterator[Fault]]


def _unique_ids(questionnaire: Questionnaire) -> Iterator[Fault]:
    yield from repeated(((q.id, at.path) for at, q in walk(questionnaire)), _("question"))
    placed = ((section.id, path) for path, section in placed_sections(questionnaire))
    yield from repeated(placed, _("section"))
    for name, what in (
        ("profile", _("profile")),
        ("red_flags", _("red flag")),
        ("pathways", _("pathway")),
        ("contradictions", _("contradiction")),
    ):
        items = getattr(questionnaire, name)
        yield from repeated(((item.id, (name, n)) for n, item in enumerate(items)), what)
    for index, asked in enumerate(questionnaire.profile):
        chosen = ((o.id, ("profile", index, "options", n)) for n, o in enumerate(asked.options))
        yield from repeated(chosen, _("option"))
    for at, question in walk(questionnaire):
        options = ((o.id, (*at.path, "options", n)) for n, o in enumerate(question.listed))
        yield from repeated(options, _("option"))


def _languages_differ(questionnaire: Questionnaire) -> Iterator[Fault]:
    for index, code in enumerate(questionnaire.languages):
        if code in questionnaire.languages[:index]:
            message = _("“{id}” is listed twice").format(id=code)
            yield Fault(("languages", index), "listed-twice", message, _("Keep one of the two."))


def _no_id_is_reserved(questionnaire: Questionnaire) -> Iterator[Fault]:
    for at, question in walk(questionnaire):
        for index, option in enumerate(question.listed):
            if option.id in RESERVED:
                yield Fault(
                    (*at.path, "options", index, "id"),
                    "reserved-id",
                    _("answers cannot use the option id “{id}”").format(id=option.id),
                    _("Choose another id; this word has another meaning in answers."),
                )
    for path, section in placed_sections(questionnaire):
        if section.id in NAMES_IN_RESULTS:
            yield Fault(
                (*path, "id"),
                "reserved-id",
                _("a section cannot have the id “{id}”").format(id=section.id),
                _("Choose another id; this word has another meaning in results."),
            )


def _one_option_takes_words(questionnaire: Questionnaire) -> Iterator[Fault]:
    for at, question in walk(questionnaire):
        taking = [(index, option) for index, option in enumerate(question.listed) if option.own_words]
        for index, option in taking[1:]:
            message = _("“{id}” takes words of one's own, and so does “{other}”")
            message = message.format(id=option.id, other=taking[0][1].id)
            hint = _("Keep `own_words` at one of them; an answer holds only one text.")
            yield Fault((*at.path, "options", index, "own_words"), "own-words-twice", message, hint)


def _questions_are_sound(questionnaire: Questionnaire) -> Iterator[Fault]:
    for at, question in walk(questionnaire):
        for fault in question.faults():
            yield fault.below(at.path)


def _bands_fit(questionnaire: Questionnaire) -> Iterator[Fault]:
    below = {section.id: section for section in questionnaire.sections}
    here = _Bands(questionnaire.scale, questionnaire.bands, below, ("bands",))
    yield from _band_faults(questionnaire, here)
    here = _Bands(questionnaire.scale, questionnaire.section_bands, {}, ("section_bands",))
    yield from _band_faults(questionnaire, here)
    for path, section in placed_sections(questionnaire):
        below = {child.id: child for child in section.sections}
        here = _Bands(questionnaire.scale_of(section), section.bands, below, (*path, "bands"))
        yield from _band_faults(questionnaire, here)
    names = [band.id for band in questionnaire.bands]
    if questionnaire.ready_from is not None and questionnaire.ready_from not in names:
        yield unknown_name(("ready_from",), "unknown-band", questionnaire.ready_from, names)
    for index, flag in enumerate(questionnaire.red_flags):
        if flag.caps_at not in names:
            yield unknown_name(("red_flags", index, "caps_at"), "unknown-band", flag.caps_at, names)


class _Bands(NamedTuple):
    """The bands of one node, its scale, and the sections below it by id."""

    scale: Scale
    bands: tuple[Band, ...]
    below: dict[str, Section]
    path: DataPath


def _band_faults(questionnaire: Questionnaire, node: _Bands) -> Iterator[Fault]:
    scale, bands, below, path = node
    yield from repeated(((band.id, (*path, n)) for n, band in enumerate(bands)), _("band"))
    for index, band in enumerate(bands):
        here: DataPath = (*path, index)
        if index == 0 and (place := _first_requirement(band, scale)):
            message = _("the first band must have no requirements")
            hint = _("Begin with a band of only `id`, `title` and `text`, for scores below all cuts.")
            yield Fault((*here, *place), "band-first", message, hint)
        for place, points in _points_of(band):
            on = [scale] if place == ("cut",) else _scales_below(questionnaire, node, place)
            off = [scale for scale in on if not scale.minimum <= points <= scale.maximum]
            if off:
                yield _off_scale((*here, *place), points, off[0])
        if band.coverage is not None and as_number(band.coverage) > 1:
            yield _too_much_coverage((*here, "coverage"))
        if band.floor is not None and not below:
            message = _("a floor applies to the sections below, but there are none")
            yield Fault((*here, "floor"), "band-floor", message, _("Remove it, or use `cut`."))
        if band.control is not None and not any(section.way.sets_bar for section in below.values()):
            message = _("a control minimum applies to `control` sections below, but there are none")
            yield Fault((*here, "control"), "band-control", message, _("Remove it, or use `floor`."))
        for name in band.requires:
            if name not in below:
                yield unknown_name((*here, "requires", name), "unknown-section", name, list(below))


def _scales_below(questionnaire: Questionnaire, node: _Bands, place: DataPath) -> list[Scale]:
    """The scales of the sections that a floor, or one entry of `requires`, applies to."""
    return [
        questionnaire.scale_of(section)
        for id, section in node.below.items()
        if place in (("floor",), ("requires", id)) or (place[0] == "control" and section.way.sets_bar)
    ]


def _off_scale(path: DataPath, points: float, scale: Scale) -> Fault:
    message = _("{points} is outside the scale")
    hint = _("Write a score from {minimum} to {maximum}.")
    if path[-1] == "slope":
        message = _("`base` + `slope` = {points} is outside the scale")
        hint = _("Change one of them; their sum must be from {minimum} to {maximum}.")
    hint = hint.format(minimum=all_digits(scale.minimum), maximum=all_digits(scale.maximum))
    return Fault(path, "band-off-scale", message.format(points=all_digits(points)), hint)


def _too_much_coverage(path: DataPath) -> Fault:
    message = _("the coverage cannot be more than 1")
    return Fault(path, "coverage-range", message, _("Write a share from 0 to 1, as in 2/3 or 0.7."))


def _asides_fit(questionnaire: Questionnaire) -> Iterator[Fault]:
    """What counts where a question is not applicable is a score of that question."""
    for at, question in walk(questionnaire):
        counts = questionnaire.aside_as(question)
        least, most = question.ends
        is_meant = question.not_applicable or question.not_applicable_counts is not None
        if is_meant and question.scored and isinstance(counts, float) and not least <= counts <= most:
            is_own = question.not_applicable_counts is not None
            message = _("{points:g} is no score of “{id}”").format(points=counts, id=question.id)
            hint = _("Write nowhere, worst, best or a score from {least:g} to {most:g}.")
            path = (*at.path, "not_applicable_counts") if is_own else ("not_applicable_counts",)
            yield Fault(path, "not-applicable-score", message, hint.format(least=least, most=most))


def _coverage_fits(questionnaire: Questionnaire) -> Iterator[Fault]:
    if questionnaire.required_coverage > 1:
        yield _too_much_coverage(("coverage",))


def _ways_fit(questionnaire: Questionnaire) -> Iterator[Fault]:
    """Each way of combining has its own requirements for the scale, and not each takes a floor."""
    if fault := _floor_unused(questionnaire) or questionnaire.way.misfit(questionnaire.scale):
        yield fault
    for path, section in placed_sections(questionnaire):
        if fault := _floor_unused(section) or section.way.misfit(questionnaire.scale_of(section)):
            yield fault.below(path)


def _floor_unused(node: Questionnaire | Section) -> Fault | None:
    """The fault that `node` has a floor which its way of combining does not take."""
    if node.geometric_floor is None or node.way.floored(node.geometric_floor):
        return None
    message = _("`aggregation: {way}` takes no floor").format(way=node.aggregation)
    hint = _("Remove `geometric_floor`, or write `aggregation: geometric`.")
    return Fault(("geometric_floor",), "geometric-floor", message, hint)


def _something_is_scored(questionnaire: Questionnaire) -> Iterator[Fault]:
    if not any(q.scored for section in questionnaire.sections for q in section.all_questions()):
        message = _("no question is scored")
        hint = _("Add a scored question; free text and questions with `weight: 0` are never scored.")
        yield Fault(("sections",), "nothing-scored", message, hint)


def _first_requirement(band: Band, scale: Scale) -> DataPath:
    """Where a band requires more than the bottom of the scale; empty if it does not."""
    places = [place for place, points in _points_of(band) if points > scale.minimum]
    places += [(name,) for name in ("coverage", "when") if getattr(band, name) is not None]
    return places[0] if places else ()


def _points_of(band: Band) -> Iterator[tuple[DataPath, float]]:
    if band.cut is not None:
        yield ("cut",), band.cut
    if band.floor is not None:
        yield ("floor",), band.floor
    for name, points in band.requires.items():
        yield ("requires", name), points
    if band.control is not None:
        yield ("control", "base"), band.control.base
        yield ("control", "slope"), band.control.base + band.control.slope


def _markets_fit(questionnaire: Questionnaire) -> Iterator[Fault]:
    """`by_market` names a fact that takes several markets, and some questions may differ by market."""
    id = questionnaire.by_market
    if id is None:
        return
    path: DataPath = ("by_market",)
    suitable = [asked.id for asked in questionnaire.profile if asked.several]
    if questionnaire.markets is None:
        yield unknown_name(path, "unknown-profile", id, suitable)
    elif id not in suitable:
        message = _("“{id}” takes one answer, but an enterprise may be in several markets").format(id=id)
        hint = _("Add `several: true` to that question of the profile, or name another one.")
        yield Fault(path, "by-market-one", message, hint)
    elif not questionnaire.local_questions:
        message = _("no question differs by market")
        hint = _("Only those under `exposure`, `control`, `openness` and `use` do; without any, remove this.")
        yield Fault(path, "by-market-nothing", message, hint)


CHECKS: tuple[Check, ...] = (
    _languages_differ,
    _unique_ids,
    _no_id_is_reserved,
    _one_option_takes_words,
    _questions_are_sound,
    _something_is_scored,
    _coverage_fits,
    _asides_fit,
    _ways_fit,
    sums_fit,
    _bands_fit,
    _markets_fit,
    conditions_refer,
    cases_refer,
    advice_refers,
    prerequisites_end,
    history_fits,
)
