"""Awards, entries, judges and score sheets."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the tables."""
    _table("award", ("workspace", "id"), ("owner_id", "award_json"))
    _table("award_entry", ("workspace", "id"), ("award_id", "owner_id", "entry_json"))
    _table("award_judge", ("workspace", "id"), ("award_id", "owner_id", "judge_json"))
    _table("award_sheet", ("workspace", "judge_id", "entry_id"), ("award_id", "owner_id", "sheet_json"))
    for name in ("award_entry", "award_judge", "award_sheet"):
        op.create_index(f"ix_{name}_award", name, ["workspace", "award_id"])


def _table(name: str, keys: tuple[str, ...], texts: tuple[str, ...]) -> None:
    op.create_table(
        name,
        *(sa.Column(column, sa.String(), nullable=False) for column in (*keys, *texts)),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint(*keys, name=f"pk_{name}"),
    )


def downgrade() -> None:
    """Refuse: the journal holds events that an older version does not know."""
    message = "awards in the journal cannot be read by an older version"
    raise NotImplementedError(message)
