"""Companies as records: made by hand, noted, reached, merged, taken apart, put away."""

from __future__ import annotations

from datetime import timedelta

import pytest

from dealflow.actions.claims import company_matching, intake
from dealflow.actions.companies import companies, company_merge, company_profile, contacts, new_company, proposals
from dealflow.actions.companies.new_company import NewCompany
from dealflow.actions.pipeline import engagements
from dealflow.actions.platform.context import Acting, Looking
from dealflow.actions.platform.workspace import Workspace
from dealflow.domain.claims.company import Card, CompanyDetails, CompanyProfile
from dealflow.domain.people.access import Audience, Viewer
from dealflow.domain.pipeline.funnel import NewEngagement
from dealflow.errors import ChangedMeanwhileError, InvalidInputError, NotAllowedError, NotFoundError
from dealflow.store.ledger import journal, replay_audit
from dealflow.store.ledger.queries import companies as company_queries
from tests.actions.conftest import AT, Bring, Cast, claim

CARD = Card("이서연(가상)", "대표이사", "010-0000-0000", "ceo@example.com", "전시회에서 만남")
PROFILE = CompanyProfile("referral", "비전 검사 장비", "gaon.example.com/about", ("제조AI", "재심사"), "series a")


def acting(ws: Workspace, viewer: Viewer, minutes: int = 0) -> Acting:
    return Acting(ws, viewer, AT + timedelta(minutes=minutes))


def added(ws: Workspace, viewer: Viewer, name: str, minutes: int = 0) -> str:
    return new_company.add_company(acting(ws, viewer, minutes), new_company.NewCompany(CompanyDetails(name)))


def listed(ws: Workspace, viewer: Viewer, **wanted: object) -> set[str]:
    filters = companies.CompanyFilter(**wanted)  # type: ignore[arg-type]  # a test's shorthand
    return {row.company.name for row in companies.companies(Looking(ws, viewer), filters)}


def problem(error: pytest.ExceptionInfo[InvalidInputError]) -> object:
    return error.value.parameters["problem"]


def test_a_company_is_made_by_hand_with_all_that_is_known_of_it(ws: Workspace, cast: Cast) -> None:
    new = new_company.NewCompany(
        CompanyDetails("가온비전(가상)", region="경남"),
        PROFILE,
        (contacts.Person(CARD), contacts.Person(Card("박도현(가상)"), is_referrer=True), contacts.Person(Card(""))),
    )
    company_id = new_company.add_company(acting(ws, cast.anna), new)
    record = companies.company(Looking(ws, cast.adam), company_id)
    assert record.noted.profile == CompanyProfile(
        "referral", "비전 검사 장비", "https://gaon.example.com/about", ("제조AI", "재심사"), "Series A"
    )
    assert [(contact.card.name, contact.is_referrer) for contact in record.contacts] == [
        ("이서연(가상)", False),
        ("박도현(가상)", True),
    ]
    assert [line.kind for line in record.timeline].count("contact_kept") == 2
    assert listed(ws, cast.adam, tag="제조AI") == listed(ws, cast.adam, source="referral") == {"가온비전(가상)"}
    assert listed(ws, cast.adam, text="검사 장비") == {"가온비전(가상)"}
    assert listed(ws, cast.adam, tag="없음") == set()


def test_a_name_that_is_known_is_told_and_taken_only_when_said_to_be_another(ws: Workspace, cast: Cast) -> None:
    added(ws, cast.anna, "가온비전(가상)")
    near = new_company.namesakes(Looking(ws, cast.anna), "㈜가온비젼(가상)")
    assert [(same.company.name, same.why, same.is_sure) for same in near] == [("가온비전(가상)", "similar_name", False)]
    same_number = new_company.namesakes(Looking(ws, cast.anna), "다른 이름", "0000000003")
    assert [(same.company.id, same.why) for same in same_number] == [(cast.shared_company, "biz_reg_no")]
    with pytest.raises(InvalidInputError) as told:
        added(ws, cast.anna, "주식회사 가온비전 (가상)")
    assert problem(told) == "known_company"
    again = new_company.NewCompany(CompanyDetails("주식회사 가온비전 (가상)"))
    new_company.add_company(acting(ws, cast.anna, 1), again, is_another=True)
    assert len(listed(ws, cast.anna, text="가온")) == 2
    added(ws, cast.bora, "가온비전(가상)")  # what another house found is never betrayed


