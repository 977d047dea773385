"""The section of a report that sets markets beside each other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from readiness.messages.catalogue import _
from readiness.messages.sentences import bare, ended, shortened, some
from readiness.views.blocks import (
    Block,
    Card,
    Column,
    Facts,
    Heading,
    Item,
    Line,
    List,
    Paragraph,
    Table,
    alert,
    bullets,
    fact,
    first_of,
    in_brackets,
    joined,
    label,
    line,
    link,
    paragraph,
    quiet,
    strong,
)
from readiness.views.pages.action_sections import task_id, task_line
from readiness.views.report import Report
from readiness.views.report_advice import TaskView

if TYPE_CHECKING:
    from readiness.views.report_markets import MarketAnswerView, MarketView

_BESIDE = 4
"""The most markets that have their columns in one table."""
_NAMED = 2
"""The most markets that the first page names."""
_TITLE = 60
"""The most characters of the title of a market at the top of a column."""


def markets_in_brief(report: Report) -> Iterator[Paragraph]:
    """The first markets with their verdicts, and those that are ruled out, if any are compared."""
    in_the_running = [item for item in report.markets if not item.showstopper]
    ruled_out = [item.title for item in report.markets if item.showstopper]
    if in_the_running:
        is_ranked = any(item.rank for item in in_the_running)
        title = _("Markets, the best first:") if is_ranked else _("Markets:")
        found = [_in_brief(item, in_the_running) for item in in_the_running]
        yield paragraph(label(title), *first_of(found, _NAMED, "markets"))
    if ruled_out:
        yield paragraph(label(_("Markets ruled out:")), *first_of(ruled_out, _NAMED, "markets"))


def _in_brief(item: MarketView, among: Sequence[MarketView]) -> str:
    """The title and verdict of `item`; its rank too if some `among` all share one."""
    form = _("{title} ({verdict})")
    if item.rank and _has_equals(among):
        form = _("{title} ({verdict}, rank {rank})")
    return form.format(title=item.title, verdict=item.verdict, rank=item.rank)


def markets_beside(report: Report) -> Iterator[Block]:
    """Every market with its rank, then the risks and windows of all, then what each needs."""
    markets = report.markets
    if not markets:
        return
    yield Heading(_("Markets side by side"), id="markets")
    yield paragraph(
        _(
            "Each market is scored with the shared answers and those that differ there, and ranked by its"
            " verdict, then by its overall."
        ),
        _("Where answers are open, the lower end of the overall decides.")
        if any(item.overall and item.overall.is_open for item in markets)
        else "",
        _("Equals share a rank.") if _has_equals(markets) else "",
        _("A market that is ruled out is not ranked.") if any(item.showstopper for item in markets) else "",
    )
    yield _ranking(markets)
    for begin in range(0, len(markets), _BESIDE):
        beside = markets[begin : begin + _BESIDE]
        yield from _risks(beside)
        yield from _windows(beside)
    yield from map(_card, markets)


def _has_equals(markets: Sequence[MarketView]) -> bool:
    ranks = [item.rank for item in markets if item.rank is not None]
    return len(set(ranks)) < len(ranks)


def _ranking(markets: Sequence[MarketView]) -> Table:
    columns = (
        Column(_("Market")),
        Column(_("Rank"), number=True),
        Column(_("Verdict")),
        Column(_("Overall"), number=True),
        Column(_("Do first")),
    )
    return Table(columns, tuple(map(_ranked, markets)), _("The markets by rank"))


def _ranked(item: MarketView) -> tuple[Line, ...]:
    rank = line(str(item.rank) if item.rank else "–")
    return (
        (link(item.title, _id(item)),),
        line(alert(_("ruled out"))) if item.showstopper else rank,
        line(item.verdict),
        line(item.overall.text if item.overall else ""),
        line(item.first.title if item.first else ""),
    )


def _id(item: MarketView) -> str:
    return f"market-{item.id}"


# --- risks and windows ------------------------------------------------------------------------------


def _risks(markets: Sequence[MarketView]) -> Iterator[Table]:
    rows = {risk.id: risk.title for item in markets for risk in item.risks}
    cells = [{risk.id: risk.residual.text for risk in item.risks} for item in markets]
    if rows:
        columns = _columns(_("Residual risk"), markets)
        yield Table(columns, _rows(rows, cells), _("What is left of each risk, by market"))


def _windows(markets: Sequence[MarketView]) -> Iterator[Table]:
    form = _("{open}: {advice}")
    rows = {window.id: window.title for item in markets for window in item.windows}
    cells = [
        {each.id: form.format(open=each.fit.text, advice=each.reading) for each in item.windows}
        for item in markets
    ]
    if rows:
        columns = _columns(_("Window: how open it is"), markets)
        yield Table(columns, _rows(rows, cells), _("How open each window is and what to do, by market"))


def _columns(title: str, markets: Sequence[MarketView]) -> tuple[Column, ...]:
    """A column for each market after one for what is compared; they are read across, not down."""
    return (Column(title), *(Column(shortened(item.title, _TITLE)) for item in markets))


def _rows(titles: dict[str, str], cells: Sequence[dict[str, str]]) -> tuple[tuple[Line, ...], ...]:
    """A row for each of `titles`; `cells` are those of each column, by the same ids."""
    return tuple(
        (line(title), *(line(column.get(id, "–")) for column in cells)) for id, title in titles.items()
    )


# --- one market -------------------------------------------------------------------------------------


def _card(item: MarketView) -> Card:
    return Card(line(item.title), tuple(_body(item)), id=_id(item))


def _body(item: MarketView) -> Iterator[Block]:
    if item.place != item.title:
        yield paragraph(label(_("Lies in:")), item.place)
    if item.showstopper:
        yield paragraph(alert(_("Ruled out:")), item.showstopper)
    needs = [blocker.text for blocker in item.blocked_by]
    if needs or item.heading:
        yield bullets(needs, line(strong(item.heading))) if needs else paragraph(item.heading)
    facts = []
    if item.first:
        facts.append(fact(_("Do first:"), *_first(item.first, item.task)))
    if certain := [bare(flag.title) for flag in item.flags if flag.certain]:
        facts.append(fact(_("Red flags only here:"), _("{flags}.").format(flags=joined(certain))))
    if possible := [bare(flag.title) for flag in item.flags if not flag.certain]:
        facts.append(fact(_("Cannot be ruled out here:"), _("{flags}.").format(flags=joined(possible))))
    if item.ignored:
        titles = some([aside.title for aside in item.ignored])
        facts.append(fact(_("Answers that do not count here:"), _("{titles}.").format(titles=joined(titles))))
    if facts:
        yield Facts(tuple(facts))
    if item.differing:
        yield List(tuple(map(_answer, item.differing)), line(strong(_("Answers that differ here:"))))
    else:
        yield paragraph(_("All answers are the shared ones; only the market differs."))


def _first(task: TaskView, number: int | None) -> Line:
    """What to do first: in full, unless the actions of the enterprise list it with this `number`."""
    if number is None:
        return task_line(task, task.dimension, task.action.cost)
    return line(task.title, link(in_brackets(_("action {number}").format(number=number)), task_id(number)))


def _answer(item: MarketAnswerView) -> Item:
    shared = _("shared: {answer}").format(answer=bare(item.shared))
    return Item(line(strong(ended(item.title)), item.answer, quiet(in_brackets(shared))))
