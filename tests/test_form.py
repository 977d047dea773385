"""The form: what it asks, and the command that makes it."""

from __future__ import annotations

import base64
import hashlib
import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from readiness.answers.access import load_answers
from readiness.answers.answers import blank
from readiness.answers.handing_on import for_others
from readiness.interview.minutes import minutes
from readiness.loading.loader import load_questionnaire
from readiness.messages.problems import ReadinessError, UnknownName, WrongType
from readiness.rendering import render_form
from readiness.views.build_form import build_form
from readiness.views.form import Form, FormFact, FormQuestion, FormRule
from small import PROFILE, control, group, question, questionnaire, section

ROOT = Path(__file__).resolve().parent.parent
EXAMPLE = ROOT / "examples" / "ningbo-ev-parts.yaml"
GLOBAL = load_questionnaire()


def run(*words: str, folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "readiness", *words], cwd=folder, capture_output=True, text=True, check=False
    )


# --- what it asks ---------------------------------------------------------------------------


def everything(form: Form) -> list[FormFact | FormQuestion]:
    """The facts, then the questions."""
    return [*form.profile, *form.questions]


def test_everything_is_asked_with_the_numbers_of_the_interview() -> None:
    form = build_form(GLOBAL)
    asked = [each.id for each in everything(form)]
    assert asked == [each.id for each in GLOBAL.asked()]
    numbers = [each.number for each in everything(form)]
    assert numbers == [str(number) for number in range(1, len(asked) + 1)]
    assert form.subtitle == "About the enterprise: 6. To answer: 72. Shown are only those that concern you."
    assert not form.is_part
    assert form.given == {}
    assert form.background == ()


def test_the_quick_set_has_the_numbers_of_the_quick_interview() -> None:
    form = build_form(GLOBAL, quick=True)
    assert [each.id for each in everything(form)] == [each.id for each in GLOBAL.asked(quick=True)]
    assert form.subtitle.startswith("About the enterprise: 6. To answer: 30. Shown are only")
    assert form.subtitle.endswith("This is the quick set.")


