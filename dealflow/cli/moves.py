"""The commands that move engagements: one by its id, or many from a sheet."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Final

import typer

from dealflow.actions.pipeline import engagements, moves_import
from dealflow.actions.pipeline.moves_import import Planned
from dealflow.actions.platform.context import Acting, Looking
from dealflow.cli.books import Person, opened, viewer
from dealflow.cli.terminal import Terminal, now
from dealflow.domain.values.korean_days import korean_day
from dealflow.errors import NotFoundError
from dealflow.i18n import name_of
from dealflow.i18n.errors import words_of

_STAYED: Final = 2


def move(
    ctx: typer.Context,
    engagement: Annotated[str, typer.Argument(help="cli.pipeline.move.engagement", show_default=False)],
    stage: Annotated[str, typer.Argument(help="cli.pipeline.move.stage", show_default=False)],
    note: Annotated[str, typer.Option("--note", help="cli.pipeline.move.note", show_default=False)] = "",
    person: Person = "",
) -> None:
    """Move one engagement to a stage, and say from where to where."""
    terminal: Terminal = ctx.obj
    with opened() as ws:
        event = engagements.move(Acting(ws, viewer(ws, person), now(), "cli"), engagement, stage, note=note)
        track = next(track for track in ws.tracks if any(other_stage.id == stage for other_stage in track.stages))
        names = {other_stage.id: name_of(other_stage, terminal.lang) for other_stage in track.stages}
    here, there = (names.get(text, text) for text in (event.from_stage, event.to_stage))
    typer.echo(terminal.say("pipeline.move.done", here=here, there=there))


def import_moves(
    ctx: typer.Context,
    file: Annotated[Path, typer.Argument(help="cli.pipeline.import.file", show_default=False)],
    dry: Annotated[bool, typer.Option("--dry-run", help="cli.pipeline.import.dry", show_default=False)] = False,  # noqa: FBT002  # Typer's way
    person: Person = "",
) -> None:
    """Apply a sheet of moves row by row; exit code 2 where a row stayed as it was."""
    terminal: Terminal = ctx.obj
    if not file.is_file():
        raise NotFoundError(kind="file", id=str(file))
    rows = moves_import.read_sheet(file.name, file.read_bytes())
    with opened() as ws:
        doer, at = viewer(ws, person), now()
        planned = moves_import.preview(Looking(ws, doer), rows, on=korean_day(at))
        done = planned if dry else moves_import.apply(Acting(ws, doer, at, "cli"), planned)
    for other_planned in done:
        typer.echo(_line(terminal, other_planned))
    went = sum(line.goes for line in done)
    key = "pipeline.moves.dry_sum" if dry else "pipeline.moves.sum"
    typer.echo(terminal.say(key, went=went, stayed=len(done) - went))
    if went < len(done):
        raise typer.Exit(_STAYED)


def _line(terminal: Terminal, planned: Planned) -> str:
    """Return what became of one row."""
    company = planned.row.values.get("company", "")
    head = f"{planned.row.number}: {company}"
    if planned.error is not None:
        return f"✗ {head}: {words_of(planned.error, terminal.lang)}"
    return f"✓ {head}: {planned.row.values.get('status') or planned.row.values.get('stage', '')}"


def add(group: typer.Typer) -> None:
    """Add the commands to the group ``pipeline``."""
    group.command("move", help="cli.pipeline.move.help")(move)
    group.command("import-moves", help="cli.pipeline.moves.help")(import_moves)
