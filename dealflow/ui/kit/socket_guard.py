"""What may come over the websocket by which a browser drives the screens: our own pages, no tools of developers.

Streamlit takes a connection from any program that sends no Origin and from every page of this machine, and lets each
empty the caches of all.
"""

from __future__ import annotations

from typing import Final
from urllib.parse import urlsplit

from google.protobuf.message import DecodeError
from starlette.datastructures import Headers
from starlette.requests import HTTPConnection
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit.proto.BackMsg_pb2 import BackMsg

from dealflow.actions.people import signin
from dealflow.settings import Settings

_FOR_VISITORS: Final = frozenset(
    {"stop_script", "rerun_script", "file_urls_request", "app_heartbeat", "backend_operation_request", None}
)
"""What a page asks for while somebody works with it; all else (clear_cache, set_run_on_save, debug_...) is dropped."""
_REFUSED: Final = 4403
"""An application's own code for closing, after HTTP's 403."""


class SocketGuard:
    """Pass a connection on if a page of ours opened it, and of what it sends only what is for visitors."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on; a connection that is not ours is closed before it is accepted (403)."""
        if scope["type"] != "websocket":
            await self.app(scope, receive, send)
            return
        if not (_is_of_our_page(scope) and signin.is_token(HTTPConnection(scope).cookies.get(signin.COOKIE, ""))):
            await receive()
            await send({"type": "websocket.close", "code": _REFUSED})
            return

        async def receive_for_visitors() -> Message:
            while True:
                message = await receive()
                if message["type"] != "websocket.receive" or is_for_visitors(message.get("bytes") or b""):
                    return message

        await self.app(scope, receive_for_visitors, send)


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
