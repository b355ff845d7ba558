"""``dealflow warehouse query | rebuild | publish``: the figures in DuckDB, for spreadsheets and notebooks."""

from __future__ import annotations

import csv
import json
import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import pyarrow as pa
import typer
from rich.table import Table
from rich.text import Text

from dealflow.actions.platform import warehouse
from dealflow.actions.platform.context import Looking
from dealflow.cli.books import Person, keeper, opened
from dealflow.cli.terminal import Terminal, out
from dealflow.errors import InvalidInputError

app = typer.Typer(help="cli.warehouse.help", no_args_is_help=True)
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
Everything = Annotated[bool, typer.Option("--all", help="cli.warehouse.all")]


class Format(StrEnum):
    """How an answer is printed."""

    TABLE = "table"
    JSONL = "jsonl"
    CSV = "csv"


@app.command("query", help="cli.warehouse.query.help")
def query(
    sql: Annotated[str, typer.Argument(help="cli.warehouse.query.sql", show_default=False)],
    form: Annotated[Format, typer.Option("--format", help="cli.warehouse.query.format")] = Format.TABLE,
    *,
    everything: Everything = False,
    person: Person = "",
) -> None:
    """Answer one question over what the person's organisation may see."""
    with opened(follow=True) as ws:
        if everything:
            _require_nobody(person)
            answer = warehouse.query_all(ws, sql)
        else:
            answer = warehouse.query(Looking(ws, keeper(ws, person)), sql)
    show(answer, form)


@app.command("rebuild", help="cli.warehouse.rebuild.help")
def rebuild(ctx: typer.Context, person: Person = "") -> None:
    """Make the warehouse anew from the journal."""
    terminal: Terminal = ctx.obj
    with opened(follow=True) as ws:
        position = warehouse.rebuild(Looking(ws, keeper(ws, person)))
    typer.echo(terminal.say("warehouse.rebuilt", position=position))


@app.command("publish", help="cli.warehouse.publish.help")
def publish(
    ctx: typer.Context,
    folder: Annotated[Path, typer.Argument(help="cli.warehouse.publish.folder", show_default=False)],
    *,
    everything: Everything = False,
    person: Person = "",
) -> None:
    """Write a snapshot that other programs may read."""
    terminal: Terminal = ctx.obj
    with opened(follow=True) as ws:
        if everything:
            _require_nobody(person)
            path = warehouse.publish_all(ws, folder)
        else:
            path = warehouse.publish(Looking(ws, keeper(ws, person)), folder)
    typer.echo(terminal.say("warehouse.published", path=path))


def _require_nobody(person: str) -> None:
    """Require that everybody's books are not asked for in a person's name: no role sees them, the files' holder does.

    Raises:
        InvalidInputError: a person is named.
    """
    if person:
        raise InvalidInputError(field="person", problem="all_and_person", value=person)


def show(answer: pa.Table, form: Format) -> None:
    """Print the rows of an answer."""
    if form is Format.JSONL:
        for row in answer.to_pylist():
            typer.echo(json.dumps(row, ensure_ascii=False, default=str))
    elif form is Format.CSV:
        writer = csv.writer(sys.stdout, lineterminator="\n")
        writer.writerow(answer.column_names)
        writer.writerows(tuple(map(_safe, row.values())) for row in answer.to_pylist())
    else:
        table = Table(*answer.column_names, show_edge=False, pad_edge=False)
        for row in answer.to_pylist():
            table.add_row(*(Text("" if value is None else str(value)) for value in row.values()))
        out().print(table)


def _safe(value: object) -> object:
    """Return what no spreadsheet takes for a formula: texts that begin like one are quoted, numbers are numbers."""
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value


def register(to: typer.Typer) -> None:
    """Add the commands."""
    to.add_typer(app, name="warehouse")
