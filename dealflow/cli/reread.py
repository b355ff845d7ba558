"""``dealflow reread``: decks that an earlier extractor read are read again, a line for each of what that changed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated

import typer
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from dealflow.actions.claims import intake, reading_queue, reextraction
from dealflow.actions.platform.context import Acting, Looking
from dealflow.actions.platform.workspace import Workspace
from dealflow.cli.books import Person, opened, viewer
from dealflow.cli.terminal import Terminal, err, now, out
from dealflow.domain.claims.deck import DeckState
from dealflow.domain.claims.reextraction import DifferenceKind
from dealflow.domain.people.access import Viewer
from dealflow.i18n.errors import refusal

_GLANCE_S = 0.1
_REFUSED = 3


def reread(
    ctx: typer.Context,
    decks: Annotated[list[str] | None, typer.Option("--deck", help="cli.reread.deck", show_default=False)] = None,
    *,
    everything: Annotated[bool, typer.Option("--all", help="cli.reread.all", show_default=False)] = False,
    person: Person = "",
) -> None:
    """Read decks again, or say how many an earlier extractor read; exit code 3 where one could not be read."""
    terminal: Terminal = ctx.obj
    with opened() as ws:
        doer = viewer(ws, person)
        outdated = reextraction.outdated(Looking(ws, doer))
        deck_ids = [*(decks or ()), *(outdated.own if everything else ())]
        if not deck_ids:
            key = "reread.outdated" if outdated.own else "reread.none"
            typer.echo(terminal.say(key, n=len(outdated.own), version=reextraction.EXTRACTOR))
            return
        failed = _read(ws, doer, terminal, list(dict.fromkeys(deck_ids)))
    if failed:
        raise typer.Exit(_REFUSED)


def _read(ws: Workspace, doer: Viewer, terminal: Terminal, texts: list[str]) -> int:
    """Read the decks again, print a line for each as it is done, and return how many could not be read."""
    room, lines = reading_queue.ReadingRoom(ws), out()
    before = {row.id: row.read_at for row in intake.decks(Looking(ws, doer))}
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=err(), transient=True) as progress:
        task = progress.add_task(terminal.say("ingest.reading"), total=len(texts))
        reextraction.again(Acting(ws, doer, now(), "cli"), room, texts)
        room.start(resume=False)
        try:
            pending = list(texts)
            while pending:
                room.wait(_GLANCE_S)
                for deck_id in [text for text in pending if text not in room.progress()]:
                    pending.remove(deck_id)
                    lines.print(escape(_line(ws, doer, terminal, deck_id, room.failed().get(deck_id), before)))
                    progress.advance(task)
        finally:
            room.stop()
    failed = len(room.failed()) + sum(
        row.state is DeckState.REFUSED for row in intake.decks(Looking(ws, doer)) if row.id in texts
    )
    lines.print(terminal.say("reread.sum", read=len(texts) - failed, failed=failed))
    return failed


def _line(  # one deck, and how it stood
    ws: Workspace,
    doer: Viewer,
    terminal: Terminal,
    deck_id: str,
    failed: str | None,
    before: Mapping[str, datetime | None],
) -> str:
    """Return what reading a deck again changed."""
    row = intake.deck(Looking(ws, doer), deck_id)
    failed = row.refusal if row.state is DeckState.REFUSED else failed
    if failed is not None:
        return f"✗ {row.file_name}: {refusal(failed, terminal.lang)}"
    rereading = reextraction.last_of(Looking(ws, doer), deck_id) if row.read_at != before.get(deck_id) else None
    if rereading is None:
        return f"✓ {row.file_name}: {terminal.say('reread.same')}"
    counts = {kind.value: rereading.count(kind) for kind in DifferenceKind}
    words = terminal.say(
        "reread.line", **counts, same=rereading.same, kept=rereading.verified, again=rereading.look_again
    )
    return f"✓ {row.file_name}: {words}"


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("reread", help="cli.reread.help")(reread)
