"""The people of a house: invited, let go, taken back; who may do it, and what ends with whoever leaves."""

from __future__ import annotations

from datetime import timedelta

import pytest

from dealflow.actions.companies import companies
from dealflow.actions.home import calendar_feed
from dealflow.actions.investment import funds, session_views, sessions
from dealflow.actions.people import accounts, api_tokens, people, staff
from dealflow.actions.people.leaving import LeftBehind
from dealflow.actions.people.staff import Invitation
from dealflow.actions.pipeline import engagements
from dealflow.actions.platform.context import Acting, Looking
from dealflow.actions.platform.workspace import Workspace
from dealflow.domain.claims.company import CompanyDetails
from dealflow.domain.investment.committee import Appointment, Fund, SessionKind, VotingRule
from dealflow.domain.people.access import OrganisationKind, Role, Viewer
from dealflow.domain.people.people import NewOrganisation
from dealflow.domain.pipeline.funnel import NewEngagement
from dealflow.errors import DealflowError, InvalidInputError, NotAllowedError, NotFoundError
from tests.actions.conftest import AT, Cast, person

LATER = AT + timedelta(days=1)


@pytest.fixture
def hana(ws: Workspace, cast: Cast) -> Viewer:
    """The administrator of firm A."""
    assert cast.anna
    return person(ws, "hana", "a", Role.HOUSE_ADMIN)


def opened_deal(ws: Workspace, cast: Cast) -> str:
    new = NewEngagement(company_id=cast.shared_company, investor_id="a", track="vc", assignee_id="adam")
    return engagements.open_engagement(Acting(ws, cast.anna, AT), new)


def test_whoever_leaves_holds_no_token_and_no_calendar_and_gets_none_back(
    ws: Workspace, cast: Cast, hana: Viewer
) -> None:
    token = api_tokens.make(Acting(ws, cast.adam, AT), "보고")
    feed = calendar_feed.new_address(Acting(ws, cast.adam, AT))
    staff.let_go(Acting(ws, hana, LATER), "adam")
    for opens in (
        lambda: api_tokens.viewer_of(ws, token, at=LATER),
        lambda: calendar_feed.feed(ws, feed, on=LATER.date()),
    ):
        with pytest.raises(NotFoundError):
            opens()
    staff.take_back(Acting(ws, hana, LATER), "adam", "adam@gana.example")
    assert people.viewer_of(ws, "adam") == cast.adam
    for opens in (
        lambda: api_tokens.viewer_of(ws, token, at=LATER),
        lambda: calendar_feed.feed(ws, feed, on=LATER.date()),
    ):
        with pytest.raises(NotFoundError):
            opens()


def test_the_question_counts_what_a_person_has_in_the_own_house_only(ws: Workspace, cast: Cast, hana: Viewer) -> None:
    engagement = opened_deal(ws, cast)
    api_tokens.make(Acting(ws, cast.adam, AT), "보고")
    fund = Fund("", "", "가상 1호", "", mother_fund_backed=False, voters=("adam", "anna"), rule=VotingRule())
    fund = funds.keep_fund(Acting(ws, cast.anna, AT), fund)
    session = sessions.convene(
        Acting(ws, cast.anna, AT), SessionKind.PRELIMINARY, Appointment(LATER, "", "예비투심(가상)")
    )
    sessions.table_item(Acting(ws, cast.anna, AT), session, engagement_id=engagement, fund_id=fund.id)
    assert staff.leaves_behind(Looking(ws, hana), "adam", at=LATER) == LeftBehind(1, 1, 1, has_feed=False, sittings=0)
    other_house = staff.leaves_behind(Looking(ws, cast.admin), "adam", at=LATER)
    assert (other_house.deals, other_house.votes, other_house.tokens) == (None, None, 1)


def test_whoever_left_is_chosen_for_nothing_new_and_keeps_what_they_have(
    ws: Workspace, cast: Cast, hana: Viewer
) -> None:
    engagement = opened_deal(ws, cast)
    staff.let_go(Acting(ws, hana, LATER), "adam")
    assert "adam" not in {known.id for known in people.colleagues(ws, "a")}
    assert [known.id for known in people.colleagues(ws, "a", frozenset({"adam"}))][-1] == "adam"
    acting = Acting(ws, cast.anna, LATER)
    engagements.set_next_step(acting, engagement, step="자료 요청", due=None, assignee_id="adam")
    engagements.set_next_step(acting, engagement, step="자료 요청", due=None, assignee_id="anna")
    with pytest.raises(InvalidInputError, match="assignee"):
        engagements.set_next_step(acting, engagement, step="자료 요청", due=None, assignee_id="adam")
    assert {known.id: known.name for known in people.people(ws)}["adam"] == "adam(가상)"


