"""The report as Markdown that renders cleanly on GitHub."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from readiness.messages.catalogue import _
from readiness.messages.characters import printable
from readiness.views.report import CaseView, Dimension, Flag, GapView, Report, Span

DETAILED_GAPS = 10
_BAR = 20


def render(report: Report) -> str:
    """`report` as one Markdown document."""
    parts = (
        _opening,
        _verdict,
        _dimensions,
        _risks,
        _opportunities,
        _first_steps,
        _flags,
        _gaps,
        _roadmap,
        _pathways,
        _cases,
        _open,
        _responses,
        _method,
    )
    lines = [line for part in parts for line in part(report)]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip() + "\n"


# --- escaping: the only place ---------------------------------------------------------------

_SPECIAL = {character: f"\\{character}" for character in "\\`*_[]|~#$"}
_HTML = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
_ESCAPES = str.maketrans({**_SPECIAL, **_HTML})


def text(value: str) -> str:
    """`value` as running text on one line; no markup, link, mention or table cell in it takes effect."""
    value = printable(" ".join(value.split())).translate(_ESCAPES)
    value = re.sub(r"(?i)\b(https?|ftp|mailto|xmpp):", r"\1&#58;", value)
    value = re.sub(r"(?i)\bwww\.", "www&#46;", value)
    value = re.sub(r":(?=[\w+-]+:)", "&#58;", value)
    value = value.replace("@", "@&#8203;")
    return re.sub(r"^([-+=]|\d+(?=[.)]))", lambda found: _line_start(found[0]), value)


def _line_start(mark: str) -> str:
    """What would begin a list or an underline at the start of a line, made harmless."""
    return f"&#{ord(mark)};" if not mark.isdigit() else f"&#{ord(mark[0])};{mark[1:]}"


def table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """A table; cells are already escaped."""
    yield f"| {' | '.join(header)} |"
    yield f"|{'|'.join(' --- ' for _cell in header)}|"
    for row in rows:
        yield f"| {' | '.join(cell or ' ' for cell in row)} |"
    yield ""


def _bar(span: Span) -> str:
    """Filled up to the score, half-filled up to what it could still become."""
    filled = round(span.fill[0] * _BAR)
    possible = round(span.fill[1] * _BAR) - filled
    return f"`{'█' * filled}{'▒' * possible}{'░' * (_BAR - filled - possible)}`"


# --- the first screen -------------------------------------------------------------------------


def _opening(report: Report) -> Iterator[str]:
    yield f"# {text(report.title)}"
    yield ""
    yield text(report.subtitle)
    yield ""


def _verdict(report: Report) -> Iterator[str]:
    verdict, overall = report.verdict, report.overall
    level = f" ({text(verdict.level)})" if verdict.level else ""
    yield f"## {_('Verdict')}: {text(verdict.title)}{level}"
    yield ""
    yield text(verdict.meaning)
    yield ""
    yield (
        f"**{_('Overall')}: {overall.score.low.text}** "
        + _(
            "of 100 (range {span}; arithmetic mean {mean}; weakest dimension {minimum}; {coverage} answered)."
        ).format(
            of=overall.scale,
            span=overall.score.text,
            mean=overall.arithmetic.text,
            minimum=overall.minimum.text,
            coverage=overall.coverage.text,
        )
    )
    yield ""
    if verdict.outlook:
        yield text(verdict.outlook)
        yield ""
    yield f"**{text(verdict.heading)}**"
    yield ""
    yield from (f"- {text(blocker.text)}" for blocker in verdict.blocked_by)
    yield ""
    if report.first:
        yield f"**{_('Do first:')}**"
        yield ""
        for number, task in enumerate(report.first, start=1):
            yield f"{number}. **{text(task.title)}**: {text(task.action.text)} *({text(task.action.cost)})*"
        yield ""
    if report.lead:
        case = report.lead.case
        yield f"**{_('Learn from:')}** {text(case.who)}, “{text(case.title)}”: {text(case.lesson)}"
        yield f"*{_('Why it is shown:')}* {text(report.lead.reason)}"
        yield ""


# --- scores -------------------------------------------------------------------------------------


def _dimensions(report: Report) -> Iterator[str]:
    yield f"## {_('Dimensions')}"
    yield ""
    header = (_("Dimension"), _("Score"), " ", _("Range"), _("Answered"))
    yield from table(header, (_dimension_row(item) for item in report.dimensions))
    if report.parts:
        yield from table(header, (_dimension_row(item) for item in report.parts))
    yield _("Filled: the score, with open answers at their worst. Shaded: what open answers could still add.")
    yield ""


def _dimension_row(item: Dimension) -> tuple[str, ...]:
    span = item.score.text if item.score.is_open else ""
    title = text(item.title) + (f" ({text(item.band)})" if item.band else "")
    return (title, f"**{item.score.low.text}**", _bar(item.score), span, item.coverage.text)


def _risks(report: Report) -> Iterator[str]:
    risks = [item for item in report.dimensions if item.exposure and item.control and item.residual]
    if not risks:
        return
    yield f"### {_('Risks: exposure, control and what is left')}"
    yield ""
    rows = (
        (text(item.title), *(part.text for part in (item.exposure, item.control, item.residual) if part))
        for item in risks
    )
    yield from table((_("Risk"), _("Exposure"), _("Control"), _("Residual risk")), rows)


def _opportunities(report: Report) -> Iterator[str]:
    if not report.opportunities:
        return
    yield f"## {_('Opportunity against readiness')}"
    yield ""
    rows = (
        (
            text(item.title),
            f"**{item.fit.low.text}**",
            item.fit.text if item.fit.is_open else "",
            text(item.reading),
        )
        for item in report.opportunities
    )
    yield from table((_("Window"), _("Fit"), _("Range"), _("Reading")), rows)


def _first_steps(report: Report) -> Iterator[str]:
    for item in report.opportunities:
        if item.step is None:
            continue
        step = item.step
        yield f"- **{text(item.title)}**: {text(step.action.text if step.action else step.next)}"
        if step.case:
            case = step.case.case
            yield f"  *{_('Learn from:')}* {text(case.who)}, “{text(case.title)}” ({text(step.case.reason)})"
    yield ""


def _flags(report: Report) -> Iterator[str]:
    if not report.flags:
        return
    yield f"## {_('Red flags')}"
    yield ""
    for flag in report.flags:
        yield from _flag(flag)


def _flag(flag: Flag) -> Iterator[str]:
    yield f"- **{text(flag.title)}.** {text(flag.message)}"
    yield f"  {text(flag.status)}"
    yield f"  **{_('To lift it:')}** {text(flag.action.text)} *({text(flag.action.cost)})*"
    yield ""


# --- gaps, roadmap, pathways, cases -----------------------------------------------------------------


def _gaps(report: Report) -> Iterator[str]:
    if not report.gaps:
        return
    yield f"## {_('Largest gaps')}"
    yield ""
    yield _("In the order of what closing them would add to the overall score.")
    yield ""
    for gap in report.gaps[:DETAILED_GAPS]:
        yield from _gap(gap)
    rest = report.gaps[DETAILED_GAPS:]
    if rest:
        yield f"### {_('Further gaps')}"
        yield ""
        header = (_("Question"), _("Dimension"), _("Next level adds"), _("Top level adds"))
        rows = (
            (text(gap.title), text(gap.dimension), gap.lift_next.text, gap.lift_best.text) for gap in rest
        )
        yield from table(header, rows)


def _gap(gap: GapView) -> Iterator[str]:
    yield f"### {gap.rank}. {text(gap.title)} ({text(gap.dimension)})"
    yield ""
    if gap.text:
        yield text(gap.text)
        yield ""
    yield f"- **{_('Your answer:')}** {text(gap.answer)}"
    if gap.note:
        yield f"- **{_('Your note:')}** {text(gap.note)}"
    if gap.owner:
        yield f"- **{_('Owner:')}** {text(gap.owner)}"
    yield f"- **{_('Next level:')}** {text(gap.next)}"
    if gap.action:
        yield f"- **{_('To get there:')}** {text(gap.action.text)} *({text(gap.action.cost)})*"
    yield f"- **{_('Worth:')}** {text(gap.lift)}"
    if gap.evidence:
        yield f"- **{_('Evidence to show:')}** {'; '.join(map(text, gap.evidence))}"
    if gap.case:
        case = gap.case.case
        yield f"- **{_('Learn from:')}** {text(case.who)}, “{text(case.title)}”"
        yield f"- **{_('Why it is shown:')}** {text(gap.case.reason)}"
    yield ""


def _roadmap(report: Report) -> Iterator[str]:
    if not report.roadmap:
        return
    yield f"## {_('Roadmap')}"
    yield ""
    for phase in report.roadmap:
        yield f"### {text(phase.title)}"
        yield ""
        for task in phase.tasks:
            flag = f"**{_('Red flag.')}** " if task.red_flag else ""
            yield f"- {flag}**{text(task.title)}**: {text(task.action.text)}"
        if phase.more:
            yield f"- {text(phase.more)}"
        yield ""


def _pathways(report: Report) -> Iterator[str]:
    for pathway in report.pathways:
        yield f"## {_('Pathway')}: {text(pathway.title)}"
        yield ""
        yield text(pathway.text)
        yield ""
        for number, step in enumerate(pathway.steps, start=1):
            yield f"{number}. {text(step.text)}"
            for title, answer in step.standing:
                yield f"   - {text(title)}: {text(answer)}"
            if step.cases:
                yield f"   - *{_('Learn from:')}* {'; '.join(map(text, step.cases))}"
        yield ""


def _cases(report: Report) -> Iterator[str]:
    cases = {gap.case.case.id: gap.case.case for gap in report.gaps[:DETAILED_GAPS] if gap.case}
    if not cases:
        return
    yield f"## {_('Cases to learn from')}"
    yield ""
    for case in cases.values():
        yield from _case(case)


def _case(case: CaseView) -> Iterator[str]:
    yield f"### {text(case.who)}: {text(case.title)}"
    yield ""
    yield f"*{text(case.kind)} · {text(case.section)}*"
    yield ""
    yield text(case.summary)
    yield ""
    yield f"**{_('Lesson:')}** {text(case.lesson)}"
    yield ""
    for figure in case.figures:
        disputed = f" **{_('Disputed:')}** {text(figure.disputed)}" if figure.disputed else ""
        yield f"- {text(figure.statement)}.{disputed}"
    if case.caveat:
        yield f"- *{text(case.caveat)}*"
    if case.note:
        yield f"- *{text(case.note)}*"
    yield ""


# --- for the analyst -----------------------------------------------------------------------------------


def _open(report: Report) -> Iterator[str]:
    if report.open:
        yield f"## {_('Open answers')}"
        yield ""
        header = (_("Question"), _("Dimension"), _("State"), _("Could add"))
        rows = (
            (text(item.title), text(item.dimension), text(item.state), item.worth.text)
            for item in report.open
        )
        yield from table(header, rows)
    if report.notices:
        yield f"## {_('Changes since the version that was answered')}"
        yield ""
        yield from (f"- {text(notice)}" for notice in report.notices)
        yield ""
    for title, items in (
        (_("Ignored answers"), report.ignored),
        (_("Marked not applicable"), report.not_applicable),
    ):
        if items:
            yield f"## {title}"
            yield ""
            asides = [(f"`{item.question}`", text(item.title), text(item.why)) for item in items]
            yield from table((_("Id"), _("Question"), _("Why")), asides)


def _responses(report: Report) -> Iterator[str]:
    yield f"## {_('All answers')}"
    yield ""
    rows = (
        (
            f"`{item.question}`",
            text(item.title),
            text(item.answer),
            "; ".join(
                part for part in (text(item.note), *map(text, item.evidence), text(item.owner)) if part
            ),
        )
        for item in report.answers
    )
    yield from table((_("Id"), _("Question"), _("Answer"), _("Note, evidence, owner")), rows)
    yield f"### {_('Profile')}"
    yield ""
    yield from (f"- **{text(title)}:** {text(value)}" for title, value in report.profile)
    yield ""


def _method(report: Report) -> Iterator[str]:
    made = report.provenance
    yield f"## {_('Method and provenance')}"
    yield ""
    yield from (f"- {text(line)}" for line in report.method)
    yield ""
    rows = (
        (
            _("Questionnaire"),
            f"{text(made.questionnaire_title)} (`{made.questionnaire}` {made.questionnaire_version})",
        ),
        (_("Questionnaire digest"), f"`{made.questionnaire_digest}`"),
        (_("Answers digest"), f"`{made.answers_digest}`"),
        (_("Answers of"), made.answers_date or _("not stated")),
        (_("Respondent"), text(made.respondent) or _("not stated")),
        (_("Report built"), f"{made.built_on}, readiness {made.program_version}"),
        (_("Facts and regimes as of"), made.questionnaire_date or _("not stated")),
        (_("Source"), text(made.source) or _("not stated")),
    )
    yield from table((_("What"), _("Which")), rows)
