"""One person's data: found, handed over as a file, agreed to or taken back, destroyed on request."""

from __future__ import annotations

from functools import partial
from typing import Final

import streamlit as st

from dealflow.actions.people import consents, house_settings, people, personal_data
from dealflow.actions.people.personal_data import Subject
from dealflow.domain.people.consents import ConsentRecord, ContactItem, Purpose
from dealflow.i18n import name_of, t
from dealflow.i18n.numbers import day, moment
from dealflow.reports.people import held_data
from dealflow.ui.kit import components, context, dialogs, downloads, fields, frame, grid, state
from dealflow.ui.kit.grid import Cell, Column, Row, Table

_COLUMNS: Final = ("name", "kind", "where", "reach")


def draw() -> None:
    """Draw the search and who was found; a click opens one person."""
    drawing = state.drawing()
    lang = drawing.lang
    st.caption(t("personal.find.note", lang))
    text = components.url_text("find", t("personal.find", lang), t("personal.find.hint", lang))
    if not text:
        return
    with frame.errors_in_words():
        subjects = {_key(subject): subject for subject in personal_data.subjects(drawing, text)}
        if not subjects:
            st.info(t("personal.find.none", lang), icon=":material/person_off:")
            return
        drawn = table(tuple(subjects.values()), lang)
        at = grid.show(drawn, caption=t("personal.find", lang), key="subject_list", lang=lang).place
        if at and at[0] in subjects:
            dialogs.open_at(at[0])
        for key, subject in subjects.items():
            if dialogs.is_open(key):
                name = components.harmless(subject.name or t("people.no_name", lang))
                dialogs.show(name, partial(_one, subject), width="medium")


def _key(subject: Subject) -> str:
    return f"{subject.kind.value}~{subject.id}"


def table(subjects: tuple[Subject, ...], lang: str) -> Table:
    """Return one line a person: name, as whom, where, and how they are reached."""
    columns = tuple(Column(name, t(f"personal.column.{name}", lang)) for name in _COLUMNS)
    rows = tuple(
        Row(
            _key(subject),
            (
                Cell(subject.name or t("people.no_name", lang), act=True),
                Cell(t(f"enum.subject_kind.{subject.kind.value}", lang)),
                Cell(subject.where or "–", tone="wrap"),
                Cell(subject.email or "–", sub=subject.phone),
            ),
        )
        for subject in subjects
    )
    return Table(columns, rows)


def _one(subject: Subject) -> None:
    """Draw what may be done: hand over, keep a consent, destroy."""
    drawing = state.drawing()
    st.caption(components.harmless(f"{t(f'enum.subject_kind.{subject.kind.value}', drawing.lang)} · {subject.where}"))
    _hand_over(drawing, subject)
    _consents(drawing, subject)
    _destroy(drawing, subject)


def _hand_over(drawing: state.Drawing, subject: Subject) -> None:
    lang = drawing.lang
    st.markdown(f"**{t('personal.held', lang)}**")
    held = personal_data.held(drawing, subject.kind, subject.id, at=context.now())
    house = next(h for h in people.organisations(drawing.ws) if h.id == drawing.viewer.organisation_id)
    officer = house_settings.settings(drawing).officer
    name = f"{t('personal.held.file', lang)}_{subject.name or subject.id}"
    with st.container(horizontal=True):
        logo = house_settings.own_logo(drawing)
        page = partial(held_data.as_html, held, name_of(house, lang), lang, officer=officer, logo=logo)
        downloads.button(
            t("personal.held.page", lang), lambda: page().encode(), file_name=f"{name}.html", key=f"held_{subject.id}"
        )
        downloads.button(
            t("personal.held.json", lang), held_data.as_json(held), file_name=f"{name}.json", key=f"json_{subject.id}"
        )


