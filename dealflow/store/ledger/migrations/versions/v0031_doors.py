"""To which firms the contacts of an event's persons were handed, by which consents."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the table."""
    texts = ("workspace", "id", "organisation_id", "ir_event_id", "recipient_id", "handover_json", "handed_by")
    op.create_table(
        "contact_handover",
        *(sa.Column(name, sa.String(), nullable=False) for name in texts),
        sa.Column("handed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("workspace", "id", name="pk_contact_handover"),
    )
    op.create_index("ix_contact_handover_organisation", "contact_handover", ["workspace", "organisation_id"])
    op.create_index("ix_contact_handover_recipient", "contact_handover", ["workspace", "recipient_id"])


def downgrade() -> None:
    """Refuse: the journal holds events that an older version does not know."""
    message = "contacts that were handed over, in the journal, cannot be read by an older version"
    raise NotImplementedError(message)
