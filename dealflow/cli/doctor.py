"""``dealflow doctor``: what is wrong with this installation, and what to do. Exit code 2 if anything is wrong."""

from __future__ import annotations

import json
from typing import Annotated

import typer

from dealflow.actions.platform import doctor
from dealflow.actions.platform.doctor import Finding, State
from dealflow.cli.terminal import Terminal, now, out
from dealflow.i18n import t
from dealflow.settings import Settings

_WRONG = 2
_SIGNS = {State.WELL: "[green]✓[/]", State.LOOK: "[yellow]![/]", State.WRONG: "[red]✗[/]"}


def examine(
    ctx: typer.Context,
    *,
    as_json: Annotated[bool, typer.Option("--json", help="cli.doctor.json")] = False,
) -> None:
    """Look at everything, say it, and leave with the exit code."""
    terminal: Terminal = ctx.obj
    findings = doctor.look(Settings(), at=now())
    if as_json:
        lines = [_line(finding, terminal) for finding in findings]
        typer.echo(json.dumps(lines, ensure_ascii=False, indent=1))
    else:
        console = out()
        for finding in findings:
            label = t(f"doctor.check.{finding.check}", terminal.lang)
            console.print(f"{_SIGNS[finding.state]} {label}: ", end="")
            console.print(_words(finding, terminal), markup=False)
        counts = {state.value: sum(finding.state is state for finding in findings) for state in State}
        console.print(t("doctor.summary", terminal.lang, **counts), markup=False)
    if any(finding.state is State.WRONG for finding in findings):
        raise typer.Exit(_WRONG)


def _words(finding: Finding, terminal: Terminal) -> str:
    return t(f"doctor.{finding.word}", terminal.lang, **finding.parameters)


def _line(finding: Finding, terminal: Terminal) -> dict[str, object]:
    told = {"check": finding.check, "state": finding.state.value, "problem": finding.word}
    return {**told, "words": _words(finding, terminal), **finding.parameters}


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("doctor", help="cli.doctor.help")(examine)
