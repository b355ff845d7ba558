"""Applications for awards, and whom to write to about them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0027"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the tables."""
    op.create_table(
        "award_application",
        *_texts("workspace", "id", "award_id", "owner_id", "application_json"),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("workspace", "id", name="pk_award_application"),
    )
    op.create_index("ix_award_application_award", "award_application", ["workspace", "award_id"])
    op.create_table(
        "award_applicant",
        *_texts("workspace", "application_id", "award_id", "owner_id"),
        *_texts("representative", "name", "title", "phone", "email"),
        sa.PrimaryKeyConstraint("workspace", "application_id", name="pk_award_applicant"),
    )


def _texts(*names: str) -> list[sa.Column[str]]:
    return [sa.Column(name, sa.String(), nullable=False) for name in names]


def downgrade() -> None:
    """Refuse: the journal holds events that an older version does not know."""
    message = "applications in the journal cannot be read by an older version"
    raise NotImplementedError(message)
