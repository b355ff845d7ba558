"""A fictional operator's case through the real ledger: an investment approved and paid, ready to be recommended."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from dealflow.actions.investment import deals, funds, sessions, voting
from dealflow.actions.pipeline import engagements
from dealflow.actions.platform.context import Acting, Looking
from dealflow.actions.platform.workspace import Workspace
from dealflow.actions.tips import eligibility_facts, operators
from dealflow.actions.tips.operators import Designation
from dealflow.domain.investment.committee import Appointment, Ballot, Fund, PassRule, SessionKind, VotingRule
from dealflow.domain.investment.deal_terms import FundLine, Instrument, Payment, Terms
from dealflow.domain.people.access import Viewer
from dealflow.domain.pipeline.funnel import NewEngagement
from dealflow.domain.tips.eligibility_facts import KeptFact
from dealflow.domain.tips.operators import Allotment, OperatorKind
from tests.actions.conftest import AT

PAID_ON = date(2026, 3, 9)
ON = date(2026, 3, 30)
LATER = AT + timedelta(days=29)
PRICE = 33_700
GRANTED = {
    "sme_certificate": "제0000-00호(가상)",
    "grant_won": "3,000,000,000",
    "grant_months": "36",
    "equity_match_won": "0",
}
EXCLUDED = ("participation_ban", "tax_national", "tax_local", "default", "closure", "debt_ratio", "impaired")


def invested(ws: Workspace, viewer: Viewer, company: str, shares: int, *, number: int = 1) -> str:
    """An investment of the viewer's house that the committee approved, with so many shares paid; returns its id."""
    house = viewer.organisation_id
    rule = VotingRule((1, 2), PassRule.MAJORITY)
    wanted = Fund("", "", f"{house} 조합(가상)", "", mother_fund_backed=False, voters=(viewer.person_id,), rule=rule)
    known = {fund.name_ko: fund for fund in funds.funds(Looking(ws, viewer))}
    fund = known.get(wanted.name_ko) or funds.keep_fund(Acting(ws, viewer, AT), wanted)
    opened = engagements.open_engagement(
        Acting(ws, viewer, AT), NewEngagement(company_id=company, investor_id=house, track="vc")
    )
    agreed = Terms(
        instrument=Instrument.RCPS,
        lines=(FundLine(fund.id, max(1_000_000_000, shares * PRICE)),),
        price_won=PRICE,
        issued_shares=1_000_000,
        diluted_shares=1_000_000,
        par_won=500,
    )
    deals.set_terms(Acting(ws, viewer, AT), opened, agreed)
    called_at = AT - timedelta(minutes=number)
    appointment = Appointment(AT, "부산", f"제{number}회 투심")
    session = sessions.convene(Acting(ws, viewer, called_at), SessionKind.MAIN, appointment)
    item = sessions.table_item(Acting(ws, viewer, AT), session, engagement_id=opened, fund_id=fund.id)
    voting.vote(Acting(ws, viewer, AT), session, item, Ballot.FOR)
    sessions.resolve(Acting(ws, viewer, AT), session, item)
    paid = Payment("", fund.id, "", shares * PRICE, shares, PRICE, Instrument.RCPS, PAID_ON, contract_on=PAID_ON)
    deals.pay(Acting(ws, viewer, LATER), opened, paid)
    return opened


def tips(
    ws: Workspace, viewer: Viewer, company: str, joined: str | None, *, confirmed: bool = True, label: str = ""
) -> str:
    """The operator's engagement of the same company, the investment it is joined to confirmed; returns its id."""
    opened = engagements.open_engagement(
        Acting(ws, viewer, AT),
        NewEngagement(
            company_id=company, investor_id=viewer.organisation_id, track="tips", round_label=label, stage="tech_review"
        ),
    )
    if joined is not None:
        deals.join(Acting(ws, viewer, AT), opened, joined)
    if joined is not None and confirmed:
        engagements.move(Acting(ws, viewer, LATER), opened, "pre_invested")
    return opened


def designated(ws: Workspace, viewer: Viewer, slots: int = 2, until: date | None = date(2028, 12, 31)) -> str:
    """A general operator with slots for 2026; returns its id."""
    wanted = Designation("제0호(가상)", OperatorKind.GENERAL, date(2026, 1, 1), until)
    operator = operators.designate(Acting(ws, viewer, AT), wanted)
    year = Allotment("SCALEUP_TIPS", date(2026, 1, 1), date(2026, 12, 31), slots)
    operators.allot(Acting(ws, viewer, AT), operator, year)
    return operator


def proved(ws: Workspace, viewer: Viewer, company: str, *, at: datetime = AT) -> None:
    """Everything noted that rules that block ask of the company."""
    for fact, value in GRANTED.items():
        until = date(2026, 12, 31) if fact == "sme_certificate" else None
        eligibility_facts.keep(
            Acting(ws, viewer, at), company, KeptFact(fact, value, valid_to=until), proof="사본(가상)"
        )
    for kind in EXCLUDED:
        eligibility_facts.keep(
            Acting(ws, viewer, at), company, KeptFact(f"exclusions.{kind}", "false", as_of=date(2026, 2, 20))
        )
