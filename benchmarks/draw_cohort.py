"""Draws cohorts of simulated firms, as one table or as a folder of answers files.

    python benchmarks/draw_cohort.py table firms.parquet --firms 1000000 --form text --seed 1
    python benchmarks/draw_cohort.py files folder --firms 10000

The firms are those of the populations in `populations.py`, drawn as columns: what a firm does, what it is
exposed to and how open its windows are have means and factors of their own. Some cells are unknown, not
answered or not applicable. The same seed gives the same firms, however many are drawn. Answers to questions
that a condition hides are given too, as in the files of careless respondents.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import sqrt
from pathlib import Path
from typing import Any, Literal, TypeAlias, get_args

import polars as pl
from drawing import FIRM, bits, normal, place_among, uniform
from populations import (
    EXPORTER_MEANS,
    EXPORTERS,
    HIGHEST_MEAN,
    LOWEST_MEAN,
    MODELS,
    OTHER_MODELS,
    POPULATIONS,
    SPREAD,
    STAGES,
    Population,
    Role,
    role_of,
)

from readiness import load_questionnaire
from readiness.questionnaire.profile import ProfileQuestion
from readiness.questionnaire.questionnaire import Questionnaire
from readiness.questionnaire.questions.base import Question
from readiness.questionnaire.questions.parts import UNKNOWN

Form: TypeAlias = Literal["text", "categories", "scores"]
"""How a table holds answers: as text; as categories; or as scores, numbers, truth values and lists, in which
“unknown” and “not applicable” have no form and are empty."""

NOT_APPLICABLE = "not-applicable"
TOP = 4.0
"""The highest of the levels that the constants of populations are about; the lowest is 0."""
OWN_COLUMNS = ("firm", "questionnaire", "version")
ROWS = 50_000
"""The firms in a row group of a table."""
AT_ONCE = 2_000
"""The firms whose files are drawn together."""
MOST_COMBINATIONS = 40
"""Combinations of options that are drawn for a question of the profile that takes several."""


@dataclass(frozen=True)
class Rates:
    """How often a cell is no answer, 0-1."""

    unknown: float = 0.06
    unanswered: float = 0.04
    not_applicable: float = 0.05
    """Of the questions that allow it."""
    blank: float = 0.01
    """Of the questions of the profile."""


@dataclass(frozen=True)
class Cohort:
    """Firms that answer `questionnaire`, by the rule of a population."""

    questionnaire: Questionnaire
    seed: int = 1
    population: Population = POPULATIONS[1]
    rates: Rates = Rates()

    def table(self, firms: int, form: Form = "text", first: int = 0) -> pl.LazyFrame:
        """A row for each of `firms` firms from the one numbered `first`, from 0."""
        numbered = pl.LazyFrame().select(pl.int_range(first, first + firms, dtype=pl.UInt64).alias(FIRM))
        names = column_names(self.questionnaire)
        facts = {asked.id: self._fact(asked) for asked in self.questionnaire.profile}
        cells = {id: self._cell(question, form) for id, question in self.questionnaire.questions.items()}
        name = pl.format("firm-{}", (pl.col(FIRM) + 1).cast(pl.String).str.zfill(8))
        return numbered.with_columns(**self._factors()).select(
            name.alias("firm"),
            *(_held(fact, form).alias(names["profile", id]) for id, fact in facts.items()),
            *(cell.alias(names["answers", id]) for id, cell in cells.items()),
        )

    # --- the profile ---------------------------------------------------------------------

    def _fact(self, asked: ProfileQuestion) -> pl.Expr:
        """The options of one question of the profile, as a category."""
        place = place_among(bits(self.seed, f"profile {asked.id}"), self._weights(asked))
        if asked.several:
            combinations = _combinations(asked)
            place = place_among(bits(self.seed, f"profile {asked.id}"), _falling(len(combinations)))
            if asked.id == "model" and self._has_models():
                combinations, place = self._model()
        else:
            combinations = [(option.id,) for option in asked.options]
        given = uniform(bits(self.seed, f"blank {asked.id}")) >= self.rates.blank
        texts = [";".join(chosen) for chosen in combinations]
        return pl.when(given).then(place).cast(pl.UInt16).pipe(_named, texts)

    def _weights(self, asked: ProfileQuestion) -> Sequence[float]:
        if asked.id == "stage" and tuple(option.id for option in asked.options) == STAGES:
            return EXPORTERS
        return _falling(len(asked.options))

    def _has_models(self) -> bool:
        options = {asked.id: {option.id for option in asked.options} for asked in self.questionnaire.profile}
        named = {id for each in (*MODELS.values(), OTHER_MODELS) for chosen in each for id in chosen}
        return "sector" in options and named <= options.get("model", set())

    def _model(self) -> tuple[list[tuple[str, ...]], pl.Expr]:
        """The business models that go with the sector of a firm, and the place of its own."""
        (sector,) = (asked for asked in self.questionnaire.profile if asked.id == "sector")
        sector_place = place_among(bits(self.seed, "profile sector"), self._weights(sector))
        drawn = bits(self.seed, "profile model")
        found = list(dict.fromkeys(each for models in (OTHER_MODELS, *MODELS.values()) for each in models))
        place = _one_of(drawn, [found.index(each) for each in OTHER_MODELS])
        for number, option in enumerate(sector.options):
            if option.id in MODELS:
                own = _one_of(drawn, [found.index(each) for each in MODELS[option.id]])
                place = pl.when(sector_place == number).then(own).otherwise(place)
        return found, place

    # --- the answers ---------------------------------------------------------------------

    def _factors(self) -> dict[str, pl.Expr]:
        """What the answers of a firm have in common: a mean for each role, with the factors of the firm."""
        found: dict[str, pl.Expr] = {}
        for role, by_stage in EXPORTER_MEANS.items():
            if self.population.by_stage:
                stage = place_among(bits(self.seed, "profile stage"), EXPORTERS)
                mean = pl.lit(by_stage[0])
                for place, of_stage in enumerate(by_stage):
                    mean = pl.when(stage == place).then(of_stage).otherwise(mean)
            else:
                share = uniform(bits(self.seed, f"mean {role}"))
                mean = LOWEST_MEAN + (HIGHEST_MEAN - LOWEST_MEAN) * share
            factor = normal(bits(self.seed, f"factor {role}"))
            found[f"# {role}"] = mean + SPREAD * sqrt(self.population.firm) * factor
        if self.population.dimension:
            for role, section in {self._kind(id) for id in self.questionnaire.questions}:
                factor = normal(bits(self.seed, f"factor {role} {section}"))
                found[f"# {role} {section}"] = SPREAD * sqrt(self.population.dimension) * factor
        return found

    def _kind(self, id: str) -> tuple[Role, str]:
        return role_of(self.questionnaire, id), self.questionnaire.locations[id].section.id

    def _cell(self, question: Question, form: Form) -> pl.Expr:
        """The answers to one question."""
        drawn = bits(self.seed, f"answer {question.id}")
        values = ladder(question)
        words = [*(as_text(question, value) for value in values), UNKNOWN]
        allowed = self.rates.not_applicable if question.not_applicable else 0.0
        place = self._place(question, drawn, len(values))
        share, limit = uniform(drawn), self.rates.unknown
        place = pl.when(share < limit).then(len(values)).otherwise(place)
        if allowed:
            words.append(NOT_APPLICABLE)
            place = (
                pl.when(share.is_between(limit, limit + allowed, closed="left"))
                .then(len(values) + 1)
                .otherwise(place)
            )
            limit += allowed
        is_given = ~share.is_between(limit, limit + self.rates.unanswered, closed="left")
        place = pl.when(is_given).then(place).cast(pl.UInt16)
        if form == "scores":
            return _as_scores(question, place, [question.written(value) for value in values])
        return _held(_named(place, words), form)

    def _place(self, question: Question, drawn: pl.Expr, count: int) -> pl.Expr:
        """The place among `count` answers, the least worth first."""
        if self.population.at_random:
            return (drawn % pl.lit(count, dtype=pl.UInt64)).cast(pl.UInt16)
        role, section = self._kind(question.id)
        rest = 1 - self.population.firm - self.population.dimension
        level = pl.col(f"# {role}") + SPREAD * sqrt(rest) * normal(drawn)
        if self.population.dimension:
            level = level + pl.col(f"# {role} {section}")
        return (level * ((count - 1) / TOP) + 0.5).clip(0, count - 0.5).cast(pl.UInt16)


def column_names(questionnaire: Questionnaire) -> dict[tuple[Literal["profile", "answers"], str], str]:
    """The column of each question of the profile and of each question: its id, unless two are alike."""
    facts = [asked.id for asked in questionnaire.profile]
    taken = {*OWN_COLUMNS, *(set(facts) & set(questionnaire.questions))}
    named: dict[tuple[Literal["profile", "answers"], str], str] = {}
    for id in facts:
        named["profile", id] = f"profile.{id}" if id in taken else id
    for id in questionnaire.questions:
        named["answers", id] = f"answers.{id}" if id in taken else id
    return named


def ladder(question: Question) -> list[object]:
    """Some answers to `question`, or all where one of its options is chosen; the least worth first."""
    ids = [option.id for option in question.choices]
    lists = [ids[:end] for end in range(len(ids) + 1)] + [[id] for id in ids] + [ids[1:]]
    raw: list[Any] = [*ids, *lists[:MOST_COMBINATIONS], *range(-3, 13), 0.5, 47.5, 100, "some words"]
    values = {as_text(question, value): value for each in raw if (value := question.parse(each)) is not None}
    return sorted(values.values(), key=question.share)


def as_text(question: Question, value: object) -> str:
    """An answer as a table holds it in text."""
    written = question.written(value)
    if isinstance(written, list):
        return ";".join(written) or "[]"
    return written if isinstance(written, str) else repr(written)


def _combinations(asked: ProfileQuestion) -> list[tuple[str, ...]]:
    """Options alone, and two or three that are listed near each other; the commonest first."""
    ids = [option.id for option in asked.options]
    together = [(ids[place], ids[place + step]) for step in (1, 2) for place in range(len(ids) - step)]
    triples = [(ids[place], *ids[place + 1 : place + 4 : 2]) for place in range(len(ids) - 3)]
    return [*((id,) for id in ids), *together, *triples][:MOST_COMBINATIONS]


def _falling(count: int) -> list[float]:
    """Weights of which the first is the largest, each half as far from nothing: 1, 1/2, 1/3 and so on."""
    return [1 / (place + 1) for place in range(count)]


def _one_of(drawn: pl.Expr, places: Sequence[int]) -> pl.Expr:
    """One of `places`, each as likely."""
    turn, chosen = place_among(drawn, [1] * len(places)), pl.lit(places[0])
    for number, place in enumerate(places):
        chosen = pl.when(turn == number).then(place).otherwise(chosen)
    return chosen


def _named(place: pl.Expr, texts: Sequence[str]) -> pl.Expr:
    """The texts at these places, as categories."""
    return place.cast(pl.UInt8 if len(texts) < 255 else pl.UInt16).cat.to(pl.Enum(texts))


def _held(categories: pl.Expr, form: Form) -> pl.Expr:
    return categories if form == "categories" else categories.cast(pl.String)


def _as_scores(question: Question, place: pl.Expr, written: Sequence[Any]) -> pl.Expr:
    """The answers as scores, numbers, truth values or lists; null where they are none of these."""
    kind: type[pl.DataType] | pl.List = pl.String
    values, scores = list(written), [option.score for option in question.choices]
    match question.type_name():
        case "choice" if len(set(scores)) == len(scores):
            values = [question.level(question.parse(id)) for id in written]
            kind = pl.Int16 if all(score.is_integer() for score in scores) else pl.Float64
        case "yes-no":
            kind, values = pl.Boolean, [answer == "yes" for answer in written]
        case "scale" | "number":
            kind, values = pl.Float64, [float(number) for number in written]
        case "several":
            kind = pl.List(pl.String)
    return place.replace_strict(range(len(values)), values, default=None, return_dtype=kind)


# --- files -------------------------------------------------------------------------------


def write_files(cohort: Cohort, folder: Path, firms: int) -> None:
    """Write an answers file for each firm, named like it, in `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    for first in range(0, firms, AT_ONCE):
        table = cohort.table(min(AT_ONCE, firms - first), first=first).collect()
        for row in table.iter_rows(named=True):
            target = folder / f"{row['firm']}.answers.yaml"
            target.write_text("\n".join(_lines(cohort.questionnaire, row)) + "\n", encoding="utf-8")


def _lines(questionnaire: Questionnaire, row: Mapping[str, str | None]) -> Iterator[str]:
    """The lines of the answers file of one firm."""
    names = column_names(questionnaire)
    yield f"questionnaire: {questionnaire.id}"
    yield f"version: {questionnaire.version}"
    yield f"enterprise: {row['firm']} (simulated)"
    yield "profile:"
    for asked in questionnaire.profile:
        if (fact := row[names["profile", asked.id]]) is not None:
            yield f"  {asked.id}: {_listed(fact) if asked.several else fact}"
    yield "answers:"
    for id, question in questionnaire.questions.items():
        if (cell := row[names["answers", id]]) is not None:
            yield f"  {id}: {_cell_in_file(question, cell)}"


def _cell_in_file(question: Question, cell: str) -> str:
    if cell == NOT_APPLICABLE and question.not_applicable:
        return "{not_applicable: nothing of the kind is done here}"
    if cell == UNKNOWN:
        return cell
    if question.type_name() == "several":
        return _listed("" if cell == "[]" else cell)
    return json.dumps(cell, ensure_ascii=False) if question.in_own_words else cell


def _listed(joined: str) -> str:
    return f"[{joined.replace(';', ', ')}]"


# --- the command -------------------------------------------------------------------------


def write_table(cohort: Cohort, target: Path, firms: int, form: Form) -> None:
    """Write a Parquet file with a row for each firm, a row group at a time."""
    cohort.table(firms, form).sink_parquet(target, row_group_size=ROWS)


def main() -> None:
    """Write the table or the files."""
    parser = argparse.ArgumentParser(description="Draw a cohort of simulated firms.")
    kinds = parser.add_subparsers(dest="kind", required=True)
    for kind, held in (("table", "the Parquet file"), ("files", "the folder")):
        each = kinds.add_parser(kind)
        each.add_argument("target", type=Path, help=f"{held} to write")
        each.add_argument("--firms", type=int, default=1000, help="how many (1000)")
        each.add_argument("--seed", type=int, default=1, help="another seed draws other firms (1)")
        each.add_argument("--questionnaire", help="what they answer (going-global)")
        each.add_argument("--population", choices=[each.id for each in POPULATIONS], default="one-factor")
        for name, rate in vars(Rates()).items():
            each.add_argument(f"--{name.replace('_', '-')}", type=float, default=rate, metavar="RATE")
    kinds.choices["table"].add_argument("--form", choices=get_args(Form), default="text")
    options = parser.parse_args()
    (population,) = (each for each in POPULATIONS if each.id == options.population)
    rates = Rates(**{name: getattr(options, name) for name in vars(Rates())})
    questionnaire = load_questionnaire(*filter(None, [options.questionnaire]))
    cohort = Cohort(questionnaire, options.seed, population, rates)
    if options.kind == "files":
        write_files(cohort, options.target, options.firms)
    else:
        write_table(cohort, options.target, options.firms, options.form)


if __name__ == "__main__":
    main()
