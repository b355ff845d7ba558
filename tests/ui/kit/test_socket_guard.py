"""The websocket of the screens: only our own page may open it, and no developer's message passes."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from dealflow.actions.people import accounts, signin
from dealflow.actions.platform.workspace import Workspace
from dealflow.ui.kit import context, socket_guard
from dealflow.ui.kit.session_owners import SessionOwners
from dealflow.ui.kit.socket_guard import SocketGuard
from tests.actions.conftest import AT, Cast, cast, stage, ws

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from starlette.types import Message, Receive, Scope, Send

__all__ = ["cast", "stage", "ws"]

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


def connected(
    headers: dict[str, str], sent: Sequence[bytes] = (), *, is_our_name: Callable[[str], bool] = lambda _name: True
) -> tuple[list[bytes], list[Message]]:
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
    asyncio.run(SocketGuard(application, lambda _token: True, is_our_name)(scope, receive, send))
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


def test_a_page_comes_back_to_a_session_of_its_own_browser_alone() -> None:
    """Streamlit puts whoever names a session's id back into it; nobody but its browser names it here."""
    owners, mine = SessionOwners(), signin.new_token()
    passed: list[Message] = []

    async def send(message: Message) -> None:
        passed.append(message)

    first = ForwardMsg()
    first.new_session.initialize.session_id = "s-1"
    for data in (b"\xff\xff", ForwardMsg(delta={}).SerializeToString(), first.SerializeToString()):
        asyncio.run(owners.learning(send, mine)({"type": "websocket.send", "bytes": data}))
    assert len(passed) == 3
    asked = b"streamlit, x, s-1"
    scope: Scope = {"headers": [(b"sec-websocket-protocol", asked)], "subprotocols": ["streamlit", "x", "s-1"]}
    own, other = owners.without_others(scope, mine), owners.without_others(scope, signin.new_token())
    assert own == scope
    assert other == {"headers": [(b"sec-websocket-protocol", b"streamlit, x")], "subprotocols": ["streamlit", "x"]}
    assert scope["headers"] == [(b"sec-websocket-protocol", asked)]


def test_behind_a_proxy_the_public_address_is_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DEALFLOW_PUBLIC_URL", "https://deals.example.kr/tips")
    _, answered = connected({"host": "10.0.0.7:8501", "origin": "https://deals.example.kr"} | cookie())
    assert [message["type"] for message in answered] == ["websocket.accept"]


def test_a_name_of_elsewhere_that_means_this_machine_drives_nothing() -> None:
    rebound = {"host": "evil.example:8501", "origin": "http://evil.example:8501"} | cookie()
    asked: list[str] = []
    _, answered = connected(rebound, is_our_name=lambda name: asked.append(name) or name == "localhost")  # type: ignore[func-returns-value]  # notes and says
    assert (asked, [message["type"] for message in answered]) == (["evil.example"], ["websocket.close"])
    own = {"host": "localhost:8501", "origin": "http://localhost:8501"} | cookie()
    _, answered = connected(own, is_our_name=lambda name: name == "localhost")
    assert [message["type"] for message in answered] == ["websocket.accept"]


def test_an_open_page_is_cut_off_once_its_sitting_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket_guard, "_LOOKS_EVERY_S", 0.01)
    looks = iter((True, True, True, False))
    answered: list[Message] = []
    closed = asyncio.Event()

    async def application(_scope: Scope, _receive: Receive, send: Send) -> None:
        await send({"type": "websocket.accept"})
        await asyncio.wait_for(closed.wait(), 5)

    async def receive() -> Message:
        return {"type": "websocket.connect"}

    async def send(message: Message) -> None:
        answered.append(message)
        if message["type"] == "websocket.close":
            closed.set()

    scope: Scope = {
        "type": "websocket", "path": "/_stcore/stream", "scheme": "ws", "query_string": b"", "subprotocols": [],
        "headers": [(name.encode(), value.encode()) for name, value in (OURS | cookie()).items()],
    }  # fmt: skip
    asyncio.run(SocketGuard(application, lambda _token: next(looks), lambda _name: True)(scope, receive, send))
    assert [message["type"] for message in answered] == ["websocket.accept", "websocket.close"]


def test_where_nobody_signs_in_only_this_machines_own_names_count(
    ws: Workspace, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(context, "workspace", lambda: ws)
    names = (
        "localhost",
        "127.0.0.1",
        "::1",
        "192.168.0.7",
        "evil.example",
        "",
        "deals.example.kr",
        "localhost.evil.kr",
    )
    assert [name for name in names if context.is_our_name(name)] == ["localhost", "127.0.0.1", "::1", "192.168.0.7"]
    ws.settings.public_url = "https://deals.example.kr"
    assert context.is_our_name("deals.example.kr")
    accounts.set_password(ws, cast.anna.person_id, "anna@example.test", "a long enough password", at=AT)
    assert context.is_our_name("evil.example")  # a page of elsewhere has no sitting of ours


def test_one_browser_has_so_many_pages_open_and_another_is_not_held_up() -> None:
    """Hold pages open until the guard lets no more in, then let them go again."""

    async def tried() -> tuple[bool, int, int]:
        done, entered = asyncio.Event(), asyncio.Queue[str]()

        async def application(_scope: Scope, _receive: Receive, _send: Send) -> None:
            entered.put_nowait("page")
            await done.wait()

        guard = SocketGuard(application, lambda _token: True, lambda _name: True)

        async def opened(token: str) -> None:
            async def receive() -> Message:
                return {"type": "websocket.connect"}

            async def send(_message: Message) -> None:
                return None

            headers = [(name.encode(), value.encode()) for name, value in (OURS | cookie(token)).items()]
            scope: Scope = {"type": "websocket", "path": "/_stcore/stream", "scheme": "ws", "headers": headers}
            await guard(scope, receive, send)

        mine, other = signin.new_token(), signin.new_token()
        waiting = [asyncio.create_task(opened(mine)) for _ in range(socket_guard.MOST_PAGES)]
        for _ in waiting:
            await entered.get()
        await opened(mine)  # refused: it comes back at once
        refused = entered.empty()
        waiting.append(asyncio.create_task(opened(other)))
        await entered.get()
        done.set()
        await asyncio.gather(*waiting)
        await opened(mine)
        return refused, entered.qsize(), len(guard._open)

    assert asyncio.run(tried()) == (True, 1, 0)
