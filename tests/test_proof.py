"""What is proven of what is claimed: only answers that name evidence count, everything else is open."""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from readiness import build_report, load_answers, load_questionnaire, score
from readiness.analysis.proof import Proof, prove
from readiness.questionnaire.questionnaire import Questionnaire
from readiness.views.report import Report
from readiness.views.report_proof import ProofView
from small import BANDS, question, questionnaire, risk, scored, section
from test_command_line import call

EXAMPLES = sorted((Path(__file__).parent.parent / "examples").glob("*.yaml"))
PROOF = {"evidence": ["A paper"]}


def noted(id: str) -> dict[str, Any]:
    """A question that says what would prove its answers."""
    return question(id, evidence=["The minutes", "The signed paper"])


def proof_of(asked: Questionnaire, given: dict[str, Any]) -> Proof:
    found = prove(scored(asked, given))
    assert found is not None
    return found


def view_of(report: Report) -> ProofView:
    assert report.proof is not None
    return report.proof


# --- by hand ----------------------------------------------------------------------------------------


def two_sections() -> Questionnaire:
    return questionnaire(
        section("plan", noted("q1"), noted("q2")),
        section("people", noted("q3")),
        aggregation="arithmetic",
        bands=BANDS,
    )


def test_an_answer_without_evidence_counts_as_open() -> None:
    given = {"q1": {"value": 4, **PROOF}, "q2": 2, "q3": {"value": 3, **PROOF}}
    proof = proof_of(two_sections(), given)
    assert (proof.answered, proof.proven) == (3, 2)
    # plan: (100 + 0) / 2 to (100 + 100) / 2; people: 75; the overall is their mean
    assert proof.scores.overall == pytest.approx(((50 + 75) / 2, (100 + 75) / 2))
    assert proof.lowest is not None
    assert (proof.lowest.id, proof.highest.id) == ("pilot-ready", "rule-co-builder")
    (claim,) = proof.claims
    # with q2 proven, plan is (100 + 50) / 2
    assert claim.question.id == "q2"
    assert claim.worth == pytest.approx((75 + 75) / 2 - (50 + 75) / 2)


def test_what_is_not_applicable_stands_and_nothing_is_withheld() -> None:
    asked = questionnaire(
        section("plan", question("q1", not_applicable="Nothing of the kind is done."), question("q2")),
        section("people", question("q3")),
        aggregation="arithmetic",
        bands=BANDS,
    )
    proof = proof_of(asked, {"q1": {"not_applicable": "We have none."}, "q2": 4, "q3": 4})
    assert (proof.answered, proof.proven) == (2, 0)
    assert [*proof.scores.overall] == [0, 100]
    bands = (proof.scores.verdict.band, proof.lowest)  # what a report of the proven answers would say; ours
    assert [band and band.id for band in bands] == [None, "foundation"]
    assert proof.highest.id == "rule-co-builder"


def test_an_answer_at_its_worst_needs_no_document() -> None:
    asked = questionnaire(
        risk("market", [noted("e1"), noted("e2")], [noted("c1")]),
        aggregation="arithmetic",
        bands=BANDS,
    )
    report = build_report(scored(asked, {"e1": 4, "e2": 1, "c1": 0}))
    view = view_of(report)
    assert {claim.question for claim in view.claims} == {"e1", "e2", "c1"}
    assert {item.question for item in view.documents if item.claimed} == {"e2"}


def test_documents_are_grouped_by_the_owner_or_else_by_the_role() -> None:
    def asked(id: str, who: str) -> dict[str, Any]:
        action = {"text": "Do it.", "who": who, "effort": 1, "horizon": 30}
        made = noted(id)
        made["options"] = [{**option, "action": action} for option in made["options"][:-1]] + [
            made["options"][-1]
        ]
        return made

    small = questionnaire(
        section("plan", asked("q1", "Lawyer"), asked("q2", "Lawyer"), asked("q3", "Buyer"), question("q4")),
        aggregation="arithmetic",
        bands=BANDS,
    )
    given = {"q1": 1, "q2": {"value": 4, "owner": "Chen Li"}, "q3": 4, "q4": 2}
    view = view_of(build_report(scored(small, given)))
    groups = {
        holder: [item.question for item in items]
        for holder, items in itertools.groupby(view.documents, key=lambda item: item.holder)
    }
    assert groups == {"Chen Li": ["q2", "q2"], "Buyer": ["q3", "q3"], "Lawyer": ["q1", "q1"]}
    assert [(item.claimed, item.task) for item in view.documents if item.question == "q1"] == [(True, 1)] * 2
    assert [(item.claimed, item.task) for item in view.documents if item.question == "q2"] == [
        (True, None)
    ] * 2
    assert {claim.question: claim.holder for claim in view.claims}["q4"] == ""


