"""What a process that `reader_processes` starts does; it loads no more than it needs, to start sooner."""

from __future__ import annotations

import contextlib
import gc
import pickle
import sys
from typing import BinaryIO, NoReturn

from readiness.cohort.answers_rows import AnswersRows
from readiness.cohort.reader_processes import pickled
from readiness.messages.catalogue import use


def serve() -> None:
    """Read the batches of files that come through standard input until it ends.

    First comes the questionnaire, with the language of messages. Each is answered on standard output.
    """
    with contextlib.suppress(EOFError, OSError, pickle.UnpicklingError):  # whoever asked has ended
        _answer(sys.stdin.buffer, sys.stdout.buffer)


def _answer(requests: BinaryIO, answers: BinaryIO) -> NoReturn:
    questionnaire, language = pickle.load(requests)  # noqa: S301 (from the process that started this one)
    use(language)
    rows = AnswersRows(questionnaire)
    gc.freeze()
    found: object = None
    while True:
        answers.write(pickled(found))
        answers.flush()
        found = rows.all_of(pickle.load(requests))  # noqa: S301
