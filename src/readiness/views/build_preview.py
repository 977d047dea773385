"""Builds a `Preview` from a questionnaire."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from readiness.messages.catalogue import _, plural
from readiness.questionnaire.conditions import Condition
from readiness.questionnaire.profile import ProfileQuestion
from readiness.questionnaire.questionnaire import Location, Questionnaire
from readiness.questionnaire.questions.base import Question
from readiness.questionnaire.sections import Section
from readiness.views.build_rules import (
    band_views,
    contradictions_in_words,
    flag_views,
    rules_in_words,
)
from readiness.views.build_weights import combined_in_words, weight_in_words, weight_views
from readiness.views.preview import ChoiceView, Preview, ProfileView, QuestionView, SectionView
from readiness.views.selection import Selection, select
from readiness.views.wording import aside_in_words, condition_in_words, side_in_words


def build_preview(questionnaire: Questionnaire, *, quick: bool = False) -> Preview:
    """The preview of `questionnaire`, or with `quick` of its quick set alone. Never raises."""
    selection = select(questionnaire, quick=quick)
    return Preview(
        id=questionnaire.id,
        version=questionnaire.version,
        title=questionnaire.title,
        subtitle=_subtitle(len(selection.numbers), quick),
        description=questionnaire.description,
        source=questionnaire.source,
        date=questionnaire.date or "",
        instructions=tuple(_instructions(questionnaire, quick)),
        profile=tuple(_profile(str(number), asked) for number, asked in enumerate(questionnaire.profile, 1)),
        sections=tuple(_sections(selection, questionnaire.sections)),
        opportunities=tuple(_sections(selection, questionnaire.opportunities)),
        weights=tuple(weight_views(selection, questionnaire.sections)),
        opportunity_weights=tuple(weight_views(selection, questionnaire.opportunities)),
        rules=tuple(rules_in_words(questionnaire)),
        bands=tuple(band_views(selection)),
        flags=tuple(flag_views(selection)),
        contradictions=tuple(contradictions_in_words(questionnaire)),
    )


def _subtitle(count: int, quick: bool) -> str:
    if quick:
        return plural("{count} question: the quick set", "{count} questions: the quick set", count)
    return plural("{count} question", "{count} questions", count)


def _instructions(questionnaire: Questionnaire, quick: bool) -> Iterator[str]:
    yield _(
        "Tick the line that is true today, not the one that is planned. Tick only one, unless the question"
        " says otherwise."
    )
    if questionnaire.unanswered == "worst":
        yield _(
            "“Don't know” is an honest answer and better than a guess. Like a question left open, it counts"
            " at its worst in the score and at its best in the upper end of the range."
        )
    else:
        yield _(
            "“Don't know” is an honest answer and better than a guess. Like a question left open, it does not"
            " count."
        )
    if any(question.not_applicable for question in questionnaire.questions.values()):
        yield _("“Not applicable” is allowed only if the question says when. Write down the reason.")
    if any(section.when for section in questionnaire.all_sections.values()):
        yield _("Skip a part or a question that begins with “Only if” when that condition is not met.")
    elif any(questionnaire.asked_if.values()):
        yield _("Skip a question that begins with “Only if” when that condition is not met.")
    yield _("Note what each answer is based on, and the evidence that another person could check.")
    command = "readiness assess --quick" if quick else "readiness assess"
    yield _("To get the scores, run {command}: it asks the same questions, with the same numbers.").format(
        command=command
    )


def _profile(number: str, asked: ProfileQuestion) -> ProfileView:
    choices = (
        ChoiceView(number, option.text, option.id)
        for number, option in zip(asked.numbers(), asked.options, strict=True)
    )
    instruction = _("Tick all that apply.") if asked.several else _("Tick one.")
    return ProfileView(number, asked.id, asked.title, asked.text, asked.help, instruction, tuple(choices))


# --- sections and questions -------------------------------------------------------------------


def _sections(
    selection: Selection, sections: Sequence[Section], depth: int = 0, within: str = ""
) -> Iterator[SectionView]:
    """Those of `sections` that have questions to show, each before the sections below it."""
    for section in selection.sections(sections):
        yield SectionView(
            id=section.id,
            title=section.title,
            description=section.description,
            condition=_condition(selection, selection.questionnaire.opened_if[section.id]),
            depth=depth,
            within=within,
            weighed=_weighed(selection, section, depth),
            combined=combined_in_words(section),
            questions=tuple(_questions(selection, section)),
        )
        yield from _sections(selection, section.sections, depth + 1, section.title)


def _weighed(selection: Selection, section: Section, depth: int) -> str:
    overall, windows = selection.overall.sections, selection.windows.sections
    if depth == 0 and section.id in windows:
        return _("a window of opportunity, not part of the overall")
    return weight_in_words(section.weight, overall.get(section.id), windows.get(section.id))


def _questions(selection: Selection, section: Section) -> Iterator[QuestionView]:
    overall, windows = selection.overall.questions, selection.windows.questions
    for question in selection.directly_in(section):
        exposure = question in section.exposure
        yield QuestionView(
            number=str(selection.numbers[question.id]),
            id=question.id,
            title=question.label,
            text=question.full_text,
            help=question.help,
            type=question.kind_in_words(),
            worth=question.worth_in_words(),
            marks=tuple(_marks(question, selection.questionnaire.locations[question.id])),
            weighed=weight_in_words(
                question.weight,
                overall.get(question.id),
                windows.get(question.id),
                is_shown=bool(section.way.sides) and question.scored,
            ),
            condition=_condition(selection, question.when),
            direction=_("(From the least exposed to the most.)") if exposure and question.rises else "",
            instruction=question.instruction_on_paper(),
            choices=tuple(ChoiceView(*box) for box in question.boxes()),
            not_applicable=_not_applicable(selection.questionnaire, question),
            evidence=question.evidence,
        )


def _not_applicable(questionnaire: Questionnaire, question: Question) -> str:
    if question.not_applicable is None:
        return ""
    counts = aside_in_words(questionnaire, question)
    if not counts:
        return question.not_applicable
    return _("{when} (Then {counts}.)").format(when=question.not_applicable, counts=counts)


def _marks(question: Question, location: Location) -> Iterator[str]:
    if question.quick:
        yield _("quick")
    if side := side_in_words(location):
        yield side


def _condition(selection: Selection, when: Condition | None) -> str:
    if when is None:
        return ""
    condition = condition_in_words(when, selection.questionnaire, selection.numbers)
    return _("Only if {condition}.").format(condition=condition)
