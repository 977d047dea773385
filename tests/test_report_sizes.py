"""No files make a report enormous: a text is shown in full once, however often it is referred to."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from readiness import build_report, load_answers, load_questionnaire, render, score
from readiness.cli.app import run as run_command_line
from readiness.messages.sentences import QUOTED, quoted, shortened, some
from readiness.questionnaire.conditions import Condition
from readiness.rendering import render_page, render_preview
from readiness.rendering.formats import Format
from readiness.rendering.output import Output
from readiness.views.blocks import Run, line, paragraph
from readiness.views.build_explanation import build_explanation
from readiness.views.build_preview import build_preview
from readiness.views.page_length import LONGEST_PAGE
from readiness.views.pages.report_page import report_page
from readiness.views.report import Report
from readiness.views.wording import condition_in_words

TIMES = 4
"""How many times as long as its files a report may be, beside what each part of it always needs."""
FRAME = 180_000
"""The characters that a page needs for itself, such as the styles of HTML."""
ACTION = {"text": "Act.", "effort": 1, "horizon": 30}
Raw = dict[str, Any]


def several(id: str, length: int = 4000, options: int = 8, **fields: Any) -> Raw:
    """A question without a title, with long texts, whose answer may be all of its options."""
    listed = [{"id": f"o{n}", "score": 1, "text": f"{n} " + "option " * 40} for n in range(options)]
    return {"id": id, "type": "several", "text": "asked " * (length // 6), "options": listed, **fields}


def section(id: str, *questions: Raw, **fields: Any) -> Raw:
    """A section."""
    return {"id": id, "title": id, "questions": list(questions), **fields}


def naming_all(id: str, options: int = 8) -> Raw:
    """A test that names every option."""
    return {"answer": id, "any_of": [f"o{n}" for n in range(options)]}


def long_answer_in_every_step() -> tuple[Raw, Raw]:
    """Pathways whose steps all refer to the same long answer."""
    step = {"text": "Go on.", "questions": ["a.told", "a.asked"]}
    pathways = [
        {"id": f"w{n}", "title": "Way", "text": "It.", "when": naming_all("a.asked"), "steps": [step] * 30}
        for n in range(20)
    ]
    told = {"id": "a.told", "type": "text", "text": "Tell."}
    return (
        {"sections": [section("a", several("a.asked", lift=ACTION), told)], "pathways": pathways},
        {"a.asked": [f"o{n}" for n in range(7)], "a.told": "as it was " * 5000},
    )


def conditions_of_many_tests() -> tuple[Raw, Raw]:
    """Questions, red flags, bands and contradictions with long conditions on the same long questions."""
    asked = [several(f"a.q{n}") for n in range(4)]
    when = {
        "any": [
            {"all": [naming_all(f"a.q{n}") for n in range(4)]},
            *(naming_all(f"a.q{n}") for n in range(4)),
        ]
    }
    hung = [{"id": f"b.q{n}", "type": "yes-no", "text": "So?", "when": when} for n in range(15)]
    flags = [
        {
            "id": f"f{n}",
            "title": "Flag " * 40,
            "message": "Grave.",
            "when": when,
            "caps_at": "low",
            "action": ACTION,
            "answers": [question["id"] for question in asked],
        }
        for n in range(8)
    ]
    contradictions = [{"id": f"c{n}", "message": "Not both.", "when": when} for n in range(8)]
    bands = [{"id": f"s{n}", "title": "Band " * 40, "cut": n, "when": when} for n in range(1, 8)]
    raw = {
        "sections": [section("a", *asked), section("b", *hung)],
        "bands": [{"id": "low", "title": "Low"}, *bands],
        "red_flags": flags,
        "contradictions": contradictions,
    }
    return raw, {question["id"]: ["o0", "o1"] for question in asked}


def case_with_long_reasons() -> tuple[Raw, Raw]:
    """A case that fits every answer, each of which is long, and a profile of long texts."""
    asked = [several(f"a.q{n}", 300, 2, lift=ACTION) for n in range(60)]
    options = [{"id": f"o{n}", "text": f"{n} " + "fact " * 50} for n in range(10)]
    profile = [
        {"id": f"p{n}", "title": "Fact " * 50, "text": "Which?", "several": True, "options": options}
        for n in range(10)
    ]
    case = {
        "id": "only",
        "who": "They",
        "title": "Title",
        "section": "1",
        "kind": "exemplar",
        "questions": [question["id"] for question in asked],
        "applies_to": {f"p{n}": [f"o{m}" for m in range(10)] for n in range(10)},
        "summary": "summary " * 500,
        "lesson": "lesson " * 500,
    }
    raw = {"sections": [section("a", *asked)], "profile": profile, "cases": {"cases": [case]}}
    return raw, {question["id"]: ["o0"] for question in asked}


def bands_that_require_every_section() -> tuple[Raw, Raw]:
    """Bands that each require a score of every section, with long titles."""
    sections = [
        section(f"a{n}", several(f"a{n}.q", 10, 2), title=f"{n} " + "section " * 30) for n in range(60)
    ]
    requires = {each["id"]: 50 for each in sections}
    bands = [{"id": f"s{n}", "title": "Band", "cut": n, "requires": requires} for n in range(1, 30)]
    return {"sections": sections, "bands": [{"id": "low", "title": "Low"}, *bands]}, {"a0.q": ["o0"]}


def flags_on_the_same_answers() -> tuple[Raw, Raw]:
    """Red flags whose action stands for the same questions, with long evidence and long owners."""
    asked = [several(f"a.q{n}", 10, 2, evidence=["proof " * 500]) for n in range(12)]
    ids = [question["id"] for question in asked]
    flag = {
        "title": "Flag",
        "message": "Grave.",
        "when": naming_all("a.q0", 2),
        "caps_at": "low",
        "action": ACTION,
    }
    flags = [{"id": f"f{n}", **flag, "answers": ids} for n in range(50)]
    given = {id: {"value": ["o0"], "owner": f"{id} " + "owner " * 200} for id in ids}
    return {"sections": [section("a", *asked)], "red_flags": flags}, given


def one_id_that_became_many() -> tuple[Raw, Raw]:
    """Many old questions that became one, which became many with long ids."""
    ids = [f"a.q{'l' * 90}{n}" for n in range(60)]
    olds = [f"old.q{n}" for n in range(200)]
    asked = [{"id": id, "type": "yes-no", "text": "So?"} for id in ids]
    history = [{"version": "1.0.1", "merged": {"mid": olds}}, {"version": "1.0.2", "split": {"mid": ids}}]
    return {"sections": [section("a", *asked)], "version": "1.0.2", "history": history}, dict.fromkeys(
        olds, 0
    )


PACKS = (
    long_answer_in_every_step,
    conditions_of_many_tests,
    case_with_long_reasons,
    bands_that_require_every_section,
    flags_on_the_same_answers,
    one_id_that_became_many,
)


class Written:
    """A pack in a folder, and its report."""

    def __init__(self, folder: Path, pack: Callable[[], tuple[Raw, Raw]]) -> None:
        bands = [{"id": "low", "title": "Low"}, {"id": "high", "title": "High", "cut": 50}]
        raw, given = pack()
        raw = {"id": "pack", "version": "1.0.0", "title": "Pack", "bands": bands, **raw}
        profile = {each["id"]: [o["id"] for o in each["options"]] for each in raw.get("profile", ())}
        answers = {"questionnaire": "pack", "version": "1.0.0", "answers": given, "profile": profile}
        self.folder, self.answers = folder / "pack", folder / "answers.yaml"
        self.folder.mkdir()
        (self.folder / "questionnaire.yaml").write_text(json.dumps(raw), encoding="utf-8")
        self.answers.write_text(json.dumps(answers), encoding="utf-8")
        self.questionnaire = load_questionnaire(self.folder)
        self.scores = score(self.questionnaire, load_answers(self.answers, self.questionnaire))
        self.most = TIMES * (len(json.dumps(raw)) + len(json.dumps(answers))) + FRAME

    @property
    def report(self) -> Report:
        """The report with an explanation."""
        return build_report(self.scores)._replace(explanation=build_explanation(self.scores))


@pytest.fixture(params=PACKS, ids=lambda pack: str(pack.__name__))
def pack(request: pytest.FixtureRequest, tmp_path: Path) -> Written:
    """Each pack in turn."""
    return Written(tmp_path, request.param)


def test_no_report_is_many_times_as_long_as_its_files(pack: Written) -> None:
    """In any format, with its explanation, and whatever it is about."""
    report = pack.report
    assert report.explanation is not None
    sizes = {str(format): len(render(report, format)) for format in Format}
    sizes["explained"] = len(render(report.explanation, Format.CSV))
    assert {name: size for name, size in sizes.items() if size > pack.most} == {}


def test_no_preview_is_many_times_as_long_as_its_files(pack: Written) -> None:
    """The preview and the form."""
    preview = build_preview(pack.questionnaire)
    for format in ("terminal", "markdown"):
        assert len(render_preview(preview, format)) < pack.most


def test_no_command_says_many_times_as_much_as_it_read(
    pack: Written, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first page, checking, the template and the schema, with all messages."""
    folder = str(pack.folder)
    for arguments in (
        ("assess", "--questionnaire", folder, "--answers", str(pack.answers)),
        ("questionnaire", "check", folder),
        ("questionnaire", "template", folder),
        ("questionnaire", "schema", "--for", "answers", folder),
        ("cases", "--questionnaire", folder),
        ("cases", "--questionnaire", folder, "--dimension", "b"),
    ):
        monkeypatch.setattr("sys.argv", ["readiness", *arguments])
        run_command_line()
        shown = capsys.readouterr()
        assert len(shown.out) + len(shown.err) < pack.most


