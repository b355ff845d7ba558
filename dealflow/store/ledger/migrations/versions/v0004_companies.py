"""Companies as records: merged ones, what a house notes of them, their contacts."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0006"
branch_labels = None
depends_on = None

_FILED = ("deck", "engagement")
_ADDED = (("company", "registered_by"), ("company", "merged_into"), *((table, "filed_under") for table in _FILED))
_MAKERS = """
    update company set registered_by = (
        select actor from journal
        where journal.workspace = company.workspace and journal.stream = 'company:' || company.id and journal.seq = 1
    )
"""


def upgrade() -> None:
    """Make the tables, and say of what is there who entered it and where it was filed."""
    for table, name in _ADDED:
        op.add_column(table, sa.Column(name, sa.String(), nullable=True))
    for table in _FILED:
        op.execute(f"update {table} set filed_under = company_id")  # noqa: S608 - our own names
    op.execute(_MAKERS)
    op.create_table(
        "company_profile",
        *(_text(name) for name in ("workspace", "company_id", "owner_id", "profile_json")),
        sa.Column("is_archived", sa.Boolean(), nullable=False),
        *_changed(),
        sa.PrimaryKeyConstraint("workspace", "company_id", "owner_id", name="pk_company_profile"),
    )
    op.create_index("ix_company_profile_owner", "company_profile", ["workspace", "owner_id"])
    op.create_table(
        "contact",
        *(_text(name) for name in ("workspace", "id", "company_id", "owner_id")),
        sa.Column("is_referrer", sa.Boolean(), nullable=False),
        *_changed(),
        sa.PrimaryKeyConstraint("workspace", "id", name="pk_contact"),
    )
    op.create_index("ix_contact_company", "contact", ["workspace", "company_id"])
    op.create_table(
        "contact_card",
        *(_text(name) for name in ("workspace", "contact_id", "name", "position", "phone", "email", "note")),
        sa.PrimaryKeyConstraint("workspace", "contact_id", name="pk_contact_card"),
    )


def downgrade() -> None:
    """Refuse: a journal that holds merged companies cannot be read by an older version."""
    message = "merged companies and contacts in the journal cannot be read by an older version"
    raise NotImplementedError(message)


def _text(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.String(), nullable=False)


def _changed() -> tuple[sa.Column[object], ...]:
    """Return the columns that say when and by which event a row last changed."""
    return (
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
    )
