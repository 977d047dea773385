"""The condition of a question as a formula of Excel that says whether it is certainly not asked.

A condition is true, false or, while it depends on what is open, neither, as in `scoring.scope`. A formula
knows only two values, so each condition becomes two: that it is true, and that it is false.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from readiness.answers.form_layout import ANSWERS, PROFILE, row_id
from readiness.views.form import FormRule

YES, NO = "TRUE", "FALSE"
_MOST_ARGUMENTS = 200
"""A function takes 255 at most."""
_LONGEST = 8_000
"""A formula may have 8,192 characters."""


class TwoFormulas(NamedTuple):
    """Two formulas: that a condition is true, and that it is false; neither holds while it is open."""

    true: str
    false: str


OPEN_RULE = TwoFormulas(NO, NO)


class RuleLine(NamedTuple):
    """The cells of the hidden sheet about one question, for formulas on that sheet."""

    kind: str
    now: str
    """What is filled in, or what it is for several choices beside them."""
    answered: str
    hidden: str
    """Whether it is certainly not asked."""
    aside: str
    """A formula: whether it is marked not applicable."""
    chosen: Mapping[str, str]
    """For each choice, whether it is chosen."""
    scores: Mapping[str, float]

    @property
    def all_chosen(self) -> str:
        """The cells of `chosen`, which stand below each other."""
        cells = list(self.chosen.values())
        return f"{cells[0]}:{cells[-1]}"


def truth(rule: FormRule, lines: Mapping[str, RuleLine]) -> TwoFormulas:
    """`rule` as two formulas about `lines`, by row id."""
    parts = [truth(part, lines) for part in rule.parts]
    if rule.kind == "all":
        return TwoFormulas(all_hold([each.true for each in parts]), any_holds([each.false for each in parts]))
    if rule.kind == "any":
        return TwoFormulas(any_holds([each.true for each in parts]), all_hold([each.false for each in parts]))
    if rule.kind == "not":
        return TwoFormulas(parts[0].false, parts[0].true)
    line = lines.get(row_id(PROFILE if rule.kind == "fact" else ANSWERS, rule.of))
    if line is None or rule.kind == "score":
        return OPEN_RULE
    meets = _meets(rule, line)
    asked = all_hold([_denied(line.hidden), _denied(line.aside)])
    fails = all_hold([line.answered, _denied(meets)])
    return TwoFormulas(all_hold([asked, meets]), any_holds([line.hidden, line.aside, fails]))


def not_asked(rule: FormRule | None, lines: Mapping[str, RuleLine]) -> str:
    """The formula that a question with this condition is certainly not asked."""
    formula = NO if rule is None else truth(rule, lines).false
    return formula if len(formula) < _LONGEST else NO  # rather no help than a file that Excel refuses


def _meets(rule: FormRule, line: RuleLine) -> str:
    """The formula that an answer, which must be there, passes a test."""
    if line.kind == "number":
        is_one = any_holds([f'{line.now}&""={quoted_text(id)}' for id in rule.ids])
        least = YES if rule.least is None else f"{line.now}>={_number(rule.least)}"
        most = YES if rule.most is None else f"{line.now}<={_number(rule.most)}"
        return all_hold([line.answered, is_one if rule.ids else all_hold([least, most])])
    chosen = line.chosen
    if rule.ids:
        found = any_holds([chosen[id] for id in rule.ids if id in chosen])
        if rule.alone and line.kind == "several" and found != NO:
            return all_hold([found, f"COUNTIF({line.all_chosen},TRUE)=1"])
        return found
    if line.kind == "several":
        total = "+".join(f"N({cell})*{_number(line.scores[id])}" for id, cell in chosen.items())
        return all_hold(
            [
                f"{total}>={_number(rule.least)}" if rule.least is not None else YES,
                f"{total}<={_number(rule.most)}" if rule.most is not None else YES,
            ]
        )
    return any_holds([cell for id, cell in chosen.items() if _is_within(rule, line.scores[id])])


def _is_within(rule: FormRule, score: float) -> bool:
    return (rule.least is None or score >= rule.least) and (rule.most is None or score <= rule.most)


def all_hold(formulas: Sequence[str]) -> str:
    """That all of `formulas` are true."""
    return _joined("AND", formulas, YES, NO)


def any_holds(formulas: Sequence[str]) -> str:
    """That one of `formulas` is true."""
    return _joined("OR", formulas, NO, YES)


def _joined(name: str, formulas: Sequence[str], neutral: str, decisive: str) -> str:
    rest = [formula for formula in dict.fromkeys(formulas) if formula != neutral]
    if decisive in rest:
        return decisive
    while len(rest) > 1:
        some = [rest[begin : begin + _MOST_ARGUMENTS] for begin in range(0, len(rest), _MOST_ARGUMENTS)]
        rest = [f"{name}({','.join(each)})" for each in some]
    return rest[0] if rest else neutral


def _denied(formula: str) -> str:
    return {YES: NO, NO: YES}.get(formula, f"NOT({formula})")


def _number(value: float) -> str:
    return f"({value!r})" if value < 0 else repr(value)


def quoted_text(text: str) -> str:
    """`text` as a formula has it."""
    return '"{}"'.format(text.replace('"', '""'))