def _consents(drawing: state.Drawing, subject: Subject) -> None:
    lang = drawing.lang
    st.markdown(f"**{t('personal.consents', lang)}**")
    mine = [one for one in consents.consents(drawing) if one.consent.subject_id == subject.id]
    if not mine:
        st.caption(t("personal.consents.none", lang))
    for standing in mine:
        consent = standing.consent
        purpose = t(f"enum.consent_purpose.{consent.purpose.value}", lang)
        until = t("personal.consents.until", lang, day=day(consent.kept_until, lang)) if consent.kept_until else ""
        items = consent.items or ", ".join(t(f"enum.contact_item.{part.value}", lang) for part in consent.parts)
        recipient = t(f"enum.event_side.{consent.side.value}", lang) if consent.side else consent.recipient
        at = moment(standing.given_at, lang)
        gone = ""
        if standing.withdrawn_at is not None:
            gone = t("personal.consents.gone", lang, at=moment(standing.withdrawn_at, lang))
        given = t("personal.consents.declined", lang, at=at) if consent.is_declined else at
        words = " · ".join(filter(None, (purpose, items, recipient, given, until, gone)))
        with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
            st.markdown(components.harmless(words), width="stretch" if gone or consent.is_declined else "content")
            if not gone and not consent.is_declined:
                st.button(
                    t("personal.consents.withdraw", lang),
                    key=f"withdraw_{consent.id}",
                    on_click=_withdraw,
                    args=(consent.id,),
                )
    receivers = consents.receivers(drawing, subject.id)
    if receivers:
        firms = components.harmless(", ".join(receivers))
        st.caption(t("personal.consents.received", lang, firms=firms))
    with components.panel(t("personal.consents.new", lang), "consent", icon=":material/add:"), frame.errors_in_words():
        _new_consent(subject, lang)


def _new_consent(subject: Subject, lang: str) -> None:
    purpose = st.selectbox(
        t("personal.consents.purpose", lang),
        tuple(Purpose),
        format_func=lambda option: t(f"enum.consent_purpose.{option.value}", lang),
        key="consent_purpose",
    )
    recipient, parts = "", tuple[ContactItem, ...]()
    if purpose is Purpose.THIRD_PARTY:
        recipient = st.text_input(t("personal.field.recipient", lang), key="consent_recipient")
        parts = _parts(lang)
        items = ", ".join(t(f"enum.contact_item.{part.value}", lang) for part in parts)
    else:
        items = st.text_input(t("personal.field.items", lang), t("personal.items.contacts", lang), key="consent_items")
    until = fields.day(t("personal.consents.kept_until", lang), value=None, key="consent_until")
    source = st.text_input(
        t("personal.consents.source", lang), key="consent_source", placeholder=t("personal.consents.source.eg", lang)
    )
    if st.button(t("frame.save", lang), type="primary", key="consent_do"):
        record = ConsentRecord(
            "",
            "",
            subject.kind,
            subject.id,
            purpose or Purpose.BUSINESS,
            items,
            recipient,
            until.value,
            given_on=context.today(),
            source=source,
            parts=parts,
        )
        consents.keep(state.acting(), record)
        frame.tell_done("personal.consents.kept")
        st.rerun()


def _parts(lang: str) -> tuple[ContactItem, ...]:
    """Draw which items of the card may go, none of them chosen beforehand."""
    chosen = st.pills(
        t("personal.consents.parts", lang),
        tuple(ContactItem),
        selection_mode="multi",
        format_func=lambda part: t(f"enum.contact_item.{part.value}", lang),
        key="consent_parts",
    )
    return tuple(part for part in ContactItem if part in chosen)


def _withdraw(consent_id: str) -> None:
    with frame.attempted("personal.consents.withdrawn"):
        consents.withdraw(state.acting(), consent_id)


def _destroy(drawing: state.Drawing, subject: Subject) -> None:
    lang = drawing.lang
    with components.panel(t("personal.destroy", lang), "destroy_subject", icon=":material/delete_forever:"):
        st.caption(t(f"personal.destroy.{subject.kind.value}", lang))
        reason = st.text_input(t("personal.destroy.reason", lang), key=f"destroy_reason_{subject.id}")
        sure = st.checkbox(t("personal.destroy.sure", lang), key=f"destroy_sure_{subject.id}")
        if st.button(t("personal.destroy.do", lang), type="primary", disabled=not sure, key=f"destroy_{subject.id}"):
            with frame.errors_in_words():
                personal_data.destroy(state.acting(), subject.kind, subject.id, reason=reason)
                dialogs.done("personal.destroy.done")
