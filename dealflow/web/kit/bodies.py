"""Bodies of requests come in bounded time and number: slow senders are cut off, all together have a limit.

Whoever sends a byte a minute holds a connection for days, and a hundred who send a hundred megabytes at once fill the
memory. Heads of requests are a proxy's to watch: an application never sees one that is not whole.
"""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from dataclasses import dataclass
from typing import Final

from starlette.datastructures import Headers
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_MEGABYTE: Final = 1_000_000
_AGAIN_S: Final = "20"


@dataclass(frozen=True, slots=True)
class Patience:
    """How long a body may take, and how many bytes of bodies may be on their way, of one network and of all."""

    pause_s: float = 20.0
    grace_s: float = 30.0
    slowest_bytes_per_s: int = 20_000
    of_one: int = 400 * _MEGABYTE
    of_all: int = 1_200 * _MEGABYTE


class _BodyError(Exception):
    """A body is not waited for; ``answer`` is what its sender is told."""

    def __init__(self, answer: JSONResponse) -> None:
        super().__init__()
        self.answer = answer


def _too_slow() -> _BodyError:
    return _BodyError(JSONResponse({"error": "too_slow"}, 408, {"Connection": "close"}))


def _too_much() -> _BodyError:
    return _BodyError(JSONResponse({"error": "busy"}, 503, {"Connection": "close", "Retry-After": _AGAIN_S}))


class Bodies:
    """Pass requests on with a watch on their bodies."""

    def __init__(self, app: ASGIApp, patience: Patience = Patience()) -> None:
        self.app = app
        self._patience = patience
        self._coming: Counter[str] = Counter()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on; one whose body comes too slowly is answered by 408, one too many by 503."""
        if scope["type"] != "http" or not _has_body(scope):
            await self.app(scope, receive, send)
            return
        body = _Body(self._patience, self._coming, scope, receive)
        begun = False

        async def send_unless_refused(message: Message) -> None:
            nonlocal begun
            if begun or body.refusal is None:  # what the application makes of our own exception is not its answer
                begun = True
                await send(message)

        try:
            body.make_room()
            await self.app(scope, body.receive, send_unless_refused)
        except Exception:
            if body.refusal is None:
                raise
        finally:
            body.let_go()
        if body.refusal is not None and not begun:
            await body.refusal(scope, receive, send)


class _Body:
    """One body on its way: what was said to come of it, what came, and since when."""

    def __init__(self, patience: Patience, coming: Counter[str], scope: Scope, receive: Receive) -> None:
        self._patience, self._coming, self._receive = patience, coming, receive
        self._network = (scope.get("client") or ("", 0))[0]
        self._declared = _declared(scope)
        self._came = 0
        self._held = 0
        self._is_whole = False
        self.refusal: JSONResponse | None = None
        self._began_s = time.monotonic()  # for pace only: no answer depends on the time of day

    def make_room(self) -> None:
        """Count what is on its way.

        Raises:
            _BodyError: it is too much with what others send, or with the rest of this network's.
        """
        more = max(self._declared, self._came) - self._held
        of_one, of_all = self._coming[self._network] + more, self._coming.total() + more
        if more and (of_one > self._patience.of_one or of_all > self._patience.of_all):
            raise self._refused(_too_much())
        self._coming[self._network] += more
        self._held += more

    def let_go(self) -> None:
        """Count it no more."""
        self._coming[self._network] -= self._held
        if not self._coming[self._network]:
            del self._coming[self._network]

    async def receive(self) -> Message:
        """Return the next part.

        Raises:
            _BodyError: it did not come in time, or is more than there is room for.
        """
        if self._is_whole:
            return await self._receive()
        try:
            message = await asyncio.wait_for(self._receive(), self._patience.pause_s)
        except TimeoutError as error:
            raise self._refused(_too_slow()) from error
        self._came += len(message.get("body", b""))
        self._is_whole = not message.get("more_body", False)
        self.make_room()
        if not self._is_whole and time.monotonic() > self._began_s + self._lasts_s:
            raise self._refused(_too_slow())
        return message

    def _refused(self, error: _BodyError) -> _BodyError:
        self.refusal = error.answer
        return error

    @property
    def _lasts_s(self) -> float:
        return self._patience.grace_s + max(self._declared, self._came) / self._patience.slowest_bytes_per_s


def _has_body(scope: Scope) -> bool:
    headers = Headers(scope=scope)
    return "transfer-encoding" in headers or headers.get("content-length", "0") != "0"


def _declared(scope: Scope) -> int:
    text = Headers(scope=scope).get("content-length", "0")
    return int(text) if text.isascii() and text.isdigit() else 0
