"""The markets of an answers file, checked: what each is called, where it lies, and what differs there."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from readiness.answers.answer_reading import read_given
from readiness.answers.answers import Market, Notice
from readiness.answers.checking import Checking
from readiness.answers.showstoppers import read_showstopper
from readiness.answers.versions import Renames, renames_since
from readiness.messages.catalogue import _
from readiness.messages.lookalikes import look
from readiness.questionnaire.fields import Id, pattern_of
from readiness.questionnaire.history import version_key
from readiness.questionnaire.profile import ProfileQuestion
from readiness.source.data import DataPath

OF_MARKET = ("title", "market", "showstopper", "answers")
"""The keys of a market."""
MAX_MARKETS = 30
"""More cannot be compared by reading."""


def read_markets(
    raw: Mapping[str, Any], profile: Mapping[str, tuple[str, ...]], checking: Checking, since: str
) -> dict[str, Market]:
    """The markets in `raw`, a whole answers file with this `profile`, in the order of the file.

    `since` is the version whose ids the file uses.
    """
    asked, markets = checking.questionnaire.markets, raw.get("markets")
    if "markets" in raw and asked is None:
        message = _("this questionnaire does not compare markets")
        hint = _(
            "Remove `markets`, or name the question of the profile that lists them as `by_market` there."
        )
        checking.complaints.add(("markets",), "no-markets", message, hint, key=True)
    if markets is None or asked is None:
        return {}
    if not isinstance(markets, dict):
        message = _("“markets” must be a mapping")
        hint = _(
            "Write a line with an id of your own for each market, such as `vietnam:`, and its keys below."
        )
        checking.complaints.add(("markets",), "not-mapping", message, hint)
        return {}
    if len(markets) > MAX_MARKETS:
        message = _("there are more than {most} markets").format(most=MAX_MARKETS)
        hint = _("Keep those between which you want to choose.")
        checking.complaints.add(("markets",), "too-many-markets", message, hint, key=True)
        return {}
    return _MarketReader(checking, asked, profile, since).read(markets)


class _MarketReader:
    """Reads the markets one by one."""

    def __init__(
        self, checking: Checking, asked: ProfileQuestion, profile: Mapping[str, tuple[str, ...]], since: str
    ) -> None:
        self._checking = checking
        self._asked = asked
        self._chosen = profile.get(asked.id, ())
        self._since = since
        self._renames: Renames = renames_since(checking.questionnaire, since, "profile")
        self._is_older = version_key(since) < version_key(checking.questionnaire.version)

    def read(self, raw: Mapping[str, Any]) -> dict[str, Market]:
        """The markets in `raw`, without those whose market a newer version gave up."""
        found = {id: self._market(id, content) for id, content in raw.items()}
        markets = {id: market for id, market in found.items() if market is not None}
        self._expect_titles_to_differ(markets)
        return markets

    def _market(self, id: str, raw: Any) -> Market | None:
        path: DataPath = ("markets", id)
        if id in self._checking.questionnaire.questions:
            message = _("“{name}” does not belong here").format(name=id)
            hint = _("Write the answer to “{id}” under the `answers` of a market, or of the whole file.")
            self._checking.complaints.add(path, "unknown-key", message, hint.format(id=id), key=True)
            return None
        self._expect_id(id, path)
        if not isinstance(raw, dict):
            message = _("a market must be a mapping")
            hint = _("Write `title: …` and `market: …` lines below it.")
            self._checking.complaints.add(path, "not-mapping", message, hint)
            return None
        self._expect_keys(path, raw)
        option = self._option(id, raw.get("market"), (*path, "market"))
        given = read_given(raw.get("answers"), self._checking, self._since, market=id)
        title = self._title(path, raw.get("title"))
        showstopper = read_showstopper(raw, path, self._checking)
        return None if option is None else Market(title, option, showstopper, given)

    def _expect_id(self, id: str, path: DataPath) -> None:
        if not re.fullmatch(pattern_of(Id), id):
            message = _("“{id}” is not the id of a market").format(id=id[:80])
            hint = _(
                "Write lower-case letters and digits with hyphens between words, such as `south-vietnam`, and"
                " any other words as its `title`."
            )
            self._checking.complaints.add(path, "bad-id", message, hint, key=True)

    def _expect_keys(self, path: DataPath, raw: Mapping[str, Any]) -> None:
        """Report the keys that a market does not have; answers and the profile have other places."""
        questionnaire = self._checking.questionnaire
        others = {}
        for key, content in raw.items():
            if key in questionnaire.questions:
                hint = _("Write the answer to “{id}” under the `answers` of this market.").format(id=key)
            elif key == "profile" or (key not in OF_MARKET and questionnaire.profile_question(key)):
                hint = _("All markets share the `profile` of the file; `market` names the one it lies in.")
            else:
                others[key] = content
                continue
            message = _("“{name}” does not belong here").format(name=key)
            self._checking.complaints.add((*path, key), "unknown-key", message, hint, key=True)
        self._checking.known_keys(path, others, OF_MARKET)

    def _title(self, path: DataPath, raw: Any) -> str:
        title = " ".join(self._checking.text((*path, "title"), raw).split())
        if look(title):
            return title
        hint = _("Add what you call it, as in `title: Plant near Hanoi`.")
        if isinstance(raw, str):
            message = _("“{key}” is empty").format(key="title")
            self._checking.complaints.add((*path, "title"), "missing-key", message, hint)
        elif raw is None:
            self._report_missing(path, "title", hint)
        return ""

    def _report_missing(self, path: DataPath, key: str, hint: str) -> None:
        message = _("“{key}” is missing").format(key=key)
        self._checking.complaints.add((*path, key), "missing-key", message, hint)

    def _expect_titles_to_differ(self, markets: Mapping[str, Market]) -> None:
        first: dict[str, str] = {}
        for id, market in markets.items():
            other = first.setdefault(look(market.title), id)
            if other != id and market.title:
                message = _("“{id}” has the same title as “{other}”").format(id=id, other=other)
                hint = _("Give each market a title of its own; a report could not tell them apart.")
                self._checking.complaints.add(("markets", id, "title"), "same-title", message, hint)

    def _option(self, id: str, raw: Any, path: DataPath) -> str | None:
        """The option of the profile that the market `id` lies in; None with a problem or a notice."""
        known = [option.id for option in self._asked.options]
        if raw is None:
            hint = _("Add the one it lies in, one of {names}.")
            names = _(", ").join(self._chosen or known)
            self._report_missing(path[:-1], "market", hint.format(names=names))
            return None
        if isinstance(raw, list):
            hint = _("A market lies in one of the markets of the profile; write one id, without brackets.")
            message = _("“{key}” takes one value, not a list").format(key="market")
            self._checking.complaints.add(path, "not-one", message, hint)
            return None
        if not isinstance(raw, str):
            message, hint = _("“{key}” must be text"), _("Known here: {names}.")
            hint = hint.format(names=_(", ").join(known))
            self._checking.complaints.add(path, "not-text", message.format(key="market"), hint)
            return None
        return self._chosen_one(id, raw, path)

    def _chosen_one(self, id: str, raw: str, path: DataPath) -> str | None:
        option = self._renames.option(self._asked.id, raw)
        titles = {option.id: option.text for option in self._asked.options}
        if option is not None and option in self._chosen:
            if option != raw:
                notice = Notice("option-renamed", self._asked.id, option, "profile", id)
                self._checking.notices.append(notice)
            return option
        if self._is_older and (option not in titles or self._is_open_again()):
            self._checking.notices.append(Notice("market-gone", id, raw))
            return None
        if option not in titles:
            self._checking.unknown(path, "unknown-option", raw, list(titles), titles=titles)
            return None
        message = _("“{name}” is not among the markets of the profile").format(name=raw)
        hint = _("Add it there, as in `{line}`, or name one of those.")
        line = f"{self._asked.id}: [{', '.join((*self._chosen, raw))}]"
        self._checking.complaints.add(path, "market-not-chosen", message, hint.format(line=line))
        return None

    def _is_open_again(self) -> bool:
        """Whether a newer version gave up the answer of the profile that names the markets."""
        return any(
            (notice.kind, notice.part, notice.question) == ("option-gone", "profile", self._asked.id)
            for notice in self._checking.notices
        )
