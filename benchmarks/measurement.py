"""Measures the verdict of `going-global` on simulated firms: `python benchmarks/measurement.py`.

Prints the tables of `docs/measurement.md`, which explains them; `--page` writes them there. The same seed
gives the same figures, however many processes share the work.
"""

from __future__ import annotations

import argparse
import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from itertools import product
from pathlib import Path
from typing import NamedTuple

from experiments import Laboratory, advice, laboratory, leads, stability
from populations import MODELS, OTHER_MODELS, POPULATIONS, STAGES, answers_at, draw

from readiness.answers.answers import Answers
from readiness.interview.minutes import minutes
from readiness.questionnaire.bands import Contradiction, RedFlag
from readiness.questionnaire.questions.base import Question
from readiness.scoring.scope import determine

PAGE = Path(__file__).resolve().parent.parent / "docs" / "measurement.md"
BEGIN, END = "<!-- The figures, written by benchmarks/measurement.py -->", "<!-- The end of the figures -->"
PLAUSIBLE, LED = 200, 1000
"""How many exporters have their advice checked, and how many the case that leads their report."""
AT_ONCE = 100
"""How many firms a process measures before it reports."""
OWN_PEOPLE_ABROAD = ("own-sales", "operations", "multi-region")


class Figure(NamedTuple):
    """One figure of the first table: how many of the firms something happens to."""

    event: str
    title: str
    at_least: float | None = None
    at_most: float | None = None
    before: str = ""
    """The figure of version 1.0.0, as audited."""
    of: str = "firms"
    """The event that the figure is a share of."""

    def target(self) -> str:
        """The target in words."""
        if self.at_least is not None:
            return f"at least {self.at_least:.0%}"
        return "" if self.at_most is None else f"at most {self.at_most:.0%}" if self.at_most else "none"

    def met(self, rates: Iterable[float]) -> str:
        """Whether all `rates` meet the target; empty without a target."""
        if self.at_least is not None:
            return "yes" if min(rates) >= self.at_least else "no"
        return "" if self.at_most is None else "yes" if max(rates) <= self.at_most else "no"


STABILITY = (
    Figure(
        "exposure-band", "All exposures one level understated: the band changes", at_most=0.03, before="12%"
    ),
    Figure("exposure-score", "All exposures one level understated: a score changes", at_most=0),
    Figure(
        "same-score",
        "The same, among firms that are still asked the same questions",
        at_most=0,
        of="same-questions",
    ),
    Figure("control-band", "All controls one level overstated: the band changes"),
    Figure("quick-same", "Quick and full: the same band", at_least=0.82, before="76%"),
    Figure("quick-next", "Quick and full: at most one band apart", at_least=0.99),
    Figure("quick-named", "Quick: the full verdict is in the bands that it names", at_least=0.95),
    Figure("quick-several", "Quick: more than one band is named"),
    Figure("quick-many", "Quick: more than two bands are named"),
    Figure("noise-full", "30% of the answers one level off: the full verdict changes", at_most=0.13),
    Figure("noise-quick", "30% of the answers one level off: the quick verdict changes", at_most=0.18),
    Figure("cuts-higher", "All cuts 5 points higher: the band changes"),
    Figure("cuts-lower", "All cuts 5 points lower: the band changes"),
    Figure("weights", "Random weights: the band changes"),
    Figure("weights-far", "Random weights: the band changes by two or more"),
)

ADVICE = (
    Figure("worst", "The worst risk has a residual of 40% or more"),
    Figure("worst-first", "… and its best control action is among the first three tasks", of="worst"),
    Figure("worst-flag", "… or the action of a red flag takes that step", of="worst"),
    Figure("worst-filled", "… or red flags and blockers fill the first three", of="worst"),
    Figure("worst-missing", "… or it is missing without such a reason", at_most=0, of="worst"),
    Figure("exposure-lift", "Points are promised for a lower exposure", at_most=0, before="169 of 200"),
    Figure("opposed", "Actions that are declared opposed are recommended together", at_most=0),
    Figure("too-early", "A task stands before one that it depends on", at_most=0),
    Figure("twice", "A step is listed twice, by a red flag and by its question", at_most=0),
)

LEADS = (
    Figure("no-lead", "No case leads the report"),
    Figure(
        "lead-nothing",
        "The leading case shares neither sector, model nor market",
        at_most=0,
        before="591 of 1,380",
    ),
    Figure("lead-other", "“Something else” is taken for a likeness", at_most=0),
)


