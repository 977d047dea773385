"""A question of every type with an answer to it, and every command run over them.

`test_question_types` does so for the types that there are, `test_new_question_type` with one that is added.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from subprocess import CompletedProcess
from typing import Any, NamedTuple

from jsonschema import Draft202012Validator

from readiness.questionnaire.combining.ways import SIDED, WAYS
from readiness.source.data import plain
from readiness.source.dumping import dump
from readiness.source.parsing import parse
from readiness.source.source import Source

Run = Callable[..., "CompletedProcess[str]"]
"""Runs `readiness` with some arguments in a `folder`."""


class Sample(NamedTuple):
    """One question, an answer below the best, and an invalid answer."""

    fields: dict[str, Any]
    """The keys of the question besides id, text and type."""
    written: Any
    """The answer as it is written in an answers file."""
    described: str
    """The answer in words."""
    typed: str
    """The answer as it is typed in the interview."""
    share: float
    """Its share, 0-1."""
    test: dict[str, Any]
    """A condition that the answer meets, if the type supports one."""
    condition: str
    """The condition in words, after the name of the question."""
    kind: str
    """The name of the type in the preview."""
    instruction: str
    """What the printed form asks for."""
    wrong: Any
    """An invalid value in an answers file."""
    message: str
    """The message about it, without the place."""
    remedy: str
    mistyped: str
    """An invalid line in the interview."""
    refusal: str
    ends: tuple[float, float] = (0, 1)
    """The points that the worst and the best answer add to a sum."""


def _lift(name: str) -> dict[str, Any]:
    return {"text": f"Lift {name}.", "effort": 1, "horizon": 30}


SAMPLES = {
    "choice": Sample(
        fields={
            "options": [
                {"id": "none", "score": 0, "text": "Nothing", "action": _lift("choice")},
                {"id": "draft", "score": 1, "text": "A draft", "action": _lift("choice")},
                {"id": "paper", "score": 4, "text": "A paper"},
            ]
        },
        written="draft",
        described="A draft",
        typed="1",
        share=0.25,
        test={"at_least": "draft"},
        condition="is answered 1 or 4",
        kind="one of 3 levels",
        instruction="Tick one.",
        wrong="drfat",
        message="not-a-level: “drfat” is not a level of “all.choice”",
        remedy="Did you mean “draft”?",
        mistyped="2",
        refusal="“2” is not one of the choices; type one of 0/1/4.",
        ends=(0, 4),
    ),
    "scale": Sample(
        fields={"minimum": 1, "maximum": 5, "labels": {"5": "always"}, "lift": _lift("scale")},
        written=3,
        described="3",
        typed="３",
        share=0.5,
        test={"at_least": 3},
        condition="is 3 or more",
        kind="a whole number from 1 to 5",
        instruction="Tick one.",
        wrong=6,
        message="not-a-level: 6 is not a level of “all.scale”",
        remedy="Write a whole number from 1 to 5, or unknown.",
        mistyped="6",
        refusal="“6” is not a whole number from 1 to 5.",
        ends=(1, 5),
    ),
    "yes-no": Sample(
        fields={"lift": _lift("yes-no")},
        written="no",
        described="No",
        typed="n",
        share=0.0,
        test={"equals": "no"},
        condition="is answered “No”",
        kind="yes or no",
        instruction="Tick one.",
        wrong="maybe",
        message="not-a-level: “maybe” is not a level of “all.yes-no”",
        remedy="Write yes, no or unknown.",
        mistyped="maybe",
        refusal="“maybe” is neither yes nor no; type y or n.",
    ),
    "number": Sample(
        fields={"worst": 80, "best": 100, "unit": "per cent", "lift": _lift("number")},
        written=95,
        described="95 per cent",
        typed="95",
        share=0.75,
        test={"at_most": 95.5},
        condition="is 95.5 per cent or less",
        kind="a number in per cent",
        instruction="Write a number in per cent.",
        wrong="many",
        message="not-a-level: “many” does not answer “all.number”",
        remedy="Write a number without quotes, or unknown.",
        mistyped="many",
        refusal="“many” is not a number in per cent; type one such as 12 or 12.5.",
        ends=(80, 100),
    ),
    "several": Sample(
        fields={
            "options": [
                {"id": "stock", "score": 1, "text": "Stock"},
                {"id": "cash", "score": 2, "text": "Cash"},
                {"id": "plan", "score": 2, "text": "A plan"},
            ],
            "lift": _lift("several"),
        },
        written=["stock", "cash"],
        described="Stock; Cash",
        typed="1 2",
        share=0.6,
        test={"any_of": ["cash"]},
        condition="includes “Cash”",
        kind="any of 3 lines",
        instruction="Tick all that apply.",
        wrong=["stock", "stock"],
        message="listed-twice: “stock” is listed twice",
        remedy="Keep one of the two.",
        mistyped="4",
        refusal="“4” is not one of the choices; type one of 1-3.",
        ends=(0, 5),
    ),
    "text": Sample(
        fields={},
        written="Better goods",
        described="Better goods",
        typed="Better goods",
        share=0.0,
        test={},
        condition="",
        kind="free text",
        instruction="Write it in your own words.",
        wrong=7,
        message="not-a-level: 7 does not answer “all.text”",
        remedy='Put it in quotes: "7"',
        mistyped="",
        refusal="Type an answer, :s to skip this question, or ? for an explanation.",
        ends=(0, 0),
    ),
}
Samples = dict[str, Sample]


def write_questionnaire(folder: Path, samples: Samples, way: str = "arithmetic") -> Path:
    """A questionnaire that asks the samples, each followed by a question on condition of its answer.

    They are combined in this `way`; if it has two sides, each sample is asked on both.
    """
    questions = list(_asked(samples))
    section: dict[str, Any] = {"id": "all", "title": "All of them", "questions": questions}
    whole: dict[str, Any] = {"aggregation": way}
    cut = 50.0
    if sides := WAYS.get(way, WAYS["arithmetic"]).sides:
        section = {"id": "all", "title": "All of them", "kind": "risk", "aggregation": way}
        section |= {sides[0]: [*_exposed(samples, sides[0])], sides[1]: questions}
        whole = {}
    elif way != "arithmetic":
        section["aggregation"] = way
    if way == "sum":
        ends = [*(sample.ends for sample in samples.values()), *[(0, 1)] * len(samples)]
        low, high = (sum(each) for each in zip(*ends, strict=True))
        whole |= {"scale": {"minimum": low, "maximum": high}, "of": "reachable"}
        cut = high - 1
    first = next(iter(samples))
    raw = {
        "id": "every",
        "version": "1.1.0",
        "title": "Every type",
        **whole,
        "bands": [{"id": "start", "title": "Start"}, {"id": "end", "title": "End", "cut": cut}],
        "sections": [section],
        "history": [{"version": "1.1.0", "renamed": {"all.formerly": f"all.{first}"}}],
    }
    folder.mkdir()
    (folder / "questionnaire.yaml").write_text(dump(raw), encoding="utf-8")
    return folder


def _asked(samples: Samples) -> Iterator[dict[str, Any]]:
    for name, sample in samples.items():
        asked = {"id": f"all.{name}", "title": f"The {name}", "text": f"What of {name}?", "quick": True}
        yield {**asked, "type": name, **sample.fields}
        follows: dict[str, Any] = {"id": f"all.after-{name}", "text": f"And after {name}?", "quick": True}
        follows |= {"type": "yes-no", "not_applicable": "there is nothing of the kind"}
        if sample.test:
            follows["when"] = {"answer": f"all.{name}", **sample.test}
        yield follows


def _exposed(samples: Samples, side: str) -> Iterator[dict[str, Any]]:
    """The samples on the first side of a section; in exposures an action leads to the option below."""
    for name, sample in samples.items():
        fields = dict(sample.fields)
        if name == "choice" and side == "exposure":
            first, *others = ({**option, "action": _lift("choice")} for option in fields["options"])
            del first["action"]
            fields["options"] = [first, *others]
        yield {"id": f"exposed.{name}", "text": f"How exposed by {name}?", "type": name, **fields}


def write_answers(path: Path, samples: Samples, *, exposed: bool = False, **changed: Any) -> Path:
    """Write the answers of the samples, on both sides if `exposed`; `changed` replaces some, by type name."""
    given = {f"all.{name}": changed.get(name, sample.written) for name, sample in samples.items()}
    if exposed:
        given |= {f"exposed.{name}": sample.written for name, sample in samples.items()}
    raw = {"questionnaire": "every", "version": "1.1.0", "date": "2026-01-31", "answers": given}
    path.write_text(dump(raw), encoding="utf-8")
    return path


def use_every_command(
    run: Run, folder: Path, samples: Samples, *, way: str = "arithmetic", formats: Iterable[str] = ()
) -> None:
    """Run every command that needs no terminal over a questionnaire of the samples, in a new `folder`.

    They are combined in this `way`. `formats` are those of reports beside the ones that there are.
    """
    folder.mkdir()
    write_questionnaire(folder / "every", samples, way)
    answers = write_answers(folder / "answers.yaml", samples, exposed=way in SIDED)

    def clean(*arguments: str) -> str:
        finished = run(*arguments, folder=folder)
        assert (finished.returncode, finished.stderr) == (0, ""), finished.stderr
        return finished.stdout

    _check_and_show(run, clean, folder, samples)
    _describe_answers(clean, folder, samples)
    assert run("form", "--questionnaire", "every", "--export", "form.html", folder=folder).returncode == 0
    page = (folder / "form.html").read_text(encoding="utf-8")
    assert all(f'id="q-all.{name}"' in page for name in samples)
    _assess(clean, samples, ("terminal", "markdown", *formats))
    _explain(clean, samples, formats)
    _compare(clean, samples, answers, formats)
    _upgrade(run, answers, samples)
    for name, sample in samples.items():
        write_answers(folder / "wrong.yaml", samples, **{name: sample.wrong})
        refused = run("assess", "--questionnaire", "every", "--answers", "wrong.yaml", folder=folder)
        assert refused.returncode == 2
        place, _line, _caret, remedy, *_rest = refused.stderr.splitlines()
        assert place.startswith("wrong.yaml:")
        assert place.endswith(f": {sample.message}")
        assert remedy.strip() == sample.remedy


def _check_and_show(run: Run, clean: Callable[..., str], folder: Path, samples: Samples) -> None:
    checked = run("questionnaire", "check", "--strict", "every", folder=folder)
    assert (checked.returncode, checked.stdout) == (0, "")
    assert checked.stderr == "1 questionnaire checked: no errors and no warnings.\n"
    shown = " ".join(clean("questionnaire", "show", "every").split())
    form = " ".join(clean("questionnaire", "show", "every", "--format", "markdown").split())
    before = shown.count("How exposed by ")
    for number, (name, sample) in enumerate(samples.items()):
        assert f"What of {name}?" in shown
        assert sample.kind in shown
        assert sample.instruction in form
        if sample.test:
            assert f"Only if question {before + 2 * number + 1} (“The {name}”) {sample.condition}." in shown
    schema = Draft202012Validator(json.loads(clean("questionnaire", "schema", "--for", "questionnaire")))
    raw = _read(folder / "every" / "questionnaire.yaml")
    assert [error.message for error in schema.iter_errors(raw)] == []
    assert run("questionnaire", "new", "mine", folder=folder).returncode == 0
    assert run("questionnaire", "check", "--strict", "mine", folder=folder).returncode == 0


def _describe_answers(clean: Callable[..., str], folder: Path, samples: Samples) -> None:
    template = clean("questionnaire", "template", "every")
    empty = parse(Source("template", template))
    assert [id for id in empty["answers"] if id.startswith("all.") and "after" not in id] == [
        f"all.{name}" for name in samples
    ]
    (folder / "template.yaml").write_text(template, encoding="utf-8")
    schema = Draft202012Validator(json.loads(clean("questionnaire", "schema", "every", "--for", "answers")))
    for file in ("template.yaml", "answers.yaml"):
        assert [error.message for error in schema.iter_errors(_read(folder / file))] == []
        assert "Every type" in clean("assess", "--questionnaire", "every", "--answers", file)
    for name, sample in samples.items():
        wrong = _read(write_answers(folder / "wrong.yaml", samples, **{name: sample.wrong}))
        assert [tuple(error.path) for error in schema.iter_errors(wrong)] == [("answers", f"all.{name}")]


def _assess(clean: Callable[..., str], samples: Samples, formats: Iterable[str]) -> None:
    arguments = ("assess", "--questionnaire", "every", "--answers", "answers.yaml")
    for extra in ((), ("--quick",)):
        report = json.loads(clean(*arguments, "--format", "json", *extra))
        described = {answer["question"]: answer["answer"] for answer in report["responses"]}
        scored = {name for name, sample in samples.items() if "lift" in sample.fields or name == "choice"}
        gaps = {gap["question"] for gap in report["gaps"]}
        assert {id for id in gaps if id.startswith("all.")} == {f"all.{name}" for name in scored}
        for name, sample in samples.items():
            assert described[f"all.{name}"] == sample.described
        for format in formats:
            text = " ".join(clean(*arguments, "--format", format, *extra).split())
            for task in report["tasks"][:3]:  # as many as the first page shows
                assert task["title"] in text
                assert task["action"]["text"] in text


def _compare(clean: Callable[..., str], samples: Samples, answers: Path, formats: Iterable[str]) -> None:
    """Before any answer is given, after, and a month later."""
    text = answers.read_text(encoding="utf-8")
    before, later = (answers.with_name(f"{name}.yaml") for name in ("before", "later"))
    before.write_text(f"{text.partition('answers:')[0]}answers: {{}}\n", encoding="utf-8")
    later.write_text(text.replace("2026-01-31", "2026-02-28"), encoding="utf-8")
    arguments = ("compare", "--questionnaire", "every", before.name, answers.name, later.name)
    for format in formats:
        assert "2026-02-28" in clean(*arguments, "--format", format)
    change = json.loads(clean(*arguments, "--format", "json"))["change"]
    scored = {
        f"all.{name}" for name, sample in samples.items() if "lift" in sample.fields or name == "choice"
    }
    moved = {each["question"]: each for each in change["answers"]}
    assert scored <= moved.keys()
    assert [moved[id]["before"]["state"] for id in scored] == ["unanswered"] * len(scored)
    points = [*(part["points"] for part in change["dimensions"]), change["asked"], change["rounding"]]
    assert abs(sum(points) - change["change"]) < 1e-9
    for name, sample in samples.items():
        assert moved[f"all.{name}"]["after"]["answer"] == sample.described
        assert moved[f"all.{name}"]["title"] in " ".join(clean(*arguments).split())


def _explain(clean: Callable[..., str], samples: Samples, formats: Iterable[str]) -> None:
    for id in ("overall", "all"):
        for format in ("terminal", "markdown", *formats):
            text = clean(
                *("assess", "--questionnaire", "every", "--answers", "answers.yaml"),
                *("--explain", id, "--format", format),
            )
            assert all(f"The {name}" in text for name, sample in samples.items() if sample.fields)


def _upgrade(run: Run, answers: Path, samples: Samples) -> None:
    first = f"all.{next(iter(samples))}"
    older = answers.with_name("older.yaml")
    text = answers.read_text(encoding="utf-8")
    older.write_text(text.replace("1.1.0", "1.0.0").replace(f"{first}:", "all.formerly:"), encoding="utf-8")
    upgraded = run("answers", "upgrade", "older.yaml", "--questionnaire", "every", folder=answers.parent)
    assert upgraded.returncode == 0
    assert _read(older) == _read(answers)


def _read(path: Path) -> Any:
    return plain(parse(Source(path.name, path.read_text(encoding="utf-8"))))


def replies(samples: Samples) -> Iterator[str]:
    """The lines typed in an interview: each answer after a mistake, each following question left open."""
    for sample in samples.values():
        yield from (sample.mistyped, sample.typed, "s")


def only(samples: Samples, names: Iterable[str]) -> Samples:
    """Those of `samples` of these types."""
    return {name: samples[name] for name in names}
