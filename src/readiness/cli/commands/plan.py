"""`readiness plan`: the least effort that reaches a level, or the best score within a budget."""

from __future__ import annotations

import shlex
import sys
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from readiness.cli import completions, screen
from readiness.cli.delivery import Delivery, deliver, expect_exports, retold
from readiness.cli.exits import DONE, REFUSED
from readiness.cli.export_paths import expect_no_contradictions, named_path
from readiness.cli.given import expect_markets, given_answers, in_one_market
from readiness.cli.language import load
from readiness.cli.options import DEFAULT, FormatOption, MarketOption, QuestionnaireOption, QuickOption
from readiness.cli.telling import tell_commands
from readiness.messages.catalogue import _, later
from readiness.rendering import Format

if TYPE_CHECKING:
    from readiness.views.plan_report import PlanReport

HELP = later("Find the least effort that reaches the next level, or the best use of a budget.")
ORDER = 14


def command(
    answers: Annotated[
        str,
        typer.Option("--answers", metavar="FILE", help=later("Read answers from FILE; - is standard input.")),
    ],
    to: Annotated[
        str | None,
        typer.Option(
            "--to",
            metavar="LEVEL",
            autocompletion=completions.band_ids,
            help=later("The id of the level to reach. [default: the next one]"),
        ),
    ] = None,
    budget: Annotated[
        str | None,
        typer.Option(
            "--budget",
            metavar="EFFORT",
            help=later(
                "What may be spent, in person-days. Without --to, the plan that raises the score most for it."
            ),
        ),
    ] = None,
    keep: Annotated[
        list[str] | None,
        typer.Option(
            "--keep",
            metavar="QUESTION",
            autocompletion=completions.question_ids,
            help=later("Leave the answer to QUESTION as it is; may be repeated."),
        ),
    ] = None,
    never: Annotated[
        list[str] | None,
        typer.Option(
            "--never",
            metavar="ACTION",
            autocompletion=completions.question_ids,
            help=later(
                "Rule out one action, `QUESTION/OPTION` for the step up from that option, or every action on"
                " QUESTION; may be repeated."
            ),
        ),
    ] = None,
    fixed: Annotated[
        list[str] | None,
        typer.Option(
            "--set",
            metavar="QUESTION=OPTION",
            help=later(
                "End with this answer. Steps that lead to it are part of the plan; otherwise it is taken as"
                " given. May be repeated."
            ),
        ),
    ] = None,
    lift_flags: Annotated[
        bool,
        typer.Option(
            "--lift-flags", help=later("Lift every red flag too, also those that the level allows.")
        ),
    ] = False,
    export: Annotated[
        list[Path] | None,
        typer.Option(
            "--export",
            metavar="FILE",
            parser=named_path,
            help=later("Write the plan to FILE too ({suffixes}); may be repeated."),
        ),
    ] = None,
    format: FormatOption = Format.TERMINAL,
    details: Annotated[
        bool,
        typer.Option(
            "--details",
            help=later(
                "Show every step in full in the terminal, with its action, proof and case, through the pager"
                " that PAGER names, or less."
            ),
        ),
    ] = False,
    questionnaire: QuestionnaireOption = DEFAULT,
    quick: QuickOption = False,
    market: MarketOption = None,
) -> int:
    """Plan what to do."""
    from readiness.messages.problems import InvalidWish
    from readiness.scoring.engine import score
    from readiness.views.build_plan import build_plan

    exports = export or []
    expect_no_contradictions(answers, None, exports, None, questionnaire)
    wanted = Delivery(expect_exports(exports), format, details=details)
    most, values = _budget(budget), _assignments(fixed or ())
    loaded = load(questionnaire)
    expect_markets(market, loaded)
    given = in_one_market(given_answers(answers, loaded), loaded, market)

    @cache
    def plan(*, again: bool) -> PlanReport:
        """The plan; `again` for one in the language of the moment instead of that of `loaded`."""
        asked, told = retold(questionnaire, loaded, given) if again else (loaded, given)
        return build_plan(
            score(asked, told, quick=quick),
            to=to,
            budget=most,
            keep=keep or (),
            never=never or (),
            fixed=values,
            lift_flags=lift_flags,
        )

    try:
        plan(again=False)
    except InvalidWish as error:
        option = {"fixed": "--set", "": None}.get(error.argument, f"--{error.argument}")
        raise typer.BadParameter(str(error), param_hint=option) from None
    if not deliver(plan, wanted):
        return REFUSED
    if format is Format.TERMINAL and not details and screen.is_terminal(sys.stdout):
        tell_commands([(_("Every step in full:"), shlex.join(["readiness", *sys.argv[1:], "--details"]))])
    return DONE


def _budget(text: str | None) -> float | None:
    """The number in `text`."""
    from readiness.source.scalars import parse_number

    if text is None:
        return None
    number = parse_number(text)
    if number is None or number < 0:
        message = _("“{budget}” is no budget. Write the effort to spend, 0 or more, such as 40.")
        raise typer.BadParameter(message.format(budget=text), param_hint="--budget")
    return number


def _assignments(texts: Iterable[str]) -> dict[str, object]:
    """The answers in `texts`, by question; each may be set once."""
    found: dict[str, object] = {}
    for text in texts:
        question, value = _assignment(text)
        if question in found:
            message = _("“{question}” is set twice; keep one of the two.")
            raise typer.BadParameter(message.format(question=question), param_hint="--set")
        found[question] = value
    return found


def _assignment(text: str) -> tuple[str, object]:
    """The question and the answer in `question=answer`; several options are separated by commas."""
    import yaml

    from readiness.source.scalars import scalar_value

    question, sign, answer = (part.strip() for part in text.partition("="))
    if not (question and sign and answer):
        message = _("“{text}” is not of the form QUESTION=OPTION, such as talent.pipeline=named-list.")
        raise typer.BadParameter(message.format(text=text), param_hint="--set")
    values = [scalar_value(yaml.ScalarNode("", part.strip())) for part in answer.split(",")]
    return question, values if len(values) > 1 else values[0]
