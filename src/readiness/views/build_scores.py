"""Builds the dimensions, opportunities and red flags of a report."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from readiness.analysis.readings import Reading, read_window
from readiness.messages.catalogue import _
from readiness.messages.sentences import shortened
from readiness.questionnaire.bands import RedFlag
from readiness.questionnaire.conditions import answers_in, sections_in
from readiness.questionnaire.questionnaire import Questionnaire
from readiness.scoring.scope import Scope
from readiness.scoring.scores import FiredFlag, Scores, SectionScore
from readiness.scoring.terms import on_scale
from readiness.views.build_verdict import band_title, blocker_view, condition_with_scores
from readiness.views.figures import Figures
from readiness.views.report import ContradictionView, DimensionView, FlagView, OpportunityView, UnscoredView


def dimension_view(item: SectionScore, scores: Scores, depth: int = 0) -> DimensionView:
    """One section, with its own verdict if it has bands. `depth` is 0 for a dimension."""
    verdict, figures = item.verdict, Figures(item.scale)
    risk = item.sides if "exposure" in item.node.way.sides else None
    following = verdict.next.title if verdict and verdict.next else ""
    return DimensionView(
        id=item.section.id,
        kind=item.section.kind,
        title=item.section.title,
        score=figures.span(item.score),
        ends=item.scale.ends,
        coverage=figures.percent(item.coverage),
        depth=depth,
        band=verdict.band.title if verdict and verdict.band else "",
        band_id=verdict.band.id if verdict and verdict.band else "",
        blocked_by=tuple(
            blocker_view(blocker, scores, following, figures, scores.questionnaire.bands_of(item.section))
            for blocker in (verdict.blocked_by if verdict else ())
        ),
        exposure=figures.percent_span(risk.given) if risk else None,
        control=figures.percent_span(risk.done) if risk else None,
        residual=figures.percent_span(risk.left) if risk else None,
        points=figures.points(item.tally),
    )


def part_views(sections: Sequence[SectionScore], scores: Scores, depth: int) -> Iterable[DimensionView]:
    """The sections below `sections`, each before the ones below it."""
    for item in sections:
        if depth:
            yield dimension_view(item, scores, depth)
        yield from part_views(item.children, scores, depth + 1)


def unscored_views(scores: Scores) -> Iterable[UnscoredView]:
    """The outermost sections and windows in which nothing applies."""
    for node in scores.without_score():
        assert node.section is not None  # the whole is not among them
        yield UnscoredView(node.id, node.section.title)


def opportunity_views(scores: Scores, steps: Mapping[str, int]) -> Iterable[OpportunityView]:
    """Each opportunity; `steps` holds the numbers of tasks by the id of the question that they improve."""
    for item in scores.opportunities:
        reading = read_window(item, scores.plan, scores.verdict)
        figures = Figures(item.scale)
        yield OpportunityView(
            id=item.section.id,
            title=item.section.title,
            fit=figures.span(item.score),
            ends=item.scale.ends,
            use=figures.span(on_scale(item.scale, item.sides.done)) if item.sides else None,
            unused=figures.span(on_scale(item.scale, item.sides.left)) if item.sides else None,
            coverage=figures.percent(item.coverage),
            reading_id=reading,
            brief=reading_in_short(reading),
            reading=_reading_in_words(reading, has_verdict=scores.verdict.band is not None),
            task=next((steps[each.id] for each in item.section.all_questions() if each.id in steps), None),
        )


def reading_in_short(reading: Reading) -> str:
    """What to do about a window, in one or two words."""
    return {
        "act": _("Act now"),
        "keep": _("Keep"),
        "prepare": _("Get ready"),
        "secure": _("Secure"),
        "use": _("Use"),
        "leave": _("Not now"),
        "find-out": _("Find out"),
    }[reading]


def _reading_in_words(reading: Reading, *, has_verdict: bool) -> str:
    if not has_verdict:
        return _("Advice follows once there is a verdict.")
    return {
        "act": _("Open, and you are ready: act on it now."),
        "keep": _("Open, and you use most of it: keep what you have."),
        "prepare": _("Open, but you are not ready: close the gaps first."),
        "secure": _("You use it without being ready: secure what you use before you add to it."),
        "use": _("You are ready, but little of it is open: use what is there, and expect no more."),
        "leave": _("Hardly open, and you are not ready: leave it for now."),
        "find-out": _("Too little is known for advice: answer the open questions first."),
    }[reading]


def contradiction_views(scores: Scores) -> Iterable[ContradictionView]:
    """The answers that cannot all be true."""
    flags = [(shortened(fired.flag.title), set(answers_in(fired.flag.when))) for fired in scores.flags]
    for item in scores.contradictions:
        ids = dict.fromkeys(answers_in(item.when))
        titles = tuple(shortened(scores.questionnaire.questions[id].label) for id in ids)
        resting = tuple(title for title, asked in flags if ids.keys() & asked)
        yield ContradictionView(item.id, item.message, titles, resting)


def _looked_at(flag: RedFlag, questionnaire: Questionnaire) -> Iterable[str]:
    """The questions that decide whether `flag` applies, themselves or through the score of their section."""
    sections = (questionnaire.all_sections[id] for id in sections_in(flag.when))
    behind = (question.id for section in sections for question in section.all_questions() if question.scored)
    return dict.fromkeys((*answers_in(flag.when), *behind))


def flag_view(fired: FiredFlag, scope: Scope, numbers: Mapping[str, int]) -> FlagView:
    """A red flag that applies or cannot be ruled out, and its effect; `numbers` are those of tasks by id."""
    flag, questionnaire = fired.flag, scope.questionnaire
    band = band_title(questionnaire, flag.caps_at)
    if fired.certain:
        status = _("This red flag caps the verdict at “{band}”.").format(band=band)
    else:
        status = _(
            "This red flag cannot be ruled out while an answer is open. Until that answer is given, it caps"
            " the verdict at “{band}”."
        ).format(band=band)
    condition = condition_with_scores(flag.when, scope)
    open_ids = [id for id in _looked_at(flag, questionnaire) if scope.is_open(id)]
    return FlagView(
        flag.id,
        flag.title,
        flag.message,
        fired.certain,
        band,
        flag.caps_at,
        status,
        _("Applies if {condition}.").format(condition=condition) if condition else "",
        tuple(shortened(questionnaire.questions[id].label) for id in open_ids),
        numbers.get(flag.id),
    )
