"""A table that people can sort, follow and read on a phone: plain values in, what was clicked out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, fields
from importlib.resources import files
from typing import Final, Generic, NoReturn, TypeVar, overload
from urllib.parse import urlencode

import streamlit as st

from dealflow.i18n import Language, t
from dealflow.ui.kit import frame
from dealflow.ui.kit.component_script import script

_FRONT: Final = files(__package__) / "front"
_component = st.components.v2.component(
    "dealflow_grid",
    html='<div class="grid" tabindex="-1"></div>',
    css=(_FRONT / "grid.css").read_text("utf-8"),
    js=script(_FRONT / "grid.js"),
)


@dataclass(frozen=True, slots=True)
class Column:
    """A column; ``align`` is start or end; ``sort`` is None where one cannot sort, else none, ascending, descending."""

    id: str
    label: str
    align: str = "start"
    sort: str | None = None
    sub: str = ""
    width: str = ""
    """A CSS width, where tables below each other should line up."""
    options: tuple[tuple[str, str], ...] = ()
    """Values and their words, where an editable cell is chosen from a list."""
    first: int = 0
    """How early it stands on a narrow screen: columns with less go into a row's rest sooner; the right ones first."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A small label beside a value: ``kind`` is good, info, warn, late or empty; ``title`` explains it."""

    text: str
    kind: str = ""
    title: str = ""


@dataclass(frozen=True, slots=True)
class Edit:
    """What stands in a cell's editor: the value as it may be typed; ``refused`` says what was wrong with it."""

    value: str
    refused: str = ""


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands in one place: text, a smaller line below, marks; ``href`` or ``act`` make it answer to a click."""

    text: str
    sub: str = ""
    marks: tuple[Mark, ...] = ()
    tone: str = ""
    """unsure, muted, gone, strong, wrap, several of them with spaces between, or empty."""
    title: str = ""
    href: str = ""
    act: bool = False
    sub_tone: str = ""
    """warn, late or empty."""
    level: int = 0
    """Per cent of the theme's colour behind the cell, which goes no deeper than a text can be read on."""
    bar: int | None = None
    """Per cent of a bar under the text: how much of something is done. None: there is no bar."""
    place: str = ""
    """What a click reports in place of the column."""
    parts: tuple[Cell, ...] = ()
    """Several values one below the other, each with its own way on."""
    edit: Edit | None = None
    """What an editor of it begins with; None: it cannot be edited here."""


@dataclass(frozen=True, slots=True)
class Row:
    """One line; its first cell is its heading."""

    id: str
    cells: tuple[Cell | None, ...]
    tone: str = ""
    seen: int = 0
    """The version of the record that the row shows; it comes back with what is edited."""


Record = TypeVar("Record")


@dataclass(frozen=True)
class Lines(Sequence[Row], Generic[Record]):
    """The rows of records, each made when it is looked at: of a thousand a page draws a hundred."""

    records: Sequence[Record]
    line: Callable[[Record], Row]

    def __len__(self) -> int:
        """Return how many rows there are."""
        return len(self.records)

    @overload
    def __getitem__(self, place: int) -> Row: ...
    @overload
    def __getitem__(self, place: slice) -> tuple[Row, ...]: ...
    def __getitem__(self, place: int | slice) -> Row | tuple[Row, ...]:
        """Return the row at a place, or those of a stretch."""
        found = self.records[place]
        return tuple(map(self.line, found)) if isinstance(place, slice) else self.line(found)  # type: ignore[arg-type]  # a slice gives several, a number one


@dataclass(frozen=True, slots=True)
class Table:
    """Columns and the rows under them."""

    columns: tuple[Column, ...]
    rows: Sequence[Row]


@dataclass(frozen=True, slots=True)
class Clicked:
    """What a person did in this run: the heading sorted by, the place picked (row id, column id), the rows ticked."""

    column: str | None = None
    place: tuple[str, str] | None = None
    ticked: tuple[str, ...] | None = None
    """The rows that are ticked now; None: no box was touched."""


@dataclass(frozen=True, slots=True)
class Edited:
    """What a person typed or chose in a cell, and the version of the record that they saw."""

    row: str
    column: str
    text: str
    seen: int


@dataclass(frozen=True, slots=True)
class Look:
    """How a table is drawn. ``ticked``: the rows whose box is ticked; None: there are no boxes.

    ``pinned``: on a narrow screen it scrolls sideways under its first column, where rows would else fold. ``on_ticked``
    and ``on_edited`` run before the page is drawn again; with the first there is a box for all rows, too.
    """

    ticked: tuple[str, ...] | None = None
    pinned: bool = False
    on_ticked: Callable[[tuple[str, ...]], None] | None = None
    on_edited: Callable[[Edited], None] | None = None


