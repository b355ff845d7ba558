"""One item of an agenda: what is before the committee, who has voted, the viewer's own vote, and standing aside."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import streamlit as st

from dealflow.actions.investment import delegated_votes
from dealflow.actions.investment import voting as voting_acts
from dealflow.actions.investment.session_views import ItemView, SessionView
from dealflow.actions.investment.vote_links import Choice
from dealflow.domain.investment import voting
from dealflow.domain.investment.committee import AgendaItem, Ballot, Channel, Vote
from dealflow.i18n import t
from dealflow.i18n.numbers import moment
from dealflow.reports.investment.terms_words import terms_line
from dealflow.ui.investment import committee_words as words
from dealflow.ui.investment.session import acting, before_meeting
from dealflow.ui.kit import components, frame, grid, state
from dealflow.ui.kit.grid import Cell, Column, Row, Table

BALLOT_COLOURS = {Ballot.FOR: "good", Ballot.AGAINST: "late", Ballot.ABSTAIN: ""}


def about(item_view: ItemView, lang: str) -> None:
    """Draw what is before the committee: company, fund, terms, papers, the rule, and the count as it stands."""
    item, ended = item_view.item, item_view.item.resolution
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
        st.subheader(components.harmless(words.company(item_view, lang)), anchor=False, width="content")
        with st.container(horizontal=True, width="content"):
            query = {"id": item.company_id} | grid.spoken(lang)
            label = t("committee.open_company", lang)
            st.page_link(frame.page("company"), label=label, icon=":material/domain:", query_params=query)
            words_of_deal = t("committee.open_deal", lang)
            page, query_params = words.deal_page(item.engagement_id, state.viewer().role, lang)
            st.page_link(
                frame.page(page), label=words_of_deal, icon=":material/view_kanban:", query_params=query_params
            )
    badges = [components.badge(words.fund(item_view.fund, lang), "gray")]
    if ended is not None:
        result = t(f"enum.result.{ended.result.value}", lang)
        badges.append(components.badge(result, words.RESULT_COLOURS[ended.result]))
        lost = words.lost_validity(item_view, lang)
        badges += [components.badge(lost, "orange")] if lost else []
    st.markdown(" ".join(badges))
    st.markdown(f"**{t('committee.terms', lang)}** {components.harmless(terms_line(item_view.terms, lang))}")
    if item.papers:
        st.markdown(f"**{t('committee.papers', lang)}** {components.harmless(', '.join(item.papers))}")
    st.caption(components.harmless(words.rule(item.rule, lang)))
    if ended is None and item.terms_version != item_view.deal.terms_version:
        st.warning(t("committee.terms_changed", lang), icon=":material/info:")


def votes(view: SessionView, item_view: ItemView, lang: str) -> None:
    """Draw the count as it stands, and each listed voter with their word."""
    item = item_view.item
    counted = item.resolution.tally if item.resolution and item.resolution.tally else item_view.tally
    st.markdown(f"**{t('committee.votes', lang)}** {components.harmless(words.tally(counted, item_view.quorum, lang))}")
    shown_votes = vote_table(view, item_view, lang)
    grid.show(shown_votes, caption=t("committee.votes", lang), key=f"votes_{item.id}", lang=lang)


def vote_table(view: SessionView, item_view: ItemView, lang: str) -> Table:
    """Return one line a voter: name, vote with channel and time, opinion and condition; who stands aside with why."""
    item = item_view.item
    cast = {vote.voter_id: vote for vote in item.votes}
    aside = {recusal.voter_id: recusal.interest for recusal in item.recusals}
    rows = []
    for voter in item.voters:
        chair = t("committee.chair", lang) if voter == item.chair_id else ""
        name = Cell(words.person(view.names, voter, lang), sub=chair)
        if voter in aside:
            vote_cells = (Cell(t("committee.recused", lang), tone="muted"), Cell(aside[voter], tone="wrap"))
        elif voter in cast:
            vote = cast[voter]
            how = f"{_way(view, vote, lang)} · {moment(vote.cast_at, lang)}"
            condition = t("committee.with_condition", lang, text=vote.condition) if vote.condition else ""
            vote_cells = (
                Cell(t(f"enum.ballot.{vote.ballot.value}", lang), sub=how, tone="strong"),
                Cell(vote.opinion or "–", sub=condition, tone="wrap" if vote.opinion else "muted"),
            )
        else:
            there = "committee.silent" if voter in view.session.present else "committee.not_yet"
            vote_cells = (Cell(t(there, lang), tone="muted"), Cell("–", tone="muted"))
        rows.append(Row(voter, (name, *vote_cells)))
    columns = tuple(Column(column, t(f"committee.column.{column}", lang)) for column in ("voter", "ballot", "opinion"))
    return Table(columns, tuple(rows))


def _way(view: SessionView, vote: Vote, lang: str) -> str:
    """Return how a vote came in, and who cast it for a voter who is away."""
    if not vote.delegate_id:
        return t(f"enum.channel.{vote.channel.value}", lang)
    return t("committee.by_delegate", lang, who=words.person(view.names, vote.delegate_id, lang))


def my_vote(view: SessionView, item_view: ItemView, lang: str) -> None:
    """Draw the viewer's own vote, if they have one: a choice and a button; opinion and condition if they wish."""
    if not item_view.may_vote:
        return
    item, mine = item_view.item, item_view.my_vote
    key = f"vote_{item.id}"

    def submit() -> None:
        ballot = st.session_state[f"{key}_ballot"]
        if ballot is None:
            frame.tell_error("committee.vote.choose")
            return
        with acting(view, "committee.done.voted"):
            voting_acts.vote(
                state.acting(),
                view.session.id,
                item.id,
                Ballot(ballot),
                opinion=st.session_state[f"{key}_opinion"],
                condition=st.session_state[f"{key}_condition"],
            )

    if before_meeting(view):
        st.caption(t("committee.early.vote", lang, when=moment(view.session.held_at, lang)))
    with st.form(key, enter_to_submit=False):
        st.segmented_control(
            t("committee.my_vote", lang),
            tuple(Ballot),
            format_func=lambda ballot: t(f"enum.ballot.{ballot.value}", lang),
            default=mine.ballot if mine else None,
            key=f"{key}_ballot",
            width="stretch",
        )
        st.text_area(t("committee.opinion", lang), value=mine.opinion if mine else "", key=f"{key}_opinion", height=76)
        st.text_input(
            t("committee.condition", lang),
            value=mine.condition if mine else "",
            key=f"{key}_condition",
            help=t("committee.condition.help", lang),
        )
        label = t("committee.vote.change" if mine else "committee.vote.cast", lang)
        st.form_submit_button(label, type="primary", on_click=submit, key=f"{key}_submit")
    _stand_aside(view, item_view, lang)


