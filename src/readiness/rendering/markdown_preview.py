"""A preview of a questionnaire as Markdown: a form to print, with its rules as an appendix."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from readiness.messages.catalogue import _
from readiness.rendering.markdown import table, text
from readiness.views.preview import ChoiceView, Preview, ProfileView, QuestionView, SectionView, WeightView

_BOX = "☐"
_LINE = "_" * 48
_DEEPEST = 5


def render(preview: Preview) -> str:
    """`preview` as one Markdown document."""
    parts = (_opening, _instructions, _profile, _questions, _weights, _bands, _flags)
    lines = [line for part in parts for line in part(preview)]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip() + "\n"


def _to_fill_in(label: str) -> Iterator[str]:
    """A label and a line to write on; blanks around it keep the underscores from being markup."""
    yield f"{label} {_LINE}"
    yield ""


# --- the first page -----------------------------------------------------------------------------


def _opening(preview: Preview) -> Iterator[str]:
    yield f"# {text(preview.title)}"
    yield ""
    yield f"{text(preview.subtitle)} · `{preview.id}` {preview.version}"
    yield ""
    yield text(preview.description)
    yield ""
    if preview.source:
        yield f"*{text(_('Source: {source}').format(source=preview.source))}*"
        yield ""
    if preview.date:
        yield f"*{text(_('Facts and regimes as of {date}').format(date=preview.date))}*"
        yield ""
    for label in (_("Enterprise:"), _("Respondent and role:"), _("Date of the answers:")):
        yield from _to_fill_in(label)


def _instructions(preview: Preview) -> Iterator[str]:
    yield f"## {_('How to fill in this form')}"
    yield ""
    yield from (f"- {text(line)}" for line in preview.instructions)
    yield ""


# --- what is asked ------------------------------------------------------------------------------


def _profile(preview: Preview) -> Iterator[str]:
    if not preview.profile:
        return
    yield "---"
    yield ""
    yield f"## {_('About the enterprise')}"
    yield ""
    yield text(_("Never scored: these facts decide which questions and cases fit."))
    yield ""
    for asked in preview.profile:
        yield f"### {text(asked.title)}"
        yield ""
        yield text(asked.text)
        yield ""
        yield from _help(asked)
        yield f"*{text(asked.instruction)}*"
        yield ""
        yield from _boxes(asked.choices)
        yield ""


def _questions(preview: Preview) -> Iterator[str]:
    for section in (*preview.sections, *preview.opportunities):
        yield from _section(section)
        for question in section.questions:
            yield from _question(question, section.depth)


def _section(section: SectionView) -> Iterator[str]:
    if section.depth == 0:
        yield "---"
        yield ""
    yield f"{_heading(section.depth)} {text(section.title)}"
    yield ""
    if section.within:
        yield f"*{text(_('Part of {whole}.').format(whole=section.within))}*"
        yield ""
    yield f"`{section.id}` · {text(section.weighed)} · {text(section.combined)}"
    yield ""
    yield text(section.description)
    yield ""


def _heading(depth: int) -> str:
    return "#" * min(2 + depth, _DEEPEST)


def _question(question: QuestionView, depth: int) -> Iterator[str]:
    yield f"{_heading(depth + 1)} {question.number}. {text(question.title)}"
    yield ""
    yield " · ".join((f"`{question.id}`", *map(text, question.marks), text(question.weighed)))
    yield ""
    for line in (question.condition, question.text):
        yield text(line)
        yield ""
    yield from _help(question)
    yield f"*{text(_('{first} {second}').format(first=question.instruction, second=question.direction))}*"
    yield ""
    if not question.choices:
        yield from _to_fill_in(_("Answer:"))
    yield from _boxes(question.choices)
    unknown = _("Don't know")
    yield f"- {_BOX} {text(unknown)}"
    if question.not_applicable:
        label = _("Not applicable, only if: {when}").format(when=question.not_applicable)
        yield f"- {_BOX} {text(label)} {_('Reason:')} {_LINE}"
    yield ""
    if question.evidence:
        yield f"*{_('What would prove it:')}* {'; '.join(map(text, question.evidence))}"
        yield ""
    for label in (_("Note:"), _("Evidence:")):
        yield from _to_fill_in(label)


def _help(asked: QuestionView | ProfileView) -> Iterator[str]:
    if asked.help:
        yield f"*{_('Why it is asked:')}* {text(asked.help)}"
        yield ""


def _boxes(choices: tuple[ChoiceView, ...]) -> Iterator[str]:
    for choice in choices:
        yield f"- {_BOX} **{choice.number}** {text(choice.text)}".rstrip()


# --- the appendix -------------------------------------------------------------------------------


def _weights(preview: Preview) -> Iterator[str]:
    yield "---"
    yield ""
    yield f"## {_('Appendix: weights and shares')}"
    yield ""
    for title, share, rows in (
        ("", _("Share of the overall"), preview.weights),
        (_("Windows of opportunity"), _("Share of its window"), preview.opportunity_weights),
    ):
        if title and rows:
            yield f"### {title}"
            yield ""
        if rows:
            yield from _weight_table(share, rows)
    yield from (f"- {text(rule)}" for rule in preview.rules)
    yield ""


def _weight_table(share: str, rows: Sequence[WeightView]) -> Iterator[str]:
    header = (
        _("Section or question"),
        _("Id"),
        _("Weight"),
        share,
        _("Combined by, or scores of the levels"),
    )
    yield from table(
        header, ((_title(row), f"`{row.id}`", row.weight, row.share, text(row.worth)) for row in rows)
    )


def _title(row: WeightView) -> str:
    """Sections stand out; their depth is drawn, because blanks in a cell are lost."""
    title = f"{row.number}. {text(row.title)}" if row.number else f"**{text(row.title)}**"
    return f"{'– ' * row.depth}{title}"


def _bands(preview: Preview) -> Iterator[str]:
    yield f"## {_('Appendix: bands')}"
    yield ""
    for scale in preview.bands:
        if len(preview.bands) > 1:
            yield f"### {text(scale.title)}"
            yield ""
        rows = ((text(band.title), text("; ".join(band.asks)), text(band.text)) for band in scale.bands)
        yield from table((_("Band"), _("Asks for"), _("Meaning")), rows)


def _flags(preview: Preview) -> Iterator[str]:
    if not preview.flags:
        return
    yield f"## {_('Appendix: red flags')}"
    yield ""
    for flag in preview.flags:
        yield f"- **{text(flag.title)}.** {text(flag.message)} *{text(flag.condition)}* {text(flag.effect)}"
    yield ""
