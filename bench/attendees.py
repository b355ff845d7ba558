"""How long does a conference with 500 attendees take? ``python bench/attendees.py [attendees]``.

They register by the public form, half of them with parts, over the real routes. Then the public page, a pass, the desk
and the organiser's list are asked twenty times each; CPU of this process and the clock, medians in milliseconds.
"""

from __future__ import annotations

import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from starlette.applications import Starlette
from starlette.testclient import TestClient
from streamlit.testing.v1 import AppTest

from dealflow.actions.irday.links import access_links
from dealflow.actions.irday.programme import event_profile, ir_events, programme
from dealflow.actions.irday.registration import public_programme, registrations
from dealflow.actions.irday.registration.registrations import SaidOfSelf
from dealflow.actions.people import people
from dealflow.actions.platform.context import Acting
from dealflow.actions.platform.workspace import Workspace
from dealflow.domain.irday.events import LinkPurpose
from dealflow.domain.irday.programme.part_contents import EventProfile, RegistrationTerms
from dealflow.domain.irday.programme.programme import Part, PartKind, Programme, Room
from dealflow.domain.people.access import OrganisationKind, Role
from dealflow.domain.people.people import IrEventDetails, NewOrganisation
from dealflow.domain.values.day_span import Span
from dealflow.domain.values.korean_days import korean_day
from dealflow.ui.kit import context, keys
from dealflow.web import files_and_health

ROOT: Final = Path(__file__).parents[1]
FRAME: Final = ROOT / "dealflow" / "ui" / "kit" / "frame.py"
EVENT: Final = "conference"
TIMES: Final = 20
DRAWN: Final = 5


def measured(what: str, work: Callable[[], object], times: int = TIMES) -> None:
    """Print what something costs, the first time and the median of the next."""
    costs, clocks = [], []
    for _ in range(times + 1):
        begun, cpu = time.perf_counter(), time.process_time()
        work()
        clocks.append(1_000 * (time.perf_counter() - begun))
        costs.append(1_000 * (time.process_time() - cpu))
    median = f"{statistics.median(costs[1:]):.0f} | {statistics.median(clocks[1:]):.0f}"
    print(f"| {what} | {costs[0]:.0f} | {median} |", flush=True)


def books(folder: Path) -> tuple[Workspace, Acting]:
    """Return the books of an organiser with a conference of ten parts, open to attendees."""
    os.environ |= {"DEALFLOW_DATA_DIR": str(folder), "DEALFLOW_DEMO": "true", "DEALFLOW_WAREHOUSE_PATH": ":memory:"}
    ws = context.workspace()
    root = Acting(ws, people.SYSTEM, datetime.now(UTC))
    house = NewOrganisation("콘퍼런스 사무국(가상)", "Conference office (Fictional)", OrganisationKind.ORGANISER)
    people.register_organisation(root, house, organisation_id="o")
    people.register_person(root, name="운영 담당", organisation_id="o", role=Role.ORGANISER, person_id="olli")
    acting = Acting(ws, people.viewer_of(ws, "olli"), datetime.now(UTC))
    details = IrEventDetails("[모의] 콘퍼런스", "[Mock] Conference", korean_day(acting.at) + timedelta(days=20))
    ir_events.register_ir_event(acting, details, ir_event_id=EVENT)
    parts = tuple(
        Part(f"p{n}", PartKind.TALK, f"강연 {n}", Span(540 + 40 * n, 570 + 40 * n), f"Talk {n}", "hall")
        for n in range(10)
    )
    programme.keep_programme(acting, Programme(EVENT, rooms=(Room("hall", "대회의실", "Main hall"),), parts=parts))
    terms = RegistrationTerms(is_open=True, capacity=400)
    event_profile.keep_profile(acting, EventProfile(EVENT, registration=terms))
    return ws, acting


def fill(ws: Workspace, acting: Acting, path: str, attendees: int) -> str:
    """Register them one after the other, and return the path of the last one's pass."""
    _, _, link, secret = path.split("/")
    opened = access_links.open_link(ws, link, secret, at=acting.at, purpose=LinkPurpose.PUBLIC)
    last, begun, cpu = "", time.perf_counter(), time.process_time()
    for number in range(attendees):
        parts = (f"p{number % 10}", f"p{(number + 3) % 10}") if number % 2 else ()
        said = SaidOfSelf(f"참관{number}(가상)", f"회사{number % 90}(가상)", f"a{number}@example.invalid", parts=parts)
        last = registrations.register(ws, opened, said, at=acting.at)
    spent = 1_000 * (time.process_time() - cpu) / attendees
    passed = 1_000 * (time.perf_counter() - begun) / attendees
    print(f"| one of {attendees} registrations | | {spent:.0f} | {passed:.0f} |", flush=True)
    return last


def draw() -> None:
    """Draw the organiser's list of attendees as the server does, in a session of its own."""
    app = AppTest.from_file(str(FRAME), default_timeout=120)
    app.session_state[keys.VIEWER] = "olli"
    for name, value in {"lang": "ko", "event": EVENT, "view": "attendees"}.items():
        app.query_params[name] = value
    app.switch_page("../../../pages/participants.py").run()
    if app.exception or app.error:
        sys.exit(f"the list: {app.exception or app.error}")


def main(attendees: int) -> None:
    """Fill books with attendees, and ask for what they and the desk see."""
    print("| what | first CPU ms | CPU ms | wall ms |\n|---|---:|---:|---:|")
    with tempfile.TemporaryDirectory() as folder:
        ws, acting = books(Path(folder))
        until = acting.at + timedelta(days=30)
        public = access_links.issue(acting, EVENT, LinkPurpose.PUBLIC, expires_at=until)
        desk = access_links.issue(acting, EVENT, LinkPurpose.DESK, expires_at=until)
        own = fill(ws, acting, public, attendees)
        browser = TestClient(Starlette(routes=files_and_health.routes(lambda: ws)))

        def asked(path: str) -> Callable[[], None]:
            def work() -> None:
                browser.get(path).raise_for_status()

            return work

        measured("public programme", asked(public))
        measured("its form", asked(f"{public}/register"))
        measured("its calendar file", asked(f"{public}/schedule.ics"))
        measured("an attendee's pass", asked(own))
        measured("the desk, all names", asked(desk))
        measured("the list, read", lambda: registrations.registered(acting, EVENT))
        measured("the programme, read", lambda: public_programme.book(acting, EVENT, at=acting.at))
        measured("the organiser's screen", draw, DRAWN)
        context.close()


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 500)
