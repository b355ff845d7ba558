"""``dealflow search find | rebuild``: what is written where, and the index of it made anew."""

from __future__ import annotations

from typing import Annotated

import typer

from dealflow.actions.home import search
from dealflow.actions.platform.context import Looking
from dealflow.cli.books import Person, keeper, opened, viewer
from dealflow.cli.terminal import Terminal
from dealflow.i18n import t
from dealflow.reports.home import search_words

app = typer.Typer(help="cli.search.help", no_args_is_help=True)
_MOST = 20


@app.command("find", help="cli.search.find.help")
def find(
    ctx: typer.Context,
    text: Annotated[str, typer.Argument(help="cli.search.find.text", show_default=False)],
    person: Person = "",
) -> None:
    """Print what holds the words, by kind, as far as the person may see it."""
    terminal: Terminal = ctx.obj
    with opened() as ws:
        results = search.search(Looking(ws, viewer(ws, person)), text, most=_MOST)
    for group in results.groups:
        typer.echo(t(f"search.kind.{group.kind.value}", terminal.lang))
        for hit in group.hits:
            line = search_words.line_of(hit, text, terminal.lang)
            shown = "".join(piece.text for piece in line.pieces)
            typer.echo("  " + " · ".join(part for part in (line.title, line.sub, shown) if part))
    if not results.groups:
        typer.echo(search_words.nothing(results, terminal.lang))


@app.command("rebuild", help="cli.search.rebuild.help")
def rebuild(ctx: typer.Context, person: Person = "") -> None:
    """Make the index anew; the decks' files are read again for their words."""
    terminal: Terminal = ctx.obj

    def tell(kind: str, texts: int) -> None:
        typer.echo(terminal.say("search.rebuilt.kind", kind=t(f"search.kind.{kind}", terminal.lang), n=texts))

    with opened() as ws:
        count = search.rebuild(Looking(ws, keeper(ws, person)), tell)
    typer.echo(terminal.say("search.rebuilt", n=count))


def register(to: typer.Typer) -> None:
    """Add the commands."""
    to.add_typer(app, name="search")
