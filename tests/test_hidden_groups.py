"""Numbers of all firms tell nothing of the members of hidden groups, nor of how large these are.

Each test has a cohort in which a careless report would: the hidden groups have ten firms together, so that
nine of one and one of another cannot be told from any other division.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from readiness.cohort.cohort_counts import CohortCounts, FactCounts, GroupCounts, QuestionCounts
from readiness.cohort.published import PublishedCohort, Quartiles
from readiness.cohort.publishing import publish
from readiness.cohort.small_groups import HIDDEN, Portion
from readiness.cohort.spreads import Spread
from readiness.questionnaire.questionnaire import Questionnaire
from small import BANDS, PROFILE, group, question, questionnaire, red_flag, risk, section

STAGES = ("home", "sales", "plants")
ABROAD = {"profile": "stage", "any_of": ["sales", "plants"]}
BY_SECTOR = {"profile": "sector", "equals": "logistics"}
FACTS = [
    {**PROFILE[0], "id": "stage", "options": [{"id": id, "text": id} for id in STAGES]},
    {**PROFILE[0], "id": "sector", "options": [{"id": id, "text": id} for id in ("cars", "logistics")]},
]


def asked(*sections: dict[str, Any], **fields: Any) -> Questionnaire:
    return questionnaire(*sections, **{"profile": FACTS, "bands": BANDS[:2], **fields})


def by(fact: str, *sizes: int, urgent: int = 0, **spreads: Mapping[str, Spread]) -> FactCounts:
    """The groups of these sizes, the last without an answer; so many of each that is large need help."""
    ids = (*STAGES, "") if fact == "stage" else ("cars", "logistics", "")
    groups = {
        id: GroupCounts(size, urgent if size > 9 else 0, spreads.get(id, {}))
        for id, size in zip(ids, sizes, strict=True)
    }
    return FactCounts(fact, False, groups)


def told(asked: Questionnaire, *facts: FactCounts, bands: Mapping[str, int], **more: Any) -> PublishedCohort:
    """The report on firms in these bands; what is not in `more` is nothing."""
    from readiness.cohort.measures import all_measures
    from readiness.scoring.plan import compile_plan

    spreads = {each.column: Spread({}) for each in all_measures(compile_plan(asked))}
    nothing: dict[str, Any] = {
        "firms": sum(bands.values()),
        "bands": bands,
        "facts": facts,
        "flags": {each.id: 0 for each in asked.red_flags},
        "contradictions": {each.id: 0 for each in asked.contradictions},
        "questions": {},
        "moments": (),
    }
    given = {**nothing, **more, "spreads": {**spreads, **more.get("spreads", {})}}
    return publish(CohortCounts(**given), asked)


ALL_LOW = {"foundation": 40, "preparing": 0, "": 0}
TRAP = asked(
    section("one", question("q", when=ABROAD), question("r"), question("s"), question("t")),
    red_flags=[red_flag("trap", {"all": [{"answer": "q", "equals": "level-0"}, ABROAD]}, "foundation")],
    contradictions=[{"id": "both", "message": "No.", "when": ABROAD}],
)
EVERYWHERE = asked(
    risk("one", [question("e")], [question("q"), question("r"), question("s")]),
    red_flags=[red_flag("trap", {"answer": "q", "equals": "level-0"}, "foundation")],
)


def test_what_only_hidden_groups_can_have_is_not_told_of_nearly_all_of_them() -> None:
    groups = by("stage", 30, 1, 9, 0)
    for count, shown in ((10, HIDDEN), (7, HIDDEN), (6, Portion("exact", 6, 6, 40))):
        report = told(TRAP, groups, bands=ALL_LOW, flags={"trap": count}, contradictions={"both": count})
        assert report.flags["trap"] == report.contradictions["both"] == shown


def test_a_verdict_that_only_hidden_groups_can_have_hides_all_groups() -> None:
    only = asked(section("one", question("q")), bands=[BANDS[0], {**BANDS[1], "when": ABROAD}])
    report = told(only, by("stage", 30, 1, 9, 0), bands={"foundation": 30, "preparing": 10, "": 0})
    assert report.bands["preparing"] == 10
    assert [each.firms for each in report.facts[0].groups] == [None] * 4


def test_a_flag_leaves_hidden_groups_room_to_need_no_help() -> None:
    groups = by("stage", 20, 15, 9, 1, urgent=3)
    bands = {"foundation": 45, "preparing": 0, "": 0}
    for count, is_told in ((13, True), (14, False), (18, False)):
        report = told(EVERYWHERE, groups, bands=bands, flags={"trap": count})
        assert [(each.fewest, each.most) for each in report.help] == [(0, 4), (0, 4)]
        assert (report.flags["trap"] != HIDDEN) is is_told


def test_what_a_risk_leaves_gives_hidden_groups_room_to_need_no_help() -> None:
    groups = by("stage", 30, 29, 9, 1, urgent=3)
    for high, upper in ((18, None), (17, 0)):
        report = told(
            EVERYWHERE,
            groups,
            bands={"foundation": 69, "preparing": 0, "": 0},
            spreads={"one.residual": Spread({0: 69 - high, 560: high})},
        )
        assert report.quartiles["one.residual"] == Quartiles(0, 0, upper)


def test_scores_that_only_some_groups_have_do_not_tell_how_large_these_are() -> None:
    some = asked(section("one", question("q"), question("r")), section("two", question("s"), when=ABROAD))
    half = Spread({500: 20})
    medians = {"two.score": Spread({500: 10})}
    report = told(
        some,
        by("stage", 20, 20, 1, 0),
        by("sector", 21, 20, 0, cars=medians, logistics=medians),
        bands={"foundation": 41, "preparing": 0, "": 0},
        spreads={"one.score": Spread({500: 41}), "two.score": half},
    )
    assert [each.firms for each in report.facts[0].groups] == [None, None, None, 0]
    assert report.quartiles["one.score"] == Quartiles(50, 50, 50)
    assert report.quartiles["two.score"] == Quartiles(None, None, None)
    report = told(
        some,
        by("stage", 30, 1, 9, 1),
        by("sector", 21, 20, 0, cars=medians, logistics=medians),
        bands={"foundation": 41, "preparing": 0, "": 0},
        spreads={"one.score": Spread({500: 41}), "two.score": Spread({500: 10})},
    )
    assert report.quartiles["two.score"] == Quartiles(None, 50, None)
    assert [each.medians["two.score"] for each in report.facts[1].groups] == [None, None, None]


def test_a_section_that_is_the_score_of_another_tells_no_more_than_that() -> None:
    scores = Spread({560: 16, 1000: 45})
    bands = {"foundation": 15, "preparing": 1, "pilot-ready": 9, "expansion-ready": 36, "": 0}
    single = asked(section("one", question("q"), question("r")), bands=BANDS[:4], aggregation="arithmetic")
    report = told(single, bands=bands, spreads={"overall": scores, "one.score": scores})
    assert report.quartiles["overall"].lower is report.quartiles["one.score"].lower is None
    nested = asked(
        group("one", section("inner", question("q"), question("r"))),
        section("two", question("s"), question("t")),
        bands=BANDS[:4],
    )
    report = told(nested, bands=bands, spreads={"one.score": scores, "inner.score": scores})
    assert report.quartiles["one.score"].lower is report.quartiles["inner.score"].lower is None


def test_counts_of_what_one_shown_group_can_have_are_counts_within_it() -> None:
    groups = by("stage", 28, 0, 12, 0, urgent=12)
    questions = {"q": QuestionCounts(11, 6, 0), "r": QuestionCounts(34, 6, 6)}
    bands = {"foundation": 20, "preparing": 20, "": 0}
    report = told(TRAP, groups, bands=bands, flags={"trap": 12}, questions=questions)
    assert report.flags["trap"] == Portion("most", 8, 12, 40)
    assert report.questions[0].gap == Portion("exact", 6, 6, 12)
    assert report.questions[1].gap == Portion("exact", 6, 6, 34)
    report = told(TRAP, groups, bands=bands, flags={"trap": 7})
    assert report.flags["trap"] == Portion("exact", 7, 7, 40)


def test_a_condition_on_several_questions_of_the_profile_tells_nothing_of_one() -> None:
    either = {"any": [{"profile": "stage", "equals": "plants"}, BY_SECTOR]}
    any_of = asked(
        section("one", question("q"), question("r"), question("s")),
        red_flags=[red_flag("trap", {"all": [{"answer": "q", "equals": "level-0"}, either]}, "foundation")],
    )
    groups = (by("stage", 50, 1, 9, 0), by("sector", 50, 10, 0, urgent=10))
    bands = {"foundation": 60, "preparing": 0, "": 0}
    for count, shown in ((19, HIDDEN), (11, HIDDEN), (10, Portion("exact", 10, 10, 60))):
        assert told(any_of, *groups, bands=bands, flags={"trap": count}).flags["trap"] == shown


def test_a_question_that_is_a_score_by_itself_tells_nothing_of_hidden_bands() -> None:
    bands = {"foundation": 20, "preparing": 9, "pilot-ready": 1, "expansion-ready": 20, "": 0}
    needed = asked(
        section("one", question("q")),
        section("two", question("r"), question("s"), question("t"), question("u")),
        bands=BANDS[:4],
    )
    questions = {"q": QuestionCounts(50, 29, 0), "r": QuestionCounts(50, 29, 0)}
    questions |= {id: QuestionCounts(50, 0, 0) for id in "stu"}
    found = told(needed, bands=bands, questions=questions).questions
    assert found[0].gap == HIDDEN
    assert found[1].gap == Portion("exact", 29, 29, 50)


def test_an_open_answer_that_ends_a_verdict_does_not_tell_how_many_have_none() -> None:
    bands = {"foundation": 0, "preparing": 1, "pilot-ready": 41, "": 9}
    thin = asked(
        section("one", question("q"), question("r")),
        section("two", question("s"), question("t"), question("u")),
        bands=BANDS[:3],
    )
    questions = {id: QuestionCounts(42, 10, 9) for id in "qrstu"}
    found = {each.question: each for each in told(thin, bands=bands, questions=questions).questions}
    assert (found["q"].gap, found["q"].unknown) == (HIDDEN, HIDDEN)
    assert found["s"].gap == Portion("exact", 10, 10, 42)
