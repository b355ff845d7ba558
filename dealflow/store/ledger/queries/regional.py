"""Regional programmes for the house that runs them, and what the holder of a teller's address sees."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, select

from dealflow.domain.people.access import Viewer
from dealflow.domain.regional.programmes import Programme, RegionPlan, SupportedFirm
from dealflow.domain.regional.reports import QuarterReport, TellerAddress
from dealflow.store.ledger.queries.visibility import in_books
from dealflow.store.ledger.tables.regional import (
    ProgrammeRow,
    QuarterReportRow,
    RegionPlanRow,
    SupportedFirmRow,
    TellerAddressRow,
)

_FEW: Final = 200
"""So many are fetched by their ids; of more all are."""


def programmes(session: Session, workspace: str, viewer: Viewer) -> tuple[tuple[Programme, int], ...]:
    """Return the programmes of the viewer's house with their versions."""
    mine = in_books(viewer, col(ProgrammeRow.owner_id))
    query = select(ProgrammeRow).where(ProgrammeRow.workspace == workspace, mine).order_by(ProgrammeRow.id)
    return tuple((row.programme, row.seq) for row in session.exec(query))


def plans(session: Session, workspace: str, viewer: Viewer, programme_id: str) -> tuple[tuple[RegionPlan, int], ...]:
    """Return the plans of a programme of the viewer's house with their versions."""
    mine = in_books(viewer, col(RegionPlanRow.owner_id))
    own = (RegionPlanRow.workspace == workspace, RegionPlanRow.programme_id == programme_id, mine)
    return tuple(
        (row.plan, row.seq) for row in session.exec(select(RegionPlanRow).where(*own).order_by(col(RegionPlanRow.id)))
    )


def firms(session: Session, workspace: str, viewer: Viewer, programme_id: str) -> tuple[tuple[SupportedFirm, int], ...]:
    """Return the firms of a programme of the viewer's house, those taken off the list too, with their versions."""
    query = select(col(SupportedFirmRow.firm), col(SupportedFirmRow.seq)).where(
        *_firms(workspace, viewer, programme_id)
    )
    return tuple((firm, seq) for firm, seq in session.exec(query.order_by(col(SupportedFirmRow.id))))


def firm(
    session: Session, workspace: str, viewer: Viewer, programme_id: str, firm_id: str
) -> tuple[SupportedFirm, int] | None:
    """Return one firm of a programme of the viewer's house with its version; None: there is none."""
    query = select(col(SupportedFirmRow.firm), col(SupportedFirmRow.seq)).where(
        *_firms(workspace, viewer, programme_id)
    )
    return session.exec(query.where(SupportedFirmRow.id == firm_id)).first()


def _firms(workspace: str, viewer: Viewer, programme_id: str) -> tuple[ColumnElement[bool], ...]:
    own = (col(SupportedFirmRow.workspace) == workspace, col(SupportedFirmRow.programme_id) == programme_id)
    return (*own, in_books(viewer, col(SupportedFirmRow.owner_id)))


def addresses(
    session: Session, workspace: str, viewer: Viewer, programme_id: str
) -> tuple[tuple[TellerAddress, int], ...]:
    """Return the addresses of a programme of the viewer's house with their versions."""
    mine = in_books(viewer, col(TellerAddressRow.owner_id))
    own = (TellerAddressRow.workspace == workspace, TellerAddressRow.programme_id == programme_id, mine)
    query = (
        select(col(TellerAddressRow.address), col(TellerAddressRow.seq)).where(*own).order_by(col(TellerAddressRow.id))
    )
    return tuple((address, seq) for address, seq in session.exec(query))


def report_versions(session: Session, workspace: str, viewer: Viewer, programme_id: str) -> dict[str, int]:
    """Return the versions of everything that was told to a programme of the viewer's house, by report."""
    query = select(col(QuarterReportRow.id), col(QuarterReportRow.seq)).where(
        *_reports(workspace, viewer, programme_id)
    )
    return dict(session.exec(query.order_by(col(QuarterReportRow.id))).all())


def reports(
    session: Session, workspace: str, viewer: Viewer, programme_id: str, only: Collection[str] | None = None
) -> tuple[QuarterReport, ...]:
    """Return what was told to a programme of the viewer's house: all of it, or ``only`` the reports of some ids."""
    query = select(col(QuarterReportRow.report)).where(*_reports(workspace, viewer, programme_id))
    if only is not None and len(only) <= _FEW:
        query = query.where(col(QuarterReportRow.id).in_(sorted(only)))
    return tuple(session.exec(query.order_by(col(QuarterReportRow.id))))


def _reports(workspace: str, viewer: Viewer, programme_id: str) -> tuple[ColumnElement[bool], ...]:
    own = (col(QuarterReportRow.workspace) == workspace, col(QuarterReportRow.programme_id) == programme_id)
    return (*own, in_books(viewer, col(QuarterReportRow.owner_id)))


def report(session: Session, workspace: str, viewer: Viewer, report_id: str) -> tuple[QuarterReport, int] | None:
    """Return one report to the viewer's house with its version; None: there is none."""
    mine = in_books(viewer, col(QuarterReportRow.owner_id))
    query = select(QuarterReportRow).where(
        QuarterReportRow.workspace == workspace, QuarterReportRow.id == report_id, mine
    )
    row = session.exec(query).first()
    return None if row is None else (row.report, row.seq)


def address_of_link(session: Session, workspace: str, teller_id: str) -> TellerAddress | None:
    """Return an address by the id that stands in it: the secret is checked by whoever asks."""
    query = select(TellerAddressRow).where(TellerAddressRow.workspace == workspace, TellerAddressRow.id == teller_id)
    row = session.exec(query).first()
    return None if row is None else row.address


def reports_of_teller(session: Session, workspace: str, teller_id: str) -> tuple[tuple[QuarterReport, int], ...]:
    """Return what one teller told, with its versions; nobody else's."""
    query = select(QuarterReportRow).where(
        QuarterReportRow.workspace == workspace, QuarterReportRow.teller_id == teller_id
    )
    return tuple((row.report, row.seq) for row in session.exec(query.order_by(col(QuarterReportRow.id))))
