"""Regional programmes for the house that runs them, and what the holder of a teller's address sees."""

from __future__ import annotations

from sqlmodel import Session, col, select

from dealflow.domain.people.access import Viewer
from dealflow.domain.regional.programmes import Programme, RegionPlan, SupportedFirm
from dealflow.domain.regional.quarters import Quarter
from dealflow.domain.regional.reports import QuarterReport, TellerAddress
from dealflow.store.ledger.queries.visibility import in_books
from dealflow.store.ledger.tables.regional import (
    ProgrammeRow,
    QuarterReportRow,
    RegionPlanRow,
    SupportedFirmRow,
    TellerAddressRow,
)


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
    mine = in_books(viewer, col(SupportedFirmRow.owner_id))
    own = (SupportedFirmRow.workspace == workspace, SupportedFirmRow.programme_id == programme_id, mine)
    return tuple(
        (row.firm, row.seq)
        for row in session.exec(select(SupportedFirmRow).where(*own).order_by(col(SupportedFirmRow.id)))
    )


def addresses(
    session: Session, workspace: str, viewer: Viewer, programme_id: str
) -> tuple[tuple[TellerAddress, int], ...]:
    """Return the addresses of a programme of the viewer's house with their versions."""
    mine = in_books(viewer, col(TellerAddressRow.owner_id))
    own = (TellerAddressRow.workspace == workspace, TellerAddressRow.programme_id == programme_id, mine)
    return tuple(
        (row.address, row.seq)
        for row in session.exec(select(TellerAddressRow).where(*own).order_by(col(TellerAddressRow.id)))
    )


def reports(
    session: Session, workspace: str, viewer: Viewer, programme_id: str, quarter: Quarter | None = None
) -> tuple[tuple[QuarterReport, int], ...]:
    """Return what was told to a programme of the viewer's house, of one quarter or of all, with its versions."""
    mine = in_books(viewer, col(QuarterReportRow.owner_id))
    query = select(QuarterReportRow).where(
        QuarterReportRow.workspace == workspace, QuarterReportRow.programme_id == programme_id, mine
    )
    if quarter is not None:
        query = query.where(QuarterReportRow.year == quarter.year, QuarterReportRow.quarter == quarter.number)
    return tuple((row.report, row.seq) for row in session.exec(query.order_by(col(QuarterReportRow.id))))


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
