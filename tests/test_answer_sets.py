"""Answer sets: options that are listed once and used by name."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from readiness import InvalidInput, Questionnaire, load_questionnaire, parse_answers, score
from readiness.authoring.doubts.doubts import examine_files
from readiness.messages.problems import MAX_PROBLEMS
from readiness.questionnaire.questions.parts import MAX_OPTIONS
from readiness.source.dumping import dump

PRACTICE = [
    {"id": "never", "score": 0, "text": "Not done."},
    {"id": "by-habit", "score": 1, "text": "Done by some, by habit."},
    {"id": "by-rule", "score": 2, "text": "Done by a written rule."},
    {"id": "measured", "score": 3, "text": "Done by rule, and the result is measured."},
]
HEAD = """\
id: shared
version: 1.0.0
title: Shared options
bands: [{id: start, title: Start}, {id: ready, title: Ready, cut: 50}]
"""
SET = """\
answer_sets:
  practice:
    - {id: never, score: 0, text: Not done.}
    - {id: by-rule, score: 2, text: Done by a written rule.}
"""
TOOLS = """\
id: tools
title: Tools
questions:
  - {id: tools.cleaned, text: Are tools cleaned?, options: practice}
  - {id: tools.measured, text: Are gauges measured?, options: practice}
  - {id: tools.which, type: several, text: Which are done?, options: practice}
