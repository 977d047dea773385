"""Every warning about a questionnaire, in addition to the errors that `loading` finds."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Sequence, Set
from pathlib import Path
from typing import NamedTuple

from readiness.authoring.doubts.acceptances import Acceptances
from readiness.authoring.doubts.of_questions import QUESTION_DOUBTS
from readiness.authoring.doubts.of_scores import SCORE_DOUBTS
from readiness.authoring.doubts.of_texts import TEXT_DOUBTS
from readiness.authoring.doubts.of_translations import translation_problems, translations_of
from readiness.authoring.doubts.possibilities import Possibilities
from readiness.loading.drafts import UncheckedQuestionnaire, read_questionnaire
from readiness.loading.examination import Examined, examine
from readiness.loading.languages import declared_languages
from readiness.loading.translations import translate
from readiness.messages.problems import InvalidInput, Problem, in_file_order
from readiness.source.complaints import Complaints, Fault
from readiness.source.data import copied


class Checked(NamedTuple):
    """What was found in the files of a questionnaire."""

    problems: tuple[Problem, ...]
    """Every error and warning, in file order."""
    accepted: int = 0
    """How many warnings the questionnaire accepts; they are not among the problems."""


def examine_files(name_or_path: str | Path) -> tuple[Problem, ...]:
    """Every error and warning about a questionnaire, in file order, as `check_files` finds them."""
    return check_files(name_or_path).problems


def check_files(name_or_path: str | Path) -> Checked:
    """Every error and warning about a questionnaire, and how many warnings it accepts.

    The name or path is looked up as by `load_questionnaire`. Each language of the questionnaire is examined.
    """
    try:
        draft = read_questionnaire(name_or_path)
        in_each = []
        for language in (*declared_languages(draft.root),) or (None,):
            chosen = draft._replace(root=copied(draft.root))
            translate(chosen, language)
            in_each.append(examine(chosen.root, draft.name))
        translations = translations_of(draft)
    except InvalidInput as error:
        return Checked(error.problems)
    errors = list(dict.fromkeys(problem for examined in in_each for problem in examined.problems))
    found, accepted = _doubts(in_each[0], draft, translations.keys(), errors)
    return Checked(
        in_file_order([*errors, *found, *translation_problems(translations, draft.root)]), accepted
    )


def _doubts(
    examined: Examined, draft: UncheckedQuestionnaire, in_files: Set[str], errors: Sequence[Problem]
) -> tuple[list[Problem], int]:
    """Warnings about an examined questionnaire, and about the parsed data of its files.

    If the questionnaire has errors, there are only warnings about single items, and none at the places of
    `errors`. `in_files` are the languages with files of their own. The second result is how many warnings are
    accepted.
    """
    root, name, _place = draft
    questionnaire = examined.questionnaire
    acceptances = Acceptances(questionnaire.accept if questionnaire else ())
    about_text = Complaints(root, name)
    for look in TEXT_DOUBTS:
        for fault, at_key in look(root, in_files):
            if not acceptances.silence(fault, root):
                about_text.add(*fault, key=at_key)
    about_meaning = Complaints(examined.rest.root, name)
    for fault in _of_meaning(examined):
        if not acceptances.silence(fault, examined.rest.root):
            about_meaning.add(*fault)
    if not examined.problems:
        for fault in acceptances.unused():
            about_meaning.add(*fault)
    known = {(problem.file, problem.line, problem.column) for problem in errors}
    warnings = [
        dataclasses.replace(problem, severity="warning")
        for problem in (*about_text.problems, *about_meaning.problems)
        if (problem.file, problem.line, problem.column) not in known
    ]
    return warnings, acceptances.count


def _of_meaning(examined: Examined) -> Iterator[Fault]:
    """Warnings about what the questionnaire means, apart from those that its errors may cause."""
    if examined.questionnaire is None:
        return
    possible = Possibilities(examined.questionnaire)
    for doubt in (*QUESTION_DOUBTS, *(() if examined.problems else SCORE_DOUBTS)):
        for fault in doubt(possible):
            if not examined.rest.implies(fault):
                yield fault
