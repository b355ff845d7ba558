"""Who asks the warehouse: their organisation, and the decks of others that the ledger says they see."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Reader:
    """A reader of the own books and of the ``opened`` decks of others, by id."""

    organisation_id: str
    opened: tuple[str, ...] = ()


def cut(reader: Reader | None) -> list[str | None]:
    """Return what the macros of ``visible.sql`` take; no reader: everything."""
    return [None, ""] if reader is None else [reader.organisation_id, "\n".join(reader.opened)]
