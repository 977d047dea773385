"""Questionnaires with a generated history, in which every question and option is followed by hand."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, NamedTuple

from hypothesis import strategies as st

from readiness.loading.meaning import CHECKS
from readiness.questionnaire.questionnaire import Questionnaire

ALWAYS: dict[str, Any] = {"id": "s.always", "type": "yes-no", "text": "Was this always asked?"}
"""A question that no version changes, so that every version has something to score."""


@dataclass(eq=False)
class Option:
    """An option over time; `id` is the current id, or None once it is removed."""

    id: str | None
    score: int


@dataclass(eq=False)
class Number:
    """A number given as an answer; once the levels change, it stands for the option that it meant then."""

    score: int
    bound: bool = False
    option: Option | None = None


@dataclass(eq=False)
class Asked:
    """A question, or with `profile` a profile question, over time; `id` is None once it is retired."""

    id: str | None
    kind: str
    profile: bool = False
    options: list[Option] = field(default_factory=list)
    numbers: list[Number] = field(default_factory=list)
    optional: bool = True
    """Whether it may be marked not applicable."""
    rescaled: bool = False
    """Whether the history names its options, which then cannot vanish without a word."""
    instead: list[Asked] = field(default_factory=list)
    """What is asked instead, if it was split or merged."""

    @property
    def present(self) -> list[Option]:
        """The current options; merged options count once."""
        found: dict[str, Option] = {}
        for option in self.options:
            if option.id:
                found.setdefault(option.id, option)
        return list(found.values())

    @property
    def instead_today(self) -> list[str]:
        """Today's ids of what is asked instead."""
        found = [[new.id] if new.id else new.instead_today for new in self.instead]
        return list(dict.fromkeys(id for ids in found for id in ids))

    def meaning(self, number: Number) -> str | None:
        """Today's id of the option that `number` stands for."""
        option = number.option if number.bound else self.with_score(number.score)
        return option.id if option else None

    def with_score(self, score: int) -> Option | None:
        """The current option with this score."""
        return next((option for option in self.present if option.score == score), None)


class OldQuestion(NamedTuple):
    """A question as it was when the answers were given."""

    asked: Asked
    id: str
    options: dict[str, Option]
    numbers: list[Number]
    optional: bool


class Past(NamedTuple):
    """A current questionnaire, and what it asked at one version of its history."""

    questionnaire: Questionnaire
    version: str
    old: list[OldQuestion]


