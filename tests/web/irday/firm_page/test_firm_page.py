"""The door to a firm's own page: its day, its wishes, its check-in, its logs; and nothing of anybody else's."""

from __future__ import annotations

import asyncio
import json
from datetime import UTC, datetime, timedelta
from urllib.parse import urlencode

import pytest
from starlette.applications import Starlette
from starlette.types import Message, Scope

from dealflow.actions.irday.consultations import consultation_log
from dealflow.actions.irday.links import access_links
from dealflow.actions.irday.programme import day_state
from dealflow.actions.platform.context import Acting, Looking
from dealflow.actions.platform.workspace import Workspace
from dealflow.domain.irday.events import LinkPurpose
from dealflow.domain.irday.floor.floor import InterestLevel, NextStepKind
from dealflow.domain.irday.timetable.timetable import Timetable
from dealflow.domain.values.korean_days import korean_day
from dealflow.web import files_and_health
from tests.actions.conftest import Cast, cast, stage, ws
from tests.actions.irday import planned_events

__all__ = ["cast", "stage", "ws"]

NOW = datetime.now(UTC)
YESTERDAY = korean_day(NOW) - timedelta(days=1)
SECRET_WORDS = "가격은 절반까지 내릴 수 있다고 함"  # noqa: S105  # what is private to the investor


class Browser:
    """Asks the application as a phone without any cookie does; forms as fields, deliveries as JSON."""

    def __init__(self, ws: Workspace) -> None:
        self.application = Starlette(
            routes=files_and_health.routes(lambda: ws), middleware=files_and_health.middleware(lambda: ws)
        )

    def ask(
        self,
        path: str,
        fields: dict[str, str] | None = None,
        sent: object = None,
        headers: dict[str, str] | None = None,
    ) -> tuple[int, dict[str, str], str]:
        body = b"" if fields is None else urlencode(fields).encode()
        if sent is not None:
            body = sent if isinstance(sent, bytes) else json.dumps(sent).encode()
        plain, _, query = path.partition("?")
        started: list[Message] = []
        parts: list[bytes] = []
        own = [(name.encode(), value.encode()) for name, value in (headers or {}).items()]
        method = "GET" if fields is None and sent is None else "POST"
        scope: Scope = {
            "type": "http", "method": method, "path": plain, "raw_path": plain.encode(),
            "query_string": query.encode(), "headers": [(b"host", b"test"), (b"accept-language", b"ko-KR"), *own],
            "scheme": "http", "http_version": "1.1", "server": ("test", 80), "client": ("test", 1), "root_path": "",
        }  # fmt: skip

        async def receive() -> Message:
            return {"type": "http.request", "body": body, "more_body": False}

        async def send(message: Message) -> None:
            if message["type"] == "http.response.start":
                started.append(message)
            else:
                parts.append(message["body"])

        asyncio.run(self.application(scope, receive, send))
        headers = {name.decode().lower(): value.decode() for name, value in started[0]["headers"]}
        return started[0]["status"], headers, b"".join(parts).decode()


def link(ws: Workspace, cast: Cast, participant: str) -> str:
    return access_links.issue(
        Acting(ws, cast.organiser, NOW),
        "day",
        LinkPurpose.FIRM,
        expires_at=NOW + timedelta(days=3),
        participant_id=participant,
    )


@pytest.fixture(autouse=True)
def day(ws: Workspace, cast: Cast, request: pytest.FixtureRequest) -> None:
    plan: Timetable | None = getattr(request, "param", planned_events.PLAN)
    planned_events.set_up(ws, cast.organiser, cast.shared_company, on=YESTERDAY, plan=plan)


def delivery(**changed: object) -> dict[str, object]:
    given = {
        "company": "sup-daon", "typed_at": (NOW - timedelta(minutes=3)).isoformat(), "knows": [], "interest": "high",
        "low": "3", "high": "5.5", "unit": "eok", "requests": "주주명부", "next_step": "meeting", "next_step_text": "",
        "next_due": "2026-12-09", "note": SECRET_WORDS, "is_told": True,
    }  # fmt: skip
    return given | changed


def test_an_investors_page_shows_its_own_day_and_no_other_firms(ws: Workspace, cast: Cast) -> None:
    status, headers, page = Browser(ws).ask(link(ws, cast, "inv-a"))
    assert status == 200
    for words in ("a벤처스(가상)", "다온로보틱스(가상)", "테이블 A-1", "14:00–14:25", "inv-a 담당(가상)", "관심도"):
        assert words in page
    assert "inv-b 담당" not in page
    assert "b벤처스" not in page
    assert headers["content-security-policy"].count("script-src 'sha256-") == 1
    assert (headers["cache-control"], headers["referrer-policy"]) == ("no-store", "no-referrer")
    assert 'data-log="sup-daon"' not in Browser(ws).ask(link(ws, cast, "sup-daon"))[2]


