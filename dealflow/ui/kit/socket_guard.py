"""What may come over the websocket by which a browser drives the screens: our own pages, no tools of developers.

Streamlit takes a connection from any program that sends no Origin and from every page of this machine, and lets each
empty the caches of all.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable
from typing import Final
from urllib.parse import urlsplit

from google.protobuf.message import DecodeError
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers
from starlette.requests import HTTPConnection
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit.proto.BackMsg_pb2 import BackMsg

from dealflow.actions.people import signin
from dealflow.settings import Settings
from dealflow.ui.kit.session_owners import SessionOwners

_FOR_VISITORS: Final = frozenset(
    {"stop_script", "rerun_script", "file_urls_request", "app_heartbeat", "backend_operation_request", None}
)
"""What a page asks for while somebody works with it; all else (clear_cache, set_run_on_save, debug_...) is dropped."""
_LOOKS_EVERY_S: Final = 1.5
"""An ended sitting is cut off within two seconds; a look costs some ten microseconds."""
_REFUSED: Final = 4403
"""An application's own code for closing, after HTTP's 403."""
MOST_PAGES: Final = 60
"""Pages that one browser may have open at once: each costs a session of a megabyte or two."""


class SocketGuard:
    """Pass a connection on if a page of ours opened it, and of what it sends only what is for visitors.

    Whoever is signed out, or whose sitting another ended, is cut off while the page is open. ``is_let_in`` says it of
    a browser's token, ``is_our_name`` of a name under which we are reached: a page of elsewhere may let its own name
    mean this machine, and so be of the very address that it connects to.
    """

    def __init__(self, app: ASGIApp, is_let_in: Callable[[str], bool], is_our_name: Callable[[str], bool]) -> None:
        self.app = app
        self._is_let_in = is_let_in
        self._is_our_name = is_our_name
        self._open: Counter[str] = Counter()
        self._owners = SessionOwners()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on; a connection that is not ours is closed before it is accepted (403)."""
        if scope["type"] != "websocket":
            await self.app(scope, receive, send)
            return
        token = HTTPConnection(scope).cookies.get(signin.COOKIE, "")
        is_ours = _is_of_our_page(scope) and signin.is_token(token)
        has_room = self._open.get(token, 0) < MOST_PAGES
        if not (is_ours and has_room and await run_in_threadpool(self._may_enter, scope, token)):
            await receive()
            await send({"type": "websocket.close", "code": _REFUSED})
            return

        async def receive_for_visitors() -> Message:
            while True:
                message = await receive()
                if message["type"] != "websocket.receive" or is_for_visitors(message.get("bytes") or b""):
                    return message

        async def cut_off_when_ended() -> None:
            while await run_in_threadpool(self._is_let_in, token):  # noqa: ASYNC110  # another process may have ended it
                await asyncio.sleep(_LOOKS_EVERY_S)
            await send({"type": "websocket.close", "code": _REFUSED})

        watching = asyncio.create_task(cut_off_when_ended())
        self._open[token] += 1
        try:
            own = self._owners.without_others(scope, token)
            await self.app(own, receive_for_visitors, self._owners.learning(send, token))
        finally:
            watching.cancel()
            self._leave(token)

    def _leave(self, token: str) -> None:
        self._open[token] -= 1
        if self._open[token] <= 0:
            del self._open[token]

    def _may_enter(self, scope: Scope, token: str) -> bool:
        name = urlsplit(f"//{Headers(scope=scope).get('host', '')}").hostname or ""
        return self._is_our_name(name) and self._is_let_in(token)


def is_for_visitors(data: bytes) -> bool:
    """Say whether a message to Streamlit is one that pages send for their visitors."""
    try:
        kind = BackMsg.FromString(data).WhichOneof("type")
    except DecodeError:
        return False
    return kind in _FOR_VISITORS


def _is_of_our_page(scope: Scope) -> bool:
    """Say whether the page that opens the connection came from the very address that it connects to, or our public one.

    Pages always say whence they came, and no page can say it of another.
    """
    headers = Headers(scope=scope)
    origin = urlsplit(headers.get("origin", ""))
    ours = {headers.get("host", ""), urlsplit(Settings().public_url).netloc}
    return origin.scheme in {"http", "https"} and bool(origin.netloc) and origin.netloc in ours
