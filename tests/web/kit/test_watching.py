"""Who watches over an installation is told whether it works and how it goes, and nothing that anybody typed."""

from __future__ import annotations

import asyncio
import io
import json
import logging
import re
from collections.abc import Iterator
from dataclasses import replace

import pytest
from pydantic import SecretStr
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import Message, Scope

from dealflow.actions.claims import intake
from dealflow.actions.platform import standing
from dealflow.actions.platform.context import Acting
from dealflow.actions.platform.counters import Counters
from dealflow.actions.platform.workspace import Workspace
from dealflow.web import files_and_health
from dealflow.web.kit import logs
from dealflow.web.kit.request_log import RequestLog, kinds_of
from tests.actions.conftest import AT, Cast, cast, pdf, stage, ws

__all__ = ["cast", "stage", "ws"]

TOKEN = "of-whoever-watches"  # noqa: S105  # a test's own
SECRET, NAME, MAIL = "QmFzZTY0c2VjcmV0LXRoaXMtaXM", "김가상", "kim@firm.example"


def ask(
    app: object, address: str, *, method: str = "GET", body: bytes = b"", **headers: str
) -> tuple[int, dict, bytes]:
    path, _, query = address.partition("?")
    parts: list[Message] = []
    scope: Scope = {
        "type": "http", "method": method, "path": path, "raw_path": path.encode(), "root_path": "", "scheme": "http",
        "query_string": query.encode(), "server": ("localhost", 80), "client": ("127.0.0.1", 1),
        "headers": [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()],
    }  # fmt: skip

    async def receive() -> Message:
        return {"type": "http.request", "body": body}

    async def send(message: Message) -> None:
        parts.append(message)

    asyncio.run(app(scope, receive, send))  # type: ignore[operator]  # Starlette types an application loosely
    answered = {name.decode(): value.decode() for name, value in parts[0]["headers"]}
    return parts[0]["status"], answered, b"".join(part.get("body", b"") for part in parts[1:])


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """Give what our own loggers write as lines of JSON."""
    out = io.StringIO()
    handler = logging.StreamHandler(out)
    handler.setFormatter(logs.JsonLines())
    logger = logging.getLogger("dealflow")
    level = logger.level
    logger.addHandler(handler)
    logger.setLevel(logging.INFO)
    yield out
    logger.removeHandler(handler)
    logger.setLevel(level)


def application(ws: Workspace) -> RequestLog:
    routes = files_and_health.routes(lambda: ws)
    kinds = kinds_of([route.path for route in routes if isinstance(route, Route)])
    return RequestLog(Starlette(routes=routes, middleware=files_and_health.middleware(lambda: ws)), kinds)


