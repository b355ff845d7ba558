"""What every command needs: the language, the clock, and where lines go. Needs no database."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Protocol, runtime_checkable

import typer
from rich.console import Console

from dealflow import __version__
from dealflow.errors import InvalidInputError
from dealflow.i18n import Language, t

_WIDE = 200
"""Columns for tables that go into a file or a pipe."""


@dataclass(frozen=True, slots=True)
class Terminal:
    """Where one command runs, and the language in which it speaks."""

    lang: Language

    def say(self, key: str, **parameters: object) -> str:
        """Return the words at ``cli.<key>``."""
        return t(f"cli.{key}", self.lang, **parameters)


def now() -> datetime:
    """Return the present moment: front ends ask the clock."""
    return datetime.now(UTC)


def out() -> Console:
    """Return standard output, wide where nobody looks at it on a screen."""
    console = Console(soft_wrap=True, highlight=False)
    return console if console.is_terminal else Console(width=_WIDE, soft_wrap=True, highlight=False)


def err() -> Console:
    """Return standard error."""
    return Console(stderr=True, highlight=False)


def spoken(arguments: Sequence[str], environment: Mapping[str, str]) -> Language:
    """Return the language asked for by ``--lang``, else by the locale: Korean for ``ko`` and where none is set.

    Raises:
        InvalidInputError: ``--lang`` names a language that we do not speak.
    """
    for place, argument in enumerate(arguments):
        if argument == "--lang" and place + 1 < len(arguments):
            return _language(arguments[place + 1])
        if argument.startswith("--lang="):
            return _language(argument.removeprefix("--lang="))
    locale = next((environment[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if environment.get(name)), "ko")
    return Language.KO if locale.lower().startswith("ko") else Language.EN


def _language(text: str) -> Language:
    """Return the language of that name.

    Raises:
        InvalidInputError: we do not speak it.
    """
    if text not in set(Language):
        raise InvalidInputError(field="lang", problem="unknown", value=text)
    return Language(text)


@runtime_checkable
class Described(Protocol):
    """Whatever carries a help text: commands and their parameters."""

    help: str | None


def localise(command: object, lang: Language) -> None:
    """Put the words of ``lang`` in the place of the keys that commands and options carry as their help."""
    for described in (command, *getattr(command, "params", ())):
        if isinstance(described, Described) and described.help and described.help.startswith("cli."):
            described.help = t(described.help, lang)
    for inner in getattr(command, "commands", {}).values():
        localise(inner, lang)


def version(*, is_wanted: bool) -> None:
    """Print the version and leave, if asked for."""
    if is_wanted:
        typer.echo(f"dealflow {__version__}")
        raise typer.Exit
