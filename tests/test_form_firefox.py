"""The form in Firefox: it is filled in by keyboard from a disk, saved, and read by the program."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from firefox import DOWN, ENTER, SPACE, Firefox, running_firefox
from programs import needs_programs
from readiness.answers.access import load_answers
from readiness.rendering import render_form
from readiness.views.build_form import build_form
from test_form_page import EXAMPLES, GLOBAL, small_form, undated

pytestmark = needs_programs


@pytest.fixture(scope="module")
def firefox() -> Iterator[Firefox]:
    with running_firefox() as found:
        yield found


def test_firefox_takes_a_form_that_is_filled_in_by_keyboard(firefox: Firefox, tmp_path: Path) -> None:
    asked = small_form()
    path = tmp_path / "form.html"
    path.write_bytes(render_form(build_form(asked)))
    firefox.ask("WebDriver:Navigate", url=path.as_uri())
    firefox.press("#cover-respondent", "陈立")
    firefox.press('#fact-stage input[value="0"]', SPACE, DOWN)
    firefox.press('#q-other input[value="0"]', SPACE)
    firefox.press('#q-several input[value="1"]', SPACE)
    firefox.press("#q-number [data-part=value]", "2,5")
    firefox.press("#bar [data-do=save]", ENTER)
    answers = load_answers(firefox.saved(), asked)
    assert answers.respondent == "陈立"
    assert answers.profile == {"stage": ("abroad",)}
    assert answers["other"].option is asked.questions["other"].choices[0]
    assert [option.id for option in answers["several"].value] == ["level-1"]  # type: ignore[attr-defined]
    assert answers["number"].value == 2.5


def test_firefox_saves_the_file_that_it_opened(firefox: Firefox, tmp_path: Path) -> None:
    path = tmp_path / "form.html"
    path.write_bytes(render_form(build_form(GLOBAL)))
    firefox.ask("WebDriver:Navigate", url=path.as_uri())
    firefox.ask("WebDriver:ExecuteScript", script="document.getElementById('file').hidden = false", args=[])
    firefox.press("#file", str(EXAMPLES[0]))
    while not firefox.text("#told"):
        time.sleep(0.1)
    firefox.press("#bar [data-do=save]", ENTER)
    before = load_answers(EXAMPLES[0], GLOBAL)
    assert undated(load_answers(firefox.saved(), GLOBAL)) == undated(before)
