"""The answers that a command is given: a file, or standard input."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from itertools import combinations
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from readiness.cli.export_paths import same_file
from readiness.cli.telling import tell_notices
from readiness.messages.catalogue import _

if TYPE_CHECKING:
    from readiness.answers.answers import Answers
    from readiness.questionnaire.questionnaire import Questionnaire
    from readiness.source.source import Source


def given_answers(name: str, questionnaire: Questionnaire, *, tells: bool = True) -> Answers:
    """The answers in the file of this name, or on standard input if it is `-`. Raises InvalidInput.

    It `tells` how a newer version of the questionnaire changed them, and which to look at again.
    """
    from readiness.answers.reading import read_answers

    source = given_source(name)
    answers = read_answers(source, questionnaire)
    if tells:
        tell_notices(source.name, questionnaire, answers)
    return answers


def given_source(name: str) -> Source:
    """The file of this name, or standard input if it is `-`: a text, or a workbook. Raises InvalidInput."""
    from readiness.source.source import read_any

    if name != "-":
        return read_any(Path(name))
    if sys.stdin is None:
        raise typer.BadParameter(_("Standard input is closed. Name a file in place of -."))
    return _piped()


def given_text(name: str) -> Source:
    """The same for what cannot be a workbook. Raises InvalidInput."""
    from readiness.source.source import decode

    source = given_source(name)
    return decode(source.packed, source.name) if source.packed else source


def _piped() -> Source:
    from readiness.messages.problems import InvalidInput
    from readiness.source.source import decode_any, read_whole, unreadable

    name = "<stdin>"
    try:
        return decode_any(read_whole(sys.stdin.buffer.read), name)
    except OSError as error:  # it may have been opened only for writing
        raise InvalidInput([unreadable(name, error)]) from None


def expect_different_files(files: Sequence[str]) -> None:
    """Refuse a file, or standard input, that is named twice."""
    for one, other in combinations(files, 2):
        is_same = one == other if "-" in (one, other) else same_file(Path(one), Path(other))
        if is_same:
            message = _("“{path}” and “{other}” are one file; name each file once.")
            raise typer.BadParameter(message.format(path=one, other=other), param_hint="FILE")


def expect_markets(market: str | None, questionnaire: Questionnaire) -> None:
    """Refuse a `market` where none can be compared, before anybody spends an hour on answers."""
    if market is not None and questionnaire.markets is None:
        message = _("The questionnaire {id} does not compare markets.").format(id=questionnaire.id)
        raise typer.BadParameter(message, param_hint="--market")


def expect_market_in(
    answers: Answers, questionnaire: Questionnaire, market: str | None, name: str = ""
) -> None:
    """Refuse a `market` that the `answers` do not hold with which an interview begins.

    `name` is that of their file, empty if there is none yet.
    """
    if market is None or answers.markets:
        in_one_market(answers, questionnaire, market)
        return
    message = _(
        "There are no answers yet, so there is no market either. Leave --market out: markets can be compared"
        " at the end of the interview, or written in a file for --answers."
    )
    if name:
        message = _(
            "{path} holds no markets yet. Leave --market out: markets can be compared at the end of the"
            " interview, or written in the file."
        ).format(path=name)
    raise typer.BadParameter(message, param_hint="--market")


def in_one_market(given: Answers, questionnaire: Questionnaire, market: str | None) -> Answers:
    """The answers that hold in `market`, or those of the whole enterprise if it is None."""
    if market is None:
        return given
    from readiness.answers.markets import in_market
    from readiness.messages.problems import UnknownName

    try:
        return in_market(given, questionnaire, market)
    except UnknownName as error:
        raise typer.BadParameter(str(error), param_hint="--market") from None
