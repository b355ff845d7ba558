from __future__ import annotations

from decimal import Decimal

import pytest

from dealflow.actions.claims import intake, review
from dealflow.actions.companies import companies
from dealflow.actions.pipeline import engagements
from dealflow.actions.platform.context import Acting, Looking
from dealflow.actions.platform.workspace import Workspace
from dealflow.domain.claims.claims import ReviewState
from dealflow.domain.claims.company import CompanyDetails
from dealflow.domain.claims.deck import Submission
from dealflow.domain.people.access import Audience
from dealflow.domain.pipeline.funnel import NewEngagement
from dealflow.errors import ChangedMeanwhileError, InvalidInputError, NotAllowedError, NotFoundError
from tests.actions.conftest import AT, Bring, Cast, claim

CUSTOMERS = "customers_count"


def figures(ws: Workspace, cast: Cast, **wanted: bool) -> list[object]:
    rows = companies.companies(Looking(ws, cast.anna), companies.CompanyFilter(**wanted), [CUSTOMERS])
    return [None if CUSTOMERS not in row.figures else row.figures[CUSTOMERS].quantity.value for row in rows]


def test_a_verified_figure_goes_before_a_proposed_one_and_tells_of_its_rival(
    ws: Workspace, cast: Cast, bring: Bring
) -> None:
    deck_id = bring(cast.anna, "a.pdf", (claim("one", 120), claim("two", 40)), company_id=cast.shared_company)
    first, second = (one.claim.id for one in review.claims(Looking(ws, cast.anna), deck_id))
    assert figures(ws, cast, verified_only=True) == [None]
    review.accept(Acting(ws, cast.anna, AT), first)
    (row,) = companies.companies(Looking(ws, cast.anna), None, [CUSTOMERS])
    shown = row.figures[CUSTOMERS]
    assert (shown.claim_id, shown.state, shown.rivals, shown.as_of, shown.page) == (
        first,
        ReviewState.VERIFIED,
        (second,),
        AT.date(),
        1,
    )
    assert (row.decks, row.engagements) == (1, 0)
    review.reject(Acting(ws, cast.anna, AT), first)
    assert figures(ws, cast) == [Decimal(40)]


def test_a_correction_moves_a_figure_to_its_right_metric(ws: Workspace, cast: Cast, bring: Bring) -> None:
    deck_id = bring(cast.anna, "a.pdf", (claim("one", 120, metric="other"),), company_id=cast.shared_company)
    assert figures(ws, cast) == [None]
    (one,) = review.claims(Looking(ws, cast.anna), deck_id)
    said = review.stated(one.claim)
    review.correct(
        Acting(ws, cast.anna, AT),
        one.claim.id,
        said.__class__(CUSTOMERS, said.quantity, said.scope, said.status, said.aggregation, None),
    )
    assert figures(ws, cast) == [Decimal(120)]


def test_another_firms_private_deck_leaves_no_trace_on_the_company(ws: Workspace, cast: Cast, bring: Bring) -> None:
    bring(cast.bora, "b.pdf", (claim("one", 120),), company_id=cast.shared_company)
    engagements.open_engagement(
        Acting(ws, cast.bora, AT), NewEngagement(company_id=cast.shared_company, investor_id="b", track="vc")
    )
    (row,) = companies.companies(Looking(ws, cast.anna), None, [CUSTOMERS])
    assert (row.figures, row.decks, row.engagements) == ({}, 0, 0)
    record = companies.company(Looking(ws, cast.anna), cast.shared_company)
    assert (record.claims, record.decks, record.engagements) == ((), (), ())
    assert [line.kind for line in record.timeline] == ["company_registered"]


