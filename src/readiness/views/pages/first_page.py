"""The first page of a report, which stands alone: the verdict, why, what to do first, what to learn from."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from readiness.analysis.roadmap import FIRST
from readiness.messages.catalogue import _
from readiness.messages.sentences import ended, some
from readiness.views.blocks import (
    Bar,
    BarRow,
    Bars,
    Block,
    Column,
    Cover,
    Fact,
    Facts,
    Heading,
    Item,
    Line,
    List,
    alert,
    and_more,
    fact,
    first_of,
    in_brackets,
    joined,
    label,
    line,
    paragraph,
    quiet,
    strong,
)
from readiness.views.pages.action_sections import cost_and_time, result_of, task_line
from readiness.views.pages.case_blocks import case_title
from readiness.views.pages.cover import cover_block
from readiness.views.pages.market_section import markets_in_brief
from readiness.views.pages.peers_section import peers_in_brief
from readiness.views.pages.score_sections import MOST, dimension_bars, unscored
from readiness.views.pages.target_section import targets_in_brief
from readiness.views.report import FlagView, OpportunityView, OverallView, Report
from readiness.views.report_advice import TaskView


def first_page(report: Report) -> Iterator[Block]:
    """The blocks of the first page."""
    yield _cover(report)
    yield from _verdict(report)
    yield from _obstacles(report)
    yield from targets_in_brief(report)
    yield from markets_in_brief(report)
    yield from peers_in_brief(report)
    yield from _pictures(report)
    yield from _first(report)
    yield from _unchecked(report)


def short_page(report: Report) -> Iterator[Block]:
    """What can stand alone of `report`: the first page, and how sure the verdict is if that was asked for."""
    yield from first_page(report)
    if report.sensitivity and report.sensitivity.pairs is not None:
        from readiness.views.pages.sure_sections import how_sure  # most reports need only the first page

        yield from how_sure(report)


def _cover(report: Report) -> Cover:
    return cover_block(
        report.title,
        report.subtitle,
        _("Report of:"),
        report.cover,
        report.provenance,
        report.language,
        verdict=report.verdict.title,
        overall=" ".join(filter(None, _overall(report.overall))),
    )


def _overall(overall: OverallView) -> tuple[str, str]:
    """The overall on its scale, and what it could become; empty without a score or if nothing is open."""
    if overall.score is None:
        return "", ""
    highest = _("up to {high}").format(high=overall.score.high.text) if overall.score.is_open else ""
    return _("{score} {of}").format(score=overall.score.low.text, of=overall.scale), highest


def _verdict(report: Report) -> Iterator[Block]:
    verdict, (score, highest) = report.verdict, _overall(report.overall)
    title = _("Verdict: {verdict}").format(verdict=verdict.title)
    if verdict.level:
        title = _("Verdict: {verdict} ({level})").format(verdict=verdict.title, level=verdict.level)
    yield Heading(title, id="verdict")
    if report.market and report.market.showstopper:
        yield paragraph(alert(_("Ruled out:")), report.market.showstopper)
    if report.overall.score:
        bar = Bar(*report.overall.score.fill)
        better = quiet(_("Higher is better."))
        yield paragraph(label(_("Overall:")), strong(score), bar, highest, better)
    if (points := report.overall.points) and points.text:
        yield paragraph(label(_("Points:")), points.text)
    for remark in filter(None, (verdict.meaning, verdict.near, verdict.outlook)):
        yield paragraph(remark)


# --- what stands in the way -------------------------------------------------------------------------


def _obstacles(report: Report) -> Iterator[Block]:
    """What blocks the next level, the red flags, and answers to check, the first of each."""
    verdict = report.verdict
    blocking = {blocker.subject for blocker in verdict.blocked_by if blocker.kind == "red-flag"}
    now = [flag for flag in report.flags if flag.id in blocking]
    later = [flag for flag in report.flags if flag.id not in blocking]
    in_the_way = (
        *_some([line(text) for text in verdict.obstacles], "blockers"),
        *_some([_flag(flag) for flag in now], "red-flags"),
    )
    if in_the_way or (verdict.heading and not verdict.next):
        yield List(in_the_way, line(strong(verdict.heading)))
    pairs = [_(" / ").join(some(each.questions)) for each in report.contradictions]
    others = (
        *_some([_flag(flag) for flag in later], "red-flags"),
        *_in_one(_("Answers that do not count:"), _ignored(report), "ignored"),
        *_in_one(_("Answers to check:"), pairs, "check"),
        *_in_one(_open_title(report), [each.title for each in report.open], "open"),
    )
    if others:
        yield List(others, line(strong(_("Also to clear up:"))))


def _open_title(report: Report) -> str:
    """What the open answers are called: they shade a bar only where they can change it."""
    shown = (report.overall.score, *(item.score for item in report.dimensions))
    bars = (*shown, *(item.fit for item in report.opportunities))
    is_shaded = any(bar.is_open for bar in bars if bar)
    return _("Open or not known (shaded):") if is_shaded else _("Open or not known:")


def _ignored(report: Report) -> list[str]:
    """The questions whose answers do not count, unless that is no mistake.

    It is none in a quick report, which leaves out all others, nor in that of one market, where an answer may
    be about another one.
    """
    return [] if report.provenance.quick or report.market else [each.title for each in report.ignored]


def _in_one(said: str, found: Sequence[str], target: str) -> Iterator[Item]:
    """The first two of `found` in one item, and how many more there are under the heading `target`."""
    if found:
        yield Item(line(label(said), *first_of(found, 2, target)))


def _flag(flag: FlagView) -> Line:
    kind = _("Red flag:") if flag.certain else _("Possible red flag:")
    caps = _("caps at “{band}”").format(band=flag.cap)
    return line(alert(kind), flag.title, quiet(in_brackets(caps)))


def _some(lines: Sequence[Line], target: str) -> Iterator[Item]:
    """The first `MOST` of `lines` as items, and how many more there are under the heading `target`."""
    yield from map(Item, lines[:MOST])
    if (more := len(lines) - MOST) > 0:
        yield Item((and_more(more, target),))


# --- pictures ---------------------------------------------------------------------------------------


def _pictures(report: Report) -> Iterator[Block]:
    """The dimensions, by kind, and the windows, each with a bar."""
    titles = {"capability": _("Capability"), "risk": _("Risk: how well it is controlled")}
    for kind, items in groupby(report.dimensions, key=lambda item: item.kind):
        yield dimension_bars(list(items), titles.get(kind, _("Dimension")), titles.get(kind, _("Dimensions")))
    if report.opportunities:
        yield _windows(report.opportunities)
    yield from unscored(report, MOST)


def _windows(items: Sequence[OpportunityView]) -> Bars:
    columns = (
        Column(_("Window: how open it is")),
        Column(_("Open"), number=True),
        Column(_("Used"), number=True),
        Column(_("Advice")),
    )
    rows = (
        BarRow(
            item.title,
            Bar(*item.fit.fill),
            item.fit.text,
            (item.use.text if item.use else "", item.brief),
        )
        for item in items
    )
    return Bars(columns, tuple(rows), _("Windows of opportunity"))


# --- what to do -------------------------------------------------------------------------------------


def _first(report: Report) -> Iterator[Block]:
    """The first tasks in full, what they bring, and the case to learn from first."""
    if tasks := report.tasks[:FIRST]:
        leads = _("Leads to an overall of {result}.").format(result=result_of(report.stages.first))
        yield List(tuple(map(_task, tasks)), title=line(strong(_("Do first:")), quiet(leads)))
    if report.lead:
        yield Facts(tuple(_lead(report)))


def _task(task: TaskView) -> Item:
    return Item(task_line(task, cost_and_time(task)), number=str(task.number))


def _lead(report: Report) -> Iterator[Fact]:
    assert report.lead is not None
    yield fact(
        _("Learn from:"),
        strong(ended(case_title(report.lead.case))),
        report.lead.case.lesson,
    )


def _unchecked(report: Report) -> Iterator[Block]:
    """What a quick assessment could not look at, and how to go on."""
    if report.provenance.quick:
        yield paragraph(
            label(_("Not checked by the quick set:")) if report.unchecked else "",
            _("{flags}.").format(flags=joined(some(report.unchecked))) if report.unchecked else "",
            _("Go on without --quick: the answers are kept."),
        )
