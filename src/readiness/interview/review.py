"""The review at the end of an interview: what to check first, then all answers section by section."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import groupby

from readiness.interview.cover_questions import change_cover, cover_lines
from readiness.interview.dialogue import Dialogue, typed_line
from readiness.interview.prompts import Quit, say_no_way_back
from readiness.interview.record import Asked, Record
from readiness.interview.showing import details_so_far, said_so_far
from readiness.messages.catalogue import _, plural
from readiness.messages.characters import narrow

SCREEN = 18
"""Lines of answers shown at once, unless one section alone has more; a small terminal has 24 in all."""
_COLUMNS = 76
MOST_OPEN = 10
"""The most open questions named above the answers, where each is marked as open too."""

_Part = tuple[str, list[tuple[str, int]]]
"""A heading, and the lines below it, each with its indentation."""


class Review:
    """Shows all answers and changes those that the respondent names."""

    def __init__(self, record: Record, dialogue: Dialogue, ask_again: Callable[[Asked], None]) -> None:
        self._record = record
        self._dialogue = dialogue
        self._ask_again = ask_again
        self._seen: set[str | None] = set()
        """The parts shown so far, each by its id."""

    def hold(self) -> None:
        """Show the answers until the respondent wants the report. Raises Quit and EOFError."""
        self._dialogue.say()
        self._dialogue.say(_("Your answers"), strong=True)
        first = self._pressing()
        while True:
            page = self._page()
            self._show([*first, *page.values()])
            first = []
            self._seen.update(page)
            if not self._go_on():
                return

    def _go_on(self) -> bool:
        """Change answers until the respondent wants to see more; False to end the review."""
        while True:
            more = not self._parts().keys() <= self._seen  # a change may show or hide parts
            prompt = _(
                "Number of an answer to change, c for the cover, Enter for the report, q to save and quit: "
            )
            if more:
                prompt = _(
                    "Number of an answer to change, c for the cover, Enter for more answers,"
                    " r for the report, q to save and quit: "
                )
            typed = narrow(typed_line(self._dialogue, prompt)).lower().removeprefix(":")
            if typed == "q":
                raise Quit
            if typed in ("", "r"):
                return more and not typed
            if typed == "b":
                say_no_way_back(self._dialogue)
            elif typed == "?":
                self._dialogue.say(_("To see a question again and change its answer, type its number."))
            else:
                self._change(typed)

    def _change(self, typed: str) -> None:
        before = self._pressing()
        if typed == "c":
            change_cover(self._record, self._dialogue)
            return
        number = int(typed) if typed.isdecimal() and len(typed) < 5 else 0
        asked = self._record.numbered(number)
        if asked is None:
            message = _("“{typed}” is not the number of an answer; type one as it is shown before an answer.")
            if 0 < number <= self._record.count:
                message = _("Question {typed} is not asked now, because of other answers.")
            self._dialogue.say(message.format(typed=typed[:40]))
            return
        self._ask_again(asked)
        self._dialogue.say()
        for line, indent in self._answer(asked):
            self._dialogue.say(line, indent=indent)
        now = self._pressing()
        if now != before:
            self._show(now)

    def _show(self, parts: list[_Part]) -> None:
        for title, lines in parts:
            self._dialogue.say()
            self._dialogue.say(title, strong=True)
            for line, indent in lines:
                self._dialogue.say(line, indent=indent)
        if parts:
            self._dialogue.say()

    def _pressing(self) -> list[_Part]:
        """Open answers and contradictions."""
        parts: list[_Part] = []
        left = self._record.left(0)
        if left:
            lines = [(self._titled(asked), _indent(self._record, asked)) for asked in left[:MOST_OPEN]]
            rest = len(left) - MOST_OPEN
            if rest > 0:
                lines.append((plural("and {count} more", "and {count} more", rest), _margin(self._record)))
            parts.append((_("Still open:"), lines))
        found = [
            (
                _("{message} (Answers {numbers})").format(
                    message=message, numbers=_(", ").join(map(str, where))
                ),
                1,
            )
            for message, where in self._record.contradictions()
        ]
        if found:
            parts.append((_("Answers to check: they do not go together."), found))
        return parts

    def _page(self) -> dict[str | None, _Part]:
        """The parts not shown yet that fit a screen together; at least one if any is left."""
        page: dict[str | None, _Part] = {}
        used = 0
        for id, (title, lines) in self._parts().items():
            if id in self._seen:
                continue
            used += 2 + sum(1 + len(line) // _COLUMNS for line, _indent in lines)
            if page and used > SCREEN:
                break
            page[id] = title, lines
        return page

    def _parts(self) -> dict[str | None, _Part]:
        """The cover, under None, then the answers by the id of their section."""
        cover = [(title, text) for title, text in cover_lines(self._record) if text]
        form = _("{title}: {text}")
        about = [(form.format(title=title, text=text), 1) for title, text in cover]
        parts: dict[str | None, _Part] = {}
        parts[None] = _("Cover of the report"), about or [(_("nothing so far"), 1)]
        for heading, questions in groupby(self._record.asked, self._record.section):
            parts[heading.id] = heading.title, [line for asked in questions for line in self._answer(asked)]
        return parts

    def _titled(self, asked: Asked) -> str:
        form = _("{number}. {title}")
        return form.format(number=self._record.number(asked), title=asked.label)

    def _answer(self, asked: Asked) -> Iterator[tuple[str, int]]:
        """The answer to `asked`, then its note, evidence and owner, each with its indentation."""
        said = said_so_far(asked, self._record) or _("open")
        asks = asked.label.endswith(("?", "？"))  # as a question does that has no title
        form = _("{question} {answer}") if asks else _("{question}: {answer}")
        yield form.format(question=self._titled(asked), answer=said), _indent(self._record, asked)
        for detail in details_so_far(asked, self._record):
            yield detail, _margin(self._record)


def _margin(record: Record) -> int:
    """The indentation of the texts behind the numbers."""
    return 1 + len(str(record.count)) + len(". ")


def _indent(record: Record, asked: Asked) -> int:
    """The indentation of the number of `asked`, which ends where longer ones do."""
    return _margin(record) - len(f"{record.number(asked)}. ")
