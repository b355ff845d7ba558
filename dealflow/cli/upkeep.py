"""``dealflow migrate | backup | audit verify|resident-numbers|... | demo load | serve``: what keeps a place going."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from ipaddress import ip_address
from pathlib import Path
from typing import Annotated, Final, NoReturn

import typer
from dotenv import dotenv_values

from dealflow.actions.people import account_links, accounts, people
from dealflow.actions.platform import maintenance
from dealflow.actions.platform.context import Looking
from dealflow.actions.record import journal_proof
from dealflow.cli.accounts import address as account_address
from dealflow.cli.books import Person, keeper, opened
from dealflow.cli.terminal import Terminal, now
from dealflow.errors import NotFoundError
from dealflow.settings import APPLICATION, Settings

audit = typer.Typer(help="cli.audit.help", no_args_is_help=True)
demo = typer.Typer(help="cli.demo.help", invoke_without_command=True)
Port = Annotated[int, typer.Option(help="cli.serve.port")]
Address = Annotated[str, typer.Option(help="cli.serve.address")]
_APP: Final = APPLICATION / "streamlit_app.py"
_SQLITE: Final = "sqlite:///"
_ABSENT: Final = 2
_FOUND: Final = 2
_REFUSED: Final = 2
_DEMO_DIR: Final = "data/local/demo"


def migrate(ctx: typer.Context) -> None:
    """Bring the ledger's tables to the newest shape, after a copy."""
    terminal: Terminal = ctx.obj
    path = maintenance.migrate(Settings())
    typer.echo(terminal.say("migrate.kept", path=path) if path else terminal.say("migrate.done"))


def backup(
    ctx: typer.Context,
    folder: Annotated[Path | None, typer.Option("--to", help="cli.backup.to", show_default=False)] = None,
    keep: Annotated[int, typer.Option("--keep", help="cli.backup.keep", min=0)] = 0,
    *,
    prove: Annotated[bool, typer.Option("--prove", help="cli.backup.prove")] = False,
) -> None:
    """Put the whole installation aside as one file that was read back; exit code 2 if files are missing in it."""
    terminal: Terminal = ctx.obj
    settings = Settings()
    maintenance.migrate(settings)
    to = folder or settings.data_dir / "backups"
    backup = maintenance.backup(settings, to, at=now())
    parameters = {"path": backup.path, "events": backup.events, "files": backup.files}
    typer.echo(terminal.say("backup.done", **parameters, mb=f"{backup.size_bytes / 1e6:,.1f}"))
    if prove:
        begun = time.monotonic()
        proof = maintenance.prove(backup.path)
        seconds = f"{time.monotonic() - begun:.1f}"
        typer.echo(terminal.say("backup.proved", events=proof.events, files=proof.files, seconds=seconds))
    if backup.missing:  # older ones may have them still
        typer.echo(terminal.say("backup.missing", n=len(backup.missing), first=backup.missing[0]), err=True)
        raise typer.Exit(_FOUND)
    if keep and (retired := maintenance.retire(to, keep)):
        typer.echo(terminal.say("backup.retired", n=len(retired)))


def restore(
    ctx: typer.Context,
    copy: Annotated[Path, typer.Argument(help="cli.restore.copy", show_default=False)],
) -> None:
    """Put a backup into an empty installation."""
    terminal: Terminal = ctx.obj
    settings = Settings()
    restored = maintenance.restore(settings, copy)
    typer.echo(terminal.say("restore.done", events=restored.events, files=restored.files))
    if restored.settings:
        typer.echo(terminal.say("restore.settings", path=settings.data_dir / maintenance.SETTINGS))


@audit.command("verify", help="cli.audit.verify.help")
def verify(
    ctx: typer.Context,
    expect: Annotated[str, typer.Option(help="cli.audit.verify.expect", show_default=False)] = "",
    person: Person = "",
) -> None:
    """Check the journal's whole chain and print its head, to be kept elsewhere and expected later."""
    terminal: Terminal = ctx.obj
    with opened() as ws:
        head = maintenance.verify(Looking(ws, keeper(ws, person)), expect=expect or None)
    typer.echo(terminal.say("audit.holds", position=head.position, head=str(head)))


