"""Every route, operation, command and table is tried as everybody else with the ids of house A: none tells of it.

Routes and commands are found in the program; one without its row here fails.
"""

from __future__ import annotations

import asyncio
import importlib
import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any, Final

import click
import pytest
import typer
from starlette.applications import Starlette
from starlette.routing import Route
from starlette.types import Message, Scope

from dealflow import cli
from dealflow.actions.home import search
from dealflow.actions.people import api_tokens, signin
from dealflow.actions.people.api_tokens import TokenScope
from dealflow.actions.platform import warehouse
from dealflow.actions.platform.context import Acting, Looking
from dealflow.actions.platform.workspace import Workspace
from dealflow.domain.people.access import Viewer
from dealflow.errors import DealflowError
from dealflow.web import files_and_health
from dealflow.web.api.catalogue import OPERATIONS
from tests.security.world import CANARY, World, strange_events

PLACES: Final = {
    "deck_id": "deck_id", "document_id": "document_id", "event_id": "event_id", "company_id": "company_id",
    "engagement_id": "engagement_id", "note_id": "note_id", "session_id": "session_id", "event": "event_id",
    "link_id": "event_id", "name": "document_id", "token": "token_id", "participant_id": "participant_id",
    "judge_id": "participant_id", "award_id": "participant_id", "application_id": "participant_id",
    "registration_id": "participant_id", "sha256": "document_id", "teller_id": "participant_id",
    "programme_id": "participant_id", "attendee": "participant_id",
    "participant": "participant_id", "secret": "document_id", "paper": "badges", "form": "xlsx", "page": "1",
    "rest": "x",
}  # fmt: skip
"""What stands for each part of an address: the id of house A's record by this name, or the text itself."""
ROUTES: Final = {
    "open to all": {
        "/healthz", "/home", "/api/v1/openapi.json", "/day/firm-{participant}/{secret}/worker.js",
        "/day/desk-{event}/{secret}/worker.js", "/day/desk-{event}/{secret}/reader.js",
        "/judge/{judge_id}/{secret}/worker.js",
    },
    "the installation's": {"/readyz", "/metrics"},
    "who signs in": {
        "/login", "/logout", "/forgot", "/account", "/join/{secret}", "/reset/{secret}", "/setup/{secret}",
        "/auth/start", "/auth/callback",
    },
    "who sits there": {
        "/files/{deck_id}", "/downloads/{name}", "/pages/{deck_id}/{page:int}.jpg", "/documents/{document_id}",
        "/documents/{document_id}/{page:int}.jpg", "/search.json", "/words/{deck_id}/{page:int}.json",
        "/events/{event_id}/schedule.json", "/events/{event_id}/calendars.zip",
        "/events/{event_id}/calendar/{participant_id}.ics", "/events/{event_id}/papers/{paper}",
        "/events/{event_id}/report.{form}",
        "/events/{event_id}/book", "/events/{event_id}/files/{sha256}",
        "/screens/{event}/board", "/screens/{event}/timer",
    },
    "a secret in the address": {
        "/calendar/{token}.ics", "/day/{link_id}/{secret}.ics", "/day/{link_id}/{secret}/schedule.json",
        "/vote/{session_id}/{secret}", "/day/apply-{event_id}/{secret}", "/day/firm-{participant}/{secret}",
        "/day/firm-{participant}/{secret}/log", "/day/consent-{attendee}/{secret}",
        "/day/firm-{participant}/{secret}/contacts", "/day/firm-{participant}/{secret}/contacts.{form}",
        "/day/board-{event}/{secret}", "/day/board-{event}/{secret}/timer", "/day/desk-{event}/{secret}",
        "/call/{award_id}/{secret}", "/call/{award_id}/{secret}/apply", "/case/{application_id}/{secret}",
        "/day/desk-{event}/{secret}/act",
        "/day/public-{event_id}/{secret}", "/day/public-{event_id}/{secret}/register",
        "/day/public-{event_id}/{secret}/schedule.ics", "/day/pass-{registration_id}/{secret}/schedule.ics",
        "/day/pass-{registration_id}/{secret}",
        "/judge/{judge_id}/{secret}", "/judge/{judge_id}/{secret}/act", "/figures/{teller_id}/{secret}",
    },
    "a token": {"/api/{rest:path}", *(f"/api/v1{operation.path}" for operation in OPERATIONS)},
}  # fmt: skip
"""Every route by what it asks for. Those who sign in are tried by tests/web/people."""
AS_SOMEBODY: Final = {
    "ingest": "{folder} --company {company_id}", "export": "pipeline {folder}/p.csv", "reread": "--all",
    "warehouse query": "{sql}", "warehouse rebuild": "", "warehouse publish": "{folder}/published",
    "audit verify": "", "audit resident-numbers": "", "audit proof": "{folder}/proof.json",
    "audit check": "{folder}/proof.json", "event list": "", "event plan": "{event_id} --seconds 1",
    "event show": "{event_id}", "event publish": "{event_id}", "pipeline as-of": "2026-03-09",
    "pipeline move": "{engagement_id} ir", "pipeline import": "{folder}/p.csv", "pipeline imports": "",
    "pipeline revert": "{engagement_id}", "search find": "{canary}", "search rebuild": "", "token new": "mine",
    "token list": "", "token revoke": "{token_id}", "webhook new": "http://127.0.0.1:9/x", "webhook list": "",
    "webhook on": "{webhook_id}", "webhook off": "{webhook_id}", "webhook remove": "{webhook_id}",
    "webhook log": "{webhook_id}", "webhook again": "{webhook_id} {letter_id}",
    "house settings": "--officer probe", "house logo": "", "personal-data due": "", "personal-data find": "anna",
    "personal-data export": "member anna {folder}/held.json", "personal-data destroy": "member anna",
    "personal-data register": "{folder}/register.csv",
}  # fmt: skip
"""The commands that act as a person (``--as``), with arguments that name what house A has."""
OF_WHO_HOLDS_THE_FILES: Final = {
    "extract", "migrate", "backup", "restore", "serve", "doctor", "demo load", "account setup", "account invite",
    "account reset", "account list", "account add", "account role", "account leave", "account return", "account end",
    "mail fetch", "mail outbox", "mail test", "account away", "account back", "house list", "house add", "house change",
    "personal-data destroy-due",
}  # fmt: skip
"""The commands that act in nobody's name: whoever may run them holds the ledger's file."""


