"""The form for a browser, filled in there: what it shows, saves and opens agrees with the program."""

from __future__ import annotations

import datetime
import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe

from intricate import intricate_scores
from programs import needs_programs
from readiness.answers.access import load_answers, parse_answers
from readiness.answers.answers import Answers, State, blank
from readiness.answers.saving import answers_text
from readiness.answers.template import template
from readiness.interview.course import conduct
from readiness.loading.loader import load_questionnaire
from readiness.messages.catalogue import use
from readiness.questionnaire.questionnaire import Questionnaire
from readiness.rendering import render_form
from readiness.scoring.engine import score
from readiness.scoring.scope import determine
from readiness.views.build_form import build_form
from small import PROFILE, question, questionnaire, section
from test_interview import Respondent

pytestmark = needs_programs
Raw = dict[str, Any]
ROOT = Path(__file__).resolve().parent.parent
GLOBAL = load_questionnaire()
EXAMPLES = sorted((ROOT / "examples").glob("*.yaml"))

HOSTILE = (
    "</script><script>document.title = 'taken'</script>",
    "<img src=x onerror=alert(1)>",
    "{{ 7 * 7 }} ${7 * 7} {title}",
    "=cmd|' /C calc'!A0",
    "no",
    "12",
    "- a\n- b: c # d\n\n  'e' \"f\" \\ \t g",
    "\u2028\u2029\x85\ufeff\U0001f600 \u202e中文，：；“”",
    "!tag &anchor *alias |block >folded %percent @at `tick` ~",
)


class Page:
    """A form in a browser, and what it does."""

    def __init__(self, browser: Any, content: bytes, folder: Path, **context: Any) -> None:
        self.folder = folder
        self.path = folder / "form.html"
        self.path.write_bytes(content)
        self.context = browser.new_context(accept_downloads=True, **context)
        self.page = self.context.new_page()
        self.said: list[str] = []
        """Every message of the console, error and request but that for the form itself."""
        self.page.on("console", lambda message: self.said.append(message.text))
        self.page.on("pageerror", lambda error: self.said.append(str(error)))
        self.page.on("request", lambda request: self.said.append(request.url))
        self.page.goto(self.path.as_uri())
        assert self.said.pop(0) == self.path.as_uri()

    def open(self, text: str | bytes, name: str = "before.answers.yaml") -> str:
        """Open a file that holds `text`; return what the page says."""
        path = self.folder / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        self.page.evaluate("document.getElementById('told').replaceChildren()")
        self.page.set_input_files("#file", path)
        self.page.wait_for_selector("#told p")
        return self.text("#told")

    def text(self, selector: str) -> str:
        """The text of a part of the page, without empty lines."""
        return "\n".join(filter(None, self.page.inner_text(selector).splitlines()))

    def save(self) -> Path:
        """Save the answers; return the file."""
        with self.page.expect_download() as download:
            self.page.click("#bar [data-do=save]")
        path = self.folder / str(download.value.suggested_filename)
        download.value.save_as(path)
        return path

    def shown(self) -> list[str]:
        """The ids of the questions that are asked."""
        script = "fields => fields.filter(field => !field.hidden).map(field => field.dataset.question)"
        return list(self.page.eval_on_selector_all("[data-question]", script))

    def tick(self, id: str, value: str) -> None:
        """Tick a choice of a question or a fact."""
        self.page.check(f'[id="{id}"] input[value="{value}"]')


@pytest.fixture
def opened(chromium: Any, tmp_path: Path) -> Iterator[Callable[..., Page]]:
    """Opens forms; each must end without any message, error or request."""
    pages: list[Page] = []

    def open_form(asked: Questionnaire, *, context: dict[str, Any] | None = None, **options: Any) -> Page:
        folder = tmp_path / str(len(pages))
        folder.mkdir()
        pages.append(Page(chromium, render_form(build_form(asked, **options)), folder, **(context or {})))
        return pages[-1]

    yield open_form
    for page in pages:
        assert page.said == []
        page.context.close()


def undated(answers: Answers) -> Answers:
    """Without the day, which the page fills in, and with facts in the order of their options."""
    profile = {id: tuple(sorted(chosen)) for id, chosen in answers.profile.items()}
    return replace(answers, date=None, notices=(), profile=profile)


# --- what is opened is saved again, and shows what the program would ask ------------------------


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_an_example_that_is_opened_and_saved_stays_the_same(path: Path, opened: Callable[..., Page]) -> None:
    page = opened(GLOBAL)
    text = path.read_text(encoding="utf-8")
    assert page.open(text, path.name) == f"{path.name} is open."
    before = parse_answers(text, GLOBAL)
    after = load_answers(page.save(), GLOBAL)
    assert undated(after) == undated(before)
    assert after.date == before.date
    scope = determine(GLOBAL, before)
    assert page.shown() == [id for id in GLOBAL.questions if id in scope]


