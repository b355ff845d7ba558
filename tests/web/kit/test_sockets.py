"""What is sent to a browser leaves at once, also on a connection that is kept, at a socket of another's making."""

from __future__ import annotations

import asyncio
import socket
from contextlib import closing

import pytest
import uvicorn
from starlette.types import Receive, Scope, Send

from dealflow.web.kit import sockets


async def app(_scope: Scope, _receive: Receive, send: Send) -> None:
    await send({"type": "http.response.start", "status": 204, "headers": []})
    await send({"type": "http.response.body", "body": b""})


@pytest.fixture
def startup(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uvicorn.Server, "startup", uvicorn.Server.startup)  # given back as it was


async def nodelay_of_an_arrival(listening: socket.socket) -> int:
    """Start a server there, connect, and return whether what arrived sends at once."""
    server = uvicorn.Server(uvicorn.Config(app, lifespan="off", log_level="critical"))
    server.config.load()
    server.lifespan = server.config.lifespan_class(server.config)
    await server.startup([listening])
    try:
        reader, writer = await asyncio.open_connection(*listening.getsockname())
        with closing(writer):
            writer.write(b"GET / HTTP/1.1\r\nHost: dealflow\r\n\r\n")
            assert b" 204 " in await reader.readline()
            (arrival,) = server.server_state.connections
            assert arrival.transport is not None
            nodelay: int = arrival.transport.get_extra_info("socket").getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)
            return nodelay
    finally:
        await server.shutdown([listening])


@pytest.mark.usefixtures("startup")
def test_a_connection_that_arrives_sends_at_once() -> None:
    sockets.send_at_once()
    sockets.send_at_once()  # a script that is imported twice
    with socket.socket() as listening:  # as Streamlit makes it: of no protocol by name
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        assert asyncio.run(nodelay_of_an_arrival(listening)) != 0
