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
class Asked:
    """A question, or with `profile` a profile question, over time; `id` is None once it is retired."""

    id: str | None
    kind: str
    profile: bool = False
    options: list[Option] = field(default_factory=list)

    @property
    def present(self) -> list[Option]:
        """The current options; merged options count once."""
        found: dict[str, Option] = {}
        for option in self.options:
            if option.id:
                found.setdefault(option.id, option)
        return list(found.values())


class OldQuestion(NamedTuple):
    """A question as it was when the answers were given."""

    asked: Asked
    id: str
    options: dict[str, Option]


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
        for asked in [asked for asked in self.asked if asked.id]:
            recorded = parts[asked.profile]
            alone = sum(other.id is not None for other in self.asked if other.profile == asked.profile) == 1
            fate = self.draw(st.sampled_from(["stay", "stay", "rename", "retire"]))
            if fate == "retire" and not alone:
                recorded["retired"].append(asked.id)
                asked.id = None
            elif fate == "rename":
                new = self.name("p") if asked.profile else f"s.{self.name('q')}"
                recorded["renamed"][asked.id] = new
                asked.id = new
            if asked.id and asked.options:
                recorded["renamed_options"][asked.id] = self.rename_options(asked)
        if self.draw(st.booleans()):
            parts[False]["added"].append(self.add().id)
        return {"version": version, **parts[False], "profile": parts[True]}

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
        elif fate == "remove" and len(others) > 1:
            gone = others[-1].id
            for option in asked.options:
                if option.id == gone:
                    option.id = None
        return names

    def state(self) -> list[OldQuestion]:
        return [
            OldQuestion(asked, asked.id, {str(option.id): option for option in asked.present})
            for asked in self.asked
            if asked.id
        ]

    def questionnaire(self, version: str, history: list[dict[str, Any]]) -> Questionnaire:
        def described(asked: Asked) -> dict[str, Any]:
            options: list[dict[str, Any]] = [{"id": o.id, "text": "Text."} for o in asked.present]
            if asked.profile:
                return {"id": asked.id, "title": "P", "text": "Text?", "several": True, "options": options}
            for option, source in zip(options, asked.present, strict=True):
                option["score"] = source.score
            more: dict[str, Any] = {"options": options} if options else {}
            more |= {"worst": 0, "best": 9} if asked.kind == "number" else {}
            return {"id": asked.id, "type": asked.kind, "text": "Text?", "not_applicable": "If.", **more}

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


@st.composite
def old_answers(draw: st.DrawFn, old: OldQuestion) -> OldAnswer:
    """Some answer to an old question."""
    options, asked = old.options, old.asked
    if asked.kind in ("number", "text"):
        values: list[Any] = [0, 7, 2.5, -3] if asked.kind == "number" else ["to be seen", "o1", "true", "7"]
        value = draw(st.sampled_from(values))
        return OldAnswer(old, value, value, gone=False)
    if asked.kind == "several":
        chosen = draw(st.lists(st.sampled_from(sorted(options)), unique=True, min_size=int(asked.profile)))
        after = {options[id].id for id in chosen}
        gone = None in after
        kept = [option.id for option in asked.present if option.id in after]
        return OldAnswer(old, chosen, None if gone else kept, gone)
    id = draw(st.sampled_from(sorted(options)))
    if draw(st.booleans()):
        return OldAnswer(old, id, options[id].id, gone=options[id].id is None)
    score = options[id].score
    found = next((option.id for option in asked.present if option.score == score), None)
    return OldAnswer(old, score, found, gone=found is None)


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
