"""Describes how the scores of a report are calculated."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from readiness.analysis.readings import OPEN_FROM, USED_FROM
from readiness.messages.catalogue import _
from readiness.questionnaire.questionnaire import Questionnaire
from readiness.scoring.scores import Scores
from readiness.views.figures import Figures
from readiness.views.wording import aside_form


def method_in_words(scores: Scores, figures: Figures) -> Iterable[str]:
    """The paragraphs on method that apply to this questionnaire and this set of questions."""
    questionnaire = scores.questionnaire
    if questionnaire.unanswered == "worst":
        answered = _(
            "Each answer is worth a share from 0, the lowest level, to 1, the highest. An answer that is"
            " unknown or missing counts at its worst in the score and at its best in the upper end of the"
            " range. {aside}"
        )
    else:
        answered = _(
            "Each answer is worth a share from 0, the lowest level, to 1, the highest. An answer that is"
            " unknown or missing does not count. {aside} The percentage answered shows how much a score is"
            " based on."
        )
    yield answered.format(aside=_aside(questionnaire))
    for way in questionnaire.ways:
        if text := way.method(figures.scale):
            yield text
    yield questionnaire.way.of_whole(questionnaire.scale)
    if questionnaire.way.takes != "points":
        yield _("The arithmetic mean and the minimum of the dimensions are shown for comparison.")
    if questionnaire.scale.rounds == "score":
        yield _("Scores are rounded before they are combined, and bands are decided on rounded scores.")
    else:
        yield _("Bands are decided on unrounded numbers.")
    yield _(
        "Bands are conventions. A band is reached if the overall score reaches its cut, every dimension"
        " reaches what the band requires of it, the condition of the band holds if it has one, and no red"
        " flag caps the verdict at a lower band. There is no verdict while less than {coverage} of the weight"
        " of any dimension is answered."
    ).format(coverage=figures.percent(questionnaire.required_coverage).text)
    if questionnaire.opportunities:
        yield _(
            "Opportunity is shown separately: it is compared with the verdict, and never averaged with it."
            " A window counts as open from an openness of {open}, and as used from a use of {used}; the"
            " enterprise counts as ready from “{band}”."
        ).format(
            open=figures.percent(OPEN_FROM).text,
            used=figures.percent(USED_FROM).text,
            band=questionnaire.bands[scores.plan.ready_from].title,
        )
    if scores.scope.quick:
        yield _(
            "This is a screening: only the quick set of questions counts, and red flags that depend"
            " on other questions are not checked. The answers are kept if you go on to the full set."
        )
    yield from _cautions(questionnaire)


def _aside(questionnaire: Questionnaire) -> str:
    """What happens to questions that are not applicable or not asked."""
    questions = [each for each in questionnaire.questions.values() if each.scored and each.not_applicable]
    ways = {questionnaire.aside_as(question) for question in questions}
    if ways <= {"nowhere"}:
        return _("A question that is not applicable or not asked does not count.")
    if len(ways) > 1:
        return _(
            "A question that is not asked does not count. Some that are not applicable count all the same;"
            " their list says as what."
        )
    text = _("A question that is not asked does not count. If one is not applicable, {counts}.")
    return text.format(counts=aside_form(ways.pop()))


def _cautions(questionnaire: Questionnaire) -> Iterator[str]:
    """What the numbers cannot say."""
    if questionnaire.effort_days:
        yield _(
            "Person-days are classes of size ({days}), not estimates. Fees of lawyers, auditors and"
            " authorities come on top."
        ).format(days=_(", ").join(f"{days:g}" for days in questionnaire.effort_days))
    yield _(
        "A self-assessment is only as good as its answers, so ask for the evidence named with each gap."
        " It is not legal advice."
    )
