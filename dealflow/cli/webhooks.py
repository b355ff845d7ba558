"""``dealflow webhook new | list | on | off | remove | log | again``: a person's webhooks and what they sent."""

from __future__ import annotations

from typing import Annotated

import typer

from dealflow.actions.api import webhooks
from dealflow.actions.api.webhooks import Record
from dealflow.actions.platform.context import Acting, Looking
from dealflow.cli.books import Person, opened, viewer
from dealflow.cli.terminal import Terminal, now
from dealflow.i18n.numbers import moment

webhook = typer.Typer(help="cli.webhook.help", no_args_is_help=True)
WebhookId = Annotated[str, typer.Argument(help="cli.webhook.id", show_default=False)]


@webhook.command("new", help="cli.webhook.new.help")
def new(
    ctx: typer.Context,
    url: Annotated[str, typer.Argument(help="cli.webhook.new.url", show_default=False)],
    record: Annotated[list[Record] | None, typer.Option(help="cli.webhook.new.record", show_default=False)] = None,
    person: Person = "",
) -> None:
    """Set a webhook up and print its id and, once, its secret."""
    terminal: Terminal = ctx.obj
    with opened() as ws:
        webhook_id, secret = webhooks.make(Acting(ws, viewer(ws, person), now(), "cli"), url, record or ())
    typer.echo(f"{webhook_id}  {secret}")
    typer.echo(terminal.say("webhook.once"), err=True)


@webhook.command("list", help="cli.webhook.list.help")
def listing(ctx: typer.Context, person: Person = "") -> None:
    """Print the person's webhooks."""
    terminal: Terminal = ctx.obj
    with opened() as ws:
        own = webhooks.webhooks(Looking(ws, viewer(ws, person)))
    for standing in own:
        state = terminal.say(f"webhook.{'on' if standing.is_on else 'off'}")
        typer.echo(f"{standing.id}  {state}  {standing.url}  {','.join(standing.records) or '*'}  {standing.waiting}")
    if not own:
        typer.echo(terminal.say("webhook.none"))


@webhook.command("on", help="cli.webhook.on.help")
def turn_on(ctx: typer.Context, webhook_id: WebhookId, person: Person = "") -> None:
    """Turn a webhook on."""
    _switch(ctx, webhook_id, person, is_on=True)


@webhook.command("off", help="cli.webhook.off.help")
def turn_off(ctx: typer.Context, webhook_id: WebhookId, person: Person = "") -> None:
    """Turn a webhook off."""
    _switch(ctx, webhook_id, person, is_on=False)


@webhook.command("remove", help="cli.webhook.remove.help")
def remove(ctx: typer.Context, webhook_id: WebhookId, person: Person = "") -> None:
    """Remove a webhook with its log."""
    terminal: Terminal = ctx.obj
    with opened() as ws:
        webhooks.drop(Acting(ws, viewer(ws, person), now(), "cli"), webhook_id)
    typer.echo(terminal.say("webhook.removed"))


@webhook.command("log", help="cli.webhook.log.help")
def log(ctx: typer.Context, webhook_id: WebhookId, person: Person = "") -> None:
    """Print the last letters to a webhook."""
    terminal: Terminal = ctx.obj
    with opened() as ws:
        letters = webhooks.letters(Looking(ws, viewer(ws, person)), webhook_id)
    for letter in letters:
        made = moment(letter.made_at, terminal.lang)
        typer.echo(f"{letter.id}  {made}  {letter.state}  {letter.attempts}  {letter.answer}")


@webhook.command("again", help="cli.webhook.again.help")
def again(
    ctx: typer.Context,
    webhook_id: WebhookId,
    letter_id: Annotated[str, typer.Argument(help="cli.webhook.letter", show_default=False)],
    person: Person = "",
) -> None:
    """Send a letter once more."""
    terminal: Terminal = ctx.obj
    with opened() as ws:
        webhooks.again(Acting(ws, viewer(ws, person), now(), "cli"), webhook_id, letter_id)
    typer.echo(terminal.say("webhook.again"))


def _switch(ctx: typer.Context, webhook_id: str, person: str, *, is_on: bool) -> None:
    terminal: Terminal = ctx.obj
    with opened() as ws:
        webhooks.switch(Acting(ws, viewer(ws, person), now(), "cli"), webhook_id, is_on=is_on)
    typer.echo(terminal.say(f"webhook.{'on' if is_on else 'off'}"))


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.add_typer(webhook, name="webhook")
