"""What was known of a company's figures on a day, and what its page says of it first."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest

from dealflow.actions.claims import intake, review
from dealflow.actions.companies import companies, company_profile, proposals
from dealflow.actions.companies.company_summary import summary
from dealflow.actions.companies.figures_then import KnownThen, figures_then
from dealflow.actions.pipeline import engagements
from dealflow.actions.platform.context import Acting, Looking
from dealflow.actions.platform.workspace import Workspace, commit, record
from dealflow.domain.claims.claims import Claim, ClaimStatus, Evidence, ReviewState, Scope
from dealflow.domain.claims.company import CompanyDetails, CompanyProfile
from dealflow.domain.claims.deck import Submission
from dealflow.domain.claims.events import DeckRead
from dealflow.domain.people.access import Viewer
from dealflow.domain.pipeline.funnel import NewEngagement
from dealflow.domain.values.event import By
from dealflow.domain.values.period import Period, PeriodKind
from dealflow.domain.values.quantity import Quantity, Unit
from dealflow.errors import NotFoundError
from tests.actions.conftest import AT, Cast

WEEK = timedelta(days=7)


def stated(name: str, metric: str, value: int | str, *, year: int | None = None) -> Claim:
    is_text = isinstance(value, str)
    quantity = Quantity(Unit.TEXT, text=value) if isinstance(value, str) else Quantity(Unit.KRW, Decimal(value))
    period = Period(PeriodKind.YEAR, str(year), date(year, 1, 1), date(year, 12, 31)) if year else None
    status = ClaimStatus.UNKNOWN if is_text else ClaimStatus.ACTUAL
    evidence = (Evidence(1, (), (), str(value)),)
    return Claim(name, metric, quantity, evidence, metric, Scope.COMPANY, status, period=period, confidence=0.9)


def brought(ws: Workspace, viewer: Viewer, company_id: str, at: datetime, *claims: Claim) -> str:
    name = f"{at:%m%d}.pdf"
    received = intake.receive(
        Acting(ws, viewer, at), file_name=name, data=name.encode(), submission=Submission(company_id=company_id)
    )
    event = DeckRead(received.deck_id, "test", "test", ((960.0, 540.0),) * 2, (), claims)
    commit(ws, lambda session: record(ws, session, [event], By("system", at, "worker"), after=1))
    return received.deck_id


def told(then: KnownThen) -> list[tuple[object, ReviewState]]:
    return sorted((view.quantity.value, view.state) for view in then.claims)


def test_a_day_shows_what_had_been_read_and_said_until_then(ws: Workspace, cast: Cast) -> None:
    look = Looking(ws, cast.anna)
    brought(ws, cast.anna, cast.shared_company, AT, stated("one", "revenue", 100, year=2025))
    review.accept(Acting(ws, cast.anna, AT + WEEK), "one")
    brought(ws, cast.anna, cast.shared_company, AT + 2 * WEEK, stated("two", "revenue", 120, year=2025))
    review.reject(Acting(ws, cast.adam, AT + 3 * WEEK), "one")
    day = AT.date()
    then = [told(figures_then(look, cast.shared_company, day + number * WEEK)) for number in range(-1, 4)]
    assert then == [
        [],
        [(Decimal(100), ReviewState.PROPOSED)],
        [(Decimal(100), ReviewState.VERIFIED)],
        [(Decimal(100), ReviewState.VERIFIED), (Decimal(120), ReviewState.PROPOSED)],
        [(Decimal(100), ReviewState.REJECTED), (Decimal(120), ReviewState.PROPOSED)],
    ]
    rivals = figures_then(look, cast.shared_company, day + 2 * WEEK).claims
    assert all(view.rivals for view in rivals)


def test_a_figure_added_by_hand_is_known_from_its_day_and_to_its_house(ws: Workspace, cast: Cast) -> None:
    deck_id = brought(ws, cast.anna, cast.shared_company, AT)
    new = review.NewFigure(page=1, metric="revenue", quantity=Quantity(Unit.KRW, Decimal(7)), quote="7")
    added = review.add(Acting(ws, cast.anna, AT + WEEK), deck_id, new)
    then = figures_then(Looking(ws, cast.anna), cast.shared_company, (AT + WEEK).date())
    assert [view.claim.id for view in then.claims] == [added]
    assert figures_then(Looking(ws, cast.anna), cast.shared_company, AT.date()).claims == ()
    assert figures_then(Looking(ws, cast.bora), cast.shared_company, (AT + WEEK).date()).decks == ()
    with pytest.raises(NotFoundError):
        figures_then(Looking(ws, cast.anna), "nobody", AT.date())


def test_today_is_what_the_record_shows(ws: Workspace, cast: Cast) -> None:
    brought(ws, cast.anna, cast.shared_company, AT, stated("one", "revenue", 100, year=2025))
    review.accept(Acting(ws, cast.anna, AT), "one")
    shown = companies.company(Looking(ws, cast.anna), cast.shared_company).claims
    then = figures_then(Looking(ws, cast.anna), cast.shared_company, (AT + WEEK).date()).claims
    assert [(view.claim, view.state, view.quantity) for view in then] == [
        (view.claim, view.state, view.quantity) for view in shown
    ]


def test_the_summary_says_what_is_there_and_leaves_the_rest_open(ws: Workspace, cast: Cast) -> None:
    empty = summary(companies.company(Looking(ws, cast.anna), cast.shared_company), ws.metrics, on=AT.date())
    assert (empty.about, empty.ask, empty.valuation, empty.headlines, empty.deals) == ("", None, None, (), ())
    brought(
        ws, cast.anna, cast.shared_company, AT,
        stated("a", "revenue", 100, year=2024), stated("b", "revenue", 150, year=2025),
        stated("c", "raise_amount", 30), stated("d", "post_money", 400),
    )  # fmt: skip
    company_profile.keep_profile(
        Acting(ws, cast.anna, AT), cast.shared_company, CompanyProfile(about="로봇 팔", round_label="Seed")
    )
    engagements.open_engagement(Acting(ws, cast.anna, AT + WEEK), NewEngagement(cast.shared_company, "a", "vc"))
    said = summary(companies.company(Looking(ws, cast.anna), cast.shared_company), ws.metrics, on=AT.date())
    assert (said.about, said.round_label, said.ask and said.ask.quantity.value) == ("로봇 팔", "Seed", Decimal(30))
    assert said.valuation is not None
    assert (said.valuation[0], said.valuation[1].quantity.value) == ("post_money", Decimal(400))
    (revenue,) = said.headlines
    assert (revenue.trend, revenue.change) == ((Decimal(100), Decimal(150)), Decimal(50))
    assert said.last_ours is not None
    assert (said.last_ours.kind, said.to_review, len(said.deals)) == ("engagement_opened", 4, 1)


def test_a_valuation_below_the_ask_heads_nothing_until_a_person_confirms_it(ws: Workspace, cast: Cast) -> None:
    ask = replace(stated("ask", "raise_amount", 10_000_000), status=ClaimStatus.TARGET)
    worth = replace(stated("worth", "pre_money", 36_000), status=ClaimStatus.UNKNOWN)
    brought(ws, cast.anna, cast.shared_company, AT, ask, worth)

    def shown() -> tuple[object, ...]:
        said = summary(companies.company(Looking(ws, cast.anna), cast.shared_company), ws.metrics, on=AT.date())
        (row,) = companies.companies(Looking(ws, cast.anna), None, ["pre_money"])
        doubted = [view.claim.id for view in said.doubted]
        return said.ask and said.ask.claim_id, said.valuation and said.valuation[1].claim_id, doubted, [*row.figures]

    assert shown() == ("ask", None, ["worth"], [])
    review.accept(Acting(ws, cast.anna, AT), "worth")
    assert shown() == (None, "worth", ["ask"], ["pre_money"])
    review.accept(Acting(ws, cast.anna, AT), "ask")
    assert shown() == ("ask", "worth", [], ["pre_money"])


def test_what_decks_say_of_empty_fields_is_proposed_and_taken_over_by_one_act(ws: Workspace, cast: Cast) -> None:
    own = companies.register_company(Acting(ws, cast.anna, AT), CompanyDetails("하늘온(가상)"))
    claims = (stated("r", "round", "시리즈 A"), stated("h", "hq_location", "경상남도 창원시"))
    brought(ws, cast.anna, own, AT, *claims)
    offered = proposals.proposals(companies.company(Looking(ws, cast.anna), own))
    assert [(proposal.field.value, proposal.value) for proposal in offered] == [
        ("round", "Series A"),
        ("region", "경남"),
    ]
    for proposal in offered:
        proposals.confirm(Acting(ws, cast.anna, AT), own, proposal)
    record = companies.company(Looking(ws, cast.anna), own)
    assert (record.noted.profile.round_label, record.company.region) == ("Series A", "경남")
    assert proposals.proposals(record) == ()
    brought(ws, cast.bora, cast.shared_company, AT, stated("x", "hq_location", "부산"))
    foreign = companies.company(Looking(ws, cast.bora), cast.shared_company)
    assert proposals.proposals(foreign) == ()  # others keep the region of a shared company
