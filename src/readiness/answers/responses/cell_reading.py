"""Read the cells about one question: each matches an option, or is a misfit; nothing is guessed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from readiness.answers.answers import UNKNOWN
from readiness.answers.responses.asked import Asked, bare_text
from readiness.answers.responses.response_map import By, MappedQuestion, Meaning, ResponseMap
from readiness.messages.catalogue import _
from readiness.messages.characters import narrow

BETWEEN = "┋"
"""What 问卷星 puts between the options of one cell; no text of a questionnaire holds it."""
_JOINED = r"[,;|/]"
"""What other tools put between them, as `bare_text`; the texts themselves may hold such signs too."""
_LISTED = re.compile(r"[\s,;|┋、，；]+")
"""What is between numbers, letters and codes."""
_MARK = re.compile(r"[a-z0-9]{1,2}\s?[.,)]\s*")
"""A letter or number before the text of an option, as `bare_text`."""
_WORDS = re.compile(r"(?P<option>.+?)\s*(?:〖(?P<closed>[^〗]*)〗|[:：]\s*(?P<open>\S.*))", re.DOTALL)
"""An option, and what the respondent says of it."""
TICKED = frozenset({"1", "y", "yes", "true", "x", "是", "选中", "已选", "已选中", "√", "✓", "✔", "☑", "●"})
NOT_TICKED = frozenset({"0", "n", "no", "false", "否", "未选", "未选中", "not selected", "-"})
"""What stands in the column of one option, as `bare_text`."""


class Reading(NamedTuple):
    """What the cells about one question say."""

    meaning: Meaning
    other: str = ""
    """The respondent's own words about an option."""


OPEN_READING = Reading(Meaning("open"))


class Misfit(Exception):
    """A cell that is no answer: the part of its text that fits nothing, and why, if that can be said.

    `column` is where it stands, from 0, if there is a column for each option.
    """

    def __init__(
        self,
        text: str,
        message: str = "",
        hint: str = "",
        *,
        code: str = "unmatched",
        column: int | None = None,
    ) -> None:
        super().__init__(message or text)
        self.text = text
        self.message = message
        self.hint = hint
        self.code = code
        self.column = column


