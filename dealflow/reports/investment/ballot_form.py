"""The ballot paper behind a one-time address: one plain HTML form that a phone shows well, and its kind refusals.

It needs no script and loads nothing. The address itself holds the secret, so nothing else of it stands in the page.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from dealflow.actions.investment.vote_links import BallotPaper, PaperItem
from dealflow.domain.investment.committee import Ballot
from dealflow.i18n import called, name_of, t
from dealflow.reports.investment.terms_words import terms_line
from dealflow.reports.kit.templates import render

SWITCH: Final = "switch_to"
"""The field that asks for the page in another language; what was typed so far is shown again."""
_LONGEST: Final = 10_000


@dataclass(frozen=True, slots=True)
class _Item:
    """One item as the form shows it; ``words``: the texts that go with a vote, by field, as typed so far."""

    id: str
    company: str
    facts: tuple[tuple[str, str], ...]
    chosen: str | None
    words: tuple[tuple[str, str], ...]


def form(paper: BallotPaper, lang: str, *, typed: Mapping[str, str] | None = None, message: str = "") -> str:
    """Return the page with one form for all open items.

    ``typed`` (field by field) is shown again, ``message`` says what went wrong.
    """
    return render(
        "investment/ballot_form.html",
        lang,
        paper=paper,
        session=paper.session,
        items=[_item(item, typed or {}, lang) for item in paper.items],
        ballots=tuple(Ballot),
        switch_field=SWITCH,
        longest=_LONGEST,
        message=message,
    )


def nothing_open(paper: BallotPaper, lang: str) -> str:
    """Return the page of an address that opens while nothing is left to vote on."""
    return _notice(paper.session.title, t("vote.nothing_open", lang), lang)


def thanks(count: int, lang: str) -> str:
    """Return the page after all votes were handed in."""
    return _notice(t("vote.thanks", lang), t("vote.thanks.next", lang), lang, done=t("vote.cast", lang, n=count))


def refusal(problem: str, lang: str) -> str:
    """Return the page of an address that does not open (``link_used``, ``link_expired``, ...), with what to do next."""
    return _notice(t(f"vote.refused.{problem}", lang), t("vote.refused.next", lang), lang, other_languages=True)


def _notice(heading: str, following: str, lang: str, *, done: str = "", other_languages: bool = False) -> str:
    return render(
        "investment/ballot_notice.html",
        lang,
        heading=heading,
        following=following,
        done=done,
        other_languages=other_languages,
    )


def _item(paper_item: PaperItem, typed: Mapping[str, str], lang: str) -> _Item:
    """Return one item: what it is about, and what was typed for it so far."""
    item, company = paper_item.item, paper_item.company
    facts = [(t("vote.terms", lang), terms_line(paper_item.terms, lang))]
    if paper_item.fund is not None:
        facts.insert(0, (t("vote.fund", lang), name_of(paper_item.fund, lang)))
    if item.papers:
        facts.append((t("vote.papers", lang), ", ".join(item.papers)))
    return _Item(
        id=item.id,
        company=t("frame.unknown_company", lang) if company is None else called(company.name, company.name_en, lang),
        facts=tuple(facts),
        chosen=typed.get(f"ballot-{item.id}"),
        words=tuple((field, typed.get(f"{field}-{item.id}", "")) for field in ("opinion", "condition")),
    )
