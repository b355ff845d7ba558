"""Contacts that may be handed to a firm, as a table that goes out; firms without consent are named without persons."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from dealflow.actions.irday.contacts.contact_provision import ContactLine
from dealflow.i18n import name_of, t
from dealflow.reports.sheets.sheet_rows import Value
from dealflow.reports.sheets.table_files import Column, Kind, Table

_KINDS: Final = {
    "firm": Kind.TEXT,
    "name": Kind.TEXT,
    "title": Kind.TEXT,
    "email": Kind.TEXT,
    "phone": Kind.TEXT,
    "until": Kind.DAY,
    "note": Kind.LONG,
}


def table(lines: Sequence[ContactLine], recipient: str, event: str, lang: str) -> Table:
    """Return the lines as a table, with whom it is for and what may be done with it on its second sheet."""
    return Table(
        t("contacts.file", lang),
        tuple(Column(t(f"contacts.column.{name}", lang), kind) for name, kind in _KINDS.items()),
        [_cells(line, lang) for line in lines],
        about=(
            (t("contacts.file.for", lang), recipient),
            (t("contacts.file.event", lang), event),
            (t("contacts.file.use", lang), t("contacts.file.use.is", lang)),
        ),
    )


def _cells(line: ContactLine, lang: str) -> tuple[Value, ...]:
    firm, card = name_of(line.firm, lang), line.card
    if card is None:
        return (firm, "", "", "", "", None, t("contacts.no_consent", lang))
    return (firm, card.name, card.title, card.email, card.phone, line.until, "")
