"""The one HTML page into which the browser draws every screen: told where the app begins, and opened for screens only.

Streamlit's page guesses where its server is from the address: on ``/committee`` it asks ``/committee/_stcore/health``
first, so that every load begins with two requests that fail. It also draws any address, and says in English that there
is no such screen. Here the page is told its server's address, and an address that is no screen leads to the first one,
which says so in the reader's language.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Final
from urllib.parse import quote, urlencode

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import RedirectResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

MISSING: Final = "missing"
"""The parameter with which the first screen is told of an address that is none."""
_TITLE: Final = b"<title>Streamlit</title>"
_SERVER: Final = (
    b"<title>dealflow</title><script>window.__streamlit="
    b'{BACKEND_BASE_URL:new URL(".",window.location.href).href.replace(/[?#].*/,"")}</script>'
)
"""Every screen stands one level below where the app begins, also behind a proxy that puts it under a folder."""


class AppPage:
    """Give the page of the screens its server's address; lead an address that is no screen to the first screen."""

    def __init__(self, app: ASGIApp, screens: Collection[str]) -> None:
        self._app = app
        self._screens = frozenset(screens) | {""}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on; change the answer only where it is Streamlit's page."""
        headers = Headers(scope=scope) if scope["type"] == "http" else Headers()
        if scope.get("method") not in {"GET", "HEAD"} or "text/html" not in headers.get("accept", ""):
            await self._app(scope, receive, send)
            return
        plain = [pair for pair in scope["headers"] if pair[0] not in {b"accept-encoding", b"if-none-match"}]
        answer = _Answer()
        await self._app({**scope, "headers": plain}, receive, answer.take)
        if _TITLE in answer.body:
            if _screen(scope) not in self._screens:
                await RedirectResponse(_first(scope), 307)(scope, receive, send)
                return
            answer.replace(answer.body.replace(_TITLE, _SERVER, 1))
        await answer.give(send)


class _Answer:
    """An answer that is held back until it is whole."""

    def __init__(self) -> None:
        self._start: Message = {}
        self.body = b""

    async def take(self, message: Message) -> None:
        """Keep a part of the answer."""
        if message["type"] == "http.response.start":
            self._start = message
        elif message["type"] == "http.response.body":
            self.body += message.get("body", b"")

    def replace(self, body: bytes) -> None:
        """Let the answer have another body, of which browsers keep no copy."""
        self.body = body
        headers = MutableHeaders(scope=self._start)
        headers["content-length"] = str(len(body))
        headers["cache-control"] = "no-store"
        for name in ("etag", "last-modified", "accept-ranges"):
            del headers[name]

    async def give(self, send: Send) -> None:
        """Send the answer on."""
        await send(self._start)
        await send({"type": "http.response.body", "body": self.body})


def _screen(scope: Scope) -> str:
    """Return the name of the screen that an address means."""
    path = str(scope["path"]).removeprefix(str(scope.get("root_path", "")))
    return path.strip("/")


def _first(scope: Scope) -> str:
    """Return the address of the first screen, told which one there is not; the language stays."""
    name = _screen(scope)
    levels = max(0, str(scope["path"]).count("/") - 1)
    query = str(scope.get("query_string", b""), "latin-1")
    lang = [part for part in query.split("&") if part in {"lang=ko", "lang=en"}]
    return "../" * levels + "./?" + "&".join([urlencode({MISSING: name[:60]}, quote_via=quote), *lang])
