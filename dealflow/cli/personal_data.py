"""``dealflow personal-data due | destroy-due | find | export | destroy | register``: as on the screen, by a person."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from dealflow.actions.irday.registration import registration_terms
from dealflow.actions.people import house_settings, people, personal_data, processing_register, retention_clocks
from dealflow.actions.platform.context import Acting, Looking
from dealflow.cli.books import Person, opened, viewer
from dealflow.cli.terminal import Terminal, now
from dealflow.domain.people.consents import SubjectKind
from dealflow.domain.values.korean_days import korean_day
from dealflow.i18n import name_of, t
from dealflow.reports.people import held_data
from dealflow.reports.sheets import processing_sheet
from dealflow.reports.sheets.table_files import as_xlsx

_app = typer.Typer(help="cli.personal.help", no_args_is_help=True)
Kind = Annotated[SubjectKind, typer.Argument(help="cli.personal.kind", show_default=False)]
SubjectId = Annotated[str, typer.Argument(help="cli.personal.id", show_default=False)]
File = Annotated[Path, typer.Argument(help="cli.personal.file", show_default=False)]


@_app.command("due", help="cli.personal.due.help")
def due(ctx: typer.Context, person: Person = "") -> None:
    """Print what the clocks of the person's house would destroy today, and destroy nothing."""
    terminal: Terminal = ctx.obj
    with opened() as ws:
        lines = retention_clocks.due(Looking(ws, viewer(ws, person)), on=korean_day(now()))
    for line in lines:
        what, months = (
            t(f"personal.what.{line.kind.value}", terminal.lang),
            t("personal.months", terminal.lang, n=line.months),
        )
        typer.echo("  ".join((what, months, str(len(line.ids)), line.oldest.isoformat() if line.oldest else "-")))
    if not lines:
        typer.echo(t("personal.due.no_clock", terminal.lang))


@_app.command("destroy-due", help="cli.personal.destroy_due.help")
def destroy_due(ctx: typer.Context) -> None:
    """Let the clocks of all houses act now, as the server does once a day."""
    terminal: Terminal = ctx.obj
    with opened() as ws:
        went = retention_clocks.run_clocks(ws, at=now(), source="cli")
        expired = registration_terms.destroy_expired(ws, at=now(), source="cli")
    for house, lines in went.items():
        for line in lines:
            typer.echo("  ".join((house, t(f"personal.what.{line.kind.value}", terminal.lang), str(len(line.ids)))))
    for house, many in expired.items():
        typer.echo("  ".join((house, t("personal.what.registrations", terminal.lang), str(many))))
    if not went and not expired:
        typer.echo(t("personal.due.none", terminal.lang))


@_app.command("find", help="cli.personal.find.help")
def find(
    ctx: typer.Context,
    text: Annotated[str, typer.Argument(help="cli.personal.text", show_default=False)],
    person: Person = "",
) -> None:
    """Print of whom the person's house holds something."""
    terminal: Terminal = ctx.obj
    with opened() as ws:
        found = personal_data.subjects(Looking(ws, viewer(ws, person)), text)
    for subject in found:
        typer.echo(
            "  ".join((subject.kind.value, subject.id, subject.name or "-", subject.email or "-", subject.where))
        )
    if not found:
        typer.echo(t("personal.find.none", terminal.lang))


@_app.command("export", help="cli.personal.export.help")
def export(ctx: typer.Context, kind: Kind, subject_id: SubjectId, file: File, person: Person = "") -> None:
    """Write all that is held of somebody into one file: HTML, or JSON by its ending."""
    terminal: Terminal = ctx.obj
    with opened() as ws:
        looking = Looking(ws, viewer(ws, person))
        held = personal_data.held(looking, kind, subject_id, at=now())
        house = next(one for one in people.organisations(ws) if one.id == looking.viewer.organisation_id)
        officer, logo = house_settings.settings(looking).officer, house_settings.own_logo(looking)
    page = held_data.as_html(held, name_of(house, terminal.lang), terminal.lang, officer=officer, logo=logo).encode()
    file.write_bytes(held_data.as_json(held) if file.suffix.lower() == ".json" else page)


@_app.command("destroy", help="cli.personal.destroy.help")
def destroy(
    kind: Kind,
    subject_id: SubjectId,
    reason: Annotated[str, typer.Option("--reason", help="cli.personal.reason", show_default=False)] = "",
    person: Person = "",
) -> None:
    """Destroy what the person's house holds of somebody, for good."""
    with opened() as ws:
        personal_data.destroy(Acting(ws, viewer(ws, person), now(), "cli"), kind, subject_id, reason=reason)


@_app.command("register", help="cli.personal.register.help")
def processing(ctx: typer.Context, file: File, person: Person = "") -> None:
    """Write the record of processing of the person's house as XLSX."""
    terminal: Terminal = ctx.obj
    with opened() as ws:
        looking = Looking(ws, viewer(ws, person))
        rows = processing_register.register(looking, on=korean_day(now()))
        house = next(one for one in people.organisations(ws) if one.id == looking.viewer.organisation_id)
    table = processing_sheet.table(rows, name_of(house, terminal.lang), terminal.lang)
    file.write_bytes(as_xlsx(table, at=now()).content)


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.add_typer(_app, name="personal-data")
