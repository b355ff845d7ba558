"""The calendar address answers calendar programs, which bring no cookie, and nobody without its secret."""

from __future__ import annotations

from datetime import timedelta

from icalendar import Calendar
from starlette.applications import Starlette

from dealflow.actions.home import feeds
from dealflow.actions.investment import committee
from dealflow.actions.platform.workspace import Workspace
from dealflow.domain.investment.committee import SessionKind
from dealflow.ui.kit import desk
from dealflow.web import api
from tests.actions.conftest import Cast, cast, ledger_folder, ws
from tests.web.test_api import Browser

__all__ = ["cast", "ledger_folder", "ws"]


def test_a_calendar_program_gets_the_committees_by_the_secret_address(ws: Workspace, cast: Cast) -> None:
    now = desk.now()
    held = now.replace(microsecond=0) + timedelta(days=3)
    committee.convene(ws, cast.anna, SessionKind.MAIN, held_at=held, place="부산", title="제1회", at=now)
    stranger = Browser(Starlette(routes=api.routes(lambda: ws), middleware=api.middleware()))
    answer = stranger.get(f"/calendar/{feeds.new_address(ws, cast.anna, at=now)}.ics")
    assert answer.status == 200
    assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
    events = Calendar.from_ical(answer.body).walk("VEVENT")
    assert [(str(one["summary"]), one.decoded("dtstart")) for one in events] == [("본투심 · 제1회", held)]
    wrong = stranger.get("/calendar/anna.wrong.ics")
    assert (wrong.status, wrong.json()) == (404, {"error": "not_found"})