@audit.command("resident-numbers", help="cli.audit.resident.help")
def resident_numbers(ctx: typer.Context, person: Person = "") -> None:
    """Name each record that holds what may be a resident number, never the number; exit code 2 if there is one."""
    terminal: Terminal = ctx.obj
    with opened() as ws:
        sightings = maintenance.resident_numbers(Looking(ws, keeper(ws, person)))
    for sighting in sightings:
        typer.echo(terminal.say("audit.resident.found", place=sighting.place, kind=sighting.kind, field=sighting.field))
    typer.echo(terminal.say("audit.resident.count", n=len(sightings)))
    if sightings:
        raise typer.Exit(_FOUND)


@audit.command("proof", help="cli.audit.proof.help")
def make_proof(
    ctx: typer.Context,
    out: Annotated[Path, typer.Option("--out", help="cli.audit.proof.out", show_default=False)],
    person: Person = "",
) -> None:
    """Write a signed proof of how far the journal has come, to be kept elsewhere."""
    terminal: Terminal = ctx.obj
    with opened() as ws:
        data, proof = journal_proof.make(Looking(ws, keeper(ws, person)), at=now())
    out.write_bytes(data)
    typer.echo(terminal.say("audit.proof.made", path=out, head=str(proof.head), public=proof.public_key))


@audit.command("check", help="cli.audit.check.help")
def check_proof(
    ctx: typer.Context,
    file: Annotated[Path, typer.Argument(help="cli.audit.check.file", show_default=False)],
    key: Annotated[str, typer.Option("--key", help="cli.audit.check.key", show_default=False)] = "",
    person: Person = "",
) -> None:
    """Check a proof's signature, and that the journal still passes through the head that it names."""
    terminal: Terminal = ctx.obj
    if not file.is_file():
        raise NotFoundError(kind="file", id=str(file))
    with opened() as ws:
        checked = journal_proof.check(Looking(ws, keeper(ws, person)), file.read_bytes(), public_key=key)
    parameters = {
        "position": checked.proof.head.position,
        "made": checked.proof.made_at.isoformat(),
        "now": checked.now.position,
    }
    typer.echo(terminal.say("audit.check.holds", **parameters))


@demo.callback()
def show(ctx: typer.Context, port: Port = 8501, address: Address = "localhost") -> None:
    """Load the fictional event if it is not there yet, and run the screens on it."""
    os.environ["DEALFLOW_DEMO"] = "true"
    os.environ.setdefault("DEALFLOW_DATA_DIR", _DEMO_DIR)
    if ctx.invoked_subcommand is None:
        load(ctx)
        serve(ctx, port, address)


@demo.command("load", help="cli.demo.load.help")
def load(ctx: typer.Context) -> None:
    """Load the fictional event into an empty workspace."""
    terminal: Terminal = ctx.obj
    if not maintenance.DEMO.is_file():
        typer.echo(terminal.say("demo.absent", path=maintenance.DEMO), err=True)
        raise typer.Exit(_ABSENT)
    typer.echo(terminal.say("demo.loading"))
    with opened(follow=True) as ws:
        maintenance.load_demo(ws, at=now())
    typer.echo(terminal.say("demo.done"))


