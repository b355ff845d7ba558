"""``dealflow token new | list | revoke``: a person's tokens for programs that speak to the API."""

from __future__ import annotations

from typing import Annotated

import typer

from dealflow.actions.people import api_tokens
from dealflow.actions.people.api_tokens import DEFAULT_DAYS, TokenScope
from dealflow.actions.platform.context import Acting, Looking
from dealflow.cli.books import Person, opened, viewer
from dealflow.cli.terminal import Terminal, now
from dealflow.i18n.numbers import moment

token = typer.Typer(help="cli.token.help", no_args_is_help=True)


@token.command("new", help="cli.token.new.help")
def new(
    ctx: typer.Context,
    name: Annotated[str, typer.Argument(help="cli.token.new.name", show_default=False)],
    scope: Annotated[list[TokenScope] | None, typer.Option(help="cli.token.new.scope", show_default=False)] = None,
    days: Annotated[int, typer.Option(help="cli.token.new.days")] = DEFAULT_DAYS,
    person: Person = "",
) -> None:
    """Make a token and print it, once."""
    terminal: Terminal = ctx.obj
    with opened() as ws:
        text = api_tokens.make(
            Acting(ws, viewer(ws, person), now(), "cli"), name, scopes=scope or tuple(TokenScope), days=days
        )
    typer.echo(text)
    typer.echo(terminal.say("token.once"), err=True)


@token.command("list", help="cli.token.list.help")
def listing(ctx: typer.Context, person: Person = "") -> None:
    """Print the person's tokens that open."""
    terminal: Terminal = ctx.obj
    with opened() as ws:
        tokens = api_tokens.tokens(Looking(ws, viewer(ws, person)), at=now())
    for token in tokens:
        made, ends = (moment(at, terminal.lang) for at in (token.made_at, token.ends_at))
        used = "-" if token.used_at is None else moment(token.used_at, terminal.lang)
        typer.echo(f"{token.id}  {token.name}  {','.join(token.scopes)}  {made}  {ends}  {used}")
    if not tokens:
        typer.echo(terminal.say("token.none"))


@token.command("revoke", help="cli.token.revoke.help")
def revoke(
    ctx: typer.Context,
    token_id: Annotated[str, typer.Argument(help="cli.token.revoke.id", show_default=False)],
    person: Person = "",
) -> None:
    """Close a token at once."""
    terminal: Terminal = ctx.obj
    with opened() as ws:
        api_tokens.revoke(Acting(ws, viewer(ws, person), now(), "cli"), token_id)
    typer.echo(terminal.say("token.revoked"))


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.add_typer(token, name="token")
