"""The first lines of an organiser's and of an operator's home: their own numbers, each the way to what it counts.

What they do not work on every day, the figures to review, comes last.
"""

from __future__ import annotations

from typing import Final

import streamlit as st

from dealflow.actions.home import desks
from dealflow.actions.home.desks import PRE_INVESTED, OperatorDesk, OrganiserDesk
from dealflow.actions.pipeline import engagements
from dealflow.actions.pipeline.engagements import EngagementFilter, EngagementRow
from dealflow.actions.pipeline.funnel import Home
from dealflow.actions.regional import reminding
from dealflow.actions.regional.reminding import OwingView
from dealflow.actions.tips.eligibility import TRACK
from dealflow.domain.irday.participants.preparation import Lack
from dealflow.domain.regional.reports import ReportState
from dealflow.i18n import called, name_of, t
from dealflow.i18n.numbers import day
from dealflow.reports.irday.papers.day_words import event_title, event_venue
from dealflow.ui.home import today
from dealflow.ui.home.today import Number
from dealflow.ui.kit import components, context, frame, grid
from dealflow.ui.kit.grid import Cell, Column, Mark, Row, Table, link
from dealflow.ui.kit.state import Drawing
from dealflow.ui.regional.reminding import owed_table

_SHOWN: Final = 8


def draw(drawing: Drawing) -> bool:
    """Draw the numbers of whoever runs an event or leads an operator; say whether there were any."""
    organiser = desks.organiser_desk(drawing, at=context.now(), on=context.today())
    operator = desks.operator_desk(drawing, on=context.today())
    if organiser is not None:
        _event_line(organiser, drawing.lang)
        today.number_row("home_organiser", organisers_numbers(organiser, drawing.lang))
    owing = reminding.owing_everywhere(drawing, on=drawing.today)
    for view in owing:
        _programme_line(view, drawing.lang)
        today.number_row(f"home_programme_{view.programme.id}", programmes_numbers(view, drawing.lang))
    if operator is not None:
        if organiser is not None:
            st.markdown(f"**{t('home.desk.operator', drawing.lang)}**")
        today.number_row("home_operator", operators_numbers(operator, drawing.lang))
    return organiser is not None or operator is not None or bool(owing)


def _event_line(desk: OrganiserDesk, lang: str) -> None:
    """Say of which event the numbers are."""
    event = desk.event
    where = " · ".join(filter(None, (day(event.held_on, lang), event_venue(event, lang))))
    title = f"[{components.harmless(event_title(event, lang))}]({link('event', lang, event=event.id)})"
    st.markdown(f"**{title}** :small[:gray[{components.harmless(where)}]]")


def organisers_numbers(desk: OrganiserDesk, lang: str) -> tuple[Number, ...]:
    """Return an organiser's numbers: days left first, what is missing, what nobody else sees, logs that are owed."""
    event = {"event": desk.event.id}

    def number(name: str, value: int, screen: str, **query: str) -> Number:
        return Number(name, t(f"home.desk.{name}", lang), f"{value:,}", screen, event | query)

    until = "since" if desk.days_left < 0 else "left"
    name = "dday" if desk.days_left else "today"
    left = t(f"home.desk.{name}", lang, n=abs(desk.days_left), sign="+" if desk.days_left < 0 else "−")
    return (
        Number("left", t(f"home.desk.{until}", lang), left, "floor" if desk.days_left == 0 else "event", event),
        number("applications", desk.applications, "participants", lack=Lack.ANSWER.value),
        number("wishes", desk.wishes, "participants", lack=Lack.WISHES.value),
        number("contacts", desk.contacts, "participants", lack=Lack.CONTACT.value),
        number("drafts", desk.drafts, "event" if desk.is_programme_unkept else "timetable"),
        number("logs", desk.logs, "results", view="follow"),
    )


def operators_numbers(desk: OperatorDesk, lang: str) -> tuple[Number, ...]:
    """Return an operator's numbers: slots left first, then what it has to do."""

    def number(name: str, value: int, screen: str, **query: str) -> Number:
        return Number(name, t(f"home.desk.{name}", lang), f"{value:,}", screen, query)

    slots = t("home.desk.slots.none", lang)
    if desk.slots is not None:
        slots = t("home.desk.slots.of", lang, left=desk.slots_left, total=desk.slots)
    return (
        Number("slots", t("home.desk.slots", lang), slots, "operators"),
        number("to_confirm", len(desk.to_confirm), "pipeline", track=TRACK, view="table"),
        number("to_recommend", len(desk.to_recommend), "pipeline", track=TRACK, stage=PRE_INVESTED, view="table"),
        number("deadlines", desk.deadlines, "deadlines"),
        number("votes", desk.votes, "committee"),
        number("gaps", len(desk.gaps), "eligibility", view="event"),
    )


