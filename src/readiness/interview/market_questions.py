"""The comparison of markets at the end of an interview: the questions again that differ by market."""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from contextlib import suppress
from itertools import count

from readiness.answers.answers import Market
from readiness.answers.market_reading import MAX_MARKETS
from readiness.answers.showstoppers import is_no_reason, is_nothing
from readiness.interview.dialogue import Dialogue, typed_line
from readiness.interview.market_record import MarketRecord
from readiness.interview.prompts import SIGN, Back, Quit, confirmed, keys_beside, say_no_way_back, typed_text
from readiness.interview.record import Record
from readiness.messages.catalogue import _, plural
from readiness.messages.characters import narrow
from readiness.messages.lookalikes import look
from readiness.messages.sentences import shortened
from readiness.questionnaire.fields import Id, pattern_of
from readiness.questionnaire.profile import ProfileOption
from readiness.questionnaire.questions.typed_lines import place_of

_REMOVE = "-"
"""Typed in place of the title of a market, to remove it."""


class MarketQuestions:
    """Adds, changes and removes the markets of one interview."""

    def __init__(
        self, record: Record, dialogue: Dialogue, ask_from: Callable[[MarketRecord, int], None]
    ) -> None:
        """`ask_from` asks the questions of a market, from the one at a place on."""
        self._record = record
        self._dialogue = dialogue
        self._ask_from = ask_from

    def offer(self) -> None:
        """Compare markets, if the profile names any and the respondent wants to. Raises Quit and EOFError."""
        if not self._options():
            return
        question = _("Compare markets? The same questions again, only those that differ by market. (y/N) ")
        if self._markets():
            question = _("Change the markets to compare, or add one? (y/N) ")
        self._dialogue.say()
        if not confirmed(self._dialogue, question, default=False):
            return
        if not self._markets():
            self._add()
        while self._markets() and self._goes_on():
            pass

    def _markets(self) -> dict[str, Market]:
        return dict(self._record.answers.markets)

    def _options(self) -> list[ProfileOption]:
        """The markets that the profile names."""
        asked = self._record.questionnaire.markets
        chosen = self._record.answers.profile.get(asked.id, ()) if asked else ()
        return [option for option in asked.options if option.id in chosen] if asked else []

    def _goes_on(self) -> bool:
        """Show the markets, and add or change one; False if the respondent wants the report."""
        ids = list(self._markets())
        self._dialogue.say()
        self._dialogue.say(_("Markets to compare"), strong=True)
        for line in self._listed():
            self._dialogue.say(line, indent=2)
        while True:
            prompt = _(
                "Number of a market to change, n for a new one, Enter for the report, q to save and quit: "
            )
            typed = narrow(typed_line(self._dialogue, prompt)).lower().removeprefix(SIGN)
            if typed == "q":
                raise Quit
            if typed in ("", "r"):
                return False
            if typed == "n":
                self._add()
                return True
            if (place := place_of(typed, _numbers(ids))) is not None:
                self._change(ids[place])
                return True
            if typed == "b":
                say_no_way_back(self._dialogue)
            else:
                self._dialogue.say(_("Type the number of one of these markets, n, Enter or q."))

    def _listed(self) -> Iterator[str]:
        for number, market in enumerate(self._markets().values(), start=1):
            line = plural(
                "{number}. {title}: {count} answer of its own",
                "{number}. {title}: {count} answers of its own",
                len(market.given),
                number=number,
                title=shortened(market.title),
            )
            yield _("{market}; ruled out").format(market=line) if market.showstopper else line

    # --- one market ---------------------------------------------------------------------------------

    def _add(self) -> None:
        """Ask about a new market; a key for going back leads to the list of markets."""
        markets = self._markets()
        if len(markets) >= MAX_MARKETS:
            message = _("There are {count} markets already, which is the most that can be compared.")
            self._dialogue.say(message.format(count=MAX_MARKETS))
            return
        with suppress(Back):
            option = _chosen(self._options(), self._dialogue)
            title = _title(self._dialogue, markets, option.text)
            id = _new_id(title, option, markets)
            self._record.put_market(id, Market(title, option.id))
            self._ask(_Visit(self._record, self._dialogue, id))

    def _change(self, id: str) -> None:
        """Ask about a market again; a key for going back leads to the list of markets."""
        visit = _Visit(self._record, self._dialogue, id)
        with suppress(Back):
            if visit.is_kept():
                self._ask(visit)

    def _ask(self, visit: _Visit) -> None:
        visit.ask_for_showstopper()
        record = visit.record()
        self._dialogue.say()
        self._dialogue.say(_("Enter keeps the shared answer."))
        self._ask_from(record, visit.start(record))