def application(ws: Workspace) -> Starlette:
    return Starlette(routes=files_and_health.routes(lambda: ws), middleware=files_and_health.middleware(lambda: ws))


def ask(app: Starlette, method: str, address: str, headers: dict[str, str], body: bytes = b"") -> tuple[int, str]:
    """Ask as a browser or a program does; return the status and the answer with all that it holds."""
    path, _, query = address.partition("?")
    sent: list[Message] = []
    scope: Scope = {
        "type": "http", "method": method, "path": path, "raw_path": path.encode(), "query_string": query.encode(),
        "headers": [(name.encode(), value.encode()) for name, value in {"host": "test", **headers}.items()],
        "scheme": "http", "http_version": "1.1", "server": ("test", 80), "client": ("test", 1), "root_path": "",
    }  # fmt: skip

    async def receive() -> Message:
        return {"type": "http.request", "body": body, "more_body": False}

    async def send(message: Message) -> None:
        sent.append(message)

    asyncio.run(app(scope, receive, send))
    text = b"".join(message.get("body", b"") for message in sent[1:]).decode("utf-8", "replace")
    return sent[0]["status"], text


def filled_in(path: str, world: World) -> str:
    """Return an address with house A's ids in its places."""
    for name, place in PLACES.items():
        value = world.ids.get(place, place)
        for part in (f"{{{name}}}", f"{{{name}:int}}", f"{{{name}:path}}"):
            path = path.replace(part, value)
    return path


def tells(text: str) -> bool:
    """Say whether a text holds house A's words, written out or in JSON's escapes."""
    return CANARY in text or CANARY in text.encode().decode("unicode_escape", "replace")


def cookie_of(viewer: Viewer | None) -> dict[str, str]:
    token = signin.new_token()
    if viewer is not None:
        signin.sign_in(token, viewer.person_id)
    return {"cookie": f"{signin.COOKIE}={token}", "accept": "*/*"}


def everybody_else(world: World) -> Iterator[tuple[str, Viewer | None]]:
    yield "stranger", None
    yield from world.rivals.items()


def test_every_route_asks_for_something(world: World) -> None:
    there = {route.path for route in files_and_health.routes(lambda: world.ws) if isinstance(route, Route)}
    assert there == set().union(*ROUTES.values())


def test_no_route_tells_anybody_of_another_house(world: World) -> None:
    app, leaks = application(world.ws), []
    paths = sorted(ROUTES["who sits there"] | ROUTES["a secret in the address"])
    for role, viewer in everybody_else(world):
        headers = cookie_of(viewer)
        for path in paths:
            address = filled_in(path, world)
            status, text = ask(app, "GET", f"{address}?q=x", headers)
            if tells(text) or status >= 500 or (viewer is None and status == 200):  # HTTP's
                leaks.append((role, path, status))
    assert leaks == []
    own, words = ask(app, "GET", filled_in("/documents/{document_id}", world), cookie_of(world.analyst))
    assert (own, CANARY in words) == (200, True)


