"""The first tables: the journal with its head, which can only be appended to, and the current state."""

from __future__ import annotations

from pathlib import Path

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

SQL = Path(__file__).parents[1] / "sql"


def upgrade() -> None:
    """Make every table, and the triggers that keep the journal as it is."""
    _journal()
    _people()
    _companies()
    _decks()
    _claims()
    _verifications()
    _engagements()
    _intervals()
    dialect = op.get_bind().dialect.name
    script = (SQL / f"append_only.{dialect}.sql").read_text(encoding="utf-8")
    for statement in script.split(";\n\n"):
        op.get_bind().exec_driver_sql(statement)


def downgrade() -> None:
    """Refuse: there is nothing before the first tables, and a journal is never deleted."""
    message = "there is nothing before the first tables"
    raise NotImplementedError(message)


def _text(name: str, *, nullable: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.String(), nullable=nullable)


def _number(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.Integer(), nullable=False)


def _big_number(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.BigInteger(), nullable=False)


def _flag(name: str) -> sa.Column[bool]:
    return sa.Column(name, sa.Boolean(), nullable=False)


def _moment(name: str, *, nullable: bool = False) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _day(name: str, *, nullable: bool = False) -> sa.Column[object]:
    return sa.Column(name, sa.Date(), nullable=nullable)


def _key(table: str, *names: str) -> sa.PrimaryKeyConstraint:
    return sa.PrimaryKeyConstraint("workspace", *names, name=f"pk_{table}")


def _journal() -> None:
    op.create_table(
        "journal",
        _text("workspace"),
        _big_number("position"),
        _text("stream"),
        _number("seq"),
        _moment("ts"),
        *(_text(name) for name in ("actor", "source", "kind", "payload", "prev_hash", "hash")),
        _key("journal", "position"),
        sa.UniqueConstraint("workspace", "stream", "seq", name="uq_journal_workspace_stream_seq"),
    )
    op.create_table("head", _text("workspace"), _big_number("position"), _text("hash"), _key("head"))


def _people() -> None:
    op.create_table(
        "organisation",
        *(_text(name) for name in ("workspace", "id", "name_ko", "name_en", "kind", "region")),
        _flag("is_demo"),
        _key("organisation", "id"),
    )
    op.create_table(
        "person",
        *(_text(name) for name in ("workspace", "id", "organisation_id", "role")),
        _text("company_id", nullable=True),
        _key("person", "id"),
    )
    op.create_index("ix_person_organisation_id", "person", ["organisation_id"])
    op.create_table(
        "person_name",
        *(_text(name) for name in ("workspace", "person_id", "name")),
        _key("person_name", "person_id"),
    )
    op.create_table(
        "ir_event",
        *(_text(name) for name in ("workspace", "id", "organiser_id", "title_ko", "title_en")),
        _day("held_on"),
        _text("venue"),
        _key("ir_event", "id"),
    )


def _companies() -> None:
    op.create_table(
        "company",
        *(_text(name) for name in ("workspace", "id", "name", "name_en")),
        _text("biz_reg_no", nullable=True),
        *(_text(name) for name in ("region", "sector")),
        _flag("is_demo"),
        _text("owner_id"),
        _moment("registered_at"),
        _moment("changed_at"),
        _number("seq"),
        _key("company", "id"),
    )
    op.create_index("ix_company_biz_reg_no", "company", ["biz_reg_no"])


def _decks() -> None:
    op.create_table(
        "deck",
        *(_text(name) for name in ("workspace", "id", "sha256", "file_name")),
        _big_number("size_bytes"),
        *(_text(name) for name in ("owner_id", "audience")),
        _text("company_id", nullable=True),
        _text("round_label"),
        _number("version"),
        _text("ir_event_id", nullable=True),
        _text("state"),
        _text("refusal", nullable=True),
        _moment("received_at"),
        *(_text(name) for name in ("received_by", "received_through")),
        _moment("read_at", nullable=True),
        *(_text(name) for name in ("reader", "extractor")),
        *(_text(name) for name in ("page_sizes_json", "unread_pages_json", "suggestions_json")),
        _number("seq"),
        _key("deck", "id"),
    )
    op.create_index("ix_deck_sha256", "deck", ["workspace", "sha256"])
    op.create_index("ix_deck_company", "deck", ["workspace", "company_id"])
    op.create_index("ix_deck_state", "deck", ["workspace", "state"])


def _claims() -> None:
    op.create_table(
        "claim",
        *(_text(name) for name in ("workspace", "deck_id", "id")),
        *(_text(name, nullable=True) for name in ("organisation_id", "added_by")),
        *(_number(name) for name in ("ordinal", "page")),
        *(_text(name) for name in ("metric", "unit")),
        sa.Column("amount", sa.Float(), nullable=True),
        *(_text(name) for name in ("scope", "status", "aggregation")),
        *(_day(name, nullable=True) for name in ("period_start", "period_end")),
        _text("origin"),
        sa.Column("confidence", sa.Float(), nullable=False),
        _flag("superseded"),
        _text("claim_json"),
        _moment("read_at"),
        sa.ForeignKeyConstraint(
            ["workspace", "deck_id"], ["deck.workspace", "deck.id"], name="fk_claim_workspace_deck_id"
        ),
        _key("claim", "deck_id", "id"),
    )
    op.create_index("ix_claim_id", "claim", ["workspace", "id"])
    op.create_index("ix_claim_metric", "claim", ["workspace", "metric"])


def _verifications() -> None:
    op.create_table(
        "verification",
        *(_text(name) for name in ("workspace", "claim_id", "organisation_id", "deck_id", "verdict")),
        _text("correction_json", nullable=True),
        *(_text(name) for name in ("note", "verified_by")),
        _moment("verified_at"),
        _number("seq"),
        _key("verification", "claim_id", "organisation_id"),
    )
    op.create_index("ix_verification_deck", "verification", ["workspace", "deck_id"])


def _engagements() -> None:
    op.create_table(
        "engagement",
        *(_text(name) for name in ("workspace", "id", "owner_id", "company_id", "investor_id", "track")),
        *(_text(name) for name in ("round_label", "stage", "status")),
        *(_moment(name) for name in ("opened_at", "stage_since", "last_event_at")),
        _number("version"),
        _text("assignee_id", nullable=True),
        _text("next_step"),
        _day("next_due", nullable=True),
        *(_text(name, nullable=True) for name in ("reason", "ir_event_id")),
        _text("source"),
        _key("engagement", "id"),
    )
    op.create_index("ix_engagement_owner_track", "engagement", ["workspace", "owner_id", "track"])
    op.create_index("ix_engagement_company", "engagement", ["workspace", "company_id"])


def _intervals() -> None:
    op.create_table(
        "stage_interval",
        *(_text(name) for name in ("workspace", "engagement_id")),
        _number("seq"),
        _text("stage"),
        _moment("entered_at"),
        _moment("left_at", nullable=True),
        sa.ForeignKeyConstraint(
            ["workspace", "engagement_id"],
            ["engagement.workspace", "engagement.id"],
            name="fk_stage_interval_workspace_engagement_id",
        ),
        _key("stage_interval", "engagement_id", "seq"),
    )
    op.create_index(
        "ux_stage_interval_open",
        "stage_interval",
        ["workspace", "engagement_id"],
        unique=True,
        sqlite_where=sa.text("left_at is null"),
        postgresql_where=sa.text("left_at is null"),
    )
