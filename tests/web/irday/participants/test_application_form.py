"""The call for participation: a plain form for anybody who has the address, and nothing confirmed changes by it."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from starlette.applications import Starlette
from starlette.types import Message, Scope

from dealflow.actions.claims import intake
from dealflow.actions.irday.links import access_links
from dealflow.actions.irday.participants import applications, participants
from dealflow.actions.irday.programme import day_state, ir_events
from dealflow.actions.platform.context import Acting, Looking
from dealflow.actions.platform.workspace import Workspace
from dealflow.domain.irday.events import LinkPurpose
from dealflow.domain.irday.participants.participants import (
    Consent,
    Mandate,
    Participant,
    ParticipantKind,
    ParticipantState,
    Wish,
)
from dealflow.domain.people.access import Audience
from dealflow.domain.people.people import IrEventDetails
from dealflow.domain.values.day_span import Span
from dealflow.errors import NotFoundError
from dealflow.store.ledger import journal
from dealflow.web import files_and_health
from tests.actions.conftest import AT, Cast, cast, pdf, stage, ws

__all__ = ["cast", "stage", "ws"]

NOW = datetime.now(UTC)
COMPANY = {
    "name_ko": "새벽봇(가상)", "biz_reg_no": "000-00-00000", "founded": "2021년 3월", "region": "부산",
    "sector": "로봇", "product": "물류 로봇 <b>", "headcount": "12명", "revenue": "1,200",
    "revenue_year": "2025", "round": "Series A",
    "raise_won": "30억", "presenter_name": "김예시(가상)", "presenter_title": "대표", "contact_name": "이모의(가상)",
    "contact_phone": "000-0000-0000", "contact_email": "a@example.invalid", "away_1_from": "10:00",
    "away_1_to": "11:00", "consent_personal_data": "yes", "consent_third_party": "yes", "act": "apply",
}  # fmt: skip
INVESTOR = {
    "kind": "operator", "name_ko": "새운영(가상)", "person_1_name": "박가상(가상)", "person_1_phone": "000-0000-0001",
    "person_1_email": "b@example.invalid", "sectors": "로봇, 물류", "round_2": "yes", "regions": "동남권",
    "ticket_low": "500", "ticket_high": "3000", "consent_personal_data": "yes", "act": "apply",
}  # fmt: skip
BOUNDARY = "x-form-x"


class Browser:
    """Asks the application as a browser without any cookie does; forms go as multipart."""

    def __init__(self, ws: Workspace, read: list[str]) -> None:
        self.application = Starlette(
            routes=files_and_health.routes(lambda: ws, read.append), middleware=files_and_health.middleware(lambda: ws)
        )

    def ask(
        self, path: str, fields: dict[str, str] | None = None, deck: tuple[str, bytes] | None = None
    ) -> tuple[int, str]:
        plain, _, query = path.partition("?")
        parts = [
            f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
            for name, value in (fields or {}).items()
        ]
        if deck:
            head = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="deck"; filename="{deck[0]}"\r\n\r\n'
            parts.append(head.encode() + deck[1] + b"\r\n")
        body = b"".join([*parts, f"--{BOUNDARY}--\r\n".encode()]) if fields is not None else b""
        headers = [(b"host", b"test"), (b"accept-language", b"ko-KR")]
        headers.append((b"content-type", f"multipart/form-data; boundary={BOUNDARY}".encode()))
        scope: Scope = {
            "type": "http", "method": "GET" if fields is None else "POST", "path": plain, "raw_path": plain.encode(),
            "query_string": query.encode(), "headers": headers, "scheme": "http", "http_version": "1.1",
            "server": ("test", 80), "client": ("test", 1), "root_path": "",
        }  # fmt: skip
        sent: list[Message] = []

        async def receive() -> Message:
            return {"type": "http.request", "body": body, "more_body": False}

        async def send(message: Message) -> None:
            sent.append(message)

        asyncio.run(self.application(scope, receive, send))
        return sent[0]["status"], b"".join(message.get("body", b"") for message in sent[1:]).decode()


@pytest.fixture
def read() -> list[str]:
    return []


@pytest.fixture
def browser(ws: Workspace, read: list[str]) -> Browser:
    return Browser(ws, read)


@pytest.fixture
def event(ws: Workspace, cast: Cast) -> str:
    """An event whose one confirmed investor looks for robots, and whose confirmed company is called Daon."""
    made = ir_events.register_ir_event(
        Acting(ws, cast.organiser, AT), IrEventDetails("IR 데이(가상)", "IR day", date(2099, 3, 9))
    )
    state = ParticipantState.CONFIRMED
    vc = Participant("vc", made, ParticipantKind.VC, state, "a벤처스(가상)", mandate=Mandate(("로봇",)))
    daon = Participant("daon", made, ParticipantKind.SUPPLIER, state, "다온(가상)", note="비밀")
    waits = Participant("waits", made, ParticipantKind.VC, ParticipantState.INVITED, "보류(가상)")
    for one in (vc, daon, waits):
        participants.keep_participant(Acting(ws, cast.organiser, AT), one, seen=0)
    return made


@pytest.fixture
def address(ws: Workspace, cast: Cast, event: str) -> str:
    return access_links.issue(
        Acting(ws, cast.organiser, NOW - timedelta(days=1)),
        event,
        LinkPurpose.APPLY,
        expires_at=NOW + timedelta(days=9),
    )


def day(ws: Workspace, cast: Cast, event: str) -> day_state.Day:
    return day_state.day_of(Looking(ws, cast.organiser), event)


def named(ws: Workspace, cast: Cast, event: str, name: str) -> Participant:
    return next(one for one in day(ws, cast, event).participants if one.name_ko == name)


def test_the_form_opens_without_an_account_and_offers_who_is_confirmed(browser: Browser, address: str) -> None:
    status, page = browser.ask(address)
    assert status == 200
    assert all(words in page for words in ("IR 데이(가상)", "사업자등록번호", "a벤처스(가상)", "1지망"))
    assert not any(words in page for words in ("보류(가상)", "비밀", "<script"))
    assert "Headquarters" in browser.ask(f"{address}?lang=en")[1]
    assert "다온(가상)" in browser.ask(f"{address}?as=investor")[1]


def test_a_companys_application_is_kept_whole(
    ws: Workspace, cast: Cast, event: str, browser: Browser, address: str, read: list[str]
) -> None:
    deck = pdf(("새벽봇(가상)", "Series A"))
    status, page = browser.ask(address, COMPANY | {"wish_1": "vc"}, ("IR 새벽봇.pdf", deck))
    assert (status, "신청을 받았습니다" in page) == (200, True)
    one, now = named(ws, cast, event, "새벽봇(가상)"), day(ws, cast, event)
    assert (one.state, one.kind, one.pitches) == (ParticipantState.APPLIED, ParticipantKind.SUPPLIER, True)
    said = one.profile
    assert (said.revenue, said.raise_won, said.headcount) == (1_200_000_000, 3_000_000_000, 12)
    assert (said.founded, said.biz_reg_no, said.product) == ("2021-03", "000-00-00000", "물류 로봇 <b>")
    assert one.away == (Span(600, 660),)
    assert one.consents == (Consent.PERSONAL_DATA, Consent.THIRD_PARTY)
    assert [(each.presents, each.sits, each.contact) for each in one.attendees] == [
        (True, True, False), (False, False, True),
    ]  # fmt: skip
    assert now.cards[one.attendees[1].id].phone == "000-0000-0000"
    assert now.requests[one.id].wishes == (Wish("vc", 1),)
    assert read == [said.deck_id]
    kept = intake.deck(Looking(ws, cast.organiser), said.deck_id)
    assert (kept.file_name, kept.company, kept.round_label) == ("IR 새벽봇.pdf", None, "Series A")
    with ws.ledger.read() as session:
        (recorded,) = journal.read_stream(session, ws.name, f"participant:{one.id}")
    assert (recorded.actor, recorded.source) == (f"link:apply-{event}", "link")
    assert "김예시" not in str(recorded.event)


def test_confirming_it_puts_the_company_into_the_books_and_gives_it_its_deck(
    ws: Workspace, cast: Cast, event: str, browser: Browser, address: str
) -> None:
    browser.ask(address, COMPANY, ("a.pdf", pdf(("새벽봇(가상)",))))
    one = named(ws, cast, event, "새벽봇(가상)")
    with pytest.raises(NotFoundError):
        intake.deck(Looking(ws, cast.anna), one.profile.deck_id)
    participants.set_state(Acting(ws, cast.organiser, NOW), [one.id], ParticipantState.CONFIRMED)
    assert intake.deck(Looking(ws, cast.anna), one.profile.deck_id).audience is Audience.EVENT
    company = intake.deck(Looking(ws, cast.organiser), one.profile.deck_id).company
    assert company is not None
    assert company.name == "새벽봇(가상)"
    assert named(ws, cast, event, "새벽봇(가상)").company_id == company.id


def test_a_deck_goes_to_no_investor_without_the_companys_consent(
    ws: Workspace, cast: Cast, event: str, browser: Browser, address: str
) -> None:
    browser.ask(address, COMPANY, ("a.pdf", pdf(("새벽봇(가상)",))))
    one = named(ws, cast, event, "새벽봇(가상)")
    kept = replace(one, consents=(Consent.PERSONAL_DATA,))
    participants.keep_participant(Acting(ws, cast.organiser, NOW), kept)
    participants.set_state(Acting(ws, cast.organiser, NOW), [one.id], ParticipantState.CONFIRMED)
    assert intake.deck(Looking(ws, cast.organiser), one.profile.deck_id).company is not None
    with pytest.raises(NotFoundError):
        intake.deck(Looking(ws, cast.anna), one.profile.deck_id)


def test_an_investors_application_says_what_it_looks_for(
    ws: Workspace, cast: Cast, event: str, browser: Browser, address: str
) -> None:
    status, _ = browser.ask(f"{address}?as=investor", INVESTOR | {"wish_1": "daon", "veto_1": ""})
    one = named(ws, cast, event, "새운영(가상)")
    assert (status, one.kind) == (200, ParticipantKind.OPERATOR)
    assert one.mandate == Mandate(("로봇", "물류"), ("Series A",), ("동남권",), 500_000_000, 3_000_000_000)
    assert day(ws, cast, event).requests[one.id].wishes == (Wish("daon", 1),)


def test_what_was_typed_is_shown_again_with_what_is_wrong_beside_it(
    ws: Workspace, cast: Cast, event: str, browser: Browser, address: str
) -> None:
    wrong = COMPANY | {
        "biz_reg_no": "000-00-00001", "contact_email": "a@", "raise_won": "협의", "away_1_to": "09:00",
        "wish_1": "vc", "wish_2": "vc", "consent_third_party": "", "product": "</textarea><script>x</script>",
    }  # fmt: skip
    status, page = browser.ask(address, wrong, ("a.txt", b"no deck"))
    assert status == 422
    for name in ("biz_reg_no", "contact_email", "raise_won", "away_1_from", "wish_2", "deck"):
        assert f'id="{name}-wrong"' in page, name
    assert page.count('class="wrong"') == 7
    assert "&lt;/textarea&gt;&lt;script&gt;x" in page
    assert "<script" not in page
    assert 'value="새벽봇(가상)"' in page
    assert len(day(ws, cast, event).participants) == 3
    status, page = browser.ask(address, wrong | {"switch_to": "en", "act": ""})
    assert (status, "Ten digits" in page, 'value="새벽봇(가상)"' in page) == (200, True, True)


@pytest.mark.parametrize("state", [state for state in ParticipantState if state is not ParticipantState.CONFIRMED])
def test_a_second_application_under_a_firms_number_never_touches_the_first(
    ws: Workspace, cast: Cast, event: str, browser: Browser, address: str, state: ParticipantState
) -> None:
    browser.ask(address, COMPANY, ("a.pdf", pdf(("새벽봇(가상)",))))
    participants.set_state(Acting(ws, cast.organiser, NOW), [named(ws, cast, event, "새벽봇(가상)").id], state)
    first, cards = named(ws, cast, event, "새벽봇(가상)"), day(ws, cast, event).cards
    browser.ask(address, COMPANY | {"name_ko": "새 이름(가상)", "contact_name": "", "presenter_email": "evil@x.kr"})
    second = named(ws, cast, event, "새벽봇(가상)")
    assert replace(second, asked=None) == first
    assert cards.items() <= day(ws, cast, event).cards.items()
    assert len(day(ws, cast, event).participants) == 4
    applications.settle_asked(Acting(ws, cast.organiser, NOW), first.id, take=True)
    taken = named(ws, cast, event, "새 이름(가상)")
    assert (taken.id, taken.state, len(taken.attendees)) == (first.id, ParticipantState.APPLIED, 1)
    assert taken.profile.deck_id == first.profile.deck_id
    assert len(day(ws, cast, event).cards) == 1


def test_what_is_confirmed_changes_only_by_the_organisers_word(
    ws: Workspace, cast: Cast, event: str, browser: Browser, address: str
) -> None:
    for title in ("대표", "이사"):
        browser.ask(address, COMPANY | {"name_ko": "다온(가상)", "presenter_title": title, "wish_1": "vc"})
    now = named(ws, cast, event, "다온(가상)")
    assert (now.state, now.attendees, now.note) == (ParticipantState.CONFIRMED, (), "비밀")
    assert now.asked is not None
    assert len(day(ws, cast, event).cards) == 2
    assert now.id not in day(ws, cast, event).requests
    applications.settle_asked(Acting(ws, cast.organiser, NOW), now.id, take=True)
    after = named(ws, cast, event, "다온(가상)")
    assert (after.asked, len(after.attendees), after.profile.region) == (None, 2, "부산")
    assert day(ws, cast, event).requests[now.id].wishes == (Wish("vc", 1),)
    browser.ask(address, COMPANY | {"name_ko": "다온(가상)"})
    applications.settle_asked(Acting(ws, cast.organiser, NOW), now.id, take=False)
    assert named(ws, cast, event, "다온(가상)") == after
    assert set(day(ws, cast, event).cards) == {each.id for each in after.attendees}


def test_closed_and_unknown_addresses_programs_and_floods_are_turned_away(
    ws: Workspace, cast: Cast, event: str, browser: Browser, address: str
) -> None:
    assert browser.ask(f"/day/apply-{event}/wrong")[0] == 404
    assert browser.ask("/day/apply-nothing/wrong")[0] == 404
    assert browser.ask(address, COMPANY | {"homepage": "x"})[0] == 200
    small = Browser(replace(ws, settings=ws.settings.model_copy(update={"max_upload_mb": 1})), [])
    assert small.ask(address, COMPANY, ("a.pdf", b"%PDF" + bytes(1_000_000)))[0] == 422
    assert small.ask(address, COMPANY, ("a.pdf", bytes(1_600_000)))[0] == 413
    assert browser.ask(address, {f"f{number}": "x" for number in range(300)})[0] == 400
    assert len(day(ws, cast, event).participants) == 3
    expired = access_links.issue(
        Acting(ws, cast.organiser, NOW - timedelta(days=1)),
        event,
        LinkPurpose.APPLY,
        expires_at=NOW - timedelta(hours=1),
    )
    assert browser.ask(expired)[0] == 410
    assert browser.ask(address)[0] == 404


def test_one_network_sends_so_many_forms_and_a_wrong_address_is_not_even_read(browser: Browser, address: str) -> None:
    wrong = address.rsplit("/", 1)[0] + "/" + "B" * 32
    assert {browser.ask(wrong, COMPANY, ("d.pdf", b"%PDF-1.4"))[0] for _ in range(40)} == {404}
    statuses = [browser.ask(address, {"act": "none"})[0] for _ in range(31)]
    assert statuses == [*[200] * 30, 429]
    assert "10분 뒤" in browser.ask(address, {"act": "none"})[1]
    assert browser.ask(address)[0] == 200
