"""Days declared closed or open over the calendar, and the public holidays to come."""

from __future__ import annotations

from typing import Final

import streamlit as st

from dealflow.actions.pipeline import track_settings
from dealflow.catalogue.holidays import holiday_names
from dealflow.i18n import t
from dealflow.i18n.numbers import day
from dealflow.ui.kit import context, fields, frame, grid, state
from dealflow.ui.kit.grid import Cell, Column, Row, Table

_AHEAD: Final = 12
"""How many public holidays to come are shown."""
_KEY: Final = "holiday"


def draw() -> None:
    """Draw the form of a day, the days set by hand, and the next public holidays that are known without it."""
    lang = state.language()
    st.caption(t("settings.holidays.note", lang))
    left, right = st.columns(2, gap="large")
    with left:
        _form(lang)
        st.subheader(t("settings.holidays.declared", lang), anchor=False)
        _declared(lang)
    with right:
        st.subheader(t("settings.holidays.known", lang), anchor=False)
        _known(lang)


def _form(lang: str) -> None:
    def submit() -> None:
        fields = st.session_state
        with frame.attempted():
            on, closed = chosen.required, fields[f"{_KEY}_how"] == "closed"
            track_settings.declare_day(state.acting(), on, closed=closed, name=fields[f"{_KEY}_name"])
            fields[f"{_KEY}_name"] = ""
            frame.tell_done("settings.holidays.saved", day=day(on, lang))

    with st.form(f"{_KEY}_form", enter_to_submit=False):
        chosen = fields.day(t("settings.holidays.day", lang), value=context.today(), key=f"{_KEY}_day")
        st.segmented_control(
            t("settings.holidays.how", lang),
            ("closed", "opened"),
            default="closed",
            required=True,
            format_func=lambda how: t(f"settings.holidays.{how}", lang),
            key=f"{_KEY}_how",
        )
        st.text_input(t("settings.holidays.name", lang), key=f"{_KEY}_name")
        st.form_submit_button(t("settings.holidays.save", lang), type="primary", on_click=submit, key=f"{_KEY}_save")


def _declared(lang: str) -> None:
    declarations = track_settings.days_declared(context.workspace())
    if not declarations:
        st.caption(t("settings.holidays.declared.none", lang))
        return
    rows = tuple(
        Row(
            on.isoformat(),
            (
                Cell(day(on, lang)),
                Cell(name or "–"),
                Cell(t(f"settings.holidays.{'closed' if closed else 'opened'}", lang)),
            ),
        )
        for on, closed, name in declarations
    )
    columns = tuple(Column(column, t(f"settings.holidays.column.{column}", lang)) for column in ("day", "name", "how"))
    caption = t("settings.holidays.declared", lang)
    grid.show(Table(columns, rows), caption=caption, key="holidays_declared", lang=lang)


def _known(lang: str) -> None:
    today = context.today()
    coming = [(on, name) for on, name in holiday_names(range(today.year, today.year + 2), lang).items() if on >= today]
    rows = tuple(Row(on.isoformat(), (Cell(day(on, lang)), Cell(name, tone="wrap"))) for on, name in coming[:_AHEAD])
    columns = tuple(Column(column, t(f"settings.holidays.column.{column}", lang)) for column in ("day", "name"))
    grid.show(Table(columns, rows), caption=t("settings.holidays.known", lang), key="holidays_known", lang=lang)