@pytest.mark.parametrize("number", range(30))
def test_any_answers_to_any_questionnaire_come_back(number: int, opened: Callable[..., Page]) -> None:
    scores = intricate_scores(number)
    scope, asked = scores.scope, scores.scope.questionnaire
    page = opened(asked, quick=scope.quick)
    page.open(answers_text(scope.answers, asked))
    assert page.shown() == [id for id in asked.questions if id in scope]
    after = load_answers(page.save(), asked)
    assert undated(after) == undated(scope.answers)
    assert score(asked, after, quick=scope.quick).overall == scores.overall


# --- conditions -------------------------------------------------------------------------------


def _tests(random: Random, before: list[Raw], depth: int) -> Raw:
    """A condition on questions that come before."""
    kind = random.choice(["all", "any", "not", "test", "test", "test"] if depth else ["test"])
    if kind == "not":
        return {"not": _tests(random, before, depth - 1)}
    if kind != "test":
        return {kind: [_tests(random, before, depth - 1) for _ in range(random.randint(1, 3))]}
    if random.random() < 0.2:
        place: list[Raw] = [{"equals": "two"}, {"any_of": ["one", "two"]}]
        return {"profile": "places", **random.choice(place)}
    about = random.choice(before)
    ids = [option["id"] for option in about.get("options", ())] or ["yes", "no"]
    limits = {random.choice(["at_least", "at_most"]): random.choice([0, 1, 2, 3.5, 7])}
    match about.get("type", "choice"):
        case "number" | "scale":
            return {"answer": about["id"], **limits}
        case "yes-no":
            return {"answer": about["id"], "equals": random.choice(ids)}
        case "several":
            named: list[Raw] = [{"equals": random.choice(ids)}, {"any_of": random.sample(ids, 2)}, limits]
            return {"answer": about["id"], **random.choice(named)}
        case _:
            named = [{"equals": random.choice(ids)}, {"any_of": ids[:2]}, {"at_least": ids[1]}, limits]
            return {"answer": about["id"], **random.choice(named)}


def conditional(random: Random) -> Questionnaire:
    """A questionnaire in which nearly everything depends on what was answered before."""
    kinds: list[Raw] = [
        {},
        {"type": "several"},
        {"type": "yes-no"},
        {"type": "number", "worst": 0, "best": 10, "least": -5, "unit": "天"},
        {"type": "scale", "minimum": 0, "maximum": 4},
        {"type": "scale", "minimum": 0, "maximum": 40},
    ]
    asked: list[Raw] = []
    for number in range(12):
        kind = random.choice(kinds)
        made = question(f"q{number}", (0, 1, 2, 3), quick=random.random() < 0.8, **kind)
        if kind.get("type", "several") != "several" and kind:
            del made["options"]
        if kind.get("type") == "several":
            made["options"][0]["exclusive"] = random.random() < 0.5
        if random.random() < 0.4:
            made["not_applicable"] = "Nothing of the kind is done."
        if asked and random.random() < 0.8:
            made["when"] = _tests(random, asked, 2)
        asked.append(made)
    one, two = section("one", *asked[:6]), section("two", *asked[6:])
    if random.random() < 0.5:
        two["when"] = _tests(random, asked[:6], 1)
    places = {"id": "places", "title": "Places", "text": "Where?", "several": True}
    places["options"] = [{"id": id, "text": id} for id in ("one", "two", "three")]
    untrue = [
        {"id": f"c{number}", "when": _tests(random, asked, 2), "message": f"Untrue {number}."}
        for number in range(4)
    ]
    return questionnaire(one, two, profile=[*PROFILE, places], contradictions=untrue, coverage="0")


def fill_in_at_random(page: Page, random: Random) -> None:
    """Do what a hand might do: tick, type, change one's mind."""
    numbers = ["0", "1", " 2.0 ", "3,5", "７", "7 天", "-1e-3", "12.25", "abc", "1e15", "-6", "99", ""]
    for _ in range(40):
        field = random.choice(page.page.query_selector_all("fieldset.question:not([hidden])"))
        ticks = field.query_selector_all(".choice:not([hidden]) input")
        typed = field.query_selector("[data-part=value]")
        if typed and random.random() < 0.7:
            typed.fill(random.choice(numbers))
        elif ticks:
            random.choice(ticks).click()
        reason = field.query_selector("[data-part=not_applicable]")
        if reason and reason.is_visible() and random.random() < 0.7:
            reason.fill("we have none")


