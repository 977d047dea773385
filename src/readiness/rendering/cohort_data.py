"""A cohort for programs: as JSON, in the form that `docs/json.md` describes, and as CSV, a row per number."""

from __future__ import annotations

from collections.abc import Iterator

from readiness.rendering import jsontext
from readiness.rendering.cohort_shape import COHORT_VERSION, CohortShape
from readiness.rendering.csv import CsvCell, csv_text
from readiness.rendering.json import as_plain, cover_of, made_from
from readiness.views.cohort import Cohort

COHORT_COLUMNS = ("table", "group_id", "group", "id", "title", "figure", "value", "of")
"""The columns of a cohort. A value is empty if it is hidden."""
_Row = tuple[CsvCell, ...]


def cohort_json(cohort: Cohort, *, encoding: str = "utf-8") -> str:
    """`cohort` as one JSON object, indented."""
    made, (minimum, maximum) = cohort.provenance, cohort.ends
    content: CohortShape = {
        "schema_version": COHORT_VERSION,
        "program_version": made.program_version,
        "built_on": made.built_on,
        "language": cohort.language,
        "questionnaire": made_from(made),
        "cover": cover_of(cohort.cover),
        "scale": {"minimum": minimum, "maximum": maximum},
        "threshold": cohort.threshold,
        "firms": cohort.firms,
        "summary": list(cohort.summary),
        "bands": as_plain(cohort.bands),
        "hidden": cohort.hidden,
        "quartiles": as_plain(cohort.quartiles),
        "columns": as_plain(cohort.columns),
        "maps": as_plain(cohort.maps),
        "gaps": as_plain(cohort.gaps),
        "flags": as_plain(cohort.flags),
        "contradictions": as_plain(cohort.contradictions),
        "unknown": as_plain(cohort.unknown),
        "help": {"id": cohort.help_by_id, "title": cohort.help_by, "groups": as_plain(cohort.help)},
        "alphas": as_plain(cohort.alphas),
        "rounds": as_plain(cohort.rounds),
        "privacy": list(cohort.privacy),
        "method": list(cohort.method),
    }
    return jsontext.json_text(content, encoding=encoding)


def cohort_csv(cohort: Cohort) -> str:
    """All tables of `cohort` below each other, a row for each number."""
    return csv_text(COHORT_COLUMNS, _rows(cohort))


def _rows(cohort: Cohort) -> Iterator[_Row]:
    firms = cohort.firms
    yield ("cohort", "", "", "", cohort.title, "firms", firms, None)
    for band in cohort.bands:
        yield ("bands", "", "", band.id, band.title, "firms", band.firms, firms)
    for one in cohort.quartiles:
        for name in ("lower", "median", "upper"):
            number = getattr(one, name)
            figure = f"{one.kind}_{name}"
            yield ("scores", "", "", one.id, one.title, figure, number.value if number else None, None)
    yield from _groups(cohort)
    yield from _counts(cohort)
    for group in cohort.help:
        where = ("help", cohort.help_by_id, cohort.help_by, group.id, group.title)
        yield (*where, "firms", group.fewest, group.firms)
        yield (*where, "most", group.most, group.firms)
    for alpha in cohort.alphas:
        for figure, number in (("alpha", alpha.alpha), ("alpha_low", alpha.low), ("alpha_high", alpha.high)):
            yield ("alpha", "", "", alpha.id, alpha.title, figure, number.value, alpha.firms)
    yield from _moves(cohort)


def _counts(cohort: Cohort) -> Iterator[_Row]:
    for table in ("gaps", "flags", "contradictions", "unknown"):
        for each in getattr(cohort, table):
            yield (table, "", "", each.id, each.title, "firms", each.firms, each.of)
            yield (table, "", "", each.id, each.title, "most", each.most, each.of)


def _groups(cohort: Cohort) -> Iterator[_Row]:
    for each in cohort.maps:
        for row in each.rows:
            where = ("groups", each.id, each.title, row.id, row.title)
            yield (*where, "firms", row.firms, cohort.firms)
            for column, cell in zip(cohort.columns, row.cells, strict=True):
                yield (*where, f"{column.id}.median", cell.median.value if cell.median else None, None)


def _moves(cohort: Cohort) -> Iterator[_Row]:
    if cohort.rounds is None:
        return
    for figure in ("up", "stayed", "down", "apart", "new", "gone"):
        yield ("rounds", "", "", "", "", figure, getattr(cohort.rounds, figure), None)
    for moved in cohort.rounds.measures:
        yield ("rounds", "", "", moved.id, moved.title, "median", moved.median.value, None)