_USUAL: Final = Look()
PAGE_LENGTH: Final = 100
"""Rows drawn at a time: a thousand were 1.8 MB and 0.5 s of CPU at every run, and as much again in the browser."""
_UNSAID: Final = {field.name: field.default for field in fields(Cell) if field.name not in {"text", "marks", "parts"}}
"""What a cell that says nothing of something has there: it is not sent."""


def spoken(lang: str) -> dict[str, str]:
    """Return what an address says of the language: nothing for Korean."""
    return {} if lang == Language.KO else {"lang": str(lang)}


def link(page: str, lang: str, /, **query: str) -> str:
    """Return a relative address of a page, for a link that can be opened in a new tab as well."""
    query_params = {name: value for name, value in query.items() if value} | spoken(lang)
    return f"{page}?{urlencode(query_params)}" if query_params else page


def go(page: str, lang: str, /, **query: str) -> NoReturn:
    """Open another page; the language goes along, so that the browser's way back stays one step."""
    st.switch_page(frame.page(page), query_params=query | spoken(lang))


def show(table: Table, *, caption: str, key: str, lang: str, height: int | None = None, look: Look = _USUAL) -> Clicked:
    """Draw the table, a page of ``PAGE_LENGTH`` rows at a time; ``caption`` names it for screen readers.

    ``height`` in pixels makes it scroll inside. ``tries`` makes each answer new to the browser, so that an edit that
    was refused is drawn again.
    """
    rows = _page_of(table.rows, key)
    tries = f"{key}_tries"

    def tell_ticked() -> None:
        names = st.session_state[key].get("ticked")
        if names is not None and look.on_ticked is not None:
            look.on_ticked(tuple(str(name) for name in names))

    def tell_edited() -> None:
        st.session_state[tries] = st.session_state.get(tries, 0) + 1
        edit = st.session_state[key].get("edited")
        if edit and look.on_edited is not None:
            look.on_edited(Edited(str(edit["row"]), str(edit["column"]), str(edit["text"]), int(edit["seen"])))

    result = _component(
        key=key,
        data={
            "caption": caption,
            "labels": {
                name: t(f"home.grid.{name}", lang) for name in ("sort", "more", "less", "tick", "tick_all", "edit")
            },
            "tick_all": look.on_ticked is not None,
            "tries": st.session_state.get(tries, 0),
            "columns": [asdict(column) for column in table.columns],
            "rows": [_row(row) for row in rows],
            "height": height,
            "ticked": None if look.ticked is None else list(look.ticked),
            "pinned": look.pinned,
        },
        on_sorted_change=_nothing,
        on_picked_change=_nothing,
        on_ticked_change=tell_ticked,
        on_edited_change=tell_edited,
    )
    if len(rows) < len(table.rows):
        st.pagination(_pages(len(table.rows)), key=f"{key}_page")
    picked, ticked = result.get("picked"), result.get("ticked")
    place = (str(picked["row"]), str(picked["column"])) if picked else None
    return Clicked(result.get("sorted"), place, None if ticked is None else tuple(str(row_id) for row_id in ticked))


def _pages(count: int) -> int:
    return -(-count // PAGE_LENGTH)


def _page_of(rows: Sequence[Row], key: str) -> Sequence[Row]:
    """Return the rows of the page that was chosen, or of the last one where fewer are left since."""
    place = f"{key}_page"
    if place in st.session_state:
        st.session_state[place] = min(st.session_state[place], max(1, _pages(len(rows))))
    first = (st.session_state.get(place, 1) - 1) * PAGE_LENGTH
    return rows[first : first + PAGE_LENGTH]


def _row(row: Row) -> dict[str, object]:
    cells = [None if cell is None else _cell(cell) for cell in row.cells]
    return {"id": row.id, "cells": cells, "tone": row.tone, "seen": row.seen}


def _cell(cell: Cell) -> dict[str, object]:
    """Return what a cell says, as plain values."""
    said: dict[str, object] = {"text": cell.text}
    said |= {name: value for name, unsaid in _UNSAID.items() if (value := getattr(cell, name)) != unsaid}
    if cell.marks:
        said["marks"] = [{"text": mark.text, "kind": mark.kind, "title": mark.title} for mark in cell.marks]
    if cell.parts:
        said["parts"] = [_cell(part) for part in cell.parts]
    if cell.edit is not None:
        said["edit"] = asdict(cell.edit)
    return said


def _nothing() -> None:
    """Ask for the value; what to do with it is decided where the table is drawn."""
