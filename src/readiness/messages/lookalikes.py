"""Characters that look like those of a keyboard, and what to type instead of them.

They come with texts pasted from a word processor, a web page or a Chinese input method.
"""

from __future__ import annotations

import re
import unicodedata

from readiness.messages.catalogue import _, later
from readiness.messages.names_in_chinese import A_NAME

_LONGEST = 120
_SHOWN = 3

# Look-alikes, the ordinary character of each (or one for all; none if they are invisible), and their name.
_KINDS = (
    ("\u00a0", " ", later("no-break space")),
    ("\u202f", " ", later("narrow no-break space")),
    ("\u3000", " ", later("ideographic space")),
    (
        "\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u205f",
        " ",
        later("odd space"),
    ),
    ("\u200b", "", later("zero-width space")),
    ("\u200c\u200d\u2060", "", later("zero-width joiner")),
    ("\ufeff", "", later("zero-width no-break space")),
    ("\u00ad", "", later("soft hyphen")),
    ("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069", "", later("direction mark")),
    ("\u2010", "-", later("typographic hyphen")),
    ("\u2011", "-", later("no-break hyphen")),
    ("\u2012", "-", later("figure dash")),
    ("\u2013", "-", later("en dash")),
    ("\u2014\u2015", "-", later("em dash")),
    ("\u2212", "-", later("minus sign")),
    ("\uff0d", "-", later("full-width hyphen")),
    ("\uff1a", ":", later("full-width colon")),
    ("\u2236", ":", later("ratio sign")),
    ("\uff0c", ",", later("full-width comma")),
    ("\u3001", ",", later("ideographic comma")),
    ("\uff0e", ".", later("full-width full stop")),
    ("\u3002", ".", later("ideographic full stop")),
    ("\ufe50\ufe51\ufe52\ufe55\ufe63", ",,.:-", later("small form")),
    ("\u201c\u201d\u201e\u201f", '"', later("curly quotation mark")),
    ("\u2018\u2019\u201a\u201b", "'", later("curly apostrophe")),
    ("\u00ab\u00bb\u300c\u300d\u300e\u300f", '"', later("quotation mark of another language")),
    ("\u2044\u2215", "/", later("fraction slash")),
    ("аеорсухіѕј", "aeopcyxisj", later("Cyrillic letter")),
)
_FULL_WIDTH = range(0xFF01, 0xFF5F)
_FULL_WIDTH_NAME = later("full-width {character}")

_ORDINARY = {number: chr(number - 0xFEE0) for number in _FULL_WIDTH}
_NAMES: dict[int, str] = {}
for _alike, _plain, _name in _KINDS:
    _each = _plain if len(_plain) == len(_alike) else [_plain] * len(_alike)
    _ORDINARY |= dict(zip(map(ord, _alike), _each, strict=True))
    _NAMES |= dict.fromkeys(map(ord, _alike), _name)

BLANK_ALIKES = "".join(map(chr, (number for number, plain in _ORDINARY.items() if not plain.strip())))
"""Every look-alike that is blank or invisible."""
COLON_ALIKES = "".join(map(chr, (number for number, plain in _ORDINARY.items() if plain == ":")))
"""Every look-alike of a colon."""
COMMA_ALIKES = "".join(map(chr, (number for number, plain in _ORDINARY.items() if plain == ",")))
"""Every look-alike of a comma."""
QUOTE_ALIKES = "".join(map(chr, (number for number, plain in _ORDINARY.items() if plain == '"')))
"""Every look-alike of a double quotation mark."""
PAIR = rf"[a-z][a-z0-9._-]*(?:[{COLON_ALIKES}]|:[{BLANK_ALIKES}])"
"""A key whose colon, or the blank after it, only looks like one."""
_HAN_PAIR = rf"[\u4e00-\u9fff][^\s:{COLON_ALIKES}]{{0,19}}[{COLON_ALIKES}]"
_COMMENT_ALIKE = r"(?P<value>[^\s\uff03]{1,40})\s+(?:\uff03|//)\s*(?P<comment>.*)"
_NAMED = rf"(?:{A_NAME})(?P<colon>[{COLON_ALIKES}])"
_SEVERAL_NAMED = rf"(?P<comma>[{COMMA_ALIKES}])\s*(?:{A_NAME})[:{COLON_ALIKES}]"
_ENDS_LIKE_SENTENCE = r"[^,;.]+[,;.]"
_PER_CENT = r"[\d.,/ ]+%"
_STUCK_PAIR = r"[a-z][a-z0-9._-]*:[^\s:/\\]\S*"
"""A key and a value without a blank between them."""


