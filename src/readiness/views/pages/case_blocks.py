"""Shows cases of the library: by title with the reason, in full, or in a list."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from readiness.messages.catalogue import _
from readiness.questionnaire.case_library import Case
from readiness.views.blocks import (
    Block,
    Card,
    Facts,
    Heading,
    Item,
    List,
    Page,
    code,
    fact,
    in_brackets,
    joined,
    label,
    labelled,
    line,
    paragraph,
    quiet,
    strong,
)
from readiness.views.report_advice import CaseView, ShownCase
from readiness.views.wording import kind_of_case


def case_title(case: CaseView) -> str:
    """Who a case is about, and its title."""
    return _("{who}: {title}").format(who=case.who, title=case.title)


def case_id(case: CaseView) -> str:
    """The id of the card of a case in a report."""
    return f"case-{case.id}"


def case_body(case: CaseView) -> Iterator[Block]:
    """Everything about a case except its title."""
    yield paragraph(quiet(_("{kind} · {section}").format(kind=case.kind, section=case.section)))
    yield paragraph(case.summary)
    yield paragraph(label(_("Lesson:")), case.lesson)
    figures = (
        Item(
            line(
                _("{statement}.").format(statement=figure.statement),
                _("Disputed: {what}").format(what=figure.disputed) if figure.disputed else "",
            )
        )
        for figure in case.figures
    )
    remarks = (Item(line(quiet(remark))) for remark in (case.caveat, case.note) if remark)
    if items := (*figures, *remarks):
        yield List(items)


def shown_cases(cases: Iterable[ShownCase]) -> Iterator[Block]:
    """The section of the cases that a page refers to: each once, in full, with the reason."""
    found: dict[str, ShownCase] = {}
    for each in cases:
        found.setdefault(each.case.id, each)
    if found:
        yield Heading(_("Cases to learn from"), id="cases")
    for each in found.values():
        why = Facts((fact(_("Why it is shown:"), each.reason),))
        yield Card(line(case_title(each.case)), (*case_body(each.case), why), id=case_id(each.case))


def case_page(
    case: CaseView, questions: Iterable[tuple[str, str]], fits: Iterable[tuple[str, Sequence[str]]]
) -> Page:
    """One case in full, with the `questions` (title and id) it helps with and the profiles it `fits`.

    Each item of `fits` is the title of a profile question and the texts of the answers that fit.
    """
    helps = tuple(Item(line(title, code(id))) for title, id in questions)
    like = tuple(fact(labelled(title), joined(texts)) for title, texts in fits)
    return (
        Heading(case_title(case), 1),
        *case_body(case),
        List(helps, title=line(strong(_("Helps with these questions:")))),
        *((Facts(like),) if like else ()),
    )


def cases_page(cases: Iterable[Case]) -> Page:
    """A list of cases to choose from by id."""
    listed = (
        Card(
            line(strong(case.id), quiet(in_brackets(kind_of_case(case)))),
            (paragraph(_("{who}: {title}").format(who=case.who, title=case.title)),),
            level=2,
        )
        for case in cases
    )
    return tuple(listed) or (paragraph(_("No case passes all the filters; leave one out.")),)
