"""PostgreSQL keeps the pairs of a text as numbers: half the place, and compared at once."""

from __future__ import annotations

from alembic import op
from sqlalchemy import text

from dealflow.domain.values.search_words import grams
from dealflow.store.ledger.search_index import numbers_of

revision = "0019"
down_revision = "0025"
branch_labels = None
depends_on = None

_AT_ONCE = 500
_TABLE = "create table search_gram (rowid bigint primary key, grams {kind}[] not null)"
_INDEX = "create index ix_search_gram on search_gram using gin (grams) with (fastupdate = off)"
_TEXTS = text("select id, kind, title, body from search_text where id > :after order by id limit :most")
_ADD = text("insert into search_gram (rowid, grams) values (:rowid, :grams)")


def upgrade() -> None:
    """Make the table of pairs anew from the texts."""
    connection = op.get_bind()
    if connection.dialect.name != "postgresql":
        return
    op.execute("drop table search_gram")
    op.execute(_TABLE.format(kind="integer"))
    after = 0
    while rows := connection.execute(_TEXTS, {"after": after, "most": _AT_ONCE}).all():
        pairs = [[*sorted(grams(f"{row.title}\n{row.body}")), f"kind{row.kind}"] for row in rows]
        connection.execute(
            _ADD,
            [{"rowid": row.id, "grams": numbers_of(own)} for row, own in zip(rows, pairs, strict=True)],
        )
        after = rows[-1].id
    op.execute(_INDEX)


def downgrade() -> None:
    """Make the table as it was; ``dealflow search rebuild`` fills it."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute("drop table search_gram")
        op.execute(_TABLE.format(kind="text"))
        op.execute(_INDEX)