@pytest.mark.parametrize(
    ("profile", "why"),
    [
        (CompanyProfile(source="dream"), "unknown"),
        (CompanyProfile(website="javascript:alert(1)"), "no_web_address"),
        (CompanyProfile(website="https://a@b.example.com"), "no_web_address"),
        (CompanyProfile(tags=("가" * 31,)), "too_long"),
        (CompanyProfile(tags=tuple(str(number) for number in range(13))), "too_many"),
    ],
)
def test_what_cannot_be_noted_is_told_and_nothing_is_made(
    ws: Workspace, cast: Cast, profile: CompanyProfile, why: str
) -> None:
    with pytest.raises(InvalidInputError) as told:
        new_company.add_company(acting(ws, cast.anna), new_company.NewCompany(CompanyDetails("하늘온(가상)"), profile))
    assert problem(told) == why
    assert listed(ws, cast.anna, text="하늘온") == set()


@pytest.mark.parametrize("card", [Card(" "), Card("a", email="nobody"), Card("a", phone="call me")])
def test_a_card_without_a_name_or_with_no_way_to_reach_anybody_is_refused(
    ws: Workspace, cast: Cast, card: Card
) -> None:
    with pytest.raises(InvalidInputError):
        contacts.add_contact(acting(ws, cast.anna), cast.shared_company, contacts.Person(card))
    assert contacts.contacts(Looking(ws, cast.anna), cast.shared_company) == ()


def test_what_a_house_notes_and_whom_it_knows_no_other_house_is_shown(ws: Workspace, cast: Cast) -> None:
    company_profile.keep_profile(acting(ws, cast.anna), cast.shared_company, PROFILE)
    kept = contacts.add_contact(acting(ws, cast.anna), cast.shared_company, contacts.Person(CARD))
    for other in (cast.bora, cast.organiser, cast.admin):
        record = companies.company(Looking(ws, other), cast.shared_company)
        assert (record.noted.profile, record.contacts) == (CompanyProfile(), ())
        assert {line.kind for line in record.timeline} == {"company_registered"}
        assert listed(ws, other, tag="제조AI") == set()
        with pytest.raises(NotFoundError):
            contacts.change_contact(acting(ws, other), kept, contacts.Person(CARD))
        with pytest.raises(NotFoundError):
            contacts.destroy_contact(acting(ws, other), kept)
    assert companies.company(Looking(ws, cast.guest), cast.shared_company).contacts == ()
    with pytest.raises(NotAllowedError):
        contacts.contacts(Looking(ws, cast.guest), cast.shared_company)


def test_a_contact_is_changed_as_it_was_seen_and_destroyed_for_good(ws: Workspace, cast: Cast) -> None:
    kept = contacts.add_contact(acting(ws, cast.anna), cast.shared_company, contacts.Person(CARD))
    contacts.change_contact(acting(ws, cast.adam), kept, contacts.Person(Card("이서윤(가상)")), seen=1)
    with pytest.raises(ChangedMeanwhileError):
        contacts.change_contact(acting(ws, cast.anna), kept, contacts.Person(CARD), seen=1)
    contacts.destroy_contact(acting(ws, cast.anna), kept)
    assert contacts.contacts(Looking(ws, cast.anna), cast.shared_company) == ()
    with ws.ledger.read() as session:
        payloads = [recorded.event for recorded in journal.events_after(session, ws.name, 0, 1000)]
        replay_audit.require_replayed_tables(session, ws.name)
    assert not any("이서" in repr(event) for event in payloads)


def test_a_shared_company_is_named_by_organisers_and_by_the_house_that_entered_it_alone(
    ws: Workspace, cast: Cast, bring: Bring
) -> None:
    for other in (cast.anna, cast.bora, cast.admin):
        with pytest.raises(NotAllowedError):
            companies.amend_company(acting(ws, other), cast.shared_company, CompanyDetails("x(가상)"))
        assert not companies.company(Looking(ws, other), cast.shared_company).is_kept
    companies.amend_company(acting(ws, cast.organiser), cast.shared_company, CompanyDetails("다온로보(가상)"))
    deck_id = bring(cast.anna, "e.pdf", audience=Audience.EVENT)
    entered = intake.confirm_company(acting(ws, cast.anna), deck_id, new=CompanyDetails("새온(가상)"))
    assert not companies.company(Looking(ws, cast.bora), entered).is_kept
    companies.amend_company(acting(ws, cast.adam), entered, CompanyDetails("새온테크(가상)"))


