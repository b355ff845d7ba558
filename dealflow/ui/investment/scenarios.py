"""After the round: the cap table before and after, and what refixing, a SAFE's conversion or an exit would come to."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Final

import streamlit as st

from dealflow.actions.investment.deals import DealView
from dealflow.domain.investment.cap_table import cap_table
from dealflow.domain.investment.conversions import convert_safe, refixed_price, shares_on_conversion
from dealflow.domain.investment.deal_terms import Instrument, Terms
from dealflow.domain.investment.share_math import PRICED, price_of, round_of
from dealflow.i18n import t
from dealflow.i18n.numbers import day, won_in_full
from dealflow.ui.investment import terms_form, terms_tables
from dealflow.ui.investment.deal_words import number, shares, stake
from dealflow.ui.kit import charts, components, context, fields, frame, grid, state, typed_fields

_YEARS: Final = 5
_DAYS: Final = 365


def draw_cap(view: DealView) -> None:
    """Draw the investors of the round and the cap table before and after, on both bases, with a bar."""
    lang, terms = state.language(), view.deal.current
    if terms is None:
        components.empty_state("deal.no_terms")
        return
    names = terms_form.names_of(view, lang)
    with frame.errors_in_words():
        outcome = round_of(terms)
        st.subheader(t("deal.investors", lang), anchor=False)
        grid.show(
            terms_tables.investors(outcome, names, lang),
            caption=t("deal.investors", lang),
            key="deal_investors",
            lang=lang,
        )
        table = cap_table(terms)
        st.subheader(t("deal.cap", lang), anchor=False, help=t("deal.cap.help", lang))
        holders = terms_tables.cap_holders(table, names, lang)
        st.vega_lite_chart(charts.spec(terms_tables.cap_chart, table, holders, lang), width="stretch")
        grid.show(terms_tables.cap_table(table, names, lang), caption=t("deal.cap", lang), key="deal_cap", lang=lang)


def draw_what_if(view: DealView) -> None:
    """Draw what would happen: a fall of the share's value, a SAFE's next round, an exit."""
    lang, terms = state.language(), view.deal.current
    if terms is None:
        components.empty_state("deal.no_terms")
        return
    st.caption(t("deal.whatif.note", lang))
    if terms.instrument is Instrument.SAFE:
        _safe(terms, lang)
    elif terms.conversion.refix_floor_percent is not None:
        _refixing(terms, lang)
    _exit(view, terms, lang)


def _number_field(name: str, lang: str, usual: int | None = None) -> int | None:
    """Return the whole number typed at a what-if; nothing while the field is empty."""
    key = f"deal_if:{name}"
    st.session_state.setdefault(key, "" if usual is None else f"{usual:,}")
    label = t(f"deal.if.{name}", lang)
    text = st.text_input(label, key=key, width=260)
    return typed_fields.whole(text, label) if text.strip() else None


def _say(pairs: list[tuple[str, str]]) -> None:
    with st.container(horizontal=True, gap="large"):
        for label, value in pairs:
            with st.container(width="content", gap=None):
                st.caption(label)
                st.markdown(f"**{components.harmless(value)}**")


def _refixing(terms: Terms, lang: str) -> None:
    st.subheader(t("deal.refixing", lang), anchor=False)
    price = price_of(terms)
    with frame.errors_in_words():
        fair = _number_field("fair", lang, None if price is None else price * 8 // 10)
        if fair is None or price is None:
            return
        fixed = refixed_price(price, terms.conversion.refix_floor_percent, fair)
        paid = round_of(terms).own_paid_won
        before, after = (shares_on_conversion(paid, other_number) for other_number in (price, fixed))
        pairs = [
            (t("deal.if.price", lang), f"{number(price, lang)} → {number(fixed, lang)}"),
            (t("deal.if.shares", lang), f"{number(before, lang)} → {number(after, lang)}"),
        ]
        base = terms.diluted_shares
        if base:
            others = sum(bought.converted or 0 for bought in round_of(terms).bought) - before
            total = base + others
            old, new = (stake(Fraction(other_number, total + other_number), lang) for other_number in (before, after))
            pairs.append((t("deal.sum.diluted", lang), f"{old} → {new}"))
        _say(pairs)


def _safe(terms: Terms, lang: str) -> None:
    st.subheader(t("deal.safe", lang), anchor=False)
    with frame.errors_in_words():
        with st.container(horizontal=True):
            pre = _number_field("next_pre", lang)
            base = _number_field("next_shares", lang, terms.diluted_shares or terms.issued_shares)
        if pre is None or base is None:
            st.caption(t("deal.if.safe.fill", lang))
            return
        converted = convert_safe(terms.amount_won, terms.conversion, next_pre_money_won=pre, next_shares=base)
        through = t(f"deal.through.{converted.through.value}", lang)
        prices = (converted.round_price_won, converted.cap_price_won, converted.discount_price_won)
        text = " / ".join("–" if price is None else number(price, lang) for price in prices)
        _say(
            [
                (t("deal.if.price", lang), f"{won_in_full(converted.price_won, lang)} ({through})"),
                (t("deal.if.shares", lang), shares(converted.shares, lang)),
                (t("deal.if.prices", lang), text),
                (t("deal.sum.diluted", lang), stake(Fraction(converted.shares, base + converted.shares), lang)),
            ]
        )


def _exit(view: DealView, terms: Terms, lang: str) -> None:
    """Draw the multiple and the yearly rate of an exit: on what was paid, or on the terms until anything was."""
    st.subheader(t("deal.exit", lang), anchor=False)
    with frame.errors_in_words():
        paid = [(payment.paid_on, payment.amount_won) for payment in view.deal.payments if not payment.voided_because]
        if not paid:
            known = terms.instrument not in PRICED or price_of(terms) is not None
            planned = round_of(terms).own_paid_won if known else terms.amount_won
            paid = [(terms.closing_on or context.today(), planned)]
            st.caption(t("deal.exit.planned", lang, day=day(paid[0][0], lang)))
        total = sum(amount for _, amount in paid)
        with st.container(horizontal=True):
            back = _number_field("back", lang, int(Decimal(total) * 3))
            usual = max(date for date, _ in paid) + timedelta(days=_YEARS * _DAYS)
            with st.container(width=200):
                on = fields.day(t("deal.if.on", lang), key="deal_if:on", value=usual).readable
        if back is not None and on is not None and total:
            _say(terms_tables.returns(paid, back, on, lang))