class _Growing:
    """The questions while the history grows."""

    def __init__(self, draw: st.DrawFn) -> None:
        self.draw = draw
        self.count = 0
        self.asked: list[Asked] = []
        for _number in range(draw(st.integers(2, 4))):
            self.add()
        self.add(profile=True)

    def name(self, kind: str) -> str:
        self.count += 1
        return f"{kind}{self.count}"

    def add(self, *, profile: bool = False) -> Asked:
        kind = "several" if profile else self.draw(st.sampled_from(["choice", "several", "number", "text"]))
        options = [Option(self.name("o"), n) for n in range(4)] if kind in ("choice", "several") else []
        asked = Asked(self.name("p") if profile else f"s.{self.name('q')}", kind, profile, options)
        self.asked.append(asked)
        return asked

    def change(self, version: str) -> dict[str, Any]:
        """One version with some changes of every kind, as an entry of `history`."""
        parts: dict[bool, dict[str, Any]] = {
            part: {"renamed": {}, "renamed_options": {}, "retired": [], "added": []} for part in (False, True)
        }
        parts[False] |= {"rescaled": {}, "split": {}, "merged": {}}
        before = [asked for asked in self.asked if asked.id]
        self.merge([asked for asked in before if not asked.profile], parts[False]["merged"])
        for asked in [asked for asked in before if asked.id]:
            recorded = parts[asked.profile]
            alone = sum(other.id is not None for other in self.asked if other.profile == asked.profile) == 1
            fate = self.draw(st.sampled_from(["stay", "stay", "rename", "retire", "split"]))
            if fate == "split" and not asked.profile:
                asked.instead = [self.add() for _part in range(self.draw(st.integers(1, 2)))]
                recorded["split"][asked.id] = [new.id for new in asked.instead]
                asked.id = None
            elif fate == "retire" and not alone:
                recorded["retired"].append(asked.id)
                asked.id = None
            elif fate == "rename":
                new = self.name("p") if asked.profile else f"s.{self.name('q')}"
                recorded["renamed"][asked.id] = new
                asked.id = new
            if asked.id and not asked.profile:
                asked.optional = self.draw(st.booleans())
            if asked.id and asked.options:
                self.change_options(asked, recorded)
        if self.draw(st.booleans()):
            parts[False]["added"].append(self.add().id)
        return {"version": version, **parts[False], "profile": parts[True]}

    def merge(self, asked: list[Asked], recorded: dict[str, list[str]]) -> None:
        """Perhaps make one question of several."""
        joined = [each for each in asked if self.draw(st.integers(0, 3)) == 0]
        if len(joined) > 1:
            new = self.add()
            recorded[str(new.id)] = [str(each.id) for each in joined]
            for each in joined:
                each.id, each.instead = None, [new]

    def change_options(self, asked: Asked, recorded: dict[str, Any]) -> None:
        if not asked.profile and self.draw(st.booleans()):
            recorded["rescaled"][asked.id] = self.rescale(asked)
        else:
            recorded["renamed_options"][asked.id] = self.rename_options(asked)

    def rescale(self, asked: Asked) -> list[dict[str, Any]]:
        """Change the levels: some stay, some become one of two new ones, some must be given again."""
        for number in asked.numbers:
            if not number.bound:
                number.bound, number.option = True, asked.with_score(number.score)
        new = [Option(self.name("o"), 0) for _count in range(2)]
        fates = st.sampled_from(["stay", new[0].id, new[1].id, None])
        now = {option.id: self.draw(fates) for option in asked.present}
        now = {old: old if fate == "stay" else fate for old, fate in now.items()}
        levels = [{"was": o.id, "score": o.score, "now": now[o.id]} for o in asked.present]
        for option in asked.options:
            option.id = now.get(option.id)
        asked.options += new
        asked.rescaled = True
        for score, option in enumerate(asked.present):
            option.score = score
        return levels

    def rename_options(self, asked: Asked) -> dict[str, str]:
        names: dict[str, str] = {}
        first, *others = asked.present
        fate = self.draw(st.sampled_from(["stay", "rename", "remove", "merge"]))
        if fate == "rename" or (fate == "merge" and len(others) > 1):
            new = self.name("o")
            merged = [first.id, others[0].id] if fate == "merge" else [first.id]
            for option in asked.options:
                if option.id in merged:
                    names[str(option.id)] = new
                    option.id = new
        elif fate == "remove" and len(others) > 1 and not asked.rescaled:
            gone = others[-1].id
            for option in asked.options:
                if option.id == gone:
                    option.id = None
        return names

    def state(self) -> list[OldQuestion]:
        return [self.old(asked, asked.id) for asked in self.asked if asked.id]

    def old(self, asked: Asked, id: str) -> OldQuestion:
        scores = [*(option.score for option in asked.present), 7] if asked.kind == "choice" else []
        numbers = [Number(score) for score in scores]
        asked.numbers += numbers
        return OldQuestion(
            asked, id, {str(option.id): option for option in asked.present}, numbers, asked.optional
        )

    def questionnaire(self, version: str, history: list[dict[str, Any]]) -> Questionnaire:
        def described(asked: Asked) -> dict[str, Any]:
            options: list[dict[str, Any]] = [{"id": o.id, "text": "Text."} for o in asked.present]
            if asked.profile:
                return {"id": asked.id, "title": "P", "text": "Text?", "several": True, "options": options}
            for option, source in zip(options, asked.present, strict=True):
                option["score"] = source.score
            more: dict[str, Any] = {"options": options} if options else {}
            more |= {"worst": 0, "best": 9} if asked.kind == "number" else {}
            more |= {"not_applicable": "If."} if asked.optional else {}
            return {"id": asked.id, "type": asked.kind, "text": "Text?", **more}

        kept = [asked for asked in self.asked if asked.id]
        questions = [ALWAYS, *(described(asked) for asked in kept if not asked.profile)]
        built = Questionnaire.model_validate(
            {
                "id": "past",
                "version": version,
                "title": "Past",
                "bands": [{"id": "start", "title": "Start"}],
                "profile": [described(asked) for asked in kept if asked.profile],
                "sections": [{"id": "s", "title": "S", "questions": questions}],
                "history": history,
            }
        )
        assert [fault for run in CHECKS for fault in run(built)] == []
        return built