def test_a_delivered_log_stands_in_the_investors_books_once(ws: Workspace, cast: Cast) -> None:
    address = link(ws, cast, "inv-a")
    status, _, answer = Browser(ws).ask(f"{address}/log", sent=delivery())
    said = json.loads(answer)
    assert (status, said["outcome"]) == (200, "kept")
    assert said["values"] | {"note": ""} == {
        "interest": "high", "low": "3", "high": "5.5", "unit": "eok", "requests": "주주명부", "next_step": "meeting",
        "next_step_text": "후속 미팅", "next_due": "2026-12-09", "note": "", "agreed": "", "is_told": True,
    }  # fmt: skip
    (kept,) = consultation_log.own(Looking(ws, cast.anna))
    assert (kept.log.intention_low, kept.log.intention_high) == (300_000_000, 550_000_000)
    assert (kept.log.interest, kept.log.next_step) == (InterestLevel.HIGH, NextStepKind.MEETING)
    assert json.loads(Browser(ws).ask(f"{address}/log", sent=delivery())[2])["outcome"] == "same"
    older = delivery(note="먼저 적은 것", typed_at=(NOW - timedelta(hours=1)).isoformat())
    assert json.loads(Browser(ws).ask(f"{address}/log", sent=older)[2])["outcome"] == "older"
    rival = delivery(note="동료가 적은 것", typed_at=(NOW - timedelta(minutes=1)).isoformat())
    other = json.loads(Browser(ws).ask(f"{address}/log", sent=rival)[2])
    assert (other["outcome"], SECRET_WORDS in other["shown"]) == ("other", True)
    knowing = rival | {"knows": [other["typed_at"]]}
    assert json.loads(Browser(ws).ask(f"{address}/log", sent=knowing)[2])["outcome"] == "kept"
    assert len(consultation_log.own(Looking(ws, cast.anna))) == 1


def test_a_plain_form_without_a_script_is_taken_as_well(ws: Workspace, cast: Cast) -> None:
    address = link(ws, cast, "inv-a")
    status, headers, _ = Browser(ws).ask(
        address,
        {
            "act": "log",
            "company": "sup-mireu",
            "interest": "low",
            "unit": "million",
            "low": "50",
            "high": "1억 5천만",
            "note": "메모",
        },
    )
    assert (status, headers["location"]) == (303, f"{address}?done=log")
    (kept,) = consultation_log.own(Looking(ws, cast.anna))
    assert (kept.log.intention_low, kept.log.intention_high, kept.log.is_told) == (50_000_000, 150_000_000, False)
    assert "메모" in Browser(ws).ask(address)[2]


def test_what_cannot_be_taken_is_refused_in_words_and_nothing_is_kept(ws: Workspace, cast: Cast) -> None:
    address = link(ws, cast, "inv-a")
    for sent, status in (
        (b"{", 400), (b"[]", 400), (delivery(low="-3"), 422), (delivery(low="셋"), 422), (delivery(high="1e99"), 422),
        (delivery(company="inv-b"), 422), (delivery(typed_at="어제"), 422), (delivery(next_due="내일"), 422),
        (delivery(note="가" * 5_000), 422), (delivery(note="가" * 40_000), 413), (delivery(knows=["x"]), 422),
    ):  # fmt: skip
        assert Browser(ws).ask(f"{address}/log", sent=sent)[0] == status, sent
    assert consultation_log.own(Looking(ws, cast.anna)) == ()
    other = link(ws, cast, "sup-daon")
    assert Browser(ws).ask(f"{other}/log", sent=delivery())[0] == 422
    assert Browser(ws).ask("/day/firm-inv-a/wrong/log", sent=delivery())[0] == 404


def test_a_form_beyond_all_measure_is_refused_in_the_pages_language(ws: Workspace, cast: Cast) -> None:
    address = link(ws, cast, "inv-a")
    for lang, words in (("ko", "너무 깁니다"), ("en", "too long")):
        status, _, page = Browser(ws).ask(f"{address}?lang={lang}", {"act": "log", "note": "가" * 40_000})
        assert (status, words in page, f'<html lang="{lang}"' in page) == (413, True, True)


def test_too_many_deliveries_are_asked_to_wait(ws: Workspace, cast: Cast) -> None:
    browser, address = Browser(ws), link(ws, cast, "inv-a")
    found = [browser.ask(f"{address}/log", sent=b"{")[0] for _ in range(121)]
    assert (set(found[:120]), found[120]) == ({400}, 429)


