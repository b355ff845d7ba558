"""The parts of the home screen: what waits for the viewer, each line one click from where it is done."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

import streamlit as st

from dealflow.actions.pipeline.funnel import Home
from dealflow.domain.people.access import Act, may, may_run_event
from dealflow.domain.people.people import IrEvent
from dealflow.i18n import Language, called, name_of, t
from dealflow.i18n.numbers import day
from dealflow.reports.irday.papers.day_words import event_venue
from dealflow.ui.irday.consultations import engagement_consultations
from dealflow.ui.kit import charts, components, context, frame, grid, state
from dealflow.ui.kit.grid import Cell, Column, Mark, Row, Table, link
from dealflow.ui.notes import document_list, note_list
from dealflow.ui.pipeline import engagement_drawer, engagement_tables, funnel_charts

SHOWN: Final = 5
"""How many lines a part shows before it says how many more there are."""

_BEHIND: Final[dict[str, tuple[str, dict[str, str]]]] = {
    "review": ("review", {}),
    "decks": ("home", {"show": "decks"}),
    "due": ("home", {"show": "due"}),
    "stale": ("home", {"show": "stale"}),
}
"""Where each number leads: to a screen that has what it counts and no more, else to the list here."""


@dataclass(frozen=True, slots=True)
class Number:
    """A number of the first screen: what it is called, and the screen, with its filters, that has what it counts."""

    name: str
    label: str
    value: str
    screen: str
    query: dict[str, str] = field(default_factory=dict)


def is_empty(home: Home) -> bool:
    """Say whether there is nothing at all yet: neither decks nor engagements."""
    if state.viewer().company_id:
        return False
    waiting = (home.decks_to_review, home.decks_without_company, home.decks_refused, home.stale, home.due)
    return not any(waiting) and not any(count.reached for count in home.funnel)


def numbers(home: Home) -> None:
    """Draw the four numbers of the day; a company's guest has none of them, but its own record."""
    lang, viewer = state.language(), state.viewer()
    if viewer.company_id:
        label, query = t("home.own_company", lang), {"id": viewer.company_id} | grid.spoken(lang)
        st.page_link(frame.page("company"), label=label, icon=":material/domain:", query_params=query)
        return
    decks = len(home.decks_without_company) + len(home.decks_refused)
    values = {"review": home.claims_to_review, "decks": decks, "due": len(home.due), "stale": len(home.stale)}
    number_row(
        "home_numbers",
        tuple(
            Number(name, t(f"home.metric.{name}", lang), str(value), *_BEHIND[name]) for name, value in values.items()
        ),
    )


def number_row(key: str, numbers: Sequence[Number]) -> None:
    """Draw numbers side by side, in pairs that a phone sets below each other."""
    with st.container(horizontal=True, key=key):
        for first in range(0, len(numbers), 2):
            with st.container(horizontal=True, width="stretch"):
                for number in numbers[first : first + 2]:
                    _number(number)


def _number(number: Number) -> None:
    """Draw a number that leads, wherever it is clicked, to what it counts."""
    with st.container(key=f"home_number_{number.name}", width="stretch"):
        st.metric(number.label, number.value, border=True, width="stretch")
        query = number.query | grid.spoken(state.language())
        st.page_link(frame.page(number.screen), label=number.label, query_params=query)


def _more(total: int, page: str, **query: str) -> None:
    """Say how many lines are not shown, with the way to all of them."""
    if total > SHOWN:
        lang = state.language()
        label, query_params = t("home.more", lang, n=total - SHOWN), query | grid.spoken(lang)
        st.page_link(frame.page(page), label=label, icon=":material/arrow_forward:", query_params=query_params)


def to_review(home: Home) -> None:
    """Draw the decks whose figures wait for review; a click goes to the first of them."""
    lang, rows = state.language(), home.decks_to_review
    if not may(state.viewer(), Act.REVIEW_CLAIMS):
        return
    st.subheader(t("home.review", lang), anchor=False)
    if not rows:
        st.caption(t("home.review.none", lang))
        return
    columns = (
        Column("deck", t("home.column.deck", lang)),
        Column("company", t("home.column.company", lang)),
        Column("left", t("home.column.left", lang), "end"),
    )
    lines = tuple(
        Row(
            row.deck_id,
            (
                Cell(row.file_name, href=link("review", lang, deck=row.deck_id)),
                Cell(called(row.company_name, row.company_name_en, lang))
                if row.company_name
                else Cell(t("frame.unknown_company", lang), tone="muted"),
                Cell(t("home.review.line", lang, to_review=row.to_review, total=row.total)),
            ),
        )
        for row in rows[:SHOWN]
    )
    caption = t("home.review.caption", lang)
    at = grid.show(Table(columns, lines), caption=caption, key="home_review", lang=lang).place
    _more(len(rows), "review")
    if at:
        grid.go("review", lang, deck=at[0])