@pytest.mark.parametrize("seed", range(25))
def test_what_is_filled_in_shows_the_same_questions_here_as_in_the_program(
    seed: int, opened: Callable[..., Page]
) -> None:
    random = Random(seed)  # noqa: S311 (made-up answers)
    asked, quick = conditional(random), seed % 4 == 0
    page = opened(asked, quick=quick)
    fill_in_at_random(page, random)
    shown, said = page.shown(), page.text("#check")
    answers = load_answers(page.save(), asked)
    scope = determine(asked, answers, quick=quick)
    assert shown == [id for id in asked.questions if id in scope]
    told = [each.message for each in asked.contradictions if each.message in said]
    assert told == [each.message for each in asked.contradictions if scope.holds(each.when)]
    open_now = [id for id in shown if answers[id].state is State.UNANSWERED]
    facts = [fact for fact in asked.profile if fact.id not in answers.profile]
    count = len(shown) + len(asked.profile)
    assert page.page.inner_text("#answered").startswith(
        f"{count - len(open_now) - len(facts)} of {count} answered"
    )


@pytest.mark.parametrize("seed", range(6))
def test_a_form_of_some_sections_knows_the_answers_to_others(seed: int, opened: Callable[..., Page]) -> None:
    random = Random(seed)  # noqa: S311 (made-up answers)
    asked = conditional(random)
    whole = opened(asked)
    fill_in_at_random(whole, random)
    answers = load_answers(whole.save(), asked)
    part = opened(asked, sections=["two"], answers=answers)
    scope = determine(asked, answers)
    assert part.shown() == [f"q{number}" for number in range(6, 12) if f"q{number}" in scope]
    assert undated(load_answers(part.save(), asked)) == undated(answers)


# --- numbers are read as in the interview ------------------------------------------------------------

NUMBERS = (
    *(
        "0",
        "-0",
        "+1",
        "1.5",
        "1,5",
        "1,50",
        "1,500",
        "1 000",
        "007",
        ".5",
        "5.",
        "1e3",
        "1E-2",
        "1e999",
        "-5",
        "-5.1",
    ),
    *(
        "９",
        "１２．５",
        "12天",
        "12 天",
        "天",
        "十",
        "0x10",
        "1_000",
        "Infinity",
        "NaN",
        "--1",
        "1、5",
        "三",
        "15 ",
        "½",
    ),
    *("999999999999999", "1000000000000000", "0.12345678901234567890", "1.0", "2.50", "٣", "৩", "12\u00a0天"),
)


def test_a_number_is_read_as_in_the_interview(opened: Callable[..., Page]) -> None:
    asked = questionnaire(
        section(
            "one",
            {**_number("plain", worst=0, best=10)},
            {**_number("limited", worst=0, best=10, least=-5, most=1000, unit="天")},
            {**_number("long", type="scale", minimum=0, maximum=40)},
        )
    )
    page = opened(asked)
    for id in asked.questions:
        for typed in NUMBERS:
            page.page.fill(f'[id="q-{id}"] [data-part=value]', typed)
            answers = parse_answers(page.page.evaluate(_TEXT), asked)
            meant = asked.questions[id].parse(asked.questions[id].typed(typed)) if typed.strip() else None
            assert answers[id].value == meant, (id, typed)
            page.page.focus("#cover-respondent")
            problem = page.page.inner_text(f'[id="problem-{id}"]')
            expected = "" if meant is not None else f"“{typed.strip()}” does not answer this."
            assert problem.startswith(expected)
            assert bool(problem) == bool(expected)


_TEXT = """() => {
    document.getElementById('text').closest('details').open = true;
    document.querySelector('#cover-respondent').dispatchEvent(new Event('input', {bubbles: true}));
    return document.getElementById('text').value;
}"""


def _number(id: str, **fields: Any) -> Raw:
    return {"id": id, "title": id, "text": "How many?", "help": "Why.", "type": "number", **fields}


# --- the same numbers as in the terminal ---------------------------------------------------------------


