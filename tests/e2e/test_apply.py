"""The call for participation in a real browser: the address handed out, a form from a phone, one click to confirm."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

from playwright.sync_api import Browser, Page, expect

from dealflow.actions.irday.participants import participants
from dealflow.actions.irday.programme import ir_events
from dealflow.actions.people import people
from dealflow.actions.platform.context import Acting
from dealflow.actions.platform.workspace import close_workspace, open_workspace
from dealflow.domain.irday.participants.participants import Participant, ParticipantKind, ParticipantState
from dealflow.domain.people.access import OrganisationKind, Role
from dealflow.domain.people.people import IrEventDetails, NewOrganisation
from dealflow.settings import Settings
from tests.e2e.conftest import PHONE, ROOT, served
from tests.e2e.test_main_job import settled

DECK = ROOT / "data/demo/decks/haemaru.pdf"
TYPED = {
    "name_ko": "새벽봇(가상)", "biz_reg_no": "000-00-00000", "sector": "로봇", "product": "물류 로봇",
    "raise_won": "15억", "presenter_name": "김예시(가상)", "contact_phone": "000-0000-0000",
    "contact_email": "a@example.invalid",
}  # fmt: skip


def filled(data_dir: Path) -> None:
    """An event in a month with one investor that is confirmed, in the books of a house of its own."""
    now = datetime.now(UTC)
    ws = open_workspace(Settings(data_dir=data_dir, demo=True, warehouse_path=":memory:"))
    people.register_organisation(
        Acting(ws, people.SYSTEM, now),
        NewOrganisation("사무국(가상)", "", OrganisationKind.ORGANISER),
        organisation_id="o",
    )
    people.register_person(
        Acting(ws, people.SYSTEM, now), name="올리", organisation_id="o", role=Role.ORGANISER, person_id="olli"
    )
    olli = people.viewer_of(ws, "olli")
    day = (now + timedelta(days=30)).date()
    ir_events.register_ir_event(Acting(ws, olli, now), IrEventDetails("IR 데이(가상)", "", day), ir_event_id="e")
    firm = Participant("vc", "e", ParticipantKind.VC, ParticipantState.CONFIRMED, "예시벤처스(가상)")
    participants.keep_participant(Acting(ws, olli, now), firm, seen=0)
    close_workspace(ws)


def test_a_company_applies_from_a_phone_and_is_confirmed_with_one_click(
    page: Page, browser: Browser, tmp_path: Path
) -> None:
    filled(tmp_path)
    with served(tmp_path) as server:
        page.goto(f"{server.url}/participants?view=links")
        settled(page)
        page.locator(".st-key-links_call button").click()
        address = page.locator('[data-testid="stCode"]').first.inner_text().strip()
        assert address.startswith(f"{server.url}/day/apply-e/")

        context = browser.new_context(viewport=PHONE, locale="ko-KR")
        phone = context.new_page()
        phone.goto(address)
        for name, value in TYPED.items():
            phone.fill(f"#{name}", value)
        phone.select_option("#region", "부산")
        phone.select_option("#wish_1", label="예시벤처스(가상)")
        phone.set_input_files("#deck", DECK)
        phone.check("#consent_personal_data")
        phone.check("#consent_third_party")
        width = phone.evaluate("document.documentElement.scrollWidth")
        phone.locator("button.main").click()
        expect(phone.locator("h1")).to_have_text("신청을 받았습니다")
        assert width <= PHONE["width"]
        context.close()

        page.goto(f"{server.url}/participants")
        settled(page)
        row = page.get_by_test_id(re.compile("^row-")).filter(has_text="새벽봇(가상)")
        expect(row).to_contain_text("희망 1")
        row.get_by_role("button", name="확정", exact=True).click()
        expect(row.get_by_role("button", name="확정", exact=True)).to_have_count(0)
        expect(row.locator(".mark.good")).to_have_text("확정")
        page.goto(f"{server.url}/decks")
        expect(page.get_by_text("haemaru.pdf").first).to_be_visible()
        expect(page.get_by_text(re.compile(r"수치 \d+건|미검증 \d+건")).first).to_be_visible(timeout=60_000)
