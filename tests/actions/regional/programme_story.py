"""A fictional programme through the real ledger: two regions' plans, firms, an office's and a firm's address."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal

from dealflow.actions.platform.context import Acting
from dealflow.actions.platform.workspace import Workspace
from dealflow.actions.regional import collecting, firms, programmes, telling
from dealflow.actions.regional.telling import HandedIn
from dealflow.catalogue.regional_programme import regional_defaults
from dealflow.domain.regional.programmes import Programme, RegionPlan, SupportedFirm
from dealflow.domain.regional.quarters import Quarter
from dealflow.domain.regional.reports import Figure
from tests.actions.conftest import Cast

NOW = datetime(2026, 5, 4, 9, 0, tzinfo=UTC)
FIRST = Quarter(2026, 1)
PROOF = b"%PDF-1.4 \xea\xb0\x80"


@dataclass(frozen=True)
class Story:
    """What was set up: the programme, a firm, and the addresses of that firm and of its region's office."""

    programme_id: str
    firm_id: str
    office_id: str
    secrets: dict[str, str]

    def path(self, teller_id: str) -> str:
        return f"/figures/{teller_id}/{self.secrets[teller_id]}"


def begun(ws: Workspace, cast: Cast) -> Story:
    """A programme of five regions and three years with plans of 2026 and two firms of Gyeongnam."""
    acting, usual = Acting(ws, cast.organiser, NOW), regional_defaults()
    programme_id = programmes.keep_programme(
        acting,
        Programme(
            "", "", "지역 AI 대전환(가상)", "Regional AX (Fictional)", 2025, 2027, usual.regions, usual.funds,
            usual.indicators, usual.due_days,
        ),
    )  # fmt: skip
    budget = (("national", 600), ("local", 300), ("own", 100))
    targets = (("revenue", Decimal(1_000)),)
    programmes.keep_plan(
        acting, RegionPlan(programme_id, "", "gyeongnam", 2026, budget, (100, 200, 300, 400), 2, targets)
    )
    ids = [
        firms.keep_firm(
            acting,
            SupportedFirm("", programme_id, "", "gyeongnam", 2026, f"도입기업{n}(가상)", sector="기계",
                          grant_won=n * 50, adopted="AI 비전검사", adopted_on=date(2026, 2, n)),
        )
        for n in (1, 2)
    ]  # fmt: skip
    office = f"{programme_id}-gyeongnam"
    return Story(programme_id, ids[0], office, collecting.issue_addresses(acting, programme_id, [office, ids[0]]))


def told(ws: Workspace, story: Story, teller_id: str, *, proof: bytes = b"", **figures: int) -> None:
    """Hand figures of the first quarter in by the address."""
    handed = HandedIn(
        FIRST, tuple(Figure(name, Decimal(value)) for name, value in figures.items()), "참고(가상)", proof
    )
    telling.tell(ws, teller_id, story.secrets[teller_id], handed, at=NOW)