def test_answers_from_the_page_score_as_those_typed_in_the_terminal(
    opened: Callable[..., Page],
) -> None:
    answers = load_answers(EXAMPLES[-1], GLOBAL)
    page = opened(GLOBAL)
    page.page.fill("#cover-enterprise", "Suzhou")
    page.page.fill("#cover-respondent", "Chen Li, general manager")
    lines = ["Suzhou", "Chen Li, general manager", "n"]
    for fact in GLOBAL.profile:
        for id in answers.profile[fact.id]:
            page.tick(f"fact-{fact.id}", str([option.id for option in fact.options].index(id)))
        numbers = [
            number
            for number, option in zip(fact.numbers(), fact.options, strict=True)
            if option.id in answers.profile[fact.id]
        ]
        lines.append(" ".join(numbers))
    scope = determine(GLOBAL, answers)
    for id, asked in GLOBAL.questions.items():
        if id not in scope:
            continue
        answer = answers[id]
        if answer.option is not None:
            page.tick(f"q-{id}", str(asked.choices.index(answer.option)))
            lines.append(asked.number_of(answer.option))
        elif answer.state is State.NOT_APPLICABLE:
            page.tick(f"q-{id}", "aside")
            page.page.fill(f'[id="q-{id}"] [data-part=not_applicable]', answer.reason)
            lines += ["n", answer.reason]
        else:
            page.tick(f"q-{id}", "unknown")
            lines.append("d")
    respondent = Respondent(lines)
    _outcome, typed = conduct(GLOBAL, blank(GLOBAL), respondent, lambda _answers: None)
    assert respondent.lines == []
    saved = load_answers(page.save(), GLOBAL)
    assert saved.date == datetime.date.today()
    assert undated(saved) == undated(typed)
    assert score(GLOBAL, saved).overall == score(GLOBAL, typed).overall


# --- by hand ----------------------------------------------------------------------------------------


def small_form() -> Questionnaire:
    """A questionnaire with what a form must handle."""
    several = question("several", (0, 1, 2), type="several", not_applicable="There is nothing.")
    several["options"][0] |= {"exclusive": True, "text": "None of these"}
    other = question("other", (0, 1, 2))
    other["options"][2] |= {"own_words": True, "text": "Something else"}
    text = {"id": "words", "title": "Words", "text": "What else?", "type": "text"}
    untrue = [
        {
            "id": "u",
            "when": {"all": [{"answer": "other", "at_least": 1}, {"profile": "stage", "equals": "home"}]},
            "message": "Nobody at home has that.",
        }
    ]
    return questionnaire(
        section("one", other, several, _number("number", worst=0, best=10), text),
        profile=PROFILE,
        contradictions=untrue,
        coverage="0",
    )


def test_the_keyboard_is_enough(opened: Callable[..., Page]) -> None:
    page = opened(small_form())
    press, write = page.page.keyboard.press, page.page.keyboard.type
    page.page.focus("#cover-respondent")
    write("陈立，总经理")
    page.page.click("#bar [data-do=next]")  # the first open question
    press("Space")
    assert page.page.evaluate("document.activeElement.name") == "fact-stage"
    press("ArrowDown")
    page.page.focus("#q-other input")
    for _ in range(3):
        press("ArrowDown")  # the options, then “don't know”
    press("ArrowUp")
    press("Tab")
    write("在意大利")
    page.page.focus("#q-several input")
    press("Tab")
    press("Space")
    page.page.focus("#q-number [data-part=value]")
    write("7")
    press("Enter")  # sends nothing
    answers = load_answers(page.save(), small_form())
    assert answers.respondent == "陈立，总经理"
    assert answers.profile == {"stage": ("abroad",)}
    assert (answers["other"].option.id, answers["other"].other) == ("level-2", "在意大利")  # type: ignore[union-attr]
    assert [option.id for option in answers["several"].value] == ["level-1"]  # type: ignore[attr-defined]
    assert answers["number"].value == 7


def test_a_finger_is_enough(opened: Callable[..., Page]) -> None:
    page = opened(
        small_form(),
        context={"has_touch": True, "is_mobile": True, "viewport": {"width": 360, "height": 700}},
    )
    page.page.tap("#fact-stage .choice >> nth=0")
    page.page.tap("#q-other .choice >> nth=1")
    assert page.text("#check").count("Nobody at home has that.") == 1
    page.page.tap("#q-several .choice >> nth=1")
    page.page.tap("#q-several .choice >> nth=2")
    page.page.tap("#q-several .choice >> nth=0")  # which stands alone
    assert page.page.eval_on_selector_all("#q-several input:checked", "all => all.map(one => one.value)") == [
        "0"
    ]
    page.page.tap("#q-number .choice >> nth=0")
    page.page.tap("#q-words summary")
    page.page.fill("#q-words [data-part=evidence]", "one\n\n two ")
    with page.page.expect_download() as download:
        page.page.tap("#bar [data-do=save]")
    assert download.value.suggested_filename == "small.answers.yaml"
    download.value.save_as(page.folder / "saved.yaml")
    answers = load_answers(page.folder / "saved.yaml", small_form())
    assert [answers[id].state for id in ("other", "number", "words")] == [
        State.ANSWERED,
        State.UNKNOWN,
        State.UNANSWERED,
    ]
    assert answers["words"].evidence == ("one", "two")


