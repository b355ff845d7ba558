"""Personal data: found and handed over by the own house alone, destroyed on request and by clocks."""

from __future__ import annotations

import io
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from PIL.PngImagePlugin import PngInfo
from python_calamine import CalamineWorkbook

from dealflow.actions.claims import deck_log
from dealflow.actions.companies import contacts
from dealflow.actions.irday.participants import participants
from dealflow.actions.irday.participants.participants import Attending, Card
from dealflow.actions.irday.programme import ir_events
from dealflow.actions.people import (
    consents,
    house_settings,
    people,
    personal_data,
    processing_register,
    retention_clocks,
    staff,
)
from dealflow.actions.platform.context import Acting, Looking
from dealflow.actions.platform.workspace import Workspace
from dealflow.domain.claims.confidentiality import ViewWay
from dealflow.domain.irday.participants.participants import (
    Attendee,
    Consent,
    Participant,
    ParticipantKind,
    ParticipantState,
)
from dealflow.domain.people.access import Audience, Role, Viewer
from dealflow.domain.people.consents import ConsentRecord, Purpose, SubjectKind
from dealflow.domain.people.house import Clock, HouseSettings, RetentionKind, TwoPersonAct, is_due, month_later
from dealflow.domain.people.people import IrEventDetails
from dealflow.domain.values.korean_days import korean_day
from dealflow.errors import DealflowError, InvalidInputError, NotAllowedError, NotFoundError
from dealflow.reports.people import held_data
from dealflow.reports.sheets import processing_sheet
from dealflow.reports.sheets.table_files import as_xlsx
from dealflow.store.ledger import journal, replay_audit
from tests.actions.conftest import AT, Bring, Cast, bring, cast, person, stage, ws

__all__ = ["bring", "cast", "stage", "ws"]
ON = korean_day(AT)
CLOCKS = tuple(Clock(kind, 12) for kind in RetentionKind)


@pytest.fixture
def keeper(ws: Workspace, cast: Cast) -> Viewer:
    """Who looks after the organiser's people."""
    assert cast.organiser
    return person(ws, "ora", "o", Role.HOUSE_ADMIN)


def guest(ws: Workspace, keeper: Viewer, name: str, state: ParticipantState, held_on: date = ON) -> str:
    """Let a firm take part with one person, and return that person's id."""
    acting = Acting(ws, keeper, AT)
    event = ir_events.register_ir_event(acting, IrEventDetails(f"{name} IR(가상)", "", held_on))
    firm = Participant(
        "", event, ParticipantKind.SUPPLIER, state, f"{name}정밀(가상)", consents=(Consent.PERSONAL_DATA,)
    )
    card = Card("", f"{name} 대표(가상)", "대표", "010-0000-0000", f"{name}@example.test")
    participants.keep_participant(acting, firm, [Attending(Attendee("", contact=True), card)])
    return personal_data.subjects(Looking(ws, keeper), f"{name}@")[0].id


def contact(ws: Workspace, viewer: Viewer, company: str, name: str = "하늘") -> str:
    card = contacts.Card(f"{name}(가상)", "이사", "", f"{name}@example.test", "IR 담당")
    return contacts.add_contact(Acting(ws, viewer, AT), company, contacts.Person(card))


def holds(ws: Workspace) -> None:
    with ws.ledger.read() as session:
        assert journal.verify(session, ws.name)
        replay_audit.require_replayed_tables(session, ws.name)


def test_all_that_is_held_of_a_person_is_one_file_and_nobody_else_gets_it(
    ws: Workspace, cast: Cast, keeper: Viewer
) -> None:
    who = guest(ws, keeper, "가온", ParticipantState.CONFIRMED)
    record = ConsentRecord("", "", SubjectKind.ATTENDEE, who, Purpose.THIRD_PARTY, "이름, 이메일", "나래벤처스(가상)")
    consents.keep(Acting(ws, keeper, AT), record)
    held = personal_data.held(Looking(ws, keeper), SubjectKind.ATTENDEE, who, at=AT)
    page = held_data.as_html(held, "o벤처스(가상)", "ko", officer="준법팀 02-000-0000")
    for words in ("가온 대표(가상)", "가온@example.test", "나래벤처스(가상)", "제3자 제공", "가온 IR(가상)", "준법팀"):
        assert words in page
    assert "가온@example.test" in held_data.as_json(held).decode()
    rival = person(ws, "bea", "b", Role.HOUSE_ADMIN)
    for viewer in (rival, cast.admin):
        assert personal_data.subjects(Looking(ws, viewer), "가온") == ()
        with pytest.raises(NotFoundError):
            personal_data.held(Looking(ws, viewer), SubjectKind.ATTENDEE, who, at=AT)
        with pytest.raises(NotFoundError):
            personal_data.destroy(Acting(ws, viewer, AT), SubjectKind.ATTENDEE, who)
    with pytest.raises(NotAllowedError):
        personal_data.subjects(Looking(ws, cast.anna), "가온")


