"""The cover of a document: whose it is, of which day, and for whom."""

from __future__ import annotations

from readiness.messages.catalogue import _
from readiness.messages.sentences import day_in_words, shortened
from readiness.views.blocks import Cover, fact
from readiness.views.report import CoverView, Provenance


def cover_block(
    title: str,
    kind: str,
    dated: str,
    cover: CoverView,
    made: Provenance,
    language: str,
    *,
    verdict: str,
    overall: str,
) -> Cover:
    """The cover of a document of this `kind`; `verdict` and `overall` are for a letterhead."""
    facts = (
        fact(_("Enterprise:"), cover.enterprise),
        fact(_("Answers by:"), made.respondent),
        fact(_("Answers of:"), day_in_words(made.answers_date)),
        fact(dated, day_in_words(made.built_on)),
        fact(_("Prepared by:"), cover.prepared_by),
        fact(_("Prepared for:"), cover.prepared_for),
        fact(_("Confidentiality:"), cover.confidentiality),
    )
    fields = {
        **{name: shortened(text) for name, text in cover._asdict().items()},
        "title": title,
        "kind": kind,
        "date": made.answers_date or made.built_on,
        "day": day_in_words(made.answers_date or made.built_on),
        "respondent": shortened(made.respondent),
        "verdict": verdict,
        "overall": overall,
        "language": language,
    }
    return Cover(title, kind, tuple(each for each in facts if each.line), tuple(fields.items()))
