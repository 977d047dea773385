"""The targets of an answers file, checked.

A target is what to reach (an answer for a question, a score or the id of a band for a section or the
overall), or a mapping of that with `by`, a day, and `from`, where it stood when the target was set.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from readiness.answers.answers import UNKNOWN, Target
from readiness.answers.checking import Checking
from readiness.answers.following import Following
from readiness.messages.catalogue import _
from readiness.messages.names import suggestion
from readiness.questionnaire.bands import Band
from readiness.questionnaire.questionnaire import WHOLE, Questionnaire
from readiness.questionnaire.questions.base import Question, Value
from readiness.questionnaire.questions.raw_values import meant_number, shown
from readiness.questionnaire.score_scale import Scale
from readiness.source.data import DataPath

OF_QUESTION = ("value", "by", "from")
OF_SCORE = ("score", "band", "by", "from")
"""The keys of a target of a question, and of a section or the overall."""


class Scored(NamedTuple):
    """What a target with a score or a band can be set for: a section or the overall."""

    id: str
    scale: Scale
    bands: tuple[Band, ...]

    def band(self, id: str) -> Band:
        """The band with this id."""
        return next(band for band in self.bands if band.id == id)


def scored_subjects(questionnaire: Questionnaire) -> dict[str, Scored]:
    """The overall and every section, by id; questions with the same id cannot have a target."""

    def found() -> Iterator[Scored]:
        for section in questionnaire.all_sections.values():
            yield Scored(section.id, questionnaire.scale_of(section), questionnaire.bands_of(section))

    whole = Scored(WHOLE, questionnaire.scale, questionnaire.bands)
    return {WHOLE: whole, **{each.id: each for each in found()}}


def target_ids(questionnaire: Questionnaire) -> list[str]:
    """The ids that can have a target, in the order of a report: the overall, sections, questions."""
    return list(dict.fromkeys((*scored_subjects(questionnaire), *questionnaire.questions)))


def read_targets(raw: Any, checking: Checking, since: str) -> dict[str, Target]:
    """The targets by id, in the order of `target_ids`; `since` is the version whose ids `raw` uses."""
    if raw is None:
        return {}
    if not isinstance(raw, dict):
        message = _("“targets” must be a mapping")
        hint = _("Write one `id: target` line for each target below it.")
        checking.complaints.add(("targets",), "not-mapping", message, hint)
        return {}
    subjects, questions = scored_subjects(checking.questionnaire), checking.questionnaire.questions
    following = Following(checking, "targets", since)
    scores, answers = _ScoreReader(checking), _AnswerReader(checking, following)
    of_questions = {key: value for key, value in raw.items() if key not in subjects}
    keys = following.current_keys(of_questions, list(questions), answers.report_unknown)
    found = {id: scores.read(subject, raw[id]) for id, subject in subjects.items() if id in raw}
    for id, question in questions.items():
        if id in keys:
            found[id] = answers.read(question, raw[keys[id]], ("targets", keys[id]))
    return {id: target for id, target in found.items() if target is not None}


class _Reader:
    """Reads one target after the other."""

    def __init__(self, checking: Checking) -> None:
        self._checking = checking

    def _report_none(self, path: DataPath, raw: Mapping[str, Any], known: Sequence[str], hint: str) -> None:
        """Report that nothing is to be reached, unless an unknown key was reported, which explains it."""
        if set(raw) <= set(known):
            message = _("the target of “{id}” does not say what to reach").format(id=path[-1])
            self._checking.complaints.add(path, "no-target", message, hint, key=True)

    def _report_reached(self, id: str, raw: Mapping[str, Any], key: str, path: DataPath) -> None:
        message = _("the target of “{id}” is {goal}, which is no better than {start}, where it stood")
        message = message.format(id=id, goal=shown(raw[key]), start=shown(raw["from"]))
        hint = _("Write in `from` where it stood when the target was set, or remove `from`.")
        self._checking.complaints.add((*path, "from"), "target-not-better", message, hint)


class _AnswerReader(_Reader):
    """Reads the targets of questions."""

    def __init__(self, checking: Checking, following: Following) -> None:
        super().__init__(checking)
        self._following = following

    def report_unknown(self, key: str) -> None:
        """Report that nothing has the id `key`."""
        if not self._checking.complaints.full:
            questionnaire = self._checking.questionnaire
            titles = {id: question.label for id, question in questionnaire.questions.items()}
            titles |= {id: section.title for id, section in questionnaire.all_sections.items()}
            otherwise = _("Write `overall`, or the id of a section or a question.")
            hint = suggestion(key, target_ids(questionnaire), otherwise, titles)
            if self._checking.questionnaire.profile_question(key):
                hint = _(
                    "“{id}” is a question of the profile, which has no level to reach; remove this target."
                )
                hint = hint.format(id=key)
            hint = self._following.called_now(key) or hint
            message = _("there is no section or question “{name}”").format(name=key[:80])
            self._checking.complaints.add(("targets", key), "unknown-target", message, hint, key=True)

    def read(self, question: Question, raw: Any, path: DataPath) -> Target | None:
        """The target in `raw`; None if there is none, or with a problem."""
        if not isinstance(raw, dict):
            value = self._value(question, raw, path)
            return None if value is None else Target(value)
        self._checking.known_keys(path, raw, OF_QUESTION)
        if "value" not in raw:
            self._report_none(path, raw, OF_QUESTION, _("Add the level to reach, as `value`."))
            return None
        value, start = (self._value(question, raw.get(key), (*path, key)) for key in ("value", "from"))
        by = self._checking.day((*path, "by"), raw.get("by"))
        if value is None or (start is None and raw.get("from") not in (None, UNKNOWN)):
            return None
        exposure = self._checking.questionnaire.locations[question.id].exposure
        if start is not None and not question.distance(start, value, exposure=exposure):
            self._report_reached(question.id, raw, "value", path)
        return Target(value, by=by, start=start)

    def _value(self, question: Question, raw: Any, path: DataPath) -> Value | None:
        """The answer that `raw` stands for; None if nothing is to be reached, or with a problem."""
        if raw is None or raw == UNKNOWN:
            return None
        names = [option.id for option in question.choices]
        raw = self._following.value(question.id, raw, names, lambda today: question.parse(today) is not None)
        if raw is None:
            return None
        value = question.parse(raw)
        complaints = self._checking.complaints
        if not question.has_levels:
            message = _("“{id}” has no levels to reach").format(id=question.id)
            complaints.add(path, "no-levels", message, _("Remove this target."))
        elif value is None:
            for misfit in question.misfits(raw):
                complaints.add(*misfit.below(path))
                if complaints.full:
                    break
        return value


class _ScoreReader(_Reader):
    """Reads the targets of sections and of the overall."""

    def read(self, subject: Scored, raw: Any) -> Target | None:
        """The target in `raw`; None if there is none, or with a problem."""
        path: DataPath = ("targets", subject.id)
        if raw is None or raw == UNKNOWN:
            return None
        if not isinstance(raw, dict):
            is_band = isinstance(raw, str) and raw[:1].isalpha() and bool(subject.bands)
            is_band = is_band and meant_number(raw) is None
            return self._score_or_band({"band" if is_band else "score": raw}, subject, path, path)
        self._checking.known_keys(path, raw, OF_SCORE)
        if raw.get("score") is None and raw.get("band") is None:
            hint = _("Add the score to reach, as `score`: a number from {minimum:g} to {maximum:g}.")
            hint = hint.format(minimum=subject.scale.minimum, maximum=subject.scale.maximum)
            self._report_none(path, raw, OF_SCORE, hint)
            return None
        if raw.get("score") is not None and raw.get("band") is not None:
            message = _("the target of “{id}” has both a score and a band").format(id=subject.id)
            hint = _("Keep one of the two.")
            self._checking.complaints.add((*path, "band"), "two-targets", message, hint, key=True)
            return None
        return self._score_or_band(raw, subject, path, None)

    def _score_or_band(
        self, raw: Mapping[str, Any], subject: Scored, path: DataPath, here: DataPath | None
    ) -> Target | None:
        """The target in `raw`, whose only value is at `here` if it is not written as a mapping."""
        by = self._checking.day((*path, "by"), raw.get("by"))
        start = self._score(subject, raw.get("from"), (*path, "from"))
        score = self._score(subject, raw.get("score"), here or (*path, "score"))
        band = self._band(subject, raw.get("band"), here or (*path, "band"))
        if score is None and not band:
            return None
        goal = subject.band(band).cut if band else score
        if start is not None and goal is None:
            message = _("“{band}” needs no score, so there is no progress from one").format(band=band)
            hint = _("Remove `from`, or write a score to reach.")
            self._checking.complaints.add((*path, "from"), "target-no-cut", message, hint, key=True)
        elif start is not None and goal is not None and goal <= start:
            self._report_reached(subject.id, raw, "band" if band else "score", path)
        return Target(score=score, band=band, by=by, start=start)

    def _score(self, subject: Scored, raw: Any, path: DataPath) -> float | None:
        if raw is None:
            return None
        low, high = subject.scale.ends
        is_number = isinstance(raw, int | float) and not isinstance(raw, bool)
        if is_number and math.isfinite(raw) and low <= raw <= high:
            return float(raw)
        message = _("{value} is not a score of “{id}”").format(value=shown(raw), id=subject.id)
        hint = _("Write a number from {minimum:g} to {maximum:g}.").format(minimum=low, maximum=high)
        number = meant_number(raw)
        if number is not None and not is_number and low <= number <= high:
            hint = _("Write {number}, a plain number without quotes.").format(number=number)
        elif path[-1] == "score" and raw in [band.id for band in subject.bands]:
            hint = _("Write it as `band: {band}`.").format(band=raw)
        self._checking.complaints.add(path, "not-a-score", message, hint)
        return None

    def _band(self, subject: Scored, raw: Any, path: DataPath) -> str:
        if raw is None:
            return ""
        titles = {band.id: band.title for band in subject.bands}
        if isinstance(raw, str) and raw in titles:
            return raw
        if titles:
            self._checking.unknown(path, "unknown-band", raw, list(titles), titles=titles)
        else:
            message = _("“{id}” has no bands").format(id=subject.id)
            hint = _("Write a score from {minimum:g} to {maximum:g} as `score`.")
            hint = hint.format(minimum=subject.scale.minimum, maximum=subject.scale.maximum)
            self._checking.complaints.add(path, "no-bands", message, hint, key=True)
        return ""
