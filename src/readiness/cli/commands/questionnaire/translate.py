"""`readiness questionnaire translate`: the files with the texts of a questionnaire in another language."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from readiness.cli import language, screen
from readiness.cli.exits import DONE
from readiness.cli.settings import settings
from readiness.messages.catalogue import _, later

if TYPE_CHECKING:
    from readiness.loading.drafts import UncheckedQuestionnaire

HELP = later("Write the texts that a translator fills in, and mark those whose original changed.")
ORDER = 45


def command(
    path: Annotated[
        str,
        typer.Argument(metavar="PATH", help=later("A folder with a questionnaire.yaml, or a YAML file.")),
    ],
) -> int:
    """Write or update a file of translations for each file of the questionnaire at `path`."""
    from readiness.authoring.translating import translation_file
    from readiness.cli import signals
    from readiness.loading.drafts import read_questionnaire
    from readiness.loading.translations import files_of, read_translation, texts, translation_at
    from readiness.storage import files

    into = settings.language
    if into is None:
        message = _("Say into which language, as in --lang zh.")
        raise typer.BadParameter(message, param_hint=language.OPTION)
    draft = read_questionnaire(path)
    _expect_own_folder(draft, path)
    _expect_language(draft, into)
    folder = Path(str(draft.place.folder)) / into
    written, missing = 0, 0
    with signals.orderly():
        folder.mkdir(exist_ok=True)
        for file, part in files_of(draft.root).items():
            tree = read_translation(draft.place, file, into)
            text = translation_file(part, tree, file, into)
            missing += sum(not translation_at(tree, item.path, into) for item in texts(part))
            if files.content(folder / file) != text.encode():
                files.write_file(folder / file, text.encode())
                written += 1
    screen.tell(
        _("{folder}: {written} files written, {missing} texts to translate.").format(
            folder=folder, written=written, missing=missing
        )
    )
    return DONE


def _expect_own_folder(draft: UncheckedQuestionnaire, path: str) -> None:
    if draft.place.built_in:
        message = _("“{name}” is built in. Copy its folder, and name the copy.").format(name=path)
        raise typer.BadParameter(message, param_hint="PATH")


def _expect_language(draft: UncheckedQuestionnaire, code: str) -> None:
    from readiness.loading.languages import declared_languages

    declared = declared_languages(draft.root)
    if code in declared[1:]:
        return
    if code in declared:
        message = _("“{code}” is the language that the questionnaire is written in.")
    else:
        first = declared or ["en"]
        message = _(
            "The questionnaire does not declare “{code}”. Write `languages: [{codes}]` into {file} first."
        )
        message = message.replace("{codes}", ", ".join([*first, code]))
    raise typer.BadParameter(message.format(code=code, file=draft.name), param_hint=language.OPTION)
