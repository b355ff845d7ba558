"""A program that speaks to the API of an application in this process: no network, the real routes and guard."""

from __future__ import annotations

import asyncio
import json
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from starlette.applications import Starlette
from starlette.types import Message, Scope

from dealflow.actions.people import api_tokens
from dealflow.actions.people.api_tokens import TokenScope
from dealflow.actions.platform.context import Acting
from dealflow.actions.platform.workspace import Workspace
from dealflow.domain.people.access import Viewer
from dealflow.web import files_and_health


@dataclass(frozen=True)
class Told:
    """An answer."""

    status: int
    json: Any
    headers: dict[str, str]

    @property
    def code(self) -> str:
        """What went wrong, by our code."""
        return str(self.json["type"]).rpartition(":")[2]


@dataclass
class Program:
    """Asks as a program does."""

    application: Starlette
    token: str = ""
    cookie: str = ""
    read: list[str] = field(default_factory=list)

    def get(self, path: str, **query: object) -> Told:
        text = "&".join(f"{name}={value}" for name, value in query.items())
        return self.ask("GET", path, query=text)

    def send(self, method: str, path: str, given: object, *, key: str = "", query: str = "") -> Told:
        body = given if isinstance(given, bytes) else json.dumps(given).encode()
        kind = b"application/octet-stream" if isinstance(given, bytes) else b"application/json"
        return self.ask(
            method, path, body, query=query, headers={b"idempotency-key": key.encode(), b"content-type": kind}
        )

    def ask(
        self, method: str, path: str, body: bytes = b"", *, query: str = "", headers: dict[bytes, bytes] | None = None
    ) -> Told:
        started: list[Message] = []
        parts: list[bytes] = []
        sent = [(b"host", b"test"), *((name, value) for name, value in (headers or {}).items() if value)]
        sent += [(b"authorization", f"Bearer {self.token}".encode())] if self.token else []
        sent += [(b"cookie", self.cookie.encode())] if self.cookie else []
        whole = f"/api/v1{path}"
        scope: Scope = {
            "type": "http", "method": method, "path": whole, "raw_path": whole.encode(),
            "query_string": query.encode(), "headers": sent, "scheme": "http", "http_version": "1.1",
            "server": ("test", 80), "client": ("test", 1), "root_path": "",
        }  # fmt: skip

        async def receive() -> Message:
            return {"type": "http.request", "body": body, "more_body": False}

        async def send(message: Message) -> None:
            if message["type"] == "http.response.start":
                started.append(message)
            else:
                parts.append(message["body"])

        asyncio.run(self.application(scope, receive, send))
        told = {name.decode().lower(): value.decode() for name, value in started[0]["headers"]}
        return Told(started[0]["status"], json.loads(b"".join(parts)), told)


def program_of(ws: Workspace, viewer: Viewer | None, *scopes: TokenScope) -> Program:
    """Return a program with a token of the viewer for these scopes, or for all."""
    read: list[str] = []
    application = Starlette(
        routes=files_and_health.routes(lambda: ws, read.append), middleware=files_and_health.middleware(lambda: ws)
    )
    token = (
        ""
        if viewer is None
        else api_tokens.make(Acting(ws, viewer, datetime.now(UTC)), "동기화", scopes=scopes or tuple(TokenScope))
    )
    return Program(application, token, read=read)
