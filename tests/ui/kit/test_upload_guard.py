"""Streamlit's upload door: each page has a number of files and of bytes, nothing without a size, no programs."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.types import Message, Scope
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager
from streamlit.runtime.uploaded_file_manager import UploadedFileRec

from dealflow.settings import Settings
from dealflow.ui.kit import uploads
from dealflow.ui.kit.upload_guard import UploadGuard
from dealflow.ui.kit.uploads import Waiting

SETTINGS = Settings(session_files=3, session_mb=2, max_upload_mb=1)
NOTHING = Waiting(0, 0, 0)
DECK = b"%PDF-1.4 " + b"x" * 1_000


async def _store(request: Request) -> PlainTextResponse:
    async with request.form() as form:
        file = form["file"]
        assert not isinstance(file, str)
        return PlainTextResponse(f"{file.filename} {file.size}", 204 if file.size == len(DECK) else 500)


def form(data: bytes, name: str, boundary: bytes = b"limit") -> bytes:
    head = f'Content-Disposition: form-data; name="file"; filename="{name}"\r\nContent-Type: application/pdf'.encode()
    return b"--" + boundary + b"\r\n" + head + b"\r\n\r\n" + data + b"\r\n--" + boundary + b"--\r\n"


@dataclass
class Door:
    """The guard before a door that takes forms as Streamlit's does; ``held`` waits already."""

    held: Waiting = NOTHING
    statuses: list[int] = field(default_factory=list)

    def put(self, body: bytes, *, declared: int | None = -1, step: int = 700, kind: str = "") -> int:
        guard = UploadGuard(
            Starlette(routes=[Route("/_stcore/upload_file/{page}/{file}", _store, methods=["PUT"])]),
            lambda: SETTINGS,
            lambda _page: self.held,
        )
        headers = [(b"content-type", (kind or "multipart/form-data; boundary=limit").encode())]
        if declared is not None:
            headers.append((b"content-length", str(len(body) if declared == -1 else declared).encode()))
        path = "/_stcore/upload_file/page/../evil"
        scope: Scope = {
            "type": "http", "method": "PUT", "path": path.replace("../", ""), "raw_path": b"", "query_string": b"",
            "headers": headers, "scheme": "http", "http_version": "1.1", "server": ("t", 80), "client": ("t", 1),
            "root_path": "",
        }  # fmt: skip
        parts = [body[place : place + step] for place in range(0, len(body), step)] or [b""]

        async def receive() -> Message:
            part = parts.pop(0)
            return {"type": "http.request", "body": part, "more_body": bool(parts)}

        async def send(message: Message) -> None:
            if message["type"] == "http.response.start":
                self.statuses.append(message["status"])

        asyncio.run(guard(scope, receive, send))
        return self.statuses[-1]


def test_a_deck_goes_in_whole_in_whatever_pieces_it_comes() -> None:
    body = form(DECK, "가온비전(가상).pdf")
    assert [Door().put(body, step=step) for step in (1, 700, 100_000)] == [204, 204, 204]


def test_each_page_has_its_number_of_files_and_of_bytes_and_the_process_as_well() -> None:
    body = form(DECK, "a.pdf")
    assert Door(Waiting(2, 1_900_000, 1_900_000)).put(body) == 204
    assert Door(Waiting(3, 10, 10)).put(body) == 413
    assert Door(Waiting(1, 1_999_500, 1_999_500)).put(body) == 413
    assert Door(Waiting(0, 0, 5_999_500)).put(body) == 503
    assert Door().put(body, declared=1_200_000) == 413
    assert Door().put(body, declared=None) == 411


@pytest.mark.parametrize(
    ("data", "name"),
    [(b"MZ\x90\x00program", "deck.pdf"), (b"\x7fELF\x02", "deck.pdf"), (DECK, "../../evil.exe"), (DECK, "a.pdf.BAT. ")],
)
def test_programs_are_refused_by_what_they_are_and_by_their_names(data: bytes, name: str) -> None:
    assert Door().put(form(data, name)) == 415


def test_what_is_no_form_is_refused() -> None:
    assert Door().put(DECK) == 400
    assert Door().put(form(DECK, "a.pdf"), kind="application/pdf") == 400
    assert Door().put(b"") == 400


def test_what_waits_is_counted_where_streamlit_keeps_it(monkeypatch: pytest.MonkeyPatch) -> None:
    manager = MemoryUploadedFileManager("/u")
    for page, name in (("a", "1"), ("a", "2"), ("b", "3")):
        manager.add_file(page, UploadedFileRec(name, f"{name}.pdf", "x", b"12345"))

    class Process:
        uploaded_file_mgr = manager

    monkeypatch.setattr(uploads.Runtime, "exists", lambda: True)
    monkeypatch.setattr(uploads.Runtime, "instance", Process)
    assert uploads.waiting("a") == Waiting(2, 10, 15)
    assert uploads.waiting("c") == Waiting(0, 0, 15)
