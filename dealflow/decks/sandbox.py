"""A program of ours in a process of its own, with limits: whatever a hostile file does ends with that process.

It costs about 0.14 s more than reading in process, which a program that stands ready (``get_ready``) has behind it. Of
each program at most two run at a time and the rest wait their turn, so that a person who opens a page does not wait for
the decks that are being read.
"""

from __future__ import annotations

import atexit
import json
import os
import signal
import subprocess
import sys
import threading
from contextlib import suppress
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING, NamedTuple

from dealflow.domain.claims.refusals import RefusalReason
from dealflow.errors import UnreadableDeckError

if TYPE_CHECKING:
    from collections.abc import Sequence

AT_ONCE = 2
_turns: dict[str, threading.BoundedSemaphore] = {}
_ready: dict[str, subprocess.Popen[bytes]] = {}
"""By module, the process that has its imports behind it and waits for its first and only file."""
_kept_ready: set[str] = set()
_ready_lock = threading.Lock()
_MEGABYTE = 1 << 20
_COMPLAINT_BYTES = 20_000
_OUT_OF_MEMORY = 12
_MEMORY_SIGNALS = frozenset((6, 9))
"""SIGABRT is how PDFium ends when it gets no memory (five kinds of bomb did, and nothing else), SIGKILL the system."""
_LISTENING_S = 2.0
_HARMLESS_VARIABLES = ("SYSTEMROOT", "PATH", "TZ", "TESSDATA_PREFIX", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH")
_START = f"""
import importlib, json, runpy, sys
paths, limits, is_early = json.loads(sys.argv[1])
module = sys.argv[2]
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
if is_early:
    importlib.import_module(module)
    del sys.modules[module]
order = sys.stdin.buffer.readline()
if not order:
    sys.exit(0)
sys.argv = [module, *json.loads(order)]
try:
    runpy.run_module(module, run_name="__main__", alter_sys=True)
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
        process = (_take_ready(module) if allowed == Limits() else None) or _start(module, allowed)
        outcome = _run(process, arguments, data, allowed)
    if module in _kept_ready:
        threading.Thread(target=_replace, args=(module,), name="sandbox-ready", daemon=True).start()
    if outcome.is_late:
        raise UnreadableDeckError(reason=RefusalReason.TOO_SLOW, limit_s=allowed.wall_s)
    if len(outcome.answer) > allowed.answer_mb * _MEGABYTE:
        raise UnreadableDeckError(reason=RefusalReason.TOO_LARGE, limit_mb=allowed.answer_mb)
    if outcome.code:
        raise UnreadableDeckError(**_refusal(outcome, allowed))
    return outcome.answer


def get_ready(module: str) -> None:
    """Start a module's process before a file is there, under the usual limits, and again after each that was used.

    For what a person waits upon. Each still sees one file and ends with it.
    """
    with _ready_lock:
        _kept_ready.add(module)
    _replace(module)


def _replace(module: str) -> None:
    """Start the process that stands ready, unless one does or none is wanted any more."""
    with _ready_lock:
        if module in _kept_ready:
            _ready[module] = _living(_ready.pop(module, None)) or _start(module, Limits(), is_early=True)


def dismiss() -> None:
    """End the processes that stand ready, and start no more."""
    with _ready_lock:
        _kept_ready.clear()
        for process in _ready.values():
            _end(process)
            process.communicate()
        _ready.clear()


atexit.register(dismiss)


def _take_ready(module: str) -> subprocess.Popen[bytes] | None:
    """Return the process of a module that stands ready, or None where none does."""
    with _ready_lock:
        return _living(_ready.pop(module, None))


def _living(process: subprocess.Popen[bytes] | None) -> subprocess.Popen[bytes] | None:
    """Return a process that still waits; one that has ended is put away."""
    if process is None or process.poll() is None:
        return process
    process.communicate()
    return None


def complain(error: UnreadableDeckError) -> str:
    """Return the line of JSON by which a module run here hands its refusal on."""
    plain = {name: value if isinstance(value, int | float) else str(value) for name, value in error.parameters.items()}
    return json.dumps(plain)


def _start(module: str, limits: Limits, *, is_early: bool = False) -> subprocess.Popen[bytes]:
    """Start a module that waits for its arguments, a line of JSON, and its file behind them; early: imports done."""
    return subprocess.Popen(  # noqa: S603 -- our own interpreter and module, no shell
        _command(module, limits, is_early=is_early),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={name: os.environ[name] for name in _HARMLESS_VARIABLES if name in os.environ},
        start_new_session=True,
    )


def _command(module: str, limits: Limits, *, is_early: bool) -> list[str]:
    """Return the command: isolated, but finding packages where this process does (a checkout or an install)."""
    paths = [os.path.abspath(path) for path in sys.path]  # noqa: PTH100 -- strings for another interpreter
    bounds = {
        "RLIMIT_AS": limits.memory_mb * _MEGABYTE,
        "RLIMIT_CPU": limits.cpu_s,
        "RLIMIT_FSIZE": 0,
        "RLIMIT_NOFILE": limits.open_files,
        "RLIMIT_CORE": 0,
    }
    return [sys.executable, "-I", "-X", "utf8", "-c", _START, json.dumps([paths, bounds, is_early]), module]


def _run(process: subprocess.Popen[bytes], arguments: Sequence[str], data: bytes, limits: Limits) -> _Outcome:
    complaint: list[bytes] = []
    late = threading.Event()
    order = json.dumps(list(arguments)).encode() + b"\n"
    with process:
        timer = threading.Timer(limits.wall_s, _end, (process, late))
        helpers = (
            threading.Thread(target=_listen, args=(process.stderr, complaint), daemon=True),
            threading.Thread(target=_hand_over, args=(process, order, data), daemon=True),
        )
        timer.start()
        for helper in helpers:
            helper.start()
        try:
            answer = _answer(process, limits.answer_mb * _MEGABYTE)
            code = process.wait()
        except BaseException:
            _end(process)
            raise
        finally:
            timer.cancel()
        for helper in helpers:
            helper.join(_LISTENING_S)
    return _Outcome(answer, b"".join(complaint), code, late.is_set())


def _hand_over(process: subprocess.Popen[bytes], *parts: bytes) -> None:
    """Write the parts to standard input and close it; a process that has ended reads no more, which is no error."""
    if process.stdin is not None:
        with suppress(OSError, ValueError), process.stdin:
            for part in parts:
                process.stdin.write(part)


def _answer(process: subprocess.Popen[bytes], most: int) -> bytes:
    """Return standard output to its end; a process that says more than it may is ended."""
    answer = process.stdout.read(most + 1) if process.stdout else b""
    if len(answer) > most:
        _end(process)
    return answer


def _listen(stream: IO[bytes] | None, heard: list[bytes]) -> None:
    """Keep the end of what is complained, and let the rest go by, so that nobody waits for a full pipe."""
    while stream is not None and (piece := stream.read(_COMPLAINT_BYTES)):
        heard[:] = [*heard[-1:], piece]


def _end(process: subprocess.Popen[bytes], late: threading.Event | None = None) -> None:
    """End the process with all that it started."""
    if late is not None:
        late.set()
    if sys.platform == "win32":
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
