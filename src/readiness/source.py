"""YAML text into plain data that knows where each value stood.

The parser's events are walked once, without recursion: that finds duplicate keys, refuses
aliases, tags and deep nesting before they can do harm, and is faster than loading into
objects (`benchmarks/reading.py`). Plain scalars follow the core schema of YAML 1.2, so `no`,
`1:30`, `010` and a date stay text and nobody's answer changes its meaning.
"""

from __future__ import annotations

import codecs
import errno
import io
import math
import os
import re
import select
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial
from importlib.resources.abc import Traversable
from itertools import islice
from pathlib import Path
from typing import Any, Protocol, TypeAlias

import yaml

from readiness.errors import MAX_PROBLEMS, InvalidInput, Problem
from readiness.i18n import _, later

try:
    from yaml import CSafeLoader as _Loader
except ImportError:  # PyYAML built without libyaml: slower, otherwise the same
    from yaml import SafeLoader as _Loader  # type: ignore[assignment]

MAX_BYTES = 2 * 1024 * 1024
MAX_DEPTH = 50
MAX_VALUES = 50_000
"""What the parser may see in one file, or in all of a questionnaire: several times what people write."""
MAX_WORDS = 800
"""Characters of a message or a remedy; both may quote what was read."""
AROUND = 200
"""Characters of a line that are kept on either side of a problem's place."""
PATIENCE = 3.0
"""Seconds that the writer of a pipe may come late."""

DataPath: TypeAlias = tuple[str | int, ...]

# Every line break of YAML 1.1, so that lines are counted as the parser counts them.
_BREAK = re.compile("\r\n|[\n\r\x85\u2028\u2029]")


class _Mark(Protocol):
    """A place as the parser gives it, counted from 0."""

    line: int
    column: int


@dataclass(slots=True)
class _Place:
    """A place of our own finding, counted from 0."""

    line: int
    column: int


def _end_of(text: str) -> _Place:
    """The place just after `text`."""
    lines = _BREAK.split(text)
    return _Place(len(lines) - 1, len(lines[-1]))


class Source:
    """A text and the name it goes by in messages."""

    __slots__ = ("_lines", "byte_order_mark", "name", "private", "text", "values")

    def __init__(self, name: str, text: str) -> None:
        self.name = name
        self.text = text
        self.byte_order_mark = ""
        """What stood before the text, if that did."""
        self.private = False
        """Whether a line that is shown leaves out what else shares it, as answers do."""
        self.values = 0
        """Parts that the parser saw in it, once it is parsed."""
        self._lines: list[str] | None = None

    def excerpt(self, line: int) -> str:
        """Line `line`, counted from 0."""
        if self._lines is None:
            self._lines = _BREAK.split(self.text)
        return self._lines[line] if line < len(self._lines) else ""

    def problem(
        self,
        mark: _Mark | None,
        code: str,
        message: str,
        hint: str = "",
        *,
        part: tuple[int, int | None] | None = None,
    ) -> Problem:
        """A problem at `mark`, or of the file as a whole; of its line `part` alone is shown, if given."""
        message, hint = _shortened(message), _shortened(hint)
        if mark is None:
            return Problem(self.name, 1, 1, code, message, hint)
        problem = Problem(self.name, mark.line + 1, mark.column + 1, code, message, hint)
        line = self.excerpt(mark.line)
        if part is None and self.private:
            part = _piece(line, mark.column)
        return _showing(problem, line, *(part or ()))


def _showing(problem: Problem, line: str, begin: int = 0, end: int | None = None) -> Problem:
    """`problem` with what of its `line` stands from `begin` to `end` and not too far from its place."""
    begin = max(begin, problem.column - 1 - AROUND)
    excerpt = line[begin : problem.column - 1 + AROUND]
    if end is not None and end - begin <= len(excerpt):
        excerpt = excerpt[: end - begin].rstrip(" ,")
    return replace(problem, excerpt=excerpt, skipped=begin)


