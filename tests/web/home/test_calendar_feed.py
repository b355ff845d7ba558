"""The calendar address answers calendar programs, which bring no cookie, and nobody without its secret."""

from __future__ import annotations

from datetime import timedelta

from icalendar import Calendar
from starlette.applications import Starlette

from dealflow.actions.home import calendar_feed
from dealflow.actions.investment import sessions
from dealflow.actions.platform.context import Acting
from dealflow.actions.platform.workspace import Workspace
from dealflow.domain.investment.committee import Appointment, SessionKind
from dealflow.ui.kit import context
from dealflow.web import files_and_health
from tests.actions.conftest import Cast, cast, stage, ws
from tests.web.test_files_and_health import Browser

__all__ = ["cast", "stage", "ws"]


def test_a_calendar_program_gets_the_committees_by_the_secret_address(ws: Workspace, cast: Cast) -> None:
    now = context.now()
    held = now.replace(microsecond=0) + timedelta(days=3)
    sessions.convene(Acting(ws, cast.anna, now), SessionKind.MAIN, Appointment(held, "부산", "제1회"))
    stranger = Browser(
        Starlette(routes=files_and_health.routes(lambda: ws), middleware=files_and_health.middleware(lambda: ws))
    )
    answer = stranger.get(f"/calendar/{calendar_feed.new_address(Acting(ws, cast.anna, now))}.ics")
    assert answer.status == 200
    assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
    events = Calendar.from_ical(answer.body).walk("VEVENT")
    assert [(str(one["summary"]), one.decoded("dtstart")) for one in events] == [("본투심 · 제1회", held)]
    wrong = stranger.get("/calendar/anna.wrong.ics")
    assert (wrong.status, wrong.json()) == (404, {"error": "not_found"})