def test_the_time_it_takes_is_that_of_the_interview() -> None:
    form = build_form(GLOBAL)
    seconds = sum(each.seconds for each in everything(form))
    assert minutes(GLOBAL.asked()) == -(-seconds // 60)


NESTED = questionnaire(
    group("outer", section("one", question("a"), question("b", quick=True)), section("two", question("c"))),
    section("three", question("d", when={"answer": "a", "at_least": 2})),
    section(
        "four", question("e", when={"answer": "d", "equals": "level-1"}), when={"answer": "c", "at_most": 1}
    ),
)


def test_some_sections_are_asked_with_all_below_them_and_after_the_profile() -> None:
    form = build_form(NESTED, sections=["outer"])
    assert [(part.id, part.depth, part.within) for part in form.sections] == [
        ("outer", 0, ""),
        ("one", 1, "outer"),
        ("two", 1, "outer"),
    ]
    assert [question.id for question in form.questions] == ["a", "b", "c"]
    assert [fact.id for fact in form.profile] == ["stage"]
    assert form.is_part
    form = build_form(NESTED, sections=["four", "one"])
    assert [question.id for question in form.questions] == ["a", "b", "e"]
    assert [question.number for question in form.questions] == ["2", "3", "6"]


def test_a_form_of_some_sections_knows_the_questions_that_decide_what_it_asks() -> None:
    form = build_form(NESTED, sections=["four"])
    assert [question.id for question in form.background] == ["a", "c", "d"]
    assert build_form(NESTED, quick=True).background == ()


def test_the_rule_of_a_question_is_its_own_and_that_of_its_sections() -> None:
    (question,) = build_form(NESTED, sections=["four"]).questions
    low = FormRule("answer", of="c", most=1)
    chosen = FormRule("answer", of="d", ids=("level-1",), alone=True)
    assert question.rule == FormRule("all", (low, chosen))
    assert question.condition.startswith("Only if question 4")


@pytest.mark.parametrize(
    ("names", "message"),
    [
        (["strategi"], "there is no section “strategi”. Did you mean “strategy”?"),
        (
            ["talent", "x"],
            "there is no section “x”. Known here: strategy, localization, risk-control,"
            " co-creation, geopolitics, compliance, talent, supply-chain, integration, value-chain, digital.",
        ),
    ],
)
def test_an_unknown_section_is_named(names: list[str], message: str) -> None:
    with pytest.raises(UnknownName, match=f"^{re.escape(message)}$"):
        build_form(GLOBAL, sections=names)


def test_a_section_without_a_quick_question_is_no_quick_form() -> None:
    with pytest.raises(UnknownName, match=r"^nothing in the section “two” belongs to the quick set$"):
        build_form(NESTED, sections=["two"], quick=True)


def test_contradictions_about_nothing_that_is_asked_are_left_out() -> None:
    untrue = [
        {"id": "first", "when": {"answer": "a", "at_least": 1}, "message": "First."},
        {
            "id": "both",
            "when": {"all": [{"answer": "a", "at_least": 1}, {"answer": "d", "at_least": 1}]},
            "message": "Both.",
        },
    ]
    asked = questionnaire(section("one", question("a")), section("two", question("d")), contradictions=untrue)
    form = build_form(asked, sections=["two"])
    assert [(each.message, each.about) for each in form.contradictions] == [("Both.", ("d",))]


def test_other_objects_are_refused() -> None:
    with pytest.raises(WrongType, match="must be a Form, as build_form returns it, not str"):
        render_form("form")  # type: ignore[arg-type]
    with pytest.raises(UnknownName, match="there is no format “pdf”; the formats are html, xlsx"):
        render_form(build_form(NESTED), "pdf")
    with pytest.raises(
        ReadinessError, match=r"these answers were read for small 1.0.0, not for going-global"
    ):
        build_form(GLOBAL, answers=blank(NESTED))


# --- the file -------------------------------------------------------------------------------


def test_the_page_allows_its_own_style_and_script_and_nothing_else() -> None:
    page = render_form(build_form(GLOBAL)).decode()
    (policy,) = re.findall('http-equiv="Content-Security-Policy" content="([^"]*)"', page)
    (style,) = re.findall("<style>(.*?)</style>", page, re.DOTALL)
    (script,) = re.findall("<script>(.*?)</script>", page, re.DOTALL)
    digests = {
        name: base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
        for name, text in (("style", style), ("script", script))
    }
    assert policy == (
        f"default-src 'none'; style-src 'sha256-{digests['style']}'; script-src 'sha256-{digests['script']}';"
        " base-uri 'none'; form-action 'none'"
    )
    assert not re.search(r"\son[a-z]+=|style=|javascript:|<link|<iframe|<form", page.replace(script, ""))
    assert page == render_form(build_form(GLOBAL)).decode()


def test_the_data_in_the_page_cannot_end_its_element() -> None:
    words = "</script><!--<script>&\u2028x"
    asked = questionnaire(section("s", question("a", title=words)), title=words)
    page = render_form(build_form(asked)).decode()
    (data,) = re.findall('<script type="application/json" id="data">(.*?)</script>', page, re.DOTALL)
    assert json.loads(data)["questions"][0]["title"] == words
    assert "<" not in data


def test_answers_that_are_filled_in_are_in_the_page() -> None:
    answers = load_answers(EXAMPLE, GLOBAL)
    page = render_form(build_form(GLOBAL, sections=["talent"], answers=answers)).decode()
    (data,) = re.findall('<script type="application/json" id="data">(.*?)</script>', page, re.DOTALL)
    assert load_answers(json.loads(data)["given"], GLOBAL) == answers


# --- the command ------------------------------------------------------------------------------


def test_the_command_writes_a_form_and_says_how_to_go_on(tmp_path: Path) -> None:
    done = run("form", "--export", "form.html", "--quick", folder=tmp_path)
    assert (done.returncode, done.stdout) == (0, "")
    assert done.stderr.splitlines() == [
        "Wrote form.html",
        "",
        "Send it out. Each person fills it in, saves, and sends the saved file back.",
        "",
        "One person's answers:",
        "  readiness assess --answers SAVED-FILE --quick",
        "Those of several people:",
        "  readiness merge SAVED-FILE SAVED-FILE --quick",
    ]
    assert (tmp_path / "form.html").read_bytes() == render_form(build_form(GLOBAL, quick=True))


def test_the_command_takes_sections_and_answers(tmp_path: Path) -> None:
    done = run(
        "form",
        "--export",
        "f.html",
        "--sections",
        "talent，compliance",
        "--sections",
        "digital",
        "--answers",
        str(EXAMPLE),
        folder=tmp_path,
    )
    assert done.returncode == 0, done.stderr
    form = build_form(
        GLOBAL,
        sections=["talent", "compliance", "digital"],
        answers=for_others(load_answers(EXAMPLE, GLOBAL)),
    )
    assert (tmp_path / "f.html").read_bytes() == render_form(form)


def test_the_form_is_in_the_language_that_is_asked_for(tmp_path: Path) -> None:
    done = run("form", "--export", "f.html", "--lang", "zh", folder=tmp_path)
    assert done.stderr.splitlines()[0] == "已写入 f.html"
    page = (tmp_path / "f.html").read_text(encoding="utf-8")
    assert '<html lang="zh-Hans">' in page
    assert "填写说明" in page
    assert "Don't know" not in page


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (
            [],
            "Name the file of the form: --export form.html, or --export form.xlsx.",
        ),
        (
            ["--export", "form.pdf"],
            "“form.pdf” does not end in .html or .xlsx, the kinds of forms there are.",
        ),
        (
            ["--export", "f.html", "--sections", "talents"],
            "there is no section “talents”. Did you mean “talent”?",
        ),
        (
            ["--export", "a.html", "--export", "./a.html"],
            "“a.html” and “a.html” are one file; the second export would replace the first.",
        ),
        (
            ["--export", "answers.html", "--answers", "answers.html"],
            "“answers.html” is the answers file; the export would replace it.",
        ),
    ],
)
def test_what_does_not_fit_is_refused_and_nothing_is_written(
    words: list[str], message: str, tmp_path: Path
) -> None:
    (tmp_path / "answers.html").write_text("questionnaire: going-global\nversion: 2.0.0\n", encoding="utf-8")
    done = run("form", *words, folder=tmp_path)
    assert done.returncode == 2
    assert f": {message}\n" in done.stderr
    assert sorted(path.name for path in tmp_path.iterdir()) == ["answers.html"]


