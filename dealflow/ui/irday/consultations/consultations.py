"""A firm's own consultations: today's with one click to the log, and everything logged at all events."""

from __future__ import annotations

from typing import Final

import streamlit as st

from dealflow.actions.irday.consultations import consultation_log as consultation_log_acts
from dealflow.actions.irday.consultations import consultation_views
from dealflow.actions.irday.consultations.consultation_views import HistoryRow, OwnDay
from dealflow.domain.irday.floor.floor import InterestLevel, MeetingState
from dealflow.domain.irday.timetable.day_agenda import Line, LineKind, clock, clock_at, falls_away
from dealflow.domain.people.access import Act, Role, may
from dealflow.i18n import Language, name_of, t
from dealflow.i18n.numbers import day as day_words
from dealflow.reports.irday.firm_page import consultation_form
from dealflow.reports.irday.papers.day_words import told_apart
from dealflow.ui.irday.consultations import consultation_log
from dealflow.ui.kit import components, context, frame, grid, state, url_filters
from dealflow.ui.kit.grid import Cell, Column, Mark, Row, Table, link

VIEWS: Final = ("own", "history")
_TONES: Final = {InterestLevel.HIGH: "good", InterestLevel.MEDIUM: "info", InterestLevel.LOW: ""}
_STATES: Final = {MeetingState.HELD: "good", MeetingState.RUNNING: "info", MeetingState.PLANNED: ""}


def may_log() -> bool:
    """Say whether the person at the screen may write into the firm's books."""
    viewer = state.viewer()
    return viewer.role is not Role.COMPANY_GUEST and may(viewer, Act.EDIT_PIPELINE)


def chosen(days: tuple[OwnDay, ...]) -> OwnDay:
    """Return the day that the URL asks for, offered as a drop-down; else today's, the next, or the latest."""
    lang, by_id = state.language(), {day.firm.id: day for day in days}
    today = context.today()
    coming = [day for day in days if day.event.held_on >= today]
    usual = min(coming, key=lambda own_day: own_day.event.held_on) if coming else days[0]
    names = told_apart((own_day.event for own_day in days), lang)
    key = components.url_key("day")
    st.session_state[key] = state.url_value("day") if state.url_value("day") in by_id else usual.firm.id
    st.selectbox(
        t("consult.event", lang),
        tuple(by_id),
        format_func=lambda firm_id: names[by_id[firm_id].event.id],
        key=key,
        label_visibility="collapsed",
        on_change=lambda: state.ask(day=st.session_state[key], do=None),
    )
    return by_id[st.session_state[key]]


def waiting(lang: str) -> None:
    """Offer to take over what the firm wrote by link before it was connected with its books."""
    if not may_log():
        return
    consultations = consultation_log_acts.waiting(state.looking())
    if not consultations:
        return

    def adopt() -> None:
        with frame.attempted("consult.done.adopted"):
            consultation_log_acts.adopt(state.acting())

    with st.container(border=True, horizontal=True, vertical_alignment="center", key="consult_waiting"):
        st.markdown(t("consult.waiting", lang, n=len(consultations)), width="stretch")
        st.button(t("consult.adopt", lang), on_click=adopt, key="consult_adopt", type="primary")


def own(own_day: OwnDay, lang: str) -> None:
    """Draw the firm's own day as a table; a click on a consultation opens its log."""
    if not own_day.published:
        components.empty_state("consult.not_published")
        return
    lines = [line for line in own_day.lines if line.kind is not LineKind.PART]
    if not lines:
        components.empty_state("consult.nothing_planned")
    else:
        left = own_day.to_log
        if own_day.logs_consultations and may_log() and left:
            st.caption(t("consult.to_log", lang, n=len(left)))
        picked = grid.show(
            own_table(own_day, lines, lang), caption=t("consult.own", lang), key="consult_own", lang=lang
        ).place
        if picked and picked[1] == "log" and may_log():
            state.ask(do="log", company=picked[0])
    if own_day.logs_consultations and may_log():
        consultation_log.offer(own_day, lang)


def own_table(own_day: OwnDay, lines: list[Line], lang: str) -> Table:
    """Return one line a pitch or consultation: when, where, with whom, how it stands, and its log."""
    logs = own_day.logs_consultations
    names = ("when", "who", "state", *(("log",) if logs else ()))
    rows = []
    for line in lines:
        stands = own_day.states.get(line.pair, MeetingState.PLANNED)
        cells = [
            Cell(f"{clock(line.span.start_min)}–{clock(line.span.end_min)}", sub=_place(own_day, line, lang)),
            Cell(_who(own_day, line, lang), tone="gone" if falls_away(line, own_day.states) else ""),
            Cell("", marks=(Mark(_state_words(line, stands, lang), _STATES.get(stands, "late")),)),
        ]
        if logs:
            cells.append(_log_cell(own_day, line, lang))
        rows.append(Row(line.company if line.kind is LineKind.MEETING else f"pitch-{line.company}", tuple(cells)))
    return Table(tuple(Column(name, t(f"consult.column.{name}", lang)) for name in names), tuple(rows))


