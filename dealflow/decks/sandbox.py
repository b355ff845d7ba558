"""A program of ours in a process of its own, with limits: whatever a hostile file does ends with that process.

On Linux it is forked off a process that has our programs' imports behind it and never sees a file (``fork_server``);
elsewhere it is started anew, which costs the imports each time: 40 % of reading a deck of 14 pages. Of each program at
most two run at a time and the rest wait their turn, so that a person who opens a page does not wait for the decks that
are being read.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tempfile
import threading
from contextlib import suppress
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING, NamedTuple, TypeAlias

from dealflow.decks import fork_server
from dealflow.domain.claims.refusals import RefusalReason
from dealflow.errors import UnreadableDeckError

if TYPE_CHECKING:
    from collections.abc import Sequence

AT_ONCE = 2
_turns: dict[str, threading.BoundedSemaphore] = {}
_MEGABYTE = 1 << 20
_COMPLAINT_BYTES = 20_000
_OUT_OF_MEMORY = 12
_MEMORY_SIGNALS = frozenset((6, 9))
"""SIGABRT is how PDFium ends when it gets no memory (five kinds of bomb did, and nothing else), SIGKILL the system."""
_LISTENING_S = 2.0
_HARMLESS_VARIABLES = ("SYSTEMROOT", "PATH", "TZ", "TESSDATA_PREFIX", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH")
_START = f"""
import json, runpy, sys
paths, limits = json.loads(sys.argv[1])
sys.argv = sys.argv[2:]
try:
    import resource
except ImportError:
    limits = {{}}
for name, value in limits.items():
    kind = getattr(resource, name)
    hard = resource.getrlimit(kind)[1]
    value = value if hard == resource.RLIM_INFINITY else min(value, hard)
    try:
        resource.setrlimit(kind, (value, value + (name == "RLIMIT_CPU")))
    except (ValueError, OSError):
        pass
sys.path += [path for path in paths if path not in sys.path]
try:
    runpy.run_module(sys.argv[0], run_name="__main__", alter_sys=True)
except MemoryError:
    sys.exit({_OUT_OF_MEMORY})
"""


@dataclass(frozen=True, slots=True)
class Limits:
    """What one run may take; on Windows only the wall clock and the size of the answer hold."""

    wall_s: float = 20.0
    cpu_s: int = 15
    memory_mb: int = 1024
    answer_mb: int = 50
    open_files: int = 64


_Process: TypeAlias = "subprocess.Popen[bytes] | fork_server.Forked"


class _Outcome(NamedTuple):
    answer: bytes
    complaint: bytes
    code: int
    is_late: bool


def run(module: str, data: bytes, *, arguments: Sequence[str] = (), limits: Limits | None = None) -> bytes:
    """Return what ``python -I -m module`` writes to standard output when the file's bytes are its standard input.

    The module says what is wrong with a file by one line of JSON on standard error, ``{"reason": ..., ...}``, and by
    an exit code that is not 0. It can write no file and inherits none of the environment's secrets.

    Raises:
        UnreadableDeckError: the module's own reason, or ``too_slow``, ``too_much_memory``, ``too_large`` (its answer)
            or ``reader_crashed``.
    """
    allowed = limits or Limits()
    with _turns.setdefault(module, threading.BoundedSemaphore(AT_ONCE)):
        outcome = _run(module, arguments, data, allowed)
    if outcome.is_late:
        raise UnreadableDeckError(reason=RefusalReason.TOO_SLOW, limit_s=allowed.wall_s)
    if len(outcome.answer) > allowed.answer_mb * _MEGABYTE:
        raise UnreadableDeckError(reason=RefusalReason.TOO_LARGE, limit_mb=allowed.answer_mb)
    if outcome.code:
        raise UnreadableDeckError(**_refusal(outcome, allowed))
    return outcome.answer


def get_ready(module: str) -> None:
    """Have a module's imports done before its first file comes, where processes are forked: what people wait upon."""
    if fork_server.IS_USABLE:
        with suppress(OSError):
            fork_server.prepare(module, _paths(), _environment())


def complain(error: UnreadableDeckError) -> str:
    """Return the line of JSON by which a module run here hands its refusal on."""
    plain = {name: value if isinstance(value, int | float) else str(value) for name, value in error.parameters.items()}
    return json.dumps(plain)


