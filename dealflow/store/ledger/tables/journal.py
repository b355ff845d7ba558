"""The root of all tables, and the journal with its head. Every table belongs to a workspace."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from sqlalchemy import BigInteger, MetaData, UniqueConstraint
from sqlmodel import Field, SQLModel

from dealflow.store.ledger.columns import UtcTime

_NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class Row(SQLModel):
    """The root of all tables of the ledger."""

    metadata: ClassVar[MetaData] = MetaData(naming_convention=_NAMES)


class Kept:
    """A row that lies in memory alone: it has the attributes of its table's rows."""

    table: type[Row]


def table_of(row: Row) -> type[Row]:
    """Return the table of a row, also of one that lies in memory alone."""
    return row.table if isinstance(row, Kept) else type(row)


class JournalRow(Row, table=True):
    """One event. Rows are only ever added: triggers refuse everything else."""

    __tablename__ = "journal"
    __table_args__ = (UniqueConstraint("workspace", "stream", "seq"),)

    workspace: str = Field(primary_key=True)
    position: int = Field(primary_key=True, sa_type=BigInteger)
    stream: str
    seq: int
    ts: datetime = Field(sa_type=UtcTime)
    actor: str
    source: str
    kind: str
    payload: str
    prev_hash: str
    hash: str


class HeadRow(Row, table=True):
    """The end of a workspace's chain; its lock is what orders the writers."""

    __tablename__ = "head"

    workspace: str = Field(primary_key=True)
    position: int = Field(sa_type=BigInteger)
    hash: str
