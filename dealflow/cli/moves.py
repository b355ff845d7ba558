"""The command that moves an engagement by its id; many come as a sheet (``dealflow pipeline import``)."""

from __future__ import annotations

from typing import Annotated

import typer

from dealflow.actions.pipeline import engagements
from dealflow.actions.platform.context import Acting
from dealflow.cli.books import Person, opened, viewer
from dealflow.cli.terminal import Terminal, now
from dealflow.i18n import name_of


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


def add(group: typer.Typer) -> None:
    """Add the command to the group ``pipeline``."""
    group.command("move", help="cli.pipeline.move.help")(move)
