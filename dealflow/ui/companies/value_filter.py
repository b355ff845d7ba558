"""The company list narrowed by the value of one metric: money in one currency, at the rates that the house typed in."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Final

import streamlit as st

from dealflow.actions.companies.companies import CompanyRow
from dealflow.domain.claims.claims import Metric
from dealflow.domain.claims.value_ranges import Place, ValueRange
from dealflow.domain.values.exchange_rates import Yardstick
from dealflow.domain.values.quantity import MONEY, WORDED, Quantity, Unit
from dealflow.i18n import name_of, t
from dealflow.i18n.numbers import quantity
from dealflow.ui.investment import exchange_rates
from dealflow.ui.kit import components, frame, state, typed_fields, url_filters
from dealflow.ui.kit.state import Drawing

_METRIC, _LEAST, _MOST = "by", "least", "most"


def draw(drawing: Drawing) -> ValueRange | None:
    """Draw the choice of a metric and its two ends, folded away, and return what is wanted; None for anything."""
    lang = drawing.lang
    measured = {metric.id: metric for metric in drawing.ws.metrics if _units(metric)}
    label = t("companies.values", lang) + (" (1)" if _is_asked() else "")
    with st.popover(label, icon=":material/filter_alt:"):
        chosen = components.url_choice(
            _METRIC,
            t("companies.values.metric", lang),
            tuple(sorted(measured, key=lambda metric: not measured[metric].headline)),
            words=lambda metric: name_of(measured[metric], lang),
            everything=t("companies.values.any", lang),
        )
        if chosen is None:
            st.caption(t("companies.values.help", lang))
            return None
        return _ends(measured[chosen], lang)


def _is_asked() -> bool:
    return bool(state.url_value(_METRIC) and (state.url_value(_LEAST) or state.url_value(_MOST)))


def _units(metric: Metric) -> tuple[Unit, ...]:
    return tuple(unit for unit in metric.units if unit not in WORDED)


def _ends(metric: Metric, lang: str) -> ValueRange | None:
    units = _units(metric)
    is_money = any(unit in MONEY for unit in units)
    usual = Unit.KRW if is_money else units[0]
    read: Callable[[str, str], Quantity | None] = partial(
        typed_fields.end_of, units=tuple(MONEY) if is_money else units, usual=usual
    )
    examples = ("companies.values.money.eg", "companies.values.number.eg")
    example = t(examples[0] if is_money else examples[1], lang)
    wanted = ValueRange(
        metric.id,
        url_filters.url_amount(_LEAST, t("companies.values.least", lang), read, example),
        url_filters.url_amount(_MOST, t("companies.values.most", lang), read, example),
    )
    return wanted if wanted.ends else None


def with_its_metric(metrics: Sequence[str], wanted: ValueRange | None) -> tuple[str, ...]:
    """Return the metrics of the columns, the one that the list is narrowed by among them."""
    return tuple(metrics) if wanted is None else tuple(dict.fromkeys((*metrics, wanted.metric)))


def narrowed(rows: Sequence[CompanyRow], wanted: ValueRange | None, stick: Yardstick) -> list[CompanyRow]:
    """Return the rows whose figure lies between the ends."""
    if wanted is None:
        return list(rows)
    return [row for row in rows if wanted.place_of(row.figures.get(wanted.metric), stick) is Place.INSIDE]


def tell(rows: Sequence[CompanyRow], wanted: ValueRange | None, stick: Yardstick, drawing: Drawing) -> None:
    """Say what the list is narrowed by, at which rates, and how many figures could not be compared."""
    lang = drawing.lang
    if wanted is None or wanted.is_backwards:
        if _is_asked():
            st.warning(t("companies.values.wrong", lang), icon=":material/error:")
        return
    places = [wanted.place_of(row.figures.get(wanted.metric), stick) for row in rows]
    ends = {"least": wanted.least, "most": wanted.most}
    words = [
        t(f"companies.values.told.{name}", lang, amount=quantity(end, lang, of=wanted.metric))
        for name, end in ends.items()
        if end is not None
    ]
    told = [f"{name_of(drawing.ws.metric(wanted.metric), lang)} {' '.join(words)}"]
    stated = [*wanted.ends, *(row.figures[wanted.metric].quantity for row in rows if wanted.metric in row.figures)]
    if rates := stick.rates_for(stated):
        told.append(t("companies.measured", lang, rates=exchange_rates.stated(rates, lang)))
    silent = sum(wanted.metric not in row.figures for row in rows)
    counts: Final = (("silent", silent), ("unmeasured", places.count(Place.UNMEASURED)))
    told += [t(f"companies.values.{name}", lang, n=n) for name, n in counts if n]
    with st.container(horizontal=True, vertical_alignment="center"):
        st.caption(components.harmless(" · ".join(told)), width="content")
        if places.count(Place.UNMEASURED):
            to_rates = {"view": "rates", "lang": lang}
            st.page_link(frame.page("settings"), label=t("compare.to_rates", lang), query_params=to_rates)
        cleared = dict.fromkeys((_METRIC, _LEAST, _MOST))
        st.button(
            t("companies.values.clear", lang),
            on_click=state.ask,
            kwargs=cleared,
            type="tertiary",
            key="companies_values_clear",
        )
