"""Edit the text of an answers file and leave everything else unchanged."""

from __future__ import annotations

import textwrap

import yaml

from readiness.answers.layout import BREAKS, Entry, Layout
from readiness.messages.characters import run_together
from readiness.source.parsing import parse
from readiness.source.source import Source, lines_of


class EditableText(Layout):
    """A text and the edits to make; their places refer to the original text."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.edits: list[tuple[int, int, str]] = []

    def result(self) -> str:
        """The text with all edits made."""
        pieces = []
        place = 0
        for begin, end, new in sorted(self.edits, key=lambda edit: edit[:2]):
            pieces += [self.text[place:begin], new]
            place = end
        return "".join([*pieces, self.text[place:]])

    def respell(self, node: yaml.Node, word: str) -> None:
        """Write `word` instead of a scalar, in quotes if the scalar was."""
        begin, end = node.start_mark.index, self.end(node)
        quote = self.text[begin] if self.text[begin] in "'\"" else ""
        comments = [f"  {comment}" for comment in self.comments_of_header(node)]
        new = f"{quote}{word}{quote}" if quote else scalar(word)
        self.edits.append((begin, end, "".join([new, *comments])))

    def set_value(self, entry: Entry, new: str, head: str) -> None:
        """Replace a value by `new`; keep the old one in a comment above, which begins with `head`."""
        begin = entry.value.start_mark.index
        self._comment(entry.anchor, head, begin, entry.end)
        if entry.mapping.flow_style:
            self.edits.append((begin, entry.end, new or "null"))
            return
        if new:
            self.edits.append((entry.colon, entry.colon, f" {new}"))
        self._cut(begin, entry.end)

    def set_aside(self, entries: list[Entry], chosen: list[Entry], head: str) -> None:
        """Turn the `chosen` entries of a mapping's `entries` into comments, each below `head`."""
        for entry in chosen:
            start = self.line_start(entry.begin)
            if entry.mapping.flow_style:
                self._comment(entry.anchor, head, entry.begin, entry.end)
                self._cut_listed(entries, chosen, entry)
            elif self.text[start : entry.begin].strip():  # other text comes before it in its line
                self._comment(entry.anchor, head, entry.begin, entry.end)
                self._cut(entry.begin, entry.end)
            else:
                end = self.line_end(entry.end)
                indent = self.indent(start)
                lines = [head, *(line.removeprefix(indent) for line in lines_of(self.text[start:end]))]
                self.edits.append((start, end, self._commented(lines, start).rstrip(BREAKS)))

    def _comment(self, anchor: int, head: str, begin: int, end: int) -> None:
        """Put `head` and the text from `begin` to `end` above the line that begins at `anchor`."""
        start = self.line_start(begin)
        if not self.text[start:begin].strip():
            begin = start
        lines = [line.rstrip(BREAKS) for line in lines_of(self.text[begin:end])]
        lines = textwrap.dedent("\n".join(lines)).split("\n")
        lines = (
            [run_together([head, lines[0]])] if len(lines) == 1 else [head, *(f"  {line}" for line in lines)]
        )
        self.edits.append((anchor, anchor, self._commented(lines, anchor)))

    def _commented(self, lines: list[str], start: int) -> str:
        """`lines` as comments, indented like the line that begins at `start`."""
        indent = self.indent(start)
        return "".join(f"{indent}# {line}".rstrip() + self.newline for line in lines)

    def _cut(self, begin: int, end: int) -> None:
        """Remove a piece of text, and the line or blanks that nothing else needs."""
        start, stop = self.line_start(begin), self.line_end(end)
        before, after = self.text[start:begin], self.text[end:stop].lstrip(" \t")
        if not before.strip() and not after:
            begin, end = start, self.next_line(end)
        elif not before.strip() and after.startswith("#"):
            end = stop - len(after)
        elif not after or after.startswith("#"):
            begin = start + len(before.rstrip(" \t"))
            end = end if after else stop
        self.edits.append((begin, end, ""))

    def _cut_listed(self, entries: list[Entry], chosen: list[Entry], entry: Entry) -> None:
        """Remove an entry of a mapping in braces, with one comma."""
        index = entries.index(entry)
        last = index == len(entries) - 1
        limit = entry.mapping.end_mark.index - 1 if last else entries[index + 1].begin
        comma = self.find(",", entry.end, limit)
        if comma is None:
            self._cut(entry.begin, entry.end)
            kept = [number for number in range(index) if entries[number] not in chosen]
            if kept:
                place = self.find(",", entries[kept[-1]].end, entries[kept[-1] + 1].begin)
                assert place is not None
                self.edits.append((place, place + 1, ""))
        elif self.text[entry.end : comma].strip(" \t"):
            self._cut(entry.begin, entry.end)
            self.edits.append((comma, comma + 1, ""))
        else:
            after = self.text[comma + 1 : limit]
            blanks = len(after) - len(after.lstrip(" \t"))
            self._cut(entry.begin, comma + 1 + (0 if after.lstrip().startswith("#") else blanks))


def scalar(word: str) -> str:
    """A word as a plain scalar; in quotes if it would not be read as text."""
    return word if parse(Source("", word)) == word else f'"{word}"'