def runs(part: object) -> Iterator[Run]:
    """Every run in `part`, a page or a part of one."""
    if isinstance(part, Run):
        yield part
    elif isinstance(part, tuple):
        for each in part:
            yield from runs(each)


def test_a_long_answer_is_shown_once_in_full(tmp_path: Path) -> None:
    """All answers have it in full; everything else has its beginning."""
    pack = Written(tmp_path, long_answer_in_every_step)
    answer = "as it was " * 5000
    shown = [run.text for run in runs(report_page(pack.report)) if "as it was" in run.text]
    assert shown == [answer.strip()]
    content = json.loads(render(pack.report, Format.JSON))
    (response,) = (each for each in content["responses"] if each["question"] == "a.told")
    assert response["answer"] == answer.strip()
    standing = dict(content["pathways"][0]["steps"][0]["standing"])
    assert standing["Tell."] == shortened(answer.strip(), 80) != answer.strip()


def test_a_condition_of_many_tests_says_how_many_more_there_are(tmp_path: Path) -> None:
    """Of eighteen tests twelve are told; the rest are counted where they stand."""
    asked = Written(tmp_path, conditions_of_many_tests).questionnaire
    test = Condition(answer="a.q0", equals="o0")
    nested = Condition(all=(Condition(any=(test,) * 4), test, Condition(any=(test,) * 10), test, test))
    words = condition_in_words(nested, asked)
    assert words.count("alone") == 12
    assert words.endswith("alone, or 3 more conditions), and 2 more conditions")


