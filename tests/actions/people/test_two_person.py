"""Acts for two people: refused to one alone, tried as they are entered, done when another confirms."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from dealflow.actions.investment import deals, two_person_payments
from dealflow.actions.notices import gathering, preferences, told
from dealflow.actions.people import absences, house_settings, people, second_waiting, two_person
from dealflow.actions.platform.context import Acting, Looking
from dealflow.actions.platform.workspace import Workspace
from dealflow.actions.tips import operators, two_person_recommendations
from dealflow.actions.tips.two_person_recommendations import Asked
from dealflow.domain.investment.committee import Fund
from dealflow.domain.notices.preferences import NoticeKind, Preferences
from dealflow.domain.people.absences import Absence
from dealflow.domain.people.access import Role, Viewer
from dealflow.domain.people.house import CHOSEN_ACTS, HouseSettings, TwoPersonAct
from dealflow.errors import DealflowError, InvalidInputError, NotAllowedError, NotFoundError, PaymentBlockedError
from dealflow.reports.notices.letters import Writer
from dealflow.store.ledger import journal, replay_audit
from dealflow.store.ledger.queries import notices as queries
from tests.actions.conftest import AT, Cast, cast, person, stage, ws
from tests.actions.investment.test_deals import HELD, approved, engagement, fund, payment
from tests.actions.tips.test_operators import LATER, ON, ready

__all__ = ["cast", "engagement", "fund", "ready", "stage", "ws"]


def wants_two(ws: Workspace, house: str) -> None:
    house_settings.keep(Acting(ws, people.SYSTEM, AT), HouseSettings(CHOSEN_ACTS), organisation_id=house)


def refusal(caught: pytest.ExceptionInfo[InvalidInputError]) -> tuple[object, object]:
    return caught.value.parameters["field"], caught.value.parameters["problem"]


def test_a_payment_is_made_once_a_second_person_confirms_it(
    ws: Workspace, cast: Cast, engagement: str, fund: Fund
) -> None:
    approved(ws, cast, engagement, fund)
    wants_two(ws, "a")
    anna, adam = Acting(ws, cast.anna, HELD), Acting(ws, cast.adam, HELD + timedelta(hours=1))
    with pytest.raises(InvalidInputError) as caught:
        deals.pay(anna, engagement, payment(fund))
    assert refusal(caught) == ("second_person", "needed")
    waits = two_person_payments.propose(anna, engagement, payment(fund))
    assert deals.deal(Looking(ws, cast.anna), engagement).deal.paid_won == 0
    with pytest.raises(InvalidInputError):
        two_person_payments.propose(anna, engagement, payment(fund))  # the same once more
    with pytest.raises(InvalidInputError) as caught:
        two_person_payments.confirm(anna, waits)
    assert refusal(caught) == ("proposal", "same_person")
    for viewer, error in ((cast.viewer_a, NotAllowedError), (cast.bora, NotFoundError)):
        with pytest.raises(error):
            two_person_payments.confirm(Acting(ws, viewer, HELD), waits)
    two_person_payments.confirm(adam, waits)
    assert deals.deal(Looking(ws, cast.anna), engagement).deal.paid_won == 1_999_995_000
    with pytest.raises(InvalidInputError):
        two_person_payments.confirm(adam, waits)
    with pytest.raises(InvalidInputError):
        deals.pay(Acting(ws, cast.adam, adam.at + timedelta(days=1)), engagement, payment(fund))
    with ws.ledger.read() as session:
        told = [
            (one.event.kind, one.actor)
            for one in journal.events_after(session, ws.name, 0, 10_000)
            if one.event.kind in {"act_proposed", "act_settled", "payment_made"}
        ]
        replay_audit.require_replayed_tables(session, ws.name)
    assert told == [("act_proposed", "anna"), ("act_settled", "adam"), ("payment_made", "adam")]


def test_what_would_be_refused_is_refused_to_whoever_enters_it(
    ws: Workspace, cast: Cast, engagement: str, fund: Fund
) -> None:
    wants_two(ws, "a")
    before = ws.ledger.position()
    with pytest.raises(PaymentBlockedError):
        two_person_payments.propose(Acting(ws, cast.anna, HELD), engagement, payment(fund))
    assert ws.ledger.position() == before
    assert two_person.waiting(Looking(ws, cast.anna)) == ()


def test_a_declined_act_is_not_done_and_its_maker_may_take_it_back(
    ws: Workspace, cast: Cast, engagement: str, fund: Fund
) -> None:
    approved(ws, cast, engagement, fund)
    wants_two(ws, "a")
    acting = Acting(ws, cast.anna, HELD)
    two_person.decline(acting, two_person_payments.propose(acting, engagement, payment(fund)))
    assert two_person_payments.waiting(Looking(ws, cast.adam), engagement) == ()
    assert deals.deal(Looking(ws, cast.anna), engagement).deal.paid_won == 0
    later = Acting(ws, cast.anna, HELD + timedelta(minutes=1))
    waits = two_person_payments.propose(later, engagement, payment(fund))
    assert [one.proposal.id for one in two_person_payments.waiting(Looking(ws, cast.adam), engagement)] == [waits]
    assert two_person.waiting(Looking(ws, cast.bora)) == ()


def test_a_recommendation_waits_for_a_second_person(ws: Workspace, cast: Cast, ready: str) -> None:
    wants_two(ws, "b")
    second: Viewer = person(ws, "ben", "b", Role.OPERATOR)
    asked, acting = Asked(ON, "2026년 공고 확인 예정(가상)"), Acting(ws, cast.bora, LATER)
    with pytest.raises(InvalidInputError) as caught:
        operators.recommend(acting, ready, on=ON, confirmation=asked.confirmation)
    assert refusal(caught) == ("second_person", "needed")
    with pytest.raises(DealflowError):
        two_person_recommendations.propose(acting, ready, Asked(ON))  # unconfirmed in writing
    waits = two_person_recommendations.propose(acting, ready, asked)
    assert [one for _, one in two_person_recommendations.waiting(Looking(ws, second))] == [asked]
    later = Acting(ws, second, LATER + timedelta(minutes=1))
    assert two_person_recommendations.confirm(later, waits).confirmation == asked.confirmation
    (view,) = operators.operators(Looking(ws, second), on=ON)
    assert len(view.operator.recommendations) == 1


def test_what_waits_is_told_to_who_may_confirm_it_and_its_end_to_who_entered_it(
    ws: Workspace, cast: Cast, engagement: str, fund: Fund
) -> None:
    approved(ws, cast, engagement, fund)
    wants_two(ws, "a")
    everybody = (cast.anna, cast.adam, cast.viewer_a, cast.bora)
    for viewer in everybody:
        address = f"{viewer.person_id}@example.test"
        preferences.keep(Acting(ws, viewer, HELD), Preferences(address=address, digest_hour=None))
    gathering.gather(ws, at=HELD)

    def told_to(viewer: Viewer, at: datetime) -> list[tuple[str, str, str]]:
        gathering.gather(ws, at=at)
        with ws.ledger.read() as session:
            notices = [it for it in queries.waiting_notices(session, ws.name) if it.person_id == viewer.person_id]
        lines = told.lines(Looking(ws, viewer), notices, at=at)
        return [(line.detail, line.page, line.who) for line in lines if line.kind is NoticeKind.SECOND]

    waits = two_person_payments.propose(Acting(ws, cast.anna, HELD), engagement, payment(fund))
    waiting = [len(second_waiting.for_second(Looking(ws, viewer))) for viewer in everybody]
    assert waiting == [0, 1, 0, 0]
    assert [told_to(viewer, HELD) for viewer in everybody] == [[], [("payment", "deal", "anna(가상)")], [], []]
    later = HELD + timedelta(hours=1)
    two_person_payments.confirm(Acting(ws, cast.adam, later), waits)
    assert [told_to(viewer, later) for viewer in everybody] == [[("confirmed", "deal", "adam(가상)")], [], [], []]
    assert second_waiting.for_second(Looking(ws, cast.adam)) == ()


def test_a_days_digest_names_what_waits_for_a_second_person(
    ws: Workspace, cast: Cast, engagement: str, fund: Fund
) -> None:
    approved(ws, cast, engagement, fund)
    wants_two(ws, "a")
    two_person_payments.propose(Acting(ws, cast.anna, HELD), engagement, payment(fund))
    digests = [told.digest(Looking(ws, who), at=HELD, since=HELD) for who in (cast.adam, cast.anna, cast.bora)]
    assert [len(digest.seconds) for digest in digests] == [1, 0, 0]
    text = Writer("https://deals.example.kr").digest(digests[0], "ko").text
    assert "납입 확인 대기 · anna(가상)" in text
    assert f"https://deals.example.kr/deal?engagement={engagement}&view=money" in text


def test_two_people_are_wanted_for_less_and_deputies_named_for_others_by_two_people_alone(
    ws: Workspace, cast: Cast
) -> None:
    """One administrator of a house takes its rule back no more, and makes nobody vote for a colleague alone."""
    keeper, anna = person(ws, "hana", "a", Role.HOUSE_ADMIN), Acting(ws, cast.anna, HELD)
    acting = Acting(ws, keeper, HELD)
    house_settings.keep(acting, HouseSettings(CHOSEN_ACTS))  # more is one person's word
    for fewer in ((), (TwoPersonAct.PAYMENT,)):
        with pytest.raises(InvalidInputError) as caught:
            house_settings.keep(acting, HouseSettings(fewer))
        assert refusal(caught) == ("second_person", "needed")
    assert house_settings.keep_or_propose(acting, HouseSettings((TwoPersonAct.PAYMENT,), officer="준법팀"))
    kept = house_settings.settings(Looking(ws, keeper))
    assert (kept.two_person, kept.officer) == (CHOSEN_ACTS, "준법팀")
    (waits,) = two_person.waiting(Looking(ws, cast.anna), TwoPersonAct.RULES)
    assert [one.proposal.id for one in second_waiting.for_second(Looking(ws, cast.anna))] == [waits.id]
    with pytest.raises(InvalidInputError) as caught:
        house_settings.confirm_rules(acting, waits.id)
    assert refusal(caught) == ("proposal", "same_person")
    for viewer in (cast.viewer_a, cast.bora, cast.admin):
        with pytest.raises(DealflowError):
            house_settings.confirm_rules(Acting(ws, viewer, HELD), waits.id)
    house_settings.confirm_rules(anna, waits.id)
    assert house_settings.settings(Looking(ws, keeper)).two_person == (TwoPersonAct.PAYMENT,)

    away = Absence("", "", "adam", ON, ON, "hana")
    with pytest.raises(InvalidInputError) as caught:
        absences.keep(acting, "adam", ON, ON, delegate_id="hana")
    assert refusal(caught) == ("second_person", "needed")
    named = absences.propose(acting, away)
    with pytest.raises(InvalidInputError):
        absences.confirm(acting, named)
    with pytest.raises(InvalidInputError):
        house_settings.confirm_rules(anna, named)  # another kind of act
    absences.confirm(anna, named)
    assert [(one.person_id, one.delegate_id) for one in absences.absences(Looking(ws, keeper))] == [("adam", "hana")]
    absences.keep(anna, "anna", ON, ON, delegate_id="vera")  # one's own deputy is one's own word
    with ws.ledger.read() as session:
        replay_audit.require_replayed_tables(session, ws.name)
