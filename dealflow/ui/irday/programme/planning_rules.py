"""What holds for everybody's consultations, and what matters most when the day is planned."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from dealflow.domain.irday.programme.programme import Aim
from dealflow.i18n import t
from dealflow.ui.irday.programme import programme_draft
from dealflow.ui.irday.programme.programme_draft import Draft


def draw(draft: Draft, lang: str) -> None:
    """Draw the numbers and the order of importance side by side."""
    left, right = st.columns(2, gap="large")
    with left:
        st.subheader(t("event.rules.numbers", lang), anchor=False)
        _numbers(draft, lang)
    with right:
        st.subheader(t("event.rules.aims", lang), anchor=False)
        st.caption(t("event.rules.aims.note", lang))
        _aims(draft, lang)


def _numbers(draft: Draft, lang: str) -> None:
    programme = draft.programme
    now = f"{programme.least_company}_{programme.most_company}_{programme.least_investor}_{programme.most_investor}"
    now += f"_{programme.apart_min}_{programme.days}"  # a field shows what is drafted, also after it was let go
    with st.form("event_numbers", border=False, enter_to_submit=False):
        one, other = st.columns(2)
        least_company = one.number_input(
            t("event.rules.least_company", lang),
            min_value=0,
            value=programme.least_company,
            key=f"event_least_company_{now}",
        )
        most_company = other.number_input(
            t("event.rules.most_company", lang),
            min_value=1,
            value=programme.most_company,
            placeholder=t("event.rules.no_limit", lang),
            key=f"event_most_company_{now}",
        )
        least_investor = one.number_input(
            t("event.rules.least_investor", lang),
            min_value=0,
            value=programme.least_investor,
            key=f"event_least_investor_{now}",
        )
        most_investor = other.number_input(
            t("event.rules.most_investor", lang),
            min_value=1,
            value=programme.most_investor,
            placeholder=t("event.rules.no_limit", lang),
            key=f"event_most_investor_{now}",
        )
        apart = one.number_input(
            t("event.rules.apart", lang),
            min_value=0,
            max_value=240,
            value=programme.apart_min,
            help=t("event.rules.apart.help", lang),
            key=f"event_apart_{now}",
        )
        days = other.number_input(
            t("event.rules.days", lang), min_value=1, max_value=5, value=programme.days, key=f"event_days_{now}"
        )
        if st.form_submit_button(t("event.part.set", lang), key="event_numbers_set"):
            after = replace(
                programme,
                least_company=int(least_company),
                most_company=int(most_company) if most_company else None,
                least_investor=int(least_investor),
                most_investor=int(most_investor) if most_investor else None,
                apart_min=int(apart),
                days=int(days),
            )
            programme_draft.change(draft, after)
            st.rerun()


def _aims(draft: Draft, lang: str) -> None:
    """Draw the aims in their order, each with a way up."""
    for place, aim in enumerate(draft.programme.aims):
        with st.container(horizontal=True, vertical_alignment="center", key=f"event_aim_{aim.value}", gap="small"):
            st.button(
                "",
                icon=":material/arrow_upward:",
                key=f"event_aim_up_{aim.value}",
                help=t("event.rules.up", lang),
                disabled=place == 0,
                on_click=_up,
                args=(draft, aim),
            )
            st.markdown(f"**{place + 1}.** {t(f'enum.aim.{aim.value}', lang)}", width="stretch")


def _up(draft: Draft, aim: Aim) -> None:
    programme_draft.change(draft, replace(draft.programme, aims=raised(draft.programme.aims, aim)))


def raised(aims: tuple[Aim, ...], aim: Aim) -> tuple[Aim, ...]:
    """Return the aims with one of them a place further up."""
    place = aims.index(aim)
    if place == 0:
        return aims
    return (*aims[: place - 1], aim, aims[place - 1], *aims[place + 1 :])
