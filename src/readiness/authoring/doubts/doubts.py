"""Every warning about a questionnaire, in addition to the errors that `loading` finds."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from readiness.authoring.doubts.of_questions import QUESTION_DOUBTS
from readiness.authoring.doubts.of_scores import SCORE_DOUBTS
from readiness.authoring.doubts.of_texts import TEXT_DOUBTS, declared_languages
from readiness.authoring.doubts.possibilities import Possibilities
from readiness.loading.drafts import read_questionnaire
from readiness.loading.examination import Examined, examine
from readiness.loading.languages import choose_language
from readiness.messages.problems import InvalidInput, Problem, in_file_order
from readiness.source.complaints import Complaints
from readiness.source.data import Map, copied


def examine_files(name_or_path: str | Path) -> tuple[Problem, ...]:
    """Every error and warning about a questionnaire, in file order.

    The name or path is looked up as by `load_questionnaire`. Each language of the questionnaire is examined.
    """
    try:
        root, name = read_questionnaire(name_or_path)
    except InvalidInput as error:
        return error.problems
    in_each = []
    for language in (*declared_languages(root),) or (None,):
        chosen = copied(root)
        if isinstance(chosen, Map):
            choose_language(chosen, language)
        in_each.append(examine(chosen, name))
    errors = list(dict.fromkeys(problem for examined in in_each for problem in examined.problems))
    return in_file_order([*errors, *doubts(in_each[0], root, name, errors)])


def doubts(examined: Examined, root: Any, name: str, errors: Sequence[Problem] = ()) -> list[Problem]:
    """Warnings about an examined questionnaire, and about `root`, the parsed data of its files.

    If the questionnaire has errors, there are only warnings about single items, and none at the places of
    `errors`.
    """
    about_text = Complaints(root, name)
    for look in TEXT_DOUBTS:
        for fault, at_key in look(root):
            about_text.add(*fault, key=at_key)
    about_meaning = Complaints(examined.rest.root, name)
    if examined.questionnaire is not None:
        possible = Possibilities(examined.questionnaire)
        of_whole = () if examined.problems else SCORE_DOUBTS
        for doubt in (*QUESTION_DOUBTS, *of_whole):
            for fault in doubt(possible):
                if not examined.rest.implies(fault):
                    about_meaning.add(*fault)
    known = {(problem.file, problem.line, problem.column) for problem in errors}
    return [
        dataclasses.replace(problem, severity="warning")
        for problem in (*about_text.problems, *about_meaning.problems)
        if (problem.file, problem.line, problem.column) not in known
    ]
