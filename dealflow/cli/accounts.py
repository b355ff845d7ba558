"""``dealflow account``: people and their log-ins, for whoever holds the files."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

import typer

from dealflow.actions.notices import account_mails, outbox
from dealflow.actions.people import absences, account_links, accounts, people, sittings, staff
from dealflow.actions.platform.context import Acting
from dealflow.actions.platform.workspace import Workspace
from dealflow.cli.books import opened
from dealflow.cli.terminal import Terminal, now
from dealflow.domain.people.access import Role
from dealflow.errors import InvalidInputError, NotFoundError
from dealflow.i18n import t
from dealflow.reports.notices.letters import account_letter

account = typer.Typer(help="cli.account.help", no_args_is_help=True)
PersonId = Annotated[str, typer.Argument(help="cli.account.person", show_default=False)]
Email = Annotated[str, typer.Option("--email", help="cli.account.email", show_default=False)]
Send = Annotated[bool, typer.Option("--send", help="cli.account.send")]
_MAKER = people.SYSTEM.person_id


@account.command("setup", help="cli.account.setup.help")
def setup() -> None:
    """Print the one-time address at which an empty installation is set up."""
    with opened() as ws:
        if people.people(ws):
            raise InvalidInputError(field="person", problem="shared")
        typer.echo(address(ws, account_links.SETUP, "", ""))


@account.command("invite", help="cli.account.invite.help")
def invite(ctx: typer.Context, person: PersonId, email: Email = "", *, send: Send = False) -> None:
    """Print the one-time address at which a registered person makes an account, or send it."""
    with opened() as ws:
        people.viewer_of(ws, person)
        if send:
            accounts.require_address(email)
        _give(ctx.obj, ws, account_links.JOIN, _secret(ws, account_links.JOIN, person, email), sends=send)


@account.command("reset", help="cli.account.reset.help")
def reset(ctx: typer.Context, person: PersonId, *, send: Send = False) -> None:
    """Print the one-time address at which a person sets a new password, or send it."""
    with opened() as ws:
        known = accounts.account(ws, person)
        if known is None:
            raise NotFoundError(kind="person", id=person)
        _give(ctx.obj, ws, account_links.RESET, _secret(ws, account_links.RESET, person, known.login), sends=send)


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


@account.command("add", help="cli.account.add.help")
def add(  # what the form of an invitation asks for
    ctx: typer.Context,
    name: Annotated[str, typer.Argument(help="cli.account.name", show_default=False)],
    organisation: Annotated[str, typer.Argument(help="cli.account.organisation", show_default=False)],
    role: Annotated[Role, typer.Argument(help="cli.account.role", show_default=False)],
    email: Email = "",
    *,
    send: Send = False,
) -> None:
    """Register a person of an organisation and print the one-time address at which they make an account, or send it."""
    with opened() as ws:
        invitation = staff.Invitation(name, email, organisation, role, language=ctx.obj.lang)
        _give(ctx.obj, ws, account_links.JOIN, staff.invite(_acting(ws), invitation), sends=send)


@account.command("role", help="cli.account.role.help")
def change_role(
    person: PersonId, role: Annotated[Role, typer.Argument(help="cli.account.role", show_default=False)]
) -> None:
    """Give a person another role."""
    with opened() as ws:
        staff.change_role(_acting(ws), person, role)


@account.command("leave", help="cli.account.leave.help")
def leave(person: PersonId) -> None:
    """Let a person leave: nothing opens for them any more, and what they did stays."""
    with opened() as ws:
        staff.let_go(_acting(ws), person)


@account.command("return", help="cli.account.return.help")
def take_back(ctx: typer.Context, person: PersonId, email: Email = "", *, send: Send = False) -> None:
    """Let somebody who left be back, and print the one-time address for a new account, or send it."""
    with opened() as ws:
        _give(ctx.obj, ws, account_links.JOIN, staff.take_back(_acting(ws), person, email), sends=send)


@account.command("away", help="cli.account.away.help")
def away(
    person: PersonId,
    first: Annotated[datetime, typer.Argument(help="cli.account.away.first", formats=["%Y-%m-%d"], show_default=False)],
    last: Annotated[datetime, typer.Argument(help="cli.account.away.last", formats=["%Y-%m-%d"], show_default=False)],
    delegate: Annotated[str, typer.Option("--delegate", help="cli.account.away.delegate", show_default=False)] = "",
) -> None:
    """Keep that a person is away, and who votes for them, in that person's own name; print the entry's id."""
    with opened() as ws:
        acting = Acting(ws, people.viewer_of(ws, person), now(), "cli")
        typer.echo(absences.keep(acting, person, first.date(), last.date(), delegate_id=delegate))


@account.command("back", help="cli.account.back.help")
def back(
    person: PersonId, absence: Annotated[str, typer.Argument(help="cli.account.back.absence", show_default=False)]
) -> None:
    """Take an absence of a person back."""
    with opened() as ws:
        absences.withdraw(Acting(ws, people.viewer_of(ws, person), now(), "cli"), absence)


@account.command("end", help="cli.account.end.help")
def end(person: PersonId) -> None:
    """End all sittings of a person."""
    with opened() as ws:
        sittings.end_all(ws, person)


def address(ws: Workspace, purpose: str, person_id: str, login: str, base: str = "") -> str:
    """Return a new one-time address, under the public one or ``base``."""
    return _whole(ws, purpose, _secret(ws, purpose, person_id, login), base)


def _secret(ws: Workspace, purpose: str, person_id: str, login: str) -> str:
    return account_links.make(ws, purpose, person_id, login=login, made_by=_MAKER, at=now())


def _give(terminal: Terminal, ws: Workspace, purpose: str, secret: str, *, sends: bool) -> None:
    """Print the address of a secret, or send it and say whereto.

    Raises:
        PostError: letters cannot be sent from here.
    """
    if not sends:
        typer.echo(_whole(ws, purpose, secret))
        return
    outbox.office_of(ws)
    to = account_mails.send(_acting(ws), purpose, secret, _base(ws), account_letter)
    outbox.deliver(ws, now=now)
    typer.echo(terminal.say("account.sent", address=to))


def _whole(ws: Workspace, purpose: str, secret: str, base: str = "") -> str:
    return f"{_base(ws, base)}/{purpose}/{secret}"


def _base(ws: Workspace, base: str = "") -> str:
    return ws.settings.public_url or base or "http://localhost:8501"


def _acting(ws: Workspace) -> Acting:
    """Return whoever holds the files as the installation itself."""
    return Acting(ws, people.SYSTEM, now(), "cli")


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.add_typer(account, name="account")
