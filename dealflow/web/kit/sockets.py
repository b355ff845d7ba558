"""The sockets at which the server listens: what is sent on them leaves at once.

Streamlit hands the server a socket of its own making, of which asyncio does not see that it is TCP, so that it leaves
Nagle's algorithm on (uvicorn's issue 3149): every answer but a connection's first then waits until the browser has
confirmed the one before, 40 ms on Linux. A first page asks for a hundred files, and a screen is drawn by messages.
"""

from __future__ import annotations

import socket
from collections.abc import Awaitable, Callable
from functools import wraps
from typing import Final

import uvicorn

_STARTUP: Final = "startup"
_Startup = Callable[[uvicorn.Server, list[socket.socket] | None], Awaitable[None]]


def send_at_once() -> None:
    """Let every server of this process send at once; connections have it from the socket at which they arrive."""
    startup: _Startup = getattr(uvicorn.Server, _STARTUP)
    if hasattr(startup, "__wrapped__"):
        return

    @wraps(startup)
    async def started(server: uvicorn.Server, sockets: list[socket.socket] | None = None) -> None:
        for listening in sockets or ():
            if listening.family in {socket.AF_INET, socket.AF_INET6}:
                listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        await startup(server, sockets)

    setattr(uvicorn.Server, _STARTUP, started)
