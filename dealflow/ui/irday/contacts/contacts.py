"""Contacts of an event's persons for the other side: who may be handed to whom, who is asked, what went."""

from __future__ import annotations

from functools import partial
from typing import Final

import streamlit as st

from dealflow.actions.irday.contacts import consent_requests, contact_provision
from dealflow.actions.irday.contacts.contact_provision import Provision
from dealflow.actions.irday.programme.day_state import Day
from dealflow.actions.people import people
from dealflow.domain.irday.contacts.provision import ContactScope, KeptHandover, PersonGround, side_of, side_opposite
from dealflow.domain.irday.participants.participants import Participant
from dealflow.domain.people.consents import EventSide, GroundState, Recipient, ground
from dealflow.i18n import name_of, t
from dealflow.i18n.numbers import day as day_words
from dealflow.i18n.numbers import moment
from dealflow.reports.irday.contacts import contact_table
from dealflow.reports.irday.papers.day_words import event_title
from dealflow.reports.sheets.table_files import as_csv, as_xlsx
from dealflow.ui.irday.contacts import consent_letters
from dealflow.ui.kit import components, context, dialogs, downloads, frame, grid, state
from dealflow.ui.kit.grid import Cell, Column, Mark, Row, Table

_TONES: Final = {
    GroundState.GIVEN: "good",
    GroundState.NEVER_GIVEN: "",
    GroundState.DECLINED: "late",
    GroundState.WITHDRAWN: "late",
    GroundState.EXPIRED: "warn",
    GroundState.NOT_ITEMISED: "warn",
}
_ASKED_ANEW: Final = frozenset({GroundState.NEVER_GIVEN, GroundState.EXPIRED, GroundState.NOT_ITEMISED})
"""Whom a click on everybody asks; whoever said no is asked again by name alone."""
_RECIPIENTS: Final = ("firm", "may", "last", "act")
_PERSONS: Final = ("person", "consent", "received", "ask")
_LOG: Final = ("at", "recipient", "count", "by")


def draw(day: Day, lang: str) -> None:
    """Draw to which side, of whom, the firms who receive, the persons with their consents, and what went before."""
    st.caption(t("contacts.lead", lang))
    with st.container(horizontal=True, vertical_alignment="center"):
        side = components.url_tabs(
            "to", t("contacts.to", lang), tuple(EventSide), words=lambda option: t(f"contacts.to.{option.value}", lang)
        )
        scope = components.url_tabs(
            "of",
            t("contacts.of", lang),
            tuple(ContactScope),
            words=lambda option: t(f"contacts.of.{option.value}", lang),
        )
    known = contact_provision.provision(state.looking(), day.event.id, on=context.today())
    firms = [firm for firm in day.participants if firm.is_coming and side_of(firm.kind) is side]
    others = [firm for firm in day.participants if firm.is_coming and side_opposite(firm.kind) is side]
    if not firms or not others:
        components.empty_state("contacts.nobody")
        return
    _recipients(known, firms, scope, lang)
    _persons(known, others, side, lang)
    _log(known, lang)


def _recipients(known: Provision, firms: list[Participant], scope: ContactScope, lang: str) -> None:
    """Draw the firms of the side, how many contacts each may be handed, and the click that does it."""
    st.subheader(t("contacts.recipients", lang), anchor=False)
    persons = {firm.id: known.persons(firm, scope) for firm in firms}
    ready = [firm.id for firm in firms if any(person.ground.holds for person in persons[firm.id])]
    if scope is ContactScope.MET and not any(persons.values()):
        st.info(t("contacts.met.none", lang), icon=":material/info:")
        return
    if ready:
        dialogs.offer(
            f"hand~{scope.value}", t("contacts.hand_all", lang, n=len(ready)), icon=":material/contacts:",
            key="contacts_hand_all", primary=True,
        )  # fmt: skip
    rows = tuple(_recipient_row(known, firm, persons[firm.id], lang) for firm in firms)
    columns = tuple(
        Column(name, t(f"contacts.column.{name}", lang) if name != "act" else "", first=int(name == "act"))
        for name in _RECIPIENTS
    )
    caption = t("contacts.recipients", lang)
    at = grid.show(Table(columns, rows), caption=caption, key="contact_recipients", lang=lang).place
    if at and at[1] == "act":
        dialogs.open_at(f"hand~{scope.value}~{at[0]}")
        st.rerun()
    for name, ids in ((f"hand~{scope.value}", ready), *((f"hand~{scope.value}~{who}", [who]) for who in ready)):
        if dialogs.is_open(name):
            dialogs.show(t("contacts.hand", lang), partial(_sure, known, ids, scope))