def test_put_away_means_out_of_the_lists_of_one_house(ws: Workspace, cast: Cast) -> None:
    company_profile.shelve(acting(ws, cast.anna), cast.shared_company, is_archived=True)
    assert listed(ws, cast.adam) == set()
    assert listed(ws, cast.adam, is_archived=True) == listed(ws, cast.bora) == {"다온로보틱스(가상)"}
    company_profile.keep_profile(acting(ws, cast.anna), cast.shared_company, PROFILE)
    company_profile.shelve(acting(ws, cast.adam), cast.shared_company, is_archived=False)
    assert listed(ws, cast.anna) == {"다온로보틱스(가상)"}
    with pytest.raises(NotAllowedError):
        company_profile.shelve(acting(ws, cast.viewer_a), cast.shared_company, is_archived=True)


def test_of_two_merged_companies_everything_is_found_at_the_one_that_stays(
    ws: Workspace, cast: Cast, bring: Bring
) -> None:
    going = added(ws, cast.anna, "다온로보틱(가상)")
    deck_id = bring(cast.anna, "a.pdf", (claim("one", 120),), company_id=going)
    opened = engagements.open_engagement(acting(ws, cast.anna), NewEngagement(going, "a", "vc"))
    contacts.add_contact(acting(ws, cast.anna), going, contacts.Person(CARD))
    company_profile.keep_profile(acting(ws, cast.anna), going, PROFILE)
    company_merge.merge(acting(ws, cast.anna), going, cast.shared_company, seen=1)
    record = companies.company(Looking(ws, cast.anna), cast.shared_company, on=AT.date())
    assert [deck.id for deck in record.decks] == [deck_id]
    assert len(record.claims) == 1
    assert [row.engagement.id for row in record.engagements] == [opened]
    assert [contact.card for contact in record.contacts] == [CARD]
    assert record.noted.profile.tags == ("제조AI", "재심사")
    assert [company.name for company in record.merged] == ["다온로보틱(가상)"]
    assert {line.kind for line in record.timeline} >= {"company_merged", "deck_received", "engagement_opened"}
    assert listed(ws, cast.anna) == {"다온로보틱스(가상)"}
    assert companies.company(Looking(ws, cast.anna), going).company.id == cast.shared_company  # old links lead on
    later = bring(cast.anna, "b.pdf", company_id=going)
    assert {deck.id for deck in companies.company(Looking(ws, cast.anna), cast.shared_company).decks} == {
        deck_id, later
    }  # fmt: skip
    # what others see is as it was
    other = companies.company(Looking(ws, cast.bora), cast.shared_company)
    assert (other.decks, other.merged, [line.kind for line in other.timeline]) == ((), (), ["company_registered"])


def test_taking_a_merge_back_gives_each_its_own_again(ws: Workspace, cast: Cast, bring: Bring) -> None:
    first, second, third = (added(ws, cast.anna, name) for name in ("하나(가상)", "둘온(가상)", "세온(가상)"))
    decks = {company: bring(cast.anna, f"{company}.pdf", company_id=company) for company in (first, second, third)}
    company_merge.merge(acting(ws, cast.anna, 1), first, second)
    company_merge.merge(acting(ws, cast.anna, 2), second, third)
    assert {deck.id for deck in companies.company(Looking(ws, cast.anna), third).decks} == set(decks.values())
    company_merge.unmerge(acting(ws, cast.adam, 3), second)
    assert {deck.id for deck in companies.company(Looking(ws, cast.anna), third).decks} == {decks[third]}
    assert {deck.id for deck in companies.company(Looking(ws, cast.anna), first).decks} == {
        decks[first],
        decks[second],
    }
    company_merge.unmerge(acting(ws, cast.anna, 4), first)
    for company in (first, second, third):
        assert [deck.id for deck in companies.company(Looking(ws, cast.anna), company).decks] == [decks[company]]
    with pytest.raises(InvalidInputError) as told:
        company_merge.unmerge(acting(ws, cast.anna, 5), first)
    assert problem(told) == "not_merged"
    with ws.ledger.read() as session:
        replay_audit.require_replayed_tables(session, ws.name)