class Archetype(NamedTuple):
    """Firms whose answers of a kind are all at one level, and the bands that they must reach."""

    capability: int
    control: int
    exposures: tuple[int, ...]
    lowest: str
    highest: str
    stages: tuple[str, ...] = OWN_PEOPLE_ABROAD

    def title(self) -> str:
        """The levels, as in `C3 M3, any E`."""
        exposure = f"E{self.exposures[0]}" if len(self.exposures) == 1 else "any E"
        where = "" if self.stages == OWN_PEOPLE_ABROAD else ", nobody abroad"
        return f"C{self.capability} M{self.control}, {exposure}{where}"


ANY = (0, 1, 2, 3, 4)
ARCHETYPES = (
    Archetype(4, 4, ANY, "rule-co-builder", "rule-co-builder"),
    Archetype(4, 4, ANY, "expansion-ready", "expansion-ready", ("domestic", "exporting")),
    Archetype(3, 3, ANY, "expansion-ready", "expansion-ready"),
    Archetype(2, 2, ANY, "pilot-ready", "pilot-ready"),
    Archetype(1, 1, ANY, "foundation", "foundation"),
    Archetype(3, 0, ANY, "foundation", "foundation"),
    Archetype(4, 0, ANY, "foundation", "preparing"),
    Archetype(4, 1, (1,), "pilot-ready", "pilot-ready"),
    Archetype(4, 1, (3,), "preparing", "preparing"),
    Archetype(1, 4, ANY, "preparing", "preparing"),
    Archetype(0, 4, ANY, "foundation", "preparing"),
)


# --- many firms --------------------------------------------------------------------------


Measure = Callable[[Laboratory, Answers, str], Iterator[str]]


class Errand(NamedTuple):
    """Some firms of one population, and what to measure on them."""

    measure: Measure
    population: int
    firms: range
    seed: int

    def run(self) -> Counter[str]:
        """How often each thing happens."""
        lab, population = laboratory(), POPULATIONS[self.population]
        found: Counter[str] = Counter()
        for number in self.firms:
            seed = f"{self.seed} {population.id} {number}"
            found.update(self.measure(lab, draw(population, lab.questionnaire, seed), seed))
        return found


def count(errands: list[Errand], processes: int) -> list[Counter[str]]:
    """How often each thing happens in each of `errands`, shared among `processes`."""
    if processes == 1:
        return [errand.run() for errand in errands]
    with ProcessPoolExecutor(processes) as pool:
        return list(pool.map(Errand.run, errands))


def count_all(firms: int, seed: int, processes: int) -> list[Counter[str]]:
    """What happens in each population; then in the advice to plausible firms; then to the cases."""
    exporters = len(POPULATIONS) - 1
    wanted: list[tuple[Measure, int, int]] = [(stability, place, firms) for place in range(len(POPULATIONS))]
    wanted += [(advice, exporters, min(PLAUSIBLE, firms)), (leads, exporters, min(LED, firms))]
    groups, errands = [], []
    for group, (measure, population, many) in enumerate(wanted):
        for begin in range(0, many, AT_ONCE):
            numbers = range(begin, min(begin + AT_ONCE, many))
            groups.append(group)
            errands.append(Errand(measure, population, numbers, seed))
    totals: list[Counter[str]] = [Counter() for _each in wanted]
    for group, found in zip(groups, count(errands, processes), strict=True):
        totals[group].update(found)
    return totals


# --- tables ------------------------------------------------------------------------------


class Table(NamedTuple):
    """A table as it is printed."""

    title: str
    columns: tuple[str, ...]
    rows: list[tuple[str, ...]]

    def markdown(self) -> str:
        """The table under its title."""
        lines = [self.columns, ("---",) * len(self.columns), *self.rows]
        return "\n".join([f"### {self.title}", "", *(f"| {' | '.join(cells)} |" for cells in lines)])


NAMES = tuple(population.title for population in POPULATIONS)


