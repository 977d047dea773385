"""The sentences of the report on a cohort: what stands out, what is hidden, and how it is calculated."""

from __future__ import annotations

from collections.abc import Iterator

from readiness.messages.catalogue import _, plural
from readiness.questionnaire.questionnaire import Questionnaire
from readiness.questionnaire.rounding import rounded
from readiness.views.cohort import Cohort

FEW_FIRMS = 30
"""Below this, alpha moves a long way with a few firms more: a convention."""


def cohort_summary(cohort: Cohort, set_aside: int) -> Iterator[str]:
    """How the firms stand in one look, in sentences; and how many files and rows are not among them."""
    if set_aside:
        yield plural(
            "{count} file or row was set aside and is not counted.",
            "{count} files and rows were set aside and are not counted.",
            set_aside,
        )
    if cohort.firms is None:
        return
    overall = cohort.quartiles[0]
    if overall.median is not None:
        yield _("Half of the firms score {median} {of} or more overall.").format(
            median=overall.median.text, of=cohort.scale
        )
    if overall.lower is not None and overall.upper is not None:
        yield _("A quarter of them score {lower} or less, and a quarter {upper} or more.").format(
            lower=overall.lower.text, upper=overall.upper.text
        )
    if cohort.rounds is not None and cohort.rounds.up is not None and cohort.rounds.down is not None:
        yield _("Since the earlier round, {up} moved up and {down} moved down.").format(
            up=cohort.rounds.up, down=cohort.rounds.down
        )


def few_hint(firms: int, questions: int) -> str:
    """Why alpha says little about so many firms and questions; empty if it says what it can."""
    hints = []
    if firms < FEW_FIRMS:
        hints.append(_("few firms"))
    if questions == 2:
        hints.append(_("two questions"))
    return _(", ").join(hints)


def cohort_privacy(threshold: int, *, is_empty: bool) -> Iterator[str]:
    """What is hidden so that no firm can be recognised, and what that does not protect from."""
    if threshold < 2:
        yield _("Nothing is hidden in this report. It tells of single firms: keep it in the bureau.")
        return
    if is_empty:
        yield plural(
            "There is less than {count} firm, so nothing is shown: it would tell of single firms.",
            "There are fewer than {count} firms, so nothing is shown: it would tell of single firms.",
            threshold,
        )
        return
    yield _(
        "Groups of fewer than {count} firms are hidden, and others with them where a sum would give them"
        " away."
    ).format(count=threshold)
    yield _(
        "Where nearly all firms are alike, or nearly all that can be meant, the report says “36 to 40 of 40”:"
        " the exact number would tell of the few that are not."
    )
    yield _(
        "Scores, and what only some groups are asked or meet, are left out where they would tell of hidden"
        " numbers."
    )
    yield _(
        "Two reports on nearly the same firms can be compared, and their difference tells of the others. Do"
        " not hand out a report with and one without a few firms."
    )


def cohort_method(questionnaire: Questionnaire, threshold: int, *, high: float) -> Iterator[str]:
    """The rules of the numbers."""
    yield _(
        "Each firm is scored as in its own report; open answers count at their worst. Medians and quartiles"
        " are whole hundredths of their scale."
    )
    yield _("A gap is an answer in the lower half of its scale that the firm can improve.")
    if threshold > 1:
        yield _(
            "Its share is among the firms that answered; where fewer than {count} did not, among all, since"
            " the exact number would tell of these few."
        ).format(count=threshold)
    if questionnaire.red_flags or any(each.way.sides for each in questionnaire.all_sections.values()):
        yield _(
            "A firm needs help first if a red flag applies to it, or if one of its risks leaves {percent}% or"
            " more."
        ).format(percent=rounded(100 * high, 0))
    yield _(
        "Of a group it is only told between which two numbers those are that need help, since exact numbers"
        " of several groups would tell of each other."
    )
    yield _(
        "Alpha is Cronbach's alpha (1951) over the questions of one section, for a risk those about control,"
        " from the firms that answered all of them: 1 if all questions say the same of a firm, 0 if each says"
        " something else. In brackets is its 95% interval (Bonett 2002)."
    )
    yield _(
        "A low alpha is no fault of a section whose questions are parts of one task, as they may well differ"
        " in a firm. It warns where they are meant to be signs of one thing."
    )
