"""Markets in the interview: offered at its end, asked only what differs, saved as they come, resumable."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from readiness import Questionnaire, load_questionnaire, parse_answers
from readiness.answers.reading import read_raw
from readiness.interview.course import Outcome
from test_interview import Result, interview
from test_markets import LEVELS, SMALL, compared, raw_answers
from test_terminal_session import REVIEW, Session

OFFER = "Compare markets? The same questions again, only those that differ by market. (y/N) "
AGAIN = "Change the markets to compare, or add one? (y/N) "
NEXT = "Number of a market to change, n for a new one, Enter for the report, q to save and quit: "
RULED_OUT = "Does anything rule this market out, however well prepared you are? If so, what?"
GO_ON = "The last answer of its own is to “trade.care”. Go on after it? (Y/n) "
ALL = {**LEVELS, "growth.open": 2, "growth.use": 2}
REPORT = "r"
"""Typed at the review, to end it."""
SIX = [""] * 6
"""Typed at the six questions that differ by market, to keep every answer."""


def begun(markets: dict[str, Any] | None = None, **more: Any) -> dict[str, Any]:
    """Answers to everything, in the north and the south."""
    return raw_answers(SMALL, markets or {}, ALL, respondent="Chen Li", **more)


def typed(
    *lines: str, raw: dict[str, Any] | None = None, asked: Questionnaire = SMALL, quick: bool = False
) -> Result:
    """An interview that has come to its review."""
    return interview(asked, REPORT, *lines, raw=raw or begun(), quick=quick)


# --- the offer --------------------------------------------------------------------------------------


@pytest.mark.parametrize("no", ["", "n", "否"])
def test_declining_takes_one_key_and_changes_nothing(no: str) -> None:
    result = typed(no)
    assert (result.outcome, result.saved, result.unread) == (Outcome.FINISHED, [], [])
    assert result.shown[-1] == OFFER


@pytest.mark.parametrize(
    ("asked", "raw"),
    [
        (compared(by_market=None), {**begun(), "markets": None}),
        (SMALL, begun(profile={})),
    ],
    ids=["the questionnaire compares none", "the profile names none"],
)
def test_nothing_is_offered_where_there_is_nothing_to_compare(
    asked: Questionnaire, raw: dict[str, Any]
) -> None:
    raw = {key: value for key, value in raw.items() if value is not None}
    result = interview(asked, *(["s"] if not raw["profile"] else []), REPORT, raw=raw)
    assert result.outcome is Outcome.FINISHED
    assert OFFER not in result.shown


@pytest.mark.parametrize("end", [("q",), (":q",), ()])
def test_quitting_at_the_offer_stops_the_interview(end: tuple[str, ...]) -> None:
    assert typed(*end).outcome is Outcome.QUIT


# --- a new market -----------------------------------------------------------------------------------


def test_a_market_is_asked_only_what_differs_and_keeps_only_that() -> None:
    result = typed("y", "2", "Near Hanoi", "", "", "4", "", "", "", "", "")
    assert (result.outcome, result.unread) == (Outcome.FINISHED, [])
    ids = ["trade.need", "trade.border", "trade.care", "trade.watch", "growth.open", "growth.use"]
    assert result.asked == ids
    assert result.raw["markets"] == {
        "near-hanoi": {"title": "Near Hanoi", "market": "south", "answers": {"trade.border": "level-4"}}
    }
    assert result.raw["answers"] == read_back(begun())["answers"]
    assert result.shown.count("The shared answer: 2. Level 2 (Enter keeps it)") == 6
    assert result.after("Which of your markets do you want to add?")[:2] == ["1. The north", "2. The south"]


def read_back(raw: dict[str, Any]) -> dict[str, Any]:
    from readiness.answers.writing import as_written

    return as_written(read_raw(raw, SMALL), SMALL)


def test_a_question_that_only_another_market_has_is_not_asked() -> None:
    result = typed("y", "1", "", *[""] * 5, "", "")
    assert result.asked == ["trade.need", "trade.care", "trade.watch", "growth.open", "growth.use"]
    assert result.raw["markets"] == {"north": {"title": "The north", "market": "north"}}


def test_where_the_profile_names_one_market_it_is_not_asked_which() -> None:
    result = typed("y", "", *SIX, "", "", raw=begun(profile={"places": ["south"]}))
    assert result.raw["markets"] == {"south": {"title": "The south", "market": "south"}}


def test_every_answer_is_saved_at_once() -> None:
    result = typed("y", "2", "Hanoi", "", "3", "4", "q")
    assert result.outcome is Outcome.QUIT
    assert [each["markets"].get("hanoi", {}).get("answers") for each in result.saved] == [
        None,
        {"trade.need": "level-3"},
        {"trade.need": "level-3", "trade.border": "level-4"},
    ]


def test_an_answer_made_the_shared_one_again_is_shared() -> None:
    own = {"hanoi": {"title": "Hanoi", "market": "south", "answers": {"trade.need": 4}}}
    result = typed("y", "1", "", "", "n", "2", *[""] * 5, "", raw=begun(own))
    assert result.raw["markets"] == {"hanoi": {"title": "Hanoi", "market": "south"}}


def test_notes_and_evidence_of_the_shared_answer_do_not_prove_another_one() -> None:
    detailed = {"value": 2, "note": "As seen.", "evidence": ["Memo"], "owner": "Wu"}
    raw = raw_answers(SMALL, {}, {**ALL, "trade.need": detailed, "trade.care": detailed})
    for typed_again, kept in (("4", {"trade.need": "level-4"}), ("2", None), ("", None)):
        result = typed("y", "2", "Hanoi", "", typed_again, *[""] * 5, "", raw={**raw, "respondent": "Wu"})
        assert result.raw["markets"]["hanoi"].get("answers") == kept
    own = {"hanoi": {"title": "Hanoi", "market": "south", "answers": {"trade.need": 4}}}
    again = typed("y", "1", "", "", "n", "2", *[""] * 5, "", raw={**raw, "respondent": "Wu", "markets": own})
    assert again.raw["markets"] == {"hanoi": {"title": "Hanoi", "market": "south"}}


def test_unknown_not_applicable_and_notes_are_answers_of_a_market_too() -> None:
    lines = ("d", "", "n", "none there", "e", "Only here", "", "", "", "", "")
    result = typed("y", "2", "Hanoi", "Nobody may own it.", *lines, "")
    assert result.raw["markets"]["hanoi"] == {
        "title": "Hanoi",
        "market": "south",
        "showstopper": "Nobody may own it.",
        "answers": {
            "trade.need": "unknown",
            "trade.care": {"not_applicable": "none there"},
            "trade.watch": {"value": "level-2", "note": "Only here"},
        },
    }
    assert result.unread == []


def test_going_back_leads_to_the_question_before_and_from_a_text_to_the_list() -> None:
    result = typed("y", "2", "Hanoi", "", "", "b", "4", *[""] * 5, "1", "", ":b", "")
    assert result.asked[:3] == ["trade.need", "trade.border", "trade.need"]
    assert result.outcome is Outcome.FINISHED
    assert result.raw["markets"]["hanoi"]["answers"] == {"trade.need": "level-4"}


def test_going_back_before_the_title_adds_nothing() -> None:
    assert typed("y", "b").raw["markets"] == {}
    assert typed("y", "2", ":b").raw["markets"] == {}


@pytest.mark.parametrize("wrong", ["3", "0", "north", ""])
def test_only_a_market_of_the_profile_can_be_chosen(wrong: str) -> None:
    result = typed("y", wrong, "2", "Hanoi", *SIX, "", "")
    assert "Type a number from 1 to 2." in result.shown
    assert list(result.raw["markets"]) == ["hanoi"]


def test_two_markets_cannot_have_one_title_and_their_ids_differ() -> None:
    first = {"south": {"title": "The south", "market": "south"}}
    result = typed("y", "n", "2", "", "the SOUTH", "南方", *SIX, "", "", raw=begun(first))
    assert result.shown.count("What do you call this market? ") == 3
    assert "Another market has this title already." in result.shown
    assert {id: market["title"] for id, market in result.raw["markets"].items()} == {
        "south": "The south",
        "south-2": "南方",
    }


# --- change, remove, resume -------------------------------------------------------------------------


TWO = {
    "hanoi": {"title": "Hanoi", "market": "south", "answers": {"trade.care": 4}},
    "harbin": {"title": "Harbin", "market": "north", "showstopper": "Too cold."},
}


def test_a_market_that_was_begun_goes_on_after_its_last_answer() -> None:
    result = typed("y", "1", "", "", "", "1", "", "", "", raw=begun(TWO))
    assert AGAIN in result.shown
    assert result.after("Markets to compare")[:2] != []
    assert GO_ON in result.shown
    assert result.asked == ["trade.watch", "growth.open", "growth.use"]
    assert result.raw["markets"]["hanoi"]["answers"] == {"trade.care": "level-4", "trade.watch": "level-1"}


def test_it_can_also_be_asked_from_the_beginning() -> None:
    result = typed("y", "1", "Near Hanoi", "", "n", *SIX, "", raw=begun(TWO))
    assert len(result.asked) == 6
    assert result.raw["markets"]["hanoi"]["title"] == "Near Hanoi"
    assert "Your answer so far: 4. Level 4 (Enter keeps it)" in result.shown


def test_markets_are_listed_with_how_many_answers_are_their_own() -> None:
    shown = typed("y", "", raw=begun(TWO)).shown
    start = shown.index("Markets to compare")
    assert shown[start + 1 : start + 4] == [
        "1. Hanoi: 1 answer of its own",
        "2. Harbin: 0 answers of its own; ruled out",
        NEXT,
    ]


def test_a_market_can_be_removed() -> None:
    result = typed("y", "2", "-", "y", "1", "－", "是", raw=begun(TWO))
    assert (result.raw["markets"], result.outcome) == ({}, Outcome.FINISHED)
    asked = [text for text in result.shown if text.startswith("Remove “")]
    assert asked == ["Remove “Harbin”? (y/N) ", "Remove “Hanoi” with its 1 answer? (y/N) "]
    assert "“Harbin” was removed." in result.shown


@pytest.mark.parametrize("no", ["", "n"])
def test_a_market_is_removed_only_if_that_is_meant(no: str) -> None:
    result = typed("y", "1", "-", no, "Hue", ":q", raw=begun(TWO))
    markets = {id: market["title"] for id, market in result.raw["markets"].items()}
    assert markets == {"hanoi": "Hue", "harbin": "Harbin"}
    assert not any(text.endswith("was removed.") for text in result.shown)


@pytest.mark.parametrize(
    "nothing", ["no", "None.", "n/a", "N/A", "-", "－", "无", "没有。", "否", "不", "ｎｏ", " n "]
)
def test_a_no_rules_no_market_out(nothing: str) -> None:
    result = typed("y", "2", "Hanoi", nothing, ":q")
    assert "showstopper" not in result.raw["markets"]["hanoi"]
    again = typed("y", "2", "", nothing, ":q", raw=begun(TWO))
    assert "showstopper" not in again.raw["markets"]["harbin"]


@pytest.mark.parametrize("wrong", ["yes", "是", "don't know", "unknown"])
def test_what_rules_a_market_out_is_said_in_words(wrong: str) -> None:
    result = typed("y", "2", "Hanoi", wrong, "A ban.", ":q")
    assert "Say in words what rules it out; Enter alone leaves it as it is." in result.shown
    assert result.raw["markets"]["hanoi"]["showstopper"] == "A ban."


def test_questions_of_a_market_are_counted_by_themselves() -> None:
    shown = typed("y", "2", "Hanoi", "", *SIX, "").shown
    places = [text.partition("]")[0] for text in shown if text.startswith("[")]
    assert places[-6:] == [f"[{number}/6" for number in range(1, 7)]


def test_what_rules_a_market_out_can_be_kept_changed_or_deleted() -> None:
    for line, kept in (("", "Too cold."), ("A ban.", "A ban."), ("-", None)):
        result = typed("y", "2", "", line, *[""] * 5, "", raw=begun(TWO))
        assert "Now: Too cold." in result.after(RULED_OUT)
        assert result.raw["markets"]["harbin"].get("showstopper") == kept


@pytest.mark.parametrize(
    ("wrong", "said"), [("7", "Type the number"), ("x", "Type the number"), ("b", "There is nothing")]
)
def test_another_key_at_the_list_says_what_can_be_typed(wrong: str, said: str) -> None:
    result = typed("y", wrong, "", raw=begun(TWO))
    assert result.after(NEXT) == []
    assert any(text.startswith(said) for text in result.shown)


def test_no_more_markets_are_added_than_a_file_may_hold() -> None:
    many = {f"m-{n}": {"title": f"M {n}", "market": "north"} for n in range(30)}
    result = typed("y", "n", "", raw=begun(many))
    assert "There are 30 markets already, which is the most that can be compared." in result.shown
    assert len(result.raw["markets"]) == 30


def test_a_market_of_the_profile_in_use_stays_chosen() -> None:
    result = interview(SMALL, "1", "2", "r", "", raw=begun(TWO))
    assert result.raw["profile"]["places"] == ["north", "south"]
    assert "What these markets lie in stays chosen: Harbin. Remove them first, at the end." in result.shown
    read_raw(result.raw, SMALL)  # what is saved can be read again


def test_what_is_saved_at_any_time_can_be_read_again() -> None:
    lines = ("y", "2", "Hanoi", "A ban.", "4", "d", "n", "none", "", "", "", "n", "1", "", "", *[""] * 5, "")
    result = typed(*lines)
    assert result.outcome is Outcome.FINISHED
    for saved in result.saved:
        assert read_raw(saved, SMALL).markets is not None
    assert list(result.raw["markets"]) == ["hanoi", "north"]


# --- in the terminal --------------------------------------------------------------------------------


def test_an_interview_that_was_left_goes_on_with_its_markets(tmp_path: Path) -> None:
    asked = load_questionnaire(Path(__file__).parent.parent / "docs" / "examples" / "supplier-audit")
    source = Path(__file__).parent.parent / "docs" / "examples" / "supplier-audit" / "answers.yaml"
    begun = source.read_text(encoding="utf-8").partition("\nmarkets:")[0] + "\n"
    (tmp_path / "kept.yaml").write_text(begun, encoding="utf-8")
    words = ("--questionnaire", str(source.parent), "--save", "kept.yaml")
    session = Session(tmp_path, *words)
    session.wait(r"\(y/n\)")
    session.enter("y")
    for _open in range(2):  # the window is open
        session.wait(r"Your answer \(")
        session.enter("s")
    session.wait(REVIEW)
    session.enter("r")
    session.wait("Compare markets")
    session.enter("y")
    session.wait("What do you call this market")
    session.enter("Lamp housings")
    session.wait("Ruled out by")
    session.enter("no")
    session.wait(r"Your answer \(")
    session.enter("60")
    session.wait(r"Your answer \(")
    session.enter("q")
    assert session.end() == 0
    kept = parse_answers((tmp_path / "kept.yaml").read_text(encoding="utf-8"), asked)
    (market,) = kept.markets.values()
    assert (market.title, list(market.given)) == ("Lamp housings", ["dependence.share"])


def test_the_commands_below_the_report_name_a_market(tmp_path: Path) -> None:
    source = Path(__file__).parent.parent / "examples" / "suzhou-equipment.yaml"
    (tmp_path / "a.yaml").write_bytes(source.read_bytes())
    session = Session(tmp_path, "--answers", "a.yaml", columns=120)
    assert session.end() == 0
    assert "readiness assess --answers a.yaml --market stuttgart" in session.transcript
    session = Session(tmp_path, "--answers", "a.yaml", "--market", "penang", columns=120)
    assert session.end() == 0
    assert "readiness assess --answers a.yaml --market penang --details" in session.transcript


@pytest.mark.parametrize(
    ("markets", "market", "said"),
    [
        (
            None,
            "hanoi",
            "There are no answers yet, so there is no market either. Leave --market out: markets can be"
            " compared at the end of the interview, or written in a file for --answers.",
        ),
        (
            "{}",
            "hanoi",
            "a.yaml holds no markets yet. Leave --market out: markets can be compared at the end of the"
            " interview, or written in the file.",
        ),
        (
            "{hanoi: {title: Hanoi, market: asean}}",
            "hano",
            "there is no market “hano”. Did you mean “hanoi”?",
        ),
    ],
    ids=["no file", "no markets", "another market"],
)
def test_a_market_that_is_not_there_is_refused_before_the_interview(
    markets: str | None, market: str, said: str, tmp_path: Path
) -> None:
    file = tmp_path / "a.yaml"
    asked = load_questionnaire("going-global")
    text = f"questionnaire: going-global\nversion: {asked.version}\nprofile: {{markets: [asean]}}\n"
    if markets:
        file.write_text(f"{text}markets: {markets}\n", encoding="utf-8")
    session = Session(tmp_path, "--save", "a.yaml", "--market", market, columns=400)
    assert session.end() == 2
    shown = session.transcript.replace("\r", "")
    assert shown.endswith(f"Invalid value for --market: {said}\n")
    assert "(y/n)" not in shown
    assert [each.name for each in tmp_path.iterdir()] == (["a.yaml"] if markets else [])


def test_a_market_that_is_there_can_be_reported_after_the_interview(tmp_path: Path) -> None:
    asked = load_questionnaire("going-global")
    text = f"questionnaire: going-global\nversion: {asked.version}\nprofile: {{markets: [asean]}}\n"
    (tmp_path / "a.yaml").write_text(
        f"{text}markets: {{hanoi: {{title: Hanoi, market: asean}}}}\n", encoding="utf-8"
    )
    session = Session(tmp_path, "--save", "a.yaml", "--market", "HANOI", columns=200)
    session.wait(r"Continue\? \(y/n\)")
    session.enter("n")
    assert session.end() == 0
