"""Slow senders are cut off while others are served, and what is on its way has a limit for each network and all."""

from __future__ import annotations

import asyncio
import socket
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import pytest
import uvicorn
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.types import Message, Scope

from dealflow.web.kit.bodies import Bodies, Patience

QUICK = Patience(pause_s=0.15, grace_s=0.4, slowest_bytes_per_s=1_000_000, of_one=1_000, of_all=1_500)


async def take(request: Request) -> PlainTextResponse:
    return PlainTextResponse(str(len(await request.body())))


APPLICATION = Starlette(routes=[Route("/", take, methods=["GET", "POST"])], middleware=[Middleware(Bodies, QUICK)])


@dataclass
class Sender:
    """Sends a body in parts, each after a pause; an endless pause is a sender that fell silent."""

    parts: Sequence[tuple[float, bytes]]
    declared: int | None = None
    network: str = "10.0.0.1"
    statuses: list[int] = field(default_factory=list)

    async def send_all(self, application: Bodies) -> int:
        headers = [(b"transfer-encoding", b"chunked")]
        if self.declared is not None:
            headers = [(b"content-length", str(self.declared).encode())]
        scope: Scope = {
            "type": "http", "method": "POST", "path": "/", "raw_path": b"/", "query_string": b"", "headers": headers,
            "scheme": "http", "http_version": "1.1", "server": ("t", 80), "client": (self.network, 1), "root_path": "",
        }  # fmt: skip
        coming = list(self.parts)

        async def receive() -> Message:
            pause_s, part = coming.pop(0)
            await asyncio.sleep(pause_s)
            return {"type": "http.request", "body": part, "more_body": bool(coming)}

        async def send(message: Message) -> None:
            if message["type"] == "http.response.start":
                self.statuses.append(message["status"])

        await application(scope, receive, send)
        return self.statuses[0]


def all_at_once(*senders: Sender) -> list[int]:
    application = Bodies(Starlette(routes=[Route("/", take, methods=["POST"])]), QUICK)

    async def run() -> list[int]:
        return list(await asyncio.gather(*(sender.send_all(application) for sender in senders)))

    return asyncio.run(run())


def test_a_sender_who_falls_silent_or_dribbles_is_cut_off() -> None:
    silent = Sender([(0, b"a"), (60, b"b")])
    dribbling = Sender([(0.05, b"a")] * 40)
    prompt = Sender([(0, b"a"), (0.05, b"b")])
    assert all_at_once(silent, dribbling, prompt) == [408, 408, 200]


def test_what_is_on_its_way_has_a_limit_for_each_network_and_for_all_and_frees_it() -> None:
    slowly = [(0.1, b"x")]
    hoarder = Sender(slowly, declared=900)
    same = Sender(slowly, declared=200)
    other = Sender(slowly, declared=500, network="10.0.0.2")
    third = Sender(slowly, declared=200, network="10.0.0.3")
    assert all_at_once(hoarder, same, other, third) == [200, 503, 200, 503]
    assert all_at_once(Sender([(0, b"x" * 600), (0, b"x" * 600)])) == [503]  # nothing was said of its size
    assert all_at_once(Sender([(0, b"x")], declared=1_000)) == [200]


@pytest.fixture
def port() -> Iterator[int]:
    server = uvicorn.Server(uvicorn.Config(APPLICATION, host="127.0.0.1", port=0, log_level="critical", lifespan="off"))
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    yield server.servers[0].sockets[0].getsockname()[1]
    server.should_exit = True
    thread.join()


def test_a_real_connection_that_stays_half_sent_is_closed_while_others_are_served(port: int) -> None:
    head = b"POST / HTTP/1.1\r\nHost: t\r\nContent-Length: %d\r\n\r\n"
    with socket.create_connection(("127.0.0.1", port)) as slow, socket.create_connection(("127.0.0.1", port)) as quick:
        slow.sendall(head % 10 + b"half")
        quick.sendall(head % 5 + b"whole")
        quick.settimeout(5)
        slow.settimeout(5)
        assert quick.recv(4_000).startswith(b"HTTP/1.1 200")
        answer = b"".join(iter(lambda: slow.recv(4_000), b""))  # until the server closes
        assert answer.startswith(b"HTTP/1.1 408")
