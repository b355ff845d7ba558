"""Round-tables (간담회): what was said, who came, what was promised by whom until when, and what is still open."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

import streamlit as st

from dealflow.actions.irday.floor import roundtables
from dealflow.actions.irday.floor.roundtables import FollowUp
from dealflow.actions.irday.programme.day_state import Day
from dealflow.domain.irday.floor.floor import RoundTable, RoundTableAction
from dealflow.domain.irday.programme.programme import Part
from dealflow.domain.irday.timetable.day_agenda import clock
from dealflow.domain.people.people import IrEvent
from dealflow.i18n import name_of, t
from dealflow.i18n.numbers import day as day_words
from dealflow.ui.irday.floor import floor_words
from dealflow.ui.irday.floor.floor import day_of
from dealflow.ui.kit import components, context, frame, grid, state
from dealflow.ui.kit.grid import Cell, Column, Mark, Row, Table

_LINES = ("agenda", "difficulties", "suggestions")
_SOON_DAYS = 7


def draw(event: IrEvent) -> None:
    """Draw each round-table of the programme, and the list of what was promised."""
    lang = state.language()
    day = day_of(event)
    tables = roundtables.round_tables(state.looking(), event.id)
    if not tables:
        components.empty_state("floor.roundtables.none", page="event")
        return
    by_id = {part.id: (part, table, version) for part, table, version in tables}
    if len(tables) > 1:
        text = components.url_tabs(
            "table",
            t("floor.roundtables", lang),
            tuple(by_id),
            words=lambda other_text: name_of(by_id[other_text][0], lang),
        )
    else:
        text = tables[0][0].id
    left, right = st.columns((5, 3), gap="medium")
    with left:
        _topics(day, *by_id[text], lang)
        _form(day, *by_id[text], lang)
    with right:
        _follow_ups(day, tables, lang)


def _topics(day: Day, part: Part, table: RoundTable, version: int, lang: str) -> None:
    """Draw what the members handed in, with one click to put on the agenda what is not on it."""
    handed_in = [topics for topics in roundtables.topics_of(state.looking(), day.event.id) if topics.part_id == part.id]
    if not handed_in:
        return
    new = [line for topics in handed_in for line in topics.lines if line not in table.agenda]
    with st.container(border=True, key=f"roundtable_topics_{part.id}"):
        st.markdown(f"**{t('floor.roundtable.topics', lang)}**")
        for topics in handed_in:
            st.markdown(f"{components.harmless(floor_words.firm(day, topics.participant_id, lang))}")
            st.markdown("\n".join(f"- {components.harmless(line)}" for line in topics.lines))
        if new:
            st.button(
                t("floor.roundtable.topics.take", lang, n=len(new)),
                icon=":material/playlist_add:",
                key=f"roundtable_take_{part.id}",
                on_click=_take,
                args=(replace(table, agenda=(*table.agenda, *new)), version),
            )


def _take(table: RoundTable, version: int) -> None:
    with frame.attempted("floor.done.roundtable"):
        roundtables.keep(state.acting(), table, seen=version)


def _form(day: Day, part: Part, table: RoundTable, version: int, lang: str) -> None:
    firms = {
        participant.id: name_of(participant, lang)
        for participant in day.participants
        if participant.is_coming or participant.id in table.present
    }
    st.subheader(components.harmless(name_of(part, lang)), anchor=False)
    st.caption(f"{clock(part.span.start_min)}–{clock(part.span.end_min)}")
    with st.form(f"roundtable_{part.id}_{version}", border=False, enter_to_submit=False), frame.errors_in_words():
        typed = {"agenda": _lines("agenda", table.agenda, lang)}
        present = st.multiselect(
            t("floor.roundtable.present", lang),
            tuple(firms),
            default=[text for text in table.present if text in firms],
            format_func=firms.__getitem__,
            placeholder=t("floor.choose", lang),
        )
        typed |= {name: _lines(name, getattr(table, name), lang) for name in _LINES[1:]}
        actions = _actions(table.actions, firms, lang)
        if st.form_submit_button(t("frame.save", lang), type="primary", key="roundtable_save"):
            round_table = RoundTable(
                part.id,
                day.event.id,
                agenda=typed["agenda"],
                present=tuple(present),
                difficulties=typed["difficulties"],
                suggestions=typed["suggestions"],
                actions=actions,
            )
            roundtables.keep(state.acting(), round_table, seen=version)
            frame.tell_done("floor.done.roundtable")
            st.rerun()


def _lines(name: str, texts: Sequence[str], lang: str) -> tuple[str, ...]:
    """Return the lines of a text field, one thing a line."""
    text = st.text_area(
        t(f"floor.roundtable.{name}", lang),
        value="\n".join(texts),
        height=110,
        help=t("floor.roundtable.lines", lang),
    )
    return tuple(text.splitlines())


def _actions(
    round_table_actions: Sequence[RoundTableAction], firms: Mapping[str, str], lang: str
) -> tuple[RoundTableAction, ...]:
    """Return what was promised, as a table to type in."""
    ours = t("floor.roundtable.ours", lang)
    names = {name: text for text, name in firms.items()} | {ours: ""}
    rows = [
        {
            "text": round_table_action.text,
            "firm": firms.get(round_table_action.participant_id, ours),
            "owner": round_table_action.owner,
            "due": round_table_action.due,
            "done": round_table_action.done_on is not None,
        }
        for round_table_action in round_table_actions
    ]
    st.markdown(f"**{t('floor.roundtable.actions', lang)}**")
    edited = st.data_editor(
        rows or [{"text": "", "firm": ours, "owner": "", "due": None, "done": False}],
        num_rows="dynamic",
        hide_index=True,
        width="stretch",
        placeholder="",
        column_config={
            "text": st.column_config.TextColumn(t("floor.roundtable.action", lang), width="medium"),
            "firm": st.column_config.SelectboxColumn(t("floor.roundtable.firm", lang), options=list(names)),
            "owner": st.column_config.TextColumn(t("floor.roundtable.owner", lang)),
            "due": st.column_config.DateColumn(t("floor.roundtable.due", lang), format="YYYY-MM-DD"),
            "done": st.column_config.CheckboxColumn(t("floor.roundtable.done", lang)),
        },
    )
    before = {round_table_action.text: round_table_action.done_on for round_table_action in round_table_actions}
    return tuple(_action(row, names, before) for row in edited if row.get("text"))


def _action(row: Mapping[str, object], names: Mapping[str, str], before: Mapping[str, date | None]) -> RoundTableAction:
    text, due = str(row.get("text") or ""), row.get("due")
    done_on = (before.get(text) or context.today()) if row.get("done") else None
    return RoundTableAction(
        text=text,
        participant_id=names.get(str(row.get("firm") or ""), ""),
        owner=str(row.get("owner") or ""),
        due=due if isinstance(due, date) else date.fromisoformat(str(due)) if due else None,
        done_on=done_on,
    )


def _follow_ups(day: Day, tables: tuple[tuple[Part, RoundTable, int], ...], lang: str) -> None:
    """Draw what is still open, by organisation, the most urgent first; one click says that it was done."""
    st.subheader(t("floor.follow", lang), anchor=False)
    by_firm = roundtables.follow_ups(tables, on=context.today())
    if not by_firm:
        st.caption(t("floor.follow.none", lang))
        return
    columns = ("what", "due", "act")
    rows = [
        Row(f"{follow_up.part.id}|{follow_up.place}", _follow_cells(day, firm, follow_up, lang))
        for firm, things in by_firm.items()
        for follow_up in things
    ]
    table = Table(tuple(Column(column, t(f"floor.follow.column.{column}", lang)) for column in columns), tuple(rows))
    picked = grid.show(table, caption=t("floor.follow", lang), key="floor_follow", lang=lang).place
    if picked and picked[1] == "act":
        part_id, _, place = picked[0].partition("|")
        with frame.attempted("floor.done.settled"):
            roundtables.settle(state.acting(), day.event.id, part_id, int(place), done_on=context.today())
        st.rerun()


def _follow_cells(day: Day, firm: str, follow_up: FollowUp, lang: str) -> tuple[Cell, ...]:
    action = follow_up.action
    who = floor_words.firm(day, firm, lang) if firm else t("floor.roundtable.ours", lang)
    late = follow_up.days_left is not None and follow_up.days_left < 0
    soon = follow_up.days_left is not None and 0 <= follow_up.days_left <= _SOON_DAYS
    marks = (Mark(t("floor.follow.late", lang), "late"),) if late else ()
    due = day_words(action.due, lang) if action.due else "–"
    return (
        Cell(action.text, sub=" · ".join(filter(None, (who, action.owner))), tone="wrap"),
        Cell(due, marks=marks, tone="" if late or soon or action.due else "muted"),
        Cell(t("floor.follow.settle", lang), act=True),
    )
