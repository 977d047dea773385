"""The file of a benchmark: written, read back, and refused in its place if it is not one."""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from readiness import InvalidInput, Questionnaire, UnknownName, load_benchmark, load_questionnaire
from readiness.cohort.benchmark import BENCHMARK_FORM, Benchmark, PeerGroup
from readiness.cohort.benchmark_reading import read_benchmark
from readiness.rendering.benchmark_data import benchmark_json
from readiness.rendering.benchmark_shape import BENCHMARK_VERSION
from readiness.rendering.report_schema import benchmark_schema
from readiness.source.source import MAX_BYTES, Source
from small import question, questionnaire, section, window

ASKED = load_questionnaire("going-global")
LOW, HIGH = (10, 20, 30, 40, 50, 60, 70, 80, 90), (50, 50, 50, 60, 60, 70, 100, 100, 100)
BENCHMARK = Benchmark(
    title="Firms of “Ningbo”",
    built_on="2026-09-01",
    questionnaire=ASKED.id,
    questionnaire_title=ASKED.title,
    version=ASKED.version,
    digest=ASKED.digest,
    groups=(
        PeerGroup("", "", {"overall": LOW, "strategy": HIGH, "digital": LOW}),
        PeerGroup("stage", "exporting", {"overall": HIGH}),
        PeerGroup("markets", "asean", {"overall": LOW}),
    ),
)
DATA = json.loads(benchmark_json(BENCHMARK))
REMEDY = "Give the file that `readiness cohort … --benchmark-out peers.json` writes."


def read(text: str, asked: Questionnaire = ASKED) -> Benchmark:
    return read_benchmark(Source("peers.json", text), asked)


def refused(text: str, asked: Questionnaire = ASKED) -> list[str]:
    """Each problem as place, code and message, and its hint unless that is the usual one."""
    with pytest.raises(InvalidInput) as caught:
        read(text, asked)
    return [
        f"{each.line}:{each.column} {each.code}: {each.message}"
        + ("" if each.hint == REMEDY else f" {each.hint}")
        for each in caught.value.problems
    ]


def changed(change: Callable[[Any], object], data: Any = DATA) -> str:
    """The file after a change to its data."""
    copied = copy.deepcopy(data)
    change(copied)
    return json.dumps(copied, indent=1)


def test_what_is_written_is_read() -> None:
    text = benchmark_json(BENCHMARK)
    assert read(text) == BENCHMARK
    assert read(benchmark_json(BENCHMARK, encoding="ascii")) == BENCHMARK
    assert '"overall": [10, 20, 30, 40, 50, 60, 70, 80, 90]' in text
    assert read(json.dumps(DATA)) == BENCHMARK
    assert BENCHMARK_VERSION == BENCHMARK_FORM


def test_the_file_has_nothing_of_the_firms_but_deciles() -> None:
    assert list(DATA) == ["schema_version", "title", "built_on", "questionnaire", "groups"]
    assert list(DATA["questionnaire"]) == ["id", "title", "version", "digest"]
    assert {tuple(group) for group in DATA["groups"]} == {("fact", "option", "deciles")}


def test_the_file_fits_its_schema() -> None:
    schema = benchmark_schema()
    Draft202012Validator.check_schema(schema)
    validator = Draft202012Validator(schema)
    assert list(validator.iter_errors(DATA)) == []
    for wrong in (
        changed(lambda data: data["groups"][0]["deciles"]["overall"].pop()),
        changed(lambda data: data["groups"][0]["deciles"].update(overall=[*LOW[:8], 101])),
        changed(lambda data: data["groups"][0]["deciles"].update(overall=[*LOW[:8], 90.5])),
        changed(lambda data: data.pop("groups")),
        changed(lambda data: data["groups"][0].pop("fact")),
    ):
        assert list(validator.iter_errors(json.loads(wrong)))
    assert schema["$id"] == "urn:readiness:benchmark:1"


def test_a_file_is_read_from_disk(tmp_path: Path) -> None:
    path = tmp_path / "peers.json"
    path.write_text(benchmark_json(BENCHMARK), encoding="utf-8")
    assert load_benchmark(path, ASKED) == load_benchmark(str(path), ASKED) == BENCHMARK
    with pytest.raises(InvalidInput, match="there is no such file"):
        load_benchmark(tmp_path / "none.json", ASKED)


