"""The plan of an IR day on its screen: which event and version, how good it is, the grid, and changing it by hand."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta

import streamlit as st

from dealflow.actions.irday.timetable import manual_edits, plan_views, plans
from dealflow.actions.irday.timetable.plan_jobs import PlanningRoom
from dealflow.actions.irday.timetable.plan_views import PlanView
from dealflow.actions.platform.context import Acting, Looking
from dealflow.actions.platform.workspace import Workspace
from dealflow.domain.irday.timetable.day_agenda import minute_of
from dealflow.domain.irday.timetable.manual_edits import spot_of, things
from dealflow.domain.irday.timetable.timetable import Pin
from dealflow.domain.people.access import Viewer
from dealflow.domain.people.people import IrEvent
from dealflow.errors import ChangedMeanwhileError, DealflowError
from dealflow.i18n import t
from dealflow.reports.irday.timetable import plan_words
from dealflow.reports.irday.timetable.plan_words import Names
from dealflow.ui.irday.timetable import timetable_board
from dealflow.ui.irday.timetable.timetable_board import Wish
from dealflow.ui.kit import components, context, frame, keys, state
from dealflow.ui.kit import grid as table
from dealflow.ui.kit.grid import Cell, Column, Row, Table

VIEWS = ("places", "companies", "investors", "replan", "versions")
_DAYS_MIN = 7 * 24 * 60
_LINES = 8
"""Lines of what clashes that are told at once."""


@st.cache_resource(show_spinner=False)
def room() -> PlanningRoom:
    """Return the process's one room where plans are made."""
    return PlanningRoom(context.workspace(), context.now)


def view_of(event: IrEvent) -> PlanView:
    """Return the version that the URL asks for, else the latest."""
    text = state.url_value("version")
    ws, minute = context.workspace(), minute_of(event.held_on, context.now())
    return _seen(
        ws,
        Look(
            state.viewer(),
            event.id,
            int(text) if text.isdecimal() else None,
            ws.ledger.position(),
            min(max(minute, -1), _DAYS_MIN),
        ),
    )


@dataclass(frozen=True, slots=True)
class Look:
    """Who looks at which version, at which position of the journal and minute of the event."""

    viewer: Viewer
    event_id: str
    version: int | None
    position: int
    minute: int


@st.cache_resource(show_spinner=False, max_entries=12)
def _seen(_ws: Workspace, look: Look) -> PlanView:
    """Return a version as it stands, worked out once while nothing changes."""
    return plan_views.plan_view(Looking(_ws, look.viewer), look.event_id, look.version, at=context.now())


def may_change(view: PlanView) -> bool:
    """Say whether the version can be worked on: it is the latest, and the event is not over."""
    last = view.day.event.held_on + timedelta(days=view.day.programme.days - 1)
    return view.is_latest and view.number > 0 and context.today() <= last


@contextmanager
def attempted(view: PlanView, done: str = "", **parameters: object) -> Iterator[None]:
    """Run an act of a callback; what clashes is told line by line by the next drawing."""
    names = Names(view.day, state.language())
    try:
        yield
    except ChangedMeanwhileError:
        frame.tell_error("timetable.changed_meanwhile")
    except DealflowError as error:
        st.session_state[keys.TOLD] = ("error", in_lines(*plan_words.failure_words(error, names)))
    else:
        if done:
            frame.tell_done(done, **parameters)


def in_lines(head: str, lines: list[str]) -> str:
    """Return a sentence and the lines below it as Markdown; many lines are cut and counted."""
    texts = [f"- {components.harmless(line)}" for line in lines[:_LINES]]
    if len(lines) > _LINES:
        texts.append(f"- {t('timetable.more_lines', state.language(), n=len(lines) - _LINES)}")
    return "\n".join([components.harmless(head), *(["", *texts] if texts else [])])


def heading(view: PlanView, lang: str) -> None:
    """Say which version is shown, how it stands and how good it is."""
    plan = view.day.plan
    number = t("timetable.version", lang, n=view.number)
    stands = "published" if view.is_published else "draft" if view.is_latest else "earlier"
    parts = [number, t(f"timetable.stands.{stands}", lang)]
    if plan.published_number and not view.is_published:
        parts.append(t("timetable.published_is", lang, n=plan.published_number))
    if plan.revision:
        parts.append(t("timetable.revision", lang, n=plan.revision))
    with st.container(horizontal=True, vertical_alignment="center", key="timetable_figures"):
        st.caption(components.harmless(" · ".join(parts)), width="content")
        st.markdown(_figures(view, lang), help=_explained(lang), width="content")
    if view.clashes:
        lines = plan_words.clash_lines(view.clashes, Names(view.day, lang))
        st.warning(in_lines(t("timetable.stale", lang, n=len(lines)), lines), icon=":material/sync_problem:")


