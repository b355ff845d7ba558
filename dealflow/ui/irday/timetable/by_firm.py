"""The plan firm by firm: one line each, its pitch and its consultations in the order of the slots."""

from __future__ import annotations

from collections import defaultdict

import streamlit as st

from dealflow.actions.irday.timetable.plan_views import PlanView
from dealflow.domain.irday.timetable.day_agenda import clock
from dealflow.domain.irday.timetable.placements import span_of
from dealflow.domain.irday.timetable.timetable import Firm, Meeting, Side
from dealflow.i18n import t
from dealflow.reports.irday.timetable.plan_words import Names
from dealflow.ui.kit import grid
from dealflow.ui.kit.grid import Cell, Column, Mark, Row, Table


def draw(view: PlanView, text: str, lang: str) -> None:
    """Draw the firms of a side (the page's ``companies`` or ``investors``) with their days."""
    side = Side.COMPANY if text == "companies" else Side.INVESTOR
    caption = t(f"timetable.firms.{side.value}", lang)
    firms = [firm for firm in view.problem.firms if firm.side is side]
    if not firms:
        st.caption(t("timetable.firms.none", lang))
        return
    grid.show(table(view, side, lang), caption=caption, key=f"timetable_{side.value}", lang=lang)


def table(view: PlanView, side: Side, lang: str) -> Table:
    """Return one line a firm: how many consultations, its pitch, then what it has in each slot that is used."""
    names = Names(view.day, lang)
    firms = [firm for firm in view.problem.firms if firm.side is side]
    met: dict[str, dict[str, list[Meeting]]] = defaultdict(lambda: defaultdict(list))
    for meeting in view.timetable.meetings:
        met[meeting.company if side is Side.COMPANY else meeting.investor][meeting.slot].append(meeting)
    slots = sorted({other_meeting.slot for other_meeting in view.timetable.meetings}, key=span_of)
    pitching = side is Side.COMPANY and bool(view.problem.pitchers)
    heads = ["firm", "count", *(["pitch"] if pitching else [])]
    columns = [Column(head, t(f"timetable.firms.{head}", lang)) for head in heads]
    columns += [Column(slot, clock(span_of(slot).start_min)) for slot in slots]
    rows = []
    for firm in sorted(firms, key=lambda other_firm: names.firm(other_firm.id)):
        own = met.get(firm.id, {})
        cells: list[Cell | None] = [Cell(names.firm(firm.id)), _count(view, firm, lang)]
        cells += [_pitch(view, firm.id, names)] if pitching else []
        cells += [_slot(own.get(slot, []), side, names) for slot in slots]
        rows.append(Row(firm.id, tuple(cells)))
    return Table(tuple(columns), tuple(rows))


def _count(view: PlanView, firm: Firm, lang: str) -> Cell:
    held = sum(firm.id in (meeting.company, meeting.investor) for meeting in view.timetable.meetings)
    idle = view.gaps.get(firm.id, 0)
    marks = [Mark(t("timetable.firms.short", lang, least=firm.least), "warn")] if held < firm.least else []
    marks += [Mark(t("timetable.firms.gaps", lang, n=idle))] if idle else []
    return Cell(str(held), marks=tuple(marks))


def _pitch(view: PlanView, firm: str, names: Names) -> Cell:
    for pitch in view.timetable.pitches:
        if pitch.company == firm:
            return Cell(names.slot(pitch.slot), sub=names.place(pitch.stage))
    return Cell("–", tone="muted")


def _slot(met: list[Meeting], side: Side, names: Names) -> Cell | None:
    if not met:
        return None
    parts = tuple(
        Cell(names.short(meeting.investor if side is Side.COMPANY else meeting.company), sub=names.place(meeting.table))
        for meeting in sorted(met, key=lambda meeting: meeting.table)
    )
    return parts[0] if len(parts) == 1 else Cell("", parts=parts)