def _recipient_row(known: Provision, firm: Participant, persons: tuple[PersonGround, ...], lang: str) -> Row:
    may = sum(person.ground.holds for person in persons)
    last = next((kept for kept in known.handovers if kept.handover.recipient_id == firm.id), None)
    return Row(
        firm.id,
        (
            Cell(name_of(firm, lang), sub=t(f"enum.participant_kind.{firm.kind.value}", lang)),
            Cell(t("contacts.may", lang, n=may, of=len(persons)), tone="" if may else "muted"),
            Cell(moment(last.handed_at, lang), sub=t("contacts.people", lang, n=len(last.handover.contacts)))
            if last
            else Cell("–", tone="muted"),
            Cell(t("contacts.hand.one", lang), act=True) if may else Cell(""),
        ),
    )


def _sure(known: Provision, ids: list[str], scope: ContactScope) -> None:
    """Draw what would go to whom; nothing is handed over before the click."""
    lang = state.language()
    for firm_id in ids:
        firm = known.day.participant(firm_id)
        names = [
            f"{known.day.cards[person.attendee.id].name} ({name_of(person.firm, lang)})"
            for person in known.persons(firm, scope)
            if person.ground.holds
        ]
        st.markdown(f"**{components.harmless(name_of(firm, lang))}**  \n{components.harmless(', '.join(names))}")
    st.caption(t("contacts.hand.note", lang))
    if st.button(t("contacts.hand.do", lang), type="primary", key="contacts_do"):
        contact_provision.hand_over(state.acting(), known.day.event.id, ids, scope)
        dialogs.done("contacts.handed")


def _persons(known: Provision, firms: list[Participant], side: EventSide, lang: str) -> None:
    """Draw everybody of the other side with the consent that stands, and the click that asks."""
    st.subheader(t("contacts.persons", lang), anchor=False)
    grounds = {
        attendee.id: (firm, ground(known.consents, attendee.id, Recipient((), known.day.event.id, side), known.on))
        for firm in firms
        for attendee in firm.attendees
        if attendee.id in known.day.cards
    }
    fresh = [who for who, (_, stands) in grounds.items() if stands.state in _ASKED_ANEW and who not in known.asked]
    if fresh:
        st.button(
            t("contacts.ask_all", lang, n=len(fresh)),
            icon=":material/forward_to_inbox:",
            key="contacts_ask_all",
            on_click=_ask,
            args=(known.day, tuple(fresh)),
        )
    consent_letters.draw(known.day, lang)
    rows = []
    for who, (firm, stands) in grounds.items():
        received = ", ".join(dict.fromkeys(_called(known, kept, lang) for kept in known.received_by(who)))
        asked = known.asked.get(who)
        until = t("contacts.until", lang, day=day_words(stands.until, lang)) if stands.until else ""
        sub = until or (t("contacts.asked", lang, at=moment(asked, lang)) if asked and not stands.holds else "")
        waits = asked is not None and stands.state is GroundState.NEVER_GIVEN
        words = t("contacts.unanswered" if waits else f"enum.ground_state.{stands.state.value}", lang)
        rows.append(
            Row(
                who,
                (
                    Cell(known.day.cards[who].name or t("participants.no_name", lang), sub=name_of(firm, lang)),
                    Cell("", sub=sub, marks=(Mark(words, "info" if waits else _TONES[stands.state]),)),
                    Cell(received or "–", tone="wrap" if received else "muted"),
                    Cell(
                        "" if stands.holds else t(f"contacts.ask.{'again' if asked else 'one'}", lang),
                        act=not stands.holds,
                    ),
                ),
            )
        )
    columns = tuple(
        Column(name, t(f"contacts.column.{name}", lang) if name != "ask" else "", first=int(name in {"ask", "consent"}))
        for name in _PERSONS
    )
    table = Table(columns, tuple(rows))
    at = grid.show(table, caption=t("contacts.persons", lang), key="contact_persons", lang=lang).place
    if at and at[1] == "ask" and at[0] in grounds:
        _ask(known.day, (at[0],))
        st.rerun()


