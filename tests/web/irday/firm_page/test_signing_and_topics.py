"""Each side signs on its own page that they met, members hand in what to speak about, and it goes with the person."""

from __future__ import annotations

import base64
import io
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from PIL import Image
from starlette.applications import Starlette
from starlette.testclient import TestClient

from dealflow.actions.irday.consultations import signatures
from dealflow.actions.irday.floor import roundtables
from dealflow.actions.irday.links import access_links
from dealflow.actions.irday.papers import paper_data
from dealflow.actions.irday.programme import event_profile
from dealflow.actions.irday.registration import registration_terms, registrations
from dealflow.actions.irday.registration.registrations import SaidOfSelf
from dealflow.actions.irday.results import event_record
from dealflow.actions.irday.results.results import results_of
from dealflow.actions.people import personal_data
from dealflow.actions.platform.context import Acting, Looking
from dealflow.actions.platform.workspace import Workspace
from dealflow.domain.irday.events import LinkPurpose
from dealflow.domain.irday.programme.part_contents import EventProfile, RegistrationTerms
from dealflow.domain.irday.results.event_record import BudgetLine, EventRecord, Photo, PressItem
from dealflow.domain.people.access import Role
from dealflow.domain.people.consents import SubjectKind
from dealflow.domain.values.korean_days import korean_day
from dealflow.errors import InvalidInputError, NotAllowedError, NotFoundError
from dealflow.reports.irday.papers import signature_sheet
from dealflow.reports.irday.results import result_report
from dealflow.store.ledger import journal
from dealflow.web import files_and_health
from tests.actions.conftest import Cast, cast, person, stage, ws
from tests.actions.irday import planned_events
from tests.actions.irday.planned_events import DAY

__all__ = ["cast", "stage", "ws"]

NOW = datetime.now(UTC)
YESTERDAY = korean_day(NOW) - timedelta(days=1)


def png(width: int = 60) -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (width, 20), "white").save(file, "PNG")
    return file.getvalue()


def drawn(data: bytes) -> str:
    return signatures.DRAWN + base64.b64encode(data).decode()


@pytest.fixture
def browser(ws: Workspace, cast: Cast) -> TestClient:
    planned_events.set_up(ws, cast.organiser, cast.shared_company, on=YESTERDAY)
    return TestClient(Starlette(routes=files_and_health.routes(lambda: ws)))


def page_of(ws: Workspace, cast: Cast, participant: str) -> str:
    acting, later = Acting(ws, cast.organiser, NOW), NOW + timedelta(days=1)
    return access_links.issue(acting, DAY, LinkPurpose.FIRM, expires_at=later, participant_id=participant)


def test_both_sides_sign_and_the_sheet_shows_it_until_a_person_is_destroyed(
    ws: Workspace, cast: Cast, browser: TestClient
) -> None:
    investor, company = (page_of(ws, cast, firm) for firm in ("inv-a", "sup-daon"))
    by_hand = {"act": "sign", "other": "sup-daon", "who": "inv-a-p", "name": "김예시(가상)", "drawn": drawn(png())}
    for _ in range(2):  # a phone that comes back sends it once more
        assert "서명: 김예시(가상)" in browser.post(investor, data=by_hand).text
    with ws.ledger.read() as session:
        assert len(journal.read_stream(session, ws.name, f"signature:{DAY}:sup-daon:inv-a")) == 1
    by_name = {"act": "sign", "other": "inv-a", "who": "sup-daon-p", "name": "이모의(가상)"}
    seen = browser.post(company, data=by_name).text
    assert "서명: 이모의(가상)" in seen
    assert "김예시(가상)" not in seen  # the other side's name is the other side's
    for wrong in (
        by_hand | {"other": "sup-nobody"},
        by_hand | {"who": "inv-b-p"},
        by_hand | {"name": ""},
        by_hand | {"drawn": "data:image/png;base64,AAAA"},
        by_hand | {"drawn": drawn(png(5_000))},
    ):
        assert browser.post(investor, data=wrong).status_code == 409
    looking = Looking(ws, cast.organiser)
    sheet = signature_sheet.as_html(paper_data.papers(looking, DAY), signatures.signatures_of(looking, DAY), "ko")
    assert sheet.count("data:image/png;base64,") == 1
    assert "이모의(가상)" in sheet
    with pytest.raises(NotAllowedError):
        signatures.signatures_of(Looking(ws, cast.anna), DAY)
    keeper = Acting(ws, person(ws, "keeper", "o", Role.HOUSE_ADMIN), NOW)
    personal_data.destroy(keeper, SubjectKind.ATTENDEE, "inv-a-p")
    assert [one.name for one in signatures.signatures_of(looking, DAY)] == ["이모의(가상)"]


