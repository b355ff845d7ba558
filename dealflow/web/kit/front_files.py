"""Streamlit's scripts, styles and fonts, out of memory and packed: a first page asks for a hundred of them.

Through threads and every middleware each costs 5 ms of CPU, half a second a first page; so it costs a tenth of that.
Streamlit sends them unpacked, 3 MB, since packing each anew costs more: here each is packed once.
"""

from __future__ import annotations

import gzip
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Final

from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

_TYPES: Final = {".js": "text/javascript", ".css": "text/css", ".woff2": "font/woff2"}
"""What is given here; anything else is left to Streamlit. Fonts of this kind are packed already."""
_PACKED: Final = frozenset({".js", ".css"})
_KEPT: Final = {"Cache-Control": "public, immutable, max-age=31536000", "Vary": "Accept-Encoding"}
"""Their names hold a hash of their contents: a browser that has one never asks again."""


class FrontFiles:
    """Answer for the files below the ``static`` of Streamlit's ``folder``; pass everything else on."""

    def __init__(self, app: ASGIApp, folder: Path, headers: Mapping[str, str]) -> None:
        self._app = app
        self._headers = {**headers, **_KEPT}
        files = (path for path in (folder / "static").rglob("*") if path.suffix in _TYPES and path.is_file())
        self._files = {f"/{path.relative_to(folder).as_posix()}": path for path in files}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, or pass the request on."""
        path = self._path(scope)
        if path is None:
            await self._app(scope, receive, send)
            return
        takes_packed = "gzip" in Headers(scope=scope).get("accept-encoding", "")
        body, headers = _plain(path), {**self._headers, "Content-Type": _TYPES[path.suffix]}
        if takes_packed and path.suffix in _PACKED:
            body, headers = _packed(path), {**headers, "Content-Encoding": "gzip"}
        await Response(body, headers=headers)(scope, receive, send)

    def _path(self, scope: Scope) -> Path | None:
        """Return the file that is asked for as a whole; None for any other request."""
        if scope["type"] != "http" or scope["method"] != "GET" or "range" in Headers(scope=scope):
            return None
        return self._files.get(str(scope["path"]).removeprefix(str(scope.get("root_path", ""))))


@cache
def _plain(path: Path) -> bytes:
    return path.read_bytes()


@cache
def _packed(path: Path) -> bytes:
    return gzip.compress(path.read_bytes(), 6, mtime=0)
