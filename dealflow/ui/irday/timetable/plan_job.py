"""Having a plan made: how long and with which seed, how far it has come, stopping it, and what came of it."""

from __future__ import annotations

from typing import Final

import streamlit as st

from dealflow.actions.irday.timetable.plan_jobs import Making
from dealflow.actions.irday.timetable.plan_views import PlanView
from dealflow.domain.irday.participants.participants import ParticipantKind
from dealflow.domain.irday.timetable.shortfalls import shortfalls
from dealflow.domain.irday.timetable.timetable import Side
from dealflow.errors import DealflowError
from dealflow.i18n import t
from dealflow.reports.irday.timetable import plan_words
from dealflow.reports.irday.timetable.plan_words import Names
from dealflow.ui.irday.timetable.timetable import in_lines, room
from dealflow.ui.kit import components, context, dialogs, fields, frame, state

_SECONDS: Final = (5, 10, 30, 60, 120, 300)
_USUAL: Final = 10
_MOST_SEED: Final = 999_999
_EVERY_S: Final = 1.0


def offer(view: PlanView, lang: str) -> None:
    """Offer to have a plan made, as the page's main act while there is none.

    Once people go by a plan, what clashes is mended by moving as little as possible, not by planning afresh.
    """
    is_public = view.day.plan.published is not None
    if view.clashes and is_public:
        st.button(
            t("timetable.adjust", lang),
            icon=":material/published_with_changes:",
            key="timetable_adjust",
            type="primary",
            on_click=lambda: state.ask(view="replan", version=None),
        )
    dialogs.offer(
        "plan",
        t("timetable.plan", lang),
        icon=":material/auto_awesome:",
        key="timetable_plan",
        primary=not view.number or (bool(view.clashes) and not is_public),
    )
    if dialogs.is_open("plan"):
        dialogs.show(t("timetable.plan", lang), lambda: _form(view, lang))


def _form(view: PlanView, lang: str) -> None:
    """Draw what the plan would be made of, and the form that begins it."""
    st.caption(components.harmless(_made_of(view, lang)))
    found = shortfalls(view.problem)
    for shortfall in found:
        show = st.error if shortfall.is_final else st.warning
        words = t(
            f"timetable.short.{shortfall.of.value}",
            lang,
            n=shortfall.short,
            needed=shortfall.needed,
            there=shortfall.there,
        )
        show(words, icon=":material/info:")
    is_possible = not any(shortfall.is_final for shortfall in found)
    with st.form("timetable_plan_form", border=False, enter_to_submit=False), frame.errors_in_words():
        left, right = st.columns(2)
        seconds = left.selectbox(
            t("timetable.seconds", lang),
            _SECONDS,
            index=_SECONDS.index(_USUAL),
            format_func=lambda seconds: t("timetable.seconds.words", lang, n=seconds),
            key="timetable_seconds",
        )
        seed = fields.whole(
            fields.Label(t("timetable.seed", lang), t("timetable.seed.help", lang)),
            bounds=(0, _MOST_SEED),
            value=1,
            key="timetable_seed",
            place=right,
        )
        goes_on = bool(view.number) and st.checkbox(
            t("timetable.goes_on", lang), help=t("timetable.goes_on.help", lang), key="timetable_goes_on"
        )
        if st.form_submit_button(
            t("timetable.plan.start", lang), type="primary", key="timetable_plan_start", disabled=not is_possible
        ):
            room().start(
                state.viewer(), view.day.event.id, seconds=float(seconds), seed=seed.required, afresh=not goes_on
            )
            dialogs.close()
            state.ask(version=None)
            st.rerun()


def _made_of(view: PlanView, lang: str) -> str:
    """Return what there is to plan with: firms on both sides, seats at tables, pitch slots, wishes."""
    problem = view.problem
    companies = sum(firm.side is Side.COMPANY for firm in problem.firms)
    adopters = sum(
        participant.is_coming and participant.kind is ParticipantKind.ADOPTER for participant in view.day.participants
    )
    closed = view.openings.closed
    seats = sum((slot.id, table.id) not in closed for slot in problem.slots for table in problem.tables)
    places = sum(len(stage.slots) * stage.places for stage in problem.stages)
    return t(
        "timetable.made_of",
        lang,
        companies=companies,
        investors=len(problem.firms) - companies - adopters,
        adopters=adopters,
        seats=seats,
        pitchers=len(problem.pitchers),
        places=places,
        wishes=view.wish_count,
    )


def watch(view: PlanView, lang: str) -> None:
    """Draw how far a run has come, or what came of the last one, until it was seen."""
    making = room().making(state.viewer(), view.day.event.id)
    if making is None:
        return
    if making.is_running:
        st.fragment(_progress, run_every=_EVERY_S)(view, lang)
        return
    if making.error is not None:
        _failed(view, making.error, lang)
        return
    room().forget(state.viewer(), view.day.event.id)
    st.success(t("timetable.made", lang, version=making.version, seed=making.seed), icon=":material/check:")


def _progress(view: PlanView, lang: str) -> None:
    """Draw the run as it stands; the page is drawn anew when it is over."""
    making = room().making(state.viewer(), view.day.event.id)
    if making is None or not making.is_running:
        st.rerun(scope="app")
    with st.container(border=True, key="timetable_progress"):
        spent = max(0.0, (context.now() - making.started_at).total_seconds())
        st.progress(min(1.0, spent / making.seconds), text=components.harmless(_far(making, spent, lang)))
        with st.container(horizontal=True, vertical_alignment="center"):
            st.button(
                t("timetable.stopping" if making.is_stopping else "timetable.stop", lang),
                icon=":material/stop_circle:",
                disabled=making.is_stopping,
                key="timetable_stop",
                on_click=room().stop,
                args=(state.viewer(), view.day.event.id),
            )
            st.caption(t("timetable.leave", lang))


def _far(making: Making, spent: float, lang: str) -> str:
    progress = making.progress
    parts = [t("timetable.spent", lang, spent=int(spent), seconds=int(making.seconds), seed=making.seed)]
    if progress is None:
        return " · ".join([*parts, t("timetable.phase.start", lang)])
    parts.append(t(f"timetable.phase.{progress.phase.value}", lang))
    if progress.worth is not None:
        parts.append(t("timetable.best", lang, worth=f"{progress.worth:,}"))
    if progress.bound is not None:
        parts.append(t("timetable.bound", lang, bound=f"{progress.bound:,}"))
    return " · ".join(parts)


def _failed(view: PlanView, error: DealflowError, lang: str) -> None:
    """Say why there is no new plan, with the requests that conflict, until it was read."""
    st.error(in_lines(*plan_words.failure_words(error, Names(view.day, lang))), icon=":material/info:")
    st.button(
        t("timetable.understood", lang),
        key="timetable_understood",
        on_click=room().forget,
        args=(state.viewer(), view.day.event.id),
    )
