"""One committee session: what it is, its agenda, the item that is looked at, and how the session is conducted."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st

from dealflow.actions.investment import session_views
from dealflow.actions.investment.session_views import ItemView, SessionView
from dealflow.errors import ChangedMeanwhileError
from dealflow.i18n import t
from dealflow.i18n.numbers import moment
from dealflow.reports.investment.terms_words import terms_line
from dealflow.ui.investment import committee_words as words
from dealflow.ui.kit import components, frame, grid, keys, state
from dealflow.ui.kit.grid import Cell, Column, Mark, Row, Table


@contextmanager
def acting(view: SessionView, done: str, **parameters: object) -> Iterator[None]:
    """Run an act on a session in a callback; success (words at ``done``) or failure is told afterwards."""
    with frame.attempted(done, **parameters), losing(view):
        yield


@contextmanager
def losing(view: SessionView) -> Iterator[None]:
    """Run an act on a session; a lost race is kept, so that the screen can show what changed."""
    try:
        yield
    except ChangedMeanwhileError:
        st.session_state[keys.COMMITTEE_LOST] = (view.session.id, view.version)
        raise


def show_lost(view: SessionView, lang: str) -> None:
    """Tell what others did to the session since the version on which the viewer's last act lost, once."""
    session_id, seen = st.session_state.pop(keys.COMMITTEE_LOST, ("", 0))
    if session_id != view.session.id:
        return
    with st.container(border=True, key="committee_lost"):
        st.markdown(f"**{t('committee.lost', lang)}**")
        for line in session_views.session_history(state.looking(), session_id, after=seen):
            st.markdown(f"- {components.harmless(words.happened(line, view, lang))}")


def heading(view: SessionView, lang: str) -> None:
    """Draw what the session is: kind, state, when, where, and the earlier session that it takes up again."""
    session = view.session
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
        st.title(components.harmless(session.title), anchor=False, width="content")
        st.page_link(
            frame.page("committee"),
            label=t("committee.back", lang),
            icon=":material/arrow_back:",
            query_params=grid.spoken(lang),
        )
    kind = components.badge(t(f"enum.session_kind.{session.kind.value}", lang), words.kind_colour(session.kind))
    closed = session.closed_at is not None
    standing = components.badge(
        t(f"committee.state.{'closed' if closed else 'open'}", lang), "gray" if closed else "green"
    )
    where = components.harmless(" · ".join(filter(None, (moment(session.held_at, lang), session.place))))
    st.markdown(f"{kind} {standing} {where}")
    if session.kind.value == "preliminary":
        st.caption(t("committee.preliminary.note", lang))
    if session.linked_session_id:
        st.page_link(
            frame.page("committee"),
            label=t("committee.linked", lang),
            icon=":material/link:",
            query_params={"session": session.linked_session_id} | grid.spoken(lang),
        )


def agenda(view: SessionView, lang: str) -> ItemView | None:
    """Draw the agenda as a table and return the item that is looked at: the one asked for, else the first."""
    if not view.items:
        components.empty_state(f"committee.no_items{'' if view.may_decide else '.reader'}")
        return None
    by_id = {item.item.id: item for item in view.items}
    if len(view.items) > 1:
        caption = t("committee.agenda", lang)
        at = grid.show(agenda_table(view, lang), caption=caption, key="committee_agenda", lang=lang).place
        if at and at[0] in by_id:
            state.ask(item=at[0])
    return by_id.get(state.url_value("item")) or next(iter(by_id.values()))


def agenda_table(view: SessionView, lang: str) -> Table:
    """Return one line an item: company and fund, terms, votes so far, how it stands."""
    names = ("company", "votes", "result", "terms")
    return Table(
        tuple(Column(name, t(f"committee.column.{name}", lang)) for name in names),
        tuple(
            Row(
                item.item.id,
                (
                    Cell(words.company(item, lang), sub=words.fund(item.fund, lang), act=True),
                    Cell(
                        t("committee.votes_in", lang, cast=len(item.item.votes), eligible=item.tally.eligible),
                        marks=(Mark(t("committee.waits.mine", lang), "warn"),) if waits_for_me(item) else (),
                    ),
                    Cell("", marks=(result_mark(item, lang),)),
                    Cell(terms_line(item.terms, lang), tone="wrap"),
                ),
            )
            for item in view.items
        ),
    )


def waits_for_me(view: ItemView) -> bool:
    """Say whether the viewer has a vote on the item and has not cast it."""
    return view.may_vote and view.my_vote is None


def result_mark(view: ItemView, lang: str) -> Mark:
    """Return how an item stands as a small label."""
    ended = view.item.resolution
    if ended is None:
        return Mark(t("committee.item.open", lang))
    return Mark(t(f"enum.result.{ended.result.value}", lang), words.RESULT_MARKS[ended.result])