def tables(firms: int, seed: int, processes: int) -> list[Table]:
    """All tables."""
    *populations, advised, led = count_all(firms, seed, processes)
    lab = laboratory()
    cases = [case.id for case in lab.questionnaire.cases.cases]
    return [
        Table("Bands reached", ("Band", *NAMES), _shares(populations, "band", lab.order)),
        Table(
            "How stable the verdict is",
            ("What is done, and what happens", "Target", *NAMES, "Met", "Version 1.0.0, as audited"),
            [_stability_row(figure, populations) for figure in STABILITY],
        ),
        Table(
            "Typical firms",
            ("Firms", "Must reach", "Full", "Met", "Quick"),
            [_archetype_row(lab, each) for each in ARCHETYPES],
        ),
        Table("Advice to plausible firms", ADVICE_COLUMNS, [_advice_row(each, advised) for each in ADVICE]),
        Table("Red flags", ("Red flag", *NAMES), _named_shares(populations, "flag", lab.plan.flags)),
        Table(
            "Contradictions",
            ("Contradiction", *NAMES),
            _named_shares(populations, "contradiction", lab.plan.contradictions),
        ),
        Table("The case that leads the report", ADVICE_COLUMNS, [_advice_row(each, led) for each in LEADS]),
        Table(
            "How often each case leads",
            ("Case", "Exporters"),
            [(id, _share(led[f"case {id}"], led["firms"])) for id in cases],
        ),
        *length_tables(lab),
    ]


def _share(part: int, whole: int) -> str:
    return f"{part / whole:.1%}" if whole else "–"


def _shares(populations: list[Counter[str]], kind: str, ids: Iterable[str]) -> list[tuple[str, ...]]:
    """For each of `ids`, the share of the firms of each population."""
    return [(id, *(_share(found[f"{kind} {id}"], found["firms"]) for found in populations)) for id in ids]


def _named_shares(
    populations: list[Counter[str]], kind: str, items: Sequence[RedFlag | Contradiction]
) -> list[tuple[str, ...]]:
    """The share of firms with any of `items`, then with each."""
    at_all = (f"any {kind}", *(_share(found[kind], found["firms"]) for found in populations))
    return [at_all, *_shares(populations, kind, [item.id for item in items])]


def _stability_row(figure: Figure, populations: list[Counter[str]]) -> tuple[str, ...]:
    """One figure for each population; the target is not meant for the uniform one."""
    shown = [_share(found[figure.event], found[figure.of]) for found in populations]
    rates = [found[figure.event] / found[figure.of] for found in populations[1:] if found[figure.of]]
    return (figure.title, figure.target(), *shown, figure.met(rates), figure.before)


ADVICE_COLUMNS = ("What happens", "Target", "Firms", "Met", "Version 1.0.0, as audited")


def _advice_row(figure: Figure, found: Counter[str]) -> tuple[str, ...]:
    part, whole = found[figure.event], found[figure.of]
    shown = f"{part} of {whole}"
    return (figure.title, figure.target(), shown, figure.met([part / whole if whole else 0]), figure.before)


def _archetype_row(lab: Laboratory, archetype: Archetype) -> tuple[str, ...]:
    """The bands that firms of every sector and model reach, in full and quick."""
    full, quick = set(), set()
    for firm in _archetype_firms(lab, archetype):
        full.add(lab.place(lab.score(firm)))
        quick.add(lab.place(lab.score(firm, quick=True)))
    wanted = range(lab.order.index(archetype.lowest), lab.order.index(archetype.highest) + 1)
    is_met = "yes" if full <= set(wanted) else "no"
    reached = [", ".join(lab.order[place] for place in sorted(places)) for places in (wanted, full, quick)]
    return (archetype.title(), reached[0], reached[1], is_met, reached[2])


def _archetype_firms(lab: Laboratory, archetype: Archetype) -> Iterator[Answers]:
    """Firms of each stage and sector, with every model of the sector, so that every rule is met."""
    for stage, sector in product(archetype.stages, sectors(lab)):
        models = dict.fromkeys(id for model in MODELS.get(sector, OTHER_MODELS) for id in model)
        profile = next(profiles([stage], [sector])) | {"model": tuple(models)}
        for exposure in archetype.exposures:
            levels = {"capability": archetype.capability, "control": archetype.control, "exposure": exposure}
            given = {id: float(levels.get(_kind(lab, id), 2)) for id in lab.questionnaire.questions}
            yield answers_at(lab.questionnaire, profile, given)


def _kind(lab: Laboratory, id: str) -> str:
    if id in lab.exposures:
        return "exposure"
    return "control" if id in lab.controls else lab.questionnaire.locations[id].section.kind or ""


# --- length ------------------------------------------------------------------------------


def sectors(lab: Laboratory) -> list[str]:
    """The ids of the sectors."""
    return [
        option.id for asked in lab.questionnaire.profile if asked.id == "sector" for option in asked.options
    ]


