"""`readiness questionnaire translate`: the files with the texts of a questionnaire in another language."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from readiness.cli import language, screen
from readiness.cli.exits import DONE
from readiness.cli.settings import settings
from readiness.messages.catalogue import _, later
from readiness.messages.characters import run_together

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

    draft = read_questionnaire(path)
    _expect_own_folder(draft, path)
    into = settings.language
    if into is None:
        _ask_for_language("", _example(draft))
    _expect_language(draft, into)
    folder = Path(str(draft.place.folder)) / into
    written, missing = 0, 0
    with signals.orderly():
        for file, part in files_of(draft.root).items():
            tree = read_translation(draft.place, file, into)
            before = files.content(folder / file) or b""
            if not (before or any(texts(part))):
                continue  # every text in it is given in several languages already
            text = translation_file(part, tree, file, into, before.decode(errors="replace"))
            missing += sum(not translation_at(tree, item.path, into) for item in texts(part))
            if before != text.encode():
                folder.mkdir(exist_ok=True)
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
    from readiness.loading.languages import declared_languages, is_code, languages_with

    codes = languages_with(draft.root, code)
    if code in declared_languages(draft.root)[1:]:
        return
    alike = [other for other in codes if other.lower() == code.lower().replace("_", "-")]
    if alike and alike[0] == codes[0]:
        message = _("“{code}” is the language that the questionnaire is written in.")
        use = _example(draft)
    elif alike and alike[0] != code:
        message = _("The questionnaire does not declare “{code}”.")
        use = alike[0]
    elif not is_code(code):
        message = _("“{code}” is not the code of a language.")
        use = _example(draft)
    else:
        message = _(
            "The questionnaire does not declare “{code}”. Write `languages: [{codes}]` into {file} first."
        )
        message = message.format(code=code, codes=", ".join(codes), file=draft.name)
        raise typer.BadParameter(message, param_hint=language.OPTION)
    _ask_for_language(message.format(code=code), use)


def _example(draft: UncheckedQuestionnaire) -> str:
    """A language into which the questionnaire can be translated."""
    from readiness.loading.languages import declared_languages, languages_with

    written_in = languages_with(draft.root, "en")[0]
    return next(code for code in (*declared_languages(draft.root), "zh", "en") if code != written_in)


def _ask_for_language(message: str, example: str) -> NoReturn:
    hint = _("Say into which language, as in --lang {language}.").format(language=example)
    raise typer.BadParameter(run_together([message, hint]), param_hint=language.OPTION)
