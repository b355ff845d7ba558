"""What the events of regional programmes change in the current tables."""

from __future__ import annotations

from dealflow.domain.regional.events import (
    ProgrammeKept,
    QuarterReportKept,
    RegionPlanKept,
    SupportedFirmKept,
    TellerAddressKept,
)
from dealflow.store.ledger.projections.dispatch import keeps
from dealflow.store.ledger.tables.regional import (
    ProgrammeRow,
    QuarterReportRow,
    RegionPlanRow,
    SupportedFirmRow,
    TellerAddressRow,
)

keeps(ProgrammeKept, ProgrammeRow, of="programme")
keeps(RegionPlanKept, RegionPlanRow, of="plan")
keeps(SupportedFirmKept, SupportedFirmRow, of="firm")
keeps(TellerAddressKept, TellerAddressRow, of="address")
keeps(QuarterReportKept, QuarterReportRow, of="report")
