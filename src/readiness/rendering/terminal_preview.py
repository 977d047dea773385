"""A preview of a questionnaire for a terminal of any width."""

from __future__ import annotations

from collections.abc import Sequence

from readiness.messages.catalogue import _
from readiness.rendering.output import Output
from readiness.rendering.terminal import Screen
from readiness.views.preview import ChoiceView, Preview, ProfileView, QuestionView, SectionView, WeightView

_MOST_INDENT = 8


def render(preview: Preview, output: Output) -> str:
    """`preview` as lines that fit `output`."""
    screen = Screen(output)
    for part in (_opening, _balance, _profile, _questions, _bands, _flags):
        part(screen, preview)
    return screen.text()


def _opening(screen: Screen, preview: Preview) -> None:
    screen.line((preview.title, "bold"), (preview.id, ""), (preview.version, ""))
    screen.line((preview.subtitle, ""))
    if preview.description:
        screen.line((preview.description, ""))
    if preview.source:
        screen.line((_("Source: {source}").format(source=preview.source), "dim"))
    if preview.date:
        screen.line((_("Facts and regimes as of {date}").format(date=preview.date), "dim"))


# --- weights ------------------------------------------------------------------------------------


def _balance(screen: Screen, preview: Preview) -> None:
    """The sections alone: questions say their share themselves."""
    screen.heading(_("Weights and shares"))
    sections = [row for row in preview.weights if not row.number]
    if sections:
        _weights(screen, sections)
        screen.blank()
    for rule in preview.rules:
        screen.item("•", (rule, "dim"))


def _weights(screen: Screen, rows: Sequence[WeightView]) -> None:
    if not screen.narrow:
        header = (_("Section"), _("Weight"), _("Share"), _("Combined by"))
        screen.table(header, [(_title(row), row.weight, row.share, row.worth) for row in rows])
        return
    for row in rows:
        weighed = _("weight {weight}, {share}").format(weight=row.weight, share=row.share)
        screen.line((_title(row), ""), (weighed, "dim"))


def _title(row: WeightView) -> str:
    """The depth is drawn, because blanks at the start of a cell are lost."""
    return "– " * min(row.depth, _MOST_INDENT // 2) + row.title


def _indent(depth: int) -> int:
    return min(2 * depth, _MOST_INDENT)


# --- what is asked ------------------------------------------------------------------------------


def _profile(screen: Screen, preview: Preview) -> None:
    if not preview.profile:
        return
    screen.heading(_("About the enterprise"))
    screen.line((_("Never scored: these facts decide which questions and cases fit."), ""))
    for asked in preview.profile:
        screen.blank()
        screen.line((asked.title, "bold"), (_("[{id}]").format(id=asked.id), "dim"))
        screen.line((asked.text, ""))
        _help(screen, asked)
        screen.line((asked.instruction, ""))
        _choices(screen, asked.choices)


def _questions(screen: Screen, preview: Preview) -> None:
    for section in (*preview.sections, *preview.opportunities):
        _section(screen, section)
        for question in section.questions:
            _question(screen, question)


def _section(screen: Screen, section: SectionView) -> None:
    if section.depth == 0:
        screen.heading(section.title)
    else:
        screen.blank()
        title = _("{title} (part of {whole})").format(title=section.title, whole=section.within)
        screen.line((title, "bold underline"), indent=_indent(section.depth))
    facts = _("{id}: {weighed}, {combined}").format(
        id=section.id, weighed=section.weighed, combined=section.combined
    )
    screen.line((facts, "dim"), indent=_indent(section.depth))
    if section.description:
        screen.line((section.description, ""), indent=_indent(section.depth))


def _question(screen: Screen, question: QuestionView) -> None:
    screen.blank()
    marks = _("({marks})").format(marks=_(", ").join(question.marks)) if question.marks else ""
    screen.item(f"{question.number}.", (question.title, "bold"), (question.id, "dim"), (marks, "dim"))
    facts = _("; ").join(filter(None, (question.type, question.worth, question.weighed)))
    screen.line((facts, "dim"), indent=2)
    if question.condition:
        screen.line((question.condition, "italic"), indent=2)
    if question.text:
        screen.line((question.text, ""), indent=2)
    _help(screen, question)
    if question.direction:
        screen.line((question.direction, ""), indent=2)
    if not question.choices:
        screen.line((question.instruction, ""), indent=2)
    _choices(screen, question.choices)
    if question.not_applicable:
        screen.line((_("Not applicable only if:"), "bold"), (question.not_applicable, ""), indent=2)
    if question.evidence:
        screen.line((_("Evidence:"), "bold"), (_("; ").join(question.evidence), ""), indent=2)


def _help(screen: Screen, asked: QuestionView | ProfileView) -> None:
    if asked.help:
        screen.line((_("Why:"), "bold"), (asked.help, ""), indent=2 if isinstance(asked, QuestionView) else 0)


def _choices(screen: Screen, choices: tuple[ChoiceView, ...]) -> None:
    for choice in choices:
        known = _("[{id}]").format(id=choice.id) if choice.id else ""
        if choice.score:
            known = _("[score {score}, {id}]").format(score=choice.score, id=choice.id)
        screen.item(f"{choice.number}.", (choice.text, ""), (known, "dim"), indent=4)


# --- verdicts -----------------------------------------------------------------------------------


def _bands(screen: Screen, preview: Preview) -> None:
    screen.heading(_("Bands"))
    for scale in preview.bands:
        if len(preview.bands) > 1:
            screen.line((scale.title, "bold"))
        for number, band in enumerate(scale.bands, start=1):
            asks = _("asks for: {what}").format(what=_("; ").join(band.asks))
            screen.item(f"{number}.", (band.title, "bold"), (asks, ""), indent=1)
            if band.text:
                screen.line((band.text, ""), indent=4)


def _flags(screen: Screen, preview: Preview) -> None:
    if not preview.flags:
        return
    screen.heading(_("Red flags"))
    for flag in preview.flags:
        screen.item("!", (_("{title}.").format(title=flag.title), "bold"), (flag.message, ""))
        screen.line((flag.condition, ""), (flag.effect, ""), indent=2)
