"""Streamlit's door for uploads, with limits of its own: how many files a page has waiting, how large, no programs.

Streamlit limits the size of one file and nothing else: whoever has a page open could fill the memory with files that no
form ever asked for. What is taken in is let go at once (``uploads.let_go``), so nobody who works meets the limits.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import PurePosixPath
from typing import Final

from python_multipart.multipart import parse_options_header
from starlette.datastructures import Headers
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dealflow.decks.sniff import Kind, kind_of
from dealflow.settings import Settings
from dealflow.ui.kit.uploads import Waiting, waiting

_DOOR: Final = "/_stcore/upload_file/"
_MEGABYTE: Final = 1_000_000
_FRAMING: Final = 100_000
"""Bytes of a form round its file."""
_HEAD: Final = 16_000
"""Within so many bytes the file begins."""
_PROCESS: Final = 3
_PROGRAMS: Final = frozenset(
    {".exe", ".dll", ".com", ".scr", ".msi", ".bat", ".cmd", ".ps1", ".vbs", ".js", ".jse", ".wsf", ".hta", ".jar",
     ".sh", ".lnk", ".reg", ".apk", ".app", ".dmg", ".iso"}
)  # fmt: skip
"""What runs when somebody opens it, by its name."""


class _RefusedError(Exception):
    """An upload is not taken: with which status, and why."""

    def __init__(self, status: int, code: str) -> None:
        super().__init__(status, code)
        self.answer = JSONResponse({"error": code}, status)


class UploadGuard:
    """Pass an upload on while its page has room for it; ``held`` says what a page has waiting."""

    def __init__(
        self, app: ASGIApp, settings: Callable[[], Settings], held: Callable[[str], Waiting] = waiting
    ) -> None:
        self.app = app
        self._settings, self._held = settings, held
        self._coming: Counter[str] = Counter()
        self._coming_bytes: Counter[str] = Counter()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or refuse it: 411 without its size, 413 too large or too many, 415 a program."""
        path = str(scope.get("path", ""))
        if scope["type"] != "http" or scope.get("method") != "PUT" or not path.startswith(_DOOR):
            await self.app(scope, receive, send)
            return
        page, size = path.removeprefix(_DOOR).partition("/")[0], _size(scope)
        try:
            self._require_room(page, size)
            parts = await _beginning(receive)
            _require_no_program(b"".join(message.get("body", b"") for message in parts), Headers(scope=scope))
        except _RefusedError as error:
            await error.answer(scope, receive, send)
            return

        async def receive_from_beginning() -> Message:
            return parts.pop(0) if parts else await receive()

        self._coming[page] += 1
        self._coming_bytes[page] += size
        try:
            await self.app(scope, receive_from_beginning, send)
        finally:
            self._coming[page] -= 1
            self._coming_bytes[page] -= size

    def _require_room(self, page: str, size: int) -> None:
        """Require that a file fits beside those that wait and those on their way.

        Raises:
            _RefusedError: it does not.
        """
        settings, held = self._settings(), self._held(page)
        if size < 0:
            raise _RefusedError(411, "no_length")
        if size > settings.max_upload_mb * _MEGABYTE + _FRAMING:
            raise _RefusedError(413, "too_large")
        files, own = held.files + self._coming[page], held.bytes_of_page + self._coming_bytes[page]
        everybody = held.bytes_of_all + self._coming_bytes.total()
        if files >= settings.session_files or own + size > settings.session_mb * _MEGABYTE:
            raise _RefusedError(413, "too_many")
        if everybody + size > _PROCESS * settings.session_mb * _MEGABYTE:
            raise _RefusedError(503, "busy")


def _size(scope: Scope) -> int:
    """Return how large a body is said to be, -1 where that is not said."""
    text = Headers(scope=scope).get("content-length", "")
    return int(text) if text.isascii() and text.isdigit() else -1


async def _beginning(receive: Receive) -> list[Message]:
    """Return the messages in which the form's first part begins."""
    parts, size = list[Message](), 0
    while size < _HEAD:
        message = await receive()
        parts.append(message)
        size += len(message.get("body", b""))
        if message["type"] != "http.request" or not message.get("more_body", False):
            break
    return parts


def _require_no_program(beginning: bytes, headers: Headers) -> None:
    """Require that the file of a form is no program, by its first bytes and by its name.

    Raises:
        _RefusedError: it is one, or no form.
    """
    kind, options = parse_options_header(headers.get("content-type", ""))
    boundary = b"--" + options.get(b"boundary", b"")
    head, found, data = beginning.partition(b"\r\n\r\n")
    if kind != b"multipart/form-data" or boundary == b"--" or not found or not head.lstrip().startswith(boundary):
        raise _RefusedError(400, "no_form")
    disposition = next((line for line in head.split(b"\r\n") if line.lower().startswith(b"content-disposition:")), b"")
    _, named = parse_options_header(disposition.partition(b":")[2].strip())
    name = named.get(b"filename", b"").decode("utf-8", "replace")
    if PurePosixPath(name.rstrip(". ")).suffix.lower() in _PROGRAMS or kind_of(data[:_HEAD]) is Kind.PROGRAM:
        raise _RefusedError(415, "program")