def test_destroyed_on_request_nothing_is_left_but_that_it_was_and_the_journal_holds(
    ws: Workspace, cast: Cast, keeper: Viewer, bring: Bring
) -> None:
    who = guest(ws, keeper, "가온", ParticipantState.CONFIRMED)
    acting = Acting(ws, keeper, AT)
    with pytest.raises(InvalidInputError, match="not_left"):
        personal_data.destroy(acting, SubjectKind.MEMBER, "olli")
    deck = bring(cast.bora, "덱(가상).pdf", audience=Audience.EVENT)
    deck_log.saw(Looking(ws, cast.organiser), deck, 1, ViewWay.SCREEN, at=AT)
    staff.let_go(acting, "olli")
    for kind, subject in ((SubjectKind.ATTENDEE, who), (SubjectKind.MEMBER, "olli")):
        personal_data.destroy(acting, kind, subject, reason="본인 요청")
        with pytest.raises(NotFoundError):
            personal_data.held(Looking(ws, keeper), kind, subject, at=AT)
    assert next(known.name for known in people.people(ws) if known.id == "olli") == ""
    (look,) = deck_log.looks(Looking(ws, cast.bora), deck)
    assert look.person is not None
    assert (look.person.name, look.pages) == ("", (1,))  # the log of access stays, of nobody
    gone = personal_data.destructions(Looking(ws, keeper))
    assert sorted((entry.what, entry.subject_ids, entry.reason) for entry in gone) == [
        ("attendee", (who,), "request: 본인 요청"),
        ("member", ("olli",), "request: 본인 요청"),
    ]
    holds(ws)


def test_clocks_say_what_is_due_before_they_destroy_it_and_leave_the_rest(
    ws: Workspace, cast: Cast, keeper: Viewer
) -> None:
    old = guest(ws, keeper, "가온", ParticipantState.CONFIRMED, ON - timedelta(days=800))
    declined = guest(ws, keeper, "누리", ParticipantState.DECLINED, ON - timedelta(days=800))
    guest(ws, keeper, "다온", ParticipantState.CONFIRMED, ON - timedelta(days=30))
    acting = Acting(ws, keeper, AT)
    assert retention_clocks.due(Looking(ws, keeper), on=ON) == ()  # no clock runs
    assert retention_clocks.run_clocks(ws, at=AT) == {}
    house_settings.keep(acting, HouseSettings(clocks=CLOCKS))
    due = {line.kind: line.ids for line in retention_clocks.due(Looking(ws, keeper), on=ON)}
    assert (due[RetentionKind.PARTICIPANTS], due[RetentionKind.APPLICANTS]) == ((old,), (declined,))
    assert personal_data.subjects(Looking(ws, keeper), "가온")  # a dry run
    went = retention_clocks.run_clocks(ws, at=AT)
    assert {line.kind for line in went["o"]} == {RetentionKind.PARTICIPANTS, RetentionKind.APPLICANTS}
    names = {subject.name for subject in personal_data.subjects(Looking(ws, keeper), "대표")}
    assert names == {"다온 대표(가상)"}
    assert retention_clocks.run_clocks(ws, at=AT) == {}
    mine = contact(ws, cast.anna, cast.shared_company)
    house_settings.keep(acting, HouseSettings(clocks=CLOCKS, officer="준법팀"), organisation_id="o")
    retention_clocks.run_clocks(ws, at=AT + timedelta(days=4_000))
    anna = person(ws, "hana", "a", Role.HOUSE_ADMIN)
    assert [subject.id for subject in personal_data.subjects(Looking(ws, anna), "하늘")] == [mine]  # another house's
    holds(ws)