def _figures(view: PlanView, lang: str) -> str:
    """Return the figures by which a plan is judged, as Markdown."""
    worth = view.worth
    figures = {
        "meetings": str(worth.meetings),
        "pitches": str(len(view.timetable.pitches)),
        "wishes": t("timetable.of", lang, part=view.met, whole=view.wish_count),
        "short": str(len(view.short)),
        "gaps": str(worth.gaps),
        "table_changes": str(worth.table_changes),
        "worth": f"{worth.total:,}",
    }
    return " · ".join(f"{t(f'timetable.figure.{name}', lang)} **{value}**" for name, value in figures.items())


def _explained(lang: str) -> str:
    """Return what the figures mean, for the help beside them."""
    names = ("wishes", "short", "gaps", "table_changes", "worth")
    return "\n".join(
        f"- **{t(f'timetable.figure.{name}', lang)}**: {t(f'timetable.figure.{name}.help', lang)}" for name in names
    )


def grid(view: PlanView, lang: str) -> None:
    """Draw the grid; what is asked for on it is done before the page is drawn again."""
    data = timetable_board.data(view, lang, editable=may_change(view))
    timetable_board.show(data, key="timetable_grid", on_asked=lambda wish: work(view, wish))


def work(view: PlanView, wish: Wish) -> None:
    """Do what was asked for on the grid. For callbacks: the outcome is told later."""
    ws, viewer, event, now = context.workspace(), state.viewer(), view.day.event.id, context.now()
    with attempted(view, f"timetable.done.{wish.what}"):
        match wish.what:
            case "move" | "add" if wish.spot is not None:
                manual_edits.move(Acting(ws, viewer, now), event, wish.act, wish.spot, seen=wish.seen)
            case "swap" if wish.other is not None:
                manual_edits.swap(Acting(ws, viewer, now), event, wish.act, wish.other, seen=wish.seen)
            case "cancel":
                manual_edits.cancel(Acting(ws, viewer, now), event, wish.act, seen=wish.seen)
            case "pin" | "unpin":
                thing = things(view.timetable).get(wish.act)
                spot = None if thing is None or wish.what == "unpin" else spot_of(thing)
                pin = None if spot is None else Pin(spot.slot, spot.place)
                plans.set_pin(Acting(ws, viewer, now), event, wish.act, pin)


def _unmet(view: PlanView, names: Names) -> Table:
    """Return one line for each wish that is not met: who asked, for whom, how dearly, and why not."""
    heads = ("asker", "wanted", "rank", "why")
    return Table(
        tuple(Column(head, t(f"timetable.unmet.{head}", names.lang)) for head in heads),
        tuple(
            Row(
                f"{unmet.asker}|{unmet.counterpart}",
                (
                    Cell(names.firm(unmet.asker)),
                    Cell(names.firm(unmet.counterpart)),
                    Cell(str(unmet.rank)),
                    Cell(t(f"timetable.why.{unmet.why.value}", names.lang)),
                ),
            )
            for unmet in view.unmet
        ),
    )


def open_ends(view: PlanView, lang: str) -> None:
    """Draw what the plan leaves open: wishes with the reason, firms below their least, idle stretches."""
    names = Names(view.day, lang)
    title = t("timetable.unmet", lang, n=len(view.unmet))
    with st.expander(title, icon=":material/heart_broken:", key="timetable_unmet"):
        table.show(_unmet(view, names), caption=title, key="timetable_unmet_table", lang=lang)
    left, right = st.columns(2)
    with left.expander(t("timetable.short", lang, n=len(view.short)), icon=":material/trending_down:"):
        texts = [
            t("timetable.short.line", lang, firm=names.firm(short.firm), held=short.held, least=short.least)
            for short in view.short
        ]
        st.caption(components.harmless(", ".join(texts) or "–"))
    with right.expander(t("timetable.gaps", lang, n=len(view.gaps)), icon=":material/hourglass_empty:"):
        idle = sorted(view.gaps.items(), key=lambda item: -item[1])
        texts = [t("timetable.gaps.line", lang, firm=names.firm(firm), n=count) for firm, count in idle]
        st.caption(components.harmless(", ".join(texts) or "–"))
