"""`readiness answers …`: what is done to answers files."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from readiness.answers.answers import Notice
from readiness.answers.upgrade import upgrade
from readiness.cli import screen
from readiness.cli.alone import alone
from readiness.loading.loader import load_questionnaire
from readiness.messages.catalogue import _
from readiness.questionnaire.questionnaire import Questionnaire
from readiness.source.reading import read
from readiness.storage import files, signals
from readiness.views.notices import notice_text


@signals.orderly()
def upgrade_file(path: Path, name: str) -> None:
    """Rewrite the answers file at `path` for today's version of a questionnaire, the old one beside it."""
    questionnaire = load_questionnaire(name)
    read(path)  # what cannot be read is told before anything is made beside it
    with alone(path, _("{path} is open in a session (process {owner}). Finish that one first.")):
        _upgrade(path, questionnaire)


def _upgrade(path: Path, questionnaire: Questionnaire) -> None:
    source = read(path)
    done = upgrade(source, questionnaire)
    values = {"path": path, "since": done.since, "version": done.version}
    if done.since == done.version:
        screen.tell(_("{path} is for version {version}; there is nothing to do.").format(**values))
        return
    tell_notices(source.name, done.notices)
    text = source.byte_order_mark + source.text
    copy = files.unused(path.with_name(f"{path.name}.{done.since}"), text)
    files.write(copy, text, private=True)
    files.write(path, source.byte_order_mark + done.text)
    message = _("{path} was for version {since} and is for {version} now; the old file is kept as {copy}.")
    screen.tell(message.format(copy=copy, **values))


def tell_notices(name: str, notices: Iterable[Notice]) -> None:
    """Say on standard error what a newer version did to the answers in the file that is called `name`."""
    screen.tell_all(f"{name}: {notice_text(notice)}" for notice in notices)
