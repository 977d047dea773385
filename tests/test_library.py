"""The library as a program uses it: its arguments, its errors for wrong ones, how results look."""

from __future__ import annotations

import datetime
import io
import pickle
from collections import UserDict
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import readiness
from readiness import (
    Answers,
    InvalidInput,
    Problem,
    ReadinessError,
    SectionScore,
    UnknownName,
    WrongType,
    answers_text,
    build_comparison,
    build_explanation,
    build_form,
    build_merging,
    build_plan,
    build_report,
    builtin_questionnaires,
    change_answers,
    compare,
    explain,
    import_responses,
    in_market,
    load_answers,
    load_benchmark,
    load_questionnaire,
    load_response_map,
    merge_answers,
    parse_answers,
    read_table,
    render,
    render_bytes,
    render_form,
    score,
    suggest_map,
    use_language,
    write_answers,
)
from readiness.rendering import render_preview
from readiness.views.build_preview import build_preview

ROOT = Path(__file__).resolve().parent.parent
EXAMPLE = ROOT / "examples" / "ningbo-ev-parts.yaml"
QUESTIONNAIRE = load_questionnaire()
ANSWERS = load_answers(EXAMPLE, QUESTIONNAIRE)
SCORES = score(QUESTIONNAIRE, ANSWERS)
REPORT = build_report(SCORES)
LATER = score(QUESTIONNAIRE, change_answers(ANSWERS, QUESTIONNAIRE, {"strategy.thesis": 4}))
CHANGE = compare(SCORES, LATER)
COMPARISON = build_comparison([SCORES, LATER, SCORES])
HEAD: dict[str, Any] = {"questionnaire": "going-global", "version": "2.0.0"}


# --- sources of answers ---------------------------------------------------------------------------------


def test_answers_are_the_same_from_a_path_a_stream_and_a_text() -> None:
    text = EXAMPLE.read_text(encoding="utf-8")
    assert load_answers(str(EXAMPLE), QUESTIONNAIRE) == ANSWERS
    assert load_answers(io.StringIO(text), QUESTIONNAIRE) == ANSWERS
    assert load_answers(io.BytesIO(b"\xef\xbb\xbf" + text.encode()), QUESTIONNAIRE) == ANSWERS
    assert parse_answers(text, QUESTIONNAIRE) == ANSWERS
    assert parse_answers("\ufeff" + text, QUESTIONNAIRE) == ANSWERS
    with EXAMPLE.open(encoding="utf-8") as stream:
        assert load_answers(stream, QUESTIONNAIRE) == ANSWERS
    with EXAMPLE.open("rb") as binary:
        assert load_answers(binary, QUESTIONNAIRE) == ANSWERS


def test_a_mapping_can_contain_python_values() -> None:
    raw = UserDict(
        {
            **HEAD,
            "date": datetime.date(2026, 3, 31),
            "profile": {"markets": ("eu", "asean")},
            "answers": UserDict({"strategy.thesis": {"value": 2, "evidence": ("a", "b")}}),
        }
    )
    answers = load_answers(raw, QUESTIONNAIRE)
    assert answers.date == datetime.date(2026, 3, 31)
    assert answers.profile == {"markets": ("eu", "asean")}
    assert answers["strategy.thesis"].evidence == ("a", "b")


def problems(call: Callable[[], object]) -> list[str]:
    """The first line of each problem."""
    with pytest.raises(InvalidInput) as caught:
        call()
    return [str(problem).splitlines()[0] for problem in caught.value.problems]


WRONG = {**HEAD, "answers": {"strategy.thesis": 7, "strategy.buget": 1}}


def test_problems_of_a_mapping_name_the_key() -> None:
    assert problems(lambda: load_answers(WRONG, QUESTIONNAIRE)) == [
        "<mapping>:1:1: unknown-question: answers.strategy.buget: there is no question “strategy.buget”",
        "<mapping>:1:1: not-a-level: answers.strategy.thesis: 7 is not a level of “strategy.thesis”",
    ]


