"""Participants: from the books in one act, confirmed, changed; cards of persons go when nothing needs them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from dealflow.actions.companies import companies
from dealflow.actions.irday.participants import import_from_books, meeting_requests, participants
from dealflow.actions.irday.participants.participants import Attending, Card
from dealflow.actions.irday.programme import day_state, ir_events
from dealflow.actions.platform.context import Acting, Looking
from dealflow.actions.platform.workspace import Workspace
from dealflow.domain.irday.participants.participants import (
    Attendee,
    ConflictOfInterest,
    Interest,
    Participant,
    ParticipantKind,
    ParticipantState,
    Profile,
    Requests,
    Wish,
)
from dealflow.domain.people.access import Audience
from dealflow.domain.people.people import IrEventDetails
from dealflow.domain.values.day_span import Span
from dealflow.errors import ChangedMeanwhileError, InvalidInputError, NotAllowedError
from tests.actions.conftest import AT, Bring, Cast

HELD_ON = date(2026, 3, 9)


@pytest.fixture
def event(ws: Workspace, cast: Cast) -> str:
    return ir_events.register_ir_event(Acting(ws, cast.organiser, AT), IrEventDetails("IR 데이(가상)", "", HELD_ON))


def firm(event: str, name: str, kind: ParticipantKind, **given: object) -> Participant:
    return replace(Participant("", event, kind, ParticipantState.INVITED, name), **given)  # type: ignore[arg-type]  # a test's shorthand


def comes(name: str, attendee: Attendee | None = None) -> Attending:
    return Attending(attendee or Attendee(""), Card("", name, "팀장", "000-0000-0000", "a@example.invalid"))


def test_who_is_in_the_books_takes_part_by_one_act(ws: Workspace, cast: Cast, bring: Bring, event: str) -> None:
    bring(cast.organiser, "a.pdf", company_id=cast.shared_company, ir_event_id=event, audience=Audience.EVENT)
    found = import_from_books.candidates(Looking(ws, cast.organiser), event)
    assert [(one.participant.kind, one.decks) for one in found] == [
        (ParticipantKind.SUPPLIER, 1), (ParticipantKind.VC, 0), (ParticipantKind.OPERATOR, 0),
    ]  # fmt: skip
    ids = [one.participant.id for one in found]
    assert import_from_books.invite(Acting(ws, cast.organiser, AT), event, ids) == 3
    assert import_from_books.invite(Acting(ws, cast.organiser, AT), event, ids) == 0
    assert import_from_books.candidates(Looking(ws, cast.organiser), event) == ()
    supplier = day_state.day_of(Looking(ws, cast.organiser), event).participants[1]
    assert (supplier.pitches, supplier.company_id, supplier.state) == (
        True, cast.shared_company, ParticipantState.INVITED,
    )  # fmt: skip


def test_people_are_named_beside_the_journal_and_forgotten_once_they_do_not_come(
    ws: Workspace, cast: Cast, event: str
) -> None:
    mine = firm(event, "b투자(가상)", ParticipantKind.VC, away=(Span(700, 760), Span(600, 610)))
    one = participants.keep_participant(Acting(ws, cast.organiser, AT), mine, [comes("가"), comes("나")])
    now, version = participants.participant_of(Looking(ws, cast.organiser), one)
    assert (version, now.away, len(now.attendees)) == (1, (Span(600, 610), Span(700, 760)), 2)
    day = day_state.day_of(Looking(ws, cast.organiser), event)
    assert sorted(card.name for card in day.cards.values()) == ["가", "나"]
    stays = next(each for each in now.attendees if day.cards[each.id].name == "나")
    participants.keep_participant(Acting(ws, cast.organiser, AT), now, [comes("나", stays)], seen=1)
    assert [card.name for card in day_state.day_of(Looking(ws, cast.organiser), event).cards.values()] == ["나"]
    with pytest.raises(ChangedMeanwhileError):
        participants.keep_participant(Acting(ws, cast.organiser, AT), replace(now, note="x"), seen=1)


def test_all_cards_are_destroyed_only_after_the_event_and_one_persons_at_any_time(
    ws: Workspace, cast: Cast, event: str
) -> None:
    one = participants.keep_participant(
        Acting(ws, cast.organiser, AT), firm(event, "b투자(가상)", ParticipantKind.VC), [comes("가"), comes("나")]
    )
    first = participants.participant_of(Looking(ws, cast.organiser), one)[0].attendees[0].id
    with pytest.raises(NotAllowedError):
        participants.destroy_cards(Looking(ws, cast.admin), event, [first], at=AT)
    assert participants.destroy_cards(Looking(ws, cast.organiser), event, [first, "nobody"], at=AT) == 1
    with pytest.raises(InvalidInputError):
        participants.destroy_cards(Looking(ws, cast.organiser), event, at=AT)
    assert participants.destroy_cards(Looking(ws, cast.organiser), event, at=AT + timedelta(days=8)) == 1
    assert day_state.day_of(Looking(ws, cast.organiser), event).cards == {}


def test_a_supplier_that_is_confirmed_is_found_in_the_books_or_registered_there(
    ws: Workspace, cast: Cast, event: str
) -> None:
    known = firm(event, "다른 이름", ParticipantKind.SUPPLIER, profile=Profile(biz_reg_no="0000000003"))
    new = firm(event, "(주)새벽봇(가상)", ParticipantKind.SUPPLIER, profile=Profile(region="부산", sector="로봇"))
    ids = [participants.keep_participant(Acting(ws, cast.organiser, AT), one) for one in (known, new)]
    assert participants.set_state(Acting(ws, cast.organiser, AT), ids, ParticipantState.CONFIRMED) == 2
    assert participants.set_state(Acting(ws, cast.organiser, AT), ids, ParticipantState.CONFIRMED) == 0
    first, second = (participants.participant_of(Looking(ws, cast.organiser), one)[0] for one in ids)
    assert first.company_id == cast.shared_company
    row = next(row for row in companies.companies(Looking(ws, cast.anna)) if row.company.id == second.company_id)
    assert (row.company.name, row.company.region) == ("(주)새벽봇(가상)", "부산")


def test_the_same_firm_does_not_take_part_twice(ws: Workspace, cast: Cast, event: str) -> None:
    participants.keep_participant(Acting(ws, cast.organiser, AT), firm(event, "새벽봇(가상)", ParticipantKind.SUPPLIER))
    with pytest.raises(InvalidInputError):
        participants.keep_participant(
            Acting(ws, cast.organiser, AT), firm(event, "주식회사 새벽봇(가상)", ParticipantKind.SUPPLIER)
        )
    participants.keep_participant(Acting(ws, cast.organiser, AT), firm(event, "새벽봇(가상)", ParticipantKind.JUDGE))


def test_wishes_are_of_the_other_side_and_never_vetoed_as_well(ws: Workspace, cast: Cast, event: str) -> None:
    kinds = {"s": ParticipantKind.SUPPLIER, "t": ParticipantKind.SUPPLIER, "v": ParticipantKind.VC}
    ids = {
        name: participants.keep_participant(Acting(ws, cast.organiser, AT), firm(event, f"{name}(가상)", kind))
        for name, kind in kinds.items()
    }
    wanted = Requests(meeting_requests.wished([ids["t"], ids["s"], ids["t"]]), hears=(ids["s"], ids["v"]))
    meeting_requests.keep_requests(Acting(ws, cast.organiser, AT), ids["v"], wanted, seen=0)
    assert meeting_requests.requests_of(Looking(ws, cast.organiser), ids["v"]) == (
        Requests((Wish(ids["t"], 1), Wish(ids["s"], 2)), hears=(ids["s"],)), 1,
    )  # fmt: skip
    for wrong in (
        Requests(meeting_requests.wished([ids["t"]])),
        Requests(meeting_requests.wished(["nobody"])),
        Requests(meeting_requests.wished([ids["v"]]), vetoes=(ids["v"],)),
    ):
        with pytest.raises(InvalidInputError):
            meeting_requests.keep_requests(Acting(ws, cast.organiser, AT), ids["s"], wrong)
    known = ConflictOfInterest(ids["s"], ids["v"], Interest.EXISTING_INVESTOR)
    meeting_requests.keep_conflicts(Acting(ws, cast.organiser, AT), event, [known])
    meeting_requests.keep_conflicts(Acting(ws, cast.organiser, AT), event, [])
    meeting_requests.keep_conflicts(Acting(ws, cast.organiser, AT), event, [known])
    assert day_state.day_of(Looking(ws, cast.organiser), event).conflicts == (known,)
    for pairs in ([known, known], [ConflictOfInterest(ids["v"], ids["s"], Interest.OTHER)]):
        with pytest.raises(InvalidInputError):
            meeting_requests.keep_conflicts(Acting(ws, cast.organiser, AT), event, pairs)
    with pytest.raises(NotAllowedError):
        meeting_requests.keep_conflicts(Acting(ws, cast.anna, AT), event, [])