"""


def written(folder: Path, main: str, **sections: str) -> Path:
    """A questionnaire in `folder`, with a file for each of `sections`."""
    text = main + "sections:\n" + "".join(f"  - {name}.yaml\n" for name in sections)
    (folder / "questionnaire.yaml").write_text(text, encoding="utf-8")
    for name, content in sections.items():
        (folder / f"{name}.yaml").write_text(content, encoding="utf-8")
    return folder


def messages(folder: Path) -> list[str]:
    """Every error and warning, with its place."""
    return [str(problem).partition("\n")[0].rpartition("/")[2] for problem in examine_files(folder)]


def test_a_set_in_the_main_file_serves_questions_in_other_files(tmp_path: Path) -> None:
    loaded = load_questionnaire(written(tmp_path, HEAD + SET, tools=TOOLS))
    listed = [[option.id for option in asked.choices] for asked in loaded.questions.values()]
    assert listed == [["never", "by-rule"]] * 3
    assert messages(tmp_path) == []


def test_a_set_means_the_same_as_its_options_written_out(tmp_path: Path) -> None:
    options = (
        "[{id: never, score: 0, text: Not done.}, {id: by-rule, score: 2, text: Done by a written rule.}]"
    )
    for name in ("named", "listed"):
        (tmp_path / name).mkdir()
    named = load_questionnaire(written(tmp_path / "named", HEAD + SET, tools=TOOLS))
    listed = load_questionnaire(
        written(tmp_path / "listed", HEAD, tools=TOOLS.replace("options: practice", f"options: {options}"))
    )
    assert named.digest == listed.digest
    assert named.sections == listed.sections


def test_a_mistake_in_a_set_is_reported_once_at_its_place_in_the_set(tmp_path: Path) -> None:
    wrong = SET.replace("score: 2", "score: two")
    assert messages(written(tmp_path, HEAD + wrong, tools=TOOLS)) == [
        "questionnaire.yaml:8:28: wrong-value: this must be a number"
    ]
    falling = SET.replace("score: 0", "score: 3")
    assert messages(written(tmp_path, HEAD + falling, tools=TOOLS)) == [
        "questionnaire.yaml:8:28: option-order: the score of “by-rule” is lower than the one before it"
    ]


def test_a_set_that_is_too_short_is_one_mistake(tmp_path: Path) -> None:
    short = SET.replace("    - {id: never, score: 0, text: Not done.}\n", "")
    assert messages(written(tmp_path, HEAD + short, tools=TOOLS)) == [
        "questionnaire.yaml:7:5: wrong-value: this list is too short"
    ]


def test_a_mistake_in_a_set_hides_no_mistake_in_a_question(tmp_path: Path) -> None:
    wrong = SET.replace("score: 2", "score: two")
    asked = "".join(
        f"  - {{id: tools.nr-{letter}, text: Is it done?, options: practice}}\n"
        for letter in "abcdefghijklmnopqrstuvwxyz"
    )
    tools = TOOLS.replace("text: Are gauges measured?, ", "") + asked
    assert messages(written(tmp_path, HEAD + wrong, tools=tools)) == [
        "questionnaire.yaml:8:28: wrong-value: this must be a number",
        "tools.yaml:5:5: missing-key: “text” is missing",
    ]


def test_an_unknown_set_is_reported_where_it_is_named(tmp_path: Path) -> None:
    tools = TOOLS.replace("cleaned?, options: practice", "cleaned?, options: practise")
    (problem,) = examine_files(written(tmp_path, HEAD + SET, tools=tools))
    assert str(problem).rpartition("/")[2].splitlines() == [
        "tools.yaml:4:60: unknown-answer-set: “practise” is not known",
        "      - {id: tools.cleaned, text: Are tools cleaned?, options: practise}",
        "                                                               ^",
        "    Did you mean “practice”?",
    ]


def test_a_set_that_nobody_uses_is_doubted_but_its_mistakes_count(tmp_path: Path) -> None:
    unused = "answer_sets:\n  spare: [{id: no-part, score: 0, text: No.}, {id: part, score: 1, text: Yes.}]\n"
    tools = "id: tools\ntitle: Tools\nquestions: [{id: tools.any, type: yes-no, text: Any?}]\n"
    (problem,) = examine_files(written(tmp_path, HEAD + unused, tools=tools))
    assert (problem.code, problem.severity, problem.line) == ("answer-set-unused", "warning", 6)
    (problem, doubt) = examine_files(
        written(tmp_path, HEAD + unused.replace("score: 1", "score: x"), tools=tools)
    )
    assert {problem.code, doubt.code} == {"wrong-value", "answer-set-unused"}


def test_doubts_about_a_set_are_raised_once(tmp_path: Path) -> None:
    doubtful = SET.replace("by-rule", "option-2")
    assert messages(written(tmp_path, HEAD + doubtful, tools=TOOLS)) == [
        "questionnaire.yaml:8:12: warning: unstable-id: the id “option-2” names a position, not a subject"
    ]


def test_a_set_may_be_in_several_languages_and_have_actions(tmp_path: Path) -> None:
    main = HEAD + SET.replace(
        "text: Not done.", "text: {en: Not done., zh: 没有。}, action: {text: Begin., effort: 1, horizon: 30}"
    )
    written(tmp_path, main + "languages: [en, zh]\n", tools=TOOLS)
    for language, text in (("en", "Not done."), ("zh", "没有。")):
        loaded = load_questionnaire(tmp_path, language)
        assert [asked.choices[0].text for asked in loaded.questions.values()] == [text] * 3
        assert loaded.questions["tools.measured"].choices[0].action is not None


def test_sets_written_out_keep_to_the_limits_of_all_files(tmp_path: Path) -> None:
    options = "".join(f"    - {{id: o{n}x, score: {n}, text: It is {n}.}}\n" for n in range(MAX_OPTIONS))
    asked = "".join(f"  - {{id: tools.a{n}x, text: Any?, options: practice}}\n" for n in range(42))
    tools = f"id: tools\ntitle: Tools\nquestions:\n{asked}"
    (problem,) = examine_files(written(tmp_path, f"{HEAD}answer_sets:\n  practice:\n{options}", tools=tools))
    assert (problem.code, problem.severity) == ("too-many-values", "error")
    assert problem.message == "written out, the answer sets make the questionnaire too large to read"
    with pytest.raises(InvalidInput):
        load_questionnaire(tmp_path)


def test_a_set_that_is_no_list_is_one_mistake(tmp_path: Path) -> None:
    assert messages(written(tmp_path, HEAD + "answer_sets: {practice: never}\n", tools=TOOLS)) == [
        "questionnaire.yaml:5:25: wrong-value: this must be a list"
    ]


def test_sets_that_are_no_mapping_are_refused(tmp_path: Path) -> None:
    first = messages(written(tmp_path, HEAD + "answer_sets: practice\n", tools=TOOLS))[0]
    assert first == "questionnaire.yaml:5:14: wrong-value: this must be a mapping"


# --- a long questionnaire -------------------------------------------------------------------------


TOPICS = ("access", "audit", "change", "code", "crypto", "data", "fire", "network", "people", "power", "risk")


def long_questionnaire(options: Any) -> dict[str, Any]:
    """110 requirements in ten sections, all answered by these options."""
    sections = [
        {
            "id": f"part-{letter}",
            "title": f"Part {letter}",
            "questions": [
                {
                    "id": f"part-{letter}.{word}",
                    "text": f"Requirement {word} of part {letter}.",
                    "options": options,
                }
                for word in TOPICS
            ],
        }
        for letter in "abcdefghij"
    ]
    bands = [{"id": "start", "title": "Start"}, {"id": "ready", "title": "Ready", "cut": 50}]
    return {"id": "long", "version": "1.0.0", "title": "Long", "bands": bands, "sections": sections}


def loaded_from(folder: Path, raw: dict[str, Any]) -> tuple[Questionnaire, int]:
    """The questionnaire written to `folder`, and the number of lines of its file."""
    folder.mkdir()
    text = dump(raw)
    (folder / "questionnaire.yaml").write_text(text, encoding="utf-8")
    return load_questionnaire(folder), len(text.splitlines())


def test_110_requirements_take_a_third_of_the_lines(tmp_path: Path) -> None:
    listed, lines = loaded_from(tmp_path / "listed", long_questionnaire(PRACTICE))
    short = {**long_questionnaire("practice"), "answer_sets": {"practice": PRACTICE}}
    named, fewer = loaded_from(tmp_path / "named", short)
    assert fewer * 3 < lines
    assert len(named.questions) == 110
    assert named.digest == listed.digest
    given = {id: ["never", "by-habit", "by-rule", "measured"][n % 4] for n, id in enumerate(named.questions)}
    text = json.dumps({"questionnaire": "long", "version": "1.0.0", "answers": given})
    overall = score(named, parse_answers(text, named)).overall.low
    parts = [[n % 4 / 3 for n in range(11 * part, 11 * part + 11)] for part in range(10)]
    assert overall == pytest.approx(100 * sum(sum(part) / 11 for part in parts) / 10)


def problem_texts(folder: Path) -> list[tuple[int, str, str, str]]:
    """Every error and warning: line, code, message and hint."""
    return [(each.line, each.code, each.message, each.hint) for each in examine_files(folder)]


def test_a_mistyped_key_of_the_sets_is_reported_without_what_follows_from_it(tmp_path: Path) -> None:
    many = "".join(f"  - {{id: tools.q{n}, text: Is it so?, options: practice}}\n" for n in range(250))
    main = HEAD + SET.replace("answer_sets", "answers_sets")
    written(tmp_path, main, tools=TOOLS + many)
    assert problem_texts(tmp_path) == [
        (5, "unknown-key", "“answers_sets” is not known", "Did you mean “answer_sets”?")
    ]


def test_a_mistake_at_the_top_is_reported_however_many_follow(tmp_path: Path) -> None:
    many = "".join(f"  - {{id: tools.q{n}, text: Is it so?, options: practise}}\n" for n in range(250))
    written(tmp_path, HEAD + SET + "tital: Nothing\n", tools=TOOLS + many)
    found = problem_texts(tmp_path)
    assert found[0] == (9, "unknown-key", "“tital” is not known", "Did you mean “title”?")
    assert len(found) == MAX_PROBLEMS


@pytest.mark.parametrize(
    ("main", "options", "code", "message", "hint"),
    [
        (
            HEAD,
            "practice",
            "unknown-answer-set",
            "“practice” is not known",
            "There are no `answer_sets`: list “practice” under this key at the top, or list the options"
            " here.",
        ),
        (
            HEAD + SET,
            "[practice]",
            "wrong-value",
            "the name of an answer set is written without brackets",
            "Write `options: practice`.",
        ),
    ],
)
def test_a_name_that_cannot_stand_for_options(
    tmp_path: Path, main: str, options: str, code: str, message: str, hint: str
) -> None:
    written(tmp_path, main, tools=TOOLS.replace("options: practice", f"options: {options}", 1))
    assert [text for text in problem_texts(tmp_path) if text[0] == 4] == [(4, code, message, hint)]
