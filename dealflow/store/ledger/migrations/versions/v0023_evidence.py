"""The file that shows a fact of a company."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column."""
    with op.batch_alter_table("company_fact") as batch:
        batch.add_column(sa.Column("document_id", sa.String(), nullable=False, server_default=""))
    with op.batch_alter_table("company_fact") as batch:  # the default was for those that are there
        batch.alter_column("document_id", server_default=None)


def downgrade() -> None:
    """Refuse: the journal holds events that an older version does not know."""
    message = "facts with their files in the journal cannot be read by an older version"
    raise NotImplementedError(message)
