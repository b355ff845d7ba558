"""Scripts, styles and fonts come out of memory, packed for those who take it; everything else is Streamlit's."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest
import streamlit
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from starlette.testclient import TestClient

from dealflow.web.files_and_health import HEADERS
from dealflow.web.kit.front_files import FrontFiles

STATIC = Path(streamlit.__file__).parent / "static"
SCRIPT, STYLE, FONT = (next(iter(sorted((STATIC / "static").rglob(f"*{kind}")))) for kind in (".js", ".css", ".woff2"))


def streamlits(_request: Request) -> Response:
    return PlainTextResponse("streamlit's own")


@pytest.fixture
def client() -> TestClient:
    return TestClient(FrontFiles(Starlette(routes=[Route("/{path:path}", streamlits)]), STATIC, HEADERS))


def address(file: Path) -> str:
    return "/" + file.relative_to(STATIC).as_posix()


@pytest.mark.parametrize("file", [SCRIPT, STYLE, FONT], ids=["script", "style", "font"])
@pytest.mark.parametrize("encoding", ["gzip", "identity"])
def test_a_file_arrives_as_it_lies_there_and_is_never_asked_for_again(
    client: TestClient, file: Path, encoding: str
) -> None:
    answer = client.get(address(file), headers={"accept-encoding": encoding})
    assert answer.content == file.read_bytes()
    assert ("content-encoding" in answer.headers) == (encoding == "gzip" and file is not FONT)
    assert "immutable" in answer.headers["cache-control"]
    assert answer.headers["vary"] == "Accept-Encoding"
    assert {name: answer.headers[name] for name in HEADERS} == HEADERS


def test_packed_is_what_the_browser_unpacks(client: TestClient) -> None:
    with client.stream("GET", address(SCRIPT), headers={"accept-encoding": "gzip"}) as answer:
        packed = b"".join(answer.iter_raw())
    assert gzip.decompress(packed) == SCRIPT.read_bytes()
    assert len(packed) == int(answer.headers["content-length"])


@pytest.mark.parametrize(
    "path",
    ["/", "/static/js/none.js", "/static/js/../../index.html", "/static/js/%2e%2e/%2e%2e/index.html", "/static/js"],
)
def test_what_is_no_such_file_is_streamlits(client: TestClient, path: str) -> None:
    assert client.get(path).text == "streamlit's own"


@pytest.mark.parametrize(("method", "headers"), [("HEAD", {}), ("POST", {}), ("GET", {"range": "bytes=0-1"})])
def test_what_does_not_ask_for_a_whole_file_is_streamlits(
    client: TestClient, method: str, headers: dict[str, str]
) -> None:
    answer = client.request(method, address(SCRIPT), headers=headers)
    assert "immutable" not in answer.headers.get("cache-control", "")
