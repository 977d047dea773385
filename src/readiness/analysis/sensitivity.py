"""Finds the answers on which the verdict hangs: those that change it if they are a level higher or lower."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Sequence
from itertools import combinations_with_replacement, product
from typing import Any, Literal, NamedTuple, TypeAlias

from readiness.analysis.variations import NO_EFFECTS, Variations
from readiness.questionnaire.questions.base import Question, Value
from readiness.questionnaire.sections import Section

DrawnSource: TypeAlias = Literal["weights", "answers", "way", "all"]
"""What varies from draw to draw in `draws`; everything else is as it is."""
NOTHING: dict[str, Value] = {}
"""No changes."""
DIGITS = 12
"""The decimals to which changes of a sum are compared: finer than the tolerance of the engine."""


class Shift(NamedTuple):
    """An answer, and the one a level away from it."""

    section: Section
    question: Question
    answer: Value
    shifted: Value
    higher: bool
    """Whether `shifted` is worth more than `answer`; of an exposure, whether there is more of it."""

    @property
    def changes(self) -> dict[str, Value]:
        """The same as changes of answers."""
        return {self.question.id: self.shifted}

    def __repr__(self) -> str:
        return f"<Shift of {self.question.id}, {'higher' if self.higher else 'lower'}>"


class Hinge(NamedTuple):
    """Answers that give another verdict if each of them is a level away."""

    shifts: tuple[Shift, ...]
    place: int | None
    """The place of the band that they give, from 0; None if the verdict would be withheld."""


def shifts_of(variations: Variations) -> Iterator[Shift]:
    """Every answer on which the verdict may depend, a level lower and a level higher where there is one."""
    scores = variations.scores
    for id, question in scores.questionnaire.questions.items():
        value = scores.answers[id].value
        if id not in scores.scope or value is None or not variations.depend_on(id):
            continue
        section = scores.questionnaire.locations[id].section
        for higher in (False, True):
            shifted = question.neighbour(value, higher=higher)
            if shifted is not None:
                yield Shift(section, question, value, shifted, higher)


def hinges(variations: Variations) -> tuple[Hinge, ...]:
    """Every answer that changes the verdict by itself if it is a level away.

    Those that lower it come first, then they are in the order of the questions.
    """
    now = variations.score(NOTHING).place
    classes = [
        shifts for alike, shifts in _classes(variations).items() if not _is_idle(variations, alike, now)
    ]
    outcomes = ((shifts, variations.score(shifts[0].changes).place) for shifts in classes)
    found = [Hinge((shift,), place) for shifts, place in outcomes if place != now for shift in shifts]
    return _in_order(variations, found)


def hinge_pairs(variations: Variations) -> tuple[Hinge, ...]:
    """Every two answers that change the verdict if both are a level away, but neither if it is so alone.

    Those that lower it come first, and among these those within one section.
    """
    now = variations.score(NOTHING).place
    classes = _classes(variations).values()
    still = [shifts for shifts in classes if variations.score(shifts[0].changes).place == now]
    outcomes = (
        outcome
        for one, other in combinations_with_replacement(still, 2)
        for outcome in _pairs(variations, one, other)
    )
    return _in_order(variations, (hinge for hinge in outcomes if hinge.place != now))


def _pairs(variations: Variations, one: Sequence[Shift], other: Sequence[Shift]) -> Iterator[Hinge]:
    """Each pair of a shift of the class `one` and a shift of the class `other`.

    All those give the same verdict that do not meet.
    """
    apart: Hinge | None = None
    for pair in product(one, other):
        id, other_id = (shift.question.id for shift in pair)
        if id == other_id or (one is other and id > other_id):
            continue
        meet = variations.meet(id, other_id)
        if apart is not None and not meet:
            yield apart._replace(shifts=pair)
            continue
        hinge = Hinge(pair, variations.score({**pair[0].changes, **pair[1].changes}).place)
        apart = apart if meet else hinge
        yield hinge


class _Alike(NamedTuple):
    """What is the same for shifts that have the same effect: alone, and beside any that they do not meet."""

    likeness: Likeness
    effects: Hashable
    higher: bool
    exposure: bool


def _classes(variations: Variations) -> dict[_Alike, list[Shift]]:
    """All shifts by what is alike."""
    locations = variations.scores.questionnaire.locations
    classes: dict[_Alike, list[Shift]] = {}
    for shift in shifts_of(variations):
        like, effects = likeness(variations, shift), variations.effects(shift.changes)
        key = _Alike(like, effects, shift.higher, locations[shift.question.id].exposure)
        classes.setdefault(key, []).append(shift)
    return classes


def _is_idle(variations: Variations, alike: _Alike, now: int | None) -> bool:
    """Whether such shifts are sure to leave the verdict as it is, which saves scoring them.

    They must change nothing but a score, and not by exposure. As a score rises, no rung is lost, and none is
    won that something else forbids; as it falls, the lowest rung stays.
    """
    if alike.effects != NO_EFFECTS or alike.exposure or now is None:
        return False
    return variations.ceiling(alike.likeness.section) <= now if alike.higher else now == 0


class Likeness(NamedTuple):
    """What is the same for shifts that do the same to the score of their section."""

    section: str
    questions: int | str
    """The list of questions in it."""
    change: float | tuple[Hashable, ...]
    """What its sum changes by, where only the sum matters; otherwise what else tells shifts apart."""


def likeness(variations: Variations, shift: Shift) -> Likeness:
    """What `shift` does to the score of its section."""
    question, location = shift.question, variations.scores.questionnaire.locations[shift.question.id]
    way = location.section.way
    before, after = question.share(shift.answer), question.share(shift.shifted)
    change: float | tuple[Hashable, ...] = ((question.weight, question.ends, before, after),)
    if way.in_order:
        change = ((question.id, after),)
    elif way.sides or way.adds:
        load = question.weight if way.sides else way.load(question.weight, question.ends)
        change = round(load * (after - before), DIGITS)
    return Likeness(location.section.id, location.path[-2], change)


def likeness_together(likenesses: Iterable[Likeness]) -> Hashable:
    """What is the same for several shifts that together do the same to the score of a section."""
    found: dict[tuple[str, int | str], Any] = {}
    for section, questions, change in likenesses:
        where = section, questions
        found[where] = found[where] + change if where in found else change
    return tuple(
        (where, round(each, DIGITS) if isinstance(each, float) else each)
        for where, each in sorted(found.items())
    )


def _in_order(variations: Variations, found: Iterable[Hinge]) -> tuple[Hinge, ...]:
    """`found`: those that lower the verdict, those within one section, then in the order of the questions."""
    now = _rank(variations.score(NOTHING).place)
    order = {id: place for place, id in enumerate(variations.scores.questionnaire.questions)}

    def place(shift: Shift) -> tuple[int, bool]:
        return order[shift.question.id], shift.higher

    def key(hinge: Hinge) -> tuple[bool, int, list[tuple[int, bool]]]:
        sections = {shift.section.id for shift in hinge.shifts}
        return _rank(hinge.place) > now, len(sections), [*map(place, hinge.shifts)]

    ordered = (hinge._replace(shifts=tuple(sorted(hinge.shifts, key=place))) for hinge in found)
    return tuple(sorted(ordered, key=key))


def _rank(place: int | None) -> int:
    """No verdict is below every band."""
    return -1 if place is None else place
