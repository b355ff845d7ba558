"""``dealflow mail fetch``: what is new in the house's mailbox and its watched folder, taken in and read."""

from __future__ import annotations

import typer

from dealflow.actions.claims import reading_queue
from dealflow.actions.inbound import mail_intake
from dealflow.cli.books import opened
from dealflow.cli.terminal import Terminal, now, out
from dealflow.errors import InvalidInputError

_app = typer.Typer(name="mail", help="cli.mail.help", no_args_is_help=True, pretty_exceptions_enable=False)


@_app.command("fetch", help="cli.mail.fetch.help")
def fetch(ctx: typer.Context) -> None:
    """Look into mailbox and folder once, and read the decks that came; nothing in the mailbox is changed."""
    terminal: Terminal = ctx.obj
    with opened() as ws:
        if not mail_intake.is_set_up(ws):
            raise InvalidInputError(field="mail_host", problem="missing")
        haul = mail_intake.fetch(ws, now=now)
        for deck_id in dict.fromkeys(haul.deck_ids):
            reading_queue.read_one(ws, deck_id, at=now())
    decks = len(set(haul.deck_ids))
    out().print(terminal.say("mail.fetched", new=haul.new, known=haul.known, decks=decks))


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.add_typer(_app)
