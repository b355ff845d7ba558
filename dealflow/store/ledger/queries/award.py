"""Awards, entries, judges and sheets, for the house that runs them; and what the holder of a judge's address sees."""

from __future__ import annotations

from collections.abc import Collection

from sqlmodel import Session, col, select

from dealflow.domain.award.applications import Applicant, AwardApplication
from dealflow.domain.award.awards import Award, AwardEntry, Judge, ScoreSheet
from dealflow.domain.people.access import Viewer
from dealflow.domain.values.register_numbers import require_no_resident_number
from dealflow.store.ledger.mapping import columns_of, value_of
from dealflow.store.ledger.queries.visibility import in_books
from dealflow.store.ledger.tables.award import (
    ApplicantCard,
    AwardApplicationRow,
    AwardEntryRow,
    AwardRow,
    JudgeRow,
    ScoreSheetRow,
)


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


def judge_of_link(session: Session, workspace: str, judge_id: str) -> tuple[Judge, int] | None:
    """Return a judge by the id that stands in an address, with its version: whoever asks checks the secret."""
    row = session.exec(select(JudgeRow).where(JudgeRow.workspace == workspace, JudgeRow.id == judge_id)).first()
    return None if row is None else (row.judge, row.seq)


def sheets_of_judge(session: Session, workspace: str, judge_id: str) -> tuple[tuple[ScoreSheet, int], ...]:
    """Return the sheets of one judge with their versions; no other judge's."""
    query = select(ScoreSheetRow).where(ScoreSheetRow.workspace == workspace, ScoreSheetRow.judge_id == judge_id)
    return tuple((row.sheet, row.seq) for row in session.exec(query.order_by(ScoreSheetRow.entry_id)))


def award_of_call(session: Session, workspace: str, award_id: str) -> tuple[Award, int] | None:
    """Return an award by the id that stands in an address: the secret is checked by whoever asks."""
    row = session.get(AwardRow, (workspace, award_id))
    return None if row is None else (row.award, row.seq)


def application_of_link(session: Session, workspace: str, application_id: str) -> tuple[AwardApplication, int] | None:
    """Return an application by the id that stands in an address: the secret is checked by whoever asks."""
    row = session.get(AwardApplicationRow, (workspace, application_id))
    return None if row is None else (row.application, row.seq)


def count_applications(session: Session, workspace: str, award_id: str) -> int:
    """Return how many applications an award has, drafts too."""
    query = select(AwardApplicationRow.id).where(
        AwardApplicationRow.workspace == workspace, AwardApplicationRow.award_id == award_id
    )
    return len(session.exec(query).all())


def applications(
    session: Session, workspace: str, viewer: Viewer, award_id: str
) -> tuple[tuple[AwardApplication, int], ...]:
    """Return the applications for an award of the viewer's house with their versions, drafts too."""
    mine = in_books(viewer, col(AwardApplicationRow.owner_id))
    query = select(AwardApplicationRow).where(
        AwardApplicationRow.workspace == workspace, AwardApplicationRow.award_id == award_id, mine
    )
    return tuple((row.application, row.seq) for row in session.exec(query.order_by(AwardApplicationRow.id)))


def applicants(session: Session, workspace: str, owner_id: str) -> dict[str, Applicant]:
    """Return whom to write to about the applications for a house's awards, by application."""
    rows = session.exec(
        select(ApplicantCard)
        .where(ApplicantCard.workspace == workspace, ApplicantCard.owner_id == owner_id)
        .order_by(ApplicantCard.application_id)
    )
    return {row.application_id: value_of(Applicant, row) for row in rows}


def applicant(session: Session, workspace: str, application_id: str) -> Applicant:
    """Return whom to write to about one application; nothing but blanks once it was destroyed."""
    row = session.get(ApplicantCard, (workspace, application_id))
    return Applicant() if row is None else value_of(Applicant, row)


def keep_applicant(session: Session, workspace: str, application: AwardApplication, card: Applicant) -> None:
    """Keep whom to write to, in the place of an earlier one.

    Raises:
        InvalidInputError: it holds what may be a resident number.
    """
    require_no_resident_number(card)
    own = columns_of(
        ApplicantCard, card, application_id=application.id, award_id=application.award_id, owner_id=application.owner_id
    )
    session.merge(ApplicantCard(workspace=workspace, **own))


def destroy_applicants(session: Session, workspace: str, owner_id: str, application_ids: Collection[str]) -> None:
    """Destroy whom to write to about applications for a house's awards."""
    for application_id in sorted(application_ids):
        row = session.get(ApplicantCard, (workspace, application_id))
        if row is not None and row.owner_id == owner_id:
            session.delete(row)
