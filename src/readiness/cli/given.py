"""The answers that a command is given: a file, or standard input."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from readiness.cli.telling import tell_notices
from readiness.messages.catalogue import _

if TYPE_CHECKING:
    from readiness.answers.answers import Answers
    from readiness.questionnaire.questionnaire import Questionnaire
    from readiness.source.source import Source


def given_answers(name: str, questionnaire: Questionnaire) -> Answers:
    """The answers in the file of this name, or on standard input if it is `-`. Raises InvalidInput."""
    from readiness.answers.reading import read_answers

    source = given_source(name)
    answers = read_answers(source, questionnaire)
    tell_notices(source.name, questionnaire, answers)
    return answers


def given_source(name: str) -> Source:
    """The text of the file of this name, or of standard input if it is `-`. Raises InvalidInput."""
    from readiness.source.source import read

    if name != "-":
        return read(Path(name))
    if sys.stdin is None:
        raise typer.BadParameter(_("Standard input is closed. Name a file with --answers FILE."))
    return _piped()


def _piped() -> Source:
    from readiness.messages.problems import InvalidInput
    from readiness.source.source import MAX_BYTES, decode, unreadable

    name = "<stdin>"
    try:
        return decode(sys.stdin.buffer.read(MAX_BYTES + 1), name)
    except OSError as error:  # it may have been opened only for writing
        raise InvalidInput([unreadable(name, error)]) from None
