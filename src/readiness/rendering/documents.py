"""The kinds of documents, and what writes each: a page for people, and data for programs."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

if TYPE_CHECKING:
    from readiness.views.cohort import Cohort
    from readiness.views.comparison import Comparison
    from readiness.views.explanation import Explanation
    from readiness.views.merging import Merging
    from readiness.views.plan_report import PlanReport
    from readiness.views.report import Report

    Document: TypeAlias = Report | PlanReport | Comparison | Merging | Cohort | Explanation


class DocumentKind(NamedTuple):
    """The functions that write documents of one kind, each as `module:function` of this package."""

    page: str
    """Gives the blocks of the document."""
    json: str
    csv: str
    workbook: str = ""
    """Gives the content of an .xlsx file; empty if there is no such file of this kind."""
    first_page: str = ""
    """Gives the blocks of the first page and of what was asked for besides, if these can stand alone."""

    def writer(self, name: str) -> Callable[..., Any]:
        """The function in the field `name`, imported when it is asked for."""
        module, _colon, function = getattr(self, name).partition(":")
        found: Callable[..., Any] = getattr(import_module(f"readiness.{module}"), function)
        return found


KINDS = {
    "readiness.views.report.Report": DocumentKind(
        page="views.pages.report_page:report_page",
        json="rendering.json:report_json",
        csv="rendering.csv:report_csv",
        workbook="rendering.xlsx:report_xlsx",
        first_page="views.pages.first_page:short_page",
    ),
    "readiness.views.plan_report.PlanReport": DocumentKind(
        page="views.pages.plan_page:plan_page",
        json="rendering.plan_data:plan_json",
        csv="rendering.plan_data:plan_csv",
        workbook="rendering.xlsx_plan:plan_xlsx",
        first_page="views.pages.plan_page:plan_first_page",
    ),
    "readiness.views.comparison.Comparison": DocumentKind(
        page="views.pages.comparison_page:comparison_page",
        json="rendering.comparison_data:comparison_json",
        csv="rendering.comparison_data:comparison_csv",
        workbook="rendering.xlsx_comparison:comparison_xlsx",
    ),
    "readiness.views.merging.Merging": DocumentKind(
        page="views.pages.merging_page:merging_page",
        json="rendering.merging_data:merging_json",
        csv="rendering.merging_data:merging_csv",
        workbook="rendering.xlsx_merging:merging_xlsx",
        first_page="views.pages.merging_page:merging_first_page",
    ),
    "readiness.views.cohort.Cohort": DocumentKind(
        page="views.pages.cohort_page:cohort_page",
        json="rendering.cohort_data:cohort_json",
        csv="rendering.cohort_data:cohort_csv",
        workbook="rendering.xlsx_cohort:cohort_xlsx",
        first_page="views.pages.cohort_page:cohort_first_page",
    ),
    "readiness.views.explanation.Explanation": DocumentKind(
        page="views.pages.explanation_page:explanation_page",
        json="rendering.json:explanation_json",
        csv="rendering.csv:explanation_csv",
    ),
}
"""The kind of each record, by its full name, so that none is imported before it is needed."""
