"""Hits of a search in words: a heading, what stands around the words, and the screen that shows them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from dealflow.actions.home.search import Hit, Kind, Results
from dealflow.domain.values.search_words import Piece
from dealflow.i18n import called, t

_WITHOUT_TEXT = frozenset({Kind.COMPANY, Kind.PERSON, Kind.DECK})
"""What is known by its name: the text around a hit says nothing more."""


@dataclass(frozen=True, slots=True)
class Line:
    """A hit as it is shown. ``screen`` and ``query`` lead to it."""

    kind: Kind
    title: str
    sub: str
    pieces: tuple[Piece, ...]
    screen: str
    query: Mapping[str, str]


def line_of(hit: Hit, text: str, lang: str) -> Line:
    """Return a hit of the search for ``text`` in words."""
    found = hit.found
    company = called(*hit.company, lang) if hit.company else ""
    page = t("search.page", lang, page=found.page) if found.page else ""
    title, sub = company or hit.file_name or found.title, ""
    match hit.kind:
        case Kind.PERSON:
            title = found.title
            at_company = found.company_id is not None
            screen, query = ("company", {"id": found.place}) if at_company else ("pipeline", {"view": "table"})
            sub = " · ".join(filter(None, (company, found.body)))
        case Kind.COMPANY:
            screen, query = "company", {"id": found.record_id}
        case Kind.PROFILE:
            screen, query = "company", {"id": found.place}
        case Kind.ENGAGEMENT:
            screen, query = "pipeline", {"open": found.record_id}
        case Kind.NOTE:
            screen, query = "pipeline", {"open": found.place}
        case Kind.DECISION:
            title, screen, query = found.title, "committee", {"session": found.place}
        case Kind.DECK:
            title, sub = hit.file_name, company
            screen, query = "review", {"deck": found.record_id}
        case Kind.CLAIM:
            sub = " · ".join(filter(None, (found.title, hit.file_name, page)))
            screen, query = "review", _at(hit, text) | {"claim": found.record_id}
        case Kind.SLIDE:
            sub = " · ".join(filter(None, (hit.file_name if company else "", page)))
            screen, query = "review", _at(hit, text)
    pieces = () if hit.kind in _WITHOUT_TEXT else hit.pieces
    return Line(hit.kind, title, sub, pieces, screen, query)


def nothing(results: Results, lang: str) -> str:
    """Return why there is no hit, if there is none: nothing typed, too little of it, or nothing that holds it."""
    if results.groups:
        return ""
    if not results.query.words:
        return t("search.empty", lang)
    return t("search.short" if results.query.is_too_short else "search.none", lang)


def _at(hit: Hit, text: str) -> dict[str, str]:
    return {"deck": hit.found.deck_id or "", "page": str(hit.found.page), "find": text}
