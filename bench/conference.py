"""A whole conference by everybody's own address, in a browser: ``python bench/conference.py [folder for pictures]``.

20 suppliers, 12 investors, 6 adopters apply, wish, are planned and log; 5 judges mark the cases of the award. What the
report counts is held against what was done, no firm sits twice at a time, and every screen, page and paper is kept as a
picture or file in both languages to be looked at. It takes minutes; ``tests/e2e/test_conference.py`` is the small one.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from playwright.sync_api import Page, expect, sync_playwright

from dealflow.actions.award import awards
from dealflow.actions.irday.participants import participants
from dealflow.actions.irday.programme.day_state import day_of
from dealflow.actions.irday.results import results
from dealflow.actions.people import people
from dealflow.actions.platform.context import Acting, Looking
from dealflow.actions.platform.workspace import Workspace, close_workspace, open_workspace
from dealflow.domain.award.awards import AwardRound
from dealflow.domain.irday.participants.participants import Participant, ParticipantKind, ParticipantState
from dealflow.domain.people.access import OrganisationKind, Role
from dealflow.domain.people.people import NewOrganisation
from dealflow.domain.values.korean_days import korean_day
from dealflow.settings import Settings
from tests.e2e import conference as walk
from tests.e2e.conference import Conference, Size
from tests.e2e.conftest import LAPTOP, PHONE, served
from tests.e2e.test_main_job import settled

LARGE = Size(suppliers=20, investors=12, adopters=6, judges=5, cases=20)
SITTING = (ParticipantKind.VC, ParticipantKind.OPERATOR, ParticipantKind.ADOPTER)
WISHES = 3
_WAIT_MS = 90_000
_FORMS = 28
"""Of the 30 that the call takes from one network within ten minutes."""


@contextmanager
def told(what: str) -> Iterator[None]:
    """Print how long a part of the walk took."""
    begun = time.perf_counter()
    yield
    print(f"{what}: {time.perf_counter() - begun:.0f} s", flush=True)


@contextmanager
def books(folder: Path) -> Iterator[Workspace]:
    """Open the books of an installation of one organiser."""
    settings = Settings(data_dir=folder, demo=True, database_url="", warehouse_path=":memory:")
    ws = open_workspace(settings, follow=False)
    root = Acting(ws, people.SYSTEM, datetime.now(UTC))
    house = NewOrganisation("콘퍼런스 사무국(가상)", "Conference office (Fictional)", OrganisationKind.ORGANISER)
    people.register_organisation(root, house, organisation_id="o")
    people.register_person(root, name="운영 담당", organisation_id="o", role=Role.ORGANISER, person_id="olli")
    yield ws
    close_workspace(ws)


def apply(conference: Conference, page: Page, call: str) -> None:
    """Let everybody apply by the call's address, as far as it takes forms of one network within ten minutes.

    Who is left answered the invitation by telephone, and is entered by the organiser.
    """
    size = conference.size
    for number in range(1, size.suppliers + 1):
        walk.apply_as_company(page, call, number)
    others = [*(("operator" if number % 4 == 0 else "vc") for number in range(1, size.investors + 1))]
    others += ["adopter"] * size.adopters
    by_form = _FORMS - size.suppliers
    for number, kind in enumerate(others[:by_form], start=1):
        walk.apply_as_investor(page, call, number, kind)
    for number, kind in enumerate(others[by_form:], start=by_form + 1):
        firm = Participant(
            "", conference.event, ParticipantKind(kind), ParticipantState.CONFIRMED, f"콘퍼런스초청{number}(가상)"
        )
        participants.keep_participant(conference.acting, firm, seen=0)


def wish(conference: Conference, page: Page) -> dict[str, str]:
    """Let those who sit at tables and the suppliers say whom they wish; return the addresses of those who sit."""
    suppliers = [firm.id for firm in conference.participants(ParticipantKind.SUPPLIER)]
    sitting = [firm.id for firm in conference.participants(*SITTING)]
    addresses = {}
    for ours, theirs in ((sitting, suppliers), (suppliers, sitting)):
        for place, firm_id in enumerate(ours):
            addresses[firm_id] = walk.firm_address(conference, firm_id)
            chosen = [theirs[(place * 3 + step) % len(theirs)] for step in range(WISHES)]
            walk.wish(conference, page, addresses[firm_id], chosen)
    return {firm_id: addresses[firm_id] for firm_id in sitting}


def require_no_double_booking(conference: Conference) -> int:
    """Return how many consultations the published plan has; nobody sits in two at a time, and no table has two.

    Raises:
        SystemExit: somebody does.
    """
    published = day_of(Looking(conference.ws, conference.organiser), conference.event).plan.published
    meetings = () if published is None else published.meetings
    times = Counter(
        (*who, meeting.slot)
        for meeting in meetings
        for who in (("firm", meeting.company), ("person", meeting.investor, meeting.seat), ("table", meeting.table))
    )
    twice = [where for where, count in times.items() if count > 1]
    if twice:
        sys.exit(f"double booked: {twice}")
    return len(meetings)


def look(conference: Conference, page: Page, folder: Path, addresses: dict[str, str]) -> None:
    """Keep pictures of the screens and pages in both languages, large and small."""
    event, award = f"event={conference.event}", f"award={conference.award_id}"
    screens = {
        "set-up": f"event?{event}", "participants": f"participants?{event}", "timetable": f"timetable?{event}",
        "floor": f"floor?{event}", "results": f"results?{event}", "award-cases": f"award?{award}",
        "award-offices": f"award?{award}&view=rounds", "award-record": f"award?{award}&view=trail",
    }  # fmt: skip
    pages = {"firm": next(iter(addresses.values())), "judge": conference.judge_addresses[0]}
    for size_name, size in (("laptop", LAPTOP), ("phone", PHONE)):
        page.set_viewport_size(size)
        for lang in ("ko", "en"):
            for name, address in screens.items():
                page.goto(f"{conference.url}/{address}&lang={lang}")
                settled(page)
                page.wait_for_timeout(1_500)
                page.screenshot(path=folder / f"{name}-{lang}-{size_name}.png")
            for name, address in pages.items():
                page.goto(f"{address}?lang={lang}")
                page.screenshot(path=folder / f"{name}-{lang}-{size_name}.png", full_page=True)


def run(conference: Conference, page: Page, folder: Path) -> None:
    """Walk through it all, and hold the report against what was done."""
    walk.set_up(conference)
    call = walk.open_call(conference, page)
    with told("38 applications"):
        apply(conference, page, call)
    walk.confirm_all(conference, page)
    with told("wishes by 38 addresses"):
        addresses = wish(conference, page)
    with told("plan made and published"):
        walk.plan_and_publish(conference, page)
    planned = require_no_double_booking(conference)
    walk.let_the_day_pass(conference, korean_day(datetime.now(UTC)) - timedelta(days=1))
    with told("18 logs"):
        kinds = {firm.id: firm.kind for firm in conference.participants(*SITTING)}
        for low, (who, address) in enumerate(addresses.items(), start=1):
            walk.log(conference, page, address, low, invests=kinds[who] is not ParticipantKind.ADOPTER)
    award = walk.open_award(conference, page)
    with told("20 cases"):
        for number in range(1, conference.size.cases + 1):
            walk.apply_for_award(page, award, number)
    walk.take_cases_in(conference, page)
    with told("100 sheets by 5 judges"):
        for offset, address in enumerate(conference.judge_addresses):
            walk.judge_all(page, address, offset)
    walk.send_best(conference, page)
    compare(conference, planned)
    look(conference, page, folder, addresses)


def compare(conference: Conference, planned: int) -> None:
    """Hold the report and the ranking against what was done.

    Raises:
        SystemExit: they differ.
    """
    looking = Looking(conference.ws, conference.organiser)
    found = results.results_of(looking, conference.event, on=korean_day(datetime.now(UTC))).results
    held, intention = found.consultations.held, found.intention
    print(f"planned {planned}, logs {conference.logs}, report: {held}, {intention}")
    if f"{conference.logs}" not in str(held) or f"{conference.intended_won}" not in str(intention):
        sys.exit("the report does not count what was done")
    ranked = awards.award(looking, conference.award_id).ranked(AwardRound.REGIONAL, walk.OFFICE)
    # a judge of offset k gives the n-th case (from 1) 39 + n + k points: the mean over five is 41 + n
    if [(line.entry.number, line.mean) for line in ranked] != [(n, 41 + n) for n in range(len(ranked), 0, -1)]:
        sys.exit("the ranking is not what the judges marked")


def main(folder: Path) -> None:
    """Serve an empty installation, and walk through it."""
    folder.mkdir(parents=True, exist_ok=True)
    expect.set_options(timeout=_WAIT_MS)
    with tempfile.TemporaryDirectory() as data, books(Path(data)) as ws, served(Path(data)) as server:
        conference = Conference(server.url, ws, people.viewer_of(ws, "olli"), LARGE)
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
            context = browser.new_context(viewport=LAPTOP, locale="ko-KR", timezone_id="Asia/Seoul")
            context.set_default_timeout(_WAIT_MS)
            page = context.new_page()
            try:
                run(conference, page, folder)
            except BaseException:
                page.screenshot(path=folder / "broken.png", full_page=True)
                raise
            browser.close()


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "data/local/conference"))