def votes_for_absent(view: SessionView, item_view: ItemView, lang: str) -> None:
    """Draw the vote of each voter who is away and named the viewer."""
    item = item_view.item
    if view.session.closed_at is not None or item.resolution is not None:
        return
    for voter_id in delegated_votes.seats(state.acting(), item):
        _vote_for(view, item, voter_id, lang)


def _vote_for(view: SessionView, item: AgendaItem, voter_id: str, lang: str) -> None:
    key = f"for_{item.id}_{voter_id}"

    def submit() -> None:
        ballot = st.session_state[f"{key}_ballot"]
        if ballot is None:
            frame.tell_error("committee.vote.choose")
            return
        choice = Choice(Ballot(ballot), st.session_state[f"{key}_opinion"], st.session_state[f"{key}_condition"])
        with acting(view, "committee.done.entered"):
            delegated_votes.vote_for(state.acting(), view.session.id, item.id, voter_id, choice)

    name = words.person(view.names, voter_id, lang)
    with st.form(key, enter_to_submit=False):
        st.markdown(f"**{components.harmless(t('committee.vote_for', lang, who=name))}**")
        _ballot_fields(key, lang)
        st.form_submit_button(t("committee.vote_for.cast", lang), type="primary", on_click=submit, key=f"{key}_submit")


