"""``dealflow export``: pipeline, companies, figures or funnel as a file that computes."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from dealflow.actions.companies import companies
from dealflow.actions.pipeline.engagements import EngagementFilter
from dealflow.actions.pipeline.funnel import FunnelQuery
from dealflow.actions.platform.context import Looking
from dealflow.cli.books import Person, opened, viewer
from dealflow.cli.terminal import Terminal, now
from dealflow.domain.values.korean_days import korean_day
from dealflow.reports.sheets import exports
from dealflow.reports.sheets.exports import Encoding, Form, Shape
from dealflow.reports.sheets.table_files import Table


class What(StrEnum):
    """What goes out."""

    PIPELINE = "pipeline"
    COMPANIES = "companies"
    FIGURES = "figures"
    FUNNEL = "funnel"


class Way(StrEnum):
    """How the file is written: for which program, in which letters."""

    OWN = Shape.OWN.value
    AFFINITY = Shape.AFFINITY.value
    HUBSPOT = Shape.HUBSPOT.value
    UTF8 = Encoding.UTF8.value
    CP949 = Encoding.CP949.value


def export(
    ctx: typer.Context,
    what: Annotated[What, typer.Argument(help="cli.export.what", show_default=False)],
    file: Annotated[Path, typer.Argument(help="cli.export.file", show_default=False)],
    track: Annotated[str, typer.Option("--track", help="cli.export.track", show_default=False)] = "",
    ways: Annotated[list[Way] | None, typer.Option("--for", help="cli.export.as", show_default=False)] = None,
    person: Person = "",
) -> None:
    """Write one of the books' tables into a file, as the person may see it."""
    terminal: Terminal = ctx.obj
    chosen = {way.value for way in ways or ()}
    shape = next((option for option in Shape if option in chosen), Shape.OWN)
    encoding = next((option for option in Encoding if option in chosen), Encoding.UTF8)
    form = Form.CSV if file.suffix.lower() == ".csv" else Form.XLSX
    with opened(follow=what is What.FUNNEL) as ws:
        looking = Looking(ws, viewer(ws, person))
        table = _table(looking, what, ws.track(track).id if track else "", shape, terminal.lang)
        written = exports.file_of(table, form, at=now(), lang=terminal.lang, encoding=encoding)
    file.write_bytes(written.content)
    typer.echo(terminal.say("export.done", n=written.rows, path=file))
    if written.replaced:
        typer.echo(terminal.say("export.replaced", n=written.replaced))


def _table(looking: Looking, what: What, track: str, shape: Shape, lang: str) -> Table:
    on = korean_day(now())
    match what:
        case What.PIPELINE:
            filters = EngagementFilter(track=track or None)
            return exports.pipeline_out(looking, filters, on=on, shape=shape, lang=lang)
        case What.COMPANIES:
            metrics = [metric.id for metric in looking.ws.metrics if metric.headline]
            return exports.companies_table(looking, companies.companies(looking, metrics=metrics), metrics, lang)
        case What.FIGURES:
            return exports.figures_table(looking, None, lang)
        case What.FUNNEL:
            return exports.funnel_out(looking, FunnelQuery(track or looking.ws.tracks[0].id, on=on), lang)


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("export", help="cli.export.help")(export)
