"""A conference walked through in a browser, as small or large as is asked: call, wishes, plan, logs, award.

Everybody but the organiser comes by an address of their own. What is done is counted, to be held against the report.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

from playwright.sync_api import Page, expect

from dealflow.actions.award import awards, judges
from dealflow.actions.irday.links import access_links
from dealflow.actions.irday.programme import ir_events, programme
from dealflow.actions.irday.programme.day_state import day_of
from dealflow.actions.platform.context import Acting, Looking
from dealflow.actions.platform.workspace import Workspace
from dealflow.catalogue.regional_offices import award_defaults
from dealflow.domain.award.awards import Award, AwardRound
from dealflow.domain.irday.events import LinkPurpose
from dealflow.domain.irday.participants.participants import Participant, ParticipantKind
from dealflow.domain.irday.programme.programme import ConsultationTable, Part, PartKind, Programme, Room
from dealflow.domain.people.access import Viewer
from dealflow.domain.people.people import IrEventDetails
from dealflow.domain.values.day_span import Span
from dealflow.domain.values.korean_days import korean_day
from tests.e2e.test_main_job import settled

OFFICE = "gyeongnam"
PLAN_MS = 120_000
_WEIGHTS = (1, 3, 7, 1, 3, 7, 1, 3, 5)


@dataclass(frozen=True)
class Size:
    """How many come, and how many cases the award has."""

    suppliers: int
    investors: int
    adopters: int
    judges: int
    cases: int

    @property
    def tables(self) -> int:
        """Tables of the consultations: one for each of those who sit."""
        return self.investors + self.adopters


@dataclass
class Conference:
    """One conference: where it is served, its books beside the server, who runs it, and what was done so far."""

    url: str
    ws: Workspace
    organiser: Viewer
    size: Size
    event: str = "conference"
    title: str = "[모의] 지역 AI 대전환 콘퍼런스"
    on_step: Callable[[str, Page], None] = lambda _name, _page: None
    wishes: int = 0
    logs: int = 0
    intended_won: int = 0
    award_id: str = ""
    judge_addresses: list[str] = field(default_factory=list)

    @property
    def acting(self) -> Acting:
        return Acting(self.ws, self.organiser, datetime.now(UTC))

    def participants(self, *kinds: ParticipantKind) -> list[Participant]:
        there = day_of(Looking(self.ws, self.organiser), self.event).participants
        return [participant for participant in there if participant.kind in kinds]


def biz_reg_no(number: int) -> str:
    """Return a number that cannot exist (000-00) and whose last digit is right all the same."""
    digits = f"00000{number:04d}"
    weighed = sum(int(digit) * weight for digit, weight in zip(digits, _WEIGHTS, strict=True))
    check = (10 - (weighed + int(digits[-1]) * 5 // 10) % 10) % 10
    return f"{digits[:3]}-{digits[3:5]}-{digits[5:]}{check}"


def set_up(conference: Conference) -> None:
    """Enter the event, its rooms and parts and the award: what the walk of the organiser's set-up does elsewhere."""
    today = korean_day(datetime.now(UTC))
    details = IrEventDetails(conference.title, "[Mock] Regional AI conference", today + timedelta(days=20))
    ir_events.register_ir_event(conference.acting, details, ir_event_id=conference.event)
    size = conference.size
    programme.keep_programme(
        conference.acting,
        Programme(
            conference.event,
            rooms=(Room("hall", "대회의실", "Main hall"), Room("side", "상담실", "Consultation room")),
            tables=tuple(ConsultationTable(f"t{n}", "side", f"A-{n}") for n in range(1, size.tables + 1)),
            parts=(
                Part(
                    "ir", PartKind.PITCHING, "IR 피칭", Span(540, 540 + 12 * size.suppliers), "Pitching", "hall",
                    item_min=6, qa_min=4, change_min=2,
                ),
                Part(
                    "talks", PartKind.CONSULTATION, "1:1 상담", Span(840, 1020), "Consultations", "side", item_min=20,
                    change_min=5,
                ),
            ),
        ),
    )  # fmt: skip
    usual = award_defaults()
    new = Award(
        "",
        "",
        f"{conference.title} 우수사례",
        "[Mock] Award",
        today.year,
        today,
        None,
        "공고(가상)",
        usual.criteria,
        usual.prizes,
        1,
    )
    conference.award_id = awards.keep_award(conference.acting, new)


