"""Whom operators let see their results."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the table."""
    op.create_table(
        "sharing",
        *(sa.Column(name, sa.String(), nullable=False) for name in ("workspace", "house_id", "to_id")),
        sa.Column("is_given", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("workspace", "house_id", "to_id", name="pk_sharing"),
    )
    op.create_index("ix_sharing_to", "sharing", ["workspace", "to_id"])


def downgrade() -> None:
    """Refuse: the journal holds events that an older version does not know."""
    message = "consents of operators in the journal cannot be read by an older version"
    raise NotImplementedError(message)
