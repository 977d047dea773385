"""The page of a comparison: what changed, why the score moved, what was planned, and the trend."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from readiness.messages.catalogue import _
from readiness.messages.sentences import day_in_words, shortened
from readiness.views.blocks import (
    Block,
    Column,
    Cover,
    Heading,
    Item,
    Line,
    List,
    Page,
    Table,
    alert,
    bullets,
    in_brackets,
    joined,
    label,
    line,
    paragraph,
    quiet,
    strong,
)
from readiness.views.comparison import (
    AnswerChangeView,
    AssessmentView,
    ChangeView,
    Comparison,
    FactChangeView,
    FlagChangeView,
    FollowUpView,
    PartChangeView,
    RestView,
    WindowChangeView,
)
from readiness.views.numbers import Number, Span
from readiness.views.pages.cover import cover_block
from readiness.views.pages.trend_section import trend


def comparison_page(comparison: Comparison) -> Page:
    """`comparison` as blocks."""
    return tuple(_blocks(comparison))


def _blocks(comparison: Comparison) -> Iterator[Block]:
    change = comparison.change
    yield _cover(comparison)
    yield from _summary(comparison)
    yield from trend(comparison)
    yield from _dimensions(comparison)
    yield from _answers(change)
    yield from _profile(change)
    yield from _markets(change)
    yield from _levels(change)
    yield from _exposures(change)
    yield from _windows(change)
    yield from _plan(comparison)
    yield from _targets(comparison)
    yield from _evidence(change)
    yield from _about(comparison)


def _cover(comparison: Comparison) -> Cover:
    last = comparison.assessments[-1]
    return cover_block(
        comparison.title,
        comparison.subtitle,
        _("Comparison of:"),
        comparison.cover,
        comparison.provenance,
        comparison.language,
        verdict=last.band,
        overall=_on_scale(last, comparison),
    )


def _on_scale(assessment: AssessmentView, comparison: Comparison) -> str:
    if assessment.overall is None:
        return ""
    return _("{score} {of}").format(score=assessment.overall.text, of=comparison.scale)


def _summary(comparison: Comparison) -> Iterator[Block]:
    """What the reader must know first, in sentences; warnings come before them."""
    change = comparison.change
    title = _("What changed")
    if change.change is not None:
        title = _("What changed: {points}").format(points=change.change.text)
    yield Heading(title, id="summary")
    for warning in comparison.warnings:
        yield paragraph(alert(_("Take care:")), warning)
    first, *others = change.summary
    yield paragraph(strong(first), *others, _plan_in_short(comparison))
    yield from _best(comparison)


def _plan_in_short(comparison: Comparison) -> str:
    """How many of the planned actions are done; empty without a plan."""
    if not comparison.plan:
        return ""
    done = sum(each.outcome_id == "done" for each in comparison.plan)
    return _("Planned actions done: {done} of {count}.").format(done=done, count=len(comparison.plan))


def _best(comparison: Comparison) -> Iterator[Block]:
    """The other end of the range, while answers are open."""
    first, last = (comparison.assessments[place].overall for place in (0, -1))
    if first and last and (first.is_open or last.is_open):
        text = _("With the best open answers: {before} then, {after} now.")
        yield paragraph(text.format(before=first.high.text, after=last.high.text))


# --- why the score moved ------------------------------------------------------------------------------


def _dimensions(comparison: Comparison) -> Iterator[Block]:
    """Every dimension, and what it adds; the rows add up to the change of the overall."""
    change = comparison.change
    yield Heading(_("Dimensions, and what each adds"), id="dimensions")
    numbers = (_("Then"), _("Now"), _("Difference"), _("Adds to the overall"))
    moved = [part for part in change.dimensions if part.points.value or _has_moved(part)]
    others = ((each.title, "", "", "", each.points.text) for each in change.rest if not each.dimension_id)
    rows = [*map(_part, moved), *others, _whole(comparison)]
    yield Table(
        (Column(_("Dimension")), *(Column(title, number=True) for title in numbers)),
        tuple(tuple(map(line, row)) for row in rows),
        _("The dimensions then and now, and what each adds to the overall"),
    )
    if same := [part.title for part in change.dimensions if part not in moved]:
        yield paragraph(label(_("As before:")), joined(same))
    if change.remark:
        yield paragraph(quiet(change.remark))


def _has_moved(part: PartChangeView) -> bool:
    return part.before != part.after or part.band_before != part.band_after


def _part(part: PartChangeView) -> tuple[str, ...]:
    return (part.title, _span(part.before), _span(part.after), _number(part.change), part.points.text)


def _span(span: Span | None) -> str:
    return span.text if span else _("no score")


def _number(number: Number | None) -> str:
    return number.text if number else ""


def _whole(comparison: Comparison) -> tuple[str, ...]:
    first, last = (comparison.assessments[place].overall for place in (0, -1))
    total = _number(comparison.change.change)
    ends = [span.text if span else _("no score") for span in (first, last)]
    return _("Overall"), *ends, total, total


def _answers(change: ChangeView) -> Iterator[Block]:
    """A row for each question that changed."""
    if not (change.answers or change.rest):
        return
    yield Heading(_("Answers that changed, and what each adds"), id="answers")
    titles = (_("Question"), _("Then"), _("Now"))
    columns = (*map(Column, titles), Column(_("Adds to the overall"), number=True))
    rows = (*map(_answer, change.answers), *map(_other, change.rest))
    yield Table(columns, rows, _("What each changed answer adds"))
    if reasons := dict.fromkeys(each.why for each in change.answers if each.why):
        yield bullets(
            [
                _("{titles}: {why}").format(
                    titles=joined(shortened(each.title) for each in change.answers if each.why == why),
                    why=why,
                )
                for why in reasons
            ],
            title=line(strong(_("Why some add nothing:"))),
        )


def _answer(each: AnswerChangeView) -> tuple[Line, ...]:
    return (
        line(strong(each.title), quiet(in_brackets(each.dimension))),
        line(each.before.answer),
        line(each.after.answer),
        line(each.points.text),
    )


def _other(each: RestView) -> tuple[Line, ...]:
    return (line(each.title, quiet(in_brackets(each.dimension))), (), (), line(each.points.text))


def _profile(change: ChangeView) -> Iterator[Block]:
    if change.profile:
        yield Heading(_("Facts of the profile that changed"), id="profile")
        yield List(tuple(map(_fact, change.profile)))


def _fact(each: FactChangeView) -> Item:
    came = (label(_("Asked now:")), joined(map(shortened, each.came))) if each.came else ()
    went = (label(_("No longer asked:")), joined(map(shortened, each.went))) if each.went else ()
    text = _("{before} → {after}").format(before=each.before, after=each.after)
    return Item(line(label(_("{title}:").format(title=each.title)), text, *came, *went))


def _markets(change: ChangeView) -> Iterator[Block]:
    if change.markets:
        yield Heading(_("Markets that changed"), id="markets")
        title = _("{title}:")
        yield List(
            tuple(
                Item(line(label(title.format(title=shortened(each.title))), *each.remarks))
                for each in change.markets
            )
        )


# --- what else changed --------------------------------------------------------------------------------


def _levels(change: ChangeView) -> Iterator[Block]:
    """The levels of dimensions, what stands in the way, red flags and contradictions."""
    blocks = list(_in_the_way(change))
    if blocks:
        yield Heading(_("Levels and what stands in the way"), id="levels")
        yield from blocks


def _in_the_way(change: ChangeView) -> Iterator[Block]:
    moved = [part for part in change.dimensions if part.band_before != part.band_after]
    if moved:
        none, text = _("none"), _("{title}: {before} → {after}")
        yield bullets(
            [
                text.format(title=part.title, before=part.band_before or none, after=part.band_after or none)
                for part in moved
            ],
            title=line(strong(_("Levels of dimensions:"))),
        )
    if change.cleared:
        title = _("Out of the way:")
        if change.next_then:
            title = _("What stood before “{band}” and is out of the way:").format(band=change.next_then)
        yield bullets([each.text for each in change.cleared], title=line(strong(title)))
    if change.blocked_by:
        title = _("What a verdict still needs:")
        if change.next:
            title = _("What stands before “{band}” now:").format(band=change.next)
        yield bullets([each.text for each in change.blocked_by], title=line(strong(title)))
    if change.flags:
        yield List(tuple(map(_flag, change.flags)), title=line(strong(_("Red flags:"))))
    yield from _contradictions(change)


def _flag(flag: FlagChangeView) -> Item:
    title = _("{title}:").format(title=flag.title)
    return Item(line(alert(title) if flag.after == "certain" else label(title), flag.text))


def _contradictions(change: ChangeView) -> Iterator[Block]:
    opened = [each.message for each in change.contradictions if each.opened]
    closed = [each.message for each in change.contradictions if not each.opened]
    if opened:
        yield bullets(opened, title=line(strong(_("New answers to check, which do not go together:"))))
    if closed:
        yield bullets(closed, title=line(strong(_("No longer in contradiction:"))))


def _exposures(change: ChangeView) -> Iterator[Block]:
    if not change.exposures:
        return
    yield Heading(_("Exposure that changed"), id="exposures")
    yield paragraph(_("Exposure adds no points; it moves the control that each level requires."))
    numbers = (_("Exposure then"), _("Now"), _("Residual risk then"), _("Now"))
    rows = (
        (each.title, each.before, each.after, each.residual_before, each.residual_after)
        for each in change.exposures
    )
    yield Table(
        (Column(_("Risk")), *(Column(title, number=True) for title in numbers)),
        tuple((line(title), *(line(span.text) for span in spans)) for title, *spans in rows),
        _("Exposure and residual risk, then and now"),
    )


def _windows(change: ChangeView) -> Iterator[Block]:
    if not change.windows:
        return
    yield Heading(_("Windows of opportunity that changed"), id="windows")
    columns = (
        Column(_("Window")),
        Column(_("Open"), number=True),
        Column(_("Used"), number=True),
        Column(_("Advice")),
    )
    yield Table(columns, tuple(map(_window, change.windows)), _("Windows then and now"))


def _window(each: WindowChangeView) -> tuple[Line, ...]:
    return (
        line(each.title),
        line(_both(each.open_before and each.open_before.text, each.open_after and each.open_after.text)),
        line(_both(each.use_before and each.use_before.text, each.use_after and each.use_after.text)),
        line(_both(each.reading_before, each.reading_after)),
    )


def _both(before: str | None, after: str | None) -> str:
    """Then and now, said once if both are the same."""
    if before == after:
        return before or ""
    none = _("none")
    return _("{before} → {after}").format(before=before or none, after=after or none)


# --- plan, targets, evidence --------------------------------------------------------------------------


def _plan(comparison: Comparison) -> Iterator[Block]:
    """What became of the planned actions."""
    if not comparison.plan_source:
        return
    yield Heading(_("Planned actions: done or not"), id="plan")
    yield paragraph(comparison.plan_source, _plan_in_short(comparison))
    if not comparison.plan:
        return
    titles = (_("No."), _("For"), _("By"), _("Outcome"))
    yield Table(
        tuple(map(Column, titles)), tuple(map(_planned, comparison.plan)), _("What became of the plan")
    )


def _planned(each: FollowUpView) -> tuple[Line, ...]:
    outcome = alert(each.outcome) if each.late or each.outcome_id == "back" else strong(each.outcome)
    return (
        line(str(each.number)),
        line(strong(each.title), quiet(in_brackets(each.dimension))),
        line(day_in_words(each.due)),
        line(outcome, quiet(in_brackets(_("late"))) if each.late else ""),
    )


def _targets(comparison: Comparison) -> Iterator[Block]:
    if not comparison.targets:
        return
    yield Heading(_("Targets"), id="targets")
    titles = (_("Target"), _("Aim"), _("Then"), _("Now"), _("To go"), _("State"))
    rows = (
        (each.title, each.aim, each.before, each.after, each.to_go, each.state) for each in comparison.targets
    )
    yield Table(
        tuple(map(Column, titles)),
        tuple(tuple(map(line, row)) for row in rows),
        _("Where the targets stood, and where they stand"),
    )


def _evidence(change: ChangeView) -> Iterator[Block]:
    if change.proof or change.coverage:
        yield Heading(_("Evidence and coverage"), id="evidence")
        yield paragraph(change.proof, change.coverage)


def _about(comparison: Comparison) -> Iterator[Block]:
    """How it was calculated, and what happened to old answers."""
    yield Heading(_("How this is calculated"), id="method")
    yield bullets(comparison.method)
    yield from _notices(comparison.assessments)


def _notices(assessments: Iterable[AssessmentView]) -> Iterator[Block]:
    found: Sequence[AssessmentView] = [each for each in assessments if each.notices]
    if found:
        yield Heading(_("About the answers"), id="changes")
    for each in found:
        yield bullets(each.notices, title=line(strong(_("{title}:").format(title=each.title))))
