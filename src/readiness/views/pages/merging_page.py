"""The page of merged answers: what to talk about, facts to settle, how far people agree, and all answers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from readiness.messages.catalogue import _, plural
from readiness.messages.sentences import bare, shortened
from readiness.views.blocks import (
    Block,
    Card,
    Column,
    Facts,
    Heading,
    Item,
    Line,
    List,
    Page,
    Run,
    Table,
    alert,
    bullets,
    fact,
    in_brackets,
    joined,
    label,
    labelled,
    line,
    note,
    paragraph,
    quiet,
    strong,
)
from readiness.views.merging import (
    AgreementView,
    FactView,
    LoneView,
    MergedQuestionView,
    Merging,
    PointView,
    SaidView,
    VoiceView,
)
from readiness.views.pages.cover import cover_block

FIRST_POINTS = 5
"""The questions that are told in full; a meeting has no time for more."""
_MORE = 10
"""How many others are named, unless all answers are shown too."""


def merging_page(merging: Merging) -> Page:
    """`merging` as blocks."""
    return (*_blocks(merging, details=True), *_all_questions(merging))


def merging_first_page(merging: Merging) -> Page:
    """The same without the table of all questions."""
    return tuple(_blocks(merging, details=False))


def _blocks(merging: Merging, *, details: bool) -> Iterator[Block]:
    yield cover_block(
        merging.title,
        merging.subtitle,
        _("Merged:"),
        merging.cover,
        merging.provenance,
        merging.language,
        verdict=merging.merged.band,
        overall=_on_scale(merging),
    )
    yield from _points(merging, details=details)
    yield from _facts(merging)
    yield from _unanswered(merging)
    yield from _lone(merging)
    yield from _agreement(merging)
    yield from _verdicts(merging)
    yield from _about(merging)


def _on_scale(merging: Merging) -> str:
    overall = merging.merged.overall
    return _("{score} {of}").format(score=overall.text, of=merging.scale) if overall else ""


# --- what to talk about ---------------------------------------------------------------------------------


def _points(merging: Merging, *, details: bool) -> Iterator[Block]:
    """The first points in full, and the titles of the others."""
    first, others = merging.points[:FIRST_POINTS], merging.points[FIRST_POINTS:]
    title = _("Talk about these five first") if len(first) == FIRST_POINTS else _("Talk about these first")
    yield Heading(title, id="points")
    if not first:
        yield paragraph(
            _(
                "Nothing needs a talk: no two answers to a question are two levels apart, and the verdict,"
                " red flags and the contradictions are the same whoever is right."
            )
        )
    for number, point in enumerate(first, start=1):
        yield _card(number, point)
    if not others:
        return
    shown = others if details else others[:_MORE]
    items = [Item(line(each.title, quiet(in_brackets(_in_brief(each))))) for each in shown]
    if more := len(others) - len(shown):
        items.append(Item(line(plural("and {count} more", "and {count} more", more))))
    yield List(tuple(items), line(strong(_("Then about these:"))))


def _in_brief(point: PointView) -> str:
    """Why a point is one, in a few words."""
    why = (
        _("verdict") if point.band_ids else "",
        _("red flag") if point.flag_ids else "",
        _("contradiction") if point.contradiction_ids else "",
        _apart(point.apart.text),
    )
    return _(", ").join(filter(None, why))


def _apart(levels: str) -> str:
    return _("1 level apart") if levels == "1" else _("{levels} levels apart").format(levels=levels)


def _card(number: int, point: PointView) -> Card:
    settle = line(label(_("What would settle it:")))
    body = (
        paragraph(point.text) if point.text else None,
        List((*map(_said, filter(_is_heard, point.said)), *map(_note, point.notes))),
        Facts((fact(_("Merged:"), point.merged),)),
        bullets(point.depends, line(label(_("What hangs on it:")))) if point.depends else None,
        bullets(map(bare, point.evidence), settle) if point.evidence else None,
    )
    title = line(point.title, quiet(in_brackets(point.dimension)))
    return Card(title, tuple(each for each in body if each), number=str(number))


def _is_heard(said: SaidView) -> bool:
    """Whether it is more than an open answer, perhaps of somebody who was not asked."""
    return said.state != "unanswered" or bool(said.note)


def _said(said: SaidView) -> Item:
    """Who said what, or how many did."""
    name = _("{name} (expert)").format(name=said.name) if said.expert else said.name
    who = name or _persons(said.people)
    text = Run(said.answer, "plain" if said.state == "answered" else "quiet")
    remark = (quiet(_("Note:")), note(said.note)) if said.note else ()
    proof = (quiet(_("Evidence:")), note(_("; ").join(said.evidence))) if said.evidence else ()
    return Item(line(label(labelled(who)), text, *remark, *proof))


def _persons(count: int) -> str:
    return plural("{count} person", "{count} people", count)


def _note(text: str) -> Item:
    return Item(line(label(_("Note:")), note(text)))


# --- facts, and what is not known -----------------------------------------------------------------------


def _facts(merging: Merging) -> Iterator[Block]:
    if not merging.facts:
        return
    yield Heading(_("Facts to settle"), id="facts")
    left = [each for each in merging.facts if each.open]
    taken = [each for each in merging.facts if not each.open]
    if left:
        yield List(
            tuple(map(_fact, left)),
            line(strong(_("Settle these first. They are left open, since no majority says the same:"))),
        )
    if taken:
        yield List(tuple(map(_fact, taken)), line(strong(_("Not all say the same, but these stand:"))))


def _fact(each: FactView) -> Item:
    stated = [fact(labelled(said.name or _persons(said.people)), said.text) for said in each.stated]
    taken = [fact(_("Merged:"), strong(each.taken))] if each.taken else []
    return Item(line(strong(each.title)), (Facts((*stated, *taken)),))


def _unanswered(merging: Merging) -> Iterator[Block]:
    """What nobody answered, and what only one person did."""
    if merging.unknown:
        yield Heading(_("What nobody knows"), id="unknown")
        rows = (
            (each.title, each.dimension, str(each.unknown), str(each.unanswered)) for each in merging.unknown
        )
        numbers = (Column(_("Do not know"), number=True), Column(_("Left open"), number=True))
        yield Table(
            (Column(_("Question")), Column(_("Dimension")), *numbers),
            tuple(tuple(map(line, row)) for row in rows),
            _("Questions that nobody answered"),
        )
    if merging.single:
        yield Heading(_("What only one person answered"), id="single")
        yield List(tuple(_with_title(each.title, each.said) for each in merging.single))
    if merging.without_expert:
        yield Heading(_("What the expert did not answer"), id="without-expert")
        yield paragraph(_("The rule decides here, as elsewhere:"), joined(merging.without_expert))


def _with_title(title: str, said: SaidView, *more: str | Run) -> Item:
    """The answer of one person to the question with this `title`."""
    text = _("{name}: {answer}").format(name=said.name, answer=said.answer) if said.name else said.answer
    return Item(line(label(labelled(title)), text, *more))


def _lone(merging: Merging) -> Iterator[Block]:
    """Who alone sees something otherwise: experts first, since they should know."""
    for heading, id, found in (
        (
            _("Where the expert sees it otherwise"),
            "experts",
            [each for each in merging.lone if each.said.expert],
        ),
        (_("One against the rest"), "lone", [each for each in merging.lone if not each.said.expert]),
    ):
        if found:
            yield Heading(heading, id=id)
            yield List(tuple(map(_against, found)))


def _against(each: LoneView) -> Item:
    return _with_title(each.title, each.said, label(_("The others:")), each.others)


# --- agreement and verdicts -----------------------------------------------------------------------------


def _agreement(merging: Merging) -> Iterator[Block]:
    if not merging.agreement:
        return
    yield Heading(_("How far you agree"), id="agreement")
    for warning in merging.warnings:
        yield paragraph(alert(_("Take care:")), warning)
    numbers = (_("Questions with two answers"), _("Alpha"), "r_wg")
    yield Table(
        (Column(_("Dimension")), *(Column(title, number=True) for title in numbers)),
        tuple(map(_agreed, merging.agreement)),
        _("Agreement by dimension"),
    )
    yield paragraph(
        quiet(_("1 is full agreement, 0 no more than by chance. “–”: there is nothing to measure."))
    )


def _agreed(each: AgreementView) -> tuple[Line, ...]:
    alpha, r_wg = (measure.text if measure else "–" for measure in (each.alpha, each.r_wg))
    return tuple(map(line, (each.title, str(each.units), alpha, r_wg)))


def _verdicts(merging: Merging) -> Iterator[Block]:
    """The verdict on the merged answers beside those of all."""
    yield Heading(_("Verdicts"), id="verdicts")
    numbers = (Column(_("Overall"), number=True), Column(_("Answered"), number=True))
    rows = [_verdict(_("All, merged"), merging.merged)]
    rows += [_verdict(each.name or _persons(1), each) for each in merging.voices]
    yield Table(
        (Column(_("Answers")), Column(_("Verdict")), *numbers), tuple(rows), _("The verdicts on all answers")
    )


def _verdict(title: str, each: VoiceView) -> tuple[Line, ...]:
    return (
        line(title),
        line(strong(each.band), quiet(in_brackets(each.why))),
        line(each.overall.text if each.overall else ""),
        line(each.coverage.text if each.coverage else ""),
    )


# --- method and all questions ---------------------------------------------------------------------------


def _about(merging: Merging) -> Iterator[Block]:
    if merging.ignored:
        yield Heading(_("Ignored answers"), id="ignored")
        yield bullets(_("{title}: {why}").format(title=each.title, why=each.why) for each in merging.ignored)
    if merging.notices:
        yield Heading(_("About the answers"), id="changes")
        yield bullets(merging.notices)
    yield Heading(_("How this is calculated"), id="method")
    yield bullets(merging.method)


def _all_questions(merging: Merging) -> Iterator[Block]:
    """Every question with the answers of all, by dimension."""
    yield Heading(_("All questions"), id="questions")
    if merging.anonymous:
        yield paragraph(
            _("The answers to each question begin with the least favourable: a column is nobody's.")
        )
    for dimension, found in _by_dimension(merging.questions):
        yield Heading(dimension, 3)
        people = map(shortened, merging.people)
        yield Table(
            (
                Column(_("Question")),
                Column(_("Merged answer")),
                *map(Column, people),
                Column(_("Apart"), number=True),
                Column("r_wg", number=True),
            ),
            tuple(map(_row, found)),
            dimension,
        )
        yield from filter(None, map(_notes, found))


def _by_dimension(
    questions: Iterable[MergedQuestionView],
) -> Iterator[tuple[str, Sequence[MergedQuestionView]]]:
    groups: dict[str, list[MergedQuestionView]] = {}
    titles = {}
    for each in questions:
        groups.setdefault(each.dimension_id, []).append(each)
        titles[each.dimension_id] = each.dimension
    yield from ((titles[id], found) for id, found in groups.items())


def _row(each: MergedQuestionView) -> tuple[Line, ...]:
    return (
        line(each.title),
        line(strong(each.answer)),
        *(line(text) for text in each.columns),
        line(each.apart.text if each.answered > 1 else ""),
        line(each.r_wg.text if each.r_wg else ""),
    )


def _notes(each: MergedQuestionView) -> List | None:
    """What was written about one question; None if nothing was."""
    form = _("{name}: {answer}")
    named = [form.format(name=said.name, answer=said.note) for said in each.said if said.note]
    items = tuple(Item(line(note(text))) for text in (*named, *each.notes))
    return List(items, line(strong(labelled(each.title)))) if items else None
