"""Is an enterprise ready to go overseas? Questions, published rules, a verdict.

    questionnaire = load_questionnaire()
    answers = load_answers("answers.yaml", questionnaire)
    report = build_report(score(questionnaire, answers))
    print(render(report, "markdown"))

`docs/library.md` shows more. Each name is imported when it is first used, so `import readiness` is quick.
"""

from __future__ import annotations

TYPE_CHECKING = False  # importing `typing` would double the time of `--version`

if TYPE_CHECKING:
    from readiness.analysis.change import ScoreChange, compare
    from readiness.analysis.voices.merge_rule import MergeRule
    from readiness.analysis.voices.merged import Merged, merge_answers
    from readiness.answers.access import change_answers, load_answers, parse_answers
    from readiness.answers.answers import Answer, Answers, Market, Notice, State
    from readiness.answers.markets import in_market
    from readiness.answers.responses.importing import import_responses
    from readiness.answers.responses.map_reading import load_response_map
    from readiness.answers.saving import answers_text, write_answers
    from readiness.authoring.mapping.suggesting import suggest_map
    from readiness.cohort.benchmark import Benchmark
    from readiness.cohort.benchmark_reading import load_benchmark
    from readiness.loading.finding import builtin_questionnaires
    from readiness.loading.loader import load_questionnaire
    from readiness.messages.problems import (
        InvalidInput,
        InvalidTemplate,
        InvalidWish,
        MissingExtra,
        Problem,
        ReadinessError,
        UnknownName,
        WrongType,
    )
    from readiness.messages.speaking import use_language
    from readiness.questionnaire.questionnaire import Questionnaire
    from readiness.rendering import FileFormat, Format, FormFormat, Output, render, render_bytes, render_form
    from readiness.scoring.engine import score
    from readiness.scoring.explain import Derivation, explain
    from readiness.scoring.ranges import Range
    from readiness.scoring.scores import Scores, SectionScore
    from readiness.source.tables import read_table
    from readiness.views.build_comparison import build_comparison
    from readiness.views.build_explanation import build_explanation
    from readiness.views.build_form import build_form
    from readiness.views.build_merging import build_merging
    from readiness.views.build_plan import build_plan
    from readiness.views.build_report import build_report
    from readiness.views.comparison import Comparison
    from readiness.views.explanation import Explanation
    from readiness.views.form import Form
    from readiness.views.merging import Merging
    from readiness.views.plan_report import PlanReport
    from readiness.views.report import Report

__version__ = "0.1.0"

_HOMES = {
    "Answer": "answers.answers",
    "Answers": "answers.answers",
    "Benchmark": "cohort.benchmark",
    "Comparison": "views.comparison",
    "Derivation": "scoring.explain",
    "Explanation": "views.explanation",
    "FileFormat": "rendering",
    "Form": "views.form",
    "FormFormat": "rendering",
    "Format": "rendering",
    "InvalidInput": "messages.problems",
    "InvalidTemplate": "messages.problems",
    "InvalidWish": "messages.problems",
    "Market": "answers.answers",
    "MergeRule": "analysis.voices.merge_rule",
    "Merged": "analysis.voices.merged",
    "Merging": "views.merging",
    "MissingExtra": "messages.problems",
    "Notice": "answers.answers",
    "Output": "rendering.output",
    "PlanReport": "views.plan_report",
    "Problem": "messages.problems",
    "Questionnaire": "questionnaire.questionnaire",
    "Range": "scoring.ranges",
    "ReadinessError": "messages.problems",
    "Report": "views.report",
    "ScoreChange": "analysis.change",
    "Scores": "scoring.scores",
    "SectionScore": "scoring.scores",
    "State": "answers.answers",
    "UnknownName": "messages.problems",
    "WrongType": "messages.problems",
    "answers_text": "answers.saving",
    "build_comparison": "views.build_comparison",
    "build_explanation": "views.build_explanation",
    "build_form": "views.build_form",
    "build_merging": "views.build_merging",
    "build_plan": "views.build_plan",
    "build_report": "views.build_report",
    "builtin_questionnaires": "loading.finding",
    "change_answers": "answers.access",
    "compare": "analysis.change",
    "explain": "scoring.explain",
    "import_responses": "answers.responses.importing",
    "in_market": "answers.markets",
    "load_answers": "answers.access",
    "load_benchmark": "cohort.benchmark_reading",
    "load_questionnaire": "loading.loader",
    "merge_answers": "analysis.voices.merged",
    "load_response_map": "answers.responses.map_reading",
    "parse_answers": "answers.access",
    "read_table": "source.tables",
    "render": "rendering",
    "render_bytes": "rendering",
    "render_form": "rendering",
    "score": "scoring.engine",
    "suggest_map": "authoring.mapping.suggesting",
    "use_language": "messages.speaking",
    "write_answers": "answers.saving",
}

__all__ = [
    "Answer",
    "Answers",
    "Benchmark",
    "Comparison",
    "Derivation",
    "Explanation",
    "FileFormat",
    "Form",
    "FormFormat",
    "Format",
    "InvalidInput",
    "InvalidTemplate",
    "InvalidWish",
    "Market",
    "MergeRule",
    "Merged",
    "Merging",
    "MissingExtra",
    "Notice",
    "Output",
    "PlanReport",
    "Problem",
    "Questionnaire",
    "Range",
    "ReadinessError",
    "Report",
    "ScoreChange",
    "Scores",
    "SectionScore",
    "State",
    "UnknownName",
    "WrongType",
    "__version__",
    "answers_text",
    "build_comparison",
    "build_explanation",
    "build_form",
    "build_merging",
    "build_plan",
    "build_report",
    "builtin_questionnaires",
    "change_answers",
    "compare",
    "explain",
    "import_responses",
    "in_market",
    "load_answers",
    "load_benchmark",
    "load_questionnaire",
    "load_response_map",
    "merge_answers",
    "parse_answers",
    "read_table",
    "render",
    "render_bytes",
    "render_form",
    "score",
    "suggest_map",
    "use_language",
    "write_answers",
]


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    value: object = getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
    return value


def __dir__() -> list[str]:
    return sorted(__all__)
