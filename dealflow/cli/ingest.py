"""``dealflow ingest``: files, folders and ZIPs into the ledger, read in the background, a line for each file."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Final

import typer
from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from dealflow.actions.claims import company_matching, intake, reading_queue
from dealflow.actions.claims.executors import pool_of
from dealflow.actions.companies import companies
from dealflow.actions.platform.context import Acting, Looking
from dealflow.actions.platform.workspace import Workspace
from dealflow.cli.books import Person, opened, viewer
from dealflow.cli.folders import deck_files
from dealflow.cli.terminal import Terminal, err, now, out
from dealflow.domain.claims.company import CompanyDetails
from dealflow.domain.claims.deck import DeckState, Submission
from dealflow.domain.people.access import Audience, Viewer
from dealflow.errors import DealflowError, UnreadableDeckError
from dealflow.i18n.errors import refusal, words_of

_GLANCE_S: Final = 0.1
_REFUSED: Final = 3
_INTERRUPTED: Final = 130


@dataclass(slots=True)
class _Batch:
    """One run: what was received, what is still to be told, and how it went."""

    ws: Workspace
    viewer: Viewer
    terminal: Terminal
    room: reading_queue.ReadingRoom
    progress: Progress
    lines: Console
    pending: dict[str, list[str]] = field(default_factory=dict)
    read: int = 0
    refused: int = 0
    duplicates: int = 0

    def say(self, mark: str, file_name: str, words: str) -> None:
        """Print the line of one file, at once."""
        self.lines.print(f"{mark} {escape(file_name)}: {escape(words)}")
        self.lines.file.flush()

    def refuse(self, file_name: str, words: str) -> None:
        """Print the line of a file that could not be read."""
        self.refused += 1
        self.say("✗", file_name, words)


def ingest(
    ctx: typer.Context,
    paths: Annotated[list[Path], typer.Argument(help="cli.ingest.paths", show_default=False)],
    company: Annotated[str, typer.Option(help="cli.ingest.company", show_default=False)] = "",
    event: Annotated[str, typer.Option(help="cli.ingest.event", show_default=False)] = "",
    round_label: Annotated[str, typer.Option("--round", help="cli.ingest.round", show_default=False)] = "",
    person: Person = "",
) -> None:
    """Take decks in and read them; run it again after an interruption, and it goes on where it stood."""
    terminal: Terminal = ctx.obj
    files, skipped = deck_files(paths)
    with opened() as ws:
        doer = viewer(ws, person)
        submission = Submission(
            company_id=_company(ws, doer, company) if company else None,
            round_label=round_label,
            ir_event_id=event or None,
            audience=Audience.EVENT if event else Audience.ORGANISATION,
        )
        try:
            batch = _taken_in(ws, doer, terminal, files, submission)
        except KeyboardInterrupt:
            typer.echo(terminal.say("interrupted"), err=True)
            raise typer.Exit(_INTERRUPTED) from None
    if skipped:
        batch.lines.print(terminal.say("ingest.skipped", n=skipped))
    batch.lines.print(terminal.say("ingest.sum", read=batch.read, refused=batch.refused, duplicates=batch.duplicates))
    if batch.refused:
        raise typer.Exit(_REFUSED)


def _company(ws: Workspace, viewer: Viewer, name: str) -> str:
    """Return the id of the company of that name, known already or registered now: the person has confirmed it."""
    known = [row.company for row in companies.companies(Looking(ws, viewer))]
    same = company_matching.same_name(name, known)
    return same.id if same else companies.register_company(Acting(ws, viewer, now(), "cli"), CompanyDetails(name))


def _taken_in(ws: Workspace, viewer: Viewer, terminal: Terminal, files: list[Path], submission: Submission) -> _Batch:
    """Receive every file, let it be read, and return how it went; an interruption leaves the rest to the next run."""
    if ws.settings.executor:
        pool_of(ws.settings.executor, ws.settings.readers)
    room = reading_queue.ReadingRoom(ws)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=err(), transient=True) as progress:
        batch = _Batch(ws, viewer, terminal, room, progress, out())
        task = progress.add_task(terminal.say("ingest.reading"), total=len(files))
        room.start(resume=False)
        try:
            for path in files:
                for received in _received(batch, path, submission):
                    batch.pending.setdefault(received.deck_id, []).append(received.file_name)
                    batch.duplicates += received.duplicate
                    room.submit(received.deck_id)
                _tell_finished(batch)
                progress.update(task, total=len(files) + len(batch.pending), advance=1)
            while batch.pending:
                before = len(batch.pending)
                room.wait(_GLANCE_S)
                _tell_finished(batch)
                progress.update(task, advance=before - len(batch.pending))
        finally:
            room.stop()
    return batch


def _received(batch: _Batch, path: Path, submission: Submission) -> Iterator[intake.Received]:
    """Yield what came in with one file, a ZIP member by member; what cannot be opened is told and passed over."""
    try:
        data = path.read_bytes()
    except OSError:
        batch.refuse(str(path), batch.terminal.say("ingest.unopened"))
        return
    try:
        yield from intake.receive_all(
            Acting(batch.ws, batch.viewer, now(), "cli"),
            file_name=path.name,
            data=data,
            submission=submission,
        )
    except UnreadableDeckError as error:
        batch.refuse(path.name, words_of(error, batch.terminal.lang))


def _tell_finished(batch: _Batch) -> None:
    """Print a line for each file whose deck is no longer being read."""
    busy = batch.room.progress()
    for deck_id in [text for text in batch.pending if text not in busy]:
        for file_name in batch.pending.pop(deck_id):
            _tell(batch, deck_id, file_name)


def _tell(batch: _Batch, deck_id: str, file_name: str) -> None:
    """Print what became of one file."""
    try:
        row = intake.deck(Looking(batch.ws, batch.viewer), deck_id)
    except DealflowError as error:
        batch.refuse(file_name, words_of(error, batch.terminal.lang))
        return
    if row.state is DeckState.READ:
        batch.read += 1
        company = batch.terminal.say("ingest.of", company=row.company.name, version=row.version) if row.company else ""
        words = batch.terminal.say("ingest.read", pages=row.pages, claims=row.claims)
        batch.say("✓", file_name, f"{words}{company}")
    elif row.state is DeckState.REFUSED and row.refusal:
        batch.refuse(file_name, refusal(row.refusal, batch.terminal.lang))
    else:
        batch.refuse(file_name, batch.terminal.say("ingest.unread"))


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("ingest", help="cli.ingest.help")(ingest)
