"""Accounts: log-ins, identities at providers, sittings and one-time addresses; and people who left."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

_TABLES: tuple[tuple[str, tuple[str, ...], str], ...] = (
    ("credential", ("person_id",), "login password_hash totp_secret totp_step# recovery_hashes changed_at@"),
    ("identity", ("issuer", "subject"), "person_id"),
    ("sitting", ("token_hash",), "person_id way begun_at@ seen_at@ ends_at@ browser"),
    ("account_link", ("secret_hash",), "purpose person_id login made_by ends_at@ used_at@?"),
)
_INDEXED = ("identity", "sitting", "account_link")


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
        unique = [sa.UniqueConstraint("workspace", "login", name="uq_credential_workspace_login")]
        op.create_table(
            name,
            sa.Column("workspace", sa.String(), nullable=False),
            *(sa.Column(column, sa.String(), nullable=False) for column in key),
            *(_column(column) for column in columns.split()),
            sa.PrimaryKeyConstraint("workspace", *key, name=f"pk_{name}"),
            *(unique if name == "credential" else []),
        )
    for name in _INDEXED:
        op.create_index(f"ix_{name}_person_id", name, ["person_id"])
    with op.batch_alter_table("person") as batch:
        batch.add_column(sa.Column("has_left", sa.Boolean(), nullable=False, server_default=sa.false()))
    with op.batch_alter_table("person") as batch:  # the default was for those who are there
        batch.alter_column("has_left", server_default=None)


def downgrade() -> None:
    """Refuse: log-ins would be lost."""
    message = "log-ins cannot be kept by an older version"
    raise NotImplementedError(message)
