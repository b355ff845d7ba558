"""The command line: the same acts as the screens. It alone owns stderr and exit codes.

0 done; 2 a person must act (the words say how); 3 a deck cannot be read; 130 interrupted.
"""

from __future__ import annotations

import importlib
import os
import sys
from collections.abc import Sequence

import typer

from dealflow import __version__
from dealflow.cli.terminal import Terminal, localise, spoken, version
from dealflow.errors import DealflowError, InvalidInputError, StorageError, UnreadableDeckError
from dealflow.i18n import Language
from dealflow.i18n.errors import words_of
from dealflow.store.files import refusal_of

__all__ = ["app_for", "main", "run"]

_DONE, _MISTAKEN, _UNREADABLE = 0, 2, 3

_MODULES = {
    "ingest": "ingest",
    "export": "exports",
    "extract": "extract",
    "warehouse": "warehouse",
    "audit": "upkeep",
    "account": "accounts",
    "backup": "upkeep",
    "demo": "upkeep",
    "doctor": "doctor",
    "event": "events",
    "house": "houses",
    "mail": "mail",
    "migrate": "upkeep",
    "personal-data": "personal_data",
    "pipeline": "pipeline",
    "reread": "reread",
    "restore": "upkeep",
    "search": "search",
    "serve": "upkeep",
    "token": "tokens",
    "webhook": "webhooks",
}
"""Which module holds a command: only that one is loaded, since the database's libraries take a second."""


def app_for(arguments: Sequence[str]) -> typer.Typer:
    """Return the command line with the command that is asked for, or with all of them where none is."""
    app = typer.Typer(
        name="dealflow", help="cli.help", no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False
    )
    app.callback()(_begin)
    text = next((_MODULES[argument] for argument in arguments if argument in _MODULES), None)
    for name in dict.fromkeys(_MODULES.values()):
        if text is None or name == text:
            importlib.import_module(f"dealflow.cli.{name}").register(app)
    return app


def _begin(
    ctx: typer.Context,
    lang: str = typer.Option("", "--lang", help="cli.lang.help", metavar="ko|en"),
    _version: bool = typer.Option(False, "--version", help="cli.version.help", callback=version, is_eager=True),  # noqa: FBT001, FBT003  # Typer's way
) -> None:
    """Make the terminal that every command works at."""
    ctx.obj = Terminal(spoken(["--lang", lang] if lang else [], os.environ))


def main() -> None:
    """Run the command line of this process and leave with its exit code."""
    sys.exit(run(sys.argv[1:]))


def run(arguments: Sequence[str]) -> int:
    """Run one command and return its exit code; whatever a person can cause is told here, in the reader's language."""
    if list(arguments) == ["--version"]:  # without loading any command
        typer.echo(f"dealflow {__version__}")
        return _DONE
    try:
        lang = spoken(arguments, os.environ)
    except InvalidInputError as error:
        return _tell(error, Language.KO)
    command = typer.main.get_command(app_for(arguments))
    localise(command, lang)
    try:
        command.main(list(arguments), prog_name="dealflow")
    except DealflowError as error:
        return _tell(error, lang)
    except OSError as error:
        problem = refusal_of(error)
        if problem == "failed" or isinstance(error, BrokenPipeError):
            raise
        return _tell(StorageError(problem=problem, place=str(error.filename or "")), lang)
    except SystemExit as leaving:
        return leaving.code if isinstance(leaving.code, int) else _DONE
    return _DONE


def _tell(error: DealflowError, lang: Language) -> int:
    """Write the error's code and words to stderr, and return the exit code for it."""
    unreadable = isinstance(error, UnreadableDeckError)
    typer.echo(f"error: {error.reason if isinstance(error, UnreadableDeckError) else error.code}", err=True)
    typer.echo(words_of(error, lang), err=True)
    return _UNREADABLE if unreadable else _MISTAKEN