def _ask(day: Day, attendee_ids: tuple[str, ...]) -> None:
    """Make the persons' own addresses; the letters with them are shown in this browser until the page is left."""
    with frame.attempted("contacts.ask.made", n=len(attendee_ids)):
        consent_letters.remember(day.event.id, consent_requests.ask(state.acting(), day.event.id, attendee_ids))


def _log(known: Provision, lang: str) -> None:
    """Draw what went: a click opens the list as it may be used today, with its files."""
    st.subheader(t("contacts.log", lang), anchor=False)
    if not known.handovers:
        st.caption(t("contacts.log.none", lang))
        return
    rows = tuple(_log_row(known, kept, lang) for kept in known.handovers)
    columns = tuple(Column(name, t(f"contacts.column.{name}", lang)) for name in _LOG)
    at = grid.show(Table(columns, rows), caption=t("contacts.log", lang), key="contact_log", lang=lang).place
    if at:
        dialogs.open_at(f"handed~{at[0]}")
        st.rerun()
    for kept in known.handovers:
        if dialogs.is_open(f"handed~{kept.handover.id}"):
            title = t("contacts.log.one", lang, firm=_called(known, kept, lang))
            dialogs.show(components.harmless(title), partial(_handed, known, kept), width="large")


def _log_row(known: Provision, kept: KeptHandover, lang: str) -> Row:
    count = len(kept.handover.contacts)
    still = sum(line.card is not None for line in contact_provision.handed_lines(known, kept))
    ended = t("contacts.ended", lang, n=count - still) if still < count else ""
    return Row(
        kept.handover.id,
        (
            Cell(moment(kept.handed_at, lang), act=True),
            Cell(_called(known, kept, lang), sub=t(f"contacts.of.{kept.handover.scope.value}", lang)),
            Cell(t("contacts.people", lang, n=count), sub=ended, sub_tone="warn"),
            Cell(_name_of(kept.handed_by)),
        ),
    )


def _called(known: Provision, kept: KeptHandover, lang: str) -> str:
    """Return a recipient's name as the reader calls it; the one of then, where the firm is not there any more."""
    firms = {firm.id: firm for firm in known.day.participants}
    firm = firms.get(kept.handover.recipient_id)
    return name_of(firm, lang) if firm else kept.handover.recipient


def _name_of(person_id: str) -> str:
    known = people.people(state.looking().ws)
    return next((person.name for person in known if person.id == person_id), "") or "–"


def _handed(known: Provision, kept: KeptHandover) -> None:
    lang = state.language()
    lines = contact_provision.handed_lines(known, kept)
    columns = tuple(Column(name, t(f"contacts.column.{name}", lang)) for name in ("firm", "name", "reach", "until"))
    rows = []
    for number, line in enumerate(lines):
        card = line.card
        if card is None:
            cells = (
                Cell(name_of(line.firm, lang)),
                Cell(t("contacts.no_consent", lang), tone="muted"),
                Cell(""),
                Cell(""),
            )
        else:
            until = day_words(line.until, lang) if line.until else ""
            cells = (
                Cell(name_of(line.firm, lang)),
                Cell(card.name, sub=card.title),
                Cell(card.email, sub=card.phone),
                Cell(until),
            )
        rows.append(Row(str(number), cells))
    if len(kept.handover.contacts) > sum(line.card is not None for line in lines):
        st.warning(
            t("contacts.ended.note", lang, firm=components.harmless(_called(known, kept, lang))), icon=":material/info:"
        )
    grid.show(Table(columns, tuple(rows)), caption=t("contacts.file", lang), key="contacts_handed", lang=lang)
    table = contact_table.table(lines, kept.handover.recipient, event_title(known.day.event, lang), lang)
    name = f"{t('contacts.file', lang)}_{kept.handover.recipient}"
    with st.container(horizontal=True):
        downloads.button(
            "XLSX", lambda: as_xlsx(table, at=context.now()).content, file_name=f"{name}.xlsx", key="contacts_xlsx"
        )
        downloads.button("CSV", lambda: as_csv(table).content, file_name=f"{name}.csv", key="contacts_csv")
