"""An answers file to fill in: every question with its levels as comments."""

from __future__ import annotations

import shlex
from collections.abc import Iterator

from readiness.answers.answers import UNKNOWN
from readiness.loading.finding import DEFAULT_QUESTIONNAIRE
from readiness.messages.catalogue import _, later
from readiness.messages.characters import printable, run_together
from readiness.messages.folding import fold
from readiness.questionnaire.profile import ProfileQuestion
from readiness.questionnaire.questionnaire import WHOLE, Questionnaire
from readiness.questionnaire.questions.base import Question
from readiness.source.dumping import double_quoted, scalar_text

WIDTH = 100


_EXAMPLES = (later("why"), later("minutes, 3 March"), later("the reason"))
_OF_MARKET = (later("what you call it"), later("what rules it out"))


def template(questionnaire: Questionnaire, *, quick: bool = False, name: str = "") -> str:
    """A commented answers file for `questionnaire`; with `quick`, only for its quick set.

    `name` is the name or path that `questionnaire` was loaded from, for the commands in the comments; by
    default its id.
    """
    return "\n".join(_lines(questionnaire, quick, name or questionnaire.id)) + "\n"


def _lines(questionnaire: Questionnaire, quick: bool, name: str) -> Iterator[str]:
    schema = f"{questionnaire.id}.answers.schema.json"
    yield f"# yaml-language-server: $schema={schema}"
    heading = _("Answers to “{title}” ({id} {version})").format(
        title=questionnaire.title, id=questionnaire.id, version=questionnaire.version
    )
    yield from _comment(heading)
    yield "#"
    yield from _comment(
        _(
            "Write the id or the score of the level that is true today after each question, or"
            " `unknown` if you do not know. Leave it empty to answer it later. To add a note, evidence or an"
            " owner, write a mapping:"
        )
    )
    note, evidence, reason = (double_quoted(_(each)) for each in _EXAMPLES)
    owner = _("Chen Li")
    yield f"#     some.question: {{value: 2, note: {note}, evidence: [{evidence}], owner: {owner}}}"
    yield f"#     some.question: {{not_applicable: {reason}}}"
    yield "#"
    where = printable(shlex.quote(name))
    yield from _comment(
        _("An editor that supports YAML schemas can complete and check this file. Save its schema beside it:")
    )
    yield f"#     readiness questionnaire schema --for answers {where} > {schema}"
    yield "#"
    yield from _comment(_("Then run:"))
    chosen = "" if name == DEFAULT_QUESTIONNAIRE else f"--questionnaire {where} "
    file = _("THIS-FILE")
    yield f"#     readiness assess {chosen}--answers {file}"
    yield from _head_lines(questionnaire)
    yield ""
    if questionnaire.profile:
        yield "profile:"
        for asked in questionnaire.profile:
            yield from _profile_lines(asked)
    yield "answers:"
    section = None
    for id, question in questionnaire.questions.items():
        if quick and not question.quick:
            continue
        location = questionnaire.locations[id]
        if location.section is not section:
            section = location.section
            yield from _comment(f"===== {section.title} =====", "  ")
            yield from _comment(section.description, "  ")
            yield ""
        yield from _question_lines(question, exposure=location.exposure)
    yield from _target_lines(questionnaire)
    yield from _market_lines(questionnaire)


def _target_lines(questionnaire: Questionnaire) -> Iterator[str]:
    yield from _comment(
        _(
            "You may set targets, which change no score: a level for a question, a score for a section, a"
            " score or a band for the overall; with the day by which to reach it, and in `from` where it"
            " stands now. Remove the sign # before these lines to use them:"
        )
    )
    section = questionnaire.sections[0]
    yield "#targets:"
    yield f"#  {WHOLE}: {{band: {questionnaire.bands[-1].id}, by: 2027-12-31}}"
    yield f"#  {section.id}: {{score: {questionnaire.scale_of(section).maximum:g}, by: 2027-06-30}}"
    for id, question in questionnaire.questions.items():
        words = [schema["const"] for schema in question.value_schemas() if "const" in schema]
        if words and not questionnaire.locations[id].exposure:
            yield f"#  {id}: {scalar_text(words[-1])}"
            return


def _market_lines(questionnaire: Questionnaire) -> Iterator[str]:
    asked = questionnaire.markets
    if asked is None:
        return
    yield from _comment(
        _(
            "You may compare markets among those that the profile names: each with an id and a title of your"
            " own, what rules it out if anything does, and the answers that differ there, which are questions"
            " about exposure, control, openness and use. All other answers are shared. Remove the sign #"
            " before these lines to use them:"
        )
    )
    id = next(iter(questionnaire.local_questions))
    title, showstopper = (double_quoted(_(each)) for each in _OF_MARKET)
    yield "#markets:"
    yield "#  first-market:"
    yield f"#    title: {title}"
    yield f"#    market: {asked.options[0].id}"
    yield f"#    showstopper: {showstopper}"
    yield "#    answers:"
    yield f"#      {id}: {UNKNOWN}"


def _head_lines(questionnaire: Questionnaire) -> Iterator[str]:
    yield f"questionnaire: {questionnaire.id}"
    yield f"version: {questionnaire.version}"
    for key, meaning in (
        ("enterprise", _("its name")),
        ("prepared_by", _("who prepared the report")),
        ("prepared_for", _("whom the report is for")),
        ("confidentiality", _("who may read the report, such as: Board only")),
        ("respondent", _("name and role")),
        ("date", _("the day of the answers, as in 2026-03-31")),
    ):
        yield f"{key}:  # {meaning}"


def _profile_lines(asked: ProfileQuestion) -> Iterator[str]:
    yield from _comment(asked.text, "  ")
    if asked.several:
        yield from _comment(_("You may list several, as in [first, second]."), "  ")
    for option in asked.options:
        yield from _comment(f"{option.id}: {option.text}", "  ", hanging=True)
    yield f"  {asked.id}:"
    yield ""


def _question_lines(question: Question, *, exposure: bool) -> Iterator[str]:
    yield from _comment(_question_text(question), "  ")
    if exposure and question.rises:
        yield from _comment(_("(From the least exposed to the most.)"), "  ")
    for level in question.levels_to_write():
        line = f"{level.written}: {level.text}" if level.text else level.written
        yield from _comment(line, "  ", hanging=True)
    for line in question.notes_on_writing():
        yield from _comment(line, "  ")
    if question.not_applicable:
        text = _("May be not applicable: {when}").format(when=question.not_applicable)
        yield from _comment(text, "  ", hanging=True)
    yield f"  {question.id}:"
    yield ""


def _question_text(question: Question) -> str:
    title = _("{title}.").format(title=question.title) if question.title else ""
    return run_together([title, question.text])


def _comment(text: str, indent: str = "", *, hanging: bool = False) -> list[str]:
    first = f"{indent}#   " if hanging else f"{indent}# "
    following = f"{indent}#     " if hanging else f"{indent}# "
    written: list[str] = []
    for line in text.split("\n") if text.strip() else ():  # its author's line breaks stay
        shown = printable(" ".join(line.split()))
        begin = following if written else first
        for part in fold(shown, WIDTH - len(following)):
            written.append((begin + part).rstrip())
            begin = following
    return written
