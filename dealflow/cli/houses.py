"""``dealflow house list | add | change | settings | logo``: organisations and their own settings, as on the screen."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from dealflow.actions.people import house_settings, people, staff
from dealflow.actions.people.people import NewOrganisation
from dealflow.actions.platform.context import Acting, Looking
from dealflow.actions.platform.workspace import Workspace
from dealflow.cli.books import Person, keeper, opened, viewer
from dealflow.cli.terminal import Terminal, now
from dealflow.domain.people.access import OrganisationKind, Viewer
from dealflow.domain.people.house import Clock, HouseSettings, RetentionKind, TwoPersonAct
from dealflow.errors import InvalidInputError, NotFoundError
from dealflow.i18n import t

house = typer.Typer(help="cli.house.help", no_args_is_help=True)
HouseId = Annotated[str, typer.Argument(help="cli.house.id", show_default=False)]
Region = Annotated[str, typer.Option("--region", help="cli.house.region", show_default=False)]
English = Annotated[str, typer.Option("--en", help="cli.house.en", show_default=False)]


@house.command("list", help="cli.house.list.help")
def listing(ctx: typer.Context) -> None:
    """Print the organisations with kind, region and how many people they have."""
    terminal: Terminal = ctx.obj
    with opened() as ws:
        everybody = [person.organisation_id for person in people.people(ws) if not person.has_left]
        for known in people.organisations(ws):
            kind = t(f"enum.organisation_kind.{known.kind.value}", terminal.lang)
            count = str(everybody.count(known.id))
            typer.echo("  ".join((known.id, known.name_ko, known.name_en or "-", kind, known.region or "-", count)))


@house.command("add", help="cli.house.add.help")
def add(
    name: Annotated[str, typer.Argument(help="cli.house.name", show_default=False)],
    kind: Annotated[OrganisationKind, typer.Argument(help="cli.house.kind", show_default=False)],
    english: English = "",
    region: Region = "",
) -> None:
    """Register an organisation and print its id."""
    with opened() as ws:
        typer.echo(people.register_organisation(_installation(ws), NewOrganisation(name, english, kind, region)))


@house.command("change", help="cli.house.change.help")
def change(
    house_id: HouseId,
    name: Annotated[str, typer.Argument(help="cli.house.name", show_default=False)],
    english: English = "",
    region: Region = "",
) -> None:
    """Call an organisation otherwise."""
    with opened() as ws:
        known = next((one for one in people.organisations(ws) if one.id == house_id), None)
        if known is None:
            raise NotFoundError(kind="organisation", id=house_id)
        staff.change_organisation(_installation(ws), house_id, NewOrganisation(name, english, known.kind, region))


@house.command("settings", help="cli.house.settings.help")
def settings(
    ctx: typer.Context,
    two_person: Annotated[
        list[TwoPersonAct] | None, typer.Option("--two-person", help="cli.house.two_person", show_default=False)
    ] = None,
    keep: Annotated[
        list[str] | None, typer.Option("--keep", help="cli.house.keep", metavar="KIND=MONTHS", show_default=False)
    ] = None,
    officer: Annotated[str | None, typer.Option("--officer", help="cli.house.officer", show_default=False)] = None,
    person: Person = "",
) -> None:
    """Change what is named, and print the settings of the person's house."""
    terminal: Terminal = ctx.obj
    with opened() as ws:
        who = viewer(ws, person)
        before = house_settings.settings(Looking(ws, who))
        after = HouseSettings(
            before.two_person if two_person is None else tuple(two_person),
            before.clocks if keep is None else tuple(map(_clock, keep)),
            before.officer if officer is None else officer,
        )
        if (after.two_person, after.clocks, after.officer) != (before.two_person, before.clocks, before.officer):
            waits = house_settings.keep_or_propose(Acting(ws, who, now(), "cli"), after)
            typer.echo(t("people.done.rules_wait" if waits else "people.done.house", terminal.lang), err=True)
        for line in _lines(house_settings.settings(Looking(ws, who)), terminal):
            typer.echo(line)


@house.command("logo", help="cli.house.logo.help")
def logo(
    file: Annotated[Path | None, typer.Argument(help="cli.house.logo.file", show_default=False)] = None,
    person: Person = "",
) -> None:
    """Keep the picture of the person's house, or none any more."""
    with opened() as ws:
        data = file.read_bytes() if file is not None else b""
        house_settings.keep_logo(Acting(ws, viewer(ws, person), now(), "cli"), data)


def _clock(text: str) -> Clock:
    """Return the clock of ``KIND=MONTHS``.

    Raises:
        InvalidInputError: it is none.
    """
    kind, _, months = text.partition("=")
    if kind not in set(RetentionKind) or not (months.isascii() and months.isdecimal()):
        raise InvalidInputError(field="months", problem="unknown", value=text)
    return Clock(RetentionKind(kind), int(months))


def _lines(settings: HouseSettings, terminal: Terminal) -> list[str]:
    lang = terminal.lang
    acts = ", ".join(t(f"enum.two_person_act.{act.value}", lang) for act in settings.two_person)
    clocks = [
        f"{t(f'personal.what.{clock.kind.value}', lang)}: {t('personal.months', lang, n=clock.months)}"
        for clock in settings.clocks
    ]
    return [
        f"{t('people.two_person', lang)}: {acts or '-'}",
        f"{t('people.officer', lang)}: {settings.officer or '-'}",
        *(clocks or [t("personal.due.no_clock", lang)]),
    ]


def _installation(ws: Workspace) -> Acting:
    """Return whoever holds the files as the one who acts."""
    who: Viewer = keeper(ws, "")
    return Acting(ws, who, now(), "cli")


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.add_typer(house, name="house")
