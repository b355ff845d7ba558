"""Notices: what people want to be told, what waits to be told, and the letters that went or did not."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0017"
branch_labels = None
depends_on = None

_OUTBOX = """
    kind channel person_id about made_by address language subject content state
    tries# last_error made_at@ due_at@ claimed_at@? sent_at@?
"""
_TABLES: tuple[tuple[str, tuple[str, ...], str], ...] = (
    ("notice_preference", ("person_id",), "preferences_json"),
    ("notice_mark", (), "position# day"),
    ("notice", ("id",), "person_id kind subject_id detail made_at@ letter_id"),
    (
        "outbox",
        ("id",),
        _OUTBOX,
    ),
)


def _column(name: str) -> sa.Column[Any]:
    plain = name.rstrip("?")
    nullable = name.endswith("?")
    if plain.endswith("@"):
        return sa.Column(plain[:-1], sa.DateTime(timezone=True), nullable=nullable)
    if plain.endswith("#"):
        return sa.Column(plain[:-1], sa.Integer(), nullable=nullable)
    return sa.Column(plain, sa.String(), nullable=nullable)


def upgrade() -> None:
    """Make the tables."""
    for name, key, columns in _TABLES:
        op.create_table(
            name,
            sa.Column("workspace", sa.String(), nullable=False),
            *(sa.Column(column, sa.String(), nullable=False) for column in key),
            *(_column(column) for column in columns.split()),
            sa.PrimaryKeyConstraint("workspace", *key, name=f"pk_{name}"),
        )
    op.create_index("ix_notice_waiting", "notice", ["workspace", "letter_id", "person_id"])
    op.create_index("ix_outbox_due", "outbox", ["workspace", "state", "due_at"])
    op.create_index("ix_outbox_person_id", "outbox", ["person_id"])


def downgrade() -> None:
    """Forget what was told: an older version tells nothing."""
    for name, _, _ in reversed(_TABLES):
        op.drop_table(name)