def open_call(conference: Conference, page: Page) -> str:
    """The organiser makes the call's address on the screen."""
    page.goto(f"{conference.url}/participants?event={conference.event}&view=links&lang=ko")
    settled(page)
    address = _made(page, "links_call", "/day/apply-")
    conference.on_step("call", page)
    return address


def _made(page: Page, key: str, part: str) -> str:
    """Press a button that makes an address, and return it; once more where the connection was lost meanwhile."""
    address = page.get_by_test_id("stCode").filter(has_text=part).first
    for _ in range(3):
        page.locator(f".st-key-{key} button").click()
        settled(page)
        with suppress(AssertionError):
            expect(address).to_be_visible(timeout=8_000)
            break
    return address.inner_text().strip()


def apply_as_company(page: Page, address: str, number: int) -> None:
    """A supplier applies by the call's address."""
    page.goto(f"{address}?as=company&lang=ko")
    fields = {
        "name_ko": f"콘퍼런스공급{number}(가상)", "biz_reg_no": biz_reg_no(number), "sector": "제조AI",
        "product": "AI 비전검사", "raise_won": "20억", "presenter_name": f"김발표{number}(가상)",
        "contact_phone": "000-0000-0001", "contact_email": "supplier@example.invalid",
    }  # fmt: skip
    _send(page, fields, {"region": "경남"}, ("consent_personal_data", "consent_third_party"))


def apply_as_investor(page: Page, address: str, number: int, kind: str) -> None:
    """An investor or an adopter applies by the call's address."""
    page.goto(f"{address}?as=investor&lang=ko")
    fields = {
        "name_ko": f"콘퍼런스{'수요' if kind == 'adopter' else '투자'}{number}(가상)",
        "person_1_name": f"한담당{number}(가상)",
        "person_1_phone": "000-0000-0002",
        "person_1_email": "investor@example.invalid",
    }
    _send(page, fields, {"kind": kind}, ("consent_personal_data",))


def _send(page: Page, fields: dict[str, str], choices: dict[str, str], ticks: tuple[str, ...]) -> None:
    for name, value in fields.items():
        page.fill(f"#{name}", value)
    for name, value in choices.items():
        page.select_option(f"#{name}", value)
    for name in ticks:
        page.check(f"#{name}")
    page.locator("button.main").click()
    expect(page.locator("h1")).to_have_text("신청을 받았습니다")


def confirm_all(conference: Conference, page: Page) -> None:
    """The organiser confirms everybody with one click."""
    page.goto(f"{conference.url}/participants?event={conference.event}&lang=ko")
    settled(page)
    page.locator(".st-key-participants_confirm_all button").click()
    expect(page.locator(".st-key-participants_confirm_all button")).to_have_count(0)
    settled(page)
    conference.on_step("participants", page)


def firm_address(conference: Conference, participant_id: str) -> str:
    until = datetime.now(UTC) + timedelta(days=60)
    path = access_links.issue(
        conference.acting, conference.event, LinkPurpose.FIRM, expires_at=until, participant_id=participant_id
    )
    return f"{conference.url}{path}"


def wish(conference: Conference, page: Page, address: str, ids: list[str]) -> None:
    """A firm says on its own page whom it wishes to meet."""
    page.goto(f"{address}?lang=ko")
    for place, participant_id in enumerate(ids):
        page.select_option(f"select[name=wish-{place}]", participant_id)
    page.locator("form:has(input[value=wishes]) button.main").click()
    expect(page.locator("select[name=wish-0]")).to_have_value(ids[0])
    conference.wishes += len(ids)


def plan_and_publish(conference: Conference, page: Page) -> None:
    """The organiser lets the timetable be made, and publishes it."""
    page.goto(f"{conference.url}/timetable?event={conference.event}&lang=ko&do=plan")
    settled(page)
    page.locator(".st-key-timetable_seconds").get_by_role("combobox").click()
    page.get_by_role("option").first.click()
    page.locator(".st-key-timetable_plan_start button").click()
    expect(page.get_by_text("버전 1 · 초안")).to_be_visible(timeout=PLAN_MS)
    settled(page)
    page.locator(".st-key-timetable_publish button").click()
    expect(page.get_by_text("공개 중").first).to_be_visible()
    conference.on_step("timetable", page)


