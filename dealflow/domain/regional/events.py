"""What can happen to a regional programme: each record is kept whole, and every change of it stands in the journal."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from dealflow.domain.regional.programmes import Programme, RegionPlan, SupportedFirm
from dealflow.domain.regional.reports import QuarterReport, TellerAddress


@dataclass(frozen=True, slots=True)
class ProgrammeKept:
    """A programme was set up or changed."""

    kind: ClassVar[str] = "regional_programme_kept"
    programme: Programme

    @property
    def stream(self) -> str:
        """Return the stream that orders events like this one."""
        return f"regional_programme:{self.programme.id}"


@dataclass(frozen=True, slots=True)
class RegionPlanKept:
    """A region's year was planned, or planned anew."""

    kind: ClassVar[str] = "region_plan_kept"
    plan: RegionPlan

    @property
    def stream(self) -> str:
        """Return the stream that orders events like this one."""
        return f"region_plan:{self.plan.id}"


@dataclass(frozen=True, slots=True)
class SupportedFirmKept:
    """A firm was listed, changed, taken off the list or put back."""

    kind: ClassVar[str] = "supported_firm_kept"
    firm: SupportedFirm

    @property
    def stream(self) -> str:
        """Return the stream that orders events like this one."""
        return f"supported_firm:{self.firm.id}"


@dataclass(frozen=True, slots=True)
class TellerAddressKept:
    """An office or a firm got an address to tell its figures by; an earlier one opens no more."""

    kind: ClassVar[str] = "teller_address_kept"
    address: TellerAddress

    @property
    def stream(self) -> str:
        """Return the stream that orders events like this one."""
        return f"teller_address:{self.address.id}"


@dataclass(frozen=True, slots=True)
class QuarterReportKept:
    """Figures of a quarter were handed in, sent back, or confirmed."""

    kind: ClassVar[str] = "quarter_report_kept"
    report: QuarterReport

    @property
    def stream(self) -> str:
        """Return the stream that orders events like this one."""
        return f"quarter_report:{self.report.id}"


RegionalEvent = ProgrammeKept | RegionPlanKept | SupportedFirmKept | TellerAddressKept | QuarterReportKept
