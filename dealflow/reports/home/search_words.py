"""Hits of a search in words: a heading, what stands around the words, and the screen that shows them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from dealflow.actions.home.search import Hit, Kind, Results
from dealflow.domain.values.search_words import Piece
from dealflow.i18n import called, t, term

_WITHOUT_TEXT = frozenset({Kind.COMPANY, Kind.PERSON, Kind.DECK, Kind.FILE})
"""What is known by its name: the text around a hit says nothing more."""
_PARTS = {Kind.MEETING: "notes", Kind.FILE: "files"}
"""The part of a company's page on which a hit stands."""


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
        case Kind.COMPANY:
            sub = _told_of(hit, company, lang)
        case Kind.PERSON:
            title, sub = found.title, " · ".join(filter(None, (company, found.body)))
        case Kind.DECISION:
            title = found.title
        case Kind.DECK:
            title, sub = hit.file_name, company
        case Kind.FILE:
            title, sub = found.title, company
        case Kind.MEETING:
            sub = found.title
        case Kind.CLAIM:
            sub = " · ".join(filter(None, (found.title, hit.file_name, page)))
        case Kind.SLIDE:
            sub = " · ".join(filter(None, (hit.file_name if company else "", page)))
    pieces = () if hit.kind in _WITHOUT_TEXT else hit.pieces
    return Line(hit.kind, title, sub, pieces, *_way(hit, text))


def _told_of(hit: Hit, company: str, lang: str) -> str:
    """Return what tells a company from its namesakes, or the name under which it was found where that is another."""
    name_ko, name_en = hit.company or ("", "")
    if hit.found.title not in {name_ko, name_en}:
        return t("search.formerly", lang, name=hit.found.title)
    other = name_en if company == name_ko else name_ko
    return " · ".join(filter(None, (other, *(term(word, lang) for word in hit.about if word))))


def _way(hit: Hit, text: str) -> tuple[str, dict[str, str]]:
    """Return the screen that shows a hit, and what it is asked."""
    found = hit.found
    match hit.kind:
        case Kind.PERSON:
            return ("company", {"id": found.place}) if found.company_id is not None else ("pipeline", {"view": "table"})
        case Kind.COMPANY | Kind.PROFILE | Kind.MEETING | Kind.FILE:
            part = {"view": _PARTS[hit.kind]} if hit.kind in _PARTS else {}
            return "company", {"id": found.company_id or found.place or found.record_id} | part
        case Kind.ENGAGEMENT | Kind.NOTE:
            return "pipeline", {"open": found.place or found.record_id}
        case Kind.DECISION:
            return "committee", {"session": found.place}
        case Kind.DECK:
            return "review", {"deck": found.record_id}
        case Kind.CLAIM | Kind.SLIDE:
            claim = {"claim": found.record_id} if hit.kind is Kind.CLAIM else {}
            return "review", _at(hit, text) | claim


def nothing(results: Results, lang: str) -> str:
    """Return why there is no hit, if there is none: nothing typed, too little of it, or nothing that holds it."""
    if results.groups:
        return ""
    if not results.query.words:
        return t("search.empty", lang)
    return t("search.short" if results.query.is_too_short else "search.none", lang)


def _at(hit: Hit, text: str) -> dict[str, str]:
    return {"deck": hit.found.deck_id or "", "page": str(hit.found.page), "find": text}
