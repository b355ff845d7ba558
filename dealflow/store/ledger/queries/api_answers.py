"""Answers that the API keeps to give them again."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session, col, delete

from dealflow.store.ledger.tables.api import ApiAnswerRow


def forget(session: Session, workspace: str, *, before: datetime) -> None:
    """Forget the answers that were given before a moment."""
    session.exec(
        delete(ApiAnswerRow).where(col(ApiAnswerRow.workspace) == workspace, col(ApiAnswerRow.answered_at) <= before)
    )
