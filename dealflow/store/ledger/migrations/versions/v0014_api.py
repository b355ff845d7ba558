"""The API: where tokens are, answers to be given again, webhooks and what they sent."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0011"
branch_labels = None
depends_on = None

_TABLES: tuple[tuple[str, tuple[str, ...], str], ...] = (
    ("api_token", ("token_id",), "person_id used_at@?"),
    ("api_answer", ("token_id", "key"), "request_hash status# body answered_at@"),
    ("webhook", ("id",), "person_id url secret records is_on! position## made_at@"),
    ("webhook_delivery", ("id",), "webhook_id body state attempts# answer made_at@ tried_at@? next_at@?"),
)
_KINDS: tuple[tuple[str, Any], ...] = (
    ("##", sa.BigInteger()),
    ("@", sa.DateTime(timezone=True)),
    ("#", sa.Integer()),
    ("!", sa.Boolean()),
    ("", sa.String()),
)
_INDEXES: tuple[tuple[str, str, list[str]], ...] = (
    ("ix_api_token_person_id", "api_token", ["person_id"]),
    ("ix_api_answer_answered_at", "api_answer", ["answered_at"]),
    ("ix_webhook_person_id", "webhook", ["person_id"]),
    ("ix_webhook_delivery_webhook_id", "webhook_delivery", ["webhook_id"]),
    ("ix_webhook_delivery_next", "webhook_delivery", ["workspace", "next_at"]),
)


def _column(name: str) -> sa.Column[Any]:
    plain = name.rstrip("?")
    ending, kind = next(pair for pair in _KINDS if plain.endswith(pair[0]))
    return sa.Column(plain.removesuffix(ending), kind, nullable=name.endswith("?"))


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
    for name, table, columns_of in _INDEXES:
        op.create_index(name, table, columns_of)


def downgrade() -> None:
    """Refuse: webhooks and what they sent would be lost."""
    message = "webhooks cannot be kept by an older version"
    raise NotImplementedError(message)