def test_bad_answers_are_refused_with_their_place(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(
        "questionnaire: going-global\nversion: 2.0.0\nanswers: {talent.x: 1}\n", encoding="utf-8"
    )
    done = run("form", "--export", "f.html", "--answers", "a.yaml", folder=tmp_path)
    assert done.returncode == 2
    assert done.stderr.startswith("a.yaml:3:11: unknown-question: there is no question “talent.x”")
    assert not (tmp_path / "f.html").exists()


# --- fields --------------------------------------------------------------------------------


def test_every_type_says_how_a_form_takes_it() -> None:
    long: dict[str, Any] = {
        "id": "long",
        "title": "t",
        "text": "?",
        "type": "scale",
        "minimum": 0,
        "maximum": 50,
    }
    several = question("several", (0, 1), type="several")
    asked = questionnaire(
        control("r", [question("up", (0, 1))], [question("own", (0, 1))]),
        section(
            "s",
            several,
            long,
            {"id": "yn", "title": "t", "text": "?", "type": "yes-no"},
            {
                "id": "n",
                "title": "t",
                "text": "?",
                "type": "number",
                "worst": 0,
                "best": 9,
                "least": 0,
                "unit": "%",
            },
            {"id": "t", "title": "t", "text": "?", "type": "text"},
        ),
        profile=PROFILE,
        coverage="0",
    )
    form = build_form(asked)
    fields = {question.id: question.field for question in form.questions}
    assert {id: field.kind for id, field in fields.items()} == {
        "up": "one",
        "own": "one",
        "several": "several",
        "long": "number",
        "yn": "one",
        "n": "number",
        "t": "text",
    }
    assert fields["several"].none == "none of these"
    assert (fields["long"].least, fields["long"].most, fields["long"].whole) == (0, 50, True)
    assert (fields["n"].least, fields["n"].most, fields["n"].whole, fields["n"].unit) == (0, None, False, "%")
    assert [choice.spellings for choice in fields["yn"].choices] == [("no", False), ("yes", True)]
    assert [(choice.written, choice.number, choice.spellings) for choice in fields["own"].choices] == [
        ("level-0", "0", ("level-0", 0)),
        ("level-1", "1", ("level-1", 1)),
    ]
    assert [question.direction for question in form.questions if question.direction] == [
        "(From the least exposed to the most.)"
    ]