@st.composite
def pasts(draw: st.DrawFn) -> Past:
    """A questionnaire with one to three changes, and what it asked at some version before the last."""
    growing = _Growing(draw)
    version = [1, 0, 0]
    moments = [("1.0.0", growing.state())]
    history = []
    for _step in range(draw(st.integers(1, 3))):
        place = draw(st.integers(0, 2))
        version = [*version[:place], version[place] + 1, *[0] * (2 - place)]
        text = ".".join(map(str, version))
        history.append(growing.change(text))
        moments.append((text, growing.state()))
    made, old = draw(st.sampled_from(moments[:-1]))
    return Past(growing.questionnaire(moments[-1][0], history), made, old)


class OldAnswer(NamedTuple):
    """An answer as it was written then, and what it must become."""

    old: OldQuestion
    raw: Any
    now: Any
    """The value as it would be written now; None if nothing is left of it."""
    gone: bool
    """Whether the answer is no longer possible."""
    renamed: int = 0
    """How many of its options have another id now, or were given as a number whose meaning changed."""

    @property
    def words(self) -> list[str]:
        """What was written, word by word."""
        raw = list(self.raw.values()) if isinstance(self.raw, dict) else self.raw
        return [str(word) for word in (raw if isinstance(raw, list) else [raw])]


@st.composite
def old_answers(draw: st.DrawFn, old: OldQuestion) -> OldAnswer:
    """Some answer to an old question."""
    options, asked = old.options, old.asked
    if not asked.profile and draw(st.integers(0, 3)) == 0:
        raw: Any = {"not_applicable": "no need"} if old.optional and draw(st.booleans()) else "unknown"
        gone = raw != "unknown" and not asked.optional
        return OldAnswer(old, raw, None if gone else raw, gone)
    if asked.kind in ("number", "text"):
        values: list[Any] = [0, 7, 2.5, -3] if asked.kind == "number" else ["to be seen", "o1", "true", "7"]
        value = draw(st.sampled_from(values))
        return OldAnswer(old, value, value, gone=False)
    if asked.kind == "several":
        chosen = draw(st.lists(st.sampled_from(sorted(options)), unique=True, min_size=int(asked.profile)))
        after = {options[id].id for id in chosen}
        gone = None in after
        kept = [option.id for option in asked.present if option.id in after]
        renamed = sum(options[id].id != id for id in chosen)
        return OldAnswer(old, chosen, None if gone else kept, gone, renamed)
    if draw(st.booleans()):
        id = draw(st.sampled_from(sorted(options)))
        now = options[id].id
        return OldAnswer(old, id, now, now is None, int(now != id))
    number = draw(st.sampled_from(old.numbers))
    now = asked.meaning(number)
    return OldAnswer(old, number.score, now, now is None, int(number.bound))


class File(NamedTuple):
    """Answers to an older version, by part: some of the questions that it asked."""

    past: Past
    answers: list[OldAnswer]

    @property
    def raw(self) -> dict[str, Any]:
        """The content of the answers file."""
        parts: dict[bool, dict[str, Any]] = {True: {}, False: {}}
        for item in self.answers:
            parts[item.old.asked.profile][item.old.id] = item.raw
        head = {"questionnaire": "past", "version": self.past.version}
        return {**head, "profile": parts[True], "answers": parts[False]}


@st.composite
def answers_files(draw: st.DrawFn) -> File:
    """Answers to some older version of some questionnaire."""
    past = draw(pasts())
    return File(past, [draw(old_answers(old)) for old in past.old if draw(st.booleans())])
