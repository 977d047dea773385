"""A page as one HTML file: no script, nothing to load, readable on a phone, in the dark and on paper."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable, Iterator
from itertools import count
from typing import NamedTuple

from markupsafe import Markup

from readiness.rendering.charts import chart_svg
from readiness.rendering.output import Output
from readiness.rendering.templating import environment, source
from readiness.views.blocks import Bars, Block, Break, Chart, Cover, Heading, Table, ids_in

_TAGS = {"zh": "zh-Hans"}
"""What HTML calls a language where its code does not say the script."""


def language_tag(language: str) -> str:
    """What HTML calls the language with this code; an empty one is English."""
    return _TAGS.get(language, language or "en")


def _tag(covers: list[Cover]) -> str:
    return language_tag(next((dict(cover.fields).get("language", "") for cover in covers), ""))


def write(page: Iterable[Block], output: Output) -> str:
    """`page` as one document; characters that the encoding of `output` lacks become references."""
    blocks = tuple(page)
    covers = [block for block in blocks if isinstance(block, Cover)]
    headings = [block for block in blocks if isinstance(block, Heading)]
    style = source("page.css")
    numbers = count(1)
    written = (
        environment()
        .get_template("page.html.jinja")
        .render(
            language=_tag(covers),
            skip=next((heading.text for heading in headings if heading.level == 2), ""),
            title=covers[0].title if covers else headings[0].text if headings else "",
            style=Markup(style),  # noqa: S704 (our own file)
            style_digest=base64.b64encode(hashlib.sha256(style.encode()).digest()).decode(),
            covers=covers,
            mark=_mark(covers),
            sheets=list(_sheets(block for block in blocks if not isinstance(block, Cover))),
            places=set(ids_in(blocks)),
            said=set(_said(blocks)),
            picture=lambda chart: _picture(chart, f"chart-{next(numbers)}"),
            marks=environment().get_template("marks.svg.jinja").module,
        )
    )
    return written.strip().encode(output.encoding, "xmlcharrefreplace").decode(output.encoding) + "\n"


def _said(blocks: Iterable[Block]) -> Iterator[str]:
    """The captions of tables that repeat the heading above them; only screen readers need those."""
    heading = ""
    for block in blocks:
        if isinstance(block, Heading):
            heading = block.text
        elif isinstance(block, Table | Bars) and block.caption == heading:
            yield heading


def _mark(covers: list[Cover]) -> str:
    """What the foot of each page on paper says: whose report it is, and who may read it."""
    fields = dict(covers[0].fields) if covers else {}
    names = ("enterprise", "confidentiality")
    return " · ".join(filter(None, (" ".join(fields.get(name, "").split()) for name in names)))


def _picture(chart: Chart, id: str) -> Markup:
    return Markup(chart_svg(chart, id))  # noqa: S704 (everything in it was escaped)


class _Section(NamedTuple):
    """A heading of level 2 and what follows it; what comes before the first heading has none."""

    heading: Heading | None
    blocks: list[Block]


def _sheets(blocks: Iterable[Block]) -> Iterator[list[_Section]]:
    """The sections of each page on paper."""
    sections = [_Section(None, [])]
    for block in blocks:
        if isinstance(block, Break):
            yield [section for section in sections if section.heading or section.blocks]
            sections = [_Section(None, [])]
        elif isinstance(block, Heading) and block.level == 2:
            sections.append(_Section(block, []))
        else:
            sections[-1].blocks.append(block)
    yield [section for section in sections if section.heading or section.blocks]
