"""``dealflow extract``: one file's claims as a table or as JSON lines. Needs no database."""

from __future__ import annotations

import json
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table
from rich.text import Text

from dealflow.actions.reading_worker import read
from dealflow.actions.sandboxed import read_file
from dealflow.catalogue.metrics import load_metrics
from dealflow.cli.desk import Desk, err, out
from dealflow.domain.facts import Claim, Metric
from dealflow.domain.quantity import Unit
from dealflow.errors import NotFoundError
from dealflow.extract.record import rows
from dealflow.i18n import Language, name_of, numbers, t


class Format(StrEnum):
    """How the claims are printed."""

    TABLE = "table"
    JSONL = "jsonl"


def extract(
    ctx: typer.Context,
    file: Annotated[Path, typer.Argument(help="cli.extract.file", show_default=False)],
    form: Annotated[Format, typer.Option("--format", help="cli.extract.format")] = Format.TABLE,
    words: Annotated[bool, typer.Option("--words", help="cli.extract.words")] = False,  # noqa: FBT002  # a flag
    in_process: Annotated[bool, typer.Option("--in-process", help="cli.extract.in_process")] = False,  # noqa: FBT002  # a flag
) -> None:
    """Print a file's figures, with ``--words`` all its claims.

    An unreadable file is told on stderr as ``error: <reason>``, exit code 3.
    """
    desk: Desk = ctx.obj
    try:
        data = file.read_bytes()
    except OSError as error:
        raise NotFoundError(kind="file", id=str(file)) from error
    reading = read(data, file.name) if in_process else read_file(data, file.name)
    claims = tuple(claim for claim in reading.claims if words or claim.quantity.unit is not Unit.TEXT)
    if form is Format.JSONL:
        for row in rows(claims):
            typer.echo(json.dumps(row, ensure_ascii=False))
    else:
        out().print(table(claims, load_metrics(), desk.lang))
    if not claims:
        err().print(desk.say("extract.none"))


def table(claims: tuple[Claim, ...], metrics: tuple[Metric, ...], lang: Language) -> Table:
    """Return the claims as a table, in the order in which they were read."""
    names = {metric.id: name_of(metric, lang) for metric in metrics}
    made = Table(show_edge=False, pad_edge=False)
    for column in ("page", "metric", "value", "period", "status", "scope", "quote"):
        made.add_column(t(f"cli.extract.column.{column}", lang), justify="right" if column == "page" else "left")
    for claim in claims:
        made.add_row(
            ", ".join(dict.fromkeys(str(evidence.page) for evidence in claim.evidence)),
            names.get(claim.metric, claim.metric),
            numbers.quantity(claim.quantity, lang),
            numbers.period(claim.period, lang),
            t(f"enum.claim_status.{claim.status.value}", lang),
            t(f"enum.scope.{claim.scope.value}", lang),
            Text(claim.evidence[0].quote),
        )
    return made


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("extract", help="cli.extract.help")(extract)