class CellReader:
    """Reads the cells about one question in the way that a map says."""

    def __init__(self, asked: Asked, mapped: MappedQuestion, whole: ResponseMap) -> None:
        self._asked = asked
        self._mapped = mapped
        words = {
            **dict.fromkeys(whole.skipped, Meaning("open")),
            **dict.fromkeys(whole.unknown, Meaning("unknown")),
            **dict.fromkeys(whole.not_applicable, Meaning("not-applicable")),
        }
        if asked.question is None:  # a fact of the profile is given or not
            words = {word: Meaning("open") for word in words}
        self._words: Mapping[str, Meaning] = {**words, **mapped.options}
        # What may stand in a list: the id of an option, or a state after a colon, which no id holds.
        states = {
            word: meaning.raw if meaning.kind == "value" else f":{meaning.kind}"
            for word, meaning in self._words.items()
            if meaning.kind != "open"
        }
        self._names: Mapping[str, str] = {**asked.names, **dict.fromkeys(asked.nones, ":none"), **states}
        self._longest = sorted(self._names, key=len, reverse=True)

    def one_cell(self, cell: str) -> Reading:
        """What one cell says of the question. Raises Misfit."""
        bare = bare_text(cell)
        if not bare:
            return OPEN_READING
        if meaning := self._words.get(bare):
            return self._of(meaning)
        if reason := self._with_reason(cell):
            return Reading(Meaning("not-applicable", reason=reason))
        if not self._asked.texts:
            return Reading(Meaning("value", self._typed(cell)))
        if self._asked.several:
            return self._several(cell)
        named = self._named(cell)
        if named is not None:
            return self._of(named)
        return self._with_words(cell)

    def cells(self, cells: Mapping[int, str], each: Mapping[int, Meaning]) -> Reading:
        """What the cells of several columns say; `each` is what it means if one is ticked. Raises Misfit."""
        ticked: list[int] = []
        other = ""
        left_out = False
        for column, cell in cells.items():
            bare = bare_text(cell)
            meaning = self._words.get(bare)
            if not bare or (meaning and meaning.kind == "open"):
                continue
            if bare in NOT_TICKED:
                left_out = True
            elif (
                meaning
                and meaning.kind in ("unknown", "not-applicable")
                and meaning.kind != each[column].kind
            ):
                return self._of(meaning)
            else:
                words = self._ticked(cell, each[column])
                if words is None:
                    raise Misfit(cell, column=column)
                ticked.append(column)
                other = words or other
        if not ticked:
            return Reading(Meaning("none")) if left_out else OPEN_READING
        return self._together({column: each[column] for column in ticked}, cells)._replace(other=other)

    def _ticked(self, cell: str, meaning: Meaning) -> str | None:
        """The respondent's own words in a cell that is ticked, mostly none; None if it is not ticked."""
        bare = bare_text(cell)
        if bare in TICKED or meaning.kind != "value":
            return ""
        id = meaning.raw
        if self._id(cell) == id or self._words.get(bare) == meaning:
            return ""
        if id != self._asked.words:
            return None
        found = _WORDS.fullmatch(cell.strip())
        is_named = found is not None and self._id(found["option"]) == id
        return (found["closed"] or found["open"] or "").strip() if found and is_named else cell.strip()

    def _together(self, ticked: Mapping[int, Meaning], cells: Mapping[int, str]) -> Reading:
        """What columns say that are ticked together. Raises Misfit."""
        states = [column for column, meaning in ticked.items() if meaning.kind != "value"]
        is_one = len(ticked) == 1 or (self._asked.several and not states)
        if not is_one:
            column = states[0] if states else list(ticked)[1]
            message = _("this is ticked together with another answer to “{id}”").format(id=self._asked.id)
            raise Misfit(cells[column], message, column=column)
        if states:
            return self._of(ticked[states[0]])
        return Reading(Meaning("value", self._asked.raw([meaning.raw for meaning in ticked.values()])))

    # --- one option ---

    def _of(self, meaning: Meaning) -> Reading:
        """The reading of a cell that means one thing; a single option of several becomes a list."""
        if meaning.kind == "value" and (self._asked.several or self._asked.question is None):
            return Reading(meaning._replace(raw=self._asked.raw([meaning.raw])))
        return Reading(meaning)

    def _named(self, cell: str) -> Meaning | None:
        """What names one option: the map, then the place or score that it asks for, then the text or id."""
        bare = bare_text(cell)
        if meaning := self._words.get(bare):
            return meaning
        if bare in self._asked.nones:
            return Meaning("none")
        looks, id = _placed(narrow(cell), self._mapped.by, self._asked)
        if not looks:
            id = self._id(cell)
        if id is None:
            return None
        several = self._asked.several or self._asked.question is None
        return Meaning("value", id if several else self._asked.raw([id]))

    def _id(self, cell: str) -> str | None:
        """The option whose text or id the cell is, perhaps after a letter or number."""
        bare = bare_text(cell)
        id = self._asked.names.get(bare)
        if id is None and (mark := _MARK.match(bare)):
            id = self._asked.names.get(bare[mark.end() :])
        return id

    def _with_words(self, cell: str) -> Reading:
        """An option with words of the respondent's own after it. Raises Misfit."""
        own = self._asked.words
        if own and (found := _WORDS.fullmatch(cell.strip())) and self._id(found["option"]) == own:
            words = found["closed"] if found["open"] is None else found["open"]
            return Reading(Meaning("value", self._asked.raw([own])), words.strip())
        if self._mapped.rest:
            return Reading(Meaning("value", self._asked.raw([self._mapped.rest])), cell.strip())
        raise Misfit(cell)

    def _with_reason(self, cell: str) -> str:
        """The reason behind a word that means not applicable, such as `不适用：…`; empty if there is none."""
        found = _WORDS.fullmatch(cell.strip())
        if (
            found
            and (meaning := self._words.get(bare_text(found["option"])))
            and meaning.kind == "not-applicable"
        ):
            return (found["closed"] or found["open"] or "").strip()
        return ""

    def _typed(self, cell: str) -> Any:
        """A number or a text. Raises Misfit."""
        question = self._asked.question
        assert question is not None
        raw = question.typed(cell.strip())
        if raw is None or question.parse(raw) is None:
            raise Misfit(cell, question.refusal(cell.strip()))
        return raw

    # --- several options in one cell ---

    def _several(self, cell: str) -> Reading:
        """The options that one cell joins. Raises Misfit."""
        if self._mapped.by != "text" and (ids := self._placed_list(cell)):
            return Reading(Meaning("value", self._asked.raw(ids)))
        chosen: list[str] = []
        other = ""
        for part in filter(None, map(str.strip, re.split(rf"{BETWEEN}|\n", cell))):
            more, words = self._joined(part)
            chosen += more
            other = words or other
        for state in ("unknown", "not-applicable", "none"):
            if f":{state}" in chosen:
                if len(chosen) > 1:
                    raise Misfit(cell)
                return Reading(Meaning(state))
        return Reading(Meaning("value", self._asked.raw(list(dict.fromkeys(chosen)))), other)

    def _placed_list(self, cell: str) -> list[str]:
        """The options that numbers, letters or codes stand for; none if there is anything else."""
        found = [_placed(narrow(part), self._mapped.by, self._asked) for part in _LISTED.split(cell) if part]
        ids = [id for _looks, id in found if id is not None]
        return ids if len(ids) == len(found) else []

    def _joined(self, part: str) -> tuple[list[str], str]:
        """The options in `part`, which other signs may join, and words of one's own. Raises Misfit."""
        bare = bare_text(part)
        if (ids := self._parsed(bare)) is not None:
            return ids, ""
        for option, words in _said(part):
            ids = self._parsed(bare_text(option)) or []
            if ids and ids[-1] == self._asked.words:
                return ids, words
        if self._mapped.rest and bare:
            return self._with_rest(part)
        raise Misfit(_unknown_part(bare, self._names) or part)

    def _with_rest(self, part: str) -> tuple[list[str], str]:
        """The longest beginning of `part` that is known; what is left are the respondent's own words."""
        for found in reversed(list(re.finditer(r"[,;，；、]\s*", part))):
            ids = self._parsed(bare_text(part[: found.start()]))
            if ids is not None:
                return [*ids, self._mapped.rest], part[found.end() :].strip()
        return [self._mapped.rest], part.strip()

    def _parsed(self, bare: str) -> list[str] | None:
        """The options that `bare` joins: the longest known text at each place, with what joins them between.

        None if no reading uses all of it. A text may itself hold such signs, so it is never split first.
        """
        stuck: set[int] = set()

        def after(place: int) -> list[str] | None:
            if place == len(bare):
                return []
            if place in stuck:
                return None
            for name, end in _beginnings(bare, place, self._longest):
                joint = re.compile(rf"\s*(?:{_JOINED}\s*|\Z)").match(bare, end)
                if joint and (rest := after(joint.end())) is not None:
                    return [self._names[name], *rest]
            stuck.add(place)
            return None

        return after(0)


