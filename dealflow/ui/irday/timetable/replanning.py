"""Planning the rest of the day again on screen: say what happened, see what would change, keep and publish it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time
from typing import Final

import streamlit as st

from dealflow.actions.irday.timetable import replanning
from dealflow.actions.irday.timetable.plan_views import Comparison, PlanView
from dealflow.actions.irday.timetable.replanning import Replanned, Wanted
from dealflow.domain.irday.programme.programme import PLACED, PartKind
from dealflow.domain.irday.timetable.day_agenda import clock
from dealflow.domain.irday.timetable.disruptions import Trouble, TroubleKind
from dealflow.domain.irday.timetable.planning_problem import span_of_day
from dealflow.i18n import t
from dealflow.reports.irday.timetable import plan_words
from dealflow.reports.irday.timetable.plan_words import Names
from dealflow.ui.irday.timetable import plan_versions
from dealflow.ui.irday.timetable.timetable import attempted, in_lines
from dealflow.ui.kit import components, context, fields, frame, keys, state
from dealflow.ui.kit.fields import Entry

_DAY_MIN: Final = 24 * 60
_FIRM: Final = frozenset({TroubleKind.LATE, TroubleKind.LEAVES, TroubleKind.NO_SHOW})


def draw(view: PlanView, lang: str) -> None:
    """Draw what happened, and what a plan of the rest would change."""
    if not view.day.plan.number:
        components.empty_state("timetable.empty")
        return
    st.caption(t("timetable.replan.explained", lang))
    left, right = st.columns((2, 3), gap="large")
    with left:
        now = _now(view, lang)
        _add(view, now, lang)
        troubles = _listed(view, lang)
        _propose(view, troubles, now, lang)
    with right:
        _proposal(view, lang)


@dataclass(frozen=True, slots=True)
class _Minute:
    """A minute of the event, typed as a time of day on one of its days; ``usual`` stood in the field."""

    day: int
    clock: Entry[time]
    usual: int

    @property
    def required(self) -> int:
        """Return the minute.

        Raises:
            InvalidInputError: the time of day is missing or cannot be read.
        """
        at = self.clock.required
        return self.day * _DAY_MIN + at.hour * 60 + at.minute

    @property
    def proposed(self) -> int:
        """Return the minute, the usual one while what stands there cannot be read: for what other fields propose."""
        return self.usual if self.clock.readable is None else self.required


def _now(view: PlanView, lang: str) -> _Minute:
    """Draw the time of day from which the new plan holds; on the day itself it is now."""
    usual = span_of_day(view.day.programme).start_min if view.since_min is None else view.since_min
    day = _day(view, usual, "timetable_replan_day", lang)
    label = fields.Label(t("timetable.replan.now", lang), t("timetable.replan.now.help", lang))
    chosen = fields.clock(label, value=_time(usual), key="timetable_replan_now")
    return _Minute(day, chosen, usual)


def _day(view: PlanView, usual: int, key: str, lang: str) -> int:
    """Return the number of the event's day, from 0; asked for where it has several."""
    days = view.day.programme.days
    if days == 1:
        return 0
    return st.selectbox(
        t("timetable.replan.day", lang),
        range(days),
        index=min(usual // _DAY_MIN, days - 1),
        format_func=lambda day_number: t("timetable.on_day", lang, n=day_number + 1),
        key=key,
    )


def _add(view: PlanView, now: _Minute, lang: str) -> None:
    """Draw the fields of one thing that happened, and the button that adds it to the list."""
    names = Names(view.day, lang)
    with st.container(border=True, key="timetable_trouble"):
        kind = st.selectbox(
            t("timetable.replan.what", lang),
            tuple(TroubleKind),
            format_func=lambda kind: t(f"enum.trouble_kind.{kind.value}", lang),
            key="timetable_trouble_kind",
        )
        assert kind is not None  # noqa: S101  # a drop-down without an empty choice
        firm = place = ""
        part_kind, late, is_cut = PartKind.CONSULTATION, None, False
        now_min = now.proposed
        since, until = now, None
        if kind in _FIRM:
            seated = [other_firm.id for other_firm in view.problem.firms]
            firm = st.selectbox(
                t("timetable.replan.firm", lang), sorted(seated, key=names.firm), format_func=names.firm,
                key="timetable_trouble_firm",
            )  # fmt: skip
        if kind is TroubleKind.CLOSED:
            places = [*(room.id for room in view.day.programme.rooms), *(table.id for table in view.problem.tables)]
            place = st.selectbox(
                t("timetable.replan.place", lang), places, format_func=names.place, key="timetable_trouble_place"
            )
        if kind is TroubleKind.OVERRUN:
            part_kind = st.selectbox(
                t("timetable.replan.part", lang),
                sorted(PLACED, reverse=True),
                format_func=lambda kind: t(f"enum.part_kind.{kind.value}", lang),
                key="timetable_trouble_part",
            )
            late = fields.whole(t("timetable.replan.minutes", lang), bounds=(1, 240), value=10, key="timetable_minutes")
            is_cut = st.checkbox(
                t("timetable.replan.cut", lang),
                value=True,
                help=t("timetable.replan.cut.help", lang),
                key="timetable_cut",
            )
        if kind in {TroubleKind.LEAVES, TroubleKind.CLOSED, TroubleKind.OVERRUN}:
            since = _moment(view, "from", now_min, lang)
        if kind in {TroubleKind.LATE, TroubleKind.CLOSED}:
            end = span_of_day(view.day.programme).end_min
            until = _moment(view, "until", min(now_min + 60, end), lang)
        if st.button(t("timetable.replan.add", lang), icon=":material/add:", key="timetable_trouble_add"):
            with frame.errors_in_words():
                span = (since.required, None if until is None else until.required)
                minutes = 0 if late is None else late.required
                _remember(view, Trouble(kind, firm or "", place or "", part_kind, *span, minutes, is_cut))


def _moment(view: PlanView, name: str, usual: int, lang: str) -> _Minute:
    day = _day(view, usual, f"timetable_trouble_{name}_day", lang)
    chosen = fields.clock(t(f"timetable.replan.{name}", lang), value=_time(usual), key=f"timetable_trouble_{name}")
    return _Minute(day, chosen, usual)


def _time(minute: int) -> time:
    return time(minute // 60 % 24, minute % 60)


def _troubles(view: PlanView) -> tuple[Trouble, ...]:
    event, troubles = st.session_state.get(keys.TIMETABLE_TROUBLES, ("", ()))
    return troubles if event == view.day.event.id else ()


def _remember(view: PlanView, trouble: Trouble) -> None:
    troubles = tuple(dict.fromkeys((*_troubles(view), trouble)))
    st.session_state[keys.TIMETABLE_TROUBLES] = (view.day.event.id, troubles)
    st.session_state.pop(keys.TIMETABLE_PROPOSAL, None)


def _forget(view: PlanView, trouble: Trouble) -> None:
    troubles = tuple(other_trouble for other_trouble in _troubles(view) if other_trouble != trouble)
    st.session_state[keys.TIMETABLE_TROUBLES] = (view.day.event.id, troubles)
    st.session_state.pop(keys.TIMETABLE_PROPOSAL, None)


def _listed(view: PlanView, lang: str) -> tuple[Trouble, ...]:
    """Draw what happened so far, each with the way to take it back."""
    names = Names(view.day, lang)
    for number, trouble in enumerate(_troubles(view)):
        with st.container(horizontal=True, vertical_alignment="center", key=f"timetable_trouble_row_{number}"):
            st.markdown(components.harmless(trouble_words(trouble, names)), width="stretch")
            st.button(
                t("timetable.replan.drop", lang), icon=":material/close:", key=f"timetable_trouble_drop_{number}",
                on_click=_forget, args=(view, trouble), type="tertiary",
            )  # fmt: skip
    return _troubles(view)


def trouble_words(trouble: Trouble, names: Names) -> str:
    """Return what happened in one line."""
    return t(
        f"timetable.trouble.{trouble.kind.value}",
        names.lang,
        firm=names.firm(trouble.firm) if trouble.firm else "",
        place=names.place(trouble.place) if trouble.place else "",
        part=t(f"enum.part_kind.{trouble.part_kind.value}", names.lang),
        since=clock(trouble.from_min),
        until=clock(trouble.until_min) if trouble.until_min is not None else "",
        n=trouble.minutes,
    )


def _propose(view: PlanView, troubles: tuple[Trouble, ...], now: _Minute, lang: str) -> None:
    """Draw how holes are to be filled, and the button that looks for the plan with the fewest changes."""
    names = Names(view.day, lang)
    new = [participant.id for participant in replanning.unplaced(view.day)]
    walk_ins = st.multiselect(
        t("timetable.replan.walk_ins", lang), new, format_func=names.firm, key="timetable_walk_ins",
        help=t("timetable.replan.walk_ins.help", lang), placeholder=t("timetable.replan.nobody", lang),
        disabled=not new,
    )  # fmt: skip
    fill = st.checkbox(
        t("timetable.replan.fill", lang), help=t("timetable.replan.fill.help", lang), key="timetable_fill",
        disabled=bool(walk_ins),
    )  # fmt: skip
    if st.button(t("timetable.replan.look", lang), type="primary", icon=":material/search:", key="timetable_propose"):
        with frame.errors_in_words(), st.spinner(t("timetable.replan.looking", lang)):
            order = Wanted(
                troubles,
                now.required,
                fill=fill or bool(walk_ins),
                only=tuple(walk_ins),
                note=" · ".join(trouble_words(trouble, names) for trouble in troubles)[:200],
                at_min=_at_min(view),
            )
            st.session_state[keys.TIMETABLE_PROPOSAL] = replanning.proposed(state.looking(), view.day.event.id, order)


def _at_min(view: PlanView) -> int | None:
    """Return the minute that it is: nothing of a day to come is past; of a day that is over no moment is meant."""
    if view.since_min is not None:
        return view.since_min
    return 0 if context.today() < view.day.event.held_on else None


def _proposal(view: PlanView, lang: str) -> None:
    """Draw what would change, who would be told, and the buttons that keep it."""
    replanned: Replanned | None = st.session_state.get(keys.TIMETABLE_PROPOSAL)
    if replanned is None or replanned.ir_event_id != view.day.event.id or replanned.seen != view.day.plan_version:
        components.empty_state("timetable.replan.nothing")
        return
    names = Names(view.day, lang)
    plan_versions.tally(replanned.changes, lang)
    if replanned.clashes:
        lines = plan_words.clash_lines(replanned.clashes, names)
        st.error(in_lines(t("timetable.replan.clashes", lang, n=len(lines)), lines), icon=":material/info:")
    else:
        with st.container(horizontal=True):
            for name, publishes in (("publish", True), ("draft", False)):
                st.button(
                    t(f"timetable.replan.keep.{name}", lang), type="primary" if publishes else "secondary",
                    key=f"timetable_keep_{name}", on_click=_keep, args=(view, replanned, publishes),
                )  # fmt: skip
    plan_versions.lines(replanned.changes, names, lang)
    compared = Comparison(view.day, replanned.changes, replanned.worth_before, replanned.worth)
    plan_versions.messages(compared, view.day.plan.revision + 1, lang)


def _keep(view: PlanView, replanned: Replanned, publishes: bool) -> None:  # noqa: FBT001  # a callback's argument
    with attempted(view, "timetable.done.replanned"):
        replanning.keep(state.acting(), replanned, publishes=publishes)
        st.session_state.pop(keys.TIMETABLE_PROPOSAL, None)
        st.session_state.pop(keys.TIMETABLE_TROUBLES, None)
        state.ask(view="versions", before=str(replanned.base), after=None, version=None)
