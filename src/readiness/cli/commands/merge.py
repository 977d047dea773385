"""`readiness merge`: one picture from the answers of several people, and what they should talk about."""

from __future__ import annotations

import shlex
import sys
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from readiness.analysis.voices.merge_rule import MergeRule
from readiness.cli import screen
from readiness.cli.delivery import Delivery, deliver, expect_exports, retold
from readiness.cli.exits import DONE, REFUSED
from readiness.cli.export_paths import expect_exports_apart, named_path
from readiness.cli.given import expect_different_files, given_answers
from readiness.cli.language import load
from readiness.cli.merged_file import MERGED_SUFFIXES, expect_own, write_merged
from readiness.cli.options import DEFAULT, FormatOption, QuestionnaireOption, QuickOption, words_for
from readiness.cli.settings import settings
from readiness.cli.telling import tell_commands, tell_unwritten
from readiness.messages.catalogue import _, later
from readiness.rendering.formats import Format

if TYPE_CHECKING:
    from readiness.analysis.voices.merged import Merged
    from readiness.analysis.voices.voice import Voice
    from readiness.messages.problems import Problem
    from readiness.questionnaire.questionnaire import Questionnaire
    from readiness.source.complaints import Fault
    from readiness.views.merging import Merging

HELP = later("Merge the answers of several people: where they agree, and what to talk about.")
ORDER = 17


def command(
    files: Annotated[
        list[str],
        typer.Argument(
            metavar="FILE",
            help=later("Answers files, one for each person; one of them may be -, for standard input."),
        ),
    ],
    export: Annotated[
        list[Path] | None,
        typer.Option(
            "--export",
            metavar="FILE",
            parser=named_path,
            help=later(
                "Write the merged answers to FILE (.yaml, .yml), or the report on them ({suffixes}); may be"
                " repeated."
            ),
        ),
    ] = None,
    rule: Annotated[
        MergeRule,
        typer.Option("--rule", help=later("Which of the answers given stands: their median, or the lowest.")),
    ] = MergeRule.MEDIAN,
    expert: Annotated[
        list[str] | None,
        typer.Option(
            "--expert",
            metavar="SECTION=PERSON",
            help=later(
                "In this section, let the answers of this person stand, by the name of the person or of the"
                " file; may be repeated."
            ),
        ),
    ] = None,
    anonymous: Annotated[
        bool, typer.Option("--anonymous", help=later("Name nobody anywhere; for three people or more."))
    ] = False,
    enterprise: Annotated[
        str | None,
        typer.Option(
            "--enterprise",
            metavar="NAME",
            help=later("What the enterprise is called, where the files call it differently."),
        ),
    ] = None,
    details: Annotated[
        bool,
        typer.Option("--details", help=later("Show all questions too in the terminal, through the pager.")),
    ] = False,
    format: FormatOption = Format.TERMINAL,
    questionnaire: QuestionnaireOption = DEFAULT,
    quick: QuickOption = False,
) -> int:
    """Merge the answers in `files`."""
    from readiness.analysis.voices.merged import merge_answers
    from readiness.analysis.voices.voice import Voice
    from readiness.views.build_merging import build_merging

    exports = export or []
    _expect_people(files, anonymous=anonymous, expert=expert)
    name = _stated(enterprise)
    expect_exports_apart(exports, questionnaire, files)
    kept = [path for path in exports if path.suffix.lower() in MERGED_SUFFIXES]
    reports = [path for path in exports if path not in kept]
    wanted = Delivery(expect_exports(reports, MERGED_SUFFIXES), format, details=details)
    for path in kept:
        expect_own(path)
    loaded = load(questionnaire)
    voices = _read_all(files, loaded, name)
    experts = _experts(expert or [], voices, loaded)

    @cache
    def merged(*, again: bool) -> Merged:
        """The merged answers; `again` for those in the language of the moment instead of that of `loaded`."""
        found = [
            retold(questionnaire, loaded, each.answers) if again else (loaded, each.answers)
            for each in voices
        ]
        heard = [
            Voice(each.name, answers, each.file)
            for each, (_asked, answers) in zip(voices, found, strict=True)
        ]
        return merge_answers(
            found[0][0], heard, rule=rule, experts=experts, anonymous=anonymous, enterprise=name
        )

    @cache
    def merging(*, again: bool) -> Merging:
        return build_merging(merged(again=again), quick=quick)

    screen.tell_all(merging(again=False).notices)
    is_kept = _write(kept, merged(again=False))
    if not deliver(merging, wanted) or not is_kept:
        return REFUSED
    if format is Format.TERMINAL and not details and screen.is_terminal(sys.stdout):
        options = words_for(questionnaire)
        options += ["--lang", settings.language] if settings.language else []
        options += ["--quick"] if quick else []
        again = [] if anonymous else [*files, *_typed(rule, expert or [], name)]
        _tell_how_to_go_on(kept, [*again, *options] if again else [], options)
    return DONE


# --- what is refused ------------------------------------------------------------------------------------


