"""The Chinese texts: the README in step with the English one, one word for one thing, and clean spacing.

`docs/glossary.md` says which Chinese word stands for which term, and which words are not used.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from functools import cache
from gettext import GNUTranslations
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import yaml
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from readiness import InvalidInput, load_answers, load_questionnaire
from readiness.questionnaire.questionnaire import Questionnaire
from test_command_line import call

ROOT = Path(__file__).resolve().parent.parent
ENGLISH, CHINESE = ROOT / "README.md", ROOT / "README.zh.md"
GLOSSARY = ROOT / "docs" / "glossary.md"
CATALOGUE = ROOT / "src" / "readiness" / "messages" / "translations" / "zh.po"
TRANSLATIONS = [
    *sorted(ROOT.glob("questionnaires/*/zh/*.yaml")),
    *sorted(ROOT.glob("src/readiness/authoring/starter/zh/*.yaml")),
]
EXAMPLES = sorted(ROOT.glob("examples/zh/**/*.yaml"))
PAGES = [CHINESE, *sorted(ROOT.glob("docs/zh/*.md"))]
FILES = [*TRANSLATIONS, *EXAMPLES, CATALOGUE, *PAGES]

HAN = "[\u4e00-\u9fff]"
IN_CODE = re.compile(r"``.+?``|`[^`]*`")
PLACEHOLDER = re.compile(r"\{+[^{}]*\}+")
LINK = re.compile(r"!?\[([^\]]*)\]\([^)]*\)")
ONE_WORD = re.compile(r"\d+年(?:\d+月(?:\d+日)?)?|\d+月(?:\d+日)?|36氪")
"""Digits and Han that are written together: dates, and the name of a newspaper."""
FAULTS = {
    "a blank between two Han": re.compile(rf"{HAN}[ \t]+{HAN}"),
    "half-width punctuation beside Han": re.compile(rf"{HAN}[,;:?!]|[,;:?!]{HAN}"),
    "a blank in a date": re.compile(r"\b(?:19|20)\d\d 年|\d 月|月 \d+ ?日"),
    "no blank between Han and a letter or digit": re.compile(rf"{HAN}[A-Za-z0-9]|[A-Za-z0-9]{HAN}"),
}


class Text(NamedTuple):
    """A text in Chinese, and where it stands in its file."""

    place: str
    words: str


def rows(heading: str, page: str) -> list[list[str]]:
    """The cells of the table under this heading of level 2, row by row, without the names of its columns."""
    section = re.search(rf"^## {re.escape(heading)}\n(.*?)(?=^## |\Z)", page, re.M | re.S)
    assert section is not None, heading
    lines = [line for line in section[1].splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[2:]]


NOT_USED = "Words that are not used"


@cache
def terms() -> dict[str, str]:
    """The Chinese of each English term of the glossary, in lower case."""
    page = GLOSSARY.read_text(encoding="utf-8")
    headings = [heading for heading in re.findall(r"^## (.+)$", page, re.M) if heading != NOT_USED]
    found = [
        (english.lower(), chinese) for heading in headings for english, chinese, _ in rows(heading, page)
    ]
    assert len(dict(found)) == len(found), "a term is in the glossary twice"
    return dict(found)


@cache
def rivals() -> dict[str, str]:
    """Each word that is not used, with the one to use."""
    return {word: instead for word, instead, _ in rows(NOT_USED, GLOSSARY.read_text(encoding="utf-8"))}


@cache
def texts(path: Path) -> tuple[Text, ...]:
    """Every Chinese text in a file of translations or of answers, a catalogue of messages or a page."""
    if path.suffix == ".yaml":
        source = path.read_text(encoding="utf-8")
        comments = _in_comments(source) if path in EXAMPLES else ()  # those in translations are English
        return (*_in_tree(yaml.safe_load(source), ()), *comments)
    return tuple(_in_catalogue(path) if path.suffix == ".po" else _in_page(path))


def _in_tree(node: Any, keys: tuple[str, ...]) -> Iterator[Text]:
    if isinstance(node, str):
        yield Text("/".join(keys), node)
    elif isinstance(node, dict) and "zh" in node:
        yield from _in_tree(node["zh"], keys)
    elif isinstance(node, dict | list):
        for key, value in node.items() if isinstance(node, dict) else enumerate(node):
            yield from _in_tree(value, (*keys, str(key)))


def _in_comments(source: str) -> Iterator[Text]:
    for number, line in enumerate(source.splitlines(), 1):
        if line.lstrip().startswith("#"):
            yield Text(f"line {number}", line.lstrip("# "))


def _in_catalogue(path: Path) -> Iterator[Text]:
    with path.open("rb") as stream:
        for message in read_po(stream):
            forms = [message.string] if isinstance(message.string, str) else message.string or ()
            yield from (Text(f"line {message.lineno}", form) for form in forms if message.id and form)


def _in_page(path: Path) -> Iterator[Text]:
    """Each line of a page that is not in a block of code."""
    fenced = False
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if line.startswith("```"):
            fenced = not fenced
        elif not fenced:
            yield Text(f"line {number}", LINK.sub(r"\1", line).replace("**", ""))


def blocks(page: Path) -> list[tuple[str, str]]:
    """Each block of code: its language and what is in it."""
    return re.findall(r"^```(\w*)\n(.*?)^```$", page.read_text(encoding="utf-8"), re.M | re.S)


def without_comments(language: str, code: str) -> list[str]:
    """The lines of a block, with only the numbers of what is said in comments; nothing of what is printed."""
    if language == "text":
        return []
    if language != "sh":
        return code.splitlines()
    parts = [re.split(r"\s+#\s", line, maxsplit=1) for line in code.splitlines()]
    return [" ".join([line, *re.findall(r"\d+", "".join(comment))]) for line, *comment in parts]


def headings(page: Path) -> list[int]:
    """The level of each heading."""
    lines = [text.words for text in _in_page(page)]
    return [len(line) - len(line.lstrip("#")) for line in lines if re.match("#+ ", line)]


def titles(questionnaire: Questionnaire) -> Iterator[str]:
    """Every title that a reader of a report can meet, in one order for every language."""
    yield questionnaire.title
    yield from titles_of_scores(questionnaire)
    yield from (question.title for question in questionnaire.profile)
    yield from (question.title for question in questionnaire.questions.values())
    yield from (flag.title for flag in questionnaire.red_flags)


def titles_of_scores(questionnaire: Questionnaire) -> Iterator[str]:
    """The titles of dimensions, of windows of opportunity and of bands."""
    yield from (section.title for section in questionnaire.all_sections.values())
    yield from (band.title for band in questionnaire.bands)


@cache
def titles_in_chinese() -> dict[str, str]:
    """The Chinese of each title of `going-global`, by the English one in lower case."""
    english, chinese = (titles(load_questionnaire("going-global", language)) for language in ("en", "zh"))
    return {title.lower(): translated for title, translated in zip(english, chinese, strict=True)}


def test_the_chinese_readme_has_the_headings_of_the_english_one() -> None:
    assert len(headings(ENGLISH)) >= 5
    assert headings(CHINESE) == headings(ENGLISH)


def test_the_chinese_readme_has_the_code_of_the_english_one() -> None:
    there, here = blocks(ENGLISH), blocks(CHINESE)
    assert len(there) >= 5
    assert [without_comments(*block) for block in here] == [without_comments(*block) for block in there]
    assert [language for language, _ in here] == [language for language, _ in there]


def test_each_readme_begins_with_a_link_to_the_other() -> None:
    for page, other in ((ENGLISH, CHINESE), (CHINESE, ENGLISH)):
        first = page.read_text(encoding="utf-8").splitlines()[:5]
        assert any(f"]({other.name})" in line for line in first)


@pytest.mark.parametrize(("page", "language"), [(ENGLISH, "en"), (CHINESE, "zh")], ids=["en", "zh"])
def test_the_mistakes_in_the_readme_are_shown_as_the_program_shows_them(
    page: Path, language: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if language == "zh":
        monkeypatch.setattr("readiness.messages.catalogue._catalogue", messages())
    monkeypatch.chdir(tmp_path)
    shown = next(code for kind, code in blocks(page) if kind == "text")
    wrong = [line.strip() for line in shown.splitlines() if re.match(r" +strategy\.\w+: ", line)]
    lines = ["questionnaire: going-global", "version: 2.0.0", "answers:", *(f"  {line}" for line in wrong)]
    Path("answers.yaml").write_text("\n".join(lines) + "\n", encoding="utf-8")
    with pytest.raises(InvalidInput) as caught:
        load_answers("answers.yaml", load_questionnaire("going-global", language))
    assert str(caught.value) == shown.rstrip("\n")


def test_the_page_on_the_report_shows_what_the_program_prints() -> None:
    shown = [code for kind, code in blocks(ROOT / "docs" / "zh" / "report.md") if kind == "text"]
    answers = str(ROOT / "examples" / "zh" / "suzhou-equipment.yaml")
    printed = [
        call("assess", "--answers", answers, "--lang", "zh", *more).stdout
        for more in ((), ("--explain", "co-creation"))
    ]
    assert [code.rstrip() in whole for code, whole in zip(shown, printed, strict=True)] == [True, True]


def messages() -> GNUTranslations:
    """The messages in Chinese as they are in the source, compiled or not."""
    compiled = io.BytesIO()
    with CATALOGUE.open("rb") as stream:
        write_mo(compiled, read_po(stream))
    compiled.seek(0)
    return GNUTranslations(compiled)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_in_chinese_pages_lead_somewhere(page: Path) -> None:
    targets = re.findall(r"\]\((?!https?://)([^)#]+)[^)]*\)", page.read_text(encoding="utf-8"))
    assert [target for target in targets if not (page.parent / target).exists()] == []


def test_the_chinese_readme_leads_to_chinese_pages_where_there_are_any() -> None:
    targets = re.findall(r"\]\(docs/([\w-]+\.md)", CHINESE.read_text(encoding="utf-8"))
    assert [target for target in targets if (ROOT / "docs" / "zh" / target).exists()] == []


def test_the_glossary_has_every_dimension_window_and_band_as_the_questionnaire_has_it() -> None:
    named = [title.lower() for title in titles_of_scores(load_questionnaire("going-global"))]
    assert len(named) >= 16
    assert [terms().get(title) for title in named] == [titles_in_chinese()[title] for title in named]


def test_terms_that_are_titles_of_the_questionnaire_are_the_same_there() -> None:
    both = terms().keys() & titles_in_chinese().keys()
    assert len(both) >= 30
    assert {term: terms()[term] for term in both} == {term: titles_in_chinese()[term] for term in both}


def test_no_term_of_the_glossary_is_a_word_that_is_not_used() -> None:
    assert len(rivals()) >= 30
    used = [*terms().values(), *rivals().values()]
    assert [(word, term) for word in rivals() for term in used if word in term] == []


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_chinese_texts_use_the_words_of_the_glossary(path: Path) -> None:
    assert texts(path)
    assert [
        f"{text.place}: {word}, not {instead}: {text.words}"
        for text in texts(path)
        for word, instead in rivals().items()
        if word in text.words
    ] == []


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_chinese_texts_are_spaced_and_punctuated_as_chinese_is(path: Path) -> None:
    assert [
        f"{text.place}: {fault}: {found[0]} in {text.words}"
        for text in texts(path)
        for fault, pattern in FAULTS.items()
        if (found := pattern.search(plain(text.words)))
    ] == []


def plain(words: str) -> str:
    """`words` with a sign in place of what is code, is filled in later, or is written without blanks."""
    for pattern in (IN_CODE, PLACEHOLDER):
        words = pattern.sub("\N{REPLACEMENT CHARACTER}", words)
    return ONE_WORD.sub("0\N{REPLACEMENT CHARACTER}", words)


def test_messages_quote_what_was_typed_with_one_kind_of_quotes() -> None:
    command = re.compile(r"pip install '[^']*'")  # its quotes are for the shell
    with CATALOGUE.open("rb") as stream:
        messages = [message for message in read_po(stream) if message.id]
    for message in messages:
        for text in (message.id, message.string):
            texts = (text,) if isinstance(text, str) else text or ()
            assert not [each for each in texts if "'{" in command.sub("", each)], text


@pytest.mark.parametrize(
    ("wrong", "fault"),
    [
        ("合规 是底线", "a blank between two Han"),
        ("合规,是底线", "half-width punctuation beside Han"),
        ("看ERP 系统", "no blank between Han and a letter or digit"),
        ("在2025年7月25日", "no blank between Han and a letter or digit"),
        ("从 7 月起", "a blank in a date"),
        ("共 3个", "no blank between Han and a letter or digit"),
    ],
)
def test_faults_of_spacing_are_found(wrong: str, fault: str) -> None:
    assert [name for name, pattern in FAULTS.items() if pattern.search(plain(wrong))] == [fault]


@pytest.mark.parametrize(
    "right",
    ["于 2025年7月25日在杭州", "从 7月起", "36氪", "写 `a:b`是", "共 {count:04X}题", "5G 标准；57%。"],
)
def test_right_spacing_is_left_alone(right: str) -> None:
    assert [name for name, pattern in FAULTS.items() if pattern.search(plain(right))] == []
