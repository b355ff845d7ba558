"""What is wrong with an installation, and what to do: looked at from outside, while the app runs or before it starts.

Nothing is changed, and nothing of the books is told: only whether they are whole.
"""

from __future__ import annotations

import platform
import shutil
import socket
import stat
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from importlib.metadata import PackageNotFoundError, distribution, requires
from pathlib import Path
from typing import Final

from packaging.requirements import Requirement

from dealflow import __version__
from dealflow.decks import fonts, hangul, office
from dealflow.errors import DealflowError
from dealflow.settings import Settings
from dealflow.store import backup as copies
from dealflow.store.ledger import health as ledgers
from dealflow.store.warehouse import place as warehouses

_LITTLE_MB: Final = 2_000
_TOO_LITTLE_MB: Final = 300
"""A deck of the largest size, its ledger entry and the warehouse's log need some three times 100 MB."""
_LATE: Final = timedelta(minutes=5)
_OLD: Final = timedelta(days=2)
_ANSWERS_S: Final = 5.0
_MB: Final = 1_000_000


class State(StrEnum):
    """How a thing stands: in order; to be looked at; wrong, so that something does not work or is not safe."""

    WELL = "well"
    LOOK = "look"
    WRONG = "wrong"


@dataclass(frozen=True, slots=True)
class Finding:
    """What was looked at and how it stands. ``word`` names what is the matter (and what to do), with its parameters."""

    check: str
    state: State
    word: str
    parameters: Mapping[str, object] = field(default_factory=dict)


def look(settings: Settings, *, at: datetime) -> tuple[Finding, ...]:
    """Return everything that was looked at, in one order."""
    return (
        *_programs(),
        *_folder(settings.data_dir),
        *_ledger(settings, at),
        *_warehouse(settings),
        *_backups(settings, at),
        *_reading(),
        *_neighbours(settings),
    )


def _programs() -> Iterator[Finding]:
    """Look at the versions: of what the package asks for, and of what is installed."""
    told = {"version": __version__, "python": platform.python_version(), "system": platform.platform(terse=True)}
    yield Finding("versions", State.WELL, "versions.told", told)
    wrong = sorted(_unmet())
    if wrong:
        yield Finding("versions", State.WRONG, "versions.unmet", {"packages": ", ".join(wrong)})


def _unmet() -> Iterator[str]:
    """Yield the requirements of the package that the installed ones do not meet; extras ask for nothing here."""
    try:
        lines = requires("dealflow") or []
    except PackageNotFoundError:
        return
    for line in lines:
        requirement = Requirement(line)
        if requirement.marker is not None and not requirement.marker.evaluate({"extra": ""}):
            continue
        try:
            version = distribution(requirement.name).version
        except PackageNotFoundError:
            yield str(requirement.name)
        else:
            if not requirement.specifier.contains(version, prereleases=True):
                yield f"{requirement.name} {version} ({requirement.specifier})"


def _folder(folder: Path) -> Iterator[Finding]:
    """Look at the data folder: is there space, may we write, may others read?"""
    place = next(path for path in (folder.resolve(), *folder.resolve().parents) if path.is_dir())
    free = shutil.disk_usage(place).free // _MB
    state = State.WRONG if free < _TOO_LITTLE_MB else State.LOOK if free < _LITTLE_MB else State.WELL
    yield Finding("disk", state, f"disk.{state}", {"folder": str(folder), "mb": free})
    if not folder.is_dir():
        yield Finding("folder", State.LOOK, "folder.absent", {"folder": str(folder)})
        return
    if refusal := ledgers.refusal_of(folder):
        yield Finding("folder", State.WRONG, f"folder.{refusal}", {"folder": str(folder)})
        return
    open_to_others = sorted(path.name for path in (folder, *folder.iterdir()) if _is_open(path))
    if open_to_others and sys.platform != "win32":
        told = {"folder": str(folder), "names": ", ".join(open_to_others)}
        yield Finding("folder", State.WRONG, "folder.open", told)
    else:
        yield Finding("folder", State.WELL, "folder.well", {"folder": str(folder)})