def _expect_people(files: Sequence[str], *, anonymous: bool, expert: Sequence[str] | None) -> None:
    """Refuse too few files, a file that is named twice, and anonymous answers of which a person is named."""
    from readiness.analysis.voices.voice import FEWEST_WITHOUT_NAMES

    if len(files) < 2:
        message = _("There is nothing to merge with one file. Name the answers files of two people or more.")
        raise typer.BadParameter(message, param_hint="FILE")
    expect_different_files(files)
    if anonymous and expert:
        message = _("It names a person, which --anonymous does not. Leave one of the two out.")
        raise typer.BadParameter(message, param_hint="--expert")
    if anonymous and len(files) < FEWEST_WITHOUT_NAMES:
        message = _(
            "With fewer than {count} people, everybody knows who said what. Ask one more person, or leave"
            " --anonymous out."
        )
        raise typer.BadParameter(message.format(count=FEWEST_WITHOUT_NAMES), param_hint="--anonymous")


def _stated(enterprise: str | None) -> str:
    """The name of the enterprise; empty if none was given."""
    if enterprise is not None and not enterprise.strip():
        message = _("Write what the enterprise is called, or leave the option out.")
        raise typer.BadParameter(message, param_hint="--enterprise")
    return (enterprise or "").strip()


def _read_all(files: Sequence[str], questionnaire: Questionnaire, enterprise: str) -> list[Voice]:
    """The answers in `files`. Raises InvalidInput with the problems of all of them."""
    from readiness.analysis.voices.voice import voice_faults, voice_of
    from readiness.messages.problems import MAX_PROBLEMS, InvalidInput

    problems: list[Problem] = []
    voices: list[Voice] = []
    for name in files:
        try:
            answers = given_answers(name, questionnaire, tells=False)
            voices.append(voice_of(answers, "<stdin>" if name == "-" else name))
        except InvalidInput as error:
            problems.extend(error.problems)
    if not problems:
        faults = voice_faults(voices, enterprise=enterprise)
        problems = [_placed(*found, questionnaire) for found in faults]
    if problems:
        raise InvalidInput(problems[:MAX_PROBLEMS])
    return voices


def _placed(voice: Voice, fault: Fault, questionnaire: Questionnaire) -> Problem:
    """The problem that `fault` is, at its place in the file if that can be read again."""
    from readiness.answers.reading import answers_data
    from readiness.messages.problems import InvalidInput
    from readiness.source.complaints import Complaints
    from readiness.source.source import read_any

    raw = None
    if voice.file != "<stdin>":
        try:
            raw = answers_data(read_any(Path(voice.file)), questionnaire)
        except InvalidInput:  # it was changed since
            raw = None
    complaints = Complaints(raw, voice.file)
    complaints.add(*fault)
    return complaints.problems[0]


def _experts(expert: Sequence[str], voices: Sequence[Voice], questionnaire: Questionnaire) -> dict[str, str]:
    """The person by the section, as given; refuses what cannot be understood."""
    from readiness.analysis.voices.voice import experts_by_question
    from readiness.messages.problems import UnknownName

    experts: dict[str, str] = {}
    for each in expert:
        section, sign, person = (part.strip() for part in each.replace("＝", "=").partition("="))
        if not (section and sign and person):
            message = _("“{text}” is not a section and a person. Write both, as in {example}.")
            example = f"{questionnaire.sections[0].id}={shlex.quote(voices[0].name)}"
            raise typer.BadParameter(message.format(text=each, example=example), param_hint="--expert")
        if section in experts:
            message = _("“{section}” is given twice; its questions have one expert.")
            raise typer.BadParameter(message.format(section=section), param_hint="--expert")
        experts[section] = person
    try:
        experts_by_question(experts, voices, questionnaire)
    except UnknownName as error:
        raise typer.BadParameter(str(error), param_hint="--expert") from None
    return experts


# --- what is written and said ---------------------------------------------------------------------------


def _write(paths: Sequence[Path], merged: Merged) -> bool:
    """Write the merged answers to `paths`; return whether all were written. What fails stops nothing else."""
    is_written = True
    for path in paths:
        try:
            write_merged(path, merged.answers, merged.questionnaire)
        except OSError as error:
            tell_unwritten(error)
            is_written = False
    return is_written


def _typed(rule: MergeRule, expert: Sequence[str], enterprise: str) -> list[str]:
    """The options of this merge, as they can be typed again."""
    words = ["--rule", rule.value] if rule is not MergeRule.MEDIAN else []
    words += [word for each in expert for word in ("--expert", each)]
    return [*words, *(["--enterprise", enterprise] if enterprise else [])]


def _tell_how_to_go_on(kept: Sequence[Path], again: Sequence[str], options: Sequence[str]) -> None:
    """Say below the report what can be done next with the merged answers, which are `kept` in files or not.

    `again` is what to type to merge the same files in the same way; `options` belong to every command.
    """

    def command(*words: str) -> str:
        return shlex.join(["readiness", *words])

    if not kept:
        keep = ("--export", "board.yaml")
        typed = command("merge", *again, *keep) if again else shlex.join(keep)
        title = (
            _("To keep the merged answers and go on with them:")
            if again
            else _("To keep the merged answers and go on with them, add:")
        )
        tell_commands([(title, typed)])
        return
    answers = ["--answers", str(kept[0]), *options]
    tell_commands(
        [
            (_("The report on the merged answers:"), command("assess", *answers)),
            (_("How the score came about:"), command("assess", *answers, "--explain", "overall")),
        ]
    )
