"""What people type in as a webhook leads to public machines by https, or nowhere."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from ipaddress import ip_address

import pytest

from dealflow.errors import InvalidInputError, PostError
from dealflow.post import web_post


class _Hook(BaseHTTPRequestHandler):
    came: list[tuple[str, bytes]]

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.came.append((self.path, body))
        self.send_response(302 if self.path.startswith("/elsewhere") else 200)
        self.send_header("Location", "/stolen")
        self.end_headers()
        self.wfile.write(b"ok")

    def log_message(self, *_args: object) -> None:
        pass


@pytest.fixture
def hook() -> Iterator[tuple[str, list[tuple[str, bytes]]]]:
    came: list[tuple[str, bytes]] = []
    server = HTTPServer(("127.0.0.1", 0), type("Hook", (_Hook,), {"came": came}))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}", came
    server.shutdown()
    server.server_close()


def test_a_hook_of_the_own_network_is_reached_only_where_the_installation_allows_it(
    hook: tuple[str, list[tuple[str, bytes]]],
) -> None:
    address, came = hook
    assert web_post.post(f"{address}/a?b=1", b"{}", {}, allow_private=True).is_taken
    with pytest.raises(InvalidInputError):
        web_post.post(f"{address}/a", b"{}", {})
    with pytest.raises(PostError) as refused:
        web_post.post(address.replace("http:", "https:"), b"{}", {})
    assert refused.value.parameters["problem"] == "private_address"
    assert came == [("/a?b=1", b"{}")]


def test_nobody_is_led_elsewhere(hook: tuple[str, list[tuple[str, bytes]]]) -> None:
    address, came = hook
    answer = web_post.post(f"{address}/elsewhere", b"{}", {}, allow_private=True)
    assert (answer.status, answer.is_taken, [path for path, _ in came]) == (302, False, ["/elsewhere"])


@pytest.mark.parametrize(
    "address",
    [
        "https://127.0.0.1/", "https://10.1.2.3/", "https://169.254.169.254/latest", "https://[::1]/", "https://0.0.0.0/",
        "https://[::ffff:10.0.0.1]/", "https://[64:ff9b::a00:1]/", "https://[2002:a00:1::]/", "https://100.64.0.1/",
        "https://localhost/", "https://2130706433/", "https://0x7f.1/", "https://224.0.0.1/", "https://[fe80::1]/",
    ],
)  # fmt: skip
def test_private_machines_by_any_writing_are_refused(address: str) -> None:
    with pytest.raises(InvalidInputError):
        web_post.require_postable(address)


@pytest.mark.parametrize(
    "address",
    ["", "ftp://example.com/", "https://", "https://user:pw@example.com/", "https://example.com:99999/", "https://a b/",
     "http://example.com/", "https://example.com/\nHost: x", "javascript:alert(1)", "file:///etc/passwd"],
)  # fmt: skip
def test_what_is_no_web_address_is_refused_without_looking_it_up(address: str) -> None:
    with pytest.raises(InvalidInputError):
        web_post.target_of(address)


def test_public_addresses_are_public() -> None:
    texts = ("8.8.8.8", "2606:4700::1111", "192.168.0.1", "fd00::1")
    assert [web_post.is_public(ip_address(text)) for text in texts] == [True, True, False, False]
