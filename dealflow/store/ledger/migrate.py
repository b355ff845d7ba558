"""Bring a ledger's tables to the newest shape."""

from __future__ import annotations

from pathlib import Path

from dealflow.store.ledger.ledger import begin, open_engine
from dealflow.store.ledger.tables import Row


def migrate(url: str, backup_dir: Path) -> None:
    """Make the tables of the ledger at ``url``."""
    del backup_dir
    engine = open_engine(url)
    with begin(engine, writes=True) as connection:
        Row.metadata.create_all(connection)
        connection.commit()
    engine.dispose()
