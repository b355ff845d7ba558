"""The table of texts to look through, and what narrows them: pairs of signs, inverted."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0008"
branch_labels = None
depends_on = None

_TEXTS = ("workspace", "kind", "record_id", "owner_id", "place", "title", "body")
_MAYBE = ("deck_id", "company_id")


def upgrade() -> None:
    """Make the tables; ``dealflow search rebuild``, or the next start of the app, fills them."""
    number = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.create_table(
        "search_text",
        sa.Column("id", number, nullable=False, autoincrement=True),
        *(sa.Column(name, sa.String(), nullable=False) for name in _TEXTS),
        *(sa.Column(name, sa.String(), nullable=True) for name in _MAYBE),
        sa.Column("part", sa.Integer(), nullable=False),
        sa.Column("words", sa.LargeBinary(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_search_text"),
        sa.UniqueConstraint(
            "workspace", "kind", "record_id", "part", name="uq_search_text_workspace_kind_record_id_part"
        ),
    )
    op.create_index("ix_search_text_deck", "search_text", ["workspace", "deck_id"])
    if op.get_bind().dialect.name == "postgresql":
        op.execute("create table search_gram (rowid bigint primary key, grams text[] not null)")
        op.execute("create index ix_search_gram on search_gram using gin (grams) with (fastupdate = off)")
    else:
        op.execute(
            "create virtual table search_gram using fts5(grams, content='', contentless_delete=1, detail=none, "
            "tokenize='unicode61 remove_diacritics 0')"
        )


def downgrade() -> None:
    """Take the tables away: they hold nothing that is not elsewhere."""
    op.execute("drop table search_gram")
    op.drop_table("search_text")
