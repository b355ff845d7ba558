"""One deck in a drawer: its versions, its file, whose it is; and the dialog in which a person confirms the company."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import streamlit as st

from dealflow.actions.claims import intake, reextraction
from dealflow.actions.claims.intake import CompanyDetails, CompanyMatch, DeckRow
from dealflow.actions.companies import companies, proposals
from dealflow.actions.companies.proposals import Field
from dealflow.domain.claims.confidentiality import Confidentiality
from dealflow.domain.claims.deck import DeckState
from dealflow.domain.people.access import Act, Audience, Role, Viewer, may
from dealflow.errors import DealflowError
from dealflow.i18n import numbers, t
from dealflow.i18n.errors import words_of
from dealflow.reports.claims.page_gaps import pages_in_words
from dealflow.ui.claims import deck_confidentiality, deck_diff, deck_list, deck_parts
from dealflow.ui.kit import components, frame, grid, state

_NEW, _OTHER = "new", "other"
_FIELD, _FILLED = "confirm_", "confirm_filled"
_FIELDS: Final = ("name", "name_en", "biz_reg_no", "region", "sector")


def opened(drawing: state.Drawing) -> None:
    """Open the drawer or the dialog that the URL asks for (``deck=``, ``confirm=``)."""
    if deck_id := state.url_value("confirm"):
        deck = intake.deck(drawing, deck_id)
        title, close = t("decks.confirm.title", drawing.lang), lambda: state.ask(confirm=None)
        st.dialog(title, width="medium", on_dismiss=close)(lambda: _confirm(drawing, deck))()
    elif deck_id := state.url_value("deck"):
        deck = intake.deck(drawing, deck_id)
        title, close = t("decks.details.title", drawing.lang), lambda: state.ask(deck=None)
        st.dialog(title, width="medium", position="right", on_dismiss=close)(lambda: details(drawing, deck))()


def details(drawing: state.Drawing, deck: DeckRow) -> None:
    """Draw everything known of one deck, with its file, its versions and what may be done."""
    company = deck_parts.company_of(deck, drawing.lang)
    file_name = components.harmless(deck.file_name)
    st.markdown(f"**{components.harmless(company)}** {file_name} {deck_parts.deck_badge(deck.state, drawing.lang)}")
    deck_parts.announced(deck, drawing.lang, may_return=deck_list.may_keep(drawing.viewer, deck, Act.BRING_DECKS))
    if deck.state is DeckState.REFUSED:
        st.error(f"{t(f'refusal.{deck.refusal}', drawing.lang)} {t(f'refusal.{deck.refusal}.remedy', drawing.lang)}")
    with st.container(horizontal=True):
        _download(drawing, deck)
        if deck.state is DeckState.READ:
            deck_parts.review_link(deck.id, drawing.lang, primary=True, place="card")
        if deck_list.may_keep(drawing.viewer, deck, Act.EDIT_COMPANIES) and st.button(
            t("decks.confirm.again" if deck.company else "decks.confirm", drawing.lang), key="card_confirm"
        ):
            state.ask(deck=None, confirm=deck.id)
            st.rerun()
        if _may_be_read_again(drawing.viewer, deck):
            _read_again(deck, drawing.lang)
    facts = {
        t(f"decks.fact.{name}", drawing.lang): components.harmless(words)
        for name, words in _facts(deck, drawing.lang)
        if words
    }
    st.table(facts, border="horizontal")
    if may(drawing.viewer, Act.SEE_PIPELINE) and deck.id in {row.id for row in reextraction.reread(drawing)}:
        st.page_link(
            frame.page("rereading"),
            label=t("decks.reread", drawing.lang),
            icon=":material/update:",
            query_params={"deck": deck.id} | grid.spoken(drawing.lang),
        )
    deck_confidentiality.draw(drawing, deck)
    _versions(deck, drawing.lang)
    deck_diff.show(drawing, deck)


def _download(drawing: state.Drawing, deck: DeckRow) -> None:
    """Draw the way to the file, or to a copy with the reader's name, or why there is none."""
    lang, viewer = drawing.lang, drawing.viewer
    is_own = deck.owner_id == viewer.organisation_id or viewer.role is Role.COMPANY_GUEST
    is_plain = is_own or deck.confidentiality is Confidentiality.PUBLIC
    st.link_button(
        t("decks.download" if is_plain else "decks.download.marked", lang),
        f"/files/{deck.id}",
        icon=":material/download:",
        disabled=not (is_plain or deck.may_download),
        help=None if is_plain else t("decks.download.help" if deck.may_download else "decks.download.none", lang),
        key="deck_download",
    )


def _may_be_read_again(viewer: Viewer, deck: DeckRow) -> bool:
    """Say whether to offer it: a company's guest may only have tried again what could not be read."""
    guest = viewer.role is Role.COMPANY_GUEST and deck.state is DeckState.READ
    return deck.state is not DeckState.QUEUED and not guest and deck_list.may_keep(viewer, deck, Act.BRING_DECKS)


def _read_again(deck: DeckRow, lang: str) -> None:
    if st.button(t("decks.retry", lang), key="card_retry", icon=":material/refresh:"):
        deck_parts.read_again(deck.id)
        state.ask(deck=None)
        st.rerun()


