"""What is asked of this process: counted, timed, numbered, and logged without an address's own words.

Addresses hold secrets and whatever people type; of an address only its first part is told, if it is one of ours.
"""

from __future__ import annotations

import logging
import re
import time
import uuid
from collections.abc import Collection
from typing import Final

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dealflow.actions.platform.counters import COUNTERS
from dealflow.web.kit.logs import FIELDS, REQUEST

_log = logging.getLogger("dealflow.requests")
_HEADER: Final = "x-request-id"
_NUMBER: Final = re.compile(r"[A-Za-z0-9-]{8,64}")
_METHODS: Final = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
_STREAMLIT: Final = frozenset({"_stcore", "media", "static", "component"})


class RequestLog:
    """Stand round everything. ``kinds`` are the first parts of the addresses that there are."""

    def __init__(self, app: ASGIApp, kinds: Collection[str]) -> None:
        self.app = app
        self._kinds = frozenset(kinds) | _STREAMLIT

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, with a number that its answer and its log lines bear."""
        if scope["type"] not in {"http", "websocket"}:
            await self.app(scope, receive, send)
            return
        theirs = Headers(scope=scope).get(_HEADER, "")
        number = theirs if _NUMBER.fullmatch(theirs) else uuid.uuid4().hex
        before = REQUEST.set(number)
        try:
            await (self._asked if scope["type"] == "http" else self._connected)(scope, receive, send)
        finally:
            REQUEST.reset(before)

    async def _asked(self, scope: Scope, receive: Receive, send: Send) -> None:
        status, begun_s = 500, time.perf_counter()

        async def send_numbered(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                MutableHeaders(scope=message)[_HEADER] = REQUEST.get()
            await send(message)

        try:
            await self.app(scope, receive, send_numbered)
        finally:
            kind, seconds = self._kind(scope["path"]), time.perf_counter() - begun_s
            method = scope["method"] if scope["method"] in _METHODS else "other"
            COUNTERS.add("dealflow_requests_total", kind=kind, method=method, status=str(status))
            COUNTERS.observe("dealflow_request_seconds", seconds, kind=kind)
            fields = {"kind": kind, "method": method, "status": status, "ms": round(1000 * seconds, 1)}
            _log.info("request", extra={FIELDS: fields})

    async def _connected(self, scope: Scope, receive: Receive, send: Send) -> None:
        begun_s = time.perf_counter()
        COUNTERS.add("dealflow_websockets_open")
        try:
            await self.app(scope, receive, send)
        finally:
            COUNTERS.add("dealflow_websockets_open", -1)
            _log.info("websocket closed", extra={FIELDS: {"s": round(time.perf_counter() - begun_s, 1)}})

    def _kind(self, path: str) -> str:
        first = path.lstrip("/").partition("/")[0]
        return first if first in self._kinds else "other" if first else "home"


def kinds_of(paths: Collection[str]) -> frozenset[str]:
    """Return the first parts of routes' paths that are fixed."""
    return frozenset(first for path in paths if (first := path.lstrip("/").partition("/")[0]) and "{" not in first)
