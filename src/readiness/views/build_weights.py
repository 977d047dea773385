"""What sections and questions weigh, for a preview."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from readiness.messages.catalogue import _
from readiness.questionnaire.questions.base import Question
from readiness.questionnaire.rounding import rounded
from readiness.questionnaire.sections import Section
from readiness.views.preview import WeightView
from readiness.views.selection import Selection


def weight_views(selection: Selection, sections: Sequence[Section], depth: int = 0) -> Iterator[WeightView]:
    """A row for each section and each question that counts, in the order of the tree."""
    for section in selection.sections(sections):
        share = selection.overall.sections.get(section.id, selection.windows.sections.get(section.id))
        if share is None:  # nothing in it is scored
            continue
        yield WeightView(
            number="",
            id=section.id,
            title=section.title,
            depth=depth,
            weight=f"{section.weight:g}",
            share=_percent(share),
            worth=combined_in_words(section),
        )
        for question in selection.directly_in(section):
            share = selection.overall.questions.get(question.id, selection.windows.questions.get(question.id))
            if share is not None:
                yield _question(selection, question, depth + 1, share)
        yield from weight_views(selection, section.sections, depth + 1)


def _question(selection: Selection, question: Question, depth: int, share: float) -> WeightView:
    return WeightView(
        number=str(selection.numbers[question.id]),
        id=question.id,
        title=question.label,
        depth=depth,
        weight=f"{question.weight:g}",
        share=_percent(share),
        worth=question.worth_in_words() or question.scores_in_words(),
    )


def weight_in_words(
    weight: float, of_overall: float | None, of_window: float | None, *, is_shown: bool = False
) -> str:
    """A weight and its share, 0-1, of the overall or of a window of opportunity; None where it has none.

    A question without a share may belong to a side that `is_shown` beside the score.
    """
    if of_overall is not None:
        form, share = _("weight {weight}, {share} of the overall"), of_overall
    elif of_window is not None:
        form, share = _("weight {weight}, {share} of its window of opportunity"), of_window
    elif is_shown:
        return _("weight {weight} in its side, which is not part of the score").format(weight=f"{weight:g}")
    else:
        return _("never scored")
    return form.format(weight=f"{weight:g}", share=_percent(share))


def _percent(share: float) -> str:
    return _("{number}%").format(number=rounded(100 * share))


def combined_in_words(section: Section) -> str:
    """How the score of `section` is combined from its questions or sections."""
    name = section.way.title()
    if section.scale is None:
        return name
    return _("{aggregation}, on {minimum}–{maximum}").format(
        aggregation=name, minimum=f"{section.scale.minimum:g}", maximum=f"{section.scale.maximum:g}"
    )
