"""Every score can be traced to its answers, and the derivation gives the same score."""

from __future__ import annotations

import json
import math
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from readiness import InvalidInput, ReadinessError, Scores, load_answers, load_questionnaire, score
from readiness.scoring.explain import Derivation, explain
from small import direct, group, question, questionnaire, risk, scored, section

ROOT = Path(__file__).resolve().parent.parent
EXAMPLES = sorted(ROOT.glob("examples/*.yaml"))
PUBLISHED = sorted(ROOT.glob("tests/questionnaires/published/*/questionnaire.yaml"))


def every(made: Derivation) -> Iterator[Derivation]:
    yield made
    for below in made.below:
        yield from every(below)


def recomputed(made: Derivation, floor: float | None) -> float:
    """The score recomputed with plain arithmetic from its parts; `floor` is that of geometric means."""
    parts = made.at_worst()
    if not parts:  # no part counts, so it counts as 0
        return made.score
    weights = sum(weight for weight, _value in parts)
    values = [value for _weight, value in parts]
    if made.way.name == "geometric":
        assert made.scale is not None
        least = 0.01 * made.scale.maximum if floor is None else floor
        floored = [max(value, least) for value in values]
        powers = [
            math.pow(value, weight / weights) for (weight, _), value in zip(parts, floored, strict=True)
        ]
        return math.prod(powers)
    if made.way.name == "staged":
        running = [math.prod(values[: n + 1]) for n in range(len(values))]
        return sum(w * v for (w, _), v in zip(parts, running, strict=True)) / weights
    if made.way.name == "risk":
        return 1 - values[0] * (1 - values[1])
    if made.way.name == "control":
        return values[1]
    if made.way.name == "window":
        return values[0]
    total = sum(weight * value for weight, value in parts)
    others = {"arithmetic": total / weights, "minimum": min(values), "maximum": max(values), "sum": total}
    return others[made.way.name]


def check(scores: Scores) -> int:
    """Recompute every derivation of `scores`, and each part from the level below; return their number."""
    derivations = [*every(explain(scores)), *(explain(scores, item.node.id) for item in scores.opportunities)]
    for made in derivations:
        value = recomputed(made, scores.questionnaire.geometric_floor)
        if made.way.takes == "share" and made.scale is not None and made.parts:
            value = made.scale.minimum + value * (made.scale.maximum - made.scale.minimum)
        if made.scale is not None and made.scale.rounds == "score":
            assert abs(value - made.score) <= 0.5 * 10**-made.scale.decimals + 1e-9
        else:
            assert value == pytest.approx(made.score, abs=1e-9), made.id
        assert [part.id for part in made.parts] == [
            *(below.id for below in made.below),
            *(taken.question.id for taken in made.answers),
        ]
        for taken in made.answers:
            if not taken.applies:
                assert taken.share == (0, 0)
            elif taken.answer.value is not None:
                share = taken.question.share(taken.answer.value)
                assert taken.share == (share, share)
    return len(derivations)


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
@pytest.mark.parametrize("quick", [False, True])
def test_every_score_of_an_example_follows_from_its_answers(path: Path, quick: bool) -> None:
    asked = load_questionnaire()
    scores = score(asked, load_answers(path, asked), quick=quick)
    # The overall, eight dimensions, two sides of each of four risks, three windows.
    assert check(scores) == 1 + 8 + 8 + 3


@pytest.mark.parametrize("path", PUBLISHED, ids=lambda path: path.parent.name)
def test_every_score_of_a_published_model_follows_from_its_answers(path: Path) -> None:
    asked = load_questionnaire(path)
    ran = 0
    for answers in path.parent.glob("*.yaml"):
        if answers != path:
            try:
                ran += check(score(asked, load_answers(answers, asked)))
            except InvalidInput as error:
                pytest.fail(str(error))
    assert ran or not list(path.parent.glob("*.yaml"))[1:]


def test_a_section_at_any_depth_is_explained_down_to_its_questions() -> None:
    asked = questionnaire(
        group(
            "people",
            section("hiring", direct("q1", 40)),
            section("training", direct("q2", 80), direct("q3", 50)),
        ),
        risk("data", [direct("q4", 30)], [direct("q5", 60)]),
    )
    scores = scored(asked, {"q1": 40, "q2": 80})
    people = explain(scores, "people")
    assert people.way.name == "arithmetic"
    assert people.value.low == pytest.approx(40)
    assert [(part.id, part.value.low) for part in people.parts] == [("hiring", 40), ("training", 40)]
    training = explain(scores, "training")
    assert training == people.below[1]
    assert [(taken.question.id, taken.share) for taken in training.answers] == [
        ("q2", (0.8, 0.8)),
        ("q3", (0.0, 1.0)),
    ]
    data = explain(scores, "data")
    assert [(side.id, side.score, side.value) for side in data.below] == [
        ("exposure", 1.0, (0.0, 1.0)),
        ("control", 0.0, (0.0, 1.0)),
    ]


