"""The marks that people of a house give a deal outside a committee."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0003"
branch_labels = None
depends_on = None

_TEXTS = ("workspace", "engagement_id", "reviewer_id", "owner_id", "given_json")


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "deal_score",
        *(sa.Column(name, sa.String(), nullable=False) for name in _TEXTS),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("workspace", "engagement_id", "reviewer_id", name="pk_deal_score"),
    )
    op.create_index("ix_deal_score_owner", "deal_score", ["workspace", "owner_id"])


def downgrade() -> None:
    """Refuse: a journal that holds scores cannot be read by an older version."""
    message = "scores in the journal cannot be read by an older version"
    raise NotImplementedError(message)
