"""Letters to the people of an event: each reader's own words, the day as a calendar file, once, listed with when."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from dealflow.actions.irday.participants import participants
from dealflow.actions.irday.participants.participants import Attending, Card
from dealflow.actions.irday.timetable import plans
from dealflow.actions.irday.timetable.plans import Draft
from dealflow.actions.notices import event_letters, outbox
from dealflow.actions.platform.context import Acting, Looking
from dealflow.actions.platform.workspace import Workspace
from dealflow.domain.irday.events import PlanOrigin
from dealflow.domain.irday.participants.participants import Attendee, Participant, ParticipantKind, ParticipantState
from dealflow.domain.notices.merge import PLACES, EventLetterKind, Template, merged
from dealflow.domain.notices.outbox import OutboxState
from dealflow.errors import DealflowError, InvalidInputError, PostError
from dealflow.reports.notices import event_letters as words
from tests.actions.conftest import AT, Cast, cast, stage, ws
from tests.actions.irday import days as set_days
from tests.actions.irday.timetable.test_one_judgement import EVENT, PLAN
from tests.actions.notices.test_outbox import with_post
from tests.post.postman import post

__all__ = ["cast", "stage", "ws"]


def invited(ws: Workspace, cast: Cast, name: str, email: str) -> str:
    firm = Participant("", EVENT, ParticipantKind.VC, ParticipantState.INVITED, f"{name}벤처스(가상)")
    card = Card("", f"{name} 심사역(가상)", "심사역", "", email)
    attending = [Attending(Attendee("", contact=True), card)]
    return participants.keep_participant(Acting(ws, cast.organiser, AT), firm, attending)


def letters_of(ws: Workspace, cast: Cast, kind: EventLetterKind, lang: str = "ko") -> list[event_letters.Written]:
    known = event_letters.addressees(Looking(ws, cast.organiser), EVENT, kind)
    template = words.proposed(kind, lang)
    return [words.written(one, kind, template, lang, at=AT) for one in known]


def test_an_invitation_goes_once_to_each_in_own_words_and_stays_listed(
    ws: Workspace, cast: Cast, tmp_path: Path
) -> None:
    set_days.set_up(ws, cast.organiser, at=AT, everybody=())
    invited(ws, cast, "나래", "narae@example.test")
    invited(ws, cast, "새벽", "")
    with post(tmp_path) as postman:
        mailing = with_post(ws, postman)
        acting = Acting(mailing, cast.organiser, AT)
        letters = letters_of(mailing, cast, EventLetterKind.INVITATION)
        with pytest.raises(InvalidInputError, match="email"):
            event_letters.send(acting, EVENT, EventLetterKind.INVITATION, letters, "ko")
        reached = [letter for letter in letters if letter.addressee.email]
        for _ in range(2):
            event_letters.send(acting, EVENT, EventLetterKind.INVITATION, reached, "ko")
        outbox.deliver(mailing, now=lambda: AT)
    ((to, message),) = postman.letters
    assert (to, message["Subject"]) == ("narae@example.test", "[모의] IR 데이 초대")
    text = message.get_body(("plain",)).get_content()
    assert text.startswith("나래 심사역(가상) 님, 안녕하십니까.")
    assert "나래벤처스(가상)" in text
    (entry,) = event_letters.letters_about(Looking(ws, cast.organiser), EVENT)
    assert (entry.address, entry.state, entry.sent_at) == ("narae@example.test", OutboxState.SENT, AT)
    known = event_letters.addressees(Looking(ws, cast.organiser), EVENT, EventLetterKind.INVITATION)
    assert {one.email: one.written_at for one in known} == {"narae@example.test": AT, "": None}


def test_a_change_of_slot_carries_the_firms_own_day_and_is_proposed_until_it_was_told(
    ws: Workspace, cast: Cast, tmp_path: Path
) -> None:
    set_days.set_up(ws, cast.organiser, at=AT)
    acting = Acting(ws, cast.organiser, AT)
    assert event_letters.addressees(acting, EVENT, EventLetterKind.CHANGE) == ()  # nothing is published
    plans.publish(acting, EVENT, plans.keep_draft(acting, EVENT, Draft(PLAN, PlanOrigin.BY_HAND)))
    letters = letters_of(ws, cast, EventLetterKind.CHANGE, "en")
    assert all(letter.addressee.is_changed for letter in letters)
    letter = letters[0]
    (file,) = letter.content.files
    calendar = Calendar.from_ical(file.text)
    entries = [entry for entry in letter.addressee.firm_day.entries if not entry.is_cancelled]
    assert len(calendar.walk("VEVENT")) == len(entries) > 0
    assert len([line for line in letter.content.text.splitlines() if line[2:3] == ":"]) == len(entries)
    with post(tmp_path) as postman:
        mailing = Acting(with_post(ws, postman), cast.organiser, AT + timedelta(hours=1))
        told = replace(letter, addressee=replace(letter.addressee, email="firm@example.test"))
        event_letters.send(mailing, EVENT, EventLetterKind.CHANGE, [told], "en")
        outbox.deliver(mailing.ws, now=lambda: AT + timedelta(hours=1))
        names = [part.get_filename() for part in postman.letters[0][1].iter_attachments()]
    assert [str(name)[-4:] for name in names] == [".ics"]
    known = event_letters.addressees(acting, EVENT, EventLetterKind.CHANGE)
    assert [one.firm.id for one in known if not one.is_changed] == [letter.addressee.firm.id]


def test_nobody_else_writes_to_an_events_people_or_reads_what_was_written(ws: Workspace, cast: Cast) -> None:
    set_days.set_up(ws, cast.organiser, at=AT, everybody=())
    invited(ws, cast, "나래", "narae@example.test")
    for viewer in (cast.anna, cast.bora, cast.admin, cast.guest):
        for act in (
            lambda viewer=viewer: event_letters.addressees(Looking(ws, viewer), EVENT, EventLetterKind.INVITATION),
            lambda viewer=viewer: event_letters.letters_about(Looking(ws, viewer), EVENT),
        ):
            with pytest.raises(DealflowError):
                act()
    with pytest.raises(PostError):  # without a post: to be copied
        event_letters.send(Acting(ws, cast.organiser, AT), EVENT, EventLetterKind.INVITATION, [], "ko")


def test_an_unknown_place_and_a_missing_word_are_mistakes() -> None:
    with pytest.raises(InvalidInputError, match="unknown_place"):
        merged(Template("제목", "{이름} 님"), {})
    for empty in (Template(" ", "글"), Template("제목", "\n")):
        with pytest.raises(InvalidInputError, match="missing"):
            merged(empty, {})
    assert merged(Template("{event}\n안내", "{name} 님 {name}"), {"event": "봄 IR", "name": "하늘"}) == Template(
        "봄 IR 안내", "하늘 님 하늘"
    )


@given(st.dictionaries(st.sampled_from(PLACES), st.text(max_size=20)))
def test_a_readers_words_are_never_read_as_places(values: dict[str, str]) -> None:
    values |= {"name": "{firm} {event}"}
    assert merged(Template("제목", "a{name}z"), values).body == "a{firm} {event}z"
