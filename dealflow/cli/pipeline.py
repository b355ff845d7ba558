"""``dealflow pipeline as-of DAY``: the pipeline as it stood at the end of a day."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated

import typer
from rich.table import Table
from rich.text import Text

from dealflow.actions.pipeline.engagements import EngagementFilter
from dealflow.actions.platform.context import Looking
from dealflow.actions.record import pipeline_as_of
from dealflow.cli import moves, sheets
from dealflow.cli.books import Person, opened, viewer
from dealflow.cli.terminal import Terminal, now, out
from dealflow.domain.values.korean_days import korean_day
from dealflow.errors import InvalidInputError
from dealflow.i18n import called, name_of
from dealflow.i18n.numbers import day as day_words
from dealflow.reports.pipeline.status_words import status_words

pipeline = typer.Typer(help="cli.pipeline.help", no_args_is_help=True)
_COLUMNS = ("company", "investor", "stage", "status", "days", "step")


@pipeline.command("as-of", help="cli.pipeline.as_of.help")
def as_of(
    ctx: typer.Context,
    day: Annotated[str, typer.Argument(help="cli.pipeline.as_of.day", show_default=False)],
    track: Annotated[str, typer.Option("--track", help="cli.pipeline.as_of.track", show_default=False)] = "",
    person: Person = "",
) -> None:
    """Print the engagements as they stood at the end of a Korean day."""
    terminal: Terminal = ctx.obj
    wanted_day, lang = _day(day), terminal.lang
    with opened() as ws:
        filters = EngagementFilter(track=ws.track(track).id if track else None)
        rows = pipeline_as_of.engagements(
            Looking(ws, viewer(ws, person)), filters, day=wanted_day, today=korean_day(now())
        )
        tracks = {other_track.id: other_track for other_track in ws.tracks}
    text = day_words(wanted_day, lang)
    if not rows:
        typer.echo(terminal.say("pipeline.as_of.none", day=text))
        return
    table = Table(*(terminal.say(f"pipeline.as_of.{name}") for name in _COLUMNS), show_edge=False, pad_edge=False)
    for row in rows:
        engagement = row.engagement
        investor = (row.investor_en if lang == "en" else row.investor_ko) or row.investor_ko
        cells = (
            called(row.company_name, row.company_name_en, lang),
            investor,
            name_of(tracks[engagement.track].stage(engagement.stage), lang),
            status_words(engagement, lang),
            str(row.days_in_stage),
            engagement.next_step,
        )
        table.add_row(*(Text(cell) for cell in cells))
    typer.echo(terminal.say("pipeline.as_of.count", day=text, n=len(rows)))
    out().print(table)


def _day(text: str) -> date:
    """Return the day of an ISO text.

    Raises:
        InvalidInputError: it names none.
    """
    try:
        return datetime.strptime(text, "%Y-%m-%d").date()  # noqa: DTZ007  # a day has no zone
    except ValueError as error:
        raise InvalidInputError(field="as_of", problem="not_a_date", value=text) from error


def register(app: typer.Typer) -> None:
    """Add the commands."""
    moves.add(pipeline)
    sheets.add(pipeline)
    app.add_typer(pipeline, name="pipeline")
