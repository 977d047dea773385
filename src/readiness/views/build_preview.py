"""Builds a `Preview` from a questionnaire."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from readiness.messages.catalogue import _, plural
from readiness.questionnaire.profile import ProfileQuestion
from readiness.questionnaire.questionnaire import Questionnaire
from readiness.questionnaire.questions.base import Question
from readiness.questionnaire.sections import Section
from readiness.views.build_rules import band_views, flag_views, rules_in_words
from readiness.views.build_weights import combined_in_words, weight_in_words, weight_views
from readiness.views.preview import ChoiceView, Preview, ProfileView, QuestionView, SectionView
from readiness.views.selection import Selection, select
from readiness.views.wording import condition_in_words


def build_preview(questionnaire: Questionnaire, *, quick: bool = False) -> Preview:
    """The preview of `questionnaire`, or with `quick` of its quick set alone. Never raises."""
    builder = _Builder(questionnaire, quick)
    return Preview(
        id=questionnaire.id,
        version=questionnaire.version,
        title=questionnaire.title,
        subtitle=_subtitle(len(selection.numbers), quick),
        description=questionnaire.description,
        source=questionnaire.source,
        date=questionnaire.date or "",
        instructions=tuple(_instructions(questionnaire, quick)),
        profile=tuple(map(_profile, questionnaire.profile)),
        sections=tuple(_sections(selection, questionnaire.sections)),
        opportunities=tuple(_sections(selection, questionnaire.opportunities)),
        weights=tuple(weight_views(selection, questionnaire.sections)),
        opportunity_weights=tuple(weight_views(selection, questionnaire.opportunities)),
        rules=tuple(rules_in_words(questionnaire)),
        bands=tuple(band_views(selection)),
        flags=tuple(flag_views(selection)),
    )


class _Builder:
    """Holds what the parts of one preview share."""

    def __init__(self, questionnaire: Questionnaire, quick: bool) -> None:
        self.questionnaire = questionnaire
        self.quick = quick
        shown = [id for id, question in questionnaire.questions.items() if question.quick or not quick]
        self.numbers = {id: number for number, id in enumerate(shown, start=1)}
        self.overall = overall_shares(questionnaire, quick=quick)
        self.windows = window_shares(questionnaire, quick=quick)

    def subtitle(self) -> str:
        """The number of questions."""
        count = len(self.numbers)
        if self.quick:
            return plural("{count} question: the quick set", "{count} questions: the quick set", count)
        return plural("{count} question", "{count} questions", count)

    # --- sections and questions ---

    def sections(
        self, sections: Sequence[Section], depth: int = 0, within: str = ""
    ) -> Iterator[SectionView]:
        """Those of `sections` that have questions to show, each before the sections below it."""
        for section in self._shown(sections):
            yield SectionView(
                id=section.id,
                title=section.title,
                description=section.description,
                depth=depth,
                within=within,
                weighed=self._weight_in_words(section, depth),
                combined=_combined(section),
                questions=tuple(self._questions(section)),
            )
            yield from self.sections(section.sections, depth + 1, section.title)

    def _shown(self, sections: Sequence[Section]) -> Iterator[Section]:
        for section in sections:
            if any(question.id in self.numbers for question in section.all_questions()):
                yield section

    def _directly_in(self, section: Section) -> Iterator[Question]:
        for question in (*section.questions, *section.exposure, *section.control):
            if question.id in self.numbers:
                yield question

    def _questions(self, section: Section) -> Iterator[QuestionView]:
        for question in self._directly_in(section):
            exposure = question in section.exposure
            yield QuestionView(
                number=str(self.numbers[question.id]),
                id=question.id,
                title=question.label,
                text=question.text if question.title else "",
                help=question.help,
                type=question.kind_in_words(),
                worth=question.worth_in_words(),
                marks=tuple(_marks(question, section)),
                weighed=_weighed(
                    question.weight,
                    self.overall.questions.get(question.id),
                    self.windows.questions.get(question.id),
                ),
                condition=self._condition(question),
                direction=_("(From the least exposed to the most.)") if exposure else "",
                instruction=question.instruction(),
                choices=tuple(ChoiceView(*box) for box in question.boxes()),
                not_applicable=question.not_applicable or "",
                evidence=question.evidence,
            )

    def _condition(self, question: Question) -> str:
        if question.when is None:
            return ""
        condition = condition_in_words(question.when, self.questionnaire, self.numbers)
        return _("Only if {condition}.").format(condition=condition)

    # --- weights and shares ---

    def _weight_in_words(self, section: Section, depth: int) -> str:
        if depth == 0 and section.id in self.windows.sections:
            return _("a window of opportunity, not part of the overall")
        return _weighed(
            section.weight, self.overall.sections.get(section.id), self.windows.sections.get(section.id)
        )

    def weights(self, sections: Sequence[Section], depth: int = 0) -> Iterator[WeightView]:
        """A row for each section and each question that counts, in the order of the tree."""
        for section in self._shown(sections):
            share = self.overall.sections.get(section.id, self.windows.sections.get(section.id))
            if share is None:  # nothing in it is scored
                continue
            yield WeightView(
                number="",
                id=section.id,
                title=section.title,
                depth=depth,
                weight=f"{section.weight:g}",
                share=_percent(share),
                worth=_combined(section),
            )
            for question in self._directly_in(section):
                share = self.overall.questions.get(question.id, self.windows.questions.get(question.id))
                if share is not None:
                    yield self._weight(question, depth + 1, share)
            yield from self.weights(section.sections, depth + 1)

    def _weight(self, question: Question, depth: int, share: float) -> WeightView:
        return WeightView(
            number=str(self.numbers[question.id]),
            id=question.id,
            title=question.label,
            depth=depth,
            weight=f"{question.weight:g}",
            share=_percent(share),
            worth=question.worth_in_words() or question.scores_in_words(),
        )

    # --- bands and red flags ---

    def bands(self) -> Iterator[ScaleOfBands]:
        """The bands of the overall, then those of every section that has its own."""
        floor_form = _("at least {points} in every section")
        bands = tuple(self._band(band, floor_form) for band in self.questionnaire.bands)
        yield ScaleOfBands(_("Overall"), bands)
        floor_form = _("at least {points} in each of its sections")
        if self.questionnaire.section_bands:
            bands = tuple(self._band(band, floor_form) for band in self.questionnaire.section_bands)
            yield ScaleOfBands(_("Every section that has no bands or scale of its own"), bands)
        for section in self.questionnaire.all_sections.values():
            if section.bands and any(self._shown([section])):
                bands = tuple(self._band(band, floor_form) for band in section.bands)
                yield ScaleOfBands(section.title, bands)

    def _band(self, band: Band, floor_form: str) -> BandView:
        return BandView(band.title, band.text, tuple(self._requirements(band, floor_form)) or (_("nothing"),))

    def _requirements(self, band: Band, floor_form: str) -> Iterator[str]:
        if band.cut is not None:
            yield _("a score of at least {points}").format(points=f"{band.cut:g}")
        if band.floor is not None:
            yield floor_form.format(points=f"{band.floor:g}")
        for id, points in band.requires.items():
            title = self.questionnaire.all_sections[id].title
            yield _("at least {points} in “{section}”").format(section=title, points=f"{points:g}")
        if band.coverage is not None:
            share = Figures(self.questionnaire.scale).percent(as_number(band.coverage))
            yield _("{share} of the weight answered").format(share=share.text)

    def flags(self) -> Iterator[FlagRule]:
        """The red flags that depend only on questions that are shown; no others are checked."""
        for flag in self.questionnaire.red_flags:
            if self.numbers.keys() >= set(answers_in(flag.when)):
                yield self._flag(flag)

    def _flag(self, flag: RedFlag) -> FlagRule:
        condition = condition_in_words(flag.when, self.questionnaire, self.numbers)
        cap = next(band.title for band in self.questionnaire.bands if band.id == flag.caps_at)
        return FlagRule(
            id=flag.id,
            title=flag.title,
            message=flag.message,
            condition=_("Applies if {condition}.").format(condition=condition),
            effect=_("Caps the verdict at “{band}”.").format(band=cap),
        )


# --- one question ---------------------------------------------------------------------------


def _profile(asked: ProfileQuestion) -> ProfileView:
    choices = (
        ChoiceView(str(number), option.text, option.id) for number, option in enumerate(asked.options, 1)
    )
    instruction = _("Tick all that apply.") if asked.several else _("Tick one.")
    return ProfileView(asked.id, asked.title, asked.text, asked.help, instruction, tuple(choices))


def _marks(question: Question, section: Section) -> Iterator[str]:
    if question.quick:
        yield _("quick")
    if section.way.sides:
        yield _("exposure") if question in section.exposure else _("control")


# --- the rules in words -----------------------------------------------------------------------


def _percent(share: float) -> str:
    return _("{number}%").format(number=rounded(100 * share))


def _weighed(weight: float, of_overall: float | None, of_window: float | None) -> str:
    if of_overall is not None:
        form, share = _("weight {weight}, {share} of the overall"), of_overall
    elif of_window is not None:
        form, share = _("weight {weight}, {share} of its window of opportunity"), of_window
    else:
        return _("never scored")
    return form.format(weight=f"{weight:g}", share=_percent(share))


def _combined(section: Section) -> str:
    """How the score of a section is combined from its questions or sections."""
    name = section.way.title()
    if section.scale is None:
        return name
    return _("{aggregation}, on {minimum}–{maximum}").format(
        aggregation=name, minimum=f"{section.scale.minimum:g}", maximum=f"{section.scale.maximum:g}"
    )


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
    if any(question.when for question in questionnaire.questions.values()):
        yield _("Skip a question that begins with “Only if” when that condition is not met.")
    yield _("Note what each answer is based on, and the evidence that another person could check.")
    command = "readiness assess --quick" if quick else "readiness assess"
    yield _("To get the scores, run {command}: it asks the same questions, with the same numbers.").format(
        command=command
    )


def _rules(questionnaire: Questionnaire) -> Iterator[str]:
    scale = questionnaire.scale
    yield _("The overall runs from {minimum} to {maximum}; higher is better.").format(
        minimum=f"{scale.minimum:g}", maximum=f"{scale.maximum:g}"
    )
    yield questionnaire.way.of_whole(scale)
    yield _(
        "Shares are nominal: they follow from the weights alone, as if every question were asked. The"
        " sections or questions in one place divide the share above them in proportion to their weights."
    )
    used = {section.aggregation for section in questionnaire.all_sections.values()}
    used.add(questionnaire.aggregation)
    yield from dict.fromkeys(
        note for name, way in WAYS.items() if name in used and (note := way.share_note())
    )
    if questionnaire.opportunities:
        yield _("Opportunity is not part of the overall; its shares are shares of each window.")
