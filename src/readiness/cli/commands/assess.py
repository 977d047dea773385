"""`readiness assess`: answers from a file or an interview, scored, reported, exported."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from readiness.cli import completions, screen
from readiness.cli.delivery import Delivery, deliver, expect_exports, retold
from readiness.cli.exits import BELOW, DONE, REFUSED
from readiness.cli.export_paths import expect_no_contradictions, named_path
from readiness.cli.given import expect_markets, given_answers, in_one_market
from readiness.cli.language import load
from readiness.cli.options import (
    DEFAULT,
    FormatOption,
    MarketOption,
    QuestionnaireOption,
    QuickOption,
    words_for,
)
from readiness.cli.settings import settings
from readiness.cli.telling import tell_commands
from readiness.messages.catalogue import _, later
from readiness.rendering import SUFFIXES, FileFormat, Format

if TYPE_CHECKING:
    from readiness.answers.answers import Answers
    from readiness.cohort.benchmark import PeerChoice
    from readiness.questionnaire.questionnaire import Questionnaire
    from readiness.rendering.documents import Document
    from readiness.scoring.scores import Scores
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
    format: FormatOption = Format.TERMINAL,
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
    how_sure: Annotated[
        bool,
        typer.Option(
            "--how-sure",
            help=later(
                "Say in full how sure the verdict is: which pairs of answers and which weights change it, and"
                " how often it holds in 10,000 random draws."
            ),
        ),
    ] = False,
    benchmark: Annotated[
        Path | None,
        typer.Option(
            "--benchmark",
            metavar="FILE.json",
            readable=False,
            help=later(
                "Show the place of every score among other firms, whose deciles are in FILE; see"
                " docs/benchmark.md."
            ),
        ),
    ] = None,
    peers: Annotated[
        str | None,
        typer.Option(
            "--peers",
            metavar="FACT=OPTION",
            autocompletion=completions.peer_groups,
            help=later("Of the benchmark, only firms with this profile. [default: all firms]"),
        ),
    ] = None,
    questionnaire: QuestionnaireOption = DEFAULT,
    quick: QuickOption = False,
    market: MarketOption = None,
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
    from readiness.views.build_report import build_report

    exports = export or []
    expect_no_contradictions(answers, save, exports, template, questionnaire)
    formats = expect_exports(exports)  # before anybody spends an hour on answers
    wanted = Delivery(formats, format, details=details, template=_template(template, formats))
    loaded = load(questionnaire)
    least = threshold(fail_under, loaded.scale)
    _expect_score(explain, loaded)
    among = _peers(benchmark, peers, loaded)
    expect_markets(market, loaded)
    given = _ask(save, loaded, quick, market) if answers is None else given_answers(answers, loaded)
    if given is None:  # the respondent quit; what was answered is saved
        if least is None:
            return DONE
        screen.tell(
            _("The interview was not finished, so there is no verdict, and --fail-under does not pass.")
        )
        return BELOW
    here = in_one_market(given, loaded, market)
    scores = score(loaded, here, quick=quick)
    is_brief = format is Format.TERMINAL and not details and not formats

    @cache
    def report(*, again: bool) -> Report:
        """The report; `again` for one in the language of the moment instead of that of `loaded`."""
        found = score(*retold(questionnaire, loaded, here), quick=quick) if again else scores
        report = build_report(found, how_sure=how_sure, details=not is_brief, peers=among)
        return report if explain is None else report._replace(explanation=_explanation(found, explain))

    def explanation(*, again: bool) -> Document:
        """What is shown in place of the report, except as JSON, where the report holds it."""
        found = report(again=again)
        return found if found.explanation is None or format is Format.JSON else found.explanation

    if not deliver(report, wanted, explanation):
        return REFUSED
    if format is Format.TERMINAL and explain is None and not details and screen.is_terminal(sys.stdout):
        kept = _Kept(answers or str(save or _usual_file(loaded.id)), save, is_new=answers is None)
        beside = _typed_for_peers(benchmark, peers)
        _tell_how_to_go_on(kept, questionnaire, report(again=False), beside, quick=quick, market=market)
    if least is not None and (reason := why_below(scores, least)):
        screen.tell(reason)
        return BELOW
    return DONE


class _Kept(NamedTuple):
    """Where answers are: in a file or, if `name` is `-`, nowhere; those of an interview `is_new`."""

    name: str
    save: Path | None
    is_new: bool


def _tell_how_to_go_on(
    kept: _Kept,
    questionnaire: str,
    shown: Report,
    beside: Sequence[str],
    *,
    quick: bool,
    market: str | None,
) -> None:
    """Say below the first page what can be done next with the answers `kept`.

    The report that was `shown` is that of `market` or, if it is None, of the whole enterprise; `beside` are
    the options for the firms that it is shown beside.
    """
    import shlex

    from readiness.views.blocks import paragraph

    def command(*words: str) -> str:
        return shlex.join(["readiness", "assess", *words])

    options = words_for(questionnaire)
    options += ["--lang", settings.language] if settings.language else []
    again = ["--answers", kept.name, *options, *(["--quick"] if quick else [])]
    again += ["--market", market] if market else []
    whole = [*again, *beside]
    lines = [(_("The whole report:"), command(*whole, "--details"))]
    if kept.is_new:
        lines.insert(0, (_("Your answers are kept in:"), kept.name))
        if quick:
            saved = ["--save", str(kept.save)] if kept.save else []
            lines.append((_("To answer all questions:"), command(*options, *saved)))
    lines.append((_("How the score came about:"), command(*again, "--explain", "overall")))
    if shown.verdict.band:
        lines.append((_("How sure the verdict is:"), command(*whole, "--how-sure")))
    if shown.peers and shown.peers.fitting and "--peers" not in beside:
        names = [group.name for group in shown.peers.fitting]
        title = _("Beside firms like yours ({names}):").format(names=_(", ").join(names))
        lines.append((title, command(*whole, "--peers", names[0])))
    if shown.markets:
        one = command(*again, "--market", shown.markets[0].id)
        lines.append((_("One of the markets by itself:"), one))
    if shown.verdict.next and shown.tasks:  # otherwise no actions lead to a higher level
        lines.append((_("The least effort to the next level:"), shlex.join(["readiness", "plan", *again])))
    lines.append((_("To hand it on:"), command(*whole, "--export", "report.docx")))
    tell_commands(lines)
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


def _peers(path: Path | None, name: str | None, questionnaire: Questionnaire) -> PeerChoice | None:
    """The group of the benchmark at `path` that is called `name`, before anybody spends an hour on answers.

    Raises InvalidInput for a file that cannot be used.
    """
    if path is None:
        if name is None:
            return None
        message = _("It chooses firms of a benchmark; name its file with --benchmark.")
        raise typer.BadParameter(message, param_hint="--peers")
    from readiness.cohort.benchmark import EVERYBODY
    from readiness.cohort.benchmark_reading import load_benchmark
    from readiness.messages.problems import UnknownName

    benchmark = load_benchmark(path, questionnaire)
    try:
        return benchmark.choose(EVERYBODY if name is None else name, questionnaire)
    except UnknownName as error:
        raise typer.BadParameter(str(error), param_hint="--peers") from None


def _typed_for_peers(path: Path | None, name: str | None) -> list[str]:
    """The options for a benchmark and a group of it, as they can be typed again."""
    return [*(["--benchmark", str(path)] if path else []), *(["--peers", name] if name else [])]


def _ask(save: Path | None, questionnaire: Questionnaire, quick: bool, market: str | None) -> Answers | None:
    """The answers of a finished interview; None if the respondent stopped before the end."""
    from readiness.cli import session

    return session.run_interview(
        save or _usual_file(questionnaire.id), questionnaire, quick=quick, market=market
    )
