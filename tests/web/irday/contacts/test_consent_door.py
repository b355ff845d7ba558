"""A person answers by their own address; a firm sees what it was handed for as long as the consent stands."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from dealflow.actions.irday.contacts import consent_requests, contact_provision
from dealflow.actions.people import consents, personal_data, processing_register
from dealflow.actions.platform.context import Acting, Looking
from dealflow.actions.platform.workspace import Workspace
from dealflow.domain.irday.contacts.provision import ContactScope
from dealflow.domain.people.access import Role
from dealflow.domain.people.consents import GroundState, SubjectKind
from dealflow.domain.values.korean_days import korean_day
from dealflow.errors import InvalidInputError, NotAllowedError, NotFoundError
from dealflow.reports.irday.contacts import contact_table
from dealflow.reports.people import held_data
from dealflow.reports.sheets.table_files import as_csv
from dealflow.store.ledger import replay_audit
from tests.actions.conftest import Cast, cast, person, stage, ws
from tests.actions.irday import planned_events
from tests.web.irday.firm_page.test_firm_page import Browser, link

__all__ = ["cast", "stage", "ws"]

NOW = datetime.now(UTC)
TODAY = korean_day(NOW)
NAME = "sup-daon 담당(가상)"


@pytest.fixture
def acting(ws: Workspace, cast: Cast) -> Acting:
    """Who runs yesterday's event."""
    planned_events.set_up(ws, cast.organiser, cast.shared_company, on=TODAY - timedelta(days=1))
    return Acting(ws, cast.organiser, NOW)


def state_of(ws: Workspace, path: str) -> GroundState:
    attendee, _, secret = path.removeprefix("/day/consent-").partition("/")
    return consent_requests.request_of(ws, attendee, secret, at=datetime.now(UTC)).ground.state


def test_by_a_persons_own_yes_alone_the_contact_goes_is_recorded_and_stops_when_it_is_taken_back(
    ws: Workspace, cast: Cast, acting: Acting
) -> None:
    with pytest.raises(InvalidInputError, match="no_consent"):
        contact_provision.hand_over(acting, "day", ["inv-a"], ContactScope.ALL)
    paths = consent_requests.ask(acting, "day", ["sup-daon-p", "inv-a-p"])
    browser, path = Browser(ws), paths["sup-daon-p"]
    status, headers, page = browser.ask(path)
    assert (status, headers["cache-control"], "<script" in page) == (200, "no-store", False)
    for words in (
        NAME,
        "a벤처스(가상)",
        "이름, 직책, 이메일, 전화",
        "동의를 거부할 권리",
        "개인정보 제3자 제공 동의",
    ):
        assert words in page
    assert state_of(ws, path) is GroundState.NEVER_GIVEN  # looking changes nothing
    assert browser.ask(path, {"answer": "maybe"})[0] == 200
    for _ in range(2):  # twice is once
        assert browser.ask(path, {"answer": "yes"})[0] == 303
    keeper = person(ws, "ora", "o", Role.HOUSE_ADMIN)
    assert len(consents.consents(Looking(ws, keeper))) == 1

    (went,) = contact_provision.hand_over(acting, "day", ["inv-a", "inv-b"], ContactScope.ALL)[:1]
    assert [(one.subject_id, one.firm_id) for one in went.contacts] == [("sup-daon-p", "sup-daon")]
    with pytest.raises(InvalidInputError, match="no_consent"):  # no consultation was marked as held
        contact_provision.hand_over(acting, "day", ["inv-a"], ContactScope.MET)
    own = f"{link(ws, cast, 'inv-a')}/contacts"
    assert NAME in browser.ask(own)[2]
    assert NAME in browser.ask(f"{own}.csv")[2]
    assert browser.ask(f"{own}.exe")[0] == 404
    assert NAME not in browser.ask(f"{link(ws, cast, 'inv-x')}/contacts")[2]  # nothing was handed to them
    assert "a벤처스(가상)" in browser.ask(path)[2]  # who received it

    looking = Looking(ws, keeper)
    held = personal_data.held(looking, SubjectKind.ATTENDEE, "sup-daon-p", at=NOW)
    told = held_data.as_html(held, "o", "ko")
    assert "연락처를 전달한 곳" in told
    assert "행사에 참가하는 투자사·운영사·수요기업" in told
    assert tuple(sorted(consents.receivers(looking, "sup-daon-p"))) == ("a벤처스(가상)", "b벤처스(가상)")
    (row,) = [row for row in processing_register.register(looking, on=TODAY) if row.place]
    assert (row.handed_to, row.given_to, row.receivers) == (1, 1, ("a벤처스(가상)", "b벤처스(가상)"))

    assert browser.ask(path, {"answer": "no"})[0] == 303
    assert state_of(ws, path) is GroundState.WITHDRAWN
    page = browser.ask(own)[2]
    assert NAME not in page
    assert "다온로보틱스(가상): 연락처 제공 동의를 거두었거나" in page
    assert NAME not in browser.ask(f"{own}.csv")[2]
    with pytest.raises(InvalidInputError, match="no_consent"):
        contact_provision.hand_over(acting, "day", ["inv-a"], ContactScope.ALL)
    known = contact_provision.provision(Looking(ws, cast.organiser), "day", on=TODAY)
    lines = contact_provision.handed_lines(known, known.handovers[-1])
    assert all(line.card is None for line in lines)
    csv = as_csv(contact_table.table(lines, "a", "day", "ko")).content.decode("utf-8-sig")
    assert "다온로보틱스(가상),,,,,,연락처 제공 동의 없음" in csv
    with ws.ledger.read() as session:
        replay_audit.require_replayed_tables(session, ws.name)


def test_a_no_is_kept_once_and_strangers_ask_and_hand_over_nothing(ws: Workspace, cast: Cast, acting: Acting) -> None:
    path = consent_requests.ask(acting, "day", ["inv-a-p"])["inv-a-p"]
    for _ in range(3):
        Browser(ws).ask(path, {"answer": "no"})
    assert state_of(ws, path) is GroundState.DECLINED
    keeper = Looking(ws, person(ws, "ora", "o", Role.HOUSE_ADMIN))
    assert [one.consent.is_declined for one in consents.consents(keeper)] == [True]
    other = path.replace("inv-a-p", "inv-b-p")
    assert [Browser(ws).ask(odd, {"answer": "yes"})[0] for odd in (other, f"{path}x", "/day/consent-x/y")] == [404] * 3
    again = consent_requests.ask(acting, "day", ["inv-a-p"])["inv-a-p"]
    assert (Browser(ws).ask(path)[0], Browser(ws).ask(again)[0]) == (404, 200)  # a newer one closes the older
    for viewer in (cast.anna, person(ws, "bea", "b", Role.HOUSE_ADMIN), cast.admin):
        stranger = Acting(ws, viewer, NOW)
        with pytest.raises(NotAllowedError):
            consent_requests.ask(stranger, "day", ["inv-a-p"])
        with pytest.raises(NotAllowedError):
            contact_provision.hand_over(stranger, "day", ["inv-a"], ContactScope.ALL)
        with pytest.raises(NotAllowedError):
            contact_provision.provision(stranger, "day", on=TODAY)
    with pytest.raises(NotFoundError):
        consent_requests.ask(acting, "day", ["nobody"])
