"""What holds for everybody's consultations, and what matters most when the day is planned."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Final

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from dealflow.domain.irday.programme.programme import Aim
from dealflow.i18n import t
from dealflow.ui.irday.programme import programme_draft
from dealflow.ui.irday.programme.programme_draft import Draft
from dealflow.ui.kit import fields, frame
from dealflow.ui.kit.fields import Entry

_LEAST: Final = {
    "least_company": 0,
    "most_company": 1,
    "least_investor": 0,
    "most_investor": 1,
    "apart_min": 0,
    "days": 1,
}
"""The programme's numbers in the order of the form, with the least that each may be."""
_MOST: Final = {"apart_min": 240, "days": 5}
_MOST_MEETINGS: Final = 1_000
_OPEN: Final = frozenset({"most_company", "most_investor"})
"""Limits that may be left open."""


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
    """Draw how many consultations each may have, how far apart, and over how many days."""
    programme = draft.programme
    # a field shows what is drafted, also after it was let go
    now = "_".join(str(getattr(programme, field)) for field in _LEAST)
    with st.form("event_numbers", border=False, enter_to_submit=False), frame.errors_in_words():
        columns = st.columns(2)
        entries = {
            field: _number(columns[place % 2], field, getattr(programme, field), now, lang)
            for place, field in enumerate(_LEAST)
        }
        if st.form_submit_button(t("event.part.set", lang), key="event_numbers_set"):
            numbers: dict[str, Any] = {field: _read(field, entry) for field, entry in entries.items()}
            programme_draft.change(draft, replace(programme, **numbers))
            st.rerun()


def _number(column: DeltaGenerator, field: str, value: int | None, now: str, lang: str) -> Entry[int]:
    """Draw one number; a limit may be left open."""
    name = field.removesuffix("_min")
    label = fields.Label(
        t(f"event.rules.{name}", lang),
        t("event.rules.apart.help", lang) if field == "apart_min" else None,
        t("event.rules.no_limit", lang) if field in _OPEN else "",
    )
    bounds = (_LEAST[field], _MOST.get(field, _MOST_MEETINGS))
    return fields.whole(label, bounds=bounds, value=value, key=f"event_{name}_{now}", place=column)


def _read(field: str, entry: Entry[int]) -> int | None:
    """Return the number that was typed; None where a limit is left open, the least there is where nothing stands."""
    number = entry.value
    return number if number is not None or field in _OPEN else _LEAST[field]


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
