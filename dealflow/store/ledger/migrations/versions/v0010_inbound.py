"""The table of inbounds, and the words of letters, which stand beside the journal."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    names = ("workspace", "id", "owner_id", "message_hash", "state", "company_id", "note_id", "reason", "inbound_json")
    moment = sa.DateTime(timezone=True)
    op.create_table(
        "inbound",
        *(sa.Column(name, sa.String(), nullable=False) for name in (*names, "settled_by")),
        sa.Column("settled_at", moment, nullable=True),
        sa.Column("received_at", moment, nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("workspace", "id", name="pk_inbound"),
    )
    op.create_index("ix_inbound_owner", "inbound", ["workspace", "owner_id", "received_at"])
    op.create_index("ix_inbound_message", "inbound", ["workspace", "message_hash"])
    op.create_table(
        "inbound_letter",
        *(sa.Column(name, sa.String(), nullable=False) for name in ("workspace", "inbound_id", "domain", "words_json")),
        sa.PrimaryKeyConstraint("workspace", "inbound_id", name="pk_inbound_letter"),
    )


def downgrade() -> None:
    """Refuse: a journal that holds inbounds cannot be read by an older version."""
    message = "inbounds in the journal cannot be read by an older version"
    raise NotImplementedError(message)
