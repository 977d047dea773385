"""Answers as they are handed on to somebody else, to begin with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from readiness.answers.answers import OPEN, Answer, Answers


def for_others(answers: Answers) -> Answers:
    """`answers` without who gave them and when, and without their notes, which may say who thinks what."""
    markets = {id: each._replace(given=_without_notes(each.given)) for id, each in answers.markets.items()}
    return replace(answers, given=_without_notes(answers.given), respondent="", date=None, markets=markets)


def _without_notes(given: Mapping[str, Answer]) -> dict[str, Answer]:
    found = {id: answer._replace(note="") for id, answer in given.items()}
    return {id: answer for id, answer in found.items() if answer != OPEN}
