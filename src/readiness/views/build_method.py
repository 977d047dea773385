"""The method of a report in words: how the scores are calculated."""

from __future__ import annotations

from collections.abc import Iterable

from readiness.messages.catalogue import _
from readiness.questionnaire.combining.combining import Combining
from readiness.questionnaire.combining.ways import WAYS
from readiness.questionnaire.questionnaire import Questionnaire
from readiness.scoring.scope import Scope, Standing
from readiness.views.build_scores import MIDDLE
from readiness.views.figures import Figures


def method_in_words(questionnaire: Questionnaire, scope: Scope, figures: Figures) -> Iterable[str]:
    """The paragraphs of the section on method, for this questionnaire and this set of questions."""
    if questionnaire.unanswered == "worst":
        yield _(
            "Each answer is a share from 0 to 1 between the lowest and the highest level. An answer"
            " that is unknown or missing counts at its worst in the score and at its best in the"
            " upper end of the range; an answer that is not applicable, or a question that does not"
            " arise, counts nowhere."
        )
    else:
        yield _(
            "Each answer is a share from 0 to 1 between the lowest and the highest level. An answer"
            " that is unknown, missing or not applicable, or a question that does not arise, counts"
            " nowhere; the share answered says how much stands behind a score."
        )
    for way in _ways(questionnaire):
        if text := way.method(figures.scale):
            yield text
    yield questionnaire.way.of_whole(questionnaire.scale)
    yield _("The arithmetic mean and the minimum are shown beside it.")
    if questionnaire.scale.rounds == "score":
        yield _("Scores are rounded before they are combined, and bands are decided on rounded scores.")
    else:
        yield _("Bands are decided on unrounded numbers.")
    yield _(
        "Bands are conventions. A band requires the overall score to reach its cut, every dimension to reach"
        " its floor, and no red flag that caps the verdict lower. There is no verdict while less than"
        " {coverage} of a dimension's weight is answered."
    ).format(coverage=figures.percent(questionnaire.required_coverage).text)
    if questionnaire.opportunities:
        yield _(
            "Opportunity is an axis of its own: it is set against readiness (both with the middle"
            " at {middle}) and never averaged with it."
        ).format(middle=f"{figures.scale.points(MIDDLE):g}")
    if Standing.OUTSIDE_QUICK in scope.standing.values():
        yield _(
            "This is a screening: only the quick set of questions counts, and red flags that depend"
            " on other questions are not looked for. Going on to the full set keeps the answers"
            " given."
        )
    yield _(
        "A self-assessment is as good as its answers: ask for the evidence named with each gap. It"
        " is not legal advice."
    )


def _ways(questionnaire: Questionnaire) -> list[Combining]:
    """The ways of combining that sections use, each once."""
    used = {section.aggregation for section in questionnaire.all_sections.values()}
    return [way for name, way in WAYS.items() if name in used]
