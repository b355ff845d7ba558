"""Processes forked off one that has our programs' imports behind it: for the sandbox, where fork is safe (Linux).

That one has a single thread, is given the names of our own modules and never a file, and ends with this process. What a
module's ``warm()`` prepares is there for all. Every file still meets a process of its own, which ends with it; they
share what was imported, and the layout of memory.
"""

from __future__ import annotations

import atexit
import json
import os
import socket
import subprocess
import sys
import threading
from contextlib import suppress
from dataclasses import asdict, dataclass
from typing import IO, TYPE_CHECKING, Self

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from types import TracebackType

IS_USABLE = sys.platform == "linux"
_OUT_OF_MEMORY = 12
_KILLED = -9
_ANSWER_BYTES = 64
_LEAVING_S = 5.0
_PROGRAM = f"""
import gc, importlib, json, os, resource, runpy, select, signal, socket, sys, traceback

def run(order, files):
    signal.set_wakeup_fd(-1)
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    os.setpgid(0, 0)
    for place, file in enumerate(files[:3]):
        os.dup2(file, place)
    os.closerange(3, 1024)
    os.environ.clear()
    os.environ.update(order["environment"])
    for name, value in order["bounds"].items():
        kind = getattr(resource, name)
        hard = resource.getrlimit(kind)[1]
        value = value if hard == resource.RLIM_INFINITY else min(value, hard)
        try:
            resource.setrlimit(kind, (value, value + (name == "RLIMIT_CPU")))
        except (ValueError, OSError):
            pass
    sys.argv = [order["module"], *order["arguments"]]
    try:
        runpy.run_module(order["module"], run_name="__main__", alter_sys=True)
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else int(end.code is not None)
    except MemoryError:
        code = {_OUT_OF_MEMORY}
    except BaseException:
        traceback.print_exc()
        code = 1
    else:
        code = 0
    try:
        sys.stdout.flush()
        sys.stderr.flush()
    finally:
        os._exit(code)

def know(order):
    sys.path += [path for path in order["paths"] if path not in sys.path]
    module = order["module"]
    if module.startswith("dealflow.") and module not in known:
        known.add(module)
        try:
            getattr(importlib.import_module(module), "warm", int)()
        except Exception:
            pass  # whoever runs it says what is wrong
        sys.modules.pop(module, None)
        gc.collect()
        gc.freeze()

known, waiting = set(), {{}}
channel = socket.socket(fileno=int(sys.argv[1]))
ended, alarm = os.pipe()
os.set_blocking(alarm, False)
signal.set_wakeup_fd(alarm, warn_on_full_buffer=False)
signal.signal(signal.SIGCHLD, lambda *_: None)
while True:
    readable = select.select([channel, ended], [], [])[0]
    if ended in readable:
        os.read(ended, 4096)
        while waiting:
            pid, status = os.waitpid(-1, os.WNOHANG)
            if not pid:
                break
            file = waiting.pop(pid)
            try:
                os.write(file, str(os.waitstatus_to_exitcode(status)).encode())
            except OSError:
                pass
            os.close(file)
    if channel in readable:
        text, files, _, _ = socket.recv_fds(channel, 1 << 20, 4)
        if not text:
            os._exit(0)
        order = json.loads(text)
        know(order)
        pid = os.fork() if files else 0
        if files and not pid:
            run(order, files)
        for file in files[:3]:
            os.close(file)
        if pid:
            waiting[pid] = files[3]
            try:
                os.setpgid(pid, pid)
            except OSError:
                pass
        channel.send(str(pid).encode())
"""


@dataclass(frozen=True, slots=True)
class Order:
    """What to run: a module as ``__main__``, with which paths, environment and bounds (``RLIMIT_...``)."""

    module: str
    arguments: Sequence[str]
    paths: Sequence[str]
    environment: Mapping[str, str]
    bounds: Mapping[str, int]


class Forked:
    """A process that was forked: what ``subprocess.Popen`` offers of it, as far as the sandbox needs it."""

    def __init__(self, pid: int, stdout: IO[bytes], stderr: IO[bytes], status: IO[bytes]) -> None:
        self.pid, self.stdout, self.stderr = pid, stdout, stderr
        self._status = status

    def __enter__(self) -> Self:
        """Return itself; what it holds open is closed at the end."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close what it holds open."""
        for file in (self.stdout, self.stderr, self._status):
            file.close()

    def wait(self) -> int:
        """Return the exit code, or the signal that ended it as a negative number, as ``Popen`` does."""
        return int(self._status.read() or _KILLED)


class _Server:
    """The process that forks, and the channel to it."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        self.owner = os.getpid()
        self.channel, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with theirs:
            self.process = subprocess.Popen(  # noqa: S603 -- our own interpreter and program, no shell
                [sys.executable, "-I", "-X", "utf8", "-c", _PROGRAM, str(theirs.fileno())],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                env=environment,
                pass_fds=(theirs.fileno(),),
                start_new_session=True,
            )

    def ask(self, order: Order, files: Sequence[int]) -> int:
        """Return the process id of what was forked; 0 where there was nothing to run.

        Raises:
            OSError: the process is not there any more.
        """
        socket.send_fds(self.channel, [json.dumps(asdict(order)).encode()], files)
        answer = self.channel.recv(_ANSWER_BYTES)
        if not answer:
            raise ConnectionResetError
        return int(answer)

    def leave(self) -> None:
        """Let it end; what it forked goes on to its own end."""
        self.channel.close()
        if self.owner == os.getpid():
            with suppress(subprocess.TimeoutExpired):
                self.process.wait(_LEAVING_S)


class _Servers:
    """The one that is there, and a lock round its channel."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self._server: _Server | None = None

    def ask(self, order: Order, files: Sequence[int] = ()) -> int:
        """Ask the server that is there, or a new one where none is, it ended, or this process was itself forked."""
        with self.lock:
            for _ in range(2):
                if self._server is None or self._server.owner != os.getpid():
                    self._server = _Server(order.environment)
                try:
                    return self._server.ask(order, files)
                except OSError:
                    self._server.leave()
                    self._server = None
        raise OSError

    def pid(self) -> int | None:
        """Return the server's process id; None where there is none."""
        return None if self._server is None else self._server.process.pid

    def leave(self) -> None:
        """Let the server end."""
        with self.lock:
            if self._server is not None:
                self._server.leave()
            self._server = None


_servers = _Servers()
atexit.register(_servers.leave)


def pid() -> int | None:
    """Return the id of the process that forks; None where nothing was asked of one yet."""
    return _servers.pid()


def prepare(module: str, paths: Sequence[str], environment: Mapping[str, str]) -> None:
    """Let one of our modules be imported before it is asked for."""
    _servers.ask(Order(module, (), paths, environment, {}))


def fork(order: Order, stdin: int) -> Forked:
    """Return a new process that runs the order with the open file ``stdin`` as its standard input.

    Raises:
        OSError: no process can be had.
    """
    mine, theirs = zip(*(os.pipe() for _ in range(3)), strict=True)
    try:
        pid = _servers.ask(order, [stdin, *theirs])
    except OSError:
        for file in mine:
            os.close(file)
        raise
    finally:
        for file in theirs:
            os.close(file)
    stdout, stderr, status = (os.fdopen(file, "rb") for file in mine)
    return Forked(pid, stdout, stderr, status)
