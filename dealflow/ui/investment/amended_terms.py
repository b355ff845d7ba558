"""What new terms do to approvals that stand: a warning, and the linked session that is called with the new version."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from typing import Final

import streamlit as st

from dealflow.actions.investment.deals import DealView
from dealflow.domain.investment.approvals import Tabled, to_decide_again
from dealflow.domain.investment.committee import Appointment
from dealflow.domain.investment.deal_terms import Terms
from dealflow.domain.values.korean_days import SEOUL
from dealflow.domain.values.typed_days import LATEST, clock_of, day_of
from dealflow.i18n import called, name_of, t
from dealflow.i18n.numbers import day, moment
from dealflow.ui.kit import components, context, fields
from dealflow.ui.kit.fields import Entry

_KEY: Final = "deal_again:"


def draw(view: DealView, terms: Terms, lang: str) -> None:
    """Draw which approvals the terms as typed would void, and when and where the linked session is to be held."""
    days = ", ".join(day(tabled.session.held_at.date(), lang) for tabled in view.standing)
    st.warning(t("deal.voids", lang, days=days), icon=":material/gavel:")
    void, usual = to_decide_again(view.standing, terms), view.again
    if not void or usual is None:
        return
    with st.container(border=True, key="deal_again"):
        st.markdown(f"**{t('deal.again', lang)}**")
        st.caption(components.harmless(t("deal.again.help", lang, funds=_funds(view, void, lang))))
        there = usual.held_at.astimezone(SEOUL)
        for name, value in (
            ("day", there.date().isoformat()),
            ("clock", f"{there:%H:%M}"),
            ("place", usual.place),
            ("title", _title(view, lang)),
        ):
            st.session_state.setdefault(_KEY + name, value)
        left, right = st.columns(2)
        fields.day(t("committee.day", lang), key=_KEY + "day", bounds=(context.today(), LATEST), place=left)
        fields.clock(t("committee.clock", lang), key=_KEY + "clock", place=right)
        st.text_input(t("committee.name", lang), key=_KEY + "title")
        st.text_input(t("committee.place", lang), key=_KEY + "place")


def typed(view: DealView, lang: str) -> Appointment | None:
    """Return the linked session as it stands in the form, as proposed where it was not shown; None: none is needed.

    Raises:
        InvalidInputError: its day or its time of day is missing or cannot be read.
    """
    usual = view.again
    if usual is None:
        return None
    held_at = usual.held_at
    if _KEY + "day" in st.session_state:
        on = Entry(_KEY + "day", t("committee.day", lang), partial(day_of, least=context.today()))
        held_at = datetime.combine(
            on.required, Entry(_KEY + "clock", t("committee.clock", lang), clock_of).required, SEOUL
        )
    return Appointment(
        held_at=held_at,
        place=str(st.session_state.get(_KEY + "place", usual.place) or ""),
        title=str(st.session_state.get(_KEY + "title", _title(view, lang)) or ""),
    )


def usual(view: DealView, lang: str) -> Appointment | None:
    """Return the linked session as it is proposed; None: new terms would void nothing."""
    return None if view.again is None else Appointment(view.again.held_at, view.again.place, _title(view, lang))


def forget() -> None:
    """Let the next change of terms begin with its own proposal."""
    for key in [key for key in st.session_state if str(key).startswith(_KEY)]:
        del st.session_state[key]


def when(again: Appointment, lang: str) -> str:
    """Return the day and time of a linked session in words."""
    return moment(again.held_at, lang)


def _title(view: DealView, lang: str) -> str:
    company = view.company
    name = t("frame.unknown_company", lang) if company is None else called(company.name, company.name_en, lang)
    return t("committee.again.title", lang, company=name)


def _funds(view: DealView, void: tuple[Tabled, ...], lang: str) -> str:
    names = {fund.id: name_of(fund, lang) for fund in view.funds}
    return ", ".join(names.get(tabled.item.fund_id, "–") for tabled in void)
