"""Adopters' needs, and deployments with their results."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the tables."""
    op.create_table(
        "need",
        *(sa.Column(name, sa.String(), nullable=False) for name in ("workspace", "id", "owner_id", "need_json")),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("workspace", "id", name="pk_need"),
    )
    op.create_index("ix_need_owner", "need", ["workspace", "owner_id"])
    op.create_table(
        "deployment",
        *(sa.Column(name, sa.String(), nullable=False) for name in ("workspace", "id", "owner_id", "company_id")),
        sa.Column("is_shared", sa.Boolean(), nullable=False),
        sa.Column("is_withdrawn", sa.Boolean(), nullable=False),
        sa.Column("deployment_json", sa.String(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("workspace", "id", name="pk_deployment"),
    )
    op.create_index("ix_deployment_company", "deployment", ["workspace", "company_id"])


def downgrade() -> None:
    """Refuse: the journal holds events that an older version does not know."""
    message = "needs and deployments in the journal cannot be read by an older version"
    raise NotImplementedError(message)
