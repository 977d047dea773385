"""The sheet of a workbook that shows the enterprise beside other firms, a row per score."""

from __future__ import annotations

from collections.abc import Iterator

from readiness.messages.catalogue import _
from readiness.rendering.xlsx_book import CellValue, Field, Sheet
from readiness.rendering.xlsx_scores import both_ends, low_and_high
from readiness.views.report_peers import PeerScoreView, PeersView


def write_peers(sheet: Sheet, peers: PeersView) -> None:
    """Every score with its place and the deciles of the group."""
    deciles = len(peers.scores[0].deciles) if peers.scores else 0
    fields = (
        Field(_("Your score"), 30),
        *both_ends(_("Score")),
        Field(_("Median"), 11, "number"),
        Field(_("Place"), 44),
        Field(_("Group"), 30),
        Field(_("Before you compare"), 44),
        *(
            Field(_("Decile {number}").format(number=number), 10, "number", printed=False)
            for number in range(1, deciles + 1)
        ),
        Field(_("Scale from"), 11, "number", printed=False),
        Field(_("Scale to"), 11, "number", printed=False),
        Field(_("Benchmark"), 30, printed=False),
        Field(_("Benchmark of"), 14, "date", printed=False),
        Field(_("Id"), 18, printed=False),
    )
    sheet.whole_table(fields, (tuple(_row(item, peers)) for item in peers.scores), fixed=1)


def _row(item: PeerScoreView, peers: PeersView) -> Iterator[CellValue]:
    yield item.title
    yield from low_and_high(item.score)
    yield from (item.median, item.place, peers.group, "\n".join(peers.remarks))
    yield from item.deciles
    yield from (*item.ends, peers.benchmark, peers.built_on, item.id)
