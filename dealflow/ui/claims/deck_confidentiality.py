"""For whom a shared deck is and who saw it, for those who keep it; terms that wait for the reader's word."""

from __future__ import annotations

from typing import Final

import streamlit as st

from dealflow.actions.claims import confidentiality, deck_log
from dealflow.actions.claims.confidentiality import OfferedDeck
from dealflow.actions.claims.deck_log import Look
from dealflow.actions.claims.intake import DeckRow
from dealflow.actions.people import people
from dealflow.domain.claims.confidentiality import Confidentiality, Confinement
from dealflow.domain.people.access import Act, Audience, OrganisationKind, Role
from dealflow.i18n import called, name_of, numbers, t
from dealflow.ui.claims import deck_list
from dealflow.ui.kit import components, dialogs, frame, grid, state
from dealflow.ui.kit.grid import Cell, Column, Row, Table

_DOING: Final = "nda"
_LISTABLE: Final = frozenset(OrganisationKind) - {OrganisationKind.SUPPLIER}
_MOST_PAGES: Final = 12


def offers(drawing: state.Drawing) -> None:
    """Draw the decks that open once the reader agrees to their terms, and the dialog of one."""
    decks = {deck.id: deck for deck in confidentiality.offered(drawing)}
    if not decks:
        return
    with st.container(border=True, key="nda_offers"):
        st.markdown(f"**{t('decks.nda', drawing.lang, n=len(decks))}**")
        for deck in decks.values():
            with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
                st.markdown(components.harmless(_words(deck, drawing)), width="content")
                label = t("decks.nda.read", drawing.lang)
                dialogs.offer(f"{_DOING}-{deck.id}", label, icon=":material/lock_open:", key=f"nda_{deck.id}")
    for deck in decks.values():
        if dialogs.is_open(f"{_DOING}-{deck.id}"):
            dialogs.show(t("decks.nda.title", drawing.lang), lambda deck=deck: _terms(deck, drawing), width="medium")  # type: ignore[misc]  # bound at once


def _words(deck: OfferedDeck, drawing: state.Drawing) -> str:
    owner = next((house for house in people.organisations(drawing.ws) if house.id == deck.owner_id), None)
    company = called(deck.company, deck.company_en, drawing.lang) or t("frame.unknown_company", drawing.lang)
    return f"{company} · {name_of(owner, drawing.lang)}" if owner else company


def _terms(deck: OfferedDeck, drawing: state.Drawing) -> None:
    """Draw the terms and the click that agrees to them."""
    lang = drawing.lang
    st.caption(components.harmless(_words(deck, drawing)))
    with st.container(border=True, height=260, key="nda_terms"):
        st.text(deck.terms)
    st.caption(t("decks.nda.kept", lang))
    agrees = st.checkbox(t("decks.nda.agree", lang), key=f"nda_agree_{deck.id}")
    if st.button(t("decks.nda.open", lang), type="primary", disabled=not agrees, key=f"nda_do_{deck.id}"):
        confidentiality.agree(state.acting(), deck.id, deck.terms)
        dialogs.done("decks.nda.done", deck=deck.id)


def draw(drawing: state.Drawing, deck: DeckRow) -> None:
    """Draw, for those who keep a shared deck, for whom it is and who saw it."""
    keeps = (
        deck_list.may_keep(drawing.viewer, deck, Act.EDIT_COMPANIES) and drawing.viewer.role is not Role.COMPANY_GUEST
    )
    if deck.audience is not Audience.EVENT or not keeps or deck.owner_id != drawing.viewer.organisation_id:
        return
    panel = components.panel(t("decks.confine", drawing.lang), "confine", icon=":material/visibility:")
    with panel, frame.errors_in_words():
        _form(drawing, deck)
    with st.expander(t("decks.looks", drawing.lang), icon=":material/history:"):
        _looks(drawing, deck)


