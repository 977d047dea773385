"""What must hold across a questionnaire, beyond the shape of each of its parts.

Each check is a small function that yields faults; `CHECKS` lists them all.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from math import fsum, isclose
from typing import NamedTuple, TypeAlias

from readiness.cases import Case
from readiness.conditions import Condition
from readiness.errors import suggestion
from readiness.i18n import _
from readiness.questionnaire import (
    Band,
    Part,
    Questionnaire,
    Renaming,
    Scale,
    Section,
    as_number,
    version_key,
    walk,
)
from readiness.questions import ChoiceQuestion, Question, SeveralQuestion
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
    listed = ", ".join(names[:12]) + (", …" if len(names) > 12 else "")
    hint = suggestion(name, names, _("Known here: {names}.").format(names=listed or _("none")))
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
    placed = ((section.id, path) for path, section in placed_sections(questionnaire))
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


def _languages_differ(questionnaire: Questionnaire) -> Iterator[Fault]:
    for index, code in enumerate(questionnaire.languages):
        if code in questionnaire.languages[:index]:
            message = _("“{id}” is listed twice").format(id=code)
            yield Fault(("languages", index), "listed-twice", message, _("Keep one of the two."))


def placed_sections(questionnaire: Questionnaire) -> Iterator[tuple[DataPath, Section]]:
    """Every section with its place in the data, parents before children."""

    def below(sections: tuple[Section, ...], path: DataPath) -> Iterator[tuple[DataPath, Section]]:
        for index, section in enumerate(sections):
            yield (*path, index), section
            yield from below(section.sections, (*path, index, "sections"))

    yield from below(questionnaire.sections, ("sections",))
    yield from below(questionnaire.opportunities, ("opportunities",))


RESERVED = ("unknown", "true", "false", "null")
"""Words that an answers file reads as something else than the id of an option."""


def _options_can_be_named(questionnaire: Questionnaire) -> Iterator[Fault]:
    for at, question in walk(questionnaire):
        if isinstance(question, ChoiceQuestion | SeveralQuestion):
            for index, option in enumerate(question.options):
                if option.id in RESERVED:
                    yield Fault(
                        (*at.path, "options", index, "id"),
                        "reserved-id",
                        _("no answer can name the option “{id}”").format(id=option.id),
                        _("In an answers file this word means something else; choose another id."),
                    )


def _options_rise(questionnaire: Questionnaire) -> Iterator[Fault]:
    for at, question in walk(questionnaire):
        if not isinstance(question, ChoiceQuestion):
            continue
        for index in range(1, len(question.options)):
            before, option = question.options[index - 1], question.options[index]
            if option.score < before.score:
                yield Fault(
                    (*at.path, "options", index, "score"),
                    "option-order",
                    _("the score of “{id}” is below the one before it").format(id=option.id),
                    _("List options in rising order of score."),
                )
        if question.lowest == question.highest:
            message = _("all options are worth the same")
            hint = _("Give one of them another score; a question that is not scored has `weight: 0`.")
            yield Fault((*at.path, "options"), "options-alike", message, hint)
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
    here = _Bands(questionnaire.scale, questionnaire.bands, below, ("bands",))
    yield from _band_faults(questionnaire, here)
    here = _Bands(questionnaire.scale, questionnaire.section_bands, {}, ("section_bands",))
    yield from _band_faults(questionnaire, here)
    for path, section in placed_sections(questionnaire):
        below = {child.id: child for child in section.sections}
        here = _Bands(questionnaire.scale_of(section), section.bands, below, (*path, "bands"))
        yield from _band_faults(questionnaire, here)
    names = [band.id for band in questionnaire.bands]
    for index, flag in enumerate(questionnaire.red_flags):
        if flag.caps_at not in names:
            yield unknown_name(("red_flags", index, "caps_at"), "unknown-band", flag.caps_at, names)


class _Bands(NamedTuple):
    """The bands of one node, its scale, and the sections below it by id."""

    scale: Scale
    bands: tuple[Band, ...]
    below: dict[str, Section]
    path: DataPath


def _band_faults(questionnaire: Questionnaire, node: _Bands) -> Iterator[Fault]:
    scale, bands, below, path = node
    yield from _repeated(((band.id, (*path, n)) for n, band in enumerate(bands)), _("band"))
    for index, band in enumerate(bands):
        here: DataPath = (*path, index)
        if index == 0 and _asks(band, scale):
            message = _("the first band must ask for nothing")
            hint = _("Begin with a band that has only id, title and text; it is the one below all cuts.")
            yield Fault(here, "band-first", message, hint)
        for place, points in _points_of(band):
            on = [scale] if place == ("cut",) else _scales_below(questionnaire, node, place)
            off = [scale for scale in on if not scale.minimum <= points <= scale.maximum]
            if off:
                message = _("{points:g} is not on the scale").format(points=points)
                hint = _("The scale runs from {minimum:g} to {maximum:g}.").format(
                    minimum=off[0].minimum, maximum=off[0].maximum
                )
                yield Fault((*here, *place), "band-off-scale", message, hint)
        if band.coverage is not None and as_number(band.coverage) > 1:
            yield _too_much_coverage((*here, "coverage"))
        if band.floor is not None and not below:
            message = _("a floor asks something of sections below, and there are none")
            yield Fault((*here, "floor"), "band-floor", message, _("Remove it, or use `cut`."))
        for name in band.requires:
            if name not in below:
                yield unknown_name((*here, "requires", name), "unknown-section", name, list(below))


def _scales_below(questionnaire: Questionnaire, node: _Bands, place: DataPath) -> list[Scale]:
    """The scales of the sections that a floor, or one entry of `requires`, speaks of."""
    return [
        questionnaire.scale_of(section)
        for id, section in node.below.items()
        if place == ("floor",) or place[-1] == id
    ]


def _too_much_coverage(path: DataPath) -> Fault:
    message = _("nobody can answer more than all")
    return Fault(path, "coverage-range", message, _("Write a fraction from 0/1 to 1/1, as in 2/3."))


def _coverage_fits(questionnaire: Questionnaire) -> Iterator[Fault]:
    if questionnaire.required_coverage > 1:
        yield _too_much_coverage(("coverage",))


def _geometric_fits(questionnaire: Questionnaire) -> Iterator[Fault]:
    """A geometric mean is not defined for negative scores."""
    nodes: list[tuple[DataPath, str, Scale]] = [((), questionnaire.aggregation, questionnaire.scale)]
    nodes += [
        (path, section.aggregation, questionnaire.scale_of(section))
        for path, section in placed_sections(questionnaire)
    ]
    for path, aggregation, scale in nodes:
        if aggregation == "geometric" and scale.minimum < 0:
            yield Fault(
                (*path, "aggregation"),
                "geometric-scale",
                _("no geometric mean of negative scores: the scale begins at {minimum:g}").format(
                    minimum=scale.minimum
                ),
                _("Begin the scale at 0 or above, or use `arithmetic` or `minimum`."),
            )


def _sums_fit(questionnaire: Questionnaire) -> Iterator[Fault]:
    """The scale of a sum is what its parts add up to."""
    if questionnaire.aggregation == "sum":
        parts = _addends(questionnaire, questionnaire.sections, ())
        yield from _sum_faults(questionnaire.scale, parts, ())
    for path, section in placed_sections(questionnaire):
        if section.aggregation == "sum":
            parts = _addends(questionnaire, section.sections, section.questions)
            yield from _sum_faults(questionnaire.scale_of(section), parts, path)


def _addends(
    questionnaire: Questionnaire, sections: Sequence[Section], questions: Sequence[Question]
) -> list[tuple[float, float]]:
    """The least and the most that each part adds to a sum."""
    scales = [(section.weight, questionnaire.scale_of(section)) for section in sections]
    return [
        *((weight * scale.minimum, weight * scale.maximum) for weight, scale in scales),
        *((q.weight * q.ends[0], q.weight * q.ends[1]) for q in questions if q.scored),
    ]


def _sum_faults(scale: Scale, parts: list[tuple[float, float]], path: DataPath) -> Iterator[Fault]:
    low, high = (fsum(part[end] for part in parts) for end in (0, 1))
    if not (isclose(low, scale.minimum, abs_tol=1e-9) and isclose(high, scale.maximum, abs_tol=1e-9)):
        message = _(
            "the parts add up to {low:g} to {high:g}, and the scale runs from {minimum:g} to {maximum:g}"
        )
        hint = _("Write `scale: {{minimum: {low:g}, maximum: {high:g}}}`, or use another aggregation.")
        values = {"low": low, "high": high, "minimum": scale.minimum, "maximum": scale.maximum}
        yield Fault((*path, "aggregation"), "sum-off-scale", message.format(**values), hint.format(**values))


def _something_is_scored(questionnaire: Questionnaire) -> Iterator[Fault]:
    if not any(q.scored for section in questionnaire.sections for q in section.all_questions()):
        message = _("none of the questions is scored")
        hint = _("Free text and a question with `weight: 0` never are; add another one.")
        yield Fault(("sections",), "nothing-scored", message, hint)


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
            where = (*at.path, "when")
            yield from _references(questionnaire, question.when, where, order[:position], question)
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
    questionnaire: Questionnaire,
    condition: Condition,
    path: DataPath,
    answers: list[str],
    of: Question | None = None,
) -> Iterator[Fault]:
    """Faults of one condition, which may be `of` a question; it may look at the questions in `answers`."""
    for place, part in parts(condition):
        yield from _references(questionnaire, part, (*path, *place), answers, of)
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
            yield _out_of_turn(questionnaire, condition.answer, (*path, "answer"), of)
        else:
            names = list(questionnaire.questions)
            yield unknown_name((*path, "answer"), "unknown-question", condition.answer, names)


def parts(condition: Condition) -> Iterator[tuple[DataPath, Condition]]:
    """The conditions directly inside `condition`, with their place in it."""
    for index, part in enumerate(condition.all):
        yield ("all", index), part
    for index, part in enumerate(condition.any):
        yield ("any", index), part
    if condition.negated:
        yield ("not",), condition.negated


def answers_in(condition: Condition) -> Iterator[str]:
    """The questions whose answers `condition` looks at."""
    if condition.answer is not None:
        yield condition.answer
    for _place, part in parts(condition):
        yield from answers_in(part)


def _out_of_turn(questionnaire: Questionnaire, id: str, path: DataPath, of: Question | None) -> Fault:
    """A condition looks at the answer `id`, which is not there yet when it is needed."""
    hint = _("A condition may look only at questions that come before it.")
    if of is not None and id == of.id:
        message = _("“{id}” hangs on its own answer").format(id=id)
        return Fault(path, "condition-circle", message, hint)
    if of is not None and of.id in _hangs_on(questionnaire, id):
        message = _("“{id}” itself hangs on the answer to “{of}”: a circle").format(id=id, of=of.id)
        return Fault(path, "condition-circle", message, _("Remove one of the conditions in it."))
    message = _("“{id}” is asked later than this").format(id=id)
    return Fault(path, "condition-order", message, hint)


def _hangs_on(questionnaire: Questionnaire, id: str) -> set[str]:
    """The questions that the condition of question `id` looks at, directly or through others."""
    found: set[str] = set()
    stack = [id]
    while stack:
        question = questionnaire.questions.get(stack.pop())
        if question is not None and question.when is not None:
            new = set(answers_in(question.when)) - found
            found |= new
            stack += new
    return found


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
    if not questionnaire.history:
        return
    versions = [change.version for change in questionnaire.history]
    for index, version in enumerate(versions):
        here: DataPath = ("history", index, "version")
        if version_key(version) > version_key(questionnaire.version):
            message = _("this change is later than the questionnaire itself")
            hint = _("Raise `version` to {version}.").format(version=version)
            yield Fault(here, "history-version", message, hint)
        if index and version_key(version) <= version_key(versions[index - 1]):
            message = _("this version is not above the one before it")
            hint = _("List changes by version, the oldest first, each version once.")
            yield Fault(here, "history-order", message, hint)
    questions = {
        id: [option.id for option in question.choices] for id, question in questionnaire.questions.items()
    }
    profile = {asked.id: [option.id for option in asked.options] for asked in questionnaire.profile}
    yield from _past_fits(questionnaire, "answers", questions)
    yield from _past_fits(questionnaire, "profile", profile)


_Then: TypeAlias = dict[str, set[str] | None]
"""Questions and their options at some time past; None where nobody remembers the options."""


def _past_fits(questionnaire: Questionnaire, part: Part, today: dict[str, list[str]]) -> Iterator[Fault]:
    """Walks back from `today`, the options by question, through what each version did."""
    then: _Then = {id: set(options) for id, options in today.items()}
    later = set(today)
    for index in range(len(questionnaire.history) - 1, -1, -1):
        step = questionnaire.history[index].part(part)
        if step is None:
            continue
        path: DataPath = ("history", index) if part == "answers" else ("history", index, "profile")
        yield from _ids_fit(step, path, then, later, set(today))
        yield from _options_fit(step, path, then)
        renamed = {new: old for old, new in step.renamed.items()}
        then = {renamed.get(id, id): options for id, options in then.items() if id not in step.added}
        then |= dict.fromkeys(step.retired)
        later |= then.keys()


def _ids_fit(
    step: Renaming, path: DataPath, then: _Then, later: set[str], today: set[str]
) -> Iterator[Fault]:
    """`then` are the questions after the step, `later` all ids from then on."""
    for old, new in step.renamed.items():
        if new not in then:
            yield unknown_name((*path, "renamed", old), "unknown-question", new, list(then))
        elif list(step.renamed.values()).index(new) != list(step.renamed).index(old):
            message = _("“{id}” is the new id of two questions").format(id=new)
            hint = _("Two questions cannot become one by renaming; retire one of them.")
            yield Fault((*path, "renamed", old), "history-merged", message, hint)
    yield from _known(step.added, (*path, "added"), "unknown-question", list(then))
    given_up: list[tuple[DataPath, str]] = [(("renamed", old), old) for old in step.renamed]
    given_up += [(("retired", n), id) for n, id in enumerate(step.retired)]
    for where, id in given_up:
        if id in later:
            message = _("“{id}” is used again later").format(id=id)
            if id in today:
                message = _("“{id}” is still asked").format(id=id)
            hint = _("An id once used keeps its meaning; remove it here or rename the question.")
            yield Fault((*path, *where), "history-reused", message, hint)


def _options_fit(step: Renaming, path: DataPath, then: _Then) -> Iterator[Fault]:
    """Adds the old names to `then`, which holds the options after the step by question."""
    for id, names in step.renamed_options.items():
        here = (*path, "renamed_options", id)
        if id not in then:
            yield unknown_name(here, "unknown-question", id, list(then))
        options = then.get(id)
        if options is None:
            continue
        for old, new in names.items():
            if new not in options:
                yield unknown_name((*here, old), "unknown-option", new, sorted(options))
            if old in options:
                message = _("“{id}” is still an option").format(id=old)
                hint = _("An id once used keeps its meaning; give the newer option another one.")
                yield Fault((*here, old), "history-reused", message, hint)
        options |= set(names)


CHECKS: tuple[Check, ...] = (
    _languages_differ,
    _unique_ids,
    _options_can_be_named,
    _options_rise,
    _several_can_score,
    _something_is_scored,
    _coverage_fits,
    _geometric_fits,
    _sums_fit,
    _bands_fit,
    _conditions_refer,
    _cases_refer,
    _history_fits,
)