def test_what_is_not_complete_is_told_and_not_saved(opened: Callable[..., Page]) -> None:
    page = opened(small_form())
    page.tick("q-several", "aside")
    page.page.fill("#q-number [data-part=value]", "seven")
    assert page.page.is_hidden("#problem-number")  # while it is being typed
    page.page.press("#q-number [data-part=value]", "Tab")
    assert "Not complete, and not saved until they are:\n3 several\n4 number" in page.text("#check")
    assert page.page.inner_text("#problem-number") == "“seven” does not answer this. Write a number."
    assert page.page.get_attribute("#q-number [data-part=value]", "aria-invalid") == "true"
    reason = page.page.inner_text("#q-several [data-problem]:visible")
    assert reason == "Write the reason, or choose another answer."
    assert load_answers(page.save(), small_form()).given == {}
    assert page.text("#told").splitlines()[:6] == [
        "Saved as small.answers.yaml. Send it back to the person who asked you to fill this in.",
        "Not complete, and therefore not in the file:",
        "3 several",
        "4 number",
        "Still open: 3. If you are not done, there is no need to send the file yet.",
        "Your name and role are missing.",
    ]
    page.page.fill("#q-several [data-part=not_applicable]", "we sell services")
    answers = load_answers(page.save(), small_form())
    assert answers["several"].reason == "we sell services"
    page.page.click("#q-several [data-do=clear]")
    assert load_answers(page.save(), small_form()).given == {}


def test_an_answer_can_be_taken_back_and_typing_replaces_what_is_ticked(opened: Callable[..., Page]) -> None:
    page = opened(small_form())
    page.tick("q-number", "unknown")
    page.page.fill("#q-number [data-part=value]", "3")
    assert load_answers(page.save(), small_form())["number"].value == 3
    page.tick("q-number", "unknown")
    assert load_answers(page.save(), small_form())["number"].state is State.UNKNOWN
    page.page.uncheck('#q-number input[value="unknown"]')  # what was typed is still there
    assert load_answers(page.save(), small_form())["number"].value == 3
    page.page.click("#q-number [data-do=clear]")
    assert page.page.evaluate("document.activeElement.dataset.part") == "value"
    assert load_answers(page.save(), small_form()).given == {}


# --- opening ----------------------------------------------------------------------------------

HEAD = "questionnaire: small\nversion: 1.0.0\n"
REFUSED = {
    "": "it is not an answers file. Choose one that this form or `readiness` saved.",
    "[1, 2": "its contents are damaged (line 1). Use the file as it was saved.",
    "a: 1\na: 2": "its contents are damaged (line 2). Use the file as it was saved.",
    "a: &x 1\nb: *x": "its contents are damaged (line 2). Use the file as it was saved.",
    "!!js/function x": "its contents are damaged (line 1). Use the file as it was saved.",
    "[" * 99: "its contents are damaged (line 1). Use the file as it was saved.",
    "PK\x03\x04": "it is an Excel workbook, which this page cannot open. Send it back as it is.",
    "questionnaire: other\nversion: 1.0.0": "it answers the questionnaire “other”, this form is for “small”.",
    "questionnaire: small\nversion: 0.9.0": "it answers version 0.9.0, this form is for 1.0.0. Give it to the"
    " person who asked you: `readiness answers upgrade` brings it up to date.",
    "questionnaire: small\nversion: 1.0": "it answers version 1, this form is for 1.0.0. Give it to the"
    " person who asked you: `readiness answers upgrade` brings it up to date.",
    HEAD + "extra: 1": "“extra” is not a part of an answers file.",
    HEAD + "date: tomorrow": "“Date of the answers”: this is not written as in an answers file.",
    HEAD + "date: 2026-02-30": "“Date of the answers”: this is not written as in an answers file.",
    HEAD + "respondent: [a]": "“Your name and role”: this is not written as in an answers file.",
    HEAD + "profile: home": "“profile”: this is not written as in an answers file.",
    HEAD + "profile: {stage: moon}": "“1 Stage”: this form does not know the answer moon.",
    HEAD + "profile: {sector: x}": "the profile has no question “sector”.",
    HEAD + "answers: []": "“answers”: this is not written as in an answers file.",
    HEAD + "answers: {othr: level-1}": "there is no question “othr”.",
    HEAD + "answers: {other: level-9}": "“2 other”: this form does not know the answer level-9.",
    HEAD + "answers: {other: {values: 1}}": "“2 other”: this is not written as in an answers file.",
    HEAD + "answers: {several: [level-0, level-1]}": (
        '“3 several”: this form does not know the answer ["level-0","level-1"].'
    ),
    HEAD + "answers: {other: {value: 1, other: x}}": (
        "“2 other”: no answer that is chosen takes words of one's own."
    ),
    HEAD + "answers: {several: {not_applicable: }}\n# an empty reason is none": "",
    HEAD + "answers: {other: {not_applicable: no}}": (
        "“2 other” cannot be marked not applicable, or lacks the reason."
    ),
    HEAD + "answers: {number: '7'}": "“4 number”: this form does not know the answer 7.",
    HEAD + "answers: {words: 7}": "“5 Words”: this form does not know the answer 7.",
}


