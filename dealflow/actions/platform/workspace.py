"""The open workspace: everything an action needs, opened once a process and handed to every action."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TypeVar

from dealflow.actions.platform.kept_files import KeptFiles
from dealflow.actions.platform.later import Later
from dealflow.actions.platform.overrides import Amended
from dealflow.actions.platform.remembered import Answers
from dealflow.catalogue.metrics import load_metrics
from dealflow.catalogue.tracks import load_reasons, load_tracks
from dealflow.domain.claims.claims import Metric
from dealflow.domain.people.access import Viewer
from dealflow.domain.pipeline.funnel import Reason, Track
from dealflow.domain.values import typed_text
from dealflow.domain.values.business_days import BusinessCalendar
from dealflow.domain.values.event import By, Event, Recorded
from dealflow.errors import DealflowError, InvalidInputError
from dealflow.settings import Settings
from dealflow.store.files import FileStore
from dealflow.store.ledger import journal, search_sources
from dealflow.store.ledger.database import Ledger
from dealflow.store.ledger.journal import Entry
from dealflow.store.ledger.migrate import migrate
from dealflow.store.ledger.queries.visibility import Session
from dealflow.store.object_files import files_at
from dealflow.store.warehouse import Warehouse

Made = TypeVar("Made")
written = typed_text.written
"""A person's text as it is kept."""


@dataclass(frozen=True, slots=True)
class Workspace:
    """One tenant's books, open. Threads share it.

    ``follows``: the warehouse tells each commit of this process before it answers the next question.
    """

    name: str
    ledger: Ledger
    warehouse: Warehouse
    files: FileStore
    metrics: tuple[Metric, ...]
    amended: Amended
    reasons: tuple[Reason, ...]
    settings: Settings
    follows: bool = True
    answers: Answers = field(default_factory=Answers, compare=False, repr=False)
    kept_files: KeptFiles = field(default_factory=KeptFiles, compare=False, repr=False)
    later: Later = field(default_factory=Later, compare=False, repr=False)

    @property
    def tracks(self) -> tuple[Track, ...]:
        """Return the tracks as administrators last edited them."""
        return self.amended.tracks

    @property
    def calendar(self) -> BusinessCalendar:
        """Return the business days that deadlines and stale stages are counted in, with days put right by hand."""
        return self.amended.calendar

    def track(self, track_id: str) -> Track:
        """Return the track of that id.

        Raises:
            InvalidInputError: there is no such track.
        """
        for track in self.tracks:
            if track.id == track_id:
                return track
        raise InvalidInputError(field="track", problem="unknown", value=track_id)

    def metric(self, metric_id: str) -> Metric:
        """Return the metric of that id.

        Raises:
            InvalidInputError: there is no such metric.
        """
        for metric in self.metrics:
            if metric.id == metric_id:
                return metric
        raise InvalidInputError(field="metric", problem="unknown", value=metric_id)


def open_workspace(settings: Settings, *, follow: bool = True) -> Workspace:
    """Return the workspace of the settings: folders made, the ledger backed up and migrated.

    The warehouse catches up with the journal before its first question.

    ``follow=False`` leaves the warehouse's file alone: for imports beside a running app, which catches up by itself.
    """
    keep_to_the_owner(settings.data_dir)
    migrate(settings.ledger_url, settings.data_dir / "backups")
    ledger = Ledger(settings.ledger_url, settings.workspace)
    warehouse = Warehouse(settings.warehouse_file if follow else ":memory:", ledger)
    if follow:
        warehouse.fall_behind()
    return Workspace(
        name=settings.workspace,
        ledger=ledger,
        warehouse=warehouse,
        files=files_at(settings.files, settings.files_dir),
        metrics=load_metrics(),
        amended=Amended(ledger, settings.workspace, load_tracks()),
        reasons=load_reasons(),
        settings=settings,
        follows=follow,
    )


def keep_to_the_owner(folder: Path) -> None:
    """Make the data folder, readable by its owner alone, and let all that this process writes be so."""
    os.umask(0o077)
    folder.mkdir(parents=True, exist_ok=True)
    with suppress(PermissionError):  # somebody else's folder, who has seen to it
        folder.chmod(0o700)


def close_workspace(ws: Workspace) -> None:
    """Write what waits, and close the warehouse and every connection to the ledger."""
    with suppress(DealflowError):  # whoever closes because the disk is full closes all the same
        ws.later.write(ws.ledger)
    ws.warehouse.close()
    ws.ledger.close()


def commit(ws: Workspace, work: Callable[[Session], Made]) -> Made:
    """Return what ``work`` makes in one transaction that alone may write, and let the warehouse follow.

    ``work`` loads, decides and appends; it runs anew where the database asks for it.
    """
    returned = ws.ledger.transact(work)
    if ws.follows:
        ws.warehouse.fall_behind()
    return returned


def record(ws: Workspace, session: Session, events: Sequence[Event], by: By, *, after: int) -> tuple[Recorded, ...]:
    """Append events of one stream after its event number ``after``, and return them as recorded.

    What can be looked for is renewed in the same transaction.

    Raises:
        ChangedMeanwhileError: the stream has gone on since.
    """
    return record_all(ws, session, [Entry(events[0].stream, events, after)], by)


def record_all(ws: Workspace, session: Session, entries: Sequence[Entry], by: By) -> tuple[Recorded, ...]:
    """Append what happened in several streams as one batch, and return it as recorded; as ``record`` does for one.

    Raises:
        ChangedMeanwhileError: one of the streams has gone on since.
    """
    recorded = journal.append_all(session, ws.name, entries, by=by)
    search_sources.follow(session, ws.name, recorded)
    return recorded


def by(viewer: Viewer, at: datetime, source: str = "app") -> By:
    """Return the viewer as the one who acts."""
    return By(viewer.person_id, at, source)


def new_id(*parts: object) -> str:
    """Return an id that follows from its parts alone: the same act at the same moment makes the same record once."""
    return hashlib.sha256("\x1f".join(str(part) for part in parts).encode()).hexdigest()[:20]
