"""Whoever registers hears by mail how it stands, once, in the form's language; and again when a seat falls free."""

from __future__ import annotations

from datetime import UTC, datetime
from email.message import EmailMessage
from pathlib import Path

import pytest
from icalendar import Calendar
from starlette.applications import Starlette
from starlette.testclient import TestClient

from dealflow.actions.irday.registration import registrations
from dealflow.actions.notices import attendee_letters, event_letters, outbox
from dealflow.actions.people import personal_data
from dealflow.actions.platform.context import Acting, Looking
from dealflow.actions.platform.workspace import Workspace
from dealflow.domain.irday.registration.registrations import RegistrationState
from dealflow.domain.people.access import Role
from dealflow.domain.people.consents import SubjectKind
from dealflow.errors import DayLinkError, NotAllowedError, NotFoundError
from dealflow.reports.notices import attendee_letters as words
from dealflow.web import files_and_health
from tests.actions.conftest import Cast, cast, person, stage, ws
from tests.actions.irday.planned_events import DAY
from tests.actions.notices.test_outbox import with_post
from tests.post.postman import post
from tests.web.irday.registration.test_public_doors import NOW, address, browser, register

__all__ = ["address", "browser", "cast", "stage", "ws"]


def body_of(letter: EmailMessage) -> str:
    part = letter.get_body(("plain",))
    assert part is not None
    return str(part.get_content())


@pytest.mark.usefixtures("browser")
def test_attendees_hear_by_mail_once_how_they_stand_and_when_a_seat_falls_free(
    ws: Workspace, cast: Cast, address: str, tmp_path: Path
) -> None:
    with post(tmp_path) as postman:
        mailing = with_post(ws, postman, public_url="https://day.example.kr")
        doors = TestClient(Starlette(routes=files_and_health.routes(lambda: mailing)), follow_redirects=False)
        seated = register(doors, address)
        waiting = register(doors, address, email="sea@example.test", switch_to="en")
        assert attendee_letters.tell_moved_up(mailing, words.written, at=NOW) == 0
        registrations.cancel(mailing, *seated.split("?")[0].removeprefix("/day/pass-").split("/"), at=NOW)
        for expected in (1, 0):  # once, however often one looks
            assert attendee_letters.tell_moved_up(mailing, words.written, at=NOW) == expected
        outbox.deliver(mailing, now=lambda: datetime.now(UTC))
    first, second, third = (
        next(letter for _, letter in postman.letters if part in letter["subject"])
        for part in ("확정", "waiting list", "fell free")
    )
    assert len(postman.letters) == 3
    assert [first["to"], second["to"], third["to"]] == ["sky@example.test", "sea@example.test", "sea@example.test"]
    assert f"https://day.example.kr{seated.split('?')[0]}?lang=ko" in body_of(first)
    assert {part.get_content_type() for part in first.walk()} >= {"image/png", "text/calendar"}
    (file,) = (part for part in first.walk() if part.get_content_type() == "text/calendar")
    assert [str(entry["summary"]) for entry in Calendar.from_ical(file.get_content()).walk("VEVENT")] == ["IR 피칭"]
    assert "number 1 on the waiting list" in body_of(second)
    assert {part.get_content_type() for part in second.walk()}.isdisjoint({"image/png", "text/calendar"})
    assert waiting.split("?")[0].rpartition("/")[2] not in third.as_string()  # only its owner knows the address
    looking = Looking(mailing, cast.organiser)
    sent = event_letters.letters_about(looking, DAY)
    assert sorted(entry.kind for entry in sent) == ["attendee_freed", "attendee_seated", "attendee_waiting"]
    one = registrations.registered(looking, DAY)[0].registration.id
    keeper = person(ws, "keeper", "o", Role.HOUSE_ADMIN)
    personal_data.destroy(Acting(mailing, keeper, NOW), SubjectKind.ATTENDEE, one)
    assert {entry.address for entry in event_letters.letters_about(looking, DAY)} == {"sea@example.test"}


def test_a_lost_pass_gets_a_new_address_and_without_a_post_its_text_is_there_to_copy(
    ws: Workspace, cast: Cast, browser: TestClient, address: str
) -> None:
    lost = register(browser, address).split("?")[0]
    assert "BEGIN:VEVENT" in browser.get(f"{lost}/schedule.ics").text
    assert f"http://testserver{lost}?lang=ko" in browser.get(lost).text
    acting = Acting(ws, cast.organiser, NOW)
    (attendee,) = registrations.registered(acting, DAY)
    who = attendee.registration.id
    letter = attendee_letters.write_anew(acting, DAY, who, "ko", "https://d.example.kr")
    assert not attendee_letters.confirm(ws, letter, words.written)
    text = words.written(letter).text
    assert [letter.url in text, "김하늘(가상) 님" in text, "IR 피칭" in text] == [True, True, True]
    assert browser.get(letter.url.removeprefix("https://d.example.kr")).status_code == 200
    assert browser.get(lost).status_code == 404
    with pytest.raises(DayLinkError):
        registrations.open_pass(ws, who, lost.rpartition("/")[2])
    with pytest.raises(NotAllowedError):
        registrations.reissue(Acting(ws, cast.anna, NOW), DAY, who)
    with pytest.raises(NotFoundError):
        registrations.reissue(acting, DAY, "nobody")
    registrations.set_state(acting, DAY, who, RegistrationState.CANCELLED)
    gone = attendee_letters.write_anew(acting, DAY, who, "en", "")
    assert "cancelled" in words.written(gone).subject