@pytest.mark.parametrize("text", REFUSED)
def test_a_file_that_does_not_fit_is_refused_and_changes_nothing(
    text: str, opened: Callable[..., Page]
) -> None:
    page = opened(small_form())
    page.tick("q-other", "1")
    page.page.on("dialog", lambda dialog: dialog.accept())
    said = page.open(text)
    if not REFUSED[text]:
        assert said == "before.answers.yaml is open."
        return
    assert said == f"before.answers.yaml was not opened, and nothing was changed:\n{REFUSED[text]}"
    assert page.page.is_checked('#q-other input[value="1"]')


def test_a_file_that_is_too_large_is_not_read(opened: Callable[..., Page]) -> None:
    page = opened(small_form())
    assert page.open(f"# {'x' * 2**21}").endswith("it is larger than 2 MiB, which no answers file is.")


def test_none_of_several_stays_what_it_is_though_an_option_says_so(opened: Callable[..., Page]) -> None:
    page = opened(small_form())
    assert page.page.is_hidden('#q-several input[value="none"]')
    page.open(HEAD + "answers: {several: []}")
    assert page.page.is_visible('#q-several input[value="none"]')
    assert load_answers(page.save(), small_form())["several"].value == ()


@pytest.mark.parametrize("number", ["0.0000001", "0.00000012345", "123456789012345", "0.1"])
def test_numbers_of_every_size_are_saved_as_they_are_read(number: str, opened: Callable[..., Page]) -> None:
    asked = questionnaire(section("one", _number("n", worst=0, best=10)))
    page = opened(asked)
    page.page.fill("#q-n [data-part=value]", number)
    assert load_answers(page.save(), asked)["n"].value == float(number)


def test_a_text_that_a_comment_cuts_off_is_not_opened(opened: Callable[..., Page]) -> None:
    page = opened(small_form())
    said = page.open(HEAD + "answers:\n  other:\n    note: lot A #12 late")
    assert said.endswith("in line 5, the sign # cuts a text off. Put the text in quotation marks.")


def test_a_template_with_its_comments_is_opened(opened: Callable[..., Page]) -> None:
    assert opened(GLOBAL).open(template(GLOBAL)) == "before.answers.yaml is open."


def test_a_workbook_is_named_as_what_it_is(opened: Callable[..., Page]) -> None:
    said = opened(small_form()).open(render_form(build_form(small_form()), "xlsx"), "filled.xlsx")
    assert said.endswith("it is an Excel workbook, which this page cannot open. Send it back as it is.")


@pytest.mark.parametrize("encoding", ["gb18030", "utf-16"])
def test_a_file_in_another_encoding_is_not_opened(encoding: str, opened: Callable[..., Page]) -> None:
    page = opened(small_form())
    said = page.open(f"{HEAD}respondent: 陈立\n".encode(encoding))
    assert said.endswith(
        "its text is not in UTF-8; another program may have changed it. Use the file as it was saved."
    )


def test_what_else_a_file_answers_is_told(opened: Callable[..., Page]) -> None:
    page = opened(GLOBAL, sections=["talent"])
    assert page.open(EXAMPLES[0].read_bytes()).splitlines()[1:] == [
        "The file also answers questions that this form does not ask; they are saved again."
    ]


def test_a_file_that_nobody_could_read_is_not_saved(opened: Callable[..., Page]) -> None:
    page = opened(small_form())
    page.page.evaluate("document.querySelector('#q-other .notes').open = true")
    put = """(field, text) => {
        field.value = text;
        field.dispatchEvent(new Event('input', {bubbles: true}));
    }"""
    long = "“x”\\ " * 150_000  # nearly as much as can be read
    page.page.eval_on_selector("#q-other [data-part=note]", put, long)
    assert load_answers(page.save(), small_form())["other"].note == long.strip()
    page.page.eval_on_selector("#q-other [data-part=note]", put, "x" * 2**21)
    page.page.click("#bar [data-do=save]")
    assert page.text("#told").splitlines() == [
        "Not saved: the file would be larger than 2 MiB. Shorten long notes, such as this one:",
        "2 other",
    ]


