"""The list of deadlines with its filters, and a month of them as a calendar."""

from __future__ import annotations

import calendar
from collections.abc import Sequence
from datetime import date, timedelta
from html import escape
from typing import Final

import streamlit as st

from dealflow.actions.home import deadlines
from dealflow.actions.home.deadlines import Due
from dealflow.actions.platform.context import Looking
from dealflow.domain.pipeline.deadlines import DeadlineKind
from dealflow.i18n import t
from dealflow.i18n.numbers import month
from dealflow.reports.pipeline import deadline_words
from dealflow.ui.home import deadline_rows
from dealflow.ui.kit import components, context, grid, state

_IN_A_DAY: Final = 3
"""Deadlines shown in one day of the month; the rest are counted."""


def listed() -> None:
    """Draw the deadlines that the filters in the URL leave, by day; a click goes to where it is done."""
    lang, viewer = state.language(), state.viewer()
    rows = deadlines.deadlines(Looking(context.workspace(), viewer), on=context.today())
    if not rows:
        components.empty_state("deadlines.empty")
        return
    dues = _filtered(rows, lang)
    late = sum(due.is_late for due in dues)
    counts = [t("deadlines.count", lang, n=len(dues))] + ([t("deadlines.count.late", lang, n=late)] if late else [])
    st.caption(" · ".join(counts))
    if not dues:
        components.empty_state("deadlines.empty_filter")
        return
    caption = t("deadlines.caption.list", lang)
    at = grid.show(deadline_rows.table(dues, viewer, lang), caption=caption, key="deadlines_list", lang=lang).place
    for due in dues if at else ():
        way = deadline_rows.way_to(due, viewer)
        if at and due.id == at[0] and way:
            grid.go(way[0], lang, **way[1])


def _filtered(rows: Sequence[Due], lang: str) -> list[Due]:
    kinds = [kind for kind in DeadlineKind if kind in {row.deadline.kind for row in rows}]
    everything = t("deadlines.everything", lang)
    with st.container(horizontal=True):
        kind = components.url_choice(
            "kind",
            t("deadlines.kind", lang),
            kinds,
            words=lambda deadline_kind: deadline_words.kind_of(DeadlineKind(deadline_kind), lang),
            everything=everything,
            compact=True,
        )
        whose = components.url_choice(
            "whose",
            t("deadlines.whose", lang),
            ("mine",),
            words=lambda text: t(f"deadlines.whose.{text}", lang),
            everything=everything,
            compact=True,
        )
        stands = components.url_choice(
            "state",
            t("deadlines.state", lang),
            ("late", "open"),
            words=lambda text: t(f"deadlines.state.{text}", lang),
            everything=everything,
            compact=True,
        )
    return [
        row
        for row in rows
        if kind in {None, row.deadline.kind}
        and (whose is None or row.mine)
        and (stands is None or row.is_late is (stands == "late"))
    ]


def in_month() -> None:
    """Draw the month that the URL asks for (this one unless told) as a calendar, holidays shaded."""
    lang, viewer, today = state.language(), state.viewer(), context.today()
    first = _month_asked(today)
    rows = deadlines.deadlines(Looking(context.workspace(), viewer), on=today, done=True)
    within = [row for row in rows if (row.deadline.due.year, row.deadline.due.month) == (first.year, first.month)]
    with st.container(horizontal=True, vertical_alignment="center"):
        before, after = first - timedelta(days=1), first + timedelta(days=31)
        _turn("previous", before, "chevron_left", lang)
        st.markdown(f"**{month(first, lang)}**", width="content")
        _turn("next", after, "chevron_right", lang)
    st.html(sheet(first, within, today=today, lang=lang))
    if not within:
        st.caption(t("deadlines.month.none", lang))


def _turn(name: str, to: date, icon: str, lang: str) -> None:
    st.button(
        t(f"deadlines.month.{name}", lang),
        icon=f":material/{icon}:",
        key=f"month_{name}",
        type="tertiary",
        on_click=state.ask,
        kwargs={"month": f"{to:%Y-%m}"},
    )


def _month_asked(today: date) -> date:
    try:
        return date.fromisoformat(f"{state.url_value('month')}-01")
    except ValueError:
        return today.replace(day=1)


def sheet(first: date, rows: Sequence[Due], *, today: date, lang: str) -> str:
    """Return a month as an HTML table with its deadlines; on a narrow screen the days without any fold away."""
    business = context.workspace().calendar
    head = "".join(f"<th scope='col'>{escape(t(f'deadlines.weekday.{place}', lang))}</th>" for place in range(7))
    lines = []
    for week in calendar.Calendar().monthdatescalendar(first.year, first.month):
        cells = []
        for on in week:
            if on.month != first.month:
                cells.append("<td class='other'></td>")
                continue
            todays = [row for row in rows if row.deadline.due == on]
            kind = " ".join(
                name
                for name, so in (
                    ("closed", not business.is_business(on)),
                    ("today", on == today),
                    ("none", not todays),
                )
                if so
            )
            cells.append(f"<td class='{kind}'><time datetime='{on}'>{on.day}</time>{_entries(todays, lang)}</td>")
        lines.append(f"<tr>{''.join(cells)}</tr>")
    table = f"<table class='month'><thead><tr>{head}</tr></thead><tbody>{''.join(lines)}</tbody></table>"
    return f"<style>{_CSS}</style>{table}"


def _entries(rows: Sequence[Due], lang: str) -> str:
    texts = [_entry(row, lang) for row in rows[:_IN_A_DAY]]
    if len(rows) > _IN_A_DAY:
        texts.append(f"<span>{escape(t('deadlines.month.more', lang, n=len(rows) - _IN_A_DAY))}</span>")
    return "".join(texts)


def _entry(due: Due, lang: str) -> str:
    words = escape(deadline_words.title(due, lang))
    tone = "late" if due.is_late else ("" if due.deadline.is_open() else "done")
    way = deadline_rows.way_to(due, state.viewer())
    if way is None:
        return f"<span class='{tone}' title='{words}'>{words}</span>"
    address = escape(grid.link(way[0], lang, **way[1]), quote=True)
    return f"<a class='{tone}' title='{words}' href='{address}' target='_self'>{words}</a>"


_CSS: Final = """
.month{width:100%;table-layout:fixed;border-collapse:collapse;font-size:.85rem}
.month th{font-weight:500;text-align:left;padding:.25rem .4rem;color:#5b6470}
.month td{vertical-align:top;height:5.2rem;border:1px solid #d9dde3;padding:.25rem .4rem}
.month td.other{background:transparent;border-color:#eef0f3}
.month td.closed{background:#f5f6f8}
.month td.closed time{color:#b3261e}
.month td.today time{font-weight:700;text-decoration:underline}
.month time{display:block;margin-bottom:.15rem}
.month a,.month span{display:block;overflow:hidden;text-overflow:ellipsis;white-space:nowrap;color:#1f3a68;
text-decoration:none;margin-top:.1rem}
.month a:hover{text-decoration:underline}
.month .late{color:#b3261e}
.month .done{color:#6b7480;text-decoration:line-through}
@media (max-width:640px){.month thead,.month td.other,.month td.none{display:none}
.month,.month tbody,.month tr{display:block}.month td{display:block;height:auto}
.month a,.month span{white-space:normal}}
"""
