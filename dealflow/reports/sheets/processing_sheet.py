"""The record of processing as a table that goes out."""

from __future__ import annotations

from collections.abc import Sequence

from dealflow.actions.people.processing_register import Processing
from dealflow.i18n import called, t
from dealflow.reports.sheets.sheet_rows import Value
from dealflow.reports.sheets.table_files import Column, Kind, Table

_KINDS = {
    "what": Kind.TEXT,
    "purpose": Kind.LONG,
    "items": Kind.LONG,
    "basis": Kind.TEXT,
    "people": Kind.WHOLE,
    "handed_to": Kind.WHOLE,
    "given_to": Kind.WHOLE,
    "recipient": Kind.TEXT,
    "retention": Kind.TEXT,
    "oldest": Kind.DAY,
    "destroyed": Kind.WHOLE,
}
COLUMNS = tuple(_KINDS)


def table(rows: Sequence[Processing], house: str, lang: str) -> Table:
    """Return the record of a house as a table."""
    return Table(
        t("personal.register.title", lang),
        tuple(Column(t(f"personal.register.{name}", lang), kind) for name, kind in _KINDS.items()),
        [cells(row, lang) for row in rows],
        about=((t("personal.register.house", lang), house),),
    )


def cells(row: Processing, lang: str) -> tuple[Value, ...]:
    """Return a line's values in the order of the columns."""
    place = called(row.place, row.place_en, lang) if row.place else ""
    what = t(f"personal.what.{row.what}", lang)
    return (
        f"{what} · {place}" if place else what,
        t(f"personal.purpose.{row.what}", lang),
        t(f"personal.items.{row.what}", lang),
        t(f"personal.basis.{row.basis}", lang),
        row.people,
        row.handed_to,
        row.given_to,
        ", ".join(row.receivers) or (t("personal.recipient.event", lang) if row.handed_to and row.place else ""),
        t("personal.months", lang, n=row.months) if row.months else t("personal.no_clock", lang),
        row.oldest,
        row.destroyed,
    )
