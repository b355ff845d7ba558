"""Awards, entries, judges and sheets, for the house that runs them; and what the holder of a judge's address sees."""

from __future__ import annotations

from sqlmodel import Session, col, select

from dealflow.domain.award.awards import Award, AwardEntry, Judge, ScoreSheet
from dealflow.domain.people.access import Viewer
from dealflow.store.ledger.queries.visibility import in_books
from dealflow.store.ledger.tables.award import AwardEntryRow, AwardRow, JudgeRow, ScoreSheetRow


def awards(session: Session, workspace: str, viewer: Viewer) -> tuple[tuple[Award, int], ...]:
    """Return the awards of the viewer's house with their versions."""
    mine = in_books(viewer, col(AwardRow.owner_id))
    rows = session.exec(select(AwardRow).where(AwardRow.workspace == workspace, mine).order_by(AwardRow.id))
    return tuple((row.award, row.seq) for row in rows)


def entries(session: Session, workspace: str, viewer: Viewer, award_id: str) -> tuple[tuple[AwardEntry, int], ...]:
    """Return the entries of an award of the viewer's house with their versions."""
    mine = in_books(viewer, col(AwardEntryRow.owner_id))
    query = select(AwardEntryRow).where(AwardEntryRow.workspace == workspace, AwardEntryRow.award_id == award_id, mine)
    return tuple((row.entry, row.seq) for row in session.exec(query.order_by(AwardEntryRow.id)))


def judges(session: Session, workspace: str, viewer: Viewer, award_id: str) -> tuple[tuple[Judge, int], ...]:
    """Return the judges of an award of the viewer's house with their versions."""
    mine = in_books(viewer, col(JudgeRow.owner_id))
    query = select(JudgeRow).where(JudgeRow.workspace == workspace, JudgeRow.award_id == award_id, mine)
    return tuple((row.judge, row.seq) for row in session.exec(query.order_by(JudgeRow.id)))


def sheets(session: Session, workspace: str, viewer: Viewer, award_id: str) -> tuple[ScoreSheet, ...]:
    """Return the sheets of an award of the viewer's house."""
    mine = in_books(viewer, col(ScoreSheetRow.owner_id))
    query = select(ScoreSheetRow).where(ScoreSheetRow.workspace == workspace, ScoreSheetRow.award_id == award_id, mine)
    ordered = query.order_by(ScoreSheetRow.judge_id, ScoreSheetRow.entry_id)
    return tuple(row.sheet for row in session.exec(ordered))


def judge_of_link(session: Session, workspace: str, judge_id: str) -> Judge | None:
    """Return a judge by the id that stands in an address: the secret is checked by whoever asks."""
    row = session.exec(select(JudgeRow).where(JudgeRow.workspace == workspace, JudgeRow.id == judge_id)).first()
    return None if row is None else row.judge


def sheets_of_judge(session: Session, workspace: str, judge_id: str) -> tuple[tuple[ScoreSheet, int], ...]:
    """Return the sheets of one judge with their versions; no other judge's."""
    query = select(ScoreSheetRow).where(ScoreSheetRow.workspace == workspace, ScoreSheetRow.judge_id == judge_id)
    return tuple((row.sheet, row.seq) for row in session.exec(query.order_by(ScoreSheetRow.entry_id)))
