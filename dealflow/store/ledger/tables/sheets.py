"""The table of imports: which sheet a house took in, how it read the columns, what became of it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Index
from sqlmodel import Field

from dealflow.domain.sheets.events import ColumnUse, Counts, Meaning
from dealflow.store.ledger.columns import UtcTime, kept_as
from dealflow.store.ledger.tables.journal import Row


class ImportRow(Row, table=True):
    """An import, private to ``owner_id``; what it touched stands in its event alone."""

    __tablename__ = "import_batch"
    __table_args__ = (Index("ix_import_batch_owner", "workspace", "owner_id"),)

    workspace: str = Field(primary_key=True)
    id: str = Field(primary_key=True)
    owner_id: str
    file_name: str
    headings_key: str
    columns: tuple[ColumnUse, ...] = kept_as("columns_json", tuple[ColumnUse, ...])
    meanings: tuple[Meaning, ...] = kept_as("meanings_json", tuple[Meaning, ...])
    counts: Counts = kept_as("counts_json", Counts)
    imported_by: str
    imported_at: datetime = Field(sa_type=UtcTime)
    reverted_by: str | None = None
    reverted_at: datetime | None = Field(default=None, sa_type=UtcTime)
    withdrawn: int = 0
    restored: int = 0
    stayed: int = 0
    seq: int
