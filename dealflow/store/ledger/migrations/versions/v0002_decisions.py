"""The tables of decisions: funds, deals, committees, operators, company facts, filings, tracks and holidays."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables; the engagement learns which other one it rests upon."""
    op.add_column("engagement", _text("joined_id", nullable=True))
    _table("fund", ("id",), "owner_id", "fund_json", seq=True)
    _table("deal", ("engagement_id",), "owner_id", "deal_json")
    _sessions()
    _table("operator", ("id",), "organisation_id", "operator_json", seq=True)
    _table(
        "company_fact",
        ("company_id", "organisation_id", "fact"),
        "value",
        "proof",
        "kept_by",
        _day("as_of"),
        _day("valid_to"),
        _moment("kept_at"),
    )
    _filings()
    _table("track", ("id",), "track_json", "edited_by", _moment("edited_at"), seq=True)
    op.create_table(
        "holiday",
        _text("workspace"),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("is_closed", sa.Boolean(), nullable=False),
        _text("name"),
        sa.PrimaryKeyConstraint("workspace", "day", name="pk_holiday"),
    )
    op.create_index("ix_fund_owner", "fund", ["workspace", "owner_id"])
    op.create_index("ix_committee_session_owner", "committee_session", ["workspace", "owner_id", "held_at"])
    op.create_index("ix_agenda_item_engagement", "agenda_item", ["workspace", "engagement_id"])
    op.create_index("ix_agenda_item_owner", "agenda_item", ["workspace", "owner_id", "result"])
    op.create_index("ix_filing_owner", "filing", ["workspace", "owner_id"])


def downgrade() -> None:
    """Refuse: a journal that holds decisions cannot be read by an older version."""
    message = "decisions in the journal cannot be read by an older version"
    raise NotImplementedError(message)


def _sessions() -> None:
    _table(
        "committee_session",
        ("id",),
        "owner_id",
        "kind",
        "session_json",
        _moment("held_at", nullable=False),
        sa.Column("is_closed", sa.Boolean(), nullable=False),
        seq=True,
    )
    _table(
        "agenda_item",
        ("id",),
        "session_id",
        "owner_id",
        "engagement_id",
        "company_id",
        "fund_id",
        _text("result", nullable=True),
        _moment("resolved_at", nullable=True),
    )


def _filings() -> None:
    _table(
        "filing",
        ("id",),
        "owner_id",
        "report",
        "session_id",
        "item_id",
        "state",
        "filed_by",
        "values_json",
        _moment("filed_at", nullable=True),
        _moment("changed_at"),
        seq=True,
    )


def _table(name: str, key: tuple[str, ...], *columns: str | sa.Column[object], seq: bool = False) -> None:
    """Make a table of a workspace: its key, its texts (by name) and its other columns."""
    numbers = [sa.Column("seq", sa.Integer(), nullable=False)] if seq else []
    op.create_table(
        name,
        _text("workspace"),
        *(_text(part) for part in key),
        *(_text(column) if isinstance(column, str) else column for column in columns),
        *numbers,
        sa.PrimaryKeyConstraint("workspace", *key, name=f"pk_{name}"),
    )


def _text(name: str, *, nullable: bool = False) -> sa.Column[object]:
    return sa.Column(name, sa.String(), nullable=nullable)


def _moment(name: str, *, nullable: bool = False) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _day(name: str) -> sa.Column[object]:
    return sa.Column(name, sa.Date(), nullable=True)
