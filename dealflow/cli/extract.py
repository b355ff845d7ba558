"""``dealflow extract``: the claims of a file or a folder as tables or as JSON lines. Needs no database."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Final

import typer
from rich.table import Table
from rich.text import Text

from dealflow.actions.claims import executors
from dealflow.actions.claims.intake import Unpacked, unpack
from dealflow.actions.claims.reading_worker import read
from dealflow.catalogue.metrics import load_metrics
from dealflow.cli.folders import deck_files
from dealflow.cli.terminal import Terminal, err, out
from dealflow.decks.sniff import Kind, kind_of
from dealflow.domain.claims.claims import Claim, Metric, Reading
from dealflow.domain.values.quantity import Unit
from dealflow.errors import NotFoundError, UnreadableDeckError
from dealflow.extract.record import rows
from dealflow.i18n import Language, name_of, numbers, t
from dealflow.i18n.errors import words_of
from dealflow.reports.claims.page_gaps import pages_in_words
from dealflow.settings import Settings

_REFUSED: Final = 3


class Format(StrEnum):
    """How the claims are printed."""

    TABLE = "table"
    JSONL = "jsonl"


@dataclass(frozen=True, slots=True)
class _Asked:
    """How the claims are wanted."""

    form: Format
    words: bool
    in_process: bool


def extract(
    ctx: typer.Context,
    file: Annotated[Path, typer.Argument(help="cli.extract.file", show_default=False)],
    form: Annotated[Format, typer.Option("--format", help="cli.extract.format")] = Format.TABLE,
    *,
    words: Annotated[bool, typer.Option("--words", help="cli.extract.words")] = False,
    in_process: Annotated[bool, typer.Option("--in-process", help="cli.extract.in_process")] = False,
) -> None:
    """Print the figures of a file or of a folder's decks, with ``--words`` all their claims.

    An unreadable file is told on stderr as ``error: <reason>``, exit code 3; of a folder the rest goes on.
    """
    terminal: Terminal = ctx.obj
    options = _Asked(form, words, in_process)
    if file.is_dir():
        if _folder(terminal, file, options):
            raise typer.Exit(_REFUSED)
        return
    try:
        data = file.read_bytes()
    except OSError as error:
        raise NotFoundError(kind="file", id=str(file)) from error
    members = _members(file.name, data)
    if len(members) == 1 and members[0].data == data:
        _print(terminal, _reading(members[0], options), options)
    elif sum([_member(terminal, member, options) for member in members]):
        raise typer.Exit(_REFUSED)


def _member(terminal: Terminal, member: Unpacked, options: _Asked) -> bool:
    """Print what one file of a portfolio says, and return whether it could not be read."""
    try:
        _print(terminal, _reading(member, options), options, member.file_name)
    except UnreadableDeckError as error:
        typer.echo(f"error: {member.file_name}: {error.reason}\n{words_of(error, terminal.lang)}", err=True)
        return True
    return False


def _members(file_name: str, data: bytes) -> tuple[Unpacked, ...]:
    """Return the files of a PDF portfolio, or the file itself; a ZIP is for ``ingest``."""
    return unpack(file_name, data) if kind_of(data) is Kind.PDF else (Unpacked(file_name, data),)


def _reading(member: Unpacked, options: _Asked) -> Reading:
    if options.in_process:
        return read(member.data, member.file_name)
    return executors.read_by(Settings().executor, member.data, member.file_name)


def _folder(terminal: Terminal, folder: Path, options: _Asked) -> int:
    """Print what each deck of a folder says, in the order of their names, and return how many could not be read."""
    files, _ = deck_files([folder])
    refused = 0
    for path, reading in zip(files, _read(files, options), strict=True):
        name = path.relative_to(folder).as_posix()
        if isinstance(reading, UnreadableDeckError):
            refused += 1
            typer.echo(f"error: {name}: {reading.reason}\n{words_of(reading, terminal.lang)}", err=True)
        else:
            _print(terminal, reading, options, name)
    return refused


def _read(files: list[Path], options: _Asked) -> Iterator[Reading | UnreadableDeckError]:
    pairs = ((path.name, path.read_bytes()) for path in files)
    if options.in_process:
        yield from (_read_here(name, data) for name, data in pairs)
        return
    settings = Settings()
    pool = executors.pool_of(settings.executor, settings.readers)
    yield from (reading for _, reading in executors.read_many(pool, pairs))


def _read_here(name: str, data: bytes) -> Reading | UnreadableDeckError:
    try:
        return read(data, name)
    except UnreadableDeckError as error:
        return error


def _print(terminal: Terminal, reading: Reading, options: _Asked, name: str = "") -> None:
    """Print one file's claims; of a folder, each line says of which file."""
    claims = tuple(claim for claim in reading.claims if options.words or claim.quantity.unit is not Unit.TEXT)
    if options.form is Format.JSONL:
        for row in rows(claims):
            typer.echo(json.dumps({"file": name, **row} if name else row, ensure_ascii=False))
    else:
        if name:
            out().print(Text(name))
        out().print(table(claims, load_metrics(), terminal.lang))
    if reading.unread_pages:
        unread = pages_in_words(reading.unread_pages, reading.gaps, terminal.lang)
        err().print(Text(f"{name}: " if name else "").append(terminal.say("extract.unread", pages=unread)))
    if not claims:
        err().print(Text(f"{name}: " if name else "").append(terminal.say("extract.none")))


def table(claims: tuple[Claim, ...], metrics: tuple[Metric, ...], lang: Language) -> Table:
    """Return the claims as a table, in the order in which they were read."""
    names = {metric.id: name_of(metric, lang) for metric in metrics}
    table = Table(show_edge=False, pad_edge=False)
    for column in ("page", "metric", "value", "period", "status", "scope", "quote"):
        table.add_column(t(f"cli.extract.column.{column}", lang), justify="right" if column == "page" else "left")
    for claim in claims:
        table.add_row(
            ", ".join(dict.fromkeys(str(evidence.page) for evidence in claim.evidence)),
            names.get(claim.metric, claim.metric),
            numbers.quantity(claim.quantity, lang),
            numbers.period(claim.period, lang),
            t(f"enum.claim_status.{claim.status.value}", lang),
            t(f"enum.scope.{claim.scope.value}", lang),
            Text(claim.evidence[0].quote),
        )
    return table


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("extract", help="cli.extract.help")(extract)
