"""The search as a page with an address of its own (``?q=``, ``&kind=``): all hits, by kind."""

from __future__ import annotations

from itertools import groupby
from typing import Final

import streamlit as st

from dealflow.actions.home import search
from dealflow.actions.home.search import Group, Kind
from dealflow.i18n import t
from dealflow.reports.home import search_words
from dealflow.reports.home.search_words import Line
from dealflow.ui.kit import components, frame, grid, state, url_filters
from dealflow.ui.kit.state import Drawing

_IN_A_GROUP: Final = 8
_OF_A_KIND: Final = 100


def draw(drawing: Drawing) -> None:
    """Draw the box and what was found; one kind alone where the address names it."""
    lang = drawing.lang
    text = url_filters.url_search("q", t("search.title", lang), t("search.placeholder", lang))
    kind = state.asked_of("kind", tuple(Kind))
    most = _OF_A_KIND if kind else _IN_A_GROUP
    results = search.search(drawing, text, most=most, kinds=(kind,) if kind else tuple(Kind))
    if kind is not None:
        label = t("search.all_kinds", lang)
        st.page_link(frame.page("search"), label=label, icon=":material/arrow_back:", query_params=_address(text, lang))
    st.caption(search_words.nothing(results, lang) or t("search.hint", lang))
    for group in results.groups:
        _group(group, text, lang, is_alone=kind is not None)


def _group(group: Group, text: str, lang: str, *, is_alone: bool) -> None:
    name = t(f"search.kind.{group.kind.value}", lang)
    count = f"{len(group.hits)}+" if group.has_more else str(len(group.hits))
    st.subheader(f"{name} :small[:gray[{count}]]", anchor=False)
    with st.container(gap="small", key=f"search_{group.kind.value}"):
        for hit in group.hits:
            _line(search_words.line_of(hit, text, lang), lang)
    if group.has_more and not is_alone:
        query = _address(text, lang) | {"kind": group.kind.value}
        label = t("search.more", lang, kind=name)
        st.page_link(frame.page("search"), label=label, icon=":material/arrow_forward:", query_params=query)


def _line(line: Line, lang: str) -> None:
    """Draw one hit: its name as the way to it, and the words where they stand."""
    address = grid.link(line.screen, lang, **line.query)
    sub = f" :small[:gray[{components.harmless(line.sub)}]]" if line.sub else ""
    st.markdown(f"[{components.harmless(line.title)}]({address}){sub}", unsafe_allow_html=False)
    if line.pieces:
        runs = groupby(
            line.pieces, key=lambda piece: piece.is_hit
        )  # hits side by side are one: marks would run together
        st.caption("".join(_piece("".join(piece.text for piece in run), is_hit=is_hit) for is_hit, run in runs))


def _piece(text: str, *, is_hit: bool) -> str:
    """Return a part of a text for Markdown, letter by letter; what was looked for stands out."""
    begin, end = " " if text[:1].isspace() else "", " " if text[-1:].isspace() else ""
    plain = components.harmless(text)
    if not plain:  # what parts two hits: one space, lest their marks run together
        return begin
    return f"{begin}**{plain}**{end}" if is_hit else f"{begin}{plain}{end}"


def _address(text: str, lang: str) -> dict[str, str]:
    return {"q": text} | grid.spoken(lang)
