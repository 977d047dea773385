"""Check that ids refer to something that exists."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from readiness.messages.catalogue import _, later
from readiness.questionnaire.case_library import Case
from readiness.questionnaire.conditions import Condition, answers_in, parts
from readiness.questionnaire.questionnaire import Questionnaire, placed_bands, placed_sections, walk
from readiness.source.complaints import Fault, unknown_name
from readiness.source.data import DataPath


def unknown_ids(ids: tuple[str, ...], path: DataPath, code: str, known: Sequence[str]) -> Iterator[Fault]:
    """A fault for each of `ids` that is not among `known`."""
    for index, id in enumerate(ids):
        if id not in known:
            yield unknown_name((*path, index), code, id, list(known))


def repeated(named: Iterator[tuple[str, DataPath]], what: str) -> Iterator[Fault]:
    """A fault for each id that was used before; `what` names the thing it is the id of."""
    seen: set[str] = set()
    for id, path in named:
        if id in seen:
            message = _("the {what} id “{id}” is used twice").format(what=what, id=id)
            yield Fault((*path, "id"), "duplicate-id", message, _("Give each one its own id."))
        seen.add(id)


def conditions_refer(questionnaire: Questionnaire) -> Iterator[Fault]:
    """Conditions and pathways refer to what exists; those that open questions, only to earlier questions."""
    order = list(questionnaire.questions)
    cases = [case.id for case in questionnaire.cases.cases]
    for at_section, section in placed_sections(questionnaire):
        if section.when:
            inside = [question.id for question in section.all_questions()]
            of = _Opened(section.id, frozenset(inside))
            earlier = order[: order.index(inside[0])]
            yield from _references(questionnaire, section.when, (*at_section, "when"), earlier, of)
    for position, (at, question) in enumerate(walk(questionnaire)):
        if question.when:
            of = _Opened(question.id, frozenset([question.id]))
            yield from _references(questionnaire, question.when, (*at.path, "when"), order[:position], of)
    for where, condition, on_scores in _conditions_of_results(questionnaire):
        yield from _references(questionnaire, condition, where, order, on_scores=on_scores)
    for index, flag in enumerate(questionnaire.red_flags):
        yield from unknown_ids(flag.answers, ("red_flags", index, "answers"), "unknown-question", order)
    for index, pathway in enumerate(questionnaire.pathways):
        path: DataPath = ("pathways", index)
        yield from _references(questionnaire, pathway.when, (*path, "when"), order)
        for number, step in enumerate(pathway.steps):
            if step.when:
                where = (*path, "steps", number, "when")
                yield from _references(questionnaire, step.when, where, order)
            where = (*path, "steps", number)
            yield from unknown_ids(step.questions, (*where, "questions"), "unknown-question", order)
            yield from unknown_ids(step.cases, (*where, "cases"), "unknown-case", cases)


class _Opened(NamedTuple):
    """A question or section that has a condition, and the questions that it opens."""

    id: str
    questions: frozenset[str]


def _conditions_of_results(questionnaire: Questionnaire) -> Iterator[tuple[DataPath, Condition, bool]]:
    """The conditions on a whole assessment: place, condition, and whether it may look at scores."""
    for name in ("red_flags", "contradictions"):
        for index, item in enumerate(getattr(questionnaire, name)):
            yield (name, index, "when"), item.when, name == "red_flags"
    for path, band in placed_bands(questionnaire):
        if band.when is not None:
            yield (*path, "when"), band.when, True
        for index, text in enumerate(band.texts):
            yield (*path, "texts", index, "when"), text.when, False


def _references(
    questionnaire: Questionnaire,
    condition: Condition,
    path: DataPath,
    answers: list[str],
    of: _Opened | None = None,
    *,
    on_scores: bool = False,
) -> Iterator[Fault]:
    """Faults of one condition, `of` what it opens; it may refer only to the questions in `answers`."""
    for place, part in parts(condition):
        yield from _references(questionnaire, part, (*path, *place), answers, of, on_scores=on_scores)
    if condition.section is not None:
        yield from _score_test(questionnaire, condition, path, on_scores)
    if condition.profile is not None:
        asked = questionnaire.profile_question(condition.profile)
        if asked is None:
            where = (*path, "profile")
            yield _unknown_subject(questionnaire, where, "unknown-profile", condition.profile, on_scores)
        else:
            yield from _operands(condition, path, [option.id for option in asked.options])
    if condition.answer is not None:
        if condition.answer in answers:
            options = questionnaire.questions[condition.answer].choices
            yield from _operands(condition, path, [option.id for option in options])
        elif condition.answer in questionnaire.questions:
            yield _asked_too_late(questionnaire, condition.answer, (*path, "answer"), of)
        else:
            where = (*path, "answer")
            yield _unknown_subject(questionnaire, where, "unknown-question", condition.answer, on_scores)


def _score_test(
    questionnaire: Questionnaire, test: Condition, path: DataPath, on_scores: bool
) -> Iterator[Fault]:
    """Faults of a test of the score of a section."""
    assert test.section is not None
    where = (*path, "section")
    if not on_scores:
        message = _("a condition cannot look at the score of a section here")
        hint = _("Only the `when` of a red flag or a band can; here, use `answer` or `profile`.")
        hint = _other_kind(questionnaire, "section", test.section, on_scores) or hint
        yield Fault(where, "condition-early", message, hint)
    elif test.section not in questionnaire.all_sections:
        yield _unknown_subject(questionnaire, where, "unknown-section", test.section, on_scores)
    else:
        lowest, highest = questionnaire.scale_of(questionnaire.all_sections[test.section]).ends
        if not lowest <= test.points <= highest:
            message = _("{points:g} is outside the scale of “{id}”").format(
                points=test.points, id=test.section
            )
            hint = _("Write a score from {minimum:g} to {maximum:g}.").format(minimum=lowest, maximum=highest)
            key = "at_most" if test.at_least is None else "at_least"
            yield Fault((*path, key), "condition-off-scale", message, hint)


_OTHER_KIND = {
    "profile": later("“{id}” is a profile question: write `profile: {id}` instead."),
    "answer": later("“{id}” is a question: write `answer: {id}` instead."),
    "section": later("“{id}” is a section: write `section: {id}` instead."),
}


def _ids(questionnaire: Questionnaire, key: str) -> list[str]:
    """The ids that the `key` of a condition can name."""
    if key == "profile":
        return [asked.id for asked in questionnaire.profile]
    return list(questionnaire.questions if key == "answer" else questionnaire.all_sections)


def _unknown_subject(
    questionnaire: Questionnaire, path: DataPath, code: str, id: str, on_scores: bool
) -> Fault:
    """The fault that a key of a condition, at `path`, names an `id` that is none of its kind."""
    key = str(path[-1])
    fault = unknown_name(path, code, id, _ids(questionnaire, key))
    hint = _other_kind(questionnaire, key, id, on_scores)
    return fault._replace(hint=hint) if hint else fault


def _other_kind(questionnaire: Questionnaire, key: str, id: str, on_scores: bool) -> str:
    """The hint that `id` belongs to another key of a condition than `key`; empty if it belongs to none."""
    other = next((other for other in _OTHER_KIND if other != key and id in _ids(questionnaire, other)), "")
    if other == "section" and not on_scores:
        hint = _("“{id}” is a section, and a condition cannot look at its score here; name a question in it.")
        return hint.format(id=id)
    return _(_OTHER_KIND[other]).format(id=id) if other else ""


def _asked_too_late(questionnaire: Questionnaire, id: str, path: DataPath, of: _Opened | None) -> Fault:
    """The fault that a condition needs the answer to `id` before it is given."""
    hint = _("Use a question that is asked earlier.")
    if of is not None and id == of.id:
        message = _("the condition of “{id}” depends on its own answer").format(id=id)
        return Fault(path, "condition-circle", message, hint)
    if of is not None and id in of.questions:
        message = _("the condition of “{of}” depends on “{id}”, which is in it").format(of=of.id, id=id)
        return Fault(path, "condition-circle", message, hint)
    if of is not None and of.questions & _depends_on(questionnaire, id):
        message = _("“{id}” and “{of}” depend on each other").format(id=id, of=of.id)
        return Fault(path, "condition-circle", message, _("Remove the condition of one of these questions."))
    message = _("“{id}” is asked only after this").format(id=id)
    return Fault(path, "condition-order", message, hint)


def _depends_on(questionnaire: Questionnaire, id: str) -> set[str]:
    """The questions that the condition of question `id` depends on, directly or through others."""
    found: set[str] = set()
    stack = [id]
    while stack:
        when = questionnaire.asked_if.get(stack.pop())
        if when is not None:
            new = set(answers_in(when)) - found
            found |= new
            stack += new
    return found


def _operands(condition: Condition, path: DataPath, options: list[str]) -> Iterator[Fault]:
    yield from unknown_ids(condition.any_of, (*path, "any_of"), "unknown-option", options)
    for name in ("equals", "at_least", "at_most"):
        value = getattr(condition, name)
        if isinstance(value, str) and value not in options:
            yield unknown_name((*path, name), "unknown-option", value, options)


_CASES: DataPath = ("cases", "cases")


def cases_refer(questionnaire: Questionnaire) -> Iterator[Fault]:
    """Cases refer to questions and profile options that exist."""
    asked = list(questionnaire.questions)
    cases = questionnaire.cases.cases
    yield from repeated(((case.id, (*_CASES, n)) for n, case in enumerate(cases)), _("case"))
    for index, case in enumerate(cases):
        path = (*_CASES, index, "questions")
        yield from unknown_ids(case.questions, path, "unknown-question", asked)
        yield from _case_profile(case, index, questionnaire)


def _case_profile(case: Case, index: int, questionnaire: Questionnaire) -> Iterator[Fault]:
    for name, options in case.applies_to.items():
        asked = questionnaire.profile_question(name)
        if asked is None:
            names = [question.id for question in questionnaire.profile]
            yield unknown_name((*_CASES, index, "applies_to", name), "unknown-profile", name, names)
            continue
        path = (*_CASES, index, "applies_to", name)
        yield from unknown_ids(options, path, "unknown-option", [option.id for option in asked.options])
