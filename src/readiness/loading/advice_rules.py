"""Rules about actions must name actions that exist, and must not run in a circle."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from readiness.messages.catalogue import _
from readiness.questionnaire.advice import Prerequisite, split_name
from readiness.questionnaire.questionnaire import Questionnaire
from readiness.source.complaints import Fault, unknown_name
from readiness.source.data import DataPath


def advice_refers(questionnaire: Questionnaire) -> Iterator[Fault]:
    """Prerequisites and opposed actions name actions of questions that are asked."""
    for index, rule in enumerate(questionnaire.prerequisites):
        for key, name in (("action", rule.action), ("first", rule.first)):
            yield from _unknown(questionnaire, name, ("prerequisites", index, key))
    for index, opposition in enumerate(questionnaire.opposed):
        for number, name in enumerate(opposition.actions):
            yield from _unknown(questionnaire, name, ("opposed", index, "actions", number))


def _unknown(questionnaire: Questionnaire, name: str, path: DataPath) -> Iterator[Fault]:
    id, option = split_name(name)
    question = questionnaire.questions.get(id)
    if question is None:
        yield unknown_name(path, "unknown-question", id, list(questionnaire.questions))
    elif option and question.option(option) is None:
        yield unknown_name(path, "unknown-option", option, [each.id for each in question.choices])


def prerequisites_end(questionnaire: Questionnaire) -> Iterator[Fault]:
    """No action needs itself, directly or through others."""
    needs = _Needs()
    for index, rule in enumerate(questionnaire.prerequisites):
        if needs.lead(rule.first, rule.action):
            message = _("“{first}” needs “{action}” in turn").format(first=rule.first, action=rule.action)
            hint = _("Remove one of these prerequisites.")
            yield Fault(("prerequisites", index, "first"), "prerequisite-circle", message, hint)
        else:  # a circle is reported once, at the rule that closes it
            needs.add(rule)


class _Needs:
    """What actions need; the id of a question alone stands for any of its actions."""

    def __init__(self) -> None:
        self._by_name: defaultdict[str, list[str]] = defaultdict(list)
        self._by_question: defaultdict[str, list[str]] = defaultdict(list)
        """What the single actions of a question need."""

    def add(self, rule: Prerequisite) -> None:
        """Take in a prerequisite."""
        question, option = split_name(rule.action)
        self._by_name[rule.action].append(rule.first)
        if option:
            self._by_question[question].append(rule.first)

    def lead(self, begin: str, end: str) -> bool:
        """Whether `begin` needs `end`, directly, through others or by being the same action."""
        seen: set[str] = set()
        waiting = [begin]
        while waiting:
            name = waiting.pop()
            if _may_be_same(name, end):
                return True
            if name not in seen:
                seen.add(name)
                waiting += self._of(name)
        return False

    def _of(self, name: str) -> list[str]:
        question, option = split_name(name)
        return self._by_name[name] + (self._by_name if option else self._by_question)[question]


def _may_be_same(one: str, other: str) -> bool:
    """Whether both names can stand for one action."""
    (question, option), (other_question, other_option) = split_name(one), split_name(other)
    return question == other_question and (option == other_option or not option or not other_option)
