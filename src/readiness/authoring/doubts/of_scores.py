"""Warnings about scores, weights and bands, which need a questionnaire without errors."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import islice
from typing import NamedTuple, TypeAlias

from readiness.authoring.doubts.possibilities import Possibilities
from readiness.messages.catalogue import _, plural
from readiness.questionnaire.bands import Band, as_number
from readiness.questionnaire.combining.combining import Combining
from readiness.questionnaire.combining.ways import WAYS
from readiness.questionnaire.conditions import sections_in
from readiness.questionnaire.questionnaire import Questionnaire, placed_sections, walk
from readiness.questionnaire.questions.base import Question
from readiness.questionnaire.rounding import told_apart
from readiness.questionnaire.score_scale import Scale
from readiness.questionnaire.sections import QUESTION_LISTS, Section
from readiness.scoring.basis import Basis
from readiness.scoring.engine import score_nodes
from readiness.scoring.plan import compile_plan
from readiness.scoring.ranges import ANYTHING, TOLERANCE, Range
from readiness.scoring.scores import SectionScore
from readiness.scoring.terms import combine
from readiness.source.complaints import Fault
from readiness.source.data import DataPath

LEAST_SHARE = 0.001
"""The share of a score (0-1) below which an answer has no visible effect."""

_Weighed: TypeAlias = Sequence[tuple[DataPath, Section | Question]]


def _weights_have_effect(possible: Possibilities) -> Iterator[Fault]:
    questionnaire = possible.questionnaire
    scored = sum(question.scored for question in questionnaire.questions.values())
    least = min(LEAST_SHARE, 0.1 / scored)  # each of very many questions may carry little

    def too_light(group: _Weighed, way: Combining, share: float) -> Iterator[Fault]:
        """Report each member of `group` that carries less than `least`; all together carry `share`."""
        counted = [(path, member) for path, member in group if _counts(member)]
        loads = [way.load(member.weight, _ends(member, questionnaire)) for _path, member in counted]
        total = math.fsum(loads)
        for (path, member), own in zip(counted, loads, strict=True):
            carried = share if way.one_decides else share * own / total
            if carried < least:
                message = _("“{id}” carries {percent:.2g}% of the score: its answers have no visible effect")
                message = message.format(id=member.id, percent=100 * carried)
                hint = _("Compare its weight with those beside it and above it.")
                yield Fault((*path, "weight"), "weight-worthless", message, hint)
            elif isinstance(member, Section):
                for name in ("sections", *QUESTION_LISTS):
                    below = [((*path, name, index), item) for index, item in enumerate(getattr(member, name))]
                    yield from too_light(below, member.way, carried)

    whole = [(("sections", index), section) for index, section in enumerate(questionnaire.sections)]
    yield from too_light(whole, questionnaire.way, 1.0)
    for index, window in enumerate(questionnaire.opportunities):
        yield from too_light([(("opportunities", index), window)], WAYS["arithmetic"], 1.0)


def _ends(member: Section | Question, questionnaire: Questionnaire) -> tuple[float, float]:
    return member.ends if isinstance(member, Question) else questionnaire.scale_of(member).ends


def _counts(member: Section | Question) -> bool:
    questions = member.all_questions() if isinstance(member, Section) else [member]
    return any(question.scored for question in questions)


def _hidden_points_are_meant(possible: Possibilities) -> Iterator[Fault]:
    """A sum with parts that may be hidden says what becomes of their points."""
    if "of" in possible.questionnaire.model_fields_set:
        return
    for path, part in islice(_hidden_in_sums(possible.questionnaire), 1):
        message = _("where “{id}” is not asked, the points of the rest of its sum are scaled up")
        hint = _(
            "Write `of: fixed` if what is not asked counts as 0 points, as where its answer would be 0;"
            " write `of: reachable` to confirm the scaling."
        )
        yield Fault((*path, "when"), "sum-scaled-up", message.format(id=part.id), hint)


def _hidden_in_sums(questionnaire: Questionnaire) -> Iterator[tuple[DataPath, Section | Question]]:
    """Each part of a sum that has a `when`, with its place."""
    lists: list[tuple[Combining, DataPath, Sequence[Section | Question]]]
    lists = [(questionnaire.way, ("sections",), questionnaire.sections)]
    for path, section in placed_sections(questionnaire):
        lists.append((section.way, (*path, "sections"), section.sections))
        lists.append((section.way, (*path, "questions"), section.questions))
    for way, path, parts in lists:
        for index, part in enumerate(parts):
            if way.takes == "points" and part.when and _counts(part):
                yield (*path, index), part


def _fixed_sums_keep_points(possible: Possibilities) -> Iterator[Fault]:
    questionnaire = possible.questionnaire
    costly = [
        (at.path, question.id)
        for at, question in walk(questionnaire)
        if questionnaire.of == "fixed"
        and at.section.way.takes == "points"
        and question.scored
        and _may_be_set_aside(questionnaire, question)
    ]
    if costly:
        path, id = costly[0]
        message = plural(
            "“{id}” costs its points in this sum even where it does not apply",
            "“{id}” and others, {count} in all, cost their points in sums even where they do not apply",
            len(costly),
            id=id,
        )
        hint = _("Remove `of: fixed`, or leave it if the scale is to stay the same for everybody.")
        yield Fault((*path, "not_applicable"), "fixed-points", message, hint)


# --- bands -----------------------------------------------------------------------------------


class _Ladder(NamedTuple):
    """Bands, and what is needed to check them."""

    path: DataPath
    bands: Sequence[Band]
    scale: Scale
    way: Combining
    below: Mapping[str, Scale]
    """The scales of the sections to which a `floor` applies, by section id."""
    capped: frozenset[str]
    """The bands at which red flags cap the verdict."""
    best: float
    """The highest score that any answers can give."""


def _ladders(questionnaire: Questionnaire, best: Mapping[str, float]) -> Iterator[_Ladder]:
    def scales(sections: Sequence[Section]) -> dict[str, Scale]:
        return {section.id: questionnaire.scale_of(section) for section in sections if section.id in best}

    capped = frozenset(flag.caps_at for flag in questionnaire.red_flags)
    whole, below = questionnaire.scale, scales(questionnaire.sections)
    yield _Ladder(("bands",), questionnaire.bands, whole, questionnaire.way, below, capped, best[""])
    shared = []
    for path, section in placed_sections(questionnaire):
        if section.id in best and section.bands:
            own, below = questionnaire.scale_of(section), scales(section.sections)
            at = (*path, "bands")
            yield _Ladder(at, section.bands, own, section.way, below, frozenset(), best[section.id])
        elif section.id in best and section.scale is None:
            shared.append(best[section.id])
    if shared:
        at = ("section_bands",)
        yield _Ladder(
            at, questionnaire.section_bands, whole, WAYS["arithmetic"], {}, frozenset(), max(shared)
        )


def _section_bands_are_used(possible: Possibilities) -> Iterator[Fault]:
    questionnaire = possible.questionnaire
    sections = questionnaire.all_sections.values()
    if questionnaire.section_bands and all(section.bands or section.scale for section in sections):
        message = _("no section uses `section_bands`: each has bands or a scale of its own")
        hint = _("Write `bands` in the sections that should have some, and remove this.")
        yield Fault(("section_bands",), "section-bands-unused", message, hint)


def _best_scores(questionnaire: Questionnaire) -> dict[str, float]:
    """The highest score that any answers can give each section, by id, and the whole, under an empty id."""
    excludes = questionnaire.unanswered == "exclude"
    shares = {
        question.id: _possible_shares(questionnaire, question, at.exposure, excludes)
        for at, question in walk(questionnaire)
        if question.scored
    }
    plan, basis = compile_plan(questionnaire), Basis(frozenset(shares), shares)
    sections = score_nodes(plan.whole.children, basis)
    whole = combine(questionnaire.way, sections, questionnaire.scale).high
    best = {"": questionnaire.scale.settle(whole)}
    to_visit: list[SectionScore] = [*sections, *score_nodes(plan.windows, basis)]
    while to_visit:
        item = to_visit.pop()
        best[item.node.id] = item.score.high
        to_visit += item.children
    return best


def _possible_shares(
    questionnaire: Questionnaire, question: Question, exposure: bool, excludes: bool
) -> Range:
    """The shares (0-1) that answers to `question` can give; all shares if the question may not count."""
    if excludes or _may_not_count(questionnaire, question):
        return ANYTHING
    least, most = question.reach
    aside = questionnaire.share_aside(question)
    if question.not_applicable is not None and aside is not None:
        least, most = min(least, aside), max(most, aside)
    return Range(least, 1.0) if exposure else Range(0.0, most)  # a missing answer gives the other end


def _may_not_count(questionnaire: Questionnaire, question: Question) -> bool:
    """Whether `question` may be hidden or not applicable."""
    return _may_be_set_aside(questionnaire, question) or questionnaire.asked_if[question.id] is not None


def _may_be_set_aside(questionnaire: Questionnaire, question: Question) -> bool:
    """Whether `question` may be marked not applicable, and then counts nowhere."""
    return question.not_applicable is not None and questionnaire.share_aside(question) is None


def _bands_can_be_reached(possible: Possibilities) -> Iterator[Fault]:
    questionnaire = possible.questionnaire
    ways = (questionnaire.way, *(section.way for section in questionnaire.all_sections.values()))
    sums_up = any(not way.average and not way.sides for way in ways)
    if sums_up and any(_may_not_count(questionnaire, each) for each in questionnaire.questions.values()):
        return  # without such a question, the others may give a higher score than with its best answer
    best = _best_scores(questionnaire)
    for ladder in _ladders(questionnaire, best):
        reached = {id: best[id] for id in ladder.below}
        lowest = min(reached.values(), default=math.inf)
        for index, band in enumerate(ladder.bands):
            path = (*ladder.path, index)
            if band.cut is not None and band.cut > ladder.best + TOLERANCE:
                yield _out_of_reach((*path, "cut"), band.cut, ladder.best)
            if band.floor is not None and band.floor > lowest + TOLERANCE:
                yield _out_of_reach((*path, "floor"), band.floor, lowest)
            for id, points in band.requires.items():
                if points > reached.get(id, math.inf) + TOLERANCE:
                    yield _out_of_reach((*path, "requires", id), points, reached[id])


def _out_of_reach(path: DataPath, points: float, best: float) -> Fault:
    wanted, reached = told_apart(points, best)
    message = _("no answers reach {points}: the best score is {best}").format(points=wanted, best=reached)
    hint = _("Lower it, or find questions whose `maximum` or `minimum` is beyond all their options.")
    return Fault(path, "band-unreachable", message, hint)


class _Requirements(NamedTuple):
    """What a band requires: the lowest score, the lowest of each section below, the coverage."""

    cut: float
    sections: dict[str, float]
    coverage: float


def _requirements(band: Band, ladder: _Ladder, questionnaire: Questionnaire) -> _Requirements:
    """What `band` requires, and what follows from it: no mean is below all of its parts."""
    sections = {
        id: max(
            band.requires.get(id, scale.minimum),
            scale.minimum if band.floor is None else band.floor,
        )
        for id, scale in ladder.below.items()
    }
    cut = ladder.scale.minimum if band.cut is None else band.cut
    ends = {scale.ends for scale in (ladder.scale, *ladder.below.values())}
    if len(ends) == 1 and ladder.way.average:
        cut = max(cut, min(sections.values(), default=cut))
        if ladder.way.lowest_counts:
            sections = {id: max(points, cut) for id, points in sections.items()}
    coverage = max(as_number(band.coverage or "0/1"), questionnaire.required_coverage)
    return _Requirements(cut, sections, coverage)


def _bands_rise(possible: Possibilities) -> Iterator[Fault]:
    for ladder in _ladders(possible.questionnaire, _best_scores(possible.questionnaire)):
        requirements = [_requirements(band, ladder, possible.questionnaire) for band in ladder.bands]
        for index in range(1, len(requirements)):
            path = (*ladder.path, index)
            before, band = ladder.bands[index - 1], ladder.bands[index]
            yield from _requires_less(path, requirements[index - 1], requirements[index], before, band)
            same = requirements[index] == requirements[index - 1] and band.when in (None, before.when)
            if same and before.id not in ladder.capped:
                message = _("“{id}” requires no more than “{before}”, so “{before}” is never the verdict")
                hint = _("Give it a higher `cut` or `floor`, or remove one of the two.")
                yield Fault(path, "band-shadowed", message.format(id=band.id, before=before.id), hint)


def _requires_less(
    path: DataPath, lower: _Requirements, higher: _Requirements, before: Band, band: Band
) -> Iterator[Fault]:
    hint = _("List the bands in rising order of what they require.")
    if higher.cut < lower.cut:
        message = _("“{id}” requires a score of {points}, less than “{before}” before it ({more})")
        less, more = told_apart(higher.cut, lower.cut)
        message = message.format(id=band.id, points=less, before=before.id, more=more)
        yield Fault((*path, "cut"), "band-falls", message, hint)
    for section, points in lower.sections.items():
        if higher.sections[section] < points:
            less, more = told_apart(higher.sections[section], points)
            message = _("“{id}” requires {points} in “{section}”, less than “{before}” before it ({more})")
            message = message.format(id=band.id, points=less, section=section, before=before.id, more=more)
            place = ("requires", section) if section in band.requires else ("floor",)
            yield Fault((*path, *place), "band-falls", message, hint)
            break  # one place to fix is enough
    if higher.coverage < lower.coverage:
        message = _("“{id}” requires a lower coverage than “{before}” before it")
        message = message.format(id=band.id, before=before.id)
        yield Fault((*path, "coverage"), "band-falls", message, hint)


def _flags_cap(possible: Possibilities) -> Iterator[Fault]:
    highest = possible.questionnaire.bands[-1].id
    for index, flag in enumerate(possible.questionnaire.red_flags):
        if flag.caps_at == highest:
            message = _("“{id}” is the highest band, so the red flag caps nothing").format(id=highest)
            hint = _("Name the highest band that an enterprise with this flag may reach.")
            yield Fault(("red_flags", index, "caps_at"), "flag-caps-nothing", message, hint)


def _flags_can_be_avoided(possible: Possibilities) -> Iterator[Fault]:
    for index, flag in enumerate(possible.questionnaire.red_flags):
        if possible.always(flag.when):
            message = _("the red flag “{id}” always applies").format(id=flag.id)
            hint = _("Narrow the condition; every profile and all answers make it true now.")
            yield Fault(("red_flags", index, "when"), "flag-always-fires", message, hint)


def _flags_on_scores_are_cleared(possible: Possibilities) -> Iterator[Fault]:
    """A flag on the score of a section whose action improves no answer, so that it never clears the flag."""
    questionnaire = possible.questionnaire
    for index, flag in enumerate(questionnaire.red_flags):
        if flag.answers or possible.never(flag.when):
            continue
        sections = (questionnaire.all_sections[id] for id in sections_in(flag.when))
        questions = (question for section in sections for question in section.all_questions())
        facts = questionnaire.locations
        for question in (each for each in questions if each.scored and not facts[each.id].exposure):
            message = _("the red flag “{id}” looks at a score, but its action improves no answer")
            hint = _(
                "List under `answers` the questions whose next step the action takes, as in"
                " `answers: [{question}]`."
            )
            path: DataPath = ("red_flags", index)
            message, hint = message.format(id=flag.id), hint.format(question=question.id)
            yield Fault(path, "flag-without-answers", message, hint)
            break


SCORE_DOUBTS: tuple[Callable[[Possibilities], Iterator[Fault]], ...] = (
    _flags_can_be_avoided,
    _flags_cap,
    _flags_on_scores_are_cleared,
    _weights_have_effect,
    _hidden_points_are_meant,
    _fixed_sums_keep_points,
    _bands_can_be_reached,
    _bands_rise,
    _section_bands_are_used,
)
