"""The tables of regional programmes: plans, supported firms, addresses, quarterly figures; private to their house."""

from __future__ import annotations

from sqlalchemy import Index
from sqlmodel import Field

from dealflow.domain.regional.programmes import Programme, RegionPlan, SupportedFirm
from dealflow.domain.regional.reports import QuarterReport, TellerAddress
from dealflow.store.ledger.columns import kept_as
from dealflow.store.ledger.tables.journal import Row


class ProgrammeRow(Row, table=True):
    """A programme."""

    __tablename__ = "regional_programme"

    workspace: str = Field(primary_key=True)
    id: str = Field(primary_key=True)
    owner_id: str
    programme: Programme = kept_as("programme_json", Programme)
    seq: int


class RegionPlanRow(Row, table=True):
    """What is planned for a region's year."""

    __tablename__ = "region_plan"
    __table_args__ = (Index("ix_region_plan_programme", "workspace", "programme_id"),)

    workspace: str = Field(primary_key=True)
    id: str = Field(primary_key=True)
    programme_id: str
    owner_id: str
    plan: RegionPlan = kept_as("plan_json", RegionPlan)
    seq: int


class SupportedFirmRow(Row, table=True):
    """A firm that a region supported."""

    __tablename__ = "supported_firm"
    __table_args__ = (Index("ix_supported_firm_programme", "workspace", "programme_id"),)

    workspace: str = Field(primary_key=True)
    id: str = Field(primary_key=True)
    programme_id: str
    owner_id: str
    firm: SupportedFirm = kept_as("firm_json", SupportedFirm, remembered=5_000)
    seq: int


class TellerAddressRow(Row, table=True):
    """The address by which an office or a firm tells its figures."""

    __tablename__ = "teller_address"
    __table_args__ = (Index("ix_teller_address_programme", "workspace", "programme_id"),)

    workspace: str = Field(primary_key=True)
    id: str = Field(primary_key=True)
    programme_id: str
    owner_id: str
    address: TellerAddress = kept_as("address_json", TellerAddress, remembered=5_000)
    seq: int


class QuarterReportRow(Row, table=True):
    """What an office or a firm told of a quarter; ``proof_sha256`` is empty where it showed nothing."""

    __tablename__ = "quarter_report"
    __table_args__ = (
        Index("ix_quarter_report_programme", "workspace", "programme_id", "year", "quarter"),
        Index("ix_quarter_report_teller", "workspace", "teller_id"),
    )

    workspace: str = Field(primary_key=True)
    id: str = Field(primary_key=True)
    programme_id: str
    owner_id: str
    teller_id: str
    year: int
    quarter: int
    proof_sha256: str
    proof_bytes: int
    report: QuarterReport = kept_as("report_json", QuarterReport, remembered=20_000)
    seq: int
