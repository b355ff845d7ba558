"""For whoever watches over an installation: is it ready, and how does it go? ``/readyz`` and ``/metrics``."""

from __future__ import annotations

import hmac
import os
import shutil
import threading
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from dealflow.actions.platform import standing
from dealflow.actions.platform.counters import COUNTERS, gauges
from dealflow.actions.platform.workspace import Workspace

Open = Callable[[], Workspace]
_TYPE: Final = "text/plain; version=0.0.4; charset=utf-8"
_PAGE: Final = os.sysconf("SC_PAGE_SIZE") if hasattr(os, "sysconf") else 0


def routes(workspace: Open) -> list[BaseRoute]:
    """Return the two routes."""
    return [
        Route("/readyz", lambda request: _ready(request, workspace())),
        Route("/metrics", lambda request: _metrics(request, workspace())),
    ]


def _ready(_request: Request, ws: Workspace) -> Response:
    """Say whether work can be done: the ledger answers and is of this version, the data folder takes files."""
    problems = standing.problems(ws)
    told = {"status": "not_ready" if problems else "ready", "problems": list(problems)}
    return JSONResponse(told, 503 if problems else 200, headers={"Cache-Control": "no-store"})


def _metrics(request: Request, ws: Workspace) -> Response:
    """Return the counters to whoever knows the token of the settings; without one there is no such page."""
    token = ws.settings.metrics_token.get_secret_value()
    if not token:
        return JSONResponse({"error": "not_found"}, 404)
    shown = request.headers.get("authorization", "").removeprefix("Bearer ")
    if not hmac.compare_digest(shown.encode(), token.encode()):
        return JSONResponse({"error": "not_allowed"}, 401, headers={"WWW-Authenticate": "Bearer"})
    lines = "\n".join((*COUNTERS.lines(), *_now(ws)))
    return PlainTextResponse(f"{lines}\n", media_type=_TYPE, headers={"Cache-Control": "no-store"})


def _now(ws: Workspace) -> Iterator[str]:
    """Yield how things stand at this moment."""
    stands = standing.standing(ws, at=datetime.now(UTC))
    yield from gauges(
        {
            "dealflow_ledger_events": stands.events,
            "dealflow_warehouse_lag_events": stands.warehouse_lag,
            "dealflow_decks": dict(stands.decks),
            "dealflow_sittings": stands.sittings,
            "dealflow_disk_free_bytes": shutil.disk_usage(ws.settings.data_dir).free,
            "process_cpu_seconds": time.process_time(),
            "process_threads": threading.active_count(),
        }
    )
    statm = Path("/proc/self/statm")
    if statm.is_file():
        yield from gauges({"process_resident_memory_bytes": int(statm.read_text().split()[1]) * _PAGE})