def _log_cell(own_day: OwnDay, line: Line, lang: str) -> Cell:
    if line.kind is not LineKind.MEETING:
        return Cell("")
    known = own_day.logs.get(line.company)
    if known is None:
        tone = "strong" if line in own_day.to_log else ""
        return Cell(t("consult.write", lang), act=may_log(), tone=tone)
    log = known.log
    marks = (Mark(t(f"enum.interest_level.{log.interest.value}", lang), _TONES[log.interest]),) if log.interest else ()
    return Cell(t("consult.edit", lang), sub=consultation_form.preview(log, lang), marks=marks, act=may_log())


def _state_words(line: Line, stands: MeetingState, lang: str) -> str:
    if line.kind is LineKind.PITCH and stands is MeetingState.HELD:
        return t("firm.pitched", lang)
    return t(f"enum.meeting_state.{stands.value}", lang)


def _who(own_day: OwnDay, line: Line, lang: str) -> str:
    if line.kind is LineKind.PITCH:
        return t("firm.pitch.own", lang)
    other = own_day.firms.get(line.investor if line.company == own_day.firm.id else line.company)
    return name_of(other, lang) if other is not None else t("firm.unknown", lang)


def _place(own_day: OwnDay, line: Line, lang: str) -> str:
    if line.kind is LineKind.MEETING:
        label = next((table.label for table in own_day.programme.tables if table.id == line.place), line.place)
        return t("firm.table", lang, label=label)
    return next((name_of(room, lang) for room in own_day.programme.rooms if room.id == line.place), "")


def history(lang: str) -> None:
    """Draw everything that the firm has logged, narrowed by event, interest and words, with the way to the funnel."""
    rows = consultation_views.history(state.looking())
    if not rows:
        components.empty_state("consult.no_history")
        return
    with st.container(horizontal=True, vertical_alignment="bottom", key="consult_filters"):
        events = told_apart({history_row.event.id: history_row.event for history_row in rows}.values(), lang)
        event = components.url_choice(
            "event", t("consult.event", lang), tuple(events), words=events.__getitem__,
            everything=t("consult.every_event", lang), compact=True,
        )  # fmt: skip
        interest = components.url_choice(
            "interest", t("firm.log.interest", lang), tuple(InterestLevel),
            words=lambda level: t(f"enum.interest_level.{level.value}", lang), everything=t("consult.any", lang),
            compact=True,
        )  # fmt: skip
        text = url_filters.url_search("q", t("consult.find", lang), t("consult.find", lang))
    history_rows = [history_row for history_row in rows if _is_wanted(history_row, event, interest, text)]
    if not history_rows:
        components.empty_state("consult.none_found")
        return
    st.caption(t("consult.count", lang, n=len(history_rows)))
    table = history_table(history_rows, lang)
    picked = grid.show(table, caption=t("consult.view.history", lang), key="consult_history", lang=lang).place
    row = next(
        (
            history_row
            for history_row in history_rows
            if picked and picked == (history_row.consultation.log.id, "engagement")
        ),
        None,
    )
    if row is not None and row.track:
        grid.go("pipeline", lang, track=row.track, open=row.consultation.log.engagement_id)


def _is_wanted(row: HistoryRow, event: str | None, interest: InterestLevel | None, text: str) -> bool:
    log = row.consultation.log
    if (event and log.ir_event_id != event) or (interest and log.interest is not interest):
        return False
    names = (row.company.name_ko, row.company.name_en) if row.company else ()
    words = " ".join((*names, log.note, log.requests, log.next_step_text)).casefold()
    return all(word in words for word in text.casefold().split())


def history_table(rows: list[HistoryRow], lang: str) -> Table:
    """Return one line a log: company and event, interest and intention, next step, note, and its engagement."""
    names = ("who", "interest", "next", "note", "engagement")
    return Table(
        tuple(Column(name, t(f"consult.column.{name}", lang)) for name in names),
        tuple(Row(row.consultation.log.id, _history_cells(row, lang)) for row in rows),
    )


def _history_cells(row: HistoryRow, lang: str) -> tuple[Cell, ...]:
    log = row.consultation.log
    event = row.event.title_en if lang == Language.EN and row.event.title_en else row.event.title_ko
    when = f"{day_words(row.event.held_on, lang)} {clock_at(log.typed_at)}"
    marks = (Mark(t(f"enum.interest_level.{log.interest.value}", lang), _TONES[log.interest]),) if log.interest else ()
    private_marks = () if log.is_told else (Mark(t("consult.private", lang), "empty", t("consult.private.help", lang)),)
    due = day_words(log.next_due, lang) if log.next_due else ""
    way = Cell("–", tone="muted", title=t("consult.no_engagement", lang))
    if row.track:
        way = Cell(t("consult.open", lang), href=link("pipeline", lang, track=row.track, open=log.engagement_id))
    return (
        Cell(name_of(row.company, lang) if row.company else t("firm.unknown", lang), sub=f"{event} · {when}"),
        Cell(consultation_form.preview(log, lang) or "–", marks=(*marks, *private_marks)),
        Cell(log.next_step_text or "–", sub=due, tone="wrap" if log.next_step_text else "muted"),
        Cell(log.note or "–", sub=log.requests, tone="wrap" if log.note else "muted"),
        way,
    )
