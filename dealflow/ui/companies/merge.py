"""Making two companies one and taking it back, and filing a deck under the company that it is of."""

from __future__ import annotations

from typing import Final

import streamlit as st

from dealflow.actions.companies import companies, company_merge
from dealflow.actions.companies.companies import CompanyRecord
from dealflow.domain.claims.company import Company, CompanyDetails
from dealflow.domain.people.access import Act, may
from dealflow.domain.values.company_names import similarity
from dealflow.errors import InvalidInputError
from dealflow.i18n import t
from dealflow.ui.claims import deck_list
from dealflow.ui.kit import components, dialogs, frame, grid, state

_MERGE: Final = "company_merge"
_REFILE: Final = "deck_refile"
_FILED: Final = "deck_refiled"
"""Where the deck that was just filed anew lay before: (deck, company, round)."""


def offer_merge(record: CompanyRecord) -> None:
    """Offer to merge the company into another one, to those who keep it."""
    if not record.is_kept:
        return
    lang = state.language()
    dialogs.offer(_MERGE, t("company.merge", lang), icon=":material/merge:", key="company_merge_open")
    if dialogs.is_open(_MERGE):
        dialogs.show(t("company.merge", lang), lambda: _merge_body(record.company), width="medium")


def _merge_body(company: Company) -> None:
    lang = state.language()
    others = [row.company for row in companies.companies(state.looking()) if row.company.id != company.id]
    others.sort(key=lambda other: (-_likeness(company, other), other.name))
    by_id = {other.id: other for other in others}
    st.markdown(components.harmless(t("company.merge.explained", lang, name=components.company_name(company, lang))))
    with st.form("company_merge_form", border=False, enter_to_submit=False):
        into = st.selectbox(
            t("company.merge.into", lang),
            tuple(by_id),
            index=None,
            format_func=lambda other_id: _called(by_id[other_id], lang),
            placeholder=t("pipeline.choose", lang),
            key="company_merge_into",
        )
        st.caption(t("company.merge.undoable", lang))
        if not st.form_submit_button(t("company.merge.submit", lang), type="primary", key="company_merge_submit"):
            return
    if into is None:
        raise InvalidInputError(field=t("company.merge.into", lang), problem="missing")
    company_merge.merge(state.acting(), company.id, into, seen=company.version)
    dialogs.close()
    frame.tell_done("company.merge.done", name=company.name)
    grid.go("company", lang, id=into)


def _likeness(company: Company, other: Company) -> float:
    return max((similarity(name, theirs) for name in company.names for theirs in other.names), default=0.0)


def _called(company: Company, lang: str) -> str:
    """Return a company as one tells it from its namesakes."""
    return " · ".join(filter(None, (components.company_name(company, lang), company.biz_reg_no, company.region)))


def draw_merged(record: CompanyRecord) -> None:
    """Name the companies that were merged into this one, each with the way back for those who may."""
    lang = state.language()
    for company in record.merged:
        with st.container(horizontal=True, vertical_alignment="center"):
            words = t("company.merged", lang, name=components.company_name(company, lang))
            st.caption(components.harmless(words), width="content")
            if may(state.viewer(), Act.EDIT_COMPANIES):
                st.button(
                    t("company.unmerge", lang),
                    icon=":material/call_split:",
                    type="tertiary",
                    key=f"company_unmerge_{company.id}",
                    on_click=_unmerge,
                    args=(company.id, company.name),
                )


def _unmerge(company_id: str, name: str) -> None:
    with frame.attempted("company.unmerge.done", name=name):
        company_merge.unmerge(state.acting(), company_id)


def offer_refile(record: CompanyRecord) -> None:
    """Offer to file one of the company's decks under another company, and to take the last such act back."""
    lang, viewer = state.language(), state.viewer()
    mine = {deck.id: deck for deck in record.decks if deck_list.may_keep(viewer, deck, Act.EDIT_COMPANIES)}
    with st.container(horizontal=True):
        if mine:
            dialogs.offer(_REFILE, t("company.refile", lang), icon=":material/drive_file_move:", key="deck_refile_open")
        if st.session_state.get(_FILED):
            st.button(
                t("company.refile.undo", lang), icon=":material/undo:", key="deck_refile_undo", on_click=_file_back
            )
    if mine and dialogs.is_open(_REFILE):
        dialogs.show(t("company.refile", lang), lambda: _refile_body(record, tuple(mine)), width="medium")


def _refile_body(record: CompanyRecord, ids: tuple[str, ...]) -> None:
    lang = state.language()
    files = {deck.id: deck.file_name for deck in record.decks}
    known = {row.company.id: row.company for row in companies.companies(state.looking())}
    known.pop(record.company.id, None)
    with st.form("deck_refile_form", border=False, enter_to_submit=False):
        deck_id = st.selectbox(
            t("company.refile.deck", lang), ids, format_func=lambda file_id: files[file_id], key="deck_refile_deck"
        )
        target = st.selectbox(
            t("company.refile.to", lang),
            tuple(known),
            index=None,
            format_func=lambda company_id: _called(known[company_id], lang),
            placeholder=t("pipeline.choose", lang),
            key="deck_refile_to",
        )
        name = st.text_input(t("company.refile.new", lang), key="deck_refile_new")
        if not st.form_submit_button(t("company.refile.submit", lang), type="primary", key="deck_refile_submit"):
            return
    new = CompanyDetails(name) if name.strip() else None
    filed = company_merge.refile(state.acting(), deck_id, company_id=target, new=new)
    st.session_state[_FILED] = (filed.deck_id, filed.company_id, filed.round_label)
    dialogs.done("company.refile.done")


def _file_back() -> None:
    deck_id, company_id, round_label = st.session_state.pop(_FILED)
    with frame.attempted("company.refile.undone"):
        company_merge.refile(state.acting(), deck_id, company_id=company_id, round_label=round_label)
