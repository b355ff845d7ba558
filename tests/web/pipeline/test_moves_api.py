"""The door for programs: a token lists its house's engagements and moves them through the same gates."""

from __future__ import annotations

import asyncio
import json
from dataclasses import dataclass
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.types import Message, Scope

from dealflow.actions.people import api_tokens, signin
from dealflow.actions.pipeline import engagements
from dealflow.actions.platform.context import Acting
from dealflow.actions.platform.workspace import Workspace
from dealflow.domain.pipeline.funnel import NewEngagement
from dealflow.store.ledger import journal
from dealflow.web import files_and_health
from tests.actions.conftest import AT, Cast, cast, stage, ws

__all__ = ["cast", "stage", "ws"]


@dataclass
class Program:
    """Asks as a program does; answers are (status, JSON)."""

    application: Starlette
    token: str = ""
    cookie: str = ""

    def ask(self, method: str, path: str, body: bytes = b"", query: str = "") -> tuple[int, Any]:  # JSON
        started: list[Message] = []
        parts: list[bytes] = []
        headers = [(b"host", b"test"), (b"authorization", f"Bearer {self.token}".encode())] if self.token else []
        headers += [(b"cookie", self.cookie.encode())] if self.cookie else []
        scope: Scope = {
            "type": "http", "method": method, "path": path, "raw_path": path.encode(), "query_string": query.encode(),
            "headers": headers, "scheme": "http", "http_version": "1.1", "server": ("test", 80), "client": ("test", 1),
            "root_path": "",
        }  # fmt: skip

        async def receive() -> Message:
            return {"type": "http.request", "body": body, "more_body": False}

        async def send(message: Message) -> None:
            if message["type"] == "http.response.start":
                started.append(message)
            else:
                parts.append(message["body"])

        asyncio.run(self.application(scope, receive, send))
        return started[0]["status"], json.loads(b"".join(parts))

    def move(self, engagement: str, **given: object) -> tuple[int, Any]:
        return self.ask("POST", f"/api/engagements/{engagement}/move", json.dumps(given).encode())


@pytest.fixture
def program(ws: Workspace, cast: Cast) -> Program:
    application = Starlette(
        routes=files_and_health.routes(lambda: ws), middleware=files_and_health.middleware(lambda: ws)
    )
    return Program(application, api_tokens.make(Acting(ws, cast.anna, AT), "동기화"))


@pytest.fixture
def opened(ws: Workspace, cast: Cast) -> str:
    return engagements.open_engagement(
        Acting(ws, cast.anna, AT),
        NewEngagement(company_id=cast.shared_company, investor_id="a", track="vc", round_label="Series A"),
    )


def test_a_token_lists_its_houses_engagements_with_what_blocks_them(program: Program, opened: str) -> None:
    status, told = program.ask("GET", "/api/engagements", query="track=vc")
    [row] = told["engagements"]
    assert (status, row["id"], row["stage"], row["version"]) == (200, opened, "meeting", 1)
    assert row["blocked"] == {"stage": "pre_ic", "missing": ["business_field", "assignee"]}


def test_a_move_goes_through_the_gates_and_keeps_its_source(ws: Workspace, program: Program, opened: str) -> None:
    status, told = program.move(opened, stage="pre_ic")
    assert (status, told["error"], told["missing"]) == (400, "gate_closed", ["business_field", "assignee"])
    status, told = program.move(opened, stage="ir", version=1, note="동기화")
    assert (status, told["stage"], told["version"]) == (200, "ir", 2)
    assert program.move(opened, stage="review", version=1)[0] == 409
    with ws.ledger.read() as session:
        assert journal.read_stream(session, ws.name, f"engagement:{opened}")[-1].source == "api"


def test_without_a_token_nothing_opens_not_even_with_a_browsers_cookie(
    ws: Workspace, cast: Cast, program: Program, opened: str
) -> None:
    token = signin.new_token()
    signin.sign_in(token, cast.anna.person_id)
    stranger = Program(program.application, cookie=f"{signin.COOKIE}={token}")
    assert stranger.ask("GET", "/api/engagements")[0] == 401
    assert stranger.move(opened, stage="ir")[0] == 401
    assert Program(program.application, "anna.x.y").move(opened, stage="ir")[0] == 401
    rival = Program(program.application, api_tokens.make(Acting(ws, cast.bora, AT), "x"))
    assert rival.ask("GET", "/api/engagements") == (200, {"engagements": []})
    assert rival.move(opened, stage="ir")[0] == 404


@pytest.mark.parametrize("body", [b"", b"[]", b"{", b'{"stage": 3}', b'{"stage": "ir", "version": "1"}', b"\xff"])
def test_what_is_no_move_is_refused_in_words(program: Program, opened: str, body: bytes) -> None:
    status, told = program.ask("POST", f"/api/engagements/{opened}/move", body)
    assert (status, told["error"]) == (400, "invalid_input")
    assert told["words"]


def test_a_huge_body_is_not_read(program: Program, opened: str) -> None:
    assert program.ask("POST", f"/api/engagements/{opened}/move", b" " * 100_001)[0] == 413