def test_a_merged_company_that_comes_back_under_its_old_name_is_known(ws: Workspace, cast: Cast) -> None:
    details = CompanyDetails("하늘온비전(가상)", "Haneul", "124-81-00998", "부산", "기계")
    going = new_company.add_company(acting(ws, cast.anna), NewCompany(details))
    stays = added(ws, cast.anna, "누리온(가상)")
    company_merge.merge(acting(ws, cast.anna), going, stays)
    (same,) = new_company.namesakes(Looking(ws, cast.anna), "㈜하늘온비전(가상)")
    assert (same.company.id, same.is_sure) == (stays, True)
    with pytest.raises(InvalidInputError) as told:
        added(ws, cast.anna, "Haneul")
    assert problem(told) == "known_company"
    with ws.ledger.read() as session:
        known = company_queries.listed(session, ws.name, cast.anna)
    assert company_matching.same_name("하늘온비전(가상)", known) == next(firm for firm in known if firm.id == stays)
    assert listed(ws, cast.anna, text="하늘온비전") == {"누리온(가상)"}
    assert new_company.namesakes(Looking(ws, cast.bora), "하늘온비전(가상)") == ()
    # what only the merged one knew of itself is offered, one tap each
    record = companies.company(Looking(ws, cast.anna), stays)
    offered = {proposal.field: proposal for proposal in proposals.proposals(record)}
    assert {field.value: proposal.value for field, proposal in offered.items()} == {
        "name_en": "Haneul", "region": "부산", "biz_reg_no": "124-81-00998", "sector": "기계",
    }  # fmt: skip
    for proposal in offered.values():
        proposals.confirm(acting(ws, cast.anna, 1), stays, proposal)
    after = companies.company(Looking(ws, cast.anna), stays)
    assert (after.company.biz_reg_no, after.company.region, proposals.proposals(after)) == ("124-81-00998", "부산", ())
    company_merge.unmerge(acting(ws, cast.anna, 2), going)
    (again,) = new_company.namesakes(Looking(ws, cast.anna), "하늘온비전(가상)")
    assert again.company.id == going


def test_what_may_not_be_merged_is_refused_in_words(ws: Workspace, cast: Cast, bring: Bring) -> None:
    own = added(ws, cast.anna, "하늘온(가상)")
    for going, into, why in (
        (own, own, "merge_same"),
        (cast.shared_company, own, "merge_not_yours"),
    ):
        with pytest.raises(InvalidInputError) as told:
            company_merge.merge(acting(ws, cast.anna), going, into)
        assert problem(told) == why
    with pytest.raises(NotFoundError):
        company_merge.merge(acting(ws, cast.bora), own, cast.shared_company)
    twin = companies.register_company(acting(ws, cast.organiser, 1), CompanyDetails("다온로봇(가상)"))
    engagements.open_engagement(acting(ws, cast.bora), NewEngagement(twin, "b", "vc"))
    with pytest.raises(InvalidInputError) as told:
        company_merge.merge(acting(ws, cast.organiser), twin, cast.shared_company)
    assert problem(told) == "merge_others"
    with pytest.raises(InvalidInputError) as told:  # the company's guest has an account there
        company_merge.merge(acting(ws, cast.organiser), cast.shared_company, twin)
    assert problem(told) == "merge_at_events"
    bring(cast.anna, "e.pdf", company_id=own, audience=Audience.EVENT)
    engagements.open_engagement(acting(ws, cast.bora), NewEngagement(own, "b", "vc"))
    with pytest.raises(InvalidInputError) as told:
        company_merge.merge(acting(ws, cast.anna), own, cast.shared_company)
    assert problem(told) == "merge_others"
    with pytest.raises(NotAllowedError):
        company_merge.merge(acting(ws, cast.viewer_a), own, cast.shared_company)


def test_a_deck_that_was_filed_wrongly_goes_to_another_company_and_back(
    ws: Workspace, cast: Cast, bring: Bring
) -> None:
    deck_id = bring(cast.anna, "a.pdf", (claim("one", 120),), company_id=cast.shared_company, round_label="Seed")
    filed = company_merge.refile(acting(ws, cast.anna), deck_id, new=CompanyDetails("하늘온(가상)"))
    assert companies.company(Looking(ws, cast.anna), cast.shared_company).decks == ()
    record = companies.company(Looking(ws, cast.anna), filed.now_at)
    assert ([deck.round_label for deck in record.decks], len(record.claims)) == (["Seed"], 1)
    back = company_merge.refile(
        acting(ws, cast.anna, 1), deck_id, company_id=filed.company_id, round_label=filed.round_label
    )
    assert (back.company_id, back.now_at) == (filed.now_at, cast.shared_company)
    with pytest.raises(NotFoundError):
        company_merge.refile(acting(ws, cast.bora), deck_id, company_id=cast.shared_company)