def test_the_next_open_question_is_the_next_one_however_tall_they_are(opened: Callable[..., Page]) -> None:
    for height in (300, 3000):
        page = opened(small_form(), context={"viewport": {"width": 360, "height": height}})
        page.page.evaluate("document.getElementById('fact-stage').scrollIntoView()")
        seen = []
        for _ in range(6):
            page.page.click("#bar [data-do=next]")
            seen.append(page.page.evaluate("document.activeElement.closest('fieldset').id"))
        assert seen == ["fact-stage", "q-other", "q-several", "q-number", "q-words", "fact-stage"]
    for id in ("q-other", "q-several", "fact-stage"):
        page.tick(id, "0")
    for id in ("q-number", "q-words"):
        page.tick(id, "unknown")
    page.page.click("#bar [data-do=next]")
    assert page.page.evaluate("document.activeElement.id") == "end"


def test_what_has_the_focus_is_never_behind_the_bar(opened: Callable[..., Page]) -> None:
    page = opened(small_form(), context={"viewport": {"width": 360, "height": 600}})
    page.open("respondent: 1\n" + "".join(f"extra{number}: 1\n" for number in range(30)) + HEAD)
    for _ in range(40):
        page.page.keyboard.press("Tab")
        hidden = page.page.evaluate("""() => {
            const field = document.activeElement.getBoundingClientRect();
            const bar = document.getElementById('bar');
            return !bar.contains(document.activeElement) && field.top >= bar.getBoundingClientRect().top;
        }""")
        assert not hidden
    page.page.keyboard.press("Escape")
    assert page.text("#told") == ""


def test_opening_a_file_asks_before_it_replaces_what_is_not_saved(opened: Callable[..., Page]) -> None:
    page = opened(small_form())
    asked: list[str] = []

    def refuse(dialog: Any) -> None:
        asked.append(dialog.message)
        dialog.dismiss()

    page.page.on("dialog", refuse)
    page.tick("q-other", "1")
    path = page.folder / "new.yaml"
    path.write_text(HEAD, encoding="utf-8")
    page.page.set_input_files("#file", path)
    page.page.wait_for_timeout(200)
    assert asked == ["Replace what is filled in now with new.yaml?"]
    assert page.page.is_checked('#q-other input[value="1"]')


@pytest.mark.parametrize("words", HOSTILE)
def test_hostile_texts_stay_texts(words: str, opened: Callable[..., Page]) -> None:
    asked = small_form()
    raw: Raw = {"questionnaire": "small", "version": "1.0.0", "enterprise": words, "respondent": words}
    raw["answers"] = {
        "words": {"value": words, "note": words, "evidence": [words, words], "owner": words},
        "several": {"not_applicable": words},
        "other": {"value": 2, "other": words},
    }
    text = json.dumps(raw, ensure_ascii=False)
    page = opened(asked)
    page.open(text)
    assert page.page.title() == "Small"
    assert page.page.query_selector("img") is None
    before, after = load_answers(raw, asked), load_answers(page.save(), asked)
    assert _lines(after) == _lines(before)


def _lines(answers: Answers) -> list[list[str]]:
    """The texts of answers, with all white space alike: some fields have one line."""
    texts = [[*answers.cover, answers.respondent]]
    for answer in answers.given.values():
        words = answer.value if isinstance(answer.value, str) else answer.state.value
        texts.append(
            [words, answer.note, answer.reason, answer.owner, answer.other, " ".join(answer.evidence)]
        )
    return [[" ".join(text.split()) for text in each] for each in texts]


@pytest.mark.parametrize("words", HOSTILE[:3])
def test_hostile_texts_of_a_questionnaire_stay_texts(words: str, opened: Callable[..., Page]) -> None:
    asked = question("one", title=words, text=words, help=words, evidence=[words], not_applicable=words)
    asked["options"][1]["text"] = words
    page = opened(
        questionnaire(section("s", asked, title=words, description=words), title=words, description=words)
    )
    assert page.page.query_selector("img") is None
    assert page.page.title() == words
    assert words in page.page.inner_text("#q-one legend")
    page.tick("q-one", "1")
    assert page.page.query_selector("#q-one .chosen")


# --- what stays in the browser ------------------------------------------------------------------


def test_nothing_is_kept_in_the_browser_unless_it_is_wanted(opened: Callable[..., Page]) -> None:
    page = opened(small_form())
    stored = "JSON.stringify({...localStorage})"
    page.tick("q-other", "1")
    assert page.page.evaluate(stored) == "{}"
    page.page.check("#keep")
    page.tick("q-other", "2")
    page.tick("q-several", "aside")  # without a reason yet
    page.page.on("request", lambda _request: page.said.clear())
    page.page.reload()
    assert page.text("#told") == "What you filled in is here again."
    assert page.page.is_checked('#q-other input[value="2"]')
    assert page.page.is_checked('#q-several input[value="aside"]')
    page.page.uncheck("#keep")
    assert page.page.evaluate(stored) == "{}"
    page.tick("q-other", "1")
    assert page.page.evaluate(stored) == "{}"


