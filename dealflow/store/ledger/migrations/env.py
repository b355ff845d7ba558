"""Alembic's door: run the revisions on the connection that ``dealflow.store.ledger.migrate`` has opened."""

from __future__ import annotations

from alembic import context

from dealflow.store.ledger.tables.journal import Row

connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=Row.metadata,
    render_as_batch=connection.dialect.name == "sqlite",
)
with context.begin_transaction():
    context.run_migrations()
