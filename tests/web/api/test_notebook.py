"""The notebook of the documents: every cell of it runs, on what a served application answers."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pandas as pd
import pytest
import uvicorn
from starlette.applications import Starlette

from dealflow.actions.claims import intake
from dealflow.actions.people import api_tokens
from dealflow.actions.people.api_tokens import TokenScope
from dealflow.actions.pipeline import engagements
from dealflow.actions.platform.context import Acting
from dealflow.actions.platform.workspace import Workspace, commit, record
from dealflow.domain.claims.deck import Submission
from dealflow.domain.claims.events import DeckRead
from dealflow.domain.pipeline.funnel import NewEngagement
from dealflow.domain.values.event import By
from dealflow.web import files_and_health
from tests.actions.conftest import AT, Cast, cast, claim, renamed, stage, ws

__all__ = ["cast", "stage", "ws"]

NOTEBOOK = Path(__file__).parents[3] / "docs/api.ipynb"


@pytest.fixture
def served(ws: Workspace) -> Iterator[str]:
    """Serve the routes with their guard on a free port of this machine, and return the address."""
    application = Starlette(
        routes=files_and_health.routes(lambda: ws), middleware=files_and_health.middleware(lambda: ws)
    )
    server = uvicorn.Server(uvicorn.Config(application, host="127.0.0.1", port=0, log_level="critical", lifespan="off"))
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        assert thread.is_alive()
        time.sleep(0.01)
    yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    server.should_exit = True
    thread.join()


def _fill(ws: Workspace, cast: Cast) -> None:
    """Enter a deal of each house and a deck with one figure."""
    acting = Acting(ws, cast.anna, AT)
    mine = engagements.open_engagement(acting, NewEngagement(cast.shared_company, "a", "vc", "Series A"))
    engagements.move(acting, mine, "ir")
    engagements.open_engagement(Acting(ws, cast.bora, AT), NewEngagement(cast.shared_company, "b", "vc", "Series A"))
    sent = Submission(company_id=cast.shared_company)
    deck = intake.receive(acting, file_name="소개서.pdf", data=b"%PDF-1.4 a", submission=sent).deck_id
    read = DeckRead(deck, "test", "test", ((960.0, 540.0),), (), (renamed(claim("quoted", 12), deck),))
    commit(ws, lambda session: record(ws, session, [read], By("system", AT, "worker"), after=1))


def test_every_cell_runs_and_shows_the_own_houses_books(
    ws: Workspace, cast: Cast, served: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    _fill(ws, cast)
    token = api_tokens.make(Acting(ws, cast.anna, datetime.now(UTC)), "notebook", scopes=[TokenScope.READ])
    monkeypatch.setenv("DEALFLOW_URL", served)
    monkeypatch.setenv("DEALFLOW_TOKEN", token)
    names: dict[str, object] = {}
    for place, cell in enumerate(json.loads(NOTEBOOK.read_text("utf-8"))["cells"]):
        if cell["cell_type"] == "code":
            exec(compile("".join(cell["source"]), f"{NOTEBOOK.name}[{place}]", "exec"), names)  # noqa: S102  # our own
    deals, figures, by_stage = names["deals"], names["figures"], names["by_stage"]
    assert isinstance(deals, pd.DataFrame)
    assert isinstance(figures, pd.DataFrame)
    assert isinstance(by_stage, pd.DataFrame)
    assert deals[["investor_id", "stage"]].to_numpy().tolist() == [["a", "ir"]]
    assert by_stage["deals"].to_dict() == {("vc", "ir"): 1}
    assert len(figures) == 1
    assert figures["company"].notna().all()