def _facts(deck: DeckRow, lang: str) -> list[tuple[str, str]]:
    unread = pages_in_words(deck.unread_pages, deck.gaps, lang)
    return [
        ("round", deck.round_label),
        ("version", t("review.version", lang, version=deck.version)),
        ("pages", t("decks.pages", lang, n=deck.pages) if deck.pages else ""),
        ("unread", unread),
        ("claims", t("decks.to_review", lang, n=deck.to_review, all=deck.claims) if deck.claims else ""),
        ("audience", _audience(deck, lang)),
        (
            "received",
            " · ".join(words for words in (numbers.moment(deck.received_at, lang), deck.received_by) if words),
        ),
        ("read", numbers.moment(deck.read_at, lang) if deck.read_at else ""),
        ("extractor", deck.extractor),
        ("size", numbers.size(deck.size_bytes, lang)),
        ("sha256", deck.sha256[:16]),
    ]


def _audience(deck: DeckRow, lang: str) -> str:
    is_shared = deck.audience is Audience.EVENT
    return t(f"enum.confidentiality.{deck.confidentiality}" if is_shared else f"enum.audience.{deck.audience}", lang)


def _versions(deck: DeckRow, lang: str) -> None:
    """Draw the other versions of the same company and round, each a link."""
    others = [(deck_id, version) for deck_id, version in deck.versions if deck_id != deck.id]
    if not others:
        return
    st.markdown(f"**{t('decks.versions', lang)}**")
    for deck_id, version in reversed(others):
        if st.button(t("review.version", lang, version=version), key=f"version_{deck_id}", type="tertiary"):
            state.ask(deck=deck_id)
            st.rerun()


def _option(match: CompanyMatch, lang: str) -> str:
    number = f" · {match.biz_reg_no}" if match.biz_reg_no else ""
    return f"{match.name}{number} — {t(f'enum.match.{match.why}', lang)}"


def _confirm(drawing: state.Drawing, deck: DeckRow) -> None:
    """Let a person say whose deck it is: a company that fits, another known one, or a new one."""
    st.caption(components.harmless(deck.file_name))
    said = proposals.said_of(drawing, deck.id)
    company_id, new = _whose(drawing, deck, said)
    label = st.text_input(
        t("decks.upload.round", drawing.lang),
        deck.round_label or said.get(Field.ROUND, ""),
        key="confirm_round",
        placeholder=t("decks.upload.round.hint", drawing.lang),
    )
    if st.button(t("decks.confirm.save", drawing.lang), type="primary", key="confirm_save"):
        try:
            intake.confirm_company(state.acting(), deck.id, company_id=company_id, new=new, round_label=label)
        except DealflowError as error:
            st.error(words_of(error, drawing.lang))
            return
        state.ask(confirm=None)
        st.rerun()


def _whose(
    drawing: state.Drawing, deck: DeckRow, said: Mapping[Field, str]
) -> tuple[str | None, CompanyDetails | None]:
    """Return the known company or the new one that the person means; neither while nothing is chosen."""
    known = {row.company.id: row.company.name for row in companies.companies(drawing)}
    fitting = intake.matches(drawing, deck.id)
    names = {str(place): _option(match, drawing.lang) for place, match in enumerate(fitting)}
    names |= {_OTHER: t("decks.confirm.other", drawing.lang)} if known else {}
    names |= {_NEW: t("decks.confirm.new", drawing.lang)}
    choice = st.radio(
        t("decks.confirm.whose", drawing.lang),
        tuple(names),
        format_func=lambda key: components.harmless(names[key]),
        key="confirm_choice",
    )
    match = fitting[int(choice)] if choice.isdecimal() else None
    if choice == _OTHER:
        return _known(known, drawing.lang), None
    if match is not None and match.company_id is not None:
        return match.company_id, None
    return None, _new(match, said if match is not None else {}, drawing.lang)


def _known(names: Mapping[str, str], lang: str) -> str | None:
    return st.selectbox(
        t("decks.confirm.company", lang),
        tuple(names),
        format_func=lambda key: names[key],
        index=None,
        placeholder=t("frame.choose", lang),
        key="confirm_known",
    )


def _new(match: CompanyMatch | None, said: Mapping[Field, str], lang: str) -> CompanyDetails:
    """Draw the fields of a new company with what its deck says of it; whoever confirms it sees and may change it.

    Another choice fills them anew: a field that is known by its key would keep what the choice before it put there.
    """
    usual = dict.fromkeys(_FIELDS, "") | {field.value: value for field, value in said.items() if match is not None}
    if match is not None:
        usual |= {"name": match.name, "name_en": match.name_en}
        usual |= {"biz_reg_no": match.biz_reg_no} if match.biz_reg_no else {}
    filled = (match.name, match.why) if match is not None else ()
    if st.session_state.get(_FILLED) != filled or f"{_FIELD}name" not in st.session_state:
        st.session_state[_FILLED] = filled
        st.session_state.update({f"{_FIELD}{name}": usual[name] for name in _FIELDS})
    sides = st.columns(2)
    texts = {
        name: sides[place % 2].text_input(t(f"decks.confirm.{name}", lang), key=f"{_FIELD}{name}")
        for place, name in enumerate(_FIELDS)
    }
    return CompanyDetails(**texts)
