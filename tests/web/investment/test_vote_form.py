"""The door for votes from afar: a plain form without an account, kind refusals, and nothing lost that was typed."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from urllib.parse import urlencode

import pytest
from starlette.applications import Starlette
from starlette.types import Message, Scope

from dealflow.actions.investment import session_views, sessions, vote_links
from dealflow.actions.investment.sessions import Ruling
from dealflow.actions.platform.context import Acting, Looking
from dealflow.actions.platform.workspace import Workspace
from dealflow.domain.investment.committee import Ballot, Channel, Result
from dealflow.web import files_and_health
from tests.actions.conftest import Cast, cast, stage, ws
from tests.actions.investment.test_vote_links import called

__all__ = ["cast", "stage", "ws"]

NOW = datetime.now(UTC)


class Phone:
    """Asks the application as a phone without any cookie does."""

    def __init__(self, ws: Workspace) -> None:
        self.application = Starlette(
            routes=files_and_health.routes(lambda: ws), middleware=files_and_health.middleware(lambda: ws)
        )

    def ask(
        self, path: str, fields: dict[str, str] | None = None, accept: str = "ko-KR"
    ) -> tuple[int, dict[str, str], str]:
        body = b"" if fields is None else urlencode(fields).encode()
        plain, _, query = path.partition("?")
        started: list[Message] = []
        parts: list[bytes] = []
        scope: Scope = {
            "type": "http", "method": "GET" if fields is None else "POST", "path": plain, "raw_path": plain.encode(),
            "query_string": query.encode(), "headers": [(b"host", b"test"), (b"accept-language", accept.encode())],
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


@pytest.fixture
def link(ws: Workspace, cast: Cast) -> tuple[str, str, str]:
    """The address of an open session's voter, the session and its item."""
    session_id, item_id = called(ws, cast)
    secret = vote_links.issue(Acting(ws, cast.anna, NOW), session_id, "vera", expires_at=NOW + timedelta(days=1))
    return f"/vote/{session_id}/{secret}", session_id, item_id


def test_a_paper_opens_without_an_account_in_the_readers_language(ws: Workspace, link: tuple[str, str, str]) -> None:
    status, headers, korean = Phone(ws).ask(link[0])
    assert status == 200
    for words in ("vera(가상) 위원님", "다온로보틱스(가상)", "찬성", "예시 조합 True(가상)", "투자조건 미정"):
        assert words in korean
    assert "For</span>" in Phone(ws).ask(link[0], accept="en-US,en;q=0.9")[2]
    assert "For</span>" in Phone(ws).ask(f"{link[0]}?lang=en")[2]
    assert (headers["cache-control"], headers["referrer-policy"]) == ("no-store", "no-referrer")
    assert headers["content-security-policy"].startswith("default-src 'none'")
    assert "<script" not in korean


def test_votes_handed_in_are_recorded_and_the_link_says_kindly_that_it_was_used(
    ws: Workspace, cast: Cast, link: tuple[str, str, str]
) -> None:
    address, session_id, item_id = link
    fields = {f"ballot-{item_id}": "for", f"opinion-{item_id}": "좋다 <b>", f"condition-{item_id}": "", "act": "cast"}
    status, _, page = Phone(ws).ask(address, fields)
    assert (status, "표결을 마쳤습니다" in page) == (200, True)
    (vote,) = session_views.session_view(Looking(ws, cast.anna), session_id).session.items[0].votes
    assert (vote.voter_id, vote.ballot, vote.opinion, vote.channel) == ("vera", Ballot.FOR, "좋다 <b>", Channel.LINK)
    status, _, page = Phone(ws).ask(address)
    assert (status, "이미 표결을 마친 링크입니다" in page) == (410, True)
    assert Phone(ws).ask(address, fields)[0] == 410


def test_what_was_typed_is_shown_again_when_a_vote_is_missing_or_the_language_changes(
    ws: Workspace, link: tuple[str, str, str]
) -> None:
    address, _, item_id = link
    typed = {f"opinion-{item_id}": "</textarea><script>x</script> 의견"}
    status, _, page = Phone(ws).ask(address, {**typed, "act": "cast"})
    assert status == 409
    assert "&lt;/textarea&gt;&lt;script&gt;x&lt;/script&gt; 의견" in page
    assert "<script" not in page
    status, _, page = Phone(ws).ask(address, {**typed, f"ballot-{item_id}": "against", "switch_to": "en"})
    assert status == 200
    assert 'value="against" required checked' in page
    assert "Hand in my vote" in page
    assert "script&gt; 의견" in page


def test_a_link_that_never_was_and_one_of_a_closed_session_are_told_apart_only_to_those_who_had_one(
    ws: Workspace, cast: Cast, link: tuple[str, str, str]
) -> None:
    address, session_id, item_id = link
    for wrong in (f"/vote/{session_id}/wrong", "/vote/nothing/wrong"):
        status, _, page = Phone(ws).ask(wrong)
        assert (status, "열 수 없는 링크입니다" in page, "예비" in page) == (404, True, False)
    sessions.resolve(Acting(ws, cast.anna, NOW), session_id, item_id, Ruling(Result.HELD))
    assert "지금 표결할 안건이 없습니다" in Phone(ws).ask(address)[2]
    sessions.close_session(Acting(ws, cast.anna, NOW), session_id, minutes="끝")
    status, _, page = Phone(ws).ask(address)
    assert (status, "이미 폐회한 심의회입니다" in page) == (410, True)


def test_a_form_beyond_all_measure_is_refused(ws: Workspace, link: tuple[str, str, str]) -> None:
    status, _, page = Phone(ws).ask(link[0], {"opinion-x": "가" * 400_000})
    assert (status, "너무 깁니다" in page) == (413, True)
