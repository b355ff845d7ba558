"""A letter or a calendar file that is dropped on a company becomes a note there, and its deck is the company's."""

from __future__ import annotations

from datetime import date

import pytest

from dealflow.actions.claims import intake
from dealflow.actions.inbound.dropped import drop
from dealflow.actions.notes import documents, notes
from dealflow.actions.platform.context import Acting, Looking
from dealflow.actions.platform.workspace import Workspace
from dealflow.domain.notes.notes import NoteKind
from dealflow.errors import InvalidInputError, NotAllowedError
from tests.actions.conftest import AT, Cast, cast, pdf, stage, ws
from tests.mail.letters_made import CALENDAR, plain, with_file

__all__ = ["cast", "stage", "ws"]


def test_a_letter_becomes_a_note_its_deck_the_companys_and_the_rest_its_files(ws: Workspace, cast: Cast) -> None:
    message = with_file(with_file(plain("안녕하십니까"), "IR(가상).pdf", pdf(("IR",))), "표.csv", b"a,b", "text/csv")
    dropped = drop(Acting(ws, cast.anna, AT), "편지.eml", message.as_bytes(), company_id=cast.shared_company)
    view = notes.read_note(Looking(ws, cast.adam), dropped.note_ids[0])
    assert view.text is not None
    assert (view.note.kind, view.note.day, view.text.title) == (NoteKind.MAIL, date(2026, 3, 2), "IR 자료 송부")
    assert (view.text.body, view.text.contacts) == ("안녕하십니까", ("김가상", "ir@house.example"))
    company = intake.deck(Looking(ws, cast.anna), dropped.deck_ids[0]).company
    assert company is not None
    assert company.id == cast.shared_company
    files = documents.documents_of(Looking(ws, cast.anna), company_id=cast.shared_company)
    assert [file.file_name for file in files] == ["표.csv"]


def test_a_calendar_file_becomes_a_meeting_with_who_comes(ws: Workspace, cast: Cast) -> None:
    dropped = drop(Acting(ws, cast.anna, AT), "일정.ics", CALENDAR, company_id=cast.shared_company)
    view = notes.read_note(Looking(ws, cast.anna), dropped.note_ids[0])
    assert view.text is not None
    assert (view.note.kind, view.text.title, view.text.body) == (NoteKind.MEETING, "IR 미팅", "부산\n\n논의할 점")
    assert view.text.contacts == ("김가상", "Ann Fictional")


@pytest.mark.parametrize(
    "rule", ["RRULE:FREQ=WEEKLY;COUNT=10", "RRULE:FREQ=MONTHLY;BYDAY=1MO", "RDATE;TZID=Asia/Seoul:20260309T140000"]
)
def test_a_meeting_that_recurs_says_so_and_is_noted_on_its_first_day(ws: Workspace, cast: Cast, rule: str) -> None:
    told = CALENDAR.replace(b"UID:", rule.encode() + b"\nUID:")
    dropped = drop(Acting(ws, cast.anna, AT), "매주.ics", told, company_id=cast.shared_company)
    view = notes.read_note(Looking(ws, cast.anna), dropped.note_ids[0])
    assert view.text is not None
    assert (dropped.recurring, view.note.day) == (1, date(2026, 3, 2))
    name, _, value = rule.partition(":")
    assert view.text.body.splitlines()[-1].startswith(name.partition(";")[0])
    assert value in view.text.body


@pytest.mark.parametrize(
    ("line", "instead"),
    [
        (b"VERSION:2.0\n", b"VERSION:2.0\nMETHOD:CANCEL\n"),
        (b"UID:", b"STATUS:CANCELLED\nUID:"),
    ],
)
def test_a_cancelled_meeting_becomes_no_note(ws: Workspace, cast: Cast, line: bytes, instead: bytes) -> None:
    told = CALENDAR.replace(line, instead)
    with pytest.raises(InvalidInputError) as caught:
        drop(Acting(ws, cast.anna, AT), "취소.ics", told, company_id=cast.shared_company)
    assert caught.value.parameters["problem"] == "cancelled_meeting"
    assert not notes.notes_of(Looking(ws, cast.anna), company_id=cast.shared_company)


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.ics", b"no calendar"), ("a.pdf", b"%PDF-1.7"), ("a.msg", b"\xd0\xcf"),
        ("empty.eml", b""), ("noise.eml", bytes(range(256)) * 40), ("words.eml", b"words without a head\n"),
    ],
)  # fmt: skip
def test_what_is_neither_is_refused_by_name(ws: Workspace, cast: Cast, name: str, data: bytes) -> None:
    with pytest.raises(InvalidInputError):
        drop(Acting(ws, cast.anna, AT), name, data, company_id=cast.shared_company)
    assert not notes.notes_of(Looking(ws, cast.anna), company_id=cast.shared_company)


def test_a_viewer_drops_nothing(ws: Workspace, cast: Cast) -> None:
    with pytest.raises(NotAllowedError):
        drop(Acting(ws, cast.viewer_a, AT), "a.eml", b"Subject: x\n\nx", company_id=cast.shared_company)
