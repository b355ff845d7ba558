"""How a running installation stands: whether it can work at all, and the numbers that tell how it goes."""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from dealflow.actions.platform.workspace import Workspace
from dealflow.errors import DealflowError
from dealflow.store.ledger import health

_LEAST_BYTES: Final = 100_000_000
"""The largest deck."""


@dataclass(frozen=True, slots=True)
class Standing:
    """Numbers of a workspace: events, how many of them the warehouse was not told yet, decks by state, sittings."""

    events: int
    warehouse_lag: int
    decks: Mapping[str, int]
    sittings: int


def problems(ws: Workspace) -> tuple[str, ...]:
    """Return what keeps the installation from working, by name (``ledger``, ``disk``, ``folder``)."""
    wrong = []
    try:
        with ws.ledger.read() as session:
            health.require_ready(session)
    except DealflowError:
        wrong.append("ledger")
    folder = ws.settings.data_dir
    if shutil.disk_usage(folder).free < _LEAST_BYTES:
        wrong.append("disk")
    if not os.access(folder, os.W_OK):
        wrong.append("folder")
    return tuple(wrong)


def standing(ws: Workspace, *, at: datetime) -> Standing:
    """Return the numbers as of now; the warehouse is asked how far it is, and not made to go on."""
    with ws.ledger.read() as session:
        numbers = health.numbers(session, ws.name, at)
    lag = max(0, numbers.events - ws.warehouse.reached)
    return Standing(numbers.events, lag, numbers.decks, numbers.sittings)
