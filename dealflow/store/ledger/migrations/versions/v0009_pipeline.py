"""What a house notes of a deal's size, its tags, and the views of a screen that people save."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Give engagements their size and tags, none so far, and make the table of saved views."""
    op.add_column("engagement", sa.Column("size_json", sa.String(), nullable=True))
    op.add_column("engagement", sa.Column("tags_json", sa.String(), nullable=True))
    texts = ("workspace", "id", "owner_id", "person_id", "screen", "name", "query")
    op.create_table(
        "saved_view",
        *(sa.Column(name, sa.String(), nullable=False) for name in texts),
        sa.Column("is_shared", sa.Boolean(), nullable=False),
        sa.Column("is_dropped", sa.Boolean(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("workspace", "id", name="pk_saved_view"),
    )
    op.create_index("ix_saved_view_owner", "saved_view", ["workspace", "owner_id", "screen"])


def downgrade() -> None:
    """Refuse: a journal that holds sizes and views cannot be read by an older version."""
    message = "sizes of deals and saved views in the journal cannot be read by an older version"
    raise NotImplementedError(message)
