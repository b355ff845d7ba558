"""The ballot paper behind a one-time address: one plain HTML form that a phone shows well, and its kind refusals.

It needs no script and loads nothing. Every text is escaped; the address itself holds the secret, so nothing else of it
stands in the page.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from html import escape
from importlib import resources
from typing import Final

from dealflow.actions.investment.vote_links import BallotPaper, PaperItem
from dealflow.domain.investment.committee import Ballot
from dealflow.i18n import LANGUAGES, called, name_of, t
from dealflow.i18n.numbers import moment
from dealflow.reports.investment.terms_words import terms_line

SWITCH: Final = "switch_to"
"""The field that asks for the page in another language; what was typed so far is shown again."""
_ROWS: Final = 3
_LONGEST: Final = 10_000


def form(paper: BallotPaper, lang: str, *, typed: Mapping[str, str] | None = None, told: str = "") -> str:
    """Return the page with one form for all open items.

    ``typed`` (field by field) is shown again, ``told`` says what went wrong.
    """
    session, given = paper.session, typed or {}
    who = escape(paper.voter_name) if paper.voter_name else escape(t("vote.voter", lang))
    head = [
        f'<form method="post" action="?lang={lang}"><header><div>',
        f'<p class="soft">{escape(t(f"enum.session_kind.{session.kind.value}", lang))}</p>',
        f"<h1>{escape(session.title)}</h1>",
        f'<p class="soft">{escape(moment(session.held_at, lang))} · {escape(session.place)}</p></div>'
        if session.place
        else f'<p class="soft">{escape(moment(session.held_at, lang))}</p></div>',
        _switch(lang),
        "</header>",
        f"<p>{escape(t('vote.greeting', lang, name=paper.voter_name)) if paper.voter_name else who}</p>",
        f'<p class="soft">{escape(t("vote.explain", lang, until=moment(paper.expires_at, lang)))}</p>',
        f'<p class="told" role="alert">{escape(told)}</p>' if told else "",
    ]
    items = [_item(each, given, lang) for each in paper.items]
    send = f'<button class="main" name="act" value="cast">{escape(t("vote.send", lang, n=len(paper.items)))}</button>'
    last = f'<p class="soft">{escape(t("vote.once", lang))}</p></form>'
    return _page("".join([*head, *items, send, last]), t("vote.title", lang), lang)


def nothing_open(paper: BallotPaper, lang: str) -> str:
    """Return the page of an address that opens while nothing is left to vote on."""
    body = f"<h1>{escape(paper.session.title)}</h1><p>{escape(t('vote.nothing_open', lang))}</p>"
    return _page(body, t("vote.title", lang), lang)


def thanks(count: int, lang: str) -> str:
    """Return the page after all votes were handed in."""
    body = f'<h1>{escape(t("vote.thanks", lang))}</h1><p class="told good">{escape(t("vote.cast", lang, n=count))}</p>'
    return _page(f"{body}<p>{escape(t('vote.thanks.next', lang))}</p>", t("vote.title", lang), lang)


def refusal(problem: str, lang: str) -> str:
    """Return the page of an address that does not open (``link_used``, ``link_expired``, ...), with what to do next."""
    others = "".join(
        f' <a href="?lang={one.value}">{escape(t("frame.language.name", one))}</a>' for one in LANGUAGES if one != lang
    )
    head = f"<header><h1>{escape(t(f'vote.refused.{problem}', lang))}</h1><p>{others}</p></header>"
    return _page(f"{head}<p>{escape(t('vote.refused.next', lang))}</p>", t("vote.title", lang), lang)


def _switch(lang: str) -> str:
    buttons = [
        f'<button name="{SWITCH}" value="{one.value}" formnovalidate>{escape(t("frame.language.name", one))}</button>'
        for one in LANGUAGES
        if one != lang
    ]
    return f"<div>{''.join(buttons)}</div>"


def _item(given: PaperItem, typed: Mapping[str, str], lang: str) -> str:
    """Return one item: what it is about, the three ballots, opinion and condition."""
    item = given.item
    name = t("frame.unknown_company", lang)
    if given.company is not None:
        name = called(given.company.name, given.company.name_en, lang)
    facts = [(t("vote.terms", lang), terms_line(given.terms, lang))]
    if given.fund is not None:
        facts.insert(0, (t("vote.fund", lang), name_of(given.fund, lang)))
    if item.papers:
        facts.append((t("vote.papers", lang), ", ".join(item.papers)))
    about = "".join(f"<dt>{escape(label)}</dt><dd>{escape(value)}</dd>" for label, value in facts)
    chosen = typed.get(f"ballot-{item.id}")
    ballots = "".join(
        f'<label class="ballot"><input type="radio" name="ballot-{escape(item.id)}" value="{one.value}" required'
        f"{' checked' if one == chosen else ''}><span>{escape(t(f'enum.ballot.{one.value}', lang))}</span></label>"
        for one in Ballot
    )
    words = "".join(
        f'<label class="words">{escape(t(f"vote.{field}", lang))}<textarea name="{field}-{escape(item.id)}" '
        f'rows="{_ROWS}" maxlength="{_LONGEST}">{escape(typed.get(f"{field}-{item.id}", ""))}</textarea></label>'
        for field in ("opinion", "condition")
    )
    legend = escape(t("vote.choose", lang))
    return (
        f"<section><h2>{escape(name)}</h2><dl>{about}</dl>"
        f"<fieldset><legend>{legend}</legend>{ballots}</fieldset>{words}</section>"
    )


def _page(body: str, title: str, lang: str) -> str:
    return (
        f'<!doctype html><html lang="{lang}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        '<meta name="robots" content="noindex"><meta name="referrer" content="no-referrer">'
        f"<title>{escape(title)}</title><style>{_style()}</style></head><body><main>{body}</main></body></html>"
    )


@cache
def _style() -> str:
    return resources.files(__package__).joinpath("ballot_form.css").read_text("utf-8")
