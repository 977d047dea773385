"""Answers without a trace of who gave them, as far as a program can remove it."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace

from readiness.analysis.voices.voice import Voice
from readiness.answers.answers import Answer, Answers, CoverTexts, Market
from readiness.answers.writing import as_written
from readiness.messages.catalogue import _
from readiness.questionnaire.questionnaire import Questionnaire

_BETWEEN = r"\s*[,;/()，；、（）／｜|:：－—–]+\s*|\s+-\s+|(?<=[\u4e00-\u9fff])\s+(?=[\u4e00-\u9fff])"
"""What is between a name and the office of its bearer."""
_ONLY_A_FILE = r"[a-z0-9._-]+"
"""What files are called that are not called after a person, as far as that can be told."""


def without_names(voices: Sequence[Voice], questionnaire: Questionnaire) -> tuple[Voice, ...]:
    """`voices` without names, files and owners, and with a mark in place of a respondent's name in any text.

    They are in an order that does not depend on who they are. What a text gives away in other words stays.
    """
    hide = _hider(filter(None, map(_personal_name, voices)))
    nameless = [_hidden(voice.answers, questionnaire, hide) for voice in voices]
    nameless.sort(key=lambda answers: _canonical(answers, questionnaire))
    return tuple(Voice("", answers) for answers in nameless)


def _personal_name(voice: Voice) -> str:
    """The name of the person; empty if only the name of a file is known, which may be an ordinary word."""
    own = voice.answers.respondent
    return own or ("" if re.fullmatch(_ONLY_A_FILE, voice.name) else voice.name)


def _canonical(answers: Answers, questionnaire: Questionnaire) -> str:
    """All that `answers` say, as one text."""
    return json.dumps(as_written(answers, questionnaire), ensure_ascii=False, sort_keys=True)


def _hider(respondents: Iterable[str]) -> Callable[[str], str]:
    """What puts a mark in place of each of the names of `respondents`."""
    names = {
        part for each in respondents for part in (each, *re.split(_BETWEEN, each)) if len(part.strip()) > 1
    }
    if not names:
        return lambda text: text
    # Of one name within another, the longer one must be found first; words of letters only as a whole.
    forms = (
        rf"(?<!\w){words}(?!\w)" if name.isascii() else words
        for name in sorted(names, key=lambda name: (-len(name), name))
        for words in [r"\s+".join(map(re.escape, name.split()))]
    )
    pattern = re.compile("|".join(forms), re.IGNORECASE)
    mark = _("[a respondent]")
    return lambda text: pattern.sub(lambda _found: mark, text)


def _hidden(answers: Answers, questionnaire: Questionnaire, hide: Callable[[str], str]) -> Answers:
    return replace(
        answers,
        given=_without_owners(answers.given, questionnaire, hide),
        respondent="",
        cover=CoverTexts(*map(hide, answers.cover))._replace(prepared_by=""),
        markets={
            id: Market(
                hide(each.title),
                each.option,
                hide(each.showstopper),
                _without_owners(each.given, questionnaire, hide),
            )
            for id, each in answers.markets.items()
        },
        notices=tuple(notice._replace(detail=hide(notice.detail)) for notice in answers.notices),
    )


def _without_owners(
    given: Mapping[str, Answer], questionnaire: Questionnaire, hide: Callable[[str], str]
) -> dict[str, Answer]:
    return {
        id: answer._replace(
            value=hide(str(answer.value))
            if answer.value is not None and questionnaire.questions[id].in_own_words
            else answer.value,
            note=hide(answer.note),
            evidence=tuple(map(hide, answer.evidence)),
            owner="",
            reason=hide(answer.reason),
            other=hide(answer.other),
        )
        for id, answer in given.items()
    }