def test_without_answers_there_is_nothing_to_prove() -> None:
    report = build_report(scored(two_sections(), {}))
    assert report.proof is None


# --- recomputed -------------------------------------------------------------------------------------


LEVELS = st.integers(0, 4)
GIVEN = st.dictionaries(
    st.sampled_from([f"q{n}" for n in range(6)]), st.tuples(LEVELS, st.booleans()), min_size=1
)


def mean(values: list[float]) -> float:
    return sum(values) / len(values)


@given(GIVEN)
@settings(max_examples=60, deadline=None)
def test_the_range_holds_every_completion_and_reaches_its_ends(given: dict[str, tuple[int, bool]]) -> None:
    """Against all ways to answer what is not proven, with the formula written out here."""
    asked = questionnaire(
        section("a", *(question(f"q{n}") for n in range(3))),
        section("b", *(question(f"q{n}", weight=n) for n in range(3, 6))),
        aggregation="arithmetic",
        bands=[
            {"id": "low", "title": "Low", "text": "."},
            {"id": "up", "title": "Up", "text": ".", "cut": 50},
        ],
    )
    raw = {id: {"value": value, **(PROOF if proven else {})} for id, (value, proven) in given.items()}
    proof = proof_of(asked, raw)

    def overall(levels: list[int]) -> float:
        a = mean([25 * level for level in levels[:3]])
        b = sum(n * 25 * level for n, level in zip(range(3, 6), levels[3:], strict=True)) / (3 + 4 + 5)
        return (a + b) / 2

    def completions() -> Iterator[list[int]]:
        for ends in itertools.product((0, 4), repeat=6):
            fixed = [given.get(f"q{n}", (0, False)) for n in range(6)]
            yield [value if proven else end for (value, proven), end in zip(fixed, ends, strict=True)]

    possible = [overall(levels) for levels in completions()]
    assert proof.scores.overall == pytest.approx((min(possible), max(possible)))
    assert proof.proven == sum(proven for _value, proven in given.values())
    for claim in proof.claims:
        id = claim.question.id
        better = proof_of(asked, {**raw, id: {**raw[id], **PROOF}})
        assert claim.worth == pytest.approx(better.scores.overall.low - proof.scores.overall.low)


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_proving_everything_gives_the_verdict_as_claimed(path: Path) -> None:
    asked = load_questionnaire()
    answers = load_answers(path, asked)
    given = {
        id: answer._replace(evidence=answer.evidence or ("A paper",)) for id, answer in answers.given.items()
    }
    claimed = score(asked, replace(answers, given=given))
    proof = prove(claimed)
    assert proof is not None
    assert not proof.claims
    assert proof.proven == proof.answered
    assert proof.scores.overall == claimed.overall
    assert proof.lowest == claimed.verdict.band


# --- in a report ------------------------------------------------------------------------------------


def test_the_json_has_the_same_as_the_report() -> None:
    proof = json.loads(call("assess", "--answers", str(EXAMPLES[-1]), "--format", "json").stdout)["proof"]
    assert (proof["answered"], proof["proven"], proof["lowest_id"]) == (59, 16, "foundation")
    gains = [claim["gain"] for claim in proof["claims"]]
    assert gains == sorted(gains, reverse=True)
    assert len(proof["claims"]) == 59 - 16


def test_each_group_of_documents_is_listed_once() -> None:
    shown = call("assess", "--answers", str(EXAMPLES[-1]), "--format", "markdown").stdout
    listed = shown.partition("Documents to prepare\n")[2].partition("\n## ")[0]
    holders = [line for line in listed.splitlines() if line.startswith("**") and not line.startswith("- ")]
    assert len(holders) == len(set(holders)) >= 10