def test_what_members_hand_in_reaches_the_organiser_and_no_other_member(
    ws: Workspace, cast: Cast, browser: TestClient
) -> None:
    operator = page_of(ws, cast, "inv-b")
    kept = browser.post(operator, data={"act": "topics", "part": "rt", "lines": "추천 한도\n\n매칭 순서"})
    assert "안건을 제출했습니다" in kept.text
    (topics,) = roundtables.topics_of(Looking(ws, cast.organiser), DAY)
    assert (topics.participant_id, topics.lines) == ("inv-b", ("추천 한도", "매칭 순서"))
    stranger = page_of(ws, cast, "inv-a")  # no operator: sits at no round-table
    assert browser.post(stranger, data={"act": "topics", "part": "rt", "lines": "x"}).status_code == 409
    assert "추천 한도" not in browser.get(stranger).text


@pytest.mark.usefixtures("browser")
def test_the_report_tells_photographs_press_and_settlement_and_sums_nothing_unknown(ws: Workspace, cast: Cast) -> None:
    acting = Acting(ws, cast.organiser, NOW)
    event_record.add_photo(acting, DAY, "hall.png", png())
    record, version = event_record.record_of(acting, DAY)
    lines = (BudgetLine("대관(가상)", 3_000_000, 2_500_000), BudgetLine("인쇄(가상)", 500_000, None))
    told = replace(record, press=(PressItem("견본경제(가상)", "하루의 기록"),), settlement=lines, better="동선")
    event_record.keep_record(acting, told, seen=version)
    results = results_of(acting, DAY, on=korean_day(NOW), with_photos=True)
    html = result_report.file(results, "html", at=NOW, lang="ko").data.decode()
    for words in ("data:image/jpeg;base64,", "견본경제(가상)", "3,500,000", "미기재", "동선"):
        assert words in html
    assert result_report.file(results, "docx", at=NOW, lang="en").data
    with pytest.raises(NotFoundError):
        event_record.keep_record(acting, EventRecord(DAY, (Photo("0" * 64),)))
    with pytest.raises(InvalidInputError):
        event_record.keep_record(acting, EventRecord(DAY, press=(PressItem("가", "나", url="javascript:1"),)))


@pytest.mark.usefixtures("browser")
def test_attendees_are_forgotten_when_the_promised_months_are_over(ws: Workspace, cast: Cast) -> None:
    organiser = Acting(ws, cast.organiser, NOW - timedelta(days=2))
    terms = RegistrationTerms(is_open=True, retention_months=2)
    event_profile.keep_profile(organiser, EventProfile(DAY, registration=terms))
    path = access_links.issue(organiser, DAY, LinkPurpose.PUBLIC, expires_at=NOW)
    _, _, link, secret = path.split("/")
    opened = access_links.open_link(ws, link, secret, at=organiser.at, purpose=LinkPurpose.PUBLIC)
    registrations.register(ws, opened, SaidOfSelf("김하늘(가상)", "가온(가상)", "sky@example.test"), at=organiser.at)
    assert registration_terms.destroy_expired(ws, at=NOW + timedelta(days=50)) == {}
    assert registration_terms.destroy_expired(ws, at=NOW + timedelta(days=70)) == {"o": 1}
    (attendee,) = registrations.registered(organiser, DAY)
    assert (attendee.card.name, attendee.about.organisation) == ("", "")
    assert registration_terms.destroy_expired(ws, at=NOW + timedelta(days=71)) == {}