def test_data_go_to_a_third_party_by_a_standing_consent_that_names_it_alone(
    ws: Workspace, cast: Cast, keeper: Viewer
) -> None:
    who = guest(ws, keeper, "가온", ParticipantState.CONFIRMED)
    acting = Acting(ws, keeper, AT)
    record = ConsentRecord("", "", SubjectKind.ATTENDEE, who, Purpose.THIRD_PARTY, "이름", "나래벤처스(가상)", ON)
    with pytest.raises(InvalidInputError, match="recipient"):
        consents.keep(acting, ConsentRecord("", "", SubjectKind.ATTENDEE, who, Purpose.THIRD_PARTY, "이름"))
    kept = consents.keep(acting, record)

    def may(recipient: str, on: date = ON) -> bool:
        return consents.handed_over(Looking(ws, keeper), (who,), recipient, on=on) == (who,)

    assert (may("나래벤처스(가상)"), may("다른 곳(가상)"), may("나래벤처스(가상)", ON + timedelta(days=1))) == (
        True,
        False,
        False,
    )
    with pytest.raises(DealflowError):
        consents.withdraw(Acting(ws, person(ws, "bea", "b", Role.HOUSE_ADMIN), AT), kept)
    consents.withdraw(acting, kept)
    assert not may("나래벤처스(가상)")
    assert consents.consents(Looking(ws, keeper))[0].withdrawn_at == AT
    assert cast.organiser
    holds(ws)


def test_the_record_of_processing_counts_people_by_kind_and_goes_out_as_a_sheet(
    ws: Workspace, cast: Cast, keeper: Viewer
) -> None:
    guest(ws, keeper, "가온", ParticipantState.CONFIRMED)
    contact(ws, keeper, cast.shared_company)
    house_settings.keep(Acting(ws, keeper, AT), HouseSettings(clocks=(Clock(RetentionKind.CONTACTS, 36),)))
    rows = processing_register.register(Looking(ws, keeper), on=ON)
    assert [(row.what, row.people, row.basis, row.months) for row in rows] == [
        ("members", 2, "contract", None),
        ("participants", 1, "consent", None),
        ("contacts", 1, "interest", 36),
    ]
    data = as_xlsx(processing_sheet.table(rows, "o", "ko"), at=AT).content
    lines = CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0).to_python()
    assert lines[2][:2] == ["행사 참가자 · 가온 IR(가상)", "행사 운영과 상담 주선"]


def mark() -> bytes:
    """A picture with a comment in it."""
    file = io.BytesIO()
    words = PngInfo()
    words.add_text("Comment", "비밀(가상)")
    Image.new("RGB", (1200, 300), "navy").save(file, "PNG", pnginfo=words)
    return file.getvalue()


def opened(data: bytes) -> tuple[str | None, tuple[int, int], dict[str, object]]:
    with Image.open(io.BytesIO(data)) as picture:
        return picture.format, picture.size, dict(picture.info)


def test_only_its_own_keeper_changes_a_houses_settings_and_mark(ws: Workspace, cast: Cast, keeper: Viewer) -> None:
    acting = Acting(ws, keeper, AT)
    house_settings.keep(acting, HouseSettings((TwoPersonAct.PAYMENT,), officer=" 준법팀 "))
    png = mark()
    house_settings.keep_logo(acting, png)
    kept = house_settings.settings(Looking(ws, cast.organiser))
    assert (kept.two_person, kept.officer) == ((TwoPersonAct.PAYMENT,), "준법팀")
    assert opened(house_settings.logo(Looking(ws, cast.anna), "o")) == ("PNG", (600, 150), {})
    for strange in (b"<svg onload=alert(1)>", png[:60], png + b"0" * house_settings.MOST_LOGO_BYTES):
        with pytest.raises(InvalidInputError, match="logo"):
            house_settings.keep_logo(acting, strange)
    with pytest.raises(InvalidInputError, match="months"):
        house_settings.keep(acting, HouseSettings(clocks=(Clock(RetentionKind.VIEWS, 3),)))
    for viewer in (cast.anna, cast.organiser, cast.admin):
        with pytest.raises(NotAllowedError):
            house_settings.keep(Acting(ws, viewer, AT), HouseSettings(), organisation_id="o")


def test_a_month_later_is_the_same_day_or_the_months_last() -> None:
    assert month_later(date(2024, 1, 31), 1) == date(2024, 2, 29)
    assert month_later(date(2024, 12, 31), 2) == date(2025, 2, 28)
    assert month_later(date(2024, 3, 15), -12) == date(2023, 3, 15)
    assert (is_due(date(2024, 3, 15), 12, date(2025, 3, 15)), is_due(date(2024, 3, 15), 12, date(2025, 3, 16))) == (
        False,
        True,
    )


@given(st.dates(date(2000, 1, 1), date(2090, 1, 1)), st.integers(0, 400))
def test_what_is_kept_is_due_exactly_once_its_months_are_over(since: date, months: int) -> None:
    last = month_later(since, months)
    assert last.day <= since.day
    assert not is_due(since, months, last)
    assert is_due(since, months, last + timedelta(days=1))
