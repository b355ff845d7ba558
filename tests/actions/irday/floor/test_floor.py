"""The floor: presence, marks, the end of a slot, other presenters; thirty phones at once lose nothing."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from dealflow.actions.irday.floor import floor
from dealflow.actions.irday.programme import day_state
from dealflow.actions.irday.programme.day_state import Card
from dealflow.actions.platform.context import Acting, Looking
from dealflow.actions.platform.workspace import Workspace
from dealflow.domain.irday.events import LinkPurpose
from dealflow.domain.irday.floor.floor import CheckIn, CheckInChannel, MeetingState
from dealflow.domain.irday.timetable.timetable import Act
from dealflow.errors import ChangedMeanwhileError, DayLinkError, InvalidInputError, NotAllowedError, NotFoundError
from tests.actions.conftest import Cast
from tests.actions.irday.planned_events import DAY, FIRST, SECOND, at, event_link, firm_link, set_up


@pytest.fixture(autouse=True)
def day(ws: Workspace, cast: Cast) -> None:
    set_up(ws, cast.organiser, cast.shared_company)


def came(ws: Workspace, cast: Cast, *people: str) -> None:
    for one in people:
        floor.check_in(ws, cast.organiser, DAY, CheckIn(one, CheckInChannel.NAME), at=at(730))


def marks(ws: Workspace, cast: Cast) -> dict[tuple[str, str], MeetingState]:
    return {pair: one.state for pair, one in day_state.day_of(Looking(ws, cast.organiser), DAY).marks.items()}


def test_somebody_is_checked_in_once_and_out_again(ws: Workspace, cast: Cast) -> None:
    first = floor.check_in(ws, cast.organiser, DAY, CheckIn("inv-a-p", CheckInChannel.QR), at=at(725))
    again = floor.check_in(ws, cast.organiser, DAY, CheckIn("inv-a-p", CheckInChannel.NAME), at=at(740))
    assert again == day_state.day_of(Looking(ws, cast.organiser), DAY).presences["inv-a-p"]
    assert (again.since, again.channel, again.version) == (first.since, CheckInChannel.QR, 1)
    floor.check_in(ws, cast.organiser, DAY, CheckIn("inv-a-p", CheckInChannel.NAME, is_here=False), at=at(745))
    assert floor.here(day_state.day_of(Looking(ws, cast.organiser), DAY)) == {}


def test_what_a_phone_noted_without_a_connection_counts_from_then_and_only_once(ws: Workspace, cast: Cast) -> None:
    late = CheckIn("inv-a-p", CheckInChannel.NAME, ago_s=600)
    first = floor.check_in(ws, cast.organiser, DAY, late, at=at(735))
    assert first.since == at(725)
    again = floor.check_in(ws, cast.organiser, DAY, CheckIn("inv-a-p", CheckInChannel.NAME, ago_s=660), at=at(736))
    assert (again.since, again.version) == (at(725), 1)
    assert day_state.day_of(Looking(ws, cast.organiser), DAY).presences["inv-a-p"] == first


def test_what_another_door_noted_later_stays(ws: Workspace, cast: Cast) -> None:
    came(ws, cast, "inv-a-p")  # at 730
    gone = CheckIn("inv-a-p", CheckInChannel.NAME, is_here=False)
    floor.check_in(ws, cast.organiser, DAY, gone, at=at(740))
    stands = floor.check_in(ws, cast.organiser, DAY, CheckIn("inv-a-p", CheckInChannel.QR, ago_s=900), at=at(750))
    assert (stands.is_here, stands.since) == (False, at(740))


def test_the_desk_checks_everybody_in_a_firm_its_own_people_and_the_board_nobody(ws: Workspace, cast: Cast) -> None:
    desk = event_link(ws, cast.organiser, LinkPurpose.DESK, at(700))
    board = event_link(ws, cast.organiser, LinkPurpose.BOARD, at(700))
    firm = firm_link(ws, cast.organiser, "inv-a", at(700))
    floor.check_in(ws, desk, DAY, CheckIn("inv-b-p", CheckInChannel.QR), at=at(730))
    floor.check_in(ws, firm, DAY, CheckIn("inv-a-p", CheckInChannel.LINK), at=at(730))
    assert floor.here(day_state.day_of(Looking(ws, cast.organiser), DAY)) == {
        "inv-a": ("inv-a-p",),
        "inv-b": ("inv-b-p",),
    }
    with pytest.raises(NotFoundError):
        floor.check_in(ws, firm, DAY, CheckIn("inv-b-p", CheckInChannel.LINK, is_here=False), at=at(730))
    with pytest.raises(NotAllowedError):
        floor.check_in(ws, board, DAY, CheckIn("sup-daon-p", CheckInChannel.QR), at=at(730))
    with pytest.raises(NotAllowedError):
        floor.check_in(ws, cast.anna, DAY, CheckIn("sup-daon-p", CheckInChannel.NAME), at=at(730))
    with pytest.raises(DayLinkError):
        floor.check_in(ws, desk, DAY, CheckIn("sup-daon-p", CheckInChannel.QR), at=at(700 + 8 * 24 * 60))


def test_a_consultation_is_marked_and_a_rival_mark_is_told(ws: Workspace, cast: Cast) -> None:
    pair = ("sup-daon", "inv-a")
    running = floor.mark(Acting(ws, cast.organiser, at(841)), DAY, Act(*pair), MeetingState.RUNNING, seen=0)
    floor.mark(Acting(ws, cast.organiser, at(866)), DAY, Act(*pair), MeetingState.HELD, seen=running.version)
    assert marks(ws, cast) == {pair: MeetingState.HELD}
    with pytest.raises(ChangedMeanwhileError):
        floor.mark(Acting(ws, cast.organiser, at(867)), DAY, Act(*pair), MeetingState.CANCELLED, seen=running.version)
    same = floor.mark(Acting(ws, cast.organiser, at(868)), DAY, Act(*pair), MeetingState.HELD, seen=running.version)
    assert same.version == 2
    floor.mark(Acting(ws, cast.organiser, at(803)), DAY, Act("sup-mireu"), MeetingState.HELD)
    with pytest.raises(NotFoundError):
        floor.mark(Acting(ws, cast.organiser, at(866)), DAY, Act("sup-mireu", "inv-b"), MeetingState.HELD)
    with pytest.raises(NotAllowedError):
        floor.mark(Acting(ws, cast.bora, at(868)), DAY, Act(*pair), MeetingState.PLANNED)


def test_the_end_of_a_slot_says_who_did_not_come_and_guesses_nothing(ws: Workspace, cast: Cast) -> None:
    came(ws, cast, "inv-a-p", "sup-mireu-p")
    floor.mark(Acting(ws, cast.organiser, at(872)), DAY, Act("sup-daon", "inv-b"), MeetingState.RUNNING)
    first = floor.close_slot(Acting(ws, cast.organiser, at(866)), DAY, FIRST)
    assert (first.company_absent, first.investor_absent, first.held, first.unsure) == (1, 1, 0, ())
    second = floor.close_slot(Acting(ws, cast.organiser, at(896)), DAY, SECOND)
    assert (second.held, second.unsure) == (1, (("sup-mireu", "inv-a"),))
    assert marks(ws, cast) == {
        ("sup-daon", "inv-a"): MeetingState.COMPANY_ABSENT,
        ("sup-mireu", "inv-x"): MeetingState.INVESTOR_ABSENT,
        ("sup-daon", "inv-b"): MeetingState.HELD,
    }
    assert floor.close_slot(Acting(ws, cast.organiser, at(867)), DAY, FIRST) == floor.SlotClosed()
    with pytest.raises(InvalidInputError):
        floor.close_slot(Acting(ws, cast.organiser, at(867)), DAY, "c1-2")


def test_another_person_presents_and_the_name_stays_outside_the_journal(ws: Workspace, cast: Cast) -> None:
    who = floor.replace_presenter(
        Acting(ws, cast.organiser, at(760)), "sup-daon", None, card=Card("", "대신 발표자(가상)")
    )
    day = day_state.day_of(Looking(ws, cast.organiser), DAY)
    assert {one.id: one.presents for one in day.participant("sup-daon").attendees} == {"sup-daon-p": False, who: True}
    assert day.cards[who].name == "대신 발표자(가상)"
    floor.replace_presenter(Acting(ws, cast.organiser, at(761)), "sup-daon", "sup-daon-p")
    with pytest.raises(InvalidInputError):
        floor.replace_presenter(Acting(ws, cast.organiser, at(762)), "sup-daon", None, card=Card("", " "))
    with pytest.raises(NotFoundError):
        floor.replace_presenter(Acting(ws, cast.organiser, at(762)), "sup-daon", "inv-a-p")


def test_thirty_phones_at_once_lose_nothing(ws: Workspace, cast: Cast) -> None:
    people = ["inv-a-p", "inv-b-p", "inv-x-p", "sup-daon-p", "sup-mireu-p"]
    pairs = [("sup-daon", "inv-a"), ("sup-daon", "inv-b"), ("sup-mireu", "inv-a"), ("sup-mireu", "inv-x")]
    desk = event_link(ws, cast.organiser, LinkPurpose.DESK, at(700))

    def tap(number: int) -> None:
        floor.check_in(ws, desk, DAY, CheckIn(people[number % 5], CheckInChannel.QR), at=at(730 + number))
        floor.mark(Acting(ws, cast.organiser, at(900)), DAY, Act(*pairs[number % 4]), MeetingState.HELD)

    with ThreadPoolExecutor(30) as phones:
        list(phones.map(tap, range(30)))
    day = day_state.day_of(Looking(ws, cast.organiser), DAY)
    assert {who: one.version for who, one in day.presences.items()} == dict.fromkeys(people, 1)
    assert {pair: (one.state, one.version) for pair, one in day.marks.items()} == dict.fromkeys(
        pairs, (MeetingState.HELD, 1)
    )
