"""The commands that take a pipeline in from a sheet, list what was taken in, and take an import back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Final

import typer

from dealflow.actions.platform.context import Acting, Looking
from dealflow.actions.sheets import imports, pipeline_sheet, reverts
from dealflow.actions.sheets.imports import DayOrder, ImportOrder, Meaning, PlannedRow, RowKind
from dealflow.actions.sheets.pipeline_sheet import PipelineSheet
from dealflow.cli.books import Person, opened, viewer
from dealflow.cli.terminal import Terminal, now
from dealflow.domain.sheets.fields import Field, stage_day
from dealflow.domain.values.company_names import plain_name
from dealflow.errors import InvalidInputError, NotFoundError
from dealflow.i18n.errors import words_of
from dealflow.i18n.numbers import moment
from dealflow.reports.sheets import refused_rows
from dealflow.reports.sheets.use_words import use_words

_STAYED: Final = 2
_MARKS: Final = {RowKind.NEW: "+", RowKind.CHANGED: "~", RowKind.SAME: "=", RowKind.REFUSED: "✗"}


class Allowed(StrEnum):
    """What an import may do that a person would else be asked about."""

    NEW = "new"
    REST = "rest"


def import_pipeline(
    ctx: typer.Context,
    file: Annotated[Path, typer.Argument(help="cli.pipeline.import.file", show_default=False)],
    mapping: Annotated[
        list[str] | None, typer.Option("--mapping", help="cli.pipeline.import.mapping", show_default=False)
    ] = None,
    allow: Annotated[
        list[Allowed] | None, typer.Option("--allow", help="cli.pipeline.import.allow", show_default=False)
    ] = None,
    *,
    dry: Annotated[bool, typer.Option("--dry-run", help="cli.pipeline.import.dry", show_default=False)] = False,
    person: Person = "",
) -> None:
    """Take a pipeline in, or try it; exit code 2 where rows were refused."""
    terminal: Terminal = ctx.obj
    if not file.is_file():
        raise NotFoundError(kind="file", id=str(file))
    settings = dict(pair.removeprefix("@").split("=", 1) for pair in mapping or () if _is_setting(pair))
    sheet = pipeline_sheet.read(file.name, file.read_bytes(), sheet=settings.get("sheet", ""))
    with opened() as ws:
        looking, at = Looking(ws, viewer(ws, person)), now()
        order = _order(looking, sheet, mapping or (), settings)
        for heading, use in zip(sheet.headings, order.uses, strict=True):
            words = use_words(use, ws.tracks, terminal.lang) if use else terminal.say("pipeline.import.nothing")
            typer.echo(terminal.say("pipeline.import.column", heading=heading, use=words))
        rows = imports.preview(looking, order, at=at)
        if Allowed.NEW in (allow or ()):
            order = replace(order, choices={plain_name(row.company_name): "" for row in rows if row.near})
            rows = imports.preview(looking, order, at=at)
        _tell(terminal, rows)
        if path := settings.get("refused"):
            Path(path).write_bytes(refused_rows.as_file(sheet, rows, Path(path).suffix, terminal.lang))
        if not dry:
            leave_out = Allowed.REST in (allow or ())
            result = imports.run(Acting(ws, looking.viewer, at, "cli"), order, leave_out=leave_out)
            typer.echo(terminal.say("pipeline.import.done", id=result.import_id))
    if any(row.kind is RowKind.REFUSED for row in rows):
        raise typer.Exit(_STAYED)


def _is_setting(pair: str) -> bool:
    return pair.startswith("@") and "=" in pair


def _order(looking: Looking, sheet: PipelineSheet, mapping: Sequence[str], settings: Mapping[str, str]) -> ImportOrder:
    """Return how to take the sheet: as proposed, but for the columns whose use is given by their headings.

    Raises:
        InvalidInputError: there is no such column, use, track or order of days.
    """
    track = settings.get("track", "vc")
    uses, meanings, _ = imports.proposal(looking, sheet)
    if days := settings.get("days", ""):
        if days not in set(DayOrder):
            raise InvalidInputError(field="mapping", problem="no_such_use", value=days)
        meanings = (*(one for one in meanings if one.field != imports.DAY_ORDER), Meaning(imports.DAY_ORDER, "", days))
    tracks = looking.ws.tracks
    possible = {*Field, "", *(stage_day(other.id, stage.id) for other in tracks for stage in other.stages)}
    mapped: list[str] = list(uses)
    for pair in mapping:
        heading, _, use = pair.rpartition("=")
        if _is_setting(pair):
            continue
        if heading not in sheet.headings:
            raise InvalidInputError(field="mapping", problem="no_such_column", value=heading or pair)
        if use not in possible:
            raise InvalidInputError(field="mapping", problem="no_such_use", value=use)
        mapped = ["" if use and other == use else other for other in mapped]
        mapped[sheet.headings.index(heading)] = use
    return ImportOrder(
        sheet, tuple(mapped), looking.ws.track(track).id, meanings, hidden=settings.get("hidden", "") != "out"
    )


def _tell(terminal: Terminal, rows: Sequence[PlannedRow]) -> None:
    """Write what each row does, and the sum."""
    for row in rows:
        head = f"{_MARKS[row.kind]} {row.row.number}: {row.company_name}"
        why = words_of(row.error, terminal.lang) if row.error is not None else ""
        names = ", ".join(near.name for near in row.near)
        near = f" {terminal.say('pipeline.import.near', names=names)}" if names else ""
        typer.echo(f"{head}: {why}{near}" if why else head)
    counts = imports.counts_of(rows)
    typer.echo(
        terminal.say(
            "pipeline.import.sum",
            new=counts.new,
            changed=counts.changed,
            same=counts.same,
            refused=counts.refused,
        )
    )


def list_imports(ctx: typer.Context, person: Person = "") -> None:
    """Print the imports of the house, the latest first."""
    terminal: Terminal = ctx.obj
    with opened() as ws:
        batches = imports.imports(Looking(ws, viewer(ws, person)))
    if not batches:
        typer.echo(terminal.say("pipeline.imports.none"))
    for batch, name in batches:
        state = f" ({terminal.say('pipeline.imports.reverted')})" if batch.reverted_at is not None else ""
        typer.echo(f"{batch.id}  {moment(batch.imported_at, terminal.lang)}  {batch.file_name}  {name}{state}")


def revert_import(
    ctx: typer.Context,
    import_id: Annotated[str, typer.Argument(help="cli.pipeline.revert.import", show_default=False)],
    person: Person = "",
) -> None:
    """Take a whole import back and say what stays; exit code 2 where something does."""
    terminal: Terminal = ctx.obj
    with opened() as ws:
        result = reverts.revert(Acting(ws, viewer(ws, person), now(), "cli"), import_id)
    for stayed in result.stayed:
        kind = "deal" if stayed.is_deal else "company"
        typer.echo(terminal.say(f"pipeline.revert.stayed_{kind}", name=stayed.company_name))
    counts = {"withdrawn": result.withdrawn, "restored": result.restored, "stayed": len(result.stayed)}
    typer.echo(terminal.say("pipeline.revert.done", **counts))
    if result.stayed:
        raise typer.Exit(_STAYED)


def add(group: typer.Typer) -> None:
    """Add the commands to the group ``pipeline``."""
    group.command("import", help="cli.pipeline.import.help")(import_pipeline)
    group.command("imports", help="cli.pipeline.imports.help")(list_imports)
    group.command("revert", help="cli.pipeline.revert.help")(revert_import)
