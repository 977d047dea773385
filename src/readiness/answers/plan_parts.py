"""Reads values out of JSON that may be damaged, and says where it is."""

from __future__ import annotations

import datetime
from typing import Any, NamedTuple

from readiness.messages.catalogue import _
from readiness.source.complaints import Fault
from readiness.source.data import DataPath


class DamagedPlan(Exception):
    """The JSON that was given as a plan cannot be used; `fault` says why and where."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.message)
        self.fault = fault


class PlanPart(NamedTuple):
    """An object in the JSON of a plan, and the path to it. Its methods raise DamagedPlan."""

    value: dict[str, Any]
    path: DataPath = ()

    def refused(self, key: str, message: str, **values: object) -> DamagedPlan:
        """The error that what is at `key` is wrong; `message` says why, and may name its `{path}`."""
        path = (*self.path, key)
        named = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in path)
        text = message.format(path=named.removeprefix("."), **values)
        return DamagedPlan(Fault(path, "bad-plan", text, how_to_make_it()))

    def unfit(self, key: str, message: str, **values: object) -> DamagedPlan:
        """The error that what is at `key` is right by itself, but does not belong to the answers."""
        text = message.format(**values)
        return DamagedPlan(Fault((*self.path, key), "other-plan", text, how_to_make_it()))

    def _at(self, key: str) -> Any:
        if key not in self.value:
            raise self.refused(key, _("“{path}” is missing"))
        return self.value[key]

    def part(self, key: str) -> PlanPart:
        """The object at `key`."""
        found = self._at(key)
        if not isinstance(found, dict):
            raise self.refused(key, _("“{path}” must be an object"))
        return PlanPart(found, (*self.path, key))

    def parts(self, key: str) -> list[PlanPart]:
        """The objects in the list at `key`, which may be empty."""
        found = self._at(key)
        if not isinstance(found, list) or not all(isinstance(item, dict) for item in found):
            raise self.refused(key, _("“{path}” must be a list of objects"))
        return [PlanPart(item, (*self.path, key, place)) for place, item in enumerate(found)]

    def texts(self, key: str) -> list[str]:
        """The texts in the list at `key`."""
        found = self._at(key)
        if not isinstance(found, list) or not all(isinstance(item, str) for item in found):
            raise self.refused(key, _("“{path}” must be a list of texts"))
        return found

    def numbers(self, key: str) -> list[int]:
        """The whole numbers in the list at `key`."""
        found = self._at(key)
        if not isinstance(found, list) or not all(type(item) is int for item in found):
            raise self.refused(key, _("“{path}” must be a list of whole numbers"))
        return found

    def text(self, key: str) -> str:
        """The text at `key`."""
        found = self._at(key)
        if not isinstance(found, str):
            raise self.refused(key, _("“{path}” must be text"))
        return found

    def optional_text(self, key: str) -> str:
        """The text at `key`; empty for null, or if there is none."""
        return "" if self.value.get(key) is None else self.text(key)

    def number(self, key: str) -> int:
        """The whole number at `key`."""
        found = self._at(key)
        if type(found) is not int:
            raise self.refused(key, _("“{path}” must be a whole number"))
        return found

    def is_true(self, key: str) -> bool:
        """The true or false at `key`."""
        found = self._at(key)
        if not isinstance(found, bool):
            raise self.refused(key, _("“{path}” must be true or false"))
        return found

    def day(self, key: str) -> datetime.date | None:
        """The day at `key`; None for null, or if there is none."""
        text = self.optional_text(key)
        try:
            return datetime.date.fromisoformat(text) if text else None
        except ValueError:
            raise self.refused(key, _("“{path}” must be a day, as YYYY-MM-DD")) from None


def how_to_make_it() -> str:
    """The remedy for anything that is no usable plan."""
    return _(
        "Give the JSON that `readiness assess --export report.json` or `readiness plan --export plan.json`"
        " writes."
    )
