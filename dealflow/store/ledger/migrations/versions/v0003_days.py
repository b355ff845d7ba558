"""The tables of IR days: programme, participants, requests, plans, addresses, presence, consultations and outcomes."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_EVENT = ("ir_event_id",)
_TABLES: tuple[tuple[str, tuple[str, ...], str], ...] = (
    ("attendee_name", ("attendee_id",), "ir_event_id name title phone email"),
    ("programme", _EVENT, "programme_json seq#"),
    ("participant", ("id",), "ir_event_id organisation_id? company_id? participant_json changed_at@ seq#"),
    ("requests", ("participant_id",), "ir_event_id requests_json changed_at@ seq#"),
    ("conflict_of_interest", (*_EVENT, "company", "investor"), "why note seq#"),
    ("plan", _EVENT, "plan_json seq#"),
    ("timetable", (*_EVENT, "version#"), "timetable_json"),
    ("day_link", ("id",), "ir_event_id purpose participant_id secret_hash expires_at@ issued_at@ seq#"),
    ("presence", ("attendee_id",), "ir_event_id participant_id is_here! channel since@ seq#"),
    ("meeting_mark", (*_EVENT, "company", "investor"), "state note marked_at@ seq#"),
    (
        "consultation",
        ("id",),
        "ir_event_id owner_id company investor engagement_id is_told! log_json logged_at@ seq#",
    ),
    ("round_table", (*_EVENT, "part_id"), "round_table_json changed_at@ seq#"),
    ("survey_answer", ("participant_id",), "ir_event_id answer_json answered_at@ seq#"),
    ("outcome", ("id",), "ir_event_id stands! outcome_json kept_by kept_at@ seq#"),
)
"""Name, key and other columns; a column's last sign tells its type: # number, @ moment, ! yes or no, ? text or none."""
_INDEXES = (
    ("attendee_name", "event", "ir_event_id"),
    ("participant", "event", "ir_event_id"),
    ("participant", "organisation", "organisation_id"),
    ("participant", "company", "company_id"),
    ("requests", "event", "ir_event_id"),
    ("day_link", "event", "ir_event_id"),
    ("presence", "event", "ir_event_id"),
    ("consultation", "event", "ir_event_id"),
    ("consultation", "owner", "owner_id"),
    ("consultation", "engagement", "engagement_id"),
    ("survey_answer", "event", "ir_event_id"),
    ("outcome", "event", "ir_event_id"),
)


def upgrade() -> None:
    """Make the tables."""
    for name, key, rest in _TABLES:
        columns = [_column(written) for written in ("workspace", *key, *rest.split())]
        keys = ("workspace", *(part.rstrip("#") for part in key))
        op.create_table(name, *columns, sa.PrimaryKeyConstraint(*keys, name=f"pk_{name}"))
    for table, label, column in _INDEXES:
        op.create_index(f"ix_{table}_{label}", table, ["workspace", column])


def downgrade() -> None:
    """Refuse: a journal that holds IR days cannot be read by an older version."""
    message = "IR days in the journal cannot be read by an older version"
    raise NotImplementedError(message)


def _column(written: str) -> sa.Column[object]:
    kinds: dict[str, sa.types.TypeEngine[Any]] = {  # each its own type
        "#": sa.Integer(),
        "@": sa.DateTime(timezone=True),
        "!": sa.Boolean(),
        "?": sa.String(),
    }
    kind = kinds.get(written[-1])
    name = written if kind is None else written[:-1]
    return sa.Column(name, sa.String() if kind is None else kind, nullable=written.endswith("?"))
