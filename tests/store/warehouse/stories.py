"""Small histories to be told event by event, whose figures can be counted by hand."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime

from dealflow.domain.claims.claims import Claim, ClaimStatus, Evidence, ReviewReason, Scope
from dealflow.domain.claims.events import CompanyRegistered
from dealflow.domain.claims.page import Box
from dealflow.domain.people.access import OrganisationKind, Role
from dealflow.domain.people.events import IrEventRegistered, OrganisationRegistered, PersonRegistered
from dealflow.domain.values.event import Event
from dealflow.domain.values.period import Period
from dealflow.domain.values.quantity import Quantity
from dealflow.store.ledger.database import Ledger
from tests.store.histories import Step
from tests.store.histories import write as append

DAWN = datetime(2099, 3, 2, 0, 0, tzinfo=UTC)
FIRMS = ("vc_a", "vc_b", "organiser")
COMPANIES = ("c1", "c2", "c3")
REGIONS = ("부산", "경남", "울산")


def beginning() -> list[Event]:
    """Return the organisations, their people, the IR event and the companies that every story begins with."""
    firms = [
        OrganisationRegistered(each, f"{each} (가상)", f"{each} (Fictional)", OrganisationKind.VC) for each in FIRMS
    ]
    people = [PersonRegistered(f"p_{each}", each, Role.ANALYST) for each in FIRMS]
    day = IrEventRegistered("day", "organiser", "[모의] IR", "[Mock] IR", date(2099, 5, 1))
    companies = [
        CompanyRegistered(each, f"{each} (가상)", region=region, sector=sector, is_demo=True)
        for each, region, sector in zip(COMPANIES, REGIONS, ("vision", "predictive", "vision"), strict=True)
    ]
    return [*firms, *people, day, *companies]


def claim(claim_id: str, quantity: Quantity, *, page: int = 1, period: Period | None = None) -> Claim:
    """Return a claim with one box round its value."""
    return Claim(
        id=claim_id,
        metric="revenue",
        quantity=quantity,
        evidence=(Evidence(page, (Box(10.0, 20.0, 60.0, 32.5),), (), "매출 153억원"),),
        label="매출",
        scope=Scope.COMPANY,
        status=ClaimStatus.ACTUAL,
        period=period,
        confidence=0.9,
        review_reasons=(ReviewReason.UNIT_FROM_HEADER,),
        extractor="test-1",
    )


@dataclass(frozen=True)
class Told:
    """One event to append, and when."""

    event: Event
    ts: datetime = DAWN


def write(ledger: Ledger, *told: Told) -> None:
    """Append the events to the ledger in one transaction."""
    with ledger.write() as session:
        append(session, ledger.workspace, [Step(one.event, "p", one.ts) for one in told])
