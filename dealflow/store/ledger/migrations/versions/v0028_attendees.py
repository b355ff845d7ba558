"""What an event says of itself, what its parts hold, attendees who register, signatures, what is told afterwards."""

from __future__ import annotations

from typing import Final

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0029"
branch_labels = None
depends_on = None

_TABLES: Final = (
    ("attendee_about", ("attendee_id",), "ir_event_id organisation name_en bio_ko bio_en"),
    ("event_profile", ("ir_event_id",), "profile_json"),
    ("part_content", ("ir_event_id", "part_id"), "content_json"),
    ("registration", ("id",), "ir_event_id state registration_json"),
    ("event_record", ("ir_event_id",), "record_json"),
    ("round_table_topics", ("ir_event_id", "part_id", "participant_id"), "topics_json"),
)
_BESIDE: Final = frozenset({"attendee_about"})


def upgrade() -> None:
    """Add the tables."""
    for name, keys, columns in _TABLES:
        texts = [sa.Column(column, sa.String(), nullable=False) for column in ("workspace", *keys, *columns.split())]
        numbers = [] if name in _BESIDE else [sa.Column("seq", sa.Integer(), nullable=False)]
        op.create_table(name, *texts, *numbers, sa.PrimaryKeyConstraint("workspace", *keys, name=f"pk_{name}"))
    for name in ("attendee_about", "registration"):
        op.create_index(f"ix_{name}_event", name, ["workspace", "ir_event_id"])
    signed = ("workspace", "ir_event_id", "company", "investor")
    op.create_table(
        "consultation_signature",
        *(sa.Column(column, sa.String(), nullable=False) for column in signed),
        sa.Column("by_investor", sa.Boolean(), nullable=False),
        *(sa.Column(column, sa.String(), nullable=False) for column in ("attendee_id", "name", "picture")),
        sa.Column("signed_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint(*signed, "by_investor", name="pk_consultation_signature"),
    )


def downgrade() -> None:
    """Refuse: the journal holds events that an older version does not know."""
    message = "contents of parts and registrations in the journal cannot be read by an older version"
    raise NotImplementedError(message)
