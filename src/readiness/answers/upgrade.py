"""Upgrade an answers file of an older version: ids and levels become today's, everything else stays.

The text is edited at the places that the parser gives for keys and values, so comments, order and
layout are kept. What the questionnaire no longer asks or accepts becomes a comment; nothing is lost.
"""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

import yaml

from readiness.answers.answers import Answers
from readiness.answers.drafting import EditableText, scalar
from readiness.answers.layout import Entry
from readiness.answers.reading import read_raw
from readiness.answers.target_reading import scored_subjects
from readiness.answers.versions import Renames, renames_since
from readiness.messages.catalogue import _
from readiness.questionnaire.history import Part, version_key
from readiness.questionnaire.questionnaire import Questionnaire
from readiness.source.parsing import nodes, parse
from readiness.source.scalars import scalar_value
from readiness.source.source import Source


class Upgrade(NamedTuple):
    """The text for today's version, and what changed."""

    text: str
    answers: Answers
    """What the text says; `notices` lists how the answers changed, and is empty if only the version did."""
    since: str
    """The version that the answers were written for."""
    version: str
    """The version that they are for now; the same as `since` if there was nothing to do."""


def upgrade(source: Source, questionnaire: Questionnaire) -> Upgrade:
    """The answers file `source`, of this or any older version, for today's `questionnaire`.

    Raises InvalidInput with every problem of the file.
    """
    raw = parse(source, private=True)
    answers = read_raw(raw, questionnaire, source.name, across_major=True)
    since: str = raw["version"]
    if version_key(since) >= version_key(questionnaire.version):
        return Upgrade(source.text, replace(answers, notices=()), since, since)
    text = _Editor(source, questionnaire, answers, since).edited()
    # This will replace a person's file: the edited text must hold the same answers.
    written = read_raw(parse(Source(source.name, text), private=True), questionnaire, source.name)
    assert written == replace(answers, notices=())
    return Upgrade(text, answers, since, questionnaire.version)


class _Editor:
    """Goes through one file and collects the edits."""

    def __init__(self, source: Source, questionnaire: Questionnaire, answers: Answers, since: str) -> None:
        self.draft = EditableText(source.text)
        self.root = nodes(source)
        self.questionnaire = questionnaire
        self.since = since
        self.gone = {(item.kind, item.part, item.question, item.market) for item in answers.notices}

    def edited(self) -> str:
        """The text with every edit made."""
        for entry in self.draft.entries(self.root, self.draft.line_start(self.root.start_mark.index)):
            name = entry.key.value
            if name == "version":
                self.draft.respell(entry.value, self.questionnaire.version)
            elif name == "targets":
                self._targets(self._below(entry), renames_since(self.questionnaire, self.since, name))
            elif name == "markets":
                self._markets(self._below(entry))
            elif name in ("answers", "profile"):
                self._part(name, self._below(entry))
        return self.draft.result()

    def _below(self, entry: Entry) -> list[Entry]:
        """The entries of the mapping that is the value of `entry`."""
        return list(self.draft.entries(entry.value, entry.anchor))

    def _part(self, part: Part, entries: list[Entry], market: str = "") -> None:
        """Follow the answers of the enterprise, or of one `market`, or its profile."""
        renames = renames_since(self.questionnaire, self.since, part)
        for entry in entries:
            if entry.key.value not in renames.retired:
                self._keep(part, entry, renames, market)
        retired = [entry for entry in entries if entry.key.value in renames.retired]
        head = _("Not asked since version {version}:").format(version=self.questionnaire.version)
        self.draft.set_aside(entries, retired, head)

    def _keep(self, part: Part, entry: Entry, renames: Renames, market: str) -> None:
        id = renames.id(entry.key.value)
        inner = self._below(entry)
        found = {item.key.value: item for item in inner}
        if ("words-gone", part, id, market) in self.gone:
            head = _("Words that version {version} no longer takes:")
            self.draft.set_aside(inner, [found["other"]], head.format(version=self.questionnaire.version))
        if ("option-gone", part, id, market) not in self.gone:
            self._follow(entry, renames)
            return
        if id != entry.key.value:
            self.draft.respell(entry.key, id)
        head = _("Version {version} no longer accepts this answer to “{id}”; please answer it again:")
        head = head.format(id=id, version=self.questionnaire.version)
        if reason := found.get("not_applicable"):
            self.draft.set_aside(inner, [reason], head)
        else:
            self.draft.set_value(found.get("value", entry), "", head)

    def _targets(self, entries: list[Entry], renames: Renames) -> None:
        """Follow the targets of questions; those whose question or level is gone become comments."""
        scored = scored_subjects(self.questionnaire)
        of_questions = [entry for entry in entries if entry.key.value not in scored]
        gone = [
            entry
            for entry in of_questions
            if entry.key.value in renames.retired
            or ("option-gone", "targets", renames.id(entry.key.value), "") in self.gone
        ]
        for entry in of_questions:
            if entry not in gone:
                self._follow(entry, renames)
        head = _("Not possible since version {version}; please set this target again:")
        self.draft.set_aside(entries, gone, head.format(version=self.questionnaire.version))

    def _markets(self, entries: list[Entry]) -> None:
        """Follow the answers that differ in each market; those whose market is gone become comments."""
        asked = self.questionnaire.markets
        assert asked is not None  # otherwise the file would have been refused
        renames = renames_since(self.questionnaire, self.since, "profile")
        gone = [entry for entry in entries if ("market-gone", "answers", entry.key.value, "") in self.gone]
        for entry in entries:
            if entry not in gone:
                found = {item.key.value: item for item in self._below(entry)}
                market = found["market"].value
                assert isinstance(market, yaml.ScalarNode)  # as any other would have been refused
                self._respell_option(market, asked.id, renames)
                if "answers" in found:
                    self._part("answers", self._below(found["answers"]), entry.key.value)
        head = _("Not possible since version {version}; please enter this market again:")
        self.draft.set_aside(entries, gone, head.format(version=self.questionnaire.version))

    def _follow(self, entry: Entry, renames: Renames) -> None:
        """Write today's ids of a question and of the options named with it."""
        id = renames.id(entry.key.value)
        if id != entry.key.value:
            self.draft.respell(entry.key, id)
        found = {item.key.value: item for item in self.draft.entries(entry.value, entry.anchor)}
        for answer in [found[key] for key in ("value", "from") if key in found] or [entry]:
            if isinstance(answer.value, yaml.ScalarNode):
                self._respell_option(answer.value, id, renames)
            elif isinstance(answer.value, yaml.SequenceNode):
                self._respell_list(answer, answer.value, id, renames)

    def _respell_option(self, node: yaml.ScalarNode, id: str, renames: Renames) -> None:
        raw = scalar_value(node)
        today = renames.answer(id, raw)
        if today != raw:
            self.draft.respell(node, today)

    def _respell_list(self, entry: Entry, listed: yaml.SequenceNode, id: str, renames: Renames) -> None:
        before = [item.value for item in listed.value]
        today = renames.answer(id, before)
        if len(today) == len(before):
            for item in listed.value:
                self._respell_option(item, id, renames)
        else:
            head = _("Version {version} merged options of “{id}”; the answer was:")
            text = ", ".join(map(scalar, today))
            self.draft.set_value(entry, f"[{text}]", head.format(id=id, version=self.questionnaire.version))