def test_a_page_that_is_too_long_is_cut_and_says_so() -> None:
    """The longest texts are cut, the others are not, and JSON and CSV are named."""
    page = (paragraph("short"), *(paragraph("word " * 1000) for _ in range(LONGEST_PAGE // 4900)))
    for format in (Format.MARKDOWN, Format.HTML):
        text = " ".join(render_page(page, format, Output()).split())
        assert "short" in text
        assert "here they are cut after 3000 characters, at “…”. JSON and CSV have them in full." in text
        assert len(text) < 1.3 * LONGEST_PAGE
    whole = render_page(page[: len(page) // 2], Format.MARKDOWN, Output())
    assert "…" not in whole


def test_a_text_is_cut_after_a_word() -> None:
    """Or, where there are no blanks, after any character."""
    assert shortened("short") == "short"
    assert shortened("a" * QUOTED) == "a" * QUOTED
    assert shortened("one two three", 12) == "one two…"
    assert shortened("字" * 200) == "字" * (QUOTED - 1) + "…"
    assert line(shortened("x" * 10, 5)) == (Run("xxxx…"),)


def test_a_list_names_the_first_and_counts_the_rest() -> None:
    """In a sentence there are never more than six."""
    letters = list("abcdefgh")
    assert some(letters[:6]) == letters[:6]
    assert some(letters) == [*letters[:6], "and 2 more"]
    assert quoted(letters[:2]) == "“a” or “b”"
    assert quoted(letters) == "“a”, “b”, “c”, “d”, “e”, “f” or 2 others"
