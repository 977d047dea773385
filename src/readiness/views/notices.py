"""What to say about answers and targets: how a newer version changed them, and which to look at again."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from itertools import filterfalse

from readiness.answers.answers import Answers, Notice
from readiness.messages.catalogue import _, plural
from readiness.questionnaire.questionnaire import Questionnaire
from readiness.scoring.scope import Scope, Standing


def notice_texts(scope: Scope) -> Iterator[str]:
    """A sentence on each change; new questions that are hidden from this enterprise are left out.

    Of very many changes, the first are told, and how many more there are.
    """
    told = list(filterfalse(partial(_is_hidden, scope), scope.answers.notices))
    yield from map(_notice_text, told[:_TOLD])
    if (more := len(told) - _TOLD) > 0:
        yield plural("There is {count} more change.", "There are {count} more changes.", more)


_TOLD = 500
"""The most changes that are told one by one."""


def _is_hidden(scope: Scope, notice: Notice) -> bool:
    """Whether `notice` is about a new question that this enterprise is not asked."""
    asked = notice.part == "answers" and notice.kind == "added"
    return asked and scope.standing.get(notice.question) is Standing.HIDDEN


def report_notices(scope: Scope) -> Iterator[str]:
    """What a report says about the answers in `scope`."""
    yield from notice_texts(scope)
    yield from (text for id, text in cautions(scope.questionnaire, scope.answers) if id in scope)


def cautions(questionnaire: Questionnaire, answers: Answers) -> Iterator[tuple[str, str]]:
    """The id of each question whose answer should be looked at again, and why."""
    for id, answer in answers.given.items():
        if answer.value is not None and (text := questionnaire.questions[id].caution(answer.value)):
            yield id, text


def _notice_text(notice: Notice) -> str:
    texts = _of_targets() if notice.part == "targets" else _of_answers()
    text = texts[notice.kind].format(question=notice.question, detail=notice.detail)
    return _("Market “{market}”: {text}").format(market=notice.market, text=text) if notice.market else text


def _of_answers() -> dict[str, str]:
    return {
        "renamed": _("“{question}” is now called “{detail}”; its answer is kept."),
        "retired": _("“{question}” is no longer asked; its answer is kept but does not count."),
        "replaced": _(
            "“{question}” is no longer asked; its answer is kept but does not count. Asked instead: {detail}."
        ),
        "option-renamed": _("The answer chosen for “{question}” is now called “{detail}”."),
        "option-gone": _("“{question}” no longer takes the answer {detail}; please answer it again."),
        "number-kept": _(
            "“{question}” keeps its answer {detail}; check that this number still means the same."
        ),
        "words-gone": _("“{question}” no longer takes words of one's own; {detail} is left out."),
        "added": _("“{question}” is new and not answered yet."),
        "left-out": _("“{question}” is not in the workbook any more, so it is open."),
        "market-gone": _(
            "The market “{question}” is left out, because the profile cannot name “{detail}” any more; please"
            " enter it again."
        ),
    }


def _of_targets() -> dict[str, str]:
    return {
        "renamed": _("“{question}” is now called “{detail}”; its target is kept."),
        "retired": _("“{question}” is no longer asked; its target is kept but does not count."),
        "replaced": _(
            "“{question}” is no longer asked; its target is kept but does not count. Asked instead: {detail}."
        ),
        "option-renamed": _("In the target of “{question}”, a level is now called “{detail}”."),
        "option-gone": _("“{question}” no longer has the level {detail}; please set its target again."),
        "number-kept": _(
            "“{question}” keeps its target {detail}; check that this number still means the same."
        ),
    }