def _piece(line: str, column: int) -> tuple[int, int]:
    """From where to where `line` is about one thing, as far as one can tell before it is understood."""
    begin = max(line.rfind(mark, 0, column) for mark in ",{[") + 1
    ends = (line.find(mark, column + 1) for mark in ",]}")
    return begin, min((end for end in ends if end >= 0), default=len(line))


def _shortened(text: str) -> str:
    return text if len(text) <= MAX_WORDS else f"{text[: MAX_WORDS - 1]}…"


class Map(dict[str, Any]):
    """A mapping that remembers where it, its keys and their values stood."""

    __slots__ = ("marks", "source", "start")

    def __init__(self, source: Source, start: _Mark | None) -> None:
        self.source = source
        self.start = start
        self.marks: dict[str, tuple[_Mark | None, _Mark | None]] = {}


class Seq(list[Any]):
    """A list that remembers where it and its items stood."""

    __slots__ = ("marks", "source", "start")

    def __init__(self, source: Source, start: _Mark | None) -> None:
        self.source = source
        self.start = start
        self.marks: list[_Mark | None] = []


def read(path: Traversable, name: str | None = None) -> Source:
    """The text of the file at `path`; messages call it `name`, or by its path.

    Raises InvalidInput if it cannot be read, is over `MAX_BYTES`, or is not UTF-8.
    """
    name = name or str(path)
    try:
        content = _content(path)
    except (OSError, ValueError) as error:
        raise InvalidInput([unreadable(name, error)]) from None
    return decode(content, name)


def _content(path: Traversable) -> bytes:
    """The bytes at `path`, at most one too many. Raises OSError, or ValueError for an impossible name."""
    if isinstance(path, Path) and hasattr(os, "mkfifo") and path.is_fifo():
        return _piped(path)
    with path.open("rb") as stream:
        return stream.read(MAX_BYTES + 1)


def _piped(path: Path) -> bytes:
    """What comes through a pipe; that nobody writes to it is an error, not a reason to wait forever."""
    latest = time.monotonic() + PATIENCE
    descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
    with io.BufferedReader(io.FileIO(descriptor)) as pipe:
        # Nothing at all while nobody writes; None while somebody who writes takes his time.
        while (begun := pipe.raw.read(1)) == b"" and not select.select([pipe], [], [], 0.05)[0]:
            if time.monotonic() > latest:
                raise OSError(errno.ENXIO, _("nobody writes to it"))
        os.set_blocking(descriptor, True)
        return (begun or b"") + pipe.read(MAX_BYTES)


def unreadable(name: str, error: OSError | ValueError) -> Problem:
    """That what goes by `name` cannot be read, because of `error`."""
    if isinstance(error, FileNotFoundError):
        message, hint = _("there is no such file"), _("Check the name and the folder.")
    elif isinstance(error, IsADirectoryError):
        message, hint = _("this is a folder, not a file"), _("Name a file inside it.")
    elif isinstance(error, ValueError):
        message, hint = _("no file can have this name"), _("Check the name and the folder.")
    else:
        message = _("the file cannot be read: {reason}").format(reason=error.strerror or error)
        hint = _("Check its permissions, or copy it somewhere you may read.")
    return Problem(name, 1, 1, "unreadable", message, hint)


