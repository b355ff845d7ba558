"""The routes of an IR day: a firm's address opens its calendar, the organiser's browser every paper."""

from __future__ import annotations

import io
import json
import zipfile
from datetime import timedelta

import pytest
from icalendar import Calendar
from starlette.applications import Starlette

from dealflow.actions.irday.links import access_links
from dealflow.actions.people import signin
from dealflow.actions.platform.context import Acting
from dealflow.actions.platform.workspace import Workspace
from dealflow.domain.irday.events import LinkPurpose
from dealflow.domain.people.access import Viewer
from dealflow.ui.kit import context
from dealflow.web import files_and_health
from tests.actions.conftest import Cast, cast, stage, ws
from tests.actions.irday.held_day import EVENT, SECOND, draft, held_day
from tests.web.test_files_and_health import Answer, Browser

__all__ = ["cast", "stage", "ws"]


def browser(ws: Workspace, who: Viewer | None = None) -> Browser:
    """Return a browser at which somebody sits, or nobody."""
    made = Browser(
        Starlette(routes=files_and_health.routes(lambda: ws), middleware=files_and_health.middleware(lambda: ws))
    )
    if who is not None:
        token = signin.new_token()
        signin.sign_in(token, who.person_id)
        made.cookies[signin.COOKIE] = token
    return made


def address(ws: Workspace, cast: Cast, purpose: LinkPurpose, participant: str = "") -> str:
    now = context.now()
    return access_links.issue(
        Acting(ws, cast.organiser, now), EVENT, purpose, participant_id=participant, expires_at=now + timedelta(days=90)
    )


def test_a_firms_address_feeds_its_calendar_and_follows_what_is_published(ws: Workspace, cast: Cast) -> None:
    held_day(ws, cast.shared_company)
    path = address(ws, cast, LinkPurpose.FIRM, "inv-a")
    stranger = browser(ws)

    def starts() -> dict[str, str]:
        answer = stranger.get(f"{path}.ics")
        assert (answer.status, answer.headers["content-type"]) == (200, "text/calendar; charset=utf-8")
        found = Calendar.from_ical(answer.body).walk("VEVENT")
        return {str(one["summary"]): f"{one.decoded('dtstart'):%H:%M} {one['sequence']}" for one in found}

    assert starts()["투자상담 · 다온로보틱스(가상)"] == "14:30 5"
    draft(ws, SECOND, 2)
    assert starts()["투자상담 · 다온로보틱스(가상)"] == "15:30 7"
    assert stranger.get(f"{path}x.ics").status == 404
    assert stranger.get(f"{address(ws, cast, LinkPurpose.BOARD)}.ics").status == 404


def test_the_boards_address_tells_the_programme_to_programs(ws: Workspace, cast: Cast) -> None:
    held_day(ws, cast.shared_company)
    path = address(ws, cast, LinkPurpose.BOARD)
    answer = browser(ws).get(f"{path}/schedule.json")
    assert answer.status == 200
    assert json.loads(answer.body)["schedule"]["conference"]["title"] == "동남권 IR 데이(가상)"
    assert browser(ws).get(f"{address(ws, cast, LinkPurpose.DESK)}/schedule.json").status == 404


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("papers/firms?apart=1&lang=en", "text/html; charset=utf-8"),
        ("papers/badges", "text/html; charset=utf-8"),
        ("papers/csv", "text/csv; charset=utf-8"),
        ("papers/workbook?version=1", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        ("calendars.zip", "application/zip"),
        ("calendar/inv-a.ics", "text/calendar; charset=utf-8"),
        ("schedule.json", "application/json"),
        ("report.html?lang=en", "text/html; charset=utf-8"),
        ("report.docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    ],
)
def test_the_organiser_gets_every_file_and_nobody_else_any(ws: Workspace, cast: Cast, path: str, kind: str) -> None:
    held_day(ws, cast.shared_company)

    def asked(who: Viewer | None) -> Answer:
        return browser(ws, who).get(f"/events/{EVENT}/{path}")

    answer = asked(cast.organiser)
    assert (answer.status, answer.headers["content-type"]) == (200, kind)
    assert "no-store" in answer.headers["cache-control"]
    if kind.startswith("text/html"):
        assert "script-src" not in answer.headers["content-security-policy"]
        assert answer.headers["content-security-policy"].startswith("default-src 'none'")
    assert [asked(who).status for who in (None, cast.anna, cast.guest, cast.admin)] == [401, 403, 403, 403]


def test_what_is_not_there_is_not_found(ws: Workspace, cast: Cast) -> None:
    held_day(ws, cast.shared_company)
    mine = browser(ws, cast.organiser)
    for path in ("papers/firms?version=9", "papers/nothing", "report.pdf", "calendar/nobody.ics"):
        assert mine.get(f"/events/{EVENT}/{path}").status == 404
    for version in ("x", "%C2%B2", "-1", "9" * 30, "9" * 5_000):
        assert mine.get(f"/events/{EVENT}/papers/firms?version={version}").status == 400, version
    assert mine.get("/events/nothing/papers/firms").status == 404


def test_the_packed_calendars_are_one_a_firm(ws: Workspace, cast: Cast) -> None:
    held_day(ws, cast.shared_company)
    answer = browser(ws, cast.organiser).get(f"/events/{EVENT}/calendars.zip")
    with zipfile.ZipFile(io.BytesIO(answer.body)) as packed:
        assert len(packed.namelist()) == 5
        assert all(name.endswith(".ics") for name in packed.namelist())
