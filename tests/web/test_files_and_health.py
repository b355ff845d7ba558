"""The routes beside the screens: who is asking is known, and nobody gets another firm's deck."""

from __future__ import annotations

import asyncio
import json
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from http.cookies import SimpleCookie
from urllib.parse import quote

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse
from starlette.routing import Route
from starlette.types import Message, Scope

from dealflow import __version__
from dealflow.actions.claims import intake, reading_queue
from dealflow.actions.people import signin
from dealflow.actions.platform import kept_files
from dealflow.actions.platform.context import Acting
from dealflow.actions.platform.kept_files import KeptFile
from dealflow.actions.platform.workspace import Workspace
from dealflow.domain.people.access import Viewer
from dealflow.errors import NotFoundError
from dealflow.web import files_and_health
from tests.actions.conftest import AT, Cast, cast, pdf, stage, ws

__all__ = ["cast", "stage", "ws"]

NAME = "가온 비전(가상).pdf"
DATA = pdf(("가온비전(가상)", "2025년 매출액 45.3억원"))


def page(_request: Request) -> HTMLResponse:
    return HTMLResponse("<p>app</p>")


@dataclass(frozen=True)
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes

    def json(self) -> object:
        return json.loads(self.body)


@dataclass
class Browser:
    """Asks the application as a browser does, and keeps its cookie."""

    application: Starlette
    cookies: dict[str, str] = field(default_factory=dict)
    scheme: str = "http"

    def get(self, address: str) -> Answer:
        path, _, query = address.partition("?")
        started: list[Message] = []
        body: list[bytes] = []
        cookie = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        scope: Scope = {
            "type": "http", "method": "GET", "path": path, "raw_path": path.encode(), "query_string": query.encode(),
            "headers": [(b"host", b"test"), (b"cookie", cookie.encode())], "scheme": self.scheme, "http_version": "1.1",
            "server": ("test", 80), "client": ("test", 1), "root_path": "",
        }  # fmt: skip

        async def receive() -> Message:
            return {"type": "http.request", "body": b"", "more_body": False}

        async def send(message: Message) -> None:
            if message["type"] == "http.response.start":
                started.append(message)
            else:
                body.append(message["body"])

        asyncio.run(self.application(scope, receive, send))
        headers = {name.decode().lower(): value.decode() for name, value in started[0]["headers"]}
        given = SimpleCookie(headers.get("set-cookie", ""))
        self.cookies |= {name: morsel.value for name, morsel in given.items()}
        return Answer(started[0]["status"], headers, b"".join(body))


@pytest.fixture
def client(ws: Workspace) -> Browser:
    return Browser(
        Starlette(
            routes=[*files_and_health.routes(lambda: ws), Route("/", page), Route("/media/{name}", page)],
            middleware=files_and_health.middleware(lambda: ws),
        )
    )


@pytest.fixture
def deck_id(ws: Workspace, cast: Cast) -> str:
    received = intake.receive(Acting(ws, cast.anna, AT), file_name=NAME, data=DATA)
    reading_queue.read_one(ws, received.deck_id, at=AT)
    return received.deck_id


def sit(client: Browser, viewer: Viewer) -> None:
    token = signin.new_token()
    signin.sign_in(token, viewer.person_id)
    client.cookies[signin.COOKIE] = token


def test_health_names_the_version(client: Browser) -> None:
    assert client.get("/healthz").json() == {"status": "ok", "version": __version__}


def test_the_owner_gets_the_file_as_a_download_and_nothing_else(client: Browser, cast: Cast, deck_id: str) -> None:
    sit(client, cast.anna)
    answer = client.get(f"/files/{deck_id}")
    assert (answer.status, answer.body) == (200, DATA)
    assert answer.headers["content-disposition"] == f"attachment; filename*=UTF-8''{quote(NAME)}"
    assert answer.headers["content-type"] == "application/octet-stream"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["cache-control"] == "no-store"


@pytest.mark.parametrize("path", ["/files/{}", "/pages/{}/1.jpg"])
def test_nobody_known_is_401_and_another_firm_is_404(client: Browser, cast: Cast, deck_id: str, path: str) -> None:
    assert client.get(path.format(deck_id)).status == 401
    client.cookies[signin.COOKIE] = signin.new_token()
    assert client.get(path.format(deck_id)).status == 401
    sit(client, cast.bora)
    answer = client.get(path.format(deck_id))
    assert (answer.status, answer.json()) == (404, {"error": "not_found"})
    assert client.get(path.format("no-such-deck")).json() == answer.json()


def test_a_page_picture_is_a_jpeg_for_the_owner_alone(client: Browser, cast: Cast, deck_id: str) -> None:
    sit(client, cast.adam)
    answer = client.get(f"/pages/{deck_id}/1.jpg")
    assert (answer.status, answer.headers["content-type"]) == (200, "image/jpeg")
    assert answer.body.startswith(b"\xff\xd8")
    assert answer.headers["cache-control"].startswith("private")
    assert answer.headers["vary"] == "Cookie"  # who sits there next is asked for anew
    assert client.get(f"/pages/{deck_id}/2.jpg").status == 400
    assert client.get(f"/pages/{deck_id}/x.jpg").status == 404


