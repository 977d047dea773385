"""Options that read as if none of the others were true."""

from __future__ import annotations

import re

from readiness.questionnaire.questions.parts import Option

_NONE = (
    r"neither|nothing|none( (apply|applies|of (the )?(these|those|them|above|following|others)( .*)?))?"
    r"|以上(都|均|皆|全)?(不是|没有|不符合|非|无|否)|(都|均|皆)(不是|没有|非|无)|没有|无"
)


def reads_as_none(option: Option) -> bool:
    """Whether the id or the text of `option` says that none of the others is true."""
    return any(
        re.fullmatch(_NONE, text.strip(" .。!！"), re.IGNORECASE)
        for text in (option.id.replace("-", " "), option.text)
    )