def decode(content: bytes, name: str) -> Source:
    """`content` as UTF-8 text, with or without a byte-order mark. Raises InvalidInput."""
    if len(content) > MAX_BYTES:
        message = _("the file is larger than 2 MiB")
        hint = _("Such a file holds a few hundred kilobytes at most; check that it is the right one.")
        raise InvalidInput([Problem(name, 1, 1, "too-large", message, hint)])
    try:
        source = Source(name, content.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        before = error.object[: error.start].decode("utf-8")  # without the mark
        after = error.object[error.start :][:200].decode("utf-8", "backslashreplace")
        source = Source(name, before + after)
        source.private = True  # for all we know
        message = _("the text is not UTF-8")
        hint = _("Save the file with the encoding UTF-8 (not GBK, UTF-16 or another one).")
        raise InvalidInput([source.problem(_end_of(before), "encoding", message, hint)]) from None
    if content.startswith(codecs.BOM_UTF8):
        source.byte_order_mark = "\ufeff"
    return source


def parse(source: Source, *, private: bool = False) -> Any:
    """The data of a YAML text: `Map`, `Seq`, str, int, float, bool or None.

    Where it is `private`, no problem that is found in it, now or later, shows what is beside it in a line.
    Raises InvalidInput for anything but exactly one document of plain data.
    """
    source.private = private
    _refuse_control_characters(source)
    _refuse_many_directives(source)
    builder = _Builder(source)
    try:
        for count, event in enumerate(yaml.parse(source.text, Loader=_Loader)):
            if count == MAX_VALUES:
                builder.refuse_more(event)
            builder.take(event)
        source.values = count
    except yaml.MarkedYAMLError as error:
        builder.problems.append(_syntax_problem(source, error))
    except ValueError:  # out of the parser: a tag whose escapes are no text
        builder.problems.append(_tag_problem(source, _last_place(source)))
    if builder.problems:
        raise InvalidInput(builder.problems)
    return builder.root


def nodes(source: Source) -> yaml.Node:
    """The parts of a text that `parse` accepts, each with marks of where it begins and ends."""
    root = yaml.compose(source.text, Loader=_Loader)
    assert root is not None  # `parse` accepts exactly one document
    return root


def lines_of(text: str) -> list[str]:
    """`text` cut after each of its line breaks, which stay."""
    ends = [found.end() for found in _BREAK.finditer(text)]
    return [text[begin:end] for begin, end in zip([0, *ends], [*ends, len(text)], strict=True)]


def plain(data: Any) -> Any:
    """A copy of parsed data in ordinary dicts and lists, to be changed."""
    if isinstance(data, dict):
        return {key: plain(value) for key, value in data.items()}
    if isinstance(data, list):
        return [plain(item) for item in data]
    return data


def copied(data: Any) -> Any:
    """A copy of parsed data that remembers the same places, to be changed."""
    if isinstance(data, Map):
        mapping = Map(data.source, data.start)
        mapping.update((key, copied(value)) for key, value in data.items())
        mapping.marks = dict(data.marks)
        return mapping
    if isinstance(data, Seq):
        items = Seq(data.source, data.start)
        items.extend(copied(item) for item in data)
        items.marks = list(data.marks)
        return items
    return data


class _Dumper(yaml.SafeDumper):
    """Writes what `parse` reads back as the same data, whatever the text looks like."""

    def ignore_aliases(self, data: Any) -> bool:  # noqa: ARG002 (the signature is PyYAML's)
        """A list that occurs twice is written twice, because `parse` refuses aliases."""
        return True


def _represent_text(dumper: yaml.SafeDumper, value: str) -> yaml.ScalarNode:
    style = None if _WORD.fullmatch(value) and value not in _WORDS else '"'
    return dumper.represent_scalar("tag:yaml.org,2002:str", value, style=style)


_Dumper.add_representer(str, _represent_text)


def dump(data: Any) -> str:
    """Plain data as YAML text; `parse` gives the same data back."""
    text: str = yaml.dump(data, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=2**31)
    return text


def locate(root: Any, path: DataPath, *, key: bool = False) -> tuple[Source, _Mark | None] | None:
    """Where the value at `path` stands in the text that `root` was parsed from.

    With `key`, the place of the last step's key instead. A step that is not there ends the
    walk at the container that lacks it; None if `root` did not come from a text.
    """
    place: tuple[Source, _Mark | None] | None = None
    node = root
    for depth in range(len(path) + 1):
        if isinstance(node, Map | Seq) and (place is None or place[0] is not node.source):
            place = (node.source, node.start)
        if depth == len(path):
            break
        step = path[depth]
        if isinstance(node, Map) and step in node.marks:
            at_key, at_value = node.marks[str(step)]
            place = (node.source, at_key if key and depth == len(path) - 1 else at_value)
            node = node[str(step)]
        elif isinstance(node, Seq) and isinstance(step, int) and step < len(node):
            place = (node.source, node.marks[step])
            node = node[step]
        else:
            break
    return place


class Complaints:
    """Collects the problems of one file, each placed by the path of the value it is about."""

    def __init__(self, root: Any, name: str) -> None:
        self._root = root
        self._name = name
        self.problems: list[Problem] = []

    @property
    def full(self) -> bool:
        """Whether so much is wrong that looking further helps nobody."""
        return len(self.problems) >= MAX_PROBLEMS

    def add(self, path: DataPath, code: str, message: str, hint: str = "", *, key: bool = False) -> None:
        """Complain about the value at `path`, or with `key` about its key; in vain once it is full."""
        if self.full:
            return
        place = locate(self._root, path, key=key)
        if place is None:
            where = ".".join(map(str, path))
            text = f"{where}: {message}" if where else message
            self.problems.append(Problem(self._name, 1, 1, code, text, hint))
        else:
            source, mark = place
            part = _entry(mark, self._root, path) if mark and source.private else None
            self.problems.append(source.problem(mark, code, message, hint, part=part))

    def raise_if_any(self) -> None:
        """Raises InvalidInput with all that was collected, if anything was."""
        if self.problems:
            raise InvalidInput(self.problems)


def _entry(mark: _Mark, root: Any, path: DataPath) -> tuple[int, int | None]:
    """From where to where the line of `mark` is free of other keys of the file and other answers."""
    begin, end = 0, None
    node = root
    for step in path[:2]:
        if not isinstance(node, Map) or step not in node.marks:
            break
        columns = [at.column for at, _value in node.marks.values() if at and at.line == mark.line]
        last = max((column for column in columns if column <= mark.column), default=0)
        if last > min(columns, default=0):
            begin = last
        end = min((column for column in columns if column > mark.column), default=end)
        node = node[str(step)]
    return begin, end


def _line(mark: _Mark | None) -> int:
    return mark.line + 1 if mark else 1


# --- scalars ---------------------------------------------------------------------------

_INTEGER = re.compile(r"[-+]?(?:0|[1-9][0-9]{0,14})")
_EXPONENT = r"[eE][-+]?[0-9]{1,3}"
_FLOAT = re.compile(rf"[-+]?(?:0|[1-9][0-9]{{0,15}})(?:\.[0-9]{{1,20}}(?:{_EXPONENT})?|{_EXPONENT})")
_WORD = re.compile(r"[a-z][a-z0-9]*([.-][a-z0-9]+)*|\d+\.\d+\.\d+")
_WORDS: dict[str, bool | None] = {
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
    **dict.fromkeys(("", "~", "null", "Null", "NULL"), None),
}


def parse_number(text: str) -> int | float | None:
    """The number that `text` is in plain decimal notation; None if it is anything else."""
    if _INTEGER.fullmatch(text):
        return int(text)
    if _FLOAT.fullmatch(text) and math.isfinite(number := float(text)):
        return number
    return None


def _scalar(event: yaml.ScalarEvent) -> str | int | float | bool | None:
    value: str = event.value
    if event.style:  # quoted or a block: text, whatever it looks like
        return value
    if value in _WORDS:
        return _WORDS[value]
    if value[0] in "-+0123456789" and (number := parse_number(value)) is not None:
        return number
    return value


class _Builder:
    """Builds the data from the parser's events; its stack is a list, so depth costs nothing."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.problems: list[Problem] = []
        self.root: Any = None
        self._stack: list[tuple[Map | Seq | None, yaml.ScalarEvent | None]] = []
        self._container: Map | Seq | None = None
        self._key: yaml.ScalarEvent | None = None
        self._documents = 0

        # By exact type, because a file has thousands of events and a chain of tests costs as
        # much as the parsing. Events that are not here (the start of the stream) say nothing.
        self._handlers: dict[type[yaml.Event], Callable[[Any], None]] = {
            yaml.ScalarEvent: self._take_scalar,
            yaml.MappingStartEvent: partial(self._open, Map),
            yaml.SequenceStartEvent: partial(self._open, Seq),
            yaml.MappingEndEvent: self._close,
            yaml.SequenceEndEvent: self._close,
            yaml.DocumentStartEvent: self._count_document,
            yaml.AliasEvent: self._refuse_alias,
        }

    def take(self, event: yaml.Event) -> None:
        """Add what one event says. Raises InvalidInput where going on would be unsafe."""
        handler = self._handlers.get(type(event))
        if handler is not None:
            handler(event)

    def _take_scalar(self, event: yaml.ScalarEvent) -> None:
        if event.anchor or event.tag:
            self._refuse_extras(event)
        if self._key is None and isinstance(self._container, Map):
            self._take_key(self._container, event)
        else:
            self._attach(_scalar(event), event.start_mark)

    def _refuse_alias(self, event: yaml.AliasEvent) -> None:
        message = _("an alias (*name) is not allowed here")
        self._stop(event, "yaml-alias", message, _("Write the value out where it is needed."))

    def _stop(self, event: yaml.Event, code: str, message: str, hint: str) -> None:
        self._end_with(self.source.problem(event.start_mark, code, message, hint))

    def _end_with(self, problem: Problem) -> None:
        self.problems.append(problem)
        raise InvalidInput(self.problems)

    def refuse_more(self, event: yaml.Event) -> None:
        """Raises InvalidInput, because there are too many values to go on."""
        message = _("the file holds too many values")
        hint = _("Such a file holds a few thousand; check that it is the right one.")
        self._stop(event, "too-many-values", message, hint)

    def _refuse_extras(self, event: yaml.NodeEvent) -> None:
        if event.anchor:
            message = _("an anchor (&name) is not allowed here")
            self._stop(event, "yaml-anchor", message, _("Remove it; write values out instead."))
        if getattr(event, "tag", None):
            self._end_with(_tag_problem(self.source, event.start_mark))

    def _count_document(self, event: yaml.Event) -> None:
        self._documents += 1
        if self._documents > 1:
            message = _("a second document begins here")
            hint = _("Keep one document in a file; remove this line and what follows it.")
            self._stop(event, "yaml-documents", message, hint)

    def _take_key(self, container: Map, event: yaml.ScalarEvent) -> None:
        if event.value in container:
            first = _line(container.marks[event.value][0])
            message = _("“{key}” is given twice").format(key=event.value[:80])
            hint = _("The first one is on line {line}; keep one of the two.").format(line=first)
            self.problems.append(self.source.problem(event.start_mark, "duplicate-key", message, hint))
            if len(self.problems) >= MAX_PROBLEMS:
                raise InvalidInput(self.problems)
        self._key = event

    def _open(self, kind: type[Map] | type[Seq], event: yaml.CollectionStartEvent) -> None:
        if event.anchor or event.tag:
            self._refuse_extras(event)
        if self._key is None and isinstance(self._container, Map):
            message = _("a key must be plain text")
            self._stop(event, "yaml-key", message, _("Write `key: value` with a word as the key."))
        if len(self._stack) >= MAX_DEPTH:
            message = _("nested more than {limit} levels deep").format(limit=MAX_DEPTH)
            self._stop(event, "too-deep", message, _("Nothing here needs such nesting; flatten it."))
        container = kind(self.source, event.start_mark)
        self._stack.append((self._container, self._key))
        self._container, self._key = container, None

    def _close(self, _event: yaml.CollectionEndEvent) -> None:
        closed = self._container
        assert closed is not None
        self._container, self._key = self._stack.pop()
        self._attach(closed, closed.start)

    def _attach(self, value: Any, mark: _Mark | None) -> None:
        container, key = self._container, self._key
        if isinstance(container, Map):
            assert key is not None
            if key.value not in container:  # a duplicate was reported; the first one stays
                container[key.value] = value
                container.marks[key.value] = (key.start_mark, mark)
            self._key = None
        elif container is not None:
            container.append(value)
            container.marks.append(mark)
        else:
            self.root = value


# --- what the parser refuses ------------------------------------------------------------

_CONTROL = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def _refuse_control_characters(source: Source) -> None:
    found = _CONTROL.search(source.text)
    if found is None:
        return
    message = _("the character U+{number:04X} is not allowed in text").format(number=ord(found[0]))
    hint = _("Delete it; it often comes along when text is pasted from another program.")
    place = _end_of(source.text[: found.start()])
    raise InvalidInput([source.problem(place, "control-character", message, hint)])


_DIRECTIVE = re.compile("(?:^|[\n\r\x85\u2028\u2029])%TAG")
_MAX_DIRECTIVES = 100


def _refuse_many_directives(source: Source) -> None:
    """The parser holds each against all others, which thousands of them turn into minutes."""
    found = next(islice(_DIRECTIVE.finditer(source.text), _MAX_DIRECTIVES, None), None)
    if found is not None:
        place = _end_of(source.text[: found.end() - len("%TAG")])
        raise InvalidInput([_tag_problem(source, place)])


# The parser's own words, and ours for the slips people make.
_SYNTAX: Sequence[tuple[str, str, str]] = (
    (
        "mapping values are not allowed",
        later("a colon follows a value that already stands in “key: value”"),
        later("Put the text in quotes if the colon belongs to it, or check the indentation."),
    ),
    (
        "could not find expected ':'",
        later("a colon is missing after the key"),
        later("Write `key: value`; put text that runs over several lines in quotes."),
    ),
    (
        "cannot start any token",
        later("a value cannot begin with this character"),
        later("Put the text in quotes; use spaces, not tabs, to indent."),
    ),
    (
        "tab character",
        later("this line is indented with a tab"),
        later("Use spaces to indent."),
    ),
    (
        "unexpected end of stream",
        later("a quotation mark is opened and never closed"),
        later("Close the quotation mark at the end of the text."),
    ),
    (
        "found undefined tag handle",
        later("a type tag (!name) is not allowed here"),
        later("Remove it; plain text and numbers need none."),
    ),
    (
        "escape character",
        later("a backslash in double quotes stands before a character that gives it no meaning"),
        later("Use single quotes around the text, or write the backslash twice."),
    ),
    (
        "hexdecimal",
        later("a backslash in double quotes stands before a character that gives it no meaning"),
        later("Use single quotes around the text, or write the backslash twice."),
    ),
    (
        "block sequence entries are not allowed",
        later("a list cannot begin on this line"),
        later("Begin the list on the line below the key, or put the hyphen in quotes."),
    ),
    (
        "did not find expected",
        later("the indentation, or a bracket or quotation mark, does not fit what stands above"),
        later("Line the key up with its neighbours, and close every bracket and quotation mark."),
    ),
)


def _syntax_problem(source: Source, error: yaml.MarkedYAMLError) -> Problem:
    words = str(error.problem or "")
    mark = _place_to_show(source, error)
    for known, message, hint in _SYNTAX:
        if known in words:
            return source.problem(mark, "yaml-syntax", _(message), _(hint))
    message = _("the text cannot be read as YAML from here on")
    hint = _("Check indentation, quotation marks and brackets on this line and the one above.")
    return source.problem(mark, "yaml-syntax", message, hint)


def _place_to_show(source: Source, error: yaml.MarkedYAMLError) -> _Mark | None:
    """What is left open is noticed at the end of the text; the place to show is where it began."""
    marks = [error.problem_mark, error.context_mark]
    if "expected ':'" in str(error.problem):  # noticed on the next line
        marks.reverse()
    for mark in marks:
        if mark and source.excerpt(mark.line)[mark.column :].strip():
            return mark
    lines = _BREAK.split(source.text.rstrip())
    end = _Place(len(lines) - 1, len(lines[-1]))
    return end if error.problem_mark and error.problem_mark.line > end.line else error.problem_mark


def _tag_problem(source: Source, mark: _Mark | None) -> Problem:
    message = _("a type tag (!name) is not allowed here")
    return source.problem(mark, "yaml-tag", message, _("Remove it; plain text and numbers need none."))


def _last_place(source: Source) -> _Mark | None:
    """Where the parser had got to before it met what it gives no place for."""
    mark = None
    with suppress(ValueError):
        for event in yaml.parse(source.text, Loader=_Loader):
            mark = event.end_mark
    return mark