def test_the_record_tells_what_happened_newest_first(ws: Workspace, cast: Cast, bring: Bring) -> None:
    deck_id = bring(cast.anna, "a.pdf", (claim("one", 120),), company_id=cast.shared_company)
    opened = engagements.open_engagement(
        Acting(ws, cast.anna, AT), NewEngagement(company_id=cast.shared_company, investor_id="a", track="vc")
    )
    record = companies.company(Looking(ws, cast.adam), cast.shared_company, on=AT.date())
    assert [(line.kind, line.actor_name) for line in record.timeline] == [
        ("engagement_opened", "anna(가상)"),
        ("deck_read", ""),
        ("deck_received", "anna(가상)"),
        ("company_registered", ""),
    ]
    assert record.timeline[1].parameters == {"claims": "1", "pages": "3", "deck_id": deck_id, "file_name": "a.pdf"}
    assert (record.decks[0].id, record.engagements[0].engagement.id, len(record.claims)) == (deck_id, opened, 1)


def test_an_investors_find_is_its_own_and_an_organisers_is_for_everyone(ws: Workspace, cast: Cast) -> None:
    mine = companies.register_company(Acting(ws, cast.anna, AT), CompanyDetails("하늘온(가상)"))
    assert {row.company.id for row in companies.companies(Looking(ws, cast.adam))} == {mine, cast.shared_company}
    for other in (cast.bora, cast.organiser, cast.admin):
        assert {row.company.id for row in companies.companies(Looking(ws, other))} == {cast.shared_company}
        for act in (companies.company, lambda *given: companies.amend_company(*given, CompanyDetails("x(가상)"))):
            with pytest.raises(NotFoundError):
                act(Acting(ws, other, AT), mine)
        with pytest.raises(NotFoundError):
            intake.receive(
                Acting(ws, other, AT), file_name="a.pdf", data=b"one", submission=Submission(company_id=mine)
            )
        with pytest.raises(NotFoundError):
            engagements.open_engagement(
                Acting(ws, other, AT), NewEngagement(company_id=mine, investor_id="b", track="vc")
            )


def test_details_are_changed_by_those_who_may_and_as_they_saw_them(ws: Workspace, cast: Cast, bring: Bring) -> None:
    mine = companies.register_company(Acting(ws, cast.anna, AT), CompanyDetails("하늘온(가상)"))
    companies.amend_company(Acting(ws, cast.adam, AT), mine, CompanyDetails("하늘온AI(가상)", sector="기계"), seen=1)
    with pytest.raises(ChangedMeanwhileError):
        companies.amend_company(Acting(ws, cast.anna, AT), mine, CompanyDetails("다른 이름(가상)"), seen=1)
    now = companies.company(Looking(ws, cast.anna), mine).company
    assert (now.name, now.sector, now.version, now.owner_id) == ("하늘온AI(가상)", "기계", 2, "a")
    bring(cast.anna, "e.pdf", company_id=mine, audience=Audience.EVENT)
    with pytest.raises(NotAllowedError):
        companies.amend_company(Acting(ws, cast.bora, AT), mine, CompanyDetails("x(가상)"))
    with pytest.raises(NotAllowedError):
        companies.register_company(Acting(ws, cast.viewer_a, AT), CompanyDetails("x(가상)"))
    with pytest.raises(InvalidInputError):
        companies.register_company(Acting(ws, cast.anna, AT), CompanyDetails(" "))


def test_a_guest_knows_the_own_company_without_pipeline(ws: Workspace, cast: Cast) -> None:
    companies.register_company(Acting(ws, cast.organiser, AT), CompanyDetails("하늘온(가상)"))
    assert [row.company.id for row in companies.companies(Looking(ws, cast.guest))] == [cast.shared_company]
    assert companies.company(Looking(ws, cast.guest), cast.shared_company).engagements == ()


def test_an_unknown_metric_is_told(ws: Workspace, cast: Cast) -> None:
    with pytest.raises(InvalidInputError):
        companies.companies(Looking(ws, cast.anna), None, ["none"])


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        (companies.CompanyFilter(text="로보"), 1),
        (companies.CompanyFilter(text="없음"), 0),
        (companies.CompanyFilter(region="창원"), 1),
        (companies.CompanyFilter(region="울산"), 0),
        (companies.CompanyFilter(sector="바이오"), 0),
    ],
)
def test_filters_narrow(ws: Workspace, cast: Cast, wanted: companies.CompanyFilter, found: int) -> None:
    assert len(companies.companies(Looking(ws, cast.anna), wanted)) == found
