"""Opening a deal from a company's page: the track and the round, and the one who opens it is in charge."""

from __future__ import annotations

from typing import Final

import streamlit as st

from dealflow.actions.companies.companies import CompanyRecord
from dealflow.actions.people import people
from dealflow.actions.pipeline import engagements
from dealflow.domain.people.access import Act, OrganisationKind, may
from dealflow.domain.pipeline.funnel import NewEngagement
from dealflow.domain.values.rounds import LADDER
from dealflow.errors import InvalidInputError
from dealflow.i18n import name_of, t
from dealflow.ui.kit import dialogs, state

_DIALOG: Final = "new_deal"
_INVESTORS: Final = frozenset({OrganisationKind.VC, OrganisationKind.TIPS_OPERATOR, OrganisationKind.ADOPTER})


def offer(record: CompanyRecord, round_label: str) -> None:
    """Offer to open a deal with the company, to those who may; ``round_label`` is proposed."""
    if not may(state.viewer(), Act.EDIT_PIPELINE):
        return
    lang = state.language()
    label = t("company.deal.new", lang)
    dialogs.offer(_DIALOG, label, icon=":material/add:", key="company_deal_open", primary=not record.engagements)
    if dialogs.is_open(_DIALOG):
        dialogs.show(label, lambda: _body(record, round_label))


def _body(record: CompanyRecord, proposed: str) -> None:
    drawing = state.drawing()
    lang = drawing.lang
    tracks = {track.id: track for track in drawing.ws.tracks}
    investors = {organisation.id: organisation for organisation in people.organisations(drawing.ws, _INVESTORS)}
    own = drawing.viewer.organisation_id
    rounds = (*LADDER, *([proposed] if proposed and proposed not in LADDER else []))
    with st.form("company_deal", border=False, enter_to_submit=False):
        track = st.selectbox(
            t("company.deal.track", lang),
            tuple(tracks),
            format_func=lambda track_id: name_of(tracks[track_id], lang),
            key="company_deal_track",
        )
        round_label = st.selectbox(
            t("pipeline.round", lang),
            rounds,
            index=rounds.index(proposed) if proposed else None,
            accept_new_options=True,
            placeholder=t("companies.new.later", lang),
            key="company_deal_round",
        )
        investor: str | None = own
        if own not in investors:  # an organiser follows somebody else's investment
            investor = st.selectbox(
                t("pipeline.investor", lang),
                tuple(investors),
                index=None,
                format_func=lambda investor_id: name_of(investors[investor_id], lang),
                placeholder=t("pipeline.choose", lang),
                key="company_deal_investor",
            )
        st.caption(t("company.deal.in_charge", lang))
        if not st.form_submit_button(t("pipeline.new.open", lang), type="primary", key="company_deal_submit"):
            return
    if investor is None:
        raise InvalidInputError(field="investor", problem="missing")
    new = NewEngagement(
        company_id=record.company.id,
        investor_id=investor,
        track=track,
        round_label=round_label or "",
        assignee_id=drawing.viewer.person_id,
    )
    dialogs.done("company.deal.done", open=engagements.open_engagement(state.acting(), new))
