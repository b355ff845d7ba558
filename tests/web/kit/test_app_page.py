"""The page of the screens knows where its server is, and an address that is no screen leads to the first one."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from urllib.parse import unquote

import pytest
from starlette.applications import Starlette
from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import Message, Scope

from dealflow.web.kit.app_page import AppPage

PAGE = "<!DOCTYPE html><html><head><title>Streamlit</title></head><body><div id='root'></div></body></html>"


def page(_request: Request) -> Response:
    return HTMLResponse(PAGE, headers={"etag": "old"})


def other(_request: Request) -> Response:
    return HTMLResponse("<h1>a page of ours</h1>")


def words(_request: Request) -> Response:
    return PlainTextResponse("<title>Streamlit</title>")


APP = AppPage(
    Starlette(routes=[Route("/f/own", other), Route("/words", words), Route("/{path:path}", page)]),
    screens={"home", "committee"},
)


@dataclass(frozen=True)
class Answer:
    status: int
    headers: Headers
    text: str


def ask(address: str, accept: str = "text/html") -> Answer:
    """Ask as a browser does that opens an address."""
    path, _, query = address.partition("?")
    parts: list[Message] = []
    scope: Scope = {
        "type": "http", "method": "GET", "path": unquote(path), "raw_path": path.encode(), "root_path": "",
        "query_string": query.encode(), "headers": [(b"accept", accept.encode())],
    }  # fmt: skip

    async def receive() -> Message:
        return {"type": "http.request", "body": b""}

    async def send(message: Message) -> None:
        parts.append(message)

    asyncio.run(APP(scope, receive, send))
    body = b"".join(part.get("body", b"") for part in parts[1:])
    return Answer(parts[0]["status"], Headers(raw=parts[0]["headers"]), body.decode())


@pytest.mark.parametrize("path", ["/", "/committee", "/home?lang=en"])
def test_a_screen_is_told_its_servers_address_and_is_not_kept_by_browsers(path: str) -> None:
    answer = ask(path)
    assert "BACKEND_BASE_URL" in answer.text
    assert answer.headers["cache-control"] == "no-store"
    assert "etag" not in answer.headers
    assert int(answer.headers["content-length"]) == len(answer.text)


@pytest.mark.parametrize(
    ("path", "first"),
    [
        ("/nowhere", "./?missing=nowhere"),
        ("/nowhere?lang=en&x=1", "./?missing=nowhere&lang=en"),
        ("/a/b", ".././?missing=a%2Fb"),
        ("/%EC%97%86%EB%8A%94", "./?missing=%EC%97%86%EB%8A%94"),
    ],
)
def test_an_address_that_is_no_screen_leads_to_the_first_one(path: str, first: str) -> None:
    answer = ask(path)
    assert answer.status == 307
    assert answer.headers["location"] == first


def test_other_pages_and_what_is_no_page_pass_unchanged() -> None:
    assert ask("/f/own").text == "<h1>a page of ours</h1>"
    assert ask("/words", accept="*/*").text == "<title>Streamlit</title>"