def test_whoever_guesses_secrets_uses_up_no_firms_deliveries(ws: Workspace, cast: Cast) -> None:
    browser, address = Browser(ws), link(ws, cast, "inv-a")
    guessed = address.rpartition("/")[0] + "/" + "B" * 32
    found = [browser.ask(f"{guessed}/log", sent=b"{}")[0] for _ in range(125)]
    assert set(found) == {404, 429}
    assert browser.ask(f"{address}/log", sent=b"{")[0] == 400


def test_a_firm_checks_in_its_own_people_and_answers_the_survey(ws: Workspace, cast: Cast) -> None:
    browser, address = Browser(ws), link(ws, cast, "sup-daon")
    assert browser.ask(address, {"act": "here", "who": "sup-daon-p"})[0] == 303
    assert "셀프 체크인" not in browser.ask(address)[2]
    assert browser.ask(address, {"act": "here", "who": "inv-a-p"})[0] == 409
    assert browser.ask(address, {"act": "survey", "overall": "5", "matching": "4", "comment": "좋았습니다"})[0] == 303
    assert browser.ask(address, {"act": "survey", "overall": "9"})[0] == 409
    page = browser.ask(f"{address}?done=survey")[2]
    assert "응답해 주셔서 감사합니다" in page
    assert "좋았습니다" in page
    assert {
        who for who, one in day_state.day_of(Looking(ws, cast.organiser), "day").presences.items() if one.is_here
    } == {"sup-daon-p"}


@pytest.mark.parametrize("day", [None], indirect=True)
def test_wishes_are_edited_until_the_plan_is_published(ws: Workspace, cast: Cast) -> None:
    browser, address = Browser(ws), link(ws, cast, "sup-mireu")
    assert "상담 희망" in browser.ask(address)[2]
    fields = {"act": "wishes", "seen": "0", "wish-1": "inv-a", "wish-0": "inv-b", "veto-inv-x": "1"}
    assert browser.ask(address, fields)[0] == 303
    kept = day_state.day_of(Looking(ws, cast.organiser), "day").requests["sup-mireu"]
    assert ([one.participant_id for one in kept.wishes], kept.vetoes) == (["inv-b", "inv-a"], ("inv-x",))
    status, _, page = browser.ask(address, {**fields, "wish-0": "inv-x"})
    assert (status, 'role="status"' in page) == (409, True)
    planned_events.publish(ws, cast.organiser, planned_events.PLAN, NOW)
    assert browser.ask(address, {**fields, "seen": "1"})[0] == 409
    assert "시간표가 공개되어" in browser.ask(address)[2]


def test_an_address_that_was_taken_back_opens_nothing_and_says_what_to_do(ws: Workspace, cast: Cast) -> None:
    address = link(ws, cast, "inv-a")
    fresh = link(ws, cast, "inv-a")
    assert Browser(ws).ask(address)[0] == 404
    status, _, page = Browser(ws).ask("/day/firm-inv-a/wrong?lang=en")
    assert (status, "Fictional" in page) == (404, False)
    kept = access_links.links(Looking(ws, cast.organiser), "day")[0]
    access_links.revoke(Acting(ws, cast.organiser, NOW), kept)
    assert Browser(ws).ask(fresh)[0] == 404


def test_the_worker_may_act_for_its_own_address_alone(ws: Workspace, cast: Cast) -> None:
    address = link(ws, cast, "inv-a")
    status, headers, _ = Browser(ws).ask(f"{address}/worker.js")
    assert (status, headers["service-worker-allowed"]) == (200, address)
    assert headers["content-type"].startswith("text/javascript")


def test_texts_are_shown_letter_by_letter(ws: Workspace, cast: Cast) -> None:
    address = link(ws, cast, "inv-a")
    harm = "</textarea><script>alert(1)</script>\"'"
    Browser(ws).ask(f"{address}/log", sent=delivery(note=harm, requests=harm, next_step_text=harm))
    page = Browser(ws).ask(address)[2]
    assert page.count("<script") == 1
    assert "&lt;/textarea&gt;&lt;script&gt;alert(1)" in page


def test_nobody_else_sees_an_investors_words_through_any_door(ws: Workspace, cast: Cast) -> None:
    browser = Browser(ws)
    browser.ask(f"{link(ws, cast, 'inv-a')}/log", sent=delivery())
    for other in ("sup-daon", "inv-b", "inv-x"):
        page = browser.ask(link(ws, cast, other))[2]
        assert SECRET_WORDS not in page
        assert "주주명부</textarea>" not in page
