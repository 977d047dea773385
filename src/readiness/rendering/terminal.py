"""The report for a terminal of any width, with or without colour.

Plain lines from top to bottom, no boxes: a screen reader reads it in order, and colour never
says what the words do not.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence

from rich.console import Console
from rich.table import Table
from rich.text import Text

from readiness.messages.catalogue import _, plural
from readiness.rendering.output import Output
from readiness.views.report import CaseView, Dimension, Flag, GapView, Report, Span, TaskView

DETAILED_GAPS = 5
NARROW = 60


def render(report: Report, output: Output) -> str:
    """`report` as lines that fit `output`."""
    screen = Screen(output)
    for part in (
        _opening,
        _first_steps,
        _dimensions,
        _opportunities,
        _flags,
        _gaps,
        _cases,
        _roadmap,
        _pathways,
        _open,
        _method,
    ):
        part(screen, report)
    return screen.text()


class Screen:
    """Collects styled lines; every text passes through `clean`, none is read as markup."""

    def __init__(self, output: Output) -> None:
        self.width = max(output.width, 20)
        self._colour = colour = output.colour
        self._characters = output.characters
        self._file = io.StringIO()
        self._pending: list[Text] = []
        self._console = Console(
            file=self._file,
            width=self.width,
            force_terminal=colour,
            no_color=not colour,
            color_system="standard" if colour else None,
            highlight=False,
            markup=False,
            emoji=False,
            legacy_windows=False,
        )

    @property
    def narrow(self) -> bool:
        """Whether tables give way to lines."""
        return self.width < NARROW

    def text(self) -> str:
        """All lines so far, without trailing blanks."""
        self._flush()
        lines = [line.rstrip() for line in self._file.getvalue().split("\n")]
        return "\n".join(lines).strip("\n") + "\n"

    def clean(self, value: str) -> str:
        """`value` so that it can drive neither the terminal nor the layout."""
        return self._characters.shown(" ".join(value.split()))

    def line(self, *pieces: tuple[str, str], indent: int = 0) -> None:
        """One paragraph of pieces joined by blanks, its further lines indented alike."""
        self._hang("", pieces, indent)

    def item(self, mark: str, *pieces: tuple[str, str], indent: int = 0) -> None:
        """A paragraph that hangs from a mark, such as a number."""
        self._hang(f"{self.clean(mark)} ", pieces, indent)

    def _hang(self, mark: str, pieces: tuple[tuple[str, str], ...], indent: int) -> None:
        text = Text()
        for value, style in pieces:
            if value:
                text.append(" " if text else "").append(self.clean(value), style)
        before, margin = " " * indent + mark, " " * (indent + len(mark))
        for line in text.wrap(self._console, self.width - len(margin), overflow="fold"):
            self._pending.append(Text(before).append_text(line))
            before = margin

    def _flush(self) -> None:
        """Print the lines that wait: in one go, because every call of the console is dear."""
        if self._colour:
            self._console.print(Text("\n").join(self._pending), soft_wrap=True)
        else:
            self._file.writelines(f"{line.plain}\n" for line in self._pending)
        self._pending.clear()

    def heading(self, title: str) -> None:
        """A heading with a blank line above and a rule below."""
        self.blank()
        self.line((title, "bold"))
        self._pending.append(Text(self.clean("─") * min(self.width, 72), "dim"))

    def blank(self) -> None:
        """An empty line."""
        self._pending.append(Text())

    def table(self, header: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> None:
        """Columns for a wide screen; the first is text, the rest are numbers, the last may wrap."""
        table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="dim")
        for title in header:
            table.add_column(self.clean(title), overflow="fold")
        for row in rows:
            table.add_row(*(Text(cell if cell.isspace() else self.clean(cell)) for cell in row))
        self._flush()
        self._console.print(table)

    def bar(self, span: Span, cells: int) -> str:
        """Filled up to the score, shaded up to what it could still become."""
        filled = round(span.fill[0] * cells)
        possible = round(span.fill[1] * cells) - filled
        return "█" * filled + "▒" * possible + "░" * (cells - filled - possible)


# --- the first screen -------------------------------------------------------------------------


def _opening(screen: Screen, report: Report) -> None:
    verdict, overall = report.verdict, report.overall
    screen.line((report.title, "bold"))
    screen.line((report.subtitle, ""))
    screen.blank()
    level = _("({level})").format(level=verdict.level) if verdict.level else ""
    screen.line((_("VERDICT"), "bold"), (verdict.title, "bold reverse"), (level, ""))
    screen.line(
        (_("OVERALL"), "bold"),
        (_("{score} {of}").format(score=overall.score.low.text, of=overall.scale), "bold"),
        (screen.bar(overall.score, 20), "cyan"),
        (_("up to {high}").format(high=overall.score.high.text) if overall.score.is_open else "", ""),
    )
    for remark in (verdict.meaning, verdict.outlook):
        if remark:
            screen.line((remark, ""))
    screen.blank()
    screen.line((verdict.heading, "bold"))
    for blocker in verdict.blocked_by:
        screen.item("•", (blocker.text, ""), indent=1)


def _first_steps(screen: Screen, report: Report) -> None:
    if not report.first:
        return
    screen.blank()
    screen.line((_("Do first:"), "bold"))
    for number, task in enumerate(report.first, start=1):
        _task(screen, f"{number}.", task, brief=True)
    if report.lead:
        case = report.lead.case
        screen.blank()
        screen.line(
            (_("Learn from:"), "bold"), (_("{who}: {title}").format(who=case.who, title=case.title), "")
        )
        screen.line((_("Why it is shown: {reason}.").format(reason=report.lead.reason), "dim"), indent=2)


def _task(screen: Screen, mark: str, task: TaskView, *, brief: bool = False) -> None:
    flag = _("RED FLAG") if task.red_flag else ""
    screen.item(
        mark,
        (flag, "bold red"),
        (_("{title}.").format(title=task.title), "bold"),
        (task.action.brief if brief else task.action.text, ""),
        (_("({cost})").format(cost=task.action.cost), "dim"),
        indent=1,
    )


# --- scores -------------------------------------------------------------------------------------


def _dimensions(screen: Screen, report: Report) -> None:
    screen.heading(_("Dimensions"))
    _bars(screen, report.dimensions)
    if report.parts:
        screen.blank()
        _bars(screen, report.parts)
    overall = report.overall
    if any(item.score.is_open for item in report.dimensions):
        screen.line((_("Shaded: what open answers could still add."), "dim"))
    screen.line(
        (
            _(
                "Arithmetic mean {mean}; weakest dimension {minimum}; {coverage} of the weight answered."
            ).format(
                mean=overall.arithmetic.text, minimum=overall.minimum.text, coverage=overall.coverage.text
            ),
            "dim",
        )
    )
    risks = [item for item in report.dimensions if item.exposure and item.control and item.residual]
    if risks:
        screen.heading(_("Risks: exposure, control and what is left"))
        _risks(screen, risks)


def _bars(screen: Screen, items: tuple[Dimension, ...]) -> None:
    if screen.narrow:
        for item in items:
            screen.line((item.title, ""))
            screen.line(
                (screen.bar(item.score, 16), "cyan"), (item.score.text, "bold"), (item.band, ""), indent=1
            )
        return
    header: tuple[str, ...] = (_("Dimension"), "", _("Score"), _("Answered"))
    rows: list[tuple[str, ...]] = [
        ("– " * item.depth + item.title, screen.bar(item.score, 20), item.score.text, item.coverage.text)
        for item in items
    ]
    if any(item.band for item in items):
        header = (*header, _("Level"))
        rows = [(*row, item.band) for row, item in zip(rows, items, strict=True)]
    screen.table(header, rows)


def _risks(screen: Screen, items: list[Dimension]) -> None:
    if not screen.narrow:
        header = (_("Risk"), _("Exposure"), _("Control"), _("Residual risk"))
        screen.table(header, [(item.title, *(span.text for span in _parts(item))) for item in items])
        return
    for item in items:
        exposure, control, residual = _parts(item)
        screen.line((item.title, ""))
        text = _("exposure {exposure}, control {control}, residual {residual}").format(
            exposure=exposure.text, control=control.text, residual=residual.text
        )
        screen.line((text, ""), indent=1)


def _parts(item: Dimension) -> tuple[Span, Span, Span]:
    spans = (item.exposure, item.control, item.residual)
    exposure, control, residual = (span for span in spans if span is not None)
    return exposure, control, residual


def _opportunities(screen: Screen, report: Report) -> None:
    if not report.opportunities:
        return
    screen.heading(_("Opportunity against readiness"))
    for item in report.opportunities:
        screen.line((item.title, ""), (item.fit.text, "bold"), (screen.bar(item.fit, 10), "cyan"))
        screen.line((item.reading, ""), indent=2)
        if item.step:
            screen.line((_("First step:"), "bold"), (_step(item.step), ""), indent=2)


def _step(gap: GapView) -> str:
    """What would widen a window most."""
    text = gap.action.text if gap.action else gap.next
    if gap.case:
        case = gap.case.case
        return _("{text} Learn from {who}: {title}").format(text=text, who=case.who, title=case.title)
    return text


def _flags(screen: Screen, report: Report) -> None:
    if not report.flags:
        return
    screen.heading(_("Red flags"))
    for flag in report.flags:
        _flag(screen, flag)


def _flag(screen: Screen, flag: Flag) -> None:
    screen.item("!", (_("{title}.").format(title=flag.title), "bold red"), (flag.message, ""))
    screen.line((flag.status, ""), indent=2)
    screen.line(
        (_("To lift it:"), "bold"),
        (flag.action.text, ""),
        (_("({cost})").format(cost=flag.action.cost), "dim"),
        indent=2,
    )


# --- gaps, cases, roadmap, pathways -----------------------------------------------------------------


def _gaps(screen: Screen, report: Report) -> None:
    if not report.gaps:
        return
    screen.heading(_("Largest gaps, by what closing them would add"))
    for gap in report.gaps[:DETAILED_GAPS]:
        _gap(screen, gap)
    rest = len(report.gaps) - DETAILED_GAPS
    if rest > 0:
        message = plural(
            "{count} further gap stands in the report that --export writes.",
            "{count} further gaps stand in the report that --export writes.",
            rest,
        )
        screen.blank()
        screen.line((message, "dim"))


def _gap(screen: Screen, gap: GapView) -> None:
    screen.blank()
    screen.item(f"{gap.rank}.", (gap.title, "bold"), (_("({dimension})").format(dimension=gap.dimension), ""))
    if gap.text:
        screen.line((gap.text, "italic"), indent=3)
    for label, value in _gap_lines(gap):
        screen.line((label, "bold"), (value, ""), indent=3)


def _gap_lines(gap: GapView) -> Iterator[tuple[str, str]]:
    yield _("Your answer:"), gap.answer
    if gap.note:
        yield _("Your note:"), gap.note
    if gap.owner:
        yield _("Owner:"), gap.owner
    yield _("Next level:"), gap.next
    if gap.action:
        yield _("To get there:"), _("{text} ({cost})").format(text=gap.action.text, cost=gap.action.cost)
    yield _("Worth:"), gap.lift
    if gap.evidence:
        yield _("Evidence to show:"), _("; ").join(gap.evidence)
    if gap.case:
        case = gap.case.case
        yield _("Learn from:"), _("{who}: {title}").format(who=case.who, title=case.title)
        yield _("Why it is shown:"), gap.case.reason


def _cases(screen: Screen, report: Report) -> None:
    cases = {gap.case.case.id: gap.case.case for gap in report.gaps[:DETAILED_GAPS] if gap.case}
    if not cases:
        return
    screen.heading(_("Cases to learn from"))
    for case in cases.values():
        screen.blank()
        show_case(screen, case)


def show_case(screen: Screen, case: CaseView) -> None:
    """One case, whole."""
    screen.line((_("{who}: {title}").format(who=case.who, title=case.title), "bold"))
    screen.line((_("{kind} · {section}").format(kind=case.kind, section=case.section), "dim"))
    screen.line((case.summary, ""))
    screen.line((_("Lesson:"), "bold"), (case.lesson, ""))
    for figure in case.figures:
        disputed = _("Disputed: {what}").format(what=figure.disputed) if figure.disputed else ""
        screen.item("•", (_("{statement}.").format(statement=figure.statement), ""), (disputed, ""), indent=1)
    for remark in (case.caveat, case.note):
        if remark:
            screen.line((remark, "dim"))


def _roadmap(screen: Screen, report: Report) -> None:
    if not report.roadmap:
        return
    screen.heading(_("Roadmap"))
    for phase in report.roadmap:
        screen.line((phase.title, "bold"))
        for task in phase.tasks:
            _task(screen, "•", task)
        if phase.more:
            screen.item("•", (phase.more, "dim"), indent=1)


def _pathways(screen: Screen, report: Report) -> None:
    for pathway in report.pathways:
        screen.heading(_("Pathway: {title}").format(title=pathway.title))
        screen.line((pathway.text, ""))
        for number, step in enumerate(pathway.steps, start=1):
            screen.item(f"{number}.", (step.text, ""), indent=1)
            for title, answer in step.standing:
                text = _("{title}: {answer}").format(title=title, answer=answer)
                screen.item("•", (text, ""), indent=4)
            if step.cases:
                screen.line((_("Learn from:"), "bold"), (_("; ").join(step.cases), ""), indent=4)


# --- for the analyst -----------------------------------------------------------------------------------


def _open(screen: Screen, report: Report) -> None:
    if report.open:
        screen.heading(_("Open answers, the most decisive first"))
        for item in report.open:
            text = _("{title} ({dimension}): {state}; could add {worth}").format(
                title=item.title, dimension=item.dimension, state=item.state, worth=item.worth.text
            )
            screen.item("•", (text, ""))
    for title, items in (
        (_("Ignored answers"), report.ignored),
        (_("Marked not applicable"), report.not_applicable),
    ):
        if items:
            screen.heading(title)
            for aside in items:
                text = _("{question}: {why}").format(question=aside.question, why=aside.why)
                screen.item("•", (text, ""))
    if report.notices:
        screen.heading(_("Changes since the version that was answered"))
        for notice in report.notices:
            screen.item("•", (notice, ""))


def _method(screen: Screen, report: Report) -> None:
    made = report.provenance
    screen.heading(_("Method and provenance"))
    for line in report.method:
        screen.item("•", (line, "dim"))
    lines = (
        _("Questionnaire {id} {version}, digest {digest}").format(
            id=made.questionnaire, version=made.questionnaire_version, digest=made.questionnaire_digest[:12]
        ),
        _("Answers of {date}, digest {digest}").format(
            date=made.answers_date or _("an unstated date"), digest=made.answers_digest[:12]
        ),
        _("Report of {date}, readiness {version}").format(date=made.built_on, version=made.program_version),
        _("Facts and regimes as of {date}").format(date=made.questionnaire_date)
        if made.questionnaire_date
        else "",
        made.source,
    )
    for line in filter(None, lines):
        screen.item("•", (line, "dim"))