def test_words_come_with_their_places_and_bare_numbers_with_the_scale_of_their_head(
    client: Browser, ws: Workspace, cast: Cast, deck_id: str
) -> None:
    sit(client, cast.anna)
    rows = client.get(f"/words/{deck_id}/1.json").json()
    assert isinstance(rows, list)
    assert [(row[0], row[5]) for row in rows if "45.3" in row[0]] == [("45.3억원", "")]
    assert all(0 <= edge <= 100 for row in rows for edge in row[1:5])

    headed = intake.receive(Acting(ws, cast.anna, AT), file_name="b.pdf", data=pdf(("(단위: 백만원)", "매출액 4,530")))
    reading_queue.read_one(ws, headed.deck_id, at=AT)
    rows = client.get(f"/words/{headed.deck_id}/1.json").json()
    assert isinstance(rows, list)
    assert [row[5] for row in rows if row[0] == "4,530"] in ([""], ["백만원"])
    sit(client, cast.bora)
    assert client.get(f"/words/{deck_id}/1.json").status == 404


def test_every_answer_carries_the_security_headers(client: Browser) -> None:
    headers = client.get("/healthz").headers
    assert headers["x-frame-options"] == "SAMEORIGIN"
    assert headers["referrer-policy"] == "same-origin"
    assert "frame-ancestors 'self'" in headers["content-security-policy"]
    assert "set-cookie" not in headers
    assert "strict-transport-security" not in headers  # what comes by http must not promise https
    client.scheme = "https"
    assert client.get("/healthz").headers["strict-transport-security"] == "max-age=31536000"
    assert "; Secure" in client.get("/").headers["set-cookie"]


def test_whoever_opens_a_door_with_a_secret_is_given_no_cookie(client: Browser) -> None:
    answer = client.get("/vote/session/secret")
    assert (answer.status, answer.headers["content-type"]) == (404, "text/html; charset=utf-8")
    assert "set-cookie" not in answer.headers


def test_a_browser_that_opens_a_page_gets_its_opaque_cookie_once(client: Browser) -> None:
    first = client.get("/")
    given = first.headers["set-cookie"]
    assert "HttpOnly" in given
    assert "SameSite=Lax" in given
    assert signin.is_token(client.cookies[signin.COOKIE])
    assert "set-cookie" not in client.get("/").headers


def test_a_file_that_was_made_for_somebody_opens_to_them_alone_and_for_a_while(
    client: Browser, ws: Workspace, cast: Cast
) -> None:
    now = datetime.now(UTC)
    file = KeptFile(cast.anna.person_id, "register", "결정.xlsx", lambda: DATA, kept_files.lasts_until(now))
    path = f"/downloads/{ws.kept_files.keep(file)}"
    assert client.get(path).status == 401
    sit(client, cast.bora)
    assert client.get(path).status == 404
    sit(client, cast.adam)
    assert client.get(path).status == 404
    sit(client, cast.anna)
    answer = client.get(path)
    assert (answer.status, answer.body, answer.headers["cache-control"]) == (200, DATA, "no-store")
    assert answer.headers["content-disposition"].startswith("attachment; filename*=UTF-8''%EA%B2%B0")
    assert ws.kept_files.keep(replace(file, contents=b"newer", until=now)) == path.rpartition("/")[2]
    assert client.get(path).status == 404


def test_a_person_cannot_fill_the_machine_with_files_to_take_away(ws: Workspace) -> None:
    until = kept_files.lasts_until(datetime.now(UTC))
    names = [ws.kept_files.keep(KeptFile("anna", str(place), "x", b"x", until)) for place in range(60)]
    taken = []
    for name in names:
        with suppress(NotFoundError):
            taken.append(ws.kept_files.taken("anna", name, at=AT))
    assert len(taken) == 40


def test_streamlits_own_downloads_are_for_people_that_we_know(client: Browser, cast: Cast) -> None:
    assert client.get("/media/abc.csv").status == 401
    sit(client, cast.anna)
    assert client.get("/media/abc.csv").status == 200


def test_a_token_of_another_make_is_replaced(client: Browser) -> None:
    client.cookies[signin.COOKIE] = "chosen-by-somebody-else"
    assert signin.COOKIE in client.get("/").headers["set-cookie"]


def test_a_revoked_sitting_is_refused_at_once(client: Browser, cast: Cast, deck_id: str) -> None:
    sit(client, cast.anna)
    assert client.get(f"/files/{deck_id}").status == 200
    signin.sign_out(client.cookies[signin.COOKIE])
    assert client.get(f"/files/{deck_id}").status == 401
