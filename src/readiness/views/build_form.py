"""Builds a `Form` from a questionnaire."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence, Set

from readiness.answers.answers import Answers, check_pair, check_questionnaire
from readiness.answers.writing import as_written
from readiness.interview.minutes import seconds
from readiness.messages.catalogue import _, language_in_use
from readiness.messages.characters import run_together
from readiness.messages.problems import UnknownName, expect
from readiness.questionnaire.conditions import Condition, answers_in, profile_in
from readiness.questionnaire.named_sections import section_named
from readiness.questionnaire.profile import ProfileQuestion
from readiness.questionnaire.questionnaire import Questionnaire
from readiness.questionnaire.questions.base import Question
from readiness.questionnaire.questions.form_field import FieldChoice, FormField
from readiness.questionnaire.sections import Section, below
from readiness.views.form import Form, FormContradiction, FormFact, FormQuestion, FormRule, FormSection
from readiness.views.wording import condition_in_words


def build_form(
    questionnaire: Questionnaire,
    *,
    quick: bool = False,
    sections: Collection[str] = (),
    answers: Answers | None = None,
) -> Form:
    """A form for `questionnaire`, or with `quick` for its quick set alone.

    It asks the profile and all sections; if there are ids in `sections`, only these sections and all below
    them. `answers` are what is filled in already. Raises UnknownName for a section that does not exist or in
    which nothing is asked, ReadinessError for answers to another questionnaire, WrongType for other types.
    """
    check_questionnaire(questionnaire)
    if answers is not None:
        check_pair(questionnaire, answers)
    expect(sections, list | tuple | Set, _("“sections” must be a list of ids of sections, not {found}"))
    builder = _Builder(questionnaire, _chosen(questionnaire, quick, sections), quick=quick)
    facts = tuple(builder.facts())
    parts = tuple(builder.sections((*questionnaire.sections, *questionnaire.opportunities)))
    return Form(
        questionnaire=questionnaire.id,
        version=questionnaire.version,
        title=questionnaire.title,
        subtitle=_subtitle(
            len(facts),
            len(builder.asked),
            quick=quick,
            always=not any(question.rule for part in parts for question in part.questions),
        ),
        description=questionnaire.description,
        language=language_in_use(),
        quick=quick,
        is_part=bool(sections),
        profile=facts,
        sections=parts,
        background=tuple(builder.background()),
        contradictions=tuple(builder.contradictions()),
        given={} if answers is None else as_written(answers, questionnaire),
    )


def _subtitle(facts: int, questions: int, *, quick: bool, always: bool) -> str:
    """How much is asked; not all of it if it is not `always` asked."""
    parts = [
        _("About the enterprise: {facts}. To answer: {questions}.").format(facts=facts, questions=questions),
        "" if always else _("Shown are only those that concern you."),
        _("This is the quick set.") if quick else "",
    ]
    return run_together(filter(None, parts))


def _chosen(questionnaire: Questionnaire, quick: bool, sections: Collection[str]) -> frozenset[str]:
    """The ids of the questions that are asked. Raises UnknownName."""
    asked = [each.id for each in questionnaire.asked(quick=quick) if isinstance(each, Question)]
    if not sections:
        return frozenset(asked)
    found: set[str] = set()
    for name in sections:
        section = section_named(name, questionnaire)
        inside = {question.id for question in section.all_questions()} & set(asked)
        if not inside:
            message = _("nothing in the section “{id}” belongs to the quick set").format(id=name)
            raise UnknownName(message)
        found |= inside
    return frozenset(found)


class _Builder:
    """Builds the parts of one form."""

    def __init__(self, questionnaire: Questionnaire, asked: frozenset[str], *, quick: bool) -> None:
        self.questionnaire = questionnaire
        self.asked = asked
        """The ids of the questions that are asked."""
        self.quick = quick
        numbered = enumerate(questionnaire.asked(quick=quick), start=1)
        self.numbers = {each.id: number for number, each in numbered if isinstance(each, Question)}

    def facts(self) -> Iterator[FormFact]:
        """The questions of the profile."""
        for number, asked in enumerate(self.questionnaire.profile, start=1):
            yield FormFact(
                str(number), asked.id, asked.title, asked.text, asked.help, _field_of(asked), seconds(asked)
            )

    def sections(
        self, sections: Sequence[Section], depth: int = 0, within: str = ""
    ) -> Iterator[FormSection]:
        """Those of `sections` that hold a question to ask, each before the sections below it."""
        for section in sections:
            if any(
                question.id in self.asked for part in below((section,)) for question in part.own_questions()
            ):
                yield FormSection(
                    id=section.id,
                    title=section.title,
                    description=section.description,
                    depth=depth,
                    within=within,
                    questions=tuple(
                        self._question(question)
                        for question in section.own_questions()
                        if question.id in self.asked
                    ),
                )
                yield from self.sections(section.sections, depth + 1, section.title)

    def _question(self, question: Question) -> FormQuestion:
        when = self.questionnaire.asked_if[question.id]
        exposure = self.questionnaire.locations[question.id].exposure
        field = question.form_field()
        return FormQuestion(
            number=str(self.numbers[question.id]),
            id=question.id,
            title=question.label,
            text=question.full_text,
            help=question.help,
            evidence=question.evidence,
            direction=_("(From the least exposed to the most.)") if exposure and question.rises else "",
            instruction="" if field.kind == "one" else question.instruction(),
            field=field,
            not_applicable=question.not_applicable or "",
            rule=None if when is None else self.rule(when),
            condition="" if when is None else self._in_words(when),
            seconds=seconds(question),
        )

    def _in_words(self, when: Condition) -> str:
        return _("Only if {condition}.").format(
            condition=condition_in_words(when, self.questionnaire, self.numbers)
        )

    def background(self) -> Iterator[FormQuestion]:
        """Those that are not asked here, as others ask them, on which it depends what is asked here.

        An assessment of the quick set looks at no others, so there a condition on them stays undecided.
        """
        if self.quick:
            return
        needed: set[str] = set()
        waiting = set(self.asked)
        while waiting:
            conditions = [when for id in waiting if (when := self.questionnaire.asked_if[id]) is not None]
            waiting = {id for when in conditions for id in answers_in(when)} - self.asked - needed
            needed |= waiting
        for id, question in self.questionnaire.questions.items():
            if id in needed:
                yield self._question(question)

    def contradictions(self) -> Iterator[FormContradiction]:
        """Those that look at something the form asks."""
        for item in self.questionnaire.contradictions:
            about = (*profile_in(item.when), *(id for id in answers_in(item.when) if id in self.asked))
            if about:
                yield FormContradiction(
                    item.id, self.rule(item.when), item.message, tuple(dict.fromkeys(about))
                )

    def rule(self, condition: Condition) -> FormRule:
        """`condition` as a form evaluates it."""
        if condition.all or condition.any:
            parts = tuple(map(self.rule, condition.all or condition.any))
            return FormRule("all" if condition.all else "any", parts)
        if condition.negated is not None:
            return FormRule("not", (self.rule(condition.negated),))
        if condition.section is not None:
            return FormRule("score", of=condition.section)
        ids = condition.any_of or (() if condition.equals is None else (condition.equals,))
        alone = condition.equals is not None
        if condition.profile is not None:
            return FormRule("fact", of=condition.profile, ids=ids, alone=alone)
        assert condition.answer is not None
        if ids:
            return FormRule("answer", of=condition.answer, ids=ids, alone=alone)
        level = self.questionnaire.questions[condition.answer].threshold(condition)
        is_least = condition.at_least is not None
        return FormRule(
            "answer", of=condition.answer, least=level if is_least else None, most=None if is_least else level
        )


def _field_of(asked: ProfileQuestion) -> FormField:
    """How a form takes a fact of the profile."""
    choices = tuple(
        FieldChoice(option.id, number, option.text, option.id, 0.0, (option.id,))
        for number, option in zip(asked.numbers(), asked.options, strict=True)
    )
    return FormField("several" if asked.several else "one", choices)
