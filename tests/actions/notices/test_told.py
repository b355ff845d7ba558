"""Who is told of what: once, in one letter for many events, with the reader's rights, outside of quiet hours."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from dealflow.actions.notes import notes
from dealflow.actions.notes.notes import NewNote
from dealflow.actions.notices import gathering, outbox, post_room, preferences, sent_letters
from dealflow.actions.platform.context import Acting, Looking
from dealflow.actions.platform.workspace import Workspace
from dealflow.domain.notes.notes import NoteAudience, NoteKind, NoteText
from dealflow.domain.notices.preferences import NoticeKind, Preferences, is_digest_due, loud_from
from dealflow.domain.people.access import Viewer
from dealflow.errors import InvalidInputError
from dealflow.reports.notices.letters import Writer
from dealflow.store.ledger.queries import notices as queries
from tests.actions.conftest import AT, Bring, Cast, bring, cast, claim, stage, ws
from tests.actions.notices.test_outbox import with_post
from tests.post.postman import post

__all__ = ["bring", "cast", "stage", "ws"]
NOON = datetime(2026, 3, 2, 3, 0, tzinfo=UTC)  # in Seoul
WRITER = Writer("https://deals.example.kr")
BY_MAIL = Preferences(address="anna@example.test", digest_hour=None)


def mention(ws: Workspace, writer: Viewer, company: str, at: datetime) -> str:
    text = NoteText("", "@anna(가상) 이 조건을 확인해 주십시오. 비밀")
    new = NewNote(company, date(2026, 3, 2), text, NoteKind.NOTE, audience=NoteAudience.HOUSE)
    return notes.write(Acting(ws, writer, at), new)


def chosen(ws: Workspace, viewer: Viewer, given: Preferences = BY_MAIL) -> None:
    preferences.keep(Acting(ws, viewer, AT), given)


def run(ws: Workspace, at: datetime) -> int:
    return post_room.look_round(ws, WRITER, now=lambda: at)


def test_many_events_come_in_one_letter_once_in_the_readers_language(
    ws: Workspace, cast: Cast, bring: Bring, tmp_path: Path
) -> None:
    with post(tmp_path) as postman:
        mailing = with_post(ws, postman)
        chosen(mailing, cast.anna, replace(BY_MAIL, language="en"))
        assert run(mailing, AT) == 0
        bring(cast.anna, "가온(가상).pdf", (claim("c", 3),))
        mention(mailing, cast.adam, cast.shared_company, AT)
        assert [run(mailing, AT + timedelta(minutes=minute)) for minute in (0, 4, 6, 30)] == [0, 0, 1, 0]
        (to, message) = postman.letters[0]
    text = message.get_body(("plain",)).get_content()
    assert (to, message["Subject"]) == ("anna@example.test", "2 things are new")
    assert "Notes that mention you" in text
    assert "다온로보틱스(가상)" in text
    assert "by adam(가상)" in text
    assert "1 figure" in text
    assert f"https://deals.example.kr/company?id={cast.shared_company}&view=notes&lang=en" in text
    assert "비밀" not in message.as_string() + text
    assert "view=notices" in text


def test_where_the_installation_says_so_no_names_stand_in_letters(ws: Workspace, cast: Cast, tmp_path: Path) -> None:
    with post(tmp_path) as postman:
        mailing = with_post(ws, postman)
        chosen(mailing, cast.anna)
        run(mailing, AT)
        mention(mailing, cast.adam, cast.shared_company, AT)
        run(mailing, AT)
        post_room.look_round(
            mailing, Writer("https://d.example.kr", with_names=False), now=lambda: AT + timedelta(minutes=6)
        )
        message = postman.letters[0][1]
    text = message.get_body(("plain",)).get_content()
    assert "다온로보틱스" not in text
    assert "1건 보기" in text


def test_nobody_is_told_of_what_is_not_theirs_muted_or_their_own(ws: Workspace, cast: Cast, bring: Bring) -> None:
    for viewer in (cast.anna, cast.adam, cast.bora, cast.organiser):
        chosen(ws, viewer, replace(BY_MAIL, address=f"{viewer.person_id}@example.test"))
    chosen(ws, cast.viewer_a, replace(BY_MAIL, address="v@example.test", muted=(NoticeKind.DECK,)))
    gathering.gather(ws, at=AT)
    mention(ws, cast.anna, cast.shared_company, AT)  # her own mention
    bring(cast.anna, "a.pdf", (claim("c", 3),))
    gathering.gather(ws, at=AT)
    with ws.ledger.read() as session:
        waiting = [(notice.person_id, notice.kind) for notice in queries.waiting_notices(session, ws.name)]
    assert waiting == [("anna", NoticeKind.DECK)]
    assert gathering.gather(ws, at=AT + timedelta(minutes=1)) == 0


def test_what_was_taken_back_before_the_letter_went_is_not_told(ws: Workspace, cast: Cast, tmp_path: Path) -> None:
    with post(tmp_path) as postman:
        mailing = with_post(ws, postman)
        chosen(mailing, cast.anna)
        run(mailing, AT)
        note = mention(mailing, cast.adam, cast.shared_company, AT)
        run(mailing, AT)
        notes.withdraw(Acting(mailing, cast.adam, AT), note)
        assert run(mailing, AT + timedelta(minutes=6)) == 0
        assert not postman.letters


def test_quiet_hours_hold_letters_back_until_they_end(ws: Workspace, cast: Cast, tmp_path: Path) -> None:
    evening = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)  # nine in Seoul
    with post(tmp_path) as postman:
        mailing = with_post(ws, postman)
        chosen(mailing, cast.anna)
        run(mailing, evening)
        mention(mailing, cast.adam, cast.shared_company, evening)
        hours = [run(mailing, evening + timedelta(hours=hour)) for hour in (0, 1, 9, 10)]
    assert hours == [0, 0, 0, 1]  # at seven in the morning
    assert postman.letters


def test_a_digest_comes_once_a_day_and_not_where_there_is_nothing_to_tell(
    ws: Workspace, cast: Cast, bring: Bring, tmp_path: Path
) -> None:
    morning = datetime(2026, 3, 3, 0, 30, tzinfo=UTC)  # half past nine in Seoul
    with post(tmp_path) as postman:
        mailing = with_post(ws, postman)
        chosen(mailing, cast.anna, replace(BY_MAIL, digest_hour=8, muted=tuple(NoticeKind)))
        chosen(mailing, cast.bora, replace(BY_MAIL, address="b@example.test", digest_hour=8))
        bring(cast.adam, "나래(가상).pdf", (claim("c", 3),))
        assert [run(mailing, morning + timedelta(minutes=minute)) for minute in (0, 1, 60)] == [1, 0, 0]
        assert [(to, message["Subject"]) for to, message in postman.letters] == [("anna@example.test", "오늘의 요약")]


@pytest.mark.parametrize(("hour", "is_due"), [(7, False), (8, True), (11, True), (12, False)])
def test_a_digest_is_due_from_its_hour_for_four(hour: int, *, is_due: bool) -> None:
    assert is_digest_due(Preferences(digest_hour=8), NOON.replace(hour=0) + timedelta(hours=hour - 9)) is is_due


@pytest.mark.parametrize(
    ("begins", "ends", "at", "goes"), [(20, 7, 21, 7), (20, 7, 19, 19), (9, 18, 12, 18), (5, 5, 5, 5)]
)
def test_quiet_hours_end_at_their_hour(begins: int, ends: int, at: int, goes: int) -> None:
    moment = datetime(2026, 3, 1, 15, 0, tzinfo=UTC) + timedelta(hours=at)
    first = loud_from(Preferences(quiet_from=begins, quiet_until=ends), moment)
    assert (first + timedelta(hours=9)).hour == goes
    assert first >= moment


def test_what_is_no_address_or_leads_inside_is_refused(ws: Workspace, cast: Cast) -> None:
    for wrong in (Preferences(address="anna"), Preferences(webhook="https://127.0.0.1/"), Preferences(webhook="x")):
        with pytest.raises(InvalidInputError):
            chosen(ws, cast.anna, wrong)
    assert preferences.own(Looking(ws, cast.anna)).preferences == Preferences()


def test_without_a_post_nothing_is_gathered_and_nothing_waits(ws: Workspace, cast: Cast, bring: Bring) -> None:
    chosen(ws, cast.anna)
    bring(cast.anna, "a.pdf", (claim("c", 3),))
    assert run(ws, AT) == 0
    assert sent_letters.all_letters(ws) == ()
    assert not outbox.is_mail_set_up(ws)
