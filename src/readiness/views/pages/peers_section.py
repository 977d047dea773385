"""The section of a report that shows the enterprise beside other firms, and its line on the first page."""

from __future__ import annotations

from collections.abc import Iterator

from readiness.messages.catalogue import _
from readiness.messages.sentences import day_in_words, ended, shortened
from readiness.views.blocks import (
    Bar,
    BarRow,
    Bars,
    Block,
    Column,
    Heading,
    Paragraph,
    Table,
    bullets,
    in_brackets,
    joined,
    label,
    line,
    paragraph,
    quiet,
    strong,
)
from readiness.views.report import Report
from readiness.views.report_peers import PeersView

_GROUP = 40
"""The most characters of the group on the first page."""


def peers_in_brief(report: Report) -> Iterator[Paragraph]:
    """Where the overall stands among the chosen firms, if a benchmark was given."""
    peers = report.peers
    overall = next((item for item in peers.scores if item.kind == "overall"), None) if peers else None
    if peers and overall:
        said = _("overall {place}; their median is {median}.")
        yield paragraph(
            label(_("Beside other firms:")),
            said.format(place=overall.place, median=overall.median.text),
            quiet(in_brackets(shortened(peers.group, _GROUP))),
        )


def peers_beside(report: Report) -> Iterator[Block]:
    """Every score beside the deciles of the group."""
    peers = report.peers
    if peers is None:
        return
    yield Heading(_("Beside other firms"), id="peers")
    yield _which(peers)
    yield paragraph(
        _(
            "The deciles divide the firms by their score: a tenth of them score no more than the 1st decile,"
            " half no more than the 5th, which is the median. They are known in whole points."
        ),
        quiet(_("Higher is better.")),
    )
    if peers.remarks:
        yield bullets(peers.remarks, title=line(strong(_("Before you compare:"))))
    if peers.scores:
        yield _places(peers)
        yield _deciles(peers)
    if peers.missing:
        yield paragraph(label(_("Without deciles in this group:")), joined(peers.missing))


def _which(peers: PeersView) -> Paragraph:
    """Which firms these are."""
    day = day_in_words(peers.built_on)
    said = _("From a benchmark of {day}.").format(day=day)
    if peers.benchmark:
        said = _("From the benchmark “{title}” of {day}.").format(title=peers.benchmark, day=day)
    return paragraph(label(_("The firms:")), ended(peers.group), said)


def _places(peers: PeersView) -> Bars:
    columns = (
        Column(_("Your score")),
        Column(_("Score"), number=True),
        Column(_("Median"), number=True),
        Column(_("Decile")),
    )
    rows = (
        BarRow(item.title, Bar(*item.score.fill), item.score.text, (item.median.text, item.brief))
        for item in peers.scores
    )
    return Bars(columns, tuple(rows), _("Your scores beside the deciles of the group"))


def _deciles(peers: PeersView) -> Table:
    numbers = range(1, len(peers.scores[0].deciles) + 1)
    columns = (Column(_("Deciles")), *(Column(str(number), number=True) for number in numbers))
    rows = ((line(item.title), *(line(decile.text) for decile in item.deciles)) for item in peers.scores)
    return Table(columns, tuple(rows), _("The deciles of the group"))
