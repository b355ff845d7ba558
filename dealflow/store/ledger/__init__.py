"""The system of record: one journal of events and the current tables that follow from it, on SQLite or PostgreSQL.

The only place that knows SQLModel, SQLAlchemy and Alembic.
"""
