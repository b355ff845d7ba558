"""The tables of notes and files, and of the words and names that stand beside the journal."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0009"
branch_labels = None
depends_on = None

_SUBJECT = "owner_id author_id company_id engagement_id audience"
_FATE = "is_withdrawn! is_destroyed!"
_TABLES: tuple[tuple[str, tuple[str, ...], str], ...] = (
    (
        "note",
        ("id",),
        f"{_SUBJECT} kind day= version# text_version# text_hash {_FATE} written_at@ changed_at@ changed_by seq#",
    ),
    ("note_person", ("note_id", "person_id"), "is_present! mentioned_at@?"),
    ("note_words", ("note_id", "version#"), "salt text_json"),
    (
        "document",
        ("id",),
        f"{_SUBJECT} sha256 {_FATE} document_json received_at@ seq#",
    ),
    ("document_name", ("document_id",), "file_name"),
)
"""Name, key and other columns; a column's last sign tells its type: # number, @ moment, = day, ! yes or no, ? none."""
_INDEXES = (
    ("note", "company", ("workspace", "company_id")),
    ("note", "engagement", ("workspace", "engagement_id")),
    ("note", "owner", ("workspace", "owner_id", "changed_at")),
    ("note_person", "person", ("workspace", "person_id")),
    ("document", "company", ("workspace", "company_id")),
    ("document", "engagement", ("workspace", "engagement_id")),
    ("document", "sha256", ("sha256",)),
)


def upgrade() -> None:
    """Make the tables."""
    for name, key, rest in _TABLES:
        columns = [_column(written) for written in ("workspace", *key, *rest.split())]
        keys = ("workspace", *(part.rstrip("#") for part in key))
        op.create_table(name, *columns, sa.PrimaryKeyConstraint(*keys, name=f"pk_{name}"))
    for table, label, columns_of_index in _INDEXES:
        op.create_index(f"ix_{table}_{label}", table, list(columns_of_index))


def downgrade() -> None:
    """Refuse: a journal that holds notes cannot be read by an older version."""
    message = "notes in the journal cannot be read by an older version"
    raise NotImplementedError(message)


def _column(written: str) -> sa.Column[object]:
    kinds: dict[str, sa.types.TypeEngine[Any]] = {  # each its own type
        "#": sa.Integer(),
        "@": sa.DateTime(timezone=True),
        "=": sa.Date(),
        "!": sa.Boolean(),
    }
    bare = written.removesuffix("?")
    kind = kinds.get(bare[-1])
    name = bare if kind is None else bare[:-1]
    return sa.Column(name, sa.String() if kind is None else kind, nullable=written.endswith("?"))
