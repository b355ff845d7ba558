"""The English name of an event's venue, and houses' own templates of programmes."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column and the table."""
    with op.batch_alter_table("ir_event") as batch:
        batch.add_column(sa.Column("venue_en", sa.String(), nullable=False, server_default=""))
    with op.batch_alter_table("ir_event") as batch:  # the default was for those that are there
        batch.alter_column("venue_en", server_default=None)
    op.create_table(
        "programme_template",
        *(sa.Column(name, sa.String(), nullable=False) for name in ("workspace", "id", "organisation_id")),
        *(sa.Column(name, sa.String(), nullable=False) for name in ("name_ko", "name_en")),
        sa.Column("is_dropped", sa.Boolean(), nullable=False),
        sa.Column("programme_json", sa.String(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("workspace", "id", name="pk_programme_template"),
    )


def downgrade() -> None:
    """Refuse: the journal holds events that an older version does not know."""
    message = "templates of programmes in the journal cannot be read by an older version"
    raise NotImplementedError(message)