def _beginnings(bare: str, place: int, names: Sequence[str]) -> Iterator[tuple[str, int]]:
    """Each of `names` that `bare` holds at `place`, perhaps after a letter or number, and where it ends."""
    mark = _MARK.match(bare, place)
    for begin in (place, *([mark.end()] if mark else ())):
        for name in names:
            if bare.startswith(name, begin):
                yield name, begin + len(name)


def _said(part: str) -> Iterator[tuple[str, str]]:
    """Each way to see `part` as options and, after a sign, words about the last of them."""
    if found := re.fullmatch(r"(?s)(.+?)\s*〖([^〗]*)〗\s*", part):
        yield found[1], found[2].strip()
    for colon in re.finditer("[:：]", part):
        yield part[: colon.start()], part[colon.end() :].strip()


def _unknown_part(bare: str, names: Mapping[str, str]) -> str:
    """The first part of a list that fits nothing, as far as it can be told; empty if none is."""
    parts = [part.strip() for part in re.split(_JOINED, bare)]
    return next((part for part in parts if part and part not in names), "")


def _placed(text: str, by: By, asked: Asked) -> tuple[bool, str | None]:
    """Whether `text` has the form of a place or score, and the option that it names, if it names one."""
    text = text.strip().lower()
    if by == "score":
        if not re.fullmatch(r"[-+]?\d{1,9}(\.\d{1,9})?", text):
            return False, None
        return True, asked.scores.get(float(text))
    number = None
    if by == "number" and re.fullmatch(r"\d{1,3}(\.0)?", text):
        number = int(float(text))
    elif by == "letter" and re.fullmatch("[a-z]", text):
        number = ord(text) - ord("a") + 1
    elif by == "code" and (found := re.fullmatch(r"[a-z]{1,3}0*(\d{1,3})", text)):
        number = int(found[1])
    if number is None:
        return False, None
    return True, asked.ids[number - 1] if 1 <= number <= len(asked.ids) else None


def answer_raw(reading: Reading, details: Mapping[str, str]) -> Any:
    """What an answers file holds for `reading` and what columns of their own say of it; None if nothing."""
    meaning = reading.meaning
    raw: dict[str, Any] = {}
    if meaning.kind == "not-applicable":
        raw["not_applicable"] = meaning.reason or details.get("reason", "")
    elif meaning.kind != "open":
        raw["value"] = {"unknown": UNKNOWN, "none": []}.get(meaning.kind, meaning.raw)
    if other := reading.other or details.get("other", ""):
        raw["other"] = other
    raw |= {key: details[key] for key in ("note", "owner") if details.get(key)}
    if lines := [line.strip() for line in details.get("evidence", "").splitlines() if line.strip()]:
        raw["evidence"] = lines
    return raw.get("value") if list(raw) == ["value"] else raw or None
