"""`readiness assess`: answers from a file or an interview, scored, reported, exported."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from readiness.cli import completions, screen
from readiness.cli.exits import BELOW, DONE, REFUSED
from readiness.cli.export_paths import expect_no_contradictions, export_format, named_path
from readiness.cli.language import as_for, load
from readiness.cli.options import DEFAULT, QuestionnaireOption, QuickOption, words_for
from readiness.cli.settings import settings
from readiness.cli.telling import tell_notices, tell_unwritten
from readiness.messages.catalogue import _, later
from readiness.rendering import (
    SUFFIXES,
    FileFormat,
    Format,
    render,
    render_bytes,
    render_explanation,
)

if TYPE_CHECKING:
    from readiness.answers.answers import Answers
    from readiness.questionnaire.questionnaire import Questionnaire
    from readiness.scoring.scores import Scores
    from readiness.source.source import Source
    from readiness.views.explanation import Explanation
    from readiness.views.report import Report

HELP = later("Assess the enterprise: ask in the terminal, or read answers from a file.")
ORDER = 10


def command(
    answers: Annotated[
        str | None,
        typer.Option("--answers", metavar="FILE", help=later("Read answers from FILE; - is standard input.")),
    ] = None,
    save: Annotated[
        Path | None,
        typer.Option(
            "--save",
            metavar="FILE",
            readable=False,
            help=later(
                "Where the interview keeps its answers and continues. [default: QUESTIONNAIRE.answers.yaml]"
            ),
        ),
    ] = None,
    export: Annotated[
        list[Path] | None,
        typer.Option(
            "--export",
            metavar="FILE",
            parser=named_path,
            help=later("Write the report to FILE too ({suffixes}); may be repeated."),
        ),
    ] = None,
    template: Annotated[
        Path | None,
        typer.Option(
            "--template",
            metavar="FILE.docx",
            readable=False,
            help=later(
                "Your own Word file, such as a letterhead, for --export FILE.docx: see docs/word-template.md."
            ),
        ),
    ] = None,
    format: Annotated[
        Format, typer.Option("--format", help=later("The format on standard output."))
    ] = Format.TERMINAL,
    explain: Annotated[
        str | None,
        typer.Option(
            "--explain",
            metavar="ID",
            autocompletion=completions.score_ids,
            help=later(
                "Show how a score was calculated, down to the answers: `overall`, or the id of a dimension,"
                " window or section. In JSON it is added to the report."
            ),
        ),
    ] = None,
    details: Annotated[
        bool,
        typer.Option(
            "--details",
            help=later(
                "Show the whole report in the terminal, not only its first page, through the pager that PAGER"
                " names, or less."
            ),
        ),
    ] = False,
    questionnaire: QuestionnaireOption = DEFAULT,
    quick: QuickOption = False,
    market: Annotated[
        str | None,
        typer.Option(
            "--market",
            metavar="ID",
            help=later("Report one of the markets that the answers compare, by its id or its title."),
        ),
    ] = None,
    fail_under: Annotated[
        str | None,
        typer.Option(
            "--fail-under",
            metavar="SCORE",
            help=later(
                "Exit with 3 if there is no verdict, or if the overall score is below SCORE, a number on the"
                " scale of the questionnaire."
            ),
        ),
    ] = None,
) -> int:
    """Assess the enterprise."""
    from readiness.cli.gate import threshold, why_below
    from readiness.scoring.engine import score
    from readiness.storage import files
    from readiness.views.build_report import build_report

    exports = export or []
    expect_no_contradictions(answers, save, exports, template, questionnaire)
    formats = [(path, export_format(path)) for path in exports]
    for path in exports:  # before anybody spends an hour on answers
        files.expect_to_write(path)
    word = _template(template, formats)
    loaded = load(questionnaire)
    least = threshold(fail_under, loaded.scale)
    _expect_score(explain, loaded)
    _expect_markets(market, loaded)
    given = _ask(save, loaded, quick) if answers is None else _read(answers, loaded)
    if given is None:  # the respondent quit; what was answered is saved
        if least is None:
            return DONE
        screen.tell(
            _("The interview was not finished, so there is no verdict, and --fail-under does not pass.")
        )
        return BELOW
    scores = score(loaded, _here(given, loaded, market), quick=quick)

    @cache
    def report(*, again: bool) -> Report:
        """The report; `again` for one in the language of the moment instead of that of `loaded`."""
        found = scores
        if again:
            retold, answered = _retold(questionnaire, loaded, given)
            found = score(retold, _here(answered, retold, market), quick=quick)
        report = build_report(found)
        return report if explain is None else report._replace(explanation=_explanation(found, explain))

    if not _deliver(report, formats, format, details=details, template=word):
        return REFUSED
    if format is Format.TERMINAL and explain is None and not details and screen.is_terminal(sys.stdout):
        options = words_for(questionnaire)
        options += ["--lang", settings.language] if settings.language else []
        interview = None if answers is not None else ["--save", str(save)] if save else []
        kept = answers or str(save or _usual_file(loaded.id))
        _tell_how_to_go_on(kept, options, interview, quick=quick, market=market, markets=given.markets)
    if least is not None and (reason := why_below(scores, least)):
        screen.tell(reason)
        return BELOW
    return DONE


def _retold(name: str, loaded: Questionnaire, given: Answers) -> tuple[Questionnaire, Answers]:
    """The questionnaire in the language of the moment, and the answers `given` to it in another one."""
    from readiness.answers.reading import read_raw
    from readiness.answers.writing import as_written

    again = load(name)
    return again, replace(read_raw(as_written(given, loaded), again), notices=given.notices)


def _deliver(
    report: Callable[..., Report],
    exports: list[tuple[Path, Format | FileFormat]],
    format: Format,
    *,
    details: bool,
    template: bytes,
) -> bool:
    """Write the report to `exports` and show it in `format`; return whether all were written.

    An export that fails does not stop the others or the report; it is reported below the report, where it is
    seen. Raises OSError if the report cannot be shown.
    """
    from readiness.messages.problems import Unprintable
    from readiness.storage import files

    failures: list[OSError | Unprintable] = []
    for path, wanted in exports:
        try:
            with as_for(wanted) as changes:
                content = render_bytes(report(again=changes), wanted, screen.file_output(), template=template)
            files.write_file(path, content)
        except (OSError, Unprintable) as error:
            failures.append(error)
        else:
            screen.tell(_("Wrote {path}").format(path=path))
    try:
        with as_for(format) as changes:
            text = _shown(report(again=changes), format, details=details)
        _show(text, paged=details and format is Format.TERMINAL)
    finally:
        for failure in failures:
            tell_unwritten(failure)
    return not failures


def _shown(report: Report, format: Format, *, details: bool) -> str:
    """What goes to standard output: the report or, except in JSON, the explanation if there is one.

    Without `details`, the report in the terminal is its first page.
    """
    output = screen.output(sys.stdout)
    if report.explanation is not None and format is not Format.JSON:
        return render_explanation(report.explanation, format, output)
    return render(report, format, output, details=details or format is not Format.TERMINAL)


def _show(text: str, *, paged: bool) -> None:
    """Write `text` to standard output. Raises OSError."""
    if paged:
        from readiness.cli import pager

        pager.show_paged(text)
    else:
        screen.print_text(text)


def _tell_how_to_go_on(
    kept: str,
    options: Sequence[str],
    interview: Sequence[str] | None,
    *,
    quick: bool,
    market: str | None,
    markets: Iterable[str],
) -> None:
    """Say below the first page what can be done next with the answers `kept` in a file or, if `-`, nowhere.

    `options` belong to every command; `interview` are those that go on with it, None if there was none. The
    report was that of a `market` or, if it is None, of the enterprise with all of its `markets`.
    """
    import shlex

    from readiness.messages.folding import fold
    from readiness.views.blocks import paragraph

    def command(*words: str) -> str:
        return shlex.join(["readiness", "assess", *words])

    again = ["--answers", kept, *options, *(["--quick"] if quick else [])]
    again += ["--market", market] if market else []
    lines = [(_("The whole report:"), command(*again, "--details"))]
    if interview is not None:
        lines.insert(0, (_("Your answers are kept in:"), kept))
        if quick:
            lines.append((_("To answer all questions:"), command(*options, *interview)))
    lines.append((_("How the score came about:"), command(*again, "--explain", "overall")))
    if market is None and (one := next(iter(markets), None)):
        lines.append((_("One of the markets by itself:"), command(*again, "--market", one)))
    lines.append((_("To hand it on:"), command(*again, "--export", "report.docx")))
    screen.tell()
    for title, text in lines:  # a folded command would not work when copied
        screen.tell_all((*fold(title, screen.output(sys.stderr).width - 1), f"  {text}"))
    others = _(", ").join(suffix for suffix in SUFFIXES if suffix != ".docx")
    screen.point_out((paragraph(_("Other files to hand on end in {others}.").format(others=others)),))


def _usual_file(questionnaire: str) -> Path:
    """Where an interview keeps its answers if nothing else is said."""
    return Path(f"{questionnaire}.answers.yaml")


def _expect_score(id: str | None, questionnaire: Questionnaire) -> None:
    """Refuse to explain a score that does not exist."""
    if id is None:
        return
    from readiness.messages.problems import UnknownName
    from readiness.scoring.explain import expect_score

    try:
        expect_score(id, questionnaire.all_sections, questionnaire)
    except UnknownName as error:
        raise typer.BadParameter(str(error), param_hint="--explain") from None


def _expect_markets(market: str | None, questionnaire: Questionnaire) -> None:
    """Refuse a `market` where none can be compared, before anybody spends an hour on answers."""
    if market is not None and questionnaire.markets is None:
        message = _("The questionnaire {id} does not compare markets.").format(id=questionnaire.id)
        raise typer.BadParameter(message, param_hint="--market")


def _here(given: Answers, questionnaire: Questionnaire, market: str | None) -> Answers:
    """The answers that hold in `market`, or those of the whole enterprise if it is None."""
    if market is None:
        return given
    from readiness.answers.markets import in_market
    from readiness.messages.problems import UnknownName

    try:
        return in_market(given, questionnaire, market)
    except UnknownName as error:
        raise typer.BadParameter(str(error), param_hint="--market") from None


def _explanation(scores: Scores, id: str) -> Explanation:
    from readiness.messages.problems import UnknownName
    from readiness.views.build_explanation import build_explanation

    try:
        return build_explanation(scores, id)
    except UnknownName as error:  # no question in that section is asked
        raise typer.BadParameter(str(error), param_hint="--explain") from None


def _template(path: Path | None, exports: Iterable[tuple[Path, Format | FileFormat]]) -> bytes:
    """The Word file at `path`, checked before anybody spends an hour on answers; empty if there is none.

    Raises InvalidInput if it cannot be read, and InvalidTemplate if it cannot be used.
    """
    if path is None:
        return b""
    if not any(format is FileFormat.DOCX for _path, format in exports):
        message = _("It is for a Word file; say which with --export, as in --export report.docx.")
        raise typer.BadParameter(message, param_hint="--template")
    from readiness.messages.problems import InvalidInput
    from readiness.rendering.word import letterhead
    from readiness.source.source import unreadable

    try:
        with path.open("rb") as file:
            content = file.read(letterhead.LARGEST + 1)
    except OSError as error:
        raise InvalidInput([unreadable(str(path), error)]) from None
    letterhead.expect_template(content, str(path))
    return content


def _read(name: str, questionnaire: Questionnaire) -> Answers:
    """The answers in the file of this name, or on standard input if it is `-`. Raises InvalidInput."""
    from readiness.answers.reading import read_answers
    from readiness.source.source import read

    if name != "-":
        source = read(Path(name))
    elif sys.stdin is None:
        raise typer.BadParameter(_("Standard input is closed. Name a file with --answers FILE."))
    else:
        source = _piped()
    answers = read_answers(source, questionnaire)
    tell_notices(source.name, questionnaire, answers)
    return answers


def _piped() -> Source:
    """The text on standard input. Raises InvalidInput."""
    from readiness.messages.problems import InvalidInput
    from readiness.source.source import MAX_BYTES, decode, unreadable

    name = "<stdin>"
    try:
        return decode(sys.stdin.buffer.read(MAX_BYTES + 1), name)
    except OSError as error:  # it may have been opened only for writing
        raise InvalidInput([unreadable(name, error)]) from None


def _ask(save: Path | None, questionnaire: Questionnaire, quick: bool) -> Answers | None:
    """The answers of a finished interview; None if the respondent stopped before the end."""
    from readiness.cli import session

    return session.run_interview(save or _usual_file(questionnaire.id), questionnaire, quick=quick)
