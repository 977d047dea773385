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
    from readiness.answers import Answers
    from readiness.build import build_report
    from readiness.errors import InvalidInput, Problem, ReadinessError
    from readiness.loading import builtin_questionnaires, load_answers, load_questionnaire
    from readiness.questionnaire import Questionnaire
    from readiness.rendering import Format, render
    from readiness.report import Report
    from readiness.scoring import Scores, score

__version__ = "0.1.0"

_HOMES = {
    "Answers": "answers",
    "Format": "rendering",
    "InvalidInput": "errors",
    "Problem": "errors",
    "Questionnaire": "questionnaire",
    "ReadinessError": "errors",
    "Report": "report",
    "Scores": "scoring",
    "build_report": "build",
    "builtin_questionnaires": "loading",
    "load_answers": "loading",
    "load_questionnaire": "loading",
    "render": "rendering",
    "score": "scoring",
}

__all__ = [
    "Answers",
    "Format",
    "InvalidInput",
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
