"""A small conference in a real browser, by everybody's own address: what the report counts is what was done."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from dealflow.actions.award import awards
from dealflow.actions.people import people
from dealflow.actions.platform.context import Looking
from dealflow.actions.platform.workspace import Workspace, close_workspace, open_workspace
from dealflow.domain.irday.participants.participants import ParticipantKind
from dealflow.domain.values.korean_days import korean_day
from dealflow.settings import Settings
from tests.e2e import conference as walk
from tests.e2e.conference import Conference, Size
from tests.e2e.conftest import Server
from tests.e2e.test_committee import sit

HOUSE, CLERK = "모의 제조AI 사무국(가상)", "행사 운영 담당"
SMALL = Size(suppliers=1, investors=1, adopters=1, judges=1, cases=1)


@pytest.fixture
def books(demo: Server) -> Iterator[Workspace]:
    """The books that the session's server serves, open beside it."""
    settings = Settings(data_dir=Path(demo.data_dir), demo=True, database_url="", warehouse_path=":memory:")
    opened = open_workspace(settings, follow=False)
    yield opened
    close_workspace(opened)


def test_a_conference_goes_from_its_call_to_a_report_that_counts_what_was_done(
    page: Page, demo: Server, books: Workspace
) -> None:
    organiser = next(person.id for person in people.people(books) if person.organisation_ko == HOUSE)
    conference = Conference(demo.url, books, people.viewer_of(books, organiser), SMALL)
    walk.set_up(conference)
    sit(page, demo.url, HOUSE, CLERK)
    call = walk.open_call(conference, page)
    walk.apply_as_company(page, call, 1)
    walk.apply_as_investor(page, call, 1, "vc")
    walk.apply_as_investor(page, call, 1, "adopter")
    walk.confirm_all(conference, page)
    (supplier,) = conference.participants(ParticipantKind.SUPPLIER)
    sitting = conference.participants(ParticipantKind.VC, ParticipantKind.ADOPTER)
    addresses = {participant.id: walk.firm_address(conference, participant.id) for participant in sitting}
    for address in addresses.values():
        walk.wish(conference, page, address, [supplier.id])
    walk.plan_and_publish(conference, page)
    walk.let_the_day_pass(conference, korean_day(datetime.now(UTC)) - timedelta(days=1))
    kinds = {participant.id: participant.kind for participant in sitting}
    for low, (who, address) in enumerate(addresses.items(), start=1):
        walk.log(conference, page, address, low, invests=kinds[who] is ParticipantKind.VC)

    award = walk.open_award(conference, page)
    walk.apply_for_award(page, award, 1)
    walk.take_cases_in(conference, page)
    walk.judge_all(page, conference.judge_addresses[0], 0)
    walk.send_best(conference, page)
    (entry,) = awards.award(Looking(books, conference.organiser), conference.award_id).entries
    assert (entry.is_finalist, len(entry.figures)) == (True, 1)

    page.goto(f"{demo.url}/results?event={conference.event}&lang=ko")
    held = page.locator(".st-key-results_kpi_held")
    expect(held).to_contain_text(f"{conference.logs}")
    expect(held).to_contain_text(f"공개 시간표 {len(sitting)}건 기준")
    intended = page.locator(".st-key-results_kpi_intention")
    expect(intended.get_by_text(f"{conference.intended_won // 100_000_000}억 원", exact=True)).to_be_visible()
