"""A house's settings, absences and acts for two people, each for people of that house."""

from __future__ import annotations

from sqlmodel import Session, col, select

from dealflow.domain.people.absences import Absence
from dealflow.domain.people.house import HouseSettings
from dealflow.domain.people.two_person import Proposal, ProposalState
from dealflow.store.ledger.mapping import value_of
from dealflow.store.ledger.tables.people import AbsenceRow, HouseRow, ProposalRow


def settings_of(session: Session, workspace: str, organisation_id: str) -> tuple[HouseSettings, int]:
    """Return a house's settings with their version; 0: never said."""
    row = session.get(HouseRow, (workspace, organisation_id))
    return (HouseSettings(), 0) if row is None else (row.settings, row.seq)


def all_settings(session: Session, workspace: str) -> dict[str, HouseSettings]:
    """Return the settings of every house that has any: for the clocks."""
    rows = session.exec(select(HouseRow).where(HouseRow.workspace == workspace).order_by(HouseRow.organisation_id))
    return {row.organisation_id: row.settings for row in rows}


def absences(session: Session, workspace: str, organisation_id: str) -> tuple[Absence, ...]:
    """Return the absences of a house's people, in the order of their beginning; taken-back ones too."""
    rows = session.exec(
        select(AbsenceRow)
        .where(AbsenceRow.workspace == workspace, AbsenceRow.organisation_id == organisation_id)
        .order_by(col(AbsenceRow.from_day), AbsenceRow.id)
    )
    return tuple(value_of(Absence, row) for row in rows)


def find_absence(session: Session, workspace: str, absence_id: str) -> tuple[Absence, int] | None:
    """Return an absence with its version, None: there is none."""
    row = session.get(AbsenceRow, (workspace, absence_id))
    return None if row is None else (value_of(Absence, row), row.seq)


def proposals(
    session: Session, workspace: str, owner_id: str, state: ProposalState | None = None
) -> tuple[Proposal, ...]:
    """Return a house's acts for two people, of a state or all, the latest first."""
    query = select(ProposalRow).where(ProposalRow.workspace == workspace, ProposalRow.owner_id == owner_id)
    if state is not None:
        query = query.where(ProposalRow.state == state)
    rows = session.exec(query.order_by(col(ProposalRow.proposed_at).desc(), ProposalRow.id))
    return tuple(value_of(Proposal, row) for row in rows)


def find_proposal(session: Session, workspace: str, owner_id: str, proposal_id: str) -> tuple[Proposal, int] | None:
    """Return a house's act for two people with its version, None: there is none."""
    row = session.get(ProposalRow, (workspace, proposal_id))
    return None if row is None or row.owner_id != owner_id else (value_of(Proposal, row), row.seq)