def test_an_installation_is_ready_until_its_ledger_or_disk_is_not(
    ws: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = application(ws)
    assert ask(app, "/readyz")[::2] == (200, b'{"status":"ready","problems":[]}')
    monkeypatch.setattr(standing, "_LEAST_BYTES", 1 << 62)
    assert ask(app, "/readyz")[::2] == (503, b'{"status":"not_ready","problems":["disk"]}')
    monkeypatch.undo()
    with ws.ledger.write() as session:
        session.connection().exec_driver_sql("update alembic_version set version_num = '9999'")
    status, _, body = ask(app, "/readyz")
    assert (status, json.loads(body)["problems"]) == (503, ["ledger"])
    assert ask(app, "/healthz")[0] == 200


def test_metrics_are_for_whoever_has_the_token_of_the_settings(ws: Workspace, cast: Cast) -> None:
    assert ask(application(ws), "/metrics", authorization="Bearer ")[0] == 404
    settings = ws.settings.model_copy(update={"metrics_token": SecretStr(TOKEN)})
    watched = replace(ws, settings=settings)
    app = application(watched)
    assert ask(app, "/metrics")[0] == 401
    assert ask(app, "/metrics", authorization="Bearer else")[0] == 401
    intake.receive(Acting(ws, cast.anna, AT), file_name=f"{NAME}.pdf", data=pdf((f"{NAME} {MAIL}",)))
    status, headers, body = ask(app, "/metrics", authorization=f"Bearer {TOKEN}")
    text = body.decode()
    assert (status, headers["content-type"]) == (200, "text/plain; version=0.0.4; charset=utf-8")
    assert 'dealflow_decks{state="queued"} 1' in text
    assert 'dealflow_requests_total{kind="metrics",method="GET",status="401"}' in text
    assert re.search(r"^dealflow_ledger_events \d+$", text, re.MULTILINE)
    assert re.search(r"^dealflow_sittings 0$", text, re.MULTILINE)
    assert NAME not in text
    line = re.compile(r'# TYPE \w+ (counter|gauge|histogram)|\w+(\{\w+="[^"]*"(,\w+="[^"]*")*\})? -?[0-9.]+')
    assert [other for other in text.splitlines() if not line.fullmatch(other)] == []


def test_counts_and_times_are_told_as_prometheus_reads_them() -> None:
    counters = Counters()
    counters.add("asked_total", kind='a"b\n')
    counters.add("asked_total", 2, kind="c")
    counters.observe("took_seconds", 0.07)
    counters.observe("took_seconds", 70)
    assert list(counters.lines()) == [
        "# TYPE asked_total counter",
        'asked_total{kind="a\\"b\\n"} 1',
        'asked_total{kind="c"} 2',
        "# TYPE took_seconds histogram",
        'took_seconds_bucket{le="0.05"} 0',
        *(f'took_seconds_bucket{{le="{bound}"}} 1' for bound in ("0.1", "0.25", "0.5", "1.0", "2.5", "5.0", "10.0")),
        'took_seconds_bucket{le="+Inf"} 2',
        "took_seconds_count 2",
        "took_seconds_sum 70.07",
    ]


DOORS = (
    f"/vote/{SECRET}", f"/day/firm-{NAME}/{SECRET}", f"/calendar/{SECRET}.ics", f"/invite/{SECRET}", f"/reset/{SECRET}",
    f"/files/{NAME}", f"/pages/{SECRET}/1.jpg", f"/search.json?q={NAME}", f"/api/{SECRET}?mail={MAIL}",
    f"/{NAME}/{MAIL}", f"/auth/callback?code={SECRET}&state={SECRET}", f"/login?next=/{NAME}",
)  # fmt: skip


def test_no_door_writes_a_name_a_mail_or_a_secret_into_the_log(ws: Workspace, log: io.StringIO) -> None:
    app = application(ws)
    form = f"login={MAIL}&password={SECRET}&name={NAME}".encode()
    for address in DOORS:
        ask(app, address, cookie=f"dealflow_session={SECRET}", authorization=f"Bearer {SECRET}")
        typed = {"content_type": "application/x-www-form-urlencoded", "origin": "http://x"}
        ask(app, address, method="POST", body=form, **typed)
    lines = [json.loads(line) for line in log.getvalue().splitlines()]
    requests = [line for line in lines if line["event"] == "request"]
    assert len(requests) == 2 * len(DOORS)
    assert {"vote", "day", "calendar", "files", "other"} <= {line["kind"] for line in requests}
    assert [word for word in (SECRET, NAME, MAIL) if word in log.getvalue()] == []


def test_an_answer_and_its_lines_bear_one_number_and_a_foreign_one_is_taken_if_it_is_one(log: io.StringIO) -> None:
    def broken(_request: Request) -> Response:
        logging.getLogger("dealflow.x").warning("could not read %s", NAME)
        try:
            int(NAME)
        except ValueError:
            logging.getLogger("dealflow.x").exception("it broke")
        return PlainTextResponse("")

    app = RequestLog(Starlette(routes=[Route("/x", broken)]), {"x"})
    _, headers, _ = ask(app, "/x", x_request_id="abcdef-0123")
    lines = [json.loads(line) for line in log.getvalue().splitlines()]
    assert headers["x-request-id"] == "abcdef-0123"
    assert {line["request"] for line in lines} == {"abcdef-0123"}
    assert (lines[0]["event"], lines[1]["error"]) == ("could not read %s", "ValueError")
    assert lines[1]["places"][-1].startswith("test_watching.py:")
    assert NAME not in log.getvalue()
    _, headers, _ = ask(app, "/x", x_request_id=f"{NAME}\n")
    assert re.fullmatch(r"[0-9a-f]{32}", headers["x-request-id"])
