"""The table of texts to look through. It is no record: ``dealflow search rebuild`` makes it again from what it is of.

Beside it stands ``search_gram``, which no class declares: a full-text table of SQLite, or one with an inverted index of
PostgreSQL (``store.ledger.search_index``).
"""

from __future__ import annotations

from sqlalchemy import BigInteger, Index, Integer, LargeBinary, UniqueConstraint
from sqlmodel import Field

from dealflow.store.ledger.tables.journal import Row


class SearchText(Row, table=True):
    """A text by what it is of: ``part`` is the page of a deck, 0 where a record has one text only.

    ``owner_id`` (whose books), ``deck_id`` and ``company_id`` are what rights hang on; ``place`` is the record that a
    hit opens where it is another one. ``words`` holds a page's words with their boxes, compressed.
    """

    __tablename__ = "search_text"
    __table_args__ = (
        UniqueConstraint("workspace", "kind", "record_id", "part"),
        Index("ix_search_text_deck", "workspace", "deck_id"),
    )

    id: int | None = Field(default=None, primary_key=True, sa_type=BigInteger().with_variant(Integer, "sqlite"))
    workspace: str
    kind: str
    record_id: str
    part: int
    owner_id: str
    deck_id: str | None = None
    company_id: str | None = None
    place: str
    title: str
    body: str
    words: bytes | None = Field(default=None, sa_type=LargeBinary)