def _form(drawing: state.Drawing, deck: DeckRow) -> None:
    lang, now = drawing.lang, confidentiality.confinement(drawing, deck.id)
    level = st.radio(
        t("decks.confine.level", lang),
        tuple(Confidentiality),
        index=tuple(Confidentiality).index(now.level),
        format_func=lambda option: t(f"enum.confidentiality.{option.value}", lang),
        captions=[t(f"decks.confine.{option.value}", lang) for option in Confidentiality],
        key=f"confine_level_{deck.id}",
    )
    houses = {house.id: house for house in people.organisations(drawing.ws, _LISTABLE)}
    houses.pop(drawing.viewer.organisation_id, None)
    listed = now.listed
    if level in {Confidentiality.LISTED, Confidentiality.NDA}:
        listed = tuple(
            st.multiselect(
                t("decks.confine.listed", lang),
                tuple(houses),
                default=[house_id for house_id in now.listed if house_id in houses],
                format_func=lambda house_id: name_of(houses[house_id], lang),
                placeholder=t("decks.confine.everybody" if level is Confidentiality.NDA else "frame.choose", lang),
                key=f"confine_listed_{deck.id}",
            )
        )
    terms = now.terms
    if level is Confidentiality.NDA:
        proposed = now.terms or t("decks.confine.terms.proposed", lang)
        terms = st.text_area(t("decks.confine.terms", lang), proposed, height=180, key=f"confine_terms_{deck.id}")
    may_download = st.checkbox(
        t("decks.confine.download", lang),
        now.may_download,
        help=t("decks.confine.download.help", lang),
        key=f"confine_download_{deck.id}",
    )
    if st.button(t("frame.save", lang), type="primary", key=f"confine_do_{deck.id}"):
        confined = Confinement(level or now.level, listed, may_download, terms)
        confidentiality.confine(state.acting(), deck.id, confined)
        frame.tell_done("decks.confine.done")
        st.rerun()
    _agreements(drawing, deck)


def _agreements(drawing: state.Drawing, deck: DeckRow) -> None:
    """Draw who agreed to which terms."""
    names = {person.id: person for person in people.people(drawing.ws)}
    for agreement in confidentiality.agreements(drawing, deck.id):
        person = names.get(agreement.person_id)
        house = called(person.organisation_ko, person.organisation_en, drawing.lang) if person else ""
        who = " · ".join(filter(None, (house, person.name if person else agreement.person_id)))
        key = "decks.nda.agreed" if agreement.is_current else "decks.nda.agreed.before"
        st.caption(components.harmless(t(key, drawing.lang, who=who, at=numbers.moment(agreement.at, drawing.lang))))


def _looks(drawing: state.Drawing, deck: DeckRow) -> None:
    looks = deck_log.looks(drawing, deck.id)
    if not looks:
        st.caption(t("decks.looks.none", drawing.lang))
        return
    caption = t("decks.looks", drawing.lang)
    grid.show(looks_table(looks, drawing.lang), caption=caption, key=f"looks_{deck.id}", lang=drawing.lang)


def looks_table(looks: tuple[Look, ...], lang: str) -> Table:
    """Return one line a look: who, when, how, which pages."""
    columns = tuple(Column(name, t(f"decks.looks.{name}", lang)) for name in ("who", "at", "way", "pages"))
    return Table(columns, tuple(_look_row(number, look, lang) for number, look in enumerate(looks)))


def _look_row(number: int, look: Look, lang: str) -> Row:
    person = look.person
    house = called(person.organisation_ko, person.organisation_en, lang) if person else look.organisation_id
    pages = ", ".join(str(page) for page in look.pages[:_MOST_PAGES]) + ("…" if len(look.pages) > _MOST_PAGES else "")
    is_whole = look.pages == (deck_log.WHOLE,)
    return Row(
        str(number),
        (
            Cell(person.name if person and person.name else t("people.no_name", lang), sub=house),
            Cell(numbers.moment(look.at, lang)),
            Cell(t(f"enum.view_way.{look.way.value}", lang)),
            Cell(t("decks.looks.whole", lang) if is_whole else pages),
        ),
    )
