"""Names of files, made from the names of respondents: safe on every system, and each only once."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

SUFFIX = ".answers.yaml"
_MOST_BYTES = 120
"""The most bytes of a name; systems take 255, with the suffix and a number."""
_NOT_IN_NAMES = re.compile(r'[<>:"/\\|?*;&$`\'!#%{}~^\s]+')
"""What some system or shell does not take in a name, or takes for something else."""
_HIDDEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
_RESERVED = re.compile(
    r"(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]|conin\$|conout\$)(?:\..*)?", re.IGNORECASE
)
"""What Windows takes for a device, whatever suffix follows."""


def file_names(respondents: Iterable[tuple[str, int]]) -> list[str]:
    """A name of a file for each respondent, given by name and row; names alike get -2, -3, …."""
    taken: set[str] = set()
    names = []
    for respondent, row in respondents:
        base = safe_name(respondent) or f"row-{row}"
        name, number = base, 1
        while name.casefold() in taken:
            number += 1
            name = f"{base}-{number}"
        taken.add(name.casefold())
        names.append(f"{name}{SUFFIX}")
    return names


def safe_name(text: str) -> str:
    """`text` as part of a name of a file in one folder; empty if nothing of it can be."""
    whole = unicodedata.normalize("NFC", text)
    parts = _NOT_IN_NAMES.sub("-", whole)
    shown = "".join(each for each in parts if unicodedata.category(each) not in _HIDDEN)
    short = shown.encode()[:_MOST_BYTES].decode(errors="ignore")
    name = re.sub("-{2,}", "-", short).strip(".-_ ")
    return f"_{name}" if _RESERVED.fullmatch(name) else name