def test_questions_that_do_not_count_are_listed_separately() -> None:
    unasked = {"answer": "q1", "at_least": 50}
    asked = questionnaire(section("one", direct("q1", 40), direct("q2", 50, when=unasked)))
    made = explain(scored(asked, {"q1": 40}), "one")
    assert [part.id for part in made.parts] == ["q1"]
    assert [question.id for question in made.aside] == ["q2"]


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("on", "Did you mean “one”?"),
        ("strategy", "There are scores of: overall, one."),
        ("", "There are scores of: overall, one."),
    ],
)
def test_an_unknown_score_is_refused(name: str, hint: str) -> None:
    asked = questionnaire(section("one", question("q1")))
    with pytest.raises(ReadinessError) as refused:
        explain(scored(asked, {}), name)
    assert str(refused.value) == f"There is no score of “{name}”. {hint}"


# --- on the command line and in JSON ----------------------------------------------------------------------


def run(*words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "readiness", "assess", *words]
    environment = {**os.environ, "COLUMNS": "80", "TERM": "dumb", "PYTHONIOENCODING": "utf-8"}
    return subprocess.run(
        command, env=environment, cwd=ROOT, capture_output=True, text=True, encoding="utf-8"
    )


NINGBO = ("--answers", "examples/ningbo-ev-parts.yaml")


def test_the_command_line_shows_the_derivation_instead_of_the_report() -> None:
    done = run(*NINGBO, "--explain", "supply-chain")
    assert (done.returncode, done.stderr) == (0, "")
    lines = done.stdout.splitlines()
    assert lines[0] == "How this score came about: Supply-chain resilience"
    assert lines[3] == "25.0 of 100 █████░░░░░░░░░░░░░░░"
    assert lines[4:6] == [
        "Formula: control, with its minimum set by exposure",
        "With its numbers: 0.25; on the scale from 0 to 100 that is 25",
    ]
    assert "With its numbers: (0.5 + 0.75 + 1) ÷ 3 = 0.75" in lines
    assert "With its numbers: (0.5 + 0.25 + 0.25 + 0) ÷ 4 = 0.25" in lines
    assert "site-table" in done.stdout  # the id of an answer
    assert "Verdict" not in done.stdout


def test_the_derivation_of_the_overall_contains_every_dimension() -> None:
    asked = load_questionnaire()
    shown = run(*NINGBO, "--explain", "overall", "--format", "markdown").stdout
    assert shown.startswith("# How this score came about: Overall\n")
    for dimension in asked.sections:
        assert f"\n## {dimension.title}\n" in shown
    numbers = re.search(r"exp\(\((.*)\) ÷ 8\) = ([\d.]+)", shown)
    assert numbers is not None
    logs = [math.log(float(term.removeprefix("ln "))) for term in numbers[1].split(" + ")]
    assert math.exp(sum(logs) / 8) == pytest.approx(float(numbers[2]), abs=1e-4)


def test_json_contains_the_derivation_only_on_request() -> None:
    plain = json.loads(run(*NINGBO, "--format", "json").stdout)
    assert "explanation" not in plain
    asked = json.loads(run(*NINGBO, "--format", "json", "--explain", "talent").stdout)
    explained = asked.pop("explanation")
    assert asked == plain
    talent = next(item for item in plain["dimensions"] if item["id"] == "talent")
    assert {key: explained[key] for key in ("id", "title", "score", "low", "high", "displayed")} == {
        key: talent[key] for key in ("id", "title", "score", "low", "high", "displayed")
    }
    exposure, control = explained["below"]
    assert control["low"] == pytest.approx(explained["score"] / 100)
    shares = [part["low"] for part in control["parts"]]
    assert sum(shares) / len(shares) == pytest.approx(control["low"])
    responses = {item["question"]: item["answer_id"] for item in plain["responses"]}
    for part in (*exposure["parts"], *control["parts"]):
        assert part["answer_id"] == responses[part["id"]]


def test_exports_still_contain_the_report(tmp_path: Path) -> None:
    done = run(*NINGBO, "--explain", "talent", "--export", str(tmp_path / "a.md"))
    assert done.stdout.startswith("How this score came about")
    assert (tmp_path / "a.md").read_text(encoding="utf-8") == run(*NINGBO, "--format", "markdown").stdout


def test_an_unknown_score_is_refused_before_anything_is_read() -> None:
    done = run("--answers", "there-is-no-such-file.yaml", "--explain", "talnet")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.splitlines()[-1] == (
        "Error: Invalid value for --explain: There is no score of “talnet”. Did you mean “talent”?"
    )