ID_OR_NULL = "must be an id or, for all firms, null like the other one"
NINE = "must be nine whole numbers from 0 to 100, none below the one before"
LINE = "must be a line of text of at most 300 characters"


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (lambda data: data.update(schema_version=2), "2:20 bad-benchmark: “schema_version” must be 1"),
        (lambda data: data.update(schema_version=True), "2:20 bad-benchmark: “schema_version” must be 1"),
        (lambda data: data.pop("schema_version"), "1:1 bad-benchmark: “schema_version” must be 1"),
        (lambda data: data.update(title=3), f"3:11 bad-benchmark: “title” {LINE}"),
        (lambda data: data.update(title="x" * 301), f"3:11 bad-benchmark: “title” {LINE}"),
        (lambda data: data.update(title="\x1b[2J"), f"3:11 bad-benchmark: “title” {LINE}"),
        (
            lambda data: data.update(built_on="2026-02-30"),
            "4:14 bad-benchmark: “built_on” must be a day, as YYYY-MM-DD",
        ),
        (
            lambda data: data.update(built_on="20260228"),
            "4:14 bad-benchmark: “built_on” must be a day, as YYYY-MM-DD",
        ),
        (
            lambda data: data.update(questionnaire="going-global"),
            "5:19 bad-benchmark: “questionnaire” must be an object",
        ),
        (lambda data: data["questionnaire"].update(id=""), f"6:9 bad-benchmark: “questionnaire.id” {LINE}"),
        (
            lambda data: data["questionnaire"].update(version="2.0"),
            "8:14 bad-benchmark: “questionnaire.version” must be three numbers, such as 2.0.0",
        ),
        (
            lambda data: data["questionnaire"].update(digest="ab"),
            "9:13 bad-benchmark: “questionnaire.digest” must be a SHA-256 digest",
        ),
        (lambda data: data.update(groups=[]), "11:12 bad-benchmark: “groups” must be a list of groups"),
        (lambda data: data.update(groups={}), "11:12 bad-benchmark: “groups” must be a list of groups"),
        (lambda data: data.update(groups=[7]), "12:3 bad-benchmark: “groups[0]” must be an object"),
        (
            lambda data: data["groups"].pop(0),
            "11:12 bad-benchmark: “groups” lacks the group of all firms",
        ),
        (
            lambda data: data["groups"].append(data["groups"][1]),
            "87:14 bad-benchmark: “groups[3].option” names a group for the second time",
        ),
        (
            lambda data: data["groups"][1].update(option=None),
            f"53:14 bad-benchmark: “groups[1].option” {ID_OR_NULL}",
        ),
        (
            lambda data: data["groups"][1].update(fact=["stage"]),
            f"52:12 bad-benchmark: “groups[1].fact” {ID_OR_NULL}",
        ),
        (
            lambda data: data["groups"][1].pop("deciles"),
            "51:3 bad-benchmark: “groups[1].deciles” must be an object with lists of deciles",
        ),
        (
            lambda data: data["groups"][1].update(deciles={}),
            "54:15 bad-benchmark: “groups[1].deciles” must be an object with lists of deciles",
        ),
        (
            lambda data: data["groups"][1]["deciles"].update(overall=LOW[:8]),
            f"55:16 bad-benchmark: “groups[1].deciles.overall” {NINE}",
        ),
        (
            lambda data: data["groups"][1]["deciles"].update(overall=[*LOW[:8], 101]),
            f"55:16 bad-benchmark: “groups[1].deciles.overall” {NINE}",
        ),
        (
            lambda data: data["groups"][1]["deciles"].update(overall=[-1, *LOW[1:]]),
            f"55:16 bad-benchmark: “groups[1].deciles.overall” {NINE}",
        ),
        (
            lambda data: data["groups"][1]["deciles"].update(overall=[*LOW[:8], 79]),
            f"55:16 bad-benchmark: “groups[1].deciles.overall” {NINE}",
        ),
        (
            lambda data: data["groups"][1]["deciles"].update(overall=[*LOW[:8], 90.0]),
            f"55:16 bad-benchmark: “groups[1].deciles.overall” {NINE}",
        ),
        (
            lambda data: data["groups"][1]["deciles"].update(overall=[False, *LOW[1:]]),
            f"55:16 bad-benchmark: “groups[1].deciles.overall” {NINE}",
        ),
        (
            lambda data: data["groups"][1].update(fact="stge"),
            "52:12 bad-benchmark: “stge” is not known Did you mean “stage”?",
        ),
        (
            lambda data: data["groups"][1].update(option="exprting"),
            "53:14 bad-benchmark: “exprting” is not known Did you mean “exporting”?",
        ),
        (
            lambda data: data["groups"][1]["deciles"].update(stratgy=LOW),
            "66:16 bad-benchmark: “stratgy” is not known Did you mean “strategy”?",
        ),
        (
            lambda data: data["questionnaire"].update(id="supplier-audit"),
            "6:9 other-benchmark: this benchmark is for the questionnaire “supplier-audit”, the answers are"
            " for “going-global”",
        ),
        (
            lambda data: data["questionnaire"].update(version="3.0.0"),
            "8:14 other-benchmark: this benchmark is for version 3.0.0 of the questionnaire, not for 2.0.0",
        ),
    ],
)
def test_what_is_wrong_is_refused_in_its_place(change: Callable[[Any], object], expected: str) -> None:
    assert refused(changed(change)) == [expected]


