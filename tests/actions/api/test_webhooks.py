"""Webhooks: told of what their person may see, signed, tried again with growing waits, off until they are set up."""

from __future__ import annotations

import hashlib
import hmac
import json
import threading
from collections.abc import Iterator
from datetime import datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from dealflow.actions.api import webhook_room, webhooks
from dealflow.actions.api.webhooks import Record
from dealflow.actions.people import staff
from dealflow.actions.pipeline import engagements
from dealflow.actions.platform import maintenance
from dealflow.actions.platform.context import Acting, Looking
from dealflow.actions.platform.workspace import Workspace, close_workspace, open_workspace
from dealflow.domain.people.webhooks import WAITS, next_try, signature
from dealflow.domain.pipeline.funnel import NewEngagement
from dealflow.errors import InvalidInputError, NotFoundError
from dealflow.settings import Settings
from tests.actions.conftest import AT, Cast


class Receiver(ThreadingHTTPServer):
    """A real server on this machine that keeps what it is sent and answers with the statuses it was told."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.letters: list[tuple[dict[str, str], bytes]] = []
        self.statuses: list[int] = []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/hook"


class _Handler(BaseHTTPRequestHandler):
    server: Receiver

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.letters.append((dict(self.headers), body))
        self.send_response(self.server.statuses.pop(0) if self.server.statuses else 204)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def receiver(ws: Workspace) -> Iterator[Receiver]:
    ws.settings.webhooks_private = True
    server = Receiver()
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


def _open(ws: Workspace, cast: Cast, label: str = "Series A") -> str:
    new = NewEngagement(company_id=cast.shared_company, investor_id="a", track="vc", round_label=label)
    return engagements.open_engagement(Acting(ws, cast.anna, AT), new)


def _tell(ws: Workspace, at: datetime = AT) -> int:
    webhook_room.write_letters(ws, at=at)
    return webhook_room.send_letters(ws, now=lambda: at)


def test_a_change_is_told_once_signed_without_content(ws: Workspace, cast: Cast, receiver: Receiver) -> None:
    _open(ws, cast, "before")
    webhook_id, secret = webhooks.make(Acting(ws, cast.anna, AT), receiver.url)
    opened = _open(ws, cast)
    assert (_tell(ws), _tell(ws)) == (1, 0)
    [(headers, body)] = receiver.letters
    moment = int(AT.timestamp())
    digest = hmac.new(secret.encode(), f"{moment}.".encode() + body, hashlib.sha256).hexdigest()
    assert headers["Dealflow-Signature"] == f"t={moment},v1={digest}"
    letter = json.loads(body)
    assert letter["webhook"] == webhook_id
    assert [(change["record"], change["id"]) for change in letter["changes"]] == [("engagement", opened)]
    [logged] = webhooks.letters(Looking(ws, cast.anna), webhook_id)
    assert (logged.state, logged.attempts, logged.answer, logged.next_at) == ("delivered", 1, "204", None)


def test_another_house_is_not_told_and_sees_no_webhook(ws: Workspace, cast: Cast, receiver: Receiver) -> None:
    webhook_id, _ = webhooks.make(Acting(ws, cast.anna, AT), receiver.url)
    webhooks.make(Acting(ws, cast.bora, AT), receiver.url)
    webhooks.make(Acting(ws, cast.anna, AT), receiver.url, [Record.NOTE])
    _open(ws, cast)
    assert _tell(ws) == 1
    assert len(receiver.letters) == 1
    for act in (
        lambda: webhooks.drop(Acting(ws, cast.bora, AT), webhook_id),
        lambda: webhooks.switch(Acting(ws, cast.adam, AT), webhook_id, is_on=False),
        lambda: webhooks.letters(Looking(ws, cast.bora), webhook_id),
        lambda: webhooks.test(Acting(ws, cast.bora, AT), webhook_id),
    ):
        with pytest.raises(NotFoundError):
            act()


def test_what_was_not_taken_is_tried_again_with_growing_waits_and_given_up(
    ws: Workspace, cast: Cast, receiver: Receiver
) -> None:
    webhook_id, _ = webhooks.make(Acting(ws, cast.anna, AT), receiver.url)
    receiver.statuses = [500, 302, *[503] * 6]
    webhooks.test(Acting(ws, cast.anna, AT), webhook_id)
    at = AT
    for attempt, wait in enumerate(WAITS, start=1):
        assert _tell(ws, at) == 1
        [logged] = webhooks.letters(Looking(ws, cast.anna), webhook_id)
        assert (logged.state, logged.attempts, logged.next_at) == ("waiting", attempt, at + wait)
        assert _tell(ws, at + wait - timedelta(seconds=1)) == 0
        at += wait
    assert _tell(ws, at) == 1
    [logged] = webhooks.letters(Looking(ws, cast.anna), webhook_id)
    assert (logged.state, logged.attempts, logged.answer) == ("given_up", 8, "503")
    assert len({headers["Dealflow-Delivery"] for headers, _ in receiver.letters}) == 1


def test_a_letter_of_the_log_goes_once_more_under_its_own_name(ws: Workspace, cast: Cast, receiver: Receiver) -> None:
    acting = Acting(ws, cast.anna, AT)
    webhook_id, _ = webhooks.make(acting, receiver.url)
    letter_id = webhooks.test(acting, webhook_id)
    with pytest.raises(NotFoundError):
        webhooks.again(Acting(ws, cast.bora, AT), webhook_id, letter_id)
    _tell(ws)
    webhooks.again(acting, webhook_id, letter_id)
    assert _tell(ws) == 1
    assert [headers["Dealflow-Delivery"] for headers, _ in receiver.letters] == [letter_id, letter_id]
    [logged] = webhooks.letters(Looking(ws, cast.anna), webhook_id)
    assert (logged.state, logged.attempts) == ("delivered", 1)
    other_id, _ = webhooks.make(acting, receiver.url)
    with pytest.raises(NotFoundError):
        webhooks.again(acting, other_id, letter_id)


def test_one_that_is_off_is_told_of_what_it_missed_once_it_is_on(ws: Workspace, cast: Cast, receiver: Receiver) -> None:
    webhook_id, _ = webhooks.make(Acting(ws, cast.anna, AT), receiver.url)
    webhooks.switch(Acting(ws, cast.anna, AT), webhook_id, is_on=False)
    _open(ws, cast)
    assert _tell(ws) == 0
    webhooks.switch(Acting(ws, cast.anna, AT), webhook_id, is_on=True)
    assert _tell(ws) == 1
    webhooks.drop(Acting(ws, cast.anna, AT), webhook_id)
    assert webhooks.webhooks(Looking(ws, cast.anna)) == ()


def test_a_restored_copy_tells_nobody_beside_its_original(ws: Workspace, cast: Cast, tmp_path: Path) -> None:
    ws.settings.webhooks_private = True
    webhooks.make(Acting(ws, cast.anna, AT), "http://127.0.0.1:9/x")
    copy = maintenance.backup(ws.settings, tmp_path / "copies", at=AT).path
    settings = Settings(data_dir=tmp_path / "restored", warehouse_path=":memory:")
    maintenance.restore(settings, copy)
    restored = open_workspace(settings)
    assert [hook.is_on for hook in webhooks.webhooks(Looking(restored, cast.anna))] == [False]
    assert [hook.is_on for hook in webhooks.webhooks(Looking(ws, cast.anna))] == [True]
    close_workspace(restored)


def test_whose_person_left_is_turned_off(ws: Workspace, cast: Cast, receiver: Receiver) -> None:
    webhooks.make(Acting(ws, cast.adam, AT), receiver.url)
    staff.let_go(Acting(ws, cast.admin, AT), "adam")
    _open(ws, cast)
    assert _tell(ws) == 0
    assert receiver.letters == []


@pytest.mark.parametrize(
    "url",
    ["http://93.184.216.34/x", "https://127.0.0.1/x", "https://10.0.0.1/", "https://[::1]/", "ftp://a.kr", "x", ""],
)
def test_nothing_is_told_to_the_own_network_or_without_https(ws: Workspace, cast: Cast, url: str) -> None:
    with pytest.raises(InvalidInputError):
        webhooks.make(Acting(ws, cast.anna, AT), url)


def test_a_signature_by_hand() -> None:
    at = datetime.fromisoformat("2026-03-02T09:00:00+00:00")
    expected = hmac.new(b"dfs_x", b"1772442000.{}", hashlib.sha256).hexdigest()
    assert signature("dfs_x", at, "{}") == f"t=1772442000,v1={expected}"
    assert next_try(8, at) is None
