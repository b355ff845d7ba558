"""``dealflow event list|plan|show|publish``: an IR day's timetable from the command line, by the acts of its screen."""

from __future__ import annotations

from typing import Annotated

import typer
from rich.table import Table
from rich.text import Text

from dealflow.actions.irday.programme import day_state
from dealflow.actions.irday.timetable import plan_views
from dealflow.actions.irday.timetable import plans as plan_acts
from dealflow.actions.irday.timetable.plan_jobs import Making, PlanningRoom
from dealflow.actions.irday.timetable.plan_views import PlanView
from dealflow.actions.platform.context import Acting, Looking
from dealflow.actions.platform.workspace import Workspace
from dealflow.cli.books import Person, opened, viewer
from dealflow.cli.terminal import Terminal, err, now, out
from dealflow.domain.irday.timetable.placements import placed
from dealflow.domain.people.access import Viewer
from dealflow.domain.people.people import IrEvent
from dealflow.errors import DealflowError, NotFoundError
from dealflow.i18n import Language, t
from dealflow.i18n.numbers import day as day_words
from dealflow.reports.irday.timetable import plan_words
from dealflow.reports.irday.timetable.plan_words import Names

event = typer.Typer(help="cli.event.help", no_args_is_help=True)
Event = Annotated[str, typer.Argument(help="cli.event.id", show_default=False)]
_EVERY_S = 1.0


@event.command("list", help="cli.event.list.help")
def listed(ctx: typer.Context, person: Person = "") -> None:
    """Print the events that the person runs, with how far their plans are."""
    terminal: Terminal = ctx.obj
    with opened() as ws:
        who = viewer(ws, person)
        events = day_state.events_run_by(Looking(ws, who))
        plans = {event.id: day_state.day_of(Looking(ws, who), event.id).plan for event in events}
    if not events:
        typer.echo(terminal.say("event.none"))
        return
    table = Table(*(terminal.say(f"event.column.{name}") for name in ("id", "day", "title", "plan")), show_edge=False)
    for event in events:
        plan = plans[event.id]
        stands = (
            terminal.say("event.plan", n=plan.number, published=plan.published_number or "–") if plan.number else "–"
        )
        table.add_row(
            *(
                Text(cell)
                for cell in (event.id, day_words(event.held_on, terminal.lang), _title(event, terminal), stands)
            )
        )
    out().print(table)


@event.command("plan", help="cli.event.plan.help")
def plan(
    ctx: typer.Context,
    event_id: Event,
    seconds: Annotated[float, typer.Option("--seconds", help="cli.event.plan.seconds")] = 10.0,
    seed: Annotated[int, typer.Option("--seed", help="cli.event.plan.seed")] = 1,
    *,
    goes_on: Annotated[bool, typer.Option("--go-on", help="cli.event.plan.go_on")] = False,
    person: Person = "",
) -> None:
    """Draft a version; an interrupt stops and keeps the best."""
    terminal: Terminal = ctx.obj
    with opened() as ws:
        who = viewer(ws, person)
        room = PlanningRoom(ws, now)
        room.start(who, event_id, seconds=seconds, seed=seed, afresh=not goes_on)
        making = _attended(room, who, event_id, terminal)
        if making.error is not None:
            _tell(ws, who, event_id, making.error, terminal)
            raise making.error
        view = plan_views.plan_view(Looking(ws, who), event_id, at=now())
    typer.echo(terminal.say("event.planned", n=making.version, seed=seed))
    typer.echo(_figures(view, terminal))


@event.command("show", help="cli.event.show.help")
def show(
    ctx: typer.Context,
    event_id: Event,
    version: Annotated[int, typer.Option("--version", help="cli.event.show.version", show_default=False)] = 0,
    person: Person = "",
) -> None:
    """Print a version in the order of time, and what it leaves open."""
    terminal: Terminal = ctx.obj
    with opened() as ws:
        view = plan_views.plan_view(Looking(ws, viewer(ws, person)), event_id, version or None, at=now())
    if not view.number:
        typer.echo(t("timetable.empty.title", terminal.lang))
        return
    names = Names(view.day, terminal.lang)
    stands = "published" if view.is_published else "draft" if view.is_latest else "earlier"
    typer.echo(
        f"{t('timetable.version', terminal.lang, n=view.number)} · {t(f'timetable.stands.{stands}', terminal.lang)}"
    )
    typer.echo(_figures(view, terminal))
    for line in plan_words.clash_lines(view.clashes, names):
        err().print(Text(line))
    table = Table(*(terminal.say(f"event.column.{name}") for name in ("when", "where", "what")), show_edge=False)
    for other_placed in placed(view.day.programme, view.timetable):
        table.add_row(
            *(
                Text(cell)
                for cell in (
                    names.span(other_placed.span),
                    names.place(other_placed.place),
                    names.act(other_placed.act),
                )
            )
        )
    out().print(table)


@event.command("publish", help="cli.event.publish.help")
def publish(
    ctx: typer.Context,
    event_id: Event,
    version: Annotated[int, typer.Option("--version", help="cli.event.publish.version", show_default=False)] = 0,
    note: Annotated[str, typer.Option("--note", help="cli.event.publish.note", show_default=False)] = "",
    person: Person = "",
) -> None:
    """Publish a version, the latest unless one is named, and print what changes for whom."""
    terminal: Terminal = ctx.obj
    with opened() as ws:
        who = viewer(ws, person)
        before = day_state.day_of(Looking(ws, who), event_id).plan
        number = version or before.number
        try:
            revision = plan_acts.publish(Acting(ws, who, now(), "cli"), event_id, number, note=note)
        except DealflowError as error:
            _tell(ws, who, event_id, error, terminal)
            raise
        typer.echo(terminal.say("event.published", n=number, revision=revision))
        if before.published_number:
            comparison = plan_views.compared(Looking(ws, who), event_id, before.published_number, number)
            for line in plan_words.change_lines(comparison.changes, Names(comparison.day, terminal.lang)):
                out().print(Text(line))


def _attended(room: PlanningRoom, who: Viewer, event_id: str, terminal: Terminal) -> Making:
    """Return what came of the run, and say on the way how far it is."""
    console = err()
    try:
        while not room.wait(event_id, _EVERY_S):
            making = room.making(who, event_id)
            if making is not None and making.progress is not None and console.is_terminal:
                best = making.progress.worth
                console.print(Text(terminal.say("event.best", worth="–" if best is None else f"{best:,}")), end="\r")
    except KeyboardInterrupt:
        room.stop(who, event_id)
        while not room.wait(event_id, _EVERY_S):
            pass
    making = room.making(who, event_id)
    if making is None:
        raise NotFoundError(kind="plan", id=event_id)
    return making


def _tell(ws: Workspace, who: Viewer, event_id: str, error: DealflowError, terminal: Terminal) -> None:
    """Write what clashes or cannot be met line by line; the error itself is told by the frame of all commands."""
    _, lines = plan_words.failure_words(error, Names(day_state.day_of(Looking(ws, who), event_id), terminal.lang))
    for line in lines:
        err().print(Text(f"- {line}"))


def _figures(view: PlanView, terminal: Terminal) -> str:
    worth = view.worth
    return terminal.say(
        "event.figures",
        meetings=worth.meetings,
        pitches=len(view.timetable.pitches),
        met=view.met,
        asked=view.wish_count,
        short=len(view.short),
        gaps=worth.gaps,
        worth=f"{worth.total:,}",
    )


def _title(event: IrEvent, terminal: Terminal) -> str:
    return (event.title_en if terminal.lang is Language.EN else event.title_ko) or event.title_ko


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.add_typer(event, name="event")