class _Visit:
    """What is asked about one market beside its answers."""

    def __init__(self, record: Record, dialogue: Dialogue, id: str) -> None:
        self._record = record
        self._dialogue = dialogue
        self._id = id

    @property
    def _market(self) -> Market:
        return self._record.answers.markets[self._id]

    def record(self) -> MarketRecord:
        """The answers that hold in it."""
        return MarketRecord(self._record, self._id)

    def is_kept(self) -> bool:
        """Ask for another title; False if the market was removed instead. Raises Back, Quit and EOFError."""
        market = self._market
        title = _REMOVE
        while narrow(title) == _REMOVE:
            title = _title(self._dialogue, self._record.answers.markets, market.title, self._id)
            if narrow(title) == _REMOVE and self._is_removed():
                return False
        if title != market.title:
            self._record.put_market(self._id, market._replace(title=title))
        return True

    def _is_removed(self) -> bool:
        """Remove the market if the respondent means it; False if not. Raises Quit and EOFError."""
        market = self._market
        question = plural(
            "Remove “{title}” with its {count} answer? (y/N) ",
            "Remove “{title}” with its {count} answers? (y/N) ",
            len(market.given),
            title=shortened(market.title),
        )
        if not market.given:
            question = _("Remove “{title}”? (y/N) ").format(title=shortened(market.title))
        if not confirmed(self._dialogue, question, default=False):
            return False
        self._record.remove_market(self._id)
        self._dialogue.say(_("“{title}” was removed.").format(title=shortened(market.title)))
        return True

    def start(self, record: MarketRecord) -> int:
        """The place of the first question to ask: of a market that was begun, the one to go on with."""
        last = record.last_that_differs()
        if last < 0 or last == len(record.asked) - 1:
            return 0
        prompt = _("The last answer of its own is to “{title}”. Go on after it? (Y/n) ")
        prompt = prompt.format(title=shortened(record.asked[last].label))
        return last + 1 if confirmed(self._dialogue, prompt, default=True) else 0

    def ask_for_showstopper(self) -> None:
        """Ask what rules the market out, if anything does. Raises Back, Quit and EOFError."""
        now = self._market.showstopper
        self._dialogue.say()
        self._dialogue.say(
            _("Does anything rule this market out, however well prepared you are? If so, what?")
        )
        if now:
            self._dialogue.say(_("Now: {text}").format(text=now))
        keys = keys_beside(now) if now else _("Enter if nothing does")
        prompt = _("Ruled out by ({keys}): ").format(keys=keys)
        while text := typed_text(self._dialogue, prompt):
            if is_nothing(text) or not is_no_reason(text):
                told = "" if is_nothing(text) else text
                self._record.put_market(self._id, self._market._replace(showstopper=told))
                return
            self._dialogue.say(_("Say in words what rules it out; Enter alone leaves it as it is."))


def _title(dialogue: Dialogue, markets: Mapping[str, Market], default: str, id: str = "") -> str:
    """What the market `id`, or a new one, is called; `-` for one to remove. Raises Back and Quit."""
    taken = {look(market.title) for other, market in markets.items() if other != id}
    default = "" if look(default) in taken else default
    prompt = _("What do you call this market? ")
    if id:
        prompt = _("What do you call this market? (Enter for “{title}”, - to remove it) ")
    elif default:
        prompt = _("What do you call this market? (Enter for “{title}”) ")
    while True:
        title = " ".join(typed_text(dialogue, prompt.format(title=default)).split()) or default
        if look(title) and look(title) not in taken:
            return title
        if look(title):
            dialogue.say(_("Another market has this title already."))


def _chosen(options: Sequence[ProfileOption], dialogue: Dialogue) -> ProfileOption:
    """The one of `options`, at least one, that a new market lies in. Raises Back, Quit and EOFError."""
    if len(options) == 1:
        return options[0]
    numbers = _numbers(options)
    dialogue.say()
    dialogue.say(_("Which of your markets do you want to add?"), strong=True)
    for number, option in zip(numbers, options, strict=True):
        dialogue.say(_("{number}. {text}").format(number=number, text=option.text), indent=2)
    while True:
        prompt = _("Your answer ({keys}): ").format(keys=f"1-{len(options)} b q")
        typed = narrow(typed_line(dialogue, prompt)).lower().removeprefix(SIGN)
        if typed == "q":
            raise Quit
        if typed == "b":
            raise Back
        if (place := place_of(typed, numbers)) is not None:
            return options[place]
        dialogue.say(_("Type a number from 1 to {count}.").format(count=len(options)))


def _numbers(items: Sequence[object]) -> list[str]:
    """The number of each of `items`, from 1."""
    return [str(number) for number in range(1, len(items) + 1)]


def _new_id(title: str, option: ProfileOption, taken: Container[str]) -> str:
    """An id for a market: made of its title if that is one of its own in Latin letters, or the option's."""
    made = re.sub("[^a-z0-9]+", "-", title.lower()).strip("-")
    has_own = title != option.text and title.isascii() and re.fullmatch(pattern_of(Id), made)
    id = made if has_own else option.id
    free = (each for number in count(2) if (each := f"{id}-{number}") not in taken)
    return next(free) if id in taken else id