def _is_open(path: Path) -> bool:
    """Say whether other accounts of this machine may read or write a file or folder."""
    try:
        return bool(stat.S_IMODE(path.lstat().st_mode) & 0o077) and not path.is_symlink()
    except FileNotFoundError:  # one that was on its way
        return False


def _ledger(settings: Settings, at: datetime) -> Iterator[Finding]:
    """Look at the ledger: does it answer, is it whole and of this version, is it free, is the clock right?"""
    try:
        health = ledgers.health(settings.ledger_url)
    except DealflowError as error:
        yield Finding("ledger", State.WRONG, f"ledger.{error.code}", {"url": ledgers.told_url(settings.ledger_url)})
        return
    told = {"url": ledgers.told_url(settings.ledger_url), "events": health.events, "kind": health.kind}
    if health.is_absent:
        yield Finding("ledger", State.LOOK, "ledger.absent", told)
        return
    if not health.is_whole:
        yield Finding("ledger", State.WRONG, "ledger.damaged", told)
        return
    yield Finding("ledger", State.WELL, "ledger.well", told)
    if not health.is_newest:
        yield Finding("ledger", State.LOOK, "ledger.older", told)
    if health.is_locked:
        yield Finding("locks", State.LOOK, "locks.held", told)
    else:
        yield Finding("locks", State.WELL, "locks.free", told)
    if health.has_old_sqlite:
        yield Finding("versions", State.LOOK, "versions.sqlite", {"version": health.kind})
    if health.last_at is not None and health.last_at - at > _LATE:
        late = str(health.last_at - at).split(".", maxsplit=1)[0]
        yield Finding("clock", State.WRONG, "clock.behind", {"now": f"{at:%Y-%m-%d %H:%M} UTC", "by": late})
    else:
        yield Finding("clock", State.WELL, "clock.well", {"now": f"{at:%Y-%m-%d %H:%M} UTC"})


def _warehouse(settings: Settings) -> Iterator[Finding]:
    """Look at the warehouse's file, which may be deleted at any time."""
    state = warehouses.look(settings.warehouse_file)
    grade = State.LOOK if state == "damaged" else State.WELL
    yield Finding("warehouse", grade, f"warehouse.{state}", {"path": settings.warehouse_file})


def _backups(settings: Settings, at: datetime) -> Iterator[Finding]:
    """Look for the newest backup in the usual folder."""
    folder = settings.data_dir / "backups"
    newest = copies.newest_backup(folder)
    if newest is None:
        yield Finding("backup", State.LOOK, "backup.none", {"folder": str(folder)})
        return
    age = at - datetime.fromtimestamp(newest.stat().st_mtime, at.tzinfo)
    grade = State.LOOK if age > _OLD else State.WELL
    yield Finding("backup", grade, f"backup.{grade}", {"path": newest.name, "days": max(0, age.days)})


def _reading() -> Iterator[Finding]:
    """Look for what no wheel brings: data for Hangul in pictures, LibreOffice, a font with Hangul."""
    has_hangul = hangul.is_available()
    grade = State.WELL if has_hangul else State.LOOK
    yield Finding("hangul", grade, f"hangul.{grade}", {"command": hangul.INSTALL})
    grade = State.WELL if office.program() else State.LOOK
    yield Finding("office", grade, f"office.{grade}", {})
    if (count := fonts.korean_families()) is not None:
        grade = State.WELL if count else State.LOOK
        yield Finding("fonts", grade, f"fonts.{grade}", {"n": count})


def _neighbours(settings: Settings) -> Iterator[Finding]:
    """Look whether the servers that the settings name answer at all; nobody signs in there."""
    servers = (
        ("mailbox", settings.mail_host, settings.mail_port),
        ("smtp", str(getattr(settings, "smtp_host", "")), int(getattr(settings, "smtp_port", 0) or 0)),
    )
    for check, host, port in servers:
        if not host:
            yield Finding(check, State.WELL, f"{check}.unset", {})
            continue
        grade = State.WELL if _answers(host, port) else State.WRONG
        yield Finding(check, grade, f"server.{grade}", {"host": host, "port": port})


def _answers(host: str, port: int) -> bool:
    """Say whether something listens there."""
    try:
        with socket.create_connection((host, port), timeout=_ANSWERS_S):
            return True
    except OSError:
        return False