def profiles(stages: Iterable[str], among: Iterable[str]) -> Iterator[dict[str, tuple[str, ...]]]:
    """A profile for each stage, sector and fitting model, with every market."""
    asked = {each.id: [option.id for option in each.options] for each in laboratory().questionnaire.profile}
    for stage, sector in product(stages, among):
        for model in MODELS.get(sector, OTHER_MODELS):
            yield {
                "sector": (sector,),
                "region": (asked["region"][0],),
                "stage": (stage,),
                "model": model,
                "markets": tuple(asked["markets"]),
                "size": (asked["size"][0],),
            }


class Length(NamedTuple):
    """How much one firm is asked."""

    stage: str
    sector: str
    questions: int
    words: int
    minutes: int


def length_tables(lab: Laboratory) -> list[Table]:
    """How much firms are asked, by stage and by sector, and how long a question is."""
    columns = ("Firms", "Questions", "Words, most", "Minutes, most", "Quick", "Quick words", "Quick minutes")
    full, quick = (list(_lengths(lab, quick=only)) for only in (False, True))
    names = [(name, 0) for name in STAGES] + [(name, 1) for name in sectors(lab)]
    rows = [
        _length_row(name, *([each for each in found if each[place] == name] for found in (full, quick)))
        for name, place in names
    ]
    words = [_words(question) for question in lab.questionnaire.questions.values()]
    limits = [
        ("Most questions that a firm is asked", max(each.questions for each in full), 65, ""),
        ("Most questions of the quick set", max(each.questions for each in quick), 30, ""),
        ("Words of a question with its levels, mean", sum(words) / len(words), 80, "127"),
    ]
    return [
        Table("How much a firm is asked", columns, rows),
        Table(
            "Limits of length",
            ADVICE_COLUMNS,
            [
                (title, f"at most {limit}", f"{value:.0f}", "yes" if value <= limit else "no", was)
                for title, value, limit, was in limits
            ],
        ),
    ]


def _length_row(name: str, full: list[Length], quick: list[Length]) -> tuple[str, ...]:
    fewest, most = (end(each.questions for each in full) for end in (min, max))
    return (
        name,
        f"{fewest}" if fewest == most else f"{fewest} to {most}",
        *(f"{max(each.words for each in full):,}", f"{max(each.minutes for each in full)}"),
        f"{max(each.questions for each in quick)}",
        *(f"{max(each.words for each in quick):,}", f"{max(each.minutes for each in quick)}"),
    )


def _lengths(lab: Laboratory, *, quick: bool) -> Iterator[Length]:
    """What firms are asked whose answers are all the lowest or all the highest, in every market or in one."""
    questions = lab.questionnaire.questions
    for profile, level, one in product(profiles(STAGES, sectors(lab)), (0.0, 4.0), (False, True)):
        markets = profile["markets"][-1:] if one else profile["markets"]
        answers = answers_at(
            lab.questionnaire, profile | {"markets": markets}, dict.fromkeys(questions, level)
        )
        scope = determine(lab.questionnaire, answers, quick=quick)
        asked = [question for id, question in questions.items() if id in scope]
        words = sum(map(_words, asked))
        yield Length(profile["stage"][0], profile["sector"][0], len(asked), words, minutes(asked))


def _words(question: Question) -> int:
    """The words of the question and its levels, without the numbers before these."""
    texts = (question.text, *(option.text for option in question.choices))
    return sum(len(text.split()) for text in texts)


# --- the command -------------------------------------------------------------------------


def main() -> None:
    """Print the tables, and write them to the page if that is wished."""
    parser = argparse.ArgumentParser(description="Measure the verdict of going-global on simulated firms.")
    parser.add_argument("--firms", type=int, default=2000, help="firms in each population (2000)")
    parser.add_argument("--seed", type=int, default=2026, help="another seed draws other firms (2026)")
    parser.add_argument("--processes", type=int, default=os.cpu_count() or 1, help="how many share the work")
    parser.add_argument("--page", action="store_true", help="also write the tables to docs/measurement.md")
    options = parser.parse_args()
    questionnaire = laboratory().questionnaire
    text = "\n\n".join(
        [
            f"`{questionnaire.id}` {questionnaire.version}, {options.firms:,} firms in each population, seed"
            f" {options.seed}.",
            *(table.markdown() for table in tables(options.firms, options.seed, options.processes)),
        ]
    )
    print(text)
    if options.page:
        before, rest = PAGE.read_text(encoding="utf-8").split(BEGIN)
        after = rest.split(END)[1]
        PAGE.write_text(f"{before}{BEGIN}\n\n{text}\n\n{END}{after}", encoding="utf-8")


if __name__ == "__main__":
    main()
