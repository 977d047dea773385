"""The section of a report on how sure the verdict is."""

from __future__ import annotations

from collections.abc import Iterator

from readiness.messages.catalogue import _, plural
from readiness.views.blocks import (
    Bar,
    BarRow,
    Bars,
    Block,
    Column,
    Heading,
    Line,
    Run,
    Table,
    bullets,
    in_brackets,
    line,
    paragraph,
    quiet,
    strong,
)
from readiness.views.report import Report
from readiness.views.report_sure import (
    DrawsView,
    HingePairsView,
    HingeView,
    SensitivityView,
    ShiftView,
    WeightFlipView,
)

_SHOWN = 5
"""The most answers, pairs and weights, each, that the section lists."""


def how_sure(report: Report) -> Iterator[Block]:
    """What open answers leave, on which answers the verdict hangs and, if asked for, what else changes it."""
    if not (view := report.sensitivity):
        return
    yield Heading(_("How sure is this?"), id="sure")
    yield paragraph(view.range, view.verdicts, view.distances)
    yield from _hinges(view)
    if view.pairs:
        yield from _pairs(view.pairs)
    if view.weights is not None:
        yield from _weights(view)
    if view.draws:
        yield from _draws(view.draws)


def _hinges(view: SensitivityView) -> Iterator[Block]:
    """The first answers that change the verdict by themselves, and how many there are."""
    if not view.hinges:
        yield paragraph(_("No single answer changes the verdict by being one level higher or lower."))
        return
    yield paragraph(
        plural(
            "The verdict hangs on {count} answer: if it is one level away, everything else unchanged, the"
            " verdict is another.",
            "The verdict hangs on {count} answers: if one of them is one level away, everything else"
            " unchanged, the verdict is another.",
            len({hinge.shifts[0].question for hinge in view.hinges}),
        ),
        quiet(_first(len(view.hinges))),
    )
    titles = (_("Question"), _("Answer"), _("One level away"), _("Verdict then"))
    yield Table(
        tuple(map(Column, titles)),
        tuple(map(_hinge, view.hinges[:_SHOWN])),
        _("The answers on which the verdict hangs"),
    )


def _hinge(hinge: HingeView) -> tuple[Line, ...]:
    (shift,) = hinge.shifts
    title = line(strong(shift.title), quiet(in_brackets(shift.dimension)))
    return title, line(shift.answer), line(shift.shifted, _direction(shift)), line(hinge.band)


def _first(count: int) -> str:
    """That not all of them are listed; empty if they are."""
    return _("The first {shown} of {count}:").format(shown=_SHOWN, count=count) if count > _SHOWN else ""


def _pairs(view: HingePairsView) -> Iterator[Block]:
    """The first pairs that change the verdict together."""
    if not view.total:
        yield paragraph(
            _("No two answers change it together, each one level higher or lower, if neither does alone.")
        )
        return
    yield paragraph(
        plural(
            "{count} pair of answers changes the verdict together, though neither does alone.",
            "{count} pairs of answers change the verdict together, though neither of the two does alone.",
            view.total,
        ),
        quiet(_first(view.total)),
    )
    titles = (_("One answer"), _("Another answer"), _("Verdict then"))
    yield Table(
        tuple(map(Column, titles)),
        tuple((*map(_shift, pair.shifts), line(pair.band)) for pair in view.listed[:_SHOWN]),
        _("Pairs of answers on which the verdict hangs"),
    )


def _shift(shift: ShiftView) -> Line:
    return line(strong(shift.title), _direction(shift))


def _direction(shift: ShiftView) -> Run:
    return quiet(in_brackets(_("one level higher") if shift.higher else _("one level lower")))


def _weights(view: SensitivityView) -> Iterator[Block]:
    """The weights that can change the verdict."""
    found = [flip for flip in view.weights or () if flip.changed]
    if not found:
        yield paragraph(
            _("No change of the weight of one dimension changes the verdict, with the others rescaled.")
        )
        return
    yield paragraph(
        _(
            "The smallest change of the weight of one dimension that changes the verdict, with the others"
            " rescaled so that all add up to 100% again:"
        )
    )
    titles = (_("Weight now"), _("Verdict changes at"), _("Change needed"))
    yield Table(
        (
            Column(_("Dimension")),
            *(Column(title, number=True) for title in titles),
            Column(_("Verdict then")),
        ),
        tuple(map(_flip, found[:_SHOWN])),
        _("The weights that change the verdict"),
    )
    if never := len(view.weights or ()) - len(found):
        text = plural(
            "The weight of {count} other dimension changes nothing, however large or small.",
            "The weights of {count} other dimensions change nothing, however large or small.",
            never,
        )
        yield paragraph(quiet(text))


def _flip(flip: WeightFlipView) -> tuple[Line, ...]:
    changed, change = (number.text if number else "" for number in (flip.changed, flip.change))
    return tuple(map(line, (flip.dimension, flip.share.text, changed, change, flip.band)))


def _draws(view: DrawsView) -> Iterator[Block]:
    """In how many draws the verdict holds, what was drawn, and which bands came out."""
    yield bullets(view.parameters, line(view.heading))
    titles = (_("Verdict holds"), _("Lower"), _("Higher"))
    yield Table(
        (Column(_("What varies")), *(Column(title, number=True) for title in titles)),
        tuple(
            tuple(map(line, (each.source, each.same.text, each.lower.text, each.higher.text)))
            for each in view.verdicts
        ),
        _("In what share of draws the verdict holds"),
    )
    together = view.verdicts[-1]
    yield Bars(
        (Column(_("Verdict if all of these vary")), Column(_("Share of draws"), number=True)),
        tuple(
            BarRow(each.band, Bar(each.share.value, each.share.value), each.share.text)
            for each in together.bands
        ),
        _("The verdicts that came out if everything varied"),
    )
