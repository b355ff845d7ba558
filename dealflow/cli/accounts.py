"""``dealflow account setup | invite | reset | list | end``: accounts, for whoever holds the files."""

from __future__ import annotations

from typing import Annotated

import typer

from dealflow.actions.people import account_links, accounts, people, sittings
from dealflow.actions.platform.workspace import Workspace
from dealflow.cli.books import opened
from dealflow.cli.terminal import Terminal, now
from dealflow.errors import InvalidInputError, NotFoundError
from dealflow.i18n import t

account = typer.Typer(help="cli.account.help", no_args_is_help=True)
PersonId = Annotated[str, typer.Argument(help="cli.account.person", show_default=False)]
Email = Annotated[str, typer.Option("--email", help="cli.account.email", show_default=False)]
_MAKER = people.SYSTEM.person_id


@account.command("setup", help="cli.account.setup.help")
def setup() -> None:
    """Print the one-time address at which an empty installation is set up."""
    with opened() as ws:
        if people.people(ws):
            raise InvalidInputError(field="person", problem="shared")
        typer.echo(address(ws, account_links.SETUP, "", ""))


@account.command("invite", help="cli.account.invite.help")
def invite(person: PersonId, email: Email = "") -> None:
    """Print the one-time address at which a registered person makes an account."""
    with opened() as ws:
        people.viewer_of(ws, person)
        typer.echo(address(ws, account_links.JOIN, person, email))


@account.command("reset", help="cli.account.reset.help")
def reset(person: PersonId) -> None:
    """Print the one-time address at which a person sets a new password."""
    with opened() as ws:
        known = accounts.account(ws, person)
        if known is None:
            raise NotFoundError(kind="person", id=person)
        typer.echo(address(ws, account_links.RESET, person, known.login))


@account.command("list", help="cli.account.list.help")
def listing(ctx: typer.Context) -> None:
    """Print people with role, e-mail address, second factor and sittings."""
    terminal: Terminal = ctx.obj
    with opened() as ws:
        for person in people.people(ws):
            known = accounts.account(ws, person.id)
            role = t(f"enum.role.{person.role.value}", terminal.lang)
            factor = "2FA" if known is not None and known.has_second_factor else "-"
            line = (person.id, person.name or "-", person.organisation_ko, role, known.login if known else "-", factor)
            typer.echo("  ".join((*line, str(len(sittings.sittings(ws, person.id))))))


@account.command("end", help="cli.account.end.help")
def end(person: PersonId) -> None:
    """End all sittings of a person."""
    with opened() as ws:
        sittings.end_all(ws, person)


def address(ws: Workspace, purpose: str, person_id: str, login: str, base: str = "") -> str:
    """Return a new one-time address, under the public one or ``base``."""
    secret = account_links.make(ws, purpose, person_id, login=login, made_by=_MAKER, at=now())
    return f"{ws.settings.public_url or base or 'http://localhost:8501'}/{purpose}/{secret}"


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.add_typer(account, name="account")
