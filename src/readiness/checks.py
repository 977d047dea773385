"""What must hold across a questionnaire, beyond the shape of each of its parts.

Each check is a small function that yields faults; `CHECKS` lists them all.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple, TypeAlias

from readiness.cases import Case
from readiness.conditions import Condition
from readiness.errors import nearest
from readiness.i18n import _
from readiness.questionnaire import Band, Questionnaire, Scale, Section, version_key, walk
from readiness.questions import ChoiceQuestion, SeveralQuestion
from readiness.source import DataPath


class Fault(NamedTuple):
    """What is wrong with the value at `path`, before its place in a file is known."""

    path: DataPath
    code: str
    message: str
    hint: str


Check: TypeAlias = Callable[[Questionnaire], Iterator[Fault]]


def unknown_name(path: DataPath, code: str, name: str, names: list[str]) -> Fault:
    """A fault for a name that is not among `names`, with the nearest one."""
    close = nearest(name, names)
    if close:
        hint = _("Did you mean “{name}”?").format(name=close)
    else:
        listed = ", ".join(names[:12]) + (", …" if len(names) > 12 else "")
        hint = _("Known here: {names}.").format(names=listed or _("none"))
    return Fault(path, code, _("“{name}” is not known").format(name=name[:80]), hint)


def _known(ids: tuple[str, ...], path: DataPath, code: str, known: Sequence[str]) -> Iterator[Fault]:
    for index, id in enumerate(ids):
        if id not in known:
            yield unknown_name((*path, index), code, id, list(known))


def _repeated(named: Iterator[tuple[str, DataPath]], what: str) -> Iterator[Fault]:
    seen: set[str] = set()
    for id, path in named:
        if id in seen:
            message = _("the {what} id “{id}” is used twice").format(what=what, id=id)
            yield Fault((*path, "id"), "duplicate-id", message, _("Give each its own id."))
        seen.add(id)


def _unique_ids(questionnaire: Questionnaire) -> Iterator[Fault]:
    yield from _repeated(((q.id, at.path) for at, q in walk(questionnaire)), _("question"))
    placed = ((section.id, path) for path, section in _placed_sections(questionnaire))
    yield from _repeated(placed, _("section"))
    for name, what in (
        ("profile", _("profile")),
        ("red_flags", _("red flag")),
        ("pathways", _("pathway")),
    ):
        items = getattr(questionnaire, name)
        yield from _repeated(((item.id, (name, n)) for n, item in enumerate(items)), what)
    for index, asked in enumerate(questionnaire.profile):
        chosen = ((o.id, ("profile", index, "options", n)) for n, o in enumerate(asked.options))
        yield from _repeated(chosen, _("option"))
    for at, question in walk(questionnaire):
        if isinstance(question, ChoiceQuestion | SeveralQuestion):
            options = ((o.id, (*at.path, "options", n)) for n, o in enumerate(question.options))
            yield from _repeated(options, _("option"))


def _placed_sections(questionnaire: Questionnaire) -> Iterator[tuple[DataPath, Section]]:
    def below(sections: tuple[Section, ...], path: DataPath) -> Iterator[tuple[DataPath, Section]]:
        for index, section in enumerate(sections):
            yield (*path, index), section
            yield from below(section.sections, (*path, index, "sections"))

    yield from below(questionnaire.sections, ("sections",))
    yield from below(questionnaire.opportunities, ("opportunities",))


def _options_rise(questionnaire: Questionnaire) -> Iterator[Fault]:
    for at, question in walk(questionnaire):
        if not isinstance(question, ChoiceQuestion):
            continue
        for index in range(1, len(question.options)):
            before, option = question.options[index - 1], question.options[index]
            if option.score <= before.score:
                yield Fault(
                    (*at.path, "options", index, "score"),
                    "option-order",
                    _("the score of “{id}” is not above the one before it").format(id=option.id),
                    _("List options in rising order, each with a score of its own."),
                )
        for name, end in (("minimum", question.options[0]), ("maximum", question.options[-1])):
            given = getattr(question, name)
            if given is not None and (given > end.score if name == "minimum" else given < end.score):
                yield Fault(
                    (*at.path, name),
                    "option-range",
                    _("the score of “{id}” lies outside").format(id=end.id),
                    _("Move `{name}` to {score:g} or beyond, or leave it out.").format(
                        name=name, score=end.score
                    ),
                )


def _several_can_score(questionnaire: Questionnaire) -> Iterator[Fault]:
    for at, question in walk(questionnaire):
        if isinstance(question, SeveralQuestion):
            total = sum(max(option.score, 0.0) for option in question.options)
            if total <= 0 or (question.cap is not None and question.cap > total):
                yield Fault(
                    (*at.path, "options") if total <= 0 else (*at.path, "cap"),
                    "several-cap",
                    _("the scores of the options cannot reach what counts as all"),
                    _("Give options positive scores, and a cap no higher than their sum."),
                )


def _bands_fit(questionnaire: Questionnaire) -> Iterator[Fault]:
    below = {section.id: section for section in questionnaire.sections}
    yield from _band_faults(questionnaire, questionnaire.bands, below, ())
    for path, section in _placed_sections(questionnaire):
        below = {child.id: child for child in section.sections}
        yield from _band_faults(questionnaire, section.bands, below, path)
    names = [band.id for band in questionnaire.bands]
    for index, flag in enumerate(questionnaire.red_flags):
        if flag.caps_at not in names:
            yield unknown_name(("red_flags", index, "caps_at"), "unknown-band", flag.caps_at, names)


def _band_faults(
    questionnaire: Questionnaire, bands: tuple[Band, ...], below: dict[str, Section], path: DataPath
) -> Iterator[Fault]:
    yield from _repeated(((band.id, (*path, "bands", n)) for n, band in enumerate(bands)), _("band"))
    scale = questionnaire.scale
    for index, band in enumerate(bands):
        here: DataPath = (*path, "bands", index)
        if index == 0 and _asks(band, scale):
            message = _("the first band must ask for nothing")
            hint = _("Begin with a band that has only id, title and text; it is the one below all cuts.")
            yield Fault(here, "band-first", message, hint)
        for place, points in _points_of(band):
            if not scale.minimum <= points <= scale.maximum:
                message = _("{points:g} is not on the scale").format(points=points)
                hint = _("The scale runs from {minimum:g} to {maximum:g}.").format(
                    minimum=scale.minimum, maximum=scale.maximum
                )
                yield Fault((*here, *place), "band-off-scale", message, hint)
        if band.floor is not None and not below:
            message = _("a floor asks something of sections below, and there are none")
            yield Fault((*here, "floor"), "band-floor", message, _("Remove it, or use `cut`."))
        for name in band.requires:
            if name not in below:
                yield unknown_name((*here, "requires", name), "unknown-section", name, list(below))


def _asks(band: Band, scale: Scale) -> bool:
    """Whether a band asks for more than the bottom of the scale."""
    return any(points > scale.minimum for _place, points in _points_of(band)) or bool(band.coverage)


def _points_of(band: Band) -> Iterator[tuple[DataPath, float]]:
    if band.cut is not None:
        yield ("cut",), band.cut
    if band.floor is not None:
        yield ("floor",), band.floor
    for name, points in band.requires.items():
        yield ("requires", name), points


def _conditions_refer(questionnaire: Questionnaire) -> Iterator[Fault]:
    order = list(questionnaire.questions)
    cases = [case.id for case in questionnaire.cases.cases]
    for position, (at, question) in enumerate(walk(questionnaire)):
        if question.when:
            earlier = order[:position]
            yield from _references(questionnaire, question.when, (*at.path, "when"), earlier)
    for index, flag in enumerate(questionnaire.red_flags):
        yield from _references(questionnaire, flag.when, ("red_flags", index, "when"), order)
    for index, pathway in enumerate(questionnaire.pathways):
        path: DataPath = ("pathways", index)
        yield from _references(questionnaire, pathway.when, (*path, "when"), order)
        for number, step in enumerate(pathway.steps):
            if step.when:
                where = (*path, "steps", number, "when")
                yield from _references(questionnaire, step.when, where, order)
            where = (*path, "steps", number)
            yield from _known(step.questions, (*where, "questions"), "unknown-question", order)
            yield from _known(step.cases, (*where, "cases"), "unknown-case", cases)


def _references(
    questionnaire: Questionnaire, condition: Condition, path: DataPath, answers: list[str]
) -> Iterator[Fault]:
    """Faults of one condition; it may look at the questions in `answers`."""
    for name in ("all", "any"):
        for index, part in enumerate(getattr(condition, name)):
            yield from _references(questionnaire, part, (*path, name, index), answers)
    if condition.negated:
        yield from _references(questionnaire, condition.negated, (*path, "not"), answers)
    if condition.profile is not None:
        asked = questionnaire.profile_question(condition.profile)
        if asked is None:
            names = [question.id for question in questionnaire.profile]
            yield unknown_name((*path, "profile"), "unknown-profile", condition.profile, names)
        else:
            yield from _operands(condition, path, [option.id for option in asked.options])
    if condition.answer is not None:
        if condition.answer in answers:
            options = questionnaire.questions[condition.answer].choices
            yield from _operands(condition, path, [option.id for option in options])
        elif condition.answer in questionnaire.questions:
            message = _("“{id}” is asked later than this").format(id=condition.answer)
            hint = _("A condition may look only at questions that come before it.")
            yield Fault((*path, "answer"), "condition-order", message, hint)
        else:
            names = list(questionnaire.questions)
            yield unknown_name((*path, "answer"), "unknown-question", condition.answer, names)


def _operands(condition: Condition, path: DataPath, options: list[str]) -> Iterator[Fault]:
    yield from _known(condition.any_of, (*path, "any_of"), "unknown-option", options)
    for name in ("equals", "at_least", "at_most"):
        value = getattr(condition, name)
        if isinstance(value, str) and value not in options:
            yield unknown_name((*path, name), "unknown-option", value, options)


_CASES: DataPath = ("cases", "cases")


def _cases_refer(questionnaire: Questionnaire) -> Iterator[Fault]:
    known = list(questionnaire.questions)
    cases = questionnaire.cases.cases
    yield from _repeated(((case.id, (*_CASES, n)) for n, case in enumerate(cases)), _("case"))
    for index, case in enumerate(cases):
        path = (*_CASES, index, "questions")
        yield from _known(case.questions, path, "unknown-question", known)
        yield from _case_profile(case, index, questionnaire)


def _case_profile(case: Case, index: int, questionnaire: Questionnaire) -> Iterator[Fault]:
    for name, options in case.applies_to.items():
        asked = questionnaire.profile_question(name)
        if asked is None:
            names = [question.id for question in questionnaire.profile]
            yield unknown_name((*_CASES, index, "applies_to", name), "unknown-profile", name, names)
            continue
        path = (*_CASES, index, "applies_to", name)
        yield from _known(options, path, "unknown-option", [option.id for option in asked.options])


def _history_fits(questionnaire: Questionnaire) -> Iterator[Fault]:
    known = list(questionnaire.questions)
    later: set[str] = set()
    for index in range(len(questionnaire.history) - 1, -1, -1):
        change = questionnaire.history[index]
        path: DataPath = ("history", index)
        if version_key(change.version) > version_key(questionnaire.version):
            message = _("this change is later than the questionnaire itself")
            hint = _("Raise `version` to {version}.").format(version=change.version)
            yield Fault((*path, "version"), "history-version", message, hint)
        for old, new in change.renamed.items():
            if new not in questionnaire.questions and new not in later:
                yield unknown_name((*path, "renamed", old), "unknown-question", new, known)
            if old in questionnaire.questions:
                message = _("“{id}” is still asked").format(id=old)
                hint = _("An id once used keeps its meaning; remove this line or rename the question.")
                yield Fault((*path, "renamed", old), "history-reused", message, hint)
        for place, id in enumerate(change.retired):
            if id in questionnaire.questions:
                message = _("“{id}” is still asked").format(id=id)
                hint = _("An id once used keeps its meaning; remove it here or rename the question.")
                yield Fault((*path, "retired", place), "history-reused", message, hint)
        later |= set(change.renamed) | set(change.retired)


CHECKS: tuple[Check, ...] = (
    _unique_ids,
    _options_rise,
    _several_can_score,
    _bands_fit,
    _conditions_refer,
    _cases_refer,
    _history_fits,
)