def test_a_vote_begins_without_those_who_left(ws: Workspace, cast: Cast, hana: Viewer) -> None:
    engagement = opened_deal(ws, cast)
    acting = Acting(ws, cast.anna, LATER)
    fund = Fund("", "", "가상 1호", "", mother_fund_backed=False, voters=("adam", "anna"), rule=VotingRule())
    fund = funds.keep_fund(acting, fund)
    session = sessions.convene(acting, SessionKind.PRELIMINARY, Appointment(LATER, "", "예비투심(가상)"))
    staff.let_go(Acting(ws, hana, LATER), "adam")
    sessions.table_item(acting, session, engagement_id=engagement, fund_id=fund.id)
    ((_, item),) = session_views.tabled(acting, engagement)
    assert item.voters == ("anna",)
    staff.let_go(Acting(ws, hana, LATER), "anna")
    other = sessions.convene(
        Acting(ws, hana, LATER), SessionKind.PRELIMINARY, Appointment(LATER, "", "다음 예비투심(가상)")
    )
    with pytest.raises(InvalidInputError, match="voter"):
        sessions.table_item(Acting(ws, hana, LATER), other, engagement_id=engagement, fund_id=fund.id)


def test_a_house_administrator_looks_after_the_own_house_and_raises_nobody_above_themselves(
    ws: Workspace, cast: Cast, hana: Viewer
) -> None:
    acting = Acting(ws, hana, AT)
    assert {member.person.organisation_id for member in staff.members(acting)} == {"a"}
    assert staff.invite(acting, Invitation("새 심사역(가상)", "new@gana.example", "a", Role.ANALYST))
    tries = (
        lambda: staff.invite(acting, Invitation("x", "x@x.example", "b", Role.ANALYST)),
        lambda: staff.invite(acting, Invitation("x", "x@x.example", "a", Role.ADMIN)),
        lambda: staff.change_role(acting, "hana", Role.ADMIN),
        lambda: staff.let_go(acting, "bora"),
        lambda: staff.reset(acting, "bora"),
        lambda: staff.end_sittings(acting, "bora"),
        lambda: staff.leaves_behind(acting, "bora", at=AT),
        lambda: staff.change_organisation(acting, "b", NewOrganisation("x", "", OrganisationKind.VC)),
        lambda: staff.let_go(Acting(ws, cast.anna, AT), "adam"),
    )
    for attempt in tries:
        with pytest.raises(NotAllowedError):
            attempt()
    assert accounts.account(ws, "bora") is None


def test_a_house_administrator_never_becomes_the_installations_by_a_new_password(ws: Workspace, cast: Cast) -> None:
    """The installation's administrator is of firm B, as this one is."""
    hani = person(ws, "hani", "b", Role.HOUSE_ADMIN)
    accounts.set_password(ws, "root", "root@other.example", "새벽 네 시의 부산역 3번 출구", at=AT)
    acting = Acting(ws, hani, AT)
    tries = (
        lambda: staff.reset(acting, "root"),
        lambda: staff.drop_second_factor(acting, "root"),
        lambda: staff.change_role(acting, "root", Role.VIEWER),
        lambda: staff.let_go(acting, "root"),
        lambda: staff.take_back(acting, "root", "hani@other.example"),
    )
    for attempt in tries:
        with pytest.raises(NotAllowedError):
            attempt()
    assert people.viewer_of(ws, "root") == cast.admin
    assert staff.reset(Acting(ws, cast.admin, AT), "hani" if accounts.account(ws, "hani") else "root")


def test_the_last_administrator_stays(ws: Workspace, cast: Cast) -> None:
    for attempt in (
        lambda: staff.let_go(Acting(ws, cast.admin, AT), "root"),
        lambda: staff.change_role(Acting(ws, cast.admin, AT), "root", Role.ANALYST),
    ):
        with pytest.raises(DealflowError, match="last_admin"):
            attempt()


def test_a_guest_is_invited_by_who_keeps_the_company_so_that_nobody_makes_one_to_look_into_it(
    ws: Workspace, cast: Cast, hana: Viewer
) -> None:
    def invitation(house: str, company_id: str) -> Invitation:
        return Invitation("대표(가상)", f"ceo@{house}.example", house, Role.COMPANY_GUEST, company_id)

    with pytest.raises(InvalidInputError) as refused:
        staff.invite(Acting(ws, hana, AT), invitation("a", cast.shared_company))
    assert refused.value.parameters["problem"] == "kept_by_others"
    with pytest.raises(NotFoundError):
        staff.invite(Acting(ws, hana, AT), invitation("a", "no such company"))
    office = person(ws, "otto", "o", Role.HOUSE_ADMIN)
    assert staff.invite(Acting(ws, office, AT), invitation("o", cast.shared_company))
    found = companies.register_company(Acting(ws, cast.anna, AT), CompanyDetails("하늘온(가상)"))
    assert staff.invite(Acting(ws, hana, AT), invitation("a", found))
