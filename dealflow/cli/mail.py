"""``dealflow mail fetch | outbox | test``: letters that come, letters that go, and whether the settings hold."""

from __future__ import annotations

from typing import Annotated

import typer

from dealflow.actions.claims import reading_queue
from dealflow.actions.inbound import mail_intake
from dealflow.actions.notices import outbox, sent_letters
from dealflow.actions.notices.outbox import Letter
from dealflow.actions.people import accounts
from dealflow.actions.platform.workspace import new_id
from dealflow.cli.books import opened
from dealflow.cli.terminal import Terminal, now, out
from dealflow.errors import InvalidInputError
from dealflow.i18n import has, t
from dealflow.i18n.numbers import moment
from dealflow.reports.notices import letters

_app = typer.Typer(name="mail", help="cli.mail.help", no_args_is_help=True, pretty_exceptions_enable=False)
Address = Annotated[str, typer.Argument(help="cli.mail.address.help", show_default=False)]
OnlyFailed = Annotated[bool, typer.Option("--failed", help="cli.mail.failed.help")]


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


@_app.command("outbox", help="cli.mail.outbox.help")
def show_outbox(ctx: typer.Context, *, only_failed: OnlyFailed = False) -> None:
    """Print what was sent to whom and when, the latest first, and why something did not go."""
    lang = ctx.obj.lang
    with opened() as ws:
        entries = [entry for entry in sent_letters.all_letters(ws) if entry.is_wrong or not only_failed]
    if not entries:
        typer.echo(t("notices.nothing_sent", lang))
    for entry in entries:
        problem = f"error.problem.{entry.problem}"
        why = t(problem, lang) if entry.problem and has(problem, lang) else entry.problem
        kind = t(f"notices.letter_kind.{entry.kind}", lang)
        state = t(f"notices.state.{entry.state.value}", lang)
        line = (
            moment(entry.sent_at or entry.made_at, lang),
            state,
            kind,
            entry.address if entry.channel == "mail" else entry.channel,
            str(entry.tries),
            why,
        )
        typer.echo("  ".join(filter(None, line)))


@_app.command("test", help="cli.mail.test.help")
def test(ctx: typer.Context, address: Address) -> None:
    """Send a test letter now, and say what was wrong if it did not go."""
    terminal: Terminal = ctx.obj
    with opened() as ws:
        to = accounts.require_address(address)
        content = letters.test_letter(terminal.lang)
        letter = Letter(new_id("test", to, now()), "test", to, terminal.lang, content)
        outbox.require_sent(ws, letter, now=now)
    out().print(terminal.say("mail.sent", address=to))


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.add_typer(_app)