def test_a_copy_is_that_of_one_form_alone(opened: Callable[..., Page]) -> None:
    page = opened(small_form())
    page.page.check("#keep")
    page.tick("q-other", "1")
    others = (
        build_form(small_form(), answers=parse_answers(f"{HEAD}enterprise: Another\n", small_form())),
        build_form(small_form(), quick=True),
    )
    for other in others:
        page.path.with_name("other.html").write_bytes(render_form(other))
        page.page.on("request", lambda _request: page.said.clear())
        page.page.goto(page.path.with_name("other.html").as_uri())
        assert page.text("#told") == ""
        assert not page.page.is_checked("#keep")


def test_a_copy_that_cannot_be_kept_is_not_relied_on(opened: Callable[..., Page]) -> None:
    page = opened(small_form())
    page.page.evaluate("() => { Storage.prototype.setItem = () => { throw new Error('full'); }; }")
    page.page.click("#keep")
    assert page.text("#told") == "This browser keeps no copy. Save into a file instead."
    assert not page.page.is_checked("#keep")
    asked: list[str] = []

    def leave(dialog: Any) -> None:
        asked.append(dialog.type)
        dialog.accept()

    page.page.on("dialog", leave)
    page.tick("q-other", "1")
    page.page.on("request", lambda _request: page.said.clear())
    page.page.reload()
    assert asked == ["beforeunload"]


def test_a_second_window_is_told(opened: Callable[..., Page]) -> None:
    page = opened(small_form())
    page.page.check("#keep")
    other = page.context.new_page()
    other.goto(page.path.as_uri())
    other.check('#q-other input[value="1"]')
    page.page.wait_for_selector("#told p")
    assert page.text("#told").startswith("This form is open in another window too.")
    assert not page.page.is_checked("#keep")


def test_leaving_with_unsaved_answers_is_not_silent(opened: Callable[..., Page]) -> None:
    page = opened(small_form())
    asked: list[str] = []

    def leave(dialog: Any) -> None:
        asked.append(dialog.type)
        dialog.accept()

    page.page.on("dialog", leave)
    page.tick("q-other", "1")
    page.page.on("request", lambda _request: page.said.clear())
    page.page.reload()
    page.page.reload()  # nothing is filled in now
    assert asked == ["beforeunload"]


# --- looks --------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_page_is_fit_for_everyone(language: str, opened: Callable[..., Page]) -> None:
    use(language)
    try:
        asked = load_questionnaire("going-global", language)
        for width, scheme, forced in (
            (320, "dark", "none"),
            (1280, "light", "none"),
            (390, "light", "active"),
        ):
            context = {
                "viewport": {"width": width, "height": 800},
                "color_scheme": scheme,
                "forced_colors": forced,
            }
            page = opened(asked, quick=True, context=context)
            assert page.page.evaluate("document.documentElement.scrollWidth") == width
            page.page.evaluate(
                "for (const folded of document.querySelectorAll('details')) folded.open = true"
            )
            page.tick("q-strategy.thesis", "1")
            page.page.click("#bar [data-do=save]")
            assert page.page.evaluate("document.documentElement.scrollWidth") == width
            found = Axe().run(page.page, options={"resultTypes": ["violations"]})
            assert found.violations_count == 0, found.generate_report()
    finally:
        use(None)


def test_the_printed_page_shows_answers_and_notes(opened: Callable[..., Page]) -> None:
    from io import BytesIO

    from pypdf import PdfReader

    page = opened(small_form())
    page.tick("q-other", "2")
    page.page.fill("#q-other [data-part=other]", "A river")
    page.page.evaluate("document.querySelector('#q-other .notes').open = true")
    page.page.fill("#q-other [data-part=note]", "\n".join(f"Line {number}." for number in range(30)))
    text = "".join(each.extract_text() for each in PdfReader(BytesIO(page.page.pdf())).pages)
    assert "A river" in text
    assert "Line 29." in text
    assert "Line 0." in text
    assert "Before you save" not in text
    assert "Next open question" not in text


def test_without_javascript_the_page_says_so(chromium: Any, tmp_path: Path) -> None:
    path = tmp_path / "form.html"
    path.write_bytes(render_form(build_form(small_form())))
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(path.as_uri())
    assert page.inner_text("noscript").startswith("This form needs JavaScript. Save the file, then open it")
    context.close()
