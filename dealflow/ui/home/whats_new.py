"""What changed since the reader was here last: one line a topic, each record the way to itself."""

from __future__ import annotations

from typing import Final

import streamlit as st

from dealflow.actions.home import news
from dealflow.actions.home.news import NewRecord, Topic, TopicNews
from dealflow.domain.irday.participants.participants import ParticipantState
from dealflow.domain.pipeline.funnel import Status
from dealflow.errors import DealflowError
from dealflow.i18n import called, name_of, t
from dealflow.i18n.numbers import moment
from dealflow.ui.kit import components, context, grid, state
from dealflow.ui.kit.state import Drawing

SHOWN: Final = 4
"""Records that are named in a line before the rest is counted."""
_UNFOLDED: Final = "news:"
_IN_PIPELINE: Final = frozenset({Topic.OPENED, Topic.MOVES, Topic.NOTES})
_IN_COMMITTEE: Final = frozenset({Topic.SESSIONS, Topic.VOTES, Topic.RESOLVED})
_COUNTED: Final = frozenset({Topic.READ, Topic.REVIEWED, Topic.VOTES})
"""Where it matters how much of it is new in a record."""


def draw(drawing: Drawing) -> None:
    """Draw what is new, and remember that the reader has seen it."""
    lang, at = drawing.lang, context.now()
    fresh = news.news(drawing, at=at)
    with st.container(border=True, key="home_news", gap="small"):
        with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
            st.markdown(f"**{t('home.news', lang)}** :small[:gray[{_since(fresh, lang)}]]", width="content")
            if fresh.topics:
                st.button(
                    t("home.news.seen", lang),
                    icon=":material/done_all:",
                    type="tertiary",
                    key="home_news_seen",
                    on_click=lambda: news.mark_seen(state.looking(), at=context.now()),
                )
        if not fresh.topics:
            st.caption(t("home.news.first" if fresh.is_first else "home.news.none", lang))
        for topic in fresh.topics:
            st.markdown(_line(topic, drawing))


def _since(fresh: news.News, lang: str) -> str:
    if fresh.is_first:
        return ""
    return components.harmless(t("home.news.since", lang, moment=moment(fresh.since, lang)))


def _line(fresh: TopicNews, drawing: Drawing) -> str:
    """Return a topic in one line: its name and number, which unfold it, and the records as links."""
    lang, asked = drawing.lang, f"{_UNFOLDED}{fresh.topic.value}"
    name = components.harmless(t(f"home.news.{fresh.topic.value}", lang, n=len(fresh.records)))
    is_unfolded = state.url_value("show") == asked or len(fresh.records) <= SHOWN
    shown = fresh.records if is_unfolded else fresh.records[:SHOWN]
    records = [_record(fresh.topic, record, drawing) for record in shown]
    way = grid.link("home", lang, show=asked)
    if not is_unfolded:
        records.append(f"[{components.harmless(t('home.more', lang, n=len(fresh.records) - SHOWN))}]({way})")
    return f"**[{name}]({way})** " + " · ".join(records)


def _record(topic: Topic, record: NewRecord, drawing: Drawing) -> str:
    lang = drawing.lang
    name = called(*record.company, lang) if record.company else record.name or t("frame.unknown_company", lang)
    name = " · ".join(filter(None, (name, record.name))) if topic is Topic.MENTIONS else name
    count = f" {record.count}" if topic in _COUNTED else ""
    went = _went(topic, record, drawing)
    words = components.harmless(f"{name}{f' → {went}' if went else ''}{count}")
    return f"[{words}]({_address(topic, record, lang)})"


def _went(topic: Topic, record: NewRecord, drawing: Drawing) -> str:
    """Return where it went in words: a stage of its track, a status, or what became of a participant."""
    lang = drawing.lang
    if topic is Topic.PARTICIPANTS:
        return t(f"enum.participant_state.{ParticipantState(record.went).value}", lang)
    kind, _, place = record.went.partition(":")
    if kind == "status":
        return t(f"enum.status.{Status(place).value}", lang)
    if not kind:
        return ""
    try:
        return name_of(drawing.ws.track(record.track).stage(place), lang)
    except DealflowError:  # a stage that the track no longer has
        return place


def _address(topic: Topic, record: NewRecord, lang: str) -> str:
    if topic in _IN_PIPELINE:
        return grid.link("pipeline", lang, track=record.track, open=record.id)
    if topic in _IN_COMMITTEE:
        return grid.link("committee", lang, session=record.id)
    if topic is Topic.PARTICIPANTS:
        return grid.link("participants", lang, event=record.id)
    if topic is Topic.MENTIONS:
        return grid.link("company", lang, id=record.place, view="notes")
    return grid.link("review", lang, deck=record.id)
