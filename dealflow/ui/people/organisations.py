"""The organisations of the installation: registered and renamed by its administrator, the own one by its house's."""

from __future__ import annotations

from collections import Counter
from functools import partial
from typing import Final

import streamlit as st

from dealflow.actions.people import people, staff
from dealflow.actions.people.people import NewOrganisation, Organisation
from dealflow.domain.people.access import Act, OrganisationKind, may
from dealflow.i18n import name_of, t
from dealflow.ui.kit import dialogs, frame, grid, state
from dealflow.ui.kit.grid import Cell, Column, Row, Table

_NEW: Final = "house"
_KINDS: Final = tuple(OrganisationKind)
_COLUMNS: Final = ("house", "kind", "region", "people")


def draw() -> None:
    """Draw the organisations that the viewer looks after; a click changes one."""
    drawing = state.drawing()
    lang, everywhere = drawing.lang, may(drawing.viewer, Act.ADMINISTER)
    mine = {
        house.id: house
        for house in people.organisations(drawing.ws)
        if everywhere or house.id == drawing.viewer.organisation_id
    }
    counts = Counter(person.organisation_id for person in people.people(drawing.ws) if not person.has_left)
    st.caption(t("people.houses.note" if everywhere else "people.houses.own", lang))
    if everywhere:
        dialogs.offer(_NEW, t("people.houses.new", lang), icon=":material/add:", key="house_new")
        if dialogs.is_open(_NEW):
            dialogs.show(t("people.houses.new", lang), partial(_form, None))
    drawn = table(tuple(mine.values()), counts, lang)
    at = grid.show(drawn, caption=t("people.view.houses", lang), key="house_list", lang=lang).place
    if at and at[0] in mine:
        dialogs.open_at(at[0])
    for house in mine.values():
        if dialogs.is_open(house.id):
            dialogs.show(t("people.houses.change", lang), partial(_form, house))


def table(houses: tuple[Organisation, ...], counts: Counter[str], lang: str) -> Table:
    """Return one line an organisation: its names, what it is, where, and how many people work here for it."""
    return Table(
        tuple(Column(column, t(f"people.column.{column}", lang)) for column in _COLUMNS),
        tuple(
            Row(
                house.id,
                (
                    Cell(name_of(house, lang), sub=house.name_en if lang == "ko" else house.name_ko, act=True),
                    Cell(t(f"enum.organisation_kind.{house.kind.value}", lang)),
                    Cell(house.region or "–"),
                    Cell(str(counts[house.id]) if counts[house.id] else "–"),
                ),
            )
            for house in houses
        ),
    )


def _form(house: Organisation | None) -> None:
    """Draw the form of an organisation; its kind is chosen once."""
    lang, key = state.language(), f"house_{house.id if house else 'new'}"
    with st.form(key, border=False, enter_to_submit=False), frame.errors_in_words():
        name_ko = st.text_input(t("people.houses.name_ko", lang), value=house.name_ko if house else "", key=f"{key}_ko")
        name_en = st.text_input(t("people.houses.name_en", lang), value=house.name_en if house else "", key=f"{key}_en")
        kind = st.selectbox(
            t("people.column.kind", lang),
            _KINDS,
            index=_KINDS.index(house.kind) if house else 0,
            format_func=lambda known_kind: t(f"enum.organisation_kind.{known_kind.value}", lang),
            disabled=house is not None,
            help=t("people.houses.kind.help", lang),
            key=f"{key}_kind",
        )
        region = st.text_input(t("people.column.region", lang), value=house.region if house else "", key=f"{key}_where")
        if st.form_submit_button(t("frame.save", lang), type="primary", key=f"{key}_submit"):
            organisation = NewOrganisation(name_ko, name_en, kind or _KINDS[0], region)
            if house is None:
                people.register_organisation(state.acting(), organisation)
            else:
                staff.change_organisation(state.acting(), house.id, organisation)
            dialogs.done("people.done.house")
