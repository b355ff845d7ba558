"""Upkeep of an installation: new table shapes, copies put aside, the journal's proof, the fictional event."""

from __future__ import annotations

import importlib.util
import sys
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from dealflow.actions.platform.context import Looking
from dealflow.actions.platform.workspace import Workspace
from dealflow.domain.people.access import Act, require
from dealflow.errors import NotFoundError
from dealflow.settings import Settings
from dealflow.store import backup as copies
from dealflow.store.backup import Backup
from dealflow.store.files import DeckFiles
from dealflow.store.ledger import journal, replay_audit, resident_number_search
from dealflow.store.ledger import migrate as migrations
from dealflow.store.ledger.journal import Head

__all__ = [
    "Backup",
    "Head",
    "Sighting",
    "backup",
    "load_demo",
    "migrate",
    "resident_numbers",
    "restore",
    "verify",
]

_CHECKOUT: Final = Path(__file__).resolve().parents[3]
DEMO: Final = _CHECKOUT / "data" / "demo" / "load.py"


def migrate(settings: Settings) -> Path | None:
    """Bring the ledger's tables to the newest shape, and return the copy that was put aside, if there was a need.

    Raises:
        NewerLedgerError: a newer version of the program has written the ledger.
    """
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    return migrations.migrate(settings.ledger_url, settings.data_dir / "backups")


def backup(settings: Settings, folder: Path) -> Backup:
    """Copy the ledger and the deck files into the folder, read the copy back, and return what it holds.

    Raises:
        TamperedJournalError: a chain in the copy does not hold.
    """
    return copies.backup(settings.ledger_url, folder, DeckFiles(settings.files_dir))


def restore(settings: Settings, copy: Path) -> int:
    """Put a backup into this installation, which must be empty, and return how many events it holds.

    Raises:
        InvalidInputError: the ledger is not empty, or the file is no backup.
        TamperedJournalError: a chain in the copy does not hold.
    """
    migrate(settings)
    heads = copies.restore(copy, settings.ledger_url, DeckFiles(settings.files_dir))
    return sum(head.position for head in heads.values())


def verify(looking: Looking, *, expect: str | None = None) -> Head:
    """Return the head of the journal (``position:hash``) after checking its whole chain and every current table.

    ``expect`` is a head printed earlier: the chain must pass through it.

    Raises:
        TamperedJournalError: the chain does not hold, or does not pass through ``expect``.
        AlteredTableError: a current row does not follow from the journal.
        InvalidInputError: ``expect`` is no head.
        NotAllowedError: the viewer may not see the audit.
    """
    require(looking.viewer, Act.SEE_AUDIT)
    with looking.ws.ledger.read() as session:
        head = journal.verify(session, looking.ws.name, expect)
        replay_audit.require_replayed_tables(session, looking.ws.name)
        return head


@dataclass(frozen=True, slots=True)
class Sighting:
    """Where the books hold what may be a person's resident number; the number itself is told nowhere.

    ``place`` is an event's position in the journal (``2868``), or the record beside it (``person_name:p1``).
    """

    place: str
    kind: str
    field: str


def resident_numbers(looking: Looking) -> tuple[Sighting, ...]:
    """Return where the journal and the names beside it hold what may be a resident number, in the journal's order.

    Nothing of the kind is taken in any more; journals of earlier versions may hold some.

    Raises:
        NotAllowedError: the viewer may not see the audit.
    """
    require(looking.viewer, Act.SEE_AUDIT)
    ws = looking.ws
    with ws.ledger.read() as session:
        beside = resident_number_search.beside_the_journal(session, ws.name)
        inside = resident_number_search.in_the_journal(session, ws.name)
        return tuple(Sighting(*sighting) for sighting in (*inside, *beside))


def load_demo(ws: Workspace, *, at: datetime) -> None:
    """Load the fictional event into an empty workspace, by the script that lies in the source checkout.

    Raises:
        NotFoundError: this installation has no such script (it is no checkout).
    """
    if not DEMO.is_file():
        raise NotFoundError(kind="demo", id=str(DEMO))
    spec = importlib.util.spec_from_file_location("dealflow_demo_load", DEMO)
    if spec is None or spec.loader is None:
        raise NotFoundError(kind="demo", id=str(DEMO))
    script = importlib.util.module_from_spec(spec)
    sys.path.insert(0, str(DEMO.parent))
    try:
        spec.loader.exec_module(script)
        script.load(ws, at=at)
    finally:
        sys.path.remove(str(DEMO.parent))