def _programme_line(view: OwingView, lang: str) -> None:
    """Say of which programme the numbers are."""
    programme = view.programme
    title = components.harmless(called(programme.title_ko, programme.title_en, lang))
    years = f"{programme.first_year}–{programme.last_year}"
    st.markdown(f"**[{title}]({link('regional', lang, programme=programme.id)})** :small[:gray[{years}]]")


def programmes_numbers(view: OwingView, lang: str) -> tuple[Number, ...]:
    """Return the numbers of who runs a regional programme: who owes figures, since when, and what is to confirm."""
    remind = {"programme": view.programme.id, "view": "collect", "do": "remind"}
    waiting = {"programme": view.programme.id, "view": "collect", "state": ReportState.SUBMITTED.value}
    longest = t("home.desk.days", lang, n=view.longest) if view.lines else "–"

    def number(name: str, value: str, query: dict[str, str]) -> Number:
        return Number(f"{name}_{view.programme.id}", t(f"home.desk.{name}", lang), value, "regional", query)

    return (
        number("owing_offices", f"{view.offices:,}", remind),
        number("owing_firms", f"{view.firms:,}", remind),
        number("owing_longest", longest, remind),
        number("quarters_waiting", f"{view.to_confirm:,}", waiting),
    )


def owing_tables(drawing: Drawing) -> None:
    """List who owes figures to the programmes of the viewer's house: a line leads to the letter that reminds."""
    for view in reminding.owing_everywhere(drawing, on=drawing.today):
        if not view.lines:
            continue
        lang, programme = drawing.lang, view.programme
        st.subheader(components.harmless(t("home.desk.owing", lang)), anchor=False)
        st.caption(components.harmless(called(programme.title_ko, programme.title_en, lang)))
        picked = owed_table(view, view.lines[:_SHOWN], lang, key=f"home_owing_{programme.id}")
        remind = {"programme": programme.id, "view": "collect", "do": "remind"}
        if picked is not None:
            grid.go("regional", lang, **remind, teller=picked)
        label = t("home.desk.remind", lang, n=len(view.lines))
        st.page_link(
            frame.page("regional"),
            label=label,
            icon=":material/notifications_active:",
            query_params=remind | grid.spoken(lang),
        )


def operators_table(drawing: Drawing) -> None:
    """List the engagements behind an operator's numbers: whose money is in, and whose eligibility has gaps."""
    desk = desks.operator_desk(drawing, on=context.today())
    if desk is None or not (desk.to_confirm or desk.gaps):
        return
    lang = drawing.lang
    rows = engagements.engagements(drawing, EngagementFilter(track=TRACK), on=drawing.today)
    by_id = {row.engagement.id: row for row in rows}
    ids = [id_ for id_ in dict.fromkeys((*desk.to_confirm, *desk.gaps)) if id_ in by_id]
    st.subheader(t("home.desk.recommending", lang), anchor=False)
    columns = tuple(Column(name, t(f"home.desk.column.{name}", lang)) for name in ("company", "stage", "waits"))
    lines = tuple(_line(by_id[id_], desk, drawing) for id_ in ids[:_SHOWN])
    caption = t("home.desk.recommending", lang)
    grid.show(Table(columns, lines), caption=caption, key="home_recommending", lang=lang)
    if len(ids) > _SHOWN:
        st.caption(t("home.more", lang, n=len(ids) - _SHOWN))


def _line(row: EngagementRow, desk: OperatorDesk, drawing: Drawing) -> Row:
    """Return an engagement with what waits of it: the name leads to its rules, confirming to its drawer."""
    lang, engagement = drawing.lang, row.engagement
    marks = []
    if engagement.id in desk.to_confirm:
        marks.append(Mark(t("home.desk.paid", lang), "good"))
    if engagement.id in desk.gaps:
        marks.append(Mark(t("home.desk.gap", lang), "warn"))
    is_paid = engagement.id in desk.to_confirm
    rules = link("eligibility", lang, company=engagement.company_id)
    drawer = link("pipeline", lang, track=TRACK, open=engagement.id)
    name = called(row.company_name, row.company_name_en, lang)
    stage = name_of(drawing.ws.track(TRACK).stage(engagement.stage), lang)
    return Row(
        engagement.id, (Cell(name, href=drawer if is_paid else rules), Cell(stage), Cell("", marks=tuple(marks)))
    )


def last(home: Home) -> None:
    """Draw what comes last: figures to review and decks to settle, with their numbers."""
    today.numbers(home)
    today.show_counted(home)
    today.to_review(home)
    today.to_settle(home)
