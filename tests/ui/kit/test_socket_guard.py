"""The websocket of the screens: only our own page may open it, and no developer's message passes."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest
from streamlit.proto.BackMsg_pb2 import BackMsg

from dealflow.actions.people import signin
from dealflow.ui.kit.socket_guard import SocketGuard

if TYPE_CHECKING:
    from collections.abc import Sequence

    from starlette.types import Message, Receive, Scope, Send

OURS = {"host": "deals.example.kr", "origin": "https://deals.example.kr"}


def messages_of(kinds: list[str]) -> list[bytes]:
    made = []
    for kind in kinds:
        message = BackMsg()
        field = BackMsg.DESCRIPTOR.fields_by_name[kind]
        if field.message_type is None:
            setattr(message, kind, True)
        else:
            getattr(message, kind).SetInParent()
        made.append(message.SerializeToString())
    return made


def connected(headers: dict[str, str], sent: Sequence[bytes] = ()) -> tuple[list[bytes], list[Message]]:
    """Return which of the messages sent reach the application, and what it or the guard answers."""
    reached: list[bytes] = []
    answered: list[Message] = []
    waiting: list[Message] = [
        {"type": "websocket.connect"},
        *({"type": "websocket.receive", "bytes": data} for data in sent),
        {"type": "websocket.disconnect", "code": 1000},
    ]

    async def application(_scope: Scope, receive: Receive, send: Send) -> None:
        await send({"type": "websocket.accept"})
        while (message := await receive())["type"] != "websocket.disconnect":
            if message["type"] == "websocket.receive":
                reached.append(message["bytes"])

    async def receive() -> Message:
        return waiting.pop(0)

    async def send(message: Message) -> None:
        answered.append(message)

    scope: Scope = {
        "type": "websocket", "path": "/_stcore/stream", "scheme": "ws", "query_string": b"", "subprotocols": [],
        "headers": [(name.encode(), value.encode()) for name, value in headers.items()],
    }  # fmt: skip
    asyncio.run(SocketGuard(application, lambda _token: True)(scope, receive, send))
    return reached, answered


def cookie(token: str = "") -> dict[str, str]:
    return {"cookie": f"{signin.COOKIE}={token or signin.new_token()}"}


@pytest.mark.parametrize(
    "headers",
    [
        {},
        cookie(),
        OURS,
        OURS | cookie("made-up"),
        OURS | cookie() | {"origin": "null"},
        OURS | cookie() | {"origin": "http://localhost:3000"},
        OURS | cookie() | {"origin": "https://evil.example"},
        OURS | cookie() | {"origin": "deals.example.kr"},
    ],
)
def test_no_program_and_no_page_of_another_address_drives_the_screens(headers: dict[str, str]) -> None:
    reached, answered = connected(headers, messages_of(["rerun_script"]))
    assert reached == []
    assert [message["type"] for message in answered] == ["websocket.close"]


def test_our_page_is_heard_and_what_developers_send_is_dropped() -> None:
    names = [field.name for field in BackMsg.DESCRIPTOR.fields]
    reached, answered = connected(OURS | cookie(), [*messages_of(names), b"\xff\xff no message"])
    assert {BackMsg.FromString(data).WhichOneof("type") for data in reached} == {
        "rerun_script", "stop_script", "file_urls_request", "app_heartbeat", "backend_operation_request",
    }  # fmt: skip
    assert [message["type"] for message in answered] == ["websocket.accept"]


def test_behind_a_proxy_the_public_address_is_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DEALFLOW_PUBLIC_URL", "https://deals.example.kr/tips")
    _, answered = connected({"host": "10.0.0.7:8501", "origin": "https://deals.example.kr"} | cookie())
    assert [message["type"] for message in answered] == ["websocket.accept"]
