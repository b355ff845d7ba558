"""The day on which a deck's file is destroyed."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0028"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column."""
    op.add_column("deck", sa.Column("destroy_on", sa.Date(), nullable=True))


def downgrade() -> None:
    """Refuse: the journal holds events that an older version does not know."""
    message = "clocks over decks in the journal cannot be read by an older version"
    raise NotImplementedError(message)