def test_no_operation_tells_anybody_of_another_house(world: World) -> None:
    app, leaks, answered = application(world.ws), [], 0
    for role, viewer in everybody_else(world):
        token = _token(world, viewer)
        for operation in OPERATIONS:
            address = "/api/v1" + filled_in(operation.path, world)
            given = _given(operation.takes, world) if operation.method != "GET" else {}
            body = b"%PDF-1.4 probe" if operation.takes_file else json.dumps(given).encode()
            kind = "application/octet-stream" if operation.takes_file else "application/json"
            headers = {"authorization": f"Bearer {token}", "content-type": kind}
            status, text = ask(app, operation.method, address, headers, body)
            answered += status == 200  # HTTP's
            if tells(text) or status >= 500 or (viewer is None and status != 401):  # HTTP's
                leaks.append((role, operation.handle.__name__, status, text[:200]))
    assert leaks == []
    assert strange_events(world) == set()
    assert answered >= 30


def _token(world: World, viewer: Viewer | None) -> str:
    if viewer is None:
        return "df_nobody"
    try:
        return api_tokens.make(Acting(world.ws, viewer, datetime.now(UTC)), "probe", scopes=tuple(TokenScope))
    except DealflowError:  # a company's guest has no programs
        return "df_nobody"


def _given(takes: Any, world: World) -> dict[str, object]:  # any model of pydantic
    return {name: world.ids.get(name, "probe") for name, part in takes.model_fields.items() if part.is_required()}


def test_no_search_finds_anything_of_another_house(world: World) -> None:
    own = search.search(Looking(world.ws, world.analyst), CANARY)
    assert own.groups
    for role, viewer in world.rivals.items():
        assert search.search(Looking(world.ws, viewer), CANARY).groups == (), role


def test_no_table_of_the_warehouse_holds_another_houses_rows(world: World) -> None:
    def asked_by(viewer: Viewer, question: str) -> list[dict[str, str]]:
        rows: list[dict[str, str]] = warehouse.query(Looking(world.ws, viewer), question).to_pylist()
        return rows

    tables = [row["name"] for row in asked_by(world.analyst, "show tables")]
    assert len(tables) >= 15
    everything = " union all ".join(f"select cast(t as varchar) as row from {table} t" for table in tables)
    own = str(asked_by(world.analyst, everything))
    assert own.count(world.ids["engagement_id"]) >= 3
    for role in ("rival analyst", "organiser", "administrator"):
        text = str(asked_by(world.rivals[role], everything))
        assert CANARY not in text, role
        assert world.ids["engagement_id"] not in text, role
    with pytest.raises(DealflowError):
        asked_by(world.rivals["guest"], "select 1")


def _commands() -> Iterator[tuple[str, click.Command]]:
    def inside(command: Any, path: tuple[str, ...]) -> Iterator[tuple[str, click.Command]]:  # typer's own click
        if hasattr(command, "commands"):
            for name, part in command.commands.items():
                yield from inside(part, (*path, name))
        else:
            yield " ".join(path), command

    yield from inside(typer.main.get_command(cli.app_for([])), ())


def test_every_command_is_somebodys_or_of_who_holds_the_files() -> None:
    acting = {name for name, command in _commands() if any("--as" in part.opts for part in command.params)}
    assert acting == set(AS_SOMEBODY)
    assert {name for name, _ in _commands()} - acting == OF_WHO_HOLDS_THE_FILES


def test_no_command_tells_a_rival_of_another_house(
    world: World, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    @contextmanager
    def opened(**_: object) -> Iterator[Workspace]:
        yield world.ws

    for name in set(cli._MODULES.values()):
        module = importlib.import_module(f"dealflow.cli.{name}")
        if hasattr(module, "opened"):
            monkeypatch.setattr(module, "opened", opened)
    folder = world.ws.settings.data_dir / "commands"
    folder.mkdir(exist_ok=True)
    ids = world.ids | {"folder": str(folder), "canary": "카나리", "sql": "select * from engagement"}
    for name, arguments in AS_SOMEBODY.items():
        given = [arguments.format(**ids)] if arguments == "{sql}" else arguments.format(**ids).split()
        code = cli.run([*name.split(), *given, "--as", "bora"])
        told = capfd.readouterr()
        files = "".join(path.read_text("utf-8", "replace") for path in folder.rglob("*.csv"))
        assert code in {0, 2}, (name, told.err)
        assert not tells(told.out + told.err + files), (name, told.out)
    assert strange_events(world) == set()
