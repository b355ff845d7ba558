"""Money that was paid and that no approval stands behind any more: said on every tab of its deal, with the way back."""

from __future__ import annotations

import streamlit as st

from dealflow.actions.investment.deals import DealView
from dealflow.domain.investment.approvals import Unbacked
from dealflow.i18n import name_of, t
from dealflow.i18n.numbers import moment, won
from dealflow.ui.kit import components, frame, grid


def draw(view: DealView, lang: str) -> None:
    """Draw a warning for each fund whose money has no approval of the present terms, or one with open conditions."""
    names = {fund.id: name_of(fund, lang) for fund in view.funds}
    for unbacked in view.unbacked():
        with st.container(key=f"unbacked_{unbacked.fund_id}", gap="small"):
            parameters = {"fund": names.get(unbacked.fund_id, "–"), "paid": won(unbacked.paid_won, lang)}
            kind = "conditions" if unbacked.open_count else "approval"
            words = t(f"deal.unbacked.{kind}", lang, n=unbacked.open_count, **parameters)
            st.error(components.harmless(words), icon=":material/warning:")
            _way(unbacked, lang)


def _way(unbacked: Unbacked, lang: str) -> None:
    """Draw the link to the committee's item that puts it right, or say that none has been called."""
    if unbacked.where is None:
        st.caption(t("deal.unbacked.nobody", lang))
        return
    session, item = unbacked.where.session, unbacked.where.item
    kind = "conditions" if unbacked.open_count else "approval"
    st.page_link(
        frame.page("committee"),
        label=t(f"deal.unbacked.way.{kind}", lang, when=moment(session.held_at, lang)),
        icon=":material/gavel:",
        query_params={"session": session.id, "item": item.id} | grid.spoken(lang),
    )
