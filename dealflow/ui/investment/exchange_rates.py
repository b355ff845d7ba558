"""The house's exchange rates: the list by day, and the form that types one in, corrects it or takes it back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import partial
from typing import Final

import streamlit as st

from dealflow.actions.investment import exchange_rates
from dealflow.actions.investment.exchange_rates import RateLine
from dealflow.actions.people import people
from dealflow.domain.people.access import Act, may
from dealflow.domain.values.exchange_rates import FOREIGN, ExchangeRate, Yardstick, quoted_per
from dealflow.domain.values.quantity import Unit
from dealflow.i18n import t
from dealflow.i18n.numbers import day, moment, percent, plain
from dealflow.ui.investment import committee_words
from dealflow.ui.kit import components, context, dialogs, fields, frame, grid, state
from dealflow.ui.kit.grid import Cell, Column, Mark, Row, Table
from dealflow.ui.kit.state import Drawing

_NEW: Final = "rate_new"
_COLUMNS: Final = ("day", "currency", "rate", "source", "typed")
_KEY: Final = "rate"
_JUMP: Final = Decimal("0.2")
"""A rate that lies further from the one before is marked: 139.1 typed for 1,391."""


def draw() -> None:
    """Draw the rates, the latest first; a click corrects one, for those who may."""
    drawing = state.drawing()
    decides = may(drawing.viewer, Act.DECIDE)
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
        st.caption(t("settings.rates.note", drawing.lang), width="stretch")
        if decides:
            dialogs.offer(_NEW, t("settings.rates.new", drawing.lang), icon=":material/add:", key=_NEW, primary=True)
    if decides and dialogs.is_open(_NEW):
        dialogs.show(t("settings.rates.new", drawing.lang), partial(_form, None))
    lines = exchange_rates.lines(drawing)
    if not lines:
        components.empty_state("settings.rates.empty")
        return
    names = {person.id: person.name for person in people.people(drawing.ws)}
    shown = table(lines, names, drawing.lang, acts=decides)
    caption = t("settings.rates.caption", drawing.lang)
    at = grid.show(shown, caption=caption, key="rates_list", lang=drawing.lang).place
    by_id = {_id(line.rate): line.rate for line in lines}
    if at and at[0] in by_id and decides:
        dialogs.open_at(at[0])
    for rate_id, rate in by_id.items() if decides else ():
        if dialogs.is_open(rate_id):
            dialogs.show(t("settings.rates.change", drawing.lang), partial(_form, rate))


def yardstick(drawing: Drawing, currency: Unit = Unit.KRW) -> Yardstick:
    """Return the measure of this screen: one currency at the rates that stand today."""
    return Yardstick(currency, exchange_rates.rates(drawing), drawing.today)


def _id(rate: ExchangeRate) -> str:
    return f"{_KEY}_{rate.currency.value}_{rate.day.isoformat()}"


def rate_words(rate: ExchangeRate, lang: str) -> str:
    """Return a rate as it is quoted: 100엔 = 921.5원, US$1 = ₩1,391.2."""
    return t(
        "settings.rates.rate",
        lang,
        foreign=t(f"number.money.{rate.currency.value}", lang, amount=plain(Decimal(rate.per), lang)),
        won=t("number.money.KRW", lang, amount=plain(rate.won, lang)),
    )


def stated(rates: Sequence[ExchangeRate], lang: str) -> str:
    """Return the rates behind converted amounts with their days, for the line below them."""
    told = (
        t("settings.rates.stated", lang, rate=rate_words(rate, lang), day=day(rate.day, lang))
        for rate in sorted(set(rates), key=lambda rate: (FOREIGN.index(rate.currency), rate.day))
    )
    return " · ".join(told)


def table(lines: Sequence[RateLine], names: Mapping[str, str], lang: str, *, acts: bool) -> Table:
    """Return one line a rate, with a mark where it lies far from the one before."""
    rows = []
    for place, line in enumerate(lines):
        rate = line.rate
        before = next((other.rate for other in lines[place + 1 :] if other.rate.currency is rate.currency), None)
        cells = (
            Cell(day(rate.day, lang), act=acts),
            Cell(t(f"enum.unit.{rate.currency.value}", lang)),
            Cell(rate_words(rate, lang), marks=_jump(rate, before, lang)),
            Cell(rate.source or "–", tone="wrap" if rate.source else "muted"),
            Cell(committee_words.person(names, line.typed_by, lang), sub=moment(line.typed_at, lang)),
        )
        rows.append(Row(_id(rate), cells))
    return Table(tuple(Column(column, t(f"settings.rates.column.{column}", lang)) for column in _COLUMNS), tuple(rows))


def _jump(rate: ExchangeRate, before: ExchangeRate | None, lang: str) -> tuple[Mark, ...]:
    if before is None:
        return ()
    change = (rate.won / rate.per) / (before.won / before.per) - 1
    if abs(change) <= _JUMP:
        return ()
    words = t("settings.rates.jump", lang, change=percent(change * 100, lang, places=0))
    return (Mark(words, "warn", t("settings.rates.jump.help", lang)),)


def _form(rate: ExchangeRate | None) -> None:
    """Draw the inside of the dialog: a new rate, or one to correct or take back; what was typed stays if refused."""
    lang = state.language()
    key = f"{_id(rate) if rate else _NEW}_form"
    with st.form(key, border=False, enter_to_submit=False), frame.errors_in_words():
        currency = rate.currency if rate else FOREIGN[0]
        if rate is None:
            words = partial(_quoted, lang=lang)
            currency = st.selectbox(t("settings.rates.currency", lang), FOREIGN, format_func=words, key=f"{key}_unit")
        else:
            st.markdown(f"**{components.harmless(f'{_quoted(currency, lang)} · {day(rate.day, lang)}')}**")
        on = None if rate else fields.day(t("settings.rates.day", lang), value=context.today(), key=f"{key}_day")
        won = fields.amount(
            fields.Label(t("settings.rates.won", lang), t("settings.rates.won.help", lang), "1,391.20"),
            value=rate.won if rate else None,
            key=f"{key}_won",
        )
        source = st.text_input(
            t("settings.rates.source", lang),
            value=rate.source if rate else "",
            placeholder=t("settings.rates.source.eg", lang),
            key=f"{key}_source",
        )
        with st.container(horizontal=True):
            saves = st.form_submit_button(t("frame.save", lang), type="primary", key=f"{key}_save")
            takes_back = rate is not None and st.form_submit_button(
                t("settings.rates.withdraw", lang), icon=":material/undo:", key=f"{key}_withdraw"
            )
        if saves:
            typed_day = on.required if on is not None else rate.day if rate else context.today()
            per = rate.per if rate else quoted_per(currency)
            exchange_rates.keep_rate(state.acting(), ExchangeRate(currency, typed_day, won.required, per, source))
            dialogs.done("settings.rates.saved")
        if takes_back and rate is not None:
            exchange_rates.withdraw_rate(state.acting(), rate.currency, rate.day)
            dialogs.done("settings.rates.withdrawn")


def _quoted(currency: Unit, lang: str) -> str:
    """Return a currency with the units for which it is quoted: 엔(JPY) · 100엔당."""
    amount = t(f"number.money.{currency.value}", lang, amount=plain(Decimal(quoted_per(currency)), lang))
    return t("settings.rates.quoted", lang, currency=t(f"enum.unit.{currency.value}", lang), amount=amount)
