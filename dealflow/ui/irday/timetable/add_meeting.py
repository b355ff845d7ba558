"""Adding a consultation or a pitch that nobody wished for on the grid: who, then one of the places that are open."""

from __future__ import annotations

from collections.abc import Iterator

import streamlit as st

from dealflow.actions.irday.timetable import manual_edits
from dealflow.actions.irday.timetable.plan_views import PlanView
from dealflow.actions.platform.context import Acting
from dealflow.domain.irday.timetable.manual_edits import Spot, spot_of, things
from dealflow.domain.irday.timetable.open_slots import openings
from dealflow.domain.irday.timetable.timetable import Act, Side
from dealflow.i18n import t
from dealflow.reports.irday.timetable.plan_words import Names
from dealflow.ui.irday.timetable.timetable import may_change
from dealflow.ui.kit import components, context, dialogs, state


def offer(view: PlanView, lang: str) -> None:
    """Offer to add something to the version that is worked on."""
    if not may_change(view):
        return
    dialogs.offer("add", t("timetable.add", lang), icon=":material/add:", key="timetable_add")
    if dialogs.is_open("add"):
        dialogs.show(t("timetable.add", lang), lambda: _body(view, lang))


def _body(view: PlanView, lang: str) -> None:
    """Draw who is to meet (or pitch), and where that could be."""
    names = Names(view.day, lang)
    act = _chosen(view, names)
    placed = things(view.timetable).get(act)
    if placed is not None:
        where = names.where(placed)
        st.caption(components.harmless(t("timetable.add.placed", lang, act=names.act(act), where=where)))
        return
    open_now = list(open_spots(view, act))
    if not open_now:
        barred = openings(view.problem, view.timetable, [act]).barred[act]
        reasons = dict.fromkeys(t(f"timetable.barred.{why.value}", lang) for why in barred.values())
        words = " ".join(reasons) or t("timetable.why.no_table", lang)
        st.warning(components.harmless(f"{t('timetable.add.nowhere', lang)} {words}"), icon=":material/info:")
        return
    number = st.selectbox(
        t("timetable.add.where", lang),
        range(len(open_now)),
        format_func=lambda place_number: (
            f"{names.slot(open_now[place_number].slot)} {names.place(open_now[place_number].place)}"
        ),
        key="timetable_add_where",
    )
    if st.button(t("timetable.board.place", lang), type="primary", key="timetable_add_submit"):
        spot = open_now[min(number or 0, len(open_now) - 1)]
        ws, event = context.workspace(), view.day.event.id
        manual_edits.move(Acting(ws, state.viewer(), context.now()), event, act, spot, seen=view.number)
        dialogs.done("timetable.done.add")


def _chosen(view: PlanView, names: Names) -> Act:
    """Return what is to be added: a company's consultation with an investor, or its pitch."""
    lang = names.lang
    firms = {side: [firm.id for firm in view.problem.firms if firm.side is side] for side in Side}
    company = st.selectbox(
        t("timetable.add.company", lang),
        sorted(firms[Side.COMPANY], key=names.firm),
        format_func=names.firm,
        key="timetable_add_company",
    )
    pitch = [""] if any(pitcher.company == company for pitcher in view.problem.pitchers) else []
    other = st.selectbox(
        t("timetable.add.with", lang),
        [*sorted(firms[Side.INVESTOR], key=names.firm), *pitch],
        format_func=lambda firm_id: names.firm(firm_id) if firm_id else t("timetable.add.pitch", lang),
        key="timetable_add_other",
    )
    return Act(company or "", other or None)


def open_spots(view: PlanView, act: Act) -> Iterator[Spot]:
    """Yield the spots that are open to something that is not placed, the earliest first."""
    problem = view.problem
    seen = openings(problem, view.timetable, [act])
    used = {(spot_of(thing).slot, spot_of(thing).place) for thing in things(view.timetable).values()}
    since = -1 if view.since_min is None else view.since_min
    for slot in problem.slots if act.investor else problem.pitch_slots:
        if slot.id in seen.barred[act] or slot.span.start_min < since:
            continue
        for place in problem.tables if act.investor else problem.stages:
            if (slot.id, place.id) not in seen.closed and (slot.id, place.id) not in used:
                yield Spot(slot.id, place.id)