def test_every_problem_is_told_at_once() -> None:
    def change(data: Any) -> None:
        data["groups"][0]["deciles"].update(overall=[1], strategy=None)
        data["groups"][1].update(option="none")
        data["groups"][2] = []

    assert [each.partition(":")[0] for each in refused(changed(change))] == ["16", "19", "35", "50"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", "1:1 no-benchmark: this is not the JSON of a benchmark"),
        ("questionnaire: going-global\n", "1:1 no-benchmark: this is not the JSON of a benchmark"),
        ("[]", "1:1 no-benchmark: this is not the JSON of a benchmark"),
        ("{}", "1:1 no-benchmark: this is not the JSON of a benchmark"),
        ('{"questionnaire": {}, "tasks": []}', "1:1 no-benchmark: this is not the JSON of a benchmark"),
        ("{" * 100_000, "1:2 bad-json: this is not valid JSON Export it again; a part of it may be missing."),
        ('{"a": ' * 100_000, "1:1 no-benchmark: this is not the JSON of a benchmark"),
        (
            benchmark_json(BENCHMARK)[:700],
            "27:4 bad-json: this is not valid JSON Export it again; a part of it may be missing.",
        ),
        ('{"groups": ' + "9" * 5000 + "}", "1:1 no-benchmark: this is not the JSON of a benchmark"),
    ],
)
def test_what_is_no_benchmark_is_told_so(text: str, expected: str) -> None:
    assert refused(text) == [expected]


def test_a_key_that_is_given_twice_is_refused() -> None:
    text = benchmark_json(BENCHMARK).replace('"strategy": [', '"overall": [')
    (problem,) = refused(text)
    assert problem.startswith("17:9 duplicate-key: ")


def test_numbers_that_are_none_are_refused() -> None:
    text = benchmark_json(BENCHMARK)
    for wrong in ("NaN", "Infinity", "1e400", '"10"', "null"):
        (problem,) = refused(text.replace("10, 20", f"{wrong}, 20", 1))
        assert problem.endswith(f"“groups[0].deciles.overall” {NINE}")


def test_a_file_that_is_too_large_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "peers.json"
    path.write_text(" " * (MAX_BYTES + 1), encoding="utf-8")
    with pytest.raises(InvalidInput, match="larger than 2 MiB"):
        load_benchmark(path, ASKED)


@settings(max_examples=300, deadline=None, derandomize=True)
@given(st.data())
def test_a_damaged_file_is_read_or_refused(data: st.DataObject) -> None:
    text = benchmark_json(BENCHMARK)
    begin = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(begin, min(begin + 30, len(text))))
    text = text[:begin] + data.draw(st.text(max_size=5)) + text[end:]
    try:
        found = read(text)
    except InvalidInput as error:
        refusal = str(error)
    else:
        refusal = ""
        assert all(len(points) == 9 for group in found.groups for points in group.deciles.values())
    assert not refusal or refusal.startswith("peers.json:")


# --- other versions ---------------------------------------------------------------------------------


def small(version: str, **fields: Any) -> Questionnaire:
    profile = [
        {
            "id": "stage",
            "title": "Stage",
            "text": "How far abroad?",
            "options": [{"id": id, "text": id.upper()} for id in ("home", "exports", "plant")],
        }
    ]
    return questionnaire(
        section("people", question("people.one")),
        opportunities=[window("east", [question("east.open")], [question("east.use")])],
        profile=profile,
        version=version,
        **fields,
    )


