"""Is an enterprise ready to go overseas? Questions, published rules, a verdict.

    questionnaire = load_questionnaire()
    answers = load_answers("answers.yaml", questionnaire)
    report = build_report(questionnaire, answers, score(questionnaire, answers))
    print(render(report, "markdown"))

What is exported is imported when it is first used, so that `import readiness` costs nothing.
"""

from __future__ import annotations

TYPE_CHECKING = False  # importing typing for it would double the time of `--version`

if TYPE_CHECKING:
    from readiness.answers.answers import Answers
    from readiness.answers.reading import load_answers
    from readiness.loading.finding import builtin_questionnaires
    from readiness.loading.loader import load_questionnaire
    from readiness.messages.problems import InvalidInput, Problem, ReadinessError
    from readiness.questionnaire.questionnaire import Questionnaire
    from readiness.rendering import Format, Output, render
    from readiness.scoring.engine import score
    from readiness.scoring.scores import Scores
    from readiness.views.build_report import build_report
    from readiness.views.report import Report

__version__ = "0.1.0"

_HOMES = {
    "Answers": "answers.answers",
    "Format": "rendering",
    "InvalidInput": "messages.problems",
    "Output": "rendering.output",
    "Problem": "messages.problems",
    "Questionnaire": "questionnaire.questionnaire",
    "ReadinessError": "messages.problems",
    "Report": "views.report",
    "Scores": "scoring.scores",
    "build_report": "views.build_report",
    "builtin_questionnaires": "loading.finding",
    "load_answers": "answers.reading",
    "load_questionnaire": "loading.loader",
    "render": "rendering",
    "score": "scoring.engine",
}

__all__ = [
    "Answers",
    "Format",
    "InvalidInput",
    "Output",
    "Problem",
    "Questionnaire",
    "ReadinessError",
    "Report",
    "Scores",
    "__version__",
    "build_report",
    "builtin_questionnaires",
    "load_answers",
    "load_questionnaire",
    "render",
    "score",
]


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    value: object = getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
    return value


def __dir__() -> list[str]:
    return sorted(__all__)