def ordinary(text: str) -> str:
    """`text` with an ordinary character in place of each look-alike, without blanks at its ends."""
    return text.translate(_ORDINARY).strip()


def bare_word(text: str) -> str:
    """`text` in ordinary characters, without blanks and quotation marks around it."""
    return ordinary(text).strip("\"' ")


def look(text: str) -> str:
    """What all texts have in common that look like `text`, or differ from it only in case or width."""
    seen = unicodedata.normalize("NFKC", text)
    visible = "".join(each for each in seen if unicodedata.category(each) != "Cf")
    return " ".join(ordinary(visible).casefold().split())


def character_name(character: str) -> str:
    """The name and number of a look-alike, as in `full-width colon (：, U+FF1A)`."""
    number = ord(character)
    name = _(_NAMES.get(number, _FULL_WIDTH_NAME)).format(character=_ORDINARY[number])
    if character in BLANK_ALIKES:  # there is nothing to see
        return _("{name} (U+{number:04X})").format(name=name, number=number)
    return _("{name} ({character}, U+{number:04X})").format(name=name, character=character, number=number)


def what_to_type(text: str, *, is_pair: bool = False) -> str:
    """What to type instead of the look-alikes in `text`, a refused word or number; or a missing blank.

    Empty if there are none, or if `text` has other characters too: then it is in another language, unless
    it was to be a key and a value (`is_pair`). A sign of per cent is wrong either way.
    """
    if found_comment := re.fullmatch(_COMMENT_ALIKE, text):
        return _("A comment begins with an ordinary “#”: `{line}`.").format(
            line="{value}  # {comment}".format(**found_comment.groupdict()).rstrip()
        )
    if pairs := _pairs_to_type(text):
        return pairs
    plain = bare_word(text) if len(text) <= _LONGEST else ""
    found: list[str] = []
    words = text.split() if plain else []
    if words and all(re.fullmatch(_STUCK_PAIR, word) for word in words):
        return _("Write a blank after the colon: `{pair}`.").format(pair=words[0].replace(":", ": ", 1))
    if plain and plain.isascii() and not re.search(r"[ \t\n]", text.strip()):
        found = [character for character in dict.fromkeys(text) if ord(character) in _ORDINARY]
    elif pair := re.match(PAIR, text) or (re.match(_HAN_PAIR, text) if is_pair else None):
        found = [pair[0][-1]]
    if is_pair:  # other signs are no colon either
        found = [character for character in found if _ORDINARY[ord(character)] in (":", " ", "")]
    if not found or re.fullmatch(_PER_CENT, plain) or re.fullmatch(_ENDS_LIKE_SENTENCE, plain):
        return ""
    if len(found) > 1:
        names = _(", ").join(map(character_name, found[:_SHOWN]))
        return _("Type “{text}” with ordinary characters instead of the {names}.").format(
            text=plain, names=names
        )
    plain, name = _ORDINARY[ord(found[0])], character_name(found[0])
    if not plain:
        return _("Delete the {name}.").format(name=name)
    return _("Type {ordinary} instead of the {name}.").format(ordinary=_in_words(plain), name=name)


def _pairs_to_type(text: str) -> str:
    """What to type where `text` was to be keys and values, but has signs of full width, or nothing."""
    named = re.match(rf"[{{｛]?{_NAMED}", text)
    several = re.search(_SEVERAL_NAMED, text)
    if not named and not several:
        return ""
    if text.startswith("｛") or several:
        return _("Type ordinary signs, as in `{example}`.").format(example="{value: 2, note: …}")
    return _("Type {ordinary} instead of the {name}.").format(
        ordinary=_in_words(":"), name=character_name(named["colon"]) if named else ""
    )


def _in_words(character: str) -> str:
    """What to type, where it is `character`."""
    if character in ("'", '"'):
        return _("straight quotation marks or none")
    if character == ":":
        return _("a colon and a space")
    return _("an ordinary space") if character == " " else _("“{text}”").format(text=character)
