"""A programme's indicators on the screen: what firms are asked, targets by region and year, and all changes so far."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal, InvalidOperation
from typing import Final

import streamlit as st

from dealflow.actions.people import people
from dealflow.actions.regional import indicators
from dealflow.actions.regional.indicators import PastIndicators, Targets
from dealflow.actions.regional.programmes import ProgrammeView
from dealflow.domain.regional.indicators import ChangedIndicator
from dealflow.domain.regional.programmes import Indicator, Way
from dealflow.domain.values.field_parsing import won_of
from dealflow.domain.values.typed_numbers import whole_within
from dealflow.errors import InvalidInputError
from dealflow.i18n import name_of, t
from dealflow.i18n.numbers import moment
from dealflow.reports.regional.words import indicator_unit, indicator_words, number, unit_words
from dealflow.ui.kit import components, dialogs, frame, grid, state
from dealflow.ui.kit.grid import Cell, Column, Mark, Row, Table

_UNITS: Final = ("won", "people", "each", "%")
_MOST: Final = 10**12
_NEW: Final = "new"


def draw(view: ProgrammeView, drawing: state.Drawing) -> None:
    """Draw what firms are asked, what each indicator came to, and the changes so far."""
    lang = drawing.lang
    st.caption(t("regional.indicators.how", lang))
    st.button(
        t("regional.indicator.new", lang),
        icon=":material/add:",
        key="indicator_new",
        on_click=state.ask,
        kwargs={"do": "indicator", "indicator": _NEW},
    )
    names = (("indicator", 4), ("way", 1), ("unit", 2), ("target", 2), ("actual", 3), ("told_by", 0), ("standing", 1))
    ends = {"target", "actual", "told_by"}
    columns = tuple(
        Column(name, t(f"regional.column.{name}", lang), "end" if name in ends else "start", first=first)
        for name, first in names
    )
    rows = tuple(_row(indicator, view, lang) for indicator in view.programme.indicators)
    caption = t("regional.view.indicators", lang)
    at = grid.show(Table(columns, rows), caption=caption, key="indicators_grid", lang=lang).place
    if at is not None:
        state.ask(do="indicator", indicator=at[0])
    _past(view, drawing)


def _row(indicator: Indicator, view: ProgrammeView, lang: str) -> Row:
    programme = view.programme
    tally = view.books.tally(tuple(region.id for region in programme.regions), programme.years)
    figure = next((figure for figure in tally.indicators if figure.indicator.id == indicator.id), None)
    retired = (Mark(t("regional.indicator.is_retired", lang), ""),) if indicator.is_retired else ()
    asked = (Mark(t("regional.indicator.asked", lang), "good"),)
    return Row(
        indicator.id,
        (
            Cell(name_of(indicator, lang), act=True, tone="gone" if indicator.is_retired else ""),
            Cell(t(f"regional.way.{indicator.way.value}", lang)),
            Cell(indicator_unit(indicator, lang)),
            Cell(indicator_words(indicator, None if figure is None else figure.target, lang)),
            Cell(indicator_words(indicator, None if figure is None else figure.actual, lang)),
            Cell(number(None if figure is None else figure.firms, lang)),
            Cell("", marks=retired or asked),
        ),
    )


def _past(view: ProgrammeView, drawing: state.Drawing) -> None:
    """Draw the changes of the indicators, each with the way back to how they were before it."""
    lang, known = drawing.lang, indicators.past_indicators(drawing, view.programme.id)
    st.subheader(t("regional.indicators.past", lang), anchor=False)
    names = {person.id: person.name for person in people.people(drawing.ws)}
    for place, past in enumerate(known):
        who = f"{moment(past.at, lang)} · {names.get(past.person_id, '')}".rstrip(" ·")
        words = [change_words(change, lang) for change in past.changes] or [t("regional.indicators.begun", lang)]
        with st.container(horizontal=True, vertical_alignment="center", key=f"past_{past.version}"):
            st.markdown(components.harmless(f"{who} — {', '.join(words)}"), width="stretch")
            if place + 1 < len(known):
                st.button(
                    t("regional.indicators.undo", lang),
                    icon=":material/undo:",
                    key=f"undo_{past.version}",
                    on_click=_restore,
                    args=(view.programme.id, known[place + 1]),
                )


def change_words(change: ChangedIndicator, lang: str) -> str:
    """Return what happened to an indicator, in words."""
    fields = ", ".join(dict.fromkeys(t(f"regional.indicator.field.{name}", lang) for name in change.fields))
    return t(f"regional.indicator.{change.change.value}", lang, name=name_of(change.indicator, lang), fields=fields)


def _restore(programme_id: str, past: PastIndicators) -> None:
    with frame.attempted("regional.done.restored"):
        indicators.restore(state.acting(), programme_id, past.version)


def dialog(view: ProgrammeView, drawing: state.Drawing) -> None:
    """Draw the form of the indicator that the URL asks for, or of a new one."""
    if not dialogs.is_open("indicator"):
        return
    lang, asked = drawing.lang, state.url_value("indicator")
    indicator = next((indicator for indicator in view.programme.indicators if indicator.id == asked), None)
    if indicator is None and asked != _NEW:
        return
    title = t("regional.indicator.new", lang) if indicator is None else name_of(indicator, lang)
    dialogs.show(components.harmless(title), lambda: _form(view, indicator, lang), width="large")


def _form(view: ProgrammeView, indicator: Indicator | None, lang: str) -> None:
    now = indicator or Indicator("", "", "", Way.SUM, "won")
    key = f"indicator_{now.id}_{view.version}"
    told = any(report.figure(now.id) is not None for report in view.books.reports if report.teller.firm_id)
    with st.form(key, border=False, enter_to_submit=False):
        left, right = st.columns(2)
        name_ko = left.text_input(_label("name_ko", lang), now.name_ko, key=f"{key}_ko")
        name_en = right.text_input(_label("name_en", lang), now.name_en, key=f"{key}_en")
        left, right = st.columns(2)
        ways = [way for way in Way if not told or (way is Way.CHANGE) is (now.way is Way.CHANGE)]
        way = left.selectbox(
            _label("way", lang), ways, index=ways.index(now.way), format_func=lambda way: _way(way, lang),
            key=f"{key}_way",
        )  # fmt: skip
        units = list(dict.fromkeys((*_UNITS, now.unit)))
        unit = right.selectbox(
            _label("unit", lang), units, index=units.index(now.unit), format_func=lambda unit: unit_words(unit, lang),
            key=f"{key}_unit", accept_new_options=True, disabled=told,
        )  # fmt: skip
        if told:
            st.caption(t("regional.indicator.told", lang))
        left, right = st.columns(2)
        hint_ko = left.text_input(_label("hint_ko", lang), now.hint_ko, key=f"{key}_hint_ko")
        hint_en = right.text_input(_label("hint_en", lang), now.hint_en, key=f"{key}_hint_en")
        left, right = st.columns(2, vertical_alignment="bottom")
        most = left.text_input(_label("most", lang), "" if now.most is None else f"{now.most:,}", key=f"{key}_most")
        lower = right.checkbox(_label("is_better_lower", lang), now.is_better_lower, key=f"{key}_lower")
        targets = _targets(view, now, key, lang)
        submitted = st.form_submit_button(t("frame.save", lang), type="primary", key=f"{key}_save")
    if submitted:
        new = replace(
            now, name_ko=name_ko, name_en=name_en, way=way, unit=str(unit or ""), hint_ko=hint_ko, hint_en=hint_en,
            most=whole_within(most, _label("most", lang), least=1, most=_MOST), is_better_lower=lower,
        )  # fmt: skip
        indicators.keep_indicator(state.acting(), view.programme.id, new, targets(new), seen=view.version)
        dialogs.done("regional.done.saved", indicator=None)
    if indicator is not None:
        words = t("regional.indicator.ask_again" if indicator.is_retired else "regional.indicator.retire", lang)
        if st.button(words, key=f"{key}_retire", help=t("regional.indicator.retire.help", lang)):
            acting, asked = state.acting(), view.programme.id
            indicators.retire(acting, asked, indicator.id, retired=not indicator.is_retired)
            dialogs.done("regional.done.saved", indicator=None)


def _label(name: str, lang: str) -> str:
    return t(f"regional.indicator.field.{name}", lang)


def _way(way: Way, lang: str) -> str:
    return t(f"regional.way.{way.value}", lang)


def _targets(view: ProgrammeView, indicator: Indicator, key: str, lang: str) -> Callable[[Indicator], Targets]:
    """Draw an indicator's targets, regions by years, as a table to type in; return how to read them."""
    st.markdown(f"**{t('regional.indicator.targets', lang)}**")
    st.caption(t("regional.indicator.targets.how", lang))
    programme, region_head = view.programme, t("regional.column.region", lang)
    rows = []
    for region in programme.regions:
        row = {region_head: name_of(region, lang)}
        for year in programme.years:
            plan = view.plan(region.id, year)
            target = None if plan is None else dict(plan.targets).get(indicator.id)
            row[str(year)] = "" if target is None else f"{target.normalize():,f}"
        rows.append(row)
    config = {str(year): st.column_config.TextColumn(str(year)) for year in programme.years}
    edited = st.data_editor(
        rows, hide_index=True, width="stretch", key=f"{key}_targets", disabled=[region_head], column_config=config
    )

    def read(new: Indicator) -> Targets:
        return {
            (region.id, year): _target(row.get(str(year)), new)
            for region, row in zip(programme.regions, edited, strict=True)
            for year in programme.years
        }

    return read


def _target(typed: object, indicator: Indicator) -> Decimal | None:
    text = str(typed or "").strip()
    if not text:
        return None
    if indicator.is_money and indicator.way is not Way.CHANGE:
        won = won_of(text, "target")
        return None if won is None else Decimal(won)
    try:
        return Decimal(text.replace(",", "").replace("−", "-").removesuffix("%").strip())
    except InvalidOperation as error:
        raise InvalidInputError(field="target", problem="no_number", value=text) from error
