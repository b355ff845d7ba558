"""Upkeep of an installation: new table shapes, copies put aside, the journal's proof, the fictional event."""

from __future__ import annotations

import importlib.util
import sys
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from pydantic import SecretStr

from dealflow import __version__
from dealflow.actions.platform.context import Looking
from dealflow.actions.platform.storage import told_as_storage
from dealflow.actions.platform.workspace import Workspace, keep_to_the_owner
from dealflow.domain.people.access import Act, require
from dealflow.errors import NotFoundError
from dealflow.settings import APPLICATION, Settings
from dealflow.store import backup as copies
from dealflow.store.archive import KEY
from dealflow.store.backup import Backup, Origin, Place, Restored
from dealflow.store.ledger import journal, replay_audit, resident_number_search
from dealflow.store.ledger import migrate as migrations
from dealflow.store.ledger.database import Ledger, hidden_password
from dealflow.store.ledger.journal import Head
from dealflow.store.ledger.queries.webhooks import turn_all_off
from dealflow.store.object_files import files_at

__all__ = [
    "Backup",
    "Head",
    "Restored",
    "Sighting",
    "backup",
    "load_demo",
    "migrate",
    "prove",
    "resident_numbers",
    "restore",
    "retire",
    "told_settings",
    "verify",
]

DEMO: Final = APPLICATION / "data" / "demo" / "load.py"
SETTINGS: Final = "restored-settings.env"
"""Where a restore leaves the settings of the installation that the backup is of."""
_SECRET: Final = frozenset({"oidc_client_secret"})
"""Besides those that are kept as secrets."""


def migrate(settings: Settings) -> Path | None:
    """Bring the ledger's tables to the newest shape, and return the copy that was put aside, if there was a need.

    Raises:
        NewerLedgerError: a newer version of the program has written the ledger.
    """
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    return migrations.migrate(settings.ledger_url, settings.data_dir / "backups")


def backup(settings: Settings, folder: Path, *, at: datetime) -> Backup:
    """Copy the whole installation into one file of the folder, read it back, and return what it holds.

    Raises:
        TamperedJournalError: a chain in the copy does not hold.
        StorageError: the folder cannot be written, or is full.
    """
    origin = Origin(at=at, program=__version__, settings=told_settings(settings))
    with told_as_storage(folder):
        return copies.backup(_place(settings), folder, origin)


def retire(folder: Path, keep: int) -> tuple[Path, ...]:
    """Remove all of a folder's backups but the newest ``keep``, and return those that were."""
    with told_as_storage(folder):
        return copies.retire(folder, keep)


def prove(copy: Path) -> Restored:
    """Restore a backup into a folder of its own beside it, check all that was restored, and remove it again.

    Raises:
        InvalidInputError: it is no backup, or is damaged.
        TamperedJournalError: a chain does not hold.
        AlteredTableError: the restored tables do not follow from the journal.
    """
    with told_as_storage(copy.parent):
        return copies.prove(copy, copy.parent)


def restore(settings: Settings, copy: Path) -> Restored:
    """Put a backup into this installation, which must be empty, and return what it holds.

    The settings of where it came from are left in the data folder to be looked at; none of them is taken over.
    Webhooks come back turned off: two installations of one past must not both tell their receivers.

    Raises:
        InvalidInputError: something is here already, or the file is no backup, or is damaged.
        TamperedJournalError: a chain in the copy does not hold.
    """
    with told_as_storage(settings.data_dir):
        keep_to_the_owner(settings.data_dir)
        migrate(settings)
        restored = copies.restore(copy, _place(settings))
        ledger = Ledger(settings.ledger_url, settings.workspace)
        ledger.transact(turn_all_off)
        ledger.close()
        if restored.settings:
            lines = "".join(f"{name}={value}\n" for name, value in sorted(restored.settings.items()))
            (settings.data_dir / SETTINGS).write_text(lines, "utf-8")
    return restored


def told_settings(settings: Settings) -> dict[str, str]:
    """Return the settings that differ from their defaults, by their names in the environment, without any secret."""
    told = {}
    for name, field in Settings.model_fields.items():
        value = getattr(settings, name)
        if value == field.default or isinstance(value, SecretStr) or name in _SECRET:
            continue
        text = hidden_password(value) if name == "database_url" else str(value)
        told[f"DEALFLOW_{name.upper()}"] = text
    return told


def _place(settings: Settings) -> Place:
    return Place(settings.ledger_url, files_at(settings.files, settings.files_dir), settings.data_dir / KEY)


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
    """Load the fictional event into an empty workspace, by the script that lies in the application's folder.

    Raises:
        NotFoundError: this installation has no such script.
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