def test_problems_of_a_text_and_of_a_stream_name_the_line() -> None:
    text = "questionnaire: going-global\nversion: 2.0.0\nanswers:\n  strategy.thesis: 7\n"
    message = ":4:20: not-a-level: 7 is not a level of “strategy.thesis”"
    assert problems(lambda: parse_answers(text, QUESTIONNAIRE)) == [f"<text>{message}"]
    assert problems(lambda: load_answers(io.StringIO(text), QUESTIONNAIRE)) == [f"<stream>{message}"]


def test_problems_of_an_open_file_show_its_name(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_text("answers:\n", encoding="utf-8")
    with path.open(encoding="utf-8") as stream:
        assert problems(lambda: load_answers(stream, QUESTIONNAIRE))[0].startswith(f"{path}:1:1: missing-key")


def test_a_text_passed_as_a_path_gets_a_helpful_message() -> None:
    with pytest.raises(InvalidInput) as caught:
        load_answers("questionnaire: going-global\nversion: 2.0.0\n", QUESTIONNAIRE)
    assert str(caught.value) == (
        "<text>:1:1: unreadable: this is a text, not the path of a file\n"
        "    Call parse_answers(text, questionnaire)."
    )


def test_streams_that_cannot_be_read_are_invalid_input(tmp_path: Path) -> None:
    closed = io.StringIO("")
    closed.close()
    assert problems(lambda: load_answers(closed, QUESTIONNAIRE)) == [
        "<stream>:1:1: unreadable: the file cannot be read: I/O operation on closed file"
    ]
    with (tmp_path / "a").open("w", encoding="utf-8") as writing:
        assert problems(lambda: load_answers(writing, QUESTIONNAIRE)) == [
            f"{tmp_path / 'a'}:1:1: unreadable: the file cannot be read: not readable"
        ]
    (tmp_path / "b").write_bytes("respondent: 陈".encode("gbk"))
    with (tmp_path / "b").open(encoding="utf-8") as other:
        assert problems(lambda: load_answers(other, QUESTIONNAIRE))[0].startswith(
            f"{tmp_path / 'b'}:1:1: unreadable: the file cannot be read: 'utf-8' codec can't decode byte"
        )


def test_a_stream_is_not_read_beyond_the_size_limit() -> None:
    class Endless:
        def __init__(self) -> None:
            self.asked = 0

        def read(self, size: int = -1, /) -> bytes:
            self.asked = size
            return b"#" * size

    endless = Endless()
    assert problems(lambda: load_answers(endless, QUESTIONNAIRE)) == [
        "<stream>:1:1: too-large: the file is larger than 2 MiB"
    ]
    assert endless.asked == 2 * 1024 * 1024 + 1


def test_a_lone_surrogate_in_a_text_is_invalid_input() -> None:
    assert problems(lambda: parse_answers("respondent: \ud800", QUESTIONNAIRE)) == [
        "<text>:1:13: encoding: the text is not UTF-8"
    ]


# --- answers as a value ---------------------------------------------------------------------------------


def test_answers_can_be_looked_up() -> None:
    answers = load_answers({**HEAD, "answers": {"strategy.thesis": "unknown"}}, QUESTIONNAIRE)
    assert list(answers) == ["strategy.thesis"]
    assert "strategy.thesis" in answers
    assert "strategy.budget" not in answers
    assert answers["strategy.budget"].state is readiness.State.UNANSWERED
    assert bool(load_answers(HEAD, QUESTIONNAIRE))


def test_a_change_replaces_one_answer_and_leaves_the_rest() -> None:
    changed = change_answers(
        ANSWERS,
        QUESTIONNAIRE,
        {"strategy.thesis": 3, "strategy.budget": None, "strategy.review": {"value": 1, "note": "Once."}},
        profile={"region": None, "markets": ["eu"]},
        respondent="Wu",
        date=datetime.date(2026, 3, 31),
        enterprise="Lamps",
    )
    thesis = changed["strategy.thesis"]
    assert (thesis.option.score, thesis.note) == (3, "") if thesis.option else False
    assert "strategy.budget" not in changed
    assert changed["strategy.review"].note == "Once."
    assert (changed.respondent, changed.date) == ("Wu", datetime.date(2026, 3, 31))
    assert changed.cover == ANSWERS.cover._replace(enterprise="Lamps")
    kept = {id: chosen for id, chosen in ANSWERS.profile.items() if id != "region"}
    assert changed.profile == {**kept, "markets": ("eu",)}
    touched = {"strategy.thesis", "strategy.budget", "strategy.review"}
    assert all(changed[id] == ANSWERS[id] for id in QUESTIONNAIRE.questions if id not in touched)
    assert change_answers(ANSWERS, QUESTIONNAIRE, {}) == ANSWERS


def test_each_text_of_the_cover_can_be_replaced_and_removed() -> None:
    texts = {"enterprise": "A", "prepared_by": "B", "prepared_for": "C", "confidentiality": "D"}
    whole = change_answers(ANSWERS, QUESTIONNAIRE, {}, **texts)  # type: ignore[arg-type]
    assert whole.cover._asdict() == texts
    for name in texts:
        fewer = change_answers(whole, QUESTIONNAIRE, {}, **{name: ""})  # type: ignore[arg-type]
        assert fewer.cover._asdict() == {**texts, name: ""}
    wrong: Any = 5
    assert problems(lambda: change_answers(ANSWERS, QUESTIONNAIRE, {}, prepared_by=wrong)) == [
        "<changes>:1:1: not-text: prepared_by: “prepared_by” must be text"
    ]


def test_a_change_is_checked_like_a_file() -> None:
    assert problems(lambda: change_answers(ANSWERS, QUESTIONNAIRE, {"strategy.thesis": 7, "x": 1})) == [
        "<changes>:1:1: unknown-question: answers.x: there is no question “x”",
        "<changes>:1:1: not-a-level: answers.strategy.thesis: 7 is not a level of “strategy.thesis”",
    ]
    assert problems(lambda: change_answers(ANSWERS, QUESTIONNAIRE, {}, date="1 May")) == [
        "<changes>:1:1: bad-date: date: “1 May” is not a date"
    ]


# --- wrong arguments ------------------------------------------------------------------------------------

ANY: Any = ANSWERS
BAD: Any = "answers.yaml"
NUMBER: Any = 5
LIST: Any = [1, 2]
QUESTIONNAIRE_REQUIRED = "“questionnaire” must be a Questionnaire, as load_questionnaire returns it, not str"
ANSWERS_REQUIRED = "“answers” must be Answers, as load_answers returns them, not str"

MISUSE: dict[str, tuple[Callable[[], object], str]] = {
    "build_form": (lambda: build_form(BAD), QUESTIONNAIRE_REQUIRED),
    "build_form, answers": (lambda: build_form(QUESTIONNAIRE, answers=BAD), ANSWERS_REQUIRED),
    "build_form, sections": (
        lambda: build_form(QUESTIONNAIRE, sections="talent"),
        "“sections” must be a list of ids of sections, not str",
    ),
    "render_form": (lambda: render_form(BAD), "“form” must be a Form, as build_form returns it, not str"),
    "load_questionnaire": (
        lambda: load_questionnaire(NUMBER),
        "load_questionnaire takes a name or a path, not int",
    ),
    "load_questionnaire, language": (
        lambda: load_questionnaire(language=NUMBER),
        "“language” must be the code of a language, such as zh-CN, not int",
    ),
    "load_answers": (
        lambda: load_answers(NUMBER, QUESTIONNAIRE),
        "load_answers takes a path, a stream or a mapping, not int; for a text use parse_answers",
    ),
    "load_answers, list": (
        lambda: load_answers(LIST, QUESTIONNAIRE),
        "load_answers takes a path, a stream or a mapping, not list; for a text use parse_answers",
    ),
    "load_answers, questionnaire": (lambda: load_answers(EXAMPLE, BAD), QUESTIONNAIRE_REQUIRED),
    "parse_answers": (
        lambda: parse_answers(NUMBER, QUESTIONNAIRE),
        "parse_answers takes a text, not int; for anything else use load_answers",
    ),
    "parse_answers, questionnaire": (lambda: parse_answers("", BAD), QUESTIONNAIRE_REQUIRED),
    "change_answers, answers": (lambda: change_answers(BAD, QUESTIONNAIRE, {}), ANSWERS_REQUIRED),
    "change_answers, questionnaire": (lambda: change_answers(ANSWERS, BAD, {}), QUESTIONNAIRE_REQUIRED),
    "change_answers, changes": (
        lambda: change_answers(ANSWERS, QUESTIONNAIRE, NUMBER),
        "changes to answers, profile, targets and markets must be mappings of ids to values as in an answers"
        " file, not int",
    ),
    "in_market, answers": (lambda: in_market(BAD, QUESTIONNAIRE, "vietnam"), ANSWERS_REQUIRED),
    "in_market, questionnaire": (lambda: in_market(ANSWERS, BAD, "vietnam"), QUESTIONNAIRE_REQUIRED),
    "in_market, market": (
        lambda: in_market(ANSWERS, QUESTIONNAIRE, NUMBER),
        "“market” must be the id of a market, not int",
    ),
    "write_answers, answers": (lambda: write_answers(BAD, QUESTIONNAIRE, "a.yaml"), ANSWERS_REQUIRED),
    "write_answers, questionnaire": (lambda: write_answers(ANSWERS, BAD, "a.yaml"), QUESTIONNAIRE_REQUIRED),
    "write_answers, path": (
        lambda: write_answers(ANSWERS, QUESTIONNAIRE, NUMBER),
        "write_answers takes the path of a file, not int; for a text use answers_text",
    ),
    "answers_text, answers": (lambda: answers_text(BAD, QUESTIONNAIRE), ANSWERS_REQUIRED),
    "answers_text, before": (
        lambda: answers_text(ANSWERS, QUESTIONNAIRE, NUMBER),
        "“before” must be the text of an answers file, not int",
    ),
    "score, the wrong way round": (
        lambda: score(ANY, QUESTIONNAIRE),  # type: ignore[arg-type]
        QUESTIONNAIRE_REQUIRED.replace("not str", "not Answers"),
    ),
    "score, answers": (lambda: score(QUESTIONNAIRE, BAD), ANSWERS_REQUIRED),
    "build_report": (
        lambda: build_report(ANY),
        "“scores” must be Scores, as score returns them, not Answers",
    ),
    "build_report, built_on": (
        lambda: build_report(SCORES, built_on=BAD),
        "“built_on” must be a datetime.date, not str",
    ),
    "build_plan": (
        lambda: build_plan(ANY),
        "“scores” must be Scores, as score returns them, not Answers",
    ),
    "explain": (lambda: explain(ANY), "“scores” must be Scores, as score returns them, not Answers"),
    "explain, id": (
        lambda: explain(SCORES, NUMBER),
        "“id” must be the id of a section, or “overall”, not int",
    ),
    "build_explanation": (
        lambda: build_explanation(ANY),
        "“scores” must be Scores, as score returns them, not Answers",
    ),
    "compare": (
        lambda: compare(SCORES, ANY),
        "“before” and “after” must be Scores, as score returns them, not Answers",
    ),
    "build_comparison": (
        lambda: build_comparison(ANY),
        "“assessments” must be a list of Scores, as score returns them, not Answers",
    ),
    "build_comparison, item": (
        lambda: build_comparison([SCORES, ANY, SCORES]),
        "“before” and “after” must be Scores, as score returns them, not Answers",
    ),
    "merge_answers": (
        lambda: merge_answers(QUESTIONNAIRE, NUMBER),
        "“voices” must be a mapping of names to Answers, as load_answers returns them, not int",
    ),
    "merge_answers, item": (
        lambda: merge_answers(QUESTIONNAIRE, [ANY, ANY]),
        "“voices” must be a mapping of names to Answers, as load_answers returns them, not Answers",
    ),
    "build_merging": (
        lambda: build_merging(ANY),
        "“merged” must be Merged, as merge_answers returns it, not Answers",
    ),
    "render": (
        lambda: render(ANY),
        "“document” must be a report or an explanation, as build_report returns it, not Answers",
    ),
    "render_bytes": (
        lambda: render_bytes(ANY, "docx"),
        "“document” must be a report or an explanation, as build_report returns it, not Answers",
    ),
    "render, output": (
        lambda: render(REPORT, "terminal", NUMBER),
        "“output” must be an Output, such as Output(width=100), not int",
    ),
    "read_table": (lambda: read_table(NUMBER), "read_table takes the path of a file, not int"),
    "load_benchmark": (
        lambda: load_benchmark(NUMBER, QUESTIONNAIRE),
        "load_benchmark takes the path of a file, not int",
    ),
    "build_report, peers": (
        lambda: build_report(score(QUESTIONNAIRE, ANSWERS), peers=NUMBER),
        "“peers” must be what the choose of a Benchmark returns, not int",
    ),
    "load_response_map": (
        lambda: load_response_map(NUMBER, QUESTIONNAIRE),
        "load_response_map takes the path of a file, not int",
    ),
    "suggest_map": (
        lambda: suggest_map(ANY, QUESTIONNAIRE),
        "“table” must be Records, as read_table returns them, not Answers",
    ),
    "import_responses": (
        lambda: import_responses(ANY, ANY, QUESTIONNAIRE),
        "“table” must be Records, as read_table returns them, not Answers",
    ),
    "use_language": (
        lambda: use_language(NUMBER),
        "“language” must be the code of a language, such as zh-CN, not int",
    ),
    "render_preview": (
        lambda: render_preview(ANY),
        "“preview” must be a Preview, as build_preview returns it, not Answers",
    ),
}


@pytest.mark.parametrize("case", MISUSE)
def test_an_argument_of_the_wrong_type_gets_a_helpful_message(case: str) -> None:
    call, message = MISUSE[case]
    with pytest.raises(WrongType) as caught:
        call()
    assert str(caught.value) == message
    assert isinstance(caught.value, ReadinessError)
    assert isinstance(caught.value, TypeError)


def test_every_public_function_with_arguments_is_misused_above() -> None:
    functions = {name for name in readiness.__all__ if type(getattr(readiness, name)).__name__ == "function"}
    assert functions - {case.split(",")[0] for case in MISUSE} == {"builtin_questionnaires"}
    assert builtin_questionnaires() == ["going-global"]


def test_scoring_answers_to_another_questionnaire_is_refused() -> None:
    audit = load_questionnaire(ROOT / "docs" / "examples" / "supplier-audit")
    with pytest.raises(ReadinessError) as caught:
        score(audit, ANSWERS)
    assert str(caught.value) == (
        "these answers were read for going-global 2.0.0, not for supplier-audit 2.0.0;"
        " load them with that questionnaire"
    )


@pytest.mark.parametrize(
    ("format", "message"),
    [
        (
            "markdwon",
            "there is no format “markdwon”; did you mean “markdown”?"
            " The formats are terminal, markdown, html, json, csv",
        ),
        ("pdf", "there is no format “pdf”; the formats are terminal, markdown, html, json, csv"),
        (
            "JSON",
            "there is no format “JSON”; did you mean “json”?"
            " The formats are terminal, markdown, html, json, csv",
        ),
        (7, "there is no format “7”; the formats are terminal, markdown, html, json, csv"),
        (None, "there is no format “None”; the formats are terminal, markdown, html, json, csv"),
    ],
)
def test_an_unknown_format_lists_the_known_ones(format: Any, message: str) -> None:
    with pytest.raises(UnknownName) as caught:
        render(REPORT, format)
    assert str(caught.value) == message
    assert isinstance(caught.value, ReadinessError)
    assert isinstance(caught.value, ValueError)
    if format != "pdf":
        with pytest.raises(UnknownName) as caught:
            render_bytes(REPORT, format)
        assert str(caught.value) == f"{message}, docx, xlsx, pdf"


def test_bytes_of_a_text_format_are_its_text() -> None:
    for format in ("markdown", "json", "terminal"):
        assert render_bytes(REPORT, format) == render(REPORT, format).encode()


def test_without_details_a_report_is_its_first_page() -> None:
    first, whole = (render(REPORT, "markdown", details=details) for details in (False, True))
    assert whole.startswith(first.rstrip("\n"))
    assert "Roadmap" not in first
    assert render(REPORT, "json", details=False) == render(REPORT, "json")


def test_a_preview_has_formats_of_its_own() -> None:
    preview = build_preview(QUESTIONNAIRE)
    with pytest.raises(UnknownName) as caught:
        render_preview(preview, "json")
    assert str(caught.value) == "there is no format “json”; the formats are terminal, markdown"


# --- how results look -----------------------------------------------------------------------------------


def test_the_repr_of_a_result_is_one_helpful_line() -> None:
    assert repr(QUESTIONNAIRE) == str(QUESTIONNAIRE)
    assert repr(QUESTIONNAIRE) == "<Questionnaire going-global 2.0.0: 72 questions in 11 sections>"
    assert repr(QUESTIONNAIRE.questions["strategy.thesis"]) == "<ChoiceQuestion strategy.thesis>"
    assert repr(ANSWERS) == "<Answers to going-global 2.0.0: 65 answers>"
    assert repr(load_answers({**HEAD, "answers": {"strategy.thesis": 1}}, QUESTIONNAIRE)) == (
        "<Answers to going-global 2.0.0: 1 answer>"
    )
    assert repr(SCORES) == "<Scores going-global, 8 sections: overall 13.4–15.1, Foundation>"
    assert repr(SCORES.sections[0]) == "<SectionScore strategy: 10.7, 100% answered>"
    assert repr(SCORES.verdict) == "<Verdict foundation, blocked by 1>"
    assert repr(SCORES.flags[0]) == "<FiredFlag money-before-decision, certain>"
    assert repr(SCORES.scope) == "<Scope going-global: 65 of 72 questions>"
    assert repr(REPORT) == "<Report going-global: overall 13.4–15.1, Foundation>"


def test_scores_without_a_verdict_say_so() -> None:
    nothing = score(QUESTIONNAIRE, load_answers(HEAD, QUESTIONNAIRE))
    assert repr(nothing) == "<Scores going-global, 8 sections: overall 10.0–100.0, no verdict>"
    assert repr(nothing.verdict) == "<Verdict withheld, blocked by 8>"


def test_an_error_of_many_problems_fits_on_a_screen() -> None:
    many = [Problem("a.yaml", n, 3, "not-a-level", "x" * 800, "y" * 800) for n in range(1, 101)]
    assert repr(InvalidInput(many)) == "<InvalidInput 100 problems, the first at a.yaml:1:3: not-a-level>"
    assert repr(InvalidInput(many[:1])) == "<InvalidInput 1 problem: a.yaml:1:3: not-a-level>"
    assert repr(InvalidInput([])) == "<InvalidInput no problems>"


SCREEN = 24 * 80


def everything(value: Any) -> list[Any]:
    """`value` and everything in it, but only one item of each kind in a list."""
    if not isinstance(value, tuple):
        return [value]
    parts = value if hasattr(value, "_fields") else value[:1]
    return [value, *(item for part in parts for item in everything(part))]


def test_every_record_of_scores_and_report_fits_on_a_screen() -> None:
    found = [*everything(SCORES), *everything(REPORT), *everything(CHANGE), *everything(COMPARISON)]
    records = [item for item in found if hasattr(item, "_fields")]
    assert len({type(record) for record in records}) >= 20
    assert {type(record): n for record in records if (n := len(repr(record))) > SCREEN} == {}
    assert len(repr(ANSWERS["strategy.thesis"])) < SCREEN


def sections(scores: tuple[SectionScore, ...]) -> list[SectionScore]:
    return [item for section in scores for item in [section, *sections(section.children)]]


def test_every_part_of_a_questionnaire_with_an_id_fits_on_a_line() -> None:
    for item in sections((*SCORES.sections, *SCORES.opportunities)):
        assert repr(item.section) == f"<Section {item.section.id}>"
    for question in QUESTIONNAIRE.questions.values():
        assert len(repr(question)) < 80
    assert len(repr(QUESTIONNAIRE.cases.cases)) < SCREEN


@pytest.mark.parametrize(
    "value",
    [
        QUESTIONNAIRE,
        ANSWERS,
        SCORES,
        REPORT,
        CHANGE,
        COMPARISON,
        InvalidInput([Problem("a", 1, 1, "c", "m")]),
    ],
    ids=lambda value: type(value).__name__,
)
def test_results_and_errors_can_be_pickled(value: object) -> None:
    again = pickle.loads(pickle.dumps(value))  # noqa: S301 (our own)
    assert repr(again) == repr(value)
    if isinstance(value, InvalidInput):
        assert again.problems == value.problems
    elif isinstance(value, Answers):
        assert again == value