def _command(module: str, arguments: Sequence[str], limits: Limits) -> list[str]:
    """Return the command: isolated, but finding packages where this process does (a checkout or an install)."""
    given = json.dumps([_paths(), _bounds(limits)])
    return [sys.executable, "-I", "-X", "utf8", "-c", _START, given, module, *arguments]


def _paths() -> list[str]:
    return [os.path.abspath(path) for path in sys.path]  # noqa: PTH100 -- strings for another interpreter


def _environment() -> dict[str, str]:
    return {name: os.environ[name] for name in _HARMLESS_VARIABLES if name in os.environ}


def _bounds(limits: Limits) -> dict[str, int]:
    return {
        "RLIMIT_AS": limits.memory_mb * _MEGABYTE,
        "RLIMIT_CPU": limits.cpu_s,
        "RLIMIT_FSIZE": 0,
        "RLIMIT_NOFILE": limits.open_files,
        "RLIMIT_CORE": 0,
    }


def _start(module: str, arguments: Sequence[str], deck_file: IO[bytes], limits: Limits) -> _Process:
    """Start the module on a file: forked where that can be, else as a process from nothing."""
    if fork_server.IS_USABLE:
        order = fork_server.Order(module, tuple(arguments), _paths(), _environment(), _bounds(limits))
        with suppress(OSError):  # where none can be forked one is started
            return fork_server.fork(order, deck_file.fileno())
    return subprocess.Popen(  # noqa: S603 -- our own interpreter and module, no shell
        _command(module, arguments, limits),
        stdin=deck_file,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=_environment(),
        start_new_session=True,
    )


def _run(module: str, arguments: Sequence[str], data: bytes, limits: Limits) -> _Outcome:
    complaint: list[bytes] = []
    late = threading.Event()
    with tempfile.TemporaryFile() as deck_file:
        deck_file.write(data)
        deck_file.seek(0)
        with _start(module, arguments, deck_file, limits) as process:
            timer = threading.Timer(limits.wall_s, _end, (process, late))
            listener = threading.Thread(target=_listen, args=(process.stderr, complaint), daemon=True)
            timer.start()
            listener.start()
            try:
                answer = _answer(process, limits.answer_mb * _MEGABYTE)
                code = process.wait()
            except BaseException:
                _end(process)
                raise
            finally:
                timer.cancel()
            listener.join(_LISTENING_S)
    return _Outcome(answer, b"".join(complaint), code, late.is_set())


def _answer(process: _Process, most: int) -> bytes:
    """Return standard output to its end; a process that says more than it may is ended."""
    answer = process.stdout.read(most + 1) if process.stdout else b""
    if len(answer) > most:
        _end(process)
    return answer


def _listen(stream: IO[bytes] | None, heard: list[bytes]) -> None:
    """Keep the end of what is complained, and let the rest go by, so that nobody waits for a full pipe."""
    while stream is not None and (piece := stream.read(_COMPLAINT_BYTES)):
        heard[:] = [*heard[-1:], piece]


def _end(process: _Process, late: threading.Event | None = None) -> None:
    """End the process with all that it started."""
    if late is not None:
        late.set()
    if sys.platform == "win32":
        if isinstance(process, subprocess.Popen):
            process.kill()
        return
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)


def _refusal(outcome: _Outcome, limits: Limits) -> dict[str, object]:
    """Return the parameters of the error that an exit code, a signal or a complaint stands for."""
    stated = _stated(outcome.complaint)
    if stated:
        return stated
    if sys.platform != "win32" and outcome.code == -signal.SIGXCPU:
        return {"reason": RefusalReason.TOO_SLOW, "limit_s": limits.cpu_s}
    if outcome.code == _OUT_OF_MEMORY or -outcome.code in _MEMORY_SIGNALS:
        return {"reason": RefusalReason.TOO_MUCH_MEMORY, "limit_mb": limits.memory_mb}
    return {"reason": RefusalReason.READER_CRASHED, "exit_code": outcome.code}


def _stated(complaint: bytes) -> dict[str, object] | None:
    """Return the refusal in the last line of a complaint, or None if it is none of ours."""
    lines = complaint.decode("utf-8", "replace").strip().splitlines()
    try:
        stated = json.loads(lines[-1]) if lines else {}
        reason = RefusalReason(stated["reason"])
    except (ValueError, TypeError, KeyError):
        return None
    return {**{str(name): value for name, value in stated.items()}, "reason": reason}
