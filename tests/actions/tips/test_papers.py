"""The papers R3 to R11: owed by what is in the books, pre-filled, filed and locked; contacts never kept."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from dealflow.actions.companies import contacts
from dealflow.actions.companies.contacts import Person
from dealflow.actions.home import deadlines
from dealflow.actions.investment import deals
from dealflow.actions.notes import documents
from dealflow.actions.notes.documents import DocumentEntry
from dealflow.actions.platform.context import Acting, Looking
from dealflow.actions.platform.workspace import Workspace
from dealflow.actions.tips import filings, papers
from dealflow.actions.tips.papers import Paper
from dealflow.domain.claims.company import Card
from dealflow.domain.investment.committee import Fund
from dealflow.domain.investment.deal_terms import Payment
from dealflow.domain.pipeline.deadlines import DeadlineKind
from dealflow.domain.tips.filings import FilingState
from dealflow.domain.tips.papers import Occasion, occasion_due
from dealflow.domain.values.korean_days import korean_day
from dealflow.errors import FilingIncompleteError, FilingLockedError, InvalidInputError, NotAllowedError, NotFoundError
from dealflow.reports.tips import filing_sheet
from tests.actions.conftest import AT, Cast
from tests.actions.investment.test_sessions import HELD, approved, engagement, fund, terms

__all__ = ["engagement", "fund"]

LATER = HELD + timedelta(days=120)
TODAY = korean_day(LATER)


def values(paper: Paper) -> dict[str, str]:
    return {entry.field.id: entry.value for entry in paper.entries if entry.value}


def paid(ws: Workspace, cast: Cast, engagement: str, fund: Fund) -> None:
    """The fund pays on a contract after its committee said yes."""
    approved(ws, cast, engagement, fund)
    on = korean_day(HELD) + timedelta(days=3)
    price = terms(fund).price_won
    figure = (1_000, price) if price else (15_000, 133_333)
    payment = Payment("", fund.id, "", figure[0] * figure[1], figure[0], figure[1], terms(fund).instrument, on,
                      contract_on=on)  # fmt: skip
    deals.pay(Acting(ws, cast.anna, LATER), engagement, payment)


def by_report(ws: Workspace, cast: Cast) -> dict[str, list[Paper]]:
    found: dict[str, list[Paper]] = {}
    for paper in papers.papers(Looking(ws, cast.anna), on=TODAY):
        found.setdefault(paper.sheet.id, []).append(paper)
    return found


def test_a_payment_owes_a_contract_a_registration_and_its_quarters(
    ws: Workspace, cast: Cast, engagement: str, fund: Fund
) -> None:
    assert papers.papers(Looking(ws, cast.anna), on=TODAY) == ()
    paid(ws, cast, engagement, fund)
    found = by_report(ws, cast)
    assert sorted(found) == ["r3", "r4", "r6"]
    (contract,) = found["r3"]
    assert values(contract)["share_kind"] == "신주"
    assert values(contract)["contract"].startswith("계약일 2026-03-12, 조건 v1")
    assert values(contract)["contract_won"] == "2000000000"
    assert contract.due is None
    assert [field.id for field in contract.missing] == ["due_on", "contract_file"]
    # paid on 12 March, looked at on 7 July: the quarters that ended on 31 March and 30 June, due on the 7th after
    assert sorted((paper.owed.about, paper.due) for paper in found["r6"]) == [
        ("2026-Q1", date(2026, 4, 7)), ("2026-Q2", date(2026, 7, 7))
    ]  # fmt: skip
    (registration,) = found["r4"]
    assert registration.due == date(2026, 2, 27)
    due = [line for line in deadlines.deadlines(Looking(ws, cast.anna), on=TODAY)
           if line.deadline.kind is DeadlineKind.PAPER]  # fmt: skip
    assert sorted(line.deadline.label for line in due) == ["r4:", "r6:2026-Q1", "r6:2026-Q2"]


def test_a_contract_is_filed_once_its_file_lies_in_the_books_and_is_locked_once_received(
    ws: Workspace, cast: Cast, engagement: str, fund: Fund
) -> None:
    paid(ws, cast, engagement, fund)
    acting = Acting(ws, cast.anna, LATER)
    (contract,) = by_report(ws, cast)["r3"]
    which = (contract.subject_id, "r3")
    filings.keep_values(acting, which, {"due_on": "2026-03-20"}, seen=0)
    with pytest.raises(FilingIncompleteError):
        filings.file_report(acting, which)
    entry = DocumentEntry(cast.shared_company, "contract", engagement)
    documents.put(acting, "투자계약서(가상).pdf", b"%PDF-1.4 contract", entry)
    filings.file_report(acting, which)
    filings.note_receipt(acting, which)
    with pytest.raises(FilingLockedError):
        filings.keep_values(acting, which, {"due_on": "2026-03-21"})
    (filed,) = by_report(ws, cast)["r3"]
    assert (filed.state, filed.files[0].file_name) == (FilingState.RECEIVED, "투자계약서(가상).pdf")
    filings.begin_anew(acting, which)
    (anew,) = by_report(ws, cast)["r3"]
    assert (anew.state, values(anew)["due_on"]) == (FilingState.NOT_FILED, "2026-03-20")
    assert filing_sheet.as_xlsx(anew, "ko")[:2] == b"PK"


def test_a_contact_is_shown_on_the_registration_and_never_kept_with_it(
    ws: Workspace, cast: Cast, engagement: str, fund: Fund
) -> None:
    paid(ws, cast, engagement, fund)
    acting = Acting(ws, cast.anna, LATER)
    card = Card("이모의(가상)", phone="000-0000-0001", email="a@b.invalid")
    contacts.add_contact(acting, cast.shared_company, Person(card))
    (paper,) = by_report(ws, cast)["r4"]
    which = (paper.subject_id, "r4")
    assert values(paper)["contact_name"] == "이모의(가상)"
    with pytest.raises(InvalidInputError):
        filings.keep_values(acting, which, {"contact_name": "누구(가상)"})
    typed = {
        "country": "대한민국", "corporate_number": "000000-0000001", "founded_on": "2019-03-01", "industry": "로봇",
        "product": "조립 로봇", "address": "가상로 0", "fiscal_month": "12",
    }  # fmt: skip
    filings.keep_values(acting, which, typed)
    filings.file_report(acting, which)
    (paper,) = by_report(ws, cast)["r4"]
    assert paper.filing is not None
    assert not {"contact_name", "contact_phone", "contact_email"} & set(dict(paper.filing.values))
    assert values(paper)["contact_phone"] == "000-0000-0001"


def test_a_general_meeting_is_reported_ten_business_days_before_and_two_after(
    ws: Workspace, cast: Cast, fund: Fund
) -> None:
    # by hand: Monday 16 March 2026; ten business days before is Friday 27 February (2 March is a substitute holiday)
    held = date(2026, 3, 16)
    assert occasion_due(Occasion.MEETING_PLAN, held, ws.calendar) == date(2026, 2, 27)
    assert occasion_due(Occasion.MEETING_RESULT, held, ws.calendar) == date(2026, 3, 18)
    assert occasion_due(Occasion.HALF_YEAR, held, ws.calendar) is None
    acting = Acting(ws, cast.anna, AT)
    subject = papers.begin_occasion(acting, fund.id, Occasion.MEETING_PLAN, held)
    paper = papers.paper(acting, subject, "r7", on=TODAY)
    assert (values(paper)["occasion"], values(paper)["fund"], paper.due) == (
        "meeting_plan", fund.name_ko, date(2026, 2, 27)
    )  # fmt: skip
    with pytest.raises(InvalidInputError):
        papers.begin_occasion(acting, fund.id, Occasion.MEETING_PLAN, held)
    filings.keep_values(acting, (subject, "r7"), {"content": "정기총회 개최(가상)"})
    filings.file_report(acting, (subject, "r7"))
    assert papers.paper(acting, subject, "r7", on=TODAY).state is FilingState.FILED


def test_papers_are_the_houses_own(ws: Workspace, cast: Cast, engagement: str, fund: Fund) -> None:
    paid(ws, cast, engagement, fund)
    (contract,) = by_report(ws, cast)["r3"]
    assert papers.papers(Looking(ws, cast.bora), on=TODAY) == ()
    with pytest.raises(NotFoundError):
        papers.paper(Looking(ws, cast.bora), contract.subject_id, "r3", on=TODAY)
    with pytest.raises(NotAllowedError):
        papers.begin_occasion(Acting(ws, cast.viewer_a, AT), fund.id, Occasion.OTHER, TODAY)
    with pytest.raises(NotFoundError):
        papers.begin_occasion(Acting(ws, cast.bora, AT), fund.id, Occasion.OTHER, TODAY)


def test_a_payment_names_the_file_that_shows_it_and_no_other_houses(
    ws: Workspace, cast: Cast, engagement: str, fund: Fund
) -> None:
    paid(ws, cast, engagement, fund)
    acting = Acting(ws, cast.anna, LATER)
    entry = DocumentEntry(cast.shared_company, "payment_proof", engagement)
    file = documents.put(acting, "납입증명(가상).pdf", b"%PDF-1.4 proof", entry)
    (payment,) = deals.deal(acting, engagement).deal.payments
    with pytest.raises(NotFoundError):
        deals.prove_payment(acting, engagement, payment.id, "nothing")
    with pytest.raises(NotFoundError):
        deals.prove_payment(acting, engagement, "nothing", file)
    deals.prove_payment(acting, engagement, payment.id, file)
    assert deals.deal(acting, engagement).deal.payments == (replace(payment, document_id=file),)
    documents.withdraw(acting, file)
    with pytest.raises(NotFoundError):
        deals.prove_payment(acting, engagement, payment.id, file)
    deals.prove_payment(acting, engagement, payment.id, "")
    assert deals.deal(acting, engagement).deal.payments == (payment,)
    assert ws.warehouse.rebuild() == ws.ledger.position()
