"""Orders what to do: red flags, what blocks the next band, the worst risk, then effect for effort."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from readiness.analysis.effort import effort_of
from readiness.analysis.gaps import Gap, exposure_steps
from readiness.questionnaire.advice import split_name
from readiness.questionnaire.bands import RedFlag
from readiness.questionnaire.combining.sided import HIGH_RESIDUAL
from readiness.questionnaire.conditions import single_tests
from readiness.questionnaire.questionnaire import Questionnaire
from readiness.questionnaire.questions.parts import Action
from readiness.scoring.engine import rescored
from readiness.scoring.ranges import TOLERANCE
from readiness.scoring.scores import Scores, SectionScore, with_parts

HORIZONS = (30, 90, 180, 365)
LONGEST, AT_ONCE = 12, 6
"""The most tasks of a roadmap and of one deadline, beside red flags and windows."""
FIRST = 3
"""The tasks to do first."""


class Task(NamedTuple):
    """One action and its origin: a gap, or a red flag."""

    action: Action
    origin: Gap | RedFlag
    horizon: int
    """Days until it can be done at best: its own, or those of a task that must come before it."""
    first: tuple[str, ...] = ()
    """The questions whose next step must come before it."""

    @property
    def id(self) -> str:
        """The id of its question or red flag."""
        return self.origin.question.id if isinstance(self.origin, Gap) else self.origin.id

    @property
    def questions(self) -> tuple[str, ...]:
        """The ids of the questions whose answers it improves."""
        return (self.origin.question.id,) if isinstance(self.origin, Gap) else self.origin.answers


class Priorities(NamedTuple):
    """What to do, in order."""

    tasks: tuple[Task, ...]
    steps: tuple[Gap, ...]
    """What to do first in each window of opportunity, for those in which something can be done now."""


class Phase(NamedTuple):
    """What to finish within `days`."""

    days: int
    tasks: tuple[Task, ...]


def priorities(scores: Scores, gaps: list[Gap], in_windows: Sequence[Gap] = ()) -> Priorities:
    """Every action worth taking, the most important first.

    Red flags that apply come first; one that cannot be ruled out asks for an answer, not for an action. Then
    come sections that block the next band, one gap of each in turn, and the best control of the worst risk
    if its residual is high. The other gaps follow by what the next level adds per effort, and after them
    actions that lower an exposure where the residual risk is high. No action comes before one that it depends
    on, none is listed twice, and of opposed actions only the first is kept.

    `in_windows` are the gaps of opportunities, for the first step in each.
    """
    high = [item for item in _risks(scores) if item.sides and _is_high(item.sides.left.high)]
    exposures = exposure_steps(scores, [item.node.id for item in high])
    order = _Order(scores.questionnaire, [*gaps, *exposures])
    for fired in scores.flags:
        if fired.certain:
            order.add_flag(fired.flag)
    ranked = sorted(gaps, key=lambda gap: -order.worth(gap))
    for gap in (*_in_turn(_blocking_groups(scores, ranked)), *_worst_risk(high, ranked)):
        order.add(gap)
    order.add_spread([*ranked, *exposures])
    return Priorities(tuple(order.tasks), tuple(order.first_steps(in_windows)))


def _blocking_groups(scores: Scores, ranked: list[Gap]) -> list[list[Gap]]:
    """The gaps in each section that blocks the next band, in the order of its requirements."""
    sections = scores.questionnaire.all_sections
    blockers = scores.verdict.blocked_by if scores.verdict.band else ()  # answers are missing, not actions
    ids = [item.subject for item in blockers if item.kind in ("floor", "control", "section")]
    if any(item.kind == "condition" for item in blockers):
        ids += _low_sections(scores)
    groups = []
    for id in dict.fromkeys(ids):
        inside = {question.id for question in sections[id].all_questions()}
        groups.append([gap for gap in ranked if gap.question.id in inside])
    return groups


def _low_sections(scores: Scores) -> list[str]:
    """The sections whose score is too low for the condition of the next band."""
    following = scores.verdict.next
    tests = single_tests(following.when) if following and following.when else ()
    return [
        test.section
        for test in tests
        if test.section and test.at_least is not None and not scores.scope.holds(test)
    ]


def _in_turn(groups: list[list[Gap]]) -> Iterator[Gap]:
    """The first gap of each group, then the second of each, and so on."""
    for place in range(max(map(len, groups), default=0)):
        yield from (group[place] for group in groups if place < len(group))


def _worst_risk(high: list[SectionScore], ranked: list[Gap]) -> Iterable[Gap]:
    """The best control action of the one with the highest residual among the risks in which it is `high`."""
    if not high:
        return ()
    worst = max(high, key=lambda item: item.sides.left.high if item.sides else 0.0)
    inside = {question.id for question in worst.node.improvable()}
    return [gap for gap in ranked if gap.question.id in inside and gap.action][:1]


def _is_high(residual: float) -> bool:
    return residual >= HIGH_RESIDUAL - TOLERANCE


def _risks(scores: Scores) -> list[SectionScore]:
    return [item for item in with_parts(scores.sections) if item.sides and item.node.way.sets_bar]


class _Order:
    """Collects tasks, and sees to it that they fit together."""

    def __init__(self, questionnaire: Questionnaire, gaps: list[Gap]) -> None:
        self.tasks: list[Task] = []
        self._questionnaire = questionnaire
        self._gaps = {gap.question.id: gap for gap in gaps}
        self._rules: dict[str, list[tuple[int, str, str]]] = {}
        """By the name of an action, what must come first: the place of the rule, a question, an option."""
        for place, rule in enumerate(questionnaire.prerequisites):
            self._rules.setdefault(rule.action, []).append((place, *split_name(rule.first)))
        self._settled: dict[str, int] = {}
        """The questions whose next step is listed, with the days until it is done."""
        self._names: set[str] = set()
        """The names of the actions that are listed."""
        self._under_way: set[str] = set()
        """The questions whose prerequisites are being looked at; a circle ends here."""

    def worth(self, gap: Gap) -> float:
        """What the next level adds, per person-day or per unit of effort.

        It is taken to add at least its part of what the top level adds: where a mean counts every section as
        at least some score, a single step in a section below that would otherwise seem useless.
        """
        if gap.action is None:
            return 0.0
        now, following = gap.question.share(gap.answer), gap.question.share(gap.next)
        goal = 0.0 if self._questionnaire.locations[gap.question.id].exposure else 1.0
        part = (following - now) / (goal - now) if goal != now else 1.0
        return max(gap.lift_next, part * gap.lift_best) / effort_of(gap.action, self._questionnaire)

    def add_flag(self, flag: RedFlag) -> None:
        """List the action of a red flag; it stands for the next step of the questions it names."""
        self.tasks.append(Task(flag.action, flag, flag.action.horizon))
        for id in flag.answers:
            self._settled[id] = flag.action.horizon
            if id in self._gaps:
                self._names.update(_names(self._gaps[id]))

    def add(self, gap: Gap) -> bool:
        """List the action of `gap` after those that it depends on; False if it cannot be listed."""
        id = gap.question.id
        if id in self._settled:
            return True
        if gap.action is None or id in self._under_way:
            return False
        if self._is_opposed(gap):
            return False
        found = list(self._first(gap))
        before = [each for each in found if each is not None]
        if len(before) < len(found):
            return False
        self._under_way.add(id)
        ready = all(map(self.add, before))
        self._under_way.remove(id)
        if not ready:
            return False
        first = tuple(each.question.id for each in before)
        horizon = max(gap.action.horizon, *(self._settled[each] for each in first), 0)
        self._settled[id] = horizon
        self._names.update(_names(gap))
        self.tasks.append(Task(gap.action, gap, horizon, first))
        return True

    def add_spread(self, ranked: list[Gap]) -> None:
        """List the rest of the gaps; they add no second task of a section to the first ones."""
        waiting = list(ranked)
        while len(self.tasks) < FIRST and (gap := next(filter(self._is_elsewhere, waiting), None)):
            waiting.remove(gap)
            self.add(gap)
        for gap in waiting:
            self.add(gap)

    def first_steps(self, gaps: Sequence[Gap]) -> Iterator[Gap]:
        """The first of `gaps` in each section that needs nothing before it and opposes no other action."""
        found: set[str] = set()
        for gap in gaps:
            if gap.section.id not in found and not self._is_opposed(gap) and not [*self._first(gap)]:
                found.add(gap.section.id)
                self._names.update(_names(gap))
                yield gap

    def _is_elsewhere(self, gap: Gap) -> bool:
        """Whether `gap`, with what must come before it, adds no second task of a section."""
        taken = [task.origin.section.id for task in self.tasks if isinstance(task.origin, Gap)]
        added = [each.section.id for each in self._chain(gap, set())]
        return len({*taken, *added}) == len(set(taken)) + len(added)

    def _chain(self, gap: Gap, seen: set[str]) -> Iterator[Gap]:
        """`gap` and the gaps before it that are not listed yet."""
        if gap.question.id in seen or gap.question.id in self._settled:
            return
        seen.add(gap.question.id)
        for first in self._first(gap):
            if first is not None:
                yield from self._chain(first, seen)
        yield gap

    def _first(self, gap: Gap) -> Iterator[Gap | None]:
        """The gaps whose action must come before that of `gap`; None for one that is still further off."""
        rules = (rule for name in _names(gap) for rule in self._rules.get(name, ()))
        for _place, question, option in sorted(rules):
            before = self._gaps.get(question)
            if before is None:
                continue
            named = before.question.option(option)
            now = before.question.level(before.answer)
            if named is None or now is None or now == named.score:
                yield before
            elif now < named.score:
                yield None

    def _is_opposed(self, gap: Gap) -> bool:
        names = _names(gap)
        return any(
            names & set(rule.actions) and self._names & (set(rule.actions) - names)
            for rule in self._questionnaire.opposed
        )


def _names(gap: Gap) -> set[str]:
    """The names by which a rule may call the action of `gap`."""
    worth_less = gap.question.share(gap.next) < gap.question.share(gap.answer)
    ids = gap.question.acted_on(gap.answer, exposure=worth_less)
    return {gap.question.id, *(f"{gap.question.id}/{id}" for id in ids)}


def steps_as_tasks(steps: Iterable[Gap]) -> Iterator[Task]:
    """First steps in windows as tasks."""
    for gap in steps:
        if gap.action is not None:
            yield Task(gap.action, gap, gap.action.horizon)


def build_roadmap(tasks: Sequence[Task], always: Sequence[Task] = ()) -> list[Phase]:
    """The first `LONGEST` of `tasks`, all red flags, and those to show `always`, by the day they are due.

    Each is due by the first of `HORIZONS` that leaves time for it and for what it depends on. Of the tasks,
    no more than `AT_ONCE` are due together: the others move to the next. A phase keeps their order.
    """
    shown = [task for place, task in enumerate(tasks) if place < LONGEST or isinstance(task.origin, RedFlag)]
    due: dict[str, int] = {}
    for task in shown:
        earliest = max(task.horizon, *(due[id] for id in task.first if id in due), 0)
        counts = Counter(due.values())
        later = [days for days in HORIZONS if days >= earliest]
        free = (days for days in later if counts[days] < AT_ONCE or isinstance(task.origin, RedFlag))
        due[task.id] = next(free, HORIZONS[-1])
    due |= {task.id: task.horizon for task in always}
    listed = (*shown, *always)
    phases = (Phase(days, tuple(task for task in listed if due[task.id] == days)) for days in HORIZONS)
    return [phase for phase in phases if phase.tasks]


def in_order(tasks: Iterable[Task], roadmap: Iterable[Phase]) -> list[Task]:
    """`tasks`, those of the roadmap before the others, each in their order."""
    shown = {task.id for phase in roadmap for task in phase.tasks}
    return sorted(tasks, key=lambda task: task.id not in shown)


def after(scores: Scores, gaps: Iterable[Gap]) -> Scores:
    """What the scores would be if each of `gaps` were closed by one level; questions may come and go."""
    answers = scores.answers
    for gap in gaps:
        answers = answers.with_answer(gap.question.id, answers[gap.question.id]._replace(value=gap.next))
    return rescored(scores, answers)