def _ballot_fields(key: str, lang: str) -> None:
    st.segmented_control(
        t("committee.column.ballot", lang),
        tuple(Ballot),
        format_func=lambda ballot: t(f"enum.ballot.{ballot.value}", lang),
        key=f"{key}_ballot",
        width="stretch",
        label_visibility="collapsed",
    )
    st.text_area(t("committee.opinion", lang), key=f"{key}_opinion", height=76)
    st.text_input(t("committee.condition", lang), key=f"{key}_condition", help=t("committee.condition.help", lang))


def others_vote(view: SessionView, item_view: ItemView, lang: str) -> None:
    """Offer to enter a vote that a colleague gave in writing or by proxy, where the rule takes such votes."""
    item, me = item_view.item, state.viewer().person_id
    channels = [channel for channel in voting_acts.ENTERED if voting.channel_problem(item, channel) is None]
    voters = [voter_id for voter_id in voting.eligible_voters(item) if voter_id != me]
    is_open = view.session.closed_at is None and item.resolution is None
    if not (view.may_decide and is_open and channels and voters):
        return
    key = f"enter_{item.id}"

    def submit() -> None:
        ballot = st.session_state[f"{key}_ballot"]
        if ballot is None:
            frame.tell_error("committee.vote.choose")
            return
        vote = voting_acts.GivenVote(
            st.session_state[f"{key}_voter"],
            Ballot(ballot),
            Channel(st.session_state[f"{key}_channel"]),
            st.session_state[f"{key}_opinion"],
            st.session_state[f"{key}_condition"],
        )
        with acting(view, "committee.done.entered"):
            voting_acts.enter_vote(state.acting(), view.session.id, item.id, vote)

    with components.panel(t("committee.enter", lang), key):
        st.caption(t("committee.enter.help", lang))
        with st.form(key, border=False, enter_to_submit=False):
            _vote_fields({voter: words.person(view.names, voter, lang) for voter in voters}, channels, key, lang)
            st.form_submit_button(t("committee.enter.do", lang), on_click=submit, key=f"{key}_submit")


def _vote_fields(voters: Mapping[str, str], channels: Sequence[Channel], key: str, lang: str) -> None:
    """Draw the fields of a colleague's vote; ``voters`` are names by person id."""
    left, right = st.columns(2)
    left.selectbox(t("committee.column.voter", lang), tuple(voters), format_func=voters.__getitem__, key=f"{key}_voter")
    right.selectbox(
        t("committee.enter.channel", lang),
        channels,
        format_func=lambda channel: t(f"enum.channel.{channel.value}", lang),
        key=f"{key}_channel",
    )
    st.segmented_control(
        t("committee.column.ballot", lang),
        tuple(Ballot),
        format_func=lambda ballot: t(f"enum.ballot.{ballot.value}", lang),
        key=f"{key}_ballot",
        width="stretch",
    )
    st.text_input(t("committee.opinion", lang), key=f"{key}_opinion")
    st.text_input(t("committee.condition", lang), key=f"{key}_condition")


def _stand_aside(view: SessionView, item_view: ItemView, lang: str) -> None:
    """Offer to stand aside, with the interest; the vote and the marks are taken away then."""
    key = f"aside_{item_view.item.id}"

    def submit() -> None:
        with acting(view, "committee.done.recused"):
            interest = st.session_state[f"{key}_interest"]
            voting_acts.recuse(state.acting(), view.session.id, item_view.item.id, interest=interest)

    with components.panel(t("committee.stand_aside", lang), key):
        st.caption(t("committee.stand_aside.help", lang))
        st.text_input(
            t("committee.interest", lang), key=f"{key}_interest", placeholder=t("committee.interest.eg", lang)
        )
        st.button(t("committee.stand_aside.do", lang), on_click=submit, key=f"{key}_submit")
