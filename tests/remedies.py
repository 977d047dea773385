"""What the hint of a problem proposes to write, and the text with it written in the place of the problem."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import yaml

from readiness import Problem
from readiness.source.events import composed

# What stands before a text to write, or around it.
_FORMS = (
    r"(?:Did you mean|It is called) “([^”]+)”",
    r"Did you mean (\S+), without",
    r"(?:Write|, or write) `([^`]+)`",
    r"Write `[^`]+` or `([^`]+)`",
    r"Write [^`.]+: `([^`]+)`",
    r"write `([^`]+)` instead",
    r"Write (\S+), without ",
    r"Write (yes), (no) or (unknown)\.",
    r"some of (\[[^\]]+\]), (\[\]) for none, or (unknown)\.",
    r"Write (\S+): a share",
    r"Write (-?\d\S*) or (?:more|less)",
    r"Write a (?:score|whole number) from (\S+) to ([\d.]+)[.,]",
    r"and up to (\S+)\.",
    r"as in `([^`]+)`",
    r"as in ([^\s`]+?)(?: or (\S+?))?\.$",
    r"Move `\w+` to (\S+) or",
    r"Put it in quotes: (.+)\.$",
    r"Add (?:the line )?`([^`]+)`(?: here)?\.",
)
_LISTS = (
    r"Write one of ([^`“]+?)(?:, or unknown)?\.$",
    r"Known here: ([^“…]+)\.$",
    r"Choose one of: (.+)\.$",
)
_A_FORM_IN_GENERAL = ("key: value",)


def proposals(problem: Problem) -> Iterator[str]:
    """Every text that the hint of `problem` says to write in its place."""
    for form in _FORMS:
        for found in re.findall(form, problem.hint):
            for text in (found,) if isinstance(found, str) else found:
                if text and text not in _A_FORM_IN_GENERAL:
                    yield text.rstrip(".")
    for form in _LISTS:
        for listed in re.findall(form, problem.hint):
            for text in re.split(r", | or ", listed):
                if text != "none":
                    yield re.sub(r" \(.*\)$", "", text)  # `2 (a-team)` is a score and what it means


class _Pair(NamedTuple):
    """A key and a value of a mapping."""

    mapping: yaml.MappingNode
    key: yaml.ScalarNode
    value: yaml.Node


def with_remedy(text: str, problem: Problem, proposed: str) -> str:
    """`text` with what is `proposed` written in the place of `problem`.

    A `key: value` replaces the pair of this key around the place, or is added beside it.
    """
    try:
        root = composed(text)
    except yaml.YAMLError:  # the line is proposed whole
        lines = text.splitlines(keepends=True)
        line = lines[problem.line - 1]
        lines[problem.line - 1] = line.replace(line.strip(), proposed)
        return "".join(lines)
    assert root is not None
    place = (problem.line - 1, problem.column - 1)
    is_text = "Write a blank after the colon" in problem.hint  # `key:value` is one text, not a pair
    added = None if is_text else re.fullmatch(r"([a-z_]+):(?: (.*))?", proposed)
    if added and f"`{proposed}` in the question" in problem.hint:
        around = [
            pair.mapping
            for pair in _pairs(root)
            if pair.key.value == "options" and _holds(pair.mapping, place)
        ]
        return _beside(text, around[-1], proposed)
    if added and f"`{proposed}` instead" in problem.hint:
        return _with_other_pair(text, root, place, proposed)
    if added:
        return _with_pair(text, root, place, added[1], added[2] or "")
    node = min(
        (node for node in nodes(root) if (node.start_mark.line, node.start_mark.column) == place),
        key=lambda node: (not isinstance(node, yaml.ScalarNode), node.end_mark.index),
    )
    return replacing(text, node, proposed)


def replacing(text: str, node: yaml.Node, new: str) -> str:
    """`text` with `new` in the place of `node`."""
    before = text[: node.start_mark.index]
    blank = " " if before.endswith(":") else ""
    return before + blank + new + _from_end(text, node)


def _from_end(text: str, node: yaml.Node) -> str:
    """`text` after `node`; a collection in block style ends before the blanks that follow it."""
    end = node.end_mark.index
    if isinstance(node, yaml.CollectionNode) and not node.flow_style:
        end = len(text[:end].rstrip())
    return text[end:]


def _with_pair(text: str, root: yaml.Node, place: tuple[int, int], key: str, value: str) -> str:
    if not value:  # “Add it here”: a key is missing in the mapping that begins at the place
        return _with_new_pair(text, root, place, f"{key}:")
    around = [pair for pair in _pairs(root) if _holds(pair.mapping, place)]
    same = [pair for pair in around if pair.key.value == key]
    at_place = [
        pair
        for pair in around
        if place in [(part.start_mark.line, part.start_mark.column) for part in (pair.key, pair.value)]
    ]
    own = at_place[-1:] if at_place and at_place[-1].key.value in (key, "value", "not_applicable") else []
    for pair in [*own, *same[-1:]]:
        return f"{text[: pair.key.start_mark.index]}{key}: {value}{_from_end(text, pair.value)}"
    return _with_new_pair(text, root, place, f"{key}: {value}")


def _with_other_pair(text: str, root: yaml.Node, place: tuple[int, int], line: str) -> str:
    """`text` with `line` in place of the pair whose key or value is at the place."""
    (pair,) = (
        pair
        for pair in _pairs(root)
        if place in [(part.start_mark.line, part.start_mark.column) for part in (pair.key, pair.value)]
    )
    return text[: pair.key.start_mark.index] + line + _from_end(text, pair.value)


def _with_new_pair(text: str, root: yaml.Node, place: tuple[int, int], line: str) -> str:
    """`text` with a pair more in the innermost mapping around `place`."""
    mapping = [node for node in nodes(root) if isinstance(node, yaml.MappingNode) and _holds(node, place)][-1]
    return _beside(text, mapping, line)


def _beside(text: str, mapping: yaml.MappingNode, line: str) -> str:
    """`text` with `line` as the first pair of `mapping`."""
    if mapping.flow_style:
        at = mapping.start_mark.index + 1
        return f"{text[:at]}{line} , {text[at:]}"
    at = mapping.start_mark.index
    return f"{text[:at]}{line}\n{' ' * mapping.start_mark.column}{text[at:]}"


def _holds(node: yaml.Node, place: tuple[int, int]) -> bool:
    begin, end = ((mark.line, mark.column) for mark in (node.start_mark, node.end_mark))
    return begin <= place <= end


def nodes(node: yaml.Node) -> Iterator[yaml.Node]:
    """`node` and all that is in it, outer ones first."""
    yield node
    for part in node.value if isinstance(node, yaml.CollectionNode) else ():
        for inner in part if isinstance(part, tuple) else (part,):
            yield from nodes(inner)


def _pairs(root: yaml.Node) -> Iterator[_Pair]:
    for node in nodes(root):
        if isinstance(node, yaml.MappingNode):
            yield from (_Pair(node, key, value) for key, value in node.value)


def helps(problem: Problem, before: Sequence[Problem], after: Sequence[Problem]) -> bool:
    """Whether `problem` is gone: fewer problems say the same of the same line than `before`."""

    def alike(problems: Sequence[Problem]) -> int:
        said = (problem.code, problem.message, problem.line)
        return sum((each.code, each.message, each.line) == said for each in problems)

    return alike(after) < alike(before)