def test_ids_of_an_earlier_version_become_those_of_today() -> None:
    renamed = {"renamed": {"phase": "stage"}, "renamed_options": {"stage": {"sells": "exports"}}}
    today = small("1.2.0", history=[{"version": "1.1.0", "profile": renamed}])
    made_for = {"id": "small", "title": "Small", "version": "1.0.0", "digest": "0" * 64}
    deciles = {"overall": list(LOW), "people": list(LOW), "money": list(LOW)}
    names = [("phase", "sells"), ("phase", "home"), ("phase", "gone"), ("sector", "cars"), (None, None)]
    groups = [{"fact": fact, "option": option, "deciles": deciles} for fact, option in names]
    found = read(json.dumps({**DATA, "questionnaire": made_for, "groups": groups}), today)
    assert [group.name for group in found.groups] == ["all", "stage=home", "stage=exports"]
    assert [list(group.deciles) for group in found.groups] == [["overall", "people"]] * 3
    assert (found.version, found.digest) == ("1.0.0", "0" * 64)


def test_of_two_options_that_became_one_neither_is_shown() -> None:
    merged = {"renamed_options": {"stage": {"agents": "exports", "shops": "exports"}}}
    today = small("1.2.0", history=[{"version": "1.1.0", "profile": merged}])
    made_for = {"id": "small", "title": "Small", "version": "1.0.0", "digest": "0" * 64}
    names = [(None, None), ("stage", "agents"), ("stage", "shops"), ("stage", "plant")]
    groups = [{"fact": fact, "option": option, "deciles": {"overall": LOW}} for fact, option in names]
    found = read(json.dumps({**DATA, "questionnaire": made_for, "groups": groups}), today)
    assert [group.name for group in found.groups] == ["all", "stage=plant"]


def test_a_later_minor_version_is_read_as_far_as_it_is_known() -> None:
    made_for = {**DATA["questionnaire"], "version": "2.7.0", "digest": "0" * 64}
    more = {"fact": "stage", "option": "moon", "deciles": {"overall": LOW, "space": LOW}}
    found = read(json.dumps({**DATA, "questionnaire": made_for, "groups": [*DATA["groups"], more]}))
    assert found.groups == BENCHMARK.groups


# --- choosing a group -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "group"),
    [("all", 0), (" all ", 0), ("stage=exporting", 1), ("stage = exporting", 1), ("markets＝asean", 2)],
)
def test_a_group_is_chosen_by_its_name(name: str, group: int) -> None:
    assert BENCHMARK.choose(name, ASKED) == (BENCHMARK, BENCHMARK.groups[group])


LEFT_OUT = (
    "It leaves out groups of fewer than ten firms, and those by which such a group could be worked out."
    " It has:"
)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("", "“” is not a fact and an option. Write both, as in stage=exporting."),
        ("stage", "“stage” is not a fact and an option. Write both, as in stage=exporting."),
        ("stage=", "“stage=” is not a fact and an option. Write both, as in stage=exporting."),
        ("asean", "“asean” is not a fact and an option. Did you mean “markets=asean”?"),
        ("stge=exporting", "The profile has no question “stge”. Did you mean “stage”?"),
        ("Target=asean", "The profile has no question “Target”. Did you mean “markets”?"),
        ("stage=export", "“export” is not an option of “stage”. Did you mean “exporting”?"),
        (
            "stage=moon",
            "“moon” is not an option of “stage”."
            " Known here: domestic, exporting, own-sales, operations, multi-region.",
        ),
        (
            "markets=eu",
            f"The benchmark has no group “markets=eu”. {LEFT_OUT} markets=asean, all, stage=exporting.",
        ),
        (
            "size=micro",
            f"The benchmark has no group “size=micro”. {LEFT_OUT} all, stage=exporting, markets=asean.",
        ),
    ],
)
def test_a_name_that_is_wrong_is_refused_with_the_nearest(name: str, expected: str) -> None:
    with pytest.raises(UnknownName) as caught:
        BENCHMARK.choose(name, ASKED)
    assert str(caught.value) == expected


def test_the_groups_that_fit_are_those_of_the_profile() -> None:
    fitting = BENCHMARK.fitting({"stage": ("exporting",), "markets": ("eu", "asean"), "sector": ("other",)})
    assert [group.name for group in fitting] == ["stage=exporting", "markets=asean"]
    assert BENCHMARK.fitting({}) == ()


def test_a_benchmark_shows_briefly_what_it_is() -> None:
    assert repr(BENCHMARK) == "<Benchmark of going-global 2.0.0: 3 groups>"
    assert re.fullmatch("[ -~]*", repr(BENCHMARK))