def let_the_day_pass(conference: Conference, on: date) -> None:
    """The day is over: the same event, its plan and all, stands on a day that was."""
    details = IrEventDetails(conference.title, "[Mock] Regional AI conference", on)
    ir_events.amend_ir_event(conference.acting, conference.event, details)


def log(conference: Conference, page: Page, address: str, low: int, *, invests: bool) -> None:
    """Whoever sat at a table writes the first consultation down by the own page: interest, an intention in 억.

    What an adopter would spend is no intention to invest, and the report counts it as none.
    """
    page.goto(f"{address}?lang=ko")
    form = page.locator("form[data-log]").first
    form.evaluate("form => { const card = form.closest('details'); if (card) card.open = true; }")
    form.locator("input[name=interest][value=high]").check(force=True)
    form.locator("input[name=low]").fill(str(low))
    form.locator("input[name=high]").fill(str(low))
    form.locator("button.main").click()
    expect(form.locator(".stand")).to_contain_text("전달됨")
    conference.logs += 1
    conference.intended_won += low * 100_000_000 * invests


def open_award(conference: Conference, page: Page) -> str:
    """The organiser makes the address of the award's call on the screen."""
    page.goto(f"{conference.url}/award?award={conference.award_id}&view=applications&lang=ko")
    settled(page)
    return _made(page, "award_call", "/call/")


def apply_for_award(page: Page, address: str, number: int) -> None:
    """A firm reads the call, hands its case in and gets its receipt."""
    page.goto(f"{address}?lang=ko")
    page.get_by_role("link", name="신청서 작성").click()
    fields = {
        "name_ko": f"콘퍼런스공급{number}(가상)", "biz_reg_no": biz_reg_no(number),
        "representative": "김예시(가상)", "case_title": f"비전검사 사례 {number}",
        "summary": "같은 라인에서 석 달(가상)",
        "figure_1_name": "불량률", "figure_1_before": "3.2", "figure_1_after": "1.8", "figure_1_unit": "%",
        "contact_name": "이모의(가상)", "contact_phone": "000-0000-0003", "contact_email": "case@example.invalid",
    }  # fmt: skip
    for name, value in fields.items():
        page.fill(f"#{name}", value)
    page.select_option("#region", "경남")
    page.select_option("#office", OFFICE)
    page.check("#consent_personal_data")
    page.get_by_role("button", name="신청서 제출").click()
    expect(page.locator("h1")).to_have_text("접수증")


def take_cases_in(conference: Conference, page: Page) -> None:
    """The organiser takes what was handed in with one click, and appoints the judges."""
    page.goto(f"{conference.url}/award?award={conference.award_id}&view=applications&lang=ko")
    settled(page)
    page.locator(".st-key-award_take_all button").click()
    expect(page.locator(".st-key-award_take_all button")).to_have_count(0)
    conference.on_step("award-applications", page)
    for _ in range(conference.size.judges):
        judge, secret = judges.appoint(conference.acting, conference.award_id, AwardRound.REGIONAL, OFFICE)
        conference.judge_addresses.append(f"{conference.url}/judge/{judge.id}/{secret}")


def judge_all(page: Page, address: str, offset: int) -> None:
    """A judge declares no interest, and fills in all sheets; the n-th case gets n points more than the first."""
    page.goto(f"{address}?lang=ko")
    page.locator("[name=sure]").check()
    page.locator("#declare button.main").click()
    forms = page.locator("form[data-entry]")
    for place in range(forms.count()):
        form = forms.nth(place)
        marks = form.locator("input[type=number]")
        for number, points in enumerate((10 + place + offset, 15, 10, 5)):
            marks.nth(number).fill(str(points))
        form.locator("button.main").click()
        expect(page.locator(".state").nth(place)).to_have_text(f"{40 + place + offset}점")


def send_best(conference: Conference, page: Page) -> None:
    """The organiser sends the best of the office to the final on the screen."""
    page.goto(f"{conference.url}/award?award={conference.award_id}&view=rounds&round={OFFICE}&lang=ko")
    settled(page)
    page.locator(".st-key-award_send button").click()
    expect(page.get_by_text("본선 진출", exact=True).first).to_be_visible()
    conference.on_step("award-ranking", page)
