"""`readiness answers upgrade`: rewrite an answers file for the current version of its questionnaire."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from readiness.cli import screen
from readiness.cli.exits import DONE
from readiness.cli.options import DEFAULT, QuestionnaireOption
from readiness.messages.catalogue import _, later

if TYPE_CHECKING:
    from readiness.questionnaire.questionnaire import Questionnaire

HELP = later("Rewrite an answers file for the current version of its questionnaire; the old file is kept.")
ORDER = 10


def command(
    file: Annotated[Path, typer.Argument(metavar="FILE", readable=False, help=later("The answers file."))],
    questionnaire: QuestionnaireOption = DEFAULT,
) -> int:
    """Rewrite the answers file, and keep the old one beside it."""
    from readiness.cli import signals
    from readiness.cli.alone import alone
    from readiness.cli.language import load
    from readiness.source.source import read

    _expect_file(file)
    with signals.orderly():
        current = load(questionnaire)
        read(file)  # report an unreadable file before the lock is made beside it
        with alone(file, _("{path} is open in a session (process {owner}). Finish that session first.")):
            _upgrade(file, current, questionnaire)
    return DONE


def _expect_file(path: Path) -> None:
    """Refuse standard input, a pipe and a device, which cannot be rewritten."""
    from readiness.loading.finding import no_file

    if str(path) == "-" or (no_file(path) and not path.is_dir()):
        message = _("It rewrites a file, so it needs one. Name the answers file instead of “{path}”.")
        raise typer.BadParameter(message.format(path=path), param_hint="FILE")


def _upgrade(path: Path, questionnaire: Questionnaire, name: str) -> None:
    from readiness.answers.upgrade import upgrade
    from readiness.cli.telling import tell_notices
    from readiness.source.source import read
    from readiness.storage import files

    source = read(path)
    done = upgrade(source, questionnaire)
    values = {"path": path, "since": done.since, "version": done.version}
    if done.since == done.version:
        screen.tell(_("{path} is for version {version}; there is nothing to do.").format(**values))
        return
    tell_notices(source.name, questionnaire, done.answers)
    old = (source.byte_order_mark + source.text).encode()
    home = path.resolve() if path.is_symlink() else path  # such as /dev/stdin, where nothing can be kept
    copy = files.unused(home.with_name(f"{home.name}.{done.since}"), old)
    files.write_file(copy, old, private=True)
    files.write_file(path, (source.byte_order_mark + done.text).encode())
    message = _("{path} was for version {since} and is for {version} now; the old file is kept as {copy}.")
    screen.tell(message.format(copy=copy, **values))
    if any(notice.kind in ("added", "option-gone") for notice in done.answers.notices):
        options = f"--save {home}" if name == DEFAULT else f"--questionnaire {name} --save {home}"
        again = _("To give the answers that are open now, run `readiness assess {options}`.")
        screen.tell(again.format(options=options))
