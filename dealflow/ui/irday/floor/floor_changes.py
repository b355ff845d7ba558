"""What changes on the day: somebody walks in, two change places, somebody else presents; and who must be told."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Final

import streamlit as st

from dealflow.actions.irday.floor import floor, walk_ins
from dealflow.actions.irday.floor.walk_ins import Spot
from dealflow.actions.irday.programme.day_state import Card, Day
from dealflow.domain.irday.participants.participants import Participant
from dealflow.domain.irday.timetable.day_agenda import Line, clock, minute_of, placed
from dealflow.domain.irday.timetable.open_slots import Barred
from dealflow.domain.irday.timetable.placements import span_of
from dealflow.domain.irday.timetable.timetable import Act
from dealflow.domain.irday.timetable.timetable_diff import Changes
from dealflow.errors import ClashError
from dealflow.i18n import name_of, t
from dealflow.reports.irday.timetable import plan_words
from dealflow.ui.irday.floor import floor_words
from dealflow.ui.kit import components, context, dialogs, frame, keys, state

_OFFERED: Final = (
    ("walk_in", ":material/person_add:"),
    ("swap", ":material/swap_horiz:"),
    ("presenter", ":material/record_voice_over:"),
)


def offer(day: Day, lang: str) -> None:
    """Offer the changes of the day, and draw the one that the URL asks for."""
    bodies: dict[str, Callable[[Day, str], None]] = {"walk_in": _walk_in, "swap": _swap, "presenter": _presenter}
    for name, icon in _OFFERED:
        if name != "presenter" and day.plan.published is None:
            continue
        dialogs.offer(name, t(f"floor.act.{name}", lang), icon=icon, key=f"floor_act_{name}")
        if dialogs.is_open(name):
            dialogs.show(t(f"floor.act.{name}", lang), partial(bodies[name], day, lang))


def show_told(day: Day, lang: str) -> None:
    """Show whom the last change of this session concerns, until it is put away."""
    event_id, lines = st.session_state.get(keys.FLOOR_TOLD, ("", ()))
    if event_id != day.event.id or not lines:
        return
    with st.container(border=True, key="floor_told"):
        st.markdown(f"**{t('floor.tell', lang)}**")
        for words in lines:
            st.markdown(f"- {components.harmless(words)}")
        st.button(t("floor.tell.done", lang), key="floor_told_done", on_click=_put_away)


def _put_away() -> None:
    st.session_state.pop(keys.FLOOR_TOLD, None)


def _tell(day: Day, changes: Changes, lang: str) -> None:
    """Keep whom a change concerns, how to reach them, and what changed for each."""
    names, lines = plan_words.Names(day, lang), []
    for text in changes.affected:
        firm = day.participant(text)
        cards = [day.cards[attendee.id] for attendee in firm.attendees if attendee.id in day.cards]
        reach = ", ".join(" ".join(filter(None, (card.name, card.phone))) for card in cards)
        said_text = "; ".join(plan_words.change_lines(plan_words.of_firm(changes, text), names, text))
        lines.append(f"{' · '.join(filter(None, (name_of(firm, lang), reach)))}: {said_text}")
    st.session_state[keys.FLOOR_TOLD] = (day.event.id, tuple(lines))


def _walk_in(day: Day, lang: str) -> None:
    firms = {participant.id: participant for participant in floor_words.companies(day.participants)}
    houses = {participant.id: participant for participant in floor_words.investors(day.participants)}
    company = _choose("company", firms, lang)
    investor = _choose("investor", houses, lang)
    if company is None or investor is None:
        st.caption(t("floor.walk_in.explain", lang))
        return
    places = walk_ins.places_for(day, company, investor, at=context.now())
    if not places.spots:
        st.warning(t(f"timetable.barred.{(places.why or Barred.TAKEN).value}", lang), icon=":material/info:")
        return
    spot = st.selectbox(
        t("floor.walk_in.where", lang),
        places.spots,
        format_func=lambda spot: _spot(day, spot, lang),
        key="floor_walk_in_spot",
    )
    note = st.text_input(t("floor.note", lang), key="floor_walk_in_note")
    if st.button(t("floor.walk_in.add", lang), type="primary", key="floor_walk_in_submit"):
        changes = _published(
            lambda: walk_ins.walk_in(
                state.acting(), day.event.id, Act(company, investor), spot, seen=day.plan.published_number, note=note
            ),
            day,
            lang,
        )
        if changes:
            _tell(day, changes, lang)
            dialogs.done("floor.done.walk_in", round=spot.slot)


def _choose(name: str, options: dict[str, Participant], lang: str) -> str | None:
    return st.selectbox(
        t(f"floor.{name}", lang),
        tuple(options),
        index=None,
        format_func=lambda firm_id: name_of(options[firm_id], lang),
        key=f"floor_walk_in_{name}",
        placeholder=t("floor.choose", lang),
    )


def _spot(day: Day, spot: Spot, lang: str) -> str:
    span = span_of(spot.slot)
    table = next(
        (
            consultation_table.label
            for consultation_table in day.programme.tables
            if consultation_table.id == spot.place
        ),
        spot.place,
    )
    return f"{clock(span.start_min)}–{clock(span.end_min)} · {t('firm.table', lang, label=table)}"


def _swap(day: Day, lang: str) -> None:
    now = minute_of(day.event.held_on, context.now())
    lines = [line for line in placed(day.programme, day.plan.published) if line.span.end_min > now]
    if not lines:
        st.caption(t("floor.swap.none", lang))
        return
    first = _choose_line("first", lines, day, lang)
    others = [line for line in lines if first is not None and line.kind is first.kind and line != first]
    second = _choose_line("second", others, day, lang)
    if first is None or second is None:
        return
    if st.button(t("floor.swap.do", lang), type="primary", key="floor_swap_submit"):
        changes = _published(
            lambda: walk_ins.swap(state.acting(), day.event.id, first.act, second.act, seen=day.plan.published_number),
            day,
            lang,
        )
        if changes:
            _tell(day, changes, lang)
            dialogs.done("floor.done.swapped")


def _choose_line(name: str, lines: list[Line], day: Day, lang: str) -> Line | None:
    return st.selectbox(
        t(f"floor.swap.{name}", lang),
        lines,
        index=None,
        format_func=lambda line: floor_words.line(day, line, lang),
        key=f"floor_swap_{name}",
        placeholder=t("floor.choose", lang),
    )


def _published(change: Callable[[], Changes], day: Day, lang: str) -> Changes | None:
    """Return what a change of the plan changed; a clash is told rule by rule, and nothing is changed."""
    try:
        return change()
    except ClashError as error:
        text, lines = plan_words.failure_words(error, plan_words.Names(day, lang))
        st.error("\n".join([text, "", *(f"- {components.harmless(line)}" for line in lines)]), icon=":material/block:")
        return None


def _presenter(day: Day, lang: str) -> None:
    firms = {company.id: company for company in floor_words.companies(day.participants) if company.pitches}
    if not firms:
        st.caption(t("floor.presenter.none", lang))
        return
    firm_id = st.selectbox(
        t("floor.company", lang),
        tuple(firms),
        format_func=lambda firm_id: name_of(firms[firm_id], lang),
        key="floor_presenter_firm",
    )
    people = {attendee.id: attendee for attendee in firms[firm_id].attendees}
    new = ""
    who = st.radio(
        t("floor.presenter.who", lang),
        (*people, new),
        index=next((place for place, person in enumerate(people.values()) if person.presents), 0),
        format_func=lambda attendee_id: (
            day.cards.get(attendee_id, Card(attendee_id)).name or t("floor.presenter.new", lang)
        ),
        key=f"floor_presenter_who_{firm_id}",
    )
    name = st.text_input(t("floor.presenter.name", lang), key="floor_presenter_name") if who == new else ""
    if st.button(t("frame.save", lang), type="primary", key="floor_presenter_submit"):
        with frame.errors_in_words():
            floor.replace_presenter(state.acting(), firm_id, who or None, card=Card("", name) if name else None)
            dialogs.done("floor.done.presenter")
