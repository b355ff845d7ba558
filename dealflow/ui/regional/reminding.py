"""Reminding those who owe figures past their day: the letter of one, or a sheet for mail merge of all."""

from __future__ import annotations

from typing import Final

import streamlit as st

from dealflow.actions.regional import collecting, reminding
from dealflow.actions.regional.programmes import ProgrammeView
from dealflow.actions.regional.reminding import OwingView
from dealflow.domain.regional.overdue import Overdue
from dealflow.i18n import name_of, t
from dealflow.i18n.numbers import day
from dealflow.reports.regional import reminders
from dealflow.ui.kit import components, dialogs, downloads, frame, grid, public_urls, state
from dealflow.ui.kit.grid import Cell, Column, Mark, Row, Table

_LINKS: Final = "regional_reminder_links"
"""Who made them, of which programme, and the addresses that were just made: shown until the next ones, never again."""
_SHOWN: Final = 100
_LONG: Final = 30
"""So many days make a delay a long one."""


def offer(view: ProgrammeView, drawing: state.Drawing) -> None:
    """Offer to remind those who owe figures of any quarter; nothing where nobody does."""
    owing = reminding.owing(drawing, view.programme.id, on=drawing.today)
    if owing.lines:
        label = t("regional.remind", drawing.lang, n=len(owing.lines))
        ask = {"do": "remind", "teller": None}
        st.button(label, icon=":material/notifications_active:", key="regional_remind", on_click=state.ask, kwargs=ask)


def dialog(view: ProgrammeView, drawing: state.Drawing) -> None:
    """Draw the dialog that the URL asks for: of all who owe figures, or of the one that it names."""
    if not dialogs.is_open("remind"):
        return
    owing = reminding.owing(drawing, view.programme.id, on=drawing.today)
    line = next((line for line in owing.lines if line.teller.id == state.url_value("teller")), None)
    if line is None:
        dialogs.show(t("regional.remind.title", drawing.lang), lambda: _all(owing, drawing.lang), width="large")
        return
    title = reminders.teller_words(line.firm, line.teller.region, owing.programme, drawing.lang)
    dialogs.show(components.harmless(title), lambda: _letter(owing, line, drawing.lang), width="large")


def owed_table(owing: OwingView, lines: tuple[Overdue, ...], lang: str, *, key: str) -> str | None:
    """Draw who owes which quarters and since when; return whose line was clicked."""
    names = (("who", 4), ("region", 1), ("owed", 2), ("since", 3))
    columns = tuple(Column(name, t(f"regional.column.{name}", lang), first=first) for name, first in names)
    rows = tuple(_row(owing, line, lang) for line in lines)
    at = grid.show(Table(columns, rows), caption=t("regional.remind.title", lang), key=key, lang=lang).place
    return None if at is None else at[0]


def _row(owing: OwingView, line: Overdue, lang: str) -> Row:
    days = (owing.on - line.since).days
    returned = sum(bool(owed.because) for owed in line.owed)
    marks = (Mark(t("regional.owed.returned", lang, n=returned), "warn"),) if returned else ()
    return Row(
        line.teller.id,
        (
            Cell(reminders.teller_words(line.firm, line.teller.region, owing.programme, lang), act=True, tone="wrap"),
            Cell(name_of(owing.programme.region(line.teller.region), lang)),
            Cell(reminders.owed_words(line, lang), marks=marks, tone="wrap"),
            Cell(
                day(line.since, lang),
                sub=t("regional.owed.days", lang, n=days),
                sub_tone="late" if days > _LONG else "warn",
            ),
        ),
    )


def _all(owing: OwingView, lang: str) -> None:
    if not owing.lines:
        st.caption(t("regional.remind.nobody", lang))
        return
    st.caption(t("regional.remind.how", lang, offices=owing.offices, firms=owing.firms))
    title = t("regional.reminder.title", lang)
    with st.container(horizontal=True):
        plain = reminders.reminder_sheet(owing, {}, lang)
        downloads.button(t("regional.remind.plain", lang), plain, file_name=f"{title}.xlsx", key="remind_plain")
        label = t("regional.remind.links", lang, n=len(owing.lines))
        ids = tuple(line.teller.id for line in owing.lines)
        st.button(label, icon=":material/add_link:", key="remind_links", on_click=_issue, args=(owing, ids))
    who, programme_id, made = st.session_state.get(_LINKS, ("", "", {}))
    if made and (who, programme_id) == (state.person_id(), owing.programme.id):
        st.success(t("regional.letters.made", lang), icon=":material/link:")
        sheet = reminders.reminder_sheet(owing, made, lang)
        downloads.button(t("regional.letters.take", lang), sheet, file_name=f"{title}.xlsx", key="remind_merge")
    picked = owed_table(owing, owing.lines[:_SHOWN], lang, key="remind_grid")
    if len(owing.lines) > _SHOWN:
        st.caption(t("home.more", lang, n=len(owing.lines) - _SHOWN))
    if picked is not None:
        state.ask(teller=picked)
        st.rerun()


def _letter(owing: OwingView, line: Overdue, lang: str) -> None:
    """Draw one's letter, ready to be copied: with a new address where one was just made."""
    who, programme_id, made = st.session_state.get(_LINKS, ("", "", {}))
    is_mine = (who, programme_id) == (state.person_id(), owing.programme.id)
    address = made.get(line.teller.id, "") if is_mine else ""
    there = line.teller.id in owing.with_address
    st.caption(t("regional.address.there" if there else "regional.address.none", lang))
    letter = reminders.reminder(owing, line, lang, address=address)
    st.code(f"{letter.subject}\n\n{letter.body}", language=None, wrap_lines=True)
    with st.container(horizontal=True):
        st.button(
            t("regional.address.new", lang),
            icon=":material/add_link:",
            key="remind_link",
            on_click=_issue,
            args=(owing, (line.teller.id,)),
        )
        back = t("regional.remind.all", lang)
        st.button(back, icon=":material/arrow_back:", key="remind_back", on_click=state.ask, kwargs={"teller": None})


def _issue(owing: OwingView, teller_ids: tuple[str, ...]) -> None:
    with frame.attempted():
        secrets = collecting.issue_addresses(state.acting(), owing.programme.id, teller_ids)
        made = {teller: public_urls.public_url(f"/figures/{teller}/{key}") for teller, key in secrets.items()}
        st.session_state[_LINKS] = (state.person_id(), owing.programme.id, made)
        frame.tell_done("regional.done.issued", n=len(made))
