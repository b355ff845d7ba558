"""The floor of an IR day: how it stands in numbers, and the round that is on with one tap a consultation."""

from __future__ import annotations

from typing import Final

import streamlit as st

from dealflow.actions.irday.floor import floor, floor_views
from dealflow.actions.irday.floor.floor_views import Round
from dealflow.actions.irday.programme import day_state
from dealflow.actions.irday.programme.day_state import Day
from dealflow.domain.irday.floor.floor import MeetingState
from dealflow.domain.irday.timetable.day_agenda import Line, LineKind, clock, minute_of
from dealflow.domain.people.people import IrEvent
from dealflow.i18n import name_of, t
from dealflow.ui.irday.floor import floor_words
from dealflow.ui.kit import components, context, frame, state

VIEWS: Final = ("now", "grid", "people", "roundtables", "links")
_EVERY: Final = "20s"
_BLANK: Final = "&nbsp;"
"""A line of its height without words, so that tiles stand level."""
_PITCH_STATES: Final = (MeetingState.PLANNED, MeetingState.RUNNING, MeetingState.HELD, MeetingState.CANCELLED)


def day_of(event: IrEvent) -> Day:
    """Return everything that is known of the event."""
    return day_state.day_of(state.looking(), event.id)


@st.fragment(run_every=_EVERY)
def now(event: IrEvent) -> None:
    """Draw the day in numbers and the round that is on; drawn again by itself, so that others' taps appear."""
    lang = state.language()
    frame.show_told()
    with frame.errors_in_words():
        day = day_of(event)
        _numbers(day, lang)
        if day.plan.published is None:
            components.empty_state("floor.no_plan", page="timetable")
            return
        rounds = floor_views.rounds(day)
        with st.container(horizontal=True, vertical_alignment="bottom", key="floor_bulk"):
            round_shown = _choose(rounds, minute_of(event.held_on, context.now()), lang)
            if round_shown is not None and round_shown.kind is LineKind.MEETING:
                _bulk(event, round_shown, lang)
        if round_shown is None:
            components.empty_state("floor.no_rounds")
            return
        for line in round_shown.lines:
            _line(day, line, lang)


def _numbers(day: Day, lang: str) -> None:
    counts = floor_views.counts(day, at=context.now())
    tiles = (
        (
            "here",
            f"{counts.people_here} / {counts.people}",
            t("floor.firms", lang, here=counts.firms_here, all=counts.firms),
        ),
        ("running", str(counts.running), ""),
        (
            "held",
            f"{counts.held} / {counts.planned}",
            t("floor.beside", lang, n=counts.beside) if counts.beside else "",
        ),
        ("absent", str(counts.absent), t("floor.cancelled", lang, n=counts.cancelled) if counts.cancelled else ""),
        ("unmarked", str(counts.unmarked), ""),
    )
    with st.container(horizontal=True, key="floor_numbers"):
        for name, value, more in tiles:
            with st.container(border=True, width=158, gap=None):
                st.caption(t(f"floor.tile.{name}", lang), help=t(f"floor.tile.{name}.help", lang))
                st.markdown(f"**:{'orange' if name == 'unmarked' and counts.unmarked else 'primary'}[{value}]**")
                st.caption(more or _BLANK)


def _choose(rounds: tuple[Round, ...], minute: int, lang: str) -> Round | None:
    """Return the round that the URL asks for, else the one that is on."""
    if not rounds:
        return None
    by_id = {f"{round_.slot}": round_ for round_ in rounds}
    usual = floor_views.usual_round(rounds, minute)
    text = state.url_value("round")
    current = text if text in by_id else usual.slot if usual else next(iter(by_id))
    key = components.url_key("round")
    st.session_state[key] = current
    st.selectbox(
        t("floor.round", lang),
        tuple(by_id),
        format_func=lambda slot: _round_words(by_id[slot], minute, lang),
        key=key,
        on_change=lambda: state.ask(round=st.session_state[key]),
        width=420,
    )
    return by_id[current]


def _round_words(round_: Round, minute: int, lang: str) -> str:
    kind = t(f"floor.kind.{round_.kind.value}", lang, n=len(round_.lines))
    on = f" · {t('floor.on', lang)}" if round_.span.start_min <= minute < round_.span.end_min else ""
    return f"{clock(round_.span.start_min)}–{clock(round_.span.end_min)} · {kind}{on}"


def _bulk(event: IrEvent, round_: Round, lang: str) -> None:
    """Offer what may be done with the whole round at once."""

    def start() -> None:
        with frame.attempted("floor.done.started"):
            floor.start_slot(state.acting(), event.id, round_.slot)

    def close() -> None:
        with frame.attempted():
            slot_closed = floor.close_slot(state.acting(), event.id, round_.slot)
            absent = slot_closed.company_absent + slot_closed.investor_absent
            frame.tell_done("floor.done.closed", held=slot_closed.held, absent=absent, unsure=len(slot_closed.unsure))

    st.button(t("floor.start", lang), icon=":material/play_arrow:", on_click=start, key="floor_start")
    st.button(
        t("floor.close", lang),
        icon=":material/done_all:",
        on_click=close,
        key="floor_close",
        help=t("floor.close.help", lang),
    )


def _line(day: Day, line: Line, lang: str) -> None:
    """Draw one consultation or pitch: where, who, who is here, and one tap for how it stands."""
    stands = floor_views.state_of(day, line)
    version = day.marks[line.pair].version if line.pair in day.marks else 0
    key = f"floor_mark_{line.company}_{line.investor or 'pitch'}_{version}"
    with st.container(border=True, key=f"floor_row_{line.company}_{line.investor or 'pitch'}"):
        left, right = st.columns((5, 7), vertical_alignment="center")
        left.markdown(_who(day, line, lang))
        options = tuple(MeetingState) if line.kind is LineKind.MEETING else _PITCH_STATES
        right.pills(
            t("floor.state", lang),
            options,
            format_func=lambda state_of_meeting: t(f"floor.mark.{state_of_meeting.value}", lang),
            default=stands,
            required=True,
            key=key,
            label_visibility="collapsed",
            wrap=True,
            on_change=_mark,
            args=(day.event.id, line, key, version),
        )


def _who(day: Day, line: Line, lang: str) -> str:
    here = floor.here(day)
    firms = [line.company] if line.kind is LineKind.PITCH else [line.company, line.investor]
    named = [
        f"**{components.harmless(name_of(day.participant(firm), lang))}** "
        + (":green[:material/check_circle:]" if firm in here else ":gray[:material/radio_button_unchecked:]")
        for firm in firms
    ]
    return f"{components.badge(floor_words.place(day.programme, line, lang), 'blue')} " + " · ".join(named)


def _mark(event_id: str, line: Line, key: str, version: int) -> None:
    """Mark a consultation as the tap said; a lost race is told and the screen shows what stands."""
    chosen_state = st.session_state[key]
    with frame.attempted():
        floor.mark(state.acting(), event_id, line.act, MeetingState(chosen_state), seen=version)
