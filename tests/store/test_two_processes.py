"""Two processes on one PostgreSQL: what is done in one is seen in the other, and one may die in mid-write."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from dealflow.actions.companies import companies
from dealflow.actions.people import api_tokens, people
from dealflow.actions.pipeline import engagements
from dealflow.actions.platform.context import Acting
from dealflow.actions.platform.workspace import close_workspace, open_workspace
from dealflow.domain.claims.company import CompanyDetails
from dealflow.domain.pipeline.funnel import NewEngagement
from dealflow.settings import Settings
from dealflow.store.ledger import journal

ROOT = Path(__file__).parents[2]
SEEN_WITHIN_S = 2.0

pytestmark = [pytest.mark.slow, pytest.mark.postgres, pytest.mark.timeout(240)]


@dataclass
class Replica:
    """One process of the app, asked as a program asks it."""

    url: str
    token: str
    process: subprocess.Popen[bytes]

    def ask(self, path: str, **body: object) -> Any:
        data = json.dumps(body).encode() if body else None
        request = urllib.request.Request(  # noqa: S310 - our own server on loopback
            f"{self.url}{path}", data, {"Authorization": f"Bearer {self.token}", "Content-Type": "application/json"}
        )
        with urllib.request.urlopen(request, timeout=30) as answer:  # noqa: S310 - the same
            return json.load(answer)

    def stage(self) -> tuple[str, int]:
        (row,) = self.ask("/api/v1/engagements")["items"]
        return row["stage"], row["version"]


@contextmanager
def replica(settings: Settings, token: str, name: str) -> Iterator[Replica]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    own = {
        "DEALFLOW_DATA_DIR": str(settings.data_dir),
        "DEALFLOW_DATABASE_URL": settings.database_url,
        "DEALFLOW_WAREHOUSE_PATH": str(settings.data_dir / f"{name}.duckdb"),
    }
    command = [sys.executable, "-m", "dealflow.ui.kit.server", "streamlit_app.py", "--server.headless=true"]
    command += [f"--server.port={port}", "--server.address=127.0.0.1"]
    with (settings.data_dir / f"{name}.log").open("wb") as log:
        process = subprocess.Popen(command, cwd=ROOT, env={**os.environ, **own}, stdout=log, stderr=log)
    served = Replica(f"http://127.0.0.1:{port}", token, process)
    try:
        for _ in range(480):
            try:
                assert served.ask("/readyz")["status"] == "ready"
                break
            except OSError:
                assert process.poll() is None, (settings.data_dir / f"{name}.log").read_text("utf-8")
                time.sleep(0.25)
        yield served
    finally:
        process.kill()
        process.wait(20)


@pytest.fixture
def books(new_postgres: Callable[[], str], tmp_path: Path) -> tuple[Settings, str, str]:
    """Return an installation on PostgreSQL, an engagement in it, and a token for programs."""
    settings = Settings(data_dir=tmp_path, database_url=new_postgres(), warehouse_path=":memory:", _env_file=None)
    ws, now = open_workspace(settings), datetime.now(UTC)
    acting = Acting(ws, people.single_user(ws, at=now), now)
    company = companies.register_company(acting, CompanyDetails(name="가온비전(가상)"))
    new = NewEngagement(company_id=company, investor_id=acting.viewer.organisation_id, track="vc", round_label="A")
    engagement, token = engagements.open_engagement(acting, new), api_tokens.make(acting, "두 서버")
    close_workspace(ws)
    return settings, engagement, token


def test_moves_are_seen_by_the_other_and_none_is_lost_when_one_dies(books: tuple[Settings, str, str]) -> None:
    settings, engagement, token = books
    path = f"/api/v1/engagements/{engagement}/move"
    with ExitStack() as stack:
        one, other = (stack.enter_context(replica(settings, token, name)) for name in ("one", "other"))
        waits = []
        for number in range(10):
            mover, watcher = (one, other) if number % 2 else (other, one)
            moved = mover.ask(path, stage=("ir", "review")[number % 2])
            begun = time.monotonic()
            while watcher.stage() != (moved["stage"], moved["version"]):
                assert time.monotonic() - begun < SEEN_WITHIN_S
                time.sleep(0.05)
            waits.append(time.monotonic() - begun)
        assert max(waits) < SEEN_WITHIN_S, waits

        acknowledged: list[int] = []

        def keep_moving() -> None:
            try:
                for number in range(10_000):
                    moved = one.ask(path, stage=("ir", "review")[number % 2])
                    acknowledged.append(moved["version"])
            except (OSError, ValueError):  # it was killed
                return

        worker = threading.Thread(target=keep_moving)
        worker.start()
        while len(acknowledged) < 5 and worker.is_alive():
            time.sleep(0.01)
        assert len(acknowledged) >= 5
        one.process.kill()
        worker.join(30)
        stage, version = other.stage()
        assert acknowledged[-1] <= version <= acknowledged[-1] + 1  # the last may stand although nobody was told
        following = {"ir": "review", "review": "ir"}[stage]
        assert other.ask(path, stage=following, version=version)["version"] == version + 1
    ws = open_workspace(settings)
    with ws.ledger.read() as session:
        assert journal.verify(session, ws.name).position > version
    close_workspace(ws)