def serve(
    ctx: typer.Context,
    port: Port = 8501,
    address: Address = "localhost",
    *,
    with_accounts: Annotated[bool, typer.Option("--accounts", help="cli.serve.accounts")] = False,
) -> None:
    """Run the screens until interrupted, on the data folder of here, as ``.streamlit/config.toml`` says."""
    terminal: Terminal = ctx.obj
    if not _APP.is_file():
        raise NotFoundError(kind="app", id=str(_APP))
    if with_accounts:
        os.environ["DEALFLOW_ACCOUNTS"] = "required"
    if refusal := _why_not_served(Settings(), address):
        typer.echo(terminal.say(refusal, address=address, folder=Settings().data_dir), err=True)
        raise typer.Exit(_REFUSED)
    url = f"http://{address}:{port}"
    typer.echo(terminal.say("serve.begins", url=url))
    if setup := _setup_address(url):
        typer.echo(terminal.say("serve.setup", url=setup))
    command = [sys.executable, "-m", "dealflow.ui.kit.server", str(_APP), "--server.port", str(port)]
    _become([*command, "--server.address", address], _as_seen_from_here())


def _why_not_served(settings: Settings, address: str) -> str:
    """Return the words for what keeps the screens shut; ``""`` if they may open.

    Whoever reaches them is the single user, or in the demo whom they please: others must not reach the former, and
    books of several people have no single user.
    """
    if settings.demo:
        return ""
    with opened() as ws:
        if accounts.are_used(ws):
            return ""
        if not _is_loopback(address):
            return "serve.refused.address"
        if not people.is_shared(ws):
            return ""
        is_demo = all(organisation.is_demo for organisation in people.organisations(ws))
    return "serve.refused.demo" if is_demo else "serve.refused.shared"


def _setup_address(url: str) -> str:
    """Return the address at which an installation that asks for accounts and is empty is set up; else nothing."""
    if Settings().demo or Settings().accounts != "required":
        return ""
    with opened() as ws:
        return "" if people.people(ws) else account_address(ws, account_links.SETUP, "", "", url)


def _is_loopback(address: str) -> bool:
    """Say whether an address is reached from this machine alone."""
    if address == "localhost":
        return True
    try:
        return ip_address(address.strip("[]")).is_loopback
    except ValueError:
        return False


def _as_seen_from_here() -> dict[str, str]:
    """Return the server's environment: the settings of this folder's ``.env`` and places as they are seen from here.

    The server runs in the application's folder, where its configuration lies.
    """
    settings = Settings()
    from_file = {name: value for name, value in dotenv_values(".env").items() if value and name.startswith("DEALFLOW_")}
    places = {"DEALFLOW_DATA_DIR": str(settings.data_dir.resolve())}
    if settings.warehouse_path and settings.warehouse_path != ":memory:":
        places["DEALFLOW_WAREHOUSE_PATH"] = str(Path(settings.warehouse_path).resolve())
    if settings.mail_drop_dir:
        places["DEALFLOW_MAIL_DROP_DIR"] = str(Path(settings.mail_drop_dir).resolve())
    if settings.database_url.startswith(_SQLITE):
        file = Path(settings.database_url.removeprefix(_SQLITE)).resolve()
        places["DEALFLOW_DATABASE_URL"] = f"{_SQLITE}{file}"
    return from_file | os.environ | places


def _become(command: list[str], environment: dict[str, str]) -> NoReturn:
    """Let the command take this process over, in the app's folder: whoever ends this process ends the server itself.

    A server that is a child outlives a parent that is terminated, and keeps the port. Windows has no such step: there
    the server is a child, and a closed console ends both.
    """
    sys.stdout.flush()
    sys.stderr.flush()
    if sys.platform != "win32":
        os.chdir(_APP.parent)
        os.execve(command[0], command, environment)  # noqa: S606  # our own program
    try:
        code = subprocess.run(command, cwd=_APP.parent, env=environment, check=False).returncode  # noqa: S603  # the same
    except KeyboardInterrupt:
        code = 0
    raise typer.Exit(code)


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command("migrate", help="cli.migrate.help")(migrate)
    app.command("backup", help="cli.backup.help")(backup)
    app.command("restore", help="cli.restore.help")(restore)
    app.command("serve", help="cli.serve.help")(serve)
    app.add_typer(audit, name="audit")
    app.add_typer(demo, name="demo")
