"""Projects with a grant: what follows on a recommendation."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the table."""
    op.create_table(
        "grant_project",
        *(sa.Column(name, sa.String(), nullable=False) for name in ("workspace", "id", "owner_id", "engagement_id")),
        sa.Column("project_json", sa.String(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("workspace", "id", name="pk_grant_project"),
    )
    op.create_index("ix_grant_project_owner", "grant_project", ["workspace", "owner_id"])


def downgrade() -> None:
    """Refuse: the journal holds events that an older version does not know."""
    message = "projects with a grant in the journal cannot be read by an older version"
    raise NotImplementedError(message)