def show_counted(home: Home) -> None:
    """Draw everything that a number counts, below the numbers, where the URL asks for it; with the way back."""
    lang, name = state.language(), state.url_value("show")
    state.keep_in_url("show")
    if name not in {"due", "stale", "decks"} or state.viewer().company_id:
        return
    with st.container(border=True, key="home_counted"):
        counted = {"due": home.due, "stale": home.stale}.get(name)
        with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
            st.subheader(t(f"home.{name}", lang), anchor=False, width="content")
            st.button(
                t("home.fold", lang), on_click=state.ask, kwargs={"show": None}, type="tertiary",
                icon=":material/close:", key="home_fold",
            )  # fmt: skip
        if counted is None:
            _decks_to_settle(home, "home_counted_decks", most=None)
        elif counted:
            table = engagement_tables.engagements(counted, context.workspace().tracks, on=context.today(), lang=lang)
            at = grid.show(table, caption=t(f"home.{name}", lang), key="home_counted_rows", lang=lang).place
            if at:
                engagement_drawer.open_at(at[0])
        else:
            st.caption(t(f"home.{name}.none", lang))


def to_settle(home: Home) -> None:
    """Draw the decks that want a person: without a company, or refused with the reason."""
    st.subheader(t("home.decks", state.language()), anchor=False)
    _decks_to_settle(home, "home_decks", most=SHOWN)


def _decks_to_settle(home: Home, key: str, most: int | None) -> None:
    lang = state.language()
    unassigned = [(row, Mark(t("home.decks.no_company", lang), "warn"), "") for row in home.decks_without_company]
    refused = [
        (row, Mark(t("home.decks.refused", lang), "late"), t(f"refusal.{row.refusal}", lang) if row.refusal else "")
        for row in home.decks_refused
    ]
    rows = [*unassigned, *refused]
    if not rows:
        st.caption(t("home.decks.none", lang))
        return
    columns = tuple(Column(column, t(f"home.column.{column}", lang)) for column in ("deck", "state"))
    lines = tuple(
        Row(row.id, (Cell(row.file_name, sub=why, tone="wrap", act=True), Cell("", marks=(mark,))))
        for row, mark, why in rows[:most]
    )
    caption = t("home.decks.caption", lang)
    at = grid.show(Table(columns, lines), caption=caption, key=key, lang=lang).place
    _more(len(rows) if most else 0, "home", show="decks")
    if at:
        unsettled = at[0] in {row.id for row in home.decks_without_company}
        grid.go("decks", lang, **{"confirm" if unsettled else "deck": at[0]})


def stale(home: Home) -> None:
    """Draw the engagements that have not moved for long; a click opens the drawer here."""
    lang, rows = state.language(), home.stale
    if not may(state.viewer(), Act.SEE_PIPELINE):
        return
    st.subheader(t("home.stale", lang), anchor=False)
    if not rows:
        st.caption(t("home.stale.none", lang))
        return
    engagements = engagement_tables.engagements(rows[:SHOWN], context.workspace().tracks, on=context.today(), lang=lang)
    short = engagement_tables.only(engagements, ("company", "stage", "days", "step"))
    at = grid.show(short, caption=t("home.stale", lang), key="home_stale", lang=lang).place
    _more(len(rows), "home", show="stale")
    if at:
        engagement_drawer.open_at(at[0])


def funnel(home: Home) -> None:
    """Draw the funnel at a glance."""
    lang = state.language()
    if not home.funnel:
        return
    st.subheader(f"{t('home.funnel', lang)} · {components.harmless(name_of(home.track, lang))}", anchor=False)
    if not any(count.reached for count in home.funnel):
        st.caption(t("home.funnel.none", lang))
        return
    st.vega_lite_chart(charts.spec(funnel_charts.funnel, home.funnel, lang, compact=True), key="home_funnel")
    st.page_link(
        frame.page("funnel"),
        label=t("home.funnel.open", lang),
        icon=":material/arrow_forward:",
        query_params={"track": home.track.id} | grid.spoken(lang),
    )


def events(home: Home) -> None:
    """Draw the IR events that come soon."""
    lang = state.language()
    st.subheader(t("home.events", lang), anchor=False)
    if not home.events_soon:
        st.caption(t("home.events.none", lang))
    for event in home.events_soon:
        left = (event.held_on - context.today()).days
        title = (event.title_en if lang is Language.EN else event.title_ko) or event.title_ko
        when = t("home.event.days", lang, n=left) if left else t("home.event.today", lang)
        where = " · ".join(filter(None, (day(event.held_on, lang), event_venue(event, lang))))
        with st.container(gap=None):
            st.markdown(f"**{components.harmless(title)}** {components.badge(when, 'blue')}")
            st.caption(components.harmless(where))
            _way_to(event, lang)


def _way_to(event: IrEvent, lang: str) -> None:
    """Lead to the event's timetable who runs it, and to their own consultations who takes part."""
    name = "timetable" if may_run_event(state.viewer(), event.organiser_id) else "consultations"
    label, query_params = t(f"frame.nav.{name}", lang), {"event": event.id} | grid.spoken(lang)
    st.page_link(frame.page(name), label=label, icon=":material/arrow_forward:", query_params=query_params)


def drawer_if_asked() -> None:
    """Open the drawer that the URL asks for."""
    engagement_drawer.show_asked(note_list.of_deal, document_list.of_deal, engagement_consultations.draw)
