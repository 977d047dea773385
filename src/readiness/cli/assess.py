"""`readiness assess`: answers from a file or an interview, scored, reported, exported."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import NamedTuple

import typer

from readiness.answers.answers import Answers
from readiness.answers.reading import read_answers
from readiness.cli import screen
from readiness.cli.answers import tell_notices
from readiness.cli.exits import BELOW, DONE, REFUSED
from readiness.loading.loader import load_questionnaire
from readiness.messages.catalogue import _
from readiness.messages.names import nearest
from readiness.messages.problems import InvalidInput
from readiness.questionnaire.questionnaire import Questionnaire
from readiness.questionnaire.score_scale import Scale
from readiness.rendering import SUFFIXES, Format, Output, render
from readiness.rendering.characters import Characters
from readiness.scoring.engine import score
from readiness.scoring.verdict import TOLERANCE
from readiness.source.reading import MAX_BYTES, Source, decode, read, unreadable
from readiness.source.scalars import parse_number
from readiness.storage import files
from readiness.views.build_report import build_report
from readiness.views.report import Report


class Options(NamedTuple):
    """What `readiness assess` was asked to do."""

    answers: str | None
    save: Path | None
    exports: tuple[Path, ...]
    format: Format
    questionnaire: str
    language: str | None
    quick: bool
    fail_under: str | None
    plain: bool


def run(options: Options) -> int:
    """Do what `options` say and return the exit code."""
    _refuse_what_contradicts(options)
    formats = [(path, _export_format(path)) for path in options.exports]
    for path in options.exports:  # before anybody spends an hour on answers
        files.expect_to_write(path)
    questionnaire = load_questionnaire(options.questionnaire, options.language)
    least = _threshold(options.fail_under, questionnaire.scale)
    answers = _ask(options, questionnaire) if options.answers is None else _read(options, questionnaire)
    if answers is None:  # the respondent quit; what was answered is saved
        return DONE
    scores = score(questionnaire, answers, quick=options.quick)
    report = build_report(scores)
    if not _deliver(report, formats, options):
        return REFUSED
    if least is not None and scores.overall.low < least - TOLERANCE:
        message = _("The overall score {score} is below {wanted}.")
        screen.tell(message.format(score=report.overall.score.low.text, wanted=f"{least:g}"))
        return BELOW
    return DONE


def _deliver(report: Report, exports: list[tuple[Path, Format]], options: Options) -> bool:
    """Write `report` to `exports` and show it; whether all of them were written. Raises OSError.

    One that fails keeps back neither the others nor the report, and is told below it, where it is seen.
    """
    failures = []
    for path, format in exports:
        try:
            files.write(path, render(report, format, Output(characters=Characters(ascii_only=options.plain))))
        except OSError as error:
            failures.append(error)
        else:
            screen.tell(_("Wrote {path}").format(path=path))
    try:
        # In a file it has a width of its own and no colours.
        screen.write(render(report, options.format, screen.output(sys.stdout)))
    finally:
        for failure in failures:
            screen.tell_unwritten(failure)
    return not failures


def _refuse_what_contradicts(options: Options) -> None:
    """Options that cannot both be obeyed."""
    if options.answers is not None and options.save is not None:
        message = _("It is for an interview; with --answers nothing is asked, so nothing is saved.")
        raise typer.BadParameter(message, param_hint="--save")
    kept = [Path(options.answers)] if options.answers not in (None, "", "-") else []
    kept += [options.save] if options.save else []
    answers = {os.path.realpath(path) for path in kept}
    for path in options.exports:
        target = Path(os.path.realpath(path))
        message = ""
        if str(target) in answers:
            message = _("“{path}” is the answers file; the report would replace it.")
        elif target.suffix.lower() in (".yaml", ".yml"):
            message = _("“{path}” leads to “{target}”; the report would replace it.")
        if message:
            raise typer.BadParameter(message.format(path=path, target=target.name), param_hint="--export")


def _threshold(text: str | None, scale: Scale) -> float | None:
    """The score that --fail-under asks for, on the questionnaire's scale."""
    if text is None:
        return None
    number = parse_number(text)
    if number is None or not scale.minimum <= number <= scale.maximum:
        raise typer.BadParameter(
            _("“{text}” is not a score from {minimum:g} to {maximum:g}.").format(
                text=text, minimum=scale.minimum, maximum=scale.maximum
            ),
            param_hint="--fail-under",
        )
    return number


def _export_format(path: Path) -> Format:
    suffix = path.suffix.lower()
    if suffix in SUFFIXES:
        return SUFFIXES[suffix]
    close = nearest(suffix, list(SUFFIXES))
    message = _("“{path}” does not end in one of {suffixes}.").format(
        path=path, suffixes=", ".join(sorted(SUFFIXES))
    )
    hint = _("Did you mean “{name}”?").format(name=path.with_suffix(close)) if close else ""
    raise typer.BadParameter(f"{message} {hint}".strip(), param_hint="--export")


def _read(options: Options, questionnaire: Questionnaire) -> Answers:
    assert options.answers is not None
    if options.answers != "-":
        source = read(Path(options.answers))
    elif sys.stdin is None:
        raise typer.BadParameter(_("Standard input is closed. Name a file with --answers FILE."))
    else:
        source = _piped()
    answers = read_answers(source, questionnaire)
    tell_notices(source.name, answers.notices)
    return answers


def _piped() -> Source:
    """The text on standard input. Raises InvalidInput."""
    name = "<stdin>"
    try:
        return decode(sys.stdin.buffer.read(MAX_BYTES + 1), name)
    except OSError as error:  # it may have been opened for writing alone
        raise InvalidInput([unreadable(name, error)]) from None


def _ask(options: Options, questionnaire: Questionnaire) -> Answers | None:
    """The answers of a finished interview; None if the respondent stopped before the end."""
    from readiness.cli import session

    path = options.save or Path(f"{questionnaire.id}.answers.yaml")
    return session.run(path, questionnaire, quick=options.quick)
