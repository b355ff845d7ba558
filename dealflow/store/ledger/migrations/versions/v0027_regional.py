"""Regional programmes: plans, supported firms, addresses, quarterly figures."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the tables."""
    _table("regional_programme", "owner_id", "programme_json")
    _table("region_plan", "programme_id", "owner_id", "plan_json")
    _table("supported_firm", "programme_id", "owner_id", "firm_json")
    _table("teller_address", "programme_id", "owner_id", "address_json")
    _table(
        "quarter_report", "programme_id", "owner_id", "teller_id", "proof_sha256", "report_json",
        numbers=("year", "quarter", "proof_bytes"),
    )  # fmt: skip
    for name in ("region_plan", "supported_firm", "teller_address"):
        op.create_index(f"ix_{name}_programme", name, ["workspace", "programme_id"])
    quarter = ["workspace", "programme_id", "year", "quarter"]
    op.create_index("ix_quarter_report_programme", "quarter_report", quarter)
    op.create_index("ix_quarter_report_teller", "quarter_report", ["workspace", "teller_id"])


def _table(name: str, *texts: str, numbers: tuple[str, ...] = ()) -> None:
    op.create_table(
        name,
        *(sa.Column(column, sa.String(), nullable=False) for column in ("workspace", "id", *texts)),
        *(sa.Column(column, sa.Integer(), nullable=False) for column in (*numbers, "seq")),
        sa.PrimaryKeyConstraint("workspace", "id", name=f"pk_{name}"),
    )


def downgrade() -> None:
    """Refuse: the journal holds events that an older version does not know."""
    message = "regional programmes in the journal cannot be read by an older version"
    raise NotImplementedError(message)
